//! Decisions on a page: what was ruled, why, and by whom.

use crate::site::head::Head;
use crate::site::view::View;
use parcferme_core::Ix;
use parcferme_core::season::{Competitor, Decision, Round, Ruling, Session};

/// A decision in words.
pub struct Shown {
    pub id: String,
    /// What was ruled, such as `Car 5 disqualified`.
    pub what: String,
    pub reason: String,
    /// Who and when.
    pub said: String,
    /// What it is about: link and name.
    pub about: Option<(String, String)>,
}

/// The decisions that touch a round.
pub fn of_round(view: &View, head: &Head, ix: Ix<Round>) -> Vec<Shown> {
    view.decisions_of(ix).map(|own| shown(view, head, own)).collect()
}

fn shown(view: &View, head: &Head, own: &Decision) -> Shown {
    let said = [own.author.as_str(), own.date.as_str()];
    Shown {
        id: own.id.clone(),
        what: words(view, &own.ruling),
        reason: own.reason.clone(),
        said: said.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "),
        about: match &own.ruling {
            Ruling::Disqualify { session, number }
            | Ruling::TimePenalty { session, number, .. }
            | Ruling::LapPenalty { session, number, .. }
            | Ruling::Withhold { session, number, .. }
            | Ruling::SetAsideFeat { session, number, .. } => car(view, head, *session, number),
            Ruling::WithholdDriver { driver, .. } | Ruling::NoShare { driver, .. } => {
                Some(competitor(view, head, *driver))
            }
            Ruling::ExcludeFromTitle { target, .. }
            | Ruling::Adjust { target, .. }
            | Ruling::Waive { target, .. } => Some(competitor(view, head, target.competitor)),
            Ruling::Mark { .. } => None,
        },
    }
}

fn car(view: &View, head: &Head, session: Ix<Session>, number: &str) -> Option<(String, String)> {
    let (result, row) = view.season.results_of(session).find(|(_, row)| row.number == number)?;
    let round = view.season.sessions[session].round;
    let href = format!("{}#{}", head.season(&view.cars_path(round)), view.car_anchor(result));
    Some((href, view.team_of(row).to_owned()))
}

fn competitor(view: &View, head: &Head, own: Ix<Competitor>) -> (String, String) {
    (head.season(&view.competitor_path(own)), view.name(own).to_owned())
}

fn words(view: &View, ruling: &Ruling) -> String {
    let title = |id: &str| {
        view.rules.title(id).map_or_else(|| id.to_owned(), |title| view.rules.titles[title].name.clone())
    };
    let titles = |ids: &[String]| {
        let names: Vec<String> = ids.iter().map(|id| title(id)).collect();
        if names.is_empty() { String::new() } else { format!(" for the {}", names.join(", ")) }
    };
    match ruling {
        Ruling::Disqualify { number, .. } => format!("Car {number} disqualified"),
        Ruling::TimePenalty { number, time, .. } => format!("{time} added to the time of car {number}"),
        Ruling::LapPenalty { number, laps: 1, .. } => format!("1 lap taken from car {number}"),
        Ruling::LapPenalty { number, laps, .. } => format!("{laps} laps taken from car {number}"),
        Ruling::Withhold { number, titles: ids, .. } => {
            format!("Car {number} scores no points{}", titles(ids))
        }
        Ruling::WithholdDriver { driver, titles: ids, .. } => {
            format!("{} scores no points{}", view.name(*driver), titles(ids))
        }
        Ruling::NoShare { driver, .. } => format!("{} has no share in the car's points", view.name(*driver)),
        Ruling::Mark { numbers, mark, .. } => format!("Cars {} count as {mark}", numbers.join(", ")),
        Ruling::SetAsideFeat { number, feat, .. } => {
            format!("The {} of car {number} is set aside", feat.word().replace('-', " "))
        }
        Ruling::ExcludeFromTitle { target, loses_points, .. } => {
            let points = if *loses_points { ", points lost" } else { "" };
            format!("{} excluded from the {}{points}", view.name(target.competitor), title(&target.title))
        }
        Ruling::Adjust { target, points, .. } => {
            let name = view.name(target.competitor);
            format!("{name}: {points} points in the {}", title(&target.title))
        }
        Ruling::Waive { target, what, published, computed, .. } => format!(
            "{what} of {} in the {}: published {published}, computed {computed}",
            view.name(target.competitor),
            title(&target.title)
        ),
    }
}
