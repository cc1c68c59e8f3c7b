//! What a page says: plain data, each statement with its line in the document.

use super::country::{Country, System};
use super::crew::Crew;
use super::date::Season;
use parcferme_core::season::{Date, Length};
use parcferme_core::{Millis, Place, Points, Share};
use std::collections::BTreeSet;

/// A text and the line that it stands in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    pub line: u32,
    pub text: String,
}

/// A line of a box of facts: `Date`, `12 June 2004`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    pub line: u32,
    pub name: String,
    pub value: String,
}

/// Everything that one page states.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The document's name.
    pub document: String,
    pub kind: PageKind,
    pub title: Option<Text>,
    /// The season's year, from the title.
    pub year: Option<i32>,
    /// What the season is called where it runs over New Year: `2025-26`. Its year is the first of the two.
    pub label: Option<String>,
    pub lead: Lead,
    /// What a box beside the text states.
    pub facts: Vec<Fact>,
    pub schedule: Vec<ScheduleRow>,
    pub entries: Vec<EntryTeam>,
    pub results: Vec<ResultRow>,
    pub statistics: Vec<Statistic>,
    pub class_winners: Vec<ClassWinner>,
    pub points_rules: PointsRules,
    pub standings: Vec<StandingsTable>,
    /// What the page did not need anybody's proof for, but was mended in reading it.
    pub repairs: Vec<Repair>,
    /// What could be read but not understood: never dropped in silence.
    pub unread: Vec<Unread>,
    /// Tables and rows that may hold results, a calendar or standings and were left out, each told with its reason.
    pub left_out: usize,
    /// The document's lines, for showing a place.
    pub lines: Vec<String>,
}

impl Page {
    /// The year of a day that is printed without one; none where the season has two.
    pub(super) fn only_year(&self) -> Option<i32> {
        self.year.filter(|_| self.label.is_none())
    }

    /// Its years, as far as the page states them.
    pub(super) fn season(&self) -> Season {
        Season { year: self.year, over_new_year: self.label.is_some() }
    }

    /// A line of this document as a place, with its text.
    pub fn place(&self, line: u32) -> Place {
        let text = (line as usize).checked_sub(1).and_then(|index| self.lines.get(index));
        Place::line(self.document.as_str(), line, super::findings::shortened(text.map_or("", String::as_str)))
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PageKind {
    /// One event: results and statistics.
    Race,
    /// One season: schedule, entries, winners, tables.
    Season,
    #[default]
    Unknown,
}

/// What the page's opening sentences say about its subject.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lead {
    /// The event's name in full, without its year: `Chevrolet Grand Prix of Atlanta`.
    pub event: Option<Text>,
    /// The event's place in its season: `second race` is 2.
    pub round: Option<(u32, u32)>,
    /// It is said to be the season's last race.
    pub last_round: bool,
    /// The series' name: `American Le Mans Series`.
    pub series: Option<Text>,
    pub circuit: Option<Text>,
    /// Where the circuit lies, as printed.
    pub region: Option<Text>,
    pub date: Option<(u32, Date)>,
    /// Of a season: classes in the order named.
    pub classes: Vec<Text>,
    /// Of a season: how many races.
    pub races: Option<(u32, u32)>,
    pub begins: Option<(u32, Date)>,
    pub ends: Option<(u32, Date)>,
    /// Sentences with a fact that no field holds.
    pub remarks: Vec<Text>,
}

/// A row of the schedule, or a sentence about a race that was not held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScheduleRow {
    pub line: u32,
    pub round: RoundMark,
    pub event: String,
    pub circuit: String,
    /// Code of the country whose flag stands before either.
    pub nation: Option<String>,
    pub date: Option<Date>,
    /// The date as printed.
    pub date_text: String,
    /// Said in prose rather than in the table.
    pub in_prose: bool,
    /// Line of its table.
    pub table: u32,
    /// A numbered round that was called off.
    pub cancelled: bool,
    /// Races of the round, where the table has a line for each.
    pub races: u32,
    /// The table names who won it, or was on pole.
    pub won: bool,
    pub length: Option<Length>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RoundMark {
    Number(u32),
    Cancelled,
    /// Neither a number nor a known mark.
    Other(String),
}

/// A country as one cell spells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nation {
    pub country: &'static Country,
    pub system: System,
}

impl Nation {
    /// The code as printed; of older spellings the first that is known.
    pub fn code(&self) -> &'static str {
        match self.system {
            System::Both | System::Iso => self.country.iso,
            System::Olympic => self.country.ioc,
            System::Other => self.country.others.first().copied().unwrap_or(self.country.iso),
        }
    }
}

/// A team's or a driver's name with the nation printed before it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    pub nation: Option<Nation>,
    pub name: String,
}

