//! Every sentence for every effect and every step of a tie-break, word for word.

use super::{
    adjustment_in_words, decision_in_words, effect_in_words, row_in_words, tie_in_words, verdict_in_words,
};
use parcferme_core::decisions::{Decision, Disqualify, Places, Ruling};
use parcferme_core::number_words::points_in_words;
use parcferme_core::numbers::{Laps, Position, RoundNumber};
use parcferme_core::outcome::{Because, By, ClassificationRow, Distance, Effect, Input, Step, Tie};
use parcferme_core::rules::ties::TieBreak;
use parcferme_core::season::{
    Class, Competitor, Kind, ResultRow, Round, RoundStatus, Season, SeasonBuilder, Session, Status,
};
use parcferme_core::{Ix, Millis, Points, Rulebook, Share};

const RULES: &str = r#"
name = "Made up"
[[points]]
id = "scale"
scale = [10]
[[bonus]]
id = "quick"
feat = "fastest-lap"
points = 1
[classified]
min_share = "70 %"
of = "class-winner"
retired = false
[[title]]
id = "drivers"
competitor = "driver"
ties = ["wins", "countback", "shared"]
[[title]]
id = "teams"
competitor = "team"
ties = ["shared"]
[[title]]
id = "cars"
competitor = "entry"
ties = ["head-to-head"]
"#;

struct Made {
    season: Season,
    rules: Rulebook,
    round: Ix<Round>,
    rival: Ix<Competitor>,
    classes: [Ix<Class>; 2],
    results: Vec<Ix<ResultRow>>,
    decisions: Vec<Ix<Decision>>,
}

impl Made {
    fn new() -> Made {
        let (rules, diagnostics) = Rulebook::parse("made-up.toml", RULES);
        assert_eq!(diagnostics, []);
        let mut builder = SeasonBuilder::new("made-up/2026", "Made up", "made-up", 2026, "");
        let round = builder.round(Round {
            short: String::new(),
            number: Some(RoundNumber(6)),
            event: "a".to_owned(),
            name: "A".to_owned(),
            circuit: String::new(),
            date: None,
            status: RoundStatus::Held,
            length: None,
            announced: false,
            cites: Default::default(),
        });
        let session = builder.session(round, "race", 100);
        let classes = [builder.class("P1", "P1"), builder.class("GT", "GT")];
        builder.competitor(Kind::Driver, "ben-boyd", "Ben Boyd");
        let results: Vec<_> =
            (1..=6_u32).map(|number| builder.result(car(session, classes[0], number))).collect();
        for (id, author, date, reason) in [
            ("1", "Stewards", "2026-05-10", "Jumped the start."),
            ("2", "Appeal court", "", "The clock was wrong"),
            ("3", "", "", ""),
        ] {
            let cars = parcferme_core::decisions::Cars {
                session,
                numbers: ["1".into()].into_iter().collect(),
                rows: [results[0]].into_iter().collect(),
            };
            builder.decision(Decision {
                id: id.to_owned(),
                ruling: Ruling::Disqualify(Disqualify { cars }),
                lifted_by: None,
                author: author.to_owned(),
                date: date.to_owned(),
                reason: reason.to_owned(),
                source: String::new(),
                cites: Default::default(),
            });
        }
        let season = builder.finish();
        let round = season.round(RoundNumber(6)).unwrap();
        let rival = season.competitors.iter().find(|(_, own)| own.id == "ben-boyd").unwrap().0;
        let classes = ["P1", "GT"].map(|id| season.class(id).unwrap());
        let results = season.results.iter().map(|(ix, _)| ix).collect();
        let decisions = season.decisions.iter().map(|(ix, _)| ix).collect();
        Made { season, rules, round, rival, classes, results, decisions }
    }

    fn effect(&self, effect: Effect) -> String {
        effect_in_words(&self.season, &self.rules, &Step::new(By::Fact, None, effect))
    }

    fn tie(&self, title: &str, tie: &Tie) -> String {
        let title = &self.rules.titles[self.rules.title(title).unwrap()];
        tie_in_words(&self.season, title, tie)
    }

