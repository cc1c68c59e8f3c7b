//! Names of worksheets: at most 31 characters, some forbidden, no two alike.

use std::collections::BTreeSet;

#[derive(Default)]
pub(super) struct Names {
    taken: BTreeSet<String>,
}

impl Names {
    /// The wanted name, made legal and unique.
    pub fn claim(&mut self, wanted: &str) -> String {
        let legal = |character: char| match character {
            '[' | ']' | ':' | '*' | '?' | '/' | '\\' => '-',
            character if character.is_control() => ' ',
            character => character,
        };
        let base: String = wanted.chars().map(legal).collect();
        let base = base.trim_matches(['\'', ' ']);
        let base = if base.is_empty() || base.eq_ignore_ascii_case("history") { "Sheet" } else { base };
        let mut name = cut(base, MOST);
        let mut number = 2;
        while !self.taken.insert(name.to_lowercase()) {
            let suffix = format!(" {number}");
            name = cut(base, MOST - suffix.len()) + &suffix;
            number += 1;
        }
        name
    }
}

/// Counted in UTF-16, as the format's readers do.
const MOST: usize = 31;

fn cut(text: &str, most: usize) -> String {
    let mut units = 0;
    let kept: String = text
        .chars()
        .take_while(|character| {
            units += character.len_utf16();
            units <= most
        })
        .collect();
    kept.trim_end_matches(['\'', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_legal_and_unique() {
        let mut names = Names::default();
        assert_eq!(names.claim("GT"), "GT");
        assert_eq!(names.claim("gt"), "gt 2");
        assert_eq!(names.claim("A/B [C]"), "A-B -C-");
        assert_eq!(names.claim("''"), "Sheet");
        assert_eq!(names.claim("History"), "Sheet 2");
        let long = "x".repeat(40);
        assert_eq!(names.claim(&long).chars().count(), 31);
        assert_eq!(names.claim(&long), format!("{} 2", "x".repeat(29)));
        assert_eq!(names.claim(&"🏁".repeat(20)).encode_utf16().count(), 30);
    }
}
