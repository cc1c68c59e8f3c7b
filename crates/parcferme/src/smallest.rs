//! The smallest change that would have made somebody champion: over decisions, values of rules, and places.
//!
//! Each way is tried by computing the season with it, never by arithmetic of its own.

use crate::by_hand::quoted_where_needed;
use crate::library::{self, Loaded, Refused};
use crate::lookup::{self, What};
use parcferme_core::change::Change;
use parcferme_core::infer::Space;
use parcferme_core::number_words::ordinal;
use parcferme_core::numbers::Position;
use parcferme_core::rules::title::Title;
use parcferme_core::season::{Class, Competitor, Kind, NamedCar, ResultRow};
use parcferme_core::{Diagnostic, Ix, Outcome, Rulebook, Season};
use parcferme_formats::folder::Folder;
use parcferme_publish::sheet::capital;
use parcferme_publish::view::Named;
use parcferme_publish::view::smallest::{Smallest, Way};

/// Seasons that are computed for one question at most, by the command; a server is asked by strangers.
pub const MOST_COMPUTED: usize = 4_000;
pub const MOST_FOR_A_PAGE: usize = 1_000;
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
        let Some((table, name)) = text.split_once('=') else {
            return Err(vec![
                Diagnostic::error("PF0364", "a wish says which title, and who should have won it")
                    .found(text)
                    .expected("`TITLE=NAME`, or `TITLE CLASS=NAME`"),
            ]);
        };
        let (title, class) = table.trim().split_once(' ').unwrap_or((table.trim(), "-"));
        Ok(Wish::of(loaded, title, class.trim(), name.trim())?)
    }

    /// A title, a class (`-` where the title has none), and a competitor by id or name.
    ///
    /// # Errors
    /// There is no such title, class or competitor.
    pub fn of(loaded: &Loaded, title: &str, class: &str, competitor: &str) -> Result<Wish, lookup::Unknown> {
        let (season, rules) = (&loaded.season, &loaded.rules);
        let title = lookup::title(rules, title)?;
        let asked = class;
        let class = lookup::class(season, class)?;
        let own = &rules.titles[title];
        if own.per_class != class.is_some() {
            let known = match own.per_class {
                true => season.classes.rows().iter().map(|own| own.id.clone()).collect(),
                false => vec!["-".to_owned()],
            };
            return Err(lookup::Unknown::new(What::Class, asked, known));
        }
        let competitor = lookup::competitor(season, own.competitor, competitor)?;
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

    /// `teams GTS=prodrive`: as [`Wish::parse`] reads it.
    pub fn text(&self, loaded: &Loaded) -> String {
        let title = &loaded.rules.titles[self.title].id;
        let class = self.class.map_or_else(String::new, |own| format!(" {}", loaded.season.classes[own].id));
        format!("{title}{class}={}", loaded.season.competitors[self.competitor].id)
    }

    /// `GTS Teams' Championship`.
    pub fn table(&self, loaded: &Loaded) -> String {
        let title = &loaded.rules.titles[self.title].name;
        self.class.map_or_else(|| title.clone(), |own| format!("{} {title}", loaded.season.classes[own].id))
    }
}

/// Where a search ends, whatever is found.
#[derive(Clone, Copy)]
pub struct Bound<'b> {
    /// Seasons that may be computed.
    pub most: usize,
    /// Asked before each.
    pub goes_on: &'b dyn Fn() -> bool,
}

/// Tries decisions, rules and places.
///
/// # Errors
/// The season as it is cannot be computed.
pub fn search(loaded: &Loaded, wish: &Wish, bound: Bound<'_>) -> Result<Smallest, Refused> {
    let outcome = loaded.outcome()?;
    let found = Smallest {
        season: loaded.season.id.clone(),
        title: loaded.rules.titles[wish.title].id.clone(),
        class: wish.class.map(|own| loaded.season.classes[own].id.clone()),
        competitor: Named::of(&loaded.season.competitors[wish.competitor]),
        already: wish.is_true(loaded, &loaded.season, &loaded.rules, &outcome),
        ways: Vec::new(),
        computed: 0,
        broken_off: false,
        not_declared: 0,
    };
    if found.already {
        return Ok(found);
    }
    let mut search = Search { loaded, outcome, wish, bound, found };
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
    bound: Bound<'l>,
    found: Smallest,
}

