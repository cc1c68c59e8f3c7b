//! What people get wrong in a season folder, and what they are told.

use parcferme_core::season::{Kind, RoundStatus, Status};
use parcferme_core::{Diagnostic, Rulebook, Severity};
use parcferme_formats::folder::{Files, Folder, ResultRecord};
use proptest::prelude::*;

const SEASON: &str = r#"
series = "club"
year = 2020
name = "Club 2020"

[[class]]
id = "TCR"

[[round]]
number = 1
event = "one"
"#;
const RESULTS: &str = "position,class,number,team,drivers,laps,time\n1,TCR,08,Alpha,Ann Alpha,10,10:00\n2,TCR,2,Beta,Bo Beta,10,\n";

fn told(files: &[(&str, &str)]) -> Vec<Diagnostic> {
    let mut all = Files::from([("season.toml".to_owned(), SEASON.to_owned())]);
    all.extend(files.iter().map(|&(path, text)| (path.to_owned(), text.to_owned())));
    let (folder, mut diagnostics) = Folder::read(&all);
    diagnostics.extend(folder.season(&Rulebook::default()).1);
    diagnostics
}

fn ids(files: &[(&str, &str)]) -> Vec<&'static str> {
    told(files).iter().map(|own| own.id).collect()
}

fn decided(text: &str) -> Vec<Diagnostic> {
    let decision = format!(
        "[[decision]]\nid = \"d\"\nround = 1\nauthor = \"Stewards\"\ndate = \"2020-03-01\"\nreason = \"r\"\n{text}\n"
    );
    told(&[("results/01-race.csv", RESULTS), ("decisions.toml", &decision)])
}

#[test]
fn tables_as_spreadsheets_write_them() {
    let with = |text: &str| ids(&[("results/01-race.csv", text)]);
    assert_eq!(with(RESULTS), Vec::<&str>::new());
    assert_eq!(with(&format!("\u{feff}{RESULTS},,,,,,\n,,,,,,\n")), Vec::<&str>::new());
    assert_eq!(with("position;class;number\n1;TCR;8\n"), ["PF0437"]);
    assert_eq!(with("position\tclass\tnumber\n1\tTCR\t8\n"), ["PF0437"]);
    assert_eq!(with("position,class,team\n1,TCR,Alpha\n"), ["PF0438"]);
    assert_eq!(ids(&[("results/01-race.txt", RESULTS)]), ["PF0403"]);
}

#[test]
fn decisions_about_what_the_season_does_not_have() {
    let id = |text: &str| decided(text).first().map(|own| own.id);
    assert_eq!(id("kind = \"disqualify\"\nnumber = \"08\""), None);
    assert_eq!(id("kind = \"disqualify\"\nnumber = \"8\""), Some("PF0441"));
    assert_eq!(id("kind = \"disqualify\"\nnumber = \"08\"\nsession = \"sprint\""), Some("PF0440"));
    assert_eq!(id("kind = \"time-penalty\"\nnumber = \"2\"\ntime = \"0:30.000\""), Some("PF0442"));
    assert_eq!(id("kind = \"time-penalty\"\nnumber = \"08\"\ntime = \"0:30.000\""), None);
    let unknown = &decided("kind = \"withhold-driver\"\ncompetitor = \"Ann Alpa\"")[0];
    assert_eq!((unknown.id, unknown.help.as_deref()), ("PF0439", Some("did you mean `Ann Alpha`?")));
    assert_eq!(id("kind = \"withhold-driver\"\ncompetitor = \"Ann Alpha\""), None);
}

fn folder(files: &[(&str, &str)]) -> (Folder, Vec<Diagnostic>) {
    let mut all = Files::from([("season.toml".to_owned(), SEASON.to_owned())]);
    all.extend(files.iter().map(|&(path, text)| (path.to_owned(), text.to_owned())));
    Folder::read(&all)
}

/// The rows of a race, and what was told beside notes.
fn race(text: &str) -> (Vec<ResultRecord>, Vec<&'static str>) {
    let (folder, found) = folder(&[("results/01-race.csv", text)]);
    let told = found.iter().filter(|own| own.severity != Severity::Note).map(|own| own.id).collect();
    (folder.results.get(&(1, "race".to_owned())).cloned().unwrap_or_default(), told)
}

fn times(text: &str) -> (Vec<String>, Vec<&'static str>) {
    let (rows, told) = race(text);
    let shown = |row: &ResultRecord| {
        let time = row.time.map_or_else(|| "-".to_owned(), |time| time.to_string());
        format!("{}/{time}", row.laps.map_or_else(|| "-".to_owned(), |laps| laps.to_string()))
    };
    (rows.iter().map(shown).collect(), told)
}

