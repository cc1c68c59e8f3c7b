//! A season as somebody fills it in, from a template or from the season before.

use super::{Plan, Rules, quoted};
use crate::library::Refused;
use parcferme_core::Diagnostic;
use parcferme_core::season::{Date, RoundStatus};
use parcferme_formats::folder::{ClassRecord, Folder, RoundRecord};
use parcferme_formats::intake::{self, Part};
use parcferme_formats::names::slug;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Rounds of a season, and classes, that a form may give.
const MOST_ROUNDS: usize = 100;
const MOST_CLASSES: usize = 50;
const MOST_CHARS: usize = 200;

/// What somebody fills in, as they write it.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    pub name: String,
    /// The id of the series, as addresses have it; made of the name where it is empty.
    pub series: String,
    /// `2026`, or `2025-26`.
    pub season: String,
    /// How many rounds, where no calendar is given.
    pub rounds: String,
    /// A line a round: its name, day and circuit, parted by commas.
    pub calendar: String,
    /// Ids of classes, parted by commas.
    pub classes: String,
}

/// A season that another begins from: its entries, its calendar without days and its classes.
pub struct Before<'a> {
    pub folder: &'a Folder,
    /// `names.toml`, where it has one.
    pub names: Option<String>,
}

impl Asked {
    /// The season as `series/season`.
    ///
    /// # Errors
    /// It says neither name nor series, or no year.
    pub fn id(&self) -> Result<String, Refused> {
        let series = self.series_id();
        let season = self.season.trim();
        let mut found = Vec::new();
        if series.is_empty() {
            found.push(
                wrong("the championship has no name")
                    .expected("a name, such as Hill Cup")
                    .help("its address is made of the name; letters of other scripts need an id beside it"),
            );
        }
        if self.year().is_none() {
            found.push(
                wrong("the year is not one of a season")
                    .found(season)
                    .expected("a year such as 2026, or 2025-26 over New Year"),
            );
        }
        let id = format!("{series}/{season}");
        if found.is_empty() && !parcferme_store::is_season(&id) {
            found.push(
                wrong("the season cannot be called so")
                    .found(id.as_str())
                    .expected("small letters, digits and hyphens, at most 60 of them"),
            );
        }
        if found.is_empty() { Ok(id) } else { Err(found) }
    }

    fn series_id(&self) -> String {
        let own = self.series.trim();
        if own.is_empty() { slug(self.title()) } else { own.to_lowercase() }
    }

    /// The name without its year.
    fn title(&self) -> &str {
        super::parted(self.name.trim()).0
    }

    fn year(&self) -> Option<i64> {
        let season = self.season.trim();
        let (year, rest) = season.split_at_checked(4)?;
        let over = rest.is_empty()
            || rest.strip_prefix('-').is_some_and(|own| {
                matches!(own.len(), 2 | 4) && own.bytes().all(|byte| byte.is_ascii_digit())
            });
        year.parse().ok().filter(|year| over && (1894..=2100).contains(year))
    }

    /// The season to be made, scored by the rules that are made for its name.
    ///
    /// # Errors
    /// What is filled in cannot be read.
    pub fn plan(
        &self,
        rules: impl FnOnce(&str) -> Rules,
        before: Option<&Before<'_>>,
    ) -> Result<Plan, Refused> {
        let id = self.id()?;
        let (year, season) = (self.year().unwrap_or_default(), self.season.trim().to_owned());
        let title =
            if self.title().is_empty() { super::titled(&self.series_id()) } else { self.title().to_owned() };
        let name = format!("{title} {season}");
        if name.chars().count() > MOST_CHARS || name.chars().any(char::is_control) {
            return Err(vec![
                wrong("the name is too long").expected(format!("at most {MOST_CHARS} characters")),
            ]);
        }
        let mut plan = Plan::new(&PathBuf::from(id.replace('/', "-")), rules(&name), false);
        let events = plan.named(&["events", "not_at"]);
        plan.rounds = self.calendar(i32::try_from(year).unwrap_or_default(), &events)?;
        plan.classes = self.classes()?;
        if let Some(before) = before {
            if plan.rounds.is_empty() {
                plan.rounds = before.folder.rounds.iter().filter_map(anew).collect();
            }
            if plan.classes.is_empty() {
                plan.classes.clone_from(&before.folder.classes);
            }
            plan.entries = before.folder.entries.clone();
            for own in &mut plan.entries {
                // The documents of the season before are not this one's.
                own.from.clear();
            }
            plan.names.clone_from(&before.names);
        }
        plan.series = self.series_id();
        plan.label = (season != year.to_string()).then_some(season);
        (plan.year, plan.name) = (year, name);
        Ok(plan)
    }

