//! What a season that was just begun lacks before it can be scored, in plain words.

use crate::library::Loaded;
use parcferme_core::number_words::counted;
use parcferme_core::{Diagnostic, Place};

/// Notes about a season without rounds, results or classes; none about one that has something to score.
pub fn lacking(loaded: &Loaded, folder: &str) -> Vec<Diagnostic> {
    let (season, rules) = (&loaded.season, &loaded.rules);
    if !season.results.is_empty() || !season.published.is_empty() {
        return Vec::new();
    }
    let mut notes = Vec::new();
    let at = || Place::document("season.toml");
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
