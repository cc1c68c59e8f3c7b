//! `speed-arithmetic`: a race's average speed against its distance: the time that they imply against the winner's time,
//! the scheduled length and the fastest lap.

use crate::audit::distance_arithmetic::{distance, winner_laps};
use crate::audit::evidence::Evidence;
use crate::audit::finding::{Finding, Log};
use crate::audit::printed::{Exact, Range};
use crate::exact::Millis;
use crate::season::{Length, Session, Statistic, StatisticKind};
use crate::table::Ix;

const MILLIS_AN_HOUR: i128 = 3_600_000;

pub(super) fn check(evidence: &Evidence<'_>, log: &mut Log) {
    for speed in &evidence.season.statistics {
        let StatisticKind::AverageSpeed { metres_per_hour } = speed.kind else { continue };
        let found = of_session(evidence, speed.session).find_map(|own| match own.kind {
            StatisticKind::Distance { metres } => Some((own, distance(&own.printed, metres))),
            _ => None,
        });
        let per_hour = Range::printed(&speed.printed).unwrap_or_else(|| Range::metres(metres_per_hour));
        let Some((stated, hours)) = found.and_then(|(own, length)| Some((own, length.over(per_hour)?)))
        else {
            log.unverifiable();
            continue;
        };
        let scale = Exact::from(MILLIS_AN_HOUR);
        let implied = Implied {
            speed,
            distance: stated,
            time: Range { low: hours.low * scale, high: hours.high * scale },
        };
        let compared = [
            implied.against_winner(evidence, log),
            implied.against_schedule(evidence, log),
            implied.against_fastest_lap(evidence, log),
        ];
        if compared == [false; 3] {
            log.unverifiable();
        }
    }
}

pub(super) fn of_session<'a>(
    evidence: &Evidence<'a>,
    session: Ix<Session>,
) -> impl Iterator<Item = &'a Statistic> {
    // Statistics are in order of their sessions.
    let all = &evidence.season.statistics;
    let from = all.partition_point(|own| own.session < session);
    all[from..].iter().take_while(move |own| own.session == session)
}

/// The winner's time that distance and average speed imply, in milliseconds.
struct Implied<'a> {
    speed: &'a Statistic,
    distance: &'a Statistic,
    time: Range,
}

impl Implied<'_> {
    fn finding(&self, evidence: &Evidence<'_>, id: &'static str, message: &str) -> Finding {
        let round = evidence.season.sessions[self.speed.session].round;
        let sum =
            format!("{} at {} take {}", self.distance.printed, self.speed.printed, shown(self.time.middle()));
        Finding::warning(id, format!("{message} in {}", evidence.round(round)))
            .at(evidence.places(&self.speed.cites, &self.speed.printed))
            .at(evidence.places(&self.distance.cites, &self.distance.printed))
            .because([sum])
            .round(round)
    }

    /// Answers whether there was something to compare with.
    fn against_winner(&self, evidence: &Evidence<'_>, log: &mut Log) -> bool {
        let stated = of_session(evidence, self.speed.session).find_map(|own| match own.kind {
            StatisticKind::WinnerTime { time } => Some((time, &own.cites)),
            _ => None,
        });
        let declared = || {
            let row = evidence.result(evidence.classification_of(self.speed.session)?.rows.first()?);
            Some((row.time?, &row.cites))
        };
        let Some((time, cites)) = stated.or_else(declared) else { return false };
        if self.time.low <= exact(time) && exact(time) <= self.time.high {
            log.agree();
        } else {
            let finding = self
                .finding(evidence, "PF0241", "the average speed does not fit the winner's time")
                .at(evidence.places(cites, &time.to_string()))
                .says(time, shown(self.time.middle()));
            log.differ(finding);
        }
        true
    }

    /// A race over a time ends with the lap in which it runs out; two slow laps are allowed for.
    fn against_schedule(&self, evidence: &Evidence<'_>, log: &mut Log) -> bool {
        let session = &evidence.season.sessions[self.speed.session];
        let round = &evidence.season.rounds[session.round];
        let (Some(Length::Time(length)), None, Some(laps)) =
            (round.length, session.completed, winner_laps(evidence, self.speed.session))
        else {
            return false;
        };
        let lap = self.time.high / i128::from(laps.0);
        if self.time.high >= exact(length) && self.time.low <= exact(length) + lap * Exact::from(2) {
            log.agree();
        } else {
            let finding = self
                .finding(evidence, "PF0243", "distance and average speed do not fit the scheduled length")
                .at(evidence.places(&round.cites, &format!("scheduled for {length}")))
                .says(length, shown(self.time.middle()))
                .help("a race may end early at a distance: state its `completed` share or its length in kilometres");
            log.differ(finding);
        }
        true
    }

    fn against_fastest_lap(&self, evidence: &Evidence<'_>, log: &mut Log) -> bool {
        let fastest = of_session(evidence, self.speed.session).find_map(|own| match &own.kind {
            StatisticKind::FastestLap { time: Some(time), .. } => Some((*time, &own.cites)),
            _ => None,
        });
        let (Some((fastest, cites)), Some(laps)) = (fastest, winner_laps(evidence, self.speed.session))
        else {
            return false;
        };
        if self.time.divided(laps.0).high >= exact(fastest) {
            log.agree();
        } else {
            let finding = self
                .finding(evidence, "PF0242", "the winner's average lap is faster than the fastest lap")
                .at(evidence.places(cites, &fastest.to_string()))
                .says(fastest, shown(self.time.divided(laps.0).middle()));
            log.differ(finding);
        }
        true
    }
}

