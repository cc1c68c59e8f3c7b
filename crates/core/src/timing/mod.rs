//! From lap records to a classification, stints, driver time and pit stops: one kind a module.

pub mod bests;
pub mod classification;
pub mod correction;
pub mod declare;
pub mod driver_time;
pub mod finish;
pub mod flags;
pub mod kind;
pub mod leads;
pub mod official;
pub(crate) mod one_session;

pub mod order;
pub mod pit_stops;
pub mod session;
pub mod sheet;
pub mod stints;
pub mod strange;

pub use classification::{BestLap, Classification, Row, classify, classify_as};
pub use kind::{Evidence, SessionKind, Taken};
pub use session::TimedSession;
pub use sheet::{Car, CarIndex, Driver, Exact, Flag, Lap, LapSheet, Ms};
