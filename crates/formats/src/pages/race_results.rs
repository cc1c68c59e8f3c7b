//! Results of a session: one row a car, or two (the car over its engine).

use super::crew::Crew;
use super::entrants::team_cell;
use super::findings::Findings;
use super::heads::{Head, Heads};
use super::sections::{self, Said};
use super::table::{Cell, Table, header_key};
use super::two_line::{self, Record, coded, text};
use super::{Context, Mark, Page, ResultRow, RoundOf, TeamCell, Unread};
use crate::folder::words::{laps_behind, says_nothing, status_and_reason, status_of};
use parcferme_core::season::Status;
use parcferme_core::{Diagnostic, Millis};

const WANTED: [Head; 19] = [
    Head::Position,
    Head::Laps,
    Head::Number,
    Head::Driver,
    Head::CoDriver,
    Head::Team,
    Head::Class,
    Head::Maker,
    Head::Chassis,
    Head::Engine,
    Head::Tyre,
    Head::Time,
    Head::Gap,
    Head::Grid,
    Head::Nation,
    Head::Qualifying,
    Head::BestLap,
    Head::Speed,
    Head::Remark,
];

/// The heads of a table of results. `Lap` above times is a lap time, not a number of laps.
pub(super) fn heads_of(table: &Table, mut texts: Vec<String>) -> Heads {
    let first = table.header_rows().max(1);
    super::heads::numbers_by_content(table, &mut texts);
    for (column, text) in texts.iter_mut().enumerate() {
        if super::heads::meanings(text).first() != Some(&Head::Laps) {
            continue;
        }
        let cells =
            (first..table.rows.len()).map(|row| table.text(row, column)).filter(|text| !text.is_empty());
        let (all, timed) = cells.fold((0_usize, 0_usize), |(all, timed), text| {
            (all + 1, timed + usize::from(text.contains([':', '.', '\'']) && text.parse::<Millis>().is_ok()))
        });
        if 2 * timed > all {
            *text = "lap time".to_owned();
        }
    }
    Heads::read(texts, &WANTED)
}

pub(super) fn read(page: &mut Page, table: &Table, context: &Context, findings: &mut Findings) {
    let engine_below = |first: &str, second: &str| {
        let of = |text: &str, head: Head| super::heads::meanings(text).contains(&head);
        of(first, Head::Chassis) && of(second, Head::Engine)
    };
    let records = two_line::read(table, engine_below, findings);
    let firsts: Vec<String> = records.columns.headers.iter().map(|(first, _)| first.clone()).collect();
    let heads = heads_of(table, firsts);
    let below = |head: Head| {
        let is = |text: &String| super::heads::meanings(text).contains(&head);
        records.columns.headers.iter().position(|(_, second)| second.as_ref().is_some_and(is))
    };
    let said = sections::said(&context.headings);
    let session = session(&said, &heads);
    let raced = !["qualifying", "practice", "grid", "superpole", "hyperpole", "warm-up"]
        .iter()
        .any(|own| session.contains(own));
    let columns =
        Columns { engine_below: below(Head::Engine), timed: timed(&records.records, &heads), heads, raced };
    let used: Vec<Head> = WANTED.into_iter().filter(|own| *own != Head::Speed).collect();
    let left = columns.heads.left(&used);
    let mut section = Section { mark: said.mark, class: String::new(), above: None };
    let of = round_of(&said, context);
    let class = if of.is_none() { said.rest.clone() } else { String::new() };
    let mut rows: Vec<ResultRow> = Vec::new();
    let mut across = records.left.into_iter().peekable();
    for record in &records.records {
        while let Some((line, text)) = across.next_if(|(line, _)| *line < record.line) {
            if !section.across(&text) {
                page.unread.push(Unread { line, what: "row", text });
            }
        }
        // A note across some of the columns.
        let texts = record.texts();
        if texts.windows(2).all(|pair| matches!(pair, [a, b] if a == b)) {
            if let Some(text) = texts.into_iter().next() {
                page.unread.push(Unread { line: record.line, what: "row", text });
            }
            continue;
        }
        match row(record, &columns, &section, findings) {
            Ok(Some(mut row)) => {
                row.session.clone_from(&session);
                row.of.clone_from(&of);
                if row.class.is_empty() {
                    row.class.clone_from(&section.class);
                }
                row.heading_class.clone_from(&class);
                section.above = row.position;
                rows.push(row);
            }
            Ok(None) => {}
            Err((line, text)) => page.leave_out_row(line, text, "a row of results was left out", findings),
        }
    }
    page.unread.extend(across.map(|(line, text)| Unread { line, what: "row", text }));
    if let Some(text) = left.filter(|_| !rows.is_empty()) {
        page.unread.push(Unread { line: table.line, what: "columns of results", text });
    }
    page.results.extend(rows);
    page.unread.extend(no_times(&records.records, &columns, table.line, findings));
}

