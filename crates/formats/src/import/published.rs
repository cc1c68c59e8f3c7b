//! Tables and class winners as published: assertions that the program proves or refutes.

use super::agree::Stated;
use super::{Import, from};
use crate::folder::{ClassWinnerRecord, Folder, Origin, PublishedLine, PublishedRecord};
use crate::names::slug;
use crate::pages::{ClassWinner, Page, PartsCell, StandingsRow, StandingsTable};
use parcferme_core::Points;
use std::collections::BTreeMap;

pub(super) fn reconcile(pages: &[Page], folder: &mut Folder, made: &mut Import) {
    standings(pages, folder, made);
    winners(pages, folder, made);
}

/// The title's id, from what its table ranks.
fn title_id(table: &StandingsTable) -> String {
    match table.competitor_header.to_lowercase().trim_matches(['.', ' ']) {
        "team" | "teams" | "entrant" => "teams".to_owned(),
        "driver" | "drivers" => "drivers".to_owned(),
        "manufacturer" | "make" | "constructor" => makers(&table.title),
        other => slug(other),
    }
}

/// `Engine Makers' Championship` ranks the makers of engines, `Manufacturers' Championship` those of cars.
fn makers(title: &str) -> String {
    let id = slug(title);
    let id = id.trim_end_matches("-championship");
    if id.ends_with("-makers") { id.to_owned() } else { "manufacturers".to_owned() }
}

type Row<'p> = (&'p Page, &'p StandingsRow);
/// Title and class, and for each competitor its row in each document.
type Table<'p> = ((String, String), Vec<Vec<Row<'p>>>);

fn standings(pages: &[Page], folder: &mut Folder, made: &mut Import) {
    // Rows of one competitor in one table, in the order in which the first document has them.
    let mut tables: Vec<Table> = Vec::new();
    let mut table_of: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut line_of: BTreeMap<(usize, String, usize), usize> = BTreeMap::new();
    for page in pages {
        let mut times: BTreeMap<(usize, String), usize> = BTreeMap::new();
        for table in &page.standings {
            let key = (title_id(table), table.class.clone().unwrap_or_default());
            let at = *table_of.entry(key.clone()).or_insert_with(|| {
                tables.push((key, Vec::new()));
                tables.len() - 1
            });
            for row in &table.rows {
                let competitor = slug(&row.competitor.name);
                // A name that stands twice in one table is two lines.
                let time = times.entry((at, competitor.clone())).or_default();
                let lines = &mut tables[at].1;
                let line = *line_of.entry((at, competitor, *time)).or_insert_with(|| {
                    lines.push(Vec::new());
                    lines.len() - 1
                });
                lines[line].push((page, row));
                *time += 1;
            }
        }
    }
    for ((title, class), lines) in tables {
        let lines =
            lines.iter().map(|line| published_line(line, &format!("{title} {class}"), made)).collect();
        let record = PublishedRecord { title, class, lines, ..PublishedRecord::default() };
        folder.published.push(record);
    }
}

fn published_line(rows: &[Row], table: &str, made: &mut Import) -> PublishedLine {
    let name = rows.first().map(|(_, row)| row.competitor.name.clone()).unwrap_or_default();
    let report = &mut made.report;
    let what = |field: &str| format!("{field} of {name} in {}", table.trim());
    let mut position = Stated::default();
    let mut total = Stated::default();
    let mut cells: BTreeMap<u32, Stated<Option<Points>>> = BTreeMap::new();
    let (mut chassis, mut engine) = (Stated::default(), Stated::default());
    for (page, row) in rows {
        position.add(row.position, page.place(row.line));
        total.add(row.total, page.place(row.total_line));
        chassis.add(parts(&row.chassis), page.place(row.chassis.line));
        engine.add(parts(&row.engine), page.place(row.engine.line));
        for cell in &row.cells {
            cells.entry(cell.round).or_default().add(cell.points, page.place(cell.line));
        }
    }
    let points =
        |points: &Option<Points>| points.map_or_else(|| "blank".to_owned(), |points| points.to_string());
    let number = |number: &Option<u32>| number.map_or_else(|| "none".to_owned(), |number| number.to_string());
    PublishedLine {
        position: position.settle(&what("position"), number, report).flatten(),
        competitor: name.clone(),
        chassis: chassis.settle(&what("chassis"), String::clone, report).unwrap_or_default(),
        engine: engine.settle(&what("engine"), String::clone, report).unwrap_or_default(),
        cells: cells
            .iter()
            .map(|(round, stated)| {
                (*round, stated.settle(&what(&format!("round {round}")), points, report).flatten())
            })
            .collect(),
        total: total.settle(&what("total"), points, report).flatten(),
        from: rows.iter().map(|(page, row)| from(page, row.line)).collect(),
        line: 0,
    }
}

/// Several chassis or engines of one team, apart.
fn parts(cell: &PartsCell) -> String {
    cell.parts.join(" / ")
}

/// Round and class, and what each document says of it.
type Won<'p> = ((u32, &'p str), Vec<(&'p Page, &'p ClassWinner)>);

fn winners(pages: &[Page], folder: &mut Folder, made: &mut Import) {
    let mut of: Vec<Won> = Vec::new();
    let mut at: BTreeMap<(u32, &str), usize> = BTreeMap::new();
    for page in pages {
        for winner in &page.class_winners {
            let key = (winner.round, winner.class.as_str());
            let at = *at.entry(key).or_insert_with(|| {
                of.push((key, Vec::new()));
                of.len() - 1
            });
            of[at].1.push((page, winner));
        }
    }
    of.sort_by_key(|((round, _), _)| *round);
    for ((round, class), same) in of {
        let mut stated: Stated<(String, String, Vec<String>)> = Stated::default();
        let drivers =
            |winner: &ClassWinner| winner.crew.members().map(|member| member.name.to_owned()).collect();
        for (page, winner) in &same {
            let value = (winner.number.clone().unwrap_or_default(), winner.team.clone(), drivers(winner));
            stated.add(value, page.place(winner.line));
        }
        let show = |(number, team, drivers): &(String, String, Vec<String>)| {
            format!("#{number} {team}: {}", drivers.join(", "))
        };
        let settled = stated.settle(&format!("winner of {class} in round {round}"), show, &mut made.report);
        let Some((number, team, drivers)) = settled else { continue };
        let lines = |page: &Page, winner: &ClassWinner| -> Vec<Origin> {
            [Some(winner.line), winner.crew_line].into_iter().flatten().map(|line| from(page, line)).collect()
        };
        folder.class_winners.push(ClassWinnerRecord {
            round,
            class: class.to_owned(),
            number,
            team,
            drivers,
            from: same.iter().flat_map(|(page, winner)| lines(page, winner)).collect(),
            line: 0,
        });
    }
}
