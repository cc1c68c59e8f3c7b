//! `/desk/SERIES/SEASON/log`: what was entered, the newest first; what each operation did; undoing one.

use super::at::{Desk, said, wrong};
use super::enter::offer;
use super::shown::About;
use super::{Answer, may_be_lost, unanswered};
use crate::desk::Stands;
use crate::desk::proposed::Proposed;
use crate::library::Refused;
use crate::record::{self, folder, log, undo::Undone};
use crate::server::form::Posted;
use crate::server::gate::{Endpoints, May};
use axum::extract::{Path, Query};
use parcferme_core::whatif::compare;
use parcferme_publish::site::desk::entering::More;
use parcferme_publish::site::desk::log::{self as pages, Logged, Moved};
use parcferme_store::{Operation, Record, Role};
use serde::Deserialize;
use std::sync::Arc;

const READS: May = May::InSeason(&[Role::Reader]);
pub const UNDOES: May = May::InSeason(&[Role::PointsKeeper]);

/// Operations of a page.
const MOST: u64 = 20;

pub fn endpoints() -> Endpoints {
    Endpoints::new()
        .get("/desk/{series}/{season}/log", READS, all)
        .get("/desk/{series}/{season}/log/{number}", READS, one)
        .post("/desk/{series}/{season}/log/{number}/undo", UNDOES, undo)
}

#[derive(Deserialize)]
struct Asked {
    before: Option<u64>,
}

async fn all(desk: Desk, Query(Asked { before }): Query<Asked>) -> Answer {
    let asked = desk.ask(move |record, _, season| {
        let stands = Stands::now(record, season)?;
        let last = stands.operation.number;
        let until = before.map_or(last, |own| own.saturating_sub(1)).clamp(1, last);
        let since = record.operations(season, until.saturating_sub(MOST)).map_err(record::refused)?;
        let shown = since.iter().take_while(|own| own.number <= until);
        let logged = shown.map(|own| Ok(logged(&log::told(record, own)?.0, &since)));
        let mut all = logged.collect::<Result<Vec<Logged>, Refused>>()?;
        all.reverse();
        Ok((stands, all, until == last))
    });
    match asked.await {
        Ok((stands, all, newest)) => {
            desk.show(&stands, |at| pages::log(&desk.shelf.settings, at, &all, newest))
        }
        Err(found) => unanswered(&found),
    }
}

/// An operation as the log tells it, beside those that came after it.
fn logged(told: &parcferme_publish::record::Told, since: &[Operation]) -> Logged {
    let undone_by = since.iter().find(|own| own.undoes == Some(told.number)).map(|own| own.number);
    Logged { told: told.clone(), undone_by }
}

async fn one(desk: Desk, Path((_, _, number)): Path<(String, String, u64)>) -> Answer {
    shown(&desk, number, (String::new(), Vec::new())).await
}

/// The page of an operation; `refused` is a reason that was given for undoing it, and why it was not undone.
async fn shown(desk: &Desk, number: u64, refused: (String, Vec<String>)) -> Answer {
    let asked = desk.ask(move |record, _, season| {
        let stands = Stands::now(record, season)?;
        let head = record::head(record, season)?;
        let operation = record::operation(record, &head, number)?;
        let (told, before, after) = log::told(record, &operation)?;
        let differs = folder::differences(&before, &after);
        let since = record.operations(season, number).map_err(record::refused)?;
        let own = pages::Operation {
            logged: logged(&told, &since),
            differs: differs.into_iter().map(|own| (own.changed.path, own.gone, own.come)).collect(),
            moved: moved(record, &operation)?,
            is_last: number == stands.operation.number,
            stays: stays(record, &stands, &operation, &since)?,
            refused,
        };
        Ok((stands, own))
    });
    match asked.await {
        Ok((stands, own)) => desk.show(&stands, |at| pages::operation(&desk.shelf.settings, at, &own)),
        Err(found) => unanswered(&found),
    }
}

#[derive(Deserialize)]
struct Reason {
    #[serde(default)]
    why: String,
}

/// The season and what undoing does to it, or in sentences why it cannot be undone.
pub type Undoing = Result<(Arc<Stands>, Proposed), Vec<String>>;

/// What undoing an operation would do; or in sentences why it cannot be.
///
/// # Errors
/// There is no such operation, or what the database says.
pub fn undone(record: &mut Record, season: &str, number: u64) -> Result<Undoing, Refused> {
    let stands = Stands::now(record, season)?;
    let head = record::head(record, season)?;
    let operation = record::operation(record, &head, number)?;
    let since = record.operations(season, number).map_err(record::refused)?;
    if let Some(why) = stays(record, &stands, &operation, &since)? {
        return Ok(Err(vec![why]));
    }
    let undone = Undone::of(record, season, number, &stands.files)?;
    Ok(match Proposed::of(&stands, undone.facts.files, Some(number)) {
        Ok(own) => Ok((stands, own)),
        Err(found) => Err(said(&found)),
    })
}

async fn undo(
    desk: Desk,
    Path((_, _, number)): Path<(String, String, u64)>,
    Posted(Reason { why }): Posted<Reason>,
) -> Answer {
    let why = why.trim().to_owned();
    if why.is_empty() {
        let refused = vec!["Say why it is undone: the log shows it for good.".to_owned()];
        return wrong(shown(&desk, number, (why, refused)).await);
    }
    match desk.ask(move |record, _, season| undone(record, season, number)).await {
        Ok(Ok((stands, own))) => {
            let about = About {
                title: format!("Undo operation {number}"),
                why,
                back: format!("/log/{number}"),
                role: Role::PointsKeeper,
            };
            offer(&desk, &stands, own, about, &More::default()).await
        }
        Ok(Err(refused)) => wrong(shown(&desk, number, (why, refused)).await),
        Err(found) => unanswered(&found),
    }
}

/// Every table before and after an operation.
fn moved(record: &mut Record, own: &Operation) -> Result<Moved, Refused> {
    if own.edition.is_some() {
        return Ok(Moved::Not("It changed no facts.".to_owned()));
    }
    if own.number == 1 {
        return Ok(Moved::Not("The season begins with it: there were no tables before.".to_owned()));
    }
    let sides = Stands::after(record, &own.season, own.number - 1)
        .and_then(|before| Ok((before, Stands::after(record, &own.season, own.number)?)));
    Ok(match sides {
        Ok((before, after)) => Moved::Tables(compare(before.side(), after.side())),
        Err(found) if found.iter().any(|own| may_be_lost(own.id)) => return Err(found),
        // What was entered could be computed then, by the program as it was then.
        Err(found) => Moved::Not(format!(
            "The tables cannot be computed as they stood then. {}",
            said(&found).join(" ")
        )),
    })
}

/// Why an operation is not undone, where it cannot be.
fn stays(
    record: &mut Record,
    stands: &Stands,
    own: &Operation,
    since: &[Operation],
) -> Result<Option<String>, Refused> {
    if own.edition.is_some() {
        return Ok(None);
    }
    if own.number == 1 {
        return Ok(Some(
            "The season begins with it: put right what is wrong by a further operation.".to_owned(),
        ));
    }
    Ok(Undone::of(record, &own.season, own.number, &stands.files)?.stays(since))
}
