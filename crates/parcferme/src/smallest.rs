//! The smallest change that would have made somebody champion: over decisions, values of rules, and places.
//!
//! Each way is tried by computing the season with it, never by arithmetic of its own.

use crate::library::{self, Loaded, Refused};
use crate::lookup::{self, What};
use parcferme_core::change::Change;
use parcferme_core::infer::Space;
use parcferme_core::number_words::{counted, ordinal};
use parcferme_core::numbers::Position;
use parcferme_core::rules::title::Title;
use parcferme_core::season::{Class, Competitor, Kind, ResultRow, Session};
use parcferme_core::{Ix, Outcome, Rulebook, Season};
use parcferme_formats::folder::Folder;
use parcferme_publish::json::Named;
use parcferme_publish::sheet::{Block, Cell, Column, Group, Head, Row, Run, Sheet, Table};
use serde::Serialize;

/// Seasons that are computed for one question at most.
const MOST_COMPUTED: usize = 4_000;
/// Ways of one sort that are shown at most.
const MOST_SHOWN: usize = 5;

/// Who should have been champion of what.
#[derive(Clone, Copy, Debug)]
pub struct Wish {
    title: Ix<Title>,
    class: Option<Ix<Class>>,
    competitor: Ix<Competitor>,
}

impl Wish {
    /// Reads `TITLE=NAME` or `TITLE CLASS=NAME`.
    ///
    /// # Errors
    /// There is no such title, class or competitor.
    pub fn parse(text: &str, loaded: &Loaded) -> Result<Wish, Refused> {
        let (season, rules) = (&loaded.season, &loaded.rules);
        let (table, name) = text.split_once('=').unwrap_or((text, ""));
        let (title, class) = table.trim().split_once(' ').unwrap_or((table.trim(), "-"));
        let title = lookup::title(rules, title)?;
        let class = lookup::class(season, class.trim())?;
        let own = &rules.titles[title];
        if own.per_class != class.is_some() {
            let known = season.classes.rows().iter().filter(|_| own.per_class);
            let known = known.map(|own| format!("{} {}", rules.titles[title].id, own.id)).collect();
            return Err(lookup::Unknown { what: What::Title, asked: table.trim().to_owned(), known }.into());
        }
        let competitor = lookup::competitor(season, own.competitor, name.trim())?;
        Ok(Wish { title, class, competitor })
    }

    fn is_true(&self, loaded: &Loaded, season: &Season, rules: &Rulebook, outcome: &Outcome) -> bool {
        let (id, class) =
            (&loaded.rules.titles[self.title].id, self.class.map(|own| &loaded.season.classes[own].id));
        let competitor = &loaded.season.competitors[self.competitor].id;
        let table = outcome.tables.iter().find(|own| {
            rules.titles[own.title].id == *id && own.class.map(|own| &season.classes[own].id) == class
        });
        let first = table
            .and_then(|own| own.rows.iter().find(|row| season.competitors[row.competitor].id == *competitor));
        first.is_some_and(|row| row.position == Some(Position::FIRST))
    }

    /// `GTS Teams' Championship`.
    fn table(&self, loaded: &Loaded) -> String {
        let title = &loaded.rules.titles[self.title].name;
        self.class.map_or_else(|| title.clone(), |own| format!("{} {title}", loaded.season.classes[own].id))
    }
}

/// A way in which the wish would have come true.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Way {
    /// `decision`, `rule` or `places`.
    pub sort: &'static str,
    pub text: String,
    /// How much of its sort it is, the less the smaller: places, or 1.
    pub size: u32,
    /// Arguments of `parcferme whatif` that show it; empty where it takes several changes of one race.
    pub arguments: Vec<String>,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// It is so already.
    pub already: bool,
    /// The smallest of each sort, the smallest first.
    pub ways: Vec<Way>,
    /// Seasons that were computed.
    pub computed: usize,
    /// Whether all that could be tried was not.
    pub broken_off: bool,
    /// Races whose places could not be tried, as none are declared.
    pub not_declared: usize,
}

/// Tries decisions, rules and places.
///
/// # Errors
/// The season as it is cannot be computed.
pub fn search(loaded: &Loaded, wish: &Wish) -> Result<Found, Refused> {
    let outcome = loaded.outcome()?;
    if wish.is_true(loaded, &loaded.season, &loaded.rules, &outcome) {
        return Ok(Found { already: true, ..Found::default() });
    }
    let mut search = Search { loaded, outcome, wish, found: Found::default() };
    search.decisions();
    search.rules();
    search.places();
    let mut found = search.found;
    found.ways.sort_by_key(|own| (own.size, own.sort));
    Ok(found)
}

struct Search<'l> {
    loaded: &'l Loaded,
    /// What comes of the season as it is.
    outcome: Outcome,
    wish: &'l Wish,
    found: Found,
}

