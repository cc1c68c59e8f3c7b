//! Kind `drive_time`: the time that a driver must have driven, or may drive at most.

use crate::bar_keys;
use crate::block::{Key, Shape};
use crate::exact::{Millis, Share};
use crate::rules::bar::{Bar, Entrant};
use crate::rules::kind::{Measure, Rule, RuleBlock, Unit};
use crate::season::{Length, Seat};

/// Limits of a driver's time at the wheel. A driver whose time is not known meets them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DriveTime {
    pub min: Option<Millis>,
    pub max: Option<Millis>,
    /// Grades or other categories of the drivers that it is about; empty means all.
    pub categories: Vec<String>,
    /// By how much of the share of the race lost to red flags the minimum is cut.
    pub red_flag_cut: Share,
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
            name: "categories",
            shape: Shape::TextList,
            doc: "Only drivers of one of these categories, such as a grade."
        },
        Key {
            name: "red_flag_cut",
            shape: Shape::Share,
            doc: "The minimum is cut by this much of the share of the race that was lost to red flags: \"100 %\" by that share, \"200 %\" by twice as much."
        },
        Key {
            name: "else",
            shape: Shape::Word(&["driver-scores-nothing", "car-scores-nothing"]),
            doc: "Who scores nothing where a driver misses it: that driver, or the whole car."
        },
    ];

    const OF_RACE: &'static [Measure] = &[Measure {
        name: "red_flag",
        unit: Unit::Time,
        doc: "Time of the scheduled length that was lost to red flags.",
    }];

    fn read(block: &mut RuleBlock<'_, '_>) -> DriveTime {
        DriveTime {
            min: block.duration("min"),
            max: block.duration("max"),
            categories: block.text_list("categories").into_iter().map(|at| at.value).collect(),
            red_flag_cut: block.share("red_flag_cut").unwrap_or(Share::percent(0)),
            whole_car: block.word("else").is_some_and(|at| at.value == "car-scores-nothing"),
        }
    }
}

impl DriveTime {
    fn is_about(&self, car: &Entrant<'_>, seat: &Seat) -> bool {
        let own = &car.season.competitors[seat.driver].categories;
        self.categories.is_empty() || own.iter().any(|own| self.categories.contains(own))
    }

    /// The least time in a race. The cut is exact, so that a whole millisecond too few misses it.
    fn least(&self, car: &Entrant<'_>) -> Option<Millis> {
        let min = self.min?;
        let (Some(lost), Some(Length::Time(length))) =
            (car.session().measure("red_flag"), car.occasion.length)
        else {
            return Some(min);
        };
        let (over, under) = self.red_flag_cut.ratio();
        let whole = i128::from(under) * i128::from(length.0);
        let cut = (i128::from(min.0) * i128::from(over) * i128::from(lost)).checked_div(whole).unwrap_or(0);
        Some(Millis(i64::try_from(i128::from(min.0) - cut).unwrap_or(0).max(0)))
    }
}

impl Bar for DriveTime {
    fn car(&self, car: &Entrant<'_>) -> bool {
        self.whole_car && car.row.crew.iter().any(|seat| seat.drove && self.driver(car, seat))
    }

    fn driver(&self, car: &Entrant<'_>, seat: &Seat) -> bool {
        self.is_about(car, seat)
            && seat.drive_time.is_some_and(|time| {
                self.least(car).is_some_and(|least| time < least) || self.max.is_some_and(|max| time > max)
            })
    }

    fn prose(&self) -> String {
        let mut limits = Vec::new();
        let cut = match self.red_flag_cut {
            none if none == Share::percent(0) => String::new(),
            share => format!(" (cut by {share} of the share of the race lost to red flags)"),
        };
        limits.extend(self.min.map(|min| format!("at least {min}{cut}")));
        limits.extend(self.max.map(|max| format!("at most {max}")));
        let who = if self.whole_car { "the car" } else { "a driver" };
        let drivers = match self.categories.as_slice() {
            [] => "Every driver".to_owned(),
            some => format!("Every driver of the category {}", some.join(" or ")),
        };
        format!("{drivers} must drive {}, else {who} scores nothing", limits.join(" and "))
    }
}
