//! The season's feed: an entry a round with results, the latest first.

use super::calendar::absolute;
use crate::atom::{Entry, Feed};
use crate::sheet::official::Issue;
use crate::stamp::Stamp;
use crate::view::View;
use parcferme_core::season::Issued;

pub(super) fn feed(view: &View, issue: &Issue) -> Feed {
    let season = view.season;
    let id = format!("tag:parcferme,{:04}:{}", season.year, season.id);
    let mut entries: Vec<Entry> = season
        .rounds
        .iter()
        .filter_map(|(ix, round)| {
            view.main_classification(ix)?;
            let results = view.main_session(ix).map(Issued::Results);
            let updated = issue.or_declared(season, results).issued_at.unwrap_or_default();
            let winners = view.won(ix).into_iter().map(|(class, won)| {
                let class = class.map_or_else(String::new, |class| format!("{}: ", view.class_name(class)));
                format!("{class}{}", won.numbered(view, "#"))
            });
            Some(Entry {
                id: format!("{id}/{}", round.event),
                title: format!("Round {}: {}", round.label(), round.short_name()),
                updated,
                published: round.date.map(Stamp::midnight),
                url: absolute(view, &view.round_path(ix)),
                author: String::new(),
                summary: winners.collect::<Vec<_>>().join("; "),
                content_html: String::new(),
                categories: season.classes.rows().iter().map(|class| class.id.clone()).collect(),
            })
        })
        .collect();
    entries.reverse();
    Feed {
        id,
        title: format!("{}: results", season.name),
        self_url: absolute(view, "feed.xml"),
        url: absolute(view, "index.html"),
        author: issue.issuer.clone(),
        entries,
        ..Feed::default()
    }
}
