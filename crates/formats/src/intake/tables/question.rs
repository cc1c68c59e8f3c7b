//! A table whose meaning has to be asked for: its first rows, what is not known, and the ways to answer.

use super::Context;
use super::cut::Cut;
use crate::folder::{plain_word, shown};
use parcferme_core::{Diagnostic, Place};

/// Rows that are shown.
const ROWS: usize = 4;

/// `asked`: what is not known, without a full stop. `answers`: options that answer it.
pub(super) fn ask(
    context: &Context<'_>,
    cut: &Cut,
    sheet: &str,
    asked: &str,
    answers: &[&str],
) -> Diagnostic {
    let on = if sheet.is_empty() { String::new() } else { format!(" (sheet `{sheet}`)") };
    let mut told = Diagnostic::error("PF1046", format!("{asked}{on}"));
    if let Some((line, heads)) = &cut.head {
        told = told.at(place(context, *line, &heads.iter().map(String::as_str).collect(), cut));
    }
    for (line, record) in cut.rows.iter().take(ROWS) {
        told = told.at(place(context, *line, record, cut));
    }
    let ids: Vec<&str> = cut
        .head
        .iter()
        .flat_map(|(_, heads)| heads)
        .map(String::as_str)
        .filter(|head| plain_word(head).split(' ').next_back() == Some("id"))
        .collect();
    let told = told
        .found(format!("{} rows, the first of them shown", cut.rows.len()))
        .expected(answers.join("  or  "));
    if ids.is_empty() {
        return told.help(
            "nothing was changed; say it with one of these options, and it is remembered in mapping.toml",
        );
    }
    told.help(format!(
        "nothing was changed; the table names things by ids ({}): where other files say what they are, add all of them in one \
         command; else say it with one of these options",
        ids.join(", ")
    ))
}

fn place(context: &Context<'_>, line: u32, record: &csv::StringRecord, cut: &Cut) -> Place {
    Place::line(context.document, line, shown(record, cut.separator))
}
