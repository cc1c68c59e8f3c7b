//! Whether a rulebook holds together: within itself, and with the season that it is to score.

use crate::block::{At, Reader};
use crate::diagnostic::{Diagnostic, Place};
use crate::rulebook::Rulebook;
use crate::rules::scope::same_class;
use crate::season::Season;

impl Rulebook {
    /// Ids that stand twice, titles that no block declares.
    pub(super) fn check_itself(&self, reader: &mut Reader<'_>) {
        let mut seen: Vec<(&str, &str)> = Vec::new();
        for (_, article) in self.articles.iter() {
            let key = (article.kind, article.id.as_str());
            if article.id != article.kind && seen.contains(&key) {
                let at = At { value: (), spot: article.spot };
                let message = format!("{} `{}` stands twice", article.kind, article.id);
                reader.refuse("PF0307", &at, message, "an id of its own for each block");
            }
            seen.push(key);
        }
        let titles: Vec<&str> = self.titles.rows().iter().map(|title| title.id.as_str()).collect();
        for scope in self.scopes() {
            for title in &scope.titles {
                if !titles.contains(&title.value.as_str()) {
                    let place = reader.place_at(title.spot);
                    reader.diagnostics.push(unknown("title", &title.value, &titles, place));
                }
            }
        }
    }

    /// Classes and events that the season does not know. `text` is the rulebook's text, for the places.
    pub fn check_against(&self, season: &Season, text: &str) -> Vec<Diagnostic> {
        let classes: Vec<&str> = season.classes.rows().iter().map(|class| class.id.as_str()).collect();
        let events: Vec<&str> = season.rounds.rows().iter().map(|round| round.event.as_str()).collect();
        let mut wanted: Vec<(&str, &At<String>, &[&str])> = Vec::new();
        for scope in self.scopes() {
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
                let line = text.lines().nth(at.spot.line.saturating_sub(1) as usize).unwrap_or("");
                let place = Place {
                    document: self.document.clone(),
                    line: at.spot.line,
                    column: at.spot.column,
                    text: line.to_owned(),
                };
                unknown(what, &at.value, known, place)
            })
            .collect()
    }
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
