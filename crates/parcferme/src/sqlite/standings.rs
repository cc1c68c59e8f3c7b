//! Tables as computed, and as published.

use super::{Computed, each, text_and_real};
use parcferme_core::season::PublishedTable;
use parcferme_publish::explanation::tie_in_words;
use parcferme_publish::sheet::coverage::caveat;
use rusqlite::{Connection, params};
use std::collections::BTreeSet;

pub(super) fn write(connection: &Connection, computed: &Computed<'_>) -> rusqlite::Result<()> {
    let Computed { season, rules, outcome } = *computed;
    each(
        connection,
        "INSERT INTO title VALUES (?, ?, ?, ?)",
        rules.titles.rows().iter().map(|own| (&season.id, &own.id, &own.name, own.competitor.word())),
    )?;
    let mut standing =
        connection.prepare("INSERT INTO standing VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
    let mut cell =
        connection.prepare("INSERT INTO standing_cell VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
    let mut whole = connection.prepare("INSERT INTO standing_table VALUES (?, ?, ?, ?, ?, ?)")?;
    for table in &outcome.tables {
        let title = &rules.titles[table.title];
        let class = table.class.map_or("", |class| season.classes[class].id.as_str());
        whole.execute(params![
            season.id,
            title.id,
            class,
            count(table.rounds.len()),
            count(table.unknown.len()),
            caveat(season, title, table)
        ])?;
        for (line, row) in (1_u32..).zip(&table.rows) {
            let competitor = &season.competitors[row.competitor];
            let (points, real) = text_and_real(row.total);
            standing.execute(params![
                season.id,
                title.id,
                class,
                competitor.kind.word(),
                competitor.id,
                line,
                row.position.map(u32::from),
                row.shared,
                points,
                real,
                row.reset.map(|(round, _)| &season.rounds[round].event),
                row.reset.map(|(_, points)| points.to_string()),
                row.tie.as_ref().map(|tie| tie_in_words(season, title, tie))
            ])?;
            for own in &row.cells {
                let (points, real) = text_and_real(own.points);
                let article =
                    own.because.article().map_or("", |article| rules.articles[article].text.as_str());
                cell.execute(params![
                    season.id,
                    title.id,
                    class,
                    competitor.id,
                    season.rounds[own.round].event,
                    points,
                    real,
                    own.position.map(u32::from),
                    own.basis.word(),
                    own.counted,
                    own.dropped.to_string(),
                    article
                ])?;
            }
        }
    }
    published(connection, computed)
}

fn count(rounds: usize) -> u32 {
    u32::try_from(rounds).unwrap_or(u32::MAX)
}

/// Final tables; those published after a round in between are left to the season's folder.
fn published(connection: &Connection, computed: &Computed<'_>) -> rusqlite::Result<()> {
    let season = computed.season;
    let mut total = connection.prepare("INSERT INTO published_total VALUES (?, ?, ?, ?, ?, ?, ?, ?)")?;
    let mut cell = connection.prepare("INSERT INTO published_cell VALUES (?, ?, ?, ?, ?, ?, ?)")?;
    let mut seen = BTreeSet::new();
    let is_final = |table: &&PublishedTable| table.after.is_none();
    for table in season.published.iter().filter(is_final) {
        let class = table.class.map_or("", |class| season.classes[class].id.as_str());
        for row in &table.rows {
            // Two lines of one table may name one competitor by two spellings: the first one stands.
            if !seen.insert((&table.title, class, row.competitor)) {
                continue;
            }
            let competitor = &season.competitors[row.competitor].id;
            let points = row.total.map(text_and_real);
            total.execute(params![
                season.id,
                table.title,
                class,
                competitor,
                row.printed,
                row.position.map(u32::from),
                points.as_ref().map(|points| &points.0),
                points.as_ref().map(|points| points.1)
            ])?;
            for (round, own) in &row.cells {
                let points = own.map(text_and_real);
                cell.execute(params![
                    season.id,
                    table.title,
                    class,
                    competitor,
                    season.rounds[*round].event,
                    points.as_ref().map(|points| &points.0),
                    points.as_ref().map(|points| points.1)
                ])?;
            }
        }
    }
    Ok(())
}
