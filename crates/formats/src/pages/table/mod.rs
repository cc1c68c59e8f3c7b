//! Tables of both forms, wikitext and flattened pipe rows, into one grid with spans resolved.

mod grid;
mod source;

pub(crate) use grid::report;
pub(crate) use source::{Builder, Step};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// `{| ... |}`: spans are stated.
    Wikitext,
    /// `| a | b |`: spans were lost, rows are padded at their end.
    Pipes,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cell {
    pub line: u32,
    /// Text without markup; `\n` where the cell breaks a line.
    pub text: String,
    pub header: bool,
    pub bold: bool,
    pub italic: bool,
    /// Background colour as stated, lower case, such as `#ffffbf`.
    pub background: Option<String>,
    pub rowspan: usize,
    pub colspan: usize,
}

/// One place of the grid: which cell covers it, and whether the cell began in a row above.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Slot {
    pub cell: usize,
    pub from_above: bool,
    pub from_left: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Row {
    pub line: u32,
    pub slots: Vec<Slot>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Table {
    pub line: u32,
    pub form: Form,
    pub rows: Vec<Row>,
    pub cells: Vec<Cell>,
}

impl Table {
    pub fn cell(&self, row: usize, column: usize) -> Option<&Cell> {
        self.cells.get(self.rows.get(row)?.slots.get(column)?.cell)
    }

    /// The cell that begins in this row at this column, not one that reaches into it.
    pub fn own(&self, row: usize, column: usize) -> Option<&Cell> {
        let slot = self.rows.get(row)?.slots.get(column)?;
        if slot.from_above || slot.from_left { None } else { self.cells.get(slot.cell) }
    }

    pub fn text(&self, row: usize, column: usize) -> &str {
        self.cell(row, column).map_or("", |cell| cell.text.as_str())
    }

    pub fn columns(&self) -> usize {
        self.rows.iter().map(|row| row.slots.len()).max().unwrap_or(0)
    }

    /// Rows at the top that hold only header cells; of pipe rows, which mark none, the first.
    pub fn header_rows(&self) -> usize {
        match self.form {
            Form::Pipes => usize::from(!self.rows.is_empty()),
            Form::Wikitext => {
                self.rows.iter().take_while(|row| self.own_cells(row).all(|cell| cell.header)).count()
            }
        }
    }

    /// The cells that begin in this row or reach into it.
    fn own_cells<'a>(&'a self, row: &'a Row) -> impl Iterator<Item = &'a Cell> {
        row.slots.iter().filter_map(|slot| self.cells.get(slot.cell))
    }

    /// The first row as one line of text.
    pub fn header_text(&self) -> String {
        let row = self.rows.first().map(|row| row.slots.as_slice()).unwrap_or_default();
        let texts: Vec<&str> =
            row.iter().map(|slot| self.cells.get(slot.cell).map_or("", |cell| cell.text.as_str())).collect();
        texts.join(" | ")
    }

    /// The column whose header (in any header row) is one of `names`, compared without case and full stops.
    pub fn column(&self, names: &[&str]) -> Option<usize> {
        let rows = self.header_rows().max(1);
        (0..self.columns())
            .find(|&column| (0..rows).any(|row| names.contains(&header_key(self.text(row, column)).as_str())))
    }
}

/// A header as it is compared: lower case, one line, without full stops.
pub(crate) fn header_key(text: &str) -> String {
    text.to_lowercase().replace('\n', " ").trim_matches(['.', ':', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::findings::Findings;
    use super::grid::MAX_SLOTS;
    use super::*;
    use parcferme_core::Diagnostic;

    fn wikitext(source: &str) -> (Table, Vec<Diagnostic>) {
        let mut findings = Findings::new("page");
        let mut builder = Builder::wikitext(1);
        let mut closed = false;
        for (index, line) in source.lines().enumerate() {
            closed |= builder.wikitext_line(index as u32 + 2, line, &mut findings) == Step::Ended;
        }
        (builder.finish(closed, &mut findings), findings.finish())
    }

    fn texts(table: &Table) -> Vec<Vec<&str>> {
        (0..table.rows.len())
            .map(|row| (0..table.rows[row].slots.len()).map(|column| table.text(row, column)).collect())
            .collect()
    }

    #[test]
    fn spans_are_resolved_into_a_grid() {
        let (table, diagnostics) = wikitext(
            "|-\n! rowspan=2 | Pos !! Chassis !! rowspan=\"2\" | Laps\n|-\n! Engine\n|-\n| rowspan=2 | 1\n| A || rowspan=2 | 99\n|-\n| B\n|-\n| colspan=3 | Source\n|}",
        );
        assert_eq!(diagnostics, []);
        assert_eq!(
            texts(&table),
            [
                ["Pos", "Chassis", "Laps"],
                ["Pos", "Engine", "Laps"],
                ["1", "A", "99"],
                ["1", "B", "99"],
                ["Source"; 3]
            ]
        );
        assert_eq!(table.header_rows(), 2);
        assert!(table.own(3, 0).is_none());
        assert_eq!(table.own(3, 1).unwrap().line, 10);
        assert!(table.own(4, 1).is_none());
    }

    #[test]
    fn marks_and_colours_are_kept() {
        let (table, _) = wikitext(
            "|- style=\"font-weight:bold\"\n| A\n|-\n| align=center style=\"background:#FFFFBF;\" | '''20'''\n| bgcolor=#DFDFDF | ''16''\n|}",
        );
        assert!(table.cell(0, 0).unwrap().bold);
        let (gold, silver) = (table.cell(1, 0).unwrap(), table.cell(1, 1).unwrap());
        assert_eq!(
            (gold.background.as_deref(), gold.bold, gold.text.as_str()),
            (Some("#ffffbf"), true, "20")
        );
        assert_eq!((silver.background.as_deref(), silver.italic), (Some("#dfdfdf"), true));
    }

    #[test]
    fn a_template_or_link_keeps_its_bars_and_an_open_one_does_not_swallow_the_row() {
        let (table, diagnostics) =
            wikitext("|-\n| {{flagicon|USA}} [[A|B]] || C\n|-\n| {{flagicon|USA B || C\n|}");
        assert_eq!(texts(&table), [["USA B", "C"], ["{{flagicon|USA B", "C"]]);
        assert_eq!(diagnostics.iter().map(|d| d.id).collect::<Vec<_>>(), ["PF0112"]);
    }

    #[test]
    fn a_short_row_under_a_span_keeps_its_columns() {
        let (table, _) = wikitext("|-\n| A || B || rowspan=3 | C\n|-\n| D\n|-\n| E || F\n|}");
        assert_eq!(texts(&table), [["A", "B", "C"], ["D", "", "C"], ["E", "F", "C"]]);
    }

    #[test]
    fn a_table_that_is_not_closed_is_an_error() {
        let (_, diagnostics) = wikitext("|-\n| A");
        assert_eq!(diagnostics[0].id, "PF0105");
    }

    #[test]
    fn spans_cannot_multiply_without_end() {
        let source = format!("|-\n{}", "| colspan=100 rowspan=200 | x\n|-\n".repeat(20_000));
        let (table, diagnostics) = wikitext(&source);
        assert!(table.rows.iter().map(|row| row.slots.len()).sum::<usize>() <= MAX_SLOTS);
        assert!(diagnostics.iter().any(|d| d.id == "PF0111"));
    }
}
