//! From awards to tables: points by round, windows, adjustments, totals, ranks.

use crate::compute::award::{Scoring, awards};
use crate::compute::classify::occasion;
use crate::compute::order::{Breaker, Contender, PlacedAhead};
use crate::decisions::{Decision, Ruling};
use crate::exact::Points;
use crate::outcome::{
    Award, AwardKind, Basis, Because, By, Cell, Classification, Count, Effect, Input, StandingsRow,
    StandingsTable, Step, Tie,
};
use crate::rulebook::Rulebook;
use crate::rules::points::PointsScale;
use crate::rules::scope::same_class;
use crate::rules::ties::Finish;
use crate::rules::title::{Lists, Title};
use crate::rules::window::{Scored, Window, Wins};
use crate::season::{Class, Competitor, Kind, Round, RoundStatus, Season, Session, Status};
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
    /// Of each column: number of the round, and whether it counts for the title.
    numbers: Vec<u32>,
    counting: Vec<bool>,
    /// Rounds of the season that count for the title, those to come among them.
    scheduled: usize,
    /// By competitor.
    accounts: Vec<Account>,
    /// How places were counted, session by session.
    counts: Arc<[Count]>,
    /// Rulings on ties, each with the column from which it holds.
    rulings: Vec<(usize, PlacedAhead)>,
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
    /// Sessions that the competitor was in and how its cars ended: None where they ended differently.
    sessions: Vec<(Ix<Session>, Option<Status>)>,
}

const NOTHING: Entry = Entry {
    points: Points::ZERO,
    position: None,
    basis: Basis::Nothing,
    classified: false,
    awards: Vec::new(),
    because: None,
    sessions: Vec::new(),
};

