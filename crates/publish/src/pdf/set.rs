//! Blocks set in lines: everything about their size is known, nothing about their page.

use super::columns::{CHIP, Setting, below_type, fit, head_size, note_marks, note_type};
use super::grid::{SetGrid, set_grid};
use super::text::{Line, Type, natural, one_line, wrap};
use crate::sheet::{Align, Arrangement, Block, Cell, Group, Row, Run, Table, Width};
use crate::typeface::Face;
use std::collections::BTreeMap;

/// Type of paragraphs, notes and decisions.
pub(super) const BODY: Type = Type { size: 8.4, bold: false };
pub(super) const TITLE: Type = Type { size: 11.0, bold: true };
const INDENT: f32 = 10.0;
const MOST_HEAD_LINES: usize = 5;

/// Distance of two lines of one text.
pub(super) fn leading(size: f32) -> f32 {
    size * 1.22
}

pub(super) struct SetCell {
    pub lines: Vec<Line>,
    /// Raised numbers behind the first line.
    pub marks: Option<String>,
    /// What the ground says, small below the lines.
    pub below: Option<Line>,
}

pub(super) struct SetRow<'a> {
    pub row: &'a Row,
    pub cells: Vec<SetCell>,
    pub height: f32,
}

pub(super) struct SetGroup<'a> {
    pub group: &'a Group,
    pub rows: Vec<SetRow<'a>>,
}

pub(super) struct SetTable<'a> {
    pub table: &'a Table,
    pub setting: Setting,
    pub heads: Vec<Vec<Line>>,
    pub head_height: f32,
    pub groups: Vec<SetGroup<'a>>,
    pub notes: Vec<Vec<Line>>,
    /// Free space at the right of each column's text: for note marks, which hang behind numbers, and to bring numbers
    /// set flush right into the middle of even columns.
    pub insets: Vec<f32>,
}

pub(super) struct SetText<'a> {
    pub title: &'a str,
    /// Paragraphs; indented where they stand below a title.
    pub paragraphs: Vec<Vec<Line>>,
    pub indent: f32,
}

pub(super) enum SetBlock<'a> {
    Table(SetTable<'a>),
    Grid(SetGrid),
    Text(SetText<'a>),
}

/// Sets all blocks for a measure, those that have a setting already by that. No row gets higher than `height`; the second
/// value says how many texts were cut.
pub(super) fn set_blocks<'a>(
    blocks: &'a [Block],
    made: &BTreeMap<usize, Setting>,
    measure: f32,
    height: f32,
) -> (Vec<SetBlock<'a>>, usize) {
    let mut cut = 0;
    let mut alike: BTreeMap<Vec<&str>, Vec<&Table>> = BTreeMap::new();
    for block in blocks {
        if let Block::Table(table) = block
            && table.arrangement == Arrangement::Rows
        {
            alike.entry(keys(table)).or_default().push(table);
        }
    }
    let settings: BTreeMap<Vec<&str>, Setting> =
        alike.into_iter().map(|(keys, tables)| (keys, fit(&tables, measure))).collect();
    let set = blocks
        .iter()
        .enumerate()
        .map(|(index, block)| match block {
            Block::Table(table) if table.arrangement == Arrangement::Grid => {
                SetBlock::Grid(set_grid(table, measure))
            }
            Block::Table(table) => {
                let setting = made.get(&index).or_else(|| settings.get(&keys(table))).cloned();
                let setting = setting.unwrap_or_else(|| fit(&[table], measure));
                SetBlock::Table(set_table(table, setting, (measure, height), &mut cut))
            }
            Block::Paragraph(runs) => SetBlock::Text(SetText {
                title: "",
                paragraphs: vec![wrap(runs, BODY, measure)],
                indent: 0.0,
            }),
            Block::Notes { title, lines } => SetBlock::Text(SetText {
                title,
                paragraphs: lines.iter().map(|runs| wrap(runs, BODY, measure - INDENT)).collect(),
                indent: INDENT,
            }),
        })
        .collect();
    (set, cut)
}

fn keys(table: &Table) -> Vec<&str> {
    table.columns.iter().map(|column| column.key.as_str()).collect()
}

