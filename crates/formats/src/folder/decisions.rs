//! `decisions.toml`: what stewards, officials and courts decided. Which keys a block has, its kind says:
//! [`parcferme_core::decisions`].

use super::Folder;
use super::write::{list, quoted};
use parcferme_core::Diagnostic;
use parcferme_core::block::{At, Block, Key, Reader, Shape};
use parcferme_core::decisions::{COMMON_KEYS, DecisionKind, KINDS, Ruling, Said, Value};
use parcferme_core::season::{Date, NotADay};

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
    /// The file that it was read from.
    pub document: String,
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
    let said = Said::read(kind, &mut block, r);
    block.finish(r);
    Some(DecisionRecord { id, kind, said, author, date, reason, source, document: document.to_owned() })
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
        text.push('\n');
    }
    text
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
