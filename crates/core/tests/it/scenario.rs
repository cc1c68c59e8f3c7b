//! Who can still win, held against all orders of finish, ranked with a pencil: nothing of the crate's own scoring.

use parcferme_core::generate::Dice;
use parcferme_core::numbers::{CarNumber, Laps, Position, RoundNumber};
use parcferme_core::scenario::{Ahead, Answer, Contest, FieldIs, Played, Question, Whose};
use parcferme_core::season::{
    Competitor, Feat, FeatKind, Kind, ResultRow, Round, RoundStatus, Season, SeasonBuilder, Seat, Status,
};
use parcferme_core::{Ix, Millis, Points, Rulebook, compute};
use std::cmp::Ordering;

/// More, or others, with PARCFERME_SCENARIOS: `1000` is the first thousand, `1000..5000` those after them.
const CHAMPIONSHIPS: std::ops::Range<u64> = 0..80;

/// A small championship: rounds of one session, some of them to come.
#[derive(Clone, Debug)]
struct Small {
    scale: Vec<i64>,
    best: Option<usize>,
    /// Points for the fastest lap, and the worst place that gets them; None where even one without a place does.
    lap: Option<(i64, Option<u32>)>,
    /// Cars in order of finish, those without a place absent, and who set the fastest lap.
    past: Vec<(Vec<usize>, Option<usize>)>,
    to_come: usize,
    cars: usize,
    /// The team of each car.
    team: Vec<usize>,
    /// How many of a team's cars score; None for all.
    scoring: Option<usize>,
    field: FieldIs,
}

/// What one of those to be ranked has: points by round, and how often it held each place, for tie-breaks.
#[derive(Clone, Copy, Debug, Default)]
struct Score {
    rounds: [i64; 5],
    held: [u8; 7],
}

impl Small {
    fn new(seed: u64) -> Small {
        let dice = &mut Dice::new(seed);
        let field = if dice.below(2) == 0 { FieldIs::Open } else { FieldIs::Entered };
        // Seven cars finish one race in as many orders as few do two.
        let many = dice.below(50) == 0;
        let cars = match (many, field) {
            (true, _) => 7,
            (false, FieldIs::Open) => 4,
            (false, FieldIs::Entered) => dice.between(4, 5) as usize,
        };
        let to_come = if many { 1 } else { dice.between(1, 2) as usize };
        let mut scale: Vec<i64> = Vec::new();
        let mut left = i64::from(dice.between(3, 9));
        while left > 0 && scale.len() < cars {
            scale.push(left);
            left -= i64::from(dice.between(1, 4));
        }
        let lap = (to_come == 1 && dice.below(2) == 0)
            .then(|| (1, Some(dice.between(1, 6)).filter(|&within| within < 6)));
        let rounds = dice.between(1, 3) as usize;
        let past = (0..rounds)
            .map(|_| {
                let mut order: Vec<usize> = (0..cars).collect();
                dice.shuffle(&mut order);
                order.truncate(cars - dice.below(2) as usize);
                let lap = lap.map(|_| order[dice.below(2) as usize]);
                (order, lap)
            })
            .collect::<Vec<_>>();
        let windows = dice.below(2) == 0;
        Small {
            scale,
            best: windows.then(|| dice.between(1, u32::try_from(rounds + to_come).unwrap()) as usize),
            lap,
            past,
            to_come,
            cars,
            team: (0..cars).map(|car| if car < 2 { 0 } else { car - 1 }).collect(),
            scoring: (dice.below(2) == 0).then_some(1),
            field,
        }
    }

