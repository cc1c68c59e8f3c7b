//! An audit as a sheet: how often each check compared, and every finding.

use crate::sheet::{Block, Cell, Column, Group, Head, Row, Run, Sheet, Table};
use parcferme_core::Season;
use parcferme_core::audit::{Audit, Finding};

pub fn audit(season: &Season, audit: &Audit) -> Sheet {
    Sheet {
        head: Head {
            event: season.name.clone(),
            series: season.series.clone(),
            document: "Audit".to_owned(),
            ..Head::default()
        },
        classes: season.classes.rows().iter().map(|class| class.id.clone()).collect(),
        blocks: vec![Block::Table(checks(audit)), Block::Table(findings(season, audit))],
        ..Sheet::default()
    }
}

fn checks(audit: &Audit) -> Table {
    let number = |key: &str, head: &str| Column::new(key, head).right();
    let rows = audit.checks.iter().map(|count| {
        let numbers =
            [count.checked, count.agree, count.decided, count.differ, count.waived, count.unverifiable];
        let cells = numbers.map(|number| Cell::whole(i64::from(number)));
        let row = Row::new([Cell::text(count.check)].into_iter().chain(cells).collect());
        Row { stressed: count.differ > 0, ..row }
    });
    Table {
        id: "checks".to_owned(),
        title: "Checks".to_owned(),
        columns: vec![
            Column::new("check", "Check").grow(1),
            number("checked", "Checked"),
            number("agree", "Agree"),
            number("decided", "Decided"),
            number("differ", "Differ"),
            number("waived", "Waived"),
            number("unverifiable", "Unverifiable"),
        ],
        row_head: Some(0),
        groups: vec![Group { rows: rows.collect(), ..Group::default() }],
        ..Table::default()
    }
}

fn findings(season: &Season, audit: &Audit) -> Table {
    Table {
        id: "findings".to_owned(),
        title: "Findings".to_owned(),
        columns: vec![
            Column::new("id", "Id"),
            Column::new("severity", "Severity"),
            Column::new("check", "Check"),
            Column::new("round", "Rd").right().full("Round"),
            Column::new("class", "Class"),
            Column::new("message", "Finding").grow(3),
            Column::new("where", "Where").grow(2),
            Column::new("asserted", "Asserted").grow(1),
            Column::new("computed", "Computed").grow(1),
            Column::new("because", "Because").grow(2),
        ],
        groups: vec![Group {
            rows: audit.findings.iter().map(|finding| row(season, finding)).collect(),
            ..Group::default()
        }],
        ..Table::default()
    }
}

fn row(season: &Season, finding: &Finding) -> Row {
    let lines = |texts: Vec<String>| {
        if texts.is_empty() {
            return Cell::empty();
        }
        Cell::lines(texts.into_iter().map(|text| vec![Run::plain(text)]).collect())
    };
    let class = finding.class.map_or_else(Cell::empty, |class| {
        Cell::text(season.classes[class].id.clone()).of_class(class.index())
    });
    let round = finding.round.and_then(|round| season.rounds[round].number);
    Row::new(vec![
        Cell::text(finding.id),
        Cell::text(finding.severity.word()),
        Cell::text(finding.check),
        round.map_or_else(Cell::empty, |number| Cell::whole(i64::from(number))),
        class,
        Cell::text(finding.message.clone()),
        lines(finding.places.iter().map(ToString::to_string).collect()),
        Cell::text(finding.asserted.clone()),
        Cell::text(finding.computed.clone()),
        lines(finding.because.clone()),
    ])
}
