//! Seasons as a whole: the list, one season, its rules, sources and names, and what can be found in it.

use super::ask::{Ask, Given};
use crate::library;
use parcferme_publish::json;
use serde::Deserialize;
use utoipa::IntoParams;

/// Which season.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct SeasonPath {
    /// The series
    #[param(example = "alms", max_length = 200)]
    #[allow(dead_code, reason = "every request reads it")]
    series: String,
    /// The year, or another name of a season
    #[param(example = "2003", max_length = 200)]
    #[allow(dead_code, reason = "every request reads it")]
    year: String,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// Words of a name in any spelling, a number of a car or a round, a circuit, or a competitor and a round; everything where nothing is said
    #[param(example = "corvette", max_length = 200)]
    q: Option<String>,
}

/// All seasons, with who leads or won
#[utoipa::path(get, path = "/seasons", responses((status = 200, body = json::season::List)))]
pub async fn seasons(ask: Ask) -> Given {
    let seasons = ask.shelf.all();
    let seasons = seasons.iter().map(|own| json::season::listed(&own.view(), own.stale.is_some()));
    ask.answer(&json::season::List { schema: json::season::LIST_SCHEMA, seasons: seasons.collect() })
}

/// A season: classes, titles, rounds with their winners and statistics, stories, decisions, sources
#[utoipa::path(get, path = "/seasons/{series}/{year}", params(SeasonPath),
    responses((status = 200, body = json::season::Document)))]
pub async fn season(ask: Ask) -> Given {
    let served = ask.season()?;
    ask.of(&served, &json::season::season(&served.view()))
}

/// The rules that score a season, as sentences with their articles
#[utoipa::path(get, path = "/seasons/{series}/{year}/rules", params(SeasonPath),
    responses((status = 200, body = json::rules::Document)))]
pub async fn rules(ask: Ask) -> Given {
    let served = ask.season()?;
    let loaded = &served.computed.loaded;
    ask.of(&served, &json::rules::document(&loaded.season.id, &loaded.rules))
}

/// The documents that a season's facts were read from, with their digests
#[utoipa::path(get, path = "/seasons/{series}/{year}/sources", params(SeasonPath),
    responses((status = 200, body = json::sources::Document)))]
pub async fn sources(ask: Ask) -> Given {
    let served = ask.season()?;
    ask.of(&served, &json::sources::sources(&served.computed.loaded.season))
}

/// Which spellings are one thing, and near misses
#[utoipa::path(get, path = "/seasons/{series}/{year}/names", params(SeasonPath),
    responses((status = 200, body = json::names::Names)))]
pub async fn names(ask: Ask) -> Given {
    let served = ask.season()?;
    let loaded = &served.computed.loaded;
    ask.of(&served, &crate::cli::names::json::document(&loaded.season.id, &loaded.folder.names))
}

/// Rounds, circuits, tables, competitors and cells of tables by what people call them, the best fit first
#[utoipa::path(get, path = "/seasons/{series}/{year}/search", params(SeasonPath, Wanted),
    responses((status = 200, body = json::search::Document)))]
pub async fn search(ask: Ask<super::InSeason, Wanted>) -> Given {
    let served = ask.season()?;
    ask.of(&served, &json::search::search(&served.view(), ask.query.q.as_deref().unwrap_or_default()))
}

/// The rulebooks that ship with the program
#[utoipa::path(get, path = "/rulebooks", responses((status = 200, body = json::rules::List)))]
pub async fn rulebooks(ask: Ask) -> Given {
    ask.answer(&json::rules::List {
        schema: json::rules::LIST_SCHEMA,
        rulebooks: library::bundled_rulebooks(),
    })
}
