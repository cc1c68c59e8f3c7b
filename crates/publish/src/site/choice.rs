//! What a reader chooses to see in charts: some cars or competitors, a class; by the address of the page, in one form for all
//! of them.

use askama::Template;

use crate::view::{View, file_name};

/// Cars or competitors that may be chosen.
const MOST_CHOSEN: usize = 24;

/// What somebody wants to see on a page of charts, by its address: `?cars=6,27&class=lmp900`, `?who=prodrive`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Numbers of cars, or competitors; none for those that the page chooses itself.
    pub(super) chosen: Vec<String>,
    /// A class by its part of an address.
    pub(super) class: String,
}

impl Wanted {
    /// Reads the names and values of an address; of too many the first count.
    pub fn of<'q>(query: impl IntoIterator<Item = (&'q str, &'q str)>) -> Wanted {
        let mut wanted = Wanted::default();
        for (name, value) in query {
            match name {
                "cars" | "who" => wanted.chosen.extend(value.split(',').map(|own| own.trim().to_owned())),
                "class" => value.trim().clone_into(&mut wanted.class),
                _ => {}
            }
        }
        wanted.chosen.retain(|own| !own.is_empty());
        wanted.chosen.truncate(MOST_CHOSEN);
        wanted
    }

    /// The class, where the season has it.
    pub fn class(&self, view: &View) -> Option<&str> {
        let classes = view.season.classes.rows();
        let known = classes.iter().any(|own| file_name(&own.id) == self.class);
        Some(self.class.as_str()).filter(|_| known)
    }

    pub(super) fn has(&self, own: &str) -> bool {
        self.chosen.iter().any(|other| other == own)
    }

    /// Of all that a chart could show, by their parts of an address: whether each is shown. Without a choice, or with one of
    /// others alone, the first ones are.
    pub(super) fn shown(&self, all: &[impl AsRef<str>], most: usize) -> Vec<bool> {
        let known = all.iter().any(|own| self.has(own.as_ref()));
        all.iter().enumerate().map(|(n, own)| if known { self.has(own.as_ref()) } else { n < most }).collect()
    }
}

/// What can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Of {
    Cars,
    Competitors,
}

impl Of {
    /// As the address has it.
    fn word(&self) -> &'static str {
        match self {
            Of::Cars => "cars",
            Of::Competitors => "who",
        }
    }
}

/// One that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Index of its class's colour, where it has one.
    pub colour: Option<usize>,
    /// Its part of an address.
    pub value: String,
    pub name: String,
    /// What is said of it where it is pointed at, such as the team of a car; may be empty.
    pub more: String,
    /// Whether it is shown, or shown in colour.
    pub shown: bool,
}

/// The form: a box for each.
#[derive(Template)]
#[template(path = "choice.html")]
pub struct Choice {
    pub of: Of,
    pub items: Vec<Item>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_which_are_wanted() {
        let wanted = Wanted::of([("cars", "6, 27"), ("cars", "03"), ("class", "lmp900"), ("x", "y")]);
        assert_eq!(
            (wanted.chosen.as_slice(), wanted.class.as_str()),
            (["6", "27", "03"].map(str::to_owned).as_slice(), "lmp900")
        );
        assert_eq!(Wanted::of([("cars", ","), ("class", "")]), Wanted::default());
        assert_eq!(Wanted::of([("who", "1,".repeat(99).as_str())]).chosen.len(), MOST_CHOSEN);
    }

    #[test]
    fn those_that_are_chosen_are_shown_and_the_first_where_none_is_known() {
        let shown = |query: &str| Wanted::of([("who", query)]).shown(&["a", "b", "c"], 2);
        assert_eq!(shown(""), [true, true, false]);
        assert_eq!(shown("c,x"), [false, false, true]);
        assert_eq!(shown("x"), [true, true, false]);
    }
}
