//! Winners of each class, round by round: a row of teams over a row of drivers.

use super::crew::Crew;
use super::entrants::team_cell;
use super::findings::Findings;
use super::table::{Table, header_key};
use super::two_line::{self, text};
use super::{ClassWinner, Context, Page, Unread};
use parcferme_core::Diagnostic;

const TEAMS: [&str; 4] = ["winning team", "winning teams", "winners", "winner"];
const DRIVERS: [&str; 2] = ["winning drivers", "winning driver"];
const ROUND: [&str; 3] = ["rnd", "round", "rd"];
const DATE: [&str; 4] = ["date", "dates", "datum", "day"];
const CIRCUIT: [&str; 4] = ["circuit", "venue", "race", "event"];

/// The class of a header such as `GTS Winning Team`.
fn class<'a>(header: &'a str, endings: &[&str]) -> Option<&'a str> {
    let lower = header_key(header);
    let ending = endings.iter().find(|ending| lower.ends_with(*ending))?;
    let header = header.trim().trim_end_matches('.');
    header.get(..header.len().checked_sub(ending.len())?).map(str::trim)
}

/// Winners of classes by round, without days: with days it is a calendar that names winners.
pub(super) fn recognises(table: &Table) -> bool {
    let of_classes = |column| class(table.text(0, column), &TEAMS).is_some_and(|class| !class.is_empty());
    table.column(&ROUND).is_some() && table.column(&DATE).is_none() && (0..table.columns()).any(of_classes)
}

pub(super) fn read(page: &mut Page, table: &Table, _: &Context, findings: &mut Findings) {
    let below = |first: &str, second: &str| {
        class(first, &TEAMS).is_some_and(|team| class(second, &DRIVERS) == Some(team))
    };
    let records = two_line::read(table, below, findings);
    let first = |names: &[&str]| {
        records.columns.headers.iter().position(|(first, _)| names.contains(&header_key(first).as_str()))
    };
    let (round_at, circuit_at) = (first(&ROUND), first(&CIRCUIT));
    for record in &records.records {
        let round_text = text(record.first(round_at));
        let Ok(round) = round_text.trim_end_matches('.').parse() else {
            let place = findings.place(record.line, &round_text);
            findings.push(
                Diagnostic::warning("PF0117", "row of winners without a round was left out")
                    .at(place)
                    .found(round_text.clone())
                    .expected("the round's number"),
            );
            page.unread.push(Unread { line: record.line, what: "row", text: round_text });
            continue;
        };
        for (column, (header, _)) in records.columns.headers.iter().enumerate() {
            let (Some(class), Some(cell)) = (class(header, &TEAMS), record.first(Some(column))) else {
                continue;
            };
            let (number, team) = numbered(&cell.coded());
            let team = team_cell(&team).name;
            let crew = record.second(Some(column));
            if team.is_empty() && crew.is_none() {
                continue;
            }
            page.class_winners.push(ClassWinner {
                line: cell.line,
                crew_line: crew.map(|cell| cell.line),
                round,
                circuit: text(record.first(circuit_at)),
                class: class.to_owned(),
                number,
                team,
                crew: Crew::printed(crew.map_or(cell.line, |cell| cell.line), &two_line::coded(crew)),
                bold: cell.bold,
            });
        }
    }
    page.unread.extend(records.left.into_iter().map(|(line, text)| Unread { line, what: "row", text }));
}

/// `#16 Dyson Racing` into number and team; without a number the text is the team.
pub(super) fn numbered(text: &str) -> (Option<String>, String) {
    let text = text.replace('\n', " ");
    let Some((before, rest)) = text.split_once('#') else { return (None, text) };
    let (number, team) = rest.split_once(' ').unwrap_or((rest, ""));
    let team =
        if before.trim().is_empty() { team.trim().to_owned() } else { format!("{}{}", before, team.trim()) };
    (Some(number.to_owned()), team)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_team_of_a_winner_is_named_without_its_flag() {
        let page = "= 2012 Example Cup =\n\nThe 2012 Example Cup season was the first season of the series.\n\n\
            == Results ==\n{|\n! Rnd !! Circuit !! GT Winning Team !! GTS Winning Team\n|-\n\
            | 1 || Alpha Ring || {{flagicon|USA}} #16 Alpha Racing || {{flagicon|GER}} Beta Works\n|-\n\
            | 2 || Beta Park || #16 {{flagicon|USA}} Alpha Racing || Gamma USA\n|}\n";
        let (page, _) = crate::pages::read("page", page.as_bytes());
        let read: Vec<_> = page
            .class_winners
            .iter()
            .map(|own| (own.round, own.number.as_deref(), own.team.as_str()))
            .collect();
        assert_eq!(
            read,
            [
                (1, Some("16"), "Alpha Racing"),
                (1, None, "Beta Works"),
                (2, Some("16"), "Alpha Racing"),
                (2, None, "Gamma USA"),
            ]
        );
    }
}
