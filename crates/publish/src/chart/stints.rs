//! Who drove when: a bar for each stint, a notch for each pit stop.

use super::plot::{self, Area};
use super::scale::{Scale, clock, clock_tick, duration_ticks, ticks};
use super::svg::{Escaped, Svg, shortened, text_width};
use super::{Chart, Frame, Table, Width, mark};
use parcferme_core::number_words::counted;
use parcferme_core::number_words::laps_from_to;

/// What the bars are measured in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Measure {
    #[default]
    Laps,
    /// Milliseconds since the start.
    Time,
}

/// The stints of several cars.
#[derive(Clone, Debug, Default)]
pub struct Stints {
    pub title: String,
    pub measure: Measure,
    pub cars: Vec<Car>,
    /// From and to, in the measure, under full course yellow.
    pub cautions: Vec<(i64, i64)>,
}

/// One car; its drivers are told apart by their place in the crew.
#[derive(Clone, Debug, Default)]
pub struct Car {
    pub number: String,
    pub name: String,
    pub href: Option<String>,
    pub drivers: Vec<String>,
    pub stints: Vec<Stint>,
    pub stops: Vec<Stop>,
}

/// One driver's time at the wheel between two stops.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stint {
    /// Index into the car's drivers.
    pub driver: usize,
    pub from: i64,
    pub to: i64,
}

/// One visit to the pits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stop {
    pub at: i64,
    /// In the pit lane, in milliseconds, where it is known.
    pub lane: Option<i64>,
}

const ROW: i64 = 26;
const LEFT: i64 = 150;

pub fn draw(input: &Stints, frame: &Frame) -> Chart {
    match frame.width {
        Width::Page => draw_wide(input, frame),
        Width::Phone => draw_each(input, frame),
    }
}

/// Of a picture for a phone: its width, and the heights of a car's name, its bars and a line of its drivers.
const PHONE: i64 = 360;
const NAME: i64 = 20;
const DRIVERS: i64 = 17;

/// A small picture for each car, one below the other: its name, its bars, and which colour is which driver's.
fn draw_each(input: &Stints, frame: &Frame) -> Chart {
    let end = end(input);
    let area = Area { left: 4, right: PHONE - 4, top: 22, bottom: 22 };
    let x = Scale::new((0, end), (area.left, area.right));
    let keys: Vec<Vec<(i64, i64, usize)>> = input.cars.iter().map(key).collect();
    let lines = |key: &[(i64, i64, usize)]| key.last().map_or(0, |own| own.1 + 1);
    let height: i64 = keys.iter().map(|key| NAME + ROW + lines(key) * DRIVERS + 10).sum::<i64>() + 44;
    let description = describe(input);
    let linked = input.cars.iter().any(|car| car.href.is_some());
    let mut svg = plot::open(frame, "stints", (PHONE, height), (&input.title, &description), linked);
    plot::unit(&mut svg, area.left, 14, if input.measure == Measure::Laps { "laps" } else { "elapsed" });
    let mut top = area.top;
    for (car, key) in input.cars.iter().zip(&keys) {
        let bars = top + NAME;
        shade(&mut svg, input, (bars, bars + ROW), &x);
        svg.put(format_args!("<g class=\"row\">"));
        named(&mut svg, car, (4, top + 14), PHONE - 60);
        bars_of(&mut svg, input.measure, car, bars, &x);
        svg.put(format_args!("</g>"));
        for &(at, line, driver) in key {
            let y = bars + ROW + line * DRIVERS;
            svg.put(format_args!(
                "<g class=\"{}\"><rect class=\"bar\" x=\"{at}\" y=\"{}\" width=\"10\" height=\"10\"/></g><text class=\"tick\" x=\"{}\" y=\"{}\">{}</text>",
                mark::classes(driver),
                y + 2,
                at + 14,
                y + 11,
                Escaped(&shortened(&car.drivers[driver], plot::TEXT, PHONE - 30))
            ));
        }
        top = bars + ROW + lines(key) * DRIVERS + 10;
    }
    let area = Area { top: top - 4, bottom: top, ..area };
    plot::bottom_axis(&mut svg, &area, &marks(input, end, 6, &x));
    svg.put(format_args!("</svg>"));
    Chart { title: input.title.clone(), description, svg: svg.finish(), table: table(input) }
}

/// Where each driver of a car stands in the key below its bars: x, line, and who.
fn key(car: &Car) -> Vec<(i64, i64, usize)> {
    let (mut at, mut line) = (4, 0);
    let mut places = Vec::new();
    for (driver, name) in car.drivers.iter().enumerate() {
        let width = 14 + text_width(name, plot::TEXT) + 10;
        if at > 4 && at + width > PHONE {
            (at, line) = (4, line + 1);
        }
        places.push((at, line, driver));
        at += width;
    }
    places
}

fn end(input: &Stints) -> i64 {
    let ends = input.cars.iter().flat_map(|car| car.stints.iter().map(|stint| stint.to));
    ends.max().unwrap_or(1).max(1)
}

/// About so many values along the bottom.
fn marks(input: &Stints, end: i64, count: i64, x: &Scale) -> Vec<(i64, String)> {
    let values = match input.measure {
        Measure::Laps => ticks(0, end, count),
        Measure::Time => duration_ticks(0, end, count),
    };
    let label = |value: i64| match input.measure {
        Measure::Laps => value.to_string(),
        Measure::Time => clock_tick(value),
    };
    values.into_iter().filter(|&value| value <= end).map(|value| (x.at(value), label(value))).collect()
}

