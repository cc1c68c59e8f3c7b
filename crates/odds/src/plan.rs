//! What is left of a title, compiled once: who may still score what where, in integers.
//!
//! A plan is no second reading of the rules. Points so far, drops and finishes are those of the table that `compute` makes;
//! points to come are those that the rulebook's scale gives for a place; steps of a tie-break are compared by core. What the
//! lanes cannot rank says why, and goes through `compute`. Tests hold that both rank alike, season by season.

use crate::record::{Record, Runner, Start};
use parcferme_core::compute::compute_after;
use parcferme_core::decisions::Ruling;
use parcferme_core::outcome::{AwardKind, StandingsTable};
use parcferme_core::rules::bar::Entrant;
use parcferme_core::rules::points::PointsScale;
use parcferme_core::rules::scope::Occasion;
use parcferme_core::rules::ties::{Finish, TieBreak};
use parcferme_core::rules::title::{Crew, Lists, TiePlaces, Title};
use parcferme_core::rules::window::Wins;
use parcferme_core::season::{Class, Competitor, FeatKind, Kind, ResultRow, Round, RoundStatus, Season};
use parcferme_core::{Diagnostic, Ix, Points, Position, Rulebook, Share};

/// A title of a season after a round, and what the rounds to come can add.
#[derive(Clone, Debug)]
pub struct Plan {
    pub title: Ix<Title>,
    pub class: Option<Ix<Class>>,
    /// The last round that is known.
    pub after: Option<Ix<Round>>,
    /// Who is ranked, in order of competitors.
    pub competitors: Vec<Ix<Competitor>>,
    /// Who races in the rounds to come.
    pub cars: Vec<Car>,
    /// The rounds to come that count.
    pub rounds: Vec<ToCome>,
    /// Who of the competitors is where in the table so far; excluded ones are not ranked.
    pub(crate) so_far: Vec<SoFar>,
    pub(crate) windows: Vec<Window>,
    /// Steps of the tie-break.
    pub(crate) ties: Vec<TieBreak>,
    /// Why the lanes cannot rank the title, whose seasons then go through `compute` one by one.
    pub does_not_fit: Option<&'static str>,
    /// Points are whole numbers of this part of one.
    pub part: i64,
    pub(crate) scoring_cars: Option<usize>,
    pub(crate) others_keep_position: bool,
    pub(crate) ties_count_all_cars: bool,
}

/// One car that will race.
#[derive(Clone, Debug)]
pub struct Car {
    pub runner: Runner,
    /// The row by which it last raced.
    pub row: Ix<ResultRow>,
    /// The driver, where drivers are what has a strength.
    pub driver: Option<Ix<Competitor>>,
    /// Whom it scores for, as indices of the plan's competitors, each with its share.
    pub scores_for: Vec<(usize, Share)>,
}

/// A round to come.
#[derive(Clone, Debug)]
pub struct ToCome {
    pub round: Ix<Round>,
    /// The window in which its result may be dropped.
    pub(crate) window: Option<usize>,
    pub sessions: Vec<SessionToCome>,
}

/// A session to come.
#[derive(Clone, Debug)]
pub struct SessionToCome {
    pub id: String,
    /// Whether it is what the round is for.
    pub main: bool,
    /// Of places from the first, as many as there are cars, in parts of a point.
    pub(crate) points: Vec<i64>,
    /// Whether tie-breaks look at the place.
    pub(crate) breaks_ties: Vec<bool>,
    pub(crate) feats: Vec<FeatToCome>,
}

