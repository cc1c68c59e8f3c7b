//! All that is asked of a title after a round, each answer with its witness confirmed.

use crate::scenario::{ChampionIf, Chance, Contest, End, Needs, Taken};
use crate::season::{Competitor, Round};
use crate::table::Ix;

/// The questions a page asks, answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// In the order of the table.
    pub chances: Vec<Chance>,
    /// Of those who can win, before the last session.
    pub champion_if: Vec<(Ix<Competitor>, Vec<ChampionIf>)>,
    /// Of those who can win.
    pub needs: Vec<(Ix<Competitor>, Needs)>,
    /// The first round after which it may be decided; None where it is, or where nothing can be said.
    pub earliest: Option<Ix<Round>>,
    /// The last round until which it was found that it may stay open.
    pub latest: Option<Ix<Round>>,
}

/// Of how many contenders tables and needs are worked out; more than so many are no last-race table.
const CONTENDERS: usize = 12;

impl Contest<'_> {
    pub fn answer(&self) -> Answer {
        let mut chances = self.chances();
        // What compute does not confirm is not known: two feats that no car can have together, a rule that bars a crew.
        let mut confirmed = true;
        for chance in chances.iter_mut().filter(|own| own.can_win == Some(true)) {
            if !self.slots.is_empty() && !self.confirms(chance) {
                (chance.can_win, chance.champion, chance.witness) = (None, false, None);
                confirmed = false;
            }
        }
        if !confirmed {
            chances.iter_mut().for_each(|own| own.champion = false);
        }
        let open: Vec<Ix<Competitor>> =
            chances.iter().filter(|own| own.can_win == Some(true)).map(|own| own.competitor).collect();
        let decided = chances.iter().any(|own| own.champion);
        let few = if decided || open.len() > CONTENDERS { &[] } else { open.as_slice() };
        let earliest = if decided { None } else { self.earliest(&open) };
        Answer {
            champion_if: few.iter().filter_map(|&own| Some((own, self.champion_if(own)?))).collect(),
            needs: few.iter().filter_map(|&own| Some((own, self.needs(own)?))).collect(),
            latest: if decided { None } else { self.latest(&open) },
            earliest,
            chances,
        }
    }

    /// The rounds to come that give points, each with the number of slots until its end.
    fn rounds_to_come(&self) -> Vec<(Ix<Round>, usize)> {
        let mut until = 0;
        let rounds = self.slots.chunk_by(|a, b| a.round == b.round).map(|own| {
            until += own.len();
            (own[0].round, until)
        });
        rounds.collect()
    }

    /// The first round after which one of those may be champion whatever comes then.
    fn earliest(&self, open: &[Ix<Competitor>]) -> Option<Ix<Round>> {
        if !self.goes_rival_by_rival() {
            return None;
        }
        let lines: Vec<usize> = open.iter().filter_map(|&own| self.line(own)).collect();
        let least: Vec<Vec<Taken>> = (0..self.board.lines.len()).map(|line| self.least(line, None)).collect();
        let mut rounds = self.rounds_to_come().into_iter();
        let bests: Vec<Vec<Taken>> = (0..self.board.lines.len()).map(|line| self.bests(line)).collect();
        let mixed =
            |before: &[Taken], after: &[Taken], until: usize| [&before[..until], &after[until..]].concat();
        let decided = |until: usize| {
            let others: Vec<(usize, End)> = (0..self.board.lines.len())
                .filter(|&other| self.standing[other] || self.started[other])
                .map(|other| (other, self.end(other, &mixed(&least[other], &bests[other], until))))
                .collect();
            lines.iter().any(|&line| {
                let own = self.end(line, &mixed(&bests[line], &least[line], until));
                others.iter().all(|(other, end)| *other == line || self.order(&own, end).is_lt())
            })
        };
        rounds.find(|&(_, until)| decided(until)).map(|own| own.0)
    }

    /// The last round before which it may be that two can still win.
    fn latest(&self, open: &[Ix<Competitor>]) -> Option<Ix<Round>> {
        if !self.goes_rival_by_rival() || open.len() < 2 {
            return None;
        }
        let lines: Vec<usize> = open.iter().filter_map(|&own| self.line(own)).collect();
        let rounds = self.rounds_to_come();
        let mut before = rounds.windows(2).rev();
        let stays = |until: usize| {
            let first = lines[0];
            lines[1..].iter().any(|&second| self.may_stay_open(first, second, until))
        };
        before.find(|pair| stays(pair[0].1)).map(|pair| pair[1].0).or_else(|| rounds.first().map(|own| own.0))
    }

    /// Whether two can both still win after so many sessions, found by giving the second ever more of them.
    fn may_stay_open(&self, first: usize, second: usize, until: usize) -> bool {
        let joined = |line: usize, before: &[Taken], after: &[Taken]| -> End {
            self.end(line, &[&before[..until], &after[until..]].concat())
        };
        let least = [self.least(first, None), self.least(second, None)];
        let best = [self.bests(first), self.bests(second)];
        let mut given = least[1].clone();
        let open = |given: &[Taken]| {
            let holds = |a: &End, b: &End| self.order(a, b).is_le();
            holds(&joined(first, &least[0], &best[0]), &joined(second, given, &least[1]))
                && holds(&joined(second, given, &best[1]), &joined(first, &least[0], &least[0]))
        };
        if open(&given) {
            return true;
        }
        let last = self.last_place();
        for slot in 0..until {
            for place in (1..=last).rev() {
                given[slot] = Taken::place(place);
                if open(&given) {
                    return true;
                }
            }
            given[slot] = best[1][slot].clone();
            if open(&given) {
                return true;
            }
        }
        false
    }
}
