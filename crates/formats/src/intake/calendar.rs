//! Which round a session belongs to: by its number, its day, its circuit and its name together.

use super::said::Event;
use crate::folder::{Folder, Origin, PublishedRecord, RoundRecord};
use crate::names::slug;
use parcferme_core::season::{Date, RoundStatus};
use parcferme_core::{Diagnostic, Place};
use std::collections::{BTreeMap, BTreeSet};

/// Days that the sessions of one event may lie apart.
const WEEKEND: u32 = 3;

/// The round of an event by its index; a new one where the calendar has none that fits. `None` where nothing says which.
pub(super) fn round(
    event: &Event,
    wished: Option<u32>,
    document: &str,
    folder: &mut Folder,
    told: &mut Vec<Diagnostic>,
) -> Option<usize> {
    if let Some(number) = wished {
        return Some(existing_or_new(Some(number), event, document, folder, told));
    }
    if let Some(at) = found(event, folder) {
        complete(&mut folder.rounds[at], event);
        return Some(at);
    }
    if event.name.is_empty() && event.circuit.is_empty() && event.date.is_none() && event.round.is_none() {
        told.push(
            Diagnostic::error("PF1003", "the file does not say which round it is about")
                .at(Place::document(document))
                .expected("a number, a day, a circuit or a name of the calendar")
                .help("say it: `parcferme add FILE --season DIR --round 3`"),
        );
        return None;
    }
    let next = folder.rounds.iter().filter_map(|round| round.number).max().unwrap_or(0).checked_add(1)?;
    let number = (event.status != RoundStatus::Cancelled).then(|| event.round.unwrap_or(next));
    Some(existing_or_new(number, event, document, folder, told))
}

/// The round that fits best: one of the event's number that nothing contradicts, one of its days, one of its name or circuit.
fn found(event: &Event, folder: &Folder) -> Option<usize> {
    let of_id = |round: &RoundRecord| !event.id.is_empty() && round.event == event.id && !is_announced(round);
    if let Some(at) = folder.rounds.iter().position(of_id) {
        return Some(at);
    }
    let numbered = |round: &RoundRecord| event.round.is_some() && round.number == event.round;
    if let Some(at) = folder.rounds.iter().position(numbered) {
        return Some(at);
    }
    if event.round.is_some() {
        return None;
    }
    let fits = |round: &RoundRecord| {
        if is_announced(round) {
            return None;
        }
        let days = match (event.date, round.date) {
            (Some(a), Some(b)) => Some(apart(a, b) <= WEEKEND),
            _ => None,
        };
        let circuit = alike(&event.circuit, &round.circuit);
        let name = alike(&event.name, &round.name);
        match (days, circuit, name) {
            (Some(false), ..) => None,
            (Some(true), Some(true), _) | (Some(true), _, Some(true)) => Some(3),
            (Some(true), Some(false), Some(false)) => None,
            (Some(true), ..) => Some(2),
            (None, Some(true), Some(true)) => Some(3),
            (None, _, Some(true)) => Some(2),
            (None, Some(true), _) => Some(1),
            _ => None,
        }
    };
    let scored = folder.rounds.iter().enumerate().filter_map(|(at, round)| Some((fits(round)?, at)));
    let best = scored.clone().map(|(score, _)| score).max()?;
    let mut best = scored.filter(|(score, _)| *score == best).map(|(_, at)| at);
    // Two that fit alike decide nothing.
    let first = best.next()?;
    best.next().is_none().then_some(first)
}

