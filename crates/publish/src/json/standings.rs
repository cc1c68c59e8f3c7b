//! `parcferme.standings/1`: tables of titles and classes. Points and totals are strings: a decimal where it is exact,
//! else a fraction.

use crate::json::Named;
use crate::site::View;
use parcferme_core::compute::decided::decided_after;
use parcferme_core::outcome::{Cell, StandingsRow, StandingsTable};
use parcferme_core::rules::extra::Bonus;
use parcferme_core::{Rulebook, Season};
use serde::Serialize;
use utoipa::ToSchema;

pub const SCHEMA: &str = "parcferme.standings/1";

/// The document.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = standings::Standings)]
pub struct Standings {
    #[schema(example = json!(SCHEMA))]
    pub schema: &'static str,
    pub season: String,
    /// Number of the last round counted; null before the first.
    pub after_round: Option<u32>,
    pub tables: Vec<Table>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = standings::Table)]
pub struct Table {
    pub title: String,
    pub name: String,
    /// Null where a title has no classes.
    pub class: Option<String>,
    /// Round numbers, in the order of the cells.
    pub rounds: Vec<u32>,
    /// Rounds run of which neither results nor published points are known.
    pub unknown_rounds: Vec<u32>,
    /// The round after which nobody else could win any more, whatever the remaining rounds brought; null while the title is
    /// open.
    pub decided_after: Option<u32>,
    pub rows: Vec<Row>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = standings::Row)]
pub struct Row {
    /// Null for a competitor excluded from the title.
    pub position: Option<u32>,
    /// Whether others share the position.
    pub shared: bool,
    pub competitor: Named,
    pub total: String,
    pub cells: Vec<Entry>,
    pub adjustments: Vec<Adjustment>,
    /// Id of the decision that excluded the competitor.
    pub excluded: Option<String>,
    /// Whether the tie-break put the row behind the one above.
    pub by_tie_break: bool,
    /// Where the row stood after each round; for tables of the whole season.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub progress: Vec<Stood>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = standings::Stood)]
pub struct Stood {
    pub after_round: u32,
    pub position: Option<u32>,
    pub total: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = standings::Entry)]
pub struct Entry {
    pub round: u32,
    pub points: String,
    /// Best position that counted.
    pub position: Option<u32>,
    /// `computed`, `declared` or `none`.
    pub basis: &'static str,
    /// False where the result is dropped.
    pub counted: bool,
    /// What makes up the points, where results are known.
    pub awards: Vec<Award>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = standings::Award)]
pub struct Award {
    pub session: String,
    /// `position`, or the id of the bonus.
    pub kind: String,
    pub position: Option<u32>,
    pub points: String,
    /// Article that gives the points.
    pub article: Option<String>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = standings::Adjustment)]
pub struct Adjustment {
    pub decision: String,
    pub points: String,
}

/// The document of the tables given.
pub fn standings<'t>(
    season: &Season,
    rules: &Rulebook,
    tables: impl IntoIterator<Item = &'t StandingsTable>,
) -> Standings {
    let tables: Vec<&StandingsTable> = tables.into_iter().collect();
    let after = tables.iter().filter_map(|table| table.after).max();
    Standings {
        schema: SCHEMA,
        season: season.id.clone(),
        after_round: after.and_then(|round| season.rounds[round].number),
        tables: tables.into_iter().map(|own| table(season, rules, own)).collect(),
    }
}

/// The document of tables of a season's outcome, by their indices, with their progress from round to round.
pub fn with_progress(view: &View, tables: impl IntoIterator<Item = usize>) -> Standings {
    let indices: Vec<usize> = tables.into_iter().filter(|&n| n < view.outcome.tables.len()).collect();
    let own = |n: usize| &view.outcome.tables[n];
    let mut document = standings(view.season, view.rules, indices.iter().map(|&n| own(n)));
    for (table, &n) in document.tables.iter_mut().zip(&indices) {
        for (row, computed) in table.rows.iter_mut().zip(&own(n).rows) {
            row.progress = own(n)
                .rounds
                .iter()
                .zip(&view.history[n])
                .filter_map(|(&round, then)| {
                    let then = then.row(computed.competitor)?;
                    Some(Stood {
                        after_round: view.season.rounds[round].number?,
                        position: then.position,
                        total: then.total.to_string(),
                    })
                })
                .collect();
        }
    }
    document
}

fn table(season: &Season, rules: &Rulebook, table: &StandingsTable) -> Table {
    let numbers = |rounds: &[_]| rounds.iter().filter_map(|&round| season.rounds[round].number).collect();
    Table {
        title: rules.titles[table.title].id.clone(),
        name: rules.titles[table.title].name.clone(),
        class: table.class.map(|class| season.classes[class].id.clone()),
        rounds: numbers(&table.rounds),
        unknown_rounds: numbers(&table.unknown),
        decided_after: decided_after(season, rules, table).and_then(|round| season.rounds[round].number),
        rows: table.rows.iter().map(|own| row(season, rules, own)).collect(),
    }
}

pub(super) fn row(season: &Season, rules: &Rulebook, row: &StandingsRow) -> Row {
    let competitor = &season.competitors[row.competitor];
    Row {
        position: row.position,
        shared: row.shared,
        competitor: Named::of(competitor),
        total: row.total.to_string(),
        cells: row.cells.iter().map(|own| cell(season, rules, own)).collect(),
        adjustments: row
            .adjustments
            .iter()
            .map(|(decision, points)| Adjustment {
                decision: season.decisions[*decision].id.clone(),
                points: points.to_string(),
            })
            .collect(),
        excluded: row.excluded.map(|decision| season.decisions[decision].id.clone()),
        by_tie_break: row.by_tie_break(),
        progress: Vec::new(),
    }
}

fn cell(season: &Season, rules: &Rulebook, cell: &Cell) -> Entry {
    Entry {
        round: season.rounds[cell.round].number.unwrap_or(0),
        points: cell.points.to_string(),
        position: cell.position,
        basis: cell.basis.word(),
        counted: cell.counted,
        awards: cell
            .awards
            .iter()
            .map(|award| Award {
                session: season.sessions[award.session].id.clone(),
                kind: match Bonus::of(rules, award.kind) {
                    Some(bonus) => bonus.id.clone(),
                    None => "position".to_owned(),
                },
                position: award.position,
                points: award.points.to_string(),
                article: award.because.article().map(|article| rules.articles[article].text.clone()),
            })
            .collect(),
    }
}
