//! One sheet cut into its tables: titles above, heads, rows with the sections among them, and what stands below.

use super::{heads, kind, of_rounds};
use crate::folder::{columns_of_word, plain_word, round_head, says_nothing, status_of, words_known};
use crate::grid::Grid;
use std::borrow::Cow;
use std::ops::RangeInclusive;

/// A line that is no row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    pub number: u32,
    pub cells: Vec<String>,
}

/// One table.
#[derive(Clone, Debug, Default)]
pub(super) struct Cut {
    pub titles: Vec<Line>,
    /// Line and texts; `None` where the table has none that is known.
    pub head: Option<(u32, Vec<String>)>,
    pub rows: Vec<(u32, csv::StringRecord)>,
    /// Lines among the rows, each with the number of rows before it.
    pub sections: Vec<(usize, Line)>,
    pub foot: Vec<Line>,
    /// The titles are keys, each with its text.
    pub keyed: bool,
    /// Each round is of several columns of the sheet.
    pub of_races: bool,
    pub separator: char,
    pub decimal_comma: bool,
}

/// The tables of a sheet. `given`: whether a cell, in plain form, is a head of which it is known beforehand what it means.
pub(super) fn tables(grid: &Grid, given: &dyn Fn(&str) -> bool) -> Vec<Cut> {
    let heads = match grid.head {
        Some(head) => vec![head..=head],
        None => heads_of(grid, given),
    };
    let mut cuts: Vec<Cut> = Vec::new();
    let mut from = 0;
    for (index, own) in heads.iter().enumerate() {
        let (first, last) = (*own.start(), *own.end());
        let next = heads.get(index + 1).map(|own| *own.start());
        let mut end = next.unwrap_or(grid.rows.len());
        // Lines right above the next heads are its titles.
        while next.is_some() && end > last + 1 && is_line(&grid.rows[end - 1].1) {
            end -= 1;
        }
        let (upper, lower) = (&grid.rows[first].1, &grid.rows[last].1);
        let of_rounds = match first == last {
            true => of_rounds::of_row(lower),
            false => of_rounds::of_heads(&heads::spread(upper, lower), lower),
        };
        let head = match &of_rounds {
            Some((heads, _)) => heads.iter().collect(),
            None if first == last => lower.clone(),
            None => heads::joined(upper, lower),
        };
        let mut rows = Cow::Borrowed(&grid.rows[last + 1..end]);
        if let Some((_, of)) = &of_rounds {
            rows.to_mut().iter_mut().for_each(|(_, record)| *record = of.row(record));
        }
        let again = cuts.last_mut().filter(|own| {
            let same = |texts: &[String]| trimmed(&head) == trimmed_texts(texts);
            from == first && own.head.as_ref().is_some_and(|(_, texts)| same(texts))
        });
        match again {
            // Printed tables repeat their heads on each page.
            Some(own) => own.take(&rows),
            None => {
                let mut cut = Cut {
                    titles: grid.rows[from..first].iter().map(line).collect(),
                    head: Some((grid.rows[last].0, texts(&head))),
                    keyed: grid.head.is_some(),
                    of_races: of_rounds.is_some(),
                    separator: grid.separator,
                    decimal_comma: grid.decimal_comma,
                    ..Cut::default()
                };
                cut.take(&rows);
                cuts.push(cut);
            }
        }
        from = end;
    }
    if heads.is_empty() {
        cuts.extend(without_heads(grid));
    }
    let mut all: Vec<Cut> = cuts.into_iter().flat_map(side_by_side).collect();
    all.iter_mut().for_each(Cut::settle);
    all
}

