//! Who won a round, and of whom that is said.

use crate::view::{View, numbered};
use parcferme_core::Ix;
use parcferme_core::numbers::Position;
use parcferme_core::outcome::{ClassificationRow, Outcome};
use parcferme_core::season::{Class, ClassWinner, Competitor, Kind, ResultRow, Round, Season, Session};

/// A car that won, with those whose win it is.
pub struct Winner {
    /// The race that it won; the first of several.
    pub session: Option<Ix<Session>>,
    pub number: String,
    pub team: Option<Ix<Competitor>>,
    /// The team's canonical name, else as printed.
    pub team_name: String,
    pub drivers: Vec<Ix<Competitor>>,
    /// Only listed by a document, with no classification to prove it.
    pub declared: bool,
}

impl Winner {
    /// Of whom the win is told: of the driver who is alone in a car, else of the team, of the crew where no team is known.
    pub fn name(&self, view: &View) -> String {
        match self.drivers.as_slice() {
            [alone] => view.name(*alone).to_owned(),
            crew if self.team_name.is_empty() => view.names(crew),
            _ => self.team_name.clone(),
        }
    }

    /// The same with its number where it bears one, behind a mark: `No. 7 Ann Archer`.
    pub fn numbered(&self, view: &View, mark: &str) -> String {
        numbered(mark, &self.number, &self.name(view))
    }

    /// What stands beside the name: the crew of a team, or the team of a driver alone.
    pub fn beside(&self, view: &View) -> String {
        match self.drivers.as_slice() {
            [_] => self.team_name.clone(),
            _ if self.team_name.is_empty() => String::new(),
            crew => view.names(crew),
        }
    }

    /// Whose page the name leads to.
    pub fn competitor(&self) -> Option<Ix<Competitor>> {
        match self.drivers.as_slice() {
            [alone] => Some(*alone),
            _ => self.team,
        }
    }
}

/// What says that a car won.
#[derive(Clone, Copy)]
pub enum Won<'a> {
    /// The race, and the car's row in its classification.
    Classified(Ix<Session>, &'a ClassificationRow, &'a ResultRow),
    /// A document that lists it.
    Listed(&'a ClassWinner),
}

/// The classes by which a season is told, and cars of no class together (none) where such have won, or where no class is.
pub fn told_by(season: &Season, outcome: &Outcome) -> Vec<Option<Ix<Class>>> {
    if season.classes.is_empty() {
        return vec![None];
    }
    let rounds = || season.rounds.iter().map(|(round, _)| round);
    let raced = |class: Ix<Class>| {
        outcome.classifications.iter().any(|own| own.rows.iter().any(|row| row.class == Some(class)))
            || season.class_winners.iter().any(|own| own.class == class)
    };
    let all = || season.classes.iter().map(|(class, _)| class);
    match rounds().any(|round| !won(season, outcome, round, None).is_empty()) {
        // Classes of which no result tells would be empty columns beside it.
        true => [None].into_iter().chain(all().filter(|&class| raced(class)).map(Some)).collect(),
        false => all().map(Some).collect(),
    }
}

/// The sessions that give a round its winners: those that it is for; where none of them is known, the last that is.
pub fn races(season: &Season, outcome: &Outcome, round: Ix<Round>) -> Vec<Ix<Session>> {
    let known: Vec<Ix<Session>> =
        season.sessions_of(round).filter(|&own| outcome.classification(own).is_some()).collect();
    match known.iter().any(|&own| season.sessions[own].main) {
        true => known.into_iter().filter(|&own| season.sessions[own].main).collect(),
        false => known.into_iter().last().into_iter().collect(),
    }
}

