//! Tables of points: `Pos | Team | Chassis | Engine | Rd 1 ... | Total`, one a class.

use super::entrants::team_cell;
use super::findings::Findings;
use super::table::{Cell, Table, header_key};
use super::two_line::{self, Record, text};
use super::{Context, Page, PartsCell, StandingsCell, StandingsRow, StandingsTable, Unread};
use parcferme_core::{Diagnostic, Points};

const POSITION: [&str; 3] = ["pos", "position", "rank"];
const COMPETITOR: [&str; 9] =
    ["team", "driver", "manufacturer", "entrant", "teams", "drivers", "make", "constructor", "competitor"];
const CHASSIS: [&str; 2] = ["chassis", "car"];
const ENGINE: [&str; 1] = ["engine"];
const TOTAL: [&str; 4] = ["total", "points", "pts", "total points"];
const BESIDE: [&str; 4] = ["no", "#", "class", "tyre"];

pub(super) fn recognises(table: &Table) -> bool {
    [POSITION.as_slice(), &COMPETITOR, &TOTAL].iter().all(|names| table.column(names).is_some())
}

pub(super) fn read(page: &mut Page, table: &Table, context: &Context, findings: &mut Findings) {
    let records = two_line::read(table, |_, _| false, findings);
    let column = |names: &[&str]| records.columns.first(names);
    let columns = Columns {
        position: column(&POSITION),
        competitor: column(&COMPETITOR),
        chassis: column(&CHASSIS),
        engine: column(&ENGINE),
        total: column(&TOTAL),
    };
    let headers: Vec<&str> = records.columns.headers.iter().map(|(first, _)| first.as_str()).collect();
    let rounds = rounds(&headers, &columns);
    let rows = records.records.iter().map(|record| row(record, &columns, &rounds, findings)).collect();
    let heading = context.headings.last().copied().unwrap_or_default();
    page.standings.push(StandingsTable {
        line: table.line,
        heading: heading.to_owned(),
        title: title(&context.headings),
        class: class(heading),
        competitor_header: columns.competitor.map_or("", |column| headers[column]).to_owned(),
        rounds: rounds.iter().map(|&(_, round)| round).collect(),
        rows,
    });
    page.unread.extend(records.left.into_iter().map(|(line, text)| Unread { line, what: "row", text }));
}

struct Columns {
    position: Option<usize>,
    competitor: Option<usize>,
    chassis: Option<usize>,
    engine: Option<usize>,
    total: Option<usize>,
}

/// Columns of rounds: those whose header is a round's number, else every column that is nothing else, in order.
fn rounds(headers: &[&str], columns: &Columns) -> Vec<(usize, u32)> {
    let known = [columns.position, columns.competitor, columns.chassis, columns.engine, columns.total];
    let others: Vec<usize> = (0..headers.len())
        .filter(|&column| {
            !known.contains(&Some(column)) && !BESIDE.contains(&header_key(headers[column]).as_str())
        })
        .collect();
    let numbered: Vec<(usize, u32)> =
        others.iter().filter_map(|&column| Some((column, round_number(headers[column])?))).collect();
    if numbered.is_empty() { others.into_iter().zip(1..).collect() } else { numbered }
}

/// `Rd 3`, `Rnd. 3`, `R3`, `3`.
fn round_number(header: &str) -> Option<u32> {
    let key = header_key(header);
    let digits = key.trim_start_matches(|c: char| c.is_ascii_alphabetic() || c == '.' || c == ' ');
    let word = key[..key.len() - digits.len()].trim_matches(['.', ' ']);
    matches!(word, "" | "r" | "rd" | "rnd" | "round").then(|| digits.parse().ok()).flatten()
}

fn row(record: &Record, columns: &Columns, rounds: &[(usize, u32)], findings: &mut Findings) -> StandingsRow {
    let position_text = text(record.first(columns.position));
    let position = position_text.trim_end_matches(|c: char| !c.is_ascii_digit()).parse().ok();
    let competitor = record.first(columns.competitor);
    let total = record.first(columns.total);
    StandingsRow {
        line: competitor.map_or(record.line, |cell| cell.line),
        position,
        position_text,
        competitor: team_cell(&two_line::coded(competitor)),
        chassis: parts(record.first(columns.chassis), record.line),
        engine: parts(record.first(columns.engine), record.line),
        cells: rounds
            .iter()
            .map(|&(column, round)| cell(record.first(Some(column)), record.line, round, findings))
            .collect(),
        total: total.and_then(|cell| points(&cell.text)),
        total_line: total.map_or(record.line, |cell| cell.line),
    }
}

