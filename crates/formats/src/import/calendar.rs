//! Which season the pages are about, its classes and its rounds.

use super::agree::Stated;
use super::columns::{self, Known};
use super::identity::{self, without_year};
use super::{Import, NoteKind, from};
use crate::folder::{Folder, Origin, RoundRecord};
use crate::names::slug;
use crate::pages::{Page, PageKind, RoundMark, RoundOf, Scoring, StandingsTable};
use parcferme_core::season::{Date, RoundStatus};
use parcferme_core::{Diagnostic, Place};
use std::collections::{BTreeMap, BTreeSet};

/// What the other parts of an import need to know of the season.
pub(super) struct Season {
    /// Numbers of the rounds that the season has.
    pub rounds: BTreeSet<u32>,
    /// The round of each race page.
    pub round_of: BTreeMap<String, u32>,
    /// Ids of the classes, as printed.
    pub classes: Vec<String>,
    /// Rounds and sessions of the columns of each table of standings, by document and line of the table.
    pub columns: Mapped,
    /// Numbered rounds by the words of their names.
    named: Vec<Known>,
}

impl Season {
    /// The round of a result: that of its page, or the one that its heading names.
    pub fn round_of_row(&self, page: &Page, of: Option<&RoundOf>) -> Option<u32> {
        match of {
            None => self.round_of.get(&page.document).copied(),
            Some(RoundOf::Number(number)) => self.rounds.contains(number).then_some(*number),
            Some(RoundOf::Event(name)) => {
                let mut found = self.named.iter().filter(|known| known.bears(name)).map(|known| known.number);
                let first = found.next()?;
                found.next().is_none().then_some(first)
            }
        }
    }
}

/// Fills series, year, classes and rounds; `None` where the pages do not say what season they are about.
pub(super) fn reconcile(
    pages: &[Page],
    existing: &Folder,
    folder: &mut Folder,
    made: &mut Import,
) -> Option<Season> {
    identity::series_and_year(pages, existing, folder, made)?;
    identity::classes(pages, folder);
    let (round_of, columns, named) = rounds(pages, folder, made);
    let listed = pages.iter().any(|page| page.schedule.len() > 1);
    folder.calendar_open = !listed && (existing.calendar_open || existing.rounds.is_empty());
    let rounds = folder.rounds.iter().filter_map(|round| round.number).collect();
    let classes = folder.classes.iter().map(|class| class.id.clone()).collect();
    Some(Season { rounds, round_of, classes, columns, named })
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Number(u32),
    Cancelled(String),
}

impl Known {
    /// A numbered round by what its calendar row says.
    fn of(key: &Key, of: &Facts) -> Option<Known> {
        let Key::Number(number) = key else { return None };
        let names = of.event.values().chain(of.circuit.values()).chain(of.further_names.iter());
        Some(Known {
            number: *number,
            names: names.cloned().collect(),
            nation: of.nation.clone(),
            cancelled: of.cancelled(),
        })
    }
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
    nation: Option<String>,
    /// Rows of calendars that say that it was called off, and those that do not: what was run again was held.
    called_off: usize,
    called: usize,
    /// Races that the calendar counts in it.
    races: u32,
    /// A calendar names who won it.
    won: bool,
    length: Stated<String>,
}

impl Facts {
    fn cancelled(&self) -> bool {
        self.called_off > 0 && self.called == 0
    }
}

/// Round and session of each column, by document and line of the table.
pub(super) type Mapped = BTreeMap<(String, u32), Vec<Column>>;
pub(super) type Column = (u32, Option<String>);

