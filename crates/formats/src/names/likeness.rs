//! How alike two names are, by their letters and words alone.

use super::{Kind, Rule, words};

/// Two given names, or a surname, are a slip of each other from this likeness on: one letter in four may differ.
const SLIP: u16 = 750;
/// A word of a team, a circuit or a model is a slip of another from here on: one letter in five, in words of
/// [`SLIP_LETTERS`] letters and more, and never in a digit.
const WORD_SLIP: u16 = 800;
const SLIP_LETTERS: usize = 4;
/// Names with less in common than this are not worth a line among the near misses.
pub(super) const NEAR: u16 = 750;

/// How two names could be names of one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Likeness {
    /// They could be by this rule.
    By(Rule),
    /// Both a given name and a surname differ a little: needs two independent links.
    Twice(Rule),
    /// The names agree but for the mark of a generation.
    Generations,
    /// Models that differ in one word: another model, or another name of the same.
    OneWord,
    /// Alike to the eye, by no rule.
    Near,
}

/// Texts longer than this, in letters, are alike only if they are equal: comparing takes the square of the length.
const MAX_COMPARED: usize = 64;

/// Likeness of two texts in thousandths, counting letters inserted, lost, changed or swapped; 0 where their lengths
/// alone rule a likeness out.
pub(super) fn letters_alike(a: &str, b: &str) -> u16 {
    let (letters_a, letters_b) = (a.chars().count(), b.chars().count());
    let (short, long) = (letters_a.min(letters_b), letters_a.max(letters_b));
    if a == b {
        return 1000;
    }
    if long > MAX_COMPARED || 3 * short < long {
        return 0;
    }
    (strsim::normalized_damerau_levenshtein(a, b) * 1000.0).round() as u16
}

pub(super) fn compare(kind: Kind, a: &[String], b: &[String]) -> Option<Likeness> {
    match kind {
        Kind::Driver => drivers(a, b),
        Kind::Team | Kind::Circuit => titles(kind, a, b),
        Kind::Event => events(a, b),
        Kind::Chassis | Kind::Engine => models(a, b),
        _ => return None,
    }
    .or_else(|| near(kind, a, b))
}

fn near(kind: Kind, a: &[String], b: &[String]) -> Option<Likeness> {
    let (a, b) = (distinctive(kind, a).concat(), distinctive(kind, b).concat());
    (letters_alike(&a, &b) >= NEAR).then_some(Likeness::Near)
}

struct Person<'a> {
    given: String,
    surname: &'a [String],
    generation: Option<&'static str>,
}

/// The first word (or all initials in front) is the given name, what follows the surname.
fn person(words: &[String]) -> Person<'_> {
    let generation = words.last().filter(|_| words.len() > 2).and_then(|word| words::generation(word));
    let words = if generation.is_some() { &words[..words.len() - 1] } else { words };
    let initials = words.iter().take_while(|word| word.len() == 1).count();
    let given = initials.clamp(1, words.len().saturating_sub(1).max(1)).min(words.len());
    Person { given: words[..given].concat(), surname: &words[given..], generation }
}

fn drivers(a: &[String], b: &[String]) -> Option<Likeness> {
    if sorted(a.to_vec()) == sorted(b.to_vec()) {
        return Some(Likeness::By(Rule::SameWords));
    }
    people(a, b).or_else(|| alone(a, b)).or_else(|| turned(a, b))
}

/// A surname alone, and a whole name that ends with it.
fn alone(a: &[String], b: &[String]) -> Option<Likeness> {
    let is_short = |short: &[String], long: &[String]| {
        short.len() == 1 && long.len() > 1 && short[0].chars().count() > 2 && long.last() == short.first()
    };
    (is_short(a, b) || is_short(b, a)).then_some(Likeness::Twice(Rule::Shortened))
}

/// Names of which one may begin with the surname, and that differ in something else too.
fn turned(a: &[String], b: &[String]) -> Option<Likeness> {
    let turn = |words: &[String]| -> Option<Vec<String>> {
        let (last, before) = words.split_last().filter(|(_, before)| !before.is_empty())?;
        Some(std::iter::once(last).chain(before).cloned().collect())
    };
    let found = turn(a).and_then(|a| people(&a, b)).or_else(|| turn(b).and_then(|b| people(a, &b)));
    Some(match found? {
        Likeness::By(rule) => Likeness::Twice(rule),
        other => other,
    })
    .filter(|own| matches!(own, Likeness::Twice(Rule::GivenName | Rule::Shortened)))
}

