//! One circuit with the rounds that were run there.

use crate::site::head::Head;
use crate::site::round::facts;
use crate::site::{Page, page};
use crate::stamp::in_words;
use crate::view::View;
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
    /// With the colour and the name of the class, where there are classes.
    winners: Vec<(Option<(usize, String)>, String)>,
    facts: Vec<(String, String)>,
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
        date: round.date.map_or_else(String::new, in_words),
        cancelled: round.status == RoundStatus::Cancelled,
        winners: view
            .won(ix)
            .into_iter()
            .map(|(class, won)| {
                let class = class.map(|class| (class.index() % 8, view.class_name(class).to_owned()));
                (class, won.numbered(view, "No. "))
            })
            .collect(),
        facts: facts(view, ix),
    });
    let rounds = rounds.collect();
    page!(CircuitPage { name: circuit.to_owned(), rounds, head })
}
