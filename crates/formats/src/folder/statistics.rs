//! `statistics.csv`: what documents say of a session in numbers.

use super::table::{self, Known, Table};
use super::{Folder, Origin, show_from};
use parcferme_core::{Diagnostic, Millis};

/// A statistic. `kind` is `pole`, `fastest-lap`, `winner-time` (with `time`), `distance`, `lap-length` (with `value`
/// in metres) or `average-speed` (with `value` in metres an hour).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatisticRecord {
    pub round: u32,
    pub session: String,
    pub kind: String,
    pub number: String,
    pub team: String,
    pub time: Option<Millis>,
    pub value: Option<i64>,
    /// As printed, with its unit.
    pub printed: String,
    pub from: Vec<Origin>,
    pub line: u32,
}

pub(super) const COLUMNS: &[&str] =
    &["round", "session", "kind", "number", "team", "time", "value", "printed", "from"];

pub(super) fn read(path: &str, text: &str, folder: &mut Folder, diagnostics: &mut Vec<Diagnostic>) {
    let known = Known { columns: COLUMNS, more: &table::no_more, left_out: &[], first: &table::none_first };
    let table = Table::read(path, text, &known, diagnostics);
    for row in table.rows() {
        let Some(round) = row.wanted("round", "a round's number", diagnostics) else { continue };
        folder.statistics.push(StatisticRecord {
            round,
            session: row.owned("session"),
            kind: row.owned("kind"),
            number: row.number(),
            team: row.owned("team"),
            time: row.value("time", "a time such as 1:13.748", diagnostics),
            value: row.value("value", "a whole number", diagnostics),
            printed: row.owned("printed"),
            from: row.from(),
            line: row.line,
        });
    }
}

pub(super) fn write(folder: &Folder) -> String {
    let rows: Vec<Vec<String>> = folder
        .statistics
        .iter()
        .map(|statistic| {
            vec![
                statistic.round.to_string(),
                statistic.session.clone(),
                statistic.kind.clone(),
                statistic.number.clone(),
                statistic.team.clone(),
                statistic.time.map_or_else(String::new, |time| time.to_string()),
                statistic.value.map_or_else(String::new, |value| value.to_string()),
                statistic.printed.clone(),
                show_from(&statistic.from),
            ]
        })
        .collect();
    table::write(COLUMNS, &rows)
}
