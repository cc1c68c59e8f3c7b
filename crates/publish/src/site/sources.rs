//! The documents that the facts were read from: a list, and a page for each where every citation leads, line by line.

use crate::site::head::Head;
use crate::site::{Page, audit, page};
use crate::view::{View, cells, file_name, numbered, season_folder};
use askama::Template;
use parcferme_core::season::{Cite, Cites, Document};
use parcferme_core::{Ix, Place};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Template)]
#[template(path = "sources.html")]
struct SourcesPage<'v> {
    head: Head,
    documents: Vec<Listed<'v>>,
}

struct Listed<'v> {
    own: &'v Document,
    href: String,
}

#[derive(Template)]
#[template(path = "source.html")]
struct SourcePage<'v> {
    head: Head,
    title: String,
    own: &'v Document,
    /// Why the page does not show all of the document; empty where it does.
    shown: &'static str,
    lines: Vec<Line>,
}

struct Line {
    number: u32,
    /// Lines left out before it.
    gap: bool,
    text: Option<String>,
    cited: bool,
    /// What was read from it: text, and where that stands.
    read: Vec<(String, String)>,
}

/// A citation as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cited {
    /// `2003 Petit Le Mans, line 12`.
    pub text: String,
    /// Empty where the document is none of the season's.
    pub href: String,
}

/// Characters of a document up to which its page shows all lines; of a longer one those that are cited, with their neighbours.
const MOST_WHOLE: usize = 40_000;
/// Lines that a page shows beside those that are cited, up to which there are neighbours; and characters of one.
const MOST_LINES: usize = 1_200;
const MOST_OF_A_LINE: usize = 400;
/// Lines around a cited one.
const AROUND: u32 = 2;

pub fn page(view: &View) -> Page {
    let head =
        Head::of_season(view, "sources.html", "Sources", "The documents that the facts were read from");
    let documents = view.season.documents.iter();
    let documents = documents.map(|(ix, own)| Listed { own, href: path(view, ix) }).collect();
    page!(SourcesPage { head, documents })
}

/// The path of a document's page inside the season's folder. Two names that differ by case alone would be one file.
pub fn path(view: &View, document: Ix<Document>) -> String {
    let name = |own: &Document| file_name(&own.name);
    let own = name(&view.season.documents[document]);
    let earlier = view.season.documents.iter().take_while(|(ix, _)| *ix != document);
    match earlier.filter(|(_, other)| name(other) == own).count() {
        0 => format!("sources/{own}.html"),
        others => format!("sources/{own}~{}.html", others + 1),
    }
}

/// What a document is called: its title, else its name; both where another document bears the title too.
fn called(view: &View, ix: Ix<Document>) -> String {
    let own = &view.season.documents[ix];
    let others = || view.season.documents.iter().filter(|(other, _)| *other != ix);
    match own.title.as_str() {
        "" => own.name.clone(),
        title if title == own.name => own.name.clone(),
        title if others().any(|(_, other)| other.title == title) => format!("{title} ({})", own.name),
        title => title.to_owned(),
    }
}

/// Each citation as a link from a page.
pub fn cited(view: &View, head: &Head, cites: &Cites) -> Vec<Cited> {
    cites.iter().map(|&cite| link(view, head, cite)).collect()
}

fn link(view: &View, head: &Head, cite: Cite) -> Cited {
    let called = called(view, cite.document);
    let href = head.season(&path(view, cite.document));
    match cite.line {
        0 => Cited { text: called, href },
        line => Cited { text: format!("{called}, line {line}"), href: format!("{href}#L{line}") },
    }
}

/// A place that a finding names, as a link where it is in a document of the season.
pub fn place(view: &View, head: &Head, place: &Place) -> Cited {
    let found = view.season.documents.iter().find(|(_, own)| own.name == place.document);
    match found {
        Some((document, _)) => link(view, head, Cite { document, line: place.line }),
        None => Cited { text: place.to_string(), href: published(view, head, &place.document) },
    }
}

