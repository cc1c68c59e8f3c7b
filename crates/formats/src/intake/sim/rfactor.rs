//! rFactor 2 and Le Mans Ultimate: `rFactorXML` with `RaceResults`.
//!
//! Times have four decimals of a second, in bytes that are often Latin-1. `Swap` says which laps another driver drove.

use super::super::exact::{Exact, day_of_seconds};
use super::super::form::File;
use super::super::said::{Event, Kind, Said};
use super::super::text::begins_with;
use super::super::xml::{self, Element};
use super::raceroom::unknown;
use super::{Car, Driver, Field, Lap, Wrote, words};
use crate::text::decode;
use parcferme_core::season::{Date, Length, Status};
use parcferme_core::{Diagnostic, Laps, Millis, Place};
use std::collections::BTreeSet;

/// Sessions by the beginning of their elements' names.
const SESSIONS: &[(&str, Kind, &str)] = &[
    ("TestDay", Kind::Practice, "test"),
    ("Practice", Kind::Practice, "practice"),
    ("Qualify", Kind::Qualifying, "qualifying"),
    ("Warmup", Kind::Practice, "warm-up"),
    ("Race", Kind::Race, "race"),
];

/// What the simulator writes for "no limit of laps".
const NO_LAPS: u32 = i32::MAX as u32;

fn looks_like(text: &str) -> bool {
    let head = text.get(..4096).unwrap_or(text);
    head.trim_start().starts_with('<') && head.contains("<rFactorXML")
}

pub(in super::super) fn read(file: &File<'_>) -> Option<(Said, Vec<Diagnostic>)> {
    if !begins_with(file.bytes, b"<") {
        return None;
    }
    let decoded = decode(file.bytes)?;
    if !looks_like(&decoded.text) {
        return None;
    }
    let root = xml::read(file.name, &decoded.text, "Stream").ok()?;
    let results = root.child("RaceResults")?;
    let mut wrote = Wrote::new(file.name, "results of rFactor 2 or Le Mans Ultimate (XML)");
    wrote.told.extend(decoded.told(file.name));
    wrote.said.title = results.text_of("ServerName").to_owned();
    wrote.said.series = results.text_of("Season").to_owned();
    let sessions = || results.children.iter().filter_map(|own| Some((own, session(&own.name)?)));
    for (own, (kind, id)) in sessions() {
        let stamps = [own.text_of("DateTime"), results.text_of("DateTime")];
        let date = stamps.iter().find_map(|own| day_of_seconds(own.parse().ok().filter(|own| *own > 0)?));
        wrote.said.year = wrote.said.year.or(date.map(Date::year));
        let length = length(own).filter(|_| kind == Kind::Race);
        let event = Event { circuit: circuit(results), date, length, ..Event::default() };
        let mut field = Field { event, kind, id, ..Field::default() };
        let drivers = || own.children.iter().filter(|own| own.name == "Driver");
        let classes: BTreeSet<&str> = drivers().map(|own| own.text_of("CarClass")).collect();
        for driver in drivers() {
            let mut car = car_of(driver, kind, &mut wrote);
            if classes.len() < 2 {
                car.class.clear();
            }
            field.cars.push(car);
        }
        field.cars.sort_by_key(|car| (car.position.is_none(), car.position));
        wrote.add(field);
    }
    wrote.columns(&[
        ("Position", "position"),
        ("CarNumber", "number"),
        ("CarClass", "class"),
        ("TeamName", "team"),
        ("CarType", "chassis"),
        ("Name, Swap", "drivers"),
        ("Laps", "laps"),
        ("FinishTime", "time"),
        ("BestLapTime", "best_lap"),
        ("GridPos", "grid"),
        ("FinishStatus, DNFReason", "status"),
        ("Stream", ""),
        ("Points", ""),
    ]);
    wrote.left("ids of drivers", "the file has none: drivers are known by their names");
    wrote.left("penalties and incidents of the stream", "served on the track; the results have their effect");
    Some(wrote.finish(Vec::new()))
}

