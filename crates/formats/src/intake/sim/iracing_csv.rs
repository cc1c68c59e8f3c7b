//! iRacing, the results that its pages export: a table of the session, a blank line, and a table of the cars that begins
//! with `Fin Pos`.

use super::super::exact::{Exact, day_of_text};
use super::super::form::File;
use super::super::said::{Event, Kind, Said};
use super::super::text::clean;
use super::raceroom::unknown;
use super::{Car, Driver, Field, Wrote, words};
use crate::text::decode;
use parcferme_core::season::{Date, Status};
use parcferme_core::{Diagnostic, Place};
use std::collections::BTreeMap;

/// Cars that are read.
const CARS_MAX: usize = 10_000;

struct Row<'a> {
    head: &'a BTreeMap<String, usize>,
    cells: &'a csv::StringRecord,
}

impl Row<'_> {
    fn text(&self, head: &str) -> String {
        let cell = self.head.get(head).and_then(|&at| self.cells.get(at));
        cell.map_or_else(String::new, clean)
    }

    fn count(&self, head: &str) -> Option<u32> {
        self.text(head).parse().ok()
    }

    fn time(&self, head: &str) -> Option<Exact> {
        seconds(&self.text(head))
    }
}

pub(in super::super) fn read(file: &File<'_>) -> Option<(Said, Vec<Diagnostic>)> {
    let decoded = decode(file.bytes)?;
    let text = &*decoded.text;
    let at = ["\"Fin Pos\"", "Fin Pos"].into_iter().filter_map(|own| text.find(own)).min()?;
    let (front, table) = text.split_at_checked(at)?;
    let mut wrote = Wrote::new(file.name, "results of an iRacing session (CSV export)");
    wrote.told.extend(decoded.told(file.name));
    let mut event = Event::default();
    for (head, value) in front_matter(front) {
        match head.as_str() {
            "Start Time" => event.date = day_of_text(&value),
            "Track" => event.circuit = value,
            "Series" | "League Name" => wrote.said.series = value,
            "Hosted Session Name" | "League Season Name" => wrote.said.title = value,
            _ => {}
        }
    }
    wrote.said.year = event.date.map(Date::year);
    let before = front.matches('\n').count();
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(table.as_bytes());
    let head = reader.headers().ok()?.clone();
    let head: BTreeMap<String, usize> = head.iter().enumerate().map(|(at, own)| (clean(own), at)).collect();
    if !["Fin Pos", "Name", "Laps Comp"].iter().all(|own| head.contains_key(*own)) {
        return None;
    }
    let mut cars: Vec<(Car, String, Option<Exact>)> = Vec::new();
    let mut teams: BTreeMap<String, usize> = BTreeMap::new();
    for record in reader.records().take(CARS_MAX) {
        let Ok(cells) = record else { continue };
        let line = cells.position().map_or(0, |own| own.line());
        let line = u32::try_from(before).unwrap_or(0).saturating_add(u32::try_from(line).unwrap_or(0));
        let row = Row { head: &head, cells: &cells };
        let team = Some(row.text("Team ID")).filter(|own| own.starts_with('-') && own.len() > 1);
        let driver = Driver { name: row.text("Name"), id: row.text("Cust ID"), ..Driver::default() };
        if let Some(&at) = team.as_ref().and_then(|team| teams.get(team)) {
            // The team's own line has its name and no driver.
            if let Some((car, ..)) = cars.get_mut(at) {
                if driver.id.is_empty() || driver.id.starts_with('-') {
                    car.team = driver.name
                } else {
                    car.drivers.push(driver)
                }
            }
            continue;
        }
        if let Some(team) = &team {
            teams.insert(team.clone(), cars.len());
        }
        let average = row.time("Average Lap Time");
        cars.push((car_of(&row, driver, team, line, &mut wrote), row.text("Interval"), average));
    }
    race_times(&mut cars, &mut wrote);
    let classes: Vec<&String> = cars.iter().map(|(car, ..)| &car.class).collect();
    if classes.windows(2).all(|pair| pair[0] == pair[1]) {
        cars.iter_mut().for_each(|(car, ..)| car.class.clear());
    }
    wrote.columns(&[
        ("Fin Pos", "position"),
        ("Car #", "number"),
        ("Car Class", "class"),
        ("Car", "chassis"),
        ("Name", "drivers"),
        ("Cust ID", "driver_ids"),
        ("Laps Comp", "laps"),
        ("Average Lap Time, Interval", "time"),
        ("Fastest Lap Time", "best_lap"),
        ("Start Pos", "grid"),
        ("Out", "status"),
        ("Inc", "incidents"),
        ("Laps Led", "laps_led"),
        ("Pts", ""),
    ]);
    let cars = cars.into_iter().map(|(car, ..)| car).collect();
    wrote.add(Field { event, kind: Kind::Race, cars, ..Field::default() });
    Some(wrote.finish(Vec::new()))
}

fn front_matter(front: &str) -> Vec<(String, String)> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(front.as_bytes());
    let mut records = reader.records().take(16).filter_map(Result::ok);
    let Some((heads, values)) = records.next().zip(records.next()) else { return Vec::new() };
    heads.iter().map(clean).zip(values.iter().map(clean)).collect()
}