#[test]
fn heads_as_sheets_print_them() {
    let right = race(
        "position,class,number,team,drivers,laps,time,best_lap,grid,status\n1,TCR,08,Alpha,Ann Alpha,10,10:00.000,59.000,2,finished\n",
    );
    assert!(right.1.is_empty());
    for head in [
        "Pos,Class,No,Team,Driver,Laps,Time,Best,Grid,Status",
        "POS.,CAT.,No.,ENTRANT,DRIVER(S),LAPS,RACE TIME,FASTEST LAP,ST,STATE",
        "Cl,Class,#,Entrant,Drivers,Laps,Total Time,Best Lap,Start,Status",
        "Position,Cl,Car,Team,Name,Laps,Time/Retired,Best Tm,Grid,status",
        "Platz,Klasse,Startnummer,Bewerber,Fahrer,Runden,Zeit,Beste Runde,Startplatz,Status",
        "Cl.,Catégorie,N°,Écurie,Pilote,Tours,Temps,Meilleur tour,Grille,Statut",
        "Posizione,Classe,Numero,Squadra,Pilota,Giri,Tempo,Giro veloce,Griglia,Stato",
    ] {
        let cells = "1,TCR,08,Alpha,Ann Alpha,10,10:00.000,59.000,2,finished";
        assert_eq!(race(&format!("{head}\n{cells}\n")), right, "{head}");
        let (semicolons, tabs) =
            (format!("{head}\n{cells}\n").replace(',', ";"), format!("{head}\n{cells}\n").replace(',', "\t"));
        assert_eq!((race(&semicolons), race(&tabs)), (right.clone(), right.clone()), "{head}");
    }
}

#[test]
fn heads_that_mean_nothing_or_the_same_are_errors() {
    let message = |text: &str| {
        let (_, found) = folder(&[("results/01-race.csv", text)]);
        let own = found.iter().find(|own| own.severity == Severity::Error).unwrap();
        (own.id, own.found.clone().unwrap_or_default(), own.help.clone().unwrap_or_default())
    };
    let (id, found, help) = message("Pos,Number,Runnden\n1,2,3\n");
    assert_eq!((id, found.as_str()), ("PF0404", "Runnden"));
    assert!(help.contains("`runden`") && help.contains("`laps`"), "{help}");
    let (id, found, _) = message("Pos,Place,number\n1,1,2\n");
    assert_eq!((id, found.as_str()), ("PF0443", "`Pos` and `Place`"));
    assert_eq!(message("number,laps,laps\n1,2,3\n").0, "PF0443");
    assert_eq!(message("number,,laps\n1,x,3\n").0, "PF0404");
    assert_eq!(race("number,,laps,\n1,,3,\n").1, Vec::<&str>::new());
    // A head that can mean two things means the one that is left.
    let (rows, told) = race("No,Car,Laps\n7,Lynx L1,3\n");
    assert_eq!((rows[0].number.as_str(), rows[0].chassis.as_str(), told.len()), ("7", "Lynx L1", 0));
    let (rows, told) = race("Car,Laps\n7,3\n");
    assert_eq!((rows[0].number.as_str(), told.len()), ("7", 0));
    let (rows, told) = race("No,Class,Group,Laps,Lap\n7,TCR,A,20,18\n");
    assert_eq!((rows[0].class.as_str(), rows[0].laps, told.len()), ("TCR", Some(20), 0));
    let (rows, told) = race("No,Group,Lap\n7,TCR,20\n");
    assert_eq!((rows[0].class.as_str(), rows[0].laps, told.len()), ("TCR", Some(20), 0));
    // What is left out is said.
    let (_, found) = folder(&[("results/01-race.csv", "number,Pts,KPH\n7,25,180\n")]);
    assert_eq!(
        found.iter().map(|own| (own.id, own.found.as_deref())).collect::<Vec<_>>(),
        [("PF0445", Some("`Pts`, `KPH`"))]
    );
}

#[test]
fn many_unknown_columns_are_told_in_few_words() {
    let head: Vec<String> = (0..4_000).map(|index| format!("x{index}")).collect();
    let (_, found) =
        folder(&[("results/01-race.csv", &format!("number,{}\n1{}\n", head.join(","), ",".repeat(4_000)))]);
    assert_eq!(found.len(), 13);
    assert_eq!(found[12].message, "3988 more unknown columns");
    assert!(found.iter().all(|own| own.places[0].text.len() < 300));
    let rounds: Vec<String> = (1..4_000).map(|round| format!("Rd {round}")).collect();
    let table = format!("competitor,{}\nAnn{}\n", rounds.join(","), ",1".repeat(3_999));
    let all = Files::from([
        ("season.toml".to_owned(), SEASON.to_owned()),
        ("published/standings-drivers.csv".to_owned(), table),
    ]);
    let (rules, _) =
        Rulebook::parse("r", "name = \"r\"\n[[title]]\nid = \"drivers\"\ncompetitor = \"driver\"\n");
    let (_, found) = Folder::read(&all).0.season(&rules);
    assert_eq!(found.iter().map(|own| own.id).collect::<Vec<_>>(), ["PF0426"]);
    assert!(found[0].found.as_deref().unwrap_or("").ends_with("Rd 13 and 3986 more"), "{:?}", found[0].found);
}

