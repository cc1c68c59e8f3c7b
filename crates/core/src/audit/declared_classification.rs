//! `declared-classification`: who is classified as declared against the rulebook's minimum distance.

use crate::audit::evidence::Evidence;
use crate::audit::finding::{Finding, Log};
use crate::compute::classify::occasion;
use crate::exact::Share;
use crate::outcome::ClassificationRow;
use crate::rules::classified::Classified;
use crate::season::Status;

pub(super) fn check(evidence: &Evidence<'_>, log: &mut Log) {
    for classification in &evidence.outcome.classifications {
        for row in &classification.rows {
            let result = evidence.result(row);
            let occasion = occasion(evidence.season, classification.session, row.class, "");
            let Some(rule) = Classified::of(&evidence.rules.classified, &occasion) else { continue };
            let Some(declared) = result.classified else { continue };
            let (Some(distance), Some(laps)) = (row.distance, row.laps) else { continue };
            // What was taken from a car by a decision was not when it was declared.
            if row.status != result.status
                || row.laps != result.laps
                || !at_the_flag(row, rule.rule.retired != Some(false))
            {
                log.unverifiable();
                continue;
            }
            let by_rule = distance.margin_laps >= 0;
            if declared == by_rule {
                log.agree();
                continue;
            }
            let word = |classified: bool| if classified { "classified" } else { "not classified" };
            let article = evidence.article(rule.article);
            let message = format!(
                "car {} of {} is declared {} and is {} by the rule",
                result.number,
                evidence.session(classification.session),
                word(declared),
                word(by_rule)
            );
            let text = format!("{}: {}, {}", evidence.car(result), laps.in_words(), word(declared));
            let share = Share::display_percent(i64::from(laps), i64::from(distance.winner_laps));
            log.differ(
                Finding::warning("PF0259", message)
                    .at(evidence.row_places(result, &text))
                    .at([evidence.in_rulebook(evidence.rules.articles[rule.article].spot, article)])
                    .says(word(declared), word(by_rule))
                    .because([format!(
                        "{laps} laps of {} are {share}, and the rule asks for {}",
                        distance.winner_laps, distance.required_laps
                    )])
                    .class(row.class)
                    .round(evidence.season.sessions[classification.session].round)
                    .help("correct the laps, the declaration or the rule; where stewards decided otherwise, enter their decision"),
            );
        }
    }
}

/// Whether nothing but the distance can have decided: a car that retired, or was told not to be classified for something
/// else, is no contradiction.
fn at_the_flag(row: &ClassificationRow, retired: bool) -> bool {
    match row.status {
        Status::Finished => true,
        Status::Dnf => retired,
        Status::Nc | Status::Dns | Status::Dsq | Status::Dnq => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::audit::fixture::{after, ids};
    use crate::season::Status;

    /// Gamma in round 1, of which the rule asks 70 laps.
    fn declared(classified: bool, laps: u32, status: Status) -> crate::audit::Audit {
        after(|draft| {
            let car = &mut draft.cars[2];
            (car.classified, car.laps, car.status) = (Some(classified), Some(laps), status);
            draft.tables.clear();
        })
    }

    #[test]
    fn both_sides_of_seventy_laps_of_a_hundred() {
        for (classified, laps, told) in
            [(true, 70, false), (true, 69, true), (false, 69, false), (false, 70, true)]
        {
            let audit = declared(classified, laps, Status::Finished);
            assert_eq!(ids(&audit), ["PF0259"][..usize::from(told)], "{classified} {laps}");
        }
        let audit = declared(true, 69, Status::Finished);
        let finding = &audit.findings[0];
        assert_eq!(
            finding.message,
            "car 2 of round 1 (Grand Prix 1) is declared classified and is not classified by the rule"
        );
        assert_eq!(finding.because, ["69 laps of 100 are 69.0 %, and the rule asks for 70"]);
        let places: Vec<String> = finding.places.iter().map(ToString::to_string).collect();
        assert_eq!(places, ["race-1.txt:3", "made-up.toml:7:2"]);
    }

    #[test]
    fn a_car_that_is_not_classified_for_something_else_is_no_contradiction() {
        assert_eq!(ids(&declared(false, 90, Status::Nc)), [""; 0]);
        assert_eq!(ids(&declared(false, 90, Status::Dsq)), [""; 0]);
        assert_eq!(ids(&declared(false, 90, Status::Dnf)), ["PF0259"]);
    }
}
