//! What a rulebook says of itself, rule by rule, and what it refuses to say.

use parcferme_core::numbers::{Position, RoundNumber};
use parcferme_core::rules::ties::{ALL_WORDS, TieBreak};
use parcferme_core::rules::window::Window;
use parcferme_core::{Points, Rulebook, Share};

/// The sentence of the one rule of a text.
fn said(text: &str) -> String {
    let (rules, found) = Rulebook::parse("rulebook.toml", text);
    assert_eq!(found, [], "{text}");
    let mut said: Vec<String> = rules.prose().into_iter().map(|own| own.1).collect();
    assert_eq!(said.len(), 1, "{text}");
    said.remove(0)
}

fn says(cases: &[(&str, &str)]) {
    for (text, sentence) in cases {
        assert_eq!(said(text), *sentence);
    }
}

/// Ids of what is refused.
fn refused(text: &str) -> Vec<&'static str> {
    Rulebook::parse("rulebook.toml", text).1.into_iter().map(|own| own.id).collect()
}

#[test]
fn points_by_place() {
    says(&[
        ("[[points]]\nid = \"a\"\nscale = [10, 8, \"5.5\"]", "Points by place: 10-8-5.5."),
        (
            "[[points]]\nid = \"a\"\nscale = [10, 8]\nbeyond = \"1/2\"",
            "Points by place: 10-8, 0.5 for every further classified car.",
        ),
        (
            "[[points]]\nid = \"a\"\nscale = [5, 3]\nfactor = \"50 %\"\nrounding = \"up\"",
            "Points by place: 3-2.",
        ),
        (
            "[[points]]\nid = \"a\"\nscale = [2]\ndead_heat = \"both\"",
            "Points by place: 2; cars that share a place each get its points.",
        ),
        (
            "[[points]]\nid = \"a\"\nscale = [2]\ndead_heat = \"as-listed\"",
            "Points by place: 2; cars that share a place get points in the order of the sheet.",
        ),
        ("[[points]]\nid = \"a\"\nscale = []\nevents = [\"a\"]", "No points (at a)."),
        (
            "[[points]]\nid = \"a\"\nscale = []\nbeyond = 1",
            "Points by place: , 1 for every further classified car.",
        ),
    ]);
}

#[test]
fn where_a_rule_applies() {
    let of = |scope: &str, words: &str| {
        let text = format!("[[points]]\nid = \"a\"\nscale = [1]\n{scope}");
        assert_eq!(said(&text), format!("Points by place: 1 ({words})."));
    };
    of("events = [\"a\", \"b\"]", "at a, b");
    of("sessions = [\"sprint\"]\nclasses = [\"GT\"]", "in session sprint, in class GT");
    of("rounds = \"1, 3-4\"", "in round 1, 3, 4");
    of(
        "length_from = \"4 h\"\nlength_under = \"6 h\"",
        "in races scheduled for 4:00:00.000 or longer, in races scheduled for less than 6:00:00.000",
    );
    of(
        "completed_from = \"25 %\"\ncompleted_under = \"75 %\"",
        "where at least 25 % of the race was run, where less than 75 % of the race was run",
    );
    of("starters_from = 3\nstarters_under = 6", "where at least 3 cars start, where fewer than 6 cars start");
    of(
        "laps_run_from = 2\ngreen_laps_under = 3",
        "where at least 2 laps were run, where fewer than 3 laps were run without the safety car",
    );
}

