//! Rules of points as documents state them.

use super::calendar::Season;
use super::{Import, from};
use crate::folder::{Folder, RoundRecord, StatedRecord};
use crate::pages::{Page, PageKind, ShareEffect};
use parcferme_core::{Place, Share};
use std::collections::BTreeMap;

pub(super) fn reconcile(pages: &[Page], season: &Season, folder: &mut Folder, made: &mut Import) {
    let folder_rounds = &folder.rounds;
    let stated = &mut folder.stated;
    let mut add = |record: StatedRecord| {
        let same = stated.iter_mut().find(|own| {
            (&own.rule, own.share, &own.scale, &own.events, own.round)
                == (&record.rule, record.share, &record.scale, &record.events, record.round)
        });
        match same {
            Some(own) => own.from.extend(record.from),
            None => stated.push(record),
        }
    };
    let mut shares: BTreeMap<Share, Vec<(String, Place)>> = BTreeMap::new();
    for page in pages {
        let round = season.round_of.get(&page.document).copied().filter(|_| page.kind == PageKind::Race);
        let rules = &page.points_rules;
        for scale in &rules.scales {
            add(StatedRecord {
                rule: "scale".to_owned(),
                scale: scale.points.clone(),
                events: scale
                    .events
                    .iter()
                    .cloned()
                    .chain(rounds_by_name(folder_rounds, &scale.rounds))
                    .collect(),
                round,
                from: [scale.intro_line, scale.line].into_iter().map(|line| from(page, line)).collect(),
                ..StatedRecord::default()
            });
        }
        for share in &rules.shares {
            add(StatedRecord {
                rule: "min-share".to_owned(),
                share: Some(share.share),
                round,
                from: vec![from(page, share.line)],
                ..StatedRecord::default()
            });
            let effect = match share.effect {
                ShareEffect::NoPoints => "no points",
                ShareEffect::NotClassified => "not classified",
                ShareEffect::Other => "stated",
            };
            let text = format!("{} of the {}'s distance, else {effect}", share.share, share.of);
            shares.entry(share.share).or_default().push((text, page.place(share.line)));
        }
        if let Some(rule) = &rules.best_car_only {
            add(StatedRecord {
                rule: "best-car-only".to_owned(),
                round,
                from: vec![from(page, rule.line)],
                ..StatedRecord::default()
            });
        }
    }
    folder.stated.sort_by_key(|record| record.round);
    if shares.len() > 1 {
        made.report.conflict("minimum share of the winner's distance", shares.into_values().flatten());
    }
}

/// Events of rounds that a scale names by their numbers.
fn rounds_by_name(rounds: &[RoundRecord], numbers: &[u32]) -> Vec<String> {
    let named = |number: &u32| rounds.iter().find(|round| round.number == Some(*number));
    numbers.iter().filter_map(named).map(|round| round.name.clone()).collect()
}