fn existing_or_new(
    number: Option<u32>,
    event: &Event,
    document: &str,
    folder: &mut Folder,
    told: &mut Vec<Diagnostic>,
) -> usize {
    if number.is_some()
        && let Some(at) = folder.rounds.iter().position(|round| round.number == number)
    {
        complete(&mut folder.rounds[at], event);
        return at;
    }
    if let Some(at) = announced(event, folder).filter(|_| number.is_some()) {
        let mut round = folder.rounds.remove(at);
        let name = [&event.name, &event.circuit].into_iter().find(|name| !name.is_empty());
        told.push(
            Diagnostic::note(
                "PF1440",
                format!("round {} is the event `{}` of the rules", number.unwrap_or(0), round.event),
            )
            .at(Place::document(document))
            .found(name.map_or_else(|| event.id.clone(), String::clone))
            .help("where it is not, give its [[round]] block in season.toml another `event`"),
        );
        if round.name.is_empty() || round.name == round.event {
            round.name.clone_from(&event.name);
        }
        complete(&mut round, event);
        return placed(RoundRecord { number, ..round }, folder);
    }
    let name = [&event.name, &event.circuit].into_iter().find(|name| !name.is_empty());
    let name = name.map_or_else(|| format!("Round {}", number.unwrap_or(0)), String::clone);
    let mut id = if event.id.is_empty() { slug(&name) } else { event.id.clone() };
    if id.is_empty() || folder.rounds.iter().any(|round| round.event == id) {
        id = format!("{id}-{}", number.unwrap_or(0)).trim_start_matches('-').to_owned();
    }
    let whole = || vec![Origin { document: document.to_owned(), line: 0 }];
    let round = RoundRecord {
        number,
        event: id,
        name,
        short_name: String::new(),
        circuit: event.circuit.clone(),
        date: event.date,
        status: event.status,
        length: event.length,
        main: Vec::new(),
        sessions: Vec::new(),
        completed: None,
        measures: Vec::new(),
        from: if event.from.is_empty() { whole() } else { event.from.clone() },
    };
    placed(round, folder)
}

/// An event that the calendar has and whose place in it is not known yet, as rules name one.
fn is_announced(round: &RoundRecord) -> bool {
    round.number.is_none() && round.status == RoundStatus::Scheduled
}

/// The announced event that this one is: it is called by all the words of its id. None where several are.
fn announced(event: &Event, folder: &Folder) -> Option<usize> {
    let said = slug(&format!("{} {} {}", event.id, event.name, event.circuit));
    let said: BTreeSet<&str> = said.split('-').collect();
    let is_called = |round: &RoundRecord| round.event.split('-').all(|word| said.contains(word));
    let fits = |(_, round): &(usize, &RoundRecord)| is_announced(round) && is_called(round);
    let mut fitting = folder.rounds.iter().enumerate().filter(fits).map(|(at, _)| at);
    let first = fitting.next()?;
    fitting.next().is_none().then_some(first)
}

/// Puts a round where the calendar has it: by number, one without by its day.
fn placed(round: RoundRecord, folder: &mut Folder) -> usize {
    let later = |own: &RoundRecord| match (own.number, round.number) {
        (Some(own), Some(new)) => own > new,
        _ => own.date > round.date,
    };
    let at = folder.rounds.iter().position(later).unwrap_or(folder.rounds.len());
    folder.rounds.insert(at, round);
    at
}

/// Rounds that published tables have columns for and nothing else tells of; where the calendar is said to be whole, there can
/// be none, which is told.
pub(super) fn of_tables(
    names: &BTreeMap<u32, String>,
    is_open: bool,
    folder: &mut Folder,
    told: &mut Vec<Diagnostic>,
) {
    let columns = folder.published.iter().flat_map(|table| {
        let rounds = table.lines.iter().flat_map(|line| line.cells.keys());
        let from = table.lines.first().and_then(|line| line.from.first());
        rounds.map(move |round| (*round, from.map_or_else(String::new, |own| own.document.clone())))
    });
    let mut columns: BTreeMap<u32, String> = columns.collect();
    columns.retain(|number, _| folder.rounds.iter().all(|round| round.number != Some(*number)));
    if let Some((number, document)) = columns.first_key_value().filter(|_| !is_open) {
        told.push(
            Diagnostic::error("PF0426", "the table has rounds that the season does not have")
                .at(Place::document(document.as_str()))
                .found(format!("round {number}"))
                .expected("a round of the calendar in season.toml")
                .help("add the round to season.toml, or write `calendar = \"open\"` into it, and add the table again"),
        );
        return;
    }
    for (number, document) in columns {
        let name = names.get(&number).cloned().unwrap_or_default();
        let event = Event { round: Some(number), name, ..Event::default() };
        existing_or_new(Some(number), &event, &document, folder, told);
    }
}

