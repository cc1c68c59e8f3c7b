//! From awards to tables: points by round, windows, adjustments, totals, ranks.

use crate::compute::award::awards;
use crate::compute::classify::occasion;
use crate::decisions::{Decision, Ruling};
use crate::exact::Points;
use crate::outcome::{
    Award, Basis, Because, By, Cell, Classification, Count, Effect, Input, StandingsRow, StandingsTable, Step,
};
use crate::rulebook::Rulebook;
use crate::rules::points::PointsScale;
use crate::rules::ties::{Finish, TieBreak};
use crate::rules::title::{Lists, Title};
use crate::rules::window::Window;
use crate::season::{Class, Competitor, Kind, Round, RoundStatus, Season};
use crate::table::Ix;
use smallvec::SmallVec;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The awards of one title and class over a season, ready to be added up after any round.
pub struct Tally {
    pub title: Ix<Title>,
    pub class: Option<Ix<Class>>,
    /// Rounds that the table has columns for, in order.
    pub rounds: Vec<Ix<Round>>,
    /// Rounds run of which the title knows neither results nor published points.
    pub unknown: Vec<Ix<Round>>,
    numbers: Vec<u32>,
    /// By competitor.
    accounts: Vec<Account>,
    /// How places were counted, session by session.
    counts: Arc<[Count]>,
}

/// What one competitor collected.
struct Account {
    competitor: Ix<Competitor>,
    /// By column of the table.
    entries: Vec<Entry>,
    /// Finishes of all cars that counted, in order of rounds.
    finishes: Vec<Finish>,
    adjustments: Vec<(usize, Ix<Decision>, Points)>,
    excluded: Option<(usize, Ix<Decision>)>,
    loses_points: bool,
}

#[derive(Clone)]
struct Entry {
    points: Points,
    position: Option<u32>,
    basis: Basis,
    classified: bool,
    awards: Vec<Award>,
    because: Option<Because>,
}

const NOTHING: Entry = Entry {
    points: Points::ZERO,
    position: None,
    basis: Basis::Nothing,
    classified: false,
    awards: Vec::new(),
    because: None,
};

/// A competitor's place after a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rank {
    pub competitor: Ix<Competitor>,
    /// None for a competitor excluded from the title.
    pub position: Option<u32>,
    pub shared: bool,
    pub total: Points,
    account: usize,
    counted: Vec<bool>,
    excluded: Option<Ix<Decision>>,
    by_tie_break: bool,
}

/// One tally for each title and class that has it.
pub fn tallies(season: &Season, rules: &Rulebook, classifications: &[Classification]) -> Vec<Tally> {
    let mut tallies = Vec::new();
    for (ix, title) in rules.titles.iter() {
        if !title.per_class {
            tallies.push(Tally::new(season, rules, classifications, ix, None));
            continue;
        }
        for (class, own) in season.classes.iter() {
            let mapped_away = || {
                rules.class_maps.iter().any(|map| map.rule.from == own.id && map.scope == Default::default())
            };
            if title.has_class(&own.id) && !mapped_away() {
                let tally = Tally::new(season, rules, classifications, ix, Some(class));
                if !tally.accounts.is_empty() {
                    tallies.push(tally);
                }
            }
        }
    }
    tallies
}

