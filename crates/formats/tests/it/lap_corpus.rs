//! Real lap files, where they are at hand: what kind of session each is, the end of a race without its flags, and that laps
//! which are as they are provoke no warning.

use crate::alkamel::corpus;
use parcferme_core::numbers::Position;
use parcferme_core::timing::{CarIndex, Flag, Lap, LapSheet, SessionKind, classify};
use parcferme_formats::alkamel::read_laps;

const RACES: [(&str, usize); 7] = [
    ("alkamel/imsa-2024/sebring-race-laps.csv", 58),
    ("alkamel/imsa-2024/watkins-race-laps.csv", 56),
    ("alkamel/wec/2025-imola-6h-analysis.csv", 36),
    ("alkamel/wec/2025-spa-6h-analysis.csv", 36),
    ("tables/grcup-2025/barber-2-laps.csv", 22),
    ("tables/grcup-2025/cota-1-laps.csv", 31),
    ("tables/grcup-2025/vir-1-laps.csv", 23),
];
const PRACTICES: [(&str, usize); 6] = [
    ("tables/imsa-sessions/2021-lime-rock-gtd-points-gtlm-laps.csv", 16),
    ("tables/imsa-sessions/2021-lime-rock-gtd-position-laps.csv", 13),
    ("tables/imsa-sessions/2021-lime-rock-warm-up-laps.csv", 16),
    ("tables/imsa-sessions/2024-sebring-practice-1-laps.csv", 57),
    ("tables/imsa-sessions/2024-sebring-qualifying-laps.csv", 58),
    ("tables/imsa-sessions/2024-watkins-qualifying-laps.csv", 55),
];

#[test]
fn races_and_practices_are_told_apart_and_no_lap_is_suspected() {
    for (files, kind) in [(&RACES[..], SessionKind::Race), (&PRACTICES, SessionKind::BestLap)] {
        for &(path, cars) in files {
            let Some(bytes) = corpus(path) else { return };
            let (sheet, diagnostics) = read_laps(path, &bytes);
            let order = classify(&sheet);
            assert_eq!((order.taken.kind, sheet.cars().len()), (kind, cars), "{path}");
            let suspected = diagnostics.iter().filter(|own| matches!(own.id, "PF0544" | "PF0545"));
            assert_eq!(suspected.map(|own| own.message.as_str()).collect::<Vec<_>>(), [""; 0], "{path}");
        }
    }
}

/// Car, place, laps, and whether it saw the flag.
fn order(sheet: &LapSheet) -> Vec<(CarIndex, Option<u32>, u32, &'static str)> {
    classify(sheet)
        .rows
        .iter()
        .map(|row| (row.car, row.position.map(Position::get), row.laps.0, row.status.word()))
        .collect()
}

fn changed(sheet: &LapSheet, change: impl Fn(&mut Lap)) -> LapSheet {
    let mut laps = sheet.laps().to_vec();
    laps.iter_mut().for_each(change);
    LapSheet::new(sheet.cars().to_vec(), laps)
}

/// 262 of 262 cars of seven races have the same place, laps and status without the flags, also without the pit lane and with
/// a lap into the pits behind the finish of every second car.
#[test]
fn a_race_ends_where_its_flags_say_without_them() {
    for (path, _) in RACES {
        let Some(bytes) = corpus(path) else { return };
        let (sheet, _) = read_laps(path, &bytes);
        let expected = order(&sheet);
        let bare = changed(&sheet, |lap| lap.flag = Flag::Unknown);
        assert_eq!(order(&bare), expected, "{path} without flags");
        assert_eq!(order(&changed(&bare, |lap| lap.in_pit = false)), expected, "{path} without pits");
        let mut laps = bare.laps().to_vec();
        for &(car, _, number, _) in expected.iter().filter(|own| own.3 == "finished").step_by(2) {
            let last = laps.iter().rfind(|lap| lap.car == car && lap.number == number).copied();
            let Some(last) = last else { continue };
            let ms = |time: i64| parcferme_core::timing::Ms::new(u32::try_from(time).unwrap());
            laps.push(Lap {
                number: number + 1,
                time: ms(last.time.or_zero() * 3 / 2),
                elapsed: ms(last.elapsed.or_zero() + last.time.or_zero() * 3 / 2),
                in_pit: true,
                ..last
            });
        }
        assert_eq!(
            order(&LapSheet::new(bare.cars().to_vec(), laps)),
            expected,
            "{path} with laps behind the finish"
        );
    }
}
