//! The record behind the server, asked in threads that may wait. Connections are kept for the next who asks.

use parcferme_store::{Address, Fault, Record};
use std::sync::{Mutex, PoisonError};

/// Connections that are kept while nobody asks.
const MOST_IDLE: usize = 8;

pub struct Keeper {
    pub address: Address,
    idle: Mutex<Vec<Record>>,
}

impl Keeper {
    pub fn new(address: Address) -> Keeper {
        Keeper { address, idle: Mutex::default() }
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
        let answer = question(&mut record);
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

impl Drop for Keeper {
    fn drop(&mut self) {
        let idle = std::mem::take(self.idle.get_mut().unwrap_or_else(PoisonError::into_inner));
        // A connection to PostgreSQL ends by waiting, which a thread that answers requests may not.
        let _ = std::thread::spawn(move || drop(idle)).join();
    }
}
