//! Situations: small seasons named by a sentence, with what a person says must come out of them.
//!
//! `fixtures/situations/<series>/*.toml` holds them:
//!
//! ```toml
//! sentence = "A car that two drivers shared scores nothing, and the cars behind it keep their places"
//! rulebook = "f1/1958"                      # one of `rulebooks`, or `rules`, the text of one
//! rounds = [{ event = "italy" }]            # with `completed = "40 %"` and other keys of a round where it matters
//! classes = ["GT"]                          # where there are any
//! feats = "round,session,feat,number,driver ..."        # files of a season folder, where there are any
//! decisions = "[[decision]] ..."
//! names = "..."
//! errors = ["PF0470"]                       # ids that rulebook, folder and points must give; nothing is computed then
//! warnings = ["PF0273"]                     # ids of all that is milder; not looked at where the key is absent
//!
//! [results]
//! 01-race = "position,number,drivers,manufacturer,tags ..."
//!
//! [classifications]                         # rows `place #number`, the status unless finished, `not-classified` beside a place, `guessed`
//! "1 race" = ["1 #2", "2 #3", "- #1 dsq"]
//! "1 race GT" = ["1 #3", "- #1 dsq"]        # places in class
//!
//! [tables]                                  # `drivers`, `drivers after 1`, `drivers GT`, `drivers GT after 1`
//! drivers = ["1 Alpha 8", "2= Beta 3", "2= Gamma 3", "- Delta 0"]      # or `["no table"]`
//!
//! [reasons]                                 # steps, each with the article or the decision by which it happened
//! "1 race #2" = ["declared", "time-added 5000 ms: d1"]          # of a row of a classification; `1 race GT #2`
//! "drivers: Beta" = ["adjusted -2: d2"]                       # of a row of a table
//! "drivers: Beta, round 1" = ["counted 2: Article 7", "given 3: Article 6"]    # of a cell, award by award
//!
//! [counts]                                  # how places were counted for a table: `place #number` with what was looked at, drivers of
//! "drivers: 1 race" = ["1 #1", "- #2 passed-over: Article 9", "Ann driver-scores-nothing: d2"]   # those cars who get nothing behind them
//!
//! [handicaps]                               # what is carried into a session, grids, and with `?` what is not known
//! "2 race" = ["Ann 20 kg carried-by-table 20: Article 5", "? points 1"]
//! "1 race-2" = ["1 #2 starts 2-1: Article 6", "2 #1 starts 1-2: Article 6"]
//!
//! [decided]                                 # the round after which nobody else could win; 0 while the title is open, or "unknown"
//! drivers = 2
//! ```
//!
//! A step is the word of its effect and, where one is written, the number of it: `given` and `given 3` are both right.

mod shown;

use parcferme_core::audit::mistakes;
use parcferme_core::compute::beyond;
use parcferme_core::rulebook::{Wording, by_name};
use parcferme_core::scenario::{Decided, when_decided};
use parcferme_core::{Diagnostic, Outcome, Rulebook, Season, Severity, compute, compute_after};
use parcferme_formats::folder::{Files, Folder};
use shown::{computed, matches, shown_table};
use std::collections::BTreeMap;
use std::fmt::{Debug, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

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
    #[serde(default)]
    errors: Vec<String>,
    #[serde(default)]
    warnings: Option<Vec<String>>,
    results: BTreeMap<String, String>,
    #[serde(default)]
    classifications: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    tables: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    reasons: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    counts: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    handicaps: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    decided: BTreeMap<String, toml::Value>,
}

/// Keys of `[[round]]`, without the number.
type Round = BTreeMap<String, toml::Value>;

