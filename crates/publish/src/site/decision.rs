//! Decisions on a page: what was ruled, why, and by whom.

use crate::explanation::ruling_in_words;
use crate::scenario::listed;
use crate::site::head::Head;
use crate::stamp::as_shown;
use crate::view::View;
use parcferme_core::Ix;
use parcferme_core::decisions::Decision;
use parcferme_core::season::{Competitor, Date, Moment, ResultRow, Round};

/// A decision in words.
pub struct Shown {
    pub id: String,
    /// What was ruled, such as `Car 5 disqualified`.
    pub what: String,
    pub reason: String,
    pub author: String,
    /// As it was written, where that is a day or a moment, and as the site shows it.
    pub written: String,
    pub when: String,
    /// What it is about: link and name.
    pub about: Option<(String, String)>,
}

/// The decisions that touch a round.
pub fn of_round(view: &View, head: &Head, ix: Ix<Round>) -> Vec<Shown> {
    view.decisions_of(ix).map(|own| shown(view, head, own)).collect()
}

fn shown(view: &View, head: &Head, own: &Decision) -> Shown {
    let about = own.ruling.about();
    let lifted =
        own.lifted_by.map(|lift| format!(" (lifted by decision {})", view.season.decisions[lift].id));
    Shown {
        id: own.id.clone(),
        what: format!("{}{}", ruling_in_words(view.season, view.rules, own), lifted.unwrap_or_default()),
        reason: own.reason.clone(),
        author: own.author.clone(),
        written: match own.date.parse::<Moment>().is_ok() || own.date.parse::<Date>().is_ok() {
            true => own.date.clone(),
            false => String::new(),
        },
        when: as_shown(&own.date),
        about: match (about.cars.and_then(|cars| cars.rows.first()), about.competitor) {
            (Some(&row), _) => Some(car(view, head, row)).filter(|own| !own.1.is_empty()),
            (None, own) => own.map(|own| competitor(view, head, own)),
        },
    }
}

fn car(view: &View, head: &Head, result: Ix<ResultRow>) -> (String, String) {
    let row = &view.season.results[result];
    let round = view.season.sessions[row.session].round;
    let href = format!("{}#{}", head.season(&view.cars_path(round)), view.car_anchor(result));
    let name = match view.team_of(row) {
        "" => listed(&row.crew.iter().map(|seat| view.name(seat.driver)).collect::<Vec<_>>()),
        team => team.to_owned(),
    };
    (href, name)
}

fn competitor(view: &View, head: &Head, own: Ix<Competitor>) -> (String, String) {
    (head.season(&view.competitor_path(own)), view.name(own).to_owned())
}
