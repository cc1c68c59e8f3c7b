//! What one season adds to careers: its races, who started in which car, how that ended, and where tables have them.

use crate::exact::Points;
use crate::numbers::Position;
use crate::outcome::{Classification, ClassificationRow, Outcome};
use crate::rulebook::Rulebook;
use crate::season::{
    Competitor, Date, FeatKind, Kind, ResultRow, Round, RoundStatus, Season, Session, StatisticKind,
};
use crate::table::Ix;
use std::collections::{BTreeMap, BTreeSet};

/// A season, as far as careers look at it. Indices into [`SeasonRecord::members`] name competitors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeasonRecord {
    /// `series/label`.
    pub id: String,
    pub name: String,
    pub series: String,
    pub year: i32,
    pub label: String,
    /// Every competitor but entries, which are a team's cars of one season.
    pub members: Vec<Member>,
    /// Races whose results are known, in order of the season.
    pub races: Vec<Race>,
    /// Cars of all races, race by race.
    pub cars: Vec<Car>,
    pub tables: Vec<Table>,
    pub classes: Vec<String>,
    /// Rounds that were held and of which no results are known.
    pub unknown: Vec<Unknown>,
    /// Whether no round is to come.
    pub over: bool,
}

/// A competitor of the season.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub competitor: Ix<Competitor>,
    pub kind: Kind,
    pub id: String,
    pub name: String,
    /// Country code as documents print it.
    pub nation: Option<String>,
    pub born: Option<Date>,
    /// Its cars, by index.
    pub cars: Vec<u32>,
    /// Of tables: index of the table, place, total.
    pub standings: Vec<Standing>,
    pub figures: Figures,
}

/// Where a table has a competitor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub table: u32,
    pub position: Option<Position>,
    pub total: Points,
    /// Whether the title is won, and by it.
    pub won: bool,
    /// Whether others won it too.
    pub shared: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    pub title: String,
    pub name: String,
    pub class: Option<String>,
    /// What competes for it.
    pub competitor: Kind,
    /// Those who have won it, by index of members: empty while it is open, and where rounds are not known.
    pub won: Vec<u32>,
    /// Those on the first place, with points.
    pub first: Vec<u32>,
    /// Whether rounds have been run of which it knows nothing.
    pub in_part: bool,
}

/// The session that a round is for, or one of several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Race {
    pub round: Ix<Round>,
    pub session: Ix<Session>,
    pub number: Option<u32>,
    pub name: String,
    pub short_name: String,
    /// What tells it from other races of its round; empty where it is the only one.
    pub part: String,
    pub circuit: String,
    pub date: Option<Date>,
    /// Whether anything says who had the pole, or where anybody stood on the grid.
    pub knows_poles: bool,
    /// Whether anything says who had the best lap.
    pub knows_best_laps: bool,
    /// Its cars.
    pub cars: std::ops::Range<u32>,
}

/// A car on the sheet of a race.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Car {
    pub race: u32,
    pub number: String,
    /// Index into the season's classes.
    pub class: Option<u32>,
    pub started: bool,
    pub position: Option<Position>,
    pub class_position: Option<Position>,
    pub grid: Option<Position>,
    pub team: Option<u32>,
    /// Whom it stands for, but for drivers.
    pub for_whom: Vec<u32>,
    /// Those who drove.
    pub crew: Vec<u32>,
    pub pole: Held,
    pub best_lap: Held,
}

/// Who of a car has a feat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Held {
    #[default]
    Not,
    /// The car with all who drove it.
    All,
    /// The car, and this driver of it.
    By(u32),
    /// The car; who of several drivers is not known.
    Somebody,
}

impl Held {
    pub fn is_held(self) -> bool {
        self != Held::Not
    }

    /// Whether it is this driver's.
    fn by(self, driver: u32) -> bool {
        match self {
            Held::Not | Held::Somebody => false,
            Held::All => true,
            Held::By(own) => own == driver,
        }
    }
}

