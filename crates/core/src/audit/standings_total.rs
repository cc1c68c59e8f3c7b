//! `standings-total`: published totals against computed ones, exact unless the document says that it rounds.

use crate::audit::evidence::{Evidence, Line};
use crate::audit::finding::{Finding, Log};
use crate::audit::waivers::Value;
use crate::exact::Points;
use crate::outcome::Basis;

pub(super) fn check(evidence: &Evidence<'_>, log: &mut Log) {
    for sides in &evidence.sides {
        let table = sides.published;
        for row in &table.rows {
            let Some(total) = row.total else { continue };
            if sides.open {
                log.unverifiable();
                continue;
            }
            let line = sides.computed.line(row.competitor);
            let computed = line.map_or(Points::ZERO, |line| line.total);
            if total == computed || table.decimals.is_some_and(|digits| prints_as(computed, total, digits)) {
                log.agree();
                continue;
            }
            let (asserted, own) = (total.to_string(), computed.to_string());
            let value = Value {
                what: "total",
                round: table.after,
                competitor: row.competitor,
                published: &asserted,
                computed: &own,
            };
            log.differ_unless_waived(evidence, sides, &value, || {
                let after =
                    table.after.map_or_else(String::new, |round| format!(" after {}", evidence.round(round)));
                Finding::error(
                    "PF0202",
                    format!("total differs from the published table: {}{after}", row.printed),
                )
                .at(evidence.published(table, row, &format!("{}, column \"Total\"", row.printed)))
                .says(&asserted, &own)
                .because(reasons(evidence, line, row.cells.iter().filter_map(|cell| cell.1).sum()))
                .round(table.after)
            });
        }
    }
}

/// The sum that the total is made of, and what the published cells add up to where that is something else again.
fn reasons(evidence: &Evidence<'_>, line: Option<&Line<'_>>, published: Points) -> Vec<String> {
    let Some(row) = line.and_then(|line| line.row) else { return Vec::new() };
    let mut terms: Vec<String> = Vec::new();
    for cell in row.cells.iter().filter(|cell| !cell.points.is_zero()) {
        let mark = match (cell.counted, cell.basis) {
            (false, _) => " dropped",
            (true, Basis::Declared) => " as published",
            _ => "",
        };
        terms.push(format!("{} {}{mark}", evidence.column(cell.round), cell.points));
    }
    terms.extend(row.adjustments.iter().map(|(decision, points)| {
        format!("decision `{}` {points}", evidence.season.decisions[*decision].id)
    }));
    let mut because = vec![terms.join(" + ")];
    if published != row.total {
        because.push(format!("the published cells add up to {published}"));
    }
    because
}

/// Whether points print as `printed` with so many digits behind the point, rounded or cut.
fn prints_as(points: Points, printed: Points, digits: u32) -> bool {
    let Some(scale) = 10_i64.checked_pow(digits.min(9)) else { return false };
    let (scaled, printed) = (points * scale, printed * scale);
    printed == scaled.rounded() || printed == scaled.rounded_down()
}

#[cfg(test)]
mod tests {
    use super::prints_as;
    use crate::audit::fixture::{after, ids};
    use crate::exact::Points;

    #[test]
    fn a_total_must_be_the_sum_of_its_cells() {
        let audit = after(|draft| draft.tables[0].rows[1].total = Some(Points::whole(23)));
        assert_eq!(ids(&audit), ["PF0202"]);
        assert_eq!(audit.findings[0].because, ["Rd 1 6 + Rd 2 6 + Rd 3 10 as published"]);
    }

    #[test]
    fn a_table_after_a_round_is_added_up_to_it() {
        let audit = after(|draft| {
            let mut table = draft.tables[0].clone();
            table.after = Some(2);
            for (row, total) in table.rows.iter_mut().zip([20, 13, 4]) {
                row.cells.clear();
                row.total = Some(Points::whole(total));
            }
            draft.tables.push(table);
        });
        assert_eq!(ids(&audit), ["PF0202"]);
        assert_eq!((audit.findings[0].asserted.as_str(), audit.findings[0].computed.as_str()), ("13", "12"));
        assert!(audit.findings[0].message.ends_with("Beta after round 2 (Grand Prix 2)"));
    }

    #[test]
    fn a_waived_total_is_printed_and_is_no_error() {
        let waived = |computed: &str| {
            after(|draft| {
                draft.tables[0].rows[1].total = Some(Points::whole(23));
                let waiver = ["GT", "Beta", "total", "23", computed].map(str::to_owned);
                draft.waivers.push(("teams".to_owned(), waiver, None));
            })
        };
        let audit = waived("22");
        assert_eq!(ids(&audit), ["PF0207"]);
        assert!(!audit.has_errors());
        assert_eq!(
            audit.count("standings-total").map(|own| (own.checked, own.agree, own.waived)),
            Some((3, 2, 1))
        );
        // A waiver of other numbers waives nothing, and is itself told.
        assert_eq!(ids(&waived("21")), ["PF0202", "PF0208"]);
    }

    #[test]
    fn printed_digits_may_be_rounded_or_cut() {
        let (third, printed) = (Points::fraction(200, 3), |text: &str| text.parse::<Points>().unwrap());
        assert!(prints_as(third, printed("66.67"), 2) && prints_as(third, printed("66.66"), 2));
        assert!(!prints_as(third, printed("66.65"), 2) && !prints_as(third, printed("66.7"), 2));
        assert!(prints_as(third, printed("66.7"), 1));
    }
}
