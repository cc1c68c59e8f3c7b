//! `parcferme import` killed at random instants: the folder is the old or the new one for the next command, and what is
//! not ours is as it was. `PARCFERME_KILLS` says how often; the seed is the number of the run.

use parcferme::library;
use parcferme_publish::wikitext::{self, Spelling};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Pages of the bundled season, written to a folder; `races` of its three known results.
fn documents(place: &Path, races: usize) -> Vec<PathBuf> {
    let own = library::load("alms/2003", None).unwrap();
    let outcome = own.outcome().unwrap();
    std::fs::create_dir_all(place).unwrap();
    let mut texts = vec![wikitext::season(&own.season, &own.rules, &outcome, Spelling::AsPrinted)];
    let has_results =
        |round| own.season.results.rows().iter().any(|row| own.season.sessions[row.session].round == round);
    let known = own.season.rounds.iter().map(|(round, _)| round).filter(|&round| has_results(round));
    texts.extend(
        known.take(races).map(|round| wikitext::race(&own.season, &outcome, round, Spelling::AsPrinted)),
    );
    assert_eq!(texts.len(), races + 1);
    let write = |(number, text): (usize, &String)| {
        let path = place.join(format!("{number}.txt"));
        std::fs::write(&path, text).unwrap();
        path
    };
    texts.iter().enumerate().map(write).collect()
}

fn import(documents: &[PathBuf], folder: &Path) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_parcferme"));
    command.arg("import").args(documents).arg("--season").arg(folder);
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// Texts of all files below a folder, hidden ones too.
fn everything(root: &Path) -> BTreeMap<PathBuf, String> {
    let (mut all, mut open) = (BTreeMap::new(), vec![root.to_owned()]);
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if let Ok(text) = std::fs::read_to_string(&path) {
                all.insert(path.strip_prefix(root).unwrap().to_owned(), text);
            }
        }
    }
    all
}

/// Numbers that look random, the same from the same seed (splitmix64).
fn random(seed: u64) -> u64 {
    let mixed = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb) >> 20
}

#[test]
fn a_killed_import_leaves_the_old_or_the_new_folder() {
    let place = tempfile::tempdir().unwrap();
    let sets = [documents(&place.path().join("a"), 1), documents(&place.path().join("b"), 3)];
    let mut length = Duration::ZERO;
    let wanted = sets.each_ref().map(|set| {
        let folder = place.path().join("whole");
        let began = Instant::now();
        assert!(import(set, &folder).wait().unwrap().code() < Some(2));
        length = length.max(began.elapsed());
        let all = everything(&folder);
        std::fs::remove_dir_all(folder).unwrap();
        all
    });
    assert_ne!(wanted[0], wanted[1]);
    let times = std::env::var("PARCFERME_KILLS").map_or(50, |text| text.parse().unwrap());
    let root = place.path().join("seasons");
    let folder = root.join("season");
    let mut seen = BTreeMap::from(["old", "new", "half"].map(|word| (word, 0)));
    for number in 0..times {
        let new = random(number) as usize % 2;
        let is_new_folder = number % 5 == 0;
        if is_new_folder {
            let _ = std::fs::remove_dir_all(&root);
        } else if !folder.is_dir() {
            assert!(import(&sets[1 - new], &folder).wait().unwrap().code() < Some(2));
        }
        let git = folder.join(".git/HEAD");
        if !is_new_folder {
            std::fs::create_dir_all(git.parent().unwrap()).unwrap();
            std::fs::write(&git, "ref: refs/heads/main\n").unwrap();
        }
        let ours = || {
            let mut all = everything(&folder);
            all.retain(|path, _| !path.starts_with(".git"));
            all
        };
        let old = ours();
        let mut child = import(&sets[new], &folder);
        if number % 2 == 0 {
            std::thread::sleep(length.mul_f64(random(number + 7) as f64 % 1000.0 / 1000.0));
        } else {
            // In the midst of the writing.
            let stage = if is_new_folder {
                root.join(".season.parcferme-new")
            } else {
                folder.join(".parcferme-new")
            };
            while !stage.exists() && child.try_wait().unwrap().is_none() {
                std::thread::yield_now();
            }
            std::thread::sleep(Duration::from_micros(random(number + 7) % 5000));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let mut at_once = ours();
        at_once.retain(|path, _| !path.starts_with(".parcferme-new"));
        let check = Command::new(env!("CARGO_BIN_EXE_parcferme")).arg("check").arg(&folder).output().unwrap();
        let now = ours();
        assert!(now == old || now == wanted[new], "kill {number}: {:?}", now.keys());
        let told = String::from_utf8_lossy(&check.stderr);
        assert_eq!(check.status.code(), Some(if now.is_empty() { 2 } else { 0 }), "kill {number}: {told}");
        assert_eq!(git.exists(), !is_new_folder, "kill {number}");
        let beside = std::fs::read_dir(&root).map_or(0, Iterator::count);
        assert_eq!(
            beside,
            usize::from(folder.exists()),
            "kill {number}: something is left beside the folder"
        );
        let found = match at_once {
            all if all == wanted[new] => "new",
            all if all == old => "old",
            _ => "half",
        };
        seen.entry(found).and_modify(|count| *count += 1);
    }
    eprintln!("{times} kills; as they were found: {seen:?}; all whole after the next command");
}
