//! A table of texts that fits its terminal.

use comfy_table::{Attribute, Cell, CellAlignment, Color, LineStyle, Table, TableStyle};
use parcferme_publish::palette;
use std::fmt::Write;

/// A column and how it behaves where the terminal is narrow.
#[derive(Clone, Debug)]
pub struct Column {
    pub name: String,
    /// One of many of its kind, such as rounds: what the kind is called. Empty for others.
    pub of_many: &'static str,
    pub right: bool,
    /// Characters below which the column is not cut; none where it is never cut.
    pub shrinks_to: Option<usize>,
    /// When the column is left out on a narrow terminal: the highest goes first, 0 never.
    pub dispensable: u8,
}

impl Column {
    pub fn left(name: impl Into<String>) -> Column {
        Column { name: name.into(), of_many: "", right: false, shrinks_to: None, dispensable: 0 }
    }

    pub fn right(name: impl Into<String>) -> Column {
        Column { right: true, ..Column::left(name) }
    }

    #[must_use]
    pub fn dispensable(self, rank: u8) -> Column {
        Column { dispensable: rank, ..self }
    }

    #[must_use]
    pub fn of_many(self, kind: &'static str) -> Column {
        Column { of_many: kind, ..self }
    }

    #[must_use]
    pub fn shrinks_to(self, characters: usize) -> Column {
        Column { shrinks_to: Some(characters), ..self }
    }
}

/// A table with notes below.
#[derive(Clone, Debug, Default)]
pub struct TextTable {
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<String>>,
    /// The column that names a class, and the classes in the order of their colours.
    pub classes: Option<(usize, Vec<String>)>,
    /// Rows to stand out, such as class winners.
    pub bold: Vec<usize>,
    /// Lines across the table, each with the row that it stands above.
    pub headings: Vec<(usize, String)>,
    pub notes: Vec<String>,
}

/// Two blanks between columns.
const GAP: usize = 2;
/// A notes line is broken after this many characters where the terminal's width is not known.
const NOTE_WIDTH: usize = 110;

impl TextTable {
    /// Aligned text. Where `width` is given, dispensable columns are left out to fit, and named below; where that is not
    /// enough, long cells are cut.
    ///
    /// Colours are codes in the text; the stream strips them where they are not wanted.
    pub fn text(&self, width: Option<usize>) -> String {
        let (shown, widths) = self.fit(width);
        let mut table = Table::new();
        let rule = LineStyle::none().fill('─');
        table.load_style(TableStyle::new().header_separator(rule));
        table.enforce_styling();
        let header = shown.iter().map(|&c| Cell::new(&self.columns[c].name).add_attribute(Attribute::Bold));
        table.set_header(header.collect::<Vec<_>>());
        for (index, row) in self.rows.iter().enumerate() {
            let cell = |(&c, &width): (&usize, &usize)| {
                let mut cell = Cell::new(cut(row.get(c).map_or("", String::as_str), width));
                if let Some(colour) = self.class_colour(c, row) {
                    cell = cell.fg(colour);
                }
                if self.bold.contains(&index) { cell.add_attribute(Attribute::Bold) } else { cell }
            };
            table.add_row(shown.iter().zip(&widths).map(cell).collect::<Vec<_>>());
        }
        for (index, &c) in shown.iter().enumerate() {
            if let Some(column) = table.column_mut(index) {
                column.set_padding((0, if index + 1 < shown.len() { 2 } else { 0 }));
                column.set_cell_alignment(if self.columns[c].right {
                    CellAlignment::Right
                } else {
                    CellAlignment::Left
                });
            }
        }
        let mut text = String::new();
        const HEAD_LINES: usize = 2;
        let mut headings = self.headings.iter().peekable();
        for (index, line) in table.lines().enumerate() {
            while let Some((_, heading)) = headings.next_if(|(row, _)| row + HEAD_LINES == index) {
                let _ = writeln!(text, "{heading}");
            }
            let _ = writeln!(text, "{}", trimmed(&line));
        }
        let left_out = self.left_out(&shown, width);
        if !self.notes.is_empty() || left_out.is_some() {
            text.push('\n');
        }
        for note in self.notes.iter().chain(&left_out) {
            text.push_str(&paragraph(note, width));
        }
        text
    }

    /// Which columns are not shown, where something stands in them.
    fn left_out(&self, shown: &[usize], width: Option<usize>) -> Option<String> {
        let filled = |c: &usize| self.rows.iter().any(|row| row.get(*c).is_some_and(|cell| !cell.is_empty()));
        let named = |c: &usize| !self.columns[*c].name.is_empty();
        let all: Vec<usize> =
            (0..self.columns.len()).filter(|c| !shown.contains(c)).filter(filled).filter(named).collect();
        let width = width.unwrap_or_default();
        let names: Vec<String> = all
            .chunk_by(|a, b| self.columns[*a].of_many == self.columns[*b].of_many)
            .flat_map(|own| self.names(own))
            .collect();
        (!names.is_empty()).then(|| {
            format!(
                "Left out to fit {width} columns: {}. In a file, or with `| less -S`, all are shown.",
                names.join(", ")
            )
        })
    }

    /// `rounds 1 to 12` of many of a kind, which stand side by side; the names of others.
    fn names(&self, columns: &[usize]) -> Vec<String> {
        let name = |c: &usize| self.columns[*c].name.clone();
        let (Some(first), Some(last)) = (columns.first(), columns.last()) else { return Vec::new() };
        match (self.columns[*first].of_many, columns.len()) {
            ("", _) => columns.iter().map(name).collect(),
            (kind, 1) => vec![format!("{kind} {}", name(first))],
            (kind, _) => vec![format!("{kind}s {} to {}", name(first), name(last))],
        }
    }

