//! Documents, written and read back.

// A test that cannot go on has failed: the lint's own exception covers only functions marked as tests.
#![allow(clippy::unwrap_used)]

mod charts;
mod issues;
mod og_image;
mod pdf;
mod sample;
mod site;
mod tables;
mod timing;
mod true_everywhere;
