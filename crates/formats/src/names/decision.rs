//! The decision about each pair of groups, repeated until nothing more becomes one.

use super::evidence::{Barrier, Facts, Link, Witness};
use super::likeness::{self, Likeness};
use super::sheet::Sheet;
use super::{Kind, Mention, Merge, Names, Question, Rule, Rulings, candidates, cluster, ruling};
use parcferme_core::{Diagnostic, Place};
use std::collections::{BTreeMap, BTreeSet};

/// Drivers are evidence for teams, teams for chassis and engines.
const DECIDED_IN_ORDER: [Kind; 6] =
    [Kind::Driver, Kind::Team, Kind::Chassis, Kind::Engine, Kind::Circuit, Kind::Event];

/// Decides which names are one thing.
///
/// Diagnostics are about rulings: one that contradicts another, one that names a spelling nobody uses.
pub fn decide(mentions: &[Mention], rulings: &Rulings) -> (Names, Vec<Diagnostic>) {
    let sheet = Sheet::new(mentions, &rulings.list);
    let mut groups = Groups::new(&sheet);
    let mut diagnostics = ruling::apply::all(&sheet, &mut groups, &rulings.list);
    let mut apart = Vec::new();
    for kind in DECIDED_IN_ORDER {
        let candidates = candidates::pairs(&sheet, kind);
        if !candidates.complete {
            diagnostics.push(too_many(&sheet, kind));
        }
        apart.extend(decide_kind(&sheet, &mut groups, kind, candidates.pairs));
    }
    (cluster::names(&sheet, &groups, apart, rulings), diagnostics)
}

fn too_many(sheet: &Sheet<'_>, kind: Kind) -> Diagnostic {
    let forms = sheet.forms.iter().filter(|form| form.kind == kind).count();
    Diagnostic::warning(
        "PF0436",
        format!("too many names of one kind to compare all that are alike: {}", kind.word()),
    )
    .found(format!("{forms} names"))
    .help("import one season at a time; names with the same letters are still one")
}

/// Cars of so many teams must bear both names before a word that differs is taken for another name of one model.
const RENAMED_TEAMS: usize = 3;
/// A team has few models of one maker; more are not compared.
const MAX_MODELS: usize = 64;
/// Each pass merges what it can; a name has few spellings, so more passes than this mean a mistake, not names.
const MAX_PASSES: usize = 12;

/// Forms that could be one thing by their letters.
type Compared = BTreeMap<(usize, usize), Likeness>;

/// Groups of forms, one node each: the lowest form index.
pub(super) struct Groups {
    pub node_of: Vec<usize>,
    pub members: BTreeMap<usize, Vec<usize>>,
    pub merges: BTreeMap<usize, Vec<Merge>>,
    /// Nodes that a ruling holds apart, in both directions, with the reason.
    pub apart: BTreeMap<(usize, usize), String>,
}

/// Two groups left apart: by node, with what is to be said about it.
pub(super) struct Apart {
    pub a: usize,
    pub b: usize,
    pub question: Option<Question>,
    pub why: String,
    pub places: Vec<Place>,
}

enum Outcome {
    Merge { rule: Rule, links: Vec<Link> },
    Apart { why: String, places: Vec<Place>, question: Option<Question>, proven: bool },
}

impl Groups {
    pub fn new(sheet: &Sheet<'_>) -> Groups {
        let count = sheet.forms.len();
        Groups {
            node_of: (0..count).collect(),
            members: (0..count).map(|form| (form, vec![form])).collect(),
            merges: BTreeMap::new(),
            apart: BTreeMap::new(),
        }
    }

    /// Makes two groups one; returns the node that is left.
    pub fn unite(&mut self, a: usize, b: usize, merge: Merge) -> usize {
        let (low, high) = (a.min(b), a.max(b));
        let moved = self.members.remove(&high).unwrap_or_default();
        for &form in &moved {
            self.node_of[form] = low;
        }
        self.members.entry(low).or_default().extend(moved);
        let moved = self.merges.remove(&high).unwrap_or_default();
        let merges = self.merges.entry(low).or_default();
        merges.extend(moved);
        merges.push(merge);
        for ((x, y), why) in std::mem::take(&mut self.apart) {
            let follow = |node: usize| if node == high { low } else { node };
            self.apart.insert((follow(x), follow(y)), why);
        }
        low
    }

