//! `round-outside-season`: rounds that an entry list names and the calendar does not have.

use crate::audit::evidence::Evidence;
use crate::audit::finding::{Finding, Log};
use crate::numbers::RoundNumber;

pub(super) fn check(evidence: &Evidence<'_>, log: &mut Log) {
    let season = evidence.season;
    let numbers: Vec<RoundNumber> = season.rounds.rows().iter().filter_map(|round| round.number).collect();
    let (Some(first), Some(last)) = (numbers.iter().min(), numbers.iter().max()) else { return };
    for entry in &season.entries {
        let mut outside: Vec<RoundNumber> = entry
            .rounds
            .iter()
            .chain(&entry.absent)
            .copied()
            .filter(|round| !numbers.contains(round))
            .collect();
        outside.sort_unstable();
        outside.dedup();
        if outside.is_empty() {
            if !entry.rounds.is_empty() {
                log.agree();
            }
            continue;
        }
        let rounds: Vec<String> = outside.iter().map(RoundNumber::to_string).collect();
        let rounds = rounds.join(", ");
        let message = format!(
            "{} of {} is entered for round {rounds}, which the season does not have",
            entry.printed_driver, entry.printed_team
        );
        let text = format!("{}: {}", entry.printed_driver, entry.printed_rounds);
        log.differ(
            Finding::warning("PF0224", message)
                .at(evidence.places(&entry.cites, &text))
                .at(season.round(*last).into_iter().flat_map(|round| {
                    let round = &season.rounds[round];
                    evidence.places(&round.cites, &format!("{last}: {}", round.name)).collect::<Vec<_>>()
                }))
                .says(&entry.printed_rounds, format!("rounds {first} to {last}"))
                .because(drove(evidence, entry.driver))
                .class(entry.class)
                .competitor(entry.driver),
        );
    }
}

/// The rounds known in full in which the driver did drive: the number meant may be among them.
fn drove(
    evidence: &Evidence<'_>,
    driver: Option<crate::table::Ix<crate::season::Competitor>>,
) -> Option<String> {
    let driver = driver?;
    let rounds: Vec<String> = evidence
        .races()
        .filter_map(|race| {
            let row = race.classification.rows.iter().map(|row| evidence.result(row));
            let mut own = row.filter(|row| row.crew.iter().any(|seat| seat.driver == driver));
            own.next().map(|row| format!("round {} in {}", race.number, evidence.car(row)))
        })
        .collect();
    (!rounds.is_empty())
        .then(|| format!("the results have {} in {}", evidence.name(driver), rounds.join(", ")))
}

#[cfg(test)]
mod tests {
    use crate::audit::fixture::{after, ids};

    #[test]
    fn round_four_of_three_is_told_with_what_the_driver_did() {
        let audit = after(|draft| draft.entries[0].rounds.push(4));
        assert_eq!(ids(&audit), ["PF0224"]);
        let finding = &audit.findings[0];
        assert_eq!(
            finding.message,
            "Alpha One of Alpha is entered for round 4, which the season does not have"
        );
        assert_eq!(finding.computed, "rounds 1 to 3");
        assert_eq!(
            finding.because,
            ["the results have Alpha One in round 1 in #1 Alpha, round 2 in #1 Alpha"]
        );
        assert!(!audit.has_errors());
    }
}
