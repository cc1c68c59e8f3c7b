//! Days of one column: rows prove to each other the order of numbers, and years that are not printed.

use super::grammar::{self, Days, Found, Order};
use super::{Printed, dated};

/// The season that a column belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Season {
    /// The year that it begins in.
    pub year: Option<i32>,
    pub over_new_year: bool,
}

/// The days of a calendar's rows, in the order of the rows.
pub(crate) fn in_column(texts: &[&str], season: Season) -> Vec<Printed> {
    let found: Vec<Option<Found>> = texts.iter().map(|text| grammar::find(text, true)).collect();
    let order = proven_order(texts);
    let days: Vec<Option<Days>> =
        found.iter().map(|found| found.and_then(|found| found.in_order(order))).collect();
    let years = years(&days, season);
    let printed = |((found, days), year): ((&Option<Found>, &Option<Days>), Option<i32>)| match (found, days)
    {
        (None, _) => Printed::Nothing,
        (Some(_), None) => Printed::Doubtful("either number may be the month"),
        (Some(_), Some(days)) => match (dated(days, year), year) {
            (Some((first, last)), _) => Printed::Days { first, last },
            (None, None) if days.last.year.is_none() => Printed::Doubtful(
                "the season has two years, and neither the day nor its neighbours say which",
            ),
            (None, _) => Printed::Nothing,
        },
    };
    found.iter().zip(&days).zip(years).map(printed).collect()
}

/// The order that some row proves, and no row contradicts.
fn proven_order(texts: &[&str]) -> Option<Order> {
    let mut proven = texts.iter().filter_map(|text| grammar::order(text));
    let first = proven.next()?;
    proven.all(|order| order == first).then_some(first)
}

/// The year of each row's last day where it is not printed.
fn years(days: &[Option<Days>], season: Season) -> Vec<Option<i32>> {
    if !season.over_new_year {
        return vec![season.year; days.len()];
    }
    // How often the months have begun anew up to each row.
    let (mut turns, mut turn, mut month) = (Vec::with_capacity(days.len()), 0, 0);
    for days in days {
        if let Some(days) = days {
            turn += i32::from(days.last.month < month);
            month = days.last.month;
        }
        turns.push(turn);
    }
    let printed = days.iter().zip(&turns).filter_map(|(days, turn)| Some(days.as_ref()?.last.year? - turn));
    let printed: Vec<i32> = printed.collect();
    let begin = match printed.split_first() {
        Some((first, rest)) => rest.iter().all(|year| year == first).then_some(*first),
        // Rows of both years: the months begin anew once.
        None => season.year.filter(|_| turn == 1),
    };
    turns.into_iter().map(|turn| Some(begin? + turn)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(texts: &[&str], year: i32, over_new_year: bool) -> Vec<String> {
        in_column(texts, Season { year: Some(year), over_new_year })
            .into_iter()
            .map(|printed| match printed {
                Printed::Days { first, last } if first == last => last.to_string(),
                Printed::Days { first, last } => format!("{first}..{last}"),
                Printed::Doubtful(_) => "?".to_owned(),
                Printed::Nothing => "-".to_owned(),
            })
            .collect()
    }

    #[test]
    fn the_order_of_numbers_is_proven_by_another_row_or_doubtful() {
        assert_eq!(read(&["03/04/2003", "15/05/2003"], 2003, false), ["2003-04-03", "2003-05-15"]);
        assert_eq!(read(&["03/04/2003", "05/15/2003"], 2003, false), ["2003-03-04", "2003-05-15"]);
        assert_eq!(read(&["03/04/2003", "05/06/2003"], 2003, false), ["?", "?"]);
        assert_eq!(read(&["03/04/2003", "15/05/2003", "05/15/2003"], 2003, false)[0], "?");
    }

    #[test]
    fn years_over_new_year_follow_from_the_order_of_rows() {
        assert_eq!(
            read(&["22 November", "TBA", "6 December", "10 January", "31 January"], 2025, true),
            ["2025-11-22", "-", "2025-12-06", "2026-01-10", "2026-01-31"]
        );
        assert_eq!(read(&["10 January 2026", "3 March"], 2025, true), ["2026-01-10", "2026-03-03"]);
        assert_eq!(read(&["22 November", "10 January 2026"], 2025, true), ["2025-11-22", "2026-01-10"]);
        assert_eq!(read(&["31 December – 1 January", "5 February"], 2025, true), ["?", "?"]);
        // Nothing proves the year.
        assert_eq!(read(&["10 January", "3 March"], 2025, true), ["?", "?"]);
        assert_eq!(read(&["3 May", "10 January", "3 May", "10 January"], 2025, true)[0], "?");
        assert_eq!(read(&["7 July", "5 May", "30 February"], 2011, false), ["2011-07-07", "2011-05-05", "-"]);
    }
}
