//! Careers over 77 seasons of Formula One: every driver's figures against a count of the data set's own files, and those that
//! everybody knows by heart.

use crate::formula_one::corpus;
use crate::server::ask;
use parcferme::library;
use parcferme_core::career::{Career, Figures, Ruling};
use parcferme_core::season::Kind;
use parcferme_core::{Audit, compute};
use parcferme_publish::json;
use parcferme_publish::seasons::{Hit, Kept, Seasons};
use parcferme_publish::view::{Settings, View};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, OnceLock};

fn kept(root: &Path) -> Vec<Arc<Kept>> {
    let (settings, unaudited) = (Settings::default(), Audit::default());
    let all = library::load_all(&root.display().to_string(), None).unwrap();
    let one = |loaded: &library::Loaded| {
        let outcome = compute(&loaded.season, &loaded.rules);
        let view = View::new(&loaded.season, &loaded.rules, &outcome, &unaudited, &settings);
        Arc::new(Kept::of(&view))
    };
    all.iter().map(one).collect()
}

/// All seasons of the corpus, put together once for all tests.
fn seasons() -> Option<&'static Seasons> {
    static ALL: OnceLock<Option<Seasons>> = OnceLock::new();
    ALL.get_or_init(|| corpus().map(|root| Seasons::of(kept(&root), &[]))).as_ref()
}

fn driver<'s>(seasons: &'s Seasons, id: &str) -> &'s Career {
    seasons.careers.find(Kind::Driver, id).unwrap_or_else(|| panic!("no career {id}"))
}

/// Starts, wins, podiums, poles, titles.
fn of(own: &Figures) -> [u32; 5] {
    [own.starts, own.wins, own.podiums, own.poles, own.titles]
}

#[test]
fn figures_that_everybody_knows() {
    let Some(seasons) = seasons() else { return };
    // As record books have them at the end of 2025 for those who drive no more.
    for (id, expected) in [
        ("juan-manuel-fangio", [51, 24, 35, 29, 5]),
        ("alberto-ascari", [32, 13, 17, 14, 2]),
        ("jim-clark", [72, 25, 32, 33, 2]),
        ("jackie-stewart", [99, 27, 43, 17, 3]),
        ("niki-lauda", [171, 25, 54, 24, 3]),
        ("alain-prost", [199, 51, 106, 33, 4]),
        ("ayrton-senna", [161, 41, 80, 65, 3]),
        // 68 poles: of France 1996, where he did not start, the data set has no place on the grid.
        ("michael-schumacher", [306, 91, 155, 67, 7]),
        // 204 starts: in Canada 1985, where books count a start that ended at once, the data set has none.
        ("nelson-piquet", [203, 23, 60, 24, 3]),
        ("nigel-mansell", [187, 31, 59, 32, 1]),
        ("mika-hakkinen", [161, 20, 51, 26, 2]),
        ("sebastian-vettel", [299, 53, 122, 57, 4]),
    ] {
        assert_eq!(of(&driver(seasons, id).figures), expected, "{id}");
    }
    let hamilton = &driver(seasons, "lewis-hamilton").figures;
    assert!((105, 104) <= (hamilton.wins, hamilton.poles) && hamilton.titles == 7, "{hamilton:?}");
}

/// Starts, wins, podiums and poles of each driver by id, from the files of the data set alone: a start is a row that is none of
/// those who were not in the race, each race once; a pole the first place of the grid, of a car that was handed over the first
/// who is named.
fn counted(root: &Path) -> BTreeMap<String, [u32; 4]> {
    let mut counted: BTreeMap<String, [u32; 4]> = BTreeMap::new();
    for (path, text) in parcferme::f1db::files(root).unwrap() {
        if !path.ends_with("/race-results.yml") {
            continue;
        }
        let mut race: BTreeMap<String, [bool; 4]> = BTreeMap::new();
        for record in text.split("\n- ").map(|own| own.trim_start_matches("- ")) {
            let value = |key: &str| {
                let line = record.lines().find_map(|line| line.trim().strip_prefix(key))?;
                Some(line.trim().trim_matches('"').to_owned()).filter(|own| !own.is_empty())
            };
            let (Some(driver), Some(position)) = (value("driverId:"), value("position:")) else { continue };
            let did = race.entry(driver).or_default();
            did[0] |= !["DNS", "DNQ", "DNPQ", "DNP", "EX"].contains(&position.as_str());
            did[1] |= position == "1";
            did[2] |= ["1", "2", "3"].contains(&position.as_str());
            did[3] |= value("gridPosition:").as_deref() == Some("1");
        }
        for (driver, did) in race {
            let own = counted.entry(driver).or_default();
            for (count, did) in own.iter_mut().zip(did) {
                *count += u32::from(did);
            }
        }
    }
    counted
}

