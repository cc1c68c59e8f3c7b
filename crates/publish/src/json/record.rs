//! What the record says and takes over the API: operations, editions, notices, previews of decisions.

use crate::board::{Posted, Which};
use crate::json::whatif;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

pub const OPERATIONS: &str = "parcferme.operations/1";
pub const EDITIONS: &str = "parcferme.editions/1";
pub const NOTICES: &str = "parcferme.notices/1";
pub const PREVIEW: &str = "parcferme.decision-preview/1";
pub const ENTERED: &str = "parcferme.entered/1";

/// Operations of a season, in order.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = record::Operations)]
pub struct Operations {
    #[schema(example = json!(OPERATIONS))]
    pub schema: &'static str,
    pub season: String,
    pub operations: Vec<Operation>,
    /// What to ask for `after` to go on; none at the end.
    pub next: Option<u64>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = record::Operation)]
pub struct Operation {
    /// From 1, without a gap.
    pub number: u64,
    pub when: String,
    pub who: String,
    pub why: String,
    /// The operation that it takes back.
    pub undoes: Option<u64>,
    /// Files that came, changed or went.
    pub files: Vec<String>,
    /// The edition that it published.
    pub edition: Option<u64>,
    /// SHA-256 of its statement.
    pub digest: String,
    /// The statement to the byte.
    pub statement: String,
}

/// What was published of a season, in order, and how the last of it stands.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = record::Editions)]
pub struct Editions {
    #[schema(example = json!(EDITIONS))]
    pub schema: &'static str,
    pub season: String,
    /// `unpublished`, `provisional`, `official`, `under review`.
    pub state: &'static str,
    /// What the results wait for, a sentence each.
    pub waits: Vec<String>,
    pub editions: Vec<Edition>,
    /// What to ask for `after` to go on; none at the end.
    pub next: Option<u64>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = record::Edition)]
pub struct Edition {
    pub number: u64,
    /// `provisional` or `official`.
    pub standing: &'static str,
    pub when: String,
    pub supersedes: Option<u64>,
    /// The operation after which the season stood as it was computed from.
    pub after: u64,
    /// SHA-256 of its statement.
    pub digest: String,
    pub documents: Vec<Document>,
}

/// A document of an edition.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = record::Document)]
pub struct Document {
    /// From the site's root.
    pub path: String,
    /// SHA-256 of its bytes.
    pub digest: String,
}

/// The notice board, newest first.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = record::Notices)]
pub struct Notices {
    #[schema(example = json!(NOTICES))]
    pub schema: &'static str,
    pub season: String,
    pub notices: Vec<Notice>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = record::Notice)]
pub struct Notice {
    /// On the board; none of an edition.
    pub document: Option<u32>,
    pub edition: Option<u64>,
    /// `decision`, `edition`, `finding`, `protest`, ...
    pub kind: String,
    pub title: String,
    /// As it says of itself: RFC 3339, or as it was written.
    pub when: String,
    /// When it was entered into the record; none where the record began with it.
    pub entered: Option<String>,
    pub author: String,
    /// `pending`, `settled`, `superseded`; empty where there is nothing to say.
    pub stands: String,
    pub article: String,
    pub text: String,
    /// What else it says, by name.
    pub lines: BTreeMap<String, String>,
}

impl From<&Posted> for Notice {
    fn from(own: &Posted) -> Notice {
        let (document, edition) = match own.which {
            Which::Document(number) => (Some(number), None),
            Which::Edition(number) => (None, Some(number)),
        };
        Notice {
            document,
            edition,
            kind: own.kind.clone(),
            title: own.title.clone(),
            when: own.at.map_or_else(|| own.when.clone(), |own| own.to_string()),
            entered: own.entered.map(|own| own.to_string()),
            author: own.author.clone(),
            stands: own.stands.clone(),
            article: own.article.clone(),
            text: own.text.clone(),
            lines: own.lines.iter().cloned().collect(),
        }
    }
}

/// What is asked of a decision before it is signed.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = record::Draft)]
pub struct Draft {
    /// The word of its kind.
    #[schema(example = "disqualify", max_length = 100)]
    pub kind: String,
    /// Its keys as `decisions.toml` has them, with their values as a person writes them; lists are parted by semicolons.
    #[schema(example = json!({"round": "9", "number": "1", "reason": "Underweight", "article": "12.3"}))]
    pub keys: BTreeMap<String, String>,
}

/// A decision with what it does, not signed yet.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = record::Preview)]
pub struct Preview {
    #[schema(example = json!(PREVIEW))]
    pub schema: &'static str,
    pub season: String,
    /// What names it when it is signed: the operation that it was made after, and a digest of all of it.
    pub preview: String,
    /// The decision, as a block of `decisions.toml`: what is signed.
    pub decision: String,
    /// How many signatures it lacks.
    pub lacks: u32,
    /// What was entered and is not published yet: signing publishes the tables anew, and this with them.
    pub publishes: Vec<Unpublished>,
    /// Every table before and after.
    pub tables: whatif::Document,
}

/// An operation that is in no edition yet.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = record::Unpublished)]
pub struct Unpublished {
    pub operation: u64,
    pub who: String,
    pub when: String,
    pub why: String,
}

/// How what the record says is published.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = record::Publication)]
pub struct Publication {
    /// Official where no window for protests is open and nothing is pending.
    #[serde(default)]
    pub standing: AsStanding,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = record::Standing)]
pub enum AsStanding {
    #[default]
    Provisional,
    Official,
}

/// A signature.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = record::Signature)]
pub struct Signature {
    /// What the preview is known by.
    #[schema(max_length = 200)]
    pub preview: String,
    /// The decision of the preview, unchanged.
    #[schema(max_length = 40_000)]
    pub decision: String,
}

/// A notice for the board.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = record::NoticeDraft)]
pub struct NoticeDraft {
    /// `finding`, `protest`, `appeal`, `extension`, `withdrawal`, `finish` or `bulletin`.
    #[schema(example = "protest", max_length = 100)]
    pub kind: String,
    /// Its keys as `notices.toml` has them; lists are parted by semicolons.
    #[schema(example = json!({"title": "Car 27 too light", "by": "Example Racing", "round": "3"}))]
    pub keys: BTreeMap<String, String>,
}

/// What was entered.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = record::Entered)]
pub struct Entered {
    #[schema(example = json!(ENTERED))]
    pub schema: &'static str,
    pub season: String,
    /// The number of the operation; none where there was nothing to enter.
    pub operation: Option<u64>,
    /// Its number on the notice board.
    pub document: Option<u32>,
    /// Of a decision: whether it counts; false where it waits for further signatures.
    pub counts: Option<bool>,
    pub edition: Option<u64>,
    /// It was entered before, with the same key; nothing was entered now.
    pub before: bool,
    /// What officials should know of it.
    pub warnings: Vec<String>,
}
