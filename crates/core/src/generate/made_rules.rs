//! Rules of a made season: as numbers for whoever scores by hand, and as the rulebook that says the same.

use crate::exact::Share;
use crate::generate::Dice;
use crate::rules::distance::{DistanceOf, MinimumDistance, Rounding};
use std::fmt::Write;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeRules {
    /// Points by place.
    pub scale: Vec<i64>,
    /// Points by place in the rounds of `long_rounds`.
    pub long_scale: Vec<i64>,
    pub long_rounds: Vec<u32>,
    pub minimum: MinimumDistance,
    pub retired_may_score: bool,
    pub others_keep_position: bool,
    /// How many results count; None for all.
    pub best: Option<u32>,
}

impl MadeRules {
    pub fn new(dice: &mut Dice, rounds: u32) -> MadeRules {
        let scale = |dice: &mut Dice, first: u32| {
            let mut points = first;
            let mut scale = Vec::new();
            for _ in 0..dice.between(3, 10) {
                scale.push(i64::from(points));
                points -= dice.between(1, 4).min(points.saturating_sub(1));
            }
            scale
        };
        MadeRules {
            scale: scale(dice, 20),
            long_scale: scale(dice, 30),
            long_rounds: (1..=rounds).filter(|_| dice.chance(20)).collect(),
            minimum: MinimumDistance {
                share: Share::percent(i64::from(dice.between(50, 85))),
                of: if dice.chance(50) { DistanceOf::ClassWinner } else { DistanceOf::OverallWinner },
                rounding: [Rounding::Exact, Rounding::Down, Rounding::Nearest, Rounding::Up]
                    [dice.below(4) as usize],
            },
            retired_may_score: dice.chance(50),
            others_keep_position: dice.chance(50),
            best: dice.chance(30).then(|| rounds.saturating_sub(dice.between(1, 2)).max(1)),
        }
    }

    /// The rulebook, with a title `teams` and a title `drivers` in each class.
    pub fn rulebook(&self) -> String {
        let list = |scale: &[i64]| scale.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
        let mut text = format!("[[points]]\nid = \"standard\"\nscale = [{}]\n", list(&self.scale));
        if !self.long_rounds.is_empty() {
            let rounds: Vec<String> = self.long_rounds.iter().map(u32::to_string).collect();
            let (rounds, scale) = (rounds.join(", "), list(&self.long_scale));
            let _ = write!(text, "\n[[points]]\nid = \"long\"\nrounds = \"{rounds}\"\nscale = [{scale}]\n");
        }
        let of = match self.minimum.of {
            DistanceOf::ClassWinner => "class-winner",
            DistanceOf::OverallWinner => "overall-winner",
        };
        let rounding = match self.minimum.rounding {
            Rounding::Exact => "exact",
            Rounding::Down => "down",
            Rounding::Nearest => "nearest",
            Rounding::Up => "up",
        };
        let _ = write!(
            text,
            "\n[classified]\nmin_share = \"{}\"\nof = \"{of}\"\nrounding = \"{rounding}\"\nretired_may_score = {}\n",
            self.minimum.share, self.retired_may_score
        );
        for (id, competitor, scores) in [("teams", "team", "best-car"), ("drivers", "driver", "all-cars")] {
            let _ = write!(
                text,
                "\n[[title]]\nid = \"{id}\"\nper = \"class\"\ncompetitor = \"{competitor}\"\nscores = \"{scores}\"\n\
                 others_keep_position = {}\nties = [\"wins\", \"countback\", \"shared\"]\n",
                self.others_keep_position
            );
            if let Some(best) = self.best {
                let _ = write!(text, "[[title.windows]]\nbest = {best}\n");
            }
        }
        text
    }
}
