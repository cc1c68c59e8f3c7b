//! Entry lists.

use super::super::said::Said;
use super::{Context, Table};
use crate::folder::{self, Origin, entries_of_table};
use parcferme_core::Diagnostic;

pub(super) fn take(context: &Context<'_>, table: Table<'_>, said: &mut Said, told: &mut Vec<Diagnostic>) {
    let Table { cut, titles, reading, .. } = table;
    let Some(head) = cut.head else { return };
    let own = folder::Table::of(
        context.document,
        head,
        cut.rows,
        (cut.separator, cut.decimal_comma),
        &reading.fields(),
    );
    let mut entries = entries_of_table(&own, told);
    entries.retain(|entry| !(entry.number.is_empty() && entry.team.is_empty() && entry.driver.is_empty()));
    for entry in &mut entries {
        if entry.class.is_empty() {
            entry.class.clone_from(&titles.class);
        }
        entry.from = vec![Origin { document: context.document.to_owned(), line: entry.line }];
    }
    said.entries.extend(entries);
}
