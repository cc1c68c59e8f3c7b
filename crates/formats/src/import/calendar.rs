//! Which season the pages are about, its classes and its rounds.

use super::agree::Stated;
use super::identity::{self, without_year};
use super::{Import, NoteKind, from};
use crate::folder::{Folder, Origin, RoundRecord};
use crate::names::slug;
use crate::pages::{Page, PageKind, RoundMark};
use parcferme_core::season::{Date, RoundStatus};
use parcferme_core::{Diagnostic, Place};
use std::collections::{BTreeMap, BTreeSet};

/// What the other parts of an import need to know of the season.
pub(super) struct Season {
    /// Numbers of the rounds that were held.
    pub rounds: BTreeSet<u32>,
    /// The round of each race page.
    pub round_of: BTreeMap<String, u32>,
    /// Ids of the classes, as printed.
    pub classes: Vec<String>,
}

/// Fills series, year, classes and rounds; `None` where the pages do not say what season they are about.
pub(super) fn reconcile(pages: &[Page], folder: &mut Folder, made: &mut Import) -> Option<Season> {
    identity::series_and_year(pages, folder, made)?;
    identity::classes(pages, folder);
    let round_of = rounds(pages, folder, made);
    let rounds = folder.rounds.iter().filter_map(|round| round.number).collect();
    let classes = folder.classes.iter().map(|class| class.id.clone()).collect();
    Some(Season { rounds, round_of, classes })
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Number(u32),
    Cancelled(String),
}

#[derive(Default)]
struct Facts {
    event: Stated<String>,
    circuit: Stated<String>,
    date: Stated<Date>,
    /// Names of the event on its own page: title and first sentence.
    further_names: Vec<String>,
    from: Vec<Origin>,
    /// The row of each schedule that has it, by document.
    in_tables: BTreeMap<String, (String, Place)>,
}

fn rounds(pages: &[Page], folder: &mut Folder, made: &mut Import) -> BTreeMap<String, u32> {
    let mut facts: BTreeMap<Key, Facts> = BTreeMap::new();
    for page in pages {
        for row in &page.schedule {
            let key = match &row.round {
                RoundMark::Number(number) => Key::Number(*number),
                RoundMark::Cancelled => Key::Cancelled(slug(&row.event)),
                RoundMark::Other(mark) => {
                    let what = format!(
                        "schedule row \"{} {}\" has no round's number and was left out",
                        mark, row.event
                    );
                    made.report.leave_open(
                        NoteKind::Unread,
                        what,
                        "neither a number nor C",
                        [page.place(row.line)],
                    );
                    continue;
                }
            };
            let of = facts.entry(key).or_default();
            of.event.add(row.event.clone(), page.place(row.line));
            if !row.circuit.is_empty() {
                of.circuit.add(row.circuit.clone(), page.place(row.line));
            }
            if let Some(date) = row.date {
                of.date.add(date, page.place(row.line));
            }
            of.from.push(from(page, row.line));
            if !row.in_prose {
                let row = (format!("in the schedule: {}", row.event), page.place(row.line));
                of.in_tables.insert(page.document.clone(), row);
            }
        }
    }
    let round_of = race_pages(pages, &mut facts, made);
    in_one_schedule_only(pages, &facts, made);
    let scale_events: Vec<String> = pages
        .iter()
        .flat_map(|page| &page.points_rules.scales)
        .flat_map(|scale| scale.events.clone())
        .collect();
    let held = held(pages, &round_of);
    let mut silent = Vec::new();
    let mut events = BTreeSet::new();
    for (key, of) in facts {
        let what = |field: &str| match &key {
            Key::Number(number) => format!("{field} of round {number}"),
            Key::Cancelled(event) => format!("{field} of cancelled {event}"),
        };
        let report = &mut made.report;
        let name = of.event.settle(&what("event"), String::clone, report);
        let name = name.or_else(|| of.further_names.first().cloned()).unwrap_or_default();
        let circuit = of.circuit.settle(&what("circuit"), String::clone, report).unwrap_or_default();
        let date = of.date.settle(&what("date"), Date::to_string, report);
        let mut event = event_id(&name, of.further_names.iter().chain(&scale_events));
        if events.contains(&event) {
            event = format!("{event}-{}", folder.rounds.len() + 1);
        }
        events.insert(event.clone());
        let number = match key {
            Key::Number(number) => Some(number),
            Key::Cancelled(_) => None,
        };
        let status = match number {
            None => RoundStatus::Cancelled,
            Some(number) if held.contains(&number) => RoundStatus::Held,
            Some(_) => RoundStatus::Scheduled,
        };
        if let Some(number) = number.filter(|number| !round_of.values().any(|with| with == number)) {
            silent.push(number);
        }
        folder.rounds.push(RoundRecord {
            number,
            event,
            name,
            circuit,
            date,
            status,
            length: None,
            completed: None,
            measures: Vec::new(),
            main: Vec::new(),
            from: of.from,
        });
    }
    // In the order of the calendar; a cancelled round stands where its day is.
    folder.rounds.sort_by_key(|round| (round.date.is_none(), round.date, round.number, round.event.clone()));
    season_sentences(pages, folder, made);
    if !silent.is_empty() {
        let list: Vec<String> = silent.iter().map(u32::to_string).collect();
        let what = format!("no document gives the results of rounds {}", list.join(", "));
        made.report.leave_open(NoteKind::RoundWithoutResults, what, "known by the season's tables only", []);
    }
    round_of
}

