//! The audit of the bundled season: what its documents prove, and where they contradict each other.

use parcferme::library;
use parcferme_core::audit::{Audit, Finding, audit};
use parcferme_core::{Severity, compute};

fn alms_2003() -> Audit {
    let loaded = library::load("alms/2003", None).unwrap_or_else(|refused| panic!("{refused:?}"));
    audit(&loaded.season, &loaded.rules, &compute(&loaded.season, &loaded.rules))
}

fn about<'a>(audit: &'a Audit, id: &'a str) -> impl Iterator<Item = &'a Finding> {
    audit.findings.iter().filter(move |finding| finding.id == id)
}

#[test]
fn every_cell_of_the_rounds_known_in_full_is_proven() {
    let audit = alms_2003();
    let of = |check: &str| {
        let count = audit.count(check).unwrap();
        (count.checked, count.agree, count.differ, count.unverifiable)
    };
    assert_eq!(of("standings-cell"), (102, 102, 0, 204));
    assert_eq!(of("standings-total"), (34, 34, 0, 0));
    assert_eq!(of("standings-position"), (34, 34, 0, 0));
    assert_eq!(of("standings-missing-row"), (34, 34, 0, 0));
    assert_eq!(of("class-winner"), (12, 12, 0, 24));
    assert_eq!(of("points-scale-stated"), (9, 9, 0, 0));
    assert_eq!(of("distance-arithmetic"), (1, 1, 0, 2));
    assert_eq!(of("speed-arithmetic"), (3, 3, 0, 0));
    assert!(!audit.has_errors());
}

#[test]
fn the_cars_that_decide_the_distance_rule_come_out_by_name() {
    let audit = alms_2003();
    let stated: Vec<&Finding> = about(&audit, "PF0210").collect();
    let [stated] = stated.as_slice() else { panic!("{} statements differ", stated.len()) };
    assert_eq!(stated.asserted, "75 % of the winner's distance");
    let carsport = "#71 Carsport America, Rd 3: 71 laps, which is 73.2 % of the class winner's 97 \
                    and 69.6 % of the overall winner's 102";
    assert!(stated.because.iter().any(|why| why == carsport), "{:?}", stated.because);
    let between = ["#0 Team", "#33 ZIP", "#60 P.K.", "#71 Carsport", "#18 Essex", "#89 Inline"];
    assert!(
        stated.because.iter().zip(between).all(|(why, car)| why.starts_with(car)),
        "{:?}",
        stated.because
    );

    let deciding: Vec<(&str, &str)> = about(&audit, "PF0211")
        .map(|finding| (finding.message.split(" decides").next().unwrap(), finding.computed.as_str()))
        .collect();
    assert_eq!(deciding.len(), 3);
    assert!(deciding.contains(&("#71 Carsport America", "70 % of the class winner's distance")));
    assert!(deciding.iter().any(|(car, _)| *car == "#0 Team Olive Garden"));
    assert!(deciding.iter().any(|(car, _)| *car == "#18 Essex Racing"));
}

#[test]
fn documents_that_contradict_each_other_are_told_with_both_places() {
    let audit = alms_2003();
    for (id, words) in [
        ("PF0220", "Tony Burgess drove #52 Seikel Motorsport in round 9"),
        ("PF0221", "David Donner (The Racer's Group): entered for round 9"),
        ("PF0224", "Melanie Paterson of American Spirit Racing is entered for round 10"),
        ("PF0224", "Stefan Johansson of Champion Racing is entered for round 10"),
        ("PF0225", "Grand Prix of Mexico is in one calendar and not in another"),
        ("PF0231", "driver Tom Weickardt is spelled in 2 ways"),
        ("PF0232", "P.K. Sport has two countries"),
        ("PF0233", "Germany has several codes: DEU"),
        ("PF0250", "Marc Bunting stands in two cars of round 2"),
    ] {
        let found = about(&audit, id).find(|finding| finding.message.starts_with(words));
        let finding = found.unwrap_or_else(|| panic!("no {id} begins with {words:?}"));
        assert!(finding.places.len() > 1, "{words}");
        assert_ne!(finding.severity, Severity::Error, "{words}");
    }
}

/// A folder with one race of two cars, in which the files named are others; what is told when it is loaded.
fn told(others: &[(&str, &str)]) -> Vec<(&'static str, Severity)> {
    let folder = tempfile::tempdir().unwrap();
    let rules = "[[points]]\nid = \"scale\"\nscale = [10, 8]\n\n[[bonus]]\nid = \"fl\"\nfeat = \"fastest-lap\"\npoints = 1\n\n\
                 [[title]]\nid = \"drivers\"\ncompetitor = \"driver\"\n";
    let season = "series = \"club\"\nyear = 2026\nname = \"Club Cup\"\nrulebook = \"rulebook.toml\"\n\n[[class]]\nid = \"P1\"\n\n\
                  [[class]]\nid = \"GT\"\n\n[[round]]\nnumber = 1\nevent = \"a\"\nname = \"Race A\"\n";
    let files = [
        ("season.toml", season),
        ("rulebook.toml", rules),
        ("results/01-race.csv", "position,class,number,drivers\n1,P1,1,Ann Archer\n2,GT,2,Ben Boyd\n"),
        ("feats.csv", "round,session,feat,number,driver\n1,race,fastest-lap,1,Ann Archer\n"),
    ];
    std::fs::create_dir(folder.path().join("results")).unwrap();
    for (path, text) in files.iter().chain(others) {
        std::fs::write(folder.path().join(path), text).unwrap();
    }
    let diagnostics = match library::load(&folder.path().display().to_string(), None) {
        Ok(loaded) => loaded.diagnostics,
        Err(refused) => refused,
    };
    diagnostics.iter().map(|own| (own.id, own.severity)).collect()
}

#[test]
fn what_cannot_be_meant_is_told_when_a_season_is_loaded() {
    assert_eq!(told(&[]), []);
    let results = "position,class,number,drivers\n1,P1,1,Ann Archer\n2,GT,1,Ben Boyd\n";
    let feat = "round,session,feat,number\n1,race,fastest-lap,1\n";
    assert_eq!(told(&[("results/01-race.csv", results), ("feats.csv", feat)]), [("PF0260", Severity::Error)]);
    let feat = "round,session,feat,number,driver\n1,race,fastest-lap,2,Ann Archer\n1,race,fast lap,2,\n";
    let warnings = [("PF0261", Severity::Warning), ("PF0262", Severity::Warning)];
    assert_eq!(told(&[("feats.csv", feat)]), warnings);
    let rules =
        "[[points]]\nid = \"scale\"\nscale = [10, 8]\n\n[[title]]\nid = \"index\"\ncompetitor = \"driver\"\n";
    assert_eq!(told(&[("rulebook.toml", rules)]), [("PF0269", Severity::Error)]);
    let heat = "position,class,number,drivers\n1,P1,1,\"Ann, Ben;\"\n";
    let told_as = [("PF0268", Severity::Warning), ("PF0265", Severity::Warning)];
    assert_eq!(told(&[("results/01-heat-1.csv", heat)]), told_as);
}
