//! A sheet as PDF: A4 or Letter, fonts embedded and subset, tagged for screen readers, the same bytes every time.

mod canvas;
mod columns;
mod draw;
mod grid;
mod head;
mod outline;
mod page;
mod plan;
mod set;
mod strips;
mod tags;
mod text;

pub use page::{Orientation, Paper};

use crate::sheet::{Arrangement, Block, Sheet};
use crate::typeface::{Face, clean};
use canvas::Canvas;
use draw::Drawing;
use head::Head;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::metadata::{DateTime, Metadata};
use krilla::page::PageSettings;
use krilla::{Document, SerializeSettings};
use page::Page;
use parcferme_core::Diagnostic;
use plan::Room;
use std::collections::BTreeSet;
use tags::Tags;

/// How to print.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Print {
    pub paper: Paper,
    pub orientation: Orientation,
}

/// A printed sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Printed {
    /// The PDF file: PDF/A-2a and PDF/UA-1. Empty only where a diagnostic says why.
    pub bytes: Vec<u8>,
    pub pages: usize,
}

/// Prints a sheet. Diagnostics: PF0701 characters that the fonts lack, PF0702 cells that were cut, PF0703 a document
/// that could not be written.
pub fn print(sheet: &Sheet, print: Print) -> (Printed, Vec<Diagnostic>) {
    let page = Page::of(print.paper, landscape(sheet, print));
    let (sheet, strips) = strips::cut(sheet, page.measure());
    let sheet = sheet.as_ref();
    let head = Head::of(sheet, page);
    let room = Room { first_top: head.first_top, next_top: head.next_top, bottom: page.bottom() };
    let tallest_row = (room.bottom - room.first_top - 60.0).max(40.0);
    let (blocks, cut) = set::set_blocks(&sheet.blocks, &strips, page.measure(), tallest_row);
    let plan = plan::plan(&blocks, !sheet.signatures.is_empty(), room);

    let mut diagnostics = missing(sheet);
    let cut = cut + head.cut;
    if cut > 0 {
        diagnostics.push(
            Diagnostic::warning("PF0702", format!("{cut} texts were too long for a page and were cut"))
                .help("shorten the texts, or publish them as a note below the table"),
        );
    }
    let settings = SerializeSettings {
        configuration: ConfigurationBuilder::new()
            .with_archival_validator(Archival::A2_A)
            .with_accessibility_validator(Accessibility::UA1)
            .finish()
            .unwrap_or_default(),
        ..SerializeSettings::default()
    };
    let mut document = Document::new_with(settings);
    let drawing = Drawing { sheet, blocks: &blocks, page };
    let mut tags = Tags::default();
    for (number, placed) in plan.iter().enumerate() {
        let Some(size) = PageSettings::from_wh(page.width, page.height) else { continue };
        let mut sheet_page = document.start_page_with(size);
        let mut surface = sheet_page.surface();
        let mut canvas = Canvas { surface: &mut surface };
        if number == 0 {
            tags.head(head.draw_first(&mut canvas, page, sheet));
        } else {
            head.draw_running(&mut canvas, page);
        }
        drawing.page(&mut canvas, placed, &mut tags);
        head::draw_foot(&mut canvas, sheet, page, number + 1, plan.len());
        surface.finish();
        sheet_page.finish();
    }
    document.set_outline(outline::outline(sheet, &plan));
    document.set_tag_tree(tags.finish(sheet.language()));
    document.set_metadata(metadata(sheet));
    let bytes = document.finish().unwrap_or_else(|error| {
        diagnostics.push(Diagnostic::error("PF0703", format!("the PDF could not be written: {error:?}")));
        Vec::new()
    });
    (Printed { bytes, pages: plan.len() }, diagnostics)
}

/// Results lie, narrow tables stand.
fn landscape(sheet: &Sheet, print: Print) -> bool {
    match print.orientation {
        Orientation::Portrait => false,
        Orientation::Landscape => true,
        Orientation::Automatic => {
            let measure = Page::of(print.paper, false).measure();
            let mut tables = sheet.tables().filter(|table| !strips::is_chart(table));
            tables
                .any(|table| table.arrangement == Arrangement::Rows && columns::least_width(table) > measure)
        }
    }
}

fn metadata(sheet: &Sheet) -> Metadata {
    let head = &sheet.head;
    let title = [head.event.as_str(), &name(sheet)].join(": ");
    let title = shortened(title.trim_start_matches(": "));
    let stamp = head.issued_at.unwrap_or_default();
    let (date, (hour, minute, second)) = (stamp.date(), stamp.time());
    let created = DateTime::new(u16::try_from(date.year()).unwrap_or(0)).month(date.month()).day(date.day());
    let created = created.hour(hour).minute(minute).second(second).utc_offset_hour(0).utc_offset_minute(0);
    Metadata::new()
        .creation_date(created)
        .title(title)
        .creator(shortened(&sheet.foot.issuer))
        .keywords(
            [shortened(&head.series), shortened(&head.circuit)]
                .into_iter()
                .filter(|word| !word.is_empty())
                .collect(),
        )
        .document_id(shortened(&format!("{}/{}/{}", head.series, head.event, sheet.title())))
        .language(sheet.language().to_owned())
}

/// The document's name for bookmarks and metadata, which may not be empty.
fn name(sheet: &Sheet) -> String {
    let title = shortened(&sheet.title());
    if title.trim().is_empty() { "Sheet".to_owned() } else { title }
}

/// Names outside the pages have a limit in the format; no event's name comes near it.
fn shortened(text: &str) -> String {
    clean(text).chars().take(400).collect()
}

/// Characters that are printed as a stand-in.
fn missing(sheet: &Sheet) -> Vec<Diagnostic> {
    let mut lacking = BTreeSet::new();
    let mut look = |text: &str| {
        lacking.extend(clean(text).chars().filter(|character| !Face::Regular.set(*character).own));
    };
    let head = &sheet.head;
    for text in [&head.event, &head.series, &head.circuit, &head.dates, &head.document] {
        look(text);
    }
    for block in &sheet.blocks {
        match block {
            Block::Table(table) => {
                table.columns.iter().for_each(|column| look(&column.head));
                for run in table.rows().flat_map(|row| &row.cells).flat_map(|cell| &cell.lines).flatten() {
                    look(&run.text);
                }
            }
            Block::Paragraph(runs) => runs.iter().for_each(|run| look(&run.text)),
            Block::Notes { lines, .. } => lines.iter().flatten().for_each(|run| look(&run.text)),
        }
    }
    if lacking.is_empty() {
        return Vec::new();
    }
    let shown: String = lacking.iter().take(20).collect();
    let message = format!("{} characters are not in the fonts and are printed as a box", lacking.len());
    vec![
        Diagnostic::warning("PF0701", message)
            .found(shown)
            .help("write the name in Latin, Greek or Cyrillic letters as the entry form has it"),
    ]
}
