//! `published-competitor`: competitors of published tables who stand in no result and no entry, where one is to be expected:
//! a misspelt name scores nothing and looks like a driver who was never there.

use crate::audit::evidence::{Evidence, Sides};
use crate::audit::finding::{Finding, Log};
use crate::diagnostic::nearest_word;
use crate::season::{Competitor, Kind, PublishedRow, PublishedTable, Round, RoundStatus, Season};
use crate::table::Ix;
use std::collections::{BTreeMap, BTreeSet};

/// With more competitors than this unknown, the nearest names are of no help and take long to find.
const MOST_NAMES_OFFERED: usize = 50;

pub(super) fn check(evidence: &Evidence<'_>, log: &mut Log) {
    let known = known(evidence.season);
    let entered = |kind: Kind| match kind {
        Kind::Team => evidence.season.entries.iter().any(|entry| entry.team.is_some()),
        Kind::Driver => evidence.season.entries.iter().any(|entry| entry.driver.is_some()),
        _ => false,
    };
    let entered = Kind::ALL.map(entered);
    let named = known.iter().map(|&ix| evidence.season.competitors[ix].kind as usize);
    let named: BTreeSet<usize> = named.collect();
    let mut missing: BTreeMap<Ix<Competitor>, (&Sides<'_>, &PublishedRow, usize)> = BTreeMap::new();
    for sides in evidence.sides.iter().filter(|sides| sides.title.is_some()) {
        for row in &sides.published.rows {
            let kind = evidence.season.competitors[row.competitor].kind;
            if known.contains(&row.competitor) || !asserts_points(row) {
                log.agree();
            } else if !named.contains(&(kind as usize)) {
                // Results that name nobody of the kind say nothing of one.
                log.unverifiable();
            } else if entered[kind as usize] || raced_in_the_open(evidence, sides.published, row) {
                missing.entry(row.competitor).or_insert((sides, row, 0)).2 += 1;
            } else {
                log.unverifiable();
            }
        }
    }
    let offers = missing.len() <= MOST_NAMES_OFFERED;
    for (competitor, (sides, row, times)) in missing {
        let kind = evidence.season.competitors[competitor].kind;
        let near = if offers { near(evidence, &known, kind, &row.printed) } else { None };
        let message =
            format!("{} {} stands in a published table and nowhere else", kind.in_words(), row.printed);
        let found = match entered[kind as usize] {
            true => "no entry and no result",
            false => "no result of the rounds, all of which are known",
        };
        let mut finding = Finding::warning("PF0263", message)
            .at(evidence.published(sides.published, row, &row.printed))
            .says(&row.printed, found)
            .class(sides.published.class)
            .competitor(competitor)
            .help(match near {
                Some(near) => format!("if {near} is meant, correct the name or join the two in names.toml"),
                None => "correct the name, or join it in names.toml with the one that results or entries use"
                    .to_owned(),
            });
        finding.title = sides.title;
        log.differ_all(times, finding);
    }
}

/// Whether the row says more than a name: tables may list whoever meant to come.
fn asserts_points(row: &PublishedRow) -> bool {
    let points = row.cells.iter().map(|cell| cell.1).chain([row.total]);
    points.flatten().any(|points| !points.is_zero())
}

/// Who stands in a result or an entry.
fn known(season: &Season) -> BTreeSet<Ix<Competitor>> {
    let mut known = BTreeSet::new();
    for row in season.results.rows() {
        known.extend(row.stands_for.iter().flatten());
        known.extend(row.crew.iter().map(|seat| seat.driver));
    }
    for entry in &season.entries {
        known.extend(entry.team.into_iter().chain(entry.driver));
    }
    known
}

/// Whether every round in which the table gives the competitor something is known by its results.
fn raced_in_the_open(evidence: &Evidence<'_>, table: &PublishedTable, row: &PublishedRow) -> bool {
    let scored: Vec<Ix<Round>> =
        row.cells.iter().filter(|(_, points)| points.is_some()).map(|cell| cell.0).collect();
    if !scored.is_empty() {
        return scored.into_iter().all(|round| evidence.known(round));
    }
    let covered = |(ix, round): &(Ix<Round>, &Round)| {
        round.status == RoundStatus::Held && table.after.is_none_or(|after| *ix <= after)
    };
    let mut rounds = evidence.season.rounds.iter().filter(covered).peekable();
    rounds.peek().is_some() && rounds.all(|(round, _)| evidence.known(round))
}

fn near<'a>(
    evidence: &Evidence<'a>,
    known: &BTreeSet<Ix<Competitor>>,
    kind: Kind,
    name: &str,
) -> Option<&'a str> {
    let of_kind = |ix: &&Ix<Competitor>| evidence.season.competitors[**ix].kind == kind;
    let names: Vec<&str> = known.iter().filter(of_kind).map(|&ix| evidence.name(ix)).collect();
    nearest_word(name, &names)
}

#[cfg(test)]
mod tests {
    use crate::audit::fixture::after;
    use crate::audit::{Audit, Finding};

    fn of(audit: &Audit) -> Vec<&Finding> {
        audit.findings.iter().filter(|finding| finding.check == "published-competitor").collect()
    }

    #[test]
    fn a_misspelt_team_of_a_table_is_told_with_the_name_that_is_near() {
        let audit = after(|draft| draft.tables[0].rows[1].competitor = "Betta".to_owned());
        let [finding] = of(&audit)[..] else { panic!("{:?}", of(&audit)) };
        assert_eq!(finding.id, "PF0263");
        assert_eq!(finding.message, "team Betta stands in a published table and nowhere else");
        assert_eq!(finding.places[0].to_string(), "published/teams-gt.csv:3");
        assert_eq!(finding.computed, "no entry and no result");
        assert!(finding.help.as_ref().is_some_and(|help| help.starts_with("if Beta is meant")));
    }

    #[test]
    fn without_entries_only_rounds_that_are_known_say_who_was_there() {
        let with = |third: Option<i64>| {
            let audit = after(|draft| {
                draft.entries.clear();
                let row = &mut draft.tables[0].rows[1];
                row.competitor = "Omega".to_owned();
                row.cells[2] = third.map(crate::exact::Points::whole);
            });
            of(&audit).len()
        };
        assert_eq!(with(None), 1);
        // Omega may have raced in round 3.
        assert_eq!(with(Some(10)), 0);
    }
}
