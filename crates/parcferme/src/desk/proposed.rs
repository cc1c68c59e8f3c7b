//! Files of a season as somebody wants them, before and while they are entered.
//!
//! What is proposed is a value: the state of the record that it was made for, the files that change, every table before and
//! after. Its digest names all of it; who confirms names the digest, and enters that and nothing else. Where the record has
//! moved on, what was entered since is told, both are joined where they changed different places, and it is shown anew.

use super::concerned::{Concerned, only_in};
use super::decision::{PreviewId, needs};
use super::rules::RULEBOOK;
use super::{Entry, Person, Stands, has_moved_on};
use crate::library::{Loaded, Raw, Refused};
use crate::record::undo::Undone;
use crate::record::{self, folder};
use parcferme_core::whatif::{Comparison, compare};
use parcferme_core::{Diagnostic, Outcome};
use parcferme_publish::view::classified::{Classified, Side, classified};
use parcferme_publish::{json, record as words};
use parcferme_store::{Clash, Digest, Entered, Facts, Record, merge_over};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Files of a season's folder by path, as they are to be; none where a file goes.
pub type Files = BTreeMap<String, Option<Vec<u8>>>;

/// What is hashed.
#[derive(Serialize)]
struct Statement<'a> {
    schema: &'static str,
    season: &'a str,
    after: Digest,
    undoes: Option<u64>,
    /// Digests of the files; none where one goes.
    files: BTreeMap<&'a str, Option<Digest>>,
    tables: &'a json::whatif::Document,
}

const SCHEMA: &str = "parcferme.proposed/1";

/// Changed files of a season with what they do.
pub struct Proposed {
    pub id: PreviewId,
    /// The files that differ from the state that this was made for.
    pub facts: Facts,
    /// The same, with the lines and blocks that come and go.
    pub differs: Vec<folder::Differs>,
    /// What is told of the season with them and was not told of it without.
    pub told: Vec<Diagnostic>,
    pub comparison: Comparison,
    pub document: json::whatif::Document,
    /// Sessions that are classified otherwise with them.
    pub classified: Vec<Classified>,
    /// The season with them.
    pub loaded: Loaded,
    pub outcome: Outcome,
}

impl Proposed {
    /// What files do on a state of the record. `undoes` is the number of the operation that they take back, where they do.
    ///
    /// # Errors
    /// Nothing differs ([PF1364](../errors/PF1364.md)), or the season with them cannot be computed: as `push` refuses it.
    pub fn of(stands: &Stands, files: Files, undoes: Option<u64>) -> Result<Proposed, Refused> {
        let differing = files.into_iter().filter(|(path, bytes)| stands.files.get(path) != bytes.as_ref());
        let files: Files = differing.collect();
        if files.is_empty() {
            return Err(vec![
                Diagnostic::note("PF1364", "there is nothing to enter: the record has all of it already")
                    .at(record::place(stands.season(), "operation", stands.operation.number)),
            ]);
        }
        let (loaded, outcome) = stands.with(&files)?;
        let before = (&stands.loaded.season, &stands.loaded.rules, &stands.outcome);
        let comparison = compare(before, (&loaded.season, &loaded.rules, &outcome));
        let differs = folder::differences(&of_paths(&stands.files, &files), &that_stay(&files));
        let document = json::whatif::whatif(&loaded.season, ("", None), &comparison, &[]);
        let side = |season, outcome| Side { season, outcome };
        let classified =
            classified(side(&stands.loaded.season, &stands.outcome), side(&loaded.season, &outcome));
        let digests = files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_deref().map(Digest::of)));
        let statement = Statement {
            schema: SCHEMA,
            season: stands.season(),
            after: stands.operation.hash,
            undoes,
            files: digests.collect(),
            tables: &document,
        };
        // Texts, numbers and lists of them always have a form in JSON.
        let digest = Digest::of(&serde_json::to_vec(&statement).unwrap_or_default());
        let id = PreviewId { after: stands.operation.number, digest };
        let known = &stands.loaded.diagnostics;
        // Of rules that stay as they are, the check of the season tells.
        let is_about = |own: &Diagnostic| {
            files.contains_key(RULEBOOK)
                || own.places.is_empty()
                || own.places.iter().any(|place| place.document != RULEBOOK)
        };
        let told = loaded.diagnostics.iter().filter(|own| !known.contains(own) && is_about(own));
        let told = told.cloned().collect();
        Ok(Proposed {
            id,
            differs,
            told,
            facts: Facts { files, undoes },
            comparison,
            document,
            classified,
            loaded,
            outcome,
        })
    }

    /// Refuses who may not enter it: it takes back, brings or changes a decision, a notice or a lap that concerns whom he
    /// belongs to; or it takes back a decision that several signed.
    ///
    /// # Errors
    /// [PF1357](../errors/PF1357.md) or [PF1433](../errors/PF1433.md).
    pub fn may_enter(&self, stands: &Stands, person: &Person) -> Result<(), Refused> {
        let concerned = Concerned::by_change(&stands.loaded, &self.loaded);
        concerned.may_be_judged_by(person, "what this changes")?;
        let gone = only_in(&stands.loaded, &self.loaded).into_iter();
        let signed = gone.map(|own| (own, needs(&stands.loaded, &own.id))).find(|own| own.1 > 1);
        let Some((own, signatures)) = signed else { return Ok(()) };
        Err(vec![
            Diagnostic::error(
                "PF1433",
                format!(
                    "decision {} needs {signatures} signatures, and one person would take it back",
                    own.id
                ),
            )
            .found(person.name.as_str())
            .expected(format!("a lift of decision {}, which {signatures} people sign", own.id))
            .help("stewards lift a decision by a further one; both stay on the board"),
        ])
    }

    /// What it does to files, in sentences.
    pub fn sentences(&self) -> Vec<String> {
        let changed: Vec<_> = self.differs.iter().map(|own| own.changed.clone()).collect();
        words::changes(&changed)
    }
}

