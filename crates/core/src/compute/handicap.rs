//! What each carries into the sessions of a round for what it did before, and grids that are another session's order reversed.
//! It changes no classification and no table: it is asked for by itself.

use crate::compute::tally::{Tally, tallies};
use crate::exact::{Points, Share};
use crate::numbers::{CarNumber, Position};
use crate::outcome::{Because, By, Classification, Effect, Input, Step};
use crate::rulebook::{Article, Rulebook};
use crate::rules::handicap::{Basis, Handicap, Results};
use crate::rules::kind::Clause;
use crate::rules::reversed_grid::{REVERSED_PLACES, Reversed, ReversedGrid};
use crate::rules::scope::{Occasion, Scope, same_class};
use crate::season::{Class, Competitor, Kind, ResultRow, Round, RoundStatus, Season, Session};
use crate::table::Ix;
use smallvec::SmallVec;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// What rules say of a round before its sessions are run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handicaps {
    pub round: Ix<Round>,
    /// Those that a rule speaks of, in order of running.
    pub sessions: Vec<OfSession>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfSession {
    pub session: String,
    /// By unit and class, the most first.
    pub carried: Vec<Carried>,
    pub grids: Vec<Grid>,
    pub missing: Vec<Missing>,
}

/// What a competitor carries in a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carried {
    pub competitor: Ix<Competitor>,
    /// Class and numbers of the cars that it was seen with last.
    pub class: Option<Ix<Class>>,
    pub cars: Vec<CarNumber>,
    pub unit: String,
    /// 0 where all was taken off.
    pub amount: Points,
    pub because: Because,
}

/// A grid as a rule makes it, before penalties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    pub article: Ix<Article>,
    pub class: Option<Ix<Class>>,
    /// The session whose order it is, and how many places of it are reversed.
    pub of: Ix<Session>,
    pub reversed: u32,
    pub places: Vec<GridPlace>,
    /// Cars without a place in that order.
    pub without: Vec<Ix<ResultRow>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GridPlace {
    pub position: Position,
    pub result: Ix<ResultRow>,
    pub because: Because,
}

/// What a rule asks for and nobody knows yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    pub article: Ix<Article>,
    pub what: Lacking,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lacking {
    /// There was no round before.
    Before,
    /// Results of a session.
    Results { round: Ix<Round>, session: String },
    /// What a round gave in the table.
    Points { round: Ix<Round> },
    /// The number of places that is drawn, and the number that the calendar has instead.
    Drawn { from: u32, to: u32, said: Option<i64> },
}

/// The round that is run next; the last where all are run.
pub fn next_round(season: &Season) -> Option<Ix<Round>> {
    let numbered = || {
        let rounds = season.rounds.iter();
        rounds.filter(|(_, own)| own.number.is_some() && own.status != RoundStatus::Cancelled)
    };
    let to_come =
        |(ix, own): &(Ix<Round>, &Round)| own.status == RoundStatus::Scheduled || !season.known_in_full(*ix);
    let last_known = numbered().rfind(|own| !to_come(own));
    let after = |own: &(Ix<Round>, &Round)| last_known.is_none_or(|known| own.0 > known.0);
    numbered().find(after).or_else(|| numbered().next_back()).map(|own| own.0)
}

/// What rules say of a round, from the classifications of the season's sessions.
pub fn handicaps(
    season: &Season,
    rules: &Rulebook,
    classifications: &[Classification],
    round: Ix<Round>,
) -> Handicaps {
    let looks_at_tables = rules.handicaps.iter().any(|own| own.rule.title().is_some());
    let tallies = if looks_at_tables { tallies(season, rules, classifications) } else { Vec::new() };
    let before = season
        .rounds
        .iter()
        .filter(|(ix, own)| *ix < round && own.number.is_some() && own.status != RoundStatus::Cancelled);
    let before: Vec<Ix<Round>> = before.map(|own| own.0).collect();
    let seen = seen(season, classifications, round);
    let looking = Looking { season, rules, round, before, classifications, tallies, seen };
    let mut sessions: Vec<OfSession> = Vec::new();
    for own in &rules.handicaps {
        looking.each_session(&own.scope, &mut sessions, |of| looking.handicap(own, of));
    }
    for own in &rules.reversed_grids {
        looking.each_session(&own.scope, &mut sessions, |of| looking.grid(own, of));
    }
    let order = |own: &OfSession| season.session(round, &own.session).map_or((1, 0), |ix| (0, ix.index()));
    sessions.sort_by_key(order);
    for own in &mut sessions {
        own.carried.sort_by_cached_key(|row| {
            (row.unit.clone(), row.class, Reverse(row.amount), row.cars.clone(), row.competitor)
        });
    }
    Handicaps { round, sessions }
}

