//! Published tables against computed ones, and the rules that would reproduce them.

use super::ask::{Ask, Given, Refusal};
use super::season::SeasonPath;
use crate::ending::Ending;
use crate::lookup::{self, What};
use parcferme_publish::json;
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct WhichCheck {
    /// Only this check
    #[param(example = "standings-cell", max_length = 200)]
    check: Option<String>,
}

/// Published tables against computed ones, documents against each other
#[utoipa::path(get, path = "/seasons/{series}/{year}/audit", params(SeasonPath, WhichCheck),
    responses((status = 200, body = json::audit::Document)))]
pub async fn audit(ask: Ask<super::InSeason, WhichCheck>) -> Given {
    let served = ask.season()?;
    let view = served.view();
    let document = match ask.query.check.as_deref() {
        Some(asked) => {
            let known = view.audit.checks.iter().map(|own| own.check);
            json::audit::of_check(&view, lookup::among(What::Check, asked, known)?)
        }
        None => json::audit::audit(view.season, view.rules, view.audit),
    };
    ask.of(&served, &document)
}

/// Every cell of the published tables: proven, unverified or contradicted
#[utoipa::path(get, path = "/seasons/{series}/{year}/audit/cells", params(SeasonPath),
    responses((status = 200, body = json::cells::Document)))]
pub async fn cells(ask: Ask) -> Given {
    let served = ask.season()?;
    ask.of(&served, &json::cells::cells(&served.view()))
}

/// Which rules reproduce the published tables
#[utoipa::path(get, path = "/seasons/{series}/{year}/inference", params(SeasonPath),
    responses((status = 200, body = json::inference::Document)))]
pub async fn inference(ask: Ask) -> Given {
    let served = ask.season()?;
    let _turn = ask.turn().await?;
    match served.inference(&ask.waiting) {
        Ok(found) => ask.of(&served, &json::inference::inference(&served.computed.loaded.season, &found)),
        Err(refused) => {
            let detail = refused.first().map_or_else(String::new, |own| own.message.clone());
            Err(Refusal::new(Ending::Unreadable.http_status(), "What is open cannot be read", &detail))
        }
    }
}
