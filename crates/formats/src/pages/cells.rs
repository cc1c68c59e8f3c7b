//! Cells of tables by round: points, places and marks, one or several to a cell.

use super::Mark;
use super::sections::of_status;
use crate::folder::words::{plain, status_of};
use parcferme_core::Points;

/// One statement of a cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Value {
    pub number: Option<Points>,
    /// The number, where it is whole and can be a place.
    pub place: Option<u32>,
    /// Printed as a place: `4th`.
    pub ordinal: bool,
    pub mark: Option<Mark>,
    /// In brackets: a score that does not count.
    pub dropped: bool,
    /// A sign behind the number, such as a dagger.
    pub noted: bool,
}

/// Signs that stand behind numbers and refer to a note.
const NOTES: &[char] = &['*', '†', '‡', '§', '¶', '#', '^', '~', '=', '°', '¹', '²', '³'];

/// Words that say that there is no result: cancelled, did not take part.
const NONE: &[&str] = &[
    "c",
    "canc",
    "cancelled",
    "canceled",
    "injured",
    "tbd",
    "tba",
    "n a",
    "x",
    "np",
    "po",
    "practice only",
    "td",
    "th",
    "tfc",
    "susp",
    "exempt",
    "abandoned race",
    "dne",
    "did not enter",
    "nh",
    "not held",
];

/// What a cell says; `None` where it is no cell of such a table. An empty list is an empty cell.
pub(super) fn read(text: &str) -> Option<Vec<Value>> {
    let text = text.trim();
    if is_empty(text) {
        return Some(Vec::new());
    }
    let parts: Vec<&str> = text.split(" / ").flat_map(|part| part.split('\n')).collect();
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).map(value).collect()
}

pub(super) fn is_empty(text: &str) -> bool {
    matches!(text, "" | "-" | "–" | "—" | "−" | "--" | "...") || text.chars().all(char::is_whitespace)
}

fn value(text: &str) -> Option<Value> {
    let mut value = Value::default();
    let mut text = text.trim();
    if is_empty(text) {
        return Some(value);
    }
    let unnoted = |text: &str| text.trim_end_matches(NOTES).trim_end().len();
    let mut kept = unnoted(text);
    value.noted = kept < text.len();
    text = text.get(..kept)?;
    if let Some(inner) = bracketed(text) {
        value.dropped = true;
        text = inner.trim();
        kept = unnoted(text);
        value.noted |= kept < text.len();
        text = text.get(..kept)?;
    }
    let word = plain(text);
    if NONE.contains(&word.as_str()) {
        return Some(value);
    }
    if text.starts_with(|c: char| c.is_alphabetic()) {
        value.mark = of_status(status_of(text)?);
        return value.mark.is_some().then_some(value);
    }
    // `12 Ret`: a place that a retired car holds.
    if let Some((number, word)) = text.split_once(' ')
        && let Some(mark) = status_of(word).and_then(of_status)
        && let Ok(place) = number.parse::<u32>()
    {
        return Some(Value {
            number: Some(Points::whole(place.into())),
            place: Some(place),
            mark: Some(mark),
            ..value
        });
    }
    let bare = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|end| text.strip_suffix(end))
        .filter(|bare| bare.bytes().all(|byte| byte.is_ascii_digit()));
    value.ordinal = bare.is_some();
    value.number = Some(number(bare.unwrap_or(text))?);
    value.place = bare.unwrap_or(text).parse().ok().filter(|place| (1..=999).contains(place));
    Some(value)
}

/// `(5)` and `[5]`.
fn bracketed(text: &str) -> Option<&str> {
    [('(', ')'), ('[', ']')].iter().find_map(|&(open, close)| text.strip_prefix(open)?.strip_suffix(close))
}

/// `20`, `4.5`, `4,5`, `57/7`, `5½`, `5 1/2`, `−3`, `+3`.
pub(super) fn number(text: &str) -> Option<Points> {
    let text = text.trim().replace(['−', '–'], "-");
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest.trim()),
        None => (false, text.strip_prefix('+').unwrap_or(&text).trim()),
    };
    if rest.is_empty() || !rest.starts_with(|c: char| c.is_ascii_digit() || vulgar(c).is_some() || c == '.') {
        return None;
    }
    let points = positive(rest)?;
    Some(if negative { Points::ZERO - points } else { points })
}

