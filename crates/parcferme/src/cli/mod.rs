//! The command line: one command a file.

use crate::ending::Ending;
use crate::library::{Loaded, Refused};
use crate::lookup::{Unknown, Wanted};
use crate::{library, report};
use clap::{Parser, Subcommand, ValueEnum};
use parcferme_core::{Diagnostic, Rulebook, Season, Severity};
use parcferme_formats::folder::DocumentRecord;
use parcferme_publish::pdf;
use parcferme_publish::sheet::Sheet;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

mod account;
mod add;
pub mod audit;
mod audit_season;
mod backup;
pub(crate) mod career;
mod check;
mod classify;
pub mod classify_laps;
mod completions;
mod decide;
mod edition;
mod explain;
mod findings;
mod gallery;
mod handicap;
mod import;
mod import_f1db;
mod infer;
mod infer_scale;
mod log;
mod man;
pub(crate) mod names;
mod new;
mod notice;
mod publish;
mod pull;
mod push;
mod record_args;
mod redact;
mod rulebook;
mod scenario;
mod serve;
mod standings;
mod undo;
mod verify;
mod webhook;
mod whatif;

/// From what happened on the track to an official table that nobody can dispute.
#[derive(Parser)]
#[command(
    name = "parcferme",
    version,
    propagate_version = true,
    after_help = "\
SEASON is a folder, or a season that ships with the program, such as alms/2003.

  parcferme standings alms/2003                       all tables of all classes
  parcferme explain alms/2003 \"PK Sport\" mosport      why a number is what it is
  parcferme audit alms/2003                           published tables against computed ones
  parcferme new hill-cup                              a season folder of your own

Exit status: 0 done and nothing wrong, 1 a check or an audit found an error, 2 wrong usage or unreadable input."
)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make a season folder that works
    New(new::Args),
    /// Put any file into a season folder: results, laps, tables, pages
    Add(add::Args),
    /// Read documents of a whole season into its folder
    Import(import::Args),
    /// Say whether rulebook and facts are well formed
    Check(check::Args),
    /// The classification of a round, overall and by class, or of a lap file
    Classify(classify::Args),
    /// Tables of all titles and classes
    Standings(standings::Args),
    /// Published tables against computed ones, and documents against each other
    Audit(audit_season::Args),
    /// What each carries into a round for earlier success, and reversed grids
    Handicap(handicap::Args),
    /// Why a number is what it is
    Explain(explain::Args),
    /// What a driver, team, car or maker did over several seasons
    Career(career::Args),
    /// Which rules reproduce the published tables, and which cells decide it
    Infer(infer::Args),
    /// Which spellings are one thing, and near misses
    Names(names::Args),
    /// The tables before and after: other rules, results or decisions; what would have made somebody champion
    Whatif(whatif::Args),
    /// Who can still win each title, and how
    Scenario(scenario::Args),
    /// Seasons under other rulebooks: who would have been champion, and what turned it
    Gallery(gallery::Args),
    /// Read, start and describe rulebooks
    Rulebook(rulebook::Args),
    /// Write a static site with every table, document and chart
    Publish(publish::Args),
    /// Enter a season's folder into the record: who, when, why
    Push(push::Args),
    /// A season of the record as a folder, as it stands or as it stood
    Pull(pull::Args),
    /// What was entered into the record, by whom and why
    Log(log::Args),
    /// Publish what the record says, and see what was published
    Edition(edition::Args),
    /// Preview a decision on the record, and sign it
    Decide(decide::Args),
    /// The notice board: what is on it, and a notice more
    Notice(notice::Args),
    /// Take back what an operation did, by a further one
    Undo(undo::Args),
    /// Whether all of the record holds: chains, documents, every edition computed again
    Verify(verify::Args),
    /// Take out for good what has to go, so that all else still holds
    Redact(redact::Args),
    /// Copy a record whole while others write it
    Backup(backup::BackupArgs),
    /// Put a backup back, into a new file or an empty database
    Restore(backup::RestoreArgs),
    /// Who may sign in to a record, and what they may do
    Account(account::Args),
    /// To whom what is published is announced
    Webhook(webhook::Args),
    /// Be a server: site and API, for the bundled seasons and the folders named
    Serve(serve::Args),
    /// What a shell completes, for bash, zsh, fish and others
    Completions(completions::Args),
    /// Pages for man
    Man(man::Args),
}

/// How an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Table,
    Json,
    Csv,
    Markdown,
    Wikitext,
    /// A fragment to embed in a page
    Html,
    /// A sheet to print, A4
    Pdf,
    /// A workbook, one worksheet a class
    Xlsx,
}

/// The season that a command is about, and the rules that score it.
#[derive(clap::Args)]
pub struct SeasonArgs {
    /// Season folder, or name of a bundled season
    season: String,
    /// Score by this rulebook instead of the season's own
    #[arg(long, value_name = "FILE")]
    rulebook: Option<PathBuf>,
}

