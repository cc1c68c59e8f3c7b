//! A page in Markdown: headings, pipe tables, emphasis, as `pulldown-cmark` reads them.

use super::document::Document;
use super::findings::Findings;
use super::flow::{Flow, Kind, Mark};
use super::markup::ink::Script;
use super::table::raw::{Piece, RawCell, RawRow, RawTable};
use super::table::{Form, Pipes, layout};
use super::title::{self, Stated};
use super::{country, html};
use parcferme_core::Diagnostic;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

pub(super) fn parse(text: &str, findings: &mut Findings) -> Document {
    let mut reader = Reader {
        text,
        at: 0,
        line: 1,
        flow: Flow::default(),
        items: 0,
        table: None,
        cell: None,
        html: None,
        image: None,
        passed_over: false,
        metadata: None,
        findings,
    };
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        reader.event(event, range);
    }
    let title = reader.metadata.as_deref().and_then(stated_title).unwrap_or_default();
    title::document(reader.flow.into_pieces(), Stated::new(None, &title), Vec::new())
}

struct Reader<'t, 'f> {
    text: &'t str,
    at: usize,
    line: u32,
    flow: Flow,
    /// Open list items.
    items: usize,
    table: Option<RawTable>,
    /// The cell being read.
    cell: Option<Flow>,
    /// A block of HTML, and the line in which it begins.
    html: Option<(u32, String)>,
    /// The text of an image.
    image: Option<String>,
    /// A paragraph that was read otherwise.
    passed_over: bool,
    /// The block of data before the text.
    metadata: Option<String>,
    findings: &'f mut Findings,
}

impl Reader<'_, '_> {
    fn line(&mut self, offset: usize) -> u32 {
        let offset = offset.min(self.text.len());
        if offset > self.at {
            self.line += memchr::memchr_iter(b'\n', &self.text.as_bytes()[self.at..offset]).count() as u32;
            self.at = offset;
        }
        self.line
    }

    fn flow(&mut self) -> &mut Flow {
        self.cell.as_mut().unwrap_or(&mut self.flow)
    }