/// A car of the folder in a session: by round and session, and by its place in the file.
type Car = ((u32, String), usize, Ix<ResultRow>);

impl Search<'_> {
    /// Whether it comes true in a folder under rules; what cannot be computed is not so.
    fn is_true(&mut self, folder: &Folder, rules: &Rulebook) -> bool {
        if self.found.computed >= self.bound.most || !(self.bound.goes_on)() {
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
                let text = format!("Without decision {}: {}", own.id, own.reason);
                self.found.ways.push(way("decision", text, 1, Some(("--without", own.id))));
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
                let argument = ("--set", change.to_string());
                self.found.ways.push(way("rule", said(&change), 1, Some(argument)));
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
            let row = season.results_of(session).find(|(_, row)| {
                let stands = match kind {
                    Kind::Driver => row.crew.iter().any(|seat| seat.driver == competitor),
                    kind => row.stands_for(kind) == Some(competitor),
                };
                stands && self.wish.class.is_none_or(|class| row.class == Some(class))
            });
            let Some((ix, row)) = row else { continue };
            let round = season.rounds[own.round].number.map_or(0, u32::from);
            match self.in_folder(ix, row, (round, own.id.clone())) {
                Some(car) => cars.push(car),
                None => self.found.not_declared += 1,
            }
        }
        cars
    }

    fn in_folder(&self, ix: Ix<ResultRow>, row: &ResultRow, session: (u32, String)) -> Option<Car> {
        let class = row.class.map(|own| self.loaded.season.classes[own].id.as_str());
        let records = self.loaded.folder.results.get(&session)?;
        let at = records.iter().position(|own| {
            own.number == row.number.to_string()
                && own.position == row.position.map(u32::from)
                // Without a number, who drove tells it.
                && (!own.number.is_empty()
                    || own.crew.first().map(|seat| &seat.driver) == row.crew.first().map(|seat| &seat.printed))
                && class.is_none_or(|class| own.class.is_empty() || own.class.eq_ignore_ascii_case(class))
        })?;
        Some((session, at, ix))
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
            [((round, session), at, ix)] => {
                let record = &self.loaded.folder.results[&(*round, session.clone())][*at];
                let place = self.target(&cars[0], most[0], better);
                let status = if record.position.is_none() { " status=finished" } else { "" };
                let car =
                    NamedCar::of(&self.loaded.season, *ix).map(|own| quoted_where_needed(&own.to_string()));
                let place = place.zip(car);
                place.map(|(place, car)| format!("{round} {session} {car} position={place}{status}"))
            }
            _ => None,
        };
        let argument = arguments.map(|own| ("--result", own));
        Some(way("places", parts.join(", and "), most.iter().sum(), argument))
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
            season.session(ix, session).map(|own| season.is_all_that_round_is_for(own))
        });
        let session =
            if main == Some(true) { String::new() } else { format!(", {}", session.replace('-', " ")) };
        let named = NamedCar::of(season, car.2)
            .map_or_else(|| format!("car {}", record.number), |own| own.in_words());
        capital(&format!("{named} {to}, not {was}, in round {} ({name}{session})", car.0.0))
    }
}

/// A way, with the argument of the command that shows it; a page can be asked for rules and results.
fn way(sort: &'static str, text: String, size: u32, argument: Option<(&str, String)>) -> Way {
    let address = argument.as_ref().filter(|own| own.0 != "--without").map(|(_, own)| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        format!("?{}", query.append_pair("set", own).finish())
    });
    let arguments = argument.map(|(name, own)| vec![name.to_owned(), own]).unwrap_or_default();
    Way { sort, text, size, arguments, address }
}

/// A change of a rule in words.
fn said(change: &Change) -> String {
    match change.value() {
        None => format!("Without {}", change.address()),
        Some(value) => format!("With {} = {}", change.address(), value.trim_matches('"')),
    }
}
