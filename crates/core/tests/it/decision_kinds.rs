//! Each kind of decision, read from its block: what it says in a sentence, what it is about, and what it lacks.

use parcferme_core::block::{Reader, Spot};
use parcferme_core::decisions::{About, DecisionKind, Facts, KINDS, Ruling, Said, WantedCar, Words};
use parcferme_core::generate::{Draft, DraftCar};
use parcferme_core::numbers::{CarNumber, RoundNumber};
use parcferme_core::season::{Class, Competitor, Kind, ResultRow, Round, Season, Session};
use parcferme_core::{Diagnostic, Ix};
use smallvec::SmallVec;

/// In round 1 a GT and a P car bear the number 7, of Ann and Ben, and Cleo's 8 is a GT car; Ann drives in both classes.
fn season() -> Season {
    let car = |session: &str, position, class: &str, number: &str, team: &str, driver: &str| DraftCar {
        session: session.to_owned(),
        position: Some(position),
        class: class.to_owned(),
        number: number.to_owned(),
        team: team.to_owned(),
        drivers: vec![driver.to_owned()],
        ..DraftCar::default()
    };
    let cars = vec![
        car("race", 1, "GT", "7", "Red", "Ann"),
        car("race", 2, "P", "7", "Blue", "Ben"),
        car("race", 3, "GT", "8", "Gold", "Cleo"),
        car("qualifying", 1, "P", "9", "Blue", "Ann"),
    ];
    let classes = vec!["GT".to_owned(), "P".to_owned()];
    Draft { classes, rounds: Draft::calendar(2), cars, ..Draft::default() }.season(|_| Kind::Driver)
}

/// What a season knows, and what was said of what it does not know.
struct Known<'s> {
    season: &'s Season,
    said: Vec<(Spot, Diagnostic)>,
}

impl Known<'_> {
    fn or_say<T>(&mut self, at: Spot, found: Option<T>, what: &str) -> Option<T> {
        if found.is_none() {
            self.say(at, Diagnostic::error("PF0000", what.to_owned()));
        }
        found
    }
}

impl Facts for Known<'_> {
    fn say(&mut self, at: Spot, diagnostic: Diagnostic) {
        self.said.push((at, diagnostic));
    }
    fn round(&mut self, at: Spot, number: RoundNumber) -> Option<Ix<Round>> {
        let found = self.season.round(number);
        self.or_say(at, found, "round")
    }
    fn session(&mut self, at: Spot, round: RoundNumber, id: &str) -> Option<Ix<Session>> {
        let round = self.round(at, round)?;
        let found = match id {
            "" => self.season.main_session(round),
            id => self.season.session(round, id),
        };
        self.or_say(at, found, "session")
    }
    fn class(&mut self, at: Spot, id: &str) -> Option<Ix<Class>> {
        let found = self.season.class(id);
        self.or_say(at, found, "class")
    }
    fn kind_of_title(&mut self, at: Spot, title: &str) -> Option<Kind> {
        let found = [("drivers", Kind::Driver), ("teams", Kind::Team)].into_iter().find(|own| own.0 == title);
        self.or_say(at, found.map(|own| own.1), "title")
    }
    fn competitor(&mut self, at: Spot, kind: Kind, text: &str) -> Option<Ix<Competitor>> {
        let mut all = self.season.competitors.iter();
        let found = all.find(|(_, own)| own.kind == kind && own.name == text).map(|own| own.0);
        self.or_say(at, found, "competitor")
    }
    fn car(&mut self, at: Spot, wanted: &WantedCar<'_>) -> Option<SmallVec<[Ix<ResultRow>; 1]>> {
        let rows = self.season.results_of(wanted.session).filter(|(_, row)| {
            row.number == wanted.number
                && wanted.class.is_none_or(|class| row.class == Some(class))
                && wanted.team.is_none_or(|team| row.stands_for(Kind::Team) == Some(team))
        });
        let rows: SmallVec<[Ix<ResultRow>; 1]> = rows.map(|own| own.0).collect();
        let found = Some(rows).filter(|rows| rows.len() == 1);
        self.or_say(at, found, "car")
    }
    fn classes_of(&mut self, _: Kind, competitor: Ix<Competitor>) -> Vec<Ix<Class>> {
        let both = self.season.competitors[competitor].name == "Ann";
        let classes = if both { ["GT", "P"].as_slice() } else { &["GT"] };
        classes.iter().filter_map(|id| self.season.class(id)).collect()
    }
    fn class_name(&mut self, class: Ix<Class>) -> String {
        self.season.classes[class].name.clone()
    }
    fn is_per_class(&self, title: &str) -> bool {
        title == "drivers"
    }
    fn decisions(&self) -> &[&str] {
        &["d1", "d2"]
    }
    fn own_id(&self) -> &str {
        ""
    }
}

