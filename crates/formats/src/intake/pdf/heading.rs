//! What the lines above the first table say: event, session, circuit, day, and what the sheet claims to be.

use crate::folder::plain_words;
use crate::intake::said::{Event, Kind};
use crate::names::slug;
use crate::pages::date;
use parcferme_core::season::Date;

/// What a sheet says of itself.
#[derive(Debug, Default)]
pub(super) struct Heading {
    pub event: Event,
    pub series: String,
    pub year: Option<i32>,
    /// The session, where a line names one.
    pub session: Option<(Kind, String)>,
    /// The line that says which document it is: `Provisional Classification`.
    pub document: String,
    pub provisional: bool,
    /// A document of another kind than results: `a starting grid`.
    pub other: Option<&'static str>,
}

/// Words of a session's name, and its kind.
const SESSIONS: &[(Kind, &str)] = &[
    (
        Kind::Race,
        "race | races | course | rennen | lauf | gara | carrera | corrida | sprint | feature | heat",
    ),
    (
        Kind::Qualifying,
        "qualifying | qualification | qualifications | qualifiying | hyperpole | superpole | qualifikation | \
         zeittraining | qualifica | qualifiche | clasificacion | qualificatifs | shootout",
    ),
    (
        Kind::Practice,
        "practice | warm | warmup | test | tests | training | essais | libres | prove | libere | entrenamiento | \
         entrenamientos",
    ),
];

/// Words that say what a sheet is, beside a session's name.
const SHEETS: &str = "official | officiel | provisional | provisoire | provvisoria | vorlaufig | vorlaufiges | final | \
    definitive | definitif | amended | revised | unofficial | inoffiziell | offizielles | results | result | resultats | \
    resultat | ergebnis | ergebnisse | risultati | resultados | classification | classement | classifica | \
    clasificacion | wertung | session | sheet | report | overall | general | by | class | category | categorie | per | of \
    | the | de | la | du | after | free | libre | and | in | order | position | combined | \
    timed | main";

/// Units of a session's length.
const LENGTHS: &str = "hours | hour | h | heures | stunden | minutes | min | laps";

/// What a sheet of entries is called.
pub(super) const ENTRIES: &str = "an entry list";

/// Words of documents that are no results, by themselves in a line.
const OTHERS: &[(&str, &str)] = &[
    (
        "grid | grille | startaufstellung | griglia | parrilla | starting grid | grille de depart",
        "a starting grid",
    ),
    ("entry list | entries | entry | nennliste | liste des engages | engages | elenco iscritti", ENTRIES),
    ("lap chart | lapchart | position chart", "a lap chart"),
    (
        "pit stops | pit stop | pitstops | pit stop summary | stints | driving time | driver time",
        "a sheet of pit stops or stints",
    ),
    (
        "best sectors | sectors | sector analysis | ideal lap | ideal laps | theoretical best",
        "a sheet of sectors",
    ),
    (
        "fastest laps | fastest lap | best laps | lap times | lap analysis | laps analysis | analysis | time cards | \
         fastest lap sequence | leader sequence | top speeds | maximum speeds | drivers fastest laps",
        "a sheet of laps",
    ),
    ("weather | weather report", "a weather report"),
    ("flags | race control messages | flag analysis", "a sheet of flags and messages"),
];

/// Words by which a line names a series, and an event.
const SERIES: &str = "championship | series | cup | challenge | trophy | league | meisterschaft | campionato | championnat | \
    campeonato | serie | coupe | coppa | copa | pokal | masters";
const EVENTS: &str = "hours | hour | heures | stunden | ore | horas | grand | prix | gp | miles | km | kilometres | rally | \
    rallye | weekend | edition | round | rennen | petit | preis | premio";
const PROVISIONAL: &str =
    "provisional | provisoire | provvisoria | vorlaufig | vorlaufiges | unofficial | inoffiziell";
const CIRCUITS: &str = "circuit | raceway | speedway | autodrome | autodromo | autodrom | motodrom | ring | racecourse | \
    motorplex | international raceway | circuito | strassenkurs";

fn listed(words: &str, own: &str) -> bool {
    words.split('|').any(|word| word.trim() == own)
}

