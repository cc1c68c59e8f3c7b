//! The states that forecasts are made of: a title after a round, with what was known by then.

use crate::root;
use parcferme_core::compute::compute;
use parcferme_core::rulebook::{Wording, by_name};
use parcferme_core::rules::title::Title;
use parcferme_core::scenario::{Contest, FieldIs, Question};
use parcferme_core::season::{Class, Season};
use parcferme_core::{Ix, Position, Rulebook};
use parcferme_formats::f1db;
use parcferme_formats::folder::{Files, Folder};
use parcferme_odds::{Plan, Record};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A title after a round that was not its last.
pub struct State {
    /// Season, title, class and round: the seed of its dice.
    pub name: String,
    pub year: i32,
    pub plan: Plan,
    /// Names of the plan's competitors.
    pub names: Vec<String>,
    /// This season first, those before it behind it.
    pub records: Vec<Arc<Record>>,
    /// Who can still be champion, as indices of the plan's competitors: exactly, whatever the rounds to come bring.
    pub contenders: Vec<usize>,
    /// Of the plan's competitors, who cannot, and who is champion already.
    pub out: Vec<bool>,
    pub decided: Vec<bool>,
    /// Points so far.
    pub points: Vec<i64>,
    pub leader: usize,
    pub champion: usize,
    /// Quarter of the season, from 0.
    pub quarter: usize,
}

/// Every state of the drivers' title of Formula One, 1950 to 2025.
pub fn formula_one() -> Result<Vec<State>, String> {
    let corpus =
        std::env::var_os("PARCFERME_CORPUS").map_or_else(|| root().join("../shared/corpus"), PathBuf::from);
    let decisions = files_below(&root().join("decisions/f1"), "toml").into_iter();
    let of_year = |(path, text): (String, String)| Some((path.strip_suffix(".toml")?.parse().ok()?, text));
    let (folders, _) =
        f1db::read(&files_below(&corpus.join("f1db"), "yml"), &decisions.filter_map(of_year).collect());
    if folders.is_empty() {
        return Err("no copy of f1db in the corpus, which PARCFERME_CORPUS names".to_owned());
    }
    let (mut states, mut before) = (Vec::new(), Vec::new());
    for folder in folders.iter().filter(|own| own.year <= LAST_YEAR) {
        let (season, rules) = scored(folder)?;
        let title = rules.title("drivers").ok_or("no drivers' title")?;
        let record = states_of(&season, &rules, (title, None), &before, &mut states)?;
        before.insert(0, Arc::new(record));
        before.truncate(SEASONS_BEFORE);
    }
    Ok(states)
}

/// Every state of every title and class of the season that ships.
pub fn endurance() -> Result<Vec<State>, String> {
    let (folder, _) = Folder::read(&files_below(&root().join("seasons/alms/2003"), ""));
    let (season, rules) = scored(&folder)?;
    let mut states = Vec::new();
    for table in &compute(&season, &rules).tables {
        states_of(&season, &rules, (table.title, table.class), &[], &mut states)?;
    }
    Ok(states)
}

/// The last season that is over.
const LAST_YEAR: i32 = 2025;
const SEASONS_BEFORE: usize = 3;

fn scored(folder: &Folder) -> Result<(Season, Rulebook), String> {
    let find = |name: &str| {
        let text = fs::read_to_string(root().join(format!("rulebooks/{name}.toml"))).ok()?;
        Some(Ok(Arc::new(Wording::read(name, &text).0)))
    };
    let wording =
        by_name::named(&folder.rulebook, &find).ok_or_else(|| format!("no rulebook {}", folder.rulebook))?;
    let wording = wording.map_err(|found| found.iter().map(|own| own.message.clone()).collect::<String>())?;
    let (rules, _) = Rulebook::of(&folder.rulebook, Arc::new(wording));
    let (season, _) = folder.season(&rules);
    Ok((season, rules))
}

/// Adds the states of a season's title; gives its record.
fn states_of(
    season: &Season,
    rules: &Rulebook,
    (title_ix, class): (Ix<Title>, Option<Ix<Class>>),
    before: &[Arc<Record>],
    states: &mut Vec<State>,
) -> Result<Record, String> {
    let (title, outcome) = (&rules.titles[title_ix], compute(season, rules));
    let record = |until| Record::of(season, rules, title, class, &outcome.classifications, until);
    let table = outcome.tables.iter().find(|own| own.title == title_ix && own.class == class);
    let table = table.ok_or_else(|| format!("{} has no table", title.id))?;
    let first: Vec<_> = table.rows.iter().filter(|row| row.position == Some(Position::FIRST)).collect();
    let rounds = table.rounds.iter().enumerate().take(table.rounds.len().saturating_sub(1));
    // A crew shares a title: of whom it was is not asked.
    let [first, ..] = first[..] else { return Ok(record(None)) };
    for (index, &after) in rounds {
        let name = format!("{} {} {class:?} {}", season.id, title.id, index + 1);
        let plan = match Plan::new(season, rules, title_ix, class, Some(after)) {
            Ok(plan) => plan,
            Err(refused) => {
                eprintln!("{name}: {}", refused.message);
                continue;
            }
        };
        if let Some(reason) = plan.does_not_fit {
            eprintln!("{name}: {reason}");
            continue;
        }
        let contest =
            Contest::of(Question { season, rules, after: Some(after), field: FieldIs::Open }, table);
        let chances = contest.chances();
        let chance = |own: &Ix<_>| chances.iter().find(|chance| chance.competitor == *own);
        let over = chances.iter().any(|chance| chance.champion);
        // Who has not yet a line in the table is not asked about there, and is taken to be able to.
        let can = |own: &Ix<_>| chance(own).map_or(!over, |chance| chance.can_win != Some(false));
        let points = plan.points();
        let is = |own: &Ix<_>| *own == first.competitor;
        let Some(champion) = plan.competitors.iter().position(is) else {
            eprintln!("{name}: who became champion has not raced yet");
            continue;
        };
        states.push(State {
            contenders: (0..points.len()).filter(|&own| can(&plan.competitors[own])).collect(),
            out: plan.competitors.iter().map(|own| !can(own)).collect(),
            decided: plan.competitors.iter().map(|own| chance(own).is_some_and(|own| own.champion)).collect(),
            leader: (0..points.len()).rev().max_by_key(|&own| points[own]).unwrap_or(0),
            records: [Arc::new(record(Some(after)))].into_iter().chain(before.iter().cloned()).collect(),
            quarter: index * 4 / table.rounds.len(),
            year: season.year,
            names: plan.competitors.iter().map(|own| season.competitors[*own].name.clone()).collect(),
            name,
            plan,
            points,
            champion,
        });
    }
    Ok(record(None))
}

/// Files with an ending, by path; all for none.
fn files_below(folder: &Path, ending: &str) -> Files {
    let (mut files, mut open) = (Files::new(), vec![folder.to_owned()]);
    while let Some(inside) = open.pop() {
        for path in fs::read_dir(&inside).into_iter().flatten().flatten().map(|entry| entry.path()) {
            let wanted = ending.is_empty() || path.extension().is_some_and(|own| own == ending);
            if path.is_dir() {
                open.push(path);
            } else if let (true, Ok(name)) = (wanted, path.strip_prefix(folder))
                && let Ok(text) = fs::read_to_string(&path)
            {
                files.insert(name.to_string_lossy().into_owned(), text);
            }
        }
    }
    files
}
