//! A season under other rulebooks: who would have been champion, and what turned it. Only a server can answer.

use crate::site::head::Head;
use crate::site::{Page, page};
use crate::view::gallery::{Gallery, OfTitle};
use crate::view::{Named, View};
use askama::Template;
use parcferme_core::number_words::counted;

#[derive(Template)]
#[template(path = "gallery.html")]
struct GalleryPage<'v> {
    head: Head,
    lede: String,
    rulebooks: &'v [String],
    chosen: &'v str,
    rows: Vec<Row>,
    tried: String,
}

struct Row {
    name: String,
    href: String,
    class: Option<usize>,
    champions: Vec<(String, String)>,
    others: Vec<Other>,
    fitting: usize,
}

struct Other {
    champions: Vec<(String, String)>,
    /// The rulebooks, and the what-if page of the first.
    by: String,
    href: String,
    why: Vec<String>,
}

/// The page; `chosen` is the one rulebook that was asked for, empty for those of the series.
pub fn page(view: &View, rulebooks: &[String], chosen: &str, made: &Gallery) -> Page {
    let about = "Who would be first by other rules";
    let head = Head::of_season(view, "gallery.html", "Under other rules", about);
    let query = if chosen.is_empty() { String::new() } else { format!("?by={chosen}") };
    let head = head.with_json("JSON", &format!("api/v1/seasons/{}/gallery{query}", view.season.id));
    let turned = made.turned();
    let lede = match made.by.len() {
        0 => "No rulebook of this series ships with the program: choose one.".to_owned(),
        books => {
            let none = if turned == 0 { "None".to_owned() } else { turned.to_string() };
            let titles = counted(made.titles.len(), "title");
            let by =
                if books == 1 { "this rulebook".to_owned() } else { format!("one of {books} rulebooks") };
            format!("{none} of {titles} would have somebody else first by {by}.")
        }
    };
    page!(GalleryPage {
        rows: made.titles.iter().map(|own| row(view, &head, made, own)).collect(),
        tried: made.stretches(&made.by),
        head,
        lede,
        rulebooks,
        chosen,
    })
}

fn row(view: &View, head: &Head, made: &Gallery, own: &OfTitle) -> Row {
    let table = view.outcome.tables.iter().find(|table| {
        view.rules.titles[table.title].id == own.title
            && table.class.map(|class| view.season.classes[class].id.as_str()) == own.class.as_deref()
    });
    let named = |all: &[Named]| {
        let kind = table.map(|table| view.rules.titles[table.title].competitor);
        let link = |own: &Named| {
            let ix = kind.and_then(|kind| view.season.competitor(kind, &own.id));
            let href = ix.map_or_else(String::new, |ix| head.season(&view.competitor_path(ix)));
            (own.name.clone(), href)
        };
        all.iter().map(link).collect::<Vec<_>>()
    };
    Row {
        name: own.name.clone(),
        href: table.map_or_else(String::new, |table| head.season(&view.table_path(table, None))),
        class: table.and_then(|table| table.class).map(|class| class.index()),
        champions: named(&own.champions),
        others: own
            .otherwise
            .iter()
            .map(|other| Other {
                champions: named(&other.champions),
                by: made.stretches(&other.by),
                href: other.by.first().map_or_else(String::new, |id| format!("whatif.html?rulebook={id}")),
                why: other.turned_by.iter().map(|own| (*own).to_owned()).collect(),
            })
            .collect(),
        fitting: own.fitting,
    }
    .with_class_name(view)
}

impl Row {
    /// With the class in its name, and as one of the eight colours.
    fn with_class_name(mut self, view: &View) -> Row {
        if let Some(class) = self.class {
            self.name = format!("{} {}", view.class_name(parcferme_core::Ix::new(class)), self.name);
            self.class = Some(class % 8);
        }
        self
    }
}
