//! `entry-missing`: teams and drivers in the results whom the entry list lacks, and entries without a driver.

use crate::audit::entry_list::{EntryList, printed};
use crate::audit::evidence::Evidence;
use crate::audit::finding::{Finding, Log};
use crate::numbers::RoundNumber;
use crate::season::{Class, Competitor, Kind, ResultRow};
use crate::table::Ix;
use std::collections::BTreeMap;

type Rows<'a> = Vec<(RoundNumber, &'a ResultRow)>;

pub(super) fn check(evidence: &Evidence<'_>, log: &mut Log) {
    let list = EntryList::of(evidence.season);
    if list.is_empty() {
        return;
    }
    let mut teams: BTreeMap<(Option<Ix<Class>>, Ix<Competitor>), Rows<'_>> = BTreeMap::new();
    for race in evidence.races() {
        for (_, row) in evidence.season.results_of(race.classification.session) {
            if let Some(team) = row.stands_for(Kind::Team) {
                teams.entry((row.class, team)).or_default().push((race.number, row));
            }
        }
    }
    for ((class, team), rows) in &teams {
        if list.lines(*class, *team).is_empty() {
            log.differ(team_missing(evidence, *team, rows));
            continue;
        }
        log.agree();
        drivers_missing(evidence, log, &list, (*class, *team), rows);
    }
    for entry in evidence.season.entries.iter().filter(|entry| entry.driver.is_none()) {
        let message = format!("an entry of {} names no driver", entry.printed_team);
        log.differ(
            Finding::note("PF0226", message)
                .at(evidence.places(&entry.cites, &entry.printed_team))
                .says(format!("{}, {}", entry.printed_team, entry.chassis), "no driver")
                .help("the document may have lost the row's further cells: compare it with the page it was made from")
                .class(entry.class)
                .competitor(entry.team),
        );
    }
}

fn team_missing(evidence: &Evidence<'_>, team: Ix<Competitor>, rows: &Rows<'_>) -> Finding {
    let cars: Vec<String> =
        rows.iter().map(|(number, row)| format!("#{} in round {number}", row.number)).collect();
    let name = evidence.name(team);
    Finding::warning("PF0223", format!("{name} stands in the results and not in the entry list"))
        .at(rows.iter().flat_map(|(_, row)| evidence.row_places(row, &evidence.car(row)).collect::<Vec<_>>()))
        .says(cars.join(", "), "no entry of the team in that class")
        .class(rows.first().and_then(|(_, row)| row.class))
        .competitor(team)
}

fn drivers_missing(
    evidence: &Evidence<'_>,
    log: &mut Log,
    list: &EntryList<'_>,
    (class, team): (Option<Ix<Class>>, Ix<Competitor>),
    rows: &Rows<'_>,
) {
    let lines = list.lines(class, team);
    let mut missing: BTreeMap<Ix<Competitor>, Rows<'_>> = BTreeMap::new();
    let mut listed: Vec<Ix<Competitor>> = Vec::new();
    for (number, row) in rows {
        for seat in row.crew.iter().filter(|seat| seat.drove) {
            if lines.iter().any(|line| line.driver == Some(seat.driver)) {
                if !listed.contains(&seat.driver) {
                    listed.push(seat.driver);
                    log.agree();
                }
            } else {
                missing.entry(seat.driver).or_default().push((*number, row));
            }
        }
    }
    for (driver, rows) in missing {
        let cars: Vec<String> =
            rows.iter().map(|(number, row)| format!("#{} in round {number}", row.number)).collect();
        let name = evidence.name(driver);
        let elsewhere = evidence.season.entries.iter().filter(|entry| entry.driver == Some(driver));
        let message = format!("{name} drove for {} and is not in its entries", evidence.name(team));
        log.differ(
            Finding::warning("PF0222", message)
                .at(rows.iter().flat_map(|(_, row)| {
                    let text = format!("{}: {name}", evidence.car(row));
                    evidence.row_places(row, &text).collect::<Vec<_>>()
                }))
                .at(lines.first().into_iter().flat_map(|line| {
                    evidence
                        .places(&line.cites, &format!("{}, {}", line.printed_team, printed(line)))
                        .collect::<Vec<_>>()
                }))
                .says(cars.join(", "), "no entry of the driver with the team")
                .because(
                    elsewhere.map(|entry| format!("entered by {}: {}", entry.printed_team, printed(entry))),
                )
                .class(class)
                .competitor(driver),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::audit::fixture::{after, ids};

    #[test]
    fn a_driver_a_team_and_an_entry_without_driver() {
        assert_eq!(ids(&after(|draft| drop(draft.entries.remove(0)))), ["PF0222"]);
        assert_eq!(ids(&after(|draft| drop(draft.entries.drain(..2)))), ["PF0223"]);
        assert_eq!(ids(&after(|draft| draft.entries[0].driver.clear())), ["PF0222", "PF0226"]);
        assert_eq!(ids(&after(|draft| draft.entries.clear())), [""; 0]);
    }

    #[test]
    fn a_driver_entered_by_another_team_is_told_so() {
        let audit = after(|draft| draft.cars[0].drivers[0] = "Beta One".to_owned());
        let finding = audit.findings.iter().find(|finding| finding.id == "PF0222").unwrap();
        assert_eq!(finding.message, "Beta One drove for Alpha and is not in its entries");
        assert_eq!(finding.because, ["entered by Beta: #02 Beta One, rounds [1, 2, 3]"]);
    }
}
