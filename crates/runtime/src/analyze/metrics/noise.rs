//! How much a metric goes up and down by itself.

use crate::analyze::robust::center_and_spread;

/// With fewer values there is no saying.
const FEWEST: usize = 5;
/// What is farther out is no noise.
const DEVIATIONS: f64 = 3.0;

/// How much a metric goes up and down by itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Noise {
    /// The median.
    pub(super) center: f64,
    spread: f64,
}

impl Noise {
    /// Of earlier values. None if there are none. Of fewer than five, it is taken as none.
    pub(super) fn of(values: &[f64]) -> Option<Self> {
        let (center, spread) = center_and_spread(values)?;
        let spread = if values.len() < FEWEST { 0.0 } else { spread };
        Some(Self { center, spread })
    }

    /// Whether a value is farther out than three standard deviations.
    pub(super) fn is_beyond(self, value: f64) -> bool {
        (value - self.center).abs() > DEVIATIONS * self.spread
    }
}