/// The ruling of a block, and what was said of it: the id, and the line at which it was said.
fn read(
    season: &Season,
    kind: &'static DecisionKind,
    block: &str,
) -> (Option<Ruling>, Vec<(u32, Diagnostic)>) {
    let (mut reader, mut root) = Reader::open("decisions.toml", block, kind.keys);
    let said = Said::read(kind, &mut root, &mut reader);
    root.finish(&mut reader);
    assert_eq!(reader.diagnostics, [], "{block}");
    let mut known = Known { season, said: Vec::new() };
    let ruling = kind.read(&said, &mut known);
    (ruling, known.said.into_iter().map(|(at, own)| (at.line, own)).collect())
}

fn ruling(season: &Season, kind: &str, block: &str) -> Ruling {
    let (ruling, said) = read(season, Ruling::kind(kind).unwrap(), block);
    assert_eq!(said, [], "{kind}: {block}");
    ruling.unwrap()
}

fn title(id: &str) -> String {
    format!("{id} title")
}

const CAR: &str = "round = 1\nnumber = \"8\"\n";
const ANN: &str = "title = \"teams\"\ncompetitor = \"Red\"\n";

/// A whole block of each kind, one key a line.
const WHOLE: [(&str, &str, &str); 17] = [
    ("disqualify", CAR, ""),
    ("time-penalty", CAR, "time = \"5 s\""),
    ("lap-penalty", CAR, "laps = 1"),
    ("place-penalty", CAR, "places = 2"),
    ("delete-lap", CAR, "lap = 4"),
    ("withhold", CAR, ""),
    ("withhold-driver", "round = 1\n", "competitor = \"Ann\""),
    ("no-share", "round = 1\n", "competitor = \"Ann\""),
    ("same-points", "round = 1\n", "points = 1"),
    ("mark", "round = 1\n", "numbers = [\"8\"]\nmark = \"guest\""),
    ("set-aside-feat", CAR, "feat = \"fastest-lap\""),
    ("exclude-from-title", ANN, ""),
    ("adjust", ANN, "points = -2"),
    ("place-ahead", ANN, ""),
    ("lift", "", "decision = \"d1\""),
    ("waive", ANN, "what = \"total\""),
    ("no-effect", "", "ruling = \"Reprimand\""),
];

#[test]
fn each_kind_reads_what_it_needs_and_names_what_is_missing() {
    let season = season();
    let kinds: Vec<&str> = WHOLE.iter().map(|own| own.0).collect();
    let known: Vec<&str> = KINDS.iter().map(|own| own.name).collect();
    assert_eq!(kinds, known);
    for (kind, first, rest) in WHOLE {
        let block = format!("{first}{rest}");
        assert_eq!(ruling(&season, kind, &block).word(), kind);
        let kind = Ruling::kind(kind).unwrap();
        for need in kind.needs {
            let is_it = |line: &&str| line.starts_with(&format!("{need} ="));
            let without: Vec<&str> = block.lines().filter(|line| !is_it(line)).collect();
            assert_eq!(without.len() + 1, block.trim_end().lines().count(), "{} needs {need}", kind.name);
            let (read, said) = read(&season, kind, &without.join("\n"));
            assert_eq!(read, None, "{} without {need}", kind.name);
            let said: Vec<_> = said.iter().map(|own| (own.1.id, own.1.message.as_str())).collect();
            let message = format!("a decision of kind `{}` needs `{need}`", kind.name);
            assert_eq!(said, [("PF0420", message.as_str())]);
        }
    }
    let (_, said) = read(&season, Ruling::kind("time-penalty").unwrap(), "number = \"8\"\n");
    assert_eq!(said[0].1.message, "a decision of kind `time-penalty` needs `round` and `time`");
    assert!(Ruling::kind("fine").is_none());
}

