//! Any season under any rulebook that fits it: who would have been champion, and what turned it.

use crate::library::{self, Loaded, Refused};
use parcferme_core::change::Change;
use parcferme_core::number_words::counted;
use parcferme_core::numbers::Position;
use parcferme_core::rules::KINDS;
use parcferme_core::{Outcome, Rulebook, Season};
use parcferme_publish::json::Named;
use parcferme_publish::sheet::{Block, Cell, Column, Group, Head, Row, Sheet, Table};
use serde::Serialize;
use std::collections::BTreeMap;

/// `parcferme.gallery/1`.
#[derive(Clone, Debug, Serialize)]
pub struct Gallery {
    pub schema: &'static str,
    /// Ids of the rulebooks.
    pub by: Vec<String>,
    pub titles: Vec<OfTitle>,
}

/// A title of a season, in a class where it has classes.
#[derive(Clone, Debug, Serialize)]
pub struct OfTitle {
    pub season: String,
    pub title: String,
    pub name: String,
    pub class: Option<String>,
    /// First by the season's own rules; several where the title is shared.
    pub champions: Vec<Named>,
    /// Those who would have been first by other rules, each with the rulebooks.
    pub otherwise: Vec<Otherwise>,
    /// Rulebooks that have such a title and fit the season.
    pub fitting: usize,
}

/// Who would have been first.
#[derive(Clone, Debug, Serialize)]
pub struct Otherwise {
    pub champions: Vec<Named>,
    pub by: Vec<String>,
    /// The kinds of rules of the first of these rulebooks that turn the title by themselves; none where only several do together.
    pub turned_by: Vec<&'static str>,
}

/// A title and a class by their ids.
type Key = (String, Option<String>);

/// The rulebooks of a series that say different things, in order.
pub fn rulebooks_of(series: &str) -> Vec<String> {
    let prefix = format!("{series}/");
    let mut said = Vec::new();
    let mut found = Vec::new();
    for id in library::bundled_rulebooks().into_iter().filter(|own| own.starts_with(&prefix)) {
        let Some(rules) = library::bundled_rulebook(&id) else { continue };
        let prose: Vec<String> = rules.prose().into_iter().map(|own| own.1).collect();
        if !said.contains(&prose) {
            said.push(prose);
            found.push(id);
        }
    }
    found
}

/// Computes seasons under rulebooks; `watch` is told the number of seasons done.
///
/// # Errors
/// There is no such rulebook, or a season cannot be computed as it is.
pub fn gallery(seasons: &[Loaded], by: &[String], watch: &dyn Fn(usize)) -> Result<Gallery, Refused> {
    let mut books: Vec<(String, Rulebook)> = Vec::new();
    for id in by {
        books.push((id.clone(), library::rulebook(id)?.0));
    }
    let mut titles = Vec::new();
    for (done, loaded) in seasons.iter().enumerate() {
        titles.extend(of_season(loaded, &books)?);
        watch(done + 1);
    }
    Ok(Gallery { schema: "parcferme.gallery/1", by: by.to_vec(), titles })
}

/// Who is first under another rulebook.
type UnderAnother<'a> = (Vec<Named>, &'a str, &'a Rulebook);

fn of_season(loaded: &Loaded, books: &[(String, Rulebook)]) -> Result<Vec<OfTitle>, Refused> {
    let own = firsts(&loaded.season, &loaded.rules, &loaded.outcome()?);
    let mut others: BTreeMap<&Key, Vec<UnderAnother<'_>>> = BTreeMap::new();
    for (id, rules) in books {
        let Some(found) = under(loaded, rules) else { continue };
        for key in own.keys() {
            if let Some(champions) = found.get(key) {
                others.entry(key).or_default().push((champions.clone(), id, rules));
            }
        }
    }
    let titles = own.iter().map(|(key, champions)| {
        let found = others.get(key).map(Vec::as_slice).unwrap_or_default();
        let mut otherwise: Vec<Otherwise> = Vec::new();
        for (other, id, rules) in found.iter().filter(|own| !same(&own.0, champions)) {
            match otherwise.iter_mut().find(|own| same(&own.champions, other)) {
                Some(known) => known.by.push((*id).to_owned()),
                None => otherwise.push(Otherwise {
                    champions: other.clone(),
                    by: vec![(*id).to_owned()],
                    turned_by: turned_by(loaded, rules, key, champions),
                }),
            }
        }
        let title = loaded.rules.titles.rows().iter().find(|own| own.id == key.0);
        OfTitle {
            season: loaded.season.id.clone(),
            title: key.0.clone(),
            name: title.map_or_else(String::new, |own| own.name.clone()),
            class: key.1.clone(),
            champions: champions.clone(),
            otherwise,
            fitting: found.len(),
        }
    });
    Ok(titles.collect())
}

fn same(a: &[Named], b: &[Named]) -> bool {
    a.iter().map(|own| &own.id).eq(b.iter().map(|own| &own.id))
}

/// The kinds of rules of another rulebook that turn a title by themselves.
fn turned_by(loaded: &Loaded, other: &Rulebook, key: &Key, champions: &[Named]) -> Vec<&'static str> {
    let turns = |kind: &str| {
        let value = other.wording.value(kind).unwrap_or_default();
        let change = Change::parse(&format!("{kind} = {value}")).ok()?;
        let rules = loaded.rules.with(&[change]).ok()?;
        let found = under(loaded, &rules)?;
        Some(!same(found.get(key)?, champions))
    };
    KINDS.iter().filter(|kind| turns(kind.name) == Some(true)).map(|kind| kind.name).collect()
}

