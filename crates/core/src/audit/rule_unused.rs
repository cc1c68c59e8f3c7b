//! `rule-unused`: rules that name a mark, a category, sessions or rounds which nothing in the season bears: they take points
//! from everybody, or give them to nobody.

use crate::audit::facts::Facts;
use crate::audit::finding::{Finding, Log};
use crate::block::At;
use crate::country::iso;
use crate::decisions::Ruling;
use crate::diagnostic::nearest_word;
use crate::numbers::RoundNumber;
use crate::rulebook::Article;
use crate::rules::handicap::Basis;
use crate::rules::scope::Scope;
use crate::season::{Kind, RoundStatus, Season};
use crate::table::Ix;
use std::collections::BTreeSet;

pub(super) fn check(facts: &Facts<'_>, log: &mut Log) {
    // Before the first result nothing bears anything.
    if facts.season.results.is_empty() {
        return;
    }
    marks(facts, log);
    categories(facts, log);
    sessions(facts, log);
    rounds(facts, log);
}

/// A word of a rule, and what the season has instead.
fn unused(facts: &Facts<'_>, article: Ix<Article>, word: &str, message: String) -> Finding {
    let own = &facts.rules.articles[article];
    let name = if own.id == own.kind { own.kind.to_owned() } else { format!("{} {}", own.kind, own.id) };
    Finding::warning("PF0266", message).at([facts.in_rulebook(own.spot, name)]).says(word, "")
}

/// `a session with results: qualifying, race`.
fn known_words(what: &str, known: &[&str]) -> String {
    if known.is_empty() { format!("{what}; there is none") } else { format!("{what}: {}", known.join(", ")) }
}

/// Marks in results, decisions and categories, which rules about cars look at.
fn marks(facts: &Facts<'_>, log: &mut Log) {
    let mut borne: BTreeSet<&str> =
        facts.season.results.rows().iter().flat_map(|row| &row.tags).map(String::as_str).collect();
    // What a driver is marks a car for those rules alone that look at its crew.
    let of_crew = facts.rules.bars.iter().any(|bar| bar.rule.rule.of_crew());
    let marking = facts.season.competitors.rows().iter().filter(|own| of_crew || own.kind != Kind::Driver);
    borne.extend(marking.flat_map(|own| &own.categories).map(String::as_str));
    borne.extend(facts.season.decisions.rows().iter().filter_map(|decision| match &decision.ruling {
        Ruling::Mark(own) => Some(own.mark.as_str()),
        _ => None,
    }));
    let wanted: BTreeSet<&str> = facts.rules.bars.iter().flat_map(|bar| bar.rule.rule.marks()).collect();
    // A mark that is borne and that no rule looks at may be the one that is meant.
    let free: Vec<&str> = borne.iter().copied().filter(|mark| !wanted.contains(mark)).collect();
    for bar in &facts.rules.bars {
        let needed = bar.rule.rule.needs_mark();
        for mark in bar.rule.rule.marks() {
            let near = nearest_word(mark, &free);
            if borne.contains(mark) || (needed != Some(mark) && near.is_none()) {
                log.agree();
                continue;
            }
            let effect = if needed == Some(mark) { ", without which none counts" } else { "" };
            let list: Vec<&str> = borne.iter().copied().collect();
            let computed = known_words("a mark that some car bears", &list);
            let finding = unused(facts, bar.article, mark, format!("no car bears the mark `{mark}`{effect}"));
            log.differ(finding.says(mark, computed).help(match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("write `{mark}` into the column `tags` of the results, or take the rule out"),
            }));
        }
    }
}

