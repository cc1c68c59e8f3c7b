//! `length-of-rules`: rules that are chosen by the scheduled hours of a race, and rounds whose length is not known or is
//! stated in laps or kilometres: such a rule passes them over.

use crate::audit::facts::Facts;
use crate::audit::finding::{Finding, Log};
use crate::block::Spot;
use crate::compute::classify::occasion;
use crate::rules::scope::Scope;
use crate::season::{Class, Length, Round};
use crate::table::Ix;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check(facts: &Facts<'_>, log: &mut Log) {
    let by_length: Vec<(Spot, String, Scope)> = facts
        .rules
        .scoped()
        .filter_map(|(article, scope)| {
            let spot = scope.length_from.as_ref().or(scope.length_under.as_ref())?.spot;
            let own = &facts.rules.articles[article];
            let keys = [("length_from", &scope.length_from), ("length_under", &scope.length_under)];
            let keys: Vec<&str> = keys.iter().filter(|(_, at)| at.is_some()).map(|(key, _)| *key).collect();
            let text = format!("{} {}: {}", own.kind, own.id, keys.join(", "));
            Some((spot, text, Scope { length_from: None, length_under: None, ..scope.clone() }))
        })
        .collect();
    if by_length.is_empty() {
        return;
    }
    let mut told: BTreeMap<String, (Vec<Ix<Round>>, BTreeSet<usize>)> = BTreeMap::new();
    for (round, own) in facts.season.rounds.iter().filter(|(round, _)| facts.season.known_in_full(*round)) {
        let stated = match own.length {
            Some(Length::Time(_)) => {
                log.agree();
                continue;
            }
            None => "is not known".to_owned(),
            Some(Length::Laps(laps)) => format!("is {}", laps.in_words()),
            Some(Length::Metres(metres)) => format!("is {} km", kilometres(metres)),
        };
        let passed_over: Vec<usize> =
            (0..by_length.len()).filter(|&index| covers(facts, round, &by_length[index].2)).collect();
        if passed_over.is_empty() {
            log.agree();
            continue;
        }
        let (rounds, rules) = told.entry(stated).or_default();
        rounds.push(round);
        rules.extend(passed_over);
    }
    for (stated, (rounds, rules)) in told {
        let which = match rounds.as_slice() {
            [round] => facts.round(*round),
            _ => format!("{} rounds", rounds.len()),
        };
        log.differ_all(
            rounds.len(),
            Finding::warning("PF0267", format!("rules ask for hours, and the length of {which} {stated}"))
                .at(rules
                    .iter()
                    .map(|&index| facts.in_rulebook(by_length[index].0, by_length[index].1.clone())))
                .at(rounds.iter().flat_map(|&round| {
                    let text = format!("{}: the length {stated}", facts.round(round));
                    facts.round_places(round, &text).collect::<Vec<_>>()
                }))
                .says(format!("the length {stated}"), "a time such as \"6 h\", by which the rules choose")
                .round(rounds.first().copied())
                .help("give the round its `length` in hours, or let the rules name the events"),
        );
    }
}

/// Whether a rule would be asked for anything of the round, but for its length.
fn covers(facts: &Facts<'_>, round: Ix<Round>, scope: &Scope) -> bool {
    let classes: Vec<Option<Ix<Class>>> =
        [None].into_iter().chain(facts.season.classes.iter().map(|(class, _)| Some(class))).collect();
    let titles: Vec<&str> =
        facts.rules.titles.rows().iter().map(|title| title.id.as_str()).chain([""]).collect();
    let with_results = |session: &_| facts.season.results_of(*session).next().is_some();
    facts.season.sessions_of(round).filter(with_results).any(|session| {
        classes.iter().any(|&class| {
            titles.iter().any(|title| scope.covers(&occasion(facts.season, session, class, title)))
        })
    })
}

fn kilometres(metres: u64) -> String {
    match metres % 1000 {
        0 => (metres / 1000).to_string(),
        rest => format!("{}.{rest:03}", metres / 1000),
    }
}

#[cfg(test)]
mod tests {
    use crate::audit::fixture::{ids, rules, tidy};
    use crate::audit::{Audit, audit};
    use crate::block::{At, Spot};
    use crate::exact::Millis;
    use crate::numbers::Laps;
    use crate::season::{Kind, Length};

    fn found(lengths: [Option<Length>; 2], events: &[&str]) -> Audit {
        let mut draft = tidy();
        draft.tables.clear();
        for (round, length) in draft.rounds.iter_mut().zip(lengths) {
            round.length = length;
        }
        let mut rules = rules();
        let mut long = rules.points[0].clone();
        let at = |event: &&str| At { value: (*event).to_owned(), spot: Spot::default() };
        long.scope.length_from =
            Some(At { value: Millis(21_600_000), spot: Spot { line: 9, column: 1, ..Spot::default() } });
        long.scope.events = events.iter().map(at).collect();
        rules.points.push(long);
        let season = draft.season(|_| Kind::Team);
        audit(&season, &rules, &crate::compute(&season, &rules))
    }

    #[test]
    fn hours_are_asked_for_and_kilometres_or_nothing_stated() {
        let hours = Some(Length::Time(Millis(3_600_000)));
        assert_eq!(ids(&found([hours; 2], &[])).iter().filter(|id| **id == "PF0267").count(), 0);
        let audit = found([hours, Some(Length::Metres(1_000_000))], &[]);
        assert_eq!(ids(&audit), ["PF0267"]);
        let finding = &audit.findings[0];
        assert_eq!(
            finding.message,
            "rules ask for hours, and the length of round 2 (Grand Prix 2) is 1000 km"
        );
        assert_eq!(finding.places[0].to_string(), "made-up.toml:9:1");
        assert_eq!(finding.places[0].text, "points standard: length_from");
        let audit = found([None, None], &[]);
        assert_eq!(ids(&audit), ["PF0267"]);
        assert_eq!(audit.findings[0].message, "rules ask for hours, and the length of 2 rounds is not known");
        let audit = found([hours, Some(Length::Laps(Laps(100)))], &[]);
        assert_eq!(
            audit.findings[0].message,
            "rules ask for hours, and the length of round 2 (Grand Prix 2) is 100 laps"
        );
    }

    #[test]
    fn a_rule_for_another_event_passes_nobody_over() {
        let hours = Some(Length::Time(Millis(3_600_000)));
        assert_eq!(ids(&found([hours, None], &["round-1"])), [""; 0]);
        assert_eq!(ids(&found([hours, None], &["round-2"])), ["PF0267"]);
    }
}