/// A team cell. Several entrants where one car was entered by two teams together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TeamCell {
    /// The name whole, without codes: `Petersen Motorsports White Lightning Racing`.
    pub name: String,
    pub entrants: Vec<Named>,
}

impl TeamCell {
    /// Country code of the first entrant that has one, as printed; empty where none has.
    pub fn nation_code(&self) -> String {
        let nation = self.entrants.iter().find_map(|entrant| entrant.nation);
        nation.map_or_else(String::new, |nation| nation.code().to_owned())
    }
}

/// How a car ended, as marked on the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    #[default]
    None,
    /// Did not finish (also `Ret`).
    DidNotFinish,
    DidNotStart,
    NotClassified,
    Disqualified,
    Withdrawn,
    Excluded,
    DidNotQualify,
}

/// One car of a race's results.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResultRow {
    pub line: u32,
    /// The session, as result files name it; empty for the race.
    pub session: String,
    /// On a season's page: which of its rounds.
    pub of: Option<RoundOf>,
    /// Line of the car's second row (engine).
    pub engine_line: Option<u32>,
    /// The second row stood shifted to the left, its spans lost.
    pub engine_shifted: bool,
    pub position: Option<u32>,
    pub mark: Mark,
    /// Position and mark as printed: `29 DNF`.
    pub position_text: String,
    pub class: String,
    /// What the heading says besides the session: a class, where several tables of a page say it.
    pub heading_class: String,
    /// Car number as text: `03` is not `3`.
    pub number: String,
    pub team: TeamCell,
    pub crew: Crew,
    /// Those in a column of their own: they are in the car and not in the drivers' title.
    pub co_drivers: Crew,
    pub chassis: String,
    pub engine: String,
    pub tyre: String,
    pub laps: Option<u32>,
    pub laps_text: String,
    /// Time, gap or reason of retirement, where the page has such a column.
    pub time_or_reason: String,
    pub best_lap: Option<Millis>,
    pub grid: Option<u32>,
    /// Maker of the car as a whole, where the page has a column for it.
    pub manufacturer: String,
    /// Printed bold: the class winner.
    pub bold: bool,
}

/// A round as a heading names it: by its number, or by its event.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RoundOf {
    Number(u32),
    Event(String),
}

/// An exact quantity as printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// In thousandths of the printed unit: `523.230 km` is 523230.
    pub thousandths: i64,
    pub unit: Unit,
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    Kilometres,
    Miles,
    KilometresPerHour,
    MilesPerHour,
}

impl Quantity {
    /// Micrometres (per hour, for a speed): exact for both units, as a thousandth of a mile is 1,609,344 um.
    pub fn micrometres(&self) -> i128 {
        i128::from(self.thousandths)
            * match self.unit {
                Unit::Kilometres | Unit::KilometresPerHour => 1_000_000,
                Unit::Miles | Unit::MilesPerHour => 1_609_344,
            }
    }
}

/// One line of a race's statistics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statistic {
    pub line: u32,
    /// The label as printed: `Pole Position`.
    pub label: String,
    pub value: StatisticValue,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatisticValue {
    Pole(CarTime),
    FastestLap(CarTime),
    Distance(Quantity),
    AverageSpeed(Quantity),
    Other(String),
}

/// A car's time, such as a pole position.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CarTime {
    pub number: Option<String>,
    pub team: String,
    pub time: Option<Millis>,
    pub time_text: String,
}

/// The winner of one class in one round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassWinner {
    pub line: u32,
    pub crew_line: Option<u32>,
    pub round: u32,
    pub circuit: String,
    pub class: String,
    pub number: Option<String>,
    pub team: String,
    pub crew: Crew,
    /// Printed bold: the overall winner.
    pub bold: bool,
}

