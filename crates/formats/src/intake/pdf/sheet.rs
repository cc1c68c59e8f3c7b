//! A sheet's tables to what it says: results through the one reader of results, everything else told.

use super::heading::{self, Heading};
use super::legend::{self, Meaning, Style};
use super::lines::Chunk;
use super::standings;
use super::table::{Cell, Line, Row, Table};
use super::words::Piece;
use crate::folder::{self, PublishedRecord, ResultRecord};
use crate::grid::Grid;
use crate::intake::form::File;
use crate::intake::said::{Column, Feat, Kind, Left, Said, Session};
use crate::intake::tables;
use parcferme_core::number_words::counted;
use parcferme_core::season::Status;
use parcferme_core::{Diagnostic, Place};
use std::collections::{BTreeMap, HashMap};

/// Lines of text beside the tables that are told one by one.
const TOLD_MAX: usize = 40;

/// What the tables of a document say.
pub(super) fn read(file: &File<'_>, tables: Vec<Table>) -> (Said, Vec<Diagnostic>) {
    let name = file.name;
    let mut told = Vec::new();
    let mut said = Said { document: name.to_owned(), ..Said::default() };
    let above = tables.first().map(|own| own.above.clone()).unwrap_or_default();
    let by_class = are_by_class(&tables);
    let kept = if by_class { above.len().saturating_sub(1) } else { above.len() };
    let titles: Vec<String> =
        above[..kept].iter().flat_map(|line| line.chunks.iter().map(Chunk::text)).collect();
    let heading = heading::read(&titles);
    said.title = titles.iter().take(6).cloned().collect::<Vec<_>>().join(", ");
    said.series.clone_from(&heading.series);
    said.year = heading.year.or_else(|| year_of_foot(file, &tables, &mut said.because));
    said.taken_for = "a sheet (PDF)".to_owned();
    let legend = legend(&tables);
    for (style, meaning) in &legend {
        if *meaning != Meaning::FastestLap {
            said.left.push(Left {
                what: format!("names set {}: who {}", style.word(), meaning.words()),
                why: "the folder has no place for it".to_owned(),
                line: 0,
            });
        }
    }
    let kind = heading.session.as_ref().map_or(Kind::Race, |own| own.0);
    let mut sheet = Sheet { name, legend, kind, by_class, known: HashMap::new() };
    let mut rows = Vec::new();
    for table in &tables {
        if heading.other == Some(heading::ENTRIES)
            && let Some((own, own_told)) = entries(file, table)
        {
            said.taken_for = "an entry list as a sheet (PDF)".to_owned();
            said.entries.extend(own.entries);
            said.columns.extend(own.columns.into_iter().filter(|own| !own.head.is_empty()));
            said.left.extend(own.left);
            told.extend(own_told);
            continue;
        }
        if let Some(what) = heading.other {
            said.left.push(left(
                table,
                format!("{} rows", table.rows.len()),
                format!("{what} has no results"),
            ));
            continue;
        }
        match kind_of(table) {
            TableKind::Results => rows.extend(sheet.results(table, &mut said, &mut told)),
            TableKind::Standings => {
                let after = standings::after(&titles).or_else(|| standings::after(&standings::titles(table)));
                let own = standings::read(name, table, after);
                told.extend(own.told);
                said.columns.extend(own.columns.into_iter().filter(|own| !own.head.is_empty()));
                join(&mut said.tables, own.tables);
            }
            TableKind::Other => {
                let heads: Vec<&str> =
                    table.heads.iter().map(String::as_str).filter(|own| !own.is_empty()).collect();
                said.left.push(left(
                    table,
                    format!("a table of {} rows with the heads {}", table.rows.len(), heads.join(", ")),
                    "neither results of cars nor standings of drivers, teams or manufacturers".to_owned(),
                ));
            }
        }
    }
    if !rows.is_empty() {
        said.taken_for = taken_for(&heading);
        if heading.session.is_none() {
            told.push(
                Diagnostic::warning(
                    "PF1097",
                    "the sheet does not say which session it is of; it is read as the race",
                )
                .at(Place::document(name))
                .found(titles.join(", "))
                .help("say it where it is another: `parcferme add FILE --season DIR --session qualifying`"),
            );
        }
        holes(name, &rows, &mut told);
        let (kind, id) = heading.session.clone().unwrap_or((Kind::Race, String::new()));
        let id = if id == kind.word() { String::new() } else { id };
        let feats = if kind == Kind::Race { fastest_lap(&rows, &sheet.legend) } else { Vec::new() };
        said.sessions.push(Session {
            event: heading.event.clone(),
            kind,
            id,
            rows: rows.into_iter().map(|own| own.record).collect(),
            feats,
            provisional: heading.provisional,
            ..Session::default()
        });
    }
    if said.sessions.is_empty() && !said.tables.is_empty() {
        said.taken_for = "standings as a sheet (PDF)".to_owned();
    }
    beside(&tables, &titles, by_class, &mut said);
    (said, told)
}

