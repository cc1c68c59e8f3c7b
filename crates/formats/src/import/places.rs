//! Tables of finishing places by round: results of the rounds that nothing fuller tells of; held against those that are told.

use super::calendar::Season;
use super::{Import, NoteKind, from};
use crate::folder::{EntryRecord, Folder, Origin, ResultRecord, SeatRecord};
use crate::names::slug;
use crate::pages::crew::key;
use crate::pages::{Page, PlaceCell, Scoring, StandingsRow, StandingsTable};
use parcferme_core::Place;
use std::collections::{BTreeMap, BTreeSet};

/// One driver's place in one session.
struct Placed<'p> {
    page: &'p Page,
    row: &'p StandingsRow,
    cell: &'p PlaceCell,
    class: &'p str,
}

/// Entries of the folder by the letters of their driver's name.
type OfDriver = BTreeMap<String, Vec<usize>>;

pub(super) fn reconcile(pages: &[Page], season: &Season, folder: &mut Folder, made: &mut Import) {
    let mut sessions: BTreeMap<(u32, String), Vec<Placed>> = BTreeMap::new();
    for page in pages {
        for table in page.standings.iter().filter(|table| table.scoring == Scoring::Places) {
            let Some(columns) = season.columns.get(&(page.document.clone(), table.line)) else { continue };
            if table.title_id != "drivers" {
                made.report.leave_open(
                    NoteKind::Places,
                    format!("places in the table of {} were left out; its totals were read", table.title_id),
                    "they are not those of one car",
                    [page.place(table.line)],
                );
                continue;
            }
            several_cars(page, table, made);
            let mut taken = 0;
            for row in &table.rows {
                for cell in &row.places {
                    let Some((round, session)) = columns.get(cell.column) else { continue };
                    let session = match (session, cell.nth) {
                        (Some(session), 0) => session.clone(),
                        (None, 0) => "race".to_owned(),
                        (_, nth) => format!("race-{nth}"),
                    };
                    taken += 1;
                    let class = table.class.as_deref().unwrap_or_default();
                    sessions.entry((*round, session)).or_default().push(Placed { page, row, cell, class });
                }
            }
            made.report.note(
                NoteKind::Places,
                format!(
                    "{taken} places of the table \"{}\" are results of {} columns",
                    table.heading,
                    columns.len()
                ),
                "its cells are places: they do not add up to the totals",
                [page.place(table.line)],
            );
        }
    }
    let of_driver = of_driver(folder);
    for ((round, session), placed) in sessions {
        for (session, placed) in apart(&session, placed) {
            enter(round, &session, placed, &of_driver, folder, made);
        }
    }
    several_sessions(folder);
}

fn of_driver(folder: &Folder) -> OfDriver {
    let mut of_driver = OfDriver::new();
    for (at, entry) in folder.entries.iter().enumerate() {
        of_driver.entry(key(&entry.driver)).or_default().push(at);
    }
    of_driver
}

/// Competitors with several lines: their places are those of several cars.
fn several_cars(page: &Page, table: &StandingsTable, made: &mut Import) {
    let any = table.rows.iter().any(|row| !row.places.is_empty());
    for row in table.rows.iter().filter(|row| any && row.places.is_empty() && row.lines > 1) {
        made.report.leave_open(
            NoteKind::Places,
            format!("places of {} were left out", row.competitor.name),
            "the table has several lines for one competitor",
            [page.place(row.line)],
        );
    }
}

/// Classes that raced for themselves have sessions of their own: in one race no place is taken twice.
fn apart<'p>(session: &str, placed: Vec<Placed<'p>>) -> Vec<(String, Vec<Placed<'p>>)> {
    let mut at: BTreeMap<u32, BTreeMap<&str, String>> = BTreeMap::new();
    for own in &placed {
        if let Some(position) = own.cell.position {
            at.entry(position).or_default().insert(own.class, key(&own.row.competitor.name));
        }
    }
    let differ = |names: &&BTreeMap<&str, String>| names.values().collect::<BTreeSet<_>>().len() > 1;
    let (shared, clashing) =
        (at.values().filter(|names| names.len() > 1).count(), at.values().filter(differ).count());
    let classes: BTreeSet<&str> = placed.iter().map(|own| own.class).collect();
    if classes.len() < 2 || clashing < 2 || 2 * clashing < shared {
        return vec![(session.to_owned(), placed)];
    }
    let mut of: BTreeMap<&str, Vec<Placed<'p>>> = BTreeMap::new();
    for own in placed {
        of.entry(own.class).or_default().push(own);
    }
    of.into_iter()
        .map(|(class, all)| {
            let name =
                if class.is_empty() { session.to_owned() } else { format!("{session}-{}", slug(class)) };
            (name, all)
        })
        .collect()
}

