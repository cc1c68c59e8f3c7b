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
    /// Changes, one a line: of a rule (`classified.min_share = 80 %`), of a result (`3 race #71 laps=72`), `cancel 9`, a
    /// decision more (`decision disqualify round=3 number=71`) or less (`without d1`)
    #[param(example = "classified.min_share=0.8", max_length = 2000)]
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
        return Err(Unknown::new(What::Rulebook, rulebook, known).into());
    }
    if rulebook.is_empty() && ask.query.set.trim().is_empty() {
        let detail = "Neither `rulebook` nor `set` says what should be otherwise.";
        return Err(Refusal::new(Ending::Unreadable.http_status(), "Cannot be read", detail));
    }
    let _turn = ask.turn().await?;
    let found = served.otherwise(rulebook, &ask.query.set).map_err(cannot_be)?;
    ask.of(&served, &found.document())
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct By {
    /// Rulebooks that ship with the program, parted by commas, 24 at most; those of the series that say something of their
    /// own where it is absent
    #[param(example = "alms/2005,alms/2013", max_length = 2000)]
    #[serde(default)]
    by: String,
}

/// A season under other rulebooks: who would have been champion, and what turned it
#[utoipa::path(get, path = "/seasons/{series}/{year}/gallery", params(SeasonPath, By),
    responses((status = 200, body = json::gallery::Document)))]
pub async fn gallery(ask: Ask<super::InSeason, By>) -> Given {
    let served = ask.season()?;
    let by: Vec<&str> = ask.query.by.split(',').map(str::trim).filter(|own| !own.is_empty()).collect();
    if let Some(unknown) = by.iter().find(|own| !library::is_bundled(own)) {
        let known = library::bundled_rulebooks();
        return Err(Unknown::new(What::Rulebook, unknown, known).into());
    }
    let _turn = ask.turn().await?;
    let made = served.gallery(&by, &ask.waiting).map_err(cannot_be)?;
    ask.of(&served, &json::gallery::gallery(&made))
}

pub(super) fn cannot_be(refused: library::Refused) -> Refusal {
    let detail = refused.first().map_or_else(String::new, |own| own.message.clone());
    Refusal::new(Ending::Unreadable.http_status(), "No such season can be", &detail)
}
