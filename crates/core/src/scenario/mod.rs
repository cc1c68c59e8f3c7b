//! Who can still win a title, exactly: after any round, whatever the sessions to come bring.
//!
//! A [`Contest`] is a title and class after a round: the lines that ranking looks at ([`mod@crate::compute`]) with columns for
//! the rounds to come, and the sessions to come with what they may give (`ahead`). Points, feats, windows, tie-breaks,
//! resets and rulings are those of the rulebook's own kinds; what an order of finish gives is entered into a line, and the
//! board ranks it like any other.
//!
//! Where what a competitor ends with depends on its own places only and never falls with a better one, each rival alone
//! decides: X at its best against each rival at its worst. Two fields are asked about. In an open one anybody may miss any
//! session. In an entered one every car that started one of the last three rounds is ranked in every session, so that
//! somebody has to take the places: that is searched within a budget (`joint`), and past it the answer is that it is not
//! known. Where rules are such that a better place may be worse, nothing is said but why ([`Doubt`]).
//!
//! An answer has a witness that [`play`] turns into a season, which `compute` confirms.

mod ahead;
mod answer;
mod bounds;
mod duel;
mod end;
mod field;
mod joint;
mod last;
mod needs;
pub mod play;
mod when;

pub use ahead::{Feat, Slot};
pub use answer::Answer;
pub use bounds::{Chance, Out, Played, Whose};
pub use duel::Ahead;
pub use end::{End, Taken};
pub use field::Car;
pub use last::{ChampionIf, Held, Rival};
pub use needs::{Frontier, Margin, Needs};
pub use when::{Decided, when_decided};

use crate::compute::line::{Board, Column, Line};
use crate::compute::rank::Begins;
use crate::exact::{Points, Share};
use crate::outcome::StandingsTable;
use crate::rulebook::Rulebook;
use crate::rules::ties::TieBreak;
use crate::rules::title::{Crew, TiePlaces, Title};
use crate::rules::window::Wins;
use crate::season::{Class, Competitor, Kind, Round, RoundStatus, Season};
use crate::table::Ix;
use play::Past;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// Whether anybody may miss a session to come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FieldIs {
    /// Anybody may miss any session, and anybody may take part.
    #[default]
    Open,
    /// Every car that started one of the last three rounds is ranked in every session, and no other.
    Entered,
}

impl FieldIs {
    pub const ALL: [FieldIs; 2] = [FieldIs::Open, FieldIs::Entered];

    pub const fn word(self) -> &'static str {
        match self {
            FieldIs::Open => "open",
            FieldIs::Entered => "entered",
        }
    }
}

/// What an answer rests on beside the rules, or why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// The season does not say which sessions a round to come has: all that points are given for are taken to be.
    Sessions,
    /// Points depend on how many start: as many as any rule asks for are taken to.
    Starters,
    /// Points depend on the length of a round to come, which is not known.
    Length(Ix<Round>),
    /// A rule gives or takes any number of points.
    Unbounded,
    /// A rule takes points away for what a car does.
    Negative,
    /// Of the first results alone some count: to start may be worse than not to.
    Attendance,
    /// Results that end so cannot be dropped: nobody is taken to be disqualified.
    NeverDropped,
    /// Several classes have one table by their own places.
    ClassPlaces,
    /// Points go along into another class: nobody is taken to change it.
    ClassChange,
    /// Rules look at places among all cars, which those of a class do not tell.
    OverallPlaces,
    /// Crews divide their points: everybody is taken to drive alone.
    SplitCrews,
    /// Who drives alone gets less: everybody is taken to have a crew.
    Alone,
    /// The calendar does not say that it is whole: nobody knows what is to come.
    Calendar,
    /// A round that has been run is not known: it is taken to be still to come.
    Unknown(Ix<Round>),
}

impl Doubt {
    /// Whether nothing can be said.
    pub const fn forbids(self) -> bool {
        matches!(
            self,
            Doubt::Unbounded
                | Doubt::Negative
                | Doubt::Attendance
                | Doubt::ClassPlaces
                | Doubt::Length(_)
                | Doubt::Calendar
        )
    }
}

/// What is asked about.
#[derive(Clone, Copy)]
pub struct Question<'a> {
    pub season: &'a Season,
    pub rules: &'a Rulebook,
    /// The last round that counts; None for before the season.
    pub after: Option<Ix<Round>>,
    pub field: FieldIs,
}

/// A title and class after a round, and what is to come.
pub struct Contest<'a> {
    pub season: &'a Season,
    pub rules: &'a Rulebook,
    pub title_ix: Ix<Title>,
    pub title: &'a Title,
    pub class: Option<Ix<Class>>,
    pub after: Option<Ix<Round>>,
    pub field: FieldIs,
    pub slots: Vec<Slot<'a>>,
    /// The cars that are entered for the rest.
    pub cars: Vec<Car>,
    pub doubts: BTreeSet<Doubt>,
    /// All lines as they are, with empty columns for the rounds to come.
    pub(super) board: Board,
    /// By line, how many cars it may have in a session.
    pub(super) cars_of: Vec<u32>,
    /// By line, its cars among those that are entered.
    pub(super) entered: Vec<Vec<usize>>,
    /// Of the title's results so far, those that stand in the table; lines that started and are not in it may win too.
    pub(super) standing: Vec<bool>,
    pub(super) started: Vec<bool>,
    /// The columns of rounds that are to come, whether or not they give points.
    pub(super) columns_to_come: Vec<usize>,
    /// By line, where its total begins; nothing where there are no resets.
    pub(super) begins: Vec<Begins>,
    past: OnceLock<Past>,
}

