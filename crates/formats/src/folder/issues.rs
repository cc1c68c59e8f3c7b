//! `issues.toml`: what was handed out of the season's sheets, with status, time of issue and end of the protest period.

use super::Folder;
use super::write::quoted;
use parcferme_core::Diagnostic;
use parcferme_core::block::{At, Block, Key, Reader, Shape};
use parcferme_core::season::{IssueStatus, Moment};

/// An issue, names as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueRecord {
    /// `results`, `grid`, `laps`, `points` or `entries`.
    pub sheet: &'static str,
    pub round: Option<u32>,
    /// `race` unless said otherwise.
    pub session: String,
    pub status: IssueStatus,
    pub at: Moment,
    pub protest_until: Option<Moment>,
    pub author: String,
    pub line: u32,
}

/// Sheets that can be issued.
pub const SHEETS: &[&str] = &["results", "grid", "laps", "points", "entries"];

const ISSUE_KEYS: &[Key] = &[
    Key {
        name: "sheet",
        shape: Shape::Word(SHEETS),
        doc: "What was issued; `results` unless said otherwise. `laps` are all sheets made from lap records, `points` the tables of all titles.",
    },
    Key {
        name: "round",
        shape: Shape::Count,
        doc: "Round it is of; for `points`, the round after which. Entry lists have none.",
    },
    Key {
        name: "session",
        shape: Shape::Text,
        doc: "Session it is of; the round's main one unless said otherwise.",
    },
    Key {
        name: "status",
        shape: Shape::Word(&["provisional", "official", "amended"]),
        doc: "What the sheet claims to be.",
    },
    Key { name: "number", shape: Shape::Count, doc: "For `amended`: the number of the amendment, from 1." },
    Key { name: "changed", shape: Shape::Text, doc: "For `amended`: what changed." },
    Key {
        name: "at",
        shape: Shape::Text,
        doc: "Time of issue on the circuit's clock, with its offset from UTC: `2003-10-18T20:15-04:00`.",
    },
    Key {
        name: "protest_until",
        shape: Shape::Text,
        doc: "End of the protest period, written in the same way.",
    },
    Key { name: "author", shape: Shape::Text, doc: "Who issued it." },
];
pub(super) const KEYS: &[Key] =
    &[Key { name: "issue", shape: Shape::Tables(ISSUE_KEYS), doc: "A sheet that was handed out." }];

pub(super) fn read(text: &str, folder: &mut Folder, diagnostics: &mut Vec<Diagnostic>) {
    let (mut reader, mut root) = Reader::open("issues.toml", text, KEYS);
    for mut block in root.blocks(&mut reader, "issue") {
        folder.issues.extend(read_issue(&mut block, &mut reader));
        block.finish(&mut reader);
    }
    root.finish(&mut reader);
    diagnostics.append(&mut reader.diagnostics);
}

/// None where the issue does not say when it was made, or of what.
fn read_issue(block: &mut Block<'_>, r: &mut Reader<'_>) -> Option<IssueRecord> {
    let sheet = block.word(r, "sheet").map_or(SHEETS[0], |at| at.value);
    let (status, number) = (block.word(r, "status"), block.count(r, "number"));
    let changed = block.text(r, "changed");
    let status = match block.require(r, "status", status).value {
        "amended" => IssueStatus::Amended {
            number: block.require(r, "number", number).value,
            what_changed: block.require(r, "changed", changed).value,
        },
        "official" => IssueStatus::Official,
        _ => IssueStatus::Provisional,
    };
    let round = block.count(r, "round");
    let round = if sheet == "entries" { round } else { Some(block.require(r, "round", round)) };
    let at = if block.has("at") {
        block.text(r, "at").and_then(|at| moment(r, &at))
    } else {
        block.require(r, "at", None::<At<String>>);
        None
    };
    let until = block.text(r, "protest_until");
    let protest_until = until.as_ref().and_then(|until| moment(r, until));
    if let (Some(issued), Some(until), Some(place)) = (at, protest_until, &until)
        && until < issued
    {
        r.refuse(
            "PF0424",
            place,
            format!("protests are taken until `{until}`, before the sheet was issued"),
            &format!("a moment after {issued}"),
        );
    }
    Some(IssueRecord {
        sheet,
        round: round.map(|at| at.value),
        session: block.text(r, "session").unwrap_or_default().value,
        status,
        at: at?,
        protest_until,
        author: block.text(r, "author").unwrap_or_default().value,
        line: block.spot(r).line,
    })
}

pub(super) fn moment(r: &mut Reader<'_>, at: &At<String>) -> Option<Moment> {
    let moment = at.value.parse().ok();
    if moment.is_none() {
        let message = format!("`{}` is not a moment", at.value);
        r.refuse("PF0423", at, message, "day, time and offset from UTC, such as 2003-10-18T20:15-04:00");
    }
    moment
}

pub(super) fn write(folder: &Folder) -> String {
    let mut text = String::new();
    for issue in &folder.issues {
        let mut key = |name: &str, value: String| text += &format!("{name} = {value}\n");
        key("[[issue]]\nsheet", quoted(issue.sheet));
        if let Some(round) = issue.round {
            key("round", round.to_string());
        }
        if !issue.session.is_empty() {
            key("session", quoted(&issue.session));
        }
        match &issue.status {
            IssueStatus::Provisional => key("status", quoted("provisional")),
            IssueStatus::Official => key("status", quoted("official")),
            IssueStatus::Amended { number, what_changed } => {
                key("status", quoted("amended"));
                key("number", number.to_string());
                key("changed", quoted(what_changed));
            }
        }
        key("at", quoted(&issue.at.to_string()));
        if let Some(until) = issue.protest_until {
            key("protest_until", quoted(&until.to_string()));
        }
        if !issue.author.is_empty() {
            key("author", quoted(&issue.author));
        }
        text.push('\n');
    }
    text
}
