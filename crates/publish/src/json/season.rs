//! `parcferme.season/1` and `parcferme.seasons/1`: what a season consists of.

use parcferme_core::season::{Kind, Length, RoundStatus};
use parcferme_core::{Rulebook, Season};
use serde::Serialize;
use utoipa::ToSchema;

pub const SCHEMA: &str = "parcferme.season/1";
pub const LIST_SCHEMA: &str = "parcferme.seasons/1";

/// All seasons of a server.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = season::List)]
pub struct List {
    pub schema: &'static str,
    pub seasons: Vec<Listed>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = season::Listed)]
pub struct Listed {
    /// `series/year`.
    pub id: String,
    pub name: String,
    pub series: String,
    pub year: i32,
    /// Whether the season's folder cannot be read as it stands now; what is shown is the last good state.
    pub broken: bool,
}

/// One season.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = season::Document)]
pub struct Document {
    pub schema: &'static str,
    pub id: String,
    pub name: String,
    pub series: String,
    pub year: i32,
    pub rulebook: String,
    pub classes: Vec<Class>,
    pub titles: Vec<Title>,
    pub rounds: Vec<Round>,
    pub teams: usize,
    pub drivers: usize,
    pub sources: Vec<Source>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = season::Class)]
pub struct Class {
    pub id: String,
    pub name: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = season::Title)]
pub struct Title {
    pub id: String,
    pub name: String,
    /// Who is ranked: `team`, `driver`, ...
    pub competitor: &'static str,
    /// Whether there is a table a class.
    pub per_class: bool,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = season::Round)]
pub struct Round {
    /// Null for a cancelled round without a number.
    pub number: Option<u32>,
    pub event: String,
    pub name: String,
    pub circuit: String,
    /// Day of the race, `2003-10-18`.
    pub date: Option<String>,
    /// `held`, `cancelled` or `scheduled`.
    pub status: &'static str,
    pub scheduled_ms: Option<i64>,
    pub scheduled_laps: Option<u32>,
    pub scheduled_metres: Option<u64>,
    /// Whether the cars' results are known, not only published points.
    pub known_in_full: bool,
    pub sessions: Vec<String>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = season::Source)]
pub struct Source {
    pub name: String,
    pub title: String,
    /// SHA-256 in hexadecimal, where known.
    pub digest: String,
    pub licence: String,
}

pub fn season(season: &Season, rules: &Rulebook) -> Document {
    let count = |kind: Kind| season.competitors.rows().iter().filter(|own| own.kind == kind).count();
    Document {
        schema: SCHEMA,
        id: season.id.clone(),
        name: season.name.clone(),
        series: season.series.clone(),
        year: season.year,
        rulebook: rules.name.clone(),
        classes: season
            .classes
            .rows()
            .iter()
            .map(|own| Class { id: own.id.clone(), name: own.name.clone() })
            .collect(),
        titles: rules
            .titles
            .rows()
            .iter()
            .map(|own| Title {
                id: own.id.clone(),
                name: own.name.clone(),
                competitor: own.competitor.word(),
                per_class: own.per_class,
            })
            .collect(),
        rounds: season
            .rounds
            .iter()
            .map(|(ix, own)| Round {
                number: own.number,
                event: own.event.clone(),
                name: own.name.clone(),
                circuit: own.circuit.clone(),
                date: own.date.map(|date| date.to_string()),
                status: match own.status {
                    RoundStatus::Held => "held",
                    RoundStatus::Cancelled => "cancelled",
                    RoundStatus::Scheduled => "scheduled",
                },
                scheduled_ms: match own.length {
                    Some(Length::Time(time)) => Some(time.0),
                    _ => None,
                },
                scheduled_laps: match own.length {
                    Some(Length::Laps(laps)) => Some(laps),
                    _ => None,
                },
                scheduled_metres: match own.length {
                    Some(Length::Metres(metres)) => Some(metres),
                    _ => None,
                },
                known_in_full: season.known_in_full(ix),
                sessions: season
                    .sessions_of(ix)
                    .filter(|&session| season.results_of(session).next().is_some())
                    .map(|session| season.sessions[session].id.clone())
                    .collect(),
            })
            .collect(),
        teams: count(Kind::Team),
        drivers: count(Kind::Driver),
        sources: season
            .documents
            .rows()
            .iter()
            .filter(|own| !own.digest.is_empty())
            .map(|own| Source {
                name: own.name.clone(),
                title: own.title.clone(),
                digest: own.digest.clone(),
                licence: own.licence.clone(),
            })
            .collect(),
    }
}
