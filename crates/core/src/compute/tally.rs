//! From awards to tables: points by round, windows, adjustments, totals, ranks.

use crate::compute::account::{Account, Accounts, enter_starters};
use crate::compute::award::{Scoring, awards};
use crate::compute::class_change::take_points_along;
use crate::compute::classify::occasion;
use crate::compute::line::{Board, Line};
use crate::compute::order::PlacedAhead;
pub use crate::compute::rank::Rank;
use crate::decisions::{Decision, Ruling};
use crate::exact::Points;
use crate::outcome::{Because, By, Cell, Classification, Count, Effect, StandingsRow, StandingsTable, Step};
use crate::rulebook::Rulebook;
use crate::rules::class_map::ClassMap;
use crate::rules::kind::Clause;
use crate::rules::scope::same_class;
use crate::rules::title::Title;
use crate::season::{Class, Competitor, Round, RoundStatus, Season};
use crate::table::Ix;
use smallvec::SmallVec;
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
    /// By competitor, one a line of the board.
    pub(super) accounts: Vec<Account>,
    /// What ranking looks at.
    pub(crate) board: Arc<Board>,
    /// How places were counted, session by session.
    counts: Arc<[Count]>,
}

/// One tally for each title and class that has it.
pub fn tallies(season: &Season, rules: &Rulebook, classifications: &[Classification]) -> Vec<Tally> {
    let titles = rules.titles.iter();
    titles.flat_map(|(ix, _)| tallies_of(season, rules, classifications, ix)).collect()
}

/// Those of one title.
pub fn tallies_of(
    season: &Season,
    rules: &Rulebook,
    classifications: &[Classification],
    ix: Ix<Title>,
) -> Vec<Tally> {
    let title = &rules.titles[ix];
    if !title.per_class {
        let mut own = Tally::new(season, rules, classifications, ix, None);
        own.settle(title);
        return vec![own];
    }
    let classes = season.classes.iter().map(|(class, _)| class);
    let mut own: Vec<Tally> =
        classes.filter_map(|class| Tally::of_class(season, rules, classifications, ix, class)).collect();
    if title.takes_points {
        take_points_along(&mut own);
    }
    own.iter_mut().for_each(|tally| tally.settle(title));
    own
}

/// That of one title and class.
pub fn tally_of(
    season: &Season,
    rules: &Rulebook,
    classifications: &[Classification],
    ix: Ix<Title>,
    class: Option<Ix<Class>>,
) -> Option<Tally> {
    let title = &rules.titles[ix];
    match class {
        // Points that go along come from other classes.
        Some(class) if title.per_class && !title.takes_points => {
            let mut own = Tally::of_class(season, rules, classifications, ix, class)?;
            own.settle(title);
            Some(own)
        }
        class => {
            let all = tallies_of(season, rules, classifications, ix);
            all.into_iter().find(|own| own.class == class)
        }
    }
}

