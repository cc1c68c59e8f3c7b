//! Heads of two rows in standings: rounds above, and below each what is printed of it: its races (`R1`, `R2`), whose points
//! are those of the round together, or a place and the points for it, of which the points are taken.

use super::standings::points;
use super::words::session_within;
use crate::folder::{columns_of_word, plain_word, round_head, says_nothing, status_of};
use parcferme_core::Points;
use std::collections::BTreeSet;

/// Columns of the sheet, by round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OfRounds {
    /// One a column of what comes out.
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    As(usize),
    Sum(Vec<usize>),
}

/// What stands below a round.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Below {
    Race,
    Points,
    Place,
}

fn below(head: &str) -> Option<Below> {
    let plain = plain_word(head);
    let is = |column: &str| columns_of_word(&plain, &[column]).contains(&column);
    if round_head(&plain).is_some() || session_within(&plain).is_some() {
        return Some(Below::Race);
    }
    match (is("total"), is("position")) {
        (true, _) => Some(Below::Points),
        (_, true) => Some(Below::Place),
        _ => None,
    }
}

/// The same heads in one row, a column a round, and how to make it; none where the upper row has no rounds. `upper` has the
/// group above each column.
pub(super) fn of_heads(upper: &[String], lower: &csv::StringRecord) -> Option<(Vec<String>, OfRounds)> {
    let (mut heads, mut parts) = (Vec::new(), Vec::new());
    let (mut groups, mut kinds): (Vec<Vec<usize>>, Vec<Below>) = (Vec::new(), Vec::new());
    let under = |at: usize| lower.get(at).unwrap_or_default().trim();
    let words = |group: &Vec<usize>| group.iter().map(|&at| plain_word(under(at))).collect::<BTreeSet<_>>();
    let mut at = 0;
    while at < upper.len().max(lower.len()) {
        let group = upper.get(at).map_or("", String::as_str);
        if group.is_empty() || under(at).is_empty() {
            let head = if under(at).is_empty() { group } else { under(at) };
            heads.push(head.to_owned());
            parts.push(Part::As(at));
            at += 1;
            continue;
        }
        // `Sprint` above `R1`, `R2` is no round.
        let plain = plain_word(group);
        if round_head(&plain).is_none() && session_within(&plain).is_some() {
            return None;
        }
        // The last group runs on above what has none: a total is of no round.
        let goes_on = |own: &usize| {
            let is_own = groups.first().is_none_or(|first| words(first).contains(&plain_word(under(*own))));
            upper.get(*own).map(String::as_str) == Some(group)
                && !under(*own).is_empty()
                && (is_own || below(under(*own)) == Some(Below::Race))
        };
        let own: Vec<usize> = (at..).take_while(goes_on).collect();
        if own.is_empty() {
            heads.push(under(at).to_owned());
            parts.push(Part::As(at));
            at += 1;
            continue;
        }
        at += own.len();
        kinds.extend(own.iter().map(|&at| below(under(at))).collect::<Option<Vec<_>>>()?);
        let of_points: Vec<usize> =
            own.iter().copied().filter(|&at| below(under(at)) == Some(Below::Points)).collect();
        let taken = match of_points.as_slice() {
            [] => own.clone(),
            _ => of_points,
        };
        heads.push(group.to_owned());
        parts.push(Part::Sum(taken));
        groups.push(own);
    }
    let again = groups.windows(2).any(|pair| !words(&pair[0]).is_disjoint(&words(&pair[1])));
    let whole = groups.iter().any(|group| group.len() > 1);
    // Places alone, or places beside races, are no points.
    let counts = kinds.contains(&Below::Points) || !kinds.contains(&Below::Place);
    let mixed = kinds.contains(&Below::Points) && kinds.contains(&Below::Race);
    (groups.len() > 1 && again && whole && counts && !mixed).then_some((heads, OfRounds { parts }))
}

/// The same of heads in one row that name a round and a session of it: `R1Q`, `R1A`, `R1B`, `Rd 2 Race 1`.
pub(super) fn of_row(heads: &csv::StringRecord) -> Option<(Vec<String>, OfRounds)> {
    let of: Vec<Option<u32>> = heads.iter().map(|own| round_of_session(&plain_word(own))).collect();
    let mut rounds: Vec<u32> = of.iter().flatten().copied().collect();
    let all = rounds.len();
    rounds.sort_unstable();
    rounds.dedup();
    if rounds.is_empty() || rounds.len() == all {
        return None;
    }
    let (mut texts, mut parts) = (Vec::new(), Vec::new());
    for (at, head) in heads.iter().enumerate() {
        match of[at] {
            None => {
                texts.push(head.trim().to_owned());
                parts.push(Part::As(at));
            }
            // All columns of a round stand where the first of them does.
            Some(round) if !of[..at].contains(&Some(round)) => {
                texts.push(format!("R{round}"));
                parts.push(Part::Sum((at..of.len()).filter(|&other| of[other] == Some(round)).collect()));
            }
            Some(_) => {}
        }
    }
    // `R1` beside `R1Q` would be the round twice.
    let whole = heads.iter().any(|own| round_head(&plain_word(own)).is_some());
    (!whole).then_some((texts, OfRounds { parts }))
}

