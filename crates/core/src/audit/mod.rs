//! Published statements against computed ones, and documents against each other.
//!
//! Each check is one module with a `check` function, registered in [`CHECKS`]. A check counts what it compared and says
//! every difference with both statements and both places. Differences between a published table and the computed one are
//! errors; documents that contradict each other are warnings; what is legal but worth a look is a note.

mod cancelled_round;
mod chassis_conflict;
mod class_winner;
mod date_order;
mod distance_arithmetic;
mod distance_threshold;
mod driver_in_two_cars;
mod engine_conflict;
mod entry_list;
mod entry_missing;
mod evidence;
mod finding;
#[cfg(test)]
mod fixture;
mod line_up;
mod machinery;
mod name_conflict;
mod nationality;
mod number_twice;
mod points_scale_stated;
mod position_gap;
mod printed;
mod round_outside_season;
mod speed_arithmetic;
mod spellings;
mod standings_cell;
mod standings_missing_row;
mod standings_position;
mod standings_total;
mod statistic_car;
mod waivers;

pub use finding::{Audit, CheckCount, Finding};

use crate::compute::compute;
use crate::decisions::{Decision, Ruling};
use crate::outcome::Outcome;
use crate::rulebook::Rulebook;
use crate::season::Season;
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
        name: "distance-threshold",
        about: "the minimum distance as documents state it against the rulebook's, and the cars that decide it",
        run: distance_threshold::check,
    },
    Check {
        name: "points-scale-stated",
        about: "points scales stated in prose against the rulebook's",
        run: points_scale_stated::check,
    },
    Check { name: "line-up", about: "who drove against the rounds of the entry list", run: line_up::check },
    Check {
        name: "entry-missing",
        about: "teams and drivers of the results against the entry list",
        run: entry_missing::check,
    },
    Check {
        name: "round-outside-season",
        about: "rounds that an entry list names against the calendar",
        run: round_outside_season::check,
    },
    Check {
        name: "cancelled-round",
        about: "the calendar of one document against that of another",
        run: cancelled_round::check,
    },
    Check {
        name: "name-conflict",
        about: "names of one team or driver in all documents",
        run: name_conflict::check,
    },
    Check {
        name: "nationality",
        about: "countries of one driver or team in all documents",
        run: nationality::check,
    },
    Check {
        name: "chassis-conflict",
        about: "chassis of the results against the entry list and the published tables",
        run: chassis_conflict::check,
    },
    Check {
        name: "engine-conflict",
        about: "engines of the results against the entry list and the published tables",
        run: engine_conflict::check,
    },
    Check {
        name: "distance-arithmetic",
        about: "distances against the winner's laps and the circuit's length",
        run: distance_arithmetic::check,
    },
    Check {
        name: "speed-arithmetic",
        about: "average speeds against distance, winner's time, schedule and fastest lap",
        run: speed_arithmetic::check,
    },
    Check {
        name: "driver-in-two-cars",
        about: "drivers who stand in two cars of one session, or are entered in two for one round",
        run: driver_in_two_cars::check,
    },
    Check { name: "number-twice", about: "car numbers within a session", run: number_twice::check },
    Check {
        name: "position-gap",
        about: "positions within a session, from 1 without one left out",
        run: position_gap::check,
    },
    Check {
        name: "date-order",
        about: "dates of the rounds against their order and the season's year",
        run: date_order::check,
    },
    Check {
        name: "statistic-car",
        about: "cars that statistics name against the results",
        run: statistic_car::check,
    },
    Check {
        name: "waiver",
        about: "decisions that waive a published value against the difference they name",
        run: waivers::check,
    },
];

/// Runs all checks. `outcome` is that of the whole season under these rules.
pub fn audit(season: &Season, rules: &Rulebook, outcome: &Outcome) -> Audit {
    let published = |check: &str| check.starts_with("standings-") || check == "class-winner";
    let mut audit = run(season, rules, outcome, |_| true);
    if let Some(undecided) = without_decisions(season) {
        let other = run(&undecided, rules, &compute(&undecided, rules), published);
        for (count, other) in
            audit.checks.iter_mut().filter(|count| published(count.check)).zip(&other.checks)
        {
            count.decided = other.differ.saturating_sub(count.differ);
        }
    }
    audit
}

fn run(season: &Season, rules: &Rulebook, outcome: &Outcome, wanted: impl Fn(&str) -> bool) -> Audit {
    let evidence = Evidence::new(season, rules, outcome);
    let mut audit = Audit::default();
    for check in CHECKS.iter().filter(|check| wanted(check.name)) {
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
    let waives = |decision: &&Decision| matches!(decision.ruling, Ruling::Waive(_));
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
