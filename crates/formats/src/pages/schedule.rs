//! The calendar: round, event, circuit and day in any order, with the winners beside them or not; and sentences about a
//! race that was called off.

use super::date::{self, Printed};
use super::findings::Findings;
use super::heads::{self, Head, Heads};
use super::table::{Form, Table};
use super::words;
use super::{Context, Page, RoundMark, ScheduleRow, Text, Unread, country};
use crate::folder::words::plain;
use parcferme_core::Diagnostic;
use parcferme_core::season::{Length, RoundStatus};
use std::collections::BTreeSet;

const WANTED: [Head; 8] = [
    Head::Date,
    Head::Circuit,
    Head::Round,
    Head::Event,
    Head::Region,
    Head::Honour,
    Head::Laps,
    Head::Length,
];

/// Signs that stand behind a day or a name and refer to a note.
const NOTES: &[char] = &['*', '†', '‡', '§', '^'];

pub(super) fn heads_of(table: &Table) -> Heads {
    Heads::of_table(table, &WANTED)
}

/// The column of days: the one that is called so where it holds days, else the one that does.
pub(super) fn dates_in(table: &Table, heads: &Heads) -> Option<usize> {
    let first = table.header_rows().max(1);
    let days = |column: usize| {
        let texts =
            (first..table.rows.len()).map(|row| table.text(row, column)).filter(|text| !text.is_empty());
        let (all, dated) = texts.fold((0, 0), |(all, dated), text| {
            (all + 1, dated + usize::from(date::first_in(&text.replace('\n', " "), Some(2000)).is_some()))
        });
        dated > 0 && 2 * dated >= all
    };
    let called = heads.column(Head::Date);
    called
        .filter(|&column| days(column))
        .or_else(|| (0..table.columns()).find(|&column| days(column)))
        .or(called)
}

struct Columns {
    round: Option<usize>,
    event: Option<usize>,
    circuit: Option<usize>,
    date: Option<usize>,
}

