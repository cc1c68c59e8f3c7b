//! What the name of a file, and of the folders that it lies in, say of event and session: a hint for files that do not say it
//! themselves, never what a file is.

use super::said::Kind;
use super::tables::words::{ROUNDS, kind};
use crate::folder::plain_word;
use crate::names::slug;
use parcferme_core::Millis;
use parcferme_core::season::{Date, Length};
use std::collections::BTreeSet;

/// What a name says; a part that it does not say is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Hint {
    /// `Lime Rock`.
    pub event: String,
    pub round: Option<u32>,
    pub kind: Option<Kind>,
    /// `race-2`, `qualifying-gtd`, `warm-up`; `2` alone where the name has a number and no word for the session.
    pub session: String,
    pub year: Option<i32>,
    pub day: Option<Date>,
    /// `6h`, `24 Hours`.
    pub length: Option<Length>,
    /// The name calls the sheet provisional, or final.
    pub provisional: Option<bool>,
}

/// Words for a kind of document: they say nothing of event and session.
const DOCUMENTS: &str = "results result laps lap analysis endurance with sections time times card cards timecards weather \
    classification classified by hourly sheet session sessions data csv json export copy report anonymized anonymised \
    timing combined overall the of and";
const FINAL: &str = "official offiical final amended";
const PROVISIONAL: &str = "provisional unofficial preliminary";
/// Words that part two sessions of one kind.
const PARTS: &str = "class points position group";
/// Words of the name of a series: the words beside them name no event.
const SERIES: &str = "championship series cup challenge trophy league";

/// Words for sessions, and how the session is called where it is more than its kind.
const SESSIONS: &[(&str, Kind, &str)] = &[
    ("race", Kind::Race, "race"),
    ("rennen", Kind::Race, "race"),
    ("gara", Kind::Race, "race"),
    ("carrera", Kind::Race, "race"),
    ("corrida", Kind::Race, "race"),
    ("sprint", Kind::Race, "sprint"),
    ("heat", Kind::Race, "heat"),
    ("qualifying", Kind::Qualifying, "qualifying"),
    ("qualification", Kind::Qualifying, "qualifying"),
    ("qualy", Kind::Qualifying, "qualifying"),
    ("quali", Kind::Qualifying, "qualifying"),
    ("hyperpole", Kind::Qualifying, "hyperpole"),
    ("superpole", Kind::Qualifying, "superpole"),
    ("practice", Kind::Practice, "practice"),
    ("warmup", Kind::Practice, "warm-up"),
    ("warm", Kind::Practice, "warm-up"),
    ("up", Kind::Practice, "warm-up"),
    ("free", Kind::Practice, "practice"),
    ("test", Kind::Practice, "test"),
    ("r", Kind::Race, "race"),
    ("fp", Kind::Practice, "practice"),
    ("q", Kind::Qualifying, "qualifying"),
];

fn is_one_of(words: &str, word: &str) -> bool {
    words.split_ascii_whitespace().any(|own| own == word)
}

/// What a path says: the file's own name first, then the folders, the nearest first. `classes` are those of the file's cars.
pub(super) fn of(path: &str, classes: &BTreeSet<String>) -> Hint {
    let mut hint = Hint::default();
    let path = path.replace('\\', "/");
    let mut understood = false;
    for (from_end, part) in path.rsplit('/').enumerate() {
        let stem = if from_end == 0 { first(part.rsplit_once('.').map_or(part, |own| own.0)) } else { part };
        let (own, words) = of_part(stem, classes);
        understood |= words;
        // `a.csv` names no event, `lake-results.csv` does, and `lake/results.csv`.
        if hint.event.is_empty() && understood {
            hint.event = own.event;
        }
        if hint.kind.is_none() && own.kind.is_some() {
            // A number that stands without a word belongs to the word that a folder has.
            let number = std::mem::take(&mut hint.session);
            let joined = [own.session.as_str(), &number].map(str::to_owned);
            hint.session = joined.into_iter().filter(|own| !own.is_empty()).collect::<Vec<_>>().join("-");
            hint.kind = own.kind;
        } else if hint.session.is_empty() {
            hint.session = own.session;
        }
        hint.round = hint.round.or(own.round);
        hint.year = hint.year.or(own.year);
        hint.day = hint.day.or(own.day);
        hint.length = hint.length.or(own.length);
        hint.provisional = hint.provisional.or(own.provisional);
    }
    // `results_5`: of an event that nothing names, a number alone may count anything.
    if hint.kind.is_none() && hint.event.is_empty() && hint.session.bytes().all(|own| own.is_ascii_digit()) {
        hint.session.clear();
    }
    hint
}