fn people(a: &[String], b: &[String]) -> Option<Likeness> {
    let (a, b) = (person(a), person(b));
    let surname = surnames(a.surname, b.surname)?;
    let given = given_names(&a.given, &b.given)?;
    if a.generation != b.generation {
        return Some(Likeness::Generations);
    }
    Some(match (given, surname) {
        (Rule::SameLetters, rule) | (rule, Rule::SameLetters) => Likeness::By(rule),
        (rule, _) => Likeness::Twice(rule),
    })
}

fn given_names(a: &str, b: &str) -> Option<Rule> {
    let initial = |short: &str, long: &str| {
        !short.is_empty() && short.len() <= 2 && short.is_ascii() && long.starts_with(short)
    };
    if a == b {
        Some(Rule::SameLetters)
    } else if words::same_given_name(a, b) || initial(a, b) || initial(b, a) {
        Some(Rule::GivenName)
    } else if slips(a, b) {
        Some(Rule::Slip)
    } else {
        None
    }
}

/// Whether one name is a slip of the other. Of Latin letters alone: in other scripts one letter may be a whole word.
fn slips(a: &str, b: &str) -> bool {
    a.is_ascii() && b.is_ascii() && letters_alike(a, b) >= SLIP
}

fn surnames(a: &[String], b: &[String]) -> Option<Rule> {
    let (last_a, last_b) = (a.last()?, b.last()?);
    if a.concat() == b.concat() {
        Some(Rule::SameLetters)
    } else if (last_a == last_b
        && (a.iter().all(|word| b.contains(word)) || b.iter().all(|word| a.contains(word))))
        || a.starts_with(b)
        || b.starts_with(a)
    {
        Some(Rule::Shortened)
    } else if slips(&a.concat(), &b.concat()) {
        Some(Rule::Slip)
    } else {
        None
    }
}

/// Words that tell the thing; all words where nothing else is there.
pub(super) fn distinctive(kind: Kind, words: &[String]) -> Vec<String> {
    let kept: Vec<String> = words.iter().filter(|word| !words::is_generic(kind, word)).cloned().collect();
    if kept.is_empty() { words.to_vec() } else { kept }
}

fn titles(kind: Kind, a: &[String], b: &[String]) -> Option<Likeness> {
    let (a, b) = (sorted(distinctive(kind, a)), sorted(distinctive(kind, b)));
    if a == b {
        return Some(Likeness::By(Rule::SameWords));
    }
    if contains_all(&a, &b) || contains_all(&b, &a) {
        return Some(Likeness::By(Rule::Shortened));
    }
    let (only_a, only_b) = differing(&a, &b);
    match (only_a.as_slice(), only_b.as_slice()) {
        ([x], [y]) if is_slip(x, y) => Some(Likeness::By(Rule::Slip)),
        _ => None,
    }
}

/// Events drop a sponsor in front, never a word behind; or they differ in the spelling of one word.
fn events(a: &[String], b: &[String]) -> Option<Likeness> {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let tells = short.iter().any(|word| !words::is_generic(Kind::Event, word));
    if short.len() >= 2 && tells && long.ends_with(short) {
        return Some(Likeness::By(Rule::Shortened));
    }
    let (only_a, only_b) = differing(&sorted(a.to_vec()), &sorted(b.to_vec()));
    match (only_a.as_slice(), only_b.as_slice()) {
        ([], []) => Some(Likeness::By(Rule::SameWords)),
        ([x], [y]) if is_slip(x, y) => Some(Likeness::By(Rule::Slip)),
        _ => None,
    }
}

fn models(a: &[String], b: &[String]) -> Option<Likeness> {
    let parts =
        |words: &[String]| sorted(words.iter().flat_map(|word| letter_and_digit_runs(word)).collect());
    if parts(a) == parts(b) {
        return Some(Likeness::By(Rule::SameWords));
    }
    let (sorted_a, sorted_b) = (sorted(a.to_vec()), sorted(b.to_vec()));
    let shorter = a.len().min(b.len());
    if shorter >= 2 && (contains_all(&sorted_a, &sorted_b) || contains_all(&sorted_b, &sorted_a)) {
        return Some(Likeness::By(Rule::Shortened));
    }
    let (only_a, only_b) = differing(&sorted_a, &sorted_b);
    match (only_a.as_slice(), only_b.as_slice()) {
        ([x], [y]) if is_slip(x, y) => Some(Likeness::By(Rule::Slip)),
        ([_], [_]) if a.first() == b.first() && a.len() >= 3 => Some(Likeness::OneWord),
        _ => None,
    }
}

