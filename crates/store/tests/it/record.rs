//! What is entered stands, and can be asked for as it stood at any time.

use crate::places::{Place, draft, each, facts, moment, publication};
use parcferme_store::{Act, Address, Digest, Draft, Facts, Fault, Record, Standing, manifest};
use std::collections::BTreeMap;

fn files(record: &mut Record, number: u64) -> Vec<(String, String)> {
    let files = record.files("hill-cup/2026", number).unwrap();
    files.into_iter().map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap())).collect()
}

fn named(files: &[(&str, &str)]) -> Vec<(String, String)> {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

#[test]
fn a_season_stands_as_it_did_after_each_operation() {
    each(|place| {
        let mut record = place.record();
        assert_eq!(record.head("hill-cup/2026").unwrap(), None);
        record
            .enter(&draft(0, "a", facts(&[("season.toml", "year = 2026\n"), ("results/01-race.csv", "1\n")])))
            .unwrap();
        let later = Draft {
            when: moment("2026-08-04T09:30:00+02:00"),
            ..draft(1, "b", facts(&[("results/01-race.csv", "2\n")]))
        };
        record.enter(&later).unwrap();
        let gone = BTreeMap::from([("results/01-race.csv".to_owned(), None)]);
        let goes = Act::Facts(Facts { files: gone, undoes: None });
        record.enter(&Draft { when: moment("2026-08-05T00:00:00Z"), ..draft(2, "c", goes) }).unwrap();

        let season = ("season.toml", "year = 2026\n");
        assert_eq!(files(&mut record, 0), named(&[]));
        assert_eq!(files(&mut record, 1), named(&[("results/01-race.csv", "1\n"), season]));
        assert_eq!(files(&mut record, 2), named(&[("results/01-race.csv", "2\n"), season]));
        assert_eq!(files(&mut record, 3), named(&[season]));
        for (when, number) in [
            ("2026-08-03T11:59:59Z", 0),
            ("2026-08-03T12:00:00Z", 1),
            ("2026-08-03T14:00:00+02:00", 1),
            ("2026-08-04T07:29:59Z", 1),
            ("2026-08-04T07:30:00Z", 2),
            ("2030-01-01T00:00:00Z", 3),
        ] {
            assert_eq!(record.number_at("hill-cup/2026", moment(when)).unwrap(), number, "{when}");
        }
        let told: Vec<_> =
            record.operations("hill-cup/2026", 1).unwrap().into_iter().map(|own| own.number).collect();
        assert_eq!(told, [2, 3]);
        assert!(record.walk().unwrap().flaws.is_empty());
    });
}

#[test]
fn a_statement_is_kept_to_the_byte_and_names_the_one_before() {
    each(|place| {
        let mut record = place.record();
        let first = record.enter(&draft(0, "a", facts(&[("season.toml", "")]))).unwrap().operation;
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(
            first.statement,
            format!(
                r#"{{"schema":"parcferme.operation/1","season":"hill-cup/2026","number":1,"previous":null,"key":"a","who":"Ann Archer","when":"2026-08-03T12:00:00Z","why":"as the timekeepers sent it","undoes":null,"facts":[{{"path":"season.toml","before":null,"after":"{empty}"}}],"edition":null}}"#
            )
        );
        assert_eq!(first.hash, Digest::of(first.statement.as_bytes()));
        let second = record.enter(&draft(1, "b", facts(&[("season.toml", "x")]))).unwrap().operation;
        assert_eq!(second.previous, Some(first.hash));
        assert_eq!(record.entered_as("a").unwrap(), Some(first));
    });
}

#[test]
fn the_same_key_is_the_same_operation_and_never_another() {
    each(|place| {
        let mut record = place.record();
        let asked = draft(0, "key", facts(&[("season.toml", "1")]));
        let first = record.enter(&asked).unwrap();
        assert!(!first.before);
        record.enter(&draft(1, "other", facts(&[("season.toml", "2")]))).unwrap();
        // Asked again after its answer was lost: for the state of then, at another moment.
        let again = record.enter(&Draft { when: moment("2026-08-09T12:00:00Z"), ..asked.clone() }).unwrap();
        assert!(again.before);
        assert_eq!(again.operation, first.operation);
        for other in [
            Draft { act: facts(&[("season.toml", "3")]), ..asked.clone() },
            Draft { act: facts(&[("season.toml", "1"), ("names.toml", "")]), ..asked.clone() },
            Draft { act: publication(Standing::Official, "{}"), ..asked.clone() },
            Draft { who: "Bea".to_owned(), ..asked.clone() },
            Draft { why: "otherwise".to_owned(), ..asked.clone() },
            Draft { season: "hill-cup/2027".to_owned(), ..asked.clone() },
        ] {
            let taken =
                Fault::KeyTaken { key: "key".to_owned(), season: "hill-cup/2026".to_owned(), number: 1 };
            assert_eq!(record.enter(&other).unwrap_err(), taken);
        }
        assert_eq!(record.head("hill-cup/2026").unwrap().unwrap().number, 2);
    });
}

#[test]
fn what_was_made_for_another_state_is_refused() {
    each(|place| {
        let mut record = place.record();
        record.enter(&draft(0, "a", facts(&[("season.toml", "1")]))).unwrap();
        for follows in [0, 2, u64::MAX] {
            let refused = record.enter(&draft(follows, "b", facts(&[("season.toml", "2")]))).unwrap_err();
            assert_eq!(refused, Fault::MovedOn { season: "hill-cup/2026".to_owned(), follows, stands_at: 1 });
        }
        assert_eq!(files(&mut record, 9), named(&[("season.toml", "1")]));
    });
}

#[test]
fn what_no_record_can_take_is_refused_and_leaves_nothing() {
    each(|place| {
        let mut record = place.record();
        let good = draft(0, "a", facts(&[("season.toml", "1")]));
        for bad in [
            Draft { who: " ".to_owned(), ..good.clone() },
            Draft { why: String::new(), ..good.clone() },
            Draft { why: "a\u{1b}[2J".to_owned(), ..good.clone() },
            Draft { why: "a\0b".to_owned(), ..good.clone() },
            Draft { key: "k".repeat(201), ..good.clone() },
            Draft { season: "../2026".to_owned(), ..good.clone() },
            Draft { act: facts(&[]), ..good.clone() },
            Draft { act: facts(&[("../season.toml", "1")]), ..good.clone() },
            Draft { act: facts(&[(".git/config", "1")]), ..good.clone() },
            Draft { act: publication(Standing::Official, "{}"), ..good.clone() },
            Draft {
                act: Act::Facts(Facts {
                    files: BTreeMap::from([("gone.csv".to_owned(), None)]),
                    undoes: None,
                }),
                ..good.clone()
            },
            Draft {
                act: Act::Facts(Facts {
                    files: BTreeMap::from([("season.toml".to_owned(), Some(vec![1]))]),
                    undoes: Some(1),
                }),
                ..good.clone()
            },
        ] {
            assert!(matches!(record.enter(&bad), Err(Fault::Refused(_))), "{bad:?}");
        }
        assert!(record.heads().unwrap().is_empty());
        assert_eq!(record.walk().unwrap().documents, 0);
        record.enter(&good).unwrap();
        let as_it_was = draft(1, "b", facts(&[("season.toml", "1")]));
        assert_eq!(
            record.enter(&as_it_was).unwrap_err(),
            Fault::Refused("`season.toml` is as it was".to_owned())
        );
    });
}

#[test]
fn bytes_come_back_as_they_were() {
    each(|place| {
        let mut record = place.record();
        let all: Vec<u8> = (0..=255).collect();
        let texts: [&[u8]; 5] =
            [b"", &all, b"\xef\xbb\xbfposition;number\r\n", b"\xff\xfea\0", "Élan\n".as_bytes()];
        let files =
            texts.iter().enumerate().map(|(at, own)| (format!("laps/{at:02}-race.csv"), Some(own.to_vec())));
        let act = Act::Facts(Facts { files: files.clone().collect(), undoes: None });
        record.enter(&draft(0, "a", act)).unwrap();
        let back: Vec<_> = record
            .files("hill-cup/2026", 1)
            .unwrap()
            .into_iter()
            .map(|(path, own)| (path, Some(own)))
            .collect();
        assert_eq!(back, files.collect::<Vec<_>>());
    });
}

#[test]
fn an_edition_says_what_it_was_computed_from_and_what_it_supersedes() {
    each(|place| {
        let mut record = place.record();
        record.enter(&draft(0, "a", facts(&[("season.toml", "1\n")]))).unwrap();
        let first = record.enter(&draft(1, "p1", publication(Standing::Provisional, "{}"))).unwrap();
        let first = (first.operation, first.edition.unwrap());
        assert_eq!((first.1.number, first.1.index, first.1.supersedes, first.1.previous), (1, 0, None, None));
        assert_eq!(first.0.edition, Some((1, first.1.hash)));
        assert_eq!(first.1.after, (1, first.0.previous.unwrap()));
        assert_eq!(
            first.1.facts,
            manifest(&BTreeMap::from([("season.toml".to_owned(), Digest::of(b"1\n"))]))
        );
        // `printf '1\n' > season.toml; sha256sum season.toml | sha256sum` says the same.
        assert_eq!(
            first.1.facts.to_string(),
            "79d87004aac58d204a48bb976b92bb8c7f06fecc4e1596d3785c90827108f6ff".to_owned()
        );

        let other =
            Draft { season: "rally/2026".to_owned(), ..draft(0, "c", facts(&[("season.toml", "2\n")])) };
        record.enter(&other).unwrap();
        let other =
            Draft { season: "rally/2026".to_owned(), ..draft(1, "d", publication(Standing::Official, "[]")) };
        let other = record.enter(&other).unwrap().edition.unwrap();
        assert_eq!(
            (other.number, other.index, other.supersedes, other.previous),
            (1, 1, None, Some(first.1.hash))
        );
        let second =
            record.enter(&draft(2, "p2", publication(Standing::Official, "{}"))).unwrap().edition.unwrap();
        assert_eq!((second.number, second.index, second.supersedes), (2, 2, Some(1)));
        assert_eq!(record.document(&second.papers[0].digest).unwrap(), b"{}");
        assert_eq!(record.last_editions().unwrap(), [second.clone(), other], "one of each season");
        assert_eq!(record.editions("hill-cup/2026").unwrap(), [first.1, second]);
        let walked = record.walk().unwrap();
        assert_eq!((walked.operations, walked.editions, walked.flaws.len()), (5, 3, 0));
    });
}

#[test]
fn a_moment_never_goes_back() {
    each(|place| {
        let mut record = place.record();
        record.enter(&draft(0, "a", facts(&[("season.toml", "1")]))).unwrap();
        let early =
            Draft { when: moment("2020-01-01T00:00:00Z"), ..draft(1, "b", facts(&[("season.toml", "2")])) };
        assert_eq!(record.enter(&early).unwrap().operation.when, moment("2026-08-03T12:00:00Z"));
    });
}

#[test]
fn what_was_entered_cannot_be_changed_past_the_record_either() {
    each(|place| {
        let mut record = place.record();
        record.enter(&draft(0, "a", facts(&[("season.toml", "1")]))).unwrap();
        record.enter(&draft(1, "p", publication(Standing::Official, "{}"))).unwrap();
        for table in ["document", "operation", "fact", "edition", "paper"] {
            assert!(!place.lets(&format!("DELETE FROM {table}")), "{table}");
        }
        assert!(!place.lets("UPDATE operation SET statement = '{}'"));
        assert!(record.walk().unwrap().flaws.is_empty());
    });
}

#[test]
fn a_record_is_copied_whole_and_only_into_an_empty_one() {
    each(|from| {
        let mut record = from.record();
        record.enter(&draft(0, "a", facts(&[("season.toml", "1"), ("names.toml", "")]))).unwrap();
        record.enter(&draft(1, "p", publication(Standing::Official, "{}"))).unwrap();
        each(|to| {
            let mut copy = to.record();
            let copied = record.copy_to(&mut copy).unwrap();
            // Two files, a rulebook, a table; an empty file is a document too.
            assert_eq!((copied.operations, copied.editions, copied.documents), (2, 1, 4));
            assert_eq!(
                copy.operations("hill-cup/2026", 0).unwrap(),
                record.operations("hill-cup/2026", 0).unwrap()
            );
            assert_eq!(copy.editions("hill-cup/2026").unwrap(), record.editions("hill-cup/2026").unwrap());
            assert!(copy.walk().unwrap().flaws.is_empty());
            assert!(matches!(record.copy_to(&mut copy), Err(Fault::Refused(_))));
            copy.enter(&draft(2, "b", facts(&[("season.toml", "2")]))).unwrap();
        });
    });
}

#[test]
fn what_is_no_record_is_left_alone() {
    let place = Place::file();
    let Address::File(path) = &place.address else { panic!("a file") };
    assert_eq!(Record::open(&place.address).err(), Some(Fault::Absent(path.display().to_string())));
    std::fs::write(path, "position,number\n1,7\n").unwrap();
    assert!(matches!(Record::open_or_make(&place.address), Err(Fault::Foreign(_))));
    assert_eq!(std::fs::read(path).unwrap(), b"position,number\n1,7\n");
    std::fs::remove_file(path).unwrap();
    rusqlite::Connection::open(path).unwrap().execute_batch("CREATE TABLE laps (lap)").unwrap();
    assert!(matches!(Record::open_or_make(&place.address), Err(Fault::Foreign(_))));
    std::fs::remove_file(path).unwrap();
    place.record().enter(&draft(0, "a", facts(&[("season.toml", &"x".repeat(40_000))]))).unwrap();
    std::fs::write(path, &std::fs::read(path).unwrap()[..10_000]).unwrap();
    let cut = Record::open(&place.address).and_then(|mut own| own.walk().map(|_| ())).unwrap_err();
    assert!(matches!(cut, Fault::Damaged(_)), "{cut:?}");
    if let Some(place) = Place::postgres() {
        assert!(matches!(Record::open(&place.address), Err(Fault::Absent(_))));
    }
    let nowhere = Address::of("postgres://nobody@127.0.0.1:1/none");
    assert!(matches!(Record::open(&nowhere), Err(Fault::Unreachable(_))));
}

#[test]
fn a_record_in_memory_leaves_no_file() {
    let record = Record::open_or_make(&Address::of(":memory:")).unwrap();
    assert!(!std::path::Path::new(":memory:").exists());
    drop(record);
}
