//! Chores of the workspace: `cargo xtask <chore>`. One chore a module.

use clap::{Parser, Subcommand};
use std::path::Path;
use std::process::{Command, ExitCode};

mod api;
mod browser;
mod crash;
mod dist;
mod docs;
mod fuzz;
mod load;
mod made_season;
mod odds_evidence;
mod picture;
mod screenshots;
mod seeds;

#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Args {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Everything that decides whether work lands, as .ci/run does it
    Ci,
    /// The star of crates, core's purity, and a page for every error and rule kind
    Star,
    /// Write the generated parts of docs/, or compare them
    Docs(docs::Args),
    /// A binary to install without Rust, with completions, man pages, licences and checksums, and a Debian package
    Dist(dist::Args),
    /// Ask the API whatever its description lets ask, as each role; needs Schemathesis
    Api(api::Args),
    /// Walk through the site in a real browser
    Browser(browser::Args),
    /// Kill a record at random and cut its power: what was acknowledged must be there
    Crash(crash::Args),
    /// Fuzz the readers for a short while, from real documents where they are at hand
    Fuzz(fuzz::Args),
    /// Measure a large season in a record on both databases: docs/evidence/record.md
    Load(load::Args),
    /// Score the odds on Formula One and write docs/evidence/odds.md
    OddsEvidence(odds_evidence::Args),
    /// Make the README's picture of the terminal anew
    Picture,
    /// A picture of each kind of page of the site, to be looked at; needs Chromium
    Screenshots(screenshots::Args),
}

fn main() -> ExitCode {
    let done = match Args::parse().chore {
        Chore::Ci => run(Command::new(root().join(".ci/run")).current_dir(root())),
        Chore::Star => run(cargo(&["test", "--package", "parcferme", "--test", "it", "star::"])),
        Chore::Docs(args) => docs::run(&args),
        Chore::Dist(args) => dist::run_all(&args),
        Chore::Api(args) => api::run_all(&args),
        Chore::Browser(args) => browser::run_tests(&args),
        Chore::Crash(args) => crash::run(&args),
        Chore::Fuzz(args) => fuzz::run(&args),
        Chore::Load(args) => load::run_all(&args),
        Chore::OddsEvidence(args) => odds_evidence::run(&args),
        Chore::Picture => picture::run(),
        Chore::Screenshots(args) => screenshots::run_all(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask: {message}");
            ExitCode::FAILURE
        }
    }
}

/// What a chore ends with: a message where it failed.
type Done = Result<(), String>;

/// The workspace's folder.
fn root() -> &'static Path {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own)
}

fn cargo(args: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(args).current_dir(root());
    command
}

/// Runs a command whose exit status decides; accepts a command or a reference to one.
fn run(mut command: impl std::borrow::BorrowMut<Command>) -> Done {
    let command = command.borrow_mut();
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command.status().map_err(|error| format!("cannot start {name}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{name} ended with {status}")) }
}
