//! Results of a race: two-line rows, the car over its engine.

use super::crew::Crew;
use super::entrants::team_cell;
use super::findings::Findings;
use super::table::{Cell, Table};
use super::two_line::{self, Record, coded, text};
use super::{Context, Mark, Page, ResultRow, Text, Unread};
use parcferme_core::Diagnostic;

const POSITION: [&str; 4] = ["pos", "position", "place", "fin"];
const CLASS: [&str; 2] = ["class", "cls"];
const NUMBER: [&str; 5] = ["no", "#", "number", "car no", "№"];
const TEAM: [&str; 4] = ["team", "entrant", "team name", "teams"];
const DRIVERS: [&str; 3] = ["drivers", "driver", "driver(s)"];
const CHASSIS: [&str; 3] = ["chassis", "car", "vehicle"];
const ENGINE: [&str; 1] = ["engine"];
const TYRE: [&str; 4] = ["tyre", "tire", "tyres", "tires"];
const LAPS: [&str; 3] = ["laps", "laps completed", "lap"];
const TIME: [&str; 6] = ["time", "time/retired", "time/reason", "gap", "retired", "reason"];

pub(super) fn recognises(table: &Table) -> bool {
    [POSITION.as_slice(), &NUMBER, &LAPS].iter().all(|names| table.column(names).is_some())
}

pub(super) fn read(page: &mut Page, table: &Table, _: &Context, findings: &mut Findings) {
    let engine_below = |first: &str, second: &str| {
        let key = super::table::header_key;
        CHASSIS.contains(&key(first).as_str()) && ENGINE.contains(&key(second).as_str())
    };
    let records = two_line::read(table, engine_below, findings);
    let first = |names| records.columns.first(names);
    let columns = Columns {
        position: first(&POSITION),
        class: first(&CLASS),
        number: first(&NUMBER),
        team: first(&TEAM),
        drivers: first(&DRIVERS),
        chassis: first(&CHASSIS),
        engine: first(&ENGINE),
        engine_below: records.columns.second(&ENGINE),
        tyre: first(&TYRE),
        laps: first(&LAPS),
        time: first(&TIME),
    };
    for record in &records.records {
        let row = row(record, &columns, findings);
        page.results.push(row);
    }
    page.unread.extend(records.left.into_iter().map(|(line, text)| Unread { line, what: "row", text }));
}

struct Columns {
    position: Option<usize>,
    class: Option<usize>,
    number: Option<usize>,
    team: Option<usize>,
    drivers: Option<usize>,
    chassis: Option<usize>,
    engine: Option<usize>,
    engine_below: Option<usize>,
    tyre: Option<usize>,
    laps: Option<usize>,
    time: Option<usize>,
}

fn row(record: &Record, columns: &Columns, findings: &mut Findings) -> ResultRow {
    let position_text = text(record.first(columns.position));
    let (position, mut mark) = position_and_mark(&position_text).unwrap_or_else(|| {
        complain(record.line, "position", &position_text, "a number, a mark such as DNF, or both", findings);
        (None, Mark::None)
    });
    // A dagger beside a place: classified, but not running at the end.
    if mark == Mark::None && record.first(columns.position).is_some_and(Cell::has_dagger) {
        mark = Mark::DidNotFinish;
    }
    let laps_text = text(record.first(columns.laps));
    let laps = laps(&laps_text).unwrap_or_else(|| {
        complain(record.line, "laps", &laps_text, "a number, or - where the car did not start", findings);
        None
    });
    let crew_cell = record.first(columns.drivers);
    let engine = record.second(columns.engine_below).or_else(|| record.first(columns.engine));
    let bold = [columns.position, columns.team, columns.drivers]
        .into_iter()
        .any(|column| record.first(column).is_some_and(|cell| cell.bold));
    ResultRow {
        line: record.line,
        engine_line: record.second_line,
        engine_shifted: record.shifted,
        position,
        mark,
        position_text,
        class: text(record.first(columns.class)),
        number: text(record.first(columns.number)).trim_start_matches('#').to_owned(),
        team: team_cell(&coded(record.first(columns.team))),
        crew: Crew::printed(record.line, &coded(crew_cell)),
        chassis: text(record.first(columns.chassis)),
        engine: text(engine),
        tyre: text(record.first(columns.tyre)),
        laps,
        laps_text,
        time_or_reason: text(record.first(columns.time)),
        bold,
    }
}

