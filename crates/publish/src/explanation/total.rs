//! A total in words: what each round gave and each part of it, what decisions and resets did, the tie.

use super::{Explanation, Step, StepKind, Telling, decision_in_words, effect_in_words, tie_in_words};
use crate::sheet::capital;
use parcferme_core::alternatives::Question;
use parcferme_core::number_words::{ordinal, points_in_words, sum_in_words};
use parcferme_core::outcome::{Award, Basis, By, Cell, Effect, StandingsRow};
use parcferme_core::season::Session;
use parcferme_core::{Ix, Points};

impl Telling<'_> {
    pub(super) fn total(&self, row: &StandingsRow, question: Question) -> Explanation {
        let title = &self.rules.titles[question.title];
        let of_title = By::Article(title.article);
        let mut steps = Vec::new();
        for cell in row.cells.iter().filter(|cell| !cell.points.is_zero() || !cell.awards.is_empty()) {
            self.part(row, cell, &mut steps);
        }
        for step in &row.because.steps {
            let words = capital(&effect_in_words(self.season, self.rules, step));
            match (step.by, step.effect) {
                (By::Decision(ix), _) => {
                    let decision = decision_in_words(&self.season.decisions[ix]);
                    let text = format!("{decision}. {words}.");
                    steps.push(Step::new(StepKind::Decision, text).by(self.season, step.by));
                }
                (_, Effect::Dropped(_)) => {}
                _ => steps.push(Step::new(StepKind::Sum, format!("{words}.")).by(self.season, step.by)),
            }
        }
        let place = match row.position {
            Some(place) if row.shared => format!("{}, shared", ordinal(place)),
            Some(place) => ordinal(place),
            None => "without a place".to_owned(),
        };
        let text = format!("Total {}, {place}", row.total);
        steps.push(Step::new(StepKind::Sum, text).by(self.season, of_title));
        if let Some(tie) = &row.tie {
            let text = format!("{}.", capital(&tie_in_words(self.season, title, tie)));
            let ruled = tie.ruling.map_or(of_title, By::Decision);
            let step = Step::new(StepKind::Tie, text).by(self.season, ruled);
            steps.push(Step { article: Some(title.article), ..step });
        }
        Explanation {
            question,
            points: row.total,
            position: row.position,
            basis: Basis::Computed,
            steps,
            alternatives: Vec::new(),
        }
    }

    /// What a round gave, and each part of it with its rule.
    fn part(&self, row: &StandingsRow, cell: &Cell, steps: &mut Vec<Step>) {
        let label = self.season.rounds[cell.round].label();
        let scored: Vec<&Award> = cell.awards.iter().filter(|award| !award.points.is_zero()).collect();
        let mut text = format!("Round {label}: {}", points_in_words(cell.points));
        if scored.len() > 1 {
            text = format!("{text} = {}", sum_in_words(scored.iter().map(|award| award.points)));
        }
        if cell.basis == Basis::Declared {
            text.push_str(", declared");
        }
        if row.reset.is_some_and(|(round, _)| cell.round < round) {
            text.push_str(", before the total began anew");
        } else if !cell.counted {
            text.push_str(", dropped");
        } else if !cell.dropped.is_zero() {
            text.push_str(&format!(", {} of them dropped", cell.dropped));
        }
        let one = scored.first().filter(|_| scored.len() == 1).and_then(|award| award.because.article());
        let article = match cell.basis {
            Basis::Declared => cell.because.article(),
            _ => one,
        };
        steps.push(Step { article, ..Step::new(StepKind::Sum, text) });
        for award in scored.iter().filter(|_| scored.len() > 1) {
            let what = self.award_for(award);
            let session = self.session_in_words(award.session);
            let text = format!("  {} for {what}, {session}", points_in_words(award.points));
            steps.push(Step { article: award.because.article(), ..Step::new(StepKind::Sum, text) });
        }
        debug_assert!(cell.basis != Basis::Nothing || cell.points == Points::ZERO);
    }

    fn session_in_words(&self, session: Ix<Session>) -> String {
        self.season.sessions[session].id.replace('-', " ")
    }
}
