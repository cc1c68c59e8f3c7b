//! `feat-car`: the car that a feat names stands in the session's results, once, and the driver sat in it.

use crate::audit::facts::Facts;
use crate::audit::finding::{Finding, Log};
use crate::diagnostic::nearest_word;
use crate::season::{Competitor, Feat, Kind, ResultRow, Session};
use crate::table::Ix;
use std::collections::BTreeMap;

/// The cars of a session.
struct Cars<'a> {
    by_number: BTreeMap<&'a str, Vec<&'a ResultRow>>,
    /// A car of each driver.
    by_driver: BTreeMap<Ix<Competitor>, &'a ResultRow>,
}

/// So many wrong feats are offered what may be meant, which takes long to find: the others are wrong in the same way.
const OFFERS: usize = 50;

pub(super) fn check(facts: &Facts<'_>, log: &mut Log) {
    // Feats are in order of their sessions.
    let mut here: Option<(Ix<Session>, Cars<'_>)> = None;
    let mut told = 0;
    for feat in &facts.season.feats {
        if here.as_ref().is_none_or(|(session, _)| *session != feat.session) {
            here = Some((feat.session, Cars::of(facts, feat.session)));
        }
        let Some((_, cars)) = &here else { continue };
        if cars.by_number.is_empty() || feat.number.is_empty() {
            log.unverifiable();
            continue;
        }
        match wrong(facts, feat, cars, told < OFFERS) {
            Some(finding) => {
                told += 1;
                let round = facts.season.sessions[feat.session].round;
                log.differ(finding.competitor(feat.driver).round(round));
            }
            None => log.agree(),
        }
    }
}

impl<'a> Cars<'a> {
    fn of(facts: &Facts<'a>, session: Ix<Session>) -> Cars<'a> {
        let mut cars = Cars { by_number: BTreeMap::new(), by_driver: BTreeMap::new() };
        for (_, row) in facts.season.results_of(session) {
            cars.by_number.entry(row.number.as_str()).or_default().push(row);
            for seat in &row.crew {
                cars.by_driver.entry(seat.driver).or_insert(row);
            }
        }
        cars
    }
}

/// What is wrong with a feat, if anything is; `offer` asks for what may be meant.
fn wrong(facts: &Facts<'_>, feat: &Feat, cars: &Cars<'_>, offer: bool) -> Option<Finding> {
    let said = Said {
        of: format!("{} of {}", feat.kind.word(), facts.session(feat.session)),
        text: match feat.driver {
            Some(driver) => format!("{}: #{} {}", feat.kind.word(), feat.number, facts.name(driver)),
            None => format!("{}: #{}", feat.kind.word(), feat.number),
        },
        facts,
        feat,
        cars,
        offer,
    };
    let of_number = cars.by_number.get(feat.number.as_str()).map(Vec::as_slice).unwrap_or_default();
    let of_class = |row: &&&ResultRow| feat.class.is_none_or(|class| row.class == Some(class));
    let own: Vec<&ResultRow> = of_number.iter().filter(of_class).copied().collect();
    if own.is_empty() {
        return Some(said.no_car());
    }
    let sat = |row: &&ResultRow| row.crew.iter().any(|seat| Some(seat.driver) == feat.driver);
    let of_driver: Vec<&ResultRow> = own.iter().copied().filter(sat).collect();
    let drove = !of_driver.is_empty();
    let started = || own.iter().copied().filter(|row| row.status.started()).collect();
    let candidates: Vec<&ResultRow> = if drove { of_driver } else { started() };
    // Drivers of one car that changed hands stand in rows of their own.
    if let Some(other) = candidates.iter().find(|row| !is_same_car(candidates[0], row)) {
        return Some(said.two_cars([candidates[0], other]));
    }
    let no_crew = own.iter().all(|row| row.crew.is_empty());
    match feat.driver {
        Some(driver) if !drove && !no_crew => Some(said.not_of_the_crew(driver, &own)),
        _ => None,
    }
}

/// A feat as findings name it.
struct Said<'s, 'a> {
    facts: &'s Facts<'a>,
    feat: &'s Feat,
    cars: &'s Cars<'a>,
    /// `fastest-lap of round 1 (Sebring)`.
    of: String,
    /// `fastest-lap: #1 Ann Archer`.
    text: String,
    offer: bool,
}

impl Said<'_, '_> {
    fn at(&self, finding: Finding) -> Finding {
        finding.at(self.facts.places(&self.feat.cites, &self.text))
    }

    fn near<'w>(&self, word: &str, known: &[&'w str]) -> Option<&'w str> {
        if self.offer { nearest_word(word, known) } else { None }
    }

    fn no_car(&self) -> Finding {
        let (of, number) = (&self.of, &self.feat.number);
        let known: Vec<&str> = self.cars.by_number.keys().copied().collect();
        self.at(Finding::warning("PF0253", format!("{of} went to a car that is not in the results")))
            .says(&self.text, format!("no car #{number}"))
            .help(match self.near(number, &known) {
                Some(near) => format!("did you mean #{near}? The session has {}", some_of(&known)),
                None => format!("the session has {}", some_of(&known)),
            })
    }

    fn two_cars(&self, rows: [&ResultRow; 2]) -> Finding {
        let (of, number) = (&self.of, &self.feat.number);
        let texts = rows.map(|row| with_class(self.facts, row));
        let message = format!("{of} names number {number}, which two cars bear: {}", texts.join(" and "));
        self.at(Finding::error("PF0260", message))
            .at(rows
                .iter()
                .zip(&texts)
                .flat_map(|(row, text)| self.facts.row_places(row, text).collect::<Vec<_>>()))
            .says(&self.text, "one car of that number")
            .help("name the class of the car that is meant in the column `class`, or a driver in the column `driver`")
    }

    fn not_of_the_crew(&self, driver: Ix<Competitor>, own: &[&ResultRow]) -> Finding {
        let (of, number, name) = (&self.of, &self.feat.number, self.facts.name(driver));
        let seats = own.iter().flat_map(|row| &row.crew);
        let crew: Vec<&str> = seats.map(|seat| self.facts.name(seat.driver)).collect();
        let words = crew.join(", ");
        let help = match (self.cars.by_driver.get(&driver), self.near(name, &crew)) {
            (Some(row), _) => format!("{name} drove #{}: correct the number or the driver", row.number),
            (None, Some(near)) => format!("did you mean `{near}`?"),
            (None, None) => {
                "correct the number or the driver, or join two spellings in names.toml".to_owned()
            }
        };
        let car = own
            .first()
            .into_iter()
            .flat_map(|row| self.facts.row_places(row, &format!("#{number}: {words}")).collect::<Vec<_>>());
        self.at(Finding::warning("PF0261", format!("{of} names {name}, who did not drive car {number}")))
            .at(car)
            .says(name, format!("the crew of #{number}: {words}"))
            .help(help)
    }
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
