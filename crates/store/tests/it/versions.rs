//! A record of each earlier version is brought to this one when it is opened, and holds.

use crate::places::{Place, draft, each, facts};
use parcferme_store::{Fault, Record};

#[test]
fn a_record_of_a_later_version_is_left_alone() {
    each(|place| {
        drop(place.record());
        place.behind(match place.name {
            "SQLite" => "PRAGMA user_version = 999",
            _ => "UPDATE parcferme_record SET version = 999",
        });
        let refused = Record::open(&place.address).err();
        assert!(matches!(refused, Some(Fault::Newer { its: 999, .. })), "{refused:?}");
    });
}

#[test]
fn a_record_opened_twice_at_once_is_made_once() {
    each(|place: &Place| {
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| drop(place.record()));
            }
        });
        place.record().enter(&draft(0, "a", facts(&[("season.toml", "1")]))).unwrap();
    });
}
