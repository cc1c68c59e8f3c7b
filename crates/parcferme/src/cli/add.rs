//! `parcferme add FILE... --season DIR`: any file into a season folder, with a word for each on what it was taken for.

use super::{Answer, Failure, Format, Output, write_json};
use crate::folder_on_disk::{self, Held};
use crate::reading::{self, Document, Existing, Taken};
use crate::{library, nearest, report};
use parcferme_core::printable::printable;
use parcferme_core::{Diagnostic, Place, Severity};
use parcferme_formats::folder::{Files, Folder, TableKind};
use parcferme_formats::intake::{self, Account, Wish};
use parcferme_publish::json;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
#[command(after_help = "\
What a file is, its content says, never its name. Each file is told: what it was taken for, where it went, what was
left and why. Facts that stand in the folder stay; where a further document says something else, both are told.

  parcferme new club                                    a folder to begin with
  parcferme add results.csv laps.csv --season club      two files of one round
  parcferme add qualifying.csv --season club --round 3  a file that does not say its round
  parcferme add table.xlsx --season club --as results --map \"Fin=position\"
                                                        a table in words of its own; mapping.toml remembers them")]
pub struct Args {
    /// Files, or folders of files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Season folder
    #[arg(long, value_name = "DIR")]
    season: PathBuf,
    /// The round that all of them belong to, where they do not say it
    #[arg(long, value_name = "NUMBER")]
    round: Option<u32>,
    /// The session that they tell of, such as `race` or `qualifying`
    #[arg(long, value_name = "ID")]
    session: Option<String>,
    /// What their tables have, where they do not say it
    #[arg(long = "as", value_name = "KIND", value_parser = clap::builder::PossibleValuesParser::new(TableKind::ALL.map(TableKind::word)))]
    kind: Option<String>,
    /// What a column is, by its head: `Fin=position`; `Fin=` leaves it out
    #[arg(long, value_name = "HEAD=FIELD")]
    map: Vec<String>,
    /// The class of every row that states none
    #[arg(long, value_name = "ID")]
    class: Option<String>,
    /// The one sheet of a spreadsheet, or table of a database, to read
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Read only rows with this value in this column: `Year=1985`
    #[arg(long, value_name = "HEAD=VALUE")]
    only: Vec<String>,
    /// Take what they say in place of what stands there
    #[arg(long)]
    replace: bool,
    /// Show every column and everything that was left out
    #[arg(long)]
    all: bool,
    /// Keep a copy of each text document in the folder's `documents/`, so that pages can show its lines
    #[arg(long)]
    keep_documents: bool,
    #[command(flatten)]
    output: Output,
}

/// Things left out that are shown without `--all`.
const SHOWN: usize = 5;
/// Files in the folders named, at most.
const MAX_FILES: usize = 10_000;

pub fn run(args: &Args, out: &mut dyn Write) -> Answer {
    if !matches!(args.output.format(), Format::Table | Format::Json) {
        return Err(super::not_in(args.output.format(), "table or json"));
    }
    let documents = read_all(&args.files)?;
    let mut held = folder_on_disk::hold(&args.season)?;
    let (existing, standing) = existing(&held, &args.season)?;
    let stood = |path: &str| standing.get(path).cloned();
    let wish = wish(args)?;
    let taken =
        reading::add(&documents, Existing { folder: &existing, stood: &stood }, &wish).map_err(|not| {
            let mut diagnostics = not.diagnostics;
            if !diagnostics.iter().any(|own| intake::QUESTIONS.contains(&own.id)) {
                let message = format!("{} was left as it was", args.season.display());
                diagnostics.push(Diagnostic::note("PF0914", message));
            }
            Failure::Refused(diagnostics)
        })?;
    let Taken { folder, mut files, account, unknown, left_out, diagnostics, .. } = taken;
    report::to_stderr(&diagnostics);
    if args.keep_documents {
        let all = documents.iter().map(|own| (own.name.as_str(), own.bytes.as_slice()));
        files.extend(super::copies(all, &folder.documents));
    }
    let changed = held.exchange(&files, folder_on_disk::is_fact)?;
    drop(held);
    match args.output.format() {
        Format::Json => write_json(&json::added::added(&reading::shown(&account), &diagnostics), out)?,
        Format::Table => {
            write_text(&account, args.all, out)?;
            if left_out > 0 {
                writeln!(
                    out,
                    "\n{left_out} rows and tables that may hold results, a calendar or standings were left out: see the warnings"
                )?;
            }
            writeln!(out, "\n{changed}")?;
            let season = super::shell_word(&args.season);
            let standing = library::read_folder(&args.season)?;
            match nearest_rulebook(&folder, &standing, args) {
                Some(id) => {
                    writeln!(out, "Next: parcferme rulebook new --season {season} --from {id}")?;
                    writeln!(out, "      parcferme check {season}")?;
                }
                None => writeln!(out, "Next: parcferme check {season}")?,
            }
        }
        other => return Err(super::not_in(other, "table or json")),
    }
    Ok(unknown.is_empty() && left_out == 0 && diagnostics.iter().all(|own| own.severity != Severity::Error))
}

