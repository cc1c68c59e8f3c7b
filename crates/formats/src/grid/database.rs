//! Tables of a database: what they refer to each other by is followed, so that a row has names where it had numbers.

use super::{Grid, Grids, MAX_CELLS, MAX_COLUMNS, too_large};
use std::collections::{BTreeMap, BTreeSet};

/// One table as it is stored.
#[derive(Clone, Debug, Default)]
pub struct DatabaseTable {
    pub name: String,
    pub columns: Vec<String>,
    /// Columns that refer to a column of another table: own column, table, its column.
    pub refers: Vec<(String, String, String)>,
    pub rows: Vec<Vec<String>>,
    /// The line of each row in its file; the row's number where the file has no lines.
    pub lines: Vec<u32>,
}

/// Columns that name a row, those that say most first.
const LABELS: [&str; 8] = ["full_name", "name", "title", "label", "codename", "driver", "team", "code"];
/// How far references are followed.
const DEPTH: usize = 4;

/// Database tables by their names, with their rows by their keys.
struct Index<'t> {
    tables: BTreeMap<String, &'t DatabaseTable>,
    /// By table and column: the row of each value.
    rows: BTreeMap<(String, String), BTreeMap<&'t str, usize>>,
}

/// A grid for each table that has rows.
pub fn grids(document: &str, form: &'static str, tables: &[DatabaseTable]) -> Grids {
    let mut made = Grids { form, is_database: true, ..Grids::default() };
    let index = Index::of(tables);
    let mut cells = 0;
    for table in tables.iter().filter(|table| !table.rows.is_empty()) {
        let columns = index.columns(table, DEPTH);
        cells += columns.len() * (table.rows.len() + 1);
        if cells > MAX_CELLS {
            made.told.push(too_large(document, format!("{cells} cells")));
            made.grids.clear();
            return made;
        }
        let mut rows = vec![(0, columns.iter().map(|own| own.head.as_str()).collect::<csv::StringRecord>())];
        for (at, row) in table.rows.iter().enumerate() {
            let line = table.lines.get(at).copied().unwrap_or(u32::try_from(at + 1).unwrap_or(0));
            rows.push((line, columns.iter().map(|own| index.cell(table, row, own)).collect()));
        }
        made.grids.push(Grid {
            name: table.name.clone(),
            rows,
            head: Some(0),
            separator: ',',
            decimal_comma: false,
        });
    }
    made
}

/// A column as it is shown: a path of columns, each but the last a reference.
struct Shown {
    head: String,
    path: Vec<String>,
    /// Ends at a row that tables with the same key name.
    by_kind: bool,
}

impl<'t> Index<'t> {
    fn of(tables: &'t [DatabaseTable]) -> Index<'t> {
        let by_name = tables.iter().map(|own| (own.name.clone(), own)).collect();
        let mut index = Index { tables: by_name, rows: BTreeMap::new() };
        let wanted: BTreeSet<(String, String)> = tables
            .iter()
            .flat_map(|own| {
                let own_keys = own.refers.iter().map(|(column, _, _)| (own.name.clone(), column.clone()));
                own.refers.iter().map(|(_, table, column)| (table.clone(), column.clone())).chain(own_keys)
            })
            .collect();
        for (table, column) in wanted {
            let Some(own) = index.tables.get(&table).copied() else { continue };
            let Some(at) = own.columns.iter().position(|name| *name == column) else { continue };
            let rows =
                own.rows.iter().enumerate().filter_map(|(row, cells)| Some((cells.get(at)?.as_str(), row)));
            index.rows.insert((table, column), rows.collect());
        }
        index
    }

    fn reference(&self, table: &DatabaseTable, column: &str) -> Option<(&'t DatabaseTable, String)> {
        let (_, to, key) = table.refers.iter().find(|(own, to, _)| own == column && *to != table.name)?;
        Some((self.tables.get(to).copied()?, key.clone()))
    }

    /// The columns that are shown of a table.
    fn columns(&self, table: &DatabaseTable, depth: usize) -> Vec<Shown> {
        let mut shown = Vec::new();
        for column in &table.columns {
            if shown.len() > MAX_COLUMNS {
                break;
            }
            let plain = Shown { head: column.clone(), path: vec![column.clone()], by_kind: false };
            let Some((to, _)) = self.reference(table, column).filter(|_| depth > 0) else {
                shown.push(plain);
                continue;
            };
            let named = column.trim_end_matches("_id").trim_end_matches("Id").to_owned();
            if let Some(label) = label(to) {
                shown.push(Shown { head: named, path: vec![column.clone(), label], by_kind: false });
                continue;
            }
            if self.kinds(to).next().is_some() {
                shown.push(Shown { head: named, path: vec![column.clone()], by_kind: true });
            }
            for inner in self.columns(to, depth - 1) {
                let is_key = inner.path.len() == 1
                    && table.refers.iter().any(|(_, table, key)| *table == to.name && *key == inner.path[0]);
                if !is_key {
                    let path = std::iter::once(column.clone()).chain(inner.path).collect();
                    shown.push(Shown { head: inner.head, path, by_kind: inner.by_kind });
                }
            }
        }
        shown
    }

    /// Tables whose own key is that of this table, and that name their rows: drivers and teams that are entities.
    fn kinds(&self, table: &DatabaseTable) -> impl Iterator<Item = (&'t DatabaseTable, &'t str, String)> {
        let name = table.name.clone();
        self.tables.values().copied().filter_map(move |own| {
            let (column, _, _) = own.refers.iter().find(|(column, to, key)| *to == name && column == key)?;
            Some((own, column.as_str(), label(own)?))
        })
    }

    fn cell(&self, table: &'t DatabaseTable, row: &'t [String], shown: &Shown) -> &'t str {
        let (mut table, mut row) = (table, row);
        let at = |table: &DatabaseTable, column: &str| table.columns.iter().position(|own| own == column);
        for (step, column) in shown.path.iter().enumerate() {
            let Some(value) = at(table, column).and_then(|at| row.get(at)) else { return "" };
            let last = step + 1 == shown.path.len();
            if last && !shown.by_kind {
                return value;
            }
            let Some((to, key)) = self.reference(table, column) else { return "" };
            if last {
                let mut named = self.kinds(to).filter_map(|(own, key, label)| {
                    let row = *self.rows.get(&(own.name.clone(), key.to_owned()))?.get(value.as_str())?;
                    own.rows[row].get(at(own, &label)?)
                });
                return named.next().map_or("", String::as_str);
            }
            let found = self.rows.get(&(to.name.clone(), key)).and_then(|own| own.get(value.as_str()));
            let Some(&found) = found else { return "" };
            (table, row) = (to, &to.rows[found]);
        }
        ""
    }
}

