//! `cargo xtask crash`: a record under load is killed and loses its power at random; what was acknowledged must be there.
//!
//! * `kills`: the program is killed (`SIGKILL`) while it enters imports, decisions, publications and undoings.
//! * `server`: the same of a PostgreSQL server of our own, all of it at once.
//! * `cuts`: what a run did to its files is written down call by call, and the power is cut after any of them: what was not
//!   flushed is lost, in part or torn. As a check of itself, each kind of flush is left out once, which must be found.
//!
//! After each, the record is opened anew: every acknowledged operation is there under its number, the walk through the record
//! finds nothing, and an operation whose answer was lost is asked for again by its key and is there once.

mod cuts;
mod kills;
mod server;
mod worker;

use super::Done;
use std::time::{Duration, Instant};

#[derive(clap::Args)]
pub struct Args {
    /// For how long, shared by all parts
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// What the random choices begin with
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The database of the half on PostgreSQL; PARCFERME_POSTGRES where not given
    #[arg(long)]
    postgres: Option<String>,
    /// Only these parts
    #[arg(long, value_delimiter = ',', value_parser = ["kills", "server", "cuts"])]
    only: Vec<String>,
    /// Be the program that is killed: address and key of each operation
    #[arg(long, hide = true, num_args = 2..)]
    worker: Vec<String>,
}

/// What a part saw.
#[derive(Debug, Default)]
struct Seen {
    /// Kills or cuts.
    times: u64,
    acknowledged: u64,
    /// Operations whose answer was lost, and how many of them had been entered.
    unknown: u64,
    entered: u64,
}

impl Seen {
    fn tell(&self, what: &str) {
        println!(
            "{what}: {} times; {} operations acknowledged, all there; {} answers lost, {} of those entered, all once",
            self.times, self.acknowledged, self.unknown, self.entered
        );
    }
}

pub fn run(args: &Args) -> Done {
    if let [address, from, rest @ ..] = &args.worker[..] {
        return worker::run(address, from, rest.first().map(String::as_str));
    }
    let url = args.postgres.clone().or_else(|| std::env::var("PARCFERME_POSTGRES").ok());
    let wanted = |part: &str| args.only.is_empty() || args.only.iter().any(|own| own == part);
    let parts = [wanted("kills"), wanted("kills"), wanted("server"), wanted("cuts")];
    let share = Duration::from_secs(args.seconds)
        / u32::try_from(parts.iter().filter(|own| **own).count()).unwrap_or(4);
    let until = || Instant::now() + share;
    let mut random = Random(args.seed);
    if wanted("kills") {
        kills::on_files(&mut random, until())?.tell("killed on SQLite");
        match &url {
            Some(url) => kills::on_postgres(&mut random, until(), url)?.tell("killed on PostgreSQL"),
            None => missing("the half on PostgreSQL: PARCFERME_POSTGRES is not set")?,
        }
    }
    if wanted("server") {
        match server::Server::start()? {
            Some(own) => server::run(&mut random, until(), own)?.tell("PostgreSQL itself killed"),
            None => missing("the server that is killed: no initdb")?,
        }
    }
    if wanted("cuts") {
        match cuts::Trace::record()? {
            Some(trace) => {
                cuts::run(&trace, &mut random, until())?.tell("power cut on SQLite");
                cuts::leave_out(&trace, &mut random)?;
            }
            None => missing("power cuts: no strace")?,
        }
    }
    Ok(())
}

/// What cannot run: an error in continuous integration.
fn missing(what: &str) -> Done {
    if std::env::var_os("CI").is_some() {
        return Err(what.to_owned());
    }
    println!("skipped: {what}");
    Ok(())
}

/// Numbers that look random, the same from the same seed (splitmix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }
}
