//! Which rules reproduce the published tables: every combination of the open choices is scored and held against them.

use crate::compute::award::awards;
use crate::compute::classify::classify;
use crate::exact::{Points, Share};
use crate::numbers::Laps;
use crate::outcome::{AwardKind, Classification, ClassificationRow};
use crate::rulebook::{Article, Rulebook};
use crate::rules::classified::Classified;
use crate::rules::distance::{DistanceOf, MinimumDistance, Rounding};
use crate::rules::kind::Rule;
use crate::rules::title::Title;
use crate::season::{Class, Competitor, Round, RoundStatus, Season, Session, StatedRule, Status};
use crate::table::{Ix, Table};
use std::collections::{BTreeMap, BTreeSet};

/// One way to read the open rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hypothesis {
    pub min_share: Share,
    pub of: DistanceOf,
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
        for of in DistanceOf::ALL {
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

/// The rulebook with its open choices as the hypothesis has them. What it says of retired cars beyond their points stays.
pub fn rules_of(rules: &Rulebook, hypothesis: &Hypothesis) -> Rulebook {
    let mut rules = rules.clone();
    let minimum =
        MinimumDistance { share: hypothesis.min_share, of: hypothesis.of, rounding: hypothesis.rounding };
    if rules.classified.is_empty() {
        let article = rules.articles.push(Article {
            kind: Classified::NAME,
            id: Classified::NAME.to_owned(),
            text: "hypothesis".to_owned(),
            source: String::new(),
            spot: Default::default(),
        });
        rules.classified.push(Classified::with_minimum(minimum, article));
    }
    // Where only some blocks ask for a share, the others stay without one.
    let any = rules.classified.iter().any(|own| own.rule.distance.is_some());
    for own in &mut rules.classified {
        if own.rule.distance.is_some() || !any {
            (own.rule.distance, own.rule.of) = (Some(minimum), minimum.of);
        }
        own.rule.retired_may_score = hypothesis.dnf_may_score;
    }
    for title in rules.titles.rows_mut() {
        title.others_keep_position = hypothesis.others_keep_position;
    }
    rules
}

/// Scores every hypothesis against the published cells of rounds known in full.
///
/// A round is scored once for all hypotheses that classify its cars alike.
pub fn infer(season: &Season, rules: &Rulebook, hypotheses: &[Hypothesis]) -> Inference {
    let published = published_cells(season, rules);
    let rules = only_published_titles(season, rules);
    let ruled: Vec<Rulebook> = hypotheses.iter().map(|hypothesis| rules_of(&rules, hypothesis)).collect();
    let mut of_round: BTreeMap<Ix<Round>, Vec<(&CellRef, Points)>> = BTreeMap::new();
    for (cell, &points) in &published {
        of_round.entry(cell.round).or_default().push((cell, points));
    }
    let scored: Vec<ScoredRound<'_>> = of_round
        .into_iter()
        .map(|(round, cells)| ScoredRound::new(season, &rules, (hypotheses, &ruled), round, cells))
        .collect();
    let mut judged: Vec<(usize, Judged)> = hypotheses
        .iter()
        .enumerate()
        .map(|(index, hypothesis)| {
            let mut differing: Vec<Differing> =
                scored.iter().flat_map(|round| round.differing(index)).collect();
            differing.sort_by(|a, b| a.cell.cmp(&b.cell));
            (index, Judged { hypothesis: *hypothesis, differing })
        })
        .collect();
    judged.sort_by_key(|(index, own)| (own.differing.len(), *index));
    let mut rank_of = vec![0; hypotheses.len()];
    for (rank, (index, _)) in judged.iter().enumerate() {
        rank_of[*index] = rank;
    }
    let mut deciding: Vec<Deciding> = scored.iter().flat_map(|round| round.deciding(&rank_of)).collect();
    deciding.sort_by(|a, b| a.cell.cmp(&b.cell));
    Inference { cells: published.len(), judged: judged.into_iter().map(|(_, own)| own).collect(), deciding }
}

/// The published cells of a round, scored in every way that some hypothesis gives.
struct ScoredRound<'c> {
    cells: Vec<(&'c CellRef, Points)>,
    /// Computed points of each cell, a line for each way.
    ways: Vec<Vec<Points>>,
    /// The way of each hypothesis.
    way_of: Vec<usize>,
}

impl<'c> ScoredRound<'c> {
    fn new(
        season: &Season,
        rules: &Rulebook,
        (hypotheses, ruled): (&[Hypothesis], &[Rulebook]),
        round: Ix<Round>,
        cells: Vec<(&'c CellRef, Points)>,
    ) -> ScoredRound<'c> {
        let sessions: Vec<Ix<Session>> = season.sessions_of(round).collect();
        let fields: Vec<Field> =
            sessions.iter().map(|&session| Field::of(&classify(season, rules, session))).collect();
        let mut known: BTreeMap<_, usize> = BTreeMap::new();
        let (mut ways, mut way_of) = (Vec::new(), Vec::with_capacity(hypotheses.len()));
        for (hypothesis, ruled) in hypotheses.iter().zip(ruled) {
            let minimum = MinimumDistance {
                share: hypothesis.min_share,
                of: hypothesis.of,
                rounding: hypothesis.rounding,
            };
            let asked: Vec<_> = fields.iter().map(|field| field.asked(&minimum)).collect();
            let key = (asked, hypothesis.dnf_may_score, hypothesis.others_keep_position);
            let way = *known.entry(key).or_insert_with(|| {
                ways.push(score(season, ruled, (round, &sessions), &cells));
                ways.len() - 1
            });
            way_of.push(way);
        }
        ScoredRound { cells, ways, way_of }
    }

    fn differing(&self, hypothesis: usize) -> impl Iterator<Item = Differing> + '_ {
        let computed = &self.ways[self.way_of[hypothesis]];
        self.cells
            .iter()
            .zip(computed)
            .filter(|((_, published), computed)| published != *computed)
            .map(|(&(cell, published), &computed)| Differing { cell: cell.clone(), published, computed })
    }

    fn deciding<'s>(&'s self, rank_of: &'s [usize]) -> impl Iterator<Item = Deciding> + 's {
        self.cells.iter().enumerate().filter_map(move |(index, &(cell, published))| {
            let first = self.ways.first()?[index];
            if self.ways.iter().all(|way| way[index] == first) {
                return None;
            }
            let mut values: BTreeMap<Points, Vec<usize>> = BTreeMap::new();
            for (&way, &rank) in self.way_of.iter().zip(rank_of) {
                values.entry(self.ways[way][index]).or_default().push(rank);
            }
            values.values_mut().for_each(|ranks| ranks.sort_unstable());
            Some(Deciding { cell: cell.clone(), published, values: values.into_iter().collect() })
        })
    }
}

