//! `published-alone`: published tables that nothing is computed beside: results that are known name nobody whom the title is
//! for, or the rules have no table of that class. Nothing of such a table is proven, a nought no more than a total.

use crate::audit::evidence::Evidence;
use crate::audit::finding::{Finding, Log};
use crate::diagnostic::Place;
use crate::number_words::counted;
use crate::season::{Kind, ResultRow, Season};

pub(super) fn check(evidence: &Evidence<'_>, log: &mut Log) {
    for sides in evidence.sides.iter().filter(|sides| sides.alone) {
        let Some(title) = sides.title else { continue };
        let own = &evidence.rules.titles[title];
        let class = sides.published.class.map(|class| evidence.season.classes[class].id.as_str());
        let name = class.map_or_else(|| own.name.clone(), |class| format!("{}, {class}", own.name));
        let (found, help) = match (names_any(evidence.season, own.competitor), own.per_class, class) {
            (false, ..) => (
                format!("no result names {}", a(own.competitor.in_words())),
                format!("add the column `{}` to the results", column(own.competitor)),
            ),
            (true, true, None) => (
                "the rules make a table of each class, and the published one is of none".to_owned(),
                "write per = \"overall\" into the title, or the class into the name of the table's file"
                    .to_owned(),
            ),
            (true, false, Some(_)) => (
                "the rules make one table of all classes, and the published one is of a class".to_owned(),
                "give the class a title of its own, or write per = \"class\" into this one".to_owned(),
            ),
            (true, ..) => (
                "no result counts for it".to_owned(),
                "see which results the rules take for it: `parcferme rulebook show`".to_owned(),
            ),
        };
        let rows = sides.published.rows.len();
        let mut finding = Finding::warning(
            "PF0271",
            format!(
                "nothing is computed beside the published table of {name}: its {} are not verified",
                counted(rows, "row")
            ),
        )
        .at([Place::document(sides.published.file.clone())])
        .says("", found)
        .class(sides.published.class)
        .help(help);
        finding.title = Some(title);
        log.differ(finding);
    }
}

/// `a team`, `an engine`.
fn a(word: &str) -> String {
    let article = if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {word}")
}

/// The column of results that names competitors of a kind, or that they are told by.
const fn column(kind: Kind) -> &'static str {
    match kind {
        Kind::Driver => "drivers",
        Kind::Nation => "nations",
        Kind::ChassisMaker => "chassis",
        Kind::EngineMaker => "engine",
        other => other.word(),
    }
}

/// Whether any result stands for a competitor of the kind.
fn names_any(season: &Season, kind: Kind) -> bool {
    let named = |row: &ResultRow| match kind {
        Kind::Driver => !row.crew.is_empty(),
        _ => row.stands_for(kind).is_some(),
    };
    season.results.rows().iter().any(named)
}

#[cfg(test)]
mod tests {
    use crate::audit::fixture::{RULES, tidy};
    use crate::audit::{Audit, audit};
    use crate::generate::Draft;
    use crate::rulebook::Rulebook;

    /// The tidy season by other rules, with round 3 cancelled: its rounds are all known.
    fn by(rules: &str, change: impl FnOnce(&mut Draft)) -> Audit {
        let (rules, diagnostics) = Rulebook::parse("made-up.toml", rules);
        assert_eq!(diagnostics, []);
        let mut draft = tidy();
        draft.rounds.truncate(2);
        draft.winners.truncate(2);
        for row in &mut draft.tables[0].rows {
            row.cells.truncate(2);
            row.total = None;
        }
        change(&mut draft);
        let season = draft.season(|title| rules.titles[rules.title(title).unwrap()].competitor);
        audit(&season, &rules, &crate::compute(&season, &rules))
    }

    fn told(audit: &Audit) -> Vec<(&str, &str)> {
        let own = audit.findings.iter().filter(|own| own.id == "PF0271");
        own.map(|own| (own.message.as_str(), own.computed.as_str())).collect()
    }

