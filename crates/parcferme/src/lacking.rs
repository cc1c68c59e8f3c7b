//! What a season that was just begun lacks before it can be scored, in plain words.

use crate::library::Loaded;
use parcferme_core::number_words::counted;
use parcferme_core::season::{Round, RoundStatus};
use parcferme_core::{Diagnostic, Place};

/// Notes about a season without rounds, results or classes, or whose calendar may go on.
pub fn lacking(loaded: &Loaded, folder: &str) -> Vec<Diagnostic> {
    let (season, rules) = (&loaded.season, &loaded.rules);
    let mut notes = Vec::new();
    let at = || Place::document("season.toml");
    if season.calendar_open {
        notes.push(
            Diagnostic::note("PF1425", "the calendar may go on: nobody is said to have won")
                .at(at())
                .found(format!("calendar = \"open\", with {}", counted(season.rounds.len(), "round")))
                .expected("a calendar that lists the rounds to come too, or `calendar = \"complete\"`")
                .help("add the calendar, or write a [[round]] block with status = \"scheduled\" for each round to come, and take the line out of season.toml"),
        );
    }
    let waiting = |round: &&Round| round.number.is_none() && round.status == RoundStatus::Scheduled;
    let numbered = season.rounds.rows().iter().any(|round| round.number.is_some());
    for round in season.rounds.rows().iter().filter(waiting).filter(|_| numbered) {
        notes.push(
            Diagnostic::note("PF1399", format!("the event `{}` is no round yet", round.event))
                .at(at())
                .found("a [[round]] block without a number")
                .expected("its number in the calendar: what the rules say of the event counts nowhere until then")
                .help(format!("where one of the rounds is it, call that round so, `event = \"{}\"`, and take this block away", round.event)),
        );
    }
    if !season.results.is_empty() || !season.published.is_empty() {
        return notes;
    }
    if season.rounds.is_empty() {
        notes.push(
            Diagnostic::note("PF0660", "the season has no rounds yet")
                .at(at())
                .help("write a [[round]] block for each into season.toml, or add a calendar or results"),
        );
    }
    if season.classes.is_empty() && rules.titles.rows().iter().any(|title| title.per_class) {
        notes.push(
            Diagnostic::note(
                "PF0662",
                "the rules make a table of each class, and the season has no classes yet",
            )
            .at(at())
            .help("write a [[class]] block for each into season.toml"),
        );
    }
    let of = if season.rounds.is_empty() {
        String::new()
    } else {
        format!(" of {}", counted(season.rounds.len(), "round"))
    };
    notes.push(
        Diagnostic::note("PF0661", format!("there are no results{of} yet: nothing can be scored"))
            .help(format!("add what you have: `parcferme add FILE... --season {folder}`; or write results/01-race.csv by hand")),
    );
    notes
}
