//! What if: a season under another rulebook. Only a server can answer for any rulebook; the form asks it.

use crate::html_fragment;
use crate::sheet::whatif::whatif;
use crate::site::head::Head;
use crate::site::view::View;
use crate::site::{Page, page};
use askama::Template;
use parcferme_core::whatif::Comparison;

#[derive(Template)]
#[template(path = "whatif.html")]
struct WhatIfPage<'v> {
    head: Head,
    rulebooks: &'v [String],
    chosen: &'v str,
    change: &'v str,
    /// Escaped by its writer.
    tables: String,
}

/// The page; `asked` is what was compared: the rulebook's id, the change in words, the outcome of it.
pub fn page(view: &View, rulebooks: &[String], asked: Option<(&str, &str, &Comparison)>) -> Page {
    let head = Head::of_season(view, "whatif.html", "What if", "The season's tables under other rules");
    let rulebook = asked.map_or_else(String::new, |(id, ..)| format!("?rulebook={id}"));
    let head = head.with_json("JSON", &format!("api/v1/seasons/{}/whatif{rulebook}", view.season.id));
    let (chosen, change, tables) = match asked {
        Some((id, change, comparison)) => {
            (id, change, html_fragment::sheet(&whatif(view.season, change, comparison), "whatif"))
        }
        None => ("", "", String::new()),
    };
    page!(WhatIfPage { head, rulebooks, chosen, change, tables })
}
