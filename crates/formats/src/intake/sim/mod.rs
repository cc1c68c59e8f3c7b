//! Result files of simulators: one module each. They read what they find into a [`Field`], from which the session is made
//! in one place: numbers where the simulator gives none, drive times, feats, laps as the text of a lap file.

pub(super) mod ac;
pub(super) mod ac_client;
pub(super) mod ac_evo;
pub(super) mod acc;
mod acc_cars;
pub(super) mod ams2;
mod field;
pub(super) mod iracing;
pub(super) mod iracing_csv;
mod numbers;
pub(super) mod raceroom;
pub(super) mod rfactor;
mod words;

pub(super) use acc_cars::model;
pub(super) use field::{Car, Driver, Field, Lap, Wrote};
pub(super) use numbers::made as made_number;
pub(super) use raceroom::unknown;
pub(super) use words::status;
