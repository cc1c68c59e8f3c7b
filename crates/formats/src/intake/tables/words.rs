//! What titles and sheet names call sessions and kinds of tables, in the languages of the columns.

use super::super::said::Kind as Session;
use super::kind::Kind;
use crate::folder::laps_behind;

/// A session's kind, the word of its id, and what it is called, in plain form. Longer names go before those that they
/// begin with.
const SESSIONS: &[(Session, &str, &str)] = &[
    (
        Session::Qualifying,
        "qualifying",
        "qualifying | qualifying session | qualification | qualifications | quali | qualy | qualifikation | qualifikationstraining \
         | zeittraining | qualif | qualifs | essais qualificatifs | qualifiche | prove ufficiali | prove di qualificazione \
         | qualificazione | clasificatorios | entrenamientos oficiales | cronometrados | classificativa | qualificacao \
         | treino classificatorio | superpole | hyperpole | time trial",
    ),
    (
        Session::Practice,
        "practice",
        "practice | free practice | open practice | official practice | fp | warm up | warmup | test | testing | training \
         | freies training | essais | essais libres | prove libere | libere | prove | entrenamientos | entrenamientos libres \
         | entrenos | libres | treino | treino livre | treinos livres",
    ),
    (
        Session::Race,
        "sprint",
        "sprint | sprint race | sprintrennen | course sprint | gara sprint | carrera sprint | corrida sprint",
    ),
    (Session::Race, "heat", "heat | heat race | vorlauf | manche qualificative | batteria"),
    (
        Session::Race,
        "race",
        "race | rennen | course | gara | carrera | corrida | main race | hauptrennen | final race",
    ),
    (Session::Race, "feature", "feature | feature race"),
    (Session::Race, "final", "final | finale | finallauf | endlauf | a final | grand final"),
];

/// Words of titles that say what kind of table is below.
const KINDS: &[(Kind, &str)] = &[
    (
        Kind::Standings,
        "standings | championship standings | points standings | points table | championship table | championship points \
         | gesamtwertung | gesamtstand | meisterschaftsstand | punktestand | wertung | fahrerwertung | teamwertung \
         | classement general | classement du championnat | classifica generale | classifica campionato \
         | clasificacion general | clasificacion del campeonato | classificacao geral | classificacao do campeonato | tabelle",
    ),
    (
        Kind::Entries,
        "entry list | entries | entrants | entry | nennliste | nennungsliste | starterliste | teilnehmer | liste des engages \
         | engages | elenco iscritti | iscritti | lista de inscritos | inscritos",
    ),
    (
        Kind::Calendar,
        "calendar | schedule | race calendar | kalender | rennkalender | termine | calendrier | calendario | calendario gare",
    ),
    (
        Kind::Results,
        "results | result | official results | classification | final classification | race result | race results | ergebnis \
         | ergebnisse | rennergebnis | resultats | resultat | risultati | risultato | resultados | resultado | classifica di gara",
    ),
];

/// Words in front of, or behind, the number of a round.
pub(in crate::intake) const ROUNDS: &[&str] = &[
    "round",
    "rd",
    "rnd",
    "lauf",
    "wertungslauf",
    "manche",
    "prova",
    "prueba",
    "etapa",
    "ronda",
    "rodada",
    "runde",
];

/// What stands behind the number of the first, second, third: `1st`, `2e`, `3a`.
const ORDINALS: &[&str] = &["st", "nd", "rd", "th", "er", "ere", "e", "eme", "o", "a"];

/// Words behind a number that is a length.
const LENGTHS: &[&str] =
    &["h", "hour", "hours", "stunden", "heures", "ore", "horas", "min", "minutes", "minuten", "km", "miles"];

/// Words of a title that say that it names the series.
const SERIES: &[&str] = &[
    "championship",
    "series",
    "serie",
    "cup",
    "trophy",
    "challenge",
    "league",
    "meisterschaft",
    "pokal",
    "liga",
    "championnat",
    "coupe",
    "trophee",
    "campionato",
    "coppa",
    "trofeo",
    "campeonato",
    "copa",
    "taca",
];

/// Words of which a circuit's name has one.
const CIRCUITS: &[&str] = &[
    "circuit",
    "ring",
    "speedway",
    "raceway",
    "autodromo",
    "autodrom",
    "motorsportarena",
    "motodrom",
    "circuito",
    "park",
    "track",
    "motorplex",
];

fn is_word(words: &str, own: &str) -> bool {
    words.split('|').map(str::trim).any(|word| word == own)
}