/// The page that shows a published table of the season's own: against the computed one where it has cells, else the computed
/// table; empty where the document is no such table.
fn published(view: &View, head: &Head, document: &str) -> String {
    if cells::held(view).iter().any(|own| own.published.file == document) {
        return head.season(audit::CELLS_PATH);
    }
    let own = view.season.published.iter().find(|own| own.file == document);
    let computed = own.and_then(|own| view.outcome.table(view.rules.title(&own.title)?, own.class));
    computed.map_or_else(String::new, |own| head.season(&view.table_path(own, None)))
}

/// The page of one document.
pub fn document(view: &View, ix: Ix<Document>) -> Page {
    let own = &view.season.documents[ix];
    let title = called(view, ix);
    let head = Head::of_season(view, &path(view, ix), &title, "A document, and what was read from each line")
        .with_step("Sources", "sources.html");
    let head = match view.settings.feeds {
        true => head.with_json("JSON", &format!("{}sources.json", season_folder(&view.season.id))),
        false => head,
    };
    let read = read_from(view, &head, ix);
    let text = view.texts.get(&own.name);
    let (shown, wanted) = match text {
        None => {
            ("The document is not kept with the season: these are the lines that facts were read from.", None)
        }
        Some(_) if !may_be_shown(view, own) => (
            "Its licence does not say that more may be shown: these are the lines that facts were read from.",
            None,
        ),
        Some(kept) if kept.text.len() > MOST_WHOLE || kept.text.lines().count() > MOST_LINES => (
            "The document is long: these are the lines that facts were read from, and those around them.",
            Some(AROUND),
        ),
        Some(_) => ("", Some(u32::MAX)),
    };
    let lines = lines(text.map(|kept| kept.text.as_str()), wanted, read);
    page!(SourcePage { head, title, own, shown, lines })
}

/// Whether all of a document may be shown: it is a file of the season's own, or its licence is an open one.
fn may_be_shown(view: &View, own: &Document) -> bool {
    const OPEN: [&str; 7] = ["cc0", "cc by", "cc-by", "public domain", "odbl", "pddl", "mit"];
    let licence = own.licence.to_ascii_lowercase();
    view.texts.get(&own.name).is_some_and(|kept| kept.own)
        || OPEN.iter().any(|open| licence.starts_with(open))
}

/// The lines of a text to show: those facts were read from and as many around each; without a text those alone.
fn lines(
    text: Option<&str>,
    around: Option<u32>,
    mut read: BTreeMap<u32, Vec<(String, String)>>,
) -> Vec<Line> {
    let texts: Vec<&str> = text.map_or_else(Vec::new, |text| text.lines().collect());
    let last = u32::try_from(texts.len()).unwrap_or(u32::MAX);
    let cited: BTreeSet<u32> = read.keys().copied().filter(|&line| line > 0).collect();
    let with = |around: u32| {
        let near = |&line: &u32| line.saturating_sub(around).max(1)..=line.saturating_add(around).min(last);
        let near = cited.iter().flat_map(near).take(MOST_LINES.saturating_mul(8));
        cited.iter().copied().chain(near).collect::<BTreeSet<u32>>()
    };
    // Every cited line has to be there, whatever there is of it: of many their neighbours go first.
    let wanted = match around {
        None => cited.clone(),
        Some(u32::MAX) => cited.iter().copied().chain(1..=last).collect(),
        Some(around) => {
            let fits = |around: &u32| with(*around).len() <= MOST_LINES;
            (1..=around).rev().find(fits).map_or_else(|| cited.clone(), with)
        }
    };
    let mut before = 0;
    let line = |number: u32| {
        let own = read.remove(&number);
        let gap = number > before + 1;
        before = number;
        let text = texts.get(number as usize - 1);
        Line {
            number,
            gap,
            text: text.map(|text| shortened(text)),
            cited: own.is_some(),
            read: own.unwrap_or_default(),
        }
    };
    wanted.into_iter().map(line).collect()
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(MOST_OF_A_LINE) {
        Some((at, _)) => format!("{} \u{2026}", &text[..at]),
        None => text.to_owned(),
    }
}

