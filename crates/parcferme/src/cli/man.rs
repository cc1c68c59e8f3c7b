//! `parcferme man`: what `--help` says, as pages for `man`.

use super::{Answer, Failure};
use clap::CommandFactory;
use parcferme_core::{Diagnostic, Place};
use std::io::Write;
use std::path::PathBuf;

#[derive(clap::Args)]
#[command(after_help = "\
  parcferme man | man -l -                                     the program's page
  parcferme man --to ~/.local/share/man/man1                   a page for each command too, for `man parcferme-standings`")]
pub struct Args {
    /// Folder for the pages of all commands
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
}

pub fn run(args: &Args, out: &mut dyn Write) -> Answer {
    let command = super::Args::command();
    let Some(folder) = &args.to else {
        clap_mangen::Man::new(command).render(&mut &mut *out)?;
        return Ok(true);
    };
    let written = std::fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(command, folder));
    written.map_err(|error| {
        Failure::Refused(vec![
            Diagnostic::error("PF1170", format!("cannot write the pages for man: {error}"))
                .at(Place::document(folder.display().to_string()))
                .help("check the path, the space and your right to write there"),
        ])
    })?;
    writeln!(
        out,
        "{}: pages for man. Read one with: man {}",
        folder.display(),
        folder.join("parcferme.1").display()
    )?;
    Ok(true)
}
