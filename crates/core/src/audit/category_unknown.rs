//! `category-unknown`: competitors of whom it is not known whether a title is for them. Its table is without them.

use crate::audit::facts::Facts;
use crate::audit::finding::{Finding, Log};
use crate::number_words::counted;
use crate::rules::category::Unknown;
use crate::rules::title::Title;
use crate::season::{Competitor, Kind};
use crate::table::Ix;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check(facts: &Facts<'_>, log: &mut Log) {
    for title in facts.rules.titles.rows() {
        let Some(category) = &title.category else { continue };
        let mut unknown: BTreeMap<Unknown, Vec<&str>> = BTreeMap::new();
        for competitor in ran(facts, title) {
            match category.holds(facts.season, &facts.season.competitors[competitor]) {
                Ok(_) => log.agree(),
                Err(why) => unknown.entry(why).or_default().push(facts.name(competitor)),
            }
        }
        for (why, names) in unknown {
            let article = &facts.rules.articles[title.article];
            let (asked, help) = match why {
                Unknown::Nation => (
                    "a nation",
                    "write it into the column `nations` of results, or as `nation` into names.toml",
                ),
                Unknown::Born => ("a day of birth", "write it as `born` into names.toml"),
                Unknown::Day => ("the day of the first race", "write it as `date` into season.toml"),
            };
            let message = format!(
                "it is not known of {} whether title `{}` is for them: its table is without them",
                counted(names.len(), title.competitor.in_words()),
                title.id
            );
            log.differ_all(
                names.len(),
                Finding::warning("PF0350", message)
                    .at([facts.in_rulebook(article.spot, format!("title {}", title.id))])
                    .says(names.join(", "), asked)
                    .help(help),
            );
        }
    }
}

/// Whom the title ranks that ran.
fn ran(facts: &Facts<'_>, title: &Title) -> BTreeSet<Ix<Competitor>> {
    let rows = facts.season.results.rows().iter().filter(|row| row.status.started());
    rows.flat_map(|row| {
        let crew = row.crew.iter().filter(|seat| title.competitor == Kind::Driver && seat.drove);
        crew.map(|seat| seat.driver).chain(row.stands_for(title.competitor))
    })
    .collect()
}