/// Finds the round of each race page: by its number, else by its day or its name.
fn race_pages(pages: &[Page], facts: &mut BTreeMap<Key, Facts>, made: &mut Import) -> BTreeMap<String, u32> {
    let mut round_of = BTreeMap::new();
    for page in pages.iter().filter(|page| page.kind == PageKind::Race) {
        let lead = &page.lead;
        let mut names: Vec<String> = lead.event.iter().map(|event| event.text.clone()).collect();
        names.extend(page.title.as_ref().map(|title| without_year(&title.text).to_owned()));
        let stated = lead.round.map(|(_, number)| number);
        let by_day_or_name = facts.iter().find_map(|(key, of)| {
            let Key::Number(number) = key else { return None };
            let same_day = lead.date.is_some_and(|(_, date)| of.date.any(|other| *other == date));
            let same_name = names.iter().any(|name| of.event.any(|other| holds(other, name)));
            (same_day || same_name).then_some(*number)
        });
        let Some(number) = stated.or(by_day_or_name) else {
            made.diagnostics.push(
                Diagnostic::error("PF0127", "the race page does not say which round it is about")
                    .at(page.place(page.title.as_ref().map_or(0, |title| title.line)))
                    .found(names.first().cloned().unwrap_or_default())
                    .expected(
                        "`was the second race of the ...`, or a day or name that the season's schedule has",
                    )
                    .help("add the sentence to the page, or import the season's page with it"),
            );
            continue;
        };
        if let (Some(stated), Some(other)) = (stated, by_day_or_name)
            && stated != other
        {
            let line = lead.round.map_or(0, |(line, _)| line);
            let scheduled = facts.get(&Key::Number(other)).and_then(|of| of.from.first());
            let place = scheduled.map(|from| Place::line(from.document.as_str(), from.line, ""));
            made.report.conflict(
                &format!("round of {}", names.first().map_or("a race", String::as_str)),
                [
                    (format!("round {stated}"), page.place(line)),
                    (format!("round {other}"), place.unwrap_or_default()),
                ],
            );
        }
        let of = facts.entry(Key::Number(number)).or_default();
        let said_at = lead.date.map(|(line, _)| line).or(lead.round.map(|(line, _)| line));
        of.from.push(from(page, said_at.or(page.title.as_ref().map(|title| title.line)).unwrap_or(0)));
        if let Some((line, date)) = lead.date {
            of.date.add(date, page.place(line));
        }
        if let Some(circuit) = lead.circuit.as_ref().filter(|_| of.circuit.is_empty()) {
            of.circuit.add(circuit.text.clone(), page.place(circuit.line));
        }
        of.further_names.extend(names);
        round_of.insert(page.document.clone(), number);
    }
    round_of
}

