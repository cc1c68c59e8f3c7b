//! `parcferme edition publish|list|write`: what was published of a season, and when.

use super::record_args::{DataArgs, EnterArgs, ToArgs};
use super::{Answer, Failure, tell};
use crate::desk::{Stands, state as desk};
use crate::folder_on_disk;
use crate::library::Refused;
use crate::record;
use crate::record::editions::{self, Published, To};
use crate::record::key::{self, Signed};
use crate::report;
use parcferme_core::{Diagnostic, Place};
use parcferme_publish::stamp::moment_in_words;
use parcferme_store::{Address, Edition, Fault, Record, Standing};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
#[command(after_help = "\
  parcferme edition publish hill-cup/2026 --data club.record --who 'Ann Archer' --why 'after round 5'
  parcferme edition publish hill-cup/2026 --data club.record --who 'Ann Archer' --why 'no protest' --official
  parcferme edition list hill-cup/2026 --data club.record
  parcferme edition write hill-cup/2026 2 --data club.record --to edition-2
  parcferme edition tiles --data club.record --to site/log")]
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
    /// How far the results have come: until when protests are taken, what is pending
    State(State),
    /// Make what was published official, where no window is open and nothing is pending
    Settle(Settle),
    /// Write the documents of an edition to a folder, as they were published
    Write(Write_),
    /// Write the log of all editions as static files, for a site to serve and others to copy
    Tiles(Tiles),
    /// Have another private key sign from now on
    RotateKey(RotateKey),
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
    #[command(flatten)]
    to: ToArgs,
    #[command(flatten)]
    log: LogArgs,
}

/// The log that editions are in.
#[derive(clap::Args)]
struct LogArgs {
    /// Name of the log, when its key is made: the address where it will be, such as results.club.example/log
    #[arg(long, value_name = "NAME")]
    log_name: Option<String>,
}

#[derive(clap::Args)]
#[command(after_help = "\
The form is C2SP's tlog-tiles: the signed checkpoint, tiles of hashes, and the editions' statements as entries, with the public keys
in `keys`. Serve the folder as it is. Who keeps a copy can tell whether an edition was slipped in, taken out or changed.")]
struct Tiles {
    #[command(flatten)]
    data: DataArgs,
    /// Folder to write it to; files of an earlier run are replaced
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
}

#[derive(clap::Args)]
#[command(after_help = "\
  parcferme edition rotate-key --data club.record --new-key-file club-2.key

The new key is announced by the old one, in the record and in the log's `keys`. From then on the new file signs: move it to the
place of the old one, or name it with --key-file.")]
struct RotateKey {
    #[command(flatten)]
    data: DataArgs,
    /// File of the private key that signs now; FILE.key beside the file of the record where none is named
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
    /// File to write the new private key to
    #[arg(long, value_name = "FILE")]
    new_key_file: PathBuf,
}

#[derive(clap::Args)]
struct List {
    /// Season of the record
    season: String,
    #[command(flatten)]
    data: DataArgs,
}

#[derive(clap::Args)]
struct State {
    /// Season of the record
    season: String,
    #[command(flatten)]
    data: DataArgs,
}

#[derive(clap::Args)]
#[command(after_help = "\
The rulebook says until when protests are taken (protest_window); a season whose rulebook says nothing becomes official when a
points-keeper publishes it so: `edition publish --official`, at the desk, or over the API. `serve --data` settles by itself.")]
struct Settle {
    /// Season of the record
    season: String,
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    to: ToArgs,
    #[command(flatten)]
    log: LogArgs,
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
        Command::State(args) => state(args, out),
        Command::Settle(args) => settle(args, out),
        Command::Write(args) => write(args, out),
        Command::Tiles(args) => tiles(args, out),
        Command::RotateKey(args) => rotate_key(args, out),
    }
}

fn publish(args: &Publish, out: &mut dyn Write) -> Answer {
    let mut record = args.data.open()?;
    let standing = if args.official { Standing::Official } else { Standing::Provisional };
    let enter = (args.enter.who.as_str(), args.enter.why.as_str(), args.enter.key.as_deref());
    let address = args.data.address();
    let to = args.to.to(&address);
    if standing == Standing::Official {
        desk::may_be_official(&mut record, &args.season, enter.2)?;
    }
    let (published, told_of) = editions::publish(&mut record, to, &args.season, standing, enter)?;
    tell(&told_of);
    let edition = match published {
        Published::Edition(own) => own,
        Published::Same(before) => {
            sign(&mut record, to, &args.log, out)?;
            writeln!(
                out,
                "{}: nothing to publish, edition {} says the same, {}.",
                args.season,
                before.number,
                standing.word()
            )?;
            return Ok(true);
        }
    };
    writeln!(out, "{}", told(&edition))?;
    for paper in &edition.papers {
        writeln!(out, "  {}  {}", paper.digest, paper.name)?;
    }
    sign(&mut record, to, &args.log, out)?;
    Ok(true)
}

