//! What all kinds of rules share: a block of the rulebook with an id, an article and a scope, and the part that is the
//! kind's own.

use crate::block::{At, Block, Key, Reader, Shape};
use crate::exact::{Millis, Points, Share};
use crate::rulebook::{Article, Rulebook};
use crate::rules::scope::{Range, Scope};
pub use crate::season::{Measure, Unit};
use crate::table::Ix;

/// A kind of rule, read from the blocks of its name.
pub trait Rule: Sized {
    /// Name of the block: `points`.
    const NAME: &'static str;
    /// What it says, in a few words, for the schema and the documentation.
    const DOC: &'static str;
    /// Keys of the block, with those that [`rule_keys!`](crate::rule_keys) and its like add.
    const KEYS: &'static [Key];
    /// Whether it may be limited to titles: not where it says what holds before any title is looked at.
    const FOR_TITLES: bool = true;
    /// Whether a block must have an id, where it may have one.
    const ID_REQUIRED: bool = true;
    /// What it looks at of a car beyond the columns that every result has.
    const MEASURES: &'static [Measure] = &[];
    /// What it looks at of a race beyond what every round of a calendar says.
    const OF_RACE: &'static [Measure] = &[];

    fn read(block: &mut RuleBlock<'_, '_>) -> Self;
}

/// A kind that answers a question of its own in `compute`, and has a place of its own in the rulebook.
pub trait Pillar: Rule {
    fn enter(clause: Clause<Self>, book: &mut Rulebook);
}

/// A rule of a kind: what it says, where it applies, the article it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause<R> {
    pub rule: R,
    pub scope: Scope,
    pub article: Ix<Article>,
}

impl<R> Clause<R> {
    /// A sentence of the rule and where it applies.
    pub fn sentence(&self, rule: &str) -> String {
        match self.scope.prose() {
            scope if scope.is_empty() => format!("{rule}."),
            scope => format!("{rule} ({scope})."),
        }
    }
}

/// The key of a round under which a measure of its race stands.
pub const fn measure_key(measure: &Measure) -> Key {
    let shape = match measure.unit {
        Unit::Count => Shape::Count,
        Unit::Time | Unit::TimeByLap => Shape::Duration,
    };
    Key { name: measure.name, shape, doc: measure.doc }
}

/// Reads a block of a kind into the rulebook.
type Enter = for<'b> fn(&mut Block<'b>, &mut Reader<'b>, &mut Rulebook);

/// A kind as the rulebook, its schema and its documentation know it.
pub struct RuleKind {
    pub name: &'static str,
    pub doc: &'static str,
    pub keys: &'static [Key],
    pub measures: &'static [Measure],
    pub of_race: &'static [Measure],
    enter: Enter,
}

impl RuleKind {
    /// A kind with a place of its own in the rulebook.
    pub const fn pillar<R: Pillar>() -> RuleKind {
        RuleKind::entering::<R>(|block, reader, book| {
            let clause = clause::<R, R>(block, reader, book, R::read);
            R::enter(clause, book);
        })
    }

    pub(super) const fn entering<R: Rule>(enter: Enter) -> RuleKind {
        let (name, doc, keys) = (R::NAME, R::DOC, R::KEYS);
        let (measures, of_race) = (R::MEASURES, R::OF_RACE);
        RuleKind { name, doc, keys, measures, of_race, enter }
    }

    /// The key of the rulebook under which the kind's blocks stand.
    pub const fn key(&self) -> Key {
        Key { name: self.name, shape: Shape::Tables(self.keys), doc: self.doc }
    }

    /// Reads all blocks of the kind into the rulebook.
    pub(crate) fn read<'b>(&self, root: &mut Block<'b>, reader: &mut Reader<'b>, book: &mut Rulebook) {
        for mut block in root.blocks(reader, self.name) {
            (self.enter)(&mut block, reader, book);
            block.finish(reader);
        }
    }
}

/// Reads what all blocks have, and the kind's own part of it with `read`.
pub(super) fn clause<'b, R: Rule, T>(
    block: &mut Block<'b>,
    reader: &mut Reader<'b>,
    book: &mut Rulebook,
    read: impl FnOnce(&mut RuleBlock<'_, 'b>) -> T,
) -> Clause<T> {
    let id = if R::KEYS.iter().any(|key| key.name == "id") {
        let id = block.text(reader, "id");
        if R::ID_REQUIRED {
            block.require(reader, "id", id).value
        } else {
            id.map_or_else(|| R::NAME.to_owned(), |at| at.value)
        }
    } else {
        R::NAME.to_owned()
    };
    let article = Article::read(block, reader, &mut book.articles, R::NAME, id.clone());
    let rule =
        read(&mut RuleBlock { block: &mut *block, reader: &mut *reader, above: book, id: &id, article });
    // Last: a key that means something else to the kind, such as the `classes` of a title, is no scope.
    let scope = Scope::read(block, reader);
    if let Some(title) = scope.titles.first().filter(|_| !R::FOR_TITLES) {
        let message = format!("`{}` holds for all titles alike", R::NAME);
        reader.refuse("PF0330", title, message, "no `titles` in this block");
    }
    Clause { rule, scope, article }
}

