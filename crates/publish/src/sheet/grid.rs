//! The starting grid of a session, as its results state the places.

use crate::sheet::{Arrangement, Block, Cell, Column, Group, Row, Run, Sheet, Table};
use parcferme_core::season::{Kind, ResultRow, Session};
use parcferme_core::{Ix, Millis, Season};

/// The grid two by two, then the cars that started without a place on it. None where no place is known.
pub fn grid(season: &Season, session: Ix<Session>) -> Option<Sheet> {
    let rows = on_grid(season, session);
    if rows.is_empty() {
        return None;
    }
    let best_times: Vec<Option<Millis>> = rows.iter().map(|row| qualified_in(season, session, row)).collect();
    let timed = best_times.iter().any(Option::is_some);
    let pole = best_times.iter().flatten().min().copied();
    let vehicles = rows.iter().any(|row| !vehicle(season, row).is_empty());
    let classes = rows.iter().any(|row| row.class.is_some());
    let body = rows.iter().zip(best_times).map(|(row, time)| {
        let mut cells = vec![
            row.grid.map_or_else(Cell::empty, |place| Cell::whole(i64::from(place))),
            Cell::text(row.number.clone()).bold(),
        ];
        if classes {
            let class =
                row.class.map(|class| Cell::text(season.classes[class].id.clone()).of_class(class.index()));
            cells.push(class.unwrap_or_default());
        }
        cells.extend([Cell::text(crew(season, row)), Cell::text(team(season, row))]);
        if vehicles {
            cells.push(Cell::text(vehicle(season, row)));
        }
        if timed {
            cells.push(time.map_or_else(Cell::empty, Cell::time));
            let gap = time.zip(pole).map(|(own, pole)| Millis(own.0 - pole.0)).filter(|gap| gap.0 > 0);
            cells.push(gap.map_or_else(Cell::empty, Cell::time));
        }
        Row::new(cells)
    });
    let mut columns = vec![
        Column::new("grid", "Grid").right().full("Place on the grid"),
        Column::new("number", "No.").right().full("Car number"),
    ];
    if classes {
        columns.push(Column::new("class", "Class"));
    }
    columns.extend([Column::new("drivers", "Drivers").grow(3), Column::new("team", "Team").grow(2)]);
    if vehicles {
        columns.push(Column::new("vehicle", "Car").grow(2));
    }
    if timed {
        columns.push(Column::new("qualifying_time", "Qualifying").right().full("Best time in qualifying"));
        columns.push(Column::new("gap", "Gap").right().full("Gap to the best time"));
    }
    let table = Table {
        id: "grid".to_owned(),
        arrangement: Arrangement::Grid,
        columns,
        row_head: Some(1),
        groups: vec![Group { rows: body.collect(), ..Group::default() }],
        ..Table::default()
    };
    let mut blocks = vec![Block::Table(table)];
    let without: Vec<Vec<Run>> = season
        .results_of(session)
        .filter(|(_, row)| row.grid.is_none() && row.status.started())
        .map(|(_, row)| {
            let who = [crew(season, row), team(season, row), row.remark.clone()];
            let who: Vec<&str> = who.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
            vec![Run::bold(format!("{}  ", row.number)), Run::plain(who.join("; "))]
        })
        .collect();
    if !without.is_empty() {
        blocks.push(Block::Notes { title: "Started without a place on the grid".to_owned(), lines: without });
    }
    Some(Sheet {
        head: super::session_head(season, session, "starting grid"),
        classes: season.classes.rows().iter().map(|class| class.id.clone()).collect(),
        blocks,
        ..Sheet::default()
    })
}

/// The rows that have a place on the grid, in its order.
pub fn on_grid(season: &Season, session: Ix<Session>) -> Vec<&ResultRow> {
    let mut rows: Vec<&ResultRow> =
        season.results_of(session).map(|(_, row)| row).filter(|row| row.grid.is_some()).collect();
    rows.sort_by_key(|row| row.grid);
    rows
}

fn crew(season: &Season, row: &ResultRow) -> String {
    row.crew.iter().map(|seat| season.competitors[seat.driver].name.as_str()).collect::<Vec<_>>().join(", ")
}

fn team(season: &Season, row: &ResultRow) -> String {
    row.stands_for(Kind::Team)
        .map_or_else(|| row.printed_team.clone(), |team| season.competitors[team].name.clone())
}

fn vehicle(season: &Season, row: &ResultRow) -> String {
    row.stands_for(Kind::Chassis)
        .map_or_else(|| row.printed_chassis.clone(), |chassis| season.competitors[chassis].name.clone())
}

/// The car's best time in the qualifying of the same round, for the race alone: other sessions have grids of their own.
fn qualified_in(season: &Season, session: Ix<Session>, row: &ResultRow) -> Option<Millis> {
    let own = &season.sessions[session];
    let qualifying = season.session(own.round, "qualifying").filter(|_| own.id == "race")?;
    // Cars of several classes or teams may share a number.
    let all = season.results_of(qualifying).map(|(_, other)| other);
    let same: Vec<&ResultRow> = all.filter(|other| other.number == row.number).collect();
    let of_team = |other: &&&ResultRow| other.class == row.class && team(season, other) == team(season, row);
    let of_car = match same.as_slice() {
        [only] => only,
        several => several.iter().find(of_team)?,
    };
    of_car.best_lap.or(of_car.time)
}
