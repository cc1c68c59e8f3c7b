//! That a season is not shown as its folder stands now: said on each of its pages, and on the front page.

use crate::stamp::moment_in_words;
use parcferme_core::season::Moment;

/// A season that cannot be shown as it stands now; what is shown is what it was before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stale {
    /// Its id.
    pub season: String,
    pub name: String,
    /// When it was read last.
    pub shown: Moment,
    /// What cannot be done, since when: `its folder cannot be read`.
    pub cannot: String,
    pub since: Moment,
    /// Id, place and message of what is wrong, the first few.
    pub why: Vec<String>,
}

impl Stale {
    pub fn shown_in_words(&self) -> String {
        moment_in_words(self.shown)
    }

    pub fn since_in_words(&self) -> String {
        moment_in_words(self.since)
    }
}
