//! Tables as clubs write them, in many shapes and languages: into a folder, and what must stand there.

use parcferme_core::Diagnostic;
use parcferme_core::season::Date;
use parcferme_formats::folder::{Folder, PublishedRecord, ResultRecord, digest};
use parcferme_formats::intake::{self, QUESTIONS, Wish};

/// What came of adding a file to a folder.
struct Made {
    folder: Option<Folder>,
    laps: Vec<String>,
    went: Vec<String>,
    told: Vec<Diagnostic>,
}

fn add_to(folder: &Folder, name: &str, bytes: &[u8], wish: &Wish) -> Made {
    let reading = intake::read_for(&[(name, bytes)], folder, wish);
    let mut told = reading.diagnostics;
    if told.iter().any(|own| QUESTIONS.contains(&own.id)) {
        return Made { folder: None, laps: Vec::new(), went: Vec::new(), told };
    }
    let made = intake::add(reading.said, &|_| digest(bytes), folder, wish);
    told.extend(made.diagnostics);
    let went = made.account.into_iter().flat_map(|own| own.went).collect();
    Made { folder: made.folder, laps: made.laps.into_values().collect(), went, told }
}

fn season() -> Folder {
    Folder { year: 2026, series: "club".to_owned(), ..Folder::default() }
}

fn made(text: &str) -> Made {
    add_to(&season(), "table", text.as_bytes(), &Wish::default())
}

fn folder(text: &str) -> Folder {
    let made = made(text);
    made.folder.unwrap_or_else(|| panic!("{text}\n{:#?}", made.told))
}

fn ids(made: &Made) -> Vec<&str> {
    made.told.iter().map(|own| own.id).collect()
}

fn car(row: &ResultRecord) -> String {
    let place = row.position.map_or_else(|| row.status.word().to_owned(), |own| own.to_string());
    let crew: Vec<&str> = row.crew.iter().map(|seat| seat.driver.as_str()).collect();
    let mut text = format!("{place} #{} {}", row.number, crew.join("+"));
    for own in [
        row.laps.map(|own| own.to_string()),
        row.time.map(|own| own.to_string()),
        row.best_lap.map(|own| own.to_string()),
    ] {
        text += &format!(" {}", own.unwrap_or_else(|| "-".to_owned()));
    }
    text
}

fn cars(folder: &Folder, round: u32, session: &str) -> Vec<String> {
    let rows = folder.results.get(&(round, session.to_owned()));
    rows.unwrap_or_else(|| panic!("{:?}", folder.results.keys())).iter().map(car).collect()
}

const FULL: [&str; 2] = ["1 #7 Ann Archer 12 15:01.234 1:13.456", "2 #8 Ben Boyd 12 15:08.100 1:14.000"];
const CREWS: [&str; 2] =
    ["1 #7 Ann Archer+Cleo Cox 12 15:01.234 1:13.456", "2 #8 Ben Boyd+Dora Dean 12 15:08.100 1:14.000"];
const FIRST: [&str; 2] = ["1 #7 Ann Archer - - -", "2 #8 Ben Boyd - - -"];
const SECOND: [&str; 2] = ["1 #8 Ben Boyd - - -", "2 #7 Ann Archer - - -"];

#[test]
fn heads_of_two_rows_are_one() {
    for text in [
        "Round 1 Hill Park\nPos,Car,Driver,Best Lap,,Race,\n,No,,On,Time,Laps,Time\n1,7,Ann Archer,5,1:13.456,12,15:01.234\n2,8,Ben Boyd,7,1:14.000,12,15:08.100\n",
        "Lauf 1 Hill Park\nPlatz;Start-;Fahrer;Runden;Gesamt-;Schnellste\n;nummer;;;zeit;Runde\n1;7;Ann Archer;12;15:01,234;1:13,456\n2;8;Ben Boyd;12;15:08,100;1:14,000\n",
        "Round 1 Hill Park\n,,,Race,,Best Lap,\nPos,No,Driver,Laps,Time,Time,No\n1,7,Ann Archer,12,15:01.234,1:13.456,5\n2,8,Ben Boyd,12,15:08.100,1:14.000,7\n",
    ] {
        assert_eq!(cars(&folder(text), 1, "race"), FULL, "{text}");
    }
    let text = "Championship standings 2026\nPos,Driver,Hill Park,,Long Lake,,Total\n,,R1,R2,R3,R4,\n1,Ann Archer,10,8,6,10,34\n2,Ben Boyd,8,10,4,6,28\n";
    assert_eq!(table(&folder(text)), ["Ann Archer 10 8 6 10 = 34", "Ben Boyd 8 10 4 6 = 28"]);
}

/// The only published table, its cells and totals.
fn table(folder: &Folder) -> Vec<String> {
    let [PublishedRecord { lines, .. }] = folder.published.as_slice() else {
        panic!("{:?}", folder.published)
    };
    let shown =
        |own: &Option<parcferme_core::Points>| own.map_or_else(|| "-".to_owned(), |own| own.to_string());
    lines
        .iter()
        .map(|line| {
            let cells: Vec<String> = line.cells.values().map(shown).collect();
            let cells = if cells.is_empty() { String::new() } else { format!(" {}", cells.join(" ")) };
            format!("{}{cells} = {}", line.competitor, shown(&line.total))
        })
        .collect()
}

