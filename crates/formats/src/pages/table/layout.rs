//! Tables within tables: one that only lays out its content gives way to it.

use super::grid::grid;
use super::raw::{Piece, RawCell, RawTable};
use crate::pages::findings::Findings;

/// The pieces that a table is: itself and the tables within it; or, where it only lays out, what its cells hold.
pub(crate) fn settle(mut table: RawTable, findings: &mut Findings) -> Vec<Piece> {
    let mut pieces = std::mem::take(&mut table.stray);
    if lays_out(&table) {
        pieces.extend(table.rows.into_iter().flat_map(|row| row.cells).flat_map(|cell| cell.pieces));
        return pieces;
    }
    let mut inner = Vec::new();
    for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells).filter(|cell| cell.has_table()) {
        let (tables, rest): (Vec<Piece>, Vec<Piece>) =
            std::mem::take(&mut cell.pieces).into_iter().partition(|piece| matches!(piece, Piece::Table(_)));
        cell.pieces = rest;
        inner.extend(tables);
    }
    // A table without any text says nothing.
    if table.rows.iter().flat_map(|row| &row.cells).any(RawCell::has_content) {
        pieces.push(Piece::Table(grid(table, findings)));
    }
    pieces.extend(inner);
    pieces
}

/// It holds tables or headings, and has not two rows of data of its own.
fn lays_out(table: &RawTable) -> bool {
    let cells = || table.rows.iter().flat_map(|row| &row.cells);
    let holds = |cell: &RawCell| cell.has_table() || cell.has_heading();
    cells().any(holds)
        && table
            .rows
            .iter()
            .filter(|row| row.cells.iter().filter(|cell| cell.has_text() && !holds(cell)).count() > 1)
            .count()
            < 2
}
