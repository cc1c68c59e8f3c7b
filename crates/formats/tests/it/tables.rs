//! Tables of every form into a folder: what they are taken for, what they give, and what is asked.

use crate::alkamel::corpus;
use parcferme_core::season::Status;
use parcferme_core::{Diagnostic, Severity};
use parcferme_formats::folder::{Folder, ResultRecord, TableKind};
use parcferme_formats::intake::{self, QUESTIONS, Said, Wish};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn read(bytes: impl AsRef<[u8]>) -> (Option<Said>, Vec<Diagnostic>) {
    read_for("table", bytes.as_ref(), &Folder::default(), &Wish::default())
}

fn read_for(name: &str, bytes: &[u8], folder: &Folder, wish: &Wish) -> (Option<Said>, Vec<Diagnostic>) {
    let mut reading = intake::read_for(&[(name, bytes)], folder, wish);
    (reading.said.pop(), reading.diagnostics)
}

fn said(bytes: impl AsRef<[u8]>) -> Said {
    let (said, told) = read(bytes);
    said.unwrap_or_else(|| panic!("{told:#?}"))
}

fn rows(bytes: impl AsRef<[u8]>) -> Vec<ResultRecord> {
    said(bytes).sessions.remove(0).rows
}

fn asks(bytes: impl AsRef<[u8]>) -> Option<String> {
    let (_, told) = read(bytes);
    told.into_iter().find(|own| QUESTIONS.contains(&own.id)).map(|own| own.message)
}

/// Position or status, number, drivers, laps, time.
fn shape(rows: &[ResultRecord]) -> Vec<String> {
    let own = |row: &ResultRecord| {
        let place = row.position.map_or_else(|| row.status.word().to_owned(), |own| own.to_string());
        let crew: Vec<&str> = row.crew.iter().map(|seat| seat.driver.as_str()).collect();
        let laps = row.laps.map_or_else(String::new, |own| own.to_string());
        let time = row.time.map_or_else(String::new, |own| own.to_string());
        format!("{place} #{} {} {laps} {time}", row.number, crew.join("+")).trim().to_owned()
    };
    rows.iter().map(own).collect()
}

const EXPECTED: [&str; 4] = [
    "1 #7 Ann Archer+Ben Boyd 50 1:00:00.123",
    "2 #08 Cleo Cox 50 1:00:04.611",
    "3 #12 Dora Dale 49",
    "dnf #4 Eve Ellis 12",
];

#[test]
fn one_result_in_six_languages_and_separators() {
    for text in [
        "Pos,No,Drivers,Laps,Time\n1,7,Ann Archer / Ben Boyd,50,1:00:00.123\n2,08,Cleo Cox,50,+4.488\n3,12,Dora Dale,49,+1 lap\nRet,4,Eve Ellis,12,\n",
        "Platz;Startnr.;Fahrer;Runden;Zeit\n1;7;Ann Archer / Ben Boyd;50;1:00:00,123\n2;08;Cleo Cox;50;+4,488\n3;12;Dora Dale;49;+1 Runde\nAusgef.;4;Eve Ellis;12;\n",
        "Pos.\tN°\tPilote(s)\tTours\tTemps\n1\t7\tAnn Archer & Ben Boyd\t50\t1:00:00.123\n2\t08\tCleo Cox\t50\t+4.488\n3\t12\tDora Dale\t49\t+1 tour\nAbandon\t4\tEve Ellis\t12\t\n",
        "Posizione;Numero;Piloti;Giri;Tempo\n1;7;Ann Archer / Ben Boyd;50;1:00:00,123\n2;08;Cleo Cox;50;+4,488\n3;12;Dora Dale;49;+1 giro\nRit;4;Eve Ellis;12;\n",
        "| Posición | Dorsal | Pilotos | Vueltas | Tiempo |\n|---|---|---|---|---|\n| 1 | 7 | Ann Archer / Ben Boyd | 50 | 1:00:00.123 |\n| 2 | 08 | Cleo Cox | 50 | +4.488 |\n| 3 | 12 | Dora Dale | 49 | +1 vuelta |\n| Abandono | 4 | Eve Ellis | 12 | |\n",
        "sep=;\r\nColocação;Número;Piloto;Voltas;Tempo\r\n1;7;Ann Archer / Ben Boyd;50;1:00:00,123\r\n2;08;Cleo Cox;50;+4,488\r\n3;12;Dora Dale;49;+1 volta\r\nAbandono;4;Eve Ellis;12;\r\n",
        "Pos  No  Drivers                 Laps  Time\n1    7   Ann Archer / Ben Boyd   50    1:00:00.123\n2    08  Cleo Cox                50    +4.488\n3    12  Dora Dale               49    +1 lap\nDNF  4   Eve Ellis               12\n",
        "[{\"pos\":1,\"no\":\"7\",\"drivers\":[\"Ann Archer\",\"Ben Boyd\"],\"laps\":50,\"time\":\"1:00:00.123\"},{\"pos\":2,\"no\":\"08\",\"drivers\":[\"Cleo Cox\"],\"laps\":50,\"gap\":4.488},{\"pos\":3,\"no\":\"12\",\"drivers\":[\"Dora Dale\"],\"laps\":49},{\"status\":\"DNF\",\"no\":\"4\",\"drivers\":[\"Eve Ellis\"],\"laps\":12}]",
        "CREATE TABLE result (pos TEXT, number TEXT, drivers TEXT, laps INT, time TEXT);\nINSERT INTO result VALUES ('1','7','Ann Archer; Ben Boyd',50,'1:00:00.123'),('2','08','Cleo Cox',50,'+4.488'),('3','12','Dora Dale',49,'+1 lap'),('Ret','4','Eve Ellis',12,NULL);\n",
    ] {
        assert_eq!(shape(&rows(text)), EXPECTED, "{text}");
        let utf16: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(shape(&rows(utf16)), EXPECTED, "{text} in UTF-16");
    }
}

#[test]
fn a_code_page_of_western_europe() {
    let text = b"Pos;No;Pilote;\xc9curie\n1;7;Andr\xe9 B\xe8gue;\xc9toile\n2;8;Jos\xe9 Nu\xf1ez;Soleil\n";
    let rows = rows(text);
    assert_eq!((rows[0].crew[0].driver.as_str(), rows[0].team.as_str()), ("André Bègue", "Étoile"));
    assert_eq!(rows[1].crew[0].driver, "José Nuñez");
}

