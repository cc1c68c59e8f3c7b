//! iRacing, the results of a subsession as its data service gives them: `subsession_id`, `session_results`.
//!
//! Times are in ten-thousandths of a second. Places are counted from nought. There are gaps and no race times: the
//! winner's is the average of its laps times their number.

use super::super::exact::{Exact, day_of_text};
use super::super::form::File;
use super::super::json::Node;
use super::super::said::{Event, Kind};
use super::raceroom::unknown;
use super::{Car, Driver, Field, Wrote, words};
use crate::names::slug;
use parcferme_core::season::{Date, Status};
use parcferme_core::{Diagnostic, Place};
use std::collections::BTreeMap;

pub(in super::super) fn is(root: Node<'_>) -> bool {
    let root = inner(root);
    root.has(&["subsession_id", "session_results"])
}

/// Some wrap the result in `data`.
pub(in super::super) fn inner(root: Node<'_>) -> Node<'_> {
    root.get("data").filter(|own| own.is_object()).unwrap_or(root)
}

pub(in super::super) fn read(file: &File<'_>, root: Node<'_>) -> Wrote {
    let root = inner(root);
    let mut wrote = Wrote::new(file.name, "results of an iRacing session (JSON)");
    let league = root.text("league_name");
    wrote.said.series = if league.is_empty() { root.text("series_name") } else { league };
    wrote.said.title = [root.text("league_season_name"), root.text("session_name")]
        .into_iter()
        .find(|own| !own.is_empty())
        .unwrap_or_default();
    let date = day_of_text(&root.text("start_time"));
    wrote.said.year = date.map(Date::year);
    let event = Event { circuit: circuit(root), date, ..Event::default() };
    let classes = classes(root);
    let split = split(root);
    for session in root.list("session_results") {
        let (kind, id) = kind(session);
        let id = match (&split, id.is_empty()) {
            (Some(number), true) => format!("{}-split-{number}", kind.word()),
            (Some(number), false) => format!("{id}-split-{number}"),
            (None, _) => id,
        };
        let mut field = Field { event: event.clone(), kind, id, ..Field::default() };
        for row in session.list("results") {
            field.cars.push(car_of(row, kind, &classes, &mut wrote));
        }
        if kind == Kind::Race {
            race_times(&session.list("results"), &mut field, &mut wrote);
        }
        wrote.add(field);
    }
    wrote.columns(&[
        ("finish_position", "position"),
        ("livery.car_number", "number"),
        ("car_class_id", if classes.is_empty() { "" } else { "class" }),
        ("display_name", "drivers"),
        ("cust_id", "driver_ids"),
        ("laps_complete", "laps"),
        ("average_lap, interval", "time"),
        ("best_lap_time", "best_lap"),
        ("starting_position", "grid"),
        ("reason_out", "status"),
        ("incidents", "incidents"),
        ("laps_lead", "laps_led"),
        ("champ_points, league_points", ""),
        ("oldi_rating, newi_rating", ""),
    ]);
    wrote
}

fn circuit(root: Node<'_>) -> String {
    let Some(track) = root.get("track") else { return String::new() };
    let (name, layout) = (track.text("track_name"), track.text("config_name"));
    if layout.is_empty() || layout == "N/A" { name } else { format!("{name} ({layout})") }
}

/// Names of classes by id, where the subsession has several.
fn classes(root: Node<'_>) -> BTreeMap<String, String> {
    let all: BTreeMap<String, String> = root
        .list("car_classes")
        .into_iter()
        .map(|own| {
            let short = own.text("short_name");
            (own.text("car_class_id"), if short.is_empty() { own.text("name") } else { short })
        })
        .collect();
    if all.len() > 1 { all } else { BTreeMap::new() }
}

/// Which split of several this is.
fn split(root: Node<'_>) -> Option<usize> {
    let own = root.whole("subsession_id")?;
    let splits = root.list("session_splits");
    let at = splits.iter().position(|split| split.whole("subsession_id") == Some(own))?;
    (splits.len() > 1).then_some(at + 1)
}

fn kind(session: Node<'_>) -> (Kind, String) {
    let name = slug(&session.text("simsession_name"));
    let kind = match session.whole("simsession_type") {
        Some(6) => Kind::Race,
        Some(4 | 5) => Kind::Qualifying,
        _ => Kind::Practice,
    };
    let usual = match kind {
        Kind::Race => ["race", "normal-race"].contains(&name.as_str()),
        Kind::Qualifying => name.starts_with("qual"),
        Kind::Practice => name.starts_with("practice"),
    };
    let id = if name == "warmup" { "warm-up".to_owned() } else { name };
    (kind, if usual { String::new() } else { id })
}

fn car_of(row: Node<'_>, kind: Kind, classes: &BTreeMap<String, String>, wrote: &mut Wrote) -> Car {
    let time = |key: &str| row.whole(key).and_then(Exact::of_ten_thousandths);
    let seats = row.list("driver_results");
    let is_team = !seats.is_empty();
    let seats = if is_team { seats } else { vec![row] };
    let driver = |seat: Node<'_>| Driver {
        name: seat.text("display_name"),
        id: seat.text("cust_id"),
        ..Driver::default()
    };
    let number = row.get("livery").or_else(|| seats.first()?.get("livery"));
    let word = row.text("reason_out");
    let status = words::status(&word);
    if status.is_none() && !word.is_empty() {
        wrote.told.push(unknown(&word).at(row.place()));
    }
    let status = status.or((!word.is_empty()).then_some(Status::Dnf));
    let status = words::that_counts(status, kind == Kind::Race);
    Car {
        id: if is_team { row.text("team_id") } else { String::new() },
        number: number.map_or_else(String::new, |own| own.text("car_number")),
        class: classes.get(&row.text("car_class_id")).cloned().unwrap_or_default(),
        team: if is_team { row.text("display_name") } else { String::new() },
        chassis: row.text("car_name"),
        remark: if status.is_some() { word } else { String::new() },
        drivers: seats.into_iter().map(driver).collect(),
        position: row.count("finish_position").and_then(|own| own.checked_add(1)),
        status,
        laps: row.count("laps_complete"),
        best: time("best_lap_time"),
        grid: row
            .count("starting_position")
            .and_then(|own| own.checked_add(1))
            .filter(|_| kind == Kind::Race),
        incidents: row.count("incidents"),
        laps_led: row.count("laps_lead"),
        line: row.line(),
        ..Car::default()
    }
}

