//! `dropped-scores`: which results a published table counts by its own cells and totals, against the windows of its title.

use crate::audit::facts::Facts;
use crate::audit::finding::{Finding, Log};
use crate::audit::standings_total::is_printed;
use crate::decisions::{Adjust, Ruling, Waive};
use crate::diagnostic::Place;
use crate::exact::Points;
use crate::rules::title::Title;
use crate::rules::window::{Scored, Window};
use crate::season::{Competitor, PublishedRow, PublishedTable, Round};
use crate::table::Ix;
use std::collections::BTreeSet;

pub(super) fn check(facts: &Facts<'_>, log: &mut Log) {
    // Points taken or given beside the rounds would look like scores that are dropped, and what is waived is known.
    let spoken_for: BTreeSet<(&str, Ix<Competitor>)> = facts
        .season
        .decisions
        .rows()
        .iter()
        .filter_map(|own| match &own.ruling {
            Ruling::Adjust(Adjust { target, .. }) | Ruling::Waive(Waive { target, .. }) => {
                Some((target.title.as_str(), target.competitor))
            }
            _ => None,
        })
        .collect();
    for table in &facts.season.published {
        let Some(ix) = facts.rules.title(&table.title) else { continue };
        let title = &facts.rules.titles[ix];
        let of_rounds = title.resets.is_empty() && title.windows.iter().all(Window::is_plain);
        let rows: Vec<Row<'_>> = table
            .rows
            .iter()
            .filter(|row| !spoken_for.contains(&(table.title.as_str(), row.competitor)))
            .filter_map(|row| scored(facts, row))
            .collect();
        if !of_rounds || rows.is_empty() {
            continue;
        }
        let fits = |windows: &[Window], own: &Row<'_>| fits(table, title, windows, own);
        let differing: Vec<&Row<'_>> = rows.iter().filter(|own| !fits(&title.windows, own)).collect();
        // One row alone may have a misprint that looks like a score dropped.
        let [first, second, ..] = differing[..] else {
            log.agree();
            continue;
        };
        let most = rows.iter().map(|own| own.1.len()).max().unwrap_or_default();
        let explains = |count: &u32| {
            let windows = [Window { best: *count, ..Window::default() }];
            fits(&windows, first) && fits(&windows, second) && rows.iter().all(|own| fits(&windows, own))
        };
        // Totals that no number of best results explains are told one by one.
        let most_counted = (1..=u32::try_from(most).unwrap_or(u32::MAX)).rev().find(explains);
        let Some(count) = most_counted else { continue };
        let row = first.0;
        let all = count as usize == most;
        let published = if all { "all results".to_owned() } else { best_of(count) };
        let own = match title.windows.as_slice() {
            [] => "all results".to_owned(),
            windows => windows.iter().map(Window::prose).collect::<Vec<_>>().join("; "),
        };
        let help = match all {
            true => format!("take the windows out of the title `{}`, if all results count", title.id),
            false => format!(
                "write `windows = [{{ best = {count} }}]` into the title `{}`, if the rules say so",
                title.id
            ),
        };
        let total = row.total.map_or_else(String::new, |own| own.to_string());
        let mut finding =
            Finding::warning("PF1396", format!("the totals of a published table count {published}"))
                .at([Place::line(table.file.clone(), row.line, format!("{}, column \"Total\"", row.printed))])
                .at([facts
                    .in_rulebook(facts.rules.articles[title.article].spot, format!("title {}", title.id))])
                .says(published, own)
                .because([sum(facts, row, &total)])
                .class(table.class)
                .competitor(row.competitor)
                .help(help);
        finding.title = Some(ix);
        log.differ(finding);
    }
}

fn best_of(count: u32) -> String {
    if count == 1 { "the best result alone".to_owned() } else { format!("the best {count} results") }
}

/// A row with a total and points by round, as windows look at it.
type Row<'a> = (&'a PublishedRow, Vec<Scored>);

fn scored<'a>(facts: &Facts<'_>, row: &'a PublishedRow) -> Option<Row<'a>> {
    row.total?;
    let part = |(column, (round, points)): (usize, &(Ix<Round>, Option<Points>))| {
        Some(Scored {
            column,
            round: facts.season.rounds[*round].number?,
            points: points.unwrap_or(Points::ZERO),
            started: points.is_some(),
            missing: points.is_none(),
            ended: None,
        })
    };
    let parts: Vec<Scored> = row.cells.iter().enumerate().filter_map(part).collect();
    (!parts.is_empty()).then_some((row, parts))
}

