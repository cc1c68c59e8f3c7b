//! The lap chart: every car's position at the end of each of the leader's laps.

use super::scale::ticks;
use super::svg::{Escaped, Path, Svg, text_width};
use super::{Chart, Frame, Table, mark, plot};
use parcferme_core::number_words::{counted, laps_from_to};
use parcferme_core::timing::TimedSession;

/// A race's positions lap by lap.
#[derive(Clone, Debug, Default)]
pub struct LapChart {
    pub title: String,
    /// In the order of their colours; cars name one by its index.
    pub classes: Vec<String>,
    /// In the order of the result.
    pub cars: Vec<Car>,
    /// Laps of the leader under a full course yellow or safety car, first and last, from 1.
    pub cautions: Vec<(u32, u32)>,
}

/// One car's way through the race.
#[derive(Clone, Debug, Default)]
pub struct Car {
    pub number: String,
    pub name: String,
    /// Index into the classes.
    pub class: usize,
    /// The id of the car's line after that of the picture and a dash: by it an address can pick the line out.
    pub anchor: String,
    /// Drawn in grey, behind those in the colours of their classes.
    pub faint: bool,
    /// The position at the start, where it is known.
    pub grid: Option<u32>,
    /// The position on each of the leader's laps (see [`positions`]); ends where the car stopped.
    pub positions: Vec<u32>,
}

/// One crossing of the line that ended a lap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crossing {
    /// Index into the cars.
    pub car: usize,
    /// From 1.
    pub lap: u32,
    /// Since the start, in milliseconds.
    pub elapsed: i64,
}

const ROW: i64 = 13;

/// The positions of a session's cars, in the order of its classification.
pub fn positions_of(timed: &TimedSession) -> Vec<Vec<u32>> {
    let crossings: Vec<Crossing> = timed
        .order
        .rows
        .iter()
        .enumerate()
        .flat_map(|(car, row)| {
            let laps = timed.laps(row).iter();
            laps.filter_map(move |lap| Some(Crossing { car, lap: lap.number, elapsed: lap.elapsed.get()?.0 }))
        })
        .collect();
    positions(timed.order.rows.len(), &crossings)
}

/// The positions of `cars` cars on each of the leader's laps, from their crossings in any order.
///
/// As on a timekeeper's lap chart: column n holds the order in which cars crossed the line from the leader's end of lap n
/// until somebody ended lap n + 1, cars that did more laps first; the last column is the result. A car's row ends with the
/// column in which it crossed for the last time.
pub fn positions(cars: usize, crossings: &[Crossing]) -> Vec<Vec<u32>> {
    let mut sorted: Vec<Crossing> = crossings.iter().copied().filter(|c| c.car < cars).collect();
    sorted.sort_by_key(|c| (c.elapsed, std::cmp::Reverse(c.lap), c.car));
    let mut done: Vec<(u32, i64)> = vec![(0, 0); cars];
    let mut last_seen = vec![0usize; cars];
    let mut order: Vec<usize> = (0..cars).collect();
    let mut places = vec![Vec::new(); cars];
    let mut column = |done: &[(u32, i64)]| {
        order.sort_by_key(|&car| (std::cmp::Reverse(done[car].0), done[car].1, car));
        for (place, &car) in order.iter().enumerate() {
            places[car].push(u32::try_from(place + 1).unwrap_or(u32::MAX));
        }
    };
    let mut columns = 0usize;
    let mut lead = 0;
    for crossing in sorted {
        if crossing.lap > lead {
            if columns > 0 {
                column(&done);
            }
            columns += 1;
            lead = crossing.lap;
        }
        let state = &mut done[crossing.car];
        *state = (crossing.lap.max(state.0), crossing.elapsed);
        last_seen[crossing.car] = columns;
    }
    if columns > 0 {
        column(&done);
    }
    for (car, list) in places.iter_mut().enumerate() {
        list.truncate(last_seen[car]);
    }
    places
}

