//! A long document is parsed a part at a time: what the parser makes on its way is ten times the text, and a part of it stays near.

use super::value::{self, Entry, Stated, Table, Value};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, btree_map};
use toml::de::{DeTable, Error};

/// Bytes of text that are parsed at once, unless a block is longer.
const PART: usize = 4 << 10;

/// Parses a document. What an error says and where, does not depend on the parts.
pub(super) fn parse(text: &str) -> Result<Table<'_>, Error> {
    match parse_parts(text) {
        Some(table) => Ok(table),
        None => Ok(value::table(DeTable::parse(text)?.into_inner(), 0)),
    }
}

/// The parts one after the other; none where the document is one part, or where its parts alone do not say whether it is right.
///
/// A cut inside a text or a list of several lines leaves the part before it unfinished, which is an error there. After a cut every key of a part's top is that of a header,
/// so that two lists are two runs of `[[name]]`. All else that two parts say of one name is left to the parser.
fn parse_parts(text: &str) -> Option<Table<'_>> {
    if text.len() < 2 * PART {
        return None;
    }
    let (head, blocks) = text.split_at(next_header(text, 0)?);
    let mut whole: BTreeMap<Cow<'_, str>, Entry<'_>> =
        value::table(DeTable::parse(head).ok()?.into_inner(), 0).into_iter().collect();
    let before: BTreeSet<String> = whole.keys().map(|name| name.to_string()).collect();
    let mut rest = blocks;
    while !rest.is_empty() {
        let start = text.len() - rest.len();
        let (part, after) = rest.split_at(next_header(rest, PART).unwrap_or(rest.len()));
        for (name, entry) in value::table(DeTable::parse(part).ok()?.into_inner(), start) {
            if before.contains(name.as_ref()) {
                return None;
            }
            match whole.entry(name) {
                btree_map::Entry::Vacant(place) => {
                    place.insert(entry);
                }
                btree_map::Entry::Occupied(mut own) => join(own.get_mut(), entry)?,
            }
        }
        rest = after;
    }
    Some(whole.into_iter().collect())
}

/// The first `[[name]]` at the margin that begins at a byte or after it; `[[name.inner]]` belongs to the block before it.
fn next_header(text: &str, from: usize) -> Option<usize> {
    let is_header = |at: usize| {
        let inner = text[at..].strip_prefix("[[")?;
        let behind = inner.trim_start_matches(|own: char| own.is_ascii_alphanumeric() || own == '-');
        behind.starts_with("]]").then_some(at)
    };
    if from == 0 && is_header(0).is_some() {
        return Some(0);
    }
    let from = text.ceil_char_boundary(from);
    text[from..].match_indices("\n[[").find_map(|(at, _)| is_header(from + at + 1))
}

/// Adds the blocks of a later part.
fn join<'a>(own: &mut Entry<'a>, later: Entry<'a>) -> Option<()> {
    let Value::List(own) = &mut own.stated.value else { return None };
    let Stated { value: Value::List(later), .. } = later.stated else { return None };
    own.extend(later);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A document longer than two parts.
    fn long(between: &str) -> String {
        let mut text = String::from("first = 1\n");
        for number in 0..400 {
            text += &format!("[[team]]\nid = \"é{number}\"\n[[team.spelling]]\ntext = \"t{number}\"\n");
            if number == 250 {
                text += between;
            }
        }
        text
    }

    fn whole(text: &str) -> Result<Table<'_>, Error> {
        Ok(value::table(DeTable::parse(text)?.into_inner(), 0))
    }

    #[test]
    fn parts_say_what_the_whole_says() {
        for between in [
            "",
            "[[driver]]\nname = \"A\"\n",
            "[open]\nx = 1\n",
            "[[team.spelling]]\ntext = 'b'\n[[driver]]\nname = 'B'\n [[team]]\nid = 'c'\n",
            "[team.more]\nx = 1\n",
            "[[ruling]]\nsame = [\n[[\"a\"]],\n[\"b\"]]\n",
            "[[ruling]]\nwhy = \"\"\"\n[[team]]\n[[driver]]\"\"\"\n",
        ] {
            let text = long(between);
            let parts = parse_parts(&text);
            let whole = whole(&text).expect("is TOML");
            assert!(parts.is_some() || between.contains("\n[["), "{between}");
            let read = parse(&text).expect("is TOML");
            assert_eq!(format!("{read:?}"), format!("{whole:?}"), "{between}");
        }
    }

    #[test]
    fn what_the_whole_refuses_is_refused_with_the_same_words() {
        for between in [
            "[team]\nx = 1\n",
            "[first]\nx = 1\n",
            "[[first]]\nx = 1\n",
            "text = 'twice'\n",
            "[[driver]]\nx = 1\n[driver]\ny = 1\n",
            "[open]\nx = 1\n[[driver]]\nx = 1\n[[open]]\nx = 1\n",
            "[open]\nx = 1\n[[driver]]\nx = 1\n[open]\nx = 1\n",
            "[[ruling]]\nwhy = \"\"\"\n[[team]]\n",
            "[[ruling]]\nsame = [\n[[team]]\n",
        ] {
            let text = long(between);
            let told = parse(&text).map(|table| format!("{table:?}")).map_err(|error| error.to_string());
            let whole = whole(&text).map(|table| format!("{table:?}")).map_err(|error| error.to_string());
            assert!(whole.is_err(), "{between}");
            assert_eq!(told, whole, "{between}");
        }
    }

    #[test]
    fn a_list_on_one_line_is_not_gone_on_with_by_headers() {
        let text = format!("team = [{{ id = 'a' }}]\n{}", long("").replace("first = 1\n", ""));
        assert!(whole(&text).is_err());
        assert!(parse(&text).is_err());
    }
}
