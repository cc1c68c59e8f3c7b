//! What is published of a season: computed from the record's facts, and again whenever somebody asks.

use super::refused;
use crate::library::{self, Loaded, Raw, Refused};
use parcferme_core::season::{Moment, Session};
use parcferme_core::{Diagnostic, Ix, Season, Severity};
use parcferme_publish::sheet::Status;
use parcferme_publish::sheet::official::{self, Issue};
use parcferme_publish::stamp::moment_in_words;
use parcferme_publish::{json, pdf};
use parcferme_store::{Act, Address, Digest, Draft, Edition, Fault, Publication, Record, Standing};
use std::collections::BTreeMap;

/// What a rulebook's text in the record begins with: the name by which the season knew it.
const NAMED: &str = "# rulebook ";

const STANDINGS: &str = "standings.json";

/// The documents of an edition: all tables as JSON and as a sheet, the classification of each session as JSON.
///
/// # Errors
/// Points cannot be exact, or a sheet cannot be printed.
/// The rulebook does not come back from its text as it is.
pub fn publication(loaded: &Loaded, standing: Standing, when: Moment) -> Result<Publication, Refused> {
    // What is kept of the rulebook is what is computed by: its lines are those that reasons name.
    let rulebook = format!("{NAMED}{}\n{}", loaded.rules.document, loaded.rules.wording.to_toml());
    let kept =
        library::load_files(&loaded.asked, loaded.files.clone(), Some((&loaded.rules.document, &rulebook)))?;
    let made = computed(&kept, standing, when, rulebook)?;
    let asked = json::standings::standings(&loaded.season, &loaded.rules, &loaded.outcome()?.tables);
    if made.documents.get(STANDINGS) != Some(&document(&asked)) {
        return Err(vec![
            Diagnostic::error("PF1335", "the rulebook gives other tables when it is read back from its text")
                .found(loaded.rules.document.as_str())
                .help("nothing was published; this is a fault of the program: please report the rulebook"),
        ]);
    }
    Ok(made)
}

fn computed(
    loaded: &Loaded,
    standing: Standing,
    when: Moment,
    rulebook: String,
) -> Result<Publication, Refused> {
    let (season, rules) = (&loaded.season, &loaded.rules);
    let outcome = loaded.outcome()?;
    let mut documents = BTreeMap::new();
    documents
        .insert(STANDINGS.to_owned(), document(&json::standings::standings(season, rules, &outcome.tables)));
    let issue = issue(loaded, standing, when);
    let sheet = official::points(season, rules, &outcome.tables, &issue);
    let (printed, found) = pdf::print(&sheet, pdf::Print::default());
    if found.iter().any(|own| own.severity == Severity::Error) {
        return Err(found);
    }
    documents.insert("standings.pdf".to_owned(), printed.bytes);
    for own in &outcome.classifications {
        documents.insert(
            classification_name(season, own.session),
            document(&json::classification::declared(season, rules, own)),
        );
    }
    Ok(Publication { standing, rulebook: rulebook.into_bytes(), engine: crate::ISSUER.to_owned(), documents })
}

