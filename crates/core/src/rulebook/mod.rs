//! A rulebook: the rules of a season as data. Numbers stand here, with the article they come from; what they mean is
//! one module a kind in [`crate::rules`].

use crate::block::{At, Block, Key, Reader, Shape, Spot};
use crate::change::Change;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::rules::amendment::Amendment;
use crate::rules::bar::Barring;
use crate::rules::class_map::ClassMap;
use crate::rules::classified::Classified;
use crate::rules::distance::MinimumDistance;
use crate::rules::extra::Bonus;
use crate::rules::handicap::Handicap;
use crate::rules::kind::Clause;
use crate::rules::points::PointsScale;
use crate::rules::protest_window::ProtestWindow;
use crate::rules::ranking::Ranking;
use crate::rules::reversed_grid::ReversedGrid;
use crate::rules::shared_car::SharedCar;
use crate::rules::signatures::Signatures;
use crate::rules::title::Title;
use crate::rules::{KINDS, scope::Scope};
use crate::table::{Ix, Table};
use std::sync::Arc;

pub mod by_name;
mod check;
mod eras;
mod wording;

pub use wording::Wording;

const OWN_KEYS: [Key; 7] = [
    Key { name: "name", shape: Shape::Text, doc: "Name of the rulebook." },
    Key { name: "about", shape: Shape::Text, doc: "What it covers and where it comes from." },
    Key { name: "like", shape: Shape::Text, doc: "The rulebook that it is, but for what stands here." },
    Key {
        name: "without",
        shape: Shape::TextList,
        doc: "What of that rulebook does not hold, such as `title.rookies` or `bonus`.",
    },
    Key {
        name: "open",
        shape: Shape::TextList,
        doc: "What is not known for sure, for `infer`: an address, and values where not all are meant, such as `classified.min_share = [\"70 %\", \"75 %\"]`.",
    },
    Key {
        name: "seasons",
        shape: Shape::Text,
        doc: "The seasons whose rules it states, by the years in which they begin, such as `1950-2026`.",
    },
    Key { name: "era", shape: Shape::Tables(ERA_KEYS), doc: "What is otherwise in some of its seasons." },
];

const ERA_KEYS: &[Key] = &[
    Key { name: "seasons", shape: Shape::Text, doc: "The seasons in which it is." },
    Key { name: "name", shape: Shape::Text, doc: "Name of the rulebook." },
    Key { name: "about", shape: Shape::Text, doc: "What it covers and where it comes from." },
];

/// The keys of a rulebook: its own, and one a kind of rule.
pub const KEYS: &[Key] = &{
    let mut keys = [OWN_KEYS[0]; OWN_KEYS.len() + KINDS.len()];
    let mut index = 0;
    while index < OWN_KEYS.len() {
        keys[index] = OWN_KEYS[index];
        index += 1;
    }
    let mut index = 0;
    while index < KINDS.len() {
        keys[OWN_KEYS.len() + index] = KINDS[index].key();
        index += 1;
    }
    keys
};

/// The rules of a season.
#[derive(Clone, Debug, Default)]
pub struct Rulebook {
    /// What it is called: its file, or its name among those that ship.
    pub document: String,
    /// What it was read from.
    pub wording: Arc<Wording>,
    /// What is not known for sure, as it is written.
    pub open: Vec<At<String>>,
    pub name: String,
    pub about: String,
    pub articles: Table<Article>,
    pub points: Vec<Clause<PointsScale>>,
    pub rankings: Vec<Clause<Ranking>>,
    pub classified: Vec<Clause<Classified>>,
    pub class_maps: Vec<Clause<ClassMap>>,
    pub amendments: Vec<Clause<Arc<dyn Amendment>>>,
    pub bonuses: Vec<Clause<Bonus>>,
    pub bars: Vec<Clause<Barring>>,
    pub shared_cars: Vec<Clause<SharedCar>>,
    pub titles: Table<Title>,
    pub handicaps: Vec<Clause<Handicap>>,
    pub reversed_grids: Vec<Clause<ReversedGrid>>,
    pub protest_windows: Vec<Clause<ProtestWindow>>,
    pub signatures: Vec<Clause<Signatures>>,
}

