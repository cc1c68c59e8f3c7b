//! Kind `incidents`: a limit of incident points in a session, as sim-racing leagues have it.

use crate::block::{Block, Key, Reader, Shape};
use crate::rulebook::Article;
use crate::rules::scope::{Occasion, Scope};
use crate::season::{Places, ResultRow};
use crate::table::{Ix, Table};
use crate::with_scope;

pub const KIND: &str = "incidents";

pub const KEYS: &[Key] = with_scope![
    Key { name: "limit", shape: Shape::Count, doc: "Most incident points with which a car still scores." },
    Key {
        name: "places",
        shape: Shape::Word(&["move-up", "keep"]),
        doc: "Cars behind one over the limit move up, or keep their positions."
    },
    Key { name: "article", shape: Shape::Text, doc: "Article of the regulations." },
    Key { name: "source", shape: Shape::Text, doc: "Where the article can be read." },
];

/// A car over the limit scores nothing. A car whose incidents are not known is not over it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentLimit {
    pub limit: u32,
    pub places: Places,
    pub scope: Scope,
    pub article: Ix<Article>,
}

impl IncidentLimit {
    pub fn read(
        block: &mut Block<'_>,
        reader: &mut Reader<'_>,
        articles: &mut Table<Article>,
    ) -> IncidentLimit {
        let limit = block.count(reader, "limit");
        IncidentLimit {
            limit: block.require(reader, "limit", limit).value,
            places: match block.word(reader, "places").map(|at| at.value) {
                Some("keep") => Places::Keep,
                _ => Places::MoveUp,
            },
            article: Article::read(block, reader, articles, KIND, KIND),
            scope: Scope::read(block, reader),
        }
    }

    /// The rule that takes a car's points, if any does.
    pub fn bars<'r>(
        rules: &'r [IncidentLimit],
        occasion: &Occasion<'_>,
        row: &ResultRow,
    ) -> Option<&'r IncidentLimit> {
        rules
            .iter()
            .filter(|rule| rule.scope.covers(occasion))
            .find(|rule| row.incidents.is_some_and(|own| own > rule.limit))
    }

    pub fn prose(&self) -> String {
        let scope = self.scope.prose();
        let scope = if scope.is_empty() { String::new() } else { format!(" ({scope})") };
        format!("A car with more than {} incident points scores nothing{scope}.", self.limit)
    }
}
