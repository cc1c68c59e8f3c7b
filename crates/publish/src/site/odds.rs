//! How likely each was to win each title after every round, beside what is exact.

use crate::chart::{self, MARKS, odds};
use crate::scenario::Course;
use crate::site::head::Head;
use crate::site::lead::Stands;
use crate::site::view::View;
use crate::site::{Page, page, scenario};
use askama::Template;

/// Inside the season's folder.
pub const PATH: &str = "odds.html";

#[derive(Template)]
#[template(path = "odds.html")]
struct OddsPage {
    head: Head,
    titles: Vec<Title>,
    /// Titles whose odds are not drawn.
    without: Vec<String>,
}

struct Title {
    id: String,
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

pub fn page(view: &View) -> Page {
    let about = "How likely each contender was to win after every round";
    let head = Head::of_season(view, PATH, "Odds round by round", about)
        .with_step("Who can still win", &view.scenario_path(None));
    let (mut titles, mut without) = (Vec::new(), Vec::new());
    for table in 0..view.outcome.tables.len() {
        match view.course(table) {
            Some(course) => titles.push(title(view, &head, table, &course)),
            None => without.push(view.table_name(&view.outcome.tables[table])),
        }
    }
    page!(OddsPage { titles, without, head })
}

fn title(view: &View, head: &Head, table: usize, course: &Course) -> Title {
    let own = &view.outcome.tables[table];
    let id = view.table_id(own);
    let shown = course.of.iter().take(MARKS);
    let lines = shown.map(|(competitor, shares)| odds::Line {
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
        note: match course.of.len().saturating_sub(MARKS) {
            0 => String::new(),
            1 => {
                "One more had a chance of one per cent or more after some round; the JSON has it.".to_owned()
            }
            more => format!(
                "{more} more had a chance of one per cent or more after some round; the JSON has them."
            ),
        },
        after: after.collect(),
        id,
    }
}
