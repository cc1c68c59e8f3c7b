//! Text in aligned columns, as it is copied from a terminal or a document: two blanks or more between cells.

use super::Grid;
use crate::folder::words_known;

/// The table below the first line of which two heads or more are known. A column is where no line below has anything else.
pub(super) fn find(text: &str) -> Option<Grid> {
    let lines: Vec<(u32, String)> =
        (1..).zip(text.lines()).map(|(number, line)| (number, line.replace('\t', "        "))).collect();
    let head =
        lines.iter().position(|(_, line)| words_known(pieces(line)) > 1 && pieces(line).count() > 2)?;
    let block: Vec<&str> = lines[head..]
        .iter()
        .map(|(_, line)| line.as_str())
        .take_while(|line| !line.trim().is_empty())
        .collect();
    // `NOT CLASSIFIED`, `FASTEST LAP: ...`: a line of one piece is no row, and says nothing of the columns.
    let rows: Vec<&str> = block.iter().copied().filter(|line| is_row(line)).collect();
    let starts = columns(&rows);
    if starts.len() < 3 || rows.len() < 2 {
        return None;
    }
    let in_block = head..head + block.len();
    let rows = lines
        .iter()
        .enumerate()
        .filter(|(_, (_, line))| !line.trim().is_empty())
        .map(|(at, (number, line))| {
            let is_row = in_block.contains(&at) && is_row(line);
            let record = if is_row { at_columns(line, &starts) } else { pieces(line).collect() };
            (*number, record)
        })
        .collect();
    Some(Grid { rows, separator: ' ', decimal_comma: true, ..Grid::default() })
}

/// What stands between runs of two blanks or more.
fn pieces(line: &str) -> impl Iterator<Item = &str> {
    line.split("  ").map(str::trim).filter(|piece| !piece.is_empty())
}

fn is_row(line: &str) -> bool {
    pieces(line).nth(1).is_some()
}

/// Characters at which columns begin: behind two characters or more that are blank in every line.
fn columns(block: &[&str]) -> Vec<usize> {
    let width = block.iter().map(|line| line.chars().count()).max().unwrap_or(0);
    let mut used = vec![false; width];
    for line in block {
        for (at, character) in line.chars().enumerate() {
            used[at] |= character != ' ';
        }
    }
    let mut starts = Vec::new();
    let mut blanks = 2;
    for (at, used) in used.iter().enumerate() {
        if *used {
            if blanks > 1 {
                starts.push(at);
            }
            blanks = 0;
        } else {
            blanks += 1;
        }
    }
    starts
}

fn at_columns(line: &str, starts: &[usize]) -> csv::StringRecord {
    let characters: Vec<char> = line.chars().collect();
    let ends = starts.iter().skip(1).copied().chain([usize::MAX]);
    let cell = |(start, end): (&usize, usize)| -> String {
        characters.iter().take(end).skip(*start).collect::<String>().trim().to_owned()
    };
    starts.iter().zip(ends).map(cell).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_where_every_line_is_blank_before_them() {
        let text = "Hill Park 500\n\nPos  No   Driver          Laps\n  1   7   Ann Archer        50\n  2  18   Ben Boyd          49\n\nFastest lap: Ann Archer\n";
        let grid = find(text).expect("a table");
        let rows: Vec<(u32, Vec<&str>)> =
            grid.rows.iter().map(|(line, cells)| (*line, cells.iter().collect())).collect();
        assert_eq!(rows[2], (4, vec!["1", "7", "Ann Archer", "50"]));
        assert_eq!(rows[4], (7, vec!["Fastest lap: Ann Archer"]));
        assert!(find("Some words\nand more words\n").is_none());
    }

    #[test]
    fn a_line_of_words_among_the_rows_is_none_of_them() {
        let text = "POS  NO  NAME          LAPS  TIME\n 1   21  Ann Archer    24    40:12.345\n 2    7  Ben Boyd      24    40:15.001\nNOT CLASSIFIED\n     44  Cleo Cox      10\nFASTEST LAP: 21 Ann Archer 1:38.221\n";
        let grid = find(text).expect("a table");
        let rows: Vec<Vec<&str>> = grid.rows.iter().map(|(_, cells)| cells.iter().collect()).collect();
        assert_eq!(rows[1], ["1", "21", "Ann Archer", "24", "40:12.345"]);
        assert_eq!(rows[3], ["NOT CLASSIFIED"]);
        assert_eq!(rows[4], ["", "44", "Cleo Cox", "10", ""]);
        assert_eq!(rows[5], ["FASTEST LAP: 21 Ann Archer 1:38.221"]);
    }
}
