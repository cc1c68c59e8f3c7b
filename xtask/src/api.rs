//! The API asked by a program that makes requests up from its description (Schemathesis), as everybody who may: whatever is
//! answered must be described, and nothing may break. Needs Python with Schemathesis.

use crate::{Done, cargo, root, run};
use parcferme_core::season::Moment;
use parcferme_store::{Address, By, Digest, Grant, Record};
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

#[derive(clap::Args)]
pub struct Args {
    /// Requests made up for each endpoint as each role, besides those at the edges of what it takes
    #[arg(long, value_name = "NUMBER", default_value_t = 5)]
    examples: u32,
    /// What the requests are drawn from
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    /// Only as this role, or as `nobody`
    #[arg(long, value_name = "ROLE")]
    only: Option<String>,
}

const ROLES: [&str; 5] = ["administrator", "points-keeper", "steward", "timekeeper", "reader"];

/// What must hold of every answer.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance";

/// Officials work on the season of the record; what nobody's requests name is what the description has as examples.
const OF_THE_RECORD: &str = "[parameters]
\"path.series\" = \"cup\"
\"path.year\" = \"2026\"
\"path.title\" = \"teams\"
\"path.class\" = \"-\"
\"path.competitor\" = \"north-garage\"
\"query.title\" = \"teams\"
";

/// A fault of older Pythons that ends Schemathesis now and then is kept out of its way.
const PYTHON_BEGINS_WITH: &str = include_str!("sitecustomize.py");

pub fn run_all(args: &Args) -> Done {
    if Command::new("schemathesis").arg("--version").stdout(Stdio::null()).status().is_err() {
        return match std::env::var_os("CI") {
            Some(_) => Err("no Schemathesis: `pip install schemathesis`".to_owned()),
            None => {
                println!("skipped: no Schemathesis: `pip install schemathesis`");
                Ok(())
            }
        };
    }
    run(&mut cargo(&["build", "--package", "parcferme"]))?;
    let folder = root().join("target/api");
    let told = |error: std::io::Error| format!("{}: {error}", folder.display());
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(told)?;
    }
    fs::create_dir_all(&folder).map_err(told)?;
    fs::write(folder.join("record.toml"), OF_THE_RECORD).map_err(told)?;
    fs::write(folder.join("examples.toml"), "").map_err(told)?;
    fs::write(folder.join("sitecustomize.py"), PYTHON_BEGINS_WITH).map_err(told)?;
    let record = with_season(&folder)?;
    with_officials(&Address::File(record.clone()))?;
    // The examples of the description are of the season beside the record.
    let what = ["alms/2003", "--data", &record.to_string_lossy()];
    let Served { mut server, address, said } = serve(parcferme(), &what)?;
    let mut failed = Vec::new();
    for who in ROLES.into_iter().chain(["nobody"]) {
        if args.only.as_deref().is_none_or(|only| only == who) && ask(args, &folder, &address, who).is_err() {
            failed.push(who);
        }
    }
    let ended = server.try_wait().map_err(told)?;
    // A server that is gone already needs no ending.
    let _ = server.kill();
    let _ = server.wait();
    if let Some(status) = ended {
        let mut rest = String::new();
        let _ = { said }.read_to_string(&mut rest);
        return Err(format!("the server ended with {status}: {rest}"));
    }
    if failed.is_empty() { Ok(()) } else { Err(format!("failed as {}", failed.join(", "))) }
}

fn parcferme() -> Command {
    Command::new(root().join("target/debug/parcferme"))
}

/// A record of a season with an edition.
fn with_season(folder: &Path) -> Result<PathBuf, String> {
    let record = folder.join("cup.record");
    let season = folder.join("cup/2026");
    let by = ["--who", "Ann Archer", "--why", "for the API"];
    run(parcferme().args(["new", "--example"]).arg(&season).stdout(Stdio::null()))?;
    run(parcferme().arg("push").arg(season).arg("--data").arg(&record).args(by).stdout(Stdio::null()))?;
    run(parcferme().args(["edition", "publish", "cup/2026"]).arg("--data").arg(&record).args(by))?;
    Ok(record)
}

/// An official of each role, with a token that is `token ROLE`.
pub fn with_officials(record: &Address) -> Done {
    let told = |fault: parcferme_store::Fault| fault.to_string();
    let mut record = Record::open(record).map_err(told)?;
    let clock = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let now = clock.ok().and_then(|own| Moment::of_unix(i64::try_from(own.as_secs()).ok()?));
    let by = By { who: None, from: "command", when: now.ok_or("the clock shows no year")? };
    for role in ROLES {
        let grants: [Grant; 1] = [format!("{role} *").parse()?];
        let link = Digest::of(format!("link {role}").as_bytes());
        record.invite(&by, (role, role), &grants, (&link, by.when.later(60))).map_err(told)?;
        let token = Digest::of(format!("token {role}").as_bytes());
        record.make_token(&by, role, (role, &grants), (&token, by.when.later(86_400))).map_err(told)?;
    }
    Ok(())
}

/// The program as it runs.
pub struct Served {
    pub server: Child,
    /// As `http://127.0.0.1:4711`.
    pub address: String,
    /// What else it says.
    said: BufReader<std::process::ChildStdout>,
}

/// The program on a free port.
pub fn serve(mut program: Command, what: &[&str]) -> Result<Served, String> {
    let mut server = program
        .args(["serve", "--listen", "127.0.0.1:0"])
        .args(what)
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("cannot start the server: {error}"))?;
    let Some(out) = server.stdout.take() else { return Err("the server says nothing".to_owned()) };
    let mut said = BufReader::new(out);
    let mut line = String::new();
    let _ = said.read_line(&mut line);
    match line.split_whitespace().find(|word| word.starts_with("http://")) {
        Some(own) => Ok(Served { server, address: own.trim_end_matches('/').to_owned(), said }),
        None => {
            let _ = server.kill();
            Err(format!("the server did not say where it is: {line}"))
        }
    }
}

/// All endpoints, as somebody.
fn ask(args: &Args, folder: &Path, address: &str, who: &str) -> Done {
    println!("as {who}");
    let mut command = Command::new("schemathesis");
    command.current_dir(folder).env("PYTHONPATH", folder);
    command.arg("--config-file").arg(if who == "nobody" { "examples.toml" } else { "record.toml" });
    command.arg("run").arg(root().join("docs/openapi.json"));
    command.arg("--url").arg(format!("{address}/api/v1"));
    if who != "nobody" {
        command.arg("--header").arg(format!("Authorization: Bearer token {who}"));
    }
    command.args(["--phases", "examples,coverage,fuzzing", "--checks", CHECKS]);
    command.args(["--max-examples", &args.examples.to_string(), "--seed", &args.seed.to_string()]);
    command.args(["--workers", "1", "--continue-on-failure", "--no-color", "--warnings", "off"]);
    command.args(["--suppress-health-check", "all", "--generation-database", "none"]);
    run(&mut command)
}
