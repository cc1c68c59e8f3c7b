//! What is said of a season, in no form yet: who leads, what changed, which words. Pages, JSON, feeds and pictures read it.
//!
//! [`View`] holds a season with what was computed of it, and what several of them need worked out once.

pub mod added;
mod address;
pub mod after_round;
pub mod api;
pub mod card;
pub mod cars;
pub mod cells;
pub mod classified;
pub mod compare;
pub mod gallery;
pub mod lead;
mod published;
pub mod search;
pub mod smallest;
mod stale;
pub mod story;
pub mod tableless;
pub mod winners;

pub(crate) use address::up;
pub use address::{career_path, data_path, file_name, round_data_path, season_folder};
pub use published::Published;
pub use stale::Stale;
pub use winners::Winner;

use crate::scenario::{Course, DrawsOdds, Told};
use crate::sheet::coverage;
use crate::view::lead::Lead;
use parcferme_core::alternatives::{Alternative, OtherReadings, Question};
use parcferme_core::audit::Audit;
use parcferme_core::compute::classify::classified_by;
use parcferme_core::compute::handicap::{Handicaps, handicaps};
use parcferme_core::compute::tally;
use parcferme_core::decisions::{About, Decision};
use parcferme_core::outcome::{Cell, Classification, ClassificationRow, StandingsRow, StandingsTable};
use parcferme_core::scenario::{Answer, Contest, Decided, FieldIs, Question as Contested, when_decided};
use parcferme_core::season::{
    Class, Competitor, EntryLine, Kind, ResultRow, Round, RoundStatus, Session, Status,
};
use parcferme_core::timing::{LapSheet, TimedSession};
use parcferme_core::{Ix, Outcome, Rulebook, Season};
use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;
use std::sync::OnceLock;

/// What the site as a whole knows.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Where the site will stand, such as `https://example.org/results/`: for links that must be absolute.
    pub base_url: Option<String>,
    /// Whether calendars and feeds are written beside the pages, so that pages may link to them.
    pub feeds: bool,
    /// Whether pictures for link previews are written beside the pages.
    pub pictures: bool,
    /// Whether a server answers: pages may link to those that only it can make.
    pub server: bool,
    /// Whether there are other seasons to compare one with.
    pub compare: bool,
    /// Whether a record is at hand, of which the front page names the editions.
    pub editions: bool,
}

impl Settings {
    /// Whether officials sign in here: a record is served.
    pub fn has_desk(&self) -> bool {
        self.server && self.editions
    }

    /// Where an edition can be read; none where it is not known by which name the site is reached.
    pub fn edition_address(&self, season: &str, number: u64) -> Option<String> {
        self.base_url.as_deref().map(|base| edition_address(base, season, number))
    }

    /// The same of a document of the notice board.
    pub fn notice_address(&self, season: &str, number: u32) -> Option<String> {
        let base = self.base_url.as_deref()?.trim_end_matches('/');
        Some(format!("{base}/seasons/{season}/notices/{number}"))
    }
}

/// Where an edition can be read of a site that is reached by a name.
pub fn edition_address(base: &str, season: &str, number: u64) -> String {
    format!("{}/editions/{season}/{number}", base.trim_end_matches('/'))
}

/// A document as the season keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    pub text: String,
    /// Whether it is a file of the season's own, of which facts were written and not read.
    pub own: bool,
}

static NO_TEXTS: BTreeMap<String, Kept> = BTreeMap::new();
static NO_LAPS: BTreeMap<Ix<Session>, Arc<LapSheet>> = BTreeMap::new();

/// One season, ready to be shown.
pub struct View<'a> {
    pub season: &'a Season,
    pub rules: &'a Rulebook,
    pub outcome: &'a Outcome,
    pub audit: &'a Audit,
    pub settings: &'a Settings,
    /// Laps of the sessions for which they are known.
    pub laps: &'a BTreeMap<Ix<Session>, Arc<LapSheet>>,
    /// The documents that are kept with the season, by name.
    pub texts: &'a BTreeMap<String, Kept>,
    draws: Option<&'a dyn DrawsOdds>,
    /// Where the season's folder cannot be read as it stands now.
    pub stale: Option<&'a Stale>,
    /// Where a record's last edition is what is shown.
    pub published: Option<&'a Published>,
    pub worked: Arc<Worked>,
}

