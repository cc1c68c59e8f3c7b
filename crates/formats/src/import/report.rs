//! What an import did, for a person to act on.

use crate::pages::{Page, StatisticValue};
use parcferme_core::Place;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How many statements of each kind each document gave.
    pub read: Vec<Counted>,
    /// What was mended, and by what evidence.
    pub repaired: Vec<Note>,
    /// What the documents leave open.
    pub open: Vec<Note>,
    /// Where documents contradict each other, with every statement.
    pub contradictory: Vec<Conflict>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Counted {
    pub document: String,
    /// Such as `results` or `schedule rows`.
    pub what: &'static str,
    pub count: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    pub kind: NoteKind,
    /// One sentence without a full stop.
    pub what: String,
    pub evidence: String,
    /// The place itself first, then those of the evidence.
    pub places: Vec<Place>,
}

/// Kinds of repair and of open question, for grouping.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoteKind {
    /// Names of a crew parted.
    CrewSplit,
    /// Names parted without proof.
    CrewGuess,
    /// A crew that could not be parted.
    CrewOpen,
    /// Chassis, engines or teams parted.
    PartsSplit,
    /// A country's code where its neighbours have none.
    StrayCode,
    /// One country under two codes.
    TwoCodes,
    /// A car's second row stood shifted to the left.
    ShiftedRows,
    /// A car number of the entry list, from results.
    EntryNumber,
    /// A driver of the entry list, from results.
    EntryDriver,
    /// What the entry list lost.
    EntryLost,
    /// Rounds of the entry list that the season does not have.
    RoundOutside,
    /// Rounds that no calendar states, from a table's columns.
    RoundsFromColumns,
    /// Places by round taken as results, or held against them.
    Places,
    /// A round that no document gives results of.
    RoundWithoutResults,
    /// Two spellings taken as one name.
    Names,
    /// A number that a car has in one round alone.
    OtherNumber,
    /// A document given twice.
    SameDocument,
    /// A piece of a page that no reader took.
    Unread,
}

impl NoteKind {
    /// A heading for notes of this kind.
    pub const fn heading(self) -> &'static str {
        match self {
            NoteKind::CrewSplit => "crews parted by names proven elsewhere",
            NoteKind::CrewGuess => "crews parted by a guess",
            NoteKind::CrewOpen => "crews not parted",
            NoteKind::PartsSplit => "chassis, engines and teams parted",
            NoteKind::StrayCode => "country codes where the neighbours have none",
            NoteKind::TwoCodes => "countries under two codes",
            NoteKind::ShiftedRows => "second rows that stood shifted",
            NoteKind::EntryNumber => "car numbers of the entry list found in results",
            NoteKind::EntryDriver => "drivers of the entry list found in results",
            NoteKind::EntryLost => "cars of the entry list with parts lost",
            NoteKind::RoundOutside => "rounds that the season does not have",
            NoteKind::RoundsFromColumns => "rounds taken from the columns of a table",
            NoteKind::Places => "results taken from tables of places",
            NoteKind::RoundWithoutResults => "rounds without results",
            NoteKind::Names => "names",
            NoteKind::OtherNumber => "numbers that cars have in one round alone",
            NoteKind::SameDocument => "documents given twice",
            NoteKind::Unread => "pieces of pages not read",
        }
    }
}

/// Statements that cannot all be true.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Conflict {
    /// What they are about: `date of round 3`.
    pub what: String,
    pub statements: Vec<(String, Place)>,
}

impl Report {
    pub(super) fn note(
        &mut self,
        kind: NoteKind,
        what: impl Into<String>,
        evidence: impl Into<String>,
        places: impl IntoIterator<Item = Place>,
    ) {
        let places = each_once(places);
        self.repaired.push(Note { kind, what: what.into(), evidence: evidence.into(), places });
    }

    pub(super) fn leave_open(
        &mut self,
        kind: NoteKind,
        what: impl Into<String>,
        evidence: impl Into<String>,
        places: impl IntoIterator<Item = Place>,
    ) {
        let places = each_once(places);
        self.open.push(Note { kind, what: what.into(), evidence: evidence.into(), places });
    }

    pub(super) fn conflict(&mut self, what: &str, statements: impl IntoIterator<Item = (String, Place)>) {
        self.contradictory
            .push(Conflict { what: what.to_owned(), statements: statements.into_iter().collect() });
    }

    pub(super) fn count(&mut self, pages: &[Page]) {
        for page in pages {
            let cells = page.standings.iter().flat_map(|table| &table.rows).map(|row| row.cells.len()).sum();
            let drivers = page.entries.iter().flat_map(|team| &team.cars).map(|car| car.drivers.len()).sum();
            let understood = |value: &StatisticValue| !matches!(value, StatisticValue::Other(_));
            let rules = &page.points_rules;
            let counts: [(&'static str, usize); 8] = [
                ("schedule rows", page.schedule.len()),
                ("results", page.results.len()),
                (
                    "statistics",
                    page.statistics.iter().filter(|statistic| understood(&statistic.value)).count(),
                ),
                ("teams entered", page.entries.len()),
                ("drivers entered", drivers),
                ("class winners", page.class_winners.len()),
                ("standings cells", cells),
                (
                    "points rules",
                    rules.scales.len() + rules.shares.len() + usize::from(rules.best_car_only.is_some()),
                ),
            ];
            self.read.extend(
                counts.into_iter().filter(|(_, count)| *count > 0).map(|(what, count)| Counted {
                    document: page.document.clone(),
                    what,
                    count,
                }),
            );
        }
    }

    /// Gives every place its line's text.
    pub(super) fn show_texts(&mut self, of: &BTreeMap<&str, &Page>) {
        let notes = self.repaired.iter_mut().chain(&mut self.open).flat_map(|note| &mut note.places);
        let statements = self.contradictory.iter_mut().flat_map(|conflict| &mut conflict.statements);
        for place in notes.chain(statements.map(|(_, place)| place)) {
            if place.text.is_empty()
                && let Some(page) = of.get(place.document.as_str())
            {
                *place = page.place(place.line);
            }
        }
    }

    pub(super) fn sort(&mut self) {
        let key = |note: &Note| {
            (
                note.kind,
                note.places.first().map(|place| (place.document.clone(), place.line)),
                note.what.clone(),
            )
        };
        self.repaired.sort_by_key(key);
        self.repaired.dedup();
        self.open.sort_by_key(key);
        self.open.dedup();
        self.contradictory.sort();
        self.contradictory.dedup();
    }
}

fn each_once(places: impl IntoIterator<Item = Place>) -> Vec<Place> {
    let mut seen = BTreeSet::new();
    places.into_iter().filter(|place| seen.insert((place.document.clone(), place.line))).collect()
}