    fn rulebook(&self) -> Rulebook {
        let scale: Vec<String> = self.scale.iter().map(i64::to_string).collect();
        let mut text = format!("[[points]]\nid = \"scale\"\nscale = [{}]\n", scale.join(", "));
        if let Some((points, within)) = self.lap {
            text.push_str(&format!("[[bonus]]\nid = \"lap\"\nfeat = \"fastest-lap\"\npoints = {points}\n"));
            text.extend(within.map(|within| format!("within = {within}\n")));
        }
        let scores = if self.scoring.is_some() { "best-car" } else { "all-cars" };
        for (title, more) in [("driver", String::new()), ("team", format!("scores = \"{scores}\"\n"))] {
            text.push_str(&format!(
                "[[title]]\nid = \"{title}s\"\ncompetitor = \"{title}\"\nties = [\"countback\", \"shared\"]\n{more}"
            ));
            if let Some(best) = self.best {
                text.push_str(&format!("windows = [{{ best = {best} }}]\n"));
            }
        }
        let (rules, found) = Rulebook::parse("small.toml", &text);
        assert_eq!(found, [], "{text}");
        rules
    }

    fn season(&self) -> Season {
        let mut builder = SeasonBuilder::new("small/1", "Small", "small", 2001, "small");
        for round in 0..self.past.len() + self.to_come {
            let run = round < self.past.len();
            let ix = builder.round(Round {
                short: String::new(),
                number: Some(RoundNumber(u32::try_from(round + 1).unwrap())),
                event: format!("event-{round}"),
                name: String::new(),
                circuit: String::new(),
                date: None,
                status: if run { RoundStatus::Held } else { RoundStatus::Scheduled },
                length: None,
                announced: false,
                cites: Default::default(),
            });
            if !run {
                continue;
            }
            let session = builder.session(ix, "race", SeasonBuilder::MAIN);
            let (order, lap) = &self.past[round];
            for car in 0..self.cars {
                let place = order.iter().position(|&own| own == car);
                let driver = builder.competitor(Kind::Driver, &format!("driver-{car}"), "");
                let team = builder.competitor(Kind::Team, &format!("team-{}", self.team[car]), "");
                let mut stands_for = [None; Kind::ALL.len()];
                stands_for[Kind::Team as usize] = Some(team);
                let number: CarNumber = CarNumber::from(format!("{}", car + 1).as_str());
                if *lap == Some(car) {
                    builder.facts().feats.push(Feat {
                        session,
                        kind: FeatKind::FastestLap,
                        number: number.clone(),
                        class: None,
                        driver: None,
                        time: None,
                        share: None,
                        cites: Default::default(),
                    });
                }
                let status = if place.is_some() { Status::Finished } else { Status::Dnf };
                builder.result(ResultRow {
                    position: place.and_then(|place| Position::new(u32::try_from(place + 1).unwrap())),
                    stands_for,
                    crew: [Seat {
                        driver,
                        printed: String::new(),
                        nation: None,
                        drove: true,
                        drive_time: None,
                        scores: true,
                    }]
                    .into_iter()
                    .collect(),
                    laps: Some(Laps(if place.is_some() { 9 } else { 1 })),
                    time: place.map(|place| Millis(1000 + i64::try_from(place).unwrap())),
                    ..ResultRow::bare(session, &number, status)
                });
            }
        }
        builder.finish()
    }

    /// All ways in which a session may end: an order of those that have a place, and who sets the fastest lap.
    fn ends(&self) -> Vec<(Vec<usize>, Option<usize>)> {
        let mut orders: Vec<Vec<usize>> = vec![Vec::new()];
        let mut from = 0;
        while from < orders.len() {
            for car in 0..self.cars {
                if !orders[from].contains(&car) {
                    let longer = [orders[from].as_slice(), &[car]].concat();
                    orders.push(longer);
                }
            }
            from += 1;
        }
        if self.field == FieldIs::Entered {
            orders.retain(|order| order.len() == self.cars);
        }
        let laps: Vec<Option<usize>> = match self.lap {
            None => vec![None],
            Some(_) => (0..self.cars).map(Some).chain([None]).collect(),
        };
        orders.iter().flat_map(|order| laps.iter().map(move |&lap| (order.clone(), lap))).collect()
    }