#[test]
fn words_in_six_languages() {
    for text in [
        "Lauf 1 Hill Park\nRang;Start-Nr.;Fahrer;Beifahrer;Fahrzeug;Rd.;Fahrzeit;Rückstand;Beste Rd.\n1;7;Ann Archer;Cleo Cox;Opel;12;15:01,234;;1:13,456\n2;8;Ben Boyd;Dora Dean;Ford;12;15:08,100;6,866;1:14,000\n",
        "Manche 1 Hill Park\nRang;N° Course;Pilote;Copilote;Véhicule;Nb tours;Temps total;Écart 1er;Meilleur tour\n1;7;Ann Archer;Cleo Cox;Opel;12;15:01,234;;1:13,456\n2;8;Ben Boyd;Dora Dean;Ford;12;15:08,100;6,866;1:14,000\n",
        "Prova 1 Hill Park\nPos.;Num.;Conduttore;Copilota;Vettura;Gruppo;Giri;Tempo totale;Distacco;Giro migliore\n1;7;Ann Archer;Cleo Cox;Fiat;N;12;15:01,234;;1:13,456\n2;8;Ben Boyd;Dora Dean;Fiat;A;12;15:08,100;6,866;1:14,000\n",
        "Prueba 1 Hill Park\nPuesto;Dorsal;Piloto;Copiloto;Vehículo;Vtas;Tiempo total;Dif.;Vuelta más rápida\n1;7;Ann Archer;Cleo Cox;Seat;12;15:01,234;;1:13,456\n2;8;Ben Boyd;Dora Dean;Seat;12;15:08,100;6,866;1:14,000\n",
        "Etapa 1 Hill Park\nPos;Nº;Piloto;Navegador;Viatura;Voltas;Tempo total;Dif 1º;Volta mais rápida\n1;7;Ann Archer;Cleo Cox;Seat;12;15:01,234;;1:13,456\n2;8;Ben Boyd;Dora Dean;Seat;12;15:08,100;6,866;1:14,000\n",
        "Round 1 Hill Park\nOverall;Car No;Driver;Co-Driver;Make/Model;Laps Run;Race Time;To 1st;Fastest Race Lap\n1;7;Ann Archer;Cleo Cox;Seat;12;15:01.234;;1:13.456\n2;8;Ben Boyd;Dora Dean;Seat;12;15:08.100;6.866;1:14.000\n",
    ] {
        let folder = folder(text);
        assert_eq!(cars(&folder, 1, "race"), CREWS, "{text}");
        let row = &folder.results[&(1, "race".to_owned())][0];
        assert!(!row.chassis.is_empty(), "{text}");
    }
}

#[test]
fn a_group_beside_a_class_is_none() {
    let text = "Rallye 2026\nPlace;N°;Pilote / Copilote;Groupe;Classe;Temps;Pénalités;Total\n1;7;Ann Archer / Cleo Cox;R;R2;15'01\"2;;15'01\"2\n2;8;Ben Boyd / Dora Dean;R;R3;15'00\"1;10\"0;15'10\"1\n";
    let folder = folder(text);
    let rows = &folder.results[&(1, "race".to_owned())];
    assert_eq!(rows.iter().map(|row| row.class.as_str()).collect::<Vec<_>>(), ["R2", "R3"]);
    assert_eq!(
        cars(&folder, 1, "race"),
        ["1 #7 Ann Archer+Cleo Cox - 15:01.200 -", "2 #8 Ben Boyd+Dora Dean - 15:10.100 -"]
    );
}

#[test]
fn rd_is_laps_or_a_round() {
    let text = "Rd,Pos,No,Driver\n1,1,7,Ann Archer\n1,2,8,Ben Boyd\n2,1,8,Ben Boyd\n2,2,7,Ann Archer\n";
    let own = folder(text);
    assert_eq!(
        (cars(&own, 1, "race"), cars(&own, 2, "race")),
        (FIRST.map(Into::into).into(), SECOND.map(Into::into).into())
    );
    let falls = "Round 3 Hill Park\nPos,No,Driver,Rd\n1,7,Ann Archer,12\n2,8,Ben Boyd,11\n";
    assert_eq!(cars(&folder(falls), 3, "race"), ["1 #7 Ann Archer 12 - -", "2 #8 Ben Boyd 11 - -"]);
}

#[test]
fn several_races_of_one_event() {
    for text in [
        "Round 2 Hill Park\nRace 1\nPos,No,Driver\n1,7,Ann Archer\n2,8,Ben Boyd\n\nRace 2\nPos,No,Driver\n1,8,Ben Boyd\n2,7,Ann Archer\n",
        "Round 2 Hill Park,,,,,,\nRace 1,,,,Race 2,,\nPos,No,Driver,,Pos,No,Driver\n1,7,Ann Archer,,1,8,Ben Boyd\n2,8,Ben Boyd,,2,7,Ann Archer\n",
        "Round 2 Hill Park,,,,,\nRace 1,,,Race 2,,\nPos,No,Driver,Pos,No,Driver\n1,7,Ann Archer,1,8,Ben Boyd\n2,8,Ben Boyd,2,7,Ann Archer\n",
        "Round 2 Hill Park\nRace;Pos;No;Driver\n1;1;7;Ann Archer\n1;2;8;Ben Boyd\n2;1;8;Ben Boyd\n2;2;7;Ann Archer\n",
    ] {
        let own = folder(text);
        assert_eq!(cars(&own, 2, "race-1"), FIRST, "{text}");
        assert_eq!(cars(&own, 2, "race-2"), SECOND, "{text}");
        assert_eq!(own.rounds[0].main, ["race-1", "race-2"], "{text}");
        assert_eq!(own.rounds[0].name, "Hill Park", "{text}");
    }
    let one_without = "Round 2 Hill Park\nPos,No,Driver\n1,7,Ann Archer\n2,8,Ben Boyd\n\nRace 2\nPos,No,Driver\n1,8,Ben Boyd\n2,7,Ann Archer\n";
    assert_eq!(folder(one_without).rounds[0].main, ["race", "race-2"]);
    let heats = "Round 1 Hill Park\nHeat 1\nPos,No,Driver\n1,7,Ann Archer\n2,8,Ben Boyd\nFinal\nPos,No,Driver\n1,8,Ben Boyd\n2,7,Ann Archer\n";
    let own = folder(heats);
    assert_eq!(
        (cars(&own, 1, "heat-1"), own.rounds[0].main.clone()),
        (FIRST.map(Into::into).into(), vec!["final".to_owned()])
    );
}

