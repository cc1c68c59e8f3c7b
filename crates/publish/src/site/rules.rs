//! The rules as sentences, article by article; explanations link here.

use crate::site::head::Head;
use crate::site::view::View;
use crate::site::{Page, page};
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
    source: String,
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
        prose,
        source: article.source.clone(),
    });
    let rules = rules.collect();
    page!(RulesPage { name: &view.rules.name, about: &view.rules.about, rules, head })
}