#[test]
fn every_situation_comes_out_as_its_sentence_says() {
    let root = repository().join("fixtures/situations");
    let paths = toml_files(&root);
    assert!(!paths.is_empty(), "no situations in {}", root.display());
    let mut wrong = String::new();
    for path in paths {
        let text = std::fs::read_to_string(&path).unwrap();
        let situation: Situation =
            toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let name = path.strip_prefix(&root).unwrap_or(&path).display();
        let differences = situation.differences();
        if !differences.is_empty() {
            let _ = write!(wrong, "\n{name}: {}\n{differences}", situation.sentence);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A document of `rulebooks`.
fn bundled(name: &str) -> Option<Result<Arc<Wording>, Vec<Diagnostic>>> {
    let path = repository().join(format!("rulebooks/{name}.toml"));
    let text = std::fs::read_to_string(path).ok()?;
    Some(Ok(Arc::new(Wording::read(&format!("{name}.toml"), &text).0)))
}

/// The rules that a situation states; they may be like one of `rulebooks`.
fn own_rules(text: &str) -> Result<Wording, Vec<Diagnostic>> {
    let (wording, found) = Wording::read("rulebook.toml", text);
    if found.is_empty() { by_name::complete(wording, &bundled) } else { Err(found) }
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

/// What came out otherwise than it was expected to.
#[derive(Default)]
struct Differences(String);

impl Differences {
    fn compare<T: Debug + PartialEq>(&mut self, what: &str, expected: &T, computed: &T) {
        if computed != expected {
            let _ = write!(self.0, "  {what}\n  expected {expected:?}\n  computed {computed:?}\n");
        }
    }
}

impl Situation {
    fn differences(&self) -> String {
        let mut differences = Differences::default();
        let (season, rules, told) = self.read();
        let outcome = compute(&season, &rules);
        let ids = |of_errors: bool| -> Vec<String> {
            let told = told.iter().chain(&beyond(&season, &rules, &outcome)).cloned().collect::<Vec<_>>();
            let own = told.iter().filter(|own| (own.severity == Severity::Error) == of_errors);
            own.map(|own| own.id.to_owned()).collect()
        };
        differences.compare("errors", &self.errors, &ids(true));
        if let Some(warnings) = &self.warnings {
            differences.compare("warnings", warnings, &ids(false));
        }
        if !self.errors.is_empty() {
            return differences.0;
        }
        self.compare_outcome(&season, &rules, &outcome, &mut differences);
        let nothing = self.classifications.is_empty()
            && self.tables.is_empty()
            && self.reasons.is_empty()
            && self.counts.is_empty()
            && self.handicaps.is_empty()
            && self.decided.is_empty();
        if self.warnings.is_none() && nothing {
            differences.0.push_str("  it expects nothing\n");
        }
        differences.0
    }

    fn compare_outcome(
        &self,
        season: &Season,
        rules: &Rulebook,
        outcome: &Outcome,
        differences: &mut Differences,
    ) {
        for (name, expected) in &self.classifications {
            let rows = shown::classification(season, outcome, name);
            differences.compare(name, expected, &rows);
        }
        for (name, expected) in &self.tables {
            let table = computed(season, rules, name);
            let none = || vec!["no table".to_owned()];
            let rows = table.map_or_else(none, |table| shown_table(season, &table));
            differences.compare(name, expected, &rows);
        }
        for (name, expected) in &self.reasons {
            let steps = shown::reasons(season, rules, outcome, name);
            if steps.len() != expected.len()
                || !steps.iter().zip(expected).all(|(own, text)| matches(own, text))
            {
                differences.compare(name, expected, &steps);
            }
        }
        for (name, expected) in &self.counts {
            differences.compare(name, expected, &shown::counts(season, rules, outcome, name));
        }
        for (name, expected) in &self.handicaps {
            differences.compare(name, expected, &shown::handicaps(season, rules, outcome, name));
        }
        for (name, expected) in &self.decided {
            let table = computed(season, rules, name).expect("a table");
            let computed = match when_decided(season, rules, &table) {
                Decided::After(round) => season.rounds[round].number.map_or(0, i64::from).into(),
                Decided::Open => 0.into(),
                Decided::Unknown => "unknown".into(),
            };
            differences.compare(&format!("{name} decided after"), expected, &computed);
        }
    }

    /// The season as a folder gives it, and all that was said while it was read.
    fn read(&self) -> (Season, Rulebook, Vec<Diagnostic>) {
        let wording = match self.rulebook.is_empty() {
            true => own_rules(&self.rules),
            false => by_name::named(&self.rulebook, &bundled).unwrap(),
        };
        let (rules, mut told) = match wording {
            Ok(wording) => Rulebook::of("rulebook.toml", Arc::new(wording)),
            Err(told) => (Rulebook::default(), told),
        };
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
        told.extend(found);
        let (season, found) = folder.season(&rules);
        told.extend(found);
        told.extend(mistakes(&season, &rules));
        (season, rules, told)
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
}
