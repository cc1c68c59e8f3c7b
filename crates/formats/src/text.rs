//! Bytes of a file into text: UTF-8, UTF-16, an encoding that the file declares, or the older one of Western Europe that
//! its words show. Whatever is neither UTF-8 nor UTF-16, of which there is no doubt, is told.

mod older;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use parcferme_core::{Diagnostic, Place};
use std::borrow::Cow;

/// A file declares its encoding within these first bytes.
const DECLARED_WITHIN: usize = 2_048;
/// UTF-16 without its mark shows within these first bytes, that of another script than Latin within more.
const WIDE_NEAR: usize = 64;
const WIDE_WITHIN: usize = 2_048;

/// Text without a byte order mark.
#[derive(Debug)]
pub(crate) struct Decoded<'b> {
    pub text: Cow<'b, str>,
    encoding: &'static str,
    /// By what an older encoding is known.
    why: &'static str,
    /// Zero bytes that were left out.
    zeros: usize,
    /// Parts of it are not of its encoding, and stand as `\u{fffd}`.
    pub is_damaged: bool,
}

impl Default for Decoded<'_> {
    fn default() -> Self {
        Decoded { text: Cow::Borrowed(""), encoding: UTF_8.name(), why: "", zeros: 0, is_damaged: false }
    }
}

/// `None` where the bytes are no text, or of an encoding that cannot be known.
pub(crate) fn decode(bytes: &[u8]) -> Option<Decoded<'_>> {
    if !bytes.starts_with(b"\xef\xbb\xbf")
        && let Some(encoding) = wide(bytes)
    {
        let (text, is_damaged) = encoding.decode_with_bom_removal(bytes);
        return Some(Decoded { text, encoding: encoding.name(), is_damaged, ..Decoded::default() });
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let zeros = memchr::memchr_iter(0, bytes).count();
    if zeros == 0 {
        return decode_bytes(bytes);
    }
    // Few zeros in what is text otherwise are padding, or damage of a disk.
    let kept: Vec<u8> = bytes.iter().copied().filter(|own| *own != 0).collect();
    if has_controls(&kept) || zeros * ZEROS_IN > bytes.len() {
        return None;
    }
    let read = decode_bytes(&kept).filter(|own| !own.is_damaged)?;
    let text = Cow::Owned(read.text.into_owned());
    Some(Decoded { text, encoding: read.encoding, why: read.why, zeros, is_damaged: false })
}

/// The same of bytes without zeros.
fn decode_bytes(bytes: &[u8]) -> Option<Decoded<'_>> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(Decoded { text: text.into(), ..Decoded::default() });
    }
    if let Some(encoding) = declared(bytes) {
        let (text, is_damaged) = encoding.decode_with_bom_removal(bytes);
        let why = "the file declares it";
        return Some(Decoded { text, encoding: encoding.name(), why, is_damaged, zeros: 0 });
    }
    if has_controls(bytes) {
        return None;
    }
    if is_damaged_utf8(bytes) {
        return Some(Decoded {
            text: String::from_utf8_lossy(bytes),
            is_damaged: true,
            ..Decoded::default()
        });
    }
    let (own, why) = older::find(bytes)?;
    let text = Cow::Owned(own.decode(bytes));
    Some(Decoded { text, encoding: own.name(), why, ..Decoded::default() })
}

/// Why bytes that look like text cannot be read; `None` where they are none.
pub(crate) fn undecodable(document: &str, bytes: &[u8]) -> Option<Diagnostic> {
    let zeros = memchr::memchr_iter(0, bytes).count();
    if zeros == 0 && std::str::from_utf8(bytes).is_ok() {
        return None;
    }
    let kept: Vec<u8> = bytes.iter().copied().filter(|own| *own != 0).collect();
    let is_text = !has_controls(&kept)
        && kept.contains(&b'\n')
        && (zeros == 0 || std::str::from_utf8(&kept).is_ok())
        && decode(bytes).is_none();
    let told = |found: String, expected: &str, help: &str| {
        Diagnostic::error("PF1412", "the letters of the file cannot be read")
            .at(Place::document(document))
            .found(found)
            .expected(expected.to_owned())
            .help(help.to_owned())
    };
    is_text.then(|| {
        if zeros > 0 {
            return told(
                format!("{zeros} zero bytes among {} bytes of text", bytes.len()),
                "text in UTF-8 or UTF-16",
                "the file is damaged, or of a program's own form: fetch it again, or save it as CSV in UTF-8",
            );
        }
        told(
            "letters beyond ASCII of an encoding that is not known".to_owned(),
            "UTF-8, UTF-16, or an older encoding in which the names are words",
            "open the file where its letters look right, and save it as UTF-8",
        )
    })
}

