//! A session as its lap records tell it: the order at the flag, judged by a distance rule.

use super::classification::{Classification, Row, classify_as};
use super::kind::{SessionKind, Taken};
use super::one_session::OneSession;
use super::sheet::{CarIndex, Lap, LapSheet};
use crate::outcome::Distance;
use crate::rules::distance::MinimumDistance;
use crate::season::Status;
use std::collections::BTreeMap;

/// Lap records with everything that is taken from them for the session as a whole.
#[derive(Clone, Debug)]
pub struct TimedSession<'s> {
    pub sheet: &'s LapSheet,
    pub order: Classification,
    /// The rule that [`TimedSession::status`] goes by.
    pub rule: Option<MinimumDistance>,
    distances: BTreeMap<CarIndex, Distance>,
}

impl<'s> TimedSession<'s> {
    /// As the session that the records look like; `rule` is for races.
    pub fn new(sheet: &'s LapSheet, rule: Option<MinimumDistance>) -> TimedSession<'s> {
        TimedSession::of_kind(sheet, rule, Taken::from_laps(sheet))
    }

    pub fn of_kind(sheet: &'s LapSheet, rule: Option<MinimumDistance>, taken: Taken) -> TimedSession<'s> {
        let rule = rule.filter(|_| taken.kind == SessionKind::Race);
        let order = classify_as(sheet, taken);
        let judged = |rule| OneSession::of(sheet, order.taken.kind, &order.rows).distances(rule);
        let distances = rule.as_ref().map(judged).unwrap_or_default();
        TimedSession { sheet, order, rule, distances }
    }

    /// The car's records that count: up to its first crossing under the chequered flag.
    pub fn laps(&self, row: &Row) -> &'s [Lap] {
        let laps = self.sheet.laps_of(row.car);
        &laps[..laps.len() - row.after_flag]
    }

    /// The car against the distance rule, where there is one.
    pub fn distance(&self, row: &Row) -> Option<Distance> {
        self.distances.get(&row.car).copied()
    }

    /// The car's status once the distance rule has spoken: at the finish but short of it is `nc`.
    pub fn status(&self, row: &Row) -> Status {
        let short = self.distance(row).is_some_and(|distance| distance.margin_laps < 0);
        if row.status == Status::Finished && short { Status::Nc } else { row.status }
    }

    /// The rows of a class, whatever the case of its letters, or all; positions stay those of the whole field.
    pub fn rows(&self, class: Option<&str>) -> impl Iterator<Item = &Row> {
        let of_class = move |row: &&Row| {
            class.is_none_or(|class| class.eq_ignore_ascii_case(&self.sheet.car(row.car).class))
        };
        self.order.rows.iter().filter(of_class)
    }

    /// The classes in the order of their best car.
    pub fn classes(&self) -> Vec<&'s str> {
        let mut seen = std::collections::BTreeSet::new();
        let classes = self.order.rows.iter().map(|row| self.sheet.car(row.car).class.as_str());
        classes.filter(|&class| seen.insert(class)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::sheet::{Car, Flag, Ms};
    use super::*;
    use crate::exact::Share;
    use crate::rules::distance::{DistanceOf, Rounding};

    #[test]
    fn a_car_at_the_finish_without_the_distance_is_not_classified_and_laps_after_the_flag_do_not_count() {
        let car = |class: &str| Car { class: class.into(), ..Car::default() };
        let lap = |car, number, at, flag| Lap {
            car: CarIndex(car),
            number,
            elapsed: Ms::new(at),
            flag,
            ..Lap::default()
        };
        let laps = vec![
            lap(0, 1, 10, Flag::Green),
            lap(0, 2, 20, Flag::Green),
            lap(0, 3, 30, Flag::Finish),
            lap(0, 4, 41, Flag::Finish),
            lap(1, 1, 31, Flag::Finish),
        ];
        let sheet = LapSheet::new(vec![car("P"), car("GT")], laps);
        let rule = MinimumDistance {
            share: Share::percent(70),
            of: DistanceOf::OverallWinner,
            rounding: Rounding::Exact,
        };
        let judged = TimedSession::new(&sheet, Some(rule));
        let shown =
            judged.rows(None).map(|row| (judged.laps(row).len(), judged.status(row))).collect::<Vec<_>>();
        assert_eq!(shown, [(3, Status::Finished), (1, Status::Nc)]);
        let free = TimedSession::new(&sheet, None);
        assert_eq!(free.rows(Some("gt")).map(|row| free.status(row)).collect::<Vec<_>>(), [Status::Finished]);
        assert_eq!(free.classes(), ["P", "GT"]);
    }
}
