//! Positions in a table round by round: who passed whom, and when.

use super::plot::{self, Area, EndLabel};
use super::scale::Scale;
use super::svg::{Escaped, Path};
use super::{Chart, Frame, Table, Width, mark};

/// The positions in one title after every round.
#[derive(Clone, Debug, Default)]
pub struct Positions {
    pub title: String,
    /// The rounds along the bottom, short.
    pub rounds: Vec<String>,
    /// In the order of the last table, from its first on.
    pub lines: Vec<Line>,
    /// Who led after each round, where anybody had points; who is caught up with has not lost the lead.
    pub leaders: Vec<String>,
}

/// One competitor.
#[derive(Clone, Debug, Default)]
pub struct Line {
    pub name: String,
    pub href: Option<String>,
    /// The chart speaks of it, and does not draw it.
    pub left_out: bool,
    /// The position after each round, from 1; none before the competitor is in the table.
    pub positions: Vec<Option<u32>>,
}

/// Rounds up to which every point is numbered.
const MOST_NUMBERED: usize = 12;

/// Draws the positions as curves with the number in a disc at each round.
pub fn draw(input: &Positions, frame: &Frame) -> Chart {
    let description = describe(input);
    let drawn = input.lines.iter().filter(|line| !line.left_out).cloned().collect();
    let input = &Positions { lines: drawn, ..input.clone() };
    let phone = frame.width == Width::Phone;
    let room = plot::label_room(frame, input.lines.iter().map(|line| (line.name.as_str(), "")));
    let worst =
        input.lines.iter().flat_map(|line| line.positions.iter().flatten()).max().copied().unwrap_or(1);
    let row = if phone { 22 } else { 26 };
    let width = if phone { 360 } else { 960 };
    let height = i64::from(worst.max(2) - 1) * row + 66;
    let area =
        Area { left: if phone { 18 } else { 26 }, right: width - room - 12, top: 22, bottom: height - 40 };
    let y = Scale::new((1, i64::from(worst.max(2))), (area.top, area.bottom));
    let x = Scale::new((0, (input.rounds.len() as i64 - 1).max(1)), (area.left, area.right));
    let radius = if phone { 8 } else { 10 }.min(if input.rounds.len() > 18 && phone { 5 } else { 10 });

    let linked = input.lines.iter().any(|line| line.href.is_some());
    let mut svg = plot::open(frame, "positions", (width, height), (&input.title, &description), linked);
    let columns = input.rounds.iter().enumerate().map(|(n, name)| (x.at(n as i64), name.clone()));
    plot::bottom_axis(&mut svg, &Area { bottom: area.bottom + 14, ..area }, &columns.collect::<Vec<_>>());

    let ends: Vec<Option<(i64, i64)>> = input.lines.iter().map(|line| last_point(line, &x, &y)).collect();
    let shown: Vec<usize> = (0..input.lines.len()).filter(|&n| ends[n].is_some()).collect();
    let wanted: Vec<i64> = shown.iter().filter_map(|&n| ends[n].map(|(_, y)| y)).collect();
    let places = plot::label_places(&Area { bottom: area.bottom + 12, top: area.top - 6, ..area }, &wanted);
    for (&n, &place) in shown.iter().zip(&places).rev() {
        let line = &input.lines[n];
        svg.put(format_args!(
            "<g class=\"s {}\"><title>{}</title><path class=\"line\" d=\"{}\"/>",
            mark::classes(n),
            Escaped(&tooltip(input, line)),
            curve(line, &x, &y)
        ));
        let known: Vec<(i64, u32)> = points(line).collect();
        for (at, position) in
            known.iter().copied().filter(|&(at, _)| numbered(&known, at, input.rounds.len()))
        {
            let (cx, cy) = (x.at(at), y.at(i64::from(position)));
            svg.put(format_args!(
                "<circle class=\"disc\" cx=\"{cx}\" cy=\"{cy}\" r=\"{radius}\"/><text class=\"in\" x=\"{cx}\" y=\"{}\">{position}</text>",
                cy + 4
            ));
        }
        let end = ends[n].map_or(place, |(_, y)| y);
        let label = EndLabel { series: n, y: end, name: &line.name, value: "", href: line.href.as_deref() };
        plot::end_label(&mut svg, &Area { right: area.right + radius - 4, ..area }, room, place, &label);
        svg.put(format_args!("</g>"));
    }
    svg.put(format_args!("</svg>"));
    Chart { title: input.title.clone(), description, svg: svg.finish(), table: table(input) }
}

/// Whether a point carries its number: all of a short season, else those at the ends and after a change.
fn numbered(known: &[(i64, u32)], at: i64, rounds: usize) -> bool {
    if rounds <= MOST_NUMBERED {
        return true;
    }
    match known.iter().position(|&(own, _)| own == at) {
        Some(0) | None => true,
        Some(n) => n + 1 == known.len() || known[n - 1].1 != known[n].1,
    }
}

fn points(line: &Line) -> impl Iterator<Item = (i64, u32)> + '_ {
    line.positions.iter().enumerate().filter_map(|(n, position)| position.map(|p| (n as i64, p)))
}

fn last_point(line: &Line, x: &Scale, y: &Scale) -> Option<(i64, i64)> {
    points(line).last().map(|(at, position)| (x.at(at), y.at(i64::from(position))))
}

fn curve(line: &Line, x: &Scale, y: &Scale) -> String {
    let mut path = Path::default();
    let mut pen = false;
    for (n, position) in line.positions.iter().enumerate() {
        let at = x.at(n as i64);
        match position {
            Some(p) if pen => path.ease_to(at, y.at(i64::from(*p))),
            Some(p) => path.move_to(at, y.at(i64::from(*p))),
            None => {}
        }
        pen = position.is_some();
    }
    path.finish()
}

fn tooltip(input: &Positions, line: &Line) -> String {
    let list: Vec<String> = points(line)
        .filter_map(|(at, p)| Some(format!("{}: {p}", input.rounds.get(usize::try_from(at).ok()?)?)))
        .collect();
    format!("{}, position after round {}", line.name, list.join(", "))
}

fn describe(input: &Positions) -> String {
    let leaders = &input.leaders;
    let Some((first, last)) = leaders.first().zip(leaders.last()) else {
        return "Nobody has scored.".to_owned();
    };
    let first_of = |round: usize| {
        let holds = |line: &&Line| line.positions.get(round) == Some(&Some(1));
        input.lines.iter().filter(holds).count()
    };
    let shared = (0..input.rounds.len()).any(|round| first_of(round) > 1);
    let changes = leaders.windows(2).filter(|pair| pair[0] != pair[1]).count();
    match changes {
        _ if leaders.len() == 1 => format!("{first} is ahead after one round."),
        0 if shared => format!("{first} led, or shared the lead, after every round."),
        0 => format!("{first} led after every round."),
        1 => format!("{first} led first, {last} at the end; the lead changed once."),
        n => format!("{first} led first, {last} at the end; the lead changed {n} times."),
    }
}

fn table(input: &Positions) -> Table {
    let mut head = vec!["Competitor".to_owned()];
    head.extend(input.rounds.iter().cloned());
    let rows = input.lines.iter().map(|line| {
        let cells = line.positions.iter().map(|p| p.map_or(String::new(), |p| p.to_string()));
        let mut row: Vec<String> = std::iter::once(line.name.clone()).chain(cells).collect();
        row.resize(head.len(), String::new());
        row
    });
    Table { rows: rows.collect(), head }
}
