//! How points are given, in the sentences of articles.

use super::markup::escaped;
use super::race::event_title;
use super::words::list;
use parcferme_core::rules::distance::DistanceOf;
use parcferme_core::rules::scope::Scope;
use parcferme_core::rules::title::Title;
use parcferme_core::{Rulebook, Season};

/// The scales, the distance rule and whose cars score, as a title has them.
pub(super) fn points(season: &Season, rules: &Rulebook, title: &Title) -> String {
    let mut text = String::new();
    for clause in &rules.points {
        let (scale, scope) = (&clause.rule, &clause.scope);
        if !scope.titles.is_empty() && scope.titles.iter().all(|own| own.value != title.id) {
            continue;
        }
        let count = scale.scale.len();
        let events = events(season, scope);
        text.push_str(&if events.is_empty() {
            format!("Points are awarded to the top {count} finishers in the following order:\n")
        } else {
            format!(
                "Exceptions being for the {} which award the top {count} finishers in the following order:\n",
                list(&events)
            )
        });
        let points: Vec<String> =
            scale.scale.iter().map(|points| points.value.times(scale.factor).to_string()).collect();
        text.push_str(&format!("* {}\n", points.join("-")));
    }
    let mut sentences = Vec::new();
    if let Some(distance) = rules.minimum_share() {
        let whose = match distance.of {
            DistanceOf::ClassWinner => "class winner's",
            DistanceOf::OverallWinner => "winner's",
        };
        let share = distance.share.to_string().replace(" %", "%");
        sentences.push(format!(
            "Cars failing to complete {share} of the {whose} distance are not awarded points."
        ));
    }
    if title.scoring_cars == Some(1) && title.competitor == parcferme_core::season::Kind::Team {
        sentences
            .push("Teams only score the points of their highest finishing entry in each race.".to_owned());
    }
    if !sentences.is_empty() {
        text.push_str(&format!("\n{}\n", sentences.join(" ")));
    }
    text
}

/// Names of the events that a scale is for; none where it is for all.
fn events(season: &Season, scope: &Scope) -> Vec<String> {
    let named = |id: &str| {
        let round = season.rounds.rows().iter().find(|round| round.event == id);
        round.map_or_else(|| escaped(id), event_title)
    };
    let mut events: Vec<String> = scope.events.iter().map(|event| named(&event.value)).collect();
    events.extend(scope.rounds.iter().map(|round| format!("round {round}")));
    events
}
