//! Results become official by themselves when the windows for protests have run out and nothing is pending: looked after for
//! as long as the record is served.

use crate::desk::state;
use crate::library::Refused;
use crate::record;
use crate::record::editions::To;
use crate::server::published::sign_log;
use crate::server::shelf::Shelf;
use parcferme_store::{Address, Record, Standing};
use std::sync::Weak;
use std::time::Duration;

/// How often the record is looked at: windows are told in minutes.
const LOOK_EVERY: Duration = Duration::from_secs(15);

/// Looks after a record in a thread of its own, for as long as the shelf is in use.
pub fn watch(address: Address, shelf: Weak<Shelf>) {
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(LOOK_EVERY);
            let Some(shelf) = shelf.upgrade() else { return };
            // A record that cannot be asked now is asked again.
            if let Err(found) = settle(shelf.to(&address)) {
                crate::report::to_stderr(&found);
            }
        }
    });
}

fn settle(to: To<'_>) -> Result<(), Refused> {
    let mut record = Record::open(to.record).map_err(record::refused)?;
    for head in record.heads().map_err(record::refused)? {
        let last = record.last_edition(&head.season).map_err(record::refused)?;
        let is_provisional = last.is_some_and(|own| own.standing == Standing::Provisional);
        if is_provisional && state::settle(&mut record, to, &head.season)?.is_some() {
            sign_log(&mut record, to);
        }
    }
    Ok(())
}
