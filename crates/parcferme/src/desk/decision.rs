//! A decision before and while it is signed.
//!
//! A preview is a value: the state of the record that it was made for, the decision's block, every table before and after.
//! Its digest names all of it. Who signs names the digest, and signs that and nothing else: where the record has moved on,
//! nothing is entered.

use super::concerned::Concerned;
use super::drafts::Drafts;
use super::notice;
use super::{Entry, Person, Stands};
use crate::library::{Loaded, Refused};
use crate::record;
use crate::record::editions::Anew;
use parcferme_core::season::Moment;
use parcferme_core::whatif::{Comparison, compare};
use parcferme_core::{Diagnostic, Outcome};
use parcferme_formats::folder::{AddedDecision, DecisionRecord, NOTICES, NoticeKind, NoticeRecord};
use parcferme_publish::{json, otherwise as words};
use parcferme_store::{Address, Digest, Entered, Facts, Record};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

pub(super) use crate::record::posted::DECISIONS;

/// What a preview is known by: the operation that it was made after, and the digest of all that it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PreviewId {
    pub after: u64,
    pub digest: Digest,
}

impl fmt::Display for PreviewId {
    /// `17-9f86d081…`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.after, self.digest)
    }
}

impl FromStr for PreviewId {
    type Err = Refused;

    fn from_str(text: &str) -> Result<PreviewId, Refused> {
        let read = text.trim().split_once('-').and_then(|(after, digest)| {
            Some(PreviewId { after: after.parse().ok()?, digest: digest.parse().ok()? })
        });
        read.ok_or_else(|| {
            vec![
                Diagnostic::error("PF1351", "this names no preview")
                    .found(text)
                    .expected("what a preview is known by, such as 17-9f86d081884c7d65…")
                    .help("make a preview first: what is signed is what it shows"),
            ]
        })
    }
}

/// What is hashed.
#[derive(Serialize)]
struct Statement<'a> {
    schema: &'static str,
    season: &'a str,
    after: Digest,
    decision: &'a str,
    tables: &'a json::whatif::Document,
    /// Operations that are published with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    publishes: Vec<Digest>,
}

const SCHEMA: &str = "parcferme.preview/1";

/// A decision with what it does.
pub struct Preview {
    pub id: PreviewId,
    pub record: DecisionRecord,
    /// What was decided, in words.
    pub sentence: String,
    /// How many have to sign, those that have signed among them.
    pub signatures: u32,
    /// What was entered and not published, and is published with it.
    pub drafts: Drafts,
    pub comparison: Comparison,
    pub document: json::whatif::Document,
    /// The season with it.
    pub loaded: Loaded,
    pub outcome: Outcome,
}

/// A decision as somebody fills it in: the word of its kind, its keys with their values as a person writes them. What is left
/// out of number, id and date is filled.
///
/// # Errors
/// The kind does not exist, or has no such key or value; no reason is given.
pub fn filled(
    stands: &Stands,
    kind: &str,
    keys: &[(&str, &str)],
    now: Moment,
) -> Result<DecisionRecord, Refused> {
    // Browsers send lines with another end.
    let given: Vec<(&str, String)> = keys
        .iter()
        .map(|own| (own.0, own.1.trim().replace("\r\n", "\n")))
        .filter(|own| !own.1.is_empty())
        .collect();
    let given: Vec<(&str, &str)> = given.iter().map(|own| (own.0, own.1.as_str())).collect();
    if !given.iter().any(|own| own.0 == "reason") {
        return Err(vec![
            Diagnostic::error("PF1352", "the decision gives no reason")
                .expected("why it was taken, in a sentence or more")
                .help("a decision is read by those whom it hits: say what was found and which article it breaks"),
        ]);
    }
    let mut record = AddedDecision::of_keys(kind, &given)?.record().clone();
    let number = *record.posted.number.get_or_insert_with(|| stands.next_number());
    if record.id.is_empty() {
        // Decisions take effect in the order of their ids.
        record.id = format!("{number:03}");
    }
    if record.date.is_empty() {
        record.date = now.to_string();
    }
    Ok(record)
}

/// A decision of an earlier preview with the next number that is free.
#[must_use]
pub fn renumbered(stands: &Stands, mut record: DecisionRecord) -> DecisionRecord {
    let next = stands.next_number();
    if record.posted.number.is_some_and(|own| record.id == format!("{own:03}")) {
        record.id = format!("{next:03}");
    }
    record.posted.number = Some(next);
    record
}

/// The one decision of a text in the form of `decisions.toml`.
///
/// # Errors
/// It is written otherwise, or states none or several.
pub fn of_block(block: &str) -> Result<DecisionRecord, Refused> {
    // Browsers send lines with another end.
    DecisionRecord::of_block("decision", &block.replace("\r\n", "\n"))
}

