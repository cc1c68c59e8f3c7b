//! `parcferme.handicap/1`: what each carries into a round, and grids that are another session's order reversed.

use crate::explanation::missing_in_words;
use crate::json::Named;
use crate::json::explanation::{Article, Reason, reasons};
use parcferme_core::compute::handicap::{self as core, Handicaps};
use parcferme_core::{Rulebook, Season};
use serde::Serialize;
use utoipa::ToSchema;

pub const SCHEMA: &str = "parcferme.handicap/1";

/// The document.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = handicap::Document)]
pub struct Document {
    #[schema(example = json!(SCHEMA))]
    pub schema: &'static str,
    pub season: String,
    /// Number of the round.
    pub round: Option<u32>,
    pub event: String,
    /// Those that a rule speaks of, in order of running.
    pub sessions: Vec<Session>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = handicap::Session)]
pub struct Session {
    pub session: String,
    /// By unit and class, the most first.
    pub carried: Vec<Carried>,
    pub grids: Vec<Grid>,
    /// What a rule asks for and nobody knows yet.
    pub missing: Vec<Missing>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = handicap::Carried)]
pub struct Carried {
    /// `entry`, `driver`, `team`, ...: what the competitor is.
    pub kind: &'static str,
    pub competitor: Named,
    pub class: Option<String>,
    /// Numbers of the cars that it was seen with last.
    pub cars: Vec<String>,
    pub unit: String,
    /// `0` where all was taken off.
    pub amount: String,
    pub because: Vec<Reason>,
}

/// A grid as a rule makes it, before penalties.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = handicap::Grid)]
pub struct Grid {
    pub article: Article,
    pub class: Option<String>,
    /// The session whose order it is.
    pub of: String,
    /// How many of its first places are reversed.
    pub reversed: u32,
    pub places: Vec<Place>,
    /// Cars without a place in that order.
    pub without: Vec<String>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = handicap::Place)]
pub struct Place {
    pub position: u32,
    pub number: String,
    pub drivers: Vec<Named>,
    pub because: Vec<Reason>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = handicap::Missing)]
pub struct Missing {
    pub article: Article,
    pub text: String,
}

pub fn handicap(season: &Season, rules: &Rulebook, own: &Handicaps) -> Document {
    let round = &season.rounds[own.round];
    Document {
        schema: SCHEMA,
        season: season.id.clone(),
        round: round.number.map(|number| number.0),
        event: round.event.clone(),
        sessions: sessions(season, rules, own),
    }
}

pub(super) fn sessions(season: &Season, rules: &Rulebook, own: &Handicaps) -> Vec<Session> {
    let session = |of: &core::OfSession| Session {
        session: of.session.clone(),
        carried: of.carried.iter().map(|own| carried(season, rules, own)).collect(),
        grids: of.grids.iter().map(|own| grid(season, rules, own)).collect(),
        missing: of
            .missing
            .iter()
            .map(|own| Missing {
                article: Article::of(rules, own.article),
                text: missing_in_words(season, own),
            })
            .collect(),
    };
    own.sessions.iter().map(session).collect()
}

fn carried(season: &Season, rules: &Rulebook, own: &core::Carried) -> Carried {
    let competitor = &season.competitors[own.competitor];
    Carried {
        kind: competitor.kind.word(),
        competitor: Named::of(competitor),
        class: own.class.map(|class| season.classes[class].id.clone()),
        cars: own.cars.iter().map(ToString::to_string).collect(),
        unit: own.unit.clone(),
        amount: own.amount.to_string(),
        because: reasons(season, rules, &own.because),
    }
}

fn grid(season: &Season, rules: &Rulebook, own: &core::Grid) -> Grid {
    let place = |place: &core::GridPlace| {
        let result = &season.results[place.result];
        Place {
            position: u32::from(place.position),
            number: result.number.to_string(),
            drivers: result.crew.iter().map(|seat| Named::of(&season.competitors[seat.driver])).collect(),
            because: reasons(season, rules, &place.because),
        }
    };
    Grid {
        article: Article::of(rules, own.article),
        class: own.class.map(|class| season.classes[class].id.clone()),
        of: season.sessions[own.of].id.clone(),
        reversed: own.reversed,
        places: own.places.iter().map(place).collect(),
        without: own.without.iter().map(|ix| season.results[*ix].number.to_string()).collect(),
    }
}
