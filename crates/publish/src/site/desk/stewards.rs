//! Pages of the desk about a season: how its results stand, decisions before they are signed, notices.

use super::Who;
use crate::html_fragment;
use crate::sheet::Sheet;
use crate::sheet::standings::standings;
use crate::sheet::whatif::whatif;
use crate::site::head::{Head, Step};
use crate::site::{Page, notices, page, tone};
use crate::view::Settings;
use askama::Template;
use parcferme_core::block::Shape;
use parcferme_core::decisions::{COMMON_KEYS, DecisionKind, KINDS};
use parcferme_core::whatif::Comparison;
use parcferme_core::{Outcome, Place, Rulebook, Season, Severity};

/// A season at the desk.
pub struct AtDesk<'a> {
    pub who: &'a Who,
    /// As `alms/2003`.
    pub id: &'a str,
    /// The address that is asked, below that of the season, as `/add`: a page is shown at several.
    pub path: &'a str,
    pub season: &'a Season,
    pub is_steward: bool,
    pub may_publish: bool,
    pub may_post: bool,
    /// Corrects laps.
    pub may_correct: bool,
}

pub(super) fn head(settings: &Settings, at: &AtDesk<'_>, title: &str) -> Head {
    let path = format!("desk/{}{}", at.id, at.path);
    let mut head = Head::of_site(settings, &path, title, "What officials do");
    let mut trail = vec![Step { name: "Desk".to_owned(), href: head.site("desk") }];
    if !at.path.is_empty() {
        trail.push(Step { name: at.season.name.clone(), href: head.site(&format!("desk/{}", at.id)) });
    }
    head.trail = trail;
    head
}

/// How a season's results stand.
pub struct Stand<'a> {
    pub state: &'a str,
    pub edition: Option<u64>,
    pub waits: &'a [String],
    pub publish: Publishing,
    /// Number, title and kind of what is pending, and whether it is a proposal.
    pub pending: Vec<(u32, String, String, bool)>,
    /// Number of the last operation, who and why.
    pub last: (u64, String, String),
    pub done: &'a str,
}

/// How what is entered may be published now.
pub struct Publishing {
    /// Something was entered since the last edition, or nothing has been published.
    pub unpublished: bool,
    /// The last edition is official.
    pub is_official: bool,
    /// Results become official by themselves once the windows for protests have run out.
    pub settles_itself: bool,
    /// Why it cannot be official yet, a sentence each.
    pub hinders_official: Vec<String>,
}

impl Publishing {
    /// Whether there is anything to publish, one way or the other.
    fn is_any(&self) -> bool {
        self.unpublished || !self.is_official
    }
}

/// Something to tell of a season, with where it stands.
pub struct Told {
    pub severity: Severity,
    pub id: &'static str,
    pub text: String,
    pub places: Vec<Place>,
}

impl Told {
    fn tone(&self) -> &'static str {
        tone(self.severity)
    }
}

/// How much of what there is to tell is shown: `parcferme audit` tells the rest.
const MOST_TOLD: usize = 100;

/// What an act publishes besides: in a sentence, and each in a line.
pub struct Drafts {
    pub sentence: String,
    pub lines: Vec<String>,
}

#[derive(Template)]
#[template(path = "desk/season.html")]
struct SeasonPage<'p> {
    head: Head,
    at: &'p AtDesk<'p>,
    stand: &'p Stand<'p>,
    root: String,
    board: String,
    /// The season as everybody sees it.
    public: String,
}

/// A season at the desk: how it stands, and what there is to do.
pub fn season(settings: &Settings, at: &AtDesk<'_>, stand: &Stand<'_>) -> Page {
    let head = head(settings, at, &format!("Desk, {}", at.season.name));
    let (root, board) = (head.site(&format!("desk/{}", at.id)), head.site(&notices::path(at.id)));
    let public = head.site(&format!("{}/", at.id));
    page!(SeasonPage { head, at, stand, root, board, public })
}

