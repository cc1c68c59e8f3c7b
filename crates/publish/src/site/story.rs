//! A title's season in a few sentences, each of them countable in the tables.

use crate::site::view::View;
use parcferme_core::numbers::Position;
use parcferme_core::outcome::StandingsTable;
use parcferme_core::season::{Competitor, Round, RoundStatus};
use parcferme_core::{Ix, Points};
use std::fmt::Write;

/// Who leads or won, by how much, when it was decided, how often the lead changed, who won most rounds.
pub fn story(view: &View, table: usize) -> String {
    let decided = view.decided[table];
    let (table, history) = (&view.outcome.tables[table], &view.history[table]);
    let Some(first) = table.rows.first() else { return "Nobody has scored yet.".to_owned() };
    let name = view.name(first.competitor);
    let over = over(view, table);
    let mut text = String::new();
    // `String` never refuses a write.
    let _ = match table.rows.get(1) {
        None => write!(
            text,
            "{name} {} alone with {} points.",
            if over { "finished" } else { "stands" },
            first.total
        ),
        Some(second) => {
            let verb = if over { "won" } else { "leads" };
            let margin = first.points_between(second);
            let rival = view.name(second.competitor);
            if first.shared && second.shared {
                write!(text, "{name} and {rival} share the first place with {} points.", first.total)
            } else if margin.is_zero() {
                write!(text, "{name} {verb}, level with {rival} on {} points, by the tie-break.", first.total)
            } else {
                write!(text, "{name} {verb} with {} points, {margin} ahead of {rival}.", first.total)
            }
        }
    };
    if let Some(round) = decided {
        text.push_str(&decision(view, table, round, over));
    }
    let leaders = leaders(history);
    let changes = leaders.windows(2).filter(|pair| pair[0] != pair[1]).count();
    if leaders.len() > 1 {
        let _ = match changes {
            0 => write!(text, " The lead never changed."),
            1 => write!(text, " The lead changed hands once."),
            2 => write!(text, " The lead changed hands twice."),
            n => write!(text, " The lead changed hands {n} times."),
        };
    }
    if let Some((round, _)) = last_change(&leaders)
        && changes > 0
    {
        let label = view.season.rounds[table.rounds[round]].label();
        let _ = write!(text, " {name} took it for good at round {label}.");
    }
    let wins = wins(table);
    if let Some(&(winner, most)) = wins.first()
        && most > 1
    {
        let also = wins.iter().filter(|(_, count)| *count == most).count();
        if also == 1 {
            let _ = write!(text, " Most wins: {}, {most}.", view.name(winner));
        }
    }
    if !table.unknown.is_empty() {
        let labels: Vec<String> =
            table.unknown.iter().map(|&round| view.season.rounds[round].label()).collect();
        let _ =
            write!(text, " Nothing is known of round {}: the table counts the others.", labels.join(", "));
    }
    text
}

/// When the title was decided, with a space before it.
fn decision(view: &View, table: &StandingsTable, round: Ix<Round>, over: bool) -> String {
    let at = format!("round {}, {}", view.season.rounds[round].label(), view.season.rounds[round].name);
    match (view.rounds_after(round), over) {
        (0, _) if table.rounds.len() < 2 => String::new(),
        (0, _) => " The title stayed open until the last round.".to_owned(),
        _ if table.rows.first().is_some_and(|first| first.shared) => {
            format!(" After {at}, nobody else could win.")
        }
        (_, false) => format!(" Nobody can overtake any more since {at}."),
        (1, true) => format!(" The title was decided at {at}, with one round to go."),
        (left, true) => format!(" The title was decided at {at}, with {left} rounds to go."),
    }
}

/// Whether every round of the table's season has been run.
pub fn over(view: &View, table: &StandingsTable) -> bool {
    view.season.rounds.rows().iter().all(|round| round.status != RoundStatus::Scheduled)
        && table.unknown.is_empty()
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

/// Who led after each round, where anybody had points.
pub fn leaders(history: &[StandingsTable]) -> Vec<Ix<Competitor>> {
    let scored = |table: &&StandingsTable| table.rows.first().is_some_and(|row| row.total != Points::ZERO);
    history.iter().filter(scored).filter_map(|table| table.rows.first()).map(|row| row.competitor).collect()
}

fn last_change(leaders: &[Ix<Competitor>]) -> Option<(usize, Ix<Competitor>)> {
    let last = *leaders.last()?;
    let from = leaders.iter().rposition(|own| *own != last).map_or(0, |at| at + 1);
    Some((from, last))
}