impl Preview {
    /// The preview of a decision on a state of the record.
    ///
    /// # Errors
    /// The decision does not fit the season, or what comes of it cannot be computed.
    pub fn of(stands: &Stands, record: DecisionRecord) -> Result<Preview, Refused> {
        let number = record.posted.number;
        let taken = stands.decisions().iter().any(|own| number.is_some() && own.posted.number == number)
            || stands.notices().iter().any(|own| Some(own.number) == number);
        if let Some(number) = number.filter(|_| taken) {
            return Err(vec![
                Diagnostic::error("PF1354", format!("document {number} is on the notice board already"))
                    .found(number.to_string())
                    .expected(format!("{}, the next number", stands.next_number())),
            ]);
        }
        stands.has_all(&record.posted.answers)?;
        let block = record.block();
        let file = BTreeMap::from([(DECISIONS.to_owned(), Some(stands.with_block(DECISIONS, &block)))]);
        let (loaded, outcome) = stands.with(&file)?;
        let comparison = compare(stands.side(), (&loaded.season, &loaded.rules, &outcome));
        let sentence = words::decision(&loaded.season, &loaded.rules, &record.id);
        let document = json::whatif::whatif(&loaded.season, (&sentence, None), &comparison, &[]);
        let signatures = needs(&loaded, &record.id);
        // What a further signature is needed for publishes nothing yet.
        let is_last = lacks(&record, signatures) <= 1 && stands.outcome != outcome;
        let drafts = stands.drafts.clone().filter(|_| is_last).unwrap_or_default();
        let statement = Statement {
            schema: SCHEMA,
            season: stands.season(),
            after: stands.operation.hash,
            decision: &block,
            tables: &document,
            publishes: drafts.digests(),
        };
        // Texts, numbers and lists of them always have a form in JSON.
        let digest = Digest::of(&serde_json::to_vec(&statement).unwrap_or_default());
        let id = PreviewId { after: stands.operation.number, digest };
        Ok(Preview { id, record, sentence, signatures, drafts, comparison, document, loaded, outcome })
    }

    /// How many signatures it lacks.
    pub fn lacks(&self) -> u32 {
        lacks(&self.record, self.signatures)
    }

    /// Refuses who may not sign: who has signed already, and who belongs to somebody that it is about.
    ///
    /// # Errors
    /// He may not.
    pub fn may_sign(&self, person: &Person) -> Result<(), Refused> {
        if self.record.posted.signed.contains(&person.name) {
            return Err(vec![
                Diagnostic::error("PF1356", format!("{} has signed this already", person.name))
                    .found(person.name.as_str())
                    .expected("the signature of somebody else")
                    .help(format!("it needs the signatures of {} different people", self.signatures)),
            ]);
        }
        Concerned::by_decision(&self.loaded, &self.record.id).may_be_judged_by(person, "this decision")
    }
}

/// How many sign a decision: what the rules say of its kind; and where it lifts another, no fewer than signed that one, or
/// would have to.
pub(super) fn needs(loaded: &Loaded, id: &str) -> u32 {
    let mut most = 1;
    let mut seen = BTreeSet::new();
    let mut open = Some(id);
    while let Some(id) = open.take() {
        let of_id = loaded.folder.decisions.iter().find(|own| own.id == id);
        let Some(own) = of_id.filter(|own| seen.insert(own.id.as_str())) else { break };
        let signed = u32::try_from(own.posted.signed.len()).unwrap_or(u32::MAX);
        most = most.max(loaded.rules.signatures_for(own.kind.name)).max(signed);
        // No other kind takes a decision back.
        open = (own.kind.name == "lift").then(|| own.said.text("decision"));
    }
    most
}

/// How many signatures a decision lacks of those that it needs.
fn lacks(record: &DecisionRecord, signatures: u32) -> u32 {
    let has = u32::try_from(record.posted.signed.len()).unwrap_or(u32::MAX);
    signatures.saturating_sub(has)
}

/// What became of a signature.
pub enum Signed {
    /// The decision counts. Where it changes what is published, `anew` has that published anew.
    Decided { entered: Entered, id: String, number: u32, anew: Option<Anew> },
    /// It waits for others; the number of its proposal on the notice board, and how many lack.
    Proposed { entered: Entered, number: u32, lacks: u32 },
}

impl Signed {
    /// The number on the notice board.
    pub fn number(&self) -> u32 {
        match self {
            Signed::Decided { number, .. } | Signed::Proposed { number, .. } => *number,
        }
    }

    /// What has it published anew; none where what was published stays.
    pub fn anew(&self) -> Option<&Anew> {
        match self {
            Signed::Decided { anew, .. } => anew.as_ref(),
            Signed::Proposed { .. } => None,
        }
    }

