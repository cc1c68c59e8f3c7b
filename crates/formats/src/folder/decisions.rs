//! `decisions.toml`: penalties, exclusions, adjustments and waivers, each with author, date, reason and source.

use super::Folder;
use super::write::{list, quoted};
use parcferme_core::block::{Block, Key, Reader, Shape};
use parcferme_core::{Diagnostic, Millis, Points};

/// A decision, names as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DecisionRecord {
    pub id: String,
    /// A word that docs/rules/decisions.md lists.
    pub kind: String,
    pub round: Option<u32>,
    /// `race` unless said otherwise.
    pub session: String,
    pub number: String,
    /// For `mark`: the cars, and the mark they bore.
    pub numbers: Vec<String>,
    pub mark: String,
    /// For `set-aside-feat`: which feat.
    pub feat: String,
    pub title: String,
    pub titles: Vec<String>,
    pub class: String,
    pub competitor: String,
    pub points: Option<Points>,
    pub time: Option<Millis>,
    pub laps: Option<u32>,
    /// For `withhold`: cars behind keep their positions instead of moving up.
    pub keep_places: bool,
    /// For `exclude-from-title`: the points are lost, not only the place.
    pub loses_points: bool,
    /// For `waive`: what is waived (`total`, `position`, `cell`), the published value and the computed one.
    pub what: String,
    pub published: String,
    pub computed: String,
    pub author: String,
    pub date: String,
    pub reason: String,
    pub source: String,
    pub line: u32,
}

/// Kinds of decision.
pub const KINDS: &[&str] = &[
    "disqualify",
    "time-penalty",
    "lap-penalty",
    "withhold",
    "withhold-driver",
    "no-share",
    "mark",
    "set-aside-feat",
    "exclude-from-title",
    "adjust",
    "waive",
];

pub(super) const DECISION_KEYS: &[Key] = &[
    Key { name: "id", shape: Shape::Text, doc: "Name of the decision, unique in the season." },
    Key { name: "kind", shape: Shape::Word(KINDS), doc: "What is decided." },
    Key {
        name: "round",
        shape: Shape::Count,
        doc: "Round it is about; for tables, the first round whose table shows it.",
    },
    Key { name: "session", shape: Shape::Text, doc: "Session it is about; `race` unless said otherwise." },
    Key { name: "number", shape: Shape::Text, doc: "Number of the car." },
    Key { name: "numbers", shape: Shape::TextList, doc: "Numbers of the cars that bore the mark." },
    Key { name: "mark", shape: Shape::Text, doc: "The mark, such as `formula-2`, as rules refer to it." },
    Key { name: "feat", shape: Shape::Text, doc: "The feat that is set aside, such as `fastest-lap`." },
    Key { name: "title", shape: Shape::Text, doc: "Title whose table it is about." },
    Key {
        name: "titles",
        shape: Shape::TextList,
        doc: "Titles for which points are withheld; all where the key is absent.",
    },
    Key { name: "class", shape: Shape::Text, doc: "Class whose table it is about." },
    Key { name: "competitor", shape: Shape::Text, doc: "Competitor or driver it is about, by id or name." },
    Key { name: "points", shape: Shape::Points, doc: "Points added, or taken where below zero." },
    Key { name: "time", shape: Shape::Duration, doc: "Time added to the car's race time." },
    Key { name: "laps", shape: Shape::Count, doc: "Laps taken from the car." },
    Key {
        name: "places",
        shape: Shape::Word(&["move-up", "keep"]),
        doc: "Cars behind move up, or keep their positions.",
    },
    Key {
        name: "loses_points",
        shape: Shape::Yes,
        doc: "Whether who is excluded from a table loses the points too, not only the place.",
    },
    Key { name: "what", shape: Shape::Word(&["total", "position", "cell", "row"]), doc: "What is waived." },
    Key { name: "published", shape: Shape::Text, doc: "The published value that is waived." },
    Key { name: "computed", shape: Shape::Text, doc: "The value computed instead." },
    Key { name: "author", shape: Shape::Text, doc: "Who decided." },
    Key { name: "date", shape: Shape::Text, doc: "When." },
    Key { name: "reason", shape: Shape::Text, doc: "Why." },
    Key { name: "source", shape: Shape::Text, doc: "Document in which it can be read." },
];
pub(super) const KEYS: &[Key] =
    &[Key { name: "decision", shape: Shape::Tables(DECISION_KEYS), doc: "A decision." }];

