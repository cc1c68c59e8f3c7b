//! Pole and fastest laps by class, where a sheet or a lap file states the best lap of every car.

use super::cars::OfSession;
use super::said::Kind;
use crate::folder::{FeatRecord, Folder, Origin, ResultRecord, StatisticRecord};
use parcferme_core::{Diagnostic, Millis, Place};
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
    /// Another car of its class bears its number, so that a feat cannot say which car is meant.
    shares_its_number: bool,
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
        let fastest: Vec<&Best> = by_class(&bests).values().filter_map(|own| fastest(own)).collect();
        told.extend(
            fastest.iter().filter(|own| own.shares_its_number).map(|own| ambiguous("fastest lap", own)),
        );
        let named = fastest.iter().filter(|own| !own.shares_its_number);
        let feats = named.map(|own| feat(*round, id, "fastest-lap", own)).collect();
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
                shares_its_number: false,
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
        for (class, own) in by_class(&bests) {
            // In the order of the sheet, for a lap may have been taken away.
            let placed = own.iter().copied().filter(|own| own.position.is_some());
            let first = placed.min_by_key(|own| own.position).or_else(|| fastest(&own));
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
            (Some((_, best)), _) | (None, [(_, best)]) if best.shares_its_number => {
                told.push(ambiguous("pole", best));
            }
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

/// Says that a feat was not entered, for two cars bear the number that it would name.
fn ambiguous(feat: &str, best: &Best) -> Diagnostic {
    let from = best.from.first();
    Diagnostic::warning(
        "PF1080",
        format!("the {feat} of {} was not entered: two cars bear number {}", best.class, best.number),
    )
    .at(from.map_or_else(Place::default, |own| Place::line(own.document.as_str(), own.line, "")))
    .found(best.time.to_string())
    .expected("a number of its own for each car")
    .help("give the car its right number, or enter the feat in feats.csv with the driver's name")
}

fn is_qualifying(id: &str) -> bool {
    let first = id.split('-').next().unwrap_or_default();
    matches!(first, "qualifying" | "qualification" | "hyperpole" | "superpole") && !id.contains("race")
}

/// The best laps of a session, by its results or else by its laps.
fn bests(round: u32, id: &str, laps: &[OfSession], folder: &Folder) -> Vec<Best> {
    let key = (round, id.to_owned());
    if let Some(rows) = folder.results.get(&key).filter(|rows| !rows.is_empty()) {
        let counts = counts(rows.iter().map(|row| (&row.number, &row.class)));
        let best = |row: &ResultRecord| {
            Some(Best {
                number: row.number.clone(),
                class: row.class.clone(),
                team: row.team.clone(),
                position: row.position,
                time: row.best_lap?,
                from: row.from.clone(),
                shares_its_number: counts[&(row.number.clone(), row.class.clone())] > 1,
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
    let counts = counts(cars.iter().map(|car| (&car.number, &car.class)));
    let best = |car: super::said::SeenCar| {
        let key = (car.number.clone(), car.class.clone());
        Some(Best {
            number: car.number,
            class: car.class,
            team: car.team,
            position: None,
            time: car.best?,
            from: from.clone(),
            shares_its_number: counts[&key] > 1,
        })
    };
    cars.into_iter().filter_map(best).collect()
}

fn by_class(bests: &[Best]) -> BTreeMap<&str, Vec<&Best>> {
    let mut classes: BTreeMap<&str, Vec<&Best>> = BTreeMap::new();
    bests.iter().for_each(|own| classes.entry(&own.class).or_default().push(own));
    classes
}

/// The fastest of a class; of two that are as fast, neither.
fn fastest<'b>(class: &[&'b Best]) -> Option<&'b Best> {
    let first = class.iter().min_by_key(|own| own.time)?;
    (class.iter().filter(|other| other.time == first.time).count() == 1).then_some(*first)
}

/// How many cars have each number and class.
fn counts<'c>(cars: impl Iterator<Item = (&'c String, &'c String)>) -> BTreeMap<(String, String), usize> {
    let mut counts = BTreeMap::new();
    for (number, class) in cars {
        *counts.entry((number.clone(), class.clone())).or_default() += 1;
    }
    counts
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
