//! Words of a sentence, numbers written as words, and phrases around a key phrase.

use parcferme_core::number_words::{CARDINALS, ORDINALS};

/// A word and where it stands, in bytes of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word<'a> {
    pub text: &'a str,
    pub start: usize,
}

pub(crate) fn of(text: &str) -> Vec<Word<'_>> {
    let base = text.as_ptr() as usize;
    text.split_whitespace().map(|word| Word { text: word, start: word.as_ptr() as usize - base }).collect()
}

/// `9` or `nine`.
pub(crate) fn cardinal(word: &str) -> Option<u32> {
    number_in(word, &CARDINALS).or_else(|| bare(word).parse().ok())
}

/// `ninth` or `9th`.
pub(crate) fn ordinal(word: &str) -> Option<u32> {
    number_in(word, &ORDINALS).or_else(|| {
        let word = bare(word);
        let digits = word.strip_suffix("st").or_else(|| word.strip_suffix("nd"));
        let digits = digits.or_else(|| word.strip_suffix("rd")).or_else(|| word.strip_suffix("th"))?;
        digits.parse().ok()
    })
}

fn number_in(word: &str, names: &[&str]) -> Option<u32> {
    let word = bare(word).to_ascii_lowercase();
    names.iter().position(|name| *name == word).map(|index| index as u32 + 1)
}

fn bare(word: &str) -> &str {
    word.trim_matches([',', '.', ';', ':', '(', ')'])
}

/// What follows the first occurrence of `phrase`.
pub(crate) fn after<'a>(text: &'a str, phrase: &str) -> Option<&'a str> {
    text.split_once(phrase).map(|(_, rest)| rest)
}

/// What stands before the first of the phrases that occurs; the whole text if none does.
pub(crate) fn before_any<'a>(text: &'a str, phrases: &[&str]) -> &'a str {
    let end = phrases.iter().filter_map(|phrase| text.find(phrase)).min();
    &text[..end.unwrap_or(text.len())]
}

/// Sentences of a paragraph, without the full stop. A full stop after a single letter (`D. C.`) or
/// `Jr.` ends none.
pub(crate) fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    for word in of(text) {
        let end = word.start + word.text.len();
        let stem = word.text.trim_end_matches('.');
        let abbreviation = stem.chars().count() <= 1 || matches!(stem, "Jr" | "Sr" | "St" | "Inc" | "No");
        let last = end == text.trim_end().len();
        if word.text.ends_with('.') && (last || !abbreviation) {
            found.push(text[start..end - 1].trim());
            start = end;
        }
    }
    if !text[start..].trim().is_empty() {
        found.push(text[start..].trim());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_digits_and_as_words() {
        assert_eq!(cardinal("nine"), Some(9));
        assert_eq!(cardinal("9"), Some(9));
        assert_eq!(ordinal("ninth"), Some(9));
        assert_eq!(ordinal("33rd"), Some(33));
        assert_eq!(ordinal("race"), None);
    }

    #[test]
    fn initials_do_not_end_a_sentence() {
        let text = "Washington, D. C. and others did not return. It rained.";
        assert_eq!(sentences(text), ["Washington, D. C. and others did not return", "It rained"]);
    }
}
