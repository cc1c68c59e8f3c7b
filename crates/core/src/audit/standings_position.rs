//! `standings-position`: published positions against computed ones. Where the computed table shares a position and the
//! published one does not, the document knows a tie-break that the rulebook lacks.

use crate::audit::evidence::{Computed, Evidence, Line};
use crate::audit::finding::{Finding, Log};
use crate::audit::waivers::Value;
use crate::number_words::points_in_words;
use crate::numbers::Position;

pub(super) fn check(evidence: &Evidence<'_>, log: &mut Log) {
    for sides in &evidence.sides {
        let table = sides.published;
        for row in &table.rows {
            let Some(position) = row.position else { continue };
            let line = sides.computed.line(row.competitor);
            // A competitor without points may stand in the published table and not in the computed one.
            let Some(line) = line.filter(|_| !sides.open) else {
                log.unverifiable();
                continue;
            };
            if line.position == Some(position) {
                log.agree();
                continue;
            }
            let (asserted, own) = (position.to_string(), line.printed_position());
            let value = Value {
                what: "position",
                round: table.after,
                competitor: row.competitor,
                published: &asserted,
                computed: &own,
            };
            log.differ_unless_waived(evidence, sides, &value, || {
                let after =
                    table.after.map_or_else(String::new, |round| format!(" after {}", evidence.round(round)));
                let about = format!("{}{after}", row.printed);
                let finding = if within_tie(&sides.computed, line, position) {
                    Finding::warning(
                        "PF0209",
                        format!("the published table parts competitors who are level: {about}"),
                    )
                    .help("if the regulations break the tie, name it in the title's `ties`")
                } else {
                    Finding::error("PF0201", format!("position differs from the published table: {about}"))
                };
                finding
                    .at(evidence.published(table, row, &format!("{}, column \"Pos\"", row.printed)))
                    .says(&asserted, &own)
                    .because(neighbours(evidence, &sides.computed, line))
                    .round(table.after)
            });
        }
    }
}

/// Whether a position lies among those that the sharers of the line's position would take.
fn within_tie(computed: &Computed<'_>, line: &Line<'_>, position: Position) -> bool {
    let Some(first) = line.position.filter(|_| line.shared) else { return false };
    let sharing = computed.lines.iter().filter(|own| own.position == Some(first)).count();
    position >= first && position.index() - first.index() < sharing
}

/// The line and those around it, with totals and what parted them.
fn neighbours(evidence: &Evidence<'_>, computed: &Computed<'_>, line: &Line<'_>) -> Vec<String> {
    let at = computed.lines.iter().position(|own| own.competitor == line.competitor).unwrap_or(0);
    let lines = &computed.lines[at.saturating_sub(1)..computed.lines.len().min(at + 2)];
    lines
        .iter()
        .map(|own| {
            let parted =
                if own.row.is_some_and(|row| row.by_tie_break()) { ", behind by tie-break" } else { "" };
            format!(
                "{} {} with {}{parted}",
                own.printed_position(),
                evidence.name(own.competitor),
                points_in_words(own.total)
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::audit::fixture::{after, ids};
    use crate::diagnostic::Severity;
    use crate::exact::Points;

    #[test]
    fn two_swapped_positions_are_two_errors_with_their_neighbours() {
        let audit = after(|draft| {
            draft.tables[0].rows[0].position = Some(2);
            draft.tables[0].rows[1].position = Some(1);
        });
        assert_eq!(ids(&audit), ["PF0201", "PF0201"]);
        assert_eq!(audit.findings[1].because, ["1 Alpha with 26 points", "2 Beta with 22 points"]);
    }

    #[test]
    fn a_tie_that_only_the_document_breaks_is_a_warning() {
        // Round 3 gives each of Alpha and Beta what the other has of wins and seconds: they are level.
        let tie = |positions: [u32; 2]| {
            after(|draft| {
                for car in &mut draft.cars[3..5] {
                    car.position = car.position.map(|own| 3 - own);
                }
                draft.cars[3].laps = Some(98);
                draft.cars[4].laps = Some(100);
                draft.winners.truncate(1);
                let rows = &mut draft.tables[0].rows;
                for (row, cells) in rows.iter_mut().zip([[10, 6], [6, 10]]) {
                    row.cells = cells.map(|own| Some(Points::whole(own))).to_vec();
                    row.cells.push(None);
                    row.total = Some(Points::whole(16));
                }
                rows[0].position = Some(positions[0]);
                rows[1].position = Some(positions[1]);
            })
        };
        assert_eq!(ids(&tie([1, 1])), [""; 0]);
        let parted = tie([1, 2]);
        assert_eq!(ids(&parted), ["PF0209"]);
        assert_eq!(parted.findings[0].severity, Severity::Warning);
        assert_eq!(parted.findings[0].computed, "1=");
        assert_eq!(ids(&tie([1, 3])), ["PF0201"]);
    }
}
