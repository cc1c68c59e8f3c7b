//! What there is to be had by address, for people: downloads of everything, and the paths of the interface.

use crate::json::api::Document;
use crate::site::head::Head;
use crate::site::view::Settings;
use crate::site::{Page, page};
use askama::Template;

/// Where the page stands.
pub const PATH: &str = "api";

#[derive(Template)]
#[template(path = "api.html")]
struct ApiPage<'d> {
    head: Head,
    document: &'d Document,
}

pub fn page(settings: &Settings, document: &Document) -> Page {
    let about = "Everything on this site as data: one file for all, and an address for each thing";
    let head = Head::of_site(settings, PATH, "Data and API", about);
    page!(ApiPage { head, document })
}
