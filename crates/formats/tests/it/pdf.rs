//! Result sheets as PDF: six official classifications, against sums and facts that other programs and eyes took from them.

use parcferme_core::Millis;
use parcferme_core::season::Status;
use parcferme_formats::intake::{self, Said};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Bytes of a sheet of the corpus; none where there is no corpus.
fn sheet(year: u32) -> Option<(String, Vec<u8>)> {
    let root = std::env::var_os("PARCFERME_CORPUS").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus"),
        PathBuf::from,
    );
    let name = format!("le-mans-{year}-classification.pdf");
    match std::fs::read(root.join("pdf").join(&name)) {
        Ok(bytes) => Some((name, bytes)),
        Err(_) => {
            assert!(std::env::var_os("CI").is_none(), "CI needs the corpus: set PARCFERME_CORPUS");
            eprintln!("skipped: no sheets in the corpus, which PARCFERME_CORPUS names");
            None
        }
    }
}

fn said(year: u32) -> Option<Said> {
    let (name, bytes) = sheet(year)?;
    let reading = intake::read(&[(name.as_str(), bytes.as_slice())]);
    assert_eq!(reading.diagnostics, [], "{year}");
    reading.said.into_iter().next()
}

/// What was counted and summed over a sheet by a script of its own, with another library.
struct Sheet {
    year: u32,
    /// Finished, not classified, retired, disqualified.
    cars: [usize; 4],
    classes: &'static [(&'static str, usize)],
    laps: u32,
    /// Sums of all times and of all best laps, in milliseconds.
    time: i64,
    best: i64,
    event: &'static str,
    provisional: bool,
    /// Line, car, team, crew, car's name, laps, time, best lap.
    facts: &'static [Fact],
    /// Number and time of the fastest lap among cars that were not disqualified.
    fastest: (&'static str, &'static str),
}

type Fact = (u32, &'static str, &'static str, &'static str, &'static str, u32, &'static str, &'static str);