/// The session that the headings name, or that the columns are of: without laps and race times it was no race.
fn session(said: &Said, heads: &Heads) -> String {
    if let Some(session) = &said.session {
        return if session == "race" { String::new() } else { session.clone() };
    }
    let timed = [Head::Qualifying, Head::BestLap, Head::Speed].into_iter().any(|head| heads.has(head));
    if timed && !heads.has(Head::Laps) && !heads.has(Head::Time) {
        "qualifying".to_owned()
    } else {
        String::new()
    }
}

/// The round that a heading on a season's page names.
fn round_of(said: &Said, context: &Context) -> Option<RoundOf> {
    if let Some(round) = said.round {
        return Some(RoundOf::Number(round));
    }
    (context.of_season && !said.rest.is_empty()).then(|| RoundOf::Event(said.rest.clone()))
}

struct Columns {
    heads: Heads,
    engine_below: Option<usize>,
    /// Columns of lap times, and whether numbers without a colon are seconds there.
    timed: Vec<(usize, bool)>,
    /// A race, in which a word in place of a time is why a car did not finish.
    raced: bool,
}

/// What rows across a table say of the rows below them.
struct Section {
    mark: Option<Mark>,
    class: String,
    /// The place of the row above.
    above: Option<u32>,
}

impl Section {
    /// Takes `Did not finish`, or a class; false for a note.
    fn across(&mut self, text: &str) -> bool {
        if let Some(mark) = sections::mark(text) {
            self.mark = Some(mark);
            return true;
        }
        if matches!(status_of(text), Some(Status::Finished)) {
            self.mark = None;
            return true;
        }
        let words = text.split_whitespace().count();
        let is_class = (1..=4).contains(&words)
            && !text.contains([':', '[', '.'])
            && text.chars().any(char::is_alphabetic);
        if is_class {
            self.class = text.trim().to_owned();
        }
        is_class
    }
}

type LeftOut = (u32, String);

