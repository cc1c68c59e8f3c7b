//! How a competitor ends, if it takes this and that from the sessions to come.

use crate::compute::line::{Column, Line};
use crate::compute::rank::Rank;
use crate::exact::{Points, Share};
use crate::numbers::Position;
use crate::rules::ties::Finish;
use crate::rules::title::{Crew, Lists};
use crate::rules::window::Scored;
use crate::scenario::{Contest, FieldIs, Slot, fewest};
use smallvec::SmallVec;
use std::cmp::Ordering;

/// What a competitor takes from a session.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// The places of its cars, the best first; those without a place are not told.
    pub places: SmallVec<[u32; 2]>,
    /// Its feats, a bit for each of the session's.
    pub feats: u64,
    /// Whether it starts, where it has no place.
    pub starts: bool,
}

impl Taken {
    pub fn place(place: u32) -> Taken {
        Taken { places: SmallVec::from_slice(&[place]), ..Taken::default() }
    }

    pub fn best(&self) -> Option<u32> {
        self.places.first().copied()
    }

    /// Indices of its feats.
    pub(super) fn held(&self) -> impl Iterator<Item = usize> + '_ {
        (0..64).filter(|feat| self.feats >> feat & 1 == 1)
    }

    fn started(&self) -> bool {
        self.starts || !self.places.is_empty() || self.feats != 0
    }
}

/// Where a competitor ends: its total, and what tie-breaks look at.
pub struct End {
    pub(super) rank: Rank,
    pub(super) line: Line,
}

impl End {
    pub fn total(&self) -> Points {
        self.rank.total
    }
}