/// What is entered, before it is published.
pub struct Check<'a> {
    /// The last edition.
    pub edition: Option<u64>,
    pub publish: Publishing,
    /// Every table as that edition has it and as it is now; none where there is no edition, or it cannot be computed any more.
    pub comparison: Option<&'a Comparison>,
    pub rules: &'a Rulebook,
    pub outcome: &'a Outcome,
    /// What is told of the season, and what its audit finds.
    pub told: Vec<Told>,
    /// The operation that it is shown after.
    pub after: u64,
    /// What was entered since somebody looked who wanted to publish.
    pub since: &'a [String],
}

#[derive(Template)]
#[template(path = "desk/check.html")]
struct CheckPage<'p> {
    head: Head,
    at: &'p AtDesk<'p>,
    own: &'p Check<'p>,
    told: &'p [Told],
    more: usize,
    /// Escaped by their writer.
    changes: String,
    /// Empty where no table has a row.
    tables: String,
    root: String,
}

/// What is entered, with the form that publishes it.
pub fn check(settings: &Settings, at: &AtDesk<'_>, own: &Check<'_>) -> Page {
    let head = head(settings, at, "Check");
    let bare =
        |sheet: Sheet, id: &str| html_fragment::sheet(&Sheet { head: Default::default(), ..sheet }, id);
    let changes =
        own.comparison.map_or_else(String::new, |own| bare(whatif(at.season, "", own, &[]), "changes"));
    let filled: Vec<_> = own.outcome.tables.iter().filter(|table| !table.rows.is_empty()).collect();
    let tables = match filled.is_empty() {
        true => String::new(),
        false => bare(standings(at.season, own.rules, filled), "tables-now"),
    };
    let root = head.site(&format!("desk/{}", at.id));
    let told = &own.told[..own.told.len().min(MOST_TOLD)];
    let more = own.told.len() - told.len();
    page!(CheckPage { head, at, own, told, more, changes, tables, root })
}

/// A field of a form.
pub struct Field {
    pub name: &'static str,
    pub label: String,
    pub needed: bool,
    /// Few say it: it stands behind the others.
    pub rare: bool,
    pub shape: FieldShape,
    pub value: String,
}

/// How a field is filled in.
#[derive(PartialEq, Eq)]
pub enum FieldShape {
    Text,
    Area,
    Number,
    /// Value and name of each choice.
    Choice(Vec<(String, String)>),
    Yes,
}

/// The fields of a kind of decision, from its registry: what it needs first, then what every decision has.
pub fn decision_fields(season: &Season, kind: &DecisionKind, given: &[(String, String)]) -> Vec<Field> {
    let value =
        |name: &str| given.iter().find(|own| own.0 == name).map_or_else(String::new, |own| own.1.clone());
    let own = kind.keys.iter().filter(|key| !COMMON_KEYS.iter().any(|own| own.name == key.name));
    let mut fields: Vec<Field> = own
        .map(|key| Field {
            name: key.name,
            label: key.doc.trim_end_matches('.').to_owned(),
            needed: kind.needs.contains(&key.name),
            rare: false,
            shape: match (key.name, key.shape) {
                ("round", _) => FieldShape::Choice(rounds(season)),
                ("class", _) => {
                    FieldShape::Choice(named(season.classes.rows().iter().map(|own| own.id.clone())))
                }
                ("decision", _) => FieldShape::Choice(decisions(season)),
                (_, Shape::Word(words)) => {
                    FieldShape::Choice(named(words.iter().map(|own| (*own).to_owned())))
                }
                (_, Shape::Yes) => FieldShape::Yes,
                (_, Shape::Count | Shape::Positive) => FieldShape::Number,
                _ => FieldShape::Text,
            },
            value: value(key.name),
        })
        .collect();
    // A season without classes has none to choose.
    fields.retain(|own| own.needed || own.shape != FieldShape::Choice(Vec::new()));
    for (name, label, needed, shape) in [
        ("reason", "Why, in a sentence or more", true, FieldShape::Area),
        ("article", "Article of the regulations", false, FieldShape::Text),
        ("evidence", "Evidence; several parted by semicolons", false, FieldShape::Area),
        (
            "answers",
            "Documents that it settles, by their numbers; several parted by semicolons",
            false,
            FieldShape::Text,
        ),
        ("author", "Who decides, as the document says it", false, FieldShape::Text),
        (
            "date",
            "When, with the offset from UTC, as 2026-08-03T18:05+02:00; now where it is empty",
            false,
            FieldShape::Text,
        ),
    ] {
        let rare = RARE.contains(&name) && value(name).is_empty();
        fields.push(Field { name, label: label.to_owned(), needed, rare, shape, value: value(name) });
    }
    fields
}