fn row(
    record: &Record,
    columns: &Columns,
    section: &Section,
    findings: &mut Findings,
) -> Result<Option<ResultRow>, LeftOut> {
    let heads = &columns.heads;
    let first = |head: Head| record.first(heads.column(head));
    let own = |head: Head| text(first(head));
    let whole = || (record.line, record.texts().join(" | "));
    let (number, driver, team_text) = (own(Head::Number), own(Head::Driver), own(Head::Team));
    // A head that is repeated at the foot, or in the middle.
    let repeats = |head: Head| {
        let text = own(head);
        !text.is_empty()
            && heads.column(head).is_some_and(|column| header_key(&text) == header_key(heads.text(column)))
    };
    if repeats(Head::Position) || repeats(Head::Driver) && (repeats(Head::Number) || repeats(Head::Team)) {
        return Ok(None);
    }
    let position_text = own(Head::Position);
    let (mut position, mut mark) = match position_and_mark(&position_text) {
        Some(found) => found,
        None if position_text == "=" && section.above.is_some() => (section.above, Mark::None),
        None if let Some(overall) = overall(&position_text)
            && (heads.has(Head::Class) || !section.class.is_empty()) =>
        {
            (Some(overall), Mark::None)
        }
        None if position_text.is_empty() || says_nothing(&position_text) => (None, Mark::None),
        None => {
            complain(
                record.line,
                "position",
                &position_text,
                "a number, a mark such as DNF, or both",
                findings,
            );
            return Err(whole());
        }
    };
    // A dagger beside a place: classified, but not running at the end.
    if mark == Mark::None && first(Head::Position).is_some_and(Cell::has_dagger) {
        mark = Mark::DidNotFinish;
    }
    if driver.is_empty() && number.is_empty() && team_text.is_empty() {
        return Err(whole());
    }
    let laps_text = own(Head::Laps);
    let mut remark = own(Head::Remark);
    let laps = match laps(&laps_text) {
        Some(laps) => laps,
        // A reason or a time in the column of laps is what happened, not how far.
        None => match status_and_reason(&laps_text) {
            Some((status, _)) => {
                set(&mut mark, sections::of_status(status));
                None
            }
            None => {
                complain(
                    record.line,
                    "laps",
                    &laps_text,
                    "a number, or - where the car did not start",
                    findings,
                );
                return Err(whole());
            }
        },
    };
    let time_text =
        [Head::Time, Head::Gap].into_iter().map(own).find(|text| !text.is_empty()).unwrap_or_default();
    if mark == Mark::None {
        set(&mut mark, section.mark);
    }
    let stated = own(Head::Status);
    for text in [&time_text, &stated, &remark] {
        if mark == Mark::None && columns.raced {
            set(&mut mark, ended(text));
        }
    }
    // Who did laps and withdrew had started.
    if laps.is_some_and(|laps| laps > 0)
        && position.is_some()
        && matches!(mark, Mark::Withdrawn | Mark::DidNotQualify | Mark::DidNotStart)
    {
        mark = Mark::DidNotFinish;
    }
    // A row without place and without anything that says why took no place that can be told.
    if position.is_none()
        && mark == Mark::None
        && section.mark.is_none()
        && heads.has(Head::Position)
        && columns.raced
    {
        complain(record.line, "position", &position_text, "a number, a mark such as DNF, or both", findings);
        return Err(whole());
    }
    if matches!(
        mark,
        Mark::Disqualified | Mark::Excluded | Mark::DidNotQualify | Mark::DidNotStart | Mark::Withdrawn
    ) {
        // Sheets go on counting their lines below the classification.
        position = None;
    }
    if remark.is_empty() {
        remark = stated;
    }
    let crew_cell = first(Head::Driver);
    let engine = record.second(columns.engine_below).or_else(|| first(Head::Engine));
    let bold = [Head::Position, Head::Team, Head::Driver]
        .into_iter()
        .any(|head| first(head).is_some_and(|cell| cell.bold));
    let mut crew_text = coded(crew_cell);
    let nation = first(Head::Nation).map_or(String::new(), |cell| cell.coded().trim().to_owned());
    if !nation.is_empty() && !crew_text.contains('\n') && super::country::of_code(&nation).is_some() {
        crew_text = format!("{nation} {crew_text}");
    }
    let co_driver = coded(first(Head::CoDriver));
    Ok(Some(ResultRow {
        line: record.line,
        engine_line: record.second_line,
        engine_shifted: record.shifted,
        position,
        mark,
        position_text,
        class: own(Head::Class),
        number: number.trim_start_matches('#').to_owned(),
        team: first(Head::Team).map_or_else(TeamCell::default, |cell| team_cell(&cell.coded())),
        crew: Crew::printed(record.line, &crew_text),
        co_drivers: Crew::printed(record.line, &co_driver),
        chassis: own(Head::Chassis),
        engine: text(engine),
        tyre: own(Head::Tyre),
        manufacturer: own(Head::Maker),
        laps,
        laps_text,
        time_or_reason: if time_text.is_empty() { remark } else { time_text },
        best_lap: best(record, columns),
        grid: own(Head::Grid).trim_matches(['(', ')']).parse().ok(),
        bold,
        ..ResultRow::default()
    }))
}

fn set(mark: &mut Mark, to: Option<Mark>) {
    if let Some(to) = to {
        *mark = to;
    }
}

/// The best of a qualifying row's times.
fn best(record: &Record, columns: &Columns) -> Option<Millis> {
    let of = |(column, seconds): &(usize, bool)| lap_time(&text(record.first(Some(*column))), *seconds);
    columns.timed.iter().filter_map(of).filter(|time| time.0 > 0).min()
}

/// The columns of lap times, and whether numbers without a colon are seconds there.
fn timed(records: &[Record], heads: &Heads) -> Vec<(usize, bool)> {
    let is = |column: &usize| {
        let all = super::heads::meanings(heads.text(*column));
        all.iter().any(|head| matches!(head, Head::Qualifying | Head::BestLap))
    };
    let proven = |column: usize| {
        let cells: Vec<String> = records.iter().map(|record| text(record.first(Some(column)))).collect();
        says_times(heads.text(column)) || are_times(&cells) || some_are_times(&cells)
    };
    (0..heads.len()).filter(is).map(|column| (column, proven(column))).collect()
}

fn says_times(head: &str) -> bool {
    const TIMES: [&str; 7] = ["time", "times", "lap", "zeit", "temps", "tempo", "tiempo"];
    crate::folder::words::plain(head).split(' ').any(|word| TIMES.contains(&word))
}

/// `58.783` beside `1:00.273` are seconds: no column mixes times and speeds.
fn some_are_times(cells: &[String]) -> bool {
    cells.iter().any(|text| text.contains(':') && lap_time(text, false).is_some())
}

