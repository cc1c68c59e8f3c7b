//! Which cars meet the distance rule, and by how many laps the others miss it.

use super::classification::Classification;
use super::sheet::{CarIndex, LapSheet};
use crate::outcome::Distance;
use crate::rules::distance::{DistanceOf, MinimumDistance};
use std::collections::BTreeMap;

/// Every car against the rule, in the order of the classification.
pub fn distances(
    sheet: &LapSheet,
    order: &Classification,
    rule: &MinimumDistance,
) -> Vec<(CarIndex, Distance)> {
    let mut class_winners: BTreeMap<&str, u32> = BTreeMap::new();
    for row in &order.rows {
        class_winners.entry(&sheet.car(row.car).class).or_insert(row.laps);
    }
    let of = |row: &super::Row| match rule.of {
        DistanceOf::OverallWinner => order.winner_laps(),
        DistanceOf::ClassWinner => class_winners.get(sheet.car(row.car).class.as_str()).copied().unwrap_or(0),
    };
    let distance = |row: &super::Row| {
        let winner_laps = of(row);
        let required_laps = rule.required_laps(winner_laps);
        let margin_laps = rule.margin_laps(row.laps, winner_laps);
        (row.car, Distance { winner_laps, required_laps, margin_laps })
    };
    order.rows.iter().map(distance).collect()
}

#[cfg(test)]
mod tests {
    use super::super::classify;
    use super::super::sheet::{Car, Lap};
    use super::*;
    use crate::exact::Share;
    use crate::rules::distance::Rounding;

    #[test]
    fn the_class_winner_and_the_overall_winner_ask_for_different_laps() {
        let car = |class: &str| Car { class: class.into(), ..Car::default() };
        let lap = |car, number| Lap { car: CarIndex(car), number, ..Lap::default() };
        let sheet =
            LapSheet::new(vec![car("P"), car("GT"), car("GT")], vec![lap(0, 102), lap(1, 97), lap(2, 71)]);
        let order = classify(&sheet);
        let margins = |of| {
            let rule = MinimumDistance { share: Share::percent(70), of, rounding: Rounding::Exact };
            distances(&sheet, &order, &rule).iter().map(|d| d.1.margin_laps).collect::<Vec<_>>()
        };
        assert_eq!(margins(DistanceOf::ClassWinner), [30, 29, 3]);
        assert_eq!(margins(DistanceOf::OverallWinner), [30, 25, -1]);
    }
}