/// What pages share, worked out once for a season as it is.
pub struct Worked {
    /// For each table of the outcome, the table as it stood after each of its rounds.
    pub history: Vec<Vec<StandingsTable>>,
    /// For each table of the outcome, the round after which nobody else could win; None while the title is open.
    pub decided: Vec<Decided>,
    /// For each table of the outcome, who leads or has won.
    pub leads: Vec<Lead>,
    /// Rows of results in which each competitor stands, in canonical order.
    starts: BTreeMap<Ix<Competitor>, Vec<Ix<ResultRow>>>,
    rows: BTreeMap<Ix<ResultRow>, (usize, usize)>,
    /// Of rows whose number earlier rows of the session bear, also in other letters, how many those are.
    same_number: BTreeMap<Ix<ResultRow>, usize>,
    /// By title; worked out when a page first asks.
    other_readings: Vec<OnceLock<OtherReadings>>,
    /// By table, and by how many of its rounds count: who can still win in an open field; worked out when a page first asks.
    answers: Vec<Vec<OnceLock<Answer>>>,
    /// Everything that has a page; put together when somebody first looks for something.
    index: OnceLock<search::Index>,
}

impl Deref for View<'_> {
    type Target = Worked;

    fn deref(&self) -> &Worked {
        &self.worked
    }
}

