//! The tables of a page as rows of cells, for the reader of tables: what stands above each are its titles.
//!
//! For pages that are about no season and no race, and for those that this program wrote: there the tables that are kept
//! bear a name, `teams-GT`, and all others only show parts of them.

use super::document::{Block, Document};
use super::findings::Findings;
use super::table::{Cell, Table};
use super::{encoding, form};
use crate::folder::{plain_word, round_head, words_known};
use crate::grid::{Grid, Grids};
use std::collections::BTreeMap;

/// The attribute by which this program's own pages name a table.
pub(crate) const SHEET: &str = "data-parcferme";

/// Lines between such a comment and its table: what the table is not, and a heading.
const COMMENT_WITHIN: u32 = 6;

/// A line above a table of more words is a sentence, not a title.
const MOST_WORDS: usize = 14;

/// Whether a page is one of this program's, by the name of a table of it.
pub(crate) fn is_ours(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, SHEET.as_bytes()).is_some()
}

/// The tables of a page of any form.
pub(crate) fn grids(name: &str, bytes: &[u8]) -> Option<Grids> {
    let mut findings = Findings::new(name);
    let text = encoding::decode(bytes, &mut findings)?;
    let mut read = form::read(text, &mut findings)?;
    let by_comments = name_by_comments(&mut read);
    let grids = of_document(&read.document, by_comments);
    (!grids.is_empty()).then(|| Grids { form: "tables of a page", grids, ..Grids::default() })
}

/// Where tables have no attributes, a comment right above one names it.
fn name_by_comments(read: &mut form::Read<'_>) -> bool {
    let names: BTreeMap<u32, &str> = (1..)
        .zip(read.text.lines())
        .filter_map(|(number, line)| {
            let named = line.strip_prefix("<!-- ")?.strip_suffix("\" -->")?;
            Some((number, named.strip_prefix(SHEET)?.strip_prefix("=\"")?))
        })
        .collect();
    let blocks = read.document.sections.iter_mut().flat_map(|section| &mut section.blocks);
    for block in blocks {
        if let Block::Table(table) = block
            && let Some((_, name)) =
                names.range(table.line.saturating_sub(COMMENT_WITHIN)..table.line).next_back()
        {
            (*name).clone_into(&mut table.sheet);
        }
    }
    !names.is_empty()
}

fn of_document(document: &Document, by_comments: bool) -> Vec<Grid> {
    let tables = || {
        let blocks = document.sections.iter().flat_map(|section| &section.blocks);
        blocks.filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None })
    };
    let ours = tables().any(|table| !table.sheet.is_empty());
    let title = document.title.as_ref().map(|own| own.text.trim_end_matches(" · Parc Fermé").to_owned());
    let mut title = title.filter(|own| !own.is_empty());
    let mut grids = Vec::new();
    for (at, section) in document.sections.iter().enumerate() {
        let mut lines: Vec<(u32, String)> =
            document.headings(at).into_iter().map(|own| (0, own.to_owned())).collect();
        for block in &section.blocks {
            match block {
                Block::Prose(own) | Block::Item(own) if is_title(&own.text) => {
                    lines.push((own.line, own.text.clone()));
                }
                Block::Table(table) if !ours || !table.sheet.is_empty() => {
                    let title = title.take().map(|own| (0, own));
                    let above = title.into_iter().chain(std::mem::take(&mut lines));
                    grids.push(grid(table, above.collect(), by_comments));
                }
                _ => {}
            }
        }
        // What stands above tables further down says it of them too.
        if section.level == 1
            && let Some(first) = title.as_mut().filter(|_| at == 0)
        {
            for (_, line) in lines {
                first.push('\n');
                first.push_str(&line);
            }
        }
    }
    grids
}

fn is_title(text: &str) -> bool {
    text.split_whitespace().count() <= MOST_WORDS && !text.ends_with('.') && !text.starts_with(['†', '°'])
}

fn grid(table: &Table, above: Vec<(u32, String)>, by_comments: bool) -> Grid {
    // A bold line above a part of one of our tables is its class, for the rows below.
    let is_class = by_comments && table.caption.as_ref().is_some_and(|own| own.line < table.line);
    let class = table.caption.as_ref().filter(|_| is_class).map(|own| (own.line, own.text.as_str()));
    let caption = table.caption.iter().filter(|_| !is_class).map(|own| (own.line, own.text.clone()));
    let titles = above.into_iter().chain(caption).map(|(line, text)| {
        let line = if line == 0 { table.line } else { line };
        (line, text.lines().next().map_or_else(String::new, |_| text.replace('\n', " · ")))
    });
    let mut rows: Vec<(u32, csv::StringRecord)> =
        titles.map(|(line, text)| (line, [text].into_iter().collect())).collect();
    let heads = table.header_rows();
    let two = |column: usize| heads > 0 && is_number_and_more(table.text(0, column));
    for (at, row) in table.rows.iter().enumerate() {
        if let Some((line, text)) = class.filter(|_| at == heads) {
            rows.push((line, [text].into_iter().collect()));
        }
        let mut cells = csv::StringRecord::new();
        for column in 0..row.slots.len() {
            let cell = table.cell(at, column).filter(|_| !row.slots[column].from_left);
            let text = cell.map_or_else(String::new, |own| if at < heads { head(own) } else { value(own) });
            if two(column) {
                let by = if at < heads { " and " } else { " " };
                let (number, more) = text.split_once(by).unwrap_or((&text, ""));
                cells.push_field(number);
                cells.push_field(more);
            } else {
                cells.push_field(&text);
            }
        }
        rows.push((row.line, cells));
    }
    Grid { name: table.sheet.clone(), rows, head: None, separator: '|', decimal_comma: false }
}

/// `No and team`: two columns in one.
fn is_number_and_more(head: &str) -> bool {
    head.split_once(" and ").is_some_and(|(number, _)| matches!(&*plain_word(number), "no" | "nr" | "number"))
}

/// A head as it stands, or what its abbreviation says: `Round 1` of `SEB`, `Status` of `End`.
fn head(cell: &Cell) -> String {
    let is_round = |text: &&str| round_head(&plain_word(text)).is_some();
    let is_known = |text: &str| words_known([text].into_iter()) > 0;
    let mut meant = cell.stands_for.iter().map(|own| own.split(',').next().unwrap_or_default());
    let round = meant.clone().find(is_round);
    let other = || meant.find(|own| !is_known(&cell.text) && is_known(own));
    round.or_else(other).unwrap_or(&cell.text).to_owned()
}

/// A cell without the mark of what is not verified, and the words behind it.
fn value(cell: &Cell) -> String {
    let marked = cell.text.split_once('°').map(|own| own.0.trim_end());
    let is_number = |own: &&str| own.ends_with(|last: char| last.is_ascii_digit() || "–)".contains(last));
    marked.filter(is_number).unwrap_or(&cell.text).to_owned()
}
