//! Published claims as linear equations. The coefficients are asked of the ordinary scoring: with one point for every
//! place, an award is the share of the place's points that the competitor gets.

use crate::compute::award::awards;
use crate::compute::classify::classify_all;
use crate::decisions::Ruling;
use crate::exact::{Points, Share};
use crate::outcome::{AwardKind, Classification};
use crate::rulebook::Rulebook;
use crate::rules::extra::Bonus;
use crate::scale::book::{Book, one_for_every_place};
use crate::scale::claims::Claims;
use crate::season::{Competitor, Round, Season, Session};
use crate::table::Ix;
use smallvec::SmallVec;
use std::collections::BTreeMap;

/// What the points of a claim are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unknown {
    /// Points of a place, from 1, in a session.
    Place(Ix<Session>, u32),
    /// Points of an extra, by its index in the book.
    Extra(usize),
}

pub(super) type Terms = SmallVec<[(Unknown, Share); 2]>;

#[derive(Clone, Debug)]
pub(super) struct Equation {
    pub competitor: Ix<Competitor>,
    /// The last column.
    pub last: usize,
    pub terms: Terms,
    pub points: Points,
    /// Whether the claim stands for itself: no window can have dropped a part of it.
    pub linear: bool,
    /// Whether it is about one round. What several rounds gave together says nothing of a scale while it is not known which
    /// of them pay alike.
    single: bool,
}

/// How many results may have counted before a difference of totals says nothing of a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Dropping {
    Nothing,
    /// Of the columns from the first up to the last, this many count.
    Best(Vec<(std::ops::Range<usize>, usize)>),
}

/// The classifications that a book's rules give.
pub(super) fn classifications(season: &Season, book: &Book) -> Vec<Classification> {
    classify_all(season, &probing(season, book))
}

/// The rulebook that gives one for everything.
pub(super) fn probing(season: &Season, book: &Book) -> Rulebook {
    let mut sessions: Vec<String> = season.sessions.rows().iter().map(|own| own.id.clone()).collect();
    sessions.sort_unstable();
    sessions.dedup();
    let text = book.with_one_for_every_extra().text("", &[one_for_every_place(sessions)]);
    Rulebook::parse("inferred", &text).0
}

/// The equations of a table.
pub(super) fn equations(
    season: &Season,
    (rules, book): (&Rulebook, &Book),
    classifications: &[Classification],
    columns: &[Ix<Round>],
    claims: &Claims,
    dropping: &Dropping,
) -> Vec<Equation> {
    let Some(title) = rules.title(&book.titles[claims.title].id).map(|ix| &rules.titles[ix]) else {
        return Vec::new();
    };
    let mut terms: BTreeMap<(Ix<Competitor>, usize), Terms> = BTreeMap::new();
    for classification in classifications {
        let session = classification.session;
        let Ok(column) = columns.binary_search(&season.sessions[session].round) else { continue };
        let awarded = awards(season, rules, title, classification, claims.class);
        let mut level: BTreeMap<u32, i64> = BTreeMap::new();
        for position in awarded.counts.iter().flat_map(|own| &own.cars).filter_map(|car| car.position) {
            *level.entry(position.get()).or_default() += 1;
        }
        // Where the places of classes count in one table, equal places are no dead heats.
        let shared =
            |place: u32| if awarded.counts.len() == 1 { level.get(&place).copied().unwrap_or(1) } else { 1 };
        for award in awarded.awards {
            let Some((part, of)) = award.points.ratio().filter(|own| own.0 != 0) else { continue };
            let own = terms.entry((award.competitor, column)).or_default();
            match (award.kind, award.position) {
                (AwardKind::Position, Some(place)) => {
                    let cars = shared(place.get()).max(1);
                    for index in 0..cars {
                        let further = u32::try_from(index).unwrap_or(0);
                        add(
                            own,
                            Unknown::Place(session, place.get() + further),
                            Share::fraction(part, of * cars),
                        );
                    }
                }
                (kind, _) => {
                    let id = Bonus::of(rules, kind).map(|own| own.id.as_str());
                    if let Some(index) = book.extras.iter().position(|own| Some(own.id.as_str()) == id) {
                        add(own, Unknown::Extra(index), Share::fraction(part, of));
                    }
                }
            }
        }
    }
    let fixed: Vec<usize> = decided_alike(season, columns);
    let mut equations = Vec::with_capacity(claims.all.len());
    let none = Terms::new();
    for claim in &claims.all {
        let own = |column: usize| terms.get(&(claim.competitor, column)).unwrap_or(&none);
        let mut sum = Terms::new();
        for column in claim.first..=claim.last {
            for &(unknown, share) in own(column) {
                add(&mut sum, unknown, share);
            }
        }
        let fine = |(_, share): &(Unknown, Share)| 100 % share.ratio().1 == 0;
        if (claim.rounded && !sum.iter().all(fine))
            || fixed.iter().any(|own| (claim.first..=claim.last).contains(own))
        {
            continue;
        }
        equations.push(Equation {
            competitor: claim.competitor,
            last: claim.last,
            terms: sum,
            points: claim.points,
            linear: claim.cell,
            single: claim.first == claim.last,
        });
    }
    // Who scored and stands in no table has none.
    let listed: std::collections::BTreeSet<Ix<Competitor>> =
        claims.all.iter().map(|own| own.competitor).collect();
    let further = terms.iter().filter(|((competitor, _), _)| claims.whole && !listed.contains(competitor));
    equations.extend(further.filter(|((_, column), _)| !fixed.contains(column)).map(
        |((competitor, column), terms)| Equation {
            competitor: *competitor,
            last: *column,
            terms: terms.clone(),
            points: Points::ZERO,
            linear: claims.all.iter().any(|own| own.cell),
            single: true,
        },
    ));
    mark_linear(&mut equations, &terms, dropping);
    equations
}

