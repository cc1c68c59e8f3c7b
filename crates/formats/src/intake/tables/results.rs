//! Results of sessions: a row a car. A column that tells events, sessions or years apart makes sessions of their own.

use super::super::said::{Column, Event, Kind as SessionKind, Left, Said, Session};
use super::{Context, Table, day, foot, laps, question, words};
use crate::folder::{
    self, EntryRecord, Origin, ResultRecord, plain_word, results_of_table, says_nothing, shown, status_of,
};
use parcferme_core::{Diagnostic, Place, season};
use std::collections::BTreeMap;

/// Columns that tell the sessions of one table apart.
const APART: [&str; 6] = ["year", "round", "event", "circuit", "date", "session"];

/// Columns of which a row of a car has at least one.
const KEYS: [&str; 5] = ["number", "drivers", "driver 1", "driver 2", "team"];

/// What a line among the rows sets for those below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Section {
    Status(String),
    Class(String),
}

impl Section {
    fn class(&self) -> Option<&String> {
        if let Section::Class(own) = self { Some(own) } else { None }
    }
}

pub(super) fn section(text: &str, classes: &[String]) -> Option<Section> {
    let bare = text.trim_end_matches(':').trim();
    if status_of(bare).is_some() {
        return Some(Section::Status(bare.to_owned()));
    }
    let plain = plain_word(bare);
    let known = classes.iter().find(|class| plain_word(class) == plain).cloned();
    let labelled = plain.split_once(' ').and_then(|(word, rest)| {
        let label = word.len() > 2 && !folder::columns_of_word(word, &["class"]).is_empty();
        label.then(|| {
            classes
                .iter()
                .find(|class| plain_word(class) == rest)
                .cloned()
                .unwrap_or_else(|| rest.to_uppercase())
        })
    });
    known.or(labelled).map(Section::Class)
}

/// The rows of one table, with columns of their own for what sections and titles say.
struct Rows {
    fields: Vec<Option<String>>,
    head: (u32, Vec<String>),
    rows: Vec<(u32, csv::StringRecord)>,
}

impl Rows {
    fn at(&self, field: &str) -> Option<usize> {
        self.fields.iter().position(|own| own.as_deref() == Some(field))
    }

    fn cell<'r>(&self, record: &'r csv::StringRecord, field: &str) -> &'r str {
        let text = self.at(field).and_then(|at| record.get(at)).unwrap_or_default().trim();
        if says_nothing(text) { "" } else { text }
    }

    /// The column of a field; a new one at the end where there is none.
    fn column(&mut self, field: &str) -> usize {
        self.at(field).unwrap_or_else(|| {
            self.head.1.push(field.to_owned());
            self.fields.push(Some(field.to_owned()));
            self.fields.len() - 1
        })
    }

    /// Sets a cell that is empty.
    fn fill(&mut self, row: usize, column: usize, value: &str) {
        let record = &mut self.rows[row].1;
        if record.get(column).is_none_or(|own| says_nothing(own.trim())) {
            let mut cells: Vec<String> = record.iter().map(str::to_owned).collect();
            cells.resize(cells.len().max(column + 1), String::new());
            value.clone_into(&mut cells[column]);
            *record = cells.into_iter().collect();
        }
    }
}

pub(super) fn take(
    context: &Context<'_>,
    table: Table<'_>,
    said: &mut Said,
    told: &mut Vec<Diagnostic>,
    questions: &mut Vec<Diagnostic>,
) {
    let Some(head) = table.cut.head.clone() else { return };
    let mut rows = Rows { fields: table.reading.fields(), head, rows: table.cut.rows.clone() };
    sections(context, &table, &mut rows);
    let fitting = fit(context, &table, &rows, told);
    let (cars, notes): (Vec<_>, Vec<_>) = fitting.into_iter().partition(|(_, record)| {
        KEYS.iter().any(|key| !rows.cell(record, key).is_empty())
            || rows.at("number").is_none() && rows.at("drivers").is_none()
    });
    rows.rows = cars;
    let mut lines = table.cut.foot.clone();
    lines.extend(notes.iter().map(|(number, record)| super::cut::Line {
        number: *number,
        cells: record.iter().map(|cell| cell.trim().to_owned()).collect(),
    }));
    if let Err(question) = numbered(context, &table, &mut rows, said) {
        questions.push(*question);
        return;
    }
    let groups = match apart(context, &table, &mut rows, said) {
        Ok(groups) => groups,
        Err(question) => {
            questions.push(*question);
            return;
        }
    };
    let several = groups.len() > 1;
    for (key, members) in groups {
        let Some((kind, id)) = session_of(context, &table, &rows, &key) else {
            let asked = "which session this is of is not known: it has best laps, and neither laps nor times of a race";
            questions.push(question::ask(
                context,
                &table.cut,
                table.sheet,
                asked,
                &["--session qualifying", "--session practice", "--session race"],
            ));
            return;
        };
        let event = event_of(&table, &key);
        let group = Rows { fields: rows.fields.clone(), head: rows.head.clone(), rows: members };
        let Some(mut session) = read(context, &table, group, kind, said, told) else { continue };
        (session.event, session.kind, session.id) = (event, kind, id);
        session.provisional = table.titles.provisional;
        let of_laps = if several { Vec::new() } else { laps::beside(&table, &mut session) };
        for column in said.columns.iter_mut().filter(|own| of_laps.contains(&own.head)) {
            column.field = Some("laps of the session".to_owned());
        }
        if !several {
            let (feats, left) = foot::read(&lines, &session.rows);
            session.feats = feats;
            said.left.extend(left);
        }
        said.sessions.push(session);
    }
}

