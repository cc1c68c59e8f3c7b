//! Which form a page has, by its content, and its document.

use super::document::Document;
use super::findings::Findings;
use super::{html, markdown, mediawiki, wikitext};
use parcferme_core::Diagnostic;
use std::borrow::Cow;

/// The longest line that is read, where lines are what a page is made of.
pub const MAX_LINE_BYTES: usize = 1 << 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Html,
    Markdown,
    /// Wikitext, or the flattened text of a page.
    Wikitext,
    /// An answer of a MediaWiki server, as JSON.
    Mediawiki,
}

/// What was read: the document, and the text whose lines it speaks of.
pub(super) struct Read<'t> {
    pub form: Form,
    pub document: Document,
    pub text: Cow<'t, str>,
}

pub(super) fn read<'t>(text: Cow<'t, str>, findings: &mut Findings) -> Option<Read<'t>> {
    if is_archive(&text) {
        findings.push(
            Diagnostic::error("PF0141", "an archive of a web page is not read")
                .at(findings.whole())
                .found("a page and its pictures in one file (MHTML)")
                .expected("the page's HTML alone")
                .help("open it in a browser and save it as \"web page, HTML only\""),
        );
        return None;
    }
    let (form, title, text) = match of(&text) {
        Form::Mediawiki => {
            let answer = mediawiki::read(&text, findings)?;
            let form = if answer.is_html { Form::Html } else { Form::Wikitext };
            (form, answer.title, Cow::Owned(answer.text))
        }
        form => (form, None, text),
    };
    if form != Form::Html && !lines_are_short(&text, findings) {
        return None;
    }
    let mut document = match form {
        Form::Html => html::parse(&text, title.as_deref(), findings),
        Form::Markdown => markdown::parse(&text, findings),
        Form::Wikitext | Form::Mediawiki => wikitext::parse(&text, findings),
    };
    if let (None, Some(title)) = (&document.title, title) {
        document.title = Some(super::Text { line: 1, text: title });
    }
    Some(Read { form, document, text })
}

pub(super) fn of(text: &str) -> Form {
    if mediawiki::is_json(text) {
        Form::Mediawiki
    } else if is_html(text) {
        Form::Html
    } else if is_markdown(text) {
        Form::Markdown
    } else {
        Form::Wikitext
    }
}

/// A page with its pictures, as some browsers save it: a message of several parts.
fn is_archive(text: &str) -> bool {
    let head: String = text.chars().take(2_000).collect::<String>().to_ascii_lowercase();
    (head.starts_with("from:") || head.starts_with("mime-version:") || head.starts_with("content-type:"))
        && head.contains("multipart/related")
}

/// Tags that make a page, not a line of wikitext.
const TAGS: [&str; 14] =
    ["table", "tr", "td", "th", "p", "li", "h1", "h2", "h3", "h4", "div", "body", "ul", "section"];

fn is_html(text: &str) -> bool {
    let start = past_comments(text);
    let begins = |word: &str| start.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
    if begins("<!doctype html") || begins("<html") {
        return true;
    }
    let tags = memchr::memchr_iter(b'<', text.as_bytes()).filter(|&at| {
        let rest = &text.as_bytes()[at + 1..];
        let length = rest.iter().take(9).take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let name = rest[..length].to_ascii_lowercase();
        TAGS.iter().any(|tag| tag.as_bytes() == name)
            && rest.get(length).is_some_and(|byte| matches!(byte, b'>' | b' ' | b'\n' | b'\t'))
    });
    let lines = text.lines().filter(|line| line.trim_start().starts_with(['|', '!', '=', '#', '*', '{']));
    let tags = tags.count();
    tags > 0 && tags > lines.count()
}