fn complain(line: u32, what: &str, found: &str, expected: &str, findings: &mut Findings) {
    let place = findings.place(line, found);
    findings.push(
        Diagnostic::error("PF0116", format!("{what} of a result row not understood"))
            .at(place)
            .found(if found.is_empty() { "nothing".to_owned() } else { found.to_owned() })
            .expected(expected)
            .help("compare the row with the published page: a cell may be missing or shifted"),
    );
}

/// `29 DNF`, `DNF 29`, `DNS`, `7`, `7th`, `5†`; `None` where a word is no mark.
fn position_and_mark(text: &str) -> Option<(Option<u32>, Mark)> {
    let (mut position, mut mark) = (None, Mark::None);
    for word in text.split_whitespace() {
        let retired = word.ends_with(['†', '‡']);
        let bare = word.trim_end_matches(['.', '=', '†', '‡', '*']);
        let digits = bare.trim_end_matches(|c: char| c.is_ascii_lowercase());
        if let Ok(number) = digits.parse() {
            position = Some(number);
            if retired {
                mark = Mark::DidNotFinish;
            }
        } else {
            mark = mark_of(bare)?;
        }
    }
    (position.is_some() || mark != Mark::None).then_some((position, mark))
}

fn mark_of(word: &str) -> Option<Mark> {
    Some(match word.to_ascii_uppercase().as_str() {
        "DNF" | "RET" | "AB" => Mark::DidNotFinish,
        "DNS" => Mark::DidNotStart,
        "NC" => Mark::NotClassified,
        "DSQ" | "DQ" | "DISQ" => Mark::Disqualified,
        "WD" | "W" => Mark::Withdrawn,
        "EX" | "EXC" => Mark::Excluded,
        "DNQ" | "DNPQ" => Mark::DidNotQualify,
        _ => return None,
    })
}

fn laps(text: &str) -> Option<Option<u32>> {
    match text.replace([',', '+'], "").as_str() {
        "" | "-" | "–" | "—" | "−" => Some(None),
        number => number.split_whitespace().next()?.parse().ok().map(Some),
    }
}

/// Sentences above results that only describe the printing.
pub(super) fn is_caption(text: &Text) -> bool {
    let text = text.text.trim_end_matches('.').to_lowercase();
    matches!(text.as_str(), "class winners in bold" | "overall winner in bold" | "winners in bold")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_and_marks_are_read_in_either_order() {
        assert_eq!(position_and_mark("29 DNF"), Some((Some(29), Mark::DidNotFinish)));
        assert_eq!(position_and_mark("DNF 29"), Some((Some(29), Mark::DidNotFinish)));
        assert_eq!(position_and_mark("DNS"), Some((None, Mark::DidNotStart)));
        assert_eq!(position_and_mark("28 NC"), Some((Some(28), Mark::NotClassified)));
        assert_eq!(position_and_mark("12 DNF†"), Some((Some(12), Mark::DidNotFinish)));
        assert_eq!(position_and_mark("1="), Some((Some(1), Mark::None)));
        assert_eq!(position_and_mark("5†"), Some((Some(5), Mark::DidNotFinish)));
        assert_eq!(position_and_mark("3rd"), Some((Some(3), Mark::None)));
        assert_eq!(position_and_mark("DSQ"), Some((None, Mark::Disqualified)));
        assert_eq!(position_and_mark("Audi"), None);
        assert_eq!(position_and_mark(""), None);
    }

    #[test]
    fn laps_may_be_none_but_not_nonsense() {
        assert_eq!(laps("1,024"), Some(Some(1024)));
        assert_eq!(laps("-"), Some(None));
        assert_eq!(laps(""), Some(None));
        assert_eq!(laps("Audi"), None);
    }
}
