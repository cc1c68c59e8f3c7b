//! A declared race's classification as a sheet.

use crate::sheet::{Block, Cell, Column, Ground, Group, Head, Row, Run, Sheet, Table};
use parcferme_core::outcome::{By, Classification, ClassificationRow, Effect, Gap, Outcome};
use parcferme_core::rules::distance::DistanceOf;
use parcferme_core::season::{Kind, Status};
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
    let right = |key: &str, head: &str, full: &str| Column::new(key, head).right().full(full);
    let columns = [
        (true, right("position", "Pos", "Position")),
        (classes, right("class_position", "PIC", "Position in class")),
        (true, right("number", "No.", "Car number")),
        (classes, Column::new("class", "Class")),
        (true, Column::new("team", "Team").grow(2)),
        (true, Column::new("drivers", if crews { "Drivers" } else { "Driver" }).grow(3)),
        (chassis, Column::new("chassis", "Chassis").grow(2)),
        (engines, Column::new("engine", "Engine").grow(2)),
        (laps, right("laps", "Laps", "")),
        (timed, right("time", "Time", "")),
        (gaps, right("gap", "Gap", "Gap to the leader")),
        (gaps, right("interval", "Interval", "Gap to the car ahead")),
        (gaps && classes, right("class_gap", "In class", "Gap to the class leader")),
        (best_laps, right("best_lap", "Best lap", "")),
        (true, Column::new("status", "Status").full("Status, and whether the car is classified")),
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
        let position = number(row.position);
        let cells = [
            if classes { position } else { position.on(ground(row)) },
            number(row.class_position).on(ground(row)),
            Cell::text(result.number.clone()),
            class,
            Cell::text(team),
            Cell::text(drivers.join(", ")),
            Cell::text(result.printed_chassis.clone()),
            Cell::text(result.printed_engine.clone()),
            number(row.laps),
            row.time.map_or_else(Cell::empty, Cell::time),
            gap(row.gap),
            gap(row.interval),
            gap(row.class_gap),
            row.best.map_or_else(Cell::empty, Cell::time),
            Cell::text(status(row)),
        ];
        let kept = columns.iter().zip(cells).filter(|((shown, _), _)| *shown).map(|(_, cell)| cell);
        Row { cells: kept.collect(), stressed: row.class_position == Some(1), ..Row::default() }
    });
    let rows = body.collect();
    let columns: Vec<Column> =
        columns.into_iter().filter(|(shown, _)| *shown).map(|(_, column)| column).collect();
    Table {
        id: "classification".to_owned(),
        row_head: columns.iter().position(|column| column.key == "number"),
        columns,
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

/// One sentence for each car that misses the distance rule, and for each retired car that is classified by it; by the rule
/// that judged the car.
fn distance_lines(season: &Season, rules: &Rulebook, classification: &Classification) -> Vec<String> {
    let of_row = |row: &ClassificationRow| {
        let (distance, laps) = (row.distance?, row.laps?);
        let article = row.because.steps.iter().rev().find_map(|step| match (step.effect, step.by) {
            (Effect::Judged { .. }, By::Article(article)) => Some(article),
            _ => None,
        })?;
        let rule = &rules.classified.iter().find(|own| own.article == article)?.rule;
        let whose = match rule.of {
            DistanceOf::ClassWinner => "class winner",
            DistanceOf::OverallWinner => "overall winner",
        };
        let class = row.class.map_or_else(String::new, |class| format!(" {}", season.classes[class].id));
        let car = format!("#{}{class}", season.results[row.result].number);
        let winner = laps_word(i64::from(distance.winner_laps));
        let required = distance.required_laps;
        let by_share = rule.distance.filter(|own| own.required_laps(distance.winner_laps) == required);
        match (distance.margin_laps, by_share) {
            (short, Some(minimum)) if short < 0 => Some(format!(
                "{car}: {laps} of the {whose}'s {winner}; {} of it are {required}, missed by {}",
                minimum.share,
                laps_word(-short)
            )),
            (short, None) if short < 0 => Some(format!(
                "{car}: {}; {required} are asked for, missed by {}",
                laps_word(i64::from(laps)),
                laps_word(-short)
            )),
            (more, _) if row.status == Status::Dnf && row.classified => Some(format!(
                "{car}: retired with {laps} of the {whose}'s {winner}; the {required} required are met by {}, classified †",
                laps_word(more)
            )),
            _ => None,
        }
    };
    classification.rows.iter().filter_map(of_row).collect()
}

/// `1 lap`, `2 laps`.
pub(super) fn laps_word(laps: i64) -> String {
    if laps == 1 { "1 lap".to_owned() } else { format!("{laps} laps") }
}
