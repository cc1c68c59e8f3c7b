//! What other readings of the rules would give: one choice changed at a time. Each costs a computation of the season.

use crate::change::Change;
use crate::compute::compute_after;
use crate::exact::{Points, Share};
use crate::numbers::Position;
use crate::outcome::{Basis, Cell, Outcome};
use crate::rulebook::Rulebook;
use crate::rules::classified::Classified;
use crate::rules::distance::{DistanceOf, Rounding};
use crate::rules::kind::Rule;
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
        let Some(Classified { distance: Some(now), retired_may_score, .. }) = own else {
            return OtherReadings { read: Vec::new() };
        };
        let own = &rules.titles[title];
        let mut tried: Vec<(String, String, String)> = Vec::new();
        let mut reading = |text: String, key: &str, value: &str| {
            tried.push((text, key.to_owned(), value.to_owned()));
        };
        for of in DistanceOf::ALL.into_iter().filter(|of| *of != now.of) {
            let whose = if of == DistanceOf::ClassWinner { "class" } else { "overall" };
            reading(format!("with {} of the {whose} winner's laps", now.share), "classified.of", of.word());
        }
        let could = if *retired_may_score { "could not" } else { "could" };
        let may = (!retired_may_score).to_string();
        reading(format!("if a car that retired {could} score"), "classified.*.retired_may_score", &may);
        let kept = if own.others_keep_position { "gave up" } else { "kept" };
        let keep = (!own.others_keep_position).to_string();
        let address = format!("{}.{}.others_keep_position", Title::NAME, own.id);
        reading(format!("if a team's other cars {kept} their positions"), &address, &keep);
        for (rounding, words) in [
            (Rounding::Down, "rounded down"),
            (Rounding::Nearest, "rounded to the nearest lap"),
            (Rounding::Up, "rounded up"),
        ] {
            if rounding != now.rounding {
                reading(format!("with the required laps {words}"), "classified.rounding", rounding.word());
            }
        }
        for share in [65, 70, 75, 80, 90].map(Share::percent).into_iter().filter(|share| *share != now.share)
        {
            reading(
                format!("with {share} instead of {}", now.share),
                "classified.min_share",
                &share.to_string(),
            );
        }
        let read = tried.into_iter().filter_map(|(text, address, value)| {
            let changes = Change::wherever(&rules.wording, &address, &value).ok()?;
            let mut other = rules.with(&changes).ok()?;
            let alone = other.titles[other.title(&own.id)?].clone();
            other.titles = Table::default();
            other.titles.push(alone);
            Some((text, compute_after(season, &other, None)))
        });
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
