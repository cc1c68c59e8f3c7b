//! Careers: what a competitor did over all the seasons at hand, and who is who across them.
//!
//! [`SeasonRecord`] is what one season adds; [`Careers`] puts them together. Nothing is counted that no result shows: rounds
//! whose results are not known count in nothing but `listed_wins`, and a title counts once nobody else can win it.

mod identity;
mod record;

pub use identity::{Doubt, Of, Ruling};
pub use record::{Car, Figures, Held, Member, PODIUM, Race, SeasonRecord, Standing, Table, Unknown};

use crate::numbers::Position;
use crate::season::Kind;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One competitor over all seasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Career {
    pub kind: Kind,
    /// Unique among those of its kind: that of its latest season; of a later one of several, with `-2`.
    pub id: String,
    /// As the latest season has it.
    pub name: String,
    /// In order of time.
    pub seasons: Vec<Of>,
    /// Why they are taken for one.
    pub why: String,
    pub figures: Figures,
    /// Others of the name that were kept apart, by index of careers, with the reason.
    pub doubts: Vec<(usize, String)>,
}

/// All careers of some seasons.
#[derive(Clone, Debug, Default)]
pub struct Careers {
    /// In order of time, then of their ids.
    pub seasons: Vec<Arc<SeasonRecord>>,
    /// By kind and id.
    pub careers: Vec<Career>,
    at: BTreeMap<Of, usize>,
    by_id: BTreeMap<(Kind, String), usize>,
    /// Of rulings, what names nothing, and those that contradict others; by index.
    pub unknown: Vec<(usize, String, String)>,
    pub contradicted: Vec<usize>,
}

/// Two drivers against each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Together {
    /// Races in which both started, each in a car of its own.
    pub races: u32,
    /// Of these, where both have a place: how often the one was ahead, and the other.
    pub ahead: u32,
    pub behind: u32,
    /// The same of places on the grid.
    pub grid_ahead: u32,
    pub grid_behind: u32,
    /// Races in one car.
    pub shared: u32,
}

impl Careers {
    pub fn of(mut seasons: Vec<Arc<SeasonRecord>>, rulings: &[Ruling]) -> Careers {
        seasons.sort_by(|a, b| (a.year, &a.id).cmp(&(b.year, &b.id)));
        let all: Vec<&SeasonRecord> = seasons.iter().map(Arc::as_ref).collect();
        let decided = identity::decide(&all, rulings);
        let mut careers: Vec<Career> =
            decided.groups.into_iter().map(|(of, why)| career(&all, of, why)).collect();
        careers.sort_by(|a, b| (a.kind, &a.id, &a.seasons).cmp(&(b.kind, &b.id, &b.seasons)));
        let mut by_id = BTreeMap::new();
        let mut at = BTreeMap::new();
        for (index, own) in careers.iter_mut().enumerate() {
            let (plain, mut count) = (own.id.clone(), 1);
            while by_id.contains_key(&(own.kind, own.id.clone())) {
                count += 1;
                own.id = format!("{plain}-{count}");
            }
            by_id.insert((own.kind, own.id.clone()), index);
            at.extend(own.seasons.iter().map(|&of| (of, index)));
        }
        for doubt in decided.doubts {
            if let (Some(&a), Some(&b)) = (at.get(&doubt.a), at.get(&doubt.b)) {
                careers[a].doubts.push((b, doubt.why.clone()));
                careers[b].doubts.push((a, doubt.why));
            }
        }
        let (unknown, contradicted) = (decided.unknown, decided.contradicted);
        Careers { seasons, careers, at, by_id, unknown, contradicted }
    }

    pub fn find(&self, kind: Kind, id: &str) -> Option<&Career> {
        self.by_id.get(&(kind, id.to_owned())).map(|&at| &self.careers[at])
    }

    /// The career of a competitor of a season.
    pub fn of_member(&self, of: Of) -> Option<&Career> {
        self.at.get(&of).map(|&at| &self.careers[at])
    }

    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Career> {
        self.careers.iter().filter(move |own| own.kind == kind)
    }