/// The round of a head that names one and a session of it.
fn round_of_session(plain: &str) -> Option<u32> {
    if round_head(plain).is_some() {
        return None;
    }
    let start = plain.find(|own: char| own.is_ascii_digit())?;
    let length = plain[start..].find(|own: char| !own.is_ascii_digit())?;
    let (round, session) = plain.split_at(start + length);
    let round = round_head(round).filter(|_| start > 0)?;
    let session = session.trim();
    let bare = session.trim_end_matches(|own: char| own.is_ascii_digit());
    let letter = bare.len() <= 1 && bare.bytes().all(|own| b"abcdfhqrs".contains(&own)) && session.len() <= 2;
    (letter || session_within(session).is_some()).then_some(round)
}

impl OfRounds {
    /// A row with a cell a round. Of cells that are not all points, the first that is none stands for the round; in brackets
    /// what was in brackets in every race.
    pub(super) fn row(&self, record: &csv::StringRecord) -> csv::StringRecord {
        let cell = |at: &usize| record.get(*at).unwrap_or_default().trim();
        let sum = |columns: &Vec<usize>| {
            let cells: Vec<&str> = columns.iter().map(cell).filter(|cell| !says_nothing(cell)).collect();
            let scores: Vec<&str> = cells.iter().copied().filter(|cell| status_of(cell).is_none()).collect();
            let bare = |cell: &&str| cell.trim_matches(['(', ')', '[', ']']).to_owned();
            if let [only] = cells.as_slice() {
                return (*only).to_owned();
            }
            if let Some(other) = scores.iter().find(|cell| points(&bare(cell)).is_none()) {
                return (*other).to_owned();
            }
            let sum: Points = scores.iter().filter_map(|cell| points(&bare(cell))).sum();
            match scores.is_empty() {
                true => cells.first().copied().unwrap_or_default().to_owned(),
                false if scores.iter().all(|cell| cell.starts_with(['(', '['])) => format!("({sum})"),
                false => sum.to_string(),
            }
        };
        let own = |part: &Part| match part {
            Part::As(at) => cell(at).to_owned(),
            Part::Sum(columns) => sum(columns),
        };
        self.parts.iter().map(own).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::heads::spread;
    use super::*;

    fn row(cells: &str) -> csv::StringRecord {
        cells.split(';').collect()
    }

    /// The heads, and what a row becomes.
    fn read(upper: &str, lower: &str, cells: &str) -> Option<(String, String)> {
        let (upper, lower) = (row(upper), row(lower));
        let (heads, of) = of_heads(&spread(&upper, &lower), &lower)?;
        Some((heads.join(";"), of.row(&row(cells)).iter().collect::<Vec<_>>().join(";")))
    }

    #[test]
    fn the_races_of_a_round_are_put_together() {
        let some = |heads: &str, row: &str| Some((heads.to_owned(), row.to_owned()));
        let (upper, lower) = (";;Round 1;;Round 2;;", "Pos;Driver;R1;R2;R1;R2;Total");
        let heads = "Pos;Driver;Round 1;Round 2;Total";
        assert_eq!(read(upper, lower, "1;Ann;25;18;25;18;86"), some(heads, "1;Ann;43;43;86"));
        assert_eq!(read(upper, lower, "1;Ann;Ret;18;DNS;Ret;18"), some(heads, "1;Ann;18;DNS;18"));
        assert_eq!(read(upper, lower, "1;Ann;(5);18;(5);(2,5);18"), some(heads, "1;Ann;23;(7.5);18"));
        assert_eq!(
            read(upper, lower, "1;Ann;x;18;;;18"),
            some(heads, "1;Ann;x;;18"),
            "what is no score is told"
        );
        // Spanning heads on both sides, and events in place of numbers.
        let (upper, lower) = ("Pos;Driver;Hill Park;;Lake Ring;;Total", ";;Sprint;Feature;Sprint;Feature;");
        let heads = "Pos;Driver;Hill Park;Lake Ring;Total";
        assert_eq!(read(upper, lower, "1;Ann;8;18;10;25;61"), some(heads, "1;Ann;26;35;61"));
    }

    #[test]
    fn of_places_and_points_the_points_are_taken() {
        let found = read(";;Race 1;;Race 2;;", "Pos;Driver;Pos;Pts;Pos;Pts;Total", "1;Ann;1;25;2;18;43");
        assert_eq!(found, Some(("Pos;Driver;Race 1;Race 2;Total".to_owned(), "1;Ann;25;18;43".to_owned())));
    }

    #[test]
    fn other_groups_are_left_alone() {
        for (upper, lower) in [
            (";;Sprint;;Feature;;", "Pos;Driver;R1;R2;R1;R2;Total"),
            (";;Best Lap;;Race;;", "Pos;Driver;Time;On;Laps;Time;Total"),
            (";;Hill Park;;Lake Ring;;", "Pos;Driver;R1;R2;R3;R4;Total"),
            (";;Round 1;;Round 2;;", "Pos;Driver;Pos;Grid;Pos;Grid;Total"),
            (";;Hill Park;Lake Ring;", "Pos;Driver;R1;R1;Total"),
        ] {
            assert_eq!(read(upper, lower, "1;Ann;1;2;3;4;10"), None, "{upper} {lower}");
        }
    }
}
