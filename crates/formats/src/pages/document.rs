//! A page's text into title, sections, paragraphs, list items and tables, each with its line.

use super::findings::Findings;
use super::markup;
use super::statements::Text;
use super::table::{Builder, Step, Table, report};
use std::borrow::Cow;

/// Deepest heading that wikitext has.
const MAX_LEVEL: usize = 6;
/// Lines that one template may run over.
const MAX_TEMPLATE_LINES: usize = 300;

pub(crate) struct Document {
    pub title: Option<Text>,
    /// Templates that stand by themselves, such as a box of facts: by name.
    pub templates: Vec<Text>,
    /// The first is the lead: what stands before any heading.
    pub sections: Vec<Section>,
}

pub(crate) struct Section {
    /// 1 for the lead and the title, 2 for `== X ==`, and so on.
    pub level: usize,
    pub heading: String,
    /// The section that it stands under.
    parent: Option<usize>,
    pub blocks: Vec<Block>,
}

pub(crate) enum Block {
    Prose(Text),
    Item(Text),
    Table(Table),
}

impl Document {
    /// The headings that a section stands under, outermost first, its own last.
    pub fn headings(&self, index: usize) -> Vec<&str> {
        let mut found = Vec::new();
        let mut at = Some(index);
        while let Some(section) = at.and_then(|at| self.sections.get(at)).filter(|section| section.level > 1)
        {
            found.push(section.heading.as_str());
            at = section.parent;
        }
        found.reverse();
        found
    }
}

pub(crate) fn parse(text: &str, findings: &mut Findings) -> Document {
    let mut parse = Parse {
        document: Document {
            title: None,
            templates: Vec::new(),
            sections: vec![Section { level: 1, heading: String::new(), parent: None, blocks: Vec::new() }],
        },
        wikitext: None,
        pipes: None,
        findings,
    };
    for (number, line) in logical_lines(text) {
        parse.line(number, &line);
    }
    parse.end_pipes();
    parse.end_wikitext(false);
    parse.document
}

struct Parse<'a> {
    document: Document,
    wikitext: Option<Builder>,
    pipes: Option<Builder>,
    findings: &'a mut Findings,
}

impl Parse<'_> {
    fn line(&mut self, number: u32, line: &str) {
        let text = line.trim();
        let heading = heading(text);
        if let Some(table) = &mut self.wikitext {
            if heading.is_none() {
                if table.wikitext_line(number, line, self.findings) == Step::Ended {
                    self.end_wikitext(true);
                }
                return;
            }
            self.end_wikitext(false);
        }
        if text.starts_with("{|") {
            self.end_pipes();
            self.wikitext = Some(Builder::wikitext(number));
        } else if text.starts_with('|') {
            self.pipes.get_or_insert_with(|| Builder::pipes(number)).pipe_line(number, text, self.findings);
        } else {
            self.end_pipes();
            match heading {
                Some((1, title)) => self.title(number, title),
                Some((level, heading)) => {
                    let heading = self.plain(number, heading);
                    self.section(level, heading);
                }
                None => self.text(number, text),
            }
        }
    }

    fn section(&mut self, level: usize, heading: String) {
        let mut parent = Some(self.document.sections.len() - 1);
        while let Some(above) = parent.and_then(|at| self.document.sections.get(at))
            && above.level >= level
        {
            parent = above.parent;
        }
        self.document.sections.push(Section { level, heading, parent, blocks: Vec::new() });
    }

    fn text(&mut self, number: u32, text: &str) {
        if let Some(name) = lone_template(text) {
            return self.document.templates.push(Text { line: number, text: name.to_owned() });
        }
        if let Some(title) = text.strip_prefix("Title:").filter(|_| self.document.title.is_none()) {
            return self.title(number, title);
        }
        let item = ["- ", "* ", "# "].iter().find_map(|mark| text.strip_prefix(mark)).or_else(|| {
            text.strip_prefix('*')
                .filter(|rest| !rest.starts_with('*'))
                .map(|rest| rest.trim_start_matches('*'))
        });
        let plain = self.plain(number, item.unwrap_or(text));
        if plain.is_empty() {
            return;
        }
        let text = Text { line: number, text: plain };
        self.push(if item.is_some() { Block::Item(text) } else { Block::Prose(text) });
    }

    fn title(&mut self, number: u32, title: &str) {
        let text = self.plain(number, title);
        self.document.title = Some(Text { line: number, text });
    }

    fn plain(&mut self, number: u32, source: &str) -> String {
        let mut faults = Vec::new();
        let plain = markup::plain(source, &mut faults);
        for fault in faults {
            report(fault, number, source, self.findings);
        }
        plain.text.replace('\n', " ")
    }

    fn push(&mut self, block: Block) {
        if let Some(section) = self.document.sections.last_mut() {
            section.blocks.push(block);
        }
    }

    fn end_pipes(&mut self) {
        if let Some(table) = self.pipes.take() {
            let table = table.finish(true, self.findings);
            self.push(Block::Table(table));
        }
    }

    fn end_wikitext(&mut self, closed: bool) {
        if let Some(table) = self.wikitext.take() {
            let table = table.finish(closed, self.findings);
            self.push(Block::Table(table));
        }
    }
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

/// The name of a template that is the whole line.
fn lone_template(text: &str) -> Option<&str> {
    let inner = text.strip_prefix("{{")?.strip_suffix("}}")?;
    let mut level = 1;
    for pair in inner.as_bytes().windows(2) {
        match pair {
            b"{{" => level += 1,
            b"}}" => level -= 1,
            _ => {}
        }
        if level == 0 {
            return None;
        }
    }
    inner.split(['|', '\n']).next().map(str::trim)
}

/// Lines with their number, comments removed, and a template that runs over several lines as one line.
fn logical_lines(text: &str) -> Vec<(u32, Cow<'_, str>)> {
    let text = without_comments(text);
    let lines: Vec<&str> = text.lines().collect();
    let joined = if text.contains("{{") { joined_lines(&lines) } else { Vec::new() };
    let mut found: Vec<(u32, Cow<str>)> = Vec::with_capacity(lines.len());
    for (index, line) in lines.iter().enumerate() {
        match found.last_mut().filter(|_| joined.get(index) == Some(&true)) {
            Some((_, before)) => {
                let before = before.to_mut();
                before.push(' ');
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
