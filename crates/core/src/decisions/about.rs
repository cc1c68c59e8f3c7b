//! What a decision is about: cars of a session, a competitor in a table.

use crate::numbers::CarNumber;
use crate::season::follow::follow_fields;
use crate::season::{Class, Competitor, ResultRow, Round, Season, Session};
use crate::table::Ix;
use smallvec::SmallVec;

/// Cars of one session, as the decision numbers them and as the results have them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cars {
    pub session: Ix<Session>,
    /// As written.
    pub numbers: SmallVec<[CarNumber; 1]>,
    /// Their rows; empty while the session has no results.
    pub rows: SmallVec<[Ix<ResultRow>; 1]>,
}

impl Cars {
    pub fn hold(&self, row: Ix<ResultRow>) -> bool {
        self.rows.contains(&row)
    }

    /// `car 27`, `cars 27, 28`; with the class where the number alone does not tell.
    pub(super) fn words(&self, words: &Words<'_>) -> String {
        let season = words.season;
        let shared = |number: &CarNumber| {
            season.results_of(self.session).filter(|(_, own)| own.number == *number).count() > 1
        };
        let of_class = self.rows.first().and_then(|&row| season.results[row].class);
        let class = of_class.filter(|_| self.numbers.iter().any(shared));
        let class = class.map_or_else(String::new, |class| format!(" of {}", season.classes[class].id));
        let plural = if self.numbers.len() == 1 { "car" } else { "cars" };
        let numbers: Vec<&str> = self.numbers.iter().map(CarNumber::as_str).collect();
        format!("{plural} {}{class}", numbers.join(", "))
    }
}

/// Whom a decision about a table names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Id of the title.
    pub title: String,
    pub class: Option<Ix<Class>>,
    pub competitor: Ix<Competitor>,
}

impl Target {
    /// Whether it is about a competitor of that table.
    pub fn is_in(&self, title: &str, class: Option<Ix<Class>>) -> bool {
        self.title == title && (self.class.is_none() || self.class == class)
    }
}

follow_fields! {
    Cars { session, numbers, rows }
    Target { title, class, competitor }
}

/// What a decision is about, as pages and documents ask it.
#[derive(Clone, Debug, Default)]
pub struct About<'a> {
    pub session: Option<Ix<Session>>,
    /// The round from whose table on it counts; none for always, and for one about a session.
    pub round: Option<Ix<Round>>,
    pub cars: Option<&'a Cars>,
    pub competitor: Option<Ix<Competitor>>,
    /// Titles that it is limited to.
    pub titles: &'a [String],
    pub target: Option<&'a Target>,
}

/// What a sentence about a decision needs.
pub struct Words<'a> {
    pub season: &'a Season,
    /// Name of a title by its id.
    pub title: &'a dyn Fn(&str) -> String,
}

impl Words<'_> {
    pub(super) fn name(&self, competitor: Ix<Competitor>) -> &str {
        &self.season.competitors[competitor].name
    }

    /// ` for the Drivers' title`, empty where none is named.
    pub(super) fn for_titles(&self, ids: &[String]) -> String {
        let names: Vec<String> = ids.iter().map(|id| (self.title)(id)).collect();
        if names.is_empty() { String::new() } else { format!(" for the {}", names.join(", ")) }
    }
}

/// With its first letter large.
pub(super) fn sentence_case(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
