//! `number-twice`: two rows of one session with the same number. One car shared by several drivers may stand in several
//! rows; those have one position.

use crate::audit::evidence::Evidence;
use crate::audit::finding::{Finding, Log};
use crate::season::{Kind, ResultRow};
use std::collections::BTreeMap;

pub(super) fn check(evidence: &Evidence<'_>, log: &mut Log) {
    for (session, own) in evidence.season.sessions.iter() {
        let mut by_number: BTreeMap<&str, &ResultRow> = BTreeMap::new();
        for (_, row) in evidence.season.results_of(session) {
            let Some(first) = by_number.insert(&row.number, row).filter(|_| !row.number.is_empty()) else {
                log.agree();
                continue;
            };
            if first.position == row.position || handed_over(first, row) {
                log.agree();
                continue;
            }
            let text = |row: &ResultRow| {
                let position =
                    row.position.map_or_else(|| row.status.word().to_owned(), |own| own.to_string());
                format!("{position}: {}", evidence.car(row))
            };
            let message = format!("number {} stands twice in {}", row.number, evidence.round(own.round));
            log.differ(
                Finding::warning("PF0251", message)
                    .at(evidence.row_places(first, &text(first)))
                    .at(evidence.row_places(row, &text(row)))
                    .says(text(first), text(row))
                    .class(row.class)
                    .round(own.round),
            );
        }
    }
}

/// Whether one row is the driver's who did not start, and the other that of whoever took the car over.
fn handed_over(first: &ResultRow, second: &ResultRow) -> bool {
    first.status.started() != second.status.started()
        && first.stands_for(Kind::Team) == second.stands_for(Kind::Team)
        && first.stands_for(Kind::Manufacturer) == second.stands_for(Kind::Manufacturer)
}

#[cfg(test)]
mod tests {
    use crate::audit::fixture::{after, ids};
    use crate::season::Status;

    #[test]
    fn one_number_on_two_cars_is_told_and_zeroes_make_other_numbers() {
        // 02 and 2 are two cars.
        let audit = after(|draft| draft.cars[4].number = "2".to_owned());
        assert!(ids(&audit).contains(&"PF0251"));
        let finding = audit.findings.iter().find(|finding| finding.id == "PF0251").unwrap();
        assert_eq!((finding.asserted.as_str(), finding.computed.as_str()), ("2: #2 Beta", "3: #2 Gamma"));
    }

    #[test]
    fn a_car_handed_over_before_the_start_keeps_its_number() {
        let handed = |team: &str| {
            let audit = after(|draft| {
                let mut car = draft.cars[5].clone();
                (car.status, car.position, car.laps) = (Status::Dns, None, None);
                car.team = team.to_owned();
                draft.cars.push(car);
            });
            ids(&audit).contains(&"PF0251")
        };
        assert!(!handed("Gamma"));
        assert!(handed("Beta"));
    }
}