fn add(terms: &mut Terms, unknown: Unknown, share: Share) {
    match terms.iter_mut().find(|own| own.0 == unknown) {
        None => terms.push((unknown, share)),
        Some(own) => {
            let ((a, b), (c, d)) = (own.1.ratio(), share.ratio());
            own.1 = Share::fraction(a * d + c * b, b * d);
        }
    }
}

/// Columns in which a decision gives all cars the same: they say nothing of places.
fn decided_alike(season: &Season, columns: &[Ix<Round>]) -> Vec<usize> {
    let sessions = season.decisions_in_force().filter_map(|(_, decision)| match &decision.ruling {
        Ruling::SamePoints(own) => Some(own.session),
        _ => None,
    });
    sessions.filter_map(|session| columns.binary_search(&season.sessions[session].round).ok()).collect()
}

/// Says of each difference of totals whether a window can have dropped something before it.
fn mark_linear(
    equations: &mut [Equation],
    terms: &BTreeMap<(Ix<Competitor>, usize), Terms>,
    dropping: &Dropping,
) {
    let Dropping::Best(windows) = dropping else {
        equations.iter_mut().for_each(|own| own.linear = own.single);
        return;
    };
    let places = |own: &Terms| {
        let places = own.iter().filter_map(|(unknown, _)| match unknown {
            Unknown::Place(_, place) => Some(*place),
            Unknown::Extra(_) => None,
        });
        places.min()
    };
    let has_extra = |own: &Terms| own.iter().any(|(unknown, _)| matches!(unknown, Unknown::Extra(_)));
    let rose = equations.iter().filter(|own| own.points > Points::ZERO && !has_extra(&own.terms));
    let paid = rose.filter_map(|own| places(&own.terms)).max().unwrap_or(0);
    let may_score = |own: &Terms| has_extra(own) || places(own).is_some_and(|place| place <= paid);
    let mut scored: BTreeMap<Ix<Competitor>, Vec<usize>> = BTreeMap::new();
    for ((competitor, column), _) in terms.iter().filter(|(_, own)| may_score(own)) {
        scored.entry(*competitor).or_default().push(*column);
    }
    for own in equations.iter_mut().filter(|own| !own.linear && own.single) {
        let columns = scored.get(&own.competitor).map(Vec::as_slice).unwrap_or_default();
        own.linear = windows.iter().all(|(stretch, best)| {
            let of_stretch = columns.iter().filter(|column| stretch.contains(column) && **column <= own.last);
            own.last < stretch.start || of_stretch.count() <= *best
        });
    }
}
