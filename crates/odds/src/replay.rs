//! A drawn season as results, for `compute` to score: what plans are tested against, and the way of titles that none holds.

use crate::plan::{Plan, SessionToCome, listing_starters};
use parcferme_core::compute::compute;
use parcferme_core::numbers::Laps;
use parcferme_core::outcome::StandingsRow;
use parcferme_core::season::{
    Competitor, Feat, ResultRow, Round, RoundStatus, Season, Seat, Session, Status,
};
use parcferme_core::{Ix, Millis, Points, Position, Rulebook, Table};

/// The sessions to come of one drawn season, in the plan's order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    pub sessions: Vec<DrawnSession>,
}

/// Cars as indices of the plan's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawnSession {
    /// Those with a place, the first first.
    pub placed: Vec<usize>,
    pub without: Vec<usize>,
    /// Who has each feat that brings points.
    pub feats: Vec<usize>,
}

/// Where a competitor is in a final table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// From 0.
    pub place: usize,
    /// Whether another has the same.
    pub shared: bool,
    pub total: Points,
}

/// What all replays of a plan have in common: the season as it was known, and the sessions to come without results.
pub struct Replay<'p> {
    plan: &'p Plan,
    /// The title's alone, with everyone listed.
    rules: Rulebook,
    known: Season,
    /// In the plan's order.
    sessions: Vec<(Ix<Session>, &'p SessionToCome)>,
}

impl<'p> Replay<'p> {
    pub fn new(season: &Season, rules: &Rulebook, plan: &'p Plan) -> Replay<'p> {
        let mut known = until(season, plan.after);
        let mut sessions = Vec::new();
        for to_come in &plan.rounds {
            known.rounds.rows_mut()[to_come.round.index()].status = RoundStatus::Held;
            for (session, number) in to_come.sessions.iter().zip(0..) {
                let declared =
                    season.session(to_come.round, &session.id).map(|ix| season.sessions[ix].clone());
                let new = Session {
                    round: to_come.round,
                    id: session.id.clone(),
                    main: session.main,
                    order: number,
                    by_best_lap: false,
                    timed: false,
                    completed: None,
                    measures: Vec::new(),
                };
                let own =
                    declared.map_or(new, |own| Session { completed: None, measures: Vec::new(), ..own });
                sessions.push((known.sessions.push(own), session));
            }
        }
        let mut rules = listing_starters(rules, plan.title);
        let title = rules.titles[plan.title].clone();
        rules.titles = Table::default();
        rules.titles.push(title);
        Replay { plan, rules, known, sessions }
    }

    /// The season with what was drawn as its results.
    pub fn season(&self, facts: &Season, drawn: &Drawn) -> Season {
        let mut season = self.known.clone();
        for (&(session, to_come), drawn) in self.sessions.iter().zip(&drawn.sessions) {
            let with = |car: usize, behind: usize| ResultRow {
                session,
                crew: self.crew(facts, car),
                position: Some(Position::of_index(behind)),
                classified: Some(true),
                status: Status::Finished,
                laps: Some(DISTANCE),
                time: Some(Millis(3_600_000 + i64::try_from(behind).unwrap_or(0) * 1_000)),
                best_lap: None,
                grid: None,
                measures: Vec::new(),
                ..facts.results[self.plan.cars[car].row].clone()
            };
            for (behind, &car) in drawn.placed.iter().enumerate() {
                season.results.push(with(car, behind));
            }
            // Where nobody came in, the first to retire would be the winner whose distance counts.
            let status = if drawn.placed.is_empty() { Status::Dsq } else { Status::Dnf };
            for &car in &drawn.without {
                season.results.push(ResultRow {
                    position: None,
                    classified: Some(false),
                    status,
                    laps: Some(Laps(1)),
                    time: None,
                    ..with(car, 0)
                });
            }
            for (feat, &car) in to_come.feats.iter().zip(&drawn.feats) {
                let row = &facts.results[self.plan.cars[car].row];
                season.feats.push(Feat {
                    session,
                    kind: feat.kind.clone(),
                    number: row.number.clone(),
                    class: row.class,
                    driver: None,
                    time: None,
                    share: None,
                    cites: row.cites.clone(),
                });
            }
        }
        season
    }

    /// What `compute` makes of a drawn season: each of the plan's competitors among them; None for one that
    /// has no place.
    pub fn table(&self, facts: &Season, drawn: &Drawn) -> Vec<Option<Placed>> {
        let outcome = compute(&self.season(facts, drawn), &self.rules);
        let table = outcome.tables.iter().find(|own| own.class == self.plan.class);
        let row = |own: &Ix<Competitor>| table.and_then(|table| table.row(*own));
        let rows: Vec<Option<&StandingsRow>> = self.plan.competitors.iter().map(row).collect();
        let positions = || rows.iter().filter_map(|row| (*row)?.position);
        let place = |row: &Option<&StandingsRow>| {
            let (position, total) = ((*row)?.position?, (*row)?.total);
            let ahead = positions().filter(|other| *other < position).count();
            let shared = positions().filter(|other| *other == position).count() > 1;
            Some(Placed { place: ahead, shared, total })
        };
        rows.iter().map(place).collect()
    }

    /// Who drives a car: those who did when it last raced, or the driver whose it is.
    fn crew(&self, facts: &Season, car: usize) -> smallvec::SmallVec<[Seat; 3]> {
        let car = &self.plan.cars[car];
        let seats = facts.results[car.row].crew.iter();
        let drives = |seat: &&Seat| car.driver.is_none_or(|driver| seat.driver == driver);
        seats.filter(drives).map(|seat| Seat { drove: true, drive_time: None, ..seat.clone() }).collect()
    }
}

/// Laps of everybody with a place in a drawn race.
const DISTANCE: Laps = Laps(100);

/// The season as it was known after a round: nothing that is about a later one.
fn until(season: &Season, after: Option<Ix<Round>>) -> Season {
    let known = |round: Ix<Round>| after.is_some_and(|after| round <= after);
    let in_known = |session: Ix<Session>| known(season.sessions[session].round);
    let mut own = season.clone();
    own.sessions = table(season.sessions.rows().iter().filter(|session| known(session.round)));
    own.results = table(season.results.rows().iter().filter(|row| in_known(row.session)));
    own.observed.retain(|row| in_known(row.row.session));
    own.further.retain(|row| in_known(row.row.session));
    own.feats.retain(|feat| in_known(feat.session));
    own.statistics.retain(|statistic| in_known(statistic.session));
    own.class_winners.retain(|winner| known(winner.round));
    own.issues.clear();
    for (ix, decision) in season.decisions.iter() {
        let about = decision.ruling.about();
        let later = about.session.is_some_and(|session| !in_known(session))
            || about.round.is_some_and(|round| !known(round));
        if later {
            // A decision that is lifted counts no more; taken out, those after it would be other ones.
            own.decisions.rows_mut()[ix.index()].lifted_by = Some(ix);
        }
    }
    own
}

fn table<'r, T: Clone + 'r>(rows: impl Iterator<Item = &'r T>) -> Table<T> {
    let mut table = Table::default();
    for row in rows {
        table.push(row.clone());
    }
    table
}
