//! `parcferme completions SHELL`: what a shell asks for when somebody presses Tab.

use super::Answer;
use clap::CommandFactory;
use clap_complete::{Shell, generate};
use std::io::Write;

#[derive(clap::Args)]
#[command(after_help = "\
  parcferme completions bash > ~/.local/share/bash-completion/completions/parcferme
  parcferme completions zsh > ~/.zfunc/_parcferme      with ~/.zfunc in fpath
  parcferme completions fish > ~/.config/fish/completions/parcferme.fish")]
pub struct Args {
    /// The shell
    shell: Shell,
}

pub fn run(args: &Args, out: &mut dyn Write) -> Answer {
    let mut written = Vec::new();
    generate(args.shell, &mut super::Args::command(), "parcferme", &mut written);
    out.write_all(&written)?;
    Ok(true)
}
