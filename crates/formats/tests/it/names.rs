//! Names: the traps of one season by hand, and the five real documents where they are at hand.

use parcferme_formats::names::{
    self, Cluster, Context, Kind, Mention, Names, Question, Rule, Ruling, Rulings, Verdict,
};
use parcferme_formats::pages;
use std::collections::BTreeSet;

/// Two race pages, an entry list, winners and a table that spell the same things differently: a line is about one
/// car, each document is one table.
fn season() -> Vec<Mention> {
    rows(include_str!("names_season.txt"))
}

fn rows(text: &str) -> Vec<Mention> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(|line| row(&line.split('|').map(str::trim).collect::<Vec<_>>())).collect()
}

fn row(cells: &[&str]) -> Vec<Mention> {
    let [document, line, class, number, rounds, team, crew, chassis, engine] = cells else {
        panic!("nine cells: {cells:?}");
    };
    let line = line.parse().unwrap();
    let context = Context {
        table: Some(1),
        row: line,
        class: Some((*class).to_owned()),
        number: Some((*number).to_owned()).filter(|number| !number.is_empty()),
        rounds: rounds.split_whitespace().map(|round| round.parse().unwrap()).collect(),
        nation: None,
    };
    let crew = crew.split("; ").map(|driver| (Kind::Driver, driver));
    let parts = [(Kind::Team, *team), (Kind::Chassis, *chassis), (Kind::Engine, *engine)];
    let named = crew.chain(parts).filter(|(_, text)| !text.is_empty());
    named
        .map(|(kind, text)| Mention { context: context.clone(), ..Mention::new(kind, text, *document, line) })
        .collect()
}

fn decided(mentions: &[Mention]) -> Names {
    let (names, diagnostics) = names::decide(mentions, &Rulings::default());
    assert_eq!(diagnostics, []);
    names
}

fn one<'n>(names: &'n Names, kind: Kind, spellings: &[&str]) -> &'n Cluster {
    let found: BTreeSet<Option<&str>> =
        spellings.iter().map(|text| names.find(kind, text).map(|cluster| cluster.id.as_str())).collect();
    assert!(found.len() == 1 && !found.contains(&None), "{spellings:?} are {found:?}");
    names.find(kind, spellings[0]).unwrap()
}

fn many(names: &Names, kind: Kind, spellings: &[&str]) {
    let found: BTreeSet<&str> =
        spellings.iter().map(|text| names.find(kind, text).unwrap().id.as_str()).collect();
    assert_eq!(found.len(), spellings.len(), "{spellings:?} are {found:?}");
}

fn open(names: &Names, question: Question, a: &str, b: &str) -> bool {
    names.open.iter().any(|open| open.question == question && [&open.a, &open.b] == [a, b])
}

fn near(names: &Names, a: &str, b: &str) -> bool {
    names.near_misses.iter().any(|near| [&near.a, &near.b] == [a, b])
}

#[test]
fn one_thing_under_several_spellings_becomes_one() {
    let names = decided(&season());
    for (kind, spellings) in [
        (Kind::Team, &["ADT Champion Racing", "Champion Racing"][..]),
        (Kind::Team, &["Hyper Sport", "Hyper Sport Competition"]),
        (Kind::Team, &["Orbit", "Orbit Racing"]),
        (Kind::Team, &["J3 Racing", "J-3 Racing"]),
        (Kind::Team, &["P.K. Sport", "PK Sport"]),
        (
            Kind::Team,
            &["Petersen/White Lightning", "White Lightning", "Petersen Motorsport White Lightning Racing"],
        ),
        (Kind::Driver, &["Mike Lewis", "Michael Lewis"]),
        (Kind::Driver, &["David Murry", "David Murray"]),
        (Kind::Driver, &["John Groom", "Jon Groom"]),
        (Kind::Driver, &["Ron Atapattu", "Ron Attapatu"]),
        (Kind::Driver, &["Joe Policastro, Jr.", "Joe Policastro Jr."]),
        (Kind::Chassis, &["Porsche 911 GT3-RS", "Porsche 996 GT3-RS"]),
        (Kind::Chassis, &["Porsche 911 GT3-R", "Porsche 996 GT3-R"]),
        (Kind::Engine, &["Chevrolet LS7-R 7.0L V8", "Chevrolet LS7r 7.0 L V8", "Chevrolet 7.0 L V8"]),
        (Kind::Engine, &["Élan 5.0L V8", "Ford (Elan) 5.0 L V8"]),
        (Kind::Engine, &["Lincoln (Élan) 5.0L V8", "Lincoln 5.0 L V8"]),
    ] {
        one(&names, kind, spellings);
    }
}