/// Who is first under a rulebook; none where it does not fit the season.
fn under(loaded: &Loaded, rules: &Rulebook) -> Option<BTreeMap<Key, Vec<Named>>> {
    let (season, outcome) = library::scored(&loaded.folder, rules).ok()?;
    library::refuse_errors(&mut rules.check_against(&season)).ok()?;
    Some(firsts(&season, rules, &outcome))
}

fn firsts(season: &Season, rules: &Rulebook, outcome: &Outcome) -> BTreeMap<Key, Vec<Named>> {
    let of_table = outcome.tables.iter().map(|table| {
        let class = table.class.map(|own| season.classes[own].id.clone());
        let first = table.rows.iter().filter(|own| own.position == Some(Position::FIRST));
        let named = first.map(|own| Named::of(&season.competitors[own.competitor])).collect();
        ((rules.titles[table.title].id.clone(), class), named)
    });
    of_table.filter(|own: &(Key, Vec<Named>)| !own.1.is_empty()).collect()
}

impl Gallery {
    /// Each title with its champion, and those of other rulebooks.
    pub fn sheet(&self, only_turned: bool) -> Sheet {
        let names = |all: &[Named]| all.iter().map(|own| own.name.as_str()).collect::<Vec<_>>().join(" and ");
        let shown: Vec<&OfTitle> =
            self.titles.iter().filter(|own| !only_turned || !own.otherwise.is_empty()).collect();
        let row = |own: &&OfTitle| {
            let otherwise: Vec<String> = own
                .otherwise
                .iter()
                .map(|other| {
                    let why = match other.turned_by.as_slice() {
                        [] => "several rules together".to_owned(),
                        kinds => format!("`{}` alone", kinds.join("` or `")),
                    };
                    format!("{} by {} ({why})", names(&other.champions), self.stretches(&other.by))
                })
                .collect();
            let title = [own.class.as_deref(), Some(own.name.as_str())];
            Row {
                cells: vec![
                    Cell::text(&own.season),
                    Cell::text(title.into_iter().flatten().collect::<Vec<_>>().join(" ")),
                    Cell::text(names(&own.champions)),
                    Cell::text(if own.fitting == 0 {
                        "no rulebook fits".to_owned()
                    } else {
                        otherwise.join("; ")
                    }),
                ],
                stressed: !own.otherwise.is_empty(),
                ..Row::default()
            }
        };
        let rows: Vec<Row> = shown.iter().map(row).collect();
        let turned = self.titles.iter().filter(|own| !own.otherwise.is_empty()).count();
        Sheet {
            head: Head {
                event: format!(
                    "{} under {}",
                    counted(self.titles.len(), "title"),
                    counted(self.by.len(), "rulebook")
                ),
                document: format!("{turned} would have gone to somebody else by one of them"),
                ..Head::default()
            },
            blocks: vec![Block::Table(Table {
                id: "gallery".to_owned(),
                title: "Champions".to_owned(),
                columns: vec![
                    Column::new("season", "Season"),
                    Column::new("title", "Title").grow(1),
                    Column::new("champion", "Champion").grow(1),
                    Column::new("otherwise", "By other rules").grow(2),
                ],
                row_head: Some(0),
                groups: vec![Group { rows, ..Group::default() }],
                ..Table::default()
            })],
            ..Sheet::default()
        }
    }

    /// Rulebooks as stretches of those that were tried: `f1/1991 to f1/2026`.
    fn stretches(&self, ids: &[String]) -> String {
        let places: Vec<usize> =
            ids.iter().filter_map(|own| self.by.iter().position(|id| id == own)).collect();
        let runs = places.chunk_by(|a, b| a + 1 == *b);
        let words = runs.map(|run| match run {
            [first, _, .., last] => format!("{} to {}", self.by[*first], self.by[*last]),
            few => few.iter().map(|own| self.by[*own].as_str()).collect::<Vec<_>>().join(", "),
        });
        words.collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_series_has_the_rulebooks_that_say_different_things() {
        let found = rulebooks_of("f1");
        assert!(found.len() > 20 && found.len() < 60, "{found:?}");
        assert!(found.contains(&"f1/1981".to_owned()) && !found.contains(&"f1/1982".to_owned()));
    }

    #[test]
    fn a_title_turns_by_the_rules_that_turn_it() {
        // The season of the American Le Mans Series under its own rules is as it is; where every car scores it is another.
        let loaded = library::load("alms/2003", None).unwrap_or_else(|found| panic!("{found:?}"));
        let made = gallery(&[loaded], &["alms/2003".to_owned(), "alms/2005".to_owned()], &|_| ())
            .unwrap_or_else(|found| panic!("{found:?}"));
        for own in &made.titles {
            assert!(own.fitting > 0, "{own:?}");
            assert!(own.otherwise.iter().all(|other| other.by == ["alms/2005"]), "{own:?}");
        }
        let sheet = made.sheet(false);
        assert_eq!(sheet.tables().next().map(|own| own.rows().count()), Some(made.titles.len()));
    }
}
