//! Which season the pages are about, and its classes.

use super::Import;
use crate::folder::{ClassRecord, Folder};
use crate::names::slug;
use crate::pages::date::without_season;
use crate::pages::{Page, PageKind};
use parcferme_core::{Diagnostic, Place};
use std::collections::{BTreeMap, BTreeSet};

/// Fills series, year and name; `None` where the pages are about several seasons. What no page says is as in `existing`.
pub(super) fn series_and_year(
    pages: &[Page],
    existing: &Folder,
    folder: &mut Folder,
    made: &mut Import,
) -> Option<()> {
    let of_folder = pages.iter().all(|page| page.title.is_none() && page.lead.series.is_none());
    if of_folder && existing.year != 0 {
        folder.series.clone_from(&existing.series);
        (folder.year, folder.label) = (existing.year, existing.label.clone());
        folder.name.clone_from(&existing.name);
        folder.rulebook.clone_from(&existing.rulebook);
        return Some(());
    }
    let mut seen: BTreeMap<(String, i32, Option<String>), (String, Place)> = BTreeMap::new();
    for page in pages {
        let titled = page
            .title
            .as_ref()
            .filter(|_| page.kind == PageKind::Season)
            .map(|title| without_year(&title.text))
            .map(|title| title.strip_suffix(" season").unwrap_or(title));
        let series = page.lead.series.as_ref().map(|series| series.text.as_str()).or(titled);
        let line = page.lead.series.as_ref().or(page.title.as_ref()).map_or(0, |text| text.line);
        let place = page.place(line);
        let (Some(series), Some(year)) = (series.or_else(|| alone(pages, page, made)), page.year) else {
            // Of several pages, the others say it.
            if page.kind == PageKind::Race && pages.len() > 1 {
                continue;
            }
            made.diagnostics.push(
                Diagnostic::error("PF0124", "the page does not say which season it is about")
                    .at(page.place(page.title.as_ref().map_or(0, |title| title.line)))
                    .found(page.title.as_ref().map_or("no title", |title| title.text.as_str()))
                    .expected(
                        "a title with the year, and the series' name in the title or the first sentence",
                    )
                    .help("give the page its title line, such as `= 2003 Example Series =`"),
            );
            continue;
        };
        seen.entry((slug(series), year, page.label.clone())).or_insert_with(|| (series.to_owned(), place));
    }
    one_series(&mut seen);
    // A page about one race of a season over New Year has the race's year.
    let longer: Vec<(String, i32)> =
        seen.keys().filter(|own| own.2.is_some()).map(|(series, year, _)| (series.clone(), *year)).collect();
    let within = |series: &str, year: i32| {
        longer.iter().any(|own| own.0 == series && (own.1..=own.1 + 1).contains(&year))
    };
    seen.retain(|(series, year, label), _| label.is_some() || !within(series, *year));
    if seen.len() > 1 {
        let places: Vec<Place> = seen.values().map(|(_, place)| place.clone()).collect();
        let found: Vec<String> = seen
            .iter()
            .map(|((_, year, label), (name, _))| {
                format!("{} {name}", label.clone().unwrap_or(year.to_string()))
            })
            .collect();
        let mut diagnostic = Diagnostic::error("PF0123", "the documents are about different seasons")
            .found(found.join(", "))
            .expected("documents of one season")
            .help("import each season into a folder of its own");
        diagnostic.places = places;
        made.diagnostics.push(diagnostic);
        return None;
    }
    let ((_, year, label), (name, _)) = seen.into_iter().next()?;
    folder.series = series_id(&name);
    (folder.year, folder.label) = (year, label);
    folder.name = format!("{} {name}", folder.label());
    folder.rulebook = format!("{}/{}", folder.series, folder.label());
    Some(())
}

/// The series of a page that is imported alone and does not name one: its own event, which is said.
fn alone<'p>(pages: &'p [Page], page: &'p Page, made: &mut Import) -> Option<&'p str> {
    let called = page.title.as_ref().or(page.lead.event.as_ref());
    let title = called.filter(|_| pages.len() == 1 && page.kind == PageKind::Race)?;
    let name = without_year(&title.text);
    made.diagnostics.push(
        Diagnostic::warning(
            "PF0178",
            "the page does not name a series: the season is called after its event",
        )
        .at(page.place(title.line))
        .found(name)
        .expected("a sentence such as `was the second race of the 2003 Example Series season`")
        .help("correct `series` and `name` in season.toml, or import the season's page with it"),
    );
    Some(name)
}

