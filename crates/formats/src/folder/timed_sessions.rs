//! Sessions that were timed, in the making of a season: rows where no result is declared, observations where one is.

use super::season::{Making, is_a_race, row_place};
use super::timed::Timed;
use super::{LapRecords, ResultRecord, further_path};
use crate::names::slug;
use parcferme_core::compute::classify::occasion;
use parcferme_core::numbers::Laps;
use parcferme_core::rules::ranking::{OrderBy, Ranking};
use parcferme_core::season::{Competitor, Kind, Measured, ObservedRow, ResultRow, Seat, Session};
use parcferme_core::timing::{SessionKind, Taken};
use parcferme_core::{Diagnostic, Ix, Place, Position};
use smallvec::SmallVec;

impl Making<'_> {
    /// Sessions that were timed: rows where no result is declared, observations where one is.
    pub(super) fn laps(&mut self) {
        for ((round, id), laps) in &self.folder.laps {
            if laps.sheet.laps().is_empty() {
                continue;
            }
            let Some(session) = self.session(*round, id, || Place::document(laps.file.clone())) else {
                continue;
            };
            let kind = self.order_of_laps(session, laps);
            let Timed { rows, red_flag } = Timed::of(laps, kind);
            if self.folder.has_results(&(*round, id.clone())) {
                let own = rows.iter().map(|(record, best)| self.observed(session, record, *best, &laps.file));
                let own: Vec<ObservedRow> = own.collect();
                self.builder.facts().observed.extend(own);
                continue;
            }
            self.builder.facts().sessions[session].timed = true;
            self.red_flags.extend(red_flag.map(|time| (session, time)));
            for (record, _) in &rows {
                let class = self.class(&record.class, || row_place(&laps.file, record));
                let row = self.result_row(session, class, record, &laps.file);
                self.builder.result(row);
            }
        }
    }

    /// How a timed session is ordered: as a rule says, as its name says, or as its laps look. Says where they look otherwise.
    fn order_of_laps(&mut self, session: Ix<Session>, laps: &LapRecords) -> SessionKind {
        let season = self.builder.facts();
        let ranking = Ranking::of(&self.rules.rankings, &occasion(season, session, None, ""));
        let by_rule = ranking.and_then(|own| match own.rule.by {
            OrderBy::Laps => Some(SessionKind::Race),
            OrderBy::BestLap(_) => Some(SessionKind::BestLap),
            OrderBy::Points | OrderBy::Declared => None,
        });
        let own = &mut season.sessions[session];
        let by_name = match (own.by_best_lap, own.main || is_a_race(&own.id)) {
            (true, _) => Some(SessionKind::BestLap),
            (false, true) => Some(SessionKind::Race),
            (false, false) => None,
        };
        let taken = Taken::from_laps(&laps.sheet).kind;
        let kind = by_rule.or(by_name).unwrap_or(taken);
        if by_rule.or(by_name).is_none() {
            own.by_best_lap = kind == SessionKind::BestLap;
        }
        if kind != taken {
            let looks = |kind| match kind {
                SessionKind::Race => "a race",
                SessionKind::BestLap => "practice or qualifying",
            };
            let how = |kind| match kind {
                SessionKind::Race => "by laps and time",
                SessionKind::BestLap => "by best lap",
            };
            let whence = if by_rule.is_some() { "the rulebook orders" } else { "its name has us order" };
            self.diagnostics.push(
                Diagnostic::warning("PF0551", format!("the laps look like those of {}", looks(taken)))
                    .at(Place::document(laps.file.clone()))
                    .found(format!("laps of {}", looks(taken)))
                    .expected(format!("laps of {}: {whence} the session {}", looks(kind), how(kind)))
                    .help("check that the file has the laps of this session; where the session is another kind than its name says, give the rulebook a [[ranking]] for it"),
            );
        }
        kind
    }

    /// What further documents say of sessions whose results are declared.
    pub(super) fn further(&mut self) {
        for ((round, id), rows) in &self.folder.further {
            let file = further_path(*round, id);
            let Some(session) = self.session(*round, id, || Place::document(file.clone())) else { continue };
            let own: Vec<ObservedRow> = rows
                .iter()
                .map(|record| {
                    let own = self.observed(session, record, 0, &file);
                    ObservedRow {
                        row: ResultRow { position: record.position.and_then(Position::new), ..own.row },
                        ..own
                    }
                })
                .collect();
            self.builder.facts().further.extend(own);
        }
    }

    /// A car as its laps or a further document tell it, beside a declared result: it makes no competitor known.
    fn observed(
        &mut self,
        session: Ix<Session>,
        record: &ResultRecord,
        best: u32,
        file: &str,
    ) -> ObservedRow {
        let class = self.builder.facts().class(&record.class);
        let (mut crew, mut unknown_drivers) = (SmallVec::new(), Vec::new());
        for seat in &record.crew {
            let by_id =
                Some(&seat.id).filter(|id| !id.is_empty()).and_then(|id| self.known(Kind::Driver, id));
            match by_id.or_else(|| self.known(Kind::Driver, &seat.driver)) {
                Some(driver) => crew.push(Seat {
                    driver,
                    printed: seat.driver.clone(),
                    nation: None,
                    drove: true,
                    drive_time: seat.drive_time,
                    scores: true,
                }),
                None => unknown_drivers.push(seat.driver.clone()),
            }
        }
        let mut stands_for = [None; Kind::ALL.len()];
        stands_for[Kind::Team as usize] = self.known(Kind::Team, &record.team);
        let row = ResultRow {
            session,
            position: None,
            classified: None,
            status: record.status,
            class,
            number: record.number.as_str().into(),
            stands_for,
            crew,
            laps: record.laps.map(Laps),
            time: record.time,
            best_lap: record.best_lap,
            grid: None,
            measures: record.measures.clone(),
            tags: SmallVec::new(),
            printed_team: record.team.clone(),
            team_nation: None,
            printed_chassis: record.chassis.clone(),
            printed_engine: String::new(),
            remark: String::new(),
            cites: self.cites(&record.from, file, record.line),
        };
        ObservedRow { row, best_lap_number: best, unknown_drivers }
    }

    /// The competitor that a text names, where the season has it.
    fn known(&self, kind: Kind, text: &str) -> Option<Ix<Competitor>> {
        if let Some(person) = self.people.named(text).filter(|_| kind == Kind::Driver) {
            return self.builder.find(kind, &person.id);
        }
        let known = self.folder.names.resolve(kind, text);
        self.builder.find(kind, &known.map_or_else(|| slug(text), |known| known.id.clone()))
    }

    /// A red flag that laps show and the calendar does not state.
    pub(super) fn red_flags(&mut self) {
        for (session, time) in std::mem::take(&mut self.red_flags) {
            let own = &mut self.builder.facts().sessions[session];
            if own.measure("red_flag").is_none() {
                own.measures.push(Measured { name: "red_flag".to_owned(), lap: 0, value: time.0 });
            }
        }
    }
}
