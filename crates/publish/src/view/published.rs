//! A season that is shown as it was published last.

use crate::stamp::moment_in_words;
use parcferme_core::season::Moment;

/// The edition that a season's pages show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The season's id.
    pub season: String,
    pub number: u64,
    pub is_official: bool,
    pub when: Moment,
}

impl Published {
    pub fn standing(&self) -> &'static str {
        if self.is_official { "Official" } else { "Provisional" }
    }

    pub fn when_in_words(&self) -> String {
        moment_in_words(self.when)
    }
}
