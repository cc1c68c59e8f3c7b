//! Tables of both forms, wikitext and flattened pipe rows, into one grid with spans resolved.

use super::findings::Findings;
use super::markup::{self, Fault};
use parcferme_core::Diagnostic;

/// Columns beyond this are not a table of results.
const MAX_COLUMNS: usize = 120;
/// Rows that one cell may span.
const MAX_ROWSPAN: usize = 200;
/// Slots of one table: bounds what spans can multiply.
const MAX_SLOTS: usize = 1 << 20;

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

/// Gathers the rows of one table as its lines come.
pub(crate) struct Builder {
    line: u32,
    form: Form,
    rows: Vec<RawRow>,
    /// Inside a table within this one: its lines belong to no cell.
    nested: usize,
}

#[derive(Default)]
struct RawRow {
    line: u32,
    bold: bool,
    background: Option<String>,
    cells: Vec<RawCell>,
}

struct RawCell {
    line: u32,
    header: bool,
    source: String,
}

/// What a line did to the table being read.
#[derive(PartialEq, Eq)]
pub(crate) enum Step {
    Taken,
    Ended,
}

impl Builder {
    pub fn wikitext(line: u32) -> Builder {
        Builder { line, form: Form::Wikitext, rows: Vec::new(), nested: 0 }
    }

    pub fn pipes(line: u32) -> Builder {
        Builder { line, form: Form::Pipes, rows: Vec::new(), nested: 0 }
    }

    pub fn wikitext_line(&mut self, number: u32, line: &str, findings: &mut Findings) -> Step {
        let text = line.trim();
        if text.starts_with("{|") {
            if self.nested == 0 {
                let place = findings.place(number, text);
                findings.push(
                    Diagnostic::warning("PF0110", "a table inside a table was left out")
                        .at(place)
                        .help("take the inner table out of its cell"),
                );
            }
            self.nested += 1;
        } else if text.starts_with("|}") && !text.starts_with("|}}") {
            if self.nested == 0 {
                return Step::Ended;
            }
            self.nested -= 1;
        } else if self.nested > 0 || text.starts_with("|+") {
        } else if let Some(attributes) = text.strip_prefix("|-") {
            let attributes = attributes.trim_start_matches('-');
            self.rows.push(RawRow {
                line: number,
                bold: bold_style(attributes),
                background: background(attributes),
                cells: Vec::new(),
            });
        } else if let Some(rest) = text.strip_prefix(['|', '!']) {
            self.cells(number, rest, text.starts_with('!'));
        } else if !text.is_empty()
            && let Some(cell) = self.rows.last_mut().and_then(|row| row.cells.last_mut())
        {
            cell.source.push('\n');
            cell.source.push_str(text);
        }
        Step::Taken
    }

    fn cells(&mut self, line: u32, rest: &str, header: bool) {
        if self.rows.is_empty() {
            self.rows.push(RawRow { line, ..RawRow::default() });
        }
        let Some(row) = self.rows.last_mut() else { return };
        if row.cells.is_empty() {
            row.line = line;
        }
        row.cells.extend(split(rest, header).into_iter().map(|source| RawCell {
            line,
            header,
            source: source.to_owned(),
        }));
    }

    pub fn pipe_line(&mut self, number: u32, line: &str, findings: &mut Findings) {
        let text = line.trim();
        let inner = text.strip_prefix('|').unwrap_or(text);
        let inner = match inner.strip_suffix('|') {
            Some(inner) => inner,
            None => {
                let place = findings.place(number, text);
                findings.push(
                    Diagnostic::error("PF0106", "table row is cut off")
                        .at(place)
                        .found(format!("a row that ends in \"{}\"", tail(text)))
                        .expected("a row that ends with |")
                        .help("save the page again: it seems to end early"),
                );
                inner
            }
        };
        if inner.bytes().all(|byte| matches!(byte, b'-' | b':' | b'|' | b' ')) && inner.contains("--") {
            return;
        }
        let cells: Vec<RawCell> = inner
            .split('|')
            .map(|source| RawCell { line: number, header: false, source: source.to_owned() })
            .collect();
        if let Some(first) = self.rows.first()
            && cells.len() != first.cells.len()
        {
            let place = findings.place(number, text);
            findings.push(
                Diagnostic::warning("PF0109", "table row has another number of cells than its header")
                    .at(place)
                    .found(format!("{} cells", cells.len()))
                    .expected(format!("{} cells, as in line {}", first.cells.len(), first.line))
                    .help("compare the row with the published page"),
            );
        }
        self.rows.push(RawRow { line: number, bold: false, background: None, cells });
    }