#[test]
fn numbers_with_a_nought_behind_the_point_and_decimal_commas() {
    let (rows, told) = race("position,number,drivers,laps,grid\n1.0,7.0,Ann,35.0,2.0\n,08,Bo,,\n");
    assert_eq!(
        (rows[0].position, rows[0].number.as_str(), rows[0].laps, rows[0].grid),
        (Some(1), "7", Some(35), Some(2))
    );
    assert_eq!((rows[1].number.as_str(), told.len()), ("08", 0));
    assert_eq!(race("number,laps\n7,35.5\n").1, ["PF0407"]);
    assert_eq!(race("number,laps\n7,+1\n").1, ["PF0407"]);
    assert_eq!(
        times("number;laps;time\n7;20,0;20:01,1\n8;20;20:03.25\n").0,
        ["20/20:01.100", "20/20:03.250"]
    );
    let (folder, found) =
        folder(&[("published/standings-drivers.csv", "Pos;Driver;R1;Pts\n1;Ann;4,5;4,5\n")]);
    let line = &folder.published[0].lines[0];
    assert_eq!(
        (line.total, line.cells[&1], line.position),
        ("4.5".parse().ok(), "4.5".parse().ok(), Some(1))
    );
    assert!(found.iter().all(|own| own.severity == Severity::Note), "{found:?}");
}

#[test]
fn a_car_without_place_and_status_among_placed_ones_is_asked_for() {
    let unsaid = |text: &str| {
        let (folder, _) = folder(&[("results/01-race.csv", text)]);
        let (_, found) = folder.season(&Rulebook::default());
        let of_kind = found.into_iter().filter(|own| own.id == "PF0480");
        of_kind.map(|own| (own.places[0].line, own.found.unwrap_or_default())).collect::<Vec<_>>()
    };
    assert_eq!(
        unsaid("position,number,drivers,remark\n1,1,Ann,\n,2,Ben,Engine\n,3,Cleo,\n"),
        [
            (3, "an empty position and status, and the remark `Engine`".to_owned()),
            (4, "an empty position and an empty status".to_owned())
        ]
    );
    // Whoever has no places at all is ordered by laps; a word, a declaration or a status says how the car ended.
    for told in [
        "number,drivers,laps\n1,Ann,10\n2,Ben,9\n",
        "position,number,drivers,classified\n1,1,Ann,\n,2,Ben,false\n",
        "position,number,drivers,status\n1,1,Ann,\n,2,Ben,dnf\n",
        "position,number,drivers,time\n1,1,Ann,1:00.000\n,2,Ben,DNF (engine)\n",
    ] {
        assert_eq!(unsaid(told), [], "{told}");
    }
    let (rows, told) =
        race("position,number,drivers,remark\n1,1,Ann,\n,2,Ben,Did not start\n,3,Cleo,Not classified\n");
    assert_eq!((rows[1].status, rows[2].status, told.len()), (Status::Dns, Status::Nc, 0));
}

#[test]
fn heads_that_stand_again_are_passed_over() {
    let (rows, told) = race("Pos,No,Driver,Laps\n1,1,Ann,50\nPos, No ,Driver,Laps\n2,2,Ben,50\n");
    assert_eq!((rows.len(), told.len(), rows[1].line), (2, 0, 4));
    let (rows, told) = race("Pos,No,Driver,Laps\n1,1,Ann,50\nPos,No,Driver,50\n");
    assert_eq!((rows.len(), told), (2, vec!["PF0407"]), "one cell is another");
}

#[test]
fn places_as_sheets_of_other_languages_print_them() {
    let of = |place: &str| race(&format!("Clt;Dorsal;Fahrer\n{place};1;Ann\n")).0[0].position;
    for place in ["4.", "4th", "4er", "4e", "4ème", "4°", "4º", "P4", "=4", "4.0"] {
        assert_eq!(of(place), Some(4), "{place}");
    }
    assert_eq!(race("Pos,No\n0,1\n").1, ["PF0407"], "there is no place 0");
    let status = |word: &str| race(&format!("Pos;No;Temps\n;1;{word}\n")).0[0].clone();
    let row = status("Abandon (moteur)");
    assert_eq!((row.status, row.remark.as_str()), (Status::Dnf, "moteur"));
    assert_eq!(
        race("Pos,No\nausg.,1\nSQ,2\n").0.iter().map(|row| row.status).collect::<Vec<_>>(),
        [Status::Dnf, Status::Dsq]
    );
    // A thousand, or one with three noughts.
    assert_eq!(race("Pos;No;Laps\n1;1;1,000\n").1, ["PF0407"]);
}

#[test]
fn published_tables_take_the_column_of_whom_they_rank() {
    let names = |title: &str| {
        let (folder, found) = folder(&[(
            &format!("published/standings-{title}.csv"),
            "Pos,Driver,Team,No,Rd. 1,Total\n1,Ann,Alpha,7,9,9\n",
        )]);
        let error = found.iter().find(|own| own.severity == Severity::Error).map(|own| own.id);
        (folder.published.first().map(|table| table.lines[0].competitor.clone()), error)
    };
    assert_eq!(names("drivers"), (Some("Ann".to_owned()), None));
    assert_eq!(names("teams"), (Some("Alpha".to_owned()), None));
    assert_eq!(names("cup").1, Some("PF0443"));
}

