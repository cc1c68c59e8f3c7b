//! A lap file on its own as a season of one session, so that cars are put in order, and judged by a distance, in one place:
//! [`crate::compute`].

use super::classification::{BestLap, Row};
use super::kind::SessionKind;
use super::sheet::{CarIndex, LapSheet};
use crate::compute::classify::classify;
use crate::numbers::RoundNumber;
use crate::outcome::{ClassificationRow, Distance};
use crate::rulebook::Rulebook;
use crate::rules::distance::MinimumDistance;
use crate::rules::ranking::{FLYING_LAPS, FLYING_LAPS_REST, TIME_REST};
use crate::season::{Cite, Kind, Measured, ResultRow, Round, RoundStatus, Season, SeasonBuilder, Session};
use crate::table::Ix;
use smallvec::SmallVec;
use std::collections::BTreeMap;

pub(crate) struct OneSession {
    season: Season,
    session: Ix<Session>,
}

impl OneSession {
    pub(super) fn of(sheet: &LapSheet, kind: SessionKind, rows: &[Row]) -> OneSession {
        let mut builder = SeasonBuilder::new("", "", "", 0, "");
        let round = builder.round(Round {
            short: String::new(),
            number: Some(RoundNumber(1)),
            event: String::new(),
            name: String::new(),
            circuit: String::new(),
            date: None,
            status: RoundStatus::Held,
            length: None,
            announced: false,
            cites: SmallVec::new(),
        });
        let session = builder.session(round, "", SeasonBuilder::MAIN);
        let own = &mut builder.facts().sessions[session];
        (own.timed, own.by_best_lap) = (true, kind == SessionKind::BestLap);
        let document = builder.document("");
        for row in rows {
            let car = sheet.car(row.car);
            let class = Some(builder.class(&car.class, ""));
            builder.result(ResultRow {
                session,
                position: None,
                classified: None,
                status: row.status,
                class,
                number: car.number.clone(),
                stands_for: [None; Kind::ALL.len()],
                crew: SmallVec::new(),
                laps: Some(row.laps),
                time: row.elapsed,
                best_lap: row.best.map(|best| best.time),
                grid: None,
                measures: measures(sheet, kind, row),
                tags: SmallVec::new(),
                printed_team: String::new(),
                team_nation: None,
                printed_chassis: String::new(),
                printed_engine: String::new(),
                remark: String::new(),
                // The car, for the way back.
                cites: [Cite { document, line: row.car.0 }].into_iter().collect(),
            });
        }
        OneSession { season: builder.finish(), session: Ix::new(0) }
    }

    /// Puts the rows in order, each with its places and gaps.
    pub(super) fn place(&self, rows: &mut Vec<Row>) {
        let mut of_car: BTreeMap<CarIndex, Row> = rows.drain(..).map(|row| (row.car, row)).collect();
        for (car, placed) in self.classified(&all_placed()) {
            let Some(row) = of_car.remove(&car) else { continue };
            rows.push(Row {
                position: placed.position,
                class_position: placed.class_position,
                gap: placed.gap,
                interval: placed.interval,
                class_gap: placed.class_gap,
                class_interval: placed.class_interval,
                untimed: placed.guessed,
                ..row
            });
        }
    }

    /// Every car that took part against a minimum distance.
    pub(super) fn distances(&self, rule: &MinimumDistance) -> BTreeMap<CarIndex, Distance> {
        let mut rules = all_placed();
        rules.classified.iter_mut().for_each(|own| {
            (own.rule.distance, own.rule.of) = (Some(*rule), rule.of);
        });
        self.classified(&rules).filter_map(|(car, row)| Some((car, row.distance?))).collect()
    }

    fn classified(&self, rules: &Rulebook) -> impl Iterator<Item = (CarIndex, ClassificationRow)> + '_ {
        let rows = classify(&self.season, rules, self.session).rows.into_iter();
        rows.map(|row| (CarIndex(self.season.results[row.result].cites[0].line), row))
    }
}

/// Rules that place every car that took part, also one that retired.
pub(crate) fn all_placed() -> Rulebook {
    let (rules, found) = Rulebook::parse("", "[[classified]]\nretired = true\n");
    debug_assert_eq!(found, []);
    rules
}

/// What the order looks at beyond laps and time: the two best laps, and when the best was set.
fn measures(sheet: &LapSheet, kind: SessionKind, row: &Row) -> Vec<Measured> {
    let measure = |name: &str, lap, value| Measured { name: name.to_owned(), lap, value };
    if kind == SessionKind::Race {
        let rest = i64::from(row.elapsed_rest);
        return if rest > 0 { vec![measure(TIME_REST, 0, rest)] } else { Vec::new() };
    }
    let set_at = |best: &BestLap| {
        let lap = sheet.laps_of(row.car).iter().find(|lap| lap.number == best.number)?;
        lap.elapsed.get()
    };
    let mut bests: Vec<BestLap> = row.best.into_iter().chain(row.second_best).collect();
    bests.sort_by_key(|best| best.number);
    let mut all = Vec::new();
    for best in &bests {
        all.push(measure(FLYING_LAPS, best.number, best.time.0));
        all.push(measure(FLYING_LAPS_REST, best.number, i64::from(best.rest)));
        all.extend(set_at(best).map(|at| measure("crossings", best.number, at.0)));
    }
    all
}
