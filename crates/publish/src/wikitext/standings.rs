//! Tables of points: `Pos | Team | Chassis | Engine | Rd 1 ... | Total`.

use super::Spelling;
use super::markup::{Wikitable, abbreviated, escaped, flagged, linked};
use crate::palette;
use crate::sheet::coverage;
use crate::sheet::standings::ground;
use crate::view::position;
use parcferme_core::number_words::signed;
use parcferme_core::outcome::{Basis, Cell, StandingsTable};
use parcferme_core::rules::title::Title;
use parcferme_core::season::{Competitor, Kind, PublishedTable, Round};
use parcferme_core::{Ix, Points, Season};

/// A computed table. Cells have the ground of the field's convention; a dropped score stands in brackets.
pub fn standings(season: &Season, title: &Title, table: &StandingsTable, spelling: Spelling) -> String {
    let competitors = table.rows.iter().map(|row| row.competitor);
    let parts: Vec<Parts> =
        competitors.map(|competitor| parts(season, title, table.class, competitor, spelling)).collect();
    let shape = Shape::of(title.competitor, &parts);
    let class = table.class.map_or_else(String::new, |class| format!(", {}", season.classes[class].id));
    let after = match (coverage::of_heading(season, table), table.after) {
        (only, _) if !only.is_empty() => only,
        (_, Some(round)) => format!(", after round {}", season.rounds[round].label()),
        (_, None) => String::new(),
    };
    let mut wiki = match spelling {
        Spelling::Canonical => Wikitable::captioned(&format!("{}{class}{after}", title.name)),
        Spelling::AsPrinted => Wikitable::new(),
    };
    head(&mut wiki, season, &table.rounds, (title.competitor, shape), spelling);
    for (row, parts) in table.rows.iter().zip(&parts) {
        wiki.row("");
        wiki.head("", &position(row));
        wiki.cell("", &parts.name);
        shape.cells(&mut wiki, parts);
        for &round in &table.rounds {
            match row.cell(round) {
                Some(cell) => points(&mut wiki, cell),
                None => wiki.cell("", ""),
            }
        }
        wiki.centred(&escaped(&signed(row.total)));
    }
    match coverage::caveat(season, title, table).as_str() {
        "" => wiki.finish(),
        caveat => format!("''{}''\n\n{}", escaped(caveat), wiki.finish()),
    }
}

/// A table as it was published, cell by cell.
pub fn published(season: &Season, kind: Kind, table: &PublishedTable) -> String {
    let mut rounds: Vec<Ix<Round>> =
        table.rows.iter().flat_map(|row| row.cells.iter().map(|(round, _)| *round)).collect();
    rounds.sort_unstable();
    rounds.dedup();
    let parts: Vec<Parts> = table
        .rows
        .iter()
        .map(|row| Parts {
            name: flagged(season.competitors[row.competitor].nation.as_deref(), &row.printed),
            chassis: lines(&row.chassis),
            engine: lines(&row.engine),
        })
        .collect();
    let shape = Shape::of(kind, &parts);
    let mut wiki = Wikitable::new();
    head(&mut wiki, season, &rounds, (kind, shape), Spelling::AsPrinted);
    for (row, parts) in table.rows.iter().zip(&parts) {
        wiki.row("");
        wiki.head("", &row.position.map_or_else(String::new, |position| position.to_string()));
        wiki.cell("", &parts.name);
        shape.cells(&mut wiki, parts);
        for round in &rounds {
            let points = row.cells.iter().find(|(own, _)| own == round).and_then(|(_, points)| *points);
            wiki.centred(&shown(points));
        }
        wiki.centred(&shown(row.total));
    }
    wiki.finish()
}

/// What stands before the points.
struct Parts {
    name: String,
    chassis: String,
    engine: String,
}

#[derive(Clone, Copy)]
struct Shape {
    chassis: bool,
    engine: bool,
}

impl Shape {
    fn of(kind: Kind, parts: &[Parts]) -> Shape {
        let teams = kind == Kind::Team;
        Shape {
            chassis: teams && parts.iter().any(|parts| !parts.chassis.is_empty()),
            engine: teams && parts.iter().any(|parts| !parts.engine.is_empty()),
        }
    }

