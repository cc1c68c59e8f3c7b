//! Kind `incidents`: a limit of incident points in a session, as sim-racing leagues have it.

use crate::bar_keys;
use crate::block::{Key, Shape};
use crate::rules::bar::{Bar, Entrant};
use crate::rules::kind::{Measure, Rule, RuleBlock, Unit};

/// A car over the limit scores nothing. A car whose incidents are not known is not over it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentLimit {
    pub limit: u32,
}

impl Rule for IncidentLimit {
    const NAME: &'static str = "incidents";
    const DOC: &'static str = "Limits of incident points.";
    const KEYS: &'static [Key] = bar_keys![Key {
        name: "limit",
        shape: Shape::Count,
        doc: "Most incident points with which a car still scores."
    }];
    const MEASURES: &'static [Measure] = &[Measure {
        name: "incidents",
        unit: Unit::Count,
        doc: "Incident points, where a league counts them.",
    }];

    fn read(block: &mut RuleBlock<'_, '_>) -> IncidentLimit {
        let limit = block.count("limit");
        IncidentLimit { limit: block.require("limit", limit) }
    }
}

impl Bar for IncidentLimit {
    fn car(&self, car: &Entrant<'_>) -> bool {
        car.row.measure("incidents").is_some_and(|own| own > i64::from(self.limit))
    }

    fn prose(&self) -> String {
        format!("A car with more than {} incident points scores nothing", self.limit)
    }
}