/// A section's status or class stands in each row below it that has none of its own.
fn sections(context: &Context<'_>, table: &Table<'_>, rows: &mut Rows) {
    let mut from_sections: Vec<(usize, Section)> = Vec::new();
    for (before, line) in &table.cut.sections {
        let text = line.cells.iter().filter(|cell| !cell.is_empty()).cloned().collect::<Vec<_>>().join(" ");
        from_sections.extend(section(&text, &context.classes).map(|own| (*before, own)));
    }
    if !table.titles.class.is_empty() {
        from_sections.insert(0, (0, Section::Class(table.titles.class.clone())));
    }
    for row in 0..rows.rows.len() {
        let above = || from_sections.iter().filter(|(before, _)| *before <= row);
        let class = above().filter_map(|(_, own)| own.class()).next_back().cloned();
        // A status holds to the next line that sets anything, and to the next car that has a place.
        let has_place =
            |at: usize| rows.cell(&rows.rows[at].1, "position").starts_with(|own: char| own.is_ascii_digit());
        let status = match above().next_back() {
            Some((before, Section::Status(own))) if !(*before..=row).any(has_place) => Some(own.clone()),
            _ => None,
        };
        // Below "Not classified" a row says for itself whether it retired or was disqualified.
        let umbrella = status.as_deref().and_then(status_of) == Some(season::Status::Nc);
        let own = ["position", "gap", "interval", "time", "laps"];
        let own = own.iter().any(|field| status_of(rows.cell(&rows.rows[row].1, field)).is_some());
        let status = status.filter(|_| !(umbrella && own));
        for (field, value) in [("status", status), ("class", class)] {
            if let Some(value) = value {
                let column = rows.column(field);
                rows.fill(row, column, &value);
            }
        }
    }
}

/// Rows without those that have more cells than the table has heads: in text a separator within a cell moves the others.
fn fit(
    context: &Context<'_>,
    table: &Table<'_>,
    rows: &Rows,
    told: &mut Vec<Diagnostic>,
) -> Vec<(u32, csv::StringRecord)> {
    let heads = table.reading.fates.len();
    let place = |line: u32, record| Place::line(context.document, line, shown(record, table.cut.separator));
    let separated = matches!(table.cut.separator, ',' | ';' | '|');
    let mut fitting = Vec::new();
    for ((line, record), (_, own)) in rows.rows.iter().zip(&table.cut.rows) {
        let beyond = own.iter().skip(heads).any(|cell| !cell.trim().is_empty());
        if beyond && separated {
            told.push(
                Diagnostic::error("PF0405", "a row does not fit the header")
                    .at(place(*line, own))
                    .found(format!("{} cells", own.len()))
                    .expected(format!("{heads} cells, one a column"))
                    .help("the row was left out; put a cell that has the separator in it in quotes"),
            );
            continue;
        }
        if own.len() < heads && separated && table.cut.rows.iter().any(|(_, other)| other.len() >= heads) {
            told.push(
                Diagnostic::warning(
                    "PF1050",
                    "a row has fewer cells than the others; the last are read as empty",
                )
                .at(place(*line, own))
                .found(format!("{} cells", own.len()))
                .expected(format!("{heads} cells, one a column"))
                .help("look whether the file is whole"),
            );
        }
        fitting.push((*line, record.clone()));
    }
    fitting
}