/// A round that was held and whose results are not known, with the class winners that a document lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    pub round: Ix<Round>,
    pub number: Option<u32>,
    pub name: String,
    pub short_name: String,
    pub circuit: String,
    pub date: Option<Date>,
    /// Class and winners, by index of members.
    pub winners: Vec<(u32, Vec<u32>)>,
}

/// What somebody did: of a driver in races, each once; of others in cars, but for starts, which are races.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Figures {
    /// Races in which it started.
    pub starts: u32,
    /// Cars that started; of a driver the races.
    pub cars: u32,
    pub wins: u32,
    pub podiums: u32,
    pub poles: u32,
    pub best_laps: u32,
    /// Of the starts, those in races of which the pole is known, and the best lap: where there are none, nothing says that it
    /// had none.
    pub with_pole: u32,
    pub with_best_lap: u32,
    /// Wins and podiums in classes, where the season has some.
    pub class_wins: u32,
    pub class_podiums: u32,
    /// Class wins that a document lists of rounds whose results are not known; in none of the others.
    pub listed_wins: u32,
    pub titles: u32,
}

impl std::ops::AddAssign for Figures {
    fn add_assign(&mut self, other: Figures) {
        self.starts += other.starts;
        self.cars += other.cars;
        self.wins += other.wins;
        self.podiums += other.podiums;
        self.poles += other.poles;
        self.best_laps += other.best_laps;
        self.with_pole += other.with_pole;
        self.with_best_lap += other.with_best_lap;
        self.class_wins += other.class_wins;
        self.class_podiums += other.class_podiums;
        self.listed_wins += other.listed_wins;
        self.titles += other.titles;
    }
}

impl Figures {
    /// None where it has none that is known, and the pole of some of its races is not.
    pub fn poles_known(&self) -> Option<u32> {
        known(self.poles, self.with_pole, self.starts)
    }

    /// None where it has none that is known, and the best lap of some of its races is not.
    pub fn best_laps_known(&self) -> Option<u32> {
        known(self.best_laps, self.with_best_lap, self.starts)
    }
}

/// A nought is one only where all is known.
fn known(own: u32, of_known: u32, starts: u32) -> Option<u32> {
    (own > 0 || (of_known > 0 && of_known >= starts)).then_some(own)
}

/// A place on the podium.
pub const PODIUM: u32 = 3;

impl SeasonRecord {
    /// `won` says of each table who has won its title: nobody while it is open.
    pub fn of(
        season: &Season,
        rules: &Rulebook,
        outcome: &Outcome,
        won: &[Vec<Ix<Competitor>>],
    ) -> SeasonRecord {
        let members: Vec<(Ix<Competitor>, &Competitor)> =
            season.competitors.iter().filter(|(_, own)| own.kind != Kind::Entry).collect();
        let mut at = vec![None; season.competitors.len()];
        for (index, (ix, _)) in (0u32..).zip(&members) {
            at[ix.index()] = Some(index);
        }
        let mut record = SeasonRecord {
            id: season.id.clone(),
            name: season.name.clone(),
            series: season.series.clone(),
            year: season.year,
            label: season.label.clone(),
            members: members.into_iter().map(|(ix, own)| Member::new(ix, own)).collect(),
            classes: season.classes.rows().iter().map(|own| own.id.clone()).collect(),
            over: season.is_over(),
            ..SeasonRecord::default()
        };
        let at = At(at);
        for (session, own) in season.sessions.iter().filter(|(_, own)| own.main) {
            let Some(classification) = outcome.classification(session) else { continue };
            let sheet = Sheet { season, session, classification, at: &at };
            record.races.push(sheet.race(own, record.cars.len()));
            let race = (record.races.len() - 1) as u32;
            record.cars.extend(sheet.cars(race));
            if let Some(own) = record.races.last_mut() {
                own.cars.end = record.cars.len() as u32;
            }
        }
        record.unknown = unknown(season, outcome, &at);
        record.tables(rules, outcome, won, &at);
        record.count();
        record
    }

