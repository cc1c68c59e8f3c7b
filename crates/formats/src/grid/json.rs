//! JSON: arrays of records, by themselves or under the keys of an object. A record's key is a head.

use super::{Grid, Grids, MAX_CELLS, MAX_COLUMNS, too_large};
use crate::folder::list_cell;
use crate::json::{Lines, parse};
use jsonc_parser::ast::{Array, Object, ObjectProp, Value};
use jsonc_parser::common::Ranged;
use std::collections::HashMap;

/// `None` where it is no JSON, or has no arrays of records: those have readers of their own, or nothing to say.
pub(super) fn read(name: &str, text: &str) -> Option<Grids> {
    let value = parse(name, text).ok()?;
    let lines = Lines::of(text);
    let mut grids = Grids { form: "records (JSON)", ..Grids::default() };
    match &value {
        Value::Array(items) => grids.grids.extend(table(String::new(), items, &lines)),
        Value::Object(root) => {
            for member in &root.properties {
                let key = member.name.as_str();
                match &member.value {
                    Value::Array(items) => grids.grids.extend(table(key.to_owned(), items, &lines)),
                    Value::Object(inner) => {
                        let arrays =
                            inner.properties.iter().filter_map(|own| Some((own, own.value.as_array()?)));
                        let name = |own: &ObjectProp<'_>| format!("{key}.{}", own.name.as_str());
                        grids.grids.extend(arrays.filter_map(|(own, items)| table(name(own), items, &lines)));
                    }
                    _ => {}
                }
            }
            beside(root, &lines, &mut grids);
        }
        _ => {}
    }
    if grids.grids.is_empty() {
        return None;
    }
    let cells: usize = grids.grids.iter().flat_map(|grid| &grid.rows).map(|(_, cells)| cells.len()).sum();
    if cells > MAX_CELLS {
        grids.told.push(too_large(name, format!("{cells} cells")));
        grids.grids.clear();
    }
    Some(grids)
}

/// What stands beside the arrays (`"event": "Hill Park"`) becomes title rows of each.
fn beside(root: &Object<'_>, lines: &Lines, grids: &mut Grids) {
    let titles =
        root.properties.iter().filter(|own| !matches!(own.value, Value::Array(_) | Value::Object(_)));
    let titles: Vec<(u32, csv::StringRecord)> = titles
        .take(MAX_COLUMNS)
        .filter_map(|own| {
            Some((lines.of_byte(own.start()), [own.name.as_str(), &cell(&own.value)?].into_iter().collect()))
        })
        .collect();
    for grid in &mut grids.grids {
        grid.rows.splice(0..0, titles.iter().cloned());
        grid.head = Some(titles.len());
    }
}

/// The records of an array; `None` where it has anything else in it.
fn table(name: String, items: &Array<'_>, lines: &Lines) -> Option<Grid> {
    let records: Vec<&Object<'_>> = items.elements.iter().map(Value::as_object).collect::<Option<_>>()?;
    let mut heads: Vec<&str> = Vec::new();
    let mut at: HashMap<&str, usize> = HashMap::new();
    for own in records.iter().flat_map(|record| &record.properties) {
        if heads.len() < MAX_COLUMNS && !at.contains_key(own.name.as_str()) {
            at.insert(own.name.as_str(), heads.len());
            heads.push(own.name.as_str());
        }
    }
    if heads.is_empty() {
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
        Value::Object(own) => {
            const NAMES: [&str; 3] = ["name", "title", "code"];
            const GIVEN: [&str; 4] = ["first", "firstName", "first_name", "givenName"];
            const SURNAMES: [&str; 5] = ["last", "lastName", "last_name", "surname", "familyName"];
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
    }
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
}