const EMPTY: Column = Column { points: Points::ZERO, started: false, missing: true, lists: false };

impl<'a> Contest<'a> {
    /// The contest of a table after a round, or after one before it.
    pub fn of(question: Question<'a>, table: &StandingsTable) -> Contest<'a> {
        let Question { season, rules, after, field } = question;
        let (title_ix, class, known) = (table.title, table.class, &table.board);
        let title = &rules.titles[title_ix];
        let past = after.map_or(0, |after| known.columns_after(Some(after)));
        let mut doubts = BTreeSet::new();
        let counts = |round: &Round| round.number.is_some() && round.status != RoundStatus::Cancelled;
        // Old columns by new ones: rounds that were run and are not known stand among those that are.
        let mut old: Vec<Option<usize>> = Vec::new();
        let (mut rounds, mut numbers, mut counting, mut to_come) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (ix, round) in season.rounds.iter().filter(|(_, round)| counts(round)) {
            let column = known.rounds[..past].binary_search(&ix).ok();
            if column.is_none() {
                to_come.push((ix, old.len()));
                if after.is_some_and(|after| ix <= after) {
                    doubts.insert(Doubt::Unknown(ix));
                }
            }
            old.push(column);
            rounds.push(ix);
            numbers.push(round.number.unwrap_or_default());
            counting.push(title.counts_at(&round.event));
        }
        let mut new = vec![0; past];
        for (column, old) in old.iter().enumerate() {
            old.iter().for_each(|&old| new[old] = column);
        }
        let lines: Vec<Line> = known.lines.iter().map(|line| spread(line, &new, old.len())).collect();
        let line_of =
            |competitor: Ix<Competitor>| lines.binary_search_by_key(&competitor, |own| own.competitor).ok();
        let cars = field::entered(&question, table, line_of);
        let columns_to_come = to_come.iter().map(|own| own.1).collect();
        let slots = ahead::slots(&question, table, to_come.into_iter(), &cars, &mut doubts);
        let board = Board {
            scheduled: counting.iter().filter(|own| **own).count(),
            rulings: known.rulings.iter().filter(|own| own.0 < past).map(|own| (new[own.0], own.1)).collect(),
            rounds,
            numbers,
            counting,
            lines,
        };
        let mut entered = vec![Vec::new(); board.lines.len()];
        for (index, car) in cars.iter().enumerate() {
            car.lines.iter().for_each(|&line| entered[line].push(index));
        }
        let mut contest = Contest {
            standing: known.lines.iter().map(|line| line.is_listed(past) && !line.is_away(past)).collect(),
            started: known.lines.iter().map(|line| line.starts(past) > 0 && !line.is_away(past)).collect(),
            cars_of: cars_of(season, title, class, rules, after, &board.lines),
            season,
            rules,
            title_ix,
            title,
            class,
            after,
            field,
            slots,
            cars,
            doubts,
            board,
            entered,
            begins: Vec::new(),
            columns_to_come,
            past: OnceLock::new(),
        };
        contest.begins = contest.board.begins(title, contest.board.rounds.len());
        contest.doubt();
        contest
    }

    fn doubt(&mut self) {
        let title = self.title;
        if self.season.calendar_open {
            self.doubts.insert(Doubt::Calendar);
        }
        if self.slots.is_empty() {
            self.doubts.retain(|doubt| matches!(doubt, Doubt::Unknown(_) | Doubt::Calendar));
            return;
        }
        let rounds = u32::try_from(self.board.rounds.len()).unwrap_or(u32::MAX);
        if title.windows.iter().any(|window| window.first.is_some_and(|first| first < rounds)) {
            self.doubts.insert(Doubt::Attendance);
        }
        if title.windows.iter().any(|window| !window.never_dropped.is_empty()) {
            self.doubts.insert(Doubt::NeverDropped);
        }
        if title.class_places {
            self.doubts.insert(Doubt::ClassPlaces);
        }
        if title.takes_points {
            self.doubts.insert(Doubt::ClassChange);
        }
        if title.crew == Crew::Split && self.field == FieldIs::Open {
            self.doubts.insert(Doubt::SplitCrews);
        }
        if title.alone != Share::ONE {
            self.doubts.insert(Doubt::Alone);
        }
        let limited = self.slots.iter().flat_map(|slot| &slot.feats).any(|feat| feat.within.is_some());
        if self.class.is_some() && (title.ties_by == TiePlaces::Overall || limited) {
            self.doubts.insert(Doubt::OverallPlaces);
        }
    }

    /// Whether nothing can be said.
    pub fn is_doubtful(&self) -> bool {
        self.doubts.iter().any(|doubt| doubt.forbids())
    }

    /// How many sessions are to come.
    pub fn to_come(&self) -> usize {
        self.slots.len()
    }

    /// Competitors that stand in the table, in its order; those that started and are not in it behind them.
    pub fn competitors(&self) -> Vec<Ix<Competitor>> {
        let ranks = self.board.rank(self.title, self.board.rounds.len());
        let listed = ranks.iter().filter(|rank| self.standing[rank.line]).map(|rank| rank.competitor);
        let mut all: Vec<Ix<Competitor>> = listed.collect();
        let others = (0..self.board.lines.len()).filter(|&line| self.started[line]);
        let others: Vec<Ix<Competitor>> =
            others.map(|line| self.board.lines[line].competitor).filter(|own| !all.contains(own)).collect();
        all.extend(others);
        all
    }

    /// Those of the title whom a car stands for.
    pub fn competitors_of(&self, car: usize) -> Vec<Ix<Competitor>> {
        self.cars[car].lines.iter().map(|&line| self.board.lines[line].competitor).collect()
    }

    pub(super) fn line(&self, competitor: Ix<Competitor>) -> Option<usize> {
        self.board.lines.binary_search_by_key(&competitor, |own| own.competitor).ok()
    }

    /// Whether a reset lies among the rounds to come, so that all competitors together decide who takes part.
    pub(super) fn resets_to_come(&self) -> bool {
        let first = self.slots.first().map(|slot| slot.column);
        self.title.resets.iter().any(|reset| {
            let column = self.board.numbers.partition_point(|&number| number < reset.before);
            first.is_some_and(|first| column > first) && column < self.board.rounds.len()
        })
    }

    /// Whether each rival alone decides: something can be said, and nothing depends on all competitors together.
    pub(super) fn goes_rival_by_rival(&self) -> bool {
        !self.is_doubtful() && !self.resets_to_come() && !self.head_to_head()
    }

    /// Whether each competitor has one place in a session that counts.
    pub(super) fn scores_once(&self) -> bool {
        self.title.scoring_cars == Some(1) || self.cars_of.iter().all(|&cars| cars == 1)
    }

    pub(super) fn head_to_head(&self) -> bool {
        self.title.ties.contains(&TieBreak::HeadToHead)
    }

    /// The cars that hold places in a session of an entered field.
    pub fn places(&self, slot: &Slot<'_>) -> u32 {
        u32::try_from(slot.barred.iter().filter(|own| !own.place).count()).unwrap_or(u32::MAX)
    }
}

/// A line over more columns, without what came after those that stay.
fn spread(line: &Line, new: &[usize], columns: usize) -> Line {
    let past = new.len();
    let mut spread = Line { columns: vec![EMPTY; columns], away: Vec::new(), ..line.clone() };
    for (&column, &own) in new.iter().zip(&line.columns) {
        spread.columns[column] = own;
    }
    spread.parts.retain_mut(|part| {
        let stays = part.column < past;
        if stays {
            part.column = new[part.column];
        }
        stays
    });
    spread.finishes.retain_mut(|finish| {
        let stays = finish.round < past;
        if stays {
            finish.round = new[finish.round];
        }
        stays
    });
    // What counts from the first round on is of the season, not of the round.
    let place = |column: usize| if column == 0 { Some(0) } else { new.get(column).copied() };
    spread.adjustments =
        line.adjustments.iter().filter_map(|own| Some((place(own.0)?, own.1, own.2))).collect();
    spread.excluded = line.excluded.and_then(|own| Some((place(own.0)?, own.1)));
    spread
}

/// How many cars each may have in a session: a driver one, another as many as it had in a session so far.
fn cars_of(
    season: &Season,
    title: &Title,
    class: Option<Ix<Class>>,
    rules: &Rulebook,
    after: Option<Ix<Round>>,
    lines: &[Line],
) -> Vec<u32> {
    if title.competitor == Kind::Driver {
        return vec![1; lines.len()];
    }
    let any = class.is_none() || !rules.class_maps.is_empty();
    let mut cars: BTreeMap<(Ix<Competitor>, Ix<crate::season::Session>), u32> = BTreeMap::new();
    for row in season.results.rows() {
        if after.is_none_or(|after| season.sessions[row.session].round > after)
            || !(any || row.class == class)
        {
            continue;
        }
        if let Some(competitor) = row.stands_for(title.competitor) {
            *cars.entry((competitor, row.session)).or_insert(0) += 1;
        }
    }
    let mut most: BTreeMap<Ix<Competitor>, u32> = BTreeMap::new();
    for ((competitor, _), count) in cars {
        let own = most.entry(competitor).or_insert(0);
        *own = (*own).max(count);
    }
    let scoring = title.scoring_cars.filter(|_| !title.others_keep_position);
    lines
        .iter()
        .map(|line| most.get(&line.competitor).copied().unwrap_or(1).max(1).min(scoring.unwrap_or(u32::MAX)))
        .collect()
}

/// Whether fewest points win.
pub(super) fn fewest(title: &Title) -> bool {
    title.wins == Wins::Fewest
}
