//! All seasons at hand, and what is said across them: careers, circuits, classes. Pages and JSON read this layer; every figure
//! leads to the pages of the seasons that it comes from.

mod known;

pub use known::Known;

use crate::view::card::Card;
use crate::view::{View, season_folder};
use parcferme_core::career::{Career, Careers, Figures, Of, Race, Ruling, SeasonRecord, Together, Unknown};
use parcferme_core::find::{Asked, Fit, Names};
use parcferme_core::number_words::{ordinal, points_in_words};
use parcferme_core::season::{Competitor, Date, Kind};
use parcferme_core::{Ix, Points};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Kinds that have careers, in the order of pages. Entries are a team's cars of one season.
pub const KINDS: [Kind; 9] = [
    Kind::Driver,
    Kind::Team,
    Kind::Chassis,
    Kind::Manufacturer,
    Kind::ChassisMaker,
    Kind::EngineMaker,
    Kind::Engine,
    Kind::Tyre,
    Kind::Nation,
];

/// One season, without all that only its own pages need.
pub struct Kept {
    pub record: Arc<SeasonRecord>,
    pub card: Card,
    /// Pages inside the season's folder, by index in the record.
    members: Vec<String>,
    races: Vec<String>,
    unknown: Vec<String>,
    tables: Vec<String>,
    /// By name of the circuit.
    circuits: BTreeMap<String, String>,
    /// Rounds and cars that are found by words.
    known: Vec<Known>,
}

impl Kept {
    pub fn of(view: &View) -> Kept {
        let nobody = Vec::new();
        let won: Vec<Vec<Ix<Competitor>>> =
            view.leads.iter().map(|own| if own.won() { own.first.clone() } else { nobody.clone() }).collect();
        let record = SeasonRecord::of(view.season, view.rules, view.outcome, &won);
        Kept {
            card: Card::of(view),
            members: record.members.iter().map(|own| view.competitor_path(own.competitor)).collect(),
            races: record.races.iter().map(|own| view.round_path(own.round)).collect(),
            unknown: record.unknown.iter().map(|own| view.round_path(own.round)).collect(),
            tables: view.outcome.tables.iter().map(|table| view.table_path(table, None)).collect(),
            circuits: view
                .circuits()
                .into_iter()
                .map(|own| (own.to_owned(), view.circuit_path(own)))
                .collect(),
            known: known::known(view),
            record: Arc::new(record),
        }
    }

    /// The season's folder, with its slash.
    pub fn folder(&self) -> String {
        season_folder(&self.record.id)
    }
}

/// A page of a season: its path from the site's root.
pub type Href = String;

/// A circuit over all seasons.
pub struct Circuit {
    pub id: String,
    pub name: String,
    /// In order of time: season, and the race.
    pub races: Vec<(usize, u32)>,
    /// Rounds of which no results are known: season, and index among its unknown ones.
    pub unknown: Vec<(usize, u32)>,
}

/// A class of a series over all its seasons.
pub struct ClassOfSeries {
    pub id: String,
    pub series: String,
    pub name: String,
    /// Seasons, and the index of the class in each.
    pub seasons: Vec<(usize, u32)>,
}

/// Everything across seasons.
pub struct Seasons {
    pub careers: Careers,
    /// In the order of [`Careers::seasons`].
    pub kept: Vec<Arc<Kept>>,
    pub circuits: Vec<Circuit>,
    pub classes: Vec<ClassOfSeries>,
    names: Vec<Names>,
    circuit_names: Vec<Names>,
    season_names: Vec<Names>,
}

impl Default for Seasons {
    fn default() -> Seasons {
        Seasons::of(Vec::new(), &[])
    }
}

impl Seasons {
    pub fn of(mut kept: Vec<Arc<Kept>>, rulings: &[Ruling]) -> Seasons {
        kept.sort_by(|a, b| (a.record.year, &a.record.id).cmp(&(b.record.year, &b.record.id)));
        let careers = Careers::of(kept.iter().map(|own| own.record.clone()).collect(), rulings);
        let circuits = circuits_of(&kept);
        let named = |own: &Career| {
            let (names, ids): (Vec<&str>, Vec<&str>) = own
                .seasons
                .iter()
                .map(|&of| careers.member(of).1)
                .map(|own| (own.name.as_str(), own.id.as_str()))
                .unzip();
            Names::new(names.into_iter().chain(ids), [])
        };
        let season_name = |own: &Arc<Kept>| {
            let season = &own.record;
            Names::new([season.name.as_str(), &season.id], [season.label.as_str()])
        };
        Seasons {
            names: careers.careers.iter().map(named).collect(),
            circuit_names: circuits.iter().map(|own| Names::new([own.name.as_str()], [])).collect(),
            season_names: kept.iter().map(season_name).collect(),
            classes: classes_of(&kept),
            circuits,
            careers,
            kept,
        }
    }

