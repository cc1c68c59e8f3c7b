//! How likely each was to win each title after every round, beside what is exact.

use crate::chart::{self, MARKS, odds};
use crate::scenario::Course;
use crate::site::choice::{Choice, Item, Of, Wanted};
use crate::site::head::Head;
use crate::site::{Page, page, scenario};
use crate::view::lead::Stands;
use crate::view::{View, file_name};
use askama::Template;

/// Inside the season's folder.
pub const PATH: &str = "odds.html";

#[derive(Template)]
#[template(path = "odds.html")]
struct OddsPage {
    head: Head,
    titles: Vec<Title>,
    /// Classes of the titles: index of the colour, name, part of an address, and whether it is shown alone.
    classes: Vec<(usize, String, String, bool)>,
    /// Whom the figures may show.
    choice: Choice,
    /// Titles whose odds are not drawn.
    without: Vec<String>,
}

struct Title {
    id: String,
    /// Index of its class's colour.
    colour: Option<usize>,
    name: String,
    standings: String,
    figure: String,
    /// Those who were never likely.
    note: String,
    /// The exact answers after each round.
    after: Vec<(String, String)>,
}

/// Whether a season has the page.
pub fn is_drawn(view: &View) -> bool {
    let known = |table: usize| view.leads[table].stands != Stands::NotKnown;
    view.draws_odds() && (0..view.outcome.tables.len()).any(known)
}

/// The page, with those in its charts, and the class alone, that are wanted.
pub fn page(view: &View, wanted: &Wanted) -> Page {
    let about = "How likely each contender was to win after every round";
    let head = Head::of_season(view, PATH, "Odds round by round", about)
        .with_step("Who can still win", &view.scenario_path(None));
    let (mut titles, mut without, mut items, mut classes) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for table in 0..view.outcome.tables.len() {
        match view.course(table) {
            Some(course) => {
                let own = &view.outcome.tables[table];
                let ids: Vec<String> = course.of.iter().map(|own| view.competitor_word(own.0)).collect();
                let drawn = wanted.shown(&ids, MARKS);
                let colour = own.class.map(|class| class.index() % 8);
                for (((competitor, _), value), &shown) in course.of.iter().zip(ids).zip(&drawn) {
                    if !items.iter().any(|own: &Item| own.value == value) {
                        let name = view.name(*competitor).to_owned();
                        items.push(Item { colour, value, name, more: String::new(), shown });
                    }
                }
                if let Some(class) = own.class {
                    let (name, word) =
                        (view.class_name(class).to_owned(), file_name(&view.season.classes[class].id));
                    let alone = wanted.class(view) == Some(word.as_str());
                    let class = (class.index() % 8, name, word, alone);
                    if !classes.contains(&class) {
                        classes.push(class);
                    }
                }
                titles.push(title(view, &head, table, (&course, &drawn)));
            }
            None => without.push(view.table_name(&view.outcome.tables[table])),
        }
    }
    if !head.server {
        items.clear();
    }
    page!(OddsPage { titles, classes, choice: Choice { of: Of::Competitors, items }, without, head })
}

fn title(view: &View, head: &Head, table: usize, (course, drawn): (&Course, &[bool])) -> Title {
    let own = &view.outcome.tables[table];
    let id = view.table_id(own);
    let shown = course.of.iter().zip(drawn).filter(|own| *own.1);
    let lines = shown.map(|((competitor, shares), _)| odds::Line {
        name: view.name(*competitor).to_owned(),
        href: Some(head.season(&view.competitor_path(*competitor))),
        shares: shares.clone(),
    });
    let decided = view.decided[table].after().and_then(|round| course.rounds.binary_search(&round).ok());
    let input = odds::Odds {
        title: view.table_name(own),
        rounds: course.rounds.iter().map(|&round| view.season.rounds[round].label()).collect(),
        lines: lines.collect(),
        said: view
            .told(table, &view.contest(table, own.after, parcferme_core::scenario::FieldIs::Open))
            .headline(),
        decided_after: decided,
    };
    let after = course.rounds.iter().map(|&round| {
        (
            view.season.rounds[round].label(),
            format!("{}#{id}", head.season(&scenario::path(view, Some(round)))),
        )
    });
    Title {
        name: view.table_name(own),
        standings: head.season(&view.table_path(own, None)),
        figure: chart::figure(&format!("odds-{id}"), |frame| odds::draw(&input, frame)),
        note: match drawn.iter().filter(|own| !**own).count() {
            0 => String::new(),
            1 => {
                "One more had a chance of one per cent or more after some round; the JSON has it.".to_owned()
            }
            more => format!(
                "{more} more had a chance of one per cent or more after some round; the JSON has them."
            ),
        },
        after: after.collect(),
        colour: own.class.map(|class| class.index() % 8),
        id,
    }
}