/// One team of an entry list, with its cars.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryTeam {
    pub line: u32,
    /// The class's short name: `GT` of `Grand Touring (GT)`.
    pub class: String,
    pub class_heading: String,
    pub team: TeamCell,
    pub cars: Vec<EntryCar>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntryCar {
    pub line: u32,
    pub number: Option<String>,
    pub chassis: String,
    pub chassis_rounds: Option<Rounds>,
    pub engine: Option<String>,
    pub tyre: Option<String>,
    pub drivers: Vec<EntryDriver>,
    /// What the page lost of this car.
    pub lost: Vec<Lost>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lost {
    Number,
    Engine,
    FirstDriver,
    FirstDriversRounds,
}

impl Lost {
    pub const fn name(self) -> &'static str {
        match self {
            Lost::Number => "car number",
            Lost::Engine => "engine",
            Lost::FirstDriver => "first driver",
            Lost::FirstDriversRounds => "first driver's rounds",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryDriver {
    pub line: u32,
    pub driver: Named,
    /// `None` where the page lost them.
    pub rounds: Option<Rounds>,
}

/// Rounds as an entry list states them: `1–2, 9`, `All`, `9*`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rounds {
    pub text: String,
    pub all: bool,
    /// Rounds named, ascending.
    pub rounds: Vec<u32>,
    /// Rounds marked `*`: on the entry list, did not take part.
    pub absent: Vec<u32>,
}

/// What a page says in words about points.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PointsRules {
    /// The heading above them: `Teams Championship`.
    pub article: Option<Text>,
    pub scales: Vec<Scale>,
    pub shares: Vec<MinimumShare>,
    /// Only the best car of a team scores.
    pub best_car_only: Option<Text>,
}

impl PointsRules {
    /// The lines that these statements were read from.
    pub fn lines(&self) -> BTreeSet<u32> {
        let scales = self.scales.iter().flat_map(|scale| [scale.line, scale.intro_line]);
        let others = self.best_car_only.iter().map(|text| text.line);
        scales.chain(self.shares.iter().map(|share| share.line)).chain(others).collect()
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scale {
    pub line: u32,
    /// Line of the sentence that introduces it.
    pub intro_line: u32,
    /// Points from first place down.
    pub points: Vec<Points>,
    /// The events that it applies to; empty: all others.
    pub events: Vec<String>,
    /// The rounds that it applies to, where it names rounds.
    pub rounds: Vec<u32>,
}

/// `Cars failing to complete 70% of the winner's distance ...`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MinimumShare {
    pub line: u32,
    pub share: Share,
    /// Whose distance, as printed: `winner`, `class winner`.
    pub of: String,
    pub effect: ShareEffect,
    pub sentence: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ShareEffect {
    NoPoints,
    NotClassified,
    Other,
}

/// A table of standings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingsTable {
    pub line: u32,
    /// Heading of the table: `LMP900 Standings`.
    pub heading: String,
    /// The title it belongs to, from the heading above: `Teams Championship`.
    pub title: String,
    /// Id of the title: `teams`, `drivers`, `manufacturers`.
    pub title_id: String,
    /// The class, where the heading names one.
    pub class: Option<String>,
    /// Header of the column that names who scores: `Team`, `Driver`.
    pub competitor_header: String,
    pub scoring: Scoring,
    /// Columns of rounds, in their order.
    pub columns: Vec<RoundColumn>,
    /// Rounds in the order of columns, as they are numbered or counted.
    pub rounds: Vec<u32>,
    /// As it stood after the race that the page is about.
    pub after: bool,
    pub rows: Vec<StandingsRow>,
}

/// What the cells of a table are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scoring {
    #[default]
    Points,
    /// Finishing places: results, with a total beside them.
    Places,
    /// No cells: totals alone.
    Totals,
}

/// A column of a round, or of one of its races.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoundColumn {
    /// Which of the table's events, counted from 1.
    pub event: u32,
    /// The round's number, where the head states it.
    pub number: Option<u32>,
    /// The head as printed: `Rd 3`, `BRA`.
    pub label: String,
    /// The session, where an event has several columns.
    pub session: Option<String>,
}

/// A competitor's place in one race, or how it ended there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceCell {
    /// Index of the table's column of rounds.
    pub column: usize,
    /// Where a cell has several places, which of them; else 0.
    pub nth: u32,
    pub line: u32,
    pub position: Option<u32>,
    pub mark: Mark,
    pub text: String,
    /// Who drove, where a table of teams has a column of drivers.
    pub driver: Option<TeamCell>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingsRow {
    pub line: u32,
    pub position: Option<u32>,
    pub position_text: String,
    pub competitor: TeamCell,
    pub chassis: PartsCell,
    pub engine: PartsCell,
    /// One for each round of the table, where its cells are points.
    pub cells: Vec<StandingsCell>,
    /// Places and marks, where its cells are places.
    pub places: Vec<PlaceCell>,
    /// Lines of the table that the competitor has: several where several cars count.
    pub lines: usize,
    pub total: Option<Points>,
    /// What was scored with the results that are dropped, where the total says so: `76 (81)`.
    pub gross: Option<Points>,
    pub total_line: u32,
}

/// One round's points of one competitor. An empty cell has neither points nor text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StandingsCell {
    pub line: u32,
    pub round: u32,
    pub points: Option<Points>,
    pub text: String,
    pub bold: bool,
    pub italic: bool,
    pub background: Option<String>,
}

/// Chassis or engines in one cell, perhaps run together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartsCell {
    pub line: u32,
    pub text: String,
    /// As the cell separates them, or as [`super::parts::split`] proved; one where nothing shows two.
    pub parts: Vec<String>,
}

/// Something mended while reading, by what the page itself shows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Repair {
    pub line: u32,
    pub what: String,
    pub evidence: String,
    /// Lines of the evidence: document and line.
    pub places: Vec<(String, u32)>,
}

/// A piece of the page that no reader took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    pub line: u32,
    /// `table`, `row`, `prose`, `list item`.
    pub what: &'static str,
    pub text: String,
}
