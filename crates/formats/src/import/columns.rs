//! Which rounds the columns of a table of standings are: by their numbers, by their count, or by their heads, which are
//! short forms of what the calendar calls its rounds.

use crate::names::slug;
use crate::pages::country;
use crate::pages::{RoundColumn, StandingsTable};

/// A numbered round as the calendar knows it.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    pub number: u32,
    /// Names of event and circuit.
    pub names: Vec<String>,
    /// Code of the country whose flag it has.
    pub nation: Option<String>,
    pub cancelled: bool,
}

impl Known {
    /// Whether the round is called so, with further words or without.
    pub fn bears(&self, name: &str) -> bool {
        let part = format!("-{}-", slug(name));
        part.len() > 4
            && self.names.iter().any(|own| {
                let own = format!("-{}-", slug(own));
                own.len() > 4 && (own.contains(&part) || part.contains(&own))
            })
    }

    /// Whether a head may be short for the round: `LBH` for Long Beach, `BRA` for Brazil.
    fn is_short(&self, label: &str) -> bool {
        let tokens: Vec<&str> = label.split_whitespace().collect();
        let code = |token: &str| country::of_code(token).map(|(country, _)| country.iso);
        let words: Vec<&str> = tokens.iter().copied().filter(|token| code(token).is_none()).collect();
        let by_name = |token: &str| self.names.iter().any(|name| abbreviates(token, name));
        let by_flag = |token: &str| code(token).is_some_and(|iso| self.nation.as_deref() == Some(iso));
        match words.is_empty() {
            true => tokens.iter().any(|token| by_flag(token) || by_name(token)),
            false => words.iter().any(|token| by_name(token)),
        }
    }
}

/// The round and session of each column, or why they cannot be told. `rows` are the rounds of the calendar's rows.
pub(super) fn map(
    table: &StandingsTable,
    known: &[Known],
    rows: &[u32],
) -> Result<Vec<(u32, Option<String>)>, String> {
    let columns = &table.columns;
    let of_events = |numbers: &[u32]| -> Vec<(u32, Option<String>)> {
        columns
            .iter()
            .filter_map(|column| Some((*numbers.get(column.event as usize - 1)?, column.session.clone())))
            .collect()
    };
    let events = columns.iter().map(|column| column.event).max().unwrap_or(0) as usize;
    if columns.iter().all(|column| column.number.is_some()) {
        let outside: Vec<String> = columns
            .iter()
            .filter_map(|column| column.number)
            .filter(|number| !known.iter().any(|own| own.number == *number))
            .map(|number| number.to_string())
            .collect();
        if !outside.is_empty() {
            return Err(format!(
                "columns of rounds {}, which the calendar does not have",
                outside.join(", ")
            ));
        }
        return Ok(columns
            .iter()
            .map(|column| (column.number.unwrap_or_default(), column.session.clone()))
            .collect());
    }
    let all: Vec<&Known> = known.iter().collect();
    let held: Vec<&Known> = known.iter().filter(|own| !own.cancelled).collect();
    for rounds in [&held, &all] {
        if rounds.len() == events {
            let numbers: Vec<u32> = rounds.iter().map(|own| own.number).collect();
            return Ok(of_events(&numbers));
        }
    }
    // A calendar that counts every race as a round.
    for rounds in [&held, &all] {
        if rounds.len() == columns.len() && events < columns.len() {
            return Ok(rounds.iter().map(|own| (own.number, None)).collect());
        }
    }
    if rows.len() == columns.len() && events < columns.len() && rows.len() > known.len() {
        return Ok(rows.iter().map(|&number| (number, None)).collect());
    }
    let labels: Vec<&str> = first_of_events(columns);
    match alignments(&labels, &all).as_slice() {
        [only] => Ok(of_events(only)),
        [] => Err(format!(
            "{events} columns and {} rounds, and heads that do not name rounds in their order",
            held.len()
        )),
        _ => Err(format!(
            "{events} columns and {} rounds, and heads that may name several of them",
            held.len()
        )),
    }
}

fn first_of_events(columns: &[RoundColumn]) -> Vec<&str> {
    let mut labels = Vec::new();
    for column in columns {
        if column.event as usize > labels.len() {
            labels.push(column.label.as_str());
        }
    }
    labels
}

