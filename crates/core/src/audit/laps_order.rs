//! `laps-order`: positions against laps and times: a car with fewer laps before one with more, or with a longer time before
//! one with as many laps, or in one place with a car that it is not level with. Cars that a decision moves are left out, and so are pairs of which only one saw the flag: sheets
//! put retired cars where they like.

use crate::audit::evidence::Evidence;
use crate::audit::facts::Facts;
use crate::audit::finding::{Finding, Log};
use crate::numbers::Laps;
use crate::rules::ranking::OrderBy;
use crate::season::{ResultRow, Session};
use crate::table::Ix;
use std::collections::BTreeSet;

pub(super) fn check(evidence: &Evidence<'_>, log: &mut Log) {
    let decided = decided(evidence);
    let by_laps = |(session, _): &(Ix<Session>, &Session)| evidence.order_of(*session) == OrderBy::Laps;
    for (session, _) in evidence.season.sessions.iter().filter(by_laps) {
        let mut before: Option<&ResultRow> = None;
        for (ix, row) in evidence.season.results_of(session) {
            if row.position.is_none() || decided.contains(&ix) {
                continue;
            }
            let Some(ahead) = before.replace(row).filter(|ahead| ahead.status == row.status) else {
                continue;
            };
            if ahead.position == row.position {
                // Drivers who shared a car have a row each, and classes may be counted each from 1.
                let two_cars = ahead.number != row.number && ahead.class == row.class;
                if let Some(said) = two_cars.then(|| uneven(ahead, row)).flatten() {
                    log.differ(level(evidence, session, [ahead, row], said));
                }
                continue;
            }
            match contradiction(ahead, row) {
                None => {}
                Some(None) => log.agree(),
                Some(Some(said)) => log.differ(differ(evidence, session, [ahead, row], said)),
            }
        }
    }
}

/// Cars whose classification a decision is about, whether it counts or was lifted.
fn decided(evidence: &Facts<'_>) -> BTreeSet<Ix<ResultRow>> {
    let amending = evidence.season.decisions.rows().iter().filter(|own| own.ruling.amends().is_some());
    let cars = amending.filter_map(|own| own.ruling.about().cars);
    cars.flat_map(|cars| cars.rows.iter().copied()).collect()
}

/// What of a car stands against the next one; None where laps are not known.
fn contradiction(ahead: &ResultRow, behind: &ResultRow) -> Option<Option<[String; 2]>> {
    let (laps, next) = (ahead.laps?, behind.laps?);
    if laps < next {
        return Some(Some([laps, next].map(Laps::in_words)));
    }
    let times = ahead.time.zip(behind.time).filter(|(time, shorter)| laps == next && time > shorter);
    Some(times.map(|(time, shorter)| [time, shorter].map(|time| time.to_string())))
}

/// What of two cars in one place is not the same.
fn uneven(one: &ResultRow, other: &ResultRow) -> Option<[String; 2]> {
    let (laps, others) = (one.laps?, other.laps?);
    if laps != others {
        return Some([laps, others].map(Laps::in_words));
    }
    let (time, others) = one.time.zip(other.time).filter(|(time, others)| time != others)?;
    Some([time, others].map(|time| time.to_string()))
}

fn level(facts: &Facts<'_>, session: Ix<Session>, rows: [&ResultRow; 2], said: [String; 2]) -> Finding {
    let [one, other] = rows;
    let place = one.position.map_or_else(String::new, |own| own.to_string());
    let (number, others, session_name) = (&one.number, &other.number, facts.session(session));
    let message =
        format!("cars {number} and {others} share place {place} in {session_name}, and are not level");
    let texts = [(one, &said[0]), (other, &said[1])]
        .map(|(row, said)| format!("{place}: {}, {said}", facts.car(row)));
    Finding::warning("PF1397", message)
        .at(facts.row_places(one, &texts[0]))
        .at(facts.row_places(other, &texts[1]))
        .says(&texts[0], &texts[1])
        .round(facts.season.sessions[session].round)
        .help("correct the places; who shares a place has as many laps and the same time")
}

