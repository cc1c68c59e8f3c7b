//! Texts that came from outside, as they may be shown: without what a terminal takes for a command.

use std::borrow::Cow;

/// The text without terminal escapes, control characters and marks that turn the direction of writing; an end of line is
/// a space, a tab stays.
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(is_command) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '\r' if rest.peek() == Some(&'\n') => {}
            '\n' | '\r' => shown.push(' '),
            // ESC and a bracket, or both as one: up to a letter.
            '\u{1b}' if rest.next_if_eq(&'[').is_some() => skip_parameters(&mut rest),
            '\u{9b}' => skip_parameters(&mut rest),
            // A command with a text: up to its end.
            '\u{1b}' if rest.next_if(|next| matches!(next, ']' | 'P' | 'X' | '^' | '_')).is_some() => {
                skip_text(&mut rest);
            }
            '\u{90}' | '\u{98}' | '\u{9d}'..='\u{9f}' => skip_text(&mut rest),
            '\u{1b}' => {
                rest.next_if(|next| ('\u{20}'..'\u{7f}').contains(next));
            }
            _ if is_command(character) => {}
            _ => shown.push(character),
        }
    }
    Cow::Owned(shown)
}

/// Whether every line of a text is printable as it is.
pub fn lines_are_printable(text: &str) -> bool {
    !text.contains(|own| is_command(own) && !matches!(own, '\n' | '\r'))
}

/// [`printable`] of a text that is given away.
pub fn into_printable(text: impl Into<String>) -> String {
    let text = text.into();
    match printable(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(shown) => shown,
    }
}

fn is_command(character: char) -> bool {
    (character.is_control() && character != '\t')
        || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

type Rest<'a> = std::iter::Peekable<std::str::Chars<'a>>;

fn skip_parameters(rest: &mut Rest<'_>) {
    while rest.next_if(|next| ('\u{20}'..'\u{40}').contains(next)).is_some() {}
    rest.next_if(|next| ('\u{40}'..'\u{7f}').contains(next));
}

/// Up to BEL or ST. A text that does not end is no command: an end of line ends it too, and so do a few hundred characters.
fn skip_text(rest: &mut Rest<'_>) {
    const MOST: usize = 256;
    let ends = |next: &char| matches!(next, '\u{7}' | '\u{9c}' | '\u{1b}' | '\n' | '\r');
    for _ in 0..MOST {
        if rest.next_if(|next| !ends(next)).is_none() {
            break;
        }
    }
    match rest.peek() {
        Some('\u{7}' | '\u{9c}') => {
            rest.next();
        }
        Some('\u{1b}') => {
            rest.next();
            rest.next_if_eq(&'\\');
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::printable;
    use std::borrow::Cow;

    #[test]
    fn what_a_terminal_takes_for_a_command_is_dropped() {
        for (text, shown) in [
            ("Team\tÖhm 李明 🏁", "Team\tÖhm 李明 🏁"),
            ("\u{1b}[31;1mred\u{1b}[0m", "red"),
            ("a\u{9b}2Jb", "ab"),
            ("\u{1b}]0;title\u{7}name", "name"),
            ("\u{1b}]8;;http://x\u{1b}\\link\u{1b}]8;;\u{1b}\\", "link"),
            ("\u{1b}P1$r\u{9c}x", "x"),
            ("\u{1b}cx", "x"),
            ("one\r\ntwo\nthree\rfour", "one two three four"),
            ("a\u{0}b\u{7f}c\u{85}d\u{8}", "abcd"),
            ("\u{202e}gnp.exe\u{2069}", "gnp.exe"),
            ("ends in \u{1b}", "ends in "),
            ("ends in \u{1b}[12", "ends in "),
            ("[31m is no command", "[31m is no command"),
        ] {
            assert_eq!(printable(text), shown, "{text:?}");
        }
        assert!(matches!(printable("nothing"), Cow::Borrowed(_)));
        let long = format!("\u{1b}]{}", "x".repeat(10_000));
        assert_eq!(
            printable(&long).len(),
            10_000 - 256,
            "a command that never ends takes no whole file with it"
        );
    }
}
