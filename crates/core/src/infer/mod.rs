//! Which rules reproduce the published tables: every combination of the open choices is scored and held against them.

mod space;

use crate::change::Change;
use crate::compute::award::awards;
use crate::compute::classify::classify;
use crate::exact::Points;
use crate::outcome::{AwardKind, Because, Classification};
use crate::rulebook::Rulebook;
use crate::rules::bonus::FeatBonus;
use crate::rules::classified::Classified;
use crate::rules::kind::Rule;
use crate::rules::points::PointsScale;
use crate::rules::title::Title;
use crate::season::{Class, Competitor, Round, RoundStatus, Season, Session};
use crate::table::{Ix, Table};
pub use space::{Hypothesis, MOST_HYPOTHESES, OpenKey, OpenValue, Space};
use std::collections::BTreeMap;

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
    /// Whether it was left before the last round, as there are enough better ones: more cells may differ.
    pub left: bool,
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
    pub space: Space,
    /// Published cells of rounds known in full.
    pub cells: usize,
    /// Fewest differences first, those left before the end last; equals in order of the hypotheses.
    pub judged: Vec<Judged>,
    pub deciding: Vec<Deciding>,
    /// Rounds that were not looked at, as the search was broken off.
    pub rounds_left: usize,
}

/// How far a search is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub rounds_done: usize,
    pub rounds: usize,
    /// Hypotheses that are still looked at.
    pub hypotheses: usize,
}

/// A hypothesis with so many wrong cells is left where [`KEPT`] others have fewer: a search of few looks at all to the end.
const MOST_WRONG: usize = 24;
const KEPT: usize = 1_024;

/// Scores every hypothesis against the published cells of rounds known in full. `watch` is told after each round how far the
/// search is, and breaks it off by `false`.
///
/// A round is scored once for all hypotheses that classify its cars alike.
///
/// # Errors
/// A combination of values is no rulebook.
pub fn infer(
    season: &Season,
    rules: &Rulebook,
    space: &Space,
    watch: &mut dyn FnMut(Progress) -> bool,
) -> Result<Inference, Vec<crate::Diagnostic>> {
    let published = published_cells(season, rules);
    let hypotheses = space.hypotheses();
    let mut ruled = Vec::with_capacity(hypotheses.len());
    for own in &hypotheses {
        ruled.push(Ruled::new(season, rules, &space.changes(own))?);
    }
    let mut of_round: BTreeMap<Ix<Round>, Vec<(&CellRef, Points)>> = BTreeMap::new();
    for (cell, &points) in &published {
        of_round.entry(cell.round).or_default().push((cell, points));
    }
    let rounds = of_round.len();
    let mut wrong = vec![0_usize; hypotheses.len()];
    let mut open = vec![true; hypotheses.len()];
    let mut scored: Vec<ScoredRound<'_>> = Vec::with_capacity(rounds);
    for (round, cells) in of_round {
        let own = ScoredRound::new(season, (&ruled, &open), round, cells);
        for (index, wrong) in wrong.iter_mut().enumerate() {
            *wrong += own.wrong(index);
        }
        scored.push(own);
        let better = wrong.iter().filter(|own| **own < MOST_WRONG).count();
        if better >= KEPT {
            open.iter_mut().zip(&wrong).for_each(|(open, own)| *open &= *own < MOST_WRONG);
        }
        let hypotheses = open.iter().filter(|own| **own).count();
        if !watch(Progress { rounds_done: scored.len(), rounds, hypotheses }) {
            break;
        }
    }
    let mut judged: Vec<(usize, Judged)> = hypotheses
        .into_iter()
        .enumerate()
        .map(|(index, hypothesis)| {
            let mut differing: Vec<Differing> =
                scored.iter().flat_map(|round| round.differing(index)).collect();
            differing.sort_by(|a, b| a.cell.cmp(&b.cell));
            (index, Judged { hypothesis, differing, left: !open[index] })
        })
        .collect();
    judged.sort_by_key(|(index, own)| (own.left, own.differing.len(), *index));
    let mut rank_of = vec![0; judged.len()];
    for (rank, (index, _)) in judged.iter().enumerate() {
        rank_of[*index] = rank;
    }
    let mut deciding: Vec<Deciding> = scored.iter().flat_map(|round| round.deciding(&rank_of)).collect();
    deciding.sort_by(|a, b| a.cell.cmp(&b.cell));
    Ok(Inference {
        space: space.clone(),
        cells: published.len(),
        rounds_left: rounds - scored.len(),
        judged: judged.into_iter().map(|(_, own)| own).collect(),
        deciding,
    })
}

