//! `parcferme rulebook show|diff|new|schema|list`: reading, comparing and starting rulebooks.

use super::{Answer, Failure};
use crate::{library, nearest, report};
use anstyle::{AnsiColor, Style};
use clap::Subcommand;
use parcferme_core::number_words::counted;
use parcferme_core::rulebook::Article;
use parcferme_core::{Diagnostic, Rulebook};
use std::io::Write;
use std::path::PathBuf;

#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Names of the rulebooks that ship with the program
    List,
    /// A rulebook as sentences that a competitor can read, article by article
    Show {
        /// Name of a bundled rulebook, or a file
        rulebook: String,
        /// As TOML: the rules of that season alone, with what it is like put in
        #[arg(long)]
        toml: bool,
    },
    /// Whether a rulebook is well formed; of one by era, in each of its seasons
    Check {
        /// Name of a bundled rulebook, or a file
        rulebook: String,
    },
    /// What a rulebook says otherwise than another, in sentences
    Diff {
        /// Name of a bundled rulebook, or a file
        before: String,
        after: String,
    },
    /// Start a rulebook from the nearest existing one
    New {
        /// Name of the new rulebook, as series/season
        #[arg(required_unless_present = "season")]
        name: Option<String>,
        /// Season folder that it is for: the nearest is by its series, classes and sessions, examples/club where none fits,
        /// and it becomes its rulebook.toml
        #[arg(long, value_name = "DIR")]
        season: Option<PathBuf>,
        /// Start from this one instead of the nearest
        #[arg(long, value_name = "RULEBOOK")]
        from: Option<String>,
        /// Write it to this file instead of standard output
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
    },
    /// JSON Schema of rulebooks, for editors
    Schema,
}

pub fn run(args: &Args, out: &mut dyn Write) -> Answer {
    match &args.what {
        What::List => {
            for id in library::bundled_rulebooks() {
                writeln!(out, "{id}")?;
            }
        }
        What::Show { rulebook, toml: true } => {
            let (rules, found) = library::rulebook(rulebook)?;
            report::to_stderr(&found);
            out.write_all(rules.wording.to_toml().as_bytes())?;
        }
        What::Show { rulebook, toml: false } => return show(rulebook, out),
        What::Check { rulebook } => return check(rulebook, out),
        What::Diff { before, after } => return diff(before, after, out),
        What::New { name, season: None, from, to } => {
            new(name.as_deref().unwrap_or_default(), from.as_deref(), to.as_deref(), out)?;
        }
        What::New { season: Some(season), from, to, .. } => {
            let (folder, _) = library::load_folder(&season.display().to_string())?;
            let own = season.display().to_string();
            let from = from.clone().or_else(|| nearest::nearest(&folder, &own));
            let from = from.unwrap_or_else(|| "examples/club".to_owned());
            let to = to.clone().unwrap_or_else(|| season.join("rulebook.toml"));
            new(&folder.series, Some(&from), Some(&to), out)?;
        }
        What::Schema => out.write_all(parcferme_publish::json::schema::rulebook().as_bytes())?,
    }
    Ok(true)
}

/// Every season of a rulebook by era, or the one rulebook; exit status 1 where something is said of it.
fn check(name: &str, out: &mut dyn Write) -> Answer {
    let seasons = library::seasons_of(name)?;
    let names: Vec<String> = match seasons.is_empty() {
        true => vec![name.to_owned()],
        false => seasons.iter().map(|season| format!("{name}/{season}")).collect(),
    };
    let (mut told, mut rules) = (Vec::new(), 0);
    for name in &names {
        match library::rulebook(name) {
            Ok((book, found)) => {
                rules += book.articles.len();
                told.extend(found);
            }
            Err(found) => told.extend(found),
        }
    }
    told.sort();
    told.dedup();
    report::write(&told, out)?;
    let verdict = if told.is_empty() { "Well formed." } else { "See above." };
    let of = if seasons.is_empty() { String::new() } else { format!("{}, ", counted(names.len(), "season")) };
    writeln!(out, "{name}: {of}{}. {verdict}", counted(rules, "rule"))?;
    Ok(told.is_empty())
}

