//! A season of our own making, with what the bundled one lacks: laps, a grid, a sprint, decisions, dropped scores, a round to
//! come, names that need escaping. For browser tests and pictures; the same on every machine.

use crate::Done;
use std::fmt::Write;
use std::fs;
use std::path::Path;

const RULEBOOK: &str = r#"name = "Made-up Endurance Series 2026"
[[points]]
id = "standard"
scale = [25, 18, 15, 12, 10, 8]
article = "Article 3"
[[points]]
id = "sprint"
sessions = ["sprint"]
scale = [8, 6, 4]
article = "Article 4, sprint"
[classified]
min_share = "70 %"
of = "class-winner"
article = "Article 5"
[[title]]
id = "teams"
name = "Teams' Championship"
per = "class"
competitor = "team"
scores = "best-car"
windows = [{ best = 2 }]
ties = ["countback", "shared"]
article = "Article 6: the best two results count"
[[title]]
id = "drivers"
name = "Drivers' Championship"
per = "class"
competitor = "driver"
ties = ["countback", "shared"]
article = "Article 7"
[[handicap]]
id = "ballast"
scale = [30, 20, 10, -10]
max = 40
adds_up = true
article = "Article 8: <ballast>"
[[handicap]]
id = "stop"
unit = "s"
title = "teams"
scale = [5, 3]
article = "Article 9: seconds in the pits"
[[reversed_grid]]
id = "sprint"
sessions = ["sprint"]
of = "race"
first = 3
article = "Article 10"
"#;

const SEASON: &str = r#"series = "made-up"
year = 2026
name = "Made-up <Endurance> & Sprint Series 2026"
rulebook = "rulebook.toml"
[[class]]
id = "PROTO"
[[class]]
id = "GT"
[[round]]
number = 1
event = "opening"
name = "Opening Two Hours"
circuit = "Hill & Dale"
date = "2026-03-01"
length = "2 h"
[[round]]
number = 2
event = "double"
name = "Sprint and Race"
circuit = "Harbour"
date = "2026-05-01"
length = "30 laps"
[[round]]
number = 3
event = "night"
name = "Night Race"
circuit = "Hill & Dale"
date = "2026-07-01"
length = "2 h 30 min"
[[round]]
number = 4
event = "finale"
name = "Finale"
circuit = "Harbour"
date = "2026-10-01"
status = "scheduled"
length = "2 h"
"#;

const DECISIONS: &str = r#"[[decision]]
id = "unsafe-release"
kind = "time-penalty"
round = 1
session = "race"
number = "3"
time = "30 s"
author = "Stewards"
date = "2026-03-01"
reason = "Unsafe release"
[[decision]]
id = "ride-height"
kind = "disqualify"
round = 2
session = "sprint"
number = "8"
author = "Stewards"
date = "2026-05-01"
reason = "Ride height below the minimum"
"#;

const TEAMS: [&str; 6] =
    ["Älgen Racing", "Brown & Söhne", "Car <Nine>", "Delta Endurance Motorsport of Somewhere", "Echo", "Fox"];
const CARS: u32 = 12;
const LEADER_LAPS: u32 = 60;
const STINT: u32 = 17;

/// One car's race: time at the end of each lap, in milliseconds.
struct Run {
    car: u32,
    crossings: Vec<u32>,
}

/// Writes the season as a folder.
pub fn write(folder: &Path) -> Done {
    let mut files = vec![
        ("season.toml".to_owned(), SEASON.to_owned()),
        ("rulebook.toml".to_owned(), RULEBOOK.to_owned()),
        ("decisions.toml".to_owned(), DECISIONS.to_owned()),
    ];
    for (round, session) in [(1, "race"), (2, "sprint"), (2, "race"), (3, "race")] {
        let runs = runs(round);
        files.push((format!("results/{round:02}-{session}.csv"), result(&runs, round)));
        if round == 1 {
            files.push((format!("laps/{round:02}-{session}.csv"), laps(&runs)));
        }
    }
    for (path, text) in files {
        let to = folder.join(path);
        let made = to.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&to, text));
        made.map_err(|error| format!("{}: {error}", to.display()))?;
    }
    Ok(())
}