    pub fn hold_apart(&mut self, a: usize, b: usize, why: &str) {
        self.apart.insert((a, b), why.to_owned());
        self.apart.insert((b, a), why.to_owned());
    }
}

/// Decides all names of one kind. Kinds decided before serve as evidence.
fn decide_kind(
    sheet: &Sheet<'_>,
    groups: &mut Groups,
    kind: Kind,
    candidates: BTreeSet<(usize, usize)>,
) -> Vec<Apart> {
    let compared: Compared =
        candidates.into_iter().filter_map(|(a, b)| Some(((a, b), forms_alike(sheet, a, b)?))).collect();
    let mut renamed = BTreeSet::new();
    let mut outcomes = BTreeMap::new();
    for _ in 0..MAX_PASSES {
        outcomes = pass(sheet, groups, &compared, &renamed);
        let merges = choose(sheet, groups, &outcomes);
        if merges.is_empty() {
            break;
        }
        for (a, b, merge) in merges {
            if merge.rule == Rule::Renamed {
                renamed.extend(renaming(sheet, groups, a, b));
            }
            groups.unite(a, b, merge);
        }
    }
    let mut apart = Vec::new();
    for ((a, b), outcome) in outcomes {
        if let Outcome::Apart { why, places, question, .. } = outcome {
            apart.push(Apart { a, b, question, why, places });
        }
    }
    apart.extend(contradictions(sheet, groups, kind, &mut apart_pairs(&apart)));
    apart
}

fn apart_pairs(apart: &[Apart]) -> BTreeSet<(usize, usize)> {
    let open = apart.iter().filter(|pair| pair.question.is_some());
    open.map(|pair| (pair.a, pair.b)).collect()
}

/// The outcome for every candidate pair of groups.
fn pass(
    sheet: &Sheet<'_>,
    groups: &Groups,
    compared: &Compared,
    renamed: &BTreeSet<(String, String)>,
) -> BTreeMap<(usize, usize), Outcome> {
    let witness = Witness::new(sheet, groups);
    let mut alike: BTreeMap<(usize, usize), Likeness> = BTreeMap::new();
    for (&(a, b), &likeness) in compared {
        let (a, b) = (groups.node_of[a], groups.node_of[b]);
        if a != b {
            let best = alike.entry((a.min(b), a.max(b))).or_insert(likeness);
            if rank(likeness) < rank(*best) {
                *best = likeness;
            }
        }
    }
    let facts: BTreeMap<usize, Facts<'_>> = alike
        .keys()
        .flat_map(|&(a, b)| [a, b])
        .collect::<BTreeSet<usize>>()
        .into_iter()
        .map(|node| (node, witness.facts(&groups.members[&node])))
        .collect();
    let partners = shortened_partners(&alike);
    let mut outcomes = BTreeMap::new();
    for (&(a, b), &likeness) in &alike {
        let pair = Pair { witness: &witness, groups, a, b, facts: [&facts[&a], &facts[&b]] };
        if let Some(outcome) = pair.decide(likeness, renamed, &partners) {
            outcomes.insert((a, b), outcome);
        }
    }
    outcomes
}

/// How many groups each group could be a short form of, or be shortened to.
fn shortened_partners(alike: &BTreeMap<(usize, usize), Likeness>) -> BTreeMap<usize, usize> {
    let mut partners = BTreeMap::new();
    for (&(a, b), likeness) in alike {
        if matches!(likeness, Likeness::By(Rule::SameWords | Rule::Shortened)) {
            *partners.entry(a).or_insert(0) += 1;
            *partners.entry(b).or_insert(0) += 1;
        }
    }
    partners
}

/// How two forms are alike by any of their spellings. Circuits and events of one round need not be.
fn forms_alike(sheet: &Sheet<'_>, a: usize, b: usize) -> Option<Likeness> {
    let kind = sheet.forms[a].kind;
    let pairs = sheet.forms[a].words.iter().flat_map(|left| {
        sheet.forms[b].words.iter().filter_map(move |right| likeness::compare(kind, left, right))
    });
    let one_round = matches!(kind, Kind::Circuit | Kind::Event).then_some(Likeness::By(Rule::OneRound));
    pairs.min_by_key(|&likeness| rank(likeness)).or(one_round)
}

