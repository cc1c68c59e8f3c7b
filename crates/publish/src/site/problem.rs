//! What is shown in place of a page that cannot be.

use crate::site::head::Head;
use crate::site::{Page, page};
use crate::view::Settings;
use askama::Template;

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'p> {
    head: Head,
    title: &'p str,
    detail: &'p str,
    id: &'p str,
}

/// A page that says what is wrong, `id` what it is known by. It stands at whatever address was asked for.
pub fn page(id: &str, title: &str, detail: &str) -> Page {
    let head = Head::of_site(&Settings::default(), "problem.html", title, detail).anywhere();
    page!(ProblemPage { head, title, detail, id })
}
