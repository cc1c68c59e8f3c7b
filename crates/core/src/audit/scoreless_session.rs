//! `scoreless-session`: sessions that are no practice, with results, which no rule gives points for in any title.

use crate::audit::facts::Facts;
use crate::audit::finding::{Finding, Log};
use crate::compute::classify::occasion;
use crate::diagnostic::nearest_word;
use crate::rules::points::PointsScale;
use crate::season::{Class, ResultRow, Session};
use crate::table::Ix;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check(facts: &Facts<'_>, log: &mut Log) {
    if facts.rules.titles.is_empty() {
        return;
    }
    let mut uncovered: BTreeMap<&str, Vec<(Ix<Session>, &ResultRow)>> = BTreeMap::new();
    for (session, own) in facts.season.sessions.iter() {
        let Some((_, row)) = facts.season.results_of(session).next() else { continue };
        if facts.order_of(session).is_best_lap() || !counts(facts, own) {
            continue;
        }
        if covered(facts, session) {
            log.agree();
        } else {
            uncovered.entry(own.id.as_str()).or_default().push((session, row));
        }
    }
    for (id, sessions) in uncovered {
        let first =
            sessions.first().map_or_else(String::new, |own| facts.round(facts.season.sessions[own.0].round));
        let whence = match sessions.len() {
            1 => format!("of {first}"),
            several => format!("of {several} rounds, {first} the first of them"),
        };
        log.differ_all(
            sessions.len(),
            Finding::warning("PF0265", format!("no rule gives points for session `{id}` {whence}"))
                .at(sessions
                    .iter()
                    .flat_map(|(_, row)| facts.row_places(row, id).take(1).collect::<Vec<_>>()))
                .at(facts.rules.points.iter().map(|scale| {
                    let article = &facts.rules.articles[scale.article];
                    facts.in_rulebook(article.spot, format!("points {}", article.id))
                }))
                .says(format!("session `{id}`"), points_for(facts))
                .round(sessions.first().map(|own| facts.season.sessions[own.0].round))
                .help(help(facts, id)),
        );
    }
}

/// Whether any title counts what is run at the event.
fn counts(facts: &Facts<'_>, session: &Session) -> bool {
    let event = &facts.season.rounds[session.round].event;
    facts.rules.titles.rows().iter().any(|title| title.counts_at(event))
}

fn covered(facts: &Facts<'_>, session: Ix<Session>) -> bool {
    let classes: Vec<Option<Ix<Class>>> =
        [None].into_iter().chain(facts.season.classes.iter().map(|(class, _)| Some(class))).collect();
    facts.rules.titles.rows().iter().any(|title| {
        classes.iter().filter(|class| title.per_class || class.is_none()).any(|&class| {
            let occasion = occasion(facts.season, session, class, &title.id);
            PointsScale::of(&facts.rules.points, &occasion).is_some()
                || facts.rules.bonuses.iter().any(|bonus| bonus.scope.covers(&occasion))
        })
    })
}

/// The sessions that rules give points for, as the rulebook names them.
fn sessions<'a>(facts: &Facts<'a>) -> BTreeSet<&'a str> {
    let scopes = facts.rules.points.iter().map(|own| &own.scope);
    let scopes = scopes.chain(facts.rules.bonuses.iter().map(|own| &own.scope));
    let mut sessions = BTreeSet::new();
    for scope in scopes {
        sessions.extend(scope.sessions.iter().map(|at| at.value.as_str()));
        if scope.sessions.is_empty() {
            sessions.insert("race");
        }
    }
    sessions
}

fn points_for(facts: &Facts<'_>) -> String {
    let sessions: Vec<&str> = sessions(facts).into_iter().collect();
    match sessions.as_slice() {
        [] => "a rulebook with points".to_owned(),
        sessions => format!("a session for which rules give points: {}", sessions.join(", ")),
    }
}

fn help(facts: &Facts<'_>, id: &str) -> String {
    let known: Vec<&str> = sessions(facts).into_iter().collect();
    if known.contains(&id) {
        return "the rules limit their points by events, rounds, classes or `length`: correct one, or add a rule".to_owned();
    }
    match nearest_word(id, &known).filter(|near| *near != "race") {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!(
            "name it in a points rule: sessions = [\"{id}\"]; or give the results the session's right name"
        ),
    }
}

#[cfg(test)]
mod tests {
    use crate::audit::audit;
    use crate::audit::fixture::{after, ids, rules, run, tidy};
    use crate::season::{Kind, Season};

    fn audit_of(season: &Season) -> crate::audit::Audit {
        audit(season, &rules(), &crate::compute(season, &rules()))
    }

    #[test]
    fn two_races_of_a_round_that_no_scale_names() {
        let in_session = |session: &str| {
            after(|draft| {
                draft.tables.clear();
                draft.winners.clear();
                draft.cars.iter_mut().for_each(|car| car.session = session.to_owned());
            })
        };
        let audit = in_session("race-1");
        assert_eq!(ids(&audit), ["PF0265"]);
        let finding = &audit.findings[0];
        assert_eq!(
            finding.message,
            "no rule gives points for session `race-1` of 2 rounds, round 1 (Grand Prix 1) the first of them"
        );
        assert_eq!(finding.computed, "a session for which rules give points: race");
        let places: Vec<String> = finding.places.iter().map(ToString::to_string).collect();
        assert_eq!(places, ["race-1.txt:1", "race-2.txt:4", "made-up.toml:2:1"]);
        assert_eq!(
            finding.help.as_deref(),
            Some(
                "name it in a points rule: sessions = [\"race-1\"]; or give the results the session's right name"
            )
        );
        let mut season = {
            let mut draft = tidy();
            draft.tables.clear();
            draft.winners.clear();
            draft.cars.iter_mut().for_each(|car| car.session = "qualifying".to_owned());
            draft.season(|_| Kind::Team)
        };
        season.sessions.rows_mut().iter_mut().for_each(|session| session.by_best_lap = true);
        assert_eq!(ids(&audit_of(&season)), [""; 0]);
        assert_eq!(ids(&run(&tidy())), [""; 0]);
    }

    #[test]
    fn rules_for_another_event_and_titles_that_do_not_count_there() {
        let season = {
            let mut draft = tidy();
            draft.tables.clear();
            draft.season(|_| Kind::Team)
        };
        let found = |change: &dyn Fn(&mut crate::Rulebook)| {
            let mut rules = rules();
            change(&mut rules);
            audit(&season, &rules, &crate::compute(&season, &rules))
        };
        let at = |event: &str| crate::block::At { value: event.to_owned(), ..Default::default() };
        let audit = found(&|rules| rules.points[0].scope.events = vec![at("round-1")]);
        assert_eq!(ids(&audit), ["PF0265"]);
        assert_eq!(
            audit.findings[0].message,
            "no rule gives points for session `race` of round 2 (Grand Prix 2)"
        );
        assert!(audit.findings[0].help.as_ref().is_some_and(|help| help.contains("`length`")));
        let none = found(&|rules| {
            rules.points[0].scope.events = vec![at("round-1")];
            rules.titles.rows_mut().iter_mut().for_each(|title| title.not_at = vec![at("round-2")]);
        });
        assert_eq!(ids(&none), [""; 0]);
    }
}