/// Draws the chart as wide as its laps need, for a region that scrolls; classes can be picked without a script.
pub fn draw(input: &LapChart, frame: &Frame) -> Chart {
    let laps = input.cars.iter().map(|car| car.positions.len()).max().unwrap_or(0) as i64;
    let worst =
        input.cars.iter().flat_map(|car| car.positions.iter().chain(&car.grid)).max().copied().unwrap_or(1);
    let step = (1000 / laps.max(1)).clamp(3, 12);
    let (left, top, height) = (58, 26, i64::from(worst) * ROW);
    let right = left + laps * step;
    let width = right + 58;
    let x = |lap: usize| left + lap as i64 * step;
    let y = |position: u32| top + i64::from(position) * ROW - ROW / 2;

    let description = describe(input, laps);
    let mut svg =
        plot::open(frame, "lap-chart", (width, top + height + 30), (&input.title, &description), false);
    for &(first, last) in &input.cautions {
        let (from, to) = (x(first.saturating_sub(1) as usize), x(last as usize).min(right));
        svg.put(format_args!(
            "<path class=\"caution\" d=\"M{from} {top}h{}v{height}h-{0}z\"><title>Full course yellow, {}</title></path>",
            (to - from).max(0),
            laps_from_to(first, last)
        ));
    }
    axis(&mut svg, input, laps, step, (left, top, top + height));

    // Those in colour lie on top of the grey ones, the leader on top of all.
    let mut order: Vec<usize> = (0..input.cars.len()).rev().collect();
    order.sort_by_key(|&n| !input.cars[n].faint);
    for n in order {
        let car = &input.cars[n];
        let places = car.grid.iter().map(|&grid| (0, grid));
        let places = places.chain(car.positions.iter().enumerate().map(|(lap, &place)| (lap + 1, place)));
        let points: Vec<(i64, i64)> = places.map(|(lap, place)| (x(lap), y(place))).collect();
        let Some((&start, &end)) = points.first().zip(points.last()) else { continue };
        let mut path = Path::default();
        path.move_to(start.0, start.1);
        for point in &points[1..] {
            path.line_to(point.0, point.1);
        }
        svg.put(format_args!(
            "<g class=\"s {}{}\" id=\"{}-{}\"><title>{}</title><path class=\"line\" d=\"{}\"/>",
            mark::classes(car.class),
            if car.faint { " faint" } else { "" },
            Escaped(frame.id),
            Escaped(&car.anchor),
            Escaped(&tooltip(input, n)),
            path.finish()
        ));
        svg.put(format_args!(
            "<path class=\"m\" d=\"{}{}\"/>",
            mark::outline(car.class, start.0 - 7, start.1),
            mark::outline(car.class, end.0 + 8, end.1)
        ));
        number(&mut svg, car, start.0 - 15, start.1 + 4, "no end");
        if end.0 < right {
            svg.put(format_args!("<path class=\"stop\" d=\"M{} {}l6 6m0-6l-6 6\"/>", end.0 - 3, end.1 - 3));
        }
        number(&mut svg, car, end.0 + 16, end.1 + 4, "no");
        svg.put(format_args!("</g>"));
    }
    svg.put(format_args!("</svg>"));
    Chart { title: input.title.clone(), description, svg: svg.finish(), table: table(input) }
}

fn number(svg: &mut Svg, car: &Car, x: i64, y: i64, class: &str) {
    svg.put(format_args!("<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{}</text>", Escaped(&car.number)));
}

fn tooltip(input: &LapChart, car: usize) -> String {
    let car = &input.cars[car];
    let class = input.classes.get(car.class).map_or("", String::as_str);
    let mut text = format!("No. {} {}, {class}", car.number, car.name);
    if let Some(grid) = car.grid {
        text.push_str(&format!(", started {grid}"));
    }
    if let Some(last) = car.positions.last() {
        text.push_str(&format!(
            ", last at position {last} after {} of the leader",
            counted(car.positions.len(), "lap")
        ));
    }
    text
}

fn axis(svg: &mut Svg, input: &LapChart, laps: i64, step: i64, (left, top, bottom): (i64, i64, i64)) {
    let numbers = ticks(0, laps, laps * step / 50).into_iter().filter(|&lap| lap <= laps);
    let numbers: Vec<(i64, String)> = numbers.map(|lap| (left + lap * step, lap.to_string())).collect();
    let area = plot::Area { left, right: left + laps * step, top, bottom };
    plot::bottom_axis(svg, &area, &numbers);
    let mut at = left;
    for (n, name) in input.classes.iter().enumerate() {
        svg.put(format_args!(
            "<g class=\"key {}\"><path class=\"line\" d=\"M{at} 12h22\"/><path class=\"m\" d=\"{}\"/><text x=\"{}\" y=\"16\">{}</text></g>",
            mark::classes(n),
            mark::outline(n, at + 11, 12),
            at + 28,
            Escaped(name)
        ));
        at += 56 + text_width(name, plot::TEXT);
    }
}

fn describe(input: &LapChart, laps: i64) -> String {
    let mut leaders: Vec<&str> = Vec::new();
    for lap in 0..laps as usize {
        if let Some(car) = input.cars.iter().find(|car| car.positions.get(lap) == Some(&1))
            && leaders.last() != Some(&car.number.as_str())
        {
            leaders.push(&car.number);
        }
    }
    let changes = leaders.len().saturating_sub(1);
    format!(
        "{} over {}. Number {} led at the end; the lead changed {} at the line. \
         {} under full course yellow, shaded.{}",
        counted(input.cars.len(), "car"),
        counted(laps, "lap"),
        leaders.last().unwrap_or(&"?"),
        counted(changes, "time"),
        counted(input.cautions.len(), "period"),
        match input.cars.iter().filter(|car| !car.faint).count() {
            all if all == input.cars.len() => String::new(),
            some => format!(" {} in colour, the others in grey.", counted(some, "car")),
        }
    )
}

/// Every lap of every car would be a page of its own: the table gives start, finish, best place and laps led.
fn table(input: &LapChart) -> Table {
    let head =
        ["Car", "Team", "Class", "Grid", "Last position", "Best position", "Laps led", "Leader's laps seen"];
    let rows = input.cars.iter().map(|car| {
        let text = |position: Option<&u32>| position.map_or(String::new(), u32::to_string);
        vec![
            car.number.clone(),
            car.name.clone(),
            input.classes.get(car.class).cloned().unwrap_or_default(),
            text(car.grid.as_ref()),
            text(car.positions.last()),
            text(car.positions.iter().min()),
            car.positions.iter().filter(|&&p| p == 1).count().to_string(),
            car.positions.len().to_string(),
        ]
    });
    Table { head: head.map(str::to_owned).to_vec(), rows: rows.collect() }
}
