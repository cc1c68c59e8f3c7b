//! Tables of standings: points by round with a total, finishing places by round with a total, or totals alone.
//!
//! [`columns`] tells which columns are rounds, [`scoring`] whether their cells are points or places. The sum of every row is
//! held against its total; what does not add up is told, and what cannot be told apart is left out.

mod columns;
mod scoring;
mod titles;

use super::cells::{self, Value};
use super::crew::bare;
use super::entrants::team_cell;
use super::findings::Findings;
use super::heads::Head;
use super::key::{self, Key, OfCell};
use super::table::{Cell, Form, RowKind, Table};
use super::{
    Context, Mark, Page, PartsCell, PlaceCell, Scoring, StandingsCell, StandingsRow, StandingsTable,
    TeamCell, Unread,
};
use crate::folder::words::plain;
use columns::Layout;
use parcferme_core::{Diagnostic, Points};
use std::collections::{BTreeMap, BTreeSet};

/// Rows that do not add up and are told one by one; of more, the table is told.
const TOLD_ROWS: usize = 12;

/// How many columns of rounds a table has that names competitors and their totals; none for any other.
pub(super) fn rounds_of(table: &Table) -> Option<usize> {
    let layout = columns::layout(table)?;
    Some(if layout.lost.is_some() { 1 } else { layout.rounds.len() })
}

pub(in crate::pages) use columns::heads_of;

pub(super) fn read(page: &mut Page, table: &Table, context: &Context, findings: &mut Findings) {
    let Some(layout) = columns::layout(table) else { return };
    let leave_out = |page: &mut Page, findings: &mut Findings, why: &str| {
        page.leave_out_table(table, "PF0161", "a table of standings was left out", why, findings);
    };
    if let Some(why) = &layout.lost {
        return leave_out(page, findings, why);
    }
    for &column in &layout.unknown {
        let what = columns::head_text(table, column);
        page.unread.push(Unread { line: table.line, what: "column", text: what });
    }
    let (rows, left) = rows(table, &layout, findings);
    for (line, text) in left {
        page.leave_out_row(line, text, "a row of standings was left out", findings);
    }
    if rows.is_empty() {
        return leave_out(page, findings, "no row of it could be read");
    }
    let scoring = if layout.rounds.is_empty() || rows.iter().all(|row| row.numbers().next().is_none()) {
        Scoring::Totals
    } else {
        let weighed = scoring::weigh(&rows);
        match weighed.scoring {
            Some(scoring) => scoring,
            None => {
                let why = format!("its cells may be points or places: {}", weighed.reasons);
                return leave_out(page, findings, &why);
            }
        }
    };
    if scoring == Scoring::Points {
        tell_sums(table, &rows, findings);
    }
    tell_order(&rows, findings);
    let of_places = scoring == Scoring::Places;
    let rounds: Vec<u32> = layout.rounds.iter().map(|(_, own)| own.number.unwrap_or(own.event)).collect();
    let headings = titles::of_all_rounds(&context.headings);
    let heading = headings.last().copied().unwrap_or_default();
    let header = layout.heads.text(layout.competitor).to_owned();
    let whom = layout.heads.at(layout.competitor).unwrap_or(Head::Driver);
    let places = if of_places { twice(&rows, &layout, findings) } else { BTreeSet::new() };
    if of_places && matches!(whom, Head::Driver | Head::Team) {
        tell_colours(table, &rows, &layout, context.key, findings);
    }
    let out = |row: &Read| {
        let values = row.values.iter().flat_map(|(round, all)| all.iter().map(move |value| (round, value)));
        values
            .filter(|(round, value)| value.place.is_some_and(|place| places.contains(&(**round, place))))
            .count()
    };
    page.left_out += rows.iter().map(out).sum::<usize>();
    page.standings.push(StandingsTable {
        line: table.line,
        heading: heading.to_owned(),
        title: titles::title(&headings),
        title_id: titles::id(whom, &headings),
        class: titles::class(&headings, context.title),
        competitor_header: header,
        scoring,
        columns: layout.rounds.iter().map(|(_, own)| own.clone()).collect(),
        rounds: each_once(&rounds),
        after: false,
        rows: rows.iter().map(|row| made(row, &layout, scoring, &places, context.key)).collect(),
    });
}

fn each_once(rounds: &[u32]) -> Vec<u32> {
    let mut found = Vec::new();
    for round in rounds {
        if !found.contains(round) {
            found.push(*round);
        }
    }
    found
}

