//! The drivers in one cell, by whatever separator: `Ann Archer; Ben Boyd`, `Eve Ellis / Finn Ford`, `Ann, Ben & Cleo`.
//!
//! A semicolon, where there is one, is the only separator. A comma may also stand in a name (`Archer, Ann`;
//! `Hale, Jr.`): what is not certain stays one name, and is said.

use super::list;
use super::table::Row;
use super::told::Told;
use super::words;
use crate::text::{names_between_dashes, parted_by};
use parcferme_core::Diagnostic;

/// What a cell was taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Crew {
    pub names: Vec<String>,
    pub sure: Sure,
}

/// Whether another reading is likely.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sure {
    Yes,
    /// Separated, though the cell could be one name as well.
    Separated,
    /// Left as it is, though the cell could be several names.
    Kept,
}

/// Words between two names, and behind the last but one.
const BETWEEN: &[&str] = &["and", "und", "et"];
/// What stands behind a comma without being a name.
const GENERATIONS: &[&str] = &["jr", "sr", "ii", "iii", "iv", "junior", "senior"];
/// Marks behind a name.
pub(super) const DID_NOT_DRIVE: &str = " (did not drive)";
pub(super) const NO_SHARE: &str = " (no share)";

/// The drivers of a row: of its column, and of columns of their own (`Driver 1`, `Driver 2`).
pub(super) fn read_row(row: Row<'_>, column: &str, told: &mut Told) -> Vec<String> {
    let mut names = Vec::new();
    for column in [column].into_iter().chain(words::SEAT_COLUMNS) {
        let cell = row.text(column);
        if words::says_nothing(cell) {
            continue;
        }
        let crew = read(cell);
        if crew.sure != Sure::Yes {
            told.doubt(row, doubt(row, column, cell, &crew));
        } else if crew.names.len() > 1 && !list::is_list(cell) {
            told.word(row, column, cell, &written(crew.names.iter().map(String::as_str)));
        }
        names.extend(crew.names.into_iter().filter(|name| !name.is_empty()));
    }
    names
}

fn doubt(row: Row<'_>, column: &str, cell: &str, crew: &Crew) -> Diagnostic {
    let message = match crew.sure {
        Sure::Kept => format!("`{}` may name several drivers and is read as one", row.head(column)),
        _ => format!("`{}` is read as {} drivers", row.head(column), crew.names.len()),
    };
    let list = written(crew.names.iter().map(String::as_str));
    let diagnostic = Diagnostic::warning("PF0447", message).found(cell);
    match crew.sure {
        Sure::Kept => diagnostic
            .help("part drivers by semicolons; a semicolon behind a single name says that it is one"),
        _ => diagnostic.expected(list).help("part drivers by semicolons; a comma may stand in a name"),
    }
}

/// The drivers of one cell.
pub(super) fn read(cell: &str) -> Crew {
    if list::is_list(cell) {
        return Crew { names: list::items(cell), sure: Sure::Yes };
    }
    let pieces = || cell.split(['\n', '\r', '/', '&', '|']).flat_map(between);
    let names: Vec<&str> = pieces().flat_map(names_between_dashes).collect();
    let dashed = names.len() > pieces().count();
    let names: Vec<&str> = names
        .into_iter()
        .map(|name| name.trim().trim_end_matches(','))
        .filter(|name| !name.is_empty())
        .collect();
    let whole = |sure| Crew { names: vec![list::places(cell).concat()], sure };
    if names.is_empty() {
        return Crew { names: Vec::new(), sure: Sure::Yes };
    }
    let by_comma: Vec<Vec<&str>> = names.iter().map(|name| commas(name)).collect();
    if names.len() > 1 && by_comma.iter().all(|parts| parts.len() == 1) {
        // `Ann and Ben Archer`: is Ann an Archer?
        let lone = names.iter().filter(|name| words(name) < 2).count();
        if lone > 0 && lone < names.len() {
            return whole(Sure::Kept);
        }
        // What stands behind a dash may be a country or a team.
        return separated(names, if dashed { Sure::Separated } else { Sure::Yes });
    }
    // `Archer, Ann / Boyd, Ben`.
    if names.len() > 1 && by_comma.iter().all(|parts| parts.len() == 2 && surname_first(parts) != Some(false))
    {
        return separated(names, Sure::Yes);
    }
    let parts: Vec<&str> = by_comma.concat();
    let lone = parts.iter().filter(|part| words(part) < 2).count();
    match parts.as_slice() {
        [_] => whole(Sure::Yes),
        // Behind `&` or `and` stands the last of a list.
        _ if names.len() > 1 && (lone == 0 || lone == parts.len()) => separated(parts, Sure::Yes),
        _ if names.len() > 1 => whole(Sure::Kept),
        [_, _] => match surname_first(&parts) {
            Some(true) => whole(Sure::Kept),
            Some(false) => separated(parts, Sure::Yes),
            None => separated(parts, Sure::Separated),
        },
        _ if lone == 0 => separated(parts, Sure::Yes),
        // `Archer, Boyd, Cox` are three; `Archer, Ann, Boyd, Ben` may be two.
        _ if lone == parts.len() && parts.len() % 2 == 1 => separated(parts, Sure::Separated),
        _ => whole(Sure::Kept),
    }
}

/// The cell of a crew, so that it is read as the same names again.
pub(super) fn written<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    let cell = list::joined(names.iter().copied());
    match names.as_slice() {
        [name] if read(&cell).names != [*name] => cell + ";",
        _ => cell,
    }
}

