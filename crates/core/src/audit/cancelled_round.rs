//! `cancelled-round`: the calendar of one document against that of another: a round that only some of them list.

use crate::audit::evidence::Evidence;
use crate::audit::finding::{Finding, Log};
use crate::diagnostic::Place;
use crate::season::{Document, Round, RoundStatus, Season};
use crate::table::Ix;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

pub(super) fn check(evidence: &Evidence<'_>, log: &mut Log) {
    let season = evidence.season;
    let calendars = calendars(season);
    if calendars.len() < 2 {
        return;
    }
    for (ix, round) in season.rounds.iter() {
        let silent: Vec<Ix<Document>> = calendars
            .iter()
            .filter(|(document, calendar)| {
                !round
                    .cites
                    .iter()
                    .any(|cite| cite.document == **document && calendar.lines.contains(&cite.line))
            })
            .map(|(document, _)| *document)
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
        let listed = round.cites.iter().filter(|cite| !silent.contains(&cite.document));
        let elsewhere = round.cites.iter().filter(|cite| silent.contains(&cite.document));
        let silent = silent.iter().map(|&document| {
            let first = calendars.get(&document).map_or(0, |calendar| calendar.first);
            Place::line(season.documents[document].name.clone(), first, "the calendar begins here")
        });
        log.differ(
            Finding::warning("PF0225", format!("{} is in one calendar and not in another", round.name))
                .at(evidence.places(listed, &text))
                .at(evidence.places(elsewhere, "named outside the calendar"))
                .at(silent)
                .says(text, "not listed")
                .round(ix),
        );
    }
}

/// Where a document has its calendar.
struct Calendar {
    /// Line of its first round.
    first: u32,
    lines: RangeInclusive<u32>,
}

/// The calendar of each document that has one. A document with a calendar states more than one round, a race report one; a
/// round named before or after the calendar's lines is not in it.
fn calendars(season: &Season) -> BTreeMap<Ix<Document>, Calendar> {
    let mut lines: BTreeMap<Ix<Document>, BTreeMap<Ix<Round>, u32>> = BTreeMap::new();
    for (ix, round) in season.rounds.iter().filter(|(_, round)| round.number.is_some()) {
        for cite in &round.cites {
            let last = lines.entry(cite.document).or_default().entry(ix).or_default();
            *last = cite.line.max(*last);
        }
    }
    lines
        .into_iter()
        .filter(|(_, rounds)| rounds.len() > 1)
        .map(|(document, rounds)| {
            let mut lines: Vec<u32> = rounds.into_values().collect();
            lines.sort_unstable();
            // A round without a number may stand a row before the first or after the last.
            let row = lines.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap_or(0);
            let (first, last) = (lines.first().copied().unwrap_or(0), lines.last().copied().unwrap_or(0));
            (document, Calendar { first, lines: first.saturating_sub(row)..=last.saturating_add(row) })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::audit::{audit, fixture};
    use crate::numbers::RoundNumber;
    use crate::season::{Cite, Round, RoundStatus, SeasonBuilder};

    /// Round 1 at line 11, a cancelled one at line 12 and round 2 at line 13 of the page; the text has the cancelled one
    /// at that line.
    fn found(line_in_text: Option<u32>) -> crate::audit::Audit {
        let mut builder = SeasonBuilder::new("made/up", "Made Up", "made", 2020, "made/up");
        let [page, text] = ["page.txt", "text.txt"].map(|name| builder.document(name));
        for (line, number) in [(11, Some(1)), (12, None), (13, Some(2))] {
            let cancelled = number.is_none();
            let in_text = if cancelled { line_in_text } else { Some(line) };
            let in_text = in_text.map(|line| Cite { document: text, line });
            builder.round(Round {
                short: String::new(),
                number: number.map(RoundNumber),
                event: format!("event-{line}"),
                name: format!("Grand Prix {line}"),
                circuit: String::new(),
                date: None,
                status: if cancelled { RoundStatus::Cancelled } else { RoundStatus::Held },
                length: None,
                announced: false,
                cites: [Cite { document: page, line }].into_iter().chain(in_text).collect(),
            });
        }
        let (season, rules) = (builder.finish(), fixture::rules());
        audit(&season, &rules, &crate::compute(&season, &rules))
    }

    #[test]
    fn a_cancelled_round_that_one_calendar_leaves_out() {
        assert_eq!(fixture::ids(&found(Some(12))), [""; 0]);
        let audit = found(None);
        assert_eq!(fixture::ids(&audit), ["PF0225"]);
        assert_eq!(audit.findings[0].asserted, "C: Grand Prix 12 (cancelled)");
        let places: Vec<String> = audit.findings[0].places.iter().map(ToString::to_string).collect();
        assert_eq!(places, ["page.txt:12", "text.txt:11"]);
    }

    #[test]
    fn a_round_named_in_prose_above_the_calendar_is_not_in_it() {
        let audit = found(Some(8));
        assert_eq!(fixture::ids(&audit), ["PF0225"]);
        let places: Vec<String> = audit.findings[0].places.iter().map(ToString::to_string).collect();
        assert_eq!(places, ["page.txt:12", "text.txt:8", "text.txt:11"]);
    }
}
