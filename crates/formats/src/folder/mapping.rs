//! `mapping.toml`: how tables of a certain shape are read, as it was understood or as a person corrected it.
//!
//! A shape is the set of a table's heads, whatever their order and capitals. The next file of the same shape is read by
//! the same mapping.

use super::write::quoted;
use super::{Folder, calendar_columns, entries, published, results, words};
use parcferme_core::Diagnostic;
use parcferme_core::block::{Key, Reader, Shape};

/// What a table has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TableKind {
    Results,
    Entries,
    Calendar,
    Standings,
    Laps,
}

const KINDS: &[&str] = &["results", "entries", "calendar", "standings", "laps"];

impl TableKind {
    pub const ALL: [TableKind; 5] =
        [TableKind::Results, TableKind::Entries, TableKind::Calendar, TableKind::Standings, TableKind::Laps];

    pub const fn word(self) -> &'static str {
        match self {
            TableKind::Results => "results",
            TableKind::Entries => "entries",
            TableKind::Calendar => "calendar",
            TableKind::Standings => "standings",
            TableKind::Laps => "laps",
        }
    }

    pub fn from_word(word: &str) -> Option<TableKind> {
        TableKind::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// The fields that a column of such a table may be; standings have one more for each round, `Rd 1`.
    pub fn fields(self) -> Vec<&'static str> {
        let event = ["year", "round", "event", "circuit", "date", "session"];
        match self {
            TableKind::Results => {
                let seats = words::SEAT_COLUMNS;
                results::columns()
                    .into_iter()
                    .chain(results::GAPS.iter().copied())
                    .chain(seats)
                    .chain(event)
                    .collect()
            }
            TableKind::Entries => entries::COLUMNS.iter().copied().chain(words::SEAT_COLUMNS).collect(),
            TableKind::Calendar => calendar_columns().to_vec(),
            TableKind::Laps => vec!["number", "class", "team", "drivers", "lap", "lap_time", "elapsed"],
            TableKind::Standings => {
                published::COLUMNS.iter().copied().chain(["class", "title", "round", "session"]).collect()
            }
        }
    }

    /// Whether a column of such a table may be this field.
    pub fn has(self, field: &str) -> bool {
        self.fields().contains(&field)
            || (self == TableKind::Standings && published::round_of(field).is_some())
    }
}

/// How tables of one shape are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MappingRecord {
    pub kind: TableKind,
    /// A document of the shape.
    pub document: String,
    /// Heads in their order, and the field of each; `None` where the column is left out.
    pub columns: Vec<(String, Option<String>)>,
}

impl MappingRecord {
    /// What tables of one shape have in common: their heads in plain form, in an order of their own.
    pub fn shape<'h>(heads: impl Iterator<Item = &'h str>) -> Vec<String> {
        let mut shape: Vec<String> = heads.map(words::plain).filter(|head| !head.is_empty()).collect();
        shape.sort();
        shape
    }

    pub fn own_shape(&self) -> Vec<String> {
        MappingRecord::shape(self.columns.iter().map(|(head, _)| head.as_str()))
    }
}

const COLUMN_KEYS: &[Key] = &[
    Key { name: "head", shape: Shape::Text, doc: "The column's head." },
    Key {
        name: "field",
        shape: Shape::Text,
        doc: "What it is: a column of the folder's own table of this kind; left out where the column is not read.",
    },
];
const MAPPING_KEYS: &[Key] = &[
    Key { name: "kind", shape: Shape::Word(KINDS), doc: "What tables of this shape have." },
    Key { name: "document", shape: Shape::Text, doc: "A document of this shape." },
    Key { name: "column", shape: Shape::Tables(COLUMN_KEYS), doc: "The columns, in their order." },
];
pub(super) const KEYS: &[Key] =
    &[Key { name: "mapping", shape: Shape::Tables(MAPPING_KEYS), doc: "How tables of one shape are read." }];

