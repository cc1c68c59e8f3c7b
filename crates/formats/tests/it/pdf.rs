//! Result sheets as PDF: six official classifications, against sums and facts that other programs and eyes took from them.

use parcferme_core::Millis;
use parcferme_core::season::Status;
use parcferme_formats::intake::{self, Reading, Said};
use proptest::prelude::*;
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

/// A sheet made for the tests, by the program that its line in `fixtures/sheets/README.md` names.
fn fixture(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/sheets").join(name);
    std::fs::read(path).unwrap()
}

fn reading(name: &str) -> Reading {
    let bytes = fixture(name);
    intake::read(&[(name, bytes.as_slice())])
}

/// Line, place, status, number, class, crew and best lap.
type Car = (u32, Option<u32>, &'static str, String, String, String, String);

fn cars(reading: &Reading) -> Vec<Car> {
    let [said] = reading.said.as_slice() else { panic!("{:?}", reading.diagnostics) };
    let [session] = said.sessions.as_slice() else { panic!("one session") };
    let rows = session.rows.iter().map(|row| {
        let crew: Vec<&str> = row.crew.iter().map(|seat| seat.driver.as_str()).collect();
        let best = row.best_lap.map(|own| own.to_string()).unwrap_or_default();
        (
            row.line,
            row.position,
            row.status.word(),
            row.number.clone(),
            row.class.clone(),
            crew.join("; "),
            best,
        )
    });
    rows.collect()
}

fn ids(reading: &Reading) -> Vec<&str> {
    reading.diagnostics.iter().map(|own| own.id).collect()
}

const CREWS: [&str; 14] = [
    "Ann Archer; Ben Hale",
    "Dan Ford; Eve Moss; Finn Dale",
    "Gus Kerr; Hal Boyd; Ida Irwin",
    "Jan Price; Kim Grant; Leo Nash",
    "Max Ellis; Nia Lang",
    "Pia Jones; Ann Boyd; Ben Irwin",
    "Cleo Price; Dan Grant; Eve Nash",
    "Finn Ellis; Gus Lang; Hal Cox",
    "Ida Jones; Jan Archer",
    "Leo Orr; Max Ford; Nia Moss",
    "Ole Dale; Pia Kerr; Ann Cox",
    "Ben Jones; Cleo Archer; Dan Hale",
    "Eve Orr; Finn Ford",
    "Hal Dale; Ida Kerr; Jan Boyd",
];
const BEST: [&str; 14] = [
    "1:40.100", "1:41.113", "1:42.126", "1:43.139", "1:44.152", "1:45.165", "1:46.178", "1:47.191",
    "1:48.204", "1:40.217", "1:41.230", "1:42.243", "1:43.256", "1:44.269",
];
const CLASSES: [&str; 3] = ["GT3", "GT4", "Cup"];

#[test]
fn one_table_is_read_alike_from_a_browser_an_office_and_a_library() {
    for (name, page) in [("browser.pdf", 1000), ("office.pdf", 2000)] {
        let reading = reading(name);
        assert_eq!(ids(&reading), Vec::<&str>::new(), "{name}");
        let found = cars(&reading);
        assert_eq!(found.len(), 14, "{name}");
        for (at, own) in found.into_iter().enumerate() {
            let index = u32::try_from(at).unwrap();
            let status = if at < 11 {
                "finished"
            } else if at < 12 {
                "nc"
            } else {
                "dnf"
            };
            let expected = (
                if name == "browser.pdf" && at >= 12 { 2000 + index - 11 } else { page + index + 1 },
                (at < 11).then_some(index + 1),
                status,
                (7 + 3 * at).to_string(),
                CLASSES[at % 3].to_owned(),
                CREWS[at].to_owned(),
                BEST[at].to_owned(),
            );
            assert_eq!(own, expected, "{name}");
        }
        let session = &reading.said[0].sessions[0];
        assert_eq!((session.id(), session.provisional), ("race", true));
        assert_eq!(
            (session.event.name.as_str(), session.event.circuit.as_str()),
            ("Hill Park 6 Hours", "Hill Park")
        );
        assert_eq!(session.event.date.unwrap().to_string(), "2026-05-03");
        assert!(reading.said[0].left.iter().any(|own| own.what.starts_with("Car 10: 5 seconds added")));
    }
    let found = cars(&reading("crews-in-lines.pdf"));
    assert_eq!(found.len(), 45);
    assert!(found.iter().zip(1..).all(|(own, place)| own.1 == Some(place)));
    assert!(found.iter().zip(CREWS).all(|(own, crew)| own.5 == crew), "each line of a cell is a name");
}

#[test]
fn the_legend_says_what_the_type_means() {
    let reading = reading("legend.pdf");
    let session = &reading.said[0].sessions[0];
    assert_eq!(session.id(), "race-2");
    // Here bold is who qualified, and underlined who set the fastest lap.
    assert_eq!((session.feats[0].number.as_str(), session.feats[0].driver.as_str()), ("7", "Ben Hale"));
    let told = |text: &str| reading.said[0].left.iter().any(|own| own.what == text);
    assert!(told("names set bold: who qualified the car") && told("names set italic: who started the race"));
    let statuses: Vec<&str> = cars(&reading).into_iter().map(|own| own.2).collect();
    assert_eq!((statuses[15], statuses[16], statuses[17], statuses[18]), ("finished", "nc", "nc", "dnf"));
}

#[test]
fn places_in_class_are_no_places_of_the_race() {
    let reading = reading("by-class.pdf");
    let found = cars(&reading);
    assert_eq!(found.len(), 18);
    assert!(found.iter().all(|own| own.1.is_none()), "nobody is placed");
    let classes: Vec<&str> = found.iter().map(|own| own.4.as_str()).collect();
    assert_eq!((classes[5], classes[6], classes[12]), ("GT3", "GT4", "Cup"));
    assert!(reading.said[0].left.iter().any(|own| own.what == "the places"));
    let session = &reading.said[0].sessions[0];
    assert_eq!((session.id(), session.event.circuit.as_str()), ("race-1", "Hill Park"));
}

#[test]
fn the_time_of_a_qualifying_is_the_best_lap_on_any_page() {
    for name in ["qualifying.pdf", "turned.pdf"] {
        let reading = reading(name);
        let session = &reading.said[0].sessions[0];
        assert_eq!(
            (session.id(), session.rows.len(), session.provisional),
            ("qualifying", 12, true),
            "{name}"
        );
        assert_eq!(
            session.rows[11].best_lap.map(|own| own.to_string()).as_deref(),
            Some("1:40.243"),
            "{name}"
        );
        assert!(session.rows.iter().all(|row| row.time.is_none()) && session.feats.is_empty(), "{name}");
    }
}

#[test]
fn what_is_not_certain_is_left_out_and_told() {
    let reading = reading("across.pdf");
    assert_eq!(ids(&reading), ["PF1095", "PF1096"]);
    assert_eq!(reading.diagnostics[0].found.as_deref(), Some("withdrawn by the stewards"));
    assert_eq!(reading.diagnostics[1].found.as_deref(), Some("6"));
    let found = cars(&reading);
    let row = found.iter().find(|own| own.3 == "28").unwrap();
    assert_eq!((row.0, row.5.as_str()), (1007, ""));
    // A raised figure behind the place is a mark.
    assert_eq!(found[3].1, Some(4));
    assert!(reading.said[0].left.iter().any(|own| own.what == "the mark 1, 1 times"));
}

#[test]
fn a_pdf_that_cannot_be_read_says_why() {
    for (name, id, word) in [
        ("encrypted.pdf", "PF1091", "encrypted"),
        ("restricted.pdf", "PF1091", "encrypted"),
        ("picture.pdf", "PF1092", "the page is a picture: 0 words of text"),
        ("recognised.pdf", "PF1092", "recognised"),
        ("grid.pdf", "PF1094", "no table"),
    ] {
        let reading = reading(name);
        assert_eq!((ids(&reading), reading.said.len(), reading.unknown.len()), (vec![id], 0, 1), "{name}");
        assert!(reading.diagnostics[0].message.contains(word), "{name}: {}", reading.diagnostics[0].message);
    }
    let beginning = &fixture("qualifying.pdf")[..40];
    assert_eq!(ids(&intake::read(&[("cut.pdf", beginning)])), ["PF1101"]);
}

#[test]
fn a_stream_that_unpacks_to_a_gigabyte_is_refused() {
    let mut one = Vec::new();
    // Fixed codes: a nought, then 258 more of it as often as wanted.
    let mut bits = Bits::default();
    bits.put(0b1, 1);
    bits.put(0b01, 2);
    bits.code(0x30, 8);
    for _ in 0..600_000 {
        bits.code(0b1100_0101, 8);
        bits.code(0, 5);
    }
    bits.code(0, 7);
    one.extend([0x78, 0x9c]);
    one.extend(bits.bytes);
    let mut file = b"%PDF-1.7\n1 0 obj\n<</Filter/FlateDecode/Length 1>>\nstream\n".to_vec();
    file.extend(one);
    file.extend(b"\nendstream\nendobj\n");
    let reading = intake::read(&[("bomb.pdf", file.as_slice())]);
    assert_eq!(ids(&reading), ["PF1090"]);
    assert!(reading.diagnostics[0].found.as_deref().is_some_and(|own| own.contains("unpack")));
}

/// Bits as a packed stream has them: values from the lowest bit, codes from the highest.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    held: u32,
    count: u32,
}