pub(super) fn read(page: &mut Page, table: &Table, context: &Context, findings: &mut Findings) {
    let heads = heads_of(table);
    let date = dates_in(table, &heads);
    let mut columns = Columns {
        round: heads.column(Head::Round),
        event: heads.column(Head::Event),
        circuit: heads.column(Head::Circuit).or_else(|| heads.column(Head::Region)),
        date,
    };
    let first = table.header_rows().max(1);
    if date != heads.column(Head::Date) && heads.has(Head::Date) {
        // The heads stand over other columns than their own.
        if columns.round == date && date.is_some() {
            columns.round = heads.column(Head::Date);
            findings.push(
                Diagnostic::warning("PF0166", "two heads of a calendar stand over each other's columns")
                    .at(findings.place(table.line, &table.header_text()))
                    .found("days under the head of rounds")
                    .help("the columns were read by what stands in them"),
            );
        } else if table.form == Form::Flat {
            let why = "days do not stand under the head of days: the spans of the header are lost";
            return page.leave_out_table(
                table,
                "PF0163",
                "a table of a doubtful kind was left out",
                why,
                findings,
            );
        }
    }
    if columns.round.is_none_or(|column| !counts(table, column, first)) {
        // `Round 1` may stand under another head; a column of names is no round.
        let by_content = (0..table.columns()).find(|&column| {
            Some(column) != date
                && column != columns.circuit.unwrap_or(usize::MAX)
                && counts(table, column, first)
        });
        if columns.round == columns.event
            || by_content.is_some()
            || columns.round.is_some_and(|column| holds_names(table, column, first))
        {
            if columns.event.is_none() && columns.round != by_content {
                columns.event = columns.round.filter(|&column| holds_names(table, column, first));
            }
            columns.round = by_content;
        }
    }
    let texts: Vec<String> = (first..table.rows.len())
        .map(|row| date.map_or("", |column| table.text(row, column)))
        .map(|text| text.trim_end_matches(NOTES).to_owned())
        .collect();
    let days = date::in_column(&texts.iter().map(String::as_str).collect::<Vec<_>>(), context.season);
    let honours: Vec<usize> = (0..heads.len())
        .filter(|&column| {
            heads.at(column).is_some_and(|head| matches!(head, Head::Honour | Head::Beside))
                && heads::meanings(heads.text(column)).contains(&Head::Honour)
        })
        .collect();
    // Beside a calendar with days it is a list of winners, whose rows may be races of one round.
    let is_list = date.is_none() && page.schedule.iter().any(|row| !row.in_prose && row.date.is_some());
    let mut lengths: Vec<String> = Vec::new();
    let mut counted = 0;
    for (index, row) in table.rows.iter().enumerate().skip(first) {
        let cell = |column: Option<usize>| column.and_then(|column| table.cell(index, column));
        let text =
            |column: Option<usize>| cell(column).map_or(String::new(), |cell| cell.text.replace('\n', " "));
        let own = |column: Option<usize>| column.and_then(|column| table.own(index, column));
        let filled: Vec<String> = (0..row.slots.len())
            .filter_map(|column| table.own(index, column))
            .map(|cell| cell.text.replace('\n', " "))
            .filter(|text| !text.is_empty())
            .collect();
        if filled.is_empty()
            || (0..row.slots.len()).all(|column| table.text(index, column) == table.text(0, column))
        {
            continue;
        }
        let whole = filled.join(" | ");
        let across = filled.len() == 1;
        let spanned = |column: Option<usize>| {
            column.and_then(|column| row.slots.get(column)).is_some_and(|slot| slot.from_above)
        };
        // A further race of the round above.
        let identity = [columns.round, columns.date].into_iter().flatten();
        let below = table.form == Form::Marked
            && columns.date.is_some()
            && identity.clone().count() > 0
            && identity.clone().all(|column| spanned(Some(column)));
        if below && let Some(last) = page.schedule.last_mut() {
            last.races += 1;
            last.won |= names_somebody(table, index, &honours);
            continue;
        }
        if table.form == Form::Flat
            && own(columns.date).is_none_or(|cell| date::first_in(&cell.text, Some(2000)).is_none())
        {
            let lead = filled.first().map_or("", String::as_str);
            if session_mark(lead)
                && let Some(last) = page.schedule.last_mut()
            {
                last.races += 1;
                continue;
            }
        }
        let round_text = text(columns.round);
        let cancelled = filled.iter().any(|text| is_cancelled(text));
        let reaches = cell(columns.date).is_some_and(|date| {
            columns
                .event
                .or(columns.circuit)
                .and_then(|column| table.cell(index, column))
                .is_some_and(|other| std::ptr::eq(date, other))
        });
        let date_text = if reaches { String::new() } else { text(columns.date) };
        let printed = days.get(index - first).filter(|_| !reaches);
        let day = match printed {
            Some(Printed::Days { last, .. }) => Some(*last),
            _ => None,
        };
        let named = own(columns.event).or(own(columns.circuit)).is_some_and(|cell| !cell.text.is_empty())
            || !text(columns.circuit).is_empty();
        if across && !cancelled || day.is_none() && round_number(&round_text).is_none() {
            if across || is_list {
                page.unread.push(Unread { line: row.line, what: "row", text: whole });
            } else {
                page.leave_out_row(row.line, whole, "a row of the calendar was left out", findings);
            }
            continue;
        }
        if !named && is_list {
            page.unread.push(Unread { line: row.line, what: "row", text: whole });
            continue;
        }
        if !named && !cancelled {
            page.leave_out_row(row.line, whole, "a row of the calendar was left out", findings);
            continue;
        }
        if !cancelled && columns.date.is_some() {
            tell_day(printed, row.line, &date_text, findings);
        }
        let round = match (columns.round, mark(&round_text)) {
            (Some(_), mark) => mark,
            (None, _) if cancelled => RoundMark::Cancelled,
            (None, _) => {
                counted += 1;
                RoundMark::Number(counted)
            }
        };
        let bare = |column: Option<usize>| {
            let text = text(column);
            if is_cancelled(&text) {
                String::new()
            } else {
                without_flag(text.trim_end_matches(NOTES)).to_owned()
            }
        };
        let circuit = bare(columns.circuit);
        let event = bare(columns.event.filter(|_| !reaches));
        let printed = text(heads.column(Head::Length));
        let length = length(&printed);
        if length.is_none() && !printed.is_empty() {
            lengths.push(printed);
        }
        page.schedule.push(ScheduleRow {
            won: names_somebody(table, index, &honours),
            length,
            line: row.line,
            cancelled: cancelled && matches!(round, RoundMark::Number(_)),
            round,
            event: if event.is_empty() { circuit.clone() } else { event },
            circuit,
            nation: [columns.event, columns.circuit]
                .into_iter()
                .find_map(|column| nation(&cell(column)?.coded())),
            date: day,
            date_text,
            in_prose: false,
            table: table.line,
            races: 1,
        });
    }
    if let Some(first) = lengths.first() {
        let text = format!("{first}, {} in all", lengths.len());
        page.unread.push(Unread { line: table.line, what: "lengths of races", text });
    }
    let used = [columns.round, columns.event, columns.circuit, columns.date, heads.column(Head::Length)];
    let mut left: Vec<&str> = (0..heads.len())
        .filter(|column| !used.contains(&Some(*column)))
        .map(|column| heads.text(column))
        .filter(|text| !text.is_empty() && !used.iter().flatten().any(|own| heads.text(*own) == *text))
        .collect();
    left.dedup();
    if !left.is_empty() && page.schedule.iter().any(|row| row.table == table.line) {
        page.unread.push(Unread { line: table.line, what: "columns of the calendar", text: left.join(", ") });
    }
}

