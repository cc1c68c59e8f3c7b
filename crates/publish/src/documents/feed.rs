//! The season's feed: an entry a round with results, the latest first.

use super::calendar::absolute;
use crate::atom::{Entry, Feed};
use crate::sheet::official::Issue;
use crate::site::View;
use crate::stamp::Stamp;
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
            let classes = season.classes.iter().map(|(class, _)| class);
            let winners = classes.flat_map(|class| {
                let won = view.winners(ix, Some(class)).into_iter();
                won.map(move |won| format!("{}: #{} {}", view.class_name(class), won.number, won.name))
            });
            Some(Entry {
                id: format!("{id}/{}", round.event),
                title: format!("Round {}: {}", round.label(), round.short_name()),
                updated,
                published: round.date.map(Stamp::midnight),
                url: absolute(view, &view.round_path(ix)),
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