/// Heads under which figures count the races of one event, or the rounds of a season.
const RACES: &[&str] = &[
    "race",
    "rennen",
    "lauf",
    "course",
    "manche",
    "gara",
    "carrera",
    "corrida",
    "prova",
    "prueba",
    "race no",
    "race number",
    "race nr",
    "heat",
];

/// A column `Race` of figures counts rounds where each has a day or a circuit of its own, and the races of the event that
/// the table names where it names one. Where nothing says which, it is asked.
fn numbered(
    context: &Context<'_>,
    table: &Table<'_>,
    rows: &mut Rows,
    said: &mut Said,
) -> Result<(), Box<Diagnostic>> {
    let is_stated = |head: &str| {
        let own = |(own, _): &(String, Option<String>)| plain_word(own) == plain_word(head);
        context.wish.columns.iter().any(own)
            || context.folder.mappings.iter().flat_map(|own| &own.columns).any(own)
    };
    let heads = &rows.head.1;
    let column = (0..rows.fields.len()).find(|&at| {
        let field = rows.fields[at].as_deref();
        matches!(field, Some("event" | "session" | "round"))
            && heads.get(at).is_some_and(|own| RACES.contains(&plain_word(own).as_str()) && !is_stated(own))
    });
    let Some(at) = column else { return Ok(()) };
    let mut others: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for (_, record) in &rows.rows {
        let Ok(number) = record.get(at).unwrap_or_default().trim().parse() else { return Ok(()) };
        let fields = ["date", "circuit", "event", "round"].iter().filter(|own| rows.at(own) != Some(at));
        let other: Vec<&str> = fields.map(|own| rows.cell(record, own)).collect();
        others.entry(number).or_default().push(other.join("\n"));
    }
    for other in others.values_mut() {
        other.sort();
        other.dedup();
    }
    let silent = others.values().flatten().all(|own| own.trim().is_empty());
    let apart = others.len() > 1 && {
        let all: Vec<&String> = others.values().flatten().collect();
        let mut once = all.clone();
        once.sort();
        once.dedup();
        others.values().all(|own| own.len() == 1) && once.len() == all.len()
    };
    let event = &table.titles.event;
    let one_event = context.wish.round.is_some()
        || event.round.is_some()
        || event.date.is_some()
        || !(event.name.is_empty() && event.circuit.is_empty());
    let field = match (silent, apart) {
        (false, true) => "round",
        (false, false) => "session",
        (true, _) if one_event => "session",
        (true, _) => {
            let head = &rows.head.1[at];
            let asked = format!(
                "whether `{head}` counts the rounds of the season or the races of an event is not known"
            );
            let ways = [format!("--map \"{head}=round\""), format!("--map \"{head}=session\"")];
            let ways: Vec<&str> = ways.iter().map(String::as_str).collect();
            return Err(Box::new(question::ask(context, &table.cut, table.sheet, &asked, &ways)));
        }
    };
    if rows.at(field).is_none_or(|own| own == at) {
        rows.fields[at] = Some(field.to_owned());
        let head = rows.head.1[at].clone();
        if let Some(column) = said.columns.iter_mut().find(|own| own.head == head) {
            column.field = Some(field.to_owned());
        }
    }
    Ok(())
}

/// What tells one session from another.
type Key = BTreeMap<&'static str, String>;
/// The rows of one session.
type Group = (Key, Vec<(u32, csv::StringRecord)>);

