//! Browser tests: publishes the bundled season and a made-up one and has an HTML checker read every page, then serves them
//! and walks through with headless Chromium, an accessibility checker on every kind of page. Needs Chromium, Node, npm and
//! Java.

use crate::{Done, cargo, made_season, root, run};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

#[derive(clap::Args)]
pub struct Args {
    /// Keep a screenshot of every kind of page in this folder
    #[arg(long, value_name = "DIR")]
    screenshots: Option<PathBuf>,
    /// Only walks whose name has these words, and no check of the markup
    #[arg(long, value_name = "WORDS")]
    only: Option<String>,
}

/// What the CSS checker does not know and browsers do.
const UNKNOWN_TO_THE_CHECKER: &str = r".*CSS: .(vector-effect|paint-order).: Property.*";

pub fn run_tests(args: &Args) -> Done {
    let tests = root().join("tests/browser");
    let made = root().join("target/browser/made-up");
    made_season::write(&made)?;
    run(&mut cargo(&["build", "--package", "parcferme"]))?;
    run(Command::new("npm").args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(&tests))?;
    if args.only.is_none() {
        check_markup(&tests, &made)?;
    }
    let record = with_record(&made)?;
    let breaks = another(&made)?;
    let Served { mut server, address, welcome } = serve(&[&made, &breaks], &record)?;
    let mut walk = Command::new("node");
    walk.arg("walk.mjs").arg(address).current_dir(&tests).env("WELCOME", welcome).env("BREAKS", &breaks);
    walk.env("ONLY", args.only.as_deref().unwrap_or_default());
    if let Some(folder) = &args.screenshots {
        walk.arg(std::path::absolute(folder).map_err(|error| error.to_string())?);
    }
    let done = run(&mut walk);
    // A server that is gone already needs no ending.
    let _ = server.kill();
    let _ = server.wait();
    done
}

/// Publishes a site and has the Nu Html Checker read its pages, fragments and style sheet.
fn check_markup(tests: &Path, made: &Path) -> Done {
    if Command::new("java").arg("-version").stderr(Stdio::null()).status().is_err() {
        return match std::env::var_os("CI") {
            Some(_) => Err("no Java for the HTML checker".to_owned()),
            None => {
                println!("skipped: no Java for the HTML checker");
                Ok(())
            }
        };
    }
    let site = root().join("target/browser/site");
    if site.exists() {
        fs::remove_dir_all(&site).map_err(|error| format!("{}: {error}", site.display()))?;
    }
    run(Command::new(root().join("target/debug/parcferme"))
        .args(["publish", "alms/2003"])
        .arg(made)
        .arg("--to")
        .arg(&site))?;
    let jar = tests.join("node_modules/vnu-jar/build/dist/vnu.jar");
    let wrapped = root().join("target/browser/fragments");
    let pages = pages(&site, &wrapped)?;
    println!("checking the markup of {} pages", pages.len());
    let check = |kind: &str, files: &[PathBuf]| {
        run(Command::new("java")
            .args(["-Xss8m", "-jar"])
            .arg(&jar)
            .args(["--Werror", "--filterpattern", UNKNOWN_TO_THE_CHECKER, kind])
            .args(files))
    };
    check("--html", &pages)?;
    check("--css", &[site.join("assets/site.css")])
}

/// All pages under a folder; a fragment for other people's pages is put into one.
fn pages(site: &Path, wrapped: &Path) -> Result<Vec<PathBuf>, String> {
    let told = |path: &Path, error: std::io::Error| format!("{}: {error}", path.display());
    fs::create_dir_all(wrapped).map_err(|error| told(wrapped, error))?;
    let mut pages = Vec::new();
    let mut folders = vec![site.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(|error| told(&folder, error))?.flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            if path.is_dir() {
                folders.push(path);
            } else if name.ends_with(".fragment.html") {
                let text = fs::read_to_string(&path).map_err(|error| told(&path, error))?;
                let page = wrapped.join(format!("{}-{name}", pages.len()));
                let whole = format!(
                    "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Page</title></head><body><h1>Page</h1>{text}</body></html>"
                );
                fs::write(&page, whole).map_err(|error| told(&page, error))?;
                pages.push(page);
            } else if name.ends_with(".html") {
                pages.push(path);
            }
        }
    }
    pages.sort();
    Ok(pages)
}

/// The same season by another name, which no record has: one to be broken and mended.
fn another(made: &Path) -> Result<PathBuf, String> {
    let folder = root().join("target/browser/breaks");
    let told = |error: std::io::Error| format!("{}: {error}", folder.display());
    made_season::write(&folder)?;
    let text = fs::read_to_string(made.join("season.toml")).map_err(told)?;
    let renamed = text.replacen("series = \"made-up\"", "series = \"breaks\"", 1);
    let renamed = renamed.replacen("name = \"Made-up ", "name = \"Broken ", 1);
    fs::write(folder.join("season.toml"), renamed).map_err(told)?;
    Ok(folder)
}

/// A record of the season, with an edition.
fn with_record(made: &Path) -> Result<PathBuf, String> {
    let record = root().join("target/browser/made-up.record");
    let left = ["", "-wal", "-shm", ".key"].map(|own| PathBuf::from(format!("{}{own}", record.display())));
    // What ties the folder to the record of an earlier run goes with it.
    for own in left.into_iter().chain([made.join(".parcferme-record")]) {
        if own.exists() {
            fs::remove_file(&own).map_err(|error| format!("{}: {error}", own.display()))?;
        }
    }
    let parcferme = || Command::new(root().join("target/debug/parcferme"));
    let by = ["--who", "Ann Archer", "--why", "for the browser"];
    run(parcferme().arg("push").arg(made).arg("--data").arg(&record).args(by))?;
    run(parcferme().args(["edition", "publish", "made-up/2026"]).arg("--data").arg(&record).args(by))?;
    Ok(record)
}

/// The program as it runs: where it is reached, and the link that makes the first account.
struct Served {
    server: Child,
    address: String,
    welcome: String,
}

/// The program on a free port.
fn serve(seasons: &[&Path], record: &Path) -> Result<Served, String> {
    let program = root().join("target/debug/parcferme");
    let mut server = Command::new(program)
        .args(["serve", "--listen", "127.0.0.1:0"])
        .args(seasons)
        .arg("--data")
        .arg(record)
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("cannot start the server: {error}"))?;
    let Some(out) = server.stdout.take() else { return Err("the server says nothing".to_owned()) };
    let mut said = String::new();
    let (mut address, mut lines) = (None, BufReader::new(out).lines());
    while let Some(Ok(line)) = lines.next() {
        said += &line;
        match line.split_whitespace().find(|word| word.starts_with("http://")) {
            Some(link) if link.contains("/welcome/") => {
                let Some(address) = address else { break };
                return Ok(Served { server, address, welcome: link.to_owned() });
            }
            Some(link) => address = Some(link.trim_end_matches('/').to_owned()),
            None => {}
        }
    }
    // A server that is gone already needs no ending.
    let _ = server.kill();
    Err(format!("the server did not say where it is, and how to sign in: {said}"))
}
