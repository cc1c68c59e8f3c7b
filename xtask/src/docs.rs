//! `cargo xtask docs`
use crate::Done;
#[derive(clap::Args)]
pub struct Args {
    /// Change nothing; fail where a generated part is out of date
    #[arg(long)]
    check: bool,
}
pub fn run(_args: &Args) -> Done {
    Ok(())
}
