//! From the folder's text to the [`Season`]: names are resolved, references checked.

use super::{EntryRecord, Folder, IssueRecord, Origin, PublishedRecord, ResultRecord, StatisticRecord};
use crate::names::{self, letters, slug};
use parcferme_core::numbers::{CarNumber, Laps, Position, RoundNumber};
use parcferme_core::season::{
    Cite, Cites, Class, ClassWinner, Competitor, EntryLine, Feat, FeatKind, Issue, Issued, Kind, Measured,
    PublishedRow, PublishedTable, ResultRow, Round, RoundStatus, Season, SeasonBuilder, Seat, Session,
    Stated, StatedRule, Statistic, StatisticKind,
};
use parcferme_core::{Diagnostic, Ix, Millis, Place, Rulebook, Share};
use std::collections::{BTreeMap, BTreeSet, HashMap};

impl Folder {
    /// The season that the folder states. With errors among the diagnostics, it is what could be made of it. The
    /// rulebook says which kind of competitor each published title ranks.
    pub fn season(&self, rules: &Rulebook) -> (Season, Vec<Diagnostic>) {
        let id = format!("{}/{}", self.series, self.label());
        let mut making = Making {
            folder: self,
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
            diagnostics: Vec::new(),
        };
        making.builder.facts().label = self.label();
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
        making.competitors_details();
        making.names_of_nobody();
        (making.builder.finish(), making.diagnostics)
    }
}

