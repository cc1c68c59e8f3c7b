//! The evidence for every car of a round: what was declared, what the rules made of it, and what it scored.

use crate::explanation::{decision_in_words, effect_in_words};
use crate::site::head::Head;
use crate::site::view::{View, status_word};
use crate::site::why::cited;
use crate::site::{Page, page};
use askama::Template;
use parcferme_core::compute::classify::classified_by;
use parcferme_core::number_words::ordinal;
use parcferme_core::outcome::{Basis, By, Effect, StandingsTable};
use parcferme_core::season::{Competitor, Kind, ResultRow, Round};
use parcferme_core::{Ix, Points};

#[derive(Template)]
#[template(path = "round_cars.html")]
struct CarsPage {
    head: Head,
    name: String,
    round_href: String,
    cars: Vec<Car>,
}

struct Car {
    anchor: String,
    number: String,
    team: String,
    class: Option<(usize, String)>,
    session: String,
    lines: Vec<String>,
    scores: Vec<(String, String, String)>,
    evidence: Vec<String>,
}

pub fn page(view: &View, ix: Ix<Round>) -> Page {
    let round = &view.season.rounds[ix];
    let title = format!("{}: the cars one by one", round.name);
    let head = Head::of_season(view, &view.cars_path(ix), &title, "Evidence for every car's place");
    let mut cars = Vec::new();
    for session in view.season.sessions_of(ix) {
        let Some(classification) = view.outcome.classification(session) else { continue };
        for row in &classification.rows {
            let own = &view.season.results[row.result];
            cars.push(Car {
                anchor: view.car_anchor(row.result),
                number: own.number.clone(),
                team: view.team_of(own).to_owned(),
                class: row.class.map(|class| (class.index() % 8, view.class_name(class).to_owned())),
                session: view.season.sessions[session].id.clone(),
                lines: lines(view, row.result),
                scores: scores(view, ix, row.result)
                    .into_iter()
                    .map(|(table, competitor, points)| {
                        let why = head.season(&view.why_path(table, competitor));
                        (
                            format!("{}, {}", view.table_name(table), view.name(competitor)),
                            points.to_string(),
                            format!("{why}#r{}", round.label()),
                        )
                    })
                    .collect(),
                evidence: cited(view, &own.cites),
            });
        }
    }
    page!(CarsPage { name: round.name.clone(), round_href: head.season(&view.round_path(ix)), cars, head })
}

/// What was declared of a car and what the rules made of it, a sentence each.
pub fn lines(view: &View, result: Ix<ResultRow>) -> Vec<String> {
    let own = &view.season.results[result];
    let mut lines = vec![match own.position {
        Some(position) => format!("Declared {} overall, {}.", ordinal(position), own.status.word()),
        None => format!("Declared without a position, {}.", own.status.word()),
    }];
    let Some(row) = view.classified_row(result) else { return lines };
    if let Some(rule) = row.distance {
        let by = classified_by(view.season, view.rules, own.session, row.class);
        let article = by.map(|own| view.rules.articles[own.article].text.as_str());
        lines.push(format!(
            "Did {} laps; the winner did {}, {} were needed: {} ({}).",
            row.laps.unwrap_or(0),
            rule.winner_laps,
            rule.required_laps,
            match rule.margin_laps {
                0 => "exactly enough".to_owned(),
                short if short < 0 => format!("{} short", -short),
                beyond => format!("{beyond} beyond"),
            },
            article.unwrap_or("no article")
        ));
    }
    let ended = status_word(row.status, row.classified);
    lines.push(match (row.class_position, row.class) {
        (Some(position), Some(class)) => {
            format!("Ranked {} of {}{}.", ordinal(position), view.class_name(class), suffix(ended))
        }
        _ => format!("Not ranked in a class{}.", suffix(ended)),
    });
    for step in &row.because.steps {
        let (By::Decision(_) | By::Article(_)) = step.by else { continue };
        if matches!(step.effect, Effect::Judged { .. }) {
            continue;
        }
        let Some(effect) = effect_in_words(view.season, &step.effect, &step.inputs) else { continue };
        lines.push(match step.by {
            By::Decision(ix) => {
                let decision = decision_in_words(&view.season.decisions[ix]);
                format!("{}: {effect}.", decision.trim_end_matches('.'))
            }
            By::Article(ix) => format!("{}: {effect}.", view.rules.articles[ix].text),
            By::Fact => format!("{effect}."),
        });
    }
    lines
}

fn suffix(ended: &str) -> String {
    if ended.is_empty() { String::new() } else { format!(", {ended}") }
}

/// What the car brought to the tables of those it stands for.
pub fn scores<'v>(
    view: &View<'v>,
    round: Ix<Round>,
    result: Ix<ResultRow>,
) -> Vec<(&'v StandingsTable, Ix<Competitor>, Points)> {
    let own = &view.season.results[result];
    let stands = Kind::ALL.into_iter().filter_map(|kind| own.stands_for(kind));
    let competitors: Vec<_> = stands.chain(own.crew.iter().map(|seat| seat.driver)).collect();
    let mut scores = Vec::new();
    for table in &view.outcome.tables {
        for &competitor in &competitors {
            let Some(cell) = table.row(competitor).and_then(|row| row.cell(round)) else { continue };
            let from_car = cell.awards.iter().filter(|award| award.because.result() == Some(result));
            let points: Points = from_car.map(|award| award.points).sum();
            if cell.basis == Basis::Computed && !points.is_zero() {
                scores.push((table, competitor, points));
            }
        }
    }
    scores
}