fn parts(cell: Option<&Cell>, line: u32) -> PartsCell {
    let printed = cell.map_or("", |cell| cell.text.as_str());
    PartsCell {
        line: cell.map_or(line, |cell| cell.line),
        text: printed.replace('\n', " "),
        parts: printed.split('\n').filter(|part| !part.is_empty()).map(str::to_owned).collect(),
    }
}

fn cell(cell: Option<&Cell>, line: u32, round: u32, findings: &mut Findings) -> StandingsCell {
    let Some(cell) = cell else { return StandingsCell { line, round, ..StandingsCell::default() } };
    let points = points(&cell.text);
    if points.is_none() && !is_absent(&cell.text) {
        let place = findings.place(cell.line, &cell.text);
        findings.push(
            Diagnostic::error("PF0119", "points not understood")
                .at(place)
                .found(cell.text.clone())
                .expected("a number, a fraction, or an empty cell"),
        );
    }
    StandingsCell {
        line: cell.line,
        round,
        points,
        text: cell.text.clone(),
        bold: cell.bold,
        italic: cell.italic,
        background: cell.background.clone(),
    }
}

fn is_absent(text: &str) -> bool {
    matches!(
        text.to_ascii_uppercase().as_str(),
        "" | "-" | "–" | "—" | "DNP" | "DNS" | "DNF" | "NC" | "RET" | "DSQ" | "C" | "EX" | "WD" | "DNQ"
    )
}

/// Points of a cell: `20`, `4.5`, `57/7`, `(3)` for a dropped score, marks after them left out.
fn points(text: &str) -> Option<Points> {
    let text = text.trim().trim_matches(['(', ')', '†', '*', ' ']);
    text.starts_with(|c: char| c.is_ascii_digit() || c == '-').then(|| text.parse().ok()).flatten()
}

const WORDS: [&str; 6] = ["standings", "championship", "classification", "points", "table", "title"];

/// `LMP900` of `LMP900 Standings`; none where nothing but such words and competitors stands there.
fn class(heading: &str) -> Option<String> {
    let left: Vec<&str> = heading
        .split_whitespace()
        .filter(|word| {
            let key = word.to_lowercase();
            let key = key.trim_matches(['\'', '’', ':', '(', ')']);
            let singular = key.trim_end_matches('s').trim_end_matches(['\'', '’']);
            !WORDS.contains(&key) && !COMPETITOR.contains(&singular) && singular != "for" && singular != "the"
        })
        .collect();
    (!left.is_empty()).then(|| left.join(" "))
}

/// The innermost heading that names a championship or competitors rather than a class alone.
fn title(headings: &[&str]) -> String {
    let names_title = |heading: &&&str| {
        let lower = heading.to_lowercase();
        lower.contains("championship")
            || COMPETITOR.iter().any(|word| lower.split(['\'', '’', ' ']).any(|w| w == *word))
    };
    headings.iter().rev().find(names_title).or(headings.last()).copied().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_name_class_and_title() {
        assert_eq!(class("LMP900 Standings").as_deref(), Some("LMP900"));
        assert_eq!(class("Drivers' Championship"), None);
        assert_eq!(class("Grand Touring Standings").as_deref(), Some("Grand Touring"));
        assert_eq!(title(&["Teams Championship", "GT Standings"]), "Teams Championship");
        assert_eq!(title(&["Standings", "Drivers' standings"]), "Drivers' standings");
    }

    #[test]
    fn rounds_are_read_from_headers_or_counted() {
        assert_eq!(
            ["Rd 3", "Rnd. 4", "R5", "6", "SEB"].map(round_number),
            [Some(3), Some(4), Some(5), Some(6), None]
        );
    }

    #[test]
    fn points_are_exact_and_marks_are_no_points() {
        assert_eq!(points("(13)"), Some(Points::whole(13)));
        assert_eq!(points("57/7"), Some(Points::fraction(57, 7)));
        assert_eq!(points("Ret"), None);
        assert!(is_absent("Ret") && !is_absent("Audi"));
    }
}
