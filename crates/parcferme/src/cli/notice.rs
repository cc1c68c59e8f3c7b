//! `parcferme notice list|post`: the notice board of a season of the record.

use super::decide::publish_anew;
use super::record_args::{DataArgs, ToArgs};
use super::{Answer, tell};
use crate::desk::{Person, Stands, board, notice};
use std::io::Write;

#[derive(clap::Args)]
#[command(after_help = "\
  parcferme notice list hill-cup/2026 --data club.record
  parcferme notice post hill-cup/2026 protest 'title=Car 27 too light' 'by=Team Seven' round=1 --data club.record --who 'Bea Brown'
  parcferme notice post hill-cup/2026 finish 'title=Chequered flag' round=1 at=2026-08-03T15:02+02:00 --data club.record --who Tim")]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// What is on the board, newest first
    List(List),
    /// Put a notice on the board
    Post(Post),
}

#[derive(clap::Args)]
struct List {
    /// Season of the record
    season: String,
    #[command(flatten)]
    data: DataArgs,
}

#[derive(clap::Args)]
#[command(after_help = "\
Kinds: finding, protest, appeal, extension, withdrawal, finish, bulletin. Keys: title, at, by, against, round, session, decision,
until, article, text, evidence, answers (docs/SEASON-FOLDER.md); lists are parted by semicolons. An appeal suspends the decision
that it is against.")]
struct Post {
    /// Season of the record
    season: String,
    /// What the notice is
    kind: String,
    /// What it says
    #[arg(value_name = "KEY=VALUE", required = true)]
    keys: Vec<String>,
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    to: ToArgs,
    /// Who posts it, as the log will say
    #[arg(long, value_name = "NAME")]
    who: String,
    /// It is posted on what was entered until this operation, all of which is published with it where tables change
    #[arg(long, value_name = "NUMBER")]
    after: Option<u64>,
    /// What to know it by when its answer is lost; given again with the same key it is posted once
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
}

pub fn run(args: &Args, out: &mut dyn Write) -> Answer {
    match &args.command {
        Command::List(args) => list(args, out),
        Command::Post(args) => post(args, out),
    }
}

fn list(args: &List, out: &mut dyn Write) -> Answer {
    let mut record = args.data.open()?;
    let stands = Stands::now(&mut record, &args.season)?;
    let all = board::of(&mut record, &stands)?;
    if all.is_empty() {
        writeln!(out, "{}: nothing is on the board.", args.season)?;
    }
    for own in &all {
        let when = own.posted();
        writeln!(out, "{}: {}", own.name(), own.title)?;
        let said: Vec<&str> = [when.as_str(), own.author.as_str(), own.stands.as_str()]
            .into_iter()
            .filter(|own| !own.is_empty())
            .collect();
        writeln!(out, "   {}", said.join(", "))?;
    }
    Ok(true)
}

fn post(args: &Post, out: &mut dyn Write) -> Answer {
    let mut keys = Vec::new();
    for own in &args.keys {
        keys.push(own.split_once('=').ok_or_else(|| notice::no_key(own))?);
    }
    let own = notice::Notice { seen: args.after, ..notice::filled(&args.kind, &keys)? };
    let person = Person { name: args.who.clone(), belongs_to: Vec::new() };
    let mut record = args.data.open()?;
    let address = args.data.address();
    let by = (&address, &person, args.key.as_deref());
    let posted = notice::post(&mut record, &args.season, &own, by)?;
    tell(&posted.told);
    writeln!(
        out,
        "Document {} is on the board, by operation {} of {}.",
        posted.number, posted.entered.operation.number, args.season
    )?;
    let by = (args.season.as_str(), args.who.as_str());
    publish_anew(&mut record, args.to.to(&address), by, posted.anew.as_ref(), out)
}