/// Reads the lines above a table.
pub(super) fn read(lines: &[String]) -> Heading {
    let mut heading = Heading::default();
    let mut names: Vec<String> = Vec::new();
    for line in lines {
        let plain = plain_words(line);
        let words: Vec<&str> = plain.split(' ').filter(|own| !own.is_empty()).collect();
        heading.provisional |= words.iter().any(|own| listed(PROVISIONAL, own));
        let digits =
            |at: usize| words.get(at).is_some_and(|own| own.bytes().all(|byte| byte.is_ascii_digit()));
        let unit = |at: usize| words.get(at).is_some_and(|own| listed(LENGTHS, own));
        let length = |at: usize| (digits(at) && unit(at + 1)) || (unit(at) && at > 0 && digits(at - 1));
        let bare: Vec<&str> = (0..words.len())
            .filter(|&at| !listed(SHEETS, words[at]) && !length(at))
            .map(|at| words[at])
            .collect();
        if let Some((_, what)) = OTHERS.iter().find(|(words, _)| listed(words, &bare.join(" "))) {
            heading.other = Some(what);
        }
        if let Some(number) = round_in(&words) {
            heading.event.round = heading.event.round.or(Some(number));
        }
        if let Some(session) = session(&bare) {
            heading.session = heading.session.or(Some(session));
            if bare.len() < words.len() {
                add_document(&mut heading, line);
            }
            continue;
        }
        if bare.iter().all(|own| own.bytes().all(|byte| byte.is_ascii_digit())) {
            if bare.is_empty() && words.len() < 6 {
                add_document(&mut heading, line);
            }
            continue;
        }
        if let Some(day) = day_in(line) {
            heading.event.date = heading.event.date.or(Some(day));
            let place = line
                .split(['·', '|', '•', ',', '–'])
                .map(str::trim)
                .find(|own| !own.is_empty() && !own.contains(|own: char| own.is_ascii_digit()));
            if let Some(place) = place.filter(|_| heading.event.circuit.is_empty()) {
                place.clone_into(&mut heading.event.circuit);
            }
            continue;
        }
        if heading.event.circuit.is_empty()
            && words.iter().any(|own| listed(CIRCUITS, own))
            && !is_event(&words)
        {
            let place = line.split([',', '·', '|']).next().unwrap_or(line);
            place.trim().clone_into(&mut heading.event.circuit);
            continue;
        }
        names.push(line.clone());
    }
    name(&mut heading, names);
    heading.year = heading.event.date.map(Date::year).or(heading.year);
    heading
}

fn add_document(heading: &mut Heading, line: &str) {
    if !heading.document.is_empty() {
        heading.document.push_str(", ");
    }
    heading.document.push_str(line);
}

/// The names of the series and of the event among the lines that are left.
fn name(heading: &mut Heading, mut names: Vec<String>) {
    let words_of = |line: &str| -> Vec<String> { plain_words(line).split(' ').map(str::to_owned).collect() };
    let is_series = |line: &String| words_of(line).iter().any(|own| listed(SERIES, own));
    let event = |line: &String| {
        let words = words_of(line);
        is_event(&words.iter().map(String::as_str).collect::<Vec<_>>())
    };
    if let Some(at) = names.iter().position(|own| is_series(own) && !event(own)) {
        let line = names.remove(at);
        heading.year = date::season_in(&line).map(|(year, _)| year);
        date::without_season(&line).clone_into(&mut heading.series);
    }
    let at = names.iter().position(event).unwrap_or(0);
    if at < names.len() {
        heading.event.name = names.remove(at);
    }
    // Beside an event's name another short line is the series' most often; a long one is anything.
    if heading.series.is_empty() && names.len() == 1 && names[0].split(' ').count() <= 4 {
        heading.series = names.remove(0);
    }
}

fn is_event(words: &[&str]) -> bool {
    words.iter().any(|own| listed(EVENTS, own))
}

/// `Round 9`, `Rd. 3`, `Manche 2`.
fn round_in(words: &[&str]) -> Option<u32> {
    words.windows(2).find_map(|pair| {
        let is_round = matches!(pair[0], "round" | "rd" | "rnd" | "manche" | "runde" | "prova");
        pair[1].parse().ok().filter(|&number: &u32| is_round && (1..=99).contains(&number))
    })
}

