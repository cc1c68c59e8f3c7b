//! What officials were shown and have not confirmed yet: kept in memory, each for the account that gave it, for an hour.

use crate::desk::decision::PreviewId;
use crate::server::gate::May;
use parcferme_store::Facts;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long it is kept.
const KEPT_FOR: Duration = Duration::from_secs(3600);
/// How much an account has waiting; a further one takes the place of its oldest.
const MOST_OF_ACCOUNT: usize = 8;
/// Bytes of everything together; where they do not suffice the oldest go.
const MAX_BYTES: usize = 64 << 20;

/// Something shown.
pub struct Shown {
    pub id: PreviewId,
    pub facts: Facts,
    pub about: About,
}

/// What it is that is shown.
#[derive(Clone)]
pub struct About {
    /// The heading of its page.
    pub title: String,
    /// What the log is to say, where the official says nothing else.
    pub why: String,
    /// The page where it was given, such as `/add`, below that of the season.
    pub back: String,
    /// Who may enter it.
    pub may: May,
}

impl Shown {
    fn bytes(&self) -> usize {
        self.facts.files.values().flatten().map(Vec::len).sum()
    }
}

/// Whose it is: the login, and the season.
type Owner = (String, String);

struct Kept {
    owner: Owner,
    since: Instant,
    shown: Arc<Shown>,
}

/// All that waits.
#[derive(Default)]
pub struct Waiting(Mutex<VecDeque<Kept>>);

impl Waiting {
    pub fn keep(&self, login: &str, season: &str, shown: Shown, now: Instant) {
        let owner = (login.to_owned(), season.to_owned());
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|own| {
            now.duration_since(own.since) < KEPT_FOR && (own.owner != owner || own.shown.id != shown.id)
        });
        if all.iter().filter(|own| own.owner.0 == login).count() >= MOST_OF_ACCOUNT
            && let Some(oldest) = all.iter().position(|own| own.owner.0 == login)
        {
            all.remove(oldest);
        }
        all.push_back(Kept { owner, since: now, shown: Arc::new(shown) });
        while all.len() > 1 && all.iter().map(|own| own.shown.bytes()).sum::<usize>() > MAX_BYTES {
            all.pop_front();
        }
    }

    /// What an account was shown of a season, by what it is known by; none where it is not kept any more.
    pub fn find(&self, login: &str, season: &str, id: PreviewId, now: Instant) -> Option<Arc<Shown>> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let own = all.iter().find(|own| {
            (own.owner.0.as_str(), own.owner.1.as_str(), own.shown.id) == (login, season, id)
                && now.duration_since(own.since) < KEPT_FOR
        });
        own.map(|own| own.shown.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use parcferme_store::{Digest, Role};

    fn shown(text: &str, bytes: usize) -> Shown {
        let about = About {
            title: String::new(),
            why: String::new(),
            back: String::new(),
            may: May::InSeason(&[Role::PointsKeeper]),
        };
        let files = [(text.to_owned(), Some(vec![0; bytes]))].into();
        let facts = Facts { files, undoes: None };
        Shown { id: PreviewId { after: 1, digest: Digest::of(text.as_bytes()) }, facts, about }
    }

    fn id(text: &str) -> PreviewId {
        shown(text, 0).id
    }

    #[test]
    fn what_was_shown_is_found_by_its_own_for_an_hour() {
        let (waiting, now) = (Waiting::default(), Instant::now());
        waiting.keep("ann", "cup/2026", shown("a", 1), now);
        assert!(waiting.find("ann", "cup/2026", id("a"), now).is_some());
        assert!(waiting.find("bea", "cup/2026", id("a"), now).is_none(), "somebody else's");
        assert!(waiting.find("ann", "cup/2027", id("a"), now).is_none(), "of another season");
        assert!(waiting.find("ann", "cup/2026", id("a"), now + KEPT_FOR).is_none(), "too late");
    }

    #[test]
    fn nobody_fills_the_memory() {
        let (waiting, now) = (Waiting::default(), Instant::now());
        waiting.keep("bea", "cup/2026", shown("b", 1), now);
        for own in 0..MOST_OF_ACCOUNT + 2 {
            waiting.keep("ann", "cup/2026", shown(&format!("a{own}"), 1), now);
        }
        assert!(waiting.find("ann", "cup/2026", id("a1"), now).is_none());
        assert!(waiting.find("ann", "cup/2026", id("a2"), now).is_some());
        assert!(
            waiting.find("bea", "cup/2026", id("b"), now).is_some(),
            "who gives much takes it from nobody"
        );
        for own in 0..3 {
            waiting.keep(&format!("c{own}"), "cup/2026", shown(&format!("c{own}"), MAX_BYTES / 2), now);
        }
        assert!(waiting.find("c0", "cup/2026", id("c0"), now).is_none());
        assert!(waiting.find("c2", "cup/2026", id("c2"), now).is_some());
    }
}
