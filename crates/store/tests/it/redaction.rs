//! What is redacted is gone, and all else holds and says so.

use crate::places::{Place, draft, each, facts, moment, publication};
use parcferme_store::{By, Deed, Digest, Fault, Owner, Record, Redaction, Shown, Standing, Where};
use std::collections::BTreeSet;

const SEASON: &str = "hill-cup/2026";
const NAMED: &str = "7,Minor Name\n";

fn by() -> By<'static> {
    By { who: Some("adm"), from: "127.0.0.1", when: moment("2026-09-01T08:00:00Z") }
}

/// A name that was entered, published twice, and is neither entered nor published any more.
fn record(place: &Place) -> Record {
    let mut record = place.record();
    record.enter(&draft(0, "a", facts(&[("season.toml", "1"), ("entries.csv", NAMED)]))).unwrap();
    record.enter(&draft(1, "p", publication(Standing::Provisional, "{\"1\": \"Minor Name\"}"))).unwrap();
    record.enter(&draft(2, "b", facts(&[("entries.csv", "7,withheld\n")]))).unwrap();
    record.enter(&draft(3, "q", publication(Standing::Official, "{\"1\": \"withheld\"}"))).unwrap();
    record
}

fn redact(record: &mut Record, documents: &[&str], operations: &[u64]) -> Result<Redaction, Fault> {
    let documents: BTreeSet<Digest> = documents.iter().map(|own| Digest::of(own.as_bytes())).collect();
    let operations = operations.iter().map(|own| (SEASON.to_owned(), *own)).collect();
    record.redact((&by(), "Ann Archer", "order 12/26 of the court"), &documents, &operations)
}

#[test]
fn what_was_shown_and_not_confirmed_goes_too() {
    each(|place| {
        let mut record = record(place);
        let digest = Digest::of(b"ann");
        record.invite(&by(), ("ann", "Ann"), &[], (&digest, by().when.later(60))).unwrap();
        let ann = Owner { login: "ann", season: SEASON };
        let files =
            vec![("entries.csv".to_owned(), Some(b"8,Other Name\n".to_vec())), ("old".to_owned(), None)];
        let shown = Shown { id: "a".to_owned(), about: "Add files".to_owned(), files };
        let found = |record: &mut Record| record.holding("Other Name").unwrap().0;
        for document in ["8,Other Name\n", NAMED] {
            record.keep_shown(ann, &shown, by().when).unwrap();
            let (season, login, name) = (SEASON.to_owned(), "ann".to_owned(), "entries.csv".to_owned());
            assert_eq!(found(&mut record)[0].stands, [Where::Shown { season, login, name }]);
            redact(&mut record, &[document], &[]).unwrap();
            assert!(found(&mut record).is_empty());
            assert_eq!(record.shown(ann, "a", by().when).unwrap(), None);
        }
        assert!(record.walk().unwrap().flaws.is_empty());
    });
}

