//! Random operations, told to a record and to a model of a few lines that keeps all of it in memory.

use crate::places::{Place, draft, facts, moment, publication};
use parcferme_store::{Act, Draft, Facts, Fault, Standing};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
enum Step {
    /// Writes a file, by number of season, file and text.
    Write(u8, u8, u8),
    Remove(u8, u8),
    Publish(u8),
    /// Tells the last draft of all again.
    Again,
    /// What was made for an earlier state.
    Stale(u8),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..2_u8, 0..4_u8, 0..3_u8).prop_map(|(season, file, text)| Step::Write(season, file, text)),
        2 => (0..2_u8, 0..4_u8).prop_map(|(season, file)| Step::Remove(season, file)),
        1 => (0..2_u8).prop_map(Step::Publish),
        1 => Just(Step::Again),
        1 => (0..2_u8).prop_map(Step::Stale),
    ]
}

type State = BTreeMap<String, Vec<u8>>;

/// Every state of a season, from nothing on, and how often it was published.
#[derive(Default)]
struct Season {
    states: Vec<State>,
    editions: u64,
}

fn run(place: &Place, steps: &[Step]) {
    let mut record = place.record();
    let mut model: [Season; 2] = Default::default();
    model.iter_mut().for_each(|season| season.states.push(State::new()));
    let mut last: Option<(Draft, u64)> = None;
    for (at, step) in steps.iter().enumerate() {
        let (index, act, stale) = match step {
            Step::Write(season, file, text) => {
                (*season, facts(&[(&format!("results/0{file}-race.csv"), &text.to_string())]), 0)
            }
            Step::Remove(season, file) => {
                let files = BTreeMap::from([(format!("results/0{file}-race.csv"), None)]);
                (*season, Act::Facts(Facts { files, undoes: None }), 0)
            }
            Step::Publish(season) => (*season, publication(Standing::Official, "{}"), 0),
            Step::Stale(season) => (*season, facts(&[("season.toml", &at.to_string())]), 1),
            Step::Again => {
                if let Some((draft, number)) = &last {
                    let again = record.enter(draft).unwrap();
                    assert!(again.before && again.operation.number == *number);
                }
                continue;
            }
        };
        let season = &mut model[usize::from(index)];
        let stands = season.states.len() as u64 - 1;
        let draft = Draft {
            season: format!("hill-cup/{}", 2026 + u32::from(index)),
            when: moment("2026-08-03T12:00:00Z"),
            ..draft(stands + stale, &format!("key {at}"), act)
        };
        let mut state = season.states[season.states.len() - 1].clone();
        let expected = match &draft.act {
            _ if stale > 0 => false,
            Act::Publish(_) => stands > 0,
            Act::Facts(own) => own.files.iter().all(|(path, bytes)| match bytes {
                Some(bytes) => state.insert(path.clone(), bytes.clone()).as_ref() != Some(bytes),
                None => state.remove(path).is_some(),
            }),
        };
        match record.enter(&draft) {
            Ok(entered) => {
                assert!(expected && !entered.before, "{step:?} was entered");
                assert_eq!(entered.operation.number, stands + 1);
                season.editions += u64::from(entered.edition.is_some());
                season.states.push(state);
                last = Some((draft, stands + 1));
            }
            Err(Fault::Refused(_) | Fault::MovedOn { .. }) => assert!(!expected, "{step:?} was refused"),
            Err(other) => panic!("{step:?}: {other:?}"),
        }
    }
    for (index, season) in model.iter().enumerate() {
        let name = format!("hill-cup/{}", 2026 + index);
        for (number, state) in season.states.iter().enumerate() {
            assert_eq!(record.files(&name, number as u64).unwrap(), *state, "{name} after {number}");
        }
        assert_eq!(record.editions(&name).unwrap().len() as u64, season.editions);
    }
    assert!(record.walk().unwrap().flaws.is_empty());
}

#[test]
fn a_record_is_as_its_model() {
    let steps = proptest::collection::vec(step(), 1..40);
    for (place, cases) in [(Place::file as fn() -> Place, 24), (|| Place::postgres().unwrap(), 8)] {
        if cases == 8 && Place::postgres().is_none() {
            continue;
        }
        let config = Config { cases, failure_persistence: None, ..Config::default() };
        TestRunner::new(config)
            .run(&steps, |steps| {
                run(&place(), &steps);
                Ok(())
            })
            .unwrap();
    }
}
