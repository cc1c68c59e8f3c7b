//! A folder as text: the same facts always give the same bytes.

use super::{
    Files, Folder, calendar, decisions, entries, feats, issues, mapping, notices, published, results,
    sources, statistics,
};
use std::collections::BTreeMap;

/// A TOML string.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// A TOML list of strings.
pub(super) fn list(items: &[String]) -> String {
    let items: Vec<String> = items.iter().map(|item| quoted(item)).collect();
    format!("[{}]", items.join(", "))
}

impl Folder {
    /// All files of the folder; one of which nothing changed since `before` stays to the letter as it `stood`, with what a
    /// person wrote into it.
    pub fn write_anew(&self, before: &Folder, stood: &dyn Fn(&str) -> Option<String>) -> Files {
        let (mut files, mut unchanged) = (self.write(), before.write());
        for (path, text) in &mut files {
            if unchanged.remove(path).is_some_and(|own| own == *text)
                && let Some(stood) = stood(path)
            {
                *text = stood;
            }
        }
        files
    }

    /// All files of the folder; those without content are left out.
    pub fn write(&self) -> Files {
        let mut files = Files::new();
        let mut add = |path: String, text: String| {
            if !text.trim().is_empty() {
                files.insert(path, text);
            }
        };
        add("season.toml".to_owned(), calendar::write(self));
        add("sources.toml".to_owned(), sources::write(self));
        add("names.toml".to_owned(), self.names.write_toml());
        add("decisions.toml".to_owned(), decisions::write(self));
        add(notices::NOTICES.to_owned(), notices::write(self));
        add("issues.toml".to_owned(), issues::write(self));
        add("mapping.toml".to_owned(), mapping::write(self));
        if !self.entries.is_empty() {
            add("entries.csv".to_owned(), entries::write(self));
        }
        for ((round, session), records) in &self.results {
            add(results::path(*round, session), results::write(records));
        }
        for ((round, session), records) in &self.further {
            add(results::further_path(*round, session), results::write_needed(records));
        }
        if !self.feats.is_empty() {
            add("feats.csv".to_owned(), feats::write(self));
        }
        if !self.statistics.is_empty() {
            add("statistics.csv".to_owned(), statistics::write(self));
        }
        let mut tables: BTreeMap<String, Vec<_>> = BTreeMap::new();
        for record in &self.published {
            tables.entry(published::path(record)).or_default().push(record);
        }
        for (path, records) in tables {
            add(path, published::write(&records));
        }
        if !self.class_winners.is_empty() {
            add("published/class-winners.csv".to_owned(), published::write_winners(self));
        }
        files
    }
}
