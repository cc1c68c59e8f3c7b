//! Whether the cells of a table are points or finishing places, by evidence.
//!
//! Points add up to the total of their row, and who has more of them stands higher. Places do neither: they have marks of
//! retirements among them, colours of gold, silver and bronze, and the lower ones belong to the higher totals.

use super::Read;
use crate::pages::Scoring;
use parcferme_core::Points;

/// What speaks for points and for places; the weight of each.
const ADDS_UP: i32 = 6;
const ADDS_UP_IN_PART: i32 = 2;
const NEVER_ADDS_UP: i32 = 3;
const MORE_IS_HIGHER: i32 = 3;
const LESS_IS_HIGHER: i32 = 4;
const NO_WHOLE_PLACES: i32 = 3;
const MARKS: i32 = 2;
const ORDINALS: i32 = 6;
const COLOURS: i32 = 4;
const REPEATED: i32 = 2;
/// What is needed, and by how much it must outweigh the other.
const ENOUGH: i32 = 4;
const MARGIN: i32 = 3;

pub(super) struct Weighed {
    pub scoring: Option<Scoring>,
    /// What speaks for either, for a message.
    pub reasons: String,
}

pub(super) fn weigh(rows: &[Read]) -> Weighed {
    let (mut points, mut places) = (0, 0);
    let mut said: Vec<String> = Vec::new();
    let mut say = |text: String| said.push(text);
    let with_total: Vec<&Read> =
        rows.iter().filter(|row| row.total.is_some() && row.numbers().next().is_some()).collect();
    let adding = with_total.iter().filter(|row| row.adds_up()).count();
    let all = with_total.len();
    if all > 0 {
        say(format!("{adding} of {all} rows add up to their total"));
        points += match adding {
            _ if 2 * adding >= all => ADDS_UP,
            _ if 5 * adding >= all => ADDS_UP_IN_PART,
            _ => 0,
        };
        if 5 * adding < all {
            places += NEVER_ADDS_UP;
        }
    }
    let (more, less) = concordance(&with_total);
    if more + less > 0 {
        if 10 * less >= 7 * (more + less) {
            places += LESS_IS_HIGHER;
            say("the lower numbers belong to the higher totals".to_owned());
        } else if 10 * more >= 7 * (more + less) {
            points += MORE_IS_HIGHER;
            say("the higher numbers belong to the higher totals".to_owned());
        }
    }
    let values = || rows.iter().flat_map(|row| &row.values).flat_map(|(_, all)| all);
    if values().any(|value| value.ordinal) {
        places += ORDINALS;
        say("places are written as 1st, 2nd".to_owned());
    }
    if values().any(|value| value.number.is_some() && value.place.is_none()) {
        points += NO_WHOLE_PLACES;
        say("numbers that can be no places".to_owned());
    }
    let marks = values().filter(|value| value.mark.is_some()).count();
    if marks > 0 {
        places += MARKS;
        say(format!("{marks} marks such as Ret"));
    }
    let (right, wrong) = colours(rows);
    if right >= 3 && right > 4 * wrong {
        places += COLOURS;
        say("1, 2 and 3 have colours of their own".to_owned());
    }
    if repeats(rows) {
        points += REPEATED;
        say("numbers repeat within their columns".to_owned());
    }
    let scoring = if points >= ENOUGH && points >= places + MARGIN {
        Some(Scoring::Points)
    } else if places >= ENOUGH && places >= points + MARGIN {
        Some(Scoring::Places)
    } else {
        None
    };
    Weighed { scoring, reasons: said.join("; ") }
}

/// Pairs of rows in which the higher total has the higher, or the lower, numbers on average.
fn concordance(rows: &[&Read]) -> (usize, usize) {
    const MOST: usize = 60;
    let mean = |row: &Read| {
        let numbers: Vec<Points> = row.numbers().collect();
        let count = u32::try_from(numbers.len()).unwrap_or(u32::MAX).max(1);
        numbers.iter().copied().fold(Points::ZERO, |sum, own| sum + own).split(count)
    };
    let known: Vec<(Points, Points)> =
        rows.iter().take(MOST).filter_map(|row| Some((row.total?.0, mean(row)))).collect();
    let (mut more, mut less) = (0, 0);
    for (index, (total, own)) in known.iter().enumerate() {
        for (other_total, other) in known.iter().skip(index + 1) {
            match (total.cmp(other_total), own.cmp(other)) {
                (std::cmp::Ordering::Equal, _) | (_, std::cmp::Ordering::Equal) => {}
                (by_total, by_cells) if by_total == by_cells => more += 1,
                _ => less += 1,
            }
        }
    }
    (more, less)
}

/// Whether gold, silver and bronze stand behind 1, 2 and 3 and nothing else.
fn colours(rows: &[Read]) -> (usize, usize) {
    const GOLD_SILVER_BRONZE: [&str; 3] = ["#ffffbf", "#dfdfdf", "#ffdf9f"];
    let (mut right, mut wrong) = (0, 0);
    for (background, value) in rows.iter().flat_map(|row| row.coloured()) {
        let Some(at) = GOLD_SILVER_BRONZE.iter().position(|own| *own == background) else { continue };
        match value.place {
            Some(place) if place as usize == at + 1 => right += 1,
            _ => wrong += 1,
        }
    }
    (right, wrong)
}

/// Whether most columns have a number above nought more than twice: several cars score the same, and none ends in the same place.
fn repeats(rows: &[Read]) -> bool {
    let mut columns: std::collections::BTreeMap<usize, std::collections::BTreeMap<Points, usize>> =
        Default::default();
    for (column, value) in rows
        .iter()
        .flat_map(|row| row.values.iter())
        .flat_map(|(column, all)| all.iter().map(move |own| (*column, own)))
    {
        if let Some(number) = value.number.filter(|number| *number > Points::ZERO) {
            *columns.entry(column).or_default().entry(number).or_default() += 1;
        }
    }
    let repeated = columns.values().filter(|numbers| numbers.values().any(|count| *count > 2)).count();
    repeated > 0 && 2 * repeated >= columns.len()
}
