//! A declared race's classification as a sheet.

use crate::sheet::{Block, Cell, Column, Ground, Group, Head, Row, Run, Sheet, Table};
use parcferme_core::outcome::{Classification, ClassificationRow, Outcome};
use parcferme_core::season::Status;
use parcferme_core::{Rulebook, Season};

/// The sheet of a session's classification: overall, then the cars that miss the distance rule by name.
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
            title: "Distance rule".to_owned(),
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
            document: format!("Round {} {} classification", round.label(), session.id),
            ..Head::default()
        },
        classes: season.classes.rows().iter().map(|class| class.id.clone()).collect(),
        blocks,
        ..Sheet::default()
    }
}

/// The classification as one table.
pub fn table(season: &Season, classification: &Classification) -> Table {
    let timed = classification.rows.iter().any(|row| row.time.is_some());
    let gaps = classification.rows.iter().any(|row| row.gap.is_some());
    let best_laps = classification.rows.iter().any(|row| season.results[row.result].best_lap.is_some());
    let mut columns = vec![
        Column::new("position", "Pos").right().full("Position"),
        Column::new("class_position", "PIC").right().full("Position in class"),
        Column::new("number", "No.").right().full("Car number"),
        Column::new("class", "Class"),
        Column::new("team", "Team").grow(2),
        Column::new("drivers", "Drivers").grow(3),
        Column::new("chassis", "Chassis").grow(2),
        Column::new("laps", "Laps").right(),
    ];
    if timed {
        columns.push(Column::new("time", "Time").right());
    }
    if gaps {
        columns.push(Column::new("gap", "Gap").right().full("Gap to the leader"));
        columns.push(Column::new("interval", "Interval").right().full("Gap to the car ahead"));
        columns.push(Column::new("class_gap", "In class").right().full("Gap to the class leader"));
    }
    if best_laps {
        columns.push(Column::new("best_lap", "Best lap").right());
    }
    columns.push(Column::new("status", "Status").full("Status, and whether the car is classified"));
    let rows = classification
        .rows
        .iter()
        .map(|row| {
            let result = &season.results[row.result];
            let number = |number: Option<u32>| {
                number.map_or_else(Cell::empty, |number| Cell::whole(i64::from(number)))
            };
            let gap = |gap: Option<parcferme_core::outcome::Gap>| {
                Cell::text(gap.map_or_else(String::new, |gap| gap.to_string()))
            };
            let team = result.stands_for(parcferme_core::season::Kind::Team);
            let team =
                team.map_or_else(|| result.printed_team.clone(), |ix| season.competitors[ix].name.clone());
            let drivers: Vec<&str> =
                result.crew.iter().map(|seat| season.competitors[seat.driver].name.as_str()).collect();
            let mut class = Cell::text(row.class.map_or("", |class| season.classes[class].id.as_str()));
            class.class = row.class.map(parcferme_core::Ix::index);
            let mut cells = vec![
                number(row.position),
                number(row.class_position).on(ground(row)),
                Cell::text(result.number.clone()),
                class,
                Cell::text(team),
                Cell::text(drivers.join(", ")),
                Cell::text(result.printed_chassis.clone()),
                number(row.laps),
            ];
            if timed {
                cells.push(row.time.map_or_else(Cell::empty, Cell::time));
            }
            if gaps {
                cells.extend([gap(row.gap), gap(row.interval), gap(row.class_gap)]);
            }
            if best_laps {
                cells.push(result.best_lap.map_or_else(Cell::empty, Cell::time));
            }
            cells.push(Cell::text(status(row)));
            Row { cells, stressed: row.class_position == Some(1), ..Row::default() }
        })
        .collect();
    Table {
        id: "classification".to_owned(),
        columns,
        row_head: Some(2),
        groups: vec![Group { rows, ..Group::default() }],
        ..Table::default()
    }
}

/// Ground of a class position, by the field's convention.
fn ground(row: &ClassificationRow) -> Ground {
    match (row.status, row.classified, row.class_position) {
        (Status::Dsq, ..) => Ground::Disqualified,
        (Status::Dns | Status::Dnq, ..) => Ground::NotStarted,
        (_, true, Some(1)) => Ground::First,
        (_, true, Some(2)) => Ground::Second,
        (_, true, Some(3)) => Ground::Third,
        (Status::Dnf, false, _) => Ground::Retired,
        _ => Ground::None,
    }
}

/// `DNF` for a retired car, `†` where it is classified all the same, `NC` for a car at the finish without the distance.
pub fn status(row: &ClassificationRow) -> &'static str {
    match (row.status, row.classified) {
        (Status::Finished, true) => "",
        (Status::Finished | Status::Nc, _) => "NC",
        (Status::Dnf, true) => "DNF †",
        (Status::Dnf, false) => "DNF",
        (Status::Dns, _) => "DNS",
        (Status::Dnq, _) => "DNQ",
        (Status::Dsq, _) => "DSQ",
    }
}

/// One sentence for each car that misses the distance rule, and for each retired car that meets it.
fn distance_lines(season: &Season, rules: &Rulebook, classification: &Classification) -> Vec<String> {
    let Some(rule) = rules.classified.as_ref().and_then(|rule| rule.distance) else { return Vec::new() };
    let whose = match rule.of {
        parcferme_core::rules::distance::Of::ClassWinner => "class winner",
        parcferme_core::rules::distance::Of::OverallWinner => "overall winner",
    };
    classification
        .rows
        .iter()
        .filter_map(|row| {
            let distance = row.distance?;
            let number = &season.results[row.result].number;
            let class = row.class.map_or("", |class| season.classes[class].id.as_str());
            let laps = row.laps?;
            if distance.margin_laps < 0 {
                return Some(format!(
                    "#{number} {class}: {laps} of the {whose}'s {} laps; {} of it are {}, missed by {}",
                    distance.winner_laps,
                    rule.share,
                    distance.required_laps,
                    laps_word(-distance.margin_laps)
                ));
            }
            (row.status == Status::Dnf).then(|| {
                format!(
                    "#{number} {class}: retired with {laps} of the {whose}'s {} laps; the {} required are met by {}, classified †",
                    distance.winner_laps,
                    distance.required_laps,
                    laps_word(distance.margin_laps)
                )
            })
        })
        .collect()
}

fn laps_word(laps: i64) -> String {
    if laps == 1 { "1 lap".to_owned() } else { format!("{laps} laps") }
}
