//! Tables of titles, and why their numbers are what they are.

use super::ask::{Ask, Given, Refusal};
use super::compare::cannot_be;
use super::season::SeasonPath;
use crate::ending::Ending;
use crate::library;
use crate::lookup::{self, Wanted};
use crate::smallest::Wish;
use parcferme_core::alternatives::{OtherReadings, Question};
use parcferme_publish::explanation::explain;
use parcferme_publish::json;
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct WhichTables {
    /// Only this title
    #[param(example = "teams", max_length = 200)]
    title: Option<String>,
    /// Only this class; `-` for tables without classes
    #[param(example = "GTS", max_length = 200)]
    class: Option<String>,
    /// As it stood after this round, by its number or event
    #[param(example = "3", max_length = 200)]
    after: Option<String>,
}

/// A row of a table.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct RowPath {
    /// Id of the title
    #[param(example = "teams", max_length = 200)]
    title: String,
    /// Class, or `-` for a title without classes
    #[param(example = "GTS", max_length = 200)]
    class: String,
    /// Id or full name of the competitor
    #[param(example = "corvette-racing", max_length = 200)]
    competitor: String,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct WhichRound {
    /// Round whose cell is explained, by its number or event; the total where nothing is said
    #[param(example = "3", max_length = 200)]
    round: Option<String>,
}

/// Tables of titles and classes
#[utoipa::path(get, path = "/seasons/{series}/{year}/standings", params(SeasonPath, WhichTables),
    responses((status = 200, body = json::standings::Standings)))]
pub async fn standings(ask: Ask<super::InSeason, WhichTables>) -> Given {
    let served = ask.season()?;
    let (season, rules) = (&served.computed.loaded.season, &served.computed.loaded.rules);
    let query = &ask.query;
    let [title, class, after] = [&query.title, &query.class, &query.after].map(Option::as_deref);
    let wanted = Wanted::of((season, rules), title, class, after)?;
    if let Some(after) = wanted.after {
        let then = library::outcome(season, rules, Some(after)).map_err(|_| not_exact())?;
        let tables = wanted.among(&then.tables);
        return ask.of(&served, &json::standings::standings(season, rules, tables));
    }
    let view = served.view();
    let tables = view.outcome.tables.iter().enumerate().filter(|(_, table)| wanted.holds(table));
    ask.of(&served, &json::standings::with_progress(&view, tables.map(|(n, _)| n)))
}

/// Why a cell or a total is what it is, and what would change it
#[utoipa::path(get, path = "/seasons/{series}/{year}/explanations/{title}/{class}/{competitor}",
    params(SeasonPath, RowPath, WhichRound),
    responses((status = 200, body = json::explanation::Document)))]
pub async fn explanation(ask: Ask<RowPath, WhichRound>) -> Given {
    let served = ask.season()?;
    let (season, rules) = (&served.computed.loaded.season, &served.computed.loaded.rules);
    let title = lookup::title(rules, &ask.path.title)?;
    let class = lookup::class(season, &ask.path.class)?;
    let competitor = lookup::competitor(season, rules.titles[title].competitor, &ask.path.competitor)?;
    let round = ask.query.round.as_deref().map(|asked| lookup::round(season, asked)).transpose()?;
    let question = Question { title, class, competitor, round };
    let outcome = &served.computed.outcome;
    let mut found = explain(season, rules, outcome, question).ok_or_else(no_cell)?;
    if round.is_some() {
        let cell = outcome.table(title, class).and_then(|table| table.row(competitor)?.cell(round?));
        found.alternatives = OtherReadings::of(season, rules, title).alternatives(question, cell);
    }
    ask.of(&served, &json::explanation::explanation(season, rules, &found))
}

/// Why a competitor stands where it stands: its total and every round, without what would change them
#[utoipa::path(get, path = "/seasons/{series}/{year}/why/{title}/{class}/{competitor}", params(SeasonPath, RowPath),
    responses((status = 200, body = json::why::Document)))]
pub async fn why(ask: Ask<RowPath>) -> Given {
    let served = ask.season()?;
    let view = served.view();
    let title = lookup::title(view.rules, &ask.path.title)?;
    let class = lookup::class(view.season, &ask.path.class)?;
    let kind = view.rules.titles[title].competitor;
    let competitor = lookup::competitor(view.season, kind, &ask.path.competitor)?;
    let tables = &view.outcome.tables;
    let table = tables.iter().position(|own| own.title == title && own.class == class).ok_or_else(no_cell)?;
    let row = tables[table].rows.iter().position(|own| own.competitor == competitor).ok_or_else(no_cell)?;
    ask.of(&served, &json::why::why(&view, table, row).ok_or_else(no_cell)?)
}

/// The smallest changes that would have made somebody champion; at most 1,000 seasons are computed for it
#[utoipa::path(get, path = "/seasons/{series}/{year}/smallest/{title}/{class}/{competitor}", params(SeasonPath, RowPath),
    responses((status = 200, body = json::smallest::Document)))]
pub async fn smallest(ask: Ask<RowPath>) -> Given {
    let served = ask.season()?;
    let path = &ask.path;
    let wish = Wish::of(&served.computed.loaded, &path.title, &path.class, &path.competitor)?;
    let _turn = ask.turn().await?;
    let found = served.smallest(&wish, &ask.waiting).map_err(cannot_be)?;
    ask.of(&served, &json::smallest::smallest(&found))
}

fn not_exact() -> Refusal {
    let detail = "Its points are too large or too fine: `parcferme check` says whose.";
    Refusal::new(Ending::Unreadable.http_status(), "No exact table", detail)
}

fn no_cell() -> Refusal {
    Refusal::new(Ending::Unknown.http_status(), "No such cell", "The table has no row or no column for it.")
}
