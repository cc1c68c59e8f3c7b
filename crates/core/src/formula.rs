//! Texts that a spreadsheet would take for a formula when it opens a CSV file, and the apostrophe that keeps it from it.
//!
//! A formula begins with `=`, `@`, a tab or a carriage return, or with a sign; full-width forms count too. What the sport
//! writes with a sign is none: numbers, times, gaps and laps behind (`+4.488`, `-3`, `+1:02.003`, `+1 Lap`), and hyphens
//! alone. Numbers and signs in front of anything else may be part of a formula (`-1+cmd|...`).

use std::borrow::Cow;

/// The text with an apostrophe in front where it would be a formula. One that has an apostrophe there of its own gets a
/// second, so that [`unguarded`] gives back every text.
pub fn guarded(text: &str) -> Cow<'_, str> {
    if is_formula(text.trim_start_matches('\'')) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text as it was before [`guarded`].
pub fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_formula(rest.trim_start_matches('\'')) => rest,
        _ => text,
    }
}

/// Whether a spreadsheet would take it for a formula, or may.
pub fn is_formula(text: &str) -> bool {
    if text.starts_with(['\t', '\r', '\n']) {
        return true;
    }
    // Some programs pass over spaces in front.
    let text = text.trim_start();
    match text.chars().next() {
        Some('=' | '@' | '＝' | '＠') => true,
        Some('+' | '-' | '＋' | '－') => !is_of_the_sport(text),
        _ => false,
    }
}

/// A signed number or time, with words behind a space: `+4.488`, `+1 Lap`, `-0.5 s`; or nothing but hyphens.
fn is_of_the_sport(text: &str) -> bool {
    if text.chars().all(|own| own == '-') {
        return true;
    }
    let Some(rest) = text.strip_prefix(['+', '-']) else { return false };
    let rest = rest.trim_start();
    let end = rest
        .find(|own: char| !own.is_ascii_digit() && !matches!(own, ':' | '.' | ',' | '\''))
        .unwrap_or(rest.len());
    let (number, words) = rest.split_at(end);
    number.starts_with(|own: char| own.is_ascii_digit())
        && (words.is_empty() || words.starts_with(' '))
        && words.chars().all(|own| own.is_alphabetic() || matches!(own, ' ' | '.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_guarded_and_the_sport_is_not() {
        for formula in [
            "=1+1",
            "=HYPERLINK(\"http://x\",\"y\")",
            "@SUM(A1)",
            "+cmd|' /C calc'!A0",
            "-cmd|' /C calc'!A0",
            "-1+cmd|' /C calc'!A0",
            "-1 +A1",
            "+1+1",
            "-2+3",
            "+A1",
            "-A1",
            "+",
            "\t=1",
            "\r=1",
            "  =1",
            "＝1",
            "'=1",
            "''=1",
        ] {
            let text = guarded(formula);
            assert_eq!(text, format!("'{formula}"), "{formula:?}");
            assert_eq!(unguarded(&text), formula);
        }
        for plain in [
            "",
            "+4.488",
            "-3",
            "+1:02.003",
            "+1 Lap",
            "+2 laps",
            "-0.5 s",
            "-",
            "--",
            "+ 0.123",
            "+1'02.003",
            "+12,5",
            "Team",
            "A=B",
            "#7",
            "'tis",
            "it's",
            "1:13.748",
            "57/7",
            "\u{2212}3",
            "'",
        ] {
            assert_eq!(guarded(plain), plain);
            assert_eq!(unguarded(plain), plain);
        }
    }
}
