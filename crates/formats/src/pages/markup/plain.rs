//! A piece of inline text without its markup, and what was beside the text.

use super::ink::{self, Flag};

/// As many meanings as one piece of text may have.
pub(super) const MAX_STANDS_FOR: usize = 16;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Plain {
    /// Text; a line break is `\n`, other white space is one space.
    pub text: String,
    /// Raised letters, references and joined small print, in order: `1` of `26<sup>1</sup>`.
    pub marks: Vec<String>,
    pub flags: Vec<Flag>,
    /// Some of it is bold.
    pub bold: bool,
    /// Some of it is italic.
    pub italic: bool,
    /// Some of it is struck through.
    pub struck: bool,
    /// All of it is bold, or it stands as a term.
    pub label: bool,
    /// What its abbreviations and links mean: `Position` of `Pos`.
    pub stands_for: Vec<String>,
}

/// How what is being written looks, and how what was written so far looked.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Look {
    pub bold: bool,
    pub italic: bool,
    pub struck: bool,
    saw_bold: bool,
    saw_italic: bool,
    saw_struck: bool,
    saw_light: bool,
}

impl Look {
    /// A character is shown in the present look.
    pub fn shown(&mut self) {
        self.saw_bold |= self.bold;
        self.saw_italic |= self.italic;
        self.saw_struck |= self.struck;
        self.saw_light |= !self.bold;
    }

    /// The present look, nothing written yet.
    pub fn anew(self) -> Look {
        Look { bold: self.bold, italic: self.italic, struck: self.struck, ..Look::default() }
    }
}

impl Plain {
    pub fn of_text(text: &str) -> Plain {
        Plain { text: ink::settle(text, &[]).text, ..Plain::default() }
    }

    pub fn settle(raw: &str, flags: &[Flag], look: Look, stands_for: Vec<String>) -> Plain {
        let settled = ink::settle(raw, flags);
        Plain {
            label: look.saw_bold && !look.saw_light,
            text: settled.text,
            marks: settled.marks,
            flags: settled.flags,
            bold: look.saw_bold,
            italic: look.saw_italic,
            struck: look.saw_struck,
            stands_for,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.marks.is_empty() && self.flags.is_empty()
    }

    /// Adds a further piece on a line of its own.
    pub fn append(&mut self, other: Plain) {
        if self.is_empty() {
            *self = other;
            return;
        }
        if !self.text.is_empty() && !other.text.is_empty() {
            self.text.push('\n');
        }
        let start = self.text.len();
        self.text.push_str(&other.text);
        self.flags.extend(other.flags.into_iter().map(|flag| Flag { at: flag.at + start, ..flag }));
        self.marks.extend(other.marks);
        self.stands_for.extend(other.stands_for);
        self.stands_for.truncate(MAX_STANDS_FOR);
        self.bold |= other.bold;
        self.italic |= other.italic;
        self.struck |= other.struck;
        self.label &= other.label;
    }

    /// Daggers are marks, wherever they stand.
    pub fn take_daggers(&mut self) {
        const DAGGERS: [char; 2] = ['†', '‡'];
        if !self.text.contains(DAGGERS) {
            return;
        }
        let mut text = String::with_capacity(self.text.len());
        let mut flags = self.flags.iter_mut().peekable();
        for (at, character) in self.text.char_indices() {
            while let Some(flag) = flags.next_if(|flag| flag.at <= at) {
                flag.at = text.len();
            }
            if DAGGERS.contains(&character) {
                self.marks.push(character.to_string());
            } else if character != ' ' || !(text.is_empty() || text.ends_with([' ', '\n'])) {
                text.push(character);
            }
        }
        text.truncate(text.trim_end().len());
        flags.for_each(|flag| flag.at = text.len());
        self.text = text;
    }
}

/// The text with the code of each flag before the name it belongs to: `USA Jim Doe`. A flag behind the last name of a line
/// belongs to the line; the country's name beside a flag is text where nothing else stands on the line.
pub(crate) fn coded(text: &str, flags: &[Flag]) -> String {
    // Where a code goes, and where the text goes on.
    let mut places: Vec<(usize, usize, &str)> = Vec::with_capacity(flags.len());
    for flag in flags {
        let at = flag.at.min(text.len());
        let line = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let at_end = text.get(at..).is_none_or(|rest| rest.is_empty() || rest.starts_with('\n'));
        let place = if at_end { line } else { at };
        places.push((place, place + name_before_another(flag, text.get(at..)), flag.country.ioc));
    }
    places.sort_by_key(|(at, ..)| *at);
    let mut out = String::with_capacity(text.len() + 4 * places.len());
    let mut from = 0;
    for (at, next, code) in places {
        let Some(piece) = text.get(from..at) else { continue };
        out.push_str(piece);
        if !out.is_empty() && !out.ends_with([' ', '\n']) {
            out.push(' ');
        }
        out.push_str(code);
        if text.len() > at {
            out.push(' ');
        }
        from = next;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

/// Length of the country's name that is printed with a flag, and of the space behind it, where the name of a driver or team follows.
fn name_before_another(flag: &Flag, behind: Option<&str>) -> usize {
    let rest = behind.filter(|_| flag.named).and_then(|text| text.strip_prefix(flag.country.name));
    let follows = rest
        .and_then(|rest| rest.strip_prefix(' '))
        .is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    if follows { flag.country.name.len() + 1 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use parcferme_core::country;

    #[test]
    fn daggers_are_marks_and_flags_keep_their_names() {
        let flag = |at| Flag { at, ..Flag::of(country::named("USA").unwrap(), false) };
        let mut plain =
            Plain { text: "† 12†\nAnn ‡ Archer".to_owned(), flags: vec![flag(9)], ..Plain::default() };
        assert_eq!(&plain.text[9..], "\nAnn ‡ Archer");
        plain.flags[0].at = 10;
        plain.take_daggers();
        assert_eq!(plain.text, "12\nAnn Archer");
        assert_eq!(plain.marks, ["†", "†", "‡"]);
        assert_eq!(coded(&plain.text, &plain.flags), "12\nUSA Ann Archer");
    }

    #[test]
    fn codes_stand_before_their_names() {
        let flag = |at, name| Flag { at, ..Flag::of(country::named(name).unwrap(), false) };
        assert_eq!(coded("Ann\nBen", &[flag(0, "USA"), flag(4, "GER")]), "USA Ann\nGER Ben");
        assert_eq!(coded("Ann Ben", &[flag(0, "USA"), flag(4, "GER")]), "USA Ann GER Ben");
        assert_eq!(coded("Ann\nBen", &[flag(3, "USA"), flag(7, "GER")]), "USA Ann\nGER Ben");
        assert_eq!(coded("", &[flag(0, "USA")]), "USA");
        assert_eq!(coded("é", &[flag(1, "USA"), flag(99, "USA")]), "USA USA é");
    }
}
