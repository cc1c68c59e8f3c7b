//! The order at the flag as lap records give it.

use super::{Timed, count, time};
use crate::sheet::{Cell, Column, Group, Row, Table};
use parcferme_core::number_words::counted;
use parcferme_core::numbers::{Laps, Position};
use parcferme_core::outcome::Gap;
use parcferme_core::season::Status;
use parcferme_core::timing::correction::{Applied, Corrected, Correction};
use parcferme_core::timing::finish::FinishBasis;
use parcferme_core::timing::pit_stops::pit_stops;
use parcferme_core::timing::{Car, CarIndex, Evidence, Row as Timing, SessionKind, Taken};

pub(super) fn table(timed: &Timed) -> Table {
    let session = &timed.session;
    let by_best = session.order.taken.kind == SessionKind::BestLap;
    let rows: Vec<&Timing> = session.rows(timed.only.as_deref()).collect();
    let gap = |gap: Option<Gap>| Cell::text(gap.map_or_else(String::new, |gap| gap.to_string()));
    let place = |place: Option<Position>| place.map_or_else(Cell::empty, count);
    let cells = |row: &&Timing| {
        let car = timed.laps.car(row.car);
        let status = session.status(row);
        let stops = pit_stops(session.laps(row)).iter().filter(|stop| stop.is_stop()).count();
        let best = time(row.best.map(|best| best.time));
        let mut cells = vec![
            place(row.position),
            place(row.class_position),
            timed.number_cell(row.car),
            timed.class_cell(row.car),
            Cell::text(car.team.clone()),
            Cell::text(crew(car)),
            count(row.laps),
        ];
        cells.push(if by_best { best.clone() } else { time(row.elapsed) });
        cells.extend([
            gap(row.gap),
            gap(row.class_gap),
            Cell::text(if status == Status::Finished { String::new() } else { status.word().to_uppercase() }),
        ]);
        if !by_best {
            cells.push(best);
        }
        cells.push(count(u32::try_from(stops).unwrap_or(u32::MAX)));
        Row { cells, stressed: row.class_position == Some(Position::FIRST), ..Row::default() }
    };
    let right = |key: &str, head: &str, full: &str| Column::new(key, head).right().full(full);
    let mut columns = vec![
        right("position", "Pos", "Position"),
        right("class_position", "PIC", "Position in class"),
        right("number", "No.", "Car number"),
        Column::new("class", "Class"),
        Column::new("team", "Team").grow(2),
        Column::new("drivers", "Drivers").grow(3).dispensable(4),
        right("laps", "Laps", ""),
    ];
    columns.push(match by_best {
        true => right("best_lap", "Best lap", ""),
        false => right("time", "Time", "Race time").dispensable(2),
    });
    columns.extend([
        right("gap", "Gap", "Gap to the leader"),
        right("class_gap", "In class", "Gap to the class leader").dispensable(1),
        Column::new("status", "Status"),
    ]);
    if !by_best {
        columns.push(right("best_lap", "Best lap", "").dispensable(3));
    }
    columns.push(right("stops", "Stops", "Pit stops").dispensable(5));
    Table {
        id: "classification".to_owned(),
        columns,
        row_head: Some(2),
        notes: notes(timed, &rows).into_iter().map(Into::into).collect(),
        groups: vec![Group { rows: rows.iter().map(cells).collect(), ..Group::default() }],
        ..Table::default()
    }
}

/// What the session was taken for, and why, as a sentence.
pub fn taken(taken: &Taken) -> String {
    let because: Vec<String> = taken.because.iter().map(evidence).collect();
    let told = taken.because.contains(&Evidence::Told);
    match taken.kind {
        SessionKind::Race if told => "Ordered as a race, as asked for.".to_owned(),
        SessionKind::BestLap if told => "Ordered by best lap, as asked for.".to_owned(),
        SessionKind::Race => format!("Taken for a race: {}.", because.join("; ")),
        SessionKind::BestLap => {
            format!("Taken for practice or qualifying and ordered by best lap: {}.", because.join("; "))
        }
    }
}

/// What speaks for it, without a full stop.
pub fn evidence(evidence: &Evidence) -> String {
    match evidence {
        Evidence::Told => "as asked for".to_owned(),
        Evidence::FromThePits { cars, of } => format!("{cars} of {of} cars began in the pit lane"),
        Evidence::Apart { cars, of } => {
            format!("{cars} of {of} cars ended their first lap more than a lap after the first car did")
        }
        Evidence::OutLaps { cars, of } => {
            format!("the first lap of {cars} of {of} cars took half as long again as their best, or more")
        }
        Evidence::FlagNotForTheLeader { laps, most } => format!(
            "the chequered flag fell for a car of {}, and one of {most} took it later",
            laps.in_words()
        ),
        Evidence::CommonStart => "the cars have a common start".to_owned(),
    }
}

/// `J. Taylor, L. Delétraz`: the first name shortened.
fn crew(car: &Car) -> String {
    let short = |name: &str| match name.split_once(' ') {
        Some((first, rest)) => format!("{}. {rest}", first.chars().take(1).collect::<String>()),
        None => name.to_owned(),
    };
    car.drivers.iter().map(|driver| short(&driver.name)).collect::<Vec<_>>().join(", ")
}

