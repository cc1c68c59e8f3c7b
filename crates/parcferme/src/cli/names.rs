//! `parcferme names SEASON`: which spellings are one thing, and near misses.

pub(crate) mod json;

use super::{Answer, Format, Output, not_in, tell, write_json};
use crate::{library, terminal};
use anstyle::Style;
use clap::builder::PossibleValuesParser;
use parcferme_core::Place;
use parcferme_formats::names::{Cluster, Kind, Merge, Names, Rule};
use parcferme_publish::sheet::{Cell, Column, Group, Row, Table};
use parcferme_publish::{csv, markdown};
use std::collections::BTreeMap;
use std::io::Write;

#[derive(clap::Args)]
#[command(after_help = "\
Decisions by hand are [[ruling]] blocks at the end of the season's names.toml: `same = [...]` makes spellings one thing,
`apart = [...]` keeps them two. They are kept, and followed, by the next import.")]
pub struct Args {
    /// Season folder, or name of a bundled season
    season: String,
    /// Only names of this kind
    #[arg(long, value_parser = PossibleValuesParser::new(Kind::ALL.map(Kind::word)))]
    kind: Option<String>,
    /// List names with one spelling too
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    output: Output,
}

pub fn run(args: &Args, out: &mut dyn Write) -> Answer {
    let (folder, diagnostics) = library::load_folder(&args.season)?;
    tell(&diagnostics);
    let season = format!("{}/{}", folder.series, folder.label());
    let kind = args.kind.as_deref().and_then(Kind::from_word);
    let names = of_kind(&folder.names, kind);
    match args.output.format() {
        Format::Json => write_json(&json::document(&season, &names), out)?,
        Format::Csv => out.write_all(csv::table(&table(&names)).as_bytes())?,
        Format::Markdown => out.write_all(markdown::table(&table(&names)).as_bytes())?,
        Format::Table => render(&folder.name, &names, args.all, terminal::terminal_width(), out)?,
        other => return Err(not_in(other, "table, json, csv or markdown")),
    }
    Ok(true)
}

fn of_kind(names: &Names, kind: Option<Kind>) -> Names {
    let mut names = names.clone();
    if let Some(kind) = kind {
        names.clusters.retain(|own| own.kind == kind);
        names.near_misses.retain(|own| own.kind == kind);
        names.open.retain(|own| own.kind == kind);
    }
    names
}

/// One row a spelling.
fn table(names: &Names) -> Table {
    let row = |cluster: &Cluster, spelling: &parcferme_formats::names::Spelling| {
        let seen = places(&spelling.places);
        let texts = [cluster.kind.word(), &cluster.id, &cluster.name, &spelling.text, &seen];
        Row::new(texts.map(Cell::from).to_vec())
    };
    let rows =
        names.clusters.iter().flat_map(|cluster| cluster.spellings.iter().map(move |own| row(cluster, own)));
    Table {
        id: "names".to_owned(),
        columns: ["kind", "id", "name", "spelling", "seen"].map(|key| Column::new(key, key)).to_vec(),
        groups: vec![Group { rows: rows.collect(), ..Group::default() }],
        ..Table::default()
    }
}

/// Columns of a pipe, and of the widest lines on a terminal: longer lines are hard to read.
const WIDTH: usize = 120;

/// Writes names for people. `width` is that of the terminal; colours go out as ANSI codes.
pub fn render(
    season: &str,
    names: &Names,
    all: bool,
    width: Option<usize>,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    let mut page = Page { out, width: width.unwrap_or(WIDTH).min(WIDTH) };
    let several = |cluster: &&Cluster| cluster.spellings.len() > 1;
    page.bold(&format!(
        "{season}: {} names, {} of them under several spellings",
        names.clusters.len(),
        names.clusters.iter().filter(several).count()
    ))?;
    for kind in Kind::ALL {
        let own: Vec<&Cluster> = names.clusters.iter().filter(|cluster| cluster.kind == kind).collect();
        let shown: Vec<&&Cluster> = own.iter().filter(|cluster| all || several(cluster)).collect();
        if own.is_empty() {
            continue;
        }
        page.heading(&format!("{}  {}", plural(kind), own.len()))?;
        for cluster in &shown {
            page.cluster(cluster)?;
        }
        if shown.len() < own.len() {
            page.dim(2, &format!("{} more with one spelling each", own.len() - shown.len()))?;
        }
    }
    if !names.near_misses.is_empty() {
        page.heading("Near misses, held apart")?;
        for near in &names.near_misses {
            page.pair(near.kind, &near.a, &near.b, &format!("{} % alike", near.likeness / 10))?;
            page.dim(6, &with_places(&near.why_apart, &near.places))?;
        }
    }
    if !names.open.is_empty() {
        page.heading("Open: decide with a [[ruling]] in names.toml")?;
        for open in &names.open {
            page.pair(open.kind, &open.a, &open.b, open.question.word())?;
            page.dim(6, &with_places(&open.why, &open.places))?;
        }
    }
    Ok(())
}

struct Page<'o> {
    out: &'o mut dyn Write,
    width: usize,
}

