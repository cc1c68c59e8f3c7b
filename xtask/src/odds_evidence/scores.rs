//! How good forecasts were.

/// Chances of the contenders, by index in the plan.
pub struct Forecast {
    pub chances: Vec<(usize, f64)>,
    /// Whether drawn seasons contradict the exact answer.
    pub contradicts: bool,
}

impl Forecast {
    pub fn of(contenders: &[usize], share: impl Fn(usize) -> f64) -> Forecast {
        Forecast { chances: contenders.iter().map(|&own| (own, share(own))).collect(), contradicts: false }
    }

    pub fn of_leader(contenders: &[usize], leader: usize) -> Forecast {
        Forecast::of(contenders, |own| f64::from(u8::from(own == leader)))
    }

    pub fn even(contenders: &[usize]) -> Forecast {
        Forecast::of(contenders, |_| 1.0 / contenders.len() as f64)
    }

    pub fn by_points(contenders: &[usize], points: &[i64]) -> Forecast {
        let all: i64 = contenders.iter().map(|&own| points[own]).sum();
        if all <= 0 {
            return Forecast::even(contenders);
        }
        Forecast::of(contenders, |own| points[own] as f64 / all as f64)
    }
}

/// Sums over states.
#[derive(Clone, Default)]
pub struct Scores {
    pub states: usize,
    brier: f64,
    quarters: [(f64, usize); 4],
    log_loss: f64,
    pub bins: [Bin; 10],
    /// Of the likeliest contender of each state alone.
    favourites: [Bin; 10],
    pub contradictions: usize,
}

/// Forecasts of one tenth.
#[derive(Clone, Copy, Default)]
pub struct Bin {
    pub forecasts: usize,
    sum: f64,
    pub came_true: usize,
}

impl Bin {
    fn add(bins: &mut [Bin; 10], share: f64, came_true: bool) {
        let bin = &mut bins[((share * 10.0) as usize).min(9)];
        bin.forecasts += 1;
        bin.sum += share;
        bin.came_true += usize::from(came_true);
    }

    /// How far from each other are what was said and what happened, bin by bin, by the number of forecasts.
    fn error(bins: &[Bin]) -> f64 {
        let all: usize = bins.iter().map(|bin| bin.forecasts).sum();
        bins.iter().map(|bin| (bin.sum - bin.came_true as f64).abs()).sum::<f64>() / all.max(1) as f64
    }

    pub fn said(&self) -> f64 {
        self.sum / self.forecasts.max(1) as f64
    }

    pub fn happened(&self) -> f64 {
        self.came_true as f64 / self.forecasts.max(1) as f64
    }

    /// Between what the true frequency lies nineteen times out of twenty (Wilson), were the forecasts independent.
    pub fn between(&self) -> (f64, f64) {
        let (count, share, z) = (self.forecasts.max(1) as f64, self.happened(), 1.96);
        let middle = (share + z * z / (2.0 * count)) / (1.0 + z * z / count);
        let half = z / (1.0 + z * z / count)
            * (share * (1.0 - share) / count + z * z / (4.0 * count * count)).sqrt();
        (middle - half, middle + half)
    }
}

/// What a forecast of nought counts as in the log loss: a sure forecast that fails would be infinitely bad.
pub const LEAST: f64 = 1.0 / 16_384.0;

impl Scores {
    /// Adds a forecast; `quarter` of the season from 0.
    pub fn add(&mut self, champion: usize, quarter: usize, forecast: &Forecast) {
        let (mut brier, mut of_champion) = (0.0, 0.0);
        for &(index, share) in &forecast.chances {
            let came_true = index == champion;
            let miss = f64::from(u8::from(came_true)) - share;
            brier += miss * miss;
            if came_true {
                of_champion = share;
            }
            Bin::add(&mut self.bins, share, came_true);
        }
        if let Some(&(index, share)) = forecast.chances.iter().max_by(|a, b| a.1.total_cmp(&b.1)) {
            Bin::add(&mut self.favourites, share, index == champion);
        }
        self.contradictions += usize::from(forecast.contradicts);
        self.states += 1;
        self.brier += brier;
        self.quarters[quarter].0 += brier;
        self.quarters[quarter].1 += 1;
        self.log_loss -= f64::max(of_champion, LEAST).ln();
    }

    /// Mean of the squared misses of all contenders, summed over them: 0 is perfect, 2 is sure and wrong.
    pub fn brier(&self) -> f64 {
        self.brier / self.states.max(1) as f64
    }

    pub fn by_quarter(&self) -> [f64; 4] {
        self.quarters.map(|(sum, count)| sum / count.max(1) as f64)
    }

    pub fn log_loss(&self) -> f64 {
        self.log_loss / self.states.max(1) as f64
    }

    pub fn calibration_error(&self) -> f64 {
        Bin::error(&self.bins)
    }

    /// The same of the likeliest contender of each state.
    pub fn error_of_favourites(&self) -> f64 {
        Bin::error(&self.favourites)
    }
}
