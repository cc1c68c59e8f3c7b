//! `standings-cell`: every published cell against the computed one. A blank cell asserts no points.

use crate::audit::evidence::{Evidence, Sides};
use crate::audit::finding::{Finding, Log};
use crate::audit::waivers::Value;
use crate::compute::classify::classified_by;
use crate::exact::{Points, Share};
use crate::number_words::points_in_words;
use crate::outcome::{AwardKind, Cell, ClassificationRow, StandingsRow};
use crate::rules::distance::DistanceOf;
use crate::rules::extra::Bonus;
use crate::season::{Competitor, PublishedRow, ResultRow, Round};
use crate::table::Ix;

pub(super) fn check(evidence: &Evidence<'_>, log: &mut Log) {
    for sides in &evidence.sides {
        for row in &sides.published.rows {
            let computed = sides.computed.line(row.competitor).and_then(|line| line.row);
            for &(round, points) in &row.cells {
                if sides.title.is_none() || !evidence.known(round) {
                    log.unverifiable();
                    continue;
                }
                let cell = computed.and_then(|row| cell_of(row, round));
                let (published, own) =
                    (points.unwrap_or(Points::ZERO), cell.map_or(Points::ZERO, |cell| cell.points));
                if published == own {
                    log.agree();
                    continue;
                }
                differ(evidence, log, sides, (row, round, published), (cell, own));
            }
        }
    }
}

/// The cell of a round; cells are in order of the table's columns.
fn cell_of(row: &StandingsRow, round: Ix<Round>) -> Option<&Cell> {
    row.cells.binary_search_by_key(&round, |cell| cell.round).ok().map(|index| &row.cells[index])
}

fn differ(
    evidence: &Evidence<'_>,
    log: &mut Log,
    sides: &Sides<'_>,
    (row, round, published): (&PublishedRow, Ix<Round>, Points),
    (cell, computed): (Option<&Cell>, Points),
) {
    let (asserted, own) = (published.to_string(), computed.to_string());
    let value = Value {
        what: "cell",
        round: Some(round),
        competitor: row.competitor,
        published: &asserted,
        computed: &own,
    };
    log.differ_unless_waived(evidence, sides, &value, || {
        let message = format!(
            "standings cell differs from the published table: {} in {}",
            row.printed,
            evidence.round(round)
        );
        let text = format!("{}, column \"{}\"", row.printed, evidence.column(round));
        let (because, help) = reasons(evidence, cell, row.competitor, round);
        let finding = Finding::error("PF0203", message)
            .at(evidence.published(sides.published, row, &text))
            .says(&asserted, &own)
            .because(because)
            .round(round);
        Finding { help, ..finding }
    });
}

/// The awards of the cell, or why the competitor's cars got none; and what would change it.
fn reasons(
    evidence: &Evidence<'_>,
    cell: Option<&Cell>,
    competitor: Ix<Competitor>,
    round: Ix<Round>,
) -> (Vec<String>, Option<String>) {
    let awards = cell.map(|cell| cell.awards.as_slice()).unwrap_or_default();
    if awards.is_empty() {
        let rows = evidence.rows_of(round, competitor);
        if rows.is_empty() {
            let help = "if the results name it otherwise, join the two in names.toml: see `parcferme names`";
            return (vec!["not in the round's results".to_owned()], Some(help.to_owned()));
        }
        let because = rows.iter().map(|(row, result)| unscored(evidence, row, result)).collect();
        return (because, rows.iter().find_map(|(row, result)| other_winner(evidence, round, row, result)));
    }
    let because = awards
        .iter()
        .map(|award| {
            let article = award
                .because
                .article()
                .map_or_else(String::new, |own| format!(" ({})", evidence.article(own)));
            match award.kind {
                AwardKind::Position => {
                    let position = award.position.map_or_else(String::new, |own| own.to_string());
                    format!("position {position} gives {}{article}", points_in_words(award.points))
                }
                kind => {
                    let bonus = Bonus::of(evidence.rules, kind).map_or("bonus", |own| own.rule.what());
                    format!("{bonus} gives {}{article}", points_in_words(award.points))
                }
            }
        })
        .collect();
    (because, None)
}

