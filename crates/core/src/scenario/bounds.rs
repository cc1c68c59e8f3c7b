//! Who can still be champion.

use crate::compute::line::{Column, Line};
use crate::exact::Points;
use crate::numbers::Position;
use crate::scenario::{Contest, End, FieldIs, Taken, joint};
use crate::season::Competitor;
use crate::table::Ix;

/// What is left for a competitor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chance {
    pub competitor: Ix<Competitor>,
    /// Whether it stands in the table.
    pub listed: bool,
    pub points: Points,
    /// What it ends with at its best.
    pub most: Points,
    /// Whether it can end first, alone or with others; None where that is not known.
    pub can_win: Option<bool>,
    /// Whether it is first whatever happens, and nobody with it.
    pub champion: bool,
    /// Why it cannot win.
    pub out: Option<Out>,
    /// What the cars take from each session to come, so that it wins: one entry a slot, of those that hold a place.
    pub witness: Option<Vec<Played>>,
}

/// Places and feats of a session to come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Played {
    /// Place, and the competitor or the car that has it.
    pub places: Vec<(u32, Whose)>,
    /// Index among the slot's feats, and the competitor that has it.
    pub feats: Vec<(usize, Ix<Competitor>)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    Competitor(Ix<Competitor>),
    /// Index among the contest's cars.
    Car(usize),
}

/// By what somebody is out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Out {
    /// A rival that cannot be caught: what it has at least, and whether a tie-break, not points, puts it ahead.
    Rival { rival: Ix<Competitor>, least: Points, by_tie_break: bool },
    /// A decision took it out of the title, or it cannot start often enough.
    NotRanked,
    /// No order of finish puts it first.
    NoOrder,
}

