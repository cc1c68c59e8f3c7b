//! `/desk/SERIES/SEASON/laps`: a timekeeper corrects laps, with a reason. The lap files stay as they came.

use super::at::{Desk, said, wrong};
use super::enter::offer;
use super::shown::About;
use super::{Answer, unanswered};
use crate::desk::Stands;
use crate::desk::laps::{self, Filled, Records};
use crate::desk::proposed::Proposed;
use crate::desk::typed::session_of;
use crate::server::form::Posted;
use crate::server::gate::{Endpoints, May};
use axum::extract::{Path, Query};
use parcferme_core::timing::correction::{Corrected, Correction};
use parcferme_core::timing::{CarIndex, Ms};
use parcferme_publish::sheet::capital;
use parcferme_publish::site::desk::entering::More;
use parcferme_publish::site::desk::laps as pages;
use parcferme_store::Role;
use serde::Deserialize;

/// Who corrects laps. Pages and the API let the same people through.
pub const CORRECTS: May = May::InSeason(&[Role::Timekeeper]);

pub fn endpoints() -> Endpoints {
    Endpoints::new()
        .get("/desk/{series}/{season}/laps", CORRECTS, sessions)
        .get("/desk/{series}/{season}/rounds/{round}/laps", CORRECTS, show)
        .post("/desk/{series}/{season}/rounds/{round}/laps", CORRECTS, correct)
}

async fn sessions(desk: Desk) -> Answer {
    match desk.stands().await {
        Ok(stands) => {
            let named = laps::sessions(&stands).map(|(round, id)| {
                let query: String = form_urlencoded::byte_serialize(id.as_bytes()).collect();
                let href = format!("desk/{}/rounds/{round:02}/laps?session={query}", desk.season);
                (href, name(&stands, *round, id))
            });
            let all: Vec<(String, String)> = named.collect();
            desk.show(&stands, |at| pages::sessions(&desk.shelf.settings, at, &all))
        }
        Err(found) => unanswered(&found),
    }
}

/// `Round 3, Autumn Race, race`.
fn name(stands: &Stands, round: u32, session: &str) -> String {
    let rounds = &stands.loaded.folder.rounds;
    let event = rounds.iter().find(|own| own.number == Some(round)).map_or("", |own| own.name.as_str());
    format!("Round {round}, {event}, {session}")
}

/// Of which car, and what was filled in.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Fields {
    session: String,
    number: String,
    class: String,
    team: String,
    kind: String,
    lap: String,
    at: String,
    driver: String,
    reason: String,
    from: String,
}

impl Fields {
    fn filled(&self) -> Filled {
        let Fields { number, class, team, kind, lap, at, driver, reason, from, .. } = self.clone();
        // A field of another kind, which stayed from before, says nothing.
        let only = |own: &str, value: String| if kind == own { value } else { String::new() };
        let (at, driver) = (only("missed-passing", at), only("driver", driver));
        Filled { kind, number, class, team, lap, at, driver, reason, from }
    }
}

async fn show(
    desk: Desk,
    Path((_, _, round)): Path<(String, String, u32)>,
    Query(fields): Query<Fields>,
) -> Answer {
    match desk.stands().await {
        Ok(stands) => page(&desk, &stands, round, &fields, &[]),
        Err(found) => unanswered(&found),
    }
}

/// The cars of a session, or the laps of one of them with the form.
fn page(desk: &Desk, stands: &Stands, round: u32, fields: &Fields, refused: &[String]) -> Answer {
    let id = session_of(&stands.loaded.folder, round, &fields.session);
    let id = id.as_str();
    let Some(records) = laps::records(stands, round, id) else { return crate::server::pages::missing() };
    let session = pages::Session {
        round,
        id,
        name: name(stands, round, id),
        is_declared: records.is_declared,
        corrected: records.corrections.iter().map(|own| capital(&in_words(own))).collect(),
    };
    let car = laps::car(&records.sheet, &fields.number, &fields.class, &fields.team);
    let settings = &desk.shelf.settings;
    match car.filter(|_| !fields.number.is_empty()) {
        None => {
            let cars: Vec<pages::Car> =
                records.sheet.car_indexes().map(|own| car_of(&records, own)).collect();
            desk.show(stands, |at| pages::cars(settings, at, &session, &cars))
        }
        Some(car) => {
            let laps: Vec<pages::Lap> = laps_of(&records, car);
            let given = pages::Given {
                kind: &fields.kind,
                lap: &fields.lap,
                at: &fields.at,
                driver: &fields.driver,
                reason: &fields.reason,
                from: &fields.from,
            };
            let own = car_of(&records, car);
            desk.show(stands, |at| pages::car(settings, at, &session, (&own, &laps), (&given, refused)))
        }
    }
}

