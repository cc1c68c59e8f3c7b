//! From a classification to the awards of one title: who holds which position, and what it gives.

use crate::compute::classify::occasion;
use crate::exact::{Points, Share};
use crate::outcome::{Award, AwardKind, Because, Classification, ClassificationRow, Input};
use crate::rulebook::{Article, Rulebook};
use crate::rules::drive_time::DriveTime;
use crate::rules::eligible::Eligible;
use crate::rules::incidents::IncidentLimit;
use crate::rules::points::PointsScale;
use crate::rules::scope::Occasion;
use crate::rules::title::{Crew, Title};
use crate::season::{
    Class, Competitor, Decision, Feat, FeatKind, Kind, Places, ResultRow, Ruling, Season, Status,
};
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
    let rows = || classification.rows.iter().filter(|row| class.is_none() || row.class == class);
    let mut awards = Vec::new();
    let eligible: SmallVec<[&Eligible; 2]> =
        rules.eligible.iter().filter(|rule| rule.scope.covers(&occasion)).collect();
    let mut scored: Vec<(Ix<Competitor>, u32)> = Vec::new();
    let scale = PointsScale::of(&rules.points, &occasion);
    let retired_may_score = rules.classified.as_ref().is_none_or(|rule| rule.retired_may_score);
    // Declared positions may have gaps where nobody moved up behind a car that was taken out; the gaps stay.
    let mut passed_over = 0;
    for row in rows() {
        let Some(held) = (if class.is_none() { row.position } else { row.class_position }) else { continue };
        let result = &season.results[row.result];
        let bar = if row.classified {
            barred(season, title, &eligible, result).or_else(|| barred_in_session(rules, &occasion, result))
        } else {
            None
        };
        let outside = title.category_moves_up && !in_category(season, title, result);
        if !row.classified || outside || matches!(bar, Some((Places::MoveUp, _))) {
            passed_over += 1;
            continue;
        }
        let cars = title.scoring_cars.unwrap_or(u32::MAX);
        let whole = title.competitor != Kind::Driver;
        let spent =
            whole && result.stands_for(title.competitor).is_some_and(|own| cars_of(&scored, own) >= cars);
        if spent && !title.others_keep_position {
            passed_over += 1;
            continue;
        }
        let position = held.saturating_sub(passed_over).max(1);
        let scale = match scale {
            Some(scale) if bar.is_none() && (retired_may_score || row.status != Status::Dnf) => scale,
            _ => continue,
        };
        let points = scale.points(position);
        let breaks_ties = title.breaks_ties_in(occasion.session)
            && (!title.ties_over_scoring_places || scale.pays(position));
        for (competitor, share) in competitors(season, rules, title, &occasion, result) {
            if driver_withheld(season, title, result, competitor) {
                continue;
            }
            if cars_of(&scored, competitor) >= cars {
                if breaks_ties && title.ties_count_all_cars {
                    awards.push(Award {
                        competitor,
                        session: classification.session,
                        kind: AwardKind::Position,
                        position: Some(position),
                        breaks_ties,
                        points: Points::ZERO,
                        because: Because::new(title.article, [Input::Result(row.result)]),
                    });
                }
                continue;
            }
            match scored.iter_mut().find(|(own, _)| *own == competitor) {
                Some((_, count)) => *count += 1,
                None => scored.push((competitor, 1)),
            }
            awards.push(Award {
                competitor,
                session: classification.session,
                kind: AwardKind::Position,
                position: Some(position),
                breaks_ties,
                points: if share == Share::ONE { points } else { points.times(share) },
                because: Because::new(scale.article, [Input::Result(row.result)]),
            });
        }
    }
    if !rules.bonuses.is_empty() {
        bonuses(season, rules, title, classification, &occasion, rows, &mut awards);
    }
    awards
}

fn cars_of(scored: &[(Ix<Competitor>, u32)], competitor: Ix<Competitor>) -> u32 {
    scored.iter().find(|(own, _)| *own == competitor).map_or(0, |&(_, count)| count)
}