pub(super) fn read(text: &str, folder: &mut Folder, diagnostics: &mut Vec<Diagnostic>) {
    let (mut reader, mut root) = Reader::open("mapping.toml", text, KEYS);
    let r = &mut reader;
    for mut block in root.blocks(r, "mapping") {
        let kind = block.word(r, "kind");
        let stated = block.require(r, "kind", kind);
        let document = block.text(r, "document").unwrap_or_default().value;
        let mut columns: Vec<(String, Option<String>)> = Vec::new();
        let kind = TableKind::from_word(stated.value);
        for mut column in block.blocks(r, "column") {
            let head = column.text(r, "head");
            let head = column.require(r, "head", head);
            let field = column.text(r, "field").filter(|field| !field.value.is_empty());
            if let (Some(kind), Some(field)) = (kind, &field) {
                let twice = columns.iter().find(|(_, own)| own.as_deref() == Some(field.value.as_str()));
                if !kind.has(&field.value) {
                    let message = format!("tables of {} have no field `{}`", kind.word(), field.value);
                    r.refuse("PF1047", field, message, &format!("one of {}", kind.fields().join(", ")));
                } else if let Some((other, _)) = twice {
                    let message = format!("`{other}` and `{}` are both `{}`", head.value, field.value);
                    r.refuse("PF1047", field, message, "one column for each field");
                }
            }
            columns.push((head.value, field.map(|field| field.value)));
            column.finish(r);
        }
        if let Some(kind) = kind {
            let record = MappingRecord { kind, document, columns };
            if folder.mappings.iter().any(|own| own.own_shape() == record.own_shape()) {
                r.refuse(
                    "PF1047",
                    &stated,
                    "two mappings are for tables with the same heads".to_owned(),
                    "one mapping for each set of heads",
                );
            }
            folder.mappings.push(record);
        }
        block.finish(r);
    }
    root.finish(r);
    diagnostics.append(&mut reader.diagnostics);
}

pub(super) fn write(folder: &Folder) -> String {
    let mut text = String::new();
    for mapping in &folder.mappings {
        text += &format!("[[mapping]]\nkind = {}\n", quoted(mapping.kind.word()));
        if !mapping.document.is_empty() {
            text += &format!("document = {}\n", quoted(&mapping.document));
        }
        for (head, field) in &mapping.columns {
            text += &format!("[[mapping.column]]\nhead = {}\n", quoted(head));
            if let Some(field) = field {
                text += &format!("field = {}\n", quoted(field));
            }
        }
        text += "\n";
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> (Vec<MappingRecord>, Vec<Diagnostic>) {
        let (mut folder, mut found) = (Folder::default(), Vec::new());
        read(text, &mut folder, &mut found);
        (folder.mappings, found)
    }

    const TEXT: &str = "[[mapping]]\nkind = \"results\"\ndocument = \"a.csv\"\n[[mapping.column]]\nhead = \"Fin\"\nfield = \"position\"\n[[mapping.column]]\nhead = \"Sponsor\"\n\n";

    #[test]
    fn what_is_read_is_written_again() {
        let (mappings, found) = read_text(TEXT);
        assert!(found.is_empty(), "{found:?}");
        assert_eq!(mappings[0].columns[0], ("Fin".to_owned(), Some("position".to_owned())));
        assert_eq!(mappings[0].own_shape(), MappingRecord::shape(["SPONSOR", "fin."].into_iter()));
        assert_eq!(write(&Folder { mappings, ..Folder::default() }), TEXT);
    }

    #[test]
    fn what_does_not_fit_is_an_error_at_its_place() {
        for (from, to, line) in
            [("position", "circuits", 6), ("\"Sponsor\"", "\"Sponsor\"\nfield = \"position\"", 9)]
        {
            let (_, found) = read_text(&TEXT.replace(from, to));
            let said: Vec<_> = found.iter().map(|own| (own.id, own.places[0].line)).collect();
            assert_eq!(said, [("PF1047", line)], "{to}");
        }
        let twice = format!("{TEXT}{TEXT}");
        assert_eq!(read_text(&twice).1.iter().map(|own| own.id).collect::<Vec<_>>(), ["PF1047"]);
    }
}
