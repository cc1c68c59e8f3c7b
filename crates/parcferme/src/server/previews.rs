//! Previews of decisions that were shown last, for who signs one soon. Each is what would be made again from the record:
//! where it is not at hand any more, it is.

use crate::desk::Stands;
use crate::desk::decision::{Preview, PreviewId};
use crate::server::shelf::let_go;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// So many are at hand; a season with all its tables is some megabytes.
const MOST: usize = 4;

struct Shown {
    /// The decision to the letter.
    block: String,
    stands: Arc<Stands>,
    preview: Preview,
}

#[derive(Default)]
pub struct Previews(Mutex<VecDeque<Shown>>);

impl Previews {
    pub fn keep(&self, stands: Arc<Stands>, preview: Preview) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.push_back(Shown { block: preview.record.block(), stands, preview });
        while all.len() > MOST {
            let_go(all.pop_front());
        }
    }

    /// Takes one, with the state that it was made for.
    pub fn take(&self, season: &str, (block, id): (&str, PreviewId)) -> Option<(Arc<Stands>, Preview)> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_it = |own: &Shown| own.stands.season() == season && own.preview.id == id && own.block == block;
        let found = all.iter().position(is_it).and_then(|at| all.remove(at))?;
        Some((found.stands, found.preview))
    }
}
