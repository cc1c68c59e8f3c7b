//! `position-gap`: the positions of a session run from 1 without one left out. A shared car takes one position in all its
//! rows.

use crate::audit::evidence::Evidence;
use crate::audit::finding::{Finding, Log};
use crate::season::ResultRow;

pub(super) fn check(evidence: &Evidence<'_>, log: &mut Log) {
    for (session, own) in evidence.season.sessions.iter() {
        let mut before: Option<(&ResultRow, u32)> = None;
        for (_, row) in evidence.season.results_of(session) {
            let Some(position) = row.position else { continue };
            let last = before.map_or(0, |(_, own)| own);
            before = Some((row, position));
            // Two who finish level share a position, and the next one is left out.
            if position == last || position == last + 1 {
                log.agree();
                continue;
            }
            let shared =
                evidence.season.results_of(session).filter(|(_, other)| other.position == Some(last));
            if last > 0 && shared.count() as u64 == u64::from(position - last) {
                log.agree();
                continue;
            }
            let (missing, verb) = match position - last {
                2 => (format!("position {}", last + 1), "is"),
                _ => (format!("positions {} to {}", last + 1, position - 1), "are"),
            };
            log.differ(
                Finding::warning(
                    "PF0254",
                    format!("{missing} of {} {verb} not taken", evidence.round(own.round)),
                )
                .at(evidence.row_places(row, &format!("{position}: {}", evidence.car(row))))
                .says(format!("{last}, then {position}"), missing)
                .round(own.round),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::audit::fixture::{after, ids};

    #[test]
    fn a_row_left_out_leaves_a_gap() {
        let audit = after(|draft| draft.cars[2].position = Some(4));
        assert_eq!(ids(&audit), ["PF0254"]);
        assert_eq!(audit.findings[0].asserted, "2, then 4");
        assert_eq!(audit.findings[0].computed, "position 3");
    }
}
