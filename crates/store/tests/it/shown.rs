//! What officials were shown and have not confirmed: by whom it is found, for how long, and how much of it is kept.

use crate::places::{Place, each, moment};
use parcferme_core::season::Moment;
use parcferme_store::{By, Digest, Owner, Record, Shown};

const DAY: i64 = 86_400;

fn later(seconds: i64) -> Moment {
    moment("2026-08-03T12:00:00Z").later(seconds)
}

fn by() -> By<'static> {
    By { who: None, from: "command", when: later(0) }
}

/// A record with accounts.
fn staffed(place: &Place) -> Record {
    let mut record = place.record();
    for login in ["ann", "bea", "cid", "dan", "eve", "fay", "gus", "hal", "ida", "joe"] {
        record.invite(&by(), (login, login), &[], (&Digest::of(login.as_bytes()), later(60))).unwrap();
    }
    record
}

fn of(login: &str) -> Owner<'_> {
    Owner { login, season: "cup/2026" }
}

fn shown(id: &str, bytes: usize) -> Shown {
    let files = vec![
        ("z.csv".to_owned(), Some(vec![0; bytes])),
        ("a.csv".to_owned(), None),
        ("empty".to_owned(), Some(Vec::new())),
    ];
    Shown { id: id.to_owned(), about: "Add files".to_owned(), files }
}

fn is_kept(record: &mut Record, login: &str, id: &str) -> bool {
    record.shown(of(login), id, later(0)).unwrap().is_some()
}

#[test]
fn what_was_shown_is_found_by_its_own_for_a_day_also_after_a_restart() {
    each(|place| {
        staffed(place).keep_shown(of("ann"), &shown("a", 3), later(0)).unwrap();
        let mut record = place.record();
        assert_eq!(record.shown(of("ann"), "a", later(DAY - 1)).unwrap(), Some(shown("a", 3)));
        assert_eq!(record.shown(of("ann"), "a", later(DAY)).unwrap(), None, "too late");
        assert_eq!(record.shown(of("ann"), "b", later(0)).unwrap(), None);
        assert_eq!(record.shown(of("bea"), "a", later(0)).unwrap(), None, "somebody else's");
        let other = Owner { login: "ann", season: "cup/2027" };
        assert_eq!(record.shown(other, "a", later(0)).unwrap(), None, "of another season");
        // Without a file at all, and said again with others.
        let bare = Shown { files: Vec::new(), ..shown("a", 0) };
        record.keep_shown(of("ann"), &bare, later(10)).unwrap();
        assert_eq!(record.shown(of("ann"), "a", later(DAY + 9)).unwrap(), Some(bare));
        assert!(record.keep_shown(of("nobody"), &shown("a", 1), later(0)).is_err());
        let mut copy = Place::file().record();
        record.copy_to(&mut copy).unwrap();
        assert!(!is_kept(&mut copy, "ann", "a"), "it is no part of a copy");
        assert!(record.walk().unwrap().flaws.is_empty());
    });
}

#[test]
fn an_account_has_the_last_twelve_and_takes_nothing_from_others() {
    each(|place| {
        let mut record = staffed(place);
        record.keep_shown(of("bea"), &shown("b", 1), later(0)).unwrap();
        for own in 0..14 {
            record.keep_shown(of("ann"), &shown(&own.to_string(), 1), later(0)).unwrap();
        }
        let kept: Vec<bool> = (0..14).map(|own| is_kept(&mut record, "ann", &own.to_string())).collect();
        assert_eq!(kept.iter().position(|own| *own), Some(2), "{kept:?}");
        assert!(kept[2..].iter().all(|own| *own) && is_kept(&mut record, "bea", "b"));
        record.disable(&by(), "ann", true).unwrap();
        assert!(!is_kept(&mut record, "ann", "13"), "a shut account confirms nothing");
    });
}

#[test]
fn bytes_are_bounded_for_an_account_and_for_all_and_the_last_stays() {
    let place = Place::file();
    let mut record = staffed(&place);
    let mib = 1 << 20;
    record.keep_shown(of("bea"), &shown("b", mib), later(0)).unwrap();
    for id in ["1", "2", "3"] {
        record.keep_shown(of("ann"), &shown(id, 30 * mib), later(0)).unwrap();
    }
    let kept = ["1", "2", "3"].map(|id| is_kept(&mut record, "ann", id));
    assert_eq!(kept, [false, true, true], "64 MiB an account");
    record.keep_shown(of("ann"), &shown("large", 70 * mib), later(0)).unwrap();
    let kept = ["2", "3", "large"].map(|id| is_kept(&mut record, "ann", id));
    assert_eq!(kept, [false, false, true], "what was given last is kept");
    assert!(is_kept(&mut record, "bea", "b"));
    for login in ["cid", "dan", "eve", "fay", "gus", "hal", "ida", "joe"] {
        record.keep_shown(of(login), &shown("x", 60 * mib), later(0)).unwrap();
    }
    assert!(!is_kept(&mut record, "ann", "large") && !is_kept(&mut record, "bea", "b"), "512 MiB in all");
    assert!(is_kept(&mut record, "cid", "x") && is_kept(&mut record, "joe", "x"));
}

#[test]
fn what_is_too_old_is_cleared_away() {
    each(|place| {
        let mut record = staffed(place);
        record.keep_shown(of("ann"), &shown("a", 1), later(0)).unwrap();
        record.keep_shown(of("bea"), &shown("b", 1), later(DAY)).unwrap();
        // The clock is put back: what was cleared away is not there, what was not is.
        assert!(!is_kept(&mut record, "ann", "a") && is_kept(&mut record, "bea", "b"));
        let signed_in = By { when: later(2 * DAY), ..by() };
        record.begin_session(&signed_in, "ann", (&Digest::of(b"s"), later(3 * DAY))).unwrap();
        assert!(!is_kept(&mut record, "bea", "b"));
    });
}
