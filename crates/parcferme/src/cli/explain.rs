//! `parcferme explain SEASON TITLE CLASS COMPETITOR [ROUND]`: why a number is what it is.

use super::{Answer, Failure, Format, Output, SeasonArgs, write_json};
use crate::library::{Loaded, Refused};
use crate::lookup::{self, Unknown};
use crate::terminal::write_folded;
use anstyle::Style;
use parcferme_core::alternatives::{OtherReadings, Question};
use parcferme_core::find::{self, Asked, Fit, SeasonNames};
use parcferme_core::number_words::points_in_words;
use parcferme_core::{Diagnostic, Outcome, Rulebook, Season};
use parcferme_publish::explanation::{Explanation, StepKind, explain};
use parcferme_publish::json;
use std::io::Write;
use std::path::Path;

#[derive(clap::Args)]
#[command(after_help = "\
  parcferme explain alms/2003 \"PK Sport\" mosport              by what people call them: a cell
  parcferme explain alms/2003 prodrive gts                     a total
  parcferme explain alms/2003 teams GTS carsport-america 3     by ids: title, class, competitor, round
  parcferme explain hill-cup drivers - ann-archer              a title without classes, by ids

Words are the competitor's, the round's, the title's or the class's, in any order: names in any spelling, numbers of cars
and rounds, circuits. Where several cells fit, they are listed; where one does, it is said what the words were taken for.")]
pub struct Args {
    #[command(flatten)]
    season: SeasonArgs,
    /// TITLE CLASS COMPETITOR [ROUND] by their ids, with `-` for no class; or any words that name a competitor, and a round
    #[arg(required = true, value_name = "WORD")]
    words: Vec<String>,
    #[command(flatten)]
    output: Output,
}

pub fn run(args: &Args, out: &mut dyn Write) -> Answer {
    let loaded = args.season.load()?;
    let (season, rules) = (&loaded.season, &loaded.rules);
    let outcome = loaded.outcome()?;
    let question = match by_id(season, rules, &args.words) {
        Some(Ok(question)) => question,
        unknown => {
            let names = SeasonNames::of(season, rules);
            let text = args.words.join(" ");
            let found = find::cells(season, &outcome, &names, &text);
            let best: Vec<Question> = found.iter().map(|own| own.question).collect();
            match (best.as_slice(), unknown) {
                ([only], _) => {
                    lookup::taken(&text, &in_words(season, rules, only));
                    *only
                }
                ([], Some(Err(unknown))) => return Err(unknown.into()),
                ([], _) => return Err(Failure::Refused(vec![nothing_fits(season, &outcome, &names, &text)])),
                (several, _) => return Err(Failure::Refused(several_fit(args, loaded, &text, several))),
            }
        }
    };
    let Some(mut explanation) = explain(season, rules, &outcome, question) else {
        return Err(Failure::Refused(vec![
            Diagnostic::error("PF0912", format!("the table has no such cell: {}", args.words.join(" ")))
                .help("`parcferme standings` shows the rows and rounds of each table"),
        ]));
    };
    let table = outcome.table(question.title, question.class);
    let cell = table.and_then(|table| table.row(question.competitor)?.cell(question.round?));
    if question.round.is_some() {
        explanation.alternatives =
            OtherReadings::of(season, rules, question.title).alternatives(question, cell);
    }
    match args.output.format() {
        Format::Json => write_json(&json::explanation::explanation(season, rules, &explanation), out)?,
        Format::Table => write_folded(out, |out| write_text(season, rules, &explanation, out))?,
        other => return Err(super::not_in(other, "table or json")),
    }
    Ok(true)
}

/// Title, class, competitor and round by their ids; None where so many words are no such question.
fn by_id(season: &Season, rules: &Rulebook, words: &[String]) -> Option<Result<Question, Unknown>> {
    let (own, class, competitor, round) = match words {
        [title, class, competitor] => (title, class, competitor, None),
        [title, class, competitor, round] => (title, class, competitor, Some(round)),
        _ => return None,
    };
    let title = lookup::title(rules, own).ok()?;
    let found = || {
        let class = lookup::class(season, class)?;
        let competitor = lookup::competitor(season, rules.titles[title].competitor, competitor)?;
        let round = round.map(|asked| lookup::round(season, asked)).transpose()?;
        Ok(Question { title, class, competitor, round })
    };
    Some(found())
}

/// `Prodrive, GTS Teams' Championship, round 6, Grand Prix of Mosport`.
fn in_words(season: &Season, rules: &Rulebook, own: &Question) -> String {
    let round = own.round.map(|round| {
        let round = &season.rounds[round];
        format!("round {}, {}", round.label(), round.short_name())
    });
    let class = own.class.map(|class| season.classes[class].id.clone());
    let first = [season.competitors[own.competitor].name.clone(), rules.titles[own.title].name.clone()];
    first.into_iter().chain(class).chain(round).collect::<Vec<_>>().join(", ")
}

/// Cells that are listed where several fit.
const MOST_LISTED: usize = 12;

fn several_fit(args: &Args, loaded: &Loaded, text: &str, several: &[Question]) -> Refused {
    let (season, rules) = (&loaded.season, &loaded.rules);
    let command = |own: &Question| {
        let word = |text: &str| super::shell_word(Path::new(text));
        let class = own.class.map_or("-", |class| season.classes[class].id.as_str());
        let round = own.round.map(|round| {
            let round = &season.rounds[round];
            format!(" {}", round.number.map_or_else(|| word(&round.event), |number| number.to_string()))
        });
        format!(
            "parcferme explain {} {} {} {}{}",
            args.season.shell_word(),
            word(&rules.titles[own.title].id),
            word(class),
            word(&season.competitors[own.competitor].id),
            round.unwrap_or_default()
        )
    };
    let one = |own: &Question| {
        Diagnostic::note("PF1143", format!("one that fits: {}", in_words(season, rules, own)))
            .help(command(own))
    };
    let first = Diagnostic::error("PF1141", format!("`{text}` fits {} cells", several.len()))
        .found(text)
        .expected("words that fit one: add the title, the class or the round, or take a command from below");
    [first].into_iter().chain(several.iter().take(MOST_LISTED).map(one)).collect()
}

fn nothing_fits(season: &Season, outcome: &Outcome, names: &SeasonNames, text: &str) -> Diagnostic {
    let asked = Asked::among(text, names.all());
    let rows = outcome.tables.iter().flat_map(|table| &table.rows).map(|row| row.competitor);
    let mut near: Vec<(Fit, &str)> = rows
        .filter_map(|ix| {
            Some((asked.part(&names.competitors[ix.index()]).1?, season.competitors[ix].name.as_str()))
        })
        .collect();
    near.sort_unstable();
    near.dedup();
    let near: Vec<&str> = near.into_iter().map(|own| own.1).take(5).collect();
    let refused = Diagnostic::error("PF1142", format!("no cell fits `{text}`"))
        .found(text)
        .expected("words of one competitor that stands in a table and, for a cell, of a round");
    match near.is_empty() {
        true => refused.help("`parcferme standings` shows the rows and rounds of each table"),
        false => refused.help(format!("words of it are in: {}", near.join(", "))),
    }
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
    heading.extend(question.round.map(|round| {
        format!("round {}, {}", season.rounds[round].label(), season.rounds[round].short_name())
    }));
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