/// Puts the columns of tables that are called by an event below the round that is: a table may begin elsewhere than the season.
/// Gives the round of each column that moved.
pub(super) fn by_name(
    names: &BTreeMap<u32, String>,
    folder: &Folder,
    tables: &mut [PublishedRecord],
) -> BTreeMap<u32, u32> {
    let round = |name: &String| {
        let mut alike = folder.rounds.iter().filter(|own| {
            [&own.name, &own.circuit].into_iter().any(|own| self::alike(own, name) == Some(true))
        });
        alike.next().filter(|_| alike.next().is_none())?.number
    };
    let moved: BTreeMap<u32, u32> =
        names.iter().filter_map(|(column, name)| Some((*column, round(name)?))).collect();
    let targets: BTreeSet<u32> = moved.values().copied().collect();
    let all = || tables.iter().flat_map(|table| &table.lines).flat_map(|line| line.cells.keys());
    // Where some columns have no round of that name, or two have one, the numbers stand as they are.
    if targets.len() < moved.len() || !all().all(|column| moved.contains_key(column)) {
        return BTreeMap::new();
    }
    for line in tables.iter_mut().flat_map(|table| &mut table.lines) {
        let cells = std::mem::take(&mut line.cells);
        line.cells = cells.into_iter().map(|(column, points)| (moved[&column], points)).collect();
    }
    moved
}

/// Says of rounds that have no `race` which of their sessions they are for: `race-1`, `race-2`; `sprint`, `feature`.
pub(super) fn races(folder: &mut Folder) {
    let is_race = |id: &str| {
        let word = id.trim_end_matches(|own: char| own.is_ascii_digit() || own == '-');
        matches!(word, "race" | "race-split" | "sprint" | "feature" | "final")
    };
    for round in folder.rounds.iter_mut().filter(|round| round.main.is_empty()) {
        let Some(number) = round.number else { continue };
        let mut own = folder.results.keys().filter(|(round, _)| *round == number).map(|(_, id)| id);
        if own.clone().any(|id| id == "race")
            || !own.any(|id| id.contains("race") || id == "feature" || id == "final")
        {
            continue;
        }
        let own = folder.results.keys().filter(|(round, _)| *round == number).map(|(_, id)| id);
        round.main = own.filter(|id| is_race(id)).cloned().collect();
    }
}

/// Fills what the calendar leaves open.
fn complete(round: &mut RoundRecord, event: &Event) {
    if round.circuit.is_empty() {
        round.circuit.clone_from(&event.circuit);
    }
    round.date = round.date.or(event.date);
    round.length = round.length.or(event.length);
    if round.status == RoundStatus::Scheduled {
        round.status = event.status;
    }
}

/// Whether two names are one, or one is the other and more; `None` where one is empty.
pub(super) fn alike(a: &str, b: &str) -> Option<bool> {
    let (a, b) = (slug(a), slug(b));
    if a.is_empty() || b.is_empty() {
        return None;
    }
    Some(format!("-{a}-").contains(&format!("-{b}-")) || format!("-{b}-").contains(&format!("-{a}-")))
}

/// Days between two days, as far as a weekend counts them.
fn apart(a: Date, b: Date) -> u32 {
    let (mut day, last) = if a <= b { (a, b) } else { (b, a) };
    let mut days = 0;
    while day < last && days <= WEEKEND {
        day = day.after();
        days += 1;
    }
    days
}
