//! Lists inside a cell: items separated by `; `.
//!
//! An item that has a semicolon has a backslash in front of it: `Smith\; Sons; Jones`. A semicolon behind the last
//! item changes nothing; it says of a single item that it is one: `Ann and Ben;`.

const SEPARATOR: char = ';';
const ESCAPE: char = '\\';

/// Whether the cell says where its items end.
pub(super) fn is_list(text: &str) -> bool {
    cut(text).nth(1).is_some()
}

/// Items in their order, trimmed; empty ones are kept.
pub(super) fn places(text: &str) -> Vec<String> {
    cut(text).map(|item| unescaped(item.trim())).collect()
}

/// The items that are not empty.
pub(super) fn items(text: &str) -> Vec<String> {
    places(text).into_iter().filter(|item| !item.is_empty()).collect()
}

/// The cell of these items.
pub(crate) fn joined<'a>(items: impl IntoIterator<Item = &'a str>) -> String {
    items.into_iter().map(escaped).collect::<Vec<_>>().join("; ")
}

/// The pieces between semicolons that no backslash takes.
fn cut(text: &str) -> impl Iterator<Item = &str> {
    let mut escaped = false;
    text.split(move |character| {
        let ends = character == SEPARATOR && !escaped;
        escaped = character == ESCAPE && !escaped;
        ends
    })
}

/// A backslash is one only in front of a semicolon or of a backslash that stands in front of one, or at the end.
fn unescaped(item: &str) -> String {
    if !item.contains(ESCAPE) {
        return item.to_owned();
    }
    let mut text = String::with_capacity(item.len());
    let mut rest = item;
    while let Some(at) = rest.find(ESCAPE) {
        text.push_str(&rest[..at]);
        let run = rest[at..].len() - rest[at..].trim_start_matches(ESCAPE).len();
        let behind = &rest[at + run..];
        let meant = if behind.is_empty() || behind.starts_with(SEPARATOR) { run / 2 } else { run };
        text.extend(std::iter::repeat_n(ESCAPE, meant));
        rest = behind;
        if run % 2 == 1 && behind.starts_with(SEPARATOR) {
            text.push(SEPARATOR);
            rest = &behind[1..];
        }
    }
    text + rest
}

fn escaped(item: &str) -> String {
    let mut text = String::with_capacity(item.len());
    let mut run = 0;
    for character in item.chars() {
        if character == SEPARATOR {
            text.extend(std::iter::repeat_n(ESCAPE, run + 1));
        }
        run = if character == ESCAPE { run + 1 } else { 0 };
        text.push(character);
    }
    text.extend(std::iter::repeat_n(ESCAPE, run));
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_backslash_keeps_a_semicolon() {
        assert_eq!(items(r"Smith\; Sons; Jones"), ["Smith; Sons", "Jones"]);
        assert_eq!(joined(["Smith; Sons", "Jones"]), r"Smith\; Sons; Jones");
        assert_eq!(items(r"A\B; C/D;"), [r"A\B", "C/D"]);
        assert_eq!(joined([r"A\B", "C/D"]), r"A\B; C/D");
        assert_eq!(places("FRA; ; GBR"), ["FRA", "", "GBR"]);
        assert!(is_list("Ann;") && !is_list(r"Ann\; Ben") && !is_list("Ann"));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(list in prop::collection::vec(r"[ab\\;/,& ]{0,6}", 0..4)) {
            let list: Vec<String> =
                list.iter().map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect();
            prop_assert_eq!(items(&joined(list.iter().map(String::as_str))), list);
        }
    }
}
