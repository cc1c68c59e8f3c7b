//! How often somebody may try to sign in.
//!
//! Counted are the address, the account, and both together; who is let in is not counted. An attacker who tries one account from many addresses shuts it
//! for addresses that were never let in; from where its owner signed in before, it stays open.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;

const WINDOW: Duration = Duration::from_secs(600);
const MOST_OF_ADDRESS: u32 = 30;
const MOST_OF_ACCOUNT: u32 = 60;
const MOST_OF_BOTH: u32 = 8;
/// Questions to devices, each of which is kept. A page of another site can have a browser ask: that costs no attempt.
#[cfg(feature = "passkeys")]
const MOST_QUESTIONS: u32 = 60;
/// What is remembered at most, so that nobody fills the memory with addresses.
const MOST_COUNTED: usize = 20_000;
/// Passwords that are hashed at once: each takes 19 MiB and a whole core.
const HASHED_AT_ONCE: usize = 2;

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Of {
    Address(IpAddr),
    Account(String),
    Both(String, IpAddr),
    #[cfg(feature = "passkeys")]
    Questions(IpAddr),
}

pub struct Attempts {
    counted: Mutex<Counted>,
    /// The turns of those whose passwords are hashed.
    pub hashing: Semaphore,
}

#[derive(Default)]
struct Counted {
    of: BTreeMap<Of, (Instant, u32)>,
    /// From where each account was let in.
    known: BTreeSet<(String, IpAddr)>,
}

impl Default for Attempts {
    fn default() -> Attempts {
        Attempts { counted: Mutex::default(), hashing: Semaphore::new(HASHED_AT_ONCE) }
    }
}

impl Attempts {
    /// Counts an attempt; says whether it may be made.
    pub fn may(&self, login: &str, from: IpAddr, now: Instant) -> bool {
        let from = network(from);
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        let known = counted.known.contains(&(login.to_owned(), from));
        let mut may = true;
        for (of, most) in [
            (Of::Address(from), MOST_OF_ADDRESS),
            (Of::Both(login.to_owned(), from), MOST_OF_BOTH),
            (Of::Account(login.to_owned()), MOST_OF_ACCOUNT),
        ] {
            // What was not tried costs nobody else: an address that is shut does not shut the account.
            if !may || (known && matches!(of, Of::Account(_))) {
                continue;
            }
            may = counted.count(of, now) <= most;
        }
        may
    }

    /// Counts a question that a device is to answer; says whether it may be asked.
    #[cfg(feature = "passkeys")]
    pub fn may_ask(&self, from: IpAddr, now: Instant) -> bool {
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        counted.count(Of::Questions(network(from)), now) <= MOST_QUESTIONS
    }

    /// Somebody was let in: what they mistyped before is forgotten, and the attempt that was right costs nobody anything.
    pub fn was_let_in(&self, login: &str, from: IpAddr) {
        let from = network(from);
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        counted.of.remove(&Of::Both(login.to_owned(), from));
        counted.give_back(&Of::Address(from));
        if !counted.known.contains(&(login.to_owned(), from)) {
            counted.give_back(&Of::Account(login.to_owned()));
        }
        if counted.known.len() < MOST_COUNTED {
            counted.known.insert((login.to_owned(), from));
        }
    }
}

impl Counted {
    fn count(&mut self, of: Of, now: Instant) -> u32 {
        if self.of.len() >= MOST_COUNTED {
            self.of.retain(|_, own| now.duration_since(own.0) < WINDOW);
        }
        if self.of.len() >= MOST_COUNTED
            && let Some(oldest) = self.of.iter().min_by_key(|own| own.1.0).map(|own| own.0.clone())
        {
            self.of.remove(&oldest);
        }
        let own = self.of.entry(of).or_insert((now, 0));
        if now.duration_since(own.0) >= WINDOW {
            *own = (now, 0);
        }
        own.1 = own.1.saturating_add(1);
        own.1
    }

    /// Takes one attempt off what was counted.
    fn give_back(&mut self, of: &Of) {
        if let Some(own) = self.of.get_mut(of) {
            own.1 = own.1.saturating_sub(1);
        }
    }
}

/// One household or phone has a whole network of addresses of version 6.
fn network(from: IpAddr) -> IpAddr {
    match from {
        IpAddr::V4(own) => IpAddr::V4(own),
        IpAddr::V6(own) => match own.to_ipv4_mapped() {
            Some(own) => IpAddr::V4(own),
            None => IpAddr::V6(Ipv6Addr::from_bits(own.to_bits() & !u128::from(u64::MAX))),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(last: u8) -> IpAddr {
        IpAddr::from([192, 0, 2, last])
    }

    #[test]
    fn who_guesses_is_shut_out_and_its_owner_is_not() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        attempts.was_let_in("ann", address(1));
        for own in 0..MOST_OF_BOTH {
            assert!(attempts.may("ann", address(2), now), "{own}");
        }
        assert!(!attempts.may("ann", address(2), now));
        assert!(attempts.may("bea", address(2), now), "the address may try others");
        // From ever new addresses, until the account is shut for new ones.
        let tried = (3..=255).filter(|own| attempts.may("ann", address(*own), now)).count();
        assert_eq!(tried, (MOST_OF_ACCOUNT - MOST_OF_BOTH) as usize);
        assert!(attempts.may("ann", address(1), now), "its owner was let in from there");
        assert!(attempts.may("ann", address(2), now + WINDOW), "it does not last");
    }

    #[test]
    fn a_paddock_behind_one_address_signs_in_as_often_as_it_likes() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        for own in 0..4 * MOST_OF_ADDRESS {
            let login = format!("official-{}", own % 40);
            assert!(attempts.may(&login, address(1), now), "{own}");
            attempts.was_let_in(&login, address(1));
        }
        // What was wrong still counts, however many are let in between.
        let wrong = (0..100).filter(|own| {
            let tried = attempts.may(&format!("login-{own}"), address(1), now);
            if attempts.may("official-1", address(1), now) {
                attempts.was_let_in("official-1", address(1));
            }
            tried
        });
        assert_eq!(wrong.count(), MOST_OF_ADDRESS as usize);
    }

    #[test]
    fn who_signs_in_from_ever_new_addresses_does_not_shut_the_account() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        for last in 1..=200 {
            assert!(attempts.may("ann", address(last), now), "{last}");
            attempts.was_let_in("ann", address(last));
        }
    }

    #[test]
    fn an_address_that_tries_everybody_is_shut_out() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        let tried = (0..100).filter(|own| attempts.may(&format!("login-{own}"), address(1), now)).count();
        assert_eq!(tried, MOST_OF_ADDRESS as usize);
        let of_network = "2001:db8::1".parse().unwrap();
        let beside = "2001:db8::2".parse().unwrap();
        assert!((0..MOST_OF_BOTH).all(|_| attempts.may("ann", of_network, now)));
        assert!(!attempts.may("ann", beside, now), "one network of version 6 is one address");
    }
}
