//! `driver-standings.yml` and `constructor-standings.yml`: tables as published, to two decimals.

use super::names::Names;
use super::record;
use crate::folder::{PublishedLine, PublishedRecord};
use parcferme_core::{Diagnostic, Points};

const KEYS: &[&str] = &["position", "driverId", "constructorId", "engineManufacturerId", "points"];
const DECIMALS: u32 = 2;

/// The table of a title after a round; the final one where `after` is None.
pub(super) fn read(
    document: &str,
    text: &str,
    title: &str,
    after: Option<u32>,
    names: &Names,
    out: &mut Vec<Diagnostic>,
) -> PublishedRecord {
    let mut lines = Vec::new();
    for record in record::read(document, text, KEYS, out) {
        let competitor = match (record.text("driverId"), record.text("constructorId")) {
            (Some(driver), _) => names.driver(driver),
            (None, Some(maker)) => {
                names.constructor(maker, record.text("engineManufacturerId").unwrap_or_default())
            }
            (None, None) => {
                record.wanted("driverId", out);
                continue;
            }
        };
        let excluded = matches!(record.text("position"), Some("EX" | "DSQ"));
        lines.push(PublishedLine {
            position: if excluded { None } else { record.value("position", "a position, EX or DSQ", out) },
            competitor,
            total: record.value::<Points>("points", "points such as 28.14", out),
            from: vec![record.from()],
            ..PublishedLine::default()
        });
    }
    PublishedRecord {
        title: title.to_owned(),
        class: String::new(),
        after,
        decimals: Some(DECIMALS),
        lines,
        file: document.to_owned(),
    }
}
