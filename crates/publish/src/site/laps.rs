//! Charts of a session's laps: the lap chart; gaps and lap times of a class; its stints and pit stops.

use crate::chart::{self, gap, lap_chart, lap_times, stints};
use crate::documents::About;
use crate::sheet::timing::TimingSheet;
use crate::site::head::Head;
use crate::site::link::file_name;
use crate::site::view::View;
use crate::site::{Page, page};
use askama::Template;
use parcferme_core::Ix;
use parcferme_core::season::Session;
use parcferme_core::timing::flags::cautions;
use parcferme_core::timing::pit_stops::pit_stops;
use parcferme_core::timing::stints::stints as stints_of;
use parcferme_core::timing::{CarIndex, LapSheet, TimedSession};

/// Cars of a class that a chart of lines and one of bars show.
const MOST_LINES: usize = 8;
const MOST_BARS: usize = 10;
/// Gaps are drawn up to this many times the best lap.
const GAP_LAPS: i64 = 2;
/// Lap times are drawn up to this many hundredths of the best lap; slower ones are counted.
const SLOWEST_PERCENT: i64 = 110;

/// One page of charts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    LapChart,
    /// Gaps and lap times of a class.
    Pace(String),
    /// Stints and pit stops of a class.
    Stints(String),
}

#[derive(Template)]
#[template(path = "laps.html")]
struct LapsPage {
    head: Head,
    title: String,
    round: (String, String),
    parts: Vec<(String, String, bool)>,
    figures: Vec<String>,
}

/// The parts that the laps of a session fill.
pub fn parts(sheet: &LapSheet) -> Vec<Part> {
    let timed = TimedSession::new(sheet, None);
    let per_class = timed.classes().into_iter().map(str::to_owned);
    std::iter::once(Part::LapChart)
        .chain(per_class.flat_map(|class| [Part::Pace(class.clone()), Part::Stints(class)]))
        .collect()
}

/// The path of a part inside the season's folder.
pub fn path(view: &View, session: Ix<Session>, part: &Part) -> String {
    let own = &view.season.sessions[session];
    let round = view.round_path(own.round);
    let stem = format!("{}-{}", round.trim_end_matches(".html"), file_name(&own.id));
    match part {
        Part::LapChart => format!("{stem}-laps.html"),
        Part::Pace(class) => format!("{stem}-pace-{}.html", file_name(class)),
        Part::Stints(class) => format!("{stem}-stints-{}.html", file_name(class)),
    }
}

pub fn page(view: &View, session: Ix<Session>, sheet: &LapSheet, part: &Part) -> Page {
    let own = &view.season.sessions[session];
    let round = &view.season.rounds[own.round];
    let title = format!("{}: {}", round.name, name(part));
    let head = Head::of_season(view, &path(view, session, part), &title, &title);
    let sheets: &[TimingSheet] = match part {
        Part::LapChart => &[TimingSheet::LapChart],
        Part::Pace(_) => &[TimingSheet::FastestLaps],
        Part::Stints(_) => &[TimingSheet::Stints, TimingSheet::PitStops, TimingSheet::DriverTime],
    };
    let head =
        sheets.iter().fold(head, |head, &kind| head.with_documents(view, About::Timing(session, kind)));
    let all = parts(sheet);
    page!(LapsPage {
        round: (head.season(&view.round_path(own.round)), round.name.clone()),
        parts: all
            .iter()
            .map(|one| (name(one), head.season(&path(view, session, one)), one == part))
            .collect(),
        figures: figures(sheet, part),
        title,
        head,
    })
}

pub fn name(part: &Part) -> String {
    match part {
        Part::LapChart => "Lap chart".to_owned(),
        Part::Pace(class) if class.is_empty() => "Gaps and lap times".to_owned(),
        Part::Pace(class) => format!("{class}: gaps and lap times"),
        Part::Stints(class) if class.is_empty() => "Stints".to_owned(),
        Part::Stints(class) => format!("{class}: stints"),
    }
}

/// The figures of a part as HTML.
pub fn figures(sheet: &LapSheet, part: &Part) -> Vec<String> {
    let timed = TimedSession::new(sheet, None);
    let of_class = |class: &str, most: usize| -> Vec<CarIndex> {
        timed.rows(Some(class)).map(|row| row.car).take(most).collect()
    };
    match part {
        Part::LapChart => {
            let input = whole_race(&timed);
            vec![chart::figure_scrolling("lap-chart", |frame| lap_chart::draw(&input, frame))]
        }
        Part::Pace(class) => {
            let cars = of_class(class, MOST_LINES);
            let (gaps, times) = (gaps(sheet, &cars), times(sheet, &cars));
            vec![
                chart::figure("gaps", |frame| gap::draw(&gaps, frame)),
                chart::figure("lap-times", |frame| lap_times::draw(&times, frame)),
            ]
        }
        Part::Stints(class) => {
            let input = driving(sheet, &of_class(class, MOST_BARS));
            vec![chart::figure_scrolling("stints", |frame| stints::draw(&input, frame))]
        }
    }
}

