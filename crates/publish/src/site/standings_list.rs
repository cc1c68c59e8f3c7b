//! All tables of a season with their leaders.

use crate::documents::About;
use crate::sheet::standings::kind_name;
use crate::site::head::Head;
use crate::site::{Page, page};
use crate::view::{View, tableless};
use askama::Template;
use parcferme_core::number_words::signed;

#[derive(Template)]
#[template(path = "standings_list.html")]
struct StandingsListPage {
    head: Head,
    titles: Vec<Title>,
    /// Titles for which nothing counts, and why.
    tableless: Option<String>,
}

struct Title {
    name: String,
    kind: &'static str,
    tables: Vec<Row>,
}

struct Row {
    class: Option<(usize, String)>,
    href: String,
    /// Those who hold the first place: link and name.
    leaders: Vec<(String, String)>,
    total: String,
    why: String,
    rows: usize,
}

pub fn page(view: &View) -> Page {
    let head = Head::of_season(
        view,
        "standings/index.html",
        "Standings",
        "All titles and classes with their leaders",
    );
    // Without a table there are no points to take away.
    let head = if view.outcome.tables.is_empty() { head.without_json() } else { head };
    let head = head.with_documents(view, About::Points);
    let titles = view.rules.titles.iter().filter_map(|(ix, title)| {
        let tables: Vec<Row> = view
            .outcome
            .tables
            .iter()
            .filter(|table| table.title == ix)
            .map(|table| {
                let first = table.rows.first();
                Row {
                    class: table.class.map(|class| (class.index() % 8, view.class_name(class).to_owned())),
                    href: head.season(&view.table_path(table, None)),
                    leaders: table
                        .leaders()
                        .map(|row| {
                            let link = head.season(&view.competitor_path(row.competitor));
                            (link, view.name(row.competitor).to_owned())
                        })
                        .collect(),
                    total: first.map_or_else(String::new, |row| signed(row.total)),
                    why: first
                        .map_or_else(String::new, |row| head.season(&view.why_path(table, row.competitor))),
                    rows: table.rows.len(),
                }
            })
            .collect();
        (!tables.is_empty()).then(|| Title {
            name: title.name.clone(),
            kind: kind_name(title.competitor),
            tables,
        })
    });
    let titles = titles.collect();
    page!(StandingsListPage { head, titles, tableless: tableless::in_words(view) })
}