    /// A row of the classification of car 1, by the rule on who is classified.
    fn row(&self, status: Status, laps: u32, judged: Effect) -> ClassificationRow {
        let article = self.rules.classified[0].article;
        let classified = matches!(judged, Effect::Judged { classified: true, .. });
        let because = Because::new(By::Fact, Input::Result(self.results[0]), Effect::Declared);
        ClassificationRow {
            result: self.results[0],
            position: classified.then_some(place(2)),
            class: Some(self.classes[0]),
            class_position: classified.then_some(Position::FIRST),
            status,
            classified,
            laps: Some(Laps(laps)),
            time: None,
            best: None,
            gap: None,
            interval: None,
            class_gap: None,
            class_interval: None,
            distance: None,
            guessed: false,
            because: because.then(By::Article(article), None, judged),
        }
    }
}

fn place(place: u32) -> Position {
    Position::new(place).unwrap()
}

fn car(session: Ix<Session>, class: Ix<Class>, number: u32) -> ResultRow {
    ResultRow {
        session,
        position: Position::new(number),
        classified: None,
        status: Status::Finished,
        class: Some(class),
        number: number.to_string().into(),
        stands_for: Default::default(),
        crew: Default::default(),
        laps: Some(Laps(50)),
        time: None,
        best_lap: None,
        grid: None,
        measures: Vec::new(),
        tags: Default::default(),
        printed_team: "Alpha".to_owned(),
        team_nation: None,
        printed_chassis: String::new(),
        printed_engine: String::new(),
        remark: String::new(),
        cites: Default::default(),
    }
}

#[test]
fn every_effect_has_its_words() {
    let made = Made::new();
    let [p1, gt] = made.classes;
    let (whole, half) = (Points::whole, Share::percent(50));
    for (effect, words) in [
        (Effect::Declared, "as declared"),
        (Effect::Timed, "as timed"),
        (Effect::Mapped { from: Some(p1), to: gt }, "entered in P1, ranked in GT"),
        (Effect::Mapped { from: None, to: gt }, "ranked in GT"),
        (Effect::LapsTaken(Laps(1)), "1 lap taken"),
        (Effect::LapsTaken(Laps(2)), "2 laps taken"),
        (Effect::TimeAdded(Millis(15_000)), "15.000 s added to its time"),
        (
            Effect::CountedBack { laps: Some(Laps(1)), time: Some(Millis(60_000)) },
            "classified as at the end of an earlier lap, with 1 lap in 1:00.000",
        ),
        (Effect::CountedBack { laps: None, time: None }, "classified as at the end of an earlier lap"),
        (Effect::Became(Status::Nc), "counts as not classified"),
        (Effect::Became(Status::Dns), "counts as not started"),
        (Effect::LapDeleted(7), "the time of lap 7 does not count"),
        (Effect::Disqualified, "disqualified"),
        (Effect::PlacesDropped(1), "a drop of 1 place"),
        (Effect::PlacesDropped(3), "a drop of 3 places"),
        (Effect::NothingToAct, "it changes nothing, for what it would change is not known of the car"),
        (Effect::LiftedBy(made.decisions[1]), "it does not count any more: lifted by decision 2"),
        (Effect::Moved { from: place(1), to: place(3) }, "falls from 1st to 3rd of all cars"),
        (Effect::MovedUp { from: place(3), to: place(2) }, "moves up from 3rd to 2nd of all cars"),
        (
            Effect::Ranked { guessed: true },
            "the place is a guess, for laps or times that would tell it are not known",
        ),
        (Effect::Ranked { guessed: false }, "placed in the order that the rule sets"),
        (Effect::Judged { classified: true, distance: None, late: None }, "classified"),
        (Effect::Judged { classified: false, distance: None, late: None }, "not classified"),
        (Effect::Counted { held: place(3), position: place(3) }, "counts as 3rd"),
        (Effect::Counted { held: place(3), position: place(2) }, "3rd, counts as 2nd"),
        (Effect::NotClassified, "not classified"),
        (Effect::PassedOver(Places::MoveUp), "scores nothing, those behind move up"),
        (Effect::PassedOver(Places::Keep), "keeps its place without scoring"),
        (
            Effect::FurtherCar(Places::MoveUp),
            "another car of the same competitor scores, those behind move up",
        ),
        (Effect::FurtherCar(Places::Keep), "no points, for another car of the same competitor scores"),
        (Effect::OutsideCategory, "not among those whom the title lists"),
        (Effect::RetiredScoresNothing, "no points, for cars that retired score none"),
        (Effect::Given(whole(1)), "1 point for the place"),
        (Effect::Scaled { by: half, rounded_to: whole(5) }, "times 50 %: 5 points"),
        (
            Effect::Shared { share: Share::fraction(1, 3), points: Points::fraction(10, 3) },
            "a share of 1/3: 10/3 points",
        ),
        (Effect::Bonus { bonus: 0, points: whole(1) }, "1 point for fastest lap"),
        (Effect::Same(whole(2)), "2 points, the same for all"),
        (Effect::DriverScoresNothing, "nothing of the car's points"),
        (Effect::Carried(whole(6)), "6 points as published, carried and not verified"),
        (Effect::Started, "no points"),
        (Effect::Absent(whole(8)), "8 points for a round without a place"),
        (Effect::DeadHeat { cars: 2, points: whole(9) }, "2 cars share the place: 9 points for each"),
        (
            Effect::BeganAnew { round: made.round, points: whole(2010) },
            "before round 6 the total began anew with 2010 points",
        ),
        (Effect::Dropped(made.round), "round 6 does not count, or not in full"),
        (Effect::Adjusted(whole(-1)), "1 point taken"),
        (Effect::Adjusted(whole(5)), "5 points added"),
        (Effect::Excluded { loses_points: true }, "taken out of the table, without its points"),
        (Effect::Excluded { loses_points: false }, "taken out of the table"),
        (Effect::PlacedAhead, "placed ahead of those level with it"),
        (Effect::CarriedLimited { from: whole(60), to: whole(50) }, "50 at most"),
        (Effect::CarriedLimited { from: whole(-5), to: whole(0) }, "no less than nothing: 0"),
        (Effect::Starts { held: place(2), grid: place(9) }, "2nd there, starts 9th"),
    ] {
        assert_eq!(made.effect(effect), words, "{effect:?}");
    }
}

