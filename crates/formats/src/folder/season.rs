//! From the folder's text to the [`Season`]: names are resolved, references checked.

use super::{DecisionRecord, EntryRecord, Folder, From, IssueRecord, ResultRecord, StatisticRecord};
use crate::names::slug;
use parcferme_core::rules::kind::Measured;
use parcferme_core::season::{
    Cite, Cites, Class, ClassWinner, Competitor, Decision, EntryLine, Feat, FeatKind, Issue, Issued, Kind,
    Places, PublishedRow, PublishedTable, ResultRow, Round, RoundStatus, Ruling, Season, SeasonBuilder, Seat,
    Session, Stated, StatedRule, Statistic, StatisticKind, Target,
};
use parcferme_core::{Diagnostic, Ix, Millis, Place, Rulebook, Share};
use std::collections::{BTreeMap, BTreeSet, HashMap};

impl Folder {
    /// The season that the folder states. With errors among the diagnostics, it is what could be made of it. The
    /// rulebook says which kind of competitor each published title ranks.
    pub fn season(&self, rules: &Rulebook) -> (Season, Vec<Diagnostic>) {
        let id = format!("{}/{}", self.series, self.year);
        let mut making = Making {
            folder: self,
            rules,
            builder: SeasonBuilder::new(&id, &self.name, &self.series, self.year, &self.rulebook),
            rounds: BTreeMap::new(),
            named_mains: BTreeSet::new(),
            resolved: Default::default(),
            makers: Default::default(),
            entries: HashMap::new(),
            diagnostics: Vec::new(),
        };
        making.documents();
        for class in &self.classes {
            making.builder.class(&class.id, &class.name);
        }
        making.calendar();
        making.results();
        making.feats();
        making.published();
        making.statements();
        for decision in &self.decisions {
            making.decision(decision);
        }
        making.hold_for_all_sessions();
        for issue in &self.issues {
            making.issue(issue);
        }
        making.competitors_details();
        (making.builder.finish(), making.diagnostics)
    }
}

