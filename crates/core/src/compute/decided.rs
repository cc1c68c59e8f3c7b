//! When a title was decided: after which round nobody else could win it any more, whatever the remaining rounds brought.
//!
//! The holders of the first place score nothing more. Everybody else, and somebody who has not scored yet, wins with all
//! their cars in every remaining round. Windows drop what they drop, scores of the remaining rounds among them. The title is
//! decided where each holder still has more points than anybody else, or as many and the tie-break, tried on the finishes
//! of that very case, puts the holder ahead. A tie that would be shared, or one with somebody who has not scored yet, leaves
//! it open.
//!
//! * Remaining is every round that is neither cancelled nor a column of the table so far: a round run of which nothing is
//!   known counts as remaining. A round known in full in which no car of the class started gives the class nothing.
//! * A remaining round has the sessions that its results show; where there are none, the race and every session that a
//!   points scale names. It is run over its full distance.
//! * A driver drives one car in a session. Any other competitor enters as many cars as the one that entered most in any
//!   session of the season.
//! * Feats that bring points all go to the one competitor. Where rules can take points away, or give any number of them,
//!   nothing is said.
//! * Decisions count from the round that they name. A decision that reopens a title makes it decided later.

use crate::decisions::Ruling;
use crate::exact::{Points, Share};
use crate::numbers::{Position, RoundNumber};
use crate::outcome::{AwardKind, Basis, StandingsRow, StandingsTable};
use crate::rulebook::Rulebook;
use crate::rules::points::PointsScale;
use crate::rules::scope::Occasion;
use crate::rules::ties::{Finish, TieBreak};
use crate::rules::title::Title;
use crate::rules::window::{Scored, Window, Wins};
use crate::season::{Class, Kind, Round, RoundStatus, Season, Session};
use crate::table::Ix;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// The first round after which nobody but the holders of the first place could win; None while the title is open.
///
/// Holders who share the first place of a season that is over are taken together; while rounds remain, a shared first place
/// is open.
pub fn decided_after(season: &Season, rules: &Rulebook, table: &StandingsTable) -> Option<Ix<Round>> {
    let race = Contest::of(season, rules, table)?;
    let holders: Vec<&StandingsRow> =
        table.rows.iter().filter(|row| row.position == Some(Position::FIRST)).collect();
    let over = race.rounds.iter().all(|round| round.column.is_some());
    if holders.is_empty() || (holders.len() > 1 && !over) {
        return None;
    }
    let open = (0..table.rounds.len()).rposition(|column| !race.is_decided(season, table, &holders, column));
    let first = open.map_or(0, |column| column + 1);
    table.rounds.get(first).copied()
}

/// What there is to win.
struct Contest<'r> {
    title: &'r Title,
    /// In the season's order.
    rounds: Vec<Prize>,
    numbers: Vec<RoundNumber>,
}

/// The most that one competitor can take from a round.
struct Prize {
    /// Of the table; None for a round that it does not count.
    column: Option<usize>,
    points: Points,
    /// Positions that tie-breaks would look at.
    finishes: Vec<(u32, Position)>,
}

/// Points and finishes at the end, if the remaining rounds go one way.
struct End {
    total: Points,
    finishes: Vec<Finish>,
}