/// One competitor of a table as it was read.
pub(super) struct Read<'t> {
    line: u32,
    position_text: String,
    competitor: &'t Cell,
    /// By the layout's round: what the cell says; the lines of one competitor's several cars one behind the other.
    values: Vec<(usize, Vec<Value>)>,
    cells: Vec<(usize, &'t Cell)>,
    total: Option<(Points, Option<Points>)>,
    total_line: u32,
    bonus: Points,
    penalty: Points,
    /// Cells of chassis and engine, by column.
    further: BTreeMap<usize, &'t Cell>,
    /// More than one line: several cars, or several drivers of one.
    lines: usize,
    /// Of a team, the driver of each line, and how many of `values` came before it.
    drivers: Vec<(usize, &'t Cell)>,
}

impl Read<'_> {
    /// Whether the lines are of several drivers of one car: each names its own, and no race is told of two of them.
    fn is_one_car(&self) -> bool {
        let mut raced: BTreeSet<usize> = BTreeSet::new();
        self.drivers.len() == self.lines
            && self.values.iter().filter(|(_, all)| !all.is_empty()).all(|(round, _)| raced.insert(*round))
    }

    /// The driver of the line that a list of values is of.
    fn driver(&self, index: usize) -> Option<TeamCell> {
        let (_, cell) = self.drivers.iter().rev().find(|(from, _)| *from <= index)?;
        // Several names are a crew, or drivers of whom nobody says when each drove.
        (!cell.text.contains(['\n', '/', ';'])).then(|| team_cell(&bare(&cell.coded())))
    }

    fn numbers(&self) -> impl Iterator<Item = Points> + '_ {
        self.values.iter().flat_map(|(_, all)| all).filter_map(|value| value.number)
    }

    fn sums(&self) -> (Points, Points) {
        let sum = |all: bool| {
            let values = self.values.iter().flat_map(|(_, own)| own).filter(|value| all || !value.dropped);
            values.filter_map(|value| value.number).fold(Points::ZERO, |sum, own| sum + own)
        };
        (sum(false), sum(true))
    }

    /// Whether the cells that count are the total, and all cells what was scored altogether.
    fn adds_up(&self) -> bool {
        let Some((net, gross)) = self.total else { return false };
        let (counted, all) = self.sums();
        let beside = self.bonus - self.penalty;
        // A penalty may be printed with its sign or without.
        let is = |sum: Points, total: Points| {
            sum + beside == total || sum + self.bonus + self.penalty == total || sum == total
        };
        match gross {
            Some(gross) => is(counted, net) && is(all, gross),
            None => is(counted, net) || is(all, net),
        }
    }

    /// The sum of the best `count` cells.
    fn best(&self, count: usize) -> Points {
        let mut numbers: Vec<Points> = self.numbers().collect();
        numbers.sort_by(|a, b| b.cmp(a));
        numbers.into_iter().take(count).fold(Points::ZERO, |sum, own| sum + own)
    }

    fn coloured(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.cells.iter().filter_map(|(round, cell)| {
            let (_, all) = self.values.iter().find(|(own, _)| own == round)?;
            Some((cell.background.as_deref()?, all.first()?))
        })
    }
}

type Left = Vec<(u32, String)>;

