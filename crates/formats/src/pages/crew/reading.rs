//! The reading of a run that leaves the fewest words unproven.

use super::{Basis, Name, Run, Seen};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Words beyond which a run is no crew.
const MAX_UNITS: usize = 40;
/// Words that one name may have.
const MAX_NAME: usize = 6;
/// Places kept as evidence for one name.
const MAX_EVIDENCE: usize = 3;

/// Names that stand by themselves somewhere, by their letters and digits alone.
#[derive(Default)]
pub(super) struct Known {
    pub names: BTreeMap<String, BTreeSet<Seen>>,
}

impl Known {
    pub fn add(&mut self, name: &str, document: &str, line: u32) {
        let key = key(name);
        if !key.is_empty() {
            self.names.entry(key).or_default().insert((document.to_owned(), line));
        }
    }

    pub fn add_if_new(&mut self, name: &str, document: &str, line: u32) {
        if !self.names.contains_key(&key(name)) {
            self.add(name, document, line);
        }
    }

    fn places(&self, name: &str) -> Option<Vec<Seen>> {
        self.names.get(&key(name)).map(|places| places.iter().take(MAX_EVIDENCE).cloned().collect())
    }
}

/// Letters and digits in lower case, accents removed.
pub(crate) fn key(name: &str) -> String {
    let plain = if name.is_ascii() { Cow::Borrowed(name) } else { deunicode::deunicode(name).into() };
    plain.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// Words that belong together: `van de Poele`, `Van Der Zande`, `B. J.`, `Negri, Jr.` are one unit each.
pub(super) fn units(text: &str) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut joins = false;
    for word in crate::pages::words::of(text) {
        let end = word.start + word.text.len();
        let initial = is_initial(word.text);
        match found.last_mut() {
            Some(unit) if joins || is_suffix(word.text) => unit.1 = end,
            Some(unit) if initial && is_initial(&text[unit.0..unit.1]) => unit.1 = end,
            Some(unit) if is_particle(word.text) && matches!(&text[unit.0..unit.1], "Van" | "Von") => {
                unit.1 = end;
            }
            _ => found.push((word.start, end)),
        }
        joins = word.text.starts_with(char::is_lowercase) || is_particle(word.text);
    }
    found
}

/// Words within a family name that are no given name, written with a capital. `Van`, `Di` and `Le` alone may be one.
fn is_particle(word: &str) -> bool {
    matches!(word, "De" | "Da" | "Dos" | "Der" | "Den" | "Dem")
}

fn is_initial(text: &str) -> bool {
    text.split(' ').all(|word| word.len() == 2 && word.ends_with('.'))
}

pub(super) fn is_suffix(word: &str) -> bool {
    matches!(word.trim_end_matches(['.', ',']), "Jr" | "Sr" | "II" | "III" | "IV" | "jr" | "sr")
}

/// How a stretch of units is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Piece {
    Known,
    Gap,
}

/// Finds the reading that leaves the fewest words unproven.
pub(super) fn solve(run: &mut Run, known: &Known) {
    let units = units(&run.text);
    if units.len() > MAX_UNITS || units.is_empty() {
        return;
    }
    let part = |from: usize, to: usize| &run.text[units[from].0..units[to - 1].1];
    // For each end: cost of the best reading, how many readings have it, and how its last piece begins.
    let mut best: Vec<(usize, usize, usize, Piece)> = vec![(0, 1, 0, Piece::Known)];
    for to in 1..=units.len() {
        let mut here: Option<(usize, usize, usize, Piece)> = None;
        for (from, &(cost, readings, _, before)) in best.iter().enumerate() {
            let proven = to - from <= MAX_NAME && known.names.contains_key(&key(part(from, to)));
            let gap = from == 0 || before == Piece::Known;
            let options = [
                proven.then_some((cost, Piece::Known)),
                // One word alone is no name: as good as nothing.
                gap.then_some((cost + 10 * (to - from) + if to - from == 1 { 1_000 } else { 0 }, Piece::Gap)),
            ];
            for (cost, piece) in options.into_iter().flatten() {
                here = match here {
                    Some((least, count, at, kept)) if least == cost => {
                        Some((least, count + readings, at, kept))
                    }
                    Some(kept) if kept.0 < cost => Some(kept),
                    _ => Some((cost, readings, from, piece)),
                };
            }
        }
        best.push(here.unwrap_or((usize::MAX / 2, 0, 0, Piece::Gap)));
    }
    let (cost, readings, ..) = best[units.len()];
    let mut pieces = Vec::new();
    let mut to = units.len();
    while to > 0 {
        let (_, _, from, piece) = best[to];
        pieces.push((from, to, piece));
        to = from;
    }
    pieces.reverse();
    let gaps: Vec<usize> =
        pieces.iter().filter(|(_, _, piece)| *piece == Piece::Gap).map(|(from, to, _)| to - from).collect();
    let name = |from: usize, to: usize| {
        let name = part(from, to).trim_end_matches(',').to_owned();
        let evidence = known.places(&name).unwrap_or_default();
        Name { name, evidence }
    };
    let basis = if cost >= 1_000 || readings > 1 || gaps.iter().any(|gap| gap % 2 == 1 && *gap > 3) {
        Basis::Open
    } else if gaps.is_empty() {
        Basis::Proven
    } else if gaps.iter().all(|gap| *gap <= 3) {
        Basis::Remainder
    } else {
        Basis::Guess
    };
    let names: Vec<Name> = pieces
        .iter()
        .flat_map(|&(from, to, piece)| {
            let step = if piece == Piece::Gap && to - from > 3 { 2 } else { to - from };
            (from..to).step_by(step).map(move |at| (at, (at + step).min(to)))
        })
        .map(|(from, to)| name(from, to))
        .collect();
    // A run behind a country's code is one name, unless names elsewhere prove two.
    if run.nation.is_some() && !matches!(basis, Basis::Proven | Basis::Remainder) {
        run.basis = Basis::Separated;
        return;
    }
    let open = basis == Basis::Open;
    let alternatives = match basis {
        Basis::Guess | Basis::Open => alternatives(&pieces, part),
        _ => Vec::new(),
    };
    run.basis = basis;
    run.alternatives = alternatives;
    run.names = if open { vec![Name { name: run.text.clone(), evidence: Vec::new() }] } else { names };
}

/// Other ways to cut the longest unproven stretch, for a person to choose from.
fn alternatives<'a>(
    pieces: &[(usize, usize, Piece)],
    part: impl Fn(usize, usize) -> &'a str,
) -> Vec<Vec<String>> {
    let Some(&(from, to, _)) =
        pieces.iter().filter(|(_, _, piece)| *piece == Piece::Gap).max_by_key(|(from, to, _)| to - from)
    else {
        return Vec::new();
    };
    let cut = |sizes: &[usize]| {
        let mut at = from;
        sizes
            .iter()
            .map(|size| {
                at += size;
                part(at - size, at).to_owned()
            })
            .collect()
    };
    match to - from {
        4 => vec![cut(&[4])],
        5 => vec![cut(&[2, 3]), cut(&[3, 2])],
        6 => vec![cut(&[3, 3])],
        7 => vec![cut(&[2, 2, 3]), cut(&[2, 3, 2]), cut(&[3, 2, 2])],
        _ => Vec::new(),
    }
}
