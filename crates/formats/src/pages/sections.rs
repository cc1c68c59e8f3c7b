//! What headings say of the tables below them: the session, how its rows ended, the round, the class, the title.

use super::Mark;
use super::words::{cardinal, ordinal};
use crate::folder::words::{plain, status_of};
use parcferme_core::season::Status;

/// What the headings of a section say, the innermost first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// `qualifying`, `race-2`, `sprint`; none where no heading names a session.
    pub session: Option<String>,
    /// How every row of the section ended.
    pub mark: Option<Mark>,
    /// `Round 3`.
    pub round: Option<u32>,
    /// What is left of the innermost heading besides such words: a class, or an event.
    pub rest: String,
}

/// Names of sessions, as headings write them, and their ids; a number behind them makes `race-2`.
const SESSIONS: &[(&str, &str)] = &[
    ("pre qualifying", "pre-qualifying"),
    ("prequalifying", "pre-qualifying"),
    ("qualifying race", "qualifying-race"),
    ("sprint qualifying", "sprint-qualifying"),
    ("starting grid", "grid"),
    ("grid", "grid"),
    ("qualifying", "qualifying"),
    ("qualification", "qualifying"),
    ("qualifikation", "qualifying"),
    ("qualifications", "qualifying"),
    ("superpole", "superpole"),
    ("hyperpole", "hyperpole"),
    ("free practice", "practice"),
    ("practice", "practice"),
    ("training", "practice"),
    ("warm up", "warm-up"),
    ("sprint race", "sprint"),
    ("sprint", "sprint"),
    ("feature race", "feature"),
    ("feature", "feature"),
    ("heat", "heat"),
    ("stage", "stage"),
    ("leg", "leg"),
    ("day", "day"),
    ("race", "race"),
    ("rennen", "race"),
];

/// Words of headings that are neither class nor event.
const PLAIN: &[&str] = &[
    "results",
    "result",
    "official",
    "final",
    "classification",
    "classifications",
    "final",
    "race",
    "races",
    "standings",
    "championship",
    "championships",
    "points",
    "table",
    "title",
    "the",
    "of",
    "for",
    "and",
    "after",
    "full",
    "top",
    "ten",
    "report",
    "summary",
    "season",
    "overall",
    "rennergebnis",
    "ergebnis",
    "classement",
    "classifica",
    "session",
    "results",
    "by",
    "finishers",
    "finish",
    "cup",
    "trophy",
    "series",
    "teams",
    "team",
    "drivers",
    "driver",
    "riders",
    "rider",
    "entries",
    "entry",
    "list",
    "participants",
    "constructors",
    "constructor",
    "manufacturers",
    "manufacturer",
    "makes",
    "engine",
    "makers",
    "chassis",
    "nations",
    "schedule",
    "calendar",
    "complete",
    "limited",
    "part",
    "time",
    "regular",
    "entrants",
    "entrant",
    "starting",
    "order",
    "did",
    "not",
    "winners",
    "who",
    "completed",
    "reserve",
    "test",
    "guest",
    "chart",
    "in",
    "system",
    "scoring",
    "non",
    "point",
    "nation",
    "rd",
    "round",
    "s",
    "event",
    "events",
    "breakdown",
    "statistics",
    "overview",
    "progression",
    "in",
    "detail",
    "to",
    "assoluta",
    "assoluto",
    "general",
    "generale",
    "geral",
    "gesamtwertung",
    "gesamtstand",
    "gesamtergebnis",
    "gesamtklassement",
    "endstand",
    "wertung",
    "punktestand",
    "meisterschaft",
    "fahrer",
    "fahrerwertung",
    "teamwertung",
    "clasificacion",
    "classificacao",
    "classifiche",
    "clasificaciones",
    "classements",
    "ergebnisse",
    "resultats",
    "resultados",
    "risultati",
    "piloti",
    "pilotes",
    "pilotos",
    "championnat",
    "campionato",
    "campeonato",
    "du",
    "de",
    "des",
    "del",
    "della",
    "dei",
    "la",
    "le",
    "les",
    "el",
    "der",
    "die",
];

pub(super) fn said(headings: &[&str]) -> Said {
    let mut said = Said::default();
    for (depth, heading) in headings.iter().rev().enumerate() {
        let own = of_heading(heading);
        // Whatever the outer heading says, the inner one says it better.
        said.session = said.session.or(own.session);
        said.mark = said.mark.or(own.mark);
        said.round = said.round.or(own.round);
        if depth == 0 {
            said.rest = own.rest;
        }
    }
    said
}