fn label(table: &DatabaseTable) -> Option<String> {
    let is = |label: &&str| table.columns.iter().any(|own| own.eq_ignore_ascii_case(label));
    let label = LABELS.iter().find(|label| is(label))?;
    table.columns.iter().find(|own| own.eq_ignore_ascii_case(label)).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(name: &str, columns: &[&str], refers: &[(&str, &str, &str)], rows: &[&[&str]]) -> DatabaseTable {
        let owned = |texts: &[&str]| texts.iter().map(|own| (*own).to_owned()).collect::<Vec<_>>();
        DatabaseTable {
            name: name.to_owned(),
            columns: owned(columns),
            refers: refers
                .iter()
                .map(|(a, b, c)| ((*a).to_owned(), (*b).to_owned(), (*c).to_owned()))
                .collect(),
            rows: rows.iter().map(|row| owned(row)).collect(),
            lines: Vec::new(),
        }
    }

    #[test]
    fn numbers_that_refer_become_names() {
        let tables = [
            table("entity", &["id"], &[], &[&["1"], &["2"]]),
            table("driver", &["id", "name"], &[("id", "entity", "id")], &[&["1", "Ann Archer"]]),
            table("team", &["id", "name"], &[("id", "entity", "id")], &[&["2", "Red"]]),
            table(
                "cup",
                &["id", "title_id", "season"],
                &[("title_id", "title", "id")],
                &[&["5", "9", "2025"]],
            ),
            table("title", &["id", "name"], &[], &[&["9", "Drivers' Cup"]]),
            table(
                "score",
                &["cup_id", "entity_id", "points"],
                &[("cup_id", "cup", "id"), ("entity_id", "entity", "id")],
                &[&["5", "1", "25"], &["5", "2", "18"], &["5", "3", "1"]],
            ),
        ];
        let made = grids("x", "a database", &tables);
        let score = made.grids.iter().find(|grid| grid.name == "score").expect("there");
        let rows: Vec<Vec<&str>> = score.rows.iter().map(|(_, cells)| cells.iter().collect()).collect();
        assert_eq!(rows[0], ["title", "season", "entity", "points"]);
        assert_eq!(rows[1], ["Drivers' Cup", "2025", "Ann Archer", "25"]);
        assert_eq!(rows[2], ["Drivers' Cup", "2025", "Red", "18"]);
        assert_eq!(rows[3], ["Drivers' Cup", "2025", "", "1"]);
    }

    #[test]
    fn tables_that_refer_to_each_other_come_to_an_end() {
        let tables = [
            table("a", &["id", "b_id"], &[("b_id", "b", "id")], &[&["1", "1"]]),
            table("b", &["id", "a_id"], &[("a_id", "a", "id")], &[&["1", "1"]]),
        ];
        assert_eq!(grids("x", "a database", &tables).grids.len(), 2);
    }
}