/// A name without the number that tells a further file of that name from the first, `results (2)`: browsers and this
/// program put it there, and it is none of a session.
fn first(stem: &str) -> &str {
    let before = stem.strip_suffix(')').map(|own| own.trim_end_matches(|own: char| own.is_ascii_digit()));
    before.and_then(|own| own.strip_suffix(" (")).filter(|own| !own.is_empty()).unwrap_or(stem)
}

/// What one part of a path says, and whether some word of it is one that files of sessions are called by.
fn of_part(part: &str, classes: &BTreeSet<String>) -> (Hint, bool) {
    let mut hint = Hint::default();
    let mut words = words(part);
    hint.day = take_day(&mut words);
    hint.round = take_round(&mut words);
    let mut event: Vec<&str> = Vec::new();
    let (mut base, mut number, mut parts) = (String::new(), String::new(), Vec::new());
    let (mut of_a_series, mut is_of_a_document) = (false, false);
    for (index, word) in words.iter().enumerate() {
        let lower = word.to_lowercase();
        let is_number = lower.bytes().all(|byte| byte.is_ascii_digit());
        let (letters, digits) =
            lower.split_at(lower.trim_end_matches(|own: char| own.is_ascii_digit()).len());
        // One or two letters are a word for a session with its number alone: R1, FP2, Q1.
        let session = SESSIONS
            .iter()
            .find(|own| own.0 == letters && (letters.len() > 2 || letters == "up" || !digits.is_empty()));
        if is_number {
            let value: u64 = lower.parse().unwrap_or(0);
            match lower.len() {
                8 | 12 | 14 => hint.day = hint.day.or(day(&lower)),
                4 if (1900..2100).contains(&value) => hint.year = i32::try_from(value).ok(),
                // The number of the document or of the folder in a list.
                1..=3 if index == 0 && words.len() > 1 => {}
                1 | 2 if words.len() > 1 => number = value.to_string(),
                1 | 2 => {}
                _ => event.push(word),
            }
        } else if let Some(hours) = hours(&lower, index.checked_sub(1).and_then(|before| words.get(before))) {
            hint.length = Some(hours);
            event.push(word);
            // A number in front of `hours` is not one of the session.
            if !number.is_empty() && !lower.starts_with(|own: char| own.is_ascii_digit()) {
                event.insert(event.len() - 1, &words[index - 1]);
                number.clear();
            }
        } else if is_one_of(FINAL, &lower) {
            hint.provisional = hint.provisional.or(Some(false));
        } else if is_one_of(PROVISIONAL, &lower) {
            hint.provisional = Some(true);
        } else if let Some((_, kind, word)) = session {
            // `qualifying race` is a race.
            if hint.kind.is_none() || *kind == Kind::Race {
                hint.kind = Some(*kind);
                base = (*word).to_owned();
            }
            if !digits.is_empty() {
                number = digits.to_owned();
            }
        } else if is_one_of(PARTS, &lower) || classes.iter().any(|class| slug(class) == lower) {
            parts.push(lower);
        } else if is_one_of(SERIES, &lower) {
            of_a_series = true;
        } else if is_one_of(DOCUMENTS, &lower) || kind(&plain_word(word)).is_some() {
            is_of_a_document = true;
        } else {
            event.push(word);
        }
    }
    // `by class` is a document's name; a class is part of a session's name where that is said otherwise.
    parts.retain(|own| own != "class" && own != "group");
    let all = [base, number].into_iter().chain(parts).filter(|own| !own.is_empty());
    hint.session = all.collect::<Vec<_>>().join("-");
    if !of_a_series {
        hint.event = event.iter().map(|word| capital(word)).collect::<Vec<_>>().join(" ");
    }
    let understood = is_of_a_document
        || of_a_series
        || !hint.session.is_empty()
        || hint.provisional.is_some()
        || hint.day.is_some()
        || hint.round.is_some();
    (hint, understood)
}