fn rounds(
    pages: &[Page],
    folder: &mut Folder,
    made: &mut Import,
) -> (BTreeMap<String, u32>, Mapped, Vec<Known>) {
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
            of.nation = of.nation.take().or_else(|| row.nation.clone());
            *(if row.cancelled { &mut of.called_off } else { &mut of.called }) += 1;
            of.races = of.races.max(row.races);
            of.won |= row.won;
            if let Some(length) = row.length {
                of.length.add(crate::folder::show_length(length), page.place(row.line));
            }
            if !row.in_prose {
                let row = (format!("in the schedule: {}", row.event), page.place(row.line));
                of.in_tables.insert(page.document.clone(), row);
            }
        }
    }
    let round_of = race_pages(pages, &mut facts, made);
    without_calendar(pages, &round_of, &mut facts, made);
    let known: Vec<Known> = facts.iter().filter_map(|(key, of)| Known::of(key, of)).collect();
    let columns = map_columns(pages, &known, made);
    in_one_schedule_only(pages, &facts, made);
    let scale_events: Vec<String> = pages
        .iter()
        .flat_map(|page| &page.points_rules.scales)
        .flat_map(|scale| scale.events.clone())
        .collect();
    let mut held = held(pages, &round_of, &columns, &known);
    held.extend(facts.iter().filter(|(_, of)| of.won).filter_map(|(key, _)| match key {
        Key::Number(number) => Some(*number),
        Key::Cancelled(_) => None,
    }));
    let sessions = sessions(pages, &round_of, &columns, &known);
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
        let name = match &key {
            Key::Number(number) if name.is_empty() => format!("Round {number}"),
            _ => name,
        };
        let circuit = of.circuit.settle(&what("circuit"), String::clone, report).unwrap_or_default();
        let date = of.date.settle(&what("date"), Date::to_string, report);
        let length = of.length.settle(&what("length"), String::clone, report);
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
            Some(_) if of.cancelled() => RoundStatus::Cancelled,
            Some(number) if held.contains(&number) => RoundStatus::Held,
            Some(_) => RoundStatus::Scheduled,
        };
        if let Some(number) = number
            .filter(|number| !of.cancelled() && !has_results(pages, &round_of, &columns, &known, *number))
        {
            silent.push(number);
        }
        let races: Vec<String> =
            (1..=of.races).map(|race| format!("race-{race}")).filter(|_| of.races > 1).collect();
        let raced = number.and_then(|number| sessions.get(&number)).cloned().unwrap_or_default();
        // Of a round with one race, and nothing else that counts, the session is `race`.
        let main: BTreeSet<String> = races.into_iter().chain(raced).collect();
        let main = if main.contains("race") { Vec::new() } else { main.into_iter().collect() };
        folder.rounds.push(RoundRecord {
            number,
            event,
            name,
            short_name: String::new(),
            circuit,
            date,
            status,
            length: length.and_then(|length| crate::folder::parse_length(&length)),
            completed: None,
            measures: Vec::new(),
            main,
            sessions: Vec::new(),
            from: of.from,
        });
    }
    // In the order of the calendar; a cancelled round stands where its day is.
    folder.rounds.sort_by_key(|round| (round.date.is_none(), round.date, round.number, round.event.clone()));
    if pages.iter().any(|page| page.schedule.iter().any(|row| !row.in_prose)) {
        season_sentences(pages, folder, made);
    }
    if !silent.is_empty() {
        let list: Vec<String> = silent.iter().map(u32::to_string).collect();
        let what = format!("no document gives the results of rounds {}", list.join(", "));
        made.report.leave_open(NoteKind::RoundWithoutResults, what, "known by the season's tables only", []);
    }
    (round_of, columns, known)
}

