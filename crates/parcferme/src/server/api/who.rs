//! Competitors and circuits through a season.

use super::ask::{Ask, Given};
use super::season::SeasonPath;
use crate::lookup::{self, What};
use parcferme_core::season::Kind;
use parcferme_publish::json;
use serde::Deserialize;
use utoipa::IntoParams;

/// A competitor of a season.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct CompetitorPath {
    /// `team`, `driver`, `entry`, `chassis`, `chassis-maker`, `engine`, `engine-maker`, `tyre`, `manufacturer` or `nation`
    #[param(example = "team", max_length = 200)]
    kind: String,
    /// Id or full name
    #[param(example = "corvette-racing", max_length = 200)]
    competitor: String,
}

/// A circuit of a season.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct CircuitPath {
    /// Id of the circuit, as rounds give it, or its full name
    #[param(example = "road-atlanta", max_length = 200)]
    circuit: String,
}

/// Where a competitor stands in every table, and what it did in every round
#[utoipa::path(get, path = "/seasons/{series}/{year}/competitors/{kind}/{competitor}", params(SeasonPath, CompetitorPath),
    responses((status = 200, body = json::competitor::Document)))]
pub async fn competitor(ask: Ask<CompetitorPath>) -> Given {
    let served = ask.season()?;
    let view = served.view();
    let kind = lookup::among(What::Kind, &ask.path.kind, Kind::ALL.into_iter().map(Kind::word))?;
    let competitor = lookup::competitor(view.season, Kind::ALL[kind], &ask.path.competitor)?;
    ask.of(&served, &json::competitor::competitor(&view, competitor))
}

/// A circuit with the rounds that were run there
#[utoipa::path(get, path = "/seasons/{series}/{year}/circuits/{circuit}", params(SeasonPath, CircuitPath),
    responses((status = 200, body = json::circuit::Document)))]
pub async fn circuit(ask: Ask<CircuitPath>) -> Given {
    let served = ask.season()?;
    let view = served.view();
    let names = view.circuits();
    let asked = ask.path.circuit.as_str();
    let named = names.iter().find(|name| **name == asked);
    let name = match named.or_else(|| names.iter().find(|name| name.eq_ignore_ascii_case(asked))) {
        Some(name) => name,
        None => {
            let ids: Vec<String> = names.iter().map(|name| view.circuit_id(name)).collect();
            names[lookup::among(What::Circuit, asked, ids.iter().map(String::as_str))?]
        }
    };
    ask.of(&served, &json::circuit::circuit(&view, name))
}