/// The race in the order of its finish. Every third round turns the order round a little.
fn runs(round: u32) -> Vec<Run> {
    let pace = |car: u32| {
        let class = if car.is_multiple_of(2) { 95_000 } else { 108_000 };
        class + (car + round * 5) % 7 * 260
    };
    let time = |car: u32, lap: u32| {
        let stop = if lap > 1 && lap % STINT == 1 + car % 3 { 55_000 } else { 0 };
        let yellow = if (20..24).contains(&lap) { 40_000 } else { 0 };
        pace(car) + (lap * 7 + car * 13) % 11 * 90 + stop + yellow
    };
    let end: u32 = (1..=LEADER_LAPS).map(|lap| time(0, lap)).sum();
    let mut runs: Vec<Run> = (0..CARS)
        .map(|car| {
            let retires = if car == 9 { end / 3 } else { end };
            let mut crossings = Vec::new();
            let mut at = 0;
            while at < retires {
                at += time(car, u32::try_from(crossings.len()).unwrap_or(0) + 1);
                crossings.push(at);
            }
            Run { car, crossings }
        })
        .collect();
    runs.sort_by_key(|run| (std::cmp::Reverse(run.crossings.len()), run.crossings.last().copied()));
    runs
}

fn class(car: u32) -> &'static str {
    if car.is_multiple_of(2) { "PROTO" } else { "GT" }
}

fn team(car: u32) -> &'static str {
    TEAMS[(car / 2) as usize % TEAMS.len()]
}

fn driver(car: u32, seat: u32) -> String {
    format!(
        "{} {}",
        ["Ana", "Bo", "Cy"][seat as usize % 3],
        ["O'Hara", "Petrović", "Quill"][car as usize % 3]
    ) + &format!(" {}", char::from(b'A' + u8::try_from(car % 26).unwrap_or(0)))
}

fn result(runs: &[Run], round: u32) -> String {
    let mut text =
        String::from("position,class,number,team,drivers,chassis,laps,time,best_lap,grid,status\n");
    for (place, run) in runs.iter().enumerate() {
        let car = run.car;
        let times = run.crossings.windows(2).map(|pair| pair[1] - pair[0]);
        let retired = car == 9;
        // The String never refuses a write.
        let _ = writeln!(
            text,
            "{},{},{},{},{}; {},Chassis {},{},{},{},{},{}",
            place + 1,
            class(car),
            car + 1,
            team(car),
            driver(car, 0),
            driver(car, 1),
            car % 4 + 1,
            run.crossings.len(),
            if retired { String::new() } else { clock(run.crossings.last().copied().unwrap_or(0)) },
            clock(times.min().unwrap_or(0)),
            (car * 5 + round) % CARS + 1,
            if retired { "dnf" } else { "finished" },
        );
    }
    text
}

fn laps(runs: &[Run]) -> String {
    let mut text = String::from(
        "NUMBER; DRIVER_NUMBER; LAP_NUMBER; LAP_TIME; CROSSING_FINISH_LINE_IN_PIT; ELAPSED;DRIVER_NAME;PIT_TIME;CLASS;TEAM;FLAG_AT_FL;\n",
    );
    for run in runs {
        let (mut before, mut seat, mut out) = (0, 0, false);
        for (lap, &at) in (1..).zip(&run.crossings) {
            let stops = lap % STINT == run.car % 3 && at != run.crossings[run.crossings.len() - 1];
            let flag = if (20..24).contains(&lap) { "FCY" } else { "GF" };
            let _ = writeln!(
                text,
                "{};{};{lap};{};{};{};{};{};{};{};{flag};",
                run.car + 1,
                seat + 1,
                clock(at - before),
                if stops { "B" } else { "" },
                clock(at),
                driver(run.car, seat),
                if out { clock(55_000) } else { String::new() },
                class(run.car),
                team(run.car),
            );
            seat = if stops { (seat + 1) % 2 } else { seat };
            out = stops;
            before = at;
        }
    }
    text
}

fn clock(ms: u32) -> String {
    let (minutes, seconds) = (ms / 60_000, ms % 60_000);
    let (hours, minutes) = (minutes / 60, minutes % 60);
    let tail = format!("{:02}.{:03}", seconds / 1000, seconds % 1000);
    if hours > 0 { format!("{hours}:{minutes:02}:{tail}") } else { format!("{minutes}:{tail}") }
}
