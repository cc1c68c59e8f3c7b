//! The officials' desk: decisions and notices on the record, and how far what was published has come. The command line and
//! the pages of `/desk` call the same functions.

pub mod begin;
pub mod board;
pub mod concerned;
pub mod decision;
pub mod drafts;
pub mod laps;
pub mod notice;
pub mod proposed;
pub mod rules;
pub mod slips;
pub mod state;
pub mod states;
pub mod ties;
pub mod typed;
pub mod upload;
pub mod webhooks;

use crate::library::{Loaded, Raw, Refused};
use crate::record;
use crate::record::editions::{self, Anew};
use drafts::Drafts;
use parcferme_core::season::Moment;
use parcferme_core::whatif::Side;
use parcferme_core::{Audit, Diagnostic, Outcome, audit};
use parcferme_formats::folder::{DecisionRecord, NoticeRecord};
use parcferme_store::{Act, Address, Digest, Draft, Edition, Entered, Facts, Fault, Operation, Record};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Who does something at the desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// As the log and the notices say it.
    pub name: String,
    /// Competitors and car numbers that the person belongs to: no judge of what is about them.
    pub belongs_to: Vec<String>,
}

/// A season as it stands in the record after an operation.
pub struct Stands {
    pub operation: Operation,
    pub files: Raw,
    pub loaded: Loaded,
    pub outcome: Outcome,
    /// What was entered since the last edition; none where nothing had been published.
    pub drafts: Option<Drafts>,
    audit: OnceLock<Audit>,
    entered: OnceLock<BTreeMap<u32, Moment>>,
    /// Whether the edition of a digest says it.
    said: Mutex<Option<(Digest, bool)>>,
}

impl Stands {
    /// The season as it stands now.
    ///
    /// # Errors
    /// The record has no such season, or what the database says.
    pub fn now(record: &mut Record, season: &str) -> Result<Arc<Stands>, Refused> {
        let head = record::head(record, season)?;
        Stands::after(record, season, head.number)
    }

    /// The season as it stood after an operation.
    ///
    /// # Errors
    /// The same, or it has no such operation.
    pub fn after(record: &mut Record, season: &str, number: u64) -> Result<Arc<Stands>, Refused> {
        let head = record::head(record, season)?;
        let operation = record::operation(record, &head, number)?;
        states::known(operation.hash, || {
            let files = record.files(season, number).map_err(record::refused)?;
            let loaded = record::load(season, files.clone())?;
            let outcome = loaded.outcome()?;
            let drafts = Drafts::of(record, &operation)?;
            let (audit, entered, said) = (OnceLock::new(), OnceLock::new(), Mutex::default());
            Ok(Stands { operation, files, loaded, outcome, drafts, audit, entered, said })
        })
    }

    /// What its files weigh.
    fn bytes(&self) -> usize {
        self.files.values().map(Vec::len).sum()
    }

    /// Of an act that was entered: that it changes what was published; none where nothing has been published yet, or all
    /// stays as it is.
    fn anew(&self, after: &Outcome, entered: &Entered) -> Option<Anew> {
        let drafts = self.drafts.as_ref().filter(|_| self.outcome != *after)?;
        let own = &entered.operation;
        Some(Anew { after: own.number, why: cut(&drafts.why(&own.why)) })
    }

    /// Published tables held against it, and its documents against each other.
    pub fn audit(&self) -> &Audit {
        let (season, rules, outcome) = self.side();
        self.audit.get_or_init(|| audit(season, rules, outcome))
    }

    /// When the numbered documents of the board were entered.
    ///
    /// # Errors
    /// What the database says.
    fn entered(&self, record: &mut Record) -> Result<&BTreeMap<u32, Moment>, Refused> {
        if self.entered.get().is_none() {
            let all = record::posted::entered(record, self.season(), self.operation.number);
            // Another thread may have found the same meanwhile.
            let _ = self.entered.set(all.map_err(record::refused)?);
        }
        Ok(self.entered.get_or_init(BTreeMap::new))
    }

