//! What is published of a season: computed from the record's facts, and again whenever somebody asks.

use super::refused;
use crate::library::{self, Loaded, Raw, Refused};
use parcferme_core::season::{Moment, Session};
use parcferme_core::{Diagnostic, Ix, Outcome, Season, Severity};
use parcferme_publish::sheet::Status;
use parcferme_publish::sheet::official::{self, Issue};
use parcferme_publish::stamp::moment_in_words;
use parcferme_publish::view::edition_address;
use parcferme_publish::{json, pdf};
use parcferme_store::{Act, Address, Digest, Document, Draft, Edition, Fault, Publication, Record, Standing};
use std::collections::BTreeMap;
use std::path::Path;

/// What a rulebook's text in the record begins with: the name by which the season knew it.
const NAMED: &str = "# rulebook ";

const STANDINGS: &str = "standings.json";
const SHEET: &str = "standings.pdf";

/// The documents of an edition: all tables as JSON and as a sheet, the classification of each session as JSON. Besides the
/// season and its tables that they are made of.
///
/// # Errors
/// Points cannot be exact, or a sheet cannot be printed.
/// The rulebook does not come back from its text as it is.
fn made(loaded: &Loaded, said: &Said) -> Result<(Publication, Loaded, Outcome), Refused> {
    // What is kept of the rulebook is what is computed by: its lines are those that reasons name.
    let rulebook = kept_as(loaded);
    let kept = library::scored_by(loaded, (&loaded.rules.document, &rulebook))?;
    let outcome = kept.outcome()?;
    let same_rules = kept.rules.wording.to_toml() == loaded.rules.wording.to_toml();
    let (made, asked) = std::thread::scope(|threads| {
        // None where nothing differs, which needs no document to be seen.
        let asked = threads.spawn(|| -> Result<Option<Document>, Refused> {
            let tables = loaded.outcome()?.tables;
            if same_rules && tables == outcome.tables {
                return Ok(None);
            }
            Ok(Some(document(&json::standings::standings(&loaded.season, &loaded.rules, &tables))))
        });
        (computed(&kept, &outcome, said, rulebook), joined(asked))
    });
    let (publication, asked) = (made?, asked?);
    if asked.is_some_and(|own| publication.documents.get(STANDINGS) != Some(&own)) {
        return Err(vec![
            Diagnostic::error("PF1335", "the rulebook gives other tables when it is read back from its text")
                .found(loaded.rules.document.as_str())
                .help("nothing was published; this is a fault of the program: please report the rulebook"),
        ]);
    }
    Ok((publication, kept, outcome))
}

/// What an edition says of itself.
#[derive(Clone, Debug)]
pub struct Said {
    pub standing: Standing,
    pub when: Moment,
    /// Where it can be read; none where nobody knows.
    pub address: Option<String>,
}

impl Said {
    pub fn of(edition: &Edition) -> Said {
        Said { standing: edition.standing, when: edition.when, address: edition.address.clone() }
    }
}

/// Where an edition is published: in a record, and on a site, where it is known by which name that is reached.
#[derive(Clone, Copy, Debug)]
pub struct To<'a> {
    pub record: &'a Address,
    pub site: Option<&'a str>,
    /// The file of the key that signs the log; beside the file of the record where none is named.
    pub key_file: Option<&'a Path>,
}

impl<'a> From<&'a Address> for To<'a> {
    fn from(record: &'a Address) -> To<'a> {
        To { record, site: None, key_file: None }
    }
}

