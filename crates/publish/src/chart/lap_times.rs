//! How each driver's lap times are spread: a silhouette of all laps, the middle half, the median and the best.

use super::plot::{self, Area};
use super::scale::{Scale, clock, clock_tick, duration_ticks};
use super::svg::{Escaped, Path, Svg, shortened};
use super::{Chart, Frame, Table, Width, mark};
use parcferme_core::number_words::counted;

/// Lap times of several drivers or cars.
#[derive(Clone, Debug, Default)]
pub struct LapTimes {
    pub title: String,
    pub rows: Vec<Row>,
    /// Slower laps than this (milliseconds) are counted beside the row and not drawn.
    pub slowest: i64,
}

/// One driver.
#[derive(Clone, Debug, Default)]
pub struct Row {
    pub name: String,
    pub href: Option<String>,
    /// What the colour stands for, such as the class or the car.
    pub series: usize,
    /// Milliseconds, in any order.
    pub laps: Vec<i64>,
}

/// Five numbers of a set of laps, in milliseconds, each of them a lap that was driven (nearest rank).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spread {
    pub best: i64,
    pub lower_quartile: i64,
    pub median: i64,
    pub upper_quartile: i64,
    pub slowest: i64,
}

/// The five numbers of these laps; none where there is no lap.
pub fn spread(laps: &[i64]) -> Option<Spread> {
    let mut sorted = laps.to_vec();
    sorted.sort_unstable();
    let rank = |quarter: usize| sorted.get((sorted.len() * quarter).div_ceil(4).saturating_sub(1)).copied();
    Some(Spread {
        best: *sorted.first()?,
        lower_quartile: rank(1)?,
        median: rank(2)?,
        upper_quartile: rank(3)?,
        slowest: *sorted.last()?,
    })
}

const ROW: i64 = 34;

pub fn draw(input: &LapTimes, frame: &Frame) -> Chart {
    let phone = frame.width == Width::Phone;
    let width = if phone { 360 } else { 960 };
    let count = input.rows.len() as i64;
    let height = count * ROW + 56;
    let area = Area {
        left: if phone { 96 } else { 190 },
        right: width - if phone { 30 } else { 76 },
        top: 24,
        bottom: height - 28,
    };
    let quick = |row: &Row| row.laps.iter().copied().filter(|&lap| lap <= input.slowest).collect::<Vec<_>>();
    let all: Vec<i64> = input.rows.iter().flat_map(quick).collect();
    let (low, high) = (all.iter().min().copied().unwrap_or(0), all.iter().max().copied().unwrap_or(1000));
    let values = duration_ticks(low, high, if phone { 4 } else { 9 });
    let ends = (values.first().copied().unwrap_or(low), values.last().copied().unwrap_or(high));
    let x = Scale::new(ends, (area.left, area.right));

    let description = describe(input);
    let linked = input.rows.iter().any(|row| row.href.is_some());
    let mut svg = plot::open(frame, "lap-times", (width, height), (&input.title, &description), linked);
    plot::bottom_axis(&mut svg, &area, &values.iter().map(|&v| (x.at(v), clock_tick(v))).collect::<Vec<_>>());
    svg.put(format_args!("<text class=\"unit end\" x=\"{}\" y=\"14\">slower</text>", width - 2));
    for (n, row) in input.rows.iter().enumerate() {
        let y = area.top + n as i64 * ROW + ROW / 2;
        let laps = quick(row);
        let five = spread(&laps);
        svg.put(format_args!("<g class=\"s {}\">", mark::classes(row.series)));
        if let Some(five) = five {
            svg.put(format_args!(
                "<title>{}: best {}, median {}, half of {} between {} and {}</title>",
                Escaped(&row.name),
                clock(five.best),
                clock(five.median),
                counted(laps.len(), "lap"),
                clock(five.lower_quartile),
                clock(five.upper_quartile)
            ));
            silhouette(&mut svg, &laps, &x, &area, y);
            let (from, to) = (x.at(five.lower_quartile), x.at(five.upper_quartile));
            svg.put(format_args!(
                "<path class=\"half\" d=\"M{from} {y}H{to}\"/><path class=\"median\" d=\"M{} {}v12\"/>",
                x.at(five.median),
                y - 6
            ));
            mark::draw(&mut svg, row.series, x.at(five.best), y);
        }
        name(&mut svg, row, area.left, y, phone);
        let slower = row.laps.len() - laps.len();
        svg.put(format_args!(
            "<text class=\"value\" x=\"{}\" y=\"{}\">{slower}</text></g>",
            area.right + 6,
            y + 4
        ));
    }
    svg.put(format_args!("</svg>"));
    Chart { title: input.title.clone(), description, svg: svg.finish(), table: table(input) }
}

