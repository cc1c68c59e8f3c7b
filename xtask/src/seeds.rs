//! Inputs that fuzzing starts from: the project's own seasons and rulebooks, and real documents beside the checkout.

use crate::fuzz::MAX_BYTES;
use crate::{Done, root};
use std::fs;
use std::path::{Path, PathBuf};

/// Most seeds that a target gets.
const MAX_SEEDS: usize = 200;

/// Fills `to` with the seeds of a target. Real documents must be there in continuous integration.
pub fn prepare(target: &str, to: &Path) -> Done {
    let _ = fs::remove_dir_all(to);
    fs::create_dir_all(to).map_err(|error| format!("cannot make {}: {error}", to.display()))?;
    let found = match target {
        "alkamel" => documents(&corpus().join("alkamel")),
        "f1db" => documents(&corpus().join("f1db/seasons")),
        "import" => documents(&corpus().join("../seeds")),
        "operation" => texts(&OPERATIONS),
        "pages" => pages(),
        "pdf" => documents(&root().join("fixtures/sheets")),
        "rulebook" => documents(&root().join("rulebooks")),
        "season_folder" => seasons(),
        "intake" => documents(&corpus().join("sim")),
        "tables" => documents(&corpus().join("tables")),
        "webhook" => texts(&WEBHOOKS),
        _ => Vec::new(),
    };
    if found.is_empty() {
        if std::env::var_os("CI").is_some() {
            return Err(format!("no documents to fuzz {target} from"));
        }
        println!("skipped: no documents to start {target} from; it starts from nothing");
    }
    // Evenly from all that there are.
    let step = found.len().div_ceil(MAX_SEEDS).max(1);
    for (index, seed) in found.iter().step_by(step).enumerate() {
        let seed = &seed[..seed.len().min(MAX_BYTES)];
        fs::write(to.join(format!("{index:04}")), seed)
            .map_err(|error| format!("cannot write a seed: {error}"))?;
    }
    Ok(())
}

const OPERATIONS: [&str; 4] = [
    "hill-cup/2026\nfirst\nAnn Archer\nto begin with\n=== season.toml\nseries = \"hill-cup\"\n=== results/01-race.csv\nposition,number\n1,27\n",
    "!hill-cup/2026\nfirst\nAnn Archer\nround 1\n=== standings.json\n{}\n=== classifications/01-race.json\n{}\n",
    "[[decision]]\nid = \"1\"\nkind = \"disqualify\"\nround = 1\nnumber = \"27\"\nreason = \"Underweight\"\narticle = \"12.3\"\n",
    r#"{"schema":"parcferme.operation/1","season":"cup/2026","number":1,"previous":null,"key":"a","who":"Ann","when":"2026-08-03T12:00:00Z","why":"b","undoes":null,"facts":[],"edition":null}"#,
];

const WEBHOOKS: [&str; 5] = [
    "https://hooks.example.org/in?team=1",
    "http://127.0.0.1:8080/",
    "https://[2606:2800::1]:8443",
    "https://ann:secret@example.org/#x",
    "hill-cup/*",
];

fn texts(all: &[&str]) -> Vec<Vec<u8>> {
    all.iter().map(|own| own.as_bytes().to_vec()).collect()
}

/// The folder of real files that are not the project's own.
fn corpus() -> PathBuf {
    std::env::var_os("PARCFERME_CORPUS").map_or_else(|| root().join("../shared/corpus"), PathBuf::from)
}

fn documents(folder: &Path) -> Vec<Vec<u8>> {
    files(folder).iter().filter_map(|path| fs::read(path).ok()).collect()
}

/// Real pages in all forms that are there, and small ones in those that are not.
fn pages() -> Vec<Vec<u8>> {
    const MARKDOWN: &str = "# 2012 Example Cup\n\n## Standings\n\n| Pos | Driver | Rd 1 | Points |\n|:---:|---|--:|--:|\n\
        | 1 | ![GER](x) **Ann** | 25<sup>1</sup> | 5½ |\n| 2 | ~~Ben~~[^1] | `-` | 3 \\| 4 |\n\n<table><tr><td>1</table>\n\n[^1]: a\n";
    const ANSWER: &str = r#"{"parse":{"title":"2012 Example Cup","text":{"*":"<div><p>A<\/p><table><tr><td>1<\/td><\/tr><\/table><\/div>"}}}"#;
    let mut found = documents(&corpus().join("../seeds"));
    found.extend(documents(&corpus().join("pages")));
    if !found.is_empty() {
        found.extend([MARKDOWN, ANSWER].map(|text| text.as_bytes().to_vec()));
    }
    found
}

/// Each season folder as one text, a line `=== path` before each file.
fn seasons() -> Vec<Vec<u8>> {
    let all = files(&root().join("seasons"));
    let tops = all.iter().filter(|path| path.ends_with("season.toml")).filter_map(|path| path.parent());
    tops.map(|top| {
        let mut text = Vec::new();
        for path in all.iter().filter(|path| path.starts_with(top)) {
            let name = path.strip_prefix(top).unwrap_or(path);
            text.extend(format!("=== {}\n", name.display()).into_bytes());
            // A little of each file, so that all kinds fit into one input.
            let bytes = fs::read(path).unwrap_or_default();
            let cut = bytes.iter().take(1024).rposition(|&byte| byte == b'\n').map_or(0, |end| end + 1);
            text.extend(&bytes[..cut]);
        }
        text
    })
    .collect()
}

/// All files below a folder, sorted by path.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() { open.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}
