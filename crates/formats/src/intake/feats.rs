//! Pole and fastest laps by class, where a sheet or a lap file states the best lap of every car.

use super::cars::OfSession;
use super::said::Kind;
use crate::folder::{FeatRecord, Folder, Origin, StatisticRecord};
use parcferme_core::{Diagnostic, Millis};
use std::collections::{BTreeMap, BTreeSet};

/// A session whose best laps tell who had them.
pub(super) type Told = (u32, String, Kind);

/// A car's best lap.
#[derive(Clone, Debug)]
struct Best {
    number: String,
    class: String,
    team: String,
    position: Option<u32>,
    time: Millis,
    from: Vec<Origin>,
}

/// Enters the feats of these sessions; one that was entered from the same documents before gives way. `laps` are those of
/// the lap files that are added.
pub(super) fn enter(
    sessions: &BTreeSet<Told>,
    laps: &[OfSession],
    folder: &mut Folder,
    told: &mut Vec<Diagnostic>,
) {
    for (round, id, _) in sessions.iter().filter(|own| own.2 == Kind::Race) {
        let bests = bests(*round, id, laps, folder);
        let fastest: Vec<&Best> =
            classes(&bests).into_iter().filter_map(|own| fastest(&bests, own)).collect();
        let feats = fastest.iter().map(|own| feat(*round, id, "fastest-lap", own)).collect();
        let overall = fastest.iter().min_by_key(|own| own.time);
        let shared =
            overall.is_some_and(|own| fastest.iter().filter(|other| other.time == own.time).count() > 1);
        let overall =
            overall.filter(|_| !shared).map(|own| statistic(*round, id, "fastest-lap", own, own.time));
        let rows = folder.results.get(&(*round, id.clone())).into_iter().flatten();
        let winner = rows.clone().find(|row| row.position == Some(1)).and_then(|row| {
            let best = Best {
                number: row.number.clone(),
                class: row.class.clone(),
                team: row.team.clone(),
                position: row.position,
                time: row.time?,
                from: row.from.clone(),
            };
            Some(statistic(*round, id, "winner-time", &best, best.time))
        });
        let statistics = overall.into_iter().chain(winner).collect();
        put(&documents(&bests), *round, &["fastest-lap", "winner-time"], feats, statistics, folder);
    }
    for round in sessions.iter().map(|own| own.0).collect::<BTreeSet<u32>>() {
        poles(round, laps, folder, told);
    }
}

/// The poles of a round, from all its qualifying sessions. Where two of them had cars of one class, the files do not say
/// which of the two gave the pole.
fn poles(round: u32, laps: &[OfSession], folder: &mut Folder, told: &mut Vec<Diagnostic>) {
    let keys: BTreeSet<String> = folder
        .results
        .keys()
        .chain(folder.laps.keys())
        .map(|own| (own.0, own.1.as_str()))
        .chain(laps.iter().map(|own| (own.round, own.session.as_str())))
        .filter(|own| own.0 == round && is_qualifying(own.1))
        .map(|own| own.1.to_owned())
        .collect();
    let mut claims: BTreeMap<(String, String), Vec<(String, Best)>> = BTreeMap::new();
    let mut all = Vec::new();
    for id in &keys {
        let bests = bests(round, id, laps, folder);
        let race = race_of(round, id, laps, folder);
        for class in classes(&bests) {
            // In the order of the sheet, for a lap may have been taken away.
            let placed = bests.iter().filter(|own| own.class == class && own.position.is_some());
            let first = placed.min_by_key(|own| own.position).or_else(|| fastest(&bests, class));
            if let Some(first) = first {
                let key = (race.clone(), class.to_owned());
                claims.entry(key).or_default().push((id.clone(), first.clone()));
            }
        }
        all.extend(bests);
    }
    let (mut feats, mut statistics, mut open) = (Vec::new(), Vec::new(), BTreeSet::new());
    let mut fastest: BTreeMap<&str, Vec<&Best>> = BTreeMap::new();
    for ((race, class), own) in &claims {
        let last = own.iter().find(|(id, _)| id.starts_with("hyperpole") || id.starts_with("superpole"));
        match (last, &own[..]) {
            (Some((_, best)), _) | (None, [(_, best)]) => {
                feats.push(feat(round, race, "pole", best));
                fastest.entry(race).or_default().push(best);
            }
            _ => drop(
                open.insert((class, own.iter().map(|own| own.0.as_str()).collect::<Vec<_>>().join(", "))),
            ),
        }
    }
    for (race, bests) in fastest {
        let first = bests.iter().min_by_key(|own| (own.position.is_none(), own.position, own.time));
        let sure = claims.iter().filter(|own| own.0.0 == race).all(|own| own.1.len() == 1);
        statistics.extend(first.filter(|_| sure).map(|own| statistic(round, race, "pole", own, own.time)));
    }
    if !open.is_empty() {
        let classes = open.iter().map(|own| format!("{} in {}", own.0, own.1)).collect::<Vec<_>>();
        told.push(
            Diagnostic::warning(
                "PF1077",
                format!("round {round} has no pole entered for classes that had two qualifying sessions"),
            )
            .found(classes.join("; "))
            .expected("one qualifying session a class and race")
            .help("enter the pole in feats.csv by hand"),
        );
    }
    put(&documents(&all), round, &["pole"], feats, statistics, folder);
}

fn is_qualifying(id: &str) -> bool {
    let first = id.split('-').next().unwrap_or_default();
    matches!(first, "qualifying" | "qualification" | "hyperpole" | "superpole") && !id.contains("race")
}

