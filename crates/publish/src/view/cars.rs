//! What each car of a round did and what it scored.

use crate::explanation::{Step, row_in_words};
use crate::view::View;
use parcferme_core::outcome::{Basis, StandingsTable};
use parcferme_core::season::{Competitor, Kind, ResultRow, Round};
use parcferme_core::{Ix, Points};

/// What was declared of a car and what the rules and decisions made of it, a sentence each.
pub fn lines(view: &View, result: Ix<ResultRow>) -> Vec<String> {
    let steps = view.classified_row(result).map(|row| row_in_words(view.season, view.rules, row));
    let article = |step: &Step| {
        step.article.map_or_else(String::new, |ix| format!(" ({})", view.rules.articles[ix].text))
    };
    steps.into_iter().flatten().map(|step| format!("{}{}", step.text, article(&step))).collect()
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
