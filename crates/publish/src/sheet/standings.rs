//! Standings as a sheet: one table a title and class, a column a round.

use crate::explanation::{adjustment_in_words, decision_in_words, tie_in_words};
use crate::sheet::{Block, Cell, Column, Ground, Head, Note, Row, Run, Sheet, Table, coverage};
use crate::view::status_word;
use parcferme_core::number_words::{ordinal, points_in_words};
use parcferme_core::numbers::Position;
use parcferme_core::outcome::{Basis, Cell as Scored, StandingsRow, StandingsTable};
use parcferme_core::rules::title::Title;
use parcferme_core::season::{Kind, Status};
use parcferme_core::{Rulebook, Season};

/// A sheet of the tables given, in their order.
pub fn standings<'t>(
    season: &Season,
    rules: &Rulebook,
    tables: impl IntoIterator<Item = &'t StandingsTable>,
) -> Sheet {
    let tables: Vec<&StandingsTable> = tables.into_iter().collect();
    let latest = tables.iter().max_by_key(|table| (table.after, table.unknown.is_empty()));
    let in_full = tables.iter().filter(|table| table.unknown.is_empty()).count();
    let document = match in_full {
        0 if !tables.is_empty() => "Points of some rounds",
        some if some < tables.len() => "Championship standings, and points of some rounds",
        _ => "Championship standings",
    };
    Sheet {
        head: Head {
            event: season.name.clone(),
            series: season.series.clone(),
            document: document.to_owned(),
            circuit: latest.map_or_else(String::new, |table| coverage::up_to(season, table)),
            ..Head::default()
        },
        classes: season.classes.rows().iter().map(|class| class.id.clone()).collect(),
        blocks: blocks(season, rules, &tables),
        ..Sheet::default()
    }
}

/// A table for each that has rows; those without are named in a line.
fn blocks(season: &Season, rules: &Rulebook, tables: &[&StandingsTable]) -> Vec<Block> {
    let (filled, empty): (Vec<&StandingsTable>, Vec<&StandingsTable>) =
        tables.iter().partition(|own| !own.rows.is_empty());
    let mut blocks: Vec<Block> =
        filled.into_iter().map(|own| Block::Table(standings_table(season, rules, own))).collect();
    let sentence = |text: String| Block::Paragraph(vec![Run::plain(text)]);
    let mut names = Vec::new();
    for own in empty {
        match coverage::caveat(season, &rules.titles[own.title], own) {
            none if none.is_empty() => names.push(title_name(season, rules, own)),
            caveat => blocks.push(sentence(format!("{}. {caveat}", heading(season, rules, own)))),
        }
    }
    if !names.is_empty() {
        let none = if season.is_over() { "No result counts for" } else { "No result yet:" };
        blocks.push(sentence(format!("{none} {}.", names.join(", "))));
    }
    if tables.is_empty() && !season.results.is_empty() && !rules.titles.is_empty() {
        blocks.push(sentence("No result counts for any title.".to_owned()));
    }
    blocks
}

/// What a table is called in every form of output that programs read: `teams-GTS`.
pub(crate) fn id(season: &Season, title: &Title, table: &StandingsTable) -> String {
    match table.class {
        Some(class) => format!("{}-{}", title.id, season.classes[class].id),
        None => title.id.clone(),
    }
}

/// One table: position, competitor, points by round, total. Dropped results are struck; notes say what cells rest on.
pub fn standings_table(season: &Season, rules: &Rulebook, table: &StandingsTable) -> Table {
    let title = &rules.titles[table.title];
    let mut notes = Notes::default();
    let mut columns = vec![
        Column::new("position", "Pos").right().full("Position"),
        Column::new("competitor", kind_name(title.competitor)).grow(1),
    ];
    for (index, &round) in table.rounds.iter().enumerate() {
        let round = &season.rounds[round];
        let label = round.label();
        // Where there is no room the oldest go first.
        let rank = u8::try_from(table.rounds.len() - index).unwrap_or(u8::MAX);
        columns.push(
            Column::new(&format!("round_{label}"), &label)
                .right()
                .even()
                .dispensable(rank)
                .full(&format!("Round {label}, {}", round.short_name())),
        );
    }
    let dropped = table.rows.iter().any(|row| row.cells.iter().any(|cell| is_dropped(row, cell)));
    let reset = table.rows.iter().filter_map(|row| row.reset).map(|own| own.0).max();
    if reset.is_some() {
        columns.push(Column::new("reset", "Anew").right().full("Points with which the total began anew"));
    }
    let adjusted = table.rows.iter().any(|row| !row.adjustments.is_empty());
    if adjusted {
        columns.push(Column::new("adjustments", "±").right().full("Points added or taken by decisions"));
    }
    columns.push(Column::new("total", "Total").right());
    let rows = table
        .rows
        .iter()
        .map(|row| {
            let mut cells = vec![position(season, title, row, &mut notes), name(season, row)];
            cells.extend(row.cells.iter().map(|cell| points(season, cell, &mut notes)));
            if reset.is_some() {
                cells.push(row.reset.map_or_else(Cell::empty, |own| Cell::points(own.1)));
            }
            if adjusted {
                let sum = row.adjustments.iter().map(|own| own.1).sum();
                let mut cell = if row.adjustments.is_empty() { Cell::empty() } else { Cell::points(sum) };
                for (decision, points) in &row.adjustments {
                    let decision = &season.decisions[*decision];
                    cell = cell.noted(notes.number(&adjustment_in_words(decision, *points)));
                }
                cells.push(cell);
            }
            cells.push(Cell::points(row.total).bold());
            Row::new(cells)
        })
        .collect();
    if dropped {
        notes.number("struck or in brackets: dropped, only the best results count");
    }
    if let Some(round) = reset {
        let round = season.rounds[round].label();
        notes.number(&format!(
            "before round {round} totals began anew: struck results before it do not count"
        ));
    }
    Table {
        id: id(season, title, table),
        title: heading(season, rules, table),
        caveat: coverage::caveat(season, &rules.titles[table.title], table),
        class: table.class.map(parcferme_core::Ix::index),
        columns,
        row_head: Some(1),
        groups: vec![crate::sheet::Group { rows, ..Default::default() }],
        notes: notes.texts,
        ..Table::default()
    }
}