    fn cells(self, wiki: &mut Wikitable, parts: &Parts) {
        for (shown, text) in [(self.chassis, &parts.chassis), (self.engine, &parts.engine)] {
            if shown {
                wiki.cell("", text);
            }
        }
    }
}

fn head(
    wiki: &mut Wikitable,
    season: &Season,
    rounds: &[Ix<Round>],
    (kind, shape): (Kind, Shape),
    spelling: Spelling,
) {
    let short = |short: &str, full: &str| match spelling {
        Spelling::Canonical => abbreviated(short, full),
        Spelling::AsPrinted => short.to_owned(),
    };
    wiki.row("");
    wiki.head("", &short("Pos", "Position"));
    wiki.head("", competitor_head(kind));
    for (shown, text) in [(shape.chassis, "Chassis"), (shape.engine, "Engine")] {
        if shown {
            wiki.head("", text);
        }
    }
    for &round in rounds {
        let own = &season.rounds[round];
        wiki.head("", &short(&format!("Rd {}", own.label()), own.short_name()));
    }
    wiki.head("", "Total");
}

fn competitor_head(kind: Kind) -> &'static str {
    match kind {
        Kind::Team => "Team",
        Kind::Driver => "Driver",
        Kind::Entry => "Entrant",
        Kind::Chassis
        | Kind::ChassisMaker
        | Kind::Engine
        | Kind::EngineMaker
        | Kind::Tyre
        | Kind::Manufacturer => "Manufacturer",
        Kind::Nation => "Competitor",
    }
}

fn points(wiki: &mut Wikitable, cell: &Cell) {
    if cell.basis == Basis::Nothing || (cell.basis == Basis::Declared && cell.points.is_zero()) {
        return wiki.cell("", "");
    }
    let text = signed(cell.points);
    let text = if cell.counted { text } else { format!("({text})") };
    let mark = if cell.basis == Basis::Declared { coverage::NOT_VERIFIED } else { "" };
    let text = format!("{text}{mark}");
    match palette::ground(ground(cell)) {
        Some(colour) => {
            let css = colour.css().to_uppercase();
            wiki.cell(&format!("align=\"center\" style=\"background:{css}\""), &text);
        }
        None => wiki.centred(&text),
    }
}

fn shown(points: Option<Points>) -> String {
    points.map_or_else(String::new, signed)
}

/// Several chassis or engines, which the season keeps apart by ` / `, on lines of their own.
fn lines(parts: &str) -> String {
    parts.split(" / ").map(escaped).collect::<Vec<_>>().join("<br />")
}

/// Name, chassis and engines of a competitor: as a published table has them, else those its cars ran, in order.
fn parts(
    season: &Season,
    title: &Title,
    class: Option<Ix<parcferme_core::season::Class>>,
    competitor: Ix<Competitor>,
    spelling: Spelling,
) -> Parts {
    let own = &season.competitors[competitor];
    let published = season
        .published
        .iter()
        .filter(|table| table.title == title.id && table.class == class)
        .flat_map(|table| &table.rows)
        .find(|row| row.competitor == competitor);
    let name = match (spelling, published) {
        (Spelling::AsPrinted, Some(row)) if !row.printed.is_empty() => row.printed.as_str(),
        _ => own.name.as_str(),
    };
    let name = match spelling {
        Spelling::Canonical => linked(own.nation.as_deref(), name),
        Spelling::AsPrinted => flagged(own.nation.as_deref(), name),
    };
    if let Some(row) = published.filter(|row| !row.chassis.is_empty() || !row.engine.is_empty()) {
        return Parts { name, chassis: lines(&row.chassis), engine: lines(&row.engine) };
    }
    let mut chassis: Vec<String> = Vec::new();
    let mut engine: Vec<String> = Vec::new();
    for row in season.results.rows() {
        if row.class == class && row.stands_for(own.kind) == Some(competitor) {
            for (list, printed) in [(&mut chassis, &row.printed_chassis), (&mut engine, &row.printed_engine)]
            {
                let text = escaped(printed);
                if !text.is_empty() && !list.contains(&text) {
                    list.push(text);
                }
            }
        }
    }
    Parts { name, chassis: chassis.join("<br />"), engine: engine.join("<br />") }
}