/// Points for a feat that one car will have.
#[derive(Clone, Debug)]
pub(crate) struct FeatToCome {
    pub kind: FeatKind,
    pub points: i64,
    pub within: Option<usize>,
    /// Only for a car with a place.
    pub placed: bool,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct SoFar {
    /// The total of the table so far.
    pub now: i64,
    /// Points that no window can drop any more or ever could, and all others, in parts.
    pub points: i64,
    /// By window: results so far that may be dropped.
    pub droppable: Vec<Vec<i64>>,
    pub finishes: Vec<Finish>,
}

#[derive(Clone, Debug)]
pub(crate) struct Window {
    /// How many of the results that may be dropped will be.
    pub drops: usize,
}

/// How many rounds back a car may have raced last to be taken for one that goes on.
const RECENT: usize = 3;

impl Plan {
    /// The title after a round (None: the last one run).
    ///
    /// # Errors
    /// PF0590: it has no table yet, a round that was run is not known, or nobody is left to race.
    pub fn new(
        season: &Season,
        rules: &Rulebook,
        title: Ix<Title>,
        class: Option<Ix<Class>>,
        after: Option<Ix<Round>>,
    ) -> Result<Plan, Box<Diagnostic>> {
        let of_title = &rules.titles[title];
        let refused = |reason: &str| {
            let place = rules.place_at(rules.articles[of_title.article].spot);
            let message = format!("the odds of `{}` cannot be counted: {reason}", of_title.id);
            Diagnostic::error("PF0590", message).at(place)
        };
        let all = listing_starters(rules, title);
        let last_run =
            || season.rounds.iter().filter(|(ix, _)| season.known_in_full(*ix)).map(|own| own.0).next_back();
        let after = after.or_else(last_run);
        let outcome = compute_after(season, &all, after);
        let table = outcome
            .tables
            .iter()
            .find(|table| table.title == title && table.class == class)
            .ok_or_else(|| refused("it has no table yet"))?;
        if !table.unknown.is_empty() {
            return Err(refused("a round that was run is not known").help("add its results").into());
        }
        let record = Record::of(season, rules, of_title, class, &outcome.classifications, after);
        let mut compiling = Compiling { season, rules, title: of_title, class, table, after, part: 1 };
        let cars = compiling.cars(&record);
        let competitors = compiling.competitors(&cars);
        let index = |competitor: Ix<Competitor>| competitors.binary_search(&competitor).ok();
        let places = cars.len();
        let cars: Vec<Car> = cars
            .into_iter()
            .map(|(car, scores_for)| Car {
                scores_for: scores_for
                    .into_iter()
                    .filter_map(|(competitor, share)| Some((index(competitor)?, share)))
                    .collect(),
                ..car
            })
            .collect();
        let prices = compiling.prices(places);
        if cars.is_empty() {
            return Err(refused("no car has raced for it yet").help("ask again after its first race").into());
        }
        let part = compiling.common_part(&prices, &cars);
        let too_fine = part.is_none().then_some("its points have no small common denominator");
        let part = part.unwrap_or(1);
        compiling.part = part;
        let windows = compiling.windows();
        let rounds = prices.into_iter().map(|price| compiling.round(price, &windows)).collect();
        let so_far = competitors.iter().map(|&own| compiling.so_far(own, &windows)).collect();
        Ok(Plan {
            title,
            class,
            after,
            competitors,
            cars,
            rounds,
            so_far,
            does_not_fit: does_not_fit(season, rules, of_title, table, after).or(too_fine),
            windows: windows.into_iter().map(|own| Window { drops: own.drops }).collect(),
            ties: of_title.ties.iter().copied().take_while(|step| *step != TieBreak::Shared).collect(),
            part,
            scoring_cars: of_title.scoring_cars.map(|cars| cars as usize),
            others_keep_position: of_title.others_keep_position,
            ties_count_all_cars: of_title.ties_count_all_cars,
        })
    }

    /// Who races, in the order of the plan's cars, as strengths know them.
    pub fn field(&self) -> Vec<Runner> {
        self.cars.iter().map(|car| car.runner.clone()).collect()
    }

