//! How often odd values come up in this suite, for no reason that anybody knows.

use statrs::distribution::{ContinuousCDF, StudentsT};

use super::baseline::Baseline;

/// A median absolute deviation says as much as a standard deviation of this share of the values (its efficiency).
const EFFICIENCY: f64 = 0.37;
/// What the suite says about odd values counts like so many values of the test itself.
const WEIGHT: f64 = 10.0;

/// The distances of all earlier values from the usual of their tests, in standard deviations.
#[derive(Debug, Clone, Default)]
pub(super) struct Tails {
    /// Of the values above, in order.
    above: Vec<f64>,
    /// Of the values below, in order.
    below: Vec<f64>,
    count: f64,
}

impl Tails {
    /// Of the earlier values of all tests.
    pub(super) fn of(rows: &[&[Option<f64>]], baselines: &[Option<Baseline>]) -> Self {
        let mut tails = Self::default();
        for (row, baseline) in rows.iter().zip(baselines) {
            let Some(baseline) = baseline else { continue };
            for value in row.iter().copied().flatten() {
                let distance = baseline.distance(value);
                let side = if distance > 0.0 {
                    &mut tails.above
                } else {
                    &mut tails.below
                };
                side.push(distance.abs());
                tails.count += 1.0;
            }
        }
        tails.above.sort_unstable_by(f64::total_cmp);
        tails.below.sort_unstable_by(f64::total_cmp);
        tails
    }

    /// How likely a test is so far out on this side by chance: by Student's distribution, by what happens in the suite, or
    /// by what the test itself did before, whichever is the most likely.
    pub(super) fn chance(&self, score: f64, baseline: &Baseline, row: &[Option<f64>]) -> f64 {
        let side = if score > 0.0 { &self.above } else { &self.below };
        let farther = side.len() - side.partition_point(|distance| *distance < score.abs());
        let of_suite = (count(farther) + 1.0) / (self.count + 1.0);
        let values = row.iter().copied().flatten();
        let own = values
            .filter(|value| baseline.distance(*value) * score.signum() >= score.abs())
            .count();
        let own = WEIGHT.mul_add(of_suite, count(own)) / (WEIGHT + count(baseline.count));
        student(score, baseline.count).max(of_suite).max(own)
    }
}

fn student(score: f64, values: usize) -> f64 {
    let freedom = (EFFICIENCY * (count(values) - 1.0)).max(2.0);
    StudentsT::new(0.0, 1.0, freedom).map_or(1.0, |student| student.sf(score.abs()))
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of values in memory are far below 2^52"
)]
const fn count(values: usize) -> f64 {
    values as f64
}