fn shown(time: Ms) -> String {
    time.get().map_or_else(String::new, |own| own.to_string())
}

fn car_of(records: &Records, car: CarIndex) -> pages::Car {
    let (own, laps) = (records.sheet.car(car), records.sheet.laps_of(car));
    let best = laps.iter().filter_map(|lap| lap.time.get()).filter(|time| time.0 > 0).min();
    pages::Car {
        number: own.number.as_str().to_owned(),
        class: own.class.clone(),
        team: own.team.clone(),
        laps: laps.len(),
        best: best.map_or_else(String::new, |own| own.to_string()),
        drivers: own.drivers.iter().map(|own| own.name.clone()).collect(),
    }
}

fn laps_of(records: &Records, car: CarIndex) -> Vec<pages::Lap> {
    let own = records.sheet.car(car);
    let is_its = |correction: &&Correction| {
        let fits = |wanted: &Option<String>, text: &str| {
            wanted.as_ref().is_none_or(|own| own.eq_ignore_ascii_case(text))
        };
        correction.number == own.number
            && fits(&correction.class, &own.class)
            && fits(&correction.team, &own.team)
    };
    let corrections: Vec<&Correction> = records.corrections.iter().filter(is_its).collect();
    let laps = records.sheet.laps_of(car).iter().map(|lap| {
        let of_lap = corrections.iter().filter(|own| (own.first_lap..=own.last_lap).contains(&lap.number));
        let said: Vec<String> =
            of_lap.map(|own| format!("{}: {}", what_in_words(&own.what), own.reason)).collect();
        pages::Lap {
            number: lap.number,
            time: shown(lap.time),
            elapsed: shown(lap.elapsed),
            driver: own.driver(lap.seat).map_or_else(String::new, |own| own.name.clone()),
            in_pit: lap.in_pit,
            corrected: said.join("; "),
        }
    });
    laps.collect()
}

fn what_in_words(what: &Corrected) -> String {
    match what {
        Corrected::Deleted => "time deleted".to_owned(),
        Corrected::MissedPassing { at: None } => "a crossing was missed".to_owned(),
        Corrected::MissedPassing { at: Some(at) } => format!("a crossing was missed, at {at}"),
        Corrected::ExtraPassing => "its end was no crossing".to_owned(),
        Corrected::Driver(name) => format!("{name} drove"),
        Corrected::AfterFlag => "after the flag".to_owned(),
    }
}

/// `car 27, lap 12: time deleted (track limits)`.
pub fn in_words(own: &Correction) -> String {
    let laps = match own.first_lap == own.last_lap {
        true => format!("lap {}", own.first_lap),
        false => format!("laps {} to {}", own.first_lap, own.last_lap),
    };
    format!("car {}, {laps}: {} ({})", own.number, what_in_words(&own.what), own.reason)
}

/// What the log is to say of a correction.
pub fn why(round: u32, session: &str, words: &str) -> String {
    format!("laps of round {round}, {session}: {words}")
}

async fn correct(
    desk: Desk,
    Path((_, _, round)): Path<(String, String, u32)>,
    Posted(fields): Posted<Fields>,
) -> Answer {
    let given = fields.clone();
    let asked = desk.ask(move |record, _, season| {
        let stands = Stands::now(record, season)?;
        let Some(records) = laps::records(&stands, round, &given.session) else { return Ok((stands, None)) };
        let made = laps::with(&stands, &records, &given.filled());
        let made = made.and_then(|(files, own)| Ok((Proposed::of(&stands, files, None)?, in_words(&own))));
        Ok((stands, Some(made.map_err(|found| said(&found)))))
    });
    match asked.await {
        Ok((_, None)) => crate::server::pages::missing(),
        Ok((stands, Some(Ok((own, words))))) => {
            let about = About {
                title: "A lap corrected".to_owned(),
                why: why(round, &fields.session, &words),
                back: format!("/rounds/{round:02}/laps"),
                role: Role::Timekeeper,
            };
            let said = pages::sentence(&capital(&words));
            offer(&desk, &stands, own, about, &More { above: Some(&said), ..More::default() }).await
        }
        Ok((stands, Some(Err(refused)))) => wrong(page(&desk, &stands, round, &fields, &refused)),
        Err(found) => unanswered(&found),
    }
}