#[test]
fn what_the_documents_show_to_be_two_things_stays_apart() {
    let names = decided(&season());
    many(&names, Kind::Driver, &["Joe Policastro", "Joe Policastro, Jr.", "Joe Foster"]);
    many(&names, Kind::Driver, &["Shane Lewis", "Michael Lewis"]);
    many(&names, Kind::Driver, &["Johnny Herbert", "Johnny O'Connell", "Johnny Mowlem"]);
    many(
        &names,
        Kind::Chassis,
        &["Ferrari 550 Maranello", "Ferrari 550-GTS Maranello", "Ferrari 360 Modena GTC"],
    );
    many(&names, Kind::Chassis, &["Porsche 911 GT3-R", "Porsche 911 GT3-RS"]);
    many(&names, Kind::Engine, &["Ferrari 5.9L V12", "Ferrari 6.0L V12", "Ferrari 3.6L V8"]);
    many(&names, Kind::Engine, &["Élan 5.0L V8", "Lincoln 5.0L V8"]);
    assert!(near(&names, "Joe Policastro", "Joe Policastro, Jr."));
    assert!(near(&names, "Ferrari 550 Maranello", "Ferrari 550-GTS Maranello"));
}

#[test]
fn contradictions_are_said_and_not_decided() {
    let names = decided(&season());
    assert!(open(&names, Question::Contradiction, "Ferrari 5.9L V12", "Ferrari 6.0L V12"));
    assert!(open(&names, Question::Maker, "Élan 5.0L V8", "Ford (Elan) 5.0 L V8"));
    let contradiction = names.open.iter().find(|open| open.a == "Ferrari 5.9L V12").unwrap();
    assert!(contradiction.why.contains("Prodrive"), "{}", contradiction.why);
    assert_eq!(contradiction.places.len(), 2);
}

#[test]
fn every_decision_between_different_letters_has_evidence_and_places() {
    let names = decided(&season());
    let decisions: Vec<_> = names.clusters.iter().flat_map(|cluster| &cluster.decisions).collect();
    assert!(decisions.len() > 15);
    for merge in decisions {
        assert!(!merge.evidence.is_empty() && !merge.places.is_empty(), "{merge:?}");
    }
}

/// Car numbers are texts: a link by number needs the very number, not its value.
#[test]
fn numbers_that_differ_in_a_zero_are_different_cars() {
    for (number, expected) in [("3", 1), ("03", 2), ("0", 2), ("30", 2)] {
        let names = decided(&rows(&format!(
            "a | 1 | GT | 3 | 1 | Vector Racing | | |\nb | 1 | GT | {number} | 1 | Vector Racing Team | | |"
        )));
        assert_eq!(names.clusters.len(), expected, "3 and {number}");
        assert_eq!(names.near_misses.len(), expected - 1);
    }
}

#[test]
fn a_short_name_that_fits_two_things_is_given_to_neither() {
    let names = decided(&rows(
        "race | 1 | P1 | 1 | 1 | Vector North | Ada Pit | |\n\
         race | 2 | P1 | 2 | 1 | Vector South | Ada Pit | |\n\
         list | 1 | P1 | | | Vector | Ada Pit | |",
    ));
    many(&names, Kind::Team, &["Vector North", "Vector South", "Vector"]);
}

