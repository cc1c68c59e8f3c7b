//! Inline wikitext unwrapped to text in one pass: templates, links, tags, entities, bold and italic.
//!
//! Templates are unwrapped by a table of what they print, never expanded. Nesting deeper than
//! [`DEPTH`] is left as it stands, which keeps the pass linear whatever is left unclosed.

mod entity;
mod fraction;
pub(crate) mod ink;
mod plain;
mod template;

pub(crate) use fraction::as_read;
pub(crate) use plain::{Look, Plain, coded};

use ink::{Flag, Script, is_text};
use parcferme_core::country::Country;
use template::{link, template};

/// Deepest nesting of templates and links that is unwrapped.
const DEPTH: usize = 12;

/// What was wrong with a piece of markup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// `{{`, `[[` or `<ref>` without its end.
    Unclosed(&'static str),
    /// A template whose meaning is not known; its first value was kept.
    UnknownTemplate(String),
    /// A flag of what is no known country.
    UnknownFlag(String),
}

pub(crate) fn plain(source: &str, faults: &mut Vec<Fault>) -> Plain {
    if source.bytes().all(|byte| matches!(byte, b' '..=b'~') && !b"{[<&'".contains(&byte)) {
        return Plain::of_text(source);
    }
    let mut pass = Pass { source, out: String::with_capacity(source.len()), ..Pass::default() };
    pass.run(faults);
    Plain::settle(&pass.out, &pass.notes.flags, pass.look, pass.notes.stands_for)
}

/// What a pass gathers beside the text.
#[derive(Default)]
struct Notes {
    flags: Vec<Flag>,
    stands_for: Vec<String>,
}

impl Notes {
    /// The character for a country's flag, perhaps one whose name is printed with it.
    fn flag(&mut self, country: &'static Country, named: bool) -> Option<char> {
        let flag = ink::flag(self.flags.len())?;
        self.flags.push(Flag::of(country, named));
        Some(flag)
    }

    fn stands_for(&mut self, meaning: &str, shown: &str) {
        if !meaning.is_empty() && meaning != shown && self.stands_for.len() < plain::MAX_STANDS_FOR {
            self.stands_for.push(meaning.to_owned());
        }
    }
}

