//! `distance-arithmetic`: a race's distance against the winner's laps: the lap that it implies must be the circuit's, as
//! stated or as another race there implies it.

use crate::audit::evidence::Evidence;
use crate::audit::finding::{Finding, Log};
use crate::audit::printed::{Range, kilometres};
use crate::audit::speed_arithmetic::of_session;
use crate::numbers::Laps;
use crate::season::{Session, Statistic, StatisticKind};
use crate::table::Ix;
use std::collections::BTreeMap;

/// A distance, the winner's laps, and the lap that they imply.
struct Implied<'a> {
    statistic: &'a Statistic,
    laps: Laps,
    lap: Range,
}

pub(super) fn check(evidence: &Evidence<'_>, log: &mut Log) {
    let mut circuits: BTreeMap<&str, Vec<Implied<'_>>> = BTreeMap::new();
    for statistic in &evidence.season.statistics {
        let StatisticKind::Distance { metres } = statistic.kind else { continue };
        let Some(laps) = winner_laps(evidence, statistic.session) else {
            log.unverifiable();
            continue;
        };
        let lap = distance(&statistic.printed, metres).divided(laps.0);
        let implied = Implied { statistic, laps, lap };
        let stated = against_stated(evidence, log, &implied);
        let round = &evidence.season.rounds[evidence.season.sessions[statistic.session].round];
        let others = circuits.entry(round.circuit.as_str()).or_default();
        match others.first().filter(|_| !round.circuit.is_empty()) {
            // What the first race at a circuit implies is compared when there is a second.
            None if stated => {}
            None => log.unverifiable(),
            Some(first) if first.lap.meets(implied.lap) => log.agree(),
            Some(first) => log.differ(two_lengths(evidence, &round.circuit, first, &implied)),
        }
        others.push(implied);
    }
}

/// The distance as printed, or in whole metres where the text cannot be read.
pub(super) fn distance(printed: &str, metres: i64) -> Range {
    Range::printed(printed).unwrap_or_else(|| Range::metres(metres))
}

pub(super) fn winner_laps(evidence: &Evidence<'_>, session: Ix<Session>) -> Option<Laps> {
    let rows = &evidence.classification_of(session)?.rows;
    rows.first().and_then(|row| row.laps).filter(|laps| *laps > Laps(0))
}

/// Against the length of a lap that a document states for the session. Answers whether one does.
fn against_stated(evidence: &Evidence<'_>, log: &mut Log, implied: &Implied<'_>) -> bool {
    let mut any = false;
    for own in of_session(evidence, implied.statistic.session) {
        let StatisticKind::LapLength { metres } = own.kind else { continue };
        any = true;
        if distance(&own.printed, metres).meets(implied.lap) {
            log.agree();
            continue;
        }
        let round = evidence.season.sessions[own.session].round;
        let message = format!("distance, laps and length of a lap do not fit in {}", evidence.round(round));
        log.differ(
            Finding::warning("PF0240", message)
                .at(evidence.places(&implied.statistic.cites, &implied.statistic.printed))
                .at(evidence.places(&own.cites, &own.printed))
                .says(&own.printed, kilometres(implied.lap.middle()))
                .because([sum(implied)])
                .round(round),
        );
    }
    any
}

fn sum(implied: &Implied<'_>) -> String {
    format!(
        "{} in {} laps make {} a lap",
        implied.statistic.printed,
        implied.laps,
        kilometres(implied.lap.middle())
    )
}

fn two_lengths(evidence: &Evidence<'_>, circuit: &str, first: &Implied<'_>, second: &Implied<'_>) -> Finding {
    let round = |own: &Implied<'_>| evidence.season.sessions[own.statistic.session].round;
    let message = format!(
        "{circuit} has two lengths: the distances of {} and {} do not fit their laps",
        evidence.round(round(first)),
        evidence.round(round(second))
    );
    Finding::warning("PF0240", message)
        .at(evidence.places(&first.statistic.cites, &first.statistic.printed))
        .at(evidence.places(&second.statistic.cites, &second.statistic.printed))
        .says(kilometres(first.lap.middle()), kilometres(second.lap.middle()))
        .because([sum(first), sum(second)])
        .help("one of the distances or numbers of laps is wrong, or the circuit was changed in between")
        .round(round(second))
}

#[cfg(test)]
mod tests {
    use crate::audit::fixture::{after, ids};
    use crate::season::StatisticKind;

    fn two_races(first: &str, second: &str) -> crate::audit::Audit {
        after(|draft| {
            draft.rounds[1].circuit = draft.rounds[0].circuit.clone();
            // 128 laps, then 394.
            for (index, laps) in [128, 128, 128, 394, 394, 394].into_iter().enumerate() {
                draft.cars[index].laps = Some(if index == 5 { 100 } else { laps });
            }
            for (round, printed) in [(1, first), (2, second)] {
                draft.statistics.push((round, StatisticKind::Distance { metres: 1 }, printed.to_owned()));
            }
        })
    }

    #[test]
    fn two_races_at_a_circuit_have_laps_of_one_length() {
        let audit = two_races("523.230 km", "1000.76 mi");
        assert_eq!(ids(&audit), [""; 0]);
        let count = audit.count("distance-arithmetic").map(|own| (own.agree, own.unverifiable));
        assert_eq!(count, Some((1, 1)));
        // 0.02 miles more is beyond what the printed digits leave open.
        let audit = two_races("523.230 km", "1000.78 mi");
        assert_eq!(ids(&audit), ["PF0240"]);
        assert_eq!(
            audit.findings[0].because,
            ["523.230 km in 128 laps make 4.08773 km a lap", "1000.78 mi in 394 laps make 4.08782 km a lap"]
        );
    }

    #[test]
    fn a_stated_length_of_a_lap_must_fit() {
        let with_lap = |printed: &str| {
            ids(&after(|draft| {
                draft.statistics.push((1, StatisticKind::Distance { metres: 0 }, "408.7 km".to_owned()));
                draft.statistics.push((1, StatisticKind::LapLength { metres: 0 }, printed.to_owned()));
            }))
        };
        assert_eq!(with_lap("4.087 km"), [""; 0]);
        assert_eq!(with_lap("2.540 mi"), [""; 0]);
        assert_eq!(with_lap("4.1 km"), [""; 0]);
        assert_eq!(with_lap("4.10 km"), ["PF0240"]);
    }
}
