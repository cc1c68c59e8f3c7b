//! `parcferme.comparison/1`: two seasons side by side.

use crate::json::Named;
use crate::json::rules::{self, Rule};
use crate::view::View;
use crate::view::compare::{Partners, changes_of_lead, known_in_full, partners};
use crate::view::story::{story, wins};
use serde::Serialize;
use utoipa::ToSchema;

pub const SCHEMA: &str = "parcferme.comparison/1";

/// The document. Every pair is in the order of the seasons.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = comparison::Document)]
pub struct Document {
    #[schema(example = json!(SCHEMA))]
    pub schema: &'static str,
    pub seasons: [Side; 2],
    /// The tables of the nearest titles: classes of one name together, others by the seasons' order of classes, then what
    /// has no partner.
    pub tables: Vec<Pair>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = comparison::Side)]
pub struct Side {
    pub id: String,
    pub name: String,
    pub rounds_held: usize,
    pub rounds_known_in_full: usize,
    pub classes: Vec<String>,
    pub starts_known: usize,
    pub titles: Vec<String>,
    pub rules: Vec<Rule>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = comparison::Pair)]
pub struct Pair {
    /// Name of the class that both sides are of; null where they are of none, or of different ones.
    pub class: Option<String>,
    /// Null where a season has no such table.
    pub sides: [Option<Table>; 2],
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = comparison::Table)]
pub struct Table {
    pub title: String,
    pub class: Option<String>,
    /// At most three.
    pub first: Vec<Place>,
    pub different_winners: usize,
    /// Null where rounds run are unknown.
    pub changes_of_lead: Option<usize>,
    pub story: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = comparison::Place)]
pub struct Place {
    pub competitor: Named,
    pub total: String,
}

pub fn comparison(a: &View, b: &View) -> Document {
    let Partners { pairs, alone: [left, right], .. } = partners(a, b);
    let both = pairs.into_iter().map(|[n, m]| [Some(table(a, n)), Some(table(b, m))]);
    let left = left.into_iter().map(|n| [Some(table(a, n)), None]);
    let right = right.into_iter().map(|m| [None, Some(table(b, m))]);
    Document {
        schema: SCHEMA,
        seasons: [a, b].map(side),
        tables: both.chain(left).chain(right).map(|sides| Pair { class: class(&sides), sides }).collect(),
    }
}

fn class(sides: &[Option<Table>; 2]) -> Option<String> {
    match sides {
        [Some(left), Some(right)] => left.class.clone().filter(|_| left.class == right.class),
        [one, other] => one.as_ref().or(other.as_ref())?.class.clone(),
    }
}

fn side(view: &View) -> Side {
    Side {
        id: view.season.id.clone(),
        name: view.season.name.clone(),
        rounds_held: view.held_and_cancelled().0,
        rounds_known_in_full: known_in_full(view),
        classes: view.season.classes.rows().iter().map(|own| own.id.clone()).collect(),
        starts_known: view.season.results.len(),
        titles: view.rules.titles.rows().iter().map(|own| own.name.clone()).collect(),
        rules: rules::list(view.rules),
    }
}

fn table(view: &View, n: usize) -> Table {
    let own = &view.outcome.tables[n];
    Table {
        title: view.rules.titles[own.title].id.clone(),
        class: own.class.map(|class| view.class_name(class).to_owned()),
        first: own
            .rows
            .iter()
            .take(3)
            .map(|row| Place {
                competitor: Named::of(&view.season.competitors[row.competitor]),
                total: row.total.to_string(),
            })
            .collect(),
        different_winners: wins(own).len(),
        changes_of_lead: changes_of_lead(view, n),
        story: story(view, n),
    }
}
