//! JSON Schema (2020-12) of rulebooks, made from the key tables of the rule kinds: editors complete and check by it.

use parcferme_core::block::{Key, Shape};
use serde_json::{Map, Value, json};

/// The schema of a rulebook as indented JSON with a final newline.
pub fn rulebook() -> String {
    let mut schema = object(parcferme_core::rulebook::KEYS);
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        for kind in parcferme_core::rules::KINDS {
            let blocks = json!({"type": "array", "items": block(kind.keys), "description": kind.doc});
            properties.insert(kind.name.to_owned(), blocks);
        }
    }
    schema.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    schema.insert("title".to_owned(), json!("Parc Fermé rulebook"));
    // A document of maps and texts always has a JSON form.
    serde_json::to_string_pretty(&Value::Object(schema)).unwrap_or_default() + "\n"
}

/// A block of a kind, which holds in some seasons alone where it says so, and may be otherwise in eras of them.
fn block(keys: &[Key]) -> Map<String, Value> {
    let mut era = object(keys);
    let mut block = era.clone();
    let seasons = json!({"type": "string", "description": "Seasons of the rulebook in which it holds.", "examples": ["1950-1953, 1955", "1991-"]});
    for own in [&mut era, &mut block] {
        if let Some(Value::Object(properties)) = own.get_mut("properties") {
            properties.insert("seasons".to_owned(), seasons.clone());
        }
    }
    if let Some(Value::Object(properties)) = block.get_mut("properties") {
        let eras =
            json!({"type": "array", "items": era, "description": "What of it is otherwise in some seasons."});
        properties.insert("era".to_owned(), eras);
    }
    block
}

fn object(keys: &[Key]) -> Map<String, Value> {
    let mut properties = Map::new();
    for key in keys {
        let mut schema = shape(key.shape);
        schema.insert("description".to_owned(), json!(key.doc));
        properties.insert(key.name.to_owned(), Value::Object(schema));
    }
    let mut object = Map::new();
    object.insert("type".to_owned(), json!("object"));
    object.insert("properties".to_owned(), Value::Object(properties));
    object.insert("additionalProperties".to_owned(), json!(false));
    object
}

fn shape(shape: Shape) -> Map<String, Value> {
    let value = match shape {
        Shape::Text => json!({"type": "string"}),
        Shape::Count => json!({"type": "integer", "minimum": 0}),
        Shape::Positive => json!({"type": "integer", "minimum": 1}),
        Shape::Yes => json!({"type": "boolean"}),
        Shape::Points => points(),
        Shape::PointsList => json!({"type": "array", "items": points()}),
        Shape::Share | Shape::Part => json!({"type": "string", "examples": ["70 %", "1/2", "0.75"]}),
        Shape::Duration => json!({"type": "string", "examples": ["2 h", "45 min", "1.265 s", "2:40:00"]}),
        Shape::TextList => json!({"type": "array", "items": {"type": "string"}}),
        Shape::Word(words) => json!({"enum": words}),
        Shape::Words(words) => json!({"type": "array", "items": {"enum": words}}),
        Shape::Rounds => json!({"anyOf": [
            {"type": "string", "examples": ["1-7, 9"]}, {"type": "integer"}, {"type": "array", "items": {"type": "integer"}}
        ]}),
        Shape::Table(keys) => Value::Object(object(keys)),
        Shape::Tables(keys) => json!({"type": "array", "items": Value::Object(object(keys))}),
    };
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

fn points() -> Value {
    json!({"anyOf": [{"type": "number"}, {"type": "string", "pattern": "^-?[0-9]+([./][0-9]+)?$"}]})
}
