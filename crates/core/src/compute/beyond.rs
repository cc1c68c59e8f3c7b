//! Points that cannot be known exactly: an outcome that has some is refused as a whole.

use crate::diagnostic::Diagnostic;
use crate::outcome::{Outcome, StandingsTable};
use crate::rulebook::Rulebook;
use crate::season::Season;

/// One error for each table with points that are beyond what is counted, at the title's block: whose they are, and the
/// round that made them so.
pub fn beyond(season: &Season, rules: &Rulebook, outcome: &Outcome) -> Vec<Diagnostic> {
    outcome.tables.iter().filter_map(|table| of_table(season, rules, table)).collect()
}

fn of_table(season: &Season, rules: &Rulebook, table: &StandingsTable) -> Option<Diagnostic> {
    let is_beyond = |row: &&crate::outcome::StandingsRow| {
        row.total.is_beyond() || row.cells.iter().any(|cell| cell.points.is_beyond())
    };
    let row = table.rows.iter().find(is_beyond)?;
    let title = &rules.titles[table.title];
    let class = table.class.map_or_else(String::new, |class| format!(" in {}", season.classes[class].id));
    let round = match row.cells.iter().find(|cell| cell.points.is_beyond()) {
        Some(cell) => format!(" in round {}", season.rounds[cell.round].label()),
        None => " added up".to_owned(),
    };
    let whose = &season.competitors[row.competitor].name;
    let spot = rules.articles[title.article].spot;
    Some(
        Diagnostic::error(
            "PF0314",
            format!("the points of {whose} for `{}`{class}{round} are too large or too fine to be exact", title.id),
        )
        .at(rules.place_at(spot))
        .expected("points that 64 bits hold, as a fraction in lowest terms")
        .help("use smaller numbers, or fractions with smaller denominators, in the scale, its factor, the bonuses and the decisions"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::fixture::{rules, tidy};
    use crate::{Points, compute};

    #[test]
    fn a_total_beyond_is_refused_and_names_whose_it_is() {
        let said = |points: i64| {
            let mut rules = rules();
            let season = tidy().season(|title| rules.titles[rules.title(title).unwrap()].competitor);
            for at in &mut rules.points[0].rule.scale {
                at.value = Points::whole(points);
            }
            let outcome = compute(&season, &rules);
            beyond(&season, &rules, &outcome).into_iter().map(|own| own.message).collect::<Vec<_>>()
        };
        assert_eq!(said(1), [""; 0]);
        assert_eq!(said(i64::MAX / 4), [""; 0]);
        let all = said(i64::MAX / 2);
        assert!(all[0].ends_with(" added up are too large or too fine to be exact"), "{all:?}");
        let all = said(i64::MIN);
        assert!(all[0].contains(" in round 1 are too large"), "{all:?}");
    }
}