impl<'r> Contest<'r> {
    fn of(season: &Season, rules: &'r Rulebook, table: &StandingsTable) -> Option<Contest<'r>> {
        let title = &rules.titles[table.title];
        let taken = |points: Points| points < Points::ZERO;
        let scales = || rules.points.iter().flat_map(|scale| &scale.rule.scale);
        let plain = title.windows.iter().all(Window::is_plain)
            && title.wins == Wins::Most
            && title.min_starts == 0
            && title.resets.is_empty()
            && !title.takes_points
            && !title.class_places
            && !title.ties.contains(&TieBreak::HeadToHead);
        if !plain
            || rules.bonuses.iter().any(|bonus| taken(bonus.rule.points))
            || scales().any(|at| taken(at.value))
        {
            return None;
        }
        let cars = match title.competitor {
            Kind::Driver => 1,
            kind => most_cars(season, rules, kind, table.class).or(title.scoring_cars)?,
        };
        let counts = |round: &Round| round.number.is_some() && round.status != RoundStatus::Cancelled;
        let (mut rounds, mut numbers) = (Vec::new(), Vec::new());
        for (ix, round) in season.rounds.iter().filter(|(_, round)| counts(round)) {
            rounds.push(Prize {
                column: table.rounds.binary_search(&ix).ok(),
                ..prize(season, rules, title, table.class, ix, cars)?
            });
            numbers.push(round.number.unwrap_or_default());
        }
        Some(Contest { title, rounds, numbers })
    }

    /// Whether nobody else could win after the column's round.
    fn is_decided(
        &self,
        season: &Season,
        table: &StandingsTable,
        holders: &[&StandingsRow],
        column: usize,
    ) -> bool {
        let round = table.rounds[column];
        let least: Vec<End> =
            holders.iter().map(|row| self.end(season, Some(row), (round, column), false)).collect();
        let ahead = |rival: &End, ties: bool| {
            least.iter().all(|own| match own.total.cmp(&rival.total) {
                Ordering::Equal if ties => {
                    TieBreak::compare_all(&self.title.ties, &own.finishes, &rival.finishes).is_lt()
                }
                order => order.is_gt(),
            })
        };
        let rivals = table
            .rows
            .iter()
            .filter(|row| row.position != Some(Position::FIRST) && !excluded(season, row, round));
        let remain = self.rounds.iter().any(|own| own.column.is_none_or(|own| own > column));
        (!remain || ahead(&self.end(season, None, (round, column), true), false))
            && rivals.into_iter().all(|row| ahead(&self.end(season, Some(row), (round, column), true), true))
    }

    /// How a row ends that takes everything, or nothing, after the column's round; None for one without a score so far.
    fn end(
        &self,
        season: &Season,
        row: Option<&StandingsRow>,
        (after, column): (Ix<Round>, usize),
        takes_all: bool,
    ) -> End {
        let mut points = vec![Points::ZERO; self.rounds.len()];
        let mut finishes = Vec::new();
        for (index, prize) in self.rounds.iter().enumerate() {
            match prize.column {
                Some(own) if own <= column => {
                    let Some(cell) = row.and_then(|row| row.cells.get(own)) else { continue };
                    points[index] = cell.points;
                    let finish = |session, place| Finish { round: index, session, place };
                    let number = |session: Ix<Session>| u32::try_from(session.index()).unwrap_or(u32::MAX);
                    let breaking = cell.awards.iter().filter(|own| own.kind == AwardKind::Position);
                    finishes
                        .extend(breaking.filter_map(|own| Some(finish(number(own.session), own.tie_place?))));
                    let declared = cell.position.filter(|_| cell.basis == Basis::Declared);
                    finishes.extend(declared.map(|place| finish(0, place)));
                }
                _ if takes_all => {
                    points[index] = prize.points;
                    let own = prize.finishes.iter();
                    finishes.extend(own.map(|&(session, place)| Finish { round: index, session, place }));
                }
                _ => {}
            }
        }
        let parts: Vec<Scored> = points
            .iter()
            .zip(&self.numbers)
            .enumerate()
            .map(|(column, (&points, &round))| Scored { column, round, points, ..Scored::default() })
            .collect();
        let mut counted = vec![true; points.len()];
        Window::drop_results(&self.title.windows, Wins::Most, &parts, &mut counted);
        let sum: Points = points.iter().zip(&counted).filter(|own| *own.1).map(|own| *own.0).sum();
        let adjustments = row.into_iter().flat_map(|row| &row.adjustments);
        let adjusted: Points = adjustments
            .filter(|(decision, _)| match &season.decisions[*decision].ruling {
                Ruling::Adjust(own) => own.round.is_none_or(|round| round <= after),
                _ => true,
            })
            .map(|own| own.1)
            .sum();
        End { total: sum + adjusted, finishes }
    }
}

/// Whether a row was out of the title by then.
fn excluded(season: &Season, row: &StandingsRow, after: Ix<Round>) -> bool {
    row.excluded.is_some_and(|decision| match &season.decisions[decision].ruling {
        Ruling::ExcludeFromTitle(own) => own.from.is_none_or(|from| from <= after),
        _ => true,
    })
}

/// The most cars that one competitor had in a session; None where no results are known.
fn most_cars(season: &Season, rules: &Rulebook, kind: Kind, class: Option<Ix<Class>>) -> Option<u32> {
    let any = class.is_none() || !rules.class_maps.is_empty();
    let mut cars = BTreeMap::new();
    for row in season.results.rows().iter().filter(|row| any || row.class == class) {
        if let Some(competitor) = row.stands_for(kind) {
            *cars.entry((row.session, competitor)).or_insert(0) += 1;
        }
    }
    cars.into_values().max()
}

/// None where a bonus has no upper bound.
fn prize(
    season: &Season,
    rules: &Rulebook,
    title: &Title,
    class: Option<Ix<Class>>,
    ix: Ix<Round>,
    cars: u32,
) -> Option<Prize> {
    let round = &season.rounds[ix];
    let mut prize = Prize { column: None, points: Points::ZERO, finishes: Vec::new() };
    if !title.counts_at(&round.event) || !runs(season, rules, class, ix) {
        return Some(prize);
    }
    for (number, (main, session)) in (0..).zip(sessions(season, rules, ix)) {
        let occasion = Occasion {
            event: &round.event,
            round: round.number,
            session,
            main,
            class: class.map(|class| season.classes[class].id.as_str()),
            title: &title.id,
            length: round.length,
            completed: Share::ONE,
            starters: None,
            measures: &[],
        };
        if let Some(scale) = PointsScale::of(&rules.points, &occasion) {
            let scoring = cars.min(title.scoring_cars.unwrap_or(cars));
            prize.points += places(scoring).map(|position| scale.rule.points(position)).sum();
            if title.breaks_ties_in(session) {
                let seen = if title.ties_count_all_cars { cars } else { scoring };
                prize.finishes.extend(places(seen).map(|place| (number, place)));
            }
        }
        for bonus in rules.bonuses.iter().filter(|bonus| bonus.scope.covers(&occasion)) {
            prize.points += bonus.rule.rule.most(bonus.rule.points, cars)?;
        }
    }
    Some(prize)
}

/// The first places, so many.
fn places(count: u32) -> impl Iterator<Item = Position> {
    (0..count).map(|behind| Position::FIRST.behind(behind))
}

/// Whether a class had a car in a round; taken for granted where the round is not known in full.
fn runs(season: &Season, rules: &Rulebook, class: Option<Ix<Class>>, round: Ix<Round>) -> bool {
    let in_class =
        |session| season.results_of(session).any(|(_, row)| row.class == class && row.status.started());
    class.is_none()
        || !rules.class_maps.is_empty()
        || !season.known_in_full(round)
        || season.sessions_of(round).any(in_class)
}

/// The sessions of a round that may give points: each with whether it is the one that the round is for.
fn sessions<'s>(season: &'s Season, rules: &'s Rulebook, round: Ix<Round>) -> BTreeSet<(bool, &'s str)> {
    let known = season.sessions_of(round).map(|session| &season.sessions[session]);
    let known: BTreeSet<(bool, &str)> = known.map(|own| (own.main, own.id.as_str())).collect();
    if season.known_in_full(round) {
        return known;
    }
    let named = rules.points.iter().flat_map(|scale| &scale.scope.sessions).map(|at| at.value.as_str());
    let mut sessions: BTreeSet<(bool, &str)> = known.into_iter().filter(|(main, _)| *main).collect();
    if sessions.is_empty() {
        sessions.insert((true, ""));
    }
    let others: Vec<(bool, &str)> =
        named.filter(|&id| !sessions.contains(&(true, id))).map(|id| (false, id)).collect();
    sessions.extend(others);
    sessions
}
