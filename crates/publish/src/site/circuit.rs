//! One circuit with the rounds that were run there.

use crate::site::head::Head;
use crate::site::round::facts;
use crate::site::view::View;
use crate::site::{Page, page};
use askama::Template;
use parcferme_core::season::RoundStatus;

#[derive(Template)]
#[template(path = "circuit.html")]
struct CircuitPage {
    head: Head,
    name: String,
    rounds: Vec<Round>,
}

struct Round {
    label: String,
    name: String,
    href: String,
    date: String,
    cancelled: bool,
    winners: Vec<(usize, String, String)>,
    facts: Vec<(String, String)>,
}

/// The circuits of a season, each once, in the order of the calendar.
pub fn circuits<'v>(view: &'v View) -> Vec<&'v str> {
    let mut names: Vec<&str> = Vec::new();
    for round in view.season.rounds.rows() {
        if !round.circuit.is_empty() && !names.contains(&round.circuit.as_str()) {
            names.push(&round.circuit);
        }
    }
    names
}

pub fn page(view: &View, circuit: &str) -> Page {
    let head = Head::of_season(
        view,
        &view.circuit_path(circuit),
        circuit,
        &format!("{circuit} in {}", view.season.name),
    );
    let here = view.season.rounds.iter().filter(|(_, round)| round.circuit == circuit);
    let rounds = here.map(|(ix, round)| Round {
        label: round.label(),
        name: round.short_name().to_owned(),
        href: head.season(&view.round_path(ix)),
        date: round.date.map_or_else(String::new, |date| date.to_string()),
        cancelled: round.status == RoundStatus::Cancelled,
        winners: view
            .season
            .classes
            .iter()
            .flat_map(|(class, own)| {
                let won = view.winners(ix, Some(class)).into_iter();
                won.map(move |won| {
                    (class.index() % 8, own.id.clone(), format!("No. {} {}", won.number, won.name))
                })
            })
            .collect(),
        facts: facts(view, ix),
    });
    let rounds = rounds.collect();
    page!(CircuitPage { name: circuit.to_owned(), rounds, head })
}
