//! Turns for what takes longer than a page may: a few pieces of such work at a time, in the order in which they came.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit};

/// Pieces that are worked on at once; others wait.
const AT_ONCE: usize = 2;
/// How many wait at most.
const MOST_WAITING: usize = 16;
/// How long one waits for its turn.
const PATIENCE: Duration = Duration::from_secs(5);

pub const BUSY: &str = "Others are before you";
pub const BUSY_DETAIL: &str = "Such work is done one after the other: ask again in a moment.";

/// The turns of those who wait.
pub struct Turns {
    free: Semaphore,
    waiting: AtomicUsize,
}

impl Default for Turns {
    fn default() -> Turns {
        Turns { free: Semaphore::new(AT_ONCE), waiting: AtomicUsize::new(0) }
    }
}

/// One who waits, as long as it does.
struct Waits<'t>(&'t AtomicUsize);

impl Drop for Waits<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Turns {
    /// A turn, for as long as it is held; None where too many wait already, or it does not come in time.
    pub async fn take(&self) -> Option<SemaphorePermit<'_>> {
        if let Ok(turn) = self.free.try_acquire() {
            return Some(turn);
        }
        let before = self.waiting.fetch_add(1, Ordering::AcqRel);
        let _waits = Waits(&self.waiting);
        if before >= MOST_WAITING {
            return None;
        }
        tokio::time::timeout(PATIENCE, self.free.acquire()).await.ok()?.ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn too_many_are_refused_at_once_and_a_turn_comes_back() {
        let turns = Turns::default();
        let held = [turns.take().await, turns.take().await];
        assert!(held.iter().all(Option::is_some));
        turns.waiting.store(MOST_WAITING, Ordering::Release);
        assert!(turns.take().await.is_none());
        assert_eq!(turns.waiting.load(Ordering::Acquire), MOST_WAITING, "who is refused waits no more");
        drop(held);
        assert!(turns.take().await.is_some());
    }
}
