//! What other readings of the rules would give: one choice changed at a time. Each costs a computation of the season.

use crate::compute::compute_after;
use crate::exact::{Points, Share};
use crate::infer::{Hypothesis, rules_of};
use crate::numbers::Position;
use crate::outcome::{Basis, Cell, Outcome};
use crate::rulebook::Rulebook;
use crate::rules::classified::Classified;
use crate::rules::distance::{DistanceOf, Rounding};
use crate::rules::title::Title;
use crate::season::{Class, Competitor, Round, Season};
use crate::table::{Ix, Table};

/// A cell of a table or, without a round, a total and its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    pub title: Ix<Title>,
    pub class: Option<Ix<Class>>,
    pub competitor: Ix<Competitor>,
    pub round: Option<Ix<Round>>,
}

/// A different rule, and the number it would give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    pub text: String,
    pub points: Points,
    pub position: Option<Position>,
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
            DistanceOf::ClassWinner => DistanceOf::OverallWinner,
            DistanceOf::OverallWinner => DistanceOf::ClassWinner,
        };
        let mut tried: Vec<(String, Hypothesis)> = vec![
            (
                format!(
                    "with {} of the {} winner's laps",
                    now.min_share,
                    if other == DistanceOf::ClassWinner { "class" } else { "overall" }
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