/// The rows of each session, in the order of the table.
fn apart(
    context: &Context<'_>,
    table: &Table<'_>,
    rows: &mut Rows,
    said: &mut Said,
) -> Result<Vec<Group>, Box<Diagnostic>> {
    only(context, table, rows, said);
    let years: Vec<i32> = {
        let mut years: Vec<i32> =
            rows.rows.iter().filter_map(|(_, own)| day::year(rows.cell(own, "year"))).collect();
        years.sort_unstable();
        years.dedup();
        years
    };
    if years.len() > 1 {
        let own = context.folder.year;
        if !years.contains(&own) {
            let list: Vec<String> = years.iter().map(ToString::to_string).collect();
            let asked = format!("the table has several seasons ({})", list.join(", "));
            let head = rows.at("year").map(|at| rows.head.1[at].clone()).unwrap_or_default();
            let way = format!("--only \"{head}={}\"", list[0]);
            return Err(Box::new(question::ask(
                context,
                &table.cut,
                table.sheet,
                &asked,
                &[&way, "`year` in season.toml"],
            )));
        }
        let before = rows.rows.len();
        let all = std::mem::take(&mut rows.rows);
        rows.rows =
            all.into_iter().filter(|(_, record)| day::year(rows.cell(record, "year")) == Some(own)).collect();
        said.left.push(Left {
            what: format!("{} rows", before - rows.rows.len()),
            why: format!("of other years than {own}"),
            line: 0,
        });
    }
    if said.year.is_none() {
        let all = rows.rows.iter().filter_map(|(_, record)| day::year(rows.cell(record, "year")));
        said.year = all.min();
    }
    let mut groups: Vec<Group> = Vec::new();
    let mut index: BTreeMap<Key, usize> = BTreeMap::new();
    for (line, record) in &rows.rows {
        let key: Key = APART
            .iter()
            .map(|field| (*field, rows.cell(record, field).to_owned()))
            .filter(|(_, value)| !value.is_empty())
            .collect();
        let at = *index.entry(key.clone()).or_insert_with(|| {
            groups.push((key, Vec::new()));
            groups.len() - 1
        });
        groups[at].1.push((*line, record.clone()));
    }
    Ok(groups)
}

/// Keeps the rows that the person asked for.
fn only(context: &Context<'_>, table: &Table<'_>, rows: &mut Rows, said: &mut Said) {
    for (head, value) in &context.wish.only {
        let Some(heads) = &table.cut.head else { continue };
        let Some(at) = heads.1.iter().position(|own| plain_word(own) == plain_word(head)) else { continue };
        let before = rows.rows.len();
        rows.rows.retain(|(_, record)| plain_word(record.get(at).unwrap_or_default()) == plain_word(value));
        said.left.push(Left {
            what: format!("{} rows", before - rows.rows.len()),
            why: format!("`{head}` is not {value}"),
            line: 0,
        });
    }
}

/// Kind and id of a session; `None` where best laps alone stand, and nothing says of what.
fn session_of(
    context: &Context<'_>,
    table: &Table<'_>,
    rows: &Rows,
    key: &Key,
) -> Option<(SessionKind, String)> {
    let word = |text: &str| words::session_within(&plain_word(text));
    if let Some(stated) = &context.wish.session {
        let kind = word(stated).map_or(SessionKind::Race, |(kind, _)| kind);
        return Some((kind, stated.clone()));
    }
    let of_row = key.get("session").or_else(|| key.get("event")).and_then(|text| word(text));
    let number = key.get("session").and_then(|own| own.parse::<u32>().ok());
    // `A`, `B` or `1`, `2` below `Heat`.
    let of_head = || {
        let head = &rows.head.1[rows.at("session")?];
        let (kind, id) = words::session(&plain_word(head)).filter(|(_, id)| id != "race")?;
        let own = plain_word(key.get("session")?);
        let is_count = own.len() <= 2 && own.bytes().all(|own| own.is_ascii_alphanumeric());
        is_count.then(|| (kind, format!("{id}-{own}")))
    };
    let counted = || number.map(|number| (SessionKind::Race, format!("race-{number}")));
    if let Some(session) = of_row.or_else(of_head).or_else(counted).or_else(|| table.titles.session.clone()) {
        return Some(session);
    }
    let has = |fields: &[&str]| fields.iter().any(|field| rows.at(field).is_some());
    if has(&["best_lap"]) && !has(&["laps", "time", "status", "grid", "gap", "laps_led"]) {
        return None;
    }
    Some((SessionKind::Race, "race".to_owned()))
}

fn event_of(table: &Table<'_>, key: &Key) -> Event {
    let text = |field: &str| key.get(field).cloned().unwrap_or_default();
    let mut event = table.titles.event.clone();
    let year = day::year(&text("year")).or(table.titles.year);
    event.date = day::of_cell(&text("date"), year, None).or(event.date);
    event.round = text("round").split('.').next().and_then(|own| own.parse().ok()).or(event.round);
    for (field, own) in [("event", &mut event.name), ("circuit", &mut event.circuit)] {
        let value = text(field);
        let names_session = field == "event" && words::session(&plain_word(&value)).is_some();
        if !value.is_empty() && !names_session {
            *own = value;
        }
    }
    event
}

