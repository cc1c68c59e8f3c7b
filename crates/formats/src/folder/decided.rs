//! Decisions of a season: what their words mean among its facts.

use super::DecisionRecord;
use super::season::Making;
use parcferme_core::block::Spot;
use parcferme_core::decisions::{Decision, Facts, Ruling, WantedCar};
use parcferme_core::numbers::RoundNumber;
use parcferme_core::season::{Class, Competitor, Kind, ResultRow, Round, Session};
use parcferme_core::{Diagnostic, Ix, Place};
use smallvec::SmallVec;
use std::collections::{BTreeMap, BTreeSet};

impl Making<'_> {
    pub(super) fn decisions(&mut self) {
        let mut cars = Cars::new();
        for (ix, row) in self.builder.facts().results.iter() {
            cars.entry(row.session).or_default().entry(row.number.to_string()).or_default().push(ix);
        }
        let folder = self.folder;
        let mut ids: Vec<&str> = folder.decisions.iter().map(|own| own.id.as_str()).collect();
        ids.sort_unstable();
        let mut seen = BTreeSet::new();
        for record in &folder.decisions {
            let mut deciding = Deciding { making: self, record, ids: &ids, cars: &cars };
            if !seen.insert(record.id.as_str()) {
                let diagnostic =
                    Diagnostic::error("PF0473", format!("decision `{}` stands twice", record.id))
                        .help("give each decision an id of its own: others refer to it");
                deciding.say(record.said.spot, diagnostic);
            }
            let Some(ruling) = record.kind.read(&record.said, &mut deciding) else { continue };
            deciding.without_effect(&ruling);
            let cites = self.cites(&[], &record.document, record.said.spot.line);
            self.builder.decision(Decision {
                id: record.id.clone(),
                ruling,
                lifted_by: None,
                author: record.author.clone(),
                date: record.date.clone(),
                reason: record.reason.clone(),
                source: record.source.clone(),
                cites,
            });
        }
    }
}

/// Rows by session and number.
type Cars = BTreeMap<Ix<Session>, BTreeMap<String, Vec<Ix<ResultRow>>>>;

/// A decision being read among the facts of its season.
struct Deciding<'d, 'f> {
    making: &'d mut Making<'f>,
    record: &'d DecisionRecord,
    ids: &'d [&'d str],
    cars: &'d Cars,
}

impl Deciding<'_, '_> {
    fn place(&self, at: Spot) -> Place {
        let record = self.record;
        let written = record.said.values.iter().find(|(_, own)| own.spot == at);
        let text = written.map_or_else(|| record.id.clone(), |(name, _)| format!("{name} of {}", record.id));
        Place { document: record.document.clone(), line: at.line, column: at.column, text }
    }

    fn row(&mut self, row: Ix<ResultRow>) -> &ResultRow {
        &self.making.builder.facts().results[row]
    }

    /// Says of a penalty that has nothing to act on.
    fn without_effect(&mut self, ruling: &Ruling) {
        let (what, cars) = match ruling {
            Ruling::TimePenalty(own) => ("time", &own.cars),
            Ruling::LapPenalty(own) => ("laps", &own.cars),
            Ruling::DeleteLap(own) if own.best_lap.is_none() => ("laps one by one", &own.cars),
            _ => return,
        };
        for row in cars.rows.clone() {
            let own = self.row(row);
            let known = match what {
                "time" => own.time.is_some(),
                "laps" => own.laps.is_some(),
                _ => own.measures.iter().any(|own| own.name == parcferme_core::rules::ranking::FLYING_LAPS),
            };
            if known {
                continue;
            }
            let car = format!("car {} without {what}", own.number);
            let message =
                format!("decision `{}` changes nothing: the car's {what} are not known", self.record.id);
            let message = message.replace("the car's time are", "the car's time is");
            let diagnostic = Diagnostic::warning("PF0442", message)
                .found(car)
                .help("state it in the results, or decide by places: see docs/decisions/place-penalty.md");
            self.say(self.record.said.spot, diagnostic);
        }
    }
}

impl Facts for Deciding<'_, '_> {
    fn say(&mut self, at: Spot, diagnostic: Diagnostic) {
        let place = self.place(at);
        self.making.diagnostics.push(diagnostic.at(place));
    }

    fn round(&mut self, at: Spot, number: RoundNumber) -> Option<Ix<Round>> {
        let place = self.place(at);
        self.making.round(number.0, || place)
    }

    fn session(&mut self, at: Spot, round: RoundNumber, id: &str) -> Option<Ix<Session>> {
        let place = self.place(at);
        let mains = self.making.mains(round.0);
        if id.is_empty() && mains.len() > 1 {
            let known: Vec<&str> = mains.iter().map(String::as_str).collect();
            let message = format!(
                "decision `{}` does not say which session of round {} it is about",
                self.record.id, round.0
            );
            let diagnostic = Diagnostic::error("PF1432", message)
                .found(format!("round {}, which is for {}", round.0, known.join(" and ")))
                .expected_one_of(&known)
                .help("say it by `session`");
            self.say(at, diagnostic);
            return None;
        }
        self.making.session(round.0, id, || place)
    }

    fn class(&mut self, at: Spot, id: &str) -> Option<Ix<Class>> {
        let place = self.place(at);
        self.making.class(id, || place)
    }

