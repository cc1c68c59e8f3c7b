//! Every kind of chart on one page, to be looked at: `cargo run --example charts -- LAPS.csv > charts.html`.
//!
//! The lap charts are drawn from an Al Kamel lap file (comma or semicolon), the others from the 2003 American Le Mans Series.

use parcferme_publish::chart::{
    self, class_share, gap, lap_chart, lap_times, positions, progression, stints,
};
use std::collections::BTreeMap;

const GT: [(&str, &str, [i64; 9]); 8] = [
    ("Alex Job Racing", "182", [26, 20, 20, 20, 20, 10, 20, 20, 26]),
    ("Risi Competizione", "96", [0, 0, 13, 16, 16, 0, 16, 16, 19]),
    ("The Racer's Group", "79", [12, 13, 10, 0, 2, 16, 8, 2, 16]),
    ("Petersen/White Lightning", "73", [22, 0, 8, 0, 0, 20, 13, 10, 0]),
    ("J-3 Racing", "51", [0, 10, 6, 13, 6, 2, 0, 0, 14]),
    ("P.K. Sport", "47", [0, 6, 0, 0, 8, 1, 10, 13, 9]),
    ("ACEMCO Motorsports", "41", [0, 8, 0, 10, 3, 3, 4, 3, 10]),
    ("Orbit Racing", "40", [8, 2, 4, 4, 13, 0, 0, 1, 8]),
];
const GTS: [(&str, &str, [i64; 9]); 5] = [
    ("Corvette Racing", "167", [26, 20, 20, 20, 20, 16, 16, 10, 19]),
    ("Prodrive", "163", [22, 16, 13, 10, 16, 20, 20, 20, 26]),
    ("Team Olive Garden", "72", [0, 8, 8, 13, 10, 10, 10, 13, 0]),
    ("Carsport America", "42", [16, 0, 6, 0, 8, 4, 8, 0, 0]),
    ("Konrad Motorsport", "6", [0, 0, 0, 0, 0, 6, 0, 0, 0]),
];

struct Car {
    name: String,
    class: String,
    laps: Vec<Lap>,
}

struct Lap {
    time: i64,
    elapsed: i64,
    driver: String,
    pit: bool,
    caution: bool,
}

fn main() {
    let rounds: Vec<String> = (1..=9).map(|n| n.to_string()).collect();
    let mut body = String::new();
    for (id, title, table) in [("gts", "Teams, GTS", &GTS[..]), ("gt", "Teams, GT", &GT[..])] {
        let lines = table.iter().map(|(name, total, points)| {
            let mut sum = 0;
            let points = points.iter().map(|p| {
                sum += p * 1000;
                progression::Sum { total: sum, gained: (*p > 0).then_some(p * 1000) }
            });
            progression::Line {
                left_out: false,
                name: name.to_string(),
                href: Some("#".into()),
                total: total.to_string(),
                points: points.collect(),
            }
        });
        let input = progression::Progression {
            title: title.into(),
            rounds: rounds.clone(),
            lines: lines.collect(),
            verb: "won",
            first: 1,
            to_come: 0,
            decided_after: Some(7),
        };
        let places = |round: usize| {
            let sums: Vec<i64> = input.lines.iter().map(|line| line.points[round].total).collect();
            sums.iter()
                .map(|sum| sums.iter().filter(|s| *s > sum).count() as u32 + 1)
                .zip(sums.clone())
                .collect::<Vec<_>>()
        };
        let after: Vec<_> = (0..9).map(places).collect();
        let lines = input.lines.iter().enumerate().map(|(n, line)| positions::Line {
            left_out: false,
            name: line.name.clone(),
            href: None,
            positions: after.iter().map(|round| (round[n].1 > 0).then_some(round[n].0)).collect(),
        });
        let bump = positions::Positions {
            title: format!("{title}: positions"),
            rounds: rounds.clone(),
            lines: lines.collect(),
            leaders: vec![input.lines[0].name.clone(); 9],
        };
        body += &chart::figure(&format!("{id}-points"), |frame| progression::draw(&input, frame));
        body += &chart::figure(&format!("{id}-positions"), |frame| positions::draw(&bump, frame));
    }
    let share = class_share::ClassShare {
        title: "Cars by class".into(),
        counted: "Cars at the start".into(),
        classes: ["LMP900", "LMP675", "GTS", "GT"].map(str::to_owned).to_vec(),
        columns: [[11, 4, 6, 22], [6, 5, 6, 14], [5, 4, 6, 12]]
            .iter()
            .enumerate()
            .map(|(n, counts)| class_share::Column {
                name: (n + 1).to_string(),
                counts: Some(counts.to_vec()),
            })
            .chain((4..10).map(|n| class_share::Column { name: n.to_string(), counts: None }))
            .collect(),
    };
    body += &chart::figure("share", |frame| class_share::draw(&share, frame));
    if let Some(path) = std::env::args().nth(1) {
        body += &laps(&std::fs::read_to_string(path).expect("a readable lap file"));
    }
    let style = chart::STYLE;
    println!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Charts</title>\
         <style>{style} body{{background:var(--paper);color:var(--ink);margin:1rem;font-family:sans-serif}} .scroll{{overflow-x:auto}} .scroll .chart{{max-width:none}} figure{{margin:0 0 3rem}}\
         .for-phone{{display:none}} @media (max-width:600px){{.for-phone{{display:block}}.for-page{{display:none}}}}</style>{body}"
    );
}

