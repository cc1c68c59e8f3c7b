//! Text whose cells are parted by a character: commas, semicolons, tabs, upright strokes; Markdown tables too.

use super::{Grid, MAX_COLUMNS};
use crate::folder::words_known;
use std::borrow::Cow;

const SEPARATORS: [char; 4] = [',', ';', '\t', '|'];
/// Lines that are looked at to find the separator.
const LOOKED_AT: usize = 60;

/// A table, and what its separator rests on.
pub(super) struct Found {
    pub grid: Grid,
    /// The separator gives heads that are known, or is stated.
    pub has_heads: bool,
    /// Lines with a quotation mark that is not closed, and was taken for none.
    pub unclosed: Vec<u32>,
}

/// The table of a text, by the separator that gives the most heads that are known, else the most even rows. `None` where no
/// separator stands in most lines.
pub(super) fn find(text: &str) -> Option<Found> {
    let (text, before, stated) = without_preamble(text);
    if let Some(separator) = stated {
        let (grid, unclosed) = closed(text, separator, before);
        return Some(Found { grid, has_heads: true, unclosed });
    }
    let sample: String = text.lines().take(LOOKED_AT).flat_map(|line| [line, "\n"]).collect();
    let judged = SEPARATORS.map(|separator| (judge(&sample, separator), separator));
    let best = judged.iter().map(|(own, _)| *own).max().filter(|own| *own > Judged::default())?;
    let separator = judged.iter().find(|(own, _)| *own == best)?.1;
    let (grid, unclosed) = closed(text, separator, before);
    Some(Found { grid, has_heads: best.heads > 0, unclosed })
}

/// Quotation marks that are taken for none, at most: a file with more has them for something else.
const MAX_UNCLOSED: usize = 8;

/// The cells of a text, in which a quotation mark that swallows rows is a sign as others; with the lines of such marks.
fn closed(text: &str, separator: char, before: u32) -> (Grid, Vec<u32>) {
    let mut grid = cut(text, separator, before);
    let mut lines = Vec::new();
    let mut text = Cow::Borrowed(text);
    while let Some((line, at)) = unclosed(&grid, &text).filter(|_| lines.len() < MAX_UNCLOSED) {
        text.to_mut().remove(at);
        lines.push(line);
        grid = cut(&text, separator, before);
    }
    (grid, lines)
}

/// The first row with a cell that has further rows in it, or that breaks off at the end of the text: its line, and where the
/// mark stands that opens the cell.
fn unclosed(grid: &Grid, text: &str) -> Option<(u32, usize)> {
    let width = grid.rows.iter().map(|(_, row)| row.len()).max().filter(|width| *width > 2)?;
    let has_row = |cell: &str| {
        cell.contains('\n')
            && cell.lines().skip(1).any(|line| line.matches(grid.separator).count() + 2 >= width)
    };
    let last = grid.rows.len().saturating_sub(1);
    grid.rows.iter().enumerate().find_map(|(index, (line, record))| {
        let from = usize::try_from(record.position()?.byte()).ok()?;
        let rest = text.get(from..)?;
        let start = from + (rest.len() - rest.trim_start_matches(['\r', '\n']).len());
        let breaks_off = index == last && record.len() < width && text[start..].matches('"').count() % 2 == 1;
        if !breaks_off && !record.iter().any(has_row) {
            return None;
        }
        let first = text[start..].lines().next().unwrap_or_default();
        Some((*line, start + first.rfind('"')?))
    })
}

/// How well a separator fits: known heads in one line, then lines that have as many cells as most others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Judged {
    heads: usize,
    even: usize,
}

fn judge(sample: &str, separator: char) -> Judged {
    let grid = cut(sample, separator, 0);
    let widths: Vec<usize> =
        grid.rows.iter().map(|(_, cells)| cells.len()).filter(|width| *width > 1).collect();
    if widths.is_empty() || widths.len() * 2 < grid.rows.len() {
        return Judged::default();
    }
    let heads = grid.rows.iter().map(|(_, cells)| words_known(cells.iter())).max().unwrap_or(0);
    let even =
        widths.iter().map(|width| widths.iter().filter(|own| *own == width).count()).max().unwrap_or(0);
    Judged { heads: if heads > 1 { heads } else { 0 }, even }
}

