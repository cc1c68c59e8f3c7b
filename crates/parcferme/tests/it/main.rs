//! The program and the workspace as a whole, one module a subject.

// A test that cannot go on has failed: the lint's own exception covers only functions marked as tests.
#![allow(clippy::unwrap_used)]

mod add_tables;
mod api;
mod attempt;
mod audit;
mod by_hand;
mod careers;
mod changes;
mod classify_laps;
mod club_tutorial;
mod crews_and_races;
mod data;
mod desk;
mod desk_adding;
mod desk_api;
mod desk_begin;
mod desk_concerned;
mod desk_laps;
mod desk_log;
mod desk_pages;
mod desk_rulebook;
mod documents;
mod elms_corpus;
mod embed;
mod endurance;
mod finales;
mod first_season;
mod forms;
mod formula_one;
mod gate;
mod handicap;
mod installed;
mod killed;
mod laps_season;
mod names;
mod new;
mod numbers;
mod original;
mod outsiders;
mod own_sheets;
#[cfg(feature = "passkeys")]
mod passkeys;
mod proposed;
mod published_again;
mod record;
mod redaction;
mod rounds;
mod scale;
mod search;
mod server;
mod sqlite;
mod star;
mod timing_files;
mod tool_formats;
mod webhook_commands;
mod webhooks;
mod whole_calendar;
mod wikitext;
