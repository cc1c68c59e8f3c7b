//! `parcferme explain SEASON TITLE CLASS COMPETITOR [ROUND]`: why a number is what it is.

use super::{Answer, Failure, Format, Output, standings, tell, write_json};
use crate::library;
use anstyle::Style;
use parcferme_core::block::nearest_word;
use parcferme_core::explain::{Explanation, Question, StepKind, explain};
use parcferme_core::{Diagnostic, Rulebook, Season, compute};
use parcferme_publish::json;
use std::io::Write;
use std::path::PathBuf;

#[derive(clap::Args)]
#[command(after_help = "\
  parcferme explain alms/2003 teams GTS carsport-america 3    one cell
  parcferme explain alms/2003 teams GTS carsport-america      the total
  parcferme explain f1/1988 drivers - ayrton-senna            a title without classes")]
pub struct Args {
    /// Season folder, or name of a bundled season
    season: String,
    /// Id of the title, such as teams
    title: String,
    /// Class, or `-` where the title has none
    class: String,
    /// Id or name of the competitor
    competitor: String,
    /// Round whose cell is explained; the total where it is left out
    round: Option<u32>,
    /// Score by this rulebook instead of the season's own
    #[arg(long, value_name = "FILE")]
    rulebook: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

pub fn run(args: &Args, out: &mut dyn Write) -> Answer {
    let loaded = library::load(&args.season, args.rulebook.as_deref())?;
    tell(&loaded.diagnostics);
    let (season, rules) = (&loaded.season, &loaded.rules);
    let titles = rules.titles.rows().iter().map(|own| own.id.as_str());
    let title = parcferme_core::Ix::new(standings::find(&args.title, "title", titles)?);
    let class = if args.class == "-" {
        None
    } else {
        let classes = season.classes.rows().iter().map(|own| own.id.as_str());
        Some(parcferme_core::Ix::new(standings::find(&args.class, "class", classes)?))
    };
    let kind = rules.titles[title].competitor;
    let competitor = season.competitors.iter().find(|(_, own)| {
        own.kind == kind
            && (own.id == args.competitor || own.name.to_lowercase() == args.competitor.to_lowercase())
    });
    let Some((competitor, _)) = competitor else {
        let known: Vec<&str> = season
            .competitors
            .rows()
            .iter()
            .filter(|own| own.kind == kind)
            .map(|own| own.id.as_str())
            .collect();
        let refused = Diagnostic::error("PF0911", format!("no {} `{}`", kind.word(), args.competitor))
            .found(&args.competitor);
        return Err(Failure::Refused(vec![match nearest_word(&args.competitor, &known) {
            Some(nearest) => refused.help(format!("did you mean `{nearest}`?")),
            None => refused.expected(format!("one of {}", known.join(", "))),
        }]));
    };
    let round = args.round.map(|number| standings::find_round(&loaded, number)).transpose()?;
    let question = Question { title, class, competitor, round };
    let outcome = compute(season, rules);
    let Some(explanation) = explain(season, rules, &outcome, question) else {
        return Err(Failure::Refused(vec![
            Diagnostic::error(
                "PF0912",
                format!("the table has no such cell: {} in {} {}", args.competitor, args.title, args.class),
            )
            .help("`parcferme standings` shows the rows and rounds of each table"),
        ]));
    };
    match args.output.format() {
        Format::Json => write_json(&json::explanation::explanation(season, rules, &explanation), out)?,
        Format::Table => write_text(season, rules, &explanation, out)?,
        other => return Err(super::not_in(other)),
    }
    Ok(true)
}

fn write_text(
    season: &Season,
    rules: &Rulebook,
    explanation: &Explanation,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    let question = &explanation.question;
    let mut heading =
        vec![season.competitors[question.competitor].name.clone(), rules.titles[question.title].name.clone()];
    heading.extend(question.class.map(|class| season.classes[class].id.clone()));
    heading.extend(
        question
            .round
            .map(|round| format!("round {}, {}", season.rounds[round].label(), season.rounds[round].name)),
    );
    writeln!(out, "{bold}{}: {} points{bold:#}", heading.join(" · "), explanation.points)?;
    let mut last = None;
    for step in &explanation.steps {
        if last != Some(step.kind) {
            writeln!(out, "\n{dim}{}{dim:#}", heading_of(step.kind))?;
            last = Some(step.kind);
        }
        let mut after = Vec::new();
        if step.kind != StepKind::Position {
            after.extend(step.article.map(|ix| {
                let article = &rules.articles[ix];
                format!("{} ({}:{})", article.text, rules.document, article.spot.line)
            }));
            after.extend(step.cites.iter().map(|&cite| season.cited(cite).to_string()));
        }
        let after =
            if after.is_empty() { String::new() } else { format!("  {dim}{}{dim:#}", after.join("; ")) };
        writeln!(out, "  {}{after}", step.text)?;
    }
    if !explanation.alternatives.is_empty() {
        writeln!(out, "\n{dim}It would be different{dim:#}")?;
        for other in &explanation.alternatives {
            writeln!(out, "  {}: {} points", other.text, other.points)?;
        }
    }
    Ok(())
}

fn heading_of(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Result => "The result",
        StepKind::Distance => "The distance rule",
        StepKind::Position => "Counting positions",
        StepKind::Award => "Points",
        StepKind::Decision => "Decisions",
        StepKind::Published => "Known only as published",
        StepKind::Sum => "The sum",
        StepKind::Tie => "The tie",
    }
}
