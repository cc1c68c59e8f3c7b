//! From the scales of all tables to blocks of points: equal scales are one, a part of another names it, and each says where
//! it holds.

use crate::exact::Points;
use crate::numbers::RoundNumber;
use crate::scale::book::{PointsDraft, ScaleDraft, TitleDraft};
use crate::scale::claims::Claims;
use crate::scale::groups::{Fit, Scale, factor};
use crate::scale::solve::Value;
use crate::season::{Round, Season};
use crate::table::Ix;
use std::collections::{BTreeMap, BTreeSet};

/// A scale and the sessions that it pays.
#[derive(Clone, Debug, Default)]
pub(super) struct Paying {
    pub scale: Scale,
    /// By word of the session and table: columns.
    pub at: BTreeMap<(String, usize), BTreeSet<usize>>,
}

impl Paying {
    fn sessions(&self) -> usize {
        self.at.values().map(BTreeSet::len).sum()
    }
}

/// The scales of all tables, those that do not contradict each other as one; the one that pays most sessions first.
pub(super) fn merged(season: &Season, columns: &[Ix<Round>], fits: &[Fit]) -> Vec<Paying> {
    let mut own: Vec<Paying> = Vec::new();
    for fit in fits {
        let mut groups: Vec<Paying> =
            fit.scales.iter().map(|scale| Paying { scale: scale.clone(), at: BTreeMap::new() }).collect();
        for (&(table, session), &group) in &fit.group_of {
            let session = &season.sessions[session];
            if let Ok(column) = columns.binary_search(&session.round) {
                groups[group].at.entry((session.id.clone(), table)).or_default().insert(column);
            }
        }
        own.extend(groups);
    }
    own.sort_by_key(|paying| std::cmp::Reverse((paying.scale.len(), paying.sessions())));
    let mut all: Vec<Paying> = Vec::new();
    for paying in own {
        match all.iter_mut().find(|other| agree(&paying.scale, &other.scale)) {
            None => all.push(paying),
            Some(other) => {
                for (place, value) in paying.scale {
                    match other.scale.get_mut(&place) {
                        Some(own) if own.free && !value.free => *own = value,
                        Some(own) if !value.free => {
                            own.by += value.by;
                            own.against += value.against;
                        }
                        Some(_) => {}
                        None => {
                            other.scale.insert(place, value);
                        }
                    }
                }
                for (at, columns) in paying.at {
                    other.at.entry(at).or_default().extend(columns);
                }
            }
        }
    }
    all.sort_by_key(|paying| std::cmp::Reverse(paying.sessions()));
    all
}

/// Whether two scales say the same of every place that both know, and of one that pays at least.
fn agree(a: &Scale, b: &Scale) -> bool {
    let both = || a.iter().filter(|own| !own.1.free).filter_map(|(place, own)| Some((own, b.get(place)?)));
    let both = || both().filter(|(_, other)| !other.free);
    both().all(|(own, other)| own.points == other.points)
        && (both().any(|(own, _)| !own.points.is_zero())
            || a.values().chain(b.values()).all(|own| own.points.is_zero()))
}

