//! Chassis, engines and teams run together in one cell, split by what other rows prove.
//!
//! A seam is a space or a place without one where a capital follows; both sides must stand by themselves elsewhere, or one of
//! them, where the seam itself shows that two things were joined.

use super::crew::{Seen, key};
use super::{Named, Page, PartsCell, Repair};
use std::collections::{BTreeMap, BTreeSet};

/// Seams beyond which a cell is no list of parts.
const MAX_SEAMS: usize = 40;
const MAX_EVIDENCE: usize = 3;
/// Joint entries that are compared with every team.
const MAX_JOINT: usize = 64;
/// How alike two spellings of a joint entry's partners must be.
const ALIKE: f64 = 0.9;

/// Splits cells of standings and teams of results. The order of pages is irrelevant.
pub fn split(pages: &mut [Page]) {
    split_kind(
        pages,
        |row| &row.chassis,
        |row| &mut row.chassis,
        |page| {
            let entered =
                page.entries.iter().flat_map(|team| &team.cars).map(|car| (car.line, car.chassis.as_str()));
            page.results.iter().map(|row| (row.line, row.chassis.as_str())).chain(entered).collect()
        },
    );
    split_kind(
        pages,
        |row| &row.engine,
        |row| &mut row.engine,
        |page| {
            let entered = page.entries.iter().flat_map(|team| &team.cars);
            let entered = entered.filter_map(|car| Some((car.line, car.engine.as_deref()?)));
            page.results
                .iter()
                .map(|row| (row.engine_line.unwrap_or(row.line), row.engine.as_str()))
                .chain(entered)
                .collect()
        },
    );
    split_teams(pages);
}

type StandingsRow = super::StandingsRow;

fn split_kind(
    pages: &mut [Page],
    cell: fn(&StandingsRow) -> &PartsCell,
    cell_mut: fn(&mut StandingsRow) -> &mut PartsCell,
    alone: fn(&Page) -> Vec<(u32, &str)>,
) {
    // Names of whole cars' parts, and those of standings cells that may themselves be two.
    let (mut whole, mut known) = (Known::default(), Known::default());
    for page in &*pages {
        for (line, name) in alone(page) {
            whole.add(name, &page.document, line);
            known.add(name, &page.document, line);
        }
        for row in page.standings.iter().flat_map(|table| &table.rows) {
            for part in &cell(row).parts {
                known.add(part, &page.document, cell(row).line);
            }
        }
    }
    // A remainder found at a seam without a space may prove the same cell of another document.
    for _ in 0..3 {
        let mut learnt = Vec::new();
        for page in pages.iter_mut() {
            let document = page.document.clone();
            let mut repairs = Vec::new();
            for row in page.standings.iter_mut().flat_map(|table| &mut table.rows) {
                let cell = cell_mut(row);
                if cell.parts.len() != 1 || whole.names.contains_key(&key(&cell.text)) {
                    continue;
                }
                if let Some((parts, places)) = at_seams(&cell.text, &known) {
                    learnt.extend(parts.iter().map(|part| (part.clone(), document.clone(), cell.line)));
                    repairs.push(Repair {
                        line: cell.line,
                        what: format!("\"{}\" split into \"{}\"", cell.text, parts.join("\" and \"")),
                        evidence: "the parts stand by themselves elsewhere".to_owned(),
                        places,
                    });
                    cell.parts = parts;
                }
            }
            page.repairs.append(&mut repairs);
        }
        if learnt.is_empty() {
            break;
        }
        for (name, document, line) in learnt {
            known.add(&name, &document, line);
        }
    }
}

#[derive(Default)]
struct Known {
    names: BTreeMap<String, BTreeSet<Seen>>,
}

impl Known {
    fn add(&mut self, name: &str, document: &str, line: u32) {
        if !name.is_empty() {
            self.names.entry(key(name)).or_default().insert((document.to_owned(), line));
        }
    }

    fn places(&self, name: &str) -> impl Iterator<Item = &Seen> {
        self.names.get(&key(name)).into_iter().flatten()
    }
}

/// The two parts of a text, where exactly one seam parts it into things known.
fn at_seams(text: &str, known: &Known) -> Option<(Vec<String>, Vec<Seen>)> {
    let seams = seams(text);
    if seams.len() > MAX_SEAMS {
        return None;
    }
    let proven = |part: &str| known.names.contains_key(&key(part));
    let both: Vec<&Seam> = seams.iter().filter(|seam| proven(seam.left) && proven(seam.right)).collect();
    let one: Vec<&Seam> = seams
        .iter()
        .filter(|seam| {
            let rest = match (proven(seam.left), proven(seam.right)) {
                (true, false) => seam.right,
                (false, true) => seam.left,
                _ => return false,
            };
            let shows_two = seam.glued || (states_displacement(seam.left) && states_displacement(seam.right));
            shows_two && rest.split_whitespace().count() >= 2
        })
        .collect();
    let seam = match (both.as_slice(), one.as_slice()) {
        ([seam], _) | ([], [seam]) => seam,
        _ => return None,
    };
    let mut places: Vec<Seen> = [seam.left, seam.right]
        .into_iter()
        .flat_map(|part| known.places(part).take(MAX_EVIDENCE))
        .cloned()
        .collect();
    places.dedup();
    Some((vec![seam.left.to_owned(), seam.right.to_owned()], places))
}