/// The rows of heads, one or two for each table.
fn heads_of(grid: &Grid, given: &dyn Fn(&str) -> bool) -> Vec<RangeInclusive<usize>> {
    let mut found: Vec<RangeInclusive<usize>> = Vec::new();
    let mut at = 0;
    while let Some(row) = grid.rows.get(at) {
        if !is_head(&row.1, given) {
            at += 1;
            continue;
        }
        let is_free = |at: usize| found.last().is_none_or(|own| *own.end() < at);
        let mut own = at..=at;
        if grid.rows.get(at + 1).is_some_and(|below| heads::go_on(row, below)) {
            own = at..=at + 1;
        } else if at > 0 && is_free(at - 1) && beside(&texts(&row.1)).is_none() {
            let above = &grid.rows[at - 1];
            if heads::are_groups(above, row) {
                own = at - 1..=at;
            }
        }
        at = *own.end() + 1;
        found.push(own);
    }
    found
}

impl Cut {
    fn take(&mut self, rows: &[(u32, csv::StringRecord)]) {
        for row in rows {
            if Grid::filled(&row.1).next().is_none() {
                continue;
            }
            if is_line(&row.1) {
                self.sections.push((self.rows.len(), line(row)));
            } else {
                self.rows.push(row.clone());
            }
        }
    }

    /// Lines behind the last row stand below the table.
    fn settle(&mut self) {
        let rows = self.rows.len();
        let below =
            self.sections.iter().position(|(before, _)| *before == rows).unwrap_or(self.sections.len());
        self.foot.extend(self.sections.split_off(below).into_iter().map(|(_, line)| line));
    }

    /// The cells of one column, from 0.
    pub fn column(&self, at: usize) -> impl Iterator<Item = &str> {
        self.rows.iter().map(move |(_, cells)| cells.get(at).unwrap_or_default().trim())
    }
}