/// Rounds of pages that have no calendar: the columns of the widest table, the rounds that headings number, and those
/// before the race that a page is about.
fn without_calendar(
    pages: &[Page],
    round_of: &BTreeMap<String, u32>,
    facts: &mut BTreeMap<Key, Facts>,
    made: &mut Import,
) {
    for page in pages {
        for row in &page.results {
            if let Some(RoundOf::Number(number)) = row.of {
                let of = facts.entry(Key::Number(number)).or_default();
                if of.from.is_empty() {
                    of.from.push(from(page, row.line));
                }
            }
        }
    }
    if pages.iter().any(|page| page.schedule.iter().any(|row| !row.in_prose)) {
        return;
    }
    let tables = pages.iter().flat_map(|page| page.standings.iter().map(move |table| (page, table)));
    let events = |table: &StandingsTable| table.columns.last().map_or(0, |column| column.event);
    // Of equally wide ones the first.
    let widest = tables
        .filter(|(_, table)| events(table) > 0)
        .min_by_key(|(_, table)| std::cmp::Reverse(events(table)));
    if let Some((page, table)) = widest {
        for column in &table.columns {
            let of = facts.entry(Key::Number(column.number.unwrap_or(column.event))).or_default();
            if of.event.is_empty() && column.number.is_none() && of.further_names.is_empty() {
                of.event.add(columns::event_of(&column.label), page.place(table.line));
            }
            if of.from.is_empty() {
                of.from.push(from(page, table.line));
            }
        }
        made.report.note(
            NoteKind::RoundsFromColumns,
            format!("the rounds are the {} columns of the table", events(table)),
            "no document has a calendar",
            [page.place(table.line)],
        );
        return;
    }
    for page in pages.iter().filter(|page| page.standings.iter().any(|table| table.after)) {
        let Some(&number) = round_of.get(&page.document) else { continue };
        let line = page.lead.round.map_or(0, |(line, _)| line);
        let before: Vec<u32> =
            (1..number).filter(|round| !facts.contains_key(&Key::Number(*round))).collect();
        for round in &before {
            facts.entry(Key::Number(*round)).or_default().from.push(from(page, line));
        }
        if let (Some(first), Some(last)) = (before.first(), before.last()) {
            made.report.leave_open(
                NoteKind::RoundWithoutResults,
                format!(
                    "of rounds {first} to {last} nothing is known but that they were before round {number}"
                ),
                "the standings after the race rest on them",
                [page.place(line)],
            );
        }
    }
}

/// Rounds and sessions of the columns of all tables of standings, where they can be told.
fn map_columns(pages: &[Page], known: &[Known], made: &mut Import) -> Mapped {
    let mut mapped = Mapped::new();
    // Rows of the fullest calendar: a round that was called off and run again has two.
    let calendar = |page: &Page| -> Vec<u32> {
        let rows = page.schedule.iter().filter(|row| !row.in_prose);
        rows.filter_map(|row| if let RoundMark::Number(number) = row.round { Some(number) } else { None })
            .collect()
    };
    let rows = pages.iter().map(calendar).max_by_key(Vec::len).unwrap_or_default();
    for page in pages {
        for table in page.standings.iter().filter(|table| !table.columns.is_empty()) {
            match columns::map(table, known, &rows) {
                Ok(own) => {
                    mapped.insert((page.document.clone(), table.line), own);
                }
                Err(why) => {
                    made.left_out += 1;
                    made.diagnostics.push(
                        Diagnostic::warning(
                            "PF0171",
                            "the rounds of a table's columns cannot be told: its cells were left out",
                        )
                        .at(page.place(table.line))
                        .found(why)
                        .expected("a column for each round of the calendar, or heads that name rounds of it")
                        .help(
                            "the totals were read; number the columns as the calendar does: `Rd 1`, `Rd 2`",
                        ),
                    );
                }
            }
        }
    }
    mapped
}

/// Sessions that were raced in each round, beside `race`.
fn sessions(
    pages: &[Page],
    round_of: &BTreeMap<String, u32>,
    columns: &Mapped,
    known: &[Known],
) -> BTreeMap<u32, BTreeSet<String>> {
    let mut found: BTreeMap<u32, BTreeSet<String>> = BTreeMap::new();
    for (round, session) in columns.values().flatten() {
        if let Some(session) = session {
            found.entry(*round).or_default().insert(session.clone());
        }
    }
    for page in pages {
        for row in &page.results {
            if let Some(round) = round_of_row(page, row.of.as_ref(), round_of, known)
                && let Some(session) = raced(&row.session)
            {
                found.entry(round).or_default().insert(session.to_owned());
            }
        }
    }
    // Beside a race, a sprint is another session and not what the round is for.
    for sessions in found.values_mut() {
        if sessions.contains("race") {
            sessions.retain(|session| session == "race" || session.starts_with("race-"));
        }
    }
    found
}

