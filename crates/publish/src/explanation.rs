//! Why a number is what it is, in words: the steps that the outcome carries, the places as they were counted, the awards.
//! Nothing is computed here.

mod car;
mod total;
mod words;

#[cfg(test)]
mod tests;

pub use car::row_in_words;
pub use words::{
    adjustment_in_words, decision_in_words, effect_in_words, missing_in_words, ruling_in_words, said,
    tie_in_words, verdict_in_words,
};

use parcferme_core::alternatives::{Alternative, Question};
use parcferme_core::number_words::points_in_words;
use parcferme_core::numbers::Position;
use parcferme_core::outcome::{
    Award, Basis, Because, By, Cell, ClassificationRow, Count, Effect, Input, Outcome, StandingsTable,
};
use parcferme_core::rulebook::Article;
use parcferme_core::season::{Cites, Kind, ResultRow, Round, Session};
use parcferme_core::{Ix, Points, Rulebook, Season};

/// The answer, step by step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    pub question: Question,
    pub points: Points,
    pub position: Option<Position>,
    pub basis: Basis,
    pub steps: Vec<Step>,
    pub alternatives: Vec<Alternative>,
}

/// One step of the road from facts to the number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub kind: StepKind,
    pub text: String,
    pub article: Option<Ix<Article>>,
    pub cites: Cites,
    /// The session that it is about, where the steps of the explanation are about several.
    pub session: Option<Ix<Session>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// A row of a result.
    Result,
    /// What a rule did to it.
    Rule,
    /// The rule of who is classified, on a car.
    Distance,
    /// A car in the counting of positions.
    Position,
    /// Points given.
    Award,
    /// A decision.
    Decision,
    /// A published value carried.
    Published,
    /// A sum.
    Sum,
    /// A tie and how it was broken.
    Tie,
}

impl StepKind {
    pub const fn word(self) -> &'static str {
        match self {
            StepKind::Result => "result",
            StepKind::Rule => "rule",
            StepKind::Distance => "distance",
            StepKind::Position => "position",
            StepKind::Award => "award",
            StepKind::Decision => "decision",
            StepKind::Published => "published",
            StepKind::Sum => "sum",
            StepKind::Tie => "tie",
        }
    }
}

impl Step {
    fn new(kind: StepKind, text: String) -> Step {
        Step { kind, text, article: None, cites: Cites::new(), session: None }
    }

    /// With what makes it so: an article, or a decision's document.
    fn by(self, season: &Season, by: By) -> Step {
        match by {
            By::Article(article) => Step { article: Some(article), ..self },
            By::Decision(ix) => Step { cites: season.decisions[ix].cites.clone(), ..self },
            By::Fact => self,
        }
    }

    fn citing(self, cites: &Cites) -> Step {
        Step { cites: cites.clone(), ..self }
    }
}

/// Explains a cell, or a total where the question names no round. None where the table has no such row or column.
pub fn explain(
    season: &Season,
    rules: &Rulebook,
    outcome: &Outcome,
    question: Question,
) -> Option<Explanation> {
    let telling = Telling { season, rules, outcome };
    let table = outcome.table(question.title, question.class)?;
    let row = table.row(question.competitor);
    let Some(round) = question.round else {
        return row.map(|row| telling.total(row, question));
    };
    if !table.rounds.contains(&round) {
        return None;
    }
    Some(telling.cell(table, row.and_then(|row| row.cell(round)), round, question))
}

struct Telling<'a> {
    season: &'a Season,
    rules: &'a Rulebook,
    outcome: &'a Outcome,
}

