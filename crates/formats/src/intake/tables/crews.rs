//! A car over several rows of a result, one a driver: everything else is the same in them, as where cells are merged, or
//! empty below the first. They become one row with the crew.

use super::cut::{Cut, Line};
use super::{Context, results};
use crate::folder::{columns_of_word, plain_word, says_nothing};
use parcferme_core::{Diagnostic, Place};

/// Columns of which a result has one or more, and standings and entry lists none.
const OF_RESULTS: [&str; 5] = ["laps", "time", "gap", "best_lap", "status"];
/// Cars that are shown.
const SHOWN: usize = 4;

/// Joins such rows, and says so.
pub(super) fn join(context: &Context<'_>, cut: &mut Cut) -> Option<Diagnostic> {
    let is_section = |text: &str| results::section(text, &context.classes).is_some();
    let found = joined(cut, &is_section)?;
    let line = cut.head.as_ref().map_or(0, |head| head.0);
    let shown = found.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    let more = found.len().saturating_sub(SHOWN);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    Some(
        Diagnostic::note("PF1435", "rows that differ in the driver alone are one car with its crew")
            .at(Place::line(context.document, line, ""))
            .found(format!("cars {shown}{more}"))
            .help("where they are several cars, give each a number of its own"),
    )
}

/// The numbers of the cars that were joined; none where there are no such rows.
fn joined(cut: &mut Cut, is_section: &dyn Fn(&str) -> bool) -> Option<Vec<String>> {
    let (_, heads) = cut.head.as_ref()?;
    let plain: Vec<String> = heads.iter().map(|head| plain_word(head)).collect();
    let is = |at: usize, columns: &[&str]| !columns_of_word(&plain[at], columns).is_empty();
    let at = |column: &str| (0..plain.len()).find(|&at| is(at, &[column]));
    let (drivers, number) =
        (at("drivers")?, at("number").filter(|_| (0..plain.len()).any(|at| is(at, &OF_RESULTS)))?);
    let of_driver: Vec<usize> =
        (0..plain.len()).filter(|&own| own == drivers || is(own, &["nations"])).collect();
    let cell = |record: &csv::StringRecord, at: usize| -> String {
        let text = record.get(at).unwrap_or_default().trim();
        if says_nothing(text) { String::new() } else { text.to_owned() }
    };
    let of_car: Vec<usize> = (0..plain.len()).filter(|own| !of_driver.contains(own)).collect();
    // A line of one cell, in the column of drivers, is no line across the table.
    let is_name = |line: &Line| {
        let mut filled = line.cells.iter().enumerate().filter(|(_, own)| !own.is_empty());
        let name = filled.next().filter(|_| filled.next().is_none());
        name.is_some_and(|(at, own)| at == drivers && at > 0 && !is_section(own))
    };
    let mut rows: Vec<(usize, u32, csv::StringRecord)> =
        cut.rows.iter().enumerate().map(|(at, (line, record))| (at, *line, record.clone())).collect();
    let below = cut.foot.iter().map(|line| (cut.rows.len(), line));
    let lines = cut.sections.iter().map(|(before, line)| (*before, line)).chain(below);
    let names: Vec<(usize, u32, csv::StringRecord)> = lines
        .filter(|(before, line)| *before > 0 && is_name(line))
        .map(|(before, line)| (before - 1, line.number, line.cells.iter().collect()))
        .collect();
    let last: Vec<u32> = names.iter().map(|own| own.1).collect();
    rows.extend(names);
    // In the order of the sheet.
    rows.sort_by_key(|own| own.1);
    let goes_on = |above: &csv::StringRecord, own: &csv::StringRecord| {
        !cell(above, number).is_empty()
            && !cell(own, drivers).is_empty()
            && of_car.iter().all(|&at| cell(own, at).is_empty())
    };
    let is_same = |above: &csv::StringRecord, own: &csv::StringRecord| {
        let names = [above, own].map(|record| plain_word(&cell(record, drivers)));
        let filled = of_car.iter().filter(|&&at| at != number && !cell(own, at).is_empty()).count();
        names.iter().all(|own| !own.is_empty())
            && names[0] != names[1]
            && filled > 1
            && !cell(own, number).is_empty()
            && of_car.iter().all(|&at| cell(above, at) == cell(own, at))
    };
    let cars = rows.iter().filter(|own| !cell(&own.2, number).is_empty()).count();
    let further = rows.windows(2).filter(|pair| goes_on(&pair[0].2, &pair[1].2)).count();
    // Somebody without a number would look so too: so it is where half of the cars have such rows.
    let empty_below = further > 0 && further * 2 >= cars;
    let mut made: Vec<(usize, u32, csv::StringRecord)> = Vec::new();
    let mut found: Vec<String> = Vec::new();
    let mut taken: Vec<u32> = Vec::new();
    let mut first: Option<csv::StringRecord> = None;
    for (at, line, record) in rows {
        let more = first
            .as_ref()
            .is_some_and(|above| is_same(above, &record) || (empty_below && goes_on(above, &record)));
        match made.last_mut().filter(|_| more) {
            Some((_, _, car)) => {
                let mut cells: Vec<String> = car.iter().map(str::to_owned).collect();
                for &at in &of_driver {
                    let own = cell(&record, at);
                    if let Some(cell) = cells.get_mut(at).filter(|_| !own.is_empty()) {
                        *cell = if cell.is_empty() { own } else { format!("{cell}; {own}") };
                    }
                }
                *car = cells.into_iter().collect();
                found.push(cell(car, number));
                taken.push(line);
            }
            None if last.contains(&line) => {}
            None => {
                first = Some(record.clone());
                made.push((at, line, record));
            }
        }
    }
    if found.is_empty() {
        return None;
    }
    found.dedup();
    let index = |before: usize| made.iter().filter(|own| own.0 < before).count();
    cut.sections.retain(|(_, line)| !taken.contains(&line.number));
    cut.foot.retain(|line| !taken.contains(&line.number));
    for (before, _) in &mut cut.sections {
        *before = index(*before);
    }
    cut.rows = made.into_iter().map(|(_, line, record)| (line, record)).collect();
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crews(text: &str) -> (Option<Vec<String>>, Vec<Vec<String>>, usize) {
        let grid = crate::grid::separated(text, ';', 0);
        let mut cut = super::super::cut::tables(&grid, &|_| false).remove(0);
        let found = joined(&mut cut, &|text| text.starts_with("Class") || text.starts_with("Did"));
        let rows = cut.rows.iter().map(|(_, own)| own.iter().map(str::to_owned).collect()).collect();
        (found, rows, cut.sections.len())
    }

    #[test]
    fn a_car_over_several_rows_is_one() {
        for text in [
            "Pos;No;Team;Driver;Laps\n1;7;Red;Ann;20\n1;7;Red;Ben;20\n2;8;Blue;Cleo;20\n2;8;Blue;Dan;20\n",
            "Pos;No;Team;Driver;Laps\n1;7;Red;Ann;20\n;;;Ben;\n2;8;Blue;Cleo;20\n;;;Dan;\n",
        ] {
            let (found, rows, _) = crews(text);
            assert_eq!(found, Some(vec!["7".to_owned(), "8".to_owned()]), "{text}");
            assert_eq!(rows.len(), 2);
            assert_eq!(rows[1], ["2", "8", "Blue", "Cleo; Dan", "20"], "{text}");
        }
    }

    #[test]
    fn rows_of_several_cars_and_of_standings_stay() {
        for text in [
            "Pos;No;Team;Driver;Laps\n1;7;Red;Ann;20\n2;7;Red;Ben;20\n",
            "Pos;No;Team;Driver;Laps\n1;7;Red;Ann;20\n2;8;Red;Ben;20\n3;9;Red;Cleo;20\n;;;Dan;\n",
            "Pos;No;Driver;R1;Points\n1;7;Ann;20;20\n1;7;Ben;20;20\n",
        ] {
            let before = text.lines().count() - 1;
            let (found, rows, sections) = crews(text);
            assert_eq!((found, rows.len() + sections), (None, before.min(3)), "{text}");
        }
    }
}