#[test]
fn order_and_classification() {
    says(&[
        ("[[ranking]]\nby = \"laps\"", "Cars are ordered by laps, then by time."),
        (
            "[[ranking]]\nby = \"best-lap\"",
            "Cars are ordered by their best lap, then by their second-best, then by who set the best first.",
        ),
        (
            "[[ranking]]\nby = \"best-lap\"\nties = \"set-first\"",
            "Cars are ordered by their best lap, then by who set it first.",
        ),
        ("[[ranking]]\nby = \"declared\"", "Cars are ordered as declared."),
        (
            "[[ranking]]\nby = \"points\"\nof = [\"a\", \"b\"]\nscale = [3, 2]",
            "Cars are ordered by most points for their places in a, b: 3-2.",
        ),
        (
            "[[ranking]]\nby = \"points\"\nof = [\"a\"]\nscale = [1, 2]\nwins = \"fewest\"",
            "Cars are ordered by fewest points for their places in a: 1-2.",
        ),
        ("[[class_map]]\nfrom = \"P2\"\nto = \"P1\"", "Cars of P2 are ranked inside P1."),
        (
            "[classified]\nretired = false",
            "Cars are classified as declared; a car that retired is not classified.",
        ),
        ("[classified]\nretired_may_score = false", "Cars are classified as declared."),
        (
            "[classified]\nmin_share = \"70 %\"\nof = \"class-winner\"\nrounding = \"down\"",
            "A car is classified that has covered 70 % of the laps of the class winner, rounded down to whole laps; a car that retired may be classified and score.",
        ),
        (
            "[classified]\nmin_share = \"70 %\"\nrounding = \"nearest\"\nretired_may_score = false",
            "A car is classified that has covered 70 % of the laps of the overall winner, rounded to the nearest lap; a car that retired may be classified but scores nothing.",
        ),
        (
            "[classified]\nmin_share = \"70 %\"\nrounding = \"up\"\nmin_laps = 1\nretired = false",
            "A car is classified that has covered 70 % of the laps of the overall winner, rounded up to whole laps and has covered 1 lap; a car that retired is not classified.",
        ),
        (
            "[classified]\nmin_laps = 2\nmin_metres = 62500\nwithin = \"5 min\"\nretired = true",
            "A car is classified that has covered 2 laps and has covered 62.5 km and finishes within 5:00.000 of the overall winner; a car that retired may be classified and score.",
        ),
        (
            "[[last_lap]]\nlimits = [{ over = \"6 min\", laps = 1 }, { over = \"7 min\", laps = 2 }, { over = \"8 min\" }]",
            "A last lap of more than 6:00.000 costs a lap, more than 7:00.000 costs 2 laps, with more than 8:00.000 a car is not classified.",
        ),
        (
            "[[counted_back]]\nlaps = 2",
            "A race that is stopped for good is classified as 2 laps before the one of the stop.",
        ),
    ]);
}

#[test]
fn bonuses_and_what_bars_points() {
    says(&[
        (
            "[[bonus]]\nid = \"a\"\nfeat = \"pole\"\npoints = 1",
            "1 for pole; shared equally where several have it.",
        ),
        (
            "[[bonus]]\nid = \"a\"\nfeat = \"pole\"\npoints = 1\nshared = \"each\"\nclassified = true",
            "1 for pole, to a classified car; to each where several have it.",
        ),
        (
            "[[bonus]]\nid = \"a\"\nfeat = \"pole\"\npoints = 1\nshared = \"none\"\nwithin = 10",
            "1 for pole, to a car classified in the first 10; to nobody where several have it.",
        ),
        ("[[amount]]\nid = \"a\"\nof = \"laps_led\"\npoints = 1", "1 for each of the laps led."),
        (
            "[[amount]]\nid = \"a\"\nof = \"laps_led\"\nevery = 10\npoints = 1\nclassified = true",
            "1 for every 10 laps led, to a classified car.",
        ),
        ("[[eligible]]\nonly = \"full\"", "Only cars marked full count; those behind move up."),
        (
            "[[eligible]]\nexcept = \"guest\"\nplaces = \"keep\"",
            "Cars marked guest do not count; those behind keep their places.",
        ),
        (
            "[[eligible]]\nonly = \"full\"\nexcept = \"guest\"",
            "Only cars marked full and not guest count; those behind move up.",
        ),
        (
            "[[eligible]]\nonly = \"bronze\"\ncrew = \"one\"",
            "Only cars marked bronze or with a driver of that category count; those behind move up.",
        ),
        (
            "[[eligible]]\nexcept = \"gold\"\ncrew = \"all\"",
            "Cars marked gold or with all drivers of that category do not count; those behind move up.",
        ),
        (
            "[[eligible]]\nonly = \"silver\"\nexcept = \"gold\"\ncrew = \"one\"",
            "Only cars marked silver or with a driver of that category count, and of them none marked gold or with a driver of that category; those behind move up.",
        ),
        (
            "[[incidents]]\nlimit = 17",
            "A car with more than 17 incident points scores nothing; those behind move up.",
        ),
        (
            "[[drive_time]]\nmin = \"1 h\"\nred_flag_cut = \"100 %\"",
            "Every driver must drive at least 1:00:00.000 (cut by 100 % of the share of the race lost to red flags), else a driver scores nothing; those behind move up.",
        ),
        (
            "[[drive_time]]\nmin = \"1 h\"\nmax = \"2 h\"\ncategories = [\"am\", \"silver\"]\nelse = \"car-scores-nothing\"",
            "Every driver of the category am or silver must drive at least 1:00:00.000 and at most 2:00:00.000, else the car scores nothing; those behind move up.",
        ),
        ("[[shared_car]]\nmark = \"joint\"\nwith = \"Blue\"", "Cars marked joint count for Blue as well."),
        (
            "[[shared_car]]\nmark = \"joint\"\nwith = \"Blue\"\npoints = \"split\"",
            "Cars marked joint count for Blue as well; they divide the points.",
        ),
    ]);
}

