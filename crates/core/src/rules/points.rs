//! Kind `points`: points by position, for the occasions of a scope. The last block that covers an occasion applies.

use crate::block::{At, Block, Key, Reader, Shape};
use crate::exact::{Points, Share};
use crate::rulebook::Article;
use crate::rules::scope::{Occasion, Scope};
use crate::table::{Ix, Table};
use crate::with_scope;

pub const KIND: &str = "points";

pub const KEYS: &[Key] = with_scope![
    Key { name: "id", shape: Shape::Text, doc: "Name of the scale, unique in the rulebook." },
    Key { name: "scale", shape: Shape::PointsList, doc: "Points for first, second, third place, and so on." },
    Key { name: "like", shape: Shape::Text, doc: "Take the scale of this other block." },
    Key {
        name: "factor",
        shape: Shape::Share,
        doc: "Every award of the scale is multiplied by this share, such as \"1/2\" or \"200 %\"."
    },
    Key {
        name: "beyond",
        shape: Shape::Points,
        doc: "Points for every classified car after the end of the scale."
    },
    Key {
        name: "rounding",
        shape: Shape::Word(&["exact", "down", "nearest", "up"]),
        doc: "How a product of the factor becomes whole points."
    },
    Key { name: "article", shape: Shape::Text, doc: "Article of the regulations." },
    Key { name: "source", shape: Shape::Text, doc: "Where the article can be read." },
];

/// A points scale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PointsScale {
    pub id: String,
    pub scale: Vec<At<Points>>,
    pub factor: Share,
    pub beyond: Points,
    pub rounding: Rounding,
    pub scope: Scope,
    pub article: Ix<Article>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    Exact,
    Down,
    Nearest,
    Up,
}

impl PointsScale {
    pub fn read(
        block: &mut Block<'_>,
        reader: &mut Reader<'_>,
        articles: &mut Table<Article>,
        earlier: &[PointsScale],
    ) -> PointsScale {
        let id = block.text(reader, "id");
        let id = block.require(reader, "id", id);
        let like = block.text(reader, "like");
        let scale = match &like {
            None => {
                let scale = block.points_list(reader, "scale");
                block.require(reader, "scale", scale).value
            }
            Some(like) => match earlier.iter().find(|scale| scale.id == like.value) {
                Some(scale) => scale.scale.clone(),
                None => {
                    let message = format!("no points block `{}` stands above this one", like.value);
                    reader.refuse("PF0308", like, message, "the id of a points block further up");
                    Vec::new()
                }
            },
        };
        for pair in scale.windows(2) {
            if pair[1].value > pair[0].value {
                let message = format!("the scale rises from {} to {}", pair[0].value, pair[1].value);
                reader.refuse(
                    "PF0306",
                    &pair[1],
                    message,
                    "each place to give at most as much as the one before it",
                );
            }
        }
        PointsScale {
            scale,
            factor: block.share(reader, "factor").map_or(Share::ONE, |at| at.value),
            beyond: block.points(reader, "beyond").map_or(Points::ZERO, |at| at.value),
            rounding: match block.word(reader, "rounding").map(|at| at.value) {
                Some("down") => Rounding::Down,
                Some("nearest") => Rounding::Nearest,
                Some("up") => Rounding::Up,
                _ => Rounding::Exact,
            },
            scope: Scope::read(block, reader),
            article: Article::read(block, reader, articles, KIND, &id.value),
            id: id.value,
        }
    }

    /// The scale of an occasion: the last that covers it.
    pub fn of<'r>(scales: &'r [PointsScale], occasion: &Occasion<'_>) -> Option<&'r PointsScale> {
        scales.iter().rev().find(|scale| scale.scope.covers(occasion))
    }

    /// Points for a position, from 1.
    pub fn points(&self, position: u32) -> Points {
        let place = (position as usize).wrapping_sub(1);
        let points = self.scale.get(place).map_or(self.beyond, |at| at.value);
        if self.factor == Share::ONE {
            return points;
        }
        let product = points.times(self.factor);
        match self.rounding {
            Rounding::Exact => product,
            Rounding::Down => product.rounded_down(),
            Rounding::Nearest => product.rounded(),
            Rounding::Up => product.rounded_up(),
        }
    }

    /// Whether the scale has a place for a position, whatever it gives.
    pub fn pays(&self, position: u32) -> bool {
        (position as usize) <= self.scale.len() || !self.beyond.is_zero()
    }

    /// The only position that gives these points, where there is just one.
    pub fn position_of(&self, points: Points) -> Option<u32> {
        let mut places =
            (1..=u32::try_from(self.scale.len()).unwrap_or(0)).filter(|&place| self.points(place) == points);
        places.next().filter(|_| places.next().is_none() && points != self.beyond)
    }

    pub fn prose(&self) -> String {
        let points: Vec<String> = (1..=u32::try_from(self.scale.len()).unwrap_or(0))
            .map(|place| self.points(place).to_string())
            .collect();
        let beyond = if self.beyond.is_zero() {
            String::new()
        } else {
            format!(", {} for every further classified car", self.beyond)
        };
        let scope = self.scope.prose();
        let scope = if scope.is_empty() { String::new() } else { format!(" ({scope})") };
        format!("Points by place: {}{beyond}{scope}.", points.join("-"))
    }
}