/// The blocks of points, events at which a title does not count, by title, and the block of each scale.
pub(super) fn blocks(
    season: &Season,
    columns: &[Ix<Round>],
    (titles, tables): (&[TitleDraft], &[Claims]),
    all: &[Paying],
) -> (Vec<PointsDraft>, Vec<Vec<String>>, Vec<String>) {
    let mut not_at = vec![Vec::new(); titles.len()];
    let mut drafts: Vec<(usize, PointsDraft)> = Vec::new();
    let words: BTreeSet<&str> = all.iter().flat_map(|own| own.at.keys()).map(|own| own.0.as_str()).collect();
    let is_main = |word: &str| season.sessions.rows().iter().filter(|own| own.id == word).all(|own| own.main);
    // For each word the scale that pays most of its sessions; it needs no round.
    let usual: BTreeMap<&str, usize> = words
        .iter()
        .map(|&word| {
            let sessions = |own: &Paying| -> usize {
                own.at.iter().filter(|(at, _)| at.0 == word).map(|(_, columns)| columns.len()).sum()
            };
            let most =
                all.iter().enumerate().max_by_key(|(index, own)| (sessions(own), std::cmp::Reverse(*index)));
            (word, most.map_or(0, |own| own.0))
        })
        .collect();
    let mut named: BTreeMap<usize, String> = BTreeMap::new();
    let mut ids = vec![String::new(); all.len()];
    let scale_of = |index: usize, id: &str, named: &mut BTreeMap<usize, String>| -> ScaleDraft {
        if let Some(first) = named.get(&index) {
            return ScaleDraft::Like { id: first.clone(), factor: crate::exact::Share::ONE };
        }
        let part = named.iter().find_map(|(other, first)| {
            let factor = factor(&all[index].scale, &all[*other].scale)?;
            (!factor.eq(&crate::exact::Share::ZERO)).then(|| (first.clone(), factor))
        });
        if let Some((first, factor)) = part {
            return ScaleDraft::Like { id: first, factor };
        }
        named.insert(index, id.to_owned());
        places(&all[index].scale)
    };
    // Usual scales first: of those that cover an occasion the last applies.
    let mut by_scale: BTreeMap<(usize, bool), Vec<&str>> = BTreeMap::new();
    for (&word, &index) in &usual {
        by_scale.entry((index, !is_main(word))).or_default().push(word);
    }
    for ((index, side), words) in by_scale {
        let id = if side { words.join("-") } else { "standard".to_owned() };
        let id = unused(&drafts, &id);
        let sessions = if words == ["race"] && !side {
            Vec::new()
        } else {
            words.iter().map(|&own| own.to_owned()).collect()
        };
        let scale = scale_of(index, &id, &mut named);
        ids[index] = id.clone();
        drafts.push((
            usize::MAX,
            PointsDraft { id, scale, sessions, titles: Vec::new(), classes: Vec::new(), rounds: Vec::new() },
        ));
    }
    for (index, paying) in all.iter().enumerate() {
        let mut areas: BTreeMap<(&str, &BTreeSet<usize>), Vec<usize>> = BTreeMap::new();
        for ((word, table), columns) in
            paying.at.iter().filter(|(at, _)| usual.get(at.0.as_str()) != Some(&index))
        {
            areas.entry((word, columns)).or_default().push(*table);
        }
        for ((word, own), of_tables) in areas {
            for (titled, classes) in areas_of(season, titles, tables, &of_tables) {
                let nothing = paying.scale.values().all(|own| own.points.is_zero());
                if nothing && classes.is_empty() && is_main(word) && titled.len() < titles.len() {
                    for title in titled {
                        not_at[title]
                            .extend(own.iter().map(|&column| season.rounds[columns[column]].event.clone()));
                    }
                    continue;
                }
                // In all rounds that a table has: so in those to come.
                let every = of_tables.iter().all(|table| {
                    let others = all.iter().enumerate().filter(|(other, _)| *other != index);
                    others.flat_map(|(_, own)| own.at.get(&(word.to_owned(), *table))).all(BTreeSet::is_empty)
                });
                let rounds: Vec<RoundNumber> = if every {
                    Vec::new()
                } else {
                    own.iter().filter_map(|&column| season.rounds[columns[column]].number).collect()
                };
                let about: Vec<String> = if titled.len() == titles.len() {
                    Vec::new()
                } else {
                    titled.iter().map(|&title| titles[title].id.clone()).collect()
                };
                let word_of = if word == "race" { Vec::new() } else { vec![word.to_owned()] };
                let id = match (rounds.as_slice(), about.as_slice(), classes.as_slice()) {
                    ([], [], []) => word.to_owned(),
                    ([], about, classes) => [about, classes].concat().join("-"),
                    ([one], ..) => format!("round-{one}"),
                    _ => format!("rounds-{}", crate::scale::book::stretches(&rounds).replace(", ", "-")),
                };
                let id = unused(&drafts, &id);
                let scale = scale_of(index, &id, &mut named);
                if ids[index].is_empty() {
                    ids[index] = id.clone();
                }
                let weight = if every { columns.len() + 1 } else { own.len() };
                drafts.push((
                    weight,
                    PointsDraft { id, scale, sessions: word_of, titles: about, classes, rounds },
                ));
            }
        }
    }
    // A block that others take the scale of stands before them.
    drafts.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    let blocks = in_order(drafts.into_iter().map(|own| own.1).collect());
    (blocks, not_at, ids)
}