#[test]
fn canonical_names_ids_and_makers() {
    let names = decided(&season());
    for (kind, text, id, name) in [
        (Kind::Team, "Champion Racing", "adt-champion-racing", "ADT Champion Racing"),
        (Kind::Driver, "JJ Lehto", "jj-lehto", "JJ Lehto"),
        (Kind::Driver, "Joe Policastro Jr.", "joe-policastro-jr", "Joe Policastro, Jr."),
        (Kind::Driver, "Joe Policastro", "joe-policastro", "Joe Policastro"),
        (Kind::Chassis, "Porsche 996 GT3-RS", "porsche-911-gt3-rs", "Porsche 911 GT3-RS"),
    ] {
        let cluster = names.find(kind, text).unwrap();
        assert_eq!((cluster.id.as_str(), cluster.name.as_str()), (id, name));
        assert_eq!(names.cluster(kind, id).unwrap().name, name);
    }
    let maker = |kind, text: &str| names.find(kind, text).unwrap().maker.as_ref().unwrap().name.clone();
    assert_eq!(maker(Kind::Chassis, "Riley & Scott Mk III C"), "Riley & Scott");
    assert_eq!(maker(Kind::Engine, "Lincoln 5.0 L V8"), "Lincoln");
}

fn ruling(kind: Kind, verdict: Verdict, spellings: &[&str]) -> Ruling {
    Ruling {
        kind,
        verdict,
        spellings: spellings.iter().map(|text| (*text).to_owned()).collect(),
        name: None,
        id: None,
        maker: None,
        categories: Vec::new(),
        born: None,
        why: "for the test".to_owned(),
        by: String::new(),
        date: String::new(),
        at: parcferme_core::Place::line("names.toml", 1, ""),
    }
}

#[test]
fn rulings_overrule() {
    let mut engine = ruling(Kind::Engine, Verdict::Same, &["Élan 5.0L V8"]);
    engine.maker = Some("Ford".to_owned());
    let mut v12 = ruling(Kind::Engine, Verdict::Same, &["Ferrari 5.9L V12", "Ferrari 6.0L V12"]);
    v12.name = Some("Ferrari V12".to_owned());
    v12.id = Some("f133".to_owned());
    let mut lewis = ruling(Kind::Driver, Verdict::Same, &["Mike Lewis"]);
    (lewis.born, lewis.categories) = ("1974-02-28".parse().ok(), vec!["bronze".to_owned()]);
    let rulings = Rulings {
        list: vec![
            lewis,
            ruling(Kind::Driver, Verdict::Apart, &["Mike Lewis", "Michael Lewis"]),
            ruling(Kind::Driver, Verdict::Apart, &["Joe Policastro Jr.", "Joe Policastro, Jr."]),
            engine,
            v12,
        ],
        text: String::new(),
    };
    let (names, diagnostics) = names::decide(&season(), &rulings);
    assert_eq!(diagnostics, []);
    many(&names, Kind::Driver, &["Mike Lewis", "Michael Lewis"]);
    many(&names, Kind::Driver, &["Joe Policastro Jr.", "Joe Policastro, Jr."]);
    assert_eq!(
        names.find(Kind::Engine, "Ford (Elan) 5.0 L V8").unwrap().maker.as_ref().unwrap().name,
        "Ford"
    );
    assert!(!open(&names, Question::Maker, "Élan 5.0L V8", "Ford (Elan) 5.0 L V8"));
    let v12 = one(&names, Kind::Engine, &["Ferrari 5.9L V12", "Ferrari 6.0L V12"]);
    assert_eq!((v12.id.as_str(), v12.name.as_str()), ("f133", "Ferrari V12"));
    assert!(v12.decisions.iter().any(|merge| merge.rule == Rule::Ruling && merge.evidence == "for the test"));
    let text = names.write_toml();
    assert!(text.contains("categories = [\"bronze\"]\nborn = \"1974-02-28\"\n"), "{text}");
    let (read, diagnostics) = Names::read_toml("names.toml", &text);
    assert_eq!(diagnostics, []);
    let lewis = |names: &Names| names.find(Kind::Driver, "Mike Lewis").unwrap().born.unwrap().to_string();
    assert_eq!([lewis(&names), lewis(&read)], ["1974-02-28", "1974-02-28"]);
}

