//! `nationality`: a driver with two countries, and a country under two codes.

use crate::audit::evidence::Evidence;
use crate::audit::finding::{Finding, Log};
use crate::country::of_code;
use crate::season::{Cites, Competitor};
use crate::table::Ix;
use std::collections::BTreeMap;

/// Codes that a country has in the documents, each with the first place and how often.
type Codes<'a> = BTreeMap<&'a str, (&'a Cites, u32)>;

pub(super) fn check(evidence: &Evidence<'_>, log: &mut Log) {
    let mut drivers: BTreeMap<Ix<Competitor>, Vec<(&str, &Cites)>> = BTreeMap::new();
    let season = evidence.season;
    for row in season.results.rows() {
        for seat in &row.crew {
            if let Some(nation) = &seat.nation {
                drivers.entry(seat.driver).or_default().push((nation, &row.cites));
            }
        }
    }
    for entry in &season.entries {
        if let (Some(driver), Some(nation)) = (entry.driver, &entry.nation) {
            drivers.entry(driver).or_default().push((nation, &entry.cites));
        }
    }
    let mut countries: BTreeMap<&str, Codes<'_>> = BTreeMap::new();
    for (driver, stated) in drivers {
        let mut own: BTreeMap<&str, Codes<'_>> = BTreeMap::new();
        for (code, cites) in stated {
            for codes in [own.entry(country(code)).or_default(), countries.entry(country(code)).or_default()]
            {
                codes.entry(code).or_insert((cites, 0)).1 += 1;
            }
        }
        if own.len() < 2 {
            log.agree();
            continue;
        }
        let name = evidence.name(driver);
        let codes = || own.values().flatten();
        let said: Vec<String> = codes().map(|(code, (_, count))| format!("{code} ({count}x)")).collect();
        let mut said = said.into_iter();
        let first = said.next().unwrap_or_default();
        log.differ(
            Finding::warning("PF0232", format!("{name} has two countries"))
                .at(codes().flat_map(|(code, (cites, _))| {
                    evidence.places(*cites, &format!("{code} {name}")).take(1).collect::<Vec<_>>()
                }))
                .says(first, said.collect::<Vec<_>>().join(", "))
                .competitor(driver),
        );
    }
    for (country, codes) in countries.iter().filter(|(_, codes)| codes.len() > 1) {
        let list: Vec<String> = codes.iter().map(|(code, (_, count))| format!("{code} ({count}x)")).collect();
        let name = of_code(country).map_or(*country, |(country, _)| country.name);
        log.note(
            Finding::note("PF0233", format!("{name} has several codes: {}", list.join(", ")))
                .at(codes
                    .iter()
                    .flat_map(|(code, (cites, _))| evidence.places(*cites, code).take(1).collect::<Vec<_>>()))
                .says(list.join(", "), name),
        );
    }
}

/// The country of a code, by its ISO code; a code that is not known stands for itself.
fn country(code: &str) -> &str {
    of_code(code).map_or(code, |(country, _)| country.iso)
}

#[cfg(test)]
mod tests {
    use crate::audit::fixture::{after, ids};

    #[test]
    fn two_codes_of_one_country_are_a_note_and_two_countries_a_warning() {
        let nations = |first: &str, second: &str| {
            ids(&after(|draft| {
                let mut entry = draft.entries[0].clone();
                draft.entries[0].nation = first.to_owned();
                draft.entries[0].rounds = vec![1, 2];
                entry.nation = second.to_owned();
                entry.rounds = vec![3];
                draft.entries.push(entry);
            }))
        };
        assert_eq!(nations("GER", "GER"), [""; 0]);
        assert_eq!(nations("GER", "DEU"), ["PF0233"]);
        assert_eq!(nations("GER", "SUI"), ["PF0232"]);
    }
}