#[test]
fn words_for_how_a_race_ended() {
    let status = |cells: &str| {
        let (rows, told) = race(&format!("position,status,number,time,laps\n1,,1,10:00.000,20\n{cells}\n"));
        assert!(told.is_empty(), "{cells}: {told:?}");
        (rows[1].status.word(), rows[1].laps, rows[1].remark.clone())
    };
    for (cells, expected) in [
        (",Retired,2,,5", "dnf"),
        (",RET,2,,5", "dnf"),
        (",Not classified,2,,5", "nc"),
        (",WD,2,,", "dnq"),
        (",DNPQ,2,,", "dnq"),
        (",EX,2,,", "dsq"),
        (",Disqualified,2,,", "dsq"),
        (",Not started,2,,", "dns"),
        ("2,Running,2,,5", "finished"),
        ("Ret,,2,,5", "dnf"),
        ("DSQ,,2,,5", "dsq"),
        ("NC,Retired,2,,5", "dnf"),
        ("12 DNF,,2,,5", "dnf"),
        (",,2,DNF,5", "dnf"),
        ("12,Ret,2,Engine,5", "dnf"),
    ] {
        assert_eq!(status(cells).0, expected, "{cells}");
    }
    assert_eq!(status("12,Ret,2,Engine,5").2, "Engine");
    assert_eq!(status("12,Ret (engine),2,,5").2, "engine");
    assert_eq!(status("2,+1 Lap,2,,"), ("finished", Some(19), String::new()));
    assert_eq!(race("position,status,number\nRet,Running,1\n").1, ["PF0459"]);
    assert_eq!(race("position,status,number\nRet,DSQ,1\n").1, ["PF0459"]);
    assert_eq!(race("position,status,number\n,Zzz,1\n").1, ["PF0407"]);
    for (cells, expected) in [
        ("9,Engine,2,,5", ("dnf", "Engine")),
        (",Collision,2,,5", ("dnf", "Collision")),
        ("9,Underweight,2,,5", ("finished", "Underweight")),
        ("DQ,Underweight,2,,5", ("dsq", "Underweight")),
    ] {
        let (word, _, remark) = status(cells);
        assert_eq!((word, remark.as_str()), expected, "{cells}");
    }
    assert_eq!(race("position,number,time\n1,1,Engine\n").1, ["PF0407"]);
}

#[test]
fn gaps_become_times_where_they_follow() {
    let ok: Vec<&str> = Vec::new();
    assert_eq!(
        times(
            "position,number,laps,time\n1,1,50,1:00:00.000\n2,2,50,+4.488\n3,3,50,+1:02.5\n4,4,49,+1 lap\n5,5,,+2 Laps\n"
        ),
        (
            ["50/1:00:00.000", "50/1:00:04.488", "50/1:01:02.500", "49/-", "48/-"].map(str::to_owned).into(),
            ok.clone()
        )
    );
    assert_eq!(
        times(
            "position,number,laps,time,Diff,Gap\n1,1,50,1:00.000,,\n2,2,50,,1.000,1.000\n3,3,50,,3.000,2.000\n4,4,,,1 lap,1 lap\n"
        ),
        (["50/1:00.000", "50/1:01.000", "50/1:03.000", "49/-"].map(str::to_owned).into(), ok.clone())
    );
    assert_eq!(
        times("position,number,time,interval\n1,1,1:00.000,\n2,2,,1.000\n3,3,,0.500\n"),
        (["-/1:00.000", "-/1:01.000", "-/1:01.500"].map(str::to_owned).into(), ok)
    );
    // What does not follow stays unknown and is said.
    for (text, id) in [
        ("position,number,time\n1,1,\n2,2,+4.488\n", "PF0449"),
        ("position,number,laps,time\n1,1,50,1:00:00.000\n2,2,48,+4.488\n", "PF0449"),
        ("position,number,time,gap\n1,1,1:00.000,\n2,2,,5.000\n3,3,,0.500\n", "PF0449"),
        ("position,number,time,gap\n1,1,1:00.000,\n2,2,1:03.000,5.000\n", "PF0449"),
        ("position,number,laps,time\n1,1,50,1:00:00.000\n2,2,50,4.488\n", "PF0449"),
        ("position,number,laps,time\n1,1,50,1:00:00.000\n2,2,48,+1 lap\n", "PF0460"),
        ("position,number,time\n1,1,1:00:00.000\n2,2,+1 lap\n", "PF0460"),
        ("position,number,time\n1,1,1:00:00.000\n2,2,+fast4\n", "PF0407"),
    ] {
        let (rows, told) = race(text);
        assert_eq!(told, [id], "{text}");
        assert!(
            rows[1..].iter().all(|row| row.time.is_none() || text.contains(&row.time.unwrap().to_string())),
            "{text}"
        );
    }
}

#[test]
fn a_doubt_about_many_cells_is_one() {
    let names = ["Archer, Ann", "Boyd, Ben", "Cox, Cleo", "Dean Dow, Eve Ellis", "Frost, Finn"];
    let rows = (1..).zip(names).map(|(line, name)| format!("{line},{line},\"{name}\"\n"));
    let text = format!("position,number,drivers\n{}", rows.collect::<String>());
    let (_, found) = folder(&[("results/01-race.csv", &text)]);
    let told: Vec<(Option<&str>, Vec<u32>)> = found
        .iter()
        .filter(|own| own.id == "PF0447")
        .map(|own| (own.found.as_deref(), own.places.iter().map(|place| place.line).collect()))
        .collect();
    assert_eq!(
        told,
        [(Some("Archer, Ann, and 3 cells more"), vec![2, 3, 4, 6]), (Some("Dean Dow, Eve Ellis"), vec![5]),]
    );
}

