//! Text in aligned columns, as it is copied from a terminal or a document: two blanks or more between cells.

use super::Grid;
use crate::folder::words_known;

/// The table below the first line of which two heads or more are known. A column is where no line below has anything else.
pub(super) fn find(text: &str) -> Option<Grid> {
    let lines: Vec<(u32, String)> =
        (1..).zip(text.lines()).map(|(number, line)| (number, line.replace('\t', "        "))).collect();
    let head =
        lines.iter().position(|(_, line)| words_known(pieces(line)) > 1 && pieces(line).count() > 2)?;
    // `NOT CLASSIFIED`, `FASTEST LAP: ...`: a line of one piece is no row, and says nothing of the columns.
    let own = block(&lines[head..]);
    let rows: Vec<&str> = own.iter().copied().filter(|line| is_row(line)).collect();
    let starts = columns(&rows);
    if starts.len() < 3 || rows.len() < 2 {
        return None;
    }
    let in_block = head..head + own.len();
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

/// The lines of the table: to the first empty one, and on behind it as long as rows fit into the same columns.
fn block(lines: &[(u32, String)]) -> Vec<&str> {
    let texts: Vec<&str> = lines.iter().map(|(_, line)| line.as_str()).collect();
    let end = |from: usize| {
        let rest = &texts[from..];
        from + rest.iter().position(|line| line.trim().is_empty()).unwrap_or(rest.len())
    };
    let rows = |to: usize| texts[..to].iter().copied().filter(|line| is_row(line)).collect::<Vec<_>>();
    let mut to = end(0);
    let mut starts = columns(&rows(to));
    while let Some(skipped) = texts[to..].iter().position(|line| !line.trim().is_empty()) {
        let next = end(to + skipped);
        let with = rows(next);
        // A heading alone may stand between the table and an empty line before its rows.
        let has_rows = with.len() > rows(to).len();
        let further = columns(&with);
        let is_first = rows(to).len() < 2;
        if has_rows && further.len() < starts.len() && !is_first {
            break;
        }
        (to, starts) = (next, further);
    }
    texts[..to].to_vec()
}

/// What stands between runs of two blanks or more.
fn pieces(line: &str) -> impl Iterator<Item = &str> {
    line.split("  ").map(str::trim).filter(|piece| !piece.is_empty())
}

fn is_row(line: &str) -> bool {
    pieces(line).nth(1).is_some()
}

/// Characters at which columns begin: behind a blank beside which every line has another one; or that parts two heads and is
/// blank in every line.
fn columns(block: &[&str]) -> Vec<usize> {
    let width = block.iter().map(|line| line.chars().count()).max().unwrap_or(0);
    let heads: Vec<char> = block.first().map(|line| line.chars().collect()).unwrap_or_default();
    let between: Vec<bool> = (0..width).map(|at| parts_heads(&heads, at)).collect();
    let (mut used, mut apart) = (vec![false; width], vec![true; width]);
    for line in block {
        let text: Vec<char> = line.chars().collect();
        let blank = |at: usize| text.get(at).is_none_or(|own| *own == ' ');
        for at in 0..width {
            let beside = at == 0 || blank(at - 1) || blank(at + 1);
            used[at] |= !blank(at);
            apart[at] &= blank(at) && (beside || between[at]);
        }
    }
    let mut starts = Vec::new();
    let mut open = true;
    for at in 0..width {
        if used[at] && open {
            starts.push(at);
        }
        open = apart[at] || (open && !used[at]);
    }
    starts
}

/// Whether a lone blank stands between two words that are heads by themselves and none together: `Laps Time`.
fn parts_heads(heads: &[char], at: usize) -> bool {
    let blank = |at: usize| heads.get(at).is_none_or(|own| *own == ' ');
    if at == 0 || !blank(at) || blank(at - 1) || blank(at + 1) {
        return false;
    }
    let left: String = {
        let from = heads[..at].iter().rposition(|own| *own == ' ').map_or(0, |own| own + 1);
        heads[from..at].iter().collect()
    };
    let right: String = heads[at + 1..].iter().take_while(|own| **own != ' ').collect();
    let both = format!("{left} {right}");
    words_known([left.as_str(), right.as_str()].into_iter()) == 2
        && words_known([both.as_str()].into_iter()) == 0
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

    fn rows(text: &str) -> Vec<Vec<String>> {
        let grid = find(text).expect("a table");
        grid.rows.iter().map(|(_, cells)| cells.iter().map(str::to_owned).collect()).collect()
    }

    #[test]
    fn columns_may_stand_close_where_their_cells_are_wide() {
        let text = "Pos  No   Driver          Laps  Time\n 1    7   Ann Archer       20  30:00.123\n 2    8   Ben Boyd         20  30:03.500\n";
        assert_eq!(rows(text)[1], ["1", "7", "Ann Archer", "20", "30:00.123"]);
        let text = "Pos  No   Driver       Laps Time\n 1    7   Ann Archer     20 30:00.123\n 2    8   Ben Boyd       20 30:03.500\n";
        assert_eq!(rows(text)[2], ["2", "8", "Ben Boyd", "20", "30:03.500"]);
    }

    #[test]
    fn classes_below_each_other_are_one_table() {
        let text = "Hill Park\n\nPos  No   Driver          Laps\n\nGT3\n 1    7   Ann Archer       20\n 2    8   Ben Boyd         20\n\nGT4\n 1    9   Cleo Cox         19\n\nFastest lap of the race was that of number 7\n";
        let found = rows(text);
        assert_eq!(found[2], ["GT3"]);
        assert_eq!(found[6], ["1", "9", "Cleo Cox", "19"]);
        assert_eq!(found[7].len(), 1);
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
