//! A page as wikitext, or as the flattened text of such a page, line by line.

use super::document::{Document, Draft, Fact, Text};
use super::findings::Findings;
use super::markup::{self, Plain};
use super::table::raw::Piece;
use super::table::{Pipes, Step, Wikitext, report};
use std::borrow::Cow;
use std::collections::HashSet;

/// Deepest heading that wikitext has.
const MAX_LEVEL: usize = 6;
/// Lines that one template may run over.
const MAX_TEMPLATE_LINES: usize = 300;

pub(super) fn parse(text: &str, findings: &mut Findings) -> Document {
    let lines = logical_lines(text);
    let mut parse =
        Parse { draft: Draft::new(), wikitext: None, pipes: None, closed: closed(&lines), findings };
    for (number, line) in &lines {
        parse.line(*number, line);
    }
    parse.end_pipes();
    parse.end_wikitext(false);
    parse.draft.document
}

struct Parse<'a> {
    draft: Draft,
    wikitext: Option<Wikitext>,
    pipes: Option<Pipes>,
    /// Lines in which a table begins whose end comes.
    closed: HashSet<u32>,
    findings: &'a mut Findings,
}

impl Parse<'_> {
    fn line(&mut self, number: u32, line: &str) {
        let text = line.trim();
        let heading = heading(text);
        if let Some(table) = &mut self.wikitext {
            if let Some((level, heading)) = heading.filter(|_| table.is_closed()) {
                let mut faults = Vec::new();
                let text = markup::plain(heading, &mut faults).text.replace('\n', " ");
                table.heading(level, Text { line: number, text }, self.findings);
                return;
            }
            if heading.is_none() {
                if table.line(number, line, self.findings) == Step::Ended {
                    self.end_wikitext(true);
                }
                return;
            }
            self.end_wikitext(false);
        }
        if text.trim_start_matches(':').starts_with("{|") {
            self.end_pipes();
            self.wikitext = Some(Wikitext::new(number, text, self.closed.contains(&number)));
        } else if text.starts_with('|') {
            self.pipes.get_or_insert_with(|| Pipes::new(number)).line(number, text, self.findings);
        } else {
            self.end_pipes();
            match heading {
                Some((1, title)) => self.title(number, title),
                Some((level, heading)) => {
                    let heading = self.plain(number, heading).text.replace('\n', " ");
                    self.draft.section(level, heading);
                }
                None => self.text(number, text),
            }
        }
    }

    fn text(&mut self, number: u32, text: &str) {
        if let Some(parts) = lone_template(text) {
            return self.template(number, &parts);
        }
        if let Some(title) = text.strip_prefix("Title:").filter(|_| self.draft.document.title.is_none()) {
            return self.title(number, title);
        }
        let item = text
            .strip_prefix("- ")
            .or_else(|| text.strip_prefix("# "))
            .or_else(|| text.starts_with('*').then(|| text.trim_start_matches('*')));
        let term = text.strip_prefix(';').filter(|_| item.is_none());
        let source = item.or(term).unwrap_or_else(|| text.trim_start_matches(':'));
        let mut plain = self.plain(number, source);
        plain.label |= term.is_some();
        self.draft.take(if item.is_some() {
            Piece::Item(number, plain)
        } else {
            Piece::Paragraph(number, plain)
        });
    }

    /// A template that is a line by itself: a box of facts, or what is named and left.
    fn template(&mut self, number: u32, parts: &[(u32, &str)]) {
        let Some((_, name)) = parts.first() else { return };
        self.draft.document.templates.push(Text { line: number, text: name.trim().to_owned() });
        if !name.trim_start().to_lowercase().starts_with("infobox") {
            return;
        }
        for (below, part) in &parts[1..] {
            let Some((name, value)) = part.split_once('=') else { continue };
            // What is unknown in a box of facts is no fault of the page.
            let value = markup::plain(value.trim(), &mut Vec::new());
            if !value.text.is_empty() {
                let name = name.trim().replace('_', " ");
                let value = value.text.replace('\n', " ");
                self.draft.document.facts.push(Fact { line: number + below, name, value });
            }
        }
    }

    fn title(&mut self, number: u32, title: &str) {
        let text = self.plain(number, title).text.replace('\n', " ");
        self.draft.document.title = Some(Text { line: number, text });
    }

    fn plain(&mut self, number: u32, source: &str) -> Plain {
        let mut faults = Vec::new();
        let plain = markup::plain(source, &mut faults);
        for fault in faults {
            report(fault, number, source, self.findings);
        }
        plain
    }

    fn end_pipes(&mut self) {
        if let Some(table) = self.pipes.take() {
            let table = table.finish(self.findings);
            self.draft.take(Piece::Table(table));
        }
    }

    fn end_wikitext(&mut self, closed: bool) {
        if let Some(table) = self.wikitext.take() {
            let (pieces, facts) = table.finish(closed, self.findings);
            pieces.into_iter().for_each(|piece| self.draft.take(piece));
            self.draft.document.facts.extend(facts);
        }
    }
}

/// The lines in which a table begins that is closed: each end belongs to the last table that is open.
fn closed(lines: &[(u32, Cow<str>)]) -> HashSet<u32> {
    let (mut open, mut closed) = (Vec::new(), HashSet::new());
    for (number, line) in lines {
        let text = line.trim_start().trim_start_matches(':');
        if text.starts_with("{|") {
            open.push(*number);
        } else if text.starts_with("|}") && !text.starts_with("|}}") {
            closed.extend(open.pop());
        }
    }
    closed
}

