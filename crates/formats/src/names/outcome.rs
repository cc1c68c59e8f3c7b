//! What was decided about the names of a season, with the evidence.

use super::index::Index;
use super::{Kind, Rulings};
use parcferme_core::Place;
use parcferme_core::season::Date;

/// The names of a season. Every list is in canonical order: the order of mentions leaves no trace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// By kind, then id.
    pub clusters: Vec<Cluster>,
    /// Alike, and held apart.
    pub near_misses: Vec<NearMiss>,
    /// What a person should look at.
    pub open: Vec<Open>,
    /// Decisions by hand.
    pub rulings: Rulings,
    pub(super) index: Index,
}

impl Names {
    pub fn new(
        mut clusters: Vec<Cluster>,
        mut near_misses: Vec<NearMiss>,
        mut open: Vec<Open>,
        rulings: Rulings,
    ) -> Names {
        clusters.sort_by(|a, b| (a.kind, &a.id).cmp(&(b.kind, &b.id)));
        let merges = clusters.iter_mut().flat_map(|cluster| cluster.decisions.iter_mut());
        let places = merges
            .map(|merge| &mut merge.places)
            .chain(near_misses.iter_mut().map(|near_miss| &mut near_miss.places))
            .chain(open.iter_mut().map(|open| &mut open.places));
        for places in places {
            places.sort();
            places.dedup();
        }
        near_misses.sort();
        near_misses.dedup();
        open.sort();
        open.dedup();
        let index = Index::new(&clusters);
        Names { clusters, near_misses, open, rulings, index }
    }
}

/// One thing under all its spellings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cluster {
    pub kind: Kind,
    /// Lower-case ASCII words joined by `-`; unique among those of its kind.
    pub id: String,
    /// Canonical name.
    pub name: String,
    /// The country most documents give, where they do.
    pub nation: Option<String>,
    /// Categories for sub-tables, such as `rookie`; written by hand.
    pub categories: Vec<String>,
    /// Day of birth of a driver; written by hand.
    pub born: Option<Date>,
    /// Of a chassis or an engine.
    pub maker: Option<Maker>,
    /// The most attested first.
    pub spellings: Vec<Spelling>,
    /// Why the spellings are one thing.
    pub decisions: Vec<Merge>,
}

impl Cluster {
    /// Whether the text is written so among the spellings.
    pub fn has_spelling(&self, text: &str) -> bool {
        self.spellings.iter().any(|own| own.text == text)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spelling {
    pub text: String,
    /// Every place where it stands, in order.
    pub places: Vec<Place>,
}

/// Who makes a chassis or an engine.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Maker {
    pub id: String,
    pub name: String,
    /// How it was found.
    pub rule: MakerRule,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MakerRule {
    /// The first word.
    FirstWord,
    /// Words joined by `&`.
    Joined,
    /// The words in front of a bracket, which names the tuner or builder.
    BeforeBracket,
    /// A maker known to have a name of several words.
    LongName,
    Ruling,
}

impl MakerRule {
    pub const ALL: [MakerRule; 5] = [
        MakerRule::FirstWord,
        MakerRule::Joined,
        MakerRule::BeforeBracket,
        MakerRule::LongName,
        MakerRule::Ruling,
    ];

    pub fn from_word(word: &str) -> Option<MakerRule> {
        MakerRule::ALL.into_iter().find(|rule| rule.word() == word)
    }

    pub const fn word(self) -> &'static str {
        match self {
            MakerRule::FirstWord => "first-word",
            MakerRule::Joined => "joined-by-and",
            MakerRule::BeforeBracket => "before-bracket",
            MakerRule::LongName => "long-name",
            MakerRule::Ruling => "ruling",
        }
    }
}

/// Two spellings decided to be one thing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Merge {
    pub a: String,
    pub b: String,
    pub rule: Rule,
    /// What supports it, in words.
    pub evidence: String,
    /// Where that stands.
    pub places: Vec<Place>,
}

/// How two spellings of one thing differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// Decided by hand.
    Ruling,
    /// Only in capitals, accents, spaces and punctuation.
    SameLetters,
    /// The same words in another order, or words that every such name may carry (`Racing`, `Team`).
    SameWords,
    /// One leaves words out.
    Shortened,
    /// A given name and its short form, or its initial.
    GivenName,
    /// A slip of the pen: few letters differ.
    Slip,
    /// One word differs, and several teams' cars bear both names in the same rounds.
    Renamed,
    /// The round has one circuit and one event.
    OneRound,
}

impl Rule {
    pub const ALL: [Rule; 8] = [
        Rule::Ruling,
        Rule::SameLetters,
        Rule::SameWords,
        Rule::Shortened,
        Rule::GivenName,
        Rule::Slip,
        Rule::Renamed,
        Rule::OneRound,
    ];

    pub const fn word(self) -> &'static str {
        match self {
            Rule::Ruling => "ruling",
            Rule::SameLetters => "same-letters",
            Rule::SameWords => "same-words",
            Rule::Shortened => "shortened",
            Rule::GivenName => "given-name",
            Rule::Slip => "slip",
            Rule::Renamed => "renamed",
            Rule::OneRound => "one-round",
        }
    }

    pub fn from_word(word: &str) -> Option<Rule> {
        Rule::ALL.into_iter().find(|rule| rule.word() == word)
    }
}

/// Two clusters whose names are alike, held apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NearMiss {
    pub kind: Kind,
    pub a: String,
    pub b: String,
    /// 0 to 1000: the letters' likeness.
    pub likeness: u16,
    pub why_apart: String,
    pub places: Vec<Place>,
}

/// Something about names that the documents leave open.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Open {
    pub kind: Kind,
    pub a: String,
    pub b: String,
    pub question: Question,
    /// In words.
    pub why: String,
    pub places: Vec<Place>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Question {
    /// Documents give one car two models: one of them is wrong, or both are names of one thing.
    Contradiction,
    /// Alike, linked, and still not certain.
    Undecided,
    /// Spellings of one thing name two makers.
    Maker,
}

impl Question {
    pub const ALL: [Question; 3] = [Question::Contradiction, Question::Undecided, Question::Maker];

    pub const fn word(self) -> &'static str {
        match self {
            Question::Contradiction => "contradiction",
            Question::Undecided => "undecided",
            Question::Maker => "maker",
        }
    }

    pub fn from_word(word: &str) -> Option<Question> {
        Question::ALL.into_iter().find(|question| question.word() == word)
    }
}