    /// Whether an edition says of tables and classifications what is computed of it.
    ///
    /// # Errors
    /// As [`editions::says_still`].
    pub fn is_said(&self, edition: &Edition) -> Result<bool, Refused> {
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, says)) = *said
            && of == edition.hash
        {
            return Ok(says);
        }
        let says = editions::says_still(edition, &self.loaded)?;
        *said = Some((edition.hash, says));
        Ok(says)
    }

    pub fn season(&self) -> &str {
        &self.operation.season
    }

    /// What is compared with another state of it.
    pub fn side(&self) -> Side<'_> {
        (&self.loaded.season, &self.loaded.rules, &self.outcome)
    }

    pub fn notices(&self) -> &[NoticeRecord] {
        &self.loaded.folder.notices
    }

    pub fn decisions(&self) -> &[DecisionRecord] {
        &self.loaded.folder.decisions
    }

    /// The next number of the notice board that is free.
    pub fn next_number(&self) -> u32 {
        let decided = self.decisions().iter().filter_map(|own| own.posted.number);
        let posted = self.notices().iter().map(|own| own.number);
        decided.chain(posted).max().unwrap_or(0).saturating_add(1)
    }

    /// Whether a notice has been settled: a decision or a further notice answers it.
    pub fn is_settled(&self, number: u32) -> bool {
        let decided = self.decisions().iter().flat_map(|own| &own.posted.answers);
        let posted = self.notices().iter().flat_map(|own| &own.answers);
        decided.chain(posted).any(|own| *own == number)
    }

    /// Refuses numbers to be answered that no notice on the board has.
    fn has_all(&self, answers: &[u32]) -> Result<(), Refused> {
        match answers.iter().find(|own| !self.notices().iter().any(|notice| notice.number == **own)) {
            None => Ok(()),
            Some(unknown) => Err(vec![
                Diagnostic::error(
                    "PF1355",
                    format!("the notice board has no document {unknown} to be answered"),
                )
                .found(unknown.to_string())
                .help("name the number of a finding, a protest, an appeal or a proposal"),
            ]),
        }
    }

    /// Protests, appeals and proposals that nothing has settled.
    pub fn pending(&self) -> impl Iterator<Item = &NoticeRecord> {
        self.notices().iter().filter(|own| own.kind.is_pending() && !self.is_settled(own.number))
    }

    /// The file with a block more at its end; its bytes stay before it.
    fn with_block(&self, path: &str, block: &str) -> Vec<u8> {
        let mut bytes = self.files.get(path).cloned().unwrap_or_default();
        if !bytes.is_empty() {
            let ends = if bytes.ends_with(b"\n\n") {
                ""
            } else if bytes.ends_with(b"\n") {
                "\n"
            } else {
                "\n\n"
            };
            bytes.extend_from_slice(ends.as_bytes());
        }
        bytes.extend_from_slice(block.trim_end().as_bytes());
        bytes.push(b'\n');
        bytes
    }

    /// The season with other files, computed.
    fn with(&self, changed: &BTreeMap<String, Option<Vec<u8>>>) -> Result<(Loaded, Outcome), Refused> {
        let mut files = self.files.clone();
        for (path, bytes) in changed {
            match bytes {
                Some(bytes) => files.insert(path.clone(), bytes.clone()),
                None => files.remove(path),
            };
        }
        let loaded = record::load(self.season(), files)?;
        let outcome = loaded.outcome()?;
        Ok((loaded, outcome))
    }
}

/// What somebody enters, and why.
pub struct Entry<'a> {
    pub address: &'a Address,
    pub person: &'a Person,
    pub why: &'a str,
    /// By which it is asked for again; made of what is entered where none is given.
    pub key: Option<&'a str>,
}

impl Entry<'_> {
    /// Enters files that were loaded and computed before, on top of the state that they were made for.
    ///
    /// # Errors
    /// The season has moved on: with what was entered since; or what the database says.
    fn enter(&self, record: &mut Record, stands: &Stands, facts: Facts) -> Result<Entered, Refused> {
        let (season, follows) = (stands.season(), stands.operation.number);
        let draft = Draft {
            season: season.to_owned(),
            follows,
            key: String::new(),
            who: self.person.name.clone(),
            why: cut(self.why),
            when: record::now(),
            act: Act::Facts(facts),
        };
        let moved = Fault::MovedOn { season: season.to_owned(), follows, stands_at: 0 }.diagnostic().id;
        match record::enter(record, self.address, draft, self.key) {
            Err(mut found) if found.iter().any(|own| own.id == moved) => {
                found.extend(record::entered_since(record, season, follows)?);
                Err(found)
            }
            other => other,
        }
    }
}

/// What the log takes of a reason: a line of some length.
pub fn cut(why: &str) -> String {
    why.chars().filter(|own| !own.is_control()).take(500).collect()
}

/// Whether it is refused because the season has moved on.
pub fn has_moved_on(found: &[Diagnostic]) -> bool {
    found.iter().any(|own| own.id == "PF1304")
}
