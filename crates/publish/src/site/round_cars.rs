//! The evidence for every car of a round: what was declared, what the rules made of it, and what it scored.

use crate::site::head::Head;
use crate::site::sources::{Cited, cited};
use crate::site::{Page, page};
use crate::view::cars::{lines, scores};
use crate::view::{View, session_words};
use askama::Template;
use parcferme_core::Ix;
use parcferme_core::number_words::signed;
use parcferme_core::season::Round;

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
                team: view.team_or_crew(own),
                class: row.class.map(|class| (class.index() % 8, view.class_name(class).to_owned())),
                session: session_words(&view.season.sessions[session].id),
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
