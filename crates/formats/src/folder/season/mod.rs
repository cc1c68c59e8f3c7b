//! From the folder's text to the [`Season`]: names are resolved, references checked.

mod rows;
mod stated;
mod who;

pub(in crate::folder) use rows::row_place;

use super::people::People;
use super::{Folder, Origin};
use crate::names;
use parcferme_core::numbers::RoundNumber;
use parcferme_core::season::{
    Cite, Cites, Class, Competitor, Kind, Measured, Round, RoundStatus, Season, SeasonBuilder, Session,
};
use parcferme_core::{Diagnostic, Ix, Millis, Place, Rulebook, Share};
use std::collections::{BTreeMap, BTreeSet, HashMap};

impl Folder {
    /// The season that the folder states. With errors among the diagnostics, it is what could be made of it. The
    /// rulebook says which kind of competitor each published title ranks.
    pub fn season(&self, rules: &Rulebook) -> (Season, Vec<Diagnostic>) {
        let id = format!("{}/{}", self.series, self.label());
        let (people, diagnostics) = People::of(self);
        let mut making = Making {
            folder: self,
            people,
            rules,
            builder: SeasonBuilder::new(&id, &self.name, &self.series, self.year, &self.rulebook),
            rounds: BTreeMap::new(),
            sessions: HashMap::new(),
            named_mains: BTreeSet::new(),
            ids: HashMap::new(),
            resolved: Default::default(),
            makers: Default::default(),
            entries: HashMap::new(),
            red_flags: Vec::new(),
            diagnostics,
        };
        making.builder.facts().label = self.label();
        making.builder.facts().calendar_open = self.calendar_open;
        making.documents();
        for class in &self.classes {
            making.builder.class(&class.id, &class.name);
        }
        making.calendar();
        making.results();
        making.laps();
        making.further();
        making.feats();
        making.published();
        making.statements();
        making.decisions();
        making.hold_for_all_sessions();
        making.red_flags();
        for issue in &self.issues {
            making.issue(issue);
        }
        for notice in &self.notices {
            making.notice(notice);
        }
        making.competitors_details();
        making.names_of_nobody();
        (making.builder.finish(), making.diagnostics)
    }
}

