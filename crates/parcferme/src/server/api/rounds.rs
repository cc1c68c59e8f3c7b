//! Rounds: what their pages show, classifications declared and timed, the evidence for cars, and laps.

use super::ask::{Ask, Given, Refusal};
use super::season::SeasonPath;
use crate::ending::Ending;
use crate::library;
use crate::lookup::{self, What};
use crate::server::shelf::Served;
use parcferme_core::Ix;
use parcferme_core::season::{Round, Session};
use parcferme_core::timing::TimedSession;
use parcferme_publish::json;
use parcferme_publish::json::timed::Whose;
use parcferme_publish::view::View;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A round of a season.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct RoundPath {
    /// Number of the round, or id of its event, such as `petit-le-mans`
    #[param(example = "9", max_length = 200)]
    round: String,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct WhichSession {
    /// Session of the round; the race where nothing is said
    #[param(example = "race", max_length = 200)]
    session: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct WhichCars {
    /// Session of the round; the race where nothing is said
    #[param(example = "race", max_length = 200)]
    session: Option<String>,
    /// Only cars of this class; positions and gaps stay those of the whole field
    #[param(example = "GTS", max_length = 200)]
    class: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct WhichClassification {
    /// Session of the round; the race where nothing is said
    #[param(example = "race", max_length = 200)]
    session: Option<String>,
    /// Only cars of this class; positions and gaps stay those of the whole field
    #[param(example = "GTS", max_length = 200)]
    class: Option<String>,
    /// From the declared result, or from lap records with stints, driver times and pit stops
    #[param(example = "declared")]
    #[serde(default)]
    basis: Basis,
}

/// What a classification is made from.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    #[default]
    Declared,
    Timed,
}

/// A round: statistics, grid, classifications with gaps, points, decisions
#[utoipa::path(get, path = "/seasons/{series}/{year}/rounds/{round}", params(SeasonPath, RoundPath),
    responses((status = 200, body = json::round::Document)))]
pub async fn round(ask: Ask<RoundPath>) -> Given {
    let served = ask.season()?;
    let view = served.view();
    let round = lookup::round(view.season, &ask.path.round)?;
    ask.of(&served, &json::round::round(&view, round))
}

/// The evidence for every car of a round
#[utoipa::path(get, path = "/seasons/{series}/{year}/rounds/{round}/cars", params(SeasonPath, RoundPath),
    responses((status = 200, body = json::cars::Document)))]
pub async fn cars(ask: Ask<RoundPath>) -> Given {
    let served = ask.season()?;
    let view = served.view();
    let round = lookup::round(view.season, &ask.path.round)?;
    if view.main_classification(round).is_none() {
        return Err(not_known());
    }
    ask.of(&served, &json::cars::cars(&view, round))
}

/// What each carries into a round for earlier success, and reversed grids
#[utoipa::path(get, path = "/seasons/{series}/{year}/rounds/{round}/handicap", params(SeasonPath, RoundPath),
    responses((status = 200, body = json::handicap::Document)))]
pub async fn handicap(ask: Ask<RoundPath>) -> Given {
    let served = ask.season()?;
    let view = served.view();
    let round = lookup::round(view.season, &ask.path.round)?;
    let found =
        library::handicaps(view.season, view.rules, view.outcome, Some(round)).map_err(|refused| {
            let detail = refused.first().map_or("It cannot be told.", |own| own.message.as_str());
            Refusal::new(Ending::Unknown.http_status(), "No handicaps", &format!("{detail}."))
        })?;
    ask.of(&served, &json::handicap::handicap(view.season, view.rules, &found))
}

/// The classification of a session, declared or timed
#[utoipa::path(get, path = "/seasons/{series}/{year}/rounds/{round}/classification",
    params(SeasonPath, RoundPath, WhichClassification),
    responses((status = 200, body = json::classification::Classification)))]
pub async fn classification(ask: Ask<RoundPath, WhichClassification>) -> Given {
    let query = &ask.query;
    if matches!(query.basis, Basis::Timed) {
        return timed(&ask, query.session.as_deref(), query.class.as_deref(), json::timed::classification);
    }
    let served = ask.season()?;
    let view = served.view();
    let session = session(&view, lookup::round(view.season, &ask.path.round)?, query.session.as_deref())?;
    let class = query.class.as_deref().map(|id| lookup::class(view.season, id)).transpose()?;
    let found = view.outcome.classification(session).ok_or_else(not_known)?;
    let mut document = json::classification::declared(view.season, view.rules, found);
    if let Some(class) = class {
        let class = class.map(|class| view.season.classes[class].id.as_str());
        document.rows.retain(|row| row.class.as_deref() == class);
    }
    ask.of(&served, &document)
}

/// Every lap record of a session, with gaps, flags and who drove
#[utoipa::path(get, path = "/seasons/{series}/{year}/rounds/{round}/laps", params(SeasonPath, RoundPath, WhichCars),
    responses((status = 200, body = json::timed::Laps)))]
pub async fn laps(ask: Ask<RoundPath, WhichCars>) -> Given {
    timed(&ask, ask.query.session.as_deref(), ask.query.class.as_deref(), json::timed::laps)
}

/// The position of every car after each lap of a session, and laps under a neutralisation
#[utoipa::path(get, path = "/seasons/{series}/{year}/rounds/{round}/lap-chart", params(SeasonPath, RoundPath, WhichSession),
    responses((status = 200, body = json::timed::LapChart)))]
pub async fn lap_chart(ask: Ask<RoundPath, WhichSession>) -> Given {
    timed(&ask, ask.query.session.as_deref(), None, |timed, whose, _| json::timed::chart(timed, whose))
}

/// A document from the lap records of a session, of all cars or those of a class.
fn timed<Q, D: Serialize>(
    ask: &Ask<RoundPath, Q>,
    asked: Option<&str>,
    class: Option<&str>,
    tell: impl FnOnce(&TimedSession, &Whose, Option<&str>) -> D,
) -> Given {
    let served: Served = ask.season()?;
    let view = served.view();
    let session = session(&view, lookup::round(view.season, &ask.path.round)?, asked)?;
    let told = json::timed::of_session(&view, session, |timed, whose| {
        if let Some(class) = class {
            lookup::among(What::Class, class, timed.classes().into_iter())?;
        }
        Ok::<D, Refusal>(tell(timed, whose, class))
    });
    let none = "No lap records of this session are in the season's folder.";
    let document =
        told.ok_or_else(|| Refusal::new(Ending::Unknown.http_status(), "Laps not known", none))??;
    ask.of(&served, &document)
}

fn session(view: &View, round: Ix<Round>, asked: Option<&str>) -> Result<Ix<Session>, Refusal> {
    let season = view.season;
    match asked {
        Some(id) => Ok(lookup::session(season, round, id)?),
        None => {
            let main = season.session(round, "race").or_else(|| view.main_session(round));
            main.ok_or_else(not_known)
        }
    }
}

fn not_known() -> Refusal {
    let detail = "Only the round's published points are carried, if any.";
    Refusal::new(Ending::Unknown.http_status(), "Results not known", detail)
}
