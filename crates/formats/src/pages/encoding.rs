//! What of a page's bytes is no text, and its text with lines of one kind.

use super::findings::{Findings, shortened};
use crate::text;
use memchr::{memchr, memchr_iter};
use parcferme_core::Diagnostic;
use std::borrow::Cow;

/// No published page comes near this; a longer document is refused before it is looked at.
pub const MAX_DOCUMENT_BYTES: usize = 16 << 20;

/// The text, without a byte order mark; `None` with an error where it cannot be read.
pub(crate) fn decode<'a>(bytes: &'a [u8], findings: &mut Findings) -> Option<Cow<'a, str>> {
    if let Some(diagnostic) = refused(bytes) {
        findings.push(diagnostic.at(findings.whole()));
        return None;
    }
    let Some(decoded) = text::decode(bytes).filter(|own| !own.is_damaged) else {
        let valid = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
        findings.push(wrong_encoding(bytes, valid, findings));
        return None;
    };
    if let Some(told) = decoded.told(findings.document()) {
        findings.push(told);
    }
    Some(lines_of_one_kind(decoded.text))
}

/// Lines that end in `\r` alone, as very old files have them, end in `\n`.
fn lines_of_one_kind(text: Cow<str>) -> Cow<str> {
    if memchr(b'\r', text.as_bytes()).is_none() {
        return text;
    }
    Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
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
    let known = KINDS.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, name)| *name);
    let zero = memchr(0, bytes).filter(|_| text::decode(bytes).is_none());
    let found = match (known, zero) {
        (Some(name), _) => name.to_owned(),
        (None, Some(zero)) => format!("binary data, with a zero byte at offset {zero}"),
        (None, None) => return None,
    };
    Some(
        Diagnostic::error("PF0104", "document is not text")
            .found(found)
            .expected("a page as text or HTML")
            .help("save the page's source or its text, not the file that shows it"),
    )
}

const KINDS: [(&[u8], &str); 7] = [
    (b"%PDF", "a PDF file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"PK\x03\x04", "a ZIP or office file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\x7fELF", "a program"),
    (b"bplist00", "a web archive of a browser"),
];

fn wrong_encoding(bytes: &[u8], valid: usize, findings: &Findings) -> Diagnostic {
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
            bytes.get(valid).copied().unwrap_or_default(),
            shortened(&as_latin)
        ))
        .expected("UTF-8, or an encoding that the page declares")
        .help("save the page as UTF-8; or convert it, such as: iconv -f ISO-8859-1 -t UTF-8")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (Option<String>, Vec<Diagnostic>) {
        let mut findings = Findings::new("page.txt");
        let text = decode(bytes, &mut findings).map(Cow::into_owned);
        (text, findings.finish())
    }

    fn refuse(bytes: &[u8]) -> Diagnostic {
        let (text, mut diagnostics) = read(bytes);
        assert_eq!(text, None);
        diagnostics.remove(0)
    }

    #[test]
    fn every_line_ends_alike_and_an_older_encoding_is_told() {
        let (text, diagnostics) = read("\u{feff}\u{e9}\r\nx\ry".as_bytes());
        assert_eq!((text.as_deref(), diagnostics.len()), (Some("\u{e9}\nx\ny"), 0));
        let (text, diagnostics) = read(b"Tom\xe1\x9a\r");
        assert_eq!((text.as_deref(), diagnostics[0].id), (Some("Tom\u{e1}\u{161}\n"), "PF0144"));
    }

    #[test]
    fn damaged_utf8_is_refused_with_line_and_column() {
        let mut damaged = "= T =\nTom\u{e1}\u{161} Enge, J\u{f6}rg M\u{fc}ller".as_bytes().to_vec();
        let last = damaged.iter().rposition(|&byte| byte == 0xbc).unwrap();
        damaged.remove(last);
        let diagnostic = refuse(&damaged);
        assert_eq!(diagnostic.id, "PF0103");
        assert_eq!((diagnostic.places[0].line, diagnostic.places[0].column), (2, 19));
        assert_eq!(refuse(b"a\x81\x8d\x9db").id, "PF0103");
    }

    #[test]
    fn a_picture_is_refused() {
        assert_eq!(refuse(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").id, "PF0104");
        assert!(refuse(b"bplist00\xd1").found.unwrap().contains("web archive"));
        assert_eq!(refuse(b"a\0b").id, "PF0104");
    }
}
