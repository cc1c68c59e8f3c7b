//! What must hold between the columns of a lap file; violations are reported, not repaired in silence.

use super::cells::Row;
use super::complaints::Complaints;
use parcferme_core::number_words::time_in_words;
use parcferme_core::timing::classification::best_lap;
use parcferme_core::timing::strange::{What, strange_laps};
use parcferme_core::timing::{Car, CarIndex, Exact, Lap, LapSheet, Ms, Taken};
use parcferme_core::{Diagnostic, Millis};
use std::collections::BTreeMap;

/// A day in milliseconds.
const DAY_MS: i64 = 86_400_000;

/// Leaves one record for each car and lap, the first of the document; laps must be sorted.
pub fn drop_repeated(laps: &mut Vec<Lap>, cars: &[Car], complaints: &mut Complaints) {
    let same = |a: &Lap, b: &Lap| (a.car, a.number) == (b.car, b.number);
    if !laps.windows(2).any(|pair| same(&pair[0], &pair[1])) {
        return;
    }
    let alike = |a: &Lap, b: &Lap| Lap { line: 0, sectors: 0, ..*a } == Lap { line: 0, sectors: 0, ..*b };
    let two_in_one = two_in_one(laps, |a, b| same(a, b) && !alike(a, b));
    for (&car, &line) in &two_in_one {
        complaints.add(line, b"", || {
            let message =
                format!("most laps of car {} are recorded twice with different values", cars[car.index()].number);
            Diagnostic::warning("PF0541", message)
                .found("two records of a lap, one of which was left out each time")
                .expected("one record a lap")
                .help("two cars may bear this number: give one of them another, or name team, class or driver in each row")
        });
    }
    laps.dedup_by(|second, first| {
        if !same(first, second) {
            return false;
        }
        if two_in_one.contains_key(&second.car) {
            return true;
        }
        complaints.add(second.line, b"", || {
            let what = if alike(first, second) { "twice" } else { "twice with different values" };
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

/// Cars of which at least half of the laps, and more than one, are recorded twice with different values, with the line of
/// the first such record.
fn two_in_one(laps: &[Lap], differ: impl Fn(&Lap, &Lap) -> bool) -> BTreeMap<CarIndex, u32> {
    let mut found = BTreeMap::new();
    for own in laps.chunk_by(|a, b| a.car == b.car) {
        let differing = || own.windows(2).filter(|pair| differ(&pair[0], &pair[1]));
        let twice = differing().count();
        if twice > 1 && twice * 2 >= own.len() - twice {
            found.extend(differing().map(|pair| (pair[1].car, pair[1].line)).next());
        }
    }
    found
}

/// Where ELAPSED is absent, takes the sum of the lap times, or else the time of day, and says so; laps must be sorted.
pub fn fill_elapsed(laps: &mut [Lap], cars: &[Car], complaints: &mut Complaints) {
    if laps.iter().all(|lap| lap.elapsed.is_some()) {
        return;
    }
    let start = most_common_start(laps);
    let mut before: Option<(CarIndex, u32, i64)> = None;
    for lap in laps {
        if !lap.elapsed.is_some() {
            let same_car = before.filter(|own| own.0 == lap.car);
            let sum = match same_car {
                Some((_, number, elapsed)) if number + 1 == lap.number => Some(elapsed),
                _ if lap.number == 1 => Some(0),
                _ => None,
            };
            let by_sum = sum.zip(lap.took()).map(|(sum, took)| sum + finest(took));
            let by_clock = || {
                // The clock starts again at midnight: the elapsed time goes on from the lap before.
                let from = same_car.map_or(0, |own| own.2 / REST);
                let own = (lap.hour.get()?.0 - start? - from).rem_euclid(DAY_MS);
                Some((own + from) * REST)
            };
            let filled = by_sum.map(|at| (at, false)).or_else(|| by_clock().map(|at| (at, true)));
            if let Some((at, by_clock)) = filled
                && let Ok(ms) = u32::try_from(at / REST)
                && ms != u32::MAX
            {
                lap.elapsed = Ms::new(ms);
                lap.elapsed_rest = (at % REST) as u16;
                complaints.add(lap.line, b"", || {
                    let number = &cars[lap.car.index()].number;
                    let what = format!("lap {} of car {number} has no elapsed time", lap.number);
                    match by_clock {
                        true => Diagnostic::warning(
                            "PF0542",
                            format!("{what}; it was taken from the time of day"),
                        )
                        .found(format!("{:?} by the clock", lap.hour))
                        .expected("a time in ELAPSED"),
                        false => {
                            Diagnostic::note("PF0521", format!("{what}; the sum of the lap times was taken"))
                        }
                    }
                });
            }
        }
        before = lap.crossed().map(|at| (lap.car, lap.number, finest(at)));
    }
}

/// Ten-thousandths in a millisecond.
const REST: i64 = 10_000;

/// A time in ten-thousandths of a millisecond.
fn finest(time: Exact) -> i64 {
    time.0.0 * REST + i64::from(time.1)
}

/// Of a file whose times have more digits than are shown.
pub fn finer_than_millis() -> Diagnostic {
    Diagnostic::note(
        "PF0543",
        "times have digits beyond the millisecond: cars and laps are ordered by all of them, and shown in milliseconds",
    )
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
pub fn check(sheet: &LapSheet, marked: &[u32], complaints: &mut Complaints) {
    let start = most_common_start(sheet.laps());
    for car in sheet.car_indexes() {
        let number = &sheet.car(car).number;
        let mut previous: Option<&Lap> = None;
        for lap in sheet.laps_of(car) {
            check_order(number, previous, lap, complaints);
            check_pit(number, previous, lap, complaints);
            if let (Some(start), Some(own)) = (start, start_of_day(lap))
                && own != start
                // Of times with more digits the milliseconds are cut, not rounded.
                && !(lap.elapsed_rest > 0 && own.abs_diff(start) <= 1)
            {
                complaints.add(lap.line, b"", || {
                    Diagnostic::note("PF0527", format!("time of day and elapsed time of lap {} of car {number} do not fit the session's start", lap.number))
                        .found(format!("start at {}", Millis(own)))
                        .expected(format!("start at {}", Millis(start)))
                });
            }
            previous = Some(lap);
        }
    }
    check_marks(sheet, marked, complaints);
    check_lengths(sheet, complaints);
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
        Some(previous) if lap.number == expected => previous.crossed(),
        None if lap.number == 1 => Some(Exact(Millis(0), 0)),
        _ => None,
    };
    let (Some(elapsed), Some(before)) =
        (lap.crossed(), before.or(previous.and_then(|previous| previous.crossed())))
    else {
        return;
    };
    if elapsed < before {
        complaints.add(lap.line, b"", || {
            Diagnostic::warning(
                "PF0524",
                format!("elapsed time of car {number} runs backwards on lap {}", lap.number),
            )
            .found(elapsed.0.to_string())
            .expected(format!("more than {}", before.0))
        });
    } else if let (Some(time), true) = (lap.took(), lap.number == expected)
        && finest(elapsed) - finest(before) != finest(time)
    {
        complaints.add(lap.line, b"", || {
            Diagnostic::note(
                "PF0525",
                format!("elapsed time of car {number} does not grow by the time of lap {}", lap.number),
            )
            .found(Millis(elapsed.0.0 - before.0.0).to_string())
            .expected(time.0.to_string())
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
fn most_common_start(laps: &[Lap]) -> Option<i64> {
    // The usual file has one start: a majority vote finds it in one pass, without counting.
    let (mut start, mut votes) = (None, 0_u64);
    for own in laps.iter().filter_map(start_of_day) {
        match (start == Some(own), votes) {
            (true, _) => votes += 1,
            (false, 0) => (start, votes) = (Some(own), 1),
            (false, _) => votes -= 1,
        }
    }
    start
}

/// The car's best lap by the vendor's mark is not the fastest by time: a lap was deleted, or time was corrected. `marked`
/// has the lines with such a mark.
fn check_marks(sheet: &LapSheet, marked: &[u32], complaints: &mut Complaints) {
    if marked.is_empty() {
        return;
    }
    for car in sheet.car_indexes() {
        let laps = sheet.laps_of(car);
        let Some(marked) = laps.iter().find(|lap| marked.binary_search(&lap.line).is_ok()) else { continue };
        let best = best_lap(laps);
        if best.is_some_and(|best| Some(best.exact()) != marked.took()) {
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

/// Laps far from what the car and its class drive.
fn check_lengths(sheet: &LapSheet, complaints: &mut Complaints) {
    let kind = Taken::from_laps(sheet).kind;
    for strange in strange_laps(sheet, kind) {
        complaints.add(strange.line, b"", || {
            let own = sheet.car(strange.car);
            let (lap, number, time) = (strange.lap, &own.number, time_in_words(strange.time));
            let (message, help) = match strange.what {
                What::Short => (
                    format!("lap {lap} of car {number} took {time}, far less than a lap"),
                    "the loop may have seen the car twice, or another car's crossing was booked on this one; nothing was changed",
                ),
                What::PassingsMissed(count) => (
                    format!("lap {lap} of car {number} took {time}, {} of its laps: {} may be missing", count + 1, passings(count)),
                    "laps are counted by their number, so the car would have more; nothing was changed",
                ),
                What::Long => (
                    format!("lap {lap} of car {number} took {time}, and neither the pit lane nor a flag says why"),
                    "the car may have stood on the track, or passings are missing; nothing was changed",
                ),
            };
            let class = match own.class.as_str() {
                "" => "all cars".to_owned(),
                class => format!("class {class}"),
            };
            let id = if strange.what == What::Short { "PF0544" } else { "PF0545" };
            let usual = format!("about {}, the median of the car ({class}: {})", strange.usual, strange.class_usual);
            Diagnostic::warning(id, message).found(time.to_string()).expected(usual).help(help)
        });
    }
}

fn passings(count: u32) -> String {
    if count == 1 { "a passing".to_owned() } else { format!("{count} passings") }
}
