//! A season in short: who is first of it.

use crate::view::{View, season_folder};
use parcferme_core::number_words::signed;

/// A season on the front page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// Folder of the season, with its slash.
    pub href: String,
    pub name: String,
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
    /// Whether the title is won.
    pub won: bool,
    /// `won`, `leads`, ...: what they do.
    pub verb: &'static str,
}

impl Card {
    pub fn of(view: &View) -> Card {
        Card {
            href: season_folder(&view.season.id),
            name: view.season.name.clone(),
            label: view.season.label.clone(),
            rounds: view.held_and_cancelled().0,
            over: view.season.is_over(),
            firsts: view
                .main_tables()
                .filter_map(|(n, table)| {
                    let lead = &view.leads[n];
                    let total = signed(table.row(*lead.first.first()?)?.total);
                    let class =
                        table.class.map(|class| (class.index() % 8, view.class_name(class).to_owned()));
                    let names: Vec<&str> = lead.first.iter().map(|&own| view.name(own)).collect();
                    Some(First { class, name: names.join(", "), total, won: lead.won(), verb: lead.verb() })
                })
                .collect(),
        }
    }
}