/// Drivers whose figures differ from those of the files, with theirs and ours, and why.
const OTHERWISE: [(&str, [u32; 4], [u32; 4]); 0] = [];

#[test]
fn every_drivers_figures_are_those_of_the_data_set() {
    let Some(seasons) = seasons() else { return };
    let counted = counted(&corpus().unwrap());
    let ours: BTreeMap<String, [u32; 4]> = seasons
        .careers
        .of_kind(Kind::Driver)
        .map(|own| {
            (own.id.clone(), [own.figures.starts, own.figures.wins, own.figures.podiums, own.figures.poles])
        })
        .collect();
    assert_eq!(counted.len(), 860);
    assert_eq!(ours.keys().collect::<Vec<_>>(), counted.keys().collect::<Vec<_>>(), "each id is one career");
    let differ: Vec<(&str, [u32; 4], [u32; 4])> = counted
        .iter()
        .filter(|(id, theirs)| ours[*id] != **theirs)
        .map(|(id, theirs)| (id.as_str(), *theirs, ours[id]))
        .collect();
    assert_eq!(differ, OTHERWISE);
}

#[test]
fn every_season_that_is_over_has_its_champions_and_no_other_title_counts() {
    let Some(seasons) = seasons() else { return };
    let over = seasons.kept.iter().filter(|own| own.record.over).count() as u32;
    let titles: u32 = seasons.careers.of_kind(Kind::Driver).map(|own| own.figures.titles).sum();
    assert_eq!((over, titles), (76, 76), "one champion each");
    let running = seasons.kept.last().unwrap();
    assert!(
        !running.record.over
            && running.record.tables.iter().all(|own| own.won.is_empty() && !own.first.is_empty())
    );
}

#[test]
fn team_mates_are_held_against_each_other() {
    let Some(seasons) = seasons() else { return };
    let (senna, prost) = (driver(seasons, "ayrton-senna"), driver(seasons, "alain-prost"));
    let mates = seasons.team_mates(senna);
    let (_, met) = mates.iter().find(|(mate, _)| mate.id == "alain-prost").unwrap();
    // McLaren 1988 and 1989: 32 races.
    assert_eq!((met.races, met.shared), (32, 0));
    let back = seasons.team_mates(prost).into_iter().find(|(mate, _)| mate.id == "ayrton-senna").unwrap().1;
    assert_eq!((met.ahead, met.behind, met.grid_ahead), (back.behind, back.ahead, back.grid_behind));
    // On the grid 28 to 4.
    assert_eq!((met.grid_ahead, met.grid_behind), (28, 4));
    let all = seasons.careers.against(senna, prost);
    assert!(all.races > 100 && all.races <= 161, "{all:?}");
    // Argentina 1956: one car for both.
    let (_, met) = seasons
        .team_mates(driver(seasons, "juan-manuel-fangio"))
        .into_iter()
        .find(|(mate, _)| mate.id == "luigi-musso")
        .unwrap();
    assert_eq!(met.shared, 1);
}

