//! Who can still win each title, and how.

use super::ask::{Ask, Given, Refusal};
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
    /// Whether the odds are to stand beside it; drawn for an open field only
    #[serde(default)]
    #[param(example = true)]
    odds: bool,
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
    if query.odds && field == FieldIs::Entered {
        return Err(Refusal::bad("Odds are drawn for `field=open`: anybody may miss a session."));
    }
    let wanted: Vec<usize> = (0..tables.len()).filter(|&table| wanted.holds(&tables[table])).collect();
    let odds = query.odds;
    let _turn = ask.turn().await?;
    let question = Question { season, rules, after, field };
    let document = served.with_odds(|view| {
        let tables = wanted.iter().map(|&table| &view.outcome.tables[table]);
        let contests = contests(question, tables);
        let told = |(contest, &table)| {
            if odds { view.told_with_odds(table, contest) } else { view.told(table, contest) }
        };
        let told: Vec<Told<'_>> = contests.iter().zip(&wanted).map(told).collect();
        json::scenario::scenario(view.season, after, field, &told)
    });
    ask.of(&served, &document)
}

/// How likely each was to win each title after every round
#[utoipa::path(get, path = "/seasons/{series}/{year}/odds", params(SeasonPath),
    responses((status = 200, body = json::odds::Document)))]
pub async fn odds(ask: Ask) -> Given {
    let served = ask.season()?;
    let _turn = ask.turn().await?;
    ask.of(&served, &served.with_odds(json::odds::odds))
}