impl Tally {
    fn new(
        season: &Season,
        rules: &Rulebook,
        classifications: &[Classification],
        title_ix: Ix<Title>,
        class: Option<Ix<Class>>,
    ) -> Tally {
        let title = &rules.titles[title_ix];
        let published = declared_rounds(season, title, class);
        let (mut rounds, mut unknown) = (Vec::new(), Vec::new());
        for (ix, round) in season.rounds.iter() {
            if round.number.is_none() || round.status != RoundStatus::Held {
                continue;
            }
            if season.known_in_full(ix) || published.iter().any(|&(own, ..)| own == ix) {
                rounds.push(ix);
            } else {
                unknown.push(ix);
            }
        }
        let mut accounts: BTreeMap<Ix<Competitor>, Account> = BTreeMap::new();
        let columns = rounds.len();
        let mut counts = Vec::new();
        for classification in classifications {
            let round = season.sessions[classification.session].round;
            let Ok(column) = rounds.binary_search(&round) else { continue };
            enter_starters(season, title, classification, class, column, columns, &mut accounts);
            let awarded = awards(season, rules, title, classification, class);
            if !awarded.count.cars.is_empty() {
                counts.push(awarded.count);
            }
            for award in awarded.awards {
                let account = accounts
                    .entry(award.competitor)
                    .or_insert_with(|| Account::new(award.competitor, columns));
                account.award(column, award);
            }
        }
        for (round, table, row) in published {
            let (Ok(column), false) = (rounds.binary_search(&round), season.known_in_full(round)) else {
                continue;
            };
            let line = &season.published[table].rows[row];
            let account =
                accounts.entry(line.competitor).or_insert_with(|| Account::new(line.competitor, columns));
            let points = line.cells.iter().find(|(own, _)| *own == round).and_then(|&(_, points)| points);
            account.declare(season, rules, title, class, (round, column), points, (table, row));
        }
        if let Some(category) = &title.category {
            accounts.retain(|&ix, _| season.competitors[ix].categories.iter().any(|own| own == category));
        }
        let mut tally = Tally {
            title: title_ix,
            class,
            numbers: rounds.iter().map(|&round| season.rounds[round].number.unwrap_or(0)).collect(),
            rounds,
            unknown,
            accounts: accounts.into_values().collect(),
            counts: counts.into(),
        };
        tally.enter_decisions(season, title);
        tally
    }

    fn enter_decisions(&mut self, season: &Season, title: &Title) {
        for (ix, decision) in season.decisions_in_force() {
            let (target, round) = match &decision.ruling {
                Ruling::ExcludeFromTitle(own) => (&own.target, own.from),
                Ruling::Adjust(own) => (&own.target, own.round),
                _ => continue,
            };
            if !target.is_in(&title.id, self.class) {
                continue;
            }
            let column = round.map_or(0, |round| self.rounds.partition_point(|&own| own < round));
            let Ok(at) = self.accounts.binary_search_by_key(&target.competitor, |own| own.competitor) else {
                continue;
            };
            let account = &mut self.accounts[at];
            match &decision.ruling {
                Ruling::Adjust(own) => account.adjustments.push((column, ix, own.points)),
                Ruling::ExcludeFromTitle(own) => {
                    account.excluded = Some((column, ix));
                    account.loses_points = own.loses_points;
                }
                _ => {}
            }
        }
    }

