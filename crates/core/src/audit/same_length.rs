//! `same-length`: the winner's time against the races of the season that have the same length: under half or over twice of
//! what they took cannot be. Races over a time have their length itself to be held against.

use crate::audit::evidence::Evidence;
use crate::audit::finding::{Finding, Log};
use crate::exact::Millis;
use crate::number_words::time_in_words;
use crate::numbers::Laps;
use crate::season::{Length, ResultRow, Round};
use crate::table::Ix;
use std::collections::BTreeMap;

/// What makes two lengths one: kilometres wherever they are driven, laps of one circuit.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Distance<'a> {
    Metres(u64),
    Laps(Laps, &'a str),
}

/// The winner's time, the round, the winner.
type Race<'a> = (Millis, Ix<Round>, &'a ResultRow);

/// Fewer races than this say nothing of each other.
const ENOUGH: usize = 3;

pub(super) fn check(evidence: &Evidence<'_>, log: &mut Log) {
    let mut races: BTreeMap<Distance<'_>, Vec<Race<'_>>> = BTreeMap::new();
    for (round, own) in evidence.season.rounds.iter() {
        let Some((length, winner)) = evidence.whole_race(round) else { continue };
        let distance = match length {
            Length::Metres(metres) => Distance::Metres(metres),
            Length::Laps(laps) if !own.circuit.is_empty() => Distance::Laps(laps, &own.circuit),
            Length::Laps(_) | Length::Time(_) => continue,
        };
        if let Some(time) = winner.time {
            races.entry(distance).or_default().push((time, round, winner));
        }
    }
    for own in races.into_values().filter(|own| own.len() >= ENOUGH) {
        let mut times: Vec<Millis> = own.iter().map(|race| race.0).collect();
        times.sort_unstable();
        let usual = times[times.len() / 2];
        for (time, round, winner) in own {
            if time.0.saturating_mul(2) >= usual.0 && time.0 / 2 <= usual.0 {
                log.agree();
                continue;
            }
            let message = format!(
                "the winner of {} took {}, and those of as long races {}",
                evidence.round(round),
                time_in_words(time),
                time_in_words(usual)
            );
            log.differ(
                Finding::warning("PF0257", message)
                    .at(evidence.row_places(winner, &format!("1: {}, {time}", evidence.car(winner))))
                    .says(time, format!("{usual} is the middle of {} races", times.len()))
                    .round(round)
                    .help("correct the time or the round's `length`; of a race that was stopped, state its `completed` share"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::audit::fixture::{ids, run, tidy};
    use crate::exact::Millis;
    use crate::season::Length;

    /// Three races of 300 km; the winner of the third took so long.
    fn found(time: i64) -> crate::audit::Audit {
        let mut draft = tidy();
        draft.tables.clear();
        draft.winners.truncate(2);
        for round in &mut draft.rounds {
            round.length = Some(Length::Metres(300_000));
        }
        draft.cars.push(crate::generate::DraftCar { round: 3, ..draft.cars[0].clone() });
        for (index, time) in [(0, 6_000_000), (3, 6_100_000), (6, time)] {
            draft.cars[index].time = Some(Millis(time));
        }
        let mut audit = run(&draft);
        audit.findings.retain(|finding| finding.check == "same-length");
        audit
    }

    #[test]
    fn half_and_twice_of_what_others_took_are_the_edges() {
        // The middle of three is the second or the third.
        let edge = |time| ids(&found(time)).len();
        assert_eq!([2_999_999, 3_000_000, 12_200_001, 12_200_002].map(edge), [1, 0, 0, 1]);
        let audit = found(2_900_000);
        assert_eq!(ids(&audit), ["PF0257"]);
        assert_eq!(
            audit.findings[0].message,
            "the winner of round 3 (Grand Prix 3) took 48:20.000, and those of as long races 1:40:00.000"
        );
        assert_eq!(audit.findings[0].computed, "1:40:00.000 is the middle of 3 races");
    }
}