/// The mark of a generation speaks louder than anything that is alike.
fn rank(likeness: Likeness) -> (u8, Option<Rule>) {
    match likeness {
        Likeness::Generations => (0, None),
        Likeness::By(rule) => (1, Some(rule)),
        Likeness::Twice(rule) => (2, Some(rule)),
        Likeness::OneWord => (3, None),
        Likeness::Near => (4, None),
    }
}

/// The word that differs between two groups that are one model renamed, both ways round.
fn renaming(sheet: &Sheet<'_>, groups: &Groups, a: usize, b: usize) -> Vec<(String, String)> {
    let words = |node: usize| groups.members[&node].iter().flat_map(|&form| &sheet.forms[form].words);
    let mut found = Vec::new();
    for left in words(a) {
        for right in words(b) {
            found.extend(one_word(left, right));
        }
    }
    found.iter().cloned().flat_map(|(x, y)| [(x.clone(), y.clone()), (y, x)]).collect()
}

fn one_word(a: &[String], b: &[String]) -> Option<(String, String)> {
    let (only_a, only_b) = likeness::differing(&likeness::sorted(a.to_vec()), &likeness::sorted(b.to_vec()));
    match (only_a.as_slice(), only_b.as_slice()) {
        ([x], [y]) => Some((format!("{} {x}", a[0]), format!("{} {y}", b[0]))),
        _ => None,
    }
}

struct Pair<'s, 'a> {
    witness: &'s Witness<'s, 'a>,
    groups: &'s Groups,
    a: usize,
    b: usize,
    facts: [&'s Facts<'a>; 2],
}

impl Pair<'_, '_> {
    fn decide(
        &self,
        likeness: Likeness,
        renamed: &BTreeSet<(String, String)>,
        partners: &BTreeMap<usize, usize>,
    ) -> Option<Outcome> {
        let [a, b] = self.facts;
        if let Some(why) = self.groups.apart.get(&(self.a, self.b)) {
            return Some(two_things(format!("held apart by ruling: {why}"), Vec::new()));
        }
        let barrier = self.witness.barrier(a, b);
        let links = self.witness.links(a, b);
        match likeness {
            Likeness::Generations => {
                let marked =
                    "only one name has the mark of a generation (Jr., Sr., III): taken for father and son";
                Some(match barrier {
                    Some(barrier) => two_things(format!("{marked}; {}", barrier.what), barrier.places),
                    None => two_things(marked.to_owned(), Vec::new()),
                })
            }
            Likeness::By(Rule::OneRound) => self.one_round(barrier, links),
            Likeness::OneWord => Some(self.renamed(barrier, renamed)),
            Likeness::Near => Some(match barrier {
                Some(barrier) => two_things(barrier.what, barrier.places),
                None => self
                    .one_round(None, links)
                    .unwrap_or_else(|| unlinked("alike to the eye, but no rule makes one of the other")),
            }),
            Likeness::By(rule) => Some(self.linked(rule, 1, barrier, links, partners)),
            // A surname alone is many people's; of one race it is a sheet with surnames beside one with whole names.
            Likeness::Twice(Rule::Shortened)
                if links.is_empty() || links.iter().any(|link| link.same_race) =>
            {
                None
            }
            Likeness::Twice(rule) => Some(self.linked(rule, 2, barrier, links, partners)),
        }
    }

    fn linked(
        &self,
        rule: Rule,
        needed: usize,
        barrier: Option<Barrier>,
        links: Vec<Link>,
        partners: &BTreeMap<usize, usize>,
    ) -> Outcome {
        let kind = self.facts[0].kind;
        let model = kind.is_some_and(Kind::has_maker);
        // A table may call one car's engine by its full name and another's by a shorter one.
        let both_ways = model && matches!(rule, Rule::SameWords | Rule::Shortened);
        let one_car = both_ways && self.witness.one_car(self.facts[0], self.facts[1]).is_some();
        match barrier {
            Some(barrier) if !one_car => return two_things(barrier.what, barrier.places),
            _ => {}
        }
        if links.len() >= needed {
            return Outcome::Merge { rule, links };
        }
        let alone = |node: usize| partners.get(&node).is_none_or(|&count| count <= 1);
        let by_name = matches!(kind, Some(Kind::Circuit | Kind::Event))
            && matches!(rule, Rule::SameWords | Rule::Shortened)
            && (alone(self.a) || alone(self.b))
            && self.witness.rounds_nest(self.facts[0], self.facts[1]);
        let turned = kind == Some(Kind::Driver) && rule == Rule::SameWords && alone(self.a) && alone(self.b);
        if by_name || turned {
            let what = "no other name of the season has these words".to_owned();
            return Outcome::Merge { rule, links: vec![Link { what, places: Vec::new(), same_race: false }] };
        }
        match links.into_iter().next() {
            Some(link) => Outcome::Apart {
                why: format!("alike, with one link only: {}", link.what),
                places: link.places,
                question: Some(Question::Undecided),
                proven: false,
            },
            None if kind == Some(Kind::Driver) => Outcome::Apart {
                why: "alike, but no car, crew or team links them".to_owned(),
                places: self.witness.first_places(self.facts),
                question: Some(Question::Undecided),
                proven: false,
            },
            None => unlinked("alike, but no car, crew, team or round links them"),
        }
    }

