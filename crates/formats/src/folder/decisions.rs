//! `decisions.toml`: what stewards, officials and courts decided. Which keys a block has, its kind says:
//! [`parcferme_core::decisions`].

use super::Folder;
use super::write::{list, quoted};
use parcferme_core::block::{At, Block, Key, Reader, Shape};
use parcferme_core::decisions::{COMMON_KEYS, DecisionKind, KINDS, Ruling, Said, Value};
use parcferme_core::season::{Date, NotADay};
use parcferme_core::{Diagnostic, Place};

/// A decision, names as written.
#[derive(Clone)]
pub struct DecisionRecord {
    pub id: String,
    pub kind: &'static DecisionKind,
    /// What it says, by the keys of its kind.
    pub said: Said,
    pub author: String,
    pub date: String,
    pub reason: String,
    pub source: String,
    pub posted: Posted,
    /// The file that it was read from.
    pub document: String,
}

/// What a decision says of itself as a document on the notice board. Nothing is computed from it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Posted {
    /// Its number on the notice board.
    pub number: Option<u32>,
    /// Article of the regulations that it rests on.
    pub article: String,
    /// What was looked at.
    pub evidence: Vec<String>,
    /// Numbers of the notices that it settles.
    pub answers: Vec<u32>,
    /// Who signed it, first to last.
    pub signed: Vec<String>,
}

impl std::fmt::Debug for DecisionRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} {:?}", self.id, self.kind.name, self.said)
    }
}

pub(super) const KEYS: &[Key] =
    &[Key { name: "decision", shape: Shape::Tables(COMMON_KEYS), doc: "A decision." }];

pub(super) fn read(document: &str, text: &str, folder: &mut Folder, diagnostics: &mut Vec<Diagnostic>) {
    let (mut reader, mut root) = Reader::open(document, text, KEYS);
    for block in root.blocks(&mut reader, "decision") {
        folder.decisions.extend(read_decision(document, block, &mut reader));
    }
    root.finish(&mut reader);
    diagnostics.append(&mut reader.diagnostics);
}

fn read_decision(document: &str, mut block: Block<'_>, r: &mut Reader<'_>) -> Option<DecisionRecord> {
    let (id, kind, reason) = (block.text(r, "id"), block.text(r, "kind"), block.text(r, "reason"));
    let id = block.require(r, "id", id).value;
    let word = block.require(r, "kind", kind);
    let reason = block.require(r, "reason", reason).value;
    let Some(kind) = Ruling::kind(&word.value) else {
        if !word.value.is_empty() {
            unknown_kind(&word, r);
        }
        return None;
    };
    block.narrow(kind.keys);
    let mut text = |r: &mut Reader<'_>, name: &str| block.text(r, name).unwrap_or_default().value;
    let (author, source) = (text(r, "author"), text(r, "source"));
    let date = day_as_written(&mut block, r, "the day of the decision, such as 2003-10-18");
    let posted = read_posted(&mut block, r);
    let said = Said::read(kind, &mut block, r);
    block.finish(r);
    Some(DecisionRecord {
        id,
        kind,
        said,
        author,
        date,
        reason,
        source,
        posted,
        document: document.to_owned(),
    })
}

fn read_posted(block: &mut Block<'_>, r: &mut Reader<'_>) -> Posted {
    Posted {
        number: block.count(r, "document").map(|at| at.value),
        article: block.text(r, "article").unwrap_or_default().value,
        evidence: texts(block, r, "evidence"),
        answers: numbers(block, r, "answers"),
        signed: texts(block, r, "signed"),
    }
}

fn texts(block: &mut Block<'_>, r: &mut Reader<'_>, name: &str) -> Vec<String> {
    let list = block.text_list(r, name).unwrap_or_default().value;
    list.into_iter().map(|at| at.value).collect()
}

