//! What webhooks are sent.

use serde::Serialize;
use utoipa::ToSchema;

pub const ANNOUNCEMENT: &str = "parcferme.announcement/1";

/// What a test is called; events have their own words.
pub const TEST: &str = "webhook.test";

/// The body of a delivery, as the Standard Webhooks specification lays one out.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = announcement::Announcement)]
pub struct Announcement {
    #[schema(example = json!(ANNOUNCEMENT))]
    pub schema: &'static str,
    /// `edition.published`, `decision.signed`, `notice.posted`, or `webhook.test`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// When it happened.
    pub timestamp: String,
    /// The edition, or the document; nothing in a test.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<Data>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(untagged)]
#[schema(as = announcement::Data)]
pub enum Data {
    Published(Published),
    Posted(Posted),
}

/// A document that is on the notice board now.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = announcement::Posted)]
pub struct Posted {
    pub series: String,
    pub season: String,
    /// Its number on the board.
    pub document: u32,
    /// `decision`, `finding`, `protest`, `appeal`, `extension`, `withdrawal`, `finish`, `bulletin`.
    pub kind: String,
    pub title: String,
    /// As written; nothing where nothing was.
    pub date: Option<String>,
    pub author: Option<String>,
    /// Article of the regulations that it rests on.
    pub article: Option<String>,
    /// Number of the operation that put it there.
    pub operation: u64,
    /// Where it can be read; nothing where the server was not told by which name it is reached.
    pub address: Option<String>,
    /// SHA-256 of the operation's statement.
    pub digest: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = announcement::Published)]
pub struct Published {
    pub series: String,
    pub season: String,
    pub edition: u64,
    /// `provisional` or `official`.
    pub standing: &'static str,
    pub supersedes: Option<u64>,
    /// Where the edition can be read; nothing where the server was not told by which name it is reached.
    pub address: Option<String>,
    /// SHA-256 of the edition's statement.
    pub digest: String,
}