/// What documents of an edition say of themselves.
pub fn issue(loaded: &Loaded, standing: Standing, when: Moment) -> Issue {
    Issue {
        status: match standing {
            Standing::Provisional => Status::Provisional,
            Standing::Official => Status::Official,
        },
        issued: moment_in_words(when),
        issued_at: Some(when.into()),
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

/// What would be published of a season as it stands, and what it would follow.
struct Ready {
    follows: u64,
    when: Moment,
    publication: Publication,
    last: Option<Edition>,
    found: Vec<Diagnostic>,
}

impl Ready {
    fn of(record: &mut Record, season: &str, standing: Standing) -> Result<Ready, Refused> {
        let head = super::head(record, season)?;
        let loaded = super::load(season, record.files(season, head.number).map_err(refused)?)?;
        let when = super::now().max(head.when);
        let publication = publication(&loaded, standing, when)?;
        let last = record.editions(season).map_err(refused)?.pop();
        Ok(Ready { follows: head.number, when, publication, last, found: loaded.diagnostics })
    }

    fn publish(
        self,
        record: &mut Record,
        address: &Address,
        season: &str,
        (who, why, key): (&str, &str, Option<&str>),
    ) -> Result<Edition, Refused> {
        let draft = Draft {
            season: season.to_owned(),
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
pub fn publish(
    record: &mut Record,
    address: &Address,
    season: &str,
    standing: Standing,
    by: (&str, &str, Option<&str>),
) -> Result<(Published, Vec<Diagnostic>), Refused> {
    let mut ready = Ready::of(record, season, standing)?;
    let found = std::mem::take(&mut ready.found);
    match ready.last.take().filter(|own| own.standing == standing && says(own, &ready.publication)) {
        Some(same) => Ok((Published::Same(Box::new(same)), found)),
        None => Ok((Published::Edition(Box::new(ready.publish(record, address, season, by)?)), found)),
    }
}

/// Publishes a season anew, provisional, where its last edition says something else; none where it says the same, or nothing
/// has been published.
///
/// # Errors
/// As [`publish`].
pub fn publish_anew(
    record: &mut Record,
    address: &Address,
    season: &str,
    by: (&str, &str, Option<&str>),
) -> Result<Option<Edition>, Refused> {
    if record.editions(season).map_err(refused)?.is_empty() {
        return Ok(None);
    }
    let ready = Ready::of(record, season, Standing::Provisional)?;
    if ready.last.as_ref().is_some_and(|last| says(last, &ready.publication)) {
        return Ok(None);
    }
    ready.publish(record, address, season, by).map(Some)
}

/// Whether an edition says what would be published: sheets aside, which bear the moment that they were made at.
fn says(edition: &Edition, publication: &Publication) -> bool {
    let same =
        publication.documents.iter().filter(|(name, _)| !name.ends_with(".pdf")).all(|(name, bytes)| {
            let digest = Digest::of(bytes);
            edition.papers.iter().any(|paper| paper.name == *name && paper.digest == digest)
        });
    same && edition.papers.len() == publication.documents.len()
        && edition.rulebook == Digest::of(&publication.rulebook)
}

fn document(own: &impl serde::Serialize) -> Vec<u8> {
    // Wire formats are structs of texts, numbers and lists: they always have a form in JSON.
    let mut bytes = serde_json::to_vec_pretty(own).unwrap_or_default();
    bytes.push(b'\n');
    bytes
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
    /// It cannot be computed, or its tables are others than were published, as by another version of the program.
    pub fn as_published(self, edition: &Edition) -> Result<Loaded, Refused> {
        let loaded = library::of_record(&edition.season, self.files, (&self.name, &self.rulebook))?;
        let tables = json::standings::standings(&loaded.season, &loaded.rules, &loaded.outcome()?.tables);
        let digest = Digest::of(&document(&tables));
        if edition.papers.iter().any(|paper| paper.name == STANDINGS && paper.digest == digest) {
            return Ok(loaded);
        }
        let other = format!("`{STANDINGS}` was published with other bytes than are computed");
        Err(vec![
            Diagnostic::error("PF1325", other)
                .at(super::place(&edition.season, "edition", edition.number))
                .help(format!(
                    "it was computed by {}, this is {}: publish anew",
                    edition.engine,
                    crate::ISSUER
                )),
        ])
    }
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
        Err(fault) => return Err(refused(fault)),
    };
    let Read { files, name, rulebook } = read;
    let computed = library::texts_of_a_season(files)
        .and_then(|files| library::load_files(&edition.season, files, Some((&name, &rulebook))))
        .and_then(|loaded| computed(&loaded, edition.standing, edition.when, rulebook.clone()));
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
            Some(bytes) if Digest::of(bytes) != *digest => {
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
