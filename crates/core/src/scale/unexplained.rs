//! Published values that the inferred rules do not give, one by one, with what they look like.

use crate::audit::{Audit, Finding};
use crate::exact::Points;
use crate::rulebook::Rulebook;
use crate::season::{Class, Competitor, Round, Season};
use crate::table::Ix;
use std::collections::BTreeMap;

/// A cell, or the first total that differs, by as much as those after it do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unexplained {
    /// Id of the title.
    pub title: String,
    pub class: Option<Ix<Class>>,
    pub competitor: Ix<Competitor>,
    /// None for the final table.
    pub round: Option<Ix<Round>>,
    pub published: String,
    pub computed: String,
    /// What it looks like, as a sentence without its end.
    pub like: String,
}

pub(super) fn unexplained(season: &Season, rules: &Rulebook, audit: &Audit) -> Vec<Unexplained> {
    let own = |finding: &&Finding| matches!(finding.id, "PF0202" | "PF0203" | "PF0204" | "PF0205");
    let mut found: BTreeMap<_, Vec<(&Finding, Points)>> = BTreeMap::new();
    for finding in audit.findings.iter().filter(own) {
        let (Some(title), Some(competitor)) = (finding.title, finding.competitor) else { continue };
        let points = |text: &str| text.parse().unwrap_or(Points::ZERO);
        let rest = points(&finding.asserted) - points(&finding.computed);
        let key = (rules.titles[title].id.clone(), finding.class, competitor);
        found.entry(key).or_default().push((finding, rest));
    }
    let last = season.rounds.iter().map(|own| own.0).next_back();
    let mut all = Vec::new();
    for ((title, class, competitor), mut findings) in found {
        let cells = findings.iter().any(|own| own.0.id == "PF0203");
        findings.retain(|own| !cells || own.0.id == "PF0203");
        findings.sort_by_key(|own| own.0.round.or(last));
        let mut before = Points::ZERO;
        for (index, (finding, rest)) in findings.iter().enumerate() {
            let change = *rest - if cells { Points::ZERO } else { before };
            before = *rest;
            if change.is_zero() {
                continue;
            }
            let stays = findings[index..].iter().all(|own| own.1 == *rest);
            let like = if cells {
                cell_like(*rest, &finding.asserted)
            } else {
                total_like(change, stays && findings.len() > 1, index > 0 && rest.is_zero())
            };
            all.push(Unexplained {
                title: title.clone(),
                class,
                competitor,
                round: finding.round,
                published: finding.asserted.clone(),
                computed: finding.computed.clone(),
                like,
            });
        }
    }
    exchanged(&mut all);
    all
}

fn cell_like(rest: Points, published: &str) -> String {
    if published == "0" {
        return "looks like points that were withheld".to_owned();
    }
    if rest < Points::ZERO {
        format!("looks like a deduction of {}", -rest)
    } else {
        format!("looks like {rest} more")
    }
}

fn total_like(change: Points, stays: bool, ends: bool) -> String {
    match (stays, ends, change < Points::ZERO) {
        (_, true, _) => "as the tables before again".to_owned(),
        (true, _, true) => format!("looks like a deduction of {}, from here on", -change),
        (true, _, false) => format!("looks like {change} more, from here on"),
        (false, _, true) => format!("{} less", -change),
        (false, _, false) => format!("{change} more"),
    }
}

/// Two of a round of which each has what the other should: they look like places exchanged.
fn exchanged(all: &mut [Unexplained]) {
    for a in 0..all.len() {
        for b in a + 1..all.len() {
            let same =
                (&all[a].title, all[a].class, all[a].round) == (&all[b].title, all[b].class, all[b].round);
            let crossed = all[a].published == all[b].computed && all[b].published == all[a].computed;
            if same && crossed && all[a].round.is_some() {
                let like = "looks like places exchanged between the two".to_owned();
                (all[a].like, all[b].like) = (like.clone(), like);
            }
        }
    }
}
