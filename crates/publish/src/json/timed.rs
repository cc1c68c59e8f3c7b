//! A session as its lap records tell it: `parcferme.classification/1` with stints, driver times and pit stops,
//! `parcferme.lap-chart/1`, and `parcferme.laps/1` with every record.

use crate::chart::lap_chart;
use crate::json::Named;
use crate::json::classification as wire;
use crate::sheet::timing::evidence;
use crate::view::View;
use parcferme_core::Ix;
use parcferme_core::season::{Competitor, Kind, Session, Status};
use parcferme_core::timing::driver_time::driver_times;
use parcferme_core::timing::flags::{cautions, flag_periods, laps_by_flag};
use parcferme_core::timing::leads::Leads;
use parcferme_core::timing::pit_stops::pit_stops;
use parcferme_core::timing::stints::stints;
use parcferme_core::timing::{BestLap, Car, CarIndex, Evidence, Lap, Row, TimedSession};
use serde::Serialize;
use utoipa::ToSchema;

pub const LAP_CHART_SCHEMA: &str = "parcferme.lap-chart/1";
pub const LAPS_SCHEMA: &str = "parcferme.laps/1";

/// What lap records do not know of themselves.
pub struct Whose<'a> {
    /// None for a lap file on its own, as is `round`.
    pub season: Option<String>,
    pub round: Option<u32>,
    pub session: String,
    /// The id of a name: of a team, or of a driver of the car numbered so.
    pub id: &'a dyn Fn(Kind, &str, &str) -> String,
}

impl Whose<'_> {
    fn team(&self, car: &Car) -> Named {
        Named { id: (self.id)(Kind::Team, &car.number, &car.team), name: car.team.clone() }
    }

    fn crew(&self, car: &Car) -> Crew {
        let driver =
            |name: &str| Named { id: (self.id)(Kind::Driver, &car.number, name), name: name.to_owned() };
        Crew(car.drivers.iter().map(|own| (own.seat, driver(&own.name))).collect())
    }
}

/// Tells of a season's session; None where its laps are not known. Ids are the season's, found by car number and name.
pub fn of_session<T>(
    view: &View,
    session: Ix<Session>,
    tell: impl FnOnce(&TimedSession, &Whose) -> T,
) -> Option<T> {
    let timed = view.timed(session)?;
    let season = view.season;
    let own = &season.sessions[session];
    let same = |a: &str, b: &str| a.to_lowercase() == b.to_lowercase();
    let id = |kind: Kind, number: &str, name: &str| {
        let row = season.results_of(session).map(|(_, row)| row).find(|row| row.number == number);
        let of_row = row.and_then(|row| match kind {
            Kind::Driver => {
                let named = |driver: Ix<Competitor>| same(&season.competitors[driver].name, name);
                let mut crew = row.crew.iter();
                crew.find(|seat| same(&seat.printed, name) || named(seat.driver)).map(|seat| seat.driver)
            }
            kind => row.stands_for(kind),
        });
        let by_name = || season.competitors.iter().find(|(_, own)| own.kind == kind && same(&own.name, name));
        let found = of_row.or_else(|| by_name().map(|(ix, _)| ix));
        found.map_or_else(String::new, |ix| season.competitors[ix].id.clone())
    };
    let whose = Whose {
        season: Some(season.id.clone()),
        round: season.rounds[own.round].number.map(u32::from),
        session: own.id.clone(),
        id: &id,
    };
    Some(tell(&timed, &whose))
}

/// The classification, with what only lap records tell of each car.
pub fn classification(timed: &TimedSession, whose: &Whose, class: Option<&str>) -> wire::Classification {
    wire::Classification {
        schema: wire::SCHEMA,
        season: whose.season.clone(),
        round: whose.round,
        session: whose.session.clone(),
        rows: timed.rows(class).map(|each| row(timed, whose, each)).collect(),
        ordered_by: Some(wire::OrderedBy {
            kind: timed.order.taken.kind.word(),
            told: timed.order.taken.because.contains(&Evidence::Told),
            because: timed.order.taken.because.iter().map(evidence).collect(),
        }),
        distance_rule: timed.rule.map(wire::DistanceRule::from),
        finish: Some(wire::Finish {
            basis: timed.order.basis.word(),
            elapsed_ms: timed.order.flag_at.map(|at| at.0),
        }),
        flags: Some(
            flag_periods(timed.sheet)
                .iter()
                .map(|period| wire::FlagPeriod {
                    flag: period.flag.word(),
                    from_ms: period.from.0,
                    to_ms: period.to.0,
                })
                .collect(),
        ),
        against: None,
    }
}

