//! A season written down by names. Its facts can be entered in any order.

use crate::decisions::{Decision, Ruling, Target, Waive};
use crate::exact::{Millis, Points};
use crate::numbers::{CarNumber, Laps, Position, RoundNumber};
use crate::season::{
    Cite, ClassWinner, Date, EntryLine, Feat, FeatKind, Kind, PublishedRow, PublishedTable, ResultRow, Round,
    RoundStatus, Season, SeasonBuilder, Seat, Stated, StatedRule, Statistic, StatisticKind, Status,
};
use crate::table::Ix;
use smallvec::SmallVec;

/// The facts of a season, each by its names; tests change what they need to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    pub classes: Vec<String>,
    /// Rounds are numbered from 1 in this order; events are `round-1`, `round-2`, ... unless named here.
    pub rounds: Vec<Round>,
    pub cars: Vec<DraftCar>,
    pub tables: Vec<DraftTable>,
    pub winners: Vec<DraftWinner>,
    pub entries: Vec<DraftEntry>,
    pub feats: Vec<DraftFeat>,
    /// Round, what, as printed.
    pub statistics: Vec<(u32, StatisticKind, String)>,
    /// Round that the document is about, rule, document.
    pub stated: Vec<(Option<u32>, StatedRule, String)>,
    /// Id and what is waived, of the title of a table: class, competitor, round, what, published, computed.
    pub waivers: Vec<(String, [String; 5], Option<u32>)>,
}

