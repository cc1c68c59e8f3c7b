//! What somebody picks in the forms of the what-if page, made into the change that it is: one line, as an address has it.
//!
//! What cannot be is said here, in the words of the form, before anything is computed.

use crate::library::{self, Loaded, Refused};
use parcferme_core::change::Change;
use parcferme_core::numbers::Position;
use parcferme_core::outcome::ClassificationRow;
use parcferme_core::season::{NamedCar, Round, Session};
use parcferme_core::{Diagnostic, Ix, Millis, Outcome, Points, Share};
use parcferme_formats::folder::{AddedDecision, ResultChange};
use parcferme_publish::site::whatif::{Does, OTHER_SCALE};
use std::sync::OnceLock;

/// The fields of the forms, as a query has them.
pub type Fields = [(String, String)];

/// A session, and a car of it, that a form is about.
pub struct Chosen {
    pub session: Ix<Session>,
    /// As a change names it: `#71`, `#71/GT`; empty where none is chosen yet.
    pub car: String,
}

/// Longest scale that is read: no series pays more places.
const MOST_PLACES: usize = 100;

fn field<'f>(fields: &'f Fields, name: &str) -> &'f str {
    fields.iter().find(|own| own.0 == name).map_or("", |own| own.1.trim())
}

fn refused(message: String) -> Diagnostic {
    Diagnostic::error("PF1151", message)
}

/// More changes than an address can say.
pub fn too_long() -> Diagnostic {
    refused("these are too many changes for one address".to_owned()).help("take one away")
}

/// The session of `in=3 race`, and the car that is chosen in it.
///
/// # Errors
/// The season has no classification of it, or that one no such car.
pub fn chosen(loaded: &Loaded, outcome: &Outcome, fields: &Fields) -> Result<Option<Chosen>, Refused> {
    let asked = field(fields, "in");
    if asked.is_empty() {
        return Ok(None);
    }
    let season = &loaded.season;
    let is_asked = |round: Ix<Round>, id: &str| {
        season.rounds[round].number.is_some_and(|number| format!("{number} {id}") == asked)
    };
    let found = season
        .sessions
        .iter()
        .find(|(ix, own)| is_asked(own.round, &own.id) && outcome.classification(*ix).is_some());
    match found {
        Some((session, _)) => {
            let car = field(fields, "car");
            if let Some(own) = NamedCar::parse(car) {
                let rows = outcome.classification(session).map_or(&[][..], |own| own.rows.as_slice());
                find(loaded, rows, &own)?;
            }
            Ok(Some(Chosen { session, car: car.to_owned() }))
        }
        None => Err(vec![
            refused(format!("the season has no results of `{asked}`")).help("choose a race of the list"),
        ]),
    }
}

/// The change that the fields ask for; none where they ask for none.
///
/// # Errors
/// It cannot be: no such car, no time to add to, no number where one is needed.
pub fn line(loaded: &Loaded, outcome: &Outcome, fields: &Fields) -> Result<Option<String>, Refused> {
    let one = |own: Diagnostic| vec![own];
    if !field(fields, "rule").is_empty() {
        return rule(field(fields, "rule"), field(fields, "value"), field(fields, OTHER_SCALE)).map(Some);
    }
    if !field(fields, "cancel").is_empty() {
        let number: u32 = field(fields, "cancel").parse().map_err(|_| {
            one(refused("the round is no number".to_owned()).help("choose a round of the list"))
        })?;
        return Ok(Some(format!("cancel {number}")));
    }
    if !field(fields, "without").is_empty() {
        return Ok(Some(format!("without {}", field(fields, "without"))));
    }
    let Some(chosen) = chosen(loaded, outcome, fields)? else { return Ok(None) };
    if field(fields, "do").is_empty() {
        return Ok(None);
    }
    result(loaded, outcome, &chosen, fields).map(Some)
}