#[test]
fn several_races_of_which_only_the_person_says_the_round() {
    let text = "Race 1,,,Race 2,,\nDriver,Pos,Pts,Driver,Pos,Pts\nAnn Archer,1,10,Ben Boyd,1,10\nBen Boyd,2,8,Ann Archer,2,8\n";
    let wish = Wish { round: Some(1), ..Wish::default() };
    let own = add_to(&season(), "table", text.as_bytes(), &wish).folder.unwrap();
    assert_eq!(cars(&own, 1, "race-1"), ["1 # Ann Archer - - -", "2 # Ben Boyd - - -"]);
    assert_eq!(cars(&own, 1, "race-2"), ["1 # Ben Boyd - - -", "2 # Ann Archer - - -"]);
}

#[test]
fn cars_without_numbers_are_known_by_their_drivers() {
    let wish = Wish { round: Some(1), ..Wish::default() };
    let first = "Pos,Driver,Laps\n1,Ann Archer,12\n2,Ben Boyd,12\n";
    let folder = add_to(&season(), "a", first.as_bytes(), &wish).folder.unwrap();
    let second = "Pos,Driver,Best Lap,Laps\n1,Ben Boyd,1:14.000,12\n2,Ann Archer,1:13.456,12\n";
    let made = add_to(&folder, "b", second.as_bytes(), &wish);
    assert_eq!(ids(&made).iter().filter(|id| **id == "PF1005").count(), 2, "{:?}", made.told);
    assert_eq!(
        cars(&made.folder.unwrap(), 1, "race"),
        ["1 #Ann Archer 12 - 1:13.456", "2 #Ben Boyd 12 - 1:14.000"].map(|own| own.replace('#', "# "))
    );
}

#[test]
fn rounds_below_each_other_are_not_joined() {
    let text = "Round 1 Hill Park\nPos,No,Driver\n1,7,Ann Archer\n2,8,Ben Boyd\n\nRound 2 Long Lake\nPos,No,Driver\n1,8,Ben Boyd\n2,7,Ann Archer\n";
    let own = folder(text);
    assert_eq!(
        own.rounds.iter().map(|round| round.name.as_str()).collect::<Vec<_>>(),
        ["Hill Park", "Long Lake"]
    );
    assert_eq!(
        (cars(&own, 1, "race"), cars(&own, 2, "race")),
        (FIRST.map(Into::into).into(), SECOND.map(Into::into).into())
    );
}

#[test]
fn a_column_of_races_counts_rounds_where_each_has_a_place_of_its_own() {
    let text = "Race,Track,Pos,No,Driver\n1,Hill Park,1,7,Ann Archer\n1,Hill Park,2,8,Ben Boyd\n2,Long Lake,1,8,Ben Boyd\n2,Long Lake,2,7,Ann Archer\n";
    let own = folder(text);
    assert_eq!(
        (cars(&own, 1, "race"), cars(&own, 2, "race")),
        (FIRST.map(Into::into).into(), SECOND.map(Into::into).into())
    );
    let open = "Race,Pos,No,Driver\n1,1,7,Ann Archer\n2,1,8,Ben Boyd\n";
    assert_eq!(ids(&made(open)), ["PF1046"]);
    let wish = Wish { columns: vec![("Race".to_owned(), Some("round".to_owned()))], ..Wish::default() };
    let told = add_to(&season(), "table", open.as_bytes(), &wish);
    assert_eq!(told.folder.map(|own| own.rounds.len()), Some(2));
}

#[test]
fn a_result_beside_standings_is_two_tables() {
    let text = "Round 2 Hill Park,,,,,,,\nRace,,,,Standings,,,\nPos,No,Driver,,Rank,Driver,R1,R2,Total\n1,7,Ann Archer,,1,Ann Archer,10,10,20\n2,8,Ben Boyd,,2,Ben Boyd,8,8,16\n";
    let own = folder(text);
    assert_eq!(cars(&own, 2, "race"), FIRST);
    assert_eq!(table(&own), ["Ann Archer 10 10 = 20", "Ben Boyd 8 8 = 16"]);
    assert_eq!(own.published[0].after, Some(2));
}

#[test]
fn of_two_totals_the_one_after_drops_counts() {
    let expected = ["Ann Archer 10 8 6 10 = 28", "Ben Boyd 8 10 4 6 = 24"];
    for (head, rows) in [
        (
            "Platz;Fahrer;1;2;3;4;Brutto;Streicher;Netto",
            ["1;Ann Archer;10;8;6;10;34;6;28", "2;Ben Boyd;8;10;4;6;28;4;24"],
        ),
        (
            "Pos;Driver;R1;R2;R3;R4;Total;Drop;Net",
            ["1;Ann Archer;10;8;6;10;34;-6;28", "2;Ben Boyd;8;10;4;6;28;-4;24"],
        ),
        (
            "Platz;Fahrer;Lauf 1;Lauf 2;Lauf 3;Lauf 4;Gesamt;Wertung",
            ["1;Ann Archer;10;8;6;10;34;28", "2;Ben Boyd;8;10;4;6;28;24"],
        ),
        (
            "Platz;Fahrer;1. Lauf;2. Lauf;3. Lauf;4. Lauf;Summe;Streicher;Gesamt",
            ["1;Ann Archer;10;8;6;10;34;6;28", "2;Ben Boyd;8;10;4;6;28;4;24"],
        ),
        (
            "Clas.;Pilote;1ère manche;2ème manche;3ème manche;4ème manche;Points;Retraits;Total",
            ["1;Ann Archer;10;8;6;10;34;(6);28", "2;Ben Boyd;8;10;4;6;28;(4);24"],
        ),
        (
            "Pos;Driver;1st round;2nd round;3rd round;4th round;Points;Drop;Total",
            ["1;Ann Archer;10;8;6;10;28;6;34", "2;Ben Boyd;8;10;4;6;24;4;28"],
        ),
        ("Pos;Driver;R1;R2;R3;R4;Drop;Total", ["1;Ann Archer;10;8;6;10;6;34", "2;Ben Boyd;8;10;4;6;4;28"]),
    ] {
        let text = format!("{head}\n{}\n{}\n", rows[0], rows[1]);
        assert_eq!(table(&folder(&text)), expected, "{text}");
    }
    let taken = made("Pos;Driver;R1;R2;Drop;Total\n1;Ann Archer;10;8;8;18\n2;Ben Boyd;8;6;6;14\n");
    assert_eq!(ids(&taken), ["PF1063"]);
    let open = made("Standings\nPos;Driver;Drop;Total\n1;Ann Archer;8;18\n2;Ben Boyd;6;14\n");
    assert_eq!(ids(&open), ["PF1062"]);
    let apart =
        made("Pos;Driver;R1;R2;Points;Drop;Total\n1;Ann Archer;10;8;18;8;11\n2;Ben Boyd;8;6;14;6;8\n");
    assert_eq!(ids(&apart), ["PF1046"], "two totals that no column explains are a question");
    let wrong = made("Pos;Driver;R1;R2;Gross;Drop;Net\n1;Ann Archer;10;8;18;8;11\n2;Ben Boyd;8;6;14;6;8\n");
    assert!(ids(&wrong).contains(&"PF1064"), "{:?}", wrong.told);
}