#[test]
fn titles_tell_event_day_round_session_and_class() {
    let text = "Hill Park 500;;\n3. Lauf - Hügelring - 3. Mai 2025;;\nKlasse:;GT4;\nRennen 2 - Vorläufiges Ergebnis;;\n\nPos;Nr;Fahrer\n1;7;Ann Archer\n2;8;Ben Boyd\n\nSchnellste Runde: 1:23,456 Ben Boyd\nWetter: trocken\n";
    let said = said(text);
    let session = &said.sessions[0];
    assert_eq!((session.event.name.as_str(), session.event.circuit.as_str()), ("Hill Park 500", "Hügelring"));
    assert_eq!((session.event.round, session.id(), session.provisional), (Some(3), "race-2", true));
    assert_eq!(session.event.date.map(|day| day.to_string()).as_deref(), Some("2025-05-03"));
    assert!(session.rows.iter().all(|row| row.class == "GT4"));
    let feat = &session.feats[0];
    assert_eq!(
        (feat.feat.as_str(), feat.number.as_str(), feat.time.map(|time| time.0), feat.line),
        ("fastest-lap", "8", Some(83_456), 10)
    );
    assert_eq!(said.left.iter().map(|left| left.line).collect::<Vec<_>>(), [11]);
}

#[test]
fn titles_are_no_weekday_no_length_and_no_print() {
    for (titles, year, round, name, day) in [
        ("Event: Round 4, Mallory Park\nDate: 9 June 2024", None, Some(4), "Mallory Park", "2024-06-09"),
        ("Domingo, 7 de julio de 2024 - Jarama", None, None, "Jarama", "2024-07-07"),
        ("Samstag 4. Mai 2024\nHockenheim", None, None, "Hockenheim", "2024-05-04"),
        ("Silverstone, Sat 1st June 2024", None, None, "Silverstone", "2024-06-01"),
        ("Rallye de Nogaro - 1950 m\n2 juin 2024", None, None, "Rallye de Nogaro", "2024-06-02"),
        ("Trophée 2000 - Manche 3\n2 juin 2024", None, Some(3), "", "2024-06-02"),
        ("Hill 1927 Revival, 3. Juli 2011", Some(2011), None, "Hill Revival", "2011-07-03"),
        ("Klasse 2 bis 2000 ccm\nHockenheim, 4. Mai 2024", None, None, "Hockenheim", "2024-05-04"),
        (
            "Printed 13/05/2024 10:00\nRound 3 Silverstone 14/05/2024",
            None,
            Some(3),
            "Silverstone",
            "2024-05-14",
        ),
    ] {
        let said = said(format!("{titles}\n\nPos;No;Driver;Laps\n1;7;Ann Archer;50\n2;8;Ben Boyd;49\n"));
        let event = &said.sessions[0].event;
        assert_eq!((said.year, event.round), (year, round), "{titles}");
        assert_eq!(event.name, name, "{titles}");
        assert_eq!(event.date.map(|own| own.to_string()).as_deref(), Some(day), "{titles}");
    }
}

#[test]
fn a_season_without_rounds_is_of_the_year_of_its_days() {
    let year = |files: &[&str], label: Option<&str>| {
        let named: Vec<String> = (0..files.len()).map(|at| format!("{at}.csv")).collect();
        let files: Vec<(&str, &[u8])> =
            named.iter().zip(files).map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
        let existing = Folder {
            year: 2026,
            name: "Cup 2026".to_owned(),
            label: label.map(str::to_owned),
            ..Folder::default()
        };
        let read = intake::read(&files);
        let folder =
            intake::add(read.said, &|name| name.to_owned(), &existing, &Wish::default()).folder.unwrap();
        (folder.year, folder.name)
    };
    let of_day = |day: &str| {
        format!("Hill Park\nDate: {day}\n\nPos;No;Driver;Laps\n1;7;Ann Archer;50\n2;8;Ben Boyd;49\n")
    };
    let (june, may, before) = (of_day("9 June 2024"), of_day("5 May 2024"), of_day("5 November 2023"));
    assert_eq!(year(&[&june], None), (2024, "Cup 2024".to_owned()));
    assert_eq!(year(&[&june, &may.replace("Hill", "Long")], None), (2024, "Cup 2024".to_owned()));
    // Days of two years, or a season over New Year, prove none.
    assert_eq!(year(&[&june, &before.replace("Hill", "Long")], None), (2026, "Cup 2026".to_owned()));
    assert_eq!(year(&[&june], Some("2026-27")), (2026, "Cup 2026".to_owned()));
}

#[test]
fn a_column_that_counts_races_says_the_round() {
    let said = said("Course;Date;Lieu\n1;3 mars 98;Nogaro\n2;7-avril-1998;Dijon\n");
    let own: Vec<_> =
        said.calendar.iter().map(|own| (own.round, own.name.as_str(), own.circuit.as_str())).collect();
    assert_eq!(own, [(Some(1), "", "Nogaro"), (Some(2), "", "Dijon")]);
    let days: Vec<String> =
        said.calendar.iter().filter_map(|own| own.date).map(|own| own.to_string()).collect();
    assert_eq!((said.year, days), (Some(1998), vec!["1998-03-03".to_owned(), "1998-04-07".to_owned()]));
}

#[test]
fn sections_hold_for_the_rows_below_them() {
    let rows = rows(
        "Pos;No;Driver;Laps\n1;7;Ann Archer;50\nNot classified;;;\n;8;Ben Boyd;20\nDid not finish;;;\n;9;Cleo Cox;3\nDisqualified\n;10;Dan Dale;50\n",
    );
    let statuses: Vec<Status> = rows.iter().map(|row| row.status).collect();
    assert_eq!(statuses, [Status::Finished, Status::Nc, Status::Dnf, Status::Dsq]);
    assert_eq!(rows.iter().map(|row| row.from[0].line).collect::<Vec<_>>(), [2, 4, 6, 8]);
}

