//! Whether a rulebook holds together: within itself, and with the season that it is to score.

use crate::block::{At, Reader, Spot};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::rulebook::Rulebook;
use crate::rules::handicap::{Basis, Results};
use crate::rules::scope::{Scope, same_class};
use crate::season::{Class, Season};
use std::collections::{BTreeMap, BTreeSet};

impl Rulebook {
    /// Ids that stand twice, titles that no block declares, titles whose pages would take the place of others.
    pub(super) fn check_itself(&self, reader: &mut Reader<'_>) {
        let mut seen: BTreeSet<(&str, &str)> = BTreeSet::new();
        for (_, article) in self.articles.iter() {
            let key = (article.kind, article.id.as_str());
            let again = !seen.insert(key);
            if article.id != article.kind && again {
                let at = At { value: (), spot: article.spot };
                let message = format!("{} `{}` stands twice", article.kind, article.id);
                reader.refuse("PF0307", &at, message, "an id of its own for each block");
            }
        }
        for title in self.titles.rows() {
            let own = page_name(&title.id);
            if let Some((_, page)) = OTHER_PAGES.iter().find(|(name, _)| *name == own) {
                let at = At { value: (), spot: self.articles[title.article].spot };
                let message = format!("a title cannot be called `{}`: {page} is called that", title.id);
                reader.refuse("PF0269", &at, message, "another id, such as drivers");
            }
        }
        let titles: Vec<&str> = self.titles.rows().iter().map(|title| title.id.as_str()).collect();
        let own_result =
            |of: &At<String>, scope: &Scope| scope.sessions.iter().any(|at| at.value == of.value);
        for own in &self.handicaps {
            if let Basis::Results(Results { of: Some(of), back: 0, .. }) = &own.rule.basis
                && own_result(of, &own.scope)
            {
                let message = format!("{} would be run with a handicap by its own result", of.value);
                reader.refuse(
                    "PF0357",
                    of,
                    message,
                    "`of`, a session that is run before those of `sessions`",
                );
            }
        }
        for own in &self.reversed_grids {
            let of = &own.rule.of;
            if own_result(of, &own.scope) {
                let message = format!("the grid of {0} would be made of the order of {0}", of.value);
                reader.refuse(
                    "PF0359",
                    of,
                    message,
                    "`of`, a session that is run before those of `sessions`",
                );
            }
        }
        let of_handicaps = self.handicaps.iter().filter_map(|own| own.rule.title());
        for title in self.scoped().flat_map(|(_, scope)| &scope.titles).chain(of_handicaps) {
            if !titles.contains(&title.value.as_str()) {
                let place = reader.place_at(title.spot);
                reader.diagnostics.push(unknown("title", &title.value, &titles, place));
            }
        }
    }

    /// Classes and events that the season does not know, tables that would have one page.
    pub fn check_against(&self, season: &Season) -> Vec<Diagnostic> {
        let place = |spot: Spot| self.place_at(spot);
        let mut unknown_words = self.unknown_words(season, &place);
        unknown_words.extend(self.tables_with_one_page(season, &place));
        unknown_words
    }

