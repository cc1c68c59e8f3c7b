//! Sheets of an event that never was.
#![allow(dead_code)] // each user takes what it needs

use parcferme_core::{Millis, Points};
use parcferme_publish::og_image::{Preview, PreviewRow};
use parcferme_publish::sheet::{
    Block, Cell, Column, Foot, Ground, Group, Head, Row, Run, Sheet, Status, Table, Value,
};

const DRIVERS: [&str; 24] = [
    "Tomáš Engel",
    "Lukas Lühr",
    "Łukasz Nowak",
    "Gergő Kővári",
    "Иван Петров",
    "Jérôme Dubois",
    "J. J. Lehtinen",
    "Emanuele Naspetti",
    "Mimmo Rossi",
    "Jean-Philippe Belloc",
    "Ron Fellows",
    "Johnny O'Connell",
    "Joe Policastro, Jr.",
    "Sascha Maas",
    "Jörg Bergmann",
    "Timo Bernhard",
    "Anna Øygard",
    "İlker Şahin",
    "Eric van de Poel",
    "Didier de Radigues",
    "Maximilian Graf von Hohenfels-Waldenburg",
    "Ai Li",
    "Kai Oh",
    "Zoë Ní Bhriain",
];
const TEAMS: [&str; 12] = [
    "Élan Motorsport",
    "Infinity Team Jost",
    "Dyson Brothers Racing",
    "The Racer's Group",
    "P.K. Sport",
    "Scuderia Olive",
    "Equipe Trois-Rivières",
    "J3 Racing",
    "Downing & Sons Inc.",
    "Zip <Racing>",
    "Petersen/White Lightning",
    "Team 100 % Carbon",
];
const CARS: [&str; 4] = [
    "Audi R8 / 3.6L Turbo V8",
    "MG-Lola EX257 / AER 2.0L I4",
    "Corvette C5-R / 7.0L V8",
    "Porsche 911 GT3-RS / 3.6L Flat-6",
];
pub const CLASSES: [&str; 4] = ["LMP900", "LMP675", "GTS", "GT"];

pub fn head(document: &str, status: Status) -> Head {
    Head {
        event: "Grand Prix of Nowhere".to_owned(),
        series: "Example Endurance Series 2003".to_owned(),
        circuit: "Nowhere Park, 4.088 km".to_owned(),
        dates: "27–29 June 2003".to_owned(),
        document: document.to_owned(),
        status,
        issued_at: "2003-06-29T18:42:00Z".parse().ok(),
        issued: "29 June 2003, 18:42".to_owned(),
        protest_until: "29 June 2003, 19:12".to_owned(),
        legend: Vec::new(),
    }
}

pub fn foot() -> Foot {
    Foot {
        inputs_digest: "9a620c299d1ec9efb0c7aeebb7d21c89a08b8e1db0a315127d806071860abfc1".to_owned(),
        issuer: "Parc Fermé 0.1.0".to_owned(),
        ..Foot::default()
    }
}

fn crew(car: usize) -> Vec<Run> {
    let mut runs = Vec::new();
    for seat in 0..2 + car % 2 {
        if seat > 0 {
            runs.push(Run::plain(", "));
        }
        let text = DRIVERS[(car * 5 + seat * 7) % DRIVERS.len()];
        runs.push(Run {
            text: text.to_owned(),
            bold: seat == 0,
            italic: seat == 1 && car.is_multiple_of(3),
            underline: seat == 0 && car.is_multiple_of(5),
            ..Run::default()
        });
    }
    runs
}

pub fn result_columns() -> Vec<Column> {
    vec![
        Column::new("position", "Pos").full("Position").right(),
        Column::new("class_position", "PIC").full("Position in class").right(),
        Column::new("number", "No").full("Car number").right(),
        Column::new("class", "Class"),
        Column::new("drivers", "Drivers").grow(4),
        Column::new("team", "Team").grow(2),
        Column::new("vehicle", "Vehicle").grow(2),
        Column::new("laps", "Laps").right(),
        Column::new("time", "Total time").right(),
        Column::new("gap", "Gap").right(),
        Column::new("best_lap_number", "On").full("Lap of the best time").right(),
        Column::new("best_lap", "Best lap").right(),
        Column::new("best_speed", "Speed").unit("km/h").right(),
    ]
}

