//! Kind `classified`: which cars are classified, and whether a car that retired may be, and may score.

use crate::article_keys;
use crate::block::{Key, Shape};
use crate::rulebook::{Article, Rulebook};
use crate::rules::distance::{MinimumDistance, Of, Rounding};
use crate::rules::kind::{Clause, Pillar, Rule, RuleBlock};
use crate::table::Ix;

/// Who is classified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Classified {
    pub distance: Option<MinimumDistance>,
    pub retired: bool,
    pub retired_may_score: bool,
    pub article: Ix<Article>,
}

impl Rule for Classified {
    const NAME: &'static str = "classified";
    const DOC: &'static str = "Which cars are classified.";
    const SINGLE: bool = true;
    const KEYS: &'static [Key] = article_keys![
        Key {
            name: "min_share",
            shape: Shape::Part,
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
    ];

    fn read(block: &mut RuleBlock<'_, '_>) -> Classified {
        let stated = block.has("min_share");
        let share = block.share("min_share");
        let (of, rounding) = (block.word("of"), block.word("rounding"));
        if let Some(of) = of.as_ref().filter(|_| !stated) {
            let message = "`of` says whose distance, but there is no `min_share`".to_owned();
            block.refuse("PF0309", of, message, "min_share = \"70 %\"");
        }
        Classified {
            distance: share.map(|share| MinimumDistance {
                share,
                of: of.and_then(|at| Of::from_word(at.value)).unwrap_or(Of::OverallWinner),
                rounding: rounding.and_then(|at| Rounding::from_word(at.value)).unwrap_or(Rounding::Exact),
            }),
            retired: block.yes("retired").unwrap_or(true),
            retired_may_score: block.yes("retired_may_score").unwrap_or(true),
            article: block.article,
        }
    }
}

impl Pillar for Classified {
    fn enter(clause: Clause<Classified>, book: &mut Rulebook) {
        book.classified = Some(clause.rule);
    }
}

impl Classified {
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
