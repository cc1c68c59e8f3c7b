//! Whether somebody can win where the others have to take the places that are left: an order of finish for every session,
//! found or shown not to exist, within a budget.

use crate::compute::line::Board;
use crate::numbers::Position;
use crate::scenario::bounds::{Chance, Out, Played, Whose};
use crate::scenario::{Contest, End, FieldIs, Taken};

/// Ends that are looked at before the answer is that it is not known.
const BUDGET: usize = 60_000;

/// Settles whether a line can win that takes `taken`, the best there is for it.
pub(super) fn settle(contest: &Contest<'_>, line: usize, taken: Vec<Taken>, best: End, chance: &mut Chance) {
    if contest.slots.is_empty() {
        let first = contest.leads(line);
        chance.can_win = Some(first);
        chance.witness = first.then(Vec::new);
        chance.out = (!first).then(|| leader(contest, line, &best));
        return;
    }
    let open = contest.field == FieldIs::Open;
    let worst: Vec<Vec<Taken>> =
        (0..contest.board.lines.len()).map(|other| contest.least(other, Some((line, &taken)))).collect();
    if contest.resets_to_come() || (contest.head_to_head() && open) {
        let first = is_first(contest, line, &taken, &worst);
        match (first, open) {
            (true, true) => {
                chance.can_win = Some(true);
                chance.witness = Some(contest.alone(chance.competitor, &taken));
            }
            // Others at their worst all together are more than can be: who is not first then never is.
            (false, _) if contest.resets_to_come() => {
                (chance.can_win, chance.out) = (Some(false), Some(Out::NoOrder));
            }
            _ => {}
        }
        return;
    }
    let ends: Vec<End> = (0..worst.len()).map(|other| contest.end(other, &worst[other])).collect();
    if let Some(out) = contest.blocker(line, &best, ends.iter()) {
        if !contest.head_to_head() {
            (chance.can_win, chance.out) = (Some(false), Some(out));
        }
        return;
    }
    let mut search = Search::new(contest, line, taken, best);
    match search.run() {
        Some(true) if !contest.head_to_head() => {
            chance.can_win = Some(true);
            chance.witness = Some(search.witness());
        }
        Some(false) if !contest.head_to_head() => {
            (chance.can_win, chance.out) = (Some(false), Some(Out::NoOrder));
        }
        _ => {}
    }
}

/// Whether a line is first where all take what is given.
fn is_first(contest: &Contest<'_>, line: usize, taken: &[Taken], others: &[Vec<Taken>]) -> bool {
    let lines = (0..contest.board.lines.len()).map(|other| {
        let taken = if other == line { taken } else { &others[other] };
        contest.end(other, taken).line
    });
    let board = Board { lines: lines.collect(), ..contest.board.clone() };
    let ranks = board.rank(contest.title, board.rounds.len());
    ranks.iter().any(|rank| rank.line == line && rank.position == Some(Position::FIRST))
}

/// Who is ahead of one that is not first, where nothing is to come.
fn leader(contest: &Contest<'_>, line: usize, own: &End) -> Out {
    let nothing: [Taken; 0] = [];
    let ends: Vec<End> = (0..contest.board.lines.len()).map(|other| contest.end(other, &nothing)).collect();
    contest.blocker(line, own, ends.iter()).unwrap_or(Out::NoOrder)
}

/// Places for the cars of those rivals that could pass, session by session.
struct Search<'c, 'a> {
    contest: &'c Contest<'a>,
    taken: Vec<Taken>,
    best: End,
    line: usize,
    /// Cars of rivals that could pass, and of nobody else.
    tight: Vec<usize>,
    rivals: Vec<usize>,
    /// By slot, the place of each of `tight`; 0 for none yet.
    places: Vec<Vec<u32>>,
    left: usize,
}

impl<'c, 'a> Search<'c, 'a> {
    fn new(contest: &'c Contest<'a>, line: usize, taken: Vec<Taken>, best: End) -> Search<'c, 'a> {
        let passes = |rival: &usize| {
            let rival = *rival;
            if rival == line || contest.entered[rival].is_empty() {
                return false;
            }
            // At its best it takes the places that are left; the feats are taken.
            let most: Vec<Taken> = contest
                .slots
                .iter()
                .zip(&taken)
                .map(|(slot, own)| {
                    let cars = contest.cars_in(rival, slot);
                    let first = u32::try_from(own.places.len()).unwrap_or(0) + 1;
                    Taken { places: (first..first + cars).collect(), ..Taken::default() }
                })
                .collect();
            let end = contest.end(rival, &most);
            !end.rank.is_out() && contest.order(&best, &end).is_gt()
        };
        let rivals: Vec<usize> = (0..contest.board.lines.len()).filter(passes).collect();
        let of_rivals = |car: &usize| contest.cars[*car].lines.iter().any(|own| rivals.contains(own));
        let own = |car: &usize| contest.entered[line].contains(car);
        let tight: Vec<usize> = (0..contest.cars.len()).filter(|car| of_rivals(car) && !own(car)).collect();
        let places = vec![vec![0; tight.len()]; contest.slots.len()];
        Search { contest, taken, best, line, tight, rivals, places, left: BUDGET }
    }