impl Contest<'_> {
    /// What is left for everybody, in the order of the table.
    pub fn chances(&self) -> Vec<Chance> {
        let worst = self.worst();
        let mut chances: Vec<Chance> = self
            .competitors()
            .into_iter()
            .filter_map(|competitor| {
                let line = self.line(competitor)?;
                let chance = self.chance(line, &worst);
                (self.standing[line] || chance.can_win == Some(true)).then_some(chance)
            })
            .collect();
        self.crown(&mut chances, &worst);
        chances
    }

    /// Everybody who takes nothing more, or the last places.
    pub(super) fn worst(&self) -> Vec<End> {
        (0..self.board.lines.len()).map(|line| self.end(line, &self.least(line, None))).collect()
    }

    /// The least that a competitor may take: nothing, or the last places where all that are entered are ranked. One in the
    /// car of another takes what that takes.
    pub(super) fn least(&self, line: usize, beside: Option<(usize, &[Taken])>) -> Vec<Taken> {
        match self.field {
            FieldIs::Open => self.nothing(),
            FieldIs::Entered => {
                (0..self.slots.len()).map(|slot| self.last_places(line, slot, beside)).collect()
            }
        }
    }

    fn last_places(&self, line: usize, slot: usize, beside: Option<(usize, &[Taken])>) -> Taken {
        let own = &self.slots[slot];
        if let Some((other, taken)) = beside
            && self.shares_car(line, other)
        {
            return Taken { feats: 0, ..taken[slot].clone() };
        }
        let cars = self.cars_in(line, own);
        let last = self.places(own);
        Taken {
            places: (0..cars).rev().map(|behind| last.saturating_sub(behind).max(1)).collect(),
            ..Taken::default()
        }
    }

    pub(super) fn shares_car(&self, line: usize, other: usize) -> bool {
        line != other && self.entered[line].iter().any(|car| self.entered[other].contains(car))
    }

    pub(super) fn bests(&self, line: usize) -> Vec<Taken> {
        self.slots.iter().map(|slot| self.most(line, slot)).collect()
    }

    fn chance(&self, line: usize, worst: &[End]) -> Chance {
        let taken = self.bests(line);
        let best = self.end(line, &taken);
        let competitor = self.board.lines[line].competitor;
        let mut chance = Chance {
            competitor,
            listed: self.standing[line],
            points: self.points_now(line),
            most: best.total(),
            can_win: None,
            champion: false,
            out: None,
            witness: None,
        };
        if best.rank.is_out() {
            (chance.can_win, chance.out) = (Some(false), Some(Out::NotRanked));
            return chance;
        }
        if self.is_doubtful() {
            return chance;
        }
        if self.resets_to_come() || self.field == FieldIs::Entered || self.slots.is_empty() {
            joint::settle(self, line, taken, best, &mut chance);
            return chance;
        }
        match self.blocker(line, &best, worst.iter()) {
            Some(out) if self.head_to_head() && matches!(out, Out::Rival { by_tie_break: true, .. }) => {
                joint::settle(self, line, taken, best, &mut chance);
            }
            Some(out) => (chance.can_win, chance.out) = (Some(false), Some(out)),
            None => {
                chance.can_win = Some(true);
                chance.witness = Some(self.alone(competitor, &taken));
            }
        }
        chance
    }

    /// The rival that is ahead at its worst: of several the first.
    pub(super) fn blocker<'e>(
        &self,
        line: usize,
        best: &End,
        worst: impl Iterator<Item = &'e End>,
    ) -> Option<Out> {
        let ahead = worst
            .enumerate()
            .filter(|&(other, end)| other != line && !end.rank.is_out() && self.is_in_table(other, end))
            .filter(|(_, end)| self.order(best, end).is_gt())
            .map(|own| own.1);
        let first = ahead.reduce(|a, b| if self.order(b, a).is_lt() { b } else { a })?;
        Some(Out::Rival {
            rival: first.rank.competitor,
            least: first.total(),
            by_tie_break: first.total() == best.total(),
        })
    }

    /// Whether a line stands in the table at the end.
    pub(super) fn is_in_table(&self, line: usize, end: &End) -> bool {
        self.standing[line] || end.line.is_listed(end.line.columns.len())
    }

    /// One who takes what it takes while nobody else does.
    pub(super) fn alone(&self, competitor: Ix<Competitor>, taken: &[Taken]) -> Vec<Played> {
        let played = taken.iter().map(|taken| Played {
            places: taken.places.iter().map(|&place| (place, Whose::Competitor(competitor))).collect(),
            feats: taken.held().map(|feat| (feat, competitor)).collect(),
        });
        played.collect()
    }

    /// Points after the round.
    pub(super) fn points_now(&self, line: usize) -> Points {
        let ranks = &self.board.of_line(
            self.title,
            self.board.rounds.len(),
            line,
            &self.board.lines[line],
            &self.begins,
        );
        ranks.total
    }

    /// Marks the champion: nobody else can end first.
    fn crown(&self, chances: &mut [Chance], worst: &[End]) {
        if self.slots.is_empty() {
            for chance in chances {
                chance.champion = chance.can_win == Some(true);
            }
            return;
        }
        let open = chances.iter().filter(|own| own.can_win != Some(false)).count();
        let newcomer = self.newcomer_wins(worst);
        if open == 1 && !newcomer {
            for chance in chances {
                chance.champion = chance.can_win == Some(true);
            }
        }
    }

    /// Whether somebody who has not scored yet can be level on points with all others, or ahead.
    fn newcomer_wins(&self, worst: &[End]) -> bool {
        // Who has not scored takes no part in what began anew.
        if self.field == FieldIs::Entered || !self.begins.is_empty() {
            return false;
        }
        let Some(like) = (0..self.board.lines.len()).max_by_key(|&line| self.cars_of[line]) else {
            return false;
        };
        let old = &self.board.lines[like];
        let absent = self.title.absent.unwrap_or(Points::ZERO);
        let missed = (0..old.columns.len()).map(|column| {
            let past = self.board.counting[column] && !self.columns_to_come.contains(&column);
            Column { points: if past { absent } else { Points::ZERO }, ..super::EMPTY }
        });
        let line = Line {
            columns: missed.collect(),
            parts: Vec::new(),
            finishes: Vec::new(),
            adjustments: Vec::new(),
            excluded: None,
            away: Vec::new(),
            ..old.clone()
        };
        let best = self.end_of(like, line, &self.bests(like));
        !best.rank.is_out()
            && worst
                .iter()
                .enumerate()
                .filter(|&(other, end)| !end.rank.is_out() && self.is_in_table(other, end))
                .all(|(_, end)| self.title.wins.compare(best.total(), end.total()).is_le())
    }

    /// Whether nobody but these can end first.
    pub(super) fn only(&self, holders: &[Ix<Competitor>]) -> bool {
        let worst = self.worst();
        let can = |line: usize| {
            let competitor = self.board.lines[line].competitor;
            (self.standing[line] || self.started[line])
                && !holders.contains(&competitor)
                && self.chance(line, &worst).can_win != Some(false)
        };
        !(0..self.board.lines.len()).any(can) && (self.slots.is_empty() || !self.newcomer_wins(&worst))
    }

    /// Whether the competitor is first now.
    pub(super) fn leads(&self, line: usize) -> bool {
        let ranks = self.board.rank(self.title, self.board.rounds.len());
        ranks.iter().any(|rank| rank.line == line && rank.position == Some(Position::FIRST))
    }
}
