//! JSON files that simulators and leagues write, told apart by their keys: one line a form.

use super::alkamel_json;
use super::form::File;
use super::json::{BEGINS, Node, looks_like_json, with_json};
use super::league::{class_results, ergast, platform, season_races};
use super::said::Said;
use super::sim::{Wrote, ac, ac_client, ac_evo, acc, ams2, iracing, raceroom};
use super::text::begins_with;
use crate::text::decode;
use parcferme_core::Diagnostic;

struct JsonForm {
    is: fn(Node<'_>) -> bool,
    read: fn(&File<'_>, Node<'_>) -> Wrote,
}

const FORMS: &[JsonForm] = &[
    JsonForm { is: acc::is, read: acc::read },
    JsonForm { is: iracing::is, read: iracing::read },
    JsonForm { is: ac::is, read: ac::read },
    JsonForm { is: ac_evo::is, read: ac_evo::read },
    JsonForm { is: ac_client::is, read: ac_client::read },
    JsonForm { is: raceroom::is, read: raceroom::read },
    JsonForm { is: ams2::is, read: ams2::read },
    JsonForm { is: alkamel_json::is, read: alkamel_json::read },
    JsonForm { is: platform::is, read: platform::read },
    JsonForm { is: class_results::is, read: class_results::read },
    JsonForm { is: season_races::is, read: season_races::read },
    JsonForm { is: ergast::is, read: ergast::read },
];

/// `None` where the file is no JSON of a form that is known.
pub(super) fn read(file: &File<'_>) -> Option<(Said, Vec<Diagnostic>)> {
    if !begins_with(file.bytes, BEGINS) {
        return None;
    }
    let decoded = decode(file.bytes)?;
    if !looks_like_json(&decoded.text) {
        return None;
    }
    let (wrote, told) = with_json(file.name, &decoded.text, |root| {
        FORMS.iter().find(|form| (form.is)(root)).map(|form| (form.read)(file, root))
    });
    let mut wrote = wrote??;
    wrote.told.extend(decoded.told(file.name));
    wrote.said.columns.retain(|own| stands_in(&decoded.text, &own.head));
    Some(wrote.finish(told))
}

/// Whether a text has the key that a column is called by: `participant.name`, `order of Result`, `results.<class>`.
fn stands_in(text: &str, head: &str) -> bool {
    let path = head.split(' ').next_back().unwrap_or(head);
    let is_key =
        |own: &&str| own.chars().all(|own| own.is_ascii_alphanumeric() || matches!(own, '_' | '-' | '$'));
    match path.split('.').rfind(is_key) {
        Some(key) => text.contains(&format!("\"{key}\"")),
        None => true,
    }
}

/// Why a file that looks like JSON cannot be read as JSON at all.
pub(super) fn damage(file: &File<'_>) -> Option<Diagnostic> {
    if !begins_with(file.bytes, BEGINS) {
        return None;
    }
    let text = decode(file.bytes)?.text;
    // Wikitext begins with a brace too: a table, or a template.
    if text.trim_start().starts_with("{|") || text.trim_start().starts_with("{{") {
        return None;
    }
    let (_, told) = looks_like_json(&text).then(|| with_json(file.name, &text, |_| ()))?;
    told.into_iter().next()
}