#[test]
fn pages_are_small_and_every_figure_leads_somewhere() {
    let Some(seasons) = seasons() else { return };
    let settings = Settings { server: true, ..Settings::default() };
    let pages = parcferme_publish::site::career::plan(seasons);
    let paths: BTreeSet<&str> = pages.iter().map(|own| own.0.as_str()).collect();
    assert_eq!(paths.len(), pages.len(), "no two pages in one place");
    for (path, subject) in &pages {
        let page = subject.render(seasons, &settings);
        assert!(page.html.len() < 100_000, "{path}: {} bytes", page.html.len());
        assert_eq!(page.path, *path);
    }
    let front = parcferme_publish::site::home::page(seasons, &Settings { compare: true, ..settings }, &[]);
    assert!(front.html.len() < 100_000, "{} bytes", front.html.len());
    for said in ["Max Verstappen", "2020s", "1950s", "Nino Farina"] {
        assert!(front.html.contains(said), "{said}");
    }
}

const TWO_SEASONS: [(&str, i32, &str, &str); 3] =
    [("a", 1980, "Jo Doe", "GBR"), ("a", 2001, "Jo Doe", "GBR"), ("b", 1981, "Jo Doe", "USA")];

/// Made-up seasons of one race each: series, year, the winner's name and country.
fn made(rulings: &[Ruling]) -> Seasons {
    let rules = "name = \"Club\"\n\n[[points]]\nid = \"scale\"\nscale = [10, 8]\n\n[[title]]\nid = \"drivers\"\ncompetitor = \"driver\"\nties = [\"shared\"]\n";
    let place = tempfile::tempdir().unwrap();
    for (series, year, name, nation) in TWO_SEASONS {
        let folder = place.path().join(format!("{series}-{year}"));
        std::fs::create_dir_all(folder.join("results")).unwrap();
        std::fs::write(folder.join("rulebook.toml"), rules).unwrap();
        std::fs::write(
            folder.join("season.toml"),
            format!("series = \"{series}\"\nyear = {year}\nname = \"{series} {year}\"\nrulebook = \"rulebook.toml\"\n\n[[round]]\nnumber = 1\nevent = \"x\"\nname = \"X\"\ncircuit = \"X\"\ndate = \"{year}-05-01\"\n"),
        )
        .unwrap();
        std::fs::write(
            folder.join("names.toml"),
            format!("[[driver]]\nid = \"jo-doe\"\nname = \"{name}\"\nnation = \"{nation}\"\n[[driver.spelling]]\ntext = \"{name}\"\n"),
        )
        .unwrap();
        std::fs::write(
            folder.join("results/01-race.csv"),
            format!("position,status,number,team,drivers\n1,finished,7,Team,{name}\n2,finished,8,Team,Other {year}\n"),
        )
        .unwrap();
    }
    Seasons::of(kept(place.path()), rulings)
}

#[test]
fn two_of_one_name_are_kept_apart_where_something_speaks_against_it_and_a_ruling_decides() {
    let seasons = made(&[]);
    let doe: Vec<&Career> =
        seasons.careers.of_kind(Kind::Driver).filter(|own| own.name == "Jo Doe").collect();
    assert_eq!(doe.iter().map(|own| own.id.as_str()).collect::<Vec<_>>(), ["jo-doe", "jo-doe-2", "jo-doe-3"]);
    let why: Vec<&str> = doe.iter().flat_map(|own| &own.doubts).map(|own| own.1.as_str()).collect();
    assert!(why.contains(&"one is of GBR, the other of USA"), "{why:?}");
    assert!(why.contains(&"21 years lie between them, and no day of birth is known of both"), "{why:?}");
    let at = |season: &str| (season.to_owned(), "jo-doe".to_owned());
    let ruling = |same: &[&str], apart: &[&str]| Ruling {
        kind: Some(Kind::Driver),
        same: same.iter().map(|own| at(own)).collect(),
        apart: apart.iter().map(|own| at(own)).collect(),
        why: "one man".to_owned(),
    };
    let seasons = made(&[ruling(&["a/1980", "a/2001"], &[])]);
    let own = driver(&seasons, "jo-doe");
    assert_eq!(
        (own.seasons.len(), own.figures.wins, own.figures.titles, own.why.as_str()),
        (2, 2, 2, "decided by hand: one man")
    );
    let seasons = made(&[
        ruling(&["a/1980", "b/1981"], &[]),
        ruling(&[], &["a/1980", "b/1981"]),
        ruling(&["a/1980", "a/1999"], &[]),
    ]);
    assert_eq!(seasons.careers.contradicted, [0]);
    assert_eq!(seasons.careers.unknown, [(2, "a/1999".to_owned(), "jo-doe".to_owned())]);
    assert_eq!(seasons.careers.of_kind(Kind::Driver).filter(|own| own.name == "Jo Doe").count(), 3);
}