/// The words of each that the other lacks; the texts must be sorted.
pub(super) fn differing(a: &[String], b: &[String]) -> (Vec<String>, Vec<String>) {
    let (mut only_a, mut only_b) = (Vec::new(), Vec::new());
    let (mut x, mut y) = (0, 0);
    while x < a.len() || y < b.len() {
        let order = match (a.get(x), b.get(y)) {
            (Some(left), Some(right)) => left.cmp(right),
            (Some(_), None) => std::cmp::Ordering::Less,
            _ => std::cmp::Ordering::Greater,
        };
        match order {
            std::cmp::Ordering::Less => only_a.push(a[x].clone()),
            std::cmp::Ordering::Greater => only_b.push(b[y].clone()),
            std::cmp::Ordering::Equal => {}
        }
        x += usize::from(order.is_le());
        y += usize::from(order.is_ge());
    }
    (only_a, only_b)
}

fn contains_all(long: &[String], short: &[String]) -> bool {
    differing(long, short).1.is_empty()
}

pub(super) fn sorted(mut words: Vec<String>) -> Vec<String> {
    words.sort_unstable();
    words
}

fn is_slip(a: &str, b: &str) -> bool {
    let letters =
        |word: &str| word.len() >= SLIP_LETTERS && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    letters(a) && letters(b) && letters_alike(a, b) >= WORD_SLIP
}