/// The best laps of a session, by its results or else by its laps.
fn bests(round: u32, id: &str, laps: &[OfSession], folder: &Folder) -> Vec<Best> {
    let key = (round, id.to_owned());
    if let Some(rows) = folder.results.get(&key).filter(|rows| !rows.is_empty()) {
        let best = |row: &crate::folder::ResultRecord| {
            Some(Best {
                number: row.number.clone(),
                class: row.class.clone(),
                team: row.team.clone(),
                position: row.position,
                time: row.best_lap?,
                from: row.from.clone(),
            })
        };
        return rows.iter().filter_map(best).collect();
    }
    let standing = folder.laps.get(&key).map(|own| (own.file.clone(), super::timing::seen(&own.sheet)));
    let new = laps.iter().find(|own| own.round == round && own.session == id);
    let (file, cars) = match new {
        Some(own) => (own.file.clone(), own.cars.clone()),
        None => standing.unwrap_or_default(),
    };
    let from = vec![Origin { document: file, line: 0 }];
    let best = |car: super::said::SeenCar| {
        Some(Best {
            number: car.number,
            class: car.class,
            team: car.team,
            position: None,
            time: car.best?,
            from: from.clone(),
        })
    };
    cars.into_iter().filter_map(best).collect()
}

/// In the order in which they come.
fn classes(bests: &[Best]) -> Vec<&str> {
    let mut classes: Vec<&str> = Vec::new();
    for own in bests {
        if !classes.contains(&own.class.as_str()) {
            classes.push(&own.class);
        }
    }
    classes
}

/// The fastest of a class; of two that are as fast, neither.
fn fastest<'b>(bests: &'b [Best], class: &str) -> Option<&'b Best> {
    let own = || bests.iter().filter(|own| own.class == class);
    let first = own().min_by_key(|own| own.time)?;
    (own().filter(|other| other.time == first.time).count() == 1).then_some(first)
}

fn feat(round: u32, session: &str, feat: &str, best: &Best) -> FeatRecord {
    FeatRecord {
        round,
        session: session.to_owned(),
        feat: feat.to_owned(),
        number: best.number.clone(),
        class: best.class.clone(),
        driver: String::new(),
        time: Some(best.time),
        from: best.from.clone(),
        line: 0,
    }
}

fn statistic(round: u32, session: &str, kind: &str, best: &Best, time: Millis) -> StatisticRecord {
    StatisticRecord {
        round,
        session: session.to_owned(),
        kind: kind.to_owned(),
        number: best.number.clone(),
        team: best.team.clone(),
        time: Some(time),
        value: None,
        printed: time.to_string(),
        from: best.from.clone(),
        line: 0,
    }
}

fn documents(bests: &[Best]) -> BTreeSet<String> {
    bests.iter().flat_map(|own| &own.from).map(|from| from.document.clone()).collect()
}

/// Enters feats and statistics in the place of those that came from the same documents. What came from elsewhere stands.
fn put(
    documents: &BTreeSet<String>,
    round: u32,
    kinds: &[&str],
    feats: Vec<FeatRecord>,
    statistics: Vec<StatisticRecord>,
    folder: &mut Folder,
) {
    let derived = |from: &[Origin]| {
        let of = |own: &Origin| documents.contains(&own.document) || own.document.starts_with("laps/");
        !from.is_empty() && from.iter().all(of)
    };
    let gives_way =
        |of: u32, kind: &str, from: &[Origin]| of == round && kinds.contains(&kind) && derived(from);
    folder.feats.retain(|own| !gives_way(own.round, &own.feat, &own.from));
    folder.statistics.retain(|own| !gives_way(own.round, &own.kind, &own.from));
    for own in feats {
        let same = |other: &FeatRecord| {
            (other.round, &other.session, &other.feat) == (own.round, &own.session, &own.feat)
                && (other.class.is_empty() || other.class == own.class)
        };
        if !folder.feats.iter().any(same) {
            folder.feats.push(own);
        }
    }
    for own in statistics {
        let same = |other: &StatisticRecord| {
            (other.round, &other.session, &other.kind) == (own.round, &own.session, &own.kind)
        };
        if !folder.statistics.iter().any(same) {
            folder.statistics.push(own);
        }
    }
    let by_feat = |own: &FeatRecord| (own.round, own.session.clone(), own.feat.clone(), own.class.clone());
    folder.feats.sort_by_cached_key(by_feat);
    folder.statistics.sort_by_cached_key(|own| (own.round, own.session.clone(), own.kind.clone()));
}

/// The race that a qualifying was for: the one of its number, or the only one of its round.
fn race_of(round: u32, qualifying: &str, laps: &[OfSession], folder: &Folder) -> String {
    let known = folder.results.keys().chain(folder.laps.keys()).map(|own| (own.0, own.1.as_str()));
    let races: BTreeSet<&str> = known
        .chain(laps.iter().map(|own| (own.round, own.session.as_str())))
        .filter(|own| own.0 == round && own.1.split('-').next() == Some("race"))
        .map(|own| own.1)
        .collect();
    let number = qualifying.rsplit('-').next().filter(|own| own.bytes().all(|byte| byte.is_ascii_digit()));
    let numbered = number.map(|number| format!("race-{number}"));
    match (numbered.filter(|id| races.contains(id.as_str())), races.len()) {
        (Some(id), _) => id,
        (None, 1) => races.first().map(|own| (*own).to_owned()).unwrap_or_default(),
        (None, _) => "race".to_owned(),
    }
}
