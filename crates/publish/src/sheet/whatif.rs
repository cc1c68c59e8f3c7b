//! A comparison as a sheet: each table after, with the places and points before.

use crate::sheet::{Block, Cell, Column, Group, Head, Row, Run, Sheet, Table, Value};
use parcferme_core::number_words::{counted, ordinal, points_in_words};
use parcferme_core::numbers::Position;
use parcferme_core::season::Competitor;
use parcferme_core::whatif::{Compared, ComparedRow, Comparison, Prize, Share, Stands};
use parcferme_core::{Points, Season};

/// Tables that differ, each with what becomes of its title; one sentence where none does.
pub fn whatif(season: &Season, change: &str, comparison: &Comparison, of_each: &[Share]) -> Sheet {
    let mut blocks = Vec::new();
    if of_each.len() > 1 {
        blocks.push(shares(of_each));
    }
    let (mut same, mut names) = (0, Vec::new());
    for table in &comparison.tables {
        if table.rows.iter().any(ComparedRow::changed) {
            blocks.push(Block::Paragraph(vec![Run::plain(format!("{}{}", hands(table), movers(table)))]));
            blocks.push(Block::Table(compared(table)));
        } else if !table.rows.is_empty() {
            same += 1;
            names.push(title(table));
        }
    }
    let declared: usize = comparison.tables.iter().map(|table| table.declared).sum();
    if declared > 0 {
        blocks.push(Block::Paragraph(vec![Run::plain(match declared {
            1 => "1 cell is carried from a published table, as its round's results are not known: it keeps its points \
                  whatever the rules."
                .to_owned(),
            _ => format!(
                "{declared} cells are carried from published tables, as their rounds' results are not known: they keep \
                 their points whatever the rules."
            ),
        })]));
    }
    if same > 0 {
        blocks.push(Block::Notes {
            title: "Nothing changes in".to_owned(),
            lines: names.into_iter().map(|name| vec![Run::plain(name)]).collect(),
        });
    }
    Sheet {
        head: Head { event: season.name.clone(), document: format!("What if: {change}"), ..Head::default() },
        classes: season.classes.rows().iter().map(|class| class.id.clone()).collect(),
        blocks,
        ..Sheet::default()
    }
}

/// What each of several changes does: by itself, and after all others.
fn shares(all: &[Share]) -> Block {
    let said = |own: &Comparison| {
        let rows = match own.changed_rows() {
            0 => "nothing changes".to_owned(),
            1 => "1 row changes".to_owned(),
            rows => format!("{rows} rows change"),
        };
        let turned: Vec<String> =
            own.turned().map(|own| hands(own).trim_end_matches('.').to_owned()).collect();
        [vec![rows], turned].concat().join("; ")
    };
    let line = |own: &Share| {
        let (alone, last) = (said(&own.alone), said(&own.last));
        let text = match alone == last {
            true => format!(": by itself, and after all others, {alone}."),
            false => format!(": by itself {alone}. After all others {last}."),
        };
        vec![Run::bold(own.said.as_str()), Run::plain(text)]
    };
    Block::Notes { title: "What each change does".to_owned(), lines: all.iter().map(line).collect() }
}