    /// One circuit and one event a round: nothing but the round needs to agree, and nothing may disagree.
    fn one_round(&self, barrier: Option<Barrier>, links: Vec<Link>) -> Option<Outcome> {
        let venue = matches!(self.facts[0].kind, Some(Kind::Circuit | Kind::Event));
        let nest = self.witness.rounds_nest(self.facts[0], self.facts[1]);
        (venue && barrier.is_none() && nest && !links.is_empty())
            .then_some(Outcome::Merge { rule: Rule::OneRound, links })
    }

    /// One word of a model differs: one thing if several teams' cars bear both names, and no table tells them apart.
    fn renamed(&self, barrier: Option<Barrier>, renamed: &BTreeSet<(String, String)>) -> Outcome {
        if let Some(barrier) = barrier {
            return two_things(barrier.what, barrier.places);
        }
        let [a, b] = self.facts;
        let teams = self.witness.teams_with_both(a, b);
        let known = renaming(self.witness.sheet, self.groups, self.a, self.b)
            .iter()
            .any(|pair| renamed.contains(pair));
        if teams.len() >= RENAMED_TEAMS || (known && !teams.is_empty()) {
            let links = teams.iter().map(|(team, pair)| Link {
                what: self.witness.name(*team).to_owned(),
                places: self.witness.places_of(pair),
                same_race: false,
            });
            return Outcome::Merge { rule: Rule::Renamed, links: links.collect() };
        }
        unlinked("one word of the model differs")
    }
}

/// Shown to be two things.
fn two_things(why: String, places: Vec<Place>) -> Outcome {
    Outcome::Apart { why, places, question: None, proven: true }
}

/// Nothing shows them to be one thing.
fn unlinked(why: &str) -> Outcome {
    Outcome::Apart { why: why.to_owned(), places: Vec::new(), question: None, proven: false }
}

/// The merges of one pass: each group in one merge at most, the surest first. A short name that fits two groups
/// which are two things is left alone, unless the same race decides.
fn choose(
    sheet: &Sheet<'_>,
    groups: &Groups,
    outcomes: &BTreeMap<(usize, usize), Outcome>,
) -> Vec<(usize, usize, Merge)> {
    let apart: BTreeSet<(usize, usize)> = outcomes
        .iter()
        .filter(|(_, outcome)| matches!(outcome, Outcome::Apart { proven: true, .. }))
        .map(|(&pair, _)| pair)
        .collect();
    let mut merges: Vec<(usize, usize, Rule, &[Link])> = outcomes
        .iter()
        .filter_map(|(&(a, b), outcome)| match outcome {
            Outcome::Merge { rule, links } => Some((a, b, *rule, links.as_slice())),
            Outcome::Apart { .. } => None,
        })
        .collect();
    let ambiguous = ambiguous(&merges, &apart);
    merges.retain(|(a, b, _, links)| {
        let doubtful = ambiguous.contains(a) || ambiguous.contains(b);
        !doubtful || links.iter().any(|link| link.same_race)
    });
    merges.sort_by(|x, y| {
        let key = |merge: &(usize, usize, Rule, &[Link])| {
            (merge.2, std::cmp::Reverse(merge.3.len()), merge.0, merge.1)
        };
        key(x).cmp(&key(y))
    });
    let mut taken = BTreeSet::new();
    let mut chosen = Vec::new();
    for (a, b, rule, links) in merges {
        if taken.contains(&a) || taken.contains(&b) {
            continue;
        }
        taken.extend([a, b]);
        chosen.push((a, b, merge(sheet, groups, a, b, rule, links)));
    }
    chosen
}