    fn event(&mut self, event: Event, range: Range<usize>) {
        let line = self.line(range.start);
        if self.passed_over {
            self.passed_over = !matches!(event, Event::End(TagEnd::Paragraph));
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, line, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) => self.write(line, &text),
            Event::SoftBreak => self.flow().text(line, " "),
            Event::HardBreak => self.flow().line_break(),
            Event::Html(text) => match &mut self.html {
                Some((_, html)) => html.push_str(&text),
                None => self.inline_html(&text),
            },
            Event::InlineHtml(text) => self.inline_html(&text),
            Event::FootnoteReference(label) => {
                self.flow().begin(Mark::Script(Script::Mark));
                self.flow().text(line, &label);
                self.flow().end(Mark::Script(Script::Mark));
            }
            Event::Rule => self.flow.flush(),
            _ => {}
        }
    }

    fn write(&mut self, line: u32, text: &str) {
        if let Some(image) = &mut self.image {
            image.push_str(text);
        } else if let Some(metadata) = &mut self.metadata.as_mut().filter(|data| !data.ends_with('\0')) {
            metadata.push_str(text);
        } else {
            self.flow().text(line, text);
        }
    }

    fn start(&mut self, tag: Tag, line: u32, range: Range<usize>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.flow.flush();
                self.flow.kind = Kind::Heading(level as usize);
            }
            Tag::Item => {
                self.flow.flush();
                self.items += 1;
                self.flow.kind = Kind::Item;
            }
            Tag::Paragraph => {
                self.flow.flush();
                let source = self.text.get(range).unwrap_or_default();
                if source.trim_start().starts_with('|') && self.items == 0 {
                    self.pipes(line, source);
                    self.passed_over = true;
                }
            }
            Tag::HtmlBlock => {
                self.flow.flush();
                self.html = Some((line, String::new()));
            }
            Tag::Emphasis => self.flow().begin(Mark::Italic),
            Tag::Strong => self.flow().begin(Mark::Bold),
            Tag::Strikethrough => self.flow().begin(Mark::Struck),
            Tag::Image { .. } => self.image = Some(String::new()),
            Tag::MetadataBlock(_) => self.metadata = Some(String::new()),
            Tag::Table(_) => {
                self.flow.flush();
                self.table = Some(RawTable::new(line, Form::Marked));
            }
            Tag::TableHead | Tag::TableRow => {
                let head = tag == Tag::TableHead;
                let source = self.text.get(range).unwrap_or_default();
                self.ragged(line, source);
                if let Some(table) = &mut self.table {
                    table.rows.push(RawRow { line, head, ..RawRow::default() });
                }
            }
            Tag::TableCell => self.cell = Some(Flow::default()),
            _ => self.flow.flush_unless_inline(&tag),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                self.flow.flush();
                self.flow.kind = Kind::Paragraph;
            }
            TagEnd::Item => {
                self.flow.flush();
                self.items = self.items.saturating_sub(1);
                self.flow.kind = if self.items > 0 { Kind::Item } else { Kind::Paragraph };
            }
            TagEnd::Paragraph | TagEnd::CodeBlock | TagEnd::BlockQuote(_) => self.flow.flush(),
            TagEnd::HtmlBlock => {
                if let Some((line, html)) = self.html.take() {
                    let pieces = html::pieces(&html, line, self.findings);
                    self.flow.pieces.extend(pieces);
                }
            }
            TagEnd::Emphasis => self.flow().end(Mark::Italic),
            TagEnd::Strong => self.flow().end(Mark::Bold),
            TagEnd::Strikethrough => self.flow().end(Mark::Struck),
            TagEnd::Image => {
                let country = self.image.take().and_then(|text| country::named(text.trim()));
                let line = self.line;
                if let Some(country) = country {
                    self.flow().flag(line, country);
                }
            }
            TagEnd::MetadataBlock(_) => {
                if let Some(metadata) = &mut self.metadata {
                    metadata.push('\0');
                }
            }
            TagEnd::TableCell => {
                let line = self.line;
                if let Some(cell) = self.cell.take()
                    && let Some(row) = self.table.as_mut().and_then(|table| table.rows.last_mut())
                {
                    let header = row.head;
                    row.cells.push(RawCell {
                        line,
                        header,
                        pieces: cell.into_pieces(),
                        ..RawCell::default()
                    });
                }
            }
            TagEnd::Table => {
                if let Some(table) = self.table.take() {
                    let pieces = layout::settle(table, self.findings);
                    self.flow.pieces.extend(pieces);
                }
            }
            _ => {}
        }
    }

    fn inline_html(&mut self, tag: &str) {
        let name = tag.trim_start_matches(['<', '/']);
        let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let name = name[..length].to_ascii_lowercase();
        match html::inline(&name) {
            Some(html::Inline::Break) => self.flow().line_break(),
            Some(html::Inline::Mark(mark)) if tag.starts_with("</") => self.flow().end(mark),
            Some(html::Inline::Mark(mark)) => self.flow().begin(mark),
            None => {}
        }
    }

    /// Rows `| a | b |` without the line that makes them a table in Markdown.
    fn pipes(&mut self, line: u32, source: &str) {
        let mut pipes = Pipes::new(line);
        for (line, row) in (line..).zip(source.lines()) {
            pipes.line(line, row, self.findings);
        }
        let table = pipes.finish(self.findings);
        self.flow.pieces.push(Piece::Table(table));
    }

    /// Cells beyond the header's are dropped by Markdown, and said here.
    fn ragged(&mut self, line: u32, source: &str) {
        let row = source.lines().next().unwrap_or_default().trim();
        let cells = cells(row);
        let Some(first) = self.table.as_ref().and_then(|table| table.rows.first()) else { return };
        if cells != first.cells.len() {
            let place = self.findings.place(line, row);
            self.findings.push(
                Diagnostic::warning("PF0109", "table row has another number of cells than its header")
                    .at(place)
                    .found(format!("{cells} cells"))
                    .expected(format!("{} cells, as in line {}", first.cells.len(), first.line))
                    .help("compare the row with the published page"),
            );
        }
    }
}

impl Flow {
    /// Other blocks begin a paragraph; links and the like do not.
    fn flush_unless_inline(&mut self, tag: &Tag) {
        if matches!(tag, Tag::CodeBlock(_) | Tag::BlockQuote(_) | Tag::List(_) | Tag::FootnoteDefinition(_)) {
            self.flush();
        }
    }
}