/// A round that one schedule has and another has not.
fn in_one_schedule_only(pages: &[Page], facts: &BTreeMap<Key, Facts>, made: &mut Import) {
    let schedules: Vec<&Page> =
        pages.iter().filter(|page| page.schedule.iter().any(|row| !row.in_prose)).collect();
    for (key, of) in facts {
        let lacking: Vec<&&Page> =
            schedules.iter().filter(|page| !of.in_tables.contains_key(&page.document)).collect();
        if of.in_tables.is_empty() || lacking.is_empty() {
            continue;
        }
        let name = match key {
            Key::Number(number) => format!("round {number}"),
            Key::Cancelled(event) => format!("the cancelled round {event}"),
        };
        let mut statements: Vec<(String, Place)> = of.in_tables.values().cloned().collect();
        for page in lacking {
            let first = page.schedule.iter().find(|row| !row.in_prose).map_or(0, |row| row.line);
            statements.push(("not in the schedule that begins here".to_owned(), page.place(first)));
        }
        made.report.conflict(&format!("schedule: {name}"), statements);
    }
}

/// What opening sentences say of the season as a whole, against the calendar.
fn season_sentences(pages: &[Page], folder: &Folder, made: &mut Import) {
    let numbered: Vec<&RoundRecord> = folder.rounds.iter().filter(|round| round.number.is_some()).collect();
    let place_of = |round: &RoundRecord| {
        let seen = round.from.first().map(|from| Place::line(from.document.as_str(), from.line, ""));
        (
            format!(
                "round {}: {}",
                round.number.unwrap_or_default(),
                round.date.map_or_else(String::new, |date| date.to_string())
            ),
            seen.unwrap_or_default(),
        )
    };
    let (Some(first), Some(last)) = (numbered.first(), numbered.last()) else { return };
    for page in pages {
        let lead = &page.lead;
        let report = &mut made.report;
        let mut differs = |what: &str, said: String, line: u32, round: &RoundRecord| {
            report.conflict(what, [(said, page.place(line)), place_of(round)]);
        };
        if let Some((line, races)) = lead.races.filter(|(_, races)| *races as usize != numbered.len()) {
            differs("number of races", format!("{races} races"), line, last);
        }
        if let Some((line, date)) =
            lead.begins.filter(|(_, date)| first.date.is_some_and(|first| first != *date))
        {
            differs("the season's first day", format!("began {date}"), line, first);
        }
        if let Some((line, date)) = lead.ends.filter(|(_, date)| last.date.is_some_and(|last| last != *date))
        {
            differs("the season's last day", format!("ended {date}"), line, last);
        }
        if let Some((line, number)) =
            lead.round.filter(|(_, number)| lead.last_round && last.number != Some(*number))
        {
            differs("the season's last race", format!("round {number} is the final race"), line, last);
        }
    }
}

/// Rounds that something was scored or won in.
fn held(pages: &[Page], round_of: &BTreeMap<String, u32>) -> BTreeSet<u32> {
    let won = pages.iter().flat_map(|page| page.class_winners.iter().map(|winner| winner.round));
    let cells = pages.iter().flat_map(|page| page.standings.iter().flat_map(|table| &table.rows));
    let scored =
        cells.flat_map(|row| row.cells.iter().filter(|cell| cell.points.is_some()).map(|cell| cell.round));
    round_of.values().copied().chain(won).chain(scored).collect()
}

/// The slug of the shortest name that the scheduled name holds: `grand-prix-of-atlanta` of `Chevy Grand Prix of Atlanta`.
fn event_id<'a>(name: &str, others: impl Iterator<Item = &'a String>) -> String {
    let short = others
        .filter(|other| holds(name, other))
        .map(String::as_str)
        .min_by_key(|other| (other.len(), *other));
    slug(short.unwrap_or(name))
}

/// Whether the words of `part` stand in `whole`, in a row.
fn holds(whole: &str, part: &str) -> bool {
    let (whole, part) = (slug(whole), slug(part));
    !part.is_empty() && format!("-{whole}-").contains(&format!("-{part}-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_short_and_stable() {
        let others = ["6 Hours of X".to_owned(), "Petit Y".to_owned()];
        assert_eq!(event_id("Sponsor 6 Hours of X", others.iter()), "6-hours-of-x");
        assert_eq!(event_id("Race Z", others.iter()), "race-z");
    }
}
