//! What each carries into a round, and grids that are another session's order reversed.

use crate::explanation::{effect_in_words, missing_in_words};
use crate::sheet::{Block, Cell, Column, Group, Head, Row, Run, Sheet, Table, capital};
use crate::stamp::in_words;
use parcferme_core::compute::handicap::{Carried, Grid, Handicaps, OfSession};
use parcferme_core::outcome::{Because, By, Step};
use parcferme_core::season::{Competitor, Kind, ResultRow};
use parcferme_core::{CarNumber, Ix, Rulebook, Season};

/// Session by session: what is carried, the grid, what is not known yet.
pub fn handicap(season: &Season, rules: &Rulebook, own: &Handicaps) -> Sheet {
    let round = &season.rounds[own.round];
    let mut blocks: Vec<Block> = Vec::new();
    for of in &own.sessions {
        let name = capital(&of.session.replace('-', " "));
        for of_unit in of.carried.chunk_by(|a, b| a.unit == b.unit) {
            blocks.push(Block::Table(carried(season, rules, &of.session, of_unit, &name)));
        }
        blocks.extend(of.grids.iter().map(|grid| Block::Table(on_grid(season, rules, of, grid, &name))));
        let missing = of.missing.iter().map(|own| {
            let article = &rules.articles[own.article].text;
            vec![Run::plain(format!("{} ({article})", missing_in_words(season, own)))]
        });
        let lines: Vec<_> = missing.collect();
        if !lines.is_empty() {
            blocks.push(Block::Notes { title: format!("{name}: not known"), lines });
        } else if of.carried.is_empty() && of.grids.is_empty() {
            blocks.push(Block::Paragraph(vec![Run::plain(format!("{name}: nobody carries anything."))]));
        }
    }
    if blocks.is_empty() {
        let text = "No rule of the rulebook speaks of handicaps or grids of this round.";
        blocks.push(Block::Paragraph(vec![Run::plain(text)]));
    }
    Sheet {
        head: Head {
            event: round.name.clone(),
            series: season.name.clone(),
            circuit: round.circuit.clone(),
            dates: round.date.map_or_else(String::new, in_words),
            document: format!("Round {}, handicaps", round.label()),
            ..Head::default()
        },
        classes: season.classes.rows().iter().map(|class| class.id.clone()).collect(),
        blocks,
        ..Sheet::default()
    }
}

/// What is carried into a session in one unit.
fn carried(season: &Season, rules: &Rulebook, session: &str, all: &[Carried], name: &str) -> Table {
    let classes = all.iter().any(|own| own.class.is_some());
    let mut notes = Vec::new();
    let row = |own: &Carried| {
        let competitor = &season.competitors[own.competitor];
        let mut cells = vec![Cell::text(numbers(&own.cars)).bold(), Cell::text(who(competitor))];
        if classes {
            let class =
                own.class.map(|class| Cell::text(season.classes[class].id.clone()).of_class(class.index()));
            cells.push(class.unwrap_or_default());
        }
        cells.extend([Cell::points(own.amount), why(season, rules, &own.because, &mut notes)]);
        Row::new(cells)
    };
    let rows = all.iter().map(row).collect();
    let mut columns = vec![
        Column::new("number", "No.").right().full("Car number"),
        Column::new("competitor", "Competitor").grow(2),
    ];
    if classes {
        columns.push(Column::new("class", "Class"));
    }
    let unit = all.first().map_or("", |own| own.unit.as_str());
    let key = format!("amount_{}", unit.replace(|own: char| !own.is_alphanumeric(), "_"));
    columns.extend([Column::new(&key, "Carries").right(), Column::new("why", "Why").grow(5)]);
    Table {
        id: format!("{session} {unit}"),
        title: format!("{name}: carried in {unit}"),
        columns,
        row_head: Some(1),
        groups: vec![Group { rows, ..Group::default() }],
        notes: notes.into_iter().map(Into::into).collect(),
        ..Table::default()
    }
}

fn on_grid(season: &Season, rules: &Rulebook, of: &OfSession, grid: &Grid, name: &str) -> Table {
    let mut notes = Vec::new();
    let row = |place: &parcferme_core::compute::handicap::GridPlace| {
        let result = &season.results[place.result];
        Row::new(vec![
            Cell::whole(i64::from(place.position)),
            Cell::text(result.number.to_string()).bold(),
            Cell::text(crew(season, result)),
            why(season, rules, &place.because, &mut notes),
        ])
    };
    let rows = grid.places.iter().map(row).collect();
    let session = season.sessions[grid.of].id.replace('-', " ");
    let class = grid.class.map(|class| season.classes[class].id.clone());
    notes.push(format!(
        "before penalties: the order of {session}, its first {} places reversed",
        grid.reversed
    ));
    if !grid.without.is_empty() {
        let cars: Vec<&str> = grid.without.iter().map(|ix| season.results[*ix].number.as_str()).collect();
        notes.push(format!("without a place in {session}, and so not here: {}", cars.join(", ")));
    }
    let id = format!("{}-grid", of.session);
    Table {
        id: class.as_ref().map_or(id.clone(), |class| format!("{id}-{class}")),
        title: class.map_or_else(|| format!("{name}: grid"), |class| format!("{name}: grid of {class}")),
        class: grid.class.map(Ix::index),
        columns: vec![
            Column::new("grid", "Grid").right().full("Place on the grid"),
            Column::new("number", "No.").right().full("Car number"),
            Column::new("drivers", "Drivers").grow(2),
            Column::new("why", "Why").grow(3),
        ],
        row_head: Some(1),
        groups: vec![Group { rows, ..Group::default() }],
        notes: notes.into_iter().map(Into::into).collect(),
        ..Table::default()
    }
}

/// The steps in words, with a note of each article that they are by.
fn why(season: &Season, rules: &Rulebook, because: &Because, notes: &mut Vec<String>) -> Cell {
    let text: Vec<String> = because.steps.iter().map(|step| effect_in_words(season, rules, step)).collect();
    let mut cell = Cell::text(text.join("; "));
    let article = |step: &Step| match step.by {
        By::Article(article) => Some(rules.articles[article].text.clone()),
        _ => None,
    };
    for article in because.steps.iter().filter_map(article) {
        let note = notes.iter().position(|own| *own == article).unwrap_or_else(|| {
            notes.push(article);
            notes.len() - 1
        });
        if !cell.notes.contains(&(note + 1)) {
            cell = cell.noted(note + 1);
        }
    }
    cell
}

/// `7`, `7, 27`.
fn numbers(cars: &[CarNumber]) -> String {
    cars.iter().map(CarNumber::as_str).collect::<Vec<_>>().join(", ")
}

/// An entry without its number, which stands beside it.
fn who(competitor: &Competitor) -> String {
    let name = competitor.name.as_str();
    match (competitor.kind, name.split_once(' ')) {
        (Kind::Entry, Some((number, rest))) if number.starts_with('#') => rest.to_owned(),
        _ => name.to_owned(),
    }
}

fn crew(season: &Season, result: &ResultRow) -> String {
    let name = |ix: Ix<Competitor>| season.competitors[ix].name.as_str();
    let crew: Vec<&str> = result.crew.iter().map(|seat| name(seat.driver)).collect();
    crew.join(", ")
}