fn rows<'t>(table: &'t Table, layout: &Layout, findings: &mut Findings) -> (Vec<Read<'t>>, Left) {
    let header = columns::header_texts(table, layout.first_row);
    let (mut read, mut left): (Vec<Read<'t>>, Left) = (Vec::new(), Vec::new());
    for (index, row) in table.rows.iter().enumerate().skip(layout.first_row) {
        let filled: Vec<&Cell> = (0..row.slots.len())
            .filter_map(|column| table.own(index, column))
            .filter(|cell| !cell.text.is_empty())
            .collect();
        let shown = || {
            (row.line, filled.iter().map(|cell| cell.text.replace('\n', " ")).collect::<Vec<_>>().join(" | "))
        };
        if filled.is_empty() || row.kind == RowKind::HeadAgain || repeats_head(&filled, &header) {
            continue;
        }
        if filled.len() == 1 && row.slots.len() > 2 {
            // A title, a note or a source across the table.
            if filled[0].colspan > 1 || table.form == Form::Flat {
                findings.push(
                    Diagnostic::note("PF0168", "a row across the table was not read")
                        .at(findings.place(row.line, &filled[0].text))
                        .found(filled[0].text.clone()),
                );
                continue;
            }
        }
        let own = table.own(index, layout.competitor);
        match (table.form, own) {
            (Form::Marked, Some(cell)) if !cell.text.is_empty() => {
                match new_row(table, layout, index, cell, 0) {
                    Ok(row) => push(&mut read, row),
                    Err((line, text, why)) => refuse(line, &text, why, &mut left, findings),
                }
            }
            (Form::Marked, None) if !read.is_empty() && is_below(table, index, layout.competitor) => {
                if let Some(last) = read.last_mut()
                    && let Err((line, text, why)) = further_line(table, layout, index, last)
                {
                    refuse(line, &text, why, &mut left, findings);
                }
            }
            (Form::Flat, Some(cell)) => match shifted(table, layout, index) {
                Some(0) => match new_row(table, layout, index, cell, 0) {
                    Ok(row) => push(&mut read, row),
                    Err((line, text, why)) => refuse(line, &text, why, &mut left, findings),
                },
                Some(by) => match table.own(index, layout.competitor - by) {
                    Some(cell) => match new_row(table, layout, index, cell, by) {
                        Ok(mut row) => {
                            row.position_text =
                                read.last().map(|last| last.position_text.clone()).unwrap_or_default();
                            read.push(row);
                        }
                        Err((line, text, why)) => refuse(line, &text, why, &mut left, findings),
                    },
                    None => left.push(shown()),
                },
                None => {
                    let width = (0..row.slots.len())
                        .rev()
                        .find(|&column| !table.text(index, column).is_empty())
                        .map_or(0, |last| last + 1);
                    let line = table.row_values(index, width);
                    match (line, read.last_mut()) {
                        (Some(all), Some(last)) if width <= layout.rounds.len() => {
                            last.lines += 1;
                            last.values.extend(all);
                        }
                        _ => left.push(shown()),
                    }
                }
            },
            _ => left.push(shown()),
        }
    }
    (read, left)
}

/// Adds a row; `=` shares the place of the row above.
fn push<'t>(read: &mut Vec<Read<'t>>, mut row: Read<'t>) {
    if row.position_text.trim() == "="
        && let Some(above) = read.last()
    {
        row.position_text.clone_from(&above.position_text);
    }
    read.push(row);
}

/// A head that is repeated at the foot or in the middle, perhaps printed a little differently.
fn repeats_head(filled: &[&Cell], header: &BTreeSet<String>) -> bool {
    let known = filled.iter().filter(|cell| header.contains(&plain(&cell.text))).count();
    filled.len() > 1
        && 10 * known >= 8 * filled.len()
        && filled.iter().all(|cell| cells::number(&cell.text).is_none())
}

impl Table {
    /// The first cells of a row as cells of rounds: a further car's line, of which the spanned columns are lost.
    fn row_values(&self, row: usize, width: usize) -> Option<Vec<(usize, Vec<Value>)>> {
        (0..width).map(|column| Some((column, cells::read(self.text(row, column))?))).collect()
    }
}

fn is_below(table: &Table, row: usize, column: usize) -> bool {
    table.rows.get(row).and_then(|row| row.slots.get(column)).is_some_and(|slot| slot.from_above)
}

/// By how many columns a flattened row stands to the left, because a cell above reached into it: none where the row is
/// no line of a competitor.
fn shifted(table: &Table, layout: &Layout, row: usize) -> Option<usize> {
    let is_name =
        |text: &str| text.chars().filter(|c| c.is_alphabetic()).count() > 1 && cells::read(text).is_none();
    if is_name(table.text(row, layout.competitor)) {
        return Some(0);
    }
    // One column to the left, its place in a tie spanned: the total stands one to the left too, and nothing behind it.
    let position = layout.heads.column(Head::Position);
    let before = layout.competitor.checked_sub(1)?;
    let total = layout.total?.checked_sub(1)?;
    let has_total = cells::total(table.text(row, total)).is_some() && table.text(row, total + 1).is_empty();
    (position == Some(before) && is_name(table.text(row, before)) && has_total).then_some(1)
}

