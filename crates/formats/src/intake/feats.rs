//! Pole and fastest laps by class, where a sheet states the best lap of every car.

use super::said::Kind;
use crate::folder::{FeatRecord, Folder, ResultRecord, StatisticRecord};
use std::collections::BTreeSet;

/// A session whose best laps tell who had them.
pub(super) type Told = (u32, String, Kind);

/// Enters the feats of these sessions; one that was entered from the same documents before gives way.
pub(super) fn enter(sessions: &BTreeSet<Told>, folder: &mut Folder) {
    for (round, id, kind) in sessions {
        let feat = match kind {
            Kind::Race => "fastest-lap",
            Kind::Qualifying => "pole",
            Kind::Practice => continue,
        };
        let Some(rows) = folder.results.get(&(*round, id.clone())) else { continue };
        let session = if *kind == Kind::Race { id.clone() } else { race_of(*round, id, folder) };
        let feats: Vec<FeatRecord> = best_of_each_class(rows, *kind)
            .into_iter()
            .map(|row| FeatRecord {
                round: *round,
                session: session.clone(),
                feat: feat.to_owned(),
                number: row.number.clone(),
                class: row.class.clone(),
                driver: String::new(),
                time: row.best_lap,
                from: row.from.clone(),
                line: 0,
            })
            .collect();
        let statistic = best(rows.iter(), *kind).map(|row| StatisticRecord {
            round: *round,
            session: session.clone(),
            kind: feat.to_owned(),
            number: row.number.clone(),
            team: row.team.clone(),
            time: row.best_lap,
            value: None,
            printed: row.best_lap.map_or_else(String::new, |time| time.to_string()),
            from: row.from.clone(),
            line: 0,
        });
        let winner = rows.iter().find(|row| *kind == Kind::Race && row.position == Some(1) && row.time.is_some());
        let winner = winner.map(|row| StatisticRecord {
            round: *round,
            session: session.clone(),
            kind: "winner-time".to_owned(),
            number: row.number.clone(),
            team: row.team.clone(),
            time: row.time,
            value: None,
            printed: row.time.map_or_else(String::new, |time| time.to_string()),
            from: row.from.clone(),
            line: 0,
        });
        let documents: BTreeSet<&str> =
            rows.iter().flat_map(|row| &row.from).map(|from| from.document.as_str()).collect();
        let derived = |from: &[crate::folder::Origin]| {
            !from.is_empty() && from.iter().all(|own| documents.contains(own.document.as_str()))
        };
        folder.feats.retain(|own| !(own.round == *round && own.feat == feat && derived(&own.from)));
        folder.statistics.retain(|own| !(own.round == *round && derived(&own.from)));
        for own in feats {
            let same = |other: &FeatRecord| {
                (other.round, &other.session, &other.feat) == (own.round, &own.session, &own.feat)
                    && (other.class.is_empty() || other.class == own.class)
            };
            if !folder.feats.iter().any(same) {
                folder.feats.push(own);
            }
        }
        for own in statistic.into_iter().chain(winner) {
            let same = |other: &StatisticRecord| {
                (other.round, &other.session, &other.kind) == (own.round, &own.session, &own.kind)
            };
            if !folder.statistics.iter().any(same) {
                folder.statistics.push(own);
            }
        }
    }
    folder.feats.sort_by(|a, b| key(a).cmp(&key(b)));
    folder.statistics.sort_by(|a, b| (a.round, &a.session, &a.kind).cmp(&(b.round, &b.session, &b.kind)));
}

fn key(own: &FeatRecord) -> (u32, &str, &str, &str, &str) {
    (own.round, &own.session, &own.feat, &own.class, &own.number)
}

/// In the order in which the classes come on the sheet.
fn best_of_each_class(rows: &[ResultRecord], kind: Kind) -> Vec<&ResultRecord> {
    let mut classes: Vec<&str> = Vec::new();
    for row in rows {
        if !classes.contains(&row.class.as_str()) {
            classes.push(&row.class);
        }
    }
    classes
        .into_iter()
        .filter_map(|class| best(rows.iter().filter(|row| row.class == class), kind))
        .collect()
}

/// In qualifying the first in the order of the sheet, for a lap may have been taken away; in a race the fastest, where no
/// other is as fast.
fn best<'r>(rows: impl Iterator<Item = &'r ResultRecord> + Clone, kind: Kind) -> Option<&'r ResultRecord> {
    let timed = rows.filter(|row| row.best_lap.is_some());
    match kind {
        Kind::Qualifying => timed.filter(|row| row.position.is_some()).min_by_key(|row| row.position),
        _ => {
            let first = timed.clone().min_by_key(|row| row.best_lap)?;
            (timed.filter(|row| row.best_lap == first.best_lap).count() == 1).then_some(first)
        }
    }
}

/// The race that a qualifying was for: the one of its number, or the only one of its round.
fn race_of(round: u32, qualifying: &str, folder: &Folder) -> String {
    let races: Vec<&String> = folder
        .results
        .keys()
        .chain(folder.laps.keys())
        .filter(|own| own.0 == round && own.1.split('-').next() == Some("race"))
        .map(|own| &own.1)
        .collect();
    let number = qualifying.rsplit('-').next().filter(|own| own.bytes().all(|byte| byte.is_ascii_digit()));
    let numbered = number.map(|number| format!("race-{number}"));
    match numbered.filter(|id| races.contains(&id)) {
        Some(id) => id,
        None if races.iter().all(|own| Some(own) == races.first()) => {
            races.first().map_or_else(|| "race".to_owned(), |own| (*own).clone())
        }
        None => "race".to_owned(),
    }
}