    /// Rounds by lines, else by their number; those of them first that the rules name.
    fn calendar(&self, year: i32, events: &[String]) -> Result<Vec<RoundRecord>, Refused> {
        let lines = (1..).zip(self.calendar.lines().map(str::trim));
        let lines: Vec<(u32, &str)> = lines.filter(|own| !own.1.is_empty()).collect();
        let several = |count: usize| {
            wrong("there are too many rounds")
                .found(count.to_string())
                .expected(format!("at most {MOST_ROUNDS}"))
        };
        if lines.is_empty() {
            let rounds = self.rounds.trim();
            if rounds.is_empty() {
                return Ok(Vec::new());
            }
            let count: usize = rounds.parse().map_err(|_| {
                vec![wrong("how many rounds is not a number").found(rounds).expected("a number such as 3")]
            })?;
            if count > MOST_ROUNDS {
                return Err(vec![several(count)]);
            }
            let named = events.iter().map(|own| (own.clone(), super::titled(own)));
            let more =
                (1..).map(|number| (format!("round-{number}"), format!("Round {number}"))).skip(events.len());
            let rounds = named.chain(more).take(count.max(events.len()));
            return Ok((1..)
                .zip(rounds)
                .map(|(number, (event, name))| scheduled(number, event, name))
                .collect());
        }
        if lines.len() > MOST_ROUNDS {
            return Err(vec![several(lines.len())]);
        }
        let (mut rounds, mut taken, mut found) = (Vec::new(), BTreeSet::new(), Vec::new());
        for (number, (at, line)) in (1..).zip(lines) {
            match round(line, number, year) {
                Ok(mut own) => {
                    let event = own.event.clone();
                    let mut again = 2;
                    while !taken.insert(own.event.clone()) {
                        own.event = format!("{event}-{again}");
                        again += 1;
                    }
                    rounds.push(own);
                }
                Err(Unread { what, part, expected }) => found.push(
                    wrong(&format!("line {at} of the calendar {what}"))
                        .found(part.unwrap_or_else(|| line.to_owned()))
                        .expected(expected)
                        .help("nothing was made; a line is such as Spring Race, 2026-04-12, Hill Circuit"),
                ),
            }
        }
        if found.is_empty() { Ok(rounds) } else { Err(found) }
    }

    fn classes(&self) -> Result<Vec<ClassRecord>, Refused> {
        let named = self.classes.split([',', ';', '\n']).map(str::trim).filter(|own| !own.is_empty());
        let ids: Vec<&str> = named.collect();
        let once: BTreeSet<&str> = ids.iter().copied().collect();
        if ids.len() > MOST_CLASSES || once.len() < ids.len() {
            return Err(vec![
                wrong("the classes are too many, or one stands twice")
                    .found(self.classes.trim())
                    .expected(format!("at most {MOST_CLASSES}, each once, such as GT3, GT4")),
            ]);
        }
        Ok(ids.into_iter().map(|id| ClassRecord { id: id.to_owned(), name: id.to_owned() }).collect())
    }
}

fn wrong(message: &str) -> Diagnostic {
    Diagnostic::error("PF1372", message)
}

fn scheduled(number: u32, event: String, name: String) -> RoundRecord {
    RoundRecord {
        number: Some(number),
        event,
        name,
        short_name: String::new(),
        circuit: String::new(),
        date: None,
        status: RoundStatus::Scheduled,
        length: None,
        main: Vec::new(),
        sessions: Vec::new(),
        completed: None,
        measures: Vec::new(),
        from: Vec::new(),
    }
}

/// Why a line of a calendar is not read.
#[derive(Debug)]
struct Unread {
    what: &'static str,
    /// The part that it is about; none where it is the line.
    part: Option<String>,
    expected: &'static str,
}

