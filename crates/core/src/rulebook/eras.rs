//! Rulebooks by era: a document that states the rules of many seasons, each value for those in which it holds.
//!
//! `seasons` at the top says which seasons the document is about. A block with `seasons` holds in those alone; an `[[era]]` of a
//! block says what of it is otherwise in some. In no season do two values hold for one place, and between two seasons in
//! which one does there is none without.

use super::wording::Wording;
use crate::block::value::{Entry, Stated, Table, Value};
use crate::change::{self, Change};
use crate::diagnostic::Diagnostic;
use crate::rules::KINDS;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Seasons, by the year in which they begin.
type Seasons = BTreeSet<u16>;

/// Seasons of one rulebook at most.
const MOST_SEASONS: usize = 400;

/// Stands for the season in a text of a rulebook by era.
const SEASON: &str = "{season}";

/// The seasons of a document; none where it has no `seasons`.
pub(super) fn seasons(wording: &Wording) -> Result<Seasons, Box<Diagnostic>> {
    let Some(entry) = wording.root.get("seasons") else { return Ok(Seasons::new()) };
    let found = entry.stated.value.text().and_then(|text| parse(text, None));
    found.filter(|own| own.len() <= MOST_SEASONS).ok_or_else(|| unreadable(wording, &entry.stated))
}

/// `1950-1953, 1955`; the end may be open where there are seasons within which it lies.
fn parse(text: &str, all: Option<&Seasons>) -> Option<Seasons> {
    let year = |text: &str| text.parse::<u16>().ok().filter(|year| (1000..=9999).contains(year));
    let mut found = Seasons::new();
    for part in text.split(',').map(str::trim) {
        let (from, to) = match part.split_once(['-', '–']).map(|(from, to)| (from.trim(), to.trim())) {
            None => (year(part)?, year(part)?),
            Some((from, "")) => (year(from)?, *all?.last()?),
            Some((from, to)) => (year(from)?, year(to)?),
        };
        if to < from {
            return None;
        }
        found.extend((from..=to).filter(|own| all.is_none_or(|all| all.contains(own))));
        // An end that is written must be one of the seasons: what is not there may be a slip.
        if all.is_some_and(|all| !all.contains(&from) || !all.contains(&to)) {
            return None;
        }
    }
    Some(found)
}

fn unreadable(wording: &Wording, stated: &Stated<'_>) -> Box<Diagnostic> {
    Diagnostic::error("PF0318", "`seasons` is not a list of the rulebook's seasons")
        .at(wording.place(&stated.span))
        .found(stated.value.to_string().trim_matches('"'))
        .expected("at most 400 years in which seasons of the rulebook begin, such as \"1950-1953, 1955\" or, to the last, \"1991-\"")
        .into()
}

/// The rules of one season.
pub(super) fn of_season(wording: &Wording, season: u16) -> Result<Wording, Vec<Diagnostic>> {
    let all = seasons(wording).map_err(|own| vec![*own])?;
    if !all.contains(&season) {
        let listed =
            wording.root.get("seasons").and_then(|own| own.stated.value.text()).unwrap_or("one season alone");
        return Err(vec![
            Diagnostic::error("PF0319", format!("the rulebook has no season {season}"))
                .found(season.to_string())
                .expected(listed),
        ]);
    }
    let mut reading = Reading { wording, all: &all, season, found: Vec::new() };
    let mut done = wording.clone();
    done.root.remove("seasons");
    done.altered = true;
    let mut changes = reading.eras(&mut done.root, ("", "the rulebook"), &all, "1");
    for kind in KINDS {
        changes.extend(reading.kind(kind.name, &mut done.root));
    }
    let mut found = reading.found;
    for change in &changes {
        found.extend(done.apply(change).err().map(|own| *own));
    }
    if !found.is_empty() {
        return Err(found);
    }
    for name in ["name", "about"] {
        if let Some(Entry { stated: Stated { value: Value::Text(text), .. }, .. }) = done.root.get_mut(name) {
            *text = Cow::Owned(text.replace(SEASON, &season.to_string()));
        }
    }
    Ok(done)
}

struct Reading<'w> {
    wording: &'w Wording,
    all: &'w Seasons,
    season: u16,
    found: Vec<Diagnostic>,
}

/// Seasons in which something of one name holds, with where it says so.
type Holding = Vec<(Seasons, Range<usize>)>;