/// Who won a class in the races of a round, or all cars of no class, in order, each once: from the classifications, else as
/// a document lists it. Several of one race after a dead heat.
pub fn won<'a>(
    season: &'a Season,
    outcome: &'a Outcome,
    round: Ix<Round>,
    class: Option<Ix<Class>>,
) -> Vec<Won<'a>> {
    let races = races(season, outcome, round);
    if races.is_empty() {
        let mut listed =
            season.class_winners.iter().filter(|own| own.round == round && Some(own.class) == class);
        return listed.next().map(Won::Listed).into_iter().collect();
    }
    let mut all: Vec<Won<'a>> = Vec::new();
    let mut seen: Vec<&ResultRow> = Vec::new();
    for (session, row) in races.into_iter().flat_map(|own| {
        outcome.classification(own).into_iter().flat_map(move |of| of.rows.iter().map(move |row| (own, row)))
    }) {
        let first = if class.is_some() { row.class_position } else { row.position };
        if row.class != class || first != Some(Position::FIRST) {
            continue;
        }
        let result = &season.results[row.result];
        if !seen.iter().any(|own| is_same(own, result)) {
            seen.push(result);
            all.push(Won::Classified(session, row, result));
        }
    }
    all
}

/// Whether two rows are one car with one crew.
fn is_same(a: &ResultRow, b: &ResultRow) -> bool {
    let crew = |own: &ResultRow| own.crew.iter().map(|seat| seat.driver).collect::<Vec<_>>();
    (&a.number, a.stands_for(Kind::Team), &a.printed_team, crew(a))
        == (&b.number, b.stands_for(Kind::Team), &b.printed_team, crew(b))
}

impl View<'_> {
    /// See [`told_by`].
    pub fn told_by(&self) -> Vec<Option<Ix<Class>>> {
        told_by(self.season, self.outcome)
    }

    /// Who won the races of a round: each class, or of all cars where there are no classes.
    pub fn won(&self, round: Ix<Round>) -> Vec<(Option<Ix<Class>>, Winner)> {
        let classes = self.season.classes.iter().map(|(class, _)| Some(class));
        let each = [None].into_iter().chain(classes);
        each.flat_map(|class| self.winners(round, class).into_iter().map(move |own| (class, own))).collect()
    }

    /// See [`won`].
    pub fn winners(&self, round: Ix<Round>, class: Option<Ix<Class>>) -> Vec<Winner> {
        let winner = |own: Won<'_>| match own {
            Won::Classified(session, _, result) => Winner {
                session: Some(session),
                number: result.number.to_string(),
                team: result.stands_for(Kind::Team),
                team_name: self.team_of(result).to_owned(),
                drivers: result.crew.iter().map(|seat| seat.driver).collect(),
                declared: false,
            },
            Won::Listed(own) => Winner {
                session: None,
                number: own.number.to_string(),
                team: own.team,
                team_name: own.team.map_or(own.printed_team.as_str(), |team| self.name(team)).to_owned(),
                drivers: own.drivers.clone(),
                declared: true,
            },
        };
        won(self.season, self.outcome, round, class).into_iter().map(winner).collect()
    }

    /// The races of a round whose results are known; where none is, its last session with results.
    pub fn races(&self, round: Ix<Round>) -> Vec<Ix<Session>> {
        races(self.season, self.outcome, round)
    }

    /// Cars that started a race of a round, by class, of several races the most; none where no result says a class.
    pub fn starters(&self, round: Ix<Round>) -> Option<Vec<u32>> {
        let sheets: Vec<&[ClassificationRow]> = self
            .races(round)
            .into_iter()
            .filter_map(|own| Some(self.outcome.classification(own)?.rows.as_slice()))
            .collect();
        sheets.iter().any(|rows| rows.iter().any(|row| row.class.is_some())).then(|| {
            let started = |class: Ix<Class>| {
                let of = |rows: &&[ClassificationRow]| {
                    rows.iter().filter(|row| row.class == Some(class) && row.status.started()).count()
                };
                u32::try_from(sheets.iter().map(of).max().unwrap_or(0)).unwrap_or(u32::MAX)
            };
            self.season.classes.iter().map(|(class, _)| started(class)).collect()
        })
    }
}