/// Words of a name; `TimeCards` are two.
fn words(part: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let (mut word, mut before) = (String::new(), ' ');
    for character in part.chars().chain([' ']) {
        let new = character.is_uppercase() && before.is_lowercase();
        if (new || !character.is_alphanumeric()) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if character.is_alphanumeric() {
            word.push(character);
        }
        before = character;
    }
    words
}

/// Takes out a day in three words: `2024-05-12`, `12.05.2024`.
fn take_day(words: &mut Vec<String>) -> Option<Date> {
    let small = |text: &str| text.parse::<u8>().ok().filter(|_| text.len() < 3);
    let long = |text: &str| text.parse().ok().filter(|year| text.len() == 4 && (1900..2100).contains(year));
    let (at, day) = words.windows(3).enumerate().find_map(|(at, own)| {
        let (year, month, day) = match long(&own[0]) {
            Some(year) => (year, small(&own[1])?, small(&own[2])?),
            None => (long(&own[2])?, small(&own[1])?, small(&own[0])?),
        };
        Date::new(year, month, day).map(|day| (at, day))
    })?;
    words.drain(at..at + 3);
    Some(day)
}

/// Takes out the words of a round, with its number where there is one: `Round 3`, `Lauf4`, `3. Lauf`.
fn take_round(words: &mut Vec<String>) -> Option<u32> {
    let number = |text: &String| text.parse::<u32>().ok().filter(|own| (1..100).contains(own));
    let at = words.iter().position(|word| {
        ROUNDS.contains(&plain_word(word.trim_end_matches(|own: char| own.is_ascii_digit())).as_str())
    })?;
    let word = words.remove(at);
    let joined = word.trim_start_matches(|own: char| !own.is_ascii_digit()).to_owned();
    if !joined.is_empty() {
        return number(&joined);
    }
    let is_number = |at: usize| words.get(at).is_some_and(|own| number(own).is_some());
    // A number in front of the word is its own where nothing else can have it.
    let place = if is_number(at) { at } else { 0 };
    if !is_number(place) || place + 1 < at {
        return None;
    }
    number(&words.remove(place))
}

/// `6h`; `hours` behind a number.
fn hours(word: &str, before: Option<&String>) -> Option<Length> {
    let digits = word.trim_end_matches(|own: char| !own.is_ascii_digit());
    let (count, unit) = match digits.is_empty() {
        true => (before?.as_str(), word),
        false => (digits, &word[digits.len()..]),
    };
    let count: i64 = count.parse().ok().filter(|hours| (1..=48).contains(hours))?;
    let known =
        is_one_of("h hours hrs hr", unit) || (unit == "hour" && digits.is_empty() && before?.len() < 3);
    known.then(|| Length::Time(Millis(count * 3_600_000)))
}

fn capital(word: &str) -> String {
    let mut characters = word.chars();
    let first = characters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(characters).collect()
}

