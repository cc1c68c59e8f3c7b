//! `feat-rule`: feats of which neither the program nor any rule of the rulebook knows the name. A feat that is known and
//! gives no points is a record.

use crate::audit::facts::Facts;
use crate::audit::finding::{Finding, Log};
use crate::diagnostic::nearest_word;
use crate::season::{Feat, FeatKind};
use std::collections::BTreeMap;

/// So many places of one word are shown.
const SHOWN: usize = 12;

pub(super) fn check(facts: &Facts<'_>, log: &mut Log) {
    let mut unknown: BTreeMap<&str, Vec<&Feat>> = BTreeMap::new();
    let mut known: Vec<&str> = FeatKind::known().collect();
    known.extend(facts.rules.bonuses.iter().map(|bonus| bonus.rule.rule.what()));
    known.sort_unstable();
    known.dedup();
    for feat in &facts.season.feats {
        match known.binary_search(&feat.kind.word()) {
            Ok(_) => log.agree(),
            Err(_) => unknown.entry(feat.kind.word()).or_default().push(feat),
        }
    }
    for (word, feats) in unknown {
        let times = if feats.len() == 1 { String::new() } else { format!(" ({} times)", feats.len()) };
        let help = match nearest_word(&word.replace([' ', '_'], "-"), &known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "take the word of a `[[bonus]]`, or add one to the rulebook".to_owned(),
        };
        log.differ_all(
            feats.len(),
            Finding::warning("PF0262", format!("no rule knows the feat `{word}`{times}"))
                .at(feats.iter().take(SHOWN).flat_map(|feat| {
                    facts.places(&feat.cites, &format!("{word}: #{}", feat.number)).collect::<Vec<_>>()
                }))
                .says(word, format!("one of {}", known.join(", ")))
                .help(help),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::audit::fixture::{after, ids};
    use crate::generate::DraftFeat;

    fn found(words: &[&str]) -> crate::audit::Audit {
        after(|draft| {
            draft.feats.extend(words.iter().map(|word| DraftFeat {
                round: 1,
                feat: (*word).to_owned(),
                number: "02".to_owned(),
                driver: String::new(),
            }));
        })
    }

    #[test]
    fn a_word_that_no_rule_knows_is_told_once() {
        assert_eq!(ids(&found(&["pole", "fastest-lap", "most-laps-led"])), [""; 0]);
        let audit = found(&["fastest lap", "fastest lap", "pole"]);
        assert_eq!(ids(&audit), ["PF0262"]);
        let finding = &audit.findings[0];
        assert_eq!(finding.message, "no rule knows the feat `fastest lap` (2 times)");
        assert_eq!(finding.help.as_deref(), Some("did you mean `fastest-lap`?"));
        assert_eq!(audit.count("feat-rule").map(|own| (own.agree, own.differ)), Some((1, 2)));
        let audit = found(&["holeshot"]);
        assert_eq!(audit.findings[0].message, "no rule knows the feat `holeshot`");
        assert!(audit.findings[0].help.as_ref().is_some_and(|help| help.starts_with("take the word")));
    }
}