#[test]
fn cars_that_were_passed_are_named_and_the_rest_counted() {
    let made = Made::new();
    let up = |places: u32, named: &[usize]| {
        let mut step = Step::new(By::Fact, None, Effect::MovedUp { from: place(9), to: place(9 - places) });
        step.inputs.extend(named.iter().map(|&index| Input::Result(made.results[index])));
        effect_in_words(&made.season, &made.rules, &step)
    };
    assert_eq!(up(1, &[0]), "moves up from 9th to 8th of all cars, past car 1");
    assert_eq!(up(2, &[0, 2]), "moves up from 9th to 7th of all cars, past cars 1 and 3");
    assert_eq!(up(3, &[0, 1, 2]), "moves up from 9th to 6th of all cars, past cars 1, 2 and 3");
    assert_eq!(up(6, &[0, 1, 2, 3]), "moves up from 9th to 3rd of all cars, past cars 1, 2, 3, 4 and 2 more");
}

#[test]
fn decisions_have_no_empty_brackets_and_no_second_full_stop() {
    let made = Made::new();
    let words: Vec<String> = made.season.decisions.rows().iter().map(decision_in_words).collect();
    assert_eq!(
        words,
        [
            "Decision 1 (Stewards, 2026-05-10): Jumped the start",
            "Decision 2 (Appeal court): The clock was wrong",
            "Decision 3"
        ]
    );
    let first = &made.season.decisions[made.decisions[0]];
    assert_eq!(
        adjustment_in_words(first, Points::fraction(-1, 2)),
        "0.5 points taken. Decision 1 (Stewards, 2026-05-10): Jumped the start"
    );
    assert_eq!(points_in_words(Points::whole(-1)), "−1 point");
}