fn texts(record: &csv::StringRecord) -> Vec<String> {
    record.iter().map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

pub(super) fn line((number, record): &(u32, csv::StringRecord)) -> Line {
    Line { number: *number, cells: record.iter().map(|cell| cell.trim().to_owned()).collect() }
}

fn trimmed(record: &csv::StringRecord) -> Vec<String> {
    trimmed_texts(&texts(record))
}

fn trimmed_texts(texts: &[String]) -> Vec<String> {
    let end = texts.iter().rposition(|text| !text.is_empty()).map_or(0, |at| at + 1);
    texts[..end].to_vec()
}

/// Whether most cells are words for columns, and none is a value.
fn is_head(record: &csv::StringRecord, given: &dyn Fn(&str) -> bool) -> bool {
    let filled: Vec<(usize, &str)> = Grid::filled(record).collect();
    let cells: Vec<&str> = filled.iter().map(|(_, cell)| *cell).collect();
    if cells.len() < 2 {
        return false;
    }
    let known = words_known(cells.iter().copied());
    let told = cells.iter().filter(|cell| given(&plain_word(cell))).count();
    let numbers: Vec<(usize, u32)> =
        filled.iter().filter_map(|(at, cell)| Some((*at, cell.parse().ok()?))).collect();
    // Rounds are counted upwards, one beside the other; other figures are values. Some of them alone may stand before a total.
    let before_total = || {
        let behind = numbers.last().and_then(|(at, _)| record.get(at + 1)).unwrap_or_default();
        known > 2 && columns_of_word(&plain_word(behind), &["total"]).contains(&"total")
    };
    let counted = |pair: &[(usize, u32)]| pair[0].1.checked_add(1) == Some(pair[1].1);
    let upwards = |pair: &[(usize, u32)]| pair[0].1 < pair[1].1;
    let beside = |pair: &[(usize, u32)]| pair[0].0 + 1 == pair[1].0;
    let rounds = numbers.len() > 1
        && numbers.windows(2).all(beside)
        && (numbers.windows(2).all(counted) || (numbers.windows(2).all(upwards) && before_total()));
    let named = cells.iter().filter(|cell| is_named_round(cell)).count();
    let is_value = |cell: &&&str| cell.starts_with(|own: char| own.is_ascii_digit()) && !is_named_round(cell);
    let values = cells.iter().filter(is_value).count();
    let values = if rounds { values - numbers.len() } else { values };
    let rounds = if rounds { numbers.len() } else { 0 };
    let enough = known + told > 1 || (known + told == 1 && rounds > 1 && !is_line(record));
    values == 0 && enough && (known + told + rounds + named) * 3 >= cells.len()
}

/// `R1`, `round_3`, `1. Lauf`.
fn is_named_round(cell: &str) -> bool {
    let plain = plain_word(cell);
    !plain.bytes().all(|own| own.is_ascii_digit()) && round_head(&plain).is_some()
}

/// Words that begin a line below a table which sums it up.
const SUMS: [&str; 12] = [
    "total",
    "totals",
    "sum",
    "summe",
    "gesamt",
    "average",
    "totale",
    "totaux",
    "moyenne",
    "media",
    "suma",
    "durchschnitt",
];

/// Whether a row is a line of its own: one cell with a text, a label with a colon, or a sum.
fn is_line(record: &csv::StringRecord) -> bool {
    let mut filled = Grid::filled(record).map(|(_, cell)| cell);
    let Some(first) = filled.next() else { return true };
    let rest = filled.count();
    let figure = first.bytes().all(|byte| byte.is_ascii_digit());
    match rest {
        0 => !figure && !says_nothing(first),
        _ => {
            let label = first.ends_with(':') || first.split_once(": ").is_some();
            let sum = SUMS.contains(&plain_word(first).as_str());
            (label || (sum && rest < record.len().saturating_sub(1))) && status_of(first).is_none()
        }
    }
}

/// The longest run of rows with more than one cell, without a break; lines above and below it are titles and foot.
fn without_heads(grid: &Grid) -> Option<Cut> {
    let mut best = 0..0;
    let mut from = 0;
    for at in 0..=grid.rows.len() {
        if at == grid.rows.len() || is_line(&grid.rows[at].1) {
            if at - from > best.len() {
                best = from..at;
            }
            from = at + 1;
        }
    }
    if best.is_empty() {
        return None;
    }
    let mut cut = Cut { separator: grid.separator, decimal_comma: grid.decimal_comma, ..Cut::default() };
    cut.titles = grid.rows[..best.start].iter().map(line).collect();
    cut.take(&grid.rows[best.start..]);
    Some(cut)
}

/// Tables that stand beside each other, each by itself.
fn side_by_side(cut: Cut) -> Vec<Cut> {
    let Some((number, heads)) = &cut.head else { return vec![cut] };
    let empty = |at: usize| heads[at].is_empty() && cut.column(at).all(str::is_empty);
    let Some((end, begin)) = beside(heads).filter(|(end, begin)| (*end..*begin).all(empty)) else {
        return vec![cut];
    };
    let mut lines: Vec<(u32, csv::StringRecord)> = cut.rows.clone();
    lines.extend(cut.sections.iter().map(|(_, own)| (own.number, own.cells.iter().collect())));
    lines.sort_by_key(|own| own.0);
    let part = |from: usize, to: usize| {
        let cells = |own: &Line| own.cells.iter().take(to).skip(from).cloned().collect();
        let titles = cut.titles.iter().map(|own| Line { number: own.number, cells: cells(own) });
        let mut part = Cut {
            titles: titles.collect(),
            head: Some((*number, heads[from..to.min(heads.len())].to_vec())),
            of_races: cut.of_races,
            separator: cut.separator,
            decimal_comma: cut.decimal_comma,
            ..Cut::default()
        };
        let own = |(number, cells): &(u32, csv::StringRecord)| {
            (*number, cells.iter().take(to).skip(from).collect::<csv::StringRecord>())
        };
        part.take(&lines.iter().map(own).collect::<Vec<_>>());
        part
    };
    let mut parts = vec![part(0, end)];
    parts.extend(side_by_side(part(begin, usize::MAX)));
    parts
}

/// Where the first of two tables beside each other ends, and the second begins: behind an empty column, where both sides
/// have a column of places, drivers or teams; or where the heads stand again from the first on.
fn beside(heads: &[String]) -> Option<(usize, usize)> {
    let plain: Vec<String> = heads.iter().map(|own| plain_word(own)).collect();
    let who = |own: &String| kind::of_whom(own);
    let both = |left: &[String], right: &[String]| {
        let places = |side: &[String]| side.iter().any(|own| !columns_of_word(own, &["position"]).is_empty());
        let whom = |side: &[String]| -> Vec<&str> { side.iter().filter_map(who).collect() };
        let (left_whom, right_whom) = (whom(left), whom(right));
        (places(left) && places(right) && !left_whom.is_empty() && !right_whom.is_empty())
            || left_whom.iter().any(|own| right_whom.contains(own))
    };
    let first = plain.iter().position(|own| !own.is_empty())?;
    for at in first + 1..plain.len() {
        let gap = plain[at].is_empty();
        let begin = plain.iter().skip(at).position(|own| !own.is_empty())? + at;
        let (left, right) = (&plain[..at], &plain[begin..]);
        let again = || {
            plain[at] == plain[first]
                && right.len() > 1
                && right.iter().any(|own| who(own).is_some())
                && right.iter().zip(left).all(|(own, other)| own == other)
        };
        if (gap && both(left, right)) || (!gap && again()) {
            return Some((at, begin));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cuts(text: &str) -> Vec<Cut> {
        let grid = crate::grid::separated(text, ';', 0);
        tables(&grid, &|_| false)
    }

    fn heads(cut: &Cut) -> Vec<&str> {
        cut.head.as_ref().map(|(_, heads)| heads.iter().map(String::as_str).collect()).unwrap_or_default()
    }

    #[test]
    fn titles_above_and_notes_below() {
        let found = cuts(
            "Hill Park 500\nDate:;2025-05-03\n\nPos;No;Driver;Laps\n1;7;Ann Archer;50\nDid not finish\nRet;8;Ben Boyd;3\n\nFastest lap:;1:23.456;Ann Archer\n",
        );
        let [cut] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((cut.titles.len(), cut.rows.len(), cut.foot.len()), (2, 2, 1));
        assert_eq!(heads(cut), ["Pos", "No", "Driver", "Laps"]);
        assert_eq!(cut.head.as_ref().map(|(line, _)| *line), Some(4));
        assert_eq!(
            cut.sections.iter().map(|(before, line)| (*before, line.cells[0].as_str())).collect::<Vec<_>>(),
            [(1, "Did not finish")]
        );
    }

    #[test]
    fn two_tables_below_each_other_and_heads_that_stand_again() {
        let found =
            cuts("Race 1\nPos;No;Driver\n1;7;Ann\nPos;No;Driver\n2;8;Ben\nRace 2\nPos;No;Driver\n1;8;Ben\n");
        assert_eq!(
            found.iter().map(|cut| (cut.rows.len(), cut.titles.len())).collect::<Vec<_>>(),
            [(2, 1), (1, 1)]
        );
    }

    #[test]
    fn two_tables_beside_each_other() {
        let found = cuts("GT3;;;;GT4\nPos;No;Driver;;Pos;No;Driver\n1;7;Ann;;1;9;Cleo\n2;8;Ben;;;;\n");
        let shape: Vec<_> = found.iter().map(|cut| (cut.rows.len(), cut.titles[0].cells.join(""))).collect();
        assert_eq!(shape, [(2, "GT3".to_owned()), (1, "GT4".to_owned())]);
    }

    #[test]
    fn rounds_are_heads_and_values_are_not() {
        assert_eq!(
            cuts("Pos;Driver;1;2;3;Total\n1;Ann;10;8;6;24\n")[0].head.as_ref().map(|(line, _)| *line),
            Some(1)
        );
        for heads in
            ["Pos;Driver;2;3;9;Total", "position;competitor;round_1;round_2;round_3;round_4;round_5;total"]
        {
            let text = format!("{heads}\n1;Ann;10;8;6;24\n");
            assert_eq!(cuts(&text)[0].head.as_ref().map(|(line, _)| *line), Some(1), "{heads}");
        }
        for text in ["1;7;Ann;Out\n2;8;Ben;Run\n", "1;Race;2;7;Ann\n", "1;Race;2;7;Retired\n"] {
            assert_eq!(cuts(text)[0].head, None, "{text}");
        }
    }
}
