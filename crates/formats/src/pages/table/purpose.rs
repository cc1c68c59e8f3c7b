//! What a table is for, by its classes: content of the page, or a box beside it.

use super::raw::{Piece, RawCell, RawTable};
use crate::pages::document::Fact;
use crate::pages::markup::Plain;

/// Tables that are boxes of facts beside the text.
const FACT_CLASSES: &str = "infobox vevent vcard";
/// Tables that lead to other pages or speak about this one.
const BOX_CLASSES: &str =
    "navbox metadata ambox mbox-small sidebar vertical-navbox succession-box toc navbox-inner";

/// What a table is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    Content,
    Facts,
    Aside,
}

pub(crate) fn of_class(class: &str) -> Purpose {
    if has(class, BOX_CLASSES) {
        Purpose::Aside
    } else if has(class, FACT_CLASSES) {
        Purpose::Facts
    } else {
        Purpose::Content
    }
}

/// Whether one of the words is one of those known.
pub(crate) fn has(words: &str, known: &str) -> bool {
    words.split_ascii_whitespace().any(|word| known.split_ascii_whitespace().any(|known| known == word))
}

/// Rows of a name and a value.
pub(crate) fn facts(table: RawTable) -> Vec<Fact> {
    let text = |cell: RawCell| {
        let mut all = Plain::default();
        for piece in cell.pieces {
            match piece {
                Piece::Paragraph(_, plain) | Piece::Item(_, plain) => all.append(plain),
                Piece::Heading(..) | Piece::Table(_) => {}
            }
        }
        all.text.replace('\n', " ")
    };
    let mut found = Vec::new();
    for row in table.rows {
        let line = row.line;
        let mut cells = row.cells.into_iter().map(text).filter(|text| !text.is_empty());
        let Some(name) = cells.next() else { continue };
        let value = cells.collect::<Vec<_>>().join(" ");
        if !value.is_empty() {
            found.push(Fact { line, name, value });
        }
    }
    found
}
