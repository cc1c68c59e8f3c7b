//! What a record published last of a season is what everybody is shown of it. What was entered since is a draft, which
//! officials see at the desk; a folder of the same season is not shown beside it.

use super::shelf::{Computed, Shelf};
use crate::library::Refused;
use crate::record;
use crate::record::editions::{self, Read};
use parcferme_publish::site::Published;
use parcferme_store::{Address, Edition, Record, Standing};
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, Weak};
use std::time::Duration;

/// How often the record is looked at: other programs publish too.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// The index of the edition that each season was taken from, or could not be.
pub type Taken = BTreeMap<String, u64>;

/// Looks after a record in a thread of its own, for as long as the shelf is in use.
pub fn watch(address: Address, shelf: Weak<Shelf>) {
    std::thread::spawn(move || {
        let mut open: Option<Record> = None;
        loop {
            std::thread::sleep(LOOK_EVERY);
            let Some(shelf) = shelf.upgrade() else { return };
            // A record that cannot be asked now is asked again; that it cannot be asked, `/readyz` says.
            let asked = open.take().map_or_else(|| Record::open(&address), Ok);
            open = asked.ok().and_then(|mut own| shelf.take_published(&mut own).is_ok().then_some(own));
        }
    });
}

impl Shelf {
    /// Shows what the record published last of each season, where that is not shown yet.
    ///
    /// # Errors
    /// What the database says.
    pub fn take_published(&self, record: &mut Record) -> Result<(), Refused> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        for edition in record.last_editions().map_err(record::refused)? {
            if taken.get(&edition.season) == Some(&edition.index) {
                continue;
            }
            let read = Read::of(record, &edition).map_err(record::refused)?;
            let computed = read.as_published(&edition).and_then(|loaded| {
                let issue = editions::issue(&loaded, edition.standing, edition.when);
                Ok(Computed::of(loaded, &self.settings)?.with_issue(issue))
            });
            match computed {
                Ok(computed) => self.put_published(computed, shown(&edition)),
                Err(found) => self.cannot_show(&edition, &found),
            }
            taken.insert(edition.season.clone(), edition.index);
        }
        Ok(())
    }

    /// The same, asked of the record that is served.
    pub async fn follow(self: &Arc<Self>) {
        let Some(keeper) = self.record.clone() else { return };
        let shelf = self.clone();
        let asked = keeper.ask(move |record| Ok(shelf.take_published(record)));
        if let Ok(Err(found)) = asked.await {
            crate::report::to_stderr(&found);
        }
    }
}

fn shown(edition: &Edition) -> Published {
    Published {
        season: edition.season.clone(),
        number: edition.number,
        is_official: edition.standing == Standing::Official,
        when: edition.when,
    }
}