    /// What each has after sessions, by title: drivers or teams.
    fn scores<'a>(
        &self,
        teams: bool,
        sessions: impl Iterator<Item = &'a (Vec<usize>, Option<usize>)>,
    ) -> Vec<Score> {
        let count = if teams { self.team.iter().max().unwrap() + 1 } else { self.cars };
        let mut scores = vec![Score::default(); count];
        for (round, (order, lap)) in sessions.enumerate() {
            let mut scored = [0; 7];
            for (place, &car) in order.iter().enumerate() {
                let own = if teams { self.team[car] } else { car };
                if !teams || self.scoring.is_none_or(|scoring| scored[own] < scoring) {
                    scores[own].rounds[round] += self.scale.get(place).copied().unwrap_or(0);
                    scores[own].held[place] += 1;
                    scored[own] += 1;
                }
            }
            if let (Some((points, within)), Some(car)) = (self.lap, *lap) {
                let place = order.iter().position(|&own| own == car);
                if within.is_none_or(|within| place.is_some_and(|place| place < within as usize)) {
                    scores[if teams { self.team[car] } else { car }].rounds[round] += points;
                }
            }
        }
        scores
    }

    fn total(&self, score: &Score) -> i64 {
        let mut rounds = score.rounds;
        rounds.sort_unstable_by(|a, b| b.cmp(a));
        rounds.iter().take(self.best.unwrap_or(rounds.len())).sum()
    }

    /// What it is ranked by, the most ahead: points, then how often it held each place.
    fn key(&self, score: &Score) -> (i64, [u8; 7]) {
        (self.total(score), score.held)
    }

    fn check(&self, counted: &mut [usize; 5]) {
        let (season, rules) = (self.season(), self.rulebook());
        let outcome = compute(&season, &rules);
        let ends = self.ends();
        let past: Vec<&(Vec<usize>, Option<usize>)> = self.past.iter().collect();
        let joint: Vec<Vec<&(Vec<usize>, Option<usize>)>> = match self.to_come {
            1 => ends.iter().map(|own| vec![own]).collect(),
            _ => ends.iter().flat_map(|a| ends.iter().map(move |b| vec![a, b])).collect(),
        };
        for (teams, title) in [(false, "drivers"), (true, "teams")] {
            let table = outcome.table(rules.title(title).unwrap(), None).unwrap();
            let after = Some(Ix::new(self.past.len() - 1));
            let question = Question { season: &season, rules: &rules, after, field: self.field };
            let contest = Contest::of(question, table);
            let answer = contest.answer();
            let count = self.scores(teams, past.iter().copied()).len();
            let id = |own: usize| format!("{}-{own}", if teams { "team" } else { "driver" });
            let named = |id: &str| id.rsplit('-').next().unwrap().parse::<usize>().unwrap();
            // Which of this championship's own each competitor of the season is.
            let own: Vec<usize> = season.competitors.rows().iter().map(|own| named(&own.id)).collect();
            let own_of = |competitor: Ix<Competitor>| own[competitor.index()];
            let squares = self.squares(&season, &contest, count, &id);
            let chance =
                |own: usize| answer.chances.iter().find(|c| season.competitors[c.competitor].id == id(own));
            let (mut can, mut always) = (vec![false; count], vec![true; count]);
            let now = self.scores(teams, past.iter().copied());
            let mut apart = 0;
            for own in &joint {
                let scores = self.scores(teams, past.iter().chain(own).copied());
                // Nobody is first who has nothing.
                let listed = |own: usize| scores[own].rounds.iter().any(|&points| points > 0);
                let keys: Vec<_> = scores.iter().map(|score| self.key(score)).collect();
                let ahead = |a: usize, b: usize| keys[b].cmp(&keys[a]);
                let most = keys.iter().max();
                let first: Vec<usize> = (0..count).filter(|&a| listed(a) && Some(&keys[a]) == most).collect();
                first.iter().for_each(|&own| can[own] = true);
                (0..count).for_each(|own| always[own] &= first == [own]);
                if self.to_come == 1 {
                    self.last_race(&answer, &contest, own[0], &first, (teams, &own_of));
                    self.duels(&squares, own[0], &ahead, teams);
                    apart += self.apart(&answer, &scores, &first, &own_of);
                    counted[1] += 1;
                }
            }
            counted[4] += apart;
            let newcomer = self.field == FieldIs::Open && {
                let cars = if teams && self.scoring.is_none() { 2 } else { 1 };
                let lap = self.lap.map_or(0, |own| own.0);
                let won: i64 = self.scale.iter().take(cars).sum::<i64>() + lap;
                let mut best = Score::default();
                best.rounds[..self.to_come].fill(won);
                let best = self.total(&best);
                now.iter().all(|own| self.total(own) <= best)
            };
            for own in 0..count {
                let found = chance(own).map(|own| (own.can_win, own.champion));
                let (can_win, champion) = found.unwrap_or((Some(false), false));
                assert_eq!(can_win, Some(can[own]), "{title} {own} can win: {self:#?}\n{answer:#?}");
                assert_eq!(champion, always[own] && !newcomer, "{title} {own} champion: {self:#?}");
                counted[0] += 1;
            }
            for chance in answer.chances.iter().filter(|own| own.can_win == Some(true)) {
                assert!(contest.confirms(chance), "{self:#?}");
                counted[2] += 1;
            }
            self.sufficient(&answer, (&season, &contest), &joint, (teams, &id), &mut counted[3]);
        }
    }

    /// Each line of the last-race table against one order of finish: the champion is whom a line says, and nobody else.
    fn last_race(
        &self,
        answer: &Answer,
        contest: &Contest<'_>,
        end: &(Vec<usize>, Option<usize>),
        first: &[usize],
        (teams, own_of): (bool, &dyn Fn(Ix<Competitor>) -> usize),
    ) {
        let of = |car: usize| if teams { self.team[car] } else { car };
        let place = |own: usize| {
            let at = end.0.iter().position(|&car| of(car) == own);
            at.map(|place| u32::try_from(place + 1).unwrap())
        };
        // A feat counts by the place of the car that has it.
        let feats = |own: usize| {
            let Some(car) = end.1.filter(|&car| of(car) == own) else { return 0 };
            let at = end.0.iter().position(|&own| own == car);
            let at = at.map(|place| u32::try_from(place + 1).unwrap());
            u64::from(contest.slots[0].feats.first().is_some_and(|feat| feat.reaches(at)))
        };
        for (competitor, rows) in &answer.champion_if {
            let name = own_of(*competitor);
            let own = place(name);
            let holds = rows.iter().any(|row| {
                let within = match (row.from, row.to, own) {
                    (from, None, None) => from.is_none() || row.to.is_none(),
                    (Some(from), Some(to), Some(own)) => (from..=to).contains(&own),
                    (Some(from), None, Some(own)) => from <= own,
                    _ => false,
                };
                within
                    && row.feats & !feats(name) == 0
                    && row.rivals.iter().all(|rival| {
                        let other = own_of(rival.competitor);
                        let at = place(other);
                        let held =
                            rival.held.iter().find(|held| held.feats == feats(other)).or(rival.held.last());
                        held.unwrap().outside.is_some_and(|outside| at.is_none_or(|at| at > outside))
                    })
            });
            let champion = first == [name];
            assert_eq!(holds, champion, "{name} with {end:?}: {rows:#?}\n{self:#?}");
        }
    }

    /// The squares of places against places, of each two that have one.
    fn squares(
        &self,
        season: &Season,
        contest: &Contest<'_>,
        count: usize,
        id: &dyn Fn(usize) -> String,
    ) -> Vec<(usize, usize, Vec<Vec<Ahead>>)> {
        if self.to_come != 1 {
            return Vec::new();
        }
        let known = |own: usize| season.competitors.iter().find(|at| at.1.id == id(own)).map(|at| at.0);
        let pairs = (0..count).flat_map(|a| (0..count).filter(move |&b| b != a).map(move |b| (a, b)));
        let square = |(a, b)| Some((a, b, contest.duel(known(a)?, known(b)?)?));
        pairs.filter_map(square).collect()
    }

    /// Of each two, the one that is ahead is the one that the square of their places says.
    fn duels(
        &self,
        squares: &[(usize, usize, Vec<Vec<Ahead>>)],
        end: &(Vec<usize>, Option<usize>),
        ahead: &dyn Fn(usize, usize) -> Ordering,
        teams: bool,
    ) {
        let of = |car: usize| if teams { self.team[car] } else { car };
        for (a, b, square) in squares {
            let at = |own: usize| end.0.iter().position(|&car| of(car) == own).unwrap_or(square.len() - 1);
            let said = square[at(*a)][at(*b)];
            let fits = match said {
                Ahead::First => ahead(*a, *b).is_lt(),
                Ahead::Second => ahead(*a, *b).is_gt(),
                Ahead::Level => ahead(*a, *b).is_eq(),
                Ahead::Feats => self.lap.is_some(),
                Ahead::Never => false,
            };
            assert!(fits, "{a} against {b} with {end:?}: {said:?}\n{self:#?}");
        }
    }

    /// Points over each rival against one order of finish: with more of all rivals it is champion, with fewer of one it is not.
    fn apart(
        &self,
        answer: &Answer,
        scores: &[Score],
        first: &[usize],
        own_of: &dyn Fn(Ix<Competitor>) -> usize,
    ) -> usize {
        let gained = |own: usize| scores[own].rounds[self.past.len()];
        let mut looked_at = 0;
        for (competitor, needs) in answer.needs.iter().filter(|own| !own.1.apart.is_empty()) {
            let own = own_of(*competitor);
            let more = |rival: &(Ix<Competitor>, Points)| {
                let needed: i64 = rival.1.to_string().parse().unwrap();
                (gained(own) - gained(own_of(rival.0))).cmp(&needed)
            };
            let against: Vec<Ordering> = needs.apart.iter().map(more).collect();
            if against.iter().all(|own| own.is_gt()) {
                assert_eq!(first, [own], "{needs:?} {scores:?} {self:#?}");
            }
            if against.iter().any(|own| own.is_lt()) {
                assert!(!first.contains(&own), "{needs:?} {scores:?} {self:#?}");
            }
            looked_at += 1;
        }
        looked_at
    }

    /// Places that suffice are those with which nobody else is first, whatever happens.
    fn sufficient(
        &self,
        answer: &Answer,
        (season, contest): (&Season, &Contest<'_>),
        joint: &[Vec<&(Vec<usize>, Option<usize>)>],
        (teams, id): (bool, &dyn Fn(usize) -> String),
        counted: &mut usize,
    ) {
        if teams {
            return;
        }
        let past: Vec<&(Vec<usize>, Option<usize>)> = self.past.iter().collect();
        for (competitor, needs) in &answer.needs {
            let Some(rest) = &needs.rest else { continue };
            let own = (0..self.cars).find(|&own| id(own) == season.competitors[*competitor].id).unwrap();
            let last = contest.last_place();
            let grade = |place: Option<u32>| place.unwrap_or(last + 1);
            let mut safe: Vec<(Vec<u32>, bool)> = Vec::new();
            for end in joint.iter().filter(|end| end.iter().all(|own_end| own_end.1 != Some(own))) {
                let places: Vec<u32> = end
                    .iter()
                    .map(|(order, _)| {
                        grade(
                            order.iter().position(|&car| car == own).map(|at| u32::try_from(at + 1).unwrap()),
                        )
                    })
                    .collect();
                let scores = self.scores(false, past.iter().chain(end).copied());
                let key = self.key(&scores[own]);
                let first = (0..self.cars).all(|b| b == own || key > self.key(&scores[b]));
                match safe.iter_mut().find(|known| known.0 == places) {
                    Some(known) => known.1 &= first,
                    None => safe.push((places, first)),
                }
            }
            for (places, is_safe) in safe {
                let said = rest
                    .places
                    .iter()
                    .any(|enough| enough.iter().zip(&places).all(|(enough, &own)| own <= grade(*enough)));
                assert_eq!(said, is_safe, "{own} with {places:?} of {rest:?}: {self:#?}");
                *counted += 1;
            }
        }
    }
}