/// A session, where the words are those of its name and nothing else: `Free Practice 1`, `Race 2`.
fn session(words: &[&str]) -> Option<(Kind, String)> {
    let kind_of = |own: &str| SESSIONS.iter().find(|(_, words)| listed(words, own)).map(|(kind, _)| *kind);
    let words: Vec<&str> = match words {
        ["round" | "rd" | "rnd", _, rest @ ..] => rest.to_vec(),
        all => all.to_vec(),
    };
    let kinds: Vec<Kind> = words.iter().filter_map(|own| kind_of(own)).collect();
    // What is timed before a race bears its name: `race qualifying`.
    let kind = kinds.iter().copied().max()?;
    let number = |own: &&str| own.len() <= 2 && own.bytes().all(|byte| byte.is_ascii_digit());
    let known = |own: &&str| {
        kind_of(own).is_some() || number(own) || matches!(*own, "q1" | "q2" | "q3" | "up" | "warm")
    };
    if !words.iter().all(known) {
        return None;
    }
    let special = words.iter().copied().find(|own| {
        matches!(*own, "sprint" | "feature" | "hyperpole" | "superpole" | "heat" | "warmup" | "shootout")
    });
    let digits = words.iter().copied().find(|own| number(own));
    let base = special.unwrap_or(if words.contains(&"warm") { "warm-up" } else { kind.word() });
    let id = match digits {
        Some(digits) => format!("{base}-{digits}"),
        None => base.to_owned(),
    };
    Some((kind, slug(&id)))
}

/// A day with its year, in words or figures. `12/06/2011` is the day first, unless only the other order is a day.
pub(super) fn day_in(line: &str) -> Option<Date> {
    let by_words = date::first_in(line, None);
    by_words.or_else(|| {
        line.split(' ').find_map(|word| {
            let parts: Vec<&str> = word.trim_matches(',').split(['/', '.']).collect();
            let [day, month, year] = parts.as_slice() else { return None };
            let year = year.parse().ok().filter(|year| (1890..=2200).contains(year))?;
            let (day, month): (u8, u8) = (day.parse().ok()?, month.parse().ok()?);
            if day <= 12 && month <= 12 && day != month {
                None
            } else {
                Date::new(year, month, day).or(Date::new(year, day, month))
            }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(lines: &[&str]) -> Heading {
        read(&lines.iter().map(|own| (*own).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn sessions_by_their_names_alone() {
        for (line, kind, id) in [
            ("Race", Kind::Race, "race"),
            ("Race 2", Kind::Race, "race-2"),
            ("Round 9, race results", Kind::Race, "race"),
            ("Race Official Results (24 Hours)", Kind::Race, "race"),
            ("Free Practice 3", Kind::Practice, "practice-3"),
            ("Qualifying", Kind::Qualifying, "qualifying"),
            ("Hyperpole", Kind::Qualifying, "hyperpole"),
            ("Sprint Race", Kind::Race, "sprint"),
            ("Warm Up", Kind::Practice, "warm-up"),
            ("Rennen 1 - Ergebnis", Kind::Race, "race-1"),
            ("Essais Libres", Kind::Practice, "practice"),
        ] {
            assert_eq!(of(&[line]).session, Some((kind, id.to_owned())), "{line}");
        }
        for line in ["Race of Champions", "Example Racing Club", "Final Classification", "Testing Park"] {
            assert_eq!(of(&[line]).session, None, "{line}");
        }
    }

    #[test]
    fn event_series_circuit_and_day() {
        let own = of(&[
            "2003 Example Series",
            "Petit Test",
            "Hill Park · 18 October 2003",
            "Round 9, race results",
        ]);
        assert_eq!((own.series.as_str(), own.year), ("Example Series", Some(2003)));
        assert_eq!((own.event.name.as_str(), own.event.circuit.as_str()), ("Petit Test", "Hill Park"));
        assert_eq!((own.event.date, own.event.round), (Date::new(2003, 10, 18), Some(9)));
        let own = of(&["EXA", "82nd Edition of the 24 Hours", "Race", "Provisional Classification"]);
        assert_eq!((own.series.as_str(), own.event.name.as_str()), ("EXA", "82nd Edition of the 24 Hours"));
        assert_eq!((own.provisional, own.document.as_str()), (true, "Provisional Classification"));
    }

    #[test]
    fn days_in_figures_are_read_where_one_order_is_a_day() {
        assert_eq!(day_in("19/06/2016"), Date::new(2016, 6, 19));
        assert_eq!(day_in("06/19/2016"), Date::new(2016, 6, 19));
        assert_eq!(day_in("05.05.2016"), Date::new(2016, 5, 5));
        assert_eq!(day_in("12/06/2011"), None);
        assert_eq!(day_in("14-15 June 2025"), Date::new(2025, 6, 15));
    }

    #[test]
    fn other_documents_are_known_for_what_they_are() {
        for line in
            ["Starting Grid", "Provisional Grid", "Entry List", "Lap Chart", "Fastest Laps", "Pit Stops"]
        {
            assert!(of(&[line]).other.is_some(), "{line}");
        }
        assert!(of(&["Race Results"]).other.is_none());
    }
}
