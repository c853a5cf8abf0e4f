//! How long a test takes usually.

use crate::analyze::robust::{center_and_spread, median};

/// A spread below this share of the usual one is luck.
const SHARE: f64 = 0.5;
/// No spread is smaller: 1 %, which clocks and schedulers come to.
const LEAST: f64 = 0.01;

/// How long a test takes usually, in logarithms of seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Baseline {
    /// The median.
    pub(super) center: f64,
    /// The standard deviation, from the median absolute deviation.
    pub(super) spread: f64,
    /// How many runs say so.
    pub(super) count: usize,
}

impl Baseline {
    /// Of the runs that have a value, for each test. None where they are too few. No spread is below half the median
    /// spread of all tests, or 1 %.
    pub(super) fn of_all(rows: &[&[Option<f64>]], fewest: usize) -> Vec<Option<Self>> {
        let mut all: Vec<Option<Self>> = rows.iter().map(|row| Self::of(row, fewest)).collect();
        let mut spreads: Vec<f64> = all.iter().flatten().map(|baseline| baseline.spread).collect();
        let least = median(&mut spreads).map_or(LEAST, |usual| (SHARE * usual).max(LEAST));
        for baseline in all.iter_mut().flatten() {
            baseline.spread = baseline.spread.max(least);
        }
        all
    }

    fn of(row: &[Option<f64>], fewest: usize) -> Option<Self> {
        let values: Vec<f64> = row.iter().copied().flatten().collect();
        if values.len() < fewest {
            return None;
        }
        let (center, spread) = center_and_spread(&values)?;
        Some(Self {
            center,
            spread,
            count: values.len(),
        })
    }

    /// How far a value is from the usual, in standard deviations. The center itself is known as exactly as a median of so
    /// many values is (its variance is pi / 2n of that of a value).
    #[expect(clippy::cast_precision_loss, reason = "counts of runs are far below 2^52")]
    pub(super) fn distance(&self, value: f64) -> f64 {
        let unsure = (1.0 + std::f64::consts::FRAC_PI_2 / self.count as f64).sqrt();
        (value - self.center) / (self.spread * unsure)
    }
}
