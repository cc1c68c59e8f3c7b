//! `race-length`: the winner's time and laps against the scheduled length. A race over a time or over kilometres ends with
//! the lap in which they are reached: one lap less and two more are allowed for.

use crate::audit::evidence::Evidence;
use crate::audit::finding::{Finding, Log};
use crate::audit::speed_arithmetic::of_session;
use crate::exact::Millis;
use crate::number_words::time_in_words;
use crate::numbers::Laps;
use crate::season::{Length, ResultRow, Round, StatisticKind};
use crate::table::Ix;

/// No car has raced faster on average; a race over kilometres that would need it is not that race.
const FASTEST_KILOMETRES_AN_HOUR: u64 = 400;

pub(super) fn check(evidence: &Evidence<'_>, log: &mut Log) {
    for (round, _) in evidence.season.rounds.iter() {
        let Some((length, winner)) = evidence.whole_race(round) else { continue };
        match (length, winner.time, winner.laps) {
            (Length::Time(length), Some(time), laps) if length.0 > 0 => {
                let lap = time.0 / i64::from(laps.unwrap_or(LAPS_WHERE_UNKNOWN)).max(1);
                let fits = time.0.saturating_add(lap) >= length.0
                    && time.0 <= length.0.saturating_add(lap.saturating_mul(2));
                compared(evidence, log, (round, winner), fits, || {
                    (format!("took {}", time_in_words(time)), length.to_string())
                });
            }
            (Length::Laps(length), _, Some(laps)) => {
                compared(evidence, log, (round, winner), laps == length, || {
                    (format!("covered {}", laps.in_words()), length.in_words())
                });
            }
            (Length::Metres(metres), time, laps) => {
                let covered = laps.zip(lap_length(evidence, winner));
                if let Some((laps, lap)) = covered {
                    let covered = u64::from(laps.0).saturating_mul(lap);
                    let fits = covered.saturating_add(lap) >= metres
                        && covered <= metres.saturating_add(lap.saturating_mul(2));
                    compared(evidence, log, (round, winner), fits, || {
                        (format!("covered {}", kilometres(covered)), kilometres(metres))
                    });
                }
                if let Some(time) = time {
                    let fits = !too_fast(metres, time);
                    compared(evidence, log, (round, winner), fits, || {
                        (format!("took {}", time_in_words(time)), kilometres(metres))
                    });
                }
                if covered.is_none() && time.is_none() {
                    log.unverifiable();
                }
            }
            _ => log.unverifiable(),
        }
    }
}

/// Where the winner's laps are not known, a lap is taken to be this part of the race.
const LAPS_WHERE_UNKNOWN: Laps = Laps(20);

fn compared(
    evidence: &Evidence<'_>,
    log: &mut Log,
    (round, winner): (Ix<Round>, &ResultRow),
    fits: bool,
    words: impl FnOnce() -> (String, String),
) {
    if fits {
        log.agree();
        return;
    }
    let (raced, scheduled) = words();
    let message =
        format!("the winner of {} {raced}, and the race is scheduled for {scheduled}", evidence.round(round));
    log.differ(
        Finding::warning("PF0255", message)
            .at(evidence.row_places(winner, &format!("1: {} {raced}", evidence.car(winner))))
            .at(evidence.round_places(round, &format!("scheduled for {scheduled}")))
            .says(raced, format!("scheduled for {scheduled}"))
            .round(round)
            .help("correct the result or the round's `length`; of a race that was stopped or cut short, state its `completed` share"),
    );
}

/// Metres of a lap, as a document states them for the winner's session.
fn lap_length(evidence: &Evidence<'_>, winner: &ResultRow) -> Option<u64> {
    of_session(evidence, winner.session).find_map(|own| match own.kind {
        StatisticKind::LapLength { metres } => u64::try_from(metres).ok().filter(|metres| *metres > 0),
        _ => None,
    })
}

