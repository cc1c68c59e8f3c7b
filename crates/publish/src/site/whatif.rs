//! What if: a season under another rulebook. Only a server can answer for any rulebook; the form asks it.

use crate::html_fragment;
use crate::sheet::whatif::whatif;
use crate::site::head::Head;
use crate::site::view::View;
use crate::site::{Page, page};
use askama::Template;
use parcferme_core::whatif::{Comparison, Share};

#[derive(Template)]
#[template(path = "whatif.html")]
struct WhatIfPage<'v> {
    head: Head,
    rulebooks: &'v [String],
    chosen: &'v str,
    set: &'v str,
    change: &'v str,
    warnings: &'v [String],
    /// Escaped by its writer.
    tables: String,
}

/// What was compared.
pub struct Asked<'a> {
    /// Id of the other rulebook; empty where it is the season's own.
    pub rulebook: &'a str,
    /// Changes as they were written, a line each.
    pub set: &'a str,
    /// What is otherwise, in words.
    pub change: &'a str,
    pub comparison: &'a Comparison,
    pub shares: &'a [Share],
    /// What does not fit.
    pub warnings: &'a [String],
    /// The query that asks for it, percent-encoded.
    pub query: &'a str,
}

/// The page, with what was asked.
pub fn page(view: &View, rulebooks: &[String], asked: Option<&Asked<'_>>) -> Page {
    let head = Head::of_season(view, "whatif.html", "What if", "The season's tables under other rules");
    let query = asked.map_or("", |own| own.query);
    let head = head.with_json("JSON", &format!("api/v1/seasons/{}/whatif{query}", view.season.id));
    let (chosen, set, change, tables) = match asked {
        Some(&Asked { rulebook, set, change, comparison, shares, .. }) => (
            rulebook,
            set,
            change,
            html_fragment::sheet(&whatif(view.season, change, comparison, shares), "whatif"),
        ),
        None => ("", "", "", String::new()),
    };
    let warnings = asked.map_or(&[][..], |own| own.warnings);
    page!(WhatIfPage { head, rulebooks, chosen, set, change, warnings, tables })
}