    fn tables(&mut self, rules: &Rulebook, outcome: &Outcome, won: &[Vec<Ix<Competitor>>], at: &At) {
        let nobody = Vec::new();
        for (index, table) in outcome.tables.iter().enumerate() {
            let title = &rules.titles[table.title];
            let won = won.get(index).unwrap_or(&nobody);
            let leaders = table.leaders().filter(|row| row.total != Points::ZERO);
            self.tables.push(Table {
                title: title.id.clone(),
                name: title.name.clone(),
                class: table.class.and_then(|class| self.classes.get(class.index()).cloned()),
                competitor: title.competitor,
                won: won.iter().filter_map(|&own| at.of(own)).collect(),
                first: leaders.filter_map(|row| at.of(row.competitor)).collect(),
                in_part: !table.unknown.is_empty(),
            });
            for row in &table.rows {
                let Some(member) = at.of(row.competitor) else { continue };
                self.members[member as usize].standings.push(Standing {
                    table: index as u32,
                    position: row.position,
                    total: row.total,
                    won: won.contains(&row.competitor),
                    shared: won.len() > 1,
                });
            }
        }
    }

    fn count(&mut self) {
        for (index, car) in (0u32..).zip(&self.cars) {
            for &member in car.for_whom.iter().chain(&car.crew) {
                let cars = &mut self.members[member as usize].cars;
                if cars.last() != Some(&index) {
                    cars.push(index);
                }
            }
        }
        let mut listed = vec![0u32; self.members.len()];
        for (_, winners) in self.unknown.iter().flat_map(|own| &own.winners) {
            for &member in winners {
                listed[member as usize] += 1;
            }
        }
        let figures: Vec<Figures> = (0u32..)
            .zip(&self.members)
            .zip(listed)
            .map(|((index, own), listed_wins)| {
                let titles = own.standings.iter().filter(|own| own.won).count() as u32;
                Figures { listed_wins, titles, ..self.figures_of(index) }
            })
            .collect();
        for (own, figures) in self.members.iter_mut().zip(figures) {
            own.figures = figures;
        }
    }

    fn figures_of(&self, member: u32) -> Figures {
        let own = &self.members[member as usize];
        let mut races: BTreeMap<u32, Figures> = BTreeMap::new();
        for car in own.cars.iter().map(|&car| &self.cars[car as usize]) {
            let won = self.deeds(member, car);
            let race = races.entry(car.race).or_default();
            race.starts |= won.starts;
            race.with_pole |= won.with_pole;
            race.with_best_lap |= won.with_best_lap;
            if own.kind == Kind::Driver {
                // Two cars in one race are one race.
                race.cars |= won.cars;
                race.wins |= won.wins;
                race.podiums |= won.podiums;
                race.poles |= won.poles;
                race.best_laps |= won.best_laps;
                race.class_wins |= won.class_wins;
                race.class_podiums |= won.class_podiums;
            } else {
                *race += Figures { starts: 0, with_pole: 0, with_best_lap: 0, ..won };
            }
        }
        let mut all = Figures::default();
        for race in races.into_values() {
            all += race;
        }
        all
    }

    /// What a member did in a car, each 0 or 1.
    pub fn deeds(&self, member: u32, car: &Car) -> Figures {
        let driver = self.members[member as usize].kind == Kind::Driver;
        let held = |held: Held| u32::from(if driver { held.by(member) } else { held.is_held() });
        let among =
            |place: Option<Position>, last: u32| u32::from(place.is_some_and(|own| u32::from(own) <= last));
        let started = u32::from(car.started);
        let race = &self.races[car.race as usize];
        Figures {
            starts: started,
            cars: started,
            wins: among(car.position, 1),
            podiums: among(car.position, PODIUM),
            poles: held(car.pole),
            best_laps: held(car.best_lap),
            with_pole: started * u32::from(race.knows_poles),
            with_best_lap: started * u32::from(race.knows_best_laps),
            class_wins: car.class.map_or(0, |_| among(car.class_position, 1)),
            class_podiums: car.class.map_or(0, |_| among(car.class_position, PODIUM)),
            listed_wins: 0,
            titles: 0,
        }
    }

