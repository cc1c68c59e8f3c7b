//! The same documents of Al Kamel Systems as JSON: results and time cards become the rows of the CSV form, which one reader
//! reads; tables of a championship become published tables.

use super::form::File;
use super::json::Node;
use super::league::{Line, record, unequal};
use super::said::Event;
use super::sim::Wrote;
use super::{tables, timing};
use parcferme_core::season::Date;
use parcferme_core::{Diagnostic, Place, Points};
use std::collections::BTreeMap;

pub(super) fn is(root: Node<'_>) -> bool {
    let session = root.get("session").is_some_and(|own| own.has(&["event_name", "session_name"]));
    (session && DOCUMENTS.iter().any(|(key, ..)| !root.list(key).is_empty())) || is_table(root)
}

fn is_table(root: Node<'_>) -> bool {
    root.get("championship").is_some_and(|own| !own.list("sessions").is_empty())
        && root.list("classification").first().is_some_and(|own| own.has(&["points_by_session"]))
}

/// The key that a document's rows stand under, what it is, and, where it is read as CSV, how.
const DOCUMENTS: &[(&str, &str, Option<Rows>)] = &[
    ("classification", "results (JSON of Al Kamel)", Some(results)),
    ("participants", "time cards (JSON of Al Kamel)", Some(laps)),
    ("grid", "a starting grid (JSON of Al Kamel)", None),
    ("flags", "flags and messages of race control (JSON of Al Kamel)", None),
];

