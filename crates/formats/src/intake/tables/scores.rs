//! Standings as a row a score: title, round, competitor, points. They become a published table for each title.

use super::super::said::Said;
use super::kind::of_whom;
use super::{Context, Table, standings};
use crate::folder::{Origin, PublishedLine, PublishedRecord, plain_word, shown};
use parcferme_core::{Diagnostic, Place};
use std::collections::BTreeMap;

/// `title`: the title of rows that name none.
pub(super) fn take(
    context: &Context<'_>,
    table: &Table<'_>,
    title: &str,
    said: &mut Said,
    told: &mut Vec<Diagnostic>,
) {
    let fields = table.reading.fields();
    let text = |record: &csv::StringRecord, field: &str| -> String {
        let at = fields.iter().position(|own| own.as_deref() == Some(field));
        at.and_then(|at| record.get(at)).unwrap_or_default().trim().to_owned()
    };
    let mut tables: BTreeMap<(String, String), Vec<PublishedLine>> = BTreeMap::new();
    let mut index: BTreeMap<(String, String, String), usize> = BTreeMap::new();
    for (line, record) in &table.cut.rows {
        let mut unreadable = |column: &str, expected: &str| {
            told.push(
                Diagnostic::error("PF0407", format!("column `{column}` cannot be read"))
                    .at(Place::line(context.document, *line, shown(record, table.cut.separator)))
                    .found(text(record, column))
                    .expected(expected),
            );
        };
        let competitor = text(record, "competitor");
        if competitor.is_empty() {
            continue;
        }
        let Ok(round) = text(record, "round").parse::<u32>() else {
            unreadable("round", "the number of a round");
            continue;
        };
        let Some(points) = standings::points(&text(record, "total")) else {
            unreadable("total", "points such as 20 or 4.5");
            continue;
        };
        let (title, of_title) = named(&text(record, "title"), title);
        let class = [text(record, "class"), of_title, table.titles.class.clone()];
        let class = class.into_iter().find(|class| !class.is_empty()).unwrap_or_default();
        let lines = tables.entry((title.clone(), class.clone())).or_default();
        let at = *index.entry((title, class, competitor.clone())).or_insert_with(|| {
            lines.push(PublishedLine { competitor, line: *line, ..PublishedLine::default() });
            lines.len() - 1
        });
        let cell = lines[at].cells.entry(round).or_default();
        // A round of several sessions has their points together.
        *cell = Some(cell.map_or(points, |own| own + points));
        lines[at].from.push(Origin { document: context.document.to_owned(), line: *line });
    }
    for column in &mut said.columns {
        if column.field.as_deref().is_some_and(|field| matches!(field, "position" | "session")) {
            column.field = None;
        }
    }
    for ((title, class), lines) in tables {
        said.tables.push(PublishedRecord { title, class, lines, ..PublishedRecord::default() });
    }
}

/// `LMP2 Drivers Championship`: whom the title ranks, and the class in front of it.
pub(super) fn named(text: &str, otherwise: &str) -> (String, String) {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.iter().position(|word| of_whom(&plain_word(word)).is_some()) {
        Some(at) => {
            (of_whom(&plain_word(words[at])).unwrap_or(otherwise).to_owned(), class(&words[..at].join(" ")))
        }
        None => (otherwise.to_owned(), class(text)),
    }
}

/// An id, for it becomes part of a file's name.
fn class(text: &str) -> String {
    let mut id = String::new();
    for character in text.chars() {
        if character.is_alphanumeric() {
            id.push(character);
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    id.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_names_whom_it_ranks_and_in_which_class() {
        let named = |text: &str| named(text, "drivers");
        assert_eq!(named("LMP2 Pro/Am Teams Championship"), ("teams".to_owned(), "LMP2-Pro-Am".to_owned()));
        assert_eq!(named("Drivers' Championship"), ("drivers".to_owned(), String::new()));
        assert_eq!(named(""), ("drivers".to_owned(), String::new()));
    }
}
