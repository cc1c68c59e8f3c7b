//! Which fact is which, wherever it stands: an index means another row as soon as one is added before it, a key does not.
//!
//! Two states of a season, and what was computed from them, are compared row by row by [`FactKeys`] of each.

use crate::numbers::CarNumber;
use crate::season::{Class, Competitor, Decision, Kind, ResultRow, Season, Session};
use crate::table::Ix;
use std::collections::BTreeMap;

/// A fact by where it stands in one state of a season.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fact {
    Result(Ix<ResultRow>),
    Decision(Ix<Decision>),
    /// Index among the season's feats.
    Feat(u32),
    /// Index of the table and of its row among the season's published tables.
    Published {
        table: u32,
        row: u32,
    },
}

/// A fact by what it is about. Facts that say the same are told apart by the order in which they stand.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FactKey {
    about: About,
    /// How many facts about the same stand before it; nearly always none.
    nth: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum About {
    /// A car in a session. Two cars with one number are told apart by class and by team, or first driver where no team is
    /// stated.
    Result {
        at: At,
        class: Option<String>,
        number: CarNumber,
        bearer: Option<String>,
    },
    Decision {
        id: String,
    },
    Feat {
        at: At,
        feat: String,
        number: CarNumber,
        driver: Option<String>,
    },
    Published {
        title: String,
        class: Option<String>,
        after: Option<String>,
        file: String,
        competitor: (Kind, String),
    },
}

/// A session by the ids of its event and its own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct At {
    event: String,
    session: String,
}

/// The keys of all facts of one state of a season that results rest on, both ways.
#[derive(Clone, Debug, Default)]
pub struct FactKeys {
    keys: BTreeMap<Fact, FactKey>,
    facts: BTreeMap<FactKey, Fact>,
}

impl FactKeys {
    pub fn of(season: &Season) -> FactKeys {
        let mut keys = FactKeys::default();
        for (ix, row) in season.results.iter() {
            let about = About::Result {
                at: season.at(row.session),
                class: season.class_id(row.class),
                number: row.number.clone(),
                bearer: season.competitor_id(
                    row.stands_for(Kind::Team).or_else(|| row.crew.first().map(|seat| seat.driver)),
                ),
            };
            keys.add(Fact::Result(ix), about);
        }
        for (ix, decision) in season.decisions.iter() {
            keys.add(Fact::Decision(ix), About::Decision { id: decision.id.clone() });
        }
        for (index, feat) in (0..).zip(&season.feats) {
            let about = About::Feat {
                at: season.at(feat.session),
                feat: feat.kind.word().to_owned(),
                number: feat.number.clone(),
                driver: season.competitor_id(feat.driver),
            };
            keys.add(Fact::Feat(index), about);
        }
        for (table, own) in (0..).zip(&season.published) {
            for (row, line) in (0..).zip(&own.rows) {
                let competitor = &season.competitors[line.competitor];
                let about = About::Published {
                    title: own.title.clone(),
                    class: season.class_id(own.class),
                    after: own.after.map(|round| season.rounds[round].event.clone()),
                    file: own.file.clone(),
                    competitor: (competitor.kind, competitor.id.clone()),
                };
                keys.add(Fact::Published { table, row }, about);
            }
        }
        keys
    }

    fn add(&mut self, fact: Fact, about: About) {
        // The keys about the same go up to the one with the largest count.
        let last = FactKey { about: about.clone(), nth: u32::MAX };
        let before = self.facts.range(..last).next_back().filter(|(key, _)| key.about == about);
        let key = FactKey { about, nth: before.map_or(0, |(key, _)| key.nth + 1) };
        self.facts.insert(key.clone(), fact);
        self.keys.insert(fact, key);
    }

    /// The key of a fact of the season that these were made of.
    pub fn key(&self, fact: Fact) -> Option<&FactKey> {
        self.keys.get(&fact)
    }

    /// The fact with that key, where the season has it.
    pub fn fact(&self, key: &FactKey) -> Option<Fact> {
        self.facts.get(key).copied()
    }

    /// The same fact in another state of the season, where that has it.
    pub fn same(&self, fact: Fact, other: &FactKeys) -> Option<Fact> {
        other.fact(self.key(fact)?)
    }

    /// All keys, in their own order.
    pub fn iter(&self) -> impl Iterator<Item = (&FactKey, Fact)> {
        self.facts.iter().map(|(key, &fact)| (key, fact))
    }
}

impl Season {
    fn at(&self, session: Ix<Session>) -> At {
        let own = &self.sessions[session];
        At { event: self.rounds[own.round].event.clone(), session: own.id.clone() }
    }

    fn class_id(&self, class: Option<Ix<Class>>) -> Option<String> {
        class.map(|class| self.classes[class].id.clone())
    }

    fn competitor_id(&self, competitor: Option<Ix<Competitor>>) -> Option<String> {
        competitor.map(|competitor| self.competitors[competitor].id.clone())
    }
}
