//! `statistic-car`: the cars that a session's statistics name, such as pole and fastest lap, stand in its results with that
//! team.

use crate::audit::evidence::Evidence;
use crate::audit::finding::{Finding, Log};
use crate::audit::spellings::letters;
use crate::season::{Cites, Kind, ResultRow, Session, StatisticKind};
use crate::table::Ix;

pub(super) fn check(evidence: &Evidence<'_>, log: &mut Log) {
    for statistic in &evidence.season.statistics {
        let (what, number, team) = match &statistic.kind {
            StatisticKind::Pole { number, team, .. } => ("pole", number, team),
            StatisticKind::FastestLap { number, team, .. } => ("fastest lap", number, team),
            _ => continue,
        };
        compare(evidence, log, statistic.session, &statistic.cites, (what, number, team));
    }
}

fn compare(
    evidence: &Evidence<'_>,
    log: &mut Log,
    session: Ix<Session>,
    cites: &Cites,
    (what, number, team): (&str, &str, &str),
) {
    let mut rows = evidence.season.results_of(session).map(|(_, row)| row).peekable();
    if rows.peek().is_none() || number.is_empty() {
        log.unverifiable();
        return;
    }
    let row = rows.find(|row| row.number == number);
    if row.is_some_and(|row| team.is_empty() || is_team(evidence, row, team)) {
        log.agree();
        return;
    }
    let round = evidence.season.sessions[session].round;
    let text = format!("#{number} {team}").trim().to_owned();
    let message = match row {
        None => format!("{what} of {} went to a car that is not in the results", evidence.round(round)),
        Some(_) => {
            format!("{what} of {} went to a car that the results give another team", evidence.round(round))
        }
    };
    let results =
        row.map_or_else(|| format!("no car #{number}"), |row| format!("#{number} {}", row.printed_team));
    log.differ(
        Finding::warning("PF0253", message)
            .at(evidence.places(cites, &text))
            .at(row.into_iter().flat_map(|row| evidence.row_places(row, &results).collect::<Vec<_>>()))
            .says(&text, &results)
            .round(round),
    );
}

/// Whether a text names the row's team under any of its spellings.
fn is_team(evidence: &Evidence<'_>, row: &ResultRow, text: &str) -> bool {
    letters(&row.printed_team) == letters(text)
        || row
            .stands_for(Kind::Team)
            .is_some_and(|team| evidence.spellings().means(Kind::Team, text) == Some(team))
}

#[cfg(test)]
mod tests {
    use crate::audit::fixture::{after, ids};
    use crate::season::StatisticKind;

    fn pole(number: &str, team: &str) -> Vec<&'static str> {
        ids(&after(|draft| {
            let (number, team) = (number.to_owned(), team.to_owned());
            let printed = format!("#{number} {team}");
            draft.statistics.push((
                1,
                StatisticKind::Pole { number: number.into(), team, time: None },
                printed,
            ));
        }))
    }

    #[test]
    fn the_car_must_be_there_with_its_team() {
        assert_eq!(pole("02", "BETA"), [""; 0]);
        assert_eq!(pole("2", "Beta"), ["PF0253"]);
        assert_eq!(pole("7", "Beta"), ["PF0253"]);
    }
}
