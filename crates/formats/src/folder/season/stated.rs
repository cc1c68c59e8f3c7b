//! What documents state beside results: feats, published tables, winners, statistics, entries, rules, sheets handed out.

use super::{Making, some};
use crate::folder::{EntryRecord, IssueRecord, NOTICES, NoticeRecord, PublishedRecord, StatisticRecord};
use parcferme_core::numbers::{CarNumber, Position, RoundNumber};
use parcferme_core::season::{
    ClassWinner, EntryLine, Feat, FeatKind, Issue, Issued, Kind, PublishedRow, PublishedTable, Session,
    Stated, StatedRule, Statistic, StatisticKind,
};
use parcferme_core::{Diagnostic, Ix, Millis, Place};
use std::collections::BTreeSet;

impl Making<'_> {
    pub(super) fn feats(&mut self) {
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

    pub(super) fn published(&mut self) {
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
            Diagnostic::error("PF0426", "the table has rounds that the season does not have")
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

    pub(super) fn statements(&mut self) {
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

    pub(super) fn issue(&mut self, record: &IssueRecord) {
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

    /// Says of a notice that it is about a round or a session that the season has not.
    pub(super) fn notice(&mut self, record: &NoticeRecord) {
        let Some(round) = record.round else { return };
        let place = || Place::line(NOTICES, record.line, "");
        if record.session.is_empty() {
            self.round(round, place);
        } else {
            self.session_stated(round, &record.session, place);
        }
    }

    /// The session that an issue names: one that the season has, for a sheet does not make one.
    fn issued_session(&mut self, number: u32, record: &IssueRecord) -> Option<Ix<Session>> {
        self.session_stated(number, &record.session, || Place::line("issues.toml", record.line, ""))
    }

    fn session_stated(&mut self, number: u32, id: &str, place: impl Fn() -> Place) -> Option<Ix<Session>> {
        let round = self.round(number, &place)?;
        let main = self.main_of(number);
        let id = if id.is_empty() { &main } else { id };
        let season = self.builder.facts();
        let own: Vec<(Ix<Session>, String)> = season
            .sessions
            .iter()
            .filter(|(_, session)| session.round == round)
            .map(|(ix, session)| (ix, session.id.clone()))
            .collect();
        let found = own.iter().find(|(_, own)| own == id).map(|(ix, _)| *ix);
        if found.is_none() {
            let known: Vec<&str> = own.iter().map(|(_, id)| id.as_str()).collect();
            let diagnostic = Diagnostic::error("PF0425", format!("round {number} has no session `{id}`"))
                .at(place())
                .found(id.to_owned())
                .expected(format!("one of {}", known.join(", ")))
                .help("add the session's results to the folder, or correct the name");
            self.diagnostics.push(diagnostic.did_you_mean(id, &known));
        }
        found
    }
}