    /// The page of a competitor in one season.
    pub fn member_href(&self, of: Of) -> Href {
        let kept = &self.kept[of.0];
        format!("{}{}", kept.folder(), kept.members[of.1 as usize])
    }

    pub fn race_href(&self, season: usize, race: u32) -> Href {
        format!("{}{}", self.kept[season].folder(), self.kept[season].races[race as usize])
    }

    pub fn unknown_href(&self, season: usize, at: u32) -> Href {
        format!("{}{}", self.kept[season].folder(), self.kept[season].unknown[at as usize])
    }

    pub fn table_href(&self, season: usize, table: u32) -> Href {
        format!("{}{}", self.kept[season].folder(), self.kept[season].tables[table as usize])
    }

    /// The page of a circuit in one season.
    pub fn circuit_href(&self, season: usize, circuit: &str) -> Option<Href> {
        let kept = &self.kept[season];
        kept.circuits.get(circuit).map(|path| format!("{}{path}", kept.folder()))
    }

    pub fn circuit(&self, id: &str) -> Option<&Circuit> {
        self.circuits.iter().find(|own| own.id == id)
    }

    pub fn class(&self, id: &str) -> Option<&ClassOfSeries> {
        self.classes.iter().find(|own| own.id == id)
    }

    /// The careers of those in a race, of one kind, whose place is this or better, with their car's number.
    pub fn winners(&self, season: usize, race: u32, class: Option<u32>) -> Vec<Winner<'_>> {
        let record = &self.kept[season].record;
        let range = &record.races[race as usize].cars;
        let first = |place: Option<parcferme_core::Position>| place == Some(parcferme_core::Position::FIRST);
        let cars = &record.cars[range.start as usize..range.end as usize];
        let won = cars.iter().filter(|car| match class {
            None => first(car.position),
            Some(class) => car.class == Some(class) && first(car.class_position),
        });
        won.map(|car| Winner {
            number: &car.number,
            team: car.team.and_then(|team| self.careers.of_member((season, team))),
            drivers: car.crew.iter().filter_map(|&own| self.careers.of_member((season, own))).collect(),
        })
        .collect()
    }

    /// Season by season.
    pub fn by_season<'s>(&'s self, career: &'s Career) -> impl Iterator<Item = InSeason<'s>> {
        career.seasons.iter().map(move |&of| self.in_season(of))
    }

    fn in_season(&self, of: Of) -> InSeason<'_> {
        let (season, member) = self.careers.member(of);
        let mut teams: Vec<&Career> = Vec::new();
        for &car in &member.cars {
            let team = season.cars[car as usize].team.and_then(|team| self.careers.of_member((of.0, team)));
            if let Some(team) = team.filter(|own| {
                member.kind != Kind::Team && !teams.iter().any(|known| std::ptr::eq(*known, *own))
            }) {
                teams.push(team);
            }
        }
        let standings = member.standings.iter().map(|own| {
            let table = &season.tables[own.table as usize];
            StoodIn {
                name: table
                    .class
                    .as_ref()
                    .map_or_else(|| table.name.clone(), |class| format!("{}, {class}", table.name)),
                href: self.table_href(of.0, own.table),
                place: own.position.map_or_else(|| "–".to_owned(), ordinal),
                points: own.total,
                caveat: match table.in_part {
                    true => "of the rounds that are known",
                    false if table.won.is_empty() && !season.over => "so far",
                    false => "",
                },
                won: own.won,
                shared: own.shared,
            }
        });
        InSeason {
            of,
            season,
            href: self.member_href(of),
            teams,
            figures: member.figures,
            standings: standings.collect(),
        }
    }

    /// What a career did, race by race, where `did` says that a car counts.
    pub fn deeds(&self, career: &Career, did: impl Fn(&Figures) -> bool) -> Vec<Deed<'_>> {
        let mut deeds: Vec<Deed<'_>> = Vec::new();
        for &(season, member) in &career.seasons {
            let record = &*self.kept[season].record;
            for &car in &record.members[member as usize].cars {
                let car = &record.cars[car as usize];
                if did(&record.deeds(member, car)) {
                    let race = &record.races[car.race as usize];
                    let again = deeds
                        .last()
                        .is_some_and(|own| own.season.id == record.id && std::ptr::eq(own.race, race));
                    if !again {
                        deeds.push(Deed { season: record, race, href: self.race_href(season, car.race) });
                    }
                }
            }
        }
        deeds
    }

    /// Class wins that documents list of rounds whose results are not known.
    pub fn listed_wins(&self, career: &Career) -> Vec<(&SeasonRecord, &Unknown, Href)> {
        let mut found = Vec::new();
        for &(season, member) in &career.seasons {
            let record = &*self.kept[season].record;
            for (at, own) in (0u32..).zip(&record.unknown) {
                if own.winners.iter().any(|(_, won)| won.contains(&member)) {
                    found.push((record, own, self.unknown_href(season, at)));
                }
            }
        }
        found
    }

    /// Rounds held in the seasons of a career whose results are not known: they count in none of its figures.
    pub fn not_known(&self, career: &Career) -> usize {
        career.seasons.iter().map(|of| self.kept[of.0].record.unknown.len()).sum()
    }

    /// Team mates, those with most races together first.
    pub fn team_mates(&self, career: &Career) -> Vec<(&Career, Together)> {
        let mut mates: Vec<(&Career, Together)> = self
            .careers
            .team_mates(career)
            .into_iter()
            .map(|(at, own)| (&self.careers.careers[at], own))
            .collect();
        mates.sort_by_key(|(mate, own)| (std::cmp::Reverse(own.races + own.shared), &mate.id));
        mates
    }

    /// Drivers of the cars of a team, a model, a maker: races, wins.
    pub fn drivers_of(&self, career: &Career) -> Vec<(&Career, Figures)> {
        let mut all: BTreeMap<&str, (&Career, Figures)> = BTreeMap::new();
        for &(season, member) in &career.seasons {
            let record = &*self.kept[season].record;
            for &car in &record.members[member as usize].cars {
                let car = &record.cars[car as usize];
                for &driver in &car.crew {
                    if let Some(own) = self.careers.of_member((season, driver)) {
                        all.entry(&own.id).or_insert((own, Figures::default())).1 +=
                            record.deeds(driver, car);
                    }
                }
            }
        }
        let mut all: Vec<(&Career, Figures)> = all.into_values().collect();
        all.sort_by_key(|(own, figures)| (std::cmp::Reverse((figures.starts, figures.wins)), &own.id));
        all
    }

    /// The seasons in which it raced: with a start, points of a table, or a win that is listed; an entry alone is none.
    pub fn raced<'s>(&'s self, career: &'s Career) -> impl Iterator<Item = Of> + 's {
        career.seasons.iter().copied().filter(|&of| {
            let own = self.careers.member(of).1;
            own.figures.starts + own.figures.listed_wins > 0
                || own.standings.iter().any(|own| !own.total.is_zero())
        })
    }

    /// `1950–1958`, or the one year; of one who never raced those of entries.
    pub fn years(&self, career: &Career) -> String {
        let mut raced: Vec<Of> = self.raced(career).collect();
        if raced.is_empty() {
            raced.clone_from(&career.seasons);
        }
        let years = || raced.iter().map(|of| self.kept[of.0].record.year);
        match (years().min(), years().max()) {
            (Some(first), Some(last)) if first < last => format!("{first}–{last}"),
            (Some(first), _) => first.to_string(),
            _ => String::new(),
        }
    }

    /// Whatever fits what a person typed, the best first; of those that fit the same seasons and circuits, careers by starts,
    /// then rounds and cars, the latest first.
    pub fn find(&self, text: &str) -> Vec<(Fit, Hit<'_>)> {
        let known = || self.kept.iter().rev().flat_map(|kept| kept.known.iter().map(move |own| (kept, own)));
        let all = self.names.iter().chain(&self.circuit_names).chain(&self.season_names);
        let asked = Asked::among(text, all.chain(known().map(|own| own.1.names())));
        let careers = self.names.iter().zip(&self.careers.careers);
        let careers = careers.filter_map(|(names, own)| Some((asked.fit(names)?, Hit::Career(own))));
        let circuits = self.circuit_names.iter().zip(&self.circuits);
        let circuits = circuits.filter_map(|(names, own)| Some((asked.fit(names)?, Hit::Circuit(own))));
        let seasons = self.season_names.iter().zip(&self.kept);
        let seasons = seasons.filter_map(|(names, own)| Some((asked.fit(names)?, Hit::Season(own))));
        let known = known().filter_map(|(kept, own)| Some((own.fit(&asked)?, Hit::Known(kept, own))));
        let mut found: Vec<(Fit, Hit<'_>)> = seasons.chain(careers).chain(circuits).chain(known).collect();
        let starts = |own: &Hit<'_>| match own {
            Hit::Career(career) => career.figures.starts,
            Hit::Season(_) | Hit::Circuit(_) => u32::MAX,
            Hit::Known(..) => 0,
        };
        found.sort_by_key(|(fit, own)| (*fit, std::cmp::Reverse(starts(own))));
        found
    }
}

