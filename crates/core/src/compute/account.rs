//! What one competitor collected in a season, round by round.

use crate::compute::classify::occasion;
use crate::decisions::Decision;
use crate::exact::Points;
use crate::numbers::{Position, RoundNumber};
use crate::outcome::{Award, AwardKind, Basis, Because, By, Classification, Effect, Input};
use crate::rulebook::Rulebook;
use crate::rules::points::PointsScale;
use crate::rules::ties::Finish;
use crate::rules::title::{Lists, Title};
use crate::rules::window::{Scored, Wins};
use crate::season::{Class, Competitor, Kind, ResultRow, Round, Season, Session, Status};
use crate::table::Ix;

/// What one competitor collected.
#[derive(Clone)]
pub(super) struct Account {
    pub(super) competitor: Ix<Competitor>,
    /// By column of the table.
    pub(super) entries: Vec<Entry>,
    /// Finishes of all cars that counted, in order of rounds.
    pub(super) finishes: Vec<Finish>,
    pub(super) adjustments: Vec<(usize, Ix<Decision>, Points)>,
    pub(super) excluded: Option<(usize, Ix<Decision>)>,
    pub(super) loses_points: bool,
    /// By column, whether it stands in the table of another class by then; empty for never.
    pub(super) away: Vec<bool>,
}

/// The accounts of a table while they fill.
pub(super) struct Accounts {
    columns: usize,
    /// By competitor, one more than the index of its account; 0 for none.
    at: Vec<usize>,
    all: Vec<Account>,
}

impl Accounts {
    pub(super) fn new(season: &Season, columns: usize) -> Accounts {
        Accounts { columns, at: vec![0; season.competitors.len()], all: Vec::new() }
    }

    pub(super) fn of(&mut self, competitor: Ix<Competitor>) -> &mut Account {
        let at = &mut self.at[competitor.index()];
        if *at == 0 {
            self.all.push(Account::new(competitor, self.columns));
            *at = self.all.len();
        }
        &mut self.all[*at - 1]
    }

    /// In order of competitors.
    pub(super) fn into_sorted(mut self) -> Vec<Account> {
        self.all.sort_unstable_by_key(|own| own.competitor);
        self.all
    }
}

#[derive(Clone)]
pub(super) struct Entry {
    pub(super) points: Points,
    pub(super) position: Option<Position>,
    pub(super) basis: Basis,
    pub(super) classified: bool,
    pub(super) awards: Vec<Award>,
    /// Of what no award gives: points that were published, or those for a round without a place.
    because: Option<Box<Because>>,
    /// The first of its cars that started.
    started_in: Option<Ix<ResultRow>>,
    pub(super) started: bool,
    /// Sessions that the competitor was in and how its cars ended: None where they ended differently. Known where a window
    /// asks.
    pub(super) sessions: Vec<(Ix<Session>, Option<Status>)>,
}

const NOTHING: Entry = Entry {
    points: Points::ZERO,
    position: None,
    basis: Basis::Nothing,
    classified: false,
    awards: Vec::new(),
    because: None,
    started_in: None,
    started: false,
    sessions: Vec::new(),
};

impl Entry {
    fn join(&mut self, other: &Entry) {
        self.points += other.points;
        self.position = [self.position, other.position].into_iter().flatten().min();
        if self.basis == Basis::Nothing {
            self.basis = other.basis;
        }
        self.classified |= other.classified;
        self.started |= other.started;
        self.awards.extend(other.awards.iter().cloned());
        self.sessions.extend(&other.sessions);
        self.because = self.because.take().or_else(|| other.because.clone());
        self.started_in = self.started_in.or(other.started_in);
    }

    /// Why the cell is what it is: as its first award, unless its points were published.
    pub(super) fn because(&self) -> Option<Because> {
        let own = self.because.as_deref();
        let of_award = self.awards.first().map(|award| &award.because);
        let known = match self.basis {
            Basis::Declared => own.or(of_award),
            Basis::Computed | Basis::Nothing => of_award.or(own),
        };
        known.cloned().or_else(|| self.start())
    }

    /// What happened to the car that started is with its row of the classification.
    fn start(&self) -> Option<Because> {
        self.started_in.map(|car| Because::new(By::Fact, Input::Result(car), Effect::Started))
    }

    /// Gives points for a round without a place.
    pub(super) fn be_absent(&mut self, title: &Title, points: Points) {
        self.points += points;
        self.basis = Basis::Computed;
        if self.because.is_none() {
            let (by, absent) = (By::Article(title.article), Effect::Absent(points));
            let because = match self.start() {
                Some(start) => start.then(by, None, absent),
                None => Because::new(by, None, absent),
            };
            self.because = Some(Box::new(because));
        }
    }

    /// Whether it holds no place and no published points.
    pub(super) fn is_missing(&self) -> bool {
        let placed = || self.awards.iter().any(|award| award.kind == AwardKind::Position);
        match self.basis {
            Basis::Nothing => true,
            Basis::Computed => !placed(),
            Basis::Declared => self.position.is_none() && self.points.is_zero(),
        }
    }