#[test]
fn places_are_no_points_where_the_fewest_are_first() {
    let made = made(
        "Standings\nPos,Driver,R1,R2,R3,Total\n1,Ann Archer,1,2,1,4\n2,Ben Boyd,2,1,3,6\n3,Cleo Cox,3,3,2,8\n",
    );
    assert_eq!(ids(&made), ["PF1061"]);
    assert_eq!(table(&made.folder.unwrap()), ["Ann Archer = 4", "Ben Boyd = 6", "Cleo Cox = 8"]);
}

#[test]
fn the_time_with_penalties_is_that_of_the_race() {
    for text in [
        "Round 1 Hill Park\nPos,No,Driver,Laps,Time,Penalty,Total\n1,7,Ann Archer,12,15:01.234,,15:01.234\n2,8,Ben Boyd,12,15:00.100,5.000,15:05.100\n",
        "Lauf 1 Hill Park\nPl.;Nr.;Fahrer;Runden;Fahrzeit;Strafe;Gesamtzeit\n1;7;Ann Archer;12;15:01,234;;15:01,234\n2;8;Ben Boyd;12;15:00,100;5,000;15:05,100\n",
        "Round 1 Hill Park\nPos,No,Driver,Laps,Time,Total\n1,7,Ann Archer,12,15:01.234,15:01.234\n2,8,Ben Boyd,12,15:00.100,15:05.100\n",
        "Round 1 Hill Park\nPos,No,Driver,Laps,Time penalty,Race time\n1,7,Ann Archer,12,,15:01.234\n2,8,Ben Boyd,12,5.000,15:05.100\n",
    ] {
        assert_eq!(
            cars(&folder(text), 1, "race"),
            ["1 #7 Ann Archer 12 15:01.234 -", "2 #8 Ben Boyd 12 15:05.100 -"],
            "{text}"
        );
    }
}

#[test]
fn the_winners_time_may_stand_among_the_gaps() {
    let text = "# Club Cup Round 4 - Hill Park\n\n| Pos | # | Driver | Laps | Gap |\n|--:|--:|---|--:|---|\n| 1 | 7 | Ann Archer | 12 | 15:01.234 |\n| 2 | 8 | Ben Boyd | 12 | +6.866 |\n";
    assert_eq!(
        cars(&folder(text), 4, "race"),
        ["1 #7 Ann Archer 12 15:01.234 -", "2 #8 Ben Boyd 12 15:08.100 -"]
    );
}

#[test]
fn records_inside_records() {
    let text = r#"{"season":2026,"series":"Club Cup","rounds":[
        {"round":1,"track":"Hill Park","results":[{"pos":1,"no":7,"driver":"Ann Archer"},{"pos":2,"no":8,"driver":"Ben Boyd"}]},
        {"round":2,"track":"Long Lake","results":[{"pos":1,"no":8,"driver":"Ben Boyd"},{"pos":2,"no":7,"driver":"Ann Archer"}]}]}"#;
    let own = folder(text);
    assert_eq!(
        (cars(&own, 1, "race"), cars(&own, 2, "race")),
        (FIRST.map(Into::into).into(), SECOND.map(Into::into).into())
    );
    let text = r#"{"events":[{"name":"Hill Park","date":"2026-05-03","sessions":[
        {"session":"Qualifying","results":[{"position":1,"number":"7","driver":"Ann Archer","bestLap":"1:13.456"}]},
        {"session":"Race","results":[{"position":1,"number":"7","driver":"Ann Archer","laps":12}]}]}]}"#;
    let own = folder(text);
    assert_eq!(cars(&own, 1, "qualifying"), ["1 #7 Ann Archer - - 1:13.456"]);
    assert_eq!(cars(&own, 1, "race"), ["1 #7 Ann Archer 12 - -"]);
    assert_eq!(own.rounds[0].date, "2026-05-03".parse::<Date>().ok());
}