#[test]
fn a_status_among_the_rows_ends_at_a_class_or_a_place() {
    let said = said(
        "Round 2 Race 1 (10 laps)\n\nPos;No;Driver;Laps\nClass GT3\n1;7;Ann Archer;50\nRetired;;;\n;8;Ben Boyd;20\nClass GT4\n1;9;Cleo Cox;40\nRetired;;;\n;10;Dan Dale;3\n2;11;Eve Ellis;39\n;12;Finn Fox;38\n",
    );
    let session = &said.sessions[0];
    assert_eq!((session.event.round, session.id()), (Some(2), "race-1"));
    let own: Vec<(&str, &str)> =
        session.rows.iter().map(|row| (row.class.as_str(), row.status.word())).collect();
    assert_eq!(
        own[..5],
        [("GT3", "finished"), ("GT3", "dnf"), ("GT4", "finished"), ("GT4", "dnf"), ("GT4", "finished")]
    );
    assert_eq!(own[5], ("GT4", "finished"));
}

#[test]
fn standings_after_a_round_are_not_the_final_ones() {
    for (text, after) in [
        ("Standings after Round 1\n\nPos,Driver,Total\n1,Ann Archer,25\n2,Ben Boyd,18\n", Some(1)),
        (
            "Meisterschaftsstand nach 3 Läufen;;\n\nPos;Fahrer;Punkte\n1;Ann Archer;25\n2;Ben Boyd;18\n",
            Some(3),
        ),
        ("Final standings 2025\n\nPos,Driver,Total\n1,Ann Archer,25\n2,Ben Boyd,18\n", None),
    ] {
        let said = said(text);
        assert_eq!(said.tables.iter().map(|own| own.after).collect::<Vec<_>>(), [after], "{text}");
    }
}

#[test]
fn names_in_two_columns_are_one_driver() {
    let rows = rows("Pos;Nr;Name;Vorname;Runden\n1;7;Archer;Ann;20\n2;8;Archer;Ben;20\n");
    assert_eq!(shape(&rows), ["1 #7 Ann Archer 20", "2 #8 Ben Archer 20"]);
}

#[test]
fn positions_in_classes_are_none_overall() {
    for text in [
        "Pos,No,Class,Driver,Laps\n1,7,GT3,Ann,20\n2,8,GT3,Ben,20\n1,9,GT4,Cleo,18\n2,10,GT4,Dan,18\n",
        "Pos,No,Driver,Laps\nClass GT3\n1,7,Ann,20\n2,8,Ben,20\nClass GT4\n1,9,Cleo,18\n2,10,Dan,18\n",
    ] {
        let (own, told) = read(text);
        let rows = own.map(|mut own| own.sessions.remove(0).rows).unwrap_or_default();
        assert_eq!(rows.iter().map(|row| row.number.as_str()).collect::<Vec<_>>(), ["7", "8", "9", "10"]);
        assert!(rows.iter().all(|row| row.position.is_none()));
        assert!(told.iter().any(|own| own.id == "PF1066"));
    }
    let heat = "Pos,No,Class,Driver,Laps\n1,7,GT3,Ann,20\n1,8,GT4,Ben,20\n3,9,GT3,Cleo,18\n";
    assert_eq!(rows(heat).iter().filter_map(|row| row.position).collect::<Vec<_>>(), [1, 1, 3]);
}

