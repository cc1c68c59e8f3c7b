//! Fractions and signs of numbers as a cell prints them: `5½`, `5 1⁄2`, `−2`.
//!
//! In a cell's text a fraction is a decimal number where that is exact (`5½` is `5.5`), else a quotient of two whole
//! numbers (`5⅓` is `16/3`): both are forms that points are read from. A true minus is `-`.

use std::borrow::Cow;

const SIGNS: [(char, u64, u64); 19] = [
    ('½', 1, 2),
    ('⅓', 1, 3),
    ('⅔', 2, 3),
    ('¼', 1, 4),
    ('¾', 3, 4),
    ('⅕', 1, 5),
    ('⅖', 2, 5),
    ('⅗', 3, 5),
    ('⅘', 4, 5),
    ('⅙', 1, 6),
    ('⅚', 5, 6),
    ('⅐', 1, 7),
    ('⅛', 1, 8),
    ('⅜', 3, 8),
    ('⅝', 5, 8),
    ('⅞', 7, 8),
    ('⅑', 1, 9),
    ('⅒', 1, 10),
    ('↉', 0, 3),
];
const STROKE: char = '⁄';
/// The longest number that is looked at.
const MAX_DIGITS: usize = 9;

/// A fraction as one character where there is one, else with a fraction stroke.
pub(super) fn sign(numerator: &str, denominator: &str) -> String {
    let number = |text: &str| text.trim().parse::<u64>().ok();
    let known = SIGNS
        .iter()
        .find(|(_, over, under)| (Some(*over), Some(*under)) == (number(numerator), number(denominator)));
    known.map_or_else(
        || format!("{}{STROKE}{}", numerator.trim(), denominator.trim()),
        |(sign, ..)| sign.to_string(),
    )
}

/// A cell's text with its fractions and minus signs as numbers are read.
pub(crate) fn as_read(text: &str) -> Cow<'_, str> {
    let plain = |byte: u8| byte.is_ascii() && byte != b'/';
    if text.bytes().all(plain) {
        return Cow::Borrowed(text);
    }
    let lines: Vec<String> = text.split('\n').map(line).collect();
    Cow::Owned(lines.join("\n"))
}

fn line(line: &str) -> String {
    let mut words: Vec<Cow<str>> = Vec::new();
    let all: Vec<&str> = line.split(' ').collect();
    let mut at = 0;
    while at < all.len() {
        // `5 ½` is one number.
        let pair = all.get(at + 1).filter(|_| is_whole(all[at])).and_then(|next| {
            let alone = next.split(['/', STROKE]).next().is_some_and(|over| over.len() < next.len());
            let (over, under, rest) = fraction(next, all.len() == 2)?;
            (alone || SIGNS.iter().any(|(sign, ..)| next.starts_with(*sign)))
                .then(|| number(all[at], over, under, rest))?
        });
        match pair {
            Some(number) => {
                words.push(Cow::Owned(number));
                at += 2;
            }
            None => {
                words.push(word(all[at]));
                at += 1;
            }
        }
    }
    words.join(" ")
}

/// One word: signs before it, digits, a fraction, whatever follows.
fn word(word: &str) -> Cow<'_, str> {
    let start = word.len() - word.trim_start_matches(['(', '[', '+', '-', '−', '\'', '"']).len();
    let (before, rest) = word.split_at(start);
    let minus =
        before.ends_with('−') && rest.starts_with(|c: char| c.is_ascii_digit() || c == '.' || is_sign(c));
    let before = if minus { before.replace('−', "-") } else { before.to_owned() };
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (whole, tail) = rest.split_at(digits);
    let read = match tail.chars().next() {
        Some(first) if is_sign(first) => {
            fraction(tail, false).and_then(|(over, under, rest)| number(whole, over, under, rest))
        }
        // `51⁄2` may be 5½ as well: only a fraction below one is sure.
        Some(STROKE) => fraction(rest, false)
            .filter(|(over, under, _)| over < under)
            .and_then(|(over, under, rest)| number("", over, under, rest)),
        _ => None,
    };
    match read {
        Some(read) => Cow::Owned(before + &read),
        None if minus => Cow::Owned(before + rest),
        None => Cow::Borrowed(word),
    }
}

fn is_sign(character: char) -> bool {
    SIGNS.iter().any(|(sign, ..)| *sign == character)
}