pub(super) fn read(document: &str, text: &str, folder: &mut Folder, diagnostics: &mut Vec<Diagnostic>) {
    let (mut reader, mut root) = Reader::open(document, text, KEYS);
    for mut block in root.blocks(&mut reader, "decision") {
        let decision = read_decision(&mut block, &mut reader);
        folder.decisions.push(decision);
        block.finish(&mut reader);
    }
    root.finish(&mut reader);
    diagnostics.append(&mut reader.diagnostics);
}

fn read_decision(block: &mut Block<'_>, r: &mut Reader<'_>) -> DecisionRecord {
    let (id, kind, reason) = (block.text(r, "id"), block.word(r, "kind"), block.text(r, "reason"));
    let mut text = |r: &mut Reader<'_>, name: &str| block.text(r, name).unwrap_or_default().value;
    let session = text(r, "session");
    let (mark, feat) = (text(r, "mark"), text(r, "feat"));
    let (number, title, class, competitor) =
        (text(r, "number"), text(r, "title"), text(r, "class"), text(r, "competitor"));
    let (published, computed, author) = (text(r, "published"), text(r, "computed"), text(r, "author"));
    let (date, source) = (text(r, "date"), text(r, "source"));
    DecisionRecord {
        line: block.spot(r).line,
        id: block.require(r, "id", id).value,
        kind: block.require(r, "kind", kind).value.to_owned(),
        reason: block.require(r, "reason", reason).value,
        round: block.count(r, "round").map(|at| at.value),
        session: if session.is_empty() { "race".to_owned() } else { session },
        number,
        numbers: texts(block, r, "numbers"),
        mark,
        feat,
        title,
        titles: texts(block, r, "titles"),
        class,
        competitor,
        points: block.points(r, "points").map(|at| at.value),
        time: block.duration(r, "time").map(|at| at.value),
        laps: block.count(r, "laps").map(|at| at.value),
        keep_places: block.word(r, "places").is_some_and(|at| at.value == "keep"),
        loses_points: block.yes(r, "loses_points").is_some_and(|at| at.value),
        what: block.word(r, "what").map_or_else(String::new, |at| at.value.to_owned()),
        published,
        computed,
        author,
        date,
        source,
    }
}

fn texts(block: &mut Block<'_>, r: &mut Reader<'_>, name: &str) -> Vec<String> {
    block.text_list(r, name).unwrap_or_default().value.into_iter().map(|at| at.value).collect()
}

pub(super) fn write(folder: &Folder) -> String {
    let mut text = String::new();
    for decision in &folder.decisions {
        text += &format!("[[decision]]\nid = {}\nkind = {}\n", quoted(&decision.id), quoted(&decision.kind));
        let mut key = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                text += &format!("{name} = {value}\n");
            }
        };
        let some = |value: &str| (!value.is_empty()).then(|| quoted(value));
        key("round", decision.round.map(|round| round.to_string()));
        key("session", some(&decision.session).filter(|_| decision.session != "race"));
        key("number", some(&decision.number));
        key("numbers", (!decision.numbers.is_empty()).then(|| list(&decision.numbers)));
        key("mark", some(&decision.mark));
        key("feat", some(&decision.feat));
        key("title", some(&decision.title));
        key("titles", (!decision.titles.is_empty()).then(|| list(&decision.titles)));
        key("class", some(&decision.class));
        key("competitor", some(&decision.competitor));
        key("points", decision.points.map(|points| quoted(&points.to_string())));
        key(
            "time",
            decision.time.map(|time| {
                quoted(&format!("0:{:02}:{:02}.{:03}", time.0 / 60_000, time.0 / 1000 % 60, time.0 % 1000))
            }),
        );
        key("laps", decision.laps.map(|laps| laps.to_string()));
        key("places", decision.keep_places.then(|| quoted("keep")));
        key("loses_points", decision.loses_points.then(|| "true".to_owned()));
        key("what", some(&decision.what));
        key("published", some(&decision.published));
        key("computed", some(&decision.computed));
        key("author", some(&decision.author));
        key("date", some(&decision.date));
        key("reason", some(&decision.reason));
        key("source", some(&decision.source));
        text.push('\n');
    }
    text
}
