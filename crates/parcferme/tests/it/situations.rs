//! Situations: small seasons named by a sentence, with the tables that a person says must come out.
//!
//! `fixtures/situations/<series>/*.toml` holds them:
//!
//! ```toml
//! sentence = "A car that two drivers shared scores nothing, and the cars behind it keep their places"
//! rulebook = "f1/1958"                      # or `rules`, the text of one
//! rounds = [{ event = "italy" }]            # with `completed = "40 %"` and other keys of a round where it matters
//! classes = ["GT"]                          # where there are any
//! feats = "round,session,feat,number,driver ..."        # files of a season folder, where there are any
//! decisions = "[[decision]] ..."
//! names = "..."
//!
//! [results]
//! 01-race = "position,number,drivers,manufacturer,tags ..."
//!
//! [tables]                                  # `drivers`, `drivers after 1`, `drivers GT`, `drivers GT after 1`
//! drivers = ["1 Alpha 8", "2= Beta 3", "2= Gamma 3", "- Delta 0"]
//!
//! [decided]                                 # the round after which nobody else could win; 0 while the title is open
//! drivers = 2
//! ```

use parcferme::library;
use parcferme_core::compute::compute_after;
use parcferme_core::compute::decided::decided_after;
use parcferme_core::outcome::StandingsTable;
use parcferme_core::{Diagnostic, Rulebook, Season, Severity};
use parcferme_formats::folder::{Files, Folder};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Situation {
    sentence: String,
    #[serde(default)]
    rulebook: String,
    #[serde(default)]
    rules: String,
    rounds: Vec<Round>,
    #[serde(default)]
    classes: Vec<String>,
    #[serde(default)]
    feats: String,
    #[serde(default)]
    decisions: String,
    #[serde(default)]
    names: String,
    results: BTreeMap<String, String>,
    #[serde(default)]
    tables: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    decided: BTreeMap<String, u32>,
}

/// Keys of `[[round]]`, without the number.
type Round = BTreeMap<String, toml::Value>;

#[test]
fn every_situation_comes_out_as_its_sentence_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/situations");
    let mut wrong = String::new();
    let paths = toml_files(&root);
    assert!(!paths.is_empty(), "no situations in {}", root.display());
    for path in paths {
        let text = std::fs::read_to_string(&path).unwrap();
        let situation: Situation =
            toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let name = path.strip_prefix(&root).unwrap_or(&path).display();
        assert!(situation.tables.len() + situation.decided.len() > 0, "{name} expects nothing");
        for (table, expected) in &situation.decided {
            let computed = situation.decided(table);
            if computed != *expected {
                let sentence = &situation.sentence;
                let _ = write!(
                    wrong,
                    "\n{name}: {sentence}\n  {table}\n  decided after {expected}\n  computed {computed}\n"
                );
            }
        }
        for (table, expected) in &situation.tables {
            let computed = situation.table(table);
            if computed != *expected {
                let _ = write!(
                    wrong,
                    "\n{name}: {}\n  {table}\n  expected {expected:?}\n  computed {computed:?}\n",
                    situation.sentence
                );
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

fn toml_files(root: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(root).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(toml_files(&path));
        } else if path.extension().is_some_and(|own| own == "toml") {
            found.push(path);
        }
    }
    found.sort();
    found
}

impl Situation {
    /// The rows of a table, each as `position competitor total`.
    fn table(&self, name: &str) -> Vec<String> {
        let (season, rules) = self.season();
        computed(&season, &rules, name).map_or_else(Vec::new, |table| shown(&season, &table))
    }

    /// The round after which a title was decided; 0 while it is open.
    fn decided(&self, name: &str) -> u32 {
        let (season, rules) = self.season();
        let table = computed(&season, &rules, name).expect("a table");
        decided_after(&season, &rules, &table).and_then(|round| season.rounds[round].number).unwrap_or(0)
    }

    fn season(&self) -> (Season, Rulebook) {
        let rules = match library::bundled_rulebook(&self.rulebook) {
            Some(text) => text,
            None => self.rules.clone(),
        };
        let (rules, found) = Rulebook::parse("rulebook.toml", &rules);
        self.refuse(&found);
        let mut files = Files::new();
        files.insert("season.toml".to_owned(), self.calendar());
        for (path, text) in
            [("feats.csv", &self.feats), ("decisions.toml", &self.decisions), ("names.toml", &self.names)]
        {
            if !text.is_empty() {
                files.insert(path.to_owned(), text.trim_start().to_owned());
            }
        }
        for (session, rows) in &self.results {
            files.insert(format!("results/{session}.csv"), rows.trim_start().to_owned());
        }
        let (folder, found) = Folder::read(&files);
        self.refuse(&found);
        let (season, found) = folder.season(&rules);
        self.refuse(&found);
        (season, rules)
    }

    fn calendar(&self) -> String {
        let mut text = "series = \"made-up\"\nyear = 2026\nname = \"Situation\"\n".to_owned();
        for class in &self.classes {
            let _ = write!(text, "[[class]]\nid = \"{class}\"\n");
        }
        for (number, round) in (1..).zip(&self.rounds) {
            let _ = write!(text, "[[round]]\nnumber = {number}\n");
            for (key, value) in round {
                let _ = writeln!(text, "{key} = {value}");
            }
        }
        text
    }

    fn refuse(&self, found: &[Diagnostic]) {
        let errors: Vec<_> = found.iter().filter(|own| own.severity == Severity::Error).collect();
        assert!(errors.is_empty(), "{}: {errors:?}", self.sentence);
    }
}

fn computed(season: &Season, rules: &Rulebook, name: &str) -> Option<StandingsTable> {
    let (name, after) = match name.split_once(" after ") {
        Some((name, after)) => (name, season.round(after.parse().unwrap())),
        None => (name, None),
    };
    let (title, class) = match name.split_once(' ') {
        Some((title, class)) => (title, Some(season.class(class).expect("a class of the situation"))),
        None => (name, None),
    };
    let title = rules.title(title).expect("a title of the rulebook");
    compute_after(season, rules, after).table(title, class).cloned()
}

fn shown(season: &Season, table: &StandingsTable) -> Vec<String> {
    let row = |row: &parcferme_core::outcome::StandingsRow| {
        let position = match row.position {
            None => "-".to_owned(),
            Some(position) if row.shared => format!("{position}="),
            Some(position) => position.to_string(),
        };
        format!("{position} {} {}", season.competitors[row.competitor].name, row.total)
    };
    table.rows.iter().map(row).collect()
}
