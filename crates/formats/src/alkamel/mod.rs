//! Al Kamel Systems' CSV files: lap records, results, weather.
//!
//! One dialect with many shapes: UTF-8 with a byte order mark, `;` (or `,` after a collector's hands)
//! between cells and after the last, no quoting, header names with leading blanks, columns that come
//! and go with the series and the year. Columns are found by trimmed name, never by place.

mod cars;
mod cells;
mod complaints;
mod document;
mod invariants;
mod kind;
mod lap_columns;
mod lap_faults;
mod laps;
mod numbers;
mod results;
mod weather;

pub use kind::{FileKind, kind_of};
pub use laps::read_laps;
pub use results::{OfficialResults, ResultKind, read_results};
pub use weather::{Reading, Units, Weather, read_weather};
