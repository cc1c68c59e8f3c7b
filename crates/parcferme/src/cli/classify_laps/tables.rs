//! The report as a sheet: the classification first, then what was asked for.

use super::{Options, Report};
use parcferme_core::numbers::Position;
use parcferme_core::timing::official::Comparison;
use parcferme_core::timing::{SessionKind, TimedSession};
use parcferme_publish::sheet::timing::{Timed, TimingSheet};
use parcferme_publish::sheet::{Block, Cell, Column, Group, Head, Row, Sheet, Table, Value, capital};

/// The sheet; `alone` leaves out the classification where something else was asked for, for formats of one table.
pub fn sheet(report: &Report, options: &Options, alone: bool) -> Sheet {
    let mut timed = Timed::new(report.timed.clone(), &[]);
    timed.only.clone_from(&options.class);
    let asked = [
        (options.stints, TimingSheet::Stints),
        (options.driver_times, TimingSheet::DriverTime),
        (options.pit_stops, TimingSheet::PitStops),
    ];
    let asked = || asked.iter().filter(|(wanted, _)| *wanted).map(|(_, kind)| *kind);
    let mut sheet = Sheet {
        head: Head {
            event: report.session.clone(),
            document: "Classification from lap records".to_owned(),
            ..Head::default()
        },
        classes: timed.classes.clone(),
        ..Sheet::default()
    };
    if !alone || asked().next().is_none() {
        sheet.blocks.push(Block::Table(timed.classification()));
    }
    for kind in asked() {
        let blocks = timed.sheet(kind, Head::default()).blocks.into_iter();
        sheet.blocks.extend(blocks.map(|block| match block {
            Block::Table(table) => Block::Table(Table { title: capital(kind.words()), ..table }),
            other => other,
        }));
    }
    if let Some((document, comparison)) = report.against.as_ref().filter(|_| !alone) {
        sheet.blocks.push(Block::Table(against(&report.timed, document, comparison)));
    }
    sheet
}

fn against(timed: &TimedSession, document: &str, comparison: &Comparison) -> Table {
    let place = |position: Option<Position>| match position {
        Some(position) => Cell::whole(i64::from(position)),
        None => Cell::valued(Value::Empty, "-"),
    };
    let rows = comparison.differences.iter().flat_map(|difference| {
        difference.reasons.iter().map(move |reason| {
            Row::new(vec![
                Cell::text(difference.number.clone()),
                place(difference.timed_position),
                place(difference.published_position),
                Cell::text(reason.sentence()),
            ])
        })
    });
    Table {
        id: "against".to_owned(),
        title: format!("Against {document}"),
        columns: vec![
            Column::new("number", "No.").right().full("Car number"),
            Column::new("timed", "Timed").right().full("Position by the lap records"),
            Column::new("published", "Published").right().full("Position as published"),
            Column::new("reason", "Reason").grow(1),
        ],
        row_head: Some(0),
        groups: vec![Group { rows: rows.collect(), ..Group::default() }],
        notes: against_notes(timed, comparison).into_iter().map(Into::into).collect(),
        ..Table::default()
    }
}

fn against_notes(timed: &TimedSession, comparison: &Comparison) -> Vec<String> {
    let what = match timed.order.taken.kind {
        SessionKind::Race => "place, laps and total time",
        SessionKind::BestLap => "place and best lap",
    };
    let (same, compared) = (comparison.same, comparison.compared);
    let mut notes = vec![format!("{same} of {compared} cars have the same {what} in both.")];
    if comparison.without_place > 0 {
        notes.push(format!(
            "{} of them have no published place that can be compared.",
            comparison.without_place
        ));
    }
    notes
}