/// A rulebook as a hypothesis has it.
struct Ruled {
    rules: Rulebook,
    /// The changes that the classification looks at, and those that the awards look at.
    of_classification: String,
    of_awards: String,
}

impl Ruled {
    fn new(season: &Season, rules: &Rulebook, changes: &[Change]) -> Result<Ruled, Vec<crate::Diagnostic>> {
        let said = |wanted: &dyn Fn(&Change) -> bool| {
            changes.iter().filter(|own| wanted(own)).map(Change::to_string).collect::<Vec<_>>().join("\n")
        };
        let classifies = |own: &Change| match own.kind() {
            Title::NAME | PointsScale::NAME | FeatBonus::NAME => false,
            Classified::NAME => own.key().is_none_or(|key| key != Classified::OF_AWARDS),
            _ => true,
        };
        let awards = |own: &Change| {
            own.kind() != Classified::NAME || own.key().is_none_or(|key| key == Classified::OF_AWARDS)
        };
        Ok(Ruled {
            rules: only_published_titles(season, rules.with(changes)?),
            of_classification: said(&classifies),
            of_awards: said(&awards),
        })
    }
}

/// The published cells of a round, scored in every way that some hypothesis gives.
struct ScoredRound<'c> {
    cells: Vec<(&'c CellRef, Points)>,
    /// Computed points of each cell, a line for each way.
    ways: Vec<Vec<Points>>,
    /// Differing cells of each way.
    wrong: Vec<usize>,
    /// The way of each hypothesis; none where it was left before this round.
    way_of: Vec<Option<usize>>,
}

impl<'c> ScoredRound<'c> {
    fn new(
        season: &Season,
        (ruled, open): (&[Ruled], &[bool]),
        round: Ix<Round>,
        cells: Vec<(&'c CellRef, Points)>,
    ) -> ScoredRound<'c> {
        let sessions: Vec<Ix<Session>> = season.sessions_of(round).collect();
        // Classifications by what they look at, each as the number of what came of it.
        let mut classified: BTreeMap<&str, usize> = BTreeMap::new();
        let mut fields: Vec<Vec<Classification>> = Vec::new();
        let mut known: BTreeMap<(usize, &str), usize> = BTreeMap::new();
        let (mut ways, mut way_of) = (Vec::new(), Vec::with_capacity(ruled.len()));
        for own in ruled.iter().zip(open).map(|(own, open)| open.then_some(own)) {
            let Some(own) = own else {
                way_of.push(None);
                continue;
            };
            let field = *classified.entry(&own.of_classification).or_insert_with(|| {
                let field: Vec<Classification> =
                    sessions.iter().map(|&session| bare(classify(season, &own.rules, session))).collect();
                fields.iter().position(|known| *known == field).unwrap_or_else(|| {
                    fields.push(field);
                    fields.len() - 1
                })
            });
            let way = *known.entry((field, &own.of_awards)).or_insert_with(|| {
                ways.push(score(season, &own.rules, round, &fields[field], &cells));
                ways.len() - 1
            });
            way_of.push(Some(way));
        }
        let differing =
            |way: &Vec<Points>| way.iter().zip(&cells).filter(|(own, cell)| **own != cell.1).count();
        let wrong = ways.iter().map(differing).collect();
        ScoredRound { cells, ways, wrong, way_of }
    }

    fn wrong(&self, hypothesis: usize) -> usize {
        self.way_of[hypothesis].map_or(0, |way| self.wrong[way])
    }

    fn differing(&self, hypothesis: usize) -> impl Iterator<Item = Differing> + '_ {
        let computed = self.way_of[hypothesis].map(|way| &self.ways[way]);
        let cells = self.cells.iter().zip(computed.into_iter().flatten());
        cells
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
                if let Some(way) = way {
                    values.entry(self.ways[way][index]).or_default().push(rank);
                }
            }
            values.values_mut().for_each(|ranks| ranks.sort_unstable());
            Some(Deciding { cell: cell.clone(), published, values: values.into_iter().collect() })
        })
    }
}

/// A classification without its reasons: what points are given by.
fn bare(mut own: Classification) -> Classification {
    for row in &mut own.rows {
        row.because = Because { steps: Default::default() };
        row.distance = None;
    }
    own
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

fn only_published_titles(season: &Season, mut rules: Rulebook) -> Rulebook {
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
    round: Ix<Round>,
    classifications: &[Classification],
    cells: &[(&CellRef, Points)],
) -> Vec<Points> {
    let mut points = vec![Points::ZERO; cells.len()];
    let own = &season.rounds[round];
    if own.number.is_none() || own.status != RoundStatus::Held {
        return points;
    }
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
    let own = &season.competitors[competitor];
    title.category.as_ref().is_none_or(|category| category.has(season, own))
}