/// Seconds that grow from row to row: who is behind was slower. Speeds fall.
fn are_times(cells: &[String]) -> bool {
    let seconds: Vec<Millis> = cells.iter().filter_map(|text| lap_time(text, true)).collect();
    seconds.len() > 5
        && seconds.windows(2).all(|pair| matches!(pair, [before, own] if before <= own))
        && seconds.first() < seconds.last()
}

/// `1:02.345`, or seconds where the column is of times. A number alone may be a speed: `132.040`.
fn lap_time(text: &str, seconds: bool) -> Option<Millis> {
    let below_100 = || text.split(['.', ',']).next().is_some_and(|whole| whole.trim().len() < 3);
    (text.contains([':', '\'', '’']) || seconds && below_100()).then(|| text.parse().ok()).flatten()
}

/// What stands in columns of lap times and is no time: speeds where all of a column is so, else cell by cell.
fn no_times(records: &[Record], columns: &Columns, line: u32, findings: &mut Findings) -> Vec<Unread> {
    let mut unread = Vec::new();
    for &(column, seconds) in &columns.timed {
        let cells = || records.iter().map(|record| (record.line, text(record.first(Some(column)))));
        let is_time = |text: &str| lap_time(text, seconds).is_some();
        let is_none = |text: &str| {
            is_time(text)
                || says_nothing(text)
                || status_and_reason(text).is_some()
                || sections::mark(text).is_some()
        };
        let left: Vec<(u32, String)> = cells().filter(|(_, text)| !is_none(text)).collect();
        let Some((_, first)) = left.first() else { continue };
        if !cells().any(|(_, text)| is_time(&text)) {
            let text =
                format!("{}: {first}, {} in all, may be speeds", columns.heads.text(column), left.len());
            unread.push(Unread { line, what: "column", text });
            continue;
        }
        for (line, text) in left.iter().filter(|(_, text)| text.contains(|c: char| c.is_ascii_digit())) {
            findings.push(
                Diagnostic::warning("PF1123", "a lap time of a result row was not understood")
                    .at(findings.place(*line, text))
                    .found(text.clone())
                    .expected("a time such as 1:02.345")
                    .help("the row was read without it: compare the cell with the published page"),
            );
        }
        unread.extend(
            left.into_iter()
                .filter(|(_, text)| !text.contains(|c: char| c.is_ascii_digit()))
                .map(|(line, text)| Unread { line, what: "lap time", text }),
        );
    }
    unread
}

/// How a row ended by what stands in place of its time: a time, a gap and laps behind are those of a finisher; a word is
/// the reason for not finishing.
fn ended(text: &str) -> Option<Mark> {
    let text = text.trim();
    if says_nothing(text) || laps_behind(text).is_some() || !text.chars().any(char::is_alphabetic) {
        return None;
    }
    if let Some((status, _)) = status_and_reason(text) {
        return sections::of_status(status);
    }
    // A time or gap with its unit: `+ 22.6 s`, `+0.8 secs`, `1h 24m`.
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if text.starts_with(['+', '-', '−']) || digits > letters {
        return None;
    }
    const FINISHED: [&str; 4] = ["running", "finished", "same lap", "lead lap"];
    (!FINISHED.contains(&text.to_lowercase().as_str())).then_some(Mark::DidNotFinish)
}

fn complain(line: u32, what: &str, found: &str, expected: &str, findings: &mut Findings) {
    let place = findings.place(line, found);
    findings.push(
        Diagnostic::warning("PF0116", format!("{what} of a result row not understood"))
            .at(place)
            .found(if found.is_empty() { "nothing".to_owned() } else { found.to_owned() })
            .expected(expected)
            .help("compare the row with the published page: a cell may be missing or shifted; the row was left out"),
    );
}

