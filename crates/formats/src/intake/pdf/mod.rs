//! Result sheets as PDF, as far as their text is text.
//!
//! `words` finds the pieces of text of a page with their places and their type, `lines` joins them to chunks,
//! `columns` finds the edges on which cells stand, `table` makes rows of them, `sheet` gives the rows to the reader of
//! results. Facts cite `document:1012`: row 12 of page 1, counted from the top, rows of cars alone.

mod columns;
mod encoding;
mod font;
mod heading;
mod legend;
mod lines;
mod sheet;
mod standings;
mod stream;
mod table;
mod words;

use super::form::{File, Read};
use super::said::Said;
use hayro_syntax::{LoadPdfError, Pdf};
use memchr::memmem;
use parcferme_core::{Diagnostic, Place};

/// Pages of one file, at most.
const MAX_PAGES: usize = 400;
/// Objects of one file, at most.
const MAX_OBJECTS: usize = 500_000;
/// The mark of the end stands within so many bytes of it.
const END: usize = 4096;
/// A file begins with `%PDF-`, or has it after a few bytes that went in front.
const BEGINNING: usize = 1024;

/// `None` where the file is no PDF. One that cannot be read says why.
pub(super) fn read(file: &File<'_>) -> Read {
    let beginning = &file.bytes[..file.bytes.len().min(BEGINNING)];
    let begins = memmem::find(beginning, b"%PDF-")?;
    let refused = |told: Diagnostic| {
        let said = Said {
            document: file.name.to_owned(),
            taken_for: "a PDF that could not be read".to_owned(),
            ..Said::default()
        };
        Some((said, vec![told.at(Place::document(file.name))]))
    };
    match text(file) {
        Ok((chunks, told)) => match table::read(chunks) {
            Ok(tables) => {
                let (said, more) = sheet::read(file, tables);
                let mut told: Vec<Diagnostic> = told.into_iter().chain(more).collect();
                if !said.says_something() {
                    let found: Vec<String> =
                        said.left.iter().take(4).map(|own| format!("{}: {}", own.what, own.why)).collect();
                    told.push(
                        Diagnostic::error("PF1094", "no table of results or standings was found in the PDF")
                            .at(Place::document(file.name))
                            .found(found.join("; "))
                            .help("grids, laps, sectors and entry lists are not read from PDF files"),
                    );
                }
                Some((said, told))
            }
            Err(lines) => refused(
                Diagnostic::error("PF1094", "no table was found in the PDF")
                    .found(lines.iter().take(4).map(|own| own.text.as_str()).collect::<Vec<_>>().join(" | "))
                    .expected("a line of heads with at least three words for columns, such as Pos, No, Team")
                    .help("type the table into a CSV file, or add another form of the document"),
            ),
        },
        // A text may speak of the form without being of it.
        Err(told) if begins > 0 && told.id == "PF1101" => None,
        Err(told) => refused(*told),
    }
}

