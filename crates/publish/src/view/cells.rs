//! Every cell of the published tables against the computed one: proven, unverified or contradicted.

use crate::view::View;
use parcferme_core::outcome::{Basis, Cell, StandingsTable};
use parcferme_core::season::{Competitor, PublishedTable, Round};
use parcferme_core::{Ix, Points};

/// A published table beside the computed one that it is held against.
pub struct Held<'v> {
    pub published: &'v PublishedTable,
    pub computed: &'v StandingsTable,
    /// Of those that stand in both, and have cells.
    pub rows: Vec<Row<'v>>,
}

pub struct Row<'v> {
    pub competitor: Ix<Competitor>,
    pub cells: Vec<Proof<'v>>,
}

/// A published cell against the computed one.
pub struct Proof<'v> {
    pub round: Ix<Round>,
    /// None where the table leaves the cell blank: it asserts no points.
    pub published: Option<Points>,
    /// None where the round is not in the computed table.
    pub computed: Option<&'v Cell>,
    pub verdict: Verdict,
}

/// What a published cell is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Proven,
    /// Carried from the published table: the results of the round are not known.
    Unverified,
    /// Something else was computed.
    Contradicted(Points),
    /// The round is not in the computed table.
    Missing,
}

impl Verdict {
    /// The word of the wire formats.
    pub const fn word(self) -> &'static str {
        match self {
            Verdict::Proven => "proven",
            Verdict::Unverified => "unverified",
            Verdict::Contradicted(_) => "contradicted",
            Verdict::Missing => "missing",
        }
    }

    fn of(computed: Option<&Cell>, published: Option<Points>) -> Verdict {
        match computed {
            None => Verdict::Missing,
            Some(cell) if cell.basis == Basis::Declared => Verdict::Unverified,
            Some(cell) if cell.points == published.unwrap_or(Points::ZERO) => Verdict::Proven,
            Some(cell) => Verdict::Contradicted(cell.points),
        }
    }
}

/// The published tables that have cells; only final ones are held against anything.
pub fn held<'v>(view: &View<'v>) -> Vec<Held<'v>> {
    let season = view.season;
    let tables = season.published.iter().filter(|own| own.after.is_none()).filter_map(|published| {
        let title = view.rules.title(&published.title)?;
        let computed = view.outcome.table(title, published.class)?;
        let with_cells = published.rows.iter().filter(|row| !row.cells.is_empty());
        let rows: Vec<Row<'_>> = with_cells
            .filter_map(|row| {
                let own = computed.row(row.competitor)?;
                let cells = row.cells.iter().map(|&(round, published)| {
                    let computed = own.cell(round);
                    Proof { round, published, computed, verdict: Verdict::of(computed, published) }
                });
                Some(Row { competitor: row.competitor, cells: cells.collect() })
            })
            .collect();
        (!rows.is_empty()).then_some(Held { published, computed, rows })
    });
    tables.collect()
}
