//! `parcferme infer SEASON`: which rules reproduce the published tables, and which cells decide it.

use super::{Answer, Failure, Format, Output, SeasonArgs, write_json};
use anstyle::Style;
use parcferme_core::infer::{CellRef, Inference, hypotheses, infer, shares};
use parcferme_core::{Diagnostic, Season};
use parcferme_publish::json;
use std::collections::BTreeMap;
use std::io::Write;

#[derive(clap::Args)]
#[command(after_help = "\
Each hypothesis is a minimum share (65 to 80 %, and those that documents state) of the class or the overall winner's
laps, a rounding of the required laps, whether a retired car may score, and whether a team's other cars keep their
positions. `--between` takes two numbers of the list and shows the cells that decide between them.")]
pub struct Args {
    #[command(flatten)]
    season: SeasonArgs,
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
    let inference = infer(season, rules, &hypotheses(&shares(season)));
    if inference.cells == 0 {
        return Err(Failure::Refused(vec![
            Diagnostic::error(
                "PF0913",
                "there is nothing to infer from: no published cell lies in a round known in full",
            )
            .help("a season needs results of a round, and a published table with that round's points"),
        ]));
    }
    match args.output.format() {
        Format::Json => write_json(&json::inference::inference(season, &inference), out)?,
        Format::Table => match args.between.as_deref() {
            Some(&[a, b]) => write_between(season, &inference, a, b, out)?,
            _ => write_text(season, &inference, args.all, out)?,
        },
        other => return Err(super::not_in(other, "table or json")),
    }
    Ok(true)
}

fn write_text(season: &Season, inference: &Inference, all: bool, out: &mut dyn Write) -> std::io::Result<()> {
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    let consistent = inference.judged.iter().take_while(|own| own.differing.is_empty()).count();
    writeln!(
        out,
        "{bold}{}: {consistent} of {} hypotheses reproduce all {} published cells{bold:#}\n",
        season.name,
        inference.judged.len(),
        inference.cells
    )?;
    // Of each family (everything but the share) the shares that reproduce the tables, as a range.
    let mut families: BTreeMap<_, Vec<(usize, String)>> = BTreeMap::new();
    for (index, own) in inference.judged.iter().enumerate().take(consistent) {
        let rules = json::inference::rules(&own.hypothesis);
        let family =
            (own.hypothesis.of, own.hypothesis.rounding, !rules.others_keep_position, !rules.dnf_may_score);
        families.entry(family).or_default().push((index, own.hypothesis.min_share.to_string()));
    }
    writeln!(out, "{dim}Consistent: share, of whom, rounding, retired cars, a team's other cars{dim:#}")?;
    for ((of, rounding, give_up, dnf_out), shares) in &families {
        let (Some(first), Some(last)) = (shares.first(), shares.last()) else { continue };
        let range = if first.1 == last.1 { first.1.clone() } else { format!("{} to {}", first.1, last.1) };
        let numbers: Vec<String> = shares.iter().map(|(index, _)| index.to_string()).collect();
        writeln!(
            out,
            "  {range:<16} {:<15} {:<8} {:<28} {:<22} {dim}{}{dim:#}",
            of.word(),
            rounding.word(),
            if *dnf_out { "retired cars do not score" } else { "retired cars may score" },
            if *give_up { "others give up places" } else { "others keep places" },
            shorten(&numbers),
        )?;
    }
    let rest = inference.judged.iter().enumerate().skip(consistent);
    let shown = if all { usize::MAX } else { 12 };
    writeln!(out, "\n{dim}Refuted, fewest wrong cells first{dim:#}")?;
    for (index, own) in rest.clone().take(shown) {
        let rules = json::inference::rules(&own.hypothesis);
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
        writeln!(
            out,
            "  {index:>4}  {:>3} wrong  {} {} {}{}{}  {dim}{}{more}{dim:#}",
            own.differing.len(),
            own.hypothesis.min_share,
            rules.of,
            rules.rounding,
            if rules.dnf_may_score { "" } else { ", retired cars do not score" },
            if rules.others_keep_position { "" } else { ", others give up places" },
            cells.join("; "),
        )?;
    }
    let left = rest.count().saturating_sub(shown);
    if left > 0 {
        writeln!(out, "  {dim}and {left} more: --all lists them{dim:#}")?;
    }
    writeln!(out, "\n{dim}Deciding cells: what is published, and how many hypotheses compute it{dim:#}")?;
    for own in &inference.deciding {
        let right: usize =
            own.values.iter().filter(|(points, _)| *points == own.published).map(|(_, by)| by.len()).sum();
        writeln!(
            out,
            "  {:<48} {:>3}  right in {right}, wrong in {}",
            cell(season, &own.cell),
            own.published.to_string(),
            inference.judged.len() - right
        )?;
    }
    Ok(())
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
