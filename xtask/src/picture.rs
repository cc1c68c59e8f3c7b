//! `cargo xtask picture`: the README's picture of the terminal, from what the program really prints.

use crate::{Done, cargo, root};
use anstyle_svg::Term;
use std::fs;

/// What the picture shows.
const COMMANDS: [&str; 2] =
    ["standings alms/2003 --title teams --class GTS", "explain alms/2003 teams GTS carsport-america 3"];

pub fn run() -> Done {
    let mut screen = String::new();
    for command in COMMANDS {
        let mut program = cargo(&["run", "--quiet", "--package", "parcferme", "--"]);
        let output = program
            .args(command.split(' '))
            .env("CLICOLOR_FORCE", "1")
            .output()
            .map_err(|error| format!("cannot start cargo: {error}"))?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned());
        }
        screen += &format!(
            "\x1b[1;32m$\x1b[0m parcferme {command}\n\n{}\n",
            String::from_utf8_lossy(&output.stdout)
        );
    }
    let path = root().join("docs/images/terminal.svg");
    let picture = Term::new().render_svg(screen.trim_end());
    fs::write(&path, picture).map_err(|error| format!("{}: {error}", path.display()))
}