/// The competitors of a car for a title, each with its share of the car's points.
fn competitors(
    season: &Season,
    rules: &Rulebook,
    title: &Title,
    occasion: &Occasion<'_>,
    row: &ResultRow,
) -> SmallVec<[(Ix<Competitor>, Share); 3]> {
    if title.competitor != Kind::Driver {
        return row.stands_for(title.competitor).map(|own| (own, Share::ONE)).into_iter().collect();
    }
    let unshared = |driver: Ix<Competitor>| {
        season.decisions.rows().iter().any(|decision| {
            matches!(&decision.ruling, Ruling::NoShare { session, driver: own }
                if *session == row.session && *own == driver)
        })
    };
    let crew = row.crew.iter().filter(|seat| seat.drove && seat.scores && !unshared(seat.driver));
    let drove = row.crew.iter().filter(|seat| seat.drove).count();
    let share = match title.crew {
        Crew::Full => Share::ONE,
        Crew::Split => Share::fraction(1, i64::try_from(crew.clone().count()).unwrap_or(1).max(1)),
    };
    let share = if drove == 1 && row.crew.len() > 1 { share * title.alone } else { share };
    crew.filter(|seat| DriveTime::allows(&rules.drive_times, occasion, seat))
        .map(|seat| (seat.driver, share))
        .collect()
}

/// Why a car does not count for a title, if it does not.
fn barred(
    season: &Season,
    title: &Title,
    eligible: &[&Eligible],
    row: &ResultRow,
) -> Option<(Places, Because)> {
    for rule in eligible {
        if !rule.counts(|mark| has_mark(season, row, mark)) {
            return Some((rule.places, Because::new(rule.article, [])));
        }
    }
    season.decisions.iter().find_map(|(ix, decision)| match &decision.ruling {
        Ruling::Withhold { session, number, titles, places }
            if *session == row.session && *number == row.number && names(titles, title) =>
        {
            Some((*places, Because::new(None::<Ix<Article>>, [Input::Decision(ix)])))
        }
        _ => None,
    })
}

/// Why a car scores nothing in this session for what it or its drivers did there, if it does not.
fn barred_in_session(
    rules: &Rulebook,
    occasion: &Occasion<'_>,
    row: &ResultRow,
) -> Option<(Places, Because)> {
    let drive_time =
        || DriveTime::bars_car(&rules.drive_times, occasion, row).map(|rule| (rule.places, rule.article));
    let incidents =
        || IncidentLimit::bars(&rules.incident_limits, occasion, row).map(|rule| (rule.places, rule.article));
    drive_time().or_else(incidents).map(|(places, article)| (places, Because::new(article, [])))
}

/// Whether a car stands for someone of the title's category.
fn in_category(season: &Season, title: &Title, row: &ResultRow) -> bool {
    let Some(category) = &title.category else { return true };
    let is = |ix: Ix<Competitor>| season.competitors[ix].categories.contains(category);
    match title.competitor {
        Kind::Driver => row.crew.iter().any(|seat| is(seat.driver)),
        kind => row.stands_for(kind).is_some_and(is),
    }
}

fn has_mark(season: &Season, row: &ResultRow, mark: &str) -> bool {
    let of_competitor = |ix: Ix<Competitor>| season.competitors[ix].categories.iter().any(|own| own == mark);
    let marked = || {
        season.decisions.rows().iter().any(|decision| {
            matches!(&decision.ruling, Ruling::Mark { session, numbers, mark: own }
                if *session == row.session && own == mark && numbers.contains(&row.number))
        })
    };
    row.has_tag(mark) || marked() || row.stands_for.iter().flatten().any(|&ix| of_competitor(ix))
}

fn driver_withheld(season: &Season, title: &Title, row: &ResultRow, competitor: Ix<Competitor>) -> bool {
    title.competitor == Kind::Driver
        && season.decisions.iter().any(|(_, decision): (Ix<Decision>, &Decision)| match &decision.ruling {
            Ruling::WithholdDriver { session, driver, titles } => {
                *session == row.session && *driver == competitor && names(titles, title)
            }
            _ => false,
        })
}