    /// The days on which a member started, with the circuit.
    pub fn days(&self, member: &Member) -> BTreeSet<(Date, &str)> {
        let races = member.cars.iter().map(|&car| &self.races[self.cars[car as usize].race as usize]);
        races.filter_map(|race| Some((race.date?, race.circuit.as_str()))).collect()
    }
}

impl Member {
    fn new(competitor: Ix<Competitor>, own: &Competitor) -> Member {
        Member {
            competitor,
            kind: own.kind,
            id: own.id.clone(),
            name: own.name.clone(),
            nation: own.nation.clone(),
            born: own.born,
            cars: Vec::new(),
            standings: Vec::new(),
            figures: Figures::default(),
        }
    }
}

/// Members by competitor.
struct At(Vec<Option<u32>>);

impl At {
    fn of(&self, competitor: Ix<Competitor>) -> Option<u32> {
        self.0[competitor.index()]
    }
}

struct Sheet<'a> {
    season: &'a Season,
    session: Ix<Session>,
    classification: &'a Classification,
    at: &'a At,
}

impl Sheet<'_> {
    fn race(&self, own: &Session, cars: usize) -> Race {
        let round = &self.season.rounds[own.round];
        let mains = self.season.sessions_of(own.round).filter(|&ix| self.season.sessions[ix].main).count();
        let rows = || self.classification.rows.iter().map(|row| &self.season.results[row.result]);
        Race {
            round: own.round,
            session: self.session,
            number: round.number.map(u32::from),
            name: round.name.clone(),
            short_name: round.short_name().to_owned(),
            part: if mains > 1 { own.id.replace('-', " ") } else { String::new() },
            circuit: round.circuit.clone(),
            date: round.date,
            knows_poles: rows().any(|row| row.grid.is_some()) || self.feats(&FeatKind::Pole).is_some(),
            knows_best_laps: self.classification.rows.iter().any(|row| row.best.is_some())
                || self.feats(&FeatKind::FastestLap).is_some(),
            cars: cars as u32..cars as u32,
        }
    }

    fn cars(&self, race: u32) -> Vec<Car> {
        // Where cars have one driver each, one with several was handed over: who is named first started.
        let rows = || self.classification.rows.iter().map(|row| &self.season.results[row.result]);
        let alone = 2 * rows().filter(|row| row.crew.len() == 1).count() > rows().count();
        let poles = self.feats(&FeatKind::Pole);
        let best = self.feats(&FeatKind::FastestLap);
        let quickest = self.classification.rows.iter().filter_map(|row| row.best).min();
        let car = |row: &ClassificationRow| {
            let own = &self.season.results[row.result];
            let first = || match own.crew.first().and_then(|seat| self.at.of(seat.driver)) {
                Some(driver) if alone || own.crew.len() == 1 => Held::By(driver),
                _ => Held::Somebody,
            };
            let pole = match &poles {
                Some(known) => known.of(own, self.at),
                None if own.grid == Some(Position::FIRST) => first(),
                None => Held::Not,
            };
            let best_lap = match &best {
                Some(known) => known.of(own, self.at),
                None if quickest.is_some() && row.best == quickest && own.crew.len() == 1 => first(),
                None if quickest.is_some() && row.best == quickest => Held::Somebody,
                None => Held::Not,
            };
            let crew = own.crew.iter().filter(|seat| seat.drove).filter_map(|seat| self.at.of(seat.driver));
            Car {
                race,
                number: own.number.to_string(),
                class: row.class.map(|class| class.index() as u32),
                started: row.status.started(),
                position: row.position,
                class_position: row.class_position,
                grid: own.grid,
                team: own.stands_for(Kind::Team).and_then(|team| self.at.of(team)),
                for_whom: own.stands_for.iter().flatten().filter_map(|&ix| self.at.of(ix)).collect(),
                crew: crew.collect(),
                pole,
                best_lap,
            }
        };
        self.classification.rows.iter().map(car).collect()
    }

    /// Who has a feat of the race, where facts say so: in the race itself or, in a round of one race, in a session before it.
    fn feats(&self, kind: &FeatKind) -> Option<Feats> {
        let sessions = &self.season.sessions;
        let round = sessions[self.session].round;
        let only = self.season.sessions_of(round).filter(|&ix| sessions[ix].main).count() == 1;
        let of_race = |session: Ix<Session>| {
            let elsewhere = *kind == FeatKind::Pole
                && only
                && sessions[session].round == round
                && sessions[session].by_best_lap;
            session == self.session || elsewhere
        };
        let feats = self.season.feats.iter().filter(|own| own.kind == *kind && of_race(own.session));
        let mut found: Vec<(String, Option<Ix<Competitor>>)> =
            feats.map(|own| (own.number.to_string(), own.driver)).collect();
        if found.is_empty() {
            let stated = self.season.statistics.iter().filter(|own| of_race(own.session));
            found = stated
                .filter_map(|own| match (&own.kind, kind) {
                    (StatisticKind::Pole { number, .. }, FeatKind::Pole)
                    | (StatisticKind::FastestLap { number, .. }, FeatKind::FastestLap) => {
                        Some((number.to_string(), None))
                    }
                    _ => None,
                })
                .collect();
        }
        // A number that two cars bear names none of them; without a number, who had it tells the car.
        found.retain(|(number, driver)| {
            let rows = self.classification.rows.iter();
            let bear = rows.filter(|row| self.season.results[row.result].number.as_str() == number).count();
            if number.is_empty() { driver.is_some() } else { bear == 1 }
        });
        (!found.is_empty()).then_some(Feats(found))
    }
}

