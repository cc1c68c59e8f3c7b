//! Bytes into text: UTF-8 only, within size limits; anything else is named and refused.

use super::findings::{Findings, shortened};
use memchr::{memchr, memchr_iter};
use parcferme_core::Diagnostic;

/// No published page comes near this; a longer document is refused before it is looked at.
pub const MAX_DOCUMENT_BYTES: usize = 16 << 20;
/// The longest line that is read.
pub const MAX_LINE_BYTES: usize = 1 << 20;

/// The text, without a byte order mark; `None` with an error where it cannot be read.
pub(crate) fn decode<'a>(bytes: &'a [u8], findings: &mut Findings) -> Option<&'a str> {
    let place = findings.whole();
    if let Some(diagnostic) = refused(bytes) {
        findings.push(if diagnostic.places.is_empty() { diagnostic.at(place) } else { diagnostic });
        return None;
    }
    if let Some((line, length)) = overlong_line(bytes) {
        let place = findings.place(line, "");
        findings.push(
            Diagnostic::error("PF0102", "line too long")
                .at(place)
                .found(format!("{length} bytes in one line"))
                .expected(format!("at most {MAX_LINE_BYTES} bytes"))
                .help("save the page as text with one table row or cell a line"),
        );
        return None;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text.strip_prefix('\u{feff}').unwrap_or(text)),
        Err(error) => {
            findings.push(wrong_encoding(bytes, error.valid_up_to(), findings));
            None
        }
    }
}

fn refused(bytes: &[u8]) -> Option<Diagnostic> {
    if bytes.len() > MAX_DOCUMENT_BYTES {
        return Some(
            Diagnostic::error("PF0101", "document too large")
                .found(format!("{} bytes", bytes.len()))
                .expected(format!("at most {MAX_DOCUMENT_BYTES} bytes"))
                .help("give the page's text alone, without pictures or history"),
        );
    }
    let utf16 = match bytes {
        [0xff, 0xfe, ..] | [_, 0, _, 0, ..] => Some("UTF-16LE"),
        [0xfe, 0xff, ..] | [0, _, 0, _, ..] => Some("UTF-16BE"),
        _ => None,
    };
    if let Some(name) = utf16 {
        return Some(
            Diagnostic::error("PF0103", "document is not UTF-8")
                .found(format!("{name} text"))
                .expected("UTF-8")
                .help(format!("convert it: iconv -f {name} -t UTF-8")),
        );
    }
    let zero = memchr(0, bytes)?;
    let known =
        KINDS.iter().find(|(magic, _)| bytes.starts_with(magic)).map_or("binary data", |(_, name)| name);
    Some(
        Diagnostic::error("PF0104", "document is not text")
            .found(format!("{known}, with a zero byte at offset {zero}"))
            .expected("a page as UTF-8 text")
            .help("save the page's source or its text, not the file that shows it"),
    )
}

const KINDS: [(&[u8], &str); 6] = [
    (b"%PDF", "a PDF file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"PK\x03\x04", "a ZIP or office file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\x7fELF", "a program"),
];

fn overlong_line(bytes: &[u8]) -> Option<(u32, usize)> {
    let mut start = 0;
    for (line, end) in (1..).zip(memchr_iter(b'\n', bytes).chain([bytes.len()])) {
        if end - start > MAX_LINE_BYTES {
            return Some((line, end - start));
        }
        start = end + 1;
    }
    None
}

fn wrong_encoding(bytes: &[u8], valid: usize, findings: &Findings) -> Diagnostic {
    if let Some((_, name)) = KINDS.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Diagnostic::error("PF0104", "document is not text")
            .at(findings.whole())
            .found(*name)
            .expected("a page as UTF-8 text")
            .help("save the page's source or its text, not the file that shows it");
    }
    let line = 1 + memchr_iter(b'\n', &bytes[..valid]).count() as u32;
    let start = bytes[..valid].iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
    let end = memchr(b'\n', &bytes[valid..]).map_or(bytes.len(), |at| valid + at);
    let column = 1 + String::from_utf8_lossy(&bytes[start..valid]).chars().count() as u32;
    let as_latin: String = bytes[start..end].iter().map(|&byte| byte as char).collect();
    let mut place = findings.place(line, &as_latin);
    place.column = column;
    Diagnostic::error("PF0103", "document is not UTF-8")
        .at(place)
        .found(format!(
            "byte 0x{:02x}; as ISO-8859-1 the line reads \"{}\"",
            bytes[valid],
            shortened(&as_latin)
        ))
        .expected("UTF-8")
        .help("convert it: iconv -f ISO-8859-1 -t UTF-8")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refuse(bytes: &[u8]) -> Diagnostic {
        let mut findings = Findings::new("page.txt");
        assert!(decode(bytes, &mut findings).is_none());
        findings.finish().remove(0)
    }

    #[test]
    fn latin_one_is_named_with_line_and_column() {
        let diagnostic = refuse(b"= T =\nTom\xe1\x9a Enge\n");
        assert_eq!(diagnostic.id, "PF0103");
        assert_eq!((diagnostic.places[0].line, diagnostic.places[0].column), (2, 4));
        assert!(diagnostic.help.unwrap().contains("ISO-8859-1"));
    }

    #[test]
    fn utf16_with_and_without_mark_is_named() {
        let text: Vec<u8> = "= T =".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(refuse(&text).found.unwrap().contains("UTF-16LE"));
        let marked: Vec<u8> = "\u{feff}= T =".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert!(refuse(&marked).found.unwrap().contains("UTF-16BE"));
    }

    #[test]
    fn a_picture_and_a_long_line_are_refused() {
        assert_eq!(refuse(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").id, "PF0104");
        let mut long = b"= T =\n".to_vec();
        long.resize(MAX_LINE_BYTES + 100, b'x');
        let diagnostic = refuse(&long);
        assert_eq!((diagnostic.id, diagnostic.places[0].line), ("PF0102", 2));
    }

    #[test]
    fn a_byte_order_mark_is_left_out() {
        let mut findings = Findings::new("page.txt");
        assert_eq!(decode("\u{feff}= T =".as_bytes(), &mut findings), Some("= T ="));
    }
}