fn of_heading(heading: &str) -> Said {
    let text = plain(heading);
    let mut said = Said { mark: mark(&text), ..Said::default() };
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let phrase = |name: &str| {
        let parts: Vec<&str> = name.split(' ').collect();
        let all = words.windows(parts.len()).position(|own| own == parts.as_slice());
        all.map(|at| (at, parts.len()))
    };
    let mut used: Vec<usize> = Vec::new();
    for (name, id) in SESSIONS {
        let Some((at, length)) = phrase(name) else { continue };
        let numbered = number_beside(&words, at, at + length);
        let (id, numbers) = match numbered {
            Some((number, place)) => (format!("{id}-{number}"), Some(place)),
            None => ((*id).to_owned(), None),
        };
        // `Leg` and `Stage` without a number are words of a sentence.
        if numbers.is_none() && matches!(*name, "stage" | "leg" | "day" | "heat" | "training") {
            continue;
        }
        used.extend(at..at + length);
        used.extend(numbers);
        said.session = Some(id);
        break;
    }
    for name in ["round", "rd", "rnd", "lauf", "manche"] {
        if let Some((at, _)) = phrase(name)
            && let Some((number, place)) = number_beside(&words, at, at + 1)
        {
            said.round = Some(number);
            used.extend([at, place]);
            break;
        }
    }
    let left: Vec<&str> = words
        .iter()
        .enumerate()
        .filter(|(at, word)| !used.contains(at) && !PLAIN.contains(word))
        .map(|(_, word)| *word)
        .collect();
    said.rest = if said.mark.is_some() { String::new() } else { as_printed(heading, &left) };
    said
}

/// `race 2`, `race two`, `second race`.
fn number_beside(words: &[&str], start: usize, end: usize) -> Option<(u32, usize)> {
    let after = words.get(end).and_then(|word| number(word)).map(|number| (number, end));
    after.or_else(|| {
        let at = start.checked_sub(1)?;
        Some((ordinal(words.get(at)?)?, at))
    })
}

fn number(word: &str) -> Option<u32> {
    cardinal(word).filter(|number| *number < 100).or(match word {
        "i" => Some(1),
        "ii" => Some(2),
        "iii" => Some(3),
        _ => None,
    })
}

/// The words of a heading that were left over, as they are printed.
fn as_printed(heading: &str, left: &[&str]) -> String {
    heading
        .split_whitespace()
        .filter(|word| {
            let plain = plain(word);
            plain.split(' ').any(|part| left.contains(&part))
        })
        .map(|word| word.trim_matches([':', ',', '(', ')']))
        .collect::<Vec<_>>()
        .join(" ")
}

/// `Did not finish`, `Not classified`, `Retirements`, `Non-qualifiers`.
pub(super) fn mark(text: &str) -> Option<Mark> {
    let text = plain(text);
    const MORE: &[(&str, Mark)] = &[
        ("retirements", Mark::DidNotFinish),
        ("retired cars", Mark::DidNotFinish),
        ("non finishers", Mark::DidNotFinish),
        ("did not finish the race", Mark::DidNotFinish),
        ("drivers who did not completed the race", Mark::DidNotFinish),
        ("drivers who did not complete the race", Mark::DidNotFinish),
        ("disqualifications", Mark::Disqualified),
        ("non qualifiers", Mark::DidNotQualify),
        ("failed to qualify", Mark::DidNotQualify),
        ("first alternate", Mark::DidNotQualify),
        ("non starters", Mark::DidNotStart),
        ("withdrawals", Mark::Withdrawn),
        ("did not classify", Mark::NotClassified),
        ("not running at finish", Mark::NotClassified),
    ];
    let exact = MORE.iter().find(|(own, _)| *own == text).map(|(_, mark)| *mark);
    exact.or_else(|| status_of(&text).and_then(of_status))
}

/// The mark that a status is on a page; none for those who finished.
pub(super) fn of_status(status: Status) -> Option<Mark> {
    Some(match status {
        Status::Finished => return None,
        Status::Dnf => Mark::DidNotFinish,
        Status::Nc => Mark::NotClassified,
        Status::Dns => Mark::DidNotStart,
        Status::Dsq => Mark::Disqualified,
        Status::Dnq => Mark::DidNotQualify,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_name_sessions() {
        for (heading, session, rest) in [
            ("Qualifying results", Some("qualifying"), ""),
            ("Pre Qualifying", Some("pre-qualifying"), ""),
            ("Superbike race 1 classification", Some("race-1"), "Superbike"),
            ("Second race", Some("race-2"), ""),
            ("Feature race", Some("feature"), ""),
            ("Official results", None, ""),
            ("Leg 2", Some("leg-2"), ""),
            ("Supersport classification", None, "Supersport"),
            ("Teams and drivers", None, ""),
            ("Classifica assoluta", None, ""),
            ("Gesamtwertung", None, ""),
            ("Classement général", None, ""),
            ("Clasificación general", None, ""),
            ("Overall", None, ""),
            ("Classifica generale GT3", None, "GT3"),
        ] {
            let said = said(&[heading]);
            assert_eq!((said.session.as_deref(), said.rest.as_str()), (session, rest), "{heading}");
        }
    }

    #[test]
    fn headings_say_how_rows_ended_and_which_round_they_are_of() {
        assert_eq!(said(&["Race", "Did Not Finish"]).mark, Some(Mark::DidNotFinish));
        assert_eq!(said(&["Not Classified"]).mark, Some(Mark::NotClassified));
        assert_eq!(said(&["Non-qualifiers"]).mark, Some(Mark::DidNotQualify));
        assert_eq!(said(&["1990 Example Cup Round 3"]).round, Some(3));
        assert_eq!(said(&["Round One: Here"]).round, Some(1));
        assert_eq!(said(&["Results"]).mark, None);
    }
}
