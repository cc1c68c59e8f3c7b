//! The season at a glance: who leads, the calendar with its winners, the story of each title.

use crate::chart::{self, Frame, Width, class_share};
use crate::documents::About;
use crate::scenario::listed;
use crate::site::head::{Head, season_data};
use crate::site::scenario;
use crate::site::standings::progression;
use crate::site::{Page, page};
use crate::stamp::short_in_words;
use crate::view::lead::Stands;
use crate::view::story::{nobody_scored, story};
use crate::view::{View, Winner, position, tableless};
use askama::Template;
use parcferme_core::number_words::{counted, signed};
use parcferme_core::numbers::Position;
use parcferme_core::season::RoundStatus;

#[derive(Template)]
#[template(path = "season.html")]
struct SeasonPage<'v> {
    head: Head,
    name: &'v str,
    lede: String,
    /// What the cards show: where every title is won and nothing is to come, how they ended.
    cards_show: &'static str,
    cards: Vec<Card>,
    /// Titles for which nothing counts, and why.
    tableless: Option<String>,
    /// Of winners: a class with its colour, or none for those of no class.
    columns: Vec<Option<(usize, &'v str)>>,
    /// Whether the circuit of any round is known.
    circuits: bool,
    /// Whether the day of any is.
    dates: bool,
    rounds: Vec<Row>,
    /// Whether rounds may come that are not listed.
    calendar_open: bool,
    declared: bool,
    titles: Vec<Story>,
    others: Vec<Link>,
    field: Option<String>,
    /// Whether pages can be asked for that only a server makes.
    otherwise: bool,
}

struct Card {
    class: Option<usize>,
    name: String,
    href: String,
    places: Vec<Place>,
    /// Who can still win while the season runs, with a link.
    still: Option<(String, String)>,
}

struct Place {
    /// Shared or not.
    first: bool,
    position: String,
    name: String,
    href: String,
    total: String,
    why: String,
}

struct Row {
    label: String,
    name: String,
    href: String,
    circuit: String,
    circuit_href: String,
    date: String,
    state: &'static str,
    /// In the order of the columns.
    winners: Vec<Vec<Won>>,
}

struct Won {
    number: String,
    /// The team, or its driver where it is one alone; and the other.
    name: String,
    href: Option<String>,
    also: String,
    declared: bool,
}

struct Story {
    name: String,
    href: String,
    text: String,
    chart: String,
}

struct Link {
    name: String,
    href: String,
}

pub fn page(view: &View) -> Page {
    let season = view.season;
    let (held, cancelled) = view.held_and_cancelled();
    let mut lede = format!("{} held", counted(held, "round"));
    if cancelled > 0 {
        lede.push_str(&format!(", {cancelled} cancelled"));
    }
    let scheduled = season.rounds.len() - held - cancelled;
    if scheduled > 0 {
        lede.push_str(&format!(", {scheduled} to come"));
    }
    if !season.classes.is_empty() {
        lede.push_str(&format!(
            "; classes {}",
            season.classes.rows().iter().map(|c| c.id.as_str()).collect::<Vec<_>>().join(", ")
        ));
    }
    let rounds: Vec<Row> = view.calendar().into_iter().map(|ix| row(view, ix)).collect();
    let cards: Vec<Card> = view.main_tables().map(|(n, _)| card(view, n)).collect();
    let summary: Vec<String> = cards
        .iter()
        .filter_map(|card| {
            let first: Vec<&str> =
                card.places.iter().filter(|own| own.first).map(|own| own.name.as_str()).collect();
            (!first.is_empty()).then(|| format!("{}: {}", card.name, listed(&first)))
        })
        .collect();
    let main: Vec<usize> = view.main_tables().map(|(n, _)| n).collect();
    let about = match summary.as_slice() {
        [] => format!("{lede}."),
        summary => format!("{lede}. {}", summary.join(", ")),
    };
    page!(SeasonPage {
        head: Head::of_season(view, "index.html", &season.name, &about)
            .with_json_ld(season_data(view))
            .with_documents(view, About::Season)
            .with_documents(view, About::Entries),
        otherwise: view.settings.server,
        name: &season.name,
        lede,
        cards_show: match season.is_over() && main.iter().all(|&n| view.leads[n].won()) {
            true => "Final standings",
            false => "Leaders",
        },
        cards,
        tableless: tableless::in_words(view),
        columns: view
            .told_by()
            .into_iter()
            .map(|own| own.map(|class| (class.index() % 8, view.season.classes[class].id.as_str())))
            .collect(),
        circuits: rounds.iter().any(|row| !row.circuit.is_empty()),
        dates: rounds.iter().any(|row| !row.date.is_empty()),
        calendar_open: view.season.calendar_open,
        declared: rounds.iter().any(|row| row.winners.iter().flatten().any(|won| won.declared)),
        rounds,
        titles: main.iter().map(|&n| title_story(view, n)).collect(),
        others: view
            .outcome
            .tables
            .iter()
            .enumerate()
            .filter(|(n, _)| !main.contains(n))
            .map(|(_, table)| Link { name: view.table_name(table), href: view.table_path(table, None) })
            .collect(),
        field: field(view),
    })
}