/// All text of the file, or why there is none.
fn text(file: &File<'_>) -> Result<(Vec<lines::Chunk>, Vec<Diagnostic>), Box<Diagnostic>> {
    if is_encrypted(file.bytes) {
        return Err(encrypted());
    }
    if !stream::within_limit(file.bytes) {
        return Err(beyond(format!("streams that unpack to more than {} bytes", stream::MAX_UNPACKED)));
    }
    // What a viewer mends, a sheet must not: pages or headings may be gone.
    if memmem::rfind(file.bytes, b"%%EOF").is_none_or(|at| file.bytes.len() - at > END) {
        return Err(broken("the file breaks off: it has no end"));
    }
    let pdf = Pdf::new(file.bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => encrypted(),
        LoadPdfError::Invalid => broken("it has no pages that can be found"),
    })?;
    if pdf.len() > MAX_OBJECTS {
        return Err(beyond(format!("{} objects, of at most {MAX_OBJECTS}", pdf.len())));
    }
    let pages = pdf.pages();
    if pages.len() > MAX_PAGES {
        return Err(beyond(format!("{} pages, of at most {MAX_PAGES}", pages.len())));
    }
    let mut budget = stream::Budget::new();
    let mut chunks = Vec::new();
    let mut sum = words::Painted::default();
    for (number, page) in pages.iter().enumerate() {
        let painted = words::read(page, &mut budget);
        if let Some(what) = painted.beyond {
            return Err(beyond(format!("{what} (page {})", number + 1)));
        }
        if budget.spent {
            return Err(beyond(format!("streams that unpack to more than {} bytes", stream::MAX_UNPACKED)));
        }
        sum.pictures += painted.pictures;
        sum.unseen += painted.unseen;
        sum.turned += painted.turned;
        sum.unknown += painted.unknown;
        sum.glyphs += painted.glyphs;
        chunks.extend(lines::chunks(number, painted.pieces));
    }
    if chunks.is_empty() {
        return Err(without_text(pages.len(), &sum));
    }
    if sum.unknown * 10 > sum.glyphs {
        let told = Diagnostic::error("PF1093", "the PDF does not say which letters its glyphs are")
            .found(format!("{} of {} glyphs without letters", sum.unknown, sum.glyphs))
            .expected("fonts with a table of letters (ToUnicode) or a usual encoding")
            .help("copying text out of it gives the same nonsense; ask for another form of the document");
        return Err(Box::new(told));
    }
    let mut told = Vec::new();
    if sum.unknown > 0 {
        told.push(
            Diagnostic::warning("PF1093", "the PDF does not say which letters some of its glyphs are")
                .at(Place::document(file.name))
                .found(format!("{} of {} glyphs", sum.unknown, sum.glyphs))
                .help("they stand as \u{fffd}; compare those cells with the sheet"),
        );
    }
    if sum.turned > 0 {
        told.push(
            Diagnostic::note("PF1092", "text that runs in another direction was left out")
                .at(Place::document(file.name))
                .found(format!("{} characters", sum.turned)),
        );
    }
    Ok((chunks, told))
}

fn without_text(pages: usize, sum: &words::Painted) -> Box<Diagnostic> {
    let what = if pages == 1 { "the page is a picture" } else { "the pages are pictures" };
    let message = match (sum.unseen, sum.pictures) {
        (0, 0) => "the PDF has no text: its pages are empty or drawn".to_owned(),
        (0, _) => format!("{what}: 0 words of text"),
        (unseen, _) => format!("{what}: its {unseen} characters were recognised on it and are not painted"),
    };
    let told = Diagnostic::error("PF1092", message)
        .found(format!("pages: {pages}, pictures: {}", sum.pictures))
        .expected("a PDF with text in it, as timing programs make it")
        .help("ask for the document itself, or type the table into a CSV file");
    Box::new(told)
}

fn beyond(found: String) -> Box<Diagnostic> {
    let told = Diagnostic::error("PF1090", "the PDF is larger than a sheet can be")
        .found(found)
        .help("cut out the pages with the results and save them as a PDF of their own");
    Box::new(told)
}

fn broken(why: &str) -> Box<Diagnostic> {
    let told = Diagnostic::error("PF1101", "the PDF is broken")
        .found(why)
        .help("download or save it again; open it with a viewer and print it to a PDF file");
    Box::new(told)
}

fn encrypted() -> Box<Diagnostic> {
    let told = Diagnostic::error("PF1091", "the PDF is encrypted")
        .expected("a PDF without a password and without restrictions")
        .help("open it and print it to a PDF file");
    Box::new(told)
}

/// Whether the file's trailer names an encryption.
fn is_encrypted(bytes: &[u8]) -> bool {
    memmem::find_iter(bytes, b"/Encrypt").any(|at| {
        let behind = bytes.get(at + b"/Encrypt".len()..).unwrap_or_default();
        let behind = &behind[..behind.len().min(16)];
        let value = behind.trim_ascii_start();
        value.starts_with(b"<<")
            || (value.len() < behind.len() && value.first().is_some_and(u8::is_ascii_digit))
    })
}
