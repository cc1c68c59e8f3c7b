//! Heads of two rows: a row of groups above the heads (`Best Lap` above `Time` and `No`), or words that run on below them
//! (`Start-` above `nummer`).

use crate::folder::{plain_word, words_known};
use crate::grid::Grid;

/// A row as it stands in its sheet.
type Line = (u32, csv::StringRecord);

/// Whether a row is one of groups of the columns whose heads stand below: the first columns have none, each group
/// stands above a head, and there is more than one of them.
pub(super) fn are_groups(above: &Line, heads: &Line) -> bool {
    let groups: Vec<(usize, &str)> = Grid::filled(&above.1).collect();
    let first = Grid::filled(&heads.1).next().map_or(0, |(at, _)| at);
    let has_head = |at: usize| heads.1.get(at).is_some_and(|own| !own.trim().is_empty());
    above.0 + 1 == heads.0
        && groups.len() > 1
        && groups.len() < Grid::filled(&heads.1).count()
        && groups[0].0 > first
        && groups.iter().all(|(at, own)| has_head(*at) && !is_value(own))
}

/// Whether the words of a row go on with those of the heads above it, and are no row of values.
pub(super) fn go_on(heads: &Line, below: &Line) -> bool {
    let upper = spread(&heads.1, &below.1);
    let filled: Vec<(usize, &str)> = Grid::filled(&below.1).collect();
    let is_word = |(at, own): &(usize, &str)| {
        let group = upper.get(*at).map_or("", String::as_str);
        crate::folder::round_head(&plain_word(own)).is_some()
            || words_known([*own].into_iter()) > 0
            || words_known([join(group, own).as_str()].into_iter()) > 0
    };
    let words = filled.iter().filter(|own| is_word(own)).count();
    // Heads that stand again, as on each page of a printed table, are no second row of them.
    let is_new = filled.iter().any(|(at, own)| heads.1.get(*at).is_none_or(|head| head.trim() != *own));
    let open = Grid::filled(&heads.1).any(|(at, _)| below.1.get(at).is_none_or(|own| own.trim().is_empty()))
        || filled.iter().any(|(at, _)| heads.1.get(*at).is_none_or(|own| own.trim().is_empty()));
    let broken = heads.1.iter().any(|own| own.trim().ends_with('-'));
    heads.0 + 1 == below.0
        && (filled.len() > 1 || (broken && !filled.is_empty()))
        && is_new
        && open
        && filled.iter().all(|(_, own)| !is_value(own))
        && words * 2 > filled.len()
}

/// A figure, a time, a day.
fn is_value(text: &str) -> bool {
    text.starts_with(|own: char| own.is_ascii_digit())
}

/// The upper texts, each also above the columns to its right that have a lower text and no upper one.
pub(super) fn spread(upper: &csv::StringRecord, lower: &csv::StringRecord) -> Vec<String> {
    let mut spread: Vec<String> = Vec::new();
    let mut group = String::new();
    for at in 0..upper.len().max(lower.len()) {
        let own = upper.get(at).unwrap_or_default().trim();
        let is_below = lower.get(at).is_some_and(|own| !own.trim().is_empty());
        if !own.is_empty() {
            group = if is_below { own.to_owned() } else { String::new() };
            spread.push(own.to_owned());
        } else if is_below {
            spread.push(group.clone());
        } else {
            group.clear();
            spread.push(String::new());
        }
    }
    spread
}

/// One row of heads of two.
pub(super) fn joined(upper: &csv::StringRecord, lower: &csv::StringRecord) -> csv::StringRecord {
    let groups = spread(upper, lower);
    groups
        .iter()
        .enumerate()
        .map(|(at, group)| join(group, lower.get(at).unwrap_or_default().trim()))
        .collect()
}

/// Both words where they are a head that is known; else the lower where it is one by itself, as a round below an event.
fn join(upper: &str, lower: &str) -> String {
    let is_known = |text: &str| words_known([text].into_iter()) > 0;
    if upper.is_empty() || lower.is_empty() || plain_word(upper) == plain_word(lower) {
        return if lower.is_empty() { upper } else { lower }.to_owned();
    }
    if let Some(begun) = upper.strip_suffix('-') {
        return format!("{begun}{lower}");
    }
    let both = format!("{upper} {lower}");
    let is_round = |text: &str| crate::folder::round_head(&plain_word(text)).is_some();
    if is_known(&both) || is_round(&both) || !(is_known(lower) || is_round(lower)) {
        return both;
    }
    // Of `Qualifying` above `Time` nothing says that it is the time of the race.
    if super::words::session_within(&plain_word(upper))
        .is_some_and(|(kind, _)| kind != super::SessionKind::Race)
    {
        return both;
    }
    lower.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(line: u32, cells: &str) -> Line {
        (line, cells.split(',').collect())
    }

    #[test]
    fn two_rows_become_one() {
        for (upper, lower, expected) in [
            ("Platz,Start-,Gesamt-", ",nummer,zeit", "Platz,Startnummer,Gesamtzeit"),
            (
                "Pos,Car,Driver,Best Lap,,Race,",
                ",No,,Time,On,Laps,Time",
                "Pos,Car No,Driver,Best Lap Time,Best Lap On,Laps,Race Time",
            ),
            (",,Hill Park,,Total", "Pos,Driver,R1,R2,", "Pos,Driver,R1,R2,Total"),
            ("Pos,Driver,Qualifying,Race", ",,Time,Time", "Pos,Driver,Qualifying Time,Race Time"),
        ] {
            assert_eq!(joined(&row(1, upper).1, &row(2, lower).1), row(0, expected).1, "{upper}");
        }
    }

    #[test]
    fn rows_of_values_are_no_heads() {
        let heads = row(2, "Pos,No,Driver,Team");
        assert!(!go_on(&heads, &row(3, ",,Ann Archer,Oil")));
        assert!(!go_on(&heads, &row(3, "1,7,Ann Archer,Oil")));
        assert!(!go_on(&heads, &row(3, "Pos,No,Driver,Team")), "heads of the next page");
        assert!(!go_on(&heads, &row(4, ",Nr,,Name")), "another table");
        assert!(!are_groups(&row(1, "Hill Park,,2026"), &heads));
        assert!(are_groups(&row(1, ",,Who,For"), &heads));
    }
}
