//! Things of a season by what a person calls them; where there is no such thing, what there is instead.

use crate::library::Refused;
use parcferme_core::diagnostic::nearest_word;
use parcferme_core::find::{Asked, Fit, Names, SeasonNames};
use parcferme_core::outcome::StandingsTable;
use parcferme_core::rules::title::Title;
use parcferme_core::scenario::FieldIs;
use parcferme_core::season::{Class, Competitor, Kind, Round, Session};
use parcferme_core::{Diagnostic, Ix, Rulebook, Season};
use parcferme_publish::seasons::Seasons;
use std::collections::BTreeSet;

/// What was looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Season,
    Rulebook,
    Round,
    Session,
    Title,
    Class,
    Competitor(Kind),
    Kind,
    Circuit,
    Check,
    Field,
}

impl What {
    pub const fn word(self) -> &'static str {
        match self {
            What::Season => "season",
            What::Rulebook => "rulebook",
            What::Round => "round",
            What::Session => "session",
            What::Title => "title",
            What::Class => "class",
            What::Competitor(kind) => kind.word(),
            What::Kind => "kind of competitor",
            What::Circuit => "circuit",
            What::Check => "check",
            What::Field => "field",
        }
    }

    const fn error_id(self) -> &'static str {
        match self {
            What::Season => "PF0901",
            What::Rulebook => "PF0904",
            What::Round => "PF0907",
            What::Session => "PF0910",
            What::Title | What::Class | What::Kind | What::Circuit | What::Check => "PF0908",
            What::Competitor(_) => "PF0911",
            What::Field => "PF0580",
        }
    }
}

/// There is no such thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    pub what: What,
    pub asked: String,
    /// Ids of all that there is.
    pub known: Vec<String>,
    /// What each of them is called besides; empty where ids are all that is known.
    pub names: Vec<Names>,
}

/// Names that are offered instead.
const MOST_NEAR: usize = 5;
/// A word of so few letters, such as a round's number, is like too many others.
const SHORT: usize = 2;
/// Ids that are all listed; of more, the nearest are.
const MOST_LISTED: usize = 24;

impl Unknown {
    pub fn new(what: What, asked: &str, known: Vec<String>) -> Unknown {
        Unknown { what, asked: asked.to_owned(), known, names: Vec::new() }
    }

    /// With what each is called besides, in the order of the ids.
    #[must_use]
    fn called(self, names: Vec<Names>) -> Unknown {
        Unknown { names, ..self }
    }

    /// Those that fit best by what they are called: indices among those known.
    fn fitting(&self) -> Vec<usize> {
        let asked = Asked::among(&self.asked, &self.names);
        let fits = self.names.iter().enumerate().filter_map(|(at, names)| Some((asked.fit(names)?, at)));
        let mut fits: Vec<(Fit, usize)> = fits.collect();
        fits.sort_unstable();
        let best = fits.first().map(|own| own.0);
        fits.into_iter().take_while(|own| Some(own.0) == best).map(|own| own.1).collect()
    }

    /// The only one that fits by what it is called, as a person at a terminal means it; an address has to be exact.
    fn meant(&self) -> Option<usize> {
        match self.fitting().as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }

    /// The ids most like what was asked for: those that are called so, one that is nearly the same, then those that contain it.
    pub fn nearest(&self) -> Vec<&str> {
        let known: Vec<&str> = self.known.iter().map(String::as_str).collect();
        let asked = self.asked.to_lowercase();
        if asked.chars().count() <= SHORT {
            return self
                .fitting()
                .into_iter()
                .filter_map(|at| known.get(at).copied())
                .take(MOST_NEAR)
                .collect();
        }
        let mut nearest: Vec<&str> =
            self.fitting().into_iter().filter_map(|at| known.get(at).copied()).collect();
        nearest.extend(nearest_word(&asked, &known));
        nearest.extend(known.iter().filter(|own| own.to_lowercase().contains(&asked)));
        let mut seen = BTreeSet::new();
        nearest.retain(|own| seen.insert(*own));
        nearest.truncate(MOST_NEAR);
        nearest
    }
}

