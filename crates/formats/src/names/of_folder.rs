//! Every name that a season folder's facts mention, with what stands around it.

use super::{Context, Kind, Mention};
use crate::folder::{EntryRecord, Folder, Origin, PublishedRecord, ResultRecord};

/// All names of a folder's calendar, entry list, results, statistics, class winners and published tables.
pub fn of_folder(folder: &Folder) -> Vec<Mention> {
    let mut names = Gathering::default();
    for round in &folder.rounds {
        let context = Context { rounds: round.number.into_iter().collect(), ..Context::default() };
        names.add(Kind::Event, &round.name, &round.from, &context);
        names.add(Kind::Circuit, &round.circuit, &round.from, &context);
    }
    for entry in &folder.entries {
        names.entry(entry);
    }
    for ((round, _), rows) in folder.results.iter().chain(&folder.further) {
        for row in rows {
            names.row(*round, row);
        }
    }
    for winner in &folder.class_winners {
        let context = Context {
            class: Some(winner.class.clone()),
            number: said(&winner.number),
            rounds: vec![winner.round],
            row: line(&winner.from),
            ..Context::default()
        };
        names.add(Kind::Team, &winner.team, &winner.from, &context);
        for driver in &winner.drivers {
            names.add(Kind::Driver, driver, &winner.from, &context);
        }
    }
    for table in &folder.published {
        names.table(table);
    }
    names.mentions
}

#[derive(Default)]
struct Gathering {
    mentions: Vec<Mention>,
}

impl Gathering {
    fn add(&mut self, kind: Kind, text: &str, from: &[Origin], context: &Context) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let document = from.first().map_or("", |from| from.document.as_str());
        let mut mention = Mention::new(kind, text, document, line(from));
        mention.context = context.clone();
        self.mentions.push(mention);
    }

    fn entry(&mut self, entry: &EntryRecord) {
        let context = Context {
            table: Some(0),
            row: line(&entry.from),
            class: said(&entry.class),
            number: said(&entry.number),
            ..Context::default()
        };
        let team = Context { nation: said(&entry.team_nation), ..context.clone() };
        self.add(Kind::Team, &entry.team, &entry.from, &team);
        self.add(Kind::Chassis, &entry.chassis, &entry.from, &context);
        self.add(Kind::Engine, &entry.engine, &entry.from, &context);
        let driver = Context { nation: said(&entry.nation), ..context };
        self.add(Kind::Driver, &entry.driver, &entry.from, &driver);
    }

    fn row(&mut self, round: u32, row: &ResultRecord) {
        let context = Context {
            table: Some(round),
            row: line(&row.from),
            class: said(&row.class),
            number: said(&row.number),
            rounds: vec![round],
            nation: None,
        };
        let team = Context { nation: said(&row.team_nation), ..context.clone() };
        self.add(Kind::Team, &row.team, &row.from, &team);
        for seat in &row.crew {
            let driver = Context { nation: said(&seat.nation), ..context.clone() };
            self.add(Kind::Driver, &seat.driver, &row.from, &driver);
        }
        self.add(Kind::Chassis, &row.chassis, &row.from, &context);
        self.add(Kind::Engine, &row.engine, &row.from, &context);
    }

    fn table(&mut self, table: &PublishedRecord) {
        let kind = match table.title.as_str() {
            "teams" => Kind::Team,
            "drivers" => Kind::Driver,
            _ => return,
        };
        let first = table.lines.first().map_or(0, |own| line(&own.from));
        for own in &table.lines {
            let context = Context {
                table: Some(first),
                row: line(&own.from),
                class: said(&table.class),
                ..Context::default()
            };
            self.add(kind, &own.competitor, &own.from, &context);
        }
    }
}

fn said(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn line(from: &[Origin]) -> u32 {
    from.first().map_or(0, |from| from.line)
}