pub fn result_row(car: usize) -> Row {
    let class = [0, 0, 1, 2, 3, 3, 3, 1, 2, 3][car % 10];
    let retired = car > 54;
    let laps = 128 - car as i64 * 3 / 2;
    let time = Millis(9_905_123 + car as i64 * 6_173);
    Row {
        cells: vec![
            if retired { Cell::valued(Value::Text, "DNF") } else { Cell::whole(car as i64 + 1) },
            Cell::whole(car as i64 / 4 + 1),
            Cell::text(["38", "1", "0", "03", "3", "16", "008"][car % 7]),
            Cell::text(CLASSES[class]).of_class(class),
            Cell::lines(vec![crew(car)]),
            Cell::text(TEAMS[car % TEAMS.len()]),
            Cell::text(CARS[class]),
            Cell::whole(laps),
            if retired { Cell::empty() } else { Cell::time(time) },
            match car {
                0 => Cell::empty(),
                1..=3 => Cell::valued(
                    Value::Time(Millis(car as i64 * 31_003)),
                    format!("+{}", Millis(car as i64 * 31_003)),
                ),
                _ => Cell::valued(Value::Text, format!("{} laps", 128 - laps)),
            },
            Cell::whole(17 + car as i64),
            Cell::time(Millis(73_748 + car as i64 * 211)),
            Cell::thousandths(199_553 - car as i64 * 431),
        ],
        stressed: false,
        parted: car == 55,
    }
}

/// A field of that many cars in one table, overall.
pub fn results(cars: usize) -> Sheet {
    let mut head = head("Race results", Status::Provisional);
    head.legend = vec![
        Run::bold("started the race"),
        Run::italic("set the car's fastest lap"),
        Run { text: "qualified the car".to_owned(), underline: true, ..Run::default() },
    ];
    let table = Table {
        id: "overall".to_owned(),
        columns: result_columns(),
        row_head: Some(2),
        groups: vec![Group { rows: (0..cars).map(result_row).collect(), ..Group::default() }],
        ..Table::default()
    };
    Sheet {
        head,
        classes: CLASSES.map(str::to_owned).to_vec(),
        blocks: vec![
            Block::Table(table),
            Block::Paragraph(vec![
                Run::bold("Fastest lap: "),
                Run::plain("1:13.748 on lap 17, 199.553 km/h, car 38."),
            ]),
            Block::Notes {
                title: "Decisions".to_owned(),
                lines: vec![
                    vec![
                        Run::bold("Decision 3: "),
                        Run::plain(
                            "car 08, one lap taken for passing under yellow flags in lap 41 (article 27.4). Notified 17:55.",
                        ),
                    ],
                    vec![Run::bold("Decision 4: "), Run::plain("car 71 did not start.")],
                ],
            },
        ],
        signatures: vec![
            "Chief timekeeper".to_owned(),
            "Clerk of the course".to_owned(),
            "Chairman of the stewards".to_owned(),
        ],
        foot: foot(),
        language: String::new(),
    }
}

/// The same field, a block a class.
pub fn by_class(cars: usize) -> Sheet {
    let mut sheet = results(cars);
    sheet.head.document = "Race results by class".to_owned();
    sheet.head.status = Status::Amended {
        number: 2,
        what_changed: "car 08 lost one lap by decision 3; cars 3 and 16 move up.".to_owned(),
    };
    let mut groups: Vec<Group> = CLASSES
        .iter()
        .enumerate()
        .map(|(class, name)| Group { heading: (*name).to_owned(), class: Some(class), rows: Vec::new() })
        .collect();
    for row in (0..cars).map(result_row) {
        if let Some(class) = row.cells[3].class {
            groups[class].rows.push(row);
        }
    }
    sheet.blocks[0] = Block::Table(Table {
        id: "by-class".to_owned(),
        columns: result_columns(),
        row_head: Some(2),
        groups,
        ..Table::default()
    });
    sheet
}