fn exact(time: Millis) -> Exact {
    Exact::from(i128::from(time.0))
}

fn shown(millis: Exact) -> String {
    Millis(i64::try_from(millis.round().to_integer()).unwrap_or(i64::MAX)).to_string()
}

#[cfg(test)]
mod tests {
    use crate::audit::fixture::{after, ids};
    use crate::exact::Millis;
    use crate::season::{Length, StatisticKind};

    /// 400 km in 100 laps at 160 km/h are 2:30:00, 90 seconds a lap.
    fn race(winner: Option<&str>, length: Option<&str>, fastest: Option<&str>) -> crate::audit::Audit {
        after(|draft| {
            let time = |text: &str| text.parse::<Millis>().unwrap();
            draft.rounds[0].length = length.map(|text| Length::Time(time(text)));
            let mut add = |kind, printed: &str| draft.statistics.push((1, kind, printed.to_owned()));
            add(StatisticKind::Distance { metres: 400_000 }, "400.000 km");
            add(StatisticKind::AverageSpeed { metres_per_hour: 160_000 }, "160.000 km/h");
            if let Some(text) = winner {
                add(StatisticKind::WinnerTime { time: time(text) }, text);
            }
            if let Some(text) = fastest {
                let (number, team) = ("1".to_owned(), "Alpha".to_owned());
                add(StatisticKind::FastestLap { number: number.into(), team, time: Some(time(text)) }, text);
            }
        })
    }

    #[test]
    fn the_winners_time_must_be_distance_over_speed() {
        assert_eq!(ids(&race(Some("2:30:00.030"), None, None)), [""; 0]);
        let audit = race(Some("2:30:00.060"), None, None);
        assert_eq!(ids(&audit), ["PF0241"]);
        assert_eq!(audit.findings[0].because, ["400.000 km at 160.000 km/h take 2:30:00.000"]);
    }

    #[test]
    fn a_timed_race_ends_soon_after_its_length() {
        assert_eq!(ids(&race(None, Some("2:28:00"), None)), [""; 0]);
        assert_eq!(ids(&race(None, Some("2:26:00"), None)), ["PF0243"]);
        assert_eq!(ids(&race(None, Some("2:31:00"), None)), ["PF0243"]);
    }

    #[test]
    fn no_average_is_faster_than_the_fastest_lap() {
        assert_eq!(ids(&race(None, None, Some("1:29.000"))), [""; 0]);
        assert_eq!(ids(&race(None, None, Some("1:31.000"))), ["PF0242"]);
        let audit = race(None, None, None);
        assert_eq!(audit.count("speed-arithmetic").map(|own| own.unverifiable), Some(1));
    }
}