/// Something across seasons that was looked for.
#[derive(Clone, Copy)]
pub enum Hit<'s> {
    Career(&'s Career),
    Circuit(&'s Circuit),
    Season(&'s Arc<Kept>),
    /// A round or a car of a season.
    Known(&'s Arc<Kept>, &'s Known),
}

impl<'s> Hit<'s> {
    pub const fn career(self) -> Option<&'s Career> {
        match self {
            Hit::Career(own) => Some(own),
            Hit::Circuit(_) | Hit::Season(_) | Hit::Known(..) => None,
        }
    }
}

pub struct Winner<'s> {
    pub number: &'s str,
    pub team: Option<&'s Career>,
    pub drivers: Vec<&'s Career>,
}

/// A season of a career.
pub struct InSeason<'s> {
    pub of: Of,
    pub season: &'s SeasonRecord,
    /// Its page in that season.
    pub href: Href,
    /// Teams that it raced for; none of a team.
    pub teams: Vec<&'s Career>,
    pub figures: Figures,
    pub standings: Vec<StoodIn>,
}

impl StoodIn {
    /// `413 points`, `1 point`.
    pub fn in_words(&self) -> String {
        points_in_words(self.points)
    }
}

pub struct StoodIn {
    pub name: String,
    pub href: Href,
    pub place: String,
    pub points: Points,
    /// What the place is not: that of a championship that is over and known.
    pub caveat: &'static str,
    pub won: bool,
    pub shared: bool,
}