/// Numbers of notices.
pub(super) fn numbers(block: &mut Block<'_>, r: &mut Reader<'_>, name: &str) -> Vec<u32> {
    let list = block.text_list(r, name).unwrap_or_default().value;
    let mut read = Vec::new();
    for at in list {
        match at.value.parse::<u32>() {
            Ok(number) if number > 0 => read.push(number),
            _ => {
                let message = format!("`{}` is no number of a notice", at.value);
                r.refuse("PF1348", &at, message, "numbers of the notice board, such as [\"13\"]");
            }
        }
    }
    read
}

/// A date may be in whatever words, but not a day that does not exist.
pub(crate) fn day_as_written(block: &mut Block<'_>, r: &mut Reader<'_>, expected: &str) -> String {
    let at = block.text(r, "date").unwrap_or_default();
    if at.value.parse::<Date>() == Err(NotADay::NoSuchDay) {
        let message = format!("`{}` is {}", at.value, NotADay::NoSuchDay);
        r.refuse("PF0411", &at, message, expected);
    }
    at.value
}

fn unknown_kind(word: &At<String>, r: &mut Reader<'_>) {
    let words: Vec<&str> = KINDS.iter().map(|kind| kind.name).collect();
    let diagnostic = Diagnostic::error("PF0304", format!("`kind` does not know the word `{}`", word.value))
        .at(r.place_at(word.spot))
        .found(word.value.as_str())
        .expected(format!("one of {}", words.join(", ")))
        .did_you_mean(&word.value, &words);
    r.diagnostics.push(diagnostic);
}

pub(super) fn write(folder: &Folder) -> String {
    let mut text = String::new();
    for decision in &folder.decisions {
        let mut key = |name: &str, value: &str| text += &format!("{name} = {value}\n");
        key("[[decision]]\nid", &quoted(&decision.id));
        key("kind", &quoted(decision.kind.name));
        for own in decision.kind.keys {
            if let Some(At { value, .. }) = decision.said.values.get(own.name) {
                key(own.name, &shown(value));
            }
        }
        for (name, value) in [
            ("author", &decision.author),
            ("date", &decision.date),
            ("reason", &decision.reason),
            ("source", &decision.source),
        ] {
            if !value.is_empty() {
                key(name, &quoted(value));
            }
        }
        let Posted { number, article, evidence, answers, signed } = &decision.posted;
        if let Some(number) = number {
            key("document", &number.to_string());
        }
        if !article.is_empty() {
            key("article", &quoted(article));
        }
        let answers: Vec<String> = answers.iter().map(u32::to_string).collect();
        for (name, texts) in [("evidence", evidence), ("answers", &answers), ("signed", signed)] {
            if !texts.is_empty() {
                key(name, &list(texts));
            }
        }
        text.push('\n');
    }
    text
}

impl DecisionRecord {
    /// The one decision of a text in the form of `decisions.toml`.
    ///
    /// # Errors
    /// It is written otherwise, or states none or several.
    pub fn of_block(document: &str, text: &str) -> Result<DecisionRecord, Vec<Diagnostic>> {
        let mut folder = Folder::default();
        let found = folder.read_decisions(document, text);
        match folder.decisions.pop() {
            Some(own) if found.is_empty() && folder.decisions.is_empty() => Ok(own),
            _ if found.is_empty() => Err(vec![
                Diagnostic::error("PF1353", "this is not one decision")
                    .at(Place::document(document))
                    .expected("one [[decision]] block, as the preview has it"),
            ]),
            _ => Err(found),
        }
    }

    /// The decision as a block of `decisions.toml`.
    pub fn block(&self) -> String {
        write(&Folder { decisions: vec![self.clone()], ..Folder::default() })
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Text(text) => quoted(text),
        Value::Texts(texts) => list(texts),
        Value::Count(count) => count.to_string(),
        Value::Yes(yes) => yes.to_string(),
        Value::Points(points) => quoted(&points.to_string()),
        Value::Time(time) => {
            quoted(&format!("0:{:02}:{:02}.{:03}", time.0 / 60_000, time.0 / 1000 % 60, time.0 % 1000))
        }
    }
}