/// The laps of a session's cars by class, and those of the winners.
struct Field {
    winner: Option<Laps>,
    /// By class: the winner's laps, and all laps in order.
    classes: BTreeMap<Option<Ix<Class>>, Driven>,
}

type Driven = (Option<Laps>, Vec<Laps>);

impl Field {
    fn of(classification: &Classification) -> Field {
        let placed = |row: &&ClassificationRow| row.status.started() && row.status != Status::Dsq;
        let mut classes: BTreeMap<Option<Ix<Class>>, Driven> = BTreeMap::new();
        for row in classification.rows.iter().filter(placed) {
            classes.entry(row.class).or_insert_with(|| (row.laps, Vec::new())).1.extend(row.laps);
        }
        classes.values_mut().for_each(|(_, laps)| laps.sort_unstable());
        Field { winner: classification.rows.iter().find(placed).and_then(|row| row.laps), classes }
    }

    /// What a minimum comes to in each class: how many of its cars are below it. Minimums that come to the same classify the
    /// same cars.
    fn asked(&self, minimum: &MinimumDistance) -> Vec<usize> {
        let below = |(class_winner, laps): &Driven| {
            let winner = match minimum.of {
                DistanceOf::ClassWinner => *class_winner,
                DistanceOf::OverallWinner => self.winner,
            };
            let required = winner.map_or(Laps(0), |winner| minimum.required_laps(winner));
            laps.partition_point(|&own| own < required)
        };
        self.classes.values().map(below).collect()
    }
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

/// Computed points of the cells of a round.
fn score(
    season: &Season,
    rules: &Rulebook,
    (round, sessions): (Ix<Round>, &[Ix<Session>]),
    cells: &[(&CellRef, Points)],
) -> Vec<Points> {
    let mut points = vec![Points::ZERO; cells.len()];
    let own = &season.rounds[round];
    if own.number.is_none() || own.status != RoundStatus::Held {
        return points;
    }
    let classifications: Vec<Classification> =
        sessions.iter().map(|&session| classify(season, rules, session)).collect();
    // Cells are in order of titles, classes and competitors.
    let mut at = 0;
    for table in cells.chunk_by(|(a, _), (b, _)| (&a.title, a.class) == (&b.title, b.class)) {
        let columns = at..at + table.len();
        at = columns.end;
        let Some(title) = rules.title(&table[0].0.title).map(|ix| &rules.titles[ix]) else { continue };
        let class = table[0].0.class;
        if class.is_some() != title.per_class
            || class.is_some_and(|class| !title.has_class(&season.classes[class].id))
        {
            continue;
        }
        let points = &mut points[columns];
        let mut placed = vec![false; table.len()];
        for award in classifications.iter().flat_map(|own| awards(season, rules, title, own, class).awards) {
            let found = table.binary_search_by_key(&award.competitor, |(cell, _)| cell.competitor);
            let Ok(index) = found else { continue };
            if is_listed(season, title, award.competitor) {
                points[index] += award.points;
                placed[index] |= award.kind == AwardKind::Position;
            }
        }
        if let Some(absent) = title.absent.filter(|_| title.counts_at(&own.event)) {
            for (points, _) in points.iter_mut().zip(placed).filter(|(_, placed)| !placed) {
                *points += absent;
            }
        }
    }
    points
}

/// Whether the title's table has the competitor.
fn is_listed(season: &Season, title: &Title, competitor: Ix<Competitor>) -> bool {
    let own = &season.competitors[competitor].categories;
    title.category.as_ref().is_none_or(|category| own.contains(category))
}
