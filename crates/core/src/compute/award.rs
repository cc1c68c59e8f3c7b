//! From a classification to the awards of one title: who holds which position, and what it gives.

use crate::compute::classify::{Starters, occasion};
use crate::exact::{Points, Share};
use crate::outcome::{Award, AwardKind, Because, Classification, ClassificationRow, Input};
use crate::rulebook::{Article, Rulebook};
use crate::rules::bar::{Barring, Entrant};
use crate::rules::classified::Classified;
use crate::rules::extra::Field;
use crate::rules::kind::Clause;
use crate::rules::points::PointsScale;
use crate::rules::scope::Occasion;
use crate::rules::shared_car::SharedCar;
use crate::rules::title::{Crew, TiePlaces, Title};
use crate::season::{Class, Competitor, Decision, Kind, Places, ResultRow, Ruling, Season, Seat, Status};
use crate::table::Ix;
use smallvec::SmallVec;
use std::collections::BTreeMap;

/// All awards of a title in one session and class (None: all cars together), in order of positions.
pub fn awards(
    season: &Season,
    rules: &Rulebook,
    title: &Title,
    classification: &Classification,
    class: Option<Ix<Class>>,
) -> Vec<Award> {
    let event = &season.rounds[season.sessions[classification.session].round].event;
    if !title.counts_at(event) {
        return Vec::new();
    }
    let starters = Starters::of(rules, classification.rows.iter().map(|row| (row.class, row.status)));
    let of_class = |class: Option<Ix<Class>>| {
        let occasion = Occasion {
            starters: starters.count(class),
            ..occasion(season, classification.session, class, &title.id)
        };
        let look = Look::new(season, rules, title, classification, class, &occasion);
        let mut awards = look.positions();
        look.bonuses(&mut awards);
        awards
    };
    if !title.class_places || class.is_some() || season.classes.is_empty() {
        return of_class(class);
    }
    let classes = season.classes.iter().filter(|(_, own)| title.has_class(&own.id));
    let mut awards: Vec<Award> = classes.flat_map(|(class, _)| of_class(Some(class))).collect();
    keep_best_cars(title, &mut awards);
    awards
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
            (award.points, award.because.article) = (Points::ZERO, Some(title.article));
            award.tie_place = award.tie_place.filter(|_| title.ties_count_all_cars);
        }
    }
}

/// Why a car scores nothing.
pub struct Barred {
    pub places: Places,
    pub because: Because,
}

