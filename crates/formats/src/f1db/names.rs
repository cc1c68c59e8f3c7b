//! Names of drivers and constructors. f1db's files name drivers, engine makers and tyre makers by id alone.

use super::record;
use crate::folder::Files;
use crate::names::slug;
use std::collections::BTreeMap;

const CONSTRUCTORS: [&str; 2] = ["reference/constructors/", "constructors/"];
const GRANDS_PRIX: [&str; 2] = ["reference/grands-prix/", "grands-prix/"];
const CIRCUITS: [&str; 2] = ["reference/circuits/", "circuits/"];
/// Words that stay small inside a name.
const PARTICLES: [&str; 14] =
    ["da", "de", "del", "della", "der", "di", "do", "dos", "du", "la", "van", "von", "y", "zu"];

/// Names of drivers and makers whose letters their id does not give: accents, hyphens, capitals within. One a line.
const LISTED: &str = include_str!("names.txt");

/// Names by id, where a reference file gives one from which the id can be told.
#[derive(Default)]
pub(super) struct Names {
    constructors: BTreeMap<String, String>,
    circuits: BTreeMap<String, String>,
    grands_prix: BTreeMap<String, String>,
    listed: BTreeMap<String, &'static str>,
}

impl Names {
    pub fn read(files: &Files) -> Names {
        let listed = LISTED.lines().map(|name| (slug(name), name)).collect();
        let mut names = Names { listed, ..Names::default() };
        for (path, text) in files {
            let within = |folders: [&str; 2]| folders.iter().any(|folder| path.starts_with(folder));
            let [circuit, grand_prix, constructor] = [CIRCUITS, GRANDS_PRIX, CONSTRUCTORS].map(within);
            if !(circuit || grand_prix || constructor) {
                continue;
            }
            // Below these keys stand lists of lists, which nothing here needs.
            let value = |key: &str| text.lines().find_map(|line| record::scalar(line.strip_prefix(key)?));
            let (Some(id), Some(name)) = (value("id:"), value("name:")) else { continue };
            if circuit {
                let full = value("fullName:").unwrap_or(name);
                names.circuits.insert(id.to_owned(), full.to_owned());
            } else if grand_prix {
                names.grands_prix.insert(id.to_owned(), name.to_owned());
            } else if slug(name) == id {
                names.constructors.insert(id.to_owned(), name.to_owned());
            }
        }
        names
    }

    /// `BRM` for `brm`.
    pub fn maker(&self, id: &str) -> String {
        self.constructors.get(id).cloned().unwrap_or_else(|| self.spelled(id, true))
    }

    /// A constructor is a car maker with an engine maker: `Cooper-Climax`, and `Ferrari` where they are one.
    pub fn constructor(&self, maker: &str, engine: &str) -> String {
        if maker == engine || engine.is_empty() {
            self.maker(maker)
        } else {
            format!("{}-{}", self.maker(maker), self.maker(engine))
        }
    }

    /// `Adelaide Street Circuit` for `adelaide`; the id where no reference file names it.
    pub fn circuit(&self, id: &str) -> String {
        self.circuits.get(id).cloned().unwrap_or_else(|| id.to_owned())
    }

    /// `São Paulo` for `sao-paulo`.
    pub fn grand_prix(&self, id: &str) -> String {
        self.grands_prix.get(id).cloned().unwrap_or_else(|| spelled(id, false))
    }

    /// `Kimi Räikkönen` for `kimi-raikkonen`. Where the list does not have it, a guess from the id, `Juan Manuel Fangio`
    /// for `juan-manuel-fangio`; either gives the id back as its slug.
    pub fn driver(&self, id: &str) -> String {
        self.spelled(id, false)
    }

    fn spelled(&self, id: &str, initials: bool) -> String {
        self.listed.get(id).map_or_else(|| spelled(id, initials), |&name| name.to_owned())
    }
}

/// An id as words with capitals; makers' short words are initials.
fn spelled(id: &str, initials: bool) -> String {
    let mut name = String::with_capacity(id.len());
    for (index, word) in id.split('-').enumerate() {
        if index > 0 {
            name.push(' ');
        }
        let mut letters = word.chars();
        match letters.next() {
            _ if initials && word.len() <= 3 => name.push_str(&word.to_uppercase()),
            _ if index > 0 && PARTICLES.contains(&word) => name.push_str(word),
            Some(first) => {
                name.extend(first.to_uppercase());
                name.push_str(letters.as_str());
            }
            None => {}
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_from_ids_give_the_ids_back() {
        let names = Names::default();
        for (id, name) in
            [("juan-manuel-fangio", "Juan Manuel Fangio"), ("pedro-de-la-rosa", "Pedro de la Rosa")]
        {
            assert_eq!(names.driver(id), name);
            assert_eq!(slug(name), id);
        }
        assert_eq!(names.grand_prix("great-britain"), "Great Britain");
        assert_eq!(names.constructor("cooper", "brm"), "Cooper-BRM");
        assert_eq!(names.constructor("ferrari", "ferrari"), "Ferrari");
    }

    #[test]
    fn the_list_says_what_ids_do_not() {
        for name in LISTED.lines() {
            let id = slug(name);
            assert!(spelled(&id, false) != name || spelled(&id, true) != name, "{name} is superfluous");
        }
        assert_eq!(Names::read(&Files::default()).driver("kimi-raikkonen"), "Kimi Räikkönen");
    }
}
