//! Chassis and engines of one car in different documents: the entry list, the results, the published tables. Two checks,
//! [`super::chassis_conflict`] and [`super::engine_conflict`], look through this at one kind of part each.

use crate::audit::entry_list::{EntryList, is_for};
use crate::audit::evidence::Evidence;
use crate::audit::finding::{Finding, Log};
use crate::audit::spellings::letters;
use crate::diagnostic::Place;
use crate::numbers::RoundNumber;
use crate::season::{Class, Competitor, EntryLine, Kind, PublishedRow, ResultRow};
use crate::table::Ix;
use std::collections::BTreeMap;

/// A kind of part and where documents state it.
pub(super) struct Part {
    pub kind: Kind,
    pub conflict: &'static str,
    pub changed: &'static str,
    pub of_row: fn(&ResultRow) -> &str,
    /// What the entry states for a round, empty where it states nothing.
    pub of_entry: fn(&EntryLine, RoundNumber) -> &str,
    pub of_published: fn(&PublishedRow) -> &str,
}

/// Contradictions by what is asserted, what the results have, and who asserts it.
type Found<'a> = BTreeMap<(String, &'a str, &'static str), (Vec<String>, Vec<Place>, Option<Ix<Competitor>>)>;

pub(super) fn compare(evidence: &Evidence<'_>, log: &mut Log, part: &Part) {
    let list = EntryList::of(evidence.season);
    let mut found: Found<'_> = BTreeMap::new();
    for race in evidence.races() {
        for (_, row) in evidence.season.results_of(race.classification.session) {
            let printed = (part.of_row)(row);
            let Some(team) = row.stands_for(Kind::Team).filter(|_| !printed.is_empty()) else { continue };
            let car = format!("{} in round {}", evidence.car(row), race.number);
            let mut say = |stated: String, who: &'static str, places: Vec<Place>| {
                // One part under two spellings is one contradiction.
                let part_name = row.stands_for(part.kind).map_or(printed, |own| evidence.name(own));
                let key = (stated, part_name, who);
                let (cars, at, about) = found.entry(key).or_insert((Vec::new(), places, Some(team)));
                if cars.is_empty() {
                    at.extend(stated_at(evidence, part, row));
                }
                cars.push(car.clone());
                about.take_if(|own| *own != team);
            };
            let entries: Vec<&EntryLine> = list
                .lines(row.class, team)
                .iter()
                .copied()
                .filter(|entry| is_for(entry, row) && !(part.of_entry)(entry, race.number).is_empty())
                .collect();
            if let Some(first) = entries.first() {
                if entries.iter().any(|entry| {
                    is_one(evidence, part.kind, row, printed, (part.of_entry)(entry, race.number))
                }) {
                    log.agree();
                } else {
                    let mut stated: Vec<&str> =
                        entries.iter().map(|entry| (part.of_entry)(entry, race.number)).collect();
                    stated.dedup();
                    let text = format!("{}: {}", first.printed_team, stated.join(", "));
                    let places = evidence.places(&first.cites, &text).take(1).collect();
                    say(stated.join(", "), "the entry list", places);
                }
            }
            for (own, line) in published(evidence, row.class, team) {
                let stated = (part.of_published)(line);
                if stated.is_empty() {
                    continue;
                }
                if is_one(evidence, part.kind, row, printed, stated) {
                    log.agree();
                } else {
                    let places = evidence.published(own, line, stated).take(2).collect();
                    say(stated.to_owned(), "the published table", places);
                }
            }
        }
    }
    for ((stated, printed, who), (cars, places, team)) in found {
        let message = format!("{who} states {stated} where the results have {printed}");
        let finding = Finding::warning(part.conflict, message)
            .at(places)
            .says(stated, printed)
            .because([cars.join(", ")])
            .competitor(team);
        log.differ_all(cars.len(), finding);
    }
    changes(evidence, log, part);
}

/// Where the first document of a result row states the part: an engine stands on the row's last line.
fn stated_at(evidence: &Evidence<'_>, part: &Part, row: &ResultRow) -> Option<Place> {
    let text = format!("#{} {}", row.number, (part.of_row)(row));
    let first = row.cites.first()?.document;
    let mut own = row.cites.iter().filter(|cite| cite.document == first);
    let cite = if part.kind == Kind::Engine { own.next_back() } else { own.next() };
    evidence.places(cite, &text).next()
}

fn published<'a>(
    evidence: &Evidence<'a>,
    class: Option<Ix<Class>>,
    team: Ix<Competitor>,
) -> impl Iterator<Item = (&'a crate::season::PublishedTable, &'a PublishedRow)> {
    evidence
        .season
        .published
        .iter()
        .filter(move |table| table.class == class)
        .flat_map(|table| table.rows.iter().map(move |row| (table, row)))
        .filter(move |(_, row)| row.competitor == team)
}

/// Whether a text of another document names the row's part. A cell of a table may name several, run together.
fn is_one(evidence: &Evidence<'_>, kind: Kind, row: &ResultRow, printed: &str, text: &str) -> bool {
    let text_letters = letters(text);
    if text_letters.contains(&letters(printed)) {
        return true;
    }
    let Some(own) = row.stands_for(kind) else { return false };
    evidence.spellings().means(kind, text) == Some(own)
        || evidence.spellings().all(kind, own).any(|spelling| text_letters.contains(spelling))
}

/// Cars that have one part in one round and another in the next: a change, or two descriptions of one thing.
fn changes(evidence: &Evidence<'_>, log: &mut Log, part: &Part) {
    type Cars<'a> = BTreeMap<(Option<Ix<Class>>, &'a str, Ix<Competitor>), Vec<(RoundNumber, &'a ResultRow)>>;
    let mut cars: Cars<'_> = BTreeMap::new();
    for race in evidence.races() {
        for (_, row) in evidence.season.results_of(race.classification.session) {
            if let (Some(team), Some(_)) = (row.stands_for(Kind::Team), row.stands_for(part.kind)) {
                cars.entry((row.class, &row.number, team)).or_default().push((race.number, row));
            }
        }
    }
    for ((class, _, team), rows) in cars {
        let mut seen: Vec<(RoundNumber, &ResultRow)> = Vec::new();
        for (round, row) in rows {
            if seen.last().is_none_or(|(_, last)| last.stands_for(part.kind) != row.stands_for(part.kind)) {
                seen.push((round, row));
            }
        }
        let [(_, first), (round, second), ..] = seen.as_slice() else { continue };
        let said: Vec<String> =
            seen.iter().map(|(round, row)| format!("{} from round {round}", (part.of_row)(row))).collect();
        let word = part.kind.in_words();
        log.note(
            Finding::note(part.changed, format!("{} changes its {word} between rounds", evidence.car(first)))
                .at(seen.iter().flat_map(|(_, row)| stated_at(evidence, part, row)))
                .says((part.of_row)(first), (part.of_row)(second))
                .because([said.join(", ")])
                .class(class)
                .competitor(team)
                .round(evidence.season.round(*round)),
        );
    }
}