/// Takes the day out of the parts of a line.
fn day_of(parts: &mut Vec<String>, year: i32) -> Result<Option<Date>, Unread> {
    let mut date = None;
    let mut at = 0;
    while let Some(own) = parts.get(at) {
        let (what, expected) = match intake::part(own, year) {
            Part::Text => {
                at += 1;
                continue;
            }
            Part::Day(day) if date.is_none() => {
                date = Some(day);
                parts.remove(at);
                continue;
            }
            Part::Day(_) => ("says two days", "one day: that of the race"),
            Part::NoDay => ("says a day that there is not", "a day of the calendar, such as 2026-04-12"),
            Part::Either => (
                "says a day that may be either of two",
                "the year first, such as 2026-04-12, or the month as a word",
            ),
            Part::WithDay => ("says a day among other words", "the day as a part of its own, between commas"),
        };
        return Err(Unread { what, part: Some(own.clone()), expected });
    }
    Ok(date)
}

/// Parts of a line as they belong together: `April 12, 2026` is one.
fn parts(line: &str) -> Vec<String> {
    let separator = ['\t', ';', ','].into_iter().find(|own| line.contains(*own)).unwrap_or(',');
    let is_year = |own: &str| own.len() == 4 && own.bytes().all(|own| own.is_ascii_digit());
    let mut parts: Vec<String> = Vec::new();
    for own in line.split(separator).map(str::trim).filter(|own| !own.is_empty()) {
        match parts.last_mut() {
            // A day of no year may be one of any.
            Some(before) if is_year(own) && intake::part(before, 2000) != Part::Text => {
                *before += ", ";
                *before += own;
            }
            _ => parts.push(own.to_owned()),
        }
    }
    parts
}

/// A line of a calendar as the round of this number.
///
/// # Errors
/// It names nothing, its day is none, or it has more than is read: nothing of it is left out unseen.
fn round(line: &str, number: u32, year: i32) -> Result<RoundRecord, Unread> {
    let mut parts = parts(line);
    // Lines are often numbered; rounds are, in their order.
    let digits = |own: &str| own.trim_end_matches(['.', ')', ':']).bytes().all(|byte| byte.is_ascii_digit());
    if parts.len() > 1 && digits(&parts[0]) {
        parts.remove(0);
    }
    let date = day_of(&mut parts, year)?;
    let (name, circuit) = match parts.as_slice() {
        [] => {
            return Err(Unread {
                what: "names no event",
                part: None,
                expected: "a name, a day and a circuit parted by commas",
            });
        }
        [name] => (name.as_str(), ""),
        [name, circuit] => (name.as_str(), circuit.as_str()),
        [_, _, more, ..] => {
            return Err(Unread {
                what: "has more parts than are read",
                part: Some(more.clone()),
                expected: "a name, a day and a circuit; where one of them has a comma in it, semicolons part them",
            });
        }
    };
    let name = match name.split_once(['.', ')']) {
        Some((number, rest)) if digits(number) && rest.starts_with(' ') => rest.trim(),
        _ => name,
    };
    if let Some(long) = [name, circuit].into_iter().find(|own| own.chars().count() > MOST_CHARS) {
        return Err(Unread {
            what: "has a name that is too long",
            part: Some(long.to_owned()),
            expected: "at most 200 characters",
        });
    }
    let event = slug(name);
    let event = if event.is_empty() { format!("round-{number}") } else { event };
    Ok(RoundRecord { circuit: circuit.to_owned(), date, ..scheduled(number, event, name.to_owned()) })
}

/// A round of the season before, as one to come; none where it was cancelled.
fn anew(own: &RoundRecord) -> Option<RoundRecord> {
    (own.status != RoundStatus::Cancelled).then(|| RoundRecord {
        date: None,
        status: RoundStatus::Scheduled,
        completed: None,
        measures: Vec::new(),
        from: Vec::new(),
        ..own.clone()
    })
}

