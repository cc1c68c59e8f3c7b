//! A declared race's classification as a sheet.

use crate::explanation::verdict_in_words;
use crate::sheet::{Block, Cell, Column, Ground, Group, Head, Row, Run, Sheet, Table, Value};
use crate::view::session_words;
use parcferme_core::numbers::Position;
use parcferme_core::outcome::{Classification, ClassificationRow, Gap, Outcome};
use parcferme_core::season::{Class, Kind, Status};
use parcferme_core::{Ix, Rulebook, Season};
use std::collections::BTreeSet;

/// The sheet of a session's classification: overall, then by name the cars that a rule leaves out, and those that retired and are classified.
pub fn classification(
    season: &Season,
    rules: &Rulebook,
    outcome: &Outcome,
    classification: &Classification,
) -> Sheet {
    let session = &season.sessions[classification.session];
    let round = &season.rounds[session.round];
    let mut blocks = vec![Block::Table(table(season, classification))];
    let lines = distance_lines(season, rules, classification);
    if !lines.is_empty() {
        blocks.push(Block::Notes {
            title: "Distance and finish".to_owned(),
            lines: lines.into_iter().map(|line| vec![Run::plain(line)]).collect(),
        });
    }
    debug_assert!(outcome.classifications.iter().any(|own| own.session == classification.session));
    Sheet {
        head: Head {
            event: round.name.clone(),
            series: season.name.clone(),
            circuit: round.circuit.clone(),
            dates: round.date.map_or_else(String::new, |date| date.to_string()),
            document: format!("Round {} {} classification", round.label(), session_words(&session.id)),
            ..Head::default()
        },
        classes: season.classes.rows().iter().map(|class| class.id.clone()).collect(),
        blocks,
        ..Sheet::default()
    }
}

/// Which places are a guess.
fn not_known(season: &Season, classification: &Classification) -> Option<String> {
    let guessed = classification.rows.iter().filter(|row| row.guessed);
    let numbers: Vec<&str> = guessed.map(|row| season.results[row.result].number.as_str()).collect();
    let open = !numbers.is_empty();
    open.then(|| {
        format!(
            "The order of cars {} is not known: laps or times that would tell it are not.",
            numbers.join(", ")
        )
    })
}

/// The classification as one table. Columns that nothing is known for are left out.
pub fn table(season: &Season, classification: &Classification) -> Table {
    let rows = || classification.rows.iter().map(|row| (row, &season.results[row.result]));
    let classes = rows().any(|(row, _)| row.class.is_some());
    let crews = rows().any(|(_, result)| result.crew.len() > 1);
    let chassis = rows().any(|(_, result)| !result.printed_chassis.is_empty());
    let engines = !chassis && rows().any(|(_, result)| !result.printed_engine.is_empty());
    let laps = rows().any(|(row, _)| row.laps.is_some());
    let timed = rows().any(|(row, _)| row.time.is_some());
    let gaps = rows().any(|(row, _)| row.gap.is_some());
    let best_laps = rows().any(|(row, _)| row.best.is_some());
    // Where no time is known, gaps are those of the best laps.
    let by_best = best_laps && !timed;
    let guesses = rows().any(|(row, _)| row.guessed);
    let equal = Equal::of(classification);
    // Where the team says who it is, a crew's names go before they are cut.
    let teams = rows().all(|(_, result)| !result.printed_team.is_empty());
    let drivers = if crews && teams { 3 } else { 0 };
    let right = |key: &str, head: &str, full: &str| Column::new(key, head).right().full(full);
    let columns = [
        (true, right("position", "Pos", "Position")),
        (classes, right("class_position", "PIC", "Position in class")),
        (true, right("number", "No.", "Car number")),
        (classes, Column::new("class", "Class")),
        (true, Column::new("team", "Team").grow(2)),
        (true, Column::new("drivers", if crews { "Drivers" } else { "Driver" }).grow(3).dispensable(drivers)),
        (chassis, Column::new("chassis", "Chassis").grow(2).dispensable(5)),
        (engines, Column::new("engine", "Engine").grow(2).dispensable(5)),
        (laps, right("laps", "Laps", "")),
        (timed, right("time", "Time", "")),
        (by_best, right("best_lap", "Best lap", "")),
        (gaps, right("gap", "Gap", "Gap to the leader").dispensable(2)),
        (gaps, right("interval", "Interval", "Gap to the car ahead").dispensable(7)),
        (gaps && classes, right("class_gap", "In class", "Gap to the class leader").dispensable(6)),
        (best_laps && !by_best, right("best_lap", "Best lap", "").dispensable(4)),
        (true, Column::new("status", "Status").full("Status, and whether the car is classified")),
        (guesses, Column::new("guessed", "Guess").full("Whether the place is a guess")),
    ];
    let number = |number: Option<u32>| number.map_or_else(Cell::empty, |own| Cell::whole(i64::from(own)));
    let gap = |gap: Option<Gap>| gap.map_or_else(Cell::empty, |gap| Cell::text(gap.to_string()));
    let body = rows().map(|(row, result)| {
        let team = result.stands_for(Kind::Team);
        let team = team.map_or_else(|| result.printed_team.clone(), |ix| season.competitors[ix].name.clone());
        let drivers: Vec<&str> =
            result.crew.iter().map(|seat| season.competitors[seat.driver].name.as_str()).collect();
        let mut class = Cell::text(row.class.map_or("", |class| season.classes[class].id.as_str()));
        class.class = row.class.map(parcferme_core::Ix::index);
        let position = placed(row.position, equal.place(row));
        let cells = [
            if classes { position } else { position.on(ground(row)) },
            placed(row.class_position, equal.class_place(row)).on(ground(row)),
            Cell::text(result.number.clone()),
            class,
            Cell::text(team),
            Cell::text(drivers.join(", ")),
            Cell::text(result.printed_chassis.clone()),
            Cell::text(result.printed_engine.clone()),
            number(row.laps.map(u32::from)),
            row.time.map_or_else(Cell::empty, Cell::time),
            row.best.map_or_else(Cell::empty, Cell::time),
            gap(row.gap),
            gap(row.interval),
            gap(row.class_gap),
            row.best.map_or_else(Cell::empty, Cell::time),
            Cell::text(status(row)),
            if row.guessed { Cell::text("guess") } else { Cell::empty() },
        ];
        let kept = columns.iter().zip(cells).filter(|((shown, _), _)| *shown).map(|(_, cell)| cell);
        Row { cells: kept.collect(), stressed: row.class_position == Some(Position::FIRST), ..Row::default() }
    });
    let rows = body.collect();
    let columns: Vec<Column> =
        columns.into_iter().filter(|(shown, _)| *shown).map(|(_, column)| column).collect();
    Table {
        id: "classification".to_owned(),
        row_head: columns.iter().position(|column| column.key == "number"),
        columns,
        groups: vec![Group { rows, ..Group::default() }],
        notes: not_known(season, classification).into_iter().map(Into::into).collect(),
        ..Table::default()
    }
}

