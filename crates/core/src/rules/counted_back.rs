//! Kind `counted_back`: a race that was stopped and not resumed is classified as at the end of an earlier lap.

use crate::block::{Key, Shape};
use crate::exact::Millis;
use crate::numbers::Laps;
use crate::outcome::Effect;
use crate::rule_keys;
use crate::rules::amendment::{Amendment, Finer, InSession, Run};
use crate::rules::kind::{Measure, Rule, RuleBlock, Unit};
use crate::season::{ResultRow, Status};

/// How many laps before the one on which the race was stopped.
///
/// It is as if the flag had been shown to the leader at the end of that lap: every other car is classified at its next
/// crossing of the line, or at its last if there was none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedBack {
    pub laps: Laps,
}

impl Rule for CountedBack {
    const NAME: &'static str = "counted_back";
    const DOC: &'static str = "At the end of which lap a stopped race is classified.";
    const FOR_TITLES: bool = false;
    const KEYS: &'static [Key] = rule_keys![Key {
        name: "laps",
        shape: Shape::Count,
        doc: "Laps from the one on which the race was stopped back to the one that counts; 2 for the last but one before it."
    }];
    const MEASURES: &'static [Measure] = &[Measure {
        name: "crossings",
        unit: Unit::TimeByLap,
        doc: "Race time at the end of laps around the stop of a race.",
    }];
    const OF_RACE: &'static [Measure] = &[Measure {
        name: "stopped_on_lap",
        unit: Unit::Count,
        doc: "Lap of the leader on which the race was stopped for good.",
    }];

    fn read(block: &mut RuleBlock<'_, '_>) -> CountedBack {
        let laps = block.count("laps");
        CountedBack { laps: Laps(block.require("laps", laps)) }
    }
}

impl Amendment for CountedBack {
    fn amend(&self, row: &ResultRow, session: &InSession<'_>, run: &Run) -> Option<(Run, Effect)> {
        let stopped = Laps(u32::try_from(session.measure("stopped_on_lap")?).ok()?);
        let counted = stopped.checked_sub(self.laps)?;
        let leaders = session.rows().filter_map(|row| crossings(row).find(|&(lap, _)| lap == counted));
        let flag = leaders.map(|(_, at)| at).min()?;
        let own = crossings(row).find(|&(_, at)| at >= flag).or_else(|| crossings(row).last());
        let (status, laps, time) = match own {
            Some((laps, at)) if at >= flag && run.status == Status::Dnf => {
                (Status::Finished, Some(laps), Some(Millis(at)))
            }
            Some((laps, at)) => (run.status, Some(laps), Some(Millis(at))),
            // Where it was is not known, but not beyond the leader.
            None => (run.status, run.laps.map(|laps| laps.min(counted)), None),
        };
        let effect = Effect::CountedBack { laps, time };
        Some((Run { status, laps, time, finer: Finer { time: 0, ..run.finer }, ..run.clone() }, effect))
    }

    fn prose(&self) -> String {
        format!(
            "A race that is stopped for good is classified as {} before the one of the stop",
            self.laps.in_words()
        )
    }
}

fn crossings(row: &ResultRow) -> impl DoubleEndedIterator<Item = (Laps, i64)> + '_ {
    row.measure_by_lap("crossings").map(|(lap, at)| (Laps(lap), at))
}
