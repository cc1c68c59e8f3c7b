//! What was redacted.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub const REDACTIONS: &str = "parcferme.redactions/1";

/// What was redacted, in order.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = redactions::Redactions)]
pub struct Redactions {
    #[schema(example = json!(REDACTIONS))]
    pub schema: &'static str,
    pub redactions: Vec<Redaction>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = redactions::Redaction)]
pub struct Redaction {
    pub number: u64,
    pub when: String,
    pub who: String,
    pub why: String,
    /// Digests of the documents whose bytes are gone.
    pub documents: Vec<String>,
    /// Operations that no longer say who entered them and why.
    pub operations: Vec<Operation>,
    /// What is hashed, to the byte.
    pub statement: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = redactions::Operation)]
pub struct Operation {
    /// `series/season`.
    #[schema(example = "hill-cup/2026", max_length = 200)]
    pub season: String,
    pub number: u64,
}

/// What is to be redacted.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = redactions::Draft)]
pub struct Draft {
    /// Why, in a line: it is kept for good.
    #[schema(example = "order 12/26 of the court", max_length = 500)]
    pub why: String,
    /// Digests of documents.
    #[serde(default)]
    #[schema(max_items = 1000)]
    pub documents: Vec<String>,
    #[serde(default)]
    #[schema(max_items = 1000)]
    pub operations: Vec<Operation>,
}