fn of_paths(all: &Raw, paths: &Files) -> Raw {
    all.iter()
        .filter(|own| paths.contains_key(own.0))
        .map(|(path, bytes)| (path.clone(), bytes.clone()))
        .collect()
}

fn that_stay(files: &Files) -> Raw {
    files.iter().filter_map(|(path, bytes)| Some((path.clone(), bytes.clone()?))).collect()
}

/// What became of a confirmation.
pub enum Confirmed {
    Entered(Box<Entered>),
    /// Nothing was entered: the record had moved on. The same on the record as it stands now, with what was entered since.
    Anew {
        stands: Arc<Stands>,
        proposed: Box<Proposed>,
        since: Vec<Diagnostic>,
    },
    /// Nothing was entered: what was entered since changed the same places. Both are told.
    Clashes {
        since: Vec<Diagnostic>,
        clashes: Vec<Clash>,
    },
}

/// Where others changed the same places since: whether that is told, or what was shown is put over it and shown anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meeting {
    Told,
    PutOver,
}

/// Enters what was shown, as one operation: asked again with the same reason, it is the same operation.
///
/// # Errors
/// It is not what was shown ([PF1365](../errors/PF1365.md)); or what the database says.
pub fn confirm(
    record: &mut Record,
    season: &str,
    (facts, id): (&Facts, PreviewId),
    entry: &Entry<'_>,
    meeting: Meeting,
) -> Result<Confirmed, Refused> {
    let stood = Stands::after(record, season, id.after)?;
    let proposed = Proposed::of(&stood, facts.files.clone(), facts.undoes)?;
    if proposed.id != id {
        return Err(vec![
            Diagnostic::error("PF1365", "what is to be entered is not what was shown")
                .found(id.to_string())
                .expected(proposed.id.to_string())
                .help("look at it anew and confirm that; nothing was entered"),
        ]);
    }
    proposed.may_enter(&stood, entry.person)?;
    match entry.enter(record, &stood, proposed.facts) {
        Ok(entered) => Ok(Confirmed::Entered(Box::new(entered))),
        Err(found) if has_moved_on(&found) => anew(record, &stood, facts, found[1..].to_vec(), meeting),
        Err(found) => Err(found),
    }
}

/// What undoing an operation does to the season as it stands now: what was shown of another state is no guide to it.
fn undone(record: &mut Record, stands: &Stands, number: u64, since: &[Diagnostic]) -> Result<Files, Refused> {
    let undone = Undone::of(record, stands.season(), number, &stands.files)?;
    let later = record.operations(stands.season(), number).map_err(record::refused)?;
    let Some(why) = undone.stays(&later) else { return Ok(undone.facts.files) };
    let cannot = Diagnostic::error("PF1431", format!("operation {number} cannot be undone any more"))
        .at(record::place(stands.season(), "operation", number))
        .found(why)
        .help("nothing was entered; what was entered since it was shown follows");
    Err(std::iter::once(cannot).chain(since.iter().cloned()).collect())
}

/// What was made for an earlier state, on the record as it stands now.
fn anew(
    record: &mut Record,
    stood: &Stands,
    facts: &Facts,
    since: Vec<Diagnostic>,
    meeting: Meeting,
) -> Result<Confirmed, Refused> {
    let stands = Stands::now(record, stood.season())?;
    if let Some(number) = facts.undoes {
        let files = undone(record, &stands, number, &since)?;
        let proposed = Box::new(Proposed::of(&stands, files, facts.undoes)?);
        return Ok(Confirmed::Anew { stands, proposed, since });
    }
    let mut ours = stood.files.clone();
    for (path, bytes) in &facts.files {
        match bytes {
            Some(bytes) => ours.insert(path.clone(), bytes.clone()),
            None => ours.remove(path),
        };
    }
    let mut joined = folder::join(&stood.files, &ours, &stands.files);
    if meeting == Meeting::PutOver {
        for clash in joined.clashes.drain(..) {
            let [base, ours, theirs] =
                [&stood.files, &ours, &stands.files].map(|own| own.get(&clash.path).map(Vec::as_slice));
            let merged = merge_over(&clash.path, base, ours, theirs);
            joined.files.extend(merged.map(|own| (clash.path, own)));
        }
    }
    if !joined.clashes.is_empty() {
        return Ok(Confirmed::Clashes { since, clashes: joined.clashes });
    }
    let mut files: Files = stands.files.keys().map(|path| (path.clone(), None)).collect();
    files.extend(joined.files.into_iter().map(|(path, bytes)| (path, Some(bytes))));
    let proposed = Proposed::of(&stands, files, facts.undoes)?;
    Ok(Confirmed::Anew { stands, proposed: Box::new(proposed), since })
}
