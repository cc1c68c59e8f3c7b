//! `parcferme infer SEASON`: which rules reproduce the published tables, and which cells decide it.

use super::{Answer, Failure, Format, Output, SeasonArgs, write_json};
use crate::terminal::{terminal_width, write_folded};
use anstyle::Style;
use parcferme_core::infer::{CellRef, Inference, Judged, Progress, Space, infer};
use parcferme_core::{Diagnostic, Rulebook, Season};
use parcferme_publish::json;
use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

#[derive(clap::Args)]
#[command(after_help = "\
  parcferme infer alms/2003                                  what is usually open: the minimum share of the class or the
                                                             overall winner's laps, its rounding, retired cars, a team's
                                                             other cars
  parcferme infer alms/2003 --open classified.min_share --open title.teams.scores
  parcferme infer alms/2003 --open 'points.standard.rounding' --open 'classified.min_share = [\"70 %\", \"75 %\"]'
                                                             other keys of the rulebook, and the values that are meant

Every combination of the values is held against the published cells. A rulebook may say itself what is not known for sure:
`open = [\"classified.min_share\"]`. `--between` takes two numbers of the list and shows the cells that decide between them.")]
pub struct Args {
    #[command(flatten)]
    season: SeasonArgs,
    /// A key of the rulebook that is open: `kind.key`, `kind.id.key` or `kind.*.key`, and `= [values]` where not all are meant
    #[arg(long, value_name = "KEY")]
    open: Vec<String>,
    /// Break the search off after so many seconds, and show what is known by then
    #[arg(long, value_name = "SECONDS")]
    within: Option<u64>,
    /// Show the cells that decide between two hypotheses, by their numbers
    #[arg(long, num_args = 2, value_names = ["A", "B"])]
    between: Option<Vec<usize>>,
    /// List every hypothesis, not only the best
    #[arg(long)]
    all: bool,
    /// Infer the whole rulebook from results and published tables, whatever the season's own says
    #[arg(long, conflicts_with_all = ["between", "all"])]
    scale: bool,
    #[command(flatten)]
    output: Output,
}

pub fn run(args: &Args, out: &mut dyn Write) -> Answer {
    if args.scale {
        return super::infer_scale::run(&args.season, args.output.format(), out);
    }
    let loaded = args.season.load()?;
    loaded.outcome()?;
    let (season, rules) = (&loaded.season, &loaded.rules);
    let space = if args.open.is_empty() {
        Space::usual(season, rules)?
    } else {
        Space::of(season, rules, &args.open)?
    };
    let inference = search(season, rules, &space, args.within)?;
    if inference.cells == 0 {
        let further = "where tables have totals alone, `infer --scale` may find rules that give them";
        let help = nothing_published().help.unwrap_or_default();
        return Err(Failure::Refused(vec![nothing_published().help(format!("{help}; {further}"))]));
    }
    match args.output.format() {
        Format::Json => write_json(&json::inference::inference(season, &inference), out)?,
        Format::Table => match args.between.as_deref() {
            Some(&[a, b]) if a.max(b) >= inference.judged.len() => {
                return Err(Failure::Refused(vec![
                    Diagnostic::error("PF0365", format!("there is no hypothesis {}", a.max(b)))
                        .found(a.max(b).to_string())
                        .expected(format!("two numbers from 0 to {}", inference.judged.len() - 1))
                        .help("`--all` lists them with their numbers"),
                ]));
            }
            Some(&[a, b]) => write_folded(out, |out| write_between(season, &inference, a, b, out))?,
            _ => write_folded(out, |out| write_text(season, &inference, args.all, out))?,
        },
        other => return Err(super::not_in(other, "table or json")),
    }
    Ok(inference.rounds_left == 0)
}

/// What is said of a season whose tables say nothing.
pub(super) fn nothing_published() -> Diagnostic {
    Diagnostic::error(
        "PF0913",
        "there is nothing to infer from: no published cell lies in a round known in full",
    )
    .help("a season needs results of a round, and a published table with that round's points")
}

/// The search, with how far it is on a terminal where it takes longer than a second.
fn search(
    season: &Season,
    rules: &Rulebook,
    space: &Space,
    within: Option<u64>,
) -> Result<Inference, Failure> {
    let start = Instant::now();
    let shown = std::io::stderr().is_terminal();
    let mut told = false;
    let mut watch = |now: Progress| {
        let taken = start.elapsed();
        if shown && taken >= Duration::from_secs(1) && now.rounds_done < now.rounds {
            told = true;
            eprint!("\r{} of {} rounds, {} hypotheses left  ", now.rounds_done, now.rounds, now.hypotheses);
        }
        within.is_none_or(|seconds| taken < Duration::from_secs(seconds))
    };
    let inference = infer(season, rules, space, &mut watch)?;
    if told {
        eprint!("\r\x1b[K");
    }
    Ok(inference)
}

