//! Whether a document is what was published: by the edition and the proof beside it, or by a copy of the log.

use super::copy::{Copy, Read, client, unread};
use super::{Answer, Failure, counted, keys_of};
use crate::fetch;
use crate::report;
use parcferme_core::{Diagnostic, Place};
use parcferme_publish::stamp::moment_in_words;
use parcferme_store::proof::{Checkpoint, Proof, Verifier};
use parcferme_store::{Digest, Edition};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

const STATEMENT: &str = "edition.json";
const PROOF: &str = "edition.json.tlog-proof";
/// Folders of a host in which its site is looked for.
const MOST_FOLDERS: usize = 2;

/// A document with what was found beside it.
struct Given {
    shown: String,
    called: String,
    bytes: Vec<u8>,
    beside: Option<Beside>,
    /// What a page's address stands for: the statement of its edition was taken in its place.
    is_page: bool,
}

struct Beside {
    statement: String,
    edition: Edition,
    proof: Proof,
}

/// An edition that has the document.
struct Found {
    edition: Edition,
    checkpoint: Checkpoint,
}

pub fn run(document: &str, key: Option<&str>, from: Option<&str>, out: &mut dyn Write) -> Answer {
    let mut log = from.map(|own| Copy::of(own)?.log()).transpose()?;
    let given = match fetch::is_address(document) {
        true => {
            let site = Site::of(document);
            let given = site.fetched(log.is_some())?;
            let Some(given) = given else { return site.is_no_document() };
            // The site's own log, where it has one, says what came later.
            log = log.or_else(|| Copy::of(&site.base).ok()?.log().ok());
            given
        }
        false => on_disk(Path::new(document), log.is_some())?,
    };
    let wrong = |message: String| {
        report::to_stderr(&[Diagnostic::error("PF1344", message).at(Place::document(given.shown.clone()))]);
        Ok(false)
    };
    if let Some(own) = &given.beside
        && let Some(what) = other_bytes(&given, &own.edition)
    {
        return wrong(format!("{what} (edition {} of {})", own.edition.number, own.edition.season));
    }
    let keys: Vec<Verifier> = match (key, &log) {
        (Some(key), _) => keys_of(key)?,
        (None, Some(log)) => log.keys.clone(),
        (None, None) => return Err(no_key(&given.shown)),
    };
    if let Some(own) = log.as_ref().filter(|own| !own.log.is_by(&keys)) {
        return wrong(format!("the head of the log is not signed by the key ({})", own.shown));
    }
    let found = match (&given.beside, &log) {
        (Some(own), _) => {
            if own.edition.index != own.proof.index {
                let (proof, edition) = (own.proof.index, own.edition.index);
                return wrong(format!("the proof is of entry {proof}, the edition is entry {edition}"));
            }
            match own.proof.verify(own.statement.as_bytes(), &keys) {
                Ok(checkpoint) => Found { edition: own.edition.clone(), checkpoint },
                Err(error) => return wrong(error.to_owned()),
            }
        }
        (None, Some(log)) => match in_log(log, &given.bytes) {
            Some(edition) => Found { edition, checkpoint: log.log.checkpoint.clone() },
            None => {
                report::to_stderr(&[of_no_edition(&given.shown, log)]);
                return Ok(false);
            }
        },
        (None, None) => return Err(Failure::Refused(alone(&given.shown))),
    };
    if let Some(log) = &log
        && let Some(entry) = usize::try_from(found.edition.index).ok().and_then(|at| log.log.entries.get(at))
        && entry != found.edition.statement.as_bytes()
    {
        let index = found.edition.index;
        return wrong(format!("{} has another edition as entry {index}: two histories", log.shown));
    }
    told(&given, &found, log.as_ref(), out)?;
    if key.is_none() {
        writeln!(
            out,
            "The key is the one beside the log: that the log is the series' own, --key with the key that it printed proves.\n  {}",
            keys.last().map_or_else(String::new, ToString::to_string)
        )?;
    }
    Ok(true)
}

