//! `position-gap`: the positions of a session run from 1 without one left out. A shared car takes one position in all its
//! rows.

use crate::audit::evidence::Evidence;
use crate::audit::finding::{Finding, Log};
use crate::numbers::Position;

pub(super) fn check(evidence: &Evidence<'_>, log: &mut Log) {
    for (session, own) in evidence.season.sessions.iter() {
        // The last position, and how many have it.
        let (mut last, mut level): (Option<Position>, u32) = (None, 0);
        for (_, row) in evidence.season.results_of(session) {
            let Some(position) = row.position else { continue };
            if last == Some(position) {
                level += 1;
                log.agree();
                continue;
            }
            let (before, shared) = (last.replace(position), std::mem::replace(&mut level, 1));
            let next = before.map_or(Position::FIRST, |before| before.behind(1));
            // Two who finish level share a position, and the next one is left out.
            if position == next || before.is_some_and(|before| position == before.behind(shared)) {
                log.agree();
                continue;
            }
            let last = before.map_or(0, Position::get);
            let (missing, verb) = match position.ahead(1) {
                only if only == next => (format!("position {only}"), "is"),
                end => (format!("positions {next} to {end}"), "are"),
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
