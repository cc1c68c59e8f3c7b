//! What a different rulebook, or one more decision, would change: tables before and after, who gains, who loses, which
//! title changes hands.

use crate::exact::Points;
use crate::numbers::Position;
use crate::outcome::{Basis, Outcome, StandingsRow, StandingsTable};
use crate::rulebook::Rulebook;
use crate::scenario::{Contest, FieldIs, Question};
use crate::season::{Competitor, Season};

/// All tables that either side has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    pub tables: Vec<Compared>,
}

impl Comparison {
    /// How many competitors have another place or total.
    pub fn changed_rows(&self) -> usize {
        self.tables.iter().flat_map(|own| &own.rows).filter(|own| own.changed()).count()
    }

    /// The titles that change hands.
    pub fn turned(&self) -> impl Iterator<Item = &Compared> {
        self.tables.iter().filter(|own| own.hands.is_some())
    }
}

/// What one of several changes does of what they do together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// The change in words.
    pub said: String,
    /// It alone, against the season as it is.
    pub alone: Comparison,
    /// All of them, against all but this one.
    pub last: Comparison,
}

/// One title and class, before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// Id and name of the title.
    pub title: String,
    pub name: String,
    /// Place of the class in the season's order, and its id.
    pub class: Option<(usize, String)>,
    /// In order of the places after; those who are no longer listed come last.
    pub rows: Vec<ComparedRow>,
    /// First before and first after, where they are not the same: the title changes hands. Several where it is shared.
    pub hands: Option<(Vec<Competitor>, Vec<Competitor>)>,
    /// What it is to be first of the table.
    pub prize: Prize,
    /// Cells carried from a published table: no rulebook changes their points.
    pub declared: usize,
}

/// What it is to be first of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prize {
    /// Nothing is to come that counts: the first is the champion.
    Title,
    /// Something is to come.
    Lead,
    /// Rounds have been run of which the table knows nothing.
    KnownRounds,
    /// There is no such table after the change.
    Gone,
    /// There was none before.
    New,
}

impl Prize {
    fn of(rules: &Rulebook, season: &Season, table: &StandingsTable) -> Prize {
        if !table.unknown.is_empty() {
            return Prize::KnownRounds;
        }
        let question = Question { season, rules, after: table.after, field: FieldIs::Open };
        let over = Contest::of(question, table).slots.is_empty() && !season.calendar_open;
        if over { Prize::Title } else { Prize::Lead }
    }
}

/// A competitor before and after; None where it is not listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparedRow {
    pub competitor: Competitor,
    pub before: Option<Stands>,
    pub after: Option<Stands>,
}

/// Where a competitor stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stands {
    /// None for an excluded competitor.
    pub position: Option<Position>,
    /// Whether others share the place.
    pub shared: bool,
    pub total: Points,
}

impl ComparedRow {
    /// Places gained, or lost where below zero; None where it is not ranked on both sides.
    pub fn places(&self) -> Option<i64> {
        let (before, after) = (self.before?.position?, self.after?.position?);
        Some(i64::from(before.get()) - i64::from(after.get()))
    }

    pub fn points(&self) -> Points {
        let total = |stands: Option<Stands>| stands.map_or(Points::ZERO, |own| own.total);
        total(self.after) - total(self.before)
    }

    pub fn changed(&self) -> bool {
        self.before != self.after
    }
}

/// One side of a comparison: facts, rules, and what was computed of them.
pub type Side<'a> = (&'a Season, &'a Rulebook, &'a Outcome);

/// Compares two sides by ids of titles, classes and competitors.
pub fn compare(before: Side<'_>, after: Side<'_>) -> Comparison {
    let mut tables: Vec<Compared> = after
        .2
        .tables
        .iter()
        .map(|table| {
            let own = key(after, table);
            let other = before.2.tables.iter().find(|other| key(before, other) == own);
            let made = compared(
                own,
                &after.1.titles[table.title].name,
                other.map(|other| (before.0, other)),
                Some((after.0, table)),
            );
            // Only of a table that differs is anything said of its first.
            match made.rows.iter().any(ComparedRow::changed) {
                true if other.is_none() => Compared { prize: Prize::New, ..made },
                true => Compared { prize: Prize::of(after.1, after.0, table), ..made },
                false => made,
            }
        })
        .collect();
    for table in &before.2.tables {
        let own = key(before, table);
        if !after.2.tables.iter().any(|other| key(after, other) == own) {
            let made = compared(own, &before.1.titles[table.title].name, Some((before.0, table)), None);
            tables.push(Compared { prize: Prize::Gone, ..made });
        }
    }
    Comparison { tables }
}

type Key = (String, Option<(usize, String)>);

fn key(side: Side<'_>, table: &StandingsTable) -> Key {
    let class = table.class.map(|class| (class.index(), side.0.classes[class].id.clone()));
    (side.1.titles[table.title].id.clone(), class)
}

/// A row with the competitor that it is about.
type Line<'a> = (&'a Competitor, &'a StandingsRow);

fn compared(
    (title, class): Key,
    name: &str,
    before: Option<(&Season, &StandingsTable)>,
    after: Option<(&Season, &StandingsTable)>,
) -> Compared {
    let (has_before, has_after) = (before.is_some(), after.is_some());
    let (old, new) = (lines(before), lines(after));
    let stands = |lines: &[Line<'_>], id: &str| {
        let (_, row) = lines.iter().find(|(competitor, _)| competitor.id == id)?;
        Some(Stands { position: row.position, shared: row.shared, total: row.total })
    };
    let gone = old.iter().filter(|(competitor, _)| stands(&new, &competitor.id).is_none());
    let rows: Vec<ComparedRow> = new
        .iter()
        .chain(gone)
        .map(|(competitor, _)| ComparedRow {
            competitor: (*competitor).clone(),
            before: stands(&old, &competitor.id),
            after: stands(&new, &competitor.id),
        })
        .collect();
    let firsts = |lines: &[Line<'_>]| -> Vec<Competitor> {
        lines
            .iter()
            .filter(|(_, row)| row.position == Some(Position::FIRST))
            .map(|(competitor, _)| (*competitor).clone())
            .collect()
    };
    let ids = |all: &[Competitor]| all.iter().map(|own| own.id.clone()).collect::<Vec<_>>();
    let (was, is) = (firsts(&old), firsts(&new));
    let hands = (has_before && has_after && ids(&was) != ids(&is)).then_some((was, is));
    let cells = after.iter().flat_map(|(_, table)| table.rows.iter().flat_map(|row| &row.cells));
    let declared = cells.filter(|cell| cell.basis == Basis::Declared && !cell.points.is_zero()).count();
    Compared { title, name: name.to_owned(), class, rows, hands, prize: Prize::Title, declared }
}

fn lines<'a>(table: Option<(&'a Season, &'a StandingsTable)>) -> Vec<Line<'a>> {
    let Some((season, table)) = table else { return Vec::new() };
    table.rows.iter().map(|row| (&season.competitors[row.competitor], row)).collect()
}