impl<'a> View<'a> {
    pub fn new(
        season: &'a Season,
        rules: &'a Rulebook,
        outcome: &'a Outcome,
        audit: &'a Audit,
        settings: &'a Settings,
    ) -> View<'a> {
        let worked = Arc::new(Worked::of(season, rules, outcome));
        View::of(season, rules, outcome, audit, settings, worked)
    }

    /// The same where what pages share is worked out already, of the same season, rules and outcome.
    pub fn of(
        season: &'a Season,
        rules: &'a Rulebook,
        outcome: &'a Outcome,
        audit: &'a Audit,
        settings: &'a Settings,
        worked: Arc<Worked>,
    ) -> View<'a> {
        View {
            season,
            rules,
            outcome,
            audit,
            settings,
            laps: &NO_LAPS,
            texts: &NO_TEXTS,
            draws: None,
            stale: None,
            published: None,
            worked,
        }
    }

    /// The same with the documents that are kept.
    #[must_use]
    pub fn with_texts(self, texts: &'a BTreeMap<String, Kept>) -> View<'a> {
        View { texts, ..self }
    }

    /// The same with the laps of some sessions.
    #[must_use]
    pub fn with_laps(self, laps: &'a BTreeMap<Ix<Session>, Arc<LapSheet>>) -> View<'a> {
        View { laps, ..self }
    }

    /// The same with odds on the pages that say who can still win.
    #[must_use]
    pub fn with_odds(self, draws: &'a dyn DrawsOdds) -> View<'a> {
        View { draws: Some(draws), ..self }
    }

    /// The same saying that it is not shown as its folder stands now.
    #[must_use]
    pub fn with_stale(self, stale: Option<&'a Stale>) -> View<'a> {
        View { stale, ..self }
    }

    /// The same saying which edition it shows.
    #[must_use]
    pub fn with_published(self, published: Option<&'a Published>) -> View<'a> {
        View { published, ..self }
    }

    /// The title of a table after a round, with what is to come.
    pub fn contest(&self, table: usize, after: Option<Ix<Round>>, field: FieldIs) -> Contest<'a> {
        let question = Contested { season: self.season, rules: self.rules, after, field };
        Contest::of(question, &self.outcome.tables[table])
    }

    /// What there is to say of a table's contest.
    pub fn told<'c>(&self, table: usize, contest: &'c Contest<'a>) -> Told<'c> {
        // A round of which nothing is known counts as still to come: after it nothing is otherwise.
        let rounds = self.outcome.tables.get(table).map_or(&[][..], |own| &own.rounds);
        let count = rounds.partition_point(|&round| Some(round) <= contest.after);
        let known = self.answers.get(table).and_then(|own| own.get(count));
        match known.filter(|_| contest.field == FieldIs::Open) {
            Some(known) => {
                Told { answer: known.get_or_init(|| contest.answer()).clone(), contest, odds: None }
            }
            None => Told::of(contest),
        }
    }

    /// The same with how likely each is to win, where that can be drawn: for an open field, and where all that was run is known.
    pub fn told_with_odds<'c>(&self, table: usize, contest: &'c Contest<'a>) -> Told<'c> {
        let told = self.told(table, contest);
        let odds = self.draws.filter(|_| contest.field == FieldIs::Open && told.all_known());
        let odds = odds.and_then(|draws| draws.odds(contest, &|| told.answer.clone()));
        Told { odds, ..told }
    }

    /// Whether odds can be drawn at all.
    pub fn draws_odds(&self) -> bool {
        self.draws.is_some()
    }

    /// How likely each was to win after every round of a table; None where that cannot be drawn.
    pub fn course(&self, table: usize) -> Option<Course> {
        self.draws?;
        let rounds = &self.outcome.tables[table].rounds;
        let after = |&round: &Ix<Round>| {
            let contest = self.contest(table, Some(round), FieldIs::Open);
            self.told_with_odds(table, &contest).shares()
        };
        let shares: Vec<_> = rounds.iter().map(after).collect();
        // From the first round after which all are known: before it nobody may have raced.
        let first = shares.iter().rposition(Option::is_none).map_or(0, |last| last + 1);
        let known: Vec<_> = shares.into_iter().skip(first).flatten().collect();
        Course::of(&rounds[first..], &known)
    }

    /// What other readings of the rules would give a cell.
    pub fn alternatives(&self, question: Question, cell: &Cell) -> Vec<Alternative> {
        let Some(known) = self.other_readings.get(question.title.index()) else { return Vec::new() };
        let readings = known.get_or_init(|| OtherReadings::of(self.season, self.rules, question.title));
        readings.alternatives(question, Some(cell))
    }

    /// What rules put on cars before a round's sessions; none where no rule speaks of it.
    pub fn handicaps(&self, round: Ix<Round>) -> Option<Handicaps> {
        self.season.rounds[round].number?;
        if self.rules.handicaps.is_empty() && self.rules.reversed_grids.is_empty() {
            return None;
        }
        let found = handicaps(self.season, self.rules, &self.outcome.classifications, round);
        (!found.sessions.is_empty()).then_some(found)
    }

    /// The session that gives a round its winner: the one that it is for, the last of several; else the last that has results.
    pub fn main_session(&self, round: Ix<Round>) -> Option<Ix<Session>> {
        let known = |session: &Ix<Session>| self.outcome.classification(*session).is_some();
        let main = self.season.sessions_of(round).filter(|&own| self.season.sessions[own].main);
        main.filter(known).last().or_else(|| self.season.sessions_of(round).filter(known).last())
    }

    pub fn main_classification(&self, round: Ix<Round>) -> Option<&'a Classification> {
        self.outcome.classification(self.main_session(round)?)
    }

    pub fn name(&self, competitor: Ix<Competitor>) -> &'a str {
        &self.season.competitors[competitor].name
    }

    pub fn class_name(&self, class: Ix<Class>) -> &'a str {
        &self.season.classes[class].id
    }

    pub fn starts_of(&self, competitor: Ix<Competitor>) -> &[Ix<ResultRow>] {
        self.starts.get(&competitor).map_or(&[], Vec::as_slice)
    }

    /// The anchor of a car's evidence on its round's page of cars.
    pub fn car_anchor(&self, result: Ix<ResultRow>) -> String {
        let own = &self.season.results[result];
        let session = &self.season.sessions[own.session];
        let mut number = file_name(&own.number);
        if let Some(others) = self.same_number.get(&result) {
            number.push_str(&format!("~{}", others + 1));
        }
        match self.main_session(session.round) == Some(own.session) {
            true => format!("car-{number}"),
            false => format!("car-{}-{number}", self.session_file(own.session)),
        }
    }

    /// Where a declared row ended up in its classification.
    pub fn classified_row(&self, result: Ix<ResultRow>) -> Option<&'a ClassificationRow> {
        let &(classification, row) = self.rows.get(&result)?;
        self.outcome.classifications[classification].rows.get(row)
    }

    /// `Teams' Championship, GTS`, with the rounds that it counts where those are not all.
    pub fn table_name(&self, table: &StandingsTable) -> String {
        let title = &self.rules.titles[table.title].name;
        let name =
            table.class.map_or_else(|| title.clone(), |class| format!("{title}, {}", self.class_name(class)));
        name + &coverage::of_heading(self.season, table)
    }

    /// What a table is not, in sentences; empty where it is all that its name says.
    pub fn caveat(&self, table: &StandingsTable) -> String {
        coverage::caveat(self.season, &self.rules.titles[table.title], table)
    }

    /// The tables in which a competitor stands, with its row.
    pub fn tables_of(
        &self,
        competitor: Ix<Competitor>,
    ) -> impl Iterator<Item = (&'a StandingsTable, &'a StandingsRow)> {
        self.outcome.tables.iter().filter_map(move |table| Some((table, table.row(competitor)?)))
    }

    /// The circuits of the season, each once, in the order of the calendar.
    pub fn circuits(&self) -> Vec<&'a str> {
        let mut names: Vec<&str> = Vec::new();
        for round in self.season.rounds.rows() {
            if !round.circuit.is_empty() && !names.contains(&round.circuit.as_str()) {
                names.push(&round.circuit);
            }
        }
        names
    }

    /// The team's canonical name, else as printed.
    pub fn team_of(&self, result: &'a ResultRow) -> &'a str {
        result.stands_for(Kind::Team).map_or(result.printed_team.as_str(), |team| self.name(team))
    }

    /// Names, with a comma between them.
    pub fn names(&self, competitors: &[Ix<Competitor>]) -> String {
        competitors.iter().map(|&own| self.name(own)).collect::<Vec<_>>().join(", ")
    }

    /// The team of a car, else its crew.
    pub fn team_or_crew(&self, result: &'a ResultRow) -> String {
        match self.team_of(result) {
            "" => self.names(&result.crew.iter().map(|seat| seat.driver).collect::<Vec<_>>()),
            team => team.to_owned(),
        }
    }

    /// Of whom a car's result is told: of the driver who is alone in it, else of the team, else of the crew.
    pub fn told_of(&self, result: &'a ResultRow) -> String {
        match result.crew.as_slice() {
            [alone] => self.name(alone.driver).to_owned(),
            _ => self.team_or_crew(result),
        }
    }

    /// Who got points in a round of a table, most first, with the cell.
    pub fn scored(&self, table: &'a StandingsTable, round: Ix<Round>) -> Vec<(&'a StandingsRow, &'a Cell)> {
        let with_points =
            |row: &'a StandingsRow| Some((row, row.cell(round).filter(|cell| !cell.points.is_zero())?));
        let mut scored: Vec<_> = table.rows.iter().filter_map(with_points).collect();
        scored.sort_by_key(|(_, cell)| (std::cmp::Reverse(cell.points), cell.position));
        scored
    }

    /// Others on the rows of results that a competitor stands in, in canonical order.
    pub fn met(&self, competitor: Ix<Competitor>) -> Vec<Ix<Competitor>> {
        let mut met: Vec<Ix<Competitor>> = Vec::new();
        for &result in self.starts_of(competitor) {
            let own = &self.season.results[result];
            met.extend(own.stands_for.iter().flatten().chain(own.crew.iter().map(|seat| &seat.driver)));
        }
        met.sort_unstable();
        met.dedup();
        met.retain(|&other| other != competitor);
        met
    }

    /// The lines of entry lists that name a team or a driver.
    pub fn entries_of(&self, competitor: Ix<Competitor>) -> impl Iterator<Item = &'a EntryLine> {
        let named = move |line: &&EntryLine| line.team == Some(competitor) || line.driver == Some(competitor);
        self.season.entries.iter().filter(named)
    }

    /// The decisions about a round: about one of its sessions, or about a table from the round on.
    pub fn decisions_of(&self, round: Ix<Round>) -> impl Iterator<Item = &'a Decision> {
        let season = self.season;
        season.decisions.rows().iter().filter(move |own| match own.ruling.about() {
            About { session: Some(session), .. } => season.sessions[session].round == round,
            about => about.round == Some(round),
        })
    }

    /// The laps of a session, judged by the season's distance rule.
    pub fn timed(&self, session: Ix<Session>) -> Option<TimedSession<'a>> {
        let rule = classified_by(self.season, self.rules, session, None).and_then(|rule| rule.rule.distance);
        Some(TimedSession::new(self.laps.get(&session)?, rule))
    }

    /// The rounds that were run, and those that were cancelled.
    pub fn held_and_cancelled(&self) -> (usize, usize) {
        let count = |status| self.season.rounds.rows().iter().filter(|round| round.status == status).count();
        (count(RoundStatus::Held), count(RoundStatus::Cancelled))
    }

    /// The rounds of the season after one, without those that were cancelled.
    pub fn rounds_after(&self, round: Ix<Round>) -> usize {
        let rounds = self.season.rounds.iter().filter(|(ix, _)| *ix > round);
        rounds.filter(|(_, own)| own.number.is_some() && own.status != RoundStatus::Cancelled).count()
    }

    /// The rounds in the order of their days; in the season's order where a day is not known.
    pub fn calendar(&self) -> Vec<Ix<Round>> {
        let mut rounds: Vec<Ix<Round>> = self.season.rounds.iter().map(|(ix, _)| ix).collect();
        if self.season.rounds.rows().iter().all(|round| round.date.is_some()) {
            rounds.sort_by_key(|&ix| self.season.rounds[ix].date);
        }
        rounds
    }

    /// The tables that a season is best known by: those of the first title, or of every title where there are no classes.
    pub fn main_tables(&self) -> impl Iterator<Item = (usize, &'a StandingsTable)> {
        let first = self.outcome.tables.first().map(|table| table.title);
        let few = self.season.classes.is_empty();
        self.outcome.tables.iter().enumerate().filter(move |(_, table)| few || Some(table.title) == first)
    }
}

