//! What is shown in place of a page that cannot be.

use crate::site::head::Head;
use crate::site::view::Settings;
use crate::site::{Page, page};
use askama::Template;

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'p> {
    head: Head,
    title: &'p str,
    detail: &'p str,
    id: &'p str,
}

/// A page that says what is wrong, `id` what it is known by. `depth` is the number of folders of the address that was asked for, so that links lead
/// home from there.
pub fn page(id: &str, title: &str, detail: &str, depth: usize) -> Page {
    let path = format!("{}problem.html", "-/".repeat(depth.min(64)));
    page!(ProblemPage { head: Head::of_site(&Settings::default(), &path, title, detail), title, detail, id })
}