impl Contest<'_> {
    /// Points of a slot for what is taken from it, before crews divide them.
    fn points(&self, slot: &Slot<'_>, taken: &Taken) -> Points {
        let scoring = self.title.scoring_cars.unwrap_or(u32::MAX) as usize;
        let places = taken.places.iter().take(scoring).filter_map(|&place| slot.points(place));
        let feats = slot
            .feats
            .iter()
            .enumerate()
            .filter(|(index, feat)| taken.feats >> index & 1 == 1 && feat.reaches(taken.best()));
        places.sum::<Points>() + feats.map(|(_, feat)| feat.points).sum::<Points>()
    }

    /// Points of a slot for a competitor.
    pub(super) fn points_of(&self, line: usize, slot: &Slot<'_>, taken: &Taken) -> Points {
        let (points, share) = (self.points(slot, taken), self.share(line));
        if share == Share::ONE { points } else { points.times(share) }
    }

    /// A line with what is taken from the sessions to come; one entry a slot.
    fn entered_line(&self, line: usize, mut own: Line, taken: &[Taken]) -> Line {
        let title = self.title;
        let scoring = title.scoring_cars.unwrap_or(u32::MAX) as usize;
        let (mut finishes, mut parts): (Vec<Finish>, Vec<Scored>) = (Vec::new(), Vec::new());
        let no_place_is_worst = fewest(title) && title.absent.is_none();
        let by_session = title.windows.iter().any(|own| own.over_sessions || !own.never_dropped.is_empty());
        for round in self.slots.chunk_by(|a, b| a.column == b.column) {
            let column = round[0].column;
            let at = self.slots.iter().position(|slot| slot.column == column).unwrap_or(0);
            let mut sum = Column { points: Points::ZERO, started: false, missing: true, lists: false };
            for (slot, taken) in round.iter().zip(&taken[at..]) {
                let points = self.points_of(line, slot, taken);
                let placed = taken.places.iter().any(|&place| slot.knows(title, place));
                sum.points += points;
                sum.started |= taken.started();
                sum.missing &= !placed;
                let seen = if title.ties_count_all_cars { usize::MAX } else { scoring };
                for &place in taken.places.iter().take(seen).filter(|&&place| slot.breaks_ties(title, place))
                {
                    let place = Position::new(place).unwrap_or(Position::FIRST);
                    finishes.push(Finish { round: column, session: slot.number, place });
                }
                if by_session && taken.started() {
                    parts.push(Scored {
                        column,
                        round: self.board.numbers[column],
                        points,
                        started: true,
                        missing: no_place_is_worst && !placed,
                        ended: None,
                    });
                }
            }
            if sum.missing && self.board.counting[column] {
                sum.points += title.absent.unwrap_or(Points::ZERO);
            }
            sum.lists = match title.lists {
                Lists::Scored if fewest(title) => !sum.missing,
                Lists::Scored => !sum.points.is_zero(),
                Lists::Classified => !sum.points.is_zero() || !sum.missing,
                Lists::Started => !sum.points.is_zero() || sum.started,
            };
            own.columns[column] = sum;
        }
        for &column in &self.columns_to_come {
            if by_session && parts.iter().any(|part| part.column == column) {
                continue;
            }
            let sum = own.columns[column];
            parts.push(Scored {
                column,
                round: self.board.numbers[column],
                points: sum.points,
                started: sum.started,
                missing: no_place_is_worst && sum.missing,
                ended: None,
            });
        }
        own.parts.extend(parts);
        own.parts.sort_by_key(|part| part.column);
        own.finishes.extend(finishes);
        own.finishes.sort_by_key(|finish| (finish.round, finish.session));
        own
    }

    /// Where a competitor ends. Resets to come are those of the lines as they are.
    pub(super) fn end(&self, line: usize, taken: &[Taken]) -> End {
        self.end_of(line, self.board.lines[line].clone(), taken)
    }

    /// The same of another line in its place.
    pub(super) fn end_of(&self, line: usize, own: Line, taken: &[Taken]) -> End {
        let own = self.entered_line(line, own, taken);
        let columns = self.board.rounds.len();
        End { rank: self.board.of_line(self.title, columns, line, &own, &self.begins), line: own }
    }

    /// `Less` where the first of two ends ahead.
    pub(super) fn order(&self, a: &End, b: &End) -> Ordering {
        self.board.order_of_two(self.title, (&a.rank, &a.line), (&b.rank, &b.line))
    }

    /// The most of a session: the first places for all its cars, and every feat.
    pub(super) fn most(&self, line: usize, slot: &Slot<'_>) -> Taken {
        let cars = self.cars_in(line, slot);
        let mut feats = 0;
        for (index, feat) in slot.feats.iter().enumerate() {
            feats |= u64::from(cars > 0 && feat.reaches(Some(1))) << index;
        }
        Taken { places: (1..=cars).collect(), feats, starts: false }
    }

    /// How many cars that may score a competitor has in a session.
    pub(super) fn cars_in(&self, line: usize, slot: &Slot<'_>) -> u32 {
        let entered = &self.entered[line];
        let barred = entered.iter().filter(|&&car| slot.barred[car].points).count();
        let open = self.cars_of[line].saturating_sub(u32::try_from(barred).unwrap_or(u32::MAX));
        match self.field {
            FieldIs::Open => open,
            FieldIs::Entered => {
                u32::try_from(entered.len() - barred).unwrap_or(u32::MAX).min(self.cars_of[line])
            }
        }
    }

    /// What a driver gets of the points of its car: where crews divide them, a part in an entered field, and else all, as if
    /// alone.
    fn share(&self, line: usize) -> Share {
        if self.title.crew == Crew::Full || self.field == FieldIs::Open {
            return Share::ONE;
        }
        let Some(&car) = self.entered[line].first() else { return Share::ONE };
        let crew = &self.season.results[self.cars[car].row].crew;
        let scoring = crew.iter().filter(|seat| seat.drove && seat.scores).count();
        Share::fraction(1, i64::try_from(scoring.max(1)).unwrap_or(1))
    }

    pub(super) fn nothing(&self) -> Vec<Taken> {
        vec![Taken::default(); self.slots.len()]
    }
}
