//! Kind `eligible`: which cars count for a title, by marks on the car or its competitors, and whether the cars behind
//! one that does not count move up.

use crate::block::{At, Block, Key, Reader, Shape};
use crate::rulebook::Article;
use crate::rules::scope::Scope;
use crate::season::Places;
use crate::table::{Ix, Table};
use crate::with_scope;

pub const KIND: &str = "eligible";

pub const KEYS: &[Key] = with_scope![
    Key {
        name: "only",
        shape: Shape::Text,
        doc: "Only cars with this mark count, such as `full-season` or `nominated`."
    },
    Key { name: "except", shape: Shape::Text, doc: "Cars with this mark do not count, such as `guest`." },
    Key {
        name: "places",
        shape: Shape::Word(&["move-up", "keep"]),
        doc: "Cars behind one that does not count move up, or keep their places."
    },
    Key { name: "article", shape: Shape::Text, doc: "Article of the regulations." },
    Key { name: "source", shape: Shape::Text, doc: "Where the article can be read." },
];

/// Which cars count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Eligible {
    pub only: Option<At<String>>,
    pub except: Option<At<String>>,
    pub places: Places,
    pub scope: Scope,
    pub article: Ix<Article>,
}

impl Eligible {
    pub fn read(block: &mut Block<'_>, reader: &mut Reader<'_>, articles: &mut Table<Article>) -> Eligible {
        let (only, except) = (block.text(reader, "only"), block.text(reader, "except"));
        if only.is_none() && except.is_none() {
            block.require::<At<String>>(reader, "only", None);
        }
        Eligible {
            only,
            except,
            places: match block.word(reader, "places").map(|at| at.value) {
                Some("keep") => Places::Keep,
                _ => Places::MoveUp,
            },
            article: Article::read(block, reader, articles, KIND, KIND),
            scope: Scope::read(block, reader),
        }
    }

    /// Whether a car counts that answers `has` for its marks.
    pub fn counts(&self, has: impl Fn(&str) -> bool) -> bool {
        self.only.as_ref().is_none_or(|only| has(&only.value))
            && self.except.as_ref().is_none_or(|except| !has(&except.value))
    }

    pub fn prose(&self) -> String {
        let mut text = match (&self.only, &self.except) {
            (Some(only), None) => format!("Only cars marked {} count", only.value),
            (None, Some(except)) => format!("Cars marked {} do not count", except.value),
            (Some(only), Some(except)) => {
                format!("Only cars marked {} and not {} count", only.value, except.value)
            }
            (None, None) => "All cars count".to_owned(),
        };
        text.push_str(match self.places {
            Places::MoveUp => "; those behind one that does not count move up",
            Places::Keep => "; those behind one that does not count keep their places",
        });
        let scope = self.scope.prose();
        if !scope.is_empty() {
            text.push_str(&format!(" ({scope})"));
        }
        text + "."
    }
}
