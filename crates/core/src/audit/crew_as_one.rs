//! `crew-as-one`: a driver whose name is that of several: `Ann Archer, Ben Boyd`, `Ann Archer / Ben Boyd`,
//! `Ann Archer & Ben Boyd`.

use crate::audit::facts::Facts;
use crate::audit::finding::{Finding, Log};
use crate::season::{Competitor, Kind, ResultRow};
use crate::table::Ix;
use std::collections::BTreeMap;

/// What stands between two names and in none. A comma may stand in one.
const BETWEEN: [&str; 6] = ["/", "&", "+", ";", "|", " and "];
/// What may stand behind a comma in one driver's name.
const AFTER_A_COMMA: [&str; 8] = ["jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "v"];

pub(super) fn check(facts: &Facts<'_>, log: &mut Log) {
    let drivers = || facts.season.competitors.iter().filter(|(_, own)| own.kind == Kind::Driver);
    // `Archer, Ann` is one driver where the season writes names so.
    let surname_first = {
        let (mut with_comma, mut all) = (0_u32, 0_u32);
        for (_, own) in drivers() {
            all += 1;
            with_comma += u32::from(own.name.matches(',').count() == 1);
        }
        with_comma * 2 > all && all > 1
    };
    let mut several: BTreeMap<Ix<Competitor>, (Vec<&str>, Option<&ResultRow>)> = BTreeMap::new();
    for (ix, own) in drivers() {
        match parts(&own.name, surname_first) {
            Some(parts) => drop(several.insert(ix, (parts, None))),
            None => log.agree(),
        }
    }
    if several.is_empty() {
        return;
    }
    for row in facts.season.results.rows() {
        for seat in &row.crew {
            if let Some((_, first)) = several.get_mut(&seat.driver) {
                first.get_or_insert(row);
            }
        }
    }
    for (driver, (parts, row)) in several {
        let name = facts.name(driver);
        log.differ(
            Finding::warning("PF0268", format!("`{name}` is taken as one driver"))
                .at(row.into_iter().flat_map(|row| {
                    facts.row_places(row, &format!("#{}: {name}", row.number)).collect::<Vec<_>>()
                }))
                .at(facts.places(&facts.season.competitors[driver].cites, name))
                .says(name, format!("{} drivers: {}", parts.len(), parts.join("; ")))
                .competitor(driver)
                .round(row.map(|row| facts.season.sessions[row.session].round))
                .help("part the drivers of a car with `;`; if it is one driver, give the name in names.toml"),
        );
    }
}

/// The names that one name is made of, where it is made of several.
fn parts(name: &str, surname_first: bool) -> Option<Vec<&str>> {
    let all = |separator: &str| -> Option<Vec<&str>> {
        let parts: Vec<&str> = name.split(separator).map(str::trim).collect();
        let named = |part: &&str| part.chars().any(char::is_alphabetic);
        (parts.len() > 1 && parts.iter().all(named)).then_some(parts)
    };
    if let Some(parts) = BETWEEN.iter().find_map(|between| all(between)) {
        return Some(parts);
    }
    let parts = all(",")?;
    let further = |part: &&str| AFTER_A_COMMA.contains(&part.to_lowercase().as_str());
    if parts.iter().any(further) || (parts.len() == 2 && surname_first) {
        return None;
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::parts;
    use crate::audit::fixture::after;

    #[test]
    fn signs_between_names_part_them() {
        for (name, several) in [
            ("Ann Archer", 0),
            ("Ann Archer, Ben Boyd", 2),
            ("Ann, Ben", 2),
            ("Ann Archer / Ben Boyd", 2),
            ("Ann Archer/Ben Boyd/Cleo Cox", 3),
            ("Ann Archer & Ben Boyd", 2),
            ("Ann Archer and Ben Boyd", 2),
            ("Ferdinand Sandler", 0),
            ("Jean-Marc O'Hara", 0),
            ("Bob Bell, Jr.", 0),
            ("Bob Bell, III", 0),
            ("Bob & ", 0),
        ] {
            assert_eq!(parts(name, false).map_or(0, |parts| parts.len()), several, "{name}");
        }
        assert_eq!(parts("Archer, Ann", true), None);
        assert_eq!(parts("Archer, Boyd, Cox", true).map(|parts| parts.len()), Some(3));
        assert_eq!(parts("Archer / Boyd", true).map(|parts| parts.len()), Some(2));
    }

    #[test]
    fn the_first_car_of_a_crew_is_shown() {
        let audit = after(|draft| {
            draft.entries.clear();
            draft.winners.clear();
            draft.cars[1].drivers = vec!["Ben Boyd & Cleo Cox".to_owned()];
            draft.cars[4].drivers = vec!["Ben Boyd & Cleo Cox".to_owned()];
        });
        let [finding] = &audit.findings[..] else { panic!("{:?}", audit.findings) };
        assert_eq!(
            (finding.id, &*finding.message),
            ("PF0268", "`Ben Boyd & Cleo Cox` is taken as one driver")
        );
        assert_eq!(finding.computed, "2 drivers: Ben Boyd; Cleo Cox");
        assert_eq!(finding.places[0].to_string(), "race-1.txt:2");
    }

    #[test]
    fn where_most_names_have_the_surname_first_a_comma_parts_nobody() {
        let audit = after(|draft| {
            draft.entries.clear();
            draft.winners.clear();
            for car in &mut draft.cars {
                car.drivers = vec![format!("{}, Ann", car.team)];
            }
        });
        assert_eq!(audit.findings, []);
    }
}