    fn unknown_words(&self, season: &Season, place: &dyn Fn(Spot) -> Place) -> Vec<Diagnostic> {
        let classes: Vec<&str> = season.classes.rows().iter().map(|class| class.id.as_str()).collect();
        let events: Vec<&str> = season.rounds.rows().iter().map(|round| round.event.as_str()).collect();
        let mut wanted: Vec<(&str, &At<String>, &[&str])> = Vec::new();
        for (_, scope) in self.scoped() {
            wanted.extend(scope.classes.iter().map(|at| ("class", at, classes.as_slice())));
            wanted.extend(scope.events.iter().map(|at| ("event", at, events.as_slice())));
        }
        for title in self.titles.rows() {
            wanted.extend(title.classes.iter().map(|at| ("class", at, classes.as_slice())));
            wanted.extend(title.not_at.iter().map(|at| ("event", at, events.as_slice())));
        }
        let competitors: Vec<&str> =
            season.competitors.rows().iter().flat_map(|own| [own.name.as_str(), own.id.as_str()]).collect();
        for shared in &self.shared_cars {
            wanted.push(("competitor", &shared.rule.with, competitors.as_slice()));
        }
        for map in &self.class_maps {
            wanted.push(("class", &map.rule.to, classes.as_slice()));
        }
        wanted
            .into_iter()
            .filter(|(what, at, known)| match *what {
                "class" => !known.iter().any(|own| same_class(own, &at.value)),
                _ => !known.contains(&at.value.as_str()),
            })
            .map(|(what, at, known)| {
                let found = unknown(what, &at.value, known, place(at.spot));
                // Nobody carries anything in a class that is not there: no points hang on it.
                let of_handicap =
                    self.handicaps.iter().any(|own| own.scope.classes.iter().any(|own| own.spot == at.spot));
                if of_handicap { Diagnostic { severity: Severity::Warning, ..found } } else { found }
            })
            .collect()
    }

    /// Tables of two titles, or of two classes, whose pages and files would have one name.
    fn tables_with_one_page(&self, season: &Season, place: &dyn Fn(Spot) -> Place) -> Vec<Diagnostic> {
        let mut named: BTreeMap<String, (String, Spot)> = BTreeMap::new();
        let mut found = Vec::new();
        for title in self.titles.rows() {
            let spot = self.articles[title.article].spot;
            let class =
                |class: &Class| (format!("{}-{}", title.id, class.id), format!("{}, {}", title.id, class.id));
            let tables: Vec<(String, String)> = match title.per_class {
                true => {
                    season.classes.rows().iter().filter(|own| title.has_class(&own.id)).map(class).collect()
                }
                false => vec![(title.id.clone(), title.id.clone())],
            };
            for (id, words) in tables {
                let page = page_name(&id);
                let Some((other, first)) = named.insert(page.clone(), (words.clone(), spot)) else {
                    continue;
                };
                found.push(
                    Diagnostic::error("PF0269", format!("the tables `{other}` and `{words}` would have one page, {page}"))
                        .at(place(first))
                        .at(place(spot))
                        .found(format!("{other} and {words}"))
                        .expected("titles and classes whose ids differ in more than capital letters and where a `-` stands")
                        .help("give one of the titles or classes another id"),
                );
            }
        }
        found
    }
}

/// Pages that stand beside those of the tables.
const OTHER_PAGES: [(&str, &str); 2] =
    [("index", "the page that lists the tables"), ("points", "the list of the tables as JSON")];

/// An id as names of pages and files have it: capital letters and blanks are no difference.
fn page_name(id: &str) -> String {
    id.to_ascii_lowercase().replace(' ', "-")
}

