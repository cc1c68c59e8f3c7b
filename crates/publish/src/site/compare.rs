//! Two seasons side by side.

use crate::chart::{self, progression};
use crate::documents::as_json;
use crate::json::comparison::comparison;
use crate::site::head::Head;
use crate::site::link::season_folder;
use crate::site::standings::progression as progression_of;
use crate::site::story::{leaders, story, wins};
use crate::site::view::View;
use crate::site::{Page, page};
use askama::Template;
use parcferme_core::outcome::StandingsTable;

#[derive(Template)]
#[template(path = "compare.html")]
struct ComparePage {
    head: Head,
    names: [String; 2],
    hrefs: [String; 2],
    rows: Vec<(String, [String; 2])>,
    pairs: Vec<Pair>,
    rules: [Vec<(String, String)>; 2],
}

struct Pair {
    name: String,
    sides: [Option<Side>; 2],
}

struct Side {
    href: String,
    rows: Vec<(String, [String; 2])>,
    story: String,
    figure: String,
}

/// The path, from the site's root, of a comparison kept as a file.
pub fn path(a: &View, b: &View) -> String {
    let flat = |view: &View| season_folder(&view.season.id).trim_end_matches('/').replace('/', "-");
    format!("compare/{}--{}.html", flat(a), flat(b))
}

/// Where a server shows any two seasons.
pub const SERVED_PATH: &str = "compare.html";

/// The path of the JSON of a comparison kept as a file.
pub fn data_path(page: &str) -> String {
    super::data::path(page)
}

/// What the comparison shows, as JSON.
pub fn data(a: &View, b: &View) -> Vec<u8> {
    as_json(&comparison(a, b))
}

/// The comparison; it stands at `path` from the site's root, with its JSON beside it, or a server answers for any two.
pub fn page(a: &View, b: &View, path: &str) -> Page {
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
            both(|view| {
                view.season.classes.rows().iter().map(|own| own.id.clone()).collect::<Vec<_>>().join(", ")
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
    page!(ComparePage {
        names: [a.season.name.clone(), b.season.name.clone()],
        hrefs: [a, b].map(|view| head.site(&format!("{}index.html", season_folder(&view.season.id)))),
        rows,
        pairs: pairs(a, b)
            .into_iter()
            .map(|(class, [left, right])| Pair {
                name: class.unwrap_or_else(|| "Overall".into()),
                sides: [
                    left.map(|n| side(a, n, &head, &format!("a{n}"))),
                    right.map(|n| side(b, n, &head, &format!("b{n}"))),
                ],
            })
            .collect(),
        rules: [a, b].map(|view| view
            .rules
            .prose()
            .into_iter()
            .map(|(article, prose)| (article.text.clone(), prose))
            .collect()),
        head,
    })
}

/// Name of a class with the tables of both seasons, as indices into their outcomes.
pub type Paired = (Option<String>, [Option<usize>; 2]);

/// The main tables of both, those of one class name together, then what has no partner.
pub fn pairs(a: &View, b: &View) -> Vec<Paired> {
    let key =
        |view: &View, table: &StandingsTable| table.class.map(|class| view.class_name(class).to_owned());
    let tables = |view: &View| view.main_tables().map(|(n, table)| (key(view, table), n)).collect::<Vec<_>>();
    let (left, mut right) = (tables(a), tables(b));
    let only = left.len() == 1 && right.len() == 1;
    let mut pairs = Vec::new();
    for (class, n) in left {
        let partner = right.iter().position(|(other, _)| only || *other == class).map(|at| right.remove(at));
        pairs.push((class, [Some(n), partner.map(|(_, m)| m)]));
    }
    pairs.extend(right.into_iter().map(|(class, m)| (class, [None, Some(m)])));
    pairs
}

pub fn known_in_full(view: &View) -> usize {
    view.season.rounds.iter().filter(|(ix, _)| view.season.known_in_full(*ix)).count()
}

/// How often the lead of a table changed.
pub fn changes_of_lead(view: &View, table: usize) -> usize {
    leaders(&view.history[table]).windows(2).filter(|pair| pair[0] != pair[1]).count()
}

fn side(view: &View, n: usize, head: &Head, id: &str) -> Side {
    let table = &view.outcome.tables[n];
    let folder = season_folder(&view.season.id);
    let changes = changes_of_lead(view, n);
    let winners = wins(table).len();
    let cell = |at: usize| {
        table.rows.get(at).map(|row| [view.name(row.competitor).to_owned(), row.total.to_string()])
    };
    let mut rows: Vec<(String, [String; 2])> = ["First", "Second", "Third"]
        .into_iter()
        .enumerate()
        .filter_map(|(at, word)| Some((word.to_owned(), cell(at)?)))
        .collect();
    rows.push(("Different winners".to_owned(), [winners.to_string(), String::new()]));
    rows.push(("Changes of lead".to_owned(), [changes.to_string(), String::new()]));
    let mut input = progression_of(view, n, 6, "");
    for line in &mut input.lines {
        line.href = None;
    }
    let frame = chart::Frame { id, width: chart::Width::Phone };
    Side {
        href: head.site(&format!("{folder}{}", view.table_path(table, None))),
        rows,
        story: story(view, n),
        figure: progression::draw(&input, &frame).svg,
    }
}