/// What a thread made; where it panicked, this one does.
fn joined<T>(thread: std::thread::ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

fn computed(
    loaded: &Loaded,
    outcome: &Outcome,
    said: &Said,
    rulebook: String,
) -> Result<Publication, Refused> {
    let (season, rules) = (&loaded.season, &loaded.rules);
    // Half of the time is the sheet's.
    let (mut documents, (printed, found)) = std::thread::scope(|threads| {
        let printed = threads.spawn(|| {
            let sheet = official::points(season, rules, &outcome.tables, &issue(loaded, said));
            let (printed, found) = pdf::print(&sheet, pdf::Print::default());
            (Document::from(printed.bytes), found)
        });
        (readable(loaded, outcome), joined(printed))
    });
    if found.iter().any(|own| own.severity == Severity::Error) {
        return Err(found);
    }
    documents.insert(SHEET.to_owned(), printed);
    Ok(publication(said, rulebook, documents))
}

fn publication(said: &Said, rulebook: String, documents: BTreeMap<String, Document>) -> Publication {
    Publication {
        standing: said.standing,
        rulebook: rulebook.into_bytes(),
        engine: crate::ISSUER.to_owned(),
        documents,
        address: said.address.clone(),
    }
}

/// The rulebook as the record keeps it.
fn kept_as(loaded: &Loaded) -> String {
    format!("{NAMED}{}\n{}", loaded.rules.document, loaded.rules.wording.to_toml())
}

/// What programs read of an edition.
fn readable(loaded: &Loaded, outcome: &Outcome) -> BTreeMap<String, Document> {
    let (season, rules) = (&loaded.season, &loaded.rules);
    let tables = json::standings::standings(season, rules, &outcome.tables);
    let classified = outcome.classifications.iter().map(|own| {
        let classified = json::classification::declared(season, rules, own);
        (classification_name(season, own.session), document(&classified))
    });
    classified.chain([(STANDINGS.to_owned(), document(&tables))]).collect()
}

/// What documents of an edition say of themselves.
pub fn issue(loaded: &Loaded, said: &Said) -> Issue {
    Issue {
        status: match said.standing {
            Standing::Provisional => Status::Provisional,
            Standing::Official => Status::Official,
        },
        issued: moment_in_words(said.when),
        issued_at: Some(said.when.into()),
        address: said.address.clone().unwrap_or_default(),
        ..loaded.issue()
    }
}

/// What an edition calls the classification of a session.
pub fn classification_name(season: &Season, session: Ix<Session>) -> String {
    let session = &season.sessions[session];
    let round = &season.rounds[session.round];
    let round = round.number.map_or_else(|| round.event.clone(), |own| format!("{:02}", own.0));
    format!("classifications/{round}-{}.json", session.id)
}

/// What came of publishing.
pub enum Published {
    Edition(Box<Edition>),
    /// The last edition says the same and stands as it was to stand.
    Same(Box<Edition>),
}

/// An act that changes what was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anew {
    /// The operation that entered it. What was entered after that nobody saw who acted, and it is not published with it.
    pub after: u64,
    /// As the log is to say it.
    pub why: String,
}

/// What would be published of a season as it stands.
pub struct Ready {
    pub unpublished: Unpublished,
    /// The season and its tables, as the edition is computed from the record again.
    pub loaded: Loaded,
    pub outcome: Outcome,
    /// The last edition.
    last: Option<Edition>,
    found: Vec<Diagnostic>,
}

/// An edition that is not entered yet, and what it would follow.
pub struct Unpublished {
    season: String,
    follows: u64,
    when: Moment,
    publication: Publication,
}

impl Ready {
    /// # Errors
    /// It cannot be computed, or what the database says.
    pub fn of(record: &mut Record, to: To<'_>, season: &str, standing: Standing) -> Result<Ready, Refused> {
        let head = super::head(record, season)?;
        let loaded = library::of_record(season, record.files(season, head.number).map_err(refused)?, None)?;
        let when = super::now().max(head.when);
        let last = record.last_edition(season).map_err(refused)?;
        let number = last.as_ref().map_or(0, |own| own.number) + 1;
        let address = to.site.map(|site| edition_address(site, season, number));
        let (publication, kept, outcome) = made(&loaded, &Said { standing, when, address })?;
        let unpublished = Unpublished { season: season.to_owned(), follows: head.number, when, publication };
        Ok(Ready { unpublished, loaded: kept, outcome, last, found: loaded.diagnostics })
    }

    /// What would be published anew after an act, provisional; none where the last edition says the same, nothing has been
    /// published, or something else was entered since.
    ///
    /// # Errors
    /// The same.
    pub fn anew(record: &mut Record, to: To<'_>, season: &str, act: &Anew) -> Result<Option<Ready>, Refused> {
        let is_last = super::head(record, season)?.number == act.after;
        if !is_last || record.last_edition(season).map_err(refused)?.is_none() {
            return Ok(None);
        }
        let own = Ready::of(record, to, season, Standing::Provisional)?;
        // Something came between just now: it is not published unseen.
        if own.unpublished.follows != act.after {
            return Ok(None);
        }
        let is_said = own.last.as_ref().is_some_and(|last| says(last, &own.unpublished.publication));
        Ok((!is_said).then_some(own))
    }

