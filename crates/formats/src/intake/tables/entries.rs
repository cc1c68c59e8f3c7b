//! Entry lists.

use super::super::said::Said;
use super::{Context, Table};
use crate::folder::{self, Origin, entries_of_table};
use parcferme_core::Diagnostic;

pub(super) fn take(context: &Context<'_>, table: Table<'_>, said: &mut Said, told: &mut Vec<Diagnostic>) {
    let Table { cut, titles, reading, sheet, .. } = table;
    let sheet = sheet.trim().to_owned();
    let Some(head) = cut.head else { return };
    // A line among the rows is the class of those below it.
    let lines = cut.rows.iter().map(|own| own.0).collect::<Vec<_>>();
    let sections: Vec<(u32, String)> = cut
        .sections
        .iter()
        .filter_map(|(before, line)| {
            let text = line.cells.iter().find(|own| !own.trim().is_empty())?.trim().to_owned();
            Some((*lines.get(*before)?, text)).filter(|own| own.1.split_whitespace().count() <= 3)
        })
        .collect();
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
            // A workbook with a sheet for each class has its name there.
            let sheet = Some(&sheet).filter(|own| titles.named_by_sheet && !own.is_empty());
            let section = sections.iter().rev().find(|own| own.0 <= entry.line).map(|own| &own.1).or(sheet);
            entry.class.clone_from(section.unwrap_or(&titles.class));
        }
        entry.from = vec![Origin { document: context.document.to_owned(), line: entry.line }];
    }
    said.entries.extend(entries);
}
