//! Calendars: a row a round.

use super::super::said::{Event, Left, Said};
use super::{Context, Table, day, question};
use crate::folder::{Origin, columns_of_word, parse_length, plain_word, round_state, says_nothing};
use parcferme_core::season::{Length, RoundStatus};
use parcferme_core::{Diagnostic, Place};

pub(super) fn take(
    context: &Context<'_>,
    table: Table<'_>,
    said: &mut Said,
    told: &mut Vec<Diagnostic>,
    questions: &mut Vec<Diagnostic>,
) {
    let fields = table.reading.fields();
    let at = |field: &str| fields.iter().position(|own| own.as_deref() == Some(field));
    let cell = |cells: &'_ csv::StringRecord, field: &str| -> String {
        let text = at(field).and_then(|at| cells.get(at)).unwrap_or_default().trim();
        if says_nothing(text) { String::new() } else { text.to_owned() }
    };
    let order = at("date").and_then(|at| day::order(table.cut.column(at))).or_else(|| {
        let (_, heads) = table.cut.head.as_ref()?;
        heads.iter().any(|head| day::is_day_first(&plain_word(head))).then_some(day::Order::DayFirst)
    });
    let year = table.titles.year.or(Some(context.folder.year).filter(|year| *year > 0));
    let doubtful = at("date").filter(|&at| {
        table.cut.column(at).any(|cell| matches!(day::find(cell, year, order), Some(day::Found::Either(_))))
    });
    if doubtful.is_some() {
        let asked = "days and months of this calendar may stand in either order";
        let way = ["write the days as 2025-05-03"];
        questions.push(question::ask(context, &table.cut, table.sheet, asked, &way));
        return;
    }
    let unit =
        at("length").map_or("", |at| unit(table.cut.head.as_ref().map_or("", |(_, heads)| &heads[at])));
    // `Course;Date;Lieu`: what counts the races says the round.
    let is_count = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let counts = at("round").is_none()
        && at("event").is_some_and(|at| table.cut.column(at).all(|own| is_count(own.trim())));
    for (line, cells) in &table.cut.rows {
        let date = cell(cells, "date");
        let found = day::of_cell(&date, day::year(&cell(cells, "year")).or(year), order);
        if found.is_none() && !date.is_empty() && round_state(&date).is_none() {
            told.push(
                Diagnostic::warning("PF1049", "a day cannot be read for certain and is left out")
                    .at(Place::line(context.document, *line, date))
                    .expected("a day such as 2025-05-03"),
            );
        }
        let round: Option<u32> = {
            let text = cell(cells, if counts { "event" } else { "round" });
            let digits =
                text.trim_end_matches('.').trim_start_matches(|own: char| !own.is_ascii_digit()).to_owned();
            digits.split('.').next().and_then(|own| own.parse().ok())
        };
        // Whatever column says that a round was called off.
        let called_off = || cells.iter().find(|own| round_state(own.trim()) == Some(RoundStatus::Cancelled));
        let status = round_state(&cell(cells, "status"));
        let status = status.or_else(|| called_off().map(|_| RoundStatus::Cancelled)).unwrap_or_default();
        let event = Event {
            status,
            round,
            name: if counts { String::new() } else { cell(cells, "event") },
            circuit: cell(cells, "circuit"),
            date: found,
            length: length(&cell(cells, "length"), unit),
            ..Event::default()
        };
        if event == (Event { round, status, ..Event::default() }) {
            said.left.push(Left {
                what: "a row".to_owned(),
                why: "it names no event, circuit or day".to_owned(),
                line: *line,
            });
            continue;
        }
        let from = vec![Origin { document: context.document.to_owned(), line: *line }];
        said.calendar.push(Event { from, ..event });
    }
    if said.year.is_none() {
        said.year = said.calendar.iter().find_map(|event| event.date).map(|date| date.year());
    }
}

/// What figures in the column of lengths count.
fn unit(head: &str) -> &'static str {
    let plain = plain_word(head);
    if !columns_of_word(&plain, &["laps"]).is_empty() {
        "laps"
    } else if plain.split(' ').any(|word| word == "km") {
        "km"
    } else {
        ""
    }
}

fn length(text: &str, unit: &str) -> Option<Length> {
    let figure = text.bytes().all(|byte| byte.is_ascii_digit());
    if figure { parse_length(&format!("{text} {unit}")) } else { parse_length(text) }
}