/// Adds tables; one that goes on below its heads, or on the next page, is one table.
fn join(tables: &mut Vec<PublishedRecord>, more: Vec<PublishedRecord>) {
    for own in more {
        let key = (&own.title, &own.class, own.after);
        match tables.iter_mut().find(|other| (&other.title, &other.class, other.after) == key) {
            Some(other) => other.lines.extend(own.lines),
            None => tables.push(own),
        }
    }
}

fn taken_for(heading: &Heading) -> String {
    let what = match heading.session.as_ref().map(|own| own.0) {
        Some(Kind::Qualifying) => "qualifying results",
        Some(Kind::Practice) => "practice results",
        Some(Kind::Race) => "race results",
        None => "results",
    };
    let document =
        if heading.document.is_empty() { String::new() } else { format!(": {}", heading.document) };
    format!("{what} as a sheet (PDF){document}")
}

/// What a table has.
enum TableKind {
    Results,
    Standings,
    Other,
}

fn kind_of(table: &Table) -> TableKind {
    let has = |wanted: &str| table.heads.iter().any(|own| folder::head_means(own, wanted));
    let of = |wanted: &[&str]| wanted.iter().any(|own| has(own));
    if has("number") && of(&["team", "drivers"]) && of(&["laps", "time", "best_lap", "gap", "status"]) {
        TableKind::Results
    } else if has("total") && of(&["team", "drivers", "manufacturer", "competitor"]) {
        TableKind::Standings
    } else {
        TableKind::Other
    }
}

fn left(table: &Table, what: String, why: String) -> Left {
    let page = u32::try_from(table.page).unwrap_or(u32::MAX).saturating_add(1);
    Left { what, why, line: page.saturating_mul(1000) }
}

/// A car of the sheet, with its cell of drivers as it was printed.
struct Car {
    record: ResultRecord,
    crew: Vec<Piece>,
}

struct Sheet<'s> {
    name: &'s str,
    legend: Vec<(Style, Meaning)>,
    kind: Kind,
    /// Each class has a table of its own.
    by_class: bool,
    /// Cars that stand already, by number and class.
    known: HashMap<(String, String), ResultRecord>,
}

/// Whether the tables of results have one class each: they have no column for it, each has a title of its own, and places
/// begin anew in each.
fn are_by_class(tables: &[Table]) -> bool {
    let results = || tables.iter().filter(|own| matches!(kind_of(own), TableKind::Results));
    let alone = |own: &Table| {
        !own.heads.iter().any(|head| folder::head_means(head, "class"))
            && own.rows.first().is_some_and(|row| place_of(own, row) == "1")
            && !own.above.is_empty()
    };
    results().count() > 1 && results().all(alone) && results().skip(1).all(|own| own.titled)
}

/// The cell that has a row's place.
fn place_of(table: &Table, row: &Row) -> String {
    let column =
        (0..table.heads.len()).find(|&at| folder::head_means(&table.heads[at], "position")).unwrap_or(0);
    row.cells.get(column).map(Cell::text).unwrap_or_default()
}

/// What is told of places that are those in class.
const PLACES: &str = "the places";

/// Rows of one class, and whether their places are those in class.
struct Group<'t> {
    class: String,
    in_class: bool,
    rows: Vec<&'t Row>,
}