fn told(given: &Given, found: &Found, log: Option<&Read>, out: &mut dyn Write) -> std::io::Result<()> {
    let Found { edition, checkpoint } = found;
    if given.is_page {
        writeln!(
            out,
            "{}: the page is drawn anew each time; its edition is as it was published, to the byte.",
            given.shown
        )?;
    } else {
        writeln!(out, "{}: as it was published, to the byte.", given.shown)?;
    }
    let supersedes =
        edition.supersedes.map_or_else(String::new, |number| format!(", supersedes edition {number}"));
    writeln!(
        out,
        "{}, edition {}: {}, {}{supersedes}.",
        edition.season,
        edition.number,
        edition.standing.word(),
        moment_in_words(edition.when)
    )?;
    writeln!(
        out,
        "Entry {} of the log {}, signed by the key when it had {}.",
        edition.index,
        checkpoint.origin,
        counted(checkpoint.size, "edition")
    )?;
    let Some(log) = log else { return writeln!(out, "Whether a later edition supersedes it, the log says.") };
    match log.editions().rfind(|own| own.season == edition.season && own.number > edition.number) {
        Some(later) => writeln!(
            out,
            "It is not the latest: edition {}, {}, {}, supersedes it.",
            later.number,
            later.standing.word(),
            moment_in_words(later.when)
        ),
        None => writeln!(out, "No later edition of the season is in {}.", log.shown),
    }
}

/// Why a document is none of the edition beside it; none where it is one.
fn other_bytes(given: &Given, edition: &Edition) -> Option<String> {
    let digest = Digest::of(&given.bytes);
    let is_one = given.bytes == edition.statement.as_bytes()
        || edition.papers.iter().any(|paper| paper.digest == digest);
    if is_one {
        return None;
    }
    let is_called = |name: &str| name.rsplit('/').next() == Some(given.called.as_str());
    Some(match edition.papers.iter().find(|paper| is_called(&paper.name)) {
        Some(paper) => format!("it is not what was published as `{}`: other bytes", paper.name),
        None => "it is no document of the edition beside it".to_owned(),
    })
}

/// The last edition of a log that has a document with these bytes.
fn in_log(log: &Read, bytes: &[u8]) -> Option<Edition> {
    let digest = Digest::of(bytes);
    log.editions().rfind(|own| own.hash == digest || own.papers.iter().any(|paper| paper.digest == digest))
}

fn on_disk(document: &Path, elsewhere: bool) -> Result<Given, Failure> {
    let unreadable = |path: &Path, what: &dyn std::fmt::Display| {
        let cannot = Diagnostic::error("PF1343", format!("cannot read it: {what}"));
        Failure::Refused(vec![beside_it(cannot, &path.display().to_string())])
    };
    let bytes = fs::read(document).map_err(|error| unreadable(document, &error))?;
    // The edition lies beside the document, or above the folder that the document has in it.
    let folders = document.parent().map(|own| if own.as_os_str().is_empty() { Path::new(".") } else { own });
    let mut folders: Vec<PathBuf> =
        folders.into_iter().flat_map(|own| [own.to_owned(), own.join("..")]).collect();
    folders.retain(|folder| folder.join(STATEMENT).is_file());
    let given = |beside| Given {
        shown: document.display().to_string(),
        called: document.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        bytes: bytes.clone(),
        beside,
        is_page: false,
    };
    let Some(folder) = folders.into_iter().next() else {
        return if elsewhere {
            Ok(given(None))
        } else {
            Err(Failure::Refused(alone(&document.display().to_string())))
        };
    };
    let text = |path: &Path| fs::read_to_string(path).map_err(|error| unreadable(path, &error));
    let at = folder.join(STATEMENT);
    let statement = text(&at)?;
    let edition = Edition::of(statement.clone()).map_err(|error| unreadable(&at, &error))?;
    let at = folder.join(PROOF);
    if elsewhere && !at.is_file() {
        return Ok(given(None));
    }
    let proof = Proof::read(&text(&at)?).map_err(|error| unreadable(&at, &error))?;
    Ok(given(Some(Beside { statement, edition, proof })))
}