/// What is known of a competitor's starts.
#[derive(Default)]
struct Seen {
    class: Option<Ix<Class>>,
    cars: Vec<CarNumber>,
    last: Option<Ix<Round>>,
    /// Rounds before the one that is asked for.
    starts: Vec<Ix<Round>>,
}

fn seen(
    season: &Season,
    classifications: &[Classification],
    until: Ix<Round>,
) -> BTreeMap<Ix<Competitor>, Seen> {
    let mut seen: BTreeMap<Ix<Competitor>, Seen> = BTreeMap::new();
    for classification in classifications {
        let round = season.sessions[classification.session].round;
        if round > until {
            continue;
        }
        for row in classification.rows.iter().filter(|row| row.status.started()) {
            let result = &season.results[row.result];
            let drove = result.crew.iter().filter(|seat| seat.drove).map(|seat| seat.driver);
            for competitor in result.stands_for.into_iter().flatten().chain(drove) {
                let own = seen.entry(competitor).or_default();
                if own.last != Some(round) {
                    own.cars.clear();
                    own.last = Some(round);
                    if round < until {
                        own.starts.push(round);
                    }
                }
                own.class = row.class;
                if !result.number.is_empty() && !own.cars.contains(&result.number) {
                    own.cars.push(result.number.clone());
                }
            }
        }
    }
    seen
}

struct Looking<'a> {
    season: &'a Season,
    rules: &'a Rulebook,
    round: Ix<Round>,
    /// Rounds before, in order.
    before: Vec<Ix<Round>>,
    classifications: &'a [Classification],
    tallies: Vec<Tally>,
    seen: BTreeMap<Ix<Competitor>, Seen>,
}

