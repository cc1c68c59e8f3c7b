//! `nationality`: a driver or team with two countries, and a country under two codes.

use crate::audit::evidence::Evidence;
use crate::audit::finding::{Finding, Log};
use crate::country::{iso, of_code};
use crate::season::{Cites, Competitor, Kind};
use crate::table::Ix;
use std::collections::BTreeMap;

/// Codes that a country has in the documents, each with the first place and how often.
type Codes<'a> = BTreeMap<&'a str, (&'a Cites, u32)>;

pub(super) fn check<'e>(evidence: &Evidence<'e>, log: &mut Log) {
    let mut competitors: BTreeMap<Ix<Competitor>, Vec<(&str, &Cites)>> = BTreeMap::new();
    let mut add = |competitor: Option<Ix<Competitor>>, nation: &'e Option<String>, cites: &'e Cites| {
        if let (Some(competitor), Some(nation)) = (competitor, nation) {
            competitors.entry(competitor).or_default().push((nation, cites));
        }
    };
    let season = evidence.season;
    for row in season.results.rows() {
        add(row.stands_for(Kind::Team), &row.team_nation, &row.cites);
        for seat in &row.crew {
            add(Some(seat.driver), &seat.nation, &row.cites);
        }
    }
    for entry in &season.entries {
        add(entry.driver, &entry.nation, &entry.cites);
        add(entry.team, &entry.team_nation, &entry.cites);
    }
    let mut countries: BTreeMap<&str, Codes<'_>> = BTreeMap::new();
    for (competitor, stated) in competitors {
        let mut own: BTreeMap<&str, Codes<'_>> = BTreeMap::new();
        for (code, cites) in stated {
            for codes in [own.entry(iso(code)).or_default(), countries.entry(iso(code)).or_default()] {
                codes.entry(code).or_insert((cites, 0)).1 += 1;
            }
        }
        if own.len() < 2 {
            log.agree();
            continue;
        }
        let name = evidence.name(competitor);
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
                .competitor(competitor),
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

#[cfg(test)]
mod tests {
    use crate::audit::fixture::{after, ids};

    #[test]
    fn a_team_with_two_countries() {
        let nations = |nations: [&str; 2]| {
            ids(&after(|draft| {
                for (car, nation) in [1, 4].into_iter().zip(nations) {
                    draft.cars[car].team_nation = nation.to_owned();
                }
            }))
        };
        assert_eq!(nations(["GBR", "GBR"]), [""; 0]);
        assert_eq!(nations(["GBR", "USA"]), ["PF0232"]);
    }

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
