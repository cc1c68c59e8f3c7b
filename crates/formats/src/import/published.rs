//! Tables and class winners as published: assertions that the program proves or refutes.

use super::agree::Stated;
use super::calendar::Season;
use super::{Import, from};
use crate::folder::{ClassWinnerRecord, Folder, Origin, PublishedLine, PublishedRecord};
use crate::names::slug;
use crate::pages::{ClassWinner, Page, PartsCell, StandingsRow, StandingsTable};
use parcferme_core::{Diagnostic, Place, Points};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn reconcile(pages: &[Page], season: &Season, folder: &mut Folder, made: &mut Import) {
    standings(pages, season, folder, made);
    winners(pages, folder, made);
}

type Row<'p> = (&'p Page, &'p StandingsTable, &'p StandingsRow);
/// Title, class and the round after which it stood, and for each competitor its row in each document.
type Table<'p> = (TableKey, Vec<Vec<Row<'p>>>);
type TableKey = (String, String, Option<u32>);

fn standings(pages: &[Page], season: &Season, folder: &mut Folder, made: &mut Import) {
    // Rows of one competitor in one table, in the order in which the first document has them.
    let mut tables: Vec<Table> = Vec::new();
    let mut table_of: BTreeMap<TableKey, usize> = BTreeMap::new();
    let mut line_of: BTreeMap<(usize, String, usize), usize> = BTreeMap::new();
    for page in pages {
        let mut times: BTreeMap<(usize, String), usize> = BTreeMap::new();
        let mut own: Vec<(&TableKey, &StandingsTable)> = Vec::new();
        let keys: Vec<Option<TableKey>> =
            page.standings.iter().map(|table| key_of(page, table, season, made)).collect();
        for (table, key) in page.standings.iter().zip(&keys) {
            let Some(key) = key else { continue };
            let before = own.iter().find(|(own, _)| *own == key).map(|(_, table)| *table);
            if let Some(before) = before {
                if !same_competitors(before, table) {
                    two_of_one_title(page, before, table, made);
                    continue;
                }
                // Once more the same: its totals are compared.
                times.retain(|(at, _), _| Some(at) != table_of.get(key));
            }
            own.push((key, table));
            let at = *table_of.entry(key.clone()).or_insert_with(|| {
                tables.push((key.clone(), Vec::new()));
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
                lines[line].push((page, table, row));
                *time += 1;
            }
        }
    }
    for ((title, class, after), lines) in tables {
        let what = format!("{title} {class}");
        let lines: Vec<PublishedLine> =
            lines.iter().map(|line| published_line(line, &what, season, made)).collect();
        if after.is_none() {
            disagreeing_rows(&lines, &what, made);
        }
        folder.published.push(PublishedRecord { title, class, after, lines, ..PublishedRecord::default() });
    }
}

/// Title, class and round of a table; none where the race that it follows is not known.
fn key_of(page: &Page, table: &StandingsTable, season: &Season, made: &mut Import) -> Option<TableKey> {
    let class = table.class.clone().unwrap_or_default();
    if !table.after {
        return Some((table.title_id.clone(), class, None));
    }
    let Some(round) = season.round_of.get(&page.document) else {
        made.left_out += 1;
        made.diagnostics.push(
            Diagnostic::warning("PF0176", "standings after a race were left out: which race is not known")
                .at(page.place(table.line))
                .expected("a page that says which round it is about"),
        );
        return None;
    };
    Some((table.title_id.clone(), class, Some(*round)))
}

/// Whether two tables rank the same competitors: at least half of the shorter one's are in the other.
fn same_competitors(a: &StandingsTable, b: &StandingsTable) -> bool {
    let names = |table: &StandingsTable| -> BTreeSet<String> {
        table.rows.iter().map(|row| slug(&row.competitor.name)).collect()
    };
    let (a, b) = (names(a), names(b));
    2 * a.intersection(&b).count() >= a.len().min(b.len())
}

fn two_of_one_title(page: &Page, before: &StandingsTable, table: &StandingsTable, made: &mut Import) {
    made.left_out += 1;
    made.diagnostics.push(
        Diagnostic::warning("PF0177", "a second table under one heading was left out")
            .at(page.place(table.line))
            .at(page.place(before.line))
            .found(format!(
                "two tables of {} with other competitors below \"{}\"",
                table.title_id, table.heading
            ))
            .expected("a heading for each table that names its class or title")
            .help("write a heading above the second table"),
    );
}

/// Positions that several lines have because documents do not agree on a row: each names another competitor there.
fn disagreeing_rows(lines: &[PublishedLine], what: &str, made: &mut Import) {
    let mut at: BTreeMap<u32, Vec<&PublishedLine>> = BTreeMap::new();
    for line in lines {
        if let Some(position) = line.position {
            at.entry(position).or_default().push(line);
        }
    }
    for (position, same) in at.iter().filter(|(_, same)| same.len() > 1) {
        let documents = |line: &PublishedLine| -> BTreeSet<String> {
            line.from.iter().map(|from| from.document.clone()).collect()
        };
        let apart = same.iter().any(|a| same.iter().any(|b| documents(a).is_disjoint(&documents(b))));
        if !apart {
            continue;
        }
        made.report.conflict(
            &format!("position {position} of {}", what.trim()),
            same.iter().map(|line| {
                let place = line
                    .from
                    .first()
                    .map_or_else(Place::default, |from| Place::line(from.document.as_str(), from.line, ""));
                (line.competitor.clone(), place)
            }),
        );
    }
}

fn published_line(rows: &[Row], table: &str, season: &Season, made: &mut Import) -> PublishedLine {
    let name = rows.first().map(|(_, _, row)| row.competitor.name.clone()).unwrap_or_default();
    let report = &mut made.report;
    let what = |field: &str| format!("{field} of {name} in {}", table.trim());
    let mut position = Stated::default();
    let mut total = Stated::default();
    let mut cells: BTreeMap<u32, Stated<Option<Points>>> = BTreeMap::new();
    let (mut chassis, mut engine) = (Stated::default(), Stated::default());
    for (page, of, row) in rows {
        position.add(row.position, page.place(row.line));
        total.add(row.total, page.place(row.total_line));
        chassis.add(parts(&row.chassis), page.place(row.chassis.line));
        engine.add(parts(&row.engine), page.place(row.engine.line));
        let columns = season.columns.get(&(page.document.clone(), of.line));
        for cell in &row.cells {
            let at = of.columns.iter().position(|column| column.number.unwrap_or(column.event) == cell.round);
            let round = at.and_then(|at| columns?.get(at)).map(|(round, _)| *round);
            if let Some(round) = round {
                cells.entry(round).or_default().add(cell.points, page.place(cell.line));
            }
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
        from: rows.iter().map(|(page, _, row)| from(page, row.line)).collect(),
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