pub(super) struct Making<'f> {
    pub(super) folder: &'f Folder,
    pub(super) people: People,
    pub(super) rules: &'f Rulebook,
    pub(super) builder: SeasonBuilder,
    pub(super) rounds: BTreeMap<u32, Ix<Round>>,
    /// Only looked up, like the other hash maps here: their order shows nowhere.
    sessions: HashMap<(Ix<Round>, String), Ix<Session>>,
    /// Rounds whose main sessions the calendar names.
    named_mains: BTreeSet<Ix<Round>>,
    /// The text that first made an id of itself.
    ids: HashMap<(Kind, String), String>,
    /// Texts resolved before, by kind: a season names the same few hundred things over and over.
    resolved: [HashMap<String, Ix<Competitor>>; Kind::ALL.len()],
    /// Makers looked up before: of chassis, of engines.
    makers: [HashMap<String, String>; 2],
    /// By number and team.
    entries: HashMap<(String, String), Ix<Competitor>>,
    /// Of timed sessions, how long a red flag was out.
    pub(super) red_flags: Vec<(Ix<Session>, Millis)>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Making<'_> {
    fn documents(&mut self) {
        for record in &self.folder.documents {
            let ix = self.builder.document(&record.name);
            let document = &mut self.builder.facts().documents[ix];
            document.title.clone_from(&record.title);
            document.digest.clone_from(&record.digest);
            document.licence.clone_from(&record.licence);
        }
    }

    pub(super) fn cites(&mut self, from: &[Origin], file: &str, line: u32) -> Cites {
        if from.is_empty() {
            return [Cite { document: self.builder.document(file), line }].into_iter().collect();
        }
        from.iter()
            .map(|from| Cite { document: self.builder.document(&from.document), line: from.line })
            .collect()
    }

    fn calendar(&mut self) {
        for record in &self.folder.rounds {
            let cites = self.cites(&record.from, "season.toml", 0);
            let ix = self.builder.round(Round {
                short: record.short_name.clone(),
                number: record.number.map(RoundNumber),
                event: record.event.clone(),
                name: self.spelt(names::Kind::Event, &record.name),
                circuit: self.spelt(names::Kind::Circuit, &record.circuit),
                date: record.date,
                status: record.status,
                length: record.length,
                announced: !record.sessions.is_empty(),
                cites,
            });
            if let Some(number) = record.number {
                self.rounds.insert(number, ix);
                if record.status != RoundStatus::Cancelled {
                    let race = ["race".to_owned()];
                    let main = if record.main.is_empty() { race.as_slice() } else { &record.main };
                    for id in main {
                        let session = self.builder.session(ix, id, SeasonBuilder::MAIN);
                        let race = &mut self.builder.facts().sessions[session];
                        (race.completed, race.measures) = (record.completed, record.measures.clone());
                    }
                    for id in record.sessions.iter().filter(|id| !main.contains(id)) {
                        let session = self.builder.session(ix, id, session_order(id));
                        self.builder.facts().sessions[session].by_best_lap = is_by_best_lap(id);
                    }
                    if !record.main.is_empty() {
                        self.named_mains.insert(ix);
                    }
                }
            }
        }
    }

    /// How much of a round was run, and what was measured of it, holds for all its sessions.
    fn hold_for_all_sessions(&mut self) {
        let sessions = &mut self.builder.facts().sessions;
        let of_round: BTreeMap<Ix<Round>, (Option<Share>, Vec<Measured>)> = sessions
            .rows()
            .iter()
            .filter(|own| own.main)
            .map(|own| (own.round, (own.completed, own.measures.clone())))
            .collect();
        for own in sessions.rows_mut().iter_mut().filter(|own| !own.main) {
            if let Some((completed, measures)) = of_round.get(&own.round) {
                (own.completed, own.measures) = (*completed, measures.clone());
            }
        }
    }

    /// The canonical name of a circuit or an event, where another spelling of it is written.
    fn spelt(&self, kind: names::Kind, text: &str) -> String {
        let known = self.folder.names.find(kind, text).filter(|known| known.has_spelling(text));
        known.map_or_else(|| text.to_owned(), |known| known.name.clone())
    }

    pub(super) fn round(&mut self, number: u32, place: impl FnOnce() -> Place) -> Option<Ix<Round>> {
        let found = self.rounds.get(&number).copied();
        if found.is_none() {
            let known: Vec<String> = self.rounds.keys().map(u32::to_string).collect();
            self.diagnostics.push(
                Diagnostic::error("PF0415", format!("the season has no round {number}"))
                    .at(place())
                    .found(number.to_string())
                    .expected(format!("one of {}", known.join(", ")))
                    .help("add the round to season.toml, or correct the number"),
            );
        }
        found
    }

    /// The sessions that the calendar says a round is for.
    pub(super) fn mains(&self, round: u32) -> &[String] {
        let own = self.folder.rounds.iter().find(|own| own.number == Some(round));
        own.map_or(&[], |own| &own.main)
    }

    /// The session that is meant where none is named: the one that the round is for, the last of several.
    pub(super) fn main_of(&self, round: u32) -> String {
        self.mains(round).last().map_or_else(|| "race".to_owned(), Clone::clone)
    }

    /// A session of a round; an empty id is [the one that is meant](Self::main_of).
    pub(super) fn session(
        &mut self,
        number: u32,
        id: &str,
        place: impl FnOnce() -> Place,
    ) -> Option<Ix<Session>> {
        let round = self.round(number, place)?;
        let main = self.main_of(number);
        let id = if id.is_empty() { main.as_str() } else { id };
        let key = (round, id.to_owned());
        if let Some(&known) = self.sessions.get(&key) {
            return Some(known);
        }
        // The calendar has made those that it names as main already.
        let by_name = id == "race" && !self.named_mains.contains(&round);
        let order = if by_name { SeasonBuilder::MAIN } else { session_order(id) };
        let session = self.builder.session(round, id, order);
        self.builder.facts().sessions[session].by_best_lap = is_by_best_lap(id);
        self.sessions.insert(key, session);
        Some(session)
    }

    pub(super) fn class(&mut self, id: &str, place: impl FnOnce() -> Place) -> Option<Ix<Class>> {
        if id.is_empty() {
            return None;
        }
        let found = self.builder.facts().class(id);
        if found.is_none() {
            let known: Vec<&str> = self.folder.classes.iter().map(|class| class.id.as_str()).collect();
            let diagnostic = Diagnostic::error("PF0416", format!("the season has no class `{id}`"))
                .at(place())
                .found(id)
                .expected(format!("one of {}", known.join(", ")))
                .help("add the class to season.toml, or correct the row");
            self.diagnostics.push(diagnostic.did_you_mean(id, &known));
        }
        found
    }

    /// Kind of competitor that a title ranks.
    pub(super) fn kind_of_title(&mut self, title: &str, place: impl FnOnce() -> Place) -> Option<Kind> {
        let kind = self.rules.title(title).map(|ix| self.rules.titles[ix].competitor);
        if kind.is_none() {
            let known: Vec<&str> = self.rules.titles.rows().iter().map(|title| title.id.as_str()).collect();
            self.diagnostics.push(
                Diagnostic::warning("PF0421", format!("the rulebook has no title `{title}`"))
                    .at(place())
                    .found(title)
                    .expected(format!("one of {}", known.join(", ")))
                    .help("add the title to the rulebook, or correct the name"),
            );
        }
        kind
    }
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

/// Sessions whose names say that they are ordered by best laps, where no rule says how.
fn is_by_best_lap(id: &str) -> bool {
    const NAMES: [&str; 8] = [
        "practice",
        "free-practice",
        "qualifying",
        "qualification",
        "hyperpole",
        "superpole",
        "warm-up",
        "test",
    ];
    !is_a_race(id)
        && NAMES
            .iter()
            .any(|name| id == *name || id.strip_prefix(name).is_some_and(|rest| rest.starts_with('-')))
}

/// Sessions whose names say that they are raced: `sprint`, `heat-2`, `qualifying-race`, `hour-6` of a longer one.
pub(super) fn is_a_race(id: &str) -> bool {
    id.split('-').any(|part| matches!(part, "race" | "sprint" | "heat" | "hour" | "feature"))
}

/// Order of sessions in a round: qualifying before sprint before hours of the race before the race.
fn session_order(id: &str) -> u32 {
    const ORDER: [(&str, u32); 4] = [("qualifying", 10), ("sprint", 20), ("heat", 30), ("hour", 50)];
    let base = ORDER.iter().find(|(name, _)| id.starts_with(name)).map_or(40, |&(_, order)| order);
    let number: u32 = id.rsplit('-').next().and_then(|number| number.parse().ok()).unwrap_or(0);
    base + number.min(40)
}
