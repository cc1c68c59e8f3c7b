//! The documents that the facts were read from.

use crate::site::head::Head;
use crate::site::view::View;
use crate::site::{Page, page};
use askama::Template;
use parcferme_core::season::Document;

#[derive(Template)]
#[template(path = "sources.html")]
struct SourcesPage<'v> {
    head: Head,
    documents: &'v [Document],
}

pub fn page(view: &View) -> Page {
    let head =
        Head::of_season(view, "sources.html", "Sources", "The documents that the facts were read from");
    page!(SourcesPage { head, documents: view.season.documents.rows() })
}
