//! Why a number is what it is, in words: the steps that the outcome carries, the places as they were counted, the awards.
//! Nothing is computed here.

use parcferme_core::alternatives::{Alternative, Question};
use parcferme_core::decisions::{Decision, Words};
use parcferme_core::number_words::ordinal;
use parcferme_core::outcome::{
    Award, Basis, Because, By, Cell, ClassificationRow, Count, Distance, Effect, Input, Outcome,
    StandingsRow, StandingsTable, Step as Carried, Tie,
};
use parcferme_core::rulebook::Article;
use parcferme_core::rules::distance::DistanceOf;
use parcferme_core::rules::extra::Bonus;
use parcferme_core::rules::ties::TieBreak;
use parcferme_core::season::{Cites, Kind, ResultRow, Round, Session, Status};
use parcferme_core::{Ix, Millis, Points, Rulebook, Season, Share};

/// The answer, step by step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    pub question: Question,
    pub points: Points,
    pub position: Option<u32>,
    pub basis: Basis,
    pub steps: Vec<Step>,
    pub alternatives: Vec<Alternative>,
}

/// One step of the road from facts to the number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub kind: StepKind,
    pub text: String,
    pub article: Option<Ix<Article>>,
    pub cites: Cites,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// A row of a result.
    Result,
    /// What a rule did to it.
    Rule,
    /// The distance rule on a car.
    Distance,
    /// A car in the counting of positions.
    Position,
    /// Points given.
    Award,
    /// A decision.
    Decision,
    /// A published value carried.
    Published,
    /// A sum.
    Sum,
    /// A tie and how it was broken.
    Tie,
}

impl StepKind {
    pub const fn word(self) -> &'static str {
        match self {
            StepKind::Result => "result",
            StepKind::Rule => "rule",
            StepKind::Distance => "distance",
            StepKind::Position => "position",
            StepKind::Award => "award",
            StepKind::Decision => "decision",
            StepKind::Published => "published",
            StepKind::Sum => "sum",
            StepKind::Tie => "tie",
        }
    }
}

/// Explains a cell, or a total where the question names no round. None where the table has no such row or column.
pub fn explain(
    season: &Season,
    rules: &Rulebook,
    outcome: &Outcome,
    question: Question,
) -> Option<Explanation> {
    let telling = Telling { season, rules, outcome };
    let table = outcome.table(question.title, question.class)?;
    let row = table.row(question.competitor);
    let Some(round) = question.round else {
        return row.map(|row| telling.total(row, question));
    };
    if !table.rounds.contains(&round) {
        return None;
    }
    Some(telling.cell(table, row.and_then(|row| row.cell(round)), round, question))
}

/// `1 point`, `13 points`.
pub fn points_in_words(points: Points) -> String {
    let one = points == Points::whole(1) || points == Points::whole(-1);
    format!("{points} {}", if one { "point" } else { "points" })
}

