//! Published statements against computed ones, and documents against each other.
//!
//! Each check is one module with a `check` function, registered in [`CHECKS`]. A check counts what it compared and says
//! every difference with both statements and both places. Differences between a published table and the computed one are
//! errors; documents that contradict each other are warnings; what is legal but worth a look is a note.

mod cancelled_round;
mod category_unknown;
mod chassis_conflict;
mod class_winner;
mod crew_as_one;
mod date_order;
mod declared_classification;
mod distance_arithmetic;
mod distance_threshold;
mod driver_in_two_cars;
mod dropped_scores;
mod engine_conflict;
mod entry_list;
mod entry_missing;
mod evidence;
mod facts;
mod feat_car;
mod feat_rule;
mod finding;
#[cfg(test)]
pub(crate) mod fixture;
mod further_document;
mod laps_order;
mod length_of_rules;
mod line_up;
mod machinery;
mod name_conflict;
mod nationality;
mod number_twice;
mod points_scale_stated;
mod position_gap;
mod printed;
mod published_alone;
mod published_competitor;
mod race_length;
mod round_outside_season;
mod rule_unused;
mod same_length;
mod scheduled_round;
mod scoreless_session;
mod speed_arithmetic;
mod spelled_twice;
mod spellings;
mod standings_cell;
mod standings_missing_row;
mod standings_position;
mod standings_total;
mod statistic_car;
mod timed_cars;
mod timed_drivers;
mod timed_result;
mod waivers;
mod winner_time;

pub use finding::{Audit, CheckCount, Finding};
pub(crate) use standings_total::is_printed;
pub use standings_total::{OtherTotals, other_totals};

use crate::compute::compute;
use crate::decisions::{Decision, Ruling};
use crate::diagnostic::{Diagnostic, Severity};
use crate::outcome::Outcome;
use crate::rulebook::Rulebook;
use crate::season::Season;
use crate::table::Table;
use evidence::Evidence;
use facts::Facts;
use finding::Log;

/// A check: its name in the contract, what it compares, and the code.
pub struct Check {
    pub name: &'static str,
    /// One sentence for a person.
    pub about: &'static str,
    run: Run,
}

