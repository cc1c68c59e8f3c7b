//! A lap file of our own making, as large as wanted and the same for the same seed.

use std::fmt::Write;

/// Cars and laps of a made-up race.
#[derive(Clone, Copy, Debug)]
pub struct MadeRace {
    pub cars: u32,
    /// Laps of the fastest class; the others do fewer in the same time.
    pub laps: u32,
    pub seed: u64,
}

const CLASSES: [(&str, u32); 3] = [("PROTO", 94_000), ("GT", 105_000), ("CUP", 113_000)];
/// A stop every so many laps, with a change of driver at every second one.
const LAPS_A_STINT: u32 = 27;

impl MadeRace {
    /// The file in the dialect as exported, 29 columns wide.
    pub fn csv(self) -> String {
        let mut text = String::from(
            "\u{feff}NUMBER; DRIVER_NUMBER; LAP_NUMBER; LAP_TIME; LAP_IMPROVEMENT; CROSSING_FINISH_LINE_IN_PIT; S1; S1_IMPROVEMENT; S2; S2_IMPROVEMENT; S3; S3_IMPROVEMENT; KPH; ELAPSED; HOUR;S1_LARGE;S2_LARGE;S3_LARGE;TOP_SPEED;DRIVER_NAME;PIT_TIME;CLASS;GROUP;TEAM;MANUFACTURER;FLAG_AT_FL;S1_SECONDS;S2_SECONDS;S3_SECONDS;\r\n",
        );
        let mut dice = Dice(self.seed);
        let flag_ms = self.laps * (CLASSES[0].1 + 600);
        for car in 0..self.cars {
            self.car(car, flag_ms, &mut dice, &mut text);
        }
        text
    }

    fn car(self, car: u32, flag_ms: u32, dice: &mut Dice, text: &mut String) {
        let (class, pace_ms) = CLASSES[(car % 3) as usize];
        // The first car finishes: of a race that nobody finishes there is no flag, and a last lap into the pits tells nothing.
        let unlucky = dice.up_to(8) == 0 && car > 0;
        let retires = if unlucky { 1 + dice.up_to(flag_ms) } else { u32::MAX };
        let (mut elapsed, mut lap, mut seat, mut out) = (0, 0, 1, false);
        while elapsed < flag_ms && elapsed < retires {
            lap += 1;
            let pit_ms = if out { 55_000 + dice.up_to(20_000) } else { 0 };
            let sectors = [3, 5, 4].map(|twelfths| pace_ms * twelfths / 12 + dice.up_to(500));
            let time = sectors.iter().sum::<u32>() + pit_ms;
            elapsed += time;
            let finished = elapsed >= flag_ms;
            let in_pit = lap % LAPS_A_STINT == 0 && !finished;
            let [s1, s2, s3] = [sectors[0] + pit_ms, sectors[1], sectors[2]];
            let kph = 5_000_u64 * 3_600 * 10 / u64::from(time);
            let pit = if out { format!("0:{}", clock(pit_ms, true)) } else { String::new() };
            let _ = write!(
                text,
                "{:03};{seat};{lap};{};0;{};{};0;{};0;{};0;{}.{};{};{:02}:{};",
                car + 1,
                clock(time, false),
                if in_pit { "B" } else { "" },
                clock(s1, false),
                clock(s2, false),
                clock(s3, false),
                kph / 10,
                kph % 10,
                clock(elapsed, false),
                (13 + elapsed / 3_600_000) % 24,
                clock(elapsed % 3_600_000, true),
            );
            let seconds = [s1, s2, s3].map(|ms| format!("{}.{:03}", ms / 1000, ms % 1000));
            let large =
                [s1, s2, s3].map(|ms| format!("{}:{:02}.{:03}", ms / 60_000, ms / 1000 % 60, ms % 1000));
            let _ = write!(
                text,
                "{};{}.{};Driver {seat} Of Car {};{pit};{class};;Team Number {};Maker {};{};{};\r\n",
                large.join(";"),
                280 + dice.up_to(40),
                dice.up_to(10),
                car + 1,
                car / 2,
                car % 9,
                if finished { "FF" } else { "GF" },
                seconds.join(";"),
            );
            seat = if in_pit && lap % (2 * LAPS_A_STINT) == 0 { seat % 3 + 1 } else { seat };
            out = in_pit;
        }
    }
}

/// `M:SS.mmm` or `H:MM:SS.mmm`; with `minutes`, always `MM:SS.mmm`.
fn clock(ms: u32, minutes: bool) -> String {
    let (hours, minute, second, millis) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000);
    match (hours, minute, minutes) {
        (0, _, true) => format!("{minute:02}:{second:02}.{millis:03}"),
        (0, 0, _) => format!("{second}.{millis:03}"),
        (0, _, _) => format!("{minute}:{second:02}.{millis:03}"),
        _ => format!("{hours}:{minute:02}:{second:02}.{millis:03}"),
    }
}

/// Numbers that look random (xorshift).
struct Dice(u64);

impl Dice {
    /// From 0 to `limit` less one; `limit` must be above 0.
    fn up_to(&mut self, limit: u32) -> u32 {
        self.0 = self.0.max(1);
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 32) as u32 % limit
    }
}
