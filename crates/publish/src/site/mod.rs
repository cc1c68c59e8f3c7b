//! The site: every page of a season from its outcome, for a server and as a folder of files.
//!
//! Of a [`View`](crate::view::View) [`plan`] lists the pages and [`Subject::render`] makes one. Pages know no clock and no
//! address: links are relative, the same input gives the same bytes.

pub mod against;
pub mod api;
pub mod assets;
pub mod attempt;
pub mod audit;
pub mod career;
pub mod choice;
mod circuit;
mod codes;
pub mod compare;
mod competitor;
mod decision;
pub mod desk;
pub mod editions;
pub mod embed;
pub mod gallery;
mod head;
pub mod home;
pub mod laps;
pub mod notices;
mod odds;
mod plan;
pub mod problem;
pub(crate) mod result_cell;
mod round;
pub(crate) mod round_cars;
mod rules;
pub mod scenario;
pub mod search;
mod season;
pub mod smallest;
mod sources;
pub(crate) mod standings;
mod standings_list;
pub mod whatif;
mod why;

pub use plan::{Subject, find, plan};

use parcferme_core::Severity;

/// A file of the site that a person reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// From the site's root: `alms/2003/index.html`.
    pub path: String,
    pub title: String,
    pub html: String,
}

/// The colour of what weighs so much.
fn tone(own: Severity) -> &'static str {
    match own {
        Severity::Error => "bad",
        Severity::Warning => "doubt",
        Severity::Note => "",
    }
}

/// What every template needs.
macro_rules! page {
    ($template:expr) => {{
        let template = $template;
        let (path, title) = (template.head.path.clone(), template.head.title.clone());
        // Rendering into memory fails only where a `Display` fails, and none used here does.
        let html = askama::Template::render(&template).unwrap_or_default();
        $crate::site::Page { path, title, html }
    }};
}
use page;
