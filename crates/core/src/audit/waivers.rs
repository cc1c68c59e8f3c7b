//! Decisions that waive a published value known to be wrong: the difference is printed each time, and is no error.

use crate::audit::evidence::{Evidence, Sides};
use crate::audit::finding::{Finding, Log};
use crate::decisions::{Decision, Ruling, Target, Waive};
use crate::season::{Competitor, Round, Season};
use crate::table::Ix;
use std::cell::Cell;
use std::collections::BTreeMap;

/// The waivers of a season, with whether a difference used them.
pub(super) struct Waivers<'a> {
    all: Vec<Waiver<'a>>,
    /// By title and competitor: indices.
    found: BTreeMap<(&'a str, Ix<Competitor>), Vec<usize>>,
}

struct Waiver<'a> {
    decision: &'a Decision,
    target: &'a Target,
    round: Option<Ix<Round>>,
    what: &'a str,
    published: &'a str,
    computed: &'a str,
    used: Cell<bool>,
}

/// What a waiver must name: `cell`, `total`, `position` or `row`, and for the first the round, for tables after a round
/// that round.
pub(super) struct Value<'v> {
    pub what: &'v str,
    pub round: Option<Ix<Round>>,
    pub competitor: Ix<Competitor>,
    pub published: &'v str,
    pub computed: &'v str,
}

impl<'a> Waivers<'a> {
    pub(super) fn of(season: &'a Season) -> Waivers<'a> {
        let mut waivers = Waivers { all: Vec::new(), found: BTreeMap::new() };
        for decision in season.decisions.rows() {
            let Ruling::Waive(Waive { target, round, what, published, computed }) = &decision.ruling else {
                continue;
            };
            if !decision.in_force() {
                continue;
            }
            let key = (target.title.as_str(), target.competitor);
            waivers.found.entry(key).or_default().push(waivers.all.len());
            let (round, used) = (*round, Cell::new(false));
            waivers.all.push(Waiver { decision, target, round, what, published, computed, used });
        }
        waivers
    }

    /// The decision that waives a difference of a table: same value, same two statements. A waiver without a round
    /// covers every table that states the two.
    fn find(&self, sides: &Sides<'_>, value: &Value<'_>) -> Option<&'a Decision> {
        let indices = self.found.get(&(sides.published.title.as_str(), value.competitor))?;
        let same = |stated: &str, own: &str| stated.is_empty() || stated == own;
        let waiver = indices.iter().map(|&index| &self.all[index]).find(|waiver| {
            waiver.what == value.what
                && (waiver.target.class.is_none() || waiver.target.class == sides.published.class)
                && (waiver.round.is_none() || waiver.round == value.round)
                && same(waiver.published, value.published)
                && same(waiver.computed, value.computed)
        })?;
        waiver.used.set(true);
        Some(waiver.decision)
    }
}

impl Log {
    /// Counts a difference of a published table as waived where a decision says so.
    pub(super) fn differ_unless_waived(
        &mut self,
        evidence: &Evidence<'_>,
        sides: &Sides<'_>,
        value: &Value<'_>,
        finding: impl FnOnce() -> Finding,
    ) {
        let mut finding = finding();
        finding.title = sides.title;
        finding.class = sides.published.class;
        finding.competitor = Some(value.competitor);
        match evidence.waivers.find(sides, value) {
            None => self.differ(finding),
            Some(decision) => {
                let because = vec![match decision.author.as_str() {
                    "" => format!("waived: {}", decision.reason),
                    author => format!("waived by {author}: {}", decision.reason),
                }];
                let waived = Finding::note("PF0207", format!("waived: {}", finding.message))
                    .at(finding.places)
                    .at(evidence.places(&decision.cites, &decision.id))
                    .says(finding.asserted, finding.computed)
                    .because(because)
                    .because(finding.because);
                self.waive(Finding {
                    title: finding.title,
                    class: finding.class,
                    competitor: finding.competitor,
                    round: finding.round,
                    ..waived
                });
            }
        }
    }
}

/// Waivers that no difference needed: the value was corrected, or the waiver names something else.
pub(super) fn check(evidence: &Evidence<'_>, log: &mut Log) {
    for waiver in &evidence.waivers.all {
        if waiver.used.get() {
            log.agree();
            continue;
        }
        let about = evidence.name(waiver.target.competitor);
        let message = format!("decision `{}` waives a difference that is not there", waiver.decision.id);
        let mut finding = Finding::warning("PF0208", message)
            .at(evidence.places(&waiver.decision.cites, &waiver.decision.id))
            .says(format!("{about}, {}: published {}", waiver.what, waiver.published), "no such difference")
            .class(waiver.target.class)
            .competitor(waiver.target.competitor)
            .round(waiver.round)
            .help("take the decision out, or give it the value, round and numbers of the difference");
        finding.title = evidence.rules.title(&waiver.target.title);
        log.differ(finding);
    }
}
