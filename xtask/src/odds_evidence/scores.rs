//! How good forecasts were.

use std::fmt;

/// Chances of the contenders, by index in the plan.
pub struct Forecast(pub Vec<(usize, f64)>);

impl Forecast {
    pub fn of(contenders: &[usize], share: impl Fn(usize) -> f64) -> Forecast {
        Forecast(contenders.iter().map(|&own| (own, share(own))).collect())
    }

    pub fn sure(contenders: &[usize], leader: usize) -> Forecast {
        Forecast::of(contenders, |own| if own == leader { 1.0 } else { 0.0 })
    }

    pub fn even(contenders: &[usize]) -> Forecast {
        Forecast::of(contenders, |_| 1.0 / contenders.len() as f64)
    }

    pub fn shares(contenders: &[usize], points: &[f64]) -> Forecast {
        let all: f64 = contenders.iter().map(|&own| points[own]).sum();
        Forecast::of(contenders, |own| if all > 0.0 { points[own] / all } else { 1.0 / contenders.len() as f64 })
    }
}

#[derive(Default)]
pub struct Scores {
    pub states: usize,
    pub brier: f64,
    pub by_quarter: [(f64, usize); 4],
    pub log_loss: f64,
    /// By tenth: how many forecasts, the sum of them, and how many came true.
    pub bins: [(usize, f64, usize); 10],
}

/// What a forecast of nought counts as in the log loss.
const LEAST: f64 = 1.0 / 8192.0;

impl Scores {
    pub fn of<'f>(forecasts: impl Iterator<Item = (usize, usize, &'f Forecast)>) -> Scores {
        let mut scores = Scores::default();
        for (champion, quarter, forecast) in forecasts {
            scores.states += 1;
            let mut brier = 0.0;
            let mut of_champion = 0.0;
            for &(index, share) in &forecast.0 {
                let came = index == champion;
                let miss = if came { 1.0 - share } else { share };
                brier += miss * miss;
                if came {
                    of_champion = share;
                }
                let bin = &mut scores.bins[((share * 10.0) as usize).min(9)];
                bin.0 += 1;
                bin.1 += share;
                bin.2 += usize::from(came);
            }
            if !forecast.0.iter().any(|own| own.0 == champion) {
                brier += 1.0;
            }
            scores.brier += brier;
            scores.by_quarter[quarter].0 += brier;
            scores.by_quarter[quarter].1 += 1;
            scores.log_loss -= f64::max(of_champion, LEAST).ln();
        }
        scores.brier /= scores.states as f64;
        scores.log_loss /= scores.states as f64;
        scores
    }

    pub fn calibration_error(&self) -> f64 {
        let all: usize = self.bins.iter().map(|bin| bin.0).sum();
        self.bins.iter().map(|bin| (bin.1 - bin.2 as f64).abs()).sum::<f64>() / all as f64
    }
}

impl fmt::Display for Scores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quarters = self.by_quarter.map(|own| format!("{:.3}", own.0 / own.1 as f64)).join(" ");
        write!(
            f,
            "{} brier {:.4} ({quarters}) log {:.4} ece {:.4}",
            self.states,
            self.brier,
            self.log_loss,
            self.calibration_error()
        )
    }
}
