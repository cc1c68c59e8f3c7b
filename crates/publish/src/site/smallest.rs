//! What would have made somebody champion: the smallest changes. Only a server can answer; the form asks it.

use crate::sheet::smallest::{answer, effort, size};
use crate::site::head::Head;
use crate::site::{Page, page};
use crate::view::View;
use crate::view::smallest::{self, Smallest};
use askama::Template;
use parcferme_core::numbers::Position;
use parcferme_core::outcome::StandingsTable;

#[derive(Template)]
#[template(path = "champion.html")]
struct ChampionPage {
    head: Head,
    groups: Vec<Group>,
    answer: String,
    effort: String,
    ways: Vec<Way>,
}

/// A table with those who are not its first.
struct Group {
    name: String,
    /// The wish, the name, whether it was asked.
    wishes: Vec<(String, String, bool)>,
}

struct Way {
    size: String,
    text: String,
    href: String,
}

/// What was asked, and what was found.
pub struct Asked<'a> {
    /// As the form has it: `teams GTS=prodrive`.
    pub wish: &'a str,
    /// Name of the title, with its class.
    pub table: &'a str,
    pub found: &'a Smallest,
}

/// Names of one table in the form: who is further back was never near.
const MOST_NAMES: usize = 40;

/// The page, with what was asked.
pub fn page(view: &View, asked: Option<&Asked<'_>>) -> Page {
    let about = "The smallest change that would have put somebody first";
    let head = Head::of_season(view, "champion.html", "What would have put somebody first?", about);
    let head = match asked {
        Some(own) => {
            let found = own.found;
            let (class, competitor) = (found.class.as_deref().unwrap_or("-"), &found.competitor.id);
            let path = format!("{}/{class}/{competitor}", found.title).replace(' ', "%20");
            head.with_json("JSON", &format!("api/v1/seasons/{}/smallest/{path}", view.season.id))
        }
        // Nothing is asked, and nothing answered.
        None => head.without_json(),
    };
    let wish = asked.map_or("", |own| own.wish);
    let way = |own: &smallest::Way| Way {
        size: size(own),
        text: own.text.clone(),
        href: own.address.as_ref().map_or_else(String::new, |own| format!("whatif.html{own}")),
    };
    page!(ChampionPage {
        head,
        groups: view.outcome.tables.iter().map(|table| group(view, table, wish)).collect(),
        answer: asked.map_or_else(String::new, |own| answer(own.table, own.found)),
        effort: asked.and_then(|own| effort(own.found)).unwrap_or_default(),
        ways: asked.map_or_else(Vec::new, |own| own.found.ways.iter().map(way).collect()),
    })
}

fn group(view: &View, table: &StandingsTable, wish: &str) -> Group {
    let class = table.class.map_or_else(String::new, |class| format!(" {}", view.season.classes[class].id));
    let title = &view.rules.titles[table.title].id;
    let others = table.rows.iter().filter(|row| row.position.is_some_and(|own| own != Position::FIRST));
    let wishes = others.take(MOST_NAMES).map(|row| {
        let own = &view.season.competitors[row.competitor];
        let value = format!("{title}{class}={}", own.id);
        let chosen = value == wish;
        (value, own.name.clone(), chosen)
    });
    Group { name: view.table_name(table), wishes: wishes.collect() }
}
