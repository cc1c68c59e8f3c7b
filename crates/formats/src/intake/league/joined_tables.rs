//! A season as tables that refer to each other by ids: events, sessions, results, riders or drivers, teams, constructors.

use super::super::exact::{Exact, day_of_text};
use super::super::form::File;
use super::super::said::{Column, Event, Kind, Left, Said, Session};
use super::super::text::clean;
use crate::folder::{ResultRecord, SeatRecord};
use crate::names::slug;
use crate::text::decode;
use parcferme_core::season::{Date, Status};
use parcferme_core::{Diagnostic, Place};
use std::collections::BTreeMap;

/// Rows of one table that are read.
const ROWS_MAX: usize = 1_000_000;

struct Table {
    at: usize,
    head: Vec<String>,
    rows: Vec<(u32, csv::StringRecord)>,
}

#[derive(Clone, Copy)]
struct Row<'t> {
    table: &'t Table,
    cells: &'t csv::StringRecord,
    line: u32,
}

impl<'t> Row<'t> {
    fn text(self, head: &str) -> String {
        let at = self.table.head.iter().position(|own| own == head);
        at.and_then(|at| self.cells.get(at)).map_or_else(String::new, clean)
    }

    /// The first of these columns that says something.
    fn first(self, heads: &[&str]) -> String {
        heads.iter().map(|head| self.text(head)).find(|own| !own.is_empty()).unwrap_or_default()
    }

    fn whole(self, head: &str) -> Option<u32> {
        let text = self.text(head);
        let whole = text.split_once('.').filter(|(_, noughts)| noughts.bytes().all(|own| own == b'0'));
        whole.map_or(text.as_str(), |(whole, _)| whole).parse().ok()
    }
}

/// What the table is of: its first column is the id of its rows, and these columns are there.
fn kind(head: &[String]) -> Option<&'static str> {
    const KINDS: &[(&str, &[&str])] = &[
        ("results", &["position", "session_id", "total_laps"]),
        ("sessions", &["session_id", "event_id", "type"]),
        ("events", &["event_id", "event_name"]),
        ("riders", &["rider_id", "rider_name"]),
        ("riders", &["driver_id", "driver_name"]),
        ("teams", &["team_id", "team_name"]),
        ("constructors", &["constructor_id", "constructor_name"]),
    ];
    let has = |keys: &&(&str, &[&str])| keys.1.iter().all(|key| head.iter().any(|own| own == key));
    KINDS.iter().find(has).map(|(kind, _)| *kind)
}

fn table(at: usize, file: &File<'_>) -> Option<(&'static str, Table)> {
    let head = file.bytes.get(..file.bytes.len().min(4096))?;
    if !head.windows(3).any(|own| own == b"_id") {
        return None;
    }
    let text = decode(file.bytes)?.text;
    let first = text.lines().next()?;
    let delimiter = *b";,\t".iter().max_by_key(|&&own| first.bytes().filter(|&byte| byte == own).count())?;
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let head: Vec<String> = reader.headers().ok()?.iter().map(|own| clean(own).to_lowercase()).collect();
    let kind = kind(&head)?;
    let rows = reader.into_records().take(ROWS_MAX).filter_map(Result::ok);
    let rows = rows.map(|own| (own.position().map_or(0, |at| u32::try_from(at.line()).unwrap_or(0)), own));
    Some((kind, Table { at, head, rows: rows.collect() }))
}

