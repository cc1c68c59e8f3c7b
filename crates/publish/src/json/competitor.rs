//! `parcferme.competitor/1`: where a team, driver, car, maker or nation stands, and what it did in every round.

use crate::json::classification::{self, declared_row};
use crate::json::standings::{self, Row};
use crate::json::{Named, Place, places};
use crate::view::View;
use parcferme_core::Ix;
use parcferme_core::season::{Competitor, Kind};
use serde::Serialize;
use utoipa::ToSchema;

pub const SCHEMA: &str = "parcferme.competitor/1";

/// The document.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = competitor::Document)]
pub struct Document {
    #[schema(example = json!(SCHEMA))]
    pub schema: &'static str,
    pub season: String,
    /// `team`, `driver`, `chassis`, ...
    pub kind: &'static str,
    pub competitor: Named,
    pub nation: Option<String>,
    pub standings: Vec<Standing>,
    /// Every row of a result that names the competitor.
    pub starts: Vec<Start>,
    /// The lines of entry lists that name it.
    pub entries: Vec<Entry>,
    /// Others on the same rows of results, by kind.
    pub with: Vec<With>,
    #[serde(rename = "where")]
    pub places: Vec<Place>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = competitor::Standing)]
pub struct Standing {
    pub title: String,
    pub name: String,
    pub class: Option<String>,
    pub row: Row,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = competitor::Start)]
pub struct Start {
    pub round: Option<u32>,
    pub event: String,
    pub session: String,
    pub row: classification::Row,
}

/// One line of an entry list, as printed.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = competitor::Entry)]
pub struct Entry {
    pub class: String,
    pub team: String,
    pub number: Option<String>,
    pub driver: String,
    pub chassis: String,
    pub engine: String,
    pub rounds: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = competitor::With)]
pub struct With {
    pub kind: &'static str,
    pub competitors: Vec<Named>,
}

pub fn competitor(view: &View, ix: Ix<Competitor>) -> Document {
    let season = view.season;
    let own = &season.competitors[ix];
    let starts = view.starts_of(ix).iter().filter_map(|&result| {
        let session = &season.sessions[season.results[result].session];
        let round = &season.rounds[session.round];
        Some(Start {
            round: round.number.map(u32::from),
            event: round.event.clone(),
            session: session.id.clone(),
            row: declared_row(season, view.rules, view.classified_row(result)?),
        })
    });
    let met = view.met(ix);
    let with = Kind::ALL.into_iter().filter(|&kind| kind != Kind::Entry).map(|kind| With {
        kind: kind.word(),
        competitors: met
            .iter()
            .map(|&other| &season.competitors[other])
            .filter(|other| other.kind == kind)
            .map(Named::of)
            .collect(),
    });
    Document {
        schema: SCHEMA,
        season: season.id.clone(),
        kind: own.kind.word(),
        competitor: Named::of(own),
        nation: own.nation.clone(),
        standings: view
            .tables_of(ix)
            .map(|(table, row)| Standing {
                title: view.rules.titles[table.title].id.clone(),
                name: view.rules.titles[table.title].name.clone(),
                class: table.class.map(|class| view.class_name(class).to_owned()),
                row: standings::row(season, view.rules, table, row),
            })
            .collect(),
        starts: starts.collect(),
        entries: view
            .entries_of(ix)
            .map(|line| Entry {
                class: view.class_name(line.class).to_owned(),
                team: line.printed_team.clone(),
                number: line.number.clone().map(String::from),
                driver: line.printed_driver.clone(),
                chassis: line.chassis.clone(),
                engine: line.engine.clone(),
                rounds: line.printed_rounds.clone(),
            })
            .collect(),
        with: with.filter(|with| !with.competitors.is_empty()).collect(),
        places: places(season, &own.cites),
    }
}