fn name(svg: &mut Svg, row: &Row, left: i64, y: i64, phone: bool) {
    let text = shortened(&row.name, plot::TEXT, left - if phone { 8 } else { 16 });
    if let Some(href) = &row.href {
        svg.put(format_args!("<a href=\"{}\">", Escaped(href)));
    }
    svg.put(format_args!(
        "<text class=\"name end\" x=\"{}\" y=\"{}\">{}</text>",
        left - 8,
        y + 4,
        Escaped(&text)
    ));
    if row.href.is_some() {
        svg.put(format_args!("</a>"));
    }
}

/// How many laps fell into each strip of pixels, mirrored about the row's middle line.
fn silhouette(svg: &mut Svg, laps: &[i64], x: &Scale, area: &Area, y: i64) {
    const STRIP: i64 = 5;
    let mut counts = vec![0i64; usize::try_from((area.right - area.left) / STRIP + 1).unwrap_or(1)];
    for &lap in laps {
        if let Some(count) =
            usize::try_from((x.at(lap) - area.left) / STRIP).ok().and_then(|at| counts.get_mut(at))
        {
            *count += 1;
        }
    }
    let most = counts.iter().max().copied().unwrap_or(1).max(1);
    let half = |count: i64| (count * (ROW / 2 - 2) + most - 1) / most;
    let Some((first, last)) = counts.iter().position(|&n| n > 0).zip(counts.iter().rposition(|&n| n > 0))
    else {
        return;
    };
    let edge = |strip: usize| area.left + strip as i64 * STRIP;
    let mut path = Path::default();
    path.move_to(edge(first), y);
    let strips = || counts.iter().enumerate().take(last + 1).skip(first);
    for (strip, &count) in strips() {
        path.line_to(edge(strip), y - half(count));
        path.line_to(edge(strip + 1), y - half(count));
    }
    for (strip, &count) in strips().rev() {
        path.line_to(edge(strip + 1), y + half(count));
        path.line_to(edge(strip), y + half(count));
    }
    path.close();
    svg.put(format_args!("<path class=\"fill\" d=\"{}\"/>", path.finish()));
}

fn describe(input: &LapTimes) -> String {
    let best = input.rows.iter().filter_map(|row| row.laps.iter().min().map(|&lap| (lap, &row.name))).min();
    let Some((lap, name)) = best else { return "No laps are known.".to_owned() };
    format!(
        "Best lap {} by {name}. The silhouette counts laps, the bar is the middle half, the upright line the median, \
         the mark the best lap. Laps over {} are counted at the right.",
        clock(lap),
        clock_tick(input.slowest)
    )
}

fn table(input: &LapTimes) -> Table {
    let head = ["Driver", "Laps", "Best", "Lower quartile", "Median", "Upper quartile", "Slowest"];
    let rows = input.rows.iter().map(|row| {
        let mut cells = vec![row.name.clone(), row.laps.len().to_string()];
        if let Some(five) = spread(&row.laps) {
            let times = [five.best, five.lower_quartile, five.median, five.upper_quartile, five.slowest];
            cells.extend(times.map(clock));
        }
        cells
    });
    Table { head: head.map(str::to_owned).to_vec(), rows: rows.collect() }
}
