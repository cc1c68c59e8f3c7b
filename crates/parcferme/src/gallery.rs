//! Any season under any rulebook that fits it: who would have been champion, and what turned it.

use crate::library::{self, Loaded, Refused};
use parcferme_core::change::Change;
use parcferme_core::numbers::Position;
use parcferme_core::rules::KINDS;
use parcferme_core::{Outcome, Rulebook, Season};
use parcferme_publish::view::Named;
use parcferme_publish::view::gallery::{Gallery, OfTitle, Otherwise};
use std::collections::BTreeMap;

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

/// Computes seasons under rulebooks; `watch` is told the number of seasons done, before each rulebook, and ends it by `false`.
///
/// # Errors
/// There is no such rulebook, or a season cannot be computed as it is.
pub fn gallery<'l>(
    seasons: impl IntoIterator<Item = &'l Loaded>,
    by: &[String],
    watch: &dyn Fn(usize) -> bool,
) -> Result<Gallery, Refused> {
    let mut books: Vec<(String, Rulebook)> = Vec::new();
    for id in by {
        books.push((id.clone(), library::rulebook(id)?.0));
    }
    let mut titles = Vec::new();
    for (done, loaded) in seasons.into_iter().enumerate() {
        titles.extend(of_season(loaded, &books, &|| watch(done))?);
        watch(done + 1);
    }
    Ok(Gallery { by: by.to_vec(), titles })
}

/// Who is first under another rulebook.
type UnderAnother<'a> = (Vec<Named>, &'a str, &'a Rulebook);

fn of_season(
    loaded: &Loaded,
    books: &[(String, Rulebook)],
    goes_on: &dyn Fn() -> bool,
) -> Result<Vec<OfTitle>, Refused> {
    let own = firsts(&loaded.season, &loaded.rules, &loaded.outcome()?);
    let mut others: BTreeMap<&Key, Vec<UnderAnother<'_>>> = BTreeMap::new();
    for (id, rules) in books.iter().take_while(|_| goes_on()) {
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
                    turned_by: if goes_on() { turned_by(loaded, rules, key, champions) } else { Vec::new() },
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
    // Who is first of a title of which some rounds are not known, nobody knows.
    let known = outcome.tables.iter().filter(|table| table.unknown.is_empty());
    let of_table = known.map(|table| {
        let class = table.class.map(|own| season.classes[own].id.clone());
        let first = table.rows.iter().filter(|own| own.position == Some(Position::FIRST));
        let named = first.map(|own| Named::of(&season.competitors[own.competitor])).collect();
        ((rules.titles[table.title].id.clone(), class), named)
    });
    of_table.filter(|own: &(Key, Vec<Named>)| !own.1.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use parcferme_publish::sheet;

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
        let made = gallery(&[loaded], &["alms/2003".to_owned(), "alms/2005".to_owned()], &|_| true)
            .unwrap_or_else(|found| panic!("{found:?}"));
        for own in &made.titles {
            assert!(own.fitting > 0, "{own:?}");
            assert!(own.otherwise.iter().all(|other| other.by == ["alms/2005"]), "{own:?}");
        }
        let sheet = sheet::gallery::gallery(&made, false);
        assert_eq!(sheet.tables().next().map(|own| own.rows().count()), Some(made.titles.len()));
    }
}
