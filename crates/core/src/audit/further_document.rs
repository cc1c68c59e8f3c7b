//! `further-document`: declared results against what a further document says of the same session: place, status, laps, time,
//! best lap, crew. What either leaves open agrees.

use crate::audit::evidence::Evidence;
use crate::audit::finding::{Finding, Log};
use crate::audit::timed_result::printed_to;
use crate::exact::Millis;
use crate::season::{Competitor, ObservedRow, ResultRow};
use crate::table::Ix;
use std::collections::BTreeSet;

pub(super) fn check(evidence: &Evidence<'_>, log: &mut Log) {
    let season = evidence.season;
    for further in season.further.chunk_by(|a, b| a.row.session == b.row.session) {
        let session = further[0].row.session;
        let declared: Vec<&ResultRow> = season.results_of(session).map(|(_, row)| row).collect();
        let times = printed_to(further.iter().map(|own| own.row.time));
        let times = times.max(printed_to(declared.iter().map(|row| row.time)));
        for own in further {
            let class = |row: &&&ResultRow| own.row.class.is_none() || row.class == own.row.class;
            let of_number = declared.iter().filter(|row| row.number == own.row.number).filter(class);
            let Some(row) = of_number.min_by_key(|row| row.class.is_none()) else {
                log.differ(alone(evidence, own));
                continue;
            };
            let said = differences(evidence, row, own, times);
            if said.is_empty() {
                log.agree();
            } else {
                log.differ(differ(evidence, row, own, &said));
            }
        }
    }
}

/// One thing that the two say differently: what it is, as declared, as the further document has it.
type Difference = (&'static str, String, String);

fn differences(evidence: &Evidence<'_>, row: &ResultRow, own: &ObservedRow, times: i64) -> Vec<Difference> {
    let mut found = Vec::new();
    let other = &own.row;
    let mut differ = |what: &'static str, a: Option<String>, b: Option<String>| {
        if let (Some(a), Some(b)) = (a, b)
            && a != b
        {
            found.push((what, a, b));
        }
    };
    differ("place", row.position.map(|own| own.to_string()), other.position.map(|own| own.to_string()));
    differ("status", Some(row.status.word().to_owned()), Some(other.status.word().to_owned()));
    differ("laps", row.laps.map(|own| own.to_string()), other.laps.map(|own| own.to_string()));
    let to = |time: Option<Millis>| time.map(|time| Millis(time.0 - time.0.rem_euclid(times)));
    let near = |a: Option<Millis>, b: Option<Millis>| match (a, b) {
        (Some(a), Some(b)) => (a.0 - b.0).abs() < times,
        _ => true,
    };
    if !near(row.time, other.time) {
        differ("time", to(row.time).map(|own| own.to_string()), to(other.time).map(|own| own.to_string()));
    }
    differ("best lap", row.best_lap.map(|own| own.to_string()), other.best_lap.map(|own| own.to_string()));
    let crew = |row: &ResultRow| -> BTreeSet<Ix<Competitor>> {
        row.crew.iter().filter(|seat| seat.drove).map(|seat| seat.driver).collect()
    };
    let (ours, theirs) = (crew(row), crew(other));
    let nobody = theirs.is_empty() && own.unknown_drivers.is_empty();
    if !nobody && !ours.is_empty() && (ours != theirs || !own.unknown_drivers.is_empty()) {
        let known = theirs.iter().map(|driver| evidence.name(*driver).to_owned());
        let said: Vec<String> = known.chain(own.unknown_drivers.iter().cloned()).collect();
        differ("crew", Some(evidence.crew(ours)), Some(said.join(", ")));
    }
    found
}

fn differ(evidence: &Evidence<'_>, row: &ResultRow, own: &ObservedRow, said: &[Difference]) -> Finding {
    let words = |side: fn(&Difference) -> &str| {
        said.iter().map(|own| format!("{} {}", own.0, side(own))).collect::<Vec<_>>().join(", ")
    };
    let (ours, theirs) = (words(|own| &own.1), words(|own| &own.2));
    let what = evidence.session(row.session);
    Finding::warning("PF0554", format!("two documents tell of car {} in {what} differently", row.number))
        .at(evidence.row_places(row, &format!("{}: {ours}", evidence.car(row))))
        .at(evidence.row_places(&own.row, &theirs))
        .says(ours, theirs)
        .class(row.class)
        .round(evidence.season.sessions[row.session].round)
        .help("the row in results stands; correct it where the other document is right")
}

