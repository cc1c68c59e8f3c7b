//! Which competitor a text of a document means: every spelling under which the facts name one.

use crate::season::{Competitor, Kind, Season};
use crate::table::Ix;
use std::collections::BTreeMap;

/// Spellings by kind and letters. A spelling of two competitors means neither.
pub(super) struct Spellings {
    known: BTreeMap<(Kind, String), Option<Ix<Competitor>>>,
}

impl Spellings {
    pub(super) fn of(season: &Season) -> Spellings {
        let mut spellings = Spellings { known: BTreeMap::new() };
        for (ix, own) in season.competitors.iter() {
            spellings.add(own.kind, &own.name, Some(ix));
        }
        for row in season.results.rows() {
            let printed = [
                (Kind::Team, &row.printed_team),
                (Kind::Chassis, &row.printed_chassis),
                (Kind::Engine, &row.printed_engine),
            ];
            for (kind, text) in printed {
                spellings.add(kind, text, row.stands_for(kind));
            }
            for seat in &row.crew {
                spellings.add(Kind::Driver, &seat.printed, Some(seat.driver));
            }
        }
        for entry in &season.entries {
            spellings.add(Kind::Team, &entry.printed_team, entry.team);
            spellings.add(Kind::Driver, &entry.printed_driver, entry.driver);
        }
        for winner in &season.class_winners {
            spellings.add(Kind::Team, &winner.printed_team, winner.team);
        }
        for row in season.published.iter().flat_map(|table| &table.rows) {
            spellings.add(season.competitors[row.competitor].kind, &row.printed, Some(row.competitor));
        }
        spellings
    }

    fn add(&mut self, kind: Kind, text: &str, competitor: Option<Ix<Competitor>>) {
        let letters = letters(text);
        if letters.is_empty() || competitor.is_none() {
            return;
        }
        let known = self.known.entry((kind, letters)).or_insert(competitor);
        if *known != competitor {
            *known = None;
        }
    }

    pub(super) fn means(&self, kind: Kind, text: &str) -> Option<Ix<Competitor>> {
        self.known.get(&(kind, letters(text))).copied().flatten()
    }

    /// All spellings of a competitor, as letters.
    pub(super) fn all(&self, kind: Kind, competitor: Ix<Competitor>) -> impl Iterator<Item = &str> {
        self.known
            .iter()
            .filter(move |((own, _), known)| *own == kind && **known == Some(competitor))
            .map(|((_, letters), _)| letters.as_str())
    }
}

/// Letters and digits alone, in small letters: `P.K. Sport` and `PK Sport` are one.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
