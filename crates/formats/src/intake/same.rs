//! Whether two files tell of one session, by what no two sessions share: the best lap of each car.

use super::said::Session;
use crate::folder::{Folder, ResultRecord};
use parcferme_core::Millis;
use std::collections::{BTreeMap, BTreeSet};

/// Best laps by number of the car.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks(BTreeSet<(String, Millis)>);

impl Marks {
    pub(super) fn of(session: &Session) -> Marks {
        let cars = session.cars.iter().filter_map(|car| Some((car.number.clone(), car.best?)));
        let mut marks = Marks::of_rows(&session.rows);
        marks.0.extend(cars);
        marks
    }

    fn of_rows(rows: &[ResultRecord]) -> Marks {
        Marks(rows.iter().filter_map(|row| Some((row.number.clone(), row.best_lap?))).collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn join(&mut self, other: &Marks) {
        self.0.extend(other.0.iter().cloned());
    }

    /// Whether half of the cars of the smaller have the same best lap in both; `None` where one says nothing.
    pub(super) fn agree(&self, other: &Marks) -> Option<bool> {
        let fewer = self.0.len().min(other.0.len());
        (fewer > 0).then(|| self.0.intersection(&other.0).count() * 2 >= fewer)
    }
}

impl Marks {
    /// Whether several cars are in both, and none of them has the same best lap: so they are two sessions.
    pub(super) fn contradict(&self, other: &Marks) -> bool {
        let numbers = |own: &Marks| own.0.iter().map(|mark| mark.0.clone()).collect::<BTreeSet<String>>();
        numbers(self).intersection(&numbers(other)).count() > 1 && self.0.is_disjoint(&other.0)
    }
}

/// Sessions by their marks.
#[derive(Clone, Debug, Default)]
pub(super) struct Sessions {
    marks: Vec<Marks>,
    /// Which sessions have a mark.
    with: BTreeMap<(String, Millis), Vec<usize>>,
}

impl Sessions {
    /// The session that the marks are of; where there is none, a new one.
    pub(super) fn find_or_add(&mut self, marks: &Marks) -> usize {
        if let Some(found) = self.find(marks) {
            self.enter(found, marks);
            return found;
        }
        self.marks.push(Marks::default());
        self.enter(self.marks.len() - 1, marks);
        self.marks.len() - 1
    }

    fn enter(&mut self, at: usize, marks: &Marks) {
        for mark in &marks.0 {
            if self.marks[at].0.insert(mark.clone()) {
                self.with.entry(mark.clone()).or_default().push(at);
            }
        }
    }

    /// The session with the most of the marks, where they agree.
    pub(super) fn find(&self, marks: &Marks) -> Option<usize> {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for at in marks.0.iter().flat_map(|mark| self.with.get(mark).into_iter().flatten()) {
            *counts.entry(*at).or_default() += 1;
        }
        let (at, _) = counts.into_iter().max_by_key(|&(at, count)| (count, std::cmp::Reverse(at)))?;
        (self.marks[at].agree(marks) == Some(true)).then_some(at)
    }
}

/// The sessions of a folder with their marks.
pub(super) fn of_folder(folder: &Folder) -> BTreeMap<(u32, String), Marks> {
    let mut all: BTreeMap<(u32, String), Marks> = BTreeMap::new();
    for (key, rows) in &folder.results {
        all.entry(key.clone()).or_default().join(&Marks::of_rows(rows));
    }
    for (key, laps) in &folder.laps {
        let session = Session { cars: super::timing::seen(&laps.sheet), ..Session::default() };
        all.entry(key.clone()).or_default().join(&Marks::of(&session));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(own: &[(&str, i64)]) -> Marks {
        Marks(own.iter().map(|&(number, best)| (number.to_owned(), Millis(best))).collect())
    }

    #[test]
    fn half_of_the_cars_with_the_same_best_lap_are_one_session() {
        let race = marks(&[("1", 100), ("2", 101), ("3", 102)]);
        assert_eq!(race.agree(&marks(&[("1", 100), ("2", 101), ("3", 99)])), Some(true));
        assert_eq!(race.agree(&marks(&[("1", 100), ("2", 99), ("3", 99)])), Some(false));
        assert_eq!(race.agree(&marks(&[("2", 101)])), Some(true), "a sheet of one class");
        assert_eq!(race.agree(&Marks::default()), None);
        assert!(race.contradict(&marks(&[("1", 90), ("2", 91)])));
        assert!(!race.contradict(&marks(&[("1", 90)])), "one car may be a slip of the pen");
        assert!(
            !race.contradict(&marks(&[("1", 90), ("2", 101)]))
                && !race.contradict(&marks(&[("8", 1), ("9", 2)]))
        );
        let mut all = Sessions::default();
        assert_eq!(all.find_or_add(&race), 0);
        assert_eq!(all.find_or_add(&marks(&[("1", 90), ("2", 91)])), 1);
        assert_eq!(all.find_or_add(&marks(&[("2", 101), ("3", 102), ("4", 5)])), 0);
        assert_eq!(all.find(&marks(&[("4", 5)])), Some(0), "what joined it is of it");
        assert_eq!((all.find(&marks(&[("9", 1)])), all.find(&Marks::default())), (None, None));
    }
}
