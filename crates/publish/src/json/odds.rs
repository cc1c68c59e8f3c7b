//! `parcferme.odds/1`: how likely each was to win each title after every round.

use crate::json::Named;
use crate::scenario::Course;
use crate::view::View;
use serde::Serialize;
use utoipa::ToSchema;

pub const SCHEMA: &str = "parcferme.odds/1";

/// The document.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = odds::Document)]
pub struct Document {
    #[schema(example = json!(SCHEMA))]
    pub schema: &'static str,
    pub season: String,
    /// The titles whose odds are drawn.
    pub titles: Vec<Title>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = odds::Title)]
pub struct Title {
    pub title: String,
    pub name: String,
    pub class: Option<String>,
    /// Numbers of the rounds after which the odds stand; null for a round without one.
    pub rounds: Vec<Option<u32>>,
    /// The round after which nobody else could win.
    pub decided_after: Option<u32>,
    /// Those who had a chance of one per cent or more after some round, the likeliest at the end first.
    pub contenders: Vec<Contender>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = odds::Contender)]
pub struct Contender {
    pub competitor: Named,
    /// After each round, decimals from 0 to 1. Exactly 0 where it could not win any more, exactly 1 where it had won.
    #[schema(example = json!(["0.4512", "0.6233", "1.0000"]))]
    pub shares: Vec<String>,
}

/// The odds of every title that has some.
pub fn odds(view: &View) -> Document {
    let tables = 0..view.outcome.tables.len();
    let titles = tables.filter_map(|table| Some(title(view, table, &view.course(table)?))).collect();
    Document { schema: SCHEMA, season: view.season.id.clone(), titles }
}

fn title(view: &View, table: usize, course: &Course) -> Title {
    let own = &view.outcome.tables[table];
    let number = |round| view.season.rounds[round].number.map(|own| own.0);
    Title {
        title: view.rules.titles[own.title].id.clone(),
        name: view.rules.titles[own.title].name.clone(),
        class: own.class.map(|class| view.class_name(class).to_owned()),
        rounds: course.rounds.iter().map(|&round| number(round)).collect(),
        decided_after: view.decided[table].after().and_then(number),
        contenders: course
            .of
            .iter()
            .map(|(competitor, shares)| Contender {
                competitor: Named::of(&view.season.competitors[*competitor]),
                shares: shares.iter().map(|share| format!("{share:.4}")).collect(),
            })
            .collect(),
    }
}