fn differ(evidence: &Facts<'_>, session: Ix<Session>, rows: [&ResultRow; 2], said: [String; 2]) -> Finding {
    let [ahead, behind] = rows;
    let message = format!(
        "car {}, with {}, stands before car {}, with {}, in {}",
        ahead.number,
        said[0],
        behind.number,
        said[1],
        evidence.session(session)
    );
    let text = |row: &ResultRow, said: &str| {
        format!(
            "{}: {}, {said}",
            row.position.map_or_else(String::new, |own| own.to_string()),
            evidence.car(row)
        )
    };
    let texts = [text(ahead, &said[0]), text(behind, &said[1])];
    Finding::warning("PF0258", message)
        .at(evidence.row_places(ahead, &texts[0]))
        .at(evidence.row_places(behind, &texts[1]))
        .says(&texts[0], &texts[1])
        .round(evidence.season.sessions[session].round)
        .help("correct the positions, laps or times; a car that stewards moved needs its decision in decisions.toml")
}

#[cfg(test)]
mod tests {
    use crate::audit::fixture::{after, ids};
    use crate::exact::Millis;
    use crate::season::Status;

    #[test]
    fn forty_nine_laps_before_fifty() {
        let with = |laps| {
            after(|draft| {
                (draft.cars[0].laps, draft.cars[1].laps, draft.cars[2].laps) =
                    (Some(laps), Some(50), Some(50))
            })
        };
        assert_eq!(ids(&with(50)), [""; 0]);
        let audit = with(49);
        assert_eq!(ids(&audit), ["PF0258"]);
        let finding = &audit.findings[0];
        assert_eq!(
            finding.message,
            "car 1, with 49 laps, stands before car 02, with 50 laps, in round 1 (Grand Prix 1)"
        );
        assert_eq!(
            (&*finding.asserted, &*finding.computed),
            ("1: #1 Alpha, 49 laps", "2: #02 Beta, 50 laps")
        );
        let places: Vec<String> = finding.places.iter().map(ToString::to_string).collect();
        assert_eq!(places, ["race-1.txt:1", "race-1.txt:2"]);
    }

    #[test]
    fn cars_in_one_place_are_level() {
        let with = |laps: u32, change: fn(&mut crate::generate::Draft)| {
            after(|draft| {
                draft.cars[1].position = Some(1);
                draft.cars[2].position = Some(3);
                draft.cars[1].laps = Some(laps);
                change(draft);
            })
        };
        let told = |audit: &crate::audit::Audit| {
            audit.findings.iter().filter(|own| own.check == "laps-order").cloned().collect::<Vec<_>>()
        };
        let audit = with(99, |_| ());
        let [finding] = &told(&audit)[..] else { panic!("{:?}", told(&audit)) };
        assert_eq!(finding.id, "PF1397");
        assert_eq!(
            finding.message,
            "cars 1 and 02 share place 1 in round 1 (Grand Prix 1), and are not level"
        );
        assert_eq!(
            (&*finding.asserted, &*finding.computed),
            ("1: #1 Alpha, 100 laps", "1: #02 Beta, 99 laps")
        );
        assert_eq!(told(&with(100, |_| ())), []);
        let apart = |draft: &mut crate::generate::Draft| {
            (draft.cars[0].time, draft.cars[1].time) = (Some(Millis(3_600_000)), Some(Millis(3_600_001)));
        };
        assert_eq!(told(&with(100, apart)).len(), 1);
        // Two drivers of one car, each with laps of their own.
        assert_eq!(told(&with(99, |draft| draft.cars[1].number = "1".to_owned())), []);
    }

    #[test]
    fn a_longer_time_before_a_shorter_one_with_as_many_laps() {
        let with = |time, laps| {
            ids(&after(|draft| {
                (draft.cars[0].time, draft.cars[1].time) = (Some(Millis(time)), Some(Millis(3_600_000)));
                draft.cars[1].laps = Some(laps);
            }))
        };
        assert_eq!(with(3_600_000, 100), [""; 0]);
        assert_eq!(with(3_600_001, 100), ["PF0258"]);
        assert_eq!(with(3_600_001, 99), [""; 0]);
    }

    #[test]
    fn retired_cars_and_equal_places_are_not_compared() {
        let with = |status, position| {
            ids(&after(|draft| {
                draft.cars[1].laps = Some(101);
                (draft.cars[1].status, draft.cars[1].position) = (status, Some(position));
            }))
            .contains(&"PF0258")
        };
        assert!(with(Status::Finished, 2));
        assert!(!with(Status::Dnf, 2));
        assert!(!with(Status::Finished, 1));
    }
}