fn positive(text: &str) -> Option<Points> {
    if let Some(last) = text.chars().last()
        && let Some((over, under)) = vulgar(last)
    {
        let whole = text[..text.len() - last.len_utf8()].trim();
        let whole = if whole.is_empty() { Points::ZERO } else { whole.parse().ok()? };
        return Some(whole + Points::fraction(over, under));
    }
    if let Some((whole, fraction)) = text.split_once(' ')
        && fraction.contains('/')
    {
        return Some(whole.parse::<Points>().ok()? + fraction.trim().parse().ok()?);
    }
    // A comma before one or two digits is a decimal sign; before three it may part thousands.
    if let Some((whole, fraction)) = text.split_once(',') {
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(fraction) {
            return None;
        }
        return match fraction.len() {
            1 | 2 => format!("{whole}.{fraction}").parse().ok(),
            3 => format!("{whole}{fraction}").parse().ok(),
            _ => None,
        };
    }
    text.parse().ok()
}

fn vulgar(sign: char) -> Option<(i64, i64)> {
    Some(match sign {
        '½' => (1, 2),
        '⅓' => (1, 3),
        '⅔' => (2, 3),
        '¼' => (1, 4),
        '¾' => (3, 4),
        '⅐' => (1, 7),
        '⅙' => (1, 6),
        _ => return None,
    })
}

/// A total as tables print it: `76 (81)`, `(81) 76`, `1,076`, `43*`: what counts, and what was scored altogether.
pub(super) fn total(text: &str) -> Option<(Points, Option<Points>)> {
    let text = text.replace('\n', " ");
    let text = text.trim().trim_end_matches(NOTES).trim_end();
    let bare = |text: &str| number(text.trim().trim_end_matches(NOTES));
    for (open, close) in [('(', ')'), ('[', ']')] {
        if let Some((before, rest)) = text.split_once(open)
            && let Some((inner, after)) = rest.split_once(close)
        {
            let outer = if before.trim().is_empty() { after } else { before };
            if !before.trim().is_empty() && !after.trim_matches(NOTES).trim().is_empty() {
                return None;
            }
            if outer.trim_matches(NOTES).trim().is_empty() {
                return Some((bare(inner)?, None));
            }
            return Some((bare(outer)?, Some(bare(inner)?)));
        }
    }
    Some((bare(text)?, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(text: &str) -> Option<String> {
        number(text).map(|points| points.to_string())
    }

    #[test]
    fn numbers_are_exact() {
        for (text, expected) in [
            ("20", "20"),
            ("5½", "5.5"),
            ("½", "0.5"),
            ("5 1/2", "5.5"),
            ("57/7", "57/7"),
            ("−2", "-2"),
            ("-0.5", "-0.5"),
            ("4,5", "4.5"),
            ("1,076", "1076"),
        ] {
            assert_eq!(points(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["", "Ret", "1-2", "20+1", "1.2.3", "4,", "--"] {
            assert_eq!(points(text), None, "{text}");
        }
    }

    #[test]
    fn cells_are_numbers_marks_or_nothing() {
        let one = |text: &str| read(text).map(|mut all| all.pop().unwrap_or_default());
        assert_eq!(one("(5)").map(|own| (own.place, own.dropped)), Some((Some(5), true)));
        assert_eq!(one("7†").map(|own| (own.place, own.noted)), Some((Some(7), true)));
        assert_eq!(one("4th").map(|own| (own.place, own.ordinal)), Some((Some(4), true)));
        assert_eq!(one("Ret").and_then(|own| own.mark), Some(Mark::DidNotFinish));
        assert_eq!(one("DSQ").and_then(|own| own.mark), Some(Mark::Disqualified));
        for word in ["INJ", "DNA", "DNP", "DN", "Wth", "WTH"] {
            assert_eq!(one(word).and_then(|own| own.mark), Some(Mark::DidNotStart), "{word}");
        }
        assert_eq!(one("C"), Some(Value::default()));
        assert_eq!(read(" – "), Some(Vec::new()));
        assert_eq!(read("1 / 3").map(|all| all.len()), Some(2));
        assert_eq!(read("Anton Brand"), None);
    }

    #[test]
    fn totals_may_have_what_was_scored_beside_them() {
        let shown = |text: &str| {
            total(text).map(|(net, gross)| {
                format!("{net} {}", gross.map_or_else(String::new, |gross| gross.to_string()))
            })
        };
        assert_eq!(shown("76 (81)").as_deref(), Some("76 81"));
        assert_eq!(shown("(81) 76").as_deref(), Some("76 81"));
        assert_eq!(shown("43*").as_deref(), Some("43 "));
        assert_eq!(shown("1,076").as_deref(), Some("1076 "));
        assert_eq!(shown("a"), None);
    }
}