/// Names of one season of which one holds all words of the other are one series: the longest names it.
fn one_series(seen: &mut BTreeMap<(String, i32, Option<String>), (String, Place)>) {
    let keys: Vec<(String, i32, Option<String>)> = seen.keys().cloned().collect();
    for short in &keys {
        let words: BTreeSet<&str> = short.0.split('-').collect();
        let longer = keys.iter().any(|long| {
            long.0 != short.0 && (long.1, &long.2) == (short.1, &short.2) && {
                let all: BTreeSet<&str> = long.0.split('-').collect();
                all.len() > words.len() && words.is_subset(&all)
            }
        });
        if longer {
            seen.remove(short);
        }
    }
}

/// The initials of a name of three or more words; otherwise the name as a slug.
fn series_id(name: &str) -> String {
    let small = |word: &&str| !matches!(*word, "of" | "the" | "for" | "and" | "&");
    let words: Vec<&str> = name.split_whitespace().filter(small).collect();
    let initials: String = words.iter().filter_map(|word| slug(word).chars().next()).collect();
    if words.len() < 3 { slug(name) } else { initials }
}

pub(super) fn without_year(title: &str) -> &str {
    without_season(title)
}

/// Classes in the order that the season's page names them, then as they come; full names from entry lists.
pub(super) fn classes(pages: &[Page], folder: &mut Folder) {
    let mut names: BTreeMap<&str, &str> = BTreeMap::new();
    for team in pages.iter().flat_map(|page| &page.entries) {
        let full =
            team.class_heading.rsplit_once('(').map_or(team.class_heading.as_str(), |(full, _)| full.trim());
        let full = without_entrants(full);
        names.entry(&team.class).or_insert(full);
    }
    let stated = pages.iter().flat_map(|page| page.lead.classes.iter().map(|class| class.text.as_str()));
    let entered = pages.iter().flat_map(|page| page.entries.iter().map(|team| team.class.as_str()));
    let tables =
        pages.iter().flat_map(|page| page.standings.iter().filter_map(|table| table.class.as_deref()));
    let won = pages.iter().flat_map(|page| page.class_winners.iter().map(|winner| winner.class.as_str()));
    let mut listed: BTreeSet<&str> =
        stated.chain(entered).chain(tables).chain(won).fold(BTreeSet::new(), |mut listed, class| {
            if !class.is_empty() && listed.insert(class) {
                let name = names.get(class).copied().unwrap_or(class).to_owned();
                folder.classes.push(ClassRecord { id: class.to_owned(), name });
            }
            listed
        });
    // A class of results alone: of several rows where other pages name classes, for one may be misprinted.
    let mut raced: Vec<(&str, usize)> = Vec::new();
    for class in pages.iter().flat_map(|page| page.results.iter().map(|row| row.class.as_str())) {
        match raced.iter_mut().find(|(own, _)| *own == class) {
            Some((_, rows)) => *rows += 1,
            None => raced.push((class, 1)),
        }
    }
    let only = folder.classes.is_empty();
    for (class, _) in raced.into_iter().filter(|(_, rows)| only || *rows > 1) {
        if !class.is_empty() && listed.insert(class) {
            folder.classes.push(ClassRecord { id: class.to_owned(), name: class.to_owned() });
        }
    }
}

/// `250cc participants` is the heading of an entry list; the class is `250cc`.
fn without_entrants(heading: &str) -> &str {
    const ENTRANTS: [&str; 12] = [
        "participants",
        "entries",
        "entrants",
        "entry",
        "list",
        "teams",
        "drivers",
        "riders",
        "and",
        "team",
        "driver",
        "rider",
    ];
    let mut name = heading.trim();
    while let Some((before, last)) = name.rsplit_once(' ')
        && ENTRANTS.contains(&last.to_lowercase().trim_matches([':', ',']))
    {
        name = before.trim_end_matches([':', ',', ' ']);
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_not_called_after_its_list() {
        assert_eq!(without_entrants("250cc participants"), "250cc");
        assert_eq!(without_entrants("Grand Touring teams and drivers"), "Grand Touring");
        assert_eq!(without_entrants("Drivers"), "Drivers");
        assert_eq!(without_entrants("Le Mans Prototype"), "Le Mans Prototype");
    }

    #[test]
    fn a_long_name_becomes_its_initials() {
        assert_eq!(series_id("Made-up Sprint Series"), "mss");
        assert_eq!(series_id("Formula Two"), "formula-two");
    }
}