/// `race 2`, `2 rennen`, `qualifying`: kind, word of the id, and number. The text is in plain form.
pub(super) fn session(plain: &str) -> Option<(Session, String)> {
    let words: Vec<&str> = plain.split(' ').collect();
    (1..=3.min(words.len())).rev().find_map(|length| {
        let starts = [0, words.len() - length];
        let mut found = starts.into_iter().filter_map(|start| session_at(&words, start, length));
        found.find(|(_, taken)| *taken == words.len()).map(|(session, _)| session)
    })
}

/// A session's name within a longer text: `gt3 race 2 results`. The words of its round say nothing of the session, and
/// `10 laps` is no number of one.
pub(super) fn session_within(plain: &str) -> Option<(Session, String)> {
    let all: Vec<&str> = plain.split(' ').collect();
    let mut found: Option<(Session, String)> = None;
    let mut most = 0;
    for words in without_rounds(&all).split(|word| word.is_empty()) {
        for length in (1..=3.min(words.len())).rev() {
            for start in 0..=words.len() - length {
                // `Final classification` is one of any session.
                let beside = [start.checked_sub(1), start.checked_add(length)].into_iter().flatten();
                let is_adjective = words[start].starts_with("final")
                    && length == 1
                    && beside
                        .filter_map(|at| words.get(at))
                        .any(|own| self::kind(own).is_some() || ROUNDS.contains(own) || *own == "official");
                if let Some((session, taken)) = session_at(words, start, length)
                    && taken > most
                    && !is_adjective
                {
                    (found, most) = (Some(session), taken);
                }
            }
        }
    }
    found
}

/// The session that the words from `start` on name, and how many words that took with its number. A number belongs to
/// the word before it; only where none stands there that could own it, to the one behind.
fn session_at(words: &[&str], start: usize, length: usize) -> Option<((Session, String), usize)> {
    let own = words.get(start..start + length)?.join(" ");
    let named = |own: &str| SESSIONS.iter().find(|(_, _, words)| is_word(words, own));
    let number = |text: &str| text.parse::<u32>().ok().filter(|own| (1..100).contains(own));
    let joined = own.trim_end_matches(|own: char| own.is_ascii_digit());
    let (kind, id, _) = named(&own).or_else(|| named(joined))?;
    let behind = || words.get(start + length).and_then(|word| number(word));
    let before = || {
        let word = words[..start].last()?;
        let bare = word.trim_end_matches(|own: char| own.is_ascii_alphabetic());
        let free = match words[..start].iter().nth_back(1) {
            None => true,
            Some(owner) => bare.len() < word.len() || self::kind(owner).is_some(),
        };
        number(bare).filter(|_| free && (bare == *word || ORDINALS.contains(&&word[bare.len()..])))
    };
    let (number, taken) = match number(&own[joined.len()..]).filter(|_| named(&own).is_none()) {
        Some(number) => (Some(number), length),
        None => match behind().or_else(before) {
            Some(number) => (Some(number), length + 1),
            None => (None, length),
        },
    };
    Some(((*kind, number.map_or_else(|| (*id).to_owned(), |number| format!("{id}-{number}"))), taken))
}

/// The words, with an empty one for each that says a round or a length.
fn without_rounds<'w>(words: &[&'w str]) -> Vec<&'w str> {
    let mut left = words.to_vec();
    if let Some((_, at)) = round_at(words) {
        left[at] = "";
        left[at + 1] = "";
    }
    for at in 1..left.len() {
        let (first, unit) = (left[at - 1], left[at]);
        let is_number = !first.is_empty() && first.bytes().all(|byte| byte.is_ascii_digit());
        if is_number && (LENGTHS.contains(&unit) || laps_behind(&format!("{first} {unit}")).is_some()) {
            left[at - 1] = "";
            left[at] = "";
        }
    }
    left
}

pub(in crate::intake) fn kind(plain: &str) -> Option<Kind> {
    let words: Vec<&str> = plain.split(' ').collect();
    let named = |own: &str| KINDS.iter().find(|(_, words)| is_word(words, own)).map(|(kind, _)| *kind);
    (1..=3.min(words.len()))
        .rev()
        .find_map(|length| words.windows(length).find_map(|own| named(&own.join(" "))))
}

/// `round 3`, `3 lauf`, `lauf 3 von 8`, `3rd round`.
pub(super) fn round(plain: &str) -> Option<u32> {
    let words: Vec<&str> = plain.split(' ').collect();
    round_at(&words).map(|(round, _)| round)
}