#[test]
fn handicaps_and_reversed_grids() {
    let of = |keys: &str, words: &str| {
        let text =
            format!("[[handicap]]\nid = \"a\"\n{keys}\n[[title]]\nid = \"t\"\ncompetitor = \"driver\"");
        let (rules, found) = Rulebook::parse("rulebook.toml", &text);
        assert_eq!(found, [], "{text}");
        assert_eq!(rules.prose()[0].1, format!("{words}."));
    };
    of("title = \"t\"\nscale = [30, 20]", "Carried by place in the table of t: 30, 20 kg");
    of(
        "title = \"t\"\nper_point = \"1.5\"\nmax = 50\nstarts_from = 6\nstarts_under = 7",
        "Carried for each point in the table of t: 1.5 kg; 50 kg at most; with 6 starts or more before; with fewer than 7 starts before",
    );
    of(
        "scale = [15, 10]\nabsent = 15\nunit = \"s\"\nsessions = [\"race\"]",
        "Carried by cars, by place in class in the race of the round before: 15, 10 s; 15 s for who was not in it (in session race)",
    );
    of(
        "scale = [50, -10]\nbeyond = -20\nadds_up = true\ncarrier = \"driver\"\nplaces = \"overall\"",
        "Carried by drivers, by place among all cars in the race of every round before, added up: 50, -10 kg, -20 for every further place",
    );
    of(
        "beyond = 5\nof = \"heat\"\nback = 0",
        "Carried by cars, by place in class in heat of the same round: 5 kg for every place",
    );
    of(
        "scale = [5]\nback = 2",
        "Carried by cars, by place in class in the race of the round before the last: 5 kg",
    );
    says(&[
        (
            "[[reversed_grid]]\nid = \"a\"\nof = \"qualifying\"\nfirst = 10\nsessions = [\"sprint\"]",
            "The grid is the order of qualifying, the first 10 places reversed (in session sprint).",
        ),
        (
            "[[reversed_grid]]\nid = \"a\"\nof = \"race-2\"\ndrawn_from = 6\ndrawn_to = 10\nsessions = [\"race-3\"]",
            "The grid is the order of race-2, of which a drawn number of first places, 6 to 10, is reversed (in session race-3).",
        ),
    ]);
}