fn unknown(what: &str, found: &str, known: &[&str], place: Place) -> Diagnostic {
    Diagnostic::error("PF0308", format!("no {what} `{found}`"))
        .at(place)
        .found(found)
        .expected(if known.is_empty() {
            format!("no {what} is declared")
        } else {
            format!("one of {}", known.join(", "))
        })
        .help(format!("add the {what}, or take the word out"))
        .did_you_mean(found, known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::season::SeasonBuilder;

    fn title(id: &str, keys: &str) -> String {
        format!("[[title]]\nid = \"{id}\"\ncompetitor = \"driver\"\n{keys}\n")
    }

    #[test]
    fn a_title_that_would_take_the_place_of_another_page() {
        for (id, page) in [
            ("index", Some("the page that lists the tables")),
            ("Index", Some("the page that lists the tables")),
            ("points", Some("the list of the tables as JSON")),
            ("index-of-performance", None),
        ] {
            let (_, diagnostics) = Rulebook::parse("rulebook.toml", &title(id, ""));
            let messages: Vec<&str> = diagnostics.iter().map(|own| own.message.as_str()).collect();
            match page {
                None => assert_eq!(diagnostics, []),
                Some(page) => {
                    assert_eq!(messages, [format!("a title cannot be called `{id}`: {page} is called that")]);
                    assert_eq!((diagnostics[0].id, diagnostics[0].places[0].line), ("PF0269", 1));
                }
            }
        }
    }

    #[test]
    fn two_tables_of_one_page_are_told_with_both() {
        let found = |text: &str, classes: &[&str]| {
            let (rules, diagnostics) = Rulebook::parse("rulebook.toml", text);
            assert_eq!(diagnostics, []);
            let mut builder = SeasonBuilder::new("a/1", "A", "a", 2020, "");
            for class in classes {
                builder.class(class, class);
            }
            rules.check_against(&builder.finish())
        };
        let per_class = "per = \"class\"";
        let text = title("teams", per_class) + &title("teams-gt", "");
        assert_eq!(found(&text, &["P1"]), []);
        let told = found(&text, &["P1", "GT"]);
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].message, "the tables `teams, GT` and `teams-gt` would have one page, teams-gt");
        assert_eq!(told[0].places.iter().map(|place| place.line).collect::<Vec<_>>(), [1, 5]);
        assert_eq!(found(&title("teams", per_class), &["GT", "gt"]).len(), 1);
        assert_eq!(found(&title("teams", ""), &["GT", "gt"]), []);
    }

    #[test]
    fn a_class_that_is_not_there_is_an_error_where_points_hang_on_it() {
        let told = |block: &str| {
            let text = title("drivers", "") + block + "\nclasses = [\"TC\"]\n";
            let (rules, diagnostics) = Rulebook::parse("rulebook.toml", &text);
            assert_eq!(diagnostics, []);
            let mut builder = SeasonBuilder::new("a/1", "A", "a", 2020, "");
            builder.class("GT", "GT");
            let found = rules.check_against(&builder.finish());
            found.iter().map(|own| (own.id, own.severity)).collect::<Vec<_>>()
        };
        assert_eq!(told("[[points]]\nid = \"a\"\nscale = [1]"), [("PF0308", Severity::Error)]);
        assert_eq!(told("[[handicap]]\nid = \"a\"\nscale = [1]"), [("PF0308", Severity::Warning)]);
    }

    #[test]
    fn a_key_with_a_wrong_value_is_not_said_to_be_missing() {
        let told = |text: &str| {
            let (_, found) = Rulebook::parse("rulebook.toml", text);
            found.into_iter().map(|own| own.id).collect::<Vec<_>>()
        };
        let windows = |windows: &str| {
            told(&format!(
                "[[title]]\nid = \"drivers\"\ncompetitor = \"driver\"\nties = [\"countback\"]\nwindows = {windows}\n"
            ))
        };
        assert_eq!(windows("[{ best = 0 }]"), ["PF0312"]);
        assert_eq!(windows("[{ rounds = \"1-2\" }]"), ["PF0305"]);
        let scale = "[[points]]\nid = \"a\"\nscale = [3, 2]\n[[points]]\nid = \"b\"\nlike = \"a\"\n";
        assert_eq!(told(scale), Vec::<&str>::new());
        assert_eq!(told(&format!("{scale}scale = [1]\n")), ["PF0326"], "no unknown key");
        // Each round in one window at most; a window without rounds has all.
        let one = "{ rounds = \"1-2\", best = 1 }";
        assert_eq!(windows(&format!("[{one}, {{ rounds = \"3-4\", best = 1 }}]")), Vec::<&str>::new());
        for other in ["{ rounds = \"2-3\", best = 1 }", "{ best = 1 }"] {
            assert_eq!(windows(&format!("[{one}, {other}]")), ["PF0482"], "{other}");
        }
        assert_eq!(told("[[ranking]]\nid = \"q\"\nby = \"best-lap\"\n"), Vec::<&str>::new());
    }
}
