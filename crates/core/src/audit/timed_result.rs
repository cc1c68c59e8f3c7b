//! `timed-result`: declared results against the laps of the same session: place, laps, time, best lap.
//!
//! The declared row stands. Times are compared to the digits that the sheet prints.

use crate::audit::evidence::Evidence;
use crate::audit::facts::Facts;
use crate::audit::finding::{Finding, Log};
use crate::audit::timed_cars::{TimedCars, place_in_words};
use crate::exact::Millis;
use crate::numbers::Position;
use crate::season::{ResultRow, Session, Status};
use crate::table::Ix;
use crate::timing::SessionKind;
use crate::timing::official::{Difference, OfficialRow, Reason, TimedPlace, compare_matched};

pub(super) fn check(evidence: &Evidence<'_>, log: &mut Log) {
    for cars in TimedCars::of_season(evidence) {
        let (times, bests) = (
            printed_to(cars.declared.iter().map(|own| own.1.time)),
            printed_to(cars.declared.iter().map(|own| own.1.best_lap)),
        );
        let timed: Vec<TimedPlace<'_>> = cars.places(evidence);
        let published: Vec<OfficialRow> = (1..)
            .zip(cars.declared.iter().zip(&cars.matched))
            .map(|(line, ((_, row), own))| OfficialRow {
                line,
                ..official(row, own.map(|at| &timed[at]), [times, bests])
            })
            .collect();
        let comparison = compare_matched(cars.kind, &timed, &published, &cars.matched);
        let mut differences = comparison.differences.into_iter().peekable();
        for (line, (_, row)) in (1..).zip(&cars.declared) {
            let difference = differences.next_if(|own| own.line == line);
            let at = cars.matched[line as usize - 1];
            // Who did not start has no laps.
            let absent = at.is_none() && !row.status.started();
            match difference.filter(|_| !absent) {
                Some(own) => log.differ(differ(evidence, &cars, row, at, &own)),
                None if at.is_some() => log.agree(),
                None => {}
            }
        }
        for (at, _) in timed.iter().enumerate().filter(|(at, _)| !cars.matched.contains(&Some(*at))) {
            log.differ(not_declared(evidence, &cars, at));
        }
    }
}

/// A declared row as the comparison reads it: what it does not state, and what agrees with the laps to the digits printed, is
/// as the laps have it.
fn official(row: &ResultRow, timed: Option<&TimedPlace<'_>>, [times, bests]: [i64; 2]) -> OfficialRow {
    let same = |own: Millis, other: Millis, to: i64| own == other || (own.0 - other.0).abs() < to;
    let elapsed = timed.and_then(|own| own.elapsed);
    let time = row.time.map(|own| elapsed.filter(|timed| same(own, *timed, times)).unwrap_or(own));
    let best = timed.and_then(|own| own.best);
    let best_lap = match row.best_lap {
        None => best,
        Some(own) => best.filter(|timed| same(own, timed.1, bests)).or(Some((0, own))),
    };
    let status = match row.status {
        Status::Dsq => "disqualified",
        Status::Dns | Status::Dnq => "not started",
        Status::Finished | Status::Nc | Status::Dnf => "",
    };
    OfficialRow {
        position: row.position,
        number: row.number.clone(),
        status: status.to_owned(),
        laps: row.laps,
        total_time: time,
        best_lap,
        ..OfficialRow::default()
    }
}

/// To how many milliseconds a sheet prints its times, by what they have in common.
pub(super) fn printed_to(times: impl Iterator<Item = Option<Millis>>) -> i64 {
    let times: Vec<i64> = times.flatten().map(|time| time.0).collect();
    // Two round times are chance.
    let all = |unit: i64| times.len() > 2 && times.iter().all(|time| time % unit == 0);
    [1000, 100, 10].into_iter().find(|&unit| all(unit)).unwrap_or(1)
}

fn differ(
    evidence: &Evidence<'_>,
    cars: &TimedCars<'_>,
    row: &ResultRow,
    at: Option<usize>,
    difference: &Difference,
) -> Finding {
    let what = evidence.session(cars.session);
    let timed = at.map(|at| cars.observed[at]);
    let message = match timed {
        Some(_) => format!("car {} of {what} is declared otherwise than its laps tell", row.number),
        None => format!("car {} of {what} is declared and has no laps", row.number),
    };
    let said = |row: &ResultRow, position| in_words(cars.kind, row, position);
    let computed = timed.map_or("no laps".to_owned(), |own| said(&own.row, difference.timed_position));
    let explained = |own: &Reason| matches!(own, Reason::Status(_) | Reason::Displaced { .. });
    let finding = match difference.reasons.iter().all(explained) {
        true => Finding::note("PF0552", message),
        false => Finding::warning("PF0552", message),
    };
    let declared = said(row, difference.published_position);
    let help = help(&difference.reasons);
    finding
        .at(evidence.row_places(row, &format!("{}: {declared}", evidence.car(row))))
        .at(timed.into_iter().flat_map(|own| evidence.row_places(&own.row, &computed).collect::<Vec<_>>()))
        .says(declared, computed)
        .because(difference.reasons.iter().map(Reason::sentence))
        .because(decisions(evidence, cars.session, row))
        .class(row.class)
        .round(evidence.season.sessions[cars.session].round)
        .help(help)
}

