//! Why a number is what it is: the rows it rests on, how positions were counted, the articles, the decisions, and what
//! would change it.

use crate::compute::award::{Look, awards};
use crate::compute::classify::{classified_by, occasion};
use crate::compute::compute_after;
use crate::exact::{Points, Share};
use crate::infer::{Hypothesis, rules_of};
use crate::number_words::ordinal;
use crate::outcome::{AwardKind, Basis, Cell, Classification, Input, Outcome, StandingsRow};
use crate::rulebook::{Article, Rulebook};
use crate::rules::classified::Classified;
use crate::rules::distance::{Of, Rounding};
use crate::rules::extra::Bonus;
use crate::rules::kind::Clause;
use crate::rules::title::Title;
use crate::season::{Cites, Class, Competitor, Kind, Places, Round, Season, Status};
use crate::table::{Ix, Table};

/// What is to be explained: a cell of a table or, without a round, its total and position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    pub title: Ix<Title>,
    pub class: Option<Ix<Class>>,
    pub competitor: Ix<Competitor>,
    pub round: Option<Ix<Round>>,
}

/// The answer, step by step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    pub question: Question,
    pub points: Points,
    pub position: Option<u32>,
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
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// A row of a result.
    Result,
    /// The distance rule on a car.
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

/// A different rule, and the number it would give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    pub text: String,
    pub points: Points,
    pub position: Option<u32>,
}

/// Explains a cell, or a total where the question names no round. None where the table has no such row or column.
pub fn explain(
    season: &Season,
    rules: &Rulebook,
    outcome: &Outcome,
    question: Question,
) -> Option<Explanation> {
    let explanation = explain_as_ruled(season, rules, outcome, question)?;
    let Some(round) = question.round else { return Some(explanation) };
    let table = outcome.table(question.title, question.class)?;
    let cell = table.row(question.competitor).and_then(|row| row.cell(round));
    let alternatives = OtherReadings::of(season, rules, question.title).alternatives(question, cell);
    Some(Explanation { alternatives, ..explanation })
}

/// The same without the alternatives, each of which costs a computation of the season.
pub fn explain_as_ruled(
    season: &Season,
    rules: &Rulebook,
    outcome: &Outcome,
    question: Question,
) -> Option<Explanation> {
    let table = outcome.table(question.title, question.class)?;
    let row = table.row(question.competitor);
    let Some(round) = question.round else {
        return row.map(|row| explain_total(season, rules, row, question));
    };
    if !table.rounds.contains(&round) {
        return None;
    }
    let cell = row.and_then(|row| row.cell(round));
    let mut steps = Vec::new();
    match cell.map(|cell| cell.basis) {
        Some(Basis::Declared) => declared_steps(season, cell?, &mut steps),
        _ => {
            for classification in
                outcome.classifications.iter().filter(|own| season.sessions[own.session].round == round)
            {
                session_steps(season, rules, classification, question, &mut steps);
            }
        }
    }
    Some(Explanation {
        question,
        points: cell.map_or(Points::ZERO, |cell| cell.points),
        position: cell.and_then(|cell| cell.position),
        basis: cell.map_or(Basis::Nothing, |cell| cell.basis),
        steps,
        alternatives: Vec::new(),
    })
}

fn declared_steps(season: &Season, cell: &Cell, steps: &mut Vec<Step>) {
    let round = &season.rounds[cell.round];
    for input in &cell.because.inputs {
        let Input::Published { table, row } = *input else { continue };
        let Some(table) = season.published.get(table as usize) else { continue };
        let Some(row) = table.rows.get(row as usize) else { continue };
        steps.push(Step {
            kind: StepKind::Published,
            text: format!(
                "The results of round {} are not known. The published table {} gives {} points; they are carried and not verified.",
                round.label(),
                table.file,
                cell.points
            ),
            article: None,
            cites: row.cites.clone(),
        });
    }
}

