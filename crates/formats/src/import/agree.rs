//! Statements of several documents about one thing: what most of them say, and who says otherwise.

use super::Report;
use parcferme_core::Place;
use std::collections::BTreeMap;

/// What documents say about one thing, each with its place, in the order of documents.
pub(super) struct Stated<T> {
    statements: Vec<(T, Place)>,
}

impl<T> Default for Stated<T> {
    fn default() -> Self {
        Stated { statements: Vec::new() }
    }
}

impl<T: Ord + Clone> Stated<T> {
    pub fn add(&mut self, value: T, place: Place) {
        self.statements.push((value, place));
    }

    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.statements.iter().map(|(value, _)| value)
    }

    pub fn is_empty(&self) -> bool {
        self.statements.is_empty()
    }

    pub fn any(&self, test: impl Fn(&T) -> bool) -> bool {
        self.statements.iter().any(|(value, _)| test(value))
    }

    /// The value that most places state; of equals, the one stated first. Differing values go into the report under `what`.
    pub fn settle(&self, what: &str, show: impl Fn(&T) -> String, report: &mut Report) -> Option<T> {
        let mut votes: BTreeMap<&T, (usize, usize)> = BTreeMap::new();
        for (index, (value, _)) in self.statements.iter().enumerate() {
            votes.entry(value).or_insert((0, index)).0 += 1;
        }
        if votes.len() > 1 {
            let statements = self.statements.iter().map(|(value, place)| (show(value), place.clone()));
            report.conflict(what, statements);
        }
        votes
            .into_iter()
            .max_by_key(|(_, (count, first))| (*count, std::cmp::Reverse(*first)))
            .map(|(value, _)| value.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_majority_holds_and_the_first_breaks_a_tie() {
        let settle = |values: &[u32]| {
            let mut stated = Stated::default();
            for (value, line) in values.iter().zip(1..) {
                stated.add(*value, Place::line("page", line, ""));
            }
            let mut report = Report::default();
            (stated.settle("laps", u32::to_string, &mut report), report.contradictory.len())
        };
        assert_eq!(settle(&[]), (None, 0));
        assert_eq!(settle(&[3, 3]), (Some(3), 0));
        assert_eq!(settle(&[4, 3, 3]), (Some(3), 1));
        assert_eq!(settle(&[4, 3]), (Some(4), 1));
    }
}