/// A step of a classification row in words, without its full stop; None for one that says nothing of its own.
pub fn effect_in_words(season: &Season, effect: &Effect, inputs: &[Input]) -> Option<String> {
    let of_class = |class| &season.classes[class].id;
    Some(match *effect {
        Effect::Mapped { from: Some(from), to } => {
            format!("entered in {}, ranked in {}", of_class(from), of_class(to))
        }
        Effect::Mapped { from: None, to } => format!("ranked in {}", of_class(to)),
        Effect::LapsTaken(laps) => format!("{} taken", laps_in_words(i64::from(laps))),
        Effect::TimeAdded(time) => format!("{time} added to its time"),
        Effect::CountedBack { laps, time } => format!(
            "classified as at the end of an earlier lap{}{}",
            laps.map_or_else(String::new, |laps| format!(", with {}", laps_in_words(i64::from(laps)))),
            time.map_or_else(String::new, |time| format!(" in {time}")),
        ),
        Effect::Became(status) => status_in_words(status).to_owned(),
        Effect::LapDeleted(lap) => format!("the time of lap {lap} does not count"),
        Effect::Disqualified => "disqualified".to_owned(),
        Effect::PlacesDropped(1) => "a drop of 1 place".to_owned(),
        Effect::PlacesDropped(places) => format!("a drop of {places} places"),
        Effect::NothingToAct => {
            "it changes nothing, for what it would change is not known of the car".to_owned()
        }
        Effect::LiftedBy(lift) => {
            format!("it does not count any more, by decision {}", season.decisions[lift].id)
        }
        Effect::Moved { from, to } => format!("falls from {} to {} of all cars", ordinal(from), ordinal(to)),
        Effect::MovedUp { from, to } => {
            let cars: Vec<&str> = inputs
                .iter()
                .filter_map(|input| match input {
                    Input::Result(result) => Some(season.results[*result].number.as_str()),
                    _ => None,
                })
                .collect();
            let others = (from - to) as usize - cars.len().min((from - to) as usize);
            let more = if others > 0 { format!(" and {others} more") } else { String::new() };
            let plural = if cars.len() + others == 1 { "car" } else { "cars" };
            let (from, to) = (ordinal(from), ordinal(to));
            format!("moves up from {from} to {to} of all cars, past {plural} {}{more}", cars.join(", "))
        }
        Effect::Ranked { guessed: true } => {
            "the place is a guess, for laps or times that would tell it are not known".to_owned()
        }
        Effect::Judged { classified: true, .. } => "classified".to_owned(),
        Effect::Judged { classified: false, .. } => "not classified".to_owned(),
        _ => return None,
    })
}

/// A decision with who took it and why: `Decision 7 (Stewards, 2003-05-10): underweight`.
pub fn decision_in_words(decision: &Decision) -> String {
    match decision.said() {
        said if said.is_empty() => format!("Decision {}: {}", decision.id, decision.reason),
        said => format!("Decision {} ({said}): {}", decision.id, decision.reason),
    }
}

/// What was ruled, in the names of the season and its titles.
pub fn ruling_in_words(season: &Season, rules: &Rulebook, own: &Decision) -> String {
    let title =
        |id: &str| rules.title(id).map_or_else(|| id.to_owned(), |title| rules.titles[title].name.clone());
    own.ruling.sentence(&Words { season, title: &title })
}

pub fn laps_in_words(laps: i64) -> String {
    if laps == 1 { "1 lap".to_owned() } else { format!("{laps} laps") }
}

/// `car 27 Example Racing`; the crew where it has no team.
fn car_in_words(season: &Season, row: &ResultRow) -> String {
    let crew: Vec<&str> = row.crew.iter().map(|seat| season.competitors[seat.driver].name.as_str()).collect();
    let whose = if row.printed_team.is_empty() { crew.join(", ") } else { row.printed_team.clone() };
    format!("car {} {whose}", row.number).trim_end().to_owned()
}

fn status_in_words(status: Status) -> &'static str {
    match status {
        Status::Finished => "at the finish",
        Status::Nc => "not classified",
        Status::Dnf => "retired",
        Status::Dns => "did not start",
        Status::Dnq => "did not qualify",
        Status::Dsq => "disqualified",
    }
}

struct Telling<'a> {
    season: &'a Season,
    rules: &'a Rulebook,
    outcome: &'a Outcome,
}