/// A round, and where its two words begin: a number behind the word before one in front of it, which may be that of a
/// session (`race 1 round 2`).
fn round_at(words: &[&str]) -> Option<(u32, usize)> {
    let number = |text: &str| text.parse::<u32>().ok().filter(|own| (1..1000).contains(own));
    let pairs = || words.windows(2).enumerate();
    let behind = pairs().find_map(|(at, pair)| {
        ROUNDS.contains(&pair[0]).then(|| number(pair[1]).map(|round| (round, at))).flatten()
    });
    behind.or_else(|| {
        pairs().find_map(|(at, pair)| {
            let bare = pair[0].trim_end_matches(|own: char| own.is_ascii_alphabetic());
            let owned = words[..at].last().is_some_and(|own| session(own).is_some());
            let is_round = ROUNDS.contains(&pair[1]) && (!owned || bare.len() < pair[0].len());
            is_round.then(|| number(bare).map(|round| (round, at))).flatten()
        })
    })
}

/// `standings after 3 rounds`, `stand nach 3 laufen`, or the round that the title names.
pub(super) fn after(plain: &str) -> Option<u32> {
    const AFTER: [&str; 7] = ["after", "nach", "apres", "dopo", "tras", "despues", "apos"];
    let words: Vec<&str> = plain.split(' ').collect();
    let own = words.windows(2).filter(|pair| AFTER.contains(&pair[0])).find_map(|pair| pair[1].parse().ok());
    round(plain).or(own).filter(|round| (1..1000).contains(round))
}

pub(super) fn is_series(plain: &str) -> bool {
    let ends = |word: &str| ["meisterschaft", "pokal", "serie", "cup"].iter().any(|end| word.ends_with(end));
    plain.split(' ').any(|word| SERIES.contains(&word) || ends(word))
}

pub(super) fn is_circuit(plain: &str) -> bool {
    plain.split(' ').any(|word| CIRCUITS.contains(&word) || (word.ends_with("ring") && word.len() > 6))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sessions_in_six_languages() {
        for (text, id) in [
            ("race", Some("race")),
            ("race 2", Some("race-2")),
            ("2 rennen", Some("race-2")),
            ("course 1", Some("race-1")),
            ("gara 1", Some("race-1")),
            ("carrera", Some("race")),
            ("corrida 2", Some("race-2")),
            ("qualifikation", Some("qualifying")),
            ("essais libres 3", Some("practice-3")),
            ("fp2", Some("practice-2")),
            ("sprint", Some("sprint")),
            ("hill park", None),
            ("finale", Some("final")),
        ] {
            assert_eq!(session(text).map(|(_, id)| id).as_deref(), id, "{text}");
        }
        assert_eq!(session_within("gt3 race 2 results").map(|(_, id)| id).as_deref(), Some("race-2"));
        for title in ["final classification", "race results final", "final standings", "final round"] {
            assert_ne!(session_within(title).map(|(_, id)| id).as_deref(), Some("final"), "{title}");
        }
        assert_eq!(
            session_within("official qualifying results").map(|(_, id)| id).as_deref(),
            Some("qualifying")
        );
    }

    #[test]
    fn a_number_belongs_to_the_word_before_it() {
        for (text, number, id) in [
            ("round 2 race 1", Some(2), Some("race-1")),
            ("race 1 round 2", Some(2), Some("race-1")),
            ("round 2 race", Some(2), Some("race")),
            ("lauf 3 rennen 2", Some(3), Some("race-2")),
            ("2 lauf rennen 1", Some(2), Some("race-1")),
            ("1st race", None, Some("race-1")),
            ("hill park 2nd race", None, Some("race-2")),
            ("ergebnis 2 rennen", None, Some("race-2")),
            ("formula 3 race", None, Some("race")),
            ("heat 1", None, Some("heat-1")),
            ("race 10 laps", None, Some("race")),
            ("race 2 10 laps", None, Some("race-2")),
            ("24 hours race", None, Some("race")),
            ("round 5 sprint race", Some(5), Some("sprint")),
            ("feature race", None, Some("feature")),
            ("round 4 race2", Some(4), Some("race-2")),
        ] {
            assert_eq!(round(text), number, "{text}");
            assert_eq!(session_within(text).map(|(_, id)| id).as_deref(), id, "{text}");
        }
    }

    #[test]
    fn rounds_and_kinds() {
        assert_eq!(round("round 3"), Some(3));
        assert_eq!(round("3 lauf"), Some(3));
        assert_eq!(round("lauf 4 von 8"), Some(4));
        assert_eq!(round("3rd round"), Some(3));
        assert_eq!(round("race 3"), None);
        assert_eq!(after("standings after round 2"), Some(2));
        assert_eq!(after("punktestand nach 3 laufen"), Some(3));
        assert_eq!(after("championship standings 2025"), None);
        assert_eq!(kind("2025 championship standings"), Some(Kind::Standings));
        assert_eq!(kind("risultati gara 1"), Some(Kind::Results));
        assert_eq!(kind("hill park 500"), None);
    }
}