fn write_text(season: &Season, inference: &Inference, all: bool, out: &mut dyn Write) -> std::io::Result<()> {
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    let consistent = inference.judged.iter().take_while(|own| own.differing.is_empty() && !own.left).count();
    let all_of_them = inference.judged.len();
    match inference.rounds_left {
        0 => writeln!(
            out,
            "{bold}{}: {consistent} of {all_of_them} hypotheses reproduce all {} published cells{bold:#}",
            season.name, inference.cells
        )?,
        left => writeln!(
            out,
            "{bold}{}: {consistent} of {all_of_them} hypotheses are not refuted so far{bold:#}\n\
             The search was broken off: {} not looked at.",
            season.name,
            if left == 1 { "1 round was".to_owned() } else { format!("{left} rounds were") }
        )?,
    }
    let keys: Vec<&str> = inference.space.keys.iter().map(|own| own.address.as_str()).collect();
    let values = |own: &Judged| -> Vec<String> {
        inference.space.values(&own.hypothesis).map(|own| own.1.to_owned()).collect()
    };
    // Of each family, everything but the first key, the values of that key that reproduce the tables, as a range.
    let mut families: BTreeMap<Vec<String>, Vec<(usize, String)>> = BTreeMap::new();
    for (index, own) in inference.judged.iter().enumerate().take(consistent) {
        if let Some((first, rest)) = values(own).split_first() {
            families.entry(rest.to_vec()).or_default().push((index, first.clone()));
        }
    }
    // On a terminal the names of keys would make the columns wide: a letter stands for each.
    let lettered = terminal_width().is_some();
    let letter = |n: usize| char::from_u32('A' as u32 + n as u32).unwrap_or('?').to_string();
    let heads = keys.iter().enumerate().map(|(n, own)| if lettered { letter(n) } else { (*own).to_owned() });
    let mut lines = vec![heads.collect::<Vec<_>>()];
    let mut numbers = vec![String::new()];
    for (rest, firsts) in &families {
        let (Some(first), Some(last)) = (firsts.first(), firsts.last()) else { continue };
        let range = if first.1 == last.1 { first.1.clone() } else { format!("{} to {}", first.1, last.1) };
        lines.push([std::slice::from_ref(&range), rest.as_slice()].concat());
        numbers.push(shorten(&firsts.iter().map(|own| own.0.to_string()).collect::<Vec<_>>()));
    }
    if lettered {
        writeln!(out)?;
        for (n, key) in keys.iter().enumerate() {
            writeln!(out, "  {}  {key}", letter(n))?;
        }
    }
    writeln!(out, "\n{dim}Consistent{dim:#}")?;
    for (line, numbers) in columns(&lines).iter().zip(&numbers) {
        writeln!(out, "  {line}  {dim}{numbers}{dim:#}")?;
    }
    let rest: Vec<(usize, &Judged)> = inference.judged.iter().enumerate().skip(consistent).collect();
    let shown = if all { rest.len() } else { rest.len().min(12) };
    writeln!(out, "\n{dim}Refuted, fewest wrong cells first{dim:#}")?;
    let lines: Vec<Vec<String>> = rest.iter().take(shown).map(|(_, own)| values(own)).collect();
    for ((index, own), line) in rest.iter().take(shown).zip(columns(&lines)) {
        let cells: Vec<String> = own
            .differing
            .iter()
            .take(2)
            .map(|wrong| {
                format!("{} is {}, not {}", cell(season, &wrong.cell), wrong.published, wrong.computed)
            })
            .collect();
        let more = if own.differing.len() > 2 {
            format!("; {} more", own.differing.len() - 2)
        } else {
            String::new()
        };
        let at_least = if own.left { "at least " } else { "" };
        writeln!(
            out,
            "  {index:>4}  {at_least}{:>3} wrong  {line}  {dim}{}{more}{dim:#}",
            own.differing.len(),
            cells.join("; "),
        )?;
    }
    let left = rest.len() - shown;
    if left > 0 {
        writeln!(out, "  {dim}and {left} more: --all lists them{dim:#}")?;
    }
    writeln!(out, "\n{dim}Deciding cells: what is published, and how many hypotheses compute it{dim:#}")?;
    for own in &inference.deciding {
        let right: usize =
            own.values.iter().filter(|(points, _)| *points == own.published).map(|(_, by)| by.len()).sum();
        let all: usize = own.values.iter().map(|(_, by)| by.len()).sum();
        writeln!(
            out,
            "  {:<48} {:>3}  right in {right}, wrong in {}",
            cell(season, &own.cell),
            own.published.to_string(),
            all - right
        )?;
    }
    Ok(())
}

/// Cells of lines, each column as wide as its widest.
fn columns(lines: &[Vec<String>]) -> Vec<String> {
    let count = lines.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        lines.iter().filter_map(|own| own.get(column)).map(|own| own.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..count).map(width).collect();
    let line = |own: &Vec<String>| {
        let cells = own.iter().zip(&widths).map(|(cell, &width)| format!("{cell:<width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    lines.iter().map(line).collect()
}

fn write_between(
    season: &Season,
    inference: &Inference,
    a: usize,
    b: usize,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    let mut found = false;
    for own in &inference.deciding {
        let value = |index: usize| {
            own.values.iter().find(|(_, by)| by.binary_search(&index).is_ok()).map(|(points, _)| *points)
        };
        if let (Some(first), Some(second)) = (value(a), value(b))
            && first != second
        {
            found = true;
            writeln!(
                out,
                "{}: published {}, hypothesis {a} gives {first}, hypothesis {b} gives {second}",
                cell(season, &own.cell),
                own.published
            )?;
        }
    }
    if !found {
        writeln!(out, "No published cell decides between hypotheses {a} and {b}.")?;
    }
    Ok(())
}

fn cell(season: &Season, cell: &CellRef) -> String {
    let class = cell.class.map_or("", |class| season.classes[class].id.as_str());
    let competitor = &season.competitors[cell.competitor].name;
    format!("{class} {competitor}, round {}", season.rounds[cell.round].label())
}

fn shorten(numbers: &[String]) -> String {
    match numbers {
        [first, .., last] if numbers.len() > 4 => format!("numbers {first} … {last}"),
        all => format!("number {}", all.join(", ")),
    }
}
