//! Gaps lap by lap: how far behind the leader, overall or of the class, each car ended each of its laps.

use super::plot::{self, Area, EndLabel};
use super::scale::{Scale, clock, clock_tick, duration_ticks, ticks};
use super::svg::{Escaped, Path};
use super::{Chart, Frame, Table, Width, mark};
use parcferme_core::number_words::{counted, laps_from_to};

/// Marks along each line.
const MARKS_A_LINE: i64 = 8;

/// The gaps of some cars to the best of them.
#[derive(Clone, Debug, Default)]
pub struct Gap {
    pub title: String,
    /// In the order of the result.
    pub cars: Vec<Car>,
    /// Gaps beyond this many milliseconds are not drawn: the lines end there, and the description says so.
    pub limit: i64,
    /// First and last lap under full course yellow, from 1.
    pub cautions: Vec<(u32, u32)>,
}

/// One car.
#[derive(Clone, Debug, Default)]
pub struct Car {
    pub number: String,
    pub name: String,
    pub href: Option<String>,
    /// Milliseconds behind after each lap of the car, from lap 1.
    pub gaps: Vec<i64>,
}

/// The gaps after each lap from the elapsed times (milliseconds, by lap) of the cars that are compared.
///
/// The gap after lap n is the car's time at its lap n less the least of any car's time at lap n.
pub fn gaps(elapsed: &[Vec<i64>]) -> Vec<Vec<i64>> {
    let laps = elapsed.iter().map(Vec::len).max().unwrap_or(0);
    let best: Vec<i64> = (0..laps)
        .map(|lap| elapsed.iter().filter_map(|car| car.get(lap)).min().copied().unwrap_or(0))
        .collect();
    elapsed.iter().map(|car| car.iter().zip(&best).map(|(own, best)| own - best).collect()).collect()
}

