//! The front page: every season with its champions.

use crate::documents::as_json;
use crate::json::season::{LIST_SCHEMA, List, listed};
use crate::site::compare;
use crate::site::head::Head;
use crate::site::link::season_folder;
use crate::site::view::{Settings, View};
use crate::site::{Page, page};
use askama::Template;
use parcferme_core::season::RoundStatus;

/// A season on the front page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// Folder of the season, with its slash.
    pub href: String,
    pub name: String,
    pub series: String,
    pub label: String,
    pub rounds: usize,
    pub over: bool,
    pub firsts: Vec<First>,
}

/// The first of a table, several names where they share the place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct First {
    /// Index of the class' colour, and its name.
    pub class: Option<(usize, String)>,
    pub name: String,
    pub total: String,
}

impl Card {
    pub fn of(view: &View) -> Card {
        Card {
            href: season_folder(&view.season.id),
            name: view.season.name.clone(),
            series: view.season.series.clone(),
            label: view.season.label.clone(),
            rounds: view.held_and_cancelled().0,
            over: view.season.rounds.rows().iter().all(|round| round.status != RoundStatus::Scheduled),
            firsts: view
                .main_tables()
                .filter_map(|(_, table)| {
                    let total = table.leaders().next()?.total.to_string();
                    let class =
                        table.class.map(|class| (class.index() % 8, view.class_name(class).to_owned()));
                    let names: Vec<&str> = table.leaders().map(|row| view.name(row.competitor)).collect();
                    Some(First { class, name: names.join(", "), total })
                })
                .collect(),
        }
    }
}

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage<'c> {
    head: Head,
    cards: &'c [Card],
    /// Whether a form asks a server for the comparison.
    form: bool,
    /// Season and the page that compares it, where files do.
    compare: Vec<(&'c str, String)>,
}

/// Where the list of seasons as JSON stands in a site of files.
pub const DATA_PATH: &str = "seasons.json";

/// The list of the seasons as JSON.
pub fn data(views: &[View]) -> Vec<u8> {
    let seasons = views.iter().map(|view| listed(view, false)).collect();
    as_json(&List { schema: LIST_SCHEMA, seasons })
}

/// The front page.
pub fn page(cards: &[Card], settings: &Settings) -> Page {
    let head = Head::of_site(
        settings,
        "index.html",
        "Seasons",
        "Championship tables in which every number can be proven",
    );
    let head = head.with_json("JSON", if settings.server { "api/v1/seasons" } else { DATA_PATH });
    let listed = if settings.compare && !settings.server { cards } else { &[] };
    let compare =
        listed.iter().map(|card| (card.name.as_str(), compare::choose_link(settings, &card.href))).collect();
    page!(HomePage { head, cards, form: settings.compare && settings.server, compare })
}