/// A car in a session of a round. Team, chassis, engine and drivers are known by their names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftCar {
    pub round: u32,
    /// `race` where it is empty.
    pub session: String,
    pub position: Option<u32>,
    pub status: Status,
    pub classified: Option<bool>,
    pub class: String,
    pub number: String,
    pub team: String,
    pub team_nation: String,
    pub chassis: String,
    pub engine: String,
    pub drivers: Vec<String>,
    pub laps: Option<u32>,
    pub time: Option<Millis>,
    pub tags: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DraftTable {
    pub title: String,
    pub class: String,
    pub after: Option<u32>,
    pub decimals: Option<u32>,
    pub rows: Vec<DraftRow>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DraftRow {
    pub position: Option<u32>,
    pub competitor: String,
    /// By round, from 1; empty for a table of totals.
    pub cells: Vec<Option<Points>>,
    pub total: Option<Points>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DraftWinner {
    pub round: u32,
    pub class: String,
    pub number: String,
    pub team: String,
    pub drivers: Vec<String>,
}

/// A feat of a car in the race of a round; of a driver of it where one is named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DraftFeat {
    pub round: u32,
    pub feat: String,
    pub number: String,
    pub driver: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DraftEntry {
    pub class: String,
    pub team: String,
    pub number: String,
    pub chassis: String,
    /// Empty for all.
    pub chassis_rounds: Vec<u32>,
    pub driver: String,
    pub nation: String,
    pub rounds: Vec<u32>,
    pub absent: Vec<u32>,
}

impl Default for DraftCar {
    fn default() -> DraftCar {
        DraftCar {
            round: 1,
            session: String::new(),
            position: None,
            status: Status::Finished,
            classified: None,
            class: String::new(),
            number: String::new(),
            team: String::new(),
            team_nation: String::new(),
            chassis: String::new(),
            engine: String::new(),
            drivers: Vec::new(),
            laps: None,
            time: None,
            tags: Vec::new(),
        }
    }
}

impl Draft {
    /// A calendar of so many rounds, two weeks apart, at circuits of their own.
    pub fn calendar(rounds: u32) -> Vec<Round> {
        (1..=rounds)
            .map(|number| Round {
                number: Some(RoundNumber(number)),
                event: format!("round-{number}"),
                name: format!("Grand Prix {number}"),
                short: String::new(),
                circuit: format!("Circuit {number}"),
                date: Date::new(
                    2020,
                    u8::try_from(3 + number / 3).unwrap_or(12).min(12),
                    u8::try_from(1 + number % 3 * 9).unwrap_or(28),
                ),
                status: RoundStatus::Held,
                length: None,
                announced: false,
                cites: SmallVec::new(),
            })
            .collect()
    }

    /// The season, its facts entered as they stand. `kind` is what each title ranks.
    pub fn season(&self, kind: impl Fn(&str) -> Kind) -> Season {
        self.season_in_order(kind, |_| {})
    }

    /// The season, its facts entered in the order into which `shuffle` puts the numbers of all facts.
    pub fn season_in_order(&self, kind: impl Fn(&str) -> Kind, shuffle: impl FnOnce(&mut [usize])) -> Season {
        let mut entering =
            Entering { builder: SeasonBuilder::new("made/up", "Made Up", "made", 2020, "made/up") };
        for class in &self.classes {
            entering.builder.class(class, class);
        }
        let facts = [
            self.cars.len(),
            self.tables.len(),
            self.winners.len(),
            self.entries.len(),
            self.statistics.len(),
            self.stated.len(),
            self.waivers.len(),
            self.feats.len(),
        ];
        for round in &self.rounds {
            let ix = entering.builder.round(round.clone());
            if round.status != RoundStatus::Cancelled {
                entering.builder.session(ix, "race", 100);
            }
        }
        let mut order: Vec<usize> = (0..facts.iter().sum()).collect();
        shuffle(&mut order);
        for mut index in order {
            let mut sort = 0;
            while sort < facts.len() && index >= facts[sort] {
                index -= facts[sort];
                sort += 1;
            }
            match sort {
                0 => entering.car(&self.cars[index], index),
                1 => entering.table(&self.tables[index], &kind),
                2 => entering.winner(&self.winners[index], index),
                3 => entering.entry(&self.entries[index], index),
                4 => entering.statistic(&self.statistics[index], index),
                5 => entering.stated(&self.stated[index], index),
                6 => entering.waiver(&self.waivers[index], &kind),
                _ => entering.feat(&self.feats[index], index),
            }
        }
        entering.builder.finish()
    }
}

struct Entering {
    builder: SeasonBuilder,
}

impl Entering {
    fn cite(&mut self, document: &str, index: usize) -> SmallVec<[Cite; 1]> {
        let line = u32::try_from(index + 1).unwrap_or(0);
        SmallVec::from_elem(Cite { document: self.builder.document(document), line }, 1)
    }

    fn round(&mut self, number: u32) -> Option<Ix<Round>> {
        self.builder.facts().round(RoundNumber(number))
    }

    fn car(&mut self, car: &DraftCar, index: usize) {
        let Some(round) = self.round(car.round) else { return };
        let session = match car.session.as_str() {
            "" => self.builder.session(round, "race", 100),
            other => self.builder.session(round, other, 50),
        };
        let mut stands_for = [None; Kind::ALL.len()];
        let things = [(Kind::Team, &car.team), (Kind::Chassis, &car.chassis), (Kind::Engine, &car.engine)];
        for (kind, name) in things.into_iter().filter(|(_, name)| !name.is_empty()) {
            stands_for[kind as usize] = Some(self.builder.competitor(kind, name, name));
        }
        let crew = car
            .drivers
            .iter()
            .map(|name| Seat {
                driver: self.builder.competitor(Kind::Driver, name, name),
                printed: name.clone(),
                nation: None,
                drove: true,
                drive_time: None,
                scores: true,
            })
            .collect();
        let cites = self.cite(&format!("race-{}.txt", car.round), index);
        let class = Some(self.builder.class(&car.class, &car.class)).filter(|_| !car.class.is_empty());
        self.builder.result(ResultRow {
            session,
            position: car.position.and_then(Position::new),
            classified: car.classified,
            status: car.status,
            class,
            number: car.number.as_str().into(),
            stands_for,
            crew,
            laps: car.laps.map(Laps),
            time: car.time,
            best_lap: None,
            measures: Vec::new(),
            grid: None,
            tags: car.tags.iter().cloned().collect(),
            printed_team: car.team.clone(),
            team_nation: Some(car.team_nation.clone()).filter(|nation| !nation.is_empty()),
            printed_chassis: car.chassis.clone(),
            printed_engine: car.engine.clone(),
            remark: String::new(),
            cites,
        });
    }

    fn table(&mut self, table: &DraftTable, kind: &impl Fn(&str) -> Kind) {
        let class = Some(&table.class)
            .filter(|class| !class.is_empty())
            .map(|class| self.builder.class(class, class));
        let kind = kind(&table.title);
        let file = format!("published/{}-{}.csv", table.title, table.class.to_lowercase());
        let mut rows = Vec::new();
        for (row, line) in table.rows.iter().zip(2..) {
            let cells =
                row.cells.iter().zip(1..).filter_map(|(&points, number)| Some((self.round(number)?, points)));
            rows.push(PublishedRow {
                position: row.position.and_then(Position::new),
                cells: cells.collect(),
                competitor: self.builder.competitor(kind, &row.competitor, &row.competitor),
                printed: row.competitor.clone(),
                chassis: String::new(),
                engine: String::new(),
                total: row.total,
                line,
                cites: self.cite("season.txt", line as usize),
            });
        }
        let after = table.after.and_then(|after| self.round(after));
        self.builder.facts().published.push(PublishedTable {
            title: table.title.clone(),
            class,
            after,
            decimals: table.decimals,
            file,
            rows,
        });
    }

    fn winner(&mut self, winner: &DraftWinner, index: usize) {
        let Some(round) = self.round(winner.round) else { return };
        let drivers =
            winner.drivers.iter().map(|name| self.builder.competitor(Kind::Driver, name, name)).collect();
        let own = ClassWinner {
            round,
            class: self.builder.class(&winner.class, &winner.class),
            number: winner.number.as_str().into(),
            team: Some(self.builder.competitor(Kind::Team, &winner.team, &winner.team)),
            printed_team: winner.team.clone(),
            drivers,
            cites: self.cite("season.txt", index),
        };
        self.builder.facts().class_winners.push(own);
    }

    fn entry(&mut self, entry: &DraftEntry, index: usize) {
        let some = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        let own = EntryLine {
            class: self.builder.class(&entry.class, &entry.class),
            team: Some(self.builder.competitor(Kind::Team, &entry.team, &entry.team)),
            printed_team: entry.team.clone(),
            team_nation: None,
            number: some(&entry.number).map(CarNumber::from),
            chassis: entry.chassis.clone(),
            chassis_rounds: rounds(&entry.chassis_rounds),
            engine: String::new(),
            driver: some(&entry.driver).map(|name| self.builder.competitor(Kind::Driver, &name, &name)),
            printed_driver: entry.driver.clone(),
            nation: some(&entry.nation),
            printed_rounds: format!("{:?}", entry.rounds),
            rounds: rounds(&entry.rounds),
            absent: rounds(&entry.absent),
            cites: self.cite("entries.txt", index),
        };
        self.builder.facts().entries.push(own);
    }

    fn feat(&mut self, feat: &DraftFeat, index: usize) {
        let Some(round) = self.round(feat.round) else { return };
        let driver = Some(&feat.driver).filter(|name| !name.is_empty());
        let own = Feat {
            session: self.builder.session(round, "race", 100),
            kind: FeatKind::from_word(&feat.feat),
            class: None,
            number: feat.number.as_str().into(),
            driver: driver.map(|name| self.builder.competitor(Kind::Driver, name, name)),
            time: None,
            share: None,
            cites: self.cite("feats.csv", index),
        };
        self.builder.facts().feats.push(own);
    }

    fn statistic(&mut self, (number, kind, printed): &(u32, StatisticKind, String), index: usize) {
        let Some(round) = self.round(*number) else { return };
        let session = self.builder.session(round, "race", 100);
        let cites = self.cite(&format!("race-{number}.txt"), index + 100);
        let own = Statistic { session, kind: kind.clone(), printed: printed.clone(), cites };
        self.builder.facts().statistics.push(own);
    }

    fn stated(&mut self, (number, rule, document): &(Option<u32>, StatedRule, String), index: usize) {
        let round = number.and_then(|number| self.round(number));
        let cites = self.cite(document, index);
        self.builder.facts().stated.push(Stated { round, rule: rule.clone(), cites });
    }

    fn waiver(
        &mut self,
        (title, [class, competitor, what, published, computed], number): &(String, [String; 5], Option<u32>),
        kind: &impl Fn(&str) -> Kind,
    ) {
        let class =
            Some(class).filter(|class| !class.is_empty()).map(|class| self.builder.class(class, class));
        let competitor = self.builder.competitor(kind(title), competitor, competitor);
        let round = number.and_then(|number| self.round(number));
        let id = format!("waive {what} {published}");
        let cites = self.cite("decisions.toml", 0);
        self.builder.decision(Decision {
            id,
            ruling: Ruling::Waive(Waive {
                target: Target { title: title.clone(), class, competitor },
                round,
                what: what.clone(),
                published: published.clone(),
                computed: computed.clone(),
            }),
            lifted_by: None,
            author: "editor".to_owned(),
            date: String::new(),
            reason: "misprint".to_owned(),
            source: String::new(),
            cites,
        });
    }
}

fn rounds(numbers: &[u32]) -> Vec<RoundNumber> {
    numbers.iter().copied().map(RoundNumber).collect()
}