/// The fields of a kind of notice.
pub fn notice_fields(season: &Season, kind: &str, given: &[(String, String)]) -> Vec<Field> {
    let value =
        |name: &str| given.iter().find(|own| own.0 == name).map_or_else(String::new, |own| own.1.clone());
    let all = [
        ("title", "What it is about, in a few words", true, FieldShape::Text, ""),
        ("by", "Who lodges it", kind == "protest", FieldShape::Text, "protest appeal"),
        ("against", "Against whom or what", false, FieldShape::Text, "protest"),
        ("decision", "Decision", true, FieldShape::Choice(decisions(season)), "appeal"),
        ("round", "Round", kind == "extension" || kind == "finish", FieldShape::Choice(rounds(season)), ""),
        ("session", "Session, where it is not the main one", false, FieldShape::Text, ""),
        (
            "until",
            "Until when protests are taken, as 2026-08-03T19:00+02:00",
            true,
            FieldShape::Text,
            "extension",
        ),
        (
            "answers",
            "Documents that it settles, by their numbers; several parted by semicolons",
            kind == "withdrawal",
            FieldShape::Text,
            "withdrawal bulletin finding",
        ),
        ("text", "What it says", false, FieldShape::Area, ""),
        ("article", "Article of the regulations", false, FieldShape::Text, "finding protest appeal"),
        (
            "evidence",
            "Evidence; several parted by semicolons",
            false,
            FieldShape::Area,
            "finding protest appeal",
        ),
        (
            "at",
            "When, with the offset from UTC, as 2026-08-03T18:05+02:00; now where it is empty",
            kind == "finish",
            FieldShape::Text,
            "",
        ),
    ];
    all.into_iter()
        .filter(|own| own.4.is_empty() || own.4.split(' ').any(|of| of == kind))
        .map(|(name, label, needed, shape, _)| Field {
            name,
            label: label.to_owned(),
            needed,
            rare: !needed && RARE.contains(&name) && value(name).is_empty(),
            shape,
            value: value(name),
        })
        .collect()
}

/// Fields that few fill in.
const RARE: [&str; 7] = ["session", "article", "evidence", "answers", "author", "date", "at"];

fn named(all: impl Iterator<Item = String>) -> Vec<(String, String)> {
    all.map(|own| (own.clone(), own)).collect()
}

/// Decisions by id, each with its reason.
fn decisions(season: &Season) -> Vec<(String, String)> {
    let all = season.decisions.rows().iter();
    all.map(|own| (own.id.clone(), format!("{}: {}", own.id, own.reason))).collect()
}

pub(super) fn rounds(season: &Season) -> Vec<(String, String)> {
    let all = season.rounds.rows().iter();
    all.filter_map(|own| {
        let number = own.number?.to_string();
        Some((number.clone(), format!("{number}. {}", own.short_name())))
    })
    .collect()
}

#[derive(Template)]
#[template(path = "desk/kinds.html")]
struct KindsPage {
    head: Head,
    title: &'static str,
    lede: &'static str,
    /// Address, word, and what it does.
    kinds: Vec<(String, String, String)>,
}

/// Which kind of decision it is to be.
///
/// `answers` is the number of a document that it is to settle; empty where none is named.
pub fn decision_kinds(settings: &Settings, at: &AtDesk<'_>, answers: &str) -> Page {
    let more = if answers.is_empty() { String::new() } else { format!("&answers={answers}") };
    let head = head(settings, at, "A decision");
    let kind = |own: &DecisionKind| {
        (format!("?kind={}{more}", own.name), own.name.replace('-', " "), own.doc.to_owned())
    };
    let kinds = KINDS.iter().map(kind).collect();
    let lede = "What is decided? Every table is shown before and after it before anything is signed.";
    page!(KindsPage { head, title: "A decision", lede, kinds })
}