impl Bits {
    fn put(&mut self, value: u32, bits: u32) {
        self.held |= value << self.count;
        self.count += bits;
        while self.count >= 8 {
            self.bytes.push((self.held & 0xff) as u8);
            self.held >>= 8;
            self.count -= 8;
        }
    }

    fn code(&mut self, value: u32, bits: u32) {
        for bit in (0..bits).rev() {
            self.put(value >> bit & 1, 1);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_cut_and_no_changed_byte_panics(
        which in 0..4_usize,
        end in 0.0..1.0_f64,
        changes in prop::collection::vec((0.0..1.0_f64, any::<u8>()), 0..24),
    ) {
        let name = ["qualifying.pdf", "legend.pdf", "across.pdf", "turned.pdf"][which];
        let mut bytes = fixture(name);
        let place = |share: f64, length: usize| ((length as f64 * share) as usize).min(length.saturating_sub(1));
        for (share, byte) in changes {
            let at = place(share, bytes.len());
            bytes[at] = byte;
        }
        if end < 0.5 {
            bytes.truncate(place(end * 2.0, bytes.len()));
        }
        let reading = intake::read(&[(name, bytes.as_slice())]);
        // It says something, or why not.
        prop_assert!(!reading.said.is_empty() || !reading.diagnostics.is_empty());
    }
}

/// A sheet of one page, its texts each at its place.
fn made(texts: &[(u32, u32, &str)]) -> Vec<u8> {
    let mut page = String::from("BT /F1 9 Tf\n");
    for (x, y, text) in texts {
        page += &format!("1 0 0 1 {x} {y} Tm ({text}) Tj\n");
    }
    page += "ET\n";
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{page}endstream", page.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    let mut text = String::from("%PDF-1.4\n");
    let mut offsets = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        offsets.push(text.len());
        text += &format!("{number} 0 obj\n{object}\nendobj\n");
    }
    let xref = text.len();
    text += &format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    offsets.iter().for_each(|own| text += &format!("{own:010} 00000 n \n"));
    text += &format!("trailer << /Size {} /Root 1 0 R >>\nstartxref\n{xref}\n%%EOF\n", objects.len() + 1);
    text.into_bytes()
}

#[test]
fn the_year_of_a_sheet_may_stand_at_its_foot_alone() {
    let sheet = made(&[
        (50, 800, "Hill Park Trophy"),
        (50, 785, "Race"),
        (50, 750, "Pos"),
        (90, 750, "No"),
        (130, 750, "Driver"),
        (300, 750, "Laps"),
        (50, 735, "1"),
        (90, 735, "7"),
        (130, 735, "Ann Archer"),
        (300, 735, "12"),
        (50, 720, "2"),
        (90, 720, "8"),
        (130, 720, "Ben Boyd"),
        (300, 720, "12"),
        (50, 40, "18/06/2023"),
        (300, 40, "Page 1 of 1"),
    ]);
    let reading = intake::read(&[("sheet.pdf", sheet.as_slice())]);
    let [said] = reading.said.as_slice() else { panic!("{:?}", reading.diagnostics) };
    assert_eq!((said.year, said.sessions[0].rows.len()), (Some(2023), 2));
    assert!(said.because.iter().any(|own| own.contains("18/06/2023")), "{:?}", said.because);
}

#[test]
fn an_entry_list_is_read_as_one() {
    let sheet = made(&[
        (50, 800, "Hill Park Trophy 2026"),
        (50, 785, "Entry List"),
        (50, 750, "No"),
        (90, 750, "Driver"),
        (250, 750, "Team"),
        (400, 750, "Car"),
        (50, 735, "7"),
        (90, 735, "Ann Archer"),
        (250, 735, "Red Racing"),
        (400, 735, "Lark One"),
        (50, 720, "8"),
        (90, 720, "Ben Boyd"),
        (250, 720, "Blue Racing"),
        (400, 720, "Lark Two"),
    ]);
    let reading = intake::read(&[("entries.pdf", sheet.as_slice())]);
    let [said] = reading.said.as_slice() else { panic!("{:?}", reading.diagnostics) };
    let entries: Vec<String> =
        said.entries.iter().map(|own| format!("{} {} {}", own.number, own.driver, own.team)).collect();
    assert_eq!(entries, ["7 Ann Archer Red Racing", "8 Ben Boyd Blue Racing"]);
}