/// Makes the rows of the CSV form, each with the line that it stands in.
type Rows = fn(&[Node<'_>]) -> Vec<(u32, Vec<String>)>;

pub(super) fn read(file: &File<'_>, root: Node<'_>) -> Wrote {
    if is_table(root) {
        return table(file, root);
    }
    let mut wrote = Wrote::new(file.name, "a document of Al Kamel (JSON)");
    let Some(head) = root.get("session") else { return wrote };
    let own = DOCUMENTS.iter().find(|(key, ..)| !root.list(key).is_empty());
    let Some((key, what, rows)) = own else { return wrote };
    (*what).clone_into(&mut wrote.said.taken_for);
    let Some(rows) = rows else {
        wrote.left("the whole file", "nothing in a season folder holds it");
        return wrote;
    };
    let rows = rows(&root.list(key));
    let Some(text) = csv(&rows) else { return wrote };
    let Some((said, told)) = timing::read(&File { bytes: text.as_bytes(), ..*file }) else { return wrote };
    let line_of = |line: u32| {
        let at = usize::try_from(line).ok().and_then(|own| own.checked_sub(1));
        at.and_then(|at| rows.get(at)).map_or(0, |own| own.0)
    };
    wrote.said = said;
    (*what).clone_into(&mut wrote.said.taken_for);
    wrote.told = told;
    for place in wrote.told.iter_mut().flat_map(|own| &mut own.places) {
        place.line = line_of(place.line);
    }
    for left in &mut wrote.said.left {
        left.line = line_of(left.line);
    }
    let day = day(&head.text("session_date"));
    wrote.said.series = head.text("championship_name");
    wrote.said.year = day.map(Date::year);
    wrote.said.title = head.text("report_message");
    let named = tables::session_named(&head.text("session_name"));
    let kind = tables::session_named(&head.text("session_type")).or(named.clone()).map(|own| own.0);
    for session in &mut wrote.said.sessions {
        for row in &mut session.rows {
            row.line = row.from.first().map_or(0, |own| line_of(own.line));
            row.from.clear();
        }
        session.event = Event {
            name: head.text("event_name"),
            circuit: head.get("circuit").map_or_else(String::new, |own| own.text("name")),
            date: day,
            ..Event::default()
        };
        if let Some(kind) = kind {
            (session.kind, session.kind_is_open) = (kind, false);
        }
        if let Some((_, id)) = named.clone().filter(|own| own.0 == session.kind && own.1 != own.0.word()) {
            session.id = id;
        }
        session.provisional = head.text("report_mark").to_lowercase().contains("provisional");
    }
    wrote
}

/// `25-01-2025 13:40`, `25/01/2025 13:40`: the day stands first.
fn day(text: &str) -> Option<Date> {
    let day = text.split_whitespace().next()?;
    let parts: Vec<&str> = day.split(['-', '/']).collect();
    let [day, month, year] = parts.as_slice() else { return None };
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

fn csv(rows: &[(u32, Vec<String>)]) -> Option<String> {
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    for (_, row) in rows {
        writer.write_record(row).ok()?;
    }
    String::from_utf8(writer.into_inner().ok()?).ok()
}

/// Drivers that one car can have in the CSV form.
const SEATS: usize = 6;

fn results(cars: &[Node<'_>]) -> Vec<(u32, Vec<String>)> {
    const SAME: [&str; 10] = [
        "position",
        "number",
        "status",
        "laps",
        "class",
        "group",
        "team",
        "vehicle",
        "gap_first",
        "gap_previous",
    ];
    // Best laps decide where the sheet has no time of a race.
    let is_race = cars.iter().any(|own| own.get("elapsed_time").is_some());
    let times: &[(&str, &str)] = if is_race {
        &[
            ("elapsed_time", "TOTAL_TIME"),
            ("fastest_lap_time", "FL_TIME"),
            ("fastest_lap_number", "FL_LAPNUM"),
        ]
    } else {
        &[("time", "TIME"), ("lap", "LAP")]
    };
    let mut head: Vec<String> = SAME.iter().map(|own| own.to_uppercase()).collect();
    head.extend(times.iter().map(|own| own.1.to_owned()));
    for seat in 1..=SEATS {
        head.extend(
            ["FIRSTNAME", "SECONDNAME", "LICENSE", "COUNTRY"].map(|own| format!("DRIVER{seat}_{own}")),
        );
    }
    let mut rows = vec![(cars.first().map_or(0, |own| own.line()), head)];
    for car in cars {
        let mut row: Vec<String> = SAME.iter().map(|key| car.text(key)).collect();
        row.extend(times.iter().map(|own| car.text(own.0)));
        let crew = car.list("drivers");
        for seat in 0..SEATS {
            let text = |key: &str| crew.get(seat).map_or_else(String::new, |own| own.text(key));
            row.extend(["firstname", "surname", "license", "country"].map(text));
        }
        rows.push((car.line(), row));
    }
    rows
}

fn laps(cars: &[Node<'_>]) -> Vec<(u32, Vec<String>)> {
    let head = [
        "NUMBER",
        "DRIVER_NUMBER",
        "LAP_NUMBER",
        "LAP_TIME",
        "CROSSING_FINISH_LINE_IN_PIT",
        "S1",
        "S2",
        "S3",
        "KPH",
        "ELAPSED",
        "HOUR",
        "TOP_SPEED",
        "DRIVER_NAME",
        "CLASS",
        "TEAM",
        "MANUFACTURER",
    ];
    let mut rows = vec![(cars.first().map_or(0, |own| own.line()), head.map(str::to_owned).to_vec())];
    for car in cars {
        let drivers: BTreeMap<String, String> = car
            .list("drivers")
            .into_iter()
            .map(|own| {
                let name = format!("{} {}", own.text("firstname"), own.text("surname"));
                (own.text("number"), name.trim().to_owned())
            })
            .collect();
        for lap in car.list("laps") {
            let sectors = lap.list("sector_times");
            let sector = |at: usize| {
                let own = sectors.iter().find(|own| own.whole("index") == i64::try_from(at).ok());
                own.or(sectors.get(at)).map_or_else(String::new, |own| own.text("time"))
            };
            let first = usize::from(sectors.iter().all(|own| own.whole("index") != Some(0)));
            let driver = lap.text("driver_number");
            let in_pit = if lap.yes("crossing_pit_finish_lane") == Some(true) { "B" } else { "" };
            let row = vec![
                car.text("number"),
                driver.clone(),
                lap.text("number"),
                lap.text("time"),
                in_pit.to_owned(),
                sector(first),
                sector(first + 1),
                sector(first + 2),
                lap.text("average_speed_kph"),
                lap.text("session_elapsed"),
                lap.text("hour"),
                lap.text("top_speed_kph"),
                drivers.get(&driver).cloned().unwrap_or_default(),
                car.text("class"),
                car.text("team"),
                car.text("manufacturer"),
            ];
            rows.push((lap.line(), row));
        }
    }
    rows
}

/// A table of a championship: a cell for each event, with the points of all its sessions.
fn table(file: &File<'_>, root: Node<'_>) -> Wrote {
    let mut wrote = Wrote::new(file.name, "a table of a championship (JSON of Al Kamel)");
    let Some(head) = root.get("championship") else { return wrote };
    let mut events: Vec<String> = Vec::new();
    let mut round_of: BTreeMap<i64, u32> = BTreeMap::new();
    for session in head.list("sessions") {
        let event = session.text("event_name");
        let at = events.iter().position(|own| *own == event).unwrap_or_else(|| {
            events.push(event);
            events.len() - 1
        });
        if let (Some(index), Ok(at)) = (session.whole("session_index"), u32::try_from(at + 1)) {
            round_of.insert(index, at);
        }
    }
    let titles = [head.text("main_title"), head.text("sub_title"), head.text("name")];
    wrote.said.title = titles.iter().filter(|own| !own.is_empty()).cloned().collect::<Vec<_>>().join(", ");
    wrote.said.year = head.text("year").trim().parse().ok();
    let named = titles.iter().map(|own| tables::title_named(own)).find(|own| !own.0.is_empty());
    let (title, class) = named.unwrap_or_else(|| ("drivers".to_owned(), String::new()));
    let mut lines = Vec::new();
    for row in root.list("classification") {
        let (mut cells, mut sum) = (BTreeMap::new(), Points::ZERO);
        for own in row.list("points_by_session") {
            let Some(round) = own.whole("session_index").and_then(|own| round_of.get(&own)) else { continue };
            let points = own.points("total_points");
            sum += points.unwrap_or(Points::ZERO);
            let cell: &mut Option<Points> = cells.entry(*round).or_default();
            *cell = match (*cell, points) {
                (Some(a), Some(b)) => Some(a + b),
                (a, b) => a.or(b),
            };
        }
        let (total, net) = (row.points("total_points"), row.points("total_net_points"));
        let keys = if title == "teams" { ["team", "key"] } else { ["key", "team"] };
        let competitor = keys.iter().map(|key| row.text(key)).find(|own| !own.is_empty()).unwrap_or_default();
        if let Some(total) = total.filter(|total| !cells.is_empty() && *total != sum) {
            wrote.told.push(unequal(file.name, row.line(), &competitor, total, sum));
        }
        let position = row.count("net_position").filter(|_| net.is_some()).or(row.count("position"));
        lines.push(Line { position, competitor, cells, total: net.or(total), line: row.line() });
    }
    let events = events.join(", ");
    if !events.is_empty() {
        wrote.told.push(
            Diagnostic::note("PF1036", "the rounds of the table are counted in the order of its events")
                .at(Place::document(file.name))
                .found(events)
                .help("where the calendar of the folder has others between them, correct the columns `Rd N`"),
        );
    }
    wrote.columns(&[
        ("net_position", "position"),
        ("key", "competitor"),
        ("points_by_session", "Rd N"),
        ("total_net_points", "total"),
        ("total_points", ""),
    ]);
    wrote.said.tables.push(record(&title, &class, None, lines, file.name));
    wrote
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_stands_first() {
        assert_eq!(day("25-01-2025 13:40"), "2025-01-25".parse().ok());
        assert_eq!(day("25/01/2025"), "2025-01-25".parse().ok());
        assert_eq!(day(""), None);
    }
}
