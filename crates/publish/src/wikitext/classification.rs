//! The table of a race's results: car over engine.

use super::Spelling;
use super::markup::{Wikitable, abbreviated, escaped, flagged, linked};
use crate::sheet::classification::{Equal, GUESS, status};
use parcferme_core::Season;
use parcferme_core::numbers::Position;
use parcferme_core::outcome::{Classification, ClassificationRow};
use parcferme_core::season::{Kind, ResultRow, Status};

/// The classification as a table: `Pos | Class | No | Team | Drivers | Chassis over Engine | Tyre | Laps`, with times
/// where they are known. Class winners are bold.
pub fn classification(season: &Season, classification: &Classification, spelling: Spelling) -> String {
    let rows = &classification.rows;
    let by_best = rows.iter().all(|row| row.time.is_none()) && rows.iter().any(|row| row.best.is_some());
    let shape = Shape {
        engines: classification.rows.iter().any(|row| !season.results[row.result].printed_engine.is_empty()),
        times: classification.rows.iter().any(|row| {
            row.time.is_some() || row.gap.is_some() || !season.results[row.result].remark.is_empty()
        }),
        best: by_best,
        laps: !by_best || classification.rows.iter().any(|row| row.laps.is_some()),
    };
    let equal = Equal::of(classification);
    let session = &season.sessions[classification.session];
    let name = format!("{}, {}", season.rounds[session.round].name, session.id.replace('-', " "));
    let canonical = spelling == Spelling::Canonical;
    let mut table = if canonical { Wikitable::captioned(&name) } else { Wikitable::new() };
    let span = shape.span();
    table.row("");
    for (short, full) in [("Pos", "Position"), ("Class", ""), ("No", "Number"), ("Team", ""), ("Drivers", "")]
    {
        table.head(span, &if canonical { abbreviated(short, full) } else { short.to_owned() });
    }
    table.head("", "Chassis");
    let heads = [
        (true, "Tyre"),
        (shape.laps, "Laps"),
        (shape.best, "Best lap"),
        (shape.times && shape.best, "Gap"),
        (shape.times && !shape.best, "Time/Retired"),
    ];
    for (_, head) in heads.iter().filter(|own| own.0) {
        table.head(span, head);
    }
    if shape.engines {
        table.row("");
        table.head("", "Engine");
    }
    for row in &classification.rows {
        write_row(&mut table, season, row, &equal, shape, spelling);
    }
    let guesses: Vec<String> = rows
        .iter()
        .filter(|row| row.guessed)
        .map(|row| format!("No. {}", escaped(&season.results[row.result].number)))
        .collect();
    let guesses = match guesses.as_slice() {
        [] => String::new(),
        guesses => format!("\n\n''Guessed places: {} ({GUESS}).''\n", guesses.join(", ")),
    };
    format!("{}{guesses}", table.finish())
}

#[derive(Clone, Copy)]
struct Shape {
    /// Engines stand below chassis.
    engines: bool,
    times: bool,
    /// Ordered by best laps: no time is known of any car.
    best: bool,
    laps: bool,
}

impl Shape {
    fn span(self) -> &'static str {
        if self.engines { "rowspan=\"2\"" } else { "" }
    }
}

fn write_row(
    table: &mut Wikitable,
    season: &Season,
    row: &ClassificationRow,
    equal: &Equal,
    shape: Shape,
    spelling: Spelling,
) {
    let result = &season.results[row.result];
    let style = if row.class_position == Some(Position::FIRST) { "style=\"font-weight:bold\"" } else { "" };
    let span = shape.span();
    table.row(style);
    table.head(span, &position(row, equal, spelling));
    table.cell(span, &escaped(row.class.map_or("", |class| season.classes[class].id.as_str())));
    table.cell(span, &escaped(&result.number));
    table.cell(span, &team(season, result, spelling));
    table.cell(span, &crew(season, result, spelling));
    table.cell("", &escaped(&model(season, result, Kind::Chassis, &result.printed_chassis, spelling)));
    let tyre = result.stands_for(Kind::Tyre).map_or("", |tyre| season.competitors[tyre].name.as_str());
    table.cell(span, &escaped(tyre));
    if shape.laps {
        table.cell(span, &row.laps.map_or_else(|| "-".to_owned(), |laps| laps.to_string()));
    }
    if shape.best {
        table.cell(span, &row.best.map_or_else(String::new, |best| best.to_string()));
    }
    if shape.times {
        table.cell(span, &escaped(&time(row, result)));
    }
    if shape.engines {
        table.row(style);
        table.cell("", &escaped(&model(season, result, Kind::Engine, &result.printed_engine, spelling)));
    }
}

/// `29 DNF`, `12 DNF†` for a retired car that is classified, `DNS`, `7`, `1=`; as printed without what pages do not print.
fn position(row: &ClassificationRow, equal: &Equal, spelling: Spelling) -> String {
    let mark = status(row).replace(" †", "†");
    let mark = match spelling {
        Spelling::AsPrinted if row.status == Status::Finished => "",
        Spelling::AsPrinted => mark.trim_end_matches('†'),
        Spelling::Canonical => mark.as_str(),
    };
    let number = equal.place(row);
    [number.as_str(), mark].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn team(season: &Season, result: &ResultRow, spelling: Spelling) -> String {
    let team = result.stands_for(Kind::Team).map(|team| &season.competitors[team]);
    let name = match (spelling, team) {
        (Spelling::Canonical, Some(team)) => team.name.as_str(),
        _ => result.printed_team.as_str(),
    };
    named(team.and_then(|team| team.nation.as_deref()), name, spelling)
}

fn crew(season: &Season, result: &ResultRow, spelling: Spelling) -> String {
    let names: Vec<String> = result
        .crew
        .iter()
        .map(|seat| {
            let driver = &season.competitors[seat.driver];
            let name = match spelling {
                Spelling::Canonical => driver.name.as_str(),
                Spelling::AsPrinted if seat.printed.is_empty() => driver.name.as_str(),
                Spelling::AsPrinted => seat.printed.as_str(),
            };
            named(seat.nation.as_deref().or(driver.nation.as_deref()), name, spelling)
        })
        .collect();
    names.join("<br />")
}

/// A name as it is written: linked where it is the one that the season gives it.
fn named(nation: Option<&str>, name: &str, spelling: Spelling) -> String {
    match spelling {
        Spelling::Canonical => linked(nation, name),
        Spelling::AsPrinted => flagged(nation, name),
    }
}

fn model(season: &Season, result: &ResultRow, kind: Kind, printed: &str, spelling: Spelling) -> String {
    match result.stands_for(kind) {
        Some(model) if spelling == Spelling::Canonical || printed.is_empty() => {
            season.competitors[model].name.clone()
        }
        _ => printed.to_owned(),
    }
}

/// The winner's time, the gap of those behind, the reason of those who retired.
fn time(row: &ClassificationRow, result: &ResultRow) -> String {
    match (row.position, row.time, row.gap) {
        _ if row.status != Status::Finished && !result.remark.is_empty() => result.remark.clone(),
        (Some(Position::FIRST), Some(time), _) => time.to_string(),
        (_, _, Some(gap)) => gap.to_string(),
        (_, Some(time), None) => time.to_string(),
        _ => result.remark.clone(),
    }
}
