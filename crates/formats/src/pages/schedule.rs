//! The calendar: `Rnd | Race | Circuit | Date`, and sentences about a race that was called off.

use super::date::{self, Printed};
use super::findings::Findings;
use super::table::Table;
use super::two_line::{self, text};
use super::words;
use super::{Context, Page, RoundMark, ScheduleRow, Text, Unread};
use parcferme_core::Diagnostic;
use parcferme_core::season::Date;

const ROUND: [&str; 5] = ["rnd", "round", "rd", "no", "r"];
const EVENT: [&str; 4] = ["race", "event", "race title", "title"];
const CIRCUIT: [&str; 4] = ["circuit", "venue", "track", "location"];
const DATE: [&str; 2] = ["date", "dates"];

pub(super) fn recognises(table: &Table) -> bool {
    table.column(&ROUND).is_some()
        && table.column(&DATE).is_some()
        && (table.column(&EVENT).is_some() || table.column(&CIRCUIT).is_some())
}

pub(super) fn read(page: &mut Page, table: &Table, context: &Context, findings: &mut Findings) {
    let records = two_line::read(table, |_, _| false, findings);
    let column = |names| records.columns.first(names);
    let (round, event, circuit, day) = (column(&ROUND), column(&EVENT), column(&CIRCUIT), column(&DATE));
    let texts: Vec<String> = records.records.iter().map(|record| text(record.first(day))).collect();
    let days = date::in_column(&texts.iter().map(String::as_str).collect::<Vec<_>>(), context.season);
    for ((record, date_text), day) in records.records.iter().zip(texts).zip(days) {
        let date = read_day(day, record.line, &date_text, findings);
        page.schedule.push(ScheduleRow {
            line: record.line,
            round: mark(&text(record.first(round))),
            event: text(record.first(event)),
            circuit: text(record.first(circuit)),
            date,
            date_text,
            in_prose: false,
        });
    }
    page.unread.extend(records.left.into_iter().map(|(line, text)| Unread { line, what: "row", text }));
}

/// The day on which the race ends.
fn read_day(day: Printed, line: u32, text: &str, findings: &mut Findings) -> Option<Date> {
    let diagnostic = match day {
        Printed::Days { last, .. } => return Some(last),
        Printed::Doubtful(why) => Diagnostic::warning("PF0145", "date may be one of several days")
            .expected("a day with its month as a word, and its year")
            .help(format!("{why}: write the day as `15 March 2003`")),
        Printed::Nothing => Diagnostic::warning("PF0115", "date not understood")
            .expected("a day such as `March 15`, with the year here or in the page's title"),
    };
    findings.push(diagnostic.at(findings.place(line, text)).found(text));
    None
}

fn mark(text: &str) -> RoundMark {
    match text.trim_end_matches('.').parse() {
        Ok(round) => RoundMark::Number(round),
        Err(_) if matches!(text.to_ascii_lowercase().as_str(), "c" | "canc" | "cancelled" | "canceled") => {
            RoundMark::Cancelled
        }
        Err(_) => RoundMark::Other(text.to_owned()),
    }
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
            date_text: date_text.to_owned(),
            in_prose: true,
        });
    }
    page.schedule.len() > before
}

fn without_article(text: &str) -> &str {
    text.strip_prefix("The ").or_else(|| text.strip_prefix("the ")).unwrap_or(text)
}
