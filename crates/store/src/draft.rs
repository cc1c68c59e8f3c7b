//! What somebody asks to have entered into the record.

use crate::{Digest, Document, Fault, Standing};
use parcferme_core::season::Moment;
use std::collections::BTreeMap;

/// What is asked to be entered. Nothing of it is entered, or all.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Whose stream it goes into, as `alms/2003`.
    pub season: String,
    /// The number of the operation that it follows, 0 where it is the first: it was made for the season as it stood then.
    pub follows: u64,
    /// Told again with the same key, it is the same operation and not a second one. One key in the whole record.
    pub key: String,
    pub who: String,
    pub why: String,
    /// When it is entered. Where the clock has gone back, the record keeps the moment of the operation before.
    pub when: Moment,
    pub act: Act,
}

/// What an operation does.
#[derive(Clone, Debug)]
pub enum Act {
    Facts(Facts),
    Publish(Publication),
}

/// Files of a season that come, change or go: results, laps, documents, decisions, corrections.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// By path in the season's folder: the bytes as they came, or none where the file goes.
    pub files: BTreeMap<String, Option<Vec<u8>>>,
    /// The number of the operation that this one takes back.
    pub undoes: Option<u64>,
}

/// Documents to be published together, and what they were computed from.
#[derive(Clone, Debug)]
pub struct Publication {
    pub standing: Standing,
    /// The rulebook whole, as text.
    pub rulebook: Vec<u8>,
    /// The program that computed it, with its version.
    pub engine: String,
    /// The documents' bytes by name, as `standings.json`.
    pub documents: BTreeMap<String, Document>,
    /// Where it will be read, as its documents say it; none where nobody knows.
    pub address: Option<String>,
}

/// A file or document may have at most this many bytes.
pub const MAX_BYTES: usize = 64 << 20;
/// An operation may hold at most this many files.
pub const MAX_FILES: usize = 20_000;
const MAX_WHO: usize = 200;
const MAX_WHY: usize = 2_000;
const MAX_KEY: usize = 200;

/// Whether a text names a season of a record: series and season, as `alms/2003` or `hill-cup/2025-26`.
pub fn is_season(text: &str) -> bool {
    let plain = |part: &str| {
        let letters = |own: char| own.is_ascii_lowercase() || own.is_ascii_digit() || "-_.".contains(own);
        !part.is_empty() && part.len() <= 60 && !part.starts_with(['.', '-']) && part.chars().all(letters)
    };
    text.split_once('/').is_some_and(|(series, season)| plain(series) && plain(season))
}

/// Whether a text can be the path of a file of a season: relative, `/` between its parts, nothing hidden, down to the
/// fourth folder.
pub fn is_path(text: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && !part.contains(['\\', ':'])
            && !part.chars().any(char::is_control)
    };
    text.len() <= 400 && text.split('/').count() <= 5 && text.split('/').all(part)
}

impl Draft {
    /// Refuses what no record can take, before one is opened.
    ///
    /// # Errors
    /// [`Fault::Refused`], with what is wrong.
    pub fn check(&self) -> Result<(), Fault> {
        let refused = |what: String| Err(Fault::Refused(what));
        if !is_season(&self.season) {
            return refused(format!(
                "`{}` is no season of a record: one is called like `alms/2003`, in lower-case letters, digits, `-`, `_` and `.`",
                self.season
            ));
        }
        for (name, text, most) in
            [("who", &self.who, MAX_WHO), ("why", &self.why, MAX_WHY), ("the key", &self.key, MAX_KEY)]
        {
            if text.trim().is_empty() {
                return refused(format!("{name} is empty"));
            }
            if text.len() > most {
                return refused(format!("{name} has {} bytes, and may have {most}", text.len()));
            }
            if text.chars().any(char::is_control) {
                return refused(format!("{name} has a character that cannot be printed"));
            }
        }
        let files: Vec<(&String, Option<&[u8]>)> = match &self.act {
            Act::Facts(facts) => facts.files.iter().map(|(path, bytes)| (path, bytes.as_deref())).collect(),
            Act::Publish(own) => own.documents.iter().map(|(name, own)| (name, Some(own.bytes()))).collect(),
        };
        if files.is_empty() {
            return refused("nothing is entered".to_owned());
        }
        if files.len() > MAX_FILES {
            return refused(format!(
                "{} files are more than an operation may hold, {MAX_FILES}",
                files.len()
            ));
        }
        for (path, bytes) in files {
            if !is_path(path) {
                return refused(format!(
                    "`{path}` cannot be a path in a season: at most four folders, none of them hidden, no `\\` and no `:`"
                ));
            }
            if let Some(bytes) = bytes.filter(|bytes| bytes.len() > MAX_BYTES) {
                return refused(format!("`{path}` has {} bytes, and may have {MAX_BYTES}", bytes.len()));
            }
        }
        Ok(())
    }

    /// What makes two drafts of one key the same: all but the moment and the state they were made for.
    pub fn files(&self) -> Vec<(String, Option<Digest>)> {
        match &self.act {
            Act::Facts(facts) => {
                let digest = |bytes: &Option<Vec<u8>>| bytes.as_deref().map(Digest::of);
                facts.files.iter().map(|(path, bytes)| (path.clone(), digest(bytes))).collect()
            }
            Act::Publish(own) => {
                own.documents.iter().map(|(name, own)| (name.clone(), Some(own.digest()))).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_could_lead_elsewhere_are_none() {
        for yes in ["alms/2003", "hill-cup/2025-26", "f1/1950"] {
            assert!(is_season(yes), "{yes}");
        }
        for no in ["", "alms", "alms/", "/2003", "../2003", "alms/2003/x", "ALMS/2003", "a b/1", "-a/1"] {
            assert!(!is_season(no), "{no}");
        }
        for yes in ["season.toml", "results/09-race.csv", "laps/24 h/a.csv", "pages/Élan.html"] {
            assert!(is_path(yes), "{yes}");
        }
        for no in ["", "/etc/passwd", "../x", "a/../b", ".git/config", "a//b", "a/b/c/d/e/f", "c:\\x", "a\nb"]
        {
            assert!(!is_path(no), "{no}");
        }
    }
}
