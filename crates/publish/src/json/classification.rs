//! `parcferme.classification/1`: a session's classification, declared or timed.
//!
//! Times are whole milliseconds; a gap is in laps or in milliseconds. Fields that only lap records
//! can fill are absent where a result was declared.

use crate::json::Named;
use crate::json::explanation::{Reason, reasons};
use parcferme_core::compute::classify::classified_by;
use parcferme_core::outcome::{self, Gap};
use parcferme_core::rules::distance::MinimumDistance;
use parcferme_core::season::{Competitor, Kind};
use parcferme_core::{Ix, Rulebook, Season};
use serde::Serialize;
use utoipa::ToSchema;

pub const SCHEMA: &str = "parcferme.classification/1";

/// The document.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = classification::Classification)]
pub struct Classification {
    #[schema(example = json!(SCHEMA))]
    pub schema: &'static str,
    /// None for a lap file on its own, as is `round`.
    pub season: Option<String>,
    pub round: Option<u32>,
    pub session: String,
    pub rows: Vec<Row>,
    /// How lap records were ordered, and why so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ordered_by: Option<OrderedBy>,
    /// The distance rule that `meets_distance` was judged by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub distance_rule: Option<DistanceRule>,
    /// How the moment of the chequered flag is known, and when it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finish: Option<Finish>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flags: Option<Vec<FlagPeriod>>,
    /// A published result against this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub against: Option<Against>,
}

/// What a session was taken for from its lap records, or as it was asked for.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = classification::OrderedBy)]
pub struct OrderedBy {
    /// `race`: by laps and time. `best-lap`: by best lap.
    pub kind: &'static str,
    /// Whether it was asked for; else the records tell it.
    pub told: bool,
    pub because: Vec<String>,
}

#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[schema(as = classification::Row)]
pub struct Row {
    /// None for cars outside the order.
    pub position: Option<u32>,
    pub class: Option<String>,
    pub class_position: Option<u32>,
    pub number: String,
    pub team: Named,
    pub drivers: Vec<Named>,
    pub chassis: Option<String>,
    pub engine: Option<String>,
    pub laps: Option<u32>,
    /// `finished`, `nc`, `dnf`, `dns` or `dsq`.
    pub status: &'static str,
    pub classified: bool,
    /// `declared` or `timed`.
    pub basis: &'static str,
    /// Whether its place is a guess, because laps or times that would tell it are not known.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub guessed: bool,
    /// What the row rests on, in the order in which it happened.
    pub because: Vec<Reason>,
    /// Place on the grid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grid: Option<u32>,
    /// Reason of retirement, or a remark, as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub elapsed_ms: Option<i64>,
    /// To the leader; absent for the leader.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gap: Option<JsonGap>,
    /// To the car ahead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval: Option<JsonGap>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class_gap: Option<JsonGap>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class_interval: Option<JsonGap>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub best_lap: Option<BestLap>,
    /// The fastest of the other laps, which decides between equal best laps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub second_best_lap: Option<BestLap>,
    /// True where the place is not known: cars have as many laps and the time of one of them is not recorded.
    #[serde(skip_serializing_if = "is_false")]
    pub untimed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required_laps: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meets_distance: Option<bool>,
    /// Laps missing to the distance rule; 0 where it is met.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub laps_short: Option<u32>,
    /// Records after the car had taken the flag, not counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub laps_after_flag: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stints: Option<Vec<Stint>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub driver_times: Option<Vec<DriverTime>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pit_stops: Option<Vec<PitStop>>,
    /// Laps that ended under each flag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub laps_by_flag: Option<std::collections::BTreeMap<&'static str, u32>>,
}

// The signature is serde's.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_false(own: &bool) -> bool {
    !own
}

/// A gap: exactly one of `laps` and `ms`, and `text` as printed.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = classification::JsonGap)]
pub struct JsonGap {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub laps: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ms: Option<i64>,
    pub text: String,
}

impl From<Gap> for JsonGap {
    fn from(gap: Gap) -> JsonGap {
        let (laps, ms) = match gap {
            Gap::Laps(laps) => (Some(laps), None),
            Gap::Time(time) => (None, Some(time.0)),
        };
        JsonGap { laps: laps.map(u32::from), ms, text: gap.to_string() }
    }
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = classification::BestLap)]
pub struct BestLap {
    /// Absent where a result sheet gives the time alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lap: Option<u32>,
    pub time_ms: i64,
    pub driver: Option<Named>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = classification::DistanceRule)]
pub struct DistanceRule {
    /// A decimal such as `0.70`.
    pub min_share: String,
    /// `class-winner` or `overall-winner`.
    pub of: &'static str,
    /// `exact`, `down`, `nearest` or `up`.
    pub rounding: &'static str,
}

impl From<MinimumDistance> for DistanceRule {
    fn from(rule: MinimumDistance) -> DistanceRule {
        DistanceRule { min_share: rule.share.decimal(), of: rule.of.word(), rounding: rule.rounding.word() }
    }
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = classification::Finish)]
pub struct Finish {
    /// `recorded`, `derived` or `unknown`.
    pub basis: &'static str,
    pub elapsed_ms: Option<i64>,
}

/// A stretch of the session under one flag, by the crossings of all cars.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = classification::FlagPeriod)]
pub struct FlagPeriod {
    pub flag: &'static str,
    pub from_ms: i64,
    pub to_ms: i64,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = classification::Stint)]
pub struct Stint {
    pub driver: Option<Named>,
    pub first_lap: u32,
    pub last_lap: u32,
    pub laps: u32,
    /// Lap times less time in the pit lane.
    pub track_ms: i64,
    pub pit_ms: i64,
    pub best_ms: Option<i64>,
    /// Mean of the laps neither into nor out of the pits and not slowed by a flag.
    pub mean_ms: Option<i64>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = classification::DriverTime)]
