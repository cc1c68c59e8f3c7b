//! Names: which spellings are one thing. What the season folder's loader needs of it stands here first.

use parcferme_core::Diagnostic;
use parcferme_core::season::Kind;

/// The names of a season, as names.toml states them.
#[derive(Clone, Debug, Default)]
pub struct Names {}

/// A team, driver, chassis, ... under its canonical name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    pub id: String,
    pub name: String,
    pub nation: Option<String>,
    pub categories: Vec<String>,
}

impl Names {
    pub fn read_toml(_path: &str, _text: &str) -> (Names, Vec<Diagnostic>) {
        (Names {}, Vec::new())
    }

    pub fn write_toml(&self) -> String {
        String::new()
    }

    /// The thing that a spelling means.
    pub fn resolve(&self, _kind: Kind, _text: &str) -> Option<&Known> {
        None
    }

    pub fn get(&self, _kind: Kind, _id: &str) -> Option<&Known> {
        None
    }

    /// Canonical name of the maker of a chassis or an engine, empty where there is none.
    pub fn maker(&self, _kind: Kind, text: &str) -> String {
        text.split(' ').next().unwrap_or_default().to_owned()
    }
}

/// `Élan 6L8` as `elan-6l8`.
pub fn slug(text: &str) -> String {
    let ascii = deunicode::deunicode(text).to_lowercase();
    let words: Vec<&str> =
        ascii.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join("-")
}
