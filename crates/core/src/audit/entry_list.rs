//! The entry list by team and class, as two checks look at it.

use crate::numbers::RoundNumber;
use crate::season::{Class, Competitor, EntryLine, ResultRow, Season};
use crate::table::Ix;
use std::collections::BTreeMap;

pub(super) struct EntryList<'a> {
    of_team: BTreeMap<TeamInClass, Vec<&'a EntryLine>>,
}

/// A team's entries in one class; a team may enter several.
type TeamInClass = (Option<Ix<Class>>, Ix<Competitor>);

impl<'a> EntryList<'a> {
    pub(super) fn of(season: &'a Season) -> EntryList<'a> {
        let mut list = EntryList { of_team: BTreeMap::new() };
        for entry in &season.entries {
            if let Some(team) = entry.team {
                list.of_team.entry((Some(entry.class), team)).or_default().push(entry);
            }
        }
        // Lines as printed before those that other documents had to prove.
        for lines in list.of_team.values_mut() {
            lines.sort_by_key(|entry| entry.printed_rounds.is_empty());
        }
        list
    }

    pub(super) fn is_empty(&self) -> bool {
        self.of_team.is_empty()
    }

    /// The lines of a team in a class.
    pub(super) fn lines(&self, class: Option<Ix<Class>>, team: Ix<Competitor>) -> &[&'a EntryLine] {
        self.of_team.get(&(class, team)).map_or(&[], Vec::as_slice)
    }
}

/// Whether the line is for a car of that number, as far as it says.
pub(super) fn is_for(entry: &EntryLine, row: &ResultRow) -> bool {
    entry.number.as_ref().is_none_or(|number| *number == row.number)
}

/// Whether the line enters its driver in a round; None where it does not say for which rounds.
pub(super) fn enters(entry: &EntryLine, round: RoundNumber) -> Option<bool> {
    if entry.rounds.is_empty() && entry.absent.is_empty() {
        return None;
    }
    Some(entry.rounds.contains(&round) && !entry.absent.contains(&round))
}

/// `#24 Timo Bernhard, rounds All`.
pub(super) fn printed(entry: &EntryLine) -> String {
    let number = entry.number.as_ref().map_or_else(String::new, |number| format!("#{number} "));
    let rounds = if entry.printed_rounds.is_empty() { "not stated" } else { &entry.printed_rounds };
    format!("{number}{}, rounds {rounds}", entry.printed_driver)
}
