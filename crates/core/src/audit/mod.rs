//! Published statements against computed ones, and documents against each other.
//!
//! Each check is one module with a `check` function, registered in [`CHECKS`]. A check counts what it compared and says
//! every difference with both statements and both places. Differences between a published table and the computed one are
//! errors; documents that contradict each other are warnings; what is legal but worth a look is a note.

mod class_winner;
mod evidence;
mod finding;
#[cfg(test)]
mod fixture;
mod standings_cell;
mod standings_missing_row;
mod standings_position;
mod standings_total;
mod waivers;

pub use finding::{Audit, CheckCount, Finding};

use crate::compute::compute;
use crate::outcome::Outcome;
use crate::rulebook::Rulebook;
use crate::season::{Decision, Ruling, Season};
use crate::table::Table;
use evidence::Evidence;
use finding::Log;

/// A check: its name in the contract, what it compares, and the code.
pub struct Check {
    pub name: &'static str,
    /// One sentence for a person.
    pub about: &'static str,
    run: fn(&Evidence<'_>, &mut Log),
}

/// All checks, in the order in which they run and are listed.
pub const CHECKS: &[Check] = &[
    Check {
        name: "standings-cell",
        about: "published points of a competitor in a round against the computed ones",
        run: standings_cell::check,
    },
    Check {
        name: "standings-total",
        about: "published totals against computed ones",
        run: standings_total::check,
    },
    Check {
        name: "standings-position",
        about: "published positions against computed ones, ties among them",
        run: standings_position::check,
    },
    Check {
        name: "standings-missing-row",
        about: "competitors in the published table against those in the computed one",
        run: standings_missing_row::check,
    },
    Check {
        name: "class-winner",
        about: "published class winners against the results",
        run: class_winner::check,
    },
    Check {
        name: "waiver",
        about: "decisions that waive a published value against the difference they name",
        run: waivers::check,
    },
];

/// Runs all checks. `outcome` is that of the whole season under these rules.
pub fn audit(season: &Season, rules: &Rulebook, outcome: &Outcome) -> Audit {
    let mut audit = run(season, rules, outcome);
    if let Some(undecided) = without_decisions(season) {
        let other = run(&undecided, rules, &compute(&undecided, rules));
        for (count, other) in audit.checks.iter_mut().zip(&other.checks) {
            count.decided = other.differ.saturating_sub(count.differ);
        }
    }
    audit
}

fn run(season: &Season, rules: &Rulebook, outcome: &Outcome) -> Audit {
    let evidence = Evidence::new(season, rules, outcome);
    let mut audit = Audit::default();
    for check in CHECKS {
        let mut log = Log::of(check.name);
        (check.run)(&evidence, &mut log);
        log.finish(&mut audit);
    }
    // The sort is stable: within a severity findings keep the order of checks and facts.
    audit.findings.sort_by_key(|finding| finding.severity);
    audit
}

/// The season as it would stand had nothing been decided, waivers apart; None where nothing was.
fn without_decisions(season: &Season) -> Option<Season> {
    let waives = |decision: &&Decision| matches!(decision.ruling, Ruling::Waive { .. });
    if season.decisions.rows().iter().all(|decision| waives(&decision)) {
        return None;
    }
    let mut undecided = season.clone();
    undecided.decisions = Table::default();
    for decision in season.decisions.rows().iter().filter(waives) {
        undecided.decisions.push(decision.clone());
    }
    Some(undecided)
}
