//! Two seasons side by side.

use crate::chart::{self, progression};
use crate::site::head::Head;
use crate::site::standings::progression as progression_of;
use crate::site::{Page, page};
use crate::view::compare::{changes_of_lead, known_in_full, partners};
use crate::view::story::{story, wins};
use crate::view::{Settings, View, data_path, season_folder};
use askama::Template;
use parcferme_core::number_words::signed;
use parcferme_core::outcome::StandingsTable;
use parcferme_core::scenario::Decided;

#[derive(Template)]
#[template(path = "compare.html")]
struct ComparePage {
    head: Head,
    names: [String; 2],
    hrefs: [String; 2],
    rows: Vec<(String, [String; 2])>,
    pairs: Vec<Pair>,
    /// Whether tables of different classes stand beside each other.
    by_order: bool,
    /// Tables of each season that have no partner: name and link.
    alone: [Vec<(String, String)>; 2],
    choice: Option<Choice>,
    rules: [Vec<(String, String)>; 2],
}

struct Pair {
    name: String,
    sides: [Side; 2],
}

struct Side {
    name: String,
    href: String,
    rows: Vec<(String, [String; 2])>,
    story: String,
    figure: String,
}

/// A form that asks a server for any two tables.
struct Choice {
    ids: [String; 2],
    /// Of each season: id of the table, name, whether it is shown.
    tables: [Vec<(String, String, bool)>; 2],
}

/// Where a server shows any two seasons.
pub const SERVED_PATH: &str = "compare.html";

#[derive(Template)]
#[template(path = "compare_choose.html")]
struct ChoosePage {
    head: Head,
    name: String,
    href: String,
    others: Vec<(String, String)>,
}

/// The path, from the site's root, of a comparison kept as a file; the same whichever season is named first.
pub fn path(a: &str, b: &str) -> String {
    let (first, second) = if a <= b { (a, b) } else { (b, a) };
    format!("compare/{}--{}.html", flat(first), flat(second))
}

/// The path, from the site's root, of the list of seasons that a season can be compared with.
pub fn choose_path(season: &str) -> String {
    format!("compare/{}.html", flat(season))
}

fn flat(season: &str) -> String {
    season_folder(season).trim_end_matches('/').replace('/', "-")
}

/// Where a season is compared with others, from the site's root.
pub fn choose_link(settings: &Settings, season: &str) -> String {
    match settings.server {
        true => format!("compare.html?a={}", season_folder(season)),
        false => choose_path(season),
    }
}

/// The seasons that a season can be compared with, each by id and name; it stands at `path` from the site's root.
pub fn choose(settings: &Settings, season: (&str, &str), others: &[(String, String)], path: &str) -> Page {
    let (id, name) = season;
    let title = format!("Compare {name}");
    let head = Head::of_site(settings, path, &title, &format!("{name} beside another season"));
    let link = |other: &str| match settings.server {
        true => format!("compare.html?a={}&b={}", season_folder(id), season_folder(other)),
        false => self::path(id, other),
    };
    let others = others.iter().filter(|(other, _)| other != id);
    page!(ChoosePage {
        name: name.to_owned(),
        href: head.site(&format!("{}index.html", season_folder(id))),
        others: others.map(|(other, name)| (name.clone(), head.site(&link(other)))).collect(),
        head,
    })
}

