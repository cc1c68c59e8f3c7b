//! Rounds in three letters, as result tables have them: SEB for Sebring, ATL for Atlanta, GBR for Great Britain.

use parcferme_core::country;
use parcferme_core::find::Names;
use parcferme_core::season::Season;

/// Words that many events have and that tell none.
const COMMON: [&str; 40] = [
    "a",
    "and",
    "at",
    "car",
    "cars",
    "championship",
    "championships",
    "circuit",
    "classic",
    "cup",
    "d",
    "da",
    "das",
    "de",
    "del",
    "der",
    "des",
    "di",
    "du",
    "e",
    "event",
    "gp",
    "grand",
    "h",
    "heures",
    "hour",
    "hours",
    "km",
    "la",
    "le",
    "miles",
    "of",
    "prix",
    "race",
    "round",
    "sports",
    "the",
    "trophy",
    "von",
    "weekend",
];
const LETTERS: usize = 3;

/// A code for each round, none twice: of a country the code that sport has for it, else the first letters of the word that
/// tells the event, else its number. By index of the rounds.
pub fn codes(season: &Season) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    for round in season.rounds.rows() {
        let word = |from: &str| of_words(&Names::slug(from));
        let code = country_code(&round.event)
            .into_iter()
            .chain(word(&round.event))
            .chain(word(&round.circuit))
            .chain(word(&round.name))
            .find(|code| !codes.contains(code));
        // Nothing tells it: by the number of the round.
        let numbered = || round.number.map(|number| format!("R{number}")).filter(|own| !codes.contains(own));
        let code = code.or_else(numbered).unwrap_or_else(|| {
            let base: String =
                of_words(&Names::slug(&round.event)).into_iter().next().unwrap_or_else(|| "R".to_owned());
            let base: String = base.chars().take(LETTERS - 1).collect();
            (1..).map(|n| format!("{base}{n}")).find(|code| !codes.contains(code)).unwrap_or_default()
        });
        codes.push(code);
    }
    codes
}

/// `GBR` for `great-britain`.
fn country_code(event: &str) -> Option<String> {
    country::named(&event.replace('-', " ")).map(|own| own.ioc.to_owned())
}

/// The first letters of each word that tells something; those behind the last `of`, `de` or `at` first: the place.
fn of_words(slug: &str) -> Vec<String> {
    let words: Vec<&str> = slug.split('-').filter(|word| !word.is_empty()).collect();
    let place = words.iter().rposition(|word| ["of", "de", "at"].contains(word)).map_or(0, |at| at + 1);
    let (before, behind) = words.split_at(place);
    let tells = behind
        .iter()
        .chain(before)
        .filter(|word| !COMMON.contains(word) && !word.bytes().any(|byte| byte.is_ascii_digit()));
    tells
        .map(|word| word.chars().take(LETTERS).collect::<String>().to_uppercase())
        .filter(|code| code.len() == LETTERS)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use parcferme_core::generate::Draft;
    use parcferme_core::numbers::RoundNumber;
    use parcferme_core::season::{Kind, Round};

    #[test]
    fn the_place_tells_an_event() {
        for (event, code) in [
            ("12-hours-of-sebring", "SEB"),
            ("toronto-grand-prix-of-mosport", "MOS"),
            ("le-grand-prix-de-trois-rivieres", "TRO"),
            ("petit-le-mans", "PET"),
            ("road-america-500", "ROA"),
            ("24-heures-du-mans", "MAN"),
        ] {
            assert_eq!(of_words(event).first().map(String::as_str), Some(code), "{event}");
        }
        assert_eq!(country_code("great-britain").as_deref(), Some("GBR"));
        assert_eq!(country_code("petit-le-mans"), None);
    }

    #[test]
    fn rounds_that_nothing_tells_apart_bear_their_numbers() {
        let round = |number: u32| Round {
            number: Some(RoundNumber(number)),
            event: format!("round-{number}"),
            name: format!("Grand Race of Town {number}"),
            circuit: format!("Circuit Town {number}"),
            ..Draft::calendar(1).remove(0)
        };
        let mut draft = Draft { rounds: (1..=3).map(round).collect(), ..Draft::default() };
        assert_eq!(codes(&draft.season(|_| Kind::Driver)), ["TOW", "R2", "R3"]);
        draft.rounds[1].event = "monza".to_owned();
        assert_eq!(codes(&draft.season(|_| Kind::Driver)), ["TOW", "MON", "R3"]);
    }
}