    /// The table with its grid. `closed` tells whether its end was seen.
    pub fn finish(self, closed: bool, findings: &mut Findings) -> Table {
        if !closed {
            let place = findings.place(self.line, "{|");
            findings.push(
                Diagnostic::error("PF0105", "table is not closed")
                    .at(place)
                    .found(format!("{} rows and no end", self.rows.len()))
                    .expected("a line |} after the last row")
                    .help("save the page again: it seems to end early"),
            );
        }
        grid(self.line, self.form, self.rows, findings)
    }
}

fn tail(text: &str) -> String {
    let skip = text.chars().count().saturating_sub(20);
    text.chars().skip(skip).collect()
}

/// Splits a line's cells at `||` (and `!!` in a header line), not inside templates and links. Where
/// those are left open, they are taken as text and the line is split all the same.
fn split(line: &str, header: bool) -> Vec<&str> {
    let (cells, open) = split_at_level(line, header, true);
    if open { split_at_level(line, header, false).0 } else { cells }
}

fn split_at_level(line: &str, header: bool, nesting: bool) -> (Vec<&str>, bool) {
    let bytes = line.as_bytes();
    let (mut cells, mut start, mut at, mut level) = (Vec::new(), 0, 0, 0_usize);
    while at + 1 < bytes.len() {
        match (bytes[at], bytes[at + 1]) {
            (b'{', b'{') | (b'[', b'[') if nesting => (level, at) = (level + 1, at + 2),
            (b'}', b'}') | (b']', b']') if nesting => (level, at) = (level.saturating_sub(1), at + 2),
            (b'|', b'|') | (b'!', b'!') if level == 0 && (header || bytes[at] == b'|') => {
                cells.push(&line[start..at]);
                (start, at) = (at + 2, at + 2);
            }
            _ => at += 1,
        }
    }
    cells.push(&line[start..]);
    (cells, level > 0)
}

/// Parts a cell's source into attributes and content.
fn attributes(source: &str) -> (&str, &str) {
    let bytes = source.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            b'|' => return (&source[..at], &source[at + 1..]),
            b'[' | b'{' | b'<' | b'\n' => break,
            _ => {}
        }
    }
    ("", source)
}

/// The value of an attribute such as `rowspan=2` or `rowspan="2"`.
fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let at = attributes.to_ascii_lowercase().find(name)?;
    let value = attributes.get(at + name.len()..)?.trim_start().strip_prefix('=')?.trim_start();
    match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next(),
        _ => value.split_whitespace().next(),
    }
}

fn span(attributes: &str, name: &str, most: usize) -> usize {
    attribute(attributes, name).and_then(|value| value.trim().parse().ok()).unwrap_or(1).clamp(1, most)
}

fn bold_style(attributes: &str) -> bool {
    attribute(attributes, "style").is_some_and(|style| style.replace(' ', "").contains("font-weight:bold"))
}

fn background(attributes: &str) -> Option<String> {
    let stated = attribute(attributes, "style").and_then(|style| {
        let declaration = style.split(';').find(|part| part.trim_start().starts_with("background"))?;
        declaration.split_once(':').map(|(_, value)| value)
    });
    stated.or_else(|| attribute(attributes, "bgcolor")).map(|value| value.trim().to_lowercase())
}

