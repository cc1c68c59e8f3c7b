//! Which forms are worth comparing: those that share a key. Keeps the work far below all pairs.

use super::sheet::{Form, Sheet};
use super::{Kind, likeness, words};
use std::collections::{BTreeMap, BTreeSet};

/// In a bucket of more forms than this, each is compared with its [`WINDOW`] next neighbours in order of letters.
const FULL_BUCKET: usize = 40;
const WINDOW: usize = 12;
/// A name is looked for by so many of its words at most.
const MAX_KEY_WORDS: usize = 8;
/// Pairs of one kind that are compared at most: a season has some hundreds.
const MAX_PAIRS: usize = 100_000;

/// Pairs of forms of one kind, the lower index first.
pub(super) struct Pairs {
    pub pairs: BTreeSet<(usize, usize)>,
    /// False where there were more than can be compared.
    pub complete: bool,
}

pub(super) fn pairs(sheet: &Sheet<'_>, kind: Kind) -> Pairs {
    let mut buckets: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (index, form) in sheet.forms.iter().enumerate().filter(|(_, form)| form.kind == kind) {
        for key in keys(sheet, form) {
            buckets.entry(key).or_default().insert(index);
        }
    }
    let mut pairs = if kind == Kind::Driver { alone(sheet) } else { BTreeSet::new() };
    for bucket in buckets.into_values() {
        let forms: Vec<usize> = bucket.into_iter().collect();
        let reach = if forms.len() > FULL_BUCKET { WINDOW } else { FULL_BUCKET };
        for (at, &a) in forms.iter().enumerate() {
            if pairs.len() >= MAX_PAIRS {
                return Pairs { pairs, complete: false };
            }
            pairs.extend(forms[at + 1..].iter().take(reach).map(|&b| (a, b)));
        }
    }
    Pairs { pairs, complete: true }
}

/// Drivers of one word, each with those whose names end with it.
fn alone(sheet: &Sheet<'_>) -> BTreeSet<(usize, usize)> {
    let of_kind = || sheet.forms.iter().enumerate().filter(|(_, form)| form.kind == Kind::Driver);
    let mut whole: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (index, form) in of_kind() {
        for words in form.words.iter().filter(|words| words.len() > 1) {
            whole.entry(words.last().map_or("", String::as_str)).or_default().insert(index);
        }
    }
    let mut pairs = BTreeSet::new();
    for (index, form) in of_kind() {
        for words in form.words.iter().filter(|words| words.len() == 1) {
            let others = whole.get(words[0].as_str()).into_iter().flatten().take(FULL_BUCKET);
            pairs.extend(others.map(|&other| (index.min(other), index.max(other))));
        }
    }
    pairs
}

fn keys(sheet: &Sheet<'_>, form: &Form) -> Vec<String> {
    let mut keys = Vec::new();
    for words in &form.words {
        match form.kind {
            Kind::Driver => driver_keys(words, &mut keys),
            kind => {
                for word in likeness::distinctive(kind, words).into_iter().take(MAX_KEY_WORDS) {
                    let start: String = word.chars().take(3).collect();
                    keys.push(format!("starts {start}"));
                    keys.push(word);
                }
            }
        }
    }
    if matches!(form.kind, Kind::Circuit | Kind::Event) {
        let rounds = form.mentions.iter().flat_map(|&at| &sheet.mentions[at].context.rounds);
        keys.extend(rounds.map(|round| format!("round {round}")));
    }
    keys
}

/// All words in order of letters; as it stands, and with the last word in front: any given name with the surname's initial,
/// the given name's initial with any word of the surname.
fn driver_keys(words: &[String], keys: &mut Vec<String>) {
    let Some((last, before)) = words.split_last() else { return };
    keys.push(likeness::sorted(words.to_vec()).join(" "));
    keys_as_ordered(words, keys);
    if !before.is_empty() {
        let turned: Vec<String> = std::iter::once(last).chain(before).cloned().collect();
        keys_as_ordered(&turned, keys);
    }
}

fn keys_as_ordered(words: &[String], keys: &mut Vec<String>) {
    let [given, surname @ ..] = words else { return };
    let initial = |word: &str| word.chars().next().unwrap_or(' ');
    for word in surname.iter().take(MAX_KEY_WORDS) {
        keys.push(format!("{} {word}", initial(given)));
        for full in words::full_given_names(given) {
            keys.push(format!("{full} {}", initial(word)));
        }
    }
}