/// Which kind of notice it is to be; each with what it is.
pub fn notice_kinds(settings: &Settings, at: &AtDesk<'_>, kinds: &[(&str, &str)]) -> Page {
    let head = head(settings, at, "A notice");
    let kinds =
        kinds.iter().map(|own| (format!("?kind={}", own.0), own.0.to_owned(), own.1.to_owned())).collect();
    page!(KindsPage { head, title: "A notice", lede: "What is posted on the board?", kinds })
}

#[derive(Template)]
#[template(path = "desk/form.html")]
struct FormPage<'p> {
    head: Head,
    at: &'p AtDesk<'p>,
    title: String,
    lede: &'p str,
    kind: &'p str,
    fields: Vec<Field>,
    refused: &'p [String],
    action: String,
    button: &'static str,
    sent: Option<&'p Sent<'p>>,
}

impl FormPage<'_> {
    fn has_rare(&self) -> bool {
        self.fields.iter().any(|own| own.rare)
    }
}

/// How a form is known when it is sent.
pub struct Sent<'a> {
    /// By which it is known when it is sent twice.
    pub key: &'a str,
    /// The operation that it was shown after.
    pub after: u64,
    /// What was entered since, where that is why it is shown anew.
    pub since: &'a [String],
    /// What is published with it where it suspends a decision or restores one.
    pub drafts: Option<Drafts>,
}

/// A decision to be filled in.
pub fn decide(
    settings: &Settings,
    at: &AtDesk<'_>,
    kind: &DecisionKind,
    (given, refused): (&[(String, String)], &[String]),
) -> Page {
    let head = head(settings, at, "A decision");
    let action = head.site(&format!("desk/{}/preview", at.id));
    let title = format!("Decision: {}", kind.name.replace('-', " "));
    let fields = decision_fields(at.season, kind, given);
    page!(FormPage {
        head,
        at,
        title,
        lede: kind.doc,
        kind: kind.name,
        fields,
        refused,
        action,
        button: "Show what it does",
        sent: None
    })
}

/// A notice to be filled in.
pub fn post(
    settings: &Settings,
    at: &AtDesk<'_>,
    (kind, doc): (&str, &str),
    sent: &Sent<'_>,
    (given, refused): (&[(String, String)], &[String]),
) -> Page {
    let head = head(settings, at, "A notice");
    let action = head.site(&format!("desk/{}/notice", at.id));
    let title = format!("Notice: {kind}");
    let fields = notice_fields(at.season, kind, given);
    let sent = Some(sent);
    page!(FormPage { head, at, title, lede: doc, kind, fields, refused, action, button: "Post it", sent })
}

/// A decision with what it does, before it is signed.
pub struct Preview<'a> {
    /// What was decided, in words.
    pub sentence: &'a str,
    pub number: u32,
    pub reason: &'a str,
    pub article: &'a str,
    pub comparison: &'a Comparison,
    /// What names it.
    pub id: String,
    pub block: String,
    /// How many signatures it lacks, and who has signed.
    pub lacks: u32,
    pub signed: &'a [String],
    /// Why the reader cannot sign it; nothing where he can.
    pub hindered: Vec<String>,
    /// What signing publishes besides.
    pub drafts: Option<Drafts>,
    /// What was entered since an earlier preview, where that is why this one is shown.
    pub since: Vec<String>,
}

#[derive(Template)]
#[template(path = "desk/preview.html")]
struct PreviewPage<'p> {
    head: Head,
    at: &'p AtDesk<'p>,
    own: &'p Preview<'p>,
    /// Escaped by its writer.
    tables: String,
    action: String,
}

/// A preview, with the form that signs it.
pub fn preview(settings: &Settings, at: &AtDesk<'_>, own: &Preview<'_>) -> Page {
    let head = head(settings, at, "Before it is signed");
    let sheet = whatif(at.season, own.sentence, own.comparison, &[]);
    let tables = html_fragment::sheet(&Sheet { head: Default::default(), ..sheet }, "preview");
    let action = head.site(&format!("desk/{}/sign", at.id));
    page!(PreviewPage { head, at, own, tables, action })
}