/// The bundled rulebook that is nearest, where the folder has none: by the season, and by the paths of its files.
fn nearest_rulebook(folder: &Folder, standing: &Files, args: &Args) -> Option<String> {
    if library::has_rulebook(&folder.rulebook, standing) {
        return None;
    }
    let paths = args.files.iter().chain([&args.season]).map(|path| path.display().to_string());
    nearest::nearest(folder, &paths.collect::<Vec<_>>().join(" "))
}

/// What the options say of the files.
fn wish(args: &Args) -> Result<Wish, Failure> {
    let parted = |text: &String| -> Result<(String, String), Failure> {
        let (head, value) =
            text.split_once('=').ok_or_else(|| wrong(text, "a head, `=` and what is meant"))?;
        Ok((head.trim().to_owned(), value.trim().to_owned()))
    };
    let mut columns = Vec::new();
    for text in &args.map {
        let (head, field) = parted(text)?;
        if !field.is_empty() && !TableKind::ALL.iter().any(|kind| kind.has(&field)) {
            let mut fields: Vec<&str> = TableKind::ALL.iter().flat_map(|kind| kind.fields()).collect();
            fields.sort_unstable();
            fields.dedup();
            return Err(wrong(text, &format!("one of {}", fields.join(", "))));
        }
        columns.push((head, Some(field).filter(|field| !field.is_empty())));
    }
    Ok(Wish {
        round: args.round,
        session: args.session.clone(),
        replace: args.replace,
        kind: args.kind.as_deref().and_then(TableKind::from_word),
        columns,
        class: args.class.clone(),
        sheet: args.sheet.clone(),
        only: args.only.iter().map(parted).collect::<Result<_, _>>()?,
    })
}

fn wrong(found: &str, expected: &str) -> Failure {
    Failure::Refused(vec![
        Diagnostic::error("PF1053", "an option does not say what a column is or has")
            .found(found)
            .expected(expected),
    ])
}

/// The folder as it stands; there must be one.
fn existing(held: &Held, path: &Path) -> Result<(Folder, Files), Failure> {
    let Some(files) = held.files()? else {
        return Err(Failure::Refused(vec![
            Diagnostic::error("PF1011", format!("{} is no season folder", path.display()))
                .expected("a folder with season.toml in it")
                .help(format!("make one: parcferme new {}", super::shell_word(path))),
        ]));
    };
    let (folder, diagnostics) = Folder::read(&files);
    if diagnostics.iter().any(|own| own.severity == Severity::Error) {
        return Err(Failure::Refused(diagnostics));
    }
    Ok((folder, files))
}

