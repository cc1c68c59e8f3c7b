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
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Laps of everybody who is ranked in a session that has not been run.
const LAPS: u32 = 100;

/// What all witnesses have behind them, made once.
pub(super) struct Past {
    /// Sessions from this one on are to come, and are not classified.
    to_come: Ix<Session>,
    /// Of each slot.
    sessions: Vec<Ix<Session>>,
    /// Whether nothing that is known lies behind a session to come.
    last: bool,
    scratch: Mutex<Scratch>,
}

/// The season with the sessions to come, which have no results yet, and the classifications of those before. Results of a
/// witness, and what comes of them, stand behind them while it is looked at.
struct Scratch {
    season: Season,
    classifications: Vec<Classification>,
}

impl Contest<'_> {
    /// The season after the round with these sessions run, one entry a slot, and nothing after them.
    pub fn season(&self, played: &[Played]) -> Season {
        let past = self.past();
        let season = past.scratch.lock().unwrap_or_else(PoisonError::into_inner).season.clone();
        let mut builder = SeasonBuilder::of(season);
        let (results, feats) = self.rows(played, past);
        for row in results {
            builder.result(row);
        }
        builder.facts().feats.extend(feats);
        builder.finish()
    }

    /// Results and feats of sessions to come.
    fn rows(&self, played: &[Played], past: &Past) -> (Vec<ResultRow>, Vec<Feat>) {
        let (mut results, mut feats) = (Vec::new(), Vec::new());
        let mut known = BTreeMap::new();
        for ((&session, played), slot) in past.sessions.iter().zip(played).zip(&self.slots) {
            let mut crews: Vec<(Ix<Competitor>, usize)> = Vec::new();
            let mut rows: Vec<ResultRow> = Vec::new();
            for &(place, whose) in &played.places {
                let row = ResultRow { session, ..ranked(self.row(whose, &rows, slot, &mut known), place) };
                crews.extend(self.of_row(&row, whose).map(|own| (own, rows.len())));
                rows.push(row);
            }
            for &(feat, competitor) in &played.feats {
                let row = crews.iter().find(|own| own.0 == competitor).map(|own| own.1);
                let row = row.unwrap_or_else(|| {
                    // Without a place it has the feat all the same: it started.
                    let row = self.row(Whose::Competitor(competitor), &rows, slot, &mut known);
                    rows.push(ResultRow {
                        session,
                        position: None,
                        status: Status::Dnf,
                        laps: Some(Laps(1)),
                        ..ranked(row, 1)
                    });
                    rows.len() - 1
                });
                feats.push(Feat {
                    session,
                    kind: FeatKind::from_word(slot.feats[feat].what),
                    number: rows[row].number.clone(),
                    class: rows[row].class,
                    // A car without a number has a feat by one who drove it.
                    driver: match self.title.competitor {
                        Kind::Driver => Some(competitor),
                        _ => rows[row]
                            .crew
                            .first()
                            .map(|seat| seat.driver)
                            .filter(|_| rows[row].number.is_empty()),
                    },
                    time: None,
                    share: None,
                    cites: Default::default(),
                });
            }
            results.extend(rows);
        }
        (results, feats)
    }

    /// Whether `compute` says that the competitor is first with its witness.
    pub fn confirms(&self, chance: &Chance) -> bool {
        let Some(witness) = &chance.witness else { return false };
        let past = self.past();
        let tally = if past.last {
            let mut scratch = past.scratch.lock().unwrap_or_else(PoisonError::into_inner);
            let Scratch { season, classifications } = &mut *scratch;
            let known = (season.results.len(), season.feats.len(), classifications.len());
            let (results, feats) = self.rows(witness, past);
            season.append(results, feats);
            classify_from(season, self.rules, past.to_come, classifications);
            let tally = tally_of(season, self.rules, classifications, self.title_ix, self.class);
            season.results.truncate(known.0);
            season.feats.truncate(known.1);
            classifications.truncate(known.2);
            tally
        } else {
            let season = self.season(witness);
            let classifications = classify_all(&season, self.rules);
            tally_of(&season, self.rules, &classifications, self.title_ix, self.class)
        };
        let ranks = tally.map(|tally| tally.rank(self.title, tally.rounds.len())).unwrap_or_default();
        ranks
            .iter()
            .any(|rank| rank.competitor == chance.competitor && rank.position == Some(Position::FIRST))
    }

    fn past(&self) -> &Past {
        self.past.get_or_init(|| {
            let mut builder = SeasonBuilder::of(self.known());
            for slot in &self.slots {
                builder.facts().rounds[slot.round].status = RoundStatus::Held;
                let order = if slot.main { SeasonBuilder::MAIN } else { slot.number };
                builder.session(slot.round, slot.id(), order);
            }
            let season = builder.finish();
            let of = |slot: &Slot<'_>| season.session(slot.round, slot.id());
            let sessions: Vec<Ix<Session>> = self.slots.iter().filter_map(of).collect();
            let to_come = sessions.iter().min().copied().unwrap_or(Ix::new(season.sessions.len()));
            let last = season.results.rows().last().is_none_or(|row| row.session < to_come)
                && season.feats.last().is_none_or(|feat| feat.session < to_come);
            let classifications = if last { classify_all(&season, self.rules) } else { Vec::new() };
            Past { to_come, sessions, last, scratch: Mutex::new(Scratch { season, classifications }) }
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
    /// is such. `known` keeps the rows of those who were asked for.
    fn row(
        &self,
        whose: Whose,
        taken: &[ResultRow],
        slot: &Slot<'_>,
        known: &mut BTreeMap<Ix<Competitor>, Vec<Ix<ResultRow>>>,
    ) -> ResultRow {
        let results = &self.season.results;
        let competitor = match whose {
            Whose::Car(car) => return lean(&results[self.cars[car].row]),
            Whose::Competitor(competitor) => competitor,
        };
        let all = known.entry(competitor).or_insert_with(|| self.raced(competitor));
        let free =
            |row: &Ix<ResultRow>| !taken.iter().any(|other| other.known_by() == results[*row].known_by());
        let fit = all.iter().rev().find(|row| free(row) && !slot.unfit.contains(row));
        let last = fit.or_else(|| all.iter().rev().find(|row| free(row)));
        // A further car of one that never had two.
        let Some(&row) = last.or_else(|| all.last()) else { return self.bare(competitor) };
        let mut row = lean(&results[row]);
        if self.title.competitor == Kind::Driver && self.field == FieldIs::Open {
            row.crew.retain(|seat| seat.driver == competitor);
        }
        row
    }

    /// The rows in which one raced; where points alone are known so far, those of later rounds.
    fn raced(&self, competitor: Ix<Competitor>) -> Vec<Ix<ResultRow>> {
        let any_class = self.class.is_none() || !self.rules.class_maps.is_empty();
        let own = |row: &ResultRow| {
            (any_class || row.class == self.class)
                && match self.title.competitor {
                    Kind::Driver => row.crew.iter().any(|seat| seat.driver == competitor && seat.drove),
                    kind => row.stands_for(kind) == Some(competitor),
                }
        };
        let all: Vec<Ix<ResultRow>> =
            self.season.results.iter().filter(|at| own(at.1)).map(|at| at.0).collect();
        let round = |row: &Ix<ResultRow>| self.season.sessions[self.season.results[*row].session].round;
        let known = all.partition_point(|row| self.after.is_some_and(|after| round(row) <= after));
        match known {
            0 => all,
            known => all[..known].to_vec(),
        }
    }

    /// A car for one of whom no car is known: its points so far are known without it.
    fn bare(&self, competitor: Ix<Competitor>) -> ResultRow {
        let kind = self.title.competitor;
        let number = format!("car of {}", self.season.competitors[competitor].id);
        let mut row = ResultRow::bare(Ix::new(0), &number, Status::Finished);
        row.class = self.class;
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