#[test]
fn each_kind_says_what_was_ruled() {
    let season = season();
    let words = Words { season: &season, title: &title };
    let of_car = |rest: &str| format!("{CAR}{rest}\n");
    let of_team = |rest: &str| format!("{ANN}{rest}\n");
    let of_round = |rest: &str| format!("round = 1\n{rest}\n");
    let second = |rest: &str| format!("round = 1\nnumber = \"7\"\nclass = \"P\"\n{rest}\n");
    let said: [(&str, String, &str); 33] = [
        ("no-effect", of_round("ruling = \"Reprimand for team Red\""), "Reprimand for team Red"),
        ("disqualify", of_car(""), "Car 8 disqualified"),
        ("disqualify", second(""), "Car 7 of P disqualified"),
        ("time-penalty", of_car("time = \"1.265 s\""), "1.265 s added to the time of car 8"),
        ("lap-penalty", of_car("laps = 1"), "1 lap taken from car 8"),
        ("lap-penalty", second("laps = 2"), "2 laps taken from car 7 of P"),
        ("place-penalty", of_car("places = 1"), "A drop of 1 place for car 8"),
        (
            "place-penalty",
            of_car("places = 2\nplaces_in = \"class\""),
            "A drop of 2 places in its class for car 8",
        ),
        ("place-penalty", of_car("places = 3\nplaces_in = \"overall\""), "A drop of 3 places for car 8"),
        ("delete-lap", of_car("lap = 4"), "Lap 4 of car 8 deleted"),
        ("withhold", of_car(""), "Car 8 scores no points"),
        (
            "withhold",
            of_car("titles = [\"teams\", \"drivers\"]"),
            "Car 8 scores no points for the teams title, drivers title",
        ),
        ("withhold-driver", of_round("competitor = \"Ann\""), "Ann scores no points"),
        (
            "withhold-driver",
            of_round("competitor = \"Ann\"\ntitles = [\"drivers\"]"),
            "Ann scores no points for the drivers title",
        ),
        ("no-share", of_round("competitor = \"Ben\""), "Ben has no share in the car's points"),
        ("same-points", of_round("points = 1"), "1 point for every car that started"),
        ("same-points", of_round("points = 3\nto = \"started\""), "3 points for every car that started"),
        (
            "same-points",
            of_round("points = \"1/2\"\nclass = \"GT\"\nto = \"classified\"\ntitles = [\"teams\"]"),
            "0.5 points for every car of GT classified for the teams title",
        ),
        ("mark", of_round("numbers = [\"8\"]\nmark = \"guest\""), "Car 8 counts as guest"),
        (
            "mark",
            of_round("numbers = [\"7\", \"8\"]\nmark = \"guest\"\nclass = \"GT\""),
            "Cars 7, 8 of GT count as guest",
        ),
        ("set-aside-feat", of_car("feat = \"fastest-lap\""), "The fastest lap of car 8 is set aside"),
        ("exclude-from-title", of_team(""), "Red excluded from the teams title"),
        (
            "exclude-from-title",
            of_team("loses_points = true"),
            "Red excluded from the teams title, points lost",
        ),
        ("adjust", of_team("points = -1"), "Red: -1 point in the teams title"),
        ("adjust", of_team("points = 1"), "Red: 1 point in the teams title"),
        ("adjust", of_team("points = -2"), "Red: -2 points in the teams title"),
        ("place-ahead", of_team(""), "Red placed ahead of those level with it in the teams title"),
        (
            "place-ahead",
            of_team("of = [\"Blue\", \"Gold\"]"),
            "Red placed ahead of Blue, Gold in the teams title",
        ),
        ("lift", "decision = \"d1\"\n".to_owned(), "Decision d1 lifted"),
        (
            "waive",
            of_team("what = \"cell\"\nround = 1\npublished = \"8\"\ncomputed = \"9\""),
            "cell of Red in the teams title: published 8, computed 9",
        ),
        ("withhold", second("places = \"keep\""), "Car 7 of P scores no points"),
        ("delete-lap", second("lap = 1\nbest_lap = \"1:30.5\""), "Lap 1 of car 7 of P deleted"),
        ("set-aside-feat", second("feat = \"pole\""), "The pole of car 7 of P is set aside"),
    ];
    for (kind, block, sentence) in said {
        assert_eq!(ruling(&season, kind, &block).sentence(&words), sentence);
    }
}

