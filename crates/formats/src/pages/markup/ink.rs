//! Text while it is written, with what is no text in it: raised letters, small print, flags.
//!
//! They stand in the raw text as private characters, so that templates may move and drop them with the text around.
//! [`settle`] takes them out, in one pass: white space becomes single, raised letters become marks beside the text.

use super::fraction;
use parcferme_core::country::Country;

/// What part of a line a piece of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Script {
    /// `<sup>`
    Raised,
    /// `<sub>`
    Lowered,
    /// `<small>`: a mark where it is joined to a word, else text.
    Small,
    /// A reference: always a mark.
    Mark,
}

const OPENS: [(char, Script); 4] = [
    ('\u{E000}', Script::Raised),
    ('\u{E001}', Script::Lowered),
    ('\u{E002}', Script::Small),
    ('\u{E003}', Script::Mark),
];
const END: char = '\u{E008}';
/// The first of the characters that stand for flags, by their number in the text.
const FLAGS: u32 = 0xF_0000;
const MAX_FLAGS: usize = 0xFFF0;

impl Script {
    pub fn begin(self) -> char {
        OPENS.iter().find(|(_, script)| *script == self).map_or(END, |(character, _)| *character)
    }

    pub const fn end(self) -> char {
        END
    }
}

/// The character of the flag with this number; none where there are too many.
pub(crate) fn flag(number: usize) -> Option<char> {
    (number < MAX_FLAGS).then(|| char::from_u32(FLAGS + number as u32)).flatten()
}

/// Whether a character of a document may stand in raw text: no private one, no control, none that is not seen.
pub(crate) fn is_text(character: char) -> bool {
    match character {
        '\n' | '\t' | '\r' | '\u{c}' => true,
        ' '..='~' => true,
        '\u{AD}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2060}' | '\u{FEFF}' => false,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => false,
        '\u{E000}'..='\u{F8FF}' => false,
        other => (other as u32) < FLAGS && !other.is_control(),
    }
}

/// A flag, and where in the text the name that it belongs to begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Flag {
    pub at: usize,
    pub country: &'static Country,
    /// The country's name is printed with it.
    pub named: bool,
}

impl Flag {
    /// A flag in raw text: where it belongs is still to be found.
    pub fn of(country: &'static Country, named: bool) -> Flag {
        Flag { at: 0, country, named }
    }
}

#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Settled {
    pub text: String,
    pub marks: Vec<String>,
    pub flags: Vec<Flag>,
}

pub(crate) fn settle(raw: &str, flags: &[Flag]) -> Settled {
    let mut settling = Settling {
        rest: raw,
        flags,
        settled: Settled { text: String::with_capacity(raw.len()), ..Settled::default() },
        gap: Gap::None,
        waiting: Vec::new(),
    };
    while let Some(character) = settling.next() {
        settling.take(character);
    }
    settling.settle_flags();
    settling.settled
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Space,
    Break,
}

struct Settling<'a> {
    rest: &'a str,
    flags: &'a [Flag],
    settled: Settled,
    /// White space since the last character of the text.
    gap: Gap,
    /// Flags whose name is still to come.
    waiting: Vec<Flag>,
}