impl Tally {
    /// None where the title has no table of that class.
    fn of_class(
        season: &Season,
        rules: &Rulebook,
        classifications: &[Classification],
        ix: Ix<Title>,
        class: Ix<Class>,
    ) -> Option<Tally> {
        let id = &season.classes[class].id;
        let mapped_away =
            |map: &Clause<ClassMap>| same_class(&map.rule.from, id) && map.scope == Default::default();
        if !rules.titles[ix].has_class(id) || rules.class_maps.iter().any(mapped_away) {
            return None;
        }
        let own = Tally::new(season, rules, classifications, ix, Some(class));
        (!own.accounts.is_empty() && !own.is_of_guests(season, rules, classifications)).then_some(own)
    }

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
        let mut accounts = Accounts::new(season, rounds.len());
        let mut counts = Vec::new();
        for classification in classifications {
            let round = season.sessions[classification.session].round;
            let Ok(column) = rounds.binary_search(&round) else { continue };
            enter_starters(season, title, classification, class, column, &mut accounts);
            let awarded = awards(season, rules, title, classification, class);
            counts.extend(awarded.counts);
            for award in awarded.awards {
                accounts.of(award.competitor).award(column, award);
            }
        }
        for (round, table, row) in published {
            let (Ok(column), false) = (rounds.binary_search(&round), season.known_in_full(round)) else {
                continue;
            };
            let line = &season.published[table].rows[row];
            let points = line.cells.iter().find(|(own, _)| *own == round).and_then(|&(_, points)| points);
            accounts.of(line.competitor).declare(
                season,
                rules,
                title,
                class,
                (round, column),
                points,
                (table, row),
            );
        }
        let mut accounts = accounts.into_sorted();
        if let Some(category) = &title.category {
            accounts.retain(|own| category.has(season, &season.competitors[own.competitor]));
        }
        let in_title = |round: &Round| {
            round.number.is_some() && round.status != RoundStatus::Cancelled && title.counts_at(&round.event)
        };
        let mut tally = Tally {
            title: title_ix,
            class,
            board: Arc::new(Board {
                numbers: rounds
                    .iter()
                    .map(|&round| season.rounds[round].number.unwrap_or_default())
                    .collect(),
                counting: rounds.iter().map(|&round| in_title(&season.rounds[round])).collect(),
                scheduled: season.rounds.rows().iter().filter(|round| in_title(round)).count(),
                rulings: Vec::new(),
                rounds: rounds.clone(),
                lines: Vec::new(),
            }),
            rounds,
            unknown,
            accounts,
            counts: counts.into(),
        };
        tally.enter_decisions(season, title);
        tally
    }

    /// Whether cars of the class were classified and every one of them is barred from the title: a class of guests has no
    /// table.
    fn is_of_guests(&self, season: &Season, rules: &Rulebook, classifications: &[Classification]) -> bool {
        let title = &rules.titles[self.title];
        let listed = |account: &Account| {
            !account.adjustments.is_empty()
                || account.excluded.is_some()
                || account.entries.iter().any(|entry| entry.lists(title))
        };
        if rules.bars.is_empty() || !self.unknown.is_empty() || self.accounts.iter().any(listed) {
            return false;
        }
        let mut seen = false;
        for classification in classifications {
            let occasion = occasion(season, classification.session, self.class, &title.id);
            let scoring = Scoring::new(season, rules, title, classification, self.class, &occasion);
            for row in classification.rows.iter().filter(|row| row.class == self.class && row.classified) {
                seen = true;
                if scoring.bar(row.result).is_none() {
                    return false;
                }
            }
        }
        seen
    }

    /// Everything is entered: ranking may look at it.
    fn settle(&mut self, title: &Title) {
        self.enter_absences(title);
        let board = Arc::make_mut(&mut self.board);
        let numbers = &board.numbers;
        board.lines = self.accounts.iter_mut().map(|own| Line::of(own, title, numbers)).collect();
    }

    /// Ranks everyone the title lists over the first `columns` rounds of the table.
    pub fn rank(&self, title: &Title, columns: usize) -> Vec<Rank> {
        self.board.rank(title, columns)
    }

    /// Gives everyone points for the rounds in which it has no place, where fewest points win.
    fn enter_absences(&mut self, title: &Title) {
        let Some(points) = title.absent else { return };
        for account in &mut self.accounts {
            let columns = account.entries.iter_mut().zip(&self.board.counting);
            for (entry, _) in columns.filter(|(entry, counts)| **counts && entry.is_missing()) {
                entry.be_absent(title, points);
            }
        }
    }

    fn enter_decisions(&mut self, season: &Season, title: &Title) {
        for (ix, decision) in season.decisions_in_force() {
            let about = decision.ruling.about();
            let Some(target) = about.target.filter(|target| target.is_in(&title.id, self.class)) else {
                continue;
            };
            let column = about.round.map_or(0, |round| self.rounds.partition_point(|&own| own < round));
            if let Ruling::PlaceAhead(own) = &decision.ruling {
                let rulings = &mut Arc::make_mut(&mut self.board).rulings;
                let one = |behind| (column, PlacedAhead { ahead: target.competitor, behind, decision: ix });
                match own.of.is_empty() {
                    true => rulings.push(one(None)),
                    false => rulings.extend(own.of.iter().map(|&behind| one(Some(behind)))),
                }
                continue;
            }
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
            board: Arc::clone(&self.board),
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
        let (account, line) = (&self.accounts[rank.line], &self.board.lines[rank.line]);
        let since = rank.reset.map_or(0, |own| own.0);
        let mut dropped = rank.dropped.iter().peekable();
        let cells = account.entries[..columns]
            .iter()
            .zip(&self.rounds)
            .enumerate()
            .map(|(column, (entry, &round))| (entry, round, dropped.next_if(|own| own.0 == column)))
            .map(|(entry, round, dropped)| Cell {
                round,
                points: entry.points,
                position: entry.position,
                basis: entry.basis,
                counted: dropped.is_none_or(|own| !own.2),
                dropped: dropped.map_or(Points::ZERO, |own| own.1),
                awards: entry.awards.clone(),
                because: entry
                    .because()
                    .unwrap_or_else(|| Because::new(By::Article(title.article), None, Effect::Started)),
            })
            .collect();
        let adjustments: Vec<(Ix<Decision>, Points)> =
            line.adjustments_in(since, columns).map(|own| (own.1, own.2)).collect();
        let of_title = By::Article(title.article);
        let mut steps: SmallVec<[Step; 1]> = SmallVec::new();
        let reset = rank.reset.and_then(|(column, points)| Some((*self.rounds.get(column)?, points)));
        steps.extend(
            reset.map(|(round, points)| Step::new(of_title, None, Effect::BeganAnew { round, points })),
        );
        let dropped = rank.dropped.iter().map(|own| self.rounds[own.0]);
        steps.extend(dropped.map(|round| Step::new(of_title, None, Effect::Dropped(round))));
        let adjusted = adjustments.iter();
        steps
            .extend(adjusted.map(|&(decision, points)| {
                Step::new(By::Decision(decision), None, Effect::Adjusted(points))
            }));
        let loses_points = account.loses_points;
        let excluded = rank.excluded.map(By::Decision);
        steps.extend(excluded.map(|by| Step::new(by, None, Effect::Excluded { loses_points })));
        StandingsRow {
            position: rank.position,
            shared: rank.shared,
            competitor: rank.competitor,
            total: rank.total,
            because: Because { steps },
            adjustments,
            cells,
            reset,
            excluded: rank.excluded,
            tie: rank.tie,
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
