//! A season beside another, and under other rules.

use super::ask::{Ask, Given, Refusal};
use super::season::SeasonPath;
use crate::ending::Ending;
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
    /// One of the rulebooks that ship with the program; the season's own where it is absent
    #[param(example = "alms/2013", max_length = 200)]
    #[serde(default)]
    rulebook: String,
    /// Changes, one a line: of a rule (`classified.min_share = 80 %`), of a result (`3 race #71 laps=72`), or `cancel 9`
    #[param(example = "classified.min_share=0.8", max_length = 4000)]
    #[serde(default)]
    set: String,
}

/// Two seasons side by side
#[utoipa::path(get, path = "/comparison", params(Two),
    responses((status = 200, body = json::comparison::Document)))]
pub async fn comparison(ask: Ask<super::InSeason, Two>) -> Given {
    let (a, b) = (ask.season_named(&ask.query.a)?, ask.season_named(&ask.query.b)?);
    ask.answer(&json::comparison::comparison(&a.view(), &b.view()))
}

/// A season's tables before and after another rulebook, or changes of rules and results
#[utoipa::path(get, path = "/seasons/{series}/{year}/whatif", params(SeasonPath, Other),
    responses((status = 200, body = json::whatif::Document)))]
pub async fn whatif(ask: Ask<super::InSeason, Other>) -> Given {
    let served = ask.season()?;
    let rulebook = ask.query.rulebook.as_str();
    if !rulebook.is_empty() && !library::is_bundled(rulebook) {
        let known = library::bundled_rulebooks();
        return Err(Unknown { what: What::Rulebook, asked: rulebook.to_owned(), known }.into());
    }
    if rulebook.is_empty() && ask.query.set.trim().is_empty() {
        let detail = "Neither `rulebook` nor `set` says what should be otherwise.";
        return Err(Refusal::new(Ending::Unreadable.http_status(), "Cannot be read", detail));
    }
    let found = served.otherwise(rulebook, &ask.query.set).map_err(|refused| {
        let detail = refused.first().map_or_else(String::new, |own| own.message.clone());
        Refusal::new(Ending::Unreadable.http_status(), "No such season can be", &detail)
    })?;
    ask.of(&served, &found.document())
}