impl Sheet<'_> {
    /// The cars of one table that do not stand in an earlier one.
    fn results(&mut self, table: &Table, said: &mut Said, told: &mut Vec<Diagnostic>) -> Vec<Car> {
        let columns = self.columns(table, said);
        let mut cars = Vec::new();
        for group in self.groups(table, said) {
            let own = self.group(table, &columns, &group, said, told);
            cars.extend(self.once(own, said, table, told));
        }
        for (place, text) in &table.goes_on {
            told.push(
                Diagnostic::warning(
                    "PF1102",
                    "a row may go on on the next page; what stands there was left out",
                )
                .at(Place::line(self.name, place.line(), ""))
                .found(text.clone())
                .help("compare the last car of the page with the sheet; add by hand what is missing"),
            );
        }
        let mut marks: BTreeMap<&str, usize> = BTreeMap::new();
        for mark in
            table.rows.iter().flat_map(|own| &own.cells).flat_map(|own| &own.lines).flat_map(|own| &own.marks)
        {
            *marks.entry(mark).or_default() += 1;
        }
        for (mark, times) in marks {
            let why = "a raised figure behind a cell is a note's and no part of the cell".to_owned();
            said.left.push(left(table, format!("the mark {mark}, {times} times"), why));
        }
        cars
    }

    /// The rows by the classes that headings name, where places begin anew below them.
    fn groups<'t>(&self, table: &'t Table, said: &mut Said) -> Vec<Group<'t>> {
        let has_class = table.heads.iter().any(|own| folder::head_means(own, "class"));
        let title = table.above.last().filter(|_| self.by_class).map(|own| own.text.clone());
        let mut groups = vec![Group {
            class: title.clone().unwrap_or_default(),
            in_class: self.by_class,
            rows: Vec::new(),
        }];
        let mut section = "";
        for row in &table.rows {
            if row.section != section {
                section = &row.section;
                if !has_class && place_of(table, row) == "1" {
                    groups.push(Group { class: section.to_owned(), in_class: true, rows: Vec::new() });
                } else {
                    said.left.push(Left {
                        what: section.to_owned(),
                        why: "a heading among the rows that names neither a class nor how cars ended"
                            .to_owned(),
                        line: row.place.line(),
                    });
                }
            }
            if let Some(group) = groups.last_mut() {
                group.rows.push(row);
            }
        }
        groups.retain(|own| !own.rows.is_empty());
        if let [first, _, ..] = groups.as_mut_slice() {
            // The first class is named right above the heads.
            if first.class.is_empty() && !has_class {
                first.in_class = true;
                first.class = table.above.last().map(|own| own.text.clone()).unwrap_or_default();
            }
        }
        let told = said.left.iter().any(|own| own.what == PLACES);
        if groups.iter().any(|own| own.in_class) && !told {
            let why = "they are counted in each class; the order of all cars follows from laps and times";
            said.left.push(left(table, PLACES.to_owned(), why.to_owned()));
        }
        groups
    }

    /// The cars of one group, through the reader of results.
    fn group(
        &self,
        table: &Table,
        columns: &[(usize, String)],
        group: &Group<'_>,
        said: &mut Said,
        told: &mut Vec<Diagnostic>,
    ) -> Vec<Car> {
        let crew_column = (0..table.heads.len()).find(|&at| folder::head_means(&table.heads[at], "drivers"));
        let crews = table.rows.iter().filter_map(|row| row.cells.get(crew_column?));
        let strokes = crews.filter(|own| own.text().contains(" / ")).count() * 2 > table.rows.len();
        let has = |field: &str| columns.iter().any(|(_, head)| folder::head_means(head, field));
        let (has_status, has_class) = (has("status"), has("class"));
        let mut heads: Vec<&str> = columns.iter().map(|(_, head)| head.as_str()).collect();
        if self.kind != Kind::Race && !has("best_lap") {
            // In practice and qualifying the time is that of the best lap.
            let time = heads.iter_mut().find(|own| folder::head_means(own, "time"));
            time.into_iter().for_each(|own| *own = "best_lap");
        }
        heads.extend((!has_status).then_some("status"));
        heads.extend((!has_class).then_some("class"));
        heads.push("from");
        let mut writer = csv::Writer::from_writer(Vec::new());
        // Writing into memory cannot fail.
        let _ = writer.write_record(&heads);
        let mut line_of = vec![0, 0];
        for row in &group.rows {
            let line = row.place.line();
            self.across(row, table, told);
            let mut cells: Vec<String> = columns
                .iter()
                .map(|(at, head)| match row.cells.get(*at) {
                    Some(cell) if Some(*at) == crew_column => self.crew(cell, row, strokes, told),
                    Some(_) if group.in_class && folder::head_means(head, "position") => String::new(),
                    Some(cell) => value(cell, head),
                    None => String::new(),
                })
                .collect();
            let status = row.status.as_ref().map_or("", |own| own.0.word());
            if has_status {
                for (cell, (_, head)) in cells.iter_mut().zip(columns) {
                    if folder::head_means(head, "status") {
                        *cell = cell
                            .trim_end_matches(|own: char| !own.is_alphanumeric() && own != ')')
                            .to_owned();
                        if cell.is_empty() {
                            status.clone_into(cell);
                        }
                    }
                }
            } else {
                cells.push(status.to_owned());
            }
            if !has_class {
                cells.push(group.class.clone());
            }
            cells.push(format!("{}:{line}", self.name.replace(';', " ")));
            let _ = writer.write_record(&cells);
            line_of.push(line);
        }
        let text = writer.into_inner().ok().and_then(|own| String::from_utf8(own).ok()).unwrap_or_default();
        let (records, fields, found) = folder::read_results_with_columns(self.name, &text);
        for ((at, head), field) in columns.iter().zip(fields) {
            let head = if table.heads[*at].is_empty() { String::new() } else { head.clone() };
            let column = Column { head, field };
            if !said.columns.contains(&column) {
                said.columns.push(column);
            }
        }
        // What each column was read as is told with the file.
        let found = found.into_iter().filter(|own| !matches!(own.id, "PF0444" | "PF0445"));
        told.extend(found.map(|own| self.placed(own, &line_of)));
        let cars = records.into_iter().zip(&group.rows).map(|(mut record, row)| {
            record.line = row.place.line();
            let crew = crew_column.and_then(|at| row.cells.get(at));
            let crew = crew.into_iter().flat_map(|own| &own.lines).flat_map(|own| own.pieces.clone());
            Car { record, crew: crew.collect() }
        });
        cars.collect()
    }

    /// The columns that the reader of results is given, by their place in the table and their heads.
    fn columns(&self, table: &Table, said: &mut Said) -> Vec<(usize, String)> {
        let mut columns = Vec::new();
        for (at, head) in table.heads.iter().enumerate() {
            let cells = || table.rows.iter().filter_map(|row| row.cells.get(at)).map(Cell::text);
            if head.is_empty() {
                if at == 0
                    && counts(cells())
                    && !table.heads.iter().any(|own| folder::head_means(own, "position"))
                {
                    columns.push((at, "position".to_owned()));
                    continue;
                }
                let mut values: Vec<String> = cells().filter(|own| !own.is_empty()).collect();
                values.sort();
                values.dedup();
                values.truncate(4);
                if !values.is_empty() {
                    said.left.push(left(
                        table,
                        format!("a column without a head: {}", values.join(", ")),
                        "nothing says what it is".to_owned(),
                    ));
                }
                continue;
            }
            let gap = folder::head_means(head, "gap") || folder::head_means(head, "interval");
            if folder::is_result_head(head) && !(gap && self.kind != Kind::Race) {
                columns.push((at, head.clone()));
            } else if !said.columns.iter().any(|own| own.head == *head) {
                said.columns.push(Column { head: head.clone(), field: None });
            }
        }
        columns
    }

    /// Texts that lie across columns go to none, and are told with their row.
    fn across(&self, row: &Row, table: &Table, told: &mut Vec<Diagnostic>) {
        for text in &row.across {
            let heads: Vec<&str> =
                table.heads.iter().map(String::as_str).filter(|own| !own.is_empty()).collect();
            told.push(
                Diagnostic::warning("PF1095", "a text lies across several columns and was left out")
                    .at(Place::line(self.name, row.place.line(), text.clone()))
                    .found(text.clone())
                    .expected(format!("a text in one of the columns {}", heads.join(", ")))
                    .help("enter by hand what it says"),
            );
        }
    }

    /// The names of a cell: parted by strokes where those of the column are, else as the reader of results takes them;
    /// of several lines a text that runs on, or a name a line.
    fn crew(&self, cell: &Cell, row: &Row, strokes: bool, told: &mut Vec<Diagnostic>) -> String {
        let lines = by_line(cell);
        if strokes {
            let names = lines.join(" ");
            let names = names.split('/').map(|own| own.trim().replace(';', r"\;"));
            return names.filter(|own| !own.is_empty()).collect::<Vec<_>>().join("; ") + ";";
        }
        if lines.len() < 2 || lines.iter().any(|own| own.contains(['/', ';', ',', '&', '|'])) {
            return lines.join(" ");
        }
        if lines.iter().any(|own| own.split(' ').count() < 2) {
            // A name may run on over two lines: which lines are one is not known.
            told.push(
                Diagnostic::warning(
                    "PF1098",
                    "the lines of a cell may be several names or one that runs on; they were left out",
                )
                .at(Place::line(self.name, row.place.line(), lines.join(" ")))
                .found(lines.join(" | "))
                .help("enter the crew by hand"),
            );
            return String::new();
        }
        lines.iter().map(|own| own.replace(';', r"\;")).collect::<Vec<_>>().join("; ")
    }

    /// Tells what was found in the table as text at the sheet's lines.
    fn placed(&self, mut own: Diagnostic, line_of: &[u32]) -> Diagnostic {
        for place in &mut own.places {
            if place.document == self.name && place.line > 0 {
                place.line = line_of.get(place.line as usize).copied().unwrap_or(0);
                place.column = 0;
            }
        }
        own
    }

    /// Sheets print cars once overall and once by class: the second says nothing new, unless it says something else.
    fn once(
        &mut self,
        cars: Vec<Car>,
        said: &mut Said,
        table: &Table,
        told: &mut Vec<Diagnostic>,
    ) -> Vec<Car> {
        let mut again = 0;
        let mut kept = Vec::with_capacity(cars.len());
        for car in cars {
            let key = (car.record.number.clone(), car.record.class.clone());
            match self.known.get(&key) {
                Some(first) if same(first, &car.record) => again += 1,
                Some(first) if first.team == car.record.team || first.team.is_empty() => {
                    told.push(
                        Diagnostic::warning(
                            "PF1099",
                            format!("the sheet has car {} twice, and differs", key.0),
                        )
                        .at(Place::line(self.name, first.line, ""))
                        .at(Place::line(self.name, car.record.line, ""))
                        .found(format!("{}; {}", shown(first), shown(&car.record)))
                        .expected("the same in both places")
                        .help("the first stands; correct the row by hand where it is wrong"),
                    );
                }
                _ => {
                    self.known.insert(key, car.record.clone());
                    kept.push(car);
                }
            }
        }
        if again > 0 {
            said.left.push(left(
                table,
                format!("{again} rows"),
                "their cars stand above with the same".to_owned(),
            ));
        }
        kept
    }
}