impl SeasonArgs {
    /// The season as it was asked for.
    pub fn name(&self) -> &str {
        &self.season
    }

    /// The season as a word of a command line.
    pub fn shell_word(&self) -> String {
        shell_word(Path::new(&self.season))
    }

    /// Loads the season and tells what was found wrong. The command ends with it: giving its memory back piece by piece
    /// would be work for nobody.
    pub fn load(&self) -> Result<&'static Loaded, Refused> {
        let loaded = Box::leak(Box::new(library::load(&self.season, self.rulebook.as_deref())?));
        tell(&loaded.diagnostics);
        Ok(loaded)
    }
}

/// Which tables of a season are meant.
#[derive(clap::Args)]
pub struct TableArgs {
    /// Only this title, such as teams or drivers
    #[arg(long)]
    title: Option<String>,
    /// Only this class, such as GTS
    #[arg(long)]
    class: Option<String>,
    /// As it stood after this round: its number, or the id of its event; after the last run where nothing is said
    #[arg(long, value_name = "ROUND")]
    after: Option<String>,
}

impl TableArgs {
    pub fn wanted(&self, season: &Season, rules: &Rulebook) -> Result<Wanted, Unknown> {
        let [title, class, after] = [&self.title, &self.class, &self.after].map(Option::as_deref);
        Wanted::meant((season, rules), title, class, after)
    }
}

/// Options of every command that answers with tables.
#[derive(clap::Args)]
pub struct Output {
    /// How to write the answer; `table` on a terminal, where nothing is said
    #[arg(long, value_enum)]
    format: Option<Format>,
}

impl Output {
    pub fn format(&self) -> Format {
        self.format.unwrap_or(Format::Table)
    }
}

/// What a command ended with, if not well.
#[derive(Debug)]
pub enum Failure {
    /// Usage or input that cannot be read: exit status 2.
    Refused(Refused),
    /// Standard output is gone, as when a pager was closed.
    Output(std::io::Error),
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Failure {
        Failure::Refused(refused)
    }
}

