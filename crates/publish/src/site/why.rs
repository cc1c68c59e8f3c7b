//! Why a competitor stands where it stands: a part for the total and one for every round, each with article and evidence.

use crate::site::head::Head;
use crate::site::result_cell::{ResultCell, position};
use crate::site::view::{View, ordinal, status_word};
use crate::site::{Page, page};
use askama::Template;
use parcferme_core::outcome::{
    Award, AwardKind, Basis, Because, Cell, Input, StandingsRow, StandingsTable, bonus_of,
};
use parcferme_core::season::{Cites, ResultRow};
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
    reasons: Vec<Reason>,
    other_cars: Vec<Car>,
}

struct Reason {
    points: String,
    text: String,
    article: Option<Article>,
    car: Option<Car>,
    evidence: Vec<String>,
}

struct Car {
    text: String,
    href: String,
    distance: String,
    evidence: Vec<String>,
}

pub fn page(view: &View, table: usize, row: usize) -> Page {
    let own = &view.outcome.tables[table];
    let row = &own.rows[row];
    let competitor = view.name(row.competitor);
    let name = view.table_name(own);
    let path = view.why_path(own, row.competitor);
    let title = format!("Why {competitor} has {} points", row.total);
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
        ties: if row.by_tie_break || row.shared { steps.join(", then ") } else { String::new() },
        adjustments: row
            .adjustments
            .iter()
            .map(|(decision, points)| {
                let own = &view.season.decisions[*decision];
                format!("{points} points by decision {} of {}: {}", own.id, own.author, own.reason)
            })
            .collect(),
        rounds,
        title,
        head,
    })
}

/// `26 + 16 + 20 = 62`, without what is dropped.
fn sum(row: &StandingsRow) -> String {
    let counted =
        row.cells.iter().filter(|cell| cell.counted && !cell.points.is_zero()).map(|cell| cell.points);
    let parts: Vec<String> =
        counted.chain(row.adjustments.iter().map(|own| own.1)).map(|p| p.to_string()).collect();
    if parts.is_empty() {
        "0".to_owned()
    } else {
        format!("{} = {}", parts.join(" + ").replace("+ -", "\u{2212} "), row.total)
    }
}

fn standing(view: &View, table: &StandingsTable, row: &StandingsRow) -> String {
    if let Some(decision) = row.excluded {
        let own = &view.season.decisions[decision];
        return format!("Excluded from the title by {}: {}", own.author, own.reason);
    }
    let at = table.rows.iter().position(|other| other.competitor == row.competitor).unwrap_or(0);
    let mut text = row
        .position
        .map_or_else(|| "Without a position".to_owned(), |p| format!("{} in the table", ordinal(p)));
    if let Some(above) = at.checked_sub(1).and_then(|at| table.rows.get(at)) {
        let gap = above.total - row.total;
        text.push_str(&match gap.is_zero() {
            true => format!(", level with {}", view.name(above.competitor)),
            false => format!(", {gap} behind {}", view.name(above.competitor)),
        });
    }
    if let Some(below) = table.rows.get(at + 1) {
        text.push_str(&format!(", {} ahead of {}", row.total - below.total, view.name(below.competitor)));
    }
    text
}

fn round(view: &View, head: &Head, table: usize, row: &StandingsRow, column: usize, cell: &Cell) -> Round {
    let own = &view.season.rounds[cell.round];
    let then = view.history[table].get(column).and_then(|then| then.row(row.competitor));
    let mut reasons: Vec<Reason> = cell.awards.iter().map(|award| awarded(view, head, award)).collect();
    if reasons.is_empty() && cell.basis != Basis::Nothing {
        reasons.push(unawarded(view, head, cell));
    }
    let named: Vec<Ix<ResultRow>> =
        cell.awards.iter().flat_map(|award| results(&award.because)).chain(results(&cell.because)).collect();
    let others = view.starts_of(row.competitor).iter().filter(|&&result| {
        let session = view.season.results[result].session;
        view.season.sessions[session].round == cell.round && !named.contains(&result)
    });
    Round {
        anchor: format!("r{}", own.label()),
        label: own.label(),
        name: own.name.clone(),
        href: head.season(&view.round_path(cell.round)),
        cell: ResultCell::new(view, cell),
        basis: match cell.basis {
            Basis::Computed => "computed from the results and the rules",
            Basis::Declared => {
                "carried from a published table: the results of this round are not known, so it is not verified"
            }
            Basis::Nothing => "did not start",
        },
        standing: then
            .and_then(|then| {
                Some(format!("{} after this round with {} points.", ordinal(then.position?), then.total))
            })
            .unwrap_or_default(),
        reasons,
        other_cars: others.map(|&result| car(view, head, result)).collect(),
    }
}