/// An address, cut where editions stand below a site.
struct Site<'a> {
    address: &'a str,
    /// The site.
    base: String,
    /// `…/editions/SERIES/SEASON/NUMBER`.
    edition: Option<String>,
    /// What is asked for below it; empty where it is its page.
    below: &'a str,
}

impl Site<'_> {
    fn of(address: &str) -> Site<'_> {
        // Where a host ends; what stands behind `?` names nothing of an edition.
        let plain = address.split(['?', '#']).next().unwrap_or(address);
        let host = plain.find("://").map_or(0, |own| own + 3);
        let end = plain[host..].find('/').map_or(plain.len(), |own| host + own);
        let cut = |at: &str| plain[end..].find(at).map(|own| end + own);
        let mut site = Site { address, base: plain[..end].to_owned(), edition: None, below: "" };
        if let Some(at) = cut("/editions/") {
            let rest = &plain[at + "/editions/".len()..];
            let mut parts = rest.splitn(4, '/');
            if let (Some(series), Some(season), Some(number)) = (parts.next(), parts.next(), parts.next()) {
                site.base = plain[..at].to_owned();
                site.edition = Some(format!("{}/editions/{series}/{season}/{number}", site.base));
                site.below = parts.next().unwrap_or("");
            }
        }
        site
    }

    /// The document with what lies beside it; none where nothing does.
    fn fetched(&self, elsewhere: bool) -> Result<Option<Given>, Failure> {
        let client = client()?;
        let get = |at: &str| client.get(at).map_err(|error| Failure::Refused(unread(at, error)));
        let is_page = self.edition.is_some() && self.below.is_empty();
        let at = match &self.edition {
            Some(root) if is_page => format!("{root}/{STATEMENT}"),
            _ => self.address.to_owned(),
        };
        let above = |own: &str| own.rsplit_once('/').map(|own| own.0.to_owned());
        let roots: Vec<String> = match &self.edition {
            Some(root) => vec![root.clone()],
            None => above(self.address)
                .into_iter()
                .flat_map(|own| [Some(own.clone()), above(&own)])
                .flatten()
                .collect(),
        };
        let Some(bytes) = get(&at)? else {
            let cannot = Diagnostic::error("PF1343", "cannot read it: the site has nothing there");
            return Err(Failure::Refused(vec![beside_it(cannot, &at)]));
        };
        let mut beside = None;
        for root in roots.iter().filter(|own| own.len() >= self.base.len()) {
            let (statement, proof) = (format!("{root}/{STATEMENT}"), format!("{root}/{PROOF}"));
            let Some(text) = get(&statement)?.and_then(|own| String::from_utf8(own).ok()) else { continue };
            let Ok(edition) = Edition::of(text.clone()) else { continue };
            let Some(own) = get(&proof)? else { continue };
            let unfit = |error: &str| {
                let cannot = Diagnostic::error("PF1343", format!("cannot read it: {error}"));
                Failure::Refused(vec![beside_it(cannot, &proof)])
            };
            let own = Proof::read(&String::from_utf8_lossy(&own)).map_err(unfit)?;
            beside = Some(Beside { statement: text, edition, proof: own });
            break;
        }
        let called = at.rsplit('/').next().unwrap_or_default().to_owned();
        let given = Given { shown: self.address.to_owned(), called, bytes, beside, is_page };
        Ok((given.beside.is_some() || elsewhere).then_some(given))
    }

    /// What a page or a sheet of a season is, where it is none of an edition: what the site's log says of its season.
    fn is_no_document(&self) -> Answer {
        let path = self.address.get(self.base.len()..).and_then(|own| own.split(['?', '#']).next());
        let path = path.unwrap_or_default();
        // A site may lie in a folder of its host.
        let folders = path.match_indices('/').skip(1).map(|own| &path[..own.0]).take(MOST_FOLDERS);
        let bases = std::iter::once("").chain(folders).map(|own| format!("{}{own}", self.base));
        let log = bases.into_iter().find_map(|base| Some((Copy::of(&base).ok()?.log().ok()?, base)));
        let last = log.as_ref().and_then(|(log, base)| {
            let is_of = |own: &Edition| path.contains(&format!("/{}/", own.season));
            Some((log.editions().rfind(is_of)?, base))
        });
        let own = Diagnostic::error(
            "PF1441",
            "it is no document of an edition: it is drawn anew each time it is asked for",
        )
        .at(Place::document(self.address.to_owned()))
        .expected("a document of an edition, such as https://…/editions/hill-cup/2026/3/standings.pdf");
        let own = match last {
            Some((edition, base)) => {
                let at = format!("{base}/editions/{}/{}", edition.season, edition.number);
                let papers: Vec<&str> = edition.papers.iter().map(|own| own.name.as_str()).take(5).collect();
                own.found(format!(
                    "a page of {}, of which edition {}, {}, {}, is the latest",
                    edition.season,
                    edition.number,
                    edition.standing.word(),
                    moment_in_words(edition.when)
                ))
                .help(format!("its own documents are what is proven: `parcferme verify {at}/{}` ({})", papers.first().unwrap_or(&STATEMENT), papers.join(", ")))
            }
            None => own.help("editions are listed on the page `editions.html` of a site; the documents of each are what is proven"),
        };
        Err(Failure::Refused(vec![own]))
    }
}

