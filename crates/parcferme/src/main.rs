//! The program: wiring between files, the network and the sport. No sporting decision is taken here.

use std::process::ExitCode;

mod cli;
mod library;
mod report;
mod terminal;

fn main() -> ExitCode {
    cli::run()
}
