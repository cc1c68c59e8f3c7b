//! Bytes of a file into text: UTF-8, UTF-16, an encoding that the file declares, or the older one of Western Europe that
//! its bytes show. Whatever is neither UTF-8 nor UTF-16, of which there is no doubt, is told.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use parcferme_core::{Diagnostic, Place};
use std::borrow::Cow;

/// A file declares its encoding within these first bytes.
const DECLARED_WITHIN: usize = 2_048;
/// UTF-16 without its mark shows within these first bytes.
const WIDE_WITHIN: usize = 64;

/// Text without a byte order mark.
#[derive(Debug)]
pub(crate) struct Decoded<'b> {
    pub text: Cow<'b, str>,
    pub encoding: &'static Encoding,
    /// By what an older encoding is known.
    why: &'static str,
    /// Parts of it are not of its encoding, and stand as `\u{fffd}`.
    pub is_damaged: bool,
}

/// `None` where the bytes are no text, or of an encoding that cannot be known.
pub(crate) fn decode(bytes: &[u8]) -> Option<Decoded<'_>> {
    if bytes.starts_with(b"\xef\xbb\xbf") || wide(bytes).is_none() {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        if memchr::memchr(0, bytes).is_some() {
            return None;
        }
        if let Ok(text) = std::str::from_utf8(bytes) {
            return Some(Decoded { text: text.into(), encoding: UTF_8, why: "", is_damaged: false });
        }
    }
    let (encoding, why) = wide(bytes)
        .map(|encoding| (encoding, ""))
        .or_else(|| declared(bytes).map(|encoding| (encoding, "the file declares it")))
        .or_else(|| older(bytes))?;
    let (text, is_damaged) = encoding.decode_with_bom_removal(bytes);
    Some(Decoded { text, encoding, why, is_damaged })
}

impl Decoded<'_> {
    /// What a person should know of how the file was read.
    pub fn told(&self, document: &str) -> Option<Diagnostic> {
        let place = Place::document(document);
        if self.is_damaged {
            let line = self.text.find('\u{fffd}').map_or(0, |at| 1 + self.text[..at].matches('\n').count());
            return Some(
                Diagnostic::warning("PF1041", "parts of the text are damaged and cannot be read")
                    .at(Place::line(document, u32::try_from(line).unwrap_or(0), ""))
                    .expected(self.encoding.name())
                    .help("each stands as \u{fffd}; correct it in the file, or fetch the file again"),
            );
        }
        (![UTF_8, UTF_16LE, UTF_16BE].contains(&self.encoding)).then(|| {
            Diagnostic::note("PF0144", format!("read as {}", self.encoding.name()))
                .at(place)
                .found(format!("no UTF-8; {}", self.why))
                .expected("UTF-8")
                .help("look at names with accents; if they are wrong, save the file as UTF-8")
        })
    }
}

/// The text of bytes that are not UTF-8 and declare nothing, such as one cell: that of Western Europe, which is a guess.
pub(crate) fn guess(bytes: &[u8]) -> String {
    WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned()
}

/// Text that is UTF-16 without doubt, as spreadsheets save it; `None` where it is not, or is damaged.
pub fn utf16(bytes: &[u8]) -> Option<String> {
    wide(bytes).and_then(|_| decode(bytes)).filter(|own| !own.is_damaged).map(|own| own.text.into_owned())
}

/// The bytes of whole UTF-16 as UTF-8, all others as they are.
pub(crate) fn narrowed(bytes: &[u8]) -> Cow<'_, [u8]> {
    utf16(bytes).map_or(Cow::Borrowed(bytes), |text| Cow::Owned(text.into_bytes()))
}

/// UTF-16, by its mark or by zeros in every second place.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [0xff, 0xfe, ..] => return Some(UTF_16LE),
        [0xfe, 0xff, ..] => return Some(UTF_16BE),
        _ => {}
    }
    let begin = &bytes[..bytes.len().min(WIDE_WITHIN)];
    let zeros = |from: usize| begin.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let half = begin.len() / 2;
    match (zeros(0), zeros(1)) {
        (0, odd) if half >= 2 && odd * 2 > half => Some(UTF_16LE),
        (even, 0) if half >= 2 && even * 2 > half => Some(UTF_16BE),
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
    Encoding::for_label(&value.as_bytes()[..end]).filter(|encoding| *encoding != UTF_8)
}