fn session_steps(
    season: &Season,
    rules: &Rulebook,
    classification: &Classification,
    question: Question,
    steps: &mut Vec<Step>,
) {
    let title = &rules.titles[question.title];
    let given = awards(season, rules, title, classification, question.class);
    let occasion = occasion(season, classification.session, question.class, &title.id);
    let look = Look::new(season, rules, title, classification, question.class, &occasion);
    let in_table =
        |row: &&crate::outcome::ClassificationRow| question.class.is_none() || row.class == question.class;
    let own = |ix| stands_for(season, title, ix, question.competitor);
    for row in classification.rows.iter().filter(in_table).filter(|row| own(row.result)) {
        let result = &season.results[row.result];
        // Not as declared, and not by a decision: a rule has made it so.
        let amended = (row.status, row.laps) != (result.status, result.laps) && row.because.inputs.len() == 1;
        let place = |position: Option<u32>| position.map_or_else(|| "without a position".to_owned(), ordinal);
        steps.push(Step {
            kind: StepKind::Result,
            text: format!(
                "Car {} {}: {} overall, {} in class, {}{}.",
                result.number,
                result.printed_team,
                place(row.position),
                place(row.class_position),
                status_words(row.status),
                row.laps.map_or_else(String::new, |laps| format!(", {laps} laps")),
            ),
            article: amended.then_some(row.because.article).flatten(),
            cites: result.cites.clone(),
        });
        let rule = classified_by(season, rules, classification.session, row.class);
        if let (Some(distance), Some(rule)) = (row.distance, rule) {
            steps.push(distance_step(row.laps.unwrap_or(0), distance, rule));
        }
        for input in &row.because.inputs {
            if let Input::Decision(ix) = *input {
                steps.push(decision_step(season, ix));
            }
        }
    }
    for row in classification.rows.iter().filter(in_table).filter(|row| row.class_position.is_some()) {
        let result = &season.results[row.result];
        let mine = given.iter().find(|award| {
            award.kind == AwardKind::Position
                && award.because.inputs.first() == Some(&Input::Result(row.result))
        });
        let bar = if row.classified && mine.is_none() { look.bar(result) } else { None };
        let text = match mine {
            Some(award) => format!(
                "{} {}: car {} {}",
                if own(row.result) { "→" } else { " " },
                award.position.map_or_else(String::new, ordinal),
                result.number,
                result.printed_team,
            ),
            None if !row.classified => {
                format!("  not classified: car {} {}", result.number, result.printed_team)
            }
            None => {
                let article = bar.as_ref().and_then(|bar| bar.because.article);
                let by = article.map_or_else(String::new, |own| format!(" by {}", rules.articles[own].text));
                let place = match bar.as_ref().map(|bar| bar.places) {
                    Some(Places::MoveUp) => format!("scores nothing{by}, those behind move up"),
                    _ => format!("holds its position without scoring{by}"),
                };
                format!("  {place}: car {} {}", result.number, result.printed_team)
            }
        };
        steps.push(Step {
            kind: StepKind::Position,
            text,
            article: bar.as_ref().and_then(|bar| bar.because.article).or(Some(title.article)),
            cites: result.cites.clone(),
        });
        for input in bar.iter().flat_map(|bar| &bar.because.inputs) {
            if let Input::Decision(ix) = *input {
                steps.push(decision_step(season, ix));
            }
        }
    }
    for award in given.iter().filter(|award| award.competitor == question.competitor) {
        let text = match (Bonus::of(rules, award.kind), award.position) {
            (Some(bonus), _) => format!("{} points for {}", award.points, bonus.rule.what()),
            (None, Some(position)) => format!("{} place gives {} points", ordinal(position), award.points),
            (None, None) => format!("{} points", award.points),
        };
        steps.push(Step { kind: StepKind::Award, text, article: award.because.article, cites: Cites::new() });
    }
    if !given.iter().any(|award| award.competitor == question.competitor) {
        let text = "No points.".to_owned();
        steps.push(Step { kind: StepKind::Award, text, article: Some(title.article), cites: Cites::new() });
    }
}

