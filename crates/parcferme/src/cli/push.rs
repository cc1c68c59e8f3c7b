//! `parcferme push SEASON --data RECORD`: a season's folder into the record.

use super::record_args::{DataArgs, EnterArgs, tell_difference};
use super::{Answer, Failure, tell};
use crate::folder_on_disk::{self, Held};
use crate::library::{self, Raw, Refused};
use crate::record::{self, folder};
use parcferme_core::{Diagnostic, Place};
use parcferme_store::{Act, Address, Facts, Fault, Operation, Record};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
#[command(after_help = "\
  parcferme push hill-cup --data club.record --who 'Ann Archer' --why 'entry list and calendar'
  parcferme push hill-cup --data club.record --who 'Ann Archer' --why 'results of round 1' --dry-run --lines
  parcferme push alms/2003 --data postgres://club@localhost/results --who 'Ann Archer' --why 'to begin with'

What differs is told first. All files of the folder are entered as they are, to the byte, hidden ones left out; a season
that cannot be computed is refused. The first push makes the record. Where somebody else has entered something since the
folder was taken from the record, it is refused: `parcferme pull` joins both. The folder remembers where it came from in
a file .parcferme-record.")]
pub struct Args {
    /// Season folder, or name of a bundled season
    season: String,
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    enter: EnterArgs,
    /// Only tell what would be entered
    #[arg(long)]
    dry_run: bool,
    /// Tell every block and line that differs
    #[arg(long)]
    lines: bool,
    /// Enter the folder over whatever the record has: what the folder lacks goes
    #[arg(long)]
    overrule: bool,
}

/// The folder held, where the season is one, and all its files.
fn whole(season: &str) -> Result<(Option<Held>, Raw), Refused> {
    let path = Path::new(season);
    if path.is_dir() {
        let held = folder_on_disk::hold(path)?;
        let files = held.raw()?;
        return Ok((Some(held), files));
    }
    let files = library::bundled_files(season);
    if files.is_empty() { Err(library::no_season(season)) } else { Ok((None, files)) }
}

pub fn run(args: &Args, out: &mut dyn Write) -> Answer {
    let (mut held, files) = whole(&args.season)?;
    let loaded = record::load(&args.season, files.clone())?;
    tell(&loaded.diagnostics);
    let season = format!("{}/{}", loaded.folder.series, loaded.folder.label());
    let all = files.iter().map(|(path, bytes)| (path.clone(), Some(bytes.clone()))).collect();
    let mut whole = args.enter.draft(&season, 0, Act::Facts(Facts { files: all, undoes: None }));
    args.enter.key.as_deref().unwrap_or("made of what is entered").clone_into(&mut whole.key);
    // Before a record is made.
    whole.check().map_err(record::refused)?;
    drop(whole);
    let address = Address::of(&args.data.data);
    if held.is_some() {
        record::lies_outside(&address, Path::new(&args.season))?;
    }
    let opened = if args.dry_run { Record::open(&address) } else { Record::open_or_make(&address) };
    let mut record = match opened {
        Ok(own) => own,
        Err(Fault::Absent(_)) if args.dry_run => {
            writeln!(out, "{season} would begin a record at {address}:")?;
            tell_difference(&Raw::new(), &files, args.lines, out)?;
            return Ok(true);
        }
        Err(fault) => return Err(record::refused(fault).into()),
    };
    let stands = record.head(&season).map_err(record::refused)?;
    let follows = stands.as_ref().map_or(0, |head| head.number);
    let origin = held.as_ref().and_then(|held| held.file(folder::ORIGIN));
    let theirs = record.files(&season, follows).map_err(record::refused)?;
    let mut entered: BTreeMap<String, Option<Vec<u8>>> = files
        .iter()
        .filter(|(path, bytes)| theirs.get(*path) != Some(bytes))
        .map(|(path, bytes)| (path.clone(), Some(bytes.clone())))
        .collect();
    entered.extend(theirs.keys().filter(|path| !files.contains_key(*path)).map(|path| (path.clone(), None)));
    if entered.is_empty() {
        writeln!(out, "{season}: nothing to enter, the folder is as the record after operation {follows}.")?;
        if let Some(operation) =
            record.operations(&season, follows.saturating_sub(1)).map_err(record::refused)?.pop()
        {
            remember(held.as_mut(), &operation)?;
        }
        return Ok(true);
    }
    if !args.overrule {
        let base = folder::base(&mut record, &season, origin.as_deref(), &files)?;
        moved_on(&mut record, &season, base, follows, &theirs)?;
    }
    writeln!(out, "{season}:")?;
    tell_difference(&theirs, &files, args.lines, out)?;
    if args.dry_run {
        writeln!(out, "Nothing was entered.")?;
        return Ok(true);
    }
    let act = Act::Facts(Facts { files: entered, undoes: None });
    let draft = args.enter.draft(&season, follows, act);
    let done = record::enter(&mut record, &args.data.address(), draft, args.enter.key.as_deref())?;
    remember(held.as_mut(), &done.operation)?;
    writeln!(out, "Entered as operation {} of {season}.", done.operation.number)?;
    Ok(true)
}

/// Refuses where the record has other facts than the state that the folder came from.
fn moved_on(
    record: &mut Record,
    season: &str,
    base: Option<u64>,
    follows: u64,
    theirs: &Raw,
) -> Result<(), Failure> {
    let Some(base) = base else {
        if follows == 0 {
            return Ok(());
        }
        return Err(Failure::Refused(vec![
            Diagnostic::error("PF1323", "the folder does not say which state of the record it came from")
                .found(format!("no {}, and files that never stood so in {season}", folder::ORIGIN))
                .expected("a folder that `parcferme pull` made, or that was pushed from here")
                .help("pull the season into a new folder and put your changes there; or --overrule what the record has"),
        ]));
    };
    if record.files(season, base).map_err(record::refused)? == *theirs {
        return Ok(());
    }
    let mut diagnostics =
        vec![Fault::MovedOn { season: season.to_owned(), follows: base, stands_at: follows }.diagnostic()];
    diagnostics.extend(record::entered_since(record, season, base)?);
    Err(Failure::Refused(diagnostics))
}

/// Writes into the folder where it stands now.
pub fn remember(held: Option<&mut Held>, operation: &Operation) -> Result<(), Refused> {
    let Some(held) = held else { return Ok(()) };
    let text = folder::Origin::of(operation).text();
    let files = BTreeMap::from([(folder::ORIGIN.to_owned(), text.as_bytes())]);
    held.exchange_bytes(&files, |_| false).map(|_| ()).map_err(|mut found| {
        let path = PathBuf::from(folder::ORIGIN).display().to_string();
        found.push(
            Diagnostic::note("PF1330", format!("it was entered, as operation {}", operation.number))
                .at(Place::document(path))
                .help("only the folder does not know it yet: give the command again"),
        );
        found
    })
}
