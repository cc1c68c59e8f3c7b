//! `parcferme import FILE... --season DIR`: documents into a season folder, with a report a person can act on.

use super::{Answer, Failure, Format, Output, import_f1db, write_json};
use crate::folder_on_disk::{self, Changed, Held};
use crate::{f1db, library, report};
use anstyle::Style;
use parcferme_core::printable::printable;
use parcferme_core::{Diagnostic, Place, Severity};
use parcferme_formats::folder::Folder;
use parcferme_formats::import::{Document, Import, Note, Report, import};
use parcferme_formats::names::slug;
use parcferme_publish::json;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::PathBuf;

#[derive(clap::Args)]
#[command(after_help = "\
Documents are pages of a season and its races, as wikitext or flattened text, in any order. What they say becomes facts
with document and line; what they damage is repaired where other documents prove how, and left open where none does.
The facts of a folder are replaced as a whole, or left as they were where a document cannot be read. Decisions, rulings
on names and every file that is not ours are kept.

  parcferme import f1db --season seasons/f1           a copy of f1db: one season folder a year")]
pub struct Args {
    /// Documents of one season, or one folder that is a copy of f1db
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Season folder to make or to replace
    #[arg(long, value_name = "DIR")]
    season: PathBuf,
    /// Show every note, not only the first of each kind
    #[arg(long)]
    all: bool,
    /// Keep a copy of each text document in the folder's `documents/`, so that pages can show its lines
    #[arg(long)]
    keep_documents: bool,
    #[command(flatten)]
    output: Output,
}

/// A document may have at most this many bytes.
const MAX_DOCUMENT_BYTES: u64 = 16 << 20;
/// Notes of one kind that are shown without `--all`.
const SHOWN: usize = 5;

pub fn run(args: &Args, out: &mut dyn Write) -> Answer {
    if let [root] = args.files.as_slice()
        && f1db::is_copy(root)
    {
        return import_f1db::run(root, &args.season, out);
    }
    if let Some(folder) = args.files.iter().find(|path| path.is_dir()) {
        return Err(Failure::Refused(vec![
            Diagnostic::error("PF0920", format!("{} is a folder, and no copy of f1db", folder.display()))
                .expected("files, or the folder of f1db that has `seasons` in it")
                .help("name the documents themselves: parcferme import FOLDER/*.txt --season DIR"),
        ]));
    }
    let documents = read_documents(&args.files)?;
    let mut held = folder_on_disk::hold(&args.season)?;
    let existing = existing_folder(&held)?;
    let documents: Vec<Document<'_>> =
        documents.iter().map(|(name, bytes)| Document { name, bytes }).collect();
    let Import { folder, report: said, diagnostics, left_out } = import(&documents, &existing);
    let Some(mut folder) = folder else {
        let mut refused = diagnostics;
        refused.push(
            Diagnostic::note("PF0914", format!("{} was left as it was", args.season.display()))
                .help("mend or leave out the documents named above, and import again"),
        );
        return Err(Failure::Refused(refused));
    };
    report::to_stderr(&diagnostics);
    let begun = rulebook_of_new(&held)?;
    let own = held.has("rulebook.toml") && begun.is_none();
    if begun.is_some() {
        folder.rulebook = format!("{}/{}", folder.series, folder.label());
    }
    if let Some(rulebook) = rulebook_of_series(&folder, own) {
        folder.rulebook = rulebook;
    }
    let stated = stated_rulebook(&folder, own);
    let bundled = library::is_bundled(&folder.rulebook);
    // The rules that `new` wrote give way to those of the season; where none are known they stay.
    let kept = begun.filter(|_| stated.is_none() && !bundled);
    if kept.is_some() {
        folder.rulebook = "rulebook.toml".to_owned();
    }
    let rules = if bundled || own || stated.is_some() {
        Rules::Known
    } else if kept.is_some() {
        Rules::Begun
    } else {
        Rules::None
    };
    let mut files = folder.write();
    files.extend(stated.or(kept).map(|rulebook| ("rulebook.toml".to_owned(), rulebook)));
    if args.keep_documents {
        files.extend(super::copies(documents.iter().map(|own| (own.name, own.bytes)), &folder.documents));
    }
    let gone = |path: &str| folder_on_disk::is_fact(path) || !own && path == "rulebook.toml";
    let changed = held.exchange(&files, gone)?;
    drop(held);
    match args.output.format() {
        Format::Json => write_json(&wire(&folder, &said), out)?,
        Format::Table => write_text(args, &folder, &said, changed, (rules, left_out), out)?,
        other => return Err(super::not_in(other, "table or json")),
    }
    Ok(left_out == 0 && diagnostics.iter().all(|own| own.severity != Severity::Error))
}