fn categories(facts: &Facts<'_>, log: &mut Log) {
    nations(facts, log);
    for title in facts.rules.titles.rows() {
        let Some(category) = title.category.as_ref().and_then(|own| own.word.as_ref()) else { continue };
        let of_kind = facts.season.competitors.rows().iter().filter(|own| own.kind == title.competitor);
        let known: BTreeSet<&str> = of_kind.flat_map(|own| &own.categories).map(String::as_str).collect();
        if known.contains(category.as_str()) {
            log.agree();
            continue;
        }
        let known: Vec<&str> = known.into_iter().collect();
        let who = if title.competitor == Kind::Driver { "driver" } else { title.competitor.in_words() };
        let message = format!("title `{}` is for the category `{category}`, in which no {who} is", title.id);
        let computed = known_words("a category with members", &known);
        log.differ(unused(facts, title.article, category, message).says(category, computed).help(
            match nearest_word(category, &known) {
                Some(near) => format!("did you mean `{near}`?"),
                None => {
                    "give the category to its members in names.toml, or take it from the title".to_owned()
                }
            },
        ));
    }
}

fn nations(facts: &Facts<'_>, log: &mut Log) {
    for title in facts.rules.titles.rows() {
        let Some(category) = title.category.as_ref().filter(|own| !own.nations.is_empty()) else { continue };
        let of_kind = facts.season.competitors.rows().iter().filter(|own| own.kind == title.competitor);
        let known: BTreeSet<&str> = match title.competitor {
            Kind::Nation => of_kind.map(|own| own.name.as_str()).collect(),
            _ => of_kind.filter_map(|own| own.nation.as_deref()).collect(),
        };
        let known: Vec<&str> = known.into_iter().collect();
        for nation in &category.nations {
            if known.iter().any(|own| iso(own) == iso(nation)) {
                log.agree();
                continue;
            }
            let message = format!(
                "title `{}` is for `{nation}`, of which no {} is",
                title.id,
                title.competitor.in_words()
            );
            let computed = known_words("a nation that is stated", &known);
            let finding = unused(facts, title.article, nation, message).says(nation, computed);
            log.differ(
                finding.help("correct the title's `nations`, or state nations in results or names.toml"),
            );
        }
    }
}

/// Sessions, once the season is run: until then they may come.
fn sessions(facts: &Facts<'_>, log: &mut Log) {
    if !is_complete(facts.season) {
        return;
    }
    let run: BTreeSet<&str> = facts
        .season
        .sessions
        .iter()
        .filter(|(session, _)| facts.season.results_of(*session).next().is_some())
        .map(|(_, own)| own.id.as_str())
        .collect();
    let of_titles = facts.rules.titles.rows().iter().map(|title| (title.article, title.ties_in.as_slice()));
    let of_scopes = facts.rules.scoped().map(|(article, scope)| (article, scope.sessions.as_slice()));
    // A ranking by points adds up all the sessions that it names: one that is missed changes the order.
    let of_rankings = facts.rules.rankings.iter().flat_map(|own| {
        let alone = own.rule.of.iter().map(std::slice::from_ref);
        alone.map(|named| (own.article, named))
    });
    let of_handicaps = facts.rules.handicaps.iter().filter_map(|own| match &own.rule.basis {
        Basis::Results(results) => Some((own.article, std::slice::from_ref(results.of.as_ref()?))),
        _ => None,
    });
    let of_grids =
        facts.rules.reversed_grids.iter().map(|own| (own.article, std::slice::from_ref(&own.rule.of)));
    let all = of_scopes.chain(of_titles).chain(of_rankings).chain(of_handicaps).chain(of_grids);
    for (article, named) in all.filter(|(_, named)| !named.is_empty()) {
        if named.iter().any(|at| run.contains(at.value.as_str())) {
            log.agree();
            continue;
        }
        let list = |all: &mut dyn Iterator<Item = &str>| all.collect::<Vec<_>>().join(", ");
        let words = list(&mut named.iter().map(|at| at.value.as_str()));
        let known: Vec<&str> = run.iter().copied().collect();
        let near = named.iter().find_map(|at: &At<String>| nearest_word(&at.value, &known));
        let what = if named.len() == 1 { "session" } else { "sessions" };
        let message = format!("a rule is for {what} `{words}`, of which the season has no results");
        let finding = unused(facts, article, &words, message);
        log.differ(finding.says(&words, known_words("a session with results", &known)).help(match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "add the session's results, or take the rule out".to_owned(),
        }));
    }
}

fn is_complete(season: &Season) -> bool {
    let mut held =
        season.rounds.iter().filter(|(_, round)| round.status != RoundStatus::Cancelled).peekable();
    held.peek().is_some()
        && held.all(|(round, own)| own.status == RoundStatus::Held && season.known_in_full(round))
}

