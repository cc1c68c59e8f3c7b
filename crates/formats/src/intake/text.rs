//! How a file that a program wrote begins, and texts of one line.

/// Whether the first byte that says something is one of these: a look that costs nothing before a file is decoded.
pub(super) fn begins_with(bytes: &[u8], first: &[u8]) -> bool {
    let says_nothing =
        |byte: &&u8| matches!(**byte, 0 | 0xef | 0xbb | 0xbf | 0xff | 0xfe) || byte.is_ascii_whitespace();
    bytes.iter().find(|byte| !says_nothing(byte)).is_some_and(|byte| first.contains(byte))
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
    fn the_first_byte_that_says_something() {
        assert!(begins_with(b"\xef\xbb\xbf\n {", b"{[") && begins_with(b"[\0", b"{["));
        assert!(!begins_with(b"%PDF{", b"{[") && !begins_with(b" ", b"{["));
    }

    #[test]
    fn names_have_no_control_characters() {
        assert_eq!(clean(" Ann\n\u{1b}[31m  Archer "), "Ann [31m Archer");
    }
}
