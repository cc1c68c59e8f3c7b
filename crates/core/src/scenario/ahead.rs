//! Sessions to come, and what they may give: points by place, and points for feats.

use crate::exact::{Points, Share};
use crate::numbers::Position;
use crate::outcome::StandingsTable;
use crate::rulebook::Rulebook;
use crate::rules::bar::{Barring, Entrant};
use crate::rules::kind::Clause;
use crate::rules::points::PointsScale;
use crate::rules::scope::Occasion;
use crate::rules::title::Title;
use crate::rules::window::Wins;
use crate::scenario::field::Car;
use crate::scenario::{Doubt, Question};
use crate::season::{Class, ResultRow, Round, Season};
use crate::table::Ix;
use std::collections::BTreeSet;

/// A session to come that may give points for the title.
#[derive(Clone, Debug)]
pub struct Slot<'a> {
    pub round: Ix<Round>,
    /// `race`, or empty for the session that the round is for where the season names none.
    pub session: &'a str,
    pub main: bool,
    /// Number of the session, different for each of its round.
    pub(super) number: u32,
    /// Column of the round among all that count.
    pub(super) column: usize,
    scale: Option<&'a Clause<PointsScale>>,
    breaks_ties: bool,
    pub feats: Vec<Feat<'a>>,
    /// Of each car of the field, whether it scores and whether it holds its place.
    pub(super) barred: Vec<Barred>,
    /// Of the rows of those cars, the ones that a rule bars.
    pub(super) unfit: BTreeSet<Ix<ResultRow>>,
}

/// Whether a rule takes a car's points, and its place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Barred {
    pub points: bool,
    pub place: bool,
}

/// Points for a feat in a session to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feat<'a> {
    /// Index of the bonus among the rulebook's.
    pub bonus: u32,
    /// What it is for: `fastest-lap`.
    pub what: &'a str,
    pub points: Points,
    /// Highest position that still gets it.
    pub within: Option<u32>,
    pub classified: bool,
    /// Whether several can have it, each with all its points.
    pub each: bool,
}

impl Feat<'_> {
    /// Whether one at that place can have it; None for one without a place.
    pub fn reaches(&self, place: Option<u32>) -> bool {
        (place.is_some() || !self.classified)
            && self.within.is_none_or(|within| place.is_some_and(|place| place <= within))
    }
}

impl<'a> Slot<'a> {
    /// What the session is called where it is run.
    pub(super) fn id(&self) -> &'a str {
        if self.session.is_empty() { "race" } else { self.session }
    }

    /// Points for a place, before a share of a crew.
    pub fn points(&self, place: u32) -> Option<Points> {
        let (scale, place) = (self.scale?, Position::new(place)?);
        Some(scale.rule.points(place))
    }

    /// Whether a place gives anything at all; nought would be the best of all where the fewest points win.
    pub(super) fn knows(&self, title: &Title, place: u32) -> bool {
        let known = |position| self.scale.is_some_and(|scale| scale.rule.knows(position));
        title.wins == Wins::Most || Position::new(place).is_some_and(known)
    }

    /// Whether tie-breaks look at a place.
    pub(super) fn breaks_ties(&self, title: &Title, place: u32) -> bool {
        let pays = |position| self.scale.is_some_and(|scale| scale.rule.pays(position));
        self.breaks_ties
            && self.scale.is_some()
            && (!title.ties_over_scoring_places || Position::new(place).is_some_and(pays))
    }

    /// How many places differ: behind the last of them all get the same.
    pub(super) fn paid(&self) -> u32 {
        self.scale.map_or(0, |scale| u32::try_from(scale.rule.scale.len()).unwrap_or(u32::MAX))
    }
}