#[test]
fn a_car_is_the_one_of_its_session_class_and_team() {
    let season = season();
    let row = |ruling: &Ruling| {
        let About { cars, .. } = ruling.about();
        let row = &season.results[cars.unwrap().rows[0]];
        (season.sessions[row.session].id.as_str(), row.printed_team.as_str())
    };
    let disqualify = |rest: &str| ruling(&season, "disqualify", &format!("round = 1\n{rest}\n"));
    assert_eq!(row(&disqualify("number = \"7\"\nclass = \"P\"")), ("race", "Blue"));
    assert_eq!(row(&disqualify("number = \"7\"\nteam = \"Red\"")), ("race", "Red"));
    assert_eq!(row(&disqualify("number = \"9\"\nsession = \"qualifying\"")), ("qualifying", "Blue"));
}

#[test]
fn what_the_season_does_not_have_is_said_at_the_key_that_names_it() {
    let season = season();
    let told = |kind: &str, block: &str| {
        let (read, said) = read(&season, Ruling::kind(kind).unwrap(), block);
        assert_eq!(read, None, "{kind}: {block}");
        said.iter().map(|(line, own)| (*line, own.message.clone())).collect::<Vec<_>>()
    };
    let is = |line: u32, what: &str| vec![(line, what.to_owned())];
    assert_eq!(told("disqualify", "number = \"8\"\nround = 3\n"), is(2, "round"));
    assert_eq!(told("disqualify", "number = \"8\"\nround = 1\nsession = \"sprint\"\n"), is(3, "session"));
    assert_eq!(told("disqualify", "round = 2\nnumber = \"8\"\n"), is(2, "car"), "of another round");
    assert_eq!(told("disqualify", "round = 1\nnumber = \"7\"\n"), is(2, "car"), "two bear it");
    assert_eq!(told("disqualify", "round = 1\nnumber = \"5\"\n"), is(2, "car"));
    assert_eq!(told("disqualify", "round = 1\nnumber = \"7\"\nclass = \"GT9\"\n"), is(3, "class"));
    assert_eq!(told("disqualify", "round = 1\nnumber = \"7\"\nteam = \"Reed\"\n"), is(3, "competitor"));
    assert_eq!(told("mark", "round = 1\nmark = \"guest\"\nnumbers = [\"8\", \"5\"]\n"), is(3, "car"));
    assert_eq!(told("no-share", "round = 1\ncompetitor = \"Red\"\n"), is(2, "competitor"), "a team");
    assert_eq!(told("withhold-driver", "round = 1\ncompetitor = \"Anne\"\n"), is(2, "competitor"));
    assert_eq!(told("adjust", "points = 1\ntitle = \"nations\"\ncompetitor = \"Red\"\n"), is(2, "title"));
    assert_eq!(told("adjust", "points = 1\ntitle = \"teams\"\ncompetitor = \"Ann\"\n"), is(3, "competitor"));
    assert_eq!(
        told("adjust", "points = 1\ntitle = \"teams\"\ncompetitor = \"Red\"\nround = 4\n"),
        is(4, "round")
    );
    assert_eq!(
        told("waive", "title = \"teams\"\ncompetitor = \"Red\"\nwhat = \"row\"\nround = 4\n"),
        is(4, "round")
    );
    assert_eq!(
        told("exclude-from-title", "title = \"teams\"\ncompetitor = \"Red\"\nround = 4\n"),
        is(3, "round")
    );
    assert_eq!(
        told("place-ahead", "title = \"teams\"\ncompetitor = \"Red\"\nof = [\"Blu\"]\n"),
        is(3, "competitor")
    );
    assert_eq!(told("same-points", "round = 1\npoints = 1\nclass = \"X\"\n"), is(3, "class"));
    let unknown = &told("lift", "decision = \"d3\"\n")[0];
    assert_eq!((unknown.0, unknown.1.as_str()), (1, "the season has no decision `d3`"));
}

