//! `parcferme.career/1`: a driver, team, car or maker over all seasons at hand; `parcferme.careers/1`: all of them, or those
//! that fit some words; `parcferme.against/1`: two drivers against each other.

use crate::seasons::{InSeason, KINDS, Seasons};
use crate::view::career_path;
use parcferme_core::career::{Career, Figures, Together};
use parcferme_core::season::Kind;
use serde::Serialize;
use utoipa::ToSchema;

pub const SCHEMA: &str = "parcferme.career/1";
pub const LIST_SCHEMA: &str = "parcferme.careers/1";
pub const AGAINST_SCHEMA: &str = "parcferme.against/1";

/// Rows of lists that may be long: team mates and drivers.
const MOST_ROWS: usize = 200;

/// The document.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = career::Document)]
pub struct Document {
    #[schema(example = json!(SCHEMA))]
    pub schema: &'static str,
    pub career: Whole,
    /// Why the seasons are taken for one competitor's.
    pub why: String,
    /// Others of the name that were kept apart.
    pub apart: Vec<Apart>,
    /// Rounds held in these seasons of which no results are known: they count in no figure but `listed_wins`.
    pub rounds_not_known: usize,
    pub seasons: Vec<Season>,
    pub titles: Vec<Title>,
    pub wins: Vec<Race>,
    pub poles: Vec<Race>,
    pub best_laps: Vec<Race>,
    /// Of a driver: who raced for the same team, or in the same car.
    pub team_mates: Vec<Mate>,
    /// Of others: who drove its cars.
    pub drivers: Vec<Driver>,
}

/// All careers, or some.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = career::List)]
pub struct List {
    #[schema(example = json!(LIST_SCHEMA))]
    pub schema: &'static str,
    pub careers: Vec<Whole>,
}

/// A career as a whole.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = career::Whole)]
pub struct Whole {
    /// `driver`, `team`, `chassis`, ...
    pub kind: &'static str,
    pub id: String,
    pub name: String,
    /// Ids of the seasons.
    pub of: Vec<String>,
    pub figures: Counted,
    /// Its page, from the site's root.
    pub href: String,
}

/// Of a driver, races, each once; of others, cars, but for `starts`, which are races.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[schema(as = career::Figures)]
pub struct Counted {
    pub starts: u32,
    pub cars: u32,
    pub wins: u32,
    pub podiums: u32,
    /// None where it has none that is known, and the pole of some race is not.
    pub poles: Option<u32>,
    /// None where it has none that is known, and the best lap of some race is not.
    pub best_laps: Option<u32>,
    pub class_wins: u32,
    pub class_podiums: u32,
    /// Class wins that a document lists of rounds whose results are not known.
    pub listed_wins: u32,
    /// Titles that are decided.
    pub titles: u32,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = career::Apart)]
pub struct Apart {
    pub id: String,
    pub name: String,
    pub why: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = career::Season)]
pub struct Season {
    pub season: String,
    pub name: String,
    /// The competitor's page in it, from the site's root.
    pub href: String,
    pub teams: Vec<String>,
    pub figures: Counted,
    pub standings: Vec<Stood>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = career::Stood)]
pub struct Stood {
    pub table: String,
    pub place: String,
    pub points: String,
    /// Empty, `so far`, or `of the rounds that are known`.
    pub caveat: &'static str,
    pub won: bool,
    pub href: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = career::Title)]
pub struct Title {
    pub season: String,
    pub table: String,
    pub shared: bool,
    pub href: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = career::Race)]
pub struct Race {
    pub season: String,
    pub round: Option<u32>,
    pub name: String,
    pub date: Option<String>,
    pub href: String,
}

/// Races together, and who was ahead where both have a place.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = career::Mate)]
pub struct Mate {
    pub id: String,
    pub name: String,
    #[serde(flatten)]
    pub met: Met,
}

#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[schema(as = career::Met)]
pub struct Met {
    pub races: u32,
    pub ahead: u32,
    pub behind: u32,
    pub grid_ahead: u32,
    pub grid_behind: u32,
    /// Races in one car.
    pub shared: u32,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = career::Driver)]
pub struct Driver {
    pub id: String,
    pub name: String,
    pub cars: u32,
    pub wins: u32,
}

/// Two drivers against each other.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = career::Against)]
pub struct Against {
    #[schema(example = json!(AGAINST_SCHEMA))]
    pub schema: &'static str,
    pub a: Whole,
    pub b: Whole,
    /// In all races of both, of the first against the second.
    pub met: Met,
}