type Refused = (u32, String, &'static str);

fn refuse(line: u32, text: &str, why: &'static str, left: &mut Left, findings: &mut Findings) {
    let place = findings.place(line, text);
    findings.push(
        Diagnostic::warning("PF0119", format!("{why} not understood, the row was left out"))
            .at(place)
            .found(text.to_owned())
            .expected("a number, a fraction, a place, a mark such as Ret, or an empty cell")
            .help("compare the row with the published page"),
    );
    left.push((line, String::new()));
}

fn new_row<'t>(
    table: &'t Table,
    layout: &Layout,
    index: usize,
    competitor: &'t Cell,
    shift: usize,
) -> Result<Read<'t>, Refused> {
    let line = table.rows.get(index).map_or(0, |row| row.line);
    let at = |column: usize| table.cell(index, column - shift.min(column));
    let text = |column: Option<usize>| column.and_then(at).map_or("", |cell| cell.text.as_str());
    let mut read = Read {
        line: competitor.line,
        position_text: text(layout.heads.column(Head::Position)).to_owned(),
        competitor,
        values: Vec::new(),
        cells: Vec::new(),
        total: None,
        total_line: competitor.line,
        bonus: Points::ZERO,
        penalty: Points::ZERO,
        further: BTreeMap::new(),
        lines: 1,
        drivers: driver_of_line(table, layout, index).map(|cell| (0, cell)).into_iter().collect(),
    };
    for (round, (column, _)) in layout.rounds.iter().enumerate() {
        let Some(cell) = at(*column) else { continue };
        let values = values(cell).ok_or((line, cell.text.clone(), "a cell of a round"))?;
        read.values.push((round, values));
        read.cells.push((round, cell));
    }
    if let Some(cell) = layout.total.and_then(at) {
        read.total_line = cell.line;
        if !cells::is_empty(&cell.text) {
            read.total = Some(cells::total(&cell.text).ok_or((line, cell.text.clone(), "a total"))?);
        }
    }
    for head in [Head::Chassis, Head::Engine] {
        if let Some(column) = layout.heads.column(head)
            && let Some(cell) = at(column)
        {
            read.further.insert(column, cell);
        }
    }
    let sum = |columns: &[usize]| {
        columns
            .iter()
            .filter_map(|&column| cells::number(text(Some(column))))
            .fold(Points::ZERO, |sum, own| sum + own)
    };
    (read.bonus, read.penalty) = (sum(&layout.bonus), sum(&layout.penalty));
    Ok(read)
}

/// What a cell says; struck through it does not count.
fn values(cell: &Cell) -> Option<Vec<Value>> {
    let mut all = cells::read(&cell.text)?;
    all.iter_mut().for_each(|value| value.dropped |= cell.struck);
    Some(all)
}

/// A further row of one competitor: another car.
fn further_line<'t>(
    table: &'t Table,
    layout: &Layout,
    index: usize,
    read: &mut Read<'t>,
) -> Result<(), Refused> {
    let line = table.rows.get(index).map_or(0, |row| row.line);
    let mut all = Vec::new();
    let mut cells: Vec<(usize, &'t Cell)> = Vec::new();
    for (round, (column, _)) in layout.rounds.iter().enumerate() {
        let Some(cell) = table.own(index, *column) else { continue };
        let values = values(cell).ok_or((line, cell.text.clone(), "a cell of a round"))?;
        all.push((round, values));
        cells.push((round, cell));
    }
    read.lines += 1;
    read.drivers.extend(driver_of_line(table, layout, index).map(|cell| (read.values.len(), cell)));
    read.values.extend(all);
    // Of one car, the cell of a round is that of whoever drove it.
    for (round, cell) in cells.into_iter().filter(|(_, cell)| !cell.text.is_empty()) {
        match read.cells.iter_mut().find(|(at, _)| *at == round) {
            Some((_, own)) if own.text.is_empty() => *own = cell,
            Some(_) => {}
            None => read.cells.push((round, cell)),
        }
    }
    Ok(())
}

/// The driver of a line of a team's.
fn driver_of_line<'t>(table: &'t Table, layout: &Layout, row: usize) -> Option<&'t Cell> {
    let column = layout.heads.column(Head::Driver).filter(|column| *column != layout.competitor)?;
    table.cell(row, column).filter(|cell| !cell.text.is_empty())
}