impl Worked {
    fn of(season: &Season, rules: &Rulebook, outcome: &Outcome) -> Worked {
        let tallies = tally::tallies(season, rules, &outcome.classifications);
        let history = tallies
            .iter()
            .zip(&outcome.tables)
            .map(|(tally, table)| {
                table.rounds.iter().map(|&round| tally.table(season, rules, Some(round))).collect()
            })
            .collect();
        let decided: Vec<Decided> =
            outcome.tables.iter().map(|table| when_decided(season, rules, table)).collect();
        let with_decided = outcome.tables.iter().zip(&decided);
        let leads = with_decided.map(|(table, &decided)| Lead::of(season, rules, table, decided)).collect();
        let mut starts: BTreeMap<Ix<Competitor>, Vec<Ix<ResultRow>>> = BTreeMap::new();
        for (ix, row) in season.results.iter() {
            let crew = row.crew.iter().map(|seat| seat.driver);
            for competitor in row.stands_for.iter().flatten().copied().chain(crew) {
                let list = starts.entry(competitor).or_default();
                if list.last() != Some(&ix) {
                    list.push(ix);
                }
            }
        }
        let mut same_number = BTreeMap::new();
        let mut bearers: BTreeMap<(Ix<Session>, String), usize> = BTreeMap::new();
        for (ix, row) in season.results.iter() {
            let count = bearers.entry((row.session, file_name(&row.number))).or_default();
            if *count > 0 {
                same_number.insert(ix, *count);
            }
            *count += 1;
        }
        let mut rows = BTreeMap::new();
        for (c, classification) in outcome.classifications.iter().enumerate() {
            for (r, row) in classification.rows.iter().enumerate() {
                rows.insert(row.result, (c, r));
            }
        }
        let other_readings = rules.titles.rows().iter().map(|_| OnceLock::new()).collect();
        let none_yet = |table: &StandingsTable| (0..=table.rounds.len()).map(|_| OnceLock::new()).collect();
        let answers = outcome.tables.iter().map(none_yet).collect();
        Worked {
            history,
            decided,
            leads,
            starts,
            rows,
            same_number,
            other_readings,
            answers,
            index: OnceLock::new(),
        }
    }
}

