//! Kind `same-points`: all cars of a session get the same points, as where a race was abandoned.

use crate::block::{Key, Shape};
use crate::decisions::about::{About, Words};
use crate::decisions::kind::{Decided, Kind, Reading};
use crate::exact::Points;
use crate::number_words::points_in_words;
use crate::season::follow::follow_fields;
use crate::season::{Class, Session};
use crate::session_keys;
use crate::table::Ix;

/// In place of the points for positions; bonuses stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SamePoints {
    pub session: Ix<Session>,
    /// None: the cars of all classes.
    pub class: Option<Ix<Class>>,
    /// Ids; all titles where none is named.
    pub titles: Vec<String>,
    pub points: Points,
    pub to: To,
}

/// Which cars get them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum To {
    /// All that took the start and were not disqualified.
    Started,
    Classified,
}

impl Kind for SamePoints {
    const NAME: &'static str = "same-points";
    const DOC: &'static str = "All cars of a session get the same points, in place of those for positions.";
    const KEYS: &'static [Key] = session_keys![
        Key { name: "class", shape: Shape::Text, doc: "Only the cars of this class." },
        Key {
            name: "titles",
            shape: Shape::TextList,
            doc: "Only for these titles; all where the key is absent."
        },
        Key { name: "points", shape: Shape::Points, doc: "Points for each car." },
        Key {
            name: "to",
            shape: Shape::Word(&["started", "classified"]),
            doc: "All cars that started, or those that were classified; `started` unless said otherwise."
        },
    ];
    const NEEDS: &'static [&'static str] = &["round", "points"];

    fn read(from: &mut Reading<'_>) -> Option<SamePoints> {
        Some(SamePoints {
            session: from.session()?,
            class: from.class()?,
            titles: from.texts("titles"),
            points: from.points("points")?,
            to: if from.text("to") == "classified" { To::Classified } else { To::Started },
        })
    }
}

follow_fields! { SamePoints { session, class, titles, points, to } }

impl Decided for SamePoints {
    fn about(&self) -> About<'_> {
        About { session: Some(self.session), titles: &self.titles, ..About::default() }
    }

    fn sentence(&self, words: &Words<'_>) -> String {
        let class =
            self.class.map_or_else(String::new, |class| format!(" of {}", words.season.classes[class].id));
        let whom = match self.to {
            To::Started => "that started",
            To::Classified => "classified",
        };
        let points = points_in_words(self.points);
        format!("{points} for every car{class} {whom}{}", words.for_titles(&self.titles))
    }
}
