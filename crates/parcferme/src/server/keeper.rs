//! The record behind the server, asked in threads that may wait. Connections are kept for the next who asks.

use crate::library::Refused;
use crate::report;
use parcferme_core::Diagnostic;
use parcferme_store::{Address, Fault, Record};
use std::sync::{Mutex, PoisonError};

/// Connections that are kept while nobody asks.
const MOST_IDLE: usize = 8;

pub struct Keeper {
    pub address: Address,
    idle: Mutex<Vec<Record>>,
    /// Why nothing can be written: since it was last tried, until something is.
    stopped: Mutex<Option<Diagnostic>>,
}

/// What keeps the record from being written until somebody makes room, or gives the right to.
pub fn stops(found: &Refused) -> Option<&Diagnostic> {
    found.iter().find(|own| matches!(own.id, "PF1309" | "PF1310"))
}

impl Keeper {
    pub fn new(address: Address) -> Keeper {
        Keeper { address, idle: Mutex::default(), stopped: Mutex::default() }
    }

    /// Asks the record.
    ///
    /// # Errors
    /// What the record says.
    pub async fn ask<T: Send + 'static>(
        self: &std::sync::Arc<Self>,
        question: impl FnOnce(&mut Record) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let keeper = self.clone();
        let asked = tokio::task::spawn_blocking(move || keeper.ask_here(question));
        asked.await.unwrap_or_else(|_| Err(Fault::Unreachable("the question was broken off".to_owned())))
    }

    fn ask_here<T>(&self, question: impl FnOnce(&mut Record) -> Result<T, Fault>) -> Result<T, Fault> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut record = match idle {
            Some(record) => record,
            None => Record::open(&self.address)?,
        };
        let before = record.written();
        let answer = question(&mut record);
        if record.written() > before {
            self.goes_on();
        }
        if let Err(fault) = &answer {
            self.heard(&vec![fault.diagnostic()]);
        }
        // A connection that may be lost is not asked again, nor are those that were kept beside it.
        let lost = matches!(
            answer,
            Err(Fault::Unreachable(_) | Fault::Unknown { .. } | Fault::Database(_) | Fault::Damaged(_))
        );
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if lost {
            idle.clear();
        } else if idle.len() < MOST_IDLE {
            idle.push(record);
        }
        answer
    }
}

impl Keeper {
    /// Keeps in mind that nothing can be written, and tells who runs the server: once, until something is.
    pub fn heard(&self, found: &Refused) {
        let Some(own) = stops(found) else { return };
        let mut stopped = self.stopped.lock().unwrap_or_else(PoisonError::into_inner);
        if stopped.as_ref().is_none_or(|before| before.id != own.id) {
            report::to_stderr(std::slice::from_ref(own));
            *stopped = Some(own.clone());
        }
    }

    fn goes_on(&self) {
        let was = self.stopped.lock().unwrap_or_else(PoisonError::into_inner).take();
        if was.is_some() {
            eprintln!("The record can be written again.");
        }
    }

    /// Why nothing can be written, as it was last tried.
    pub fn stopped(&self) -> Option<Diagnostic> {
        self.stopped.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        let idle = std::mem::take(self.idle.get_mut().unwrap_or_else(PoisonError::into_inner));
        // A connection to PostgreSQL ends by waiting, which a thread that answers requests may not.
        let _ = std::thread::spawn(move || drop(idle)).join();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[tokio::test]
    async fn that_nothing_can_be_written_is_known_until_something_is() {
        let folder = tempfile::tempdir().unwrap();
        let address = Address::File(folder.path().join("club.record"));
        drop(Record::open_or_make(&address).unwrap());
        let keeper = Arc::new(Keeper::new(address));
        let stopped = || keeper.stopped().map(|own| own.id);
        assert_eq!(keeper.ask(|_| Err::<(), _>(Fault::Busy)).await, Err(Fault::Busy));
        assert_eq!(stopped(), None);
        assert_eq!(keeper.ask(|_| Err::<(), _>(Fault::Full)).await, Err(Fault::Full));
        assert_eq!(stopped(), Some("PF1309"));
        let page = crate::server::desk::refused(&Fault::Full);
        assert_eq!(page.status().as_u16(), 503);
        let page = axum::body::to_bytes(page.into_body(), 1 << 20).await.unwrap();
        let page = String::from_utf8_lossy(&page).into_owned();
        assert!(page.contains("The disk of the record is full") && page.contains("PF1309"), "{page}");
        // What is read says nothing of it.
        keeper.ask(Record::signed).await.unwrap();
        assert_eq!(stopped(), Some("PF1309"));
        keeper.ask(Record::try_writing).await.unwrap();
        assert_eq!(stopped(), None);
    }
}