/// Rules as a season's own document: under its name, and without what their example says of itself.
pub fn own_rules(text: &str, name: &str) -> String {
    let mut root = true;
    let lines = text.split_inclusive('\n').filter_map(|line| {
        root &= !line.starts_with('[');
        let key = line.split_once('=').map_or("", |own| own.0.trim());
        match key {
            "name" if root => Some(format!("name = {}\n", quoted(name))),
            "about" if root => None,
            _ => Some(line.to_owned()),
        }
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_calendar_is_read_as_people_write_it() {
        for (line, name, date, circuit) in [
            ("Spring Race, 2026-04-12, Hill Circuit", "Spring Race", Some("2026-04-12"), "Hill Circuit"),
            ("1. Spring Race; 12 April; Hill Circuit", "Spring Race", Some("2026-04-12"), "Hill Circuit"),
            ("3\t12.4.2026\tHill Circuit", "Hill Circuit", Some("2026-04-12"), ""),
            ("24 Hours of Somewhere", "24 Hours of Somewhere", None, ""),
        ] {
            let own = round(line, 1, 2026).unwrap();
            let day = own.date.map(|own| own.to_string());
            assert_eq!(
                (own.name.as_str(), day.as_deref(), own.circuit.as_str()),
                (name, date, circuit),
                "{line}"
            );
        }
        let april = |line: &str| round(line, 1, 2026).unwrap().date.map(|own| own.to_string());
        for line in ["Spring Race, April 12, 2026, Hill Circuit", "Spring Race, Hill Circuit, April 12, 2026"]
        {
            let own = round(line, 1, 2027).unwrap();
            assert_eq!((own.name.as_str(), own.circuit.as_str()), ("Spring Race", "Hill Circuit"), "{line}");
            assert_eq!(april(line).as_deref(), Some("2026-04-12"), "{line}");
        }
    }

    #[test]
    fn nothing_of_a_line_is_left_out_unseen() {
        for (line, what, part) in [
            ("2026-04-12", "names no event", None),
            (", ,", "names no event", None),
            ("Spring Race, 31.02.2027, Hill Circuit", "says a day that there is not", Some("31.02.2027")),
            ("A, 2027-13-45, Hill", "says a day that there is not", Some("2027-13-45")),
            ("A; 30 February; Hill", "says a day that there is not", Some("30 February")),
            ("A, February 30, 2027", "says a day that there is not", Some("February 30, 2027")),
            ("31.02.2027, A", "says a day that there is not", Some("31.02.2027")),
            ("A, 03/04/2027, Hill", "says a day that may be either of two", Some("03/04/2027")),
            ("A 12 April 2027, Hill", "says a day among other words", Some("A 12 April 2027")),
            ("A, 12 April 2027, 13 April 2027", "says two days", Some("13 April 2027")),
            ("A, 2027-04-12, Hill, Sommerset", "has more parts than are read", Some("Sommerset")),
        ] {
            let found = round(line, 1, 2027).unwrap_err();
            assert_eq!((found.what, found.part.as_deref()), (what, part), "{line}");
        }
    }

    #[test]
    fn a_season_is_called_what_was_filled_in() {
        let id = |name: &str, series: &str, season: &str| {
            let asked =
                Asked { name: name.into(), series: series.into(), season: season.into(), ..Asked::default() };
            asked.id().ok()
        };
        assert_eq!(id("Hill Cup", "", "2026").as_deref(), Some("hill-cup/2026"));
        assert_eq!(id("Hill Cup 2026", "", " 2026 ").as_deref(), Some("hill-cup/2026"));
        assert_eq!(id("Winter Series", "winter", "2025-26").as_deref(), Some("winter/2025-26"));
        for (name, series, season) in
            [("", "", "2026"), ("Hill Cup", "", "26"), ("Hill Cup", "a/b", "2026"), ("Hill Cup", "", "2026x")]
        {
            assert_eq!(id(name, series, season), None, "{name} {series} {season}");
        }
    }

    #[test]
    fn rules_are_a_season_s_own() {
        let text =
            "name = \"A club championship\"\nabout = \"An example\"\n\n[[title]]\nname = \"Drivers\"\n";
        assert_eq!(
            own_rules(text, "Hill Cup 2026"),
            "name = \"Hill Cup 2026\"\n\n[[title]]\nname = \"Drivers\"\n"
        );
    }
}
