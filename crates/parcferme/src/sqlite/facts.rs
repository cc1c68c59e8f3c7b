//! What was declared, and how each car was classified.

use super::{Computed, each, season_row};
use parcferme_core::outcome::{ClassificationRow, Gap};
use parcferme_core::season::{Class, Kind, Length, ResultRow, RoundStatus, Session};
use parcferme_core::{Ix, Rulebook, Season};
use parcferme_publish::explanation::ruling_in_words;
use rusqlite::{Connection, params};
use std::collections::BTreeMap;

pub(super) fn write(connection: &Connection, computed: &Computed<'_>) -> rusqlite::Result<()> {
    let Computed { season, rules, .. } = *computed;
    season_row(connection, season)?;
    each(
        connection,
        "INSERT INTO document VALUES (?, ?, ?, ?, ?)",
        season
            .documents
            .rows()
            .iter()
            .map(|own| (&season.id, &own.name, &own.title, &own.digest, &own.licence)),
    )?;
    each(
        connection,
        "INSERT INTO class VALUES (?, ?, ?, ?)",
        (1_u32..).zip(season.classes.rows()).map(|(place, own)| (&season.id, &own.id, &own.name, place)),
    )?;
    each(
        connection,
        "INSERT INTO competitor VALUES (?, ?, ?, ?, ?)",
        season
            .competitors
            .rows()
            .iter()
            .map(|own| (&season.id, own.kind.word(), &own.id, &own.name, &own.nation)),
    )?;
    rounds(connection, season)?;
    results(connection, computed)?;
    statements(connection, season, rules)
}

fn rounds(connection: &Connection, season: &Season) -> rusqlite::Result<()> {
    let mut round = connection.prepare("INSERT INTO round VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
    for own in season.rounds.rows() {
        let status = match own.status {
            RoundStatus::Held => "held",
            RoundStatus::Cancelled => "cancelled",
            RoundStatus::Scheduled => "scheduled",
        };
        let (time, laps, metres) = match own.length {
            Some(Length::Time(time)) => (Some(time.0), None, None),
            Some(Length::Laps(laps)) => (None, Some(laps.0), None),
            Some(Length::Metres(metres)) => (None, None, i64::try_from(metres).ok()),
            None => (None, None, None),
        };
        let date = own.date.map(|date| date.to_string());
        let row = params![
            season.id,
            own.event,
            own.number.map(u32::from),
            own.name,
            own.circuit,
            date,
            status,
            time,
            laps,
            metres
        ];
        round.execute(row)?;
    }
    each(
        connection,
        "INSERT INTO session VALUES (?, ?, ?, ?)",
        season
            .sessions
            .rows()
            .iter()
            .map(|own| (&season.id, &season.rounds[own.round].event, &own.id, own.order)),
    )
}

fn results(connection: &Connection, computed: &Computed<'_>) -> rusqlite::Result<()> {
    let season = computed.season;
    let mut classified: BTreeMap<Ix<ResultRow>, &ClassificationRow> = BTreeMap::new();
    for row in computed.outcome.classifications.iter().flat_map(|own| &own.rows) {
        classified.insert(row.result, row);
    }
    let places = format!("INSERT INTO result VALUES ({})", ["?"; 26].join(", "));
    let mut result = connection.prepare(&places)?;
    let mut stands_for = connection.prepare("INSERT INTO result_competitor VALUES (?, ?, ?, ?, ?, ?)")?;
    let mut crew = connection.prepare("INSERT INTO crew VALUES (?, ?, ?, ?, ?, 'driver', ?, ?, ?, ?)")?;
    let mut line = Line::default();
    for (ix, row) in season.results.iter() {
        let key = line.next(season, row.session);
        let own = classified.get(&ix);
        let class = |class: Option<Ix<Class>>| class.map(|class| season.classes[class].id.as_str());
        let (gap_ms, gap_laps) = match own.and_then(|own| own.gap) {
            Some(Gap::Time(time)) => (Some(time.0), None),
            Some(Gap::Laps(laps)) => (None, Some(laps.0)),
            None => (None, None),
        };
        result.execute(params![
            season.id,
            key.event,
            key.session,
            key.line,
            row.number.as_str(),
            class(row.class),
            row.position.map(u32::from),
            row.classified,
            row.printed_team,
            row.printed_chassis,
            row.printed_engine,
            row.grid.map(u32::from),
            row.best_lap.map(|time| time.0),
            row.remark,
            class(own.map_or(row.class, |own| own.class)),
            own.and_then(|own| own.position).map(u32::from),
            own.and_then(|own| own.class_position).map(u32::from),
            own.map_or(row.status, |own| own.status).word(),
            own.is_some_and(|own| own.classified),
            own.map_or(row.laps, |own| own.laps).map(u32::from),
            own.map_or(row.time, |own| own.time).map(|time| time.0),
            gap_ms,
            gap_laps,
            own.and_then(|own| own.distance).map(|distance| distance.required_laps.0),
            own.map_or(row.best_lap, |own| own.best).map(|time| time.0),
            own.is_some_and(|own| own.guessed),
        ])?;
        for kind in Kind::ALL {
            if let Some(competitor) = row.stands_for(kind) {
                let competitor = &season.competitors[competitor].id;
                stands_for.execute((
                    &season.id,
                    key.event,
                    key.session,
                    key.line,
                    kind.word(),
                    competitor,
                ))?;
            }
        }
        for (seat, own) in (1_u32..).zip(&row.crew) {
            let driver = &season.competitors[own.driver].id;
            let printed = &own.printed;
            crew.execute(params![
                season.id,
                key.event,
                key.session,
                key.line,
                seat,
                driver,
                printed,
                own.drove,
                own.scores
            ])?;
        }
    }
    Ok(())
}

/// Numbers rows within their session.
#[derive(Default)]
struct Line {
    session: Option<Ix<Session>>,
    line: u32,
}

struct Key<'a> {
    event: &'a str,
    session: &'a str,
    line: u32,
}