/// A title's look at the cars of one session and class, with the rules and decisions that cover it.
pub struct Look<'a> {
    rules: &'a Rulebook,
    title: &'a Title,
    occasion: &'a Occasion<'a>,
    field: Field<'a>,
    bars: SmallVec<[&'a Clause<Barring>; 2]>,
    shared_cars: SmallVec<[&'a Clause<SharedCar>; 1]>,
    rulings: SmallVec<[(Ix<Decision>, &'a Ruling); 2]>,
}

impl<'a> Look<'a> {
    pub fn new(
        season: &'a Season,
        rules: &'a Rulebook,
        title: &'a Title,
        classification: &'a Classification,
        class: Option<Ix<Class>>,
        occasion: &'a Occasion<'a>,
    ) -> Look<'a> {
        let session = classification.session;
        let about = |ruling: &Ruling| match ruling {
            Ruling::Withhold { session: own, titles, .. }
            | Ruling::WithholdDriver { session: own, titles, .. } => {
                *own == session && (titles.is_empty() || titles.contains(&title.id))
            }
            Ruling::NoShare { session: own, .. } => *own == session,
            _ => false,
        };
        let rulings = season.decisions.iter().map(|(ix, decision)| (ix, &decision.ruling));
        Look {
            rules,
            title,
            occasion,
            field: Field { season, session, class, rows: &classification.rows },
            bars: rules.bars.iter().filter(|bar| bar.scope.covers(occasion)).collect(),
            shared_cars: rules.shared_cars.iter().filter(|own| own.scope.covers(occasion)).collect(),
            rulings: rulings.filter(|(_, ruling)| about(ruling)).collect(),
        }
    }

    /// Why a classified car scores nothing, if it does not: by a rule, or by a decision.
    pub fn bar(&self, row: &ResultRow) -> Option<Barred> {
        let car = self.entrant(row);
        if let Some(bar) = self.bars.iter().find(|bar| bar.rule.rule.car(&car)) {
            let because = Because::new(bar.article, []);
            return Some(Barred { places: bar.rule.places, because });
        }
        self.rulings.iter().find_map(|&(ix, ruling)| match ruling {
            Ruling::Withhold { number, places, .. } if *number == row.number => {
                let because = Because::new(None::<Ix<Article>>, [Input::Decision(ix)]);
                Some(Barred { places: *places, because })
            }
            _ => None,
        })
    }

    /// Points by position.
    fn positions(&self) -> Vec<Award> {
        let (title, season) = (self.title, self.field.season);
        let mut awards = Vec::new();
        let mut scored: BTreeMap<Ix<Competitor>, u32> = BTreeMap::new();
        let scale = PointsScale::of(&self.rules.points, self.occasion);
        let (limited, cars) = (title.scoring_cars.is_some(), title.scoring_cars.unwrap_or(u32::MAX));
        let mut placed: Vec<Placed<'_>> = Vec::with_capacity(self.field.rows.len());
        // Declared positions may have gaps where nobody moved up behind a car that was taken out; the gaps stay.
        let (mut passed_over, mut passed_before, mut last_held) = (0, 0, 0);
        for row in self.field.rows() {
            let held = if self.field.class.is_none() { row.position } else { row.class_position };
            let Some(held) = held else { continue };
            if held != last_held {
                (passed_before, last_held) = (passed_over, held);
            }
            let result = &season.results[row.result];
            let bar = if row.classified { self.bar(result) } else { None };
            let moves_up = bar.as_ref().is_some_and(|bar| bar.places == Places::MoveUp);
            let outside = title.category_moves_up && !self.in_category(result);
            let spent = title.competitor != Kind::Driver && limited && {
                let holders = self.competitors(result);
                !holders.is_empty() && holders.iter().all(|&(own, _)| cars_of(&scored, own) >= cars)
            };
            if !row.classified || outside || moves_up || (spent && !title.others_keep_position) {
                passed_over += 1;
                continue;
            }
            let position = held.saturating_sub(passed_before).max(1);
            placed.push(Placed { position, row, awards: awards.len()..awards.len() });
            let Some(scale) = scale.filter(|_| {
                bar.is_none() && (row.status != Status::Dnf || self.retired_may_score(row.class))
            }) else {
                continue;
            };
            let points = scale.rule.points(position);
            let breaks_ties = title.breaks_ties_in(self.occasion.session)
                && (!title.ties_over_scoring_places || scale.rule.pays(position));
            let tie_place = match title.ties_by {
                TiePlaces::Title => Some(position),
                TiePlaces::Class => row.class_position,
                TiePlaces::Overall => row.position,
            }
            .filter(|_| breaks_ties);
            for (competitor, share) in self.competitors(result) {
                if self.withheld(competitor) {
                    continue;
                }
                let spent = limited && cars_of(&scored, competitor) >= cars;
                if spent && !(breaks_ties && title.ties_count_all_cars) {
                    continue;
                }
                let (points, article) = match (spent, share == Share::ONE) {
                    (true, _) => (Points::ZERO, title.article),
                    (false, true) => (points, scale.article),
                    (false, false) => (points.times(share), scale.article),
                };
                if limited {
                    *scored.entry(competitor).or_default() += u32::from(!spent);
                }
                let award = self.award(competitor, row, points, article);
                awards.push(Award { position: Some(position), tie_place, ..award });
            }
            if let Some(own) = placed.last_mut() {
                own.awards.end = awards.len();
            }
        }
        if let Some(scale) = scale {
            self.settle_dead_heats(&scale.rule, &placed, &mut awards);
        }
        awards
    }

    /// Gives cars that share a position what the scale says.
    fn settle_dead_heats(&self, scale: &PointsScale, placed: &[Placed<'_>], awards: &mut [Award]) {
        for level in placed.chunk_by(|a, b| a.position == b.position).filter(|level| level.len() > 1) {
            let count = |cars: usize| u32::try_from(cars).unwrap_or(u32::MAX);
            for (index, car) in level.iter().enumerate() {
                let points = scale.points_in_dead_heat(car.position, count(level.len()), count(index));
                let shares = self.competitors(self.field.result(car.row));
                for award in &mut awards[car.awards.clone()] {
                    // A car beyond those that score for its competitor has no points to share.
                    let scores = award.because.article != Some(self.title.article);
                    let share = shares.iter().find(|(own, _)| *own == award.competitor).filter(|_| scores);
                    if let Some(&(_, share)) = share {
                        award.points = if share == Share::ONE { points } else { points.times(share) };
                    }
                }
            }
        }
    }

    /// Whether a classified car that retired may score.
    fn retired_may_score(&self, class: Option<Ix<Class>>) -> bool {
        let class = class.map(|class| self.field.season.classes[class].id.as_str());
        let occasion = Occasion { class, title: "", ..*self.occasion };
        Classified::of(&self.rules.classified, &occasion).is_none_or(|rule| rule.rule.retired_may_score)
    }

    /// Points beyond those for a position.
    fn bonuses(&self, awards: &mut Vec<Award>) {
        let covered = (0..).zip(&self.rules.bonuses).filter(|(_, bonus)| bonus.scope.covers(self.occasion));
        for (index, bonus) in covered {
            for gain in bonus.rule.rule.gains(bonus.rule.points, &self.field) {
                let result = self.field.result(gain.row);
                if !bonus.rule.reaches(gain.row) || self.bar(result).is_some() {
                    continue;
                }
                for (competitor, share) in self.competitors(result) {
                    let another = self.title.competitor == Kind::Driver
                        && gain.driver.is_some_and(|own| own != competitor);
                    if another || self.withheld(competitor) {
                        continue;
                    }
                    let points = if gain.driver.is_some() { gain.points } else { gain.points.times(share) };
                    if !points.is_zero() {
                        let mut award = self.award(competitor, gain.row, points, bonus.article);
                        award.because.inputs.extend(gain.fact);
                        awards.push(Award { kind: AwardKind::Bonus(index), ..award });
                    }
                }
            }
        }
    }

    fn award(
        &self,
        competitor: Ix<Competitor>,
        row: &ClassificationRow,
        points: Points,
        article: Ix<Article>,
    ) -> Award {
        Award {
            competitor,
            session: self.field.session,
            kind: AwardKind::Position,
            position: None,
            tie_place: None,
            points,
            because: Because::new(article, [Input::Result(row.result)]),
        }
    }

    fn entrant<'e>(&'e self, row: &'e ResultRow) -> Entrant<'e> {
        Entrant { season: self.field.season, occasion: self.occasion, row }
    }

    /// The competitors of a car for the title, each with its share of the car's points.
    fn competitors(&self, row: &ResultRow) -> SmallVec<[(Ix<Competitor>, Share); 3]> {
        let title = self.title;
        if title.competitor != Kind::Driver {
            let mut holders: SmallVec<[Ix<Competitor>; 3]> =
                row.stands_for(title.competitor).into_iter().collect();
            let mut share = Share::ONE;
            for shared in &self.shared_cars {
                let other = shared.rule.other(&self.entrant(row), title.competitor);
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
                .any(|(_, ruling)| matches!(ruling, Ruling::NoShare { driver: own, .. } if *own == driver))
        };
        let crew = row.crew.iter().filter(|seat| seat.drove && seat.scores && !unshared(seat.driver));
        let drove = row.crew.iter().filter(|seat| seat.drove).count();
        let share = match title.crew {
            Crew::Full => Share::ONE,
            Crew::Split => Share::fraction(1, i64::try_from(crew.clone().count()).unwrap_or(1).max(1)),
        };
        let share = if drove == 1 && row.crew.len() > 1 { share * title.alone } else { share };
        let car = self.entrant(row);
        let barred = |seat: &Seat| self.bars.iter().any(|bar| bar.rule.rule.driver(&car, seat));
        crew.filter(|seat| !barred(seat)).map(|seat| (seat.driver, share)).collect()
    }

    /// Whether a car stands for someone of the title's category.
    fn in_category(&self, row: &ResultRow) -> bool {
        let Some(category) = &self.title.category else { return true };
        let is = |ix: Ix<Competitor>| self.field.season.competitors[ix].categories.contains(category);
        match self.title.competitor {
            Kind::Driver => row.crew.iter().any(|seat| is(seat.driver)),
            kind => row.stands_for(kind).is_some_and(is),
        }
    }

    /// Whether a decision takes a driver's points.
    fn withheld(&self, competitor: Ix<Competitor>) -> bool {
        let of = |ruling: &Ruling| matches!(ruling, Ruling::WithholdDriver { driver, .. } if *driver == competitor);
        self.title.competitor == Kind::Driver && self.rulings.iter().any(|(_, ruling)| of(ruling))
    }
}

/// A car that holds a position, and the awards for it.
struct Placed<'c> {
    position: u32,
    row: &'c ClassificationRow,
    awards: std::ops::Range<usize>,
}

fn cars_of(scored: &BTreeMap<Ix<Competitor>, u32>, competitor: Ix<Competitor>) -> u32 {
    scored.get(&competitor).copied().unwrap_or(0)
}