fn whole_race(timed: &TimedSession) -> lap_chart::LapChart {
    let classes = timed.classes();
    let cars = timed.order.rows.iter().zip(lap_chart::positions_of(timed)).map(|(row, positions)| {
        let own = timed.sheet.car(row.car);
        lap_chart::Car {
            number: own.number.clone(),
            name: own.team.clone(),
            class: classes.iter().position(|&class| class == own.class).unwrap_or(0),
            href: None,
            grid: None,
            positions,
        }
    });
    lap_chart::LapChart {
        title: "Lap chart".into(),
        cars: cars.collect(),
        cautions: cautions(timed.sheet),
        classes: classes.into_iter().map(str::to_owned).collect(),
    }
}

fn title(sheet: &LapSheet, cars: &[CarIndex], what: &str) -> String {
    match cars.first().map(|&car| sheet.car(car).class.as_str()) {
        Some(class) if !class.is_empty() => format!("{what}, {class}"),
        _ => what.to_owned(),
    }
}

fn gaps(sheet: &LapSheet, cars: &[CarIndex]) -> gap::Gap {
    let elapsed: Vec<Vec<i64>> = cars
        .iter()
        .map(|&car| sheet.laps_of(car).iter().map_while(|lap| lap.elapsed.get()).map(|time| time.0).collect())
        .collect();
    let own = cars.iter().zip(gap::gaps(&elapsed)).map(|(&car, gaps)| gap::Car {
        number: sheet.car(car).number.clone(),
        name: sheet.car(car).team.clone(),
        href: None,
        gaps,
    });
    gap::Gap {
        title: title(sheet, cars, "Gap to the leader"),
        cars: own.collect(),
        limit: best(sheet, cars) * GAP_LAPS,
        cautions: cautions(sheet),
    }
}

fn best(sheet: &LapSheet, cars: &[CarIndex]) -> i64 {
    let laps = cars.iter().flat_map(|&car| sheet.laps_of(car));
    laps.filter_map(|lap| lap.time.get()).map(|time| time.0).filter(|&time| time > 0).min().unwrap_or(60_000)
}

fn times(sheet: &LapSheet, cars: &[CarIndex]) -> lap_times::LapTimes {
    let mut rows = Vec::new();
    for (n, &car) in cars.iter().enumerate() {
        let own = sheet.car(car);
        let driven = |seat: u8| {
            let laps = sheet.laps_of(car).iter().filter(move |lap| lap.seat == seat);
            laps.filter_map(|lap| lap.time.get()).map(|time| time.0).collect::<Vec<_>>()
        };
        rows.extend(own.drivers.iter().map(|driver| lap_times::Row {
            name: format!("{} {}", own.number, driver.name),
            href: None,
            series: n,
            laps: driven(driver.seat),
        }));
    }
    rows.retain(|row| !row.laps.is_empty());
    lap_times::LapTimes {
        title: title(sheet, cars, "Lap times"),
        rows,
        slowest: best(sheet, cars) * SLOWEST_PERCENT / 100,
    }
}

fn driving(sheet: &LapSheet, cars: &[CarIndex]) -> stints::Stints {
    let rows = cars.iter().map(|&car| {
        let (own, laps) = (sheet.car(car), sheet.laps_of(car));
        let seat =
            |seat: u8| own.drivers.iter().position(|driver| driver.seat == seat).unwrap_or(own.drivers.len());
        stints::Car {
            number: own.number.clone(),
            name: own.team.clone(),
            href: None,
            drivers: own.drivers.iter().map(|driver| driver.name.clone()).collect(),
            stints: stints_of(laps)
                .iter()
                .map(|stint| stints::Stint {
                    driver: seat(stint.seat),
                    from: i64::from(stint.first_lap) - 1,
                    to: i64::from(stint.last_lap),
                })
                .collect(),
            stops: pit_stops(laps)
                .iter()
                .filter(|stop| stop.is_stop())
                .map(|stop| stints::Stop { at: i64::from(stop.lap), lane: stop.duration.map(|time| time.0) })
                .collect(),
        }
    });
    let neutral = cautions(sheet).into_iter().map(|(first, last)| (i64::from(first) - 1, i64::from(last)));
    stints::Stints {
        title: title(sheet, cars, "Stints and pit stops"),
        measure: stints::Measure::Laps,
        cars: rows.collect(),
        cautions: neutral.collect(),
    }
}