    fn kind_of_title(&mut self, at: Spot, title: &str) -> Option<Kind> {
        let place = self.place(at);
        self.making.kind_of_title(title, || place)
    }

    fn competitor(&mut self, at: Spot, kind: Kind, text: &str) -> Option<Ix<Competitor>> {
        let known = self.making.builder.facts().competitors.len();
        let competitor = self.making.competitor(kind, text)?;
        if self.making.builder.facts().competitors.len() == known {
            return Some(competitor);
        }
        let of_kind = self.making.builder.facts().competitors.rows()[..known].iter();
        let names: Vec<String> = of_kind.filter(|own| own.kind == kind).map(|own| own.name.clone()).collect();
        let words: Vec<&str> = names.iter().map(String::as_str).collect();
        let message =
            format!("decision `{}` names a {} whom the season does not know", self.record.id, kind.word());
        let diagnostic = Diagnostic::error("PF0439", message)
            .found(text)
            .help("write the name as results or entries have it")
            .did_you_mean(text, &words);
        self.say(at, diagnostic);
        None
    }

    fn car(&mut self, at: Spot, wanted: &WantedCar<'_>) -> Option<SmallVec<[Ix<ResultRow>; 1]>> {
        let id = &self.record.id;
        let Some(cars) = self.cars.get(&wanted.session) else {
            let session = &self.making.builder.facts().sessions[wanted.session];
            let found = format!("round {}, {}", self.record.said.count("round").unwrap_or(0), session.id);
            let message = format!("decision `{id}` is about a session without results");
            let diagnostic = Diagnostic::warning("PF0440", message).found(found).help(
                "it changes nothing until the results are in the folder; correct the round or session if they are",
            );
            self.say(at, diagnostic);
            return Some(SmallVec::new());
        };
        let facts = self.making.builder.facts();
        let numbered: &[Ix<ResultRow>] = cars.get(wanted.number).map(Vec::as_slice).unwrap_or_default();
        let team = Kind::Team;
        let meant: SmallVec<[Ix<ResultRow>; 1]> = numbered
            .iter()
            .copied()
            .filter(|&ix| wanted.class.is_none_or(|class| facts.results[ix].class == Some(class)))
            .filter(|&ix| wanted.team.is_none_or(|own| facts.results[ix].stands_for(team) == Some(own)))
            .collect();
        let car = |ix: &Ix<ResultRow>| {
            let row = &facts.results[*ix];
            let class =
                row.class.map_or_else(String::new, |class| format!(" of {}", facts.classes[class].id));
            format!("car {} {}{class}", row.number, row.printed_team)
        };
        let diagnostic = match (meant.len(), numbered.is_empty()) {
            (1, _) => return Some(meant),
            (0, true) => {
                let known: Vec<&str> = cars.keys().take(200).map(String::as_str).collect();
                let message = format!("decision `{id}` is about a car that the session does not have");
                Diagnostic::error("PF0441", message)
                    .found(wanted.number)
                    .expected_one_of(&known)
                    .help("numbers are texts: `08` is another car than `8`")
            }
            (0, false) => {
                let cars: Vec<String> = numbered.iter().map(car).collect();
                let message = format!("decision `{id}` is about a car that the session does not have");
                Diagnostic::error("PF0441", message)
                    .found(format!("number {} with another class or team", wanted.number))
                    .expected(cars.join(" or "))
                    .help("correct `class` or `team`")
            }
            _ => {
                let cars: Vec<String> = meant.iter().map(car).collect();
                let several = meant.len();
                let message =
                    format!("decision `{id}` names number {}, which {several} cars bear", wanted.number);
                let mut diagnostic = Diagnostic::error("PF0470", message)
                    .found(cars.join(", "))
                    .expected("the one car that is meant")
                    .help("say which by `class` or `team`");
                let documents = &facts.documents;
                let lines = meant.iter().filter_map(|&ix| facts.results[ix].cites.first());
                let lines: Vec<Place> = lines
                    .map(|cite| Place::line(documents[cite.document].name.clone(), cite.line, ""))
                    .collect();
                let place = self.place(at);
                diagnostic = diagnostic.at(place);
                for line in lines {
                    diagnostic = diagnostic.at(line);
                }
                self.making.diagnostics.push(diagnostic);
                return None;
            }
        };
        self.say(at, diagnostic);
        None
    }

    fn classes_of(&mut self, kind: Kind, competitor: Ix<Competitor>) -> Vec<Ix<Class>> {
        let facts = self.making.builder.facts();
        let rows = facts.results.rows().iter().filter(|row| match kind {
            Kind::Driver => row.crew.iter().any(|seat| seat.driver == competitor),
            kind => row.stands_for(kind) == Some(competitor),
        });
        rows.filter_map(|row| row.class).collect::<BTreeSet<_>>().into_iter().collect()
    }

    fn class_name(&mut self, class: Ix<Class>) -> String {
        self.making.builder.facts().classes[class].id.clone()
    }

    fn is_per_class(&self, title: &str) -> bool {
        self.making.rules.title(title).is_some_and(|ix| self.making.rules.titles[ix].per_class)
    }

    fn decisions(&self) -> &[&str] {
        self.ids
    }

    fn own_id(&self) -> &str {
        &self.record.id
    }
}