/// The cells of a text. `before`: lines that stood in front of it.
pub(crate) fn cut(text: &str, separator: char, before: u32) -> Grid {
    let mut grid = Grid { separator, decimal_comma: separator != ',', ..Grid::default() };
    if separator == '|' {
        grid.rows = strokes(text, before);
        return grid;
    }
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .delimiter(u8::try_from(separator).unwrap_or(b','))
        .from_reader(text.as_bytes());
    // The text is UTF-8 and rows may have any length: no record can fail.
    for record in reader.records().map_while(Result::ok) {
        let line = line_of(&record, text).saturating_add(before);
        grid.rows.push((line, record));
    }
    grid
}

/// The line of a text on which a record begins; the reader counts from the empty lines before it.
pub(crate) fn line_of(record: &csv::StringRecord, text: &str) -> u32 {
    let Some(position) = record.position() else { return 0 };
    let from = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let behind = text.as_bytes().get(from..).unwrap_or_default();
    let empty = behind.iter().take_while(|byte| matches!(byte, b'\n' | b'\r'));
    let empty = empty.filter(|byte| **byte == b'\n').count() as u64;
    u32::try_from(position.line() + empty).unwrap_or(0)
}

/// Rows of `| a | b |`, as Markdown and terminals have them; rules between them are left out.
fn strokes(text: &str, before: u32) -> Vec<(u32, csv::StringRecord)> {
    let rule = |line: &str| line.chars().all(|own| "|-:+= ".contains(own)) && line.contains('-');
    let lines: Vec<(u32, &str)> = (1..)
        .zip(text.lines().map(str::trim))
        .filter(|(_, line)| line.contains('|') && !rule(line))
        .collect();
    // A stroke in front of some lines alone has an empty cell before it.
    let (left, right) = (
        lines.iter().all(|(_, line)| line.starts_with('|')),
        lines.iter().all(|(_, line)| line.ends_with('|')),
    );
    (1..)
        .zip(text.lines().map(str::trim))
        .filter(|(_, line)| !line.is_empty() && !rule(line))
        .map(|(number, line)| {
            let inner = line.strip_prefix('|').filter(|_| left).unwrap_or(line);
            let inner = inner.strip_suffix('|').filter(|_| right).unwrap_or(inner);
            let cells = between_strokes(inner).take(MAX_COLUMNS + 1);
            (before.saturating_add(number), cells.collect())
        })
        .collect()
}

/// The cells of a line, as Markdown shows them: without marks for bold and for struck out, and with the signs that a
/// backslash saves from being marks.
fn between_strokes(line: &str) -> impl Iterator<Item = String> {
    let mut rest = Some(line);
    std::iter::from_fn(move || {
        let (mut cell, mut at) = (String::new(), rest?);
        loop {
            let mut characters = at.chars();
            match characters.next() {
                None => rest = None,
                Some('|') => rest = Some(characters.as_str()),
                Some('\\') if characters.clone().next().is_some_and(|own| own.is_ascii_punctuation()) => {
                    cell.extend(characters.next());
                    at = characters.as_str();
                    continue;
                }
                Some('*' | '~') if at.starts_with("**") || at.starts_with("~~") => {
                    at = &at[2..];
                    continue;
                }
                Some(other) => {
                    cell.push(other);
                    at = characters.as_str();
                    continue;
                }
            }
            return Some(cell.trim().to_owned());
        }
    })
}

