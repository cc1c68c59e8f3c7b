//! Bytes into text: UTF-8, UTF-16, or else the code page of western Windows, which is said.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use parcferme_core::{Diagnostic, Place};
use std::borrow::Cow;

/// `None` where the bytes are no text.
pub(crate) fn decode<'b>(name: &str, bytes: &'b [u8]) -> Option<(Cow<'b, str>, Vec<Diagnostic>)> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, faulty) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return Some((text, if faulty { vec![faulty_text(name, encoding)] } else { Vec::new() }));
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        let (text, faulty) = encoding.decode_without_bom_handling(bytes);
        return (!faulty).then(|| (text, vec![read_as(name, encoding)]));
    }
    if bytes.contains(&0) {
        return None;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some((Cow::Borrowed(text), Vec::new()));
    }
    // Some bytes mean nothing in that code page; a picture or a packed file has them.
    let control =
        bytes.iter().filter(|byte| **byte < 32 && !matches!(**byte, b'\t' | b'\n' | b'\r' | 12)).count();
    if control > 0 {
        return None;
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    Some((text, vec![read_as(name, WINDOWS_1252)]))
}

fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let begin = &bytes[..bytes.len().min(64)];
    let noughts = |from: usize| begin.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let half = begin.len() / 2;
    match (noughts(0), noughts(1)) {
        (0, odd) if half >= 4 && odd * 2 > half => Some(UTF_16LE),
        (even, 0) if half >= 4 && even * 2 > half => Some(UTF_16BE),
        _ => None,
    }
}

fn read_as(name: &str, encoding: &'static Encoding) -> Diagnostic {
    Diagnostic::note("PF1041", format!("the text is not UTF-8 and is read as {}", encoding.name()))
        .at(Place::document(name))
        .help("look at names with accents; save the file as UTF-8 where they are wrong")
}

fn faulty_text(name: &str, encoding: &'static Encoding) -> Diagnostic {
    let severity = if encoding == UTF_8 { "UTF-8" } else { encoding.name() };
    Diagnostic::warning(
        "PF1041",
        format!("the text says of itself that it is {severity}, and parts of it are not"),
    )
    .at(Place::document(name))
    .help("what could not be read is shown as �; save the file again")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> Option<String> {
        decode("x", bytes).map(|(text, _)| text.into_owned())
    }

    #[test]
    fn encodings_of_spreadsheets() {
        let utf16: Vec<u8> = "\u{feff}Pos;Écurie".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(text(&utf16).as_deref(), Some("Pos;Écurie"));
        let bare: Vec<u8> = "Pos;Name;Runden".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(text(&bare).as_deref(), Some("Pos;Name;Runden"));
        assert_eq!(text(b"Pos;\xc9curie;M\xfcller").as_deref(), Some("Pos;Écurie;Müller"));
        assert_eq!(text(b"\xef\xbb\xbfPos").as_deref(), Some("Pos"));
        assert_eq!(text(b"\x89PNG\r\n\x1a\n\xff\x00\x00"), None);
    }

    #[test]
    fn a_code_page_is_said() {
        assert_eq!(decode("x", b"M\xfcller").unwrap().1[0].id, "PF1041");
        assert!(decode("x", "Müller".as_bytes()).unwrap().1.is_empty());
    }
}
