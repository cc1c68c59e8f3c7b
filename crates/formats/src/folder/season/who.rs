//! Who a text names: competitors by their ids, what names.toml says of them, and which of its blocks nobody bears.

use super::Making;
use crate::folder::{ResultRecord, SeatRecord};
use crate::names::{self, letters, slug};
use parcferme_core::country::iso;
use parcferme_core::season::{Competitor, Kind};
use parcferme_core::{Diagnostic, Ix, Place, Season};
use std::collections::BTreeMap;

impl Making<'_> {
    /// The competitor that a text names; texts that names.toml does not know stand for themselves.
    pub(in crate::folder) fn competitor(&mut self, kind: Kind, text: &str) -> Option<Ix<Competitor>> {
        if text.is_empty() {
            return None;
        }
        if let Some(&ix) = self.resolved[kind as usize].get(text) {
            return Some(ix);
        }
        let person = self.people.named(text).filter(|_| kind == Kind::Driver);
        let ix = match (person, self.folder.names.resolve(kind, text)) {
            (Some(person), _) => self.builder.competitor(kind, &person.id, &person.name),
            (None, Some(known)) => self.builder.competitor(kind, &known.id, &known.name),
            (None, None) => {
                let id = slug(text);
                self.one_id(kind, &id, text);
                self.builder.competitor(kind, &id, text)
            }
        };
        self.resolved[kind as usize].insert(text.to_owned(), ix);
        Some(ix)
    }

    /// Refuses two texts of other letters that would be one competitor, for their ids are the same.
    fn one_id(&mut self, kind: Kind, id: &str, text: &str) {
        let first = self.ids.entry((kind, id.to_owned())).or_insert_with(|| text.to_owned());
        let same = |a: &str, b: &str| letters(kind.into(), a) == letters(kind.into(), b);
        if first != text && !same(first, text) {
            let mut both = [first.as_str(), text];
            both.sort_unstable();
            self.diagnostics.push(
                Diagnostic::error("PF0664", format!("two {}s would have one id, `{id}`", kind.word()))
                    .at(Place::document("names.toml"))
                    .found(format!("`{}` and `{}`", both[0], both[1]))
                    .expected("an id of its own for each")
                    .help(format!(
                        "give one of them an id in names.toml: a [[{}]] block with `id` and `name`",
                        kind.word()
                    )),
            );
        }
    }

    /// The driver of a seat: by the id where the row states one.
    pub(super) fn driver(&mut self, seat: &SeatRecord) -> Option<Ix<Competitor>> {
        match self.people.known(&seat.id) {
            Some(person) => Some(self.builder.competitor(Kind::Driver, &person.id, &person.name)),
            None => self.competitor(Kind::Driver, &seat.driver),
        }
    }

    pub(super) fn maker(&mut self, kind: Kind, text: &str) -> String {
        let makers = &mut self.makers[usize::from(kind == Kind::Engine)];
        if let Some(maker) = makers.get(text) {
            return maker.clone();
        }
        let maker = self.folder.names.maker(kind, text);
        makers.insert(text.to_owned(), maker.clone());
        maker
    }

    /// One car of a team through the season.
    pub(super) fn entry_of(&mut self, number: &str, team: &str) -> Ix<Competitor> {
        let key = (number.to_owned(), team.to_owned());
        if let Some(&ix) = self.entries.get(&key) {
            return ix;
        }
        let names = &self.folder.names;
        let known_team = names.resolve(Kind::Team, team);
        let printed = format!("#{number} {team}");
        let by_team =
            known_team.and_then(|known| names.resolve(Kind::Entry, &format!("#{number} {}", known.name)));
        let ix = match names.resolve(Kind::Entry, &printed).or(by_team) {
            Some(known) => self.builder.competitor(Kind::Entry, &known.id, &known.name),
            None => {
                let id = known_team.map_or_else(|| slug(team), |known| known.id.clone());
                let id = if id.is_empty() { number.to_owned() } else { format!("{number}-{id}") };
                self.builder.competitor(Kind::Entry, &id, printed.trim())
            }
        };
        self.entries.insert(key, ix);
        ix
    }

    /// The country that a car stands for: its team's, else the one that all of its crew share.
    pub(super) fn nation(&self, record: &ResultRecord) -> Option<String> {
        let team = self.folder.names.resolve(Kind::Team, &record.team).and_then(|known| known.nation.clone());
        let first = record.crew.first().map(|seat| seat.nation.clone()).filter(|nation| !nation.is_empty());
        team.or_else(|| {
            first.filter(|first| record.crew.iter().all(|seat| self.is_one_nation(&seat.nation, first)))
        })
    }

    /// Whether two texts name one country, by names.toml where they differ.
    fn is_one_nation(&self, a: &str, b: &str) -> bool {
        let id = |text: &str| self.folder.names.resolve(Kind::Nation, text).map(|known| &known.id);
        a == b || (id(a).is_some() && id(a) == id(b))
    }

    /// Says which blocks of a names.toml that was written by hand change nothing, for nobody bears their names.
    pub(super) fn names_of_nobody(&mut self) {
        if !self.folder.documents.is_empty() {
            return;
        }
        for cluster in self.folder.names.clusters.iter() {
            let rounds = || self.folder.rounds.iter();
            let names = &self.folder.names;
            let is = |text: &str| names.find(cluster.kind, text).is_some_and(|own| own.id == cluster.id);
            let borne = match Kind::from_word(cluster.kind.word()) {
                Some(kind) => self.builder.find(kind, &cluster.id).is_some(),
                None if cluster.kind == names::Kind::Circuit => rounds().any(|round| is(&round.circuit)),
                None => rounds().any(|round| is(&round.name)),
            };
            if !borne {
                self.diagnostics.push(
                    Diagnostic::warning(
                        "PF0461",
                        format!("a name that nobody bears: {} `{}`", cluster.kind.word(), cluster.name),
                    )
                    .at(Place::document("names.toml"))
                    .help("write the name or a spelling as the tables have it; an entry is `#7 Team`"),
                );
            }
        }
    }

    /// What names.toml says of competitors. A nation that it does not state is the one that all lines agree on which state one.
    pub(super) fn competitors_details(&mut self) {
        let names = &self.folder.names;
        let nations = nations(self.builder.facts());
        for (index, competitor) in self.builder.facts().competitors.rows_mut().iter_mut().enumerate() {
            if let Some(known) = names.get(competitor.kind, &competitor.id) {
                competitor.nation.clone_from(&known.nation);
                competitor.categories.clone_from(&known.categories);
                competitor.born = known.born;
            }
            if competitor.nation.is_none() {
                competitor.nation = nations.get(&Ix::new(index)).cloned().flatten();
            }
        }
    }
}

/// The nations of drivers and teams as results and entries state them; None where two are stated.
fn nations(facts: &Season) -> BTreeMap<Ix<Competitor>, Option<String>> {
    let mut nations: BTreeMap<Ix<Competitor>, Option<String>> = BTreeMap::new();
    let mut add = |competitor: Option<Ix<Competitor>>, nation: &Option<String>| {
        let (Some(competitor), Some(nation)) = (competitor, nation) else { return };
        let own = nations.entry(competitor).or_insert_with(|| Some(nation.clone()));
        match own {
            Some(first) if first != nation && iso(first) != iso(nation) => *own = None,
            // Of two codes of one country the first by letters, whatever the order of the lines.
            Some(first) if *first > *nation => first.clone_from(nation),
            _ => {}
        }
    };
    for row in facts.results.rows() {
        add(row.stands_for(Kind::Team), &row.team_nation);
        row.crew.iter().for_each(|seat| add(Some(seat.driver), &seat.nation));
    }
    for entry in &facts.entries {
        add(entry.driver, &entry.nation);
        add(entry.team, &entry.team_nation);
    }
    nations
}
