//! A grid as it stands on the road: places two by two, the second of each pair half a place behind.

use super::canvas::{Canvas, Frame, GREY, INK, RULE, WHITE};
use super::set::leading;
use super::text::{Line, Type, one_line, wrap};
use crate::palette;
use crate::sheet::{Align, Run, Table};
use crate::typeface::Face;

const PLACE: Type = Type { size: 15.0, bold: true };
const NUMBER: Type = Type { size: 13.0, bold: true };
const FIRST: Type = Type { size: 8.0, bold: true };
const FURTHER: Type = Type { size: 7.4, bold: false };
/// Widths of the place, of the bar in the class' colour, and of the car's number.
const PLACE_WIDTH: f32 = 24.0;
const BAR: f32 = 4.0;
const NUMBER_WIDTH: f32 = 36.0;
const PAD: f32 = 4.0;
/// Free space between the columns.
const ROAD: f32 = 22.0;
/// Part of the size that letters rise above the baseline.
const RISE: f32 = 0.94;

/// A grid set in lines.
pub(super) struct SetGrid {
    pub slots: Vec<Slot>,
    pub slot_height: f32,
    /// Free space between two places one behind the other.
    pub gap: f32,
    width: f32,
}

pub(super) struct Slot {
    place: Line,
    number: Line,
    class: Option<usize>,
    lines: Vec<(Line, Type)>,
    /// Class and times on the last line: left and right.
    below: (Line, Line),
}

/// The first column is the place, the row's head the number; figures go below on the right, the first text on a line of its own.
pub(super) fn set_grid(table: &Table, measure: f32) -> SetGrid {
    let width = (measure - ROAD) / 2.0;
    let room = width - PLACE_WIDTH - BAR - NUMBER_WIDTH - 2.0 * PAD;
    let head = table.row_head.unwrap_or(0);
    let slots: Vec<Slot> = table
        .rows()
        .map(|row| {
            let (mut texts, mut left, mut right, mut class) = (Vec::new(), Vec::new(), Vec::new(), None);
            for (at, column) in table.columns.iter().enumerate() {
                let cell = row.cell(at);
                let text = cell.plain(", ");
                if at == 0 || at == head || text.is_empty() {
                    continue;
                }
                if let Some(own) = cell.class {
                    class = Some(own);
                    left.push(Run { class: Some(own), ..Run::plain(text) });
                } else if column.align == Align::Right {
                    let sign = if right.is_empty() { "" } else { "   +" };
                    right.push(Run::plain(format!("{sign}{text}")));
                } else {
                    texts.push(text);
                }
            }
            let further = texts.split_off(texts.len().min(1)).join("  ·  ");
            let mut lines = Vec::new();
            for (text, set) in texts.into_iter().map(|first| (first, FIRST)).chain([(further, FURTHER)]) {
                if !text.is_empty() {
                    lines.extend(wrap(&[Run::plain(text)], set, room).into_iter().map(|line| (line, set)));
                }
            }
            let whole =
                |runs: &[Run]| wrap(runs, FURTHER, f32::INFINITY).into_iter().next().unwrap_or_default();
            Slot {
                place: one_line(&row.cell(0).plain(""), PLACE, PLACE_WIDTH),
                number: one_line(&row.cell(head).plain(""), NUMBER, NUMBER_WIDTH - 4.0),
                class,
                lines,
                below: (whole(&left), whole(&right)),
            }
        })
        .collect();
    let height = |slot: &Slot| {
        let lines: f32 = slot.lines.iter().map(|(_, set)| leading(set.size)).sum();
        let below = slot.below.0.width + slot.below.1.width;
        lines + if below > 0.0 { leading(FURTHER.size) } else { 0.0 } + 2.0 * PAD
    };
    let slot_height = slots.iter().map(height).fold(leading(NUMBER.size) + 2.0 * PAD, f32::max);
    SetGrid { slots, slot_height, gap: 6.0, width }
}

fn left_of(grid: &SetGrid, slot: usize, x: f32) -> f32 {
    if slot.is_multiple_of(2) { x } else { x + grid.width + ROAD }
}

pub(super) fn ground(canvas: &mut Canvas<'_, '_>, grid: &SetGrid, slot: usize, x: f32, y: f32) {
    let Some(own) = grid.slots.get(slot) else { return };
    let x = left_of(grid, slot, x) + PLACE_WIDTH;
    let frame = Frame { x, y, width: grid.width - PLACE_WIDTH, height: grid.slot_height };
    canvas.fill(frame, WHITE);
    canvas.outline(frame, 0.6, RULE);
    // The mark on the road that the car stands behind.
    canvas.fill(Frame { height: 1.4, ..frame }, INK);
    if let Some(class) = own.class {
        canvas.fill(Frame { width: BAR, ..frame }, palette::class(class));
    }
    let line = Frame { x: x + BAR + NUMBER_WIDTH, width: 0.6, ..frame };
    canvas.fill(line, RULE);
}

pub(super) fn words(canvas: &mut Canvas<'_, '_>, grid: &SetGrid, slot: usize, x: f32, y: f32) {
    let Some(own) = grid.slots.get(slot) else { return };
    let x = left_of(grid, slot, x);
    let middle = |size: f32| y + grid.slot_height / 2.0 + size * 0.36;
    canvas.line(&own.place, x + PLACE_WIDTH - 6.0 - own.place.width, middle(PLACE.size), PLACE.size, GREY);
    parted(canvas, x, y);
    let number = x + PLACE_WIDTH + BAR + (NUMBER_WIDTH - own.number.width) / 2.0;
    canvas.line(&own.number, number, middle(NUMBER.size), NUMBER.size, INK);
    parted(canvas, number, y);
    let text = x + PLACE_WIDTH + BAR + NUMBER_WIDTH + PAD;
    let mut top = y + PAD;
    for (line, set) in &own.lines {
        canvas.line(line, text, top + RISE * set.size, set.size, INK);
        parted(canvas, text, y);
        top += leading(set.size);
    }
    let bottom = y + grid.slot_height - PAD - leading(FURTHER.size) + RISE * FURTHER.size;
    canvas.line(&own.below.0, text, bottom, FURTHER.size, INK);
    parted(canvas, text, y);
    let right = x + grid.width - PAD - own.below.1.width;
    canvas.line(&own.below.1, right, bottom, FURTHER.size, INK);
}

/// A space that a reader hears between two texts.
fn parted(canvas: &mut Canvas<'_, '_>, x: f32, y: f32) {
    canvas.text(" ", Face::Regular, x, y + FURTHER.size, FURTHER.size, INK);
}