/// A competitor's place after a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rank {
    pub competitor: Ix<Competitor>,
    /// None for a competitor excluded from the title, or that has started too seldom for a place.
    pub position: Option<u32>,
    pub shared: bool,
    pub total: Points,
    account: usize,
    /// What windows drop: column, points, and whether it is all that the column gave. In order of columns.
    dropped: Vec<(usize, Points, bool)>,
    excluded: Option<Ix<Decision>>,
    tie: Option<Tie>,
    unranked: bool,
    /// Rounds without a result, where fewest points win.
    missing: usize,
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
                rules
                    .class_maps
                    .iter()
                    .any(|map| same_class(&map.rule.from, &own.id) && map.scope == Default::default())
            };
            if title.has_class(&own.id) && !mapped_away() {
                let tally = Tally::new(season, rules, classifications, ix, Some(class));
                if !tally.accounts.is_empty() && !tally.is_of_guests(season, rules, classifications) {
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
            counts.extend(awarded.counts);
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
        let in_title = |round: &Round| {
            round.number.is_some() && round.status != RoundStatus::Cancelled && title.counts_at(&round.event)
        };
        let mut tally = Tally {
            title: title_ix,
            class,
            numbers: rounds.iter().map(|&round| season.rounds[round].number.unwrap_or(0)).collect(),
            counting: rounds.iter().map(|&round| in_title(&season.rounds[round])).collect(),
            scheduled: season.rounds.rows().iter().filter(|round| in_title(round)).count(),
            rulings: Vec::new(),
            rounds,
            unknown,
            accounts: accounts.into_values().collect(),
            counts: counts.into(),
        };
        tally.enter_absences(title);
        tally.enter_decisions(season, title);
        tally
    }

    /// Whether cars of the class were classified and every one of them is barred from the title: a class of guests has no
    /// table.
    fn is_of_guests(&self, season: &Season, rules: &Rulebook, classifications: &[Classification]) -> bool {
        let title = &rules.titles[self.title];
        let columns = self.rounds.len();
        if rules.bars.is_empty()
            || !self.unknown.is_empty()
            || self.accounts.iter().any(|account| account.is_listed(title, columns))
        {
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

    /// Gives everyone points for the rounds in which it has no place, where fewest points win.
    fn enter_absences(&mut self, title: &Title) {
        let Some(points) = title.absent else { return };
        for account in &mut self.accounts {
            let columns = account.entries.iter_mut().zip(&self.counting);
            for (entry, _) in columns.filter(|(entry, counts)| **counts && entry.is_missing()) {
                entry.points += points;
                entry.basis = Basis::Computed;
                entry.because.get_or_insert_with(|| {
                    Because::new(By::Article(title.article), None, Effect::Absent(points))
                });
            }
        }
    }

    fn enter_decisions(&mut self, season: &Season, title: &Title) {
        for (ix, decision) in season.decisions_in_force() {
            if let Ruling::PlaceAhead(own) = &decision.ruling
                && own.target.is_in(&title.id, self.class)
            {
                let column = own.round.map_or(0, |round| self.rounds.partition_point(|&own| own < round));
                let ahead = own.target.competitor;
                let one = |behind| (column, PlacedAhead { ahead, behind, decision: ix });
                match own.of.is_empty() {
                    true => self.rulings.push(one(None)),
                    false => self.rulings.extend(own.of.iter().map(|&behind| one(Some(behind)))),
                }
            }
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
        let mut unlisted: Vec<usize> = Vec::new();
        for (index, account) in self.accounts.iter().enumerate() {
            if account.is_listed(title, columns) {
                ranks.push(self.ranked(title, columns, index));
            } else if account.starts(columns) > 0 {
                unlisted.push(index);
            }
        }
        // Nothing is more than less than nothing: where a total is below zero, who started is listed ahead of it.
        let below_zero = |rank: &Rank| rank.excluded.is_none() && rank.total < Points::ZERO;
        if title.wins == Wins::Most && ranks.iter().any(below_zero) {
            ranks.extend(unlisted.into_iter().map(|index| self.ranked(title, columns, index)));
            ranks.sort_by_key(|rank| rank.account);
        }
        self.put_in_order(title, columns, ranks)
    }

    /// A competitor with its total, not yet placed.
    fn ranked(&self, title: &Title, columns: usize, index: usize) -> Rank {
        let account = &self.accounts[index];
        let excluded = account.excluded.filter(|own| own.0 < columns).map(|own| own.1);
        let dropped = self.dropped(title, columns, account);
        let sum: Points = account.entries[..columns].iter().map(|entry| entry.points).sum();
        let lost: Points = dropped.iter().map(|own| own.1).sum();
        let adjusted: Points =
            account.adjustments.iter().filter(|own| own.0 < columns).map(|own| own.2).sum();
        let to_come = || self.scheduled - self.counting[..columns].iter().filter(|counts| **counts).count();
        let missing = |(index, entry): (usize, &Entry)| {
            let counts = !dropped.iter().any(|own| own.0 == index && own.2);
            self.counting[index] && counts && entry.is_missing()
        };
        Rank {
            competitor: account.competitor,
            position: None,
            shared: false,
            total: if excluded.is_some() && account.loses_points {
                Points::ZERO
            } else {
                sum - lost + adjusted
            },
            account: index,
            excluded,
            tie: None,
            unranked: title.min_starts > 0 && account.starts(columns) + to_come() < title.min_starts as usize,
            missing: match (title.wins, title.absent) {
                (Wins::Fewest, None) => {
                    account.entries[..columns].iter().enumerate().filter(|own| missing(*own)).count()
                }
                _ => 0,
            },
            dropped,
        }
    }

    /// What windows drop of a competitor's results.
    fn dropped(&self, title: &Title, columns: usize, account: &Account) -> Vec<(usize, Points, bool)> {
        if title.windows.is_empty() {
            return Vec::new();
        }
        let by_session = title.windows.iter().any(|window| window.over_sessions);
        let mut parts = Vec::with_capacity(columns);
        for (column, entry) in account.entries[..columns].iter().enumerate() {
            entry.parts(title, column, self.numbers[column], by_session, &mut parts);
        }
        let mut counted = vec![true; parts.len()];
        Window::drop_results(&title.windows, title.wins, &parts, &mut counted);
        let mut dropped: Vec<(usize, Points, bool)> = Vec::new();
        let mut index = 0;
        for round in parts.chunk_by(|a, b| a.column == b.column) {
            let counts = &counted[index..index + round.len()];
            index += round.len();
            let lost = round.iter().zip(counts).filter(|(_, counts)| !**counts);
            let points: Points = lost.map(|(part, _)| part.points).sum();
            let any = counts.iter().any(|counts| *counts);
            if !any || !points.is_zero() {
                dropped.push((round[0].column, points, !any));
            }
        }
        dropped
    }

    /// Orders by points and tie-breaks, and gives places.
    fn put_in_order(&self, title: &Title, columns: usize, mut ranks: Vec<Rank>) -> Vec<Rank> {
        let by_points = |a: &Rank, b: &Rank| {
            (a.excluded.is_some().cmp(&b.excluded.is_some()))
                .then(a.unranked.cmp(&b.unranked))
                .then(a.missing.cmp(&b.missing))
                .then(title.wins.compare(a.total, b.total))
        };
        // The sort is stable and accounts are in order of competitors: level rows keep the order of ids.
        ranks.sort_by(by_points);
        let rulings: Vec<PlacedAhead> =
            self.rulings.iter().filter(|own| own.0 < columns).map(|own| own.1).collect();
        let breaker = Breaker { rulings: &rulings, rounds: &self.rounds };
        let mut placed: Vec<Rank> = Vec::with_capacity(ranks.len());
        let mut ranks: Vec<Option<Rank>> = ranks.into_iter().map(Some).collect();
        let mut start = 0;
        while start < ranks.len() {
            let same = |other: &Option<Rank>| {
                let first = ranks[start].as_ref();
                first.zip(other.as_ref()).is_some_and(|(a, b)| by_points(a, b).is_eq())
            };
            let end = start + ranks[start..].iter().take_while(|other| same(other)).count();
            let group = ranks[start..end].iter().enumerate().filter_map(|(index, rank)| {
                let rank = rank.as_ref()?;
                let finishes = &self.accounts[rank.account].finishes;
                let finishes = &finishes[..finishes.partition_point(|finish| finish.round < columns)];
                Some(Contender { competitor: rank.competitor, finishes, index, tie: None, level: false })
            });
            let mut group: Vec<Contender<'_>> = group.collect();
            breaker.settle(&mut group, &title.ties);
            let settled: Vec<(usize, Option<Tie>, bool)> =
                group.into_iter().map(|own| (own.index, own.tie, own.level)).collect();
            for (index, tie, level) in settled {
                let Some(rank) = ranks[start + index].take() else { continue };
                let out = rank.excluded.is_some() || rank.unranked;
                let place = u32::try_from(placed.len() + 1).unwrap_or(u32::MAX);
                let position = match placed.last_mut() {
                    Some(above) if level => {
                        above.shared = true;
                        above.position
                    }
                    _ => Some(place),
                };
                placed.push(Rank {
                    shared: level,
                    tie: tie.filter(|_| !out),
                    position: position.filter(|_| !out),
                    ..rank
                });
            }
            start = end;
        }
        placed
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
                    .because
                    .clone()
                    .unwrap_or_else(|| Because::new(By::Article(title.article), None, Effect::Started)),
            })
            .collect();
        let adjustments: Vec<(Ix<Decision>, Points)> =
            account.adjustments.iter().filter(|own| own.0 < columns).map(|own| (own.1, own.2)).collect();
        let mut steps: SmallVec<[Step; 1]> = rank
            .dropped
            .iter()
            .map(|own| Step::new(By::Article(title.article), None, Effect::Dropped(self.rounds[own.0])))
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
            tie: rank.tie,
        }
    }
}

