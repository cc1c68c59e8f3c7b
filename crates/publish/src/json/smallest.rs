//! `parcferme.smallest/1`: the smallest changes that would have made somebody champion.

use crate::json::Named;
use crate::view::smallest::{self, Smallest};
use serde::Serialize;
use utoipa::ToSchema;

pub const SCHEMA: &str = "parcferme.smallest/1";

/// The document.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = smallest::Document)]
pub struct Document {
    #[schema(example = json!(SCHEMA))]
    pub schema: &'static str,
    pub season: String,
    pub title: String,
    pub class: Option<String>,
    pub competitor: Named,
    /// Whether it is first as it is.
    pub already: bool,
    /// The smallest of each sort, the smallest first.
    pub ways: Vec<Way>,
    /// Seasons that were computed.
    pub computed: usize,
    /// Whether not all was tried that could be.
    pub broken_off: bool,
    /// Results whose places could not be tried, as none are declared.
    pub not_declared: usize,
}

/// A way in which it would have been first.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = smallest::Way)]
pub struct Way {
    /// `decision`, `rule` or `places`.
    pub sort: &'static str,
    pub text: String,
    /// How much of its sort it is, the less the smaller: places, or 1.
    pub size: u32,
    /// Arguments of `parcferme whatif` that show it; empty where it takes several changes of one race.
    pub arguments: Vec<String>,
    /// The query by which the what-if page and the API show it; null where they cannot.
    pub address: Option<String>,
}

pub fn smallest(own: &Smallest) -> Document {
    Document {
        schema: SCHEMA,
        season: own.season.clone(),
        title: own.title.clone(),
        class: own.class.clone(),
        competitor: Named::from(&own.competitor),
        already: own.already,
        ways: own.ways.iter().map(way).collect(),
        computed: own.computed,
        broken_off: own.broken_off,
        not_declared: own.not_declared,
    }
}

fn way(own: &smallest::Way) -> Way {
    Way {
        sort: own.sort,
        text: own.text.clone(),
        size: own.size,
        arguments: own.arguments.clone(),
        address: own.address.clone(),
    }
}