/// The article that a rule comes from, and where the rulebook states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// Kind of rule: `points`, `classified`, ...
    pub kind: &'static str,
    /// Id of the block, or its kind where it has none.
    pub id: String,
    /// Article of the regulations, as the rulebook names it.
    pub text: String,
    pub source: String,
    /// Where in the rulebook.
    pub spot: Spot,
}

/// A rule that two rulebooks state differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Differing {
    /// Kind of rule: `points`, `classified`, ...
    pub kind: &'static str,
    /// Id of the block, or its kind where it has none.
    pub id: String,
    /// None where the first has no such rule.
    pub before: Option<String>,
    pub after: Option<String>,
}

impl Article {
    /// Reads `article` and `source` of a block; a rule without an article is known by its kind and id.
    pub(crate) fn read(
        block: &mut Block<'_>,
        reader: &mut Reader<'_>,
        articles: &mut Table<Article>,
        kind: &'static str,
        id: String,
    ) -> Ix<Article> {
        let spot = block.spot(reader);
        let text = block.text(reader, "article").map(|at| at.value);
        let text = text.unwrap_or_else(|| if id == kind { id.clone() } else { format!("{kind} {id}") });
        let source = block.text(reader, "source").map_or_else(String::new, |at| at.value);
        articles.push(Article { kind, id, text, source, spot })
    }
}

impl Rulebook {
    /// Reads the rulebook of a document that stands for itself. With errors among the diagnostics, the rulebook is what could be
    /// read of it.
    pub fn parse(document: &str, text: &str) -> (Rulebook, Vec<Diagnostic>) {
        let (wording, mut found) = Wording::read(document, text);
        let (book, more) = Rulebook::of(document, Arc::new(wording));
        found.extend(more);
        (book, found)
    }

    /// Reads a rulebook of one season. With errors among the diagnostics, the rulebook is what could be read of it.
    pub fn of(document: &str, wording: Arc<Wording>) -> (Rulebook, Vec<Diagnostic>) {
        let (mut reader, mut root) = wording.open();
        let reader = &mut reader;
        let mut book = Rulebook { document: document.to_owned(), ..Rulebook::default() };
        book.name = root.text(reader, "name").map_or_else(|| document.to_owned(), |at| at.value);
        book.about = root.text(reader, "about").map_or_else(String::new, |at| at.value);
        book.open = root.text_list(reader, "open").unwrap_or_default().value;
        for key in ["like", "seasons"] {
            if let Some(at) = root.text(reader, key) {
                let message = format!("`{key}` has not been followed: these are not the rules of one season");
                reader.refuse("PF0336", &at, message, "a rulebook asked for by its name, such as cup/1982");
            }
        }
        for kind in KINDS {
            kind.read(&mut root, reader, &mut book);
        }
        root.finish(reader);
        PointsScale::check_directions(&book, reader);
        book.check_itself(reader);
        let found = std::mem::take(&mut reader.diagnostics);
        book.wording = wording.clone();
        (book, found)
    }

    /// The same rules but for the changes, done in order.
    ///
    /// # Errors
    /// A change fits nowhere, or what it makes cannot be read as a rulebook.
    pub fn with(&self, changes: &[Change]) -> Result<Rulebook, Vec<Diagnostic>> {
        let wording = self.wording.with(changes).map_err(|own| vec![*own])?;
        let (book, found) = Rulebook::of(&self.document, Arc::new(wording));
        if found.iter().any(|own| own.severity == Severity::Error) { Err(found) } else { Ok(book) }
    }

    /// Where something of it stands, with its line.
    pub fn place_at(&self, spot: Spot) -> Place {
        self.wording.place_at(spot)
    }

    pub fn title(&self, id: &str) -> Option<Ix<Title>> {
        self.titles.iter().find(|(_, title)| title.id == id).map(|(ix, _)| ix)
    }