fn card(view: &View, n: usize) -> Card {
    let table = &view.outcome.tables[n];
    Card {
        still: match (view.leads[n].stands, table.rows.is_empty() && !table.rounds.is_empty()) {
            (Stands::Open | Stands::Won, true) => {
                Some((view.table_path(table, None), nobody_scored(table).to_owned()))
            }
            (Stands::OtherRules, _) => {
                Some((view.table_path(table, None), "By rules other than those published".to_owned()))
            }
            _ => scenario::headline(view, n, table.after)
                .map(|said| (format!("{}#{}", view.scenario_path(None), view.table_id(table)), said)),
        },
        class: table.class.map(|class| class.index() % 8),
        name: view.table_name(table),
        href: view.table_path(table, None),
        places: table
            .rows
            .iter()
            .take(3)
            .map(|row| Place {
                first: row.position == Some(Position::FIRST),
                position: position(row),
                name: view.name(row.competitor).to_owned(),
                href: view.competitor_path(row.competitor),
                total: signed(row.total),
                why: view.why_path(table, row.competitor),
            })
            .collect(),
    }
}

fn row(view: &View, ix: parcferme_core::Ix<parcferme_core::season::Round>) -> Row {
    let round = &view.season.rounds[ix];
    let winners = view.told_by().into_iter().map(|class| won(view, view.winners(ix, class)));
    Row {
        label: round.number.map_or_else(|| "\u{2013}".to_owned(), |number| number.to_string()),
        name: round.short_name().to_owned(),
        href: view.round_path(ix),
        circuit: round.circuit.clone(),
        circuit_href: view.circuit_path(&round.circuit),
        date: round.date.map_or_else(String::new, short_in_words),
        state: match round.status {
            RoundStatus::Held => "",
            RoundStatus::Cancelled => "cancelled",
            RoundStatus::Scheduled => "to come",
        },
        winners: winners.collect(),
    }
}

/// One a race: the first of its winners; whom it shares the win with stands below it.
fn won(view: &View, all: Vec<Winner>) -> Vec<Won> {
    let races = all.chunk_by(|a, b| a.session == b.session);
    let one = |race: &[Winner]| {
        let (own, others) = race.split_first()?;
        let shared: Vec<String> = others.iter().map(|other| other.numbered(view, "No. ")).collect();
        let also = own.beside(view);
        let also = match shared.as_slice() {
            [] => also,
            shared => {
                format!("{also}; shared with {}", shared.join(", ")).trim_start_matches("; ").to_owned()
            }
        };
        Some(Won {
            name: own.name(view),
            href: own.competitor().map(|ix| view.competitor_path(ix)),
            number: own.number.clone(),
            also,
            declared: own.declared,
        })
    };
    races.filter_map(one).collect()
}

fn title_story(view: &View, table: usize) -> Story {
    let own = &view.outcome.tables[table];
    let drawn = || {
        let frame = Frame { id: &format!("story-{}", view.table_id(own)), width: Width::Phone };
        chart::progression::draw(&progression(view, table, 6, ""), &frame).svg
    };
    Story {
        name: view.table_name(own),
        href: view.table_path(own, None),
        text: story(view, table),
        // Of a title in which nobody has points there is nothing to draw.
        chart: if own.rows.iter().any(|row| !row.total.is_zero()) { drawn() } else { String::new() },
    }
}

fn field(view: &View) -> Option<String> {
    let columns: Vec<class_share::Column> = view
        .season
        .rounds
        .iter()
        .filter(|(_, round)| round.status == RoundStatus::Held)
        .map(|(ix, round)| class_share::Column { name: round.label(), counts: view.starters(ix) })
        .collect();
    if view.season.classes.len() < 2 || columns.iter().all(|column| column.counts.is_none()) {
        return None;
    }
    let input = class_share::ClassShare {
        title: "The field by class".into(),
        counted: "Cars that started".into(),
        classes: view.season.classes.rows().iter().map(|class| class.id.clone()).collect(),
        columns,
    };
    Some(chart::figure("field", |frame| class_share::draw(&input, frame)))
}
