//! Bytes into text: UTF-8, UTF-16, or an older encoding that the page declares or its bytes show, which is told.

use super::findings::{Findings, shortened};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use memchr::{memchr, memchr_iter};
use parcferme_core::Diagnostic;
use std::borrow::Cow;

/// No published page comes near this; a longer document is refused before it is looked at.
pub const MAX_DOCUMENT_BYTES: usize = 16 << 20;
/// A page declares its encoding within these first bytes.
const DECLARED_WITHIN: usize = 2_048;

/// The text, without a byte order mark; `None` with an error where it cannot be read.
pub(crate) fn decode<'a>(bytes: &'a [u8], findings: &mut Findings) -> Option<Cow<'a, str>> {
    if let Some(diagnostic) = refused(bytes) {
        findings.push(diagnostic.at(findings.whole()));
        return None;
    }
    let error = match std::str::from_utf8(bytes) {
        // Every second byte zero is UTF-16 without its mark.
        Ok(text) if utf16(bytes).is_none() => {
            return Some(lines_of_one_kind(Cow::Borrowed(text.strip_prefix('\u{feff}').unwrap_or(text))));
        }
        Ok(_) => 0,
        Err(error) => error.valid_up_to(),
    };
    let told = utf16(bytes)
        .map(|encoding| (encoding, "its first bytes say so"))
        .or_else(|| declared(bytes).map(|encoding| (encoding, "the page declares it")))
        .or_else(|| {
            is_latin(bytes).then_some((WINDOWS_1252, "every byte beyond ASCII is a letter or sign of it"))
        });
    let decoded = told.and_then(|(encoding, why)| {
        let (text, _, broken) = encoding.decode(bytes);
        (!broken).then_some((encoding, why, text))
    });
    match decoded {
        Some((encoding, why, text)) => {
            findings.push(
                Diagnostic::note("PF0144", format!("read as {}", encoding.name()))
                    .at(findings.whole())
                    .found(format!("no UTF-8; {why}"))
                    .expected("UTF-8")
                    .help("look at names with accents; if they are wrong, save the page as UTF-8"),
            );
            Some(lines_of_one_kind(text))
        }
        None => {
            findings.push(wrong_encoding(bytes, error, findings));
            None
        }
    }
}

/// Lines that end in `\r` alone, as very old files have them, end in `\n`.
fn lines_of_one_kind(text: Cow<str>) -> Cow<str> {
    if memchr(b'\r', text.as_bytes()).is_none() {
        return text;
    }
    Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
}

fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [0xff, 0xfe, ..] => Some(UTF_16LE),
        [0xfe, 0xff, ..] => Some(UTF_16BE),
        [first, 0, second, 0, ..] if *first != 0 && *second != 0 => Some(UTF_16LE),
        [0, first, 0, second, ..] if *first != 0 && *second != 0 => Some(UTF_16BE),
        _ => None,
    }
}

/// The encoding of `<meta charset=...>` or `<?xml encoding=...?>`.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(DECLARED_WITHIN)]).to_ascii_lowercase();
    let at = head.find("charset").map(|at| at + "charset".len());
    let at =
        at.or_else(|| head.starts_with("<?xml").then(|| head.find("encoding")).flatten().map(|at| at + 8))?;
    let value = head[at..].trim_start().strip_prefix('=')?.trim_start_matches([' ', '"', '\'']);
    let end = value.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:".contains(c))).unwrap_or(value.len());
    Encoding::for_label(value[..end].as_bytes()).filter(|encoding| *encoding != UTF_8)
}

/// Whether the bytes beyond ASCII are those of Western European text: letters, dashes, quotation marks, few signs.
/// Damaged UTF-8, most of whose letters are whole, is not.
fn is_latin(bytes: &[u8]) -> bool {
    let (mut latin, mut whole) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        for &byte in chunk.invalid() {
            let is_sign = matches!(byte, 0x80 | 0x82 | 0x84..=0x86 | 0x91..=0x97 | 0x99 | 0xa0 | 0xa3 | 0xa7 | 0xa9..=0xab
                | 0xae | 0xb0..=0xb3 | 0xb7 | 0xb9..=0xbe);
            let is_letter = matches!(byte, 0x8a | 0x8c | 0x8e | 0x9a | 0x9c | 0x9e | 0x9f)
                || byte >= 0xc0 && byte != 0xd7 && byte != 0xf7;
            if !is_sign && !is_letter {
                return false;
            }
            latin += 1;
        }
    }
    latin > whole
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
    let zero = memchr(0, bytes).filter(|_| utf16(bytes).is_none());
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

    fn told(bytes: &[u8]) -> (String, String) {
        let (text, diagnostics) = read(bytes);
        assert_eq!(diagnostics.iter().map(|d| d.id).collect::<Vec<_>>(), ["PF0144"]);
        (text.unwrap(), diagnostics[0].message.clone())
    }

    fn refuse(bytes: &[u8]) -> Diagnostic {
        let (text, mut diagnostics) = read(bytes);
        assert_eq!(text, None);
        diagnostics.remove(0)
    }

    #[test]
    fn older_encodings_are_read_by_what_is_declared_or_shown() {
        let expected = ("= T =\nTom\u{e1}\u{161} Enge".to_owned(), "read as windows-1252".to_owned());
        assert_eq!(told(b"= T =\nTom\xe1\x9a Enge"), expected);
        let declared = b"<meta charset=\"iso-8859-2\">Tom\xe1\xb9";
        assert_eq!(
            told(declared),
            ("<meta charset=\"iso-8859-2\">Tom\u{e1}\u{161}".to_owned(), "read as ISO-8859-2".to_owned())
        );
        let page = b"<meta http-equiv=Content-Type content=\"text/html; charset=windows-1251\">\xc0";
        assert!(told(page).0.ends_with('\u{410}'));
        assert!(told(b"<?xml version='1.0' encoding='koi8-r'?>\xe1").0.ends_with('\u{410}'));
    }

    #[test]
    fn utf16_with_and_without_mark_is_read() {
        let text: Vec<u8> = "= T =\n\u{e9}".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(told(&text), ("= T =\n\u{e9}".to_owned(), "read as UTF-16LE".to_owned()));
        let marked: Vec<u8> = "\u{feff}= T =".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(told(&marked), ("= T =".to_owned(), "read as UTF-16BE".to_owned()));
    }

    #[test]
    fn what_is_valid_utf8_is_utf8_whatever_is_declared() {
        let (text, diagnostics) = read("\u{feff}<meta charset=iso-8859-1>\u{e9}\r\nx\ry".as_bytes());
        assert_eq!(text.as_deref(), Some("<meta charset=iso-8859-1>\u{e9}\nx\ny"));
        assert_eq!(diagnostics, []);
    }

    #[test]
    fn damaged_utf8_is_refused_with_line_and_column() {
        let mut damaged = "= T =\nTom\u{e1}\u{161} Enge, J\u{f6}rg M\u{fc}ller".as_bytes().to_vec();
        let last = damaged.iter().rposition(|&byte| byte == 0xbc).unwrap();
        damaged.remove(last);
        let diagnostic = refuse(&damaged);
        assert_eq!(diagnostic.id, "PF0103");
        assert_eq!((diagnostic.places[0].line, diagnostic.places[0].column), (2, 19));
        assert_eq!(refuse(b"a\x81b").id, "PF0103");
    }

    #[test]
    fn a_picture_is_refused() {
        assert_eq!(refuse(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").id, "PF0104");
        assert!(refuse(b"bplist00\xd1").found.unwrap().contains("web archive"));
        assert_eq!(refuse(b"a\0b").id, "PF0104");
    }
}