fn distance_step(laps: u32, distance: crate::outcome::Distance, rule: &Clause<Classified>) -> Step {
    let share = rule.rule.distance.map_or(Share::ONE, |own| own.share);
    let whose = match rule.rule.distance.map(|own| own.of) {
        Some(Of::ClassWinner) => "class winner",
        _ => "overall winner",
    };
    let verdict = if distance.margin_laps >= 0 {
        format!("met by {}", laps_words(distance.margin_laps))
    } else {
        format!("missed by {}", laps_words(-distance.margin_laps))
    };
    Step {
        kind: StepKind::Distance,
        text: format!(
            "{laps} of the {whose}'s {} laps are {}; {share} asks for {}: {verdict}.",
            distance.winner_laps,
            Share::display_percent(i64::from(laps), i64::from(distance.winner_laps)),
            laps_words(i64::from(distance.required_laps)),
        ),
        article: Some(rule.article),
        cites: Cites::new(),
    }
}

fn decision_step(season: &Season, ix: Ix<crate::season::Decision>) -> Step {
    let decision = &season.decisions[ix];
    let said = [&decision.author, &decision.date].map(String::as_str);
    let said: Vec<&str> = said.into_iter().filter(|text| !text.is_empty()).collect();
    Step {
        kind: StepKind::Decision,
        text: format!("Decision {} ({}): {}", decision.id, said.join(", "), decision.reason),
        article: None,
        cites: decision.cites.clone(),
    }
}