fn names(titles: &[String], title: &Title) -> bool {
    titles.is_empty() || titles.contains(&title.id)
}

fn set_aside(season: &Season, feat: &Feat) -> bool {
    season.decisions.rows().iter().any(|decision| {
        matches!(&decision.ruling, Ruling::SetAsideFeat { session, number, feat: kind }
            if *session == feat.session && *number == feat.number && *kind == feat.kind)
    })
}

/// A row that has a feat, whose feat it is where it is one driver's, and the fact that says so.
type Holder<'c> = (&'c ClassificationRow, Option<Ix<Competitor>>, Option<Input>);

fn bonuses<'c, I: Iterator<Item = &'c ClassificationRow>>(
    season: &Season,
    rules: &Rulebook,
    title: &Title,
    classification: &Classification,
    occasion: &Occasion<'_>,
    rows: impl Fn() -> I,
    awards: &mut Vec<Award>,
) {
    for (index, bonus) in rules.bonuses.iter().enumerate().filter(|(_, bonus)| bonus.scope.covers(occasion)) {
        let holders = match &bonus.feat {
            FeatKind::MostPlacesGained => most_places_gained(season, &rows),
            kind => declared_holders(season, classification, kind, &rows),
        };
        let each = bonus.points_each(u32::try_from(holders.len()).unwrap_or(u32::MAX));
        for (row, driver, feat) in holders {
            let place = row.position.unwrap_or(u32::MAX);
            if (bonus.classified && !row.classified)
                || bonus.within.is_some_and(|within| !row.classified || place > within)
            {
                continue;
            }
            let result = &season.results[row.result];
            for (competitor, share) in competitors(season, rules, title, occasion, result) {
                if driver.is_some_and(|driver| title.competitor == Kind::Driver && driver != competitor) {
                    continue;
                }
                let points = if driver.is_some() { each } else { each.times(share) };
                if points == Points::ZERO {
                    continue;
                }
                awards.push(Award {
                    competitor,
                    session: classification.session,
                    kind: AwardKind::Bonus(u32::try_from(index).unwrap_or(u32::MAX)),
                    position: None,
                    breaks_ties: false,
                    points,
                    because: Because::new(bonus.article, [Input::Result(row.result)].into_iter().chain(feat)),
                });
            }
        }
    }
}

/// Those whom the facts name for a feat.
fn declared_holders<'c, I: Iterator<Item = &'c ClassificationRow>>(
    season: &Season,
    classification: &Classification,
    kind: &FeatKind,
    rows: &impl Fn() -> I,
) -> Vec<Holder<'c>> {
    let feats = season
        .feats
        .iter()
        .enumerate()
        .filter(|(_, feat)| feat.session == classification.session && feat.kind == *kind)
        .filter(|(_, feat)| !set_aside(season, feat));
    feats
        .filter_map(|(index, feat)| {
            let row = rows().find(|row| {
                let result = &season.results[row.result];
                result.number == feat.number
                    && feat.driver.is_none_or(|driver| result.crew.iter().any(|seat| seat.driver == driver))
            })?;
            Some((row, feat.driver, Some(Input::Feat(u32::try_from(index).unwrap_or(u32::MAX)))))
        })
        .collect()
}

/// Those who gained the most places from grid to finish, where anybody gained one.
fn most_places_gained<'c, I: Iterator<Item = &'c ClassificationRow>>(
    season: &Season,
    rows: &impl Fn() -> I,
) -> Vec<Holder<'c>> {
    let gained = |row: &ClassificationRow| {
        let grid = season.results[row.result].grid?;
        row.classified.then(|| grid.checked_sub(row.position?)).flatten().filter(|&places| places > 0)
    };
    let most = rows().filter_map(gained).max();
    rows().filter(|row| most.is_some() && gained(row) == most).map(|row| (row, None, None)).collect()
}
