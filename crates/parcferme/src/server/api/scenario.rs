//! Who can still win each title, and how.

use super::ask::{Ask, Given};
use super::season::SeasonPath;
use crate::lookup::{self, Wanted};
use parcferme_core::scenario::{FieldIs, Question};
use parcferme_publish::json;
use parcferme_publish::scenario::{Told, contests, now};
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct WhichContests {
    /// Only this title
    #[param(example = "teams", max_length = 200)]
    title: Option<String>,
    /// Only this class; `-` for tables without classes
    #[param(example = "GTS", max_length = 200)]
    class: Option<String>,
    /// As it stood after this round, by its number or event; after the last one run where nothing is said
    #[param(example = "8", max_length = 200)]
    after: Option<String>,
    /// `open`, where nothing is said: anybody may miss any session. `entered`: every car that started one of the last three
    /// rounds is ranked in every session
    #[param(example = "open", max_length = 200)]
    field: Option<String>,
}

/// Who can still win each title after a round, what suffices, and before the last session who is champion if
#[utoipa::path(get, path = "/seasons/{series}/{year}/scenario", params(SeasonPath, WhichContests),
    responses((status = 200, body = json::scenario::Document)))]
pub async fn scenario(ask: Ask<super::InSeason, WhichContests>) -> Given {
    let served = ask.season()?;
    let computed = &served.computed;
    let (season, rules) = (&computed.loaded.season, &computed.loaded.rules);
    let query = &ask.query;
    let [title, class, after] = [&query.title, &query.class, &query.after].map(Option::as_deref);
    let wanted = Wanted::of((season, rules), title, class, after)?;
    let field = query.field.as_deref().map_or(Ok(FieldIs::Open), lookup::field)?;
    let tables = &computed.outcome.tables;
    let after = wanted.after.or_else(|| now(tables));
    let contests = contests(Question { season, rules, after, field }, wanted.among(tables));
    let told: Vec<Told<'_>> = contests.iter().map(Told::of).collect();
    ask.of(&served, &json::scenario::scenario(season, after, field, &told))
}