#[test]
fn crews_are_told_where_they_could_be_one_name() {
    let crew = |cell: &str| {
        let (rows, told) = race(&format!("number,drivers\n1,\"{cell}\"\n"));
        (rows[0].crew.iter().map(|seat| seat.driver.clone()).collect::<Vec<_>>(), told)
    };
    assert_eq!(crew("Ann Archer / Ben Boyd"), (vec!["Ann Archer".to_owned(), "Ben Boyd".to_owned()], vec![]));
    assert_eq!(crew("Ann Archer, Ben Boyd").1, ["PF0447"]);
    assert_eq!(crew("Archer, Ann"), (vec!["Archer, Ann".to_owned()], vec!["PF0447"]));
    assert_eq!(crew("Archer, Ann;"), (vec!["Archer, Ann".to_owned()], vec![]));
    let (rows, told) = race("number,Driver 1,Driver 2,Nat\n1,Ann,Ben,GBR / FRA\n");
    let seats: Vec<_> =
        rows[0].crew.iter().map(|seat| (seat.driver.as_str(), seat.nation.as_str())).collect();
    assert_eq!((seats, told.len()), (vec![("Ann", "GBR"), ("Ben", "FRA")], 0));
    let (entries, _) = folder(&[(
        "entries.csv",
        "class,team,number,drivers,rounds\nTCR,Alpha,1,Ann Archer & Ben Boyd,All\n",
    )]);
    assert_eq!(
        entries.entries.iter().map(|own| own.driver.as_str()).collect::<Vec<_>>(),
        ["Ann Archer", "Ben Boyd"]
    );
}

#[test]
fn names_with_separators_survive_writing_and_reading() {
    let text = "position,status,number,drivers,tags\n1,finished,1,Ann\\; Ben; C/D,guest\n2,finished,2,Smith and Sons;,\n3,finished,3,\"Hale, Jr.\",\n";
    let (folder, found) =
        folder(&[("results/01-race.csv", text), ("entries.csv", "class,driver\nTCR,A/B;\n")]);
    assert!(found.is_empty(), "{found:?}");
    let written = folder.write();
    assert_eq!(written["results/01-race.csv"], text);
    assert_eq!(written["entries.csv"], "class,driver\nTCR,A/B;\n");
    let crew = &folder.results[&(1, "race".to_owned())];
    assert_eq!(crew[0].crew[0].driver, "Ann; Ben");
    assert_eq!((crew[1].crew[0].driver.as_str(), crew[2].crew.len()), ("Smith and Sons", 1));
}

#[test]
fn texts_that_spreadsheets_take_for_formulas_survive_writing_and_reading() {
    let text = "position,number,team,drivers,gap\n1,=1,=1+1|x,@Ann; =Ben,\n2,2,'tis,'=Cid,+4.488\n3,3,+cmd|x,-Dan,+1 Lap\n";
    let (first, found) = folder(&[("results/01-race.csv", text)]);
    let crew = &first.results[&(1, "race".to_owned())];
    assert_eq!((crew[0].team.as_str(), crew[1].crew[0].driver.as_str()), ("=1+1|x", "=Cid"), "{found:?}");
    let written = &first.write()["results/01-race.csv"];
    for guarded in [",'=1,", ",'=1+1|x,", ",'@Ann; =Ben", ",'tis,", ",'=Cid", ",'+cmd|x,", ",'-Dan"] {
        assert!(written.contains(guarded), "{written}");
    }
    let (second, _) = Folder::read(&first.write());
    assert_eq!(&second.write()["results/01-race.csv"], written);
    let again = &second.results[&(1, "race".to_owned())];
    assert_eq!((again[0].number.as_str(), again[2].team.as_str()), ("=1", "+cmd|x"));
}

#[test]
fn control_characters_of_a_table_are_left_out_and_told() {
    let text = "position,number,drivers\r\n1,1,Ann\r\n2,2,\u{1b}]0;x\u{7}Ben\u{1b}[2J\r\n3,3,\"Ci\u{0}d\u{202e}\"\r\n";
    let (first, found) = folder(&[("results/01-race.csv", text)]);
    let told: Vec<_> = found.iter().map(|own| (own.id, own.places[0].line)).collect();
    assert_eq!(told, [("PF0663", 3)]);
    let rows = &first.results[&(1, "race".to_owned())];
    let names: Vec<&str> = rows.iter().map(|row| row.crew[0].driver.as_str()).collect();
    assert_eq!(names, ["Ann", "Ben", "Cid"]);
}