    fn class_colour(&self, column: usize, row: &[String]) -> Option<Color> {
        let (_, classes) = self.classes.as_ref().filter(|(at, _)| *at == column)?;
        let index = classes.iter().position(|class| Some(class) == row.get(column))?;
        let colour = palette::class(index);
        Some(Color::Rgb { r: colour.red, g: colour.green, b: colour.blue })
    }

    /// The columns that fit and the width of each.
    fn fit(&self, width: Option<usize>) -> (Vec<usize>, Vec<usize>) {
        let natural = |c: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(c)).map(|cell| cell.chars().count());
            cells.chain([self.columns[c].name.chars().count()]).max().unwrap_or(0)
        };
        let mut shown: Vec<usize> = (0..self.columns.len()).collect();
        let mut widths: Vec<usize> = shown.iter().map(|&c| natural(c)).collect();
        let Some(limit) = width else { return (shown, widths) };
        loop {
            let total: usize = widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
            let Some(over) = total.checked_sub(limit).filter(|&over| over > 0) else { break };
            // A name that is cut is a name less; a column that is left out is named below.
            let rank = |&at: &usize| self.columns[shown[at]].dispensable;
            if let Some(first) = (0..shown.len()).filter(|at| rank(at) > 0).max_by_key(rank) {
                shown.remove(first);
                widths.remove(first);
                continue;
            }
            let spare = |at: &usize| {
                widths[*at].saturating_sub(self.columns[shown[*at]].shrinks_to.unwrap_or(usize::MAX))
            };
            let widest = (0..shown.len()).filter(|at| spare(at) > 0).max_by_key(|&at| widths[at]);
            let Some(at) = widest else { break };
            widths[at] -= over.min(spare(&at)).min(8);
        }
        (shown, widths)
    }
}

/// A line without the blanks at its end, also where a code behind them ends a style.
fn trimmed(line: &str) -> String {
    const RESET: &str = "\u{1b}[0m";
    match line.trim_end().strip_suffix(RESET) {
        Some(styled) => format!("{}{RESET}", styled.trim_end()),
        None => line.trim_end().to_owned(),
    }
}

/// At most `width` characters, the last a `…` where some were cut.
fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    text.chars().take(width.saturating_sub(1)).chain(['…']).collect()
}

/// Running text in lines that fit, ending with one.
pub fn paragraph(text: &str, width: Option<usize>) -> String {
    broken(text, width.unwrap_or(NOTE_WIDTH).min(NOTE_WIDTH))
}

/// A note over several lines, the further ones indented.
fn broken(note: &str, width: usize) -> String {
    let indent = note.len() - note.trim_start().len();
    // Blanks in front, and whether a word stands behind them.
    let (mut text, mut used, mut begun) = (" ".repeat(indent), indent, false);
    for word in note.split_whitespace() {
        let length = word.chars().count();
        if begun && used + 1 + length > width {
            text.push_str("\n  ");
            used = 2;
        } else if begun {
            text.push(' ');
            used += 1;
        }
        text.push_str(word);
        begun = true;
        used += length;
    }
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> TextTable {
        TextTable {
            columns: vec![
                Column::right("pos"),
                Column::left("team").shrinks_to(6),
                Column::left("best").dispensable(1),
            ],
            rows: vec![
                vec!["1".into(), "A very long name, of a team".into(), "1:49.497".into()],
                vec!["10".into(), "B|C".into(), "".into()],
            ],
            notes: vec!["A note.".into()],
            ..TextTable::default()
        }
    }

    #[test]
    fn headings_stand_above_their_rows() {
        let headings = vec![(0, "First".to_owned()), (1, "Second".to_owned())];
        let text = anstream::adapter::strip_str(&TextTable { headings, ..table() }.text(None)).to_string();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!((lines[2], lines[4]), ("First", "Second"));
        assert!(lines[3].contains("1:49.497") && lines[5].contains("B|C"), "{text}");
    }

    #[test]
    fn of_many_columns_the_first_are_left_out_and_counted() {
        let rounds = (1..=24).map(|n| Column::right(n.to_string()).of_many("round").dispensable(25 - n));
        let name = Column::left("driver").shrinks_to(12);
        let table = TextTable {
            columns: [Column::right("pos"), name].into_iter().chain(rounds).collect(),
            rows: vec![
                ["1", "Gianmaria Bruni-Vettelschuh"]
                    .into_iter()
                    .chain(["25"; 24])
                    .map(str::to_owned)
                    .collect(),
            ],
            ..TextTable::default()
        };
        let text = anstream::adapter::strip_str(&table.text(Some(80))).to_string();
        assert!(text.contains("Gianmaria Bruni-Vettelschuh") && text.contains(" 24\n"), "{text}");
        assert!(text.contains("Left out to fit 80 columns: rounds 1 to 12."), "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    }

    fn shown(width: Option<usize>) -> String {
        anstream::adapter::strip_str(&table().text(width)).to_string()
    }

    #[test]
    fn terminal_tables_fit_their_width() {
        assert_eq!(
            shown(None),
            format!(
                "pos  team                         best\n{}\n  1  A very long name, of a team  1:49.497\n 10  B|C\n\nA note.\n",
                "─".repeat(42)
            )
        );
        let widest = |width| shown(Some(width)).lines().map(|l| l.chars().count()).max();
        assert_eq!(widest(30), Some(30));
        assert_eq!(widest(12), Some(12), "{}", shown(Some(12)));
        assert!(
            shown(Some(40)).contains("A note.\nLeft out to fit 40 columns: best. In a"),
            "{}",
            shown(Some(40))
        );
        assert!(shown(Some(40)).contains("A very long name, of a team"), "no name is cut for a column");
    }
}
