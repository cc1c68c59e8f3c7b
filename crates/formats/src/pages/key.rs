//! What a page's key says of the cells of its tables: which colours are of cars that did not finish, though a place is
//! printed; and whether a dagger is of such cars.

use super::Mark;
use super::document::{Block, Document};
use super::heads;
use super::sections::of_status;
use super::table::{Cell, Table};
use super::words::ordinal;
use crate::folder::words::{plain, status_of};
use std::collections::BTreeMap;

/// The keys of a page, all of them together.
#[derive(Default)]
pub(super) struct Key {
    colours: BTreeMap<String, Vec<Meaning>>,
    /// A sentence says so of cars that did not finish and were classified.
    dagger: bool,
}

/// What one line of a key says of a colour.
struct Meaning {
    text: String,
    ended: Ended,
    /// The places that it names, first and last.
    places: Option<(u32, u32)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Ended {
    Finished,
    Marked(Mark),
    /// Something else, such as a race that was called off.
    Beside,
}

/// What the key says of a cell with a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum OfCell {
    Finished,
    Ended(Mark),
    /// The colour is of other places, or of cars that have none.
    Otherwise(String),
    /// The key has no such colour.
    Unknown(String),
}

impl Key {
    pub fn of(document: &Document) -> Key {
        let mut key = Key::default();
        for block in document.sections.iter().flat_map(|section| &section.blocks) {
            match block {
                Block::Table(table) => key.read(table),
                Block::Prose(text) | Block::Item(text) => key.dagger |= is_of_retired(&text.text),
            }
        }
        key
    }

    pub fn has_colours(&self) -> bool {
        !self.colours.is_empty()
    }

    fn read(&mut self, table: &Table) {
        const HEADS: [&str; 7] = ["colour", "color", "colours", "colors", "farbe", "couleur", "colore"];
        let Some(head) =
            (0..table.rows.len().min(2)).find(|&row| HEADS.contains(&plain(table.text(row, 0)).as_str()))
        else {
            return;
        };
        for row in head + 1..table.rows.len() {
            let last = table.rows[row].slots.len().saturating_sub(1);
            let cells = [table.cell(row, last), table.cell(row, 0)];
            let Some(colour) = cells.iter().flatten().find_map(|cell| cell.background.clone()) else {
                continue;
            };
            let text = table.text(row, last).replace('\n', " ");
            let meaning = Meaning { ended: ended(&text), places: places(&text), text };
            let known = self.colours.entry(colour).or_default();
            if !known.iter().any(|own| own.text == meaning.text) {
                known.push(meaning);
            }
        }
    }

    /// What the key says of a cell at `place`.
    pub fn of_cell(&self, cell: &Cell, place: u32) -> OfCell {
        let by_sign = || match self.dagger && (cell.has_dagger() || cell.text.contains(['†', '‡'])) {
            true => OfCell::Ended(Mark::DidNotFinish),
            false => OfCell::Finished,
        };
        let Some(colour) = cell.background.as_ref().filter(|_| self.has_colours()) else { return by_sign() };
        let Some(all) = self.colours.get(colour) else { return OfCell::Unknown(colour.clone()) };
        let told: Vec<&Meaning> = all.iter().filter(|own| own.ended != Ended::Beside).collect();
        let within = |own: &&&Meaning| own.places.is_none_or(|(first, last)| (first..=last).contains(&place));
        let Some(first) = told.iter().find(within) else {
            let texts: Vec<&str> = all.iter().map(|own| own.text.as_str()).collect();
            return OfCell::Otherwise(texts.join(" or "));
        };
        // A place is that of a finisher where the colour may be of one.
        if told.iter().filter(within).any(|own| own.ended == Ended::Finished) {
            return by_sign();
        }
        match first.ended {
            Ended::Marked(
                mark @ (Mark::DidNotFinish | Mark::NotClassified | Mark::Disqualified | Mark::Excluded),
            ) => OfCell::Ended(mark),
            _ => OfCell::Otherwise(first.text.clone()),
        }
    }
}

/// `Did not finish (Ret)`, `Not classified (NC)`, `Did Not Finish, 2nd-5th`; else a place or points, or something beside.
fn ended(text: &str) -> Ended {
    let word = text.split(['(', ',']).next().unwrap_or_default();
    let inner = text.split_once('(').and_then(|(_, rest)| rest.split(')').next()).unwrap_or_default();
    let status = status_of(word).or_else(|| status_of(inner));
    if let Some(mark) = status.and_then(of_status) {
        return Ended::Marked(mark);
    }
    const FINISHED: [&str; 10] =
        ["winner", "win", "place", "finish", "finished", "points", "sieger", "platz", "gagnant", "podium"];
    let plain = plain(text);
    let is =
        plain.split(' ').any(|word| FINISHED.contains(&word)) || status.is_some() || places(text).is_some();
    if is { Ended::Finished } else { Ended::Beside }
}

/// `Winner`, `2nd place`, `4th & 5th place`, `Finished 6th-10th`.
fn places(text: &str) -> Option<(u32, u32)> {
    let parted = text.replace(['–', '-', '&', ',', '—'], " ");
    let plain = plain(text);
    let says = |all: &[&str]| plain.split(' ').any(|word| all.contains(&word));
    if says(&["outside", "worse", "lower", "below", "behind", "or"]) {
        return None;
    }
    let named: Vec<u32> = parted
        .split_whitespace()
        .filter(|word| word.starts_with(|c: char| c.is_ascii_digit()))
        .filter_map(ordinal)
        .collect();
    match named.as_slice() {
        [] if says(&["winner"]) => Some((1, 1)),
        [only] => Some((*only, *only)),
        [first, last] if first < last => Some((*first, *last)),
        _ => None,
    }
}

/// `Retired but classified`, `Drivers did not finish the race, but were classified as they ...`.
fn is_of_retired(text: &str) -> bool {
    let plain = format!(" {} ", plain(text));
    let out = [" did not finish ", " retired ", " not running "].iter().any(|own| plain.contains(own));
    out && plain.contains(" classified ") && plain.split(' ').count() <= 40
}

/// Whether cells of one place have several colours: then the colours say what the places do not.
pub(super) fn colours_differ<'t>(cells: impl Iterator<Item = (u32, &'t Cell)>) -> bool {
    let mut of: BTreeMap<u32, std::collections::BTreeSet<&str>> = BTreeMap::new();
    for (place, cell) in cells {
        if let Some(colour) = cell.background.as_deref() {
            of.entry(place).or_default().insert(colour);
        }
    }
    of.values().filter(|colours| colours.len() > 1).count() >= 3
}

pub(super) fn is_key(table: &Table) -> bool {
    let texts = heads::texts(table);
    let first = texts.iter().map(|text| plain(text)).find(|text| !text.is_empty()).unwrap_or_default();
    const KEYS: [&str; 9] =
        ["colour", "color", "key", "icon", "legend", "abbreviation", "colours", "legende", "symbol"];
    KEYS.contains(&first.as_str())
}