/// A block whose kind reads its own keys: [`Block`] with what stands above it.
pub struct RuleBlock<'r, 'b> {
    block: &'r mut Block<'b>,
    reader: &'r mut Reader<'b>,
    /// The rulebook as far as it has been read.
    pub above: &'r Rulebook,
    /// The block's own id, or the kind's name.
    pub id: &'r str,
    pub article: Ix<Article>,
}

impl<'b> RuleBlock<'_, 'b> {
    /// Whether the block has the key, and nothing has taken it yet.
    pub fn has(&self, name: &str) -> bool {
        self.block.has(name)
    }

    /// How much was found wrong so far.
    pub fn told(&self) -> usize {
        self.reader.diagnostics.len()
    }

    /// Where the block begins.
    pub fn here(&self) -> At<()> {
        At { value: (), spot: self.block.spot(self.reader) }
    }

    pub fn text(&mut self, name: &str) -> Option<At<String>> {
        self.block.text(self.reader, name)
    }

    pub fn count(&mut self, name: &str) -> Option<u32> {
        self.block.count(self.reader, name).map(|at| at.value)
    }

    /// From (inclusive) and under (exclusive).
    pub fn range(&mut self, from: &str, under: &str) -> [Option<u32>; 2] {
        let Range { from, under } = Range::read(self.block, self.reader, from, under);
        [from, under]
    }

    pub fn yes(&mut self, name: &str) -> Option<bool> {
        self.block.yes(self.reader, name).map(|at| at.value)
    }

    pub fn points(&mut self, name: &str) -> Option<Points> {
        self.block.points(self.reader, name).map(|at| at.value)
    }

    pub fn points_at(&mut self, name: &str) -> Option<At<Points>> {
        self.block.points(self.reader, name)
    }

    pub fn points_list(&mut self, name: &str) -> Option<Vec<At<Points>>> {
        self.block.points_list(self.reader, name).map(|at| at.value)
    }

    pub fn share(&mut self, name: &str) -> Option<Share> {
        self.block.share(self.reader, name).map(|at| at.value)
    }

    pub fn share_at(&mut self, name: &str) -> Option<At<Share>> {
        self.block.share(self.reader, name)
    }

    pub fn duration(&mut self, name: &str) -> Option<Millis> {
        self.block.duration(self.reader, name).map(|at| at.value)
    }

    pub fn word(&mut self, name: &str) -> Option<At<&'static str>> {
        self.block.word(self.reader, name)
    }

    pub fn words(&mut self, name: &str) -> Vec<&'static str> {
        self.block.words(self.reader, name).unwrap_or_default().value
    }

    pub fn text_list(&mut self, name: &str) -> Vec<At<String>> {
        self.block.text_list(self.reader, name).unwrap_or_default().value
    }

    /// The tables inside the block, each read to its end.
    pub fn each<T>(&mut self, name: &str, read: impl Fn(&mut Block<'b>, &mut Reader<'b>) -> T) -> Vec<T> {
        let blocks = self.block.blocks(self.reader, name);
        let read_all = blocks.into_iter().map(|mut block| {
            let own = read(&mut block, self.reader);
            block.finish(self.reader);
            own
        });
        read_all.collect()
    }

    /// A missing key is a diagnostic; the value's own default stands in.
    pub fn require<T: Default>(&mut self, name: &str, value: Option<T>) -> T {
        self.block.require(self.reader, name, value)
    }

    pub fn refuse<T>(&mut self, id: &'static str, at: &At<T>, message: String, expected: &str) {
        self.reader.refuse(id, at, message, expected);
    }
}

/// The keys of a kind, and those of the article it comes from.
#[macro_export]
macro_rules! article_keys {
    ($($key:expr),* $(,)?) => {
        &[
            $($key,)*
            Key { name: "article", shape: Shape::Text, doc: "Article of the regulations." },
            Key { name: "source", shape: Shape::Text, doc: "Where the article can be read." },
        ] as &[Key]
    };
}

/// The keys of a kind, those of its article, and those of its [`Scope`].
#[macro_export]
macro_rules! rule_keys {
    ($($key:expr),* $(,)?) => {
        $crate::with_scope![
            $($key,)*
            Key { name: "article", shape: Shape::Text, doc: "Article of the regulations." },
            Key { name: "source", shape: Shape::Text, doc: "Where the article can be read." },
        ]
    };
}