    /// Points so far, in parts of a point, with what windows drop of them already.
    pub fn points(&self) -> Vec<i64> {
        let points = |own: &SoFar| own.now;
        self.so_far.iter().map(points).collect()
    }
}

/// The rules with everyone listed who started in a title: what has not scored yet can.
pub(crate) fn listing_starters(rules: &Rulebook, title: Ix<Title>) -> Rulebook {
    let mut all = rules.clone();
    all.titles.rows_mut()[title.index()].lists = Lists::Started;
    all
}

/// Why a plan cannot hold a title; None where it can.
fn does_not_fit(
    season: &Season,
    rules: &Rulebook,
    title: &Title,
    table: &StandingsTable,
    after: Option<Ix<Round>>,
) -> Option<&'static str> {
    let place_ahead = || {
        season.decisions_in_force().any(|(_, decision)| {
            let about = decision.ruling.about();
            matches!(decision.ruling, Ruling::PlaceAhead(_))
                && about.target.is_some_and(|target| target.is_in(&title.id, table.class))
                && about.round.is_none_or(|round| after.is_none_or(|after| round <= after))
        })
    };
    let reasons: [(bool, &'static str); 12] = [
        (title.wins == Wins::Fewest, "fewest points win"),
        (!title.resets.is_empty(), "totals begin anew before a round"),
        (title.min_starts > 0, "a place in the table needs starts"),
        (title.takes_points, "points go along into another class"),
        (title.class_places && table.class.is_none(), "one table goes by the places in several classes"),
        (title.windows.iter().any(|window| window.over_sessions), "single sessions are dropped"),
        (
            title.windows.iter().any(|window| window.first.is_some()),
            "only a competitor's first results count",
        ),
        (
            title.windows.iter().any(|window| !window.never_dropped.is_empty()),
            "whether a result may be dropped goes by how it ended",
        ),
        (title.ties.contains(&TieBreak::HeadToHead), "ties are broken head to head"),
        (
            title.ties_by == TiePlaces::Overall && table.class.is_some(),
            "ties are broken by places among all classes",
        ),
        (!rules.shared_cars.is_empty(), "cars count for a second competitor"),
        (place_ahead(), "a decision puts one ahead of another"),
    ];
    reasons.into_iter().find(|(holds, _)| *holds).map(|(_, reason)| reason)
}

/// Competitors, each with its share.
type ScoresFor = Vec<(Ix<Competitor>, Share)>;

struct Compiling<'a> {
    season: &'a Season,
    rules: &'a Rulebook,
    title: &'a Title,
    class: Option<Ix<Class>>,
    table: &'a StandingsTable,
    after: Option<Ix<Round>>,
    part: i64,
}

/// A round to come in points.
struct Price {
    round: Ix<Round>,
    sessions: Vec<SessionPrice>,
}

struct SessionPrice {
    id: String,
    main: bool,
    points: Vec<Points>,
    breaks_ties: Vec<bool>,
    feats: Vec<FeatPrice>,
}

struct FeatPrice {
    kind: FeatKind,
    points: Points,
    within: Option<u32>,
    placed: bool,
}

/// A window with the rounds that it may drop.
struct Stretch {
    rounds: Vec<Ix<Round>>,
    drops: usize,
}

