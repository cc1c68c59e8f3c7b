//! One module a kind of rule: the numbers come from a rulebook, the arithmetic is here.
//!
//! [`KINDS`] is the registry: the rulebook's keys, its reading, checks and prose, the JSON Schema, the columns of results
//! and the documentation follow from it. Most kinds belong to a family that `compute` asks one question:
//!
//! * [`bar`]: does this car, or this driver of it, score nothing?
//! * [`extra`]: who gets points beyond those for a position?
//! * [`amendment`]: is the car classified by something else than what was declared?
//!
//! A kind of a family is a module and its line in [`KINDS`]. The others, [pillars](kind::Pillar), answer a question that
//! `compute` asks them by name.

pub mod amendment;
pub mod bar;
pub mod extra;
pub mod kind;

pub mod category;
pub mod distance;
pub mod reset;
pub mod scope;
pub mod ties;
pub mod window;

pub mod amount;
pub mod bonus;
pub mod class_map;
pub mod classified;
pub mod counted_back;
pub mod drive_time;
pub mod eligible;
pub mod handicap;
pub mod incidents;
pub mod last_lap;
pub mod points;
pub mod protest_window;
pub mod ranking;
pub mod reversed_grid;
pub mod shared_car;
pub mod signatures;
pub mod title;

use crate::block::Key;
use kind::{Measure, RuleKind};

/// All kinds of rules, in the order of the documentation.
pub const KINDS: &[RuleKind] = &[
    RuleKind::pillar::<points::PointsScale>(),
    RuleKind::pillar::<ranking::Ranking>(),
    RuleKind::pillar::<classified::Classified>(),
    RuleKind::pillar::<class_map::ClassMap>(),
    RuleKind::amendment::<counted_back::CountedBack>(),
    RuleKind::amendment::<last_lap::LastLap>(),
    RuleKind::extra::<bonus::FeatBonus>(),
    RuleKind::extra::<amount::Amount>(),
    RuleKind::bar::<eligible::Eligible>(),
    RuleKind::bar::<drive_time::DriveTime>(),
    RuleKind::bar::<incidents::IncidentLimit>(),
    RuleKind::pillar::<shared_car::SharedCar>(),
    RuleKind::pillar::<title::Title>(),
    RuleKind::pillar::<handicap::Handicap>(),
    RuleKind::pillar::<reversed_grid::ReversedGrid>(),
    RuleKind::pillar::<protest_window::ProtestWindow>(),
    RuleKind::pillar::<signatures::Signatures>(),
];

/// What the kinds look at of a car, beyond the columns that every result has.
pub fn measures() -> impl Iterator<Item = &'static Measure> {
    KINDS.iter().flat_map(|kind| kind.measures)
}

/// What the kinds look at of a race, beyond what every round of a calendar says.
pub fn of_race() -> impl Iterator<Item = &'static Measure> {
    KINDS.iter().flat_map(|kind| kind.of_race)
}

/// How many there are of [`of_race`].
pub const RACE_MEASURES: usize = {
    let (mut kind, mut count) = (0, 0);
    while kind < KINDS.len() {
        count += KINDS[kind].of_race.len();
        kind += 1;
    }
    count
};

/// The keys of a round under which the measures of a race stand, after those that it has anyway.
pub const fn with_race_keys<const N: usize>(own: &[Key]) -> [Key; N] {
    let mut keys = [own[0]; N];
    let (mut at, mut kind) = (0, 0);
    while at < own.len() {
        keys[at] = own[at];
        at += 1;
    }
    while kind < KINDS.len() {
        let mut measure = 0;
        while measure < KINDS[kind].of_race.len() {
            keys[at] = kind::measure_key(&KINDS[kind].of_race[measure]);
            (at, measure) = (at + 1, measure + 1);
        }
        kind += 1;
    }
    keys
}
