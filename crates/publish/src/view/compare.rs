//! Two seasons side by side: which tables are beside each other, and what there is to compare of them.

use crate::view::View;
use crate::view::story::leaders;
use parcferme_core::Ix;
use parcferme_core::rules::title::Title;
use std::collections::BTreeSet;

/// Which tables of two seasons stand beside each other; indices into their outcomes.
#[derive(Default)]
pub struct Partners {
    pub pairs: Vec<[usize; 2]>,
    /// Whether tables of different classes stand beside each other.
    pub by_order: bool,
    /// Tables of each season that have no partner.
    pub alone: [Vec<usize>; 2],
}

/// The tables of the nearest titles. Classes of one name go together, the others by their place in the seasons' order of
/// classes.
pub fn partners(a: &View, b: &View) -> Partners {
    let class = |view: &View, n: usize| view.outcome.tables[n].class.map(|ix| view.class_name(ix).to_owned());
    let tables = |view: &View, title| {
        let all = view.outcome.tables.iter().enumerate();
        all.filter(|(_, own)| own.title == title).map(|(n, _)| n).collect::<Vec<_>>()
    };
    let mut partners = Partners::default();
    for (x, y) in titles(a, b) {
        let (mut rest, mut right) = (Vec::new(), tables(b, y));
        for n in tables(a, x) {
            match right.iter().position(|&m| class(b, m) == class(a, n)) {
                Some(at) => partners.pairs.push([n, right.remove(at)]),
                None => rest.push(n),
            }
        }
        let by_order = rest.len().min(right.len());
        partners.by_order |= by_order > 0;
        partners.pairs.extend(rest.drain(..by_order).zip(right.drain(..by_order)).map(|(n, m)| [n, m]));
        partners.pairs.sort_unstable();
        partners.alone[0].extend(rest);
        partners.alone[1].extend(right);
    }
    partners
}

/// Titles that rank the same kind of competitor, of those that the seasons are best known by; else the first such of all;
/// else the first of each.
fn titles(a: &View, b: &View) -> Vec<(Ix<Title>, Ix<Title>)> {
    let all = |view: &View| view.outcome.tables.iter().map(|table| table.title).collect::<BTreeSet<_>>();
    let main = |view: &View| view.main_tables().map(|(_, table)| table.title).collect::<BTreeSet<_>>();
    let alike = |left: BTreeSet<Ix<Title>>, mut right: BTreeSet<Ix<Title>>| {
        let mut pairs = Vec::new();
        for x in left {
            let kind = a.rules.titles[x].competitor;
            if let Some(y) = right.iter().copied().find(|&y| b.rules.titles[y].competitor == kind) {
                right.remove(&y);
                pairs.push((x, y));
            }
        }
        pairs
    };
    let best = alike(main(a), main(b));
    if !best.is_empty() {
        return best;
    }
    let first = alike(all(a), all(b)).first().copied();
    let any = || Some((all(a).first().copied()?, all(b).first().copied()?));
    first.or_else(any).into_iter().collect()
}

pub fn known_in_full(view: &View) -> usize {
    view.season.rounds.iter().filter(|(ix, _)| view.season.known_in_full(*ix)).count()
}

/// How often the lead of a table changed; None where rounds run are unknown.
pub fn changes_of_lead(view: &View, table: usize) -> Option<usize> {
    let known = view.leads[table].tells();
    known.then(|| leaders(&view.history[table]).windows(2).filter(|pair| pair[0] != pair[1]).count())
}