/// Something done in a race.
pub struct Deed<'s> {
    pub season: &'s SeasonRecord,
    pub race: &'s Race,
    pub href: Href,
}

fn circuits_of(kept: &[Arc<Kept>]) -> Vec<Circuit> {
    let mut all: BTreeMap<String, Circuit> = BTreeMap::new();
    let mut at = |name: &str, add: &mut dyn FnMut(&mut Circuit)| {
        if name.is_empty() {
            return;
        }
        let id = Names::slug(name);
        let circuit = all
            .entry(if id.is_empty() { name.to_owned() } else { id.clone() })
            .or_insert_with(|| Circuit { id, name: String::new(), races: Vec::new(), unknown: Vec::new() });
        name.clone_into(&mut circuit.name);
        add(circuit);
    };
    for (season, own) in kept.iter().enumerate() {
        for (race, of) in (0u32..).zip(&own.record.races) {
            at(&of.circuit, &mut |circuit| circuit.races.push((season, race)));
        }
        for (index, of) in (0u32..).zip(&own.record.unknown) {
            at(&of.circuit, &mut |circuit| circuit.unknown.push((season, index)));
        }
    }
    let mut all: Vec<Circuit> = all.into_values().filter(|own| !own.id.is_empty()).collect();
    all.sort_by(|a, b| a.id.cmp(&b.id));
    all
}

fn classes_of(kept: &[Arc<Kept>]) -> Vec<ClassOfSeries> {
    let mut all: BTreeMap<String, ClassOfSeries> = BTreeMap::new();
    for (season, own) in kept.iter().enumerate() {
        for (class, name) in (0u32..).zip(&own.record.classes) {
            let id = format!("{}-{}", Names::slug(&own.record.series), Names::slug(name));
            let class_of = all.entry(id.clone()).or_insert_with(|| ClassOfSeries {
                id,
                series: own.record.series.clone(),
                name: name.clone(),
                seasons: Vec::new(),
            });
            class_of.seasons.push((season, class));
        }
    }
    all.into_values().collect()
}

/// The day of a race, or the season where it is not known.
pub fn day(date: Option<Date>, season: &SeasonRecord) -> String {
    date.map_or_else(|| season.label.clone(), |own| own.to_string())
}