#[test]
fn bytes_go_and_everything_holds_and_says_what_went() {
    each(|place| {
        let mut record = record(place);
        let before = (record.operations(SEASON, 0).unwrap(), record.editions(SEASON).unwrap());
        let (held, said) = record.holding("Minor Name").unwrap();
        assert!(said.is_empty() && held.iter().all(|own| own.needed.is_none()), "{held:?}");
        let mut stands: Vec<Where> = held.iter().flat_map(|own| own.stands.clone()).collect();
        stands.sort();
        let (season, path, name) = (SEASON.to_owned(), "entries.csv".to_owned(), "standings.json".to_owned());
        let expected = [
            Where::File { season: season.clone(), operation: 1, path },
            Where::Paper { season, edition: 1, name },
        ];
        assert_eq!(stands, expected);

        let own = redact(&mut record, &[NAMED, "{\"1\": \"Minor Name\"}"], &[]).unwrap();
        assert_eq!((own.number, own.who.as_str(), own.documents.len()), (1, "Ann Archer", 2));
        assert_eq!(own.documents.iter().map(|own| own.bytes).sum::<u64>(), 13 + 19);
        assert!(record.holding("Minor Name").unwrap().0.is_empty());
        let gone = record.document(&Digest::of(NAMED.as_bytes())).unwrap_err();
        assert!(matches!(&gone, Fault::Redacted { redaction, .. } if **redaction == own), "{gone:?}");
        assert!(gone.diagnostic().found.unwrap().contains("Ann Archer: order 12/26 of the court"));
        assert!(matches!(record.files(SEASON, 1), Err(Fault::Redacted { .. })));
        assert_eq!(record.files(SEASON, 3).unwrap()["entries.csv"], b"7,withheld\n");
        assert_eq!(before, (record.operations(SEASON, 0).unwrap(), record.editions(SEASON).unwrap()));

        let walked = record.walk().unwrap();
        assert!(walked.flaws.is_empty(), "{:?}", walked.flaws);
        assert_eq!(walked.redactions, std::slice::from_ref(&own));
        let line = record.noted(None, 1).unwrap().remove(0);
        assert_eq!((line.deed, line.who.as_deref()), (Deed::Redacted, Some("adm")));
        assert_eq!(line.what, Some(own.told()));

        // A copy has neither the bytes, nor more to say of them.
        each(|to| {
            let mut copy = to.record();
            record.copy_to(&mut copy).unwrap();
            let walked = copy.walk().unwrap();
            assert!(walked.flaws.is_empty(), "{:?}", walked.flaws);
            assert_eq!(copy.redactions().unwrap(), std::slice::from_ref(&own));
            assert!(matches!(copy.files(SEASON, 1), Err(Fault::Redacted { .. })));
        });
        // Nor comes it back.
        let again = record.enter(&draft(4, "c", facts(&[("entries.csv", NAMED)])));
        assert!(matches!(again, Err(Fault::RedactedBefore { .. })), "{again:?}");
        let again = record.enter(&draft(4, "c", publication(Standing::Official, "{\"1\": \"Minor Name\"}")));
        assert!(matches!(again, Err(Fault::RedactedBefore { .. })), "{again:?}");
        let last = record.enter(&draft(4, "c", facts(&[("entries.csv", "7,withheld\n8,Cid\n")]))).unwrap();
        assert_eq!(last.operation.number, 5);
    });
}

#[test]
fn the_words_of_an_operation_go_and_its_digest_stays() {
    each(|place| {
        let mut record = record(place);
        let before = record.operations(SEASON, 0).unwrap();
        let own = redact(&mut record, &[], &[1, 2]).unwrap();
        let after = record.operations(SEASON, 0).unwrap();
        for (before, after) in before.iter().zip(&after).take(2) {
            assert_eq!((after.who.as_str(), after.why.as_str()), ("[redacted]", "[redacted]"));
            assert_eq!((after.redaction, after.hash), (Some(1), before.hash));
            assert_eq!(
                (&after.changes, after.when, after.edition),
                (&before.changes, before.when, before.edition)
            );
            assert!(!after.statement.contains("Ann Archer"), "{}", after.statement);
        }
        assert_eq!(after[2..], before[2..]);
        let walked = record.walk().unwrap();
        assert!(walked.flaws.is_empty(), "{:?}", walked.flaws);
        assert_eq!(walked.redactions[0].operations, own.operations);
        each(|to| {
            let mut copy = to.record();
            record.copy_to(&mut copy).unwrap();
            assert!(copy.walk().unwrap().flaws.is_empty());
            assert_eq!(copy.operations(SEASON, 0).unwrap(), after);
        });
        assert!(matches!(redact(&mut record, &[], &[1]), Err(Fault::Nothing { .. })), "a second time");
    });
}

