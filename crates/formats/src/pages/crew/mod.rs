//! Crews: drivers of one car, often printed without anything between their names.
//!
//! A country's code, a line break or a comma parts names by itself. What is left run together is split by names that other
//! rows or documents prove; where nothing proves a split, two words a name is marked as a guess, or the text stays open.

mod bare;
mod reading;

pub(crate) use bare::bare;
pub(crate) use reading::key;

use super::country;
use super::{Nation, Page};
use crate::text::names_between_dashes;
use reading::{Known, is_suffix, solve, units};

/// Passes in which names split in one pass prove further splits.
const MAX_PASSES: usize = 8;

/// A document and a line in it.
pub type Seen = (String, u32);

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Crew {
    pub line: u32,
    /// As printed, `\n` where the cell breaks a line.
    pub text: String,
    /// Pieces that the page itself parts.
    pub runs: Vec<Run>,
}

/// A piece of a crew between two things that part names for certain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    pub nation: Option<Nation>,
    pub text: String,
    /// The names, in order; the whole text as one while it is open.
    pub names: Vec<Name>,
    pub basis: Basis,
    /// Other readings that nothing excludes.
    pub alternatives: Vec<Vec<String>>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    pub name: String,
    /// Where the name stands by itself, if anywhere.
    pub evidence: Vec<Seen>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// The page parts it: a code, a break, or too few words for two names.
    #[default]
    Separated,
    /// Every name stands by itself elsewhere.
    Proven,
    /// The other names are proven, and what is left can be one name only.
    Remainder,
    /// Nothing proves it: a given and a family name each.
    Guess,
    /// Several readings, none better.
    Open,
}

impl Basis {
    pub const fn name(self) -> &'static str {
        match self {
            Basis::Separated => "separated on the page",
            Basis::Proven => "names proven elsewhere",
            Basis::Remainder => "the rest beside proven names",
            Basis::Guess => "guess: given and family name",
            Basis::Open => "open",
        }
    }
}

/// One driver of a crew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member<'a> {
    pub nation: Option<Nation>,
    pub name: &'a str,
    pub basis: Basis,
    pub evidence: &'a [Seen],
}

impl Crew {
    /// A crew as printed, parted where the page parts it.
    pub fn printed(line: u32, text: &str) -> Crew {
        Crew {
            line,
            text: text.to_owned(),
            runs: pieces(&bare(text)).into_iter().map(Run::printed).collect(),
        }
    }

    pub fn members(&self) -> impl Iterator<Item = Member<'_>> {
        self.runs.iter().flat_map(|run| {
            run.names.iter().enumerate().map(|(index, name)| Member {
                nation: run.nation.filter(|_| index == 0),
                name: name.name.as_str(),
                // In a run split by its remainder, the names beside that are proven.
                basis: if name.evidence.is_empty() || run.basis != Basis::Remainder {
                    run.basis
                } else {
                    Basis::Proven
                },
                evidence: &name.evidence,
            })
        })
    }
}

impl Run {
    fn printed((nation, text): (Option<Nation>, String)) -> Run {
        let units = units(&text).len();
        let one = units <= 3 || (nation.is_some() && units <= 4);
        Run {
            nation,
            names: vec![Name { name: text.clone(), evidence: Vec::new() }],
            text,
            basis: if one { Basis::Separated } else { Basis::Open },
            alternatives: Vec::new(),
        }
    }
}