#[test]
fn small_championships_come_out_as_all_orders_of_finish_say() {
    let seeds = match std::env::var("PARCFERME_SCENARIOS") {
        Ok(asked) => {
            let (from, to) = asked.split_once("..").unwrap_or(("0", &asked));
            from.parse().unwrap()..to.parse().unwrap()
        }
        Err(_) => CHAMPIONSHIPS,
    };
    let mut counted = [0; 5];
    for seed in seeds {
        Small::new(seed).check(&mut counted);
        if (seed + 1) % 1000 == 0 {
            println!("up to {}: none differs", seed + 1);
        }
    }
    let [competitors, finishes, witnesses, places, apart] = counted;
    println!(
        "{competitors} competitors, {finishes} last races, {witnesses} witnesses, {places} places, {apart} points apart"
    );
    assert!(counted.iter().all(|&own| own > 100), "{counted:?} is not enough to mean anything");
}

/// A round of 10-6-4 of which Ann, the first driver, has won one and Ben, the second, was second in it; another with a
/// sprint of 3-2 is to come.
fn with_a_sprint_to_come() -> (Season, Rulebook) {
    let small = Small {
        scale: vec![10, 6, 4],
        best: None,
        lap: None,
        past: vec![(vec![0, 1, 2], None)],
        to_come: 1,
        cars: 3,
        team: vec![0, 1, 2],
        scoring: Some(1),
        field: FieldIs::Open,
    };
    let mut builder = SeasonBuilder::of(small.season());
    builder.facts().rounds[Ix::new(1)].announced = true;
    builder.session(Ix::new(1), "sprint", 1);
    builder.session(Ix::new(1), "race", SeasonBuilder::MAIN);
    let text = "[[points]]\nid = \"race\"\nscale = [10, 6, 4]\n[[points]]\nid = \"sprint\"\nsessions = [\"sprint\"]\nscale = [3, 2]\n[[title]]\nid = \"drivers\"\ncompetitor = \"driver\"\nties = [\"countback\", \"shared\"]\n";
    let (rules, found) = Rulebook::parse("sprint.toml", text);
    assert_eq!(found, []);
    (builder.finish(), rules)
}

