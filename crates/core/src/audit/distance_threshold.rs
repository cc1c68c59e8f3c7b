//! `distance-threshold`: the minimum distance as documents state it against the rulebook's, and the cars whose laps decide
//! which statement is right: those that one reading classifies and another does not.

use crate::audit::evidence::{Evidence, Race};
use crate::audit::finding::{Finding, Log};
use crate::change::Change;
use crate::exact::{Points, Share};
use crate::number_words::points_in_words;
use crate::numbers::{Laps, Position};
use crate::outcome::{ClassificationRow, Outcome};
use crate::rulebook::Rulebook;
use crate::rules::classified::Classified;
use crate::rules::distance::{DistanceOf, MinimumDistance, Rounding};
use crate::rules::kind::Rule;
use crate::rules::title::Title;
use crate::season::{Competitor, Kind, ResultRow, Round, Stated, StatedRule};
use crate::table::Ix;
use std::collections::BTreeMap;

pub(super) fn check(evidence: &Evidence<'_>, log: &mut Log) {
    let mut stated: BTreeMap<Share, Vec<&Stated>> = BTreeMap::new();
    for own in &evidence.season.stated {
        if let StatedRule::MinimumShare { share } = own.rule {
            stated.entry(share).or_default().push(own);
        }
    }
    if stated.is_empty() {
        return;
    }
    let rule = evidence.rules.classified.iter().rev().find(|rule| rule.rule.distance.is_some());
    let own = rule.and_then(|rule| rule.rule.distance);
    let readings = Readings::of(stated.keys().copied(), own);
    let cars = readings.cars_between(evidence);
    for (share, statements) in &stated {
        if own.is_some_and(|own| own.share == *share) {
            statements.iter().for_each(|_| log.agree());
            continue;
        }
        let other = stated.iter().filter(|(own, _)| *own != share).flat_map(|(own, all)| {
            all.iter().flat_map(|stated| evidence.places(&stated.cites, &own.to_string()).collect::<Vec<_>>())
        });
        let computed = match (own, rule) {
            (Some(own), Some(rule)) => format!("{} ({})", words(own), evidence.article(rule.article)),
            _ => "the rulebook has no minimum distance".to_owned(),
        };
        let message = format!(
            "documents ask for different shares of the winner's distance: {share} is not the rulebook's"
        );
        let finding = Finding::warning("PF0210", message)
            .at(statements
                .iter()
                .flat_map(|own| evidence.places(&own.cites, &share.to_string()).collect::<Vec<_>>()))
            .at(other)
            .says(format!("{share} of the winner's distance"), computed)
            .because(cars.iter().map(|car| car.summary(evidence)))
            .round(statements.first().and_then(|own| own.round))
            .help("see `parcferme infer` for the readings that reproduce the published tables");
        log.differ_all(statements.len(), finding);
    }
    deciding(evidence, log, &readings, &cars);
}

fn words(minimum: MinimumDistance) -> String {
    let whose = match minimum.of {
        DistanceOf::ClassWinner => "class winner's",
        DistanceOf::OverallWinner => "overall winner's",
    };
    format!("{} of the {whose} distance", minimum.share)
}

/// Every share that is stated, of either winner.
struct Readings {
    all: Vec<MinimumDistance>,
}

/// A car that some readings classify and others do not.
struct Car<'a> {
    round: Ix<Round>,
    row: &'a ClassificationRow,
    result: &'a ResultRow,
    class_winner: Laps,
    overall_winner: Laps,
}

impl Readings {
    fn of(stated: impl Iterator<Item = Share>, own: Option<MinimumDistance>) -> Readings {
        let mut shares: Vec<Share> = stated.chain(own.map(|own| own.share)).collect();
        shares.sort_unstable();
        shares.dedup();
        let rounding = own.map_or(Rounding::Exact, |own| own.rounding);
        let all = shares.into_iter().flat_map(|share| {
            [DistanceOf::ClassWinner, DistanceOf::OverallWinner].map(|of| MinimumDistance {
                share,
                of,
                rounding,
            })
        });
        Readings { all: all.collect() }
    }

