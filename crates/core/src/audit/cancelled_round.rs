//! `cancelled-round`: the calendar of one document against that of another: a round that only some of them list.

use crate::audit::evidence::Evidence;
use crate::audit::finding::{Finding, Log};
use crate::diagnostic::Place;
use crate::season::{Document, RoundStatus};
use crate::table::Ix;
use std::collections::BTreeMap;

pub(super) fn check(evidence: &Evidence<'_>, log: &mut Log) {
    let season = evidence.season;
    // A document with a calendar states more than one round; a race report states one.
    let mut rounds_of: BTreeMap<Ix<Document>, usize> = BTreeMap::new();
    for round in season.rounds.rows() {
        let mut documents: Vec<Ix<Document>> = round.cites.iter().map(|cite| cite.document).collect();
        documents.dedup();
        for document in documents {
            *rounds_of.entry(document).or_default() += 1;
        }
    }
    let calendars: Vec<Ix<Document>> =
        rounds_of.iter().filter(|(_, count)| **count > 1).map(|(document, _)| *document).collect();
    if calendars.len() < 2 {
        return;
    }
    for (ix, round) in season.rounds.iter() {
        let silent: Vec<Ix<Document>> = calendars
            .iter()
            .copied()
            .filter(|document| round.cites.iter().all(|cite| cite.document != *document))
            .collect();
        if silent.is_empty() || round.cites.is_empty() {
            log.agree();
            continue;
        }
        let status = match round.status {
            RoundStatus::Held => "held",
            RoundStatus::Cancelled => "cancelled",
            RoundStatus::Scheduled => "scheduled",
        };
        let text = format!("{}: {} ({status})", round.label(), round.name);
        let silent =
            silent.into_iter().map(|document| Place::document(season.documents[document].name.clone()));
        log.differ(
            Finding::warning("PF0225", format!("{} is in one calendar and not in another", round.name))
                .at(evidence.places(&round.cites, &text))
                .at(silent)
                .says(text, "not listed")
                .round(ix),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::audit::{audit, fixture};
    use crate::season::{Cite, Round, RoundStatus, SeasonBuilder};

    #[test]
    fn a_cancelled_round_that_one_calendar_leaves_out() {
        let found = |in_both: bool| {
            let mut builder = SeasonBuilder::new("made/up", "Made Up", "made", 2020, "made/up");
            let documents = ["page.txt", "text.txt"].map(|name| builder.document(name));
            for (line, number) in [(1, Some(1)), (2, None), (3, Some(2))] {
                let cancelled = number.is_none();
                let listing = documents.iter().take(if cancelled && !in_both { 1 } else { 2 });
                builder.round(Round {
                    number,
                    event: format!("event-{line}"),
                    name: format!("Grand Prix {line}"),
                    circuit: String::new(),
                    date: None,
                    status: if cancelled { RoundStatus::Cancelled } else { RoundStatus::Held },
                    length: None,
                    cites: listing.map(|&document| Cite { document, line }).collect(),
                });
            }
            let (season, rules) = (builder.finish(), fixture::rules());
            audit(&season, &rules, &crate::compute(&season, &rules))
        };
        assert_eq!(fixture::ids(&found(true)), [""; 0]);
        let audit = found(false);
        assert_eq!(fixture::ids(&audit), ["PF0225"]);
        assert_eq!(audit.findings[0].asserted, "C: Grand Prix 2 (cancelled)");
        let places: Vec<String> = audit.findings[0].places.iter().map(ToString::to_string).collect();
        assert_eq!(places, ["page.txt:2", "text.txt"]);
    }
}