fn row(timed: &TimedSession, whose: &Whose, row: &Row) -> wire::Row {
    let car = timed.sheet.car(row.car);
    let laps = timed.laps(row);
    let crew = whose.crew(car);
    let distance = timed.distance(row);
    let status = timed.status(row);
    let best = |best: BestLap| wire::BestLap {
        lap: Some(best.number),
        time_ms: best.time.0,
        driver: crew.driver(best.seat),
    };
    wire::Row {
        guessed: false,
        because: Vec::new(),
        position: row.position.map(u32::from),
        class: text(&car.class),
        class_position: row.class_position.map(u32::from),
        number: car.number.to_string(),
        team: whose.team(car),
        drivers: crew.0.iter().map(|driver| driver.1.clone()).collect(),
        chassis: text(&car.vehicle).or_else(|| text(&car.manufacturer)),
        engine: None,
        laps: Some(row.laps.0),
        status: status.word(),
        classified: status == Status::Finished,
        basis: "timed",
        group: text(&car.group),
        elapsed_ms: row.elapsed.map(|elapsed| elapsed.0),
        gap: row.gap.map(Into::into),
        interval: row.interval.map(Into::into),
        class_gap: row.class_gap.map(Into::into),
        class_interval: row.class_interval.map(Into::into),
        best_lap: row.best.map(best),
        second_best_lap: row.second_best.map(best),
        untimed: row.untimed,
        required_laps: distance.map(|distance| distance.required_laps).map(u32::from),
        meets_distance: distance.map(|distance| distance.margin_laps >= 0),
        laps_short: distance.map(|d| u32::try_from(-d.margin_laps).unwrap_or(0)),
        laps_after_flag: u32::try_from(row.after_flag).ok().filter(|&laps| laps > 0),
        stints: Some(stint_rows(&crew, laps)),
        driver_times: Some(driver_rows(&crew, laps)),
        pit_stops: Some(stop_rows(&crew, laps)),
        laps_by_flag: Some(laps_by_flag(laps).into_iter().map(|(flag, n)| (flag.word(), n)).collect()),
        grid: None,
        remark: None,
    }
}

fn stint_rows(crew: &Crew, laps: &[Lap]) -> Vec<wire::Stint> {
    let row = |stint: parcferme_core::timing::stints::Stint| wire::Stint {
        driver: crew.driver(stint.seat),
        first_lap: stint.first_lap,
        last_lap: stint.last_lap,
        laps: stint.laps.0,
        track_ms: stint.track_time.0,
        pit_ms: stint.pit_time.0,
        best_ms: stint.best.map(|time| time.0),
        mean_ms: stint.mean.map(|time| time.0),
    };
    stints(laps).into_iter().map(row).collect()
}

fn driver_rows(crew: &Crew, laps: &[Lap]) -> Vec<wire::DriverTime> {
    let row = |time: parcferme_core::timing::driver_time::DriverTime| wire::DriverTime {
        driver: crew.driver(time.seat),
        seat: time.seat,
        laps: time.laps.0,
        track_ms: time.track_time.0,
        pit_ms: time.pit_time.0,
        best_lap: time.best.map(|best| best.number),
        best_ms: time.best.map(|best| best.time.0),
    };
    driver_times(laps).into_iter().map(row).collect()
}

fn stop_rows(crew: &Crew, laps: &[Lap]) -> Vec<wire::PitStop> {
    let row = |stop: parcferme_core::timing::pit_stops::PitStop| wire::PitStop {
        kind: stop.kind.word(),
        lap: stop.lap,
        at_ms: stop.at.map(|at| at.0),
        pit_ms: stop.duration.map(|time| time.0),
        driver_in: crew.driver(stop.seat_in),
        driver_out: crew.driver(stop.seat_out),
    };
    pit_stops(laps).into_iter().map(row).collect()
}

/// The order at the end of each of the leader's laps.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = laps::LapChart)]
pub struct LapChart {
    #[schema(example = json!(LAP_CHART_SCHEMA))]
    pub schema: &'static str,
    pub season: Option<String>,
    pub round: Option<u32>,
    pub session: String,
    /// Laps of the leader that ended under a neutralisation.
    pub cautions: Vec<Caution>,
    /// In the order of the classification.
    pub cars: Vec<ChartedCar>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = laps::Caution)]
pub struct Caution {
    pub first_lap: u32,
    pub last_lap: u32,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = laps::ChartedCar)]
pub struct ChartedCar {
    pub number: String,
    pub class: Option<String>,
    pub team: Named,
    /// Position after each lap of the leader, from the first to the last in which the car crossed the line.
    pub positions: Vec<u32>,
}

