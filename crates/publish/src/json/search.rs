//! `parcferme.search/1`: everything of a season that has a page.

use crate::json::Named;
use crate::view::View;
use crate::view::search::{self, Search};
use parcferme_core::find::How;
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
    pub kind: &'static str,
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

/// What fits the question, however it is spelled.
pub fn search(view: &View, query: &str) -> Document {
    let Search { found, cells } = search::search(view, query);
    Document {
        schema: SCHEMA,
        season: view.season.id.clone(),
        found: found.into_iter().map(Found::from).collect(),
        cells: cells.into_iter().map(|own| cell(view, own)).collect(),
    }
}

impl From<search::Found> for Found {
    fn from(own: search::Found) -> Found {
        let search::Found { name, kind, also, href, fit } = own;
        Found { name, kind, also, href, fit: fit.map(word) }
    }
}

fn cell(view: &View, own: search::Cell) -> Cell {
    let question = own.question;
    Cell {
        title: view.rules.titles[question.title].id.clone(),
        class: question.class.map(|class| view.class_name(class).to_owned()),
        competitor: Named::of(&view.season.competitors[question.competitor]),
        round: question.round.and_then(|round| view.season.rounds[round].number).map(u32::from),
        name: own.name,
        href: own.href,
        fit: word(own.fit),
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