struct Seam<'a> {
    left: &'a str,
    right: &'a str,
    /// No space: a capital and a further letter follow a letter, digit or bracket at once.
    glued: bool,
}

fn seams(text: &str) -> Vec<Seam<'_>> {
    let mut found = Vec::new();
    let characters: Vec<(usize, char)> = text.char_indices().collect();
    for pair in characters.windows(2) {
        let [(_, before), (at, next)] = pair else { continue };
        let (left, right) = text.split_at(*at);
        let glued = next.is_uppercase() && (before.is_alphanumeric() || *before == ')');
        if before.is_whitespace() || glued {
            found.push(Seam { left: left.trim(), right: right.trim(), glued });
        }
    }
    found.retain(|seam| !seam.left.is_empty() && !seam.right.is_empty());
    found
}

/// `6.0L` or `6.0 L`.
fn states_displacement(text: &str) -> bool {
    text.split([' ', 'L']).any(|word| {
        word.split_once('.').is_some_and(|(whole, fraction)| {
            !fraction.is_empty() && whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit())
        })
    })
}

/// A team cell that reads like the two partners of a joint entry, as another page names them apart.
fn split_teams(pages: &mut [Page]) {
    let mut joint: Vec<(String, String, String, u32)> = Vec::new();
    for page in &*pages {
        for row in &page.results {
            if let [first, second] = row.team.entrants.as_slice() {
                joint.push((first.name.clone(), second.name.clone(), page.document.clone(), row.line));
            }
        }
    }
    joint.sort();
    joint.dedup_by(|a, b| a.0 == b.0 && a.1 == b.1);
    joint.truncate(MAX_JOINT);
    for page in pages.iter_mut() {
        let mut repairs = Vec::new();
        for row in &mut page.results {
            let [whole] = row.team.entrants.as_slice() else { continue };
            let Some((left, right, place)) = joint.iter().find_map(|(first, second, document, line)| {
                let alike = |a: &str, b: &str| strsim::normalized_levenshtein(&key(a), &key(b)) >= ALIKE;
                let seams = seams(&whole.name);
                let seam = seams
                    .iter()
                    .take(MAX_SEAMS)
                    .find(|seam| alike(seam.left, first) && alike(seam.right, second))?;
                Some((seam.left.to_owned(), seam.right.to_owned(), (document.clone(), *line)))
            }) else {
                continue;
            };
            repairs.push(Repair {
                line: row.line,
                what: format!("team \"{}\" read as \"{left}\" with \"{right}\"", whole.name),
                evidence: "another page names the two apart".to_owned(),
                places: vec![place],
            });
            let nation = whole.nation;
            row.team.entrants = vec![Named { nation, name: left }, Named { nation: None, name: right }];
        }
        page.repairs.append(&mut repairs);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(names: &[&str]) -> Known {
        let mut known = Known::default();
        for (name, line) in names.iter().zip(1..) {
            known.add(name, "page", line);
        }
        known
    }

    fn parts(text: &str, names: &[&str]) -> Option<Vec<String>> {
        at_seams(text, &known(names)).map(|(parts, _)| parts)
    }

    #[test]
    fn two_known_parts_are_split_with_and_without_a_space() {
        let names = ["Alpha A1/10", "Beta & Gamma Mk III"];
        for text in ["Alpha A1/10Beta & Gamma Mk III", "Alpha A1/10 Beta & Gamma Mk III"] {
            assert_eq!(parts(text, &names).unwrap(), names);
        }
    }

    #[test]
    fn one_known_part_needs_a_seam_that_shows_two() {
        assert_eq!(
            parts("Alpha 8.0L V10Beta-AMG 6.3L V12", &["Alpha 8.0L V10"]).unwrap(),
            ["Alpha 8.0L V10", "Beta-AMG 6.3L V12"]
        );
        assert_eq!(
            parts("Alpha 8.0L V10 Beta-AMG 6.3L V12", &["Alpha 8.0L V10"]).unwrap()[1],
            "Beta-AMG 6.3L V12"
        );
        assert_eq!(parts("Alpha A1/10B", &["Alpha A1/10"]), None);
        assert_eq!(parts("Alpha 360 GT Plus", &["Alpha 360"]), None);
    }
}