/// A car of the folder in a session: by round and session, and by its place in the file.
type Car = ((u32, String), usize);

impl Search<'_> {
    /// Whether it comes true in a folder under rules; what cannot be computed is not so.
    fn is_true(&mut self, folder: &Folder, rules: &Rulebook) -> bool {
        if self.found.computed >= MOST_COMPUTED {
            self.found.broken_off = true;
            return false;
        }
        self.found.computed += 1;
        let scored = library::scored(folder, rules);
        scored.is_ok_and(|(season, outcome)| self.wish.is_true(self.loaded, &season, rules, &outcome))
    }

    fn decisions(&mut self) {
        for at in 0..self.loaded.folder.decisions.len() {
            let mut folder = self.loaded.folder.clone();
            let own = folder.decisions.remove(at);
            if self.is_true(&folder, &self.loaded.rules) {
                self.found.ways.push(Way {
                    sort: "decision",
                    text: format!("Without decision {}: {}", own.id, own.reason),
                    size: 1,
                    arguments: vec!["--without".to_owned(), own.id],
                });
            }
        }
    }

    fn rules(&mut self) {
        let (rules, season) = (&self.loaded.rules, &self.loaded.season);
        let title = &rules.titles[self.wish.title];
        let mut tried: Vec<Change> = Vec::new();
        let mut add = |text: String| tried.extend(Change::parse(&text));
        add(format!("title.{}.windows =", title.id));
        // Nearest to what is dropped now first: one result more or less is a smaller change than five.
        let rounds = u32::try_from(season.rounds.len()).unwrap_or(0);
        let best = title.windows.iter().map(|own| own.best).max().unwrap_or(rounds);
        let mut counts: Vec<u32> = (1..rounds).filter(|own| *own != best).collect();
        counts.sort_by_key(|own| own.abs_diff(best));
        let windows =
            counts.into_iter().map(|own| format!("title.{}.windows = [{{ best = {own} }}]", title.id));
        windows.for_each(&mut add);
        // What is paid beside the places, and scales that are another's but for a factor.
        for (kind, key) in [("bonus", ""), ("amount", ""), ("points", ".factor")] {
            for name in rules.wording.names(kind) {
                add(format!("{kind}.{name}{key} ="));
            }
        }
        let usual = Space::usual(season, rules).unwrap_or_default();
        let single = usual.keys.iter().flat_map(|own| &own.values).filter(|own| own.changes.len() == 1);
        tried.extend(single.flat_map(|own| own.changes.clone()));
        let mut shown: Vec<String> = Vec::new();
        for change in tried {
            let key = change.address();
            if shown.iter().filter(|own| **own == key).count() > 0 {
                continue;
            }
            let Ok(other) = rules.with(std::slice::from_ref(&change)) else { continue };
            if other.wording.to_toml() == rules.wording.to_toml() {
                continue;
            }
            if self.is_true(&self.loaded.folder, &other) {
                shown.push(key);
                self.found.ways.push(Way {
                    sort: "rule",
                    text: said(&change),
                    size: 1,
                    arguments: vec!["--set".to_owned(), change.to_string()],
                });
            }
        }
    }

    /// The competitor better by places in one race, or the champion worse; where that is not enough, in two races.
    fn places(&mut self) {
        let mut ways = Vec::new();
        let own = self.cars(self.wish.competitor);
        for car in &own {
            ways.extend(self.least(std::slice::from_ref(car), true));
        }
        let firsts: Vec<Ix<Competitor>> = self.champions();
        for champion in firsts {
            let cars = self.cars(champion);
            for car in &cars {
                ways.extend(self.least(std::slice::from_ref(car), false));
            }
        }
        if ways.is_empty() {
            for (at, first) in own.iter().enumerate() {
                for second in &own[at + 1..] {
                    ways.extend(self.least(&[first.clone(), second.clone()], true));
                }
            }
        }
        ways.sort_by(|a, b| (a.size, &a.text).cmp(&(b.size, &b.text)));
        // Two who share a title share a car, too.
        ways.dedup();
        ways.truncate(MOST_SHOWN);
        self.found.ways.extend(ways);
    }

    fn champions(&self) -> Vec<Ix<Competitor>> {
        let table = self.outcome.table(self.wish.title, self.wish.class);
        let rows = table.map(|own| own.rows.as_slice()).unwrap_or_default();
        rows.iter().filter(|own| own.position == Some(Position::FIRST)).map(|own| own.competitor).collect()
    }

    /// The best car of a competitor in each session, where places are declared.
    fn cars(&mut self, competitor: Ix<Competitor>) -> Vec<Car> {
        let season = &self.loaded.season;
        let kind = self.loaded.rules.titles[self.wish.title].competitor;
        let mut cars = Vec::new();
        for (session, own) in season.sessions.iter() {
            let row = season.results_of(session).map(|own| own.1).find(|row| {
                let stands = match kind {
                    Kind::Driver => row.crew.iter().any(|seat| seat.driver == competitor),
                    kind => row.stands_for(kind) == Some(competitor),
                };
                stands && self.wish.class.is_none_or(|class| row.class == Some(class))
            });
            let Some(row) = row else { continue };
            let round = season.rounds[own.round].number.map_or(0, u32::from);
            match self.in_folder(row, (round, own.id.clone())) {
                Some(car) => cars.push(car),
                None => self.found.not_declared += 1,
            }
        }
        cars
    }

    fn in_folder(&self, row: &ResultRow, session: (u32, String)) -> Option<Car> {
        let class = row.class.map(|own| self.loaded.season.classes[own].id.as_str());
        let records = self.loaded.folder.results.get(&session)?;
        let at = records.iter().position(|own| {
            own.number == row.number.to_string()
                && own.position == row.position.map(u32::from)
                && class.is_none_or(|class| own.class.is_empty() || own.class.eq_ignore_ascii_case(class))
        })?;
        Some((session, at))
    }

    /// The fewest places by which cars must be better, or worse, in their races; of two races each as little as it can be.
    fn least(&mut self, cars: &[Car], better: bool) -> Option<Way> {
        let mut most: Vec<u32> = cars.iter().map(|own| self.room(own, better)).collect();
        if most.contains(&0) {
            return None;
        }
        if cars.len() > 1 && !self.by(cars, &most, better) {
            return None;
        }
        for at in 0..cars.len() {
            let (mut by, limit) = (most.clone(), most[at]);
            let found = (1..=limit).find(|places| {
                by[at] = *places;
                self.by(cars, &by, better)
            });
            most[at] = found?;
        }
        let parts: Vec<String> =
            cars.iter().zip(&most).map(|(car, by)| self.words(car, *by, better)).collect();
        let arguments = match cars {
            [((round, session), at)] => {
                let record = &self.loaded.folder.results[&(*round, session.clone())][*at];
                let place = self.target(&cars[0], most[0], better);
                let status = if record.position.is_none() { " status=finished" } else { "" };
                place.map(|place| format!("{round} {session} #{} position={place}{status}", record.number))
            }
            _ => None,
        };
        Some(Way {
            sort: "places",
            text: parts.join(", and "),
            size: most.iter().sum(),
            arguments: arguments.map(|own| vec!["--result".to_owned(), own]).unwrap_or_default(),
        })
    }

    /// Declared places of the cars of its class ahead of a car, nearest first, or behind it.
    fn others(&self, car: &Car, better: bool) -> Vec<u32> {
        let Some(records) = self.loaded.folder.results.get(&car.0) else { return Vec::new() };
        let own = &records[car.1];
        let of_class = |other: &&parcferme_formats::folder::ResultRecord| {
            self.wish.class.is_none() || other.class.eq_ignore_ascii_case(&own.class)
        };
        let places = records.iter().filter(of_class).filter_map(|own| own.position);
        let mut places: Vec<u32> = match (own.position, better) {
            (Some(place), true) => places.filter(|own| *own < place).collect(),
            (Some(place), false) => places.filter(|own| *own > place).collect(),
            // A car without a place could have come in behind all others, or ahead of some.
            (None, true) => {
                let mut all: Vec<u32> = places.collect();
                all.extend(all.iter().max().map(|last| last + 1));
                all
            }
            (None, false) => Vec::new(),
        };
        places.sort_unstable();
        if better {
            places.reverse();
        }
        places
    }

    fn room(&self, car: &Car, better: bool) -> u32 {
        u32::try_from(self.others(car, better).len()).unwrap_or(0)
    }

    fn target(&self, car: &Car, by: u32, better: bool) -> Option<u32> {
        self.others(car, better).get(usize::try_from(by).ok()?.checked_sub(1)?).copied()
    }

    /// Whether it comes true with each car so many places better or worse.
    fn by(&mut self, cars: &[Car], by: &[u32], better: bool) -> bool {
        let mut folder = self.loaded.folder.clone();
        for (car, by) in cars.iter().zip(by) {
            let Some(to) = self.target(car, *by, better) else { return false };
            let Some(records) = folder.results.get_mut(&car.0) else { return false };
            let from = records[car.1].position;
            for (at, other) in records.iter_mut().enumerate() {
                if at == car.1 {
                    other.position = Some(to);
                    if from.is_none() {
                        (other.status, other.classified) = (parcferme_core::season::Status::Finished, None);
                    }
                    continue;
                }
                other.position = other.position.map(|own| {
                    let closed = own - u32::from(from.is_some_and(|from| own > from));
                    closed + u32::from(closed >= to)
                });
            }
        }
        self.is_true(&folder, &self.loaded.rules)
    }

    /// `Ann Archer 2nd, not 3rd, at Sebring (round 1)`.
    fn words(&self, car: &Car, by: u32, better: bool) -> String {
        let season = &self.loaded.season;
        let round = season.rounds.rows().iter().find(|own| own.number.map(u32::from) == Some(car.0.0));
        let record = &self.loaded.folder.results[&car.0][car.1];
        let to = self.target(car, by, better).map_or_else(String::new, ordinal);
        let was = record.position.map_or_else(|| record.status.word().to_owned(), ordinal);
        let name = round.map_or_else(String::new, |own| own.name.clone());
        let session = &car.0.1;
        let main = round.and_then(|own| {
            let ix = season.rounds.iter().find(|(_, other)| other.number == own.number)?.0;
            Some(is_main(season, ix, session))
        });
        let session =
            if main == Some(true) { String::new() } else { format!(", {}", session.replace('-', " ")) };
        format!("Car {} {to}, not {was}, in round {} ({name}{session})", record.number, car.0.0)
    }
}