impl Reading<'_> {
    /// Keeps the blocks of the season, and takes what their eras change.
    fn kind(&mut self, kind: &str, root: &mut Table<'static>) -> Vec<Change> {
        let mut changes = Vec::new();
        let Some(entry) = root.get_mut(kind) else { return changes };
        let single = matches!(entry.stated.value, Value::Table(_));
        let span = entry.stated.span.clone();
        let taken = std::mem::replace(&mut entry.stated.value, Value::Yes(false));
        let mut holding: BTreeMap<String, Holding> = BTreeMap::new();
        let mut kept: Vec<Stated<'static>> = Vec::new();
        for mut block in (Stated { value: taken, span }).into_blocks() {
            let Value::Table(table) = &mut block.value else {
                kept.push(block);
                continue;
            };
            let seasons = match table.remove("seasons") {
                None => self.all.clone(),
                Some(own) => self.seasons_of(&own.stated),
            };
            let id = table.get("id").and_then(|own| own.stated.value.text()).unwrap_or_default().to_owned();
            holding.entry(id.clone()).or_default().push((seasons.clone(), block.span.clone()));
            let holds = seasons.contains(&self.season);
            let name = if id.is_empty() { (kept.len() + 1).to_string() } else { id.clone() };
            let own = self.eras(table, (kind, &words(kind, &id)), &seasons, &name);
            if holds {
                changes.extend(own);
                kept.push(block);
            }
        }
        for (id, holding) in holding {
            // Blocks without an id are rules of their own: several may hold at once, and each when it likes.
            let seasons = if id.is_empty() { &Seasons::new() } else { self.all };
            self.once(&words(kind, &id), &holding, seasons, Twice(id.is_empty()));
        }
        if kept.is_empty() {
            root.remove(kind);
        } else if let Some(entry) = root.get_mut(kind) {
            entry.stated.value = match kept.len() {
                1 if single => kept.remove(0).value,
                _ => Value::List(kept),
            };
        }
        changes
    }

    /// What the eras of a block say for the season.
    fn eras(
        &mut self,
        table: &mut Table<'static>,
        (kind, what): (&str, &str),
        seasons: &Seasons,
        name: &str,
    ) -> Vec<Change> {
        let mut changes = Vec::new();
        let Some(eras) = table.remove("era") else { return changes };
        let Some(origin) = self.wording.origin() else { return changes };
        let mut holding: BTreeMap<String, Holding> = BTreeMap::new();
        let mut stated = Seasons::new();
        for era in eras.stated.into_blocks() {
            let Value::Table(mut era_table) = era.value else { continue };
            let own = match era_table.remove("seasons") {
                Some(own) => self.seasons_of(&own.stated),
                None => {
                    let missing = Diagnostic::error("PF0305", "`seasons` is missing");
                    let place = self.wording.place(&era.span);
                    self.found.push(missing.at(place).expected("seasons = \"1950-1953\""));
                    continue;
                }
            };
            stated.extend(&own);
            for (key, entry) in era_table.iter() {
                if !beside(key) {
                    holding.entry(key.to_string()).or_default().push((own.clone(), entry.key.clone()));
                }
            }
            if own.contains(&self.season) {
                for key in ["article", "source"] {
                    join(table, &mut era_table, key);
                }
                changes.extend(change::of_era(kind, name, &era_table, origin));
            }
            if let Some(outside) = own.difference(seasons).next() {
                let message = format!("{what} has an era in {outside}, and does not hold then");
                let place = self.wording.place(&era.span);
                self.found.push(
                    Diagnostic::error("PF0333", message)
                        .at(place)
                        .expected("seasons in which the block holds"),
                );
            }
        }
        for (key, holding) in holding {
            // Where an era says nothing of a key, there is none; what the rulebook is called needs no saying.
            let silent = kind.is_empty() || table.contains_key(key.as_str());
            let unsaid = if silent { Seasons::new() } else { seasons.difference(&stated).copied().collect() };
            self.once(&format!("`{key}` of {what}"), &holding, &unsaid, Twice(false));
        }
        changes
    }

    fn seasons_of(&mut self, stated: &Stated<'_>) -> Seasons {
        let read = stated.value.text().and_then(|text| parse(text, Some(self.all)));
        read.unwrap_or_else(|| {
            self.found.push(*unreadable(self.wording, stated));
            Seasons::new()
        })
    }

    /// Of what holds now here, now there: in no season twice where it may not, and in none of the seasons given, between two
    /// in which it does, not at all.
    fn once(&mut self, what: &str, holding: &Holding, seasons: &Seasons, Twice(may): Twice) {
        let mut first: BTreeMap<u16, &Range<usize>> = BTreeMap::new();
        for (own, span) in holding {
            let twice = own.iter().find_map(|season| Some((season, *first.get(season)?)));
            if let Some((season, other)) = twice.filter(|_| !may) {
                self.found.push(
                    Diagnostic::error("PF0334", format!("{what} is stated twice for {season}"))
                        .at(self.wording.place(other))
                        .at(self.wording.place(span))
                        .expected("one statement for each season")
                        .help("let one of them end before the other begins"),
                );
                return;
            }
            first.extend(own.iter().map(|season| (*season, span)));
        }
        let ends = first.keys().next().zip(first.keys().last());
        let Some((from, to)) = ends.filter(|_| holding.len() > 1) else { return };
        if let Some(gap) = seasons.range(from..to).find(|own| !first.contains_key(own)) {
            self.found.push(
                Diagnostic::error("PF0335", format!("{what} is not stated for {gap}"))
                    .at(self.wording.place(&holding[0].1))
                    .expected("a statement for each season between the first and the last")
                    .help("if it did not hold then, state it once for all others: seasons = \"1950-1959, 1961-\""),
            );
        }
    }
}

/// A block as a message calls it.
fn words(kind: &str, id: &str) -> String {
    if id.is_empty() { format!("`{kind}`") } else { format!("{kind} `{id}`") }
}

/// Whether several may hold at once.
struct Twice(bool);

/// Keys of an era that stand beside those of the block, not in their place.
fn beside(key: &str) -> bool {
    matches!(key, "article" | "source")
}

/// The block's own text before the era's.
fn join(block: &mut Table<'static>, era: &mut Table<'static>, key: &str) {
    let Some(own) = block.get(key).and_then(|own| own.stated.value.text()) else { return };
    let separator = if key == "source" { " ; " } else { "; " };
    if let Some(Entry { stated: Stated { value: Value::Text(text), .. }, .. }) = era.get_mut(key) {
        *text = Cow::Owned(format!("{own}{separator}{text}"));
        if let Some(entry) = era.get(key).cloned() {
            block.insert(Cow::Owned(key.to_owned()), entry);
        }
    }
}