fn letter_and_digit_runs(word: &str) -> Vec<String> {
    let mut runs: Vec<String> = Vec::new();
    let mut digits = None;
    for character in word.chars() {
        let is_digit = character.is_ascii_digit() || character == '.';
        match runs.last_mut() {
            Some(run) if digits == Some(is_digit) => run.push(character),
            _ => runs.push(character.to_string()),
        }
        digits = Some(is_digit);
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::super::normal;
    use super::*;

    fn likeness(kind: Kind, a: &str, b: &str) -> Option<Likeness> {
        let forward = compare(kind, &normal::words(kind, a), &normal::words(kind, b));
        assert_eq!(forward, compare(kind, &normal::words(kind, b), &normal::words(kind, a)), "{a}, {b}");
        forward
    }

    #[test]
    fn drivers_differ_in_one_part_of_the_name_at_most() {
        use Likeness::{By, Generations, Twice};
        for (a, b, expected) in [
            ("Mike Lewis", "Michael Lewis", Some(By(Rule::GivenName))),
            ("J. Lehto", "JJ Lehto", Some(By(Rule::GivenName))),
            ("David Murry", "David Murray", Some(By(Rule::Slip))),
            ("Tom Weickardt", "Tom Wieckardt", Some(By(Rule::Slip))),
            ("Ron Atapattu", "Ron Attapatu", Some(By(Rule::Slip))),
            ("Jon Groom", "John Groom", Some(By(Rule::Slip))),
            ("Philip Shearer", "Phillip Shearer", Some(By(Rule::GivenName))),
            ("Hans-Joachim Stuck", "Hans Stuck", Some(By(Rule::Shortened))),
            ("Mike Murry", "Michael Murray", Some(Twice(Rule::GivenName))),
            ("Joe Policastro", "Joe Policastro, Jr.", Some(Generations)),
            ("Ann Archer", "Archer Ann", Some(By(Rule::SameWords))),
            ("Juan Archer Boyd", "Juan Archer", Some(By(Rule::Shortened))),
            ("Archer", "Ann Archer", Some(Twice(Rule::Shortened))),
            ("Lewis Mike", "Michael Lewis", Some(Twice(Rule::GivenName))),
            ("Shane Lewis", "Michael Lewis", None),
            ("Jon Field", "Clint Field", None),
            ("Anthony Davidson", "Alex Davison", None),
            ("Andrew Davis", "Jamie Davies", None),
            ("Johnny Herbert", "Johnny Mowlem", None),
            ("Jonny Kane", "Johnny Herbert", None),
            ("Andrew Davis", "Andrew Bagnall", None),
        ] {
            assert_eq!(likeness(Kind::Driver, a, b), expected, "{a} and {b}");
        }
    }

    #[test]
    fn in_other_scripts_nothing_is_a_slip_or_an_initial() {
        for (a, b) in [
            ("Иван Петров", "Егор Петров"),
            ("Иван Петров", "И Петров"),
            ("Иван Петров", "Иван Пэтров"),
            ("김 민수", "김 민주"),
            ("Νίκος Παπάς", "Νίκων Παπάς"),
        ] {
            assert!(matches!(likeness(Kind::Driver, a, b), None | Some(Likeness::Near)), "{a}, {b}");
        }
        for (a, b) in [("力星汽車", "利星汽車"), ("東方現代汽車", "南方現代汽車")] {
            assert!(matches!(likeness(Kind::Team, a, b), None | Some(Likeness::Near)), "{a}, {b}");
        }
    }

    #[test]
    fn teams_share_every_word_that_tells_them() {
        use Likeness::By;
        for (a, b, expected) in [
            ("Dyson Racing", "Dyson Racing Team", Some(By(Rule::SameWords))),
            ("Champion Racing", "ADT Champion Racing", Some(By(Rule::Shortened))),
            ("Team Bucknum Racing", "Jeff Bucknum Racing", Some(By(Rule::Shortened))),
            (
                "Petersen/White Lightning",
                "Petersen Motorsport White Lightning Racing",
                Some(By(Rule::SameWords)),
            ),
            ("White Lightning", "Petersen/White Lightning", Some(By(Rule::Shortened))),
            ("Orbit", "Orbit Racing", Some(By(Rule::SameWords))),
            ("Intersport Racing", "Inline Cunningham Racing", None),
            ("Risi Competizione", "Ferri Competizione", None),
            ("Team Bentley", "Audi Sport UK", None),
            ("RN Motorsports", "AB Motorsport", None),
            ("Seikel Motorsport", "Seikle Motorsport", Some(By(Rule::Slip))),
        ] {
            assert_eq!(likeness(Kind::Team, a, b), expected, "{a} and {b}");
        }
    }

    #[test]
    fn a_digit_never_slips() {
        use Likeness::{By, OneWord};
        for (kind, a, b, expected) in [
            (Kind::Chassis, "Ferrari 360GT Modena", "Ferrari 360 Modena GT", Some(By(Rule::SameWords))),
            (Kind::Chassis, "Porsche 996 GT3-RS", "Porsche 911 GT3-RS", Some(OneWord)),
            (Kind::Chassis, "Porsche 911 GT3-R", "Porsche 911 GT3-RS", Some(OneWord)),
            (Kind::Chassis, "Ferrari 360 Modena GTC", "Ferrari 360 Modena GT", Some(OneWord)),
            (Kind::Chassis, "Ferrari 550 Maranello", "Ferrari 550-GTS Maranello", Some(OneWord)),
            (Kind::Chassis, "Ferrari 550 Maranelo", "Ferrari 550 Maranello", Some(By(Rule::Slip))),
            (Kind::Chassis, "Lola B2K/10", "Lola B2K/10B", Some(OneWord)),
            (Kind::Engine, "Ferrari 5.9L V12", "Ferrari 6.0L V12", Some(OneWord)),
            (Kind::Engine, "Chevrolet LS7-R 7.0L V8", "Chevrolet 7.0 L V8", Some(By(Rule::Shortened))),
            (Kind::Engine, "Ford (Elan) 5.0 L V8", "Élan 5.0L V8", Some(By(Rule::Shortened))),
            (Kind::Engine, "Willman 6 (JPX) 3.4 L V6", "Willman 6 3.4L V6", Some(By(Rule::Shortened))),
            (Kind::Engine, "Ford 7.0L V8", "Chevrolet 7.0L V8", None),
        ] {
            assert_eq!(likeness(kind, a, b), expected, "{a} and {b}");
        }
    }

    #[test]
    fn events_lose_sponsors_and_years() {
        use Likeness::By;
        for (a, b, expected) in [
            ("Chevy Grand Prix of Atlanta", "2003 Grand Prix of Atlanta", Some(By(Rule::Shortened))),
            ("Mobil 1 12 Hours of Sebring", "12 Hours of Sebring", Some(By(Rule::Shortened))),
            ("Grand Prix of Mexico", "Grand Prix of Atlanta", None),
            ("Road America 500", "Road America", Some(Likeness::Near)),
        ] {
            assert_eq!(likeness(Kind::Event, a, b), expected, "{a} and {b}");
        }
    }
}
