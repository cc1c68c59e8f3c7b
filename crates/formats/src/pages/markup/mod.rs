//! Inline wikitext unwrapped to text in one pass: templates, links, tags, entities, bold and italic.
//!
//! Templates are unwrapped by a table of what they print, never expanded. Nesting deeper than
//! [`DEPTH`] is left as it stands, which keeps the pass linear whatever is left unclosed.

mod entity;
mod template;

use entity::{decoded, entity};
use template::{link, template};

/// Deepest nesting of templates and links that is unwrapped.
const DEPTH: usize = 12;

/// A piece of inline text without its markup.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Plain {
    /// Text; a line break of the cell is `\n`, other white space is one space.
    pub text: String,
    /// Some of it is bold.
    pub bold: bool,
    /// Some of it is italic.
    pub italic: bool,
}

/// What was wrong with a piece of markup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// `{{`, `[[` or `<ref>` without its end.
    Unclosed(&'static str),
    /// A template whose meaning is not known; its first value was kept.
    UnknownTemplate(String),
}

pub(crate) fn plain(source: &str, faults: &mut Vec<Fault>) -> Plain {
    if !source.bytes().any(|byte| matches!(byte, b'{' | b'[' | b'<' | b'&' | b'\'')) {
        return Plain { text: spaced(source), bold: false, italic: false };
    }
    let mut pass = Pass { source, at: 0, out: String::with_capacity(source.len()), ..Pass::default() };
    pass.run(faults);
    Plain { text: spaced(&pass.out), bold: pass.saw_bold, italic: pass.saw_italic }
}

#[derive(Default)]
struct Pass<'a> {
    source: &'a str,
    at: usize,
    out: String,
    frames: Vec<Frame>,
    bold: bool,
    italic: bool,
    saw_bold: bool,
    saw_italic: bool,
    /// No `</ref>` (or other end) is left; looking again would cost a pass each.
    no_ref_end: bool,
}

struct Frame {
    template: bool,
    /// Where each part begins in `out`.
    parts: Vec<usize>,
}

impl Pass<'_> {
    fn run(&mut self, faults: &mut Vec<Fault>) {
        while let Some(next) = self.source[self.at..].chars().next() {
            let rest = &self.source[self.at..];
            match next {
                '{' if rest.starts_with("{{") => self.open(true),
                '[' if rest.starts_with("[[") => self.open(false),
                '}' if rest.starts_with("}}") && self.top(true) => self.close(faults),
                ']' if rest.starts_with("]]") && self.top(false) => self.close(faults),
                '|' if !self.frames.is_empty() => {
                    let start = self.out.len();
                    if let Some(frame) = self.frames.last_mut() {
                        frame.parts.push(start);
                    }
                    self.at += 1;
                }
                '[' if rest.starts_with("[http") => self.external(rest),
                '<' => self.tag(rest, faults),
                '&' => self.entity(rest),
                '\'' => self.quotes(rest),
                other => self.keep(other),
            }
        }
        for frame in std::mem::take(&mut self.frames).into_iter().rev() {
            faults.push(Fault::Unclosed(if frame.template { "{{" } else { "[[" }));
            if let Some((&first, others)) = frame.parts.split_first() {
                for &start in others.iter().rev().take(DEPTH) {
                    self.out.insert(start.min(self.out.len()), '|');
                }
                self.out.insert_str(first, if frame.template { "{{" } else { "[[" });
            }
        }
    }

    fn keep(&mut self, character: char) {
        if !character.is_whitespace() {
            self.saw_bold |= self.bold;
            self.saw_italic |= self.italic;
        }
        self.out.push(character);
        self.at += character.len_utf8();
    }

    fn top(&self, template: bool) -> bool {
        self.frames.last().is_some_and(|frame| frame.template == template)
    }

    fn open(&mut self, template: bool) {
        if self.frames.len() < DEPTH {
            self.frames.push(Frame { template, parts: vec![self.out.len()] });
        } else {
            self.out.push_str(if template { "{{" } else { "[[" });
        }
        self.at += 2;
    }

    fn close(&mut self, faults: &mut Vec<Fault>) {
        self.at += 2;
        let Some(frame) = self.frames.pop() else { return };
        let ends = frame.parts[1..].iter().copied().chain([self.out.len()]);
        let parts: Vec<&str> =
            frame.parts.iter().zip(ends).map(|(&start, end)| self.out[start..end].trim()).collect();
        let text = if frame.template { template(&parts, faults) } else { link(&parts) };
        self.out.truncate(frame.parts[0]);
        if !text.trim().is_empty() {
            self.saw_bold |= self.bold;
            self.saw_italic |= self.italic;
        }
        self.out.push_str(&text);
    }

    /// `[http://address text]` prints its text.
    fn external(&mut self, rest: &str) {
        let line = &rest[..rest.find('\n').unwrap_or(rest.len()).min(ceil_boundary(rest, 2_000))];
        match line.find(']') {
            Some(end) => {
                let text = line[1..end].split_once(' ').map_or("", |(_, text)| text);
                self.out.push_str(text);
                self.at += end + 1;
            }
            None => self.keep('['),
        }
    }

    fn tag(&mut self, rest: &str, faults: &mut Vec<Fault>) {
        let window = &rest[..ceil_boundary(rest, 1_000)];
        let named = window[1..].trim_start_matches('/');
        let Some(end) = window.find('>').filter(|_| named.starts_with(|c: char| c.is_ascii_alphabetic()))
        else {
            return self.keep('<');
        };
        let name: String =
            named.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
        let closes_itself = window[..end].ends_with('/');
        self.at += end + 1;
        match name.as_str() {
            "br" => self.out.push('\n'),
            "nowiki" if !closes_itself && !rest.starts_with("</") => self.verbatim(),
            "ref" if !closes_itself && !rest.starts_with("</") => {
                let past = &self.source[self.at..];
                match (!self.no_ref_end).then(|| past.find("</ref>")).flatten() {
                    Some(end) => self.at += end + "</ref>".len(),
                    None if self.no_ref_end => {}
                    None => {
                        self.no_ref_end = true;
                        faults.push(Fault::Unclosed("<ref>"));
                    }
                }
            }
            _ => {}
        }
    }

    fn verbatim(&mut self) {
        let past = &self.source[self.at..];
        if let Some(end) = (!self.no_ref_end).then(|| past.find("</nowiki>")).flatten() {
            let inner = &past[..end];
            self.saw_bold |= self.bold;
            self.saw_italic |= self.italic;
            self.out.push_str(&decoded(inner));
            self.at += end + "</nowiki>".len();
        }
    }

    fn entity(&mut self, rest: &str) {
        let window = &rest[..ceil_boundary(rest, 12)];
        let decoded = window.find(';').and_then(|end| Some((entity(&window[1..end])?, end + 1)));
        match decoded {
            Some((character, length)) => {
                self.keep(character);
                self.at = self.at - character.len_utf8() + length;
            }
            None => self.keep('&'),
        }
    }

    fn quotes(&mut self, rest: &str) {
        let run = rest.bytes().take_while(|&byte| byte == b'\'').count();
        self.at += run;
        let (literal, bold, italic) = match run {
            0 | 1 => (run, false, false),
            2 => (0, false, true),
            3 => (0, true, false),
            4 => (1, true, false),
            _ => (run - 5, true, true),
        };
        self.out.extend(std::iter::repeat_n('\'', literal));
        self.bold ^= bold;
        self.italic ^= italic;
    }
}

