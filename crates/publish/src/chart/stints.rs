//! Who drove when: a bar for each stint, a notch for each pit stop.

use super::plot::{self, Area};
use super::scale::{Scale, clock, clock_tick, duration_ticks, ticks};
use super::svg::{Escaped, Svg, shortened, text_width};
use super::{Chart, Frame, Table, mark};
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
    let height = input.cars.len() as i64 * ROW + 60;
    let area = Area { left: LEFT, right: 1040, top: 24, bottom: height - 28 };
    let end = input.cars.iter().flat_map(|car| car.stints.iter().map(|stint| stint.to)).max().unwrap_or(1);
    let x = Scale::new((0, end.max(1)), (area.left, area.right));
    let description = describe(input);
    let linked = input.cars.iter().any(|car| car.href.is_some());
    let mut svg = plot::open(frame, "stints", (1060, height), (&input.title, &description), linked);
    for &(from, to) in &input.cautions {
        let (from, to) = (x.at(from), x.at(to));
        svg.put(format_args!(
            "<path class=\"caution\" d=\"M{from} {}H{to}V{}H{from}z\"/>",
            area.top, area.bottom
        ));
    }
    let values = match input.measure {
        Measure::Laps => ticks(0, end, 14),
        Measure::Time => duration_ticks(0, end, 14),
    };
    let label = |value: i64| match input.measure {
        Measure::Laps => value.to_string(),
        Measure::Time => clock_tick(value),
    };
    let lines: Vec<(i64, String)> =
        values.into_iter().filter(|&v| v <= end).map(|v| (x.at(v), label(v))).collect();
    plot::bottom_axis(&mut svg, &area, &lines);
    plot::unit(&mut svg, area.left, 14, if input.measure == Measure::Laps { "laps" } else { "elapsed" });
    for (n, car) in input.cars.iter().enumerate() {
        row(&mut svg, input.measure, car, area.top + n as i64 * ROW, &x);
    }
    svg.put(format_args!("</svg>"));
    Chart { title: input.title.clone(), description, svg: svg.finish(), table: table(input) }
}

fn row(svg: &mut Svg, measure: Measure, car: &Car, top: i64, x: &Scale) {
    let middle = top + ROW / 2 + 4;
    let name = shortened(&car.name, plot::TEXT, LEFT - 50);
    svg.put(format_args!("<g class=\"row\">"));
    if let Some(href) = &car.href {
        svg.put(format_args!("<a href=\"{}\">", Escaped(href)));
    }
    svg.put(format_args!(
        "<text class=\"name\" x=\"4\" y=\"{middle}\"><tspan class=\"value\">{}</tspan> {}</text>",
        Escaped(&car.number),
        Escaped(&name)
    ));
    if car.href.is_some() {
        svg.put(format_args!("</a>"));
    }
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
    svg.put(format_args!("</g>"));
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
        "{} and {}. A bar is a stint with its driver's name or initials, a notch above it a stop.",
        counted(input.cars.len(), "car"),
        counted(stops, "pit stop")
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