    fn cars_between<'a>(&self, evidence: &Evidence<'a>) -> Vec<Car<'a>> {
        evidence.races().flat_map(|race| self.of_race(evidence, &race)).collect()
    }

    fn of_race<'a>(&self, evidence: &Evidence<'a>, race: &Race<'a>) -> Vec<Car<'a>> {
        let rows = &race.classification.rows;
        let Some(overall_winner) = rows.first().and_then(|row| row.laps) else { return Vec::new() };
        let mut cars = Vec::new();
        for row in rows.iter().filter(|row| row.position.is_some()) {
            let first =
                rows.iter().find(|own| own.class == row.class && own.class_position == Some(Position::FIRST));
            let (Some(laps), Some(class_winner)) = (row.laps, first.and_then(|own| own.laps)) else {
                continue;
            };
            let car =
                Car { round: race.round, row, result: evidence.result(row), class_winner, overall_winner };
            let mut meets = self.all.iter().map(|own| own.meets(laps, car.winner_laps(*own)));
            let first = meets.next();
            if meets.any(|meets| Some(meets) != first) {
                cars.push(car);
            }
        }
        cars
    }
}

impl Car<'_> {
    fn winner_laps(&self, minimum: MinimumDistance) -> Laps {
        match minimum.of {
            DistanceOf::ClassWinner => self.class_winner,
            DistanceOf::OverallWinner => self.overall_winner,
        }
    }

    fn share(&self, winner: Laps) -> String {
        Share::display_percent(i64::from(self.row.laps.unwrap_or_default()), i64::from(winner))
    }

    /// `#71 Carsport America, round 3: 71 laps, which is 73.2 % of the class winner's 97 and 69.6 % of the overall winner's 102`.
    fn summary(&self, evidence: &Evidence<'_>) -> String {
        format!(
            "{}, {}: {}, which is {} of the class winner's {} and {} of the overall winner's {}",
            evidence.car(self.result),
            evidence.column(self.round),
            self.row.laps.unwrap_or_default().in_words(),
            self.share(self.class_winner),
            self.class_winner,
            self.share(self.overall_winner),
            self.overall_winner,
        )
    }
}

/// The cars between whose points hang on the reading, each with what it gets under all of them.
fn deciding(evidence: &Evidence<'_>, log: &mut Log, readings: &Readings, cars: &[Car<'_>]) {
    if cars.is_empty() {
        return;
    }
    let outcomes: Vec<Outcome> = readings
        .all
        .iter()
        .map(|&minimum| crate::compute(evidence.season, &with_distance(evidence.rules, minimum)))
        .collect();
    for car in cars {
        for side in &evidence.sides {
            let (Some(title), None) = (side.title, side.published.after) else { continue };
            let of_class = side.published.class.is_none() || side.published.class == car.row.class;
            let Some(competitor) = competitor(&evidence.rules.titles[title], car).filter(|_| of_class) else {
                continue;
            };
            let points: Vec<Points> = outcomes
                .iter()
                .map(|outcome| {
                    let row =
                        outcome.table(title, side.published.class).and_then(|table| table.row(competitor));
                    row.and_then(|row| row.cell(car.round)).map_or(Points::ZERO, |cell| cell.points)
                })
                .collect();
            if points.windows(2).all(|pair| pair[0] == pair[1]) {
                continue;
            }
            let published = side.published.rows.iter().find(|row| row.competitor == competitor);
            let cell = published.map(|row| {
                let cell = row.cells.iter().find(|(round, _)| *round == car.round);
                cell.and_then(|cell| cell.1).unwrap_or(Points::ZERO)
            });
            let right: Vec<String> = readings
                .all
                .iter()
                .zip(&points)
                .filter(|(_, own)| Some(**own) == cell)
                .map(|(minimum, _)| words(*minimum))
                .collect();
            let message = format!(
                "{} decides in {} which minimum distance is meant",
                evidence.car(car.result),
                evidence.round(car.round)
            );
            let text = car.row.laps.unwrap_or_default().in_words();
            let column = format!("column \"{}\"", evidence.column(car.round));
            let finding = Finding::note("PF0211", message)
                .at(evidence.row_places(car.result, &format!("{}: {text}", evidence.car(car.result))))
                .at(published
                    .into_iter()
                    .flat_map(|row| evidence.published(side.published, row, &column).collect::<Vec<_>>()))
                .says(
                    cell.map_or_else(
                        || "not in the published table".to_owned(),
                        |own| format!("{} published", points_in_words(own)),
                    ),
                    if right.is_empty() { "no reading gives that".to_owned() } else { right.join(", or ") },
                )
                .because([car.summary(evidence)])
                .because(readings.all.iter().zip(&points).map(|(minimum, points)| {
                    let required = minimum.required_laps(car.winner_laps(*minimum));
                    format!(
                        "{}: {} wanted, {}",
                        words(*minimum),
                        required.in_words(),
                        points_in_words(*points)
                    )
                }))
                .class(car.row.class)
                .competitor(competitor)
                .round(car.round)
                .help("rounded to whole laps in another way, more readings may do: see `parcferme infer`");
            log.note(Finding { title: Some(title), ..finding });
        }
    }
}

