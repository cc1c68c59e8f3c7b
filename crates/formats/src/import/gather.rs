//! What reading itself mended and left, for the report: splits, stray codes, shifted rows, pieces not read.

use super::{NoteKind, Report};
use crate::pages::crew::{Basis, Crew, key};
use crate::pages::{Nation, Page};
use parcferme_core::Place;
use std::collections::BTreeMap;

impl Report {
    /// What reading itself mended and left: splits, stray codes, shifted rows, pieces not read.
    pub(super) fn gather(&mut self, pages: &[Page]) {
        self.two_nations(pages);
        let of: BTreeMap<&str, &Page> = pages.iter().map(|page| (page.document.as_str(), page)).collect();
        let place = |seen: &(String, u32)| of.get(seen.0.as_str()).map(|page| page.place(seen.1));
        for page in pages {
            for repair in &page.repairs {
                let evidence = repair.places.iter().filter_map(place);
                let places = [page.place(repair.line)].into_iter().chain(evidence);
                self.note(NoteKind::PartsSplit, repair.what.clone(), repair.evidence.clone(), places);
            }
            let shifted: Vec<u32> = page
                .results
                .iter()
                .filter(|row| row.engine_shifted)
                .filter_map(|row| row.engine_line)
                .collect();
            if let (Some(first), Some(last)) = (shifted.first(), shifted.last()) {
                self.note(
                    NoteKind::ShiftedRows,
                    format!(
                        "{} engine rows of lines {first} to {last} put back under their cars",
                        shifted.len()
                    ),
                    "the table's header has Engine below Chassis",
                    [page.place(*first)],
                );
            }
            for unread in &page.unread {
                let several = unread.what.starts_with("columns") || unread.what.starts_with("lengths");
                let (were, why) =
                    if several { ("were", "nothing asks for them") } else { ("was", "no reader knows it") };
                let what = format!("{} \"{}\" {were} not read", unread.what, unread.text);
                self.leave_open(NoteKind::Unread, what, why, [page.place(unread.line)]);
            }
            for remark in &page.lead.remarks {
                let what = format!("sentence \"{}\" was not read", remark.text);
                let why = "it states nothing that a season folder holds";
                self.leave_open(NoteKind::Unread, what, why, [page.place(remark.line)]);
            }
            let coded = page
                .results
                .iter()
                .filter(|row| row.crew.runs.iter().all(|run| run.nation.is_some()))
                .count();
            let mostly_coded = 2 * coded > page.results.len();
            for row in &page.results {
                self.crew(page, &row.crew, mostly_coded, &place);
                if !mostly_coded && row.team.entrants.iter().any(|entrant| entrant.nation.is_some()) {
                    self.note(
                        NoteKind::StrayCode,
                        format!("the code before team \"{}\" is its country, not its name", row.team.name),
                        "a country's code; the other teams of the page have none",
                        [page.place(row.line)],
                    );
                }
            }
            for winner in &page.class_winners {
                self.crew(page, &winner.crew, false, &place);
            }
            self.two_codes(page);
        }
        self.show_texts(&of);
    }

    /// Countries that one page spells in two ways.
    fn two_codes(&mut self, page: &Page) {
        let mut codes: BTreeMap<&str, BTreeMap<&str, u32>> = BTreeMap::new();
        for (nation, line, _) in nations(page) {
            codes.entry(nation.country.iso).or_default().entry(nation.code()).or_insert(line);
        }
        for (iso, codes) in codes.into_iter().filter(|(_, codes)| codes.len() > 1) {
            let spellings: Vec<&str> = codes.keys().copied().collect();
            let places: Vec<Place> = codes.values().map(|line| page.place(*line)).collect();
            let what = format!("the page spells {iso} as {}", spellings.join(" and "));
            self.note(NoteKind::TwoCodes, what, "codes of one country in two systems", places);
        }
    }

    /// Drivers and teams to whom documents give different countries.
    fn two_nations(&mut self, pages: &[Page]) {
        let mut given: BTreeMap<String, Vec<(&str, String, Place)>> = BTreeMap::new();
        for page in pages {
            for (nation, line, name) in nations(page) {
                let text = format!("{} {name}", nation.code());
                given.entry(key(name)).or_default().push((nation.country.iso, text, page.place(line)));
            }
        }
        for statements in given.into_values() {
            if statements.iter().any(|(iso, _, _)| *iso != statements[0].0) {
                let name = statements[0].1.split_once(' ').map_or("", |(_, name)| name);
                let what = format!("country of {name}");
                self.conflict(&what, statements.iter().map(|(_, text, place)| (text.clone(), place.clone())));
            }
        }
    }

    fn crew(
        &mut self,
        page: &Page,
        crew: &Crew,
        mostly_coded: bool,
        place: &dyn Fn(&(String, u32)) -> Option<Place>,
    ) {
        let here = || page.place(crew.line);
        if !mostly_coded && crew.runs.iter().any(|run| run.nation.is_some()) {
            self.note(
                NoteKind::StrayCode,
                format!("\"{}\" parted at the country's code in it", crew.text),
                "a country's code; the other crews of the page have none",
                [here()],
            );
        }
        for run in &crew.runs {
            let names: Vec<&str> = run.names.iter().map(|name| name.name.as_str()).collect();
            let parted = format!("\"{}\" parted into {}", run.text, names.join(" + "));
            let evidence = run.names.iter().flat_map(|name| name.evidence.first()).filter_map(place);
            let places = [here()].into_iter().chain(evidence);
            let reading = |names: &Vec<String>| match names.as_slice() {
                [_] => "one name".to_owned(),
                names => names.join(" + "),
            };
            let others: Vec<String> = run.alternatives.iter().map(reading).collect();
            match run.basis {
                Basis::Separated => {}
                Basis::Proven => {
                    self.note(NoteKind::CrewSplit, parted, "each name stands by itself elsewhere", places)
                }
                Basis::Remainder => {
                    let evidence = "the other names stand by themselves elsewhere; what is left is one name";
                    self.note(NoteKind::CrewSplit, parted, evidence, places);
                }
                Basis::Guess => {
                    let evidence = format!("nothing proves it; it could also be {}", others.join(" or "));
                    self.leave_open(NoteKind::CrewGuess, parted, evidence, places);
                }
                Basis::Open => {
                    let evidence = match others.is_empty() {
                        true => "no name in it stands by itself elsewhere".to_owned(),
                        false => format!("it could be {}", others.join(" or ")),
                    };
                    self.leave_open(
                        NoteKind::CrewOpen,
                        format!("\"{}\" was not parted", run.text),
                        evidence,
                        places,
                    );
                }
            }
        }
    }
}

/// Every country that a page states, with the line and the name it stands before.
fn nations(page: &Page) -> impl Iterator<Item = (Nation, u32, &str)> {
    let crews = page.results.iter().flat_map(|row| {
        row.crew.members().filter_map(|member| Some((member.nation?, row.line, member.name)))
    });
    let teams = page.results.iter().flat_map(|row| {
        row.team
            .entrants
            .iter()
            .filter_map(|entrant| Some((entrant.nation?, row.line, entrant.name.as_str())))
    });
    let entered = page.entries.iter().flat_map(|team| {
        team.team
            .entrants
            .iter()
            .filter_map(|entrant| Some((entrant.nation?, team.line, entrant.name.as_str())))
    });
    let drivers = page.entries.iter().flat_map(|team| &team.cars).flat_map(|car| &car.drivers);
    let drivers =
        drivers.filter_map(|entry| Some((entry.driver.nation?, entry.line, entry.driver.name.as_str())));
    crews.chain(teams).chain(entered).chain(drivers)
}
