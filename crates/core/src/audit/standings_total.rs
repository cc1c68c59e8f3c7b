//! `standings-total`: published totals against computed ones, exact unless the document says that it rounds.

use crate::audit::evidence::{Evidence, Line};
use crate::audit::finding::{Finding, Log};
use crate::audit::waivers::Value;
use crate::exact::Points;
use crate::outcome::{Basis, StandingsRow, StandingsTable};
use crate::rules::title::Title;
use crate::season::{Competitor, PublishedRow, PublishedTable, Round, RoundStatus, Season};
use crate::table::Ix;

/// Totals of a computed table that the published ones contradict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OtherTotals {
    /// Published totals, those left out that are nothing on both sides.
    pub compared: usize,
    pub other: usize,
    /// The first of them as published, with its total there and as computed.
    pub first: (Ix<Competitor>, Points, Points),
}

impl OtherTotals {
    /// Whether most are others: then it is the rules that differ, and not a row that is misprinted or was decided on.
    pub fn by_other_rules(&self) -> bool {
        self.other * 2 > self.compared
    }
}

/// A computed table against the tables published of its title and class, of the same
/// rounds; None where no total is another, where rounds are unknown, or where the table has nobody.
pub fn other_totals(season: &Season, title: &Title, table: &StandingsTable) -> Option<OtherTotals> {
    let after = table.after.filter(|_| table.unknown.is_empty() && !table.rows.is_empty())?;
    let counted = |round: &Round| {
        round.number.is_some() && round.status == RoundStatus::Held && title.counts_at(&round.event)
    };
    let whole = !season.rounds.iter().any(|(ix, round)| ix > after && counted(round));
    let is_of = |own: &&PublishedTable| {
        own.title == title.id && own.class == table.class && own.after.map_or(whole, |own| own == after)
    };
    let (mut compared, mut other, mut first) = (0, 0, None);
    for published in season.published.iter().filter(is_of) {
        for row in &published.rows {
            let Some(total) = row.total else { continue };
            let computed = table.row(row.competitor).map_or(Points::ZERO, |own| own.total);
            // Whoever has nothing has it under all rules.
            if total.is_zero() && computed.is_zero() {
                continue;
            }
            compared += 1;
            if !is_printed(computed, total, published.decimals) {
                other += 1;
                first = first.or(Some((row.competitor, total, computed)));
            }
        }
    }
    Some(OtherTotals { compared, other, first: first? })
}

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
            if is_printed(computed, total, table.decimals) {
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
                .because(reasons(evidence, line, row))
                .round(table.after)
            });
        }
    }
}

/// The sum that the total is made of, and what the published cells add up to.
fn reasons(evidence: &Evidence<'_>, line: Option<&Line<'_>>, published: &PublishedRow) -> Vec<String> {
    let mut because = Vec::new();
    because
        .extend(line.and_then(|line| line.row).map(|row| sum(evidence, row)).filter(|sum| !sum.is_empty()));
    because.extend(published_sum(line, published));
    because
}

fn sum(evidence: &Evidence<'_>, row: &StandingsRow) -> String {
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
    terms.join(" + ")
}

/// What the published cells add up to, those left out that rules drop; nothing for a row of nothing but a total.
fn published_sum(line: Option<&Line<'_>>, published: &PublishedRow) -> Option<String> {
    let row = line.and_then(|line| line.row);
    let dropped: Vec<Ix<Round>> =
        row.iter().flat_map(|row| &row.cells).filter(|cell| !cell.counted).map(|cell| cell.round).collect();
    let counted: Vec<Points> = published
        .cells
        .iter()
        .filter(|(round, _)| dropped.binary_search(round).is_err())
        .filter_map(|&(_, points)| points)
        .collect();
    if counted.is_empty() {
        return None;
    }
    let adjusted: Points = row.iter().flat_map(|row| &row.adjustments).map(|&(_, points)| points).sum();
    let own: Points = counted.into_iter().sum();
    let which = if dropped.is_empty() { "the published cells" } else { "the published cells that count" };
    let beside = if adjusted.is_zero() { "" } else { " with the decisions" };
    let (own, computed) = (own + adjusted, line.map_or(Points::ZERO, |line| line.total));
    Some(if own == computed {
        format!("{which} add up to {own}{beside}, as computed, and not to the published total")
    } else {
        format!("{which} add up to {own}{beside}")
    })
}

/// Whether a document that rounds to so many digits, if to any, prints points so.
pub(crate) fn is_printed(points: Points, printed: Points, decimals: Option<u32>) -> bool {
    printed == points || decimals.is_some_and(|digits| prints_as(points, printed, digits))
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
        let sum = "Rd 1 6 + Rd 2 6 + Rd 3 10 as published";
        let contradicted = "the published cells add up to 22, as computed, and not to the published total";
        assert_eq!(audit.findings[0].because, [sum, contradicted]);
        let audit = after(|draft| {
            draft.tables[0].rows[1].cells[1] = Some(Points::whole(7));
            draft.tables[0].rows[1].total = Some(Points::whole(23));
        });
        assert_eq!(ids(&audit), ["PF0203", "PF0202"]);
        assert_eq!(audit.findings[1].because, [sum, "the published cells add up to 23"]);
    }

    #[test]
    fn a_table_without_cells_adds_up_to_nothing() {
        let audit = after(|draft| {
            draft.rounds.truncate(2);
            draft.winners.truncate(2);
            draft.entries.iter_mut().for_each(|entry| entry.rounds.truncate(2));
            for (row, total) in draft.tables[0].rows.iter_mut().zip([20, 13, 4]) {
                row.cells.clear();
                row.total = Some(Points::whole(total));
            }
        });
        assert_eq!(ids(&audit), ["PF0202"]);
        assert_eq!(audit.findings[0].because, ["Rd 1 6 + Rd 2 6"]);
    }

    #[test]
    fn a_table_of_which_no_round_is_known_cannot_be_verified() {
        let audit = after(|draft| {
            draft.rounds.clear();
            draft.cars.clear();
            draft.winners.clear();
            draft.entries.clear();
            for (row, total) in draft.tables[0].rows.iter_mut().zip([20, 13, 4]) {
                row.cells.clear();
                row.total = Some(Points::whole(total));
            }
        });
        assert!(!audit.has_errors(), "{:?}", audit.findings);
        let count = audit.count("standings-total").unwrap();
        assert_eq!((count.checked, count.unverifiable), (0, 3));
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