/// The session of a result that was a race.
fn raced(session: &str) -> Option<&str> {
    match session {
        "" => Some("race"),
        _ => ["race", "sprint", "feature"].iter().any(|own| session.starts_with(own)).then_some(session),
    }
}

fn round_of_row(
    page: &Page,
    of: Option<&RoundOf>,
    round_of: &BTreeMap<String, u32>,
    known: &[Known],
) -> Option<u32> {
    match of {
        None => round_of.get(&page.document).copied(),
        Some(RoundOf::Number(number)) => Some(*number),
        Some(RoundOf::Event(name)) => {
            let mut found = known.iter().filter(|known| known.bears(name)).map(|known| known.number);
            let first = found.next()?;
            found.next().is_none().then_some(first)
        }
    }
}

fn has_results(
    pages: &[Page],
    round_of: &BTreeMap<String, u32>,
    columns: &Mapped,
    known: &[Known],
    round: u32,
) -> bool {
    round_of.values().any(|with| *with == round)
        || pages.iter().any(|page| {
            page.results.iter().any(|row| {
                row.of.is_some() && round_of_row(page, row.of.as_ref(), round_of, known) == Some(round)
            }) || page.standings.iter().filter(|table| table.scoring == Scoring::Places).any(|table| {
                columns
                    .get(&(page.document.clone(), table.line))
                    .is_some_and(|own| own.iter().any(|(number, _)| *number == round))
            })
        })
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
        let alone = pages.len() == 1;
        if stated.or(by_day_or_name).is_none() && alone {
            made.diagnostics.push(
                Diagnostic::warning(
                    "PF0172",
                    "the page does not say which round of its season it is about: it is kept as round 1",
                )
                .at(page.place(page.title.as_ref().map_or(0, |title| title.line)))
                .found(names.first().cloned().unwrap_or_default())
                .expected("`was the second round of the ...` in its first sentences")
                .help("import the season's page with it, or correct the round's number in season.toml"),
            );
        }
        let Some(number) = stated.or(by_day_or_name).or(alone.then_some(1)) else {
            made.left_out += 1;
            made.diagnostics.push(
                Diagnostic::warning(
                    "PF0127",
                    "the race page does not say which round it is about: it was left out",
                )
                .at(page.place(page.title.as_ref().map_or(0, |title| title.line)))
                .found(names.first().cloned().unwrap_or_default())
                .expected("`was the second race of the ...`, or a day or name that the season's schedule has")
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
fn held(
    pages: &[Page],
    round_of: &BTreeMap<String, u32>,
    columns: &Mapped,
    known: &[Known],
) -> BTreeSet<u32> {
    let won = pages.iter().flat_map(|page| page.class_winners.iter().map(|winner| winner.round));
    let of_rows = pages.iter().flat_map(|page| {
        page.results.iter().filter_map(|row| round_of_row(page, row.of.as_ref(), round_of, known))
    });
    let mut held: BTreeSet<u32> = round_of.values().copied().chain(won).chain(of_rows).collect();
    for page in pages {
        for table in &page.standings {
            let Some(own) = columns.get(&(page.document.clone(), table.line)) else { continue };
            let round_at = |index: usize| own.get(index).map(|(round, _)| *round);
            for row in &table.rows {
                held.extend(row.places.iter().filter_map(|place| round_at(place.column)));
                held.extend(row.cells.iter().filter(|cell| cell.points.is_some()).filter_map(|cell| {
                    let at = table
                        .columns
                        .iter()
                        .position(|column| column.number.unwrap_or(column.event) == cell.round)?;
                    round_at(at)
                }));
            }
        }
        // What a race's page says of the season, it says of the races before it too.
        if let Some(&number) =
            round_of.get(&page.document).filter(|_| page.standings.iter().any(|table| table.after))
        {
            held.extend(1..=number);
        }
    }
    held
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
