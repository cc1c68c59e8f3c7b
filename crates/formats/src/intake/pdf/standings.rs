//! Standings in a sheet, through the one reader of published tables.

use super::lines::Chunk;
use super::table::{Cell, Table};
use crate::folder::{self, PublishedRecord, plain_words};
use crate::intake::said::Column;
use crate::intake::tables::standings::without_place;
use parcferme_core::{Diagnostic, Place};

/// Whom a title ranks, by the head of its competitors, and the title's id.
const TITLES: &[(&str, &str)] =
    &[("drivers", "drivers"), ("team", "teams"), ("manufacturer", "manufacturers")];

/// Words of a title's heading that are not the name of a class.
const BESIDE_CLASS: &str = "championship | standings | points | classification | title | cup | trophy | drivers | driver | \
    teams | team | manufacturers | manufacturer | constructors | entrants | overall | for | the | of | after | round | s | \
    continued | official | provisional | final | meisterschaft | fahrer | wertung | punkte";

/// What a table of standings says.
pub(super) struct Standings {
    pub tables: Vec<PublishedRecord>,
    pub columns: Vec<Column>,
    pub told: Vec<Diagnostic>,
}

/// Reads one table; `after` is the round that the sheet says it was published after.
pub(super) fn read(name: &str, table: &Table, after: Option<u32>) -> Standings {
    let whom = |head: &String| TITLES.iter().find(|own| folder::head_means(head, own.0)).map(|own| own.1);
    let title = table.heads.iter().find_map(whom).unwrap_or("teams");
    // The line right above the heads is the table's own title.
    let class = table.above.last().map(|own| class(&own.text)).unwrap_or_default();
    let kept: Vec<usize> =
        (0..table.heads.len()).filter(|&at| folder::is_standings_head(&table.heads[at])).collect();
    let mut columns: Vec<Column> = table
        .heads
        .iter()
        .enumerate()
        .filter(|(at, own)| !own.is_empty() && !kept.contains(at))
        .map(|(_, own)| Column { head: own.clone(), field: None })
        .collect();
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut heads: Vec<&str> = kept.iter().map(|&at| table.heads[at].as_str()).collect();
    heads.extend(["after", "from"]);
    // Writing into memory cannot fail.
    let _ = writer.write_record(&heads);
    let mut line_of = vec![0, 0];
    for row in &table.rows {
        let line = row.place.line();
        let mut cells: Vec<String> =
            kept.iter().map(|&at| row.cells.get(at).map(Cell::text).unwrap_or_default()).collect();
        for (cell, &at) in cells.iter_mut().zip(&kept) {
            if folder::head_means(&table.heads[at], "position") {
                // A place that is shared: `1=`.
                *cell = cell.trim_matches('=').to_owned();
            } else if folder::round_head(&folder::plain_word(&table.heads[at])).is_some() {
                *cell = without_place(cell).to_owned();
            }
        }
        cells.push(after.map(|own| own.to_string()).unwrap_or_default());
        cells.push(format!("{}:{line}", name.replace(';', " ")));
        let _ = writer.write_record(&cells);
        line_of.push(line);
    }
    let text = writer.into_inner().ok().and_then(|own| String::from_utf8(own).ok()).unwrap_or_default();
    let (mut tables, fields, mut told) = folder::read_published(name, title, &text);
    columns
        .extend(kept.iter().zip(fields).map(|(&at, field)| Column { head: table.heads[at].clone(), field }));
    told.retain(|own| !matches!(own.id, "PF0444" | "PF0445"));
    for place in told.iter_mut().flat_map(|own| &mut own.places) {
        place.line = line_of.get(place.line as usize).copied().unwrap_or(0);
    }
    for own in &mut tables {
        own.class.clone_from(&class);
        own.file.clear();
        for line in &mut own.lines {
            line.line = line.from.first().map_or(0, |from| from.line);
        }
    }
    told.extend(sums(name, &tables));
    Standings { tables, columns, told }
}

/// The class that a heading names beside the words for a title.
fn class(heading: &str) -> String {
    let own = |word: &&str| {
        let plain = plain_words(word);
        plain.split(' ').any(|part| part.len() > 1 && !BESIDE_CLASS.split('|').any(|own| own.trim() == part))
    };
    // Behind a colon stands what the table counts: `rounds 2, 3 and 9 only`.
    heading.split(':').next().unwrap_or(heading).split(' ').filter(own).collect::<Vec<_>>().join(" ")
}

/// Rows whose rounds add up to less than their total: a cell was not read, or points came from elsewhere.
fn sums(name: &str, tables: &[PublishedRecord]) -> Option<Diagnostic> {
    let lines = || tables.iter().flat_map(|own| &own.lines);
    let short = |line: &&folder::PublishedLine| {
        let sum = line.cells.values().flatten().fold(parcferme_core::Points::ZERO, |sum, own| sum + *own);
        !line.cells.is_empty() && line.total.is_some_and(|total| sum < total)
    };
    let first = lines().find(short)?;
    let count = lines().filter(short).count();
    Some(
        Diagnostic::warning("PF1100", "the rounds of a row add up to less than its total")
            .at(Place::line(name, first.line, first.competitor.clone()))
            .found(format!("{}; such rows: {count}", first.competitor))
            .expected("rounds that add up to the total, or to more where results are dropped")
            .help("compare the table with the sheet; a column may not have been read"),
    )
}

/// `after round 9`: the round of a sheet's heading.
pub(super) fn after(above: &[String]) -> Option<u32> {
    above.iter().find_map(|line| {
        let plain = plain_words(line);
        let rest = plain.split_once("after ")?.1;
        let words: Vec<&str> = rest.split(' ').take(3).collect();
        words
            .iter()
            .find_map(|own| own.parse().ok())
            .filter(|_| words.iter().any(|own| matches!(*own, "round" | "rd" | "race")))
    })
}

/// The texts of the lines above a table.
pub(super) fn titles(table: &Table) -> Vec<String> {
    table.above.iter().flat_map(|line| line.chunks.iter().map(Chunk::text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_names_a_class_beside_the_words_of_a_title() {
        for (heading, name) in [
            ("LMP900 Teams' Championship", "LMP900"),
            ("Drivers' standings, GT3 Pro", "GT3 Pro"),
            ("Teams' Championship (continued)", ""),
            ("GT Teams' Championship: rounds 2, 3 and 9 only", "GT"),
            ("Overall", ""),
        ] {
            assert_eq!(class(heading), name, "{heading}");
        }
        assert_eq!(after(&["after round 9, Petit Test".to_owned()]), Some(9));
        assert_eq!(after(&["Round 9, race results".to_owned()]), None);
    }
}
