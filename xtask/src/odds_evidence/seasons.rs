//! The states that forecasts are made of: a title after a round, with what was known by then.

use crate::root;
use parcferme_core::compute::compute;
use parcferme_core::rulebook::{Wording, by_name};
use parcferme_core::season::{Kind, Season};
use parcferme_core::{Ix, Position, Rulebook};
use parcferme_formats::f1db;
use parcferme_odds::{Plan, Record};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub struct State {
    pub name: String,
    pub plan: Plan,
    pub record: Record,
    pub before: Vec<Arc<Record>>,
    pub contenders: Vec<usize>,
    pub points: Vec<f64>,
    pub leader: usize,
    pub champion: usize,
    pub quarter: usize,
}

impl State {
    pub fn records(&self) -> Vec<&Record> {
        [&self.record].into_iter().chain(self.before.iter().map(|own| &**own)).collect()
    }
}

pub fn states() -> Result<Vec<State>, String> {
    let corpus = std::env::var_os("PARCFERME_CORPUS").map_or_else(|| root().join("../shared/corpus"), PathBuf::from);
    let copy = corpus.join("f1db");
    let mut files = BTreeMap::new();
    read(&copy, &copy, "yml", &mut files);
    let mut decisions = BTreeMap::new();
    read(&root().join("decisions/f1"), &root().join("decisions/f1"), "toml", &mut decisions);
    let decisions =
        decisions.into_iter().filter_map(|(path, text)| Some((path.strip_suffix(".toml")?.parse().ok()?, text)));
    let (folders, _) = f1db::read(&files, &decisions.collect());
    let text = fs::read_to_string(root().join("rulebooks/f1.toml")).map_err(|error| error.to_string())?;
    let (document, _) = Wording::read("f1", &text);
    let document = Arc::new(document);
    let find = |name: &str| (name == "f1").then(|| Ok(Arc::clone(&document)));
    let mut states = Vec::new();
    let mut before: Vec<Arc<Record>> = Vec::new();
    for folder in folders.iter().filter(|own| own.year <= 2025) {
        let wording = by_name::named(&folder.rulebook, &find).ok_or("no rulebook")?.map_err(|own| format!("{own:?}"))?;
        let (rules, _) = Rulebook::of(&folder.rulebook, Arc::new(wording));
        let (season, _) = folder.season(&rules);
        let record = of_season(&season, &rules, &before, &mut states);
        before.insert(0, Arc::new(record));
        before.truncate(3);
    }
    Ok(states)
}

fn of_season(season: &Season, rules: &Rulebook, before: &[Arc<Record>], states: &mut Vec<State>) -> Record {
    let title = rules.title("drivers").expect("has it");
    let outcome = compute(season, rules);
    let table = outcome.table(title, None).expect("has it");
    let champion = table.rows.iter().find(|row| row.position == Some(Position::FIRST)).expect("one").competitor;
    let rounds = &table.rounds;
    for (index, &after) in rounds.iter().enumerate().take(rounds.len() - 1) {
        let plan = match Plan::new(season, rules, title, None, Some(after)) {
            Ok(plan) => plan,
            Err(diagnostic) => {
                eprintln!("{} after {}: {}", season.id, index + 1, diagnostic.message);
                continue;
            }
        };
        let range = plan.range();
        let most_sure = |without: usize| {
            range.iter().enumerate().filter(|own| own.0 != without).map(|own| own.1.0).max().unwrap_or(0)
        };
        let contenders: Vec<usize> = (0..range.len()).filter(|&own| range[own].1 >= most_sure(own)).collect();
        if contenders.len() < 2 {
            continue;
        }
        let points: Vec<f64> = plan.points().iter().map(|own| *own as f64).collect();
        let leader = (0..points.len()).max_by(|&a, &b| points[a].total_cmp(&points[b]).then(b.cmp(&a))).unwrap_or(0);
        let Some(champion) = plan.competitors.iter().position(|own| *own == champion) else {
            eprintln!("{} after {}: the champion is not in the field", season.id, index + 1);
            continue;
        };
        let record =
            Record::of(season, rules, &rules.titles[title], None, &outcome.classifications, Some(after));
        states.push(State {
            name: format!("{} {}", season.id, index + 1),
            plan,
            record,
            before: before.to_vec(),
            contenders,
            points,
            leader,
            champion,
            quarter: index * 4 / rounds.len(),
        });
    }
    let _ = (Kind::Driver, Ix::<Season>::new(0));
    Record::of(season, rules, &rules.titles[title], None, &outcome.classifications, None)
}

fn read(root: &Path, folder: &Path, ending: &str, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            read(root, &path, ending, files);
        } else if path.extension().is_some_and(|own| own == ending)
            && let (Ok(inside), Ok(text)) = (path.strip_prefix(root), fs::read_to_string(&path))
        {
            files.insert(inside.to_string_lossy().into_owned(), text);
        }
    }
}