struct Making<'f> {
    folder: &'f Folder,
    rules: &'f Rulebook,
    builder: SeasonBuilder,
    rounds: BTreeMap<u32, Ix<Round>>,
    /// Rounds whose main sessions the calendar names.
    named_mains: BTreeSet<Ix<Round>>,
    /// Texts resolved before, by kind: a season names the same few hundred things over and over.
    resolved: [HashMap<String, Ix<Competitor>>; Kind::ALL.len()],
    /// Makers looked up before: of chassis, of engines.
    makers: [HashMap<String, String>; 2],
    /// By number and team.
    entries: HashMap<(String, String), Ix<Competitor>>,
    diagnostics: Vec<Diagnostic>,
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

    fn cites(&mut self, from: &[From], file: &str, line: u32) -> Cites {
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
                number: record.number,
                event: record.event.clone(),
                name: record.name.clone(),
                circuit: record.circuit.clone(),
                date: record.date,
                status: record.status,
                length: record.length,
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

    fn round(&mut self, number: u32, place: impl FnOnce() -> Place) -> Option<Ix<Round>> {
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

    fn session(&mut self, round: u32, id: &str, place: impl FnOnce() -> Place) -> Option<Ix<Session>> {
        let round = self.round(round, place)?;
        let id = if id.is_empty() { "race" } else { id };
        // The calendar has made those that it names as main already.
        let by_name = id == "race" && !self.named_mains.contains(&round);
        let order = if by_name { SeasonBuilder::MAIN } else { session_order(id) };
        Some(self.builder.session(round, id, order))
    }

    fn class(&mut self, id: &str, place: impl FnOnce() -> Place) -> Option<Ix<Class>> {
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
    fn kind_of_title(&mut self, title: &str, place: impl FnOnce() -> Place) -> Option<Kind> {
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

    /// The competitor that a text names; texts that names.toml does not know stand for themselves.
    fn competitor(&mut self, kind: Kind, text: &str) -> Option<Ix<Competitor>> {
        if text.is_empty() {
            return None;
        }
        if let Some(&ix) = self.resolved[kind as usize].get(text) {
            return Some(ix);
        }
        let ix = match self.folder.names.resolve(kind, text) {
            Some(known) => self.builder.competitor(kind, &known.id, &known.name),
            None => self.builder.competitor(kind, &slug(text), text),
        };
        self.resolved[kind as usize].insert(text.to_owned(), ix);
        Some(ix)
    }

    fn maker(&mut self, kind: Kind, text: &str) -> String {
        let makers = &mut self.makers[usize::from(kind == Kind::Engine)];
        if let Some(maker) = makers.get(text) {
            return maker.clone();
        }
        let maker = self.folder.names.maker(kind, text);
        makers.insert(text.to_owned(), maker.clone());
        maker
    }

    /// One car of a team through the season.
    fn entry_of(&mut self, number: &str, team: &str) -> Ix<Competitor> {
        let key = (number.to_owned(), team.to_owned());
        if let Some(&ix) = self.entries.get(&key) {
            return ix;
        }
        let known = self.folder.names.resolve(Kind::Team, team);
        let id = known.map_or_else(|| slug(team), |known| known.id.clone());
        let id = if id.is_empty() { number.to_owned() } else { format!("{number}-{id}") };
        let ix = self.builder.competitor(Kind::Entry, &id, format!("#{number} {team}").trim());
        self.entries.insert(key, ix);
        ix
    }

    fn results(&mut self) {
        for ((round, session), records) in &self.folder.results {
            let file = super::results::path(*round, session);
            let place = || Place::document(file.clone());
            let Some(session) = self.session(*round, session, place) else { continue };
            let mut positions: BTreeMap<u32, &ResultRecord> = BTreeMap::new();
            for record in records {
                let place =
                    || Place::line(file.clone(), record.line, format!("{} {}", record.number, record.team));
                if let Some(position) = record.position
                    && let Some(other) = positions.insert(position, record)
                {
                    self.diagnostics.push(
                        Diagnostic::error("PF0417", format!("two cars have position {position}"))
                            .at(place())
                            .at(Place::line(
                                file.clone(),
                                other.line,
                                format!("{} {}", other.number, other.team),
                            ))
                            .found(format!("cars {} and {}", other.number, record.number))
                            .expected("one car a position")
                            .help("correct one of the two positions"),
                    );
                }
                let class = self.class(&record.class, place);
                let row = self.result_row(session, class, record, &file);
                self.builder.result(row);
            }
        }
    }

    fn result_row(
        &mut self,
        session: Ix<Session>,
        class: Option<Ix<Class>>,
        record: &ResultRecord,
        file: &str,
    ) -> ResultRow {
        let mut stands_for = [None; Kind::ALL.len()];
        let mut set = |kind: Kind, own: Option<Ix<Competitor>>| stands_for[kind as usize] = own;
        set(Kind::Team, self.competitor(Kind::Team, &record.team));
        set(Kind::Chassis, self.competitor(Kind::Chassis, &record.chassis));
        set(Kind::Engine, self.competitor(Kind::Engine, &record.engine));
        set(Kind::Tyre, self.competitor(Kind::Tyre, &record.tyre));
        let (chassis_maker, engine_maker) =
            (self.maker(Kind::Chassis, &record.chassis), self.maker(Kind::Engine, &record.engine));
        let manufacturer = if record.manufacturer.is_empty() { &chassis_maker } else { &record.manufacturer };
        let mut set = |kind: Kind, own: Option<Ix<Competitor>>| stands_for[kind as usize] = own;
        set(Kind::ChassisMaker, self.competitor(Kind::ChassisMaker, &chassis_maker));
        set(Kind::EngineMaker, self.competitor(Kind::EngineMaker, &engine_maker));
        set(Kind::Manufacturer, self.competitor(Kind::Manufacturer, manufacturer));
        if let Some(nation) = self.nation(record) {
            set(Kind::Nation, Some(self.builder.competitor(Kind::Nation, &slug(&nation), &nation)));
        }
        if !record.number.is_empty() {
            set(Kind::Entry, Some(self.entry_of(&record.number, &record.team)));
        }
        let crew = record
            .crew
            .iter()
            .filter_map(|seat| {
                Some(Seat {
                    driver: self.competitor(Kind::Driver, &seat.driver)?,
                    printed: seat.driver.clone(),
                    nation: Some(seat.nation.clone()).filter(|nation| !nation.is_empty()),
                    drove: seat.drove,
                    drive_time: seat.drive_time,
                    scores: seat.scores,
                })
            })
            .collect();
        ResultRow {
            session,
            position: record.position,
            classified: record.classified,
            status: record.status,
            class,
            number: record.number.clone(),
            stands_for,
            crew,
            laps: record.laps,
            time: record.time,
            best_lap: record.best_lap,
            grid: record.grid,
            measures: record.measures.clone(),
            tags: record.tags.iter().cloned().collect(),
            printed_team: record.team.clone(),
            team_nation: some(&record.team_nation),
            printed_chassis: record.chassis.clone(),
            printed_engine: record.engine.clone(),
            remark: record.remark.clone(),
            cites: self.cites(&record.from, file, record.line),
        }
    }

    /// The country that a car stands for: its team's, else the one that all of its crew share.
    fn nation(&self, record: &ResultRecord) -> Option<String> {
        let team = self.folder.names.resolve(Kind::Team, &record.team).and_then(|known| known.nation.clone());
        let first = record.crew.first().map(|seat| seat.nation.clone()).filter(|nation| !nation.is_empty());
        team.or_else(|| first.filter(|first| record.crew.iter().all(|seat| seat.nation == *first)))
    }

    fn feats(&mut self) {
        for record in &self.folder.feats {
            let place = || Place::line("feats.csv", record.line, record.feat.clone());
            let Some(session) = self.session(record.round, &record.session, place) else { continue };
            let feat = Feat {
                session,
                kind: FeatKind::from_word(&record.feat),
                number: record.number.clone(),
                driver: self.competitor(Kind::Driver, &record.driver),
                time: record.time,
                share: None,
                cites: self.cites(&record.from, "feats.csv", record.line),
            };
            self.builder.facts().feats.push(feat);
        }
    }

    fn published(&mut self) {
        for record in &self.folder.published {
            let class = self.class(&record.class, || Place::document(record.file.clone()));
            let after =
                record.after.and_then(|after| self.round(after, || Place::document(record.file.clone())));
            let Some(kind) = self.kind_of_title(&record.title, || Place::document(record.file.clone()))
            else {
                continue;
            };
            let mut rows = Vec::new();
            for line in &record.lines {
                let place = || Place::line(record.file.clone(), line.line, line.competitor.clone());
                let Some(competitor) = self.competitor(kind, &line.competitor) else {
                    self.diagnostics.push(
                        Diagnostic::error("PF0408", "column `competitor` is empty")
                            .at(place())
                            .expected("a name"),
                    );
                    continue;
                };
                let cells = line
                    .cells
                    .iter()
                    .filter_map(|(&round, &points)| Some((self.round(round, place)?, points)))
                    .collect();
                rows.push(PublishedRow {
                    position: line.position,
                    competitor,
                    printed: line.competitor.clone(),
                    chassis: line.chassis.clone(),
                    engine: line.engine.clone(),
                    cells,
                    total: line.total,
                    line: line.line,
                    cites: self.cites(&line.from, &record.file, line.line),
                });
            }
            self.builder.facts().published.push(PublishedTable {
                title: record.title.clone(),
                class,
                after,
                decimals: record.decimals,
                file: record.file.clone(),
                rows,
            });
        }
    }

    fn statements(&mut self) {
        for record in &self.folder.class_winners {
            let file = "published/class-winners.csv";
            let place = || Place::line(file, record.line, record.team.clone());
            let (round, class) = (self.round(record.round, place), self.class(&record.class, place));
            let (Some(round), Some(class)) = (round, class) else { continue };
            let winner = ClassWinner {
                round,
                class,
                number: record.number.clone(),
                team: self.competitor(Kind::Team, &record.team),
                printed_team: record.team.clone(),
                drivers: record
                    .drivers
                    .iter()
                    .filter_map(|name| self.competitor(Kind::Driver, name))
                    .collect(),
                cites: self.cites(&record.from, file, record.line),
            };
            self.builder.facts().class_winners.push(winner);
        }
        for record in &self.folder.statistics {
            self.statistic(record);
        }
        for record in &self.folder.entries {
            self.entry(record);
        }
        for record in &self.folder.stated {
            let round = record.round.and_then(|round| self.round(round, || Place::document("season.toml")));
            let rule = match (record.rule.as_str(), record.share) {
                ("scale", _) => {
                    StatedRule::Scale { points: record.scale.clone(), events: record.events.clone() }
                }
                ("min-share", Some(share)) => StatedRule::MinimumShare { share },
                ("best-car-only", _) => StatedRule::BestCarOnly,
                _ => continue,
            };
            let cites = self.cites(&record.from, "season.toml", 0);
            self.builder.facts().stated.push(Stated { round, rule, cites });
        }
    }

    fn statistic(&mut self, record: &StatisticRecord) {
        let place = || Place::line("statistics.csv", record.line, record.printed.clone());
        let Some(session) = self.session(record.round, &record.session, place) else { return };
        let (number, team, time) = (record.number.clone(), record.team.clone(), record.time);
        let kind = match (record.kind.as_str(), record.value) {
            ("pole", _) => StatisticKind::Pole { number, team, time },
            ("fastest-lap", _) => StatisticKind::FastestLap { number, team, time },
            ("winner-time", _) => StatisticKind::WinnerTime { time: time.unwrap_or(Millis(0)) },
            ("distance", Some(metres)) => StatisticKind::Distance { metres },
            ("lap-length", Some(metres)) => StatisticKind::LapLength { metres },
            ("average-speed", Some(metres_per_hour)) => StatisticKind::AverageSpeed { metres_per_hour },
            (kind, _) => {
                self.diagnostics.push(
                    Diagnostic::error("PF0418", format!("a statistic of kind `{kind}` cannot be read"))
                        .at(place())
                        .expected("pole, fastest-lap, winner-time with a time; distance, lap-length, average-speed with a value"),
                );
                return;
            }
        };
        let cites = self.cites(&record.from, "statistics.csv", record.line);
        self.builder.facts().statistics.push(Statistic {
            session,
            kind,
            printed: record.printed.clone(),
            cites,
        });
    }

    fn entry(&mut self, record: &EntryRecord) {
        let place = || Place::line("entries.csv", record.line, record.driver.clone());
        let Some(class) = self.class(&record.class, place) else { return };
        let numbers: Vec<u32> = self.rounds.keys().copied().collect();
        let parsed = record.parse_rounds(&numbers);
        let chassis_rounds = record.parse_chassis_rounds(&numbers);
        if parsed.is_none() || chassis_rounds.is_none() {
            self.diagnostics.push(
                Diagnostic::warning("PF0419", "the rounds of an entry cannot be read")
                    .at(place())
                    .found(if parsed.is_none() { &record.rounds } else { &record.chassis_rounds }.clone())
                    .expected("`1-2, 9`, `All`, with a star behind rounds not taken part in"),
            );
        }
        let (rounds, absent) = parsed.unwrap_or_default();
        let chassis_rounds = chassis_rounds.unwrap_or_default();
        let entry = EntryLine {
            class,
            team: self.competitor(Kind::Team, &record.team),
            printed_team: record.team.clone(),
            team_nation: some(&record.team_nation),
            number: some(&record.number),
            chassis: record.chassis.clone(),
            chassis_rounds,
            engine: record.engine.clone(),
            driver: self.competitor(Kind::Driver, &record.driver),
            printed_driver: record.driver.clone(),
            nation: some(&record.nation),
            printed_rounds: record.rounds.clone(),
            rounds,
            absent,
            cites: self.cites(&record.from, "entries.csv", record.line),
        };
        self.builder.facts().entries.push(entry);
    }

    fn issue(&mut self, record: &IssueRecord) {
        let place = || Place::line("issues.toml", record.line, "");
        let of = match (record.sheet, record.round) {
            ("points", Some(round)) => self.round(round, place).map(Issued::Points),
            (sheet, Some(round)) if sheet != "entries" => {
                self.issued_session(round, record).map(|session| match sheet {
                    "grid" => Issued::Grid(session),
                    "laps" => Issued::Laps(session),
                    _ => Issued::Results(session),
                })
            }
            _ => Some(Issued::Entries),
        };
        let Some(of) = of else { return };
        let cites = self.cites(&[], "issues.toml", record.line);
        self.builder.facts().issues.push(Issue {
            of,
            status: record.status.clone(),
            at: record.at,
            protest_until: record.protest_until,
            author: record.author.clone(),
            cites,
        });
    }

    /// The session that an issue names: one that the season has, for a sheet does not make one.
    fn issued_session(&mut self, number: u32, record: &IssueRecord) -> Option<Ix<Session>> {
        let place = || Place::line("issues.toml", record.line, "");
        let round = self.round(number, place)?;
        let season = self.builder.facts();
        let own: Vec<(Ix<Session>, String)> = season
            .sessions
            .iter()
            .filter(|(_, session)| session.round == round)
            .map(|(ix, session)| (ix, session.id.clone()))
            .collect();
        let found = own.iter().find(|(_, id)| *id == record.session).map(|(ix, _)| *ix);
        if found.is_none() {
            let known: Vec<&str> = own.iter().map(|(_, id)| id.as_str()).collect();
            let diagnostic =
                Diagnostic::error("PF0425", format!("round {number} has no session `{}`", record.session))
                    .at(place())
                    .found(record.session.clone())
                    .expected(format!("one of {}", known.join(", ")))
                    .help("add the session's results to the folder, or correct the name");
            self.diagnostics.push(diagnostic.did_you_mean(&record.session, &known));
        }
        found
    }

    fn decision(&mut self, record: &DecisionRecord) {
        let place = || Place::line("decisions.toml", record.line, record.id.clone());
        let known = self.builder.facts().competitors.len();
        let ruling = self.ruling(record);
        if self.builder.facts().competitors.len() > known {
            let message = format!("decision `{}` names somebody whom the season does not know", record.id);
            let names: Vec<&str> = self.builder.facts().competitors.rows()[..known]
                .iter()
                .map(|own| own.name.as_str())
                .collect();
            let diagnostic = Diagnostic::error("PF0439", message)
                .at(place())
                .found(record.competitor.clone())
                .help("write the name as results or entries have it")
                .did_you_mean(&record.competitor, &names);
            self.diagnostics.push(diagnostic);
        }
        self.cars_known(record);
        let Some(ruling) = ruling else {
            self.diagnostics.push(
                Diagnostic::error("PF0420", format!("decision `{}` does not say all that `{}` needs", record.id, record.kind))
                    .at(place())
                    .expected("docs/rules/decisions.md lists what each kind needs")
                    .help("name the round and the car, or the title and the competitor, and the points, time or laps"),
            );
            return;
        };
        let decision = Decision {
            id: record.id.clone(),
            ruling,
            author: record.author.clone(),
            date: record.date.clone(),
            reason: record.reason.clone(),
            source: record.source.clone(),
            cites: self.cites(&[], "decisions.toml", record.line),
        };
        self.builder.decision(decision);
    }

    /// Says which cars of a decision its session does not have, and which a penalty cannot touch.
    fn cars_known(&mut self, record: &DecisionRecord) {
        let mut numbers = record.numbers.clone();
        numbers.extend(wanted(record.number.clone()));
        let Some(round) = record.round.filter(|_| !numbers.is_empty()) else { return };
        let session = if record.session.is_empty() { "race" } else { &record.session };
        let place = || Place::line("decisions.toml", record.line, record.id.clone());
        let Some(rows) = self.folder.results.get(&(round, session.to_owned())) else {
            self.diagnostics.push(
                Diagnostic::warning("PF0440", format!("decision `{}` is about a session without results", record.id))
                    .at(place())
                    .found(format!("round {round}, {session}"))
                    .help("it changes nothing until the results are in the folder; correct the round or session if they are"),
            );
            return;
        };
        let known: Vec<&str> = rows.iter().map(|row| row.number.as_str()).collect();
        for number in numbers {
            match rows.iter().find(|row| row.number == number) {
                None => self.diagnostics.push(
                    Diagnostic::error(
                        "PF0441",
                        format!("decision `{}` is about a car that the session does not have", record.id),
                    )
                    .at(place())
                    .found(number)
                    .expected(format!("one of {}", known.join(", ")))
                    .help("numbers are texts: `08` is another car than `8`"),
                ),
                Some(row) if record.kind == "time-penalty" && row.time.is_none() => self.diagnostics.push(
                    Diagnostic::warning(
                        "PF0442",
                        format!("decision `{}` adds to a time that is not known", record.id),
                    )
                    .at(place())
                    .found(format!("car {number} without a time"))
                    .help("the penalty moves nobody: state the car's time in its results, or take laps"),
                ),
                Some(_) => {}
            }
        }
    }

    fn ruling(&mut self, record: &DecisionRecord) -> Option<Ruling> {
        let place = || Place::line("decisions.toml", record.line, record.id.clone());
        let number = record.number.clone();
        let round = match record.round {
            Some(round) => Some(self.round(round, place)?),
            None => None,
        };
        let session = |making: &mut Self| making.session(record.round?, &record.session, place);
        let titles = record.titles.clone();
        Some(match record.kind.as_str() {
            "disqualify" => Ruling::Disqualify { session: session(self)?, number: wanted(number)? },
            "time-penalty" => {
                Ruling::TimePenalty { session: session(self)?, number: wanted(number)?, time: record.time? }
            }
            "lap-penalty" => {
                Ruling::LapPenalty { session: session(self)?, number: wanted(number)?, laps: record.laps? }
            }
            "withhold" => Ruling::Withhold {
                session: session(self)?,
                number: wanted(number)?,
                titles,
                places: if record.keep_places { Places::Keep } else { Places::MoveUp },
            },
            "withhold-driver" => Ruling::WithholdDriver {
                session: session(self)?,
                driver: self.competitor(Kind::Driver, &record.competitor)?,
                titles,
            },
            "no-share" => Ruling::NoShare {
                session: session(self)?,
                driver: self.competitor(Kind::Driver, &record.competitor)?,
            },
            "mark" => Ruling::Mark {
                session: session(self)?,
                numbers: Some(record.numbers.clone()).filter(|numbers| !numbers.is_empty())?,
                mark: wanted(record.mark.clone())?,
            },
            "set-aside-feat" => Ruling::SetAsideFeat {
                session: session(self)?,
                number: wanted(number)?,
                feat: FeatKind::from_word(&wanted(record.feat.clone())?),
            },
            "exclude-from-title" => Ruling::ExcludeFromTitle {
                target: self.target(record)?,
                from: round,
                loses_points: record.loses_points,
            },
            "adjust" => Ruling::Adjust { target: self.target(record)?, points: record.points?, round },
            "waive" => Ruling::Waive {
                target: self.target(record)?,
                round,
                what: record.what.clone(),
                published: record.published.clone(),
                computed: record.computed.clone(),
            },
            _ => return None,
        })
    }

    fn target(&mut self, record: &DecisionRecord) -> Option<Target> {
        let title = wanted(record.title.clone())?;
        let kind =
            self.kind_of_title(&title, || Place::line("decisions.toml", record.line, title.clone()))?;
        let class =
            self.class(&record.class, || Place::line("decisions.toml", record.line, record.class.clone()));
        Some(Target { class, competitor: self.competitor(kind, &record.competitor)?, title })
    }

    /// Nations and categories of competitors, from names.toml.
    fn competitors_details(&mut self) {
        let names = &self.folder.names;
        for competitor in self.builder.facts().competitors.rows_mut() {
            if let Some(known) = names.get(competitor.kind, &competitor.id) {
                competitor.nation.clone_from(&known.nation);
                competitor.categories.clone_from(&known.categories);
            }
        }
    }
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

fn wanted(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

/// Order of sessions in a round: qualifying before sprint before hours of the race before the race.
fn session_order(id: &str) -> u32 {
    const ORDER: [(&str, u32); 4] = [("qualifying", 10), ("sprint", 20), ("heat", 30), ("hour", 50)];
    let base = ORDER.iter().find(|(name, _)| id.starts_with(name)).map_or(40, |&(_, order)| order);
    let number: u32 = id.rsplit('-').next().and_then(|number| number.parse().ok()).unwrap_or(0);
    base + number.min(40)
}