    /// The rules as sentences, article by article, in the order of the rulebook.
    pub fn prose(&self) -> Vec<(&Article, String)> {
        let mut all: Vec<(Ix<Article>, String)> = Vec::new();
        all.extend(self.points.iter().map(|own| (own.article, own.sentence(&own.rule.prose()))));
        all.extend(self.rankings.iter().map(|own| (own.article, own.sentence(&own.rule.prose()))));
        all.extend(self.classified.iter().map(|own| (own.article, own.sentence(&own.rule.prose()))));
        all.extend(self.class_maps.iter().map(|own| (own.article, own.sentence(&own.rule.prose()))));
        all.extend(self.amendments.iter().map(|own| (own.article, own.sentence(&own.rule.prose()))));
        all.extend(self.bonuses.iter().map(|own| (own.article, own.sentence(&own.rule.prose()))));
        all.extend(self.bars.iter().map(|own| (own.article, own.sentence(&own.rule.prose()))));
        all.extend(self.shared_cars.iter().map(|own| (own.article, own.sentence(&own.rule.prose()))));
        all.extend(self.titles.rows().iter().map(|own| (own.article, own.prose())));
        all.extend(self.handicaps.iter().map(|own| (own.article, own.sentence(&own.rule.prose()))));
        all.extend(self.reversed_grids.iter().map(|own| (own.article, own.sentence(&own.rule.prose()))));
        all.extend(self.protest_windows.iter().map(|own| (own.article, own.sentence(&own.rule.prose()))));
        all.extend(self.signatures.iter().map(|own| (own.article, own.sentence(&own.rule.prose()))));
        all.sort_by_key(|(article, _)| self.articles[*article].spot);
        all.into_iter().map(|(article, prose)| (&self.articles[article], prose)).collect()
    }

    /// How the sentences of another rulebook differ: each article with what it says here and there, in the order of
    /// this rulebook, those that only the other has behind it.
    pub fn differences(&self, other: &Rulebook) -> Vec<Differing> {
        let said = |book: &Rulebook| -> Vec<(&'static str, String, String)> {
            let all = book.prose().into_iter();
            all.map(|(article, prose)| (article.kind, article.id.clone(), prose)).collect()
        };
        let (ours, mut theirs) = (said(self), said(other));
        let mut found = Vec::new();
        for (kind, id, before) in ours {
            let at = theirs.iter().position(|own| (own.0, &own.1) == (kind, &id));
            let after = at.map(|at| theirs.remove(at).2);
            if after.as_ref() != Some(&before) {
                found.push(Differing { kind, id, before: Some(before), after });
            }
        }
        let further = theirs.into_iter();
        found.extend(further.map(|(kind, id, after)| Differing {
            kind,
            id,
            before: None,
            after: Some(after),
        }));
        found
    }

    /// Whether a rule depends on how many cars started.
    pub fn counts_starters(&self) -> bool {
        self.scoped().any(|(_, scope)| scope.starters != Default::default())
    }

    /// The minimum share that a rulebook asks for, where it has one; of several blocks the last.
    pub fn minimum_share(&self) -> Option<MinimumDistance> {
        self.classified.iter().rev().find_map(|own| own.rule.distance)
    }

    /// Where rules apply, of all that say so, with the articles they come from.
    pub(crate) fn scoped(&self) -> impl Iterator<Item = (Ix<Article>, &Scope)> {
        let points = self.points.iter().map(|own| (own.article, &own.scope));
        let rankings = self.rankings.iter().map(|own| (own.article, &own.scope));
        let classified = self.classified.iter().map(|own| (own.article, &own.scope));
        let class_maps = self.class_maps.iter().map(|own| (own.article, &own.scope));
        let amendments = self.amendments.iter().map(|own| (own.article, &own.scope));
        let bonuses = self.bonuses.iter().map(|own| (own.article, &own.scope));
        let bars = self.bars.iter().map(|own| (own.article, &own.scope));
        let shared_cars = self.shared_cars.iter().map(|own| (own.article, &own.scope));
        let handicaps = self.handicaps.iter().map(|own| (own.article, &own.scope));
        let reversed_grids = self.reversed_grids.iter().map(|own| (own.article, &own.scope));
        let protest_windows = self.protest_windows.iter().map(|own| (own.article, &own.scope));
        points
            .chain(rankings)
            .chain(classified)
            .chain(class_maps)
            .chain(amendments)
            .chain(bonuses)
            .chain(bars)
            .chain(shared_cars)
            .chain(handicaps)
            .chain(reversed_grids)
            .chain(protest_windows)
    }
}
