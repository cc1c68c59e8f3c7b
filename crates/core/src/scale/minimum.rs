//! Which minimum distances are worth trying: those that no car refutes that scored, those first that explain most cars
//! that did not.

use crate::exact::Share;
use crate::numbers::Laps;
use crate::rules::distance::{DistanceOf, MinimumDistance, Rounding};
use crate::scale::claims::Claims;
use crate::season::{Class, Competitor, ResultRow, Round, Season, Session, StatedRule, Status};
use crate::table::Ix;
use std::collections::{BTreeMap, BTreeSet};

/// A minimum, and all others that leave out the same cars.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub minimum: MinimumDistance,
    pub alike: Vec<MinimumDistance>,
}

/// Most candidates that are tried.
const MOST: usize = 12;

/// Winners' laps of a session, and of each class in it.
struct Field {
    overall: Option<Laps>,
    classes: BTreeMap<Option<Ix<Class>>, Driven>,
}

/// The laps of the winner, and those of all cars in order.
type Driven = (Option<Laps>, Vec<Laps>);

/// Cars of a competitor in a round: numbers of session and class, and laps.
type Cars = BTreeMap<(usize, Ix<Competitor>), Vec<(usize, Laps)>>;

impl Field {
    fn of(season: &Season, session: Ix<Session>) -> Field {
        let mut field = Field { overall: None, classes: BTreeMap::new() };
        for (_, row) in season.results_of(session).filter(|(_, row)| is_placed(row)) {
            field.overall = field.overall.or(row.laps);
            let own = field.classes.entry(row.class).or_default();
            own.0 = own.0.or(row.laps);
            own.1.extend(row.laps);
        }
        field.classes.values_mut().for_each(|own| own.1.sort_unstable());
        field
    }

    fn required(&self, class: Option<Ix<Class>>, minimum: &MinimumDistance) -> Laps {
        let winner = match minimum.of {
            DistanceOf::OverallWinner => self.overall,
            DistanceOf::ClassWinner => self.classes.get(&class).and_then(|own| own.0),
        };
        winner.map_or(Laps(0), |winner| minimum.required_laps(winner))
    }

    fn below(&self, minimum: &MinimumDistance) -> Vec<usize> {
        let below = |(class, (_, laps)): (&Option<Ix<Class>>, &Driven)| {
            let required = self.required(*class, minimum);
            laps.partition_point(|own| *own < required)
        };
        self.classes.iter().map(below).collect()
    }
}

fn is_placed(row: &ResultRow) -> bool {
    row.position.is_some() && row.status.started() && row.status != Status::Dsq
}

pub(super) fn candidates(season: &Season, columns: &[Ix<Round>], claims: &[Claims]) -> Vec<Candidate> {
    let fields: BTreeMap<Ix<Session>, Field> =
        season.sessions.iter().map(|(ix, _)| (ix, Field::of(season, ix))).collect();
    let mut alike: BTreeMap<Vec<usize>, Vec<MinimumDistance>> = BTreeMap::new();
    for minimum in all(season) {
        let below: Vec<usize> = fields.values().flat_map(|own| own.below(&minimum)).collect();
        if below.iter().any(|own| *own > 0) {
            alike.entry(below).or_default().push(minimum);
        }
    }
    // Of each claim of a single round: the cars that can have earned it, by session, class and laps.
    let mut cars = Cars::new();
    let mut slots: BTreeMap<(Ix<Session>, Option<Ix<Class>>), usize> = BTreeMap::new();
    for row in season.results.rows().iter().filter(|row| is_placed(row)) {
        let Ok(column) = columns.binary_search(&season.sessions[row.session].round) else { continue };
        let Some(laps) = row.laps else { continue };
        let next = slots.len();
        let slot = *slots.entry((row.session, row.class)).or_insert(next);
        let drivers = row.crew.iter().map(|seat| seat.driver);
        for competitor in row.stands_for.iter().flatten().copied().chain(drivers) {
            cars.entry((column, competitor)).or_default().push((slot, laps));
        }
    }
    let single = claims.iter().flat_map(|own| &own.all).filter(|own| own.first == own.last);
    let earned: Vec<(bool, &[(usize, Laps)])> = single
        .filter_map(|own| Some((own.points.is_zero(), cars.get(&(own.last, own.competitor))?.as_slice())))
        .collect();
    let mut judged: Vec<(usize, usize, Candidate)> = Vec::new();
    for minimums in alike.into_values() {
        let Some(&minimum) = minimums.iter().min_by_key(|own| plainness(own)) else { continue };
        let mut required = vec![Laps(0); slots.len()];
        for ((session, class), slot) in &slots {
            required[*slot] = fields[session].required(*class, &minimum);
        }
        let (mut refuted, mut explained) = (0, 0);
        for (nothing, own) in &earned {
            if own.iter().all(|&(slot, laps)| laps < required[slot]) {
                *if *nothing { &mut explained } else { &mut refuted } += 1;
            }
        }
        judged.push((refuted, explained, Candidate { minimum, alike: minimums }));
    }
    let fewest = judged.iter().map(|own| own.0).min().unwrap_or(0);
    judged.retain(|own| own.0 <= fewest + 1 && own.1 > 0);
    judged.sort_by_key(|own| (own.0, std::cmp::Reverse(own.1), plainness(&own.2.minimum)));
    judged.truncate(MOST);
    judged.sort_by_key(|own| plainness(&own.2.minimum));
    judged.into_iter().map(|own| own.2).collect()
}

/// Shares from half to 90 %, and those that documents state.
fn all(season: &Season) -> Vec<MinimumDistance> {
    let stated = season.stated.iter().filter_map(|own| match own.rule {
        StatedRule::MinimumShare { share } => Some(share),
        _ => None,
    });
    let shares: BTreeSet<Share> = (50..=90).map(Share::percent).chain(stated).collect();
    let mut all = Vec::new();
    for share in shares {
        // Without classes there is one winner.
        let winners =
            if season.classes.is_empty() { &[DistanceOf::OverallWinner] } else { DistanceOf::ALL.as_slice() };
        for &of in winners {
            all.extend(Rounding::ALL.map(|rounding| MinimumDistance { share, of, rounding }));
        }
    }
    all
}

/// How far a minimum is from what a person would write first.
fn plainness(minimum: &MinimumDistance) -> (u32, u32, u32) {
    let (part, of) = minimum.share.ratio();
    let percent = part.saturating_mul(100).checked_rem(of).map(|rest| (rest, part.saturating_mul(100) / of));
    let share = match percent {
        Some((0, percent)) if percent % 10 == 0 => 0,
        Some((0, percent)) if percent % 5 == 0 => 1,
        Some((0, _)) => 2,
        _ => 3,
    };
    let rounding = Rounding::ALL.iter().position(|own| *own == minimum.rounding).unwrap_or(0);
    (share, u32::try_from(rounding).unwrap_or(0), u32::from(minimum.of != DistanceOf::ClassWinner))
}
