//! Kind `classified`: which cars are classified, and whether a car that retired may be, and may score.

use crate::block::{Block, Key, Reader, Shape};
use crate::rulebook::Article;
use crate::rules::distance::{MinimumDistance, Of, Rounding};
use crate::table::{Ix, Table};

pub const KIND: &str = "classified";

pub const KEYS: &[Key] = &[
    Key {
        name: "min_share",
        shape: Shape::Share,
        doc: "Share of the winner's laps that a car must have covered.",
    },
    Key {
        name: "of",
        shape: Shape::Word(&["class-winner", "overall-winner"]),
        doc: "Whose laps the share is taken of.",
    },
    Key {
        name: "rounding",
        shape: Shape::Word(&["exact", "none", "down", "nearest", "up"]),
        doc: "How the product becomes a number of laps; `none` is another word for `exact`.",
    },
    Key { name: "retired", shape: Shape::Yes, doc: "Whether a car that retired may be classified." },
    Key {
        name: "retired_may_score",
        shape: Shape::Yes,
        doc: "Whether a classified car that retired may score.",
    },
    Key { name: "article", shape: Shape::Text, doc: "Article of the regulations." },
    Key { name: "source", shape: Shape::Text, doc: "Where the article can be read." },
];

/// Who is classified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Classified {
    pub distance: Option<MinimumDistance>,
    pub retired: bool,
    pub retired_may_score: bool,
    pub article: Ix<Article>,
}

impl Classified {
    pub fn read(block: &mut Block<'_>, reader: &mut Reader<'_>, articles: &mut Table<Article>) -> Classified {
        let share = block.share(reader, "min_share");
        let of = block.word(reader, "of");
        let rounding = block.word(reader, "rounding");
        if let Some(of) = of.as_ref().filter(|_| share.is_none()) {
            reader.refuse(
                "PF0309",
                of,
                "`of` says whose distance, but there is no `min_share`".to_owned(),
                "min_share = \"70 %\"",
            );
        }
        Classified {
            distance: share.map(|share| MinimumDistance {
                share: share.value,
                of: of.and_then(|at| Of::from_word(at.value)).unwrap_or(Of::OverallWinner),
                rounding: rounding.and_then(|at| Rounding::from_word(at.value)).unwrap_or(Rounding::Exact),
            }),
            retired: block.yes(reader, "retired").is_none_or(|at| at.value),
            retired_may_score: block.yes(reader, "retired_may_score").is_none_or(|at| at.value),
            article: Article::read(block, reader, articles, KIND, KIND),
        }
    }

    pub fn prose(&self) -> String {
        let mut text = match &self.distance {
            None => "Cars are classified as declared".to_owned(),
            Some(distance) => format!(
                "A car is classified that has covered {} of the laps of the {} winner{}",
                distance.share,
                match distance.of {
                    Of::ClassWinner => "class",
                    Of::OverallWinner => "overall",
                },
                match distance.rounding {
                    Rounding::Exact => "",
                    Rounding::Down => ", rounded down to whole laps",
                    Rounding::Nearest => ", rounded to the nearest lap",
                    Rounding::Up => ", rounded up to whole laps",
                }
            ),
        };
        text.push_str(match (self.retired, self.retired_may_score) {
            (false, _) => "; a car that retired is not classified.",
            (true, false) => "; a car that retired may be classified but scores nothing.",
            (true, true) => "; a car that retired may be classified and score.",
        });
        text
    }
}
