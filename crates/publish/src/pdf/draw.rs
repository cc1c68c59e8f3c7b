//! The planned pieces onto pages, with the tag tree that a screen reader walks.

use super::canvas::{BAND, Canvas, Frame, GREY, INK, RULE, SHADE, WHITE};
use super::columns::{CHIP, Setting, below_type, head_size, note_type};
use super::grid;
use super::page::Page;
use super::plan::{Item, Placed, heading_height};
use super::set::{BODY, SetBlock, SetTable, TITLE, leading, note_body};
use super::tags::Tags;
use super::text::{Line, Type, one_line};
use crate::palette;
use crate::sheet::{Align, Cell, Ground, Sheet, Width};
use crate::typeface::Face;
use krilla::tagging::ArtifactType;

/// Part of the size that capitals and figures rise above the baseline, with room for accents.
const RISE: f32 = 0.94;

pub(super) struct Drawing<'a> {
    pub sheet: &'a Sheet,
    pub blocks: &'a [SetBlock<'a>],
    pub page: Page,
}

impl Drawing<'_> {
    /// Draws one page's pieces: first all grounds and rules, then the text in reading order.
    pub fn page(&self, canvas: &mut Canvas<'_, '_>, placed: &[Placed], tags: &mut Tags) {
        canvas.decoration(ArtifactType::Layout, |canvas| {
            for piece in placed {
                self.ground(canvas, piece);
            }
        });
        for piece in placed {
            self.words(canvas, piece, tags);
        }
    }

    fn table(&self, block: usize) -> Option<&SetTable<'_>> {
        match self.blocks.get(block) {
            Some(SetBlock::Table(table)) => Some(table),
            _ => None,
        }
    }

    fn ground(&self, canvas: &mut Canvas<'_, '_>, placed: &Placed) {
        let (x, y) = (self.page.left(), placed.y);
        match placed.item {
            Item::Title { block, .. } => {
                let class = self.table(block).and_then(|table| table.table.class);
                self.chip(canvas, class, x, y + RISE * TITLE.size, TITLE.size);
            }
            Item::TableHead { block, .. } => {
                let Some(table) = self.table(block) else { return };
                let y = y + table.head_height - 0.9;
                canvas.fill(Frame { x, y, width: width(table), height: 0.9 }, INK);
            }
            Item::GroupHeading { block, group, .. } => {
                let Some(table) = self.table(block) else { return };
                let size = table.setting.size + 0.8;
                let height = heading_height(table.setting.size);
                canvas.fill(Frame { x, y, width: width(table), height }, BAND);
                let class = table.table.groups.get(group).and_then(|group| group.class);
                self.chip(canvas, class, x + table.setting.pad, y + 3.5 + RISE * size, size);
            }
            Item::Row { block, group, row, shaded } => {
                self.row_ground(canvas, block, (group, row), y, shaded)
            }
            Item::TableEnd { block } => {
                let Some(table) = self.table(block) else { return };
                canvas.fill(Frame { x, y, width: width(table), height: 0.6 }, INK);
            }
            Item::Signatures => {
                let labels = &self.sheet.signatures;
                let (each, gap) = signature(self.page, labels.len());
                for index in 0..labels.len() {
                    let x = x + index as f32 * (each + gap);
                    canvas.fill(Frame { x, y: y + 38.0, width: each, height: 0.6 }, INK);
                }
            }
            Item::Slot { block, slot } => {
                if let Some(SetBlock::Grid(own)) = self.blocks.get(block) {
                    grid::ground(canvas, own, slot, x, y);
                }
            }
            Item::TableNote { .. } | Item::Paragraph { .. } => {}
        }
    }

    fn row_ground(
        &self,
        canvas: &mut Canvas<'_, '_>,
        block: usize,
        at: (usize, usize),
        y: f32,
        shaded: bool,
    ) {
        let Some(table) = self.table(block) else { return };
        let Some(row) = table.groups.get(at.0).and_then(|group| group.rows.get(at.1)) else { return };
        let left = self.page.left();
        if shaded {
            canvas.fill(Frame { x: left, y, width: width(table), height: row.height }, SHADE);
        }
        if row.row.parted {
            canvas.fill(Frame { x: left, y: y - 0.3, width: width(table), height: 0.6 }, INK);
        }
        let mut x = left;
        for (column, width) in table.setting.widths.iter().enumerate() {
            let cell = row.row.cell(column);
            if let Some(colour) = palette::behind(cell) {
                let gap = if cell.ground.is_of_class() { 0.25 } else { 0.5 };
                let (width, height) = (width - 2.0 * gap, row.height - 2.0 * gap);
                let frame = Frame { x: x + gap, y: y + gap, width, height };
                canvas.fill(frame, colour);
                if cell.ground == Ground::NotStarted {
                    canvas.outline(frame, 0.4, RULE);
                }
            }
            let Setting { size, pad, row_pad, .. } = table.setting;
            self.chip(canvas, cell.chip(), x + pad, y + row_pad + RISE * size, size);
            x += width;
        }
    }

    fn chip(&self, canvas: &mut Canvas<'_, '_>, class: Option<usize>, x: f32, baseline: f32, size: f32) {
        if let Some(class) = class {
            canvas.chip(class, x, baseline, size);
        }
    }

    fn words(&self, canvas: &mut Canvas<'_, '_>, placed: &Placed, tags: &mut Tags) {
        let (x, y) = (self.page.left(), placed.y);
        match placed.item {
            Item::Title { block, continued } => self.title(canvas, block, continued, y, tags),
            Item::TableHead { block, repeated } => self.table_head(canvas, block, repeated, y, tags),
            Item::GroupHeading { block, group, continued } => {
                self.group_heading(canvas, (block, group), continued, y, tags);
            }
            Item::Row { block, group, row, .. } => self.row(canvas, block, (group, row), y, tags),
            Item::TableEnd { .. } => {}
            Item::TableNote { block, note } => {
                let Some(lines) = self.table(block).and_then(|table| table.notes.get(note)) else { return };
                tags.paragraph(canvas.content(|canvas| lines_down(canvas, lines, x, y, note_body(), GREY)));
            }
            Item::Paragraph { block, paragraph, from, to } => {
                let Some(SetBlock::Text(text)) = self.blocks.get(block) else { return };
                let Some(lines) = text.paragraphs.get(paragraph).and_then(|lines| lines.get(from..to)) else {
                    return;
                };
                tags.paragraph(canvas.content(|canvas| {
                    if text.indent > 0.0 && from == 0 {
                        canvas.text("\u{2022}", Face::Regular, x + 2.0, y + RISE * BODY.size, BODY.size, INK);
                    }
                    lines_down(canvas, lines, x + text.indent, y, BODY, INK);
                }));
            }
            Item::Slot { block, slot } => {
                let Some(SetBlock::Grid(own)) = self.blocks.get(block) else { return };
                tags.paragraph(canvas.content(|canvas| grid::words(canvas, own, slot, x, y)));
            }
            Item::Signatures => {
                let (each, gap) = signature(self.page, self.sheet.signatures.len());
                for (index, label) in self.sheet.signatures.iter().enumerate() {
                    let x = x + index as f32 * (each + gap);
                    let label = one_line(label, Type { size: 7.4, bold: false }, each);
                    tags.paragraph(canvas.content(|canvas| canvas.line(&label, x, y + 47.0, 7.4, GREY)));
                }
            }
        }
    }

    fn title(&self, canvas: &mut Canvas<'_, '_>, block: usize, continued: bool, y: f32, tags: &mut Tags) {
        let (title, class) = match self.blocks.get(block) {
            Some(SetBlock::Table(table)) => (table.table.title.as_str(), table.table.class),
            Some(SetBlock::Text(text)) => (text.title, None),
            Some(SetBlock::Grid(_)) | None => return,
        };
        let x = self.page.left() + if class.is_some() { CHIP + 1.5 } else { 0.0 };
        let baseline = y + RISE * TITLE.size;
        let set = |words: &str| one_line(words, TITLE, self.page.right() - x);
        if continued {
            let line = set(&format!("{title} (continued)"));
            canvas.decoration(ArtifactType::PaginationOther, |canvas| {
                canvas.line(&line, x, baseline, TITLE.size, INK);
            });
        } else {
            let line = set(title);
            let heard = canvas.content(|canvas| canvas.line(&line, x, baseline, TITLE.size, INK));
            tags.heading(&super::shortened(title), heard);
        }
    }

    fn table_head(&self, canvas: &mut Canvas<'_, '_>, block: usize, repeated: bool, y: f32, tags: &mut Tags) {
        let Some(table) = self.table(block) else { return };
        let size = head_size(table.setting.size);
        let set = Type { size, bold: true };
        let bottom = y + table.head_height - table.setting.row_pad;
        let draw = |column: usize, canvas: &mut Canvas<'_, '_>| {
            let Some(lines) = table.heads.get(column) else { return };
            let top = bottom - lines.len() as f32 * leading(size);
            let (x, width) = place(table, self.page.left(), column);
            let own = table.table.columns.get(column);
            let align = own.map_or(Align::Left, |column| column.align);
            let even = own.is_some_and(|column| column.width == Width::Even);
            let (align, width) = match (align, even, table.insets.get(column)) {
                (Align::Right, true, _) => (Align::Centre, width),
                (Align::Right, false, Some(inset)) => (align, width - inset),
                _ => (align, width),
            };
            for (index, line) in lines.iter().enumerate() {
                let baseline = top + index as f32 * leading(size) + RISE * size;
                canvas.line(line, aligned(align, x, width, line.width), baseline, set.size, GREY);
            }
        };
        let columns = table.table.columns.len();
        if repeated {
            canvas.decoration(ArtifactType::PaginationOther, |canvas| {
                (0..columns).for_each(|column| draw(column, canvas));
            });
        } else {
            let cells = (0..columns).map(|column| canvas.content(|canvas| draw(column, canvas))).collect();
            tags.table_head(block, cells);
        }
    }

    fn group_heading(
        &self,
        canvas: &mut Canvas<'_, '_>,
        at: (usize, usize),
        continued: bool,
        y: f32,
        tags: &mut Tags,
    ) {
        let Some(table) = self.table(at.0) else { return };
        let Some(group) = table.table.groups.get(at.1) else { return };
        let size = table.setting.size + 0.8;
        let x = self.page.left() + table.setting.pad + if group.class.is_some() { CHIP + 1.0 } else { 0.0 };
        let set = |words: &str| one_line(words, Type { size, bold: true }, self.page.right() - x);
        let baseline = y + 3.5 + RISE * size;
        if continued {
            let line = set(&format!("{} (continued)", group.heading));
            canvas.decoration(ArtifactType::PaginationOther, |canvas| {
                canvas.line(&line, x, baseline, size, INK)
            });
        } else {
            let line = set(&group.heading);
            let heard = canvas.content(|canvas| canvas.line(&line, x, baseline, size, INK));
            tags.group_heading(at.0, heard, table.table.columns.len());
        }
    }

    fn row(&self, canvas: &mut Canvas<'_, '_>, block: usize, at: (usize, usize), y: f32, tags: &mut Tags) {
        let Some(table) = self.table(block) else { return };
        let Some(row) = table.groups.get(at.0).and_then(|group| group.rows.get(at.1)) else { return };
        let set = Type { size: table.setting.size, bold: row.row.stressed };
        let mut heard = Vec::with_capacity(row.cells.len());
        for (column, own) in row.cells.iter().enumerate() {
            let cell = row.row.cell(column);
            let (x, width) = place(table, self.page.left(), column);
            let align = table.table.columns.get(column).map_or(Align::Left, |column| column.align);
            heard.push(canvas.content(|canvas| {
                let chip = if cell.chip().is_some() { CHIP } else { 0.0 };
                // Marks hang behind numbers, so that figures stand under figures.
                let inset = table.insets.get(column).copied().unwrap_or(0.0);
                let after = if align == Align::Right { inset } else { 0.0 };
                for (index, line) in own.lines.iter().enumerate() {
                    let baseline =
                        y + table.setting.row_pad + RISE * set.size + index as f32 * leading(set.size);
                    let start = aligned(align, x + chip, width - chip - after, line.width);
                    canvas.line(line, start, baseline, set.size, ink(cell));
                    if let Some(marks) = own.marks.as_deref().filter(|_| index == 0) {
                        let size = note_type(set).size;
                        let end = start + line.width + 0.4;
                        canvas.text(marks, Face::Regular, end, baseline - set.size * 0.33, size, ink(cell));
                    }
                    if index + 1 < own.lines.len() || own.below.is_some() {
                        // A reader must not run two lines' words together.
                        canvas.text(" ", Face::Regular, start + line.width, baseline, set.size, ink(cell));
                    }
                }
                if let Some(line) = &own.below {
                    let size = below_type(set).size;
                    let above = own.lines.len().max(1) as f32 * leading(set.size);
                    let baseline = y + table.setting.row_pad + above + RISE * size;
                    let even = table.table.columns.get(column).is_some_and(|own| own.width == Width::Even);
                    let (align, after) = if even { (Align::Centre, 0.0) } else { (align, after) };
                    let start = aligned(align, x + chip, width - chip - after, line.width);
                    canvas.line(line, start, baseline, size, ink(cell));
                }
            }));
        }
        tags.row(block, heard, table.table.row_head);
    }
}

