//! Several at once: each enters through a connection of its own.

use crate::places::{Place, draft, each, facts};
use parcferme_store::{Draft, Fault, Record};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

#[test]
fn of_two_hundred_at_once_exactly_one_wins() {
    each(|place| {
        drop(place.record());
        let won: Vec<u64> = thread::scope(|scope| {
            let all: Vec<_> = (0..8)
                .map(|own| {
                    scope.spawn(move || {
                        let mut record = Record::open(&place.address).unwrap();
                        let mut won = Vec::new();
                        for at in 0..25 {
                            let key = format!("{own}-{at}");
                            match record.enter(&draft(0, &key, facts(&[("season.toml", &key)]))) {
                                Ok(entered) => won.push(entered.operation.number),
                                Err(Fault::MovedOn { stands_at: 1, .. }) => {}
                                Err(other) => panic!("{other:?}"),
                            }
                        }
                        won
                    })
                })
                .collect();
            all.into_iter().flat_map(|own| own.join().unwrap()).collect()
        });
        assert_eq!(won, [1]);
    });
}

#[test]
fn one_key_told_by_many_at_once_is_entered_once() {
    each(|place| {
        drop(place.record());
        let mut told: Vec<bool> = thread::scope(|scope| {
            let all: Vec<_> = (0..8)
                .map(|_| {
                    scope.spawn(|| {
                        let mut record = Record::open(&place.address).unwrap();
                        record.enter(&draft(0, "key", facts(&[("season.toml", "1")]))).unwrap().before
                    })
                })
                .collect();
            all.into_iter().map(|own| own.join().unwrap()).collect()
        });
        told.sort_unstable();
        assert_eq!(told, [false, true, true, true, true, true, true, true]);
    });
}

#[test]
fn numbers_have_no_gap_whoever_enters() {
    each(|place| {
        drop(place.record());
        thread::scope(|scope| {
            for own in 0..6_u64 {
                scope.spawn(move || {
                    let season = format!("hill-cup/{}", 2020 + own % 2);
                    let mut record = Record::open(&place.address).unwrap();
                    let mut entered = 0;
                    while entered < 10 {
                        let follows = record.head(&season).unwrap().map_or(0, |head| head.number);
                        let key = format!("{own}-{entered}");
                        let draft = draft(follows, &key, facts(&[("season.toml", &key)]));
                        match record.enter(&Draft { season: season.clone(), ..draft }) {
                            Ok(_) => entered += 1,
                            Err(Fault::MovedOn { .. }) => {}
                            Err(other) => panic!("{other:?}"),
                        }
                    }
                });
            }
        });
        let mut record = place.record();
        for season in ["hill-cup/2020", "hill-cup/2021"] {
            let numbers = record.operations(season, 0).unwrap().into_iter().map(|own| own.number);
            assert_eq!(numbers.collect::<Vec<_>>(), (1..=30).collect::<Vec<_>>());
        }
        assert!(record.walk().unwrap().flaws.is_empty());
    });
}

#[test]
fn a_copy_taken_while_others_write_is_whole() {
    each(|place| {
        let mut record = place.record();
        record.enter(&draft(0, "0", facts(&[("season.toml", "0")]))).unwrap();
        let ended = AtomicBool::new(false);
        thread::scope(|scope| {
            scope.spawn(|| {
                let mut record = Record::open(&place.address).unwrap();
                for number in 1.. {
                    if ended.load(Ordering::Relaxed) {
                        break;
                    }
                    let text = number.to_string();
                    record.enter(&draft(number, &text, facts(&[("season.toml", &text)]))).unwrap();
                }
            });
            for _ in 0..5 {
                let copy_of = Place::file();
                let before = record.head("hill-cup/2026").unwrap().unwrap().number;
                let mut copy = copy_of.record();
                record.copy_to(&mut copy).unwrap();
                let last = copy.head("hill-cup/2026").unwrap().unwrap().number;
                assert!(last >= before, "{last} of {before}");
                assert!(copy.walk().unwrap().flaws.is_empty());
                assert_eq!(copy.operations("hill-cup/2026", 0).unwrap().len() as u64, last);
            }
            ended.store(true, Ordering::Relaxed);
        });
    });
}

/// A connection that is cut while a transaction is open, and in the middle of its commit: asked again by its key, it is there
/// once or not at all.
#[test]
fn a_connection_cut_in_mid_commit_leaves_all_or_nothing() {
    let Some(place) = Place::postgres() else { return };
    let mut record = place.record();
    record.enter(&draft(0, "first", facts(&[("season.toml", "one")]))).unwrap();
    let parcferme_store::Address::Postgres(url) = &place.address else { unreachable!() };
    let mut other = postgres::Client::connect(url, postgres::NoTls).unwrap();
    // What waits at the commit, and what waits before.
    let waits = "CREATE FUNCTION waits() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(60); RETURN NULL; END $$;";
    for (number, when) in [(1_u64, "DEFERRABLE INITIALLY DEFERRED"), (2, "")] {
        let trigger = format!(
            "{waits} CREATE CONSTRAINT TRIGGER waits AFTER INSERT ON operation {when} FOR EACH ROW EXECUTE FUNCTION waits();"
        );
        other.batch_execute(&trigger).unwrap();
        let next =
            draft(number, &format!("cut-{number}"), facts(&[("season.toml", &format!("cut {number}"))]));
        let fault = thread::scope(|scope| {
            let entering = scope.spawn(|| record.enter(&next).unwrap_err());
            let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND pid <> pg_backend_pid()
                AND datname = current_database()";
            let until = std::time::Instant::now() + std::time::Duration::from_secs(30);
            while other.query(cut, &[]).unwrap().is_empty() {
                assert!(std::time::Instant::now() < until, "nobody waits");
                thread::sleep(std::time::Duration::from_millis(20));
            }
            entering.join().unwrap()
        });
        match fault {
            Fault::Unknown { key, .. } if number == 1 => assert_eq!(key, "cut-1"),
            Fault::Unreachable(_) if number == 2 => {}
            other => panic!("{other:?}"),
        }
        other.batch_execute("DROP TRIGGER waits ON operation; DROP FUNCTION waits();").unwrap();
        // Asked again with its key, on a connection that is there.
        record = Record::open(&place.address).unwrap();
        let again = record.enter(&next).unwrap();
        assert_eq!(again.operation.number, number + 1);
        assert!(record.enter(&next).unwrap().before);
        let walked = record.walk().unwrap();
        assert_eq!((walked.operations, walked.flaws), (number + 1, Vec::new()));
    }
}
