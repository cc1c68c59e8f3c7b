//! The words for what the outcome carries: one place for the command line, pages, sheets and JSON.

use crate::stamp::as_shown;
use parcferme_core::compute::handicap::{Lacking, Missing};
use parcferme_core::decisions::{Decision, Places, Words};
use parcferme_core::number_words::{ORDINALS, ordinal, points_in_words, time_in_words};
use parcferme_core::numbers::{Laps, Position};
use parcferme_core::outcome::{By, ClassificationRow, Distance, Effect, Input, Step, Tie};
use parcferme_core::rules::classified::Classified;
use parcferme_core::rules::distance::DistanceOf;
use parcferme_core::rules::ties::TieBreak;
use parcferme_core::rules::title::Title;
use parcferme_core::season::{Kind, ResultRow, Round, Session, Status};
use parcferme_core::{Ix, Points, Rulebook, Season, Share};

/// Who decided and when, as far as it is known: `Stewards, 2026-05-10`.
pub fn said(decision: &Decision) -> String {
    let when = as_shown(&decision.date);
    let said = [decision.author.as_str(), when.as_str()];
    said.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// A decision with who took it and why: `Decision 7 (Stewards, 2003-05-10): underweight`. Without a full stop of its own.
pub fn decision_in_words(decision: &Decision) -> String {
    let said = said(decision);
    let said = if said.is_empty() { said } else { format!(" ({said})") };
    let reason = decision.reason.trim().trim_end_matches('.');
    let reason = if reason.is_empty() { String::new() } else { format!(": {reason}") };
    format!("Decision {}{said}{reason}", decision.id)
}

/// Points that a decision added or took, without a full stop: `5 points taken. Decision 7 (Stewards): late entry`.
pub fn adjustment_in_words(decision: &Decision, points: Points) -> String {
    format!("{}. {}", adjusted(points), decision_in_words(decision))
}

fn adjusted(points: Points) -> String {
    match points < Points::ZERO {
        true => format!("{} taken", points_in_words(-points)),
        false => format!("{} added", points_in_words(points)),
    }
}

/// What was ruled, in the names of the season and its titles.
pub fn ruling_in_words(season: &Season, rules: &Rulebook, own: &Decision) -> String {
    let title =
        |id: &str| rules.title(id).map_or_else(|| id.to_owned(), |title| rules.titles[title].name.clone());
    own.ruling.sentence(&Words { season, title: &title })
}

/// What a step did, in words, small and without a full stop.
pub fn effect_in_words(season: &Season, rules: &Rulebook, step: &Step) -> String {
    let of_class = |class| &season.classes[class].id;
    match step.effect {
        Effect::Declared => "as declared".to_owned(),
        Effect::Timed => "as timed".to_owned(),
        Effect::Mapped { from: Some(from), to } => {
            format!("entered in {}, ranked in {}", of_class(from), of_class(to))
        }
        Effect::Mapped { from: None, to } => format!("ranked in {}", of_class(to)),
        Effect::LapsTaken(laps) => format!("{} taken", laps.in_words()),
        Effect::TimeAdded(time) => format!("{} added to its time", time_in_words(time)),
        Effect::CountedBack { laps, time } => format!(
            "classified as at the end of an earlier lap{}{}",
            laps.map_or_else(String::new, |laps| format!(", with {}", laps.in_words())),
            time.map_or_else(String::new, |time| format!(" in {}", time_in_words(time))),
        ),
        Effect::Became(status) => format!("counts as {}", status_in_words(status)),
        Effect::LapDeleted(lap) => format!("the time of lap {lap} does not count"),
        Effect::Disqualified => "disqualified".to_owned(),
        Effect::PlacesDropped(1) => "a drop of 1 place".to_owned(),
        Effect::PlacesDropped(places) => format!("a drop of {places} places"),
        Effect::NothingToAct => {
            "it changes nothing, for what it would change is not known of the car".to_owned()
        }
        Effect::LiftedBy(lift) => {
            format!("it does not count any more: lifted by decision {}", season.decisions[lift].id)
        }
        Effect::Moved { from, to } => format!("falls from {} to {} of all cars", ordinal(from), ordinal(to)),
        Effect::MovedUp { from, to } => moved_up_in_words(season, from, to, &step.inputs),
        Effect::Ranked { guessed: true } => {
            "the place is a guess, for laps or times that would tell it are not known".to_owned()
        }
        Effect::Ranked { guessed: false } => "placed in the order that the rule sets".to_owned(),
        Effect::Judged { classified: true, .. } => "classified".to_owned(),
        Effect::Judged { classified: false, .. } | Effect::NotClassified => "not classified".to_owned(),
        Effect::Counted { held, position } if held == position => format!("counts as {}", ordinal(position)),
        Effect::Counted { held, position } => {
            format!("{}, counts as {}", ordinal(held), ordinal(position))
        }
        Effect::PassedOver(Places::MoveUp) => "scores nothing, those behind move up".to_owned(),
        Effect::PassedOver(Places::Keep) => "keeps its place without scoring".to_owned(),
        Effect::FurtherCar(Places::MoveUp) => {
            "another car of the same competitor scores, those behind move up".to_owned()
        }
        Effect::FurtherCar(Places::Keep) => {
            "no points, for another car of the same competitor scores".to_owned()
        }
        Effect::OutsideCategory => "not among those whom the title lists".to_owned(),
        Effect::RetiredScoresNothing => "no points, for cars that retired score none".to_owned(),
        Effect::Given(points) => format!("{} for the place", points_in_words(points)),
        Effect::Scaled { by, rounded_to } => format!("times {by}: {}", points_in_words(rounded_to)),
        Effect::Shared { share, points } => format!("a share of {share}: {}", points_in_words(points)),
        Effect::Bonus { bonus, points } => {
            let what = rules.bonuses.get(bonus as usize).map_or("bonus", |own| own.rule.rule.what());
            format!("{} for {}", points_in_words(points), what.replace('-', " "))
        }
        Effect::Same(points) => format!("{}, the same for all", points_in_words(points)),
        Effect::DriverScoresNothing => "nothing of the car's points".to_owned(),
        Effect::Carried(points) => {
            format!("{} as published, carried and not verified", points_in_words(points))
        }
        Effect::Started => "no points".to_owned(),
        Effect::Absent(points) => format!("{} for a round without a place", points_in_words(points)),
        Effect::DeadHeat { cars, points } => {
            format!("{cars} cars share the place: {} for each", points_in_words(points))
        }
        Effect::BeganAnew { round, points } => {
            let round = season.rounds[round].label();
            format!("before round {round} the total began anew with {}", points_in_words(points))
        }
        Effect::Dropped(round) => {
            format!("round {} does not count, or not in full", season.rounds[round].label())
        }
        Effect::Adjusted(points) => adjusted(points),
        Effect::Excluded { loses_points: true } => "taken out of the table, without its points".to_owned(),
        Effect::Excluded { loses_points: false } => "taken out of the table".to_owned(),
        Effect::PlacedAhead => "placed ahead of those level with it".to_owned(),
        Effect::CarriedByTable { title, after, position, amount } => format!(
            "{} in the {} after round {}: {}",
            ordinal(position),
            rules.titles[title].name,
            season.rounds[after].label(),
            amount_in_words(rules, step, amount),
        ),
        Effect::CarriedByPoints { title, after, points, amount } => format!(
            "{} in the {} after round {}: {}",
            points_in_words(points),
            rules.titles[title].name,
            season.rounds[after].label(),
            amount_in_words(rules, step, amount),
        ),
        Effect::CarriedByResult { session, position, amount } => format!(
            "{} in {}: {}",
            position.map_or_else(|| "without a place".to_owned(), ordinal),
            session_in_words(season, session),
            amount_in_words(rules, step, amount),
        ),
        Effect::CarriedAbsent { session, amount } => {
            format!("not in {}: {}", session_in_words(season, session), amount_in_words(rules, step, amount))
        }
        Effect::CarriedLimited { from, to } if from < to => {
            format!("no less than nothing: {}", amount_in_words(rules, step, to))
        }
        Effect::CarriedLimited { to, .. } => format!("{} at most", amount_in_words(rules, step, to)),
        Effect::Starts { held, grid } => format!("{} there, starts {}", ordinal(held), ordinal(grid)),
    }
}

/// An amount in the unit of the handicap that a step is by: `48 kg`.
fn amount_in_words(rules: &Rulebook, step: &Step, amount: Points) -> String {
    let rule = rules.handicaps.iter().find(|own| step.by == By::Article(own.article));
    format!("{amount} {}", rule.map_or("", |own| own.rule.unit.as_str())).trim_end().to_owned()
}

/// What a rule about a round asks for and nobody knows yet, as a sentence.
pub fn missing_in_words(season: &Season, missing: &Missing) -> String {
    let label = |round: Ix<Round>| season.rounds[round].label();
    match &missing.what {
        Lacking::Before => "There was no round before: nobody carries anything.".to_owned(),
        Lacking::Results { round, session } => {
            format!("The results of {} of round {} are not known.", session.replace('-', " "), label(*round))
        }
        Lacking::Points { round } => {
            format!("What round {} gives in the table is not known.", label(*round))
        }
        Lacking::Drawn { from, to, said: None } => format!(
            "How many places are reversed is drawn, {from} to {to}: the round's `reversed_places` in season.toml says it."
        ),
        Lacking::Drawn { from, to, said: Some(said) } => format!(
            "How many places are reversed is drawn, {from} to {to}: {said}, as season.toml says, cannot be drawn."
        ),
    }
}

/// `race 1 of round 3`.
fn session_in_words(season: &Season, session: Ix<Session>) -> String {
    let own = &season.sessions[session];
    format!("{} of round {}", own.id.replace('-', " "), season.rounds[own.round].label())
}

fn moved_up_in_words(season: &Season, from: Position, to: Position, inputs: &[Input]) -> String {
    let number = |input: &Input| match input {
        Input::Result(result) => Some(&season.results[*result]).map(|row| match row.number.is_empty() {
            true => crew_in_words(season, row),
            false => row.number.to_string(),
        }),
        _ => None,
    };
    let cars: Vec<String> = inputs.iter().filter_map(number).collect();
    let others = from.index().saturating_sub(to.index()).saturating_sub(cars.len());
    let past = match (cars.as_slice(), others) {
        ([], _) => String::new(),
        ([one], 0) => format!(", past car {one}"),
        ([first @ .., last], 0) => format!(", past cars {} and {last}", first.join(", ")),
        (_, others) => format!(", past cars {} and {others} more", cars.join(", ")),
    };
    format!("moves up from {} to {} of all cars{past}", ordinal(from), ordinal(to))
}

/// Why a car is classified or not, a sentence for each thing that was looked at; none where the status says it all.
pub fn verdict_in_words(season: &Season, rules: &Rulebook, row: &ClassificationRow) -> Vec<String> {
    let mut lines = Vec::new();
    for step in &row.because.steps {
        let Effect::Judged { classified, distance, late } = step.effect else { continue };
        let rule = rules.classified.iter().find(|own| step.by == By::Article(own.article));
        let rule = rule.map(|own| &own.rule);
        if let Some(distance) = distance {
            lines.push(distance_in_words(rule, row.laps.unwrap_or_default(), distance));
        }
        lines.extend(
            late.map(|late| format!("At the finish {} after the time that is allowed.", time_in_words(late))),
        );
        let met = late.is_none() && distance.is_none_or(|own| own.margin_laps >= 0);
        if rule.is_some_and(|rule| rule.is_out(row.status)) {
            lines.push("Retired, and so without a place.".to_owned());
        } else if !classified && met && season.results[row.result].classified == Some(false) {
            lines.push("Not classified, as declared.".to_owned());
        }
    }
    lines
}

/// Laps against those that a rule asks for.
fn distance_in_words(rule: Option<&Classified>, laps: Laps, distance: Distance) -> String {
    let verdict = match distance.margin_laps {
        0 => "met exactly".to_owned(),
        short if short < 0 => format!("missed by {}", distance.margin().in_words()),
        _ => format!("met by {}", distance.margin().in_words()),
    };
    let required = distance.required_laps.in_words();
    let by_share = rule
        .and_then(|rule| rule.distance)
        .filter(|minimum| minimum.required_laps(distance.winner_laps) == distance.required_laps);
    match by_share {
        Some(minimum) => format!(
            "{laps} of the {}'s {} {} {}; {} asks for {required}: {verdict}.",
            match minimum.of {
                DistanceOf::ClassWinner => "class winner",
                DistanceOf::OverallWinner => "overall winner",
            },
            distance.winner_laps.in_words(),
            if laps == Laps(1) { "is" } else { "are" },
            Share::display_percent(i64::from(laps), i64::from(distance.winner_laps)),
            minimum.share,
        ),
        None => format!("{laps} of {required} asked for: {verdict}."),
    }
}

/// How a row stands to another that is level with it on points, small and without a full stop:
/// `level on points with Alpha, behind by countback: 2 second places against 3`.
pub fn tie_in_words(season: &Season, title: &Title, tie: &Tie) -> String {
    let rival = &season.competitors[tie.rival].name;
    if let Some(step) = tie.step {
        let by = match step {
            TieBreak::Wins => "wins",
            TieBreak::Countback => "countback",
            TieBreak::BestResult => "the best result",
            TieBreak::LatestResult => "the latest result",
            TieBreak::EarliestResult => "the earliest result",
            TieBreak::HeadToHead => "their meetings",
            TieBreak::Shared => "no step",
        };
        return format!("level on points with {rival}, behind by {by}: {}", found_in_words(season, tie));
    }
    let steps: Vec<String> = title
        .ties
        .iter()
        .take_while(|step| **step != TieBreak::Shared)
        .map(|step| step.word().replace('-', " "))
        .collect();
    let level = match steps.as_slice() {
        [] => format!("level on points with {rival}, and no rule breaks ties"),
        [one] => format!("level with {rival} on points and by {one}"),
        steps => format!("level with {rival} on points and by every tie-break ({})", steps.join(", then ")),
    };
    match tie.ruling {
        Some(ix) => format!("{level}; behind by a ruling. {}", decision_in_words(&season.decisions[ix])),
        None => level,
    }
}

/// What a tie-break found: `2 second places against 3`.
fn found_in_words(season: &Season, tie: &Tie) -> String {
    let place = |place: u32| if place == 0 { "no place".to_owned() } else { ordinal(place) };
    let of_round = |text: String| match tie.round {
        Some(round) => format!("{text} in round {}", season.rounds[round].label()),
        None => text,
    };
    match (tie.place, tie.step) {
        (Some(counted), _) => format!("{} against {}", places_in_words(tie.own, counted.get()), tie.other),
        (None, Some(TieBreak::HeadToHead)) => {
            let meetings = if tie.own == 1 { "meeting" } else { "meetings" };
            format!("ahead in {} {meetings} against {}", tie.own, tie.other)
        }
        (None, _) => of_round(format!("{} against {}", place(tie.own), place(tie.other))),
    }
}

fn places_in_words(count: u32, place: u32) -> String {
    let word = (place as usize).checked_sub(1).and_then(|index| ORDINALS.get(index));
    match (count, place) {
        (1, 1) => "1 win".to_owned(),
        (count, 1) => format!("{count} wins"),
        (count, place) => format!(
            "{count} {} {}",
            word.map_or_else(|| ordinal(place), |word| (*word).to_owned()),
            if count == 1 { "place" } else { "places" }
        ),
    }
}

/// `car 27 Example Racing`; the crew where it has no team.
pub(super) fn car_in_words(season: &Season, row: &ResultRow) -> String {
    let team = row.stands_for(Kind::Team).map(|team| season.competitors[team].name.as_str());
    let whose = match team.unwrap_or(&row.printed_team) {
        "" => crew_in_words(season, row),
        team => team.to_owned(),
    };
    match row.number.is_empty() {
        true => format!("the car of {whose}"),
        false => format!("car {} {whose}", row.number).trim_end().to_owned(),
    }
}

fn crew_in_words(season: &Season, row: &ResultRow) -> String {
    let crew: Vec<&str> = row.crew.iter().map(|seat| season.competitors[seat.driver].name.as_str()).collect();
    crew.join(", ")
}

pub(super) fn status_in_words(status: Status) -> &'static str {
    match status {
        Status::Finished => "at the finish",
        Status::Nc => "not classified",
        Status::Dnf => "retired",
        Status::Dns => "not started",
        Status::Dnq => "not qualified",
        Status::Dsq => "disqualified",
    }
}

/// How a car ended, and whether it is classified where that does not follow.
pub(super) fn ended_in_words(row: &ClassificationRow) -> &'static str {
    match (row.status, row.classified) {
        (Status::Finished, false) => "at the finish, not classified",
        (Status::Nc, true) => "at the finish",
        (Status::Dnf, true) => "retired, and classified",
        (Status::Dnf, false) => "retired, not classified",
        (status, _) => status_in_words(status),
    }
}
