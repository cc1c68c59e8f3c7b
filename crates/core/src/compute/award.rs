//! From a classification to the awards of one title: who holds which position, and what it gives. How places were counted
//! is kept beside the awards.

use crate::compute::classify::{Starters, occasion};
use crate::decisions::{Decision, Places, Ruling, SamePoints, To};
use crate::exact::{Points, Share};
use crate::numbers::Position;
use crate::outcome::{
    Award, AwardKind, Because, By, Classification, ClassificationRow, Count, CountedCar, Effect, Input, Step,
    Without,
};
use crate::rulebook::Rulebook;
use crate::rules::bar::{Barring, Entrant};
use crate::rules::classified::Classified;
use crate::rules::extra::Field;
use crate::rules::kind::Clause;
use crate::rules::points::PointsScale;
use crate::rules::scope::Occasion;
use crate::rules::shared_car::SharedCar;
use crate::rules::title::{Crew, TiePlaces, Title};
use crate::rules::window::Wins;
use crate::season::{Class, Competitor, Kind, ResultRow, Season, Seat, Status};
use crate::table::Ix;
use smallvec::SmallVec;
use std::collections::BTreeMap;

/// What a session gives the competitors of a title, and how its places were counted.
#[derive(Default)]
pub struct Awarded {
    /// In order of positions, bonuses after them.
    pub awards: Vec<Award>,
    /// One a class where the places of classes count.
    pub counts: Vec<Count>,
}

/// All awards of a title in one session and class (None: all cars together).
pub fn awards(
    season: &Season,
    rules: &Rulebook,
    title: &Title,
    classification: &Classification,
    class: Option<Ix<Class>>,
) -> Awarded {
    let event = &season.rounds[season.sessions[classification.session].round].event;
    let mut awarded = Awarded::default();
    if !title.counts_at(event) {
        return awarded;
    }
    let starters = Starters::of(rules, classification.rows.iter().map(|row| (row.class, row.status)));
    let mut of_class = |class: Option<Ix<Class>>| {
        let occasion = Occasion {
            starters: starters.count(class),
            ..occasion(season, classification.session, class, &title.id)
        };
        let scoring = Scoring::new(season, rules, title, classification, class, &occasion);
        scoring.positions(&mut awarded);
        scoring.bonuses(&mut awarded.awards);
    };
    if !title.class_places || class.is_some() || season.classes.is_empty() {
        of_class(class);
        return awarded;
    }
    for (class, _) in season.classes.iter().filter(|(_, own)| title.has_class(&own.id)) {
        of_class(Some(class));
    }
    keep_best_cars(title, &mut awarded.awards);
    awarded
}

/// Of the cars of a competitor that score in different classes, as many as the title counts keep their points.
fn keep_best_cars(title: &Title, awards: &mut [Award]) {
    let Some(cars) = title.scoring_cars else { return };
    let mut order: Vec<usize> = (0..awards.len()).collect();
    order.retain(|&index| awards[index].kind == AwardKind::Position);
    order.sort_by(|&a, &b| {
        let key = |own: &Award| own.competitor;
        key(&awards[a])
            .cmp(&key(&awards[b]))
            .then(title.wins.compare(awards[a].points, awards[b].points))
            .then(a.cmp(&b))
    });
    let (mut own, mut count) = (None, 0);
    for index in order {
        let award = &mut awards[index];
        count = if own == Some(award.competitor) { count + 1 } else { 1 };
        own = Some(award.competitor);
        if count > cars {
            award.points = Points::ZERO;
            award.because.push(By::Article(title.article), None, Effect::FurtherCar(Places::Keep));
            award.tie_place = award.tie_place.filter(|_| title.ties_count_all_cars);
        }
    }
}

/// Why a car scores nothing.
pub(super) struct Barred {
    places: Places,
    by: By,
}

