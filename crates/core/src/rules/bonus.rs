//! Kind `bonus`: points for a feat such as pole position or the fastest lap.

use crate::block::{Key, Shape};
use crate::decisions::Ruling;
use crate::exact::Points;
use crate::extra_keys;
use crate::outcome::{ClassificationRow, Input};
use crate::rules::extra::{Extra, Field, Gain};
use crate::rules::kind::{Rule, RuleBlock};
use crate::season::{Competitor, Feat, FeatKind};
use crate::table::Ix;

/// Points for a feat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeatBonus {
    pub feat: FeatKind,
    pub shared: Shared,
}

/// What happens to the points of a feat that several share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shared {
    Split,
    Each,
    Nobody,
}

/// A row that has a feat, whose feat it is where it is one driver's, and the fact that says so.
type Holder<'c> = (&'c ClassificationRow, Option<Ix<Competitor>>, Option<Input>);

/// Finds those who have a feat, as indices of their rows.
type WorkedOut = fn(&Field<'_>) -> Vec<usize>;

/// Feats that are worked out from results; the facts name the holders of all others.
const WORKED_OUT: &[(FeatKind, WorkedOut)] = &[(FeatKind::MostPlacesGained, most_places_gained)];

impl Rule for FeatBonus {
    const NAME: &'static str = "bonus";
    const DOC: &'static str = "Points for feats.";
    const KEYS: &'static [Key] = extra_keys![
        Key {
            name: "feat",
            shape: Shape::Text,
            doc: "The feat: `pole`, `fastest-lap`, `led-lap`, `most-laps-led`, `most-places-gained`, or another that the facts name."
        },
        Key {
            name: "shared",
            shape: Shape::Word(&["split", "each", "none"]),
            doc: "When several share the feat: divide the points, give them to each, or to none."
        },
    ];

    fn read(block: &mut RuleBlock<'_, '_>) -> FeatBonus {
        let feat = block.text("feat");
        FeatBonus {
            feat: FeatKind::from_word(&block.require("feat", feat).value),
            shared: match block.word("shared").map(|at| at.value) {
                Some("each") => Shared::Each,
                Some("none") => Shared::Nobody,
                _ => Shared::Split,
            },
        }
    }
}

impl Extra for FeatBonus {
    fn gains<'c>(&self, points: Points, field: &Field<'c>) -> Vec<Gain<'c>> {
        let holders = match WORKED_OUT.iter().find(|(feat, _)| *feat == self.feat) {
            Some((_, holders)) => {
                holders(field).into_iter().map(|index| (&field.rows[index], None, None)).collect()
            }
            None => declared(&self.feat, field),
        };
        let points = match (self.shared, u32::try_from(holders.len()).unwrap_or(u32::MAX)) {
            (_, 0 | 1) | (Shared::Each, _) => points,
            (Shared::Split, several) => points.split(several),
            (Shared::Nobody, _) => Points::ZERO,
        };
        holders.into_iter().map(|(row, driver, fact)| Gain { row, driver, points, fact }).collect()
    }

    fn most(&self, points: Points, cars: u32) -> Option<Points> {
        Some(if self.shared == Shared::Each { points * i64::from(cars) } else { points })
    }

    fn what(&self) -> &str {
        self.feat.word()
    }

    fn prose(&self, points: Points, whom: &str) -> String {
        let shared = match self.shared {
            Shared::Split => "shared equally where several have it",
            Shared::Each => "to each where several have it",
            Shared::Nobody => "to nobody where several have it",
        };
        format!("{points} for {}{whom}; {shared}", self.feat.word())
    }
}

/// Those whom the facts name for a feat, but for those whom a decision sets aside.
fn declared<'c>(kind: &FeatKind, field: &Field<'c>) -> Vec<Holder<'c>> {
    let feats = field
        .season
        .feats
        .iter()
        .enumerate()
        .filter(|(_, feat)| feat.session == field.session && feat.kind == *kind)
        .filter(|(_, feat)| !set_aside(field, feat));
    feats
        .filter_map(|(index, feat)| {
            let row = field.rows().find(|row| {
                let result = field.result(row);
                result.number == feat.number
                    // A car without a number is told by who had the feat alone.
                    && (!feat.number.is_empty() || feat.driver.is_some())
                    && feat.class.is_none_or(|class| result.class == Some(class))
                    && feat.driver.is_none_or(|driver| result.crew.iter().any(|seat| seat.driver == driver))
            })?;
            Some((row, feat.driver, Some(Input::Feat(u32::try_from(index).unwrap_or(u32::MAX)))))
        })
        .collect()
}

fn set_aside(field: &Field<'_>, feat: &Feat) -> bool {
    field.season.decisions_in_force().any(|(_, decision)| {
        matches!(&decision.ruling, Ruling::SetAsideFeat(own)
            if own.cars.session == feat.session && own.cars.numbers.contains(&feat.number) && own.feat == feat.kind)
    })
}

/// Rows of those who gained the most places from grid to finish, where anybody gained one.
fn most_places_gained(field: &Field<'_>) -> Vec<usize> {
    let most = field.rows().map(|row| field.places_gained(row)).max().filter(|&most| most > 0);
    let own = |row: &ClassificationRow| field.holds(row) && Some(field.places_gained(row)) == most;
    (0..field.rows.len()).filter(|&index| own(&field.rows[index])).collect()
}
