//! `parcferme.cars/1`: the evidence for every car of a round: what was declared, what the rules made of it, what it scored.

use crate::json::explanation::{Reason, reasons};
use crate::json::{Named, Place, places};
use crate::view::View;
use crate::view::cars::{lines, scores};
use parcferme_core::Ix;
use parcferme_core::season::{Kind, Round};
use serde::Serialize;
use utoipa::ToSchema;

pub const SCHEMA: &str = "parcferme.cars/1";

/// The document.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = cars::Document)]
pub struct Document {
    #[schema(example = json!(SCHEMA))]
    pub schema: &'static str,
    pub season: String,
    pub round: Option<u32>,
    pub cars: Vec<Car>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = cars::Car)]
pub struct Car {
    pub session: String,
    pub number: String,
    pub class: Option<String>,
    pub team: Named,
    pub declared_position: Option<u32>,
    /// `finished`, `nc`, `dnf`, `dns`, `dsq` or `dnq`.
    pub declared_status: &'static str,
    /// The car against the distance rule, where there is one.
    pub distance: Option<Distance>,
    /// What was declared and what the rules made of it, a sentence each.
    pub text: Vec<String>,
    pub scores: Vec<Score>,
    /// Ids of the decisions about the car.
    pub decisions: Vec<String>,
    /// What the car's place rests on, in the order in which it happened.
    pub because: Vec<Reason>,
    #[serde(rename = "where")]
    pub places: Vec<Place>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = cars::Distance)]
pub struct Distance {
    pub laps: Option<u32>,
    pub winner_laps: u32,
    pub required_laps: u32,
    /// Laps beyond the requirement; below zero, laps short of it.
    pub margin_laps: i64,
}

/// What the car brought to a table.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = cars::Score)]
pub struct Score {
    pub title: String,
    pub class: Option<String>,
    pub competitor: Named,
    pub points: String,
}

pub fn cars(view: &View, ix: Ix<Round>) -> Document {
    let season = view.season;
    let classified = season.sessions_of(ix).filter_map(|session| view.outcome.classification(session));
    let rows = classified.flat_map(|own| &own.rows);
    let cars = rows.map(|row| {
        let own = &season.results[row.result];
        let team = own.stands_for(Kind::Team);
        Car {
            session: season.sessions[own.session].id.clone(),
            number: own.number.to_string(),
            class: row.class.map(|class| view.class_name(class).to_owned()),
            team: team.map_or_else(
                || Named::printed(&own.printed_team),
                |team| Named::of(&season.competitors[team]),
            ),
            declared_position: own.position.map(u32::from),
            declared_status: own.status.word(),
            distance: row.distance.map(|rule| Distance {
                laps: row.laps.map(u32::from),
                winner_laps: rule.winner_laps.0,
                required_laps: rule.required_laps.0,
                margin_laps: rule.margin_laps,
            }),
            text: lines(view, row.result),
            scores: scores(view, ix, row.result)
                .into_iter()
                .map(|(table, competitor, points)| Score {
                    title: view.rules.titles[table.title].id.clone(),
                    class: table.class.map(|class| view.class_name(class).to_owned()),
                    competitor: Named::of(&season.competitors[competitor]),
                    points: points.to_string(),
                })
                .collect(),
            decisions: row
                .because
                .decisions()
                .map(|decision| season.decisions[decision].id.clone())
                .collect::<std::collections::BTreeSet<_>>()
                .into_iter()
                .collect(),
            because: reasons(season, view.rules, &row.because),
            places: places(season, &own.cites),
        }
    });
    Document {
        schema: SCHEMA,
        season: season.id.clone(),
        round: season.rounds[ix].number.map(u32::from),
        cars: cars.collect(),
    }
}