pub fn career(seasons: &Seasons, own: &Career) -> Document {
    let by_season: Vec<InSeason> = seasons.by_season(own).collect();
    let titles = by_season
        .iter()
        .flat_map(|of| of.standings.iter().filter(|stood| stood.won).map(|stood| (of.season, stood)));
    let titles = titles.map(|(season, stood)| Title {
        season: season.id.clone(),
        table: stood.name.clone(),
        shared: stood.shared,
        href: stood.href.clone(),
    });
    let races = |did: fn(&Figures) -> bool| -> Vec<Race> {
        let deeds = seasons.deeds(own, did).into_iter();
        let race = deeds.map(|deed| Race {
            season: deed.season.id.clone(),
            round: deed.race.number,
            name: deed.race.name.clone(),
            date: deed.race.date.map(|own| own.to_string()),
            href: deed.href,
        });
        race.collect()
    };
    let is_driver = own.kind == Kind::Driver;
    let mates = if is_driver { seasons.team_mates(own) } else { Vec::new() };
    let drivers = if is_driver { Vec::new() } else { seasons.drivers_of(own) };
    Document {
        schema: SCHEMA,
        career: whole(seasons, own),
        why: own.why.clone(),
        apart: own
            .doubts
            .iter()
            .map(|(at, why)| {
                let other = &seasons.careers.careers[*at];
                Apart { id: other.id.clone(), name: other.name.clone(), why: why.clone() }
            })
            .collect(),
        rounds_not_known: seasons.not_known(own),
        titles: titles.collect(),
        wins: races(|own| own.wins > 0),
        poles: races(|own| own.poles > 0),
        best_laps: races(|own| own.best_laps > 0),
        team_mates: mates
            .into_iter()
            .take(MOST_ROWS)
            .map(|(mate, own)| Mate { id: mate.id.clone(), name: mate.name.clone(), met: met(own) })
            .collect(),
        drivers: drivers
            .into_iter()
            .take(MOST_ROWS)
            .map(|(driver, own)| Driver {
                id: driver.id.clone(),
                name: driver.name.clone(),
                cars: own.cars,
                wins: own.wins,
            })
            .collect(),
        seasons: by_season.into_iter().map(in_season).collect(),
    }
}

fn in_season(own: InSeason) -> Season {
    Season {
        season: own.season.id.clone(),
        name: own.season.name.clone(),
        href: own.href,
        teams: own.teams.iter().map(|team| team.name.clone()).collect(),
        figures: counted(own.figures),
        standings: own
            .standings
            .into_iter()
            .map(|own| Stood {
                table: own.name,
                place: own.place,
                points: own.points.to_string(),
                caveat: own.caveat,
                won: own.won,
                href: own.href,
            })
            .collect(),
    }
}

pub fn whole(seasons: &Seasons, own: &Career) -> Whole {
    Whole {
        kind: own.kind.word(),
        id: own.id.clone(),
        name: own.name.clone(),
        of: own.seasons.iter().map(|of| seasons.kept[of.0].record.id.clone()).collect(),
        figures: counted(own.figures),
        href: career_path(own),
    }
}

/// All careers of some kind, or of every kind; those that fit some words, the best first, where words are given.
pub fn list(seasons: &Seasons, kind: Option<Kind>, words: &str) -> List {
    let wanted = |own: &&Career| kind.is_none_or(|kind| own.kind == kind);
    let careers = match words.trim().is_empty() {
        true => KINDS
            .into_iter()
            .flat_map(|kind| seasons.careers.of_kind(kind))
            .filter(wanted)
            .map(|own| whole(seasons, own))
            .collect(),
        false => {
            let found = seasons.find(words).into_iter().filter_map(|(_, hit)| hit.career());
            found.filter(wanted).map(|own| whole(seasons, own)).collect()
        }
    };
    List { schema: LIST_SCHEMA, careers }
}

pub fn against(seasons: &Seasons, a: &Career, b: &Career) -> Against {
    Against {
        schema: AGAINST_SCHEMA,
        a: whole(seasons, a),
        b: whole(seasons, b),
        met: met(seasons.careers.against(a, b)),
    }
}

const fn met(own: Together) -> Met {
    let Together { races, ahead, behind, grid_ahead, grid_behind, shared } = own;
    Met { races, ahead, behind, grid_ahead, grid_behind, shared }
}

fn counted(own: Figures) -> Counted {
    Counted {
        starts: own.starts,
        cars: own.cars,
        wins: own.wins,
        podiums: own.podiums,
        poles: own.poles_known(),
        best_laps: own.best_laps_known(),
        class_wins: own.class_wins,
        class_podiums: own.class_podiums,
        listed_wins: own.listed_wins,
        titles: own.titles,
    }
}
