//! The log of editions: what a signed head proves, and what it brings to light.

use crate::places::{Place, draft, each, facts, moment, publication};
use parcferme_store::proof::{Checkpoint, Note, Proof, Signer, Tree};
use parcferme_store::{Address, Fault, Record, Standing};

fn signer(drawn: u8) -> Signer {
    Signer::new("results.club.example", [drawn; 32]).unwrap()
}

/// A record with so many editions, signed after each.
fn published(place: &Place, editions: u64) -> Record {
    let mut record = place.record();
    record.enter(&draft(0, "a", facts(&[("season.toml", "1")]))).unwrap();
    assert_eq!(
        record.sign(&signer(1), moment("2026-08-03T12:00:00Z")).unwrap(),
        None,
        "nothing is published"
    );
    for number in 1..=editions {
        let table = format!("{{\"edition\":{number}}}");
        record.enter(&draft(number, &table, publication(Standing::Official, &table))).unwrap();
        let signed = record.sign(&signer(1), moment("2026-08-03T12:00:00Z")).unwrap().unwrap();
        assert_eq!(signed.size, number);
    }
    record
}

#[test]
fn every_edition_is_proven_by_the_last_head() {
    each(|place| {
        let mut record = published(place, 5);
        let keys = record.signers().unwrap();
        assert_eq!(keys, [signer(1).verifier()]);
        let editions = record.editions("hill-cup/2026").unwrap();
        for edition in &editions {
            let text = record.proof(edition).unwrap().unwrap().to_string();
            let checkpoint = Proof::read(&text).unwrap().verify(edition.statement.as_bytes(), &keys).unwrap();
            assert_eq!((checkpoint.size, checkpoint.origin.as_str()), (5, "results.club.example"));
            let other = edition.statement.replace("official", "provisional");
            assert!(Proof::read(&text).unwrap().verify(other.as_bytes(), &keys).is_err());
        }
        // Signed again, nothing is added.
        record.sign(&signer(1), moment("2027-01-01T00:00:00Z")).unwrap();
        assert!(record.walk().unwrap().flaws.is_empty());
        // What was published after the last head is in none.
        let late =
            record.enter(&draft(6, "late", publication(Standing::Official, "{}"))).unwrap().edition.unwrap();
        assert_eq!((record.proof(&late).unwrap(), record.signed().unwrap()), (None, 5));
    });
}

#[test]
fn a_key_follows_another_and_no_other_signs() {
    each(|place| {
        let mut record = published(place, 1);
        let moment = moment("2026-09-01T00:00:00Z");
        let other = Fault::OtherKey {
            own: signer(1).verifier().to_string(),
            given: signer(2).verifier().to_string(),
        };
        assert_eq!(record.sign(&signer(2), moment).unwrap_err(), other);
        assert_eq!(record.rotate(&signer(2), &signer(3), moment).unwrap_err(), other);
        record.rotate(&signer(1), &signer(2), moment).unwrap();
        record.enter(&draft(2, "b", publication(Standing::Official, "{}"))).unwrap();
        assert!(matches!(record.sign(&signer(1), moment), Err(Fault::OtherKey { .. })));
        record.sign(&signer(2), moment).unwrap();
        assert_eq!(record.signers().unwrap(), [signer(1).verifier(), signer(2).verifier()]);
        assert!(record.walk().unwrap().flaws.is_empty());
        let log = record.log_files().unwrap().unwrap();
        let keys = String::from_utf8(log["keys"].clone()).unwrap();
        assert_eq!(keys.lines().filter(|line| line.parse() == Ok(signer(2).verifier())).count(), 1);
        assert_eq!(keys.matches("parcferme.key/1").count(), 2);
    });
}

#[test]
fn the_log_can_be_read_from_its_files_alone() {
    each(|place| {
        let mut record = published(place, 3);
        let log = record.log_files().unwrap().unwrap();
        let paths: Vec<&str> = log.keys().map(String::as_str).collect();
        assert_eq!(paths, ["checkpoint", "keys", "tile/0/000.p/3", "tile/entries/000.p/3"]);
        let (mut entries, mut rest) = (Vec::new(), &log["tile/entries/000.p/3"][..]);
        while let Some((length, more)) = rest.split_first_chunk::<2>() {
            let (entry, after) = more.split_at(u16::from_be_bytes(*length).into());
            entries.push(entry);
            rest = after;
        }
        let editions = record.editions("hill-cup/2026").unwrap();
        assert_eq!(entries, editions.iter().map(|own| own.statement.as_bytes()).collect::<Vec<_>>());
        let note = Note::read(std::str::from_utf8(&log["checkpoint"]).unwrap()).unwrap();
        assert!(note.is_by(&signer(1).verifier()));
        assert_eq!(Checkpoint::read(&note.text).unwrap().root, Tree::of(entries).root(3).unwrap());
    });
}

/// Somebody who can write the database changes an edition, and makes its digest anew: the signed head remembers.
#[test]
fn an_edition_that_was_changed_after_it_was_signed_is_found() {
    each(|place| {
        let mut record = published(place, 2);
        let sql = match place.address {
            Address::File(_) => {
                "DROP TRIGGER edition_stays; UPDATE edition SET statement = replace(statement, 'official', 'provisional') WHERE number = 2"
            }
            Address::Postgres(_) => {
                "SET session_replication_role = replica;
                 UPDATE edition SET statement = replace(statement, 'official', 'provisional') WHERE number = 2"
            }
        };
        place.behind(sql);
        let flaws: Vec<String> = record
            .walk()
            .unwrap()
            .flaws
            .iter()
            .map(|own| format!("{}: {}", own.places[0].document, own.message))
            .collect();
        assert!(
            flaws
                .iter()
                .any(|own| own.starts_with("checkpoint of 2 editions: its hash is not that of the editions")),
            "{flaws:?}"
        );
        assert!(!flaws.iter().any(|own| own.starts_with("checkpoint of 1 edition:")), "{flaws:?}");
    });
}

#[test]
fn a_copy_has_keys_and_heads_too() {
    let place = Place::file();
    let mut record = published(&place, 2);
    each(|to| {
        let mut copy = to.record();
        record.copy_to(&mut copy).unwrap();
        assert_eq!(copy.log_files().unwrap(), record.log_files().unwrap());
        assert!(copy.walk().unwrap().flaws.is_empty());
    });
}