    fn totals(audit: &Audit) -> (u32, u32, u32) {
        let own = audit.checks.iter().find(|own| own.check == "standings-total").unwrap();
        (own.agree, own.differ, own.unverifiable)
    }

    #[test]
    fn noughts_are_not_proven_where_results_name_nobody_of_the_kind() {
        let engines = RULES.replace("competitor = \"team\"", "competitor = \"engine\"");
        let published = |draft: &mut Draft| {
            for (row, total) in draft.tables[0].rows.iter_mut().zip([20, 12, 0]) {
                row.total = Some(crate::exact::Points::whole(total));
            }
        };
        let audit = by(&engines, |draft| {
            published(draft);
            draft.cars.iter_mut().for_each(|car| car.engine.clear());
        });
        let message =
            "nothing is computed beside the published table of teams, GT: its 3 rows are not verified";
        assert_eq!(told(&audit), [(message, "no result names an engine")]);
        assert_eq!(totals(&audit), (0, 0, 3));
        assert!(
            audit.findings.iter().all(|own| own.id != "PF0202" && own.id != "PF0263"),
            "{:?}",
            audit.findings
        );
        // With their engines the totals are held against something: Alpha's engine has 20.
        let audit = by(&engines, published);
        assert_eq!(told(&audit), []);
        assert_eq!(totals(&audit).2, 0);
    }

    #[test]
    fn results_without_drivers_are_no_table_of_drivers() {
        let of_drivers = |draft: &mut Draft| {
            draft.tables[0].title = "drivers".to_owned();
            draft.tables[0].rows[0].total = Some(crate::exact::Points::whole(20));
            draft.cars.iter_mut().for_each(|car| car.drivers.clear());
            draft.entries.clear();
            draft.winners.clear();
        };
        let audit = by(RULES, of_drivers);
        let [(_, found)] = told(&audit)[..] else { panic!("{:?}", audit.findings) };
        assert_eq!(found, "no result names a driver");
    }

    #[test]
    fn a_table_of_all_is_not_held_against_that_of_a_class_nor_one_of_nobody_against_any() {
        let other = |rules: &str, change: fn(&mut Draft)| {
            let (rules, _) = Rulebook::parse("made-up.toml", rules);
            let mut draft = tidy();
            draft.rounds.truncate(2);
            draft.winners.truncate(2);
            draft.tables[0].rows.iter_mut().for_each(|row| row.total = Some(crate::exact::Points::whole(99)));
            change(&mut draft);
            let season = draft.season(|title| rules.titles[rules.title(title).unwrap()].competitor);
            let outcome = crate::compute(&season, &rules);
            let (ix, title) = rules.titles.iter().next().unwrap();
            let of_title = outcome.tables.iter().find(|own| own.title == ix);
            of_title.and_then(|table| crate::audit::other_totals(&season, title, table)).is_some()
        };
        assert!(other(RULES, |_| {}));
        let overall = RULES.replace("per = \"class\"", "per = \"overall\"");
        assert!(!other(&overall, |_| {}), "99 points in the class say nothing of the table of all");
        assert!(other(&overall, |draft| draft.tables[0].class.clear()));
        let engines = overall.replace("competitor = \"team\"", "competitor = \"engine\"");
        assert!(!other(&engines, |draft| {
            draft.tables[0].class.clear();
            draft.cars.iter_mut().for_each(|car| car.engine.clear());
        }));
    }

    #[test]
    fn a_table_of_a_class_has_nothing_beside_it_where_the_rules_make_one_of_all() {
        let overall = RULES.replace("per = \"class\"", "per = \"overall\"");
        let audit = by(&overall, |_| {});
        let [(_, found)] = told(&audit)[..] else { panic!("{:?}", audit.findings) };
        assert_eq!(found, "the rules make one table of all classes, and the published one is of a class");
        let audit = by(RULES, |draft| draft.tables[0].class.clear());
        let [(_, found)] = told(&audit)[..] else { panic!("{:?}", audit.findings) };
        assert_eq!(found, "the rules make a table of each class, and the published one is of none");
        assert_eq!(told(&by(RULES, |_| {})), []);
    }
}
