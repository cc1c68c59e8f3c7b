//! Who takes part in the rest of a season: the cars of the last rounds, with those whom each stands for.

use crate::outcome::StandingsTable;
use crate::scenario::Question;
use crate::season::{Competitor, Kind, ResultRow, Round, Session};
use crate::table::Ix;
use smallvec::SmallVec;
use std::collections::BTreeMap;

/// How many rounds back a car may have started last to be entered for the next.
const ROUNDS_BACK: usize = 3;

/// A car that is entered for the rest of the season.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Car {
    /// Its last row.
    pub row: Ix<ResultRow>,
    /// Those of the title for whom it scores, as lines of the board.
    pub(super) lines: SmallVec<[usize; 3]>,
}

/// The cars that started in one of the last rounds. A driver drives the car that it last drove; of any other competitor
/// there are as many cars as in the latest of those sessions in which it had most.
pub(super) fn entered(
    question: &Question<'_>,
    table: &StandingsTable,
    line_of: impl Fn(Ix<Competitor>) -> Option<usize>,
) -> Vec<Car> {
    let (season, rules) = (question.season, question.rules);
    let title = &rules.titles[table.title];
    let any_class = table.class.is_none() || !rules.class_maps.is_empty();
    let in_class = |row: &ResultRow| any_class || row.class == table.class;
    let until = question.after.map_or(0, |after| after.index() + 1);
    let rounds: Vec<Ix<Round>> = (0..until).map(Ix::new).collect();
    let ran = rounds.into_iter().rev().filter(|&round| season.known_in_full(round)).filter(|&round| {
        season.sessions_of(round).any(|session| season.results_of(session).any(|(_, row)| in_class(row)))
    });
    let sessions: Vec<Ix<Session>> = ran
        .take(ROUNDS_BACK)
        .flat_map(|round| {
            let own: Vec<Ix<Session>> = season.sessions_of(round).collect();
            own.into_iter().rev()
        })
        .filter(|&session| season.sessions[session].main)
        .collect();
    let mut cars: Vec<Car> = Vec::new();
    if title.competitor == Kind::Driver {
        let mut seen: Vec<Ix<Competitor>> = Vec::new();
        for &session in &sessions {
            let known = seen.len();
            for (ix, row) in
                season.results_of(session).filter(|(_, row)| in_class(row) && row.status.started())
            {
                let crew = || row.crew.iter().filter(|seat| seat.drove).map(|seat| seat.driver);
                if crew().any(|driver| seen[..known].contains(&driver)) || crew().next().is_none() {
                    continue;
                }
                // One who drove two cars of a session is taken to drive the first of them.
                let own: Vec<_> = crew().filter(|driver| !seen.contains(driver)).collect();
                seen.extend(&own);
                let lines: SmallVec<[usize; 3]> = own.iter().filter_map(|&own| line_of(own)).collect();
                if !own.is_empty() {
                    cars.push(Car { row: ix, lines });
                }
            }
        }
    } else {
        let mut most: BTreeMap<Option<Ix<Competitor>>, Vec<Ix<ResultRow>>> = BTreeMap::new();
        for &session in &sessions {
            let mut here: BTreeMap<_, Vec<Ix<ResultRow>>> = BTreeMap::new();
            for (ix, row) in
                season.results_of(session).filter(|(_, row)| in_class(row) && row.status.started())
            {
                here.entry(row.stands_for(title.competitor)).or_default().push(ix);
            }
            for (competitor, rows) in here {
                let own = most.entry(competitor).or_default();
                if own.len() < rows.len() {
                    *own = rows;
                }
            }
        }
        for (competitor, rows) in most {
            let line = competitor.and_then(&line_of);
            cars.extend(rows.into_iter().map(|row| Car { row, lines: line.into_iter().collect() }));
        }
    }
    cars.sort_by_key(|car| car.row);
    cars
}