fn not_declared(evidence: &Evidence<'_>, cars: &TimedCars<'_>, at: usize) -> Finding {
    let row = &cars.observed[at].row;
    let what = evidence.session(cars.session);
    let timed = in_words(cars.kind, row, cars.position(at));
    let message = format!("car {} has laps in {what} and no declared result", row.number);
    Finding::warning("PF0552", message)
        .at(evidence.row_places(row, &timed))
        .says("nothing", timed)
        .because([Reason::NotPublished.sentence()])
        .class(row.class)
        .round(evidence.season.sessions[cars.session].round)
        .help("add the car to the results; where it ran under another number, correct the one that is wrong")
}

/// What the reasons ask a person to do.
fn help(reasons: &[Reason]) -> &'static str {
    let has = |wanted: fn(&Reason) -> bool| reasons.iter().any(wanted);
    if has(|own| matches!(own, Reason::Laps(_))) {
        return "where laps were taken or given, enter the decision; where the records are wrong, correct them in laps/corrections.csv: fewer timed laps are a `missed-passing`, more an `extra-passing` or laps `after-flag`";
    }
    if has(|own| matches!(own, Reason::Time(_) | Reason::Moved { .. })) {
        return "a penalty that the declared result has in it already needs no decision, and one that is entered would count twice; without a penalty one of the two times is wrong";
    }
    if has(|own| matches!(own, Reason::BestLap { .. })) {
        return "where the lap's time was taken away, say so in laps/corrections.csv with `deleted`; else one of the two is wrong";
    }
    if has(|own| matches!(own, Reason::NoLapRecords)) {
        return "check the car's number in both";
    }
    "the declared place stands; where stewards decided it, nothing is to be done"
}

/// Decisions of the season about the car in the session.
fn decisions(facts: &Facts<'_>, session: Ix<Session>, row: &ResultRow) -> Vec<String> {
    let is_row = |ix: &Ix<ResultRow>| std::ptr::eq(&raw const facts.season.results[*ix], row);
    let about = |own: &&crate::decisions::Decision| {
        let amends = own.ruling.amends().filter(|amends| amends.cars().session == session);
        own.lifted_by.is_none() && amends.is_some_and(|amends| amends.cars().rows.iter().any(is_row))
    };
    let own = facts.season.decisions.rows().iter().filter(about);
    own.map(|own| format!("decision {} is taken of the declared result, on top of this", own.id)).collect()
}