fn result(loaded: &Loaded, outcome: &Outcome, chosen: &Chosen, fields: &Fields) -> Result<String, Refused> {
    let season = &loaded.season;
    let session = &season.sessions[chosen.session];
    let number = season.rounds[session.round].number.map_or(0, u32::from);
    let Some(does) = Does::ALL.into_iter().find(|own| own.word() == field(fields, "do")) else {
        return Err(vec![refused("what shall be otherwise is none of the list".to_owned())]);
    };
    let car = NamedCar::parse(&chosen.car)
        .ok_or_else(|| vec![refused("no car is chosen".to_owned()).help("choose a car of the list")])?;
    let rows = outcome.classification(chosen.session).map_or(&[][..], |own| own.rows.as_slice());
    let row = find(loaded, rows, &car)?;
    let (name, said) = (&car.number, car.in_words());
    let count = |what: &str, words: &str, least: u32, most: u32| {
        let text = field(fields, what);
        let told = || {
            refused(format!("`{text}` is no {words}"))
                .found(text)
                .expected(format!("a whole number from {least} to {most}"))
        };
        text.parse::<u32>().ok().filter(|own| (least..=most).contains(own)).ok_or_else(|| vec![told()])
    };
    let class = car.class.as_ref().map_or_else(String::new, |class| format!(" class=\"{class}\""));
    let decision = |kind: &str, more: &str| {
        let text = format!("{kind} round={number} session=\"{}\" number=\"{name}\"{class}{more}", session.id);
        AddedDecision::parse(&text).map(|own| format!("decision {own}"))
    };
    let changed = |columns: &str| {
        let text = format!(
            "{number} {} {} {columns}",
            quoted_where_needed(&session.id),
            quoted_where_needed(&car.to_string())
        );
        ResultChange::parse(&text).map(|_| text).map_err(|own| vec![*own])
    };
    let placed = |row: &ClassificationRow| row.position.map_or(0, Position::get);
    let by_who = car.who.is_some();
    // The place behind the last car that is then ahead of it.
    let behind = |ahead: &dyn Fn(&ClassificationRow) -> bool| {
        let others = rows.iter().filter(|own| own.result != row.result && own.position.is_some());
        others.filter(|own| own.position < row.position || ahead(own)).count() + 1
    };
    match does {
        // A decision names cars by number: of one that its number does not tell, the result is changed.
        Does::Disqualify if by_who => changed("status=dsq"),
        Does::Disqualify => decision("disqualify", ""),
        Does::AddTime => {
            let seconds = count("seconds", "number of seconds", 1, 86_400)?;
            if row.time.is_none() {
                return Err(vec![
                    refused(format!("the time of {said} is not known: seconds cannot be added to it"))
                        .help("a drop of places says the same where times are not known"),
                ]);
            }
            match row.time.filter(|_| by_who) {
                None => decision("time-penalty", &format!(" time={seconds}")),
                Some(time) => {
                    let time = Millis(time.0 + i64::from(seconds) * 1_000);
                    let ahead = |own: &ClassificationRow| {
                        own.laps == row.laps && own.time.is_some_and(|own| own <= time)
                    };
                    let position =
                        row.position.map_or_else(String::new, |_| format!(" position={}", behind(&ahead)));
                    changed(&format!("time={time}{position}"))
                }
            }
        }
        Does::DropPlaces => {
            let places = count("places", "number of places", 1, 200)?;
            if row.position.is_none() {
                return Err(vec![refused(format!("{said} has no place from which it could drop"))]);
            }
            let in_class = field(fields, "places_in") == "class";
            if by_who {
                let mut later: Vec<&ClassificationRow> =
                    rows.iter().filter(|own| own.position > row.position).collect();
                later.retain(|own| !in_class || own.class == row.class);
                later.sort_by_key(|own| own.position);
                let last = later.into_iter().take(places as usize).next_back().map_or(0, placed);
                return changed(&format!("position={}", last.max(placed(row))));
            }
            let within = if in_class { " places_in=class" } else { "" };
            decision("place-penalty", &format!(" places={places}{within}"))
        }
        Does::NotStarted => changed("status=dns"),
        Does::Retired => changed("status=dnf"),
        Does::Place => {
            let last = rows.iter().map(placed).max().unwrap_or(0);
            // A car without a place may be put behind all that have one.
            let last = last + u32::from(row.position.is_none());
            let place = count("place", "place in that session", 1, last.max(1))?;
            if placed(row) == place {
                return Err(vec![refused(format!("{said} is on place {place} already"))]);
            }
            changed(&format!(
                "position={place}{}",
                if row.position.is_none() { " status=finished" } else { "" }
            ))
        }
        Does::Swap => {
            let other =
                NamedCar::parse(field(fields, "with")).filter(|own| *own != car).ok_or_else(|| {
                    vec![
                        refused("no other car is chosen".to_owned())
                            .help("choose the car with which it changes its result"),
                    ]
                })?;
            find(loaded, rows, &other)?;
            changed(&format!("swap={}", quoted_where_needed(&other.to_string())))
        }
    }
}