impl Telling<'_> {
    fn cell(
        &self,
        table: &StandingsTable,
        cell: Option<&Cell>,
        round: Ix<Round>,
        question: Question,
    ) -> Explanation {
        let mut steps = Vec::new();
        match cell {
            Some(cell) if cell.basis == Basis::Declared => self.declared(cell, &mut steps),
            _ => self.computed(table, cell, round, question, &mut steps),
        }
        Explanation {
            question,
            points: cell.map_or(Points::ZERO, |cell| cell.points),
            position: cell.and_then(|cell| cell.position),
            basis: cell.map_or(Basis::Nothing, |cell| cell.basis),
            steps,
            alternatives: Vec::new(),
        }
    }

    fn declared(&self, cell: &Cell, steps: &mut Vec<Step>) {
        let round = &self.season.rounds[cell.round];
        for input in cell.because.inputs() {
            let Input::Published { table, row } = input else { continue };
            let Some(table) = self.season.published.get(table as usize) else { continue };
            let Some(row) = table.rows.get(row as usize) else { continue };
            let text = format!(
                "The results of round {} are not known. The published table {} gives {}; they are carried and not verified.",
                round.label(),
                table.file,
                points_in_words(cell.points)
            );
            steps.push(Step::new(StepKind::Published, text).citing(&row.cites));
        }
    }

    /// Session by session.
    fn computed(
        &self,
        table: &StandingsTable,
        cell: Option<&Cell>,
        round: Ix<Round>,
        question: Question,
        steps: &mut Vec<Step>,
    ) {
        let awards = cell.map(|cell| cell.awards.as_slice()).unwrap_or_default();
        let own = |count: &&Count| {
            count.class == question.class
                || count.cars.iter().any(|car| self.stands_for(question, car.result))
        };
        let sessions: Vec<Ix<Session>> = self
            .season
            .sessions_of(round)
            .filter(|&session| {
                table.counts.iter().filter(own).any(|count| count.session == session)
                    || awards.iter().any(|award| award.session == session)
            })
            .collect();
        let absent = cell.into_iter().flat_map(|cell| &cell.because.steps);
        let absent: Vec<_> = absent.filter(|step| matches!(step.effect, Effect::Absent(_))).collect();
        for &session in &sessions {
            let from = steps.len();
            let counts = table.counts.iter().filter(|count| count.session == session).filter(own);
            self.session(session, &counts.collect::<Vec<_>>(), question, awards, steps);
            let told = steps[from..].iter().any(|step| step.kind == StepKind::Award);
            let nothing = absent.is_empty() && !told;
            steps.extend(nothing.then(|| {
                let article = By::Article(self.rules.titles[question.title].article);
                Step::new(StepKind::Award, "No points.".to_owned()).by(self.season, article)
            }));
            let named = (sessions.len() > 1).then_some(session);
            steps[from..].iter_mut().for_each(|step| step.session = named);
        }
        for step in absent {
            let text = format!("{}.", effect_in_words(self.season, self.rules, step));
            steps.push(Step::new(StepKind::Award, text).by(self.season, step.by));
        }
    }

    /// What happened to the competitor's cars, how the places were counted, what was given.
    fn session(
        &self,
        session: Ix<Session>,
        counts: &[&Count],
        question: Question,
        awards: &[Award],
        steps: &mut Vec<Step>,
    ) {
        let Some(classification) = self.outcome.classification(session) else { return };
        let own = |ix| self.stands_for(question, ix);
        let in_table = |row: &&ClassificationRow| question.class.is_none() || row.class == question.class;
        for row in classification.rows.iter().filter(in_table).filter(|row| own(row.result)) {
            steps.extend(row_in_words(self.season, self.rules, row));
        }
        for car in counts.iter().flat_map(|count| &count.cars) {
            self.counted(car.result, car.position, &car.because, own(car.result), steps);
        }
        let given: Vec<&Award> = awards.iter().filter(|award| award.session == session).collect();
        for award in &given {
            self.award(award, steps);
        }
        let without = counts.iter().flat_map(|count| &count.without);
        for own in without.filter(|own| own.competitor == question.competitor) {
            self.without(&own.because, steps);
        }
    }

    /// Why a driver gets nothing of the car's points.
    fn without(&self, because: &Because, steps: &mut Vec<Step>) {
        for step in &because.steps {
            let text = match step.by {
                By::Decision(ix) => {
                    format!("{}. Nothing of the car's points.", decision_in_words(&self.season.decisions[ix]))
                }
                By::Article(_) => "Nothing of the car's points.".to_owned(),
                By::Fact => "Nothing of the car's points, as the results say.".to_owned(),
            };
            steps.push(Step::new(StepKind::Award, text).by(self.season, step.by));
        }
    }

    fn stands_for(&self, question: Question, result: Ix<ResultRow>) -> bool {
        let result = &self.season.results[result];
        match self.rules.titles[question.title].competitor {
            Kind::Driver => result.crew.iter().any(|seat| seat.driver == question.competitor),
            kind => result.stands_for(kind) == Some(question.competitor),
        }
    }
}
