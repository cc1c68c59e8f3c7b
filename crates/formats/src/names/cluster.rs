//! From groups of forms to clusters with a canonical name and an id.

use super::decision::{Apart, Groups};
use super::sheet::{Sheet, by_attestation};
use super::{
    Cluster, Kind, Maker, MakerRule, Mention, Merge, Names, NearMiss, Open, Question, Rule, Ruling, Rulings,
    Spelling, Verdict, likeness, maker, normal,
};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn names(sheet: &Sheet<'_>, groups: &Groups, apart: Vec<Apart>, rulings: &Rulings) -> Names {
    let mut drafts: Vec<(usize, Cluster)> = groups
        .members
        .iter()
        .map(|(&node, forms)| (node, cluster(sheet, groups, node, forms, &rulings.list)))
        .collect();
    drafts.sort_by(|(_, a), (_, b)| (a.kind, &a.id, &a.name).cmp(&(b.kind, &b.id, &b.name)));
    make_ids_unique(&mut drafts);
    let name_of: BTreeMap<usize, &str> =
        drafts.iter().map(|(node, cluster)| (*node, cluster.name.as_str())).collect();
    let mut near_misses = Vec::new();
    let mut open = Vec::new();
    let answered: BTreeSet<(usize, usize)> =
        apart.iter().filter(|pair| pair.question.is_some()).map(|pair| (pair.a, pair.b)).collect();
    for pair in apart {
        let kind = sheet.forms[pair.a].kind;
        let mut ends = [name_of[&pair.a].to_owned(), name_of[&pair.b].to_owned()];
        ends.sort();
        let [a, b] = ends;
        match pair.question {
            Some(question) => open.push(Open { kind, a, b, question, why: pair.why, places: pair.places }),
            None if answered.contains(&(pair.a, pair.b)) => {}
            None => {
                let likeness =
                    likeness::letters_alike(&normal::letters(kind, &a), &normal::letters(kind, &b));
                near_misses.push(NearMiss { kind, a, b, likeness, why_apart: pair.why, places: pair.places });
            }
        }
    }
    let clusters: Vec<Cluster> = drafts.into_iter().map(|(_, cluster)| cluster).collect();
    open.extend(clusters.iter().filter_map(two_makers));
    Names::new(clusters, near_misses, open, rulings.clone())
}

fn cluster(sheet: &Sheet<'_>, groups: &Groups, node: usize, forms: &[usize], rulings: &[Ruling]) -> Cluster {
    let kind = sheet.forms[node].kind;
    let mentions =
        || forms.iter().flat_map(|&form| &sheet.forms[form].mentions).map(|&at| sheet.mentions[at]);
    let texts = by_attestation(mentions());
    let ruling = |text: &str| {
        let letters = normal::letters(kind, text);
        rulings.iter().filter(move |ruling| {
            ruling.kind == kind
                && ruling.verdict == Verdict::Same
                && ruling.spellings.iter().any(|own| normal::letters(kind, own) == letters)
        })
    };
    let ruled: Vec<&Ruling> = texts.iter().flat_map(|(text, _)| ruling(text)).collect();
    let name = ruled
        .iter()
        .find_map(|ruling| ruling.name.clone())
        .unwrap_or_else(|| canonical(kind, &texts.iter().map(|(text, _)| *text).collect::<Vec<_>>()));
    let id = ruled.iter().find_map(|ruling| ruling.id.clone()).unwrap_or_else(|| normal::slug(&name));
    let ruled_maker = ruled.iter().find_map(|ruling| ruling.maker.clone());
    let maker = kind.has_maker().then(|| match ruled_maker {
        Some(name) => Maker { id: normal::slug(&name), name, rule: MakerRule::Ruling },
        None => maker::of(&name),
    });
    let mut decisions = groups.merges.get(&node).cloned().unwrap_or_default();
    for &form in forms {
        decisions.extend(same_letters(sheet, form));
    }
    decisions.sort();
    let categories: BTreeSet<String> =
        ruled.iter().flat_map(|ruling| ruling.categories.iter().cloned()).collect();
    Cluster {
        kind,
        id,
        name,
        nation: nation(mentions()),
        categories: categories.into_iter().collect(),
        born: ruled.iter().find_map(|ruling| ruling.born),
        maker,
        spellings: texts.iter().map(|(text, mentions)| spelling(text, mentions)).collect(),
        decisions,
    }
}

