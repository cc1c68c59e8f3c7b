//! Character entities such as `&ndash;`, `&eacute;` and `&#233;`, decoded as HTML decodes them.

use super::ink::is_text;
use html5gum::{Token, Tokenizer};

/// The longest entity of HTML has 33 characters.
const LONGEST: usize = 40;

/// The text of the entity at the start of `text`, and its length; `None` where none stands there.
pub(super) fn leading(text: &str) -> Option<(String, usize)> {
    let window = &text.as_bytes()[..text.len().min(LONGEST)];
    let end = window.iter().position(|&byte| byte == b';')? + 1;
    let name = text.get(1..end - 1)?;
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#') {
        return None;
    }
    let decoded = match name {
        "nbsp" => "\u{a0}".to_owned(),
        "amp" => "&".to_owned(),
        name => {
            let decoded = Tokenizer::new(text.get(..end)?).flatten().find_map(|token| match token {
                Token::String(string) => String::from_utf8(string.to_vec()).ok(),
                _ => None,
            })?;
            // What is no entity is left as it stands.
            if decoded.len() > name.len() && decoded.contains(name) {
                return None;
            }
            decoded
        }
    };
    Some((decoded.chars().filter(|&c| is_text(c)).collect(), end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entity_of_html_is_one_character_of_text() {
        for (source, text) in [
            ("&eacute;ric", "é"),
            ("&ouml;", "ö"),
            ("&ndash;", "–"),
            ("&#233;", "é"),
            ("&#x1F3C1;", "🏁"),
            ("&frac12;", "½"),
            ("&minus;", "−"),
            ("&Scaron;", "Š"),
            ("&amp;eacute;", "&"),
            ("&nbsp;", "\u{a0}"),
            ("&CounterClockwiseContourIntegral;", "∳"),
            ("&#0;", "\u{fffd}"),
            ("&shy;", ""),
        ] {
            assert_eq!(leading(source).map(|(text, _)| text).as_deref(), Some(text), "{source}");
        }
        for source in ["&", "& Co;", "&unknown;", "&;", "&#;", "&#xZZ;"] {
            assert_eq!(leading(source), None, "{source}");
        }
    }
}