fn car_of(row: &Row<'_>, driver: Driver, team: Option<String>, line: u32, wrote: &mut Wrote) -> Car {
    let word = row.text("Out");
    let status = words::status(&word);
    if status.is_none() && !word.is_empty() {
        wrote.told.push(unknown(&word).at(Place::line(wrote.said.document.as_str(), line, "Out")));
    }
    let status = status.or((!word.is_empty()).then_some(Status::Dnf)).filter(|own| *own != Status::Finished);
    let has_driver = team.is_none() || !(driver.id.is_empty() || driver.id.starts_with('-'));
    Car {
        id: team.unwrap_or_default(),
        number: row.text("Car #"),
        class: row.text("Car Class"),
        chassis: row.text("Car"),
        team: if has_driver { row.text("Team") } else { driver.name.clone() },
        drivers: if has_driver { vec![driver] } else { Vec::new() },
        position: row.count("Fin Pos").filter(|&own| own > 0),
        remark: if status.is_some() { word } else { String::new() },
        status,
        laps: row.count("Laps Comp"),
        best: row.time("Fastest Lap Time"),
        grid: row.count("Start Pos"),
        incidents: row.count("Inc"),
        laps_led: row.count("Laps Led"),
        line,
        ..Car::default()
    }
}

fn race_times(cars: &mut [(Car, String, Option<Exact>)], wrote: &mut Wrote) {
    let winner = cars.iter().find(|(car, ..)| car.position == Some(1));
    let Some((laps, average, line)) = winner.and_then(|(car, _, own)| Some((car.laps?, (*own)?, car.line)))
    else {
        return;
    };
    let Some(total) = average.0.checked_mul(i64::from(laps)).and_then(Exact::of_ten_thousandths) else {
        return;
    };
    for (car, interval, _) in cars.iter_mut().filter(|(car, ..)| car.laps == Some(laps)) {
        let gap = interval.trim_start_matches(['-', '+']);
        car.time =
            if car.position == Some(1) { Some(total) } else { seconds(gap).map(|gap| total.plus(gap)) };
    }
    wrote.told.push(
        Diagnostic::note("PF1026", "race times were made from gaps: the file has none")
            .at(Place::line(wrote.said.document.as_str(), line, ""))
            .found(format!("an average lap of {} over {laps} laps", average.shown()))
            .expected("the winner's race time")
            .help("the winner's may be off by a millisecond a lap; gaps to it are those of the file"),
    );
}

/// `2:09.620`, `09.620`, `1:02:09.620`; none for a gap in laps.
fn seconds(text: &str) -> Option<Exact> {
    let mut total = 0_i64;
    let mut parts = text.split(':').peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            let part = Exact::of_seconds(part)?;
            return Exact::of_ten_thousandths(total.checked_mul(600_000)?.checked_add(part.0)?);
        }
        total = total
            .checked_mul(60)?
            .checked_add(part.parse().ok().filter(|own| (0..100_000).contains(own))?)?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use parcferme_core::Millis;

    #[test]
    fn the_export_of_a_race() {
        let text = "\"Start Time\",\"Track\",\"Series\",\"Hosted Session Name\"\n\"2021-01-08T19:00:12Z\",\"Mount Panorama Circuit\",\"Hosted iRacing\",\"Made Cup\"\n\n\"Fin Pos\",\"Car ID\",\"Car\",\"Car Class ID\",\"Car Class\",\"Team ID\",\"Cust ID\",\"Name\",\"Start Pos\",\"Car #\",\"Out ID\",\"Out\",\"Interval\",\"Laps Led\",\"Average Lap Time\",\"Fastest Lap Time\",\"Laps Comp\",\"Inc\"\n\"1\",\"88\",\"Porsche\",\"95\",\"Cup\",\"0\",\"11\",\"Ann Archer\",\"1\",\"8\",\"0\",\"Running\",\"-00.000\",\"5\",\"2:58.652\",\"2:09.620\",\"5\",\"4\"\n\"2\",\"88\",\"Porsche\",\"95\",\"Cup\",\"0\",\"12\",\"Ben Boyd\",\"3\",\"88\",\"0\",\"Running\",\"-00.605\",\"0\",\"2:58.773\",\"2:09.651\",\"5\",\"1\"\n\"3\",\"88\",\"Porsche\",\"95\",\"Cup\",\"0\",\"13\",\"Cy Cole\",\"2\",\"9\",\"32\",\"Disconnected\",\"-1L\",\"0\",\"2:58.773\",\"\",\"4\",\"9\"\n";
        let (folder, wish) = (crate::folder::Folder::default(), crate::intake::Wish::default());
        let file = File { name: "x.csv", bytes: text.as_bytes(), folder: &folder, wish: &wish };
        let (said, told) = read(&file).expect("an export");
        assert_eq!(told.iter().map(|own| own.id).collect::<Vec<_>>(), ["PF1026"]);
        let session = &said.sessions[0];
        assert_eq!(session.event.date, "2021-01-08".parse().ok());
        let row = |at: usize| {
            let own = &session.rows[at];
            (own.position, own.number.as_str(), own.laps, own.time, own.status, own.crew[0].id.as_str())
        };
        assert_eq!(row(0), (Some(1), "8", Some(5), Some(Millis(893_260)), Status::Finished, "11"));
        assert_eq!(row(1), (Some(2), "88", Some(5), Some(Millis(893_865)), Status::Finished, "12"));
        assert_eq!(row(2), (Some(3), "9", Some(4), None, Status::Dnf, "13"));
        assert_eq!(session.rows[0].line, 5);
        let feats: Vec<_> =
            session.feats.iter().map(|own| (own.feat.as_str(), own.number.as_str())).collect();
        assert_eq!(feats, [("fastest-lap", "8"), ("pole", "8")]);
    }

    #[test]
    fn times_with_minutes_and_hours() {
        assert_eq!(seconds("2:09.620"), Some(Exact(1_296_200)));
        assert_eq!(seconds("1:02:09.62"), Some(Exact(37_296_200)));
        for none in ["1L", "-1L", "", "1:", "x:01.0", "99999999:0"] {
            assert_eq!(seconds(none), None, "{none}");
        }
    }
}
