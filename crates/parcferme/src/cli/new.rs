//! `parcferme new NAME`: a season folder that works, from a name.

use super::{Answer, Failure};
use crate::new_season::{Plan, Rules};
use crate::{folder_on_disk, library};
use anstyle::Style;
use parcferme_core::{Diagnostic, Place};
use std::io::Write;
use std::path::PathBuf;

#[derive(clap::Args)]
#[command(after_help = "\
NAME is the folder to make. A year in it is the season's year; else it is the present one.

  parcferme new hill-cup                              rules of its own: points for ten places, drivers and teams
  parcferme new imsa/2026 --like imsa/2025            scored by a rulebook that ships with the program
  parcferme new try --example                         three made-up races, to look around in

Then put results into it, and see the tables:

  parcferme add FILE... --season hill-cup
  parcferme check hill-cup
  parcferme standings hill-cup

`parcferme rulebook list` has the names for --like; `parcferme rulebook show NAME` reads one as sentences.")]
pub struct Args {
    /// Folder to make: a name, or a path
    #[arg(value_name = "NAME")]
    folder: PathBuf,
    /// Score it by this rulebook: one that ships with the program, or a file, which is copied
    #[arg(long, value_name = "RULEBOOK", conflicts_with = "example")]
    like: Option<String>,
    /// With three made-up races of a club, and the table published after them
    #[arg(long)]
    example: bool,
}

pub fn run(args: &Args, out: &mut dyn Write) -> Answer {
    let rules = match &args.like {
        None => Rules::Own,
        Some(name) => {
            let (read, found) = library::rulebook(name)?;
            super::tell(&found);
            let text = read.wording.to_text();
            if library::is_bundled(name) {
                Rules::Bundled { id: name.clone(), name: read.name, text }
            } else {
                Rules::Copied { text }
            }
        }
    };
    let plan = Plan::new(&args.folder, rules, args.example);
    let files = plan.files();
    let mut held = folder_on_disk::hold(&args.folder)?;
    if let Some(first) = held.anything()? {
        return Err(Failure::Refused(vec![
            Diagnostic::error("PF0937", "the folder has something in it already")
                .at(Place::document(args.folder.display().to_string()))
                .found(first)
                .expected("a name that is free, or an empty folder")
                .help("choose another name: nothing was changed"),
        ]));
    }
    held.exchange(&files, |_| false)?;
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    writeln!(out, "{bold}{} → {}{bold:#}", plan.name, args.folder.display())?;
    for path in files.keys() {
        writeln!(out, "  {path}")?;
    }
    writeln!(out, "\n{bold}Next{bold:#}")?;
    let next = plan.next();
    let widest = next.iter().map(|(command, _)| command.chars().count()).max().unwrap_or(0);
    for (command, what) in next {
        writeln!(out, "  {command:<widest$}  {dim}{what}{dim:#}")?;
    }
    Ok(true)
}
