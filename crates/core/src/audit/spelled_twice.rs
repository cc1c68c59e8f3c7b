//! `spelled-twice`: circuits and events of a season whose names differ in a letter, a blank or a sign.

use crate::audit::evidence::Evidence;
use crate::audit::finding::{Finding, Log};
use crate::audit::spellings::letters;
use crate::season::Round;
use crate::table::Ix;
use std::collections::{BTreeMap, BTreeSet};

/// Shorter words that differ in a letter are two words.
const SHORTEST_WORD: usize = 5;

/// So many names that differ in the same letter are a series, and none of them is misspelt.
const SERIES: usize = 16;

pub(super) fn check(evidence: &Evidence<'_>, log: &mut Log) {
    compare(evidence, log, "circuit", |round| &round.circuit);
    compare(evidence, log, "event", |round| &round.name);
}

fn compare(evidence: &Evidence<'_>, log: &mut Log, what: &str, name: impl Fn(&Round) -> &str) {
    // By name: the first round that has it.
    let mut names: BTreeMap<&str, Ix<Round>> = BTreeMap::new();
    for (ix, round) in evidence.season.rounds.iter() {
        let name = name(round);
        if !name.is_empty() {
            names.entry(name).or_insert(ix);
        }
    }
    // Names that differ in one letter at most are alike with a letter less: nothing else need be compared. Those that
    // differ in a digit are two, such as the first and the second race at a circuit.
    let mut alike: BTreeMap<(String, String), Vec<&str>> = BTreeMap::new();
    for &name in names.keys() {
        let letters = letters(name);
        let digits: String = letters.chars().filter(char::is_ascii_digit).collect();
        for (at, letter) in letters.char_indices() {
            let without = format!("{}{}", &letters[..at], &letters[at + letter.len_utf8()..]);
            alike.entry((digits.clone(), without)).or_default().push(name);
        }
        alike.entry((digits, letters)).or_default().push(name);
    }
    let mut pairs: BTreeSet<[&str; 2]> = BTreeSet::new();
    for group in alike.values().filter(|group| group.len() <= SERIES) {
        for (index, &a) in group.iter().enumerate() {
            pairs.extend(group[index + 1..].iter().filter(|&&b| nearly_the_same(a, b)).map(|&b| [a, b]));
        }
    }
    for _ in pairs.len()..names.len() {
        log.agree();
    }
    for mut pair in pairs {
        pair.sort_by_key(|name| names[name]);
        let [first, second] = pair;
        let message = format!("{what} {second} is nearly spelled as {first}, and they are taken as two");
        log.differ(
            Finding::warning("PF0264", message)
                .at(pair.into_iter().flat_map(|name| {
                    let text = format!("{}: {name}", evidence.round(names[name]));
                    evidence.round_places(names[name], &text).collect::<Vec<_>>()
                }))
                .says(second, first)
                .round(names[second])
                .help("spell it in one way in season.toml"),
        );
    }
}

/// Whether two names are the same letters, or differ in one letter of one long word.
fn nearly_the_same(a: &str, b: &str) -> bool {
    if a == b {
        return false;
    }
    if letters(a) == letters(b) {
        return true;
    }
    let words = |name: &str| -> Vec<String> {
        let parts = name.split(|letter: char| !letter.is_alphanumeric());
        parts.filter(|part| !part.is_empty()).map(letters).collect()
    };
    let (a, b) = (words(a), words(b));
    let mut differing = a.iter().zip(&b).filter(|(a, b)| a != b);
    let (Some((one, other)), None) = (differing.next(), differing.next()) else { return false };
    let long = |word: &str| {
        word.chars().count() >= SHORTEST_WORD && !word.chars().any(|letter| letter.is_ascii_digit())
    };
    a.len() == b.len() && long(one) && long(other) && strsim::damerau_levenshtein(one, other) == 1
}

#[cfg(test)]
mod tests {
    use super::nearly_the_same;
    use crate::audit::fixture::{after, ids};

    #[test]
    fn a_letter_a_blank_or_an_accent_make_two_spellings() {
        for (a, b, same) in [
            ("Spa-Francorchamps", "Spa Francorchamps", true),
            ("Nürburgring", "Nurburgring", true),
            ("Sebring International Raceway", "Sebrnig International Raceway", true),
            ("Road America", "Road Atlanta", false),
            ("Austrian Grand Prix", "Australian Grand Prix", false),
            ("Grand Prix A", "Grand Prix B", false),
            ("Round1991", "Round1992", false),
            ("Monza", "Monzo", true),
            ("Race", "Rice", false),
            ("Sebring", "Sebring", false),
        ] {
            assert_eq!(nearly_the_same(a, b), same, "{a} {b}");
        }
    }

    #[test]
    fn circuits_and_events_are_told_with_both_rounds() {
        let audit = after(|draft| {
            for (round, (circuit, name)) in draft.rounds.iter_mut().zip([
                ("Sebring", "Dusk"),
                ("Sebrign", "Sunset"),
                ("Sebring", "Sun Set"),
            ]) {
                (round.circuit, round.name) = (circuit.to_owned(), name.to_owned());
            }
        });
        assert_eq!(ids(&audit), ["PF0264", "PF0264"]);
        assert_eq!(
            audit.findings[0].message,
            "circuit Sebrign is nearly spelled as Sebring, and they are taken as two"
        );
        assert_eq!(
            audit.findings[1].message,
            "event Sun Set is nearly spelled as Sunset, and they are taken as two"
        );
    }
}
