//! What if: the season with another result, decision, rule or rulebook. Only a server can answer; forms without scripts
//! ask it, each for one change more, and the address of the page says all of them.

use crate::html_fragment;
use crate::otherwise::{best, decision};
use crate::sheet::whatif::whatif;
use crate::sheet::{Sheet, capital};
use crate::site::head::Head;
use crate::site::{Page, page};
use crate::view::View;
use askama::Template;
use parcferme_core::decisions::Ruling;
use parcferme_core::outcome::ClassificationRow;
use parcferme_core::season::{NamedCar, RoundStatus, Session};
use parcferme_core::whatif::{Comparison, Share};
use parcferme_core::{Ix, Rulebook, Season};

/// What a form can do to a car's result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    Disqualify,
    AddTime,
    DropPlaces,
    NotStarted,
    Retired,
    Place,
    Swap,
}

impl Does {
    pub const ALL: [Does; 7] = [
        Does::Disqualify,
        Does::AddTime,
        Does::DropPlaces,
        Does::NotStarted,
        Does::Retired,
        Does::Place,
        Does::Swap,
    ];

    /// As the form's field `do` has it.
    pub fn word(self) -> &'static str {
        match self {
            Does::Disqualify => "disqualify",
            Does::AddTime => "time",
            Does::DropPlaces => "places",
            Does::NotStarted => "dns",
            Does::Retired => "dnf",
            Does::Place => "place",
            Does::Swap => "swap",
        }
    }
}

/// The field of a form that names another series' scale.
pub const OTHER_SCALE: &str = "scale_of";

#[derive(Template)]
#[template(path = "whatif.html")]
struct WhatIfPage<'v> {
    head: Head,
    rulebooks: &'v [String],
    chosen: &'v str,
    set: &'v str,
    refused: &'v [String],
    /// Each change, with the address of the page without it.
    changes: Vec<(String, Option<String>)>,
    /// The address of this page, to be shared.
    address: String,
    warnings: &'v [String],
    /// Escaped by its writer.
    tables: String,
    /// Value and name of the sessions that have results, and whether it is chosen.
    sessions: Vec<(String, String, bool)>,
    cars: Option<Cars>,
    rounds: Vec<(u32, String)>,
    decisions: Vec<(String, String)>,
    scales: Vec<Rule>,
    others: &'v [(String, String)],
    shares: Vec<Rule>,
    windows: Vec<Rule>,
}

/// The cars of the session that is chosen.
struct Cars {
    session: String,
    name: String,
    /// Value, name, whether it is chosen.
    all: Vec<(String, String, bool)>,
    seconds: bool,
    classes: bool,
    last: u32,
}

/// A rule whose value a form shows.
struct Rule {
    address: String,
    name: String,
    value: String,
}

/// What was compared.
pub struct Asked<'a> {
    /// What is otherwise, in words.
    pub change: &'a str,
    /// Each change in words, with the query for all others; empty where there are none.
    pub each: &'a [(String, Option<String>)],
    pub comparison: &'a Comparison,
    pub shares: &'a [Share],
    /// What does not fit.
    pub warnings: &'a [String],
    /// The query that asks for it, percent-encoded.
    pub query: &'a str,
    /// The rules by which it was computed.
    pub rules: &'a Rulebook,
}

/// What the forms show and hand on.
#[derive(Default)]
pub struct Forms<'a> {
    pub rulebooks: &'a [String],
    /// Names and scales of other series.
    pub scales: &'a [(String, String)],
    /// Id of the other rulebook; empty where it is the season's own.
    pub rulebook: &'a str,
    /// Changes as they were written, a line each.
    pub set: &'a str,
    /// Why what was asked cannot be.
    pub refused: &'a [String],
    /// The session, and the car in it as a change names it, which may be empty.
    pub chosen: Option<(Ix<Session>, &'a str)>,
}

/// The page, with what was asked.
pub fn page(view: &View, forms: &Forms<'_>, asked: Option<&Asked<'_>>) -> Page {
    let title = asked.map_or_else(|| "What if".to_owned(), |own| format!("What if: {}", own.change));
    let about = "The season's tables with another result, decision or rule";
    let head = Head::of_season(view, "whatif.html", &title, about);
    let query = asked.map_or("", |own| own.query);
    let head = match asked {
        Some(_) => head.with_json("JSON", &format!("api/v1/seasons/{}/whatif{query}", view.season.id)),
        // Nothing is asked, and nothing answered.
        None => head.without_json(),
    };
    let tables = asked.map_or_else(String::new, |own| {
        // The page has a heading of its own.
        let sheet = whatif(view.season, own.change, own.comparison, own.shares);
        html_fragment::sheet(&Sheet { head: Default::default(), ..sheet }, "whatif")
    });
    let changes = asked.map_or_else(Vec::new, |own| {
        let href = |query: &Option<String>| query.as_ref().map(|own| format!("whatif.html{own}"));
        own.each.iter().map(|(said, query)| (said.clone(), href(query))).collect()
    });
    let rules = asked.map_or(view.rules, |own| own.rules);
    page!(WhatIfPage {
        head,
        rulebooks: forms.rulebooks,
        chosen: forms.rulebook,
        set: forms.set,
        refused: forms.refused,
        changes,
        address: if query.is_empty() { String::new() } else { format!("whatif.html{query}") },
        warnings: asked.map_or(&[][..], |own| own.warnings),
        tables,
        sessions: sessions(view, forms.chosen.map(|own| own.0)),
        cars: forms.chosen.map(|(session, car)| cars(view, session, car)),
        rounds: rounds(view.season),
        decisions: view
            .season
            .decisions_in_force()
            // A waiver says something of a published value, and nothing of the tables.
            .filter(|(_, own)| !matches!(own.ruling, Ruling::Waive(_)))
            .map(|(_, own)| (own.id.clone(), decision(view.season, view.rules, &own.id)))
            .collect(),
        scales: scales(rules),
        others: forms.scales,
        shares: shares(rules),
        windows: windows(rules),
    })
}