#[test]
fn handicaps_that_cannot_be() {
    let title = "[[title]]\nid = \"t\"\ncompetitor = \"driver\"\n";
    for (keys, id) in [
        ("", "PF0354"),
        ("title = \"t\"", "PF0354"),
        ("per_point = 2", "PF0354"),
        ("title = \"t\"\nper_point = 2\nscale = [1]", "PF0354"),
        ("title = \"t\"\nscale = [1]\nadds_up = true", "PF0355"),
        ("scale = [0, 0]", "PF0356"),
        ("title = \"t\"\nper_point = 0", "PF0356"),
        ("scale = [10]\nmax = 0", "PF0356"),
        ("scale = [10]\nback = 0", "PF0357"),
        ("scale = [10]\nof = \"heat\"\nback = 0\nadds_up = true", "PF0357"),
        ("scale = [10]\nof = \"race\"\nback = 0\nsessions = [\"race\"]", "PF0357"),
        ("scale = [10]\nstarts_from = 6\nstarts_under = 6", "PF0483"),
        ("title = \"cup\"\nscale = [1]", "PF0308"),
        ("scale = [10]\ntitles = [\"t\"]", "PF0330"),
    ] {
        assert_eq!(refused(&format!("{title}[[handicap]]\nid = \"a\"\n{keys}")), [id], "{keys}");
    }
    for (keys, id) in [
        ("of = \"q\"", "PF0358"),
        ("of = \"q\"\nfirst = 8\ndrawn_to = 9", "PF0358"),
        ("of = \"q\"\ndrawn_from = 9", "PF0358"),
        ("of = \"q\"\nfirst = 1", "PF0359"),
        ("of = \"q\"\ndrawn_from = 9\ndrawn_to = 9", "PF0359"),
        ("of = \"sprint\"\nfirst = 2", "PF0359"),
        ("first = 2", "PF0305"),
    ] {
        let text = format!("[[reversed_grid]]\nid = \"a\"\nsessions = [\"sprint\"]\n{keys}");
        assert_eq!(refused(&text), [id], "{keys}");
    }
}

#[test]
fn titles() {
    let of = |keys: &str, words: &str| {
        let text = format!("[[title]]\nid = \"t\"\nname = \"Cup\"\n{keys}");
        assert_eq!(said(&text), format!("Cup: {words}"));
    };
    of("competitor = \"team\"", "one table for all classes, for each team. Every car scores.");
    of(
        "competitor = \"team\"\nper = \"class\"\nscores = \"best-car\"",
        "one table a class, for each team. Only the best car scores; the others keep their positions.",
    );
    of(
        "competitor = \"team\"\nplaces = \"class\"\nscores = \"best-2-cars\"\nothers_keep_position = false",
        "one table for all classes, by places in each class, for each team. The best 2 cars score; the others give up their positions.",
    );
    of(
        "competitor = \"team\"\nscores = \"best-3-cars\"",
        "one table for all classes, for each team. The best 3 cars score; the others keep their positions.",
    );
    let driver = |keys: &str, words: &str| {
        let crew = if keys.contains("split") {
            " The drivers of a car divide its points."
        } else {
            " Each driver of a car gets its points in full."
        };
        let text = format!("[[title]]\nid = \"t\"\ncompetitor = \"driver\"\n{keys}");
        assert_eq!(
            said(&text),
            format!("t: one table for all classes, for each driver. Every car scores.{crew}{words}")
        );
    };
    driver("", "");
    driver("crew = \"split\"", "");
    driver("wins = \"fewest\"", " Fewest points win; those who miss a place in fewer rounds are ahead.");
    driver("wins = \"fewest\"\nabsent = 1", " Fewest points win; a round without a place gives 1 point.");
    driver("wins = \"fewest\"\nabsent = 8", " Fewest points win; a round without a place gives 8 points.");
    driver("min_starts = 1", " Only those have a place in the table who started in a round.");
    driver("min_starts = 3", " Only those have a place in the table who started in 3 rounds, or still can.");
    driver("class_change = \"takes-points\"", " Who goes on in another class takes the points along.");
    driver("not_at = [\"a\", \"b\"]", " Does not count at a, b.");
    driver("category = \"rookie\"", " Only those of the category rookie are listed.");
    driver(
        "category = \"rookie\"\ncategory_places = \"own\"",
        " Only those of the category rookie are listed, by places among them alone.",
    );
    driver(
        "nations = [\"GBR\", \"IRL\"]\nage_from = 40\nage_on = \"december-31\"",
        " Only those of GBR or IRL, 40 or older on 31 December are listed.",
    );
    driver(
        "category = \"lady\"\nage_from = 16\nage_under = 26\nage_on = \"first-race\"",
        " Only those of the category lady, 16 or older and under 26 on the day of the first race are listed.",
    );
    driver("age_under = 26\nage_on = \"january-1\"", " Only those under 26 on 1 January are listed.");
    driver("alone = \"50 %\"", " A driver who drives a crew's car alone gets 50 % of its points.");
    driver("ties = [\"wins\", \"shared\"]", " Ties: wins, then shared.");
    driver(
        "ties = [\"countback\"]\nties_by = \"class-places\"",
        " Ties: countback, by places of the classification in class.",
    );
    driver(
        "ties = [\"countback\"]\nties_by = \"overall-places\"",
        " Ties: countback, by places of the classification.",
    );
    driver(
        "ties = [\"countback\"]\nties_over = \"scoring-places\"\nties_count = \"all-cars\"\nties_in = [\"race\"]",
        " Ties: countback, over places that score, counting also the cars that do not score, in race only.",
    );
    driver("lists = \"classified\"", " The table lists all who were classified at least once.");
    driver("lists = \"started\"", " The table lists all who started.");
    driver("windows = [{ best = 4 }]", " Of the season, the best 4 results count.");
    driver(
        "windows = [{ best = 4, rounds = \"1-6\" }]",
        " Of the season, the best 4 results of rounds 1 to 6 count.",
    );
    driver("windows = [{ best = 1, rounds = \"6\" }]", " Of the season, the best result of round 6 counts.");
    driver(
        "windows = [{ best = 4, over = \"sessions\", first = 5, never_dropped = [\"dsq\", \"dns\"], never_dropped_rounds = \"7-8\" }]",
        " Of the season, the best 4 results of single races count, of the first 5 that a competitor starts; a result with dsq or dns is never dropped; that of round 7, 8 is never dropped.",
    );
    driver("resets = [{ before = 5 }]", " Before round 5 everybody begins anew with nothing.");
    driver(
        "resets = [{ before = 5, top = 1, points = [3, 2], carry = \"50 %\" }]",
        " Before round 5 the first of the table begins anew with 3-2 points by place and 50 % of the old total; the others stay behind them.",
    );
    driver(
        "resets = [{ before = 7, top = 4 }]",
        " Before round 7 the first 4 of the table begin anew with nothing; the others stay behind them.",
    );
}