    fn run(&mut self) -> Option<bool> {
        self.slot(0)
    }

    /// Whether the sessions from one on can be filled; None where the budget ends.
    fn slot(&mut self, slot: usize) -> Option<bool> {
        if slot == self.contest.slots.len() {
            return Some(true);
        }
        // Who is nearest to passing gets the last place first.
        let mut order: Vec<usize> = (0..self.tight.len()).collect();
        let ends: Vec<End> = self.rivals.iter().map(|&rival| self.end_of(rival)).collect();
        let mut by_danger: Vec<usize> = (0..ends.len()).collect();
        by_danger.sort_by(|&a, &b| self.contest.order(&ends[a], &ends[b]));
        let danger = |index: &usize| {
            let lines = &self.contest.cars[self.tight[*index]].lines;
            by_danger.iter().position(|&at| lines.contains(&self.rivals[at])).unwrap_or(usize::MAX)
        };
        order.sort_by_key(danger);
        let places = self.contest.places(&self.contest.slots[slot]);
        let taken = u32::try_from(self.taken[slot].places.len()).unwrap_or(0);
        self.car(slot, &order, taken, places)
    }

    fn car(&mut self, slot: usize, order: &[usize], taken: u32, places: u32) -> Option<bool> {
        let Some((&index, rest)) = order.split_first() else { return self.slot(slot + 1) };
        let barred = self.contest.slots[slot].barred[self.tight[index]];
        if barred.place {
            return self.car(slot, rest, taken, places);
        }
        let mut known = true;
        for place in (taken + 1..=places).rev() {
            if self.places[slot].contains(&place) {
                continue;
            }
            self.places[slot][index] = place;
            let Some(holds) = self.holds(self.tight[index]) else {
                self.places[slot][index] = 0;
                return None;
            };
            // A better place is no easier.
            if !holds {
                break;
            }
            match self.car(slot, rest, taken, places) {
                Some(true) => return Some(true),
                Some(false) => {}
                None => {
                    known = false;
                    break;
                }
            }
        }
        self.places[slot][index] = 0;
        known.then_some(false)
    }

    /// Whether those of a car stay behind with the places so far, and the last ones for the rest.
    fn holds(&mut self, car: usize) -> Option<bool> {
        let contest = self.contest;
        for &rival in contest.cars[car].lines.iter().filter(|own| self.rivals.contains(own)) {
            self.left = self.left.checked_sub(1)?;
            let end = self.end_of(rival);
            if !end.rank.is_out() && contest.order(&self.best, &end).is_gt() {
                return Some(false);
            }
        }
        Some(true)
    }

    fn end_of(&self, rival: usize) -> End {
        let contest = self.contest;
        let taken: Vec<Taken> = (0..contest.slots.len())
            .map(|slot| {
                let own = &contest.slots[slot];
                let last = contest.places(own);
                let mut places: smallvec::SmallVec<[u32; 2]> = smallvec::SmallVec::new();
                let mut behind = 0;
                for &car in contest.entered[rival].iter().filter(|&&car| !own.barred[car].points) {
                    let given = match self.tight.iter().position(|&tight| tight == car) {
                        Some(index) => self.places[slot][index],
                        // In the winner's car.
                        None => self.taken[slot].best().unwrap_or(0),
                    };
                    places.push(if given > 0 { given } else { last.saturating_sub(behind).max(1) });
                    behind += u32::from(given == 0);
                }
                places.sort_unstable();
                Taken { places, ..Taken::default() }
            })
            .collect();
        contest.end(rival, &taken)
    }

    /// The order of finish that was found: every place of every session.
    fn witness(&self) -> Vec<Played> {
        let contest = self.contest;
        let competitor = contest.board.lines[self.line].competitor;
        let played = contest.slots.iter().enumerate().map(|(slot, own)| {
            let mut places: Vec<(u32, Whose)> = Vec::new();
            let mut mine: Vec<usize> = contest.entered[self.line].clone();
            mine.retain(|&car| !own.barred[car].points);
            let given = self.taken[slot].places.iter().zip(&mine);
            places.extend(given.map(|(&place, &car)| (place, Whose::Car(car))));
            let tight = self.tight.iter().zip(&self.places[slot]).filter(|(_, place)| **place > 0);
            places.extend(tight.map(|(&car, &place)| (place, Whose::Car(car))));
            let holds = |place: u32, places: &[(u32, Whose)]| places.iter().any(|own| own.0 == place);
            let mut free = (0..contest.cars.len())
                .filter(|&car| !own.barred[car].place)
                .filter(|&car| !places.iter().any(|own| own.1 == Whose::Car(car)))
                .collect::<Vec<usize>>()
                .into_iter();
            for place in 1..=contest.places(own) {
                if !holds(place, &places)
                    && let Some(car) = free.next()
                {
                    places.push((place, Whose::Car(car)));
                }
            }
            places.sort_unstable_by_key(|own| own.0);
            let feats = self.taken[slot].held();
            Played { places, feats: feats.map(|feat| (feat, competitor)).collect() }
        });
        played.collect()
    }
}