/// The text of a cell. A time that did not fit goes on in the next line.
fn value(cell: &Cell, head: &str) -> String {
    let of_time = ["time", "best_lap", "gap", "interval"].iter().any(|own| folder::head_means(head, own));
    let lines = cell.texts();
    let figures = |own: &String| own.bytes().all(|own| own.is_ascii_digit() || b".:'+".contains(&own));
    if of_time && lines.len() > 1 && lines.iter().all(figures) { lines.concat() } else { lines.join(" ") }
}

/// The lines of a cell, those on one height joined.
fn by_line(cell: &Cell) -> Vec<String> {
    let mut lines: Vec<(u32, String)> = Vec::new();
    for chunk in &cell.lines {
        match lines.last_mut() {
            Some((line, text)) if *line == chunk.line => {
                text.push(' ');
                text.push_str(&chunk.text());
            }
            _ => lines.push((chunk.line, chunk.text())),
        }
    }
    lines.into_iter().map(|own| own.1).collect()
}

/// Whether cells count from 1 or go on counting, with blanks for those that have no place.
fn counts(cells: impl Iterator<Item = String>) -> bool {
    let mut last = 0;
    let mut count = 0;
    for cell in cells.filter(|own| !own.is_empty()) {
        match cell.parse::<u32>() {
            Ok(own) if own == last + 1 || own == 1 || own == last || count == 0 => last = own,
            _ => return false,
        }
        count += 1;
    }
    count > 0
}