/// Rows of a table of points that do not add up to their totals.
fn tell_sums(table: &Table, rows: &[Read], findings: &mut Findings) {
    let wrong: Vec<&Read> = rows.iter().filter(|row| row.total.is_some() && !row.adds_up()).collect();
    let (all, most) = (
        rows.iter().filter(|row| row.total.is_some()).count(),
        rows.iter().map(|row| row.numbers().count()).max().unwrap_or(0),
    );
    if wrong.is_empty() {
        return;
    }
    // Only the best results may count: one number of them for all rows.
    let best = (1..most)
        .rev()
        .find(|&count| rows.iter().filter_map(|row| Some(row.total?.0 == row.best(count))).all(|is| is));
    if let Some(best) = best {
        findings.push(
            Diagnostic::note(
                "PF0167",
                format!("the totals of the table are those of the best {best} results"),
            )
            .at(findings.place(table.line, &table.header_text()))
            .help("a window in the rulebook says so: `best`"),
        );
        return;
    }
    for row in wrong.iter().take(TOLD_ROWS) {
        let (counted, _) = row.sums();
        let total = row.total.map(|(net, _)| net.to_string()).unwrap_or_default();
        let name = row.competitor.text.replace('\n', " ");
        findings.push(
            Diagnostic::warning("PF0160", format!("the cells of {name} do not add up to the total"))
                .at(findings.place(row.line, &name))
                .found(format!("cells {counted}, total {total}"))
                .expected("cells that add up, without those in brackets")
                .help("compare the row with the published page; results that are dropped and penalties may stand elsewhere on it"),
        );
    }
    if wrong.len() > TOLD_ROWS {
        findings.push(
            Diagnostic::warning(
                "PF0160",
                format!("{} of {all} rows do not add up to their totals", wrong.len()),
            )
            .at(findings.place(table.line, &table.header_text())),
        );
    }
}

/// Competitors that stand twice, and places that nobody has: a row was doubled or is missing, or a digit is wrong.
fn tell_order(rows: &[Read], findings: &mut Findings) {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let mut before: Option<u32> = None;
    let mut sharing = 1;
    for row in rows {
        let name = row.competitor.text.replace('\n', " ");
        let mut tell = |what: String, expected: &str| {
            findings.push(
                Diagnostic::warning("PF0180", what)
                    .at(findings.place(row.line, &name))
                    .found(format!("{} {name}", row.position_text).trim().to_owned())
                    .expected(expected)
                    .help("compare the row with the published page: a row may be doubled or missing"),
            );
        };
        if let Some(line) = seen.insert(plain(&name), row.line) {
            tell(format!("a competitor stands twice in a table, in line {line} too"), "one row a competitor");
        }
        let printed = row.position_text.trim_end_matches(|c: char| !c.is_ascii_digit());
        let Ok(position) = printed.parse::<u32>() else { continue };
        match before {
            Some(last) if position == last => sharing += 1,
            // Places that are shared may be counted on or left empty.
            Some(last) if position > last && position <= last + sharing => sharing = 1,
            Some(last) => {
                tell(
                    format!("place {position} of a table follows place {last}"),
                    "places that follow each other",
                );
                sharing = 1;
            }
            None => {}
        }
        before = Some(position);
    }
}

/// Columns in which two competitors have one place and another the next: no dead heat, so one of the cells is wrong.
/// Their cells at that place are left out.
fn twice(rows: &[Read], layout: &Layout, findings: &mut Findings) -> BTreeSet<(usize, u32)> {
    let mut out = BTreeSet::new();
    for round in 0..layout.rounds.len() {
        let places: Vec<(u32, &Read)> = rows
            .iter()
            .flat_map(|row| {
                row.values
                    .iter()
                    .filter(|(own, _)| *own == round)
                    .flat_map(move |(_, all)| all.iter().map(move |value| (value, row)))
            })
            .filter_map(|(value, row)| Some((value.place?, row)))
            .collect();
        let all: BTreeSet<u32> = places.iter().map(|(place, _)| *place).collect();
        for &place in &all {
            let same: Vec<&&Read> =
                places.iter().filter(|(own, _)| *own == place).map(|(_, row)| row).collect();
            if same.len() < 2 || !all.contains(&(place + 1)) {
                continue;
            }
            out.insert((round, place));
            let names: Vec<String> = same.iter().map(|row| row.competitor.text.replace('\n', " ")).collect();
            let head = layout.rounds.get(round).map_or(String::new(), |(_, own)| own.label.clone());
            let at = same.iter().fold(
                Diagnostic::warning(
                    "PF0162",
                    format!("{} have place {place} in column {head}", names.join(" and ")),
                ),
                |diagnostic, row| diagnostic.at(findings.place(row.line, &row.competitor.text)),
            );
            findings.push(
                at.found(format!("place {place} {} times, and a place {} behind it", same.len(), place + 1))
                    .expected("one competitor a place; behind a dead heat the next place is empty")
                    .help("the cells were left out: compare the column with the published page"),
            );
        }
    }
    out
}