#[test]
fn every_tie_break_says_what_it_found() {
    let made = Made::new();
    let tie = |step, own, other, place| Tie {
        rival: made.rival,
        step,
        ruling: None,
        own,
        other,
        place,
        round: None,
    };
    for (step, own, other, place, round, words) in [
        (TieBreak::Wins, 1, 2, Some(1), false, "wins: 1 win against 2"),
        (TieBreak::Wins, 0, 1, Some(1), false, "wins: 0 wins against 1"),
        (TieBreak::Countback, 1, 2, Some(2), false, "countback: 1 second place against 2"),
        (TieBreak::Countback, 2, 3, Some(30), false, "countback: 2 30th places against 3"),
        (TieBreak::BestResult, 3, 2, None, false, "the best result: 3rd against 2nd"),
        (TieBreak::BestResult, 0, 2, None, false, "the best result: no place against 2nd"),
        (TieBreak::LatestResult, 4, 2, None, true, "the latest result: 4th against 2nd in round 6"),
        (TieBreak::EarliestResult, 0, 1, None, true, "the earliest result: no place against 1st in round 6"),
        (TieBreak::HeadToHead, 1, 2, None, false, "their meetings: ahead in 1 meeting against 2"),
        (TieBreak::HeadToHead, 0, 1, None, false, "their meetings: ahead in 0 meetings against 1"),
    ] {
        let round = round.then_some(made.round);
        let tie = Tie { round, ..tie(Some(step), own, other, place.and_then(Position::new)) };
        assert_eq!(made.tie("drivers", &tie), format!("level on points with Ben Boyd, behind by {words}"));
    }
    let level = tie(None, 0, 0, None);
    assert_eq!(
        made.tie("drivers", &level),
        "level with Ben Boyd on points and by every tie-break (wins, then countback)"
    );
    assert_eq!(made.tie("teams", &level), "level on points with Ben Boyd, and no rule breaks ties");
    assert_eq!(made.tie("cars", &level), "level with Ben Boyd on points and by head to head");
    let ruled = Tie { ruling: Some(made.decisions[1]), ..level };
    assert_eq!(
        made.tie("cars", &ruled),
        "level with Ben Boyd on points and by head to head; behind by a ruling. Decision 2 (Appeal court): The clock was \
         wrong"
    );
}

#[test]
fn a_verdict_says_what_was_asked_and_by_how_much() {
    let made = Made::new();
    let judged = |status, laps, required, classified, late| {
        let distance = Some(Distance {
            winner_laps: Laps(100),
            required_laps: Laps(required),
            margin_laps: i64::from(laps) - i64::from(required),
        });
        let row = made.row(status, laps, Effect::Judged { classified, distance, late });
        verdict_in_words(&made.season, &made.rules, &row)
    };
    let finished = Status::Finished;
    assert_eq!(
        judged(finished, 70, 70, true, None),
        ["70 of the class winner's 100 laps are 70.0 %; 70 % asks for 70 laps: met exactly."]
    );
    assert_eq!(
        judged(finished, 1, 70, false, None),
        ["1 of the class winner's 100 laps is 1.0 %; 70 % asks for 70 laps: missed by 69 laps."]
    );
    assert_eq!(judged(finished, 80, 81, false, None), ["80 of 81 laps asked for: missed by 1 lap."]);
    assert_eq!(
        judged(finished, 71, 70, false, Some(Millis(1)))[1],
        "At the finish 0.001 s after the time that is allowed."
    );
    let retired = judged(Status::Dnf, 71, 70, false, None);
    assert_eq!(retired[1], "Retired, and so without a place.");
    assert_eq!(retired.len(), 2);
}

#[test]
fn a_car_is_told_as_declared_and_as_it_came_out() {
    let made = Made::new();
    let told = |row: &ClassificationRow| -> Vec<String> {
        row_in_words(&made.season, &made.rules, row).into_iter().map(|step| step.text).collect()
    };
    let judged = |classified| Effect::Judged { classified, distance: None, late: None };
    let mut row = made.row(Status::Finished, 50, judged(true));
    row.because = Because::new(By::Fact, Input::Result(made.results[0]), Effect::Declared)
        .then(By::Decision(made.decisions[0]), None, Effect::TimeAdded(Millis(5_000)))
        .then(By::Decision(made.decisions[0]), None, Effect::Moved { from: place(1), to: place(2) })
        .then(By::Fact, None, Effect::Ranked { guessed: true });
    assert_eq!(
        told(&row),
        [
            "Car 1 Alpha was declared 1st, at the finish, 50 laps.",
            "Decision 1 (Stewards, 2026-05-10): Jumped the start. 5.000 s added to its time.",
            "Falls from 1st to 2nd of all cars.",
            "The place is a guess, for laps or times that would tell it are not known.",
            "Car 1 Alpha: 2nd overall, 1st in P1, at the finish, 50 laps.",
        ]
    );
    let ended = |status, classified| told(&made.row(status, 50, judged(classified))).pop().unwrap();
    assert_eq!(
        ended(Status::Dnf, true),
        "Car 1 Alpha: 2nd overall, 1st in P1, retired, and classified, 50 laps."
    );
    assert_eq!(ended(Status::Dnf, false), "Car 1 Alpha: without a place, retired, not classified, 50 laps.");
    assert_eq!(
        ended(Status::Finished, false),
        "Car 1 Alpha: without a place, at the finish, not classified, 50 laps."
    );
    assert_eq!(ended(Status::Dsq, false), "Car 1 Alpha: without a place, disqualified, 50 laps.");
}