/// `2nd, 49 laps in 1:30:00.000`.
fn in_words(kind: SessionKind, row: &ResultRow, position: Option<Position>) -> String {
    let mut parts = vec![place_in_words(row, position)];
    if kind == SessionKind::Race {
        parts.extend(row.laps.map(|laps| laps.in_words()));
        parts.extend(row.time.map(|time| time.to_string()));
    }
    parts.extend(row.best_lap.map(|best| format!("best lap {best}")));
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use crate::audit::finding::Finding;
    use crate::audit::fixture::{rules, tidy};
    use crate::audit::{Audit, audit};
    use crate::exact::Millis;
    use crate::numbers::{Laps, Position};
    use crate::season::{ObservedRow, ResultRow, Season, Status};

    /// Round 1 of the tidy season with times and its laps: what they tell agrees with what is declared until it is changed.
    fn audited(change: impl FnOnce(&mut Vec<ResultRow>, &mut Vec<ObservedRow>)) -> Audit {
        let rules = rules();
        let mut season: Season = tidy().season(|title| rules.titles[rules.title(title).unwrap()].competitor);
        season.published.clear();
        let session = season.results.rows()[0].session;
        let mut declared: Vec<ResultRow> =
            season.results.rows().iter().filter(|row| row.session == session).cloned().collect();
        for (row, second) in declared.iter_mut().zip([1, 2, 3]) {
            row.time = Some(Millis(3_600_000 + second * 1001));
            row.best_lap = Some(Millis(60_000 + second));
        }
        let observe = |row: &ResultRow| ObservedRow {
            row: ResultRow { position: None, ..row.clone() },
            best_lap_number: 7,
            unknown_drivers: Vec::new(),
        };
        let mut observed: Vec<ObservedRow> = declared.iter().map(observe).collect();
        change(&mut declared, &mut observed);
        for (row, own) in season.results.rows_mut().iter_mut().zip(declared) {
            *row = own;
        }
        season.observed = observed;
        audit(&season, &rules, &crate::compute(&season, &rules))
    }

    fn told(audit: &Audit) -> Vec<&Finding> {
        audit.findings.iter().filter(|own| own.check.starts_with("timed-")).collect()
    }

    fn because(audit: &Audit) -> Vec<(String, Vec<String>)> {
        told(audit)
            .iter()
            .map(|own| (format!("{} {}", own.severity.word(), own.message), own.because.clone()))
            .collect()
    }

    #[test]
    fn what_agrees_is_counted() {
        let audit = audited(|_, _| {});
        assert_eq!(because(&audit), []);
        let counts = ["timed-result", "timed-drivers"].map(|check| audit.count(check).unwrap().agree);
        assert_eq!(counts, [3, 3]);
    }

    #[test]
    fn a_penalty_is_told_by_its_look_and_so_is_the_car_that_it_let_past() {
        let audit = audited(|declared, _| {
            declared[1].laps = Some(Laps(100));
            declared.swap(0, 1);
            declared[0].position = Some(Position::FIRST);
            declared[1].position = Position::new(2);
            declared[1].time = declared[1].time.map(|time| Millis(time.0 + 5000));
        });
        // Car 02 had 99 laps and is declared with 100.
        let said = because(&audit);
        assert_eq!(said.len(), 2);
        assert_eq!(said[0].1, ["1 lap more published than timed"]);
        assert_eq!(said[1].1, ["published total is 5.000 s longer than timed: a time penalty by its look"]);
        let finding = told(&audit)[1];
        assert_eq!(
            (finding.asserted.as_str(), finding.computed.as_str()),
            (
                "2nd, 100 laps, 1:00:06.001, best lap 1:00.001",
                "1st, 100 laps, 1:00:01.001, best lap 1:00.001"
            )
        );
    }

    #[test]
    fn a_car_that_only_gave_way_is_a_note() {
        let audit = audited(|declared, observed| {
            observed[1].row.laps = Some(Laps(100));
            observed[1].row.time = Some(Millis(3_600_500));
            declared[1].laps = Some(Laps(100));
        });
        let said = because(&audit);
        assert_eq!(
            said,
            [
                (
                    "warning car 02 of round 1 (Grand Prix 1) is declared otherwise than its laps tell"
                        .to_owned(),
                    vec!["published total is 1.502 s longer than timed".to_owned()]
                ),
                (
                    "note car 1 of round 1 (Grand Prix 1) is declared otherwise than its laps tell"
                        .to_owned(),
                    vec!["changed places with car 02, nothing of its own".to_owned()]
                ),
            ]
        );
    }

    #[test]
    fn times_are_compared_to_the_digits_printed_and_not_beyond() {
        let round = |unit: i64, off: i64| {
            let audit = audited(|declared, _| {
                for row in declared.iter_mut() {
                    row.time = row.time.map(|time| Millis(time.0 / unit * unit + off));
                }
            });
            because(&audit).len()
        };
        assert_eq!((round(1000, 0), round(100, 0), round(1000, 2000)), (0, 0, 3));
        assert_eq!((round(1, 1), round(1, 0)), (3, 0));
    }

    #[test]
    fn cars_that_one_side_alone_has_move_nobody() {
        let audit = audited(|declared, observed| {
            declared[2].number = "99".into();
            observed.swap(0, 2);
            observed.sort_by_key(|own| std::cmp::Reverse(own.row.laps));
        });
        let said: Vec<String> = because(&audit).into_iter().map(|own| own.0).collect();
        assert_eq!(
            said,
            [
                "warning car 99 of round 1 (Grand Prix 1) is declared and has no laps",
                "warning car 2 has laps in round 1 (Grand Prix 1) and no declared result"
            ]
        );
        let absent = audited(|declared, observed| {
            (declared[2].status, declared[2].position) = (Status::Dns, None);
            observed.pop();
        });
        assert_eq!(because(&absent), [], "who did not start has no laps");
    }

    #[test]
    fn a_best_lap_and_a_driver_that_differ_are_told_with_what_to_do() {
        let audit = audited(|declared, observed| {
            declared[0].best_lap = Some(Millis(59_000));
            observed[1].row.crew.pop();
            observed[1].unknown_drivers.push("A. Body".to_owned());
        });
        let said = because(&audit);
        assert_eq!(said[0].1, ["best lap published as 59.000 s, timed 1:00.001 on lap 7"]);
        assert_eq!(
            said[1].1,
            [
                "Beta Two is declared and has no lap",
                "A. Body has laps and stands nowhere else in the season: a driver, or a spelling of one"
            ]
        );
        assert_eq!((told(&audit)[1].id, told(&audit)[1].asserted.as_str()), ("PF0553", "Beta One, Beta Two"));
    }
}