#[test]
fn files_of_one_session_and_files_with_odd_names() {
    let ids = |paths: &[&str]| {
        let files: Vec<(&str, &str)> = paths.iter().map(|path| (*path, RESULTS)).collect();
        let (folder, found) = folder(&files);
        (
            folder.results.len(),
            found
                .iter()
                .map(|own| (own.id, own.severity, own.places[0].document.clone()))
                .collect::<Vec<_>>(),
        )
    };
    assert_eq!(ids(&["results/01-race.csv"]), (1, vec![]));
    assert_eq!(
        ids(&["results/1-race.csv"]),
        (1, vec![("PF0451", Severity::Warning, "results/1-race.csv".to_owned())])
    );
    assert_eq!(ids(&["results/01-Race.CSV"]).1[0].0, "PF0451");
    for path in
        ["results/01-race (1).csv", "results/race.csv", "results/01-.csv", "results/Copy of 01-race.csv"]
    {
        assert_eq!(ids(&[path]), (0, vec![("PF0413", Severity::Error, path.to_owned())]));
    }
    let (sessions, found) = ids(&["results/01-race.csv", "results/1-race.csv"]);
    assert_eq!((sessions, found.len(), found[0].0), (1, 1, "PF0450"));
    let inside = ids(&["results/01-race.csv/part.csv", "results/01-race.csv/other.csv"]);
    assert_eq!(inside, (0, vec![("PF0452", Severity::Error, "results/01-race.csv".to_owned())]));
    // Messages about rows name the file that was read.
    let told = told(&[("results/1-race.csv", "position,number,class\n1,1,GT9\n")]);
    assert_eq!(told.iter().find(|own| own.id == "PF0416").unwrap().places[0].document, "results/1-race.csv");
}

#[test]
fn cars_that_stand_twice_and_cars_that_share_a_number() {
    let with = |rows: &str| {
        ids(&[("results/01-race.csv", &format!("position,status,class,number,team,drivers\n{rows}"))])
    };
    assert_eq!(with("1,,,2,,Ben\n,dsq,,2,,Ben\n"), ["PF0456"]);
    assert_eq!(with("1,,TCR,2,Alpha,Ben\n,dsq,TCR,2,Alpha,Ann\n"), ["PF0456"]);
    assert_eq!(with("1,,TCR,2,,Ben\n2,,TCR,2,,\n"), ["PF0456"]);
    assert_eq!(with("1,,TCR,2,Alpha,Ben\n2,,TCR,2,Beta,Ben\n"), Vec::<&str>::new());
    assert_eq!(with("1,,TCR,2,,Ben\n2,,,2,,Ben\n"), Vec::<&str>::new());
    assert_eq!(with("1,,TCR,2,,Ben\n2,,TCR,02,,Ben\n"), Vec::<&str>::new());
    let twice = told(&[("results/01-race.csv", "position,status,number,drivers\n1,,2,Ben\n,dsq,2,Ben\n")]);
    assert_eq!(twice[0].places.iter().map(|place| place.line).collect::<Vec<_>>(), [3, 2]);
}

#[test]
fn positions_may_be_shared_where_the_next_is_empty() {
    let with = |positions: &[u32]| {
        let rows: Vec<String> =
            positions.iter().enumerate().map(|(at, position)| format!("{position},{at}\n")).collect();
        ids(&[("results/01-race.csv", &format!("position,number\n{}", rows.concat()))])
    };
    assert_eq!(with(&[1, 1, 3]), Vec::<&str>::new());
    assert_eq!(with(&[1, 2, 2]), Vec::<&str>::new());
    assert_eq!(with(&[1, 1, 1, 4]), Vec::<&str>::new());
    assert_eq!(with(&[1, 1, 2]), ["PF0417"]);
    assert_eq!(with(&[1, 1, 1, 3]), ["PF0417"]);
    let timed = "position,number,laps,time\n1,1,10,10:00.000\n1,2,10,10:00.001\n";
    assert_eq!(ids(&[("results/01-race.csv", timed)]), ["PF0458"]);
    assert_eq!(ids(&[("results/01-race.csv", &timed.replace("00.001", "00.000"))]), Vec::<&str>::new());
}