fn unscored(evidence: &Evidence<'_>, row: &ClassificationRow, result: &ResultRow) -> String {
    let car = evidence.car(result);
    let rule = classified_by(evidence.season, evidence.rules, result.session, row.class);
    match (row.distance, row.laps, rule) {
        (Some(distance), Some(laps), Some(rule)) if distance.margin_laps < 0 => format!(
            "{car}: {laps} laps of {} are {}: {} short of what {} asks for",
            distance.winner_laps,
            Share::display_percent(i64::from(laps), i64::from(distance.winner_laps)),
            distance.margin().in_words(),
            evidence.article(rule.article),
        ),
        _ if !row.classified => format!("{car}: {}, not classified", row.status.word()),
        _ => {
            let place = row.class_position.map_or_else(|| "-".to_owned(), |place| place.to_string());
            format!("{car}: place {place} in class gives no points")
        }
    }
}

/// What the car's laps are of the winner whom the rule does not look at.
fn other_winner(
    evidence: &Evidence<'_>,
    round: Ix<Round>,
    row: &ClassificationRow,
    result: &ResultRow,
) -> Option<String> {
    let minimum = classified_by(evidence.season, evidence.rules, result.session, row.class)?.rule.distance?;
    row.distance.filter(|distance| distance.margin_laps < 0)?;
    let rows = &evidence.classification(round)?.rows;
    let (winner, whose) = match minimum.of {
        DistanceOf::OverallWinner => (rows.iter().find(|own| own.class == row.class)?, "the class winner's"),
        DistanceOf::ClassWinner => (rows.first()?, "the overall winner's"),
    };
    let (laps, winner_laps) = (row.laps?, winner.laps?);
    Some(format!(
        "#{}: {laps} of {winner_laps} laps, {whose}, are {}: see `parcferme infer`",
        result.number,
        Share::display_percent(i64::from(laps), i64::from(winner_laps)),
    ))
}

#[cfg(test)]
mod tests {
    use crate::audit::fixture::{after, ids};
    use crate::exact::Points;

    #[test]
    fn a_car_one_lap_short_is_told_with_its_share() {
        // Gamma had 70 of 100 laps in round 1, which is just enough.
        let audit = after(|draft| {
            draft.cars[2].laps = Some(69);
            draft.tables[0].rows[2].total = Some(Points::ZERO);
            draft.tables[0].rows[2].position = None;
        });
        assert_eq!(ids(&audit), ["PF0203"]);
        let finding = &audit.findings[0];
        assert_eq!((finding.asserted.as_str(), finding.computed.as_str()), ("4", "0"));
        assert_eq!(
            finding.because,
            ["#2 Gamma: 69 laps of 100 are 69.0 %: 1 lap short of what Article 2 asks for"]
        );
        assert_eq!(finding.places[0].to_string(), "published/teams-gt.csv:4");
        assert_eq!(finding.places[0].text, "Gamma, column \"Rd 1\"");
    }

    #[test]
    fn a_blank_cell_asserts_no_points() {
        let audit = after(|draft| draft.tables[0].rows[0].cells[0] = None);
        assert_eq!(ids(&audit), ["PF0203"]);
        assert_eq!(audit.findings[0].because, ["position 1 gives 10 points (Article 1)"]);
    }

    #[test]
    fn points_of_a_round_without_results_stay_unverified() {
        let audit = after(|draft| {
            draft.tables[0].rows[0].cells[2] = Some(Points::whole(4));
            draft.tables[0].rows[0].total = Some(Points::whole(24));
        });
        assert_eq!(ids(&audit), [""; 0]);
        assert_eq!(audit.count("standings-cell").map(|count| count.unverifiable), Some(3));
    }
}
