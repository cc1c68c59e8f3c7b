//! `notices.toml`: what officials post on the notice board beside decisions: findings, protests, appeals, bulletins, and
//! decisions that wait for a further signature. Nothing is computed from it.
//!
//! Notices are added, never edited: what settles one is a decision, or a further notice, that names its number.

use super::decisions::numbers;
use super::issues::moment;
use super::write::{list, quoted};
use super::{DecisionRecord, Folder};
use parcferme_core::Diagnostic;
use parcferme_core::block::{At, Block, Key, Reader, Shape};
use parcferme_core::season::Moment;
use std::collections::BTreeSet;

/// What a notice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    /// What officials found, apart from what is decided of it.
    Finding,
    Protest,
    /// Against a decision.
    Appeal,
    /// A decision that has not all the signatures that it needs.
    Proposal,
    /// A protest window ends later.
    Extension,
    /// A protest, an appeal or a proposal that is not upheld by who lodged it.
    Withdrawal,
    /// The chequered flag.
    Finish,
    Bulletin,
}

impl NoticeKind {
    pub const ALL: [NoticeKind; 8] = [
        NoticeKind::Finding,
        NoticeKind::Protest,
        NoticeKind::Appeal,
        NoticeKind::Proposal,
        NoticeKind::Extension,
        NoticeKind::Withdrawal,
        NoticeKind::Finish,
        NoticeKind::Bulletin,
    ];

    /// As `kind` has it.
    pub const fn word(self) -> &'static str {
        match self {
            NoticeKind::Finding => "finding",
            NoticeKind::Protest => "protest",
            NoticeKind::Appeal => "appeal",
            NoticeKind::Proposal => "proposal",
            NoticeKind::Extension => "extension",
            NoticeKind::Withdrawal => "withdrawal",
            NoticeKind::Finish => "finish",
            NoticeKind::Bulletin => "bulletin",
        }
    }

    /// Whether something must settle it before results are official.
    pub const fn is_pending(self) -> bool {
        matches!(self, NoticeKind::Protest | NoticeKind::Appeal | NoticeKind::Proposal)
    }
}

const WORDS: &[&str] = &{
    let mut words = [""; NoticeKind::ALL.len()];
    let mut at = 0;
    while at < words.len() {
        words[at] = NoticeKind::ALL[at].word();
        at += 1;
    }
    words
};

/// A notice, names as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeRecord {
    /// On the notice board, where decisions have their numbers too.
    pub number: u32,
    pub kind: NoticeKind,
    pub title: String,
    /// When it was posted; of a protest or an appeal, when it was lodged; of a finish, when the flag fell.
    pub at: Moment,
    pub author: String,
    /// Who lodged it.
    pub by: String,
    /// Against whom or what.
    pub against: String,
    pub round: Option<u32>,
    /// Empty for the round's main one.
    pub session: String,
    /// Of an appeal: the id of the decision.
    pub decision: String,
    /// Of an extension: until when protests are taken.
    pub until: Option<Moment>,
    pub article: String,
    pub text: String,
    pub evidence: Vec<String>,
    /// Numbers of the notices that it settles.
    pub answers: Vec<u32>,
    /// Of a proposal: the decision, as a block of `decisions.toml`.
    pub proposes: String,
    pub line: u32,
}

const NOTICE_KEYS: &[Key] = &[
    Key {
        name: "number",
        shape: Shape::Positive,
        doc: "Its number on the notice board; decisions have theirs of the same board.",
    },
    Key {
        name: "kind",
        shape: Shape::Word(WORDS),
        doc: "What it is. A `proposal` is a decision that needs a further signature, an `extension` lets a protest window end later, a `withdrawal` takes back what it answers, a `finish` is the chequered flag.",
    },
    Key { name: "title", shape: Shape::Text, doc: "What it is about, in a few words." },
    Key {
        name: "at",
        shape: Shape::Text,
        doc: "When it was posted, lodged, or the flag fell, on the circuit's clock, with its offset from UTC: `2003-10-18T20:15-04:00`.",
    },
    Key { name: "author", shape: Shape::Text, doc: "Who posted it." },
    Key { name: "by", shape: Shape::Text, doc: "Who lodged a protest or an appeal." },
    Key { name: "against", shape: Shape::Text, doc: "Against whom or what." },
    Key { name: "round", shape: Shape::Count, doc: "Round it is about." },
    Key {
        name: "session",
        shape: Shape::Text,
        doc: "Session it is about; the round's main one unless said otherwise.",
    },
    Key { name: "decision", shape: Shape::Text, doc: "Of an `appeal`: the id of the decision." },
    Key {
        name: "until",
        shape: Shape::Text,
        doc: "Of an `extension`: until when protests are taken, written as `at`.",
    },
    Key { name: "article", shape: Shape::Text, doc: "Article of the regulations." },
    Key { name: "text", shape: Shape::Text, doc: "What it says." },
    Key { name: "evidence", shape: Shape::TextList, doc: "What was looked at." },
    Key { name: "answers", shape: Shape::TextList, doc: "Numbers of the notices that it settles." },
    Key {
        name: "proposes",
        shape: Shape::Text,
        doc: "Of a `proposal`: the decision, as a block of `decisions.toml`.",
    },
];
pub(super) const KEYS: &[Key] =
    &[Key { name: "notice", shape: Shape::Tables(NOTICE_KEYS), doc: "A notice on the board." }];

/// The file of the notice board.
pub const NOTICES: &str = "notices.toml";

