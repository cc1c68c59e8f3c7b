//! A page saved as HTML, or a piece of one, into a document.
//!
//! The tokens are `html5gum`'s, which follows the HTML standard. From the standard's rules for trees come those that
//! decide what belongs to which paragraph and cell: ends that are implied, tags that are closed in the wrong order,
//! text between the cells of a table. No tree is built: each token is looked at once.

mod attributes;
mod tables;
mod tag;

use super::document::{Document, Fact};
use super::findings::Findings;
use super::flow::{Flow, Kind as TextKind, Mark};
use super::markup::Fault;
use super::markup::ink::Script;
use super::table::raw::Piece;
use super::table::{report, unclosed};
use super::title::{self, Stated};
use attributes::Attributes;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Error, Span, Tokenizer};
use parcferme_core::{Diagnostic, Severity};
use smallvec::SmallVec;
use std::convert::Infallible;
use tables::OpenTable;
use tag::Kind;

/// Elements that may be open at once. Browsers stop at 512.
const MAX_OPEN: usize = 1024;

/// Reads HTML. `stated_title` is the title where something outside the text states it.
pub(super) fn parse(text: &str, stated_title: Option<&str>, findings: &mut Findings) -> Document {
    let mut reader = read(text, 1, findings);
    let pieces = reader.finish();
    title::document(pieces, Stated::new(stated_title, &reader.title), reader.facts)
}

/// Reads HTML that begins in this line of another form.
pub(super) fn pieces(text: &str, line: u32, findings: &mut Findings) -> Vec<Piece> {
    read(text, line, findings).finish()
}

fn read<'t, 'f>(text: &'t str, line: u32, findings: &'f mut Findings) -> Reader<'t, 'f> {
    let mut reader = Reader {
        lines: Lines { text, at: 0, line },
        findings,
        tag: Vec::new(),
        tag_line: line,
        attributes: Attributes::default(),
        stack: Vec::new(),
        hidden: 0,
        flags: 0,
        preformatted: 0,
        tables: Vec::new(),
        base: Flow::default(),
        title: String::new(),
        facts: Vec::new(),
        is_page: false,
        ended: false,
        full: false,
    };
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent, span: Span<usize>| -> Option<Infallible> {
        reader.event(event, span);
        None
    });
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(text, emitter).finish();
    reader
}

struct Reader<'t, 'f> {
    lines: Lines<'t>,
    findings: &'f mut Findings,
    /// The tag being read: its name, line and attributes.
    tag: Vec<u8>,
    tag_line: u32,
    attributes: Attributes,
    stack: Vec<Open>,
    /// Open elements that hide their content, that are flags, that keep line breaks.
    hidden: usize,
    flags: usize,
    preformatted: usize,
    tables: Vec<OpenTable>,
    /// What stands in no table.
    base: Flow,
    /// Of the `<title>` element.
    title: String,
    facts: Vec<Fact>,
    /// `<html>` was seen, and its end.
    is_page: bool,
    ended: bool,
    /// Nested too deep: the rest is not read.
    full: bool,
}

/// An open element.
struct Open {
    /// Of its name.
    id: u64,
    kind: Kind,
    marks: SmallVec<[Mark; 2]>,
    hides: bool,
    flag: bool,
    /// What text outside it is.
    outside: TextKind,
}

/// Counts lines as offsets grow.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: u32,
}

impl Lines<'_> {
    fn of(&mut self, offset: usize) -> u32 {
        let offset = offset.min(self.text.len());
        if offset > self.at {
            self.line += memchr::memchr_iter(b'\n', &self.text.as_bytes()[self.at..offset]).count() as u32;
            self.at = offset;
        }
        self.line
    }
}

fn id(name: &[u8]) -> u64 {
    name.iter().fold(0xcbf2_9ce4_8422_2325, |id, byte| (id ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3))
}