/// Why a file that looks like one of these cannot be read.
pub(in super::super) fn damage(file: &File<'_>) -> Option<Diagnostic> {
    if !begins_with(file.bytes, b"<") {
        return None;
    }
    let text = decode(file.bytes)?.text;
    looks_like(&text).then(|| xml::read(file.name, &text, "Stream").err().map(|told| *told))?
}

fn session(name: &str) -> Option<(Kind, String)> {
    let digits = name.trim_start_matches(|own: char| own.is_ascii_alphabetic());
    let word = &name[..name.len() - digits.len()];
    let (_, kind, base) = *SESSIONS.iter().find(|(own, ..)| *own == word)?;
    let id = if matches!(digits, "" | "1") { base.to_owned() } else { format!("{base}-{digits}") };
    Some((kind, if id == kind.word() { String::new() } else { id }))
}

fn circuit(results: &Element) -> String {
    let (venue, course) = (results.text_of("TrackVenue"), results.text_of("TrackCourse"));
    match (venue.is_empty(), course.is_empty() || course == venue) {
        (true, _) => course.to_owned(),
        (false, true) => venue.to_owned(),
        (false, false) => format!("{venue} ({course})"),
    }
}

fn length(session: &Element) -> Option<Length> {
    let count = |name: &str| session.text_of(name).parse::<u32>().ok().filter(|&own| own > 0);
    let laps = count("Laps").filter(|&own| own < NO_LAPS).map(|own| Length::Laps(Laps(own)));
    laps.or_else(|| count("Minutes").map(|own| Length::Time(Millis(i64::from(own) * 60_000))))
}

fn car_of(own: &Element, kind: Kind, wrote: &mut Wrote) -> Car {
    let count = |name: &str| own.text_of(name).parse::<u32>().ok();
    let word = own.text_of("FinishStatus");
    let known = words::status(word);
    if known.is_none() && !word.is_empty() {
        wrote.told.push(unknown(word).at(Place::line(
            wrote.said.document.as_str(),
            own.line,
            "FinishStatus",
        )));
    }
    let status = known.or((!word.is_empty()).then_some(Status::Dnf));
    let status = words::that_counts(status, kind == Kind::Race);
    let reason = own.text_of("DNFReason");
    let laps: Vec<&Element> = own.children.iter().filter(|own| own.name == "Lap").collect();
    let (drivers, seats) = crew(own, laps.len());
    let run = runs(&laps, &seats, kind == Kind::Race);
    let chassis = [own.text_of("CarType"), own.text_of("VehName")].into_iter().find(|own| !own.is_empty());
    Car {
        number: own.text_of("CarNumber").to_owned(),
        class: own.text_of("CarClass").to_owned(),
        team: own.text_of("TeamName").to_owned(),
        chassis: chassis.unwrap_or_default().to_owned(),
        remark: match (status, reason.is_empty()) {
            (None, _) => String::new(),
            (Some(_), true) => word.to_owned(),
            (Some(_), false) => reason.to_owned(),
        },
        drivers,
        position: count("Position").filter(|&own| own > 0),
        status,
        laps: count("Laps").or_else(|| u32::try_from(laps.len()).ok()),
        time: Exact::of_seconds(own.text_of("FinishTime")).filter(|own| own.0 > 0),
        best: Exact::of_seconds(own.text_of("BestLapTime")).filter(|own| own.0 > 0),
        grid: count("GridPos").filter(|_| kind == Kind::Race),
        run,
        line: own.line,
        ..Car::default()
    }
}

