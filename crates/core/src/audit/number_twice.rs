//! `number-twice`: two rows of one session with the same number. One car shared by several drivers may stand in several
//! rows; those have one position.

use crate::audit::evidence::Evidence;
use crate::audit::finding::{Finding, Log};
use crate::season::ResultRow;
use std::collections::BTreeMap;

pub(super) fn check(evidence: &Evidence<'_>, log: &mut Log) {
    for (session, own) in evidence.season.sessions.iter() {
        let mut by_number: BTreeMap<&str, &ResultRow> = BTreeMap::new();
        for (_, row) in evidence.season.results_of(session) {
            let Some(first) = by_number.insert(&row.number, row).filter(|_| !row.number.is_empty()) else {
                log.agree();
                continue;
            };
            if first.position == row.position {
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

#[cfg(test)]
mod tests {
    use crate::audit::fixture::{after, ids};

    #[test]
    fn one_number_on_two_cars_is_told_and_zeroes_make_other_numbers() {
        // 02 and 2 are two cars.
        let audit = after(|draft| draft.cars[4].number = "2".to_owned());
        assert!(ids(&audit).contains(&"PF0251"));
        let finding = audit.findings.iter().find(|finding| finding.id == "PF0251").unwrap();
        assert_eq!((finding.asserted.as_str(), finding.computed.as_str()), ("2: #2 Beta", "3: #2 Gamma"));
    }
}