#[test]
fn a_deduction_is_of_one_table() {
    let season = season();
    let block = |rest: &str| format!("title = \"drivers\"\npoints = -2\n{rest}\n");
    let adjust = Ruling::kind("adjust").unwrap();
    let (of_two, said) = read(&season, adjust, &block("competitor = \"Ann\""));
    assert_eq!((of_two, said[0].0, said[0].1.id), (None, 3, "PF0471"));
    assert_eq!(said[0].1.message, "Ann stands in the tables of 2 classes");
    assert_eq!(said[0].1.expected.as_deref(), Some("class = one of GT, P"));
    let told = ruling(&season, "adjust", &block("competitor = \"Ann\"\nclass = \"P\""));
    let about = told.about();
    let target = about.target.unwrap();
    let (gt, p) = (season.class("GT"), season.class("P"));
    assert!(target.is_in("drivers", p) && !target.is_in("drivers", gt) && !target.is_in("teams", p));
    let in_one = ruling(&season, "adjust", &block("competitor = \"Ben\""));
    assert!(in_one.about().target.unwrap().is_in("drivers", gt), "there is only one");
    let for_all = ruling(&season, "adjust", "title = \"teams\"\npoints = 1\ncompetitor = \"Red\"\n");
    assert!(for_all.about().target.unwrap().is_in("teams", None));
    let (of_two, said) =
        read(&season, Ruling::kind("place-ahead").unwrap(), "title = \"drivers\"\ncompetitor = \"Ann\"\n");
    assert_eq!((of_two, said[0].1.id), (None, "PF0471"));
}

#[test]
fn what_a_ruling_is_about_is_what_its_block_names() {
    let season = season();
    let about = |kind: &str, block: &str| {
        let ruling = ruling(&season, kind, block);
        let about = ruling.about();
        let session = about.session.map(|own| season.sessions[own].id.clone());
        let round = about.round.and_then(|own| season.rounds[own].number);
        let competitor = about.competitor.map(|own| season.competitors[own].name.clone());
        let cars =
            about.cars.map(|own| own.numbers.iter().map(CarNumber::as_str).collect::<Vec<_>>().join(" "));
        (session, round, competitor, cars, about.titles.to_vec(), about.target.is_some())
    };
    let text = |text: &str| Some(text.to_owned());
    for (kind, first, rest) in WHOLE.iter().filter(|own| own.1 == CAR || own.0 == "mark") {
        let block = format!("{first}{rest}\n");
        assert_eq!(about(kind, &block), (text("race"), None, None, text("8"), vec![], false), "{kind}");
    }
    for (kind, first, rest) in WHOLE.iter().filter(|own| own.1 == ANN) {
        let block = format!("{first}{rest}\n");
        assert_eq!(about(kind, &block), (None, None, text("Red"), None, vec![], true), "{kind}");
        let block = format!("{block}round = 2\n");
        assert_eq!(
            about(kind, &block),
            (None, Some(RoundNumber(2)), text("Red"), None, vec![], true),
            "{kind}"
        );
    }
    let drivers = vec!["drivers".to_owned()];
    let of_title = |rest: &str| format!("round = 1\n{rest}titles = [\"drivers\"]\n");
    assert_eq!(
        about("withhold", &of_title("number = \"8\"\n")),
        (text("race"), None, None, text("8"), drivers.clone(), false)
    );
    assert_eq!(
        about("withhold-driver", &of_title("competitor = \"Ann\"\n")),
        (text("race"), None, text("Ann"), None, drivers.clone(), false)
    );
    assert_eq!(
        about("same-points", &of_title("points = 1\n")),
        (text("race"), None, None, None, drivers, false)
    );
    assert_eq!(
        about("no-share", "round = 1\ncompetitor = \"Ann\"\n"),
        (text("race"), None, text("Ann"), None, vec![], false)
    );
    assert_eq!(about("lift", "decision = \"d2\"\n"), (None, None, None, None, vec![], false));
}

#[test]
fn only_decisions_about_classifications_amend_them() {
    let season = season();
    for (kind, first, rest) in WHOLE {
        let amends =
            ["disqualify", "time-penalty", "lap-penalty", "place-penalty", "delete-lap"].contains(&kind);
        let ruling = ruling(&season, kind, &format!("{first}{rest}\n"));
        assert_eq!(ruling.amends().is_some(), amends, "{kind}");
        assert_eq!(ruling.amends().and_then(|own| own.drops()).is_some(), kind == "place-penalty");
    }
}
