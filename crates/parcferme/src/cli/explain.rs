//! `parcferme explain SEASON TITLE CLASS COMPETITOR [ROUND]`: why a number is what it is.

use super::{Answer, Failure, Format, Output, SeasonArgs, write_json};
use crate::lookup;
use anstyle::Style;
use parcferme_core::alternatives::{OtherReadings, Question};
use parcferme_core::{Diagnostic, Rulebook, Season};
use parcferme_publish::explanation::{Explanation, StepKind, explain, points_in_words};
use parcferme_publish::json;
use std::io::Write;

#[derive(clap::Args)]
#[command(after_help = "\
  parcferme explain alms/2003 teams GTS carsport-america 3    one cell
  parcferme explain alms/2003 teams GTS carsport-america      the total
  parcferme explain hill-cup drivers - ann-archer             a title without classes")]
pub struct Args {
    #[command(flatten)]
    season: SeasonArgs,
    /// Id of the title, such as teams
    title: String,
    /// Class, or `-` where the title has none
    class: String,
    /// Id or name of the competitor
    competitor: String,
    /// Round whose cell is explained, by number or event; the total where it is left out
    round: Option<String>,
    #[command(flatten)]
    output: Output,
}

pub fn run(args: &Args, out: &mut dyn Write) -> Answer {
    let loaded = args.season.load()?;
    let (season, rules) = (&loaded.season, &loaded.rules);
    let title = lookup::title(rules, &args.title)?;
    let class = lookup::class(season, &args.class)?;
    let competitor = lookup::competitor(season, rules.titles[title].competitor, &args.competitor)?;
    let round = args.round.as_deref().map(|asked| lookup::round(season, asked)).transpose()?;
    let question = Question { title, class, competitor, round };
    let outcome = loaded.outcome()?;
    let Some(mut explanation) = explain(season, rules, &outcome, question) else {
        return Err(Failure::Refused(vec![
            Diagnostic::error(
                "PF0912",
                format!("the table has no such cell: {} in {} {}", args.competitor, args.title, args.class),
            )
            .help("`parcferme standings` shows the rows and rounds of each table"),
        ]));
    };
    let cell = outcome.table(title, class).and_then(|table| table.row(competitor)?.cell(round?));
    if round.is_some() {
        explanation.alternatives = OtherReadings::of(season, rules, title).alternatives(question, cell);
    }
    match args.output.format() {
        Format::Json => write_json(&json::explanation::explanation(season, rules, &explanation), out)?,
        Format::Table => write_text(season, rules, &explanation, out)?,
        other => return Err(super::not_in(other, "table or json")),
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
    writeln!(out, "{bold}{}: {}{bold:#}", heading.join(" · "), points_in_words(explanation.points))?;
    let mut last = None;
    for step in &explanation.steps {
        let heading = (heading_of(step.kind), step.session);
        if last != Some(heading) {
            let session = step.session.map_or("", |session| season.sessions[session].id.as_str());
            let of = if session.is_empty() { "" } else { ", " };
            writeln!(out, "\n{dim}{}{of}{}{dim:#}", heading.0, session.replace('-', " "))?;
            last = Some(heading);
        }
        let mut after = Vec::new();
        if step.kind != StepKind::Position {
            after.extend(step.article.map(|ix| {
                let article = &rules.articles[ix];
                format!("{} ({})", article.text, super::rulebook::line_of(rules, article))
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
            writeln!(out, "  {}: {}", other.text, points_in_words(other.points))?;
        }
    }
    Ok(())
}

fn heading_of(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Result | StepKind::Rule => "The result",
        StepKind::Distance => "The distance rule",
        StepKind::Position => "Counting positions",
        StepKind::Award => "Points",
        StepKind::Decision => "Decisions",
        StepKind::Published => "Known only as published",
        StepKind::Sum => "The sum",
        StepKind::Tie => "The tie",
    }
}
