//! Pages as published (HTML, wikitext, Markdown, or the flattened text of such a page) into statements.
//!
//! Bytes in, [`Page`] out: what the page says, each statement with its line. Nothing is decided here
//! that one page cannot decide; [`crew::split`] and [`parts::split`] then look at all pages together. No series is
//! known by name: a section is recognised by its headings and header cells. Linear in the input.

pub(crate) mod as_grids;
mod cells;
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
mod heads;
mod html;
mod key;
mod kind;
mod lead;
mod markdown;
mod markup;
mod mediawiki;
pub mod parts;
mod points_rules;
mod race_results;
mod scale_tables;
mod schedule;
mod sections;
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
pub(crate) use markup::as_read;
pub use statements::*;

use document::{Block, Document, Section};
use findings::Findings;
use kind::{Kind, Verdict};
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
    page.title = document.title.clone().or_else(|| lead::title(document));
    let titled = page.title.as_ref().and_then(|title| date::season_in(&title.text));
    let said = || lead::title(document).and_then(|title| date::season_in(&title.text));
    if let Some((year, label)) = titled.or_else(said).or_else(|| Some((lead::year(document)?, None))) {
        (page.year, page.label) = (Some(year), label);
    }
    page.unread.extend(document.templates.iter().map(|template| Unread {
        line: template.line,
        what: "template",
        text: template.text.clone(),
    }));
    page.facts = document.facts.clone();
    lead::read(page, document);
    lead::read_facts(page);
    lead::read_title(page);
    let title = page.title.as_ref().map(|title| title.text.clone()).unwrap_or_default();
    let season = is_season(page, document);
    if season {
        // Captions and sentences of a season's page tell of its races; it is about none of them.
        (page.lead.event, page.lead.round, page.lead.last_round) = (None, None, false);
    }
    let key = key::Key::of(document);
    for (index, section) in document.sections.iter().enumerate() {
        let context = Context {
            season: page.season(),
            headings: document.headings(index),
            title: &title,
            of_season: season,
            key: &key,
        };
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
    lists(page, document, findings);
    classes_of_headings(page);
    schedule::one_calendar(page);
    points_rules::read(page, document);
    let of_rules = page.points_rules.lines();
    page.unread.retain(|unread| !of_rules.contains(&unread.line));
    page.kind = kind(page, season);
    if page.kind == PageKind::Race {
        page.standings.iter_mut().for_each(|table| table.after = true);
    }
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

/// Whether the page is about a season rather than one of its races, as its title and opening say.
fn is_season(page: &Page, document: &Document) -> bool {
    let titled = document.title.as_ref().is_some_and(|title| title.text.to_lowercase().ends_with(" season"));
    if titled || lead::is_a_season(document) {
        return true;
    }
    if page.lead.round.is_some() || lead::is_a_race(document) {
        return false;
    }
    let title = page.title.as_ref().map(|title| title.text.to_lowercase()).unwrap_or_default();
    const SEASONS: [&str; 12] = [
        "season",
        "championship",
        "series",
        "cup",
        "trophy",
        "masters",
        "saison",
        "stagione",
        "temporada",
        "meisterschaft",
        "championnat",
        "campionato",
    ];
    let titled = title.split(|c: char| !c.is_alphanumeric()).any(|word| SEASONS.contains(&word));
    titled && !title.trim_end().ends_with("round") && !title.trim_end().ends_with("race")
}

/// Lists that look like results or standings: numbered or counted names below words of results. No reader takes them.
fn lists(page: &mut Page, document: &Document, findings: &mut Findings) {
    const WORDS: [&str; 8] =
        ["results", "result", "grid", "standings", "classification", "finishers", "qualify", "qualifying"];
    let speaks = |text: &str| {
        let plain = crate::folder::words::plain(text);
        plain.split(' ').count() <= 8 && plain.split(' ').any(|word| WORDS.contains(&word))
    };
    for section in &document.sections {
        let mut about = speaks(&section.heading);
        let mut items: Vec<&Text> = Vec::new();
        let mut lists: Vec<Vec<&Text>> = Vec::new();
        for block in &section.blocks {
            match block {
                Block::Item(text) if about => items.push(text),
                Block::Item(_) => {}
                Block::Prose(text) => {
                    lists.push(std::mem::take(&mut items));
                    about = speaks(&text.text) || about && speaks(&section.heading);
                }
                Block::Table(_) => {
                    lists.push(std::mem::take(&mut items));
                    about = false;
                }
            }
        }
        lists.push(items);
        for list in lists {
            // Names, perhaps with a number before or behind them: short items without a sentence.
            let names = list.iter().filter(|item| {
                let words = item.text.split_whitespace().count();
                (1..=9).contains(&words)
                    && item.text.chars().any(char::is_uppercase)
                    && !item.text.ends_with('.')
            });
            let unread = |item: &&Text| page.unread.iter().any(|own| own.line == item.line);
            let Some(first) = list.first().filter(|item| unread(item)) else { continue };
            if list.len() < 5 || 10 * names.count() < 8 * list.len() {
                continue;
            }
            page.left_out += list.len();
            findings.push(
                Diagnostic::warning("PF0179", "a list that may be of results was left out")
                    .at(findings.place(first.line, &first.text))
                    .found(format!("{} items below \"{}\"", list.len(), section.heading))
                    .expected("a table with a column for places")
                    .help("enter it by hand, or write it as a table: `| Pos | No | Driver |`"),
            );
        }
    }
}

/// The class that a heading names counts where several tables of one page have different ones.
fn classes_of_headings(page: &mut Page) {
    let named: std::collections::BTreeSet<String> = page
        .results
        .iter()
        .filter(|row| row.class.is_empty() && row.of.is_none())
        .map(|row| row.heading_class.clone())
        .collect();
    if named.len() > 1 && !named.contains("") {
        for row in page.results.iter_mut().filter(|row| row.class.is_empty() && row.of.is_none()) {
            row.class.clone_from(&row.heading_class);
        }
    }
}

/// What a reader of one table knows from around it.
struct Context<'a> {
    season: date::Season,
    /// Headings from the outermost to the section's own.
    headings: Vec<&'a str>,
    /// The page's title.
    title: &'a str,
    /// The page is about a season.
    of_season: bool,
    /// What colours and signs of the page's cells mean.
    key: &'a key::Key,
}