#[test]
fn what_a_rulebook_cannot_say() {
    let title = |keys: &str| format!("[[title]]\nid = \"t\"\ncompetitor = \"driver\"\n{keys}\n");
    let scale = |scale: &str| format!("[[points]]\nid = \"a\"\nscale = {scale}\n");
    assert_eq!(refused(&scale("[10, 8, 8]")), [""; 0]);
    assert_eq!(refused(&scale("[10, 8, 9]")), ["PF0306"], "without a title most points win");
    assert_eq!(refused(&(scale("[10, 8, 9]") + &title(""))), ["PF0306"]);
    assert_eq!(refused(&(scale("[1, 2, 2]") + &title("wins = \"fewest\""))), [""; 0]);
    assert_eq!(refused(&(scale("[1, 2, 1]") + &title("wins = \"fewest\""))), ["PF0306"]);
    let of_other = scale("[1, 2]")
        + "titles = [\"u\"]\n"
        + &title("")
        + &title("wins = \"fewest\"").replace("\"t\"", "\"u\"");
    assert_eq!(refused(&of_other), [""; 0], "the scale is of the other title");
    assert_eq!(refused(&scale("[]")), ["PF0313"]);
    assert_eq!(refused(&(scale("[]") + "beyond = 1\n")), [""; 0]);
    assert_eq!(
        refused(&(scale("[1]") + "factor = \"1/3\"\n[[points]]\nid = \"b\"\nlike = \"c\"\n")),
        ["PF0308"]
    );
    for keys in ["of = [\"a\"]", "scale = [1]", "beyond = 1", "wins = \"most\""] {
        assert_eq!(refused(&format!("[[ranking]]\nby = \"laps\"\n{keys}\n")), ["PF0325"], "{keys}");
    }
    for (by, told) in [("laps", &["PF0325"][..]), ("declared", &["PF0325"]), ("best-lap", &[])] {
        assert_eq!(refused(&format!("[[ranking]]\nby = \"{by}\"\nties = \"set-first\"\n")), told, "{by}");
    }
    assert_eq!(refused("[[ranking]]\nby = \"points\"\nscale = [1]\n").len(), 1, "no heats");
    assert_eq!(refused("[[ranking]]\nby = \"points\"\nof = [\"a\"]\n").len(), 1, "no scale");
    assert_eq!(refused("[classified]\nof = \"class-winner\"\n"), ["PF0309"]);
    assert_eq!(refused("[classified]\nof = \"class-winner\"\nwithin = \"5 min\"\n"), [""; 0]);
    assert_eq!(
        refused(&("[classified]\nmin_laps = 1\ntitles = [\"t\"]\n".to_owned() + &title(""))),
        ["PF0330"]
    );
    assert_eq!(refused(&title("per = \"class\"\nplaces = \"class\"")), ["PF0331"]);
    assert_eq!(refused(&title("absent = 8")), ["PF0332"]);
    assert_eq!(refused("[[eligible]]\nplaces = \"keep\"\n").len(), 1);
    assert_eq!(refused("[[last_lap]]\nevents = [\"a\"]\n").len(), 1);
}

