//! `parcferme edition publish|list|write`: what was published of a season, and when.

use super::record_args::{DataArgs, EnterArgs};
use super::{Answer, Failure, tell};
use crate::folder_on_disk;
use crate::record::{self, editions};
use parcferme_core::Diagnostic;
use parcferme_publish::stamp::moment_in_words;
use parcferme_store::{Act, Edition, Standing};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

#[derive(clap::Args)]
#[command(after_help = "\
  parcferme edition publish hill-cup/2026 --data club.record --who 'Ann Archer' --why 'after round 5'
  parcferme edition publish hill-cup/2026 --data club.record --who 'Ann Archer' --why 'no protest' --official
  parcferme edition list hill-cup/2026 --data club.record
  parcferme edition write hill-cup/2026 2 --data club.record --to edition-2")]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Compute tables and classifications as the record stands, and publish them
    Publish(Publish),
    /// What was published, first to last
    List(List),
    /// Write the documents of an edition to a folder, as they were published
    Write(Write_),
}

#[derive(clap::Args)]
#[command(after_help = "\
An edition is standings.json, standings.pdf and a JSON document for each classified session, with the digests of the facts,
the rulebook and the program that they were computed from. It supersedes the one before and changes nothing in it. What is
published again although nothing has changed is a further edition only where its standing is another.")]
struct Publish {
    /// Season of the record, such as hill-cup/2026
    season: String,
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    enter: EnterArgs,
    /// The results are official; provisional where this is not said
    #[arg(long)]
    official: bool,
}

#[derive(clap::Args)]
struct List {
    /// Season of the record
    season: String,
    #[command(flatten)]
    data: DataArgs,
}

#[derive(clap::Args)]
#[command(name = "write")]
struct Write_ {
    /// Season of the record
    season: String,
    /// Number of the edition; the last where none is given
    number: Option<u64>,
    #[command(flatten)]
    data: DataArgs,
    /// Folder to write them to; a new one
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
}

pub fn run(args: &Args, out: &mut dyn Write) -> Answer {
    match &args.command {
        Command::Publish(args) => publish(args, out),
        Command::List(args) => list(args, out),
        Command::Write(args) => write(args, out),
    }
}

fn publish(args: &Publish, out: &mut dyn Write) -> Answer {
    let mut record = args.data.open()?;
    let head = record::head(&mut record, &args.season)?;
    let loaded =
        record::load(&args.season, record.files(&args.season, head.number).map_err(record::refused)?)?;
    tell(&loaded.diagnostics);
    let standing = if args.official { Standing::Official } else { Standing::Provisional };
    let when = record::now().max(head.when);
    let publication = editions::publication(&loaded, standing, when)?;
    let before = record.editions(&args.season).map_err(record::refused)?.pop();
    if let Some(before) = before.filter(|own| own.standing == standing) {
        let same =
            publication.documents.iter().filter(|(name, _)| !name.ends_with(".pdf")).all(|(name, bytes)| {
                let digest = parcferme_store::Digest::of(bytes);
                before.papers.iter().any(|paper| paper.name == *name && paper.digest == digest)
            });
        let papers = before.papers.len() == publication.documents.len();
        if same && papers && before.rulebook == parcferme_store::Digest::of(&publication.rulebook) {
            writeln!(
                out,
                "{}: nothing to publish, edition {} says the same, {}.",
                args.season,
                before.number,
                standing.word()
            )?;
            return Ok(true);
        }
    }
    let mut draft = args.enter.draft(&args.season, head.number, Act::Publish(publication));
    draft.when = when;
    let done = record::enter(&mut record, &args.data.data, draft, args.enter.key.as_deref())?;
    let Some(edition) = done.edition else {
        return Err(Failure::Refused(record::refused(parcferme_store::Fault::Damaged(
            "an operation that published has no edition".to_owned(),
        ))));
    };
    writeln!(out, "{}", told(&edition))?;
    for paper in &edition.papers {
        writeln!(out, "  {}  {}", paper.digest, paper.name)?;
    }
    Ok(true)
}

/// An edition in a line.
fn told(edition: &Edition) -> String {
    let supersedes =
        edition.supersedes.map_or_else(String::new, |number| format!(", supersedes edition {number}"));
    format!(
        "{}, edition {}: {}, {}{supersedes}",
        edition.season,
        edition.number,
        edition.standing.word(),
        moment_in_words(edition.when)
    )
}

fn list(args: &List, out: &mut dyn Write) -> Answer {
    let mut record = args.data.open()?;
    record::head(&mut record, &args.season)?;
    let editions = record.editions(&args.season).map_err(record::refused)?;
    if editions.is_empty() {
        writeln!(out, "{}: nothing has been published.", args.season)?;
    }
    for edition in &editions {
        writeln!(out, "{}, as it stood after operation {}", told(edition), edition.after.0)?;
    }
    Ok(true)
}

fn write(args: &Write_, out: &mut dyn Write) -> Answer {
    let mut record = args.data.open()?;
    record::head(&mut record, &args.season)?;
    let editions = record.editions(&args.season).map_err(record::refused)?;
    let last = editions.last().map_or(0, |edition| edition.number);
    let wanted = args.number.unwrap_or(last);
    let Some(edition) = editions.into_iter().find(|edition| edition.number == wanted) else {
        return Err(Failure::Refused(vec![
            Diagnostic::error("PF1336", format!("{} has no edition {wanted}", args.season))
                .found(wanted.to_string())
                .expected(if last == 0 {
                    "nothing has been published".to_owned()
                } else {
                    format!("a number from 1 to {last}")
                }),
        ]));
    };
    let mut documents: BTreeMap<String, Vec<u8>> =
        BTreeMap::from([("edition.json".to_owned(), edition.statement.clone().into_bytes())]);
    for paper in &edition.papers {
        documents.insert(paper.name.clone(), record.document(&paper.digest).map_err(record::refused)?);
    }
    let mut held = folder_on_disk::hold(&args.to)?;
    if let Some(name) = held.anything()? {
        return Err(Failure::Refused(vec![
            Diagnostic::error("PF1332", "the folder has something in it")
                .found(name)
                .expected("a new folder, or an empty one")
                .help("name another with --to; nothing was written"),
        ]));
    }
    let files = documents.iter().map(|(path, bytes)| (path.clone(), bytes.as_slice())).collect();
    let changed = held.exchange_bytes(&files, |_| false)?;
    writeln!(out, "{}", told(&edition))?;
    writeln!(out, "{}: {changed}.", args.to.display())?;
    Ok(true)
}
