//! The season's calendar, whole or as one class sees it.

use crate::ics::{Calendar, Event, EventStatus, When};
use crate::sheet::official::Issue;
use crate::view::View;
use parcferme_core::Ix;
use parcferme_core::season::{Class, RoundStatus};

pub(super) fn calendar(view: &View, class: Option<Ix<Class>>, issue: &Issue) -> Calendar {
    let season = view.season;
    let class_name = class.map(|class| view.class_name(class));
    let name = [Some(season.name.as_str()), class_name].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let id = season.id.replace('/', "-");
    let events = season.rounds.iter().filter_map(|(ix, round)| {
        let day = round.date?;
        Some(Event {
            uid: format!("{id}-{}@parcferme", round.event),
            stamp: issue.issued_at.unwrap_or_default(),
            when: When::Days { first: day, last: day },
            summary: match round.number {
                Some(number) => format!("{} (round {number})", round.short_name()),
                None => round.short_name().to_owned(),
            },
            description: winners(view, ix, class),
            location: round.circuit.clone(),
            url: absolute(view, &view.round_path(ix)),
            status: match round.status {
                RoundStatus::Held => EventStatus::Confirmed,
                RoundStatus::Scheduled => EventStatus::Confirmed,
                RoundStatus::Cancelled => EventStatus::Cancelled,
            },
            sequence: 0,
            categories: class_name.map_or_else(Vec::new, |name| vec![name.to_owned()]),
        })
    });
    Calendar {
        name,
        uid: format!("{id}{}@parcferme", class_name.map_or_else(String::new, |name| format!("-{name}"))),
        url: absolute(view, "index.html"),
        refresh_hours: 12,
        events: events.collect(),
        ..Calendar::default()
    }
}

/// Who won, a line a class.
fn winners(view: &View, round: Ix<parcferme_core::season::Round>, class: Option<Ix<Class>>) -> String {
    let won = view.won(round).into_iter().filter(|(own, _)| class.is_none() || *own == class);
    let lines: Vec<String> = won
        .map(|(own, winner)| {
            let class = own.map_or_else(String::new, |own| format!("{}: ", view.class_name(own)));
            let beside = winner.beside(view);
            let beside = if beside.is_empty() { beside } else { format!(" ({beside})") };
            format!("{class}{}{beside}", winner.numbered(view, "#"))
        })
        .collect();
    lines.join("\n")
}

/// Empty where the site does not know its address.
pub(super) fn absolute(view: &View, path: &str) -> String {
    view.settings.base_url.as_deref().map_or_else(String::new, |base| {
        format!("{}/{}{path}", base.trim_end_matches('/'), crate::view::season_folder(&view.season.id))
    })
}