/// Rows of a session, where no document has its results; else a comparison with them.
fn enter(
    round: u32,
    session: &str,
    placed: Vec<Placed>,
    of_driver: &OfDriver,
    folder: &mut Folder,
    made: &mut Import,
) {
    if let Some(records) = folder.results.get(&(round, session.to_owned())) {
        return compare(round, records, &placed, made);
    }
    let mut rows: Vec<ResultRecord> = Vec::new();
    let mut of: BTreeMap<String, usize> = BTreeMap::new();
    for own in &placed {
        let name = &own.row.competitor.name;
        let here = from(own.page, own.cell.line);
        let letters = key(name);
        match of.get(&letters).and_then(|&at| rows.get_mut(at)) {
            Some(row) if row.position == own.cell.position && row.status == status(own.cell) => {
                row.from.push(here)
            }
            Some(row) => made.report.conflict(
                &format!("place of {name} in round {round}"),
                [
                    (shown(row.position, row.status), place(&row.from)),
                    (own.cell.text.clone(), own.page.place(own.cell.line)),
                ],
            ),
            None => {
                let entries = of_driver.get(&letters).into_iter().flatten();
                let entry = entered(folder, own.class, entries, round);
                of.insert(letters, rows.len());
                let nation = own.row.competitor.nation_code();
                rows.push(ResultRecord {
                    position: own.cell.position,
                    status: status(own.cell),
                    class: own.class.to_owned(),
                    number: entry.as_ref().map(|(number, _)| number.clone()).unwrap_or_default(),
                    team: entry.map(|(_, team)| team).unwrap_or_default(),
                    crew: vec![SeatRecord {
                        id: String::new(),
                        driver: name.clone(),
                        nation,
                        drove: true,
                        scores: true,
                        drive_time: None,
                    }],
                    from: vec![here],
                    ..ResultRecord::default()
                });
            }
        }
    }
    rows.sort_by_key(|row| (row.position.is_none(), row.position));
    folder.results.insert((round, session.to_owned()), rows);
}

fn place(from: &[Origin]) -> Place {
    from.first().map_or_else(Place::default, |from| Place::line(from.document.as_str(), from.line, ""))
}

fn shown(position: Option<u32>, status: parcferme_core::season::Status) -> String {
    match position {
        Some(position) => format!("{position} {}", status.word()),
        None => status.word().to_owned(),
    }
}

fn status(cell: &PlaceCell) -> parcferme_core::season::Status {
    super::results::status(cell.mark)
}

/// Number and team of a driver with these entries, where they prove them: one car for the driver in that round.
fn entered<'e>(
    folder: &Folder,
    class: &str,
    of_driver: impl Iterator<Item = &'e usize>,
    round: u32,
) -> Option<(String, String)> {
    let all: Vec<u32> = folder.rounds.iter().filter_map(|round| round.number).collect();
    let car = |entry: &EntryRecord| (entry.number.clone(), entry.team.clone());
    let entries: Vec<&EntryRecord> = of_driver
        .filter_map(|&at| folder.entries.get(at))
        .filter(|entry| entry.class.is_empty() || class.is_empty() || entry.class == class)
        .collect();
    let cars: BTreeSet<(String, String)> = entries.iter().map(|entry| car(entry)).collect();
    let mut found: BTreeSet<(String, String)> = BTreeSet::new();
    for entry in entries {
        // Without rounds it is for all of them, or for those that another entry leaves: nobody knows.
        let in_round = match entry.rounds.is_empty() {
            true if cars.len() > 1 => return None,
            true => true,
            false => entry.parse_rounds(&all)?.0.contains(&round),
        };
        if in_round {
            found.insert(car(entry));
        }
    }
    let first = found.pop_first()?;
    // `8/19` are the numbers of several races, or cars.
    let one = !first.0.is_empty() && !first.0.contains(['/', ',', ' ']);
    (found.is_empty() && one).then_some(first)
}

