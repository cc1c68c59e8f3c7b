//! What this program published as a file of tables it reads again: each table with its title, its class and its totals.

use crate::original::original;
use parcferme_core::Points;
use parcferme_formats::intake;
use parcferme_publish::{csv, sheet, xlsx};
use std::collections::BTreeMap;

type Totals = BTreeMap<(String, String, String), Option<Points>>;

#[test]
fn every_form_of_the_tables_is_read_again() {
    let Some(own) = original() else { return };
    let (season, rules, tables) = (&own.season, &own.rules, &own.outcome.tables);
    let mut published = Totals::new();
    for table in tables {
        let title = rules.titles[table.title].id.clone();
        let class = table.class.map_or_else(String::new, |class| season.classes[class].id.clone());
        for row in &table.rows {
            let name = season.competitors[row.competitor].name.clone();
            published.insert((title.clone(), class.clone(), name), Some(row.total));
        }
    }
    let all = sheet::standings::standings(season, rules, tables);
    for (form, bytes) in [("csv", csv::sheet(&all).into_bytes()), ("xlsx", xlsx::workbook(&all).0)] {
        let reading = intake::read(&[("tables", &bytes)]);
        let mut again = Totals::new();
        for table in reading.said.iter().flat_map(|said| &said.tables) {
            for line in &table.lines {
                again.insert((table.title.clone(), table.class.clone(), line.competitor.clone()), line.total);
            }
        }
        let missing: Vec<_> =
            published.iter().filter(|(key, total)| again.get(*key) != Some(total)).collect();
        let wrong: Vec<_> = again.iter().filter(|(key, _)| !published.contains_key(*key)).take(3).collect();
        assert!(
            missing.is_empty(),
            "{form}: {} missing, {:?}; {wrong:?}",
            missing.len(),
            missing.iter().take(3).collect::<Vec<_>>()
        );
        assert!(
            reading.diagnostics.iter().all(|own| own.severity != parcferme_core::Severity::Error),
            "{form}: {:?}",
            reading.diagnostics
        );
    }
}