impl Telling<'_> {
    fn cell(
        &self,
        table: &StandingsTable,
        cell: Option<&Cell>,
        round: Ix<Round>,
        question: Question,
    ) -> Explanation {
        let mut steps = Vec::new();
        match cell {
            Some(cell) if cell.basis == Basis::Declared => self.declared(cell, &mut steps),
            _ => {
                let of_round = |session: Ix<Session>| self.season.sessions[session].round == round;
                let own = |count: &&Count| {
                    count.class == question.class
                        || count.cars.iter().any(|car| self.stands_for(question, car.result))
                };
                for count in table.counts.iter().filter(|count| of_round(count.session)).filter(own) {
                    let awards = cell.map(|cell| cell.awards.as_slice()).unwrap_or_default();
                    self.session(count, question, awards, &mut steps);
                }
            }
        }
        Explanation {
            question,
            points: cell.map_or(Points::ZERO, |cell| cell.points),
            position: cell.and_then(|cell| cell.position),
            basis: cell.map_or(Basis::Nothing, |cell| cell.basis),
            steps,
            alternatives: Vec::new(),
        }
    }

    fn declared(&self, cell: &Cell, steps: &mut Vec<Step>) {
        let round = &self.season.rounds[cell.round];
        for input in cell.because.inputs() {
            let Input::Published { table, row } = input else { continue };
            let Some(table) = self.season.published.get(table as usize) else { continue };
            let Some(row) = table.rows.get(row as usize) else { continue };
            steps.push(Step {
                kind: StepKind::Published,
                text: format!(
                    "The results of round {} are not known. The published table {} gives {}; they are carried and not verified.",
                    round.label(),
                    table.file,
                    points_in_words(cell.points)
                ),
                article: None,
                cites: row.cites.clone(),
            });
        }
    }

    /// What happened to the competitor's cars, how the places were counted, what was given.
    fn session(&self, count: &Count, question: Question, awards: &[Award], steps: &mut Vec<Step>) {
        let Some(classification) = self.outcome.classification(count.session) else { return };
        let own = |ix| self.stands_for(question, ix);
        let in_table = |row: &&ClassificationRow| question.class.is_none() || row.class == question.class;
        for row in classification.rows.iter().filter(in_table).filter(|row| own(row.result)) {
            self.row(row, steps);
        }
        for car in &count.cars {
            self.counted(car.result, car.position, &car.because, own(car.result), steps);
        }
        let given: Vec<&Award> = awards.iter().filter(|award| award.session == count.session).collect();
        for award in &given {
            self.award(award, steps);
        }
        if given.is_empty() {
            let article = Some(self.rules.titles[question.title].article);
            let text = "No points.".to_owned();
            steps.push(Step { kind: StepKind::Award, text, article, cites: Cites::new() });
        }
    }

    fn stands_for(&self, question: Question, result: Ix<ResultRow>) -> bool {
        let result = &self.season.results[result];
        match self.rules.titles[question.title].competitor {
            Kind::Driver => result.crew.iter().any(|seat| seat.driver == question.competitor),
            kind => result.stands_for(kind) == Some(question.competitor),
        }
    }

    /// A car's row of the classification, step by step.
    fn row(&self, row: &ClassificationRow, steps: &mut Vec<Step>) {
        let result = &self.season.results[row.result];
        let place = |position: Option<u32>| position.map_or_else(|| "without a position".to_owned(), ordinal);
        let laps = |laps: Option<u32>| {
            laps.map_or_else(String::new, |laps| format!(", {}", laps_in_words(i64::from(laps))))
        };
        // In practice and qualifying the best lap is what a car did.
        let by_best_lap = self.season.sessions[result.session].by_best_lap;
        let best = |best: Option<Millis>| best.filter(|_| by_best_lap).map(|best| format!("best lap {best}"));
        let as_declared = (row.position, row.status, row.laps, row.time)
            == (result.position, result.status, result.laps, result.time);
        for step in &row.because.steps {
            match step.effect {
                Effect::Declared | Effect::Timed if as_declared => {}
                Effect::Declared | Effect::Timed => {
                    let how = match step.effect {
                        Effect::Timed => "timed".to_owned(),
                        _ => format!("declared {}", place(result.position)),
                    };
                    let time = result.time.map_or_else(String::new, |time| format!(" in {time}"));
                    let did = match best(result.best_lap).filter(|_| step.effect == Effect::Timed) {
                        Some(best) => best,
                        None => format!("{}{}{time}", status_in_words(result.status), laps(result.laps)),
                    };
                    let text = format!("{} was {how}, {did}.", large(&car_in_words(self.season, result)));
                    steps.push(self.step(StepKind::Result, text, None, result.cites.clone()));
                }
                Effect::Judged { distance, late, .. } => {
                    let By::Article(article) = step.by else { continue };
                    steps.extend(distance.map(|distance| self.distance(row, distance, article)));
                    let late = late.map(|late| format!("{late} too late at the finish."));
                    steps.extend(
                        late.map(|text| self.step(StepKind::Distance, text, Some(article), Cites::new())),
                    );
                }
                _ => steps.extend(self.happened(step)),
            }
        }
        let in_class = match row.class {
            Some(_) => format!(" overall, {} in class", place(row.class_position)),
            None => String::new(),
        };
        let did = match best(row.best).filter(|_| row.status == Status::Finished) {
            Some(best) => best,
            None => format!("{}{}", status_in_words(row.status), laps(row.laps)),
        };
        let text = format!(
            "{}: {}{in_class}, {did}.",
            large(&car_in_words(self.season, result)),
            place(row.position),
        );
        steps.push(self.step(StepKind::Result, text, None, result.cites.clone()));
    }

    fn step(&self, kind: StepKind, text: String, article: Option<Ix<Article>>, cites: Cites) -> Step {
        Step { kind, text, article, cites }
    }

    /// A step of a row: by its decision with who took it and why, or by its article.
    fn happened(&self, step: &Carried) -> Option<Step> {
        let words = effect_in_words(self.season, &step.effect, &step.inputs)?;
        Some(match step.by {
            By::Decision(ix) => {
                let decision = &self.season.decisions[ix];
                let text =
                    format!("{}. {}.", decision_in_words(decision).trim_end_matches('.'), large(&words));
                self.step(StepKind::Decision, text, None, decision.cites.clone())
            }
            By::Article(article) => {
                self.step(StepKind::Rule, format!("{}.", large(&words)), Some(article), Cites::new())
            }
            By::Fact => self.step(StepKind::Result, format!("{}.", large(&words)), None, Cites::new()),
        })
    }

    /// Laps against those that a rule asks for.
    fn distance(&self, row: &ClassificationRow, distance: Distance, article: Ix<Article>) -> Step {
        let rule = self.rules.classified.iter().find(|own| own.article == article).map(|own| &own.rule);
        let verdict = match distance.margin_laps {
            short if short < 0 => format!("missed by {}", laps_in_words(-short)),
            beyond => format!("met by {}", laps_in_words(beyond)),
        };
        let required = laps_in_words(i64::from(distance.required_laps));
        let laps = row.laps.unwrap_or(0);
        let by_share = rule
            .and_then(|rule| rule.distance)
            .filter(|minimum| minimum.required_laps(distance.winner_laps) == distance.required_laps);
        let text = match by_share {
            Some(minimum) => format!(
                "{laps} of the {}'s {} are {}; {} asks for {required}: {verdict}.",
                match minimum.of {
                    DistanceOf::ClassWinner => "class winner",
                    DistanceOf::OverallWinner => "overall winner",
                },
                laps_in_words(i64::from(distance.winner_laps)),
                Share::display_percent(i64::from(laps), i64::from(distance.winner_laps)),
                minimum.share,
            ),
            None => format!("{}; {required} are asked for: {verdict}.", laps_in_words(i64::from(laps))),
        };
        self.step(StepKind::Distance, text, Some(article), Cites::new())
    }

    /// A car in the counting of places.
    fn counted(
        &self,
        result: Ix<ResultRow>,
        position: Option<u32>,
        because: &Because,
        own: bool,
        steps: &mut Vec<Step>,
    ) {
        let row = &self.season.results[result];
        let car = car_in_words(self.season, row);
        let Some(last) = because.steps.last() else { return };
        let by = match last.by {
            By::Article(article) => format!(" by {}", self.rules.articles[article].text),
            _ => String::new(),
        };
        let article = match last.by {
            By::Article(article) => Some(article),
            _ => None,
        };
        let arrow = if own { "→" } else { " " };
        use parcferme_core::decisions::Places::{Keep, MoveUp};
        let words = match last.effect {
            Effect::NotClassified => format!("not classified: {car}"),
            Effect::PassedOver(MoveUp) => format!("scores nothing{by}, those behind move up: {car}"),
            Effect::PassedOver(Keep) => format!("holds its position without scoring{by}: {car}"),
            Effect::FurtherCar(MoveUp) => {
                format!("another car of the same competitor scores, those behind move up: {car}")
            }
            Effect::FurtherCar(Keep) => format!(
                "{}, without points beside another car of the same competitor: {car}",
                position.map_or_else(String::new, ordinal)
            ),
            Effect::OutsideCategory => format!("outside the category: {car}"),
            Effect::RetiredScoresNothing => {
                format!("{}, retired and without points: {car}", position.map_or_else(String::new, ordinal))
            }
            _ => format!("{}: {car}", position.map_or_else(String::new, ordinal)),
        };
        steps.push(self.step(StepKind::Position, format!("{arrow} {words}"), article, row.cites.clone()));
        if let By::Decision(ix) = last.by {
            let decision = &self.season.decisions[ix];
            let text = format!("{}.", decision_in_words(decision).trim_end_matches('.'));
            steps.push(self.step(StepKind::Decision, text, None, decision.cites.clone()));
        }
    }

    /// Points given, and what became of them.
    fn award(&self, award: &Award, steps: &mut Vec<Step>) {
        for step in &award.because.steps {
            let text = match step.effect {
                Effect::Given(points) => format!(
                    "{} place gives {}.",
                    award.position.map_or_else(|| "The".to_owned(), ordinal),
                    points_in_words(points)
                ),
                Effect::Scaled { by, rounded_to } => format!("Times {by}: {}.", points_in_words(rounded_to)),
                Effect::Shared { share, points } => {
                    format!("A share of {share} for each of the crew: {}.", points_in_words(points))
                }
                Effect::Bonus { points, .. } => {
                    let what = Bonus::of(self.rules, award.kind).map_or("bonus", |own| own.rule.what());
                    format!("{} for {}.", points_in_words(points), what.replace('-', " "))
                }
                Effect::Same(points) => format!("{} for every car.", points_in_words(points)),
                Effect::DeadHeat { cars, points } => {
                    format!("{cars} cars share the place: {} for each.", points_in_words(points))
                }
                _ => continue,
            };
            let (article, cites) = match step.by {
                By::Article(article) => (Some(article), Cites::new()),
                By::Decision(ix) => (None, self.season.decisions[ix].cites.clone()),
                By::Fact => (None, Cites::new()),
            };
            steps.push(self.step(StepKind::Award, text, article, cites));
        }
    }

    fn total(&self, row: &StandingsRow, question: Question) -> Explanation {
        let title = &self.rules.titles[question.title];
        let mut steps = Vec::new();
        for cell in row.cells.iter().filter(|cell| !cell.points.is_zero() || !cell.awards.is_empty()) {
            self.part(cell, &mut steps);
        }
        for step in &row.because.steps {
            let text = match (step.by, step.effect) {
                (By::Decision(ix), Effect::Adjusted(points)) => {
                    let decision = decision_in_words(&self.season.decisions[ix]);
                    format!("{}. {decision}", points_in_words(points))
                }
                (By::Decision(ix), _) => decision_in_words(&self.season.decisions[ix]),
                (_, Effect::BeganAnew { round, points }) => {
                    let round = self.season.rounds[round].label();
                    let text = format!("Before round {round} the total began anew with {points}");
                    steps.push(self.step(StepKind::Sum, text, Some(title.article), Cites::new()));
                    continue;
                }
                _ => continue,
            };
            let cites = match step.by {
                By::Decision(ix) => self.season.decisions[ix].cites.clone(),
                _ => Cites::new(),
            };
            steps.push(self.step(StepKind::Decision, text, None, cites));
        }
        steps.push(self.step(
            StepKind::Sum,
            format!(
                "Total {}, {}",
                row.total,
                row.position.map_or_else(|| "without a position".to_owned(), ordinal)
            ),
            Some(title.article),
            Cites::new(),
        ));
        self.tie(row, question, &mut steps);
        Explanation {
            question,
            points: row.total,
            position: row.position,
            basis: Basis::Computed,
            steps,
            alternatives: Vec::new(),
        }
    }

    /// What a round gave, and each part of it with its rule.
    fn part(&self, cell: &Cell, steps: &mut Vec<Step>) {
        let label = self.season.rounds[cell.round].label();
        let scored: Vec<&Award> = cell.awards.iter().filter(|award| !award.points.is_zero()).collect();
        let mut text = format!("Round {label}: {}", points_in_words(cell.points));
        if scored.len() > 1 {
            let parts: Vec<String> = scored.iter().map(|award| award.points.to_string()).collect();
            text = format!("{text} = {}", parts.join(" + ").replace("+ -", "\u{2212} "));
        }
        if cell.basis == Basis::Declared {
            text.push_str(", declared");
        }
        if !cell.counted {
            text.push_str(", dropped");
        } else if !cell.dropped.is_zero() {
            text.push_str(&format!(", {} of them dropped", cell.dropped));
        }
        let one = scored.first().filter(|_| scored.len() == 1).and_then(|award| award.because.article());
        let article = match cell.basis {
            Basis::Declared => cell.because.article(),
            _ => one,
        };
        steps.push(self.step(StepKind::Sum, text, article, Cites::new()));
        for award in scored.iter().filter(|_| scored.len() > 1) {
            let session = self.session_in_words(award.session);
            let what = match Bonus::of(self.rules, award.kind) {
                Some(bonus) => bonus.rule.what().replace('-', " "),
                None => award
                    .position
                    .map_or_else(|| "every car".to_owned(), |place| format!("{} place", ordinal(place))),
            };
            let text = format!("  {} for {what}, {session}", points_in_words(award.points));
            steps.push(self.step(StepKind::Sum, text, award.because.article(), Cites::new()));
        }
    }

    fn session_in_words(&self, session: Ix<Session>) -> String {
        self.season.sessions[session].id.replace('-', " ")
    }

    /// A tie on points, the step that decided it and what was counted of the two.
    fn tie(&self, row: &StandingsRow, question: Question, steps: &mut Vec<Step>) {
        let Some(tie) = row.tie else { return };
        let title = &self.rules.titles[question.title];
        let rival = &self.season.competitors[tie.rival].name;
        let order: Vec<&str> = title.ties.iter().map(|step| step.word()).collect();
        let order = order.join(", then ");
        if let Some(ix) = tie.ruling {
            let decision = &self.season.decisions[ix];
            let text = format!(
                "Level with {rival} after every tie-break ({order}). {}.",
                decision_in_words(decision).trim_end_matches('.')
            );
            steps.push(self.step(StepKind::Tie, text, Some(title.article), decision.cites.clone()));
            return;
        }
        let text = match tie.step {
            None => format!("Level with {rival} after every tie-break ({order})."),
            Some(step) => {
                format!("Level on points with {rival}, and behind by {}: {}.", step.word(), self.found(&tie))
            }
        };
        steps.push(self.step(StepKind::Tie, text, Some(title.article), Cites::new()));
    }

    /// What a tie-break found: `2 second places against 3`.
    fn found(&self, tie: &Tie) -> String {
        let places = |count: u32, place: u32| match (count, place) {
            (1, 1) => "1 win".to_owned(),
            (count, 1) => format!("{count} wins"),
            (1, place) => format!("1 {} place", ordinal(place)),
            (count, place) => format!("{count} {} places", ordinal(place)),
        };
        let place = |place: u32| if place == 0 { "no place".to_owned() } else { ordinal(place) };
        match (tie.place, tie.round) {
            (Some(counted), _) => format!("{} against {}", places(tie.own, counted), tie.other),
            (None, Some(round)) => {
                let label = self.season.rounds[round].label();
                format!("{} against {} in round {label}", place(tie.own), place(tie.other))
            }
            (None, None) if tie.step == Some(TieBreak::HeadToHead) => {
                format!("ahead {} against {}", times(tie.own), tie.other)
            }
            (None, None) => format!("{} against {}", place(tie.own), place(tie.other)),
        }
    }
}

fn times(count: u32) -> String {
    if count == 1 { "once".to_owned() } else { format!("{count} times") }
}

fn large(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