impl From<Unknown> for Refused {
    fn from(unknown: Unknown) -> Refused {
        let message = format!("no {} `{}`", unknown.what.word(), unknown.asked);
        let refused = Diagnostic::error(unknown.what.error_id(), message).found(&unknown.asked);
        let nearest = unknown.nearest();
        let refused = match nearest.is_empty() || unknown.known.len() <= MOST_LISTED {
            true if unknown.known.is_empty() => {
                refused.expected(format!("there is no {}", unknown.what.word()))
            }
            true => refused.expected(format!("one of {}", unknown.known.join(", "))),
            false => refused,
        };
        vec![match nearest.first() {
            Some(nearest) => refused.help(format!("did you mean `{nearest}`?")),
            None => refused,
        }]
    }
}

/// Where the word stands among those known, compared without regard to case.
pub fn among<'k>(what: What, asked: &str, known: impl Iterator<Item = &'k str>) -> Result<usize, Unknown> {
    let known: Vec<&str> = known.collect();
    let same = known.iter().position(|own| *own == asked);
    let found = same.or_else(|| known.iter().position(|own| own.eq_ignore_ascii_case(asked)));
    found.ok_or_else(|| Unknown::new(what, asked, known.into_iter().map(str::to_owned).collect()))
}

pub fn title(rules: &Rulebook, id: &str) -> Result<Ix<Title>, Unknown> {
    let rows = rules.titles.rows();
    let called = || rows.iter().map(|own| Names::new([own.id.as_str(), &own.name], [])).collect();
    among(What::Title, id, rows.iter().map(|own| own.id.as_str()))
        .map(Ix::new)
        .map_err(|own| own.called(called()))
}

/// A class; `-` is none, for a title without classes.
pub fn class(season: &Season, id: &str) -> Result<Option<Ix<Class>>, Unknown> {
    if id == "-" {
        return Ok(None);
    }
    let rows = season.classes.rows();
    let called = || rows.iter().map(|own| Names::new([own.id.as_str(), &own.name], [])).collect();
    among(What::Class, id, rows.iter().map(|own| own.id.as_str()))
        .map(|index| Some(Ix::new(index)))
        .map_err(|own| own.called(called()))
}

/// The tables that are asked for: of a title, of a class, after a round, where something is said.
pub struct Wanted {
    title: Option<Ix<Title>>,
    class: Option<Option<Ix<Class>>>,
    pub after: Option<Ix<Round>>,
}

impl Wanted {
    /// By what a person calls them.
    pub fn of(
        (season, rules): (&Season, &Rulebook),
        title_id: Option<&str>,
        class_id: Option<&str>,
        after: Option<&str>,
    ) -> Result<Wanted, Unknown> {
        Ok(Wanted {
            after: after.map(|asked| round(season, asked)).transpose()?,
            title: title_id.map(|id| title(rules, id)).transpose()?,
            class: class_id.map(|id| class(season, id)).transpose()?,
        })
    }

    /// By what a person at a terminal means.
    pub fn meant(
        (season, rules): (&Season, &Rulebook),
        title_id: Option<&str>,
        class_id: Option<&str>,
        after: Option<&str>,
    ) -> Result<Wanted, Unknown> {
        let class_meant = |id| match class(season, id) {
            Ok(found) => Ok(found),
            Err(unknown) => meant(Err(unknown), |ix| format!("class {}", season.classes[ix].id)).map(Some),
        };
        Ok(Wanted {
            after: after.map(|asked| round_meant(season, asked)).transpose()?,
            title: title_id
                .map(|id| meant(title(rules, id), |ix| rules.titles[ix].name.clone()))
                .transpose()?,
            class: class_id.map(class_meant).transpose()?,
        })
    }

    pub fn holds(&self, table: &StandingsTable) -> bool {
        self.title.is_none_or(|title| table.title == title)
            && self.class.is_none_or(|class| table.class == class)
    }

    /// Those of all tables.
    pub fn among<'t>(&'t self, tables: &'t [StandingsTable]) -> impl Iterator<Item = &'t StandingsTable> {
        tables.iter().filter(|table| self.holds(table))
    }
}

/// Whether anybody may miss a session to come, by its word.
pub fn field(word: &str) -> Result<FieldIs, Unknown> {
    among(What::Field, word, FieldIs::ALL.into_iter().map(FieldIs::word)).map(|at| FieldIs::ALL[at])
}