/// The sessions to come of the rounds that are not known, in order; `rounds` are pairs of a round and its column.
pub(super) fn slots<'a>(
    question: &Question<'a>,
    table: &StandingsTable,
    rounds: impl Iterator<Item = (Ix<Round>, usize)>,
    field: &[Car],
    doubts: &mut BTreeSet<Doubt>,
) -> Vec<Slot<'a>> {
    let (season, rules, class) = (question.season, question.rules, table.class);
    let title = &rules.titles[table.title];
    let mut slots = Vec::new();
    for (ix, column) in rounds {
        let round = &season.rounds[ix];
        if !title.counts_at(&round.event) || !runs(season, rules, class, ix) {
            continue;
        }
        let found = sessions(season, rules, ix, doubts);
        for (number, (main, session)) in (0..).zip(found) {
            let occasion = Occasion {
                event: &round.event,
                round: round.number,
                session,
                main,
                class: class.map(|class| season.classes[class].id.as_str()),
                title: &title.id,
                length: round.length,
                completed: Share::ONE,
                starters: None,
                measures: &[],
            };
            let mut asks_length = |scope: &crate::rules::scope::Scope| {
                if (scope.length_from.is_some() || scope.length_under.is_some()) && round.length.is_none() {
                    doubts.insert(Doubt::Length(ix));
                }
                if scope.starters != Default::default() {
                    doubts.insert(Doubt::Starters);
                }
            };
            rules.points.iter().for_each(|own| asks_length(&own.scope));
            let scale = PointsScale::of(&rules.points, &occasion);
            let feats: Vec<Feat<'a>> = (0..)
                .zip(&rules.bonuses)
                .filter(|(_, own)| own.scope.covers(&occasion))
                .filter_map(|(bonus, own)| {
                    let (points, rule) = (own.rule.points, &own.rule.rule);
                    let (Some(one), Some(two)) = (rule.most(points, 1), rule.most(points, 2)) else {
                        doubts.insert(Doubt::Unbounded);
                        return None;
                    };
                    if points < Points::ZERO {
                        doubts.insert(Doubt::Negative);
                    }
                    Some(Feat {
                        bonus,
                        what: rule.what(),
                        points: one,
                        within: own.rule.within,
                        classified: own.rule.classified,
                        each: one != two,
                    })
                })
                .collect();
            if scale.is_none() && feats.is_empty() {
                continue;
            }
            if scale.is_some_and(|own| own.rule.scale.iter().any(|at| at.value < Points::ZERO)) {
                doubts.insert(Doubt::Negative);
            }
            let bar = |result: Ix<ResultRow>| {
                let row = &season.results[result];
                let entrant = Entrant { season, occasion: &occasion, row, result };
                rules.bars.iter().find(|bar| bar.scope.covers(&occasion) && bar.rule.rule.car(&entrant))
            };
            let rows = field.iter().flat_map(|car| &car.rows).copied();
            let unfit = rows.filter(|&row| bar(row).is_some()).collect();
            let barred = field.iter().map(|car| {
                // What bars one race of several, such as a car that two drivers shared, does not bar the next.
                let bars: Option<Vec<&Clause<Barring>>> = car.rows.iter().map(|&row| bar(row)).collect();
                let bar = bars.and_then(|all| all.first().copied());
                bar.map_or(Barred::default(), |bar| Barred {
                    points: true,
                    place: bar.rule.places == crate::decisions::Places::MoveUp,
                })
            });
            slots.push(Slot {
                round: ix,
                session,
                main,
                number,
                column,
                scale,
                breaks_ties: title.breaks_ties_in(session)
                    || (session.is_empty() && title.ties_in.is_empty()),
                feats,
                barred: barred.collect(),
                unfit,
            });
        }
    }
    slots
}

/// Whether a class had a car in a round; taken for granted where the round is not known in full.
fn runs(season: &Season, rules: &Rulebook, class: Option<Ix<Class>>, round: Ix<Round>) -> bool {
    let in_class =
        |session| season.results_of(session).any(|(_, row)| row.class == class && row.status.started());
    class.is_none()
        || !rules.class_maps.is_empty()
        || !season.known_in_full(round)
        || season.sessions_of(round).any(in_class)
}

/// The sessions of a round that may give points: each with whether it is the one that the round is for.
fn sessions<'a>(
    season: &'a Season,
    rules: &'a Rulebook,
    round: Ix<Round>,
    doubts: &mut BTreeSet<Doubt>,
) -> BTreeSet<(bool, &'a str)> {
    let known = season.sessions_of(round).map(|session| &season.sessions[session]);
    let known: BTreeSet<(bool, &str)> = known.map(|own| (own.main, own.id.as_str())).collect();
    if season.known_in_full(round) || season.rounds[round].announced {
        return known;
    }
    let named = rules.points.iter().flat_map(|scale| &scale.scope.sessions).map(|at| at.value.as_str());
    let mut sessions: BTreeSet<(bool, &str)> = known.into_iter().filter(|(main, _)| *main).collect();
    if sessions.is_empty() {
        sessions.insert((true, ""));
    }
    let others: Vec<(bool, &str)> =
        named.filter(|&id| !sessions.contains(&(true, id))).map(|id| (false, id)).collect();
    if !others.is_empty() {
        doubts.insert(Doubt::Sessions);
    }
    sessions.extend(others);
    sessions
}