fn ceil_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

/// White space of each line as single spaces; empty lines left out.
fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split('\n') {
        let mut words = line.split_whitespace().peekable();
        if words.peek().is_some() && !out.is_empty() {
            out.push('\n');
        }
        while let Some(word) = words.next() {
            out.push_str(word);
            if words.peek().is_some() {
                out.push(' ');
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(source: &str) -> String {
        let mut faults = Vec::new();
        let plain = plain(source, &mut faults);
        assert_eq!(faults, [], "{source}");
        plain.text
    }

    #[test]
    fn templates_links_and_tags_become_what_they_print() {
        assert_eq!(
            text("{{flagicon|USA}} [[Jim Doe|J. Doe]]<br />{{flagicon|Germany}} [[Hans]]"),
            "USA J. Doe\nGER Hans"
        );
        assert_eq!(text("{{Tooltip|Pos.|Position}}<ref name=x>{{cite web|url=a|b}}</ref>"), "Pos.");
        assert_eq!(text("{{nowrap|[[A & B]] {{small|(late)}}}}"), "A & B (late)");
        assert_eq!(text("{{convert|1.5|km|mi|abbr=on}} {{ubl|A|B}}"), "1.5 km A\nB");
        assert_eq!(text("{{Michelin}} a{{!}}b 1{{=}}2 &ndash; &#233;lan"), "Michelin a|b 1=2 – élan");
        assert_eq!(text("[[File:Flag.svg|20px]] [http://x.test The text] O'Connell"), "The text O'Connell");
        assert_eq!(text("<nowiki>'''A''' [[b]]</nowiki>"), "'''A''' [[b]]");
    }

    #[test]
    fn bold_and_italic_are_marks_not_text() {
        let mut faults = Vec::new();
        assert_eq!(plain("'''''20'''''", &mut faults), Plain { text: "20".into(), bold: true, italic: true });
        assert_eq!(plain("''20''", &mut faults), Plain { text: "20".into(), bold: false, italic: true });
        assert_eq!(
            plain("Johnny O'Connell", &mut faults),
            Plain { text: "Johnny O'Connell".into(), ..Plain::default() }
        );
    }

    #[test]
    fn what_is_unclosed_stays_and_is_reported() {
        let mut faults = Vec::new();
        let read = plain("{{flagicon|USA [[Name]] <ref>x", &mut faults);
        assert_eq!(read.text, "{{flagicon|USA Name x");
        assert_eq!(faults, [Fault::Unclosed("<ref>"), Fault::Unclosed("{{")]);
        faults.clear();
        plain(&"{{a|[[b|<ref>".repeat(10_000), &mut faults);
        assert!(faults.len() <= 10_000 + DEPTH);
    }

    #[test]
    fn an_unknown_template_keeps_its_first_value_and_says_so() {
        let mut faults = Vec::new();
        assert_eq!(plain("{{Strange|x=1|value|other}}", &mut faults).text, "value");
        assert_eq!(faults, [Fault::UnknownTemplate("Strange".into())]);
    }
}
