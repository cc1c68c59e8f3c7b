//! Classes and teams of a sheet that states none, from the entry list.

use crate::folder::{EntryRecord, ResultRecord};
use parcferme_core::{Diagnostic, Place};
use std::collections::{BTreeMap, BTreeSet};

/// Gives the rows of a sheet without any class those under which the entry list has their numbers in that round, and says so.
/// Where a number is entered in several classes, team or driver tells which; where they do not, only a person knows.
pub(super) fn of_entries(
    rows: &mut [ResultRecord],
    document: &str,
    (round, rounds): (u32, &[u32]),
    entries: &BTreeMap<String, Vec<EntryRecord>>,
) -> (Option<String>, Vec<Diagnostic>) {
    if rows.iter().any(|row| !row.class.is_empty()) {
        return (None, Vec::new());
    }
    let (mut taken, mut found) = (0, Vec::new());
    for row in rows.iter_mut().filter(|row| !row.number.is_empty()) {
        let of_number = entries.get(&row.number).into_iter().flatten();
        let of_number: Vec<&EntryRecord> = of_number.filter(|own| own.is_of(round, rounds)).collect();
        let is_its = |own: &&&EntryRecord| {
            let team = !row.team.is_empty() && own.team == row.team;
            team || row.crew.iter().any(|seat| seat.driver == own.driver)
        };
        let all: BTreeSet<&str> = of_number.iter().map(|own| own.class.as_str()).collect();
        let likely: BTreeSet<&str> = of_number.iter().filter(is_its).map(|own| own.class.as_str()).collect();
        let classes = if all.len() > 1 && likely.len() == 1 { &likely } else { &all };
        match classes.iter().collect::<Vec<_>>()[..] {
            [class] if !class.is_empty() => {
                (**class).clone_into(&mut row.class);
                taken += 1;
            }
            [_, _, ..] => found.push(
                Diagnostic::error("PF1395", format!("number {} is entered in several classes", row.number))
                    .at(Place { line: row.line, ..Place::document(document) })
                    .found(all.into_iter().collect::<Vec<_>>().join(" and "))
                    .expected("a sheet that says the class, or the team or driver as the entry list has them")
                    .help("write a column `class` into the sheet, and add it again"),
            ),
            _ => {}
        }
    }
    (said("classes", taken, rows.len()), found)
}

/// Gives the rows of a sheet without any team those under which the entry list has their numbers, in their class and in that
/// round, and says so. A number of several teams is left alone.
pub(super) fn teams_of_entries(
    rows: &mut [ResultRecord],
    (round, rounds): (u32, &[u32]),
    entries: &BTreeMap<String, Vec<EntryRecord>>,
) -> Option<String> {
    if rows.iter().any(|row| !row.team.is_empty()) {
        return None;
    }
    let mut taken = 0;
    for row in rows.iter_mut().filter(|row| !row.number.is_empty()) {
        let of_number = entries.get(&row.number).into_iter().flatten();
        let own: BTreeSet<(&str, &str)> = of_number
            .filter(|own| own.class == row.class && own.is_of(round, rounds))
            .map(|own| (own.team.as_str(), own.team_nation.as_str()))
            .collect();
        if let [(team, nation)] = own.into_iter().collect::<Vec<_>>()[..]
            && !team.is_empty()
        {
            team.clone_into(&mut row.team);
            nation.clone_into(&mut row.team_nation);
            taken += 1;
        }
    }
    said("teams", taken, rows.len())
}

fn said(what: &str, taken: usize, of: usize) -> Option<String> {
    match (taken, of - taken) {
        (0, _) => None,
        (_, 0) => Some(format!("{what} taken from the entry list")),
        (_, 1) => Some(format!("{what} taken from the entry list; 1 car has none there")),
        (_, left) => Some(format!("{what} taken from the entry list; {left} cars have none there")),
    }
}
