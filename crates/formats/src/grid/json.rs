//! JSON: arrays of records, by themselves or under the keys of an object. A record's key is a head.

use super::{Grid, Grids, MAX_CELLS, MAX_COLUMNS, too_large};
use crate::folder::list_cell;
use crate::json::{Lines, parse};
use jsonc_parser::ast::{Array, Object, Value};
use jsonc_parser::common::Ranged;
use std::collections::{HashMap, HashSet};

/// `None` where it is no JSON, or has no arrays of records: those have readers of their own, or nothing to say.
pub(super) fn read(name: &str, text: &str) -> Option<Grids> {
    let value = parse(name, text).ok()?;
    let lines = Lines::of(text);
    let mut grids = Grids { form: "records (JSON)", ..Grids::default() };
    let mut walk = Walk { lines: &lines, cells: 0, grids: &mut grids };
    walk.value(&value, "", &[]);
    let cells = walk.cells;
    if grids.grids.is_empty() {
        return None;
    }
    if cells > MAX_CELLS {
        grids.told.push(too_large(name, format!("{cells} cells")));
        grids.grids.clear();
    }
    Some(grids)
}

/// Objects inside each other that are looked into.
const DEPTH: usize = 4;

/// The way through a text.
struct Walk<'w> {
    lines: &'w Lines,
    cells: usize,
    grids: &'w mut Grids,
}

