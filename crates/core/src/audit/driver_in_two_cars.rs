//! `driver-in-two-cars`: one driver in two cars of one session, or entered in two cars for one round. Legal, and worth a
//! look: it may be a misread name.

use crate::audit::evidence::Evidence;
use crate::audit::finding::{Finding, Log};
use crate::numbers::RoundNumber;
use crate::season::{Competitor, EntryLine, ResultRow, Session};
use crate::table::Ix;
use std::collections::BTreeMap;

pub(super) fn check(evidence: &Evidence<'_>, log: &mut Log) {
    for (session, _) in evidence.season.sessions.iter() {
        let mut cars: BTreeMap<Ix<Competitor>, Vec<&ResultRow>> = BTreeMap::new();
        for (_, row) in evidence.season.results_of(session) {
            for seat in row.crew.iter().filter(|seat| seat.drove) {
                let own = cars.entry(seat.driver).or_default();
                if own.iter().all(|other| other.number != row.number) {
                    own.push(row);
                }
            }
        }
        for (driver, rows) in cars {
            match rows.as_slice() {
                [first, second, ..] => log.differ(driven(evidence, session, driver, first, second)),
                _ => log.agree(),
            }
        }
    }
    entered(evidence, log);
}

fn driven(
    evidence: &Evidence<'_>,
    session: Ix<Session>,
    driver: Ix<Competitor>,
    first: &ResultRow,
    second: &ResultRow,
) -> Finding {
    let round = evidence.season.sessions[session].round;
    let text = |row: &ResultRow| format!("{} in {}", evidence.name(driver), evidence.car(row));
    let message = format!("{} stands in two cars of {}", evidence.name(driver), evidence.round(round));
    Finding::note("PF0250", message)
        .at(evidence.row_places(first, &text(first)))
        .at(evidence.row_places(second, &text(second)))
        .says(evidence.car(first), evidence.car(second))
        .class(second.class)
        .competitor(driver)
        .round(round)
}

fn entered(evidence: &Evidence<'_>, log: &mut Log) {
    let mut lines: BTreeMap<Ix<Competitor>, Vec<&EntryLine>> = BTreeMap::new();
    for entry in &evidence.season.entries {
        if let Some(driver) = entry.driver {
            lines.entry(driver).or_default().push(entry);
        }
    }
    let car = |entry: &EntryLine| {
        entry
            .number
            .as_ref()
            .map_or_else(|| entry.printed_team.clone(), |number| format!("#{number} {}", entry.printed_team))
    };
    for (driver, lines) in lines {
        for (index, first) in lines.iter().enumerate() {
            for second in &lines[index + 1..] {
                let both: Vec<RoundNumber> = first
                    .rounds
                    .iter()
                    .copied()
                    .filter(|round| {
                        second.rounds.contains(round)
                            && !first.absent.contains(round)
                            && !second.absent.contains(round)
                    })
                    .collect();
                let same_car = first.team == second.team
                    && (first.number.is_none() || second.number.is_none() || first.number == second.number);
                let Some(&round) = both.first().filter(|_| !same_car) else {
                    log.agree();
                    continue;
                };
                let rounds: Vec<String> = both.iter().map(RoundNumber::to_string).collect();
                let message = format!(
                    "{} is entered in two cars for round {}",
                    evidence.name(driver),
                    rounds.join(", ")
                );
                let text =
                    |own: &EntryLine| format!("{}: {}, {}", car(own), own.printed_driver, own.printed_rounds);
                log.differ(
                    Finding::note("PF0250", message)
                        .at(evidence.places(&first.cites, &text(first)))
                        .at(evidence.places(&second.cites, &text(second)))
                        .says(text(first), text(second))
                        .class(second.class)
                        .competitor(driver)
                        .round(evidence.season.round(round)),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::audit::fixture::{after, ids};

    #[test]
    fn a_driver_who_changes_cars_is_noted() {
        let audit = after(|draft| {
            draft.cars[1].drivers.push("Alpha One".to_owned());
            let mut entry = draft.entries[0].clone();
            entry.team = "Beta".to_owned();
            entry.number = "02".to_owned();
            entry.rounds = vec![1];
            draft.entries.push(entry);
        });
        assert_eq!(ids(&audit), ["PF0250", "PF0250"]);
        assert_eq!(audit.findings[0].message, "Alpha One stands in two cars of round 1 (Grand Prix 1)");
        assert_eq!(audit.findings[1].message, "Alpha One is entered in two cars for round 1");
    }
}
