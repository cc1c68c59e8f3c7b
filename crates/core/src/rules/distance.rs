//! The distance rule: a car must have covered a minimum share of a winner's laps.

use crate::exact::Share;
use crate::numbers::Laps;

/// Whose distance the share is taken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DistanceOf {
    ClassWinner,
    OverallWinner,
}

impl DistanceOf {
    pub const ALL: [DistanceOf; 2] = [DistanceOf::ClassWinner, DistanceOf::OverallWinner];

    /// The word that rulebooks and documents use.
    pub const fn word(self) -> &'static str {
        match self {
            DistanceOf::ClassWinner => "class-winner",
            DistanceOf::OverallWinner => "overall-winner",
        }
    }

    pub fn from_word(word: &str) -> Option<DistanceOf> {
        DistanceOf::ALL.into_iter().find(|of| of.word() == word)
    }
}

/// How the product of share and laps becomes a requirement in laps.
///
/// Laps are whole, so `Exact` and `Up` ask for the same number; rulebooks word them differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rounding {
    /// The product as it is: 70 % of 97 laps are 67.9, which 68 laps meet.
    Exact,
    /// Cut to whole laps: 67.9 asks for 67.
    Down,
    /// To the nearest whole lap, a half upwards: 67.4 asks for 67, 67.5 for 68.
    Nearest,
    /// To the next whole lap: 67.1 asks for 68.
    Up,
}

impl Rounding {
    pub const ALL: [Rounding; 4] = [Rounding::Exact, Rounding::Down, Rounding::Nearest, Rounding::Up];

    /// The word that rulebooks and documents use.
    pub const fn word(self) -> &'static str {
        match self {
            Rounding::Exact => "exact",
            Rounding::Down => "down",
            Rounding::Nearest => "nearest",
            Rounding::Up => "up",
        }
    }

    /// `none` is another word for `exact`.
    pub fn from_word(word: &str) -> Option<Rounding> {
        let word = if word == "none" { "exact" } else { word };
        Rounding::ALL.into_iter().find(|rounding| rounding.word() == word)
    }
}

/// A minimum distance such as 70 % of the class winner's laps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MinimumDistance {
    pub share: Share,
    pub of: DistanceOf,
    pub rounding: Rounding,
}

impl std::fmt::Display for MinimumDistance {
    /// `70 % of the class winner's laps`, with the rounding where there is one.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let whose = match self.of {
            DistanceOf::ClassWinner => "class winner",
            DistanceOf::OverallWinner => "overall winner",
        };
        write!(f, "{} of the {whose}'s laps", self.share)?;
        match self.rounding {
            Rounding::Exact => Ok(()),
            rounded => write!(f, ", rounded {}", rounded.word()),
        }
    }
}

impl MinimumDistance {
    /// The fewest whole laps that meet the rule when the winner has `winner_laps`.
    ///
    /// A share below zero asks for none; a product beyond `u32` saturates.
    pub fn required_laps(&self, winner_laps: Laps) -> Laps {
        let (over, under) = self.share.ratio();
        let (over, under) = (i128::from(over.max(0)) * i128::from(winner_laps.0), i128::from(under));
        let laps = match self.rounding {
            Rounding::Exact | Rounding::Up => over.div_euclid(under) + i128::from(over % under != 0),
            Rounding::Down => over.div_euclid(under),
            Rounding::Nearest => (2 * over + under).div_euclid(2 * under),
        };
        Laps(u32::try_from(laps).unwrap_or(u32::MAX))
    }

    pub fn meets(&self, laps: Laps, winner_laps: Laps) -> bool {
        laps >= self.required_laps(winner_laps)
    }

    /// Laps beyond the requirement; below zero, the laps by which it is missed.
    pub fn margin_laps(&self, laps: Laps, winner_laps: Laps) -> i64 {
        i64::from(laps) - i64::from(self.required_laps(winner_laps))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn required(percent: i64, rounding: Rounding, winner_laps: u32) -> Laps {
        MinimumDistance { share: Share::percent(percent), of: DistanceOf::ClassWinner, rounding }
            .required_laps(Laps(winner_laps))
    }

    #[test]
    fn each_rounding_on_both_sides_of_its_edge() {
        use Rounding::{Down, Exact, Nearest, Up};
        // 70 % of 97 is 67.9, of 102 is 71.4, of 100 is 70; 75 % of 98 is 73.5.
        for (percent, winner, exact, down, nearest, up) in [
            (70, 97, 68, 67, 68, 68),
            (70, 102, 72, 71, 71, 72),
            (70, 100, 70, 70, 70, 70),
            (75, 98, 74, 73, 74, 74),
        ] {
            let all = [Exact, Down, Nearest, Up].map(|rounding| required(percent, rounding, winner));
            assert_eq!(all, [exact, down, nearest, up].map(Laps), "{percent} % of {winner}");
        }
    }

    #[test]
    fn margins_count_laps_missed_and_exceeded() {
        let rule = MinimumDistance {
            share: Share::percent(70),
            of: DistanceOf::OverallWinner,
            rounding: Rounding::Exact,
        };
        assert_eq!(rule.margin_laps(Laps(71), Laps(102)), -1);
        assert!(!rule.meets(Laps(71), Laps(102)));
        assert_eq!(rule.margin_laps(Laps(72), Laps(102)), 0);
        assert!(rule.meets(Laps(72), Laps(102)));
    }

    #[test]
    fn absurd_shares_do_not_panic() {
        assert_eq!(required(-70, Rounding::Nearest, u32::MAX), Laps(0));
        assert_eq!(required(i64::MAX / 2, Rounding::Up, u32::MAX), Laps(u32::MAX));
        assert_eq!(required(70, Rounding::Exact, 0), Laps(0));
    }
}