impl Settling<'_> {
    fn next(&mut self) -> Option<char> {
        let character = self.rest.chars().next()?;
        self.rest = &self.rest[character.len_utf8()..];
        Some(character)
    }

    fn take(&mut self, character: char) {
        if character.is_ascii_alphanumeric() {
            return self.put(character);
        }
        let before = self.settled.text.chars().next_back().filter(|_| self.gap == Gap::None);
        if let Some((_, script)) = OPENS.iter().find(|(opens, _)| *opens == character) {
            match script {
                Script::Small if !self.small_is_mark(before) => {}
                script => {
                    let inside = self.inside();
                    self.script(*script, inside, before);
                }
            }
        } else if character == END {
        } else if let Some(number) = (character as u32).checked_sub(FLAGS) {
            self.waiting.extend(self.flags.get(number as usize));
        } else if let Some(digit) = raised_digit(character) {
            let mut digits = String::from(digit);
            while let Some(digit) = self.rest.chars().next().and_then(raised_digit) {
                digits.push(digit);
                self.next();
            }
            self.script(Script::Raised, digits, before);
        } else if character == '\n' {
            self.settle_flags();
            self.gap = Gap::Break;
        } else if character.is_whitespace() {
            self.gap = self.gap.max(Gap::Space);
        } else {
            self.put(character);
        }
    }

    fn put(&mut self, character: char) {
        if !self.settled.text.is_empty() {
            match self.gap {
                Gap::None => {}
                Gap::Space => self.settled.text.push(' '),
                Gap::Break => self.settled.text.push('\n'),
            }
        }
        self.gap = Gap::None;
        self.settle_flags();
        self.settled.text.push(character);
    }

    fn settle_flags(&mut self) {
        let at = self.settled.text.len();
        self.settled.flags.extend(self.waiting.drain(..).map(|flag| Flag { at, ..flag }));
    }

    /// Small print joined to a number or a word is a mark; small capitals within a word are the word.
    fn small_is_mark(&self, before: Option<char>) -> bool {
        let Some(first) = self.rest.chars().next() else { return false };
        before.is_some_and(|before| {
            before.is_alphanumeric()
                && !first.is_whitespace()
                && !(before.is_alphabetic() && first.is_alphabetic())
        })
    }

    /// The text up to the end of what was opened, on one line.
    fn inside(&mut self) -> String {
        let (mut text, mut open) = (String::new(), 1);
        while let Some(character) = self.next() {
            match character {
                END => open -= 1,
                other if OPENS.iter().any(|(opens, _)| *opens == other) => open += 1,
                other if (other as u32) >= FLAGS => {}
                other => text.push(other),
            }
            if open == 0 {
                break;
            }
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn script(&mut self, script: Script, inside: String, before: Option<char>) {
        if inside.is_empty() {
            return;
        }
        if script == Script::Raised {
            if let Some(denominator) = self.denominator(&inside) {
                return self.fraction(&inside, &denominator, before);
            }
            let joined = match before {
                Some(before) if before.is_ascii_digit() => {
                    ORDINALS.contains(&inside.as_str()).then_some(inside.as_str())
                }
                Some(before) if before.is_alphabetic() => self.power(&inside),
                _ => None,
            };
            if let Some(text) = joined {
                return self.settled.text.push_str(text);
            }
        }
        self.settled.marks.push(inside);
    }

    fn fraction(&mut self, numerator: &str, denominator: &str, before: Option<char>) {
        let sign = fraction::sign(numerator, denominator);
        if sign.chars().count() > 1 && before.is_some_and(|before| before.is_ascii_digit()) {
            self.gap = Gap::Space;
        }
        sign.chars().for_each(|character| self.put(character));
    }

    /// The digits below a raised numerator: after a stroke, lowered or plain.
    fn denominator(&mut self, numerator: &str) -> Option<String> {
        if numerator.len() > 3 || !numerator.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let past = self.rest.strip_prefix(['/', '⁄'])?;
        let (past, lowered) = match past.strip_prefix(Script::Lowered.begin()) {
            Some(past) => (past, true),
            None => (past, false),
        };
        let digits: String =
            past.chars().map_while(|c| lowered_digit(c).or(Some(c).filter(char::is_ascii_digit))).collect();
        let length: usize = past.chars().take(digits.len()).map(char::len_utf8).sum();
        let after = &past[length..];
        let after = if lowered { after.strip_prefix(END)? } else { after };
        if digits.is_empty() || digits.len() > 3 {
            return None;
        }
        self.rest = after;
        Some(digits)
    }

    /// `km²` is a unit, `Ret²` a mark.
    fn power(&self, inside: &str) -> Option<&'static str> {
        let sign = match inside {
            "2" => "²",
            "3" => "³",
            _ => return None,
        };
        let word = self.settled.text.rsplit([' ', '\n']).next()?;
        let unit = word.trim_start_matches(|c: char| !c.is_alphabetic());
        UNITS.contains(&unit).then_some(sign)
    }
}

