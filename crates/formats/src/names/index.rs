//! Looking names up: by spelling and by id.

use super::{Cluster, Kind, Names, maker, normal};
use parcferme_core::season;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::OnceLock;

/// Positions in [`Names::clusters`] by text. Only looked up, never walked: the order of a hash map shows nowhere.
type ByText = HashMap<String, usize>;

/// Clusters of one kind; of two with one text the first is meant.
#[derive(Clone, Default)]
struct OfKind {
    by_text: ByText,
    by_id: ByText,
    /// Made when a spelling is asked for that no cluster has: most seasons write their names as `names.toml` has them.
    by_letters: OnceLock<ByText>,
}

/// What letters have been asked for makes no other index.
impl PartialEq for OfKind {
    fn eq(&self, other: &OfKind) -> bool {
        (&self.by_text, &self.by_id) == (&other.by_text, &other.by_id)
    }
}

impl Eq for OfKind {}

/// Clusters by spelling and by id.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Index(BTreeMap<Kind, OfKind>);

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts: usize = self.0.values().map(|own| own.by_text.len()).sum();
        write!(f, "Index of {texts} texts")
    }
}

impl Index {
    pub fn new(clusters: &[Cluster]) -> Index {
        let mut index = Index::default();
        for (at, cluster) in clusters.iter().enumerate() {
            let own = index.0.entry(cluster.kind).or_default();
            own.by_id.entry(cluster.id.clone()).or_insert(at);
            for text in texts(cluster) {
                own.by_text.entry(text.to_owned()).or_insert(at);
            }
        }
        index
    }

    fn by_letters(&self, kind: Kind, clusters: &[Cluster]) -> Option<&ByText> {
        let own = self.0.get(&kind)?;
        Some(own.by_letters.get_or_init(|| {
            let mut by_letters = ByText::default();
            for (at, cluster) in clusters.iter().enumerate().filter(|(_, cluster)| cluster.kind == kind) {
                for text in texts(cluster) {
                    by_letters.entry(normal::letters(kind, text)).or_insert(at);
                }
            }
            by_letters
        }))
    }
}

/// Its name and its spellings.
fn texts(cluster: &Cluster) -> impl Iterator<Item = &str> {
    let spellings = cluster.spellings.iter().map(|spelling| spelling.text.as_str());
    std::iter::once(cluster.name.as_str()).chain(spellings)
}

impl Names {
    /// The thing that a spelling means; capitals, accents and punctuation do not matter.
    pub fn find(&self, kind: Kind, text: &str) -> Option<&Cluster> {
        let text = text.trim();
        let exact = self.index.0.get(&kind).and_then(|own| own.by_text.get(text));
        let by_letters = || self.index.by_letters(kind, &self.clusters)?.get(&normal::letters(kind, text));
        self.clusters.get(*exact.or_else(by_letters)?)
    }

    /// The thing of that kind and id.
    pub fn cluster(&self, kind: Kind, id: &str) -> Option<&Cluster> {
        self.clusters.get(*self.index.0.get(&kind)?.by_id.get(id)?)
    }

    /// [`Names::find`] for a kind of competitor.
    pub fn resolve(&self, kind: season::Kind, text: &str) -> Option<&Cluster> {
        self.find(kind.into(), text)
    }

    /// [`Names::cluster`] for a kind of competitor.
    pub fn get(&self, kind: season::Kind, id: &str) -> Option<&Cluster> {
        self.cluster(kind.into(), id)
    }

    /// Canonical name of the maker of a chassis or an engine; empty where there is none.
    pub fn maker(&self, kind: season::Kind, text: &str) -> String {
        let known = self.resolve(kind, text);
        let maker = known.and_then(|cluster| cluster.maker.as_ref());
        maker.map_or_else(
            || maker::of(known.map_or(text, |cluster| &cluster.name)).name,
            |maker| maker.name.clone(),
        )
    }
}