fn competitor(title: &Title, car: &Car<'_>) -> Option<Ix<Competitor>> {
    match title.competitor {
        Kind::Driver => car.result.crew.first().map(|seat| seat.driver),
        kind => car.result.stands_for(kind),
    }
}

/// The rules with that minimum; those as they are where it fits nowhere.
fn with_distance(rules: &Rulebook, minimum: MinimumDistance) -> Rulebook {
    let share = minimum.share.to_string();
    let keys =
        [("min_share", share.as_str()), ("of", minimum.of.word()), ("rounding", minimum.rounding.word())];
    let changes = keys.map(|(key, value)| {
        Change::wherever(&rules.wording, &format!("{}.{key}", Classified::NAME), value).unwrap_or_default()
    });
    rules.with(&changes.concat()).unwrap_or_else(|_| rules.clone())
}

#[cfg(test)]
mod tests {
    use crate::audit::fixture::{after, ids};
    use crate::exact::Share;
    use crate::season::StatedRule;

    fn stated(share: i64, gamma_laps: u32) -> crate::audit::Audit {
        after(|draft| {
            draft.cars[2].laps = Some(gamma_laps);
            draft.stated.push((
                None,
                StatedRule::MinimumShare { share: Share::percent(70) },
                "season.txt".to_owned(),
            ));
            let rule = StatedRule::MinimumShare { share: Share::percent(share) };
            draft.stated.push((Some(1), rule, "race-1.txt".to_owned()));
        })
    }

    #[test]
    fn statements_that_agree_are_silent() {
        assert_eq!(ids(&stated(70, 70)), [""; 0]);
    }

    #[test]
    fn the_car_between_two_thresholds_is_named() {
        let audit = stated(75, 74);
        assert_eq!(ids(&audit), ["PF0210", "PF0211"]);
        assert_eq!(audit.count("distance-threshold").map(|own| (own.agree, own.differ)), Some((1, 1)));
        let [main, car] = audit.findings.as_slice() else { panic!() };
        assert_eq!(main.asserted, "75 % of the winner's distance");
        assert_eq!(main.computed, "70 % of the class winner's distance (Article 2)");
        assert_eq!(
            main.because,
            [
                "#2 Gamma, Rd 1: 74 laps, which is 74.0 % of the class winner's 100 and 74.0 % of the overall winner's 100"
            ]
        );
        assert_eq!(car.message, "#2 Gamma decides in round 1 (Grand Prix 1) which minimum distance is meant");
        assert_eq!(car.asserted, "4 points published");
        assert_eq!(
            car.computed,
            "70 % of the class winner's distance, or 70 % of the overall winner's distance"
        );
        assert_eq!(car.because[3], "75 % of the class winner's distance: 75 laps wanted, 0 points");
    }

    #[test]
    fn at_75_laps_of_100_no_car_decides() {
        assert_eq!(ids(&stated(75, 75)), ["PF0210"]);
    }
}