const SHEETS: &[Sheet] = &[
    Sheet {
        year: 2011,
        cars: [27, 1, 28, 0],
        classes: &[("LM GTE Am", 10), ("LM GTE Pro", 18), ("LM P1", 17), ("LM P2", 11)],
        laps: 12_674,
        time: 3_622_470_023,
        best: 12_981_609,
        event: "24 HEURES DU MANS",
        provisional: true,
        facts: &[
            (
                1001,
                "2",
                "Audi Sport Team Joest",
                "Fassler; Lotterer; Treluyer",
                "Audi R18 TDI",
                355,
                "24:02:21.525",
                "3:25.289",
            ),
            (
                1002,
                "9",
                "Team Peugeot Total",
                "Lamy; Bourdais; Pagenaud",
                "Peugeot 908",
                355,
                "24:02:35.379",
                "3:26.298",
            ),
            // Small type that stands between two rows.
            (
                1010,
                "33",
                "Level 5 Motorsports",
                "Tucker; Bouchut; Barbosa",
                "Lola Coupe-Honda Performance Development",
                319,
                "24:04:36.506",
                "3:46.809",
            ),
            (
                1041,
                "60",
                "Gulf AMR Middle East",
                "Giroix; Goethe; Wainwright",
                "Aston Martin Vantage",
                141,
                "12:33:55.601",
                "4:04.755",
            ),
            (
                1056,
                "009",
                "Aston Martin Racing",
                "Fernandez; Meyrick; Primat",
                "Aston Martin AMR-One",
                2,
                "7:56.424",
                "3:51.783",
            ),
        ],
        fastest: ("2", "3:25.289"),
    },
    Sheet {
        year: 2014,
        cars: [38, 1, 15, 0],
        classes: &[
            ("CDNT", 1),
            ("LMGTE Am", 18),
            ("LMGTE Pro", 9),
            ("LMP1 - H", 7),
            ("LMP1 - L", 2),
            ("LMP2", 17),
        ],
        laps: 14_471,
        time: 3_761_707_240,
        best: 12_223_070,
        event: "82º Edition des 24 Heures du Mans",
        provisional: false,
        facts: &[
            (
                1001,
                "2",
                "Audi Sport Team Joest",
                "FÄSSLER; LOTTERER; TRÉLUYER",
                "Audi R18 e-tron quattro",
                379,
                "24:01:59.830",
                "3:22.567",
            ),
            (
                1033,
                "79",
                "Prospeed Competition",
                "MacNEIL; BLEEKEMOLEN",
                "Porsche 911 GT3 RSR",
                319,
                "24:05:21.315",
                "4:01.466",
            ),
            (
                1039,
                "20",
                "Porsche Team",
                "BERNHARD; WEBBER; HARTLEY",
                "Porsche 919 Hybrid",
                346,
                "22:05:29.316",
                "3:25.532",
            ),
            (
                1054,
                "0",
                "Nissan Motorsports Global",
                "ORDOÑEZ; REIP; MOTOYAMA",
                "Nissan ZEOD RC",
                5,
                "19:33.042",
                "3:50.352",
            ),
        ],
        fastest: ("2", "3:22.567"),
    },
    Sheet {
        year: 2016,
        cars: [44, 5, 11, 0],
        classes: &[("CDNT", 1), ("LMGTE Am", 13), ("LMGTE Pro", 14), ("LMP1", 9), ("LMP2", 23)],
        laps: 18_076,
        time: 4_674_461_401,
        best: 13_475_490,
        event: "84º Edition des 24 Heures du Mans",
        provisional: false,
        facts: &[
            (
                1001,
                "2",
                "Porsche Team",
                "DUMAS; JANI; LIEB",
                "Porsche 919 Hybrid",
                384,
                "24:00:38.449",
                "3:21.756",
            ),
            (
                1014,
                "49",
                "Michael Shank Racing",
                "PEW; NEGRI JR; VANTHOOR",
                "Ligier JS P2 - Honda",
                345,
                "24:01:00.289",
                "3:37.339",
            ),
            (
                1018,
                "68",
                "Ford Chip Ganassi Team USA",
                "HAND; MÜLLER; BOURDAIS",
                "Ford GT",
                340,
                "24:01:51.591",
                "3:51.840",
            ),
            (
                1045,
                "5",
                "Toyota Gazoo Racing",
                "DAVIDSON; BUEMI; NAKAJIMA",
                "Toyota TS050 - Hybrid",
                384,
                "24:08:26.824",
                "3:22.495",
            ),
            (
                1060,
                "89",
                "Proton Competition",
                "MACNEIL; KEEN; MILLER",
                "Porsche 911 RSR",
                50,
                "3:53:49.528",
                "4:01.419",
            ),
        ],
        fastest: ("6", "3:21.445"),
    },
    Sheet {
        year: 2020,
        cars: [43, 5, 10, 1],
        classes: &[("LMGTE Am", 22), ("LMGTE Pro", 8), ("LMP1", 5), ("LMP2", 24)],
        laps: 17_670,
        time: 4_460_024_472,
        best: 13_088_236,
        event: "88º Edition des 24 Heures du Mans",
        provisional: false,
        facts: &[
            (
                1001,
                "8",
                "Toyota Gazoo Racing",
                "S. BUEMI; K. NAKAJIMA; B. HARTLEY",
                "Toyota TS050 - Hybrid",
                387,
                "24:01:45.305",
                "3:19.762",
            ),
            (
                1032,
                "61",
                "Luzich Racing",
                "F. PIOVANETTI; O. NEGRI JR; C. LEDOGAR",
                "Ferrari 488 GTE Evo",
                335,
                "24:05:16.339",
                "3:53.847",
            ),
            (
                1038,
                "78",
                "Proton Competition",
                "H. FELBERMAYR; M. BERETTA; M. VAN SPLUNTEREN",
                "Porsche 911 RSR",
                330,
                "24:02:09.310",
                "3:56.086",
            ),
            (
                1059,
                "37",
                "Jackie Chan DC Racing",
                "H. TUNG; G. AUBRY; W. STEVENS",
                "Oreca 07 - Gibson",
                141,
                "10:51:53.595",
                "3:30.490",
            ),
        ],
        fastest: ("1", "3:19.264"),
    },
    Sheet {
        year: 2023,
        cars: [40, 0, 22, 0],
        classes: &[("HYPERCAR", 16), ("INNOVATIVE CAR", 1), ("LMGTE Am", 21), ("LMP2", 24)],
        laps: 15_026,
        time: 4_148_057_861,
        best: 13_698_173,
        event: "91º Edition des 24 Heures du Mans",
        provisional: false,
        facts: &[
            (
                1001,
                "51",
                "Ferrari AF Corse",
                "A. PIER GUIDI; J. CALADO; A. GIOVINAZZI",
                "Ferrari 499P",
                342,
                "24:00:18.099",
                "3:27.890",
            ),
            // The crew runs into the next column.
            (
                1024,
                "28",
                "JOTA",
                "D. HEINEMEIER-HANSSON; O. RASMUSSEN; P. FITTIPALDI",
                "Oreca 07 - Gibson",
                316,
                "24:02:10.556",
                "3:37.300",
            ),
            (
                1039,
                "24",
                "Hendrick Motorsports",
                "J. JOHNSON; M. ROCKENFELLER; J. BUTTON",
                "Chevrolet Camaro ZL1",
                285,
                "24:02:14.466",
                "3:50.512",
            ),
            // The only car of the second page, below no heading there.
            (
                2001,
                "14",
                "Nielsen Racing",
                "R. SALES; M. BECHE; B. HANLEY",
                "Oreca 07 - Gibson",
                18,
                "1:27:23.328",
                "3:44.189",
            ),
        ],
        fastest: ("50", "3:27.218"),
    },
    Sheet {
        year: 2025,
        cars: [48, 1, 12, 1],
        classes: &[("HYPERCAR", 21), ("LMGT3", 24), ("LMP2", 17)],
        laps: 20_182,
        time: 4_851_865_286,
        best: 13_732_984,
        event: "93º Edition des 24 Heures du Mans",
        provisional: false,
        facts: &[
            (
                1001,
                "83",
                "AF Corse",
                "R. KUBICA; Y. YE; P. HANSON",
                "Ferrari 499P",
                387,
                "24:02:53.332",
                "3:26.562",
            ),
            // Time, gap and interval touch each other.
            (
                1004,
                "12",
                "Cadillac Hertz Team JOTA",
                "W. STEVENS; N. NATO; A. LYNN",
                "Cadillac V-Series.R",
                387,
                "24:05:11.971",
                "3:26.883",
            ),
            // The crew has two lines.
            (
                1024,
                "22",
                "United Autosports",
                "R. VAN DER ZANDE; P. FITTIPALDI; D. HEINEMEIER HANSSON",
                "Oreca 07 - Gibson",
                364,
                "24:03:43.736",
                "3:36.916",
            ),
            (
                1049,
                "59",
                "United Autosports",
                "J. COTTINGHAM; G. SAUCY; S. BAUD",
                "McLaren 720S LMGT3 Evo",
                314,
                "22:52:42.255",
                "3:57.452",
            ),
            (
                1062,
                "50",
                "Ferrari AF Corse",
                "A. FUOCO; N. NIELSEN; M. MOLINA",
                "Ferrari 499P",
                387,
                "24:03:22.998",
                "3:26.714",
            ),
        ],
        fastest: ("38", "3:26.063"),
    },
];