#[derive(Default)]
struct Pass<'a> {
    source: &'a str,
    at: usize,
    out: String,
    frames: Vec<Frame>,
    notes: Notes,
    look: Look,
    /// Open `<sup>`, `<sub>` and `<small>`, and how many of the first two.
    scripts: Vec<Script>,
    raised: usize,
    /// Open `<span>`, and whether each hides its text.
    spans: Vec<bool>,
    hidden: usize,
    /// Open `[http://address text]`.
    addresses: usize,
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
                '[' if rest.starts_with("[http") || rest.starts_with("[//") => self.external(rest),
                ']' if self.addresses > 0 => {
                    self.addresses -= 1;
                    self.at += 1;
                }
                '*' | '#' if self.frames.is_empty() && self.source[..self.at].ends_with('\n') => {
                    self.at += rest.len() - rest.trim_start_matches(['*', '#', ':']).len();
                }
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
        self.at += character.len_utf8();
        self.put(character);
    }

    fn put(&mut self, character: char) {
        if self.hidden == 0 && is_text(character) {
            if !character.is_whitespace() && self.raised == 0 {
                self.look.shown();
            }
            self.out.push(character);
        }
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
        let text = match frame.template {
            true => template(&parts, &mut self.notes, &mut self.look, faults),
            false => link(&parts, &mut self.notes),
        };
        self.out.truncate(frame.parts[0]);
        self.out.push_str(&text);
    }

    /// `[http://address text]` prints its text: the address is passed over here, the bracket when it comes.
    fn external(&mut self, rest: &str) {
        let window = &rest[..ceil_boundary(rest, 2_000)];
        match window.find([' ', ']', '\n']) {
            Some(end) if window[end..].starts_with(' ') => {
                self.at += end + 1;
                self.addresses += 1;
            }
            Some(end) if window[end..].starts_with(']') => self.at += end + 1,
            _ => self.keep('['),
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
        let opens = !closes_itself && !rest.starts_with("</");
        self.at += end + 1;
        match name.as_str() {
            "br" => self.out.push('\n'),
            "nowiki" if opens => self.verbatim(),
            "ref" => {
                if !rest.starts_with("</") {
                    self.out.extend([Script::Mark.begin(), '*', Script::Mark.end()]);
                }
                let past = &self.source[self.at..];
                match (opens && !self.no_ref_end).then(|| past.find("</ref>")).flatten() {
                    Some(end) => self.at += end + "</ref>".len(),
                    None if !opens || self.no_ref_end => {}
                    None => {
                        self.no_ref_end = true;
                        faults.push(Fault::Unclosed("<ref>"));
                    }
                }
            }
            "sup" => self.script(Script::Raised, opens),
            "sub" => self.script(Script::Lowered, opens),
            "small" => self.script(Script::Small, opens),
            "b" | "strong" => self.look.bold = opens,
            "i" | "em" => self.look.italic = opens,
            "s" | "strike" | "del" => self.look.struck = opens,
            "span" if opens => {
                let hides = super::table::style::hides(&window[..end]);
                self.spans.push(hides);
                self.hidden += usize::from(hides);
            }
            "span" => self.hidden -= usize::from(self.spans.pop().unwrap_or(false)),
            _ => {}
        }
    }

    fn script(&mut self, script: Script, opens: bool) {
        if opens {
            self.scripts.push(script);
            self.out.push(script.begin());
        } else if let Some(script) = self.scripts.pop() {
            self.raised -= usize::from(script != Script::Small);
            return self.out.push(script.end());
        } else {
            return;
        }
        self.raised += usize::from(script != Script::Small);
    }

    fn verbatim(&mut self) {
        let past = &self.source[self.at..];
        if let Some(end) = (!self.no_ref_end).then(|| past.find("</nowiki>")).flatten() {
            let end = self.at + end;
            while self.at < end {
                let rest = &self.source[self.at..end];
                match rest.chars().next() {
                    Some('&') => self.entity(rest),
                    Some(other) => self.keep(other),
                    None => break,
                }
            }
            self.at = end + "</nowiki>".len();
        }
    }

    fn entity(&mut self, rest: &str) {
        match entity::leading(rest) {
            Some((text, length)) => {
                text.chars().for_each(|character| self.put(character));
                self.at += length;
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
        self.look.bold ^= bold;
        self.look.italic ^= italic;
    }
}

fn ceil_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
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

    fn with_codes(source: &str) -> String {
        let plain = plain(source, &mut Vec::new());
        coded(&plain.text, &plain.flags)
    }

    #[test]
    fn templates_links_and_tags_become_what_they_print() {
        assert_eq!(
            with_codes("{{flagicon|USA}} [[Jim Doe|J. Doe]]<br />{{flagicon|Germany}} [[Hans]]"),
            "USA J. Doe\nGER Hans"
        );
        assert_eq!(text("{{flagicon|USA}} [[Hill Park]]"), "Hill Park");
        // A bar that is written as a template parts a link as well.
        assert_eq!(text("{{nowrap|[[Alpha Racing{{!}}Alpha]]}}"), "Alpha");
        // A flag that prints its country's name is no part of the name behind it.
        for (source, coded) in [
            ("{{GER}} Ann Bee", "GER Ann Bee"),
            ("{{DEU}} [[Ann Bee]]<br>{{flag|FRA}} Cee Dee", "GER Ann Bee\nFRA Cee Dee"),
            ("{{France}} Cee Dee", "FRA Cee Dee"),
            ("{{GER|#}} Ann Bee", "GER Ann Bee"),
            ("{{Flagge|AUT}} Cee Dee", "AUT Cee Dee"),
            ("{{flag|Germany}}", "GER Germany"),
            ("{{flag|Germany}}<br>Ann Bee", "GER Germany\nAnn Bee"),
            ("{{flagicon|GER}} Germany Racing", "GER Germany Racing"),
        ] {
            assert_eq!(with_codes(source), coded, "{source}");
        }
        assert_eq!(text("{{GER}} Ann Bee"), "Germany Ann Bee");
        assert_eq!(text("{{Tooltip|Pos.|Position}}<ref name=x>{{cite web|url=a|b}}</ref>"), "Pos.");
        assert_eq!(text("{{nowrap|[[A & B]] {{small|(late)}}}}"), "A & B (late)");
        assert_eq!(text("{{convert|1.5|km|mi|abbr=on}} {{ubl|A|B}}"), "1.5 km A\nB");
        assert_eq!(text("{{Michelin}} a{{!}}b 1{{=}}2 &ndash; &#233;lan"), "Michelin a|b 1=2 – élan");
        assert_eq!(text("[[File:Flag.svg|20px]] [http://x.test The text] O'Connell"), "The text O'Connell");
        assert_eq!(text("<nowiki>'''A''' [[b]]</nowiki>"), "'''A''' [[b]]");
        assert_eq!(text("<span style=\"display:none\">01</span>1 [http://x.test [[A]] b]."), "1 A b.");
    }

    #[test]
    fn bold_and_italic_are_marks_not_text() {
        let mut faults = Vec::new();
        let look = |source, faults: &mut Vec<Fault>| {
            let plain = plain(source, faults);
            (plain.text, plain.bold, plain.italic, plain.label)
        };
        assert_eq!(look("'''''20'''''", &mut faults), ("20".to_owned(), true, true, true));
        assert_eq!(look("''20''", &mut faults), ("20".to_owned(), false, true, false));
        assert_eq!(
            look("Johnny O'Connell", &mut faults),
            ("Johnny O'Connell".to_owned(), false, false, false)
        );
        assert_eq!(look("<b>GT</b> cars", &mut faults), ("GT cars".to_owned(), true, false, false));
        // What is bold in a mark makes no number bold.
        assert_eq!(look("20<sup>'''''b'''''</sup>", &mut faults), ("20".to_owned(), false, false, false));
        assert!(plain("<s>20</s>", &mut faults).struck);
    }

    #[test]
    fn superscripts_and_small_print_are_marks_in_every_form() {
        for (source, marks) in [
            ("25<sup>1</sup>", vec!["1"]),
            ("25{{sup|1}}", vec!["1"]),
            ("25{{small|1}}", vec!["1"]),
            ("25<small>1</small>", vec!["1"]),
            ("25¹", vec!["1"]),
            ("25<ref name=a/>", vec!["*"]),
            ("25<ref>x</ref>{{efn|y}}", vec!["*", "*"]),
            ("'''25'''<sup>'''P'''</sup>", vec!["P"]),
            ("{{F1 race position|25|p|f}}", vec!["P", "F"]),
        ] {
            let plain = plain(source, &mut Vec::new());
            assert_eq!(
                (plain.text.as_str(), plain.marks),
                ("25", marks.iter().map(|m| m.to_string()).collect())
            );
        }
    }

    #[test]
    fn a_template_s_list_is_one_line_each() {
        for source in [
            "{{Plainlist|\n* {{flagicon|GBR}} Ann Archer\n* {{flagicon|GBR}} Ben Boyd\n}}",
            "{{ubl|{{flagicon|GBR}} Ann Archer|{{flagicon|GBR}} Ben Boyd}}",
            "{{plainlist}}\n* {{flagicon|GBR}} Ann Archer\n* {{flagicon|GBR}} Ben Boyd\n{{endplainlist}}",
            "{{unbulleted list|{{flagathlete|Ann Archer|GBR}}|{{flagathlete|[[Ben Boyd]]|GBR}}}}",
        ] {
            assert_eq!(with_codes(source), "GBR Ann Archer\nGBR Ben Boyd", "{source}");
        }
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
    fn what_is_unknown_says_so() {
        let mut faults = Vec::new();
        assert_eq!(plain("{{Strange|x=1|value|other}}", &mut faults).text, "value");
        assert_eq!(plain("{{flagicon|Atlantis}} Name", &mut faults).text, "Name");
        assert_eq!(faults, [Fault::UnknownTemplate("Strange".into()), Fault::UnknownFlag("Atlantis".into())]);
    }
}
