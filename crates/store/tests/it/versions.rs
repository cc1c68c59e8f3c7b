//! A record of each earlier version is brought to this one when it is opened, and holds.

use crate::places::{Place, draft, each, facts, moment, publication};
use parcferme_store::proof::Signer;
use parcferme_store::{
    Address, Announced, By, Digest, Draft, Event, Events, Fault, Owner, Record, Shown, Standing,
};

/// What a record of each version held besides those before, written by that version; the migrations that made its tables; and
/// their digests, so that nobody edits what was released.
const VERSIONS: [(&str, [&str; 2], [&str; 2]); 8] = [
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
    (
        include_str!("versions/3.sql"),
        [include_str!("../../src/database/3.sqlite.sql"), include_str!("../../src/database/3.postgres.sql")],
        [
            "5d3be1f3404118be29ddbf1788959c07623af8e9fdbf925214beb6fd38d343e2",
            "5335689054d7dc7aa623e77feba38aa477d3e9a2c627056bbb9dfe0cc8a13900",
        ],
    ),
    (
        include_str!("versions/4.sql"),
        [include_str!("../../src/database/4.sqlite.sql"), include_str!("../../src/database/4.postgres.sql")],
        [
            "fedbeff986dc30a6383519c6892b823a39f314d2e7c28734b5f682897364c927",
            "34774a2c9998abe7113377f8f8282b6e260371e761370bbeac86860cfcc737cf",
        ],
    ),
    (
        include_str!("versions/5.sql"),
        [include_str!("../../src/database/5.sqlite.sql"), include_str!("../../src/database/5.postgres.sql")],
        [
            "f8027327f9cf8e7e7f4d9adc02eefd442468e54b2541790a7fb09e3ec8ad5ccd",
            "4f567a46b578dbbc5f4c07b748271be40d257d8b251f6fd29f869dc5510afd72",
        ],
    ),
    (
        include_str!("versions/6.sql"),
        [include_str!("../../src/database/6.sqlite.sql"), include_str!("../../src/database/6.postgres.sql")],
        [
            "39e7e1b606dd837cad6e43034693289b6778716896ab0d5d452c2e1bc23cce68",
            "c052b464406df5d079c6016a057750b03f2a95b972bf5ae1d212a371cb40d16a",
        ],
    ),
    (
        include_str!("versions/7.sql"),
        [include_str!("../../src/database/7.sqlite.sql"), include_str!("../../src/database/7.postgres.sql")],
        [
            "4f06e3df037b3ca26ff4f04413df09f47f3191a7430e847c13f45571c44feeef",
            "e1475f90d50455d6267dc82667432f132ab20e1e30b9c0254464eb920370d13f",
        ],
    ),
    (
        include_str!("versions/8.sql"),
        [include_str!("../../src/database/8.sqlite.sql"), include_str!("../../src/database/8.postgres.sql")],
        [
            "fb65cfee8822dfaa2df3f15ddcb861052a0041ced8feb52fbd9219f500fa0fa3",
            "f7ccf13890e8af220985704ffd25293762c2018cdb4bde66ce909a78d092604b",
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
                before.iter().flat_map(|own| [own.1[database], own.0]).collect()
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
            if version >= 3 {
                let shut: Vec<(String, bool)> =
                    record.accounts().unwrap().into_iter().map(|own| (own.login, own.disabled)).collect();
                assert_eq!(shut, [("ann".to_owned(), false), ("bea".to_owned(), true)]);
            }
            if version >= 4 {
                let due = record.take_due(moment("2026-11-30T09:00:00Z"), 9).unwrap();
                let due: Vec<_> = due.into_iter().map(|own| (own.webhook, own.delivery.about)).collect();
                assert_eq!(
                    due,
                    [("hook".to_owned(), Announced::Edition { season: "cup/2026".to_owned(), number: 1 })]
                );
                record
                    .remove_webhook(
                        &By { who: None, from: "command", when: moment("2026-11-30T09:00:00Z") },
                        "hook",
                    )
                    .unwrap();
            }
            if version >= 5 {
                let (owner, now) =
                    (Owner { login: "ann", season: "cup/2026" }, moment("2026-11-30T09:00:00Z"));
                let shown = record.shown(owner, "2-a", now).unwrap().unwrap();
                assert_eq!(
                    shown.files,
                    [("notes.md".to_owned(), Some(b"seen\n".to_vec())), ("old.md".to_owned(), None)]
                );
            }
            if version >= 6 {
                let taken = record.deliveries("board", 9).unwrap().remove(0);
                assert!(taken.is_taken() && taken.about.event() == Some(Event::NoticePosted), "{taken:?}");
            }
            if version >= 7 {
                assert_eq!(record.redactions().unwrap()[0].why, "order 12/26 of the court");
            }
            if version >= 8 {
                assert_eq!(record.passkeys("ann").unwrap()[0].name, "phone");
                let off = record.webhook("gone").unwrap().unwrap().off.unwrap();
                assert_eq!((off.why.as_str(), off.since), ("it answered that it is gone (410)", None));
            }
            // What the version did not know can be done.
            let signer = Signer::new("results.club.example", [1; 32]).unwrap();
            assert_eq!(record.sign(&signer, moment("2027-01-01T00:00:00Z")).unwrap().unwrap().size, 1);
            let next =
                Draft { season: "cup/2026".to_owned(), ..draft(3, "next", facts(&[("notes.md", "more\n")])) };
            record.enter(&next).unwrap();
            let by = By { who: None, from: "command", when: moment("2027-01-01T00:00:00Z") };
            let (seen, second) = (Digest::of(b"seen\n"), ("cup/2026".to_owned(), 2));
            assert!(matches!(
                record.redact((&by, "Ann Archer", "order"), &[seen].into(), &[second.clone()].into()),
                Err(Fault::Needed { .. })
            ));
            let published = Draft {
                season: "cup/2026".to_owned(),
                ..draft(4, "anew", publication(Standing::Official, "{}"))
            };
            record.enter(&published).unwrap();
            record.redact((&by, "Ann Archer", "order"), &[seen].into(), &[second].into()).unwrap();
            assert!(record.walk().unwrap().flaws.is_empty());
            let all = ("https://example.org/".parse().unwrap(), "*".parse().unwrap());
            record.add_webhook(&by, "w", (&all.0, &all.1, &Events::default()), &[1; 32]).unwrap();
            record.test_webhook("w", "test", by.when).unwrap();
            assert_eq!(record.take_due(by.when, 9).unwrap().len(), 1);
            record.invite(&by, ("cid", "Cid Cole"), &[], (&Digest::of(b"cid"), by.when.later(60))).unwrap();
            let (owner, files) = (Owner { login: "cid", season: "cup/2026" }, vec![("a".to_owned(), None)]);
            let shown = Shown { id: "1".to_owned(), about: String::new(), files };
            record.keep_shown(owner, &shown, by.when).unwrap();
            assert_eq!(record.shown(owner, "1", by.when).unwrap(), Some(shown));
            record.add_passkey(&by, ("cid", "phone"), (b"id", "{}")).unwrap();
            assert_eq!(record.passkey(b"id").unwrap().unwrap().login, "cid");
            record.ask_device(&Digest::of(b"question"), "{}", (by.when, 60)).unwrap();
            assert_eq!(
                record.device_answers(&Digest::of(b"question"), by.when).unwrap().as_deref(),
                Some("{}")
            );
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