fn too_fast(metres: u64, time: Millis) -> bool {
    // Metres in milliseconds: a kilometre an hour is a metre in 3,600 of them.
    let millis = u64::try_from(time.0).unwrap_or(0);
    u128::from(metres) * 3_600 > u128::from(FASTEST_KILOMETRES_AN_HOUR) * u128::from(millis)
}

fn kilometres(metres: u64) -> String {
    match metres % 1000 {
        0 => format!("{} km", metres / 1000),
        rest => format!("{}.{rest:03} km", metres / 1000),
    }
}

#[cfg(test)]
mod tests {
    use crate::audit::fixture::{after, ids};
    use crate::exact::{Millis, Share};
    use crate::numbers::Laps;
    use crate::season::{Length, StatisticKind};

    const HOUR: i64 = 3_600_000;

    /// Of a race of 100 laps.
    fn found(length: Length, time: i64) -> crate::audit::Audit {
        after(|draft| {
            draft.rounds[0].length = Some(length);
            draft.cars[0].time = Some(Millis(time));
        })
    }

    #[test]
    fn a_race_of_six_hours_that_was_won_after_one() {
        let audit = found(Length::Time(Millis(6 * HOUR)), HOUR);
        assert_eq!(ids(&audit), ["PF0255"]);
        let finding = &audit.findings[0];
        assert_eq!(
            finding.message,
            "the winner of round 1 (Grand Prix 1) took 1:00:00.000, and the race is scheduled for 6:00:00.000"
        );
        assert_eq!(finding.computed, "scheduled for 6:00:00.000");
        assert_eq!(finding.places[0].to_string(), "race-1.txt:1");
        assert!(finding.help.as_ref().is_some_and(|help| help.contains("`completed`")));
    }

    #[test]
    fn one_lap_early_and_two_late_are_races_over_a_time() {
        // A lap is a hundredth of the winner's time.
        let edge = |time| ids(&found(Length::Time(Millis(6 * HOUR)), time)).len();
        assert_eq!([21_386_138, 21_386_139].map(edge), [1, 0]);
        assert_eq!([22_040_816, 22_040_900].map(edge), [0, 1]);
    }

    #[test]
    fn laps_must_be_those_of_the_schedule_unless_the_race_was_stopped() {
        assert_eq!(ids(&found(Length::Laps(Laps(100)), HOUR)), [""; 0]);
        let audit = found(Length::Laps(Laps(101)), HOUR);
        assert_eq!(ids(&audit), ["PF0255"]);
        assert_eq!(
            (&*audit.findings[0].asserted, &*audit.findings[0].computed),
            ("covered 100 laps", "scheduled for 101 laps")
        );
        let rules = crate::audit::fixture::rules();
        let mut draft = crate::audit::fixture::tidy();
        draft.rounds[0].length = Some(Length::Laps(Laps(200)));
        let mut season = draft.season(|_| crate::season::Kind::Team);
        season.sessions.rows_mut()[0].completed = Some(Share::percent(50));
        let audit = crate::audit::audit(&season, &rules, &crate::compute(&season, &rules));
        assert_eq!(ids(&audit), [""; 0]);
    }

    #[test]
    fn a_thousand_kilometres_take_more_than_two_hours_and_a_half() {
        let edge = |time| ids(&found(Length::Metres(1_000_000), time)).len();
        assert_eq!([5 * HOUR / 2 - 1, 5 * HOUR / 2].map(edge), [1, 0]);
        let audit = found(Length::Metres(1_000_500), HOUR);
        assert_eq!(audit.findings[0].computed, "scheduled for 1000.500 km");
    }

    #[test]
    fn laps_of_a_known_length_must_make_up_the_kilometres() {
        // 100 laps of 5 km.
        let edge = |kilometres: u64| {
            let audit = after(|draft| {
                draft.rounds[0].length = Some(Length::Metres(kilometres * 1000));
                let lap = StatisticKind::LapLength { metres: 5_000 };
                draft.statistics.push((1, lap, "5.000 km".to_owned()));
            });
            ids(&audit).len()
        };
        assert_eq!([489, 490, 500, 505, 506].map(edge), [1, 0, 0, 0, 1]);
    }
}