/// `29 DNF`, `DNF 29`, `DNS`, `7`, `7th`, `5†`; `None` where a word is no mark.
fn position_and_mark(text: &str) -> Option<(Option<u32>, Mark)> {
    let (mut position, mut mark) = (None, Mark::None);
    if let Some(own) = sections::mark(text) {
        return Some((None, own));
    }
    for word in text.split_whitespace() {
        let retired = word.ends_with(['†', '‡']);
        let bare = word.trim_matches(['.', '=', '†', '‡', '*', '(', ')', '°', 'º']);
        let digits = bare.trim_end_matches(|c: char| c.is_ascii_lowercase());
        if let Ok(number) = digits.parse::<u32>() {
            // `1 2` are two statements, and no place.
            if position.is_some() || number == 0 {
                return None;
            }
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

/// `1. (18.)` of a class that raced among others: 18th of all, first of the class. In a class nobody is further behind than
/// overall.
fn overall(text: &str) -> Option<u32> {
    let number =
        |text: &str| text.trim().trim_end_matches('.').parse::<u32>().ok().filter(|number| *number > 0);
    let (outer, inner) = text.trim().strip_suffix(')')?.split_once('(')?;
    Some(number(outer)?.max(number(inner)?))
}

fn mark_of(word: &str) -> Option<Mark> {
    Some(match word.to_ascii_uppercase().as_str() {
        "WD" | "W" => Mark::Withdrawn,
        "EX" | "EXC" => Mark::Excluded,
        "DNA" => Mark::DidNotStart,
        _ => sections::of_status(status_of(word)?)?,
    })
}

fn laps(text: &str) -> Option<Option<u32>> {
    if says_nothing(text) {
        return Some(None);
    }
    text.replace([',', '+'], "").split_whitespace().next()?.parse().ok().map(Some)
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
        assert_eq!(position_and_mark("3°"), Some((Some(3), Mark::None)));
        assert_eq!(position_and_mark("3rd"), Some((Some(3), Mark::None)));
        assert_eq!(position_and_mark("DSQ"), Some((None, Mark::Disqualified)));
        assert_eq!(position_and_mark("Did not start"), Some((None, Mark::DidNotStart)));
        assert_eq!(position_and_mark("Audi"), None);
        assert_eq!(position_and_mark("1 2"), None);
        assert_eq!(position_and_mark(""), None);
    }

    #[test]
    fn laps_may_be_none_but_not_nonsense() {
        assert_eq!(laps("1,024"), Some(Some(1024)));
        assert_eq!(laps("-"), Some(None));
        assert_eq!(laps(""), Some(None));
        assert_eq!(laps("Audi"), None);
    }

    #[test]
    fn a_speed_is_no_lap_time() {
        let read = |text, head| lap_time(text, says_times(head)).map(|time| time.0);
        assert_eq!(read("2:12.040", "Qual"), Some(132_040));
        assert_eq!(read("58.120", "Time"), Some(58_120));
        for (text, head) in [
            ("132.040", "Qual"),
            ("58.120", "Q"),
            ("132.040", "Lap time"),
            ("132.040 mph", "Lap time"),
            ("98.040 mph", "Time"),
            ("208.5 km/h", "Q1"),
        ] {
            assert_eq!(read(text, head), None, "{text} below {head}");
        }
        let times = |cells: [&str; 6]| are_times(&cells.map(str::to_owned));
        assert!(times(["58.288", "58.299", "58.661", "59.001", "59.001", "1:00.120"]));
        assert!(!times(["98.661", "98.299", "98.288", "97.000", "96.000", "95.500"]), "speeds fall");
        assert!(!times(["58.288"; 6]));
        assert!(!times(["132.288", "133.288", "134.288", "135.288", "136.288", "137.288"]));
        for head in ["Speed", "Avg Speed", "Lap Speed"] {
            assert_eq!(super::super::heads::meanings(head), [Head::Speed], "{head}");
        }
    }

    #[test]
    fn a_word_in_place_of_a_time_is_a_reason() {
        for finished in
            ["1:30:00.123", "+3.456", "+1 Lap", "+0.8 secs", "", "Running", "+ 22.6 s", "2.02:58.6", "3 laps"]
        {
            assert_eq!(ended(finished), None, "{finished}");
        }
        assert_eq!(ended("Engine"), Some(Mark::DidNotFinish));
        assert_eq!(ended("Spun Off"), Some(Mark::DidNotFinish));
        assert_eq!(ended("Not classified"), Some(Mark::NotClassified));
        assert_eq!(ended("Disqualified (fuel)"), Some(Mark::Disqualified));
    }

    #[test]
    fn a_sign_of_a_tie_shares_the_place_above() {
        let page = "= 2012 Example Cup =\n\nThe 2012 Example Cup season was the first season of the series.\n\n\
            == Round 1 ==\n{|\n! Pos !! No !! Driver !! Laps !! Time\n|-\n| 1 || 7 || Anton Brand || 20 || 30:00.000\n|-\n\
            | 2 || 8 || Claude Durand || 20 || 30:01.000\n|-\n| = || 9 || Elio Ferro || 20 || 30:01.000\n|-\n\
            | 4 || 10 || Gus Hall || 20 || 30:02.000\n|}\n";
        let (page, diagnostics) = crate::pages::read("page", page.as_bytes());
        let places: Vec<Option<u32>> = page.results.iter().map(|row| row.position).collect();
        assert_eq!(places, [Some(1), Some(2), Some(2), Some(4)], "{diagnostics:?}");
    }
}