/// What was read from each line of a document, with the page that it stands on.
fn read_from(view: &View, head: &Head, document: Ix<Document>) -> BTreeMap<u32, Vec<(String, String)>> {
    let season = view.season;
    let mut read: BTreeMap<u32, Vec<(String, String)>> = BTreeMap::new();
    let mut add = |cites: &Cites, what: &dyn Fn() -> (String, String)| {
        for cite in cites.iter().filter(|cite| cite.document == document) {
            let all = read.entry(cite.line).or_default();
            let one = what();
            if !all.contains(&one) {
                all.push(one);
            }
        }
    };
    let round = |ix| {
        let own: &parcferme_core::season::Round = &season.rounds[ix];
        (format!("round {}, {}", own.label(), own.short_name()), head.season(&view.round_path(ix)))
    };
    for (ix, own) in season.rounds.iter() {
        add(&own.cites, &|| {
            let (name, href) = round(ix);
            (format!("Calendar: {name}"), href)
        });
    }
    for (ix, own) in season.results.iter() {
        add(&own.cites, &|| {
            let session = &season.sessions[own.session];
            let href = format!("{}#{}", head.season(&view.cars_path(session.round)), view.car_anchor(ix));
            let car = numbered("No. ", &own.number, &view.team_or_crew(own));
            let what = format!("Result: {}, {}", round(session.round).0, car.trim_end());
            (what, if view.classified_row(ix).is_some() { href } else { round(session.round).1 })
        });
    }
    for own in season.entries.iter() {
        add(&own.cites, &|| {
            let who = [own.printed_team.as_str(), &own.printed_driver].join(" ");
            (format!("Entry list: {}", who.trim()), String::new())
        });
    }
    for table in season.published.iter() {
        for own in &table.rows {
            add(&own.cites, &|| {
                let computed =
                    view.rules.title(&table.title).and_then(|title| view.outcome.table(title, table.class));
                let computed = computed.filter(|computed| computed.row(own.competitor).is_some());
                let total = own.total.map_or_else(String::new, |total| format!(", total {total}"));
                (
                    format!("Published table: {}{total}", view.name(own.competitor)),
                    computed.map_or_else(String::new, |own_table| {
                        format!("{}#total", head.season(&view.why_path(own_table, own.competitor)))
                    }),
                )
            });
        }
    }
    for own in season.class_winners.iter() {
        add(&own.cites, &|| {
            let (name, href) = round(own.round);
            let class = view.class_name(own.class);
            let crew = view.names(&own.drivers);
            let who = if own.printed_team.is_empty() { &crew } else { &own.printed_team };
            (format!("Winner of {class}, {name}: {}", numbered("No. ", &own.number, who)), href)
        });
    }
    for own in season.statistics.iter() {
        add(&own.cites, &|| {
            let (name, href) = round(season.sessions[own.session].round);
            (format!("Statistics of {name}: {}", own.printed), href)
        });
    }
    for (_, own) in season.decisions.iter() {
        add(&own.cites, &|| (format!("Decision {}", own.id), String::new()));
    }
    for (ix, own) in season.competitors.iter() {
        add(&own.cites, &|| (format!("Name: {}", own.name), head.season(&view.competitor_path(ix))));
    }
    for own in season.stated.iter() {
        add(&own.cites, &|| ("A rule that the document states".to_owned(), String::new()));
    }
    read
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cited_line_is_there_and_gaps_are_told() {
        let text = "a line\n".repeat(9_000);
        let cite = |step: usize| -> BTreeMap<u32, Vec<(String, String)>> {
            (1..=8_999).step_by(step).map(|line| (line, Vec::new())).collect()
        };
        for step in [2, 5, 100] {
            let read = cite(step);
            let shown = lines(Some(&text), Some(AROUND), read.clone());
            let cited: Vec<u32> = shown.iter().filter(|own| own.cited).map(|own| own.number).collect();
            assert_eq!(cited, read.keys().copied().collect::<Vec<_>>());
        }
        let shown = lines(Some(&text), Some(AROUND), cite(100));
        assert_eq!(shown.iter().map(|own| own.number).take(4).collect::<Vec<_>>(), [1, 2, 3, 99]);
        assert!(shown[3].gap && !shown[2].gap);
    }
}