/// The ways to give each head a round in the calendar's order; two are enough to know that there are several.
fn alignments(labels: &[&str], rounds: &[&Known]) -> Vec<Vec<u32>> {
    const MOST: usize = 120;
    if labels.len() > rounds.len() || rounds.len() > MOST {
        return Vec::new();
    }
    let short: Vec<Vec<bool>> =
        labels.iter().map(|label| rounds.iter().map(|round| round.is_short(label)).collect()).collect();
    // ways[i][j]: in how many ways the heads from i have rounds from j, counted up to two.
    let mut ways = vec![vec![0_u8; rounds.len() + 1]; labels.len() + 1];
    ways[labels.len()].fill(1);
    for label in (0..labels.len()).rev() {
        for round in (0..rounds.len()).rev() {
            let here = if short[label][round] { ways[label + 1][round + 1] } else { 0 };
            ways[label][round] = (ways[label][round + 1] + here).min(2);
        }
    }
    if ways[0][0] == 0 {
        return Vec::new();
    }
    let mut numbers = Vec::new();
    let mut from = 0;
    for label in 0..labels.len() {
        let Some(round) =
            (from..rounds.len()).find(|&round| short[label][round] && ways[label + 1][round + 1] > 0)
        else {
            return Vec::new();
        };
        numbers.push(rounds[round].number);
        from = round + 1;
    }
    if ways[0][0] > 1 { vec![numbers.clone(), numbers] } else { vec![numbers] }
}

/// Whether the letters of `short` stand in the name in their order, from the beginning of a word on.
fn abbreviates(short: &str, name: &str) -> bool {
    let (short, name) = (slug(short).replace('-', ""), slug(name));
    if short.len() < 2 {
        return false;
    }
    let starts = name.char_indices().filter(|(at, _)| *at == 0 || name.as_bytes().get(at - 1) == Some(&b'-'));
    starts.into_iter().any(|(start, _)| {
        let mut wanted = short.chars();
        let mut next = wanted.next();
        let mut first = true;
        for letter in name[start..].chars().take(30) {
            if Some(letter) == next {
                next = wanted.next();
            } else if first {
                return false;
            }
            first = false;
        }
        next.is_none()
    })
}

/// The event's name from the head of its column: without the code of its flag.
pub(super) fn event_of(label: &str) -> String {
    let words: Vec<&str> = label.split_whitespace().collect();
    let named: Vec<&str> = words.iter().copied().filter(|word| country::of_code(word).is_none()).collect();
    match named.as_slice() {
        [] => words.first().copied().unwrap_or_default().to_owned(),
        named => named.join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(names: &[&str]) -> Vec<Known> {
        let round = |(name, number): (&&str, u32)| Known {
            number,
            names: vec![(*name).to_owned()],
            ..Known::default()
        };
        names.iter().zip(1..).map(round).collect()
    }

    fn table(labels: &[&str]) -> StandingsTable {
        let column = |(label, event): (&&str, u32)| RoundColumn {
            event,
            label: (*label).to_owned(),
            ..RoundColumn::default()
        };
        StandingsTable {
            line: 1,
            heading: String::new(),
            title: String::new(),
            title_id: String::new(),
            class: None,
            competitor_header: String::new(),
            scoring: crate::pages::Scoring::Places,
            columns: labels.iter().zip(1..).map(column).collect(),
            rounds: Vec::new(),
            after: false,
            rows: Vec::new(),
        }
    }

    fn numbers(labels: &[&str], names: &[&str]) -> Result<Vec<u32>, ()> {
        map(&table(labels), &known(names), &[])
            .map(|all| all.into_iter().map(|(round, _)| round).collect())
            .map_err(|_| ())
    }

    #[test]
    fn heads_are_short_for_rounds() {
        assert!(abbreviates("LBH", "Grand Prix of Long Beach"));
        assert!(abbreviates("MDO", "Mid-Ohio 200"));
        assert!(!abbreviates("MDO", "Milwaukee"));
        assert!(!abbreviates("X", "Xanadu"));
    }

    #[test]
    fn a_column_for_each_round_is_taken_in_order_and_a_missing_one_by_its_head() {
        let calendar = ["Alpha 300", "Beta 300", "Gamma 300"];
        assert_eq!(numbers(&["A", "B", "C"], &calendar), Ok(vec![1, 2, 3]));
        assert_eq!(numbers(&["ALP", "GAM"], &calendar), Ok(vec![1, 3]));
        assert_eq!(numbers(&["GAM", "ALP"], &calendar), Err(()));
        assert_eq!(numbers(&["ALP"], &["Alpha 300", "Beta", "Alpha 500"]), Err(()));
        assert_eq!(numbers(&["A", "B", "C", "D"], &calendar), Err(()));
    }
}
