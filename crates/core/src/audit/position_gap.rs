//! `position-gap`: the positions of a session run from 1 without one left out. A shared car takes one position in all its
//! rows.

use crate::audit::evidence::Evidence;
use crate::audit::finding::{Finding, Log};

pub(super) fn check(evidence: &Evidence<'_>, log: &mut Log) {
    for (session, own) in evidence.season.sessions.iter() {
        // The last position, and how many have it.
        let (mut last, mut level) = (0, 0_u32);
        for (_, row) in evidence.season.results_of(session) {
            let Some(position) = row.position else { continue };
            if position == last {
                level += 1;
                log.agree();
                continue;
            }
            let (before, shared) = (std::mem::replace(&mut last, position), std::mem::replace(&mut level, 1));
            // Two who finish level share a position, and the next one is left out.
            if position == before + 1 || (before > 0 && shared == position - before) {
                log.agree();
                continue;
            }
            let last = before;
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