/// Whether a row names a winner or its like.
fn names_somebody(table: &Table, row: usize, honours: &[usize]) -> bool {
    honours.iter().filter_map(|&column| table.cell(row, column)).any(|cell| {
        cell.text.chars().filter(|c| c.is_alphabetic()).count() > 3
            && !matches!(plain(&cell.text).as_str(), "tba" | "to be announced" | "to be confirmed")
            && !is_cancelled(&cell.text)
            && super::sections::mark(&cell.text).is_none()
    })
}

/// `24 Hours`, `45 Minutes`, `6 h`, `500 km`, `80 laps`; whole kilometres only, as a season folder has them.
fn length(text: &str) -> Option<Length> {
    let words: Vec<String> = plain(text)
        .split(' ')
        .map(|word| match word {
            "hours" | "hour" | "hrs" | "hr" | "std" | "stunden" | "heures" | "ore" | "horas" => {
                "h".to_owned()
            }
            "minutes" | "minute" | "mins" | "minuten" => "min".to_owned(),
            "lap" | "runden" | "tours" | "giri" | "vueltas" => "laps".to_owned(),
            "kilometres" | "kilometers" => "km".to_owned(),
            _ => word.to_owned(),
        })
        .collect();
    // A fraction or a sign is lost in plain words: `30.30 km`, `2 x 45 min`.
    let is_whole = !text.contains(['.', ',', '/', '×', '+']);
    crate::folder::parse_length(&words.join(" ")).filter(|_| is_whole)
}

/// Says of a day that it cannot be told.
fn tell_day(printed: Option<&Printed>, line: u32, text: &str, findings: &mut Findings) {
    let diagnostic = match printed {
        Some(Printed::Days { .. }) => return,
        Some(Printed::Doubtful(why)) => Diagnostic::warning("PF0145", "date may be one of several days")
            .expected("a day with its month as a word, and its year")
            .help(format!("{why}: write the day as `15 March 2003`")),
        _ => Diagnostic::warning("PF0115", "date not understood")
            .expected("a day such as `March 15`, with the year here or in the page's title"),
    };
    findings.push(diagnostic.at(findings.place(line, text)).found(text));
}

/// Beside a calendar with days, a table of rounds without them is a list of winners, and counts as it likes.
pub(super) fn one_calendar(page: &mut Page) {
    let of = |page: &Page, dated: bool| -> BTreeSet<u32> {
        let rows = page.schedule.iter().filter(|row| !row.in_prose && row.date.is_some() == dated);
        rows.map(|row| row.table).collect()
    };
    let dated = of(page, true);
    let lists: Vec<u32> = of(page, false).into_iter().filter(|table| !dated.contains(table)).collect();
    if dated.is_empty() {
        return;
    }
    let calendar = page.schedule.iter().filter(|row| !row.in_prose && dated.contains(&row.table)).count();
    for table in lists {
        // What a list says of a round by number and name, it says of the calendar's.
        let own: Vec<ScheduleRow> = page.schedule.iter().filter(|row| row.table == table).cloned().collect();
        let won: BTreeSet<(&RoundMark, &str)> =
            own.iter().filter(|row| row.won).map(|row| (&row.round, row.event.as_str())).collect();
        for row in page.schedule.iter_mut().filter(|row| !row.in_prose && dated.contains(&row.table)) {
            row.won |= won.iter().any(|(round, event)| {
                **round == row.round && (own.len() == calendar || plain(event) == plain(&row.event))
            });
        }
        page.schedule.retain(|row| row.in_prose || row.table != table);
        page.unread.push(Unread {
            line: table,
            what: "table",
            text: "rounds with their winners, beside the calendar".to_owned(),
        });
    }
}

