//! The front page: every season with its champions, by series and era, and what is running.

use crate::seasons::{KINDS, Kept, Seasons};
use crate::site::career;
use crate::site::compare;
use crate::site::editions;
use crate::site::head::Head;
use crate::site::{Page, page};
use crate::view::card::Card;
use crate::view::{Settings, Stale, file_name};
use askama::Template;
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage<'s> {
    head: Head,
    server: bool,
    count: usize,
    series: Vec<Series<'s>>,
    careers: Vec<(String, &'static str, usize)>,
    /// Where words are sent, where a server answers.
    search: Option<String>,
    /// Where the editions of a record are listed.
    editions: Option<String>,
    /// All seasons, for a form that asks a server for the comparison of two.
    form: Vec<(&'s str, &'s str)>,
    /// Season and the page that compares it, where files do.
    compare: Vec<(&'s str, String)>,
}

struct Series<'s> {
    id: String,
    name: String,
    note: String,
    /// Seasons with rounds to come, in full.
    running: Vec<&'s Card>,
    eras: Vec<(String, Vec<&'s Card>)>,
}

/// Where the list of seasons as JSON stands in a site of files.
pub const DATA_PATH: &str = "seasons.json";

/// The front page; `stale` are the seasons that it does not show as they stand now.
pub fn page(seasons: &Seasons, settings: &Settings, stale: &[Stale]) -> Page {
    let head = Head::of_site(
        settings,
        "index.html",
        "Seasons",
        "Championship tables in which every number can be proven",
    );
    let head =
        head.with_stale(stale).with_json("JSON", if settings.server { "api/v1/seasons" } else { DATA_PATH });
    let mut of_series: BTreeMap<&str, Vec<&Arc<Kept>>> = BTreeMap::new();
    for own in &seasons.kept {
        of_series.entry(&own.record.series).or_default().push(own);
    }
    let mut series: Vec<Series<'_>> = of_series.into_iter().map(|(id, kept)| one_series(id, &kept)).collect();
    series.sort_by(|a, b| (a.running.is_empty(), &a.name).cmp(&(b.running.is_empty(), &b.name)));
    let cards = || seasons.kept.iter().rev().map(|own| &own.card);
    let listed = settings.compare && !settings.server && seasons.kept.len() <= MOST_COMPARED;
    let kinds = KINDS.into_iter().map(|kind| {
        (head.site(&career::kind_path(kind)), career::plural(kind), seasons.careers.of_kind(kind).count())
    });
    page!(HomePage {
        server: settings.server,
        count: seasons.kept.len(),
        series,
        careers: kinds.filter(|own| own.2 > 0).collect(),
        editions: settings.editions.then(|| head.site(editions::PATH)),
        search: settings.server.then(|| career::INDEX_PATH.to_owned()),
        form: match settings.compare && settings.server && seasons.kept.len() > 1 {
            true => cards().map(|own| (own.href.as_str(), own.name.as_str())).collect(),
            false => Vec::new(),
        },
        compare: match listed {
            true =>
                cards().map(|own| (own.name.as_str(), compare::choose_link(settings, &own.href))).collect(),
            false => Vec::new(),
        },
        head,
    })
}

/// Seasons whose comparisons the front page lists: of more, their own pages lead there.
const MOST_COMPARED: usize = 40;

fn one_series<'s>(id: &str, kept: &[&'s Arc<Kept>]) -> Series<'s> {
    let years = || kept.iter().map(|own| own.record.year);
    let count = match kept.len() {
        1 => "1 season".to_owned(),
        n => format!("{n} seasons"),
    };
    let note = match (years().min(), years().max()) {
        (Some(first), Some(last)) if first < last => format!("{first}–{last}, {count}"),
        (Some(first), _) => format!("{first}, {count}"),
        _ => count,
    };
    let mut eras: BTreeMap<i32, Vec<&Card>> = BTreeMap::new();
    for own in kept.iter().filter(|own| own.card.over) {
        eras.entry(own.record.year.div_euclid(10) * 10).or_default().push(&own.card);
    }
    let alone = eras.len() == 1;
    let era = |(from, mut cards): (i32, Vec<&'s Card>)| {
        cards.reverse();
        (if alone { String::new() } else { format!("{from}s") }, cards)
    };
    Series {
        id: file_name(id),
        name: series_name(kept),
        note,
        running: kept.iter().rev().filter(|own| !own.card.over).map(|own| &own.card).collect(),
        eras: eras.into_iter().rev().map(era).collect(),
    }
}

/// What the names of its seasons have in common; where that is nearly nothing, that of the latest without its year.
fn series_name(kept: &[&Arc<Kept>]) -> String {
    let words = |own: &Arc<Kept>| -> Vec<String> {
        let words = own.record.name.split_whitespace().filter(|word| *word != own.record.label);
        words.map(str::to_owned).collect()
    };
    let names: Vec<Vec<String>> = kept.iter().map(|own| words(own)).collect();
    let name = beginning(&names).or_else(|| Some(names.last()?.join(" "))).unwrap_or_default();
    match (name.is_empty(), kept.last()) {
        (true, Some(own)) => own.record.series.clone(),
        _ => name,
    }
}

/// The words with which all names begin, where they are two or more, or all of one name.
fn beginning(names: &[Vec<String>]) -> Option<String> {
    let (first, rest) = names.split_first()?;
    let same = |at: usize| {
        rest.iter().all(|own| own.get(at).map(|own| plain(own)) == first.get(at).map(|own| plain(own)))
    };
    let long = (0..first.len()).take_while(|&at| same(at)).count();
    let whole = names.iter().any(|own| own.len() == long);
    let begun: Vec<&str> = first[..long].iter().map(String::as_str).collect();
    (long > 1 || (whole && long > 0)).then(|| plain(&begun.join(" ")).to_owned())
}

/// Without what goes on behind a word: `Championship,`.
fn plain(word: &str) -> &str {
    word.trim_end_matches([',', ':', ';', '-', '\u{2013}'])
}

#[cfg(test)]
mod tests {
    use super::beginning;

    #[test]
    fn a_series_is_called_by_what_its_seasons_have_in_common() {
        let of = |names: &[&str]| {
            let words = |own: &&str| own.split(' ').map(str::to_owned).collect();
            beginning(&names.iter().map(words).collect::<Vec<Vec<String>>>())
        };
        let imsa = ["IMSA SportsCar Championship", "IMSA SportsCar Championship, first six rounds of GTP"];
        assert_eq!(of(&imsa).as_deref(), Some("IMSA SportsCar Championship"));
        assert_eq!(of(&["Hill Cup"]).as_deref(), Some("Hill Cup"));
        assert_eq!(of(&["Cup", "Cup of the Hills"]).as_deref(), Some("Cup"));
        // One word that two long names share says little: the latest is taken.
        assert_eq!(of(&["IMSA GT Championship", "IMSA WeatherTech Championship"]), None);
        assert_eq!(of(&[]), None);
    }
}