/// The text without comments and declarations at its start.
fn past_comments(text: &str) -> &str {
    let mut rest = text.trim_start();
    loop {
        let end = match rest {
            rest if rest.starts_with("<!--") => rest.find("-->").map(|at| at + 3),
            rest if rest.starts_with("<?xml") => rest.find("?>").map(|at| at + 2),
            _ => None,
        };
        match end {
            Some(end) => rest = rest[end..].trim_start(),
            None => return rest,
        }
    }
}

/// Headings `## X` or a rule `|---|---|` below a row, and nothing that only wikitext has.
fn is_markdown(text: &str) -> bool {
    let (mut heading, mut rule, mut before) = (false, false, "");
    for (index, line) in text.lines().map(str::trim).enumerate() {
        let wikitext = line.starts_with("{|")
            || (line.starts_with('=')
                && line.len() > 2
                && line.ends_with('=')
                && line.contains(|c| c != '='))
            || (index == 0 && line.starts_with("Title:"))
            || ["{{", "'''", "[["].iter().any(|mark| line.contains(mark));
        if wikitext {
            return false;
        }
        let level = line.bytes().take_while(|&byte| byte == b'#').count();
        heading |=
            (1..=6).contains(&level) && line[level..].starts_with(' ') && (level > 1 || before.is_empty());
        rule |= before.contains('|') && line.contains('|') && super::table::is_rule(line);
        before = line;
    }
    heading || rule
}

fn lines_are_short(text: &str, findings: &mut Findings) -> bool {
    let long = text.lines().zip(1_u32..).find(|(line, _)| line.len() > MAX_LINE_BYTES);
    let Some((line, number)) = long else { return true };
    let place = findings.place(number, "");
    findings.push(
        Diagnostic::error("PF0102", "line too long")
            .at(place)
            .found(format!("{} bytes in one line", line.len()))
            .expected(format!("at most {MAX_LINE_BYTES} bytes"))
            .help("save the page as text with one table row or cell a line"),
    );
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_is_what_the_content_says() {
        for (text, form) in [
            ("<!DOCTYPE html>\n<html>", Form::Html),
            ("\n<!-- saved -->\n<HTML lang=en>", Form::Html),
            ("<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"x\">", Form::Html),
            ("<table><tr><td>1</td></tr></table>", Form::Html),
            ("<!-- page --><p>The <b>Cup</b></p>\n<table>\n<tr>\n<th>Pos</th></tr></table>", Form::Html),
            ("<p>A <a>", Form::Html),
            ("= T =\n<div class=x>\n{| class=a\n|-\n| b<br>c\n|}\n</div>", Form::Wikitext),
            ("= T =\n| a | b |\n| c | d |", Form::Wikitext),
            ("Title: T\n# a\n## b", Form::Wikitext),
            ("= T =\n| a | b |\n|---|---|\n| c | d |", Form::Wikitext),
            ("The [[Cup]] was held.", Form::Wikitext),
            ("# T\n\ntext", Form::Markdown),
            ("text\n## Standings\n", Form::Markdown),
            ("| a | b |\n|---|:-:|\n| c | d |", Form::Markdown),
            ("a | b\n--- | ---\nc | d", Form::Markdown),
            ("{\"parse\":{}}", Form::Mediawiki),
            ("{{Infobox}}\n{| a\n|}", Form::Wikitext),
            ("", Form::Wikitext),
        ] {
            assert_eq!(of(text), form, "{text}");
        }
    }

    #[test]
    fn an_archive_and_an_overlong_line_are_refused() {
        let refused = |text: &str| {
            let mut findings = Findings::new("page");
            assert!(read(Cow::Borrowed(text), &mut findings).is_none());
            findings.finish().remove(0)
        };
        let archive = "From: <Saved by X>\nMIME-Version: 1.0\nContent-Type: multipart/related;\n\n<html>";
        assert_eq!(refused(archive).id, "PF0141");
        let long = refused(&format!("= T =\n{}", "x".repeat(MAX_LINE_BYTES + 1)));
        assert_eq!((long.id, long.places[0].line), ("PF0102", 2));
    }
}