#[test]
fn laps_as_tables() {
    for text in [
        "Round 1 Hill Park - Race\nLap,7,8\n1,1:13.456,1:14.456\n2,1:13.000,1:14.000\nBest,1:13.000,1:14.000\n",
        "Round 1 Hill Park - Race\nNo,Driver,Lap,Lap Time\n7,Ann Archer,1,1:13.456\n8,Ben Boyd,1,1:14.456\n7,Ann Archer,2,1:13.000\n8,Ben Boyd,2,1:14.000\n",
        "Round 1 Hill Park - Race\nPos,No,Driver,Lap 1,Lap 2,Total\n1,7,Ann Archer,1:13.456,1:13.000,2:26.456\n2,8,Ben Boyd,1:14.456,1:14.000,2:28.456\n",
    ] {
        let made = made(text);
        let [laps] = made.laps.as_slice() else { panic!("{text} {:?}", made.told) };
        let (sheet, _) = parcferme_formats::alkamel::read_laps("laps", laps.as_bytes());
        let found: Vec<String> = sheet
            .car_indexes()
            .map(|car| {
                let times: Vec<String> = sheet
                    .laps_of(car)
                    .iter()
                    .filter_map(|lap| lap.time.get())
                    .map(|own| own.to_string())
                    .collect();
                format!("{} {}", sheet.car(car).number, times.join(" "))
            })
            .collect();
        assert_eq!(found, ["7 1:13.456 1:13.000", "8 1:14.456 1:14.000"], "{text}");
    }
}

#[test]
fn a_file_with_a_column_more_follows_the_mapping() {
    let answer = |head: &str, field: &str| (head.to_owned(), Some(field.to_owned()));
    let wish = Wish {
        columns: vec![answer("Startn", "number"), answer("Wer", "drivers"), answer("Rds", "laps")],
        ..Wish::default()
    };
    let first = "Round 1 Hill Park\nFin,Startn,Wer,Rds\n1,7,Ann Archer,12\n2,8,Ben Boyd,12\n";
    let first = add_to(&season(), "w1", first.as_bytes(), &wish).folder.unwrap();
    let second = "Round 2 Long Lake\nFin,Startn,Wer,Rds,Oil\n1,8,Ben Boyd,12,x\n2,7,Ann Archer,12,y\n";
    let second = add_to(&first, "w2", second.as_bytes(), &Wish::default());
    assert!(second.went.iter().any(|own| own.ends_with("new: Oil")), "{:?}", second.went);
    assert_eq!(cars(&second.folder.unwrap(), 2, "race"), ["1 #8 Ben Boyd 12 - -", "2 #7 Ann Archer 12 - -"]);
    let other = "Standings\nFin,Startn,Wer,R1,R2,Total\n1,7,Ann Archer,10,8,18\n2,8,Ben Boyd,8,6,14\n";
    let other = add_to(&first, "table", other.as_bytes(), &Wish::default()).folder.unwrap();
    assert_eq!(table(&other), ["Ann Archer 10 8 = 18", "Ben Boyd 8 6 = 14"]);
}

#[test]
fn an_answer_reads_a_file_anew() {
    let text = "Round 1 Hill Park\nPos,No,Driver,Box\n1,7,Ann Archer,3\n2,8,Ben Boyd,4\n".as_bytes();
    let first = add_to(&season(), "a", text, &Wish::default()).folder.unwrap();
    let wish = Wish { columns: vec![("Box".to_owned(), Some("grid".to_owned()))], ..Wish::default() };
    let again = add_to(&first, "a", text, &wish).folder.unwrap();
    let grids: Vec<Option<u32>> = again.results[&(1, "race".to_owned())].iter().map(|row| row.grid).collect();
    assert_eq!((grids, again.mappings[0].columns[3].1.as_deref()), (vec![Some(3), Some(4)], Some("grid")));
    let other = "Round 1 Hill Park\nPos,No,Driver,Laps\n1,7,Ann Archer,12\n2,8,Ben Boyd,12\n".as_bytes();
    let joined = add_to(&first, "b", other, &Wish::default()).folder.unwrap();
    let refused = add_to(&joined, "a", text, &wish);
    assert_eq!((ids(&refused), refused.folder.is_none()), (vec!["PF1065"], true));
}

#[test]
fn short_titles_of_letters_and_a_number_are_classes() {
    let text = "Round 1 Hill Park\nGT3\nPos,No,Driver\n1,7,Ann Archer\n2,8,Ben Boyd\nGT4\nPos,No,Driver\n1,17,Cleo Cox\n2,18,Dora Dean\n";
    let own = folder(text);
    let rows = &own.results[&(1, "race".to_owned())];
    assert_eq!(
        rows.iter().map(|row| (row.number.as_str(), row.class.as_str())).collect::<Vec<_>>(),
        [("7", "GT3"), ("8", "GT3"), ("17", "GT4"), ("18", "GT4")]
    );
    assert_eq!(own.rounds.len(), 1);
}

#[test]
fn sheets_of_a_workbook() {
    use rust_xlsxwriter::{Format, Workbook};
    let mut book = Workbook::new();
    let cars = Format::new().set_num_format("000");
    for (name, title, order) in
        [("Race 1", "Round 3", [7, 42]), ("Race 2", "", [42, 7]), ("Long Lake", "", [7, 42])]
    {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        sheet.write(0, 0, title).unwrap();
        sheet.write_row(1, 0, ["Pos", "No", "Driver"]).unwrap();
        for (row, number) in (2..).zip(order) {
            sheet.write(row, 0, row - 1).unwrap();
            sheet.write_with_format(row, 1, number, &cars).unwrap();
            sheet.write(row, 2, if number == 7 { "Ann Archer" } else { "Ben Boyd" }).unwrap();
        }
    }
    let bytes = book.save_to_buffer().unwrap();
    let made = add_to(&season(), "book.xlsx", &bytes, &Wish::default());
    let own = made.folder.unwrap_or_else(|| panic!("{:?}", made.told));
    let first = ["1 #007 Ann Archer - - -", "2 #042 Ben Boyd - - -"];
    assert_eq!(self::cars(&own, 3, "race-1"), first);
    assert_eq!(self::cars(&own, 3, "race-2"), ["1 #042 Ben Boyd - - -", "2 #007 Ann Archer - - -"]);
    assert_eq!(self::cars(&own, 4, "race"), first);
    assert!(made.went.iter().any(|own| own == "of Long Lake, by the name of the sheet"));
}