fn same(a: &ResultRecord, b: &ResultRecord) -> bool {
    let drivers =
        |own: &ResultRecord| -> Vec<String> { own.crew.iter().map(|own| own.driver.clone()).collect() };
    // Positions of a table by class are those in class, and its gaps those to the class's winner.
    (&a.team, a.laps, a.status, a.best_lap) == (&b.team, b.laps, b.status, b.best_lap)
        && (a.time == b.time || a.time.is_none() || b.time.is_none())
        && drivers(a) == drivers(b)
}

fn shown(own: &ResultRecord) -> String {
    let laps = own.laps.map_or_else(|| "no laps".to_owned(), |laps| counted(laps, "lap"));
    let time = own.time.map(|time| format!(", {time}")).unwrap_or_default();
    format!("{laps}{time}, {}", own.status.word())
}

/// A place that no car has means a row that was not read, or one that the sheet lacks.
fn holes(name: &str, cars: &[Car], told: &mut Vec<Diagnostic>) {
    let mut places: Vec<u32> = cars.iter().filter_map(|own| own.record.position).collect();
    places.sort_unstable();
    let mut last = 0;
    let mut missing = Vec::new();
    for (index, place) in (1..).zip(places) {
        // After a dead heat as many places stay empty.
        if place > last + 1 && place > index {
            missing.push(if place == last + 2 {
                (last + 1).to_string()
            } else {
                format!("{} to {}", last + 1, place - 1)
            });
        }
        last = place;
    }
    if !missing.is_empty() {
        told.push(
            Diagnostic::warning("PF1096", "places are missing: rows may not have been read")
                .at(Place::document(name))
                .found(missing.join(", "))
                .expected("every place from 1 on")
                .help("compare the results with the sheet; add missing cars by hand"),
        );
    }
}