/// Places against the results that are known otherwise.
fn compare(round: u32, records: &[ResultRecord], placed: &[Placed], made: &mut Import) {
    let mut of: BTreeMap<String, &ResultRecord> = BTreeMap::new();
    for record in records {
        for seat in &record.crew {
            of.entry(key(&seat.driver)).or_insert(record);
        }
    }
    for own in placed {
        let name = &own.row.competitor.name;
        let Some(record) = of.get(&key(name)) else { continue };
        let (position, status) = (own.cell.position, status(own.cell));
        let same_end = record.status == status || record.position.is_some() && position.is_some();
        let same_place = record.position == position || (position.is_none() && record.status == status);
        if same_end && same_place {
            continue;
        }
        made.report.conflict(
            &format!("place of {name} in round {round}"),
            [
                (shown(record.position, record.status), place(&record.from)),
                (own.cell.text.clone(), own.page.place(own.cell.line)),
            ],
        );
    }
}

/// Rounds whose results are not called `race` name the sessions that they are for.
fn several_sessions(folder: &mut Folder) {
    let mut raced: BTreeMap<u32, BTreeSet<String>> = BTreeMap::new();
    for (round, session) in folder.results.keys() {
        if ["race", "sprint", "feature"].iter().any(|own| session.starts_with(own)) {
            raced.entry(*round).or_default().insert(session.clone());
        }
    }
    for round in &mut folder.rounds {
        let Some(sessions) = round.number.and_then(|number| raced.get(&number)) else { continue };
        let by_class =
            sessions.iter().any(|session| !round.main.contains(session)) && !sessions.contains("race");
        if by_class {
            let plain: Vec<String> =
                round.main.iter().filter(|own| sessions.contains(*own)).cloned().collect();
            round.main = plain
                .into_iter()
                .chain(sessions.iter().cloned())
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::Mark;

    #[test]
    fn a_mark_is_a_status() {
        let cell = |mark| PlaceCell { column: 0, nth: 0, line: 1, position: None, mark, text: String::new() };
        assert_eq!(status(&cell(Mark::DidNotFinish)), parcferme_core::season::Status::Dnf);
        assert_eq!(status(&cell(Mark::None)), parcferme_core::season::Status::Finished);
    }

    #[test]
    fn a_number_is_proven_by_one_car_for_the_round() {
        let number = |entries: &[(&str, &str)], round| {
            let entries = entries
                .iter()
                .map(|(number, rounds)| EntryRecord {
                    driver: "Anton Brand".to_owned(),
                    team: "Brand Racing".to_owned(),
                    number: (*number).to_owned(),
                    rounds: (*rounds).to_owned(),
                    ..EntryRecord::default()
                })
                .collect();
            let folder = Folder { entries, ..Folder::default() };
            let of_driver = of_driver(&folder);
            entered(&folder, "", of_driver[&key("Anton Brand")].iter(), round).map(|(number, _)| number)
        };
        assert_eq!(number(&[("7", "")], 2).as_deref(), Some("7"));
        assert_eq!(number(&[("7", "1"), ("8", "2-3")], 2).as_deref(), Some("8"));
        assert_eq!(number(&[("7", "1")], 2), None);
        // Several cars, one of them with several numbers: which it was is open.
        assert_eq!(number(&[("7", ""), ("8/19", "")], 2), None);
        assert_eq!(number(&[("7", "2"), ("8/19", "1-3")], 2), None);
        assert_eq!(number(&[("7", "2"), ("8/19", "3")], 2).as_deref(), Some("7"));
        assert_eq!(number(&[("7", "2"), ("8", "")], 2), None);
        assert_eq!(number(&[("7", "1"), ("8", "")], 2), None);
    }
}
