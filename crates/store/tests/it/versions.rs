//! A record of each earlier version is brought to this one when it is opened, and holds.

use crate::places::{Place, draft, each, facts, moment};
use parcferme_store::proof::Signer;
use parcferme_store::{Address, By, Digest, Draft, Fault, Record};

/// What a record of each version held besides those before, written by that version; the migrations that made its tables; and
/// their digests, so that nobody edits what was released.
const VERSIONS: [(&str, [&str; 2], [&str; 2]); 2] = [
    (
        include_str!("versions/1.sql"),
        [include_str!("../../src/database/1.sqlite.sql"), include_str!("../../src/database/1.postgres.sql")],
        [
            "f9e4e654fb300bddb42f5d2851143c879d27bd29d5e129cac9c74e4a4b0055dc",
            "bed22a608f0164a944a9689f19ea4b89c40d2d15dd701a33bbd82369aea0b242",
        ],
    ),
    (
        include_str!("versions/2.sql"),
        [include_str!("../../src/database/2.sqlite.sql"), include_str!("../../src/database/2.postgres.sql")],
        [
            "5d408a6bcb78d8dafa3a286b4262fcac034eb355723496cc59613e309ae7d76c",
            "488b6079ee205dc032a24bf96b86e635f1bb695ba1a73ce236f3926337cb6671",
        ],
    ),
];

#[test]
fn a_record_of_each_earlier_version_is_brought_to_this_one() {
    for version in 1..=VERSIONS.len() {
        each(|place| {
            let before = &VERSIONS[..version];
            for (_, migrations, digests) in before {
                for (migration, digest) in migrations.iter().zip(digests) {
                    let is = Digest::of(migration.as_bytes()).to_string();
                    assert_eq!(is, *digest, "a released migration was edited");
                }
            }
            let made = |database: usize| -> String {
                let tables = before.iter().map(|own| own.1[database]);
                tables.chain(before.iter().map(|own| own.0)).collect()
            };
            match place.address {
                Address::File(_) => place.behind(&format!(
                    "{} PRAGMA application_id = {}; PRAGMA user_version = {version};",
                    made(0), 0x5046_7263
                )),
                Address::Postgres(_) => place.behind(&format!(
                    "{} CREATE TABLE parcferme_record (one BIGINT PRIMARY KEY CHECK (one = 1), version BIGINT NOT NULL);
                     INSERT INTO parcferme_record VALUES (1, {version});",
                    made(1).replace("X'", "'\\x")
                )),
            }
            let mut record = Record::open(&place.address).unwrap();
            let told: Vec<String> = record
                .operations("cup/2026", 0)
                .unwrap()
                .into_iter()
                .map(|own| format!("{}: {}", own.who, own.why))
                .collect();
            assert_eq!(told, ["Ann Archer: calendar", "Bea Brown: a note", "Ann Archer: to begin with"]);
            assert_eq!(record.files("cup/2026", 3).unwrap()["notes.md"], b"seen\n");
            assert_eq!(record.editions("cup/2026").unwrap().len(), 1);
            let walked = record.walk().unwrap();
            assert!(walked.flaws.is_empty(), "{:?}", walked.flaws);
            // What the version did not know can be done.
            let signer = Signer::new("results.club.example", [1; 32]).unwrap();
            assert_eq!(record.sign(&signer, moment("2027-01-01T00:00:00Z")).unwrap().unwrap().size, 1);
            let next =
                Draft { season: "cup/2026".to_owned(), ..draft(3, "next", facts(&[("notes.md", "more\n")])) };
            record.enter(&next).unwrap();
            assert!(record.walk().unwrap().flaws.is_empty());
            let by = By { who: None, from: "command", when: moment("2027-01-01T00:00:00Z") };
            record.make_link(&by, None, (&Digest::of(b"first"), by.when.later(60))).unwrap();
            assert!(record.linked(&Digest::of(b"first"), by.when).unwrap().is_some());
        });
    }
}

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