impl Entry {
    /// Whether it holds no place and no published points.
    fn is_missing(&self) -> bool {
        let placed = || self.awards.iter().any(|award| award.kind == AwardKind::Position);
        match self.basis {
            Basis::Nothing => true,
            Basis::Computed => !placed(),
            Basis::Declared => self.position.is_none() && self.points.is_zero(),
        }
    }

    fn started(&self) -> bool {
        match self.basis {
            Basis::Nothing => false,
            Basis::Computed => self.sessions.iter().any(|own| own.1.is_none_or(Status::started)),
            Basis::Declared => self.position.is_some() || !self.points.is_zero(),
        }
    }

    /// The results that windows look at: one, or one for each session of which something is known.
    fn parts(&self, title: &Title, column: usize, round: u32, by_session: bool, parts: &mut Vec<Scored>) {
        let keeps = title.windows.iter().any(|window| !window.never_dropped.is_empty());
        let whole = Scored {
            column,
            round,
            points: self.points,
            started: self.started(),
            missing: title.wins == Wins::Fewest && self.is_missing() && title.absent.is_none(),
            ended: None,
        };
        if self.sessions.is_empty() || !(by_session || keeps) {
            parts.push(whole);
            return;
        }
        let mut rest = self.points;
        for &(session, ended) in &self.sessions {
            let own = || self.awards.iter().filter(move |award| award.session == session);
            let points: Points = own().map(|award| award.points).sum();
            rest = rest - points;
            parts.push(Scored {
                points,
                started: ended.is_none_or(Status::started),
                missing: whole.missing && !own().any(|award| award.kind == AwardKind::Position),
                ended,
                ..whole
            });
        }
        if let Some(last) = parts.last_mut() {
            last.points += rest;
        }
    }
}