#[test]
fn rulings_that_cannot_be_followed_are_said() {
    let rulings = Rulings {
        list: vec![
            ruling(Kind::Driver, Verdict::Same, &["Mike Lewis", "Shane Lewis"]),
            ruling(Kind::Driver, Verdict::Apart, &["Shane Lewis", "Mike Lewis"]),
            ruling(Kind::Team, Verdict::Same, &["Orbit", "Nobody's Racing"]),
        ],
        text: String::new(),
    };
    let (_, diagnostics) = names::decide(&season(), &rulings);
    let ids: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.id).collect();
    assert_eq!(ids, ["PF0434", "PF0433"]);
}

/// A shuffle by a fixed rule, different for each seed.
fn shuffled(mentions: &[Mention], seed: u64) -> Vec<Mention> {
    let mut mixed = mentions.to_vec();
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    for at in (1..mixed.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        mixed.swap(at, (state >> 33) as usize % (at + 1));
    }
    mixed
}

#[test]
fn the_order_and_number_of_mentions_leave_no_trace() {
    let season = season();
    let expected = decided(&season).write_toml();
    for seed in 1..6 {
        let mut mixed = shuffled(&season, seed);
        assert_eq!(decided(&mixed).write_toml(), expected, "seed {seed}");
        mixed.extend(season.iter().cloned());
        assert_eq!(decided(&mixed).write_toml(), expected, "twice, seed {seed}");
    }
}

#[test]
fn names_toml_gives_back_what_was_written() {
    let names = decided(&season());
    let text = names.write_toml();
    let (read, diagnostics) = Names::read_toml("names.toml", &text);
    assert_eq!(diagnostics, []);
    assert_eq!(read, names);
    assert_eq!(read.write_toml(), text);
}

#[test]
fn rulings_are_kept_to_the_letter() {
    let rulings = "# He is the same man.\n[[ruling]]\nkind   = 'driver'  # his licence says so\nsame = [\n  \"John Groom\",\n  \"Jon Groom\",\n]\nname = \"John Groom\"\n\n# Father and son.\n[[ruling]]\nkind = \"driver\"\napart = [\"Joe Policastro\", \"Joe Policastro, Jr.\"]\nwhy = \"\"\"\nnot a [[ruling]]\n\"\"\"\n# The last word.\n";
    let (first, diagnostics) = Names::read_toml("names.toml", rulings);
    assert_eq!(diagnostics, []);
    assert_eq!((first.rulings.list.len(), first.rulings.text.as_str()), (2, rulings));
    assert_eq!(first.rulings.list[0].at.line, 2);

    let (names, _) = names::decide(&season(), &first.rulings);
    let written = names.write_toml();
    assert!(written.ends_with(rulings), "{written}");
    let (second, diagnostics) = Names::read_toml("names.toml", &written);
    assert_eq!(diagnostics, []);
    assert_eq!(second.rulings.text, rulings);
    let (names, _) = names::decide(&season(), &second.rulings);
    assert_eq!(names.write_toml(), written);

    // A person may put a ruling where it belongs to the eye: it moves to the end, whole.
    let moved = written.replacen("\n[[team]]", &format!("\n{rulings}\n[[team]]"), 1);
    let moved = moved.strip_suffix(rulings).unwrap();
    let (third, diagnostics) = Names::read_toml("names.toml", moved);
    assert_eq!(diagnostics, []);
    assert_eq!(third.rulings.text, rulings);
}

