//! Browser tests: serves the bundled seasons and walks through them with headless Chromium, an accessibility checker on
//! every kind of page. Needs Chromium, Node and npm.

use crate::{Done, cargo, root, run};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

#[derive(clap::Args)]
pub struct Args {
    /// Keep a screenshot of every kind of page in this folder
    #[arg(long, value_name = "DIR")]
    screenshots: Option<PathBuf>,
}

pub fn run_tests(args: &Args) -> Done {
    let tests = root().join("tests/browser");
    run(&mut cargo(&["build", "--package", "parcferme"]))?;
    run(Command::new("npm")
        .args(["install", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error"])
        .current_dir(&tests))?;
    let (mut server, address) = serve()?;
    let mut walk = Command::new("node");
    walk.arg("walk.mjs").arg(address).current_dir(&tests);
    if let Some(folder) = &args.screenshots {
        walk.arg(std::path::absolute(folder).map_err(|error| error.to_string())?);
    }
    let done = run(&mut walk);
    // A server that is gone already needs no ending.
    let _ = server.kill();
    let _ = server.wait();
    done
}

/// The program on a free port, and where it is reached.
fn serve() -> Result<(Child, String), String> {
    let program = root().join("target/debug/parcferme");
    let mut server = Command::new(program)
        .args(["serve", "--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("cannot start the server: {error}"))?;
    let mut line = String::new();
    let said = server.stdout.take().map(|out| BufReader::new(out).read_line(&mut line));
    let address = line.split_whitespace().find(|word| word.starts_with("http://"));
    match (said, address) {
        (Some(Ok(_)), Some(address)) => Ok((server, address.trim_end_matches('/').to_owned())),
        _ => Err(format!("the server did not say where it is: {line}")),
    }
}