fn show(name: &str, out: &mut dyn Write) -> Answer {
    let (rules, found) = library::rulebook(name)?;
    report::to_stderr(&found);
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    writeln!(out, "{bold}{}{bold:#}", rules.name)?;
    if !rules.about.is_empty() {
        writeln!(out, "{}", rules.about)?;
    }
    for (number, (article, prose)) in rules.prose().iter().enumerate() {
        writeln!(
            out,
            "\n{bold}{}. {}{bold:#}  {dim}{}{dim:#}",
            number + 1,
            article.text,
            line_of(&rules, article)
        )?;
        writeln!(out, "   {prose}")?;
        if !article.source.is_empty() {
            writeln!(out, "   {dim}{}{dim:#}", article.source)?;
        }
    }
    Ok(true)
}

/// Document and line in which an article stands.
pub fn line_of(rules: &Rulebook, article: &Article) -> String {
    let place = rules.place_at(article.spot);
    format!("{}:{}", place.document, place.line)
}

/// Exit status 1 where they differ, as of `diff`.
fn diff(before: &str, after: &str, out: &mut dyn Write) -> Answer {
    let (before, after) = (library::rulebook(before)?.0, library::rulebook(after)?.0);
    let (bold, red, green) =
        (Style::new().bold(), AnsiColor::Red.on_default(), AnsiColor::Green.on_default());
    let differing = before.differences(&after);
    if differing.is_empty() {
        writeln!(out, "{} and {} say the same.", before.name, after.name)?;
    }
    for own in &differing {
        let id = if own.id == own.kind { String::new() } else { format!(" {}", own.id) };
        writeln!(out, "{bold}{}{id}{bold:#}", own.kind)?;
        for (mark, style, text) in [('-', red, &own.before), ('+', green, &own.after)] {
            if let Some(text) = text {
                writeln!(out, "  {style}{mark} {text}{style:#}")?;
            }
        }
    }
    Ok(differing.is_empty())
}

fn new(
    name: &str,
    from: Option<&str>,
    to: Option<&std::path::Path>,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let nearest = match from {
        Some(from) => from.to_owned(),
        None => nearest(name).ok_or_else(|| {
            Failure::Refused(vec![
                Diagnostic::error("PF0918", format!("no rulebook is near `{name}`"))
                    .help("name one to start from with --from; `parcferme rulebook list` lists them"),
            ])
        })?,
    };
    let text = library::rulebook(&nearest)?.0.wording.to_text();
    let started = format!(
        "# Started from {nearest}. Change what is different, then: parcferme check SEASON --rulebook FILE\n# What each key means: docs/rules/README.md\n{text}"
    );
    match to {
        None => out.write_all(started.as_bytes())?,
        Some(path) if path.exists() => {
            return Err(Failure::Refused(vec![
                Diagnostic::error("PF0919", format!("{} is there already", path.display()))
                    .help("choose another name: nothing is overwritten"),
            ]));
        }
        Some(path) => {
            if let Some(parent) = path.parent() {
                std::fs::create_dir_all(parent)?;
            }
            std::fs::write(path, started)?;
            writeln!(out, "{} started from {nearest}", path.display())?;
        }
    }
    Ok(())
}

/// The rulebook of the same series nearest in time; else the one with the most similar name.
fn nearest(name: &str) -> Option<String> {
    let (series, season) = name.split_once('/').unwrap_or((name, ""));
    let year: i64 = season.get(..4).and_then(|year| year.parse().ok()).unwrap_or(i64::MAX / 2);
    let books = library::bundled_rulebooks();
    let of_series = books.iter().filter(|id| id.split('/').next() == Some(series));
    let by_year = of_series.min_by_key(|id| {
        let own: i64 = id.rsplit('/').next().and_then(|own| own.get(..4)?.parse().ok()).unwrap_or(0);
        ((own - year).abs(), (*id).clone())
    });
    let words: Vec<&str> = books.iter().map(String::as_str).collect();
    by_year.cloned().or_else(|| parcferme_core::diagnostic::nearest_word(name, &words).map(str::to_owned))
}
