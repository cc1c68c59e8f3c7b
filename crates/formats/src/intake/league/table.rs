//! Published tables as leagues' files have them, and the checks that the file can hold against itself.

use crate::folder::{Origin, PublishedLine, PublishedRecord};
use parcferme_core::{Diagnostic, Place, Points};
use std::collections::BTreeMap;

/// One line of a table.
pub(in super::super) struct Line {
    pub position: Option<u32>,
    pub competitor: String,
    pub cells: BTreeMap<u32, Option<Points>>,
    pub total: Option<Points>,
    pub line: u32,
}

pub(in super::super) fn record(
    title: &str,
    class: &str,
    after: Option<u32>,
    lines: Vec<Line>,
    document: &str,
) -> PublishedRecord {
    let line = |own: Line| PublishedLine {
        position: own.position,
        competitor: own.competitor,
        cells: own.cells,
        total: own.total,
        from: vec![Origin { document: document.to_owned(), line: own.line }],
        ..PublishedLine::default()
    };
    PublishedRecord {
        title: title.to_owned(),
        class: class.to_owned(),
        after,
        lines: lines.into_iter().filter(|own| !own.competitor.is_empty()).map(line).collect(),
        ..PublishedRecord::default()
    }
}

/// Says that a total is not the sum of what the file has it made of.
pub(in super::super) fn unequal(
    document: &str,
    line: u32,
    whose: &str,
    total: Points,
    sum: Points,
) -> Diagnostic {
    Diagnostic::warning(
        "PF1031",
        format!("the file contradicts itself: the total of {whose} is not the sum of its parts"),
    )
    .at(Place::line(document, line, whose))
    .found(format!("{total}, and parts that give {sum}"))
    .expected("the same")
    .help("both were taken over as they stand; the audit compares the total with the computed one")
}
