//! A table to put into somebody else's page: one line of HTML, a frame, no script. It is small, says who leads or has won,
//! and every total links to its proof.

use crate::sheet;
use crate::site::head::Head;
use crate::site::{Page, page};
use crate::view::story::nobody_scored;
use crate::view::{View, position};
use askama::Template;
use parcferme_core::number_words::signed;
use parcferme_core::outcome::Basis;

#[derive(Template)]
#[template(path = "embed.html")]
struct EmbedPage {
    head: Head,
    theme: &'static str,
    name: String,
    season: String,
    /// As sheets of workbooks name the table.
    sheet: String,
    href: String,
    said: String,
    competitor: &'static str,
    rows: Vec<Row>,
    more: usize,
    declared: bool,
}

struct Row {
    position: String,
    name: String,
    total: String,
    declared: bool,
    why: String,
}

#[derive(Template)]
#[template(path = "embed_line.html")]
struct LinePage {
    head: Head,
    tables: Vec<(String, String, bool)>,
    themes: Vec<(&'static str, &'static str, bool)>,
    rows: String,
    most: usize,
    line: String,
    preview: String,
    height: usize,
}

/// How the table is dressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the reader's device.
    #[default]
    Auto,
    Light,
    Dark,
    /// Without a ground, in white with a shadow: over a picture.
    Clear,
}

impl Theme {
    pub const ALL: [Theme; 4] = [Theme::Auto, Theme::Light, Theme::Dark, Theme::Clear];

    pub fn word(self) -> &'static str {
        match self {
            Theme::Auto => "auto",
            Theme::Light => "light",
            Theme::Dark => "dark",
            Theme::Clear => "clear",
        }
    }

    pub fn from_word(word: &str) -> Option<Theme> {
        Theme::ALL.into_iter().find(|own| own.word() == word)
    }

    fn said(self) -> &'static str {
        match self {
            Theme::Auto => "as the reader's device",
            Theme::Light => "light",
            Theme::Dark => "dark",
            Theme::Clear => "transparent, over a picture",
        }
    }
}

/// How it shall look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    pub theme: Theme,
    /// Rows at most; as many as the page holds where nothing is said.
    pub rows: Option<usize>,
}

impl Look {
    /// The query that asks for it, with its question mark; empty where it is the usual look.
    pub fn query(self) -> String {
        let theme = (self.theme != Theme::Auto).then(|| format!("theme={}", self.theme.word()));
        let rows = self.rows.map(|own| format!("rows={own}"));
        let all: Vec<String> = [theme, rows].into_iter().flatten().collect();
        if all.is_empty() { String::new() } else { format!("?{}", all.join("&")) }
    }
}

/// What all rows of a page may have, in bytes: with its frame it stays below 15,000.
const MOST_OF_ROWS: usize = 12_500;
/// Rows that a table can be asked for.
pub const MOST_ROWS: usize = 200;

/// The path of a table's page inside the season's folder.
pub fn path(view: &View, table: usize) -> String {
    format!("embed/{}.html", view.table_id(&view.outcome.tables[table]))
}

/// The table, as it stands now.
pub fn page(view: &View, table: usize, look: Look) -> Page {
    let own = &view.outcome.tables[table];
    let name = view.table_name(own);
    let head = Head::of_season(view, &path(view, table), &name, &name);
    let lead = &view.leads[table];
    let first: Vec<&str> = lead.first.iter().map(|own| view.name(*own)).collect();
    let after = own.after.map(|round| {
        format!(
            "after round {}, {}",
            view.season.rounds[round].label(),
            view.season.rounds[round].short_name()
        )
    });
    let said = match (first.is_empty(), after) {
        (true, _) if own.rounds.is_empty() && !own.unknown.is_empty() => {
            "Nothing is known of this championship".to_owned()
        }
        (true, _) => nobody_scored(own).trim_end_matches('.').to_owned(),
        (false, None) => format!("{} {}", first.join(" and "), lead.verb()),
        (false, Some(after)) => format!("{} {}, {after}", first.join(" and "), lead.verb()),
    };
    let all = own.rows.iter().map(|row| {
        let counted = row.cells.iter().filter(|cell| cell.counted);
        Row {
            position: position(row),
            name: view.name(row.competitor).to_owned(),
            total: signed(row.total),
            declared: counted.clone().any(|cell| cell.basis == Basis::Declared && !cell.points.is_zero()),
            why: head.season(&format!("{}#total", view.why_path(own, row.competitor))),
        }
    });
    let (mut rows, mut bytes) = (Vec::new(), 0);
    for row in all.take(look.rows.unwrap_or(MOST_ROWS)) {
        // Names may hold letters that are escaped.
        bytes += 90 + 2 * row.name.len() + row.why.len() + row.total.len() + row.position.len();
        if bytes > MOST_OF_ROWS {
            break;
        }
        rows.push(row);
    }
    page!(EmbedPage {
        theme: look.theme.word(),
        href: head.season(&view.table_path(own, None)),
        season: view.season.name.clone(),
        sheet: sheet::standings::id(view.season, &view.rules.titles[own.title], own),
        said,
        competitor: crate::sheet::standings::kind_name(view.rules.titles[own.title].competitor),
        more: own.rows.len() - rows.len(),
        declared: rows.iter().any(|row| row.declared),
        rows,
        name,
        head,
    })
}

/// The page that makes the line of HTML; `site` is the address of the site's root without a slash at its end, as the line
/// shall have it.
pub fn line_page(view: &View, site: &str, table: usize, look: Look) -> Page {
    let head = Head::of_season(
        view,
        "embed.html",
        "Embed this table",
        "A table for your own page, in one line of HTML",
    )
    .without_json();
    let id = view.table_id(&view.outcome.tables[table]);
    let tables = view.outcome.tables.iter().map(|own| {
        let other = view.table_id(own);
        let is = other == id;
        (other, view.table_name(own), is)
    });
    let query = look.query();
    let src = format!("{}{query}", path(view, table));
    let rows = view.outcome.tables[table].rows.len().min(look.rows.unwrap_or(MOST_ROWS));
    let height = height(rows);
    let address = format!("{}/{}{src}", site, crate::view::season_folder(&view.season.id));
    page!(LinePage {
        line: line(&address, &view.table_name(&view.outcome.tables[table]), height),
        preview: src,
        tables: tables.collect(),
        themes: Theme::ALL.into_iter().map(|own| (own.word(), own.said(), own == look.theme)).collect(),
        rows: look.rows.map_or_else(String::new, |own| own.to_string()),
        most: MOST_ROWS,
        height,
        head,
    })
}

/// The line for a table where a site of files knows its own address.
pub fn line_of(view: &View, table: usize) -> Option<String> {
    let base = view.settings.base_url.as_ref()?.trim_end_matches('/').to_owned();
    let address = format!("{base}/{}{}", crate::view::season_folder(&view.season.id), path(view, table));
    let own = &view.outcome.tables[table];
    Some(line(&address, &view.table_name(own), height(own.rows.len())))
}

/// Pixels that show so many rows whole, and scroll beyond twenty.
fn height(rows: usize) -> usize {
    165 + 30 * rows.min(20)
}

fn line(address: &str, name: &str, height: usize) -> String {
    let escape = crate::html_fragment::escaped;
    format!(
        "<iframe src=\"{}\" title=\"{}\" width=\"100%\" height=\"{height}\" style=\"border:0\" loading=\"lazy\"></iframe>",
        escape(address),
        escape(name)
    )
}