#[test]
fn a_table_of_ids_says_that_other_files_are_wanted() {
    let made = made("session_id;position;rider_id;laps\n4;1;77;12\n4;2;78;12\n");
    let help = made.told[0].help.clone().unwrap_or_default();
    assert!(ids(&made) == ["PF1046"] && help.contains("session_id, rider_id"), "{:?}", made.told);
}

#[test]
fn an_unknown_file_shows_its_first_lines() {
    let made = made("{\n \"colour\": \"red\"\n}\n");
    let lines: Vec<u32> = made.told[0].places.iter().map(|own| own.line).collect();
    assert_eq!((ids(&made), lines), (vec!["PF1002"], vec![1, 2, 3]));
}

fn dated() -> Folder {
    folder("Calendar 2026\nRound,Date,Event\n1,2026-05-03,Hill Park\n2,2026-06-03,Long Lake\n")
}

#[test]
fn documents_of_al_kamel_as_json() {
    let head = r#""session":{"championship_name":"Example Cup","event_name":"Hill Park","session_name":"Race 2","session_type":"Race","session_date":"03-05-2026 14:00","report_mark":"PROVISIONAL","circuit":{"name":"Hill Park Ring"}}"#;
    let result = format!(
        "{{{head},\n\"classification\":[\n{{\"position\":1,\"number\":\"07\",\"status\":\"Classified\",\"laps\":12,\"elapsed_time\":\"15:01.234\",\"class\":\"GT\",\"team\":\"Red\",\"drivers\":[{{\"number\":1,\"firstname\":\"Ann\",\"surname\":\"Archer\"}}]}},\n{{\"position\":2,\"number\":\"8\",\"status\":\"Retired\",\"laps\":3,\"elapsed_time\":\"4:01.234\",\"class\":\"GT\",\"team\":\"Blue\",\"drivers\":[]}}]}}"
    );
    let own = add_to(&dated(), "r.json", result.as_bytes(), &Wish::default());
    let folder = own.folder.unwrap_or_else(|| panic!("{:?}", own.told));
    assert_eq!(cars(&folder, 1, "race-2"), ["1 #07 Ann Archer 12 15:01.234 -", "2 #8  3 4:01.234 -"]);
    let second = &folder.results[&(1, "race-2".to_owned())][1];
    assert_eq!((second.status.word(), second.from[0].line), ("dnf", 4));
    let laps = format!(
        "{{{head},\"participants\":[{{\"number\":\"07\",\"drivers\":[{{\"number\":1,\"firstname\":\"Ann\",\"surname\":\"Archer\"}}],\"laps\":[{{\"number\":1,\"driver_number\":\"1\",\"time\":\"1:14.000\",\"session_elapsed\":\"1:14.000\",\"hour\":\"14:01:14.000\"}},{{\"number\":2,\"driver_number\":\"1\",\"time\":\"1:13.000\",\"session_elapsed\":\"2:27.000\",\"hour\":\"14:02:27.000\"}}]}}]}}"
    );
    let own = add_to(&dated(), "l.json", laps.as_bytes(), &Wish::default());
    assert!(own.laps.len() == 1 && own.laps[0].contains("1:13.000"), "{:?}", own.told);
    let table_of = r#"{"championship":{"main_title":"GT Drivers Championship","year":2026,"sessions":[{"session_index":1,"event_name":"Hill Park"},{"session_index":2,"event_name":"Hill Park"},{"session_index":3,"event_name":"Long Lake"}]},
        "classification":[{"position":1,"key":"Ann Archer","total_points":30,"total_net_points":25,"points_by_session":[{"session_index":1,"total_points":10},{"session_index":2,"total_points":5},{"session_index":3,"total_points":15}]}]}"#;
    let own = add_to(&season(), "t.json", table_of.as_bytes(), &Wish::default());
    let folder = own.folder.unwrap_or_else(|| panic!("{:?}", own.told));
    assert_eq!(table(&folder), ["Ann Archer 15 15 = 25"]);
    assert_eq!((folder.published[0].title.as_str(), folder.published[0].class.as_str()), ("drivers", "GT"));
}

#[test]
fn assetto_corsa_evo() {
    let text = r#"{"season_guid":"x","session_type":"Race","track_name":"monza","track_layout_name":"gp",
        "cars":[{"car_id":{"a":1,"b":1},"race_number":7,"model_displayname":"GT3 X"},{"car_id":{"a":1,"b":2},"race_number":8,"model_displayname":"GT3 Y"}],
        "drivers":[{"guid":{"a":5,"b":1},"first_name":"Ann","last_name":"Archer","player_id":"S1"},{"guid":{"a":5,"b":2},"first_name":"Ben","last_name":"Boyd","player_id":"S2"}],
        "car_standings":[{"car_id":{"a":1,"b":2},"start_position":2},{"car_id":{"a":1,"b":1},"start_position":1}],
        "laps":[{"car_key":{"a":1,"b":1},"driver_key":{"a":5,"b":1},"time":74000,"split":[20000,30000]},{"car_key":{"a":1,"b":2},"driver_key":{"a":5,"b":2},"time":73000,"split":[]},{"car_key":{"a":1,"b":2},"driver_key":{"a":5,"b":2},"time":73456,"split":[]}]}"#;
    let wish = Wish { round: Some(1), ..Wish::default() };
    let own = add_to(&season(), "evo.json", text.as_bytes(), &wish);
    let folder = own.folder.unwrap_or_else(|| panic!("{:?}", own.told));
    assert_eq!(cars(&folder, 1, "race"), ["1 #8 Ben Boyd 2 - 1:13.000", "2 #7 Ann Archer 1 - 1:14.000"]);
    assert_eq!(own.laps.len(), 1);
    let ids: Vec<&str> =
        folder.results[&(1, "race".to_owned())].iter().map(|own| own.crew[0].id.as_str()).collect();
    assert_eq!(ids, ["S2", "S1"]);
}

