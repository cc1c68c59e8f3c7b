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