/// Of so many bytes one may be zero.
const ZEROS_IN: usize = 10;

impl Decoded<'_> {
    /// What a person should know of how the file was read.
    pub fn told(&self, document: &str) -> Option<Diagnostic> {
        let place = Place::document(document);
        if self.is_damaged {
            let line = self.text.find('\u{fffd}').map_or(0, |at| 1 + self.text[..at].matches('\n').count());
            return Some(
                Diagnostic::warning("PF1041", "parts of the text are damaged and cannot be read")
                    .at(Place::line(document, u32::try_from(line).unwrap_or(0), ""))
                    .expected(self.encoding)
                    .help("each stands as \u{fffd}; correct it in the file, or fetch the file again"),
            );
        }
        if self.zeros > 0 {
            return Some(
                Diagnostic::warning("PF1413", "zero bytes among the text were left out")
                    .at(place)
                    .found(format!("{} zero bytes; the rest is {}", self.zeros, self.encoding))
                    .expected("text without them")
                    .help("look whether anything is missing; the file may be damaged"),
            );
        }
        (!self.why.is_empty()).then(|| {
            Diagnostic::note("PF0144", format!("read as {}", self.encoding))
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
    let zeros = |within: usize, from: usize| {
        begin.iter().take(within).skip(from).step_by(2).filter(|byte| **byte == 0).count()
    };
    let half = |within: usize| begin.len().min(within) / 2;
    let (encoding, from) = match (zeros(WIDE_NEAR, 0), zeros(WIDE_NEAR, 1)) {
        (0, odd) if odd > 0 => (UTF_16LE, 1),
        (even, 0) if even > 0 => (UTF_16BE, 0),
        _ => return None,
    };
    let near = half(WIDE_NEAR);
    // Where most letters are of another script, signs, figures and line ends alone have zeros.
    let reads = || {
        let (text, is_damaged) = encoding.decode_without_bom_handling(&bytes[..bytes.len() / 2 * 2]);
        !is_damaged && text.contains('\n') && text.contains(|own: char| own.is_ascii_digit())
    };
    let few = || zeros(WIDE_WITHIN, 1 - from) == 0 && zeros(WIDE_WITHIN, from) * 20 > half(WIDE_WITHIN);
    (near >= 2 && (zeros(WIDE_NEAR, from) * 2 > near || (few() && reads()))).then_some(encoding)
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

/// Whether the bytes have characters that no text has.
fn has_controls(bytes: &[u8]) -> bool {
    let is_control = |byte: &u8| *byte < 32 && !matches!(*byte, b'\t' | b'\n' | b'\r' | 12 | 26);
    bytes.iter().any(is_control)
}

/// Whether most letters beyond ASCII are whole UTF-8.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut broken, mut whole) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += chunk.invalid().len();
    }
    broken <= whole
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
    fn few_zeros_are_left_out_and_many_are_no_text() {
        assert_eq!(
            told(b"Pos;Nr;Fahrer\n1;7;Ann\0\n2;8;Ben\n").1,
            "PF1413 zero bytes among the text were left out"
        );
        let padded = b"P\0o\0\0s\0;N\0r\n1;7\n";
        assert!(decode(padded).is_none());
        assert_eq!(undecodable("x", padded).map(|own| own.id), Some("PF1412"));
        assert_eq!(undecodable("x", b"\x89PNG\r\n\x1a\n\xff\0\0"), None);
        assert_eq!(undecodable("x", b"Pos;No\n1;7\n"), None);
    }

    #[test]
    fn utf16_of_another_script_without_its_mark() {
        let text = "Итоговая классификация чемпионата и первенства клуба\nМесто;Номер\n1;7\n";
        let read = decode(&bytes_of(text, u16::to_le_bytes)).map(|own| own.text.into_owned());
        assert_eq!(read.as_deref(), Some(text));
    }

    #[test]
    fn what_is_no_text_is_none() {
        for bytes in [&b"\x89PNG\r\n\x1a\n\xff\0\0"[..], b"a\0b", b"{\0\n", b"\xff\xd8\xff\x01"] {
            assert!(decode(bytes).is_none(), "{bytes:?}");
        }
    }
}
