//! Which of the vendor's files one is, by the names of its columns.

use super::complaints::Complaints;
use super::document;
use crate::text::narrowed;

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    Laps,
    Results,
    Weather,
    /// The order in which cars are to start.
    Grid,
    /// Flags and messages of race control.
    Flags,
}

/// Columns that results of this vendor alone have.
const OF_RESULTS: [&str; 8] = [
    "TOTAL_TIME",
    "GAP_FIRST",
    "GAP_PREVIOUS",
    "FL_LAPNUM",
    "FL_TIME",
    "BEST_LAP_NUM",
    "BEST_LAP_TIME",
    "CLASS_TYPE",
];

/// The kind of a file; `None` where its header is of none of them.
pub fn kind_of(bytes: &[u8]) -> Option<FileKind> {
    let bytes = &*narrowed(bytes);
    let document = document::open(bytes, &mut Complaints::new(""))?;
    let has = |name: &str| document.column(&[name]).is_some();
    if has("TIME_UTC_SECONDS") {
        return Some(FileKind::Weather);
    }
    if has("REC_TYPE") && has("FLAG_TIME") {
        return Some(FileKind::Flags);
    }
    if !has("NUMBER") {
        return None;
    }
    if has("LAP_NUMBER") && (has("LAP_TIME") || has("ELAPSED")) {
        return Some(FileKind::Laps);
    }
    if has("STARTING_DRIVER") && !has("STATUS") {
        return Some(FileKind::Grid);
    }
    let own = OF_RESULTS.iter().filter(|name| has(name)).count();
    ((has("POSITION") || has("POS")) && own > 1).then_some(FileKind::Results)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_says_what_a_file_is() {
        for (head, kind) in [
            ("\u{feff}NUMBER; DRIVER_NUMBER; LAP_NUMBER; LAP_TIME; ELAPSED;", Some(FileKind::Laps)),
            ("POSITION;NUMBER;STATUS;LAPS;TOTAL_TIME;GAP_FIRST;", Some(FileKind::Results)),
            ("POS,NUMBER,LAP,TIME,GAP_FIRST,GAP_PREVIOUS,KPH, LAPS,TEAM", Some(FileKind::Results)),
            ("CLASS_TYPE;POS;PIC;NUMBER;VEHICLE;LAPS;ELAPSED;GAP_FIRST", Some(FileKind::Results)),
            ("TIME_UTC_SECONDS;TIME_UTC_STR;AIR_TEMP", Some(FileKind::Weather)),
            ("POSITION;CLASS;NUMBER;DRIVER_1;STARTING_DRIVER;TEAM;CAR;TIME", Some(FileKind::Grid)),
            ("TIME;ELAPSED;REC_TYPE;FLAG;SECTOR;MESSAGE;FLAG_TIME", Some(FileKind::Flags)),
            ("position,status,class,number,team,drivers,laps,time,best_lap", None),
            ("Pos;Number;Driver;Time;Gap", None),
            ("", None),
        ] {
            assert_eq!(kind_of(format!("{head}\r\n").as_bytes()), kind, "{head}");
        }
    }
}