enum Run {
    /// Facts and rules are enough: what it finds is a mistake of whoever wrote them down, and is told whenever a season is
    /// loaded. See [`mistakes`].
    Written(fn(&Facts<'_>, &mut Log)),
    /// What was computed is needed, or what documents say of each other.
    Computed(fn(&Evidence<'_>, &mut Log)),
}

/// All checks, in the order in which they run and are listed.
pub const CHECKS: &[Check] = &[
    Check {
        name: "standings-cell",
        about: "published points of a competitor in a round against the computed ones",
        run: Run::Computed(standings_cell::check),
    },
    Check {
        name: "standings-total",
        about: "published totals against computed ones",
        run: Run::Computed(standings_total::check),
    },
    Check {
        name: "standings-position",
        about: "published positions against computed ones, ties among them",
        run: Run::Computed(standings_position::check),
    },
    Check {
        name: "standings-missing-row",
        about: "competitors in the published table against those in the computed one",
        run: Run::Computed(standings_missing_row::check),
    },
    Check {
        name: "class-winner",
        about: "published class winners against the results",
        run: Run::Computed(class_winner::check),
    },
    Check {
        name: "distance-threshold",
        about: "the minimum distance as documents state it against the rulebook's, and the cars that decide it",
        run: Run::Computed(distance_threshold::check),
    },
    Check {
        name: "points-scale-stated",
        about: "points scales stated in prose against the rulebook's",
        run: Run::Computed(points_scale_stated::check),
    },
    Check {
        name: "line-up",
        about: "who drove against the rounds of the entry list",
        run: Run::Computed(line_up::check),
    },
    Check {
        name: "entry-missing",
        about: "teams and drivers of the results against the entry list",
        run: Run::Computed(entry_missing::check),
    },
    Check {
        name: "round-outside-season",
        about: "rounds that an entry list names against the calendar",
        run: Run::Computed(round_outside_season::check),
    },
    Check {
        name: "cancelled-round",
        about: "the calendar of one document against that of another",
        run: Run::Computed(cancelled_round::check),
    },
    Check {
        name: "name-conflict",
        about: "names of one team or driver in all documents",
        run: Run::Computed(name_conflict::check),
    },
    Check {
        name: "nationality",
        about: "countries of one driver or team in all documents",
        run: Run::Computed(nationality::check),
    },
    Check {
        name: "chassis-conflict",
        about: "chassis of the results against the entry list and the published tables",
        run: Run::Computed(chassis_conflict::check),
    },
    Check {
        name: "engine-conflict",
        about: "engines of the results against the entry list and the published tables",
        run: Run::Computed(engine_conflict::check),
    },
    Check {
        name: "distance-arithmetic",
        about: "distances against the winner's laps and the circuit's length",
        run: Run::Computed(distance_arithmetic::check),
    },
    Check {
        name: "speed-arithmetic",
        about: "average speeds against distance, winner's time, schedule and fastest lap",
        run: Run::Computed(speed_arithmetic::check),
    },
    Check {
        name: "driver-in-two-cars",
        about: "drivers who stand in two cars of one session, or are entered in two for one round",
        run: Run::Computed(driver_in_two_cars::check),
    },
    Check {
        name: "number-twice",
        about: "car numbers within a session",
        run: Run::Computed(number_twice::check),
    },
    Check {
        name: "position-gap",
        about: "positions within a session, from 1 without one left out",
        run: Run::Computed(position_gap::check),
    },
    Check {
        name: "date-order",
        about: "dates of the rounds against their order and the season's year",
        run: Run::Computed(date_order::check),
    },
    Check {
        name: "statistic-car",
        about: "cars that statistics name against the results",
        run: Run::Computed(statistic_car::check),
    },
    Check {
        name: "race-length",
        about: "the winner's time and laps against the scheduled length",
        run: Run::Computed(race_length::check),
    },
    Check {
        name: "same-length",
        about: "the winner's time against races of the same length",
        run: Run::Computed(same_length::check),
    },
    Check {
        name: "winner-time",
        about: "the winner's time in statistics against the results",
        run: Run::Computed(winner_time::check),
    },
    Check {
        name: "laps-order",
        about: "positions against laps and times",
        run: Run::Computed(laps_order::check),
    },
    Check {
        name: "declared-classification",
        about: "who is classified as declared against the rulebook's minimum distance",
        run: Run::Computed(declared_classification::check),
    },
    Check {
        name: "timed-result",
        about: "declared results against the laps of the session: place, laps, time, best lap",
        run: Run::Computed(timed_result::check),
    },
    Check {
        name: "further-document",
        about: "results against what a further document says of the same session: place, status, laps, time, best lap, crew",
        run: Run::Computed(further_document::check),
    },
    Check {
        name: "timed-drivers",
        about: "declared crews against who drove the laps of the session",
        run: Run::Computed(timed_drivers::check),
    },
    Check {
        name: "feat-car",
        about: "cars and drivers of feats against the crews of the results",
        run: Run::Written(feat_car::check),
    },
    Check {
        name: "feat-rule",
        about: "names of feats against those that rules know",
        run: Run::Written(feat_rule::check),
    },
    Check {
        name: "published-alone",
        about: "published tables beside which nothing is computed",
        run: Run::Computed(published_alone::check),
    },
    Check {
        name: "published-competitor",
        about: "competitors of published tables against results and entries",
        run: Run::Computed(published_competitor::check),
    },
    Check {
        name: "spelled-twice",
        about: "names of circuits and events against each other",
        run: Run::Computed(spelled_twice::check),
    },
    Check {
        name: "crew-as-one",
        about: "names of drivers that are those of several",
        run: Run::Written(crew_as_one::check),
    },
    Check {
        name: "scheduled-round",
        about: "results of races against rounds that are stated to be still to come",
        run: Run::Written(scheduled_round::check),
    },
    Check {
        name: "scoreless-session",
        about: "sessions with results against the points rules that cover them",
        run: Run::Written(scoreless_session::check),
    },
    Check {
        name: "rule-unused",
        about: "marks, sessions and rounds that rules name against the facts",
        run: Run::Written(rule_unused::check),
    },
    Check {
        name: "category-unknown",
        about: "whom titles are for against what is known of nations and ages",
        run: Run::Written(category_unknown::check),
    },
    Check {
        name: "length-of-rules",
        about: "rules for races of some hours against the lengths of the rounds",
        run: Run::Written(length_of_rules::check),
    },
    Check {
        name: "dropped-scores",
        about: "the results that a published table counts, by its cells and totals, against the windows of its title",
        run: Run::Written(dropped_scores::check),
    },
    Check {
        name: "waiver",
        about: "decisions that waive a published value against the difference they name",
        run: Run::Computed(waivers::check),
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

/// Runs the checks that hold published tables against computed ones.
pub(crate) fn audit_tables(season: &Season, rules: &Rulebook, outcome: &Outcome) -> Audit {
    run(season, rules, outcome, |check| check.starts_with("standings-"))
}

fn run(season: &Season, rules: &Rulebook, outcome: &Outcome, wanted: impl Fn(&str) -> bool) -> Audit {
    let evidence = Evidence::new(season, rules, outcome);
    let mut audit = Audit::default();
    for check in CHECKS.iter().filter(|check| wanted(check.name)) {
        let mut log = Log::of(check.name);
        match check.run {
            Run::Written(check) => check(&evidence, &mut log),
            Run::Computed(check) => check(&evidence, &mut log),
        }
        log.finish(&mut audit);
    }
    // The sort is stable: within a severity findings keep the order of checks and facts.
    audit.findings.sort_by_key(|finding| finding.severity);
    audit
}

/// What facts and rules say wrongly by themselves, as a person would see who reads them: errors and warnings, without
/// anything computed.
pub fn mistakes(season: &Season, rules: &Rulebook) -> Vec<Diagnostic> {
    let facts = Facts::new(season, rules);
    let mut audit = Audit::default();
    for check in CHECKS {
        if let Run::Written(run) = check.run {
            let mut log = Log::of(check.name);
            run(&facts, &mut log);
            log.finish(&mut audit);
        }
    }
    audit.findings.sort_by_key(|finding| finding.severity);
    let told = audit.findings.into_iter().filter(|finding| finding.severity != Severity::Note);
    told.map(Finding::diagnostic).collect()
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
