//! What must hold between the columns of a lap file; violations are reported, not repaired in silence.

use super::cells::Row;
use super::complaints::Complaints;
use parcferme_core::Diagnostic;
use parcferme_core::timing::{Car, CarIndex, Lap, LapSheet, Ms};

/// A day in milliseconds.
const DAY_MS: i64 = 86_400_000;

/// Leaves one record for each car and lap, the first of the document; laps must be sorted.
pub fn drop_repeated(laps: &mut Vec<Lap>, cars: &[Car], complaints: &mut Complaints) {
    let same = |a: &Lap, b: &Lap| (a.car, a.number) == (b.car, b.number);
    if !laps.windows(2).any(|pair| same(&pair[0], &pair[1])) {
        return;
    }
    laps.dedup_by(|second, first| {
        if !same(first, second) {
            return false;
        }
        let alike = Lap { line: 0, ..*first } == Lap { line: 0, ..*second };
        complaints.add(second.line, b"", || {
            let what = if alike { "twice" } else { "twice with different values" };
            let message = format!(
                "lap {} of car {} is recorded {what}; the record of line {} was kept",
                second.number,
                cars[second.car.index()].number,
                first.line
            );
            Diagnostic::warning("PF0520", message)
        });
        true
    });
}

/// Where ELAPSED is absent, takes the sum of the lap times and says so; laps must be sorted.
pub fn fill_elapsed(laps: &mut [Lap], cars: &[Car], complaints: &mut Complaints) {
    if laps.iter().all(|lap| lap.elapsed.is_some()) {
        return;
    }
    let mut before: Option<(CarIndex, u32, i64)> = None;
    for lap in laps {
        let sum = match before {
            Some((car, number, elapsed)) if car == lap.car && number + 1 == lap.number => Some(elapsed),
            _ if lap.number == 1 => Some(0),
            _ => None,
        };
        if !lap.elapsed.is_some()
            && let (Some(sum), Some(time)) = (sum, lap.time.get())
            && let Ok(elapsed) = u32::try_from(sum + time.0)
        {
            lap.elapsed = Ms::new(elapsed);
            complaints.add(lap.line, b"", || {
                let number = &cars[lap.car.index()].number;
                Diagnostic::note(
                    "PF0521",
                    format!(
                        "lap {} of car {number} has no elapsed time; the sum of the lap times was taken",
                        lap.number
                    ),
                )
            });
        }
        before = lap.elapsed.get().map(|elapsed| (lap.car, lap.number, elapsed.0));
    }
}

/// A sector that stands in two columns with two values.
#[cold]
pub fn sector_differs(row: &Row, name: &str, sector: Ms, again: Ms, complaints: &mut Complaints) {
    complaints.add(row.line, row.text, || {
        Diagnostic::note(
            "PF0522",
            format!("column {name} differs from the sector it repeats, which was kept"),
        )
        .found(format!("{again:?}"))
        .expected(format!("{sector:?}"))
    });
}

/// Checks numbering, sums, pit times and time of day of every car.
pub fn check(sheet: &LapSheet, complaints: &mut Complaints) {
    let start = most_common_start(sheet);
    for car in sheet.car_indexes() {
        let number = &sheet.car(car).number;
        let mut previous: Option<&Lap> = None;
        for lap in sheet.laps_of(car) {
            check_order(number, previous, lap, complaints);
            check_pit(number, previous, lap, complaints);
            if let (Some(start), Some(own)) = (start, start_of_day(lap))
                && own != start
            {
                complaints.add(lap.line, b"", || {
                    Diagnostic::note("PF0527", format!("time of day and elapsed time of lap {} of car {number} do not fit the session's start", lap.number))
                        .found(format!("start at {}", parcferme_core::Millis(own)))
                        .expected(format!("start at {}", parcferme_core::Millis(start)))
                });
            }
            previous = Some(lap);
        }
    }
    check_marks(sheet, complaints);
}