fn laps(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}');
    let separator = if text.lines().next().unwrap_or("").contains(';') { ';' } else { ',' };
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next().unwrap_or("").split(separator).map(str::trim).collect();
    let column = |name: &str| head.iter().position(|h| *h == name).expect("a known column");
    let (number, time, elapsed, pit) =
        (column("NUMBER"), column("LAP_TIME"), column("ELAPSED"), column("CROSSING_FINISH_LINE_IN_PIT"));
    let (driver, class, team, flag) =
        (column("DRIVER_NAME"), column("CLASS"), column("TEAM"), column("FLAG_AT_FL"));
    let mut cars: BTreeMap<String, Car> = BTreeMap::new();
    for line in lines {
        let cells: Vec<&str> = line.split(separator).collect();
        if cells.len() < head.len() - 1 {
            continue;
        }
        let car = cars.entry(cells[number].to_owned()).or_insert_with(|| Car {
            name: cells[team].to_owned(),
            class: cells[class].to_owned(),
            laps: Vec::new(),
        });
        car.laps.push(Lap {
            time: milliseconds(cells[time]),
            elapsed: milliseconds(cells[elapsed]),
            driver: cells[driver].to_owned(),
            pit: cells[pit] == "B",
            caution: matches!(cells[flag], "FCY" | "SF" | "SC"),
        });
    }
    let mut order: Vec<(String, Car)> = cars.into_iter().collect();
    order.sort_by_key(|(_, car)| {
        (std::cmp::Reverse(car.laps.len()), car.laps.last().map_or(0, |lap| lap.elapsed))
    });
    let mut classes: Vec<String> = Vec::new();
    for (_, car) in &order {
        if !classes.contains(&car.class) {
            classes.push(car.class.clone());
        }
    }
    let mut cautions: Vec<(u32, u32)> = Vec::new();
    for (n, lap) in order[0].1.laps.iter().enumerate().filter(|(_, lap)| lap.caution) {
        let _ = lap;
        let lap = n as u32 + 1;
        match cautions.last_mut() {
            Some(last) if last.1 + 1 == lap => last.1 = lap,
            _ => cautions.push((lap, lap)),
        }
    }
    let crossings: Vec<lap_chart::Crossing> = order
        .iter()
        .enumerate()
        .flat_map(|(car, (_, c))| {
            c.laps.iter().enumerate().map(move |(lap, l)| lap_chart::Crossing {
                car,
                lap: lap as u32 + 1,
                elapsed: l.elapsed,
            })
        })
        .collect();
    let places = lap_chart::positions(order.len(), &crossings);
    let chart = lap_chart::LapChart {
        title: "Lap chart".into(),
        classes: classes.clone(),
        cars: order
            .iter()
            .zip(places)
            .map(|((number, car), positions)| lap_chart::Car {
                faint: false,
                number: number.clone(),
                name: car.name.clone(),
                class: classes.iter().position(|c| *c == car.class).unwrap_or(0),
                anchor: number.clone(),
                grid: None,
                positions,
            })
            .collect(),
        cautions: cautions.clone(),
    };
    let mut body = chart::figure_scrolling("laps", |frame| lap_chart::draw(&chart, frame));
    let first: Vec<&(String, Car)> = order.iter().filter(|(_, car)| car.class == classes[0]).collect();
    let times: Vec<Vec<i64>> =
        first.iter().map(|(_, car)| car.laps.iter().map(|lap| lap.elapsed).collect()).collect();
    let gaps = gap::Gap {
        title: format!("Gaps in {}", classes[0]),
        limit: 180_000,
        cautions,
        cars: first
            .iter()
            .zip(gap::gaps(&times))
            .map(|((number, car), gaps)| gap::Car {
                number: number.clone(),
                name: car.name.clone(),
                href: None,
                gaps,
            })
            .collect(),
    };
    body += &chart::figure("gaps", |frame| gap::draw(&gaps, frame));
    let mut rows: Vec<lap_times::Row> = Vec::new();
    for (n, (number, car)) in first.iter().enumerate().take(6) {
        let mut drivers: Vec<&str> = Vec::new();
        for lap in &car.laps {
            if !drivers.contains(&lap.driver.as_str()) {
                drivers.push(&lap.driver);
            }
        }
        for driver in drivers {
            let laps = car.laps.iter().filter(|lap| lap.driver == driver).map(|lap| lap.time);
            rows.push(lap_times::Row {
                name: format!("{number} {driver}"),
                href: None,
                series: n,
                laps: laps.collect(),
            });
        }
    }
    let best = rows.iter().flat_map(|row| row.laps.iter().copied()).min().unwrap_or(0);
    let times = lap_times::LapTimes { title: "Lap times".into(), rows, slowest: best * 112 / 100 };
    body += &chart::figure("times", |frame| lap_times::draw(&times, frame));
    let cars = order.iter().take(12).map(|(number, car)| {
        let mut drivers: Vec<String> = Vec::new();
        let mut stints: Vec<stints::Stint> = Vec::new();
        let mut stops = Vec::new();
        for (n, lap) in car.laps.iter().enumerate() {
            let driver = drivers.iter().position(|d| *d == lap.driver).unwrap_or_else(|| {
                drivers.push(lap.driver.clone());
                drivers.len() - 1
            });
            let to = n as i64 + 1;
            match stints.last_mut() {
                Some(last) if last.driver == driver && !(n > 0 && car.laps[n - 1].pit) => last.to = to,
                _ => stints.push(stints::Stint { driver, from: n as i64, to }),
            }
            if lap.pit {
                stops.push(stints::Stop { at: to, lane: None });
            }
        }
        stints::Car { number: number.clone(), name: car.name.clone(), href: None, drivers, stints, stops }
    });
    let input = stints::Stints {
        title: "Stints and pit stops".into(),
        measure: stints::Measure::Laps,
        cars: cars.collect(),
        cautions: Vec::new(),
    };
    body + &chart::figure_scrolling("stints", |frame| stints::draw(&input, frame))
}

fn milliseconds(text: &str) -> i64 {
    text.split(':').fold(0, |sum, part| {
        let (whole, rest) = part.split_once('.').unwrap_or((part, "0"));
        let rest: i64 = format!("{rest:0<3}").parse().unwrap_or(0);
        sum * 60 + whole.parse::<i64>().unwrap_or(0) * 1000 + rest
    })
}