/// A competitor by id, or by its name in full.
pub fn competitor(season: &Season, kind: Kind, asked: &str) -> Result<Ix<Competitor>, Unknown> {
    let of_kind = || season.competitors.iter().filter(|(_, own)| own.kind == kind);
    let named = of_kind().find(|(_, own)| own.name.to_lowercase() == asked.to_lowercase());
    let index = among(What::Competitor(kind), asked, of_kind().map(|(_, own)| own.id.as_str()))
        .map(|at| of_kind().nth(at).map(|(ix, _)| ix));
    match (index, named) {
        (Ok(Some(ix)), _) | (_, Some((ix, _))) => Ok(ix),
        (Err(unknown), None) => {
            let names = SeasonNames::of(season, &Rulebook::default()).competitors;
            Err(unknown.called(of_kind().filter_map(|(ix, _)| names.get(ix.index()).cloned()).collect()))
        }
        (Ok(None), None) => unreachable!("an index into the same list"),
    }
}

/// A round by its number, or by the id of its event, which cancelled rounds have too.
pub fn round(season: &Season, asked: &str) -> Result<Ix<Round>, Unknown> {
    let numbered = asked.parse().ok().and_then(|number| season.round(number));
    let event =
        || season.rounds.iter().find(|(_, own)| own.event.eq_ignore_ascii_case(asked)).map(|own| own.0);
    numbered.or_else(event).ok_or_else(|| {
        let id = |own: &Round| own.number.map_or_else(|| own.event.clone(), |number| number.to_string());
        let known = season.rounds.rows().iter().map(id).collect();
        Unknown::new(What::Round, asked, known).called(rounds_called(season))
    })
}

fn rounds_called(season: &Season) -> Vec<Names> {
    season.rounds.rows().iter().map(parcferme_core::find::round).collect()
}

/// What a person at a terminal means: a name that is not exact is taken where one thing alone fits it, and that is told.
///
/// # Errors
/// Nothing fits, or several do.
pub fn meant<T>(found: Result<Ix<T>, Unknown>, name: impl Fn(Ix<T>) -> String) -> Result<Ix<T>, Unknown> {
    found.or_else(|unknown| match unknown.meant() {
        Some(at) => {
            taken(&unknown.asked, &name(Ix::new(at)));
            Ok(Ix::new(at))
        }
        None => Err(unknown),
    })
}

/// A round as a person at a terminal means it.
///
/// # Errors
/// Nothing fits, or several do.
pub fn round_meant(season: &Season, asked: &str) -> Result<Ix<Round>, Unknown> {
    meant(round(season, asked), |ix| {
        let own = &season.rounds[ix];
        format!("round {}, {}", own.label(), own.name)
    })
}

/// Tells what a word that was not exact was taken for.
pub fn taken(asked: &str, what: &str) {
    crate::report::to_stderr(&[Diagnostic::note("PF1140", format!("`{asked}` was taken for {what}"))]);
}

/// That there is no such career, with those that are called so.
pub fn no_career(seasons: &Seasons, kind: Kind, asked: &str) -> Unknown {
    let of_kind = || seasons.careers.of_kind(kind);
    let known = of_kind().map(|own| own.id.clone()).collect();
    let names = of_kind().map(|own| Names::new([own.name.as_str(), &own.id], [])).collect();
    Unknown::new(What::Competitor(kind), asked, known).called(names)
}

pub fn session(season: &Season, round: Ix<Round>, id: &str) -> Result<Ix<Session>, Unknown> {
    season.session(round, id).ok_or_else(|| {
        let known = season.sessions_of(round).map(|own| season.sessions[own].id.clone()).collect();
        Unknown::new(What::Session, id, known)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_unknown_names_what_is_near() {
        let known = ["corvette-racing", "corsa", "the-racers-group"];
        let unknown = |asked| among(What::Competitor(Kind::Team), asked, known.into_iter()).unwrap_err();
        assert_eq!(among(What::Title, "CORSA", known.into_iter()), Ok(1));
        assert_eq!(unknown("corvette").nearest(), ["corvette-racing"]);
        assert_eq!(unknown("racers").nearest(), ["the-racers-group"]);
        assert_eq!(unknown("corza").nearest(), ["corsa"]);
        assert_eq!(unknown("zz").nearest(), [""; 0]);
        let refused = Refused::from(unknown("zz"));
        assert_eq!((refused[0].id, refused[0].message.as_str()), ("PF0911", "no team `zz`"));
    }
}