fn notes(timed: &Timed, rows: &[&Timing]) -> Vec<String> {
    let session = &timed.session;
    let mut notes = Vec::new();
    notes.push(taken(&session.order.taken));
    let flag = session.order.flag_at.map_or(String::new(), |at| at.to_string());
    let by_best = session.order.taken.kind == SessionKind::BestLap;
    notes.push(match session.order.basis {
        _ if by_best => "Neither the first lap of a car nor one that ends in the pit lane counts as its best; of equal bests the better second decides, then who was first.".to_owned(),
        FinishBasis::Recorded => format!(
            "Chequered flag at {flag}, as recorded at the line; DNF: has laps, but none that ended under it."
        ),
        FinishBasis::Derived => format!(
            "Chequered flag at {flag}: the file has no flags, so it is taken to fall for the first of the cars still running, without the laps into the pit lane behind it; DNF: not seen from then on."
        ),
        FinishBasis::Unknown => "The file does not tell when the race ended.".to_owned(),
    });
    let number = |row: &Timing| timed.laps.car(row.car).number.as_str();
    let laps = |count: usize| counted(count, "lap");
    let after: Vec<String> = rows
        .iter()
        .filter(|row| row.after_flag > 0)
        .map(|row| format!("car {} {}", number(row), laps(row.after_flag)))
        .collect();
    if !after.is_empty() {
        notes.push(format!("Not counted, since they came after the flag: {}.", after.join(", ")));
    }
    let untimed: Vec<&str> = rows.iter().filter(|row| row.untimed).map(|row| number(row)).collect();
    if !untimed.is_empty() {
        notes.push(format!(
            "The order of cars {} is not known: they have as many laps, and a time at their end is not recorded.",
            untimed.join(", ")
        ));
    }
    for pair in rows.windows(2) {
        let level = |own: &Timing| match (by_best, own.best) {
            (true, best) => best.map(|best| (Laps(0), best.time, best.rest)),
            (false, _) => own.elapsed.map(|at| (own.laps, at, own.elapsed_rest)),
        };
        let (Some(ahead), Some(own)) = (level(pair[0]), level(pair[1])) else { continue };
        if (ahead.0, ahead.1) == (own.0, own.1) && ahead.2 != own.2 {
            let by = own.2.abs_diff(ahead.2);
            notes.push(format!(
                "Car {} is ahead of car {} by {} s.",
                number(pair[0]),
                number(pair[1]),
                ten_millionths(by)
            ));
        }
    }
    notes.extend(
        timed
            .laps
            .applied()
            .iter()
            .map(|Applied { car, correction }| correction_words(timed, *car, correction)),
    );
    if by_best {
        notes.extend(rows.windows(2).filter_map(|pair| equal_bests(timed, pair[0], pair[1])));
    }
    if let Some(rule) = session.rule {
        let short = rows.iter().filter_map(|row| {
            let distance = session.distance(row).filter(|distance| distance.margin_laps < 0)?;
            let (has, needs, winner) = (row.laps, distance.required_laps, distance.winner_laps);
            let missing = counted(-distance.margin_laps, "lap");
            Some(format!("Car {} misses it by {missing}: {has} of {needs} (winner {winner}).", number(row)))
        });
        let short: Vec<String> = short.collect();
        let meet = rows.len() - short.len();
        notes.push(format!("Distance rule, {rule}: {meet} of {} cars meet it.", rows.len()));
        notes.extend(short);
    }
    notes
}

/// A corrected lap with its reason and where it was read.
fn correction_words(timed: &Timed, car: CarIndex, own: &Correction) -> String {
    let what = match &own.what {
        Corrected::Deleted => "its time deleted".to_owned(),
        Corrected::MissedPassing { at: Some(at) } => format!("a missed passing at {at} added"),
        Corrected::MissedPassing { at: None } => {
            "a missed passing added, at a time that is not known".to_owned()
        }
        Corrected::ExtraPassing => "joined with the next, for its end was no passing".to_owned(),
        Corrected::Driver(name) => format!("driven by {name}"),
        Corrected::AfterFlag => "after the flag".to_owned(),
    };
    let laps = match own.first_lap == own.last_lap {
        true => format!("lap {}", own.first_lap),
        false => format!("laps {} to {}", own.first_lap, own.last_lap),
    };
    let from = if own.from.is_empty() { &own.document } else { &own.from };
    format!(
        "Corrected: car {}, {laps} of the records, {what} ({}; {from}).",
        timed.laps.car(car).number,
        own.reason
    )
}

/// Of cars with the same best lap, where the better second decides against who set it first: series differ in that.
fn equal_bests(timed: &Timed, ahead: &Timing, behind: &Timing) -> Option<String> {
    let set_at = |row: &Timing| {
        let number = row.best?.number;
        timed.laps.laps_of(row.car).iter().find(|lap| lap.number == number)?.crossed()
    };
    let [best, own] = [ahead.best?, behind.best?];
    let number = |row: &Timing| timed.laps.car(row.car).number.clone();
    (best.exact() == own.exact() && set_at(behind)? < set_at(ahead)?).then(|| {
        let (ahead, behind) = (number(ahead), number(behind));
        format!("Cars {ahead} and {behind} have the same best lap: car {ahead} has the better second, car {behind} was first to set it.")
    })
}

/// `0.0001` for 1,000 ten-thousandths of a millisecond.
fn ten_millionths(count: u16) -> String {
    let digits = format!("{count:07}");
    format!("0.{}", digits.trim_end_matches('0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn less_than_a_millisecond_is_said_in_seconds() {
        assert_eq!([1000, 1, 9990].map(ten_millionths), ["0.0001", "0.0000001", "0.000999"]);
    }
}