#[test]
fn a_season_known_in_part_says_what_it_does_not_count() {
    let shelf = crate::server::shelf(&[]);
    let answer = ask(&shelf, "/api/v1/careers/team/corvette-racing").text;
    let told: serde_json::Value = serde_json::from_str(&answer).unwrap();
    // Results of rounds 2, 3 and 9 are known; documents list who won GTS in the others.
    assert_eq!((&told["career"]["figures"]["starts"], &told["rounds_not_known"]), (&3.into(), &6.into()));
    assert_eq!(
        (
            &told["career"]["figures"]["wins"],
            &told["career"]["figures"]["class_wins"],
            &told["career"]["figures"]["listed_wins"]
        ),
        (&0.into(), &2.into(), &3.into()),
        "{answer}"
    );
    let page = ask(&shelf, "/career/team/corvette-racing.html").text;
    assert!(page.contains("Of 6 rounds of these seasons no results are known here"), "{page}");
    // First of three rounds out of nine is no champion.
    let page = ask(&shelf, "/career/driver/jj-lehto.html").text;
    assert!(page.contains("1st</a> <small>of the rounds that are known, 62 points</small>"), "{page}");
    assert!(!page.contains("champion</span>"));
    let missing = ask(&shelf, "/api/v1/careers/driver/magnusen").text;
    assert!(missing.contains("Did you mean `jan-magnussen`?"), "{missing}");
}

#[test]
fn the_document_has_what_the_page_shows() {
    let Some(seasons) = seasons() else { return };
    let told = serde_json::to_value(json::career::career(seasons, driver(seasons, "jim-clark"))).unwrap();
    assert_eq!(
        (told["schema"].as_str(), told["wins"].as_array().map(Vec::len)),
        (Some("parcferme.career/1"), Some(25))
    );
    assert_eq!(told["wins"][0]["href"], "f1/1962/round/3.html");
    assert_eq!(told["titles"][0]["href"], "f1/1963/standings/drivers.html");
    assert_eq!(told["why"], "the same name, one series");
}

/// The best answers to a question over all seasons, as they are listed.
fn found(seasons: &Seasons, words: &str, most: usize) -> Vec<String> {
    let one = |hit: Hit<'_>| match hit {
        Hit::Career(own) => own.name.clone(),
        Hit::Circuit(own) => format!("circuit {}", own.name),
        Hit::Season(own) => format!("season {}", own.record.id),
        Hit::Known(season, own) => format!("{} {}: {}", own.kind, own.name, season.record.id),
    };
    seasons.find(words).into_iter().take(most).map(|(_, hit)| one(hit)).collect()
}

#[test]
fn rounds_and_cars_are_found_among_all_seasons() {
    let Some(seasons) = seasons() else { return };
    assert_eq!(found(seasons, "monza 1961", 3), ["Round Italy: f1/1961"]);
    assert_eq!(found(seasons, "27 ferrari 1982", 3), ["Car No. 27 Ferrari: f1/1982"]);
    assert_eq!(
        found(seasons, "san marino round 3", 2),
        ["Round San Marino: f1/2000", "Round San Marino: f1/1999"],
    );
    assert_eq!(found(seasons, "prost a", 1), ["Alain Prost"]);
    assert_eq!(found(seasons, "hakkinen 1998", 1), ["Driver Mika Häkkinen: f1/1998"]);
    // The year alone is no round and no car of it, though the names of rounds repeat it.
    assert_eq!(found(seasons, "1989", 3), ["season f1/1989"]);
    let nurburgring = found(seasons, "nurburgring", 3);
    assert_eq!(nurburgring[0], "circuit Nürburgring");
    assert!(nurburgring[1].starts_with("Round "), "{nurburgring:?}");
}