/// Signs the head of the log, and says by which key.
fn sign(record: &mut Record, to: To<'_>, log: &LogArgs, out: &mut dyn Write) -> Result<(), Failure> {
    match key::sign_log(record, to, log.log_name.as_deref())? {
        Signed::Not(warning) => report::to_stderr(&[warning]),
        Signed::Nothing => {}
        Signed::By { checkpoint, signer, made } => {
            if let Some(path) = made {
                let path = path.display();
                writeln!(out, "A key was made: {path}. Keep a copy of it, and let nobody else read it.")?;
            }
            let (entry, verifier) = (checkpoint.size - 1, signer.verifier());
            if let Some(asked) = log.log_name.as_ref().filter(|own| **own != checkpoint.origin) {
                writeln!(out, "The log is not called {asked}: its key was made before, with another name.")?;
            }
            writeln!(out, "Entry {entry} of the log {}, signed by {verifier}", checkpoint.origin)?;
        }
    }
    Ok(())
}

fn tiles(args: &Tiles, out: &mut dyn Write) -> Answer {
    let mut record = args.data.open()?;
    let Some(files) = record.log_files().map_err(record::refused)? else {
        return Err(Failure::Refused(vec![
            Diagnostic::error("PF1341", "nothing has been signed that a log could be written of")
                .help("`parcferme edition publish` signs what it publishes"),
        ]));
    };
    let mut held = folder_on_disk::hold(&args.to)?;
    if let Some(name) = held.anything()?.filter(|_| held.file("checkpoint").is_none()) {
        return Err(Failure::Refused(not_empty(&args.to, &name)));
    }
    let files = files.iter().map(|(path, bytes)| (path.clone(), bytes.as_slice())).collect();
    let changed = held.exchange_bytes(&files, |_| false)?;
    writeln!(out, "{}: {changed}.", args.to.display())?;
    Ok(true)
}

fn not_empty(folder: &Path, name: &str) -> Refused {
    vec![
        Diagnostic::error("PF1332", "the folder has something in it")
            .at(Place::document(folder.display().to_string()))
            .found(name)
            .expected("a new folder, or an empty one")
            .help("name another with --to; nothing was written"),
    ]
}

fn rotate_key(args: &RotateKey, out: &mut dyn Write) -> Answer {
    let mut record = args.data.open()?;
    let old = match key::path(args.key_file.as_deref(), &Address::of(&args.data.data)) {
        Some(path) => key::read(&path)?,
        None => None,
    };
    let Some(old) = old else {
        return Err(Failure::Refused(vec![
            Diagnostic::error("PF1342", "the private key that signs now is needed to announce the new one")
                .help("name its file with --key-file; without it, outsiders cannot be shown that the new key is yours"),
        ]));
    };
    // Before a key is made: whether the old one is the record's.
    match record.signers().map_err(record::refused)?.pop() {
        Some(own) if own == old.verifier() => {}
        Some(own) => {
            let fault = Fault::OtherKey { own: own.to_string(), given: old.verifier().to_string() };
            return Err(record::refused(fault).into());
        }
        None => {
            return Err(record::refused(Fault::Refused(
                "no key has signed yet that another could follow".to_owned(),
            ))
            .into());
        }
    }
    let new = key::make(&args.new_key_file, &old.verifier().name)?;
    record.rotate(&old, &new, record::now()).map_err(record::refused)?;
    writeln!(out, "From now on {} signs, as {} announced.", new.verifier(), old.verifier())?;
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

fn state(args: &State, out: &mut dyn Write) -> Answer {
    let mut record = args.data.open()?;
    let stands = Stands::now(&mut record, &args.season)?;
    told_state(&args.season, &desk::State::of(&mut record, &stands)?, out)?;
    Ok(true)
}

fn told_state(season: &str, state: &desk::State, out: &mut dyn Write) -> Result<(), Failure> {
    let edition = state.edition.as_ref().map_or_else(String::new, |own| format!(", edition {}", own.number));
    writeln!(out, "{season}{edition}: {}", state.word())?;
    for line in state.waits(record::now()) {
        writeln!(out, "  {line}")?;
    }
    if state.edition.is_some() && state.unpublished {
        writeln!(out, "  What was entered since is not published.")?;
    }
    let is_provisional = state.edition.as_ref().is_some_and(|own| own.standing == Standing::Provisional);
    if is_provisional && !state.settles_itself() {
        writeln!(
            out,
            "  The rulebook has no window for protests (protest_window): it becomes official by `parcferme edition publish {season} --official`."
        )?;
    }
    Ok(())
}

fn settle(args: &Settle, out: &mut dyn Write) -> Answer {
    let mut record = args.data.open()?;
    let address = args.data.address();
    let to = args.to.to(&address);
    match desk::settle(&mut record, to, &args.season)? {
        Some(edition) => {
            writeln!(out, "{}", told(&edition))?;
            sign(&mut record, to, &args.log, out)?;
        }
        None => {
            let stands = Stands::now(&mut record, &args.season)?;
            told_state(&args.season, &desk::State::of(&mut record, &stands)?, out)?;
        }
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
    if let Some(proof) = record.proof(&edition).map_err(record::refused)? {
        documents.insert("edition.json.tlog-proof".to_owned(), proof.to_string().into_bytes());
    }
    let mut held = folder_on_disk::hold(&args.to)?;
    if let Some(name) = held.anything()? {
        return Err(Failure::Refused(not_empty(&args.to, &name)));
    }
    let files = documents.iter().map(|(path, bytes)| (path.clone(), bytes.as_slice())).collect();
    let changed = held.exchange_bytes(&files, |_| false)?;
    writeln!(out, "{}", told(&edition))?;
    writeln!(out, "{}: {changed}.", args.to.display())?;
    Ok(true)
}
