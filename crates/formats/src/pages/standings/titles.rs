//! The title and the class that the headings above a table name.

use super::super::heads::Head;
use super::super::sections;
use crate::folder::words::plain;
use crate::names::slug;

const WORDS: [&str; 7] = ["team", "driver", "rider", "manufacturer", "entrant", "constructor", "maker"];

/// A heading without the rounds that a table counts alone: `Drivers' Championship: rounds 2 and 3 only`.
pub(super) fn of_all_rounds<'h>(headings: &[&'h str]) -> Vec<&'h str> {
    let cut = |own: &&'h str| match own.rsplit_once(": round") {
        Some((title, rounds)) if rounds.ends_with(" only") => title,
        _ => *own,
    };
    headings.iter().map(cut).collect()
}

/// The innermost heading that names a championship or competitors rather than a class alone.
pub(super) fn title(headings: &[&str]) -> String {
    let names_title = |heading: &&&str| {
        let plain = plain(heading);
        plain.contains("championship")
            || plain.split(' ').any(|word| WORDS.contains(&word.trim_end_matches('s')))
    };
    headings.iter().rev().find(names_title).or(headings.last()).copied().unwrap_or_default().to_owned()
}

/// The title's id: whom the table ranks. Makers of cars and of engines are told apart by the heading.
pub(super) fn id(whom: Head, headings: &[&str]) -> String {
    match whom {
        Head::Driver => "drivers".to_owned(),
        Head::Team => "teams".to_owned(),
        Head::Chassis => "chassis".to_owned(),
        Head::Engine => "engines".to_owned(),
        Head::Nation => "nations".to_owned(),
        _ => {
            let id = slug(&title(headings));
            let id = id.trim_end_matches("-championship");
            let makers = ["chassis-makers", "engine-makers"].into_iter().find(|own| id.ends_with(own));
            match makers {
                Some(own) => own.to_owned(),
                None if id.ends_with("-makers") => id.to_owned(),
                None => "manufacturers".to_owned(),
            }
        }
    }
}

/// `LMP900` of `LMP900 Standings`; none where nothing but such words, competitors and the page's title stands there.
pub(super) fn class(headings: &[&str], title: &str) -> Option<String> {
    let of_title = plain(title);
    let own = |heading: &str| {
        let heading = strip_class(heading);
        let rest = if heading.1 { heading.0.to_owned() } else { sections::said(&[heading.0]).rest };
        let left: Vec<&str> = rest
            .split_whitespace()
            .filter(|word| {
                let word = plain(word);
                let of_page = word.split(' ').all(|part| of_title.split(' ').any(|own| own == part));
                !of_page && !word.bytes().all(|byte| byte.is_ascii_digit())
            })
            .collect();
        if left.is_empty() { String::new() } else { rest }
    };
    let innermost = headings.last().map(|heading| own(heading)).unwrap_or_default();
    if !innermost.is_empty() {
        return Some(innermost);
    }
    // A heading of competitors below one of a class.
    let outer = headings.len().checked_sub(2).filter(|at| *at > 0).and_then(|at| headings.get(at));
    outer.map(|heading| own(heading)).filter(|class| !class.is_empty())
}

/// `Scholarship Class` names a class, whatever its words.
fn strip_class(heading: &str) -> (&str, bool) {
    match heading.trim().rsplit_once(' ') {
        Some((name, last)) if last.eq_ignore_ascii_case("class") => (name, true),
        _ => (heading, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_name_class_and_title() {
        let class = |headings: &[&str]| class(headings, "1990 Example Cup season");
        assert_eq!(class(&["LMP900 Standings"]).as_deref(), Some("LMP900"));
        assert_eq!(class(&["Drivers' Championship"]), None);
        assert_eq!(class(&["Grand Touring Standings"]).as_deref(), Some("Grand Touring"));
        assert_eq!(class(&["1990 Example Cup final standings"]), None);
        assert_eq!(class(&["Standings", "Riders' standings", "250cc"]).as_deref(), Some("250cc"));
        assert_eq!(class(&["Standings", "GT", "Drivers' standings"]).as_deref(), Some("GT"));
        assert_eq!(class(&["Standings", "Scholarship Class"]).as_deref(), Some("Scholarship"));
        assert_eq!(class(&["Standings after the race"]), None);
        assert_eq!(title(&["Teams Championship", "GT Standings"]), "Teams Championship");
        assert_eq!(title(&["Standings", "Drivers' standings"]), "Drivers' standings");
        assert_eq!(id(Head::Maker, &["Engine Makers' Championship"]), "engine-makers");
        assert_eq!(id(Head::Maker, &["LMP900 Engine Makers' Championship"]), "engine-makers");
        assert_eq!(class(&["LMP900 Engine Makers' Championship"]).as_deref(), Some("LMP900"));
        assert_eq!(id(Head::Maker, &["Manufacturers"]), "manufacturers");
        let some =
            of_all_rounds(&["GT Drivers' Championship: rounds 2, 3 and 9 only", "Alpha: round 5 only"]);
        assert_eq!(some, ["GT Drivers' Championship", "Alpha"]);
    }
}