    /// Points of every competitor in every round.
    pub fn cells(&self) -> impl Iterator<Item = (Ix<Competitor>, Ix<Round>, Points)> + '_ {
        self.accounts.iter().flat_map(move |account| {
            let entries = account.entries.iter().zip(&self.rounds);
            entries.map(move |(entry, &round)| (account.competitor, round, entry.points))
        })
    }

    /// How many columns count after a round; None for all.
    pub fn columns_after(&self, after: Option<Ix<Round>>) -> usize {
        after.map_or(self.rounds.len(), |after| self.rounds.partition_point(|&round| round <= after))
    }

    /// Ranks everyone the title lists over the first `columns` rounds of the table.
    pub fn rank(&self, title: &Title, columns: usize) -> Vec<Rank> {
        let mut ranks: Vec<Rank> = Vec::with_capacity(self.accounts.len());
        let mut points = Vec::with_capacity(columns);
        for (index, account) in self.accounts.iter().enumerate() {
            let entries = &account.entries[..columns];
            let scored = account.adjustments.iter().any(|adjustment| adjustment.0 < columns)
                || entries.iter().any(|entry| !entry.points.is_zero());
            let excluded = account.excluded.filter(|own| own.0 < columns).map(|own| own.1);
            let listed = excluded.is_some()
                || scored
                || match title.lists {
                    Lists::Scored => false,
                    Lists::Classified => entries.iter().any(|entry| entry.classified),
                    Lists::Started => entries.iter().any(|entry| entry.basis != Basis::Nothing),
                };
            if !listed {
                continue;
            }
            let mut counted = vec![true; columns];
            if !title.windows.is_empty() {
                points.clear();
                points.extend(entries.iter().map(|entry| entry.points));
                Window::drop_results(&title.windows, &self.numbers[..columns], &points, &mut counted);
            }
            let sum: Points = entries
                .iter()
                .zip(&counted)
                .filter(|(_, counted)| **counted)
                .map(|(entry, _)| entry.points)
                .sum();
            let adjusted: Points =
                account.adjustments.iter().filter(|own| own.0 < columns).map(|own| own.2).sum();
            ranks.push(Rank {
                competitor: account.competitor,
                position: None,
                shared: false,
                total: if excluded.is_some() && account.loses_points { Points::ZERO } else { sum + adjusted },
                account: index,
                counted,
                excluded,
                by_tie_break: false,
            });
        }
        let finishes = |rank: &Rank| {
            let all = &self.accounts[rank.account].finishes;
            &all[..all.partition_point(|finish| finish.0 < columns)]
        };
        let order = |a: &Rank, b: &Rank| {
            (a.excluded.is_some().cmp(&b.excluded.is_some()))
                .then_with(|| b.total.cmp(&a.total))
                .then_with(|| TieBreak::compare_all(&title.ties, finishes(a), finishes(b)))
        };
        // The sort is stable and accounts are in order of competitors: level rows keep the order of ids.
        ranks.sort_by(&order);
        for index in 0..ranks.len() {
            let place = u32::try_from(index + 1).unwrap_or(u32::MAX);
            let (level, tied) = match index.checked_sub(1).map(|before| &ranks[before]) {
                None => (false, false),
                Some(before) => {
                    (order(before, &ranks[index]) == Ordering::Equal, before.total == ranks[index].total)
                }
            };
            let above = if level { ranks[index - 1].position } else { Some(place) };
            if level {
                ranks[index - 1].shared = true;
            }
            let rank = &mut ranks[index];
            rank.shared = level;
            rank.by_tie_break = tied && !level;
            rank.position = if rank.excluded.is_some() { None } else { above };
        }
        ranks
    }

    /// The table after a round; None for the last.
    pub fn table(&self, season: &Season, rules: &Rulebook, after: Option<Ix<Round>>) -> StandingsTable {
        let columns = self.columns_after(after);
        let title = &rules.titles[self.title];
        let rows = self.rank(title, columns).into_iter().map(|rank| self.row(title, columns, rank)).collect();
        let last = after.or_else(|| self.rounds.last().copied().max(self.unknown.last().copied()));
        let unknown =
            self.unknown.iter().copied().filter(|&round| last.is_none_or(|last| round <= last)).collect();
        debug_assert!(self.rounds.len() <= season.rounds.len());
        StandingsTable {
            title: self.title,
            class: self.class,
            after: last,
            rounds: self.rounds[..columns].to_vec(),
            unknown,
            rows,
            counts: self.counts_until(season, last),
        }
    }

    /// How places were counted in the sessions up to a round.
    fn counts_until(&self, season: &Season, last: Option<Ix<Round>>) -> Arc<[Count]> {
        let counts = &self.counts;
        let until = |count: &Count| last.is_none_or(|last| season.sessions[count.session].round <= last);
        match counts.iter().all(until) {
            true => Arc::clone(counts),
            false => counts.iter().filter(|own| until(own)).cloned().collect(),
        }
    }

    fn row(&self, title: &Title, columns: usize, rank: Rank) -> StandingsRow {
        let account = &self.accounts[rank.account];
        let cells = account.entries[..columns]
            .iter()
            .zip(&self.rounds)
            .zip(&rank.counted)
            .map(|((entry, &round), &counted)| Cell {
                round,
                points: entry.points,
                position: entry.position,
                basis: entry.basis,
                counted,
                awards: entry.awards.clone(),
                because: entry
                    .because
                    .clone()
                    .unwrap_or_else(|| Because::new(By::Article(title.article), None, Effect::Started)),
            })
            .collect();
        let adjustments: Vec<(Ix<Decision>, Points)> =
            account.adjustments.iter().filter(|own| own.0 < columns).map(|own| (own.1, own.2)).collect();
        let dropped = self.rounds.iter().zip(&rank.counted).filter(|(_, counted)| !**counted);
        let mut steps: SmallVec<[Step; 1]> = dropped
            .map(|(&round, _)| Step::new(By::Article(title.article), None, Effect::Dropped(round)))
            .collect();
        steps.extend(
            adjustments
                .iter()
                .map(|&(decision, points)| Step::new(By::Decision(decision), None, Effect::Adjusted(points))),
        );
        let loses_points = account.loses_points;
        steps.extend(
            rank.excluded
                .map(|decision| Step::new(By::Decision(decision), None, Effect::Excluded { loses_points })),
        );
        StandingsRow {
            position: rank.position,
            shared: rank.shared,
            competitor: rank.competitor,
            total: rank.total,
            because: Because { steps },
            adjustments,
            cells,
            excluded: rank.excluded,
            by_tie_break: rank.by_tie_break,
        }
    }
}