/// `R2`, `Race 2`: the head of a further race's row.
fn session_mark(text: &str) -> bool {
    let plain = plain(text);
    let digits = plain.trim_start_matches(|c: char| c.is_alphabetic() || c == ' ');
    let word = plain[..plain.len() - digits.len()].trim();
    matches!(word, "r" | "race") && digits.parse::<u32>().is_ok_and(|number| number > 1)
}

fn is_cancelled(text: &str) -> bool {
    crate::folder::round_state(text) == Some(RoundStatus::Cancelled)
}

/// Whether the column's numbers count rounds, in order.
fn counts(table: &Table, column: usize, first: usize) -> bool {
    let texts: Vec<String> = (first..table.rows.len())
        .filter_map(|row| table.own(row, column))
        .map(|cell| cell.text.replace('\n', " "))
        .filter(|text| !text.is_empty())
        .collect();
    let numbers: Vec<u32> = texts.iter().filter_map(|text| round_number(text)).collect();
    !numbers.is_empty()
        && 3 * numbers.len() >= 2 * texts.len()
        && numbers.windows(2).all(|pair| pair[0] <= pair[1])
        && numbers[0] <= 3
}

fn holds_names(table: &Table, column: usize, first: usize) -> bool {
    let mut texts = (first..table.rows.len())
        .filter_map(|row| table.own(row, column))
        .filter(|cell| !cell.text.is_empty());
    texts.next().is_some_and(|cell| {
        cell.text.chars().filter(|c| c.is_alphabetic()).count() > 4 && round_number(&cell.text).is_none()
    })
}

/// `3`, `3.`, `Round 3`, `R3`.
fn round_number(text: &str) -> Option<u32> {
    let plain = plain(text);
    let digits = plain.trim_start_matches(|c: char| c.is_alphabetic() || c == ' ');
    let word = plain[..plain.len() - digits.len()].trim();
    let number = digits.parse().ok().filter(|number| (1..=400).contains(number))?;
    matches!(word, "" | "r" | "rd" | "rnd" | "round" | "lauf" | "manche" | "gara" | "race" | "event" | "no")
        .then_some(number)
}

fn mark(text: &str) -> RoundMark {
    if let Some(number) = round_number(text) {
        return RoundMark::Number(number);
    }
    match plain(text).as_str() {
        "c" | "canc" | "cancelled" | "canceled" => RoundMark::Cancelled,
        _ => RoundMark::Other(text.to_owned()),
    }
}

/// The country whose flag stood before a name.
fn nation(text: &str) -> Option<String> {
    country::leading(text).map(|(country, _, _)| country.iso.to_owned())
}

/// A name without the code that stood for the flag before it.
fn without_flag(text: &str) -> &str {
    country::leading(text).map_or(text, |(_, _, name)| name).trim()
}

/// `The X was originally scheduled for April 6 at the Y but was canceled due to ...`
pub(super) fn read_prose(page: &mut Page, paragraph: &Text) -> bool {
    let before = page.schedule.len();
    for sentence in words::sentences(&paragraph.text) {
        let Some((event, rest)) = sentence.split_once(" was ") else { continue };
        let Some(rest) = rest.strip_prefix("originally ").unwrap_or(rest).strip_prefix("scheduled for ")
        else {
            continue;
        };
        let Some((planned, _)) = rest.split_once(" but was cancel") else { continue };
        let (date_text, circuit) = planned.split_once(" at ").unwrap_or((planned, ""));
        page.schedule.push(ScheduleRow {
            line: paragraph.line,
            round: RoundMark::Cancelled,
            event: without_article(event).to_owned(),
            circuit: without_article(circuit).to_owned(),
            date: date::first_in(date_text, page.only_year()),
            nation: None,
            date_text: date_text.to_owned(),
            in_prose: true,
            table: 0,
            cancelled: false,
            races: 1,
            won: false,
            length: None,
        });
    }
    page.schedule.len() > before
}

fn without_article(text: &str) -> &str {
    text.strip_prefix("The ").or_else(|| text.strip_prefix("the ")).unwrap_or(text)
}
