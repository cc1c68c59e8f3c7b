//! `scheduled-round`: results of a race whose round is stated to be still to come: they do not count.

use crate::audit::facts::Facts;
use crate::audit::finding::{Finding, Log};
use crate::season::RoundStatus;

pub(super) fn check(facts: &Facts<'_>, log: &mut Log) {
    let season = facts.season;
    for (session, own) in season.sessions.iter().filter(|(_, own)| own.main) {
        let Some((_, row)) = season.results_of(session).next() else { continue };
        let round = &season.rounds[own.round];
        if round.number.is_none() || round.status != RoundStatus::Scheduled {
            log.agree();
            continue;
        }
        let message = format!(
            "{} has results of `{}` and is stated to be still to come",
            facts.round(own.round),
            own.id
        );
        log.differ(
            Finding::warning("PF0270", message)
                .at(facts.row_places(row, &own.id).take(1))
                .says("status = \"scheduled\"", "a round that was held")
                .round(own.round)
                .help("nothing of it counts: take `status = \"scheduled\"` out of the round in season.toml"),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::audit::audit;
    use crate::audit::fixture::{ids, rules, tidy};
    use crate::season::{Kind, RoundStatus};

    #[test]
    fn a_race_that_was_run_in_a_round_to_come() {
        let mut draft = tidy();
        draft.tables.clear();
        draft.winners.clear();
        let mut season = draft.season(|_| Kind::Team);
        let found = |season: &crate::Season| audit(season, &rules(), &crate::compute(season, &rules()));
        assert_eq!(ids(&found(&season)), [""; 0]);
        season.rounds.rows_mut()[1].status = RoundStatus::Scheduled;
        let audit = found(&season);
        assert_eq!(ids(&audit), ["PF0270"]);
        assert_eq!(
            audit.findings[0].message,
            "round 2 (Grand Prix 2) has results of `race` and is stated to be still to come"
        );
        // A practice before the race says nothing of it.
        season.sessions.rows_mut().iter_mut().for_each(|session| session.main = false);
        assert!(!ids(&found(&season)).contains(&"PF0270"));
    }
}
