//! The words in which reasons are printed.

use parcferme_core::Millis;
use parcferme_core::timing::LapSheet;
use parcferme_core::timing::official::Reason;

/// `1 lap`, `2 laps`.
fn laps(laps: u64) -> String {
    if laps == 1 { "1 lap".to_owned() } else { format!("{laps} laps") }
}

/// One sentence on a reason, without a full stop.
pub fn reason(reason: &Reason, sheet: &LapSheet) -> String {
    let best = |best: &Option<(u32, Millis)>| match best {
        Some((lap, time)) => format!("{time} on lap {lap}"),
        None => "none".to_owned(),
    };
    match reason {
        Reason::Time(Millis(ms)) if *ms > 0 => {
            let penalty = if ms % 1000 == 0 { ": a time penalty by its look" } else { "" };
            format!("published total is {} longer than timed{penalty}", Millis(*ms))
        }
        Reason::Time(Millis(ms)) => format!("published total is {} shorter than timed", Millis(-ms)),
        Reason::Laps(count) if *count < 0 => {
            format!("{} fewer published than timed", laps(count.unsigned_abs()))
        }
        Reason::Laps(count) => format!("{} more published than timed", laps(count.unsigned_abs())),
        Reason::Status(status) => format!("published as {status}"),
        Reason::Moved { by_laps_and_time } => {
            format!("moved by a decision: its published laps and time would make it {by_laps_and_time}")
        }
        Reason::Displaced { by } => {
            let numbers: Vec<&str> = by.iter().map(|&car| sheet.car(car).number.as_str()).collect();
            let cars = if numbers.len() == 1 { "car" } else { "cars" };
            format!("changed places with {cars} {}, nothing of its own", numbers.join(", "))
        }
        Reason::BestLap { published, timed } => {
            format!("best lap published as {}, timed {}", best(published), best(timed))
        }
        Reason::PlaceUnread => "the published place is not a number".to_owned(),
        Reason::NoLapRecords => "published, but the lap file has no record of it".to_owned(),
        Reason::NotPublished => "timed, but not in the published result".to_owned(),
        Reason::Unexplained => "neither document says why".to_owned(),
    }
}