/// Whose rules score what was imported.
enum Rules {
    Known,
    /// Those with which the folder was begun.
    Begun,
    /// Nobody's yet.
    None,
}

fn read_documents(paths: &[PathBuf]) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let (mut documents, mut refused) = (Vec::new(), Vec::new());
    for path in paths {
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let read = fs::metadata(path).and_then(|meta| {
            if meta.len() > MAX_DOCUMENT_BYTES { Ok(None) } else { fs::read(path).map(Some) }
        });
        match read {
            Ok(Some(bytes)) => documents.push((name, bytes)),
            Ok(None) => refused.push(
                Diagnostic::error("PF0915", "the document is larger than a page can be")
                    .at(Place::document(path.display().to_string()))
                    .expected(format!("at most {MAX_DOCUMENT_BYTES} bytes"))
                    .help("give the page itself, not an archive or a dump"),
            ),
            Err(error) => refused.push(
                Diagnostic::error("PF0902", format!("cannot read it: {error}"))
                    .at(Place::document(path.display().to_string()))
                    .help("check the path and your right to read it"),
            ),
        }
    }
    if refused.is_empty() { Ok(documents) } else { Err(Failure::Refused(refused)) }
}

/// The rulebook that `new` wrote, where nobody has changed it: no rules of the season yet.
fn rulebook_of_new(held: &Held) -> Result<Option<String>, Failure> {
    let text = held.files()?.and_then(|mut files| files.remove("rulebook.toml"));
    Ok(text.filter(|text| crate::new_season::is_rulebook_of_new(text)))
}

/// What stands in the folder now; its decisions and rulings are kept.
fn existing_folder(held: &Held) -> Result<Folder, Failure> {
    let Some(files) = held.files()? else { return Ok(Folder::default()) };
    let (folder, diagnostics) = Folder::read(&files);
    if diagnostics.iter().any(|own| own.severity == Severity::Error) {
        return Err(Failure::Refused(diagnostics));
    }
    Ok(folder)
}

