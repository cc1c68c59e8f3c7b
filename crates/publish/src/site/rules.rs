//! The rules as sentences, article by article; explanations link here.

use crate::site::head::Head;
use crate::site::{Page, page};
use crate::view::View;
use askama::Template;

#[derive(Template)]
#[template(path = "rules.html")]
struct RulesPage<'v> {
    head: Head,
    name: &'v str,
    about: &'v str,
    rules: Vec<Rule>,
}

struct Rule {
    anchor: usize,
    article: String,
    kind: &'static str,
    prose: String,
    /// Where the article is, with addresses as links.
    source: Vec<(String, String)>,
}

pub fn page(view: &View) -> Page {
    let head = Head::of_season(
        view,
        "rules.html",
        "Rules",
        "The rules that score the season, with the articles they come from",
    );
    let rules = view.rules.prose().into_iter().map(|(article, prose)| Rule {
        anchor: view
            .rules
            .articles
            .iter()
            .find(|(_, own)| std::ptr::eq(*own, article))
            .map_or(0, |(ix, _)| ix.index()),
        article: article.text.clone(),
        kind: article.kind,
        prose: named(view, &prose),
        source: linked(&article.source),
    });
    let rules = rules.collect();
    page!(RulesPage { name: &view.rules.name, about: &view.rules.about, rules, head })
}

/// Prose with rounds called by their names, where the rulebook has the ids of events.
fn named(view: &View, prose: &str) -> String {
    let of_id = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let mut text = String::with_capacity(prose.len());
    let mut rest = prose;
    while let Some(from) = rest.find(of_id) {
        let to = rest[from..].find(|c| !of_id(c)).map_or(rest.len(), |to| from + to);
        let word = &rest[from..to];
        let round = view.season.rounds.rows().iter().find(|own| own.event == word && word.contains('-'));
        text.push_str(&rest[..from]);
        text.push_str(round.map_or(word, |own| own.short_name()));
        rest = &rest[to..];
    }
    text + rest
}

/// A source in pieces: text, and addresses with where they lead.
fn linked(source: &str) -> Vec<(String, String)> {
    let mut pieces = Vec::new();
    let mut rest = source;
    while let Some(from) = rest.find("https://") {
        let end = rest[from..].find(|c: char| c.is_whitespace() || "<>\"'),;".contains(c));
        let to = end.map_or(rest.len(), |to| from + to);
        let address = rest[from..to].trim_end_matches('.');
        pieces.push((rest[..from].to_owned(), String::new()));
        pieces.push((address.to_owned(), address.to_owned()));
        rest = &rest[from + address.len()..];
    }
    pieces.push((rest.to_owned(), String::new()));
    pieces.retain(|own| !own.0.is_empty());
    pieces
}