impl Account {
    fn is_listed(&self, title: &Title, columns: usize) -> bool {
        let entries = &self.entries[..columns];
        self.adjustments.iter().any(|adjustment| adjustment.0 < columns)
            || self.excluded.is_some_and(|own| own.0 < columns)
            || match title.lists {
                Lists::Scored => match title.wins {
                    Wins::Most => entries.iter().any(|entry| !entry.points.is_zero()),
                    Wins::Fewest => entries.iter().any(|entry| !entry.is_missing()),
                },
                Lists::Classified => entries.iter().any(|entry| !entry.points.is_zero() || entry.classified),
                Lists::Started => {
                    entries.iter().any(|entry| !entry.points.is_zero() || entry.basis != Basis::Nothing)
                }
            }
    }

    /// Rounds in which it started.
    fn starts(&self, columns: usize) -> usize {
        self.entries[..columns].iter().filter(|entry| entry.started()).count()
    }

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
        }
        if let Some(place) = award.tie_place {
            let session = u32::try_from(award.session.index()).unwrap_or(u32::MAX);
            self.finishes.push(Finish { round: column, session, place });
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
        let session = season.main_session(round);
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
            let at = self.finishes.partition_point(|finish| finish.round <= column);
            self.finishes.insert(at, Finish { round: column, session: 0, place: position });
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
    // Who did not start has a result to keep only where a window says so.
    let keeps = |status: Status| title.windows.iter().any(|window| window.never_dropped.contains(&status));
    for row in classification.rows.iter().filter(|row| class.is_none() || row.class == class) {
        if !row.status.started() && !keeps(row.status) {
            continue;
        }
        let result = &season.results[row.result];
        let mut enter = |competitor: Ix<Competitor>| {
            let account = accounts.entry(competitor).or_insert_with(|| Account::new(competitor, columns));
            let entry = &mut account.entries[column];
            match entry.sessions.iter_mut().find(|own| own.0 == classification.session) {
                Some(own) => own.1 = own.1.filter(|&ended| ended == row.status),
                None => entry.sessions.push((classification.session, Some(row.status))),
            }
            if !row.status.started() {
                return;
            }
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