pub(super) fn read(text: &str, folder: &mut Folder, diagnostics: &mut Vec<Diagnostic>) {
    let (mut reader, mut root) = Reader::open(NOTICES, text, KEYS);
    let mut seen: BTreeSet<u32> = BTreeSet::new();
    for mut block in root.blocks(&mut reader, "notice") {
        let number = block.count(&mut reader, "number");
        let number = block.require(&mut reader, "number", number);
        if number.value > 0 && !seen.insert(number.value) {
            let message = format!("notice {} stands twice", number.value);
            reader.refuse("PF1349", &number, message, "a number of its own for each notice");
        }
        folder.notices.extend(read_notice(number.value, &mut block, &mut reader));
        block.finish(&mut reader);
    }
    root.finish(&mut reader);
    diagnostics.append(&mut reader.diagnostics);
}

/// None where it does not say what it is, or when.
fn read_notice(number: u32, block: &mut Block<'_>, r: &mut Reader<'_>) -> Option<NoticeRecord> {
    let line = block.spot(r).line;
    let word = block.word(r, "kind");
    let word = block.require(r, "kind", word).value;
    let text =
        |block: &mut Block<'_>, r: &mut Reader<'_>, name: &str| block.text(r, name).unwrap_or_default().value;
    let title = block.text(r, "title");
    let title = block.require(r, "title", title).value;
    let at = match block.has("at") {
        true => block.text(r, "at").and_then(|at| moment(r, &at)),
        false => {
            block.require(r, "at", None::<At<String>>);
            None
        }
    };
    let until = block.text(r, "until");
    let until_at = until.as_ref().and_then(|until| moment(r, until));
    let kind = NoticeKind::ALL.into_iter().find(|own| own.word() == word);
    let evidence = block.text_list(r, "evidence").unwrap_or_default().value;
    let read = NoticeRecord {
        number,
        kind: kind.unwrap_or(NoticeKind::Bulletin),
        title,
        at: at?,
        author: text(block, r, "author"),
        by: text(block, r, "by"),
        against: text(block, r, "against"),
        round: block.count(r, "round").map(|at| at.value),
        session: text(block, r, "session"),
        decision: text(block, r, "decision"),
        until: until_at,
        article: text(block, r, "article"),
        text: text(block, r, "text"),
        evidence: evidence.into_iter().map(|at| at.value).collect(),
        answers: numbers(block, r, "answers"),
        proposes: text(block, r, "proposes"),
        line,
    };
    let lacks = match read.kind {
        NoticeKind::Protest if read.by.is_empty() => Some("by"),
        NoticeKind::Appeal if read.decision.is_empty() => Some("decision"),
        NoticeKind::Extension if until.is_none() => Some("until"),
        NoticeKind::Extension | NoticeKind::Finish if read.round.is_none() => Some("round"),
        NoticeKind::Withdrawal if read.answers.is_empty() => Some("answers"),
        NoticeKind::Proposal if read.proposes.is_empty() => Some("proposes"),
        _ => None,
    };
    if let Some(key) = lacks {
        block.require(r, key, None::<At<String>>);
    }
    (kind.is_some() && number > 0).then_some(read)
}

impl NoticeRecord {
    /// A notice that says nothing yet.
    pub fn new(number: u32, kind: NoticeKind, at: Moment, author: &str) -> NoticeRecord {
        NoticeRecord {
            number,
            kind,
            title: String::new(),
            at,
            author: author.to_owned(),
            by: String::new(),
            against: String::new(),
            round: None,
            session: String::new(),
            decision: String::new(),
            until: None,
            article: String::new(),
            text: String::new(),
            evidence: Vec::new(),
            answers: Vec::new(),
            proposes: String::new(),
            line: 0,
        }
    }

    /// The decision that a proposal proposes.
    ///
    /// # Errors
    /// Its text is no decision.
    pub fn proposal(&self) -> Result<DecisionRecord, Vec<Diagnostic>> {
        DecisionRecord::of_block(&format!("notice {}", self.number), &self.proposes)
    }

    /// The notice as a block of `notices.toml`.
    pub fn block(&self) -> String {
        let mut text = format!("[[notice]]\nnumber = {}\nkind = \"{}\"\n", self.number, self.kind.word());
        let mut key = |name: &str, value: &str| text += &format!("{name} = {value}\n");
        key("title", &quoted(&self.title));
        key("at", &quoted(&self.at.to_string()));
        for (name, value) in [("author", &self.author), ("by", &self.by), ("against", &self.against)] {
            if !value.is_empty() {
                key(name, &quoted(value));
            }
        }
        if let Some(round) = self.round {
            key("round", &round.to_string());
        }
        if let Some(until) = self.until {
            key("until", &quoted(&until.to_string()));
        }
        for (name, value) in [
            ("session", &self.session),
            ("decision", &self.decision),
            ("article", &self.article),
            ("text", &self.text),
            ("proposes", &self.proposes),
        ] {
            if !value.is_empty() {
                key(name, &quoted(value));
            }
        }
        let answers: Vec<String> = self.answers.iter().map(u32::to_string).collect();
        for (name, texts) in [("evidence", &self.evidence), ("answers", &answers)] {
            if !texts.is_empty() {
                key(name, &list(texts));
            }
        }
        text.push('\n');
        text
    }
}

pub(super) fn write(folder: &Folder) -> String {
    folder.notices.iter().map(NoticeRecord::block).collect()
}
