//! Notices on the board beside decisions: findings, protests, appeals, bulletins.

use super::decision::DECISIONS;
use super::{Entry, Person, Stands};
use crate::desk::state;
use crate::library::Refused;
use crate::record;
use crate::record::editions::Anew;
use parcferme_core::Diagnostic;
use parcferme_core::block::{At, Spot};
use parcferme_core::decisions::{Ruling, Said, Value};
use parcferme_core::season::Moment;
use parcferme_formats::folder::{DecisionRecord, Folder, NOTICES, NoticeKind, NoticeRecord, Posted};
use parcferme_publish::stamp::moment_in_words;
use parcferme_store::{Address, Entered, Facts, Record};
use std::collections::BTreeMap;

/// A notice as somebody fills it in.
#[derive(Clone, Debug)]
pub struct Notice {
    /// Number and author are those of the board and of who posts it.
    pub said: NoticeRecord,
    /// Now where nothing is said.
    pub at: Option<Moment>,
    /// The operation after which its poster saw the season: what is published with it must have been seen.
    pub seen: Option<u64>,
}

impl Notice {
    /// As it stands on the board.
    pub(super) fn record(&self, number: u32, person: &Person, now: Moment) -> NoticeRecord {
        NoticeRecord {
            number,
            at: self.at.unwrap_or(now),
            author: person.name.clone(),
            line: 0,
            ..self.said.clone()
        }
    }
}

/// A notice as forms, the API and the command line give it: by the keys of `notices.toml`; lists are parted by semicolons.
///
/// # Errors
/// There is no such kind or key, a value cannot be read, or one is lacking that the kind needs.
pub fn filled(kind: &str, keys: &[(&str, &str)]) -> Result<Notice, Refused> {
    let words: Vec<&str> =
        NoticeKind::ALL.iter().map(|own| own.word()).filter(|own| *own != "proposal").collect();
    let Some(own) = NoticeKind::ALL.into_iter().find(|own| own.word() == kind && words.contains(&kind))
    else {
        return Err(vec![
            Diagnostic::error("PF1360", format!("there is no kind of notice `{kind}`"))
                .found(kind)
                .expected(format!("one of {}", words.join(", ")))
                .did_you_mean(kind, &words),
        ]);
    };
    let mut block = format!("[[notice]]\nnumber = 1\nkind = \"{}\"\n", own.word());
    let mut told_when = false;
    for (name, value) in keys {
        // Browsers send lines with another end.
        let value = value.trim().replace("\r\n", "\n");
        if value.is_empty() {
            continue;
        }
        if !KEYS.contains(name) {
            return Err(no_key(name));
        }
        told_when |= *name == "at";
        let value = match *name {
            "round" => value
                .parse::<u32>()
                .map(i64::from)
                .map_or_else(|_| toml::Value::String(value.clone()), toml::Value::Integer),
            "evidence" | "answers" => toml::Value::Array(
                value
                    .split(';')
                    .map(str::trim)
                    .filter(|own| !own.is_empty())
                    .map(|own| toml::Value::String(own.to_owned()))
                    .collect(),
            ),
            _ => toml::Value::String(value.clone()),
        };
        block += &format!("{name} = {value}\n");
    }
    if !told_when {
        block += &format!("at = \"{}\"\n", record::now());
    }
    let (folder, found) = Folder::read(&BTreeMap::from([(NOTICES.to_owned(), block)]));
    let found: Refused =
        found.into_iter().filter(|own| own.places.iter().any(|place| place.document == NOTICES)).collect();
    match folder.notices.into_iter().next() {
        Some(said) if found.is_empty() => Ok(Notice { at: told_when.then_some(said.at), said, seen: None }),
        _ => Err(found),
    }
}

/// What a notice may say.
const KEYS: [&str; 12] = [
    "title", "at", "by", "against", "round", "session", "decision", "until", "article", "text", "evidence",
    "answers",
];

/// A key that no notice has.
pub fn no_key(name: &str) -> Refused {
    vec![
        Diagnostic::error("PF1360", format!("a notice has no key `{name}`"))
            .found(name)
            .expected(format!("one of {}", KEYS.join(", ")))
            .did_you_mean(name, &KEYS),
    ]
}

/// The file of the board with a notice more.
pub(super) fn file(stands: &Stands, own: &NoticeRecord) -> Vec<u8> {
    stands.with_block(NOTICES, &own.block())
}

/// What was posted.
pub struct OnBoard {
    pub entered: Entered,
    pub number: u32,
    /// It suspends or restores a decision, and so changes what was published.
    pub anew: Option<Anew>,
    /// What officials should know of it, such as that a protest came late.
    pub told: Vec<Diagnostic>,
}

/// Posts a notice. An appeal suspends the decision that it is against: a further decision lifts it, which stays where the
/// appeal is upheld, and is lifted where it is not, or is withdrawn.
///
/// # Errors
/// It does not fit the season, it gives a time that is still to come ([PF1436](../errors/PF1436.md)), the record has moved on
/// meanwhile, or what the database says.
pub fn post(
    record: &mut Record,
    season: &str,
    notice: &Notice,
    by: (&Address, &Person, Option<&str>),
) -> Result<OnBoard, Refused> {
    post_at(record, season, notice, record::now(), by)
}

