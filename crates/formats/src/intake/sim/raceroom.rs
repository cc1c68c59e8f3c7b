//! RaceRoom, dedicated server: `Server`, `Track`, `Sessions` with `Players`.

use super::super::exact::{Exact, day_of_seconds, day_of_text};
use super::super::form::File;
use super::super::json::Node;
use super::super::said::{Event, Kind};
use super::{Car, Driver, Field, Lap, Wrote, words};
use crate::names::slug;
use parcferme_core::Diagnostic;
use parcferme_core::season::{Date, Status};

pub(in super::super) fn is(root: Node<'_>) -> bool {
    root.has(&["Server", "Track", "Sessions"])
}

pub(in super::super) fn read(file: &File<'_>, root: Node<'_>) -> Wrote {
    let mut wrote = Wrote::new(file.name, "results of a RaceRoom server (JSON)");
    wrote.said.title = root.text("Server");
    let date = ["StartTime", "Time"].into_iter().find_map(|key| day(&root.text(key)));
    wrote.said.year = date.map(Date::year);
    let (track, layout) = (root.text("Track"), root.text("TrackLayout"));
    let circuit = if layout.is_empty() { track } else { format!("{track} ({layout})") };
    let event = Event { circuit, date, ..Event::default() };
    let sessions = root.list("Sessions");
    let kinds: Vec<(Kind, String)> = sessions.iter().map(|own| kind(&own.text("Type"))).collect();
    let races = kinds.iter().filter(|(kind, _)| *kind == Kind::Race).count();
    let (mut race, mut nameless) = (0, false);
    for (session, (kind, mut id)) in sessions.into_iter().zip(kinds) {
        if kind == Kind::Race {
            race += 1;
            id = if races > 1 { format!("race-{race}") } else { String::new() };
        }
        let mut field = Field { event: event.clone(), kind, id, ..Field::default() };
        for player in session.list("Players") {
            nameless |= player.whole("UserId").is_none();
            field.cars.push(car_of(player, kind, &mut wrote));
        }
        wrote.add(field);
    }
    wrote.columns(&[
        ("Position", "position"),
        ("Car", "chassis"),
        ("FullName", "drivers"),
        (if nameless { "Username" } else { "UserId" }, "driver_ids"),
        ("number of RaceSessionLaps", "laps"),
        ("TotalTime", "time"),
        ("BestLapTime", "best_lap"),
        ("StartPosition", "grid"),
        ("FinishStatus", "status"),
        ("Incidents.Points", "incidents"),
        ("CarPerformanceIndex", ""),
        ("UserWeightPenalty", ""),
        ("Valid", ""),
    ]);
    wrote
}

fn car_of(player: Node<'_>, kind: Kind, wrote: &mut Wrote) -> Car {
    let time = |key: &str| player.whole(key).and_then(Exact::of_millis);
    let name = Some(player.text("FullName")).filter(|own| !own.is_empty());
    let user = player.text("Username");
    let id = Some(player.text("UserId")).filter(|own| own.parse::<u64>().is_ok_and(|own| own > 0));
    let mut incidents = None;
    let mut run = Vec::new();
    for lap in player.list("RaceSessionLaps") {
        for incident in lap.list("Incidents") {
            if let Some(points) = incident.count("Points") {
                incidents = Some(incidents.unwrap_or(0_u32).saturating_add(points));
            }
        }
        let ends: Vec<Option<Exact>> = lap
            .list("SectorTimes")
            .into_iter()
            .map(|own| own.as_whole().and_then(Exact::of_millis))
            .collect();
        run.push(Lap {
            time: lap.whole("Time").and_then(Exact::of_millis),
            sectors: parts(&ends),
            in_pit: lap.yes("PitStopOccured") == Some(true),
            ..Lap::default()
        });
    }
    let word = player.text("FinishStatus");
    let status = words::status(&word);
    if status.is_none() && !word.is_empty() {
        wrote.told.push(unknown(&word).at(player.place()));
    }
    let status = status.or((!word.is_empty()).then_some(Status::Dnf));
    let is_race = kind == Kind::Race;
    let status = words::that_counts(status, is_race);
    Car {
        chassis: player.text("Car"),
        remark: if status.is_some() { word } else { String::new() },
        drivers: vec![Driver {
            name: name.unwrap_or_else(|| user.clone()),
            id: id.unwrap_or(user),
            ..Driver::default()
        }],
        position: player.count("Position").filter(|&own| own > 0),
        status,
        laps: if run.is_empty() && !is_race { None } else { u32::try_from(run.len()).ok() },
        time: time("TotalTime"),
        best: time("BestLapTime"),
        grid: player.count("StartPosition").filter(|_| is_race),
        incidents: incidents.filter(|_| is_race),
        run,
        line: player.line(),
        ..Car::default()
    }
}

/// Sectors of times that are counted from the start of the lap.
fn parts(ends: &[Option<Exact>]) -> Vec<Exact> {
    let ends: Option<Vec<Exact>> = ends.iter().copied().collect();
    let ends = ends.unwrap_or_default();
    let before = [Exact::default()].into_iter().chain(ends.iter().copied());
    let parts: Option<Vec<Exact>> = before.zip(&ends).map(|(before, end)| end.minus(before)).collect();
    parts.unwrap_or_default()
}

pub(in super::super) fn unknown(word: &str) -> Diagnostic {
    Diagnostic::warning("PF1025", format!("no status is known by the word `{word}`"))
        .found(word)
        .expected("Finished, DidNotFinish, Disqualified, Disconnected, ...")
        .help("the car is taken for retired; correct its row where that is wrong")
}

fn kind(word: &str) -> (Kind, String) {
    let plain = slug(word);
    match plain.trim_end_matches(|own: char| own.is_ascii_digit()) {
        "race" => (Kind::Race, String::new()),
        "qualify" | "qualifying" => (Kind::Qualifying, String::new()),
        "warmup" | "warm-up" => (Kind::Practice, "warm-up".to_owned()),
        _ => (Kind::Practice, String::new()),
    }
}

/// `/Date(1459003463775)/` in milliseconds, a number of seconds, or a text.
fn day(text: &str) -> Option<Date> {
    let digits = |text: &str| -> Option<i64> {
        text.split(|own: char| !own.is_ascii_digit()).find(|own| !own.is_empty())?.parse().ok()
    };
    match text.strip_prefix("/Date(") {
        Some(millis) => day_of_seconds(digits(millis)? / 1000),
        None => match text.parse::<i64>() {
            Ok(millis) if millis > 100_000_000_000 => day_of_seconds(millis / 1000),
            Ok(seconds) => day_of_seconds(seconds),
            Err(_) => day_of_text(text),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_each_form() {
        let spring = "2020-05-09".parse().ok();
        for text in ["/Date(1589028832901+0000)/", "1589028832", "1589028832901", "2020-05-09T12:00:00Z"] {
            assert_eq!(day(text), spring, "{text}");
        }
        assert_eq!((day(""), day("/Date()/"), day("/Date(99999999999999999999)/")), (None, None, None));
    }

    #[test]
    fn sectors_are_parts_of_the_lap() {
        let exact = |millis: i64| Exact::of_millis(millis);
        assert_eq!(parts(&[exact(30), exact(70), exact(100)]), [Exact(300), Exact(400), Exact(300)]);
        assert_eq!(parts(&[exact(30), None, exact(100)]), []);
        assert_eq!(parts(&[exact(30), exact(20)]), []);
    }
}