    pub fn entered(&self) -> &Entered {
        match self {
            Signed::Decided { entered, .. } | Signed::Proposed { entered, .. } => entered,
        }
    }
}

/// The preview of a proposal that waits for a signature: the decision that it will be.
///
/// # Errors
/// There is no such proposal that waits, or it does not fit the season any more.
pub fn of_proposal(stands: &Stands, number: u32) -> Result<DecisionRecord, Refused> {
    let waiting = stands.pending().find(|own| own.kind == NoticeKind::Proposal && own.number == number);
    let Some(proposal) = waiting else {
        let open: Vec<String> = stands
            .pending()
            .filter(|own| own.kind == NoticeKind::Proposal)
            .map(|own| own.number.to_string())
            .collect();
        return Err(vec![
            Diagnostic::error(
                "PF1358",
                format!("document {number} is no proposal that waits for a signature"),
            )
            .found(number.to_string())
            .expected(if open.is_empty() {
                "none waits".to_owned()
            } else {
                format!("one of {}", open.join(", "))
            }),
        ]);
    };
    let mut record = renumbered(stands, proposal.proposal()?);
    record.posted.answers.push(number);
    Ok(record)
}

/// Signs what a preview shows: where no signature lacks any more the decision is entered, else the proposal.
///
/// # Errors
/// The preview is of something else ([PF1359](../errors/PF1359.md)), the record has moved on (PF1304, with what was entered
/// since), the person may not sign, or what the database says.
pub fn sign(
    record: &mut Record,
    season: &str,
    (block, id): (&str, PreviewId),
    (address, person, key): (&Address, &Person, Option<&str>),
) -> Result<Signed, Refused> {
    // Made again on the state that it was made for: asked again with the same key it is the same operation.
    let stands = Stands::after(record, season, id.after)?;
    let preview = Preview::of(&stands, of_block(block)?)?;
    if preview.id != id {
        return Err(vec![
            Diagnostic::error("PF1359", "what is to be signed is not what the preview showed")
                .found(id.to_string())
                .expected(preview.id.to_string())
                .help("make the preview anew, look at it, and sign that; nothing was entered"),
        ]);
    }
    sign_shown(record, (&stands, &preview), (address, person, key))
}

/// The same of a preview that is at hand, with the state that it was made for.
///
/// # Errors
/// As [`sign`].
pub fn sign_shown(
    record: &mut Record,
    (stands, preview): (&Stands, &Preview),
    (address, person, key): (&Address, &Person, Option<&str>),
) -> Result<Signed, Refused> {
    preview.may_sign(person)?;
    let mut decision = preview.record.clone();
    decision.posted.signed.push(person.name.clone());
    let number = decision.posted.number.unwrap_or_else(|| stands.next_number());
    let lacks = preview.lacks().saturating_sub(1);
    if lacks == 0 {
        let why = format!("decision {}: {}", decision.id, preview.sentence);
        let file = stands.with_block(DECISIONS, &decision.block());
        let files = BTreeMap::from([(DECISIONS.to_owned(), Some(file))]);
        let entered =
            Entry { address, person, why: &why, key }.enter(record, stands, Facts { files, undoes: None })?;
        let anew = stands.anew(&preview.outcome, &entered);
        return Ok(Signed::Decided { entered, id: decision.id, number, anew });
    }
    // What it answers is not settled before it counts: only a proposal that this one takes further is.
    let proposals = |own: &u32| {
        stands.notices().iter().any(|notice| notice.number == *own && notice.kind == NoticeKind::Proposal)
    };
    let answers: Vec<u32> = decision.posted.answers.iter().copied().filter(proposals).collect();
    decision.posted.answers.retain(|own| !answers.contains(own));
    let posted = NoticeRecord {
        title: preview.sentence.clone(),
        text: decision.reason.clone(),
        article: decision.posted.article.clone(),
        proposes: decision.block(),
        answers,
        ..NoticeRecord::new(number, NoticeKind::Proposal, moment_of(&decision.date), &person.name)
    };
    let why = format!("proposal {number}, which needs {lacks} more: {}", preview.sentence);
    let file = notice::file(stands, &posted);
    let files = BTreeMap::from([(NOTICES.to_owned(), Some(file))]);
    let entered =
        Entry { address, person, why: &why, key }.enter(record, stands, Facts { files, undoes: None })?;
    Ok(Signed::Proposed { entered, number, lacks })
}

/// The moment of the decision, where its date is one: what is entered does not hang on the clock of who enters it.
fn moment_of(date: &str) -> Moment {
    date.parse().unwrap_or_else(|_| record::now())
}