/// The same at a moment.
///
/// # Errors
/// As [`post`].
pub fn post_at(
    record: &mut Record,
    season: &str,
    notice: &Notice,
    now: Moment,
    (address, person, key): (&Address, &Person, Option<&str>),
) -> Result<OnBoard, Refused> {
    let known = key.map(|key| record.entered_as(key)).transpose().map_err(record::refused)?.flatten();
    let is_known = known.is_some();
    let (stands, at, now) = match known {
        // Asked again: on the state that it was asked for first, and then, so that the same is entered, or refused.
        Some(own) if own.season == season && own.number > 1 => {
            let then = Stands::after(record, season, own.number)?;
            let at = then.notices().last().map(|own| own.at);
            (Stands::after(record, season, own.number - 1)?, at, own.when)
        }
        _ => (Stands::now(record, season)?, None, now),
    };
    let number = stands.next_number();
    let own = Notice { at: notice.at.or(at), ..notice.clone() }.record(number, person, now);
    has_come(&own, now)?;
    let mut told = Vec::new();
    if own.kind == NoticeKind::Protest {
        told.extend(state::late(record, &stands, &own, now)?);
    }
    if own.kind == NoticeKind::Extension {
        state::may_extend(&stands, &own)?;
    }
    stands.has_all(&own.answers)?;
    let mut files = BTreeMap::from([(NOTICES.to_owned(), Some(file(&stands, &own)))]);
    let mut lifts: Vec<(String, String, String)> = Vec::new();
    if own.kind == NoticeKind::Appeal {
        let known = stands.decisions().iter().find(|other| other.id == own.decision);
        let Some(appealed) = known else {
            let known: Vec<&str> = stands.decisions().iter().map(|own| own.id.as_str()).collect();
            return Err(vec![
                Diagnostic::error(
                    "PF1361",
                    format!("there is no decision `{}` to be appealed against", own.decision),
                )
                .found(own.decision.as_str())
                .expected_one_of(&known)
                .did_you_mean(&own.decision, &known),
            ]);
        };
        lifts.push((
            appealed.id.clone(),
            format!("{number:03}-appeal"),
            format!("Suspended by the appeal of document {number}"),
        ));
    }
    if own.kind == NoticeKind::Withdrawal {
        stands.may_withdraw(&own.answers, person)?;
        for answered in &own.answers {
            let id = format!("{answered:03}-appeal");
            let reason = format!("The appeal of document {answered} was withdrawn by document {number}");
            lifts.push((id, format!("{number:03}-withdrawal"), reason));
        }
    }
    let blocks: Vec<String> = lifts
        .iter()
        .filter_map(|(of, id, reason)| Some(lift(&stands, &own, of, (id, reason))?.block()))
        .collect();
    if !blocks.is_empty() {
        let file = stands.with_block(DECISIONS, &blocks.concat());
        files.insert(DECISIONS.to_owned(), Some(file));
    }
    let (_, outcome) = stands.with(&files)?;
    let why = format!("document {number}, {}: {}", own.kind.word(), own.title);
    if let Some(drafts) = stands.drafts.as_ref().filter(|_| stands.outcome != outcome && !is_known) {
        drafts.were_seen(&stands, notice.seen)?;
    }
    let entered =
        Entry { address, person, why: &why, key }.enter(record, &stands, Facts { files, undoes: None })?;
    let anew = stands.anew(&outcome, &entered);
    Ok(OnBoard { entered, number, anew, told })
}

/// Clocks of two devices differ, and people write minutes.
const CLOCKS_DIFFER_SECONDS: i64 = 60;

/// Refuses a time that is still to come: nothing was lodged, posted or flagged then.
fn has_come(own: &NoticeRecord, now: Moment) -> Result<(), Refused> {
    if own.at.utc() <= now.later(CLOCKS_DIFFER_SECONDS).utc() {
        return Ok(());
    }
    Err(vec![
        Diagnostic::error("PF1436", "the notice gives a time that is still to come")
            .found(moment_in_words(own.at))
            .expected(format!("no later than now, {}", moment_in_words(now.on_clock_of(own.at))))
            .help("give when it was lodged, or when the flag fell; where nothing is given, it is now"),
    ])
}

/// The decision by which a notice lifts another; none where that one does not count anyway.
fn lift(
    stands: &Stands,
    notice: &NoticeRecord,
    of: &str,
    (id, reason): (&str, &str),
) -> Option<DecisionRecord> {
    let counts = stands.loaded.season.decisions.rows().iter().any(|own| own.id == of && own.in_force());
    let kind = Ruling::kind("lift").filter(|_| counts)?;
    let value = At { value: Value::Text(of.to_owned()), spot: Spot::default() };
    Some(DecisionRecord {
        id: id.to_owned(),
        kind,
        said: Said { values: BTreeMap::from([("decision", value)]), spot: Spot::default() },
        author: notice.author.clone(),
        date: notice.at.to_string(),
        reason: reason.to_owned(),
        source: String::new(),
        posted: Posted::default(),
        document: DECISIONS.to_owned(),
    })
}