/// Reads the tables among `files` where results, sessions and events are there; says which they are.
pub(in super::super) fn read(files: &[File<'_>]) -> Vec<(usize, Said, Vec<Diagnostic>)> {
    let mut tables: BTreeMap<&'static str, Vec<Table>> = BTreeMap::new();
    for (at, file) in files.iter().enumerate() {
        if let Some((kind, table)) = table(at, file) {
            tables.entry(kind).or_default().push(table);
        }
    }
    if !["results", "sessions"].iter().all(|kind| tables.contains_key(kind)) {
        return Vec::new();
    }
    let by_id = |kind: &str, ids: &[&str]| -> BTreeMap<String, Row<'_>> {
        let all = tables.get(kind).into_iter().flatten();
        all.flat_map(|table| table.rows.iter().map(move |(line, cells)| Row { table, cells, line: *line }))
            .map(|row| (row.first(ids), row))
            .collect()
    };
    let (sessions, events) = (by_id("sessions", &["session_id"]), by_id("events", &["event_id"]));
    let (riders, teams) = (by_id("riders", &["rider_id", "driver_id"]), by_id("teams", &["team_id"]));
    let makers = by_id("constructors", &["constructor_id"]);
    let names = Names { riders, teams, makers };
    let mut read: Vec<(usize, Said, Vec<Diagnostic>)> = Vec::new();
    for (kind, table) in tables.iter().flat_map(|(kind, own)| own.iter().map(move |own| (*kind, own))) {
        let name = files.get(table.at).map_or("", |own| own.name);
        let mut said = Said { document: name.to_owned(), ..Said::default() };
        let mut told = Vec::new();
        if kind == "results" {
            "results of sessions, joined with the tables that their ids name (CSV)"
                .clone_into(&mut said.taken_for);
            results(table, (&sessions, &events), &names, &mut said, &mut told);
        } else {
            said.taken_for = format!("{kind}, to which results refer by ids (CSV)");
        }
        read.push((table.at, said, told));
    }
    read
}

struct Names<'t> {
    riders: BTreeMap<String, Row<'t>>,
    teams: BTreeMap<String, Row<'t>>,
    makers: BTreeMap<String, Row<'t>>,
}

impl Names<'_> {
    /// The id of the rider: the one that the table of riders has, of all columns that speak of riders or drivers.
    fn rider_of(&self, row: Row<'_>) -> String {
        let speaks = |head: &&String| head.contains("rider") || head.contains("driver");
        let ids = row.table.head.iter().filter(speaks).map(|head| row.text(head));
        ids.clone()
            .find(|id| self.riders.contains_key(id))
            .or_else(|| ids.into_iter().next())
            .unwrap_or_default()
    }
}

type Known<'a, 't> = (&'a BTreeMap<String, Row<'t>>, &'a BTreeMap<String, Row<'t>>);

fn results(
    table: &Table,
    (sessions, events): Known<'_, '_>,
    names: &Names<'_>,
    said: &mut Said,
    told: &mut Vec<Diagnostic>,
) {
    let mut by_session: BTreeMap<String, Vec<ResultRecord>> = BTreeMap::new();
    let mut nameless = 0;
    for (line, cells) in &table.rows {
        let row = Row { table, cells, line: *line };
        let id = names.rider_of(row);
        nameless += usize::from(!names.riders.contains_key(&id));
        by_session.entry(row.text("session_id")).or_default().push(result(row, &id, names));
    }
    for (id, mut rows) in by_session {
        let Some(session) = sessions.get(&id) else {
            told.push(
                Diagnostic::warning("PF1033", "results refer to a session that no table has")
                    .at(Place::line(said.document.as_str(), rows.first().map_or(0, |own| own.line), ""))
                    .found(id)
                    .expected("a row of the table of sessions")
                    .help("they were left out; add the table that has the session"),
            );
            continue;
        };
        let event = events.get(&session.text("event_id"));
        let date = day_of_text(&session.text("date"));
        said.year = said.year.or(date.map(Date::year));
        let at = Event {
            name: event.map_or_else(String::new, |own| own.first(&["event_sponsored_name", "event_name"])),
            date: day_of_text(&event.map_or_else(String::new, |own| own.text("event_end"))).or(date),
            ..Event::default()
        };
        let (kind, word) = session_kind(&session.text("type"));
        rows.sort_by_key(|row| (row.position.is_none(), row.position));
        said.sessions.push(Session { event: at, kind, id: word, rows, ..Session::default() });
    }
    said.sessions.sort_by(|a, b| (a.event.date, a.kind, &a.id).cmp(&(b.event.date, b.kind, &b.id)));
    let columns = [
        ("position", "position"),
        ("total_laps", "laps"),
        ("time_in_sec", "time"),
        ("status", "status"),
        ("riders.rider_name, rider_surname", "drivers"),
        ("id of the rider", "driver_ids"),
        ("teams.team_name", "team"),
        ("constructors.constructor_name", "manufacturer"),
        ("points", ""),
        ("average_speed", ""),
    ];
    said.columns = columns
        .iter()
        .map(|(head, field)| Column {
            head: (*head).to_owned(),
            field: Some((*field).to_owned()).filter(|own| !own.is_empty()),
        })
        .collect();
    let mut left = |what: String, why: &str| said.left.push(Left { what, why: why.to_owned(), line: 0 });
    left(
        "numbers".to_owned(),
        "the tables have none; they were made from the ids of riders and stay the same over all rounds",
    );
    if nameless > 0 {
        left(format!("names of {nameless} riders"), "the table of riders does not have their ids");
    }
}

