//! A distance from the usual.

use super::baseline::Baseline;
use super::tails::Tails;

/// A distance from the usual.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Change {
    /// What is usual, in seconds.
    pub(super) usual: f64,
    /// In logarithms of seconds.
    pub(super) deviation: f64,
    /// In standard deviations.
    pub(super) score: f64,
    /// How likely it is by chance to be so far out on this side.
    pub(super) p_value: f64,
}

impl Change {
    /// What the newest runs agree on: two of three or all three, whichever is less likely by chance. None if there are
    /// fewer than two, or they contradict each other. Its p-value is that of its side.
    pub(super) fn agreed(
        baseline: &Baseline,
        newest: &[f64],
        earlier: &[Option<f64>],
        tails: &Tails,
    ) -> Option<Self> {
        let mut changes: Vec<Self> = newest
            .iter()
            .map(|value| Self::of(baseline, *value, earlier, tails))
            .collect();
        let up = changes.iter().filter(|change| change.deviation > 0.0).count();
        let sign = if 2 * up > changes.len() { 1.0 } else { -1.0 };
        changes.retain(|change| change.deviation * sign > 0.0);
        changes.sort_by(|a, b| b.deviation.abs().total_cmp(&a.deviation.abs()));
        let told = (2..=changes.len()).map(|agreeing| {
            let weakest = changes[agreeing - 1];
            Self {
                p_value: of_agreement(weakest.p_value, agreeing, newest.len()),
                ..weakest
            }
        });
        told.min_by(|a, b| a.p_value.total_cmp(&b.p_value))
    }

    /// Of one run.
    pub(super) fn of(baseline: &Baseline, value: f64, earlier: &[Option<f64>], tails: &Tails) -> Self {
        let score = baseline.distance(value);
        Self {
            usual: baseline.center.exp(),
            deviation: value - baseline.center,
            score,
            p_value: tails.chance(score, baseline, earlier),
        }
    }

    /// Percent of the usual.
    pub(super) fn percent(self) -> f64 {
        (self.deviation.exp() - 1.0) * 100.0
    }

    /// In seconds, on a machine as fast as usual.
    pub(super) fn now(self) -> f64 {
        self.usual * self.deviation.exp()
    }
}

/// How likely it is by chance that so many of the newest runs are each as far out as what has this chance. There are two
/// ways to agree; a quarter of the error is spent on two of three, and the rest on all three, which is worth more.
fn of_agreement(chance: f64, agreeing: usize, newest: usize) -> f64 {
    let squared = chance * chance;
    let found = match (agreeing, newest) {
        (2, 2) => squared,
        (2, _) => 4.0 * squared * 2.0_f64.mul_add(-chance, 3.0),
        _ => 4.0 / 3.0 * squared * chance,
    };
    found.min(1.0)
}
