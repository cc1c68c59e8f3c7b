//! Every name that a published page mentions, with what stands around it.

use super::{Context, Kind, Mention};
use crate::pages::crew::{Basis, Crew};
use crate::pages::{CarTime, EntryCar, EntryTeam, Nation, Page, RoundMark, Rounds, StatisticValue, TeamCell};

/// All names of a page. `round` is the race page's place in its season where something else than the page tells it.
pub fn of_page(page: &Page, round: Option<u32>) -> Vec<Mention> {
    let round = page.lead.round.map(|(_, round)| round).or(round);
    let mut names = Gathering { page, mentions: Vec::new() };
    names.lead(round);
    names.schedule();
    names.entries();
    names.results(round);
    names.class_winners();
    names.points_rules();
    names.standings();
    names.mentions
}

struct Gathering<'p> {
    page: &'p Page,
    mentions: Vec<Mention>,
}

impl Gathering<'_> {
    fn add(&mut self, kind: Kind, text: &str, line: u32, context: &Context) {
        if !text.trim().is_empty() {
            let mut mention = Mention::new(kind, text.trim(), self.page.document.as_str(), line);
            mention.context = context.clone();
            self.mentions.push(mention);
        }
    }

    fn add_team(&mut self, team: &TeamCell, line: u32, context: &Context) {
        let nations: Vec<_> = team.entrants.iter().map(|entrant| nation(entrant.nation)).collect();
        let nation = nations.first().cloned().flatten().filter(|_| nations.len() == 1);
        self.add(Kind::Team, &team.name, line, &Context { nation, ..context.clone() });
    }

    /// Drivers of a crew that could be told apart.
    fn add_crew(&mut self, crew: &Crew, context: &Context) {
        for member in crew.members().filter(|member| member.basis != Basis::Open) {
            let context = Context { nation: nation(member.nation), ..context.clone() };
            self.add(Kind::Driver, member.name, crew.line, &context);
        }
    }

    fn lead(&mut self, round: Option<u32>) {
        let page = self.page;
        let rounds: Vec<u32> = round.into_iter().collect();
        let title = page.title.as_ref().filter(|_| page.kind == crate::pages::PageKind::Race);
        for (kind, text) in [
            (Kind::Event, title),
            (Kind::Event, page.lead.event.as_ref()),
            (Kind::Circuit, page.lead.circuit.as_ref()),
        ] {
            if let Some(text) = text {
                let context = Context { row: text.line, rounds: rounds.clone(), ..Context::default() };
                self.add(kind, &text.text, text.line, &context);
            }
        }
    }

    fn schedule(&mut self) {
        let page = self.page;
        let table = page.schedule.iter().filter(|row| !row.in_prose).map(|row| row.line).min();
        for row in &page.schedule {
            let rounds = match row.round {
                RoundMark::Number(round) => vec![round],
                _ => Vec::new(),
            };
            let table = table.filter(|_| !row.in_prose);
            let context = Context { table, row: row.line, rounds, ..Context::default() };
            self.add(Kind::Event, &row.event, row.line, &context);
            self.add(Kind::Circuit, &row.circuit, row.line, &context);
        }
    }

    fn entries(&mut self) {
        let page = self.page;
        for team in &page.entries {
            let first = page.entries.iter().find(|other| other.class_heading == team.class_heading);
            let context = Context {
                table: first.map(|first| first.line),
                row: team.line,
                class: Some(team.class.clone()),
                ..Context::default()
            };
            self.add_team(&team.team, team.line, &context);
            for car in &team.cars {
                self.entered_car(team, car, &context);
            }
        }
    }

    fn entered_car(&mut self, team: &EntryTeam, car: &EntryCar, block: &Context) {
        let numbered = Context { number: car.number.clone(), ..block.clone() };
        if car.number.is_some() {
            self.add_team(&team.team, team.line, &numbered);
        }
        let of_car = Context { rounds: rounds(car.chassis_rounds.as_ref()), ..numbered.clone() };
        self.add(Kind::Chassis, &car.chassis, car.line, &of_car);
        self.add(Kind::Engine, car.engine.as_deref().unwrap_or(""), car.line, &of_car);
        for entered in &car.drivers {
            let context = Context {
                nation: nation(entered.driver.nation),
                rounds: rounds(entered.rounds.as_ref()),
                ..numbered.clone()
            };
            self.add(Kind::Driver, &entered.driver.name, entered.line, &context);
        }
    }

    fn results(&mut self, round: Option<u32>) {
        let page = self.page;
        let table = page.results.first().map(|row| row.line);
        let rounds: Vec<u32> = round.into_iter().collect();
        for row in &page.results {
            let context = Context {
                table,
                row: row.line,
                class: Some(row.class.clone()).filter(|class| !class.is_empty()),
                number: Some(row.number.clone()).filter(|number| !number.is_empty()),
                rounds: rounds.clone(),
                nation: None,
            };
            self.add_team(&row.team, row.line, &context);
            self.add_crew(&row.crew, &context);
            self.add(Kind::Chassis, &row.chassis, row.line, &context);
            self.add(Kind::Engine, &row.engine, row.engine_line.unwrap_or(row.line), &context);
        }
        for statistic in &page.statistics {
            if let StatisticValue::Pole(CarTime { number, team, .. })
            | StatisticValue::FastestLap(CarTime { number, team, .. }) = &statistic.value
            {
                let context = Context {
                    row: statistic.line,
                    number: number.clone(),
                    rounds: rounds.clone(),
                    ..Context::default()
                };
                self.add(Kind::Team, team, statistic.line, &context);
            }
        }
    }

    fn class_winners(&mut self) {
        let page = self.page;
        let table = page.class_winners.first().map(|winner| winner.line);
        for winner in &page.class_winners {
            let row = page
                .class_winners
                .iter()
                .filter(|other| other.round == winner.round)
                .map(|other| other.line)
                .min();
            let round = Context {
                table,
                row: row.unwrap_or(winner.line),
                rounds: vec![winner.round],
                ..Context::default()
            };
            self.add(Kind::Circuit, &winner.circuit, round.row, &round);
            let context =
                Context { class: Some(winner.class.clone()), number: winner.number.clone(), ..round };
            self.add(Kind::Team, &winner.team, winner.line, &context);
            self.add_crew(&winner.crew, &context);
        }
    }

    fn points_rules(&mut self) {
        let page = self.page;
        for scale in &page.points_rules.scales {
            let context = Context { row: scale.intro_line, ..Context::default() };
            for event in &scale.events {
                self.add(Kind::Event, event, scale.intro_line, &context);
            }
        }
    }

    fn standings(&mut self) {
        let page = self.page;
        for table in &page.standings {
            let kind = match table.title_id.as_str() {
                "teams" => Kind::Team,
                "drivers" => Kind::Driver,
                _ => continue,
            };
            for row in &table.rows {
                let context = Context {
                    table: Some(table.line),
                    row: row.line,
                    class: table.class.clone(),
                    ..Context::default()
                };
                if kind == Kind::Team {
                    self.add_team(&row.competitor, row.line, &context);
                } else {
                    self.add(kind, &row.competitor.name, row.line, &context);
                }
                for part in &row.chassis.parts {
                    self.add(Kind::Chassis, part, row.chassis.line, &context);
                }
                for part in &row.engine.parts {
                    self.add(Kind::Engine, part, row.engine.line, &context);
                }
            }
        }
    }
}

fn nation(nation: Option<Nation>) -> Option<String> {
    nation.map(|nation| nation.country.iso.to_owned())
}

/// The rounds named; none where the entry says all, or where the page lost them.
fn rounds(rounds: Option<&Rounds>) -> Vec<u32> {
    rounds.filter(|rounds| !rounds.all).map_or_else(Vec::new, |rounds| {
        let mut all: Vec<u32> = rounds.rounds.iter().chain(&rounds.absent).copied().collect();
        all.sort_unstable();
        all
    })
}
