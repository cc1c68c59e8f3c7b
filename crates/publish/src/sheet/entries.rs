//! The entry list of a season: a block a class, a row a car or team with its drivers.

use crate::sheet::{Block, Cell, Column, Group, Head, Row, Run, Sheet, Table};
use parcferme_core::season::EntryLine;
use parcferme_core::{CarNumber, Season};
use std::collections::BTreeMap;

/// The entry list. None where the season has none.
pub fn entries(season: &Season) -> Option<Sheet> {
    if season.entries.is_empty() {
        return None;
    }
    let numbers = season.entries.iter().any(|own| own.number.is_some());
    let engines = season.entries.iter().any(|own| !own.engine.is_empty());
    let groups = season.classes.iter().map(|(class, own)| {
        let mut cars: BTreeMap<_, Vec<&EntryLine>> = BTreeMap::new();
        for line in season.entries.iter().filter(|line| line.class == class) {
            cars.entry(order(line)).or_default().push(line);
        }
        let rows = cars.values().map(|lines| row(season, lines, numbers, engines)).collect();
        Group { heading: own.id.clone(), class: Some(class.index()), rows }
    });
    let mut columns = Vec::new();
    if numbers {
        columns.push(Column::new("number", "No.").right().full("Car number"));
    }
    columns.push(Column::new("team", "Team").grow(2));
    columns.push(Column::new("chassis", "Chassis").grow(1));
    if engines {
        columns.push(Column::new("engine", "Engine").grow(1));
    }
    columns.extend([
        Column::new("drivers", "Drivers").grow(2),
        Column::new("nations", "Nation").full("Country code of the driver"),
        Column::new("rounds", "Rounds").full("Rounds entered; a star behind those not taken part in"),
    ]);
    let table = Table {
        id: "entries".to_owned(),
        row_head: Some(usize::from(numbers)),
        columns,
        groups: groups.filter(|group| !group.rows.is_empty()).collect(),
        ..Table::default()
    };
    Some(Sheet {
        head: Head { event: season.name.clone(), document: "Entry list".to_owned(), ..Head::default() },
        classes: season.classes.rows().iter().map(|class| class.id.clone()).collect(),
        blocks: vec![Block::Table(table)],
        ..Sheet::default()
    })
}

/// Cars by number, those without one behind them by team.
fn order(line: &EntryLine) -> (bool, Option<&CarNumber>, &str, &str) {
    (line.number.is_none(), line.number.as_ref(), &line.printed_team, &line.chassis)
}

/// One car with its drivers, a line each.
fn row(season: &Season, lines: &[&EntryLine], numbers: bool, engines: bool) -> Row {
    let first = lines[0];
    let team = first.team.map_or(first.printed_team.as_str(), |team| season.competitors[team].name.as_str());
    let down = |texts: Vec<String>| match texts.iter().all(String::is_empty) {
        true => Cell::empty(),
        false => {
            // A line for each driver: what is not known of one has its line all the same.
            let line = |text: String| vec![Run::plain(if text.is_empty() { "–".to_owned() } else { text })];
            Cell::lines(texts.into_iter().map(line).collect())
        }
    };
    let mut cells = Vec::new();
    if numbers {
        cells.push(Cell::text(first.number.clone().unwrap_or_default()).bold());
    }
    cells.extend([Cell::text(team), Cell::text(first.chassis.clone())]);
    if engines {
        cells.push(Cell::text(first.engine.clone()));
    }
    let drivers = lines.iter().map(|line| {
        line.driver.map_or_else(|| line.printed_driver.clone(), |own| season.competitors[own].name.clone())
    });
    cells.push(down(drivers.collect()));
    cells.push(down(lines.iter().map(|line| line.nation.clone().unwrap_or_default()).collect()));
    cells.push(down(lines.iter().map(|line| line.printed_rounds.clone()).collect()));
    Row::new(cells)
}