impl Reader<'_, '_> {
    fn event(&mut self, event: CallbackEvent, span: Span<usize>) {
        if self.full {
            return;
        }
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag.clear();
                self.tag.extend_from_slice(name);
                self.attributes.clear();
                self.tag_line = self.lines.of(span.start);
            }
            CallbackEvent::AttributeName { name } => self.attributes.name(name),
            CallbackEvent::AttributeValue { value } => self.attributes.value(value),
            CallbackEvent::CloseStartTag { .. } => self.start(),
            CallbackEvent::EndTag { name } => self.end(name, span.start),
            CallbackEvent::String { value } => {
                let line = self.lines.of(span.start);
                self.text(line, &String::from_utf8_lossy(value));
            }
            CallbackEvent::Error(Error::EofInTag | Error::EofBeforeTagName) => {
                let line = self.lines.of(span.start);
                self.ends_early(Severity::Error, line, "a tag without its end");
            }
            _ => {}
        }
    }

    /// Where text goes now.
    fn flow(&mut self) -> &mut Flow {
        match self.tables.last_mut() {
            Some(table) => table.flow(),
            None => &mut self.base,
        }
    }

    /// Below this the stack belongs to what is around the present cell or table.
    fn floor(&self) -> usize {
        self.tables.last().map_or(0, OpenTable::floor)
    }

    fn text(&mut self, line: u32, text: &str) {
        if self.stack.last().is_some_and(|open| open.kind == Kind::Title) {
            self.title.push_str(text);
        } else if self.hidden == 0 {
            if self.preformatted == 0 {
                return self.flow().text(line, text);
            }
            for (line, piece) in (line..).zip(text.split_inclusive('\n')) {
                self.flow().text(line, piece);
                if piece.ends_with('\n') {
                    self.flow().flush();
                }
            }
        }
    }

    fn start(&mut self) {
        let kind = tag::kind(&self.tag);
        if self.stack.len() >= MAX_OPEN {
            return self.too_deep();
        }
        match kind {
            Kind::Void => {}
            Kind::Root => self.is_page |= self.tag == b"html",
            Kind::Break => self.flow().line_break(),
            Kind::Rule => self.flow().flush(),
            Kind::Image => self.image(),
            Kind::Table => self.start_table(),
            Kind::Caption => self.start_caption(),
            Kind::RowGroup { head } => self.start_group(head),
            Kind::Row => self.start_row(),
            Kind::Cell { header } => self.start_cell(header),
            Kind::Paragraph | Kind::Block | Kind::List | Kind::Preformatted | Kind::Heading(_) => {
                self.close_nearest(|kind| kind == Kind::Paragraph, |_| false);
                self.flow().flush();
                self.push(kind);
            }
            Kind::Item => {
                self.close_nearest(|kind| kind == Kind::Item, |kind| kind == Kind::List);
                self.flow().flush();
                self.push(kind);
            }
            Kind::Term | Kind::Described => {
                let described = |kind| matches!(kind, Kind::Term | Kind::Described);
                self.close_nearest(described, |kind| kind == Kind::List);
                self.flow().flush();
                self.push(kind);
            }
            Kind::Mark(_) | Kind::Link | Kind::Abbreviation | Kind::Inline | Kind::Hidden | Kind::Title => {
                self.push(kind);
            }
        }
    }

    fn push(&mut self, kind: Kind) {
        let style = self.attributes.style();
        let (class, title) = (self.attributes.class(), self.attributes.title());
        let hides = kind == Kind::Hidden || style.hidden || tag::is_aside(class, self.attributes.id());
        let flag = matches!(kind, Kind::Inline | Kind::Mark(_)) && tag::is_flag(class);
        let icon = (flag && self.hidden == 0).then(|| self.attributes.flag(true)).flatten();
        let mut marks: SmallVec<[Mark; 2]> = SmallVec::new();
        match kind {
            Kind::Mark(Mark::Script(Script::Raised)) if class.contains("reference") => {
                marks.push(Mark::Script(Script::Mark));
            }
            Kind::Mark(mark) => marks.push(mark),
            _ if style.raised || class == "num" => marks.push(Mark::Script(Script::Raised)),
            _ if class == "den" => marks.push(Mark::Script(Script::Lowered)),
            _ => {}
        }
        let styled = [(style.bold, Mark::Bold), (style.italic, Mark::Italic), (style.struck, Mark::Struck)];
        marks.extend(styled.into_iter().filter(|(is, _)| *is).map(|(_, mark)| mark));
        let meaning = match kind {
            Kind::Link | Kind::Abbreviation if self.flags == 0 && self.hidden == 0 => title.to_owned(),
            _ => String::new(),
        };
        let id = id(&self.tag);
        let line = self.tag_line;
        let flow = self.flow();
        flow.stands_for(&meaning);
        if let Some(country) = icon {
            flow.flag(line, country);
        }
        marks.iter().for_each(|mark| flow.begin(*mark));
        let outside = flow.kind;
        match kind {
            Kind::Heading(level) => flow.kind = TextKind::Heading(level),
            Kind::Item => flow.kind = TextKind::Item,
            Kind::Term => flow.kind = TextKind::Term,
            Kind::Described => flow.kind = TextKind::Paragraph,
            _ => {}
        }
        self.hidden += usize::from(hides);
        self.flags += usize::from(flag);
        self.preformatted += usize::from(kind == Kind::Preformatted);
        self.stack.push(Open { id, kind, marks, hides, flag, outside });
    }

    fn image(&mut self) {
        if self.hidden > 0 || self.attributes.style().hidden {
            return;
        }
        let country = self.attributes.flag(self.flags > 0);
        let line = self.tag_line;
        let name = self.attributes.alt();
        if country.is_none() && self.flags > 0 && !name.is_empty() {
            report(Fault::UnknownFlag(name.to_owned()), line, name, self.findings);
        }
        if let Some(country) = country {
            self.flow().flag(line, country);
        }
    }

    fn end(&mut self, name: &[u8], offset: usize) {
        match tag::kind(name) {
            Kind::Root => self.ended |= name != b"head",
            Kind::Break => self.flow().line_break(),
            Kind::Void | Kind::Image | Kind::Rule => {}
            Kind::Cell { .. } => self.close_cell(),
            Kind::Row => self.close_row(),
            Kind::RowGroup { .. } => {
                self.close_row();
                if let Some(table) = self.tables.last_mut() {
                    table.head = false;
                }
            }
            Kind::Caption => self.close_caption(),
            Kind::Table => self.close_table(),
            kind => {
                let id = id(name);
                let floor = self.floor();
                let open = self.stack.iter().rposition(|open| open.id == id).filter(|&at| at >= floor);
                let inline = matches!(kind, Kind::Mark(_) | Kind::Link | Kind::Abbreviation | Kind::Inline);
                if !inline && !matches!(kind, Kind::Hidden | Kind::Title) && self.hidden == 0 {
                    self.flow().flush();
                }
                if let Some(at) = open {
                    self.close(at);
                }
            }
        }
        // Counted here too, so that no long text is counted twice.
        self.lines.of(offset);
    }

    /// Closes the innermost element that is `wanted`, unless a `barrier` stands before it.
    fn close_nearest(&mut self, wanted: impl Fn(Kind) -> bool, barrier: impl Fn(Kind) -> bool) {
        let floor = self.floor();
        for at in (floor..self.stack.len()).rev() {
            if wanted(self.stack[at].kind) {
                self.flow().flush();
                return self.close(at);
            }
            if barrier(self.stack[at].kind) {
                return;
            }
        }
    }

    /// Closes an element, and with it all within that does not format text: formats go on behind it.
    fn close(&mut self, at: usize) {
        let mut tail = self.stack.split_off(at).into_iter();
        let Some(closed) = tail.next() else { return };
        let formats = |kind| matches!(kind, Kind::Mark(Mark::Bold | Mark::Italic | Mark::Struck));
        let (kept, dropped): (Vec<Open>, Vec<Open>) =
            tail.partition(|open| formats(closed.kind) || formats(open.kind));
        dropped.into_iter().rev().for_each(|open| self.undo(open));
        self.undo(closed);
        self.stack.extend(kept);
    }

    /// Closes all that was opened since.
    fn truncate(&mut self, floor: usize) {
        while self.stack.len() > floor {
            if let Some(open) = self.stack.pop() {
                self.undo(open);
            }
        }
    }

    fn undo(&mut self, open: Open) {
        self.hidden -= usize::from(open.hides);
        self.flags -= usize::from(open.flag);
        self.preformatted -= usize::from(open.kind == Kind::Preformatted);
        let flow = self.flow();
        open.marks.iter().rev().for_each(|mark| flow.end(*mark));
        if matches!(open.kind, Kind::Heading(_) | Kind::Item | Kind::Term | Kind::Described) {
            flow.kind = open.outside;
        }
    }

    fn too_deep(&mut self) {
        self.full = true;
        let place = self.findings.place(self.tag_line, "");
        self.findings.push(
            Diagnostic::error("PF0142", "the page nests too deep: what follows was not read")
                .at(place)
                .found(format!("more than {MAX_OPEN} elements, one within the other"))
                .expected(format!("at most {MAX_OPEN}"))
                .help("save the page again, or only the part with its tables"),
        );
    }

    fn ends_early(&mut self, severity: Severity, line: u32, found: &str) {
        let place = self.findings.place(line, "");
        self.findings.push(
            Diagnostic::new("PF0129", severity, "the page seems to end early")
                .at(place)
                .found(found)
                .expected("a page that ends with </html>")
                .help("save the page again"),
        );
    }

    /// What was read, once all is.
    fn finish(&mut self) -> Vec<Piece> {
        let last = self.lines.of(usize::MAX);
        let open = self.tables.iter().find(|table| !table.implied).map(|table| (table.line, table.rows()));
        if let Some((line, rows)) = open.filter(|_| !self.ended && !self.full) {
            unclosed(line, "<table>", rows, "</table> after the last row", self.findings);
        } else if self.is_page && !self.ended && !self.full {
            // Between two blocks a page may end without saying so.
            let within = |open: &Open| {
                matches!(
                    open.kind,
                    Kind::Block | Kind::List | Kind::Hidden | Kind::Heading(_) | Kind::Preformatted
                )
            };
            let severity = if self.stack.iter().any(within) { Severity::Error } else { Severity::Warning };
            self.ends_early(severity, last, "no end of the page");
        }
        while !self.tables.is_empty() {
            self.close_table();
        }
        std::mem::take(&mut self.base).into_pieces()
    }
}

/// What a tag does within a line of another form.
pub(super) enum Inline {
    Break,
    Mark(Mark),
}

pub(super) fn inline(name: &str) -> Option<Inline> {
    match tag::kind(name.as_bytes()) {
        Kind::Break => Some(Inline::Break),
        Kind::Mark(mark) => Some(Inline::Mark(mark)),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
