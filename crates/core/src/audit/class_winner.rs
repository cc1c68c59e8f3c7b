//! `class-winner`: a season page's winner of a class in a round against the results: number, team, drivers.

use crate::audit::evidence::Evidence;
use crate::audit::finding::{Finding, Log};
use crate::numbers::Position;
use crate::season::{ClassWinner, Competitor, Kind, ResultRow};
use crate::table::Ix;

pub(super) fn check(evidence: &Evidence<'_>, log: &mut Log) {
    for winner in &evidence.season.class_winners {
        let Some(classification) =
            evidence.classification(winner.round).filter(|_| evidence.known(winner.round))
        else {
            log.unverifiable();
            continue;
        };
        let first = classification
            .rows
            .iter()
            .find(|row| row.class == Some(winner.class) && row.class_position == Some(Position::FIRST))
            .map(|row| &evidence.season.results[row.result]);
        let wrong = first.map_or_else(|| vec!["car"], |row| differences(winner, row));
        if wrong.is_empty() {
            log.agree();
            continue;
        }
        let text = printed(evidence, &winner.number, &winner.printed_team, winner.drivers.iter().copied());
        let class = &evidence.season.classes[winner.class].name;
        let message = format!(
            "the winner of {class} in {} differs from the results in {}",
            evidence.round(winner.round),
            wrong.join(" and ")
        );
        let computed = match first {
            None => format!("no car of {class} has a place"),
            Some(row) => {
                printed(evidence, &row.number, &row.printed_team, row.crew.iter().map(|seat| seat.driver))
            }
        };
        log.differ(
            Finding::error("PF0206", message)
                .at(evidence.places(&winner.cites, &text))
                .at(first.into_iter().flat_map(|row| evidence.row_places(row, &computed)))
                .says(&text, &computed)
                .class(winner.class)
                .competitor(winner.team)
                .round(winner.round),
        );
    }
}

fn differences(winner: &ClassWinner, row: &ResultRow) -> Vec<&'static str> {
    let mut drove: Vec<Ix<Competitor>> =
        row.crew.iter().filter(|seat| seat.drove).map(|seat| seat.driver).collect();
    let mut stated = winner.drivers.clone();
    drove.sort_unstable();
    stated.sort_unstable();
    let team = row.stands_for(Kind::Team);
    let wrong = [
        (!winner.number.is_empty() && winner.number != row.number, "number"),
        (winner.team.is_some() && team.is_some() && winner.team != team, "team"),
        (!stated.is_empty() && !drove.is_empty() && stated != drove, "drivers"),
    ];
    wrong.into_iter().filter(|(wrong, _)| *wrong).map(|(_, what)| what).collect()
}

fn printed(
    evidence: &Evidence<'_>,
    number: &str,
    team: &str,
    drivers: impl Iterator<Item = Ix<Competitor>>,
) -> String {
    let mark = if number.is_empty() { "" } else { "#" };
    format!("{mark}{number} {team}: {}", evidence.crew(drivers)).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use crate::audit::fixture::{after, ids};

    #[test]
    fn each_difference_of_a_winner_is_said() {
        let audit = after(|draft| draft.winners[0].number = "01".to_owned());
        assert_eq!(ids(&audit), ["PF0206"]);
        assert_eq!(
            audit.findings[0].message,
            "the winner of GT in round 1 (Grand Prix 1) differs from the results in number"
        );
        let audit = after(|draft| {
            draft.winners[1].team = "Beta".to_owned();
            draft.winners[1].drivers.pop();
        });
        assert!(audit.findings[0].message.ends_with("in team and drivers"));
        assert_eq!(audit.findings[0].asserted, "#1 Beta: Alpha Two");
        assert_eq!(audit.findings[0].computed, "#1 Alpha: Alpha One, Alpha Two");
    }

    #[test]
    fn a_class_without_a_car_has_no_winner_to_state() {
        let audit = after(|draft| draft.winners[0].class = "GTS".to_owned());
        assert_eq!(ids(&audit), ["PF0206"]);
        assert_eq!(audit.findings[0].computed, "no car of GTS has a place");
    }
}