/// Draws the leader as the top line and everybody else as far below as they were behind.
pub fn draw(input: &Gap, frame: &Frame) -> Chart {
    let phone = frame.width == Width::Phone;
    let laps = input.cars.iter().map(|car| car.gaps.len()).max().unwrap_or(0) as i64;
    let ends: Vec<String> = input.cars.iter().map(|car| end_text(car, laps)).collect();
    let names: Vec<String> = input.cars.iter().map(|car| format!("{} {}", car.number, car.name)).collect();
    let room =
        plot::label_room(frame, names.iter().zip(&ends).map(|(name, end)| (name.as_str(), end.as_str())));
    let width = if phone { 360 } else { 960 };
    let height = (input.cars.len() as i64 * 15 + 70).max(if phone { 300 } else { 420 });
    let area =
        Area { left: if phone { 44 } else { 52 }, right: width - room - 4, top: 24, bottom: height - 26 };
    let most =
        input.cars.iter().flat_map(|car| &car.gaps).max().copied().unwrap_or(0).min(input.limit).max(1000);
    let values = duration_ticks(0, most, 6);
    let y = Scale::new((0, values.last().copied().unwrap_or(most)), (area.top, area.bottom));
    let x = Scale::new((0, laps.max(1)), (area.left, area.right));
    // Lines are drawn in tenths of a pixel, else they show steps on fine screens.
    let fine_y = Scale::new((0, values.last().copied().unwrap_or(most)), (area.top * 10, area.bottom * 10));
    let fine_x = Scale::new((0, laps.max(1)), (area.left * 10, area.right * 10));

    let description = describe(input, laps);
    let linked = input.cars.iter().any(|car| car.href.is_some());
    let mut svg = plot::open(frame, "gap", (width, height), (&input.title, &description), linked);
    for &(first, last) in &input.cautions {
        let (from, to) = (x.at(i64::from(first) - 1), x.at(i64::from(last)));
        svg.put(format_args!(
            "<path class=\"caution\" d=\"M{from} {}H{to}V{}H{from}z\"><title>Full course yellow, {}</title></path>",
            area.top,
            area.bottom,
            laps_from_to(first, last)
        ));
    }
    plot::unit(&mut svg, area.left, 12, "behind, by laps");
    plot::left_axis(&mut svg, &area, &values.iter().map(|&v| (y.at(v), clock_tick(v))).collect::<Vec<_>>());
    let columns = ticks(0, laps, if phone { 4 } else { 12 }).into_iter().filter(|&lap| lap <= laps);
    plot::bottom_axis(&mut svg, &area, &columns.map(|lap| (x.at(lap), lap.to_string())).collect::<Vec<_>>());

    let drawn = |car: &Car| {
        car.gaps.iter().rev().find(|&&gap| gap <= input.limit).map_or(area.bottom, |&gap| y.at(gap))
    };
    let wanted: Vec<i64> = input.cars.iter().map(drawn).collect();
    let places = plot::label_places(&area, &wanted);
    for (n, car) in input.cars.iter().enumerate().rev() {
        let mut path = Path::default();
        let mut pen = false;
        for (lap, &gap) in car.gaps.iter().enumerate() {
            let to = (fine_x.at(lap as i64 + 1), fine_y.at(gap));
            match (gap <= input.limit, pen) {
                (true, true) => path.line_to(to.0, to.1),
                (true, false) => path.move_to(to.0, to.1),
                (false, _) => {}
            }
            pen = gap <= input.limit;
        }
        let stop = car.gaps.len() as i64;
        // Lines cross: a mark here and there, at other laps for each car, tells them apart without their colour.
        let step = (laps / MARKS_A_LINE).max(1);
        let first = step * n as i64 / input.cars.len().max(1) as i64;
        let marked = (first..stop).step_by(step as usize).filter(|&lap| lap > 0);
        let marks: String = marked
            .filter_map(|lap| Some((lap, *car.gaps.get(lap as usize - 1)?)))
            .filter(|&(_, gap)| gap <= input.limit)
            .map(|(lap, gap)| mark::outline(n, x.at(lap), y.at(gap)))
            .collect();
        svg.put(format_args!(
            "<g class=\"s {}\"><title>{}: {}</title><path class=\"line\" transform=\"scale(.1)\" d=\"{}\"/><path class=\"m\" d=\"{marks}\"/>",
            mark::classes(n),
            Escaped(&names[n]),
            Escaped(&ends[n]),
            path.finish()
        ));
        if stop < laps && pen {
            svg.put(format_args!(
                "<path class=\"stop\" d=\"M{} {}l6 6m0-6l-6 6\"/>",
                x.at(stop) - 3,
                wanted[n] - 3
            ));
        }
        let label =
            EndLabel { series: n, y: wanted[n], name: &names[n], value: &ends[n], href: car.href.as_deref() };
        plot::end_label(&mut svg, &area, room, places[n], &label);
        svg.put(format_args!("</g>"));
    }
    svg.put(format_args!("</svg>"));
    Chart { title: input.title.clone(), description, svg: svg.finish(), table: table(input, laps) }
}

fn end_text(car: &Car, laps: i64) -> String {
    match (laps - car.gaps.len() as i64, car.gaps.last()) {
        (0, Some(0)) => counted(laps, "lap"),
        (0, Some(&gap)) => format!("+{}", clock(gap)),
        (behind, _) => format!("+{}", counted(behind, "lap")),
    }
}

fn describe(input: &Gap, laps: i64) -> String {
    let beyond = input.cars.iter().filter(|car| car.gaps.iter().any(|&gap| gap > input.limit)).count();
    let mut text = format!(
        "Time behind the best at the end of each car's own lap, over {}; jumps are pit stops.",
        counted(laps, "lap")
    );
    if beyond > 0 {
        text.push_str(&format!(
            " Gaps over {} are not drawn ({}).",
            clock_tick(input.limit),
            counted(beyond, "car")
        ));
    }
    text
}

/// Ten laps of each car spread over the race: all of them stand in the lap file.
fn table(input: &Gap, laps: i64) -> Table {
    let shown: Vec<i64> = (1..=10).map(|n| laps * n / 10).filter(|&lap| lap > 0).collect();
    let mut head = vec!["Car".to_owned()];
    head.extend(shown.iter().map(|lap| format!("Lap {lap}")));
    let rows = input.cars.iter().map(|car| {
        let cell = |&lap: &i64| {
            usize::try_from(lap - 1).ok().and_then(|at| car.gaps.get(at)).map_or(String::new(), |&g| clock(g))
        };
        std::iter::once(format!("{} {}", car.number, car.name)).chain(shown.iter().map(cell)).collect()
    });
    Table { rows: rows.collect(), head }
}
