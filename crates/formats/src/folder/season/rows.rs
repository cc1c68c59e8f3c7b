//! Rows of results, and cars that stand in a session twice.

use super::{Making, some};
use crate::folder::{ResultRecord, positions, results};
use parcferme_core::numbers::{Laps, Position};
use parcferme_core::season::{Class, Competitor, Kind, ResultRow, Seat, Session};
use parcferme_core::{Diagnostic, Ix, Place};
use std::collections::HashMap;

impl Making<'_> {
    pub(super) fn results(&mut self) {
        self.diagnostics.extend(self.folder.unsaid.iter().cloned());
        for ((round, session), records) in &self.folder.results {
            let written = self.folder.result_files.get(&(*round, session.clone()));
            let file = written.cloned().unwrap_or_else(|| results::path(*round, session));
            let place = || Place::document(file.clone());
            let Some(session) = self.session(*round, session, place) else { continue };
            self.diagnostics.extend(positions::check(&file, records));
            let mut own: HashMap<String, Vec<(Ix<ResultRow>, &ResultRecord)>> = HashMap::new();
            for record in records {
                let place = || row_place(&file, record);
                let class = self.class(&record.class, place);
                let row = self.result_row(session, class, record, &file);
                // As many cars with one number as one likes stay cheap: only the last ones are compared.
                let same_number = own.get(&record.number).into_iter().flatten().rev().take(COMPARED_MAX);
                let results = &self.builder.facts().results;
                let twice = same_number
                    .filter(|_| !record.number.is_empty())
                    .find(|(other, _)| one_car(&results[*other], &row));
                if let Some((_, other)) = twice.filter(|(at, _)| told_by_tags(&results[*at], &row)) {
                    self.diagnostics.push(
                        Diagnostic::warning("PF1078", format!("two cars bear number {} and only their tags tell them apart", record.number))
                            .at(row_place(&file, other))
                            .at(place())
                            .found(format!("places {} and {}", shown(other.position), shown(record.position)))
                            .expected("a number, a class or a team of its own for each car")
                            .help("a table that ranks cars by number counts them as one: give one of them its right number"),
                    );
                } else if let Some((_, other)) = twice {
                    self.diagnostics.push(
                        Diagnostic::error("PF0456", format!("car {} stands in the session twice", record.number))
                            .at(place())
                            .at(row_place(&file, other))
                            .found(format!("`{}` and `{}`", other.status.word(), record.status.word()))
                            .expected("one row a car")
                            .help("delete one of the rows; a disqualification is the row's status or a decision, not a second row; two cars that share a number need their class or team"),
                    );
                }
                let ix = self.builder.result(row);
                own.entry(record.number.clone()).or_default().push((ix, record));
            }
        }
    }

    pub(in crate::folder) fn result_row(
        &mut self,
        session: Ix<Session>,
        class: Option<Ix<Class>>,
        record: &ResultRecord,
        file: &str,
    ) -> ResultRow {
        let mut stands_for = [None; Kind::ALL.len()];
        let mut set = |kind: Kind, own: Option<Ix<Competitor>>| stands_for[kind as usize] = own;
        set(Kind::Team, self.competitor(Kind::Team, &record.team));
        set(Kind::Chassis, self.competitor(Kind::Chassis, &record.chassis));
        set(Kind::Engine, self.competitor(Kind::Engine, &record.engine));
        set(Kind::Tyre, self.competitor(Kind::Tyre, &record.tyre));
        let (chassis_maker, engine_maker) =
            (self.maker(Kind::Chassis, &record.chassis), self.maker(Kind::Engine, &record.engine));
        let manufacturer = if record.manufacturer.is_empty() { &chassis_maker } else { &record.manufacturer };
        let mut set = |kind: Kind, own: Option<Ix<Competitor>>| stands_for[kind as usize] = own;
        set(Kind::ChassisMaker, self.competitor(Kind::ChassisMaker, &chassis_maker));
        set(Kind::EngineMaker, self.competitor(Kind::EngineMaker, &engine_maker));
        set(Kind::Manufacturer, self.competitor(Kind::Manufacturer, manufacturer));
        if let Some(nation) = self.nation(record) {
            set(Kind::Nation, self.competitor(Kind::Nation, &nation));
        }
        if !record.number.is_empty() {
            set(Kind::Entry, Some(self.entry_of(&record.number, &record.team)));
        }
        let crew = record
            .crew
            .iter()
            .filter_map(|seat| {
                Some(Seat {
                    driver: self.driver(seat)?,
                    printed: seat.driver.clone(),
                    nation: Some(seat.nation.clone()).filter(|nation| !nation.is_empty()),
                    drove: seat.drove,
                    drive_time: seat.drive_time,
                    scores: seat.scores,
                })
            })
            .collect();
        ResultRow {
            session,
            position: record.position.and_then(Position::new),
            classified: record.classified,
            status: record.status,
            class,
            number: record.number.as_str().into(),
            stands_for,
            crew,
            laps: record.laps.map(Laps),
            time: record.time,
            best_lap: record.best_lap,
            grid: record.grid.and_then(Position::new),
            measures: record.measures.clone(),
            tags: record.tags.iter().cloned().collect(),
            printed_team: record.team.clone(),
            team_nation: some(&record.team_nation),
            printed_chassis: record.chassis.clone(),
            printed_engine: record.engine.clone(),
            remark: record.remark.clone(),
            cites: self.cites(&record.from, file, record.line),
        }
    }
}

/// Cars with one number in one session that are compared with each other.
const COMPARED_MAX: usize = 64;

pub(in crate::folder) fn row_place(file: &str, record: &ResultRecord) -> Place {
    Place::line(file, record.line, format!("{} {}", record.number, record.team))
}

/// Whether two rows with one number are one car: in one class, of teams that do not differ, and either with a driver in
/// common (or a crew that is not stated), or both of one team and at the start. Drivers who shared a number and did not
/// all start have a row each.
fn one_car(a: &ResultRow, b: &ResultRow) -> bool {
    let crews = a.crew.is_empty()
        || b.crew.is_empty()
        || a.crew.iter().any(|seat| b.crew.iter().any(|own| own.driver == seat.driver));
    let started = a.status.started() && b.status.started();
    a.class == b.class
        && match (a.stands_for(Kind::Team), b.stands_for(Kind::Team)) {
            (Some(team_a), Some(team_b)) => team_a == team_b && (crews || started),
            _ => crews,
        }
}

/// Whether two rows with one number, of which neither names a team or a driver, bear other tags and have a place each.
fn told_by_tags(a: &ResultRow, b: &ResultRow) -> bool {
    let anonymous = |row: &ResultRow| row.stands_for(Kind::Team).is_none() && row.crew.is_empty();
    let placed = a.position.is_some() && b.position.is_some() && a.position != b.position;
    anonymous(a) && anonymous(b) && placed && a.tags != b.tags
}

fn shown(position: Option<u32>) -> String {
    position.map_or_else(String::new, |position| position.to_string())
}
