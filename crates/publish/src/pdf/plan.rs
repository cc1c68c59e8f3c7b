//! Which piece of the sheet stands where on which page.
//!
//! A row is never split; a group stays on one page where it fits on one; the head of a table repeats; a page does
//! not end with a heading, nor begin with the last row of a long group, with the notes of a table that is gone, or with
//! nothing but signatures.

use super::grid::SetGrid;
use super::set::{BODY, SetBlock, SetGroup, SetTable, SetText, TITLE, leading, note_body};

/// A piece, by indices into the set blocks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Item {
    /// Title above a table or a list of notes.
    Title {
        block: usize,
        continued: bool,
    },
    TableHead {
        block: usize,
        repeated: bool,
    },
    GroupHeading {
        block: usize,
        group: usize,
        continued: bool,
    },
    Row {
        block: usize,
        group: usize,
        row: usize,
        shaded: bool,
    },
    /// The rule that ends a table on this page.
    TableEnd {
        block: usize,
    },
    /// A numbered note below a table.
    TableNote {
        block: usize,
        note: usize,
    },
    Paragraph {
        block: usize,
        paragraph: usize,
        from: usize,
        to: usize,
    },
    /// A place on the grid.
    Slot {
        block: usize,
        slot: usize,
    },
    Signatures,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Placed {
    /// Top of the piece.
    pub y: f32,
    pub item: Item,
}

/// The room of the pages.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    pub first_top: f32,
    pub next_top: f32,
    pub bottom: f32,
}

pub(super) const BLOCK_GAP: f32 = 14.0;
pub(super) const SIGNATURES: f32 = 54.0;
const TITLE_HEIGHT: f32 = TITLE.size + 7.0;

pub(super) fn heading_height(size: f32) -> f32 {
    leading(size + 0.8) + 7.0
}

struct Planner {
    pages: Vec<Vec<Placed>>,
    y: f32,
    room: Room,
}