/// What text that is not whole UTF-8 is: UTF-8 with damage where most of its letters are whole, else the older encoding of
/// Western Europe where every byte beyond ASCII is a letter of it, a dash, a quotation mark or one of few signs.
fn older(bytes: &[u8]) -> Option<(&'static Encoding, &'static str)> {
    let is_control = |byte: &u8| *byte < 32 && !matches!(*byte, b'\t' | b'\n' | b'\r' | 12);
    if bytes.iter().any(is_control) {
        return None;
    }
    let (mut broken, mut whole, mut latin) = (0_usize, 0_usize, true);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        for &byte in chunk.invalid() {
            let is_sign = matches!(byte, 0x80 | 0x82 | 0x84..=0x86 | 0x91..=0x97 | 0x99 | 0xa0 | 0xa3 | 0xa7..=0xab
                | 0xae | 0xb0..=0xb4 | 0xb7 | 0xb9..=0xbe);
            let is_letter = matches!(byte, 0x8a | 0x8c | 0x8e | 0x9a | 0x9c | 0x9e | 0x9f) || byte >= 0xc0;
            latin &= is_sign || is_letter;
            broken += 1;
        }
    }
    if broken <= whole {
        return Some((UTF_8, ""));
    }
    latin.then_some((WINDOWS_1252, "every byte beyond ASCII is a letter or sign of it"))
}

/// The pieces between words that part.
pub(crate) fn parted_by(text: &str, parts: impl Fn(&str) -> bool) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut start, mut at) = (0, 0);
    for word in text.split(' ') {
        if parts(word) {
            pieces.push(&text[start..at]);
            start = at + word.len();
        }
        at += word.len() + 1;
    }
    pieces.push(&text[start..]);
    pieces
}

/// What stands between lone dashes, where each of it has two words and may be a name: `Archer Ann - Boyd Ben`.
pub(crate) fn names_between_dashes(text: &str) -> Vec<&str> {
    let parts = parted_by(text, |word| matches!(word, "-" | "–" | "—"));
    let are_names = parts.iter().all(|part| part.split_whitespace().count() > 1);
    if are_names { parts } else { vec![text] }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(bytes: &[u8]) -> (String, String) {
        let read = decode(bytes).expect("text");
        let told = read.told("x").expect("a word on it");
        (read.text.into_owned(), format!("{} {}", told.id, told.message))
    }

    fn bytes_of(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn utf8_is_itself_whatever_it_declares() {
        for bytes in ["<meta charset=iso-8859-1>\u{e9}", "\u{feff}<meta charset=iso-8859-1>\u{e9}"] {
            let read = decode(bytes.as_bytes()).expect("text");
            assert_eq!(read.text, "<meta charset=iso-8859-1>\u{e9}");
            assert_eq!(read.told("x"), None);
        }
    }

    #[test]
    fn utf16_with_and_without_its_mark() {
        for (text, unit) in [
            ("\u{feff}Pos;Écurie", u16::to_le_bytes as fn(u16) -> [u8; 2]),
            ("\u{feff}Pos;Écurie", u16::to_be_bytes),
            ("Pos;Écurie", u16::to_le_bytes),
            ("{\"é\"}", u16::to_be_bytes),
            ("\u{feff}Номер", u16::to_le_bytes),
            ("[]", u16::to_le_bytes),
        ] {
            let bytes = bytes_of(text, unit);
            let read = decode(&bytes).expect("text");
            assert_eq!((&*read.text, read.told("x")), (text.trim_start_matches('\u{feff}'), None));
        }
    }

    #[test]
    fn older_encodings_by_what_is_declared_or_shown() {
        let western = "PF0144 read as windows-1252".to_owned();
        assert_eq!(told(b"Tom\xe1\x9a Enge"), ("Tom\u{e1}\u{161} Enge".to_owned(), western.clone()));
        assert_eq!(told(b"L\xb4\xc9quipe; 3\xd7"), ("L\u{b4}\u{c9}quipe; 3\u{d7}".to_owned(), western));
        assert_eq!(told(b"<meta charset=\"iso-8859-2\">\xb9").1, "PF0144 read as ISO-8859-2");
        let page = b"<meta http-equiv=Content-Type content=\"text/html; charset=windows-1251\">\xc0";
        assert!(told(page).0.ends_with('\u{410}'));
        assert!(told(b"<?xml version='1.0' encoding='koi8-r'?>\xe1").0.ends_with('\u{410}'));
        assert_eq!(guess(b"\xc9lan \x80"), "\u{c9}lan \u{20ac}");
    }

    #[test]
    fn damage_is_said_and_does_not_make_whole_letters_wrong() {
        let read = decode(b"1;J\xc3\xb6rg\n2;M\xc3\xbcller\n3;Ren\xc3").expect("text");
        assert_eq!((&*read.text, read.is_damaged), ("1;J\u{f6}rg\n2;M\u{fc}ller\n3;Ren\u{fffd}", true));
        let told = read.told("x").expect("a word on it");
        assert_eq!((told.id, told.places[0].line), ("PF1041", 3));
        let mut cut = bytes_of("\u{feff}Ann", u16::to_le_bytes);
        cut.extend([0x3d, 0xd8]);
        assert!(decode(&cut).expect("text").is_damaged);
    }

    #[test]
    fn what_is_no_text_is_none() {
        for bytes in [&b"\x89PNG\r\n\x1a\n\xff\0\0"[..], b"a\0b", b"{\0\n", b"\xff\xd8\xff\x01", b"a\x81b"] {
            assert!(decode(bytes).is_none(), "{bytes:?}");
        }
    }
}