/// Numbers of cars, and drivers where they are known.
struct Feats(Vec<(String, Option<Ix<Competitor>>)>);

impl Feats {
    fn of(&self, row: &ResultRow, at: &At) -> Held {
        let is_its = |own: &&(String, Option<Ix<Competitor>>)| match own {
            (number, Some(driver)) if number.is_empty() => row.crew.iter().any(|seat| seat.driver == *driver),
            (number, _) => row.number.as_str() == number,
        };
        match self.0.iter().find(is_its) {
            None => Held::Not,
            Some((_, Some(driver))) => at.of(*driver).map_or(Held::Somebody, Held::By),
            Some((_, None)) if row.crew.len() == 1 => Held::All,
            Some((_, None)) => Held::Somebody,
        }
    }
}

fn unknown(season: &Season, outcome: &Outcome, at: &At) -> Vec<Unknown> {
    let known = |round: Ix<Round>| {
        season.sessions_of(round).any(|ix| season.sessions[ix].main && outcome.classification(ix).is_some())
    };
    let rounds = season.rounds.iter();
    let rounds =
        rounds.filter(|(ix, own)| own.status == RoundStatus::Held && own.number.is_some() && !known(*ix));
    let of = |(ix, own): (Ix<Round>, &Round)| {
        let listed = season.class_winners.iter().filter(|own| own.round == ix);
        let winners = listed.map(|own| {
            let all = own.team.iter().chain(&own.drivers).filter_map(|&ix| at.of(ix));
            (own.class.index() as u32, all.collect::<BTreeSet<u32>>().into_iter().collect())
        });
        Unknown {
            round: ix,
            number: own.number.map(u32::from),
            name: own.name.clone(),
            short_name: own.short_name().to_owned(),
            circuit: own.circuit.clone(),
            date: own.date,
            winners: winners.collect(),
        }
    };
    rounds.map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::Figures;

    #[test]
    fn a_nought_is_one_only_where_all_races_are_known() {
        let of = |poles, with_pole, starts| Figures { poles, with_pole, starts, ..Figures::default() };
        assert_eq!(of(0, 19, 19).poles_known(), Some(0));
        assert_eq!(of(0, 1, 19).poles_known(), None);
        assert_eq!(of(0, 0, 0).poles_known(), None);
        assert_eq!(of(2, 3, 19).poles_known(), Some(2));
        let of = |best_laps, with_best_lap, starts| {
            Figures { best_laps, with_best_lap, starts, ..Figures::default() }.best_laps_known()
        };
        assert_eq!([of(0, 4, 4), of(0, 3, 4), of(1, 3, 4)], [Some(0), None, Some(1)]);
    }
}