/// `GTS Teams' Championship`, with the rounds that it counts where those are not all.
pub fn heading(season: &Season, rules: &Rulebook, table: &StandingsTable) -> String {
    format!("{}{}", title_name(season, rules, table), coverage::of_heading(season, table))
}

fn title_name(season: &Season, rules: &Rulebook, table: &StandingsTable) -> String {
    let class = table.class.map(|class| season.classes[class].id.as_str());
    let name = [class, Some(rules.titles[table.title].name.as_str())];
    name.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Ground of a standings cell, by the field's convention.
pub fn ground(cell: &Scored) -> Ground {
    match (cell.basis, cell.position.map(Position::get)) {
        (Basis::Nothing, _) => Ground::None,
        (_, Some(1)) => Ground::First,
        (_, Some(2)) => Ground::Second,
        (_, Some(3)) => Ground::Third,
        _ if !cell.points.is_zero() => Ground::Scored,
        (Basis::Computed, Some(_)) => Ground::Unscored,
        (Basis::Computed, None) => Ground::Retired,
        (Basis::Declared, _) => Ground::None,
    }
}

/// Texts of notes, numbered in order of first use.
#[derive(Default)]
struct Notes {
    texts: Vec<Note>,
}

impl Notes {
    fn number(&mut self, text: &str) -> usize {
        self.own(text.into())
    }

    fn own(&mut self, note: Note) -> usize {
        match self.texts.iter().position(|own| *own == note) {
            Some(index) => index + 1,
            None => {
                self.texts.push(note);
                self.texts.len()
            }
        }
    }
}

/// Whether a window drops all of a cell that gave something.
pub fn is_dropped(row: &StandingsRow, cell: &Scored) -> bool {
    !cell.counted && !cell.points.is_zero() && row.reset.is_none_or(|(round, _)| cell.round >= round)
}

fn position(season: &Season, title: &Title, row: &StandingsRow, notes: &mut Notes) -> Cell {
    if let Some(decision) = row.excluded {
        let decision = &season.decisions[decision];
        return Cell::text("EX").noted(notes.number(&format!("excluded: {}", decision_in_words(decision))));
    }
    let Some(position) = row.position else { return Cell::empty() };
    let cell = if row.shared {
        Cell::valued(crate::sheet::Value::Whole(i64::from(position)), format!("{position}="))
    } else {
        Cell::whole(i64::from(position))
    };
    match &row.tie {
        Some(tie) if row.by_tie_break() => cell.noted(notes.number(&tie_in_words(season, title, tie))),
        _ => cell,
    }
}

fn name(season: &Season, row: &StandingsRow) -> Cell {
    Cell::text(season.competitors[row.competitor].name.clone())
}

fn points(season: &Season, cell: &Scored, notes: &mut Notes) -> Cell {
    debug_assert!(cell.round.index() < season.rounds.len());
    let shown = match cell.basis {
        Basis::Nothing => Cell::empty(),
        Basis::Declared if cell.points.is_zero() => Cell::empty(),
        _ => Cell::points(cell.points),
    };
    let shown = shown.on(ground(cell)).with_below(place(season, cell));
    let shown = if cell.counted && !cell.dropped.is_zero() {
        shown.noted(notes.number(&format!("of these, {} dropped", points_in_words(cell.dropped))))
    } else {
        shown
    };
    let shown = if cell.basis == Basis::Declared && !cell.points.is_zero() {
        shown.noted(notes.own(coverage::not_verified()))
    } else {
        shown
    };
    if cell.counted || cell.points.is_zero() { shown } else { shown.struck() }
}

/// The place that a cell rests on, or how its car ended, as pages say it.
fn place(season: &Season, cell: &Scored) -> String {
    if let Some(position) = cell.position {
        return ordinal(position);
    }
    let ended = cell.because.result().map(|result| season.results[result].status);
    // Whoever finished and holds no place here may be no competitor of this title: nothing is to be said.
    ended
        .filter(|status| *status != Status::Finished)
        .map_or("", |status| status_word(status, false))
        .to_owned()
}

/// What those of a kind are called, as the head of their column.
pub(crate) fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Team => "Team",
        Kind::Driver => "Driver",
        Kind::Entry => "Car",
        Kind::Chassis => "Chassis",
        Kind::ChassisMaker => "Chassis maker",
        Kind::Engine => "Engine",
        Kind::EngineMaker => "Engine maker",
        Kind::Tyre => "Tyre",
        Kind::Manufacturer => "Manufacturer",
        Kind::Nation => "Nation",
    }
}