impl From<Unknown> for Failure {
    fn from(unknown: Unknown) -> Failure {
        Failure::Refused(unknown.into())
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Failure {
        Failure::Output(error)
    }
}

/// Whether what was asked about is in order: `false` is exit status 1.
pub type Answer = Result<bool, Failure>;

impl Failure {
    /// Tells the person or script what is wrong.
    fn ending(self) -> Ending {
        match self {
            Failure::Refused(diagnostics) => {
                report::to_stderr(&diagnostics);
                Ending::Unreadable
            }
            Failure::Output(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ending::Fine,
            Failure::Output(error) => {
                report::to_stderr(&[Diagnostic::error(
                    "PF0905",
                    format!("cannot write the answer: {error}"),
                )]);
                Ending::Broken
            }
        }
    }
}

pub fn run() -> ExitCode {
    let args = Args::parse();
    let mut out = Vec::new();
    let answer = match args.command {
        Command::Audit(args) => audit_season::run(&args, &mut out),
        Command::Check(args) => check::run(&args, &mut out),
        Command::Classify(args) => classify::run(&args, &mut out),
        Command::Standings(args) => standings::run(&args, &mut out),
        Command::Explain(args) => explain::run(&args, &mut out),
        Command::Add(args) => add::run(&args, &mut out),
        Command::Import(args) => import::run(&args, &mut out),
        Command::Whatif(args) => whatif::run(&args, &mut out),
        Command::Rulebook(args) => rulebook::run(&args, &mut out),
        Command::Publish(args) => publish::run(&args, &mut out),
        Command::Push(args) => push::run(&args, &mut out),
        Command::Pull(args) => pull::run(&args, &mut out),
        Command::Log(args) => log::run(&args, &mut out),
        Command::Edition(args) => edition::run(&args, &mut out),
        Command::Decide(args) => decide::run(&args, &mut out),
        Command::Notice(args) => notice::run(&args, &mut out),
        Command::Undo(args) => undo::run(&args, &mut out),
        Command::Verify(args) => verify::run(&args, &mut out),
        Command::Account(args) => account::run(&args, &mut out),
        Command::Webhook(args) => webhook::run(&args, &mut out),
        Command::Redact(args) => redact::run(&args, &mut out),
        Command::Backup(args) => backup::backup(&args, &mut out),
        Command::Restore(args) => backup::restore(&args, &mut out),
        // Says where it is while it runs.
        Command::Serve(args) => serve::run(&args, &mut anstream::stdout().lock()),
        Command::Handicap(args) => handicap::run(&args, &mut out),
        Command::Scenario(args) => scenario::run(&args, &mut out),
        Command::Gallery(args) => gallery::run(&args, &mut out),
        Command::Career(args) => career::run(&args, &mut out),
        Command::Infer(args) => infer::run(&args, &mut out),
        Command::Names(args) => names::run(&args, &mut out),
        Command::New(args) => new::run(&args, &mut out),
        Command::Completions(args) => completions::run(&args, &mut out),
        Command::Man(args) => man::run(&args, &mut out),
    };
    let answer = write_answer(&out).map_err(Failure::Output).and(answer);
    let ending = match answer {
        Ok(true) => Ending::Fine,
        Ok(false) => Ending::Wrong,
        Err(failure) => failure.ending(),
    };
    ExitCode::from(ending.exit_status())
}

/// Writes the whole answer at once, without its styles where they are not wanted: a stream that drops them piece by piece
/// writes each piece.
fn write_answer(answer: &[u8]) -> std::io::Result<()> {
    const ESCAPE: u8 = 0x1b;
    if !answer.contains(&ESCAPE) {
        return write_once(answer);
    }
    match anstream::AutoStream::choice(&std::io::stdout()) {
        anstream::ColorChoice::Never => write_once(&anstream::adapter::strip_bytes(answer).into_vec()),
        _ => {
            let mut out = anstream::stdout().lock();
            out.write_all(answer)?;
            out.flush()
        }
    }
}

fn write_once(answer: &[u8]) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(answer)?;
    out.flush()
}

/// Diagnostics that are no errors go to standard error, notes only to a person.
pub fn tell(diagnostics: &[Diagnostic]) {
    let person = std::io::stderr().is_terminal();
    let told: Vec<Diagnostic> =
        diagnostics.iter().filter(|own| person || own.severity != Severity::Note).cloned().collect();
    report::to_stderr(&told);
}

/// A path as a word that a shell reads back.
pub fn shell_word(path: &Path) -> String {
    let text = path.display().to_string();
    let is_plain = |own: char| own.is_alphanumeric() || "/._-+=:@%,".contains(own);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text;
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// Writes a JSON document, indented, with a final newline.
/// Copies of documents that are text and that facts were read from, by their paths in a season folder.
fn copies<'d>(
    documents: impl Iterator<Item = (&'d str, &'d [u8])>,
    cited: &[DocumentRecord],
) -> Vec<(String, String)> {
    let text = |(name, bytes): (&str, &[u8])| {
        let text = std::str::from_utf8(bytes).ok().filter(|_| cited.iter().any(|own| own.name == name))?;
        Some((format!("{}/{name}", library::COPIES), text.to_owned()))
    };
    documents.filter_map(text).collect()
}

pub fn write_json(document: &impl serde::Serialize, out: &mut dyn Write) -> Result<(), Failure> {
    serde_json::to_writer_pretty(&mut *out, document).map_err(|error| Failure::Output(error.into()))?;
    writeln!(out)?;
    Ok(())
}

/// Writes a sheet in a format other than JSON.
pub fn write_sheet(sheet: &Sheet, format: Format, out: &mut dyn Write) -> Result<(), Failure> {
    match format {
        Format::Table | Format::Json => crate::terminal::write(sheet, out)?,
        Format::Csv => out.write_all(parcferme_publish::csv::sheet(sheet).as_bytes())?,
        Format::Markdown => out.write_all(parcferme_publish::markdown::sheet(sheet).as_bytes())?,
        Format::Wikitext => {
            for table in sheet.tables() {
                out.write_all(parcferme_publish::wikitext::sheet_table(table).as_bytes())?;
            }
        }
        Format::Html => {
            out.write_all(parcferme_publish::html_fragment::sheet(sheet, "parcferme").as_bytes())?;
        }
        Format::Pdf => {
            let (printed, diagnostics) = pdf::print(sheet, pdf::Print::default());
            write_binary(format, &printed.bytes, diagnostics, out)?;
        }
        Format::Xlsx => {
            let (bytes, diagnostics) = parcferme_publish::xlsx::workbook(sheet);
            write_binary(format, &bytes, diagnostics, out)?;
        }
    }
    Ok(())
}

/// Writes a file that no terminal can show.
fn write_binary(
    format: Format,
    bytes: &[u8],
    diagnostics: Vec<Diagnostic>,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    if diagnostics.iter().any(|own| own.severity == Severity::Error) {
        return Err(Failure::Refused(diagnostics));
    }
    tell(&diagnostics);
    if std::io::stdout().is_terminal() {
        let name = name(format);
        return Err(Failure::Refused(vec![
            Diagnostic::error("PF0930", format!("a terminal cannot show {name}"))
                .help(format!("send it to a file: `... --format {name} > sheet.{name}`")),
        ]));
    }
    // `out` strips what looks like a terminal's escape sequences: a file's bytes go past it.
    out.flush()?;
    std::io::stdout().write_all(bytes)?;
    Ok(())
}

fn name(format: Format) -> String {
    format.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
}

/// A format that a command does not write, and those that it does.
pub fn not_in(format: Format, written: &str) -> Failure {
    Failure::Refused(vec![
        Diagnostic::error("PF0906", format!("this command does not write {}", name(format)))
            .expected(written),
    ])
}
