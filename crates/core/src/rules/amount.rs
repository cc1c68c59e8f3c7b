//! Kind `amount`: points for every so many of something: laps led, places gained.

use crate::block::{Key, Shape};
use crate::exact::Points;
use crate::extra_keys;
use crate::outcome::ClassificationRow;
use crate::rules::extra::{Extra, Field, Gain};
use crate::rules::kind::{Measure, Rule, RuleBlock, Unit};

/// Points for every `every` of what is measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount {
    of: &'static str,
    every: u32,
}

/// Counts something of a car.
type Count = fn(&Field<'_>, &ClassificationRow) -> u32;

/// Measures that are worked out from results; the results state all others.
const WORKED_OUT: [(&str, Count); 2] = [
    ("laps", |_, row| row.laps.unwrap_or_default().0),
    ("places_gained", |field, row| field.places_gained(row)),
];

impl Rule for Amount {
    const NAME: &'static str = "amount";
    const DOC: &'static str = "Points for every so many of something.";
    const KEYS: &'static [Key] = extra_keys![
        Key {
            name: "of",
            shape: Shape::Word(&["laps_led", "laps_led_in_class", "laps", "places_gained", "incidents"]),
            doc: "What is counted, car by car."
        },
        Key {
            name: "every",
            shape: Shape::Positive,
            doc: "The points are given for every so many of it; 1 unless said."
        },
    ];
    const MEASURES: &'static [Measure] = &[
        Measure { name: "laps_led", unit: Unit::Count, doc: "Laps that the car led the race." },
        Measure { name: "laps_led_in_class", unit: Unit::Count, doc: "Laps that the car led its class." },
    ];

    fn read(block: &mut RuleBlock<'_, '_>) -> Amount {
        let of = block.word("of");
        Amount { of: block.require("of", of).value, every: block.count("every").unwrap_or(1) }
    }
}

impl Extra for Amount {
    fn gains<'c>(&self, points: Points, field: &Field<'c>) -> Vec<Gain<'c>> {
        let worked_out = WORKED_OUT.iter().find(|(name, _)| *name == self.of).map(|&(_, count)| count);
        let count = |row: &ClassificationRow| match worked_out {
            Some(count) => i64::from(count(field, row)),
            None => field.result(row).measure(self.of).unwrap_or(0),
        };
        let gains = field.rows().map(|row| (row, count(row) / i64::from(self.every)));
        let gains = gains.filter(|&(_, times)| times > 0);
        gains.map(|(row, times)| Gain { row, driver: None, points: points * times, fact: None }).collect()
    }

    fn most(&self, _points: Points, _cars: u32) -> Option<Points> {
        None
    }

    fn what(&self) -> &str {
        self.of
    }

    fn prose(&self, points: Points, whom: &str) -> String {
        let what = self.of.replace('_', " ");
        match self.every {
            1 => format!("{points} for each of the {what}{whom}"),
            every => format!("{points} for every {every} {what}{whom}"),
        }
    }
}
