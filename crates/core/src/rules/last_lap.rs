//! Kind `last_lap`: a limit of the time for the last lap. A car over it loses laps, or is not classified.

use crate::block::{Block, Key, Reader, Shape};
use crate::exact::Millis;
use crate::numbers::Laps;
use crate::outcome::Effect;
use crate::rule_keys;
use crate::rules::amendment::{Amendment, InSession, Run};
use crate::rules::kind::{Measure, Rule, RuleBlock, Unit};
use crate::season::{ResultRow, Status};

/// Of the limits that a last lap is over, the longest applies. A car whose last lap is not known is over none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastLap {
    pub limits: Vec<Limit>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    pub over: Millis,
    /// Laps that are taken; None where the car is not classified.
    pub laps: Option<Laps>,
}

const LIMIT_KEYS: &[Key] = &[
    Key { name: "over", shape: Shape::Duration, doc: "For a last lap that took longer than this." },
    Key {
        name: "laps",
        shape: Shape::Positive,
        doc: "Laps that are taken; without it, the car is not classified.",
    },
];

impl Rule for LastLap {
    const NAME: &'static str = "last_lap";
    const DOC: &'static str = "Limits of the time for the last lap.";
    const FOR_TITLES: bool = false;
    const KEYS: &'static [Key] = rule_keys![Key {
        name: "limits",
        shape: Shape::Tables(LIMIT_KEYS),
        doc: "What a car loses that is over a limit; of several that it is over, the longest."
    }];
    const MEASURES: &'static [Measure] =
        &[Measure { name: "last_lap", unit: Unit::Time, doc: "Time of the car's last lap." }];

    fn read(block: &mut RuleBlock<'_, '_>) -> LastLap {
        let limits = block.each("limits", Limit::read);
        if limits.is_empty() {
            block.require::<()>("limits", None);
        }
        LastLap { limits }
    }
}

impl Limit {
    fn read(block: &mut Block<'_>, reader: &mut Reader<'_>) -> Limit {
        let over = block.duration(reader, "over");
        Limit {
            over: block.require(reader, "over", over).value,
            laps: block.count(reader, "laps").map(|at| Laps(at.value)),
        }
    }
}

impl Amendment for LastLap {
    fn amend(&self, row: &ResultRow, _session: &InSession<'_>, run: &Run) -> Option<(Run, Effect)> {
        let time = row.measure("last_lap")?;
        let limit = self.limits.iter().filter(|limit| time > limit.over.0).max_by_key(|limit| limit.over)?;
        let Some(laps) = limit.laps else {
            return Some((Run { status: Status::Nc, ..run.clone() }, Effect::Became(Status::Nc)));
        };
        let left = run.laps?.saturating_sub(laps);
        Some((Run { laps: Some(left), ..run.clone() }, Effect::LapsTaken(run.laps?.saturating_sub(left))))
    }

    fn prose(&self) -> String {
        let loss = |limit: &Limit| match limit.laps {
            Some(Laps(1)) => format!("more than {} costs a lap", limit.over),
            Some(laps) => format!("more than {} costs {}", limit.over, laps.in_words()),
            None => format!("with more than {} a car is not classified", limit.over),
        };
        let losses: Vec<String> = self.limits.iter().map(loss).collect();
        format!("A last lap of {}", losses.join(", "))
    }
}