fn beside_it(own: Diagnostic, place: &str) -> Diagnostic {
    own.at(Place::document(place.to_owned()))
        .expected("a document of an edition, with edition.json and edition.json.tlog-proof beside it")
        .help("`parcferme edition write` writes all three into a folder; ask for it where you have the document from")
}

/// A document without anything beside it.
fn alone(place: &str) -> Vec<Diagnostic> {
    vec![
        Diagnostic::error("PF1343", "nothing lies beside it that could prove it: no edition.json")
            .at(Place::document(place.to_owned()))
            .expected("edition.json and edition.json.tlog-proof beside it, or --from with a site, a copy of the log or a record")
            .help(format!("the code on the sheet leads to its edition: `parcferme verify {place} --from https://THAT-SITE` finds it there by its bytes")),
    ]
}

fn of_no_edition(place: &str, log: &Read) -> Diagnostic {
    let mut latest: Vec<Edition> = Vec::new();
    for own in log.editions().rev() {
        if latest.iter().all(|other| other.season != own.season) {
            latest.push(own);
        }
    }
    let named = latest.iter().take(3).map(|own| format!("edition {} of {}", own.number, own.season));
    Diagnostic::error("PF1441", "no edition of the log has a document with these bytes")
        .at(Place::document(place.to_owned()))
        .found(format!("SHA-256 of other bytes than any of {}", counted(log.log.checkpoint.size, "edition")))
        .expected("a document of an edition, as it was published")
        .help(format!("pages of a season and sheets of them are drawn anew each time, and are no documents of an edition; those of the latest editions are below /editions ({})", named.collect::<Vec<_>>().join(", ")))
}

fn no_key(place: &str) -> Failure {
    Failure::Refused(vec![
        Diagnostic::error("PF1345", "whose signature is it to be? the public key of the log is not named")
            .at(Place::document(place.to_owned()))
            .expected("--key, as results.club.example+c74f20a3+ARpc...")
            .help("the series publishes it, in `keys` of its log; a key from beside the document would prove nothing"),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_cut_where_editions_stand() {
        for (address, base, edition, below) in [
            (
                "https://a.b/editions/cup/2026/3/standings.pdf",
                "https://a.b",
                Some("https://a.b/editions/cup/2026/3"),
                "standings.pdf",
            ),
            (
                "https://a.b/x/editions/cup/2026/3/c/1.json?y=1",
                "https://a.b/x",
                Some("https://a.b/x/editions/cup/2026/3"),
                "c/1.json",
            ),
            ("https://a.b/editions/cup/2026/3", "https://a.b", Some("https://a.b/editions/cup/2026/3"), ""),
            ("https://a.b/cup/2026/standings/drivers.pdf", "https://a.b", None, ""),
            ("https://a.b", "https://a.b", None, ""),
            ("https://a.b/editions/", "https://a.b", None, ""),
        ] {
            let own = Site::of(address);
            assert_eq!(
                (own.base.as_str(), own.edition.as_deref(), own.below),
                (base, edition, below),
                "{address}"
            );
        }
    }
}