/// The fastest lap of all cars that were not disqualified, where one car has it alone.
fn fastest_lap(cars: &[Car], legend: &[(Style, Meaning)]) -> Vec<Feat> {
    let timed = || {
        cars.iter()
            .filter(|own| own.record.status != Status::Dsq)
            .filter_map(|own| Some((own.record.best_lap?, own)))
    };
    let Some(best) = timed().map(|own| own.0).min() else { return Vec::new() };
    let mut of = timed().filter(|own| own.0 == best);
    let (Some((_, car)), None) = (of.next(), of.next()) else { return Vec::new() };
    let style = legend.iter().find(|own| own.1 == Meaning::FastestLap).map(|own| own.0);
    let styled = |driver: &str| {
        style.is_some_and(|style| {
            car.crew.iter().filter(|piece| style.of(piece)).any(|piece| {
                let text = piece.text.trim_matches(|own: char| !own.is_alphanumeric() && own != '.');
                text.len() > 2 && (driver.contains(text) || text.contains(driver))
            })
        })
    };
    let mut drivers = car.record.crew.iter().map(|own| &own.driver).filter(|own| styled(own));
    let driver = match (drivers.next(), drivers.next()) {
        (Some(driver), None) => driver.clone(),
        _ if car.record.crew.len() == 1 => car.record.crew[0].driver.clone(),
        _ => String::new(),
    };
    vec![Feat {
        feat: "fastest-lap".to_owned(),
        number: car.record.number.clone(),
        class: car.record.class.clone(),
        driver,
        time: Some(best),
        line: car.record.line,
    }]
}

/// The rows of an entry list, through the reader of tables; none where they are no entries.
fn entries(file: &File<'_>, table: &Table) -> Option<(Said, Vec<Diagnostic>)> {
    let is_crew = |at: usize| folder::head_means(&table.heads[at], "drivers");
    let cells = |row: &Row| -> csv::StringRecord {
        let cell = |(at, own): (usize, &Cell)| {
            let lines = own.lines.iter().map(Chunk::text);
            if is_crew(at) { lines.collect::<Vec<_>>().join(" / ") } else { own.text() }
        };
        row.cells.iter().enumerate().map(cell).collect()
    };
    let first = table.rows.first()?.place.line();
    let head = (first.saturating_sub(1), table.heads.iter().map(String::as_str).collect());
    let rows = [head].into_iter().chain(table.rows.iter().map(|row| (row.place.line(), cells(row))));
    let grid = Grid {
        name: String::new(),
        rows: rows.collect(),
        head: Some(0),
        separator: '│',
        decimal_comma: true,
    };
    let (said, told) = tables::read_as(file, folder::TableKind::Entries, grid)?;
    (!said.entries.is_empty()).then_some((said, told))
}