fn grid(line: u32, form: Form, raw: Vec<RawRow>, findings: &mut Findings) -> Table {
    let mut table = Table { line, form, rows: Vec::new(), cells: Vec::new() };
    // For each column the cell that still reaches down, and through how many rows.
    let mut reaching: Vec<Option<(Slot, usize)>> = Vec::new();
    let mut slots_used = 0;
    for row in raw.into_iter().filter(|row| !row.cells.is_empty()) {
        let mut slots = Vec::with_capacity(row.cells.len());
        for source in &row.cells {
            reach_down(&mut reaching, &mut slots, false);
            let cell = read_cell(source, &row, findings);
            let index = table.cells.len();
            for part in 0..cell.colspan.min(MAX_COLUMNS.saturating_sub(slots.len())) {
                if reaching.len() <= slots.len() {
                    reaching.resize(slots.len() + 1, None);
                }
                let slot = Slot { cell: index, from_above: false, from_left: part > 0 };
                reaching[slots.len()] = (cell.rowspan > 1).then_some((slot, cell.rowspan - 1));
                slots.push(slot);
            }
            table.cells.push(cell);
        }
        reach_down(&mut reaching, &mut slots, true);
        slots_used += slots.len();
        if slots_used > MAX_SLOTS {
            let place = findings.place(row.line, "");
            findings.push(
                Diagnostic::error("PF0111", "table is too large")
                    .at(place)
                    .found(format!("more than {MAX_SLOTS} places in its grid"))
                    .expected("a table of results")
                    .help("give one season's page, not a collection"),
            );
            break;
        }
        table.rows.push(Row { line: row.line, slots });
    }
    table
}

/// Fills the places that cells from above cover: up to the next free column, or to the row's end.
fn reach_down(reaching: &mut [Option<(Slot, usize)>], slots: &mut Vec<Slot>, to_end: bool) {
    while slots.len() < reaching.len() {
        let column = slots.len();
        match reaching[column] {
            Some((slot, rows)) => {
                slots.push(Slot { from_above: true, ..slot });
                reaching[column] = (rows > 1).then_some((slot, rows - 1));
            }
            // A short row that later columns reach into: nothing stands here.
            None if to_end && reaching[slots.len()..].iter().any(Option::is_some) => slots.push(NOTHING),
            None => return,
        }
    }
}

const NOTHING: Slot = Slot { cell: usize::MAX, from_above: false, from_left: false };

fn read_cell(raw: &RawCell, row: &RawRow, findings: &mut Findings) -> Cell {
    let (stated, source) = attributes(&raw.source);
    let mut faults = Vec::new();
    let plain = markup::plain(source, &mut faults);
    for fault in faults {
        report(fault, raw.line, source, findings);
    }
    Cell {
        line: raw.line,
        text: plain.text,
        header: raw.header,
        bold: plain.bold || row.bold || bold_style(stated),
        italic: plain.italic,
        background: background(stated).or_else(|| row.background.clone()),
        rowspan: span(stated, "rowspan", MAX_ROWSPAN),
        colspan: span(stated, "colspan", MAX_COLUMNS),
    }
}

/// Turns a fault of inline markup into a diagnostic.
pub(crate) fn report(fault: Fault, line: u32, source: &str, findings: &mut Findings) {
    let place = findings.place(line, source);
    findings.push(match fault {
        Fault::Unclosed(what) => Diagnostic::warning("PF0112", format!("{what} is not closed"))
            .at(place)
            .found(source.chars().take_while(|&c| c != '\n').take(80).collect::<String>())
            .expected(match what {
                "{{" => "}} in the same cell",
                "[[" => "]] in the same cell",
                _ => "</ref> in the same cell",
            })
            .help("close it; the text was kept as it stands"),
        Fault::UnknownTemplate(name) => {
            Diagnostic::note("PF0113", format!("template \"{name}\" is not known: its first value was kept"))
                .at(place)
                .found(format!("{{{{{name}}}}}"))
                .expected("a flag, tooltip, sort or small-print template")
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

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