/// `20240316`, and whatever stands behind it.
fn day(digits: &str) -> Option<Date> {
    let number = |from: usize, to: usize| digits.get(from..to)?.parse::<u16>().ok();
    let small = |from, to| number(from, to).and_then(|own| u8::try_from(own).ok());
    let year = number(0, 4).filter(|year| (1900..2100).contains(year))?;
    Date::new(i32::from(year), small(4, 6)?, small(6, 8)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(path: &str) -> (String, Option<Kind>, String) {
        let classes = ["GTD", "GTLM", "Am"].map(str::to_owned).into();
        let own = of(path, &classes);
        (own.event, own.kind, own.session)
    }

    #[test]
    fn a_name_says_event_and_session() {
        use Kind::{Practice, Qualifying, Race};
        for (path, event, kind, session) in [
            ("s/hill-park-race-laps.csv", "Hill Park", Some(Race), "race"),
            ("s/hill-park-qualifying-results.csv", "Hill Park", Some(Qualifying), "qualifying"),
            ("s/2024-lake-practice-1-weather.csv", "Lake", Some(Practice), "practice-1"),
            ("s/lake-gtd-points-gtlm-laps.csv", "Lake", None, "gtd-points-gtlm"),
            ("s/lake-gtd-position-results.csv", "Lake", None, "gtd-position"),
            ("s/lake-warm-up-results.csv", "Lake", Some(Practice), "warm-up"),
            ("s/ring-2-by-class.csv", "Ring", None, "2"),
            ("s/2025-ring-6h-analysis.csv", "Ring 6h", None, ""),
            ("lake/results.csv", "Lake", None, ""),
            (
                "24_2024/02_Lake Raceway/01_Made Up Championship/202403161010_Race/03_Results_Race_Official.CSV",
                "Lake Raceway",
                Some(Race),
                "race",
            ),
            ("lake/23_AnalysisEnduranceWithSections_Race 1_Anonymized.CSV", "Lake", Some(Race), "race-1"),
            ("lake/05_Provisional Results by Class Made Cup Race 2.CSV", "Lake", Some(Race), "race-2"),
            ("lake/R2/laps.csv", "Lake", Some(Race), "race-2"),
            ("lake/FP1.csv", "Lake", Some(Practice), "practice-1"),
            ("lake/results (2).csv", "Lake", None, ""),
            ("race 2 (1).csv", "", Some(Race), "race-2"),
            ("pasted (2).txt", "", None, ""),
            ("x.csv", "", None, ""),
            ("Round 3.csv", "", None, ""),
            ("ergebnis_5.csv", "", None, ""),
            ("results_2.csv", "", None, ""),
            ("race/results_2.csv", "", Some(Race), "race-2"),
            ("lauf.csv", "", None, ""),
            ("2024-05-12_Spa_race.csv", "Spa", Some(Race), "race"),
            ("2024_05_12.csv", "", None, ""),
            ("Round 3 Hill Park Race 2.csv", "Hill Park", Some(Race), "race-2"),
            ("Rennen 2.csv", "", Some(Race), "race-2"),
            ("24/x.csv", "", None, ""),
        ] {
            assert_eq!(read(path), (event.to_owned(), kind, session.to_owned()), "{path}");
        }
    }

    #[test]
    fn days_years_and_the_state_of_a_sheet() {
        let own = of("02_Lake/202403161010_Race/05_Provisional Results.CSV", &BTreeSet::new());
        assert_eq!((own.day, own.provisional), (Date::new(2024, 3, 16), Some(true)));
        let own = of("lake-2023/results_Offiical.csv", &BTreeSet::new());
        assert_eq!((own.year, own.provisional, own.event.as_str()), (Some(2023), Some(false), "Lake"));
        assert_eq!(of("99999999-laps.csv", &BTreeSet::new()).day, None);
        for path in
            ["2024-05-12_Spa_race.csv", "2024_05_12.csv", "Spa 12.05.2024.csv", "results/20240512.csv"]
        {
            assert_eq!(of(path, &BTreeSet::new()).day, Date::new(2024, 5, 12), "{path}");
        }
    }

    #[test]
    fn a_name_says_the_round() {
        for (path, round) in [
            ("Round 3.csv", Some(3)),
            ("round_3_results.csv", Some(3)),
            ("Round3.csv", Some(3)),
            ("Lauf_4.csv", Some(4)),
            ("4. Lauf.csv", Some(4)),
            ("02 Round 5.csv", Some(5)),
            ("Round 3/race 2.csv", Some(3)),
            ("race 2.csv", None),
            ("round.csv", None),
        ] {
            assert_eq!(of(path, &BTreeSet::new()).round, round, "{path}");
        }
    }
}
