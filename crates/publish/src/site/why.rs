//! Why a competitor stands where it stands: a part for the total and one for every round, each with article and evidence.

use crate::explanation::{StepKind, decision_in_words, explain, points_in_words};
use crate::site::head::Head;
use crate::site::result_cell::{ResultCell, position};
use crate::site::view::View;
use crate::site::{Page, page};
use askama::Template;
use parcferme_core::Ix;
use parcferme_core::alternatives::Question;
use parcferme_core::number_words::ordinal;
use parcferme_core::outcome::{Basis, Cell, StandingsRow, StandingsTable};
use parcferme_core::season::{Cites, ResultRow};

#[derive(Template)]
#[template(path = "why.html")]
struct WhyPage {
    head: Head,
    title: String,
    competitor: String,
    competitor_href: String,
    table: String,
    table_href: String,
    total: String,
    sum: String,
    standing: String,
    article: Article,
    ties: String,
    adjustments: Vec<String>,
    rounds: Vec<Round>,
}

struct Article {
    text: String,
    href: String,
}

struct Round {
    anchor: String,
    label: String,
    name: String,
    href: String,
    cell: ResultCell,
    basis: &'static str,
    standing: String,
    steps: Vec<Step>,
    /// How positions were counted: every car of the table's class in order.
    counting: Vec<String>,
    cars: Vec<(String, String)>,
    /// What other rules would give: `with 75 % instead of 70 %: 0 points`.
    others: Vec<String>,
}

struct Step {
    text: String,
    article: Option<Article>,
    evidence: Vec<String>,
}

pub fn page(view: &View, table: usize, row: usize) -> Page {
    let own = &view.outcome.tables[table];
    let row = &own.rows[row];
    let competitor = view.name(row.competitor);
    let name = view.table_name(own);
    let path = view.why_path(own, row.competitor);
    let title = format!("Why {competitor} has {}", points_in_words(row.total));
    let head =
        Head::of_season(view, &path, &title, &format!("{name}: {competitor}, position {}", position(row)));
    let rules = &view.rules.titles[own.title];
    let rounds =
        row.cells.iter().enumerate().map(|(n, cell)| round(view, &head, table, row, n, cell)).collect();
    let steps: Vec<&str> = rules.ties.iter().map(|step| step.word()).collect();
    page!(WhyPage {
        competitor: competitor.to_owned(),
        competitor_href: head.season(&view.competitor_path(row.competitor)),
        table_href: head.season(&view.table_path(own, None)),
        table: name,
        total: row.total.to_string(),
        sum: sum(row),
        standing: standing(view, own, row),
        article: article(view, &head, rules.article),
        ties: if row.by_tie_break() || row.shared { steps.join(", then ") } else { String::new() },
        adjustments: row
            .adjustments
            .iter()
            .map(|(decision, points)| {
                format!(
                    "{}: {}",
                    points_in_words(*points),
                    decision_in_words(&view.season.decisions[*decision])
                )
            })
            .collect(),
        rounds,
        title,
        head,
    })
}

/// `26 + 16 + 20 = 62`, without what is dropped.
fn sum(row: &StandingsRow) -> String {
    let counted = row
        .cells
        .iter()
        .filter(|cell| cell.counted && !cell.points.is_zero())
        .map(|cell| cell.points - cell.dropped);
    let parts: Vec<String> = row
        .reset
        .into_iter()
        .map(|own| own.1)
        .chain(counted)
        .chain(row.adjustments.iter().map(|own| own.1))
        .map(|p| p.to_string())
        .collect();
    if parts.len() < 2 {
        row.total.to_string()
    } else {
        format!("{} = {}", parts.join(" + ").replace("+ -", "\u{2212} "), row.total)
    }
}

fn standing(view: &View, table: &StandingsTable, row: &StandingsRow) -> String {
    if let Some(decision) = row.excluded {
        return format!("Excluded from the title. {}", decision_in_words(&view.season.decisions[decision]));
    }
    let at = table.rows.iter().position(|other| other.competitor == row.competitor).unwrap_or(0);
    let mut text = row
        .position
        .map_or_else(|| "Without a position".to_owned(), |p| format!("{} in the table", ordinal(p)));
    if let Some(above) = at.checked_sub(1).and_then(|at| table.rows.get(at)) {
        let gap = row.points_between(above);
        text.push_str(&match gap.is_zero() {
            true => format!(", level with {}", view.name(above.competitor)),
            false => format!(", {gap} behind {}", view.name(above.competitor)),
        });
    }
    if let Some(below) = table.rows.get(at + 1) {
        text.push_str(&format!(", {} ahead of {}", row.points_between(below), view.name(below.competitor)));
    }
    text
}

fn round(view: &View, head: &Head, table: usize, row: &StandingsRow, column: usize, cell: &Cell) -> Round {
    let own = &view.season.rounds[cell.round];
    let shown = &view.outcome.tables[table];
    let then = view.history[table].get(column).and_then(|then| then.row(row.competitor));
    let question = Question {
        title: shown.title,
        class: shown.class,
        competitor: row.competitor,
        round: Some(cell.round),
    };
    let started = cell.basis != Basis::Nothing;
    let explained = explain(view.season, view.rules, view.outcome, question).filter(|_| started);
    let steps = explained.map_or_else(Vec::new, |own| own.steps);
    let others = if started { view.alternatives(question, cell) } else { Vec::new() };
    let (counting, steps): (Vec<_>, Vec<_>) =
        steps.into_iter().partition(|step| step.kind == StepKind::Position);
    let in_round = |result: &&Ix<ResultRow>| {
        view.season.sessions[view.season.results[**result].session].round == cell.round
    };
    Round {
        anchor: format!("r{}", own.label()),
        label: own.label(),
        name: own.name.clone(),
        href: head.season(&view.round_path(cell.round)),
        cell: ResultCell::new(view, cell),
        basis: match cell.basis {
            Basis::Computed => "Computed from the results and the rules",
            Basis::Declared => "Carried from a published table, not verified",
            Basis::Nothing => "Did not start",
        },
        standing: then
            .and_then(|then| Some(format!("{} after this round: {}.", ordinal(then.position?), sum(then))))
            .unwrap_or_default(),
        steps: steps
            .into_iter()
            .map(|step| Step {
                text: step.text,
                article: step.article.map(|own| article(view, head, own)),
                evidence: cited(view, &step.cites),
            })
            .collect(),
        counting: counting.into_iter().map(|step| step.text).collect(),
        others: others
            .iter()
            .map(|other| format!("{}: {}", other.text, points_in_words(other.points)))
            .collect(),
        cars: view
            .starts_of(row.competitor)
            .iter()
            .filter(in_round)
            .map(|&result| car(view, head, result))
            .collect(),
    }
}

fn article(view: &View, head: &Head, article: Ix<parcferme_core::rulebook::Article>) -> Article {
    Article {
        text: view.rules.articles[article].text.clone(),
        href: head.season(&format!("rules.html#a{}", article.index())),
    }
}

/// The evidence for one car: link and number.
fn car(view: &View, head: &Head, result: Ix<ResultRow>) -> (String, String) {
    let own = &view.season.results[result];
    let round = view.season.sessions[own.session].round;
    (format!("{}#{}", head.season(&view.cars_path(round)), view.car_anchor(result)), own.number.clone())
}

/// `document:line` for each citation.
pub fn cited(view: &View, cites: &Cites) -> Vec<String> {
    cites.iter().map(|&cite| view.season.cited(cite).to_string()).collect()
}
