//! `timed-drivers`: declared crews against those whose names are on the car's laps.

use crate::audit::evidence::Evidence;
use crate::audit::finding::{Finding, Log};
use crate::audit::timed_cars::TimedCars;
use crate::season::{Competitor, ObservedRow, ResultRow};
use crate::table::Ix;
use std::collections::BTreeSet;

pub(super) fn check(evidence: &Evidence<'_>, log: &mut Log) {
    for cars in TimedCars::of_season(evidence) {
        for ((_, row), at) in cars.declared.iter().zip(&cars.matched) {
            let Some(own) = at.map(|at| cars.observed[at]) else { continue };
            let nobody = own.row.crew.is_empty() && own.unknown_drivers.is_empty();
            if nobody || row.crew.is_empty() {
                log.unverifiable();
                continue;
            }
            match differ(evidence, &cars, row, own) {
                Some(finding) => log.differ(finding),
                None => log.agree(),
            }
        }
    }
}

fn differ(
    evidence: &Evidence<'_>,
    cars: &TimedCars<'_>,
    row: &ResultRow,
    own: &ObservedRow,
) -> Option<Finding> {
    let declared: BTreeSet<Ix<Competitor>> =
        row.crew.iter().filter(|seat| seat.drove).map(|seat| seat.driver).collect();
    let driven: BTreeSet<Ix<Competitor>> = own.row.crew.iter().map(|seat| seat.driver).collect();
    if declared == driven && own.unknown_drivers.is_empty() {
        return None;
    }
    let name = |driver: &Ix<Competitor>| evidence.name(*driver).to_owned();
    let mut because: Vec<String> =
        declared.difference(&driven).map(|own| format!("{} is declared and has no lap", name(own))).collect();
    because.extend(
        driven.difference(&declared).map(|own| format!("{} has laps and is not declared", name(own))),
    );
    because.extend(own.unknown_drivers.iter().map(|own| {
        format!("{own} has laps and stands nowhere else in the season: a driver, or a spelling of one")
    }));
    let declared = evidence.crew(row.crew.iter().filter(|seat| seat.drove).map(|seat| seat.driver));
    let known = own.row.crew.iter().map(|seat| name(&seat.driver));
    let driven = known.chain(own.unknown_drivers.iter().cloned()).collect::<Vec<_>>().join(", ");
    let session = evidence.session(cars.session);
    let message = format!("car {} of {session} was driven by others than declared, by its laps", row.number);
    Some(
        Finding::warning("PF0553", message)
            .at(evidence.row_places(row, &format!("{}: {declared}", evidence.car(row))))
            .at(evidence.row_places(&own.row, &driven))
            .says(declared, driven)
            .because(because)
            .class(row.class)
            .round(evidence.season.sessions[cars.session].round)
            .help("a spelling belongs into names.toml; who was nominated and did not drive is marked in the results; a wrong driver in the records is a correction `driver` in laps/corrections.csv"),
    )
}