/// Parts a crew's text at line breaks, separators and country codes.
fn pieces(text: &str) -> Vec<(Option<Nation>, String)> {
    let mut found = Vec::new();
    let lines = text.split(['\n', ';']).flat_map(|line| line.split(" / ")).flat_map(|line| line.split(" & "));
    for line in lines.flat_map(names_between_dashes) {
        let mut nation = None;
        let mut words: Vec<&str> = Vec::new();
        let all: Vec<&str> = line.split_whitespace().collect();
        let mut end = |nation: &mut Option<Nation>, words: &mut Vec<&str>| {
            if !words.is_empty() {
                found.push((nation.take(), words.join(" ").trim_end_matches(',').to_owned()));
                words.clear();
            }
        };
        for (index, word) in all.iter().enumerate() {
            let last = index + 1 == all.len();
            match country::of_code(word).filter(|_| !last) {
                Some((country, system)) => {
                    end(&mut nation, &mut words);
                    nation = Some(Nation { country, system });
                }
                None => {
                    words.push(word);
                    if word.ends_with(',') && all.get(index + 1).is_some_and(|next| !is_suffix(next)) {
                        end(&mut nation, &mut words);
                    }
                }
            }
        }
        end(&mut nation, &mut words);
    }
    found
}

/// Splits what is still run together, by the names that all the pages together prove. The order of pages is irrelevant.
pub fn split(pages: &mut [Page]) {
    let mut known = Known::default();
    for page in &*pages {
        for entry in page.entries.iter().flat_map(|team| &team.cars).flat_map(|car| &car.drivers) {
            known.add(&entry.driver.name, &page.document, entry.line);
        }
        for crew in crews(page) {
            for run in crew.runs.iter().filter(|run| run.basis == Basis::Separated) {
                known.add(&run.text, &page.document, crew.line);
            }
        }
    }
    for _ in 0..MAX_PASSES {
        let mut learnt: Vec<(String, String, u32)> = Vec::new();
        for page in pages.iter_mut() {
            let document = page.document.clone();
            for crew in crews_mut(page) {
                for run in crew.runs.iter_mut().filter(|run| matches!(run.basis, Basis::Open | Basis::Guess))
                {
                    solve(run, &known);
                    if matches!(run.basis, Basis::Remainder) {
                        learnt.extend(
                            run.names.iter().map(|name| (name.name.clone(), document.clone(), crew.line)),
                        );
                    }
                }
            }
        }
        let before = known.names.len();
        for (name, document, line) in learnt {
            known.add_if_new(&name, &document, line);
        }
        if known.names.len() == before {
            break;
        }
    }
}

fn crews(page: &Page) -> impl Iterator<Item = &Crew> {
    let winners = page.class_winners.iter().map(|winner| &winner.crew);
    page.results.iter().map(|row| &row.crew).chain(winners)
}