const ORDINALS: [&str; 12] = ["st", "nd", "rd", "th", "er", "re", "e", "ème", "º", "ª", "o", "a"];
const UNITS: [&str; 8] = ["m", "km", "cm", "mm", "mi", "ft", "in", "inch"];

fn raised_digit(character: char) -> Option<char> {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let value = RAISED.iter().position(|raised| *raised == character)?;
    char::from_digit(value as u32, 10)
}

fn lowered_digit(character: char) -> Option<char> {
    let value = (character as u32).checked_sub('₀' as u32).filter(|value| *value < 10)?;
    char::from_digit(value, 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use parcferme_core::country;

    /// `^1$` raised, `_1$` lowered, `~1$` small, `#1$` a reference, `@` a flag.
    fn raw(source: &str) -> String {
        source
            .chars()
            .map(|c| match c {
                '^' => Script::Raised.begin(),
                '_' => Script::Lowered.begin(),
                '~' => Script::Small.begin(),
                '#' => Script::Mark.begin(),
                '$' => END,
                '@' => flag(0).unwrap(),
                other => other,
            })
            .collect()
    }

    fn usa() -> Flag {
        Flag::of(country::named("USA").unwrap(), false)
    }

    fn read(source: &str) -> (String, Vec<String>) {
        let settled = settle(&raw(source), &[usa()]);
        (settled.text, settled.marks)
    }

    #[test]
    fn raised_and_small_letters_never_join_a_number() {
        for (source, text, marks) in [
            ("25^1$", "25", vec!["1"]),
            ("25~1$", "25", vec!["1"]),
            ("25_1$", "25", vec!["1"]),
            ("25¹²", "25", vec!["12"]),
            ("Ret^P$^F$", "Ret", vec!["P", "F"]),
            ("^3$", "", vec!["3"]),
            ("~12$", "12", vec![]),
            ("25 ~(30)$", "25 (30)", vec![]),
            ("M~C$Laren", "MCLaren", vec![]),
            ("Ann Archer~(R)$", "Ann Archer", vec!["(R)"]),
            ("26#[1]$ x", "26 x", vec!["[1]"]),
            ("7^a^b$ c$9", "79", vec!["ab c"]),
            ("25^1", "25", vec!["1"]),
        ] {
            assert_eq!(read(source), (text.to_owned(), marks.iter().map(|m| m.to_string()).collect()));
        }
    }

    #[test]
    fn ordinals_powers_and_fractions_are_text() {
        for (source, text) in [
            ("the 24^th$ running", "the 24th running"),
            ("1^er$", "1er"),
            ("2000 cm^3$", "2000 cm³"),
            ("5 km²", "5 km²"),
            ("5^1$/_2$", "5½"),
            ("^1$⁄_2$", "½"),
            ("5^2$/_7$", "5 2⁄7"),
            ("5¹⁄₃", "5⅓"),
            ("1^1$/2", "1½"),
        ] {
            assert_eq!(read(source), (text.to_owned(), vec![]), "{source}");
        }
        // A mark before a stroke that parts two values is no fraction.
        assert_eq!(read("25^1$/_x$").1, ["1", "x"]);
    }

    #[test]
    fn white_space_is_single_and_flags_know_their_name() {
        let settled = settle(&raw("\n @  Ann \t Archer \n\n @ Ben \n QAT @"), &[usa()]);
        assert_eq!(settled.text, "Ann Archer\nBen\nQAT");
        assert_eq!(settled.flags.iter().map(|flag| flag.at).collect::<Vec<_>>(), [0, 11, 18]);
    }

    #[test]
    fn what_is_not_closed_is_read_once() {
        let many = raw(&"1^2~".repeat(100_000));
        let settled = settle(&many, &[]);
        assert!(settled.text.len() + settled.marks.iter().map(String::len).sum::<usize>() <= many.len());
    }
}
