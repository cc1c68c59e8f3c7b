//! The table of a race's results: car over engine.

use super::Spelling;
use super::markup::{Wikitable, escaped, flagged};
use parcferme_core::Season;
use parcferme_core::outcome::{Classification, ClassificationRow};
use parcferme_core::season::{Kind, ResultRow, Status};

/// The classification as a table: `Pos | Class | No | Team | Drivers | Chassis over Engine | Tyre | Laps`, with times
/// where they are known. Class winners are bold.
pub fn classification(season: &Season, classification: &Classification, spelling: Spelling) -> String {
    let shape = Shape {
        engines: classification.rows.iter().any(|row| !season.results[row.result].printed_engine.is_empty()),
        times: classification.rows.iter().any(|row| {
            row.time.is_some() || row.gap.is_some() || !season.results[row.result].remark.is_empty()
        }),
    };
    let mut table = Wikitable::new();
    let span = shape.span();
    table.row("");
    for head in ["Pos", "Class", "No", "Team", "Drivers"] {
        table.head(span, head);
    }
    table.head("", "Chassis");
    for head in ["Tyre", "Laps"] {
        table.head(span, head);
    }
    if shape.times {
        table.head(span, "Time/Retired");
    }
    if shape.engines {
        table.row("");
        table.head("", "Engine");
    }
    for row in &classification.rows {
        write_row(&mut table, season, row, shape, spelling);
    }
    table.finish()
}

#[derive(Clone, Copy)]
struct Shape {
    /// Engines stand below chassis.
    engines: bool,
    times: bool,
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
    shape: Shape,
    spelling: Spelling,
) {
    let result = &season.results[row.result];
    let style = if row.class_position == Some(1) { "style=\"font-weight:bold\"" } else { "" };
    let span = shape.span();
    table.row(style);
    table.head(span, &position(row));
    table.cell(span, &escaped(row.class.map_or("", |class| season.classes[class].id.as_str())));
    table.cell(span, &escaped(&result.number));
    table.cell(span, &team(season, result, spelling));
    table.cell(span, &crew(season, result, spelling));
    table.cell("", &escaped(&model(season, result, Kind::Chassis, &result.printed_chassis, spelling)));
    let tyre = result.stands_for(Kind::Tyre).map_or("", |tyre| season.competitors[tyre].name.as_str());
    table.cell(span, &escaped(tyre));
    table.cell(span, &row.laps.map_or_else(|| "-".to_owned(), |laps| laps.to_string()));
    if shape.times {
        table.cell(span, &escaped(&time(row, result)));
    }
    if shape.engines {
        table.row(style);
        table.cell("", &escaped(&model(season, result, Kind::Engine, &result.printed_engine, spelling)));
    }
}

/// `29 DNF`, `DNS`, `7`.
fn position(row: &ClassificationRow) -> String {
    let mark = match row.status {
        Status::Finished => "",
        Status::Nc => "NC",
        Status::Dnf => "DNF",
        Status::Dns => "DNS",
        Status::Dnq => "DNQ",
        Status::Dsq => "DSQ",
    };
    let number = row.position.map_or_else(String::new, |position| position.to_string());
    [number.as_str(), mark].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn team(season: &Season, result: &ResultRow, spelling: Spelling) -> String {
    let team = result.stands_for(Kind::Team).map(|team| &season.competitors[team]);
    let name = match (spelling, team) {
        (Spelling::Canonical, Some(team)) => team.name.as_str(),
        _ => result.printed_team.as_str(),
    };
    flagged(team.and_then(|team| team.nation.as_deref()), name)
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
            flagged(seat.nation.as_deref().or(driver.nation.as_deref()), name)
        })
        .collect();
    names.join("<br />")
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
        (Some(1), Some(time), _) => time.to_string(),
        (_, _, Some(gap)) => gap.to_string(),
        (_, Some(time), None) => time.to_string(),
        _ => result.remark.clone(),
    }
}
