//! `parcferme.search/1`: everything of a season that has a page.

use crate::json::Named;
use crate::site::View;
use crate::site::search::{self, Thing};
use parcferme_core::find::{Asked, FoundCell, How};
use serde::Serialize;
use utoipa::ToSchema;

pub const SCHEMA: &str = "parcferme.search/1";

/// The document.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = search::Document)]
pub struct Document {
    #[schema(example = json!(SCHEMA))]
    pub schema: &'static str,
    pub season: String,
    /// Those that fit best first; all, by kind, where nothing was asked.
    pub found: Vec<Found>,
    /// Cells and totals of tables that the words name, a competitor and perhaps a round: those that fit best.
    pub cells: Vec<Cell>,
}

/// One thing with a page.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = search::Found)]
pub struct Found {
    pub name: String,
    pub kind: String,
    /// More words to find it by.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub also: String,
    /// Its page, from the season's folder.
    pub href: String,
    /// `whole`: the name as asked for but for its spelling; `words` of it; `begins`: beginnings of words; `within`: a piece;
    /// `slip`: a letter is wrong. Absent where nothing was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fit: Option<&'static str>,
}

/// A cell of a table, or a total.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = search::Cell)]
pub struct Cell {
    pub title: String,
    pub class: Option<String>,
    pub competitor: Named,
    /// Number of the round, and null for a total.
    pub round: Option<u32>,
    /// `Prodrive, GTS Teams' Championship, round 6`.
    pub name: String,
    /// Why it is what it is, from the season's folder.
    pub href: String,
    pub fit: &'static str,
}

/// Cells that an answer lists.
const MOST_CELLS: usize = 12;

/// What fits the question, however it is spelled.
pub fn search(view: &View, query: &str) -> Document {
    let things = &search::index_of(view).things;
    let found = match Asked::new(query).is_empty() {
        true => things.iter().map(|own| own.found.clone()).collect(),
        false => fitting(things, query),
    };
    let cells = search::cells(view, query);
    let cells = cells.iter().take(MOST_CELLS).map(|own| cell(view, own)).collect();
    Document { schema: SCHEMA, season: view.season.id.clone(), found, cells }
}

/// Those of the things that fit, the best first; in their own order where they fit the same.
fn fitting(things: &[Thing], query: &str) -> Vec<Found> {
    let asked = Asked::among(query, things.iter().map(|own| &own.names));
    let fits = things.iter().filter_map(|own| Some((asked.fit(&own.names)?, &own.found)));
    let mut fits: Vec<_> = fits.collect();
    fits.sort_by_key(|own| own.0);
    fits.into_iter().map(|(fit, found)| Found { fit: Some(word(fit.how)), ..found.clone() }).collect()
}

fn cell(view: &View, own: &FoundCell) -> Cell {
    let question = &own.question;
    Cell {
        title: view.rules.titles[question.title].id.clone(),
        class: question.class.map(|class| view.class_name(class).to_owned()),
        competitor: Named::of(&view.season.competitors[question.competitor]),
        round: question.round.and_then(|round| view.season.rounds[round].number).map(u32::from),
        name: search::cell_name(view, question),
        href: search::cell_href(view, question),
        fit: word(own.fit.how),
    }
}

const fn word(how: How) -> &'static str {
    match how {
        How::Whole => "whole",
        How::Words => "words",
        How::Begins => "begins",
        How::Within => "within",
        How::Slip => "slip",
    }
}
