//! The audit log of accounts.

use serde::Serialize;
use utoipa::ToSchema;

pub const AUDIT_LOG: &str = "parcferme.audit-log/1";

/// Lines of the audit log, the newest first.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = noted::AuditLog)]
pub struct AuditLog {
    #[schema(example = json!(AUDIT_LOG))]
    pub schema: &'static str,
    pub lines: Vec<Line>,
    /// What to ask for `before` to go on; none at the end.
    pub next: Option<u64>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = noted::Line)]
pub struct Line {
    /// From 1, without a gap.
    pub number: u64,
    pub when: String,
    /// The login; none where nobody was signed in.
    pub who: Option<String>,
    /// The address that it came from, `command` or `server`.
    pub from: String,
    /// What was done, in words.
    pub did: String,
}
