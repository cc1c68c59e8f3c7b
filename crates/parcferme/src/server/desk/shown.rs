//! What officials gave and were shown, and have not confirmed yet: kept in memory, each for the account that gave it, for an
//! hour.

use crate::attempt::File;
use crate::desk::decision::PreviewId;
use crate::server::gate::May;
use parcferme_store::{Digest, Facts};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long it is kept.
const KEPT_FOR: Duration = Duration::from_secs(3600);
/// How much an account has waiting; a further one takes the place of its oldest.
const MOST_OF_ACCOUNT: usize = 12;
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

/// Files that somebody gave, to be read again as they say.
pub struct Upload {
    pub id: Digest,
    pub files: Vec<File>,
}

impl Upload {
    pub fn of(files: Vec<File>) -> Upload {
        let mut text = String::new();
        for own in &files {
            text += &format!("{}  {}\n", Digest::of(&own.bytes), own.name);
        }
        Upload { id: Digest::of(text.as_bytes()), files }
    }
}

#[derive(Clone)]
enum What {
    Shown(Arc<Shown>),
    Upload(Arc<Upload>),
}

impl What {
    fn bytes(&self) -> usize {
        match self {
            What::Shown(own) => own.facts.files.values().flatten().map(Vec::len).sum(),
            What::Upload(own) => own.files.iter().map(|file| file.bytes.len()).sum(),
        }
    }

    fn is(&self, other: &What) -> bool {
        match (self, other) {
            (What::Shown(own), What::Shown(other)) => own.id == other.id,
            (What::Upload(own), What::Upload(other)) => own.id == other.id,
            _ => false,
        }
    }
}

struct Kept {
    /// The login, and the season.
    owner: (String, String),
    since: Instant,
    what: What,
}

/// All that waits.
#[derive(Default)]
pub struct Waiting(Mutex<VecDeque<Kept>>);

impl Waiting {
    pub fn keep(&self, login: &str, season: &str, shown: Shown, now: Instant) {
        self.put(login, season, What::Shown(Arc::new(shown)), now);
    }

    pub fn keep_upload(&self, login: &str, season: &str, upload: Arc<Upload>, now: Instant) {
        self.put(login, season, What::Upload(upload), now);
    }

    fn put(&self, login: &str, season: &str, what: What, now: Instant) {
        let owner = (login.to_owned(), season.to_owned());
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|own| {
            now.duration_since(own.since) < KEPT_FOR && (own.owner != owner || !own.what.is(&what))
        });
        if all.iter().filter(|own| own.owner.0 == login).count() >= MOST_OF_ACCOUNT
            && let Some(oldest) = all.iter().position(|own| own.owner.0 == login)
        {
            all.remove(oldest);
        }
        all.push_back(Kept { owner, since: now, what });
        while all.len() > 1 && all.iter().map(|own| own.what.bytes()).sum::<usize>() > MAX_BYTES {
            all.pop_front();
        }
    }

    /// What an account was shown of a season, by what it is known by; none where it is not kept any more.
    pub fn find(&self, login: &str, season: &str, id: PreviewId, now: Instant) -> Option<Arc<Shown>> {
        self.first(login, season, now, |own| match own {
            What::Shown(own) if own.id == id => Some(own.clone()),
            _ => None,
        })
    }

    /// Files that an account gave for a season.
    pub fn upload(&self, login: &str, season: &str, id: Digest, now: Instant) -> Option<Arc<Upload>> {
        self.first(login, season, now, |own| match own {
            What::Upload(own) if own.id == id => Some(own.clone()),
            _ => None,
        })
    }

    fn first<T>(
        &self,
        login: &str,
        season: &str,
        now: Instant,
        wanted: impl Fn(&What) -> Option<T>,
    ) -> Option<T> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let of_owner =
            all.iter().filter(|own| (own.owner.0.as_str(), own.owner.1.as_str()) == (login, season));
        of_owner.filter(|own| now.duration_since(own.since) < KEPT_FOR).find_map(|own| wanted(&own.what))
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
