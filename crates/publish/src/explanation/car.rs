//! A car in words: what happened to it, how its place was counted, what it was given.

use super::words::{car_in_words, ended_in_words, status_in_words};
use super::{Step, StepKind, Telling, decision_in_words, effect_in_words, verdict_in_words};
use crate::sheet::capital;
use parcferme_core::number_words::{ordinal, time_in_words};
use parcferme_core::numbers::{Laps, Position};
use parcferme_core::outcome::{Award, Because, By, ClassificationRow, Effect, Step as Carried};
use parcferme_core::rules::extra::Bonus;
use parcferme_core::season::{ResultRow, Status};
use parcferme_core::{Ix, Millis, Rulebook, Season};

/// A car's row of the classification, step by step, and what came of it.
pub fn row_in_words(season: &Season, rules: &Rulebook, row: &ClassificationRow) -> Vec<Step> {
    let result = &season.results[row.result];
    let car = capital(&car_in_words(season, result));
    let mut steps = Vec::new();
    let as_declared = (row.position, row.status, row.laps, row.time, row.best)
        == (result.position, result.status, result.laps, result.time, result.best_lap);
    // In practice and qualifying the best lap is what a car did.
    let by_best_lap = season.sessions[result.session].by_best_lap;
    let best = |best: Option<Millis>| {
        best.filter(|_| by_best_lap).map(|best| format!("best lap {}", time_in_words(best)))
    };
    let mut before = By::Fact;
    for step in &row.because.steps {
        match step.effect {
            Effect::Ranked { guessed: false } => {}
            Effect::Declared | Effect::Timed if as_declared => {}
            Effect::Declared | Effect::Timed => {
                let place = result.position.map_or_else(|| "without a place".to_owned(), ordinal);
                let how = match step.effect {
                    Effect::Timed => "timed".to_owned(),
                    _ => format!("declared {place}"),
                };
                let ran = ran_in_words(result.laps, result.time, result.best_lap);
                let did = match best(result.best_lap).filter(|_| result.status == Status::Finished) {
                    Some(best) => best,
                    None => format!("{}{ran}", status_in_words(result.status)),
                };
                let text = format!("{car} was {how}, {did}.");
                steps.push(Step::new(StepKind::Result, text).citing(&result.cites));
            }
            Effect::Judged { .. } => {
                let lines = verdict_in_words(season, rules, row);
                steps.extend(
                    lines.into_iter().map(|text| Step::new(StepKind::Distance, text).by(season, step.by)),
                );
            }
            _ => steps.push(happened(season, rules, step, before)),
        }
        before = step.by;
    }
    let place = match (row.position, row.class.zip(row.class_position)) {
        (Some(place), Some((class, in_class))) => {
            format!("{} overall, {} in {}", ordinal(place), ordinal(in_class), season.classes[class].id)
        }
        (Some(place), None) => ordinal(place),
        (None, _) => "without a place".to_owned(),
    };
    let ran = ran_in_words(row.laps, row.time, row.best);
    let did = match best(row.best).filter(|_| row.status == Status::Finished && row.classified) {
        Some(best) => best,
        None => format!("{}{ran}", ended_in_words(row)),
    };
    let text = format!("{car}: {place}, {did}.");
    steps.push(Step::new(StepKind::Result, text).citing(&result.cites));
    steps
}

fn ran_in_words(laps: Option<Laps>, time: Option<Millis>, best: Option<Millis>) -> String {
    let laps = laps.map(Laps::in_words);
    let ran = match (laps, time) {
        (Some(laps), Some(time)) => Some(format!("{laps} in {}", time_in_words(time))),
        (Some(laps), None) => Some(laps),
        (None, time) => time.map(|time| format!("in {}", time_in_words(time))),
    };
    let best = best.filter(|_| time.is_none()).map(|best| format!("best lap {}", time_in_words(best)));
    ran.into_iter().chain(best).map(|part| format!(", {part}")).collect()
}

/// A step of a row: by its decision with who took it and why, or by its article. A decision that did the step before as
/// well is not named again.
fn happened(season: &Season, rules: &Rulebook, step: &Carried, before: By) -> Step {
    let words = capital(&effect_in_words(season, rules, step));
    let (kind, text) = match step.by {
        By::Decision(_) if step.by == before => (StepKind::Decision, format!("{words}.")),
        By::Decision(ix) => {
            let decision = &season.decisions[ix];
            (StepKind::Decision, format!("{}. {words}.", decision_in_words(decision)))
        }
        By::Article(_) => (StepKind::Rule, format!("{words}.")),
        By::Fact => (StepKind::Result, format!("{words}.")),
    };
    Step::new(kind, text).by(season, step.by)
}

impl Telling<'_> {
    /// A car in the counting of places.
    pub(super) fn counted(
        &self,
        result: Ix<ResultRow>,
        position: Option<Position>,
        because: &Because,
        own: bool,
        steps: &mut Vec<Step>,
    ) {
        let row = &self.season.results[result];
        let car = car_in_words(self.season, row);
        let Some(last) = because.steps.last() else { return };
        let arrow = if own { "→" } else { " " };
        let place = position.map(ordinal);
        let what = match last.effect {
            Effect::Counted { .. } => None,
            _ => Some(effect_in_words(self.season, self.rules, last)),
        };
        let words = [place, what].into_iter().flatten().collect::<Vec<_>>().join(", ");
        let by = match last.by {
            By::Article(article) if !matches!(last.effect, Effect::Counted { .. }) => {
                format!(" ({})", self.rules.articles[article].text)
            }
            _ => String::new(),
        };
        let step = Step::new(StepKind::Position, format!("{arrow} {words}: {car}{by}"));
        let article = match last.by {
            By::Article(article) => Some(article),
            _ => None,
        };
        steps.push(Step { article, ..step }.citing(&row.cites));
        if let By::Decision(ix) = last.by {
            let text = format!("{}.", decision_in_words(&self.season.decisions[ix]));
            steps.push(Step::new(StepKind::Decision, text).by(self.season, last.by));
        }
    }

    /// Points given, and what became of them.
    pub(super) fn award(&self, award: &Award, steps: &mut Vec<Step>) {
        for step in &award.because.steps {
            let text = match step.effect {
                Effect::Counted { .. } => continue,
                Effect::Given(points) => {
                    let place = award.position.map_or_else(|| "The".to_owned(), ordinal);
                    format!("{place} place gives {}", super::points_in_words(points))
                }
                _ => capital(&effect_in_words(self.season, self.rules, step)),
            };
            let text = match step.by {
                By::Decision(ix) => format!("{}. {text}.", decision_in_words(&self.season.decisions[ix])),
                _ => format!("{text}."),
            };
            steps.push(Step::new(StepKind::Award, text).by(self.season, step.by));
        }
    }

    /// What an award is for: `pole`, `1st place`, `every car`.
    pub(super) fn award_for(&self, award: &Award) -> String {
        match (Bonus::of(self.rules, award.kind), award.position) {
            (Some(bonus), _) => bonus.rule.what().replace('-', " "),
            (None, Some(place)) => format!("{} place", ordinal(place)),
            (None, None) => "every car".to_owned(),
        }
    }
}