#[test]
fn what_stands_now_is_not_redacted_and_neither_is_half_of_what_is_named() {
    each(|place| {
        let mut record = record(place);
        for needed in ["1", "7,withheld\n", "{\"1\": \"withheld\"}", "name = \"Club\"\n"] {
            let refused = redact(&mut record, &[NAMED, needed], &[1]);
            assert!(matches!(refused, Err(Fault::Needed { .. })), "{needed}: {refused:?}");
        }
        for (documents, operations) in [(&["nowhere"][..], &[][..]), (&[NAMED], &[9]), (&[NAMED], &[0])] {
            let refused = redact(&mut record, documents, operations);
            assert!(matches!(refused, Err(Fault::Nothing { .. })), "{refused:?}");
        }
        for (season, number) in [("hill-cup/2026", u64::MAX), ("hill\0cup/2026", 1), ("", 1)] {
            let operations = [(season.to_owned(), number)].into();
            let refused = record.redact((&by(), "Ann Archer", "order"), &BTreeSet::new(), &operations);
            assert!(matches!(refused, Err(Fault::Nothing { .. })), "{season} {number}: {refused:?}");
        }
        assert!(matches!(redact(&mut record, &[], &[]), Err(Fault::Refused(_))));
        assert_eq!(record.redactions().unwrap(), []);
        assert_eq!(record.files(SEASON, 1).unwrap()["entries.csv"], NAMED.as_bytes());
        assert_eq!(record.operations(SEASON, 0).unwrap()[0].who, "Ann Archer");
    });
}

#[test]
fn nobody_takes_bytes_or_words_away_without_saying_so() {
    each(|place| {
        let mut record = record(place);
        let hex = |text: &str| match place.name {
            "SQLite" => format!("X'{}'", Digest::of(text.as_bytes())),
            _ => format!("'\\x{}'", Digest::of(text.as_bytes())),
        };
        let empty = if place.name == "SQLite" { "X''" } else { "''" };
        let guards = [
            format!("UPDATE document SET bytes = {empty} WHERE digest = {}", hex(NAMED)),
            "UPDATE operation SET statement = '{}' WHERE number = 1".to_owned(),
            "DELETE FROM redaction".to_owned(),
            "DELETE FROM redacted".to_owned(),
        ];
        for sql in &guards[..2] {
            assert!(!place.lets(sql), "{sql}");
        }
        redact(&mut record, &[NAMED], &[1]).unwrap();
        for sql in &guards[2..] {
            assert!(!place.lets(sql), "{sql}");
        }
        assert!(!place.lets(&format!(
            "UPDATE document SET bytes = {} WHERE digest = {}",
            hex("x"),
            hex(NAMED)
        )));
        assert!(!place.lets("UPDATE operation SET key = 'other' WHERE number = 1"));
        // Past the guard of what may go, the walk sees it.
        place.behind(&format!("INSERT INTO redacted VALUES ({}, 1)", hex("{\"1\": \"Minor Name\"}")));
        place.behind(&format!(
            "UPDATE document SET bytes = {empty} WHERE digest = {}",
            hex("{\"1\": \"Minor Name\"}")
        ));
        place.behind(
            "UPDATE operation SET statement = replace(statement, '[redacted]', 'Eve') WHERE number = 1",
        );
        let flaws = record.walk().unwrap().flaws;
        let told: Vec<String> =
            flaws.iter().map(|own| format!("{}: {}", own.places[0].document, own.message)).collect();
        assert!(told.iter().any(|own| own.contains("has other bytes than it had")), "{told:?}");
        let left = "hill-cup/2026, operation 1: what is left of its statement is not what a redaction says";
        assert!(told.iter().any(|own| own == left), "{told:?}");
    });
}

#[test]
fn nothing_of_what_went_is_left_in_the_file() {
    let place = Place::file();
    let parcferme_store::Address::File(path) = &place.address else { panic!("a file") };
    let mut record = place.record();
    let long = "Minor Name, ".repeat(2000);
    record.enter(&draft(0, "a", facts(&[("season.toml", "1"), ("entries.csv", &long)]))).unwrap();
    record.enter(&draft(1, "b", facts(&[("entries.csv", "7,withheld\n")]))).unwrap();
    let has = |end: &str| {
        let bytes = std::fs::read(format!("{}{end}", path.display())).unwrap_or_default();
        bytes.windows(10).any(|own| own == b"Minor Name")
    };
    assert!(has("") || has("-wal"));
    redact(&mut record, &[&long], &[]).unwrap();
    assert!(!has("") && !has("-wal"));
}
