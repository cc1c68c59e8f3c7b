//! Points of a title, summed round by round.

use super::plot::{self, Area, EndLabel};
use super::scale::{Scale, decimal, ticks};
use super::svg::{Escaped, Path};
use super::{Chart, Frame, Table, Width, mark};

/// One title's points.
#[derive(Clone, Debug, Default)]
pub struct Progression {
    /// Such as `Teams, GTS`.
    pub title: String,
    /// The rounds along the bottom, short (`1`, `SEB`).
    pub rounds: Vec<String>,
    /// In the order of the table, from its first on.
    pub lines: Vec<Line>,
    /// What the first of the table does, `won` or `leads`, how many share it, and how many rounds are still to come.
    pub verb: &'static str,
    pub first: usize,
    pub to_come: usize,
    /// The round (index) after which nobody could catch the leader.
    pub decided_after: Option<usize>,
}

/// One competitor.
#[derive(Clone, Debug, Default)]
pub struct Line {
    pub name: String,
    /// Link to the competitor's page.
    pub href: Option<String>,
    /// The chart speaks of it, and does not draw it.
    pub left_out: bool,
    /// The total as the table writes it, such as `57/7`.
    pub total: String,
    /// After each round; shorter than the rounds where the season still runs.
    pub points: Vec<Sum>,
}

/// Where a competitor stands after a round, in thousandths of a point.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sum {
    pub total: i64,
    /// What this round brought; none where the competitor did not start.
    pub gained: Option<i64>,
}

/// Draws the sums as lines; a mark stands where the competitor scored.
pub fn draw(input: &Progression, frame: &Frame) -> Chart {
    let description = describe(input);
    let drawn = input.lines.iter().filter(|line| !line.left_out).cloned().collect();
    let input = &Progression { lines: drawn, ..input.clone() };
    let phone = frame.width == Width::Phone;
    let room =
        plot::label_room(frame, input.lines.iter().map(|line| (line.name.as_str(), line.total.as_str())));
    let width = if phone { 360 } else { 960 };
    let rows = i64::try_from(input.lines.len()).unwrap_or(i64::MAX / 100);
    let height = (rows * 15 + 70).max(if phone { 300 } else { 420 });
    let area =
        Area { left: if phone { 30 } else { 40 }, right: width - room - 4, top: 24, bottom: height - 26 };

    let sums = || input.lines.iter().flat_map(|line| line.points.iter().map(|sum| sum.total));
    let values = ticks(
        sums().min().unwrap_or(0).min(0).div_euclid(1000),
        -(-sums().max().unwrap_or(0).max(1000)).div_euclid(1000),
        6,
    );
    let (low, high) = (values.first().copied().unwrap_or(0), values.last().copied().unwrap_or(1));
    let y = Scale::new((low * 1000, high * 1000), (area.bottom, area.top));
    let last = input.rounds.len() as i64;
    let x = Scale::new((0, last.max(1)), (area.left, area.right));

    let linked = input.lines.iter().any(|line| line.href.is_some());
    let mut svg = plot::open(frame, "progression", (width, height), (&input.title, &description), linked);
    plot::unit(&mut svg, area.left, 12, "points");
    plot::left_axis(
        &mut svg,
        &area,
        &values.iter().map(|&v| (y.at(v * 1000), decimal(v * 1000))).collect::<Vec<_>>(),
    );
    let columns = input.rounds.iter().enumerate().map(|(n, name)| (x.at(n as i64 + 1), name.clone()));
    plot::bottom_axis(&mut svg, &area, &columns.collect::<Vec<_>>());
    if let Some(round) = input.decided_after {
        let at = x.at(round as i64 + 1);
        svg.put(format_args!(
            "<path class=\"event\" d=\"M{at} {}V{}\"/><text class=\"unit end\" x=\"{}\" y=\"12\">decided</text>",
            area.top - 8,
            area.bottom,
            at
        ));
    }

    let ends: Vec<i64> =
        input.lines.iter().map(|line| y.at(line.points.last().map_or(0, |sum| sum.total))).collect();
    let places = plot::label_places(&area, &ends);
    // The leader is drawn last, so that it lies on top.
    for (n, line) in input.lines.iter().enumerate().rev() {
        let mut path = Path::default();
        let mut marks = String::new();
        path.move_to(x.at(0), y.at(0));
        for (round, sum) in line.points.iter().enumerate() {
            let at = (x.at(round as i64 + 1), y.at(sum.total));
            path.line_to(at.0, at.1);
            if sum.gained.is_some_and(|gained| gained != 0) {
                marks.push_str(&mark::outline(n, at.0, at.1));
            }
        }
        svg.put(format_args!(
            "<g class=\"s {}\"><title>{}: {}</title><path class=\"line\" d=\"{}\"/><path class=\"m\" d=\"{marks}\"/>",
            mark::classes(n),
            Escaped(&line.name),
            Escaped(&points(&line.total)),
            path.finish()
        ));
        let label = EndLabel {
            series: n,
            y: ends[n],
            name: &line.name,
            value: &line.total,
            href: line.href.as_deref(),
        };
        plot::end_label(&mut svg, &area, room, places[n], &label);
        svg.put(format_args!("</g>"));
    }
    svg.put(format_args!("</svg>"));
    Chart { title: input.title.clone(), description, svg: svg.finish(), table: table(input) }
}

fn points(total: &str) -> String {
    format!("{total} {}", if total == "1" { "point" } else { "points" })
}

fn describe(input: &Progression) -> String {
    let run = input.lines.iter().map(|line| line.points.len()).max().unwrap_or(0);
    let rounds = match run + input.to_come {
        all if all == run => format!("after {run} {}", if run == 1 { "round" } else { "rounds" }),
        all => format!("after {run} of {all} rounds"),
    };
    let mut text = match input.lines.as_slice() {
        [] => return "Nobody has scored.".to_owned(),
        [only] => format!("{} has {} {rounds}.", only.name, points(&only.total)),
        [first, second, ..] if input.first > 1 => {
            let others = match input.first {
                2 => format!(" and {}", second.name),
                more => format!(" and {} others", more - 1),
            };
            format!("{}{others} {} with {} {rounds}.", first.name, input.verb, points(&first.total))
        }
        [first, second, ..] => format!(
            "{} {} with {} {rounds}, ahead of {} with {}.",
            first.name,
            input.verb,
            points(&first.total),
            second.name,
            second.total
        ),
    };
    if let Some(name) = input.decided_after.and_then(|round| input.rounds.get(round)) {
        text.push_str(&format!(" The title was decided at round {name}."));
    }
    text
}

fn table(input: &Progression) -> Table {
    let mut head = vec!["Competitor".to_owned()];
    head.extend(input.rounds.iter().cloned());
    let rows = input.lines.iter().map(|line| {
        let mut row = vec![line.name.clone()];
        row.extend(line.points.iter().map(|sum| decimal(sum.total)));
        row.resize(head.len(), String::new());
        row
    });
    Table { rows: rows.collect(), head }
}
