//! `feat-car`: the car that a feat names stands in the session's results, once, and the driver sat in it.

use crate::audit::facts::Facts;
use crate::audit::finding::{Finding, Log};
use crate::block::nearest_word;
use crate::season::{Feat, Kind, ResultRow, Session};
use crate::table::Ix;
use std::collections::BTreeMap;

/// The rows of a session by number.
type ByNumber<'a> = BTreeMap<&'a str, Vec<&'a ResultRow>>;

pub(super) fn check(facts: &Facts<'_>, log: &mut Log) {
    // Feats are in order of their sessions.
    let mut here: Option<(Ix<Session>, ByNumber<'_>)> = None;
    for feat in &facts.season.feats {
        if here.as_ref().is_none_or(|(session, _)| *session != feat.session) {
            here = Some((feat.session, by_number(facts, feat.session)));
        }
        let Some((_, rows)) = &here else { continue };
        if rows.is_empty() || feat.number.is_empty() {
            log.unverifiable();
            continue;
        }
        match wrong(facts, feat, rows) {
            Some(finding) => {
                let round = facts.season.sessions[feat.session].round;
                log.differ(finding.competitor(feat.driver).round(round));
            }
            None => log.agree(),
        }
    }
}

fn by_number<'a>(facts: &Facts<'a>, session: Ix<Session>) -> ByNumber<'a> {
    let mut rows = ByNumber::new();
    for (_, row) in facts.season.results_of(session) {
        rows.entry(row.number.as_str()).or_default().push(row);
    }
    rows
}

fn wrong(facts: &Facts<'_>, feat: &Feat, rows: &ByNumber<'_>) -> Option<Finding> {
    let of = format!("{} of {}", feat.kind.word(), facts.session(feat.session));
    let driver = feat.driver.map(|driver| facts.name(driver));
    let text = match driver {
        Some(driver) => format!("{}: #{} {driver}", feat.kind.word(), feat.number),
        None => format!("{}: #{}", feat.kind.word(), feat.number),
    };
    let own = rows.get(feat.number.as_str()).map(Vec::as_slice).unwrap_or_default();
    let Some(first) = own.first() else {
        let known: Vec<&str> = rows.keys().copied().collect();
        return Some(
            Finding::warning("PF0253", format!("{of} went to a car that is not in the results"))
                .at(facts.places(&feat.cites, &text))
                .says(text, format!("no car #{}", feat.number))
                .help(match nearest_word(&feat.number, &known) {
                    Some(near) => format!("did you mean #{near}? The session has {}", some_of(&known)),
                    None => format!("the session has {}", some_of(&known)),
                }),
        );
    };
    let sat = |row: &&&ResultRow| row.crew.iter().any(|seat| Some(seat.driver) == feat.driver);
    let of_driver: Vec<&&ResultRow> = own.iter().filter(sat).collect();
    let candidates: Vec<&ResultRow> = match of_driver.as_slice() {
        [] => own.iter().filter(|row| row.status.started()).copied().collect(),
        own => own.iter().map(|row| **row).collect(),
    };
    // Drivers of one car that changed hands stand in rows of their own.
    let other = candidates.iter().find(|row| !is_same_car(candidates[0], row));
    if let Some(other) = other {
        let two = [candidates[0], other].map(|row| with_class(facts, row));
        let message =
            format!("{of} names number {}, which two cars bear: {}", feat.number, two.join(" and "));
        return Some(
            Finding::error("PF0260", message)
                .at(facts.places(&feat.cites, &text))
                .at([(candidates[0], &two[0]), (*other, &two[1])]
                    .into_iter()
                    .flat_map(|(row, text)| facts.row_places(row, text).collect::<Vec<_>>()))
                .says(text, "one car of that number")
                .help("name a driver of the car that is meant in the column `driver`"),
        );
    }
    if feat.driver.is_none() || !of_driver.is_empty() || own.iter().all(|row| row.crew.is_empty()) {
        return None;
    }
    let driver = driver.unwrap_or_default();
    let crew: Vec<&str> = own.iter().flat_map(|row| &row.crew).map(|seat| facts.name(seat.driver)).collect();
    let elsewhere = rows.values().flatten().find(sat_in(feat));
    let help = match (elsewhere, nearest_word(driver, &crew)) {
        (Some(row), _) => format!("{driver} drove #{}: correct the number or the driver", row.number),
        (None, Some(near)) => format!("did you mean `{near}`?"),
        (None, None) => "correct the number or the driver, or join two spellings in names.toml".to_owned(),
    };
    Some(
        Finding::warning("PF0261", format!("{of} names {driver}, who did not drive car {}", feat.number))
            .at(facts.places(&feat.cites, &text))
            .at(facts.row_places(first, &format!("#{}: {}", first.number, crew.join(", "))))
            .says(driver, format!("the crew of #{}: {}", feat.number, crew.join(", ")))
            .help(help),
    )
}