/// Whether a row's total is what windows leave of its points.
fn fits(table: &PublishedTable, title: &Title, windows: &[Window], (row, parts): &Row<'_>) -> bool {
    let mut counted = vec![true; parts.len()];
    Window::drop_results(windows, title.wins, parts, &mut counted);
    let sum: Points = parts.iter().zip(counted).filter(|own| own.1).map(|own| own.0.points).sum();
    row.total.is_some_and(|total| is_printed(sum, total, table.decimals))
}

/// `Rd 1 18, Rd 2 25, Rd 3 18: total 43`.
fn sum(facts: &Facts<'_>, row: &PublishedRow, total: &str) -> String {
    let cell = |&(round, points): &(_, Option<Points>)| Some(format!("{} {}", facts.column(round), points?));
    format!(
        "{}: {}: total {total}",
        row.printed,
        row.cells.iter().filter_map(cell).collect::<Vec<_>>().join(", ")
    )
}

#[cfg(test)]
mod tests {
    use crate::audit::{Audit, Finding, audit, fixture};
    use crate::exact::Points;
    use crate::rulebook::Rulebook;

    /// The findings where the tidy season's table has these totals, under the windows of its title.
    fn of(windows: &str, totals: [i64; 3], change: impl FnOnce(&mut crate::generate::Draft)) -> Vec<Finding> {
        let text = fixture::RULES.replacen("scores =", &format!("{windows}\nscores ="), 1);
        let (rules, diagnostics) = Rulebook::parse("made-up.toml", &text);
        assert_eq!(diagnostics, []);
        let mut draft = fixture::tidy();
        for (row, total) in draft.tables[0].rows.iter_mut().zip(totals) {
            row.total = Some(Points::whole(total));
        }
        change(&mut draft);
        let season = draft.season(|title| rules.titles[rules.title(title).unwrap()].competitor);
        let Audit { findings, .. } = audit(&season, &rules, &crate::compute(&season, &rules));
        findings.into_iter().filter(|own| own.check == "dropped-scores").collect()
    }

    #[test]
    fn totals_that_drop_scores_say_how_many_count() {
        // 10 + 10 + 6, 6 + 6 + 10, 4.
        let told = of("", [20, 16, 4], |_| ());
        let [finding] = &told[..] else { panic!("{told:?}") };
        assert_eq!(
            (finding.id, finding.asserted.as_str(), finding.computed.as_str()),
            ("PF1396", "the best 2 results", "all results")
        );
        assert_eq!(finding.because, ["Alpha: Rd 1 10, Rd 2 10, Rd 3 6: total 20"]);
        assert!(finding.help.as_ref().is_some_and(|own| own.contains("windows = [{ best = 2 }]")));
        assert_eq!(of("", [26, 22, 4], |_| ()), []);
        assert_eq!(of("windows = [{ best = 2 }]", [20, 16, 4], |_| ()), []);
    }

    #[test]
    fn totals_that_count_everything_say_so_where_rules_drop() {
        let told = of("windows = [{ best = 2 }]", [26, 22, 4], |_| ());
        let [finding] = &told[..] else { panic!("{told:?}") };
        assert_eq!(
            (finding.asserted.as_str(), finding.computed.as_str()),
            ("all results", "the best 2 results count")
        );
        assert!(finding.help.as_ref().is_some_and(|own| own.starts_with("take the windows out")));
    }

    #[test]
    fn totals_that_no_number_of_results_explains_are_not_its() {
        assert_eq!(of("", [20, 22, 4], |_| ()), [], "one row alone");
        assert_eq!(of("", [20, 12, 4], |_| ()), [], "two rows drop otherwise");
        assert_eq!(of("", [20, 17, 4], |_| ()), []);
        let without_cells = |draft: &mut crate::generate::Draft| {
            draft.tables[0].rows.iter_mut().for_each(|row| row.cells.clear());
        };
        assert_eq!(of("", [20, 16, 4], without_cells), []);
    }

    #[test]
    fn rows_that_a_decision_speaks_of_are_left_to_it() {
        let waived = |own: &[(&str, &str)]| {
            let waiver = |own: &(&str, &str)| {
                let waiver = ["GT", own.0, "total", own.1, ""].map(str::to_owned);
                ("teams".to_owned(), waiver, None)
            };
            let waivers: Vec<_> = own.iter().map(waiver).collect();
            of("", [20, 16, 4], |draft| draft.waivers.extend(waivers)).len()
        };
        assert_eq!(waived(&[]), 1);
        assert_eq!(waived(&[("Alpha", "20")]), 0);
    }
}
