//! Documents, written and read back.

mod charts;
mod og_image;
mod pdf;
mod sample;
mod site;
mod tables;
