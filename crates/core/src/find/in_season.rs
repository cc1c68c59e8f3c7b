//! What the competitors, rounds, titles and classes of a season are called.

use super::Names;
use crate::number_words::MONTHS;
use crate::rulebook::Rulebook;
use crate::season::{Competitor, Kind, Round, Season};
use crate::table::Ix;
use std::collections::BTreeSet;

/// Numbers of cars by which a competitor is known; of one with more, such as a maker of tyres, a number says nothing.
const MOST_NUMBERS: usize = 4;

/// By index.
#[derive(Clone, Debug, Default)]
pub struct SeasonNames {
    pub competitors: Vec<Names>,
    pub rounds: Vec<Names>,
    pub titles: Vec<Names>,
    pub classes: Vec<Names>,
    /// Numbers of the cars of each competitor, of those with few.
    pub numbers: Vec<Vec<String>>,
}

impl SeasonNames {
    pub fn of(season: &Season, rules: &Rulebook) -> SeasonNames {
        let (printed, numbers) = as_printed(season);
        let competitors = season
            .competitors
            .iter()
            .map(|(ix, own)| competitor(own, &printed[ix.index()], &numbers[ix.index()]));
        SeasonNames {
            competitors: competitors.collect(),
            rounds: season.rounds.rows().iter().map(round).collect(),
            titles: rules
                .titles
                .rows()
                .iter()
                .map(|own| Names::new([own.id.as_str(), &own.name], []))
                .collect(),
            classes: season
                .classes
                .rows()
                .iter()
                .map(|own| Names::new([own.id.as_str()], [own.name.as_str()]))
                .collect(),
            numbers,
        }
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &Names> {
        self.competitors.iter().chain(&self.rounds).chain(&self.titles).chain(&self.classes)
    }
}

fn competitor(own: &Competitor, printed: &BTreeSet<&str>, numbers: &[String]) -> Names {
    let further = printed.iter().copied().chain(numbers.iter().map(String::as_str));
    Names::new([own.name.as_str(), &own.id], further)
}

/// By number, event and name; by circuit, month and year.
pub fn round(own: &Round) -> Names {
    let number = own.number.map(|number| number.to_string());
    let names =
        number.iter().flat_map(|number| [number.clone(), format!("round {number}"), format!("R{number}")]);
    let names: Vec<String> = names.chain([own.event.clone(), own.name.clone()]).collect();
    let month = own.date.map(|day| {
        let month = usize::from(day.month()).checked_sub(1).and_then(|month| MONTHS.get(month));
        format!("{} {}", month.copied().unwrap_or_default(), day.year())
    });
    Names::new(
        names.iter().map(String::as_str),
        [Some(own.circuit.as_str()), month.as_deref()].into_iter().flatten(),
    )
}

/// Of each competitor the spellings in results, and the numbers of its cars.
fn as_printed(season: &Season) -> (Vec<BTreeSet<&str>>, Vec<Vec<String>>) {
    let mut printed: Vec<BTreeSet<&str>> = vec![BTreeSet::new(); season.competitors.len()];
    let mut numbers: Vec<BTreeSet<&str>> = vec![BTreeSet::new(); season.competitors.len()];
    let mut seen = |ix: Ix<Competitor>, text, number| {
        printed[ix.index()].extend(text);
        numbers[ix.index()].insert(number);
    };
    for row in season.results.rows() {
        for (kind, ix) in Kind::ALL.into_iter().zip(&row.stands_for) {
            let text = match kind {
                Kind::Team => Some(row.printed_team.as_str()),
                Kind::Chassis => Some(row.printed_chassis.as_str()),
                Kind::Engine => Some(row.printed_engine.as_str()),
                _ => None,
            };
            if let Some(ix) = *ix {
                seen(ix, text, row.number.as_str());
            }
        }
        for seat in &row.crew {
            seen(seat.driver, Some(seat.printed.as_str()), row.number.as_str());
        }
    }
    let few = |own: BTreeSet<&str>| match own.len() <= MOST_NUMBERS {
        true => own.into_iter().map(str::to_owned).collect(),
        false => Vec::new(),
    };
    (printed, numbers.into_iter().map(few).collect())
}