#[test]
fn blocks_of_names_by_hand_work_for_all_kinds() {
    let names = r##"
[[entry]]
name = "#7 Alpha"
[[entry.spelling]]
text = "#77 Alpha"
[[team]]
name = "Alpha"
nation = "FRA"
[[team.spelling]]
text = "Alpha Racing"
[[driver]]
name = "Ann Archer"
categories = ["rookie"]
[[driver.spelling]]
text = "A. Archer"
[[chassis]]
name = "Lynx L1"
maker = "Lynx Works"
[[chassis.spelling]]
text = "L1"
[[engine]]
name = "Ford V8"
[[engine.spelling]]
text = "V8"
[[tyre]]
name = "Round"
[[tyre.spelling]]
text = "RND"
[[manufacturer]]
name = "Lynx"
[[manufacturer.spelling]]
text = "Lynx Cars"
[[engine-maker]]
name = "Ford Motor"
[[engine-maker.spelling]]
text = "Ford"
[[nation]]
name = "FRA"
[[nation.spelling]]
text = "France"
[[circuit]]
name = "Hill Park"
[[circuit.spelling]]
text = "Hillpark Ring"
[[event]]
name = "Hill Cup"
[[event.spelling]]
text = "The Cup of the Hill"
"##;
    let season = SEASON.replace(
        "event = \"one\"",
        "event = \"one\"\nname = \"The Cup of the Hill\"\ncircuit = \"Hillpark Ring\"",
    );
    let results = "position,class,number,team,drivers,nations,chassis,engine,tyre,manufacturer\n\
        1,TCR,7,Alpha,Ann Archer,FRA,Lynx L1,Ford V8,Round,Lynx\n\
        2,TCR,77,Alpha Racing,A. Archer,France,L1,V8,RND,Lynx Cars\n\
        3,TCR,9,Beta,Bo Boyd; Cy Cox,FRA; France,,,,\n";
    let all = |extra: &str| {
        Files::from([
            ("season.toml".to_owned(), season.clone()),
            ("names.toml".to_owned(), format!("{names}{extra}")),
            ("results/01-race.csv".to_owned(), results.to_owned()),
        ])
    };
    let (folder, read) = Folder::read(&all(""));
    let (season_made, made) = folder.season(&Rulebook::default());
    assert!(read.is_empty() && made.is_empty(), "{read:?} {made:?}");
    let rows = season_made.results.rows();
    for kind in [
        Kind::Entry,
        Kind::Team,
        Kind::Chassis,
        Kind::ChassisMaker,
        Kind::Engine,
        Kind::EngineMaker,
        Kind::Tyre,
        Kind::Manufacturer,
        Kind::Nation,
    ] {
        assert_eq!(rows[0].stands_for(kind), rows[1].stands_for(kind), "{}", kind.word());
        assert!(rows[0].stands_for(kind).is_some(), "{}", kind.word());
    }
    let name = |kind: Kind| season_made.competitors[rows[1].stands_for(kind).unwrap()].name.clone();
    assert_eq!(
        [Kind::Entry, Kind::ChassisMaker, Kind::EngineMaker, Kind::Nation].map(name),
        ["#7 Alpha", "Lynx Works", "Ford Motor", "FRA"]
    );
    assert_eq!(rows[0].crew[0].driver, rows[1].crew[0].driver);
    assert_eq!(rows[2].stands_for(Kind::Nation), rows[0].stands_for(Kind::Nation));
    let round = &season_made.rounds.rows()[0];
    assert_eq!((round.name.as_str(), round.circuit.as_str()), ("Hill Cup", "Hill Park"));
    let (folder, _) = Folder::read(&all("[[entry]]\nname = \"#8 Gamma\"\n"));
    let told: Vec<_> =
        folder.season(&Rulebook::default()).1.into_iter().map(|own| (own.id, own.message)).collect();
    assert_eq!(told, [("PF0461", "a name that nobody bears: entry `#8 Gamma`".to_owned())]);
}

#[test]
fn names_of_other_scripts_are_other_competitors() {
    let results = "position,class,number,team,drivers\n1,TCR,1,力星,李明\n2,TCR,2,利星,黎明\n3,TCR,3,???,Петров\n4,TCR,4,!!!,Пэтров\n";
    let (folder, _) = folder(&[("results/01-race.csv", results)]);
    let (season, found) = folder.season(&Rulebook::default());
    assert!(found.is_empty(), "{found:?}");
    let of = |kind: Kind| season.competitors.rows().iter().filter(|own| own.kind == kind).count();
    assert_eq!((of(Kind::Team), of(Kind::Driver), of(Kind::Entry)), (4, 4, 4));
    assert!(season.competitors.rows().iter().all(|own| own.id.is_ascii() && !own.id.is_empty()));
}

#[test]
fn names_of_other_letters_and_one_id_are_told_apart_or_refused() {
    let told = |teams: [&str; 2]| {
        let results = format!("position,class,number,team\n1,TCR,1,{}\n2,TCR,2,{}\n", teams[0], teams[1]);
        let (folder, _) = folder(&[("results/01-race.csv", &results)]);
        let (season, found) = folder.season(&Rulebook::default());
        let of_teams = season.competitors.rows().iter().filter(|own| own.kind == Kind::Team).count();
        (of_teams, found.iter().map(|own| own.id).collect::<Vec<_>>())
    };
    assert_eq!(told(["Team 5.0", "Team 5-0"]), (1, vec!["PF0664"]));
    assert_eq!(told(["???", "3f-3f-3f"]), (1, vec!["PF0664"]));
    assert_eq!(told(["Red + Blue", "Red Blue"]), (2, vec![]));
    assert_eq!(told(["🐎 Racing", "Horse Racing"]), (2, vec![]));
    assert_eq!(told(["P.K. Sport", "PK Sport"]), (1, vec![]));
    assert_eq!(told(["Αίας", "ΑΙΑΣ"]), (1, vec![]));
}

#[test]
fn decisions_of_another_document_are_placed_in_it() {
    let found = Folder::default().read_decisions(
        "what.toml",
        "[[decision]]\nid = \"d\"\nkind = \"disqualify\"\ncar = \"1\"\nreason = \"r\"\n",
    );
    assert_eq!(found[0].places[0].to_string(), "what.toml:4:1");
}

