//! Careers over all seasons.

use super::ask::{Ask, Given};
use crate::lookup::{self, Unknown, What};
use parcferme_core::career::Career;
use parcferme_core::season::Kind;
use parcferme_publish::json;
use parcferme_publish::seasons::Seasons;
use serde::Deserialize;
use utoipa::IntoParams;

/// A career.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct CareerPath {
    /// `driver`, `team`, `chassis`, `chassis-maker`, `engine`, `engine-maker`, `tyre`, `manufacturer` or `nation`
    #[param(example = "driver", max_length = 200)]
    kind: String,
    /// Id of the career, as `/careers` gives it
    #[param(example = "jan-magnussen", max_length = 200)]
    career: String,
}

/// Two drivers.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct Two {
    /// `driver`
    #[param(example = "driver", max_length = 200)]
    kind: String,
    /// Id of the one
    #[param(example = "jan-magnussen", max_length = 200)]
    career: String,
    /// Id of the other
    #[param(example = "david-brabham", max_length = 200)]
    other: String,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// Only of this kind
    #[param(example = "driver", max_length = 200)]
    kind: Option<String>,
    /// Words of a name in any spelling
    #[param(example = "magnussen", max_length = 200)]
    q: Option<String>,
}

/// Drivers, teams, cars and makers over all seasons, with what they did; those that fit some words, the best first
#[utoipa::path(get, path = "/careers", params(Wanted), responses((status = 200, body = json::career::List)))]
pub async fn careers(ask: Ask<super::InSeason, Wanted>) -> Given {
    let kind = ask.query.kind.as_deref().map(kind).transpose()?;
    ask.answer(&json::career::list(&ask.shelf.together(), kind, ask.query.q.as_deref().unwrap_or_default()))
}

/// One career: season by season, titles, wins, poles, team mates, each with its page
#[utoipa::path(get, path = "/careers/{kind}/{career}", params(CareerPath),
    responses((status = 200, body = json::career::Document)))]
pub async fn career(ask: Ask<CareerPath>) -> Given {
    let seasons = ask.shelf.together();
    let own = find(&seasons, kind(&ask.path.kind)?, &ask.path.career)?;
    ask.answer(&json::career::career(&seasons, own))
}

/// Two drivers against each other, in all races of both
#[utoipa::path(get, path = "/careers/{kind}/{career}/against/{other}", params(Two),
    responses((status = 200, body = json::career::Against)))]
pub async fn against(ask: Ask<Two>) -> Given {
    let seasons = ask.shelf.together();
    if kind(&ask.path.kind)? != Kind::Driver {
        let known = vec![Kind::Driver.word().to_owned()];
        return Err(Unknown::new(What::Kind, &ask.path.kind, known).into());
    }
    let a = find(&seasons, Kind::Driver, &ask.path.career)?;
    let b = find(&seasons, Kind::Driver, &ask.path.other)?;
    ask.answer(&json::career::against(&seasons, a, b))
}

fn kind(word: &str) -> Result<Kind, Unknown> {
    lookup::among(What::Kind, word, parcferme_publish::seasons::KINDS.into_iter().map(Kind::word))
        .map(|at| parcferme_publish::seasons::KINDS[at])
}

fn find<'s>(seasons: &'s Seasons, kind: Kind, id: &str) -> Result<&'s Career, Unknown> {
    seasons.careers.find(kind, id).ok_or_else(|| lookup::no_career(seasons, kind, id))
}