    pub fn member(&self, of: Of) -> (&SeasonRecord, &Member) {
        let season = &self.seasons[of.0];
        (season, &season.members[of.1 as usize])
    }

    /// Drivers who raced for the same team in the same race, or in the same car, by career: how they stand to each other.
    pub fn team_mates(&self, career: &Career) -> BTreeMap<usize, Together> {
        let mut mates = BTreeMap::new();
        for &(season, member) in &career.seasons {
            self.meet(season, member, true, &mut mates);
        }
        mates
    }

    /// Two drivers in all races of both.
    pub fn against(&self, a: &Career, b: &Career) -> Together {
        let mut all = BTreeMap::new();
        for &(season, member) in &a.seasons {
            self.meet(season, member, false, &mut all);
        }
        let other = b.seasons.first().and_then(|of| self.at.get(of));
        other.and_then(|at| all.get(at)).copied().unwrap_or_default()
    }

    fn meet(&self, season: usize, member: u32, in_team: bool, mates: &mut BTreeMap<usize, Together>) {
        let record = &self.seasons[season];
        for race in record.races_of(member) {
            let (best, others) = record.field(race, member);
            let Some(own) = best.filter(|own| own.started) else { continue };
            let team = |car: &Car| car.team.is_some() && car.team == own.team;
            for (other, car) in others {
                let shared = car.crew.contains(&member);
                if !car.started || (in_team && !shared && !team(car)) {
                    continue;
                }
                let Some(&mate) = self.at.get(&(season, other)) else { continue };
                let met: &mut Together = mates.entry(mate).or_default();
                if shared {
                    met.shared += 1;
                    continue;
                }
                met.races += 1;
                compare((own.position, car.position), &mut met.ahead, &mut met.behind);
                compare((own.grid, car.grid), &mut met.grid_ahead, &mut met.grid_behind);
            }
        }
    }
}

fn compare((own, other): (Option<Position>, Option<Position>), ahead: &mut u32, behind: &mut u32) {
    if let (Some(own), Some(other)) = (own, other) {
        *ahead += u32::from(own < other);
        *behind += u32::from(other < own);
    }
}

impl SeasonRecord {
    /// The races of a member, by index, each once.
    fn races_of(&self, member: u32) -> Vec<u32> {
        let cars = &self.members[member as usize].cars;
        let mut races: Vec<u32> = cars.iter().map(|&car| self.cars[car as usize].race).collect();
        races.dedup();
        races
    }

    /// Of a race, the best car of a driver, and every other driver with the best of theirs; one that they shared before others.
    fn field(&self, race: u32, driver: u32) -> (Option<&Car>, BTreeMap<u32, &Car>) {
        let range = &self.races[race as usize].cars;
        let cars = &self.cars[range.start as usize..range.end as usize];
        let rank = |car: &Car| (!car.crew.contains(&driver), car.position.is_none(), car.position);
        let mut best: BTreeMap<u32, &Car> = BTreeMap::new();
        for car in cars {
            for &own in &car.crew {
                let kept = best.entry(own).or_insert(car);
                if rank(car) < rank(kept) {
                    *kept = car;
                }
            }
        }
        let own = best.remove(&driver);
        (own, best)
    }
}

fn career(seasons: &[&SeasonRecord], of: Vec<Of>, why: String) -> Career {
    let mut figures = Figures::default();
    let mut last = None;
    for &(season, member) in &of {
        let own = &seasons[season].members[member as usize];
        figures += own.figures;
        last = Some(own);
    }
    Career {
        kind: last.map_or(Kind::Driver, |own| own.kind),
        id: last.map_or_else(String::new, |own| own.id.clone()),
        name: last.map_or_else(String::new, |own| own.name.clone()),
        seasons: of,
        why,
        figures,
        doubts: Vec::new(),
    }
}
