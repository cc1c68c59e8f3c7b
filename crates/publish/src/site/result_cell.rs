//! A cell of a standings table: its ground by the field's convention, and the same in words.

use crate::view::{View, session_words, status_word};
use parcferme_core::number_words::{ordinal, signed};
use parcferme_core::numbers::Position;
use parcferme_core::outcome::{Basis, Cell, Input};

/// What a cell shows.
#[derive(Clone, Debug, Default)]
pub struct ResultCell {
    /// Classes of the style sheet.
    pub class: String,
    /// Empty where the competitor did not start.
    pub points: String,
    /// Position, or how it ended: `1st`, `Ret`.
    pub mark: String,
    /// Of a round of several sessions, the place in each: the position is the best of them. Empty where it has one.
    pub places: String,
    pub dropped: bool,
    pub declared: bool,
    pub anchor: String,
}

impl ResultCell {
    pub fn new(view: &View, cell: &Cell) -> ResultCell {
        let ended = ended(view, cell);
        let ground = match (cell.basis, cell.position.map(Position::get)) {
            (Basis::Nothing, _) => "",
            (_, Some(1)) => "g1",
            (_, Some(2)) => "g2",
            (_, Some(3)) => "g3",
            _ if !cell.points.is_zero() => "gp",
            (Basis::Computed, _) => match ended {
                "Ret" | "Ret †" => "gr",
                "DSQ" => "gd",
                "DNQ" => "gq",
                "DNS" => "",
                _ => "gn",
            },
            (Basis::Declared, _) => "",
        };
        let declared = cell.basis == Basis::Declared;
        ResultCell {
            class: format!(
                "c{}{ground}{}",
                if ground.is_empty() { "" } else { " " },
                if declared { " declared" } else { "" }
            ),
            points: match cell.basis {
                Basis::Nothing => String::new(),
                Basis::Declared if left_blank(view, cell) => "\u{2013}".to_owned(),
                _ => signed(cell.points),
            },
            mark: match cell.position {
                Some(position) => ordinal(position),
                None => ended.to_owned(),
            },
            places: places(view, cell),
            dropped: !cell.counted && !cell.points.is_zero(),
            declared,
            anchor: format!("r{}", view.season.rounds[cell.round].label()),
        }
    }
}

/// `race 1: 3rd, race 2: 1st`, of a cell with places of several sessions.
fn places(view: &View, cell: &Cell) -> String {
    let held = cell.awards.iter().filter_map(|award| Some((award.session, award.position?)));
    let mut held: Vec<_> = held.collect();
    held.sort_unstable();
    held.dedup_by_key(|own| own.0);
    if held.len() < 2 {
        return String::new();
    }
    let said = held.into_iter().map(|(session, place)| {
        format!("{}: {}", session_words(&view.season.sessions[session].id), ordinal(place))
    });
    said.collect::<Vec<_>>().join(", ")
}

/// Whether the published table leaves the cell blank: no points, or no start, it does not say.
fn left_blank(view: &View, cell: &Cell) -> bool {
    cell.because.inputs().any(|input| {
        let Input::Published { table, row } = input else { return false };
        let table = view.season.published.get(table as usize);
        let row = table.and_then(|table| table.rows.get(row as usize));
        row.is_some_and(|row| row.cells.contains(&(cell.round, None)))
    })
}

/// How the competitor's best car ended, where it holds no position.
fn ended(view: &View, cell: &Cell) -> &'static str {
    let Some(result) = cell.because.result() else { return "" };
    let row = view.classified_row(result);
    let classified = row.is_some_and(|row| row.classified);
    let status = row.map_or(view.season.results[result].status, |row| row.status);
    status_word(status, classified)
}