fn explain_total(season: &Season, rules: &Rulebook, row: &StandingsRow, question: Question) -> Explanation {
    let title = &rules.titles[question.title];
    let mut steps: Vec<Step> = row
        .cells
        .iter()
        .filter(|cell| !cell.points.is_zero())
        .map(|cell| Step {
            kind: StepKind::Sum,
            text: format!(
                "Round {}: {} points{}{}",
                season.rounds[cell.round].label(),
                cell.points,
                if cell.basis == Basis::Declared { ", declared" } else { "" },
                match (cell.counted, cell.dropped.is_zero()) {
                    (true, true) => String::new(),
                    (true, false) => format!(", {} of them dropped", cell.dropped),
                    (false, _) => ", dropped".to_owned(),
                }
            ),
            article: cell.because.article,
            cites: Cites::new(),
        })
        .collect();
    if let Some((round, points)) = row.reset {
        let text =
            format!("Before round {} the total began anew with {points}", season.rounds[round].label());
        steps.push(Step { kind: StepKind::Sum, text, article: Some(title.article), cites: Cites::new() });
    }
    for (decision, points) in &row.adjustments {
        let mut step = decision_step(season, *decision);
        step.text = format!("{points} points. {}", step.text);
        steps.push(step);
    }
    steps.extend(row.excluded.map(|ix| decision_step(season, ix)));
    steps.push(Step {
        kind: StepKind::Sum,
        text: format!(
            "Total {}, {}",
            row.total,
            row.position.map_or_else(|| "without a position".to_owned(), ordinal)
        ),
        article: Some(title.article),
        cites: Cites::new(),
    });
    if row.shared || row.by_tie_break() {
        let order: Vec<&str> = title.ties.iter().map(|step| step.word()).collect();
        let text = if row.shared {
            "Level with another row after every tie-break"
        } else {
            "Level on points with the row above, behind on the tie-break"
        };
        steps.push(Step {
            kind: StepKind::Tie,
            text: format!("{text} ({}).", order.join(", then ")),
            article: Some(title.article),
            cites: Cites::new(),
        });
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

/// A title's tables under other readings of the rules: one choice changed at a time.
#[derive(Clone, Debug)]
pub struct OtherReadings {
    /// Each in words, with the season computed for that title alone.
    read: Vec<(String, Outcome)>,
}

impl OtherReadings {
    /// Computes the season once a reading; none where the rulebook has no minimum distance.
    pub fn of(season: &Season, rules: &Rulebook, title: Ix<Title>) -> OtherReadings {
        let own = rules.classified.iter().rev().map(|own| &own.rule).find(|own| own.distance.is_some());
        let Some(Classified { distance: Some(distance), retired_may_score, .. }) = own else {
            return OtherReadings { read: Vec::new() };
        };
        let own = &rules.titles[title];
        let now = Hypothesis {
            min_share: distance.share,
            of: distance.of,
            rounding: distance.rounding,
            dnf_may_score: *retired_may_score,
            others_keep_position: own.others_keep_position,
        };
        let other = match now.of {
            Of::ClassWinner => Of::OverallWinner,
            Of::OverallWinner => Of::ClassWinner,
        };
        let mut tried: Vec<(String, Hypothesis)> = vec![
            (
                format!(
                    "with {} of the {} winner's laps",
                    now.min_share,
                    if other == Of::ClassWinner { "class" } else { "overall" }
                ),
                Hypothesis { of: other, ..now },
            ),
            (
                format!(
                    "if a car that retired {} score",
                    if now.dnf_may_score { "could not" } else { "could" }
                ),
                Hypothesis { dnf_may_score: !now.dnf_may_score, ..now },
            ),
            (
                format!(
                    "if a team's other cars {} their positions",
                    if now.others_keep_position { "gave up" } else { "kept" }
                ),
                Hypothesis { others_keep_position: !now.others_keep_position, ..now },
            ),
        ];
        for (rounding, words) in [
            (Rounding::Down, "rounded down"),
            (Rounding::Nearest, "rounded to the nearest lap"),
            (Rounding::Up, "rounded up"),
        ] {
            if rounding != now.rounding {
                tried.push((format!("with the required laps {words}"), Hypothesis { rounding, ..now }));
            }
        }
        for percent in [65, 70, 75, 80, 90] {
            let min_share = Share::percent(percent);
            if min_share != now.min_share {
                tried.push((
                    format!("with {min_share} instead of {}", now.min_share),
                    Hypothesis { min_share, ..now },
                ));
            }
        }
        let mut alone = rules.clone();
        alone.titles = Table::default();
        alone.titles.push(own.clone());
        let read = tried
            .into_iter()
            .map(|(text, hypothesis)| (text, compute_after(season, &rules_of(&alone, &hypothesis), None)));
        OtherReadings { read: read.collect() }
    }

    /// Those that give a competitor something else in a round than the cell has; none for a declared cell.
    pub fn alternatives(&self, question: Question, cell: Option<&Cell>) -> Vec<Alternative> {
        let Some(round) = question.round else { return Vec::new() };
        if cell.is_some_and(|cell| cell.basis == Basis::Declared) {
            return Vec::new();
        }
        let found = |cell: Option<&Cell>| {
            (cell.map_or(Points::ZERO, |cell| cell.points), cell.and_then(|cell| cell.position))
        };
        let as_ruled = found(cell);
        let others = self.read.iter().filter_map(|(text, outcome)| {
            let table = outcome.tables.iter().find(|table| table.class == question.class);
            let (points, position) =
                found(table.and_then(|table| table.row(question.competitor)?.cell(round)));
            ((points, position) != as_ruled).then(|| Alternative { text: text.clone(), points, position })
        });
        others.collect()
    }
}

fn stands_for(
    season: &Season,
    title: &Title,
    result: Ix<crate::season::ResultRow>,
    competitor: Ix<Competitor>,
) -> bool {
    let result = &season.results[result];
    match title.competitor {
        Kind::Driver => result.crew.iter().any(|seat| seat.driver == competitor),
        kind => result.stands_for(kind) == Some(competitor),
    }
}

fn status_words(status: Status) -> &'static str {
    match status {
        Status::Finished => "at the finish",
        Status::Nc => "not classified",
        Status::Dnf => "retired",
        Status::Dns => "did not start",
        Status::Dnq => "did not qualify",
        Status::Dsq => "disqualified",
    }
}

fn laps_words(laps: i64) -> String {
    if laps == 1 { "1 lap".to_owned() } else { format!("{laps} laps") }
}