/// The query by which the page is asked for a car's forms, percent-encoded, with its question mark; none where the round
/// has no number, or where nothing tells the car from another.
pub fn of_car(view: &View, session: Ix<Session>, row: &ClassificationRow) -> Option<String> {
    let value = session_value(view.season, session)?;
    let car = NamedCar::of(view.season, row.result)?;
    Some(format!("?in={}&car={}", encoded(&value), encoded(&car.to_string())))
}

/// The same for a session.
pub fn of_session(view: &View, session: Ix<Session>) -> Option<String> {
    Some(format!("?in={}", encoded(&session_value(view.season, session)?)))
}

fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'_' | b'.' => out.push(char::from(byte)),
            b' ' => out.push('+'),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// `3 race`; none where the round has no number.
fn session_value(season: &Season, session: Ix<Session>) -> Option<String> {
    let own = &season.sessions[session];
    season.rounds[own.round].number.map(|number| format!("{number} {}", own.id))
}

fn session_name(season: &Season, session: Ix<Session>) -> String {
    let own = &season.sessions[session];
    let round = &season.rounds[own.round];
    let number = round.number.map_or_else(String::new, |number| format!("{number}. "));
    let of = if season.is_all_that_round_is_for(session) {
        String::new()
    } else {
        format!(", {}", own.id.replace('-', " "))
    };
    format!("{number}{}{of}", round.short_name())
}

fn sessions(view: &View, chosen: Option<Ix<Session>>) -> Vec<(String, String, bool)> {
    let known = view.season.sessions.iter().filter(|(ix, _)| view.outcome.classification(*ix).is_some());
    let listed = known.filter_map(|(ix, _)| {
        Some((session_value(view.season, ix)?, session_name(view.season, ix), chosen == Some(ix)))
    });
    listed.collect()
}

fn cars(view: &View, session: Ix<Session>, chosen: &str) -> Cars {
    let rows = view.outcome.classification(session).map_or(&[][..], |own| own.rows.as_slice());
    let name = |row: &ClassificationRow| {
        let own = &view.season.results[row.result];
        let place = row.position.map_or_else(|| "–".to_owned(), |own| own.get().to_string());
        let class = row.class.map_or_else(String::new, |class| format!(" ({})", view.class_name(class)));
        let number = if own.number.is_empty() { String::new() } else { format!("{} ", own.number) };
        format!("{place} · {number}{}{class}", view.told_of(own))
    };
    let all = rows.iter().filter_map(|row| {
        let value = NamedCar::of(view.season, row.result)?.to_string();
        let is_chosen = value == chosen;
        Some((value, name(row), is_chosen))
    });
    let with_place = rows.iter().filter(|row| row.position.is_some()).count();
    let mut classes: Vec<_> = rows.iter().filter_map(|row| row.class).collect();
    classes.sort_unstable();
    classes.dedup();
    Cars {
        session: session_value(view.season, session).unwrap_or_default(),
        name: session_name(view.season, session),
        all: all.collect(),
        seconds: rows.iter().any(|row| row.time.is_some()),
        classes: classes.len() > 1,
        last: u32::try_from(with_place).unwrap_or(u32::MAX),
    }
}

/// Rounds that were held, by number and name.
fn rounds(season: &Season) -> Vec<(u32, String)> {
    let held = season.rounds.rows().iter().filter(|own| own.status != RoundStatus::Cancelled);
    held.filter_map(|own| {
        let number = own.number.map(u32::from)?;
        Some((number, format!("{number}. {}", own.short_name())))
    })
    .collect()
}

/// Forms of one kind at most: a rulebook has a few, and every page has a limit.
const MOST_RULES: usize = 12;

fn scales(rules: &Rulebook) -> Vec<Rule> {
    let own = |block: String| {
        let value = rules.wording.value_of("points", &block, "scale")?;
        let value = value.trim_matches(['[', ']']).replace('"', "");
        Some(Rule {
            address: format!("points.{block}.scale"),
            name: format!("Points by place: {}", block.replace('-', " ")),
            value,
        })
    };
    rules.wording.names("points").into_iter().filter_map(own).take(MOST_RULES).collect()
}

fn shares(rules: &Rulebook) -> Vec<Rule> {
    let blocks = rules.wording.names("classified");
    let name = |more: &str| format!("Share of the distance to be classified, in %{more}");
    if blocks.is_empty() {
        let address = "classified.min_share".to_owned();
        return vec![Rule { address, name: name(""), value: String::new() }];
    }
    let one = blocks.len() == 1;
    let own = |block: String| {
        let value = rules.wording.value_of("classified", &block, "min_share").unwrap_or_default();
        let value = value.trim_matches('"').trim_end_matches('%').trim().to_owned();
        let more = if one { String::new() } else { format!(": rule {block}") };
        Rule { address: format!("classified.{block}.min_share"), name: name(&more), value }
    };
    blocks.into_iter().map(own).take(MOST_RULES).collect()
}

/// Titles of which all results count, or the best so many of the whole season.
fn windows(rules: &Rulebook) -> Vec<Rule> {
    let own = |title: &parcferme_core::rules::title::Title| {
        let value = match rules.wording.value_of("title", &title.id, "windows") {
            None => String::new(),
            Some(value) => best(&value)?.to_string(),
        };
        Some(Rule {
            address: format!("title.{}.windows", title.id),
            name: format!("{}: results that count", capital(&title.name)),
            value,
        })
    };
    rules.titles.rows().iter().filter_map(own).take(MOST_RULES).collect()
}
