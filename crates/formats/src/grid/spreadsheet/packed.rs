//! What a packed file has in it, and whether it can be unpacked without harm.

use super::super::MAX_UNPACKED;
use std::io::{Cursor, Read};
use zip::ZipArchive;

pub(super) enum Packed {
    Xlsx,
    /// The binary kind of XLSX.
    Binary,
    OpenDocument,
    TooLarge(String),
    Other,
}

/// Files in a packed spreadsheet, at most.
const MAX_MEMBERS: usize = 10_000;

/// Unpacks everything once and counts: what a packed file says of its size may be false.
pub(super) fn look(bytes: &[u8]) -> Packed {
    look_within(bytes, MAX_UNPACKED)
}

pub(in crate::grid) fn look_within(bytes: &[u8], most: u64) -> Packed {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return Packed::Xlsx };
    let has = |archive: &ZipArchive<_>, name: &str| archive.index_for_name(name).is_some();
    let kind = if has(&archive, "xl/workbook.bin") {
        Packed::Binary
    } else if has(&archive, "[Content_Types].xml")
        && archive.file_names().flatten().any(|own| own.starts_with("xl/"))
    {
        Packed::Xlsx
    } else if has(&archive, "content.xml") && is_sheet(&mut archive) {
        Packed::OpenDocument
    } else {
        return Packed::Other;
    };
    if archive.len() > MAX_MEMBERS {
        return Packed::TooLarge(format!("{} files in it", archive.len()));
    }
    let mut left = most;
    for at in 0..archive.len() {
        // What cannot be unpacked is told by the reader.
        let Ok(member) = archive.by_index(at) else { continue };
        let taken = std::io::copy(&mut member.take(left + 1), &mut std::io::sink()).unwrap_or(0);
        if taken > left {
            return Packed::TooLarge(format!("more than {most} bytes unpacked"));
        }
        left -= taken;
    }
    kind
}

fn is_sheet(archive: &mut ZipArchive<Cursor<&[u8]>>) -> bool {
    let mut kind = String::new();
    let read = archive.by_name("mimetype").map(|own| own.take(200).read_to_string(&mut kind).is_ok());
    read.unwrap_or(false) && kind.contains("opendocument.spreadsheet")
}

/// A member's text; `None` where there is none. Only of archives that [`look`] found harmless.
pub(super) fn text(bytes: &[u8], name: &str) -> Option<String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut text = String::new();
    archive.by_name(name).ok()?.take(MAX_UNPACKED).read_to_string(&mut text).ok()?;
    Some(text)
}

/// Rows that are hidden on the sheets of an XLSX.
pub(super) fn hidden_rows(bytes: &[u8]) -> usize {
    let Ok(archive) = ZipArchive::new(Cursor::new(bytes)) else { return 0 };
    let sheets: Vec<String> = archive
        .file_names()
        .flatten()
        .filter(|own| own.starts_with("xl/worksheets/"))
        .map(Into::into)
        .collect();
    sheets.iter().filter_map(|name| text(bytes, name)).map(|text| hidden_in(&text)).sum()
}

fn hidden_in(sheet: &str) -> usize {
    let rows = sheet.split("<row ").skip(1).filter_map(|rest| rest.split('>').next());
    rows.filter(|row| row.contains("hidden=\"1\"") || row.contains("hidden=\"true\"")).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    #[test]
    fn what_unpacks_to_far_more_is_refused() {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, size) in
            [("[Content_Types].xml", 10), ("xl/workbook.xml", 10), ("xl/sharedStrings.xml", 1_000_000)]
        {
            archive.start_file(name, SimpleFileOptions::default()).unwrap();
            archive.write_all(&vec![b' '; size]).unwrap();
        }
        let bytes = archive.finish().unwrap().into_inner();
        assert!(bytes.len() < 10_000);
        assert!(matches!(look_within(&bytes, 1_000_000), Packed::TooLarge(_)));
        assert!(matches!(look_within(&bytes, 1_000_020), Packed::Xlsx));
    }
}