/// Colours of places that the key does not know, that it has for something else, or that no key explains.
fn tell_colours(table: &Table, rows: &[Read], layout: &Layout, key: &Key, findings: &mut Findings) {
    let placed = || {
        // Lines of several cars become no results.
        let own = rows.iter().filter(|row| row.lines == 1 || row.is_one_car());
        own.flat_map(|row| {
            row.cells.iter().filter_map(move |(round, cell)| {
                let (_, all) = row.values.iter().find(|(own, _)| own == round)?;
                let value = all.first().filter(|value| value.mark.is_none())?;
                Some((row, *round, *cell, value.place?, all.len()))
            })
        })
    };
    if !key.has_colours() {
        if key::colours_differ(placed().map(|(_, _, cell, place, _)| (place, cell))) {
            findings.push(
                Diagnostic::warning("PF1120", "colours of places say something that no key explains")
                    .at(findings.place(table.line, &table.header_text()))
                    .found("cells of one place in several colours")
                    .expected("a table of colours and what they mean, such as `Purple | Did not finish`")
                    .help("the cars were read as finished: correct the results of those that were not"),
            );
        }
        return;
    }
    let mut unknown: BTreeMap<String, (usize, u32)> = BTreeMap::new();
    let mut otherwise: Vec<Diagnostic> = Vec::new();
    for (row, round, cell, place, count) in placed() {
        let name = row.competitor.text.replace('\n', " ");
        let head = layout.rounds.get(round).map_or("", |(_, own)| own.label.as_str());
        let why = match key.of_cell(cell, place) {
            OfCell::Finished => continue,
            OfCell::Ended(_) if count == 1 => continue,
            OfCell::Ended(_) => "one colour of several places".to_owned(),
            OfCell::Unknown(colour) => {
                unknown.entry(colour).or_insert((0, cell.line)).0 += 1;
                continue;
            }
            OfCell::Otherwise(text) => format!("the colour of `{text}`"),
        };
        otherwise.push(
            Diagnostic::warning("PF1121", format!("the colour of place {place} says otherwise"))
                .at(findings.place(cell.line, &name))
                .found(format!("{name} in column {head}: {why}"))
                .expected("a place in the colour that the page's key has for it")
                .help("the place was kept: compare the cell with the published page"),
        );
    }
    if otherwise.len() > TOLD_ROWS {
        let what = format!("the colours of {} places of a table say otherwise", otherwise.len());
        otherwise = vec![
            Diagnostic::warning("PF1121", what)
                .at(findings.place(table.line, &table.header_text()))
                .found("places and colours of another kind, perhaps places in class")
                .expected("a place in the colour that the page's key has for it")
                .help("the places were kept: compare some of them with the published page"),
        ];
    }
    otherwise.into_iter().for_each(|diagnostic| findings.push(diagnostic));
    for (colour, (count, line)) in unknown {
        findings.push(
            Diagnostic::warning("PF1122", "a colour of places is not in the page's key")
                .at(findings.place(line, &colour))
                .found(format!("{colour} behind {count} places"))
                .expected("a colour that the key names")
                .help("the cars were read as finished: correct the results of those that were not"),
        );
    }
}

fn made(
    row: &Read,
    layout: &Layout,
    scoring: Scoring,
    out: &BTreeSet<(usize, u32)>,
    key: &Key,
) -> StandingsRow {
    let position = row.position_text.trim_end_matches(|c: char| !c.is_ascii_digit()).parse().ok();
    StandingsRow {
        line: row.line,
        position,
        position_text: row.position_text.clone(),
        competitor: competitor(row, layout),
        chassis: parts(row, layout, Head::Chassis),
        engine: parts(row, layout, Head::Engine),
        cells: if scoring == Scoring::Points { points(row, layout) } else { Vec::new() },
        places: if scoring == Scoring::Places { places(row, out, key) } else { Vec::new() },
        lines: row.lines,
        total: row.total.map(|(net, _)| net),
        gross: row.total.and_then(|(_, gross)| gross),
        total_line: row.total_line,
    }
}