impl Looking<'_> {
    /// Asks a rule of each session of the round that it covers.
    fn each_session(&self, scope: &Scope, all: &mut Vec<OfSession>, mut ask: impl FnMut(&mut OfSession)) {
        let mains = || {
            let known = self.season.sessions_of(self.round).map(|ix| &self.season.sessions[ix]);
            let mains: Vec<String> = known.filter(|own| own.main).map(|own| own.id.clone()).collect();
            if mains.is_empty() { vec!["race".to_owned()] } else { mains }
        };
        let names = match scope.sessions.is_empty() {
            true => mains(),
            false => scope.sessions.iter().map(|at| at.value.clone()).collect(),
        };
        // Classes are looked at car by car.
        let covers = |session: &str| {
            let any_class = Scope { classes: Vec::new(), ..scope.clone() };
            any_class.covers(&self.occasion(session))
        };
        for session in names.into_iter().filter(|own| covers(own)) {
            let at = all.iter().position(|own| own.session == session).unwrap_or_else(|| {
                all.push(OfSession { session, ..OfSession::default() });
                all.len() - 1
            });
            ask(&mut all[at]);
        }
    }

    fn occasion<'o>(&'o self, session: &'o str) -> Occasion<'o> {
        let round = &self.season.rounds[self.round];
        Occasion {
            event: &round.event,
            round: round.number,
            session,
            main: true,
            class: None,
            title: "",
            length: round.length,
            completed: Share::ONE,
            starters: None,
            measures: &[],
        }
    }

    fn has_class(&self, scope: &Scope, class: Option<Ix<Class>>) -> bool {
        let own = class.map(|class| self.season.classes[class].id.as_str());
        scope.classes.is_empty()
            || own.is_some_and(|own| scope.classes.iter().any(|at| same_class(&at.value, own)))
    }

    fn handicap(&self, rule: &Clause<Handicap>, of: &mut OfSession) {
        let by = By::Article(rule.article);
        let mut load = Load { by, max: rule.rule.max, rows: BTreeMap::new() };
        let mut lacking = Vec::new();
        match &rule.rule.basis {
            Basis::Results(results) => self.by_results(results, &mut load, &mut lacking),
            Basis::Table { title, scale } => {
                self.by_table(&title.value, &mut load, &mut lacking, |title, after, position, _| {
                    let amount = scale.amount(position);
                    (amount, Effect::CarriedByTable { title, after, position, amount })
                });
            }
            Basis::Points { title, per_point } => {
                self.by_table(&title.value, &mut load, &mut lacking, |title, after, _, points| {
                    let amount = points.each(*per_point);
                    (amount, Effect::CarriedByPoints { title, after, points, amount })
                });
            }
        }
        of.missing.extend(lacking.into_iter().map(|what| Missing { article: rule.article, what }));
        let none = Seen::default();
        for (competitor, (amount, steps)) in load.rows {
            let seen = self.seen.get(&competitor).unwrap_or(&none);
            let starts = i64::try_from(seen.starts.len()).unwrap_or(i64::MAX);
            if steps.is_empty() || !rule.rule.starts.holds(starts) || !self.has_class(&rule.scope, seen.class)
            {
                continue;
            }
            let same = |row: &&mut Carried| row.competitor == competitor && row.unit == rule.rule.unit;
            if let Some(row) = of.carried.iter_mut().find(same) {
                row.amount += amount;
                row.because.steps.extend(steps);
                continue;
            }
            of.carried.push(Carried {
                competitor,
                class: seen.class,
                cars: seen.cars.clone(),
                unit: rule.rule.unit.clone(),
                amount,
                because: Because { steps },
            });
        }
    }

    /// From the tables of a title as they stood before the round.
    fn by_table(
        &self,
        title: &str,
        load: &mut Load,
        lacking: &mut Vec<Lacking>,
        amount: impl Fn(Ix<crate::rules::title::Title>, Ix<Round>, Position, Points) -> (Points, Effect),
    ) {
        let Some(&after) = self.before.last() else {
            lacking.push(Lacking::Before);
            return;
        };
        let mut unknown: Vec<Ix<Round>> = Vec::new();
        let to_come =
            self.before.iter().filter(|ix| self.season.rounds[**ix].status == RoundStatus::Scheduled);
        unknown.extend(to_come);
        for tally in self.tallies.iter().filter(|own| self.rules.titles[own.title].id == title) {
            let table = tally.table(self.season, self.rules, Some(after));
            unknown.extend(&table.unknown);
            for row in &table.rows {
                let Some(position) = row.position else { continue };
                let (amount, effect) = amount(table.title, after, position, row.total);
                load.add(row.competitor, amount, None, effect);
            }
        }
        unknown.sort_unstable();
        unknown.dedup();
        lacking.extend(unknown.into_iter().map(|round| Lacking::Points { round }));
    }

    /// From places in sessions before.
    fn by_results(&self, rule: &Results, load: &mut Load, lacking: &mut Vec<Lacking>) {
        let back = rule.back as usize;
        let rounds: Vec<Ix<Round>> = match back {
            0 => vec![self.round],
            back => {
                let until = (self.before.len() + 1).saturating_sub(back);
                let from = if rule.adds_up { 0 } else { until.saturating_sub(1) };
                self.before[from..until].to_vec()
            }
        };
        if rounds.is_empty() {
            lacking.push(Lacking::Before);
        }
        for round in rounds {
            let session = match &rule.of {
                Some(of) => self.season.session(round, &of.value),
                None => self.season.main_session(round),
            };
            let known = session
                .and_then(|session| self.classifications.iter().find(|own| own.session == session))
                .filter(|own| !own.rows.is_empty());
            let Some(known) = known else {
                let session = rule.of.as_ref().map_or_else(|| "race".to_owned(), |of| of.value.clone());
                lacking.push(Lacking::Results { round, session });
                continue;
            };
            self.of_session(rule, round, known, load);
        }
    }

    fn of_session(&self, rule: &Results, round: Ix<Round>, known: &Classification, load: &mut Load) {
        let session = known.session;
        let mut was_in: Vec<Ix<Competitor>> = Vec::new();
        for row in known.rows.iter().filter(|row| row.status.started()) {
            let place = if rule.overall { row.position } else { row.class_position };
            let position = place.filter(|_| row.classified);
            let amount = position.map_or(rule.scale.beyond, |position| rule.scale.amount(position));
            for carrier in carriers(&self.season.results[row.result], rule.carrier) {
                if was_in.contains(&carrier) {
                    continue;
                }
                was_in.push(carrier);
                let effect = Effect::CarriedByResult { session, position, amount };
                load.add(carrier, amount, Some(Input::Result(row.result)), effect);
            }
        }
        for (&competitor, seen) in &self.seen {
            let is_carrier = self.season.competitors[competitor].kind == rule.carrier;
            let started = seen.starts.first().is_some_and(|first| *first < round);
            if is_carrier && started && !was_in.contains(&competitor) {
                let effect = Effect::CarriedAbsent { session, amount: rule.absent };
                load.add(competitor, rule.absent, None, effect);
            }
        }
    }

    fn grid(&self, rule: &Clause<ReversedGrid>, of: &mut OfSession) {
        let named = &rule.rule.of.value;
        let lacks = |what| Missing { article: rule.article, what };
        let session = self.season.session(self.round, named);
        let known =
            session.and_then(|session| self.classifications.iter().find(|own| own.session == session));
        let Some(known) = known.filter(|own| !own.rows.is_empty()) else {
            of.missing.push(lacks(Lacking::Results { round: self.round, session: named.clone() }));
            return;
        };
        let reversed = match rule.rule.places {
            Reversed::First(first) => first,
            Reversed::Drawn { from, to } => {
                let said = self.season.sessions[known.session].measure(REVERSED_PLACES);
                let drawn = said.and_then(|said| u32::try_from(said).ok());
                let Some(drawn) = drawn.filter(|drawn| (from..=to).contains(drawn)) else {
                    of.missing.push(lacks(Lacking::Drawn { from, to, said }));
                    return;
                };
                drawn
            }
        };
        let classes: Vec<Option<Ix<Class>>> = match rule.scope.classes.is_empty() {
            true => vec![None],
            false => {
                let all = self.season.classes.iter().map(|own| Some(own.0));
                all.filter(|class| self.has_class(&rule.scope, *class)).collect()
            }
        };
        for class in classes {
            let cars = known.rows.iter().filter(|row| class.is_none() || row.class == class);
            let (held, without): (Vec<_>, Vec<_>) = cars.partition(|row| row.position.is_some());
            let turned = held.len().min(reversed as usize);
            let order = (0..turned).rev().chain(turned..held.len());
            let place = |(index, from): (usize, usize)| {
                let position = Position::of_index(index);
                let row = held[from];
                let place = if class.is_some() { row.class_position } else { row.position };
                let held = place.unwrap_or(Position::of_index(from));
                let by = By::Article(rule.article);
                let effect = Effect::Starts { held, grid: position };
                let because = Because::new(by, Input::Result(row.result), effect);
                GridPlace { position, result: row.result, because }
            };
            of.grids.push(Grid {
                article: rule.article,
                class,
                of: known.session,
                reversed,
                places: order.enumerate().map(place).collect(),
                without: without.into_iter().map(|row| row.result).collect(),
            });
        }
    }
}

/// Whom a car's place is the handicap of.
fn carriers(result: &ResultRow, kind: Kind) -> Vec<Ix<Competitor>> {
    match kind {
        Kind::Driver => result.crew.iter().filter(|seat| seat.drove).map(|seat| seat.driver).collect(),
        kind => result.stands_for(kind).into_iter().collect(),
    }
}

/// What a rule has put on each so far.
struct Load {
    by: By,
    max: Option<Points>,
    rows: BTreeMap<Ix<Competitor>, (Points, SmallVec<[Step; 1]>)>,
}

impl Load {
    /// Adds an amount, or takes it off: between nothing and the most.
    fn add(&mut self, competitor: Ix<Competitor>, amount: Points, input: Option<Input>, effect: Effect) {
        if amount.is_zero() {
            return;
        }
        let (load, steps) = self.rows.entry(competitor).or_default();
        if *load + amount <= Points::ZERO && load.is_zero() {
            return;
        }
        steps.push(Step::new(self.by, input, effect));
        let from = *load + amount;
        let to = from.max(Points::ZERO);
        let to = self.max.map_or(to, |max| to.min(max));
        if from != to {
            steps.push(Step::new(self.by, None, Effect::CarriedLimited { from, to }));
        }
        *load = to;
    }
}
