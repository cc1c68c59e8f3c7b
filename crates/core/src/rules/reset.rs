//! Kind `reset`: before a round, totals begin anew: a play-off.

use crate::block::{Block, Key, Reader, Shape};
use crate::exact::{Points, Share};
use crate::numbers::{Position, RoundNumber};

pub const KEYS: &[Key] = &[
    Key { name: "before", shape: Shape::Count, doc: "The round before which totals begin anew." },
    Key {
        name: "top",
        shape: Shape::Positive,
        doc: "How many places of the table take part; the others keep their points and stay behind. All where the key is absent.",
    },
    Key {
        name: "points",
        shape: Shape::PointsList,
        doc: "Points to begin with for first, second, third place, and so on; the last holds for all further places.",
    },
    Key { name: "carry", shape: Shape::Share, doc: "Share of the old total that is carried over." },
];

/// Totals begin anew before a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reset {
    pub before: RoundNumber,
    /// How many places take part; None for all.
    pub top: Option<u32>,
    pub points: Vec<Points>,
    pub carry: Share,
}

impl Reset {
    pub fn read(block: &mut Block<'_>, reader: &mut Reader<'_>) -> Reset {
        let before = block.count(reader, "before");
        let points = block.points_list(reader, "points").unwrap_or_default().value;
        Reset {
            before: RoundNumber(block.require(reader, "before", before).value),
            top: block.count(reader, "top").map(|at| at.value),
            points: points.into_iter().map(|at| at.value).collect(),
            carry: block.share(reader, "carry").map_or(Share::percent(0), |at| at.value),
        }
    }

    /// What a competitor begins with; None for one that does not take part.
    pub fn begins_with(&self, position: Option<Position>, total: Points) -> Option<Points> {
        let position = position.filter(|&own| self.top.is_none_or(|top| own.get() <= top))?;
        let seed = self.points.get(position.index()).or(self.points.last());
        Some(seed.copied().unwrap_or(Points::ZERO) + total.times(self.carry))
    }

    pub fn prose(&self) -> String {
        let who = match self.top {
            None => "everybody begins".to_owned(),
            Some(1) => "the first of the table begins".to_owned(),
            Some(top) => format!("the first {top} of the table begin"),
        };
        let mut parts = Vec::new();
        if !self.points.is_empty() {
            let points: Vec<String> = self.points.iter().map(Points::to_string).collect();
            parts.push(format!("{} points by place", points.join("-")));
        }
        if self.carry != Share::percent(0) {
            parts.push(format!("{} of the old total", self.carry));
        }
        let with = if parts.is_empty() { "nothing".to_owned() } else { parts.join(" and ") };
        let others = if self.top.is_some() { "; the others stay behind them" } else { "" };
        format!("Before round {} {who} anew with {with}{others}", self.before)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seeds_by_place_the_last_for_all_further_and_a_share_of_the_old_total() {
        let reset = Reset {
            before: RoundNumber(5),
            top: Some(3),
            points: [12, 10].map(Points::whole).to_vec(),
            carry: Share::percent(50),
        };
        let begins = |position| reset.begins_with(Position::new(position), Points::whole(7));
        assert_eq!(begins(1), Some("15.5".parse().unwrap()));
        assert_eq!([begins(2), begins(3)], [Some("13.5".parse().unwrap()); 2]);
        assert_eq!([begins(4), begins(0)], [None, None]);
        let plain = Reset { top: None, points: Vec::new(), carry: Share::percent(0), ..reset };
        assert_eq!(plain.begins_with(Position::new(9), Points::whole(7)), Some(Points::ZERO));
        assert_eq!(plain.prose(), "Before round 5 everybody begins anew with nothing");
    }
}