fn ink(cell: &Cell) -> palette::Colour {
    if cell.ground == Ground::Disqualified { WHITE } else { INK }
}

fn width(table: &SetTable<'_>) -> f32 {
    table.setting.widths.iter().sum()
}

/// Left end and width of a column's text.
fn place(table: &SetTable<'_>, left: f32, column: usize) -> (f32, f32) {
    let before: f32 = table.setting.widths.iter().take(column).sum();
    let own = table.setting.widths.get(column).copied().unwrap_or(0.0);
    (left + before + table.setting.pad, own - 2.0 * table.setting.pad)
}

fn aligned(align: Align, x: f32, room: f32, width: f32) -> f32 {
    match align {
        Align::Left => x,
        Align::Centre => x + (room - width) / 2.0,
        Align::Right => x + room - width,
    }
}

fn lines_down(
    canvas: &mut Canvas<'_, '_>,
    lines: &[Line],
    x: f32,
    y: f32,
    set: Type,
    colour: palette::Colour,
) {
    for (index, line) in lines.iter().enumerate() {
        let baseline = y + RISE * set.size + index as f32 * leading(set.size);
        canvas.line(line, x, baseline, set.size, colour);
    }
}

/// Width of one signature's line, and the gap to the next.
fn signature(page: Page, count: usize) -> (f32, f32) {
    let gap = 24.0;
    let count = count.max(1) as f32;
    (((page.measure() - gap * (count - 1.0)) / count).min(180.0), gap)
}