fn read(
    context: &Context<'_>,
    table: &Table<'_>,
    mut rows: Rows,
    kind: SessionKind,
    said: &mut Said,
    told: &mut Vec<Diagnostic>,
) -> Option<Session> {
    if kind != SessionKind::Race {
        by_best_lap(&mut rows, said);
    }
    for field in &mut rows.fields {
        if field.as_deref().is_some_and(|own| APART.contains(&own) || own == "from") {
            *field = None;
        }
    }
    let crew_head = rows.at("drivers").map(|at| rows.head.1[at].clone());
    let own = folder::Table::of(
        context.document,
        rows.head,
        rows.rows,
        (table.cut.separator, table.cut.decimal_comma),
        &rows.fields,
    );
    let mut unsaid = Vec::new();
    let mut cars = results_of_table(&own, told, &mut unsaid);
    told.extend(unsaid);
    if are_in_classes(&cars) {
        told.push(places_in_class(Place::document(context.document)));
        without_places_in_class(&mut cars);
    }
    if cars.iter().all(|car| car.crew.is_empty())
        && let Some(head) = crew_head.filter(|_| !cars.is_empty())
    {
        told.push(
            Diagnostic::warning("PF1067", format!("column `{head}` gave no driver"))
                .at(Place::document(context.document))
                .found("no name in any row that can be read")
                .expected("the names of drivers"),
        );
    }
    if cars.iter().all(|car| car.number.is_empty()) && !cars.is_empty() {
        told.push(without_numbers(context, &mut cars));
    }
    for car in &mut cars {
        car.from = vec![Origin { document: context.document.to_owned(), line: car.line }];
    }
    (!cars.is_empty()).then(|| Session { rows: cars, ..Session::default() })
}

pub(super) fn places_in_class(at: Place) -> Diagnostic {
    Diagnostic::warning("PF1066", "the positions are those in the classes, and overall there are none")
        .at(at)
        .found("each class has its own 1, 2, 3")
        .expected("overall positions, each once")
        .help("the order of the rows was kept and no position taken; add a table with overall positions")
}

/// Takes the positions away where they are those in the classes.
pub(super) fn without_places_in_class(cars: &mut [ResultRecord]) {
    if are_in_classes(cars) {
        cars.iter_mut().for_each(|car| car.position = None);
    }
}

/// Whether the positions are counted in each of several classes by itself: 1, 2 and again 1, 2.
pub(super) fn are_in_classes(cars: &[ResultRecord]) -> bool {
    let mut classes: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for car in cars {
        if let Some(position) = car.position {
            classes.entry(&car.class).or_default().push(position);
        }
    }
    let counted = |own: &mut Vec<u32>| {
        own.sort_unstable();
        own.iter().zip(1..).all(|(position, place)| *position == place)
    };
    classes.len() > 1 && classes.values_mut().all(counted)
}

/// In practice and qualifying the time is that of the best lap, and gaps are between best laps.
fn by_best_lap(rows: &mut Rows, said: &mut Said) {
    if rows.at("best_lap").is_none()
        && let Some(at) = rows.at("time")
    {
        rows.fields[at] = Some("best_lap".to_owned());
        let head = rows.head.1[at].clone();
        if let Some(column) = said.columns.iter_mut().find(|own| own.head == head) {
            *column = Column { head, field: Some("best_lap".to_owned()) };
        }
    }
    for gap in ["gap", "interval"] {
        if let Some(at) = rows.at(gap) {
            rows.fields[at] = None;
            let head = &rows.head.1[at];
            if let Some(column) = said.columns.iter_mut().find(|own| own.head == *head) {
                column.field = None;
            }
        }
    }
}

/// Takes the numbers from the entry list, where a driver stands in it with one.
fn without_numbers(context: &Context<'_>, cars: &mut [ResultRecord]) -> Diagnostic {
    let mut found = 0;
    for car in cars.iter_mut() {
        let drives = |entry: &&EntryRecord| {
            !entry.number.is_empty()
                && car.crew.iter().any(|seat| plain_word(&seat.driver) == plain_word(&entry.driver))
        };
        let mut numbers: Vec<&str> =
            context.folder.entries.iter().filter(drives).map(|own| own.number.as_str()).collect();
        numbers.sort_unstable();
        numbers.dedup();
        if let [number] = numbers.as_slice() {
            (*number).clone_into(&mut car.number);
            found += 1;
        }
    }
    let told =
        Diagnostic::warning("PF1056", "the table has no car numbers").at(Place::document(context.document));
    if found > 0 {
        told.found(format!("{found} of {} cars have theirs from the entry list", cars.len()))
    } else {
        told.help("decisions and feats find a car by its number; add an entry list, or a column of numbers")
    }
}