fn sat_in(feat: &Feat) -> impl Fn(&&&ResultRow) -> bool {
    move |row| row.crew.iter().any(|seat| Some(seat.driver) == feat.driver)
}

/// Whether two rows of one number are those of one car.
fn is_same_car(a: &ResultRow, b: &ResultRow) -> bool {
    let one = |kind: Kind| a.stands_for(kind) == b.stands_for(kind);
    a.class == b.class
        && (one(Kind::Team) && one(Kind::Manufacturer) || a.position.is_some() && a.position == b.position)
}

fn with_class(facts: &Facts<'_>, row: &ResultRow) -> String {
    let car = facts.car(row);
    match row.class {
        Some(class) => format!("{car} of {}", facts.season.classes[class].id),
        None => car,
    }
}

/// The first numbers of many.
fn some_of(known: &[&str]) -> String {
    const SHOWN: usize = 12;
    let shown: Vec<String> = known.iter().take(SHOWN).map(|number| format!("#{number}")).collect();
    let more = if known.len() > SHOWN { ", ..." } else { "" };
    format!("{}{more}", shown.join(", "))
}

#[cfg(test)]
mod tests {
    use crate::audit::fixture::{after, ids};
    use crate::generate::DraftFeat;

    fn found(number: &str, driver: &str) -> crate::audit::Audit {
        after(|draft| {
            draft.feats.push(DraftFeat {
                round: 1,
                feat: "fastest-lap".to_owned(),
                number: number.to_owned(),
                driver: driver.to_owned(),
            });
        })
    }

    #[test]
    fn the_car_must_be_in_the_results() {
        assert_eq!(ids(&found("02", "")), [""; 0]);
        let audit = found("03", "");
        assert_eq!(ids(&audit), ["PF0253"]);
        let finding = &audit.findings[0];
        assert_eq!(
            finding.message,
            "fastest-lap of round 1 (Grand Prix 1) went to a car that is not in the results"
        );
        assert_eq!(finding.help.as_deref(), Some("did you mean #02? The session has #02, #1, #2"));
        assert_eq!(finding.places[0].to_string(), "feats.csv:1");
    }

    #[test]
    fn the_driver_must_have_driven_it() {
        assert_eq!(ids(&found("02", "Beta Two")), [""; 0]);
        let audit = found("1", "Beta Two");
        assert_eq!(ids(&audit), ["PF0261"]);
        let finding = &audit.findings[0];
        assert_eq!(
            finding.message,
            "fastest-lap of round 1 (Grand Prix 1) names Beta Two, who did not drive car 1"
        );
        assert_eq!(finding.computed, "the crew of #1: Alpha One, Alpha Two");
        assert_eq!(finding.help.as_deref(), Some("Beta Two drove #02: correct the number or the driver"));
        let audit = found("02", "Beta Twoo");
        assert_eq!(ids(&audit), ["PF0261"]);
        assert_eq!(audit.findings[0].help.as_deref(), Some("did you mean `Beta Two`?"));
    }

    #[test]
    fn a_number_of_two_cars_is_an_error_unless_a_driver_tells_them_apart() {
        let two = |driver: &str, class: &str, team: &str| {
            let mut audit = after(|draft| {
                draft.tables.clear();
                draft.classes.push("P1".to_owned());
                let mut car = draft.cars[2].clone();
                (car.position, car.laps, car.class, car.team) =
                    (Some(4), Some(60), class.to_owned(), team.to_owned());
                car.drivers = vec!["Delta One".to_owned()];
                draft.cars.push(car);
                draft.feats.push(DraftFeat {
                    round: 1,
                    feat: "fastest-lap".to_owned(),
                    number: "2".to_owned(),
                    driver: driver.to_owned(),
                });
            });
            audit.findings.retain(|finding| finding.check == "feat-car");
            audit
        };
        let audit = two("", "P1", "Delta");
        assert_eq!(ids(&audit), ["PF0260"]);
        assert_eq!(
            audit.findings[0].message,
            "fastest-lap of round 1 (Grand Prix 1) names number 2, which two cars bear: #2 Gamma of GT and #2 Delta of P1"
        );
        assert_eq!(audit.findings[0].places.len(), 3);
        assert_eq!(ids(&two("Delta One", "P1", "Delta")), [""; 0]);
        assert_eq!(ids(&two("Gamma One", "P1", "Delta")), [""; 0]);
        assert_eq!(ids(&two("Nobody", "P1", "Delta")), ["PF0260"]);
        assert_eq!(ids(&two("", "GT", "Delta")), ["PF0260"]);
        // Two rows of one car.
        assert_eq!(ids(&two("", "GT", "Gamma")), [""; 0]);
    }
}