#[test]
fn before_a_round_of_two_sessions_the_lead_before_the_last_is_told() {
    let (season, rules) = with_a_sprint_to_come();
    let outcome = compute(&season, &rules);
    let question = Question { season: &season, rules: &rules, after: Some(Ix::new(0)), field: FieldIs::Open };
    let contest = Contest::of(question, &outcome.tables[0]);
    let answer = contest.answer();
    let sessions: Vec<&str> = contest.slots.iter().map(|slot| slot.session).collect();
    assert_eq!(sessions, ["sprint", "race"]);
    let can: Vec<Option<bool>> = answer.chances.iter().map(|own| own.can_win).collect();
    assert_eq!(can, [Some(true); 3], "4 + 3 + 10 beat 10");
    let ann = answer.chances[0].competitor;
    let needs = &answer.needs.iter().find(|own| own.0 == ann).unwrap().1;
    let margins: Vec<(Option<u32>, String)> =
        needs.margins.iter().map(|own| (own.from, own.more_than.to_string())).collect();
    // Who wins the race gives a rival six at most; without a place it leaves ten.
    let expected = [(Some(1), "-4"), (Some(2), "4"), (Some(3), "6"), (None, "10")];
    assert_eq!(margins, expected.map(|(place, points)| (place, points.to_owned())));
    assert_eq!(needs.more_than.to_string(), "9", "6 + 3 + 10 of Ben's");
    // A win is enough whatever the sprint gives: 20 against 6 + 3 + 6. So is a second place behind a sprint that is won:
    // 19 against 6 + 2 + 10.
    let rest = &needs.rest.as_ref().unwrap().places;
    assert_eq!(*rest, [vec![Some(1), Some(2)], vec![None, Some(1)]]);
}