fn result(row: Row<'_>, id: &str, names: &Names<'_>) -> ResultRecord {
    let rider = names.riders.get(id);
    let name = rider.map_or_else(String::new, |own| {
        format!(
            "{} {}",
            own.first(&["rider_name", "driver_name"]),
            own.first(&["rider_surname", "driver_surname"])
        )
    });
    let nation = rider.map_or_else(String::new, |own| own.text("country_iso"));
    let position = row.whole("position").filter(|&own| own > 0);
    // Where the ids of the row are of another kind, the rider's own team and the team's constructor are meant.
    let own_team = || names.teams.get(&rider?.text("team_id"));
    let team = names.teams.get(&row.text("team_id")).or_else(own_team);
    let own_maker = || names.makers.get(&team?.text("constructor_id"));
    let maker = names.makers.get(&row.text("constructor_id")).or_else(own_maker);
    let word = row.text("status");
    ResultRecord {
        position,
        status: if position.is_some() { Status::Finished } else { status(&word) },
        number: super::super::sim::made_number(id),
        team: team.map_or_else(String::new, |own| own.text("team_name")),
        manufacturer: maker.map_or_else(String::new, |own| own.text("constructor_name")),
        crew: vec![SeatRecord {
            id: id.to_owned(),
            nation,
            ..SeatRecord::of(if name.trim().is_empty() { id.to_owned() } else { clean(&name) })
        }],
        laps: row.whole("total_laps"),
        time: Exact::of_seconds(&row.text("time_in_sec")).filter(|own| own.0 > 0).map(Exact::millis),
        remark: if position.is_some() { String::new() } else { word },
        line: row.line,
        ..ResultRecord::default()
    }
}

/// `OUTSTND` and the like: who has no place did not finish, unless the word says more.
fn status(word: &str) -> Status {
    match slug(word).as_str() {
        "notstarted" | "dns" | "notonrestartgrid" => Status::Dns,
        "dsq" | "dq" | "disqualified" => Status::Dsq,
        "notclassified" | "nc" | "notfinishfirst" => Status::Nc,
        _ => Status::Dnf,
    }
}

fn session_kind(word: &str) -> (Kind, String) {
    let plain = slug(word);
    let letters = plain.trim_end_matches(|own: char| own.is_ascii_digit());
    match letters {
        "rac" | "race" => (Kind::Race, String::new()),
        "spr" | "sprint" => (Kind::Race, "sprint".to_owned()),
        "q" | "ep" | "qualifying" => (
            Kind::Qualifying,
            if plain.len() > 1 { format!("qualifying-{}", &plain[letters.len()..]) } else { String::new() },
        ),
        "wup" | "warmup" => (Kind::Practice, "warm-up".to_owned()),
        _ => (Kind::Practice, if plain.is_empty() { String::new() } else { format!("practice-{plain}") }),
    }
}