/// Level and text of `== X ==`.
fn heading(text: &str) -> Option<(usize, &str)> {
    let level = text.bytes().take_while(|&byte| byte == b'=').count();
    let inner = text.get(level..)?.strip_suffix(text.get(..level)?)?.trim();
    ((1..=MAX_LEVEL).contains(&level)
        && !inner.is_empty()
        && !inner.starts_with('=')
        && !inner.ends_with('='))
    .then_some((level, inner))
}

/// The parts of a template that is the whole line, each with the number of line breaks before it.
fn lone_template(text: &str) -> Option<Vec<(u32, &str)>> {
    let inner = text.strip_prefix("{{")?.strip_suffix("}}")?;
    let bytes = inner.as_bytes();
    let (mut level, mut at, mut start, mut breaks, mut first) = (0_usize, 0, 0, 0, 0);
    let mut parts = Vec::new();
    while at < bytes.len() {
        match (bytes[at], bytes.get(at + 1)) {
            (b'{', Some(b'{')) | (b'[', Some(b'[')) => (level, at) = (level + 1, at + 1),
            (b'}', Some(b'}')) if level == 0 => return None,
            (b'}', Some(b'}')) | (b']', Some(b']')) => (level, at) = (level.saturating_sub(1), at + 1),
            (b'|', _) if level == 0 => {
                parts.push((first, inner.get(start..at)?));
                (start, first) = (at + 1, breaks);
            }
            (b'\n', _) => breaks += 1,
            _ => {}
        }
        at += 1;
    }
    parts.push((first, inner.get(start..)?));
    Some(parts)
}

/// Lines with their number, comments removed, and the lines of a template that runs over several as one piece.
fn logical_lines(text: &str) -> Vec<(u32, Cow<'_, str>)> {
    let text = without_comments(text);
    let lines: Vec<&str> = text.lines().collect();
    let joined = if text.contains("{{") { joined_lines(&lines) } else { Vec::new() };
    let mut found: Vec<(u32, Cow<str>)> = Vec::with_capacity(lines.len());
    for (index, line) in lines.iter().enumerate() {
        match found.last_mut().filter(|_| joined.get(index) == Some(&true)) {
            Some((_, before)) => {
                let before = before.to_mut();
                before.push('\n');
                before.push_str(line.trim());
            }
            None => found.push((index as u32 + 1, Cow::Owned((*line).to_owned()))),
        }
    }
    found
}

/// For each line, whether it belongs to a template that a line above opened (and that is closed).
fn joined_lines(lines: &[&str]) -> Vec<bool> {
    let mut joined = vec![false; lines.len()];
    let mut open: Vec<usize> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let text = line.trim_start();
        if text.starts_with("{|")
            || text.starts_with("|-")
            || (text.starts_with("|}") && !text.starts_with("|}}"))
            || text.starts_with('=')
        {
            open.clear();
        }
        let bytes = line.as_bytes();
        let mut at = 0;
        while at + 1 < bytes.len() {
            match (bytes[at], bytes[at + 1]) {
                (b'{', b'{') => (_, at) = (open.push(index), at + 2),
                (b'}', b'}') => {
                    if let Some(start) = open.pop()
                        && index - start <= MAX_TEMPLATE_LINES
                    {
                        joined[start + 1..=index].fill(true);
                    }
                    at += 2;
                }
                _ => at += 1,
            }
        }
    }
    joined
}

/// The text without `<!-- ... -->`; line breaks inside a comment stay, so that lines keep their numbers.
fn without_comments(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find("<!--") else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(start) = rest.find("<!--") {
        let Some(end) = rest[start..].find("-->") else { break };
        out.push_str(&rest[..start]);
        out.extend(rest[start..start + end].chars().filter(|&c| c == '\n'));
        rest = &rest[start + end + 3..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::super::document::Block;
    use super::*;
    use parcferme_core::Diagnostic;

    fn read(text: &str) -> (Document, Vec<Diagnostic>) {
        let mut findings = Findings::new("page");
        let document = parse(text, &mut findings);
        (document, findings.finish())
    }

    #[test]
    fn title_sections_items_and_tables_are_told_apart() {
        let (document, diagnostics) = read(
            "Title: T 1999\n\nLead '''bold'''.\n==A==\n* item\n- other\n=== B ===\n| a | b |\n| c | d |\nprose\n{| class=x\n|-\n| e\n|}\n== C ==\n",
        );
        assert_eq!(diagnostics, []);
        assert_eq!(document.title.as_ref().unwrap().text, "T 1999");
        let headings: Vec<_> =
            document.sections.iter().map(|s| (s.level, s.heading.as_str(), s.blocks.len())).collect();
        assert_eq!(headings, [(1, "", 1), (2, "A", 2), (3, "B", 3), (2, "C", 0)]);
        assert_eq!(document.headings(2), ["A", "B"]);
        assert_eq!(document.headings(3), ["C"]);
    }

    #[test]
    fn comments_and_templates_over_lines_keep_line_numbers() {
        let (document, _) = read("= T =\n<!-- a\nb -->x {{efn|\n| note\n}} y\nz");
        let lines: Vec<_> = document.sections[0]
            .blocks
            .iter()
            .map(|block| match block {
                Block::Prose(text) => (text.line, text.text.as_str()),
                _ => panic!("prose only"),
            })
            .collect();
        assert_eq!(lines, [(3, "x y"), (6, "z")]);
    }

    #[test]
    fn a_heading_ends_a_table_that_was_not_closed() {
        let (document, diagnostics) = read("= T =\n{|\n|-\n| a\n== Next ==\ntext");
        assert_eq!(diagnostics[0].id, "PF0105");
        assert_eq!(document.sections.len(), 2);
    }
}