#[test]
fn a_column_of_drivers_without_a_name_is_told() {
    let (_, told) = read(r#"[{"pos":1,"no":7,"driver":{"x":1}},{"pos":2,"no":8,"driver":{"x":2}}]"#);
    assert!(told.iter().any(|own| own.id == "PF1067"), "{told:?}");
    let named = r#"[{"pos":1,"no":7,"driver":{"first":"Ann","last":"Archer"}},{"pos":2,"no":8,"driver":{"first":"Ben","last":"Archer"}}]"#;
    assert_eq!(shape(&rows(named)), ["1 #7 Ann Archer", "2 #8 Ben Archer"]);
}

#[test]
fn what_stands_for_a_place_and_is_none_is_no_finish() {
    let cells = "1|finished|,(2)|finished|,3*|finished|,a.W.|nc|,Abbandono|dnf|,Aband.|dnf|,Rtd|dnf|,NQ|dnq|,Exclu|dsq|,Desclassificado|dsq|,NK|nc|,Fuori gara|nc|,Não largou|dns|,DNF (Engine)|dnf|Engine,DSQ - weight|dsq|weight,n.g.|nc|,Gast|nc|,Guest|nc|";
    let lines: Vec<Vec<&str>> = cells.split(',').map(|line| line.split('|').collect()).collect();
    let mut text = "Pos,No,Driver,Laps\n".to_owned();
    for (at, line) in lines.iter().enumerate() {
        text += &format!("{},{},Driver {at},20\n", line[0], at + 1);
    }
    let (said, told) = read(&text);
    let rows = said.map(|mut said| said.sessions.remove(0).rows).unwrap_or_default();
    assert_eq!(rows.len(), lines.len());
    for (row, line) in rows.iter().zip(&lines) {
        assert_eq!((row.status.word(), row.remark.as_str()), (line[1], line[2]), "{}", line[0]);
    }
    assert_eq!(rows.iter().filter_map(|row| row.position).collect::<Vec<_>>(), [1, 2, 3]);
    let found: Vec<(&str, &str)> =
        told.iter().filter_map(|own| Some((own.id, own.found.as_deref()?))).collect();
    let unread: Vec<&str> = found.iter().filter(|(id, _)| *id == "PF0407").map(|(_, text)| *text).collect();
    assert_eq!(unread, ["Gast", "Guest"]);
    assert!(found.iter().any(|(id, words)| *id == "PF0446" && words.contains("`(2)` is `2`")), "{found:?}");
}

#[test]
fn rows_of_several_rounds_and_sessions_are_sessions_of_their_own() {
    let said = said(
        "Round,Session,Pos,No,Driver\n1,Qualifying,1,7,Ann\n1,Race,1,8,Ben\n1,Race,2,7,Ann\n2,Race,1,7,Ann\n",
    );
    let found: Vec<_> =
        said.sessions.iter().map(|own| (own.event.round, own.id().to_owned(), own.rows.len())).collect();
    assert_eq!(
        found,
        [
            (Some(1), "qualifying".to_owned(), 1),
            (Some(1), "race".to_owned(), 2),
            (Some(2), "race".to_owned(), 1)
        ]
    );
}

#[test]
fn several_years_are_a_question_until_the_season_says_its_own() {
    let text = "Year;Pos;No;Driver\n1984;1;7;Ann Archer\n1985;1;8;Ben Boyd\n1985;2;7;Ann Archer\n";
    assert!(asks(text).is_some_and(|asked| asked.contains("1984, 1985")));
    let folder = Folder { year: 1985, ..Folder::default() };
    let (said, _) = read_for("table", text.as_bytes(), &folder, &Wish::default());
    assert_eq!(said.unwrap().sessions[0].rows.len(), 2);
    let wish = Wish { only: vec![("year".to_owned(), "1984".to_owned())], ..Wish::default() };
    let (said, _) = read_for("table", text.as_bytes(), &Folder::default(), &wish);
    assert_eq!(said.unwrap().sessions[0].rows.len(), 1);
}

#[test]
fn in_qualifying_the_time_is_that_of_the_best_lap() {
    let said =
        said("Qualifying\nPos,No,Driver,Time,Gap\n1,8,Ben Boyd,1:10.100,\n2,7,Ann Archer,1:10.400,+0.300\n");
    let rows = &said.sessions[0].rows;
    assert_eq!(
        rows.iter().map(|row| row.best_lap.map(|own| own.0)).collect::<Vec<_>>(),
        [Some(70_100), Some(70_400)]
    );
    assert!(rows.iter().all(|row| row.time.is_none()));
    let gap = said.columns.iter().find(|column| column.head == "Gap").unwrap();
    assert_eq!(gap.field, None);
}

#[test]
fn entry_lists_and_calendars_are_neither_results() {
    let said = said(
        "Liste des engagés\nN°;Équipe;Pilote 1;Pilote 2;Voiture;Cat.\n7;Rouge;Ann Archer;Ben Boyd;Falcon;GT3\n9;Bleu;Cleo Cox;;Eagle;GT4\n",
    );
    let entries: Vec<_> = said
        .entries
        .iter()
        .map(|own| (own.number.as_str(), own.driver.as_str(), own.chassis.as_str(), own.class.as_str()))
        .collect();
    assert_eq!(
        entries,
        [
            ("7", "Ann Archer", "Falcon", "GT3"),
            ("7", "Ben Boyd", "Falcon", "GT3"),
            ("9", "Cleo Cox", "Eagle", "GT4")
        ]
    );
    let said = self::said(
        "Rd,Date,Race,Circuit,Winner\n1,09/03/2025,Hill 500,Hill Park,Ann\n2,23/03/2025,Lake 300,Lake Ring,Ben\n",
    );
    let rounds: Vec<_> = said
        .calendar
        .iter()
        .map(|own| (own.round, own.date.map(|day| day.to_string()), own.circuit.as_str()))
        .collect();
    assert_eq!(
        rounds,
        [
            (Some(1), Some("2025-03-09".to_owned()), "Hill Park"),
            (Some(2), Some("2025-03-23".to_owned()), "Lake Ring")
        ]
    );
    assert!(said.sessions.is_empty() && said.entries.is_empty());
    assert!(
        asks("Rd,Date,Circuit\n1,03/04/2025,Hill Park\n2,05/06/2025,Lake Ring\n").is_some(),
        "days that may be two"
    );
}

#[test]
fn rounds_that_no_head_names_are_known_by_their_sum() {
    let text = "Club Championship 2026\n\nPos\tDriver\tClub\tOulton\tBrands\tSnett\tTotal\tBehind\n1\tAnn Archer\tN\t25\t18\t25\t68\t\n2\tBen Boyd\tN\t18\t25\tRet\t43\t25\n3\tCleo Cole\tS\t15\t15\t18\t48\t20\n4\tDan Dale\tS\t12\t\t12\t25\t43\n";
    let (said, told) = read(text);
    let said = said.unwrap();
    let cells: Vec<Vec<String>> = said.tables[0]
        .lines
        .iter()
        .map(|own| {
            own.cells.values().map(|own| own.map_or_else(|| "-".to_owned(), |own| own.to_string())).collect()
        })
        .collect();
    assert_eq!(cells, [["25", "18", "25"], ["18", "25", "-"], ["15", "15", "18"], ["12", "-", "12"]]);
    let names: Vec<(u32, &str)> =
        said.round_names.iter().map(|(round, name)| (*round, name.as_str())).collect();
    assert_eq!(names, [(1, "Oulton"), (2, "Brands"), (3, "Snett")]);
    // Three rows add up: the fourth is a misprint, and is told.
    let misprints: Vec<&str> =
        told.iter().filter(|own| own.id == "PF1152").filter_map(|own| own.found.as_deref()).collect();
    assert_eq!(misprints, ["25, and 24 by all rounds"]);
    // Figures that are no points of rounds add up to nothing, and what the table has is asked.
    let ages = "Pos,Driver,Age,Starts,Total\n1,Ann,31,12,68\n2,Ben,24,12,43\n3,Cleo,45,11,48\n";
    let tables = read(ages).0.map_or_else(Vec::new, |own| own.tables);
    assert!(tables.iter().flat_map(|own| &own.lines).all(|line| line.cells.is_empty()));
}

#[test]
fn points_of_standings_are_proven_and_places_are_not_points() {
    let table = |text: &str| said(text).tables.remove(0);
    let cells = |text: &str| -> Vec<Vec<String>> {
        let shown = |own: &parcferme_formats::folder::PublishedLine| {
            own.cells
                .values()
                .map(|cell| cell.map_or_else(|| "-".to_owned(), |points| points.to_string()))
                .collect()
        };
        table(text).lines.iter().map(shown).collect()
    };
    let sums = "Pos,Driver,R1,R2,R3,Total\n1,Ann,25,18,½,43.5\n2,Ben,18,Ret,25,43\n";
    assert_eq!(cells(sums), [["25", "18", "0.5"], ["18", "-", "25"]]);
    let dropped = "Pos,Driver,1,2,3,Total\n1,Ann,25,18,(15),43 (58)\n2,Ben,18,(10),25,43 (53)\n";
    assert_eq!(cells(dropped), [["25", "18", "15"], ["18", "10", "25"]]);
    assert_eq!(table(dropped).lines[0].total.map(|own| own.to_string()).as_deref(), Some("43"));
    let best_two = "Pos,Driver,1,2,3,Total\n1,Ann,25,18,15,43\n2,Ben,18,10,25,43\n";
    assert_eq!(cells(best_two), [["25", "18", "15"], ["18", "10", "25"]]);
    // Of three rows two add up: the sum of the third is wrong, and not the cells.
    let one_wrong = "Pos,Driver,1,2,3,Total\n1,Ann,25,25,18,68\n2,Eve,18,18,25,62\n3,Bob,15,15,15,45\n";
    assert_eq!(cells(one_wrong), [["25", "25", "18"], ["18", "18", "25"], ["15", "15", "15"]]);
    let (_, told) = read(one_wrong);
    assert!(told.iter().any(|own| own.found.as_deref() == Some("62, and 61 by all rounds")), "{told:?}");
    let two_wrong = format!("{one_wrong}4,Cid,1,2,3,44\n");
    assert!(cells(&two_wrong).iter().all(Vec::is_empty), "two of four prove nothing");
    let places = "Pos,Driver,1,2,3,Points\n1,Ann,1,2,1,68\n2,Ben,2,1,Ret,43\n";
    assert!(cells(places).iter().all(Vec::is_empty));
    assert!(read(places).1.iter().any(|own| own.id == "PF1051"));
    // Two rows of heads: of races the points are added up, and only where they are points.
    let of_races =
        ",,Round 1,,Round 2,,\nPos,Driver,R1,R2,R1,R2,Total\n1,Ann,25,18,25,18,86\n2,Ben,18,Ret,18,25,61\n";
    assert_eq!(cells(of_races), [["43", "43"], ["18", "43"]]);
    assert!(read(of_races).1.iter().any(|own| own.id == "PF1398"));
    let of_places =
        ",,Round 1,,Round 2,,\nPos,Driver,R1,R2,R1,R2,Total\n1,Ann,1,2,1,2,86\n2,Ben,2,1,2,3,68\n";
    assert!(cells(of_places).iter().all(Vec::is_empty) && said(of_places).sessions.is_empty());
    assert!(read(of_places).1.iter().all(|own| own.id != "PF1398"));
    let places_alone = "Driver,1,2,3\nAnn,1,2,1\nBen,2,1,Ret\n";
    assert!(cells(places_alone).iter().all(Vec::is_empty));
    assert_eq!(
        asks("Pos,Driver,Team,Points\n1,Ann,Red,25\n2,Ben,Blue,18\n").as_deref(),
        Some("this table may have standings or results")
    );
    assert_eq!(
        table("Championship standings\nPos,Driver,Team,Points\n1,Ann,Red,25\n").lines[0].competitor,
        "Ann"
    );
    assert_eq!(table("Team standings\nPos,Driver,Team,Points\n1,Ann,Red,25\n").lines[0].competitor, "Red");
}

#[test]
fn an_unknown_shape_is_a_question_and_an_answer_is_remembered() {
    let first = "Fin,Kart,Steerer\n1,7,Ann Archer\n2,8,Ben Boyd\n";
    assert!(asks(first).is_some());
    let wish = Wish {
        kind: Some(TableKind::Results),
        columns: [("Kart", "number"), ("steerer", "drivers")]
            .map(|(head, field)| (head.to_owned(), Some(field.to_owned())))
            .into(),
        round: Some(1),
        ..Wish::default()
    };
    let mut folder = Folder { year: 2025, series: "club".to_owned(), ..Folder::default() };
    let (said, told) = read_for("week1.csv", first.as_bytes(), &folder, &wish);
    let added = intake::add(vec![said.unwrap()], &|_| "digest".to_owned(), &folder, &wish);
    assert!(told.iter().all(|own| own.severity != Severity::Error), "{told:?}");
    folder = added.folder.unwrap();
    let (again, found) = Folder::read(&folder.write());
    assert_eq!((again.mappings.len(), found.iter().filter(|own| own.id == "PF0403").count()), (1, 0));
    let second = "STEERER,fin,KART\nBen Boyd,1,8\nAnn Archer,2,7\n";
    let (said, told) = read_for("week2.csv", second.as_bytes(), &again, &Wish::default());
    assert!(told.iter().all(|own| own.severity != Severity::Error), "{told:?}");
    assert_eq!(shape(&said.unwrap().sessions[0].rows), ["1 #8 Ben Boyd", "2 #7 Ann Archer"]);
}

#[test]
fn an_answer_that_does_not_fit_is_refused() {
    let text = "Pos,No,bb,Laps\n1,7,Ann Archer,20\n2,8,Ben Boyd,20\n";
    let with = |head: &str, field: &str| {
        let columns = vec![(head.to_owned(), Some(field.to_owned()))];
        let wish = Wish { kind: Some(TableKind::Results), columns, ..Wish::default() };
        read_for("table", text.as_bytes(), &Folder::default(), &wish)
    };
    let (said, _) = with("bb", "driver");
    assert_eq!(shape(&said.unwrap().sessions[0].rows), ["1 #7 Ann Archer 20", "2 #8 Ben Boyd 20"]);
    let refused = |head: &str, field: &str| {
        let asked = with(head, field).1.into_iter().find(|own| QUESTIONS.contains(&own.id));
        asked.map(|own| (own.message, own.expected.unwrap_or_default())).unwrap_or_default()
    };
    assert_eq!(refused("bb", "length").0, "results have no field `length` for the column `bb`");
    assert_eq!(refused("cc", "drivers").1, "one of Laps, No, Pos, bb");
}

#[test]
fn two_columns_of_one_meaning_are_asked_for_unless_they_agree() {
    let twice = |second: &str| format!("Pos,No,Driver,Laps,Runden\n1,7,Ann,50,{second}\n2,8,Ben,49,49\n");
    assert_eq!(rows(twice("50"))[0].laps, Some(50));
    assert!(asks(twice("51")).is_some_and(|asked| asked.contains("`Laps`") && asked.contains("`Runden`")));
}

#[test]
fn a_row_that_does_not_fit_is_no_row_and_is_said() {
    let (said, told) =
        read("Pos,No,Driver,Time\n1,7,Ann Archer,20:01.1\n2,8,Boyd, Ben,20:03.2\n3,9,Cleo Cox,20:09.9\n");
    assert_eq!(
        shape(&said.unwrap().sessions[0].rows),
        ["1 #7 Ann Archer  20:01.100", "3 #9 Cleo Cox  20:09.900"]
    );
    assert_eq!(
        told.iter().filter(|own| own.id == "PF0405").map(|own| own.places[0].line).collect::<Vec<_>>(),
        [3]
    );
}

#[test]
fn spreadsheets_keep_times_to_the_millisecond_and_days() {
    use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Race 1").unwrap();
    let (day, time) =
        (Format::new().set_num_format("d.m.yyyy"), Format::new().set_num_format("[h]:mm:ss.000"));
    let short = Format::new().set_num_format("mm:ss.000");
    sheet.write(0, 0, "Hill Park 500").unwrap();
    sheet.write_with_format(0, 1, ExcelDateTime::parse_from_str("2025-05-03").unwrap(), &day).unwrap();
    for (column, head) in ["Pos", "No", "Driver", "Laps", "Time", "Best lap", "Team"].into_iter().enumerate()
    {
        sheet.write(2, column as u16, head).unwrap();
    }
    let of_day = |ms: f64| ms / 86_400_000.0;
    for (row, (number, driver, ms, best)) in
        [(7.0, "Ann Archer", 90_000_123.0, 70_001.0), (8.0, "Ben Boyd", 90_000_124.0, 70_999.0)]
            .into_iter()
            .enumerate()
    {
        let at = row as u32 + 3;
        sheet.write(at, 0, at - 2).unwrap();
        sheet.write(at, 1, number).unwrap();
        sheet.write(at, 2, driver).unwrap();
        sheet.write(at, 3, 50).unwrap();
        sheet.write_with_format(at, 4, of_day(ms), &time).unwrap();
        sheet.write_with_format(at, 5, of_day(best), &short).unwrap();
    }
    sheet.merge_range(3, 6, 4, 6, "Red", &Format::new()).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let said = said(&bytes);
    assert_eq!(
        shape(&said.sessions[0].rows),
        ["1 #7 Ann Archer 50 25:00:00.123", "2 #8 Ben Boyd 50 25:00:00.124"]
    );
    assert_eq!(
        said.sessions[0].rows.iter().map(|row| row.best_lap.map(|own| own.0)).collect::<Vec<_>>(),
        [Some(70_001), Some(70_999)]
    );
    assert!(said.sessions[0].rows.iter().all(|row| row.team == "Red"), "a merged cell is in both rows");
    assert_eq!(said.sessions[0].event.date.map(|own| own.to_string()).as_deref(), Some("2025-05-03"));
    // Cut or garbled, it is told and nothing panics.
    for end in (0..bytes.len()).step_by(97) {
        read(&bytes[..end]);
        let mut garbled = bytes.clone();
        garbled[end] ^= 0x5a;
        read(&garbled);
    }
}

#[test]
fn ten_races_of_le_mans() {
    let Some(bytes) = corpus("tables/lemans24/results_in-1980s.csv") else { return };
    // Counted by cut, sort and uniq.
    let folder = Folder { year: 1985, ..Folder::default() };
    let (said, told) = read_for("lemans.csv", &bytes, &folder, &Wish::default());
    let rows = &said.unwrap().sessions[0].rows;
    let count = |status: Status| rows.iter().filter(|row| row.status == status).count();
    assert_eq!(
        [Status::Finished, Status::Nc, Status::Dnf, Status::Dns, Status::Dsq, Status::Dnq].map(count),
        [24, 4, 20, 20, 1, 2]
    );
    assert_eq!((rows[0].number.as_str(), rows[0].laps, rows[0].crew.len()), ("7", Some(374), 3));
    assert_eq!(rows[0].crew[1].nation, "ITA");
    assert!(told.iter().all(|own| own.severity != Severity::Error), "{told:#?}");
}

#[test]
fn scores_of_a_database_become_published_tables() {
    let Some(bytes) = corpus("tables/elms-2025/database.sql") else { return };
    let said = said(&bytes);
    // By a join in SQL: competitors of each title.
    let lines: BTreeMap<String, usize> =
        said.tables.iter().map(|own| (format!("{} {}", own.title, own.class), own.lines.len())).collect();
    let expected = [
        ("drivers LMGT3", 41),
        ("drivers LMP2", 39),
        ("drivers LMP2-Pro-Am", 25),
        ("drivers LMP3", 30),
        ("teams LMGT3", 13),
        ("teams LMP2", 13),
        ("teams LMP2-Pro-Am", 8),
        ("teams LMP3", 10),
    ];
    assert_eq!(lines, expected.map(|(name, lines)| (name.to_owned(), lines)).into());
}

/// Heads of one meaning each.
const HEADS: [(&str, &[&str]); 5] = [
    ("position", &["Pos", "Cl.", "Rank", "Platz", "Posizione", "POSITION"]),
    ("number", &["No", "#", "Nr.", "Start No", "Dorsal", "Car No"]),
    ("drivers", &["Driver", "Fahrer", "Pilote", "Name", "Crew"]),
    ("laps", &["Laps", "Runden", "Giri", "LAPS COMPLETED", "Tours"]),
    ("time", &["Time", "Zeit", "Race Time", "Tiempo", "Temps"]),
];

proptest! {
    #[test]
    fn order_of_columns_and_rows_and_words_for_heads_change_nothing(
        columns in Just((0..5).collect::<Vec<usize>>()).prop_shuffle(),
        order in Just((0..4).collect::<Vec<usize>>()).prop_shuffle(),
        words in prop::collection::vec(0_usize..6, 5),
        separator in prop::sample::select(vec![',', ';', '\t', '|']),
    ) {
        let cars = [
            ["1", "7", "Ann Archer", "50", "1:00:00.123"],
            ["2", "08", "Cleo Cox", "50", "1:00:04.611"],
            ["3", "12", "Dora Dale", "49", "1:00:09.5"],
            ["Ret", "4", "Eve Ellis", "12", ""],
        ];
        let line = |cells: Vec<&str>| cells.join(&separator.to_string()) + "\n";
        let head = columns.iter().map(|&at| HEADS[at].1[words[at] % HEADS[at].1.len()]);
        let mut text = line(head.collect());
        for &car in &order {
            text += &line(columns.iter().map(|&at| cars[car][at]).collect());
        }
        let mut found = shape(&rows(&text));
        found.sort();
        prop_assert_eq!(found, [
            "1 #7 Ann Archer 50 1:00:00.123",
            "2 #08 Cleo Cox 50 1:00:04.611",
            "3 #12 Dora Dale 49 1:00:09.500",
            "dnf #4 Eve Ellis 12",
        ], "{}", text);
    }

    #[test]
    fn nothing_that_is_read_panics(bytes in prop::collection::vec(any::<u8>(), 0..300), text in "[\\[\\]{}\",;:|0-9a-zA-Z\n\t ()'½]{0,300}") {
        read(&bytes);
        read(&text);
        read(format!("Pos;No;Driver;Laps;Time;1;2;Total\n{text}"));
        read(format!("CREATE TABLE a (pos INT, no TEXT);\nINSERT INTO a VALUES {text}"));
    }
}

#[test]
fn classes_below_each_other_in_aligned_columns_with_decimal_commas() {
    let text = "Hügelring, Lauf 1\n\nPl.  Nr.  Fahrer          Rd.  Zeit\n\nGT3\n 1    7   Ann Archer       20  30:00,123\n 2    8   Ben Boyd         20  30:03,500\n\nGT4\n 1    9   Cleo Cox         19  29:59,000\n 2   10   Dan Dorn         18  29:58,000\n";
    let own = rows(text);
    let classes: Vec<&str> = own.iter().map(|row| row.class.as_str()).collect();
    assert_eq!(classes, ["GT3", "GT3", "GT4", "GT4"]);
    assert!(own.iter().all(|row| row.position.is_none()), "places are those in the classes");
    assert_eq!(own[2].time.map(|own| own.to_string()).as_deref(), Some("29:59.000"));
    let standings = "Endstand\n\nPl.  Fahrer          R1    R2    Gesamt\n 1   Ann Archer      25    18,5   43,5\n 2   Ben Boyd        18,5  25     43,5\n";
    let totals: Vec<_> = said(standings).tables[0].lines.iter().map(|own| own.total.unwrap()).collect();
    assert_eq!(totals.iter().map(ToString::to_string).collect::<Vec<_>>(), ["43.5", "43.5"]);
}

#[test]
fn words_with_notes_and_reasons_say_how_it_ended() {
    let text = "Pos;Nr;Fahrer;Runden;Zeit\n1²;7;Ann;20;30:00,000\nn.g.;8;Ben;3;\nDNS²;9;Cleo;;\nRet (gearbox);10;Dan;4;\nAusf.¹;11;Eve;2;\nDSQ [1];13;Gus;20;\n";
    let own = rows(text);
    let statuses: Vec<Status> = own.iter().map(|row| row.status).collect();
    use Status::{Dnf, Dns, Dsq, Finished, Nc};
    assert_eq!(statuses, [Finished, Nc, Dns, Dnf, Dnf, Dsq]);
    assert_eq!((own[0].position, own[3].remark.as_str(), own[5].remark.as_str()), (Some(1), "gearbox", ""));
    let (_, told) = read(text);
    assert!(told.iter().all(|own| own.severity != Severity::Error), "{told:?}");
}

#[test]
fn the_time_with_penalties_counts_whatever_the_two_are_called() {
    let text = "Platz;Nr;Fahrer;Runden;Gesamtzeit;Strafe;Endzeit\n1;7;Ann;20;30:05,000;0;30:05,000\n2;8;Ben;20;30:03,000;10;30:13,000\n";
    assert_eq!(rows(text)[1].time.map(|own| own.to_string()).as_deref(), Some("30:13.000"));
    let asked = "Pos;No;Driver;Laps;Race time;Elapsed\n1;7;Ann;20;30:01.000;30:02.000\n2;8;Ben;20;30:03.000;30:04.000\n";
    let (_, told) = read(asked);
    let question = told.iter().find(|own| QUESTIONS.contains(&own.id)).expect("asked");
    let ways = question.expected.as_deref().unwrap_or_default();
    for way in ["--map \"Race time=time\" --map \"Elapsed=\"", "--map \"Elapsed=time\" --map \"Race time=\""]
    {
        assert!(ways.contains(way), "{ways}");
    }
}

#[test]
fn points_in_thirds_and_in_thousands() {
    for (text, expected) in [
        (
            "Pos;Driver;R1;R2;Total\n1;Ann;1/3;6⅔;7\n2;Ben;3 1/3;2⅔;6\n",
            [["1/3", "20/3", "7"], ["10/3", "8/3", "6"]],
        ),
        (
            "Pos;Driver;R1;R2;Total\n1;Ann;1.050,5;100;1.150,5\n2;Ben;900;10,5;910,5\n",
            [["1050.5", "100", "1150.5"], ["900", "10.5", "910.5"]],
        ),
        (
            "Pos,Driver,R1,R2,Total\n1,Ann,\"1,050.5\",100,\"1,150.5\"\n2,Ben,900,10.5,910.5\n",
            [["1050.5", "100", "1150.5"], ["900", "10.5", "910.5"]],
        ),
        (
            "Pos;Driver;R1;R2;Total\n1;Ann;1.050;100;1.150\n2;Ben;900;10;910\n",
            [["1050", "100", "1150"], ["900", "10", "910"]],
        ),
        (
            "Pos;Driver;R1;R2;Total\n1;Ann;1 050;100;1 150\n2;Ben;900;10;910\n",
            [["1050", "100", "1150"], ["900", "10", "910"]],
        ),
        (
            "Pos;Driver;R1;R2;Total\n1;Ann;1.125;2.250;3.375\n2;Ben;1;0.500;1.5\n",
            [["1.125", "2.25", "3.375"], ["1", "0.5", "1.5"]],
        ),
    ] {
        let table = said(text).tables.remove(0);
        let shown = |own: Option<parcferme_core::Points>| own.map_or_else(String::new, |own| own.to_string());
        for (line, expected) in table.lines.iter().zip(expected) {
            let own = [shown(line.cells[&1]), shown(line.cells[&2]), shown(line.total)];
            assert_eq!(own, expected.map(str::to_owned), "{text}");
        }
    }
}

#[test]
fn heads_of_round_and_session_are_one_round() {
    let text =
        "Pos,Driver,R1Q,R1A,R1B,R2Q,R2A,R2B,Total\n1,Ann,1,25,18,0,25,18,87\n2,Ben,0,18,25,1,18,25,87\n";
    let table = said(text).tables.remove(0);
    let cells: Vec<(u32, String)> =
        table.lines[0].cells.iter().map(|(round, own)| (*round, own.unwrap().to_string())).collect();
    assert_eq!(cells, [(1, "44".to_owned()), (2, "43".to_owned())]);
}

#[test]
fn calendars_say_which_rounds_were_called_off_and_on_which_day_they_end() {
    use parcferme_core::season::RoundStatus::{Cancelled, Held};
    for (text, expected) in [
        (
            "Round,Event,Circuit,Start,End\n1,Hill,Hill Park,2026-05-02,2026-05-03\n2,Lake,Lake Side,2026-06-06,2026-06-07\n",
            [("2026-05-03", Held), ("2026-06-07", Held)],
        ),
        (
            "Round,Circuit,Start date,End date\n1,Hill Park,2026-05-02,2026-05-03\n2,Lake Side,2026-06-06,2026-06-07\n",
            [("2026-05-03", Held), ("2026-06-07", Held)],
        ),
        (
            "Lauf;Termin;Ort\n1;02.-03.05.2026;Hill Park\n2;07.06.2026;Lake Side\n",
            [("2026-05-03", Held), ("2026-06-07", Held)],
        ),
        (
            "Prova|Data|Gara\n1|3 maggio 2026|Hill Park\n2|7 giugno 2026|Lake Side\n",
            [("2026-05-03", Held), ("2026-06-07", Held)],
        ),
        (
            "Round,Date,Circuit,Status\n1,2026-05-03,Hill Park,\n2,2026-06-07,Lake Side,cancelled\n",
            [("2026-05-03", Held), ("2026-06-07", Cancelled)],
        ),
        (
            "Lauf;Datum;Strecke;Bemerkung\n1;03.05.2026;Hill Park;\n2;07.06.2026;Lake Side;abgesagt wegen Regen\n",
            [("2026-05-03", Held), ("2026-06-07", Cancelled)],
        ),
        (
            "Manche;Date;Circuit;Statut\n1;03/05/2026;Hill Park;\n2;07/06/2026;Lake Side;annulée\n",
            [("2026-05-03", Held), ("2026-06-07", Cancelled)],
        ),
    ] {
        let own: Vec<_> = said(text)
            .calendar
            .iter()
            .map(|own| (own.date.map(|day| day.to_string()).unwrap_or_default(), own.status))
            .collect();
        let expected: Vec<_> = expected.iter().map(|own| (own.0.to_owned(), own.1)).collect();
        assert_eq!(own, expected, "{text}");
    }
}

#[test]
fn places_that_are_shared_in_a_column_without_a_head() {
    let text = ",No,Driver,Laps,Time\n1,7,Ann,20,30:00.000\n2,8,Ben,20,30:03.000\n2,9,Cleo,20,30:03.000\n4,10,Dan,20,30:09.000\n";
    let places: Vec<Option<u32>> = rows(text).iter().map(|row| row.position).collect();
    assert_eq!(places, [Some(1), Some(2), Some(2), Some(4)]);
}

#[test]
fn a_list_that_counts_its_lines_is_a_table() {
    let text =
        "Standings after round 2\n\n1. Ann Archer (25 pts)\n2. Ben Boyd (18½ pts)\n3. Cleo Cox (15 pts)\n";
    let table = said(text).tables.remove(0);
    let lines: Vec<_> = table
        .lines
        .iter()
        .map(|own| (own.position, own.competitor.as_str(), own.total.unwrap().to_string()))
        .collect();
    assert_eq!(table.after, Some(2));
    assert_eq!(lines[1], (Some(2), "Ben Boyd", "18.5".to_owned()));
}

#[test]
fn a_crew_over_several_rows_is_of_one_car() {
    let text = "Pos,No,Team,Driver,Nat,Laps,Time\n1,7,Red,Ann Archer,GBR,20,30:00.000\n1,7,Red,Ben Boyd,JPN,20,30:00.000\n2,8,Blue,Cleo Cox,FRA,20,30:03.000\n";
    let (read, told) = read(text);
    let own = read.expect("results").sessions.remove(0).rows;
    assert_eq!(shape(&own), ["1 #7 Ann Archer+Ben Boyd 20 30:00.000", "2 #8 Cleo Cox 20 30:03.000"]);
    assert_eq!(own[0].crew[1].nation, "JPN");
    assert!(told.iter().any(|own| own.id == "PF1435"));
}

#[test]
fn columns_of_a_page_that_are_not_read_are_told_once_a_table() {
    let text = "The '''2026 Hill Park Grand Prix''' was a motor race held on 3 May 2026 at Hill Park. It was the first round of the 2026 Club Championship.\n\n== Race ==\n{| class=\"wikitable\"\n! Pos !! No !! Driver !! Ballast !! Laps !! Time/Retired !! Points\n|-\n| 1 || 7 || Ann Archer || 10 || 20 || 30:00.000 || 25\n|-\n| 2 || 8 || Ben Boyd || 0 || 20 || +3.200 || 18\n|}\n";
    let said = said(text);
    assert_eq!(said.sessions[0].rows.len(), 2);
    let told: Vec<(&str, &str)> = said
        .left
        .iter()
        .filter(|own| own.what.starts_with("columns"))
        .map(|own| (own.what.as_str(), own.why.as_str()))
        .collect();
    assert_eq!(told, [("columns of results \"Ballast, Points\" were not read", "nothing asks for them")]);
}

#[test]
fn heats_in_a_column_are_sessions_of_their_own() {
    for (names, ids) in [(["A", "B"], ["heat-a", "heat-b"]), (["1", "2"], ["heat-1", "heat-2"])] {
        let text = format!(
            "Heat,Pos,No,Driver,Laps\n{0},1,7,Ann,10\n{0},2,8,Ben,10\n{1},1,9,Cleo,10\n{1},2,10,Dan,10\n",
            names[0], names[1]
        );
        let wish = Wish { round: Some(1), ..Wish::default() };
        let (said, told) = read_for("table", text.as_bytes(), &Folder::default(), &wish);
        let sessions = said.map(|own| own.sessions).unwrap_or_default();
        let found: Vec<(&str, usize)> = sessions.iter().map(|own| (own.id(), own.rows.len())).collect();
        assert_eq!(found, [(ids[0], 2), (ids[1], 2)], "{told:?}");
    }
}
