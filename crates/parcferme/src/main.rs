//! The program. See the library of the same name for its parts.

use std::process::ExitCode;

fn main() -> ExitCode {
    parcferme::cli::run()
}
