//! The evidence for every car of a round: what was declared, what the rules made of it, and what it scored.

use crate::explanation::{Step, row_in_words};
use crate::site::head::Head;
use crate::site::sources::{Cited, cited};
use crate::site::view::View;
use crate::site::{Page, page};
use askama::Template;
use parcferme_core::number_words::signed;
use parcferme_core::outcome::{Basis, StandingsTable};
use parcferme_core::season::{Competitor, Kind, ResultRow, Round};
use parcferme_core::{Ix, Points};

#[derive(Template)]
#[template(path = "round_cars.html")]
struct CarsPage {
    head: Head,
    name: String,
    round_href: String,
    cars: Vec<Car>,
}

struct Car {
    anchor: String,
    number: String,
    team: String,
    class: Option<(usize, String)>,
    session: String,
    lines: Vec<String>,
    scores: Vec<(String, String, String)>,
    evidence: Vec<Cited>,
}

pub fn page(view: &View, ix: Ix<Round>) -> Page {
    let round = &view.season.rounds[ix];
    let title = format!("{}: the cars one by one", round.short_name());
    let head = Head::of_season(view, &view.cars_path(ix), &title, "Evidence for every car's place");
    let mut cars = Vec::new();
    for session in view.season.sessions_of(ix) {
        let Some(classification) = view.outcome.classification(session) else { continue };
        for row in &classification.rows {
            let own = &view.season.results[row.result];
            cars.push(Car {
                anchor: view.car_anchor(row.result),
                number: own.number.to_string(),
                team: view.team_of(own).to_owned(),
                class: row.class.map(|class| (class.index() % 8, view.class_name(class).to_owned())),
                session: view.season.sessions[session].id.clone(),
                lines: lines(view, row.result),
                scores: scores(view, ix, row.result)
                    .into_iter()
                    .map(|(table, competitor, points)| {
                        let why = head.season(&view.why_path(table, competitor));
                        (
                            format!("{}, {}", view.table_name(table), view.name(competitor)),
                            signed(points),
                            format!("{why}#r{}", round.label()),
                        )
                    })
                    .collect(),
                evidence: cited(view, &head, &own.cites),
            });
        }
    }
    page!(CarsPage {
        name: round.short_name().to_owned(),
        round_href: head.season(&view.round_path(ix)),
        cars,
        head
    })
}

/// What was declared of a car and what the rules and decisions made of it, a sentence each.
pub fn lines(view: &View, result: Ix<ResultRow>) -> Vec<String> {
    let steps = view.classified_row(result).map(|row| row_in_words(view.season, view.rules, row));
    let article = |step: &Step| {
        step.article.map_or_else(String::new, |ix| format!(" ({})", view.rules.articles[ix].text))
    };
    steps.into_iter().flatten().map(|step| format!("{}{}", step.text, article(&step))).collect()
}

/// What the car brought to the tables of those it stands for.
pub fn scores<'v>(
    view: &View<'v>,
    round: Ix<Round>,
    result: Ix<ResultRow>,
) -> Vec<(&'v StandingsTable, Ix<Competitor>, Points)> {
    let own = &view.season.results[result];
    let stands = Kind::ALL.into_iter().filter_map(|kind| own.stands_for(kind));
    let competitors: Vec<_> = stands.chain(own.crew.iter().map(|seat| seat.driver)).collect();
    let mut scores = Vec::new();
    for table in &view.outcome.tables {
        for &competitor in &competitors {
            let Some(cell) = table.row(competitor).and_then(|row| row.cell(round)) else { continue };
            let from_car = cell.awards.iter().filter(|award| award.because.result() == Some(result));
            let points: Points = from_car.map(|award| award.points).sum();
            if cell.basis == Basis::Computed && !points.is_zero() {
                scores.push((table, competitor, points));
            }
        }
    }
    scores
}