fn alone(evidence: &Evidence<'_>, own: &ObservedRow) -> Finding {
    let row = &own.row;
    let what = evidence.session(row.session);
    let message = format!("car {} stands in a further document of {what} and not in the results", row.number);
    Finding::warning("PF0554", message)
        .at(evidence.row_places(row, &row.printed_team))
        .says("nothing", format!("car {}", row.number))
        .class(row.class)
        .round(evidence.season.sessions[row.session].round)
        .help("add the car to the results; where it ran under another number, correct the one that is wrong")
}

#[cfg(test)]
mod tests {
    use crate::audit::audit;
    use crate::audit::fixture::{rules, tidy};
    use crate::exact::Millis;
    use crate::numbers::{Laps, Position};
    use crate::season::{ObservedRow, ResultRow, Season, Status};

    /// What is told of round 1 of the tidy season, timed, beside a further document that says the same until it is changed.
    fn told(change: impl FnOnce(&mut Vec<ResultRow>, &mut Vec<ObservedRow>)) -> Vec<[String; 3]> {
        let rules = rules();
        let mut season: Season = tidy().season(|title| rules.titles[rules.title(title).unwrap()].competitor);
        let session = season.results.rows()[0].session;
        let mut declared: Vec<ResultRow> =
            season.results.rows().iter().filter(|row| row.session == session).cloned().collect();
        for (row, second) in declared.iter_mut().zip([1, 2, 3]) {
            row.time = Some(Millis(3_600_000 + second * 1_001));
        }
        let say = |row: &ResultRow| ObservedRow {
            row: row.clone(),
            best_lap_number: 0,
            unknown_drivers: Vec::new(),
        };
        let mut further: Vec<ObservedRow> = declared.iter().map(say).collect();
        change(&mut declared, &mut further);
        for (row, own) in season.results.rows_mut().iter_mut().zip(declared) {
            *row = own;
        }
        season.further = further;
        let audit = audit(&season, &rules, &crate::compute(&season, &rules));
        let own = audit.findings.iter().filter(|own| own.check == "further-document");
        own.map(|own| [own.message.clone(), own.asserted.clone(), own.computed.clone()]).collect()
    }

    #[test]
    fn the_same_and_what_is_left_open_is_no_difference() {
        assert_eq!(told(|_, _| {}), Vec::<[String; 3]>::new());
        let open = told(|_, further| {
            for own in further {
                (own.row.laps, own.row.time, own.row.position, own.row.class) = (None, None, None, None);
                own.row.crew.clear();
            }
        });
        assert_eq!(open, Vec::<[String; 3]>::new());
        let rounded = told(|_, further| {
            for own in further {
                own.row.time = own.row.time.map(|time| Millis(time.0 / 100 * 100));
            }
        });
        assert_eq!(rounded, Vec::<[String; 3]>::new(), "to the digits that both print");
    }

    #[test]
    fn each_difference_is_told_with_both_sides() {
        let said = told(|_, further| {
            further[0].row.laps = further[0].row.laps.map(|laps| laps.saturating_sub(Laps(1)));
            further[0].row.time = further[0].row.time.map(|time| Millis(time.0 + 5_000));
            (further[1].row.status, further[1].row.position) = (Status::Dsq, Position::new(9));
            further[2].unknown_drivers.push("A. Body".to_owned());
            further[2].row.best_lap = Some(Millis(1));
        });
        assert_eq!(
            said,
            [
                [
                    "two documents tell of car 1 in round 1 (Grand Prix 1) differently",
                    "laps 100, time 1:00:01.001",
                    "laps 99, time 1:00:06.001"
                ],
                [
                    "two documents tell of car 02 in round 1 (Grand Prix 1) differently",
                    "place 2, status finished",
                    "place 9, status dsq"
                ],
                [
                    "two documents tell of car 2 in round 1 (Grand Prix 1) differently",
                    "crew Gamma One, Gamma Two",
                    "crew Gamma One, Gamma Two, A. Body"
                ],
            ]
            .map(|own| own.map(str::to_owned))
        );
    }

    #[test]
    fn a_car_that_only_the_further_document_has_is_told() {
        let said = told(|_, further| further[2].row.number = "99".into());
        assert_eq!(said.len(), 1);
        assert_eq!(
            said[0][0],
            "car 99 stands in a further document of round 1 (Grand Prix 1) and not in the results"
        );
    }
}
