//! `standings-missing-row`: whoever scored stands in the published table, and the other way round.

use crate::audit::evidence::{Evidence, Sides};
use crate::audit::finding::{Finding, Log};
use crate::audit::waivers::Value;
use crate::diagnostic::Place;
use crate::exact::Points;
use crate::number_words::points_in_words;
use crate::season::Competitor;
use crate::table::Ix;

pub(super) fn check(evidence: &Evidence<'_>, log: &mut Log) {
    for sides in &evidence.sides {
        let mut listed: Vec<Ix<Competitor>> = sides.published.rows.iter().map(|row| row.competitor).collect();
        listed.sort_unstable();
        for row in &sides.published.rows {
            let nothing = row.total.is_none_or(Points::is_zero);
            match sides.computed.line(row.competitor) {
                Some(_) => log.agree(),
                None if sides.open => log.unverifiable(),
                None if nothing => log.agree(),
                None => {
                    let total = row.total.unwrap_or(Points::ZERO).to_string();
                    differ(evidence, log, sides, (row.competitor, &total, "-"), || {
                        let message = format!("the published table lists {}, who has no points", row.printed);
                        Finding::error("PF0205", message).at(evidence.published(
                            sides.published,
                            row,
                            &row.printed,
                        ))
                    });
                }
            }
        }
        // A table after a round may list the leaders only: what it leaves out says nothing where it states no total.
        for line in sides.computed.lines.iter().filter(|line| line.position.is_some()) {
            let missing = listed.binary_search(&line.competitor).is_err();
            if !missing || line.total.is_zero() {
                continue;
            }
            if sides.open {
                log.unverifiable();
                continue;
            }
            let total = line.total.to_string();
            differ(evidence, log, sides, (line.competitor, "-", &total), || {
                let name = evidence.name(line.competitor);
                Finding::error("PF0204", format!("the published table leaves out {name}, who scored"))
                    .at([Place::document(sides.published.file.clone())])
                    .because(
                        line.row
                            .into_iter()
                            .flat_map(|row| &row.cells)
                            .filter(|cell| !cell.points.is_zero())
                            .map(|cell| {
                                format!(
                                    "{} gives {}",
                                    evidence.column(cell.round),
                                    points_in_words(cell.points)
                                )
                            }),
                    )
            });
        }
    }
}

fn differ(
    evidence: &Evidence<'_>,
    log: &mut Log,
    sides: &Sides<'_>,
    (competitor, published, computed): (Ix<Competitor>, &str, &str),
    finding: impl FnOnce() -> Finding,
) {
    let round = sides.published.after;
    let value = Value { what: "row", round, competitor, published, computed };
    log.differ_unless_waived(evidence, sides, &value, || finding().says(published, computed).round(round));
}

#[cfg(test)]
mod tests {
    use crate::audit::fixture::{after, ids};
    use crate::exact::Points;
    use crate::generate::DraftRow;

    #[test]
    fn a_scorer_left_out_is_named() {
        let audit = after(|draft| {
            draft.tables[0].rows.pop();
        });
        assert_eq!(ids(&audit), ["PF0204"]);
        assert_eq!(audit.findings[0].message, "the published table leaves out Gamma, who scored");
        assert_eq!(audit.findings[0].because, ["Rd 1 gives 4 points"]);
    }

    #[test]
    fn a_stranger_with_points_is_named_and_one_without_is_not() {
        let stranger = |points: i64| {
            after(|draft| {
                let (competitor, total) = ("Delta".to_owned(), Some(Points::whole(points)));
                draft.tables[0].rows.push(DraftRow { competitor, total, ..DraftRow::default() });
            })
        };
        assert_eq!(ids(&stranger(1)), ["PF0202", "PF0205", "PF0263"]);
        assert_eq!(ids(&stranger(0)), [""; 0]);
    }
}
