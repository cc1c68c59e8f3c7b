//! A season as it would be: the rounds to come with an order of finish, for `compute` to say what comes of it.

use crate::compute::classify::classify_all;
use crate::compute::tally::tallies_of;
use crate::exact::Millis;
use crate::numbers::{Laps, Position};
use crate::scenario::bounds::{Chance, Played, Whose};
use crate::scenario::{Contest, FieldIs, Slot};
use crate::season::{
    Competitor, Feat, FeatKind, Kind, ResultRow, Round, RoundStatus, Season, SeasonBuilder, Session, Status,
};
use crate::table::{Ix, Table};

/// Laps of everybody who is ranked in a session that has not been run.
const LAPS: u32 = 100;

impl Contest<'_> {
    /// The season after the round with these sessions run, one entry a slot, and nothing after them.
    pub fn season(&self, played: &[Played]) -> Season {
        let mut builder = SeasonBuilder::of(self.known());
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
        let classifications = classify_all(&season, self.rules);
        let tallies = tallies_of(&season, self.rules, &classifications, self.title_ix);
        let own = tallies.iter().find(|tally| tally.class == self.class);
        let ranks = own.map(|tally| tally.rank(self.title, tally.rounds.len())).unwrap_or_default();
        ranks
            .iter()
            .any(|rank| rank.competitor == chance.competitor && rank.position == Some(Position::FIRST))
    }

    /// The season without what came after the round.
    fn known(&self) -> Season {
        let mut season = self.season.clone();
        let known = |round: Ix<Round>| {
            self.after.is_some_and(|after| round <= after)
                && !self.slots.iter().any(|slot| slot.round == round)
        };
        let of: Vec<bool> = season.sessions.rows().iter().map(|session| known(session.round)).collect();
        let session = |own: Ix<Session>| of[own.index()];
        // Rows of later rounds stand behind all others: the indices of those that stay are what they were, but for rounds
        // before the last that are not known, which have no rows.
        season.results = kept(&season.results, |row| session(row.session));
        season.observed.retain(|own| session(own.row.session));
        season.further.retain(|own| session(own.row.session));
        season.feats.retain(|own| session(own.session));
        for table in &mut season.published {
            for row in &mut table.rows {
                row.cells.retain(|cell| self.after.is_some_and(|after| cell.0 <= after));
            }
        }
        season.decisions = kept(&season.decisions, |own| {
            let about = own.ruling.about();
            about.session.is_none_or(session)
                && about.round.is_none_or(|round| self.after.is_some_and(|after| round <= after))
        });
        season.decisions.rows_mut().iter_mut().for_each(|own| own.lifted_by = None);
        season.issues.clear();
        for (own, stays) in season.sessions.rows_mut().iter_mut().zip(&of) {
            if !stays {
                (own.completed, own.timed) = (None, false);
                own.measures.clear();
            }
        }
        season
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
                        && (self.class.is_none()
                            || !self.rules.class_maps.is_empty()
                            || row.class == self.class)
                };
                let own = |row: &ResultRow| {
                    known(row)
                        && match kind {
                            Kind::Driver => {
                                row.crew.iter().any(|seat| seat.driver == competitor && seat.drove)
                            }
                            kind => row.stands_for(kind) == Some(competitor),
                        }
                };
                let free = |row: &ResultRow| !taken.iter().any(|other| other.number == row.number);
                let all: Vec<(Ix<ResultRow>, &ResultRow)> = results.iter().filter(|at| own(at.1)).collect();
                let fit = all.iter().rev().find(|at| free(at.1) && !slot.unfit.contains(&at.0));
                let last = fit.or_else(|| all.iter().rev().find(|at| free(at.1)));
                // A further car of one that never had two numbers.
                let mut row = last.or_else(|| all.last())?.1.clone();
                if kind == Kind::Driver && self.field == FieldIs::Open {
                    row.crew.retain(|seat| seat.driver == competitor);
                }
                Some(row)
            }
        }
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

fn kept<T: Clone>(table: &Table<T>, keep: impl Fn(&T) -> bool) -> Table<T> {
    let mut kept = Table::default();
    for row in table.rows().iter().filter(|row| keep(row)) {
        kept.push(row.clone());
    }
    kept
}
