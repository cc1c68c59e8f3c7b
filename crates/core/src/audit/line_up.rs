//! `line-up`: who drove a car against the rounds for which the entry list has the driver, in both directions. Drivers and
//! teams that the list lacks altogether are [`super::entry_missing`]'s.

use crate::audit::entry_list::{EntryList, enters, is_for, printed};
use crate::audit::evidence::{Evidence, Race};
use crate::audit::finding::{Finding, Log};
use crate::season::{Class, Competitor, EntryLine, Kind, ResultRow, Seat};
use crate::table::Ix;
use std::collections::BTreeMap;

pub(super) fn check(evidence: &Evidence<'_>, log: &mut Log) {
    let list = EntryList::of(evidence.season);
    if list.is_empty() {
        return;
    }
    for race in evidence.races() {
        let rows: Vec<&ResultRow> =
            evidence.season.results_of(race.classification.session).map(|(_, row)| row).collect();
        for row in &rows {
            drove(evidence, log, &list, &race, row);
        }
        entered(evidence, log, &race, &rows);
    }
}

/// Drivers of a car who are entered by the team, and not for this round.
fn drove(evidence: &Evidence<'_>, log: &mut Log, list: &EntryList<'_>, race: &Race<'_>, row: &ResultRow) {
    let Some(team) = row.stands_for(Kind::Team) else { return };
    let mut wrong: Vec<(&Seat, Vec<&EntryLine>)> = Vec::new();
    for seat in row.crew.iter().filter(|seat| seat.drove) {
        let lines: Vec<&EntryLine> = list
            .lines(row.class, team)
            .iter()
            .copied()
            .filter(|line| line.driver == Some(seat.driver))
            .collect();
        let own = lines.iter().filter(|line| is_for(line, row)).map(|line| enters(line, race.number));
        let (mut entered, mut unsaid) = (false, lines.is_empty());
        for answer in own {
            entered |= answer == Some(true);
            unsaid |= answer.is_none();
        }
        match (entered, unsaid) {
            (true, _) => log.agree(),
            (false, true) if lines.is_empty() => {}
            (false, true) => log.unverifiable(),
            (false, false) => wrong.push((seat, lines)),
        }
    }
    if wrong.is_empty() {
        return;
    }
    let names = evidence.crew(wrong.iter().map(|(seat, _)| seat.driver));
    let crew = format!("{}: {}", evidence.car(row), evidence.crew(row.crew.iter().map(|seat| seat.driver)));
    let lines = || wrong.iter().flat_map(|(_, lines)| lines.iter().copied());
    let message = format!(
        "{names} drove {} in {} without being entered for it",
        evidence.car(row),
        evidence.round(race.round)
    );
    let finding = Finding::warning("PF0220", message)
        .at(evidence.row_places(row, &crew))
        .at(lines().flat_map(|line| evidence.places(&line.cites, &printed(line)).collect::<Vec<_>>()))
        .says(crew, lines().map(printed).collect::<Vec<_>>().join("; "))
        .class(row.class)
        .competitor(wrong.first().map(|(seat, _)| seat.driver))
        .round(race.round);
    log.differ_all(wrong.len(), finding);
}

/// Drivers entered for the round who stand in no car of their team.
fn entered(evidence: &Evidence<'_>, log: &mut Log, race: &Race<'_>, rows: &[&ResultRow]) {
    let mut missing: BTreeMap<(Ix<Class>, Ix<Competitor>), Vec<&EntryLine>> = BTreeMap::new();
    for entry in &evidence.season.entries {
        let (Some(team), Some(driver)) = (entry.team, entry.driver) else { continue };
        if enters(entry, race.number) != Some(true) {
            continue;
        }
        let mut own = rows.iter().filter(|row| row.stands_for(Kind::Team) == Some(team));
        if !own.any(|row| row.crew.iter().any(|seat| seat.driver == driver)) {
            missing.entry((entry.class, team)).or_default().push(entry);
        }
    }
    for ((class, team), lines) in missing {
        let names = evidence.crew(lines.iter().filter_map(|line| line.driver));
        let message = format!(
            "{names} ({}): entered for {} and not in its results",
            evidence.name(team),
            evidence.round(race.round)
        );
        let own = rows.iter().filter(|row| row.stands_for(Kind::Team) == Some(team));
        let mut computed: Vec<String> = own
            .clone()
            .map(|row| {
                format!("{}: {}", evidence.car(row), evidence.crew(row.crew.iter().map(|seat| seat.driver)))
            })
            .collect();
        if computed.is_empty() {
            computed.push(format!("no car of {}", evidence.name(team)));
        }
        let elsewhere = lines.iter().filter_map(|line| {
            let row = rows.iter().find(|row| row.crew.iter().any(|seat| Some(seat.driver) == line.driver))?;
            Some(format!("{} stands in {}", line.printed_driver, evidence.car(row)))
        });
        let finding = Finding::warning("PF0221", message)
            .at(lines
                .iter()
                .flat_map(|line| evidence.places(&line.cites, &printed(line)).collect::<Vec<_>>()))
            .at(own.flat_map(|row| evidence.row_places(row, &evidence.car(row)).collect::<Vec<_>>()))
            .says(lines.iter().map(|line| printed(line)).collect::<Vec<_>>().join("; "), computed.join("; "))
            .because(elsewhere)
            .class(class)
            .competitor(lines.first().and_then(|line| line.driver))
            .round(race.round);
        log.differ_all(lines.len(), finding);
    }
}

#[cfg(test)]
mod tests {
    use crate::audit::fixture::{after, ids};

    #[test]
    fn a_driver_entered_for_other_rounds_only() {
        let audit = after(|draft| draft.entries[0].rounds = vec![2, 3]);
        assert_eq!(ids(&audit), ["PF0220"]);
        assert_eq!(
            audit.findings[0].message,
            "Alpha One drove #1 Alpha in round 1 (Grand Prix 1) without being entered for it"
        );
        assert_eq!(audit.findings[0].computed, "#1 Alpha One, rounds [2, 3]");
    }

    #[test]
    fn a_driver_entered_who_did_not_drive_and_one_who_stayed_away() {
        let drops = |absent: Vec<u32>| {
            ids(&after(|draft| {
                draft.cars[1].drivers.pop();
                draft.entries[3].absent = absent;
            }))
        };
        assert_eq!(drops(Vec::new()), ["PF0221"]);
        assert_eq!(drops(vec![1]), [""; 0]);
    }

    #[test]
    fn an_entry_for_the_teams_other_car_is_told() {
        let audit = after(|draft| draft.entries[0].number = "11".to_owned());
        assert_eq!(ids(&audit), ["PF0220", "PF0220"]);
    }
}