fn read_table(
    page: &mut Page,
    table: &table::Table,
    context: &Context,
    section: &Section,
    findings: &mut Findings,
) {
    if table.columns() <= 3 && !context.of_season {
        for cell in table.cells.iter().take(60) {
            lead::read_box(&mut page.lead, &cell.text, cell.line);
        }
    }
    match kind::of(table, context) {
        Verdict::Is(Kind::Results) => race_results::read(page, table, context, findings),
        Verdict::Is(Kind::Standings) => standings::read(page, table, context, findings),
        Verdict::Is(Kind::Calendar) => schedule::read(page, table, context, findings),
        Verdict::Is(Kind::Entries) => entry_list::read(page, table, context, findings),
        Verdict::Is(Kind::Winners) => class_winners::read(page, table, context, findings),
        Verdict::Is(Kind::Scale) => scale_tables::read(page, table, context, findings),
        Verdict::Is(Kind::Aside) => {
            if page.lead.series.is_none() && !context.of_season {
                page.lead.series = lead::series_of_links(table);
            }
            page.unread.push(Unread {
                line: table.line,
                what: "key, links or stages",
                text: table.header_text(),
            });
        }
        Verdict::Doubtful(why) => {
            page.leave_out_table(table, "PF0163", "a table of a doubtful kind was left out", &why, findings);
        }
        Verdict::Unknown => {
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

impl Page {
    /// Leaves a table out, tells why, and counts it as lost.
    fn leave_out_table(
        &mut self,
        table: &table::Table,
        id: &'static str,
        what: &str,
        why: &str,
        findings: &mut Findings,
    ) {
        let header = table.header_text().replace('\n', " ");
        findings.push(
            Diagnostic::warning(id, what)
                .at(findings.place(table.line, &header))
                .found(why)
                .expected("a table whose heads and cells say what it is")
                .help("compare it with the published page; its facts can be entered by hand"),
        );
        self.left_out += 1;
        self.unread.push(Unread { line: table.line, what: "table", text: header });
    }

    /// Leaves a row out. Where nobody has told it yet, `text` is shown.
    fn leave_out_row(&mut self, line: u32, text: String, what: &str, findings: &mut Findings) {
        self.left_out += 1;
        if text.is_empty() {
            return;
        }
        findings.push(
            Diagnostic::warning("PF0164", what)
                .at(findings.place(line, &text))
                .found(text.clone())
                .expected("a row under the heads of its table")
                .help("compare the row with the published page: a cell may be missing or shifted"),
        );
        self.unread.push(Unread { line, what: "row", text });
    }
}

fn read_prose(page: &mut Page, text: &Text) -> bool {
    let cancelled = schedule::read_prose(page, text);
    let threshold = points_rules::read_threshold(page, text);
    cancelled || threshold || is_of_type(&text.text)
}

/// A short sentence about how the page is printed: `Class winners in bold.`
fn is_of_type(text: &str) -> bool {
    const WAYS: [&str; 7] = ["bold", "italic", "italics", "fett", "kursiv", "gras", "grassetto"];
    let plain = crate::folder::words::plain(text);
    let words: Vec<&str> = plain.split(' ').collect();
    words.len() <= 8 && words.last().is_some_and(|last| WAYS.contains(last))
}

fn read_item(page: &mut Page, text: &Text, section: &Section, findings: &mut Findings) -> bool {
    statistics::read(page, text, section, findings)
}

fn kind(page: &Page, season: bool) -> PageKind {
    let own_results = page.results.iter().any(|row| row.of.is_none());
    let of_season = !page.schedule.is_empty() || !page.class_winners.is_empty();
    let race = own_results || !page.statistics.is_empty();
    let any = race
        || of_season
        || !page.entries.is_empty()
        || !page.standings.is_empty()
        || !page.results.is_empty();
    if !any {
        PageKind::Unknown
    } else if race && !(season && (of_season || !own_results)) {
        PageKind::Race
    } else {
        PageKind::Season
    }
}
