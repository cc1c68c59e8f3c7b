//! A table whose meaning has to be asked for: its first rows, what is not known, and the ways to answer.

use super::Context;
use super::cut::Cut;
use crate::folder::shown;
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
    told.found(format!("{} rows, the first of them shown", cut.rows.len()))
        .expected(answers.join("  or  "))
        .help("nothing was changed; say it with one of these options, and it is remembered in mapping.toml")
}

fn place(context: &Context<'_>, line: u32, record: &csv::StringRecord, cut: &Cut) -> Place {
    Place::line(context.document, line, shown(record, cut.separator))
}
