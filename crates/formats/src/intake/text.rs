//! Bytes of files that programs wrote into text: UTF-8, UTF-16 with or without a mark, else Latin-1.

use std::borrow::Cow;

/// The text, and whether its bytes had to be read as Latin-1, which is a guess.
pub(super) fn decode(bytes: &[u8]) -> (Cow<'_, str>, bool) {
    let utf16: Option<fn([u8; 2]) -> u16> = match bytes {
        [0xff, 0xfe, ..] => Some(u16::from_le_bytes),
        [0xfe, 0xff, ..] => Some(u16::from_be_bytes),
        [first, 0, second, 0, ..] if *first != 0 && *second != 0 => Some(u16::from_le_bytes),
        [0, first, 0, second, ..] if *first != 0 && *second != 0 => Some(u16::from_be_bytes),
        _ => None,
    };
    if let Some(unit) = utf16 {
        let units = bytes.chunks(2).map(|pair| match *pair {
            [a, b] => unit([a, b]),
            _ => char::REPLACEMENT_CHARACTER as u16,
        });
        let text: String =
            char::decode_utf16(units).map(|own| own.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
        return (Cow::Owned(without_mark(&text).to_owned()), false);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(without_mark(text)), false),
        Err(_) => (Cow::Owned(bytes.iter().map(|&byte| char::from(byte)).collect()), true),
    }
}

/// Whether the first byte that says something is one of these: a look that costs nothing before a file is decoded.
pub(super) fn begins_with(bytes: &[u8], first: &[u8]) -> bool {
    let says_nothing =
        |byte: &&u8| matches!(**byte, 0 | 0xef | 0xbb | 0xbf | 0xff | 0xfe) || byte.is_ascii_whitespace();
    bytes.iter().find(|byte| !says_nothing(byte)).is_some_and(|byte| first.contains(byte))
}

fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// A name or another text of one line: control characters, such as those of a terminal, are blanks.
pub(super) fn clean(text: &str) -> String {
    let plain: String = text.chars().map(|own| if own.is_control() { ' ' } else { own }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_that_simulators_write() {
        let wide = |text: &str, unit: fn(u16) -> [u8; 2]| -> Vec<u8> {
            text.encode_utf16().flat_map(unit).collect()
        };
        for bytes in [
            b"{\"\xc3\xa9\"}".to_vec(),
            b"\xef\xbb\xbf{\"\xc3\xa9\"}".to_vec(),
            wide("{\"é\"}", u16::to_le_bytes),
            wide("\u{feff}{\"é\"}", u16::to_le_bytes),
            wide("\u{feff}{\"é\"}", u16::to_be_bytes),
            wide("{\"é\"}", u16::to_be_bytes),
        ] {
            assert_eq!(decode(&bytes), (Cow::Borrowed("{\"é\"}"), false), "{bytes:?}");
        }
        assert_eq!(decode(b"G\xe9rard"), (Cow::Borrowed("Gérard"), true));
        assert_eq!(decode(b"{\0\n"), (Cow::Borrowed("{\0\n"), false), "an odd byte is no UTF-16");
    }

    #[test]
    fn the_first_byte_that_says_something() {
        assert!(begins_with(b"\xef\xbb\xbf\n {", b"{[") && begins_with(b"[\0", b"{["));
        assert!(!begins_with(b"%PDF{", b"{[") && !begins_with(b" ", b"{["));
    }

    #[test]
    fn names_have_no_control_characters() {
        assert_eq!(clean(" Ann\n\u{1b}[31m  Archer "), "Ann [31m Archer");
    }
}