fn competitor(row: &Read, layout: &Layout) -> TeamCell {
    let text = row.competitor.coded();
    match layout.heads.at(layout.competitor) {
        Some(Head::Driver | Head::CoDriver) => team_cell(&bare(&text)),
        _ => team_cell(&text),
    }
}

/// One cell a round: the points of all its races.
fn points(row: &Read, layout: &Layout) -> Vec<StandingsCell> {
    let mut cells: Vec<StandingsCell> = Vec::new();
    let mut last = None;
    for (round, (_, column)) in layout.rounds.iter().enumerate() {
        let own = row.values.iter().filter(|(at, _)| *at == round).flat_map(|(_, all)| all);
        let numbers: Vec<Points> = own.filter_map(|value| value.number).collect();
        let points = (!numbers.is_empty()).then(|| numbers.iter().fold(Points::ZERO, |sum, own| sum + *own));
        let cell = row.cells.iter().find(|(at, _)| *at == round).map(|(_, cell)| *cell);
        let text = cell.map_or(String::new(), |cell| cell.text.clone());
        if last == Some(column.event)
            && let Some(before) = cells.last_mut()
        {
            before.points = match (before.points, points) {
                (Some(a), Some(b)) => Some(a + b),
                (a, b) => a.or(b),
            };
            before.text = format!("{} {text}", before.text).trim().to_owned();
            continue;
        }
        last = Some(column.event);
        cells.push(StandingsCell {
            line: cell.map_or(row.line, |cell| cell.line),
            round: column.number.unwrap_or(column.event),
            points,
            text,
            bold: cell.is_some_and(|cell| cell.bold),
            italic: cell.is_some_and(|cell| cell.italic),
            background: cell.and_then(|cell| cell.background.clone()),
        });
    }
    cells
}

/// Places and marks by column; nothing of a competitor with several cars, whose lines are nobody's own.
fn places(row: &Read, out: &BTreeSet<(usize, u32)>, key: &Key) -> Vec<PlaceCell> {
    if row.lines > 1 && !row.is_one_car() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (index, (round, values)) in row.values.iter().enumerate() {
        let cell = row.cells.iter().find(|(at, _)| at == round).map(|(_, cell)| *cell);
        for (nth, value) in values.iter().enumerate() {
            if value.place.is_none() && value.mark.is_none()
                || value.place.is_some_and(|place| out.contains(&(*round, place)))
            {
                continue;
            }
            // The colour of a cell with several places is nobody's own.
            let by_key = match (value.place, cell) {
                (Some(place), Some(cell)) if value.mark.is_none() && values.len() == 1 => {
                    match key.of_cell(cell, place) {
                        OfCell::Ended(mark) => Some(mark),
                        _ => None,
                    }
                }
                _ => None,
            };
            found.push(PlaceCell {
                column: *round,
                nth: if values.len() > 1 { nth as u32 + 1 } else { 0 },
                line: cell.map_or(row.line, |cell| cell.line),
                position: value.place,
                mark: value.mark.or(by_key).unwrap_or(Mark::None),
                text: cell.map_or(String::new(), |cell| cell.text.clone()),
                driver: row.driver(index),
            });
        }
    }
    found
}

fn parts(row: &Read, layout: &Layout, head: Head) -> PartsCell {
    let of = layout.heads.column(head).filter(|column| *column != layout.competitor);
    let cell = of.and_then(|column| row.further.get(&column).copied());
    let printed = cell.map_or("", |cell| cell.text.as_str());
    PartsCell {
        line: cell.map_or(row.line, |cell| cell.line),
        text: printed.replace('\n', " "),
        parts: printed.split('\n').filter(|part| !part.is_empty()).map(str::to_owned).collect(),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn ordinals_below_no_are_places_and_a_sign_shares_the_one_above() {
        let page = "= 2012 Example Cup =\n\nThe 2012 Example Cup season was the first season of the series.\n\n\
            == Drivers' Championship ==\n{|\n! No !! Driver !! Points\n|-\n| 1st || Anton Brand || 68\n|-\n\
            | 2nd || Claude Durand || 43\n|-\n| = || Elio Ferro || 43\n|-\n| 4th || Gus Hall || 12\n|}\n";
        let (page, diagnostics) = crate::pages::read("page", page.as_bytes());
        let places: Vec<Option<u32>> =
            page.standings.iter().flat_map(|table| &table.rows).map(|row| row.position).collect();
        assert_eq!(places, [Some(1), Some(2), Some(2), Some(4)], "{diagnostics:?}");
    }
}
