//! Numbers of cars that stand in one round alone, though the same drivers had another in the others: a digit may be wrong.

use super::{Import, NoteKind};
use crate::folder::{Folder, ResultRecord};
use crate::names::slug;
use crate::pages::crew::key;
use parcferme_core::Place;
use std::collections::{BTreeMap, BTreeSet};

/// Drivers with several rounds, of whom so many keep their number, prove that the season's numbers are steady.
const STEADY_OF_TEN: usize = 8;

/// A team's driver in the order of rounds: number and row.
type Driven<'f> = BTreeMap<(String, String), Vec<(u32, &'f ResultRecord)>>;

pub(super) fn tell(folder: &Folder, made: &mut Import) {
    let mut driven: Driven = BTreeMap::new();
    let mut cars: BTreeMap<(String, String), BTreeSet<u32>> = BTreeMap::new();
    for ((round, _), rows) in &folder.results {
        for row in rows.iter().filter(|row| !row.number.is_empty() && !row.team.is_empty()) {
            let team = slug(&row.team);
            cars.entry((team.clone(), row.number.clone())).or_default().insert(*round);
            for seat in &row.crew {
                driven.entry((team.clone(), key(&seat.driver))).or_default().push((*round, row));
            }
        }
    }
    driven.retain(|_, all| all.iter().map(|(round, _)| round).collect::<BTreeSet<_>>().len() > 1);
    let one =
        |all: &&Vec<(u32, &ResultRecord)>| all.windows(2).all(|pair| pair[0].1.number == pair[1].1.number);
    if 10 * driven.values().filter(one).count() < STEADY_OF_TEN * driven.len() {
        return;
    }
    let mut told: BTreeSet<(u32, &str, String)> = BTreeSet::new();
    for ((team, _), all) in &driven {
        for (round, row) in all {
            let of_car = |number: &str| cars.get(&(team.clone(), number.to_owned()));
            let alone = of_car(&row.number).is_some_and(|rounds| rounds.len() == 1);
            // The number that the driver had elsewhere, and that the team does not have here.
            let other = all.iter().find(|(at, own)| {
                at != round
                    && own.number != row.number
                    && of_car(&own.number).is_some_and(|rounds| !rounds.contains(round))
            });
            let Some((at, own)) = other.filter(|_| alone) else { continue };
            if !told.insert((*round, &row.number, team.clone())) {
                continue;
            }
            let place = |row: &ResultRecord| {
                row.from
                    .first()
                    .map_or_else(Place::default, |from| Place::line(from.document.as_str(), from.line, ""))
            };
            made.report.leave_open(
                NoteKind::OtherNumber,
                format!("car {} of {} is in round {round} alone", row.number, row.team),
                format!("its drivers had {} in round {at}: a digit may be wrong", own.number),
                [place(row), place(own)],
            );
        }
    }
}