/// A team, a driver, a thing with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub id: String,
    pub name: String,
}

impl Named {
    pub fn of(competitor: &Competitor) -> Named {
        Named { id: competitor.id.clone(), name: competitor.name.clone() }
    }
}

/// The id of a session as people say it: `race 1`.
pub fn session_words(id: &str) -> String {
    id.replace('-', " ")
}

/// A name behind the number of its car, `No. 7 Ann Archer`; alone where the car bears none.
pub fn numbered(mark: &str, number: &str, name: &str) -> String {
    if number.is_empty() { name.to_owned() } else { format!("{mark}{number} {name}") }
}

/// How a car's session ended, in the field's short words.
pub fn status_word(status: Status, classified: bool) -> &'static str {
    match status {
        Status::Finished if classified => "",
        Status::Nc if classified => "NC †",
        Status::Finished | Status::Nc => "NC",
        Status::Dnf if classified => "Ret †",
        Status::Dnf => "Ret",
        Status::Dns => "DNS",
        Status::Dsq => "DSQ",
        Status::Dnq => "DNQ",
    }
}

/// `1`, `2=`, or `EX` for a competitor taken out of the table.
pub fn position(row: &StandingsRow) -> String {
    match row.position {
        Some(position) if row.shared => format!("{position}="),
        Some(position) => position.to_string(),
        None if row.excluded.is_some() => "EX".to_owned(),
        None => "\u{2013}".to_owned(),
    }
}
