//! The first ten of a race or a table, for the picture that a link shows.

use crate::og_image::{Preview, PreviewRow};
use crate::sheet::classification::{Equal, status};
use crate::sheet::official::Issue;
use crate::sheet::{Status, capital, coverage};
use crate::view::{View, session_words};
use parcferme_core::numbers::Laps;
use parcferme_core::outcome::{Classification, Gap};

const FOOT: &str = "Parc Fermé: tables in which every number can be proven";

pub(super) fn of_results(view: &View, classified: &Classification, issue: &Issue) -> Preview {
    let session = &view.season.sessions[classified.session];
    let round = &view.season.rounds[session.round];
    let winner_laps = classified.rows.first().and_then(|row| row.laps);
    let equal = Equal::of(classified);
    let by_best = classified.rows.iter().all(|row| row.time.is_none());
    let by_best = by_best && classified.rows.iter().any(|row| row.best.is_some());
    let rows = classified.rows.iter().take(10).enumerate().map(|(index, row)| {
        let result = &view.season.results[row.result];
        let crew: Vec<&str> = result.crew.iter().map(|seat| view.name(seat.driver)).collect();
        let behind = winner_laps.zip(row.laps).map_or(Laps(0), |(winner, own)| winner.saturating_sub(own));
        PreviewRow {
            position: equal.place(row),
            class: row.class.map(|class| (class.index(), view.class_name(class).to_owned())),
            number: result.number.to_string(),
            name: view.team_or_crew(result),
            detail: if view.team_of(result).is_empty() { String::new() } else { crew.join(", ") },
            value: match (index, row.gap, row.laps) {
                _ if !status(row).is_empty() => status(row).to_owned(),
                (0, ..) if by_best => row.best.map_or_else(String::new, |best| best.to_string()),
                (0, _, Some(laps)) => laps.in_words(),
                (_, Some(gap), _) => gap.to_string(),
                (_, None, Some(_)) if behind > Laps(0) => Gap::Laps(behind).to_string(),
                _ => String::new(),
            },
        }
    });
    Preview {
        series: view.season.name.clone(),
        heading: round.short_name().to_owned(),
        document: document(
            &format!("Round {}, {}", round.label(), session_words(&session.id)),
            &issue.status,
        ),
        rows: rows.collect(),
        foot: FOOT.to_owned(),
    }
}

/// Empty where there is no such table.
pub(super) fn of_table(view: &View, index: usize, issue: &Issue) -> Preview {
    let Some(table) = view.outcome.tables.get(index) else { return Preview::default() };
    let said = match view.caveat(table) {
        caveat if caveat.is_empty() => capital(&coverage::up_to(view.season, table)),
        caveat => caveat,
    };
    let rows = table.rows.iter().take(10).map(|row| PreviewRow {
        position: row.position.map_or_else(|| "EX".to_owned(), |position| position.to_string()),
        class: table.class.map(|class| (class.index(), view.class_name(class).to_owned())),
        name: view.name(row.competitor).to_owned(),
        value: row.total.to_string(),
        ..PreviewRow::default()
    });
    Preview {
        series: view.season.name.clone(),
        heading: view.table_name(table),
        document: document(&said, &issue.status),
        rows: rows.collect(),
        foot: FOOT.to_owned(),
    }
}

fn document(name: &str, status: &Status) -> String {
    let words = status.words();
    if words.is_empty() { name.to_owned() } else { format!("{name} ({words})") }
}
