//! The record, on both databases: every test of `each` runs on a file and on PostgreSQL.

#![allow(clippy::unwrap_used, reason = "the helpers of a test may fail it")]

mod accounts;
mod damaged;
mod model;
mod places;
mod record;
mod redaction;
mod shown;
mod signed;
mod together;
mod versions;
mod webhooks;