#[test]
fn mistakes_in_names_toml_are_said_at_their_line() {
    for (text, id, line) in [
        ("[[driver]]\nname = \"A\"\nnick = \"B\"\n", "PF0302", 3),
        ("[[driver]]\nid = \"a\"\n", "PF0305", 1),
        ("[[ruling]]\nkind = \"driver\"\n", "PF0430", 1),
        ("[[ruling]]\nkind = \"driver\"\nsame = [\"A\"]\napart = [\"A\", \"B\"]\n", "PF0430", 1),
        ("[[driver]]\nname = \"A\"\n\n[[driver]]\nname = \"A\"\n", "PF0431", 4),
        ("[[open]]\nkind = \"team\"\na = \"A\"\nb = \"B\"\nseen = [\"race:x\"]\n", "PF0432", 5),
        ("ruling = [{ kind = \"driver\", same = [\"A\"] }]\n", "PF0435", 1),
        ("[[ruling]]\nkind = \"driver\"\nsame = [\"A\"]\ndate = \"2026-02-31\"\n", "PF0411", 4),
        ("[[ruling]]\nkind = \"driver\"\nsame = [\"A\"]\nborn = \"18.10.1999\"\n", "PF0411", 4),
        ("[[driver]]\nname = \"A\"\nborn = \"1999-02-29\"\n", "PF0411", 3),
        ("[[driver]\n", "PF0301", 1),
    ] {
        let (_, diagnostics) = Names::read_toml("names.toml", text);
        let said: Vec<(&str, u32)> =
            diagnostics.iter().map(|diagnostic| (diagnostic.id, diagnostic.places[0].line)).collect();
        assert_eq!(said, [(id, line)], "{text}");
    }
}

/// No season: the work stays bounded, and what was not compared is said.
#[test]
fn ten_thousand_names_that_are_all_alike_are_not_compared_to_the_end() {
    let alike = |line: u32| Mention::new(Kind::Driver, format!("Ada Lapp{line:x}"), "page", line);
    let few: Vec<Mention> = (0..200).map(alike).collect();
    assert_eq!(names::decide(&few, &Rulings::default()).1, []);
    let many: Vec<Mention> = (0..10_000).map(alike).collect();
    let (names, diagnostics) = names::decide(&many, &Rulings::default());
    assert_eq!(diagnostics.iter().map(|diagnostic| diagnostic.id).collect::<Vec<_>>(), ["PF0436"]);
    assert_eq!(names.clusters.len(), 10_000);
}

/// Hostile names: no panic, and no more than the characters that names have.
#[test]
fn names_of_any_characters_are_taken() {
    let texts = [
        "",
        " ",
        "\u{0}",
        "-",
        "&",
        "Jr.",
        "Jr. Jr.",
        "a-",
        "-a",
        "1.",
        "Ж Ж",
        "😀",
        "ﬀ",
        &"x".repeat(5000),
        "'''",
        "\"\\\n",
    ];
    let mut mentions = Vec::new();
    for (line, text) in texts.iter().enumerate() {
        for kind in Kind::ALL {
            mentions.push(Mention::new(kind, *text, "page", line as u32));
        }
    }
    let names = decided(&mentions);
    let (read, diagnostics) = Names::read_toml("names.toml", &names.write_toml());
    assert_eq!(diagnostics, []);
    assert_eq!(read, names);
}

fn seeds() -> Option<Vec<Mention>> {
    let mut pages = Vec::new();
    for (name, bytes) in super::pages::seed_files()? {
        pages.push(pages::read(&name, &bytes).0);
    }
    pages::crew::split(&mut pages);
    pages::parts::split(&mut pages);
    Some(pages.iter().flat_map(|page| names::of_page(page, None)).collect())
}

