//! Kind `protest_window`: until when protests are taken against a classification. Nothing is computed from it; results become
//! official when it has run out and nothing is pending.

use crate::block::{Key, Shape};
use crate::exact::Millis;
use crate::number_words::counted;
use crate::rule_keys;
use crate::rulebook::Rulebook;
use crate::rules::kind::{Clause, Pillar, Rule, RuleBlock};
use crate::season::{Moment, Season, Session};
use crate::table::Ix;

/// A window for protests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProtestWindow {
    pub starts: Starts,
    pub length: Millis,
    /// Who may let it end later, as the regulations name them; empty where nobody may.
    pub extended_by: String,
}

/// When a window begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Starts {
    /// When the classification is published.
    Publication,
    /// At the chequered flag.
    Finish,
}

const STARTS: &[&str] = &["publication", "finish"];

impl Rule for ProtestWindow {
    const NAME: &'static str = "protest_window";
    const DOC: &'static str = "Until when protests are taken against a classification.";
    const FOR_TITLES: bool = false;
    const KEYS: &'static [Key] = rule_keys![
        Key { name: "id", shape: Shape::Text, doc: "Name of the window, unique in the rulebook." },
        Key {
            name: "starts",
            shape: Shape::Word(STARTS),
            doc: "When it begins: with the `publication` of the classification, as it does unless said otherwise, or at the `finish`.",
        },
        Key { name: "length", shape: Shape::Duration, doc: "How long it lasts: `30 min`, `168 h`." },
        Key {
            name: "extended_by",
            shape: Shape::Text,
            doc: "Who may let it end later, such as `the stewards`; nobody where this is not said.",
        },
    ];

    fn read(block: &mut RuleBlock<'_, '_>) -> ProtestWindow {
        let starts = match block.word("starts").map(|at| at.value) {
            Some("finish") => Starts::Finish,
            _ => Starts::Publication,
        };
        let length = block.duration("length");
        let length = block.require("length", length);
        let extended_by = block.text("extended_by").map_or_else(String::new, |at| at.value);
        ProtestWindow { starts, length, extended_by }
    }
}

impl Pillar for ProtestWindow {
    fn enter(clause: Clause<ProtestWindow>, book: &mut Rulebook) {
        book.protest_windows.push(clause);
    }
}

impl ProtestWindow {
    pub fn prose(&self) -> String {
        let from = match self.starts {
            Starts::Publication => "the publication of the classification",
            Starts::Finish => "the chequered flag",
        };
        let more = match self.extended_by.as_str() {
            "" => String::new(),
            who => format!("; {who} may extend it"),
        };
        format!("Protests are taken for {} from {from}{more}", in_words(self.length))
    }

    /// When a window that begins then ends; none beyond the years that days have.
    pub fn ends(&self, begins: Moment) -> Option<Moment> {
        begins.seconds_after(self.length.0.div_euclid(1000))
    }
}

/// `30 minutes`, `7 days`.
fn in_words(length: Millis) -> String {
    let seconds = length.0.unsigned_abs() / 1000;
    match seconds {
        own if own > 0 && own % 86_400 == 0 => counted(own / 86_400, "day"),
        own if own > 0 && own % 3_600 == 0 => counted(own / 3_600, "hour"),
        own if own > 0 && own % 60 == 0 => counted(own / 60, "minute"),
        own => counted(own, "second"),
    }
}

impl Rulebook {
    /// The window for protests against a session's classification; of several that cover it the last.
    pub fn protest_window(&self, season: &Season, session: Ix<Session>) -> Option<&Clause<ProtestWindow>> {
        let occasion = crate::compute::classify::occasion(season, session, None, "");
        self.protest_windows.iter().rev().find(|own| own.scope.covers(&occasion))
    }
}