fn separated(names: Vec<&str>, sure: Sure) -> Crew {
    Crew { names: names.into_iter().map(|name| list::places(name).concat()).collect(), sure }
}

/// The pieces between words such as `and`, and between plus signs that stand alone.
fn between(text: &str) -> Vec<&str> {
    parted_by(text, |word| word == "+" || BETWEEN.iter().any(|own| word.eq_ignore_ascii_case(own)))
}

/// The pieces between commas, generations left with their names.
fn commas(name: &str) -> Vec<&str> {
    let mut pieces: Vec<&str> = Vec::new();
    let mut start = 0;
    for (at, _) in name.match_indices(',').chain([(name.len(), "")]) {
        let next = name[at..].trim_start_matches(',').split(',').next().unwrap_or("").trim();
        let generation = next.trim_end_matches('.').to_lowercase();
        if !GENERATIONS.contains(&generation.as_str()) {
            pieces.push(name[start..at].trim());
            start = (at + 1).min(name.len());
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// Whether two pieces around a comma are one person's surname and given name; None where both readings are likely.
fn surname_first(parts: &[&str]) -> Option<bool> {
    let [surname, given] = parts else { return Some(false) };
    let capitals =
        |text: &str| text.chars().any(char::is_alphabetic) && !text.chars().any(char::is_lowercase);
    match (words(surname), words(given)) {
        _ if capitals(surname) && !capitals(given) => Some(true),
        (1, _) | (_, 1) => Some(true),
        _ => None,
    }
}

fn words(name: &str) -> usize {
    let name = [DID_NOT_DRIVE, NO_SHARE].iter().fold(name, |name, mark| name.trim_end_matches(mark));
    name.split_whitespace().count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn names(cell: &str) -> (Vec<String>, Sure) {
        let crew = read(cell);
        (crew.names, crew.sure)
    }

    #[test]
    fn crews_by_any_separator() {
        for cell in [
            "Ann Archer; Ben Boyd",
            "Ann Archer / Ben Boyd",
            "Ann Archer/Ben Boyd",
            "Ann Archer & Ben Boyd",
            "Ann Archer and Ben Boyd",
            "Ann Archer\nBen Boyd",
            "Ann Archer,\r\nBen Boyd",
            "Ann Archer + Ben Boyd",
        ] {
            assert_eq!(
                names(cell),
                (vec!["Ann Archer".to_owned(), "Ben Boyd".to_owned()], Sure::Yes),
                "{cell}"
            );
        }
        for (cell, expected) in [
            ("Ann Archer, Ben Boyd & Cleo Cox", vec!["Ann Archer", "Ben Boyd", "Cleo Cox"]),
            ("Ann Archer, Ben Boyd, and Cleo Cox", vec!["Ann Archer", "Ben Boyd", "Cleo Cox"]),
            ("Ann Archer, Ben Boyd, Cleo Cox", vec!["Ann Archer", "Ben Boyd", "Cleo Cox"]),
            ("Archer, Ann / Boyd, Ben", vec!["Archer, Ann", "Boyd, Ben"]),
            ("MUELLER / DUPONT", vec!["MUELLER", "DUPONT"]),
            ("Archer, Boyd & Cox", vec!["Archer", "Boyd", "Cox"]),
            ("Jim Hale, Jr.", vec!["Jim Hale, Jr."]),
            ("Jim Hale, Jr. / Ben Boyd, III", vec!["Jim Hale, Jr.", "Ben Boyd, III"]),
            ("Jim Hale, Jr., Ben Boyd, Cleo Cox", vec!["Jim Hale, Jr.", "Ben Boyd", "Cleo Cox"]),
            ("Alexander Landsand", vec!["Alexander Landsand"]),
            ("", vec![]),
        ] {
            assert_eq!(names(cell), (expected.into_iter().map(str::to_owned).collect(), Sure::Yes), "{cell}");
        }
    }

    #[test]
    fn what_is_not_certain_is_said() {
        for (cell, count, sure) in [
            ("Ann Archer, Ben Boyd", 2, Sure::Separated),
            ("Archer, Boyd, Cox", 3, Sure::Separated),
            ("Archer, Ann", 1, Sure::Kept),
            ("van der Berg, Jan", 1, Sure::Kept),
            ("GARCÍA LÓPEZ, Juan Carlos", 1, Sure::Kept),
            ("Archer, Ann, Boyd, Ben", 1, Sure::Kept),
            ("Ann and Ben Archer", 1, Sure::Kept),
        ] {
            let crew = read(cell);
            assert_eq!((crew.names.len(), crew.sure), (count, sure), "{cell}");
            assert!(count > 1 || crew.names[0] == cell, "{cell}");
        }
    }

    #[test]
    fn a_name_with_a_separator_is_written_as_one() {
        assert_eq!(written(["Ann and Ben"]), "Ann and Ben;");
        assert_eq!(written(["A/B", "C; D"]), r"A/B; C\; D");
        assert_eq!(written(["Ann Archer"]), "Ann Archer");
        assert_eq!(written(["Archer, Ann"]), "Archer, Ann");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(list in prop::collection::vec(r"[aB\\;/,&+ é]{0,9}( and | Jr)?[aB]{0,2}", 0..4)) {
            let list: Vec<String> =
                list.iter().map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect();
            prop_assert_eq!(read(&written(list.iter().map(String::as_str))).names, list);
        }

        #[test]
        fn no_cell_panics(cell in ".*") {
            read(&cell);
        }
    }
}