pub(super) struct Making<'f> {
    pub(super) folder: &'f Folder,
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
                number: record.number.map(RoundNumber),
                event: record.event.clone(),
                name: self.spelt(names::Kind::Event, &record.name),
                circuit: self.spelt(names::Kind::Circuit, &record.circuit),
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

    pub(super) fn session(
        &mut self,
        round: u32,
        id: &str,
        place: impl FnOnce() -> Place,
    ) -> Option<Ix<Session>> {
        let round = self.round(round, place)?;
        let id = if id.is_empty() { "race" } else { id };
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

    /// The competitor that a text names; texts that names.toml does not know stand for themselves.
    pub(super) fn competitor(&mut self, kind: Kind, text: &str) -> Option<Ix<Competitor>> {
        if text.is_empty() {
            return None;
        }
        if let Some(&ix) = self.resolved[kind as usize].get(text) {
            return Some(ix);
        }
        let ix = match self.folder.names.resolve(kind, text) {
            Some(known) => self.builder.competitor(kind, &known.id, &known.name),
            None => {
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

    fn results(&mut self) {
        self.diagnostics.extend(self.folder.unsaid.iter().cloned());
        for ((round, session), records) in &self.folder.results {
            let written = self.folder.result_files.get(&(*round, session.clone()));
            let file = written.cloned().unwrap_or_else(|| super::results::path(*round, session));
            let place = || Place::document(file.clone());
            let Some(session) = self.session(*round, session, place) else { continue };
            self.diagnostics.extend(super::positions::check(&file, records));
            let mut own: HashMap<String, Vec<(Ix<ResultRow>, &ResultRecord)>> = HashMap::new();
            for record in records {
                let place = || row_place(&file, record);
                let class = self.class(&record.class, place);
                let row = self.result_row(session, class, record, &file);
                // As many cars with one number as one likes stay cheap: only the last ones are compared.
                let same_number = own.get(&record.number).into_iter().flatten().rev().take(COMPARED_MAX);
                let results = &self.builder.facts().results;
                let twice = same_number
                    .filter(|_| !record.number.is_empty())
                    .find(|(other, _)| one_car(&results[*other], &row));
                if let Some((_, other)) = twice.filter(|(at, _)| told_by_tags(&results[*at], &row)) {
                    self.diagnostics.push(
                        Diagnostic::warning("PF1078", format!("two cars bear number {} and only their tags tell them apart", record.number))
                            .at(row_place(&file, other))
                            .at(place())
                            .found(format!("places {} and {}", shown(other.position), shown(record.position)))
                            .expected("a number, a class or a team of its own for each car")
                            .help("a table that ranks cars by number counts them as one: give one of them its right number"),
                    );
                } else if let Some((_, other)) = twice {
                    self.diagnostics.push(
                        Diagnostic::error("PF0456", format!("car {} stands in the session twice", record.number))
                            .at(place())
                            .at(row_place(&file, other))
                            .found(format!("`{}` and `{}`", other.status.word(), record.status.word()))
                            .expected("one row a car")
                            .help("delete one of the rows; a disqualification is the row's status or a decision, not a second row; two cars that share a number need their class or team"),
                    );
                }
                let ix = self.builder.result(row);
                own.entry(record.number.clone()).or_default().push((ix, record));
            }
        }
    }

    pub(super) fn result_row(
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
            set(Kind::Nation, self.competitor(Kind::Nation, &nation));
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
            position: record.position.and_then(Position::new),
            classified: record.classified,
            status: record.status,
            class,
            number: record.number.as_str().into(),
            stands_for,
            crew,
            laps: record.laps.map(Laps),
            time: record.time,
            best_lap: record.best_lap,
            grid: record.grid.and_then(Position::new),
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
        team.or_else(|| {
            first.filter(|first| record.crew.iter().all(|seat| self.is_one_nation(&seat.nation, first)))
        })
    }

    /// Whether two texts name one country, by names.toml where they differ.
    fn is_one_nation(&self, a: &str, b: &str) -> bool {
        let id = |text: &str| self.folder.names.resolve(Kind::Nation, text).map(|known| &known.id);
        a == b || (id(a).is_some() && id(a) == id(b))
    }

    fn feats(&mut self) {
        for record in &self.folder.feats {
            let place = || Place::line("feats.csv", record.line, record.feat.clone());
            let Some(session) = self.session(record.round, &record.session, place) else { continue };
            let driver = self.competitor(Kind::Driver, &record.driver);
            let class = self.class(&record.class, place);
            let feat = Feat {
                session,
                kind: FeatKind::from_word(&record.feat),
                number: record.number.as_str().into(),
                class,
                driver,
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
            self.published_rounds(record);
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
                    .filter_map(|(round, &points)| Some((*self.rounds.get(round)?, points)))
                    .collect();
                rows.push(PublishedRow {
                    position: line.position.and_then(Position::new),
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

    /// Says which columns of a published table are of rounds that the season does not have.
    fn published_rounds(&mut self, record: &PublishedRecord) {
        let columns: BTreeSet<u32> =
            record.lines.iter().flat_map(|line| line.cells.keys().copied()).collect();
        let unknown: Vec<String> = columns
            .iter()
            .filter(|round| !self.rounds.contains_key(round))
            .map(|round| format!("Rd {round}"))
            .collect();
        if unknown.is_empty() {
            return;
        }
        let known: Vec<String> = self.rounds.keys().map(u32::to_string).collect();
        let shown = unknown.iter().take(12).cloned().collect::<Vec<_>>().join(", ");
        self.diagnostics.push(
            Diagnostic::error("PF0415", "the table has rounds that the season does not have")
                .at(Place::line(record.file.clone(), 1, ""))
                .found(format!(
                    "{shown}{}",
                    if unknown.len() > 12 {
                        format!(" and {} more", unknown.len() - 12)
                    } else {
                        String::new()
                    }
                ))
                .expected(format!("one of {}", known.join(", ")))
                .help("add the round to season.toml, or correct the number"),
        );
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
                number: record.number.as_str().into(),
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
        let (number, team, time) = (record.number.as_str().into(), record.team.clone(), record.time);
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
        let numbers = |rounds: Vec<u32>| rounds.into_iter().map(RoundNumber).collect();
        let entry = EntryLine {
            class,
            team: self.competitor(Kind::Team, &record.team),
            printed_team: record.team.clone(),
            team_nation: some(&record.team_nation),
            number: some(&record.number).map(CarNumber::from),
            chassis: record.chassis.clone(),
            chassis_rounds: numbers(chassis_rounds.unwrap_or_default()),
            engine: record.engine.clone(),
            driver: self.competitor(Kind::Driver, &record.driver),
            printed_driver: record.driver.clone(),
            nation: some(&record.nation),
            printed_rounds: record.rounds.clone(),
            rounds: numbers(rounds),
            absent: numbers(absent),
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

    /// Says which blocks of a names.toml that was written by hand change nothing, for nobody bears their names.
    fn names_of_nobody(&mut self) {
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

/// Cars with one number in one session that are compared with each other.
const COMPARED_MAX: usize = 64;

pub(super) fn row_place(file: &str, record: &ResultRecord) -> Place {
    Place::line(file, record.line, format!("{} {}", record.number, record.team))
}

/// Whether two rows with one number are one car: in one class, of teams that do not differ, and either with a driver in
/// common (or a crew that is not stated), or both of one team and at the start. Drivers who shared a number and did not
/// all start have a row each.
fn one_car(a: &ResultRow, b: &ResultRow) -> bool {
    let crews = a.crew.is_empty()
        || b.crew.is_empty()
        || a.crew.iter().any(|seat| b.crew.iter().any(|own| own.driver == seat.driver));
    let started = a.status.started() && b.status.started();
    a.class == b.class
        && match (a.stands_for(Kind::Team), b.stands_for(Kind::Team)) {
            (Some(team_a), Some(team_b)) => team_a == team_b && (crews || started),
            _ => crews,
        }
}

/// Whether two rows with one number, of which neither names a team or a driver, bear other tags and have a place each.
fn told_by_tags(a: &ResultRow, b: &ResultRow) -> bool {
    let anonymous = |row: &ResultRow| row.stands_for(Kind::Team).is_none() && row.crew.is_empty();
    let placed = a.position.is_some() && b.position.is_some() && a.position != b.position;
    anonymous(a) && anonymous(b) && placed && a.tags != b.tags
}

fn shown(position: Option<u32>) -> String {
    position.map_or_else(String::new, |position| position.to_string())
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
