//! Before the last session: who is champion if.

use crate::scenario::{Contest, End, FieldIs};
use crate::season::Competitor;
use crate::table::Ix;
use smallvec::SmallVec;

/// A line of the table: with a place from one to another the competitor is champion if each rival stays outside so many
/// places, whatever else happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChampionIf {
    /// None for no place.
    pub from: Option<u32>,
    pub to: Option<u32>,
    /// Feats that it has, a bit for each of the slot's; the others may be anybody's.
    pub feats: u64,
    pub rivals: Vec<Rival>,
}

/// How far a rival has to stay behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rival {
    pub competitor: Ix<Competitor>,
    /// What holds with each set of feats that the rival may have; with all of them first. Where it has fewer, less may do.
    pub held: SmallVec<[Held; 2]>,
}

/// The places that a rival may not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    pub feats: u64,
    /// Outside the first so many; 0 where any place will do, None where with these feats none will.
    pub outside: Option<u32>,
    /// Whether, on the worst place that is too good, the two would be level, and only the stewards or a shared title could
    /// part them.
    pub level: bool,
}

/// Of more feats than these a rival is taken to have all or none, and the competitor some of the first.
const FEATS: usize = 3;

impl Contest<'_> {
    /// The table of a competitor before the last session; None where more than one is to come, several cars of one
    /// competitor score, or nothing can be said.
    pub fn champion_if(&self, competitor: Ix<Competitor>) -> Option<Vec<ChampionIf>> {
        if !self.has_last_table() {
            return None;
        }
        let slot = self.slots.first()?;
        let line = self.line(competitor)?;
        let last = self.last_place();
        let rivals: Vec<usize> = self.rivals(line);
        let count = slot.feats.len().min(FEATS);
        let few = slot.feats.len() <= FEATS;
        let all = 1_u64
            .checked_shl(u32::try_from(slot.feats.len()).unwrap_or(u32::MAX))
            .unwrap_or(0)
            .wrapping_sub(1);
        // Who is entered is ranked, and who is not has no place.
        let ranked = |line: usize| self.field == FieldIs::Entered && self.cars_in(line, slot) > 0;
        let absent = |line: usize| self.field == FieldIs::Entered && self.cars_in(line, slot) == 0;
        let grades = (1..=last).map(Some).filter(|_| !absent(line));
        let places: Vec<Option<u32>> = grades.chain((!ranked(line)).then_some(None)).collect();
        // By set of own feats, those with fewer first, and by place: what the rivals must not reach.
        let mut found: Vec<(u64, Vec<Option<Vec<Rival>>>)> = Vec::new();
        let mut sets: Vec<u64> = (0..1_u64 << count).collect();
        sets.sort_by_key(|set| (set.count_ones(), *set));
        for own_feats in sets {
            let of_place = |&place: &Option<u32>| {
                let feats = || slot.feats.iter().enumerate();
                if feats().any(|(index, feat)| own_feats >> index & 1 == 1 && !feat.reaches(place)) {
                    return None;
                }
                let own = self.after_last(line, place, own_feats);
                if own.rank.is_out() {
                    return None;
                }
                // A rival can have any feat that is not the competitor's alone.
                let taken =
                    feats().filter(|(_, feat)| !feat.each).fold(0, |all, (index, _)| all | 1 << index)
                        & own_feats;
                let of_rival = |&rival: &usize| {
                    let mut held: SmallVec<[Held; 2]> = SmallVec::new();
                    let every = [all & !taken, 0];
                    let each = (0..=all).rev().take(1 << FEATS).filter(|feats| feats & taken == 0);
                    let sets: Vec<u64> = if few { each.collect() } else { every.to_vec() };
                    held.extend(sets.into_iter().map(|feats| self.outside(&own, rival, place, last, feats)));
                    let possible = held.iter().any(|held| held.outside.is_some());
                    possible.then(|| Rival { competitor: self.board.lines[rival].competitor, held })
                };
                rivals.iter().map(of_rival).collect::<Option<Vec<Rival>>>()
            };
            let rows = places.iter().map(of_place).collect();
            found.push((own_feats, rows));
        }
        let mut table: Vec<ChampionIf> = Vec::new();
        for (at, (own_feats, rows)) in found.iter().enumerate() {
            let mut lines: Vec<ChampionIf> = Vec::new();
            for (index, (&place, row)) in places.iter().zip(rows).enumerate() {
                let Some(row) = row else { continue };
                // A feat that changes nothing is not asked for.
                let same = |(feats, rows): &(u64, Vec<Option<Vec<Rival>>>)| {
                    feats & own_feats == *feats
                        && rows[index].as_ref().is_some_and(|other| same_needs(other, row))
                };
                if found[..at].iter().any(same) {
                    continue;
                }
                let row: Vec<Rival> = row
                    .iter()
                    .filter(|rival| rival.held.iter().any(|held| held.outside != Some(0)))
                    .cloned()
                    .collect();
                match lines.last_mut().filter(|above| above.rivals == row && follows(above.to, place)) {
                    Some(above) => above.to = place,
                    None => lines.push(ChampionIf { from: place, to: place, feats: *own_feats, rivals: row }),
                }
            }
            table.extend(lines);
        }
        Some(table)
    }

    /// Whether one session is to come in which each has one place, and something can be said.
    pub(super) fn has_last_table(&self) -> bool {
        self.slots.len() == 1 && self.scores_once() && self.goes_rival_by_rival()
    }

    /// How far a rival has to stay behind one who ends so.
    fn outside(&self, own: &End, rival: usize, place: Option<u32>, last: u32, feats: u64) -> Held {
        let slot = &self.slots[0];
        let behind = |other: Option<u32>| {
            let end = self.after_last(rival, other, feats);
            if end.rank.is_out() {
                return std::cmp::Ordering::Less;
            }
            self.order(own, &end)
        };
        let entered = self.field == FieldIs::Entered && self.cars_in(rival, slot) > 0;
        if !entered && !behind(None).is_lt() {
            return Held { feats, outside: None, level: false };
        }
        let mut found = Held { feats, outside: Some(0), level: false };
        for other in (1..=last).rev().filter(|&other| Some(other) != place) {
            let order = behind(Some(other));
            if !order.is_lt() {
                found = Held { feats, outside: Some(other), level: order.is_eq() };
                break;
            }
        }
        // Nobody who is ranked is outside them all.
        let all_but_own = (1..=last).rev().find(|&other| Some(other) != place).unwrap_or(0);
        if entered && found.outside >= Some(all_but_own) {
            found.outside = None;
        }
        found
    }

    /// Those who could be ahead or level: all that can win, and all that stand in the way of those.
    pub(super) fn rivals(&self, line: usize) -> Vec<usize> {
        let nothing = self.end(line, &self.nothing());
        (0..self.board.lines.len())
            .filter(|&other| other != line)
            .filter(|&other| {
                let best = self.end(other, &self.bests(other));
                !best.rank.is_out() && !self.order(&nothing, &best).is_lt()
            })
            .collect()
    }

    /// The last place that is looked at: behind it all are alike.
    pub fn last_place(&self) -> u32 {
        if self.field == FieldIs::Entered {
            return self.slots.iter().map(|slot| self.places(slot)).max().unwrap_or(0);
        }
        let cars = u32::try_from(self.cars.len()).unwrap_or(u32::MAX);
        self.slots.iter().map(|slot| slot.paid()).max().unwrap_or(0).max(cars)
    }
}

/// Whether the rivals must stay as far behind, whatever feats they have.
fn same_needs(a: &[Rival], b: &[Rival]) -> bool {
    let most = |own: &Rival| own.held.iter().map(|held| held.outside.unwrap_or(u32::MAX)).max();
    a.iter().zip(b).all(|(a, b)| most(a) == most(b))
}

fn follows(above: Option<u32>, place: Option<u32>) -> bool {
    match (above, place) {
        (Some(above), Some(place)) => above + 1 == place,
        (Some(_), None) => true,
        (None, _) => false,
    }
}