/// The year of the date at the foot of the pages, where the sheet says no other. It is that of the print, and a race was
/// not after it: a folder of a later year is not the sheet's.
fn year_of_foot(file: &File<'_>, tables: &[Table], because: &mut Vec<String>) -> Option<i32> {
    let days = text_lines(tables).filter_map(|line| page_foot(&line.text)).filter(|day| !day.is_empty());
    let year = |day: &String| {
        let mut parts =
            day.split(['/', '.', '-']).filter_map(|own| Some((own.len(), own.parse::<i32>().ok()?)));
        let whole = parts.clone().find(|(length, year)| *length == 4 && (1890..=2200).contains(year));
        whole.map(|own| own.1).or_else(|| parts.next_back().map(|own| 2000 + own.1).filter(|own| *own < 2100))
    };
    let (year, day) = days.filter_map(|day| Some((year(&day)?, day))).min()?;
    let dated = file.folder.rounds.iter().any(|round| round.date.is_some());
    // A sheet may be printed anew years later.
    if dated && year > file.folder.year {
        return None;
    }
    because
        .push(format!("of {year}, by the date at the foot of the page, which is that of the print: {day}"));
    Some(year)
}

/// What stands beside the number of a page, where a line has nothing else.
fn page_foot(line: &str) -> Option<String> {
    let is_page = |own: &str| matches!(own, "page" | "seite" | "pagina" | "pag" | "p");
    let plain = folder::plain_words(line);
    if !plain.split(' ').any(is_page) {
        return None;
    }
    let letters = |own: &&str| own.contains(|own: char| own.is_alphabetic());
    let others = plain
        .split(' ')
        .filter(letters)
        .any(|own| !is_page(own) && !matches!(own, "of" | "von" | "sur" | "di" | "de"));
    if others {
        return None;
    }
    Some(line.split(' ').find(|own| own.matches(['/', '.', '-']).count() == 2).unwrap_or_default().to_owned())
}

/// The legend, wherever it stands outside the rows.
fn legend(tables: &[Table]) -> Vec<(Style, Meaning)> {
    let lines: Vec<Vec<Piece>> = text_lines(tables)
        .map(|line| line.chunks.iter().flat_map(|own| own.pieces.clone()).collect())
        .collect();
    legend::read(lines.iter().map(Vec::as_slice))
}

fn text_lines(tables: &[Table]) -> impl Iterator<Item = &Line> {
    tables.iter().flat_map(|own| own.above.iter().chain(&own.beside).chain(&own.below))
}

/// Tells the text beside the tables: notes, penalties, when it was issued. Titles and page numbers say nothing more.
fn beside(tables: &[Table], titles: &[String], by_class: bool, said: &mut Said) {
    let mut told: Vec<String> = Vec::new();
    let lines = tables.iter().enumerate().flat_map(|(at, own)| {
        let titles = if by_class { own.above.len().saturating_sub(1) } else { own.above.len() };
        let above = if at == 0 { &[][..] } else { &own.above[..titles] };
        above.iter().chain(&own.beside).chain(&own.below)
    });
    let mut more = 0;
    for line in lines {
        if let Some(day) = page_foot(&line.text) {
            if !day.is_empty() && !told.contains(&day) {
                told.push(day.clone());
                said.left.push(Left {
                    what: day,
                    why: "a date beside the number of the page: of the print or the issue, not of the race"
                        .to_owned(),
                    line: u32::try_from(line.page).unwrap_or(u32::MAX).saturating_add(1).saturating_mul(1000),
                });
            }
            continue;
        }
        let title = line.chunks.iter().all(|own| titles.contains(&own.text()));
        let says = line.text.chars().filter(|own| own.is_alphabetic()).count() > 1;
        if title || !says || told.contains(&line.text) {
            continue;
        }
        if told.len() >= TOLD_MAX {
            more += 1;
            continue;
        }
        told.push(line.text.clone());
        said.left.push(Left {
            what: line.text.clone(),
            why: "a line beside the rows; enter by hand what the results need of it".to_owned(),
            line: u32::try_from(line.page).unwrap_or(u32::MAX).saturating_add(1).saturating_mul(1000),
        });
    }
    if more > 0 {
        said.left.push(Left {
            what: format!("{more} more lines"),
            why: "they stand beside the rows".to_owned(),
            line: 0,
        });
    }
}
