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
    /// The table ranks teams of one car each.
    team: bool,
}

pub(super) fn reconcile(pages: &[Page], season: &Season, folder: &mut Folder, made: &mut Import) {
    let mut sessions: BTreeMap<(u32, String), Vec<Placed>> = BTreeMap::new();
    let of_places = |page: &Page, table: &StandingsTable| {
        table.scoring == Scoring::Places && season.columns.contains_key(&(page.document.clone(), table.line))
    };
    let of_drivers = pages
        .iter()
        .any(|page| page.standings.iter().any(|table| table.title_id == "drivers" && of_places(page, table)));
    let mut left: Vec<(&Page, &StandingsTable)> = Vec::new();
    for page in pages {
        for table in page.standings.iter().filter(|table| of_places(page, table)) {
            let Some(columns) = season.columns.get(&(page.document.clone(), table.line)) else { continue };
            let of_teams = !of_drivers && is_of_single_cars(table);
            if table.title_id != "drivers" && !of_teams {
                left.push((page, table));
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
                    sessions.entry((*round, session)).or_default().push(Placed {
                        page,
                        row,
                        cell,
                        class,
                        team: of_teams,
                    });
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
    let entered = Entered::new(folder);
    for ((round, session), placed) in sessions {
        for (session, placed) in apart(&session, placed) {
            enter(round, &session, placed, &entered, folder, made);
        }
    }
    // What a table has of sessions that nothing else tells is lost with it.
    for (page, table) in left {
        let columns = season.columns.get(&(page.document.clone(), table.line));
        let placed: BTreeSet<usize> =
            table.rows.iter().flat_map(|row| row.places.iter().map(|cell| cell.column)).collect();
        let unknown = |column: &&usize| {
            let round = columns.and_then(|own| own.get(**column)).map(|(round, _)| *round);
            round.is_some_and(|round| !folder.results.keys().any(|(known, _)| *known == round))
        };
        made.left_out += placed.iter().filter(unknown).count();
    }
    several_sessions(folder);
}

/// Entries of the folder by the letters of their driver's name, and of their team's.
struct Entered {
    of_driver: BTreeMap<String, Vec<usize>>,
    of_team: BTreeMap<String, Vec<usize>>,
}

impl Entered {
    fn new(folder: &Folder) -> Entered {
        let by = |name: &dyn Fn(&EntryRecord) -> String| {
            let mut by: BTreeMap<String, Vec<usize>> = BTreeMap::new();
            for (at, entry) in folder.entries.iter().enumerate() {
                by.entry(name(entry)).or_default().push(at);
            }
            by
        };
        Entered { of_driver: by(&|own| key(&own.driver)), of_team: by(&|own| key(&own.team)) }
    }

    /// The entry of a driver, or of a team with one car, where the entry list proves it: one car and one driver for that round.
    fn entry(&self, folder: &Folder, class: &str, team: bool, name: &str, round: u32) -> Option<EntryRecord> {
        let all: Vec<u32> = folder.rounds.iter().filter_map(|round| round.number).collect();
        let car = |entry: &EntryRecord| match team {
            true => (entry.number.clone(), entry.driver.clone()),
            false => (entry.number.clone(), entry.team.clone()),
        };
        let named = if team { &self.of_team } else { &self.of_driver };
        let entries: Vec<&EntryRecord> = named
            .get(&key(name))
            .into_iter()
            .flatten()
            .filter_map(|&at| folder.entries.get(at))
            .filter(|entry| entry.class.is_empty() || class.is_empty() || entry.class == class)
            .collect();
        let cars: BTreeSet<(String, String)> = entries.iter().map(|entry| car(entry)).collect();
        let mut found: BTreeMap<(String, String), &EntryRecord> = BTreeMap::new();
        for entry in entries {
            // Without rounds it is for all of them, or for those that another entry leaves: nobody knows.
            let in_round = match entry.rounds.is_empty() {
                true if cars.len() > 1 => return None,
                true => true,
                false => entry.parse_rounds(&all)?.0.contains(&round),
            };
            if in_round {
                found.insert(car(entry), entry);
            }
        }
        let (first, entry) = found.pop_first()?;
        // `8/19` are the numbers of several races, or cars.
        let one = !first.0.is_empty() && !first.0.contains(['/', ',', ' ']);
        (found.is_empty() && one).then(|| entry.clone())
    }
}

/// Whether a table of places ranks teams, or nations, of one car each: every row is of one car, and the places of most races
/// are counted from the first to the last without a gap.
fn is_of_single_cars(table: &StandingsTable) -> bool {
    let several = |row: &StandingsRow| row.lines > 1 && row.places.is_empty();
    if !matches!(table.title_id.as_str(), "teams" | "nations") || table.rows.iter().any(several) {
        return false;
    }
    let mut columns: BTreeMap<(usize, u32), Vec<u32>> = BTreeMap::new();
    for cell in table.rows.iter().flat_map(|row| &row.places) {
        columns.entry((cell.column, cell.nth)).or_default().extend(cell.position);
    }
    columns.retain(|_, places| !places.is_empty());
    let whole = |places: &&Vec<u32>| {
        let all: BTreeSet<u32> = places.iter().copied().collect();
        all.len() == places.len()
            && all.len() > 5
            && all.last().is_some_and(|last| *last as usize == all.len())
    };
    !columns.is_empty() && 10 * columns.values().filter(whole).count() >= 8 * columns.len()
}

/// Competitors with several lines: their places are those of several cars.
fn several_cars(page: &Page, table: &StandingsTable, made: &mut Import) {
    let any = table.rows.iter().any(|row| !row.places.is_empty());
    for row in table.rows.iter().filter(|row| any && row.places.is_empty() && row.lines > 1) {
        made.left_out += 1;
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
    entries: &Entered,
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
                of.insert(letters, rows.len());
                let nation = own.row.competitor.nation_code();
                let driver = own.cell.driver.as_ref();
                let entry = match driver {
                    // Whoever drove proves the car, where the entry is of the same team.
                    Some(driver) => entries
                        .entry(folder, own.class, false, &driver.name, round)
                        .filter(|entry| !own.team || key(&entry.team) == key(name)),
                    None => entries.entry(folder, own.class, own.team, name, round),
                };
                let seat = |driver: String, nation: String| SeatRecord { nation, ..SeatRecord::of(driver) };
                let crew = match (own.team, driver, &entry) {
                    (false, ..) => vec![seat(name.clone(), nation.clone())],
                    (true, Some(driver), _) => vec![seat(driver.name.clone(), driver.nation_code())],
                    (true, None, Some(entry)) => vec![seat(entry.driver.clone(), entry.nation.clone())],
                    (true, None, None) => Vec::new(),
                };
                let number = entry.as_ref().map(|entry| entry.number.clone()).unwrap_or_default();
                let (team, team_nation) = match own.team {
                    true => (name.clone(), nation),
                    false => (entry.map(|entry| entry.team).unwrap_or_default(), String::new()),
                };
                rows.push(ResultRecord {
                    position: own.cell.position,
                    status: status(own.cell),
                    class: own.class.to_owned(),
                    number,
                    team,
                    team_nation,
                    crew,
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
        let drove = |record: &&ResultRecord| match own.team {
            true => key(&record.team) == key(name),
            false => record.crew.iter().any(|seat| key(&seat.driver) == key(name)),
        };
        let Some(record) = records.iter().find(drove) else { continue };
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
        let cell = |mark| PlaceCell {
            column: 0,
            nth: 0,
            line: 1,
            position: None,
            mark,
            text: String::new(),
            driver: None,
        };
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
            Entered::new(&folder).entry(&folder, "", false, "Anton Brand", round).map(|entry| entry.number)
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
