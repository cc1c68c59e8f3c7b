//! What a record published last of a season is what everybody is shown of it. What was entered since is a draft, which
//! officials see at the desk; a folder of the same season is not shown beside it.

use super::shelf::{Computed, Shelf};
use crate::desk::{Person, state, states};
use crate::library::Refused;
use crate::record::editions::{self, Anew, Read, Ready, Said, To};
use crate::record::{self, key};
use parcferme_publish::view::Published;
use parcferme_store::{Address, Edition, Record, Standing};
use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use std::sync::{PoisonError, Weak};
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
        self.forget_redacted(record)?;
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        for edition in record.last_editions().map_err(record::refused)? {
            if taken.get(&edition.season) == Some(&edition.index) {
                continue;
            }
            let read = Read::of(record, &edition).map_err(record::refused)?;
            let computed = read.loaded(&edition).and_then(|loaded| {
                let (issue, outcome) = (editions::issue(&loaded, &self.said(&edition)), loaded.outcome()?);
                let looks = |loaded: &_, outcome: &_| editions::is_as_published(&edition, loaded, outcome);
                Ok(Computed::made_beside(loaded, outcome, &self.settings, looks)?.0.with_issue(issue))
            });
            match computed {
                Ok(computed) => self.put_published(computed, shown(&edition)),
                Err(found) => self.cannot_show(&edition, &found),
            }
            taken.insert(edition.season.clone(), edition.index);
        }
        Ok(())
    }

    /// Keeps no answer that was made before the last redaction, whoever made that.
    ///
    /// # Errors
    /// What the database says.
    pub fn forget_redacted(&self, record: &mut Record) -> Result<(), Refused> {
        let last = record.last_redaction().map_err(record::refused)?;
        if self.redacted.swap(last, Ordering::AcqRel) != last {
            self.answers.forget();
            states::forget();
        }
        Ok(())
    }

    /// Where this server publishes.
    pub(super) fn to<'a>(&'a self, record: &'a Address) -> To<'a> {
        To { record, site: self.settings.base_url.as_deref(), key_file: self.key_file.as_deref() }
    }

    /// Publishes a season as it stands, and shows it; the number of the edition, and whether it is a new one.
    ///
    /// # Errors
    /// It cannot be official yet; and as [`editions::publish`].
    pub fn publish(
        &self,
        (record, address): (&mut Record, &Address),
        (season, standing): (&str, Standing),
        by: (&str, &str, Option<&str>),
    ) -> Result<(u64, bool), Refused> {
        let known = by.2.map(|own| record.entered_as(own)).transpose().map_err(record::refused)?.flatten();
        // Asked again because its answer was lost: the same, whatever was entered since.
        if let Some((number, _)) = known.filter(|own| own.season == season).and_then(|own| own.edition)
            && record
                .edition(season, number)
                .map_err(record::refused)?
                .is_some_and(|own| own.standing == standing)
        {
            return Ok((number, false));
        }
        if standing == Standing::Official {
            state::may_be_official(record, season, by.2)?;
        }
        let ready = Ready::of(record, self.to(address), season, standing)?;
        if let Some(same) = ready.same() {
            return Ok((same.number, false));
        }
        Ok((self.issue((record, address), ready, by)?, true))
    }

    /// Publishes anew after an act that changed what was published, and shows it; the number of that edition.
    ///
    /// # Errors
    /// As [`editions::publish_anew`].
    pub fn publish_anew(
        &self,
        (record, address): (&mut Record, &Address),
        season: &str,
        person: &Person,
        act: &Anew,
    ) -> Result<Option<u64>, Refused> {
        let Some(ready) = Ready::anew(record, self.to(address), season, act)? else {
            return editions::published_after(record, season, act);
        };
        self.issue((record, address), ready, (&person.name, &act.why, None)).map(Some)
    }

    /// Publishes, signs the log, and shows what was published without computing it again; the number of the edition.
    fn issue(
        &self,
        (record, address): (&mut Record, &Address),
        Ready { unpublished, loaded, outcome, .. }: Ready,
        by: (&str, &str, Option<&str>),
    ) -> Result<u64, Refused> {
        let enters = |_: &_, _: &_| {
            let edition = unpublished.publish(record, address, by)?;
            sign_log(record, self.to(address));
            Ok(edition)
        };
        let (computed, edition) = Computed::made_beside(loaded, outcome, &self.settings, enters)?;
        let issue = editions::issue(&computed.loaded, &self.said(&edition));
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        // What is shown already may be what another published after it.
        if taken.get(&edition.season).is_none_or(|own| *own < edition.index) {
            self.put_published(computed.with_issue(issue), shown(&edition));
            taken.insert(edition.season, edition.index);
        }
        Ok(edition.number)
    }

    /// What an edition says of itself on this site.
    fn said(&self, edition: &Edition) -> Said {
        let own = Said::of(edition);
        let here = self.settings.edition_address(&edition.season, edition.number);
        Said { address: here.or(own.address), ..own }
    }
}

/// Signs the log. Where that cannot be, what is published stands, and is signed later.
pub fn sign_log(record: &mut Record, to: To<'_>) {
    match key::sign_log(record, to, None) {
        Ok(key::Signed::Not(warning)) => crate::report::to_stderr(&[warning]),
        Ok(_) => {}
        Err(found) => crate::report::to_stderr(&found),
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