/// Race times: the winner's from its average lap, the others' from their gap to it.
fn race_times(rows: &[Node<'_>], field: &mut Field, wrote: &mut Wrote) {
    let Some(at) = field.cars.iter().position(|car| car.position == Some(1)) else { return };
    let average = rows.get(at).and_then(|row| row.whole("average_lap")).and_then(Exact::of_ten_thousandths);
    let laps = field.cars[at].laps.filter(|&own| own > 0);
    let Some((average, laps)) = average.zip(laps) else { return };
    let Some(winner) = average.0.checked_mul(i64::from(laps)).and_then(Exact::of_ten_thousandths) else {
        return;
    };
    for (row, car) in rows.iter().zip(&mut field.cars) {
        let gap = row.whole("interval").filter(|&own| own >= 0);
        if car.laps == Some(laps) {
            car.time = gap.map(|gap| winner.plus(Exact(gap)));
        }
    }
    wrote.told.push(
        Diagnostic::note("PF1026", "race times were made from gaps: the file has none")
            .at(Place::line(wrote.said.document.as_str(), field.cars[at].line, ""))
            .found(format!("an average lap of {} over {laps} laps", average.shown()))
            .expected("the winner's race time")
            .help("the winner's may be off by a ten-thousandth of a second a lap; gaps to it are exact"),
    );
}