#[test]
fn a_position_is_told_by_its_points_where_no_other_gives_as_many() {
    let text = "[[points]]\nid = \"a\"\nscale = [10, 8, 8, 1]\nbeyond = 1\nfactor = \"50 %\"";
    let (rules, _) = Rulebook::parse("rulebook.toml", text);
    let pays = |rules: &Rulebook, place| rules.points[0].rule.pays(Position::new(place).unwrap());
    let scale = &rules.points[0].rule;
    let of = |points: &str| scale.position_of(points.parse().unwrap());
    assert_eq!([of("5"), of("4"), of("3"), of("10")], [Some(Position::FIRST), None, None, None]);
    assert_eq!(
        [1, 4, 9].map(|place| scale.full(Position::new(place).unwrap())),
        [10, 1, 1].map(Points::whole)
    );
    assert_eq!(scale.factor, Share::percent(50));
    let (rules, _) = Rulebook::parse("rulebook.toml", "[[points]]\nid = \"a\"\nscale = [10, 1]\nbeyond = 1");
    assert_eq!(rules.points[0].rule.position_of(Points::whole(1)), None, "everybody behind has as many");
    assert!(pays(&rules, 2) && pays(&rules, 3));
    let (rules, _) = Rulebook::parse("rulebook.toml", "[[points]]\nid = \"a\"\nscale = [10, 1]");
    assert!(pays(&rules, 2) && !pays(&rules, 3));
}

#[test]
fn words_of_ties_are_read_as_they_are_written() {
    for word in ALL_WORDS {
        assert_eq!(TieBreak::from_word(word).map(TieBreak::word), Some(word));
    }
    assert_eq!(TieBreak::from_word("coin"), None);
}

#[test]
fn a_plain_window_looks_at_rounds_and_points_alone() {
    let plain = Window {
        best: 4,
        rounds: [1, 2].map(RoundNumber).to_vec(),
        never_dropped_rounds: vec![RoundNumber(2)],
        ..Window::default()
    };
    assert!(plain.is_plain());
    assert!(!Window { over_sessions: true, ..plain.clone() }.is_plain());
    assert!(!Window { first: Some(3), ..plain.clone() }.is_plain());
    assert!(!Window { never_dropped: vec![parcferme_core::season::Status::Dsq], ..plain }.is_plain());
}

/// Examples of the pages are rulebooks: none may have a key or a word that is refused.
#[test]
fn examples_of_the_pages_have_keys_that_are_read() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rules");
    let mut examples = 0;
    for kind in parcferme_core::rules::KINDS {
        let page = folder.join(format!("{}.md", kind.name));
        let text = std::fs::read_to_string(&page).unwrap();
        let blocks = text.split("```toml\n").skip(1).filter_map(|own| own.split("```").next());
        for block in blocks.filter(|own| own.contains(&format!("[{}]", kind.name))) {
            examples += 1;
            let found = Rulebook::parse("rulebook.toml", block).1;
            let unread = found.iter().filter(|own| ["PF0301", "PF0302", "PF0303"].contains(&own.id));
            assert_eq!(
                unread.collect::<Vec<_>>(),
                Vec::<&parcferme_core::Diagnostic>::new(),
                "{}",
                page.display()
            );
        }
    }
    assert!(examples > 10, "{examples}");
}