fn is_whole(word: &str) -> bool {
    let digits = word.trim_start_matches(['(', '-', '−', '+']);
    !digits.is_empty() && digits.len() <= MAX_DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// A fraction at the beginning of a text, and what follows it. An ordinary stroke counts only where `stroke` says so,
/// and between single digits: `1/2` is a half, `3/12` a day.
fn fraction(text: &str, stroke: bool) -> Option<(u64, u64, &str)> {
    let first = text.chars().next()?;
    if let Some((sign, over, under)) = SIGNS.iter().find(|(sign, ..)| *sign == first) {
        return Some((*over, *under, &text[sign.len_utf8()..]));
    }
    let (over, rest) = digits(text)?;
    let (under, rest) = match rest.strip_prefix(STROKE) {
        Some(rest) => digits(rest)?,
        None => digits(rest.strip_prefix('/').filter(|_| stroke)?)
            .filter(|(under, rest)| rest.is_empty() && over < *under && *under < 10)?,
    };
    (under > 0).then_some((over, under, rest))
}

fn digits(text: &str) -> Option<(u64, &str)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    let number = text.get(..length).filter(|number| (1..=MAX_DIGITS).contains(&number.len()))?;
    Some((number.parse().ok()?, &text[length..]))
}

/// `whole` and a fraction as one exact number. Nothing where a digit follows, which would be another number.
fn number(whole: &str, over: u64, under: u64, rest: &str) -> Option<String> {
    if rest.starts_with(|c: char| c.is_ascii_digit() || is_sign(c) || c == STROKE) {
        return None;
    }
    let unsigned = whole.trim_start_matches(['(', '-', '−', '+']);
    let before = whole[..whole.len() - unsigned.len()].replace('−', "-");
    let whole: u64 = if unsigned.is_empty() { 0 } else { unsigned.parse().ok()? };
    let over = whole.checked_mul(under)?.checked_add(over)?;
    let decimal = (0..=4_u32).find_map(|places| {
        let scaled = over.checked_mul(10_u64.checked_pow(places)?)?;
        (scaled % under == 0).then_some((scaled / under, places))
    });
    Some(match decimal {
        Some((scaled, 0)) => format!("{before}{scaled}{rest}"),
        Some((scaled, places)) => {
            let unit = 10_u64.pow(places);
            format!("{before}{}.{:0width$}{rest}", scaled / unit, scaled % unit, width = places as usize)
        }
        None => format!("{before}{over}/{under}{rest}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use parcferme_core::Points;

    #[test]
    fn fractions_are_exact_numbers() {
        for (printed, read, points) in [
            ("4½", "4.5", Points::fraction(9, 2)),
            ("½", "0.5", Points::fraction(1, 2)),
            ("5 ½", "5.5", Points::fraction(11, 2)),
            ("5 1⁄2", "5.5", Points::fraction(11, 2)),
            ("1⁄2", "0.5", Points::fraction(1, 2)),
            ("5 1/2", "5.5", Points::fraction(11, 2)),
            ("5⅓", "16/3", Points::fraction(16, 3)),
            ("8 1⁄7", "57/7", Points::fraction(57, 7)),
            ("2⅞", "2.875", Points::fraction(23, 8)),
            ("−2", "-2", Points::whole(-2)),
            ("−½", "-0.5", Points::fraction(-1, 2)),
            ("−1 ½", "-1.5", Points::fraction(-3, 2)),
        ] {
            assert_eq!(as_read(printed), read, "{printed}");
            assert_eq!(as_read(printed).parse(), Ok(points), "{printed}");
        }
    }

    #[test]
    fn what_is_no_number_stays() {
        for text in [
            "Lola T½x4",
            "3/12",
            "12 3/12",
            "57/7",
            "1/2",
            "A 1/2",
            "3–5",
            "−",
            "a−b",
            "5½½",
            "½5",
            "1⁄0",
            "51⁄2",
            "10 11⁄",
            "Nine ¾ x²",
        ] {
            if text == "Nine ¾ x²" {
                assert_eq!(as_read(text), "Nine 0.75 x²");
            } else {
                assert_eq!(as_read(text), text);
            }
        }
        assert_eq!(as_read("(4½)"), "(4.5)");
        assert_eq!(as_read("14½ (16½)"), "14.5 (16.5)");
        assert_eq!(as_read("2½-mile\nx −3"), "2.5-mile\nx -3");
        assert_eq!(sign("1", "2"), "½");
        assert_eq!(sign("2", "7"), "2⁄7");
    }
}
