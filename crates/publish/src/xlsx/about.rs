//! The worksheet that says what the workbook is: head, notes, decisions, digest.

use super::limited;
use crate::sheet::{Block, Run, Sheet};
use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};

pub(super) fn fill(worksheet: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold().set_align(FormatAlign::Top);
    let wrapped = Format::new().set_text_wrap();
    worksheet.set_column_width(0, 24.0)?;
    worksheet.set_column_width(1, 100.0)?;
    for (line, (label, text)) in (0..).zip(facts(sheet)) {
        worksheet.write_string_with_format(line, 0, limited(&label), &bold)?;
        worksheet.write_string_with_format(line, 1, limited(&text), &wrapped)?;
    }
    Ok(())
}

fn facts(sheet: &Sheet) -> Vec<(String, String)> {
    let head = &sheet.head;
    let mut facts = Vec::new();
    let mut fact = |label: &str, text: &str| {
        if !text.is_empty() {
            facts.push((label.to_owned(), text.to_owned()));
        }
    };
    fact("Event", &head.event);
    fact("Series", &head.series);
    fact("Circuit", &head.circuit);
    fact("Dates", &head.dates);
    fact("Document", &head.document);
    fact("Status", &head.status.words());
    fact("What changed", head.status.what_changed());
    let legend: Vec<String> = head.legend.iter().map(|run| run.text.clone()).collect();
    fact("Legend", &legend.join(" · "));
    fact("Issued", &head.issued);
    fact("Protests until", &head.protest_until);
    for table in sheet.tables() {
        let name = if table.title.is_empty() { &table.id } else { &table.title };
        fact(name, &table.caveat);
        for (mark, note) in table.marked_notes() {
            let mark = mark.map_or_else(String::new, |mark| format!(" {mark}"));
            fact(&format!("Note{mark} to {name}"), note);
        }
    }
    for block in &sheet.blocks {
        match block {
            Block::Table(_) => {}
            Block::Paragraph(runs) => fact("Remark", &plain(runs)),
            Block::Notes { title, lines } => lines.iter().for_each(|line| fact(title, &plain(line))),
        }
    }
    fact("Computed by", &sheet.foot.issuer);
    fact("SHA-256 of the inputs", &sheet.foot.inputs_digest);
    facts
}

fn plain(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}
