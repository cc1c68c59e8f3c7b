//! Sheets of what was timed, from the lap records of one session: lap chart, stints, pit stops, driver time, fastest
//! laps, flags. Laps after a car took the chequered flag are in none of them.

mod classification;
mod driver_time;
mod fastest_laps;
mod flags;
mod lap_chart;
mod pit_stops;
mod stints;

pub use classification::{evidence, taken};

use crate::sheet::{Block, Cell, Column, Group, Head, Row, Run, Sheet, Table};
use parcferme_core::timing::flags::flag_periods;
use parcferme_core::timing::{CarIndex, Lap, LapSheet, TimedSession};
use parcferme_core::{Millis, Share};

/// The sheets that lap records give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimingSheet {
    LapChart,
    Stints,
    PitStops,
    DriverTime,
    FastestLaps,
    Flags,
}

impl TimingSheet {
    pub const ALL: [TimingSheet; 6] = [
        TimingSheet::LapChart,
        TimingSheet::Stints,
        TimingSheet::PitStops,
        TimingSheet::DriverTime,
        TimingSheet::FastestLaps,
        TimingSheet::Flags,
    ];

    /// For file names and options: `lap-chart`.
    pub const fn id(self) -> &'static str {
        match self {
            TimingSheet::LapChart => "lap-chart",
            TimingSheet::Stints => "stints",
            TimingSheet::PitStops => "pit-stops",
            TimingSheet::DriverTime => "driver-time",
            TimingSheet::FastestLaps => "fastest-laps",
            TimingSheet::Flags => "flags",
        }
    }

    /// `lap chart`.
    pub const fn words(self) -> &'static str {
        match self {
            TimingSheet::LapChart => "lap chart",
            TimingSheet::Stints => "stints",
            TimingSheet::PitStops => "pit stops",
            TimingSheet::DriverTime => "driver time",
            TimingSheet::FastestLaps => "fastest laps",
            TimingSheet::Flags => "flags",
        }
    }

    /// Whether the records say anything of it.
    pub fn is_known(self, laps: &LapSheet) -> bool {
        match self {
            TimingSheet::Flags => !flag_periods(laps).is_empty(),
            TimingSheet::PitStops => laps.laps().iter().any(|lap| lap.in_pit || lap.pit.is_some()),
            _ => !laps.laps().is_empty(),
        }
    }
}

/// A session's lap records in the order of its finish.
pub struct Timed<'a> {
    pub laps: &'a LapSheet,
    pub session: TimedSession<'a>,
    /// Ids of the classes in the order that gives them their colours.
    pub classes: Vec<String>,
    /// Car numbers in the order of the grid, where it is known.
    pub grid: Vec<String>,
    /// Only the cars of this class, whatever the case of its letters; positions stay those of the whole field.
    pub only: Option<String>,
}

impl<'a> Timed<'a> {
    /// `classes` are those of the season, empty where there is none; classes that only the records know come behind them
    /// in the order of their best car.
    pub fn new(session: TimedSession<'a>, classes: &[String]) -> Timed<'a> {
        let laps = session.sheet;
        let mut classes = classes.to_vec();
        for row in &session.order.rows {
            let own = &laps.car(row.car).class;
            if !own.is_empty() && !classes.iter().any(|class| class.eq_ignore_ascii_case(own)) {
                classes.push(own.clone());
            }
        }
        Timed { laps, session, classes, grid: Vec::new(), only: None }
    }

    /// The order at the flag as a table, with what it rests on in its notes.
    pub fn classification(&self) -> Table {
        classification::table(self)
    }

    /// The sheet, with the head that the caller gives.
    pub fn sheet(&self, kind: TimingSheet, head: Head) -> Sheet {
        let mut sheet = Sheet { head, classes: self.classes.clone(), ..Sheet::default() };
        match kind {
            TimingSheet::LapChart => lap_chart::fill(self, &mut sheet),
            TimingSheet::Stints => {
                sheet.blocks.push(Block::Paragraph(vec![Run::plain(stints::LEGEND)]));
                sheet.blocks.push(Block::Table(stints::table(self)));
            }
            TimingSheet::PitStops => sheet.blocks.push(Block::Table(pit_stops::table(self))),
            TimingSheet::DriverTime => sheet.blocks.push(Block::Table(driver_time::table(self))),
            TimingSheet::FastestLaps => fastest_laps::fill(self, &mut sheet),
            TimingSheet::Flags => flags::fill(self, &mut sheet),
        }
        sheet
    }

    /// The cars in the order of the finish, each with its laps up to the flag.
    fn cars(&self) -> impl Iterator<Item = (CarIndex, &'a [Lap])> {
        self.session.rows(self.only.as_deref()).map(|row| (row.car, self.session.laps(row)))
    }

    fn class_of(&self, car: CarIndex) -> Option<usize> {
        let own = &self.laps.car(car).class;
        self.classes.iter().position(|class| class.eq_ignore_ascii_case(own))
    }

    fn class_cell(&self, car: CarIndex) -> Cell {
        let cell = Cell::text(self.laps.car(car).class.clone());
        self.class_of(car).map_or(cell.clone(), |class| cell.of_class(class))
    }

    fn number_cell(&self, car: CarIndex) -> Cell {
        Cell::text(self.laps.car(car).number.clone()).bold()
    }

    fn driver_cell(&self, car: CarIndex, seat: u8) -> Cell {
        Cell::text(match self.laps.car(car).driver(seat) {
            Some(driver) => driver.name.clone(),
            None if seat == 0 => "not recorded".to_owned(),
            None => format!("driver {seat}"),
        })
    }

    /// The rows of a car below its number, team, vehicle and class.
    fn group(&self, car: CarIndex, rows: Vec<Row>) -> Group {
        let own = self.laps.car(car);
        let vehicle = if own.vehicle.is_empty() { &own.manufacturer } else { &own.vehicle };
        let parts: Vec<&str> = [own.number.as_str(), &own.team, vehicle, &own.class]
            .into_iter()
            .filter(|t| !t.is_empty())
            .collect();
        Group { heading: parts.join("  ·  "), class: self.class_of(car), rows }
    }
}

fn count(number: impl Into<i64>) -> Cell {
    Cell::whole(number.into())
}

fn time(time: Option<Millis>) -> Cell {
    time.map_or_else(Cell::empty, Cell::time)
}

/// A time in the pit lane; empty where there was none.
fn pit_time(own: Millis) -> Cell {
    if own.0 == 0 { Cell::empty() } else { Cell::time(own) }
}

fn share(part: Millis, whole: Millis) -> Cell {
    Cell::text(Share::display_percent(part.0, whole.0))
}

fn table(id: &str, columns: Vec<Column>, groups: Vec<Group>) -> Table {
    Table { id: id.to_owned(), columns, row_head: Some(0), groups, ..Table::default() }
}