fn results(because: &Because) -> impl Iterator<Item = Ix<ResultRow>> + '_ {
    because.inputs.iter().filter_map(|input| match input {
        Input::Result(result) => Some(*result),
        _ => None,
    })
}

fn awarded(view: &View, head: &Head, award: &Award) -> Reason {
    let session = &view.season.sessions[award.session].id;
    let text = match (award.kind, bonus_of(&view.rules.bonuses, award.kind)) {
        (AwardKind::Bonus(_), Some(bonus)) => format!("for {} in the {session}", bonus.id),
        _ => match award.position {
            Some(position) => format!(
                "for {} place in the {session}, among the cars that hold a position in this title",
                ordinal(position)
            ),
            None => format!("in the {session}"),
        },
    };
    reason(view, head, award.points, text, &award.because)
}

fn unawarded(view: &View, head: &Head, cell: &Cell) -> Reason {
    let text = match cell.basis {
        Basis::Declared => "as published".to_owned(),
        _ => "no car of the competitor took a place that gives points".to_owned(),
    };
    reason(view, head, cell.points, text, &cell.because)
}

fn reason(view: &View, head: &Head, points: Points, text: String, because: &Because) -> Reason {
    let mut evidence = Vec::new();
    for input in &because.inputs {
        match *input {
            Input::Result(_) => {}
            Input::Decision(decision) => {
                let own = &view.season.decisions[decision];
                evidence.push(format!("decision {} of {}, {}: {}", own.id, own.author, own.date, own.reason));
            }
            Input::Published { table, row } => {
                let Some(own) = view.season.published.get(table as usize) else { continue };
                let line = own.rows.get(row as usize);
                evidence.push(format!("{}:{}", own.file, line.map_or(0, |row| row.line)));
                evidence.extend(line.into_iter().flat_map(|row| cited(view, &row.cites)));
            }
            Input::Feat(feat) => {
                let Some(own) = view.season.feats.get(feat as usize) else { continue };
                evidence.push(format!("{}, car {}", own.kind.word(), own.number));
                evidence.extend(cited(view, &own.cites));
            }
        }
    }
    Reason {
        points: points.to_string(),
        text,
        article: because.article.map(|own| article(view, head, own)),
        car: results(because).next().map(|result| car(view, head, result)),
        evidence,
    }
}

fn article(view: &View, head: &Head, article: Ix<parcferme_core::rulebook::Article>) -> Article {
    Article {
        text: view.rules.articles[article].text.clone(),
        href: head.season(&format!("rules.html#a{}", article.index())),
    }
}

fn car(view: &View, head: &Head, result: Ix<ResultRow>) -> Car {
    let own = &view.season.results[result];
    let round = view.season.sessions[own.session].round;
    let mut text = format!("No. {} {}", own.number, view.team_of(own));
    let mut distance = String::new();
    if let Some(row) = view.classified_row(result) {
        if let Some(position) = row.position {
            text.push_str(&format!(", {} overall", ordinal(position)));
        }
        if let (Some(position), Some(class)) = (row.class_position, row.class) {
            text.push_str(&format!(", {} of {}", ordinal(position), view.class_name(class)));
        }
        if let Some(laps) = row.laps {
            text.push_str(&format!(", {laps} laps"));
        }
        let ended = status_word(row.status, row.classified);
        if !ended.is_empty() {
            text.push_str(&format!(", {ended}"));
        }
        if let Some(rule) = row.distance {
            let (amount, side) =
                (rule.margin_laps.abs(), if rule.margin_laps < 0 { "short of" } else { "beyond" });
            distance = format!(
                "the winner did {} laps, {} were needed: {amount} {side} that",
                rule.winner_laps, rule.required_laps
            );
        }
    }
    Car {
        text,
        href: format!("{}#car-{}", head.season(&view.cars_path(round)), super::link::file_name(&own.number)),
        distance,
        evidence: cited(view, &own.cites),
    }
}

/// `document:line` for each citation.
pub fn cited(view: &View, cites: &Cites) -> Vec<String> {
    cites.iter().map(|&cite| view.season.cited(cite).to_string()).collect()
}