/// Position and competitor of each line of the only published table.
fn ranked(folder: &Folder) -> Vec<String> {
    let [PublishedRecord { lines, .. }] = folder.published.as_slice() else {
        panic!("{:?}", folder.published)
    };
    let place = |own: Option<u32>| own.map_or_else(|| "-".to_owned(), |own| own.to_string());
    lines.iter().map(|line| format!("{} {}", place(line.position), line.competitor)).collect()
}

#[test]
fn joint_and_ordinal_places_are_places_in_tables_and_results() {
    for [first, second, third] in [
        ["1", "2=", "2="],
        ["1º", "2º", "2º"],
        ["1°", "2°", "=2"],
        ["1ª", "2ª", "2ª"],
        ["1er", "2e", "2e"],
        ["1st", "2nd", "2nd"],
        ["1", "T2", "T2"],
        ["1", "2", "2 ex"],
    ] {
        let text = format!(
            "Pos;Driver;R1;R2;Total\n{first};Ann Archer;25;18;43\n{second};Ben Boyd;18;18;36\n{third};Cleo Cox;15;21;36\n"
        );
        assert_eq!(ranked(&folder(&text)), ["1 Ann Archer", "2 Ben Boyd", "2 Cleo Cox"], "{text}");
        let text = format!(
            "Round 1 Hill Park\nPos;No;Driver;Laps\n{first};7;Ann Archer;12\n{second};8;Ben Boyd;12\n{third};9;Cleo Cox;12\n"
        );
        let expected = ["1 #7 Ann Archer 12 - -", "2 #8 Ben Boyd 12 - -", "2 #9 Cleo Cox 12 - -"];
        assert_eq!(cars(&folder(&text), 1, "race"), expected, "{text}");
    }
}

#[test]
fn notes_and_the_most_that_could_be_scored_are_no_competitors() {
    for last in [
        "* level on points, decided by wins",
        "Level on points, decided by wins",
        ",Max points,25,25,50",
        ",Maximum,25,25,50",
    ] {
        let text = format!(
            "Pos,Driver,R1,R2,Total\n1,Ann Archer,25,18,43\n2,Ben Boyd,18,25,43\n3,Cleo Cox,,,\n{last}\n"
        );
        let made = made(&text);
        assert!(made.told.iter().all(|own| own.id != "PF0407"), "{text}\n{:?}", made.told);
        assert_eq!(ranked(&made.folder.unwrap()), ["1 Ann Archer", "2 Ben Boyd", "3 Cleo Cox"], "{text}");
    }
}

#[test]
fn heads_of_places_in_more_languages() {
    let finishers = |head: &str| {
        format!(
            "Round 1 Hill Park\n{head};No;Driver;Laps;Time\n1;7;Ann Archer;12;15:01.234\nDNF;8;Ben Boyd;3;\n2;9;Cleo Cox;12;15:08.100\n"
        )
    };
    for head in [
        "Clasificación",
        "Classificação",
        "Piazzamento",
        "Ord.",
        "Ergebnis",
        "Result",
        "Resultado",
        "Position finale",
        "Posición General",
        "Scratch",
        "Ass.",
        "Abs",
        "Gen.",
        "Sija",
        "Plaats",
        "Lugar",
        "Miejsce",
        "",
    ] {
        let expected =
            ["1 #7 Ann Archer 12 15:01.234 -", "dnf #8 Ben Boyd 3 - -", "2 #9 Cleo Cox 12 15:08.100 -"];
        assert_eq!(cars(&folder(&finishers(head)), 1, "race"), expected, "{head}");
    }
    let text = "Round 1 Hill Park\nPos;No;Driver;Laps;Result\n1;7;Ann Archer;12;15:01.234\n2;8;Ben Boyd;12;15:08.100\n";
    assert_eq!(cars(&folder(text), 1, "race"), ["1 #7 Ann Archer 12 - -", "2 #8 Ben Boyd 12 - -"]);
    // An entry list counts its lines.
    let text = "Lfd;Startnr;Fahrer;Team\n1;7;Ann Archer;Red\n2;8;Ben Boyd;Blue\n";
    assert_eq!(folder(text).entries.len(), 2);
}

#[test]
fn a_word_that_is_no_status_says_why_where_another_cell_says_how() {
    let text = "Round 1 Hill Park\nPos,No,Driver,Laps,Status\n1,7,Ann Archer,20,\n2,8,Ben Boyd,19,Lapped\nDQ,9,Cleo Cox,20,Underweight\n,10,Dora Dean,4,Engine\n,11,Eve Ellis,4,Collision\n";
    let made = made(text);
    assert!(!ids(&made).contains(&"PF0407"), "{:?}", made.told);
    let rows = &made.folder.unwrap().results[&(1, "race".to_owned())];
    let shown: Vec<_> =
        rows.iter().map(|own| (own.position, own.status.word(), own.remark.as_str())).collect();
    assert_eq!(
        shown,
        [
            (Some(1), "finished", ""),
            (Some(2), "finished", ""),
            (None, "dsq", "Underweight"),
            (None, "dnf", "Engine"),
            (None, "dnf", "Collision")
        ]
    );
}

#[test]
fn words_for_statuses_in_more_languages() {
    for (word, status) in [
        ("N.P.", "dns"),
        ("R", "dnf"),
        ("RIT", "dnf"),
        ("ESC", "dsq"),
        ("No sale", "dns"),
        ("NT", "dnf"),
        ("Desistiu", "dnf"),
        ("Desist.", "dnf"),
        ("Não partiu", "dns"),
        ("N/P", "dns"),
        ("Wertungsausschluss", "dsq"),
        ("Disconnected", "dnf"),
    ] {
        let text = format!("Round 1 Hill Park\nPos;No;Driver;Laps\n1;7;Ann Archer;12\n{word};8;Ben Boyd;3\n");
        assert_eq!(cars(&folder(&text), 1, "race")[1], format!("{status} #8 Ben Boyd 3 - -"), "{word}");
    }
}

