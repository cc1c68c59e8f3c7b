//! What titles and sheet names call sessions and kinds of tables, in the languages of the columns.

use super::super::said::Kind as Session;
use super::kind::Kind;

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
        "race | rennen | course | gara | carrera | corrida | main race | hauptrennen | feature | feature race | final race",
    ),
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
const ROUNDS: &[&str] = &[
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
    let (words, number) = numbered(plain);
    let (kind, id, _) = SESSIONS.iter().find(|(_, _, own)| is_word(own, words))?;
    Some((*kind, number.map_or_else(|| (*id).to_owned(), |number| format!("{id}-{number}"))))
}

/// A session's name within a longer text: `gt3 race 2 results`.
pub(super) fn session_within(plain: &str) -> Option<(Session, String)> {
    let words: Vec<&str> = plain.split(' ').collect();
    (1..=3.min(words.len()))
        .rev()
        .find_map(|length| words.windows(length).find_map(|own| session(&own.join(" "))))
}

pub(super) fn kind(plain: &str) -> Option<Kind> {
    let words: Vec<&str> = plain.split(' ').collect();
    let named = |own: &str| KINDS.iter().find(|(_, words)| is_word(words, own)).map(|(kind, _)| *kind);
    (1..=3.min(words.len()))
        .rev()
        .find_map(|length| words.windows(length).find_map(|own| named(&own.join(" "))))
}

/// `round 3`, `3 lauf`, `lauf 3 von 8`, `3rd round`.
pub(super) fn round(plain: &str) -> Option<u32> {
    let words: Vec<&str> = plain.split(' ').collect();
    words.windows(2).find_map(|pair| {
        let digits = |word: &str| {
            let bare = word.trim_end_matches(|own: char| own.is_ascii_alphabetic());
            bare.parse::<u32>().ok().filter(|own| (1..1000).contains(own))
        };
        match (ROUNDS.contains(&pair[0]), ROUNDS.contains(&pair[1])) {
            (true, _) => digits(pair[1]).filter(|_| pair[1].bytes().all(|byte| byte.is_ascii_digit())),
            (_, true) => digits(pair[0]),
            _ => None,
        }
    })
}

pub(super) fn is_series(plain: &str) -> bool {
    let ends = |word: &str| ["meisterschaft", "pokal", "serie", "cup"].iter().any(|end| word.ends_with(end));
    plain.split(' ').any(|word| SERIES.contains(&word) || ends(word))
}

pub(super) fn is_circuit(plain: &str) -> bool {
    plain.split(' ').any(|word| CIRCUITS.contains(&word) || (word.ends_with("ring") && word.len() > 6))
}

fn numbered(plain: &str) -> (&str, Option<u32>) {
    let number = |text: &str| text.parse::<u32>().ok().filter(|own| (1..100).contains(own));
    if let Some((rest, last)) = plain.rsplit_once(' ')
        && let Some(number) = number(last)
    {
        return (rest, Some(number));
    }
    if let Some((first, rest)) = plain.split_once(' ')
        && let Some(number) = number(first)
    {
        return (rest, Some(number));
    }
    let bare = plain.trim_end_matches(|own: char| own.is_ascii_digit());
    match number(&plain[bare.len()..]) {
        Some(number) if !bare.is_empty() => (bare, Some(number)),
        _ => (plain, None),
    }
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
        ] {
            assert_eq!(session(text).map(|(_, id)| id).as_deref(), id, "{text}");
        }
        assert_eq!(session_within("gt3 race 2 results").map(|(_, id)| id).as_deref(), Some("race-2"));
        assert_eq!(
            session_within("official qualifying results").map(|(_, id)| id).as_deref(),
            Some("qualifying")
        );
    }

    #[test]
    fn rounds_and_kinds() {
        assert_eq!(round("round 3"), Some(3));
        assert_eq!(round("3 lauf"), Some(3));
        assert_eq!(round("lauf 4 von 8"), Some(4));
        assert_eq!(round("3rd round"), Some(3));
        assert_eq!(round("race 3"), None);
        assert_eq!(kind("2025 championship standings"), Some(Kind::Standings));
        assert_eq!(kind("risultati gara 1"), Some(Kind::Results));
        assert_eq!(kind("hill park 500"), None);
    }
}
