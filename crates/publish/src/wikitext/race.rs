//! The article of one race: lead, official results, statistics.

use super::markup::escaped;
use super::words::{full_day, ordinal};
use super::{Spelling, classification};
use crate::view::session_words;
use parcferme_core::numbers::RoundNumber;
use parcferme_core::season::{Round, RoundStatus, StatedRule, Statistic, StatisticKind};
use parcferme_core::{Ix, Outcome, Season};

/// The article of a round. A round without results has its lead alone.
pub fn race(season: &Season, outcome: &Outcome, round: Ix<Round>, spelling: Spelling) -> String {
    let own = &season.rounds[round];
    let name = event_title(own);
    let mut text = format!("= {} {name} =\n\n{}\n", escaped(&season.label), lead(season, own));
    let sessions: Vec<_> = season.sessions_of(round).collect();
    let several = sessions.len() > 1;
    for session in sessions {
        let Some(classified) = outcome.classification(session) else { continue };
        let id = escaped(&session_words(&season.sessions[session].id));
        let heading = if several { format!("Official results, {id}") } else { "Official results".to_owned() };
        text.push_str(&format!("\n=={heading}==\nClass winners in bold.{}\n\n", threshold(season, round)));
        text.push_str(&classification(season, classified, spelling));
        let statistics: Vec<&Statistic> =
            season.statistics.iter().filter(|statistic| statistic.session == session).collect();
        if !statistics.is_empty() {
            text.push_str("\n==Statistics==\n");
            for statistic in statistics {
                text.push_str(&format!("* {}\n", line(statistic)));
            }
        }
    }
    text
}

fn lead(season: &Season, round: &Round) -> String {
    let last = season.rounds.rows().iter().filter_map(|round| round.number).max();
    let place = match round.number {
        Some(number) => {
            let and_final = if last == Some(number) && number > RoundNumber(1) { " and final" } else { "" };
            let verb = if round.status == RoundStatus::Scheduled { "is to be" } else { "was" };
            format!("{verb} the {}{and_final} race", ordinal(number.0))
        }
        None if round.status == RoundStatus::Cancelled => "was a cancelled race".to_owned(),
        None => "was a race".to_owned(),
    };
    let mut text = format!(
        "The {} {} {place} of the {} season.",
        escaped(&season.label),
        escaped(&round.name),
        escaped(&named(season))
    );
    let at =
        if round.circuit.is_empty() { String::new() } else { format!(" at {}", escaped(&round.circuit)) };
    let on = round.date.map_or_else(String::new, |date| format!(" on {}", full_day(date)));
    let takes = match round.status {
        RoundStatus::Held => Some("took"),
        RoundStatus::Scheduled => Some("is to take"),
        RoundStatus::Cancelled => None,
    };
    if let Some(takes) = takes.filter(|_| !(at.is_empty() && on.is_empty())) {
        text.push_str(&format!(" It {takes} place{at}{on}."));
    }
    text
}

/// The event's name without its sponsors.
pub(super) fn event_title(round: &Round) -> String {
    escaped(round.short_name())
}

/// The season's name with its label: `2003 American Le Mans Series`.
pub(super) fn named(season: &Season) -> String {
    let bare = season.name.replace(&season.label, " ");
    let bare = bare.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{} {bare}", season.label)
}

/// The distance that the round's own document asks for.
fn threshold(season: &Season, round: Ix<Round>) -> String {
    season
        .stated
        .iter()
        .filter(|stated| stated.round == Some(round))
        .find_map(|stated| match &stated.rule {
            StatedRule::MinimumShare { share } => Some(format!(
                " Cars failing to complete {} of winner's distance marked as Not Classified (NC).",
                share.to_string().replace(" %", "%")
            )),
            _ => None,
        })
        .unwrap_or_default()
}

fn line(statistic: &Statistic) -> String {
    let printed = escaped(&statistic.printed);
    let car = |number: &str, team: &str, time: Option<parcferme_core::Millis>| {
        let car = format!("#{} {}", escaped(number), escaped(team));
        let time = time.map_or_else(String::new, |time| format!(" - {time}"));
        format!("{}{time}", car.trim_end())
    };
    match &statistic.kind {
        StatisticKind::Pole { number, team, time } => format!("Pole Position - {}", car(number, team, *time)),
        StatisticKind::FastestLap { number, team, time } => {
            format!("Fastest Lap - {}", car(number, team, *time))
        }
        StatisticKind::Distance { metres } => {
            format!("Distance - {}", given(printed, || format!("{} km", thousandths(*metres))))
        }
        StatisticKind::AverageSpeed { metres_per_hour } => {
            format!(
                "Average Speed - {}",
                given(printed, || format!("{} km/h", thousandths(*metres_per_hour)))
            )
        }
        StatisticKind::LapLength { metres } => {
            format!("Lap length - {}", given(printed, || format!("{} km", thousandths(*metres))))
        }
        StatisticKind::WinnerTime { time } => {
            format!("Winner's time - {}", given(printed, || time.to_string()))
        }
    }
}

fn given(printed: String, computed: impl FnOnce() -> String) -> String {
    if printed.is_empty() { computed() } else { printed }
}

fn thousandths(number: i64) -> String {
    format!("{}.{:03}", number / 1000, (number % 1000).abs())
}