fn is_main(season: &Season, round: Ix<parcferme_core::season::Round>, session: &str) -> bool {
    season.main_session(round).is_some_and(|own: Ix<Session>| season.sessions[own].id == session)
}

/// A change of a rule in words.
fn said(change: &Change) -> String {
    match change.value() {
        None => format!("Without {}", change.address()),
        Some(value) => format!("With {} = {}", change.address(), value.trim_matches('"')),
    }
}

/// `parcferme.smallest/1`: the smallest changes that would have made somebody champion.
#[derive(Clone, Debug, Serialize)]
pub struct Document {
    pub schema: &'static str,
    pub season: String,
    pub title: String,
    pub class: Option<String>,
    pub competitor: Named,
    pub already: bool,
    pub ways: Vec<Way>,
    pub computed: usize,
    pub broken_off: bool,
    pub not_declared: usize,
}

pub fn document(loaded: &Loaded, wish: &Wish, found: &Found) -> Document {
    Document {
        schema: "parcferme.smallest/1",
        season: loaded.season.id.clone(),
        title: loaded.rules.titles[wish.title].id.clone(),
        class: wish.class.map(|own| loaded.season.classes[own].id.clone()),
        competitor: Named::of(&loaded.season.competitors[wish.competitor]),
        already: found.already,
        ways: found.ways.clone(),
        computed: found.computed,
        broken_off: found.broken_off,
        not_declared: found.not_declared,
    }
}

