//! Kind `drive_time`: the time that a driver must have driven, or may drive at most.

use crate::block::{Block, Key, Reader, Shape};
use crate::exact::Millis;
use crate::rulebook::Article;
use crate::rules::scope::{Occasion, Scope};
use crate::season::{Places, ResultRow, Seat};
use crate::table::{Ix, Table};
use crate::with_scope;

pub const KIND: &str = "drive_time";

pub const KEYS: &[Key] = with_scope![
    Key {
        name: "min",
        shape: Shape::Duration,
        doc: "Every driver of a car must have driven at least this long."
    },
    Key { name: "max", shape: Shape::Duration, doc: "No driver may have driven longer than this." },
    Key {
        name: "else",
        shape: Shape::Word(&["driver-scores-nothing", "car-scores-nothing"]),
        doc: "Who scores nothing where a driver misses it: that driver, or the whole car."
    },
    Key {
        name: "places",
        shape: Shape::Word(&["move-up", "keep"]),
        doc: "Cars behind such a car move up, or keep their positions."
    },
    Key { name: "article", shape: Shape::Text, doc: "Article of the regulations." },
    Key { name: "source", shape: Shape::Text, doc: "Where the article can be read." },
];

/// Limits of a driver's time at the wheel. A driver whose time is not known meets them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DriveTime {
    pub min: Option<Millis>,
    pub max: Option<Millis>,
    /// Whether the whole car scores nothing, not only the driver.
    pub whole_car: bool,
    pub places: Places,
    pub scope: Scope,
    pub article: Ix<Article>,
}

impl DriveTime {
    pub fn read(block: &mut Block<'_>, reader: &mut Reader<'_>, articles: &mut Table<Article>) -> DriveTime {
        DriveTime {
            min: block.duration(reader, "min").map(|at| at.value),
            max: block.duration(reader, "max").map(|at| at.value),
            whole_car: block.word(reader, "else").is_some_and(|at| at.value == "car-scores-nothing"),
            places: match block.word(reader, "places").map(|at| at.value) {
                Some("keep") => Places::Keep,
                _ => Places::MoveUp,
            },
            article: Article::read(block, reader, articles, KIND, KIND),
            scope: Scope::read(block, reader),
        }
    }

    fn met_by(&self, seat: &Seat) -> bool {
        seat.drive_time.is_none_or(|time| {
            self.min.is_none_or(|min| time >= min) && self.max.is_none_or(|max| time <= max)
        })
    }

    /// The rule that takes a car's points, if any does.
    pub fn bars_car<'r>(
        rules: &'r [DriveTime],
        occasion: &Occasion<'_>,
        row: &ResultRow,
    ) -> Option<&'r DriveTime> {
        rules
            .iter()
            .filter(|rule| rule.whole_car && rule.scope.covers(occasion))
            .find(|rule| row.crew.iter().any(|seat| seat.drove && !rule.met_by(seat)))
    }

    /// Whether a driver keeps a share of the car's points.
    pub fn allows(rules: &[DriveTime], occasion: &Occasion<'_>, seat: &Seat) -> bool {
        rules.iter().filter(|rule| rule.scope.covers(occasion)).all(|rule| rule.met_by(seat))
    }

    pub fn prose(&self) -> String {
        let mut limits = Vec::new();
        limits.extend(self.min.map(|min| format!("at least {min}")));
        limits.extend(self.max.map(|max| format!("at most {max}")));
        let scope = self.scope.prose();
        let scope = if scope.is_empty() { String::new() } else { format!(" ({scope})") };
        let who = if self.whole_car { "the car" } else { "a driver" };
        format!("Every driver must drive {}, else {who} scores nothing{scope}.", limits.join(" and "))
    }
}