/// How many cells a row of a Markdown table has.
fn cells(row: &str) -> usize {
    let inner = row.strip_prefix('|').unwrap_or(row);
    let inner = inner.strip_suffix('|').filter(|inner| !inner.ends_with('\\')).unwrap_or(inner);
    let mut escaped = false;
    let mut cells = 1;
    for byte in inner.bytes() {
        cells += usize::from(byte == b'|' && !escaped);
        escaped = byte == b'\\' && !escaped;
    }
    cells
}

/// `title: ...` of the data before the text.
fn stated_title(metadata: &str) -> Option<String> {
    let line = metadata.lines().find_map(|line| line.strip_prefix("title:"))?;
    Some(line.trim().trim_matches(['"', '\'']).to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::document::Block;
    use super::*;

    fn read(text: &str) -> (Document, Vec<Diagnostic>) {
        let mut findings = Findings::new("page");
        let document = parse(text, &mut findings);
        (document, findings.finish())
    }

    #[test]
    fn headings_tables_and_emphasis_are_read() {
        let (document, diagnostics) = read(
            "# 2012 Example Cup\n\nThe **2012** *Cup*\nwas held.\n\n## Standings\n\n**GT**\n\n| Pos | Driver | Rd 1 | Pts |\n|:---:|--------|-----:|----:|\n| 1 | ![USA](f.png) [Ann \\| Archer](x) | **25**<sup>1</sup> | 5½ |\n| 2 | Ben<br>Boyd | ~~18~~[^1] | &minus;2 |\n\n* item\n\n[^1]: note\n",
        );
        assert_eq!(diagnostics, []);
        assert_eq!(document.title.as_ref().map(|title| title.text.as_str()), Some("2012 Example Cup"));
        assert_eq!(document.sections[1].heading, "Standings");
        let Block::Prose(lead) = &document.sections[0].blocks[0] else { panic!("a sentence") };
        assert_eq!((lead.line, lead.text.as_str()), (3, "The 2012 Cup was held."));
        let [Block::Table(table), Block::Item(item), Block::Prose(_)] =
            document.sections[1].blocks.as_slice()
        else {
            panic!("a table and an item")
        };
        assert_eq!(item.text, "item");
        assert_eq!(table.caption.as_ref().map(|text| text.text.as_str()), Some("GT"));
        let row = |row| (0..4).map(|column| table.text(row, column)).collect::<Vec<_>>();
        assert_eq!(row(0), ["Pos", "Driver", "Rd 1", "Pts"]);
        assert_eq!(row(1), ["1", "Ann | Archer", "25", "5.5"]);
        assert_eq!(row(2), ["2", "Ben\nBoyd", "18", "-2"]);
        let cell = |row, column| table.cell(row, column).unwrap();
        assert_eq!(cell(1, 1).coded(), "USA Ann | Archer");
        assert!(cell(1, 2).bold && cell(1, 2).marks == ["1"]);
        assert!(cell(2, 2).struck && !cell(2, 2).bold);
        assert_eq!((cell(1, 0).line, cell(2, 3).line), (12, 13));
    }

    #[test]
    fn a_row_of_another_length_is_told() {
        let (_, diagnostics) = read("| a | b |\n|---|---|\n| 1 | 2 | 3 |\n| 1 |\n");
        assert_eq!(
            diagnostics.iter().map(|d| (d.id, d.places[0].line)).collect::<Vec<_>>(),
            [("PF0109", 3), ("PF0109", 4)]
        );
    }

    #[test]
    fn rows_without_a_rule_and_tables_in_html_are_tables() {
        let (document, _) =
            read("## A\n\n| a | b |\n| 1 | 2 |\n\n<table><tr><th>x</th></tr>\n<tr><td>1</td></tr></table>\n");
        let tables: Vec<_> = document.sections[1]
            .blocks
            .iter()
            .map(|block| match block {
                Block::Table(table) => (table.line, table.rows.len()),
                _ => panic!("tables only"),
            })
            .collect();
        assert_eq!(tables, [(3, 2), (6, 2)]);
    }
}
