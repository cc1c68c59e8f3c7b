//! Seasons under other rulebooks: who would have been first, and what turned it.

use crate::view::Named;

/// The titles of seasons, with who is first by each of some rulebooks.
#[derive(Clone, Debug)]
pub struct Gallery {
    /// Ids of the rulebooks.
    pub by: Vec<String>,
    pub titles: Vec<OfTitle>,
}

/// A title of a season, in a class where it has classes.
#[derive(Clone, Debug)]
pub struct OfTitle {
    pub season: String,
    pub title: String,
    pub name: String,
    pub class: Option<String>,
    /// First by the season's own rules; several where the title is shared.
    pub champions: Vec<Named>,
    /// Those who would have been first by other rules, each with the rulebooks.
    pub otherwise: Vec<Otherwise>,
    /// Rulebooks that have such a title and fit the season.
    pub fitting: usize,
}

/// Who would have been first.
#[derive(Clone, Debug)]
pub struct Otherwise {
    pub champions: Vec<Named>,
    pub by: Vec<String>,
    /// The kinds of rules of the first of these rulebooks that turn the title by themselves; none where only several do together.
    pub turned_by: Vec<&'static str>,
}

impl Gallery {
    /// Titles that would have gone to somebody else.
    pub fn turned(&self) -> usize {
        self.titles.iter().filter(|own| !own.otherwise.is_empty()).count()
    }

    /// Rulebooks as stretches of those that were tried: `f1/1991 to f1/2026`.
    pub fn stretches(&self, ids: &[String]) -> String {
        let places: Vec<usize> =
            ids.iter().filter_map(|own| self.by.iter().position(|id| id == own)).collect();
        let runs = places.chunk_by(|a, b| a + 1 == *b);
        let words = runs.map(|run| match run {
            [first, _, .., last] => format!("{} to {}", self.by[*first], self.by[*last]),
            few => few.iter().map(|own| self.by[*own].as_str()).collect::<Vec<_>>().join(", "),
        });
        words.collect::<Vec<_>>().join(", ")
    }
}

impl OfTitle {
    /// `GTS Teams' Championship`.
    pub fn full_name(&self) -> String {
        let parts = [self.class.as_deref(), Some(self.name.as_str())];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

impl Otherwise {
    /// Which rules turn the title, in words.
    pub fn why(&self) -> String {
        match self.turned_by.as_slice() {
            [] => "several rules together".to_owned(),
            kinds => format!("`{}` alone", kinds.join("` or `")),
        }
    }
}