fn check_order(number: &str, previous: Option<&Lap>, lap: &Lap, complaints: &mut Complaints) {
    let expected = previous.map_or(1, |previous| previous.number.saturating_add(1));
    if lap.number != expected {
        complaints.add(lap.line, b"", || {
            let missing = if lap.number == expected + 1 {
                format!("lap {expected} of car {number} is missing")
            } else {
                format!("laps {expected} to {} of car {number} are missing", lap.number - 1)
            };
            Diagnostic::warning("PF0523", missing)
                .help("the lap after it tells the elapsed time; laps are counted by their number")
        });
    }
    let before = match previous {
        Some(previous) if lap.number == expected => previous.elapsed.get(),
        None if lap.number == 1 => Some(parcferme_core::Millis(0)),
        _ => None,
    };
    let (Some(elapsed), Some(before)) =
        (lap.elapsed.get(), before.or(previous.and_then(|previous| previous.elapsed.get())))
    else {
        return;
    };
    if elapsed < before {
        complaints.add(lap.line, b"", || {
            Diagnostic::warning(
                "PF0524",
                format!("elapsed time of car {number} runs backwards on lap {}", lap.number),
            )
            .found(elapsed.to_string())
            .expected(format!("more than {before}"))
        });
    } else if let (Some(time), true) = (lap.time.get(), lap.number == expected)
        && elapsed.0 - before.0 != time.0
    {
        complaints.add(lap.line, b"", || {
            Diagnostic::note(
                "PF0525",
                format!("elapsed time of car {number} does not grow by the time of lap {}", lap.number),
            )
            .found((parcferme_core::Millis(elapsed.0 - before.0)).to_string())
            .expected(time.to_string())
        });
    }
}

fn check_pit(number: &str, previous: Option<&Lap>, lap: &Lap, complaints: &mut Complaints) {
    let came_in = previous.is_some_and(|previous| previous.in_pit);
    if lap.pit.is_some() == came_in {
        return;
    }
    // Held in the pit lane before the line: the lap itself carries the time, the next one none.
    let within = previous.is_some_and(|previous| previous.pit.is_some());
    complaints.add(lap.line, b"", || {
        let lap_number = lap.number;
        let message = match (came_in, lap_number) {
            (true, _) if within => {
                format!("car {number} left the pits on lap {lap_number} with its time on the lap before")
            }
            (true, _) => format!("car {number} left the pits on lap {lap_number}, which has no pit time"),
            (false, 1) => format!("car {number} started from the pit lane: pit time on lap 1"),
            (false, _) => format!(
                "car {number} has a pit time on lap {lap_number} without having come in on the lap before"
            ),
        };
        Diagnostic::note("PF0526", message)
    });
}

/// Time of day at which the lap's clock started.
fn start_of_day(lap: &Lap) -> Option<i64> {
    Some((lap.hour.get()?.0 - lap.elapsed.get()?.0).rem_euclid(DAY_MS))
}

/// The start that most laps agree on.
fn most_common_start(sheet: &LapSheet) -> Option<i64> {
    // The usual file has one start: a majority vote finds it in one pass, without counting.
    let (mut start, mut votes) = (None, 0_u64);
    for own in sheet.laps().iter().filter_map(start_of_day) {
        match (start == Some(own), votes) {
            (true, _) => votes += 1,
            (false, 0) => (start, votes) = (Some(own), 1),
            (false, _) => votes -= 1,
        }
    }
    start
}

/// The car's best lap by mark is not the fastest by time: a lap was deleted, or time was corrected.
fn check_marks(sheet: &LapSheet, complaints: &mut Complaints) {
    for car in sheet.car_indexes() {
        let laps = sheet.laps_of(car);
        let Some(marked) = laps.iter().find(|lap| lap.mark >= 2) else { continue };
        let best = parcferme_core::timing::classification::best_lap(laps);
        if best.is_some_and(|best| Some(best.time) != marked.time.get()) {
            complaints.add(marked.line, b"", || {
                let number = &sheet.car(car).number;
                let found =
                    best.map_or(String::new(), |best| format!("{} on lap {}", best.time, best.number));
                Diagnostic::note(
                    "PF0528",
                    format!("car {number}: the lap marked as its best is not its fastest"),
                )
                .found(found)
                .expected(format!("{:?} on lap {}", marked.time, marked.number))
                .help("a deleted lap keeps its mark: the stewards may have taken one away")
            });
        }
    }
}
