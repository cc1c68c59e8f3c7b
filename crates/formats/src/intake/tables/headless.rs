//! A table without heads: results whose columns are known by what is in them. What is not certain is no table.

use super::cut::Cut;
use crate::folder::{plain_word, says_nothing, status_of};
use parcferme_core::Millis;
use parcferme_core::country;

/// Rows that a table without heads has at least: fewer prove nothing.
const ROWS: usize = 3;

/// Heads for the columns; `None` where places, or names, are not to be found, or two columns could be the names.
pub(super) fn heads(cut: &Cut) -> Option<Vec<String>> {
    if cut.rows.len() < ROWS {
        return None;
    }
    let width = cut.rows.iter().map(|(_, cells)| cells.len()).max()?;
    let columns: Vec<Vec<&str>> = (0..width).map(|at| cut.column(at).collect()).collect();
    let position = columns.iter().position(|cells| is_places(cells))?;
    let mut heads = vec![String::new(); width];
    "position".clone_into(&mut heads[position]);
    let mut names = Vec::new();
    for (at, cells) in columns.iter().enumerate().filter(|(at, _)| *at != position) {
        let filled: Vec<&str> = cells.iter().copied().filter(|cell| !says_nothing(cell)).collect();
        if filled.is_empty() {
            continue;
        }
        if is_numbers(&filled) && is_laps(&filled) {
            return None;
        }
        let head = if filled.iter().all(|cell| country::of_code(cell).is_some()) {
            "nations"
        } else if is_times(&filled) {
            "time"
        } else if is_numbers(&filled) && !heads.iter().any(|head| head == "number") && at < position + 3 {
            "number"
        } else if is_laps(&filled) {
            "laps"
        } else if filled.iter().all(|cell| is_name(cell)) {
            names.push(at);
            continue;
        } else {
            continue;
        };
        if heads.iter().any(|own| own == head) {
            return None;
        }
        head.clone_into(&mut heads[at]);
    }
    let [driver] = names.as_slice() else { return None };
    "drivers".clone_into(&mut heads[*driver]);
    Some(heads)
}

/// `1`, `2`, `3`, ...; words of those without a place behind them.
fn is_places(cells: &[&str]) -> bool {
    let place = |cell: &str| cell.trim_end_matches('.').parse::<usize>().ok();
    let placed = cells.iter().take_while(|cell| place(cell).is_some()).count();
    let counted = cells.iter().take(placed).enumerate().all(|(at, cell)| place(cell) == Some(at + 1));
    let rest = cells.iter().skip(placed).all(|cell| says_nothing(cell) || status_of(cell).is_some());
    placed >= ROWS && counted && rest
}

/// Times of a race: the first the shortest, or gaps behind it.
fn is_times(cells: &[&str]) -> bool {
    let time =
        |cell: &str| cell.contains(':').then(|| cell.replace(',', ".").parse::<Millis>().ok()).flatten();
    let Some(first) = cells.first().and_then(|cell| time(cell)) else { return false };
    let mut last = first;
    cells.iter().skip(1).all(|cell| {
        if cell.starts_with('+') || status_of(cell).is_some() {
            return true;
        }
        let own = time(cell);
        let later = own.is_some_and(|own| own >= last);
        last = own.unwrap_or(last);
        later
    })
}

fn is_numbers(cells: &[&str]) -> bool {
    let figure =
        |cell: &str| !cell.is_empty() && cell.len() <= 4 && cell.bytes().all(|byte| byte.is_ascii_digit());
    let mut once: Vec<&str> = cells.to_vec();
    once.sort_unstable();
    once.dedup();
    once.len() == cells.len() && cells.iter().all(|cell| figure(cell.trim_start_matches('#')))
}

/// Never more than the car in front.
fn is_laps(cells: &[&str]) -> bool {
    let laps: Option<Vec<u32>> = cells.iter().map(|cell| cell.parse().ok()).collect();
    laps.is_some_and(|laps| laps.windows(2).all(|pair| pair[0] >= pair[1]) && laps.first() > Some(&1))
}

fn is_name(cell: &str) -> bool {
    cell.split_whitespace().count() > 1
        && !cell.contains(|own: char| own.is_ascii_digit())
        && plain_word(cell).chars().filter(|own| own.is_alphabetic()).count() > 3
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heads_of(text: &str) -> Option<Vec<String>> {
        let cuts = super::super::cut::tables(&crate::grid::separated(text, ';', 0), &|_| false);
        heads(cuts.first()?)
    }

    #[test]
    fn columns_are_known_by_what_is_in_them() {
        let text = "1;7;Ann Archer;GBR;50;1:00:00.123\n2;18;Ben Boyd;FRA;50;+4.488\n3;9;Cleo Cox;GER;49;+1 lap\nRet;4;Dan Dale;ITA;3;\n";
        assert_eq!(
            heads_of(text).expect("known"),
            ["position", "number", "drivers", "nations", "laps", "time"]
        );
    }

    #[test]
    fn what_is_not_certain_is_none() {
        assert_eq!(
            heads_of("1;Ann Archer;Red Racing\n2;Ben Boyd;Blue Racing\n3;Cleo Cox;Green Racing\n"),
            None
        );
        assert_eq!(heads_of("Ann;10\nBen;8\nCleo;6\n"), None);
        assert_eq!(heads_of("1;7;Ann Archer\n2;8;Ben Boyd\n"), None);
    }
}
