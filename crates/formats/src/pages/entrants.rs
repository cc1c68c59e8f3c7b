//! Team cells: one entrant or several, each with its country's code before it.

use super::country;
use super::{Named, Nation, TeamCell};

/// `USA A Racing USA B Racing` are two entrants; in `USA C Racing USA` the last word belongs to the name.
pub(super) fn team_cell(text: &str) -> TeamCell {
    let mut entrants: Vec<Named> = Vec::new();
    for line in text.split('\n') {
        let words: Vec<&str> = line.split_whitespace().collect();
        let coded = words.len() > 1 && country::of_code(words[0]).is_some();
        let mut name: Vec<&str> = Vec::new();
        let mut nation = None;
        for (index, word) in words.iter().enumerate() {
            let last = index + 1 == words.len();
            match country::of_code(word).filter(|_| coded && !last && (index == 0 || !name.is_empty())) {
                Some((country, system)) => {
                    if !name.is_empty() {
                        entrants.push(Named { nation, name: name.join(" ") });
                        name.clear();
                    }
                    nation = Some(Nation { country, system });
                }
                None => name.push(word),
            }
        }
        if !name.is_empty() {
            entrants.push(Named { nation, name: name.join(" ") });
        }
    }
    let name = entrants.iter().map(|entrant| entrant.name.as_str()).collect::<Vec<_>>().join(" ");
    TeamCell { name, entrants }
}

/// A driver or team with the code that may stand before it.
pub(super) fn named(text: &str) -> Named {
    match country::leading(text) {
        Some((country, system, name)) => {
            Named { nation: Some(Nation { country, system }), name: name.to_owned() }
        }
        None => Named { nation: None, name: text.trim().to_owned() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entrants(text: &str) -> Vec<String> {
        let cell = team_cell(text);
        cell.entrants
            .iter()
            .map(|entrant| match entrant.nation {
                Some(nation) => format!("{}: {}", nation.country.iso, entrant.name),
                None => entrant.name.clone(),
            })
            .collect()
    }

    #[test]
    fn codes_part_entrants_but_not_names_that_end_in_one() {
        assert_eq!(entrants("USA A Racing USA B Works"), ["USA: A Racing", "USA: B Works"]);
        assert_eq!(entrants("USA C Racing USA"), ["USA: C Racing USA"]);
        assert_eq!(entrants("C Racing USA"), ["C Racing USA"]);
        assert_eq!(
            entrants("USA Tyre/BRAND USA The Technology Group (TTG)"),
            ["USA: Tyre/BRAND", "USA: The Technology Group (TTG)"]
        );
        assert_eq!(entrants("GBR One\nUSA Two"), ["GBR: One", "USA: Two"]);
        assert_eq!(entrants("Alpha Sport UK"), ["Alpha Sport UK"]);
        assert_eq!(entrants(""), Vec::<String>::new());
        assert_eq!(entrants("USA"), ["USA"]);
    }
}