/// The text behind a byte order mark and a spreadsheet's line `sep=;`, the lines left out, and the separator stated.
fn without_preamble(text: &str) -> (&str, u32, Option<char>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let stated = text.split_once('\n').and_then(|(first, rest)| {
        let first = first.trim_end_matches('\r').trim_matches('"').to_lowercase();
        let mut separator = first.strip_prefix("sep=")?.chars();
        let own = separator.next().filter(|own| SEPARATORS.contains(own))?;
        separator.next().is_none().then_some((rest, 1, Some(own)))
    });
    stated.unwrap_or((text, 0, None))
}

/// What such a table is, for a person.
pub(super) fn form(grid: &Grid) -> &'static str {
    match grid.separator {
        ';' => "a table parted by semicolons",
        '\t' => "a table parted by tabs",
        '|' => "a table parted by upright strokes",
        _ => "a table parted by commas (CSV)",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> (char, Vec<Vec<String>>) {
        let grid = find(text).expect("a table").grid;
        let own = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect();
        (grid.separator, grid.rows.iter().map(|(_, record)| own(record)).collect())
    }

    #[test]
    fn the_separator_is_found_by_the_heads() {
        assert_eq!(cells("Pos;No;Drivers\n1;7;Ann Archer, Ben Boyd\n2;8;Cleo Cox, Dan Dale\n").0, ';');
        assert_eq!(cells("Pos,No,Drivers\n1,7,Ann Archer|Ben Boyd\n2,8,Cleo Cox|Dan Dale\n").0, ',');
        assert_eq!(cells("Pos\tNo\tName\n1\t7\tArcher, Ann\n2\t8\tBoyd, Ben\n").0, '\t');
        assert_eq!(cells("sep=;\r\n1;7;Ann\r\n").0, ';');
    }

    #[test]
    fn markdown_and_terminal_tables_have_no_rules_and_edges() {
        let expected = vec![vec!["Pos", "No"], vec!["1", "7"]];
        assert_eq!(cells("| Pos | No |\n|:---|---:|\n| 1 | 7 |\n").1, expected);
        assert_eq!(cells(" Pos | No \n-----+----\n 1   | 7  \n").1, expected);
        assert_eq!(cells("Pos|No|Driver\n1|7|Ann\n|8|Ben\n").1[2], ["", "8", "Ben"]);
        assert_eq!(cells("Pos|No|Driver\n1|7|Ann\n2|8|\n").1[2], ["2", "8", ""]);
        let marked =
            "| Pos | No | Team |\n|---|---|---|\n| **1** | **7** | **A\\|B \\*\\*** |\n| 2 | ~~8~~ | C |\n";
        assert_eq!(cells(marked).1[1], ["1", "7", "A|B **"]);
        assert_eq!(cells(marked).1[2][1], "8");
    }

    #[test]
    fn a_quotation_mark_that_is_not_closed_swallows_nothing() {
        for (text, lines) in [
            ("Pos,No,Driver,Laps\n1,7,\"Ann,20\n2,8,Ben,20\n3,9,Cleo,19\n", [2]),
            ("Pos,No,Driver,Laps\n1,7,Ann,20\n2,8,\"Ben,20\n3,9,\"Cleo\",19\n", [3]),
            ("Pos,No,Driver,Laps\n1,7,Ann,20\n2,8,Ben,20\n3,9,\"Cleo,19\n", [4]),
        ] {
            let found = find(text).expect("a table");
            assert_eq!((found.unclosed.as_slice(), found.grid.rows.len()), (&lines[..], 4), "{text}");
            assert!(found.grid.rows.iter().all(|(_, row)| row.len() == 4), "{text}");
        }
        let whole = find("Pos,No,Note\n1,7,\"slow,\nand late\"\n2,8,\n").expect("a table");
        assert_eq!((whole.unclosed.len(), whole.grid.rows.len()), (0, 3));
    }

    #[test]
    fn prose_is_no_table() {
        assert!(find("It rained.\nThe race was stopped, and started again.\nAnn won.\n").is_none());
    }

    #[test]
    fn lines_are_those_of_the_file() {
        let grid = find("sep=;\nPos;No\n\n1;7\n").expect("a table").grid;
        assert_eq!(grid.rows.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 4]);
    }
}
