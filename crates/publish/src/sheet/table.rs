//! A table of a sheet: columns, and rows in groups that stay together on a page.

use crate::sheet::Cell;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Short name for files and sheets of a workbook, such as `GTS`; unique in the sheet.
    pub id: String,
    /// Shown above the table where it is not empty.
    pub title: String,
    /// Where the table is less than its title says: a sentence that every form says. May be empty.
    pub caveat: String,
    /// Index of the class the table is about, into the sheet's classes.
    pub class: Option<usize>,
    pub arrangement: Arrangement,
    pub columns: Vec<Column>,
    /// Column that names the row: its cells are row headers.
    pub row_head: Option<usize>,
    pub groups: Vec<Group>,
    /// Notes; cells refer to the first as number 1. One that no cell refers to is about the whole table.
    pub notes: Vec<Note>,
}

/// A note below a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Note {
    /// What stands behind the cells that refer to it; empty where that is its number.
    pub mark: &'static str,
    pub text: String,
}

impl<T: Into<String>> From<T> for Note {
    fn from(text: T) -> Note {
        Note { mark: "", text: text.into() }
    }
}

/// How the rows stand on paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Arrangement {
    #[default]
    Rows,
    /// Two by two as on the road: the first column is the place, the row's head the car's number.
    Grid,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    #[default]
    Left,
    Centre,
    /// Numbers and times.
    Right,
}

/// How a column gets its width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Width {
    /// As wide as its widest cell; never wrapped while that can be helped.
    #[default]
    Fit,
    /// Takes part in what is left over, by that weight; may wrap.
    Grow(u16),
    /// As wide as its widest equal: all columns with this policy in a table share one width (rounds of a season).
    Even,
    /// One of many narrow columns of a chart, all of one width: on paper the table goes on below or overleaf with its
    /// other columns repeated.
    Chart,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Column {
    /// Name for machines: the column's head in CSV, such as `best_lap_ms`.
    pub key: String,
    /// Head as shown, short.
    pub head: String,
    /// Head in full, for screen readers and tool tips; empty where `head` is already that.
    pub full: String,
    pub align: Align,
    pub width: Width,
    /// When the column is left out where there is no room for all: the highest goes first, 0 never.
    pub rank: u8,
    /// Unit of the numbers, shown below the head: `km/h`.
    pub unit: String,
}

impl Column {
    pub fn new(key: &str, head: &str) -> Column {
        Column { key: key.to_owned(), head: head.to_owned(), ..Column::default() }
    }

    #[must_use]
    pub fn full(mut self, full: &str) -> Column {
        self.full = full.to_owned();
        self
    }

    #[must_use]
    pub fn right(mut self) -> Column {
        self.align = Align::Right;
        self
    }

    #[must_use]
    pub fn centre(mut self) -> Column {
        self.align = Align::Centre;
        self
    }

    #[must_use]
    pub fn grow(mut self, weight: u16) -> Column {
        self.width = Width::Grow(weight);
        self
    }

    #[must_use]
    pub fn even(mut self) -> Column {
        self.width = Width::Even;
        self
    }

    #[must_use]
    pub fn chart(mut self) -> Column {
        self.width = Width::Chart;
        self.align = Align::Centre;
        self
    }

    #[must_use]
    pub fn unit(mut self, unit: &str) -> Column {
        self.unit = unit.to_owned();
        self
    }

    /// May be left out where there is no room, those of the highest rank first.
    #[must_use]
    pub fn dispensable(mut self, rank: u8) -> Column {
        self.rank = rank;
        self
    }

    /// The head in full words.
    pub fn words(&self) -> &str {
        if self.full.is_empty() { &self.head } else { &self.full }
    }
}

/// Rows that belong together: one page where they fit on one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// Heading across the table, where there is one.
    pub heading: String,
    /// Index into the sheet's classes, for the heading's chip.
    pub class: Option<usize>,
    pub rows: Vec<Row>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// One a column; missing ones are empty, further ones are left out.
    pub cells: Vec<Cell>,
    /// Set off by bold type: a winner.
    pub stressed: bool,
    /// A rule above the row: here the classified end, or a champion is parted from the rest.
    pub parted: bool,
}

impl Row {
    pub fn new(cells: Vec<Cell>) -> Row {
        Row { cells, ..Row::default() }
    }

    /// The cell of a column; an empty one where the row is too short.
    pub fn cell(&self, column: usize) -> &Cell {
        static EMPTY: Cell = Cell {
            value: crate::sheet::Value::Empty,
            lines: Vec::new(),
            class: None,
            ground: crate::sheet::Ground::None,
            notes: Vec::new(),
            below: String::new(),
        };
        self.cells.get(column).unwrap_or(&EMPTY)
    }
}

impl Table {
    /// The notes in order, each with its mark where a cell refers to it.
    pub fn marked_notes(&self) -> impl Iterator<Item = (Option<String>, &str)> {
        let referred =
            |number| self.rows().any(|row| row.cells.iter().any(|own| own.notes.contains(&number)));
        self.notes
            .iter()
            .zip(1..)
            .map(move |(note, number)| (referred(number).then(|| self.mark(number)), note.text.as_str()))
    }

    /// What stands behind a cell for a note: its own mark, else its number among those that have none.
    pub fn mark(&self, note: usize) -> String {
        let before = self.notes.get(..note).unwrap_or(&self.notes);
        match before.last() {
            Some(own) if !own.mark.is_empty() => own.mark.to_owned(),
            _ => before.iter().filter(|own| own.mark.is_empty()).count().to_string(),
        }
    }

    /// The marks of a cell's notes.
    pub fn marks(&self, cell: &Cell) -> Vec<String> {
        cell.notes.iter().map(|&note| self.mark(note)).collect()
    }

    /// All rows in order.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.groups.iter().flat_map(|group| &group.rows)
    }
}