/// The cars of one session and class as a title scores them, with the rules and decisions that cover it.
pub(super) struct Scoring<'a> {
    rules: &'a Rulebook,
    title: &'a Title,
    occasion: &'a Occasion<'a>,
    field: Field<'a>,
    bars: SmallVec<[&'a Clause<Barring>; 2]>,
    shared_cars: SmallVec<[&'a Clause<SharedCar>; 1]>,
    rulings: SmallVec<[(Ix<Decision>, &'a Ruling); 2]>,
}

impl<'a> Scoring<'a> {
    pub(super) fn new(
        season: &'a Season,
        rules: &'a Rulebook,
        title: &'a Title,
        classification: &'a Classification,
        class: Option<Ix<Class>>,
        occasion: &'a Occasion<'a>,
    ) -> Scoring<'a> {
        let session = classification.session;
        let named = |titles: &[String]| titles.is_empty() || titles.contains(&title.id);
        let covers = |ruling: &Ruling| match ruling {
            Ruling::Withhold(own) => own.cars.session == session && named(&own.titles),
            Ruling::WithholdDriver(own) => own.session == session && named(&own.titles),
            Ruling::SamePoints(own) => {
                own.session == session && named(&own.titles) && (own.class.is_none() || own.class == class)
            }
            Ruling::NoShare(own) => own.session == session,
            _ => false,
        };
        let rulings = season.decisions_in_force().map(|(ix, decision)| (ix, &decision.ruling));
        Scoring {
            rules,
            title,
            occasion,
            field: Field { season, session, class, rows: &classification.rows },
            bars: rules.bars.iter().filter(|bar| bar.scope.covers(occasion)).collect(),
            shared_cars: rules.shared_cars.iter().filter(|own| own.scope.covers(occasion)).collect(),
            rulings: rulings.filter(|(_, ruling)| covers(ruling)).collect(),
        }
    }

    /// Why a classified car scores nothing, if it does not: by a rule, or by a decision.
    pub(super) fn bar(&self, result: Ix<ResultRow>) -> Option<Barred> {
        let car = self.entrant(result);
        if let Some(bar) = self.bars.iter().find(|bar| bar.rule.rule.car(&car)) {
            return Some(Barred { places: bar.rule.places, by: By::Article(bar.article) });
        }
        self.rulings.iter().find_map(|&(ix, ruling)| match ruling {
            Ruling::Withhold(own) if own.cars.hold(result) => {
                Some(Barred { places: own.places, by: By::Decision(ix) })
            }
            _ => None,
        })
    }

    /// The decision by which all cars get the same points.
    fn same_points(&self) -> Option<(Ix<Decision>, &'a SamePoints)> {
        self.rulings.iter().find_map(|&(ix, ruling)| match ruling {
            Ruling::SamePoints(own) => Some((ix, own)),
            _ => None,
        })
    }

    /// Points by position.
    fn positions(&self, awarded: &mut Awarded) {
        let title = self.title;
        let mut scored: BTreeMap<Ix<Competitor>, u32> = BTreeMap::new();
        let scale = PointsScale::of(&self.rules.points, self.occasion);
        let same = self.same_points();
        let mut counted = Vec::new();
        let (limited, cars) = (title.scoring_cars.is_some(), title.scoring_cars.unwrap_or(u32::MAX));
        let mut placed: Vec<Placed<'_>> = Vec::with_capacity(self.field.rows.len());
        // Declared positions may have gaps where nobody moved up behind a car that was taken out; the gaps stay.
        let (mut passed_over, mut passed_before, mut last_held) = (0, 0, None);
        for row in self.field.rows() {
            let held = if self.field.class.is_none() { row.position } else { row.class_position };
            let Some(held) = held else {
                // A car that was declared with a place and has none is told, so that it does not vanish from the counting.
                if !row.classified
                    && row.status.started()
                    && row.status != Status::Dsq
                    && self.field.season.results[row.result].position.is_some()
                {
                    let by = self.classified_by(row.class).map_or(By::Fact, |rule| By::Article(rule.article));
                    let because = Because::new(by, Input::Result(row.result), Effect::NotClassified);
                    counted.push(CountedCar { result: row.result, position: None, because });
                }
                self.same_without_position(row, same, awarded);
                continue;
            };
            if Some(held) != last_held {
                (passed_before, last_held) = (passed_over, Some(held));
            }
            let result = &self.field.season.results[row.result];
            let input = Input::Result(row.result);
            let of_title = By::Article(title.article);
            let bar = if row.classified { self.bar(row.result) } else { None };
            let spent = title.competitor != Kind::Driver && limited && {
                let holders = self.competitors(row.result);
                !holders.is_empty() && holders.iter().all(|&(own, _)| cars_of(&scored, own) >= cars)
            };
            let passed = if !row.classified {
                let rule = self.classified_by(row.class);
                Some((rule.map_or(By::Fact, |rule| By::Article(rule.article)), Effect::NotClassified))
            } else if let Some(bar) = bar.as_ref().filter(|bar| bar.places == Places::MoveUp) {
                Some((bar.by, Effect::PassedOver(Places::MoveUp)))
            } else if title.category_moves_up && !self.in_category(result) {
                Some((of_title, Effect::OutsideCategory))
            } else if spent && !title.others_keep_position {
                Some((of_title, Effect::FurtherCar(Places::MoveUp)))
            } else {
                None
            };
            if let Some((by, effect)) = passed {
                passed_over += 1;
                let because = Because::new(by, input, effect);
                counted.push(CountedCar { result: row.result, position: None, because });
                if !row.classified {
                    self.same_without_position(row, same, awarded);
                }
                continue;
            }
            let position = held.ahead(passed_before);
            let retired = Some(row.status)
                .filter(|status| *status == Status::Dnf)
                .and_then(|_| self.classified_by(row.class))
                .filter(|rule| !rule.rule.retired_may_score);
            let mut because = Because::new(of_title, input, Effect::Counted { held, position });
            if let Some(bar) = &bar {
                because.push(bar.by, None, Effect::PassedOver(Places::Keep));
            } else if let Some(rule) = retired {
                because.push(By::Article(rule.article), None, Effect::RetiredScoresNothing);
            } else if spent {
                because.push(of_title, None, Effect::FurtherCar(Places::Keep));
            }
            let scores_nothing = bar.is_some() || retired.is_some();
            counted.push(CountedCar { result: row.result, position: Some(position), because });
            let awards = &mut awarded.awards;
            placed.push(Placed { position, row, awards: awards.len()..awards.len() });
            if scores_nothing {
                continue;
            }
            // How the place was counted stands beside the award, in the count.
            let (points, breaks_ties, because) = match (same, scale) {
                (Some((decision, same)), _) => {
                    let because = Because::new(By::Decision(decision), input, Effect::Same(same.points));
                    (same.points, false, because)
                }
                // Nought would be the best of all where the fewest points win.
                (None, Some(scale)) if title.wins == Wins::Fewest && !scale.rule.knows(position) => continue,
                (None, Some(scale)) => {
                    let by = By::Article(scale.article);
                    let mut because = Because::new(by, input, Effect::Given(scale.rule.full(position)));
                    let points = scale.rule.points(position);
                    if scale.rule.factor != Share::ONE {
                        let effect = Effect::Scaled { by: scale.rule.factor, rounded_to: points };
                        because.push(by, None, effect);
                    }
                    let seen = !title.ties_over_scoring_places || scale.rule.pays(position);
                    (points, seen && title.breaks_ties_in(self.occasion.session), because)
                }
                (None, None) => continue,
            };
            let tie_place = match title.ties_by {
                TiePlaces::Title => Some(position),
                TiePlaces::Class => row.class_position,
                TiePlaces::Overall => row.position,
            }
            .filter(|_| breaks_ties);
            for (competitor, share) in self.competitors(row.result) {
                if self.withheld(competitor) {
                    continue;
                }
                let spent = limited && cars_of(&scored, competitor) >= cars;
                if spent && !(breaks_ties && title.ties_count_all_cars) {
                    continue;
                }
                let mut because = because.clone();
                let points = if spent {
                    because.push(of_title, None, Effect::FurtherCar(Places::Keep));
                    Points::ZERO
                } else if share == Share::ONE {
                    points
                } else {
                    let points = points.times(share);
                    because.push(of_title, None, Effect::Shared { share, points });
                    points
                };
                if limited {
                    *scored.entry(competitor).or_default() += u32::from(!spent);
                }
                let award = self.award(competitor, points, because);
                awarded.awards.push(Award { position: Some(position), tie_place, ..award });
            }
            if let Some(own) = placed.last_mut() {
                own.awards.end = awarded.awards.len();
            }
        }
        if let Some(scale) = scale.filter(|_| same.is_none()) {
            self.settle_dead_heats(scale, &placed, &mut awarded.awards);
        }
        if !counted.is_empty() {
            let (session, class) = (self.field.session, self.field.class);
            let without = counted.iter().filter(|car| car.position.is_some());
            let without = without.flat_map(|car| self.without(car.result)).collect();
            awarded.counts.push(Count { session, class, cars: counted, without });
        }
    }

    /// Drivers of a car who get nothing of its points.
    fn without(&self, result: Ix<ResultRow>) -> SmallVec<[Without; 1]> {
        let mut without = SmallVec::new();
        if self.title.competitor != Kind::Driver {
            return without;
        }
        let car = self.entrant(result);
        for seat in &car.row.crew {
            let of = |ruling: &Ruling| match ruling {
                Ruling::NoShare(own) => own.driver == seat.driver,
                Ruling::WithholdDriver(own) => own.driver == seat.driver,
                _ => false,
            };
            let ruled = self.rulings.iter().find(|(_, ruling)| of(ruling)).map(|own| By::Decision(own.0));
            let barred = || {
                let bar = self.bars.iter().find(|bar| bar.rule.rule.driver(&car, seat));
                bar.map(|bar| By::Article(bar.article))
            };
            let told = || (!seat.drove || !seat.scores).then_some(By::Fact);
            if let Some(by) = ruled.or_else(barred).or_else(told) {
                let because = Because::new(by, Input::Result(result), Effect::DriverScoresNothing);
                without.push(Without { competitor: seat.driver, because });
            }
        }
        without
    }

    /// A car without a position that gets the points which all get.
    fn same_without_position(
        &self,
        row: &ClassificationRow,
        same: Option<(Ix<Decision>, &SamePoints)>,
        awarded: &mut Awarded,
    ) {
        let Some((decision, same)) = same else { return };
        let started = row.status.started() && row.status != Status::Dsq;
        if !started || same.to == To::Classified || self.bar(row.result).is_some() {
            return;
        }
        for (competitor, share) in self.competitors(row.result) {
            if self.withheld(competitor) {
                continue;
            }
            let points = same.points.times(share);
            let because =
                Because::new(By::Decision(decision), Input::Result(row.result), Effect::Same(points));
            awarded.awards.push(self.award(competitor, points, because));
        }
    }

    /// Gives cars that share a position what the scale says.
    fn settle_dead_heats(&self, scale: &Clause<PointsScale>, placed: &[Placed<'_>], awards: &mut [Award]) {
        let count = |cars: usize| u32::try_from(cars).unwrap_or(u32::MAX);
        for level in placed.chunk_by(|a, b| a.position == b.position).filter(|level| level.len() > 1) {
            let cars = count(level.len());
            for (index, car) in level.iter().enumerate() {
                let points = scale.rule.points_in_dead_heat(car.position, cars, count(index));
                let shares = self.competitors(car.row.result);
                for award in &mut awards[car.awards.clone()] {
                    // A car beyond those that score for its competitor has no points to share.
                    let further = |step: &Step| matches!(step.effect, Effect::FurtherCar(_));
                    let share = shares.iter().find(|(own, _)| *own == award.competitor);
                    let Some(&(_, share)) = share.filter(|_| !award.because.steps.iter().any(further)) else {
                        continue;
                    };
                    award.because.push(By::Article(scale.article), None, Effect::DeadHeat { cars, points });
                    award.points = points;
                    if share != Share::ONE {
                        award.points = points.times(share);
                        let effect = Effect::Shared { share, points: award.points };
                        award.because.push(By::Article(self.title.article), None, effect);
                    }
                }
            }
        }
    }

    /// The rule by which cars of a class are classified.
    fn classified_by(&self, class: Option<Ix<Class>>) -> Option<&'a Clause<Classified>> {
        let class = class.map(|class| self.field.season.classes[class].id.as_str());
        let occasion = Occasion { class, title: "", ..*self.occasion };
        Classified::of(&self.rules.classified, &occasion)
    }

    /// Points beyond those for a position.
    fn bonuses(&self, awards: &mut Vec<Award>) {
        let covered = (0..).zip(&self.rules.bonuses).filter(|(_, bonus)| bonus.scope.covers(self.occasion));
        for (index, bonus) in covered {
            for gain in bonus.rule.rule.gains(bonus.rule.points, &self.field) {
                if !bonus.rule.reaches(gain.row) || self.bar(gain.row.result).is_some() {
                    continue;
                }
                for (competitor, share) in self.competitors(gain.row.result) {
                    let another = self.title.competitor == Kind::Driver
                        && gain.driver.is_some_and(|own| own != competitor);
                    if another || self.withheld(competitor) {
                        continue;
                    }
                    let points = if gain.driver.is_some() { gain.points } else { gain.points.times(share) };
                    if points.is_zero() {
                        continue;
                    }
                    let effect = Effect::Bonus { bonus: index, points: gain.points };
                    let mut because =
                        Because::new(By::Article(bonus.article), Input::Result(gain.row.result), effect);
                    because.steps[0].inputs.extend(gain.fact);
                    if points != gain.points {
                        because.push(By::Article(self.title.article), None, Effect::Shared { share, points });
                    }
                    let award = self.award(competitor, points, because);
                    awards.push(Award { kind: AwardKind::Bonus(index), ..award });
                }
            }
        }
    }

    fn award(&self, competitor: Ix<Competitor>, points: Points, because: Because) -> Award {
        Award {
            competitor,
            session: self.field.session,
            kind: AwardKind::Position,
            position: None,
            tie_place: None,
            points,
            because,
        }
    }

    fn entrant(&self, result: Ix<ResultRow>) -> Entrant<'_> {
        let season = self.field.season;
        Entrant { season, occasion: self.occasion, row: &season.results[result], result }
    }

    /// The competitors of a car for the title, each with its share of the car's points.
    fn competitors(&self, result: Ix<ResultRow>) -> SmallVec<[(Ix<Competitor>, Share); 3]> {
        let (title, row) = (self.title, &self.field.season.results[result]);
        if title.competitor != Kind::Driver {
            let mut holders: SmallVec<[Ix<Competitor>; 3]> =
                row.stands_for(title.competitor).into_iter().collect();
            let mut share = Share::ONE;
            for shared in &self.shared_cars {
                let other = shared.rule.other(&self.entrant(result), title.competitor);
                if let Some(other) = other.filter(|other| !holders.contains(other)) {
                    holders.push(other);
                    if shared.rule.split {
                        share = Share::fraction(1, i64::try_from(holders.len()).unwrap_or(1));
                    }
                }
            }
            return holders.into_iter().map(|own| (own, share)).collect();
        }
        let unshared = |driver: Ix<Competitor>| {
            self.rulings
                .iter()
                .any(|(_, ruling)| matches!(ruling, Ruling::NoShare(own) if own.driver == driver))
        };
        let crew = row.crew.iter().filter(|seat| seat.drove && seat.scores && !unshared(seat.driver));
        let drove = row.crew.iter().filter(|seat| seat.drove).count();
        let share = match title.crew {
            Crew::Full => Share::ONE,
            Crew::Split => Share::fraction(1, i64::try_from(crew.clone().count()).unwrap_or(1).max(1)),
        };
        let share = if drove == 1 && row.crew.len() > 1 { share * title.alone } else { share };
        let car = self.entrant(result);
        let barred = |seat: &Seat| self.bars.iter().any(|bar| bar.rule.rule.driver(&car, seat));
        crew.filter(|seat| !barred(seat)).map(|seat| (seat.driver, share)).collect()
    }

    /// Whether a car stands for someone of the title's category.
    fn in_category(&self, row: &ResultRow) -> bool {
        let Some(category) = &self.title.category else { return true };
        let season = self.field.season;
        let is = |ix: Ix<Competitor>| category.has(season, &season.competitors[ix]);
        match self.title.competitor {
            Kind::Driver => row.crew.iter().any(|seat| is(seat.driver)),
            kind => row.stands_for(kind).is_some_and(is),
        }
    }

    /// Whether a decision takes a driver's points.
    fn withheld(&self, competitor: Ix<Competitor>) -> bool {
        let of = |ruling: &Ruling| matches!(ruling, Ruling::WithholdDriver(own) if own.driver == competitor);
        self.title.competitor == Kind::Driver && self.rulings.iter().any(|(_, ruling)| of(ruling))
    }
}

/// A car that holds a position, and the awards for it.
struct Placed<'c> {
    position: Position,
    row: &'c ClassificationRow,
    awards: std::ops::Range<usize>,
}

fn cars_of(scored: &BTreeMap<Ix<Competitor>, u32>, competitor: Ix<Competitor>) -> u32 {
    scored.get(&competitor).copied().unwrap_or(0)
}