pub fn quoted_where_needed(text: &str) -> String {
    if text.contains(char::is_whitespace) { format!("\"{text}\"") } else { text.to_owned() }
}

/// The one row of a car.
fn find<'r>(
    loaded: &Loaded,
    rows: &'r [ClassificationRow],
    car: &NamedCar,
) -> Result<&'r ClassificationRow, Refused> {
    let season = &loaded.season;
    let is_it = |own: &&ClassificationRow| car.is(season, &season.results[own.result]);
    let mut found = rows.iter().filter(is_it);
    match (found.next(), found.next()) {
        (Some(row), None) => Ok(row),
        (None, _) => Err(vec![
            refused(format!("{} was not in that session", car.in_words())).help("choose a car of the list"),
        ]),
        (Some(_), Some(_)) => Err(vec![
            refused(format!("{} is several cars of that session", car.in_words()))
                .help("choose one of the list: it names the class, or the driver"),
        ]),
    }
}

/// A rule of which the forms know how its value is written by hand.
fn rule(address: &str, value: &str, other: &str) -> Result<String, Refused> {
    let key = address.rsplit('.').next().unwrap_or_default();
    let kind = address.split('.').next().unwrap_or_default();
    let told = |what: &str, expected: &str| {
        vec![refused(format!("`{value}` is no {what}")).found(value).expected(expected)]
    };
    let value = match (kind, key) {
        ("points", "scale") => {
            let text = if other.is_empty() { value } else { other };
            let parts: Vec<&str> = text
                .split(|own: char| own.is_whitespace() || matches!(own, ',' | ';' | '-'))
                .filter(|own| !own.is_empty())
                .collect();
            let points: Option<Vec<Points>> = parts.iter().map(|own| own.parse().ok()).collect();
            let points =
                points.filter(|own| !own.is_empty() && own.len() <= MOST_PLACES).ok_or_else(|| {
                    told(
                        "scale of points",
                        "the points of the first place, the second, ...: 25, 18, 15, 12, 10",
                    )
                })?;
            let all: Vec<String> = points
                .iter()
                .map(|own| if own.is_whole() { own.to_string() } else { format!("\"{own}\"") })
                .collect();
            format!("[{}]", all.join(", "))
        }
        ("classified", "min_share") if value.is_empty() => String::new(),
        ("classified", "min_share") => {
            let share = match value.parse::<u32>() {
                Ok(percent) => Share::percent(percent.into()),
                Err(_) => {
                    value.parse().map_err(|_| told("share of a distance", "a percentage, such as 75"))?
                }
            };
            if share > Share::percent(100) {
                return Err(told("share of a distance", "100 % at most"));
            }
            format!("\"{share}\"")
        }
        ("title", "windows") if value.is_empty() => String::new(),
        ("title", "windows") => match value.parse::<u32>() {
            Ok(best) if (1..=1000).contains(&best) => format!("[{{ best = {best} }}]"),
            _ => {
                return Err(told(
                    "number of results",
                    "how many of the best results count, or nothing for all",
                ));
            }
        },
        _ => {
            return Err(vec![
                refused(format!("the forms do not know the rule `{address}`"))
                    .help("write it as a line: classified.min_share = 80 %"),
            ]);
        }
    };
    let change = Change::parse(&format!("{address} = {value}")).map_err(|own| vec![*own])?;
    Ok(change.to_string())
}

/// The main scales of the rulebooks that ship with the program, each with the name of the first that has it.
pub fn scales() -> &'static [(String, String)] {
    static SCALES: OnceLock<Vec<(String, String)>> = OnceLock::new();
    SCALES.get_or_init(|| {
        let mut found: Vec<(String, String)> = Vec::new();
        for id in library::bundled_rulebooks() {
            let Some(rules) = library::bundled_rulebook(&id) else { continue };
            let Some(first) = rules.points.first() else { continue };
            let scale: Vec<String> = first.rule.scale.iter().map(|own| own.value.to_string()).collect();
            let text = scale.join(", ");
            if scale.len() > 2 && scale.len() <= 20 && !found.iter().any(|own| own.1 == text) {
                found.push((rules.name.clone(), text));
            }
        }
        found
    })
}
