//! From a classification to the awards of one title: who holds which position, and what it gives.

use crate::compute::classify::occasion;
use crate::exact::{Points, Share};
use crate::outcome::{Award, AwardKind, Because, Classification, ClassificationRow, Input};
use crate::rulebook::{Article, Rulebook};
use crate::rules::bar::{Barring, Entrant};
use crate::rules::extra::Field;
use crate::rules::kind::Clause;
use crate::rules::points::PointsScale;
use crate::rules::scope::Occasion;
use crate::rules::title::{Crew, Title};
use crate::season::{Class, Competitor, Decision, Kind, Places, ResultRow, Ruling, Season, Seat, Status};
use crate::table::Ix;
use smallvec::SmallVec;

/// All awards of a title in one session and class (None: all cars together), in order of positions.
pub fn awards(
    season: &Season,
    rules: &Rulebook,
    title: &Title,
    classification: &Classification,
    class: Option<Ix<Class>>,
) -> Vec<Award> {
    let occasion = occasion(season, classification.session, class, &title.id);
    if !title.counts_at(occasion.event) {
        return Vec::new();
    }
    let look = Look::new(season, rules, title, classification, class, &occasion);
    let mut awards = look.positions();
    look.bonuses(&mut awards);
    awards
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
        let mut scored: Vec<(Ix<Competitor>, u32)> = Vec::new();
        let scale = PointsScale::of(&self.rules.points, self.occasion);
        let retired_may_score = self.rules.classified.as_ref().is_none_or(|rule| rule.retired_may_score);
        let cars = title.scoring_cars.unwrap_or(u32::MAX);
        // Declared positions may have gaps where nobody moved up behind a car that was taken out; the gaps stay.
        let mut passed_over = 0;
        for row in self.field.rows() {
            let held = if self.field.class.is_none() { row.position } else { row.class_position };
            let Some(held) = held else { continue };
            let result = &season.results[row.result];
            let bar = if row.classified { self.bar(result) } else { None };
            let moves_up = bar.as_ref().is_some_and(|bar| bar.places == Places::MoveUp);
            let outside = title.category_moves_up && !self.in_category(result);
            let one = result.stands_for(title.competitor).filter(|_| title.competitor != Kind::Driver);
            let spent = one.is_some_and(|own| cars_of(&scored, own) >= cars);
            if !row.classified || outside || moves_up || (spent && !title.others_keep_position) {
                passed_over += 1;
                continue;
            }
            let position = held.saturating_sub(passed_over).max(1);
            let Some(scale) =
                scale.filter(|_| bar.is_none() && (retired_may_score || row.status != Status::Dnf))
            else {
                continue;
            };
            let points = scale.rule.points(position);
            let breaks_ties = title.breaks_ties_in(self.occasion.session)
                && (!title.ties_over_scoring_places || scale.rule.pays(position));
            for (competitor, share) in self.competitors(result) {
                if self.withheld(competitor) {
                    continue;
                }
                let spent = cars_of(&scored, competitor) >= cars;
                if spent && !(breaks_ties && title.ties_count_all_cars) {
                    continue;
                }
                let (points, article) = match (spent, share == Share::ONE) {
                    (true, _) => (Points::ZERO, title.article),
                    (false, true) => (points, scale.article),
                    (false, false) => (points.times(share), scale.article),
                };
                match scored.iter_mut().find(|(own, _)| *own == competitor) {
                    Some((_, count)) => *count += u32::from(!spent),
                    None => scored.push((competitor, 1)),
                }
                let award = self.award(competitor, row, points, article);
                awards.push(Award { position: Some(position), breaks_ties, ..award });
            }
        }
        awards
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
            breaks_ties: false,
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
            return row.stands_for(title.competitor).map(|own| (own, Share::ONE)).into_iter().collect();
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

fn cars_of(scored: &[(Ix<Competitor>, u32)], competitor: Ix<Competitor>) -> u32 {
    scored.iter().find(|(own, _)| *own == competitor).map_or(0, |&(_, count)| count)
}