impl Compiling<'_> {
    /// Who started in one of the last races and was counted with a place where it had one, each with whom it scores for.
    fn cars(&self, record: &Record) -> Vec<(Car, ScoresFor)> {
        let mut cars: Vec<(Car, ScoresFor)> = Vec::new();
        let mut rounds: Vec<Ix<Round>> = record.races.iter().map(|race| race.round).collect();
        rounds.dedup();
        let since = rounds.len().saturating_sub(RECENT);
        let recent = record.races.iter().filter(|race| rounds[since..].contains(&race.round));
        for start in recent.rev().flat_map(|race| race.placed.iter().chain(&race.without)) {
            if cars.iter().any(|own| own.0.runner.who == start.runner.who) || self.is_passed_over(start) {
                continue;
            }
            let driver = start.driver;
            let car = Car { runner: start.runner.clone(), row: start.result, driver, scores_for: Vec::new() };
            cars.push((car, self.scores_for(start)));
        }
        cars.sort_by(|a, b| a.0.runner.cmp(&b.0.runner));
        cars
    }

    /// Whether the cars behind it move up, as behind one of a guest.
    fn is_passed_over(&self, start: &Start) -> bool {
        let (result, row) = (start.result, &self.alone(start));
        let session = &self.season.sessions[row.session];
        let occasion = self.occasion(session.round, &session.id, session.main);
        let car = Entrant { season: self.season, occasion: &occasion, row, result };
        let barred = self.rules.bars.iter().any(|bar| {
            bar.scope.covers(&occasion)
                && bar.rule.places == parcferme_core::decisions::Places::MoveUp
                && bar.rule.rule.car(&car)
        });
        let outside = self.title.category_moves_up
            && self.title.category.as_ref().is_some_and(|category| {
                let is = |ix: Ix<Competitor>| category.has(self.season, &self.season.competitors[ix]);
                match self.title.competitor {
                    Kind::Driver => !row.crew.iter().any(|seat| is(seat.driver)),
                    kind => !row.stands_for(kind).is_some_and(is),
                }
            });
        barred || outside
    }

    /// The row of a start. A car that several shared in a race is one driver's again.
    fn alone(&self, start: &Start) -> ResultRow {
        let mut row = self.season.results[start.result].clone();
        row.crew.retain(|seat| start.driver.is_none_or(|driver| seat.driver == driver));
        row
    }

    fn scores_for(&self, start: &Start) -> ScoresFor {
        let result = start.result;
        let row = &self.alone(start);
        let session = &self.season.sessions[row.session];
        let occasion = self.occasion(session.round, &session.id, session.main);
        let car = Entrant { season: self.season, occasion: &occasion, row, result };
        let covered = || self.rules.bars.iter().filter(|bar| bar.scope.covers(&occasion));
        if covered().any(|bar| bar.rule.rule.car(&car)) {
            return Vec::new();
        }
        if self.title.competitor != Kind::Driver {
            return row.stands_for(self.title.competitor).into_iter().map(|own| (own, Share::ONE)).collect();
        }
        if let Some(driver) = start.driver {
            return vec![(driver, Share::ONE)];
        }
        let crew: Vec<_> = row
            .crew
            .iter()
            .filter(|seat| seat.scores && !covered().any(|bar| bar.rule.rule.driver(&car, seat)))
            .collect();
        let share = match self.title.crew {
            Crew::Full => Share::ONE,
            Crew::Split => Share::fraction(1, i64::try_from(crew.len()).unwrap_or(1).max(1)),
        };
        crew.into_iter().map(|seat| (seat.driver, share)).collect()
    }

    /// Those of the table who are not excluded, and those who may score, as far as the title is for them.
    fn competitors(&self, cars: &[(Car, ScoresFor)]) -> Vec<Ix<Competitor>> {
        let excluded = |own: Ix<Competitor>| self.table.row(own).is_some_and(|row| row.excluded.is_some());
        let counts = |own: &Ix<Competitor>| {
            let category = self.title.category.as_ref();
            category.is_none_or(|category| category.has(self.season, &self.season.competitors[*own]))
        };
        let racing = || cars.iter().flat_map(|own| own.1.iter().map(|own| own.0));
        let scored = self.table.rows.iter().filter(|row| !row.total.is_zero()).map(|row| row.competitor);
        let mut competitors: Vec<_> =
            scored.chain(racing()).filter(counts).filter(|own| !excluded(*own)).collect();
        competitors.sort_unstable();
        competitors.dedup();
        competitors
    }

    fn occasion<'o>(&'o self, round: Ix<Round>, session: &'o str, main: bool) -> Occasion<'o> {
        let round = &self.season.rounds[round];
        Occasion {
            event: &round.event,
            round: round.number,
            session,
            main,
            class: self.class.map(|class| self.season.classes[class].id.as_str()),
            title: &self.title.id,
            length: round.length,
            completed: Share::ONE,
            starters: None,
            measures: &[],
        }
    }

    fn counts(&self, round: &Round) -> bool {
        round.number.is_some() && round.status != RoundStatus::Cancelled && self.title.counts_at(&round.event)
    }

    fn prices(&self, places: usize) -> Vec<Price> {
        let to_come = self
            .season
            .rounds
            .iter()
            .filter(|(ix, round)| self.counts(round) && self.after.is_none_or(|after| *ix > after));
        to_come
            .map(|(round, _)| Price {
                round,
                sessions: self
                    .sessions(round)
                    .into_iter()
                    .filter_map(|(id, main)| self.session_price(round, id, main, places))
                    .collect(),
            })
            .collect()
    }

    /// The sessions of a round to come: those that the calendar announces; where it announces none, those that it names, the
    /// race, and what at least half of the rounds so far had beside it.
    fn sessions(&self, round: Ix<Round>) -> Vec<(String, bool)> {
        let of = |round| self.season.sessions_of(round).map(|ix| &self.season.sessions[ix]);
        let mut known: Vec<(String, bool)> = of(round).map(|own| (own.id.clone(), own.main)).collect();
        if self.season.known_in_full(round) || self.season.rounds[round].announced {
            return known;
        }
        let mut seen: Vec<(&str, bool, usize)> = Vec::new();
        for session in self.table.rounds.iter().flat_map(|&round| of(round)) {
            match seen.iter_mut().find(|own| (own.0, own.1) == (session.id.as_str(), session.main)) {
                Some(own) => own.2 += 1,
                None => seen.push((&session.id, session.main, 1)),
            }
        }
        let usual = seen.into_iter().filter(|own| own.2 * 2 >= self.table.rounds.len());
        let usual: Vec<(String, bool)> = usual.map(|(id, main, _)| (id.to_owned(), main)).collect();
        let has_main = known.iter().any(|own| own.1);
        let missing = |own: &(String, bool)| !(known.contains(own) || own.1 && has_main);
        let more: Vec<(String, bool)> = usual.into_iter().filter(missing).collect();
        known.splice(0..0, more);
        if !known.iter().any(|own| own.1) {
            known.push(("race".to_owned(), true));
        }
        known
    }

    fn session_price(&self, round: Ix<Round>, id: String, main: bool, places: usize) -> Option<SessionPrice> {
        let occasion = self.occasion(round, &id, main);
        let scale = PointsScale::of(&self.rules.points, &occasion);
        let covered = self.rules.bonuses.iter().filter(|bonus| bonus.scope.covers(&occasion));
        let feats: Vec<_> = covered
            .map(|bonus| FeatPrice {
                kind: FeatKind::from_word(bonus.rule.rule.what()),
                points: bonus.rule.points,
                within: bonus.rule.within,
                placed: bonus.rule.classified || bonus.rule.within.is_some(),
            })
            .collect();
        if scale.is_none() && feats.is_empty() {
            return None;
        }
        let positions = || (0..places).map(Position::of_index);
        let points =
            positions().map(|place| scale.map_or(Points::ZERO, |scale| scale.rule.points(place))).collect();
        let sees = |place| {
            scale.is_some_and(|scale| !self.title.ties_over_scoring_places || scale.rule.pays(place))
                && self.title.breaks_ties_in(&id)
        };
        let breaks_ties = positions().map(sees).collect();
        Some(SessionPrice { points, breaks_ties, feats, main, id })
    }

    /// The smallest part of a point in which all points are whole numbers.
    fn common_part(&self, prices: &[Price], cars: &[Car]) -> Option<i64> {
        let mut shares: Vec<Share> =
            cars.iter().flat_map(|car| car.scores_for.iter().map(|own| own.1)).collect();
        shares.sort_unstable();
        shares.dedup();
        let sessions = || prices.iter().flat_map(|price| &price.sessions);
        let to_come = sessions()
            .flat_map(|own| own.points.iter().copied().chain(own.feats.iter().map(|own| own.points)));
        let shared = to_come.flat_map(|points| shares.iter().map(move |&share| points.times(share)));
        let known = self.table.rows.iter().flat_map(|row| {
            let cells = row.cells.iter().map(|cell| cell.points);
            cells.chain(row.adjustments.iter().map(|own| own.1))
        });
        let mut part: i64 = 1;
        for points in shared.chain(known) {
            let (_, under) = points.ratio()?;
            part = part / common_divisor(part, under) * under;
            if part > FINEST {
                return None;
            }
        }
        Some(part)
    }

    fn in_parts(&self, points: Points) -> i64 {
        points.ratio().map_or(0, |(over, under)| over * (self.part / under))
    }

    fn windows(&self) -> Vec<Stretch> {
        let counting =
            |ix: Ix<Round>| self.table.rounds.contains(&ix) || self.after.is_none_or(|after| ix > after);
        let windows = self.title.windows.iter().map(|window| {
            let own = |round: &Round| {
                let number = round.number.unwrap_or_default();
                window.rounds.is_empty() || window.rounds.contains(&number)
            };
            // A column of a round that does not count for the title is a result of the window as any other.
            let inside = self.season.rounds.iter().filter(|(ix, round)| {
                let held = round.number.is_some() && round.status != RoundStatus::Cancelled;
                held && own(round) && counting(*ix)
            });
            let (kept, rounds): (Vec<_>, Vec<_>) = inside.partition(|(_, round)| {
                window.never_dropped_rounds.contains(&round.number.unwrap_or_default())
            });
            let best = (window.best as usize).saturating_sub(kept.len());
            Stretch {
                drops: rounds.len().saturating_sub(best),
                rounds: rounds.into_iter().map(|own| own.0).collect(),
            }
        });
        windows.collect()
    }

    fn round(&self, price: Price, windows: &[Stretch]) -> ToCome {
        ToCome {
            round: price.round,
            window: windows.iter().position(|own| own.rounds.contains(&price.round)),
            sessions: price
                .sessions
                .into_iter()
                .map(|own| SessionToCome {
                    id: own.id,
                    main: own.main,
                    points: own.points.into_iter().map(|points| self.in_parts(points)).collect(),
                    breaks_ties: own.breaks_ties,
                    feats: own
                        .feats
                        .into_iter()
                        .map(|feat| FeatToCome {
                            kind: feat.kind,
                            points: self.in_parts(feat.points),
                            within: feat.within.map(|within| within as usize),
                            placed: feat.placed,
                        })
                        .collect(),
                })
                .collect(),
        }
    }

    fn so_far(&self, competitor: Ix<Competitor>, windows: &[Stretch]) -> SoFar {
        let mut own = SoFar { droppable: vec![Vec::new(); windows.len()], ..SoFar::default() };
        let row = self.table.row(competitor);
        let adjusted: Points = row.iter().flat_map(|row| &row.adjustments).map(|own| own.1).sum();
        own.points = self.in_parts(adjusted);
        own.now = self.in_parts(row.map_or(Points::ZERO, |row| row.total));
        for (column, &round) in self.table.rounds.iter().enumerate() {
            let cell = row.and_then(|row| row.cells.get(column));
            let points = self.in_parts(cell.map_or(Points::ZERO, |cell| cell.points));
            match windows.iter().position(|own| own.rounds.contains(&round)) {
                Some(window) => own.droppable[window].push(points),
                None => own.points += points,
            }
            let awards = cell.into_iter().flat_map(|cell| &cell.awards);
            for award in awards.filter(|award| award.kind == AwardKind::Position) {
                let session = u32::try_from(award.session.index()).unwrap_or(u32::MAX);
                own.finishes.extend(award.tie_place.map(|place| Finish { round: column, session, place }));
            }
        }
        // Rounds to come that count for the window and not for the title give nothing.
        for (window, own) in windows.iter().zip(&mut own.droppable) {
            let idle = window.rounds.iter().filter(|&&ix| {
                self.after.is_none_or(|after| ix > after) && !self.counts(&self.season.rounds[ix])
            });
            own.extend(idle.map(|_| 0));
        }
        own
    }
}

/// Parts of a point finer than this make totals too large for the lanes.
const FINEST: i64 = 5_040;

fn common_divisor(a: i64, b: i64) -> i64 {
    if b == 0 { a.max(1) } else { common_divisor(b, a % b) }
}