/// Read from the documents by hand, before the program was asked.
#[test]
fn the_real_documents_name_so_many_things() {
    let Some(mentions) = seeds() else { return };
    let names = decided(&mentions);
    let one_thing: &[(Kind, &[&str])] = &[
        (Kind::Team, &["ADT Champion Racing", "Champion Racing"]),
        (Kind::Team, &["Dyson Racing", "Dyson Racing Team"]),
        (Kind::Team, &["Downing-Atlanta Inc.", "Downing Atlanta, Inc."]),
        (Kind::Team, &["Hyper Sport", "Hyper Sport Competition"]),
        (Kind::Team, &["J3 Racing", "J-3 Racing"]),
        (Kind::Team, &["Orbit Racing", "Orbit"]),
        (
            Kind::Team,
            &[
                "Petersen/White Lightning",
                "Petersen Motorsport White Lightning Racing",
                "Petersen Motorsports White Lightning Racing",
                "White Lightning",
            ],
        ),
        (Kind::Team, &["P.K. Sport", "PK Sport"]),
        (Kind::Team, &["Team Bucknum Racing", "Jeff Bucknum Racing"]),
        (
            Kind::Team,
            &["Yokohama Advan", "Yokohama/ADVAN", "Yokohama/ADVAN Prototype Technology Group (PTG)"],
        ),
        (Kind::Driver, &["David Murry", "David Murray"]),
        (Kind::Driver, &["Didier de Radiguès", "Didier de Radigues"]),
        (Kind::Driver, &["Joe Policastro, Jr.", "Joe Policastro Jr."]),
        (Kind::Driver, &["John Groom", "Jon Groom"]),
        (Kind::Driver, &["Lucas Luhr", "Lucas Lühr"]),
        (Kind::Driver, &["Michael Lewis", "Mike Lewis"]),
        (Kind::Driver, &["Mike Durand", "Michael Durand"]),
        (Kind::Driver, &["Oswaldo Negri, Jr.", "Oswaldo Negri Jr."]),
        (Kind::Driver, &["Philip Shearer", "Phillip Shearer"]),
        (Kind::Driver, &["Ron Atapattu", "Ron Attapatu"]),
        (Kind::Driver, &["Tom Weickardt", "Tom Wieckardt"]),
        (Kind::Chassis, &["Ferrari 360GT Modena", "Ferrari 360 Modena GTC", "Ferrari 360 Modena GT"]),
        (Kind::Chassis, &["Porsche 911 GT3-R", "Porsche 996 GT3-R"]),
        (Kind::Chassis, &["Porsche 911 GT3-RS", "Porsche 996 GT3-RS"]),
        (Kind::Chassis, &["WR LMP-02", "WR LMP02"]),
        (
            Kind::Engine,
            &[
                "Chevrolet LS7-R 7.0L V8",
                "Chevrolet 7.0L V8",
                "Chevrolet LS7r 7.0 L V8",
                "Chevrolet 7.0 L V8",
            ],
        ),
        (Kind::Engine, &["Lincoln (Élan) 5.0L V8", "Lincoln 5.0L V8", "Lincoln 5.0 L V8"]),
        (Kind::Engine, &["Mazda R26B 2.6L 4-Rotor", "Mazda 2.6L 4-Rotor", "Mazda R26B 4-rotor"]),
        (Kind::Engine, &["Willman (JPX) 3.4L V6", "Willman 6 3.4L V6", "Willman 6 (JPX) 3.4 L V6"]),
        (Kind::Engine, &["Élan 5.0L V8", "Ford (Elan) 5.0 L V8"]),
        (Kind::Circuit, &["Circuit Trois-Rivières", "Trois-Rivières"]),
        (Kind::Circuit, &["Mazda Raceway Laguna Seca", "Laguna Seca"]),
        (Kind::Circuit, &["Miami street circuit", "Miami"]),
        (Kind::Circuit, &["Sebring International Raceway", "Sebring"]),
        (Kind::Circuit, &["Sonoma Raceway", "Sonoma", "Infineon Raceway"]),
        (Kind::Event, &["12 Hours of Sebring", "Mobil 1 12 Hours of Sebring"]),
        (
            Kind::Event,
            &["2003 Grand Prix of Atlanta", "Chevy Grand Prix of Atlanta", "Chevrolet Grand Prix of Atlanta"],
        ),
        (Kind::Event, &["2003 Grand Prix of Sonoma", "Infineon Grand Prix of Sonoma"]),
        (Kind::Event, &["Petit Le Mans", "2003 Petit Le Mans"]),
    ];
    for (kind, spellings) in one_thing {
        one(&names, *kind, spellings);
    }
    // A unit with or without a space is the only other difference between engines.
    let spelled = |cluster: &&Cluster| {
        let texts: BTreeSet<String> =
            cluster.spellings.iter().map(|spelling| spelling.text.replace(" L ", "L ")).collect();
        texts.len() > 1
    };
    let several = names.clusters.iter().filter(spelled).count();
    assert_eq!(several, one_thing.len(), "clusters with several spellings, and no others");

    let count = |kind| names.clusters.iter().filter(|cluster| cluster.kind == kind).count();
    assert_eq!(count(Kind::Circuit), 9);
    assert_eq!(count(Kind::Event), 10);
    assert_eq!(names.find(Kind::Team, "Carsport America").unwrap().id, "carsport-america");
    assert_eq!(names.find(Kind::Event, "Petit Le Mans").unwrap().id, "petit-le-mans");
    many(&names, Kind::Driver, &["Joe Policastro", "Joe Policastro Jr."]);
    many(
        &names,
        Kind::Driver,
        &["Johnny Herbert", "Jonny Kane", "Johnny O'Connell", "Johnny Mowlem", "Johnny Cecotto"],
    );
    many(
        &names,
        Kind::Driver,
        &["Andrew Davis", "Andrew Bagnall", "Jamie Davies", "Anthony Davidson", "Alex Davison"],
    );
    many(&names, Kind::Driver, &["Jon Field", "Clint Field", "Shane Lewis", "Michael Lewis"]);
    many(
        &names,
        Kind::Driver,
        &["Craig Stanton", "Richard Stanton", "Philip Collin", "Phillip Bennett", "Philip Shearer"],
    );
    many(&names, Kind::Team, &["Team Bentley", "Audi Sport UK", "Infineon Team Joest"]);
    many(
        &names,
        Kind::Team,
        &["Intersport Racing", "Inline Cunningham Racing", "Risi Competizione", "Ferri Competizione"],
    );
    many(&names, Kind::Chassis, &["Ferrari 550 Maranello", "Ferrari 550-GTS Maranello"]);
    many(&names, Kind::Chassis, &["Porsche 911 GT3-R", "Porsche 911 GT3-RS"]);
    many(&names, Kind::Engine, &["Élan 5.0L V8", "Lincoln (Élan) 5.0L V8", "Élan 6L8 6.0L V8"]);
    for (a, b) in [
        ("BMW M3 E46", "BMW M3 GTR"),
        ("Ferrari 360 Modena N-GT", "Ferrari 360GT Modena"),
        ("Lola B2K/10", "Lola B2K/10B"),
        ("Porsche 911 GT3-R", "Porsche 911 GT3-RS"),
        ("WR LM2001", "WR LMP-02"),
        ("Ferrari 5.9L V12", "Ferrari 6.0L V12"),
    ] {
        assert!(open(&names, Question::Contradiction, a, b), "{a}, {b}");
    }
    assert_eq!(names.open.len(), 7, "the six and one maker");
}

#[test]
fn the_real_documents_in_any_order_give_the_same_file() {
    let Some(mentions) = seeds() else { return };
    let expected = decided(&mentions).write_toml();
    for seed in 1..3 {
        assert_eq!(decided(&shuffled(&mentions, seed)).write_toml(), expected);
    }
}
