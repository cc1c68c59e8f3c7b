//! The columns of a lap file, found by name.

use super::cells::{ABSENT, CELLS_MAX};
use super::complaints::{Complaints, shortened};
use super::document::{self, Document};
use parcferme_core::Diagnostic;

/// Where each column stands; [`ABSENT`] where the file has none.
pub struct Columns {
    pub number: usize,
    pub lap_number: usize,
    pub lap_time: usize,
    pub elapsed: usize,
    pub hour: usize,
    pub seat: usize,
    pub mark: usize,
    pub in_pit: usize,
    pub pit_time: usize,
    pub flag: usize,
    pub kph: usize,
    pub top_speed: usize,
    pub driver: usize,
    /// One for each sector, as many as the file has.
    pub sectors: Vec<Sector>,
    pub texts: [usize; TEXTS],
}

pub const TEXTS: usize = 5;
pub const TEXT_NAMES: [&str; TEXTS] = ["CLASS", "GROUP", "TEAM", "MANUFACTURER", "VEHICLE"];
/// More than any circuit has.
const SECTORS_MAX: usize = 64;
/// The vendor's marks of best sectors: known, and not read, since bests are computed.
const SECTOR_MARK: &str = "_IMPROVEMENT";

/// The columns of one sector, which may stand in a file three times.
pub struct Sector {
    pub at: usize,
    pub name: String,
    /// As `M:SS.mmm` and as seconds.
    pub again: [usize; 2],
    pub again_names: [String; 2],
}

impl Columns {
    /// Complains of columns that are missing, and notes those that are not read.
    pub fn find(document: &Document, complaints: &mut Complaints) -> Option<Columns> {
        let mut read = vec![false; document.header.len()];
        let mut at = |name: &str| {
            let found = document.column(&[name]);
            found
                .inspect(|&column| read[column] = true)
                .filter(|&column| column < CELLS_MAX)
                .unwrap_or(ABSENT)
        };
        let columns = Columns {
            number: at("NUMBER"),
            lap_number: at("LAP_NUMBER"),
            lap_time: at("LAP_TIME"),
            elapsed: at("ELAPSED"),
            hour: at("HOUR"),
            seat: at("DRIVER_NUMBER"),
            mark: at("LAP_IMPROVEMENT"),
            in_pit: at("CROSSING_FINISH_LINE_IN_PIT"),
            pit_time: at("PIT_TIME"),
            flag: at("FLAG_AT_FL"),
            kph: at("KPH"),
            top_speed: at("TOP_SPEED"),
            driver: at("DRIVER_NAME"),
            sectors: sectors(&mut at),
            texts: TEXT_NAMES.map(&mut at),
        };
        let needed = [
            (&["NUMBER"][..], columns.number != ABSENT),
            (&["LAP_NUMBER"], columns.lap_number != ABSENT),
            (&["ELAPSED", "LAP_TIME"], columns.elapsed.min(columns.lap_time) != ABSENT),
        ];
        for (names, _) in needed.iter().filter(|(_, there)| !there) {
            complaints.add(1, b"", || document::missing_column(names, &document.header));
        }
        let extra: Vec<&str> = document
            .header
            .iter()
            .zip(&read)
            .filter(|(name, read)| !**read && !name.is_empty())
            .map(|(name, _)| name.as_str())
            .collect();
        if !extra.is_empty() {
            complaints.add(1, b"", || {
                Diagnostic::note("PF0508", format!("{} columns are not read", extra.len()))
                    .found(shortened(extra.join(", ").as_bytes()))
            });
        }
        needed.iter().all(|(_, there)| *there).then_some(columns)
    }
}

fn sectors(at: &mut impl FnMut(&str) -> usize) -> Vec<Sector> {
    let sector = |number: usize| {
        let name = format!("S{number}");
        at(&format!("{name}{SECTOR_MARK}"));
        let again_names = [format!("{name}_LARGE"), format!("{name}_SECONDS")];
        let again = [at(&again_names[0]), at(&again_names[1])];
        Sector { at: at(&name), name, again, again_names }
    };
    let is_there = |sector: &Sector| sector.at.min(sector.again[0]).min(sector.again[1]) != ABSENT;
    (1..=SECTORS_MAX).map(sector).take_while(is_there).collect()
}