/// `GTS Teams' Championship`.
pub fn title(table: &Compared) -> String {
    let class = table.class.as_ref().map(|(_, id)| id.as_str());
    [class, Some(table.name.as_str())].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Whether the title changes hands, in a sentence.
pub fn hands(table: &Compared) -> String {
    let names = |of: &[Competitor]| {
        let names: Vec<&str> = of.iter().map(|own| own.name.as_str()).collect();
        if names.is_empty() { "nobody".to_owned() } else { names.join(" and ") }
    };
    let prize = match table.prize {
        Prize::Title => "the title",
        Prize::Lead => "the lead",
        Prize::KnownRounds => "first place in the rounds that are known",
        Prize::Gone => return format!("{}: under these rules there is no such table.", title(table)),
        Prize::New => return format!("{}: a table that there was not before.", title(table)),
    };
    match &table.hands {
        Some((before, after)) if before.is_empty() => {
            let verb = if after.len() == 1 { "takes" } else { "take" };
            format!("{}: {} {verb} {prize}.", title(table), names(after))
        }
        Some((before, after)) => {
            format!("{}: {prize} goes from {} to {}.", title(table), names(before), names(after))
        }
        None => format!("{}: {prize} stays where it is.", title(table)),
    }
}

/// Names that are told before the table; it has the rest.
const MOST_MOVERS: usize = 3;

/// Who gains and who loses most, a sentence each with a blank in front; nothing where only the shape of the table differs.
fn movers(table: &Compared) -> String {
    let mut rows: Vec<(i64, Points, &ComparedRow)> = table
        .rows
        .iter()
        .filter(|row| row.changed() && row.before.is_some() && row.after.is_some())
        .map(|row| (row.places().unwrap_or(0), row.points(), row))
        .collect();
    rows.sort_by_key(|own| std::cmp::Reverse((own.0, own.1)));
    let (gain, lose): (Vec<_>, Vec<_>) =
        rows.into_iter().partition(|own| own.0 > 0 || (own.0 == 0 && own.1 > Points::ZERO));
    let all = [gain, lose.into_iter().rev().collect()];
    let mut said = String::new();
    for side in all {
        let told = side
            .iter()
            .take(MOST_MOVERS)
            .map(|(places, points, row)| format!("{} {}", row.competitor.name, moves(*places, *points, row)));
        let mut told: Vec<String> = told.collect();
        match side.len().saturating_sub(MOST_MOVERS) {
            0 => {}
            1 => told.push("1 other as well".to_owned()),
            more => told.push(format!("{more} others as well")),
        }
        if !told.is_empty() {
            said += &format!(" {}.", told.join("; "));
        }
    }
    said
}

/// `gains 2 places and 5 points`, `loses 1 place, gains 3 points`, `is out of the ranking`.
fn moves(places: i64, points: Points, row: &ComparedRow) -> String {
    let side = |stands: Option<Stands>| stands.and_then(|own| own.position);
    match (side(row.before), side(row.after)) {
        (Some(_), None) => return "is out of the ranking".to_owned(),
        (None, Some(place)) => return format!("is ranked, {}", ordinal(place)),
        _ => {}
    }
    let of_places = (places != 0).then(|| (places > 0, counted(places.unsigned_abs(), "place")));
    let size = if points < Points::ZERO { Points::ZERO - points } else { points };
    let of_points = (!points.is_zero()).then(|| (points > Points::ZERO, points_in_words(size)));
    let verb = |gains: bool| if gains { "gains" } else { "loses" };
    match (of_places, of_points) {
        (Some((a, places)), Some((b, points))) if a == b => format!("{} {places} and {points}", verb(a)),
        (Some((a, places)), Some((b, points))) => {
            format!("{} {places}, but {} {points}", verb(a), verb(b))
        }
        (Some((own, text)), None) | (None, Some((own, text))) => format!("{} {text}", verb(own)),
        (None, None) => "stands as before".to_owned(),
    }
}

fn compared(own: &Compared) -> Table {
    let position = |stands: Option<Stands>| {
        stands.map_or_else(Cell::empty, |own| {
            own.position.map_or_else(
                || Cell::text("EX"),
                |place| match own.shared {
                    true => Cell::text(format!("{place}=")),
                    false => Cell::whole(i64::from(place)),
                },
            )
        })
    };
    let total = |stands: Option<Stands>| stands.map_or_else(Cell::empty, |own| Cell::points(own.total));
    let rows = own
        .rows
        .iter()
        .map(|row| Row {
            cells: vec![
                position(row.after),
                position(row.before),
                Cell::text(match row.places() {
                    Some(places) if places > 0 => format!("▲ {places}"),
                    Some(places) if places < 0 => format!("▼ {}", -places),
                    Some(_) => String::new(),
                    None if row.after.is_none() => "out".to_owned(),
                    None => "new".to_owned(),
                }),
                Cell::text(row.competitor.name.clone()),
                total(row.after),
                total(row.before),
                match row.points() {
                    points if points.is_zero() => Cell::empty(),
                    points if points > Points::ZERO => {
                        Cell::valued(Value::Points(points), format!("+{points}"))
                    }
                    points => Cell::points(points),
                },
            ],
            stressed: row.changed() && row.after.is_some_and(|own| own.position == Some(Position::FIRST)),
            ..Row::default()
        })
        .collect();
    Table {
        id: own
            .class
            .as_ref()
            .map_or_else(|| own.title.clone(), |(_, class)| format!("{}-{class}", own.title)),
        title: title(own),
        class: own.class.as_ref().map(|(index, _)| *index),
        columns: vec![
            Column::new("position_after", "Pos").right().full("Position after"),
            Column::new("position_before", "was").right().full("Position before"),
            Column::new("places", "±").right().full("Places gained or lost"),
            Column::new("competitor", "Competitor").grow(1),
            Column::new("total_after", "Total").right().full("Total after"),
            Column::new("total_before", "was").right().full("Total before"),
            Column::new("points", "±").right().full("Points gained or lost"),
        ],
        row_head: Some(3),
        groups: vec![Group { rows, ..Group::default() }],
        ..Table::default()
    }
}