/// Cells that are near to what columns have.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9]{1,3}(\\.0)?",
        "\\+?[0-9]{0,2}:?[0-9]{1,2}[.,][0-9]{0,4}",
        "[+-]?[0-9] ?(lap|Laps|L)",
        "(Ret|DNF|NC|DSQ|WD|Running|Engine|-|=)( \\(x\\))?",
        "[A-Z][a-z]{1,4}( [A-Z][a-z]{1,4})?([,;/&]| and |\\\\|\n)?( ?[A-Z][a-z]{1,4})?",
        "\\PC{0,8}",
    ]
}

proptest! {
    /// Whatever is read from a table and written is read as the same again.
    #[test]
    fn what_was_read_is_written_and_read_again(
        heads in prop::sample::subsequence(
            vec!["Pos", "No", "Status", "Class", "Team", "Driver", "Nat", "Laps", "Time", "Gap", "Int", "Best", "Grid", "Tags", "Note", "drive_times", "crossings", "from"],
            1..12,
        ),
        rows in prop::collection::vec(prop::collection::vec(cell(), 18), 0..5),
        separator in prop::sample::select(vec![",", ";", "\t"]),
    ) {
        let quoted = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
        let mut text = heads.join(separator) + "\n";
        for row in &rows {
            let cells: Vec<String> = row.iter().take(heads.len()).map(|cell| quoted(cell)).collect();
            text += &(cells.join(separator) + "\n");
        }
        let (first, _) = folder(&[("results/01-race.csv", &text)]);
        let written = first.write();
        let (second, found) = Folder::read(&written);
        prop_assert_eq!(&second.write(), &written, "{:?}", found);
        let errors: Vec<_> = found.iter().filter(|own| own.severity == Severity::Error && own.id != "PF0438").collect();
        prop_assert!(errors.is_empty(), "{:?} {:?}", errors, written);
        first.season(&Rulebook::default());
    }
}

#[test]
fn cells_that_once_did_not_come_back_do() {
    for text in [
        "Pos,No,Driver,Nat\n1,7,Ann,&/\n",
        "Pos,No,Driver,Nat\n1,7,Ann / Ben,&\n",
        "Class,Team,Driver\nTCR,Red,\\\n",
        "Pos,No,Driver,Nat\n1,7,Ann Archer; Ben Boyd,GBR; \\\n",
        "Pos,No,Driver,Nat\n1,7,,/ /\n",
    ] {
        let (first, _) = folder(&[("results/01-race.csv", text)]);
        let written = first.write();
        let (second, found) = Folder::read(&written);
        assert_eq!(second.write(), written, "{text} {found:?}");
    }
}

#[test]
fn rounds_at_the_end_that_say_nothing_are_to_come() {
    let season = |rounds: &str| {
        format!("series = \"x\"\nyear = 2027\nname = \"X\"\nrulebook = \"rulebook.toml\"\n{rounds}")
    };
    let four = "[[round]]\nnumber = 1\nevent = \"a\"\n[[round]]\nnumber = 2\nevent = \"b\"\n[[round]]\nnumber = 3\nevent = \"c\"\n[[round]]\nnumber = 4\nevent = \"d\"\n";
    let read = |rounds: &str, more: &[(&str, &str)]| {
        let mut files: Files = more.iter().map(|own| (own.0.to_owned(), own.1.to_owned())).collect();
        files.insert("season.toml".to_owned(), season(rounds));
        let (folder, told) = Folder::read(&files);
        let told: Vec<String> = told.iter().map(|own| format!("{}: {}", own.id, own.message)).collect();
        let held: Vec<bool> = folder.rounds.iter().map(|own| own.status == RoundStatus::Held).collect();
        (held, told.join("; "))
    };
    let results = ("results/02-race.csv", "position,number,drivers\n1,7,Ann Archer\n");
    assert_eq!(
        read(four, &[results]),
        (
            vec![true, true, false, false],
            "PF1456: rounds 3 and 4 have neither results nor `status`: they are taken as to come".to_owned()
        )
    );
    // What is said stands, by hand or by a document.
    let last = four.replace("\"d\"\n", "\"d\"\nstatus = \"held\"\n");
    let told = "PF1456: round 3 has neither results nor `status`: it is taken as to come".to_owned();
    assert_eq!(read(&last, &[results]), (vec![true, true, false, true], told.clone()));
    let stated = four.replace("\"d\"\n", "\"d\"\nfrom = \"page.txt:4\"\n");
    assert_eq!(read(&stated, &[results]), (vec![true, true, false, true], told));
    // A published cell tells of its round; totals alone tell of any.
    let cells =
        ("published/standings-drivers.csv", "position,competitor,Rd 1,Rd 4,total\n1,Ann Archer,10,10,20\n");
    assert_eq!(read(four, &[results, cells]), (vec![true; 4], String::new()));
    let totals = ("published/standings-drivers.csv", "position,competitor,total\n1,Ann Archer,20\n");
    assert_eq!(read(four, &[results, totals]), (vec![true; 4], String::new()));
    // A file that cannot be read may be of round 3.
    let (held, told) = read(four, &[results, ("results/03-race.csv", "position,number,odd\n1,7,Ann\n")]);
    assert_eq!(held, [true; 4]);
    assert!(told.starts_with("PF04") && !told.contains("PF1456"), "{told}");
}
