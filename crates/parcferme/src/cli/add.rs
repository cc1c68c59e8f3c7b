//! `parcferme add FILE... --season DIR`: any file into a season folder, with a word for each on what it was taken for.

use super::{Answer, Failure, Format, Output, write_json};
use crate::{library, report, season_writer, sqlite};
use parcferme_core::{Diagnostic, Place, Severity};
use parcferme_formats::folder::{Files, Folder, TableKind};
use parcferme_formats::grid;
use parcferme_formats::intake::{self, Account, Added, Said, Wish};
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
    /// Show every column
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    output: Output,
}

/// Files in the folders named, at most.
const MAX_FILES: usize = 10_000;

pub fn run(args: &Args, out: &mut dyn Write) -> Answer {
    let existing = existing(&args.season)?;
    let documents = read_all(&args.files)?;
    let wish = wish(args)?;
    let mut diagnostics = Vec::new();
    let (mut said, mut unread) = (Vec::new(), false);
    for (name, bytes) in &documents {
        let (one, found) = read_one(name, bytes, &existing, &wish);
        diagnostics.extend(found);
        match one {
            Some(one) => said.push((one, bytes.as_slice())),
            None => unread = true,
        }
    }
    if diagnostics.iter().any(|own| intake::QUESTIONS.contains(&own.id)) {
        return Err(Failure::Refused(diagnostics));
    }
    let Added { folder, laps, account, diagnostics: found } = intake::add(said, &existing, &wish);
    diagnostics.extend(found);
    let Some(folder) = folder.filter(|_| !account.is_empty()) else {
        diagnostics.push(Diagnostic::note("PF0914", format!("{} was left as it was", args.season.display())));
        return Err(Failure::Refused(diagnostics));
    };
    report::to_stderr(&diagnostics);
    let mut files = folder.write();
    files.extend(laps);
    let changed = season_writer::replace(&args.season, &files)?;
    match args.output.format() {
        Format::Json => write_json(&wire(&account), out)?,
        Format::Table => {
            write_text(&account, args.all, out)?;
            writeln!(out, "\n{changed}")?;
            writeln!(out, "Next: parcferme check {}", args.season.display())?;
        }
        other => return Err(super::not_in(other)),
    }
    Ok(!unread && diagnostics.iter().all(|own| own.severity != Severity::Error))
}

/// Reads one file; databases are opened here, for the readers know no database.
fn read_one(name: &str, bytes: &[u8], folder: &Folder, wish: &Wish) -> (Option<Said>, Vec<Diagnostic>) {
    if !sqlite::read::is_file(bytes) {
        return intake::read_for(name, bytes, folder, wish);
    }
    match sqlite::read::tables(bytes) {
        Ok(tables) => {
            let grids = grid::of_database(name, "a database (SQLite)", &tables);
            intake::read_grids(name, grids, folder, wish)
        }
        Err(error) => {
            let told = Diagnostic::error("PF1043", "the database cannot be read")
                .at(Place::document(name))
                .found(error)
                .help("write its tables out as CSV");
            (None, vec![told])
        }
    }
}

/// What the options say of the files.
fn wish(args: &Args) -> Result<Wish, Failure> {
    let parted = |text: &String| -> Result<(String, String), Failure> {
        let (head, value) = text.split_once('=').ok_or_else(|| wrong(text, "a head, `=` and what is meant"))?;
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
        Diagnostic::error("PF1053", "an option does not say what a column is or has").found(found).expected(expected),
    ])
}

/// The folder as it stands; one that is not there yet is empty.
fn existing(path: &Path) -> Result<Folder, Failure> {
    if !path.join("season.toml").exists() {
        return Err(Failure::Refused(vec![
            Diagnostic::error("PF0401", format!("{} is no season folder", path.display()))
                .expected("a folder with season.toml in it")
                .help(format!("make one: parcferme new {}", path.display())),
        ]));
    }
    let files: Files = library::read_folder(path)?;
    let (folder, diagnostics) = Folder::read(&files);
    if diagnostics.iter().any(|own| own.severity == Severity::Error) {
        return Err(Failure::Refused(diagnostics));
    }
    Ok(folder)
}

/// Name and bytes of every file named, and of those in folders named.
fn read_all(paths: &[PathBuf]) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let (mut files, mut refused) = (Vec::new(), Vec::new());
    for path in paths {
        if let Err(error) = list(path, &mut files) {
            refused.push(unreadable(path, &error));
        }
    }
    if files.len() > MAX_FILES {
        refused.push(
            Diagnostic::error("PF1008", "more files than one season can have")
                .found(files.len().to_string())
                .expected(format!("at most {MAX_FILES}")),
        );
    }
    let mut read = Vec::new();
    for path in &files {
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let bytes = fs::metadata(path).and_then(|own| {
            if own.len() > intake::MAX_BYTES as u64 { Ok(None) } else { fs::read(path).map(Some) }
        });
        match bytes {
            Ok(Some(bytes)) => read.push((name, bytes)),
            Ok(None) => refused.push(
                Diagnostic::error("PF1001", "the file is larger than one that can be added")
                    .at(Place::document(path.display().to_string()))
                    .expected(format!("at most {} bytes", intake::MAX_BYTES)),
            ),
            Err(error) => refused.push(unreadable(path, &error)),
        }
    }
    if refused.is_empty() { Ok(read) } else { Err(Failure::Refused(refused)) }
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
        writeln!(out, "{}: {}", own.document, own.taken_for)?;
        for went in &own.went {
            writeln!(out, "  → {went}")?;
        }
        let taken: Vec<String> = own
            .columns
            .iter()
            .filter_map(|column| Some((column.head.as_str(), column.field.as_deref()?)))
            .filter(|(head, field)| all || !head.eq_ignore_ascii_case(field))
            .map(|(head, field)| format!("{head} → {field}"))
            .collect();
        if !taken.is_empty() {
            writeln!(out, "  columns: {}", taken.join(", "))?;
        }
        let left: Vec<&str> =
            own.columns.iter().filter(|own| own.field.is_none()).map(|own| own.head.as_str()).collect();
        if !left.is_empty() {
            writeln!(out, "  left out: {}", left.join(", "))?;
        }
        for left in &own.left {
            let line = if left.line == 0 { String::new() } else { format!(" (line {})", left.line) };
            writeln!(out, "  left out: {}{line}: {}", left.what, left.why)?;
        }
    }
    Ok(())
}

fn wire(account: &[Account]) -> json::added::Document {
    json::added::Document {
        schema: json::added::SCHEMA,
        files: account
            .iter()
            .map(|own| json::added::File {
                document: own.document.clone(),
                taken_for: own.taken_for.clone(),
                went: own.went.clone(),
                columns: own
                    .columns
                    .iter()
                    .map(|own| json::added::Column { head: own.head.clone(), field: own.field.clone() })
                    .collect(),
                left: own
                    .left
                    .iter()
                    .map(|own| json::added::Left {
                        what: own.what.clone(),
                        why: own.why.clone(),
                        line: own.line,
                    })
                    .collect(),
            })
            .collect(),
    }
}
