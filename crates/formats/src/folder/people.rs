//! Drivers by the ids of timing systems and simulators: one id is one driver whatever the spelling, two ids of one name are
//! two drivers.

use super::{Folder, ResultRecord};
use crate::names::slug;
use parcferme_core::season::Kind;
use parcferme_core::{Diagnostic, Place};
use std::collections::{BTreeMap, BTreeSet};

/// Who is who among the drivers of whom some row states an id.
#[derive(Default)]
pub(super) struct People {
    by_id: BTreeMap<String, Person>,
    /// Who bears a spelling; none where several do.
    by_name: BTreeMap<String, Option<String>>,
}

/// A driver as the season knows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Person {
    pub id: String,
    pub name: String,
}

/// Everything that was seen of one id.
#[derive(Default)]
struct Seen<'f> {
    names: Vec<&'f str>,
    place: Place,
}

impl People {
    pub(super) fn of(folder: &Folder) -> (People, Vec<Diagnostic>) {
        let mut seen: BTreeMap<&str, Seen<'_>> = BTreeMap::new();
        // Rounds in their order: the last name is the latest.
        for ((round, session), rows) in &folder.results {
            for row in rows {
                for seat in row.crew.iter().filter(|seat| !seat.id.is_empty() && !seat.driver.is_empty()) {
                    let own = seen.entry(&seat.id).or_default();
                    own.names.retain(|name| *name != seat.driver);
                    own.names.push(&seat.driver);
                    own.place = place(folder, (*round, session), row);
                }
            }
        }
        let mut told = Vec::new();
        let mut people = People::default();
        let mut bearers: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for (&id, own) in &seen {
            let latest = own.names.last().copied().unwrap_or_default();
            let known = folder.names.resolve(Kind::Driver, latest);
            let person = known.map_or_else(
                || Person { id: slug(latest), name: latest.to_owned() },
                |known| Person { id: known.id.clone(), name: known.name.clone() },
            );
            bearers.entry(person.id.clone()).or_default().insert(id);
            for name in &own.names {
                let bearer = people.by_name.entry((*name).to_owned()).or_insert_with(|| Some(id.to_owned()));
                if bearer.as_deref() != Some(id) {
                    *bearer = None;
                }
            }
            if own.names.len() > 1 {
                told.push(
                    Diagnostic::note(
                        "PF1029",
                        format!("driver {id} stands in the results under several names"),
                    )
                    .at(own.place.clone())
                    .found(own.names.join(", "))
                    .expected("one driver: the id is the same")
                    .help(format!("the latest, {}, is shown", person.name)),
                );
            }
            people.by_id.insert(id.to_owned(), person);
        }
        for (key, ids) in bearers.into_iter().filter(|(_, ids)| ids.len() > 1) {
            for id in &ids {
                if let Some(person) = people.by_id.get_mut(*id) {
                    person.id = format!("{key}-{}", slug(id));
                }
            }
            let name = ids.first().and_then(|id| people.by_id.get(*id)).map_or("", |own| own.name.as_str());
            let mut warning = Diagnostic::warning(
                "PF1028",
                format!("{} drivers have the name {name}: their ids differ", ids.len()),
            )
            .found(ids.iter().copied().collect::<Vec<_>>().join(", "))
            .expected("one id a driver")
            .help("they are kept apart; where they are one, write one id in `driver_ids`; a feat, decision or table names one of them by the id");
            warning.places = ids.iter().filter_map(|id| seen.get(id)).map(|own| own.place.clone()).collect();
            told.push(warning);
        }
        (people, told)
    }

    /// The driver of an id.
    pub(super) fn known(&self, id: &str) -> Option<&Person> {
        self.by_id.get(id)
    }

    /// The driver that a text names: by the id, or by a name that one driver alone bears.
    pub(super) fn named(&self, text: &str) -> Option<&Person> {
        self.by_id.get(text).or_else(|| self.by_id.get(self.by_name.get(text)?.as_ref()?))
    }
}

fn place(folder: &Folder, (round, session): (u32, &str), row: &ResultRecord) -> Place {
    let written = folder.result_files.get(&(round, session.to_owned()));
    let file = written.cloned().unwrap_or_else(|| super::results_path(round, session));
    super::season::row_place(&file, row)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::folder::SeatRecord;

    fn folder(seats: &[(u32, &str, &str)]) -> Folder {
        let mut folder = Folder::default();
        for (round, id, driver) in seats {
            let seat = SeatRecord {
                driver: (*driver).to_owned(),
                id: (*id).to_owned(),
                nation: String::new(),
                drove: true,
                scores: true,
                drive_time: None,
            };
            let row = ResultRecord { crew: vec![seat], ..ResultRecord::default() };
            folder.results.entry((*round, "race".to_owned())).or_default().push(row);
        }
        folder
    }

    #[test]
    fn one_id_is_one_driver_and_the_latest_name_is_shown() {
        let (people, told) =
            People::of(&folder(&[(1, "7", "Dave N"), (2, "7", "David Noble"), (1, "8", "Ann Archer")]));
        assert_eq!(told.iter().map(|own| own.id).collect::<Vec<_>>(), ["PF1029"]);
        let david = Person { id: "david-noble".to_owned(), name: "David Noble".to_owned() };
        for text in ["7", "Dave N", "David Noble"] {
            assert_eq!(people.named(text), Some(&david), "{text}");
        }
        assert_eq!(people.named("Nobody"), None);
    }

    #[test]
    fn two_ids_of_one_name_are_two_drivers() {
        let (people, told) =
            People::of(&folder(&[(1, "7", "Ann Archer"), (1, "8", "Ann Archer"), (1, "", "Ben")]));
        assert_eq!(
            told.iter().map(|own| (own.id, own.found.as_deref())).collect::<Vec<_>>(),
            [("PF1028", Some("7, 8"))]
        );
        let ids = ["7", "8"].map(|id| people.known(id).map(|own| own.id.clone()));
        assert_eq!(ids, [Some("ann-archer-7".to_owned()), Some("ann-archer-8".to_owned())]);
        assert_eq!((people.named("Ann Archer"), people.named("Ben")), (None, None));
    }
}