fn shade(svg: &mut Svg, input: &Stints, (top, bottom): (i64, i64), x: &Scale) {
    for &(from, to) in &input.cautions {
        let (from, to) = (x.at(from), x.at(to));
        svg.put(format_args!("<path class=\"caution\" d=\"M{from} {top}H{to}V{bottom}H{from}z\"/>"));
    }
}

fn draw_wide(input: &Stints, frame: &Frame) -> Chart {
    let height = input.cars.len() as i64 * ROW + 60;
    let area = Area { left: LEFT, right: 1040, top: 24, bottom: height - 28 };
    let end = end(input);
    let x = Scale::new((0, end), (area.left, area.right));
    let description = describe(input);
    let linked = input.cars.iter().any(|car| car.href.is_some());
    let mut svg = plot::open(frame, "stints", (1060, height), (&input.title, &description), linked);
    shade(&mut svg, input, (area.top, area.bottom), &x);
    plot::bottom_axis(&mut svg, &area, &marks(input, end, 14, &x));
    plot::unit(&mut svg, area.left, 14, if input.measure == Measure::Laps { "laps" } else { "elapsed" });
    for (n, car) in input.cars.iter().enumerate() {
        let top = area.top + n as i64 * ROW;
        svg.put(format_args!("<g class=\"row\">"));
        named(&mut svg, car, (4, top + ROW / 2 + 4), LEFT - 50);
        bars_of(&mut svg, input.measure, car, top, &x);
        svg.put(format_args!("</g>"));
    }
    svg.put(format_args!("</svg>"));
    Chart { title: input.title.clone(), description, svg: svg.finish(), table: table(input) }
}

/// The car's number and name, at most so wide.
fn named(svg: &mut Svg, car: &Car, (x, y): (i64, i64), room: i64) {
    let name = shortened(&car.name, plot::TEXT, room);
    if let Some(href) = &car.href {
        svg.put(format_args!("<a href=\"{}\">", Escaped(href)));
    }
    svg.put(format_args!(
        "<text class=\"name\" x=\"{x}\" y=\"{y}\"><tspan class=\"value\">{}</tspan> {}</text>",
        Escaped(&car.number),
        Escaped(&name)
    ));
    if car.href.is_some() {
        svg.put(format_args!("</a>"));
    }
}

/// A bar for each stint, a notch for each stop.
fn bars_of(svg: &mut Svg, measure: Measure, car: &Car, top: i64, x: &Scale) {
    let middle = top + ROW / 2 + 4;
    for stint in &car.stints {
        let (from, to) = (x.at(stint.from), x.at(stint.to));
        let (from, width) = (from + 1, (to - from - 1).max(1));
        let driver = car.drivers.get(stint.driver).map_or("?", String::as_str);
        svg.put(format_args!(
            "<g class=\"s {}\"><title>{}: {}</title><rect class=\"bar\" x=\"{from}\" y=\"{}\" width=\"{width}\" height=\"{}\"/>",
            mark::classes(stint.driver),
            Escaped(driver),
            Escaped(&span(measure, stint)),
            top + 4,
            ROW - 8
        ));
        let text = [driver.to_owned(), initials(driver), (stint.driver + 1).to_string()]
            .into_iter()
            .find(|text| text_width(text, 11) + 6 <= width);
        if let Some(text) = text {
            svg.put(format_args!(
                "<text class=\"on\" x=\"{}\" y=\"{middle}\">{}</text>",
                from + width / 2,
                Escaped(&text)
            ));
        }
        svg.put(format_args!("</g>"));
    }
    for stop in &car.stops {
        let lane = stop.lane.map_or(String::new(), |lane| format!(", {} in the lane", clock(lane)));
        svg.put(format_args!(
            "<path class=\"pit\" d=\"M{0} {1}l4-5h-8z\"><title>Pit stop{lane}</title></path>",
            x.at(stop.at),
            top + 5
        ));
    }
}

fn span(measure: Measure, stint: &Stint) -> String {
    match measure {
        Measure::Laps => laps_from_to(stint.from + 1, stint.to),
        Measure::Time => format!("{} to {}", clock(stint.from), clock(stint.to)),
    }
}

fn initials(name: &str) -> String {
    name.split_whitespace().filter_map(|word| word.chars().next()).collect()
}

fn describe(input: &Stints) -> String {
    let stops: usize = input.cars.iter().map(|car| car.stops.len()).sum();
    format!(
        "{} and {}. A bar is a stint with its driver's name or initials, a notch above it a stop.{}",
        counted(input.cars.len(), "car"),
        counted(stops, "pit stop"),
        if input.cautions.is_empty() { "" } else { " Shaded: laps under full course yellow." }
    )
}

fn table(input: &Stints) -> Table {
    let head = ["Car", "Stint", "Driver", "From and to"];
    let rows = input.cars.iter().flat_map(|car| {
        car.stints.iter().enumerate().map(|(n, stint)| {
            vec![
                format!("{} {}", car.number, car.name),
                (n + 1).to_string(),
                car.drivers.get(stint.driver).cloned().unwrap_or_default(),
                span(input.measure, stint),
            ]
        })
    });
    Table { head: head.map(str::to_owned).to_vec(), rows: rows.collect() }
}
