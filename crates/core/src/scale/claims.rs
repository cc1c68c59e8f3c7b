//! What published tables claim of single rounds: a cell as it stands, or what a total rose by between two tables.

use crate::decisions::Ruling;
use crate::exact::Points;
use crate::season::{Class, Competitor, PublishedTable, Round, RoundStatus, Season};
use crate::table::Ix;
use std::collections::BTreeMap;

/// The tables of one title and class, as claims.
#[derive(Clone, Debug)]
pub(super) struct Claims {
    /// Index of the title among those of the book.
    pub title: usize,
    pub class: Option<Ix<Class>>,
    pub all: Vec<Claim>,
    /// Whether who does not stand in the tables has no points. Not where they list competitors without saying what they have.
    pub whole: bool,
}

/// A competitor got these points in the columns from the first to the last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Claim {
    pub competitor: Ix<Competitor>,
    pub first: usize,
    pub last: usize,
    pub points: Points,
    /// Whether it is a cell, and not a difference of totals from which a window may have dropped something.
    pub cell: bool,
    /// Whether the document rounds.
    pub rounded: bool,
}

/// The rounds that were run, in order: the columns.
pub(super) fn columns(season: &Season) -> Vec<Ix<Round>> {
    let held = |own: &Round| own.number.is_some() && own.status == RoundStatus::Held;
    season.rounds.iter().filter(|(_, own)| held(own)).map(|(ix, _)| ix).collect()
}

impl Claims {
    pub(super) fn of(
        season: &Season,
        columns: &[Ix<Round>],
        title: (usize, &str),
        class: Option<Ix<Class>>,
    ) -> Claims {
        let tables = season.published.iter().filter(|own| own.title == title.1 && own.class == class);
        let mut tables: Vec<(usize, &PublishedTable)> = tables
            .map(|table| {
                let after = |after| columns.partition_point(|&round| round <= after);
                (table.after.map_or(columns.len(), after), table)
            })
            .collect();
        tables.sort_by_key(|own| own.0);
        let mut cells: BTreeMap<(Ix<Competitor>, usize), Points> = BTreeMap::new();
        for row in tables.iter().flat_map(|(_, table)| &table.rows) {
            for &(round, points) in &row.cells {
                if let Ok(column) = columns.binary_search(&round) {
                    cells.entry((row.competitor, column)).or_insert(points.unwrap_or(Points::ZERO));
                }
            }
        }
        let known: Vec<bool> = columns.iter().map(|&round| season.known_in_full(round)).collect();
        let rows = || tables.iter().flat_map(|(_, table)| &table.rows);
        let whole = rows().all(|row| row.total.is_some() || !row.cells.is_empty());
        let mut all: Vec<Claim> = Vec::new();
        if cells.is_empty() {
            all = from_totals(season, columns, (title.1, class, whole), &tables);
            all.retain(|claim| known[claim.first..=claim.last].iter().all(|known| *known));
        } else {
            all.extend(cells.iter().filter(|((_, column), _)| known[*column]).map(
                |(&(competitor, column), &points)| Claim {
                    competitor,
                    first: column,
                    last: column,
                    points,
                    cell: true,
                    rounded: false,
                },
            ));
        }
        Claims { title: title.0, class, all, whole }
    }
}

/// Differences between tables that follow each other. Who is not listed has no points, unless a table before had them.
fn from_totals(
    season: &Season,
    columns: &[Ix<Round>],
    (title, class, whole): (&str, Option<Ix<Class>>, bool),
    tables: &[(usize, &PublishedTable)],
) -> Vec<Claim> {
    // By competitor: up to which column the total is known, and what it is.
    let mut totals: BTreeMap<Ix<Competitor>, (usize, Points)> = BTreeMap::new();
    let everybody: Vec<Ix<Competitor>> = {
        let mut all: Vec<_> =
            tables.iter().flat_map(|(_, table)| table.rows.iter().map(|row| row.competitor)).collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    let mut claims = Vec::new();
    let mut before = 0;
    for (until, table) in tables {
        if *until <= before {
            continue;
        }
        before = *until;
        let stated: BTreeMap<Ix<Competitor>, Option<Points>> =
            table.rows.iter().map(|row| (row.competitor, row.total)).collect();
        for &competitor in &everybody {
            let (from, had) = totals.get(&competitor).copied().unwrap_or_default();
            let total = match stated.get(&competitor) {
                Some(Some(total)) => *total,
                None if had.is_zero() && whole => Points::ZERO,
                _ => continue,
            };
            let decided = adjusted(season, columns, (title, class, competitor), from..*until);
            if let Some(decided) = decided {
                claims.push(Claim {
                    competitor,
                    first: from,
                    last: until - 1,
                    points: total - had - decided,
                    cell: false,
                    rounded: table.decimals.is_some(),
                });
            }
            totals.insert(competitor, (*until, total));
        }
    }
    claims
}

/// What decisions added to a total in these columns; none where a decision takes the competitor's points away.
fn adjusted(
    season: &Season,
    columns: &[Ix<Round>],
    (title, class, competitor): (&str, Option<Ix<Class>>, Ix<Competitor>),
    within: std::ops::Range<usize>,
) -> Option<Points> {
    let mut sum = Points::ZERO;
    for (_, decision) in season.decisions_in_force() {
        let about = decision.ruling.about();
        let Some(target) = about.target.filter(|own| own.is_in(title, class) && own.competitor == competitor)
        else {
            continue;
        };
        debug_assert_eq!(target.competitor, competitor);
        let column = about.round.map_or(0, |round| columns.partition_point(|&own| own < round));
        match &decision.ruling {
            Ruling::Adjust(own) if within.contains(&column) => sum += own.points,
            Ruling::ExcludeFromTitle(own) if own.loses_points => return None,
            _ => {}
        }
    }
    Some(sum)
}
