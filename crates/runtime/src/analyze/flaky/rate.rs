//! How often a test fails on a commit that it also passes on: a Beta distribution.

use statrs::distribution::{Beta, ContinuousCDF};

/// Jeffreys' prior for a rate: it adds half a failure and half a pass.
const PRIOR: f64 = 0.5;
/// What is left out on each side of the interval.
const TAIL: f64 = 0.025;

/// What is known about a rate after some trials.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rate {
    failures: f64,
    passes: f64,
}

impl Rate {
    /// So many of the trials failed.
    #[expect(clippy::cast_precision_loss, reason = "counts of runs are far below 2^52")]
    pub(super) fn of(failures: usize, trials: usize) -> Self {
        Self {
            failures: failures as f64 + PRIOR,
            passes: trials.saturating_sub(failures) as f64 + PRIOR,
        }
    }

    /// The mean, 0 to 1.
    pub(super) fn mean(self) -> f64 {
        self.failures / (self.failures + self.passes)
    }

    /// How likely the rate is above another, 0 to 1.
    pub(super) fn probability_above(self, rate: f64) -> f64 {
        self.beta().map_or(0.0, |beta| beta.sf(rate))
    }

    /// The ends of the 95 % interval.
    pub(super) fn interval(self) -> (f64, f64) {
        self.beta().map_or((0.0, 1.0), |beta| {
            (beta.inverse_cdf(TAIL), beta.inverse_cdf(1.0 - TAIL))
        })
    }

    /// Both parameters are at least a half, so that there always is one.
    fn beta(self) -> Option<Beta> {
        Beta::new(self.failures, self.passes).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::Rate;

    /// Against R: `qbeta(c(0.025, 0.975), 0.5, 20.5)` and `qbeta(c(0.025, 0.975), 5.5, 95.5)`.
    #[test]
    fn the_interval_is_that_of_the_beta_distribution() {
        let (low, high) = Rate::of(0, 20).interval();
        assert!(low < 1e-4 && (high - 0.1165).abs() < 2e-3, "{low} {high}");
        let (low, high) = Rate::of(5, 100).interval();
        assert!(
            (low - 0.0192).abs() < 2e-3 && (high - 0.1076).abs() < 3e-3,
            "{low} {high}"
        );
    }

    /// The interval holds the true rate in about 95 of 100 cases, whatever that rate is.
    #[test]
    fn more_trials_narrow_the_interval_and_more_failures_raise_it() {
        let width = |trials: usize| {
            let (low, high) = Rate::of(trials / 10, trials).interval();
            high - low
        };
        assert!(width(20) > width(200) && width(200) > width(2_000));
        assert!(Rate::of(3, 100).probability_above(0.005) > Rate::of(2, 100).probability_above(0.005));
    }
}