/// At least one page, even for an empty sheet.
pub(super) fn plan(blocks: &[SetBlock<'_>], signatures: bool, room: Room) -> Vec<Vec<Placed>> {
    let mut planner = Planner { pages: vec![Vec::new()], y: room.first_top, room };
    for (index, block) in blocks.iter().enumerate() {
        if !planner.at_top() {
            planner.y += BLOCK_GAP;
        }
        match block {
            SetBlock::Table(table) => {
                let last = signatures && index + 1 == blocks.len();
                planner.table(index, table, if last { SIGNATURES } else { 0.0 });
            }
            SetBlock::Grid(grid) => planner.grid(index, grid),
            SetBlock::Text(text) => planner.text(index, text),
        }
    }
    if signatures {
        planner.make_room(SIGNATURES);
        planner.put(Item::Signatures, SIGNATURES);
    }
    planner.pages
}

impl Planner {
    fn at_top(&self) -> bool {
        self.pages.last().is_none_or(Vec::is_empty)
    }

    fn left(&self) -> f32 {
        self.room.bottom - self.y
    }

    fn turn(&mut self) {
        self.pages.push(Vec::new());
        self.y = self.room.next_top;
    }

    fn make_room(&mut self, height: f32) {
        if height > self.left() && !self.at_top() {
            self.turn();
        }
    }

    fn put(&mut self, item: Item, height: f32) {
        let y = self.y;
        // There is always a page: the first is made with the planner.
        if let Some(page) = self.pages.last_mut() {
            page.push(Placed { y, item });
        }
        self.y += height;
    }

    /// `below` is what must stay with the end of the table.
    fn table(&mut self, block: usize, table: &SetTable<'_>, below: f32) {
        let note = |lines: &Vec<_>| lines.len() as f32 * leading(note_body().size);
        let notes: f32 = table.notes.iter().map(note).sum();
        // Where notes fill a page of their own they cannot stay together with anything.
        let tail =
            if notes > (self.room.bottom - self.room.next_top) / 3.0 { 0.0 } else { 3.0 + notes + below };
        let title = if table.table.title.is_empty() { 0.0 } else { TITLE_HEIGHT };
        let lead = title + table.head_height;
        let tail_of = |index: usize| if index + 1 == table.groups.len() { tail } else { 0.0 };
        let first = table.groups.first().map_or(0.0, |group| self.claim(table, group, (lead, tail_of(0))));
        self.make_room(lead + first);
        self.lead(block, table, false);
        let mut shaded = false;
        for (index, group) in table.groups.iter().enumerate() {
            let tail = tail_of(index);
            if index > 0 && self.claim(table, group, (lead, tail)) > self.left() {
                self.put(Item::TableEnd { block }, 0.0);
                self.turn();
                self.lead(block, table, true);
            }
            self.group((block, table, index), (lead, tail), &mut shaded);
        }
        self.put(Item::TableEnd { block }, 3.0);
        for (note, lines) in table.notes.iter().enumerate() {
            let height = lines.len() as f32 * leading(note_body().size);
            self.make_room(height);
            self.put(Item::TableNote { block, note }, height);
        }
    }

    /// Two by two, the second of each pair half a place behind.
    fn grid(&mut self, block: usize, grid: &SetGrid) {
        let pair = grid.slot_height * 1.5;
        for slot in (0..grid.slots.len()).step_by(2) {
            self.make_room(pair);
            self.put(Item::Slot { block, slot }, grid.slot_height * 0.5);
            if slot + 1 < grid.slots.len() {
                self.put(Item::Slot { block, slot: slot + 1 }, 0.0);
            }
            self.y += grid.slot_height * 0.5 + grid.gap;
        }
        self.y += grid.slot_height * 0.5;
    }

    /// Title and head of a table.
    fn lead(&mut self, block: usize, table: &SetTable<'_>, continued: bool) {
        if !table.table.title.is_empty() {
            self.put(Item::Title { block, continued }, TITLE_HEIGHT);
        }
        self.put(Item::TableHead { block, repeated: continued }, table.head_height);
    }

    /// Height that must be free before a group begins: all of it and what must stay with its end, where a page can hold
    /// that, else its heading and three rows.
    fn claim(&self, table: &SetTable<'_>, group: &SetGroup<'_>, (lead, tail): (f32, f32)) -> f32 {
        let heading = heading_of(table, group);
        let rows = |rows: &[_]| rows.iter().map(|row: &super::set::SetRow<'_>| row.height).sum::<f32>();
        let whole = heading + rows(&group.rows) + tail;
        if lead + whole <= self.room.bottom - self.room.next_top {
            return whole;
        }
        heading + rows(&group.rows[..group.rows.len().min(3)])
    }

    /// `tail` must fit below the group's last row.
    fn group(
        &mut self,
        (block, table, index): (usize, &SetTable<'_>, usize),
        (lead, tail): (f32, f32),
        shaded: &mut bool,
    ) {
        let group = &table.groups[index];
        let heading = heading_of(table, group);
        if heading > 0.0 {
            self.put(Item::GroupHeading { block, group: index, continued: false }, heading);
            *shaded = false;
        }
        for (row, set) in group.rows.iter().enumerate() {
            let last_two = row + 2 == group.rows.len() && group.rows.len() > 2;
            let with = if last_two { group.rows[row + 1].height } else { 0.0 };
            let ends = if last_two || row + 1 == group.rows.len() { tail } else { 0.0 };
            let wanted = set.height + with + ends;
            let fits_a_page = lead + heading + wanted <= self.room.bottom - self.room.next_top;
            let wanted = if fits_a_page { wanted } else { set.height };
            if wanted > self.left() && row > 0 {
                self.put(Item::TableEnd { block }, 0.0);
                self.turn();
                self.lead(block, table, true);
                if heading > 0.0 {
                    self.put(Item::GroupHeading { block, group: index, continued: true }, heading);
                }
            }
            self.put(Item::Row { block, group: index, row, shaded: *shaded }, set.height);
            *shaded = !*shaded;
        }
    }

    fn text(&mut self, block: usize, text: &SetText<'_>) {
        let line = leading(BODY.size);
        if !text.title.is_empty() {
            self.make_room(TITLE_HEIGHT + line);
            self.put(Item::Title { block, continued: false }, TITLE_HEIGHT);
        }
        for (paragraph, lines) in text.paragraphs.iter().enumerate() {
            let mut from = 0;
            while from < lines.len() {
                self.make_room(line);
                let fitting = (self.left() / line).max(1.0) as usize;
                let to = lines.len().min(from + fitting);
                self.put(Item::Paragraph { block, paragraph, from, to }, (to - from) as f32 * line);
                from = to;
            }
            self.y += 2.0;
        }
    }
}

fn heading_of(table: &SetTable<'_>, group: &SetGroup<'_>) -> f32 {
    if group.group.heading.is_empty() { 0.0 } else { heading_height(table.setting.size) }
}

#[cfg(test)]
mod tests {
    use super::super::set::set_blocks;
    use super::*;
    use crate::sheet::{Block, Cell, Column, Group, Row, Table};
    use std::collections::BTreeMap;

    const ROOM: Room = Room { first_top: 100.0, next_top: 50.0, bottom: 500.0 };

    fn pages(groups: &[usize]) -> Vec<Vec<Placed>> {
        let table = Table {
            columns: vec![Column::new("n", "No")],
            groups: groups
                .iter()
                .map(|rows| Group {
                    heading: "GT".to_owned(),
                    rows: (0..*rows).map(|n| Row::new(vec![Cell::whole(n as i64)])).collect(),
                    ..Group::default()
                })
                .collect(),
            ..Table::default()
        };
        let blocks = [Block::Table(table)];
        let (set, _) = set_blocks(&blocks, &BTreeMap::new(), 400.0, 300.0);
        plan(&set, true, ROOM)
    }

    fn rows(page: &[Placed], of_group: usize) -> usize {
        page.iter()
            .filter(|placed| matches!(placed.item, Item::Row { group, .. } if group == of_group))
            .count()
    }

    #[test]
    fn a_group_that_fits_on_a_page_is_not_split() {
        for first in 1..25 {
            let pages = pages(&[first, 20]);
            assert_eq!(pages.iter().filter(|page| rows(page, 1) > 0).count(), 1, "{first} rows before");
        }
    }

    #[test]
    fn every_row_stands_once_and_inside_the_page_under_a_head() {
        for count in [0, 1, 2, 3, 28, 29, 30, 31, 60, 90, 200] {
            let pages = pages(&[count]);
            assert_eq!(pages.iter().map(|page| rows(page, 0)).sum::<usize>(), count);
            for (number, page) in pages.iter().enumerate() {
                assert!(page.iter().all(|placed| placed.y < ROOM.bottom), "{count} rows, page {number}");
                if rows(page, 0) > 0 {
                    assert!(
                        matches!(page[0].item, Item::TableHead { repeated, .. } if repeated == (number > 0))
                    );
                    assert!(count < 2 || rows(page, 0) > 1, "{count} rows: a page with one row");
                }
            }
        }
    }
}
