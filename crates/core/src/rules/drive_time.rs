//! Kind `drive_time`: the time that a driver must have driven, or may drive at most.

use crate::bar_keys;
use crate::block::{Key, Shape};
use crate::exact::Millis;
use crate::rules::bar::{Bar, Entrant};
use crate::rules::kind::{Rule, RuleBlock};
use crate::season::Seat;

/// Limits of a driver's time at the wheel. A driver whose time is not known meets them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DriveTime {
    pub min: Option<Millis>,
    pub max: Option<Millis>,
    /// Whether the whole car scores nothing, not only the driver.
    pub whole_car: bool,
}

impl Rule for DriveTime {
    const NAME: &'static str = "drive_time";
    const DOC: &'static str = "Times that drivers must, or may at most, drive.";
    const KEYS: &'static [Key] = bar_keys![
        Key {
            name: "min",
            shape: Shape::Duration,
            doc: "Every driver of a car must have driven at least this long."
        },
        Key { name: "max", shape: Shape::Duration, doc: "No driver may have driven longer than this." },
        Key {
            name: "else",
            shape: Shape::Word(&["driver-scores-nothing", "car-scores-nothing"]),
            doc: "Who scores nothing where a driver misses it: that driver, or the whole car."
        },
    ];

    fn read(block: &mut RuleBlock<'_, '_>) -> DriveTime {
        DriveTime {
            min: block.duration("min"),
            max: block.duration("max"),
            whole_car: block.word("else").is_some_and(|at| at.value == "car-scores-nothing"),
        }
    }
}

impl DriveTime {
    fn met_by(&self, seat: &Seat) -> bool {
        seat.drive_time.is_none_or(|time| {
            self.min.is_none_or(|min| time >= min) && self.max.is_none_or(|max| time <= max)
        })
    }
}

impl Bar for DriveTime {
    fn car(&self, car: &Entrant<'_>) -> bool {
        self.whole_car && car.row.crew.iter().any(|seat| seat.drove && self.driver(car, seat))
    }

    fn driver(&self, _car: &Entrant<'_>, seat: &Seat) -> bool {
        !self.met_by(seat)
    }

    fn prose(&self) -> String {
        let mut limits = Vec::new();
        limits.extend(self.min.map(|min| format!("at least {min}")));
        limits.extend(self.max.map(|max| format!("at most {max}")));
        let who = if self.whole_car { "the car" } else { "a driver" };
        format!("Every driver must drive {}, else {who} scores nothing", limits.join(" and "))
    }
}
