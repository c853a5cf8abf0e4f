//! The metrics that every run has.

use crate::analyze::evidence::Run;
use crate::analyze::outcome::Outcome;
use crate::analyze::robust::percentile;

/// Percent of what ran that passed.
pub(super) const PASS_RATE: &str = "pass_rate";
/// Seconds of all cells.
pub(super) const DURATION: &str = "duration";
/// Tests that ran, for each second of the cells.
pub(super) const THROUGHPUT: &str = "throughput";
/// Seconds that a share of the tests stays below.
const LATENCIES: [(&str, f64); 3] = [
    ("latency_p50", 0.50),
    ("latency_p95", 0.95),
    ("latency_p99", 0.99),
];
/// With fewer tests, a percentile is a single test.
const FEWEST: usize = 20;

/// What a run itself says, by name. Nothing that it does not say.
pub(super) fn of(run: &Run) -> Vec<(&'static str, f64)> {
    let mut found = Vec::new();
    found.extend(run.pass_rate().map(|rate| (PASS_RATE, rate)));
    if run.duration.is_finite() && run.duration > 0.0 {
        found.push((DURATION, run.duration));
        #[expect(clippy::cast_precision_loss, reason = "counts of tests are far below 2^52")]
        let ran = run.passed.saturating_add(run.failed) as f64;
        found.push((THROUGHPUT, ran / run.duration));
    }
    let passed = run
        .samples
        .iter()
        .filter(|sample| sample.outcome == Outcome::Passed);
    let mut seconds: Vec<f64> = passed
        .map(|sample| f64::from(sample.seconds))
        .filter(|seconds| seconds.is_finite())
        .collect();
    if seconds.len() >= FEWEST {
        found.extend(
            LATENCIES
                .iter()
                .filter_map(|(name, share)| Some((*name, percentile(&mut seconds, *share)?))),
        );
    }
    found
}
