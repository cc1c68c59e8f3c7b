//! A season as it would be: the rounds to come with an order of finish, for `compute` to say what comes of it.

use crate::compute::classify::{classify_all, classify_from};
use crate::compute::tally::tally_of;
use crate::decisions::Decision;
use crate::exact::Millis;
use crate::numbers::{Laps, Position};
use crate::outcome::Classification;
use crate::scenario::bounds::{Chance, Played, Whose};
use crate::scenario::{Contest, FieldIs, Slot};
use crate::season::{
    Competitor, Feat, FeatKind, Kind, ResultRow, Round, RoundStatus, Season, SeasonBuilder, Seat, Session,
    Status,
};
use crate::table::{Ix, Table};
use std::sync::{Mutex, PoisonError};

/// Laps of everybody who is ranked in a session that has not been run.
const LAPS: u32 = 100;

/// What all witnesses have behind them: the season until the first session to come, classified once.
pub(super) struct Past {
    season: Season,
    /// Sessions from this one on are not classified.
    sessions: Ix<Session>,
    /// Those of a witness stand behind them while it is looked at.
    classifications: Mutex<Vec<Classification>>,
}

impl Contest<'_> {
    /// The season after the round with these sessions run, one entry a slot, and nothing after them.
    pub fn season(&self, played: &[Played]) -> Season {
        let mut builder = SeasonBuilder::of(self.past().season.clone());
        let sessions: Vec<Ix<Session>> = self
            .slots
            .iter()
            .map(|slot| {
                let id = if slot.session.is_empty() { "race" } else { slot.session };
                let order = if slot.main { SeasonBuilder::MAIN } else { slot.number };
                builder.facts().rounds[slot.round].status = RoundStatus::Held;
                builder.session(slot.round, id, order)
            })
            .collect();
        for ((&session, played), slot) in sessions.iter().zip(played).zip(&self.slots) {
            let mut crews: Vec<(Ix<Competitor>, ResultRow)> = Vec::new();
            let mut rows: Vec<ResultRow> = Vec::new();
            for &(place, whose) in &played.places {
                let Some(row) = self.row(whose, &rows, slot) else { continue };
                let row = ResultRow { session, ..ranked(row, place) };
                crews.extend(self.of_row(&row, whose).map(|own| (own, row.clone())));
                rows.push(row);
            }
            for &(feat, competitor) in &played.feats {
                let row = crews.iter().find(|own| own.0 == competitor).map(|own| own.1.clone());
                let Some(row) = row.or_else(|| {
                    // Without a place it has the feat all the same: it started.
                    let row = self.row(Whose::Competitor(competitor), &rows, slot)?;
                    let row = ResultRow {
                        session,
                        position: None,
                        status: Status::Dnf,
                        laps: Some(Laps(1)),
                        ..ranked(row, 1)
                    };
                    rows.push(row.clone());
                    Some(row)
                }) else {
                    continue;
                };
                builder.facts().feats.push(Feat {
                    session,
                    kind: FeatKind::from_word(slot.feats[feat].what),
                    number: row.number,
                    class: row.class,
                    driver: (self.title.competitor == Kind::Driver).then_some(competitor),
                    time: None,
                    share: None,
                    cites: Default::default(),
                });
            }
            for row in rows {
                builder.result(row);
            }
        }
        builder.finish()
    }

    /// Whether `compute` says that the competitor is first with its witness.
    pub fn confirms(&self, chance: &Chance) -> bool {
        let Some(witness) = &chance.witness else { return false };
        let season = self.season(witness);
        let past = self.past();
        let mut all = past.classifications.lock().unwrap_or_else(PoisonError::into_inner);
        let classified = all.len();
        classify_from(&season, self.rules, past.sessions, &mut all);
        let own = tally_of(&season, self.rules, &all, self.title_ix, self.class);
        all.truncate(classified);
        let ranks = own.map(|tally| tally.rank(self.title, tally.rounds.len())).unwrap_or_default();
        ranks
            .iter()
            .any(|rank| rank.competitor == chance.competitor && rank.position == Some(Position::FIRST))
    }

    fn past(&self) -> &Past {
        self.past.get_or_init(|| {
            let season = self.known();
            let first = self.slots.iter().map(|slot| slot.round).min();
            let past = |round: Ix<Round>| first.is_none_or(|first| round < first);
            let sessions = season.sessions.rows().partition_point(|own| past(own.round));
            let mut classifications = classify_all(&season, self.rules);
            classifications.retain(|own| own.session.index() < sessions);
            Past { season, sessions: Ix::new(sessions), classifications: Mutex::new(classifications) }
        })
    }

    /// The season without what came after the round, and without what only readers look at.
    fn known(&self) -> Season {
        let season = self.season;
        let known = |round: Ix<Round>| {
            self.after.is_some_and(|after| round <= after)
                && !self.slots.iter().any(|slot| slot.round == round)
        };
        let of: Vec<bool> = season.sessions.rows().iter().map(|session| known(session.round)).collect();
        let session = |own: Ix<Session>| of[own.index()];
        // Rows of later rounds stand behind all others: the indices of those that stay are what they were, but for rounds
        // before the last that are not known, which have no rows.
        let mut results = Table::default();
        for row in season.results.rows().iter().filter(|row| session(row.session)) {
            results.push(lean(row));
        }
        let mut decisions = Table::default();
        for own in season.decisions.rows() {
            let about = own.ruling.about();
            let round = |round: Ix<Round>| self.after.is_some_and(|after| round <= after);
            if about.session.is_none_or(session) && about.round.is_none_or(round) {
                decisions.push(Decision { lifted_by: None, ..own.clone() });
            }
        }
        let mut known = Season {
            id: season.id.clone(),
            series: season.series.clone(),
            year: season.year,
            label: season.label.clone(),
            documents: season.documents.clone(),
            classes: season.classes.clone(),
            competitors: season.competitors.clone(),
            rounds: season.rounds.clone(),
            sessions: season.sessions.clone(),
            results,
            feats: season.feats.iter().filter(|own| session(own.session)).cloned().collect(),
            published: season.published.clone(),
            entries: season.entries.clone(),
            decisions,
            ..Season::default()
        };
        for table in &mut known.published {
            for row in &mut table.rows {
                row.cells.retain(|cell| self.after.is_some_and(|after| cell.0 <= after));
            }
        }
        for (own, stays) in known.sessions.rows_mut().iter_mut().zip(&of) {
            if !stays {
                (own.completed, own.timed) = (None, false);
                own.measures.clear();
            }
        }
        known
    }

    /// The last row of a car, or of one of a competitor's cars that is not among `taken`: one that no rule bars, where there
    /// is such.
    fn row(&self, whose: Whose, taken: &[ResultRow], slot: &Slot<'_>) -> Option<ResultRow> {
        let results = &self.season.results;
        match whose {
            Whose::Car(car) => Some(results[self.cars[car].row].clone()),
            Whose::Competitor(competitor) => {
                let kind = self.title.competitor;
                let known = |row: &ResultRow| {
                    self.after.is_some_and(|after| self.season.sessions[row.session].round <= after)
                };
                let any_class = self.class.is_none() || !self.rules.class_maps.is_empty();
                let own = |row: &ResultRow| {
                    (any_class || row.class == self.class)
                        && match kind {
                            Kind::Driver => {
                                row.crew.iter().any(|seat| seat.driver == competitor && seat.drove)
                            }
                            kind => row.stands_for(kind) == Some(competitor),
                        }
                };
                let free = |row: &ResultRow| !taken.iter().any(|other| other.number == row.number);
                let own: Vec<(Ix<ResultRow>, &ResultRow)> = results.iter().filter(|at| own(at.1)).collect();
                let raced: Vec<_> = own.iter().copied().filter(|at| known(at.1)).collect();
                // Of whom points alone are known so far, the car in which it raced later.
                let all = if raced.is_empty() { own } else { raced };
                let fit = all.iter().rev().find(|at| free(at.1) && !slot.unfit.contains(&at.0));
                let last = fit.or_else(|| all.iter().rev().find(|at| free(at.1)));
                // A further car of one that never had two numbers.
                let Some((_, row)) = last.or_else(|| all.last()) else { return Some(self.bare(competitor)) };
                let mut row = (*row).clone();
                if kind == Kind::Driver && self.field == FieldIs::Open {
                    row.crew.retain(|seat| seat.driver == competitor);
                }
                Some(row)
            }
        }
    }

    /// A car for one of whom no car is known: its points so far are known without it.
    fn bare(&self, competitor: Ix<Competitor>) -> ResultRow {
        let kind = self.title.competitor;
        let mut row = ResultRow {
            session: Ix::new(0),
            position: None,
            classified: None,
            status: Status::Finished,
            class: self.class,
            number: format!("car of {}", self.season.competitors[competitor].id).into(),
            stands_for: Default::default(),
            crew: Default::default(),
            laps: None,
            time: None,
            best_lap: None,
            grid: None,
            measures: Vec::new(),
            tags: Default::default(),
            printed_team: String::new(),
            team_nation: None,
            printed_chassis: String::new(),
            printed_engine: String::new(),
            remark: String::new(),
            cites: Default::default(),
        };
        match kind {
            Kind::Driver => row.crew.push(Seat {
                driver: competitor,
                printed: self.season.competitors[competitor].name.clone(),
                nation: None,
                drove: true,
                drive_time: None,
                scores: true,
            }),
            kind => row.stands_for[kind as usize] = Some(competitor),
        }
        row
    }

    /// Those of the title whom a row stands for.
    fn of_row(&self, row: &ResultRow, whose: Whose) -> impl Iterator<Item = Ix<Competitor>> {
        let all: Vec<Ix<Competitor>> = match (whose, self.title.competitor) {
            (Whose::Competitor(competitor), _) => vec![competitor],
            (_, Kind::Driver) => row.crew.iter().map(|seat| seat.driver).collect(),
            (_, kind) => row.stands_for(kind).into_iter().collect(),
        };
        all.into_iter()
    }
}

fn ranked(row: ResultRow, place: u32) -> ResultRow {
    let time = Millis(3_600_000 + i64::from(place) * 1_000);
    ResultRow {
        position: Position::new(place),
        classified: None,
        status: Status::Finished,
        laps: Some(Laps(LAPS)),
        time: Some(time),
        best_lap: None,
        grid: None,
        measures: Vec::new(),
        remark: String::new(),
        cites: Default::default(),
        ..row
    }
}

/// A row without what only readers look at.
fn lean(row: &ResultRow) -> ResultRow {
    let seat = |own: &Seat| Seat { printed: String::new(), nation: own.nation.clone(), ..*own };
    ResultRow {
        number: row.number.clone(),
        crew: row.crew.iter().map(seat).collect(),
        measures: row.measures.clone(),
        tags: row.tags.clone(),
        team_nation: row.team_nation.clone(),
        printed_team: String::new(),
        printed_chassis: String::new(),
        printed_engine: String::new(),
        remark: String::new(),
        cites: Default::default(),
        ..*row
    }
}