    /// Whether it puts its competitor into the table.
    pub(super) fn lists(&self, title: &Title) -> bool {
        match (title.lists, title.wins) {
            (Lists::Scored, Wins::Most) => !self.points.is_zero(),
            (Lists::Scored, Wins::Fewest) => !self.is_missing(),
            (Lists::Classified, _) => !self.points.is_zero() || self.classified,
            (Lists::Started, _) => !self.points.is_zero() || self.basis != Basis::Nothing,
        }
    }

    pub(super) fn started(&self) -> bool {
        match self.basis {
            Basis::Nothing => false,
            Basis::Computed => self.started,
            Basis::Declared => self.position.is_some() || !self.points.is_zero(),
        }
    }

    /// The results that windows look at: one, or one for each session of which something is known.
    pub(super) fn parts(
        &self,
        title: &Title,
        column: usize,
        round: RoundNumber,
        by_session: bool,
        parts: &mut Vec<Scored>,
    ) {
        // A round without a place gives points where the title says which; they are ranked as points.
        let no_place_is_worst = title.wins == Wins::Fewest && !(self.is_missing() && title.absent.is_some());
        let keeps = title.windows.iter().any(|window| !window.never_dropped.is_empty());
        let whole = Scored {
            column,
            round,
            points: self.points,
            started: self.started(),
            missing: no_place_is_worst && self.is_missing(),
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
                missing: no_place_is_worst && !own().any(|award| award.kind == AwardKind::Position),
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
    fn new(competitor: Ix<Competitor>, columns: usize) -> Account {
        Account {
            competitor,
            entries: std::iter::repeat_with(|| NOTHING).take(columns).collect(),
            finishes: Vec::new(),
            adjustments: Vec::new(),
            excluded: None,
            loses_points: false,
            away: Vec::new(),
        }
    }

    /// What a competitor collected in several classes, as one account.
    pub(super) fn joined(all: &[Account]) -> Account {
        let mut joined = all[0].clone();
        for other in &all[1..] {
            for (own, entry) in joined.entries.iter_mut().zip(&other.entries) {
                own.join(entry);
            }
            joined.finishes.extend(&other.finishes);
            let known: Vec<Ix<Decision>> = joined.adjustments.iter().map(|own| own.1).collect();
            joined.adjustments.extend(other.adjustments.iter().filter(|own| !known.contains(&own.1)));
            joined.excluded = joined.excluded.or(other.excluded);
            joined.loses_points |= other.loses_points;
        }
        joined.finishes.sort_by_key(|finish| (finish.round, finish.session));
        joined
    }

    pub(super) fn award(&mut self, column: usize, award: Award) {
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
        // Most hold one and no more.
        if entry.awards.is_empty() {
            entry.awards.reserve_exact(1);
        }
        entry.awards.push(award);
    }

    /// Carries published points of a round whose results are not known.
    #[allow(clippy::too_many_arguments)]
    pub(super) fn declare(
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
        let because = Because::new(By::Article(title.article), input, Effect::Carried(entry.points));
        entry.because = Some(Box::new(because));
        if let Some(position) = entry.position {
            let at = self.finishes.partition_point(|finish| finish.round <= column);
            self.finishes.insert(at, Finish { round: column, session: 0, place: position });
        }
    }
}

/// Everyone who started gets an entry, so that no points of a starter differ from no start.
pub(super) fn enter_starters(
    season: &Season,
    title: &Title,
    classification: &Classification,
    class: Option<Ix<Class>>,
    column: usize,
    accounts: &mut Accounts,
) {
    let by_session =
        title.windows.iter().any(|window| window.over_sessions || !window.never_dropped.is_empty());
    // Who did not start has a result to keep only where a window says so.
    let keeps = |status: Status| title.windows.iter().any(|window| window.never_dropped.contains(&status));
    for row in classification.rows.iter().filter(|row| class.is_none() || row.class == class) {
        if !row.status.started() && !keeps(row.status) {
            continue;
        }
        let result = &season.results[row.result];
        let mut enter = |competitor: Ix<Competitor>| {
            let entry = &mut accounts.of(competitor).entries[column];
            if by_session {
                match entry.sessions.iter_mut().find(|own| own.0 == classification.session) {
                    Some(own) => own.1 = own.1.filter(|&ended| ended == row.status),
                    None => entry.sessions.push((classification.session, Some(row.status))),
                }
            }
            if !row.status.started() {
                return;
            }
            entry.basis = Basis::Computed;
            entry.started = true;
            entry.classified |= row.classified;
            entry.started_in.get_or_insert(row.result);
        };
        match title.competitor {
            Kind::Driver => result.crew.iter().filter(|seat| seat.drove).for_each(|seat| enter(seat.driver)),
            kind => result.stands_for(kind).into_iter().for_each(enter),
        }
    }
}
