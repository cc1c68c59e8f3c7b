//! To the text of `names.toml`: the same names give the same bytes.

use super::super::{Cluster, Names};
use super::read::RULINGS_HEADER;
use parcferme_core::Place;
use std::collections::BTreeMap;
use std::fmt::Write;

const HEADER: &str =
    "# Which spellings are one thing. Written anew by `parcferme import`, but for the rulings at the end.";

impl Names {
    /// The file; empty where there are neither names nor rulings.
    pub fn write_toml(&self) -> String {
        if self.clusters.is_empty() && self.rulings.text.is_empty() {
            return String::new();
        }
        let mut file = File { text: format!("{HEADER}\n") };
        for cluster in &self.clusters {
            file.cluster(cluster);
        }
        for near_miss in &self.near_misses {
            file.header("near-miss");
            file.text("kind", near_miss.kind.word());
            file.text("a", &near_miss.a);
            file.text("b", &near_miss.b);
            file.line("likeness", &near_miss.likeness.to_string());
            file.text("why-apart", &near_miss.why_apart);
            file.seen(&near_miss.places);
        }
        for open in &self.open {
            file.header("open");
            file.text("kind", open.kind.word());
            file.text("a", &open.a);
            file.text("b", &open.b);
            file.text("question", open.question.word());
            file.text("why", &open.why);
            file.seen(&open.places);
        }
        file.text.push('\n');
        file.text.push_str(RULINGS_HEADER);
        file.text.push('\n');
        if !self.rulings.text.is_empty() {
            file.text.push('\n');
            file.text.push_str(&self.rulings.text);
        }
        file.text
    }
}

struct File {
    text: String,
}

impl File {
    fn cluster(&mut self, cluster: &Cluster) {
        let kind = cluster.kind.word();
        self.header(kind);
        self.text("id", &cluster.id);
        self.text("name", &cluster.name);
        if let Some(nation) = &cluster.nation {
            self.text("nation", nation);
        }
        if !cluster.categories.is_empty() {
            let categories: Vec<String> = cluster.categories.iter().map(|text| quoted(text)).collect();
            self.line("categories", &format!("[{}]", categories.join(", ")));
        }
        if let Some(born) = cluster.born {
            self.text("born", &born.to_string());
        }
        if let Some(maker) = &cluster.maker {
            self.text("maker", &maker.name);
            self.text("maker-by", maker.rule.word());
        }
        for spelling in &cluster.spellings {
            self.sub_header(kind, "spelling");
            self.text("text", &spelling.text);
            self.seen(&spelling.places);
        }
        for merge in &cluster.decisions {
            self.sub_header(kind, "same");
            self.text("a", &merge.a);
            self.text("b", &merge.b);
            self.text("rule", merge.rule.word());
            self.text("evidence", &merge.evidence);
            self.seen(&merge.places);
        }
    }

    fn header(&mut self, name: &str) {
        self.push(format_args!("\n[[{name}]]\n"));
    }

    fn sub_header(&mut self, kind: &str, name: &str) {
        self.push(format_args!("[[{kind}.{name}]]\n"));
    }

    fn text(&mut self, key: &str, value: &str) {
        self.line(key, &quoted(value));
    }

    fn line(&mut self, key: &str, value: &str) {
        self.push(format_args!("{key} = {value}\n"));
    }

    /// Places by document, with all lines of each.
    fn seen(&mut self, places: &[Place]) {
        let mut documents: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for place in places {
            documents.entry(&place.document).or_default().push(place.line);
        }
        let items: Vec<String> = documents
            .into_iter()
            .map(|(document, mut lines)| {
                lines.sort_unstable();
                lines.dedup();
                let lines: Vec<String> = lines.iter().map(u32::to_string).collect();
                quoted(&format!("{document}:{}", lines.join(",")))
            })
            .collect();
        if !items.is_empty() {
            self.line("seen", &format!("[{}]", items.join(", ")));
        }
    }

    fn push(&mut self, text: std::fmt::Arguments<'_>) {
        // Writing to a String cannot fail.
        let _ = self.text.write_fmt(text);
    }
}

/// A string on one line, whatever it holds.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            control if control.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(control));
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}
