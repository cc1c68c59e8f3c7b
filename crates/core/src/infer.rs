//! Which rules reproduce the published tables: every combination of the open choices is scored and held against them.

use crate::compute::classify::classify_all;
use crate::compute::tally::tallies;
use crate::exact::{Points, Share};
use crate::rulebook::{Article, Rulebook};
use crate::rules::classified::Classified;
use crate::rules::distance::{MinimumDistance, Of, Rounding};
use crate::rules::kind::Rule;
use crate::season::{Class, Competitor, Round, Season, StatedRule};
use crate::table::{Ix, Table};
use std::collections::{BTreeMap, BTreeSet};

/// One way to read the open rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hypothesis {
    pub min_share: Share,
    pub of: Of,
    pub rounding: Rounding,
    /// Whether a car that retired may score.
    pub dnf_may_score: bool,
    /// Whether cars that do not score for their competitor still hold their positions.
    pub others_keep_position: bool,
}

/// A published cell.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CellRef {
    pub title: String,
    pub class: Option<Ix<Class>>,
    pub competitor: Ix<Competitor>,
    pub round: Ix<Round>,
}

/// A cell that a hypothesis gets wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Differing {
    pub cell: CellRef,
    pub published: Points,
    pub computed: Points,
}

/// A hypothesis and where it fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    pub hypothesis: Hypothesis,
    pub differing: Vec<Differing>,
}

/// A cell on which hypotheses disagree: it decides between those that get it right and those that do not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deciding {
    pub cell: CellRef,
    pub published: Points,
    /// Each value that some hypothesis computes, with the indices of those hypotheses in [`Inference::judged`].
    pub values: Vec<(Points, Vec<usize>)>,
}

/// The whole search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inference {
    /// Published cells of rounds known in full.
    pub cells: usize,
    /// Fewest differences first; equals in order of the hypotheses.
    pub judged: Vec<Judged>,
    pub deciding: Vec<Deciding>,
}

/// Shares from 65 to 80 %, and those that documents state.
pub fn shares(season: &Season) -> Vec<Share> {
    let stated = season.stated.iter().filter_map(|stated| match stated.rule {
        StatedRule::MinimumShare { share } => Some(share),
        _ => None,
    });
    let all: BTreeSet<Share> = (65..=80).map(Share::percent).chain(stated).collect();
    all.into_iter().collect()
}

/// Every combination of the shares with all other choices, in a fixed order.
pub fn hypotheses(shares: &[Share]) -> Vec<Hypothesis> {
    let mut all = Vec::new();
    for &min_share in shares {
        for of in Of::ALL {
            for rounding in Rounding::ALL {
                for dnf_may_score in [true, false] {
                    for others_keep_position in [true, false] {
                        all.push(Hypothesis { min_share, of, rounding, dnf_may_score, others_keep_position });
                    }
                }
            }
        }
    }
    all
}

/// The rulebook with its open choices as the hypothesis has them.
pub fn rules_of(rules: &Rulebook, hypothesis: &Hypothesis) -> Rulebook {
    let mut rules = rules.clone();
    let article = rules.classified.as_ref().map(|own| own.article).unwrap_or_else(|| {
        rules.articles.push(Article {
            kind: Classified::NAME,
            id: Classified::NAME.to_owned(),
            text: "hypothesis".to_owned(),
            source: String::new(),
            spot: Default::default(),
        })
    });
    rules.classified = Some(Classified {
        distance: Some(MinimumDistance {
            share: hypothesis.min_share,
            of: hypothesis.of,
            rounding: hypothesis.rounding,
        }),
        retired: true,
        retired_may_score: hypothesis.dnf_may_score,
        article,
    });
    for title in rules.titles.rows_mut() {
        title.others_keep_position = hypothesis.others_keep_position;
    }
    rules
}

/// Scores every hypothesis against the published cells of rounds known in full.
pub fn infer(season: &Season, rules: &Rulebook, hypotheses: &[Hypothesis]) -> Inference {
    let published = published_cells(season, rules);
    let rules = only_published_titles(season, rules);
    let computed: Vec<BTreeMap<&CellRef, Points>> = hypotheses
        .iter()
        .map(|hypothesis| {
            let scored = score(season, &rules_of(&rules, hypothesis));
            published.keys().map(|cell| (cell, scored.get(cell).copied().unwrap_or(Points::ZERO))).collect()
        })
        .collect();
    let mut judged: Vec<(usize, Judged)> = hypotheses
        .iter()
        .zip(&computed)
        .enumerate()
        .map(|(index, (hypothesis, computed))| {
            let differing = published
                .iter()
                .filter(|(cell, points)| computed[cell] != **points)
                .map(|(cell, &points)| Differing {
                    cell: cell.clone(),
                    published: points,
                    computed: computed[cell],
                })
                .collect();
            (index, Judged { hypothesis: *hypothesis, differing })
        })
        .collect();
    judged.sort_by_key(|(index, own)| (own.differing.len(), *index));
    let rank_of: BTreeMap<usize, usize> =
        judged.iter().enumerate().map(|(rank, (index, _))| (*index, rank)).collect();
    let deciding = published
        .iter()
        .filter_map(|(cell, &points)| {
            let mut values: BTreeMap<Points, Vec<usize>> = BTreeMap::new();
            for (index, computed) in computed.iter().enumerate() {
                values.entry(computed[cell]).or_default().push(rank_of[&index]);
            }
            values.values_mut().for_each(|ranks| ranks.sort_unstable());
            (values.len() > 1).then(|| Deciding {
                cell: cell.clone(),
                published: points,
                values: values.into_iter().collect(),
            })
        })
        .collect();
    Inference { cells: published.len(), judged: judged.into_iter().map(|(_, own)| own).collect(), deciding }
}

/// Published cells of rounds known in full, blank ones as no points.
fn published_cells(season: &Season, rules: &Rulebook) -> BTreeMap<CellRef, Points> {
    let mut cells = BTreeMap::new();
    for table in season.published.iter().filter(|table| rules.title(&table.title).is_some()) {
        for row in &table.rows {
            for &(round, points) in row.cells.iter().filter(|(round, _)| season.known_in_full(*round)) {
                let cell = CellRef {
                    title: table.title.clone(),
                    class: table.class,
                    competitor: row.competitor,
                    round,
                };
                cells.entry(cell).or_insert(points.unwrap_or(Points::ZERO));
            }
        }
    }
    cells
}

fn only_published_titles(season: &Season, rules: &Rulebook) -> Rulebook {
    let mut rules = rules.clone();
    let mut titles = Table::default();
    for title in rules.titles.rows() {
        if season.published.iter().any(|table| table.title == title.id) {
            titles.push(title.clone());
        }
    }
    rules.titles = titles;
    rules
}

fn score(season: &Season, rules: &Rulebook) -> BTreeMap<CellRef, Points> {
    let classifications = classify_all(season, rules);
    let mut cells = BTreeMap::new();
    for tally in tallies(season, rules, &classifications) {
        let title = &rules.titles[tally.title].id;
        for (competitor, round, points) in tally.cells() {
            let cell = CellRef { title: title.clone(), class: tally.class, competitor, round };
            cells.insert(cell, points);
        }
    }
    cells
}