#[test]
fn tables_of_classes_are_one_session_and_places_start_again_in_each() {
    let wish = Wish { round: Some(1), ..Wish::default() };
    for [first, second] in
        [["Class A", "Class B"], ["1 BIS 1400 CCM", "2 BIS 2000 CCM"], ["Pro", "Am"], ["Pro Cup", "Am Cup"]]
    {
        let text = format!(
            "{first}\nPos,No,Driver,Laps\n1,5,Ann Archer,20\n2,8,Ben Boyd,20\n\n{second}\nPos,No,Driver,Laps\n1,55,Cleo Cox,19\n2,58,Dora Dean,18\n"
        );
        let made = add_to(&season(), "table", text.as_bytes(), &wish);
        assert!(!ids(&made).contains(&"PF1004") && ids(&made).contains(&"PF1066"), "{:?}", made.told);
        let folder = made.folder.unwrap();
        let classes: Vec<&str> =
            folder.results[&(1, "race".to_owned())].iter().map(|row| row.class.as_str()).collect();
        let [a, b] = [first, second].map(|own| own.strip_prefix("Class ").unwrap_or(own));
        assert_eq!(classes, [a, a, b, b]);
        assert!(folder.results[&(1, "race".to_owned())].iter().all(|row| row.position.is_none()));
    }
    // Overall positions stay.
    let text = "Class A\nPos,No,Driver,Laps\n1,5,Ann Archer,20\n3,8,Ben Boyd,20\nClass B\nPos,No,Driver,Laps\n2,55,Cleo Cox,20\n4,58,Dora Dean,18\n";
    let folder = add_to(&season(), "table", text.as_bytes(), &wish).folder.unwrap();
    let places: Vec<_> = folder.results[&(1, "race".to_owned())].iter().map(|row| row.position).collect();
    assert_eq!(places, [1, 3, 2, 4].map(Some));
}

#[test]
fn standings_below_each_other_are_of_classes_where_nobody_is_in_two() {
    let table = |first: &str, second: &str, other: &str| {
        format!(
            "{first}\nPos,Driver,R1,R2,Total\n1,Ann Archer,25,25,50\n2,Ben Boyd,18,18,36\n{second}\nPos,Driver,R1,R2,Total\n1,{other},25,18,43\n2,Dora Dean,18,25,43\n"
        )
    };
    let own = made(&table("Pro Cup", "Am Cup", "Cleo Cox"));
    assert!(!ids(&own).contains(&"PF1007"), "{:?}", own.told);
    let tables: Vec<(String, usize)> =
        own.folder.unwrap().published.iter().map(|own| (own.class.clone(), own.lines.len())).collect();
    assert_eq!(tables, [("Pro Cup".to_owned(), 2), ("Am Cup".to_owned(), 2)]);
}

#[test]
fn marks_of_notes_are_no_part_of_names_and_numbers() {
    let text = "Round 1 Hill Park\nPos;No;Driver;Laps\n1;#5;Ann Archer†;20\n2;12*;Ben Boyd (R);20\n3;—;Cleo Cox²;20\n4;n/a;Dora Dean 1);20\n";
    let made = made(text);
    assert_eq!(ids(&made).iter().filter(|own| **own == "PF1428").count(), 1, "{:?}", made.told);
    assert_eq!(
        cars(&made.folder.unwrap(), 1, "race"),
        ["1 #5 Ann Archer 20 - -", "2 #12 Ben Boyd 20 - -", "3 # Cleo Cox 20 - -", "4 # Dora Dean 20 - -"]
    );
    let text = "Pos;Driver;R1;R2;Total\n1;Ann Archer *;25;18;43\n2;Ben Boyd;18;25;43\n";
    assert_eq!(ranked(&folder(text)), ["1 Ann Archer", "2 Ben Boyd"]);
}

#[test]
fn a_line_below_which_places_begin_anew_is_a_class() {
    let wish = Wish { round: Some(1), ..Wish::default() };
    let text = "Pos,No,Driver,Laps\nPro,,,\n1,5,Ann Archer,20\n2,8,Ben Boyd,20\nNot classified,,,\n,9,Eve Ellis,4\nAm,,,\n1,55,Cleo Cox,19\n2,58,Dora Dean,18\n";
    let rows =
        &add_to(&season(), "table", text.as_bytes(), &wish).folder.unwrap().results[&(1, "race".to_owned())];
    let own: Vec<_> = rows.iter().map(|row| (row.class.as_str(), row.status.word(), row.position)).collect();
    let (pro, am) = (("Pro", "finished", None), ("Am", "finished", None));
    assert_eq!(own, [pro, pro, ("Pro", "nc", None), am, am]);
    for [first, second] in [["Pro Cup", "Am Cup"], ["Class A", "Class B"]] {
        for title in ["", "Championship standings 2026\n"] {
            let text = format!(
                "{title}Pos,Driver,R1,R2,Total\n{first},,,,\n1,Ann Archer,25,25,50\n2,Ben Boyd,18,18,36\n{second},,,,\n1,Cleo Cox,25,18,43\n2,Dora Dean,18,25,43\n"
            );
            let published = folder(&text).published;
            let tables: Vec<_> = published
                .iter()
                .map(|own| (own.title.as_str(), own.class.as_str(), own.lines.len()))
                .collect();
            let [a, b] = [first, second].map(|own| own.strip_prefix("Class ").unwrap_or(own));
            assert_eq!(tables, [("drivers", a, 2), ("drivers", b, 2)], "{text}");
        }
    }
    // A line that is a session is none.
    let text = "Pos,No,Driver,Laps\nRace 1,,,\n1,5,Ann Archer,20\nRace 2,,,\n1,55,Cleo Cox,19\n";
    let made = add_to(&season(), "table", text.as_bytes(), &wish);
    let rows = &made.folder.unwrap().results[&(1, "race".to_owned())];
    assert!(rows.iter().all(|row| row.class.is_empty()));
}
