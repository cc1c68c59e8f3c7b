//! The races of a season as strengths look at them: who was ahead of whom, and who had no place.

use parcferme_core::compute::classify::occasion;
use parcferme_core::outcome::Classification;
use parcferme_core::rules::points::PointsScale;
use parcferme_core::rules::title::Title;
use parcferme_core::season::{Class, Competitor, Kind, KnownBy, ResultRow, Round, Season};
use parcferme_core::{Ix, Rulebook};
use std::collections::BTreeMap;

/// What has a strength: a driver where the cars have one each, else a car by its number or its crew; and what it shares with others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Runner {
    /// The same in all seasons.
    pub who: String,
    /// Team of a driver, make of a car: the same in all seasons.
    pub machine: String,
}

/// A runner in a race, by the row of its result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Start {
    pub runner: Runner,
    /// Where the runner is a driver.
    pub driver: Option<Ix<Competitor>>,
    pub result: Ix<ResultRow>,
}

/// A session that gives points by place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Race {
    pub round: Ix<Round>,
    /// Those with a place, the first first.
    pub placed: Vec<Start>,
    /// Those who started and have none.
    pub without: Vec<Start>,
}

/// The races of one title and class in a season.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    pub races: Vec<Race>,
}

impl Record {
    /// The races up to a round; None for all.
    pub fn of(
        season: &Season,
        rules: &Rulebook,
        title: &Title,
        class: Option<Ix<Class>>,
        classifications: &[Classification],
        until: Option<Ix<Round>>,
    ) -> Record {
        let mut races = Vec::new();
        let by_driver = cars_have_one_driver(season, class);
        for classification in classifications {
            let round = season.sessions[classification.session].round;
            let counts = title.counts_at(&season.rounds[round].event);
            if !counts || until.is_some_and(|until| round > until) {
                continue;
            }
            let occasion = occasion(season, classification.session, class, &title.id);
            let scale = PointsScale::of(&rules.points, &occasion);
            if scale.is_none_or(|scale| scale.rule.scale.is_empty()) {
                continue;
            }
            let mut race = Race { round, placed: Vec::new(), without: Vec::new() };
            let mut seen: BTreeMap<String, ()> = BTreeMap::new();
            for row in classification.rows.iter().filter(|row| class.is_none() || row.class == class) {
                let held = if class.is_some() { row.class_position } else { row.position };
                if !row.status.started() {
                    continue;
                }
                let (runner, driver) = runner(season, row.result, by_driver);
                if seen.insert(runner.who.clone(), ()).is_some() {
                    // A driver in a second car: the better of the two is what it was worth.
                    continue;
                }
                let start = Start { runner, driver, result: row.result };
                if row.classified && held.is_some() {
                    race.placed.push(start);
                } else {
                    race.without.push(start);
                }
            }
            if !race.placed.is_empty() {
                races.push(race);
            }
        }
        Record { races }
    }
}

/// Whether the cars of the season have one driver each, but for some that several shared in a race.
fn cars_have_one_driver(season: &Season, class: Option<Ix<Class>>) -> bool {
    let rows = season.results.rows().iter().filter(|row| class.is_none() || row.class == class);
    let (mut one, mut several) = (0_usize, 0_usize);
    for row in rows {
        match row.crew.len() {
            0 => {}
            1 => one += 1,
            _ => several += 1,
        }
    }
    one > 4 * several
}

fn runner(season: &Season, result: Ix<ResultRow>, by_driver: bool) -> (Runner, Option<Ix<Competitor>>) {
    let row = &season.results[result];
    let id = |ix: Ix<_>| season.competitors[ix].id.clone();
    let first_of =
        |kinds: &[Kind]| kinds.iter().find_map(|&kind| row.stands_for(kind)).map_or_else(String::new, id);
    let driver = row.crew.iter().find(|seat| seat.drove).or(row.crew.first());
    match driver.filter(|_| by_driver) {
        Some(seat) => {
            let machine = first_of(&[Kind::Team, Kind::ChassisMaker]);
            (Runner { who: id(seat.driver), machine }, Some(seat.driver))
        }
        None => {
            let car = match row.known_by() {
                KnownBy::Number(number) => number.to_string(),
                KnownBy::Crew(crew) => crew.into_iter().map(id).collect::<Vec<_>>().join("+"),
            };
            let who = format!("{car} {}", first_of(&[Kind::Team]));
            (Runner { who, machine: first_of(&[Kind::ChassisMaker, Kind::Chassis]) }, None)
        }
    }
}