#[test]
fn six_official_classifications_are_read_to_the_last_cell() {
    for sheet in SHEETS {
        let Some(said) = said(sheet.year) else { return };
        let year = sheet.year;
        let [session] = said.sessions.as_slice() else { panic!("{year}: one session") };
        assert_eq!((session.id(), session.provisional), ("race", sheet.provisional), "{year}");
        assert_eq!(session.event.name, sheet.event);
        let rows = &session.rows;
        let of = |status| rows.iter().filter(|row| row.status == status).count();
        assert_eq!([Status::Finished, Status::Nc, Status::Dnf, Status::Dsq].map(of), sheet.cars, "{year}");
        let placed: Vec<u32> = rows.iter().filter_map(|row| row.position).collect();
        assert!(placed.iter().copied().eq(1..=u32::try_from(sheet.cars[0]).unwrap()), "{year}: {placed:?}");
        let mut classes: BTreeMap<&str, usize> = BTreeMap::new();
        rows.iter().for_each(|row| *classes.entry(row.class.as_str()).or_default() += 1);
        assert!(
            classes.iter().map(|(class, count)| (*class, *count)).eq(sheet.classes.iter().copied()),
            "{year}: {classes:?}"
        );
        assert_eq!(rows.iter().filter_map(|row| row.laps).sum::<u32>(), sheet.laps, "{year}");
        assert_eq!(
            rows.iter().filter_map(|row| row.time).map(|own| own.0).sum::<i64>(),
            sheet.time,
            "{year}"
        );
        assert_eq!(
            rows.iter().filter_map(|row| row.best_lap).map(|own| own.0).sum::<i64>(),
            sheet.best,
            "{year}"
        );
        assert!(rows.iter().all(|row| (2..=3).contains(&row.crew.len())), "{year}");
        assert!(rows.iter().all(|row| row.tyre.len() == 1 && !row.chassis.is_empty()), "{year}");
        for &(line, number, team, crew, car, laps, time, best) in sheet.facts {
            let row = rows.iter().find(|row| row.line == line).unwrap();
            let own: Vec<&str> = row.crew.iter().map(|seat| seat.driver.as_str()).collect();
            assert_eq!(
                (row.number.as_str(), row.team.as_str(), row.chassis.as_str()),
                (number, team, car),
                "{year}"
            );
            assert_eq!(own.join("; "), crew, "{year}");
            assert_eq!(
                (row.laps, row.time.unwrap().to_string(), row.best_lap.unwrap().to_string()),
                (Some(laps), time.to_owned(), best.to_owned()),
                "{year}"
            );
            assert_eq!(row.from.iter().map(|own| own.line).collect::<Vec<_>>(), [line]);
        }
        let [feat] = session.feats.as_slice() else { panic!("{year}: one feat") };
        let time: Millis = sheet.fastest.1.parse().unwrap();
        assert_eq!(
            (feat.feat.as_str(), feat.number.as_str(), feat.time),
            ("fastest-lap", sheet.fastest.0, Some(time)),
            "{year}"
        );
    }
}

#[test]
fn what_stands_beside_the_rows_is_told() {
    let Some(said) = said(2023) else { return };
    let left = |text: &str| said.left.iter().any(|own| own.what.contains(text));
    assert!(left("CAR 5 - PENALTY OF 4 LAPS DUE TO STEWARDS DECISION NR. 159"));
    assert!(left("a column without a head: H, P/A"));
    assert!(left("12/06/2023"), "the day of the print");
    assert!(!left("91º Edition"), "titles that stand again say nothing new");
    let taken: Vec<(&str, Option<&str>)> =
        said.columns.iter().map(|own| (own.head.as_str(), own.field.as_deref())).collect();
    for column in [
        ("", Some("position")),
        ("Cat", Some("class")),
        ("Ty", Some("tyre")),
        ("Gap", Some("gap")),
        ("Gap", Some("interval")),
        ("Pit", None),
        ("Best Lap Time", Some("best_lap")),
    ] {
        assert!(taken.contains(&column), "{column:?} in {taken:?}");
    }
}
