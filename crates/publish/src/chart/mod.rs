//! Charts as SVG, made without IO and the same to the byte for the same input.
//!
//! One kind of chart a module: plain structs in, a [`Chart`] out. Exact quantities come as integers (thousandths of a point,
//! milliseconds, laps, positions), pixels are whole numbers. A chart carries classes only, never inline style, so that it
//! stands on a page under a strict Content-Security-Policy; [`STYLE`] colours it, light and dark, on screen and in print.
//! Nothing is told by colour alone: lines have dashes and marks of their own and names at their ends, and every chart has
//! its numbers as a table beside it.

pub mod class_share;
pub mod gap;
pub mod lap_chart;
pub mod lap_times;
pub mod odds;
pub mod places;
pub mod positions;
pub mod progression;
pub mod stints;

mod figure;
mod mark;
mod place;
mod plot;
pub mod scale;
pub mod svg;

pub use figure::{figure, figure_of_one, figure_scrolling};
pub use mark::MARKS;

/// The style sheet of all charts: part of the site's, and inside a chart that stands alone.
pub const STYLE: &str = include_str!("../../assets/site/chart.css");

/// Where a chart will stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// A phone held upright: 360 pixels.
    Phone,
    /// A page: 960 pixels or what the content needs.
    Page,
}

/// The picture's place on the page.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// Unique on its page; letters, digits and dashes.
    pub id: &'a str,
    pub width: Width,
}

/// A drawn chart with its text alternatives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    pub title: String,
    /// What the picture shows, in a sentence or two, with the numbers that matter.
    pub description: String,
    /// An `<svg>` element for use inside an HTML page.
    pub svg: String,
    /// The same numbers as a table.
    pub table: Table,
}

/// The numbers of a chart. Each row starts with its head.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Chart {
    /// An SVG file of its own, with its style inside.
    pub fn standalone(&self) -> String {
        let body = self.svg.replacen("<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" ", 1);
        match body.split_once('>') {
            Some((open, rest)) => format!("{open}><style>{STYLE}</style>{rest}\n"),
            None => body,
        }
    }
}