/// The comparison; it stands at `path` from the site's root, with its JSON beside it, or a server answers for any two.
/// Of `chosen` tables, one of each season, these alone.
pub fn page(a: &View, b: &View, path: &str, chosen: Option<[usize; 2]>) -> Page {
    let title = format!("{} and {}", a.season.name, b.season.name);
    let head = Head::of_site(a.settings, path, &title, &format!("{title}, side by side"));
    let head = match path == SERVED_PATH {
        true => head.with_json("JSON", &format!("api/v1/comparison?a={}&b={}", a.season.id, b.season.id)),
        false => head.with_json("JSON", &data_path(path)),
    };
    let both = |get: fn(&View) -> String| [get(a), get(b)];
    let rows = vec![
        ("Rounds held".to_owned(), both(|view| view.held_and_cancelled().0.to_string())),
        ("Rounds known in full".to_owned(), both(|view| known_in_full(view).to_string())),
        (
            "Classes".to_owned(),
            both(|view| match view.season.classes.is_empty() {
                true => "none".to_owned(),
                false => {
                    view.season.classes.rows().iter().map(|own| own.id.clone()).collect::<Vec<_>>().join(", ")
                }
            }),
        ),
        ("Starts known".to_owned(), both(|view| view.season.results.len().to_string())),
        (
            "Titles".to_owned(),
            both(|view| {
                view.rules.titles.rows().iter().map(|own| own.name.clone()).collect::<Vec<_>>().join(", ")
            }),
        ),
    ];
    let nearest = partners(a, b);
    let pairs = chosen.map_or(nearest.pairs, |chosen| vec![chosen]);
    let choice = a.settings.server.then(|| Choice {
        ids: [a, b].map(|view| season_folder(&view.season.id)),
        tables: [(a, 0), (b, 1)].map(|(view, at)| {
            let shown = pairs.first().map(|pair| pair[at]);
            let tables = view.outcome.tables.iter().enumerate();
            tables.map(|(n, own)| (view.table_id(own), view.table_name(own), shown == Some(n))).collect()
        }),
    });
    page!(ComparePage {
        names: [a.season.name.clone(), b.season.name.clone()],
        hrefs: [a, b].map(|view| head.site(&format!("{}index.html", season_folder(&view.season.id)))),
        rows,
        by_order: chosen.is_none() && nearest.by_order,
        alone: match chosen {
            Some(_) => Default::default(),
            None => [(a, 0), (b, 1)].map(|(view, at)| {
                let tables = nearest.alone[at].iter().map(|&n| &view.outcome.tables[n]);
                tables.map(|own| (view.table_name(own), table_href(view, &head, own))).collect()
            }),
        },
        pairs: pairs
            .iter()
            .map(|&[n, m]| Pair {
                name: pair_name(a, n, b, m),
                sides: [side(a, n, &head, &format!("a{n}-{m}")), side(b, m, &head, &format!("b{m}-{n}"))],
            })
            .collect(),
        choice,
        rules: [a, b].map(|view| view
            .rules
            .prose()
            .into_iter()
            .map(|(article, prose)| (article.text.clone(), prose))
            .collect()),
        head,
    })
}

fn pair_name(a: &View, n: usize, b: &View, m: usize) -> String {
    let (left, right) = (&a.outcome.tables[n], &b.outcome.tables[m]);
    let name = |view: &View, table: &StandingsTable| match table.class {
        Some(class) => view.class_name(class).to_owned(),
        None => view.rules.titles[table.title].name.clone(),
    };
    let names = [name(a, left), name(b, right)];
    if names[0] == names[1] { names[0].clone() } else { names.join(" beside ") }
}

fn table_href(view: &View, head: &Head, table: &StandingsTable) -> String {
    head.site(&format!("{}{}", season_folder(&view.season.id), view.table_path(table, None)))
}

fn side(view: &View, n: usize, head: &Head, id: &str) -> Side {
    let table = &view.outcome.tables[n];
    let changes = changes_of_lead(view, n);
    let winners = wins(table).len();
    let cell =
        |at: usize| table.rows.get(at).map(|row| [view.name(row.competitor).to_owned(), signed(row.total)]);
    let mut rows: Vec<(String, [String; 2])> = ["First", "Second", "Third"]
        .into_iter()
        .enumerate()
        .filter_map(|(at, word)| Some((word.to_owned(), cell(at)?)))
        .collect();
    rows.push(("Different winners".to_owned(), [winners.to_string(), String::new()]));
    let decided = match view.decided[n] {
        _ if !view.leads[n].tells() => "not known".to_owned(),
        Decided::Unknown => "not worked out under these rules".to_owned(),
        Decided::Open => "open".to_owned(),
        Decided::After(round) if view.rounds_after(round) == 0 => "at the last round".to_owned(),
        Decided::After(round) => format!("after round {}", view.season.rounds[round].label()),
    };
    rows.push(("Decided".to_owned(), [decided, String::new()]));
    if let Some(changes) = changes {
        rows.push(("Changes of lead".to_owned(), [changes.to_string(), String::new()]));
    }
    let drawn = || {
        let mut input = progression_of(view, n, 6, "");
        for line in &mut input.lines {
            line.href = None;
        }
        let frame = chart::Frame { id, width: chart::Width::Phone };
        progression::draw(&input, &frame).svg
    };
    Side {
        name: view.table_name(table),
        href: table_href(view, head, table),
        rows,
        story: story(view, n),
        figure: if table.rounds.is_empty() { String::new() } else { drawn() },
    }
}
