//! The title of a page in HTML or Markdown: its heading, or its `<title>` without the name of the site.

use super::document::{Document, Draft, Fact, Text};
use super::table::raw::Piece;

/// What is stated outside the headings.
pub(super) struct Stated {
    title: String,
    /// Told with the page, not by it.
    outside: bool,
}

impl Stated {
    pub fn new(outside: Option<&str>, element: &str) -> Stated {
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        match outside {
            Some(title) => Stated { title: words(title), outside: true },
            None => Stated { title: without_site(&words(element)).to_owned(), outside: false },
        }
    }

    /// Whether a main heading is the page's title. A site's name or a section's is not.
    pub fn is_said_by(&self, heading: &str) -> bool {
        if self.title.is_empty() {
            return true;
        }
        let lower = |text: &str| text.to_lowercase();
        let year = |text: &str| text.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == 4);
        lower(&self.title).contains(&lower(heading))
            && !heading.is_empty()
            && year(heading) >= year(&self.title)
            || !self.outside && lower(heading).contains(&lower(&self.title))
    }

    pub fn text(self) -> Option<Text> {
        (!self.title.is_empty()).then_some(Text { line: 1, text: self.title })
    }
}

/// The document of these pieces. The title is what is stated, or the first heading that says the same.
pub(super) fn document(pieces: Vec<Piece>, stated: Stated, facts: Vec<Fact>) -> Document {
    let mut draft = Draft::new();
    draft.document.facts = facts;
    // Main headings that are not the title stand above the others.
    let mut lower = 0;
    for piece in pieces {
        match piece {
            Piece::Heading(1, text) if draft.document.title.is_none() && stated.is_said_by(&text.text) => {
                draft.document.title = Some(text);
            }
            Piece::Heading(level, text) => {
                lower = lower.max(usize::from(level == 1));
                draft.section(level + lower, text.text);
            }
            other => draft.take(other),
        }
    }
    if draft.document.title.is_none() {
        draft.document.title = stated.text();
    }
    draft.document
}

/// `2003 Example Cup - Wikipedia, the free encyclopedia` without what follows the last dash or bar.
fn without_site(title: &str) -> &str {
    const SITES: [&str; 5] = ["wikipedia", "wikipédia", "wikimedia", "fandom", "encyclop"];
    let parts = [" - ", " – ", " — ", " | "].into_iter().filter_map(|mark| title.rsplit_once(mark));
    let last = parts.min_by_key(|(_, site)| site.len());
    match last {
        Some((name, site)) if SITES.iter().any(|known| site.to_lowercase().contains(known)) => name.trim(),
        _ => title.trim(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_site_s_name_is_no_part_of_a_title() {
        for (element, title) in [
            ("2003 Example Cup - Wikipedia, the free encyclopedia", "2003 Example Cup"),
            ("2003 Example Cup — Wikipédia", "2003 Example Cup"),
            ("2003 Example Cup | Racing Wiki | Fandom", "2003 Example Cup | Racing Wiki"),
            ("Alpha – Beta 500", "Alpha – Beta 500"),
        ] {
            assert_eq!(Stated::new(None, element).text().unwrap().text, title);
        }
    }

    #[test]
    fn a_heading_is_the_title_where_it_says_the_same() {
        let stated = Stated::new(None, "2003 Example Cup - Results - Club");
        assert!(stated.is_said_by("2003 Example Cup"));
        assert!(!stated.is_said_by("Club"));
        assert!(!stated.is_said_by("Drivers"));
        assert!(Stated::new(None, "").is_said_by("2003 Example Cup"));
        assert!(Stated::new(None, "Example Cup").is_said_by("2003 Example Cup"));
    }
}