impl Walk<'_> {
    /// The tables of a value, and of what is inside it. What stands beside an array (`"event": "Hill Park"`), or beside
    /// one that it is in, becomes title rows of it.
    fn value<'v>(&mut self, value: &'v Value<'_>, name: &str, above: &[&'v Object<'v>]) {
        if self.cells > MAX_CELLS {
            return;
        }
        match value {
            Value::Array(items) => self.array(items, name, above),
            Value::Object(own) if above.len() < DEPTH => {
                let above: Vec<&Object<'_>> = above.iter().copied().chain([own]).collect();
                for member in &own.properties {
                    let key = member.name.as_str();
                    let name = if name.is_empty() { key.to_owned() } else { format!("{name}.{key}") };
                    match &member.value {
                        array @ Value::Array(_) => self.value(array, &name, &above),
                        inner @ Value::Object(_) => self.value(inner, &name, &above),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    fn array<'v>(&mut self, items: &'v Array<'_>, name: &str, above: &[&'v Object<'v>]) {
        let records: Vec<&Object<'_>> = items.elements.iter().filter_map(Value::as_object).collect();
        let mut nested: HashSet<&str> = HashSet::new();
        if above.len() < DEPTH {
            let members = records.iter().flat_map(|record| &record.properties);
            nested.extend(members.filter(|own| is_nested(&own.value)).map(|own| own.name.as_str()));
        }
        let Some(mut grid) = table(name.to_owned(), items, &nested, self.lines) else { return };
        let titles = titles(above, self.lines);
        self.cells += titles.len() * 2 + grid.rows.iter().map(|(_, cells)| cells.len()).sum::<usize>();
        grid.head = Some(titles.len());
        grid.rows.splice(0..0, titles);
        if grid.rows.last().is_some_and(|(_, cells)| !cells.is_empty()) {
            self.grids.grids.push(grid);
        }
        for record in records.into_iter().filter(|_| !nested.is_empty()) {
            for member in record.properties.iter().filter(|own| nested.contains(own.name.as_str())) {
                let above: Vec<&Object<'_>> = above.iter().copied().chain([record]).collect();
                self.value(&member.value, member.name.as_str(), &above);
            }
        }
    }
}

/// Whether a value has records of its own, which are no list of names.
fn is_nested(value: &Value<'_>) -> bool {
    const OF_RESULTS: [&str; 10] =
        ["pos", "position", "place", "rank", "laps", "time", "bestLap", "best_lap", "status", "results"];
    let records = value.as_array().into_iter().flat_map(|own| &own.elements).filter_map(Value::as_object);
    let has = |own: &Object<'_>| own.properties.iter().any(|own| OF_RESULTS.contains(&own.name.as_str()));
    let mut records = records.take(8);
    records.any(|own| own.properties.len() > 1 && (name_of(own).is_none() || has(own)))
}

/// Keys and texts of objects, the outermost first.
fn titles(above: &[&Object<'_>], lines: &Lines) -> Vec<(u32, csv::StringRecord)> {
    let all = above.iter().flat_map(|own| own.properties.iter().take(MAX_COLUMNS));
    let single = all.filter(|own| !matches!(own.value, Value::Array(_)));
    single
        .filter_map(|own| {
            Some((lines.of_byte(own.start()), [own.name.as_str(), &cell(&own.value)?].into_iter().collect()))
        })
        .collect()
}

/// The records of an array; `None` where it has anything else in it.
fn table(name: String, items: &Array<'_>, leave: &HashSet<&str>, lines: &Lines) -> Option<Grid> {
    let records: Vec<&Object<'_>> = items.elements.iter().map(Value::as_object).collect::<Option<_>>()?;
    let mut heads: Vec<&str> = Vec::new();
    let mut at: HashMap<&str, usize> = HashMap::new();
    for own in records.iter().flat_map(|record| &record.properties) {
        if heads.len() < MAX_COLUMNS
            && !at.contains_key(own.name.as_str())
            && !leave.contains(own.name.as_str())
        {
            at.insert(own.name.as_str(), heads.len());
            heads.push(own.name.as_str());
        }
    }
    if heads.is_empty() && leave.is_empty() {
        return None;
    }
    let mut rows = vec![(lines.of_byte(items.start()), heads.iter().copied().collect::<csv::StringRecord>())];
    for record in records {
        let mut cells = vec![String::new(); heads.len()];
        for own in &record.properties {
            if let (Some(&at), Some(text)) = (at.get(own.name.as_str()), cell(&own.value)) {
                cells[at] = text;
            }
        }
        rows.push((lines.of_byte(record.start()), cells.into_iter().collect()));
    }
    Some(Grid { name, rows, head: Some(0), separator: ',', decimal_comma: true })
}

/// The text of a value: a list of texts is a list cell, a record with a name (whole, or given name and surname) that name. `None` where it is neither.
fn cell(value: &Value<'_>) -> Option<String> {
    match value {
        Value::NullKeyword(_) => Some(String::new()),
        Value::BooleanLit(own) => Some(own.value.to_string()),
        Value::NumberLit(own) => Some(own.value.to_owned()),
        Value::StringLit(own) => Some(own.value.to_string()),
        Value::Array(own) => {
            let items: Vec<String> = own.elements.iter().map(cell).collect::<Option<_>>()?;
            Some(list_cell(items.iter().map(String::as_str)))
        }
        Value::Object(own) => name_of(own),
    }
}

fn name_of(own: &Object<'_>) -> Option<String> {
    const NAMES: [&str; 3] = ["name", "title", "code"];
    const GIVEN: [&str; 5] = ["first", "firstName", "first_name", "givenName", "firstname"];
    const SURNAMES: [&str; 6] = ["last", "lastName", "last_name", "surname", "familyName", "lastname"];
    let text = |name: &str| {
        let member = own.properties.iter().find(|member| member.name.as_str() == name)?;
        member.value.as_string_lit().map(|text| text.value.trim().to_owned())
    };
    let joined = || {
        let surname = SURNAMES.into_iter().find_map(text)?;
        let given = GIVEN.into_iter().find_map(text).unwrap_or_default();
        Some(format!("{given} {surname}").trim().to_owned())
    };
    NAMES.into_iter().find_map(text).or_else(joined)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(grid: &Grid) -> Vec<Vec<&str>> {
        grid.rows.iter().map(|(_, cells)| cells.iter().collect()).collect()
    }

    #[test]
    fn records_become_rows() {
        let text = r#"[{"pos":1,"drivers":["Ann Archer","Ben Boyd"],"laps":50},{"pos":2,"gap":4.5}]"#;
        let grids = read("x", text).expect("records");
        assert_eq!(
            rows(&grids.grids[0]),
            [
                vec!["pos", "drivers", "laps", "gap"],
                vec!["1", "Ann Archer; Ben Boyd", "50", ""],
                vec!["2", "", "", "4.5"]
            ]
        );
    }

    #[test]
    fn a_record_of_a_name_is_that_name() {
        let text = r#"[{"a":{"first":"Ann","last":"Archer"},"b":[{"firstName":"Ben","lastName":"Boyd"}],"c":{"x":1}}]"#;
        let grids = read("x", text).expect("records");
        assert_eq!(rows(&grids.grids[0])[1], ["Ann Archer", "Ben Boyd", ""]);
    }

    #[test]
    fn arrays_under_keys_are_tables_and_texts_beside_them_titles() {
        let text = r#"{"event":"Hill Park","sessions":{"race":[{"pos":1}]},"entries":[{"no":7}]}"#;
        let grids = read("x", text).expect("records");
        let names: Vec<&str> = grids.grids.iter().map(|grid| grid.name.as_str()).collect();
        assert_eq!(names, ["sessions.race", "entries"]);
        assert_eq!(rows(&grids.grids[1]), [vec!["event", "Hill Park"], vec!["no"], vec!["7"]]);
        assert!(read("x", "{\"a\":1}").is_none() && read("x", "{").is_none());
    }

    #[test]
    fn arrays_of_records_inside_records_are_tables_below_what_they_are_in() {
        let text = r#"{"season":2026,"rounds":[{"round":1,"track":"Hill Park","results":[{"pos":1,"no":7,"drivers":[{"name":"Ann","id":1}]}]}]}"#;
        let grids = read("x", text).expect("records");
        let names: Vec<&str> = grids.grids.iter().map(|grid| grid.name.as_str()).collect();
        assert_eq!(names, ["rounds", "results"]);
        assert_eq!(rows(&grids.grids[0])[1..], [vec!["round", "track"], vec!["1", "Hill Park"]]);
        assert_eq!(
            rows(&grids.grids[1]),
            [
                vec!["season", "2026"],
                vec!["round", "1"],
                vec!["track", "Hill Park"],
                vec!["pos", "no", "drivers"],
                vec!["1", "7", "Ann"]
            ]
        );
    }
}
