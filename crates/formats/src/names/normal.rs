//! Normal forms: what is left of a spelling when capitals, accents, spaces and punctuation are taken away.

use super::{Kind, words};
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longest text that is compared as a name, in characters; the rest of a longer one is ignored.
const MAX_CHARS: usize = 200;

/// Letters and digits only, Latin ones in lower case ASCII; a point between digits stays. An event loses its year. The number of an
/// entry (`#1 1 Team`) stays apart from its team.
///
/// Two spellings with the same letters are one thing. A text without any letter or digit keeps its characters.
pub fn letters(kind: Kind, text: &str) -> String {
    if kind == Kind::Entry {
        let text = text.trim();
        let (number, team) = text.strip_prefix('#').unwrap_or(text).split_once(' ').unwrap_or((text, ""));
        return format!("#{} {}", number.trim_start_matches('#'), letters(Kind::Team, team));
    }
    let folded = fold(&given_first(kind, text));
    let mut left = String::with_capacity(folded.len());
    for word in words_of(kind, &folded) {
        left.push_str(&word);
    }
    if left.is_empty() { text.trim().chars().take(MAX_CHARS).collect() } else { left }
}

/// The words of a name in normal form.
///
/// A hyphen, a slash or a space separates words; a hyphen beside a single letter or a digit joins (`J-3`, `C5-R`,
/// `550-GTS`). A number and a lone `L` are one word (`3.6 L`).
pub fn words(kind: Kind, text: &str) -> Vec<String> {
    words_of(kind, &fold(&given_first(kind, text)))
}

/// A driver's name with the given name first, where it shows that the surname stands there: a comma behind it
/// (`Archer, Ann`), capitals (`VAN ARCHER Ann`), or an initial at the end (`Archer A.`).
fn given_first(kind: Kind, text: &str) -> Cow<'_, str> {
    let surname = if kind == Kind::Driver { surname_in_front(text) } else { None };
    match surname {
        Some((surname, given)) => Cow::Owned(format!("{given} {surname}")),
        None => Cow::Borrowed(text),
    }
}

/// Whether a driver's name begins with the surname, and shows it.
pub(super) fn is_surname_first(text: &str) -> bool {
    surname_in_front(text).is_some()
}

fn surname_in_front(text: &str) -> Option<(&str, &str)> {
    let text = text.trim();
    let parts = |at: usize| {
        let (surname, given) = text.split_at_checked(at)?;
        Some((surname.trim().trim_end_matches(',').trim_end(), given.trim_start_matches(',').trim()))
    };
    let is_name = |text: &str| text.chars().any(char::is_alphabetic);
    if let Some(at) = text.find(',') {
        let (surname, given) = parts(at)?;
        let is_one = !given.contains(',') && is_name(surname) && is_name(given);
        let mark = given.trim_end_matches('.').to_lowercase();
        return (is_one && words::generation(&mark).is_none()).then_some((surname, given));
    }
    let starts = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    let all: Vec<&str> = text.split_whitespace().collect();
    let letters = |word: &str| word.chars().filter(|own| own.is_alphabetic()).count();
    let is_loud = |word: &&&str| letters(word) > 1 && !word.chars().any(char::is_lowercase);
    let loud = all.iter().take_while(is_loud).count();
    // Two capitals alone are initials: `JJ`.
    let is_surname = all[..loud].iter().any(|word| letters(word) > 2);
    if is_surname && loud < all.len() && !all[loud..].iter().any(|word| is_loud(&word)) {
        return parts(starts(all[loud]));
    }
    let is_initial =
        |word: &str| word.trim_end_matches('.').chars().count() == 1 && word.starts_with(char::is_uppercase);
    match all.as_slice() {
        [before @ .., last] if !before.is_empty() && is_initial(last) && !is_initial(before[0]) => {
            parts(starts(last))
        }
        _ => None,
    }
}

/// Lower case ASCII ids: `Élan 6L8 6.0L V8` is `elan-6l8-6-0l-v8`. Behind the Latin transcription of another script stand
/// the code points of its letters, for a transcription joins what its readers keep apart: 李明 is `li-ming-674e-660e`, and
/// 黎明 `li-ming-9ece-660e`. A text without any letter or digit has the code points of its characters.
pub fn slug(text: &str) -> String {
    let text: String = text.trim().chars().take(MAX_CHARS).collect();
    let plain = slug_of(&transcribed(&text));
    if text.is_ascii() && !plain.is_empty() {
        return plain;
    }
    let own: Vec<char> = compatible(&text).filter(|&character| is_itself(character)).collect();
    match (plain.is_empty(), own.is_empty()) {
        (false, true) => plain,
        (true, true) => code_points(&text.chars().collect::<Vec<char>>()),
        (true, false) => code_points(&own),
        (false, false) => format!("{plain}-{}", code_points(&own)),
    }
}

