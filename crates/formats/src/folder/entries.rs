//! `entries.csv`: the entry list, one line a driver.

use super::table::{self, Known, Table};
use super::told::Told;
use super::{Folder, Origin, crew, list, show_from};
use parcferme_core::Diagnostic;

/// One driver's line, as printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntryRecord {
    pub class: String,
    pub team: String,
    /// Country code of the team as printed.
    pub team_nation: String,
    /// Where the list still gives it.
    pub number: String,
    pub chassis: String,
    /// Rounds for which the list states the chassis, as printed; empty for all.
    pub chassis_rounds: String,
    pub engine: String,
    pub driver: String,
    pub nation: String,
    /// As printed: `1–2, 9`, `All`, `9*`; a star marks rounds entered without taking part.
    pub rounds: String,
    pub from: Vec<Origin>,
    pub line: u32,
}

pub(super) const COLUMNS: &[&str] = &[
    "class",
    "team",
    "team_nation",
    "number",
    "chassis",
    "chassis_rounds",
    "engine",
    "driver",
    "nation",
    "rounds",
    "from",
];

pub(super) fn read(path: &str, text: &str, folder: &mut Folder, diagnostics: &mut Vec<Diagnostic>) {
    let known = Known { columns: COLUMNS, more: &table::seat, left_out: &[], first: &table::none_first };
    let table = Table::read(path, text, &known, diagnostics);
    folder.entries.extend(of_table(&table, diagnostics));
}

/// The drivers of a table of which it is known what each column is.
pub(crate) fn of_table(table: &Table<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<EntryRecord> {
    let mut told = Told::default();
    let mut entries = Vec::new();
    for row in table.rows() {
        let mut drivers = crew::read_row(row, "driver", &mut told);
        if drivers.is_empty() {
            drivers.push(String::new());
        }
        let nations = of_each(row.text("nation"), drivers.len());
        let rounds = of_each(row.text("rounds"), drivers.len());
        entries.extend(drivers.into_iter().enumerate().map(|(index, driver)| EntryRecord {
            class: row.owned("class"),
            team: row.owned("team"),
            team_nation: row.owned("team_nation"),
            number: row.number(),
            chassis: row.owned("chassis"),
            chassis_rounds: row.owned("chassis_rounds"),
            engine: row.owned("engine"),
            driver,
            nation: nations[index].clone(),
            rounds: rounds[index].clone(),
            from: row.from(),
            line: row.line,
        }));
    }
    told.finish(diagnostics);
    entries
}

/// What a cell says of each of several drivers: as many parts as they are, or the whole of each.
fn of_each(text: &str, drivers: usize) -> Vec<String> {
    let said = |own: &str| if matches!(own, "–" | "-") { String::new() } else { own.to_owned() };
    let lines =
        || ["\n", "<br>", " / "].map(|by| text.split(by).map(|own| said(own.trim())).collect::<Vec<_>>());
    let parts = std::iter::once_with(|| list::places(text)).chain(std::iter::once_with(lines).flatten());
    let mut parts = parts.filter(|own| drivers > 1 && own.len() == drivers);
    parts.next().unwrap_or_else(|| vec![said(text); drivers])
}

pub(super) fn write(folder: &Folder) -> String {
    let rows: Vec<Vec<String>> = folder
        .entries
        .iter()
        .map(|entry| {
            vec![
                entry.class.clone(),
                entry.team.clone(),
                entry.team_nation.clone(),
                entry.number.clone(),
                entry.chassis.clone(),
                entry.chassis_rounds.clone(),
                entry.engine.clone(),
                crew::written([entry.driver.as_str()].into_iter().filter(|driver| !driver.is_empty())),
                entry.nation.clone(),
                entry.rounds.clone(),
                show_from(&entry.from),
            ]
        })
        .collect();
    table::write(COLUMNS, &rows)
}

impl EntryRecord {
    /// Round numbers entered and, of those, the ones marked as not taken part in. None where the text cannot be read.
    pub fn parse_rounds(&self, all: &[u32]) -> Option<(Vec<u32>, Vec<u32>)> {
        parse_rounds(&self.rounds, all)
    }

    /// Whether it is for a round; one whose rounds cannot be read is for all.
    pub fn is_of(&self, round: u32, all: &[u32]) -> bool {
        self.rounds.is_empty()
            || self
                .parse_rounds(all)
                .is_none_or(|(entered, absent)| entered.contains(&round) && !absent.contains(&round))
    }

    /// Rounds for which the chassis is stated. None where the text cannot be read.
    pub fn parse_chassis_rounds(&self, all: &[u32]) -> Option<Vec<u32>> {
        parse_rounds(&self.chassis_rounds, all).map(|(rounds, _)| rounds)
    }
}

fn parse_rounds(text: &str, all: &[u32]) -> Option<(Vec<u32>, Vec<u32>)> {
    let (mut rounds, mut absent) = (Vec::new(), Vec::new());
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let (part, starred) = match part.strip_suffix('*') {
            Some(part) => (part.trim(), true),
            None => (part, false),
        };
        let found: Vec<u32> = if part.eq_ignore_ascii_case("all") {
            all.to_vec()
        } else {
            let mut ends = part
                .split(['-', '–', '—'])
                .map(|end| end.trim().parse::<u32>().ok().filter(|&end| end < 1000));
            let from = ends.next()??;
            let to = ends.next().unwrap_or(Some(from))?;
            if ends.next().is_some() || to < from {
                return None;
            }
            (from..=to).collect()
        };
        if starred {
            absent.extend(&found);
        }
        rounds.extend(found);
    }
    Some((rounds, absent))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_as_entry_lists_print_them() {
        let rounds = |text: &str| {
            EntryRecord { rounds: text.to_owned(), ..EntryRecord::default() }.parse_rounds(&[1, 2, 3])
        };
        assert_eq!(rounds("1–2, 9"), Some((vec![1, 2, 9], vec![])));
        assert_eq!(rounds("All"), Some((vec![1, 2, 3], vec![])));
        assert_eq!(rounds("1, 10*"), Some((vec![1, 10], vec![10])));
        assert_eq!(rounds("1-3, 7"), Some((vec![1, 2, 3, 7], vec![])));
        assert_eq!(rounds("TBA"), None);
        assert_eq!(rounds("9-1"), None);
    }
}
