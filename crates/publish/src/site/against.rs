//! Two drivers against each other, in all races of both.

use crate::seasons::{InSeason, Seasons};
use crate::site::career::head;
use crate::site::head::Head;
use crate::site::{Page, page};
use crate::view::{Settings, career_path, season_folder};
use askama::Template;
use parcferme_core::career::{Career, Together};
use parcferme_core::number_words::counted;
use parcferme_core::season::Kind;

/// Names that are offered.
const MOST_OFFERED: usize = 30;

/// The page of two drivers, from the site's root.
pub fn path(a: &Career, b: &Career) -> String {
    format!("{}/against/{}", career_path(a).trim_end_matches(".html"), file(b))
}

/// Where another driver is chosen.
pub fn choose_path(a: &Career) -> String {
    format!("{}/against.html", career_path(a).trim_end_matches(".html"))
}

fn file(own: &Career) -> String {
    career_path(own).rsplit('/').next().unwrap_or_default().to_owned()
}

#[derive(Template)]
#[template(path = "against.html")]
struct AgainstPage {
    head: Head,
    title: String,
    lede: String,
    /// Name and page.
    two: [(String, String); 2],
    /// What is counted, of the one and of the other.
    figures: Vec<(&'static str, [Option<u32>; 2])>,
    met: Vec<(String, [u32; 2])>,
    seasons: Vec<SeasonOfTwo>,
}

/// A season that both drove in, with the pages of both and their places.
struct SeasonOfTwo {
    label: String,
    name: String,
    href: String,
    two: [(String, String); 2],
}

/// The page of two drivers.
pub fn page(seasons: &Seasons, settings: &Settings, a: &Career, b: &Career) -> Page {
    let met = seasons.careers.against(a, b);
    let title = format!("{} against {}", a.name, b.name);
    let lede = lede(&met);
    let head = head(settings, &path(a, b), &title, &format!("{title}: {lede}"));
    let address = format!("api/v1/careers/driver/{}/against/{}", a.id, b.id);
    let head = head.with_json("JSON", &address);
    let (of_a, of_b): (Vec<InSeason>, Vec<InSeason>) =
        (seasons.by_season(a).collect(), seasons.by_season(b).collect());
    let mut both = Vec::new();
    for own in of_a.iter().rev() {
        if let Some(other) = of_b.iter().find(|other| other.season.id == own.season.id) {
            let place = |of: &InSeason| {
                let stood = of.standings.first();
                let place = stood
                    .map_or_else(|| "–".to_owned(), |stood| format!("{}, {}", stood.place, stood.in_words()));
                (place, head.site(&of.href))
            };
            both.push(SeasonOfTwo {
                label: own.season.label.clone(),
                name: own.season.name.clone(),
                href: head.site(&season_folder(&own.season.id)) + "index.html",
                two: [place(own), place(other)],
            });
        }
    }
    let (f, g) = (&a.figures, &b.figures);
    let figures = vec![
        ("Titles", [f.titles, g.titles].map(Some)),
        ("Starts", [f.starts, g.starts].map(Some)),
        ("Wins", [f.wins, g.wins].map(Some)),
        ("Podiums", [f.podiums, g.podiums].map(Some)),
        ("Poles", [f.poles_known(), g.poles_known()]),
        ("Best laps", [f.best_laps_known(), g.best_laps_known()]),
        ("Class wins", [f.class_wins, g.class_wins].map(Some)),
    ];
    page!(AgainstPage {
        two: [a, b].map(|own| (own.name.clone(), head.site(&career_path(own)))),
        figures: figures.into_iter().filter(|own| own.1.iter().flatten().any(|&n| n > 0)).collect(),
        met: [
            ("Ahead in the race", "have a place", [met.ahead, met.behind]),
            ("Ahead on the grid", "have a place on the grid", [met.grid_ahead, met.grid_behind]),
        ]
        .into_iter()
        .map(|(what, both, counts)| {
            let of = counts.iter().sum::<u32>();
            (format!("{what}, of {} in which both {both}", counted(of, "race")), counts)
        })
        .collect(),
        seasons: both,
        title,
        lede,
        head,
    })
}

fn lede(met: &Together) -> String {
    let races = |n: u32| if n == 1 { "1 race".to_owned() } else { format!("{n} races") };
    match (met.races, met.shared) {
        (0, 0) => "They never raced each other".to_owned(),
        (0, shared) => format!("{} in one car, none against each other", races(shared)),
        (against, 0) => format!("{} against each other", races(against)),
        (against, shared) => format!("{} against each other, {} in one car", races(against), races(shared)),
    }
}

#[derive(Template)]
#[template(path = "against_choose.html")]
struct ChoosePage {
    head: Head,
    name: String,
    query: String,
    /// Name, years and the page of both.
    found: Vec<(String, String, String)>,
}

/// The drivers that fit some words: against which of them.
pub fn choose(seasons: &Seasons, settings: &Settings, own: &Career, query: &str) -> Page {
    let title = format!("{} against whom?", own.name);
    let head = head(settings, &choose_path(own), &title, &title);
    let found = fitting(seasons, own, query).into_iter().take(MOST_OFFERED);
    let found = found.map(|other| (other.name.clone(), seasons.years(other), head.site(&path(own, other))));
    page!(ChoosePage { name: own.name.clone(), query: query.to_owned(), found: found.collect(), head })
}

/// The only other driver that some words fit.
pub fn only<'s>(seasons: &'s Seasons, own: &Career, query: &str) -> Option<&'s Career> {
    match fitting(seasons, own, query).as_slice() {
        [only] => Some(only),
        _ => None,
    }
}

fn fitting<'s>(seasons: &'s Seasons, own: &Career, query: &str) -> Vec<&'s Career> {
    let drivers = seasons.find(query).into_iter().filter_map(|(_, hit)| hit.career());
    drivers.filter(|other| other.kind == Kind::Driver && other.id != own.id).collect()
}