pub fn chart(timed: &TimedSession, whose: &Whose) -> LapChart {
    let cars = timed.order.rows.iter().zip(lap_chart::positions_of(timed));
    LapChart {
        schema: LAP_CHART_SCHEMA,
        season: whose.season.clone(),
        round: whose.round,
        session: whose.session.clone(),
        cautions: cautions(timed.sheet)
            .into_iter()
            .map(|(first_lap, last_lap)| Caution { first_lap, last_lap })
            .collect(),
        cars: cars
            .map(|(row, positions)| {
                let own = timed.sheet.car(row.car);
                ChartedCar {
                    number: own.number.to_string(),
                    class: text(&own.class),
                    team: whose.team(own),
                    positions,
                }
            })
            .collect(),
    }
}

/// Every lap record.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = laps::Laps)]
pub struct Laps {
    #[schema(example = json!(LAPS_SCHEMA))]
    pub schema: &'static str,
    pub season: Option<String>,
    pub round: Option<u32>,
    pub session: String,
    /// In the order of the classification.
    pub cars: Vec<CarLaps>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = laps::CarLaps)]
pub struct CarLaps {
    pub number: String,
    pub class: Option<String>,
    pub team: Named,
    pub drivers: Vec<Seat>,
    pub laps: Vec<LapRecord>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = laps::Seat)]
pub struct Seat {
    pub seat: u8,
    pub driver: Named,
}

/// One lap of one car. What is not recorded is absent.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = laps::LapRecord)]
pub struct LapRecord {
    pub lap: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_ms: Option<i64>,
    /// From the green flag to the end of the lap.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub elapsed_ms: Option<i64>,
    /// Behind the first car to end this lap: of all, and of the class.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gap_ms: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class_gap_ms: Option<i64>,
    /// Who drove: a seat of `drivers`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seat: Option<u8>,
    /// What was shown at the line when the lap ended.
    pub flag: &'static str,
    /// Whether the lap ended in the pit lane.
    #[serde(skip_serializing_if = "is_false")]
    pub in_pit: bool,
    /// Time in the pit lane.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pit_ms: Option<i64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sectors_ms: Vec<Option<i64>>,
    /// Whether the car had taken the flag before: the lap does not count.
    #[serde(skip_serializing_if = "is_false")]
    pub after_flag: bool,
    /// Whether its time was taken away: it counts as a lap and not as a best lap.
    #[serde(skip_serializing_if = "is_false")]
    pub deleted: bool,
}

// The signature is serde's.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_false(own: &bool) -> bool {
    !own
}

/// The records of a class, or of all cars. Gaps are to the whole field and to the whole class either way.
pub fn laps(timed: &TimedSession, whose: &Whose, class: Option<&str>) -> Laps {
    let leads = |class: Option<&str>| {
        let cars: Vec<CarIndex> = timed.rows(class).map(|row| row.car).collect();
        Leads::of(cars.iter().flat_map(|&car| timed.sheet.laps_of(car)))
    };
    let overall = leads(None);
    let by_class: Vec<(&str, Leads)> =
        timed.classes().into_iter().map(|class| (class, leads(Some(class)))).collect();
    let cars = timed.rows(class).map(|row| {
        let own = timed.sheet.car(row.car);
        let counted = timed.laps(row).len();
        let in_class = by_class.iter().find(|(class, _)| *class == own.class).map(|(_, leads)| leads);
        let records = timed.sheet.laps_of(row.car).iter().enumerate().map(|(n, lap)| LapRecord {
            lap: lap.number,
            time_ms: lap.time.get().map(|time| time.0),
            elapsed_ms: lap.elapsed.get().map(|time| time.0),
            gap_ms: overall.behind(lap).map(|time| time.0),
            class_gap_ms: in_class.and_then(|leads| leads.behind(lap)).map(|time| time.0),
            seat: Some(lap.seat).filter(|&seat| seat > 0),
            flag: lap.flag.word(),
            in_pit: lap.in_pit,
            pit_ms: lap.pit.get().map(|time| time.0),
            sectors_ms: match timed.sheet.sectors(lap).iter().any(|own| own.is_some()) {
                true => timed.sheet.sectors(lap).iter().map(|own| own.get().map(|time| time.0)).collect(),
                false => Vec::new(),
            },
            after_flag: n >= counted,
            deleted: lap.deleted,
        });
        CarLaps {
            number: own.number.to_string(),
            class: text(&own.class),
            team: whose.team(own),
            drivers: whose.crew(own).0.into_iter().map(|(seat, driver)| Seat { seat, driver }).collect(),
            laps: records.collect(),
        }
    });
    Laps {
        schema: LAPS_SCHEMA,
        season: whose.season.clone(),
        round: whose.round,
        session: whose.session.clone(),
        cars: cars.collect(),
    }
}

/// The crew's names, made once for all its stints.
struct Crew(Vec<(u8, Named)>);

impl Crew {
    fn driver(&self, seat: u8) -> Option<Named> {
        self.0.iter().find(|driver| driver.0 == seat).map(|driver| driver.1.clone())
    }
}

fn text(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}