/// The bundled rulebook of the season under another short name: the only one of the year whose name
/// has all words of the series, or the other way round.
fn rulebook_of_series(folder: &Folder, own: bool) -> Option<String> {
    if library::is_bundled(&folder.rulebook) || own {
        return None;
    }
    let label = folder.label();
    let series = slug(folder.name.trim_start_matches(&label));
    let named = |id: &String| {
        let name = slug(&library::bundled_name(id)?);
        let all: Vec<&str> = name.split('-').filter(|word| *word != label).collect();
        let own: Vec<&str> = series.split('-').collect();
        let within = |a: &[&str], b: &[&str]| a.iter().all(|word| b.contains(word));
        (own.len() > 1 && (within(&own, &all) || within(&all, &own))).then(|| id.clone())
    };
    let of_year =
        library::bundled_rulebooks().into_iter().filter(|id| id.rsplit('/').next() == Some(label.as_str()));
    let mut found = of_year.filter_map(|id| named(&id));
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// A rulebook from what the documents state, where none ships for the season and the folder has none.
fn stated_rulebook(folder: &Folder, own: bool) -> Option<String> {
    if library::is_bundled(&folder.rulebook) || own {
        return None;
    }
    parcferme_formats::import::rulebook(folder)
}

fn wire(folder: &Folder, said: &Report) -> json::import::Document {
    let note = |note: &Note| json::import::Note {
        kind: note.kind.heading().to_owned(),
        what: note.what.clone(),
        evidence: note.evidence.clone(),
        places: note.places.iter().map(json::import::Place::from).collect(),
    };
    json::import::Document {
        schema: json::import::SCHEMA,
        season: format!("{}/{}", folder.series, folder.label()),
        read: said
            .read
            .iter()
            .map(|own| json::import::Counted {
                document: own.document.clone(),
                what: own.what.to_owned(),
                count: own.count,
            })
            .collect(),
        repaired: said.repaired.iter().map(note).collect(),
        open: said.open.iter().map(note).collect(),
        contradictory: said
            .contradictory
            .iter()
            .map(|own| json::import::Conflict {
                what: own.what.clone(),
                statements: own
                    .statements
                    .iter()
                    .map(|(text, place)| json::import::Statement { text: text.clone(), place: place.into() })
                    .collect(),
            })
            .collect(),
    }
}

fn write_text(
    args: &Args,
    folder: &Folder,
    said: &Report,
    changed: Changed,
    (rules, left_out): (Rules, usize),
    out: &mut dyn Write,
) -> std::io::Result<()> {
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    writeln!(
        out,
        "{bold}{} → {}{bold:#}  {dim}{changed}{dim:#}",
        printable(&folder.name),
        args.season.display()
    )?;
    writeln!(out, "\n{bold}Read{bold:#}")?;
    let mut by_document: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for counted in &said.read {
        by_document.entry(&counted.document).or_default().push(format!("{} {}", counted.count, counted.what));
    }
    for (document, counts) in by_document {
        writeln!(out, "  {}: {}", printable(document), counts.join(", "))?;
    }
    write_notes("Repaired", &said.repaired, args.all, out)?;
    write_notes("Left open", &said.open, args.all, out)?;
    writeln!(out, "\n{bold}Contradictory{bold:#}  {}", said.contradictory.len())?;
    for conflict in &said.contradictory {
        writeln!(out, "  {}", printable(&conflict.what))?;
        for (statement, place) in &conflict.statements {
            writeln!(out, "    {}  {dim}{}{dim:#}", printable(statement), printable(&place.to_string()))?;
        }
    }
    if left_out > 0 {
        writeln!(
            out,
            "\n{bold}Left out{bold:#}  {left_out} rows and tables that may hold results, a calendar or standings: see the warnings"
        )?;
    }
    let season = super::shell_word(&args.season);
    let names = format!("parcferme names {season}");
    match rules {
        Rules::Known => writeln!(
            out,
            "\n{dim}Next: parcferme standings {season}; parcferme audit {season}; {names}{dim:#}"
        ),
        Rules::Begun => writeln!(
            out,
            "\n{dim}rulebook.toml is as `new` wrote it: the documents do not state how points are given.\nNext: write the season's points into it; parcferme check {season}; {names}{dim:#}"
        ),
        Rules::None => writeln!(
            out,
            "\n{dim}No rulebook: the documents do not state how points are given.\nNext: parcferme rulebook new --season {season}; parcferme check {season}; {names}{dim:#}"
        ),
    }
}

fn write_notes(heading: &str, notes: &[Note], all: bool, out: &mut dyn Write) -> std::io::Result<()> {
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    writeln!(out, "\n{bold}{heading}{bold:#}  {}", notes.len())?;
    let mut kinds: Vec<_> = notes.iter().map(|note| note.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    for kind in kinds {
        let of_kind: Vec<&Note> = notes.iter().filter(|note| note.kind == kind).collect();
        writeln!(out, "  {} {}", of_kind.len(), kind.heading())?;
        let shown = if all { of_kind.len() } else { SHOWN };
        for note in of_kind.iter().take(shown) {
            let places: Vec<String> = note.places.iter().take(3).map(ToString::to_string).collect();
            let evidence = if note.evidence.is_empty() {
                String::new()
            } else {
                format!(": {}", printable(&note.evidence))
            };
            let (what, places) = (printable(&note.what), places.join(", "));
            writeln!(out, "    {what}{dim}{evidence}  {}{dim:#}", printable(&places))?;
        }
        if of_kind.len() > shown {
            writeln!(out, "    {dim}and {} more: --all shows them{dim:#}", of_kind.len() - shown)?;
        }
    }
    Ok(())
}
