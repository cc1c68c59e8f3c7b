//! `parcferme.scale/1`: rules inferred from results and published tables, and how far they go.

use crate::json::Named;
use parcferme_core::Season;
use parcferme_core::scale::{Inferred, Known as Places, Unexplained as Differing};
use serde::Serialize;

pub const SCHEMA: &str = "parcferme.scale/1";

/// The document.
#[derive(Clone, Debug, Serialize)]
pub struct Document {
    pub schema: &'static str,
    pub season: String,
    /// Published points and places, and those of them that the rules give.
    pub points: Compared,
    pub positions: Compared,
    /// Whether the search was ended before its end: other rules may explain more.
    pub stopped: bool,
    /// The rules as the text of a rulebook.
    pub rulebook: String,
    /// What cells say.
    pub known: Vec<Known>,
    /// Choices that cells make.
    pub decided: Vec<Decided>,
    /// What cells leave open.
    pub open: Vec<Open>,
    /// Published values that the rules do not give.
    pub unexplained: Vec<Unexplained>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Compared {
    pub published: u32,
    pub explained: u32,
}

#[derive(Clone, Debug, Serialize)]
pub struct Known {
    /// As the rulebook names it: `points.standard`.
    pub about: String,
    pub places: Vec<Place>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Place {
    pub position: u32,
    pub points: String,
    /// How many cells say so.
    pub cells: u32,
}

#[derive(Clone, Debug, Serialize)]
pub struct Decided {
    pub about: String,
    pub value: String,
    /// The next best value, and how many contradictions more it brings.
    pub instead: String,
    pub contradictions: usize,
}

#[derive(Clone, Debug, Serialize)]
pub struct Open {
    pub about: String,
    /// What stands in the rulebook.
    pub value: String,
    /// What fits as well.
    pub others: Vec<String>,
    /// The fact that would decide it.
    pub decided_by: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct Unexplained {
    pub title: String,
    pub class: Option<String>,
    pub competitor: Named,
    /// Number of the round; null for the final table.
    pub round: Option<u32>,
    /// Null where there is no row.
    pub published: Option<String>,
    pub computed: Option<String>,
    /// What it looks like.
    pub like: String,
}

pub fn scale(season: &Season, own: &Inferred) -> Document {
    let compared = |(published, explained): (u32, u32)| Compared { published, explained };
    Document {
        schema: SCHEMA,
        season: season.id.clone(),
        points: compared(own.points()),
        positions: compared(own.positions()),
        stopped: own.stopped,
        rulebook: own.text.clone(),
        known: own.known.iter().map(known).collect(),
        decided: own
            .decided
            .iter()
            .map(|own| Decided {
                about: own.about.clone(),
                value: own.value.clone(),
                instead: own.instead.clone(),
                contradictions: own.cells,
            })
            .collect(),
        open: own
            .open
            .iter()
            .map(|own| Open {
                about: own.about.clone(),
                value: own.value.clone(),
                others: own.others.clone(),
                decided_by: own.decided_by.clone(),
            })
            .collect(),
        unexplained: own.unexplained.iter().map(|own| unexplained(season, own)).collect(),
    }
}

fn known(own: &Places) -> Known {
    let place = |&(position, points, cells): &(u32, parcferme_core::Points, u32)| Place {
        position,
        points: points.to_string(),
        cells,
    };
    Known { about: own.about.clone(), places: own.places.iter().map(place).collect() }
}

fn unexplained(season: &Season, own: &Differing) -> Unexplained {
    let row = |text: &str| (text != "-").then(|| text.to_owned());
    Unexplained {
        title: own.title.clone(),
        class: own.class.map(|class| season.classes[class].id.clone()),
        competitor: Named::of(&season.competitors[own.competitor]),
        round: own.round.and_then(|round| season.rounds[round].number).map(u32::from),
        published: row(&own.published),
        computed: row(&own.computed),
        like: own.like.clone(),
    }
}