fn spelling(text: &str, mentions: &[&Mention]) -> Spelling {
    let mut places: Vec<_> = mentions.iter().map(|mention| mention.at.clone()).collect();
    places.sort();
    places.dedup();
    Spelling { text: text.to_owned(), places }
}

/// The most attested spelling; of a driver, one with the given name in front where there is one. Of an event, without its year, the spelling that the others only add a sponsor to:
/// sponsors change, the event stays.
fn canonical(kind: Kind, texts: &[&str]) -> String {
    let first = texts.first().copied().unwrap_or("");
    if kind == Kind::Driver {
        let in_order = texts.iter().find(|text| !normal::is_surname_first(text));
        return in_order.copied().unwrap_or(first).to_owned();
    }
    if kind != Kind::Event {
        return first.to_owned();
    }
    let words: Vec<Vec<String>> = texts.iter().map(|text| normal::words(kind, text)).collect();
    let tail = (0..texts.len())
        .filter(|&at| words.iter().any(|other| other.len() > words[at].len() && other.ends_with(&words[at])))
        .min_by_key(|&at| (words[at].len(), at));
    without_year(tail.map_or(first, |at| texts[at]))
}

fn without_year(text: &str) -> String {
    let is_year = |word: &&str| {
        word.len() == 4
            && (word.starts_with("19") || word.starts_with("20"))
            && word.bytes().all(|b| b.is_ascii_digit())
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    let kept: Vec<&str> = words.iter().filter(|word| !is_year(word)).copied().collect();
    if kept.is_empty() { text.to_owned() } else { kept.join(" ") }
}

/// The country that most documents give; on a tie the first in the alphabet.
fn nation<'a>(mentions: impl Iterator<Item = &'a Mention>) -> Option<String> {
    let mut documents: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for mention in mentions {
        if let Some(nation) = mention.context.nation.as_deref() {
            documents.entry(nation).or_default().insert(&mention.at.document);
        }
    }
    let most =
        documents.into_iter().max_by_key(|(nation, documents)| (documents.len(), std::cmp::Reverse(*nation)));
    most.map(|(nation, _)| nation.to_owned())
}

/// One decision for each further spelling with the same letters.
fn same_letters(sheet: &Sheet<'_>, form: usize) -> Vec<Merge> {
    let form = &sheet.forms[form];
    let texts = by_attestation(form.mentions.iter().map(|&at| sheet.mentions[at]));
    let first_place = |mentions: &[&Mention]| mentions.iter().map(|mention| mention.at.clone()).min();
    let Some((first, attested)) = texts.first() else { return Vec::new() };
    let others = texts.iter().skip(1).map(|(text, mentions)| Merge {
        a: (*first).to_owned(),
        b: (*text).to_owned(),
        rule: Rule::SameLetters,
        evidence: "only capitals, accents, spaces, punctuation or a year differ".to_owned(),
        places: first_place(attested).into_iter().chain(first_place(mentions)).collect(),
    });
    others.collect()
}

/// Ids must be unique among those of a kind: the second with the same id gets `-2`.
fn make_ids_unique(drafts: &mut [(usize, Cluster)]) {
    let mut taken: BTreeSet<(Kind, String)> = BTreeSet::new();
    for (_, cluster) in drafts {
        let wanted = cluster.id.clone();
        let mut count = 1_u32;
        while !taken.insert((cluster.kind, cluster.id.clone())) {
            count += 1;
            cluster.id = format!("{wanted}-{count}");
        }
    }
}

fn two_makers(cluster: &Cluster) -> Option<Open> {
    let maker = cluster.maker.as_ref().filter(|maker| maker.rule != MakerRule::Ruling)?;
    let other = cluster.spellings.iter().find(|spelling| maker::of(&spelling.text).id != maker.id)?;
    let own = cluster.spellings.first()?;
    Some(Open {
        kind: cluster.kind,
        a: own.text.clone(),
        b: other.text.clone(),
        question: Question::Maker,
        why: format!("taken for {}; a spelling says {}", maker.name, maker::of(&other.text).name),
        places: own.places.first().into_iter().chain(other.places.first()).cloned().collect(),
    })
}
