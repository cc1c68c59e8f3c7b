//! `/desk/new`: a new championship, from a template or from the season before.

use super::at::said;
use super::{Answer, at_record, go, page, unanswered, who};
use crate::desk::{Stands, cut};
use crate::library::{self, Refused};
use crate::new_season::{Asked, Before, Rules, own_rules};
use crate::record;
use crate::server::form::Posted;
use crate::server::gate::{Endpoints, May};
use crate::server::official::Official;
use crate::server::pages::missing;
use crate::server::shelf::Shelf;
use axum::extract::{Query, State};
use parcferme_core::{Diagnostic, Severity};
use parcferme_publish::site::desk::begin as pages;
use parcferme_store::{Account, Act, Draft, Facts, Fault, Grant, Record, Role, Scope};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

pub fn endpoints() -> Endpoints {
    Endpoints::new().get("/desk/new", May::Begins, form).post("/desk/new", May::Begins, begin)
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Fields {
    name: String,
    series: String,
    season: String,
    /// `own`, `rulebook ID`, or `season ID`.
    like: String,
    rounds: String,
    calendar: String,
    classes: String,
}

/// Seasons of the record that an official may begin another from.
fn before(record: &mut Record, account: &Account) -> Result<Vec<String>, Refused> {
    let heads = record.heads().map_err(record::refused)?.into_iter();
    Ok(heads.map(|own| own.season).filter(|own| begins(account, own)).collect())
}

/// Whether somebody may begin a season.
fn begins(account: &Account, season: &str) -> bool {
    account.is_administrator() || account.roles(Some(season)).contains(&Role::PointsKeeper)
}

async fn form(State(shelf): State<Arc<Shelf>>, official: Official, Query(fields): Query<Fields>) -> Answer {
    shown(&shelf, &official, &fields, &[]).await
}

/// The form, with what was filled in; and why it was refused.
async fn shown(shelf: &Arc<Shelf>, official: &Official, given: &Fields, refused: &[String]) -> Answer {
    let Some(keeper) = &shelf.record else { return missing(0) };
    let account = official.account.clone();
    let seasons = match at_record(keeper, move |record| before(record, &account)).await {
        Ok(own) => own,
        Err(found) => return unanswered(&found),
    };
    let rulebooks = library::bundled_rulebooks();
    let choices = pages::Choices { seasons: &seasons, rulebooks: &rulebooks };
    let given = pages::Given {
        name: &given.name,
        series: &given.series,
        season: &given.season,
        like: &given.like,
        rounds: &given.rounds,
        calendar: &given.calendar,
        classes: &given.classes,
    };
    page(pages::begin(&shelf.settings, &who(official), &choices, &given, refused))
}

/// What became of it.
struct Begun {
    season: String,
    /// The administrator had no role of the season, and has the points-keeper's now.
    granted: bool,
}

async fn begin(
    State(shelf): State<Arc<Shelf>>,
    official: Official,
    Posted(fields): Posted<Fields>,
) -> Answer {
    let Some(keeper) = &shelf.record else { return missing(0) };
    let (asked, own, address) = (fields.clone(), official.clone(), keeper.address.clone());
    let made = at_record(keeper, move |record| {
        let Fields { name, series, season, like, rounds, calendar, classes } = asked;
        let asked = Asked { name, series, season, rounds, calendar, classes };
        let season = asked.id()?;
        if !begins(&own.account, &season) {
            return Err(vec![
                Diagnostic::error("PF1373", format!("you are no points-keeper of {season}"))
                    .found(season.as_str())
                    .expected("a season that one of your roles is for")
                    .help("an administrator grants roles, at /desk/people: points-keeper for the series, such as hill-cup/*"),
            ]);
        }
        let files = files(record, &own.account, &asked, &like)?;
        let why = format!("the season begins{}", like_in_words(&like));
        enter(record, &address, (&season, &own.account.name, &why), files)?;
        let granted = !own.account.roles(Some(&season)).contains(&Role::PointsKeeper);
        if granted {
            let scope: Scope = season.parse().map_err(|own| record::refused(Fault::Refused(own)))?;
            let grant =
                Grant::new(Role::PointsKeeper, scope).map_err(|own| record::refused(Fault::Refused(own)))?;
            record.grant(&own.by(), &own.account.login, &grant).map_err(record::refused)?;
        }
        Ok(Begun { season, granted })
    });
    match made.await {
        Ok(own) => {
            go(&format!("/desk/{}?done={}", own.season, if own.granted { "begun-granted" } else { "begun" }))
        }
        Err(found) => {
            let status = super::status(&found);
            if status.is_server_error() {
                return unanswered(&found);
            }
            let errors = found.into_iter().filter(|own| own.severity == Severity::Error).collect();
            let mut answer = shown(&shelf, &official, &fields, &said(&errors)).await;
            *answer.status_mut() = status;
            answer
        }
    }
}

/// What the log says of where it was taken from.
fn like_in_words(like: &str) -> String {
    match like.split_once(' ') {
        Some(("season", id)) => format!(", with entries, calendar and rules of {id}"),
        Some(("rulebook", id)) => format!(", by the rules of {id}"),
        _ => String::new(),
    }
}

/// The files of the season, which load and can be computed.
fn files(
    record: &mut Record,
    account: &Account,
    asked: &Asked,
    like: &str,
) -> Result<BTreeMap<String, Vec<u8>>, Refused> {
    let plan = match like.split_once(' ') {
        Some(("season", id)) => {
            if !before(record, account)?.iter().any(|own| own == id) {
                return Err(no_like(id));
            }
            let stands = Stands::now(record, id)?;
            let text = match stands.files.get("rulebook.toml") {
                Some(own) => String::from_utf8_lossy(own).into_owned(),
                None => stands.loaded.rules.wording.to_toml(),
            };
            let names = stands.files.get("names.toml").map(|own| String::from_utf8_lossy(own).into_owned());
            let before = Before { folder: &stands.loaded.folder, names };
            asked.plan(|name| Rules::Copied { text: own_rules(&text, name) }, Some(&before))?
        }
        Some(("rulebook", id)) => {
            let rules = library::bundled_rulebook(id).ok_or_else(|| no_like(id))?;
            let text = rules.wording.to_toml();
            asked.plan(|name| Rules::Copied { text: own_rules(&text, name) }, None)?
        }
        _ if like.is_empty() || like == "own" => asked.plan(|_| Rules::Own, None)?,
        _ => return Err(no_like(like)),
    };
    let files: BTreeMap<String, Vec<u8>> =
        plan.files().into_iter().map(|(path, text)| (path, text.into_bytes())).collect();
    // As whatever is entered: a season that cannot be computed is refused.
    record::load(&asked.id()?, files.clone())?.outcome()?;
    Ok(files)
}

fn no_like(found: &str) -> Refused {
    vec![
        Diagnostic::error("PF1372", "there is no such season or rulebook to begin from")
            .found(found)
            .expected("one of those that the form lists"),
    ]
}

fn enter(
    record: &mut Record,
    address: &parcferme_store::Address,
    (season, who, why): (&str, &str, &str),
    files: BTreeMap<String, Vec<u8>>,
) -> Result<(), Refused> {
    let files = files.into_iter().map(|(path, bytes)| (path, Some(bytes))).collect();
    let draft = Draft {
        season: season.to_owned(),
        follows: 0,
        key: String::new(),
        who: who.to_owned(),
        why: cut(why),
        when: record::now(),
        act: Act::Facts(Facts { files, undoes: None }),
    };
    match record::enter(record, address, draft, None) {
        Ok(_) => Ok(()),
        Err(found) if crate::desk::has_moved_on(&found) => Err(vec![
            Diagnostic::error("PF1374", format!("the record has a season {season} already"))
                .found(season)
                .expected("a season that is not there yet")
                .help(format!("its desk is at /desk/{season}; another season needs another year or id")),
        ]),
        Err(found) => Err(found),
    }
}