impl Page<'_> {
    fn bold(&mut self, text: &str) -> std::io::Result<()> {
        let bold = Style::new().bold();
        writeln!(self.out, "{bold}{text}{bold:#}")
    }

    fn heading(&mut self, text: &str) -> std::io::Result<()> {
        writeln!(self.out)?;
        self.bold(text)
    }

    fn cluster(&mut self, cluster: &Cluster) -> std::io::Result<()> {
        let dim = Style::new().dimmed();
        let maker = cluster.maker.as_ref().map_or_else(String::new, |maker| format!("  by {}", maker.name));
        writeln!(self.out, "  {}  {dim}{}{maker}{dim:#}", cluster.name, cluster.id)?;
        for spelling in cluster.spellings.iter().filter(|spelling| spelling.text != cluster.name) {
            let count = spelling.places.len();
            match decision(cluster, &spelling.text) {
                Some(merge) if merge.rule != Rule::SameLetters => {
                    writeln!(self.out, "    = {}  {dim}{count}×{dim:#}", spelling.text)?;
                    let reason = format!("{}: {}", merge.rule.word(), merge.evidence);
                    self.dim(6, &with_places(&reason, &merge.places))?;
                }
                _ => writeln!(self.out, "    = {}  {dim}{count}×, same letters{dim:#}", spelling.text)?,
            }
        }
        Ok(())
    }

    fn pair(&mut self, kind: Kind, a: &str, b: &str, remark: &str) -> std::io::Result<()> {
        let dim = Style::new().dimmed();
        writeln!(self.out, "  {a}  |  {b}  {dim}{}, {remark}{dim:#}", kind.word())
    }

    /// Dimmed text over as many lines as it needs.
    fn dim(&mut self, indent: usize, text: &str) -> std::io::Result<()> {
        let dim = Style::new().dimmed();
        let room = self.width.saturating_sub(indent).max(20);
        let mut line = String::new();
        for word in text.split_whitespace() {
            if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > room {
                writeln!(self.out, "{:indent$}{dim}{line}{dim:#}", "")?;
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        writeln!(self.out, "{:indent$}{dim}{line}{dim:#}", "")
    }
}

/// The decision that says best why a spelling belongs to the cluster: the one that names it beside the canonical name,
/// else one about its letters, else any.
fn decision<'c>(cluster: &'c Cluster, spelling: &str) -> Option<&'c Merge> {
    let about = cluster.decisions.iter().filter(|merge| merge.a == spelling || merge.b == spelling);
    about.min_by_key(|merge| {
        let beside_name = merge.a == cluster.name || merge.b == cluster.name;
        (!beside_name, merge.rule != Rule::SameLetters, merge.rule)
    })
}

fn plural(kind: Kind) -> &'static str {
    match kind {
        Kind::Team => "Teams",
        Kind::Driver => "Drivers",
        Kind::Chassis => "Chassis",
        Kind::Engine => "Engines",
        Kind::Circuit => "Circuits",
        Kind::Event => "Events",
        Kind::Tyre => "Tyres",
        Kind::Manufacturer => "Manufacturers",
        Kind::ChassisMaker => "Chassis makers",
        Kind::EngineMaker => "Engine makers",
        Kind::Nation => "Nations",
        Kind::Entry => "Entries",
    }
}

fn with_places(text: &str, at: &[Place]) -> String {
    if at.is_empty() { text.to_owned() } else { format!("{text} ({})", places(at)) }
}

/// `race.txt:12,14; season.txt:7`.
fn places(places: &[Place]) -> String {
    let mut documents: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for place in places {
        documents.entry(&place.document).or_default().push(place.line.to_string());
    }
    let documents: Vec<String> =
        documents.into_iter().map(|(document, lines)| format!("{document}:{}", lines.join(","))).collect();
    documents.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use parcferme_formats::names::{Context, Mention, Rulings, decide};

    fn names() -> Names {
        let mention = |document: &str, kind: Kind, text: &str| {
            let mut mention = Mention::new(kind, text, document, 7);
            mention.context = Context {
                row: 7,
                class: Some("GT".to_owned()),
                number: Some("3".to_owned()),
                rounds: vec![1],
                ..Context::default()
            };
            mention
        };
        let mentions = [
            mention("a.txt", Kind::Driver, "Mike Pit"),
            mention("b.txt", Kind::Driver, "Michael Pit"),
            mention("b.txt", Kind::Driver, "Ada Lap"),
            mention("b.txt", Kind::Driver, "Ada Lap, Jr."),
        ];
        decide(&mentions, &Rulings::default()).0
    }

    fn rendered(all: bool, width: usize) -> String {
        let mut out = anstream::StripStream::new(Vec::new());
        render("Season", &names(), all, Some(width), &mut out).unwrap();
        String::from_utf8(out.into_inner()).unwrap()
    }

    #[test]
    fn clusters_with_their_evidence_then_near_misses() {
        assert_eq!(
            rendered(false, 60),
            "Season: 3 names, 1 of them under several spellings

Drivers  3
  Michael Pit  michael-pit
    = Mike Pit  1×
      given-name: both are GT car 3 (a.txt:7; b.txt:7)
  2 more with one spelling each

Near misses, held apart
  Ada Lap  |  Ada Lap, Jr.  driver, 75 % alike
      only one name has the mark of a generation (Jr., Sr.,
      III): taken for father and son
"
        );
    }

    #[test]
    fn all_lists_names_with_one_spelling() {
        let text = rendered(true, 80);
        assert!(text.contains("  Ada Lap  ada-lap\n") && !text.contains("more with one spelling"), "{text}");
    }
}
