//! Names of drivers and constructors. f1db's files name drivers, engine makers and tyre makers by id alone.

use super::record;
use crate::folder::Files;
use crate::names::slug;
use std::collections::BTreeMap;

const FOLDERS: [&str; 2] = ["reference/constructors/", "constructors/"];
/// Words that stay small inside a name.
const PARTICLES: [&str; 14] =
    ["da", "de", "del", "della", "der", "di", "do", "dos", "du", "la", "van", "von", "y", "zu"];

/// Names by id, where a reference file gives one from which the id can be told.
#[derive(Default)]
pub(super) struct Names {
    constructors: BTreeMap<String, String>,
}

impl Names {
    pub fn read(files: &Files) -> Names {
        let mut names = Names::default();
        for (path, text) in files {
            if !FOLDERS.iter().any(|folder| path.starts_with(folder)) {
                continue;
            }
            // Below these keys stand lists of lists, which nothing here needs.
            let value = |key: &str| text.lines().find_map(|line| record::scalar(line.strip_prefix(key)?));
            if let (Some(id), Some(name)) = (value("id:"), value("name:"))
                && slug(name) == id
            {
                names.constructors.insert(id.to_owned(), name.to_owned());
            }
        }
        names
    }

    /// `BRM` for `brm`.
    pub fn maker(&self, id: &str) -> String {
        self.constructors.get(id).cloned().unwrap_or_else(|| spelled(id, true))
    }

    /// A constructor is a car maker with an engine maker: `Cooper-Climax`, and `Ferrari` where they are one.
    pub fn constructor(&self, maker: &str, engine: &str) -> String {
        if maker == engine || engine.is_empty() {
            self.maker(maker)
        } else {
            format!("{}-{}", self.maker(maker), self.maker(engine))
        }
    }

    /// `Juan Manuel Fangio` for `juan-manuel-fangio`: a guess from the id, which it still gives back as its slug.
    pub fn driver(&self, id: &str) -> String {
        spelled(id, false)
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
        assert_eq!(names.constructor("cooper", "brm"), "Cooper-BRM");
        assert_eq!(names.constructor("ferrari", "ferrari"), "Ferrari");
    }
}