    /// The last edition, where it says the same and stands as this is to stand.
    pub fn same(&self) -> Option<&Edition> {
        let own = &self.unpublished.publication;
        self.last.as_ref().filter(|last| last.standing == own.standing && says(last, own))
    }
}

impl Unpublished {
    /// Publishes it.
    ///
    /// # Errors
    /// The record has moved on meanwhile, or what the database says.
    pub fn publish(
        self,
        record: &mut Record,
        address: &Address,
        (who, why, key): (&str, &str, Option<&str>),
    ) -> Result<Edition, Refused> {
        let draft = Draft {
            season: self.season,
            follows: self.follows,
            key: String::new(),
            who: who.to_owned(),
            why: why.to_owned(),
            when: self.when,
            act: Act::Publish(self.publication),
        };
        let edition = super::enter(record, address, draft, key)?.edition;
        edition
            .ok_or_else(|| refused(Fault::Damaged("an operation that published has no edition".to_owned())))
    }
}

/// Publishes a season as it stands.
///
/// # Errors
/// It cannot be computed, the record has moved on meanwhile, or what the database says.
pub fn publish<'a>(
    record: &mut Record,
    to: impl Into<To<'a>>,
    season: &str,
    standing: Standing,
    by: (&str, &str, Option<&str>),
) -> Result<(Published, Vec<Diagnostic>), Refused> {
    let to = to.into();
    let mut ready = Ready::of(record, to, season, standing)?;
    let found = std::mem::take(&mut ready.found);
    if let Some(same) = ready.same() {
        return Ok((Published::Same(Box::new(same.clone())), found));
    }
    Ok((Published::Edition(Box::new(ready.unpublished.publish(record, to.record, by)?)), found))
}

/// Publishes a season anew after an act, as [`Ready::anew`] has it.
///
/// # Errors
/// As [`publish`].
pub fn publish_anew<'a>(
    record: &mut Record,
    to: impl Into<To<'a>>,
    season: &str,
    (who, act): (&str, &Anew),
) -> Result<Option<Edition>, Refused> {
    let to = to.into();
    let ready = Ready::anew(record, to, season, act)?;
    ready.map(|own| own.unpublished.publish(record, to.record, (who, &act.why, None))).transpose()
}

/// The number of the edition that was published anew after an act, where it was: who asks again because an answer was lost is
/// told the same.
///
/// # Errors
/// What the database says.
pub fn published_after(record: &mut Record, season: &str, act: &Anew) -> Result<Option<u64>, Refused> {
    let next = record.operations(season, act.after).map_err(refused)?.into_iter().next();
    Ok(next.filter(|own| own.why == act.why).and_then(|own| own.edition).map(|own| own.0))
}

/// Whether an edition says of its tables and classifications what is computed now; sheets are of the same tables.
///
/// # Errors
/// The rulebook does not come back from its text as it is.
pub fn says_still(edition: &Edition, loaded: &Loaded) -> Result<bool, Refused> {
    let said = Said::of(edition);
    let rulebook = kept_as(loaded);
    if edition.rulebook != Digest::of(rulebook.as_bytes()) {
        return Ok(false);
    }
    let kept = library::scored_by(loaded, (&loaded.rules.document, &rulebook))?;
    let mut documents = readable(&kept, &kept.outcome()?);
    documents.insert(SHEET.to_owned(), Vec::new().into());
    Ok(says(edition, &publication(&said, rulebook, documents)))
}

/// Whether an edition says what would be published: sheets aside, which bear the moment that they were made at.
fn says(edition: &Edition, publication: &Publication) -> bool {
    let same = publication.documents.iter().filter(|(name, _)| !name.ends_with(".pdf")).all(|(name, own)| {
        edition.papers.iter().any(|paper| paper.name == *name && paper.digest == own.digest())
    });
    same && edition.papers.len() == publication.documents.len()
        && edition.rulebook == Digest::of(&publication.rulebook)
}

fn document(own: &impl serde::Serialize) -> Document {
    // Wire formats are structs of texts, numbers and lists: they always have a form in JSON.
    let mut bytes = serde_json::to_vec_pretty(own).unwrap_or_default();
    bytes.push(b'\n');
    bytes.into()
}

/// The facts that an edition was computed from, and the text of its rulebook with the name by which the season knew it.
pub struct Read {
    files: Raw,
    name: String,
    rulebook: String,
}

