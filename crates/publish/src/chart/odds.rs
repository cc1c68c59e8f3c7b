//! How likely each contender was to win a title after every round.

use super::plot::{self, Area, EndLabel};
use super::scale::Scale;
use super::svg::Path;
use super::{Chart, Frame, Table, Width, mark};
use crate::scenario::exact_percent;

/// One title's odds.
#[derive(Clone, Debug, Default)]
pub struct Odds {
    pub title: String,
    /// The rounds along the bottom, short (`1`, `SEB`).
    pub rounds: Vec<String>,
    /// The likeliest at the end first.
    pub lines: Vec<Line>,
    /// The exact statement beside them.
    pub said: String,
    /// The round (index) after which nobody else could win.
    pub decided_after: Option<usize>,
}

/// One contender.
#[derive(Clone, Debug, Default)]
pub struct Line {
    pub name: String,
    /// Link to the competitor's page.
    pub href: Option<String>,
    /// After each round, from 0 to 1.
    pub shares: Vec<f64>,
}

/// Draws the shares as lines from the first round on, between nought and a hundred per cent.
pub fn draw(input: &Odds, frame: &Frame) -> Chart {
    let phone = frame.width == Width::Phone;
    let values: Vec<String> = input.lines.iter().map(|line| exact_percent(last(line))).collect();
    let labels = || input.lines.iter().zip(&values).map(|(line, value)| (line.name.as_str(), value.as_str()));
    let room = plot::label_room(frame, labels());
    let width = if phone { 360 } else { 760 };
    let height = if phone { 240 } else { 300 };
    let area = Area { left: 40, right: width - room - 4, top: 24, bottom: height - 26 };
    let y = Scale::new((0, 1000), (area.bottom, area.top));
    let rounds = input.rounds.len() as i64;
    let x = Scale::new((1, rounds.max(2)), (area.left + 6, area.right));

    let mut svg = plot::open(
        frame,
        "odds",
        (width, height),
        (&input.title, &input.said),
        input.lines.iter().any(|line| line.href.is_some()),
    );
    let per_cent = [0, 25, 50, 75, 100].map(|own| (y.at(own * 10), format!("{own} %")));
    plot::left_axis(&mut svg, &area, &per_cent);
    let columns = input.rounds.iter().zip(1..).map(|(name, n)| (x.at(n), name.clone()));
    plot::bottom_axis(&mut svg, &area, &columns.collect::<Vec<_>>());
    if let Some(round) = input.decided_after {
        let at = x.at(round as i64 + 1);
        svg.put(format_args!(
            "<path class=\"event\" d=\"M{at} {}V{}\"/><text class=\"unit end\" x=\"{at}\" y=\"12\">decided</text>",
            area.top - 8,
            area.bottom
        ));
    }
    let ends: Vec<i64> = input.lines.iter().map(|line| y.at(thousandths(last(line)))).collect();
    let places = plot::label_places(&area, &ends);
    // Who ends first is drawn last, so that it lies on top.
    for (n, line) in input.lines.iter().enumerate().rev() {
        let mut path = Path::default();
        let mut marks = String::new();
        for (&share, round) in line.shares.iter().zip(1..) {
            let at = (x.at(round), y.at(thousandths(share)));
            if round == 1 {
                path.move_to(at.0, at.1)
            } else {
                path.line_to(at.0, at.1)
            }
            marks.push_str(&mark::outline(n, at.0, at.1));
        }
        svg.put(format_args!(
            "<g class=\"s {}\"><path class=\"line\" d=\"{}\"/><path class=\"m\" d=\"{marks}\"/>",
            mark::classes(n),
            path.finish()
        ));
        let label = EndLabel {
            series: n,
            y: ends[n],
            name: &line.name,
            value: &values[n],
            href: line.href.as_deref(),
        };
        plot::end_label(&mut svg, &area, room, places[n], &label);
        svg.put(format_args!("</g>"));
    }
    svg.put(format_args!("</svg>"));
    Chart {
        title: input.title.clone(),
        description: input.said.clone(),
        svg: svg.finish(),
        table: table(input),
    }
}

fn last(line: &Line) -> f64 {
    line.shares.last().copied().unwrap_or_default()
}

/// For drawing only.
fn thousandths(share: f64) -> i64 {
    (share * 1000.0).round() as i64
}

fn table(input: &Odds) -> Table {
    let head = std::iter::once("After round".to_owned()).chain(input.rounds.iter().cloned()).collect();
    let row = |line: &Line| {
        let shares = line.shares.iter().map(|share| exact_percent(*share));
        std::iter::once(line.name.clone()).chain(shares).collect()
    };
    Table { head, rows: input.lines.iter().map(row).collect() }
}
