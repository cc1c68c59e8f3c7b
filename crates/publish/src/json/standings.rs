//! `parcferme.standings/1`: tables of titles and classes. Points and totals are strings: a decimal where it is exact,
//! else a fraction.

use crate::explanation::{effect_in_words, tie_in_words};
use crate::json::Named;
use crate::sheet::{self, coverage};
use crate::view::View;
use parcferme_core::outcome::{self, By, Cell, StandingsRow, StandingsTable};
use parcferme_core::rules::extra::Bonus;
use parcferme_core::rules::ties::TieBreak;
use parcferme_core::rules::title::Title;
use parcferme_core::scenario::{Decided, when_decided};
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
    /// What stands above the table where it is printed: the name with the class and, where not all rounds run are known, which it
    /// counts.
    pub heading: String,
    /// Null where a title has no classes.
    pub class: Option<String>,
    /// Round numbers, in the order of the cells.
    pub rounds: Vec<u32>,
    /// Rounds run of which neither results nor published points are known.
    pub unknown_rounds: Vec<u32>,
    /// What the table is not, as a sentence: not the championship where rounds are unknown, not verified where points are
    /// carried from a published table; null where it is all that its name says.
    pub caveat: Option<String>,
    /// `decided`, `open`, or `unknown`: where rounds run are unknown, and where the title's rules do not let it be worked out:
    /// where a better place may be worse, as where points are taken away, or where places of several classes make one table.
    pub decided: &'static str,
    /// The round after which nobody else could win any more, whatever the remaining rounds brought; null unless `decided`.
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
    /// How the row stands to another that is level with it on points: to the one above it or, of rows that share a place, the
    /// first of them to the one below.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tie: Option<Tie>,
    /// Where the total began anew; rounds before it do not count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reset: Option<Reset>,
    /// Where the row stood after each round; for tables of the whole season.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub progress: Vec<Stood>,
}

/// A tie on points, and what was found of the two.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = standings::Tie)]
pub struct Tie {
    pub rival: Named,
    /// The step that put the row behind its rival: `wins`, `countback`, `best-result`, `latest-result`, `earliest-result`,
    /// `head-to-head`; null where none did.
    pub step: Option<&'static str>,
    /// What the step compared, of the row and of its rival: how often `place` was held or others beaten, or, in `round` or by
    /// the best result, the place itself. 0 for none.
    pub own: u32,
    pub other: u32,
    /// The place that was counted.
    pub place: Option<u32>,
    /// The round in which the two were compared.
    pub round: Option<u32>,
    /// Id of the decision that put the row behind its rival, where no step did.
    pub ruling: Option<String>,
    pub text: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = standings::Reset)]
pub struct Reset {
    pub before_round: Option<u32>,
    pub points: String,
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
    /// Points of it that are dropped: all, or of some of its sessions; absent where none are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dropped: Option<String>,
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
    /// What it rests on, in the order in which it happened, in short; in full, with documents and lines, in the explanation
    /// of the cell.
    pub because: Vec<ShortReason>,
}

/// A step of the road to an award.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = standings::Reason)]
pub struct ShortReason {
    /// What it did: `counted`, `given`, `scaled`, `shared`, `dead-heat`, `bonus`, ...
    pub effect: &'static str,
    pub text: String,
    /// Absent where it is the one that gives the points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// Id of the decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<String>,
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
        after_round: after.and_then(|round| season.rounds[round].number).map(u32::from),
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
                        after_round: view.season.rounds[round].number?.0,
                        position: then.position.map(u32::from),
                        total: then.total.to_string(),
                    })
                })
                .collect();
        }
    }
    document
}

fn table(season: &Season, rules: &Rulebook, table: &StandingsTable) -> Table {
    let number = |&round: &_| season.rounds[round].number.map(u32::from);
    let numbers = |rounds: &[_]| rounds.iter().filter_map(number).collect();
    let decided = match table.unknown.is_empty() {
        true => when_decided(season, rules, table),
        false => Decided::Unknown,
    };
    Table {
        caveat: Some(coverage::caveat(season, &rules.titles[table.title], table))
            .filter(|caveat| !caveat.is_empty()),
        title: rules.titles[table.title].id.clone(),
        name: rules.titles[table.title].name.clone(),
        heading: sheet::standings::heading(season, rules, table),
        class: table.class.map(|class| season.classes[class].id.clone()),
        rounds: numbers(&table.rounds),
        unknown_rounds: numbers(&table.unknown),
        decided: decided.word(),
        decided_after: decided.after().and_then(|round| season.rounds[round].number).map(u32::from),
        rows: table.rows.iter().map(|own| row(season, rules, table, own)).collect(),
    }
}

pub(super) fn row(season: &Season, rules: &Rulebook, table: &StandingsTable, row: &StandingsRow) -> Row {
    let competitor = &season.competitors[row.competitor];
    Row {
        position: row.position.map(u32::from),
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
        tie: row.tie.as_ref().map(|tie| self::tie(season, &rules.titles[table.title], tie)),
        reset: row.reset.map(|(round, points)| Reset {
            before_round: season.rounds[round].number.map(u32::from),
            points: points.to_string(),
        }),
        progress: Vec::new(),
    }
}

fn tie(season: &Season, title: &Title, tie: &outcome::Tie) -> Tie {
    Tie {
        rival: Named::of(&season.competitors[tie.rival]),
        step: tie.step.map(TieBreak::word),
        own: tie.own,
        other: tie.other,
        place: tie.place.map(u32::from),
        round: tie.round.and_then(|round| season.rounds[round].number).map(u32::from),
        ruling: tie.ruling.map(|decision| season.decisions[decision].id.clone()),
        text: tie_in_words(season, title, tie),
    }
}

fn cell(season: &Season, rules: &Rulebook, cell: &Cell) -> Entry {
    Entry {
        round: season.rounds[cell.round].number.map_or(0, u32::from),
        points: cell.points.to_string(),
        position: cell.position.map(u32::from),
        basis: cell.basis.word(),
        counted: cell.counted,
        dropped: (!cell.dropped.is_zero()).then(|| cell.dropped.to_string()),
        awards: cell
            .awards
            .iter()
            .map(|award| Award {
                session: season.sessions[award.session].id.clone(),
                kind: match Bonus::of(rules, award.kind) {
                    Some(bonus) => bonus.id.clone(),
                    None => "position".to_owned(),
                },
                position: award.position.map(u32::from),
                points: award.points.to_string(),
                article: award.because.article().map(|article| rules.articles[article].text.clone()),
                because: award.because.steps.iter().map(|step| reason(season, rules, award, step)).collect(),
            })
            .collect(),
    }
}

fn reason(season: &Season, rules: &Rulebook, award: &outcome::Award, step: &outcome::Step) -> ShortReason {
    let gives = award.because.article();
    ShortReason {
        effect: step.effect.word(),
        text: effect_in_words(season, rules, step),
        article: match step.by {
            By::Article(article) if gives != Some(article) => Some(rules.articles[article].text.clone()),
            _ => None,
        },
        decision: match step.by {
            By::Decision(ix) => Some(season.decisions[ix].id.clone()),
            _ => None,
        },
    }
}
