//! What is otherwise than it was, in words: a result, a rule, a decision, a round.

use parcferme_core::change::Change;
use parcferme_core::number_words::ordinal;
use parcferme_core::season::{NamedCar, Round, Season};
use parcferme_core::{Ix, Rulebook};

pub use crate::explanation::ruling_in_words;

/// A car's result as it shall be: columns of the results file with their values, or the car with which it changes places.
pub struct Result<'a> {
    /// Number of the round, and id of the session.
    pub session: (u32, &'a str),
    pub car: &'a NamedCar,
    pub columns: &'a [(String, String)],
    /// The other car.
    pub swap: Option<&'a NamedCar>,
}

/// `Car 71 placed 5th in round 3 (Grand Prix of Sonoma)`.
pub fn result(season: &Season, own: &Result<'_>) -> String {
    let at = session(season, own.session);
    let this = own.car.in_words();
    if let Some(other) = own.swap {
        return crate::sheet::capital(&format!(
            "{this} with the result of {}, and the other way round, {at}",
            other.in_words()
        ));
    }
    let said: Vec<String> = own.columns.iter().map(|(column, value)| said(column, value)).collect();
    crate::sheet::capital(&format!("{this} {} {at}", said.join(", ")))
}

fn said(column: &str, value: &str) -> String {
    let count = value.parse::<u32>().ok();
    match (column, value, count) {
        ("position", _, Some(place)) => format!("placed {}", ordinal(place)),
        ("position", ..) => "without a place".to_owned(),
        ("status", "dns", _) => "not started".to_owned(),
        ("status", "dnf", _) => "retired".to_owned(),
        ("status", "dsq", _) => "disqualified".to_owned(),
        ("status", "nc", _) => "not classified".to_owned(),
        ("status", "dnq", _) => "not qualified".to_owned(),
        ("status", "finished", _) => "finished".to_owned(),
        ("laps", _, Some(1)) => "with 1 lap".to_owned(),
        ("laps", _, Some(laps)) => format!("with {laps} laps"),
        ("grid", _, Some(place)) => format!("{} on the grid", ordinal(place)),
        (column, "", _) => format!("without {}", column.replace('_', " ")),
        (column, value, _) => format!("with {} {value}", column.replace('_', " ")),
    }
}

/// `in round 3 (Grand Prix of Sonoma)`, with the session where it is not the one that the round is for.
fn session(season: &Season, (number, id): (u32, &str)) -> String {
    let round = season.rounds.iter().find(|(_, own)| own.number.map(u32::from) == Some(number));
    let Some((ix, round)) = round else { return format!("in round {number}") };
    let main = season.session(ix, id).is_some_and(|own| season.is_all_that_round_is_for(own));
    match main {
        true => format!("in round {number} ({})", round.short_name()),
        false => format!("in round {number} ({}, {})", round.short_name(), id.replace('-', " ")),
    }
}

/// `Round 9 (Petit Le Mans) not held`.
pub fn cancelled(season: &Season, number: u32) -> String {
    let round = season.rounds.rows().iter().find(|own| own.number.map(u32::from) == Some(number));
    match round {
        Some(round) => format!("Round {number} ({}) not held", round.short_name()),
        None => format!("Round {number} not held"),
    }
}

/// `Scored by American Le Mans Series 2005`.
pub fn scored_by(rules: &Rulebook) -> String {
    format!("Scored by {}", rules.name)
}

/// A decision that the season has, by its id: `Car 27 disqualified in round 3 (Sonoma)`.
pub fn decision(season: &Season, rules: &Rulebook, id: &str) -> String {
    let Some(own) = season.decisions.rows().iter().find(|own| own.id == id) else {
        return format!("Decision {id}");
    };
    let about = own.ruling.about();
    let at = match (about.session, about.round) {
        (Some(of), _) => {
            let own = &season.sessions[of];
            number(season, own.round).map(|number| session(season, (number, &own.id)))
        }
        (None, Some(round)) => number(season, round).map(|number| format!("from round {number} on")),
        (None, None) => None,
    };
    let ruled = ruling_in_words(season, rules, own);
    at.map_or_else(|| ruled.clone(), |at| format!("{ruled} {at}"))
}

fn number(season: &Season, round: Ix<Round>) -> Option<u32> {
    season.rounds[round].number.map(u32::from)
}

/// A change of a rule: of scales, shares and results that count in words, of all else as it is written.
pub fn rule(rules: &Rulebook, change: &Change) -> String {
    let address = change.address();
    let value = change.value();
    let parts: Vec<&str> = address.split('.').collect();
    let numbers = |value: &str| value.trim_matches(['[', ']']).replace('"', "").replace(", ", "-");
    let title =
        |id: &str| rules.title(id).map_or_else(|| id.to_owned(), |own| rules.titles[own].name.clone());
    match (&parts[..], value.as_deref()) {
        (["points", id @ .., "scale"], Some(value)) => {
            let of = id.join(".");
            let of = if of.is_empty() { String::new() } else { format!(" ({})", of.replace('-', " ")) };
            format!("Points by place{of}: {}", numbers(value))
        }
        (["classified", .., "min_share"], Some(value)) => {
            format!("At least {} of the distance to be classified", value.trim_matches('"'))
        }
        (["title", id, "windows"], None) => format!("{}: every result counts", title(id)),
        (["title", id, "windows"], Some(value)) => match best(value) {
            Some(1) => format!("{}: the best result counts", title(id)),
            Some(best) => format!("{}: the best {best} results count", title(id)),
            None => change.to_string(),
        },
        _ => change.to_string(),
    }
}

/// The number of results of the one window that keeps the best of the whole season.
pub fn best(windows: &str) -> Option<u32> {
    let inside = windows.trim().strip_prefix("[")?.strip_suffix("]")?.trim();
    let inside = inside.strip_prefix("{")?.strip_suffix("}")?.trim();
    inside.strip_prefix("best")?.trim().strip_prefix("=")?.trim().parse().ok()
}
