//! Looking names up: by spelling and by id.

use super::{Cluster, Kind, Names, maker, normal};
use parcferme_core::season;
use std::collections::HashMap;
use std::fmt;

/// Clusters by spelling and by id, as positions in [`Names::clusters`]. Only looked up, never walked: the order of a
/// hash map shows nowhere.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Index {
    by_text: HashMap<(Kind, String), usize>,
    by_letters: HashMap<(Kind, String), usize>,
    by_id: HashMap<(Kind, String), usize>,
}

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Index of {} texts", self.by_text.len())
    }
}

impl Index {
    pub fn new(clusters: &[Cluster]) -> Index {
        let mut index = Index::default();
        for (at, cluster) in clusters.iter().enumerate() {
            index.by_id.entry((cluster.kind, cluster.id.clone())).or_insert(at);
            let spellings = cluster.spellings.iter().map(|spelling| spelling.text.as_str());
            for text in std::iter::once(cluster.name.as_str()).chain(spellings) {
                index.by_text.entry((cluster.kind, text.to_owned())).or_insert(at);
                let letters = normal::letters(cluster.kind, text);
                index.by_letters.entry((cluster.kind, letters)).or_insert(at);
            }
        }
        index
    }
}

impl Names {
    /// The thing that a spelling means; capitals, accents and punctuation do not matter.
    pub fn find(&self, kind: Kind, text: &str) -> Option<&Cluster> {
        let text = text.trim();
        let at = self.index.by_text.get(&(kind, text.to_owned())).or_else(|| {
            let letters = normal::letters(kind, text);
            self.index.by_letters.get(&(kind, letters))
        });
        self.clusters.get(*at?)
    }

    /// The thing of that kind and id.
    pub fn cluster(&self, kind: Kind, id: &str) -> Option<&Cluster> {
        self.clusters.get(*self.index.by_id.get(&(kind, id.to_owned()))?)
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
