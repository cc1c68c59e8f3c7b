//! A season beside another, and under other rules.

use super::ask::{Ask, Given};
use super::season::SeasonPath;
use crate::library;
use crate::lookup::{Unknown, What};
use parcferme_publish::json;
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Two {
    /// Id of one season
    #[param(example = "alms/2003", max_length = 200)]
    a: String,
    /// Id of the other
    #[param(example = "alms/2003", max_length = 200)]
    b: String,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Other {
    /// One of the rulebooks that ship with the program
    #[param(example = "alms/2013", max_length = 200)]
    rulebook: String,
}

/// Two seasons side by side
#[utoipa::path(get, path = "/comparison", params(Two),
    responses((status = 200, body = json::comparison::Document)))]
pub async fn comparison(ask: Ask<super::InSeason, Two>) -> Given {
    let (a, b) = (ask.season_named(&ask.query.a)?, ask.season_named(&ask.query.b)?);
    ask.answer(&json::comparison::comparison(&a.view(), &b.view()))
}

/// A season's tables under another rulebook, before and after
#[utoipa::path(get, path = "/seasons/{series}/{year}/whatif", params(SeasonPath, Other),
    responses((status = 200, body = json::whatif::Document)))]
pub async fn whatif(ask: Ask<super::InSeason, Other>) -> Given {
    let served = ask.season()?;
    let rulebook = ask.query.rulebook.as_str();
    let (change, comparison) = served.under(rulebook).ok_or_else(|| Unknown {
        what: What::Rulebook,
        asked: rulebook.to_owned(),
        known: library::bundled_rulebooks(),
    })?;
    ask.of(&served, &json::whatif::whatif(&served.computed.loaded.season, &change, &comparison))
}