fn rounds(facts: &Facts<'_>, log: &mut Log) {
    let numbers: BTreeSet<RoundNumber> =
        facts.season.rounds.rows().iter().filter_map(|round| round.number).collect();
    for (article, Scope { rounds, .. }) in facts.rules.scoped().filter(|(_, scope)| !scope.rounds.is_empty())
    {
        if rounds.iter().any(|number| numbers.contains(number)) {
            log.agree();
            continue;
        }
        let words: Vec<String> = rounds.iter().map(RoundNumber::to_string).collect();
        let words = words.join(", ");
        let what = if rounds.len() == 1 { "round" } else { "rounds" };
        let message = format!("a rule is for {what} {words}, which the calendar does not have");
        let last = numbers.last().copied().unwrap_or_default();
        let finding = unused(facts, article, &words, message);
        log.differ(
            finding
                .says(&words, format!("a round of the calendar, whose last is {last}"))
                .help("correct the rule's `rounds`, or complete the calendar"),
        );
    }
    for title in facts.rules.titles.rows() {
        let of_windows = title.windows.iter().flat_map(|own| {
            [("rounds", own.rounds.as_slice()), ("never_dropped_rounds", own.never_dropped_rounds.as_slice())]
        });
        let of_resets = title.resets.iter().map(|own| ("before", std::slice::from_ref(&own.before)));
        for (key, named) in of_windows.chain(of_resets) {
            let beyond: Vec<String> =
                named.iter().filter(|own| !numbers.contains(own)).map(RoundNumber::to_string).collect();
            if beyond.is_empty() {
                log.agree();
                continue;
            }
            let words = beyond.join(", ");
            let what = if beyond.len() == 1 { "round" } else { "rounds" };
            let message =
                format!("title `{}` counts with {what} {words}, which the calendar does not have", title.id);
            let last = numbers.last().copied().unwrap_or_default();
            log.differ(
                unused(facts, title.article, &words, message)
                    .says(&words, format!("rounds of the calendar, whose last is {last}"))
                    .help(format!("correct the title's `{key}`, or complete the calendar")),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::audit::fixture::{ids, rules, tidy};
    use crate::audit::{Audit, audit};
    use crate::generate::Draft;
    use crate::rulebook::Rulebook;
    use crate::season::Kind;

    /// The tidy season without its third round, under its rules and further ones.
    fn found(more: &str, change: impl FnOnce(&mut Draft)) -> Audit {
        let mut draft = tidy();
        draft.tables.clear();
        draft.winners.truncate(2);
        draft.rounds.truncate(2);
        draft.entries.clear();
        change(&mut draft);
        let season = draft.season(|_| Kind::Team);
        let (more, diagnostics) = Rulebook::parse("more.toml", more);
        assert_eq!(diagnostics, []);
        let mut rules = rules();
        (rules.wording, rules.articles) = (more.wording, more.articles);
        rules.points[0].article = crate::Ix::new(0);
        rules.classified.clear();
        (rules.bars, rules.bonuses, rules.titles) = (more.bars, more.bonuses, more.titles);
        audit(&season, &rules, &crate::compute(&season, &rules))
    }

    #[test]
    fn a_mark_that_everybody_needs_and_nobody_bears() {
        let eligible = "[[eligible]]\nonly = \"full-season\"\n";
        let audit = found(eligible, |_| {});
        assert_eq!(ids(&audit), ["PF0266"]);
        let finding = &audit.findings[0];
        assert_eq!(finding.message, "no car bears the mark `full-season`, without which none counts");
        assert_eq!(finding.computed, "a mark that some car bears; there is none");
        assert_eq!(finding.places[0].to_string(), "more.toml:1:1");
        assert!(finding.help.as_ref().is_some_and(|help| help.contains("column `tags`")));
        let tag = |tag: &'static str| move |draft: &mut Draft| draft.cars[4].tags.push(tag.to_owned());
        assert_eq!(ids(&found(eligible, tag("full-season"))), [""; 0]);
        let audit = found(eligible, tag("full-saeson"));
        assert_eq!(audit.findings[0].help.as_deref(), Some("did you mean `full-saeson`?"));
        assert_eq!(audit.findings[0].computed, "a mark that some car bears: full-saeson");
    }

    #[test]
    fn a_mark_that_takes_points_may_be_borne_by_nobody() {
        let eligible = "[[eligible]]\nexcept = \"guest\"\n";
        assert_eq!(ids(&found(eligible, |_| {})), [""; 0]);
        let audit = found(eligible, |draft| draft.cars[1].tags.push("guests".to_owned()));
        assert_eq!(ids(&audit), ["PF0266"]);
        assert_eq!(audit.findings[0].message, "no car bears the mark `guest`");
        assert_eq!(audit.findings[0].help.as_deref(), Some("did you mean `guests`?"));
    }

    #[test]
    fn a_session_is_missed_once_the_season_is_complete() {
        let bonus = "[[bonus]]\nid = \"q\"\nfeat = \"pole\"\npoints = 1\nsessions = [\"qualifying\"]\n";
        let audit = found(bonus, |_| {});
        assert_eq!(ids(&audit), ["PF0266"]);
        assert_eq!(
            audit.findings[0].message,
            "a rule is for session `qualifying`, of which the season has no results"
        );
        assert_eq!(audit.findings[0].computed, "a session with results: race");
        assert_eq!(ids(&found(bonus, |draft| draft.rounds = Draft::calendar(3))), [""; 0]);
        let both = bonus.replace("[\"qualifying\"]", "[\"qualifying\", \"race\"]");
        assert_eq!(ids(&found(&both, |_| {})), [""; 0]);
    }

    #[test]
    fn rounds_beyond_the_calendar_and_a_category_of_nobody() {
        let bonus =
            |rounds: &str| format!("[[bonus]]\nid = \"p\"\nfeat = \"pole\"\npoints = 1\nrounds = {rounds}\n");
        assert_eq!(ids(&found(&bonus("[2, 3]"), |_| {})), [""; 0]);
        let audit = found(&bonus("[3, 4]"), |_| {});
        assert_eq!(ids(&audit), ["PF0266"]);
        assert_eq!(audit.findings[0].message, "a rule is for rounds 3, 4, which the calendar does not have");
        assert_eq!(audit.findings[0].computed, "a round of the calendar, whose last is 2");
        let title = "[[title]]\nid = \"teams\"\ncompetitor = \"team\"\n";
        let window = |rounds: &str| format!("{title}[[title.windows]]\nrounds = \"{rounds}\"\nbest = 1\n");
        assert_eq!(ids(&found(&window("1-2"), |_| {})), [""; 0]);
        let audit = found(&window("1-4"), |_| {});
        assert_eq!(ids(&audit), ["PF0266"]);
        assert_eq!(
            audit.findings[0].message,
            "title `teams` counts with rounds 3, 4, which the calendar does not have"
        );
        let audit = found(&format!("{title}[[title.resets]]\nbefore = 3\n"), |_| {});
        assert_eq!(ids(&audit), ["PF0266"]);
        let title = "[[title]]\nid = \"rookies\"\ncompetitor = \"driver\"\ncategory = \"rookie\"\n";
        let audit = found(title, |_| {});
        assert_eq!(ids(&audit), ["PF0266"]);
        assert_eq!(
            audit.findings[0].message,
            "title `rookies` is for the category `rookie`, in which no driver is"
        );
        let title = "[[title]]\nid = \"home\"\ncompetitor = \"driver\"\nnations = [\"GBR\"]\n";
        let audit = found(title, |_| {});
        let (lost, unknown): (Vec<_>, Vec<_>) = audit.findings.iter().partition(|own| own.id == "PF0266");
        assert_eq!(lost[0].message, "title `home` is for `GBR`, of which no driver is");
        assert_eq!(lost[0].computed, "a nation that is stated; there is none");
        // Three crews of two.
        assert_eq!(unknown[0].message.split(" whether").next(), Some("it is not known of 6 drivers"));
        assert_eq!((lost.len(), unknown.len()), (1, 1));
    }
}
