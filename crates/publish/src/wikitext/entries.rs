//! The entry list of a class: team, chassis, engine, number, drivers with their rounds.

use super::markup::{Wikitable, escaped, flagged};
use parcferme_core::season::{Class, EntryLine};
use parcferme_core::{Ix, Season};

/// The class' entry list as a table; empty where the season has none.
pub fn entry_list(season: &Season, class: Ix<Class>) -> String {
    let lines: Vec<&EntryLine> = season.entries.iter().filter(|line| line.class == class).collect();
    if lines.is_empty() {
        return String::new();
    }
    let mut table = Wikitable::new();
    table.row("");
    for head in ["Team", "Chassis", "Engine", "No", "Drivers", "Rounds"] {
        table.head("", head);
    }
    let same_team = |a: &&EntryLine, b: &&EntryLine| a.printed_team == b.printed_team;
    let same_car = |a: &&EntryLine, b: &&EntryLine| {
        a.number == b.number && a.chassis == b.chassis && a.engine == b.engine
    };
    for team in lines.chunk_by(same_team) {
        let mut first_of_team = true;
        for car in team.chunk_by(same_car) {
            for (index, line) in car.iter().enumerate() {
                table.row("");
                if first_of_team {
                    let nation = line.team.and_then(|team| season.competitors[team].nation.as_deref());
                    table.cell(&span(team.len()), &flagged(nation, &line.printed_team));
                    first_of_team = false;
                }
                if index == 0 {
                    let span = span(car.len());
                    table.cell(&span, &escaped(&line.chassis));
                    table.cell(&span, &escaped(&line.engine));
                    table.cell(&span, &escaped(line.number.as_deref().unwrap_or("")));
                }
                table.cell("", &flagged(line.nation.as_deref(), &line.printed_driver));
                table.cell("", &escaped(&line.printed_rounds));
            }
        }
    }
    table.finish()
}

fn span(rows: usize) -> String {
    if rows > 1 { format!("rowspan=\"{rows}\"") } else { String::new() }
}
