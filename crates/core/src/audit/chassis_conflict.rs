//! `chassis-conflict`: the chassis of a car in the results against the entry list and the published tables.

use crate::audit::evidence::Evidence;
use crate::audit::finding::Log;
use crate::audit::machinery::{Part, compare};
use crate::season::Kind;

const CHASSIS: Part = Part {
    kind: Kind::Chassis,
    conflict: "PF0234",
    changed: "PF0237",
    of_row: |row| &row.printed_chassis,
    of_entry: |entry, round| {
        let all = entry.chassis_rounds.is_empty();
        if all || entry.chassis_rounds.contains(&round) { &entry.chassis } else { "" }
    },
    of_published: |row| &row.chassis,
};

pub(super) fn check(evidence: &Evidence<'_>, log: &mut Log) {
    compare(evidence, log, &CHASSIS);
}

#[cfg(test)]
mod tests {
    use crate::audit::fixture::{after, ids};

    #[test]
    fn one_finding_for_all_cars_of_a_contradiction() {
        let audit = after(|draft| {
            for entry in draft.entries.iter_mut().filter(|entry| entry.team == "Beta") {
                entry.chassis = "Beta RS".to_owned();
            }
        });
        assert_eq!(ids(&audit), ["PF0234"]);
        let finding = &audit.findings[0];
        assert_eq!(finding.message, "the entry list states Beta RS where the results have Beta GT");
        assert_eq!(finding.because, ["#02 Beta in round 1, #02 Beta in round 2"]);
        assert_eq!(audit.count("chassis-conflict").map(|own| own.differ), Some(2));
    }

    #[test]
    fn a_chassis_entered_for_some_rounds_says_nothing_of_others() {
        let entered_for = |rounds: Vec<u32>| {
            let audit = after(|draft| {
                for entry in draft.entries.iter_mut().filter(|entry| entry.team == "Beta") {
                    entry.chassis = "Beta RS".to_owned();
                    entry.chassis_rounds.clone_from(&rounds);
                }
            });
            audit.count("chassis-conflict").map(|own| own.differ)
        };
        assert_eq!(entered_for(vec![1]), Some(1));
        assert_eq!(entered_for(vec![3]), Some(0));
    }

    #[test]
    fn a_cell_that_names_two_chassis_covers_both_and_a_change_is_noted() {
        let audit = after(|draft| {
            draft.cars[4].chassis = "Beta RS".to_owned();
            for entry in draft.entries.iter_mut().filter(|entry| entry.team == "Beta") {
                entry.chassis = "Beta GTBeta RS".to_owned();
            }
        });
        assert_eq!(ids(&audit), ["PF0237"]);
        assert_eq!(audit.findings[0].because, ["Beta GT from round 1, Beta RS from round 2"]);
    }
}
