//! Pages as published (HTML, wikitext, Markdown, or the flattened text of such a page) into statements.
//!
//! Bytes in, [`Page`] out: what the page says, each statement with its line. Nothing is decided here
//! that one page cannot decide; [`crew::split`] and [`parts::split`] then look at all pages together. No series is
//! known by name: a section is recognised by its headings and header cells. Linear in the input.

mod class_winners;
#[cfg(test)]
mod corpus;
pub mod crew;
pub(crate) mod date;
mod document;
mod encoding;
mod ending;
mod entrants;
mod entry_list;
mod findings;
mod flow;
mod form;
mod html;
mod lead;
mod markdown;
mod markup;
mod mediawiki;
pub mod parts;
mod points_rules;
mod race_results;
mod schedule;
mod standings;
pub mod statements;
mod statistics;
mod table;
mod title;
mod two_line;
mod wikitext;
mod words;

pub use parcferme_core::country;

pub use encoding::MAX_DOCUMENT_BYTES;
pub use form::MAX_LINE_BYTES;
pub use statements::*;

use document::{Block, Document, Section};
use findings::Findings;
use parcferme_core::Diagnostic;

/// Reads one document. `document` is the file's name, as it shall stand in places.
///
/// An error among the diagnostics (unreadable bytes, a cut table, an unknown kind of page) means that
/// the page must not be imported; what could be read is returned all the same.
pub fn read(document: &str, bytes: &[u8]) -> (Page, Vec<Diagnostic>) {
    let mut findings = Findings::new(document);
    let mut page = Page { document: document.to_owned(), ..Page::default() };
    let text = encoding::decode(bytes, &mut findings);
    if let Some(read) = text.and_then(|text| form::read(text, &mut findings)) {
        read_document(&mut page, &read.document, &mut findings);
        if page.kind != PageKind::Unknown {
            ending::check(&read, &mut findings);
        }
        page.lines = read.text.lines().map(str::to_owned).collect();
    }
    (page, findings.finish())
}

fn read_document(page: &mut Page, document: &Document, findings: &mut Findings) {
    page.title = document.title.clone();
    let titled = page.title.as_ref().and_then(|title| date::season_in(&title.text));
    if let Some((year, label)) = titled.or_else(|| lead::season(document)) {
        (page.year, page.label) = (Some(year), label);
    }
    page.unread.extend(document.templates.iter().map(|template| Unread {
        line: template.line,
        what: "template",
        text: template.text.clone(),
    }));
    page.facts = document.facts.clone();
    lead::read(page, document);
    for (index, section) in document.sections.iter().enumerate() {
        let context = Context { year: page.only_year(), headings: document.headings(index) };
        for block in &section.blocks {
            let (read, what, text) = match block {
                Block::Table(table) => {
                    read_table(page, table, &context, section, findings);
                    continue;
                }
                // Of the lead, its reader says itself what it did not take.
                Block::Prose(text) => (index == 0 || read_prose(page, text), "prose", text),
                Block::Item(text) => (read_item(page, text, section, findings), "list item", text),
            };
            if !read {
                page.unread.push(Unread { line: text.line, what, text: text.text.clone() });
            }
        }
    }
    points_rules::read(page, document);
    let of_rules = page.points_rules.lines();
    page.unread.retain(|unread| !of_rules.contains(&unread.line));
    page.kind = kind(page);
    if page.kind == PageKind::Unknown {
        let place = findings.whole();
        findings.push(
            Diagnostic::error("PF0107", "nothing on this page is of a kind that can be read")
                .at(place)
                .found(match document.sections.len() {
                    0 | 1 => "no section with a known heading or table".to_owned(),
                    n => format!("{n} sections, none with a known table"),
                })
                .expected("a race page (results, statistics) or a season page (schedule, entries, winners, standings)")
                .help("check that the whole page was saved, with its tables: as HTML, wikitext, Markdown, or rows `| a | b |`"),
        );
    }
}

/// What a reader of one table knows from around it.
struct Context<'a> {
    year: Option<i32>,
    /// Headings from the outermost to the section's own.
    headings: Vec<&'a str>,
}

fn read_table(
    page: &mut Page,
    table: &table::Table,
    context: &Context,
    section: &Section,
    findings: &mut Findings,
) {
    let readers: [(Recogniser, TableReader); 5] = [
        (class_winners::recognises, class_winners::read),
        (race_results::recognises, race_results::read),
        (standings::recognises, standings::read),
        (schedule::recognises, schedule::read),
        (entry_list::recognises, entry_list::read),
    ];
    match readers.into_iter().find(|(recognises, _)| recognises(table)) {
        Some((_, read)) => read(page, table, context, findings),
        None => {
            let header = table.header_text();
            let place = findings.place(table.line, &header);
            findings.push(
                Diagnostic::warning(
                    "PF0108",
                    format!("table in section \"{}\" was not read", section.heading),
                )
                .at(place)
                .found(header.clone())
                .expected("the header of a schedule, results, winners, entry list or standings table"),
            );
            page.unread.push(Unread { line: table.line, what: "table", text: header });
        }
    }
}

type Recogniser = fn(&table::Table) -> bool;
type TableReader = fn(&mut Page, &table::Table, &Context, &mut Findings);

fn read_prose(page: &mut Page, text: &Text) -> bool {
    let cancelled = schedule::read_prose(page, text);
    let threshold = points_rules::read_threshold(page, text);
    let marking = race_results::is_caption(text);
    cancelled || threshold || marking
}

fn read_item(page: &mut Page, text: &Text, section: &Section, findings: &mut Findings) -> bool {
    statistics::read(page, text, section, findings) || entry_list::is_footnote(text)
}

fn kind(page: &Page) -> PageKind {
    if !page.results.is_empty() || !page.statistics.is_empty() {
        PageKind::Race
    } else if !page.schedule.is_empty()
        || !page.entries.is_empty()
        || !page.class_winners.is_empty()
        || !page.standings.is_empty()
    {
        PageKind::Season
    } else {
        PageKind::Unknown
    }
}