/// Groups that could become one with two groups which are known to be two things.
fn ambiguous(merges: &[(usize, usize, Rule, &[Link])], apart: &BTreeSet<(usize, usize)>) -> BTreeSet<usize> {
    let mut partners: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &(a, b, ..) in merges {
        partners.entry(a).or_default().push(b);
        partners.entry(b).or_default().push(a);
    }
    let known = |x: usize, y: usize| apart.contains(&(x.min(y), x.max(y)));
    let mut ambiguous = BTreeSet::new();
    for (node, with) in partners {
        if with.iter().enumerate().any(|(at, &x)| with[at + 1..].iter().any(|&y| known(x, y))) {
            ambiguous.insert(node);
        }
    }
    ambiguous
}

fn merge(sheet: &Sheet<'_>, groups: &Groups, a: usize, b: usize, rule: Rule, links: &[Link]) -> Merge {
    let (a, b) = closest(sheet, groups, a, b);
    let what: Vec<&str> = links.iter().map(|link| link.what.as_str()).collect();
    let evidence = match rule {
        Rule::Renamed => format!("the documents give both for the same cars of {}", what.join(", ")),
        _ => what.join("; "),
    };
    let mut places: Vec<Place> = links.iter().flat_map(|link| link.places.iter().cloned()).collect();
    places.sort();
    places.dedup();
    Merge { a: sheet.forms[a].text.clone(), b: sheet.forms[b].text.clone(), rule, evidence, places }
}

/// The two forms of two groups that show best why they are alike.
fn closest(sheet: &Sheet<'_>, groups: &Groups, a: usize, b: usize) -> (usize, usize) {
    let pairs = groups.members[&a].iter().flat_map(|&x| groups.members[&b].iter().map(move |&y| (x, y)));
    pairs
        .max_by_key(|&(x, y)| {
            let (x_letters, y_letters) = (&sheet.forms[x].letters, &sheet.forms[y].letters);
            (likeness::letters_alike(x_letters, y_letters), std::cmp::Reverse((x, y)))
        })
        .unwrap_or((a, b))
}

/// Pairs of models of one maker that two tables give to one car; pairs in `known` are already reported.
fn contradictions(
    sheet: &Sheet<'_>,
    groups: &Groups,
    kind: Kind,
    known: &mut BTreeSet<(usize, usize)>,
) -> Vec<Apart> {
    let mut found = Vec::new();
    if !kind.has_maker() {
        return found;
    }
    let witness = Witness::new(sheet, groups);
    let mut slots: BTreeMap<(usize, Option<&str>, &str), BTreeSet<usize>> = BTreeMap::new();
    let mut facts = BTreeMap::new();
    for (&node, forms) in groups.members.iter().filter(|(node, _)| sheet.forms[**node].kind == kind) {
        let of_node = witness.facts(forms);
        let words = forms.iter().flat_map(|&form| &sheet.forms[form].words);
        for first in words.filter_map(|words| words.first()) {
            for &(team, class) in of_node.teams.keys() {
                slots.entry((team, class, first)).or_default().insert(node);
            }
        }
        facts.insert(node, of_node);
    }
    for nodes in slots.into_values() {
        let nodes: Vec<usize> = nodes.into_iter().take(MAX_MODELS).collect();
        for (at, &a) in nodes.iter().enumerate() {
            for &b in &nodes[at + 1..] {
                if known.contains(&(a, b)) || groups.apart.contains_key(&(a, b)) {
                    continue;
                }
                let teams = witness.contradictions(&facts[&a], &facts[&b]);
                if teams.is_empty() {
                    continue;
                }
                known.insert((a, b));
                let cars: Vec<String> = teams
                    .iter()
                    .map(|(team, class, _)| class.map_or(team.clone(), |class| format!("{team} ({class})")))
                    .collect();
                found.push(Apart {
                    a,
                    b,
                    question: Some(Question::Contradiction),
                    why: format!("documents give both for the same car of {}", cars.join(", ")),
                    places: teams.iter().flat_map(|(_, _, pair)| witness.places_of(pair)).collect(),
                });
            }
        }
    }
    found
}
