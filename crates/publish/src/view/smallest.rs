//! The smallest changes that would have made somebody champion.

use crate::view::Named;

/// Who should have been champion of what, and what was found.
#[derive(Clone, Debug)]
pub struct Smallest {
    pub season: String,
    pub title: String,
    pub class: Option<String>,
    pub competitor: Named,
    /// Whether it is first as it is.
    pub already: bool,
    /// The smallest of each sort, the smallest first.
    pub ways: Vec<Way>,
    /// Seasons that were computed.
    pub computed: usize,
    /// Whether not all was tried that could be.
    pub broken_off: bool,
    /// Results whose places could not be tried, as none are declared.
    pub not_declared: usize,
}

/// A way in which it would have been first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// `decision`, `rule` or `places`.
    pub sort: &'static str,
    pub text: String,
    /// How much of its sort it is, the less the smaller: places, or 1.
    pub size: u32,
    /// Arguments of `parcferme whatif` that show it; empty where it takes several changes of one race.
    pub arguments: Vec<String>,
    /// The query by which the what-if page and the API show it; none where they cannot.
    pub address: Option<String>,
}