/// What a guessed place is.
pub const GUESS: &str = "the place is a guess: laps or times that would tell it are not known";

/// The places of a classification that several cars hold.
#[derive(Clone, Debug, Default)]
pub struct Equal {
    overall: BTreeSet<Position>,
    in_class: BTreeSet<(Option<Ix<Class>>, Position)>,
}

impl Equal {
    pub fn of(classification: &Classification) -> Equal {
        let mut equal = Equal::default();
        let (mut seen, mut seen_in_class) = (BTreeSet::new(), BTreeSet::new());
        for row in &classification.rows {
            equal.overall.extend(row.position.filter(|&place| !seen.insert(place)));
            let place = row.class_position.map(|place| (row.class, place));
            equal.in_class.extend(place.filter(|&place| !seen_in_class.insert(place)));
        }
        equal
    }

    /// `3`, `1=` where others hold the place as well; empty for none.
    pub fn place(&self, row: &ClassificationRow) -> String {
        shown(row.position, |place| self.overall.contains(&place))
    }

    pub fn class_place(&self, row: &ClassificationRow) -> String {
        shown(row.class_position, |place| self.in_class.contains(&(row.class, place)))
    }
}

fn shown(place: Option<Position>, is_equal: impl Fn(Position) -> bool) -> String {
    place.map_or_else(String::new, |place| format!("{place}{}", if is_equal(place) { "=" } else { "" }))
}

/// A place as a number, shown in its words.
fn placed(place: Option<Position>, text: String) -> Cell {
    place.map_or_else(Cell::empty, |own| Cell::valued(Value::Whole(i64::from(own)), text))
}

/// Ground of a class position, by the field's convention.
fn ground(row: &ClassificationRow) -> Ground {
    match (row.status, row.classified, row.class_position.map(Position::get)) {
        (Status::Dsq, ..) => Ground::Disqualified,
        (Status::Dns | Status::Dnq, ..) => Ground::NotStarted,
        (_, true, Some(1)) => Ground::First,
        (_, true, Some(2)) => Ground::Second,
        (_, true, Some(3)) => Ground::Third,
        (Status::Dnf, false, _) => Ground::Retired,
        _ => Ground::None,
    }
}

/// `DNF` for a retired car, `†` where a car is classified all the same, `NC` for a car at the finish that is not classified.
pub fn status(row: &ClassificationRow) -> &'static str {
    match (row.status, row.classified) {
        (Status::Finished, true) => "",
        (Status::Finished | Status::Nc, false) => "NC",
        (Status::Nc, true) => "NC †",
        (Status::Dnf, true) => "DNF †",
        (Status::Dnf, false) => "DNF",
        (Status::Dns, _) => "DNS",
        (Status::Dnq, _) => "DNQ",
        (Status::Dsq, _) => "DSQ",
    }
}

/// A line for each car that a rule leaves out, and for each that retired and is classified: why so.
fn distance_lines(season: &Season, rules: &Rulebook, classification: &Classification) -> Vec<String> {
    let ran = |row: &ClassificationRow| row.status.started() && row.status != Status::Dsq;
    let told = |row: &&ClassificationRow| ran(row) && (!row.classified || row.status == Status::Dnf);
    let line = |row: &ClassificationRow| {
        let class = row.class.map_or_else(String::new, |class| format!(" {}", season.classes[class].id));
        let why = verdict_in_words(season, rules, row);
        let marked = if row.classified { " Retired, and classified †." } else { "" };
        let number = &season.results[row.result].number;
        (!why.is_empty()).then(|| format!("#{number}{class}: {}{marked}", why.join(" ")))
    };
    classification.rows.iter().filter(told).filter_map(line).collect()
}