/// Rules of which the pencil above knows nothing, each as keys of a title.
const EXOTIC: [&str; 12] = [
    "ties = [\"wins\", \"earliest-result\"]",
    "ties = [\"best-result\", \"latest-result\"]",
    "ties = [\"countback\"]\nties_over = \"scoring-places\"",
    "ties = [\"head-to-head\"]",
    "ties = [\"countback\"]\nwins = \"fewest\"",
    "ties = [\"countback\"]\nwins = \"fewest\"\nabsent = 5",
    "ties = [\"countback\"]\nwins = \"fewest\"\nwindows = [{ best = 2 }]",
    "ties = [\"countback\"]\nmin_starts = 3",
    "ties = [\"countback\"]\nresets = [{ before = 3, top = 2, points = [3, 1], carry = \"50 %\" }]",
    "ties = [\"countback\"]\nwindows = [{ rounds = \"1-2\", best = 1 }, { rounds = \"3-4\", best = 1 }]",
    "ties = [\"countback\"]\nwindows = [{ best = 2, over = \"sessions\" }]",
    "ties = [\"countback\"]\nwindows = [{ best = 3, never_dropped_rounds = \"1\" }]\nlists = \"started\"",
];

#[test]
fn rules_of_all_kinds_come_out_as_compute_makes_of_all_orders_of_finish() {
    let (mut answers, mut unknown) = (0, 0);
    for (title, seed) in EXOTIC.iter().flat_map(|title| (0..4).map(move |seed| (title, seed))) {
        let dice = &mut Dice::new(seed);
        let past = (0..2).map(|_| {
            let mut order = vec![0, 1, 2];
            dice.shuffle(&mut order);
            order.truncate(2 + dice.below(2) as usize);
            (order, None)
        });
        let small = Small {
            scale: if title.contains("fewest") { vec![1, 2, 3] } else { vec![6, 4, 1] },
            best: None,
            lap: None,
            past: past.collect(),
            to_come: 2,
            cars: 3,
            team: vec![0, 1, 2],
            scoring: None,
            field: if seed % 2 == 0 { FieldIs::Open } else { FieldIs::Entered },
        };
        let scale: Vec<String> = small.scale.iter().map(i64::to_string).collect();
        let text = format!(
            "[[points]]\nid = \"scale\"\nscale = [{}]\n[[title]]\nid = \"drivers\"\ncompetitor = \"driver\"\n{title}\n",
            scale.join(", ")
        );
        let (rules, found) = Rulebook::parse("exotic.toml", &text);
        assert_eq!(found, [], "{text}");
        let season = small.season();
        let outcome = compute(&season, &rules);
        let question =
            Question { season: &season, rules: &rules, after: Some(Ix::new(1)), field: small.field };
        let contest = Contest::of(question, &outcome.tables[0]);
        let answer = contest.answer();
        let driver = |car: usize| {
            let id = format!("driver-{car}");
            season.competitors.iter().find(|(_, own)| own.id == id).unwrap().0
        };
        let ends: Vec<Played> = small
            .ends()
            .iter()
            .map(|(order, _)| Played {
                places: (1..)
                    .zip(order)
                    .map(|(place, &car)| (place, Whose::Competitor(driver(car))))
                    .collect(),
                feats: Vec::new(),
            })
            .collect();
        let mut firsts: Vec<Vec<_>> = Vec::new();
        for a in &ends {
            for b in &ends {
                let played = contest.season(&[a.clone(), b.clone()]);
                let outcome = compute(&played, &rules);
                let leaders = outcome.tables.iter().flat_map(|table| table.leaders());
                firsts.push(leaders.map(|row| row.competitor).collect());
            }
        }
        for car in 0..3 {
            let can = firsts.iter().any(|first| first.contains(&driver(car)));
            let chance = answer.chances.iter().find(|own| own.competitor == driver(car));
            let said = chance.map_or(Some(false), |own| own.can_win);
            let champion = chance.is_some_and(|own| own.champion);
            assert!(
                said.is_none_or(|said| said == can),
                "{title} {seed} {car}: {said:?}\n{small:#?}\n{answer:#?}"
            );
            assert!(!champion || firsts.iter().all(|first| *first == [driver(car)]), "{title} {seed} {car}");
            answers += 1;
            unknown += u32::from(said.is_none());
        }
    }
    println!("{answers} answers, {unknown} not known");
    assert!(unknown * 8 < answers, "{unknown} of {answers} not known");
}