/// Standings of one title, a narrow table.
pub fn standings(class: usize, rows: usize, rounds: usize) -> Table {
    let mut columns =
        vec![Column::new("position", "Pos").full("Position").right(), Column::new("team", "Team").grow(1)];
    for round in 1..=rounds {
        columns.push(
            Column::new(&format!("round_{round}"), &round.to_string())
                .full(&format!("Round {round}"))
                .centre()
                .even(),
        );
    }
    columns.push(Column::new("total", "Total").right());
    columns.push(Column::new("gap", "Gap").right());
    let scale = [20, 16, 13, 10, 8, 6, 4, 3, 2, 1, 0, 0];
    let body = (0..rows)
        .map(|row| {
            let mut cells = vec![Cell::whole(row as i64 + 1), Cell::text(TEAMS[row % TEAMS.len()])];
            for round in 0..rounds {
                let place = (row + round * 3) % 12;
                let ground = [Ground::First, Ground::Second, Ground::Third]
                    .get(place)
                    .copied()
                    .unwrap_or(Ground::Scored);
                cells.push(match (row * 7 + round * 5) % 11 {
                    0 => Cell::valued(Value::Text, "Ret").on(Ground::Retired),
                    1 => Cell::empty(),
                    2 => Cell::valued(Value::Text, "DSQ").on(Ground::Disqualified).noted(1),
                    3 => Cell::valued(Value::Text, "DNS").on(Ground::NotStarted),
                    4 => Cell::points(Points::whole(scale[place])).on(ground).struck(),
                    5 => Cell::valued(Value::Text, "NC").on(Ground::Unscored),
                    _ => Cell::points(Points::whole(scale[place])).on(ground),
                });
            }
            cells.push(Cell::points(Points::fraction(1204 - row as i64 * 61, 7)).bold());
            cells.push(if row == 0 { Cell::empty() } else { Cell::points(Points::whole(row as i64 * 9)) });
            Row { cells, stressed: row == 0, parted: false }
        })
        .collect();
    Table {
        id: CLASSES[class].to_owned(),
        title: format!("Teams, {}", CLASSES[class]),
        class: Some(class),
        columns,
        row_head: Some(1),
        groups: vec![Group { rows: body, ..Group::default() }],
        notes: vec!["Disqualified by decision 3; under appeal.".into()],
        ..Table::default()
    }
}

pub fn points(rows: usize) -> Sheet {
    let mut head = head("Points after round 9", Status::Official);
    head.event = "Example Endurance Series 2003".to_owned();
    head.series = String::new();
    head.circuit = String::new();
    head.dates = "15 March to 18 October 2003".to_owned();
    Sheet {
        head,
        classes: CLASSES.map(str::to_owned).to_vec(),
        blocks: (0..4).map(|class| Block::Table(standings(class, rows, 9))).collect(),
        foot: foot(),
        ..Sheet::default()
    }
}

pub fn preview() -> Preview {
    let row = |car: usize| {
        let class = [0, 0, 1, 2, 3, 3, 3, 1, 2, 3][car % 10];
        PreviewRow {
            position: (car + 1).to_string(),
            class: Some((class, CLASSES[class].to_owned())),
            number: ["38", "1", "0", "03", "3", "16", "008"][car % 7].to_owned(),
            name: TEAMS[car % TEAMS.len()].to_owned(),
            detail: format!("{}, {}", DRIVERS[car], DRIVERS[car + 7]),
            value: if car == 0 { "128 laps".to_owned() } else { format!("+{car} laps") },
        }
    };
    Preview {
        series: "Example Endurance Series 2003".to_owned(),
        heading: "Grand Prix of Nowhere".to_owned(),
        document: "Race results (Provisional)".to_owned(),
        rows: (0..12).map(row).collect(),
        foot: "Parc Fermé".to_owned(),
    }
}
