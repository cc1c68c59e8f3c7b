//! Who started and who set the car's best lap, marked in the crews of a results sheet where the laps are known.

use crate::sheet::{Block, Cell, Row, Run, Sheet, Table};
use parcferme_core::season::ResultRow;
use parcferme_core::timing::{Car, LapSheet, classify};
use parcferme_core::{Ix, Season};
use std::collections::BTreeMap;

/// Marks the crews in all tables of a sheet that have the car's number and its drivers: bold for who started, italic for
/// who set the car's best lap. Class winners, told by their position's ground as well, are no longer set off in bold.
pub fn mark(sheet: &mut Sheet, season: &Season, results: &[Ix<ResultRow>], laps: &LapSheet) {
    let crews = crews(season, results, laps);
    if !crews.values().flatten().any(|run| run.bold) {
        return;
    }
    for block in &mut sheet.blocks {
        if let Block::Table(table) = block {
            mark_table(table, &crews);
        }
    }
    sheet.head.legend.push(Run::bold("bold: started the race"));
    sheet.head.legend.push(Run::italic("italic: set the car's best lap"));
}

fn mark_table(table: &mut Table, crews: &BTreeMap<String, Vec<Run>>) {
    let column = |key: &str| table.columns.iter().position(|column| column.key == key);
    let (Some(number), Some(drivers)) = (column("number"), column("drivers")) else { return };
    let mark_row = |row: &mut Row| {
        row.stressed = false;
        let Some(crew) = crews.get(&row.cell(number).plain("")) else { return };
        if let Some(cell) = row.cells.get_mut(drivers) {
            *cell = Cell::lines(vec![crew.clone()]);
        }
    };
    table.groups.iter_mut().flat_map(|group| &mut group.rows).for_each(mark_row);
}

/// By car number.
fn crews(season: &Season, results: &[Ix<ResultRow>], laps: &LapSheet) -> BTreeMap<String, Vec<Run>> {
    let order = classify(laps);
    let mut crews = BTreeMap::new();
    for result in results.iter().map(|&result| &season.results[result]) {
        let Some(car) = laps.car_numbered(&result.number) else { continue };
        let own = laps.car(car);
        let started = laps.laps_of(car).first().filter(|lap| lap.number == 1).map_or(0, |lap| lap.seat);
        let best = order.row_of(car).and_then(|row| row.best).map_or(0, |best| best.seat);
        let mut runs = Vec::new();
        for (index, seat) in result.crew.iter().enumerate() {
            if index > 0 {
                runs.push(Run::plain(", "));
            }
            let name = season.competitors[seat.driver].name.as_str();
            let seat = seat_of(own, name);
            let (bold, italic) =
                (seat.is_some() && seat == Some(started), seat.is_some() && seat == Some(best));
            runs.push(Run { bold, italic, ..Run::plain(name) });
        }
        crews.insert(result.number.to_string(), runs);
    }
    crews
}

/// The seat of a driver of the car: by the whole name, else by a family name that no other of the crew has.
fn seat_of(car: &Car, name: &str) -> Option<u8> {
    let family = |name: &str| name.rsplit(' ').next().unwrap_or_default().to_lowercase();
    let mut whole = car.drivers.iter().filter(|driver| driver.name.to_lowercase() == name.to_lowercase());
    let alike: Vec<_> = car.drivers.iter().filter(|driver| family(&driver.name) == family(name)).collect();
    match (whole.next(), alike.as_slice()) {
        (Some(driver), _) => Some(driver.seat),
        (None, [only]) => Some(only.seat),
        _ => None,
    }
    .filter(|seat| *seat > 0)
}
