//! A title's season in a few sentences, each of them countable in the tables.

use crate::scenario::listed;
use crate::view::View;
use crate::view::lead::Lead;
use parcferme_core::audit::Finding;
use parcferme_core::number_words::points_in_words;
use parcferme_core::numbers::Position;
use parcferme_core::outcome::StandingsTable;
use parcferme_core::season::{Competitor, Round};
use parcferme_core::{Ix, Points, Severity};
use std::collections::BTreeSet;

/// The check of the audit that holds published totals against computed ones.
const TOTALS: &str = "standings-total";

/// Who leads or won, by how much, when it was decided, how often the lead changed, who won most rounds. Of a table that does
/// not know all rounds run, that it does not; of one of which another was published, that too.
pub fn story(view: &View, table: usize) -> String {
    match other_totals(view, &view.outcome.tables[table]) {
        Some(said) if view.leads[table].tells() => format!("{} {said}", of_computed(view, table)),
        _ => of_computed(view, table),
    }
}

/// Where the published table gives other totals, its first and how many more.
fn other_totals(view: &View, table: &StandingsTable) -> Option<String> {
    let about = |own: &&Finding| {
        own.check == TOTALS
            && own.severity == Severity::Error
            && own.round.is_none()
            && (own.title, own.class) == (Some(table.title), table.class)
    };
    let mut found = view.audit.findings.iter().filter(about);
    let first = found.next()?;
    let more = match found.count() {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    let name = first.competitor.map_or("one row", |own| view.name(own));
    Some(format!(
        "The published table has other totals: {name} {}, not {}{more}.",
        first.asserted, first.computed
    ))
}

fn of_computed(view: &View, table: usize) -> String {
    let lead = &view.leads[table];
    let (table, history) = (&view.outcome.tables[table], &view.history[table]);
    if !lead.tells() {
        return view.caveat(table);
    }
    let [first, others @ ..] = lead.first.as_slice() else { return nobody_scored(table).to_owned() };
    let total = table.row(*first).map_or(Points::ZERO, |row| row.total);
    let points = points_in_words(total);
    let name = view.name(*first);
    let second = table.rows.iter().find(|row| !lead.first.contains(&row.competitor));
    let mut text = match (others, second) {
        ([], None) if lead.won() => format!("{name} finished alone with {points}."),
        ([], None) => format!("{name} stands alone with {points}."),
        ([], Some(second)) => {
            let (verb, rival) = (lead.verb(), view.name(second.competitor));
            let margin = table.row(*first).map_or(Points::ZERO, |row| row.points_between(second));
            match margin.is_zero() {
                true => format!("{name} {verb}, level with {rival} on {points}, by the tie-break."),
                false => format!("{name} {verb} with {points}, {margin} ahead of {rival}."),
            }
        }
        _ => {
            let names: Vec<&str> = lead.first.iter().map(|&own| view.name(own)).collect();
            format!("{} {} with {points} each.", listed(&names), lead.verb())
        }
    };
    if let Some(round) = lead.decided {
        text.push_str(&decision(view, table, lead, round));
    }
    let leaders = leaders(history);
    let changes = leaders.windows(2).filter(|pair| pair[0] != pair[1]).count();
    if leaders.len() > 1 {
        text.push_str(&match changes {
            0 if others.is_empty() || always_the_same(history) => " The lead never changed.".to_owned(),
            // Who leads was caught up with.
            0 => String::new(),
            1 => " The lead changed hands once.".to_owned(),
            2 => " The lead changed hands twice.".to_owned(),
            n => format!(" The lead changed hands {n} times."),
        });
    }
    if let (Some((round, leader)), []) = (last_change(&leaders), others)
        && changes > 0
        && leader == *first
    {
        let label = view.season.rounds[table.rounds[round]].label();
        text.push_str(&match lead.won() {
            true => format!(" {name} took it for good at round {label}."),
            false => format!(" {name} has had it since round {label}."),
        });
    }
    let wins = wins(table);
    if let Some(&(winner, most)) = wins.first()
        && most > 1
    {
        let also = wins.iter().filter(|(_, count)| *count == most).count();
        if also == 1 {
            text.push_str(&format!(" Most wins: {}, {most}.", view.name(winner)));
        }
    }
    text
}

/// What is said of a table in which nobody has points.
pub fn nobody_scored(table: &StandingsTable) -> &'static str {
    match table.rounds.is_empty() {
        true => "Nobody has scored yet.",
        false => "No result that is known gives points here.",
    }
}

/// When the title was decided, with a space before it.
fn decision(view: &View, table: &StandingsTable, lead: &Lead, round: Ix<Round>) -> String {
    let at =
        format!("round {}, {}", view.season.rounds[round].label(), view.season.rounds[round].short_name());
    match view.rounds_after(round) {
        0 if table.rounds.len() < 2 => String::new(),
        0 => " The title stayed open until the last round.".to_owned(),
        _ if lead.first.len() > 1 => format!(" After {at}, nobody else could win."),
        _ if lead.to_come > 0 => format!(" Nobody can overtake any more since {at}."),
        1 => format!(" The title was decided at {at}, with one round to go."),
        left => format!(" The title was decided at {at}, with {left} rounds to go."),
    }
}

/// The competitors with wins, most first; ties in the order of the table.
pub fn wins(table: &StandingsTable) -> Vec<(Ix<Competitor>, usize)> {
    let count = |row: &parcferme_core::outcome::StandingsRow| {
        row.cells.iter().filter(|c| c.position == Some(Position::FIRST)).count()
    };
    let mut wins: Vec<_> =
        table.rows.iter().map(|row| (row.competitor, count(row))).filter(|own| own.1 > 0).collect();
    wins.sort_by_key(|own| std::cmp::Reverse(own.1));
    wins
}

/// Whether all who lead now led after each round, and nobody else did.
fn always_the_same(history: &[StandingsTable]) -> bool {
    let leaders = |table: &StandingsTable| -> BTreeSet<Ix<Competitor>> {
        table.leaders().map(|row| row.competitor).collect()
    };
    history.windows(2).all(|pair| leaders(&pair[0]) == leaders(&pair[1]))
}

/// Who led after each round, where anybody had points. Who is caught up with and shares the lead has not lost it.
pub fn leaders(history: &[StandingsTable]) -> Vec<Ix<Competitor>> {
    let scored = |table: &&StandingsTable| table.rows.first().is_some_and(|row| row.total != Points::ZERO);
    let mut leaders: Vec<Ix<Competitor>> = Vec::new();
    for table in history.iter().filter(scored) {
        let shared = leaders.last().copied().filter(|&own| table.leaders().any(|row| row.competitor == own));
        leaders.extend(shared.or_else(|| table.rows.first().map(|row| row.competitor)));
    }
    leaders
}

fn last_change(leaders: &[Ix<Competitor>]) -> Option<(usize, Ix<Competitor>)> {
    let last = *leaders.last()?;
    let from = leaders.iter().rposition(|own| *own != last).map_or(0, |at| at + 1);
    Some((from, last))
}