fn set_table<'a>(
    table: &'a Table,
    setting: Setting,
    (measure, height): (f32, f32),
    cut: &mut usize,
) -> SetTable<'a> {
    let head_type = Type { size: head_size(setting.size), bold: true };
    let heads: Vec<Vec<Line>> = table
        .columns
        .iter()
        .zip(&setting.widths)
        .map(|(column, width)| {
            let mut lines = wrap(&[Run::plain(column.head.as_str())], head_type, width - 2.0 * setting.pad);
            if !column.unit.is_empty() {
                let unit = Run::plain(column.unit.as_str());
                lines.extend(wrap(&[unit], Type { bold: false, ..head_type }, width - 2.0 * setting.pad));
            }
            if lines.len() > MOST_HEAD_LINES {
                lines.truncate(MOST_HEAD_LINES);
                *cut += 1;
            }
            lines
        })
        .collect();
    let head_lines = heads.iter().map(Vec::len).max().unwrap_or(0);
    let most_lines = (height / leading(setting.size)).max(1.0) as usize;
    let groups: Vec<SetGroup<'a>> = table
        .groups
        .iter()
        .map(|group| SetGroup {
            group,
            rows: group.rows.iter().map(|row| set_row(table, row, &setting, most_lines, cut)).collect(),
        })
        .collect();
    // Below the rows: what stands right above the heads is the table's title, to people and to programs that read it.
    let caveat = (!table.caveat.is_empty()).then(|| Run::bold(table.caveat.as_str()));
    let notes = table.marked_notes().map(|(mark, note)| {
        let mark = mark.map_or_else(String::new, |mark| format!("{mark}  "));
        Run::plain(mark + note)
    });
    let notes = caveat
        .into_iter()
        .chain(notes)
        .map(|run| {
            let mut lines = wrap(&[run], note_body(), measure);
            *cut += usize::from(lines.len() > most_lines);
            lines.truncate(most_lines);
            lines
        })
        .collect();
    let insets = insets(table, &setting, &groups);
    let head_height = head_lines as f32 * leading(head_type.size) + 2.0 * setting.row_pad;
    SetTable { table, setting, heads, head_height, groups, notes, insets }
}

fn insets(table: &Table, setting: &Setting, groups: &[SetGroup<'_>]) -> Vec<f32> {
    let size = note_type(Type { size: setting.size, bold: false }).size;
    let columns = table.columns.iter().zip(&setting.widths).enumerate();
    columns
        .map(|(index, (column, width))| {
            let cells = || groups.iter().flat_map(|group| &group.rows).filter_map(|row| row.cells.get(index));
            let marks = cells().filter_map(|cell| cell.marks.as_deref());
            let marks = marks.map(|marks| Face::Regular.width(marks, size) + 0.4).fold(0.0, f32::max);
            if column.width != Width::Even || column.align != Align::Right {
                return marks;
            }
            let lines = cells().flat_map(|cell| &cell.lines);
            let widest = lines.map(|line| line.width).fold(0.0, f32::max);
            ((width - 2.0 * setting.pad - widest) / 2.0).max(marks)
        })
        .collect()
}

pub(super) fn note_body() -> Type {
    Type { size: 7.0, bold: false }
}

fn set_row<'a>(
    table: &Table,
    row: &'a Row,
    setting: &Setting,
    most_lines: usize,
    cut: &mut usize,
) -> SetRow<'a> {
    let set = Type { size: setting.size, bold: row.stressed };
    let mut cells: Vec<SetCell> = setting
        .widths
        .iter()
        .enumerate()
        .map(|(column, width)| set_cell(table, row.cell(column), set, width - 2.0 * setting.pad))
        .collect();
    for cell in &mut cells {
        if cell.lines.len() > most_lines {
            cell.lines.truncate(most_lines);
            *cut += 1;
        }
    }
    let lines = |cell: &SetCell| cell.lines.len().max(1) as f32 * leading(set.size) + below_height(cell, set);
    let text = cells.iter().map(lines).fold(leading(set.size), f32::max);
    SetRow { row, cells, height: text + 2.0 * setting.row_pad }
}

fn set_cell(table: &Table, cell: &Cell, set: Type, width: f32) -> SetCell {
    let marks = note_marks(table, cell);
    let marks_width = marks.as_deref().map_or(0.0, |marks| natural(&[Run::plain(marks)], note_type(set)));
    let chip = if cell.chip().is_some() { CHIP } else { 0.0 };
    let room = (width - chip - marks_width).max(1.0);
    let below = (!cell.below.is_empty()).then(|| one_line(&cell.below, below_type(set), f32::INFINITY));
    SetCell { lines: cell.lines.iter().flat_map(|line| wrap(line, set, room)).collect(), marks, below }
}

fn below_height(cell: &SetCell, set: Type) -> f32 {
    if cell.below.is_some() { leading(below_type(set).size) } else { 0.0 }
}
