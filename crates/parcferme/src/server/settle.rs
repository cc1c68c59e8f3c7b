//! Results become official by themselves when the windows for protests have run out and nothing is pending: looked after for
//! as long as the record is served.

use crate::desk::state;
use crate::library::Refused;
use crate::record;
use crate::server::desk::stewards::sign_log;
use parcferme_store::{Address, Record, Standing};
use std::sync::Weak;
use std::time::Duration;

/// How often the record is looked at: windows are told in minutes.
const LOOK_EVERY: Duration = Duration::from_secs(15);

/// Looks after a record in a thread of its own, for as long as what `served` names is in use.
pub fn watch<T: Send + Sync + 'static>(address: Address, served: Weak<T>) {
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(LOOK_EVERY);
            if served.strong_count() == 0 {
                return;
            }
            // A record that cannot be asked now is asked again.
            if let Err(found) = settle(&address) {
                crate::report::to_stderr(&found);
            }
        }
    });
}

fn settle(address: &Address) -> Result<(), Refused> {
    let mut record = Record::open(address).map_err(record::refused)?;
    for head in record.heads().map_err(record::refused)? {
        let last = record.editions(&head.season).map_err(record::refused)?.pop();
        let is_provisional = last.is_some_and(|own| own.standing == Standing::Provisional);
        if is_provisional && state::settle(&mut record, address, &head.season)?.is_some() {
            sign_log(&mut record, address);
        }
    }
    Ok(())
}