impl Account {
    fn new(competitor: Ix<Competitor>, columns: usize) -> Account {
        Account {
            competitor,
            entries: vec![NOTHING; columns],
            finishes: Vec::new(),
            adjustments: Vec::new(),
            excluded: None,
            loses_points: false,
        }
    }

    fn award(&mut self, column: usize, award: Award) {
        let entry = &mut self.entries[column];
        entry.points += award.points;
        entry.basis = Basis::Computed;
        if let Some(position) = award.position {
            entry.position = Some(entry.position.map_or(position, |own| own.min(position)));
            if award.breaks_ties {
                self.finishes.push((column, position));
            }
        }
        if entry.awards.is_empty() {
            entry.because = Some(award.because.clone());
        }
        entry.awards.push(award);
    }

    /// Carries published points of a round whose results are not known.
    #[allow(clippy::too_many_arguments)]
    fn declare(
        &mut self,
        season: &Season,
        rules: &Rulebook,
        title: &Title,
        class: Option<Ix<Class>>,
        (round, column): (Ix<Round>, usize),
        points: Option<Points>,
        (table, row): (usize, usize),
    ) {
        let session = season.session(round, "race");
        let scale = session
            .and_then(|session| PointsScale::of(&rules.points, &occasion(season, session, class, &title.id)));
        let number = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
        let entry = &mut self.entries[column];
        entry.points = points.unwrap_or(Points::ZERO);
        entry.basis = Basis::Declared;
        entry.position = points.and_then(|points| scale?.rule.position_of(points));
        let input = Input::Published { table: number(table), row: number(row) };
        entry.because = Some(Because::new(By::Article(title.article), input, Effect::Carried(entry.points)));
        if let Some(position) = entry.position {
            let at = self.finishes.partition_point(|finish| finish.0 <= column);
            self.finishes.insert(at, (column, position));
        }
    }
}

/// Everyone who started gets an entry, so that no points of a starter differ from no start.
fn enter_starters(
    season: &Season,
    title: &Title,
    classification: &Classification,
    class: Option<Ix<Class>>,
    column: usize,
    columns: usize,
    accounts: &mut BTreeMap<Ix<Competitor>, Account>,
) {
    for row in classification.rows.iter().filter(|row| class.is_none() || row.class == class) {
        if !row.status.started() {
            continue;
        }
        let result = &season.results[row.result];
        let mut enter = |competitor: Ix<Competitor>| {
            let account = accounts.entry(competitor).or_insert_with(|| Account::new(competitor, columns));
            let entry = &mut account.entries[column];
            entry.basis = Basis::Computed;
            entry.classified |= row.classified;
            if entry.because.is_none() {
                entry.because = Some(row.because.clone());
            }
        };
        match title.competitor {
            Kind::Driver => result.crew.iter().filter(|seat| seat.drove).for_each(|seat| enter(seat.driver)),
            kind => result.stands_for(kind).into_iter().for_each(enter),
        }
    }
}

/// Rounds with published cells of a title and class: round, index of the table, index of the row. Of several tables the
/// first that has the cell speaks.
fn declared_rounds(
    season: &Season,
    title: &Title,
    class: Option<Ix<Class>>,
) -> Vec<(Ix<Round>, usize, usize)> {
    let mut found: BTreeMap<(Ix<Round>, Ix<Competitor>), (usize, usize)> = BTreeMap::new();
    for (table, published) in season.published.iter().enumerate() {
        if published.title != title.id || published.class != class {
            continue;
        }
        for (row, line) in published.rows.iter().enumerate() {
            for &(round, _) in &line.cells {
                found.entry((round, line.competitor)).or_insert((table, row));
            }
        }
    }
    found.into_iter().map(|((round, _), (table, row))| (round, table, row)).collect()
}