/// The crew in the order in which they drove, and who drove each lap.
fn crew(own: &Element, laps: usize) -> (Vec<Driver>, Vec<usize>) {
    let mut names: Vec<String> = Vec::new();
    let mut seats: Vec<Option<usize>> = vec![None; laps];
    for swap in own.children.iter().filter(|own| own.name == "Swap" && !own.text.is_empty()) {
        let lap = |name: &str| swap.attribute(name).parse::<usize>().ok();
        let seat = names.iter().position(|name| *name == swap.text).unwrap_or_else(|| {
            names.push(swap.text.clone());
            names.len() - 1
        });
        let (first, last) = (lap("startLap").unwrap_or(1).max(1), lap("endLap").unwrap_or(laps).min(laps));
        for lap in seats.iter_mut().take(last).skip(first - 1) {
            *lap = Some(seat);
        }
    }
    let name = own.text_of("Name");
    if names.is_empty() || seats.iter().any(Option::is_none) && !names.iter().any(|own| own == name) {
        names.push(name.to_owned());
    }
    let usual = names.iter().position(|own| own == name).unwrap_or(0);
    let seats = seats.into_iter().map(|seat| seat.unwrap_or(usual)).collect();
    let driver = |name: String| Driver { name, ..Driver::default() };
    (names.into_iter().map(driver).collect(), seats)
}

/// Laps; where one has no time, those behind it are placed by the clock at which each began.
fn runs(laps: &[&Element], seats: &[usize], is_race: bool) -> Vec<Lap> {
    let begins: Vec<Option<Exact>> = laps.iter().map(|lap| Exact::of_seconds(lap.attribute("et"))).collect();
    let start = begins.first().copied().flatten().filter(|_| is_race).unwrap_or_default();
    let times: Vec<Option<Exact>> =
        laps.iter().map(|lap| Exact::of_seconds(&lap.text).filter(|own| own.0 > 0)).collect();
    let complete = times.iter().all(Option::is_some);
    let end = |at: usize| {
        let next = begins.get(at + 1).copied().flatten();
        let own = begins[at].zip(times[at]).map(|(begin, time)| begin.plus(time));
        next.or(own)?.minus(start)
    };
    let lap = |(at, lap): (usize, &&Element)| {
        let sectors: Option<Vec<Exact>> =
            ["s1", "s2", "s3"].iter().map(|name| Exact::of_seconds(lap.attribute(name))).collect();
        Lap {
            time: times[at],
            elapsed: if complete { None } else { end(at) },
            seat: seats.get(at).copied().unwrap_or(0),
            sectors: sectors.unwrap_or_default(),
            in_pit: lap.attribute("pit") == "1",
        }
    };
    laps.iter().enumerate().map(lap).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sessions_by_their_names() {
        assert_eq!(session("Practice1"), Some((Kind::Practice, String::new())));
        assert_eq!(session("Race"), Some((Kind::Race, String::new())));
        assert_eq!(session("Race2"), Some((Kind::Race, "race-2".to_owned())));
        assert_eq!(session("Warmup"), Some((Kind::Practice, "warm-up".to_owned())));
        assert_eq!(session("RaceLaps"), None);
    }

    #[test]
    fn who_drove_which_lap() {
        let swap = |text: &str, first: &str, last: &str| Element {
            name: "Swap".to_owned(),
            text: text.to_owned(),
            attributes: vec![
                ("startLap".to_owned(), first.to_owned()),
                ("endLap".to_owned(), last.to_owned()),
            ],
            ..Element::default()
        };
        let named = Element { name: "Name".to_owned(), text: "Ann".to_owned(), ..Element::default() };
        let own = Element {
            children: vec![
                named,
                swap("Ben", "1", "2"),
                swap("Ann", "3", "3"),
                swap("", "1", "9"),
                swap("Cy", "9", "99999999999"),
            ],
            ..Element::default()
        };
        let (drivers, seats) = crew(&own, 4);
        let names: Vec<&str> = drivers.iter().map(|own| own.name.as_str()).collect();
        assert_eq!((names, seats), (vec!["Ben", "Ann", "Cy"], vec![0, 0, 1, 1]));
    }
}
