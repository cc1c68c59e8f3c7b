//! `parcferme.try/1`: what was made of a stranger's table.

use crate::json::{added, audit, standings};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

pub const SCHEMA: &str = "parcferme.try/1";

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = attempt::Document)]
pub struct Document<'a> {
    #[schema(example = json!(SCHEMA))]
    pub schema: &'static str,
    /// Whether something is asked before anything can be read: see `diagnostics`.
    pub asks: bool,
    pub files: Vec<added::File>,
    /// What there was to tell, the gravest first.
    pub diagnostics: Vec<added::Told>,
    /// Where the rules come from: `named`, `inferred` from results and tables, `sums` where points are as published and were
    /// only added up, `none`.
    #[schema(example = "sums")]
    pub rules: &'static str,
    /// The rulebook as text.
    pub rulebook: Option<String>,
    pub audit: Option<audit::Document<'a>>,
    pub standings: Option<standings::Standings>,
    /// The season folder that was made of it: text by path.
    pub folder: BTreeMap<String, String>,
}