impl Line {
    fn next<'a>(&mut self, season: &'a Season, session: Ix<Session>) -> Key<'a> {
        self.line = if self.session == Some(session) { self.line + 1 } else { 1 };
        self.session = Some(session);
        let own = &season.sessions[session];
        Key { event: &season.rounds[own.round].event, session: &own.id, line: self.line }
    }
}

/// Feats, decisions and entries.
fn statements(connection: &Connection, season: &Season, rules: &Rulebook) -> rusqlite::Result<()> {
    let mut feat = connection.prepare("INSERT INTO feat VALUES (?, ?, ?, ?, ?, ?, ?, ?)")?;
    let mut line = Line::default();
    for own in &season.feats {
        let key = line.next(season, own.session);
        let driver = own.driver.map(|driver| season.competitors[driver].id.as_str());
        let time = own.time.map(|time| time.0);
        let kind = own.kind.word();
        feat.execute(params![
            season.id,
            key.event,
            key.session,
            key.line,
            kind,
            own.number.as_str(),
            driver,
            time
        ])?;
    }
    each(
        connection,
        "INSERT INTO decision VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        season.decisions.rows().iter().map(|own| {
            let said = (&own.author, &own.date, &own.reason, &own.source);
            let text = ruling_in_words(season, rules, own);
            let lifted_by = own.lifted_by.map(|lift| &season.decisions[lift].id);
            (&season.id, &own.id, said.0, said.1, said.2, said.3, own.ruling.word(), text, lifted_by)
        }),
    )?;
    let mut entry = connection.prepare("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
    for (line, own) in (1_u32..).zip(&season.entries) {
        let class = &season.classes[own.class].id;
        entry.execute(params![
            season.id,
            line,
            class,
            own.printed_team,
            own.number.as_deref(),
            own.chassis,
            own.engine,
            own.printed_driver,
            own.printed_rounds
        ])?;
    }
    Ok(())
}
