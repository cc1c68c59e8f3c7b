//! What it takes to undo an operation: the files without what it did, and nothing that was entered after it.

use super::{operation, place, refused};
use crate::library::{Raw, Refused};
use parcferme_core::Diagnostic;
use parcferme_core::printable::printable;
use parcferme_store::{Clash, Digest, Facts, Operation, Record, undo};

/// An operation undone on a state of its season.
pub struct Undone {
    pub operation: Operation,
    /// What is to be entered; no files where nothing of what it did is there any more.
    pub facts: Facts,
    /// Places that were changed since: where there is one, nothing may be entered. `ours` is what stands there now.
    pub clashes: Vec<Clash>,
}

impl Undone {
    /// An operation undone on files that stand now.
    ///
    /// # Errors
    /// There is no such operation, it published, or what the database says.
    pub fn of(record: &mut Record, season: &str, number: u64, stands: &Raw) -> Result<Undone, Refused> {
        let head = super::head(record, season)?;
        let operation = operation(record, &head, number)?;
        if let Some((edition, _)) = operation.edition {
            return Err(vec![
                Diagnostic::error("PF1331", format!("operation {number} published edition {edition}: that is not undone"))
                    .at(place(season, "operation", number))
                    .help("what was published stays published; put the facts right, then publish a further edition, which supersedes it"),
            ]);
        }
        let (mut facts, mut clashes) = (Facts { undoes: Some(number), ..Facts::default() }, Vec::new());
        for change in &operation.changes {
            let mut bytes =
                |digest: Option<Digest>| digest.map(|own| record.document(&own)).transpose().map_err(refused);
            let (before, then) = (bytes(change.before)?, bytes(change.after)?);
            let now = stands.get(&change.path);
            match undo(&change.path, before.as_deref(), then.as_deref(), now.map(Vec::as_slice)) {
                Err(clash) => clashes.push(clash),
                Ok(taken) if taken.as_ref() == now => {}
                Ok(taken) => {
                    facts.files.insert(change.path.clone(), taken);
                }
            }
        }
        Ok(Undone { operation, facts, clashes })
    }

    /// Why it is not undone on those files, where it cannot be; `since` is what was entered after the operation.
    pub fn stays(&self, since: &[Operation]) -> Option<String> {
        if !self.clashes.is_empty() {
            return Some(format!("It cannot be undone as it is. {}", self.clashing(since).join(" ")));
        }
        self.facts.files.is_empty().then(|| "Nothing of what it did is there any more.".to_owned())
    }

    /// A sentence or two for each place that was changed since.
    fn clashing(&self, since: &[Operation]) -> Vec<String> {
        let shown = |text: &str| match text.trim() {
            "" => "nothing".to_owned(),
            text => format!("“{}”", cut(&text.split_whitespace().collect::<Vec<_>>().join(" "))),
        };
        let told = self.clashes.iter().map(|own| {
            let by = since.iter().filter(|later| later.changes.iter().any(|change| change.path == own.path));
            let by: Vec<String> = by
                .map(|later| format!("operation {} of {} ({})", later.number, later.who, later.why))
                .collect();
            format!(
                "What it did to {} was changed since, by {}. There stands now {}; before it stood {}. Undo the later operation first, or put the facts right by hand.",
                own.path,
                if by.is_empty() { "another operation".to_owned() } else { by.join(" and ") },
                shown(&own.ours),
                shown(&own.theirs)
            )
        });
        told.collect()
    }

    /// The files as they are then.
    pub fn after(&self, stands: &Raw) -> Raw {
        let mut after = stands.clone();
        for (path, bytes) in &self.facts.files {
            match bytes {
                Some(bytes) => after.insert(path.clone(), bytes.clone()),
                None => after.remove(path),
            };
        }
        after
    }
}

/// Characters that are shown of what two changed.
const MOST_CHARS: usize = 400;

fn cut(line: &str) -> String {
    let line = printable(line).to_string();
    match line.char_indices().nth(MOST_CHARS) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}
