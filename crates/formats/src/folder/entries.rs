//! `entries.csv`: the entry list, one line a driver.

use super::table::{self, Table};
use super::{Folder, From, show_from};
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
    pub from: Vec<From>,
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
    let table = Table::read(path, text, COLUMNS, |_| false, diagnostics);
    folder.entries.extend(table.rows().map(|row| EntryRecord {
        class: row.owned("class"),
        team: row.owned("team"),
        team_nation: row.owned("team_nation"),
        number: row.owned("number"),
        chassis: row.owned("chassis"),
        chassis_rounds: row.owned("chassis_rounds"),
        engine: row.owned("engine"),
        driver: row.owned("driver"),
        nation: row.owned("nation"),
        rounds: row.owned("rounds"),
        from: row.from(),
        line: row.line,
    }));
}

pub(super) fn write(folder: &Folder) -> String {
    let rows: Vec<Vec<String>> = folder
        .entries
        .iter()
        .map(|entry| {
            [
                &entry.class,
                &entry.team,
                &entry.team_nation,
                &entry.number,
                &entry.chassis,
                &entry.chassis_rounds,
                &entry.engine,
                &entry.driver,
                &entry.nation,
                &entry.rounds,
            ]
            .into_iter()
            .cloned()
            .chain([show_from(&entry.from)])
            .collect()
        })
        .collect();
    table::write(COLUMNS, &rows)
}

impl EntryRecord {
    /// Round numbers entered and, of those, the ones marked as not taken part in. None where the text cannot be read.
    pub fn parse_rounds(&self, all: &[u32]) -> Option<(Vec<u32>, Vec<u32>)> {
        parse_rounds(&self.rounds, all)
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
