//! What there is to be had by address, for people: downloads of everything, and the paths of the interface.

use crate::site::head::Head;
use crate::site::{Page, page};
use crate::view::Settings;
use crate::view::api::Api;
use askama::Template;

/// Where the page stands.
pub const PATH: &str = "api";

#[derive(Template)]
#[template(path = "api.html")]
struct ApiPage<'a> {
    head: Head,
    api: &'a Api,
}

pub fn page(settings: &Settings, api: &Api) -> Page {
    let about = "Everything on this site as data: one file for all, and an address for each thing";
    let head = Head::of_site(settings, PATH, "Data and API", about);
    page!(ApiPage { head, api })
}
