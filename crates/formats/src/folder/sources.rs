//! `sources.toml`: every document that facts were read from.

use super::Folder;
use super::write::quoted;
use parcferme_core::Diagnostic;
use parcferme_core::block::{Key, Reader, Shape};
use sha2::{Digest, Sha256};

/// A document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentRecord {
    /// File name, as `from` columns cite it.
    pub name: String,
    pub title: String,
    /// SHA-256 of its bytes in hexadecimal.
    pub digest: String,
    pub licence: String,
}

/// SHA-256 in hexadecimal.
pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
        text.extend([digit(byte >> 4), digit(byte & 15)]);
        text
    })
}

const DOCUMENT_KEYS: &[Key] = &[
    Key { name: "name", shape: Shape::Text, doc: "File name, as facts cite it." },
    Key { name: "title", shape: Shape::Text, doc: "Title of the document." },
    Key { name: "digest", shape: Shape::Text, doc: "SHA-256 of its bytes." },
    Key { name: "licence", shape: Shape::Text, doc: "Terms under which it may be used." },
];
pub(super) const KEYS: &[Key] = &[Key {
    name: "document",
    shape: Shape::Tables(DOCUMENT_KEYS),
    doc: "A document that facts were read from.",
}];

pub(super) fn read(text: &str, folder: &mut Folder, diagnostics: &mut Vec<Diagnostic>) {
    let (mut reader, mut root) = Reader::open("sources.toml", text, KEYS);
    for mut block in root.blocks(&mut reader, "document") {
        let name = block.text(&mut reader, "name");
        folder.documents.push(DocumentRecord {
            name: block.require(&mut reader, "name", name).value,
            title: block.text(&mut reader, "title").unwrap_or_default().value,
            digest: block.text(&mut reader, "digest").unwrap_or_default().value,
            licence: block.text(&mut reader, "licence").unwrap_or_default().value,
        });
        block.finish(&mut reader);
    }
    root.finish(&mut reader);
    diagnostics.append(&mut reader.diagnostics);
}

pub(super) fn write(folder: &Folder) -> String {
    let mut text = String::new();
    for document in &folder.documents {
        text += &format!("[[document]]\nname = {}\n", quoted(&document.name));
        for (key, value) in
            [("title", &document.title), ("digest", &document.digest), ("licence", &document.licence)]
        {
            if !value.is_empty() {
                text += &format!("{key} = {}\n", quoted(value));
            }
        }
        text += "\n";
    }
    text
}
