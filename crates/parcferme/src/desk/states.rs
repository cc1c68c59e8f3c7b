//! States of seasons that somebody looked at last: each is read and computed once, however often it is asked for.
//!
//! A state is known by the digest of its operation, which stands for every byte that was entered before: what is kept under
//! it is what would be made again, whichever record it came from. What a redaction took out is asked of a record and no longer
//! of here ([`forget`]).

use super::Stands;
use crate::library::Refused;
use parcferme_store::Digest;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// So many at most: what officials work on, and the last edition of it.
const MOST: usize = 6;
/// And so many bytes of files, of which all that is computed is some times as much; the last one always stays.
const MOST_BYTES: usize = 32 << 20;

/// The last that was asked for is the last.
static LAST: Mutex<VecDeque<(Digest, Arc<Place>)>> = Mutex::new(VecDeque::new());

/// Held while it is made: those who ask for the same at once wait for one making.
type Place = Mutex<Option<Arc<Stands>>>;

/// The state that is known by a digest; made where it is not kept.
pub(super) fn known(
    digest: Digest,
    make: impl FnOnce() -> Result<Stands, Refused>,
) -> Result<Arc<Stands>, Refused> {
    let place = place(digest);
    let mut kept = place.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(own) = &*kept {
        return Ok(own.clone());
    }
    let own = Arc::new(make()?);
    *kept = Some(own.clone());
    drop(kept);
    bound();
    Ok(own)
}

fn place(digest: Digest) -> Arc<Place> {
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    let at = last.iter().position(|own| own.0 == digest);
    let own = at.and_then(|at| last.remove(at)).unwrap_or_else(|| (digest, Arc::default()));
    last.push_back(own.clone());
    own.1
}

/// Lets go of those that were asked for longest ago.
fn bound() {
    let mut gone = Vec::new();
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    // What is being made just now weighs nothing yet.
    let bytes = |own: &Arc<Place>| own.try_lock().map_or(0, |own| own.as_ref().map_or(0, |own| own.bytes()));
    let mut sum: usize = last.iter().map(|own| bytes(&own.1)).sum();
    while last.len() > MOST || (sum > MOST_BYTES && last.len() > 1) {
        let first = last.pop_front();
        sum = sum.saturating_sub(first.as_ref().map_or(0, |own| bytes(&own.1)));
        gone.push(first);
    }
    drop(last);
}

/// Keeps none of those that there are.
pub fn forget() {
    let gone = std::mem::take(&mut *LAST.lock().unwrap_or_else(PoisonError::into_inner));
    drop(gone);
}
