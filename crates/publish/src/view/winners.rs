//! Who won a round, and of whom that is said.

use crate::view::View;
use parcferme_core::Ix;
use parcferme_core::numbers::Position;
use parcferme_core::outcome::ClassificationRow;
use parcferme_core::season::{Class, ClassWinner, Competitor, Kind, Round};

/// A car that won, with those whose win it is.
pub struct Winner {
    pub number: String,
    pub team: Option<Ix<Competitor>>,
    /// The team's canonical name, else as printed.
    pub team_name: String,
    pub drivers: Vec<Ix<Competitor>>,
    /// Only listed by a document, with no classification to prove it.
    pub declared: bool,
}

impl Winner {
    /// Of whom the win is told: of the driver who is alone in a car, else of the team.
    pub fn name(&self, view: &View) -> String {
        match self.drivers.as_slice() {
            [alone] => view.name(*alone).to_owned(),
            _ => self.team_name.clone(),
        }
    }

    /// What stands beside the name: the crew of a team, or the team of a driver alone.
    pub fn beside(&self, view: &View) -> String {
        match self.drivers.as_slice() {
            [_] => self.team_name.clone(),
            crew => crew.iter().map(|&own| view.name(own)).collect::<Vec<_>>().join(", "),
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

impl View<'_> {
    /// The classes by which a season is told; where it has none, all cars together.
    pub fn told_by(&self) -> Vec<Option<Ix<Class>>> {
        match self.season.classes.is_empty() {
            true => vec![None],
            false => self.season.classes.iter().map(|(class, _)| Some(class)).collect(),
        }
    }

    /// Who won a round: each class, or of all cars where there are no classes.
    pub fn won(&self, round: Ix<Round>) -> Vec<(Option<Ix<Class>>, Winner)> {
        let each = self.told_by().into_iter();
        each.flat_map(|class| self.winners(round, class).into_iter().map(move |own| (class, own))).collect()
    }

    /// Who won a class, or of all cars, in a round: from the classification, else as a document lists it. Several after a
    /// dead heat.
    pub fn winners(&self, round: Ix<Round>, class: Option<Ix<Class>>) -> Vec<Winner> {
        if let Some(classification) = self.main_classification(round) {
            let first = |row: &&ClassificationRow| match class {
                Some(_) => row.class == class && row.class_position == Some(Position::FIRST),
                None => row.position == Some(Position::FIRST),
            };
            let won = classification.rows.iter().filter(first).map(|row| {
                let result = &self.season.results[row.result];
                Winner {
                    number: result.number.to_string(),
                    team: result.stands_for(Kind::Team),
                    team_name: self.team_of(result).to_owned(),
                    drivers: result.crew.iter().map(|seat| seat.driver).collect(),
                    declared: false,
                }
            });
            return won.collect();
        }
        let listed = self.season.class_winners.iter();
        let listed = listed.filter(|own| own.round == round && Some(own.class) == class).take(1);
        let winner = |own: &ClassWinner| Winner {
            number: own.number.to_string(),
            team: own.team,
            team_name: own.team.map_or(own.printed_team.as_str(), |team| self.name(team)).to_owned(),
            drivers: own.drivers.clone(),
            declared: true,
        };
        listed.map(winner).collect()
    }
}