pub struct DriverTime {
    /// None where the records do not say who drove.
    pub driver: Option<Named>,
    pub seat: u8,
    pub laps: u32,
    pub track_ms: i64,
    pub pit_ms: i64,
    pub best_lap: Option<u32>,
    pub best_ms: Option<i64>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = classification::PitStop)]
pub struct PitStop {
    /// `stop`, `within-lap`, `pit-start` or `not-left`.
    pub kind: &'static str,
    pub lap: u32,
    pub at_ms: Option<i64>,
    pub pit_ms: Option<i64>,
    pub driver_in: Option<Named>,
    pub driver_out: Option<Named>,
}

/// A published result against the timed order.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = classification::Against)]
pub struct Against {
    pub document: String,
    /// Cars in both documents, and those of them with the same place, laps and total time.
    pub compared: usize,
    pub same: usize,
    /// Of these, the cars whose published row has no place, or none that can be read.
    pub without_place: usize,
    pub differences: Vec<Difference>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = classification::Difference)]
pub struct Difference {
    pub number: String,
    pub timed_position: Option<u32>,
    pub published_position: Option<u32>,
    pub reasons: Vec<DifferenceReason>,
    /// Line of the published document.
    pub line: u32,
}

#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[schema(as = classification::DifferenceReason)]
pub struct DifferenceReason {
    /// `time`, `laps`, `status`, `moved`, `displaced`, `best-lap`, `no-lap-records`,
    /// `not-published` or `unexplained`.
    pub kind: &'static str,
    /// One sentence for a person.
    pub text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ms: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub laps: Option<i64>,
    /// The cars that went past.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cars: Vec<String>,
}

/// The document of a declared session. `Named` ids are those of the season.
pub fn declared(season: &Season, rules: &Rulebook, own: &outcome::Classification) -> Classification {
    let session = &season.sessions[own.session];
    Classification {
        schema: SCHEMA,
        season: Some(season.id.clone()),
        round: season.rounds[session.round].number.map(u32::from),
        session: session.id.clone(),
        rows: own.rows.iter().map(|row| declared_row(season, rules, row)).collect(),
        ordered_by: None,
        distance_rule: classified_by(season, rules, own.session, None)
            .and_then(|rule| rule.rule.distance)
            .map(DistanceRule::from),
        finish: None,
        flags: None,
        against: None,
    }
}

pub(crate) fn declared_row(season: &Season, rules: &Rulebook, row: &outcome::ClassificationRow) -> Row {
    let result = &season.results[row.result];
    let named = |ix: Ix<Competitor>| Named::of(&season.competitors[ix]);
    let name = |kind: Kind, printed: &str| match result.stands_for(kind) {
        Some(ix) => Some(season.competitors[ix].name.clone()),
        None => Some(printed).filter(|printed| !printed.is_empty()).map(str::to_owned),
    };
    Row {
        position: row.position.map(u32::from),
        class: row.class.map(|class| season.classes[class].id.clone()),
        class_position: row.class_position.map(u32::from),
        number: result.number.to_string(),
        team: result.stands_for(Kind::Team).map_or_else(|| Named::printed(&result.printed_team), named),
        drivers: result.crew.iter().map(|seat| named(seat.driver)).collect(),
        chassis: name(Kind::Chassis, &result.printed_chassis),
        engine: name(Kind::Engine, &result.printed_engine),
        laps: row.laps.map(u32::from),
        status: row.status.word(),
        classified: row.classified,
        basis: if season.sessions[result.session].timed { "timed" } else { "declared" },
        guessed: row.guessed,
        because: reasons(season, rules, &row.because),
        grid: result.grid.map(u32::from),
        remark: Some(result.remark.clone()).filter(|remark| !remark.is_empty()),
        best_lap: row.best.map(|time| BestLap { lap: None, time_ms: time.0, driver: None }),
        elapsed_ms: row.time.map(|time| time.0),
        gap: row.gap.map(JsonGap::from),
        interval: row.interval.map(JsonGap::from),
        class_gap: row.class_gap.map(JsonGap::from),
        class_interval: row.class_interval.map(JsonGap::from),
        required_laps: row.distance.map(|distance| distance.required_laps).map(u32::from),
        meets_distance: row.distance.map(|distance| distance.margin_laps >= 0),
        laps_short: row
            .distance
            .filter(|distance| distance.margin_laps < 0)
            .map(|distance| u32::try_from(-distance.margin_laps).unwrap_or(u32::MAX)),
        ..Row::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use parcferme_core::Millis;
    use parcferme_core::numbers::Laps;

    #[test]
    fn a_declared_row_has_the_contract_and_no_timed_field() {
        let row = Row { number: "03".into(), status: "dnf", basis: "declared", ..Row::default() };
        let json = serde_json::to_string(&row).unwrap();
        assert_eq!(
            json,
            r#"{"position":null,"class":null,"class_position":null,"number":"03","team":{"id":"","name":""},"drivers":[],"chassis":null,"engine":null,"laps":null,"status":"dnf","classified":false,"basis":"declared","because":[]}"#
        );
    }

    #[test]
    fn a_gap_is_laps_or_time() {
        let json = |gap: Gap| serde_json::to_string(&JsonGap::from(gap)).unwrap();
        assert_eq!(json(Gap::Laps(Laps(2))), r#"{"laps":2,"text":"+2 laps"}"#);
        assert_eq!(json(Gap::Time(Millis(891))), r#"{"ms":891,"text":"+0.891"}"#);
    }
}