impl Read {
    /// # Errors
    /// What the database says.
    pub fn of(record: &mut Record, edition: &Edition) -> Result<Read, Fault> {
        let files = record.files(&edition.season, edition.after.0)?;
        let rulebook = String::from_utf8_lossy(&record.document(&edition.rulebook)?).into_owned();
        let first = rulebook.lines().next().unwrap_or("");
        let name = first.strip_prefix(NAMED).unwrap_or(&edition.season).to_owned();
        Ok(Read { files, name, rulebook })
    }

    /// The season as the edition published it.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn loaded(self, edition: &Edition) -> Result<Loaded, Refused> {
        library::of_record(&edition.season, self.files, Some((&self.name, &self.rulebook)))
    }
}

/// Whether a season's tables are what an edition published.
///
/// # Errors
/// They are others, as by another version of the program.
pub fn is_as_published(edition: &Edition, loaded: &Loaded, outcome: &Outcome) -> Result<(), Refused> {
    let tables = json::standings::standings(&loaded.season, &loaded.rules, &outcome.tables);
    let digest = document(&tables).digest();
    if edition.papers.iter().any(|paper| paper.name == STANDINGS && paper.digest == digest) {
        return Ok(());
    }
    let other = format!("`{STANDINGS}` was published with other bytes than are computed");
    Err(vec![
        Diagnostic::error("PF1325", other)
            .at(super::place(&edition.season, "edition", edition.number))
            .help(format!("it was computed by {}, this is {}: publish anew", edition.engine, crate::ISSUER)),
    ])
}

/// Computes an edition again, from the facts and the rulebook that it names; what is not as it was published.
///
/// # Errors
/// What the database says.
pub fn again(record: &mut Record, edition: &Edition) -> Result<Vec<Diagnostic>, Refused> {
    let place = || super::place(&edition.season, "edition", edition.number);
    let read = match Read::of(record, edition) {
        Ok(own) => own,
        // Told by the walk through the record.
        Err(Fault::Damaged(_)) => return Ok(Vec::new()),
        Err(Fault::Redacted { digest, redaction }) => {
            return Ok(vec![
                Diagnostic::note(
                    "PF1418",
                    "the edition is not computed again: what it was computed from was redacted",
                )
                .at(place())
                .found(format!("document {digest}, {}", redaction.told())),
            ]);
        }
        Err(fault) => return Err(refused(fault)),
    };
    let Read { files, name, rulebook } = read;
    let computed = library::texts_of_a_season(files)
        .and_then(|files| library::load_files(&edition.season, files, Some((&name, &rulebook))))
        .and_then(|loaded| computed(&loaded, &loaded.outcome()?, &Said::of(edition), rulebook.clone()));
    let same_engine = edition.engine == crate::ISSUER;
    let computed = match computed {
        Ok(own) => own,
        Err(found) => {
            let severity = if same_engine { Severity::Error } else { Severity::Warning };
            let cannot =
                Diagnostic::new("PF1324", severity, "the edition cannot be computed again").at(place());
            let help = format!("it was computed by {}, this is {}", edition.engine, crate::ISSUER);
            let first = found.first().map_or_else(String::new, |own| format!("{}: {}", own.id, own.message));
            return Ok(vec![cannot.found(first).help(help)]);
        }
    };
    let mut found = Vec::new();
    let published: BTreeMap<&str, _> =
        edition.papers.iter().map(|own| (own.name.as_str(), own.digest)).collect();
    let mut differs = |name: &str, what: &str| {
        let message = format!("`{name}` {what}");
        let own = if same_engine {
            Diagnostic::error("PF1325", message)
                .help("facts, rulebook and program are those it was published from: the document is another")
        } else {
            Diagnostic::warning("PF1325", message).help(format!(
                "it was computed by {}, this is {}: compare what both say",
                edition.engine,
                crate::ISSUER
            ))
        };
        found.push(own.at(place()));
    };
    for (name, digest) in &published {
        match computed.documents.get(*name) {
            None => differs(name, "was published, and is not computed"),
            Some(own) if own.digest() != *digest => {
                differs(name, "was published with other bytes than are computed");
            }
            Some(_) => {}
        }
    }
    for name in computed.documents.keys().filter(|name| !published.contains_key(name.as_str())) {
        differs(name, "is computed, and was not published");
    }
    Ok(found)
}
