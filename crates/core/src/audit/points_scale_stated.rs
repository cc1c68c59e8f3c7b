//! `points-scale-stated`: points scales that documents state in prose against the rulebook's, round by round.

use crate::audit::evidence::Evidence;
use crate::audit::finding::{Finding, Log};
use crate::audit::spellings::letters;
use crate::compute::classify::occasion;
use crate::exact::Points;
use crate::numbers::Position;
use crate::rules::points::PointsScale;
use crate::season::{Round, RoundStatus, Stated, StatedRule};
use crate::table::Ix;

pub(super) fn check(evidence: &Evidence<'_>, log: &mut Log) {
    let season = evidence.season;
    let scales: Vec<(&Stated, &[Points], &[String])> = season
        .stated
        .iter()
        .filter_map(|own| match &own.rule {
            StatedRule::Scale { points, events } => Some((own, points.as_slice(), events.as_slice())),
            _ => None,
        })
        .collect();
    let named: Vec<Ix<Round>> = scales
        .iter()
        .flat_map(|(_, _, events)| events.iter().flat_map(|event| rounds_named(evidence, event)))
        .collect();
    for (stated, points, events) in &scales {
        for event in *events {
            let rounds = rounds_named(evidence, event);
            if rounds.is_empty() {
                let message =
                    format!("a points scale is stated for `{event}`, which is no round of the season");
                log.differ(
                    Finding::warning("PF0216", message)
                        .at(evidence.places(&stated.cites, event))
                        .says(event, "no such round"),
                );
            }
            rounds.into_iter().for_each(|round| compare(evidence, log, stated, points, round));
        }
        if events.is_empty() {
            let others = season.rounds.iter().filter(|(round, own)| {
                own.status != RoundStatus::Cancelled
                    && !named.contains(round)
                    && stated.round.is_none_or(|only| only == *round)
            });
            others.for_each(|(round, _)| compare(evidence, log, stated, points, round));
        }
    }
}

/// Rounds whose name or event has the words of a text, or the other way round.
fn rounds_named(evidence: &Evidence<'_>, text: &str) -> Vec<Ix<Round>> {
    let text = letters(text);
    let named = |round: &Round| {
        [letters(&round.name), letters(&round.event)].iter().any(|own| {
            !own.is_empty() && !text.is_empty() && (own.contains(&text) || text.contains(own.as_str()))
        })
    };
    evidence.season.rounds.iter().filter(|(_, round)| named(round)).map(|(ix, _)| ix).collect()
}

fn compare(evidence: &Evidence<'_>, log: &mut Log, stated: &Stated, points: &[Points], round: Ix<Round>) {
    let season = evidence.season;
    let title = season
        .published
        .first()
        .map(|table| table.title.as_str())
        .or_else(|| evidence.rules.titles.rows().first().map(|title| title.id.as_str()));
    let class = season.classes.iter().next().map(|(class, _)| class);
    let (Some(title), Some(session)) = (title, season.main_session(round)) else {
        log.unverifiable();
        return;
    };
    let scale = PointsScale::of(&evidence.rules.points, &occasion(season, session, class, title));
    let places = points.len().max(scale.map_or(0, |scale| scale.rule.scale.len()));
    let own: Vec<Points> = (0..places)
        .map(|place| scale.map_or(Points::ZERO, |scale| scale.rule.points(Position::of_index(place))))
        .collect();
    let padded = points.iter().copied().chain(std::iter::repeat(Points::ZERO)).take(own.len());
    if padded.eq(own.iter().copied()) {
        log.agree();
        return;
    }
    let article = scale.map_or_else(Vec::new, |scale| vec![evidence.article(scale.article).to_owned()]);
    log.differ(
        Finding::warning(
            "PF0212",
            format!("the points scale stated for {} is not the rulebook's", evidence.round(round)),
        )
        .at(evidence.places(&stated.cites, &Points::scale_text(points)))
        .says(Points::scale_text(points), Points::scale_text(&own))
        .because(article)
        .round(round),
    );
}

#[cfg(test)]
mod tests {
    use crate::audit::fixture::{after, ids};
    use crate::exact::Points;
    use crate::season::StatedRule;

    fn scale(points: &[i64], event: &str) -> Vec<&'static str> {
        ids(&after(|draft| {
            let points = points.iter().copied().map(Points::whole).collect();
            let events = Some(event.to_owned()).filter(|event| !event.is_empty()).into_iter().collect();
            draft.stated.push((None, StatedRule::Scale { points, events }, "season.txt".to_owned()));
        }))
    }

    #[test]
    fn a_scale_for_all_rounds_or_for_one() {
        assert_eq!(scale(&[10, 6, 4], ""), [""; 0]);
        assert_eq!(scale(&[10, 6, 4, 0], "Grand Prix 2"), [""; 0]);
        assert_eq!(scale(&[10, 6, 3], ""), ["PF0212"; 3]);
        assert_eq!(scale(&[10, 6], "The Great Grand Prix 2"), ["PF0212"]);
        assert_eq!(scale(&[10, 6, 4], "Six Hours"), ["PF0216"]);
    }
}