fn crews_mut(page: &mut Page) -> impl Iterator<Item = &mut Crew> {
    let winners = page.class_winners.iter_mut().map(|winner| &mut winner.crew);
    page.results.iter_mut().map(|row| &mut row.crew).chain(winners)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::ResultRow;

    fn page(document: &str, crews: &[&str]) -> Page {
        let results = crews
            .iter()
            .zip(1..)
            .map(|(crew, line)| ResultRow { line, crew: Crew::printed(line, crew), ..ResultRow::default() })
            .collect();
        Page { document: document.to_owned(), results, ..Page::default() }
    }

    fn shown(crew: &Crew) -> Vec<String> {
        crew.members()
            .map(|member| match member.nation {
                Some(nation) => format!("{} {}", nation.country.iso, member.name),
                None => member.name.to_owned(),
            })
            .collect()
    }

    #[test]
    fn codes_breaks_and_commas_part_names() {
        let names = |text| shown(&Crew::printed(1, text));
        assert_eq!(names("GER Ann Bee DEU Cee van de Dee"), ["DEU Ann Bee", "DEU Cee van de Dee"]);
        assert_eq!(names("Ann Bee USA Cee Dee"), ["Ann Bee", "USA Cee Dee"]);
        assert_eq!(names("Ann Bee\nCee Dee, Jr."), ["Ann Bee", "Cee Dee, Jr."]);
        assert_eq!(names("Ann Bee, Cee Dee, Jr., Eff Gee"), ["Ann Bee", "Cee Dee, Jr.", "Eff Gee"]);
        assert_eq!(names("Bee Ann - Dee Cee"), ["Bee Ann", "Dee Cee"]);
        assert_eq!(names("Ann Bee - GBR"), ["Ann Bee - GBR"]);
        assert_eq!(names(""), Vec::<String>::new());
    }

    #[test]
    fn names_proven_elsewhere_split_a_crew_and_are_named_as_evidence() {
        let mut pages = [page("a", &["Ann Bee Cee van Dee"]), page("b", &["FRA Cee van Dee GBR Ann Bee"])];
        split(&mut pages);
        let crew = &pages[0].results[0].crew;
        assert_eq!(shown(crew), ["Ann Bee", "Cee van Dee"]);
        assert_eq!(crew.runs[0].basis, Basis::Proven);
        assert_eq!(crew.runs[0].names[0].evidence, [("b".to_owned(), 1)]);
    }

    #[test]
    fn a_remainder_proves_further_rows() {
        let mut pages = [page("a", &["Ann Bee Cee Dee", "Cee Dee Eff Gee Hah", "Ann Bee"])];
        split(&mut pages);
        let crews: Vec<_> = pages[0].results.iter().map(|row| shown(&row.crew)).collect();
        assert_eq!(crews[0], ["Ann Bee", "Cee Dee"]);
        assert_eq!(crews[1], ["Cee Dee", "Eff Gee Hah"]);
        assert_eq!(pages[0].results[1].crew.runs[0].basis, Basis::Remainder);
    }

    #[test]
    fn a_father_and_a_son_are_two() {
        let mut pages =
            [page("a", &["Joe Elder Joe Elder, Jr."]), page("b", &["USA Joe Elder USA Joe Elder Jr."])];
        split(&mut pages);
        assert_eq!(shown(&pages[0].results[0].crew), ["Joe Elder", "Joe Elder, Jr."]);
    }

    #[test]
    fn without_proof_it_is_a_guess_or_open() {
        let mut pages = [page("a", &["Ann Bee Cee Dee", "Ann Bee Cee Dee Eff"])];
        split(&mut pages);
        let runs: Vec<_> = pages[0].results.iter().map(|row| &row.crew.runs[0]).collect();
        assert_eq!((runs[0].basis, runs[0].names.len()), (Basis::Guess, 2));
        assert_eq!((runs[1].basis, runs[1].names.len()), (Basis::Open, 1));
        assert_eq!(runs[1].alternatives.len(), 2);
    }

    #[test]
    fn a_family_name_of_several_words_is_one_however_it_is_capitalised() {
        let texts = ["Ann Van Der Bee", "Ann Van Der Bee Cee De Dee", "Van Ann Cee Dee"];
        let mut pages = [page("a", &texts)];
        split(&mut pages);
        let crews: Vec<_> = pages[0].results.iter().map(|row| shown(&row.crew)).collect();
        assert_eq!(crews[0], ["Ann Van Der Bee"]);
        assert_eq!(pages[0].results[0].crew.runs[0].basis, Basis::Separated);
        assert_eq!(crews[1], ["Ann Van Der Bee", "Cee De Dee"]);
        assert_eq!(crews[2], ["Van Ann", "Cee Dee"]);
    }

    #[test]
    fn the_order_of_pages_is_irrelevant() {
        let one = || page("a", &["Ann Bee Cee Dee", "Cee Dee Eff Gee"]);
        let two = || page("b", &["USA Eff Gee"]);
        let (mut forward, mut backward) = ([one(), two()], [two(), one()]);
        split(&mut forward);
        split(&mut backward);
        backward.reverse();
        assert_eq!(forward, backward);
        assert_eq!(shown(&forward[0].results[0].crew), ["Ann Bee", "Cee Dee"]);
    }

    #[test]
    fn a_very_long_crew_stays_open() {
        let mut pages = [page("a", &[&"Ann Bee ".repeat(1_000)])];
        split(&mut pages);
        assert_eq!(pages[0].results[0].crew.runs[0].basis, Basis::Open);
    }
}