fn slug_of(folded: &str) -> String {
    let folded: String = folded.replace('&', " and ").replace(" + ", " and ");
    let mut slug = String::with_capacity(folded.len());
    for character in folded.chars() {
        if character.is_ascii_alphanumeric() {
            slug.push(character);
        } else {
            let joins = matches!(character, '\'' | '.') && !between_digits(&slug, character);
            if !joins && !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// In hexadecimal; of a long text a digest, so that ids stay short.
fn code_points(characters: &[char]) -> String {
    const SPELLED_MAX: usize = 16;
    if characters.len() > SPELLED_MAX {
        let text: String = characters.iter().collect();
        return crate::folder::digest(text.as_bytes())[..16].to_owned();
    }
    let points: Vec<String> = characters.iter().map(|own| format!("{:x}", u32::from(*own))).collect();
    points.join("-")
}

/// A point behind a digit separates (`6.0`), another one does not (`P.K.`).
fn between_digits(before: &str, character: char) -> bool {
    character == '.' && before.ends_with(|last: char| last.is_ascii_digit())
}

/// Compatibility forms, then ASCII, then lower case: `Ü`, `ü`, `u` with a combining mark are all `u`. A letter of another
/// script than Latin is itself: no letter of Latin, and no other letter of its script, looks like it.
pub(super) fn fold(text: &str) -> String {
    let text = text.trim();
    if text.is_ascii() {
        return text[..text.len().min(MAX_CHARS)].to_ascii_lowercase();
    }
    if !compatible(text).any(is_itself) {
        return transcribed(text);
    }
    let mut folded = String::new();
    for character in compatible(text) {
        if is_itself(character) {
            folded.push(character);
        } else {
            folded.push_str(&deunicode::deunicode_char(character).unwrap_or_default().to_lowercase());
        }
    }
    folded
}

/// Everything in Latin letters.
fn transcribed(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let compatible: String = text.nfkc().take(MAX_CHARS).collect();
    deunicode::deunicode(&compatible).to_lowercase()
}

/// Compatibility forms in lower case, as readers of each script take them for one letter: a Greek sigma at the end of a
/// word is a sigma, and Greek capitals have no accents.
fn compatible(text: &str) -> impl Iterator<Item = char> + '_ {
    text.nfkc().take(MAX_CHARS).flat_map(char::to_lowercase).flat_map(|character| {
        let is_greek = matches!(u32::from(character), 0x370..=0x3ff | 0x1f00..=0x1fff);
        let bare = || std::iter::once(character).nfd().filter(|own| !GREEK_ACCENTS.contains(own)).nfc();
        let plain: String = if is_greek { bare().collect() } else { character.into() };
        plain.replace('ς', "σ").chars().collect::<Vec<_>>()
    })
}

/// Accents and breathings; a diaeresis is none of them, and stays in capitals.
const GREEK_ACCENTS: [char; 6] = ['\u{300}', '\u{301}', '\u{313}', '\u{314}', '\u{342}', '\u{345}'];

/// A letter that is not Latin, a mark of such a script that makes another letter, or a picture: a transcription of it is a
/// word that others may bear.
fn is_itself(character: char) -> bool {
    if character.is_ascii() {
        return false;
    }
    let is_latin = matches!(u32::from(character),
        0..=0x2ff | 0x300..=0x36f | 0x1ab0..=0x1aff | 0x1d00..=0x1dff | 0x1e00..=0x1eff | 0x2070..=0x218f
        | 0x2c60..=0x2c7f | 0xa720..=0xa7ff | 0xab30..=0xab6f | 0xfb00..=0xfb06
        | 0xfe00..=0xfe0f | 0xfe20..=0xfe2f | 0xff00..=0xff5e);
    let is_picture = u32::from(character) >= 0x2190
        && !character.is_alphanumeric()
        && deunicode::deunicode_char(character)
            .is_some_and(|own| own.contains(|c: char| c.is_ascii_alphanumeric()));
    !is_latin && (character.is_alphabetic() || is_combining_mark(character) || is_picture)
}

fn words_of(kind: Kind, folded: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for chunk in
        folded.split(|c: char| c.is_whitespace() || matches!(c, '/' | '(' | ')' | ',' | ';' | '"' | '_'))
    {
        for piece in hyphen_pieces(chunk) {
            let word = clean(piece);
            match words.last_mut() {
                Some(last) if word == "l" && is_decimal(last) => last.push('l'),
                _ if word.is_empty() => {}
                _ => words.push(word),
            }
        }
    }
    if kind == Kind::Event && words.len() > 1 {
        words.retain(|word| !is_year(word));
    }
    words
}

/// Parts at hyphens that have two or more letters on both sides; other hyphens join.
fn hyphen_pieces(chunk: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for (at, _) in chunk.match_indices('-') {
        let before = &chunk[start..at];
        let after = chunk[at + 1..].split('-').next().unwrap_or("");
        if is_word(before) && is_word(after) {
            pieces.push(before);
            start = at + 1;
        }
    }
    pieces.push(&chunk[start..]);
    pieces
}

fn is_word(text: &str) -> bool {
    text.len() >= 2 && text.chars().all(|c| c.is_ascii_alphabetic() || is_itself(c) || c == '\'' || c == '.')
}

fn clean(piece: &str) -> String {
    if piece == "&" || piece == "+" {
        return "and".to_owned();
    }
    let digit_at =
        |at: Option<usize>| at.and_then(|at| piece.as_bytes().get(at)).is_some_and(u8::is_ascii_digit);
    let mut word = String::with_capacity(piece.len());
    word.extend(piece.char_indices().filter_map(|(at, character)| {
        let stays = character.is_ascii_alphanumeric()
            || is_itself(character)
            || (character == '.' && digit_at(at.checked_sub(1)) && digit_at(Some(at + 1)));
        stays.then_some(character)
    }));
    word
}

fn is_decimal(word: &str) -> bool {
    word.contains('.') && word.chars().all(|c| c.is_ascii_digit() || c == '.')
}

fn is_year(word: &str) -> bool {
    word.len() == 4
        && (word.starts_with("19") || word.starts_with("20"))
        && word.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_accents_and_punctuation_do_not_make_another_name() {
        for (kind, a, b) in [
            (Kind::Team, "P.K. Sport", "PK Sport"),
            (Kind::Team, "J-3 Racing", "J3 Racing"),
            (Kind::Team, "Downing-Atlanta Inc.", "Downing Atlanta, Inc."),
            (Kind::Team, "Yokohama/ADVAN", "Yokohama Advan"),
            (Kind::Driver, "Lucas Lühr", "Lucas Luhr"),
            (Kind::Driver, "Oswaldo Negri, Jr.", "Oswaldo Negri Jr."),
            (Kind::Driver, "J. J. Lehto", "JJ Lehto"),
            (Kind::Engine, "Audi 3.6 L Turbo V8", "Audi 3.6L Turbo V8"),
            (Kind::Engine, "Chevrolet LS7r 7.0 L V8", "Chevrolet LS7-R 7.0L V8"),
            (Kind::Chassis, "WR LMP-02", "WR LMP02"),
            (Kind::Event, "2003 Petit Le Mans", "Petit Le Mans"),
        ] {
            assert_eq!(letters(kind, a), letters(kind, b), "{a} and {b}");
        }
    }

    #[test]
    fn a_surname_in_front_is_known_by_its_comma_its_capitals_or_the_initial_behind_it() {
        for (text, letters_of) in [
            ("Archer, Ann", "annarcher"),
            ("ARCHER Ann", "annarcher"),
            ("VAN DER BERG Jan", "janvanderberg"),
            ("M\u{dc}LLER-SCHMIDT J\u{f6}rg", "jorgmullerschmidt"),
            ("Archer A.", "aarcher"),
            ("Archer, A.", "aarcher"),
            ("Ann ARCHER", "annarcher"),
            ("ANN ARCHER", "annarcher"),
            ("JJ Lehto", "jjlehto"),
            ("J. J. Lehto", "jjlehto"),
            ("Oswaldo Negri, Jr.", "oswaldonegrijr"),
            ("A. B.", "ab"),
        ] {
            assert_eq!(letters(Kind::Driver, text), letters_of, "{text}");
        }
        assert_eq!(letters(Kind::Team, "ARCHER Racing"), "archerracing");
    }

    #[test]
    fn a_digit_or_a_letter_makes_another_name() {
        for (kind, a, b) in [
            (Kind::Chassis, "Porsche 911 GT3-R", "Porsche 911 GT3-RS"),
            (Kind::Chassis, "Lola B2K/10", "Lola B2K/10B"),
            (Kind::Engine, "Ferrari 5.9L V12", "Ferrari 6.0L V12"),
            (Kind::Engine, "Judd 5.0L", "Judd 50L"),
            (Kind::Driver, "Joe Policastro", "Joe Policastro, Jr."),
        ] {
            assert_ne!(letters(kind, a), letters(kind, b), "{a} and {b}");
        }
    }

    #[test]
    fn hyphens_join_models_and_separate_words() {
        assert_eq!(words(Kind::Chassis, "Ferrari 550-GTS Maranello"), ["ferrari", "550gts", "maranello"]);
        assert_eq!(words(Kind::Chassis, "MG-Lola EX257"), ["mg", "lola", "ex257"]);
        assert_eq!(words(Kind::Chassis, "Lola B2K/10B"), ["lola", "b2k", "10b"]);
        assert_eq!(
            words(Kind::Chassis, "Riley & Scott Mk III C"),
            ["riley", "and", "scott", "mk", "iii", "c"]
        );
        assert_eq!(words(Kind::Engine, "Mazda R26B 2.6 L 4-Rotor"), ["mazda", "r26b", "2.6l", "4rotor"]);
        assert_eq!(words(Kind::Event, "2003 Grand Prix of Sonoma"), ["grand", "prix", "of", "sonoma"]);
    }

    #[test]
    fn letters_of_other_scripts_stay_themselves() {
        let names = [
            "李明",
            "黎明",
            "力星",
            "利星",
            "Петров",
            "Пэтров",
            "Petrov",
            "かき",
            "カキ",
            "???",
            "!!!",
            "क",
            "क़",
            // Look like one another, and are other letters.
            "АСЕ",
            "ACE",
            "ΑCΕ",
            "Ёлкин",
            "Елкин",
            "Майоров",
            "Маиоров",
            "u26446u26126",
            "🐎 Racing",
            "Horse Racing",
            "محمد",
            "مهند",
            "김민수",
            "김민주",
        ];
        let kinds = |text: &str| (letters(Kind::Team, text), letters(Kind::Driver, text), slug(text));
        for (at, a) in names.iter().enumerate() {
            for b in &names[at + 1..] {
                let ((team_a, driver_a, slug_a), (team_b, driver_b, slug_b)) = (kinds(a), kinds(b));
                assert!(team_a != team_b && driver_a != driver_b && slug_a != slug_b, "{a} and {b}");
            }
        }
        for (a, b) in [
            ("Петров", "ПЕТРОВ"),
            ("李 明", "李明"),
            ("李·明", "李明"),
            ("Ｔｅａｍ 力", "Team 力"),
            ("Νίκος Παπάς", "ΝΙΚΟΣ ΠΑΠΑΣ"),
            ("Μαΐου", "ΜΑΪΟΥ"),
            ("ｶｷ", "カキ"),
            ("Петро́в", "Петров"),
            ("🏎️", "🏎"),
        ] {
            assert_eq!(letters(Kind::Team, a), letters(Kind::Team, b), "{a} and {b}");
        }
        assert_eq!(slug("Team 力星"), "team-li-xing-529b-661f");
        assert_eq!(["李明", "???", "!"].map(slug), ["li-ming-674e-660e", "3f-3f-3f", "21"]);
        assert!(slug(&"力".repeat(300)).len() < 1_200);
        assert_eq!(slug("Ærø Ørsted ß ŁÓDŹ ½"), "aero-orsted-ss-lodz-1-2");
    }

    #[test]
    fn the_number_of_an_entry_is_not_part_of_its_team() {
        assert_ne!(letters(Kind::Entry, "#1 1 Team"), letters(Kind::Entry, "#11 Team"));
        assert_ne!(letters(Kind::Entry, "#07 Red"), letters(Kind::Entry, "#7 Red"));
        assert_eq!(letters(Kind::Entry, "#7 Red"), letters(Kind::Entry, "7 Red"));
        assert_eq!(letters(Kind::Entry, "#7 Red-Racing"), letters(Kind::Entry, "#7 RED Racing"));
    }

    #[test]
    fn slugs_are_ascii_words() {
        for (text, expected) in [
            ("Carsport America", "carsport-america"),
            ("JJ Lehto", "jj-lehto"),
            ("Joe Policastro, Jr.", "joe-policastro-jr"),
            ("P.K. Sport", "pk-sport"),
            ("Johnny O'Connell", "johnny-oconnell"),
            ("Johnny O\u{2019}Connell", "johnny-oconnell"),
            ("Riley & Scott Mk III C", "riley-and-scott-mk-iii-c"),
            ("Élan 6L8 6.0L V8", "elan-6l8-6-0l-v8"),
            ("Petersen/White Lightning", "petersen-white-lightning"),
            ("", ""),
        ] {
            assert_eq!(slug(text), expected);
        }
    }
}
