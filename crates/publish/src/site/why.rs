//! Why a competitor stands where it stands: a part for the total and one for every round, each with article and evidence.

use crate::explanation::{self, StepKind, decision_in_words, explain};
use crate::sheet::capital;
use crate::site::head::Head;
use crate::site::result_cell::ResultCell;
use crate::site::sources::{Cited, cited};
use crate::site::{Page, page};
use crate::view::{View, position};
use askama::Template;
use parcferme_core::alternatives::Question;
use parcferme_core::number_words::{ordinal, points_in_words, signed, sum_in_words};
use parcferme_core::outcome::{Basis, Cell, StandingsRow, StandingsTable};
use parcferme_core::season::ResultRow;
use parcferme_core::{Ix, Points};

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
    /// What each round gave and each part of it, what decisions did, the tie.
    parts: Vec<Part>,
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
    /// Why a result does not count.
    dropped: String,
    standing: String,
    steps: Vec<Step>,
    /// How positions were counted: every car of the table's class in order.
    counting: Vec<(String, String)>,
    cars: Vec<(String, String)>,
    /// What other rules would give: `with 75 % instead of 70 %: 0 points`.
    others: Vec<String>,
}

/// A line of the sum, and what it is made of.
struct Part {
    step: Step,
    of: Vec<Step>,
}

struct Step {
    /// The session that it is about, where the round has several.
    session: String,
    text: String,
    article: Option<Article>,
    evidence: Vec<Cited>,
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
    let question = Question { title: own.title, class: own.class, competitor: row.competitor, round: None };
    let total = explain(view.season, view.rules, view.outcome, question);
    page!(WhyPage {
        competitor: competitor.to_owned(),
        competitor_href: head.season(&view.competitor_path(row.competitor)),
        table_href: head.season(&view.table_path(own, None)),
        table: name,
        total: signed(row.total),
        sum: sum(row),
        standing: standing(view, own, row),
        article: article(view, &head, rules.article),
        parts: parts(view, &head, total.iter().flat_map(|own| &own.steps)),
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
    let parts: Vec<Points> = row
        .reset
        .into_iter()
        .map(|own| own.1)
        .chain(counted)
        .chain(row.adjustments.iter().map(|own| own.1))
        .collect();
    // Who is excluded may lose all points.
    let whole = parts.iter().copied().sum::<Points>() == row.total;
    if parts.len() < 2 || !whole {
        signed(row.total)
    } else {
        format!("{} = {}", sum_in_words(parts), signed(row.total))
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
            false => format!(", {} behind {}", points_in_words(gap), view.name(above.competitor)),
        });
    }
    if let Some(below) = table.rows.get(at + 1) {
        let gap = row.points_between(below);
        if !gap.is_zero() {
            let gap = points_in_words(gap);
            text.push_str(&format!(", {gap} ahead of {}", view.name(below.competitor)));
        } else if below.by_tie_break() {
            text.push_str(&format!(", level on points with {} and ahead of it", view.name(below.competitor)));
        }
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
        dropped: match row.reset {
            _ if cell.counted => String::new(),
            Some((reset, _)) if cell.round < reset => format!(
                "Before round {} the total began anew; this result does not count.",
                view.season.rounds[reset].label()
            ),
            _ => "The title counts only the best results; this one is not among them.".to_owned(),
        },
        basis: match cell.basis {
            Basis::Computed => "Computed from the results and the rules",
            Basis::Declared => "Carried from a published table, not verified",
            Basis::Nothing => "Did not start",
        },
        standing: then
            .and_then(|then| Some(format!("{} after this round: {}.", ordinal(then.position?), sum(then))))
            .unwrap_or_default(),
        steps: steps.iter().map(|own| step(view, head, own)).collect(),
        counting: counting.into_iter().map(|step| (session_of(view, &step), step.text)).collect(),
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

/// Steps that are set in are parts of the one before.
fn parts<'s>(view: &View, head: &Head, steps: impl Iterator<Item = &'s explanation::Step>) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for own in steps {
        let shown = step(view, head, own);
        match parts.last_mut().filter(|_| own.text.starts_with(' ')) {
            Some(whole) => whole.of.push(shown),
            None => parts.push(Part { step: shown, of: Vec::new() }),
        }
    }
    parts
}

fn step(view: &View, head: &Head, own: &explanation::Step) -> Step {
    Step {
        session: session_of(view, own),
        text: own.text.trim().to_owned(),
        article: own.article.map(|own| article(view, head, own)),
        evidence: cited(view, head, &own.cites),
    }
}

fn session_of(view: &View, step: &explanation::Step) -> String {
    step.session
        .map_or_else(String::new, |session| capital(&view.season.sessions[session].id.replace('-', " ")))
}

fn article(view: &View, head: &Head, article: Ix<parcferme_core::rulebook::Article>) -> Article {
    Article {
        text: view.rules.articles[article].text.clone(),
        href: head.season(&format!("rules.html#a{}", article.index())),
    }
}

/// The evidence for one car: link and number, with its session where it is not what the round is for.
fn car(view: &View, head: &Head, result: Ix<ResultRow>) -> (String, String) {
    let own = &view.season.results[result];
    let session = &view.season.sessions[own.session];
    let several = view.season.sessions_of(session.round).count() > 1;
    let of = if several { format!(", {}", session.id.replace('-', " ")) } else { String::new() };
    let href = format!("{}#{}", head.season(&view.cars_path(session.round)), view.car_anchor(result));
    let car = if own.number.is_empty() { view.told_of(own) } else { own.number.to_string() };
    (href, format!("{car}{of}"))
}