/// The ways as a sheet.
pub fn sheet(loaded: &Loaded, wish: &Wish, found: &Found) -> Sheet {
    let name = &loaded.season.competitors[wish.competitor].name;
    let table = wish.table(loaded);
    let sentence = |text: String| Block::Paragraph(vec![Run::plain(text)]);
    let mut blocks = Vec::new();
    if found.already {
        blocks.push(sentence(format!("{table}: {name} is first as it is.")));
    } else if found.ways.is_empty() {
        blocks.push(sentence(format!(
            "{table}: no single decision, rule or race tried, and no two races, would have put {name} first."
        )));
    } else {
        let row = |own: &Way| {
            let size = if own.sort == "places" {
                counted(own.size as usize, "place")
            } else {
                format!("1 {}", own.sort)
            };
            let shown = own
                .arguments
                .iter()
                .map(|own| if own.starts_with("--") { own.clone() } else { format!("'{own}'") });
            Row::new(vec![
                Cell::text(size),
                Cell::text(&own.text),
                Cell::text(shown.collect::<Vec<_>>().join(" ")),
            ])
        };
        blocks.push(sentence(format!("{table}: each of these would have put {name} first.")));
        blocks.push(Block::Table(Table {
            id: "smallest".to_owned(),
            title: "The smallest changes".to_owned(),
            columns: vec![
                Column::new("size", "Size"),
                Column::new("change", "Change").grow(2),
                Column::new("arguments", "parcferme whatif").grow(1),
            ],
            row_head: Some(1),
            groups: vec![Group { rows: found.ways.iter().map(row).collect(), ..Group::default() }],
            ..Table::default()
        }));
    }
    if !found.already {
        let broken = if found.broken_off { ", and then broken off" } else { "" };
        let mut text = format!("{} computed{broken}.", counted(found.computed, "season"));
        if found.not_declared > 0 {
            text.push_str(&format!(
                " Places of {} follow from laps and were not tried.",
                counted(found.not_declared, "result")
            ));
        }
        blocks.push(sentence(text));
    }
    Sheet {
        head: Head {
            event: loaded.season.name.clone(),
            document: format!("What would have made {name} champion"),
            ..Head::default()
        },
        classes: loaded.season.classes.rows().iter().map(|class| class.id.clone()).collect(),
        blocks,
        ..Sheet::default()
    }
}
