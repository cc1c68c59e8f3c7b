//! `winner-time`: the winner's time as statistics state it against the results.

use crate::audit::evidence::Evidence;
use crate::audit::finding::{Finding, Log};
use crate::exact::Millis;
use crate::number_words::time_in_words;
use crate::season::StatisticKind;

pub(super) fn check(evidence: &Evidence<'_>, log: &mut Log) {
    for statistic in &evidence.season.statistics {
        let StatisticKind::WinnerTime { time } = statistic.kind else { continue };
        // A statistic without a time that could be read says nothing.
        let declared = evidence.winner(statistic.session).filter(|_| time.0 > 0);
        let Some((winner, own)) = declared.and_then(|row| Some((row, row.time?))) else {
            log.unverifiable();
            continue;
        };
        let decided = evidence.classification_of(statistic.session).and_then(|own| own.rows.first()?.time);
        if same(time, own) || decided.is_some_and(|decided| same(time, decided)) {
            log.agree();
            continue;
        }
        let session = evidence.session(statistic.session);
        let message = format!(
            "the winner's time of {session} is {} in one place and {} in the results",
            time_in_words(time),
            time_in_words(own)
        );
        let printed = if statistic.printed.is_empty() { time.to_string() } else { statistic.printed.clone() };
        log.differ(
            Finding::warning("PF0256", message)
                .at(evidence.places(&statistic.cites, &printed))
                .at(evidence.row_places(winner, &format!("1: {}, {own}", evidence.car(winner))))
                .says(time, own)
                .round(evidence.season.sessions[statistic.session].round)
                .help("look at both documents and correct the time that is wrong"),
        );
    }
}

/// Whether two times are one; a time in whole seconds may have been cut or rounded.
fn same(stated: Millis, own: Millis) -> bool {
    let seconds = |time: Millis| time.0 % 1000 == 0;
    stated == own || ((seconds(stated) || seconds(own)) && stated.0.abs_diff(own.0) < 1000)
}

#[cfg(test)]
mod tests {
    use crate::audit::fixture::{after, ids};
    use crate::exact::Millis;
    use crate::season::StatisticKind;

    fn found(stated: i64) -> crate::audit::Audit {
        after(|draft| {
            draft.cars[0].time = Some(Millis(3_672_345));
            let kind = StatisticKind::WinnerTime { time: Millis(stated) };
            draft.statistics.push((1, kind, String::new()));
        })
    }

    #[test]
    fn one_thousandth_is_told_and_a_time_in_seconds_may_be_cut_or_rounded() {
        for (stated, count) in
            [(3_672_345, 0), (3_672_346, 1), (3_672_000, 0), (3_673_000, 0), (3_671_000, 1)]
        {
            assert_eq!(ids(&found(stated)).len(), count, "{stated}");
        }
        let audit = found(3_972_345);
        assert_eq!(ids(&audit), ["PF0256"]);
        assert_eq!(
            audit.findings[0].message,
            "the winner's time of round 1 (Grand Prix 1) is 1:06:12.345 in one place and 1:01:12.345 in the results"
        );
        let places: Vec<String> = audit.findings[0].places.iter().map(ToString::to_string).collect();
        assert_eq!(places, ["race-1.txt:101", "race-1.txt:1"]);
    }

    #[test]
    fn a_winner_without_a_time_cannot_be_compared() {
        let audit = after(|draft| {
            let kind = StatisticKind::WinnerTime { time: Millis(1) };
            draft.statistics.push((1, kind, String::new()));
        });
        assert_eq!(audit.count("winner-time").map(|own| (own.checked, own.unverifiable)), Some((0, 1)));
    }
}
