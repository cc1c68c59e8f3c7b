//! Kind `class_map`: cars of one class ranked inside another, always or at some events.

use crate::block::{At, Block, Key, Reader, Shape};
use crate::rulebook::Article;
use crate::rules::scope::{Occasion, Scope};
use crate::table::{Ix, Table};
use crate::with_scope;

pub const KIND: &str = "class_map";

pub const KEYS: &[Key] = with_scope![
    Key { name: "from", shape: Shape::Text, doc: "Class that the cars are entered in." },
    Key { name: "to", shape: Shape::Text, doc: "Class that they are ranked in." },
    Key { name: "article", shape: Shape::Text, doc: "Article of the regulations." },
    Key { name: "source", shape: Shape::Text, doc: "Where the article can be read." },
];

/// Cars of `from` are ranked in `to`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassMap {
    pub from: At<String>,
    pub to: At<String>,
    pub scope: Scope,
    pub article: Ix<Article>,
}

impl ClassMap {
    pub fn read(block: &mut Block<'_>, reader: &mut Reader<'_>, articles: &mut Table<Article>) -> ClassMap {
        let (from, to) = (block.text(reader, "from"), block.text(reader, "to"));
        let (from, to) = (block.require(reader, "from", from), block.require(reader, "to", to));
        let article = Article::read(block, reader, articles, KIND, &from.value);
        ClassMap { from, to, scope: Scope::read(block, reader), article }
    }

    /// The block that moves cars of a class on this occasion.
    pub fn of<'r>(maps: &'r [ClassMap], occasion: &Occasion<'_>) -> Option<&'r ClassMap> {
        maps.iter().find(|map| Some(map.from.value.as_str()) == occasion.class && map.scope.covers(occasion))
    }

    pub fn prose(&self) -> String {
        let scope = self.scope.prose();
        let scope = if scope.is_empty() { String::new() } else { format!(" {scope}") };
        format!("Cars of {} are ranked inside {}{scope}.", self.from.value, self.to.value)
    }
}