/// Every file named, and those in folders named.
fn read_all(paths: &[PathBuf]) -> Result<Vec<Document>, Failure> {
    let (mut files, mut refused) = (Vec::new(), Vec::new());
    for path in paths {
        let mut own = Vec::new();
        if let Err(error) = list(path, &mut own) {
            refused.push(unreadable(path, &error));
        }
        files.extend(own.into_iter().map(|file| (path, file)));
    }
    if files.len() > MAX_FILES {
        refused.push(
            Diagnostic::error("PF1008", "more files than one season can have")
                .found(files.len().to_string())
                .expected(format!("at most {MAX_FILES}")),
        );
    }
    let mut read: Vec<Document> = Vec::new();
    for (root, path) in files {
        let bytes = fs::metadata(&path).and_then(|own| {
            if own.len() > intake::MAX_BYTES as u64 { Ok(None) } else { fs::read(&path).map(Some) }
        });
        match bytes {
            Ok(Some(bytes)) => {
                let (name, within) = names(root, &path);
                // Two folders may have files of one name.
                let taken = read.iter().any(|own| own.name == name);
                read.push(Document { name: if taken { within.clone() } else { name }, path: within, bytes });
            }
            Ok(None) => refused.push(
                Diagnostic::error("PF1001", "the file is larger than one that can be added")
                    .at(Place::document(path.display().to_string()))
                    .expected(format!("at most {} bytes", intake::MAX_BYTES)),
            ),
            Err(error) => refused.push(unreadable(&path, &error)),
        }
    }
    if refused.is_empty() { Ok(read) } else { Err(Failure::Refused(refused)) }
}

/// The path of a file within what was named, without and with the name of that.
fn names(root: &Path, path: &Path) -> (String, String) {
    let text = |path: &Path| {
        let parts = path.components().map(|own| own.as_os_str().to_string_lossy().into_owned());
        parts.collect::<Vec<_>>().join("/")
    };
    let full = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
    let top = full.file_name().map_or_else(String::new, |own| own.to_string_lossy().into_owned());
    match path.strip_prefix(root).map(text) {
        Ok(inside) if !inside.is_empty() => (inside.clone(), format!("{top}/{inside}")),
        _ => {
            let name = path.file_name().map_or_else(String::new, |own| own.to_string_lossy().into_owned());
            (name.clone(), name)
        }
    }
}

fn list(path: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    let mut inside = fs::read_dir(path)?.collect::<Result<Vec<_>, _>>()?;
    inside.sort_by_key(fs::DirEntry::file_name);
    for entry in inside {
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        // A link may lead in a circle.
        if !hidden && !entry.file_type()?.is_symlink() && files.len() <= MAX_FILES {
            list(&entry.path(), files)?;
        }
    }
    Ok(())
}

fn unreadable(path: &Path, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error("PF0902", format!("cannot read it: {error}"))
        .at(Place::document(path.display().to_string()))
        .help("check the path and your right to read it")
}

fn write_text(account: &[Account], all: bool, out: &mut dyn Write) -> std::io::Result<()> {
    for own in account {
        writeln!(out, "{}: {}", printable(&own.document), printable(&own.taken_for))?;
        for went in &own.went {
            writeln!(out, "  → {}", printable(went))?;
        }
        let taken: Vec<String> = own
            .columns
            .iter()
            .filter_map(|column| Some((column.head.as_str(), column.field.as_deref()?)))
            .filter(|(head, field)| all || !head.eq_ignore_ascii_case(field))
            .map(|(head, field)| format!("{head} → {field}"))
            .collect();
        if !taken.is_empty() {
            writeln!(out, "  columns: {}", printable(&taken.join(", ")))?;
        }
        let left: Vec<&str> =
            own.columns.iter().filter(|own| own.field.is_none()).map(|own| own.head.as_str()).collect();
        if !left.is_empty() {
            writeln!(out, "  left out: {}", printable(&left.join(", ")))?;
        }
        let shown = if all { own.left.len() } else { SHOWN };
        if own.left.len() > shown {
            writeln!(out, "  {} things left out or uncertain, the first {shown}:", own.left.len())?;
        }
        for left in own.left.iter().take(shown) {
            let line = if left.line == 0 { String::new() } else { format!(" (line {})", left.line) };
            writeln!(out, "  ! {}{line}: {}", printable(&left.what), printable(&left.why))?;
        }
    }
    Ok(())
}
