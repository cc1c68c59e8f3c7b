//! Kind `bonus`: points for a feat such as pole position or the fastest lap.

use crate::block::{At, Block, Key, Reader, Shape};
use crate::exact::Points;
use crate::rulebook::Article;
use crate::rules::scope::Scope;
use crate::season::FeatKind;
use crate::table::{Ix, Table};
use crate::with_scope;

pub const KIND: &str = "bonus";

pub const KEYS: &[Key] = with_scope![
    Key { name: "id", shape: Shape::Text, doc: "Name of the bonus, unique in the rulebook." },
    Key {
        name: "feat",
        shape: Shape::Text,
        doc: "The feat: `pole`, `fastest-lap`, `led-lap`, `most-laps-led`, `most-places-gained`, or another that the facts name."
    },
    Key { name: "points", shape: Shape::Points, doc: "Points for it." },
    Key {
        name: "shared",
        shape: Shape::Word(&["split", "each", "none"]),
        doc: "When several share the feat: divide the points, give them to each, or to none."
    },
    Key { name: "within", shape: Shape::Count, doc: "Only for a car classified within this position." },
    Key { name: "classified", shape: Shape::Yes, doc: "Only for a classified car." },
    Key { name: "article", shape: Shape::Text, doc: "Article of the regulations." },
    Key { name: "source", shape: Shape::Text, doc: "Where the article can be read." },
];

/// Points for a feat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bonus {
    pub id: String,
    pub feat: FeatKind,
    pub points: Points,
    pub shared: Shared,
    /// Highest position, as a number, that still gets it.
    pub within: Option<u32>,
    pub classified: bool,
    pub scope: Scope,
    pub article: Ix<Article>,
}

/// What happens to the points of a feat that several share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shared {
    Split,
    Each,
    Nobody,
}

impl Bonus {
    pub fn read(block: &mut Block<'_>, reader: &mut Reader<'_>, articles: &mut Table<Article>) -> Bonus {
        let (id, feat, points) =
            (block.text(reader, "id"), block.text(reader, "feat"), block.points(reader, "points"));
        let (id, feat) = (block.require(reader, "id", id), block.require(reader, "feat", feat));
        let points = points.or_else(|| {
            block.require::<At<String>>(reader, "points", None);
            None
        });
        Bonus {
            feat: FeatKind::from_word(&feat.value),
            points: points.map_or(Points::ZERO, |at| at.value),
            shared: match block.word(reader, "shared").map(|at| at.value) {
                Some("each") => Shared::Each,
                Some("none") => Shared::Nobody,
                _ => Shared::Split,
            },
            within: block.count(reader, "within").map(|at| at.value),
            classified: block.yes(reader, "classified").is_some_and(|at| at.value),
            article: Article::read(block, reader, articles, KIND, &id.value),
            scope: Scope::read(block, reader),
            id: id.value,
        }
    }

    /// Points for each of `holders` who share the feat.
    pub fn points_each(&self, holders: u32) -> Points {
        match self.shared {
            _ if holders <= 1 => self.points,
            Shared::Each => self.points,
            Shared::Split => self.points.split(holders),
            Shared::Nobody => Points::ZERO,
        }
    }

    pub fn prose(&self) -> String {
        let scope = self.scope.prose();
        let mut text = format!("{} for {}", self.points, self.feat.word());
        if let Some(within) = self.within {
            text.push_str(&format!(", to a car classified in the first {within}"));
        } else if self.classified {
            text.push_str(", to a classified car");
        }
        text.push_str(match self.shared {
            Shared::Split => "; shared equally where several have it",
            Shared::Each => "; to each where several have it",
            Shared::Nobody => "; to nobody where several have it",
        });
        if !scope.is_empty() {
            text.push_str(&format!(" ({scope})"));
        }
        text + "."
    }
}