/// Moves the scale itself to the first of the blocks that share it.
fn in_order(mut blocks: Vec<PointsDraft>) -> Vec<PointsDraft> {
    for index in 0..blocks.len() {
        let ScaleDraft::Like { id, .. } = &blocks[index].scale else { continue };
        let id = id.clone();
        let Some(at) = blocks.iter().position(|own| own.id == id).filter(|&at| at > index) else { continue };
        let own = blocks[at].scale.clone();
        if let ScaleDraft::Like { factor, .. } = &blocks[index].scale
            && *factor == crate::exact::Share::ONE
        {
            let new = blocks[index].id.clone();
            blocks[index].scale = own;
            for other in &mut blocks[index + 1..] {
                if other.id == id {
                    other.scale = ScaleDraft::Like { id: new.clone(), factor: crate::exact::Share::ONE };
                } else if let ScaleDraft::Like { id: old, .. } = &mut other.scale
                    && *old == id
                {
                    *old = new.clone();
                }
            }
        }
    }
    blocks
}

fn unused(drafts: &[(usize, PointsDraft)], id: &str) -> String {
    let id: String =
        id.chars().map(|own| if own.is_alphanumeric() { own.to_ascii_lowercase() } else { '-' }).collect();
    let taken = |id: &str| drafts.iter().any(|own| own.1.id == id);
    if !taken(&id) {
        return id;
    }
    (2..).map(|number: u32| format!("{id}-{number}")).find(|own| !taken(own)).unwrap_or(id)
}

/// Tables as titles with their classes: those of which all classes are there need no class.
fn areas_of(
    season: &Season,
    titles: &[TitleDraft],
    tables: &[Claims],
    own: &[usize],
) -> Vec<(Vec<usize>, Vec<String>)> {
    let mut by_title: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for &table in own {
        let classes = by_title.entry(tables[table].title).or_default();
        classes.extend(tables[table].class.map(|class| season.classes[class].id.clone()));
    }
    let mut areas: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
    for (title, classes) in by_title {
        let whole = tables.iter().filter(|own| own.title == title).count() == classes.len()
            || !titles[title].per_class;
        areas.entry(if whole { Vec::new() } else { classes }).or_default().push(title);
    }
    areas.into_iter().map(|(classes, titles)| (titles, classes)).collect()
}

/// A scale as a block has it. A place of which nothing is known gets what the next known one gets; what is only assumed
/// stands where it fits between its neighbours, and no place gets more than the one before it.
fn places(scale: &Scale) -> ScaleDraft {
    let known = |own: &(&u32, &Value)| !own.1.free;
    let last = scale.iter().filter(|own| !own.1.points.is_zero()).map(|own| *own.0).max().unwrap_or(0);
    let mut points: Vec<Points> = Vec::new();
    for place in 1..=last {
        let least =
            scale.range(place..).find(known).map_or(Points::ZERO, |own| own.1.points).max(Points::ZERO);
        let own = scale.get(&place).map_or(least, |own| own.points);
        let own = if scale.get(&place).is_some_and(|own| own.free) {
            own.max(least)
        } else {
            own.max(Points::ZERO)
        };
        points.push(points.last().map_or(own, |before| own.min(*before)));
    }
    while points.last().is_some_and(|own| own.is_zero()) {
        points.pop();
    }
    // A tail of equal points to the last place that anybody held is taken for what every further car gets.
    let held = scale.keys().max().copied().unwrap_or(0) as usize;
    let tail = points.iter().rev().take_while(|own| Some(*own) == points.last()).count();
    if tail >= 4 && held == points.len() {
        let beyond = points.last().copied().unwrap_or(Points::ZERO);
        points.truncate(points.len() - tail);
        return ScaleDraft::Places { scale: points, beyond };
    }
    ScaleDraft::Places { scale: points, beyond: Points::ZERO }
}
